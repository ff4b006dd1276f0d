/* SPDX-License-Identifier: MIT */
#include "registry.h"

#include <string.h>

#include "find.h"
#include "group.h"
#include "place.h"

static int read_allocator(struct memory *memory, const struct callpark_allocator *allocator)
{
    struct callpark_allocator copy;
    int error;
    *memory = callpark__memory_libc();
    if (!allocator)
        return CALLPARK_OK;
    const struct callpark_allocator *in =
        callpark__read_struct(&copy, sizeof copy, sizeof copy, allocator, &error);
    if (!in)
        return error;
    *memory = (struct memory){in->user, in->alloc, in->free};
    return in->alloc && in->free ? CALLPARK_OK : CALLPARK_ERR_INVALID;
}

/* The upper half of the numbers is left, so that they cannot run out. */
static int read_options(struct callpark_options *in, const struct callpark_options *options)
{
    int error;
    callpark_options_init(in);
    if (!options)
        return CALLPARK_OK;
    const struct callpark_options *read =
        callpark__read_struct(in, sizeof *in, sizeof *in, options, &error);
    if (!read)
        return error;
    *in = *read;
    if (in->first_ticket > UINT64_C(1) << 63 || in->first_event > UINT64_C(1) << 63)
        return CALLPARK_ERR_INVALID;
    return in->expected_calls > CALL_MOST ? CALLPARK_ERR_INVALID : CALLPARK_OK;
}

static void init_indexes(struct callpark *registry)
{
    callpark__index_init(&registry->by_id, callpark__id_hash_of, registry);
    callpark__index_init(&registry->by_place, callpark__place_hash_of, registry);
    callpark__index_init(&registry->lot_names, callpark__lot_hash_of, registry);
    callpark__index_init(&registry->group_names, callpark__group_hash_of, registry);
    callpark__index_init(&registry->member_names, callpark__member_hash_of, registry);
}

static struct callpark *make(const struct memory *memory, const struct callpark_options *options)
{
    struct callpark *registry = callpark__alloc(memory, sizeof *registry);
    if (!registry)
        return NULL;
    uint64_t first_ticket = options->first_ticket ? options->first_ticket : 1;
    *registry = (struct callpark){
        .memory = *memory,
        .key = callpark__hash_key(options->hash_key),
        .limbo = {{.call = NONE}, {.call = NONE}},
        .first_ticket = first_ticket,
        .next_ticket = first_ticket,
        .oldest = first_ticket,
        .last_event = options->first_event ? options->first_event - 1 : 0,
        .max_calls =
            options->max_calls && options->max_calls < CALL_MOST ? options->max_calls : CALL_MOST,
    };
    callpark__calls_init(&registry->calls);
    callpark__tickets_init(&registry->tickets, registry->key);
    init_indexes(registry);
    return registry;
}

static uint32_t least(const uint32_t *numbers, size_t count)
{
    uint32_t least = numbers[0];
    for (size_t i = 1; i < count; i++)
        least = numbers[i] < least ? numbers[i] : least;
    return least;
}

/* One record more than calls: the one that ended last is still there. */
bool callpark__make_room(struct callpark *registry, uint32_t count)
{
    const struct memory *memory = &registry->memory;
    if (!callpark__calls_reserve(&registry->calls, memory, count + 1) ||
        !callpark__timers_reserve(&registry->timers, memory, count) ||
        !callpark__tickets_reserve(&registry->tickets, &registry->calls, memory, count) ||
        !callpark__index_reserve(&registry->by_id, memory, count))
        return false;
    const uint32_t rooms[] = {registry->calls.chunk_count * CALL_CHUNK - 1,
                              registry->timers.capacity, callpark__tickets_room(&registry->tickets),
                              registry->by_id.limit};
    registry->room = least(rooms, sizeof rooms / sizeof *rooms);
    return true;
}

/* At extensions too: the index of places grows only as these are used, unless it is asked for. */
static bool make_expected_room(struct callpark *registry, uint32_t count)
{
    return callpark__make_room(registry, count) &&
           callpark__index_reserve(&registry->by_place, &registry->memory, count);
}

