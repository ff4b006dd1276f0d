/* SPDX-License-Identifier: MIT */
/* The verbs of calls, from park to remove, but for the recall. */
#include "model.h"

static const callpark_duration default_hold = 60000;
static const callpark_duration default_claim = 40000;

static callpark_duration or_default(callpark_duration span, callpark_duration otherwise)
{
    return span != 0 ? span : otherwise;
}

static bool hold_valid(callpark_duration hold)
{
    return hold == 0 || model__within(hold, callpark_seconds(1), callpark_seconds(600));
}

static bool claim_valid(callpark_duration claim)
{
    return claim == 0 || model__within(claim, callpark_seconds(1), callpark_seconds(3600));
}

static bool timeout_valid(const struct model_lot *lot, callpark_duration timeout)
{
    if (timeout == CALLPARK_NO_TIMEOUT)
        return (lot->flags & CALLPARK_LOT_ALLOW_NO_TIMEOUT) != 0;
    return timeout == 0 || model__within(timeout, lot->timeout_min, lot->timeout_max);
}

/* ---- Arguments ----------------------------------------------------------- */

static void check_where(int *error, const struct callpark_where *where)
{
    model__check(error, where->kind <= CALLPARK_AT_GROUP);
    model__check_required(error, where->lot);
    if (where->kind == CALLPARK_AT_EXTENSION)
        model__check_optional(error, where->extension);
    if (where->kind == CALLPARK_AT_GROUP)
        model__check_optional(error, where->group);
}

/* The parker's own extension needs a parker. */
static void check_own(int *error, const struct callpark_where *where, const char *parker)
{
    model__check(error, where->kind != CALLPARK_AT_EXTENSION || !model__absent(where->extension) ||
                            !model__absent(parker));
}

static void check_call(int *error, const struct callpark_call *call, bool with_parker)
{
    model__check_required(error, call->call_id);
    if (with_parker)
        model__check_optional(error, call->parker);
    model__check_optional(error, call->parkee);
    model__check_optional(error, call->caller_name);
    model__check_optional(error, call->caller_number);
    model__check_optional(error, call->tag);
}

static void check_terms(int *error, const struct callpark_terms *terms)
{
    if (terms != NULL)
        model__check_recall(error, terms->recall);
}

/* What every verb of a ticket checks first. */
static int begin(struct model *m, callpark_time now, const struct callpark_which *which,
                 const char *by)
{
    int error = model__begin(m, now, by);
    model__check_which(&error, which);
    return error;
}

/* ---- Parking ------------------------------------------------------------- */

/* A new ticket at |place|; room for it and its description is all that is set. */
static struct model_parking *add_parking(struct model *m, const struct model_place *place)
{
    m->parkings = model__grow(m->parkings, m->parking_count + 1u, sizeof *m->parkings);
    struct model_parking *parking = &m->parkings[m->parking_count++];
    memset(parking, 0, sizeof *parking);
    callpark_info_init(&parking->now);
    parking->now.ticket = ++m->last_ticket;
    parking->now.lot = place->lot;
    parking->now.extension = place->extension;
    parking->now.slot = place->slot;
    model__take(m, place);
    return parking;
}

/* All of |call| but the parker. */
static void describe(struct model *m, struct callpark_info *now, const struct callpark_call *call)
{
    now->call_id = model__text(m, call->call_id);
    now->parkee = model__text(m, call->parkee);
    now->caller_name = model__text(m, call->caller_name);
    now->caller_number = model__text(m, call->caller_number);
    now->tag = model__text(m, call->tag);
    now->host = call->host;
}

static void wait_from(struct callpark_info *now, callpark_time t, callpark_duration timeout)
{
    now->state = CALLPARK_STATE_WAITING;
    now->step = CALLPARK_STEP_NONE;
    now->round = 0;
    now->deadline = now->due = model__after(t, timeout);
}

static int read_terms(struct model *m, const struct model_lot *lot,
                      const struct callpark_terms *terms, callpark_duration *timeout,
                      struct model_policy *policy)
{
    *timeout = terms != NULL ? terms->timeout : 0;
    *policy = model__policy(m, terms != NULL ? terms->recall : NULL, &lot->policy);
    if (!timeout_valid(lot, *timeout) || !model__policy_spans_valid(policy))
        return CALLPARK_ERR_DURATION;
    *timeout = or_default(*timeout, lot->timeout);
    return 0;
}

static bool full(const struct model *m)
{
    return m->max_calls != 0 && m->parking_count >= m->max_calls;
}

