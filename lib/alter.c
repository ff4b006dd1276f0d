/* SPDX-License-Identifier: MIT */
/* What can be altered of a parked call: who it is, where it is, for how long. */
#include "callpark/callpark.h"

#include "change.h"
#include "find.h"
#include "place.h"

static int check_unclaimed(const struct call *call)
{
    return call->state == CALLPARK_STATE_CLAIMED ? CALLPARK_ERR_CLAIMED : CALLPARK_OK;
}

/* Other texts for the call; false if memory was refused. */
static bool replace_texts(struct callpark *registry, struct call *call, const struct texts *texts)
{
    struct text_store packed;
    if (!callpark__text_pack(&packed, texts, &registry->pool, &registry->memory))
        return false;
    callpark__keep_texts(registry, call);
    call->texts = packed;
    return true;
}

/* ---- swap ---- */

static int check_swap(const struct callpark *registry, uint32_t number, struct text id,
                      uint32_t id_hash)
{
    const struct call *call = callpark__record(registry, number);
    if (call->state == CALLPARK_STATE_RESERVED)
        return CALLPARK_ERR_STATE;
    int error = check_unclaimed(call);
    if (error)
        return error;
    uint32_t holder = callpark__call_named(registry, id, id_hash);
    return holder == NONE || holder == number ? CALLPARK_OK : CALLPARK_ERR_PARKED;
}

static int swap(struct change *change, uint32_t number, const struct call_args *in)
{
    struct callpark *registry = change->registry;
    struct call *call = callpark__record(registry, number);
    struct texts texts = in->texts;
    uint32_t id_hash = callpark__id_hash(registry, texts.field[TEXT_CALL_ID]);
    int error = check_swap(registry, number, texts.field[TEXT_CALL_ID], id_hash);
    if (error)
        return error;
    texts.field[TEXT_PARKER] = callpark__text_get(&call->texts, TEXT_PARKER);
    texts.field[TEXT_EXTENSION] = callpark__text_get(&call->texts, TEXT_EXTENSION);
    if (!replace_texts(registry, call, &texts))
        return CALLPARK_ERR_NOMEM;
    change->old_host = call->host;
    callpark__index_remove(&registry->by_id, call->id_hash, number);
    callpark__index_insert(&registry->by_id, id_hash, number);
    call->id_hash = id_hash;
    call->host = in->host;
    return CALLPARK_OK;
}

int callpark_swap(struct callpark *registry, callpark_time now, const struct callpark_which *which,
                  const struct callpark_call *call, const char *by, struct callpark_event *event)
{
    struct change change;
    struct which_args in;
    struct call_args description;
    uint32_t number;
    int error = callpark__change_begin_which(&change, registry, now, which, by, event, &in);
    if (!error)
        error = callpark__read_call(&description, call);
    if (!error)
        error = callpark__locate(registry, &in, &number);
    if (!error)
        error = swap(&change, number, &description);
    if (error)
        return error;
    callpark__change_call(&change, number, CALLPARK_EVENT_SWAPPED);
    return CALLPARK_OK;
}

/* ---- move ---- */

static int choose(const struct callpark *registry, const struct call *call,
                  const struct where_args *where, struct place *place)
{
    struct text parker = callpark__text_get(&call->texts, TEXT_PARKER);
    int error = callpark__check_where(where, parker);
    if (error)
        return error;
    struct lot *lot = callpark__lot_in_service(registry, where->lot);
    return lot ? callpark__choose_place(registry, lot, where, parker, place) : CALLPARK_ERR_LOT;
}

static void go(struct change *change, uint32_t number, const struct place *place,
               const struct text_store *texts)
{
    struct callpark *registry = change->registry;
    struct call *call = callpark__record(registry, number);
    change->from_lot = callpark__lot(registry, call->lot)->name.s;
    change->from_slot = call->slot;
    callpark__dequeue(registry, call, number);
    callpark__change_leave(change, call, number);
    callpark__keep_texts(registry, call);
    call->texts = *texts;
    callpark__occupy(registry, call, number, place);
    callpark__enqueue(registry, call, number);
}

/* The new place is part of the texts; they are packed before anything changes. */
static int move(struct change *change, uint32_t number, const struct where_args *where)
{
    struct callpark *registry = change->registry;
    const struct memory *memory = &registry->memory;
    const struct call *call = callpark__record(registry, number);
    struct place place;
    struct texts texts;
    struct text_store packed;
    int error = check_unclaimed(call);
    if (!error)
        error = choose(registry, call, where, &place);
    if (error)
        return error;
    callpark__text_unpack(&call->texts, &texts);
    texts.field[TEXT_EXTENSION] = place.extension;
    if (!callpark__reserve_place(registry, &place) ||
        !callpark__text_pack(&packed, &texts, &registry->pool, memory))
        return CALLPARK_ERR_NOMEM;
    go(change, number, &place, &packed);
    return CALLPARK_OK;
}

int callpark_move(struct callpark *registry, callpark_time now, const struct callpark_which *which,
                  const struct callpark_where *where, const char *by, struct callpark_event *event)
{
    struct change change;
    struct which_args in;
    struct where_args to;
    uint32_t number;
    int error = callpark__change_begin_which(&change, registry, now, which, by, event, &in);
    if (!error)
        error = callpark__read_where(&to, where);
    if (!error)
        error = callpark__locate(registry, &in, &number);
    if (!error)
        error = move(&change, number, &to);
    if (error)
        return error;
    callpark__change_call(&change, number, CALLPARK_EVENT_MOVED);
    return CALLPARK_OK;
}

/* ---- extend ---- */

static int read_extension(const struct callpark *registry, const struct call *call,
                          callpark_duration asked, callpark_duration *timeout)
{
    if (call->state == CALLPARK_STATE_RESERVED)
        return callpark__read_hold(timeout, asked);
    int error = check_unclaimed(call);
    return error ? error
                 : callpark__lot_timeout(callpark__lot(registry, call->lot), asked, timeout);
}

static void restart(struct change *change, uint32_t number, callpark_duration timeout)
{
    struct call *call = callpark__record(change->registry, number);
    bool reserved = call->state == CALLPARK_STATE_RESERVED;
    change->stops = call->serial;
    call->serial = 0;
    call->step = CALLPARK_STEP_NONE;
    call->round = 0;
    call->exhausted = 0;
    call->deadline = callpark__later(change->now, timeout);
    callpark__set_state(change->registry, number,
                        reserved ? CALLPARK_STATE_RESERVED : CALLPARK_STATE_WAITING,
                        call->deadline);
}

int callpark_extend(struct callpark *registry, callpark_time now,
                    const struct callpark_which *which, callpark_duration timeout, const char *by,
                    struct callpark_event *event)
{
    struct change change;
    struct which_args in;
    callpark_duration span;
    uint32_t number;
    int error = callpark__change_begin_which(&change, registry, now, which, by, event, &in);
    if (!error)
        error = callpark__locate(registry, &in, &number);
    if (!error)
        error = read_extension(registry, callpark__record(registry, number), timeout, &span);
    if (error)
        return error;
    restart(&change, number, span);
    callpark__change_call(&change, number, CALLPARK_EVENT_EXTENDED);
    return CALLPARK_OK;
}
