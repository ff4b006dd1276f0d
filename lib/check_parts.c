/* SPDX-License-Identifier: MIT */
#define CHECK_LINE (1000 + __LINE__)
#include "check_parts.h"

static const struct index_group *home_of(const struct index *index, uint32_t value)
{
    return callpark__index_home(index, index->hash_of(index->owner, value));
}

/* How far it is from |from| to |to|; a way that goes round wraps, and is longer than any other. */
static size_t steps(const struct index_group *from, const struct index_group *to)
{
    return (size_t)(to - from);
}

/* How many values went by |group|; each stands in one behind it that others were led to. */
static uint32_t went_by(const struct index *index, const struct index_group *group)
{
    uint32_t count = 0;
    const struct index_group *at = group;
    while (at->passed && (at = callpark__index_after(index, at)) != group) {
        for (uint32_t i = 0; i < INDEX_GROUP; i++)
            count += at->tags[i] && steps(home_of(index, at->values[i]), at) >= steps(group, at);
    }
    return count;
}

static uint32_t values_in(const struct index_group *group)
{
    uint32_t count = 0;
    for (uint32_t place = 0; place < INDEX_GROUP; place++)
        count += group->tags[place] != 0;
    return count;
}

int callpark__check_index(const struct index *index)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < index->group_count; i++) {
        const struct index_group *group = &index->groups[i];
        count += values_in(group);
        HOLDS(group->passed == went_by(index, group));
    }
    HOLDS(count == index->count && count <= index->limit);
    HOLDS(index->limit < (uint64_t)index->group_count * INDEX_GROUP || !index->limit);
    return 0;
}

int callpark__check_table(const struct table *table, uint32_t used, struct hash_key key)
{
    uint64_t unused = 0;
    HOLDS((uint64_t)used + table->unused_count == table->end);
    for (uint32_t i = 0; i < table->unused_count; i++)
        unused += callpark__hash_number(key, table->unused[i]);
    for (uint32_t number = 0; number < table->end; number++)
        unused -= callpark__item_at(table, number) ? 0 : callpark__hash_number(key, number);
    HOLDS(unused == 0);
    return 0;
}

int callpark__check_free_records(const struct calls *calls)
{
    uint32_t left = calls->end - calls->live;
    for (uint32_t n = calls->free; n != NONE; n = callpark__call(calls, n)->id_hash) {
        HOLDS(n < calls->end && !callpark__call(calls, n)->ticket);
        HOLDS(left-- > 0);
    }
    HOLDS(left == 0);
    return 0;
}

int callpark__check_tickets(const struct tickets *tickets, const struct calls *calls, uint32_t live)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < callpark__tickets_room(tickets); i++) {
        for (uint32_t n = tickets->heads[i]; n != NONE; n = callpark__call(calls, n)->chained) {
            uint64_t ticket = callpark__call(calls, n)->ticket;
            HOLDS(ticket && callpark__tickets_head(tickets, ticket) == &tickets->heads[i]);
            HOLDS(++count <= live);
        }
    }
    HOLDS(count == live);
    return 0;
}

int callpark__check_timers(const struct timers *timers, const struct calls *calls)
{
    HOLDS(timers->count <= timers->capacity);
    for (uint32_t i = 0; i < timers->count; i++) {
        const struct timer *timer = &timers->heap[i];
        const struct timer *parent = &timers->heap[i ? (i - 1) / 4 : 0];
        const struct call *call = callpark__call(calls, timer->call);
        HOLDS(call->ticket && call->timer == i && timer->due != CALLPARK_NEVER);
        HOLDS(timer->order == callpark__timer_order(timers, call->ticket));
        HOLDS(parent->due <= timer->due);
        HOLDS(i == 0 || parent->due < timer->due ||
              callpark__call(calls, parent->call)->ticket < call->ticket);
    }
    for (uint32_t i = 0; timers->capacity && i < 3; i++) {
        const struct timer *behind = &timers->heap[timers->count + i];
        HOLDS(behind->due == CALLPARK_NEVER && behind->order == 0);
    }
    return 0;
}

static int check_freed(const struct slots *slots, uint32_t *freed)
{
    uint32_t previous = NONE;
    for (uint32_t bit = slots->freed_head; bit != NONE; bit = slots->freed[bit].next) {
        HOLDS(slots->freed[bit].previous == previous);
        HOLDS(callpark__bitmap_test(&slots->open, bit));
        HOLDS(!callpark__bitmap_test(&slots->fresh, bit));
        previous = bit;
        ++*freed;
    }
    HOLDS(slots->freed_tail == previous);
    return 0;
}

static int check_order(const struct slots *slots)
{
    uint32_t freed = 0;
    if (slots->choice != CALLPARK_CHOOSE_LONGEST_FREE) {
        HOLDS(!slots->freed && !slots->fresh.bits);
        return 0;
    }
    HOLDS(callpark__bitmap_sound(&slots->fresh));
    PASS(check_freed(slots, &freed));
    HOLDS(freed + callpark__bitmap_count(&slots->fresh, 0, slots->fresh.bits) == slots->free);
    return 0;
}

int callpark__check_slots(const struct slots *slots)
{
    HOLDS(callpark__bitmap_sound(&slots->open));
    HOLDS(slots->free <= slots->count);
    HOLDS(callpark__bitmap_count(&slots->open, 0, slots->open.bits) == slots->free);
    if (slots->free) {
        uint32_t begin = slots->first - slots->base;
        HOLDS(callpark__bitmap_count(&slots->open, begin, begin + slots->count) == slots->free);
    }
    HOLDS(!slots->used || callpark__slots_in_range(slots, slots->last_used));
    return check_order(slots);
}