int model_park(struct model *m, callpark_time now, const struct callpark_where *where,
               const struct callpark_call *call, const struct callpark_terms *terms, const char *by,
               struct callpark_event *event)
{
    int error = model__begin(m, now, by);
    check_where(&error, where);
    check_call(&error, call, true);
    check_terms(&error, terms);
    check_own(&error, where, call->parker);
    if (error != 0)
        return error;

    const struct model_lot *lot = model__open_lot(m, where->lot);
    if (lot == NULL)
        return CALLPARK_ERR_LOT;
    callpark_duration timeout;
    struct model_policy policy;
    struct model_place place;
    error = read_terms(m, lot, terms, &timeout, &policy);
    if (error == 0 && model__of_call(m, call->call_id) != NULL)
        error = CALLPARK_ERR_PARKED;
    if (error == 0)
        error = model__choose(m, where, call->parker, &place);
    if (error == 0 && full(m))
        error = CALLPARK_ERR_LIMIT;
    if (error != 0)
        return error;

    callpark_time t = model__tick(m, now);
    struct model_parking *parking = add_parking(m, &place);
    describe(m, &parking->now, call);
    parking->now.parker = model__text(m, call->parker);
    parking->now.parked_at = t;
    parking->policy = policy;
    wait_from(&parking->now, t, timeout);
    model__report(m, parking, CALLPARK_EVENT_PARKED, 0, by, event);
    return 0;
}

int model_reserve(struct model *m, callpark_time now, const struct callpark_where *where,
                  const char *parker, callpark_duration hold, const char *by,
                  struct callpark_event *event)
{
    int error = model__begin(m, now, by);
    check_where(&error, where);
    model__check_optional(&error, parker);
    check_own(&error, where, parker);
    if (error != 0)
        return error;

    struct model_place place;
    if (model__open_lot(m, where->lot) == NULL)
        return CALLPARK_ERR_LOT;
    if (!hold_valid(hold))
        return CALLPARK_ERR_DURATION;
    error = model__choose(m, where, parker, &place);
    if (error == 0 && full(m))
        error = CALLPARK_ERR_LIMIT;
    if (error != 0)
        return error;

    callpark_time t = model__tick(m, now);
    struct model_parking *parking = add_parking(m, &place);
    parking->now.parker = model__text(m, parker);
    parking->now.state = CALLPARK_STATE_RESERVED;
    parking->now.parked_at = t;
    parking->now.deadline = parking->now.due = model__after(t, or_default(hold, default_hold));
    model__report(m, parking, CALLPARK_EVENT_RESERVED, 0, by, event);
    return 0;
}

int model_fill(struct model *m, callpark_time now, const struct callpark_which *which,
               const struct callpark_call *call, const struct callpark_terms *terms, const char *by,
               struct callpark_event *event)
{
    struct model_parking *parking;
    int error = begin(m, now, which, by);
    check_call(&error, call, true);
    check_terms(&error, terms);
    if (error == 0)
        error = model__find(m, which, &parking);
    if (error != 0)
        return error;
    if (parking->now.state != CALLPARK_STATE_RESERVED)
        return CALLPARK_ERR_STATE;
    callpark_duration timeout;
    struct model_policy policy;
    error = read_terms(m, model__lot(m, parking->now.lot), terms, &timeout, &policy);
    if (error != 0)
        return error;
    if (model__of_call(m, call->call_id) != NULL)
        return CALLPARK_ERR_PARKED;

    callpark_time t = model__tick(m, now);
    describe(m, &parking->now, call);
    if (!model__absent(call->parker))
        parking->now.parker = model__text(m, call->parker);
    parking->now.parked_at = t;
    parking->policy = policy;
    wait_from(&parking->now, t, timeout);
    model__report(m, parking, CALLPARK_EVENT_FILLED, 0, by, event);
    return 0;
}

/* ---- Retrieving ---------------------------------------------------------- */

static int find_claimable(const struct model *m, const struct callpark_which *which,
                          struct model_parking **parking)
{
    int error = model__find(m, which, parking);
    if (error != 0)
        return error;
    if ((*parking)->now.state == CALLPARK_STATE_RESERVED)
        return CALLPARK_ERR_RESERVED;
    if ((*parking)->now.state == CALLPARK_STATE_CLAIMED)
        return CALLPARK_ERR_CLAIMED;
    return 0;
}

/* The parking |which| if its open claim or ring (|state|) is |serial|. */
static int find_open(const struct model *m, const struct callpark_which *which, uint32_t state,
                     uint64_t serial, struct model_parking **parking)
{
    int error = model__find(m, which, parking);
    if (error != 0)
        return error;
    if ((*parking)->now.state == CALLPARK_STATE_RESERVED)
        return CALLPARK_ERR_STATE;
    if ((*parking)->now.state != state || (*parking)->now.serial != serial)
        return CALLPARK_ERR_STALE;
    return 0;
}

