/* SPDX-License-Identifier: MIT */
#include "change.h"

#include <string.h>

#include "place.h"
#include "recall.h"

int callpark__change_begin(struct change *change, struct callpark *registry, callpark_time now,
                           const char *by, struct callpark_event *event)
{
    struct text checked;
    if (!registry)
        return CALLPARK_ERR_INVALID;
    registry->expired = true;
    if (now == CALLPARK_NEVER)
        return CALLPARK_ERR_INVALID;
    int error = callpark__check_out(event, sizeof *event);
    if (!error)
        error = callpark__read_text(&checked, by);
    if (error)
        return error;
    *change = (struct change){
        .registry = registry,
        .out = event,
        .now = now > registry->clock ? now : registry->clock,
        .by = checked.s,
    };
    return CALLPARK_OK;
}

int callpark__change_begin_which(struct change *change, struct callpark *registry,
                                 callpark_time now, const struct callpark_which *which,
                                 const char *by, struct callpark_event *event,
                                 struct which_args *in)
{
    int error = callpark__change_begin(change, registry, now, by, event);
    return error ? error : callpark__read_which(in, which);
}

uint64_t callpark__change_number(const struct change *change)
{
    return change->registry->last_event + 1;
}

void callpark__change_none(struct change *change)
{
    change->registry->clock = change->now;
}

void callpark__describe(const struct callpark *registry, const struct call *call,
                        struct callpark_info *info)
{
    struct texts texts;
    callpark__text_unpack(&call->texts, &texts);
    *info = (struct callpark_info){
        .size = sizeof *info,
        .host = call->host,
        .lot = callpark__lot(registry, call->lot)->name.s,
        .extension = texts.field[TEXT_EXTENSION].s,
        .call_id = texts.field[TEXT_CALL_ID].s,
        .parker = texts.field[TEXT_PARKER].s,
        .parkee = texts.field[TEXT_PARKEE].s,
        .caller_name = texts.field[TEXT_NAME].s,
        .caller_number = texts.field[TEXT_NUMBER].s,
        .tag = texts.field[TEXT_TAG].s,
        .target = callpark__recall_target(registry, call).s,
        .ticket = call->ticket,
        .parked_at = call->parked_at,
        .deadline = call->deadline,
        .due = callpark__timer_due(&registry->timers, call),
        .serial = call->serial,
        .state = call->state,
        .slot = call->slot,
        .step = call->step,
        .round = call->round,
    };
}

/* ---- Events ---- */

void callpark__keep_texts(struct callpark *registry, const struct call *call)
{
    struct limbo *limbo = callpark__next_limbo(registry);
    limbo->texts = call->texts;
    limbo->has_texts = true;
}

/* What only the verb knows, and what most events do not have. */
static void write_change(struct callpark_event *event, const struct change *change, uint32_t kind)
{
    event->size = sizeof *event;
    event->by = change->by;
    event->group = NULL;
    event->from_lot = change->from_lot;
    event->from_extension = NULL;
    event->old_call_id = NULL;
    event->old_host = change->old_host;
    event->reserved = NULL;
    event->number = change->registry->last_event;
    event->time = change->now;
    event->stops = change->stops;
    event->kind = kind;
    event->reason = change->reason;
    event->from_slot = change->from_slot;
    event->ring = change->ring;
}

/* What stands of the call, as callpark__describe() tells it. */
static void write_call(struct callpark_event *event, const struct callpark *registry,
                       const struct call *call, callpark_time due)
{
    struct text_walk walk = callpark__text_walk(&call->texts);
    event->call_id = callpark__text_id(&call->texts).s;
    event->parker = callpark__text_next(&walk).s;
    event->parkee = callpark__text_next(&walk).s;
    event->caller_name = callpark__text_next(&walk).s;
    event->caller_number = callpark__text_next(&walk).s;
    event->tag = callpark__text_next(&walk).s;
    event->extension = callpark__text_extension(&walk).s;
    event->host = call->host;
    event->lot = callpark__lot(registry, call->lot)->name.s;
    event->target = callpark__recall_target(registry, call).s;
    event->ticket = call->ticket;
    event->parked_at = call->parked_at;
    event->deadline = call->deadline;
    event->due = due;
    event->serial = call->serial;
    event->state = call->state;
    event->slot = call->slot;
    event->step = call->step;
    event->round = call->round;
}

/* What a call was named before is in limbo. */
static void name_old(struct callpark_event *event, const struct limbo *limbo)
{
    if (event->kind == CALLPARK_EVENT_SWAPPED)
        event->old_call_id = callpark__text_get(&limbo->texts, TEXT_CALL_ID).s;
    if (event->kind == CALLPARK_EVENT_MOVED)
        event->from_extension = callpark__text_get(&limbo->texts, TEXT_EXTENSION).s;
}

/* The event goes straight to a caller who knows all of it. */
static struct callpark_event *begin_event(const struct change *change, struct callpark_event *ours)
{
    return change->out->size == sizeof *ours ? change->out : ours;
}

