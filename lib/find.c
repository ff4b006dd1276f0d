/* SPDX-License-Identifier: MIT */
#include "find.h"

#include "change.h"
#include "place.h"

uint32_t callpark__id_hash_of(const void *registry, uint32_t call)
{
    return callpark__record(registry, call)->id_hash;
}

uint32_t callpark__call_named(const struct callpark *registry, struct text id, uint32_t hash)
{
    struct index_probe probe = callpark__index_probe(&registry->by_id, hash);
    uint32_t number;
    while ((number = callpark__index_next(&probe)) != NONE) {
        const struct call *call = callpark__record(registry, number);
        if (call->id_hash == hash &&
            callpark__text_equal(callpark__text_get(&call->texts, TEXT_CALL_ID), id))
            return number;
    }
    return NONE;
}

static int locate_ticket(const struct callpark *registry, uint64_t ticket, uint32_t *call)
{
    if (ticket == 0 || ticket >= registry->next_ticket)
        return CALLPARK_ERR_UNKNOWN;
    *call = callpark__tickets_find(&registry->tickets, &registry->calls, ticket);
    return *call == NONE ? CALLPARK_ERR_ENDED : CALLPARK_OK;
}

static int locate_place(const struct callpark *registry, const struct which_args *which,
                        uint32_t *call)
{
    const struct lot *lot = callpark__lot_named(registry, which->lot);
    if (!lot)
        return CALLPARK_ERR_LOT;
    if (which->kind == CALLPARK_BY_SLOT)
        *call = callpark__slot_holder(registry, lot, which->slot);
    else if (which->kind == CALLPARK_BY_EXTENSION)
        *call = callpark__extension_holder(registry, lot, which->extension);
    else
        *call = callpark__queue_first(&lot->open, &registry->calls);
    return *call == NONE ? CALLPARK_ERR_NOT_FOUND : CALLPARK_OK;
}

static int locate_id(const struct callpark *registry, struct text id, uint32_t *call)
{
    *call = callpark__call_named(registry, id, callpark__id_hash(registry, id));
    return *call == NONE ? CALLPARK_ERR_NOT_FOUND : CALLPARK_OK;
}

static bool is_expected(const struct callpark *registry, uint32_t number, struct text id)
{
    const struct call *call = callpark__record(registry, number);
    return !id.s || callpark__text_equal(callpark__text_get(&call->texts, TEXT_CALL_ID), id);
}

int callpark__locate(const struct callpark *registry, const struct which_args *which,
                     uint32_t *call)
{
    int error;
    if (which->kind == CALLPARK_BY_CALL)
        return locate_id(registry, which->call_id, call);
    if (which->kind == CALLPARK_BY_TICKET)
        error = locate_ticket(registry, which->ticket, call);
    else
        error = locate_place(registry, which, call);
    if (!error && !is_expected(registry, *call, which->call_id))
        error = CALLPARK_ERR_MISMATCH;
    return error;
}

int callpark_find(const struct callpark *registry, const struct callpark_which *which,
                  struct callpark_info *info)
{
    struct which_args in;
    struct callpark_info found;
    uint32_t number;
    if (!registry)
        return CALLPARK_ERR_INVALID;
    int error = callpark__check_out(info, sizeof *info);
    if (!error)
        error = callpark__read_which(&in, which);
    if (!error)
        error = callpark__locate(registry, &in, &number);
    if (error)
        return error;
    callpark__describe(registry, callpark__record(registry, number), &found);
    callpark__write_struct(info, &found, sizeof found);
    return CALLPARK_OK;
}

/* ---- What a dialled text means ---- */

static bool means_slot(const struct callpark *registry, const struct lot *lot, struct text text,
                       uint32_t *slot)
{
    if (!callpark__lot_parse_label(lot, text, slot))
        return false;
    if (callpark__slot_holder(registry, lot, *slot) != NONE)
        return true;
    return callpark__slots_in_range(&lot->slots, *slot) &&
           callpark__extension_holder(registry, lot, text) == NONE;
}

int callpark_resolve(const struct callpark *registry, const char *lot, const char *text,
                     struct callpark_which *which)
{
    struct text name;
    struct text dialled;
    uint32_t slot;
    if (!registry)
        return CALLPARK_ERR_INVALID;
    int error = callpark__check_out(which, sizeof *which);
    if (!error)
        error = callpark__read_required(&name, lot);
    if (!error)
        error = callpark__read_required(&dialled, text);
    if (error)
        return error;
    const struct lot *found = callpark__lot_named(registry, name);
    if (!found)
        return CALLPARK_ERR_LOT;
    bool is_slot = means_slot(registry, found, dialled, &slot);
    struct callpark_which answer =
        is_slot ? callpark_by_slot(lot, slot) : callpark_by_extension(lot, text);
    callpark__write_struct(which, &answer, sizeof answer);
    return CALLPARK_OK;
}

/* ---- All of them ---- */

static uint32_t next_parked(const struct callpark *registry, uint64_t cursor)
{
    uint32_t number =
        cursor < NONE ? callpark__calls_next(&registry->calls, (uint32_t)cursor) : NONE;
    if (number != NONE && number == callpark__limbo(registry)->call)
        number = callpark__calls_next(&registry->calls, number + 1);
    return number;
}

int callpark_next(const struct callpark *registry, uint64_t *cursor, struct callpark_info *info)
{
    struct callpark_info found;
    if (!registry || !cursor)
        return CALLPARK_ERR_INVALID;
    int error = callpark__check_out(info, sizeof *info);
    if (error)
        return error;
    uint32_t number = next_parked(registry, *cursor);
    if (number == NONE)
        return 0;
    callpark__describe(registry, callpark__record(registry, number), &found);
    callpark__write_struct(info, &found, sizeof found);
    *cursor = (uint64_t)number + 1;
    return 1;
}

uint32_t callpark_count(const struct callpark *registry)
{
    return registry ? callpark__live(registry) : 0;
}

uint64_t callpark_last_event(const struct callpark *registry)
{
    return registry ? registry->last_event : 0;
}

uint64_t callpark_last_ticket(const struct callpark *registry)
{
    return registry ? registry->next_ticket - 1 : 0;
}
