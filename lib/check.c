/* SPDX-License-Identifier: MIT */
#include "check.h"

#include "find.h"
#include "group.h"
#include "place.h"

/* Leaves the function with the line number if |condition| does not hold. */
#define HOLDS(condition)                                                                           \
    do {                                                                                           \
        if (!(condition))                                                                          \
            return __LINE__;                                                                       \
    } while (0)

#define PASS(call)                                                                                 \
    do {                                                                                           \
        int line = (call);                                                                         \
        if (line)                                                                                  \
            return line;                                                                           \
    } while (0)

/* ---- Leaf structures ---- */

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

static int check_value(const struct index *index, const struct index_group *group, uint32_t place)
{
    uint32_t value = group->values[place];
    const struct index_group *way = home_of(index, value);
    HOLDS(group->tags[place] == callpark__index_tag(index->hash_of(index->owner, value)));
    for (; way != group; way = callpark__index_after(index, way))
        HOLDS(way->passed);
    return 0;
}

static int check_index_group(const struct index *index, const struct index_group *group,
                             uint32_t *count)
{
    for (uint32_t place = 0; place < INDEX_GROUP; place++) {
        if (!group->tags[place])
            continue;
        PASS(check_value(index, group, place));
        ++*count;
    }
    HOLDS(group->passed == went_by(index, group));
    return 0;
}

static int check_index(const struct index *index)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < index->group_count; i++)
        PASS(check_index_group(index, &index->groups[i], &count));
    HOLDS(count == index->count && count <= index->limit);
    HOLDS(index->limit < (uint64_t)index->group_count * INDEX_GROUP || !index->limit);
    return 0;
}

/* Every call in use stands under the head of its ticket, and nothing else does. */
static int check_tickets(const struct tickets *tickets, const struct calls *calls, uint32_t live)
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

static int check_timers(const struct timers *timers, const struct calls *calls)
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

static int check_slots(const struct slots *slots)
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

/* ---- Calls ---- */

static bool is_ringing(const struct call *call)
{
    return call->state == CALLPARK_STATE_RINGING;
}

static int check_fields(const struct callpark *registry, const struct call *call)
{
    bool claimed = call->state == CALLPARK_STATE_CLAIMED;
    bool reserved = call->state == CALLPARK_STATE_RESERVED;
    HOLDS(call->state >= CALLPARK_STATE_RESERVED && call->state <= CALLPARK_STATE_CLAIMED);
    HOLDS((call->serial != 0) == (claimed || is_ringing(call)));
    HOLDS(call->serial <= registry->last_event);
    HOLDS(call->ticket >= registry->oldest && call->ticket < registry->next_ticket);
    HOLDS(!call->answered || claimed);
    HOLDS((call->step != CALLPARK_STEP_NONE) == (call->round != 0));
    HOLDS(call->state != CALLPARK_STATE_WAITING || call->step == CALLPARK_STEP_NONE);
    HOLDS(call->state != CALLPARK_STATE_PAUSED || call->step != CALLPARK_STEP_NONE);
    HOLDS(!call->exhausted || call->step == CALLPARK_STEP_FALLBACK);
    HOLDS(reserved == (call->policy == NONE));
    HOLDS(callpark__text_sound(&call->texts));
    HOLDS(reserved == !callpark__text_get(&call->texts, TEXT_CALL_ID).s);
    HOLDS(claimed || callpark__timer_due(&registry->timers, call) == call->deadline);
    HOLDS(!is_ringing(call) || call->deadline != CALLPARK_NEVER ||
          registry->clock > CALLPARK_NEVER - UINT32_MAX);
    return 0;
}

static int check_found(const struct callpark *registry, uint32_t number, const struct call *call)
{
    struct lot *lot = callpark__lot(registry, call->lot);
    struct text id = callpark__text_get(&call->texts, TEXT_CALL_ID);
    struct text extension = callpark__text_get(&call->texts, TEXT_EXTENSION);
    HOLDS(lot);
    HOLDS(callpark__tickets_find(&registry->tickets, &registry->calls, call->ticket) == number);
    HOLDS(!id.s || call->id_hash == callpark__id_hash(registry, id));
    HOLDS(!id.s || callpark__call_named(registry, id, call->id_hash) == number);
    if (extension.s)
        HOLDS(callpark__extension_holder(registry, lot, extension) == number);
    else
        HOLDS(callpark__slot_holder(registry, lot, call->slot) == number);
    HOLDS(call->named == (id.s != NULL));
    HOLDS(call->at_extension == (extension.s != NULL));
    HOLDS(!extension.s || call->slot == 0);
    HOLDS(extension.s || !callpark__slots_is_free(&lot->slots, call->slot));
    return 0;
}