/* What the event before this one named goes; what this one names comes in its place. */
static void publish(struct change *change, struct callpark_event *event)
{
    if (event != change->out)
        callpark__write_struct(change->out, event, sizeof *event);
    callpark__turn_limbo(change->registry);
}

static void advance(struct change *change)
{
    change->registry->clock = change->now;
    change->registry->last_event++;
}

void callpark__change_config(struct change *change, uint32_t kind, const char *lot,
                             const char *group, const char *extension)
{
    struct callpark_event ours;
    struct callpark_event *event = begin_event(change, &ours);
    memset(event, 0, sizeof *event);
    advance(change);
    write_change(event, change, kind);
    event->lot = lot;
    event->group = group;
    event->extension = extension;
    publish(change, event);
}

void callpark__change_call(struct change *change, uint32_t number, uint32_t kind)
{
    struct callpark *registry = change->registry;
    const struct call *call = callpark__record(registry, number);
    struct callpark_event ours;
    struct callpark_event *event = begin_event(change, &ours);
    const struct limbo *limbo = callpark__next_limbo(registry);
    advance(change);
    write_change(event, change, kind);
    write_call(event, registry, call, callpark__timer_due(&registry->timers, call));
    if (limbo->has_texts)
        name_old(event, limbo);
    publish(change, event);
}

/* ---- States and places ---- */

static struct queue *queue_of(const struct callpark *registry, const struct call *call,
                              uint32_t state)
{
    struct lot *lot = callpark__lot(registry, call->lot);
    bool busy = state == CALLPARK_STATE_RESERVED || state == CALLPARK_STATE_CLAIMED;
    return busy ? &lot->busy : &lot->open;
}

void callpark__enqueue(struct callpark *registry, struct call *call, uint32_t number)
{
    callpark__queue_add(queue_of(registry, call, call->state), &registry->calls, call, number);
}

void callpark__dequeue(struct callpark *registry, const struct call *call, uint32_t number)
{
    callpark__queue_remove(queue_of(registry, call, call->state), &registry->calls, call, number);
}

void callpark__begin_state(struct callpark *registry, struct call *call, uint32_t number,
                           uint32_t state)
{
    call->state = state & 7u;
    callpark__enqueue(registry, call, number);
    callpark__timer_add(&registry->timers, &registry->calls, number, call->deadline);
}

void callpark__set_state(struct callpark *registry, uint32_t number, uint32_t state,
                         callpark_time due)
{
    struct call *call = callpark__record(registry, number);
    struct queue *from = queue_of(registry, call, call->state);
    struct queue *to = queue_of(registry, call, state);
    if (from != to) {
        callpark__queue_remove(from, &registry->calls, call, number);
        callpark__queue_add(to, &registry->calls, call, number);
    }
    call->state = state & 7u;
    callpark__timer_set(&registry->timers, &registry->calls, number, due);
}

void callpark__change_leave(struct change *change, const struct call *call, uint32_t number)
{
    struct callpark *registry = change->registry;
    struct lot *lot = callpark__lot(registry, call->lot);
    callpark__vacate(registry, call, number);
    if (lot->removed && !lot->calls) {
        callpark__lot_forget(registry, lot);
        callpark__next_limbo(registry)->lot = lot;
    }
}

/* Out of queue, timers and indexes. Among many calls each of these is in memory that no
 * cache holds: they are fetched together, not one after the other. */
static void forget(struct callpark *registry, struct call *call, uint32_t number)
{
    callpark__timer_prefetch(&registry->timers, call);
    callpark__prefetch(callpark__tickets_head(&registry->tickets, call->ticket));
    if (call->named)
        callpark__index_prefetch(&registry->by_id, call->id_hash);
    callpark__queue_prefetch(&registry->calls, call);
    callpark__dequeue(registry, call, number);
    call->state = CALLPARK_STATE_ENDED;
    callpark__timer_remove(&registry->timers, &registry->calls, call);
    callpark__tickets_remove(&registry->tickets, &registry->calls, call, number);
    if (call->named)
        callpark__index_remove(&registry->by_id, call->id_hash, number);
}

/* Its lot, even if it goes with the call, is there until the next event. */
void callpark__change_end(struct change *change, uint32_t number, uint32_t reason)
{
    struct callpark *registry = change->registry;
    struct call *call = callpark__record(registry, number);
    struct callpark_event ours;
    struct callpark_event *event = begin_event(change, &ours);
    if (reason != CALLPARK_REASON_RECALLED && reason != CALLPARK_REASON_RELEASED)
        call->answered = 0;
    if (!call->answered) {
        call->step = CALLPARK_STEP_NONE;
        call->round = 0;
    }
    callpark__text_prefetch(&call->texts);
    change->stops = call->serial;
    change->reason = reason;
    call->serial = 0;
    call->deadline = CALLPARK_NEVER;
    forget(registry, call, number);
    advance(change);
    write_change(event, change, CALLPARK_EVENT_ENDED);
    write_call(event, registry, call, CALLPARK_NEVER);
    callpark__change_leave(change, call, number);
    callpark__next_limbo(registry)->call = number;
    publish(change, event);
}
