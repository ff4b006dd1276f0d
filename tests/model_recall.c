/* SPDX-License-Identifier: MIT */
/*
 * The recall, poll and drain.
 *
 * A recall is the pair (step, round), where it goes on. From WAITING it begins
 * at (PARKER, 1). A round rings the parker, then the alternate, whoever of them
 * is usable. A ring that fails leaves the call PAUSED, at the step that is due
 * next. What is usable is looked at when it matters, as a swap may change it.
 */
#include "model.h"

static bool parker_usable(const struct model_parking *parking)
{
    const struct callpark_info *now = &parking->now;
    return parking->policy.targets != CALLPARK_RECALL_ALTERNATE && now->parker != NULL &&
           !model__same(now->parker, now->parkee);
}

static bool alternate_usable(const struct model_parking *parking)
{
    const char *alternate = parking->policy.alternate;
    if (parking->policy.targets == CALLPARK_RECALL_PARKER || alternate == NULL)
        return false;
    if (parker_usable(parking) && model__same(alternate, parking->now.parker))
        return false;
    return !model__same(alternate, parking->now.parkee);
}

static bool fallback_usable(const struct model_parking *parking)
{
    const char *fallback = parking->policy.fallback;
    return !parking->fallback_failed && fallback != NULL &&
           !model__same(fallback, parking->now.parkee);
}

static bool rounds_left(const struct model_parking *parking)
{
    return parking->policy.rounds == CALLPARK_FOREVER ||
           parking->now.round < parking->policy.rounds;
}

static void next_round(struct callpark_info *now)
{
    now->step = CALLPARK_STEP_PARKER;
    if (now->round < 65535)
        now->round++;
}

/* From the step that is due, passes over who is not usable; false: nobody is left. */
static bool seek_target(struct model_parking *parking)
{
    struct callpark_info *now = &parking->now;
    for (;;) {
        if (now->step == CALLPARK_STEP_PARKER) {
            if (parker_usable(parking))
                return true;
            now->step = CALLPARK_STEP_ALTERNATE;
        } else if (now->step == CALLPARK_STEP_ALTERNATE) {
            if (alternate_usable(parking))
                return true;
            if (parker_usable(parking) && rounds_left(parking))
                next_round(now);
            else
                now->step = CALLPARK_STEP_FALLBACK;
        } else {
            return fallback_usable(parking);
        }
    }
}

static void go_on(struct model *m, struct model_parking *parking, struct callpark_event *event)
{
    struct callpark_info *now = &parking->now;
    if (!seek_target(parking)) {
        model__end(m, parking, CALLPARK_REASON_RELEASED, false, NULL, event);
        return;
    }
    const struct model_policy *policy = &parking->policy;
    bool parker = now->step == CALLPARK_STEP_PARKER;
    callpark_duration ring = parker ? policy->ring : policy->ring_other;
    now->target = parker                                 ? now->parker
                  : now->step == CALLPARK_STEP_ALTERNATE ? policy->alternate
                                                         : policy->fallback;
    now->state = CALLPARK_STATE_RINGING;
    now->serial = m->last_event + 1;
    now->deadline = now->due = model__after(m->clock, ring);
    model__report(m, parking, CALLPARK_EVENT_RINGING, 0, NULL, event);
    event->ring = ring;
}

/* The target was rung without success: what is next, and when. */
static void ring_failed(struct model *m, struct model_parking *parking)
{
    struct callpark_info *now = &parking->now;
    now->deadline = m->clock;
    if (now->step == CALLPARK_STEP_PARKER && alternate_usable(parking)) {
        now->step = CALLPARK_STEP_ALTERNATE;
    } else if (now->step == CALLPARK_STEP_FALLBACK) {
        parking->fallback_failed = true;
    } else if (rounds_left(parking)) {
        next_round(now);
        now->deadline = model__after(m->clock, parking->policy.pause);
    } else {
        now->step = CALLPARK_STEP_FALLBACK;
    }
}

void model__roll_back(struct model *m, struct model_parking *parking)
{
    struct callpark_info *now = &parking->now;
    /* A target: a ring, or the claim of a target who had answered. */
    if (now->target != NULL)
        ring_failed(m, parking);
    now->state = now->step == CALLPARK_STEP_NONE ? CALLPARK_STATE_WAITING : CALLPARK_STATE_PAUSED;
    now->serial = 0;
    now->target = NULL;
    now->due = now->deadline;
}

/* ---- Poll and drain ------------------------------------------------------ */

/* First by due time, then by ticket, which is the order of the array. */
static struct model_parking *first_due(const struct model *m)
{
    struct model_parking *first = NULL;
    for (uint32_t i = 0; i < m->parking_count; i++)
        if (first == NULL || m->parkings[i].now.due < first->now.due)
            first = &m->parkings[i];
    return first;
}

callpark_time model_next_deadline(const struct model *m)
{
    const struct model_parking *first = first_due(m);
    return first != NULL ? first->now.due : CALLPARK_NEVER;
}

int model_poll(struct model *m, callpark_time now, struct callpark_event *event)
{
    int error = model__begin(m, now, NULL);
    if (error != 0)
        return error;
    callpark_time t = model__tick(m, now);
    struct model_parking *parking = first_due(m);
    if (parking == NULL || parking->now.due > t)
        return 0;

    uint64_t stops = parking->now.serial;
    switch (parking->now.state) {
    case CALLPARK_STATE_RESERVED:
        model__end(m, parking, CALLPARK_REASON_EXPIRED, false, NULL, event);
        break;
    case CALLPARK_STATE_WAITING:
        parking->now.step = CALLPARK_STEP_PARKER;
        parking->now.round = 1;
        go_on(m, parking, event);
        break;
    case CALLPARK_STATE_PAUSED:
        go_on(m, parking, event);
        break;
    case CALLPARK_STATE_RINGING:
        model__roll_back(m, parking);
        model__report(m, parking, CALLPARK_EVENT_NO_ANSWER, stops, NULL, event);
        break;
    default:
        model__roll_back(m, parking);
        model__report(m, parking, CALLPARK_EVENT_CLAIM_EXPIRED, stops, NULL, event);
        break;
    }
    return 1;
}

int model_drain(struct model *m, callpark_time now, const char *lot, const char *by,
                struct callpark_event *event)
{
    int error = model__begin(m, now, by);
    bool all = lot == NULL;
    if (!all)
        model__check_required(&error, lot);
    if (error != 0)
        return error;
    if (!all && model__lot(m, lot) == NULL)
        return CALLPARK_ERR_LOT;
    model__tick(m, now);
    for (uint32_t i = 0; i < m->parking_count; i++)
        if (all || model__same(m->parkings[i].now.lot, lot)) {
            model__end(m, &m->parkings[i], CALLPARK_REASON_DRAINED, false, by, event);
            return 1;
        }
    return 0;
}