int callpark_new(const struct callpark_options *options, struct callpark **registry)
{
    struct callpark_options in;
    struct memory memory;
    if (!registry)
        return CALLPARK_ERR_INVALID;
    int error = read_options(&in, options);
    if (!error)
        error = read_allocator(&memory, in.allocator);
    if (error)
        return error;
    struct callpark *made = make(&memory, &in);
    if (!made)
        return CALLPARK_ERR_NOMEM;
    if (!callpark__policies_init(made) ||
        (in.expected_calls && !make_expected_room(made, in.expected_calls))) {
        callpark_free(made);
        return CALLPARK_ERR_NOMEM;
    }
    *registry = made;
    return CALLPARK_OK;
}

static void free_call(struct callpark *registry, uint32_t number)
{
    struct call *call = callpark__record(registry, number);
    callpark__text_drop(&call->texts, &registry->pool);
    if (call->policy != NONE)
        callpark__policy_unref(registry, call->policy);
    callpark__calls_give(&registry->calls, call, number);
}

/* What few changes leave behind. */
static void free_rest(struct callpark *registry, struct limbo *limbo)
{
    if (limbo->has_texts)
        callpark__text_drop(&limbo->texts, &registry->pool);
    if (limbo->group)
        callpark__group_free(registry, limbo->group);
    if (limbo->lot)
        callpark__lot_free(registry, limbo->lot);
    limbo->has_texts = false;
    limbo->group = NULL;
    limbo->lot = NULL;
}

void callpark__turn_limbo(struct callpark *registry)
{
    struct limbo *limbo = registry->limbo + registry->last;
    if (limbo->call != NONE)
        free_call(registry, limbo->call);
    if (limbo->has_texts || limbo->group || limbo->lot)
        free_rest(registry, limbo);
    limbo->call = NONE;
    registry->last = 1 - registry->last;
    registry->expired = false;
}

static void free_lots(struct callpark *registry)
{
    for (uint32_t i = 0; i < registry->members.end; i++)
        callpark__free(&registry->memory, callpark__table_get(&registry->members, i));
    for (uint32_t i = 0; i < registry->groups.end; i++) {
        struct group *group = callpark__group(registry, i);
        if (!group)
            continue;
        callpark__free(&registry->memory, group->members);
        callpark__bitmap_fini(&group->open, &registry->memory);
        callpark__group_free(registry, group);
    }
    for (uint32_t i = 0; i < registry->lots.end; i++) {
        if (callpark__lot(registry, i))
            callpark__lot_free(registry, callpark__lot(registry, i));
    }
}

void callpark_free(struct callpark *registry)
{
    if (!registry)
        return;
    struct memory memory = registry->memory;
    callpark__turn_limbo(registry);
    free_lots(registry);
    callpark__table_fini(&registry->members, &memory);
    callpark__table_fini(&registry->groups, &memory);
    callpark__table_fini(&registry->lots, &memory);
    callpark__table_fini(&registry->policies, &memory);
    callpark__index_fini(&registry->member_names, &memory);
    callpark__index_fini(&registry->group_names, &memory);
    callpark__index_fini(&registry->lot_names, &memory);
    callpark__index_fini(&registry->by_place, &memory);
    callpark__index_fini(&registry->by_id, &memory);
    callpark__tickets_fini(&registry->tickets, &memory);
    callpark__timers_fini(&registry->timers, &memory);
    callpark__calls_fini(&registry->calls, &memory);
    callpark__pool_fini(&registry->pool, &memory);
    callpark__free(&memory, registry);
}

int callpark_allocator_get(const struct callpark *registry, struct callpark_allocator *allocator)
{
    if (!registry)
        return CALLPARK_ERR_INVALID;
    int error = callpark__check_out(allocator, sizeof *allocator);
    if (error)
        return error;
    struct callpark_allocator ours = {
        .size = sizeof ours,
        .user = registry->memory.user,
        .alloc = registry->memory.alloc,
        .free = registry->memory.free,
    };
    callpark__write_struct(allocator, &ours, sizeof ours);
    return CALLPARK_OK;
}
