/* SPDX-License-Identifier: MIT */
/* Time passing and calls ending without a retriever. */
#include "callpark/callpark.h"

#include "find.h"
#include "lot.h"
#include "recall.h"

static int end(struct callpark *registry, callpark_time now, const struct callpark_which *which,
               const char *by, struct callpark_event *event, uint32_t reason)
{
    struct change change;
    struct which_args in;
    uint32_t number;
    int error = callpark__change_begin_which(&change, registry, now, which, by, event, &in);
    if (!error)
        error = callpark__locate(registry, &in, &number);
    if (error)
        return error;
    callpark__change_end(&change, number, reason);
    return CALLPARK_OK;
}

int callpark_hangup(struct callpark *registry, callpark_time now,
                    const struct callpark_which *which, const char *by,
                    struct callpark_event *event)
{
    return end(registry, now, which, by, event, CALLPARK_REASON_ABANDONED);
}

int callpark_remove(struct callpark *registry, callpark_time now,
                    const struct callpark_which *which, const char *by,
                    struct callpark_event *event)
{
    return end(registry, now, which, by, event, CALLPARK_REASON_REMOVED);
}

/* ---- poll ---- */

callpark_time callpark_next_deadline(const struct callpark *registry)
{
    return registry && registry->timers.count ? registry->timers.heap[0].due : CALLPARK_NEVER;
}

static void ring_or_release(struct change *change, uint32_t number)
{
    if (callpark__recall_ring(change, number))
        callpark__change_call(change, number, CALLPARK_EVENT_RINGING);
    else
        callpark__change_end(change, number, CALLPARK_REASON_RELEASED);
}

static void act(struct change *change, uint32_t number)
{
    const struct call *call = callpark__record(change->registry, number);
    switch (call->state) {
    case CALLPARK_STATE_RESERVED:
        callpark__change_end(change, number, CALLPARK_REASON_EXPIRED);
        break;
    case CALLPARK_STATE_RINGING:
        change->stops = call->serial;
        callpark__recall_fail(change, number);
        callpark__change_call(change, number, CALLPARK_EVENT_NO_ANSWER);
        break;
    case CALLPARK_STATE_CLAIMED:
        callpark__recall_rollback(change, number);
        callpark__change_call(change, number, CALLPARK_EVENT_CLAIM_EXPIRED);
        break;
    default:
        ring_or_release(change, number);
    }
}

int callpark_poll(struct callpark *registry, callpark_time now, struct callpark_event *event)
{
    struct change change;
    int error = callpark__change_begin(&change, registry, now, NULL, event);
    if (error)
        return error;
    if (callpark_next_deadline(registry) > change.now) {
        callpark__change_none(&change);
        return 0;
    }
    act(&change, registry->timers.heap[0].call);
    return 1;
}

/* ---- drain ---- */

static uint32_t oldest_of(const struct callpark *registry, const struct lot *lot)
{
    uint32_t open = callpark__queue_first(&lot->open, &registry->calls);
    uint32_t busy = callpark__queue_first(&lot->busy, &registry->calls);
    return callpark__older(&registry->calls, open, busy);
}

/* The lots' oldest calls compared. */
static uint32_t oldest_of_lots(const struct callpark *registry)
{
    uint32_t oldest = NONE;
    const struct lot *lot;
    for (uint64_t at = 0; (lot = callpark__table_next(&registry->lots, &at));)
        oldest = callpark__older(&registry->calls, oldest, oldest_of(registry, lot));
    return oldest;
}

/* Tickets only grow, so the search goes on where the last one ended: each is passed
 * once. A gap longer than the list of lots is not worth walking. */
static uint32_t oldest_of_all(struct callpark *registry)
{
    if (!callpark__live(registry))
        return NONE;
    for (uint32_t steps = 0; steps <= registry->lots.end; steps++, registry->oldest++) {
        uint32_t number =
            callpark__tickets_find(&registry->tickets, &registry->calls, registry->oldest);
        if (number != NONE)
            return number;
    }
    uint32_t number = oldest_of_lots(registry);
    registry->oldest = callpark__record(registry, number)->ticket;
    return number;
}

int callpark_drain(struct callpark *registry, callpark_time now, const char *lot, const char *by,
                   struct callpark_event *event)
{
    struct change change;
    struct text name = {0};
    int error = callpark__change_begin(&change, registry, now, by, event);
    if (!error && lot)
        error = callpark__read_required(&name, lot);
    if (error)
        return error;
    const struct lot *found = lot ? callpark__lot_named(registry, name) : NULL;
    if (lot && !found)
        return CALLPARK_ERR_LOT;
    uint32_t number = lot ? oldest_of(registry, found) : oldest_of_all(registry);
    if (number == NONE) {
        callpark__change_none(&change);
        return 0;
    }
    callpark__change_end(&change, number, CALLPARK_REASON_DRAINED);
    return 1;
}