static bool is_stray(const struct callpark *registry, const struct call *call)
{
    const struct lot *lot = callpark__lot(registry, call->lot);
    return !callpark__slots_in_range(&lot->slots, call->slot);
}

struct totals {
    uint32_t live;
    uint32_t named;
    uint32_t timed;
    uint32_t indexed; /* places: extensions, and slots out of range */
};

static int check_calls(const struct callpark *registry, struct totals *totals)
{
    const struct calls *calls = &registry->calls;
    for (uint32_t n = callpark__calls_next(calls, 0); n != NONE;
         n = callpark__calls_next(calls, n + 1)) {
        const struct call *call = callpark__record(registry, n);
        if (n == callpark__limbo(registry)->call) {
            HOLDS(call->state == CALLPARK_STATE_ENDED && call->timer == NONE);
            continue;
        }
        PASS(check_fields(registry, call));
        PASS(check_found(registry, n, call));
        totals->live++;
        totals->named += callpark__text_get(&call->texts, TEXT_CALL_ID).s != NULL;
        totals->timed += call->timer != NONE;
        totals->indexed += call->at_extension || is_stray(registry, call);
    }
    const struct limbo *next = &registry->limbo[1 - registry->last];
    HOLDS(next->call == NONE && !next->has_texts && !next->lot && !next->group);
    HOLDS(totals->live == callpark__live(registry));
    HOLDS(totals->indexed == registry->by_place.count);
    HOLDS(totals->named == registry->by_id.count);
    HOLDS(totals->timed == registry->timers.count);
    return 0;
}

/* ---- Queues: a list in order, and a heap walked without a stack ---- */

static int check_list(const struct calls *calls, const struct queue *queue, uint32_t lot, bool busy,
                      uint32_t *count)
{
    uint32_t previous = NONE;
    for (uint32_t n = queue->head; n != NONE; n = callpark__call(calls, n)->next) {
        const struct call *call = callpark__call(calls, n);
        HOLDS(call->lot == lot && !call->late && call->previous == previous);
        HOLDS(busy ==
              (call->state == CALLPARK_STATE_RESERVED || call->state == CALLPARK_STATE_CLAIMED));
        HOLDS(previous == NONE || callpark__call(calls, previous)->ticket < call->ticket);
        previous = n;
        ++*count;
    }
    HOLDS(queue->tail == previous);
    return 0;
}

/* The parent of a node in the heap, whose first child points back at it. */
static uint32_t parent_of(const struct calls *calls, uint32_t n)
{
    uint32_t left = callpark__call(calls, n)->previous;
    while (left != NONE && *callpark__call_child(calls, left) != n) {
        n = left;
        left = callpark__call(calls, n)->previous;
    }
    return left;
}

static uint32_t next_in_heap(const struct calls *calls, uint32_t n)
{
    if (*callpark__call_child(calls, n) != NONE)
        return *callpark__call_child(calls, n);
    while (n != NONE && callpark__call(calls, n)->next == NONE)
        n = parent_of(calls, n);
    return n == NONE ? NONE : callpark__call(calls, n)->next;
}

static int check_heap(const struct calls *calls, const struct queue *queue, uint32_t lot, bool busy,
                      uint32_t *count)
{
    for (uint32_t n = queue->late; n != NONE; n = next_in_heap(calls, n)) {
        const struct call *call = callpark__call(calls, n);
        uint32_t parent = parent_of(calls, n);
        HOLDS(call->lot == lot && call->late);
        HOLDS(busy ==
              (call->state == CALLPARK_STATE_RESERVED || call->state == CALLPARK_STATE_CLAIMED));
        HOLDS(n != queue->late || call->next == NONE);
        HOLDS((parent == NONE) == (n == queue->late));
        HOLDS(parent == NONE || callpark__call(calls, parent)->ticket < call->ticket);
        HOLDS(++*count <= calls->live);
    }
    return 0;
}

/* ---- Lots and groups ---- */

/* A seat is empty if its slot is free or out of range. */
static int check_seats(const struct callpark *registry, const struct lot *lot)
{
    const struct seats *seats = &lot->seats;
    HOLDS(callpark__seats_cover(seats, lot->slots.first, lot->slots.count));
    for (uint32_t i = 0; i < seats->size; i++) {
        uint32_t slot = seats->base + i;
        bool taken = callpark__slots_in_range(&lot->slots, slot) &&
                     !callpark__slots_is_free(&lot->slots, slot);
        HOLDS(taken == (seats->call[i] != NONE));
        HOLDS(!taken || callpark__record(registry, seats->call[i])->slot == slot);
    }
    return 0;
}