int model_retrieve(struct model *m, callpark_time now, const struct callpark_which *which,
                   const char *by, struct callpark_event *event)
{
    struct model_parking *parking;
    int error = begin(m, now, which, by);
    if (error == 0)
        error = find_claimable(m, which, &parking);
    if (error != 0)
        return error;
    model__tick(m, now);
    model__end(m, parking, CALLPARK_REASON_RETRIEVED, false, by, event);
    return 0;
}

/* The event that comes next opens a claim: its number is the serial. */
static void open_claim(struct model *m, struct callpark_info *now, callpark_duration claim)
{
    now->state = CALLPARK_STATE_CLAIMED;
    now->serial = m->last_event + 1;
    now->due = model__after(m->clock, or_default(claim, default_claim));
}

int model_claim(struct model *m, callpark_time now, const struct callpark_which *which,
                callpark_duration claim, const char *by, struct callpark_event *event)
{
    struct model_parking *parking;
    int error = begin(m, now, which, by);
    if (error == 0 && !claim_valid(claim))
        error = CALLPARK_ERR_DURATION;
    if (error == 0)
        error = find_claimable(m, which, &parking);
    if (error != 0)
        return error;
    callpark_time t = model__tick(m, now);
    uint64_t stops = parking->now.serial;
    if (parking->now.state == CALLPARK_STATE_RINGING) {
        /* After a rollback the same target is next, and this ring did not count. */
        parking->now.target = NULL;
        parking->now.deadline = model__after(t, parking->policy.pause);
    }
    open_claim(m, &parking->now, claim);
    model__report(m, parking, CALLPARK_EVENT_CLAIMED, stops, by, event);
    return 0;
}

int model_commit(struct model *m, callpark_time now, const struct callpark_which *which,
                 uint64_t serial, const char *by, struct callpark_event *event)
{
    struct model_parking *parking;
    int error = begin(m, now, which, by);
    if (error == 0)
        error = find_open(m, which, CALLPARK_STATE_CLAIMED, serial, &parking);
    if (error != 0)
        return error;
    model__tick(m, now);
    bool recalled = parking->now.target != NULL;
    uint32_t reason = !recalled                                     ? CALLPARK_REASON_RETRIEVED
                      : parking->now.step == CALLPARK_STEP_FALLBACK ? CALLPARK_REASON_RELEASED
                                                                    : CALLPARK_REASON_RECALLED;
    model__end(m, parking, reason, recalled, by, event);
    return 0;
}

int model_rollback(struct model *m, callpark_time now, const struct callpark_which *which,
                   uint64_t serial, const char *by, struct callpark_event *event)
{
    struct model_parking *parking;
    int error = begin(m, now, which, by);
    if (error == 0)
        error = find_open(m, which, CALLPARK_STATE_CLAIMED, serial, &parking);
    if (error != 0)
        return error;
    model__tick(m, now);
    model__roll_back(m, parking);
    model__report(m, parking, CALLPARK_EVENT_ROLLED_BACK, serial, by, event);
    return 0;
}

/* ---- What became of a ring ----------------------------------------------- */

int model_recall_answered(struct model *m, callpark_time now, const struct callpark_which *which,
                          uint64_t serial, callpark_duration claim, const char *by,
                          struct callpark_event *event)
{
    struct model_parking *parking;
    int error = begin(m, now, which, by);
    if (error == 0 && !claim_valid(claim))
        error = CALLPARK_ERR_DURATION;
    if (error == 0)
        error = find_open(m, which, CALLPARK_STATE_RINGING, serial, &parking);
    if (error != 0)
        return error;
    model__tick(m, now);
    open_claim(m, &parking->now, claim);
    model__report(m, parking, CALLPARK_EVENT_RECALL_ANSWERED, serial, by, event);
    return 0;
}

int model_recall_failed(struct model *m, callpark_time now, const struct callpark_which *which,
                        uint64_t serial, const char *by, struct callpark_event *event)
{
    struct model_parking *parking;
    int error = begin(m, now, which, by);
    if (error == 0)
        error = find_open(m, which, CALLPARK_STATE_RINGING, serial, &parking);
    if (error != 0)
        return error;
    model__tick(m, now);
    model__roll_back(m, parking);
    model__report(m, parking, CALLPARK_EVENT_RECALL_FAILED, serial, by, event);
    return 0;
}

