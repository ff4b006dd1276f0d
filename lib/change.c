/* SPDX-License-Identifier: MIT */
#include "change.h"

#include "place.h"
#include "recall.h"

int callpark__change_begin(struct change *change, struct callpark *registry, callpark_time now,
                           const char *by, struct callpark_event *event)
{
    struct text checked;
    if (!registry || now == CALLPARK_NEVER)
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
        .limbo = {.call = NONE},
        .event = {.by = checked.s},
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

/* What a call was named before is in limbo; a record that moved says where from. */
static void name_old(struct callpark_event *event, const struct limbo *limbo)
{
    if (!limbo->has_texts)
        return;
    if (event->kind == CALLPARK_EVENT_SWAPPED)
        event->old_call_id = callpark__text_get(&limbo->texts, TEXT_CALL_ID).s;
    if (event->kind == CALLPARK_EVENT_MOVED)
        event->from_extension = callpark__text_get(&limbo->texts, TEXT_EXTENSION).s;
}

/* What the event before this one named goes; what this one names comes in its place. */
static void publish(struct change *change, uint32_t kind)
{
    struct callpark *registry = change->registry;
    struct callpark_event *event = &change->event;
    callpark__empty_limbo(registry);
    registry->limbo = change->limbo;
    registry->clock = change->now;
    event->number = ++registry->last_event;
    event->time = change->now;
    event->kind = kind;
    name_old(event, &registry->limbo);
    callpark__write_struct(change->out, event, sizeof *event);
}

void callpark__change_config(struct change *change, uint32_t kind, const char *lot,
                             const char *group, const char *extension)
{
    change->event.lot = lot;
    change->event.group = group;
    change->event.extension = extension;
    publish(change, kind);
}

static void copy_info(struct callpark_event *event, const struct callpark_info *info)
{
    event->host = info->host;
    event->lot = info->lot;
    event->extension = info->extension;
    event->call_id = info->call_id;
    event->parker = info->parker;
    event->parkee = info->parkee;
    event->caller_name = info->caller_name;
    event->caller_number = info->caller_number;
    event->tag = info->tag;
    event->target = info->target;
    event->ticket = info->ticket;
    event->parked_at = info->parked_at;
    event->deadline = info->deadline;
    event->due = info->due;
    event->serial = info->serial;
    event->state = info->state;
    event->slot = info->slot;
    event->step = info->step;
    event->round = info->round;
}

void callpark__change_call(struct change *change, uint32_t call, uint32_t kind)
{
    struct callpark_info info;
    callpark__describe(change->registry, callpark__record(change->registry, call), &info);
    copy_info(&change->event, &info);
    publish(change, kind);
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

static struct queue *queue_of(struct lot *lot, uint32_t state)
{
    bool busy = state == CALLPARK_STATE_RESERVED || state == CALLPARK_STATE_CLAIMED;
    return busy ? &lot->busy : &lot->open;
}

void callpark__set_state(struct callpark *registry, uint32_t number, uint32_t state,
                         callpark_time due)
{
    struct call *call = callpark__record(registry, number);
    struct lot *lot = callpark__lot(registry, call->lot);
    struct queue *from = call->state ? queue_of(lot, call->state) : NULL;
    struct queue *to = state == CALLPARK_STATE_ENDED ? NULL : queue_of(lot, state);
    if (from && from != to)
        callpark__queue_remove(from, &registry->calls, number);
    if (to && from != to)
        callpark__queue_add(to, &registry->calls, number);
    call->state = state & 7u;
    callpark__timer_set(&registry->timers, &registry->calls, number, due);
}

void callpark__change_leave(struct change *change, uint32_t number)
{
    struct callpark *registry = change->registry;
    struct lot *lot = callpark__lot(registry, callpark__record(registry, number)->lot);
    callpark__vacate(registry, number);
    if (lot->removed && !lot->calls) {
        callpark__lot_forget(registry, lot);
        change->limbo.lot = lot;
    }
}

static void forget(struct callpark *registry, uint32_t number)
{
    const struct call *call = callpark__record(registry, number);
    uint32_t hash = callpark__hash_number(registry->key, call->ticket);
    callpark__index_remove(&registry->by_ticket, hash, number);
    if (callpark__text_get(&call->texts, TEXT_CALL_ID).s)
        callpark__index_remove(&registry->by_id, call->id_hash, number);
}

/* Described while its lot is surely there; then it leaves. */
void callpark__change_end(struct change *change, uint32_t number, uint32_t reason)
{
    struct callpark *registry = change->registry;
    struct call *call = callpark__record(registry, number);
    struct callpark_info info;
    change->event.stops = call->serial;
    change->event.reason = reason;
    if (reason != CALLPARK_REASON_RECALLED && reason != CALLPARK_REASON_RELEASED)
        call->answered = 0;
    if (!call->answered) {
        call->step = CALLPARK_STEP_NONE;
        call->round = 0;
    }
    call->serial = 0;
    call->deadline = CALLPARK_NEVER;
    callpark__set_state(registry, number, CALLPARK_STATE_ENDED, CALLPARK_NEVER);
    callpark__describe(registry, call, &info);
    copy_info(&change->event, &info);
    forget(registry, number);
    callpark__change_leave(change, number);
    change->limbo.call = number;
    publish(change, CALLPARK_EVENT_ENDED);
}
