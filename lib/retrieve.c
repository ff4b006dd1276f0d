/* SPDX-License-Identifier: MIT */
/* Retrieval and recall: a call is claimed, and given or not. */
#include "callpark/callpark.h"

#include "find.h"
#include "recall.h"

static int check_claimable(const struct call *call)
{
    if (call->state == CALLPARK_STATE_RESERVED)
        return CALLPARK_ERR_RESERVED;
    return call->state == CALLPARK_STATE_CLAIMED ? CALLPARK_ERR_CLAIMED : CALLPARK_OK;
}

/* Whether |serial| is the open one of a call in |state|. */
static int check_serial(const struct call *call, uint32_t state, uint64_t serial)
{
    if (call->state == CALLPARK_STATE_RESERVED)
        return CALLPARK_ERR_STATE;
    return call->state == state && call->serial == serial ? CALLPARK_OK : CALLPARK_ERR_STALE;
}

static void open_claim(struct change *change, uint32_t number, callpark_duration claim)
{
    struct call *call = callpark__record(change->registry, number);
    change->stops = call->serial;
    call->serial = callpark__change_number(change);
    callpark__set_state(change->registry, number, CALLPARK_STATE_CLAIMED,
                        callpark__later(change->now, claim));
}

int callpark_retrieve(struct callpark *registry, callpark_time now,
                      const struct callpark_which *which, const char *by,
                      struct callpark_event *event)
{
    struct change change;
    struct which_args in;
    uint32_t number;
    int error = callpark__change_begin_which(&change, registry, now, which, by, event, &in);
    if (!error)
        error = callpark__locate(registry, &in, &number);
    if (!error)
        error = check_claimable(callpark__record(registry, number));
    if (error)
        return error;
    callpark__change_end(&change, number, CALLPARK_REASON_RETRIEVED);
    return CALLPARK_OK;
}

int callpark_claim(struct callpark *registry, callpark_time now, const struct callpark_which *which,
                   callpark_duration claim, const char *by, struct callpark_event *event)
{
    struct change change;
    struct which_args in;
    callpark_duration span;
    uint32_t number;
    int error = callpark__change_begin_which(&change, registry, now, which, by, event, &in);
    if (!error)
        error = callpark__read_claim(&span, claim);
    if (!error)
        error = callpark__locate(registry, &in, &number);
    if (!error)
        error = check_claimable(callpark__record(registry, number));
    if (error)
        return error;
    struct call *call = callpark__record(registry, number);
    if (call->state == CALLPARK_STATE_RINGING)
        call->deadline = callpark__recall_again(&change, number);
    call->paused = call->state != CALLPARK_STATE_WAITING;
    open_claim(&change, number, span);
    callpark__change_call(&change, number, CALLPARK_EVENT_CLAIMED);
    return CALLPARK_OK;
}

static uint32_t reason_of(const struct call *call)
{
    if (!call->answered)
        return CALLPARK_REASON_RETRIEVED;
    return call->step == CALLPARK_STEP_FALLBACK ? CALLPARK_REASON_RELEASED
                                                : CALLPARK_REASON_RECALLED;
}

/* The common beginning of the verbs that name the open ring or claim. */
static int begin_serial(struct change *change, struct callpark *registry, callpark_time now,
                        const struct callpark_which *which, const char *by,
                        struct callpark_event *event, uint32_t state, uint64_t serial,
                        uint32_t *number)
{
    struct which_args in;
    int error = callpark__change_begin_which(change, registry, now, which, by, event, &in);
    if (!error)
        error = callpark__locate(registry, &in, number);
    return error ? error : check_serial(callpark__record(registry, *number), state, serial);
}

int callpark_commit(struct callpark *registry, callpark_time now,
                    const struct callpark_which *which, uint64_t serial, const char *by,
                    struct callpark_event *event)
{
    struct change change;
    uint32_t number;
    int error = begin_serial(&change, registry, now, which, by, event, CALLPARK_STATE_CLAIMED,
                             serial, &number);
    if (error)
        return error;
    callpark__change_end(&change, number, reason_of(callpark__record(registry, number)));
    return CALLPARK_OK;
}

int callpark_rollback(struct callpark *registry, callpark_time now,
                      const struct callpark_which *which, uint64_t serial, const char *by,
                      struct callpark_event *event)
{
    struct change change;
    uint32_t number;
    int error = begin_serial(&change, registry, now, which, by, event, CALLPARK_STATE_CLAIMED,
                             serial, &number);
    if (error)
        return error;
    callpark__recall_rollback(&change, number);
    callpark__change_call(&change, number, CALLPARK_EVENT_ROLLED_BACK);
    return CALLPARK_OK;
}

/* ---- What became of a ring ---- */

int callpark_recall_answered(struct callpark *registry, callpark_time now,
                             const struct callpark_which *which, uint64_t serial,
                             callpark_duration claim, const char *by, struct callpark_event *event)
{
    struct change change;
    struct which_args in;
    callpark_duration span;
    uint32_t number;
    int error = callpark__change_begin_which(&change, registry, now, which, by, event, &in);
    if (!error)
        error = callpark__read_claim(&span, claim);
    if (!error)
        error = callpark__locate(registry, &in, &number);
    if (!error)
        error = check_serial(callpark__record(registry, number), CALLPARK_STATE_RINGING, serial);
    if (error)
        return error;
    callpark__record(registry, number)->answered = 1;
    open_claim(&change, number, span);
    callpark__change_call(&change, number, CALLPARK_EVENT_RECALL_ANSWERED);
    return CALLPARK_OK;
}

int callpark_recall_failed(struct callpark *registry, callpark_time now,
                           const struct callpark_which *which, uint64_t serial, const char *by,
                           struct callpark_event *event)
{
    struct change change;
    uint32_t number;
    int error = begin_serial(&change, registry, now, which, by, event, CALLPARK_STATE_RINGING,
                             serial, &number);
    if (error)
        return error;
    change.stops = serial;
    callpark__recall_fail(&change, number);
    callpark__change_call(&change, number, CALLPARK_EVENT_RECALL_FAILED);
    return CALLPARK_OK;
}

int callpark_recall_deferred(struct callpark *registry, callpark_time now,
                             const struct callpark_which *which, uint64_t serial, const char *by,
                             struct callpark_event *event)
{
    struct change change;
    uint32_t number;
    int error = begin_serial(&change, registry, now, which, by, event, CALLPARK_STATE_RINGING,
                             serial, &number);
    if (error)
        return error;
    struct call *call = callpark__record(registry, number);
    change.stops = serial;
    call->serial = 0;
    call->deadline = callpark__recall_again(&change, number);
    callpark__set_state(registry, number, CALLPARK_STATE_PAUSED, call->deadline);
    callpark__change_call(&change, number, CALLPARK_EVENT_RECALL_DEFERRED);
    return CALLPARK_OK;
}