int model_recall_deferred(struct model *m, callpark_time now, const struct callpark_which *which,
                          uint64_t serial, const char *by, struct callpark_event *event)
{
    struct model_parking *parking;
    int error = begin(m, now, which, by);
    if (error == 0)
        error = find_open(m, which, CALLPARK_STATE_RINGING, serial, &parking);
    if (error != 0)
        return error;
    callpark_time t = model__tick(m, now);
    parking->now.state = CALLPARK_STATE_PAUSED;
    parking->now.serial = 0;
    parking->now.target = NULL;
    parking->now.deadline = parking->now.due = model__after(t, parking->policy.pause);
    model__report(m, parking, CALLPARK_EVENT_RECALL_DEFERRED, serial, by, event);
    return 0;
}

/* ---- While parked -------------------------------------------------------- */

int model_swap(struct model *m, callpark_time now, const struct callpark_which *which,
               const struct callpark_call *call, const char *by, struct callpark_event *event)
{
    struct model_parking *parking;
    int error = begin(m, now, which, by);
    check_call(&error, call, false);
    if (error == 0)
        error = model__find(m, which, &parking);
    if (error != 0)
        return error;
    if (parking->now.state == CALLPARK_STATE_RESERVED)
        return CALLPARK_ERR_STATE;
    if (parking->now.state == CALLPARK_STATE_CLAIMED)
        return CALLPARK_ERR_CLAIMED;
    const struct model_parking *other = model__of_call(m, call->call_id);
    if (other != NULL && other != parking)
        return CALLPARK_ERR_PARKED;

    model__tick(m, now);
    const char *old_call_id = parking->now.call_id;
    void *old_host = parking->now.host;
    describe(m, &parking->now, call);
    model__report(m, parking, CALLPARK_EVENT_SWAPPED, 0, by, event);
    event->old_call_id = old_call_id;
    event->old_host = old_host;
    return 0;
}

int model_move(struct model *m, callpark_time now, const struct callpark_which *which,
               const struct callpark_where *where, const char *by, struct callpark_event *event)
{
    struct model_parking *parking;
    int error = begin(m, now, which, by);
    check_where(&error, where);
    if (error == 0)
        error = model__find(m, which, &parking);
    if (error != 0)
        return error;
    if (parking->now.state == CALLPARK_STATE_CLAIMED)
        return CALLPARK_ERR_CLAIMED;
    struct model_place to;
    error = model__choose(m, where, parking->now.parker, &to);
    if (error != 0)
        return error;

    model__tick(m, now);
    struct callpark_info *info = &parking->now;
    const struct model_place from = {info->lot, info->extension, info->slot};
    model__take(m, &to);
    info->lot = to.lot;
    info->extension = to.extension;
    info->slot = to.slot;
    model__report(m, parking, CALLPARK_EVENT_MOVED, 0, by, event);
    event->from_lot = from.lot;
    event->from_extension = from.extension;
    event->from_slot = from.slot;
    model__give_back(m, &from);
    return 0;
}

int model_extend(struct model *m, callpark_time now, const struct callpark_which *which,
                 callpark_duration timeout, const char *by, struct callpark_event *event)
{
    struct model_parking *parking;
    int error = begin(m, now, which, by);
    if (error == 0)
        error = model__find(m, which, &parking);
    if (error != 0)
        return error;
    struct callpark_info *info = &parking->now;
    const struct model_lot *lot = model__lot(m, info->lot);
    bool reserved = info->state == CALLPARK_STATE_RESERVED;
    if (info->state == CALLPARK_STATE_CLAIMED)
        return CALLPARK_ERR_CLAIMED;
    if (reserved ? !hold_valid(timeout) : !timeout_valid(lot, timeout))
        return CALLPARK_ERR_DURATION;

    callpark_time t = model__tick(m, now);
    uint64_t stops = info->serial;
    if (reserved) {
        info->deadline = info->due = model__after(t, or_default(timeout, default_hold));
    } else {
        wait_from(info, t, or_default(timeout, lot->timeout));
        info->serial = 0;
        info->target = NULL;
        parking->fallback_failed = false;
    }
    model__report(m, parking, CALLPARK_EVENT_EXTENDED, stops, by, event);
    return 0;
}

static int end(struct model *m, callpark_time now, const struct callpark_which *which,
               uint32_t reason, const char *by, struct callpark_event *event)
{
    struct model_parking *parking;
    int error = begin(m, now, which, by);
    if (error == 0)
        error = model__find(m, which, &parking);
    if (error != 0)
        return error;
    model__tick(m, now);
    model__end(m, parking, reason, false, by, event);
    return 0;
}

int model_hangup(struct model *m, callpark_time now, const struct callpark_which *which,
                 const char *by, struct callpark_event *event)
{
    return end(m, now, which, CALLPARK_REASON_ABANDONED, by, event);
}

int model_remove(struct model *m, callpark_time now, const struct callpark_which *which,
                 const char *by, struct callpark_event *event)
{
    return end(m, now, which, CALLPARK_REASON_REMOVED, by, event);
}
