/* SPDX-License-Identifier: MIT */
#define CHECK_LINE __LINE__
#include "check.h"

#include <string.h>

#include "check_parts.h"
#include "find.h"
#include "group.h"
#include "place.h"

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
    return callpark__check_free_records(calls);
}

/* ---- Queues: a list in order, and a heap walked without a stack ---- */

/* The calls in the queues of a lot. */
struct queued {
    uint32_t calls;
    uint32_t in_slots;
    uint32_t held[LABEL_DIGITS + 1];
};

static void count_queued(struct queued *queued, const struct call *call)
{
    queued->calls++;
    if (call->at_extension)
        return;
    queued->in_slots++;
    queued->held[callpark__digits(call->slot)]++;
}

static int check_list(const struct calls *calls, const struct queue *queue, uint32_t lot, bool busy,
                      struct queued *queued)
{
    uint32_t previous = NONE;
    for (uint32_t n = queue->head; n != NONE; n = callpark__call(calls, n)->next) {
        const struct call *call = callpark__call(calls, n);
        HOLDS(call->lot == lot && !call->late && call->previous == previous);
        HOLDS(busy ==
              (call->state == CALLPARK_STATE_RESERVED || call->state == CALLPARK_STATE_CLAIMED));
        HOLDS(previous == NONE || callpark__call(calls, previous)->ticket < call->ticket);
        previous = n;
        count_queued(queued, call);
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
                      struct queued *queued)
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
        count_queued(queued, call);
        HOLDS(queued->calls <= calls->live);
    }
    return 0;
}

static int check_queues(const struct calls *calls, const struct lot *lot)
{
    struct queued queued = {0};
    PASS(check_list(calls, &lot->open, lot->number, false, &queued));
    PASS(check_heap(calls, &lot->open, lot->number, false, &queued));
    PASS(check_list(calls, &lot->busy, lot->number, true, &queued));
    PASS(check_heap(calls, &lot->busy, lot->number, true, &queued));
    HOLDS(queued.calls == lot->calls);
    HOLDS(queued.in_slots == lot->stray + lot->slots.count - lot->slots.free);
    HOLDS(!memcmp(queued.held, lot->held, sizeof queued.held));
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

/* The groups in the list of the lot are its own; |*listed| counts those of all lots. */
static int check_group_list(const struct callpark *registry, const struct lot *lot,
                            uint32_t *listed)
{
    const struct group *group;
    for (uint32_t n = lot->first_group; n != NONE; n = group->next_group) {
        group = callpark__item_at(&registry->groups, n);
        HOLDS(group && group->number == n && group->lot == lot->number);
        HOLDS(++*listed <= registry->group_names.count);
    }
    return 0;
}

static int check_lot(const struct callpark *registry, const struct lot *lot)
{
    HOLDS(callpark__item_at(&registry->lots, lot->number) == lot);
    PASS(callpark__check_slots(&lot->slots));
    PASS(check_seats(registry, lot));
    PASS(check_queues(&registry->calls, lot));
    HOLDS(!lot->removed || (lot->calls && lot->first_group == NONE));
    HOLDS(callpark__policy(registry, lot->policy)->references > 0);
    HOLDS(callpark__lot_search(registry, lot->name) == lot);
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
        HOLDS(member->number == group->members[i]);
        HOLDS(member->group == group->number && member->position == i && !member->listed);
        HOLDS(callpark__member_named(registry, lot, member->extension) == member);
        HOLDS(callpark__bitmap_test(&group->open, i) == (member->available && !holds));
    }
    *members += group->count;
    return 0;
}

static int check_lots(const struct callpark *registry, uint32_t live)
{
    uint32_t held = 0;
    uint32_t listed = 0;
    bool recent = !registry->recent_lot;
    const struct lot *lot;
    for (uint64_t at = 0; (lot = callpark__table_next(&registry->lots, &at));) {
        PASS(check_lot(registry, lot));
        PASS(check_group_list(registry, lot, &listed));
        held += lot->calls;
        recent |= lot == registry->recent_lot;
    }
    HOLDS(held == live);
    HOLDS(listed == registry->group_names.count);
    HOLDS(recent);
    return callpark__check_table(&registry->lots, registry->lot_names.count, registry->key);
}

static int check_groups(const struct callpark *registry)
{
    uint32_t members = 0;
    const void *group;
    for (uint64_t at = 0; (group = callpark__table_next(&registry->groups, &at));)
        PASS(check_group(registry, group, &members));
    HOLDS(members == registry->member_names.count);
    PASS(callpark__check_table(&registry->groups, registry->group_names.count, registry->key));
    return callpark__check_table(&registry->members, members, registry->key);
}

/* References of the lots, the calls and the one kept for the defaults. */
static int check_policies(const struct callpark *registry)
{
    uint64_t counted = 0;
    uint64_t used = 1;
    uint32_t policies = 0;
    const struct policy *policy;
    for (uint64_t at = 0; (policy = callpark__table_next(&registry->policies, &at)); policies++)
        counted += policy->references;
    for (uint64_t at = 0; callpark__table_next(&registry->lots, &at);)
        used++;
    used += callpark__limbo(registry)->lot != NULL;
    for (uint32_t n = callpark__calls_next(&registry->calls, 0); n != NONE;
         n = callpark__calls_next(&registry->calls, n + 1))
        used += callpark__record(registry, n)->policy != NONE;
    HOLDS(counted == used);
    return callpark__check_table(&registry->policies, policies, registry->key);
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
    PASS(callpark__check_tickets(&registry->tickets, &registry->calls, callpark__live(registry)));
    PASS(callpark__check_timers(&registry->timers, &registry->calls));
    PASS(check_calls(registry, &totals));
    PASS(check_lots(registry, totals.live));
    PASS(check_groups(registry));
    PASS(callpark__check_index(&registry->by_id));
    PASS(callpark__check_index(&registry->by_place));
    PASS(callpark__check_index(&registry->lot_names));
    PASS(callpark__check_index(&registry->group_names));
    PASS(callpark__check_index(&registry->member_names));
    return check_policies(registry);
}
