/* SPDX-License-Identifier: MIT */
#include "place.h"

#include "group.h"

static uint32_t slot_hash(const struct callpark *registry, const struct lot *lot, uint32_t slot)
{
    return callpark__hash_number(registry->key, (uint64_t)lot->number << 32 | slot);
}

static uint32_t extension_hash(const struct callpark *registry, const struct lot *lot,
                               struct text extension)
{
    return callpark__hash_text(registry->key, lot->number, extension.s, extension.length);
}

static struct text extension_of(const struct call *call)
{
    return callpark__text_get(&call->texts, TEXT_EXTENSION);
}

uint32_t callpark__place_hash_of(const void *registry, uint32_t number)
{
    const struct call *call = callpark__record(registry, number);
    const struct lot *lot = callpark__lot(registry, call->lot);
    return call->at_extension ? extension_hash(registry, lot, extension_of(call))
                              : slot_hash(registry, lot, call->slot);
}

static uint32_t stray_holder(const struct callpark *registry, const struct lot *lot, uint32_t slot)
{
    uint32_t hash = slot_hash(registry, lot, slot);
    struct index_probe probe = callpark__index_probe(&registry->by_place, hash);
    uint32_t number;
    while ((number = callpark__index_next(&probe)) != NONE) {
        const struct call *call = callpark__record(registry, number);
        if (call->slot == slot && call->lot == lot->number && !call->at_extension)
            return number;
    }
    return NONE;
}

uint32_t callpark__slot_holder(const struct callpark *registry, const struct lot *lot,
                               uint32_t slot)
{
    if (callpark__slots_in_range(&lot->slots, slot))
        return *callpark__seat(&lot->seats, slot);
    return lot->stray ? stray_holder(registry, lot, slot) : NONE;
}

void callpark__add_stray(struct callpark *registry, struct lot *lot, uint32_t slot, uint32_t call)
{
    callpark__index_insert(&registry->by_place, slot_hash(registry, lot, slot), call);
    lot->stray++;
}

uint32_t callpark__take_stray(struct callpark *registry, struct lot *lot, uint32_t slot)
{
    uint32_t call = stray_holder(registry, lot, slot);
    if (call == NONE)
        return NONE;
    callpark__index_remove(&registry->by_place, slot_hash(registry, lot, slot), call);
    lot->stray--;
    return call;
}

uint32_t callpark__extension_holder(const struct callpark *registry, const struct lot *lot,
                                    struct text extension)
{
    uint32_t hash = extension_hash(registry, lot, extension);
    struct index_probe probe = callpark__index_probe(&registry->by_place, hash);
    uint32_t number;
    while ((number = callpark__index_next(&probe)) != NONE) {
        const struct call *call = callpark__record(registry, number);
        if (call->at_extension && call->lot == lot->number &&
            callpark__text_equal(extension_of(call), extension))
            return number;
    }
    return NONE;
}

/* ---- Choosing ---- */

static int choose_any(const struct slots *slots, struct place *place)
{
    if (!slots->free)
        return CALLPARK_ERR_FULL;
    place->slot = callpark__slots_choose(slots);
    return CALLPARK_OK;
}

static int choose_slot(const struct slots *slots, const struct where_args *where,
                       struct place *place)
{
    if (where->kind == CALLPARK_AT_ANY_SLOT)
        return choose_any(slots, place);
    if (!callpark__slots_in_range(slots, where->slot))
        return CALLPARK_ERR_RANGE;
    place->slot = where->slot;
    if (callpark__slots_is_free(slots, where->slot))
        return CALLPARK_OK;
    return where->kind == CALLPARK_AT_SLOT ? CALLPARK_ERR_TAKEN : choose_any(slots, place);
}

static int choose_extension(const struct callpark *registry, struct text extension,
                            struct place *place)
{
    place->extension = extension;
    bool taken = callpark__extension_holder(registry, place->lot, extension) != NONE;
    return taken ? CALLPARK_ERR_TAKEN : CALLPARK_OK;
}

static const struct group *group_meant(const struct callpark *registry, const struct lot *lot,
                                       struct text name, struct text parker)
{
    if (name.s)
        return callpark__group_named(registry, lot, name);
    const struct member *member = parker.s ? callpark__member_named(registry, lot, parker) : NULL;
    return member ? callpark__group(registry, member->group) : NULL;
}

static int choose_member(const struct callpark *registry, struct text name, struct text parker,
                         struct place *place)
{
    const struct group *group = group_meant(registry, place->lot, name, parker);
    if (!group)
        return CALLPARK_ERR_GROUP;
    const struct member *member = callpark__group_choose(registry, group, parker);
    if (!member)
        return CALLPARK_ERR_GROUP_FULL;
    place->extension = member->extension;
    return CALLPARK_OK;
}

int callpark__choose_place(const struct callpark *registry, struct lot *lot,
                           const struct where_args *where, struct text parker, struct place *place)
{
    *place = (struct place){.lot = lot};
    if (where->kind == CALLPARK_AT_GROUP)
        return choose_member(registry, where->group, parker, place);
    if (where->kind == CALLPARK_AT_EXTENSION)
        return choose_extension(registry, where->extension.s ? where->extension : parker, place);
    return choose_slot(&lot->slots, where, place);
}

/* ---- Taking and leaving ---- */

/* A member of a group that holds a call cannot take another. */
static void tell_group(struct callpark *registry, const struct lot *lot, struct text extension)
{
    const struct member *member = callpark__member_named(registry, lot, extension);
    if (member)
        callpark__member_update(registry, member);
}

static void take_slot(struct lot *lot, uint32_t slot, uint32_t number)
{
    callpark__slots_take(&lot->slots, slot);
    *callpark__seat(&lot->seats, slot) = number;
    lot->held[callpark__digits(slot)]++;
}

void callpark__occupy(struct callpark *registry, struct call *call, uint32_t number,
                      const struct place *place)
{
    struct lot *lot = place->lot;
    call->lot = lot->number;
    call->at_extension = place->extension.s != NULL;
    call->slot = call->at_extension ? 0 : place->slot;
    lot->calls++;
    registry->recent_lot = lot;
    if (!call->at_extension) {
        take_slot(lot, place->slot, number);
        return;
    }
    struct text extension = extension_of(call);
    callpark__index_insert(&registry->by_place, extension_hash(registry, lot, extension), number);
    tell_group(registry, lot, extension);
}

static void leave_extension(struct callpark *registry, struct lot *lot, uint32_t number)
{
    struct text extension = extension_of(callpark__record(registry, number));
    callpark__index_remove(&registry->by_place, extension_hash(registry, lot, extension), number);
    tell_group(registry, lot, extension);
}

/* In range. */
static void leave_slot(struct lot *lot, uint32_t slot)
{
    callpark__slots_give(&lot->slots, slot);
    *callpark__seat(&lot->seats, slot) = NONE;
    lot->held[callpark__digits(slot)]--;
}

static void leave_stray(struct callpark *registry, struct lot *lot, uint32_t number, uint32_t slot)
{
    callpark__index_remove(&registry->by_place, slot_hash(registry, lot, slot), number);
    lot->stray--;
    lot->held[callpark__digits(slot)]--;
}

void callpark__vacate(struct callpark *registry, const struct call *call, uint32_t number)
{
    struct lot *lot = callpark__lot(registry, call->lot);
    lot->calls--;
    registry->recent_lot = lot;
    if (call->at_extension)
        leave_extension(registry, lot, number);
    else if (callpark__slots_in_range(&lot->slots, call->slot))
        leave_slot(lot, call->slot);
    else
        leave_stray(registry, lot, number, call->slot);
}