static int check_lot(const struct callpark *registry, const struct lot *lot, uint32_t *held)
{
    const struct calls *calls = &registry->calls;
    uint32_t queued = 0;
    uint32_t in_slots = 0;
    PASS(check_slots(&lot->slots));
    PASS(check_seats(registry, lot));
    PASS(check_list(calls, &lot->open, lot->number, false, &queued));
    PASS(check_heap(calls, &lot->open, lot->number, false, &queued));
    PASS(check_list(calls, &lot->busy, lot->number, true, &queued));
    PASS(check_heap(calls, &lot->busy, lot->number, true, &queued));
    for (int i = 0; i <= LABEL_DIGITS; i++)
        in_slots += lot->held[i];
    HOLDS(queued == lot->calls);
    HOLDS(in_slots == lot->stray + lot->slots.count - lot->slots.free);
    HOLDS(!lot->removed || (lot->calls && lot->first_group == NONE));
    HOLDS(callpark__policy(registry, lot->policy)->references > 0);
    HOLDS(callpark__lot_named(registry, lot->name) == lot);
    *held += lot->calls;
    return 0;
}

static int check_group(const struct callpark *registry, const struct group *group,
                       uint32_t *members)
{
    struct lot *lot = callpark__lot(registry, group->lot);
    HOLDS(callpark__bitmap_sound(&group->open));
    HOLDS(callpark__bitmap_count(&group->open, 0, group->open.bits) == group->open_count);
    HOLDS(callpark__group_named(registry, lot, group->name) == group);
    for (uint32_t i = 0; i < group->count; i++) {
        const struct member *member = callpark__member(registry, group->members[i]);
        bool holds = callpark__extension_holder(registry, lot, member->extension) != NONE;
        HOLDS(member->group == group->number && member->position == i && !member->listed);
        HOLDS(callpark__member_named(registry, lot, member->extension) == member);
        HOLDS(callpark__bitmap_test(&group->open, i) == (member->available && !holds));
    }
    *members += group->count;
    return 0;
}

static int check_configuration(const struct callpark *registry, uint32_t live)
{
    uint32_t held = 0;
    uint32_t members = 0;
    const void *item;
    for (uint64_t at = 0; (item = callpark__table_next(&registry->lots, &at));)
        PASS(check_lot(registry, item, &held));
    for (uint64_t at = 0; (item = callpark__table_next(&registry->groups, &at));)
        PASS(check_group(registry, item, &members));
    HOLDS(held == live);
    HOLDS(members == registry->member_names.count);
    return 0;
}

/* References of the lots, the calls and the one kept for the defaults. */
static int check_references(const struct callpark *registry)
{
    uint64_t counted = 0;
    uint64_t used = 1;
    const struct policy *policy;
    for (uint64_t at = 0; (policy = callpark__table_next(&registry->policies, &at));)
        counted += policy->references;
    for (uint64_t at = 0; callpark__table_next(&registry->lots, &at);)
        used++;
    used += callpark__limbo(registry)->lot != NULL;
    for (uint32_t n = callpark__calls_next(&registry->calls, 0); n != NONE;
         n = callpark__calls_next(&registry->calls, n + 1))
        used += callpark__record(registry, n)->policy != NONE;
    HOLDS(counted == used);
    return 0;
}

static int check_room(const struct callpark *registry)
{
    uint64_t room = registry->room;
    HOLDS(callpark__live(registry) <= room);
    HOLDS(room == 0 || room + 1 <= (uint64_t)registry->calls.chunk_count * CALL_CHUNK);
    HOLDS(room <= registry->timers.capacity);
    HOLDS(room <= callpark__tickets_room(&registry->tickets));
    HOLDS(room <= registry->by_id.limit);
    return 0;
}

int callpark__check(const struct callpark *registry)
{
    struct totals totals = {0};
    PASS(check_room(registry));
    PASS(check_tickets(&registry->tickets, &registry->calls, callpark__live(registry)));
    PASS(check_timers(&registry->timers, &registry->calls));
    PASS(check_calls(registry, &totals));
    PASS(check_configuration(registry, totals.live));
    PASS(check_index(&registry->by_id));
    PASS(check_index(&registry->by_place));
    PASS(check_index(&registry->lot_names));
    PASS(check_index(&registry->group_names));
    PASS(check_index(&registry->member_names));
    return check_references(registry);
}
