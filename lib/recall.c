/* SPDX-License-Identifier: MIT */
#include "recall.h"

#include "policy.h"

#define ROUND_MOST 65535u

/* What a policy means for one call as it is named now. */
struct targets {
    const struct policy *policy;
    bool usable[CALLPARK_STEP_FALLBACK + 1]; /* by step: can be rung */
};

static bool can_be_rung(struct text target, struct text parkee)
{
    return target.s && !callpark__text_equal(target, parkee);
}

static struct targets targets_of(const struct callpark *registry, const struct call *call)
{
    struct targets t = {.policy = callpark__policy(registry, call->policy)};
    struct text parkee = callpark__text_get(&call->texts, TEXT_PARKEE);
    struct text parker = callpark__text_get(&call->texts, TEXT_PARKER);
    bool rings_parker =
        t.policy->targets != CALLPARK_RECALL_ALTERNATE && can_be_rung(parker, parkee);
    bool same = rings_parker && callpark__text_equal(parker, t.policy->alternate);
    t.usable[CALLPARK_STEP_PARKER] = rings_parker;
    t.usable[CALLPARK_STEP_ALTERNATE] = t.policy->targets != CALLPARK_RECALL_PARKER && !same &&
                                        can_be_rung(t.policy->alternate, parkee);
    t.usable[CALLPARK_STEP_FALLBACK] = can_be_rung(t.policy->fallback, parkee);
    return t;
}

struct text callpark__recall_party(const struct callpark *registry, const struct call *call)
{
    if (call->step == CALLPARK_STEP_PARKER)
        return callpark__text_get(&call->texts, TEXT_PARKER);
    const struct policy *policy = callpark__policy(registry, call->policy);
    return call->step == CALLPARK_STEP_ALTERNATE ? policy->alternate : policy->fallback;
}

/* A turn of the recall: whose, and in which round. */
struct turn {
    uint32_t step;
    uint32_t round;
};

static bool last_round(const struct policy *policy, uint32_t round)
{
    return policy->rounds != CALLPARK_FOREVER && round >= policy->rounds;
}

static struct turn next_round(const struct policy *policy, uint32_t round)
{
    if (last_round(policy, round))
        return (struct turn){CALLPARK_STEP_FALLBACK, round};
    return (struct turn){CALLPARK_STEP_PARKER, round < ROUND_MOST ? round + 1 : round};
}

/* Passes over targets that cannot be rung, until one can or the fallback is next. */
static struct turn usable_turn(const struct targets *t, struct turn turn)
{
    bool anybody = t->usable[CALLPARK_STEP_PARKER] || t->usable[CALLPARK_STEP_ALTERNATE];
    while (turn.step != CALLPARK_STEP_FALLBACK && !t->usable[turn.step]) {
        if (!anybody)
            turn.step = CALLPARK_STEP_FALLBACK;
        else if (turn.step == CALLPARK_STEP_PARKER)
            turn.step = CALLPARK_STEP_ALTERNATE;
        else
            turn = next_round(t->policy, turn.round);
    }
    return turn;
}

bool callpark__recall_ring(struct change *change, uint32_t number)
{
    struct callpark *registry = change->registry;
    struct call *call = callpark__record(registry, number);
    struct targets t = targets_of(registry, call);
    bool begins = call->step == CALLPARK_STEP_NONE;
    struct turn turn = {begins ? CALLPARK_STEP_PARKER : call->step, begins ? 1 : call->round};
    if (call->exhausted)
        return false;
    turn = usable_turn(&t, turn);
    if (!t.usable[turn.step])
        return false;
    bool parker = turn.step == CALLPARK_STEP_PARKER;
    call->step = turn.step & 3u;
    call->round = turn.round & 0xffffu;
    call->serial = callpark__change_number(change);
    change->ring = parker ? t.policy->ring : t.policy->ring_other;
    call->deadline = callpark__later(change->now, change->ring);
    callpark__set_state(registry, number, CALLPARK_STATE_RINGING, call->deadline);
    return true;
}

/* The other target of the round is next at once; a new round after the pause; the
 * fallback, and after it the release, at once. */
void callpark__recall_fail(struct change *change, uint32_t number)
{
    struct callpark *registry = change->registry;
    struct call *call = callpark__record(registry, number);
    struct targets t = targets_of(registry, call);
    struct turn turn = {CALLPARK_STEP_FALLBACK, call->round};
    call->deadline = change->now;
    if (call->step == CALLPARK_STEP_FALLBACK)
        call->exhausted = 1;
    else if (call->step == CALLPARK_STEP_PARKER && t.usable[CALLPARK_STEP_ALTERNATE])
        turn.step = CALLPARK_STEP_ALTERNATE;
    else
        turn = next_round(t.policy, call->round);
    if (turn.step == CALLPARK_STEP_PARKER)
        call->deadline = callpark__later(change->now, t.policy->pause);
    call->step = turn.step & 3u;
    call->round = turn.round & 0xffffu;
    call->serial = 0;
    call->answered = 0;
    callpark__set_state(registry, number, CALLPARK_STATE_PAUSED, call->deadline);
}

callpark_time callpark__recall_again(const struct change *change, uint32_t number)
{
    const struct call *call = callpark__record(change->registry, number);
    return callpark__later(change->now, callpark__policy(change->registry, call->policy)->pause);
}

void callpark__recall_rollback(struct change *change, uint32_t number)
{
    struct call *call = callpark__record(change->registry, number);
    change->stops = call->serial;
    if (call->answered) {
        callpark__recall_fail(change, number);
        return;
    }
    call->serial = 0;
    callpark__set_state(change->registry, number,
                        call->paused ? CALLPARK_STATE_PAUSED : CALLPARK_STATE_WAITING,
                        call->deadline);
}
