/* SPDX-License-Identifier: MIT */
/*
 * lib/check.c: the walker passes a sound registry and notices what is broken. The
 * registry lives in an arena, so that it can be put back whole after each damage.
 */
#include <check.h>

#include "helpers.h"

#include "check.h"
#include "find.h"
#include "group.h"
#include "place.h"

#include <stdio.h>

/* ---- The arena ---- */

enum { ARENA = 1 << 20 };

static _Alignas(64) unsigned char arena[ARENA];
static unsigned char sound[ARENA];
static size_t arena_used;

static void *arena_alloc(void *user, size_t bytes)
{
    (void)user;
    size_t rounded = (bytes + 15) / 16 * 16;
    if (rounded > ARENA - arena_used)
        return NULL;
    arena_used += rounded;
    return arena + arena_used - rounded;
}

static void arena_free(void *user, void *block)
{
    (void)user;
    (void)block;
}

static void open_arena(void)
{
    struct callpark_allocator allocator;
    struct callpark_options options;
    callpark_allocator_init(&allocator);
    allocator.alloc = arena_alloc;
    allocator.free = arena_free;
    callpark_options_init(&options);
    options.allocator = &allocator;
    memcpy(options.hash_key, "a key for tests!", sizeof options.hash_key);
    arena_used = 0;
    callpark_event_init(&ev);
    now_ms = START;
    OK(callpark_new(&options, &cp));
}

static void expect_sound(void)
{
    int line = callpark__check(cp);
    ck_assert_msg(line == 0, "check.c:%d finds fault with a sound registry", line);
}

/* ---- A registry with something of everything ---- */

static void claim(const char *id)
{
    OK(do_claim(callpark_by_call(id), 0));
}

static void roll_back(const char *id)
{
    claim(id);
    OK(do_rollback(callpark_by_call(id), ev.serial));
}

/* "ringing", "paused" and "answered" in the lot "next", whose last taken slot is 102. */
static void add_recalls(void)
{
    static const char *const ids[] = {"ringing", "paused", "answered"};
    struct callpark_terms terms = terms_of(SECONDS(10), NULL);
    struct callpark_lot_config config = slots(100, 109);
    config.choice = CALLPARK_CHOOSE_NEXT;
    OK(do_lot_add("next", &config));
    for (size_t i = 0; i < COUNT(ids); i++)
        OK(do_park_call(any_slot("next"), call_of(ids[i]), &terms));
    now_ms += SECONDS(10);
    for (size_t i = 0; i < COUNT(ids); i++) {
        ck_assert_int_eq(do_poll(), 1);
        if (i == 1)
            OK(do_failed(callpark_by_call(ids[i]), ev.serial));
        if (i == 2)
            OK(do_answered(callpark_by_call(ids[i]), ev.serial, 0));
    }
}

/* The slots 11, 13 and 10 were freed in this order; 12, 14 and 127 hold calls. */
static void add_freed(void)
{
    struct callpark_lot_config config = slots(10, 209);
    config.choice = CALLPARK_CHOOSE_LONGEST_FREE;
    OK(do_lot_add("long", &config));
    OK(do_park_at(any_slot("long"), "l0"));
    OK(do_park_at(any_slot("long"), "l1"));
    OK(do_park_at(any_slot("long"), "l2"));
    OK(do_park_at(any_slot("long"), "l3"));
    OK(do_park_at(any_slot("long"), "l4"));
    OK(do_park_at(slot_of("long", 127), "l127"));
    OK(do_hangup(callpark_by_call("l1")));
    OK(do_hangup(callpark_by_call("l3")));
    OK(do_hangup(callpark_by_call("l0")));
}

/* In "main" the calls a0 to a4 came back late, and a8, a6, a5 are claimed in this order. */
static void add_queues(void)
{
    static const char *const ids[] = {"a0", "a1", "a2", "a3", "a4", "a5",
                                      "a6", "a7", "a8", "a9", "a10"};
    OK(do_lot("main", 1, 200));
    for (size_t i = 0; i < COUNT(ids); i++)
        OK(do_park(ids[i]));
    for (size_t i = 0; i < 5; i++)
        roll_back(ids[i]);
    claim("a8");
    claim("a6");
    claim("a5");
    OK(do_park_at(slot_of("main", 127), "top"));
    OK(do_reserve(slot_of("main", 50), "100", SECONDS(1)));
}

/* 130 members, of whom the one at 127 is unavailable. */
static void add_large_group(void)
{
    char members[130 * 5 + 1] = "";
    for (unsigned i = 0; i < 130; i++)
        snprintf(members + 5 * i, 6, "m%03u ", i);
    OK(do_group("next", "large", members));
    OK(do_available("next", "m127", 0));
}

static void add_others(void)
{
    struct callpark_recall recall;
    callpark_recall_init(&recall);
    recall.rounds = 2;
    struct callpark_terms terms = terms_of(SECONDS(100), &recall);
    OK(do_park_call(any_slot("next"), call_of("own"), &terms));
    OK(do_group("main", "group", "1 2 3 4 5"));
    OK(do_available("main", "2", 0));
    OK(do_park_at(at_extension("main", "3"), "ext"));
    struct callpark_lot_config shrunk = slots(1, 2);
    OK(do_lot("shrunk", 1, 4));
    OK(do_park_at(slot_of("shrunk", 4), "stray"));
    OK(do_lot_configure("shrunk", &shrunk));
    OK(do_lot("empty", 1, 0));
    OK(do_lot("gone", 1, 2));
    OK(do_park_at(any_slot("gone"), "g"));
    OK(do_lot_remove("gone"));
    OK(do_park("limbo"));
    OK(do_hangup(callpark_by_call("limbo")));
}

static void set_up(void)
{
    void (*const steps[])(void) = {open_arena, add_recalls,     add_freed,
                                   add_queues, add_large_group, add_others};
    for (size_t i = 0; i < COUNT(steps); i++) {
        steps[i]();
        expect_sound();
    }
    memcpy(sound, arena, sizeof arena);
}

static void put_back(void)
{
    memcpy(arena, sound, sizeof arena);
    expect_sound();
}

/* ---- Finding one's way ---- */

static struct text text_of(const char *s)
{
    return (struct text){s, (uint32_t)strlen(s)};
}

static struct lot *lot_of(const char *name)
{
    struct lot *lot = callpark__lot_named(cp, text_of(name));
    ck_assert_ptr_nonnull(lot);
    return lot;
}

static uint32_t number_of(const char *id)
{
    uint32_t hash = callpark__id_hash(cp, text_of(id));
    uint32_t number = callpark__call_named(cp, text_of(id), hash);
    ck_assert_uint_ne(number, NONE);
    return number;
}

static struct call *call_by(const char *id)
{
    return callpark__record(cp, number_of(id));
}

static uint32_t reserved_number(void)
{
    uint32_t number = callpark__slot_holder(cp, lot_of("main"), 50);
    ck_assert_uint_ne(number, NONE);
    return number;
}

static struct call *reservation(void)
{
    return callpark__record(cp, reserved_number());
}

static struct group *group_of(const char *lot, const char *name)
{
    struct group *group = callpark__group_named(cp, lot_of(lot), text_of(name));
    ck_assert_ptr_nonnull(group);
    return group;
}

static struct member *member_of(const char *extension)
{
    struct member *member = callpark__member_named(cp, lot_of("main"), text_of(extension));
    ck_assert_ptr_nonnull(member);
    return member;
}

static struct policy *policy_at(uint32_t number)
{
    return callpark__table_get(&cp->policies, number);
}

/* Texts are part of a record: other ones of the same kind. */
static void repack(struct call *call, enum text_field field, const char *s)
{
    struct texts texts;
    struct text_store packed;
    callpark__text_unpack(&call->texts, &texts);
    texts.field[field] = s ? text_of(s) : (struct text){0};
    ck_assert(callpark__text_pack(&packed, &texts, &cp->pool, &cp->memory));
    call->texts = packed;
}

/* ---- Damage, one invariant each ---- */

#define DAMAGE(name) static void name(void)

/* Timers. */

DAMAGE(more_timers_than_room)
{
    cp->timers.count = cp->timers.capacity + 1;
}

DAMAGE(fewer_timers_than_calls)
{
    cp->timers.capacity = cp->timers.count - 1;
}

DAMAGE(room_for_fewer_calls_than_there_are)
{
    cp->room = callpark_count(cp) - 1;
}

DAMAGE(room_without_records)
{
    cp->calls.chunk_count = 0;
}

DAMAGE(room_without_timers)
{
    cp->timers.capacity = cp->timers.count;
    cp->room = cp->timers.count + 1;
}

DAMAGE(room_without_heads)
{
    cp->room = callpark__tickets_room(&cp->tickets) + 1;
}

DAMAGE(room_without_ids)
{
    cp->by_id.limit = cp->by_id.count;
}

DAMAGE(timer_of_a_free_record)
{
    uint32_t number = cp->timers.heap[1].call;
    callpark__tickets_remove(&cp->tickets, &cp->calls, callpark__record(cp, number), number);
    callpark__record(cp, number)->ticket = 0;
    cp->calls.live--;
}

DAMAGE(timer_that_its_call_does_not_know)
{
    callpark__record(cp, cp->timers.heap[2].call)->timer = 1;
}

DAMAGE(timer_that_is_never_due)
{
    cp->timers.heap[cp->timers.count - 1].due = CALLPARK_NEVER;
}

DAMAGE(timer_with_another_order_than_its_ticket_s)
{
    cp->timers.heap[1].order ^= 1;
}

DAMAGE(first_timer_with_another_order)
{
    cp->timers.heap[0].order ^= 1;
}

DAMAGE(timer_behind_the_last_that_may_be_due)
{
    cp->timers.heap[cp->timers.count + 2].due = 7;
}

DAMAGE(timer_behind_the_last_that_has_an_order)
{
    cp->timers.heap[cp->timers.count].order = 1;
}

DAMAGE(timers_out_of_order)
{
    cp->timers.heap[cp->timers.count - 1].due = 0;
}

static void set_due(uint32_t at, callpark_time due)
{
    struct timer *timer = &cp->timers.heap[at];
    timer->due = due;
    callpark__record(cp, timer->call)->deadline = due;
}

/* The reservation is due first, and younger than others. */
DAMAGE(equal_deadlines_out_of_order)
{
    struct timer *heap = cp->timers.heap;
    ck_assert_uint_eq(heap[0].call, reserved_number());
    set_due(1, heap[0].due);
    ck_assert_uint_lt(callpark__record(cp, heap[1].call)->ticket, reservation()->ticket);
}

/* A call that waits, and is younger than the one that it should come behind. */
static uint32_t younger_than_its_parent(void)
{
    for (uint32_t i = 1; i < cp->timers.count; i++) {
        const struct call *call = callpark__record(cp, cp->timers.heap[i].call);
        uint32_t parent = cp->timers.heap[(i - 1) / 4].call;
        if (call->state == CALLPARK_STATE_WAITING && 4 * i + 1 >= cp->timers.count &&
            callpark__record(cp, parent)->ticket < call->ticket)
            return i;
    }
    ck_abort_msg("no such call");
    return 0;
}

DAMAGE(due_before_its_parent_though_younger)
{
    set_due(younger_than_its_parent(), 0);
}

DAMAGE(deadline_that_is_not_the_timer_s)
{
    call_by("a9")->deadline++;
}

DAMAGE(hold_that_is_not_the_timer_s)
{
    reservation()->deadline--;
}

DAMAGE(pause_without_a_timer)
{
    callpark__timer_set(&cp->timers, &cp->calls, number_of("paused"), CALLPARK_NEVER);
}

DAMAGE(ring_without_an_end)
{
    callpark__timer_set(&cp->timers, &cp->calls, number_of("ringing"), CALLPARK_NEVER);
    call_by("ringing")->deadline = CALLPARK_NEVER;
}

DAMAGE(ring_without_an_end_late)
{
    ring_without_an_end();
    cp->clock = UINT64_C(1) << 40;
}

/* The last clock at which every ring has an end. */
DAMAGE(ring_without_an_end_as_late_as_can_be)
{
    ring_without_an_end();
    cp->clock = CALLPARK_NEVER - UINT32_MAX;
}

DAMAGE(timer_that_a_call_thinks_it_has)
{
    callpark__timer_set(&cp->timers, &cp->calls, number_of("a5"), CALLPARK_NEVER);
    call_by("a5")->timer = 0;
}

/* Slots. */

/* 200 slots: four words, and their summary behind them. */
DAMAGE(summary_bit_lost)
{
    ck_assert_uint_eq(lot_of("main")->slots.open.bits, 200);
    lot_of("main")->slots.open.words[4] &= ~UINT64_C(4);
}

DAMAGE(summary_bit_too_many)
{
    callpark__bitmap_clear_range(&lot_of("long")->slots.fresh, 0, 200);
    lot_of("long")->slots.fresh.words[4] |= 1;
}

DAMAGE(summary_bit_of_the_unused_lost)
{
    ck_assert_uint_eq(lot_of("long")->slots.fresh.bits, 200);
    lot_of("long")->slots.fresh.words[4] &= ~UINT64_C(4);
}

DAMAGE(summary_bit_of_a_group_lost)
{
    ck_assert_uint_eq(group_of("next", "large")->open.bits, 130);
    group_of("next", "large")->open.words[3] &= ~UINT64_C(4);
}

DAMAGE(more_free_slots_than_slots)
{
    lot_of("next")->slots.free = lot_of("next")->slots.count + 1;
}

DAMAGE(free_slot_not_counted)
{
    lot_of("main")->slots.free--;
}

DAMAGE(free_slots_out_of_range)
{
    lot_of("main")->slots.count -= 5;
    lot_of("main")->stray += 5;
}

/* Slot 3 was, and the words have a bit for it still. */
DAMAGE(free_slot_out_of_range_too_many)
{
    struct slots *slots = &lot_of("shrunk")->slots;
    ck_assert_uint_gt(slots->open.bits, 3 - slots->base);
    callpark__bitmap_set(&slots->open, 3 - slots->base);
}

DAMAGE(last_used_slot_out_of_range)
{
    lot_of("next")->slots.last_used = 5;
}

DAMAGE(held_slot_that_is_free)
{
    struct slots *slots = &lot_of("main")->slots;
    callpark__bitmap_set(&slots->open, call_by("a9")->slot - slots->base);
    slots->free++;
}

DAMAGE(order_of_freeing_that_nobody_asked_for)
{
    lot_of("long")->slots.choice = CALLPARK_CHOOSE_LOWEST;
}

DAMAGE(unused_slots_that_nobody_asked_for)
{
    lot_of("main")->slots.fresh = lot_of("long")->slots.fresh;
}

DAMAGE(order_of_freeing_that_is_missing)
{
    lot_of("next")->slots.choice = CALLPARK_CHOOSE_LONGEST_FREE;
}

DAMAGE(freed_slot_that_does_not_go_back)
{
    struct slots *slots = &lot_of("long")->slots;
    slots->freed[slots->freed_head].previous = 0;
}

DAMAGE(freed_slot_that_is_not_free)
{
    struct slots *slots = &lot_of("long")->slots;
    callpark__bitmap_clear(&slots->open, slots->freed_head);
    slots->free--;
}

DAMAGE(freed_slot_that_is_unused)
{
    struct slots *slots = &lot_of("long")->slots;
    callpark__bitmap_set(&slots->fresh, slots->freed_head);
}

/* Another free slot is left out, so that their number is right. */
DAMAGE(freed_slot_that_is_unused_instead_of_another)
{
    struct slots *slots = &lot_of("long")->slots;
    callpark__bitmap_set(&slots->fresh, slots->freed_head);
    callpark__bitmap_clear(&slots->fresh, 20 - slots->base);
}

DAMAGE(held_slot_in_the_order_of_freeing_instead_of_another)
{
    struct slots *slots = &lot_of("long")->slots;
    uint32_t held = 12 - slots->base;
    slots->freed[slots->freed_tail].next = held;
    slots->freed[held].previous = slots->freed_tail;
    slots->freed[held].next = NONE;
    slots->freed_tail = held;
    callpark__bitmap_clear(&slots->fresh, 20 - slots->base);
}

DAMAGE(freed_slots_with_another_tail)
{
    struct slots *slots = &lot_of("long")->slots;
    slots->freed_tail = slots->freed_head;
}

DAMAGE(free_slot_neither_freed_nor_unused)
{
    struct slots *slots = &lot_of("long")->slots;
    callpark__bitmap_clear(&slots->fresh, 20 - slots->base);
}

/* Records. */

DAMAGE(no_state)
{
    call_by("a9")->state = CALLPARK_STATE_NONE;
}

DAMAGE(ended_and_still_there)
{
    call_by("a9")->state = CALLPARK_STATE_ENDED;
}

DAMAGE(serial_without_a_claim)
{
    call_by("a9")->serial = 1;
}

DAMAGE(claim_without_a_serial)
{
    call_by("a5")->serial = 0;
}

DAMAGE(ring_without_a_serial)
{
    call_by("ringing")->serial = 0;
}

DAMAGE(serial_of_an_event_to_come)
{
    call_by("a5")->serial = cp->last_event + 1;
}

DAMAGE(ticket_older_than_the_oldest)
{
    cp->oldest = call_by("ringing")->ticket + 1;
}

DAMAGE(ticket_not_issued_yet)
{
    cp->next_ticket = call_by("g")->ticket;
}

DAMAGE(answered_and_not_claimed)
{
    call_by("ringing")->answered = 1;
}

DAMAGE(step_without_a_round)
{
    call_by("ringing")->round = 0;
}

DAMAGE(round_without_a_step)
{
    call_by("a9")->round = 1;
}

DAMAGE(waiting_in_a_recall)
{
    call_by("a9")->step = CALLPARK_STEP_PARKER;
    call_by("a9")->round = 1;
}

DAMAGE(paused_outside_a_recall)
{
    call_by("paused")->step = CALLPARK_STEP_NONE;
    call_by("paused")->round = 0;
}

DAMAGE(exhausted_before_the_fallback)
{
    call_by("paused")->exhausted = 1;
}

DAMAGE(reservation_with_a_policy)
{
    reservation()->policy = callpark__policy_ref(cp, POLICY_DEFAULT);
}

DAMAGE(call_without_a_policy)
{
    callpark__policy_unref(cp, call_by("a9")->policy);
    call_by("a9")->policy = NONE;
}

DAMAGE(texts_that_begin_elsewhere)
{
    call_by("a9")->texts.bytes[0]++;
}

DAMAGE(texts_longer_than_their_store)
{
    call_by("a9")->texts.bytes[1 + TEXT_TAG] = TEXT_INLINE; /* the last length */
}

DAMAGE(block_of_another_size)
{
    char bytes[61] = {0};
    memset(bytes, 'x', sizeof bytes - 1);
    repack(call_by("a9"), TEXT_TAG, bytes);
    ck_assert_int_eq(callpark__check(cp), 0);
    call_by("a9")->texts.bytes[1 + TEXT_TAG]--;
}

DAMAGE(reservation_with_a_call_id)
{
    uint32_t hash = callpark__id_hash(cp, text_of("x"));
    repack(reservation(), TEXT_CALL_ID, "x");
    reservation()->named = 1;
    reservation()->id_hash = hash;
    ck_assert(callpark__index_reserve(&cp->by_id, &cp->memory, cp->by_id.count + 1));
    callpark__index_insert(&cp->by_id, hash, reserved_number());
}

DAMAGE(call_without_a_call_id)
{
    repack(call_by("a9"), TEXT_CALL_ID, NULL);
}

DAMAGE(call_in_no_lot)
{
    ck_assert_uint_lt(cp->lots.end, cp->lots.capacity);
    call_by("a9")->lot = cp->lots.end;
}

DAMAGE(ticket_that_is_not_found)
{
    call_by("own")->ticket = cp->next_ticket - 1; /* of the call in limbo */
}

/* The call in limbo takes its place among the tickets. */
DAMAGE(ticket_in_no_chain)
{
    callpark__tickets_remove(&cp->tickets, &cp->calls, call_by("a9"), number_of("a9"));
    uint32_t ended = callpark__limbo(cp)->call;
    callpark__tickets_add(&cp->tickets, callpark__record(cp, ended), ended);
}

DAMAGE(id_under_another_hash)
{
    call_by("a9")->id_hash ^= 1;
}

DAMAGE(id_that_is_another)
{
    repack(call_by("a9"), TEXT_CALL_ID, "b9");
}

static void swap_values(struct index *index, uint32_t a, uint32_t b)
{
    for (uint32_t i = 0; i < index->group_count * INDEX_GROUP; i++) {
        struct index_group *group = &index->groups[i / INDEX_GROUP];
        uint32_t *value = &group->values[i % INDEX_GROUP];
        if (group->tags[i % INDEX_GROUP] && (*value == a || *value == b))
            *value = *value == a ? b : a;
    }
}

/* Groups of ids: 7 values each, so there are some. */
DAMAGE(id_in_another_group_than_its_own)
{
    struct index *index = &cp->by_id;
    uint32_t number = number_of("a9");
    uint32_t hash = call_by("a9")->id_hash;
    struct index_group *other = callpark__index_after(index, callpark__index_home(index, hash));
    ck_assert_ptr_ne(other, callpark__index_home(index, hash));
    callpark__index_remove(index, hash, number);
    uint32_t place = callpark__first_place(callpark__index_places(other, 0));
    other->tags[place] = callpark__index_tag(hash);
    other->values[place] = number;
    index->count++;
}

/* It is found where it should be, and stands elsewhere too. */
DAMAGE(id_that_is_also_in_another_group)
{
    struct index *index = &cp->by_id;
    uint32_t hash = call_by("a9")->id_hash;
    struct index_group *other = callpark__index_after(index, callpark__index_home(index, hash));
    ck_assert_uint_eq(callpark__index_home(index, hash)->passed, 0);
    uint32_t place = callpark__first_place(callpark__index_places(other, 0));
    other->tags[place] = callpark__index_tag(hash);
    other->values[place] = number_of("a9");
}

DAMAGE(ids_that_find_each_other)
{
    swap_values(&cp->by_id, number_of("a9"), number_of("a10"));
}

/* One is there twice instead of the other: the count is right. */
static void put_instead(struct index *index, uint32_t gone, uint32_t twice)
{
    callpark__index_remove(index, index->hash_of(index->owner, gone), gone);
    callpark__index_insert(index, index->hash_of(index->owner, twice), twice);
}

DAMAGE(id_in_the_index_instead_of_another)
{
    put_instead(&cp->by_id, number_of("a9"), number_of("a10"));
}

DAMAGE(extension_in_the_index_instead_of_another)
{
    OK(do_park_at(at_extension("main", "of no member"), "other ext"));
    ck_assert_int_eq(callpark__check(cp), 0);
    put_instead(&cp->by_place, number_of("other ext"), number_of("ext"));
}

DAMAGE(stray_in_the_index_instead_of_another)
{
    put_instead(&cp->by_place, number_of("stray"), number_of("ext"));
}

static uint32_t *head_of(const char *id)
{
    return callpark__tickets_head(&cp->tickets, call_by(id)->ticket);
}

DAMAGE(tickets_that_find_each_other)
{
    ck_assert_uint_eq(*head_of("a9"), number_of("a9"));
    ck_assert_uint_eq(*head_of("a10"), number_of("a10"));
    *head_of("a9") = number_of("a10");
    *head_of("a10") = number_of("a9");
}

DAMAGE(ticket_without_a_head)
{
    *head_of("a9") = call_by("a9")->chained;
}

DAMAGE(ticket_under_two_heads)
{
    uint32_t *head = head_of("a9") == cp->tickets.heads ? head_of("a10") : cp->tickets.heads;
    call_by("a9")->chained = *head;
    *head = number_of("a9");
}

DAMAGE(tickets_that_go_round)
{
    call_by("a9")->chained = number_of("a9");
}

DAMAGE(free_record_with_a_head)
{
    uint32_t number = callpark__calls_take(&cp->calls);
    callpark__calls_give(&cp->calls, callpark__record(cp, number), number);
    callpark__record(cp, number)->chained = *head_of("a9");
    *head_of("a9") = number;
}

DAMAGE(more_tickets_than_heads)
{
    cp->tickets.lines--;
    ck_assert_uint_lt(callpark__tickets_room(&cp->tickets), callpark_count(cp));
}

static uint32_t *seat_of(const char *id)
{
    return callpark__seat(&lot_of("main")->seats, call_by(id)->slot);
}

DAMAGE(slots_that_find_each_other)
{
    *seat_of("a9") = number_of("a10");
    *seat_of("a10") = number_of("a9");
}

DAMAGE(seat_that_is_empty)
{
    *seat_of("a9") = NONE;
}

DAMAGE(seat_in_a_free_slot)
{
    *callpark__seat(&lot_of("main")->seats, 199) = number_of("a9");
}

/* Nobody else is in the slot, which is not counted as held either. */
DAMAGE(seat_of_a_call_that_is_elsewhere)
{
    struct slots *slots = &lot_of("main")->slots;
    callpark__bitmap_clear(&slots->open, 199 - slots->base);
    slots->free--;
    *callpark__seat(&lot_of("main")->seats, 199) = number_of("a9");
}

/* And one call less is out of range: as many slots are held as calls are in them. */
DAMAGE(seat_of_a_call_that_is_elsewhere_but_counted)
{
    struct lot *lot = lot_of("long");
    struct callpark_lot_config shrunk = slots(10, 13);
    OK(do_lot_configure("long", &shrunk));
    expect_sound();
    ck_assert_uint_eq(lot->stray, 2);
    callpark__bitmap_clear(&lot->slots.open, 13 - lot->slots.base);
    lot->slots.free--;
    lot->stray--;
    *callpark__seat(&lot->seats, 13) = number_of("l2");
}

DAMAGE(seat_in_the_first_slot_that_is_free)
{
    ck_assert(callpark__slots_is_free(&lot_of("long")->slots, 10));
    *callpark__seat(&lot_of("long")->seats, 10) = number_of("l2");
}

DAMAGE(slots_without_seats)
{
    lot_of("main")->seats.size = 199;
}

DAMAGE(places_that_find_each_other)
{
    swap_values(&cp->by_place, number_of("ext"), number_of("stray"));
}

DAMAGE(extension_that_is_not_found)
{
    callpark__index_remove(&cp->by_place,
                           callpark__hash_text(cp->key, lot_of("main")->number, "3", 1),
                           number_of("ext"));
}

DAMAGE(call_that_is_not_named)
{
    call_by("a9")->named = 0;
}

DAMAGE(reservation_that_is_named)
{
    reservation()->named = 1;
}

DAMAGE(slot_that_is_an_extension)
{
    call_by("a9")->at_extension = 1;
}

DAMAGE(extension_that_is_a_slot)
{
    call_by("ext")->at_extension = 0;
}

DAMAGE(stray_that_is_an_extension)
{
    call_by("stray")->at_extension = 1;
}

DAMAGE(extension_with_a_slot)
{
    call_by("ext")->slot = 5;
}

/* Totals. */

static struct call *ended_call(void)
{
    uint32_t number = callpark__limbo(cp)->call;
    ck_assert_uint_ne(number, NONE);
    return callpark__record(cp, number);
}

DAMAGE(ended_call_with_a_state)
{
    ended_call()->state = CALLPARK_STATE_WAITING;
}

DAMAGE(ended_call_with_a_timer)
{
    ended_call()->timer = 0;
}

DAMAGE(next_event_with_a_call_already)
{
    callpark__next_limbo(cp)->call = number_of("a9");
}

DAMAGE(next_event_with_texts_already)
{
    callpark__next_limbo(cp)->has_texts = true;
}

DAMAGE(next_event_with_a_lot_already)
{
    callpark__next_limbo(cp)->lot = lot_of("empty");
}

DAMAGE(next_event_with_a_group_already)
{
    callpark__next_limbo(cp)->group = group_of("main", "group");
}

DAMAGE(record_behind_the_last)
{
    cp->calls.end = number_of("a9");
}

DAMAGE(record_that_is_not_counted)
{
    cp->calls.live--;
}

/* Three, and nothing else is wrong. */
static void free_records(void)
{
    OK(do_hangup(callpark_by_call("a8")));
    OK(do_hangup(callpark_by_call("a9")));
    OK(do_hangup(callpark_by_call("a10")));
    OK(do_lot_remove("empty"));
    expect_sound();
}

DAMAGE(free_records_that_are_lost)
{
    free_records();
    cp->calls.free = callpark__record(cp, cp->calls.free)->id_hash;
}

DAMAGE(free_records_that_go_round)
{
    free_records();
    callpark__record(cp, cp->calls.free)->id_hash = cp->calls.free;
}

DAMAGE(record_in_use_among_the_free)
{
    free_records();
    callpark__record(cp, cp->calls.free)->id_hash = number_of("top");
}

/* Instead of one that was. */
DAMAGE(record_never_used_among_the_free)
{
    free_records();
    ck_assert_uint_lt(cp->calls.end, cp->calls.chunk_count * CALL_CHUNK);
    struct call *first = callpark__record(cp, cp->calls.free);
    struct call *unused = callpark__record(cp, cp->calls.end);
    ck_assert_uint_eq(unused->ticket, 0);
    unused->id_hash = callpark__record(cp, first->id_hash)->id_hash;
    first->id_hash = cp->calls.end;
}

/* The same a second time: only the count is wrong. */
static void add_entry(struct index *index, uint32_t number)
{
    ck_assert(callpark__index_reserve(index, &cp->memory, index->count + 1));
    callpark__index_insert(index, index->hash_of(index->owner, number), number);
}

DAMAGE(place_too_many)
{
    add_entry(&cp->by_place, number_of("ext"));
}

DAMAGE(id_too_many)
{
    add_entry(&cp->by_id, number_of("a9"));
}

DAMAGE(member_name_too_many)
{
    add_entry(&cp->member_names, member_of("1")->number);
}

/* Queues. */

DAMAGE(list_that_does_not_go_back)
{
    callpark__record(cp, callpark__record(cp, lot_of("main")->open.head)->next)->previous = NONE;
}

DAMAGE(late_call_in_the_list)
{
    callpark__record(cp, lot_of("main")->open.head)->late = 1;
}

DAMAGE(list_with_another_tail)
{
    lot_of("main")->open.tail = lot_of("main")->open.head;
}

DAMAGE(list_that_ends_early)
{
    callpark__record(cp, lot_of("main")->open.head)->next = NONE;
}

DAMAGE(list_out_of_order)
{
    struct queue *queue = &lot_of("main")->open;
    uint32_t a = queue->head;
    uint32_t b = callpark__record(cp, a)->next;
    uint32_t c = callpark__record(cp, b)->next;
    queue->head = b;
    callpark__record(cp, b)->previous = NONE;
    callpark__record(cp, b)->next = a;
    callpark__record(cp, a)->previous = b;
    callpark__record(cp, a)->next = c;
    callpark__record(cp, c)->previous = a;
}

static void requeue(struct queue *from, struct queue *to, const char *id)
{
    callpark__queue_remove(from, &cp->calls, call_by(id), number_of(id));
    callpark__queue_add(to, &cp->calls, call_by(id), number_of(id));
}

DAMAGE(waiting_in_the_list_of_the_busy)
{
    requeue(&lot_of("main")->open, &lot_of("main")->busy, "ext");
    ck_assert(!call_by("ext")->late);
}

DAMAGE(waiting_in_the_heap_of_the_busy)
{
    requeue(&lot_of("main")->open, &lot_of("main")->busy, "a9");
    ck_assert(call_by("a9")->late);
}

DAMAGE(claimed_in_the_heap_of_the_open)
{
    requeue(&lot_of("main")->busy, &lot_of("main")->open, "a5");
    ck_assert(call_by("a5")->late);
}

DAMAGE(call_in_the_queue_of_another_lot)
{
    requeue(&lot_of("main")->open, &lot_of("next")->open, "a10");
}

DAMAGE(call_in_the_list_of_another_lot)
{
    requeue(&lot_of("main")->open, &lot_of("next")->open, "ext");
    ck_assert(!call_by("ext")->late);
}

DAMAGE(listed_call_in_the_heap)
{
    callpark__record(cp, lot_of("main")->open.late)->late = 0;
}

DAMAGE(heap_whose_root_has_a_sibling)
{
    callpark__record(cp, lot_of("main")->open.late)->next = lot_of("main")->open.head;
}

static uint32_t *child_of(uint32_t number)
{
    return callpark__call_child(&cp->calls, number);
}

DAMAGE(heap_with_a_child_of_nobody)
{
    callpark__record(cp, *child_of(lot_of("main")->open.late))->previous = NONE;
}

DAMAGE(heap_that_goes_round)
{
    uint32_t first = *child_of(lot_of("main")->open.late);
    struct call *last = callpark__record(cp, first);
    while (last->next != NONE)
        last = callpark__record(cp, last->next);
    last->next = first;
}

/* a5 is the root, a6 its child. */
DAMAGE(heap_out_of_order)
{
    struct call *a5 = call_by("a5");
    struct call *a6 = call_by("a6");
    ck_assert_uint_eq(lot_of("main")->busy.late, number_of("a5"));
    ck_assert_uint_eq(*child_of(number_of("a5")), number_of("a6"));
    lot_of("main")->busy.late = number_of("a6");
    a6->previous = NONE;
    *child_of(number_of("a6")) = number_of("a5");
    a5->previous = number_of("a6");
    *child_of(number_of("a5")) = NONE;
}

DAMAGE(call_in_no_queue)
{
    callpark__queue_remove(&lot_of("main")->open, &cp->calls, call_by("ext"), number_of("ext"));
    lot_of("main")->calls--;
}

/* Lots, groups, policies. */

DAMAGE(call_that_its_lot_does_not_count)
{
    lot_of("main")->calls--;
}

DAMAGE(call_that_another_lot_counts)
{
    lot_of("main")->calls--;
    lot_of("next")->calls++;
}

DAMAGE(held_slot_that_is_not_counted)
{
    lot_of("main")->held[1]--;
}

DAMAGE(held_slot_without_digits)
{
    lot_of("main")->held[0]++;
}

DAMAGE(held_slot_with_all_digits)
{
    lot_of("main")->held[LABEL_DIGITS]++;
}

DAMAGE(held_slot_with_other_digits)
{
    lot_of("main")->held[1]--;
    lot_of("main")->held[2]++;
}

DAMAGE(stray_call_that_is_none)
{
    lot_of("main")->stray++;
}

DAMAGE(removed_lot_with_a_group)
{
    lot_of("main")->removed = true;
}

DAMAGE(removed_lot_without_calls)
{
    lot_of("empty")->removed = true;
}

DAMAGE(lot_with_a_policy_that_is_free)
{
    struct policy *policy = policy_at(lot_of("main")->policy);
    policy_at(call_by("own")->policy)->references += policy->references;
    policy->references = 0;
}

static void rename_text(struct text text)
{
    memset((char *)(uintptr_t)text.s, '?', 1);
}

DAMAGE(lot_that_is_not_found)
{
    rename_text(lot_of("empty")->name);
}

DAMAGE(lot_that_only_the_last_call_knows)
{
    ck_assert_ptr_eq(cp->recent_lot, lot_of("main"));
    callpark__index_remove(&cp->lot_names, cp->recent_lot->name_hash, cp->recent_lot->number);
}

DAMAGE(lot_in_the_index_instead_of_the_last_call_s)
{
    ck_assert_ptr_eq(cp->recent_lot, lot_of("main"));
    put_instead(&cp->lot_names, cp->recent_lot->number, lot_of("empty")->number);
}

DAMAGE(lot_name_too_many)
{
    add_entry(&cp->lot_names, lot_of("empty")->number);
}

DAMAGE(lot_with_the_number_of_another)
{
    lot_of("empty")->number = lot_of("main")->number;
}

DAMAGE(lot_with_a_number_never_given)
{
    struct lot *lot = lot_of("empty");
    ck_assert_uint_lt(cp->lots.end, cp->lots.capacity);
    lot->number = cp->lots.end;
    cp->lots.items[lot->number] = lot;
}

DAMAGE(last_call_in_a_lot_that_is_gone)
{
    static struct lot gone;
    gone = *lot_of("main");
    gone.name = text_of("of no lot");
    cp->recent_lot = &gone;
}

DAMAGE(group_in_no_list)
{
    lot_of("main")->first_group = NONE;
}

DAMAGE(group_in_the_list_of_another_lot)
{
    lot_of("empty")->first_group = lot_of("main")->first_group;
    lot_of("main")->first_group = NONE;
}

DAMAGE(groups_that_go_round)
{
    group_of("main", "group")->next_group = group_of("main", "group")->number;
}

DAMAGE(group_never_added_in_a_list)
{
    group_of("main", "group")->next_group = cp->groups.end;
}

DAMAGE(group_with_the_number_of_another)
{
    OK(do_group("main", "nobody", ""));
    expect_sound();
    group_of("main", "nobody")->number = group_of("main", "group")->number;
}

DAMAGE(group_name_too_many)
{
    add_entry(&cp->group_names, group_of("main", "group")->number);
}

DAMAGE(group_with_a_wrong_count)
{
    group_of("main", "group")->open_count++;
}

DAMAGE(group_that_is_not_found)
{
    rename_text(group_of("main", "group")->name);
}

DAMAGE(group_of_another_lot)
{
    group_of("main", "group")->lot = lot_of("next")->number;
}

DAMAGE(member_of_another_group)
{
    member_of("1")->group++;
}

DAMAGE(member_at_another_position)
{
    member_of("1")->position = 1;
}

DAMAGE(member_with_the_number_of_another)
{
    member_of("1")->number = member_of("2")->number;
}

DAMAGE(member_left_listed)
{
    member_of("1")->listed = true;
}

DAMAGE(member_that_is_not_found)
{
    rename_text(member_of("1")->extension);
}

DAMAGE(available_member_that_is_closed)
{
    member_of("2")->available = true;
}

DAMAGE(unavailable_member_that_is_open)
{
    member_of("1")->available = false;
}

DAMAGE(held_member_that_is_open)
{
    callpark__bitmap_set(&group_of("main", "group")->open, member_of("3")->position);
    group_of("main", "group")->open_count++;
}

DAMAGE(reference_too_many)
{
    policy_at(call_by("own")->policy)->references++;
}

DAMAGE(reference_too_few)
{
    policy_at(POLICY_DEFAULT)->references--;
}

DAMAGE(policy_of_nobody)
{
    ck_assert_uint_ne(callpark__policy_new(cp, POLICY_DEFAULT, &(struct recall_args){.rounds = 3}),
                      NONE);
}

/* Numbers that can be given again. */

static void lose_number(struct table *table)
{
    expect_sound();
    ck_assert_uint_gt(table->unused_count, 0);
    table->unused_count--;
}

DAMAGE(number_of_a_lot_that_is_lost)
{
    OK(do_lot_remove("empty"));
    lose_number(&cp->lots);
}

DAMAGE(number_of_a_group_that_is_lost)
{
    OK(do_group_remove("main", "group"));
    lose_number(&cp->groups);
}

/* 4 and 5 are gone. */
static void free_members(void)
{
    OK(do_group_configure("main", "group", "1 2 3"));
    ck_assert_uint_eq(cp->members.unused_count, 2);
    expect_sound();
}

DAMAGE(number_of_a_member_that_is_lost)
{
    free_members();
    lose_number(&cp->members);
}

DAMAGE(number_of_a_policy_that_is_lost)
{
    const struct recall_args recall = {.rounds = 3};
    callpark__policy_unref(cp, callpark__policy_new(cp, POLICY_DEFAULT, &recall));
    lose_number(&cp->policies);
}

DAMAGE(number_that_can_be_given_twice)
{
    free_members();
    cp->members.unused[0] = cp->members.unused[1];
}

DAMAGE(number_in_use_that_can_be_given)
{
    free_members();
    cp->members.unused[0] = member_of("1")->number;
}

DAMAGE(number_that_was_never_given)
{
    free_members();
    cp->members.unused[0] = cp->members.end;
}

#define ROW(function) #function, function

static const struct {
    const char *name;
    void (*break_it)(void);
} damages[] = {
    {ROW(more_timers_than_room)},
    {ROW(fewer_timers_than_calls)},
    {ROW(room_for_fewer_calls_than_there_are)},
    {ROW(room_without_records)},
    {ROW(room_without_timers)},
    {ROW(room_without_heads)},
    {ROW(room_without_ids)},
    {ROW(timer_of_a_free_record)},
    {ROW(timer_that_its_call_does_not_know)},
    {ROW(timer_that_is_never_due)},
    {ROW(timer_with_another_order_than_its_ticket_s)},
    {ROW(first_timer_with_another_order)},
    {ROW(timer_behind_the_last_that_may_be_due)},
    {ROW(timer_behind_the_last_that_has_an_order)},
    {ROW(timers_out_of_order)},
    {ROW(equal_deadlines_out_of_order)},
    {ROW(due_before_its_parent_though_younger)},
    {ROW(deadline_that_is_not_the_timer_s)},
    {ROW(hold_that_is_not_the_timer_s)},
    {ROW(pause_without_a_timer)},
    {ROW(ring_without_an_end)},
    {ROW(ring_without_an_end_late)},
    {ROW(ring_without_an_end_as_late_as_can_be)},
    {ROW(timer_that_a_call_thinks_it_has)},
    {ROW(summary_bit_lost)},
    {ROW(summary_bit_too_many)},
    {ROW(summary_bit_of_the_unused_lost)},
    {ROW(summary_bit_of_a_group_lost)},
    {ROW(more_free_slots_than_slots)},
    {ROW(free_slot_not_counted)},
    {ROW(free_slots_out_of_range)},
    {ROW(free_slot_out_of_range_too_many)},
    {ROW(last_used_slot_out_of_range)},
    {ROW(held_slot_that_is_free)},
    {ROW(order_of_freeing_that_nobody_asked_for)},
    {ROW(unused_slots_that_nobody_asked_for)},
    {ROW(order_of_freeing_that_is_missing)},
    {ROW(freed_slot_that_does_not_go_back)},
    {ROW(freed_slot_that_is_not_free)},
    {ROW(freed_slot_that_is_unused)},
    {ROW(freed_slot_that_is_unused_instead_of_another)},
    {ROW(held_slot_in_the_order_of_freeing_instead_of_another)},
    {ROW(freed_slots_with_another_tail)},
    {ROW(free_slot_neither_freed_nor_unused)},
    {ROW(no_state)},
    {ROW(ended_and_still_there)},
    {ROW(serial_without_a_claim)},
    {ROW(claim_without_a_serial)},
    {ROW(ring_without_a_serial)},
    {ROW(serial_of_an_event_to_come)},
    {ROW(ticket_older_than_the_oldest)},
    {ROW(ticket_not_issued_yet)},
    {ROW(answered_and_not_claimed)},
    {ROW(step_without_a_round)},
    {ROW(round_without_a_step)},
    {ROW(waiting_in_a_recall)},
    {ROW(paused_outside_a_recall)},
    {ROW(exhausted_before_the_fallback)},
    {ROW(reservation_with_a_policy)},
    {ROW(call_without_a_policy)},
    {ROW(texts_that_begin_elsewhere)},
    {ROW(texts_longer_than_their_store)},
    {ROW(block_of_another_size)},
    {ROW(reservation_with_a_call_id)},
    {ROW(call_without_a_call_id)},
    {ROW(call_in_no_lot)},
    {ROW(ticket_that_is_not_found)},
    {ROW(ticket_in_no_chain)},
    {ROW(id_under_another_hash)},
    {ROW(id_that_is_another)},
    {ROW(id_in_another_group_than_its_own)},
    {ROW(id_that_is_also_in_another_group)},
    {ROW(ids_that_find_each_other)},
    {ROW(id_in_the_index_instead_of_another)},
    {ROW(extension_in_the_index_instead_of_another)},
    {ROW(stray_in_the_index_instead_of_another)},
    {ROW(tickets_that_find_each_other)},
    {ROW(ticket_without_a_head)},
    {ROW(ticket_under_two_heads)},
    {ROW(tickets_that_go_round)},
    {ROW(free_record_with_a_head)},
    {ROW(more_tickets_than_heads)},
    {ROW(slots_that_find_each_other)},
    {ROW(seat_that_is_empty)},
    {ROW(seat_in_a_free_slot)},
    {ROW(seat_of_a_call_that_is_elsewhere)},
    {ROW(seat_of_a_call_that_is_elsewhere_but_counted)},
    {ROW(seat_in_the_first_slot_that_is_free)},
    {ROW(slots_without_seats)},
    {ROW(places_that_find_each_other)},
    {ROW(extension_that_is_not_found)},
    {ROW(call_that_is_not_named)},
    {ROW(reservation_that_is_named)},
    {ROW(slot_that_is_an_extension)},
    {ROW(extension_that_is_a_slot)},
    {ROW(stray_that_is_an_extension)},
    {ROW(extension_with_a_slot)},
    {ROW(ended_call_with_a_state)},
    {ROW(ended_call_with_a_timer)},
    {ROW(next_event_with_a_call_already)},
    {ROW(next_event_with_texts_already)},
    {ROW(next_event_with_a_lot_already)},
    {ROW(next_event_with_a_group_already)},
    {ROW(record_behind_the_last)},
    {ROW(record_that_is_not_counted)},
    {ROW(free_records_that_are_lost)},
    {ROW(free_records_that_go_round)},
    {ROW(record_in_use_among_the_free)},
    {ROW(record_never_used_among_the_free)},
    {ROW(place_too_many)},
    {ROW(id_too_many)},
    {ROW(member_name_too_many)},
    {ROW(list_that_does_not_go_back)},
    {ROW(late_call_in_the_list)},
    {ROW(list_with_another_tail)},
    {ROW(list_that_ends_early)},
    {ROW(list_out_of_order)},
    {ROW(waiting_in_the_list_of_the_busy)},
    {ROW(waiting_in_the_heap_of_the_busy)},
    {ROW(claimed_in_the_heap_of_the_open)},
    {ROW(call_in_the_queue_of_another_lot)},
    {ROW(call_in_the_list_of_another_lot)},
    {ROW(listed_call_in_the_heap)},
    {ROW(heap_whose_root_has_a_sibling)},
    {ROW(heap_with_a_child_of_nobody)},
    {ROW(heap_that_goes_round)},
    {ROW(heap_out_of_order)},
    {ROW(call_in_no_queue)},
    {ROW(call_that_its_lot_does_not_count)},
    {ROW(call_that_another_lot_counts)},
    {ROW(held_slot_that_is_not_counted)},
    {ROW(held_slot_without_digits)},
    {ROW(held_slot_with_all_digits)},
    {ROW(held_slot_with_other_digits)},
    {ROW(stray_call_that_is_none)},
    {ROW(removed_lot_with_a_group)},
    {ROW(removed_lot_without_calls)},
    {ROW(lot_with_a_policy_that_is_free)},
    {ROW(lot_that_is_not_found)},
    {ROW(lot_that_only_the_last_call_knows)},
    {ROW(lot_in_the_index_instead_of_the_last_call_s)},
    {ROW(lot_name_too_many)},
    {ROW(lot_with_the_number_of_another)},
    {ROW(lot_with_a_number_never_given)},
    {ROW(last_call_in_a_lot_that_is_gone)},
    {ROW(group_in_no_list)},
    {ROW(group_in_the_list_of_another_lot)},
    {ROW(groups_that_go_round)},
    {ROW(group_never_added_in_a_list)},
    {ROW(group_with_the_number_of_another)},
    {ROW(group_name_too_many)},
    {ROW(group_with_a_wrong_count)},
    {ROW(group_that_is_not_found)},
    {ROW(group_of_another_lot)},
    {ROW(member_of_another_group)},
    {ROW(member_at_another_position)},
    {ROW(member_with_the_number_of_another)},
    {ROW(member_left_listed)},
    {ROW(member_that_is_not_found)},
    {ROW(available_member_that_is_closed)},
    {ROW(unavailable_member_that_is_open)},
    {ROW(held_member_that_is_open)},
    {ROW(reference_too_many)},
    {ROW(reference_too_few)},
    {ROW(policy_of_nobody)},
    {ROW(number_of_a_lot_that_is_lost)},
    {ROW(number_of_a_group_that_is_lost)},
    {ROW(number_of_a_member_that_is_lost)},
    {ROW(number_of_a_policy_that_is_lost)},
    {ROW(number_that_can_be_given_twice)},
    {ROW(number_in_use_that_can_be_given)},
    {ROW(number_that_was_never_given)},
};

START_TEST(damage_is_noticed)
{
    damages[_i].break_it();
    int line = callpark__check(cp);
    put_back();
    ck_assert_msg(line != 0, "not noticed: %s", damages[_i].name);
}
END_TEST

/* ---- The same damage to each index ---- */

enum { INDEXES = 5 };

static struct index *index_at(int i)
{
    struct index *const all[INDEXES] = {&cp->by_id, &cp->by_place, &cp->lot_names, &cp->group_names,
                                        &cp->member_names};
    return all[i];
}

/* A group that holds a value and has room. */
static struct index_group *group_in(const struct index *index, uint32_t *taken, uint32_t *empty)
{
    for (uint32_t i = 0; i < index->group_count; i++) {
        struct index_group *group = &index->groups[i];
        *taken = *empty = INDEX_GROUP;
        for (uint32_t place = 0; place < INDEX_GROUP; place++)
            *(group->tags[place] ? taken : empty) = place;
        if (*taken < INDEX_GROUP && *empty < INDEX_GROUP)
            return group;
    }
    ck_abort_msg("no group with a value and room in an index of %u", index->count);
    return NULL;
}

static void count_up(struct index *index)
{
    index->count++;
}

static void count_down(struct index *index)
{
    index->count--;
}

static void count_over_the_limit(struct index *index)
{
    index->limit = index->count - 1;
}

static void limit_that_leaves_no_empty_place(struct index *index)
{
    index->limit = index->group_count * INDEX_GROUP;
}

static void put_twice(struct index *index)
{
    uint32_t from;
    uint32_t to;
    struct index_group *group = group_in(index, &from, &to);
    group->tags[to] = group->tags[from];
    group->values[to] = group->values[from];
}

static void take_out_uncounted(struct index *index)
{
    uint32_t taken;
    uint32_t empty;
    group_in(index, &taken, &empty)->tags[taken] = 0;
}

static void put_again_with_another_tag(struct index *index)
{
    uint32_t from;
    uint32_t to;
    struct index_group *group = group_in(index, &from, &to);
    group->tags[to] = group->tags[from] ^ 0x55;
    group->values[to] = group->values[from];
}

static void tag_of_another_hash(struct index *index)
{
    uint32_t taken;
    uint32_t empty;
    group_in(index, &taken, &empty)->tags[taken] ^= 0x55;
}

static void passed_by_nobody(struct index *index)
{
    uint32_t taken;
    uint32_t empty;
    group_in(index, &taken, &empty)->passed++;
}

/* The same a second time, and the count is right. */
static void put_again_with_another_tag_and_counted(struct index *index)
{
    put_again_with_another_tag(index);
    index->count++;
}

static void put_again_in_the_next_group_and_counted(struct index *index)
{
    char name[8];
    for (unsigned i = 0; index == &cp->lot_names && i < 20; i++) {
        snprintf(name, sizeof name, "%u", i);
        OK(do_lot(name, 1, 0)); /* so that it has groups */
    }
    for (uint32_t i = 0; i < index->group_count; i++) {
        struct index_group *group = &index->groups[i];
        struct index_group *next = callpark__index_after(index, group);
        uint32_t from = INDEX_GROUP;
        uint32_t to = INDEX_GROUP;
        for (uint32_t place = 0; place < INDEX_GROUP; place++) {
            from = group->tags[place] ? place : from;
            to = next->tags[place] ? to : place;
        }
        if (next == group || group->passed || from == INDEX_GROUP || to == INDEX_GROUP)
            continue;
        next->tags[to] = group->tags[from];
        next->values[to] = group->values[from];
        index->count++;
        return;
    }
    count_up(index); /* it has one group alone */
}

/* Who went by it would stand in the first group. */
static void last_passed_by_nobody(struct index *index)
{
    index->groups[index->group_count - 1].passed++;
}

static const struct {
    const char *name;
    void (*break_it)(struct index *index);
} index_damages[] = {
    {ROW(count_up)},
    {ROW(count_down)},
    {ROW(count_over_the_limit)},
    {ROW(limit_that_leaves_no_empty_place)},
    {ROW(put_twice)},
    {ROW(put_again_with_another_tag)},
    {ROW(put_again_with_another_tag_and_counted)},
    {ROW(put_again_in_the_next_group_and_counted)},
    {ROW(take_out_uncounted)},
    {ROW(tag_of_another_hash)},
    {ROW(passed_by_nobody)},
    {ROW(last_passed_by_nobody)},
};

START_TEST(damage_to_an_index_is_noticed)
{
    for (int i = 0; i < INDEXES; i++) {
        index_damages[_i].break_it(index_at(i));
        int line = callpark__check(cp);
        put_back();
        ck_assert_msg(line != 0, "not noticed in index %d: %s", i, index_damages[_i].name);
    }
}
END_TEST

/* ---- Soundness ---- */

START_TEST(a_new_registry_is_sound)
{
    open_arena();
    expect_sound();
    OK(do_lot("lot", 1, 0));
    expect_sound();
    struct callpark_recall recall;
    struct callpark_lot_config config = slots(1, 2);
    callpark_recall_init(&recall);
    recall.rounds = 2;
    config.recall = &recall;
    OK(do_lot_add("with a policy of its own", &config));
    expect_sound();
}
END_TEST

/* Room for 127 calls and the one in limbo fills a chunk. */
START_TEST(room_is_what_each_part_has)
{
    open_arena();
    ck_assert(callpark__make_room(cp, CALL_CHUNK - 1));
    ck_assert_uint_eq(cp->calls.chunk_count, 1);
    cp->room = CALL_CHUNK - 1;
    expect_sound();
    ck_assert(callpark__timers_reserve(&cp->timers, &cp->memory, CALL_CHUNK));
    ck_assert(callpark__tickets_reserve(&cp->tickets, &cp->calls, &cp->memory, CALL_CHUNK));
    ck_assert(callpark__index_reserve(&cp->by_id, &cp->memory, CALL_CHUNK));
    cp->room = CALL_CHUNK;
    ck_assert_int_ne(callpark__check(cp), 0);
    cp->room = CALL_CHUNK - 1;
    expect_sound();
    while (callpark__tickets_room(&cp->tickets) >= cp->room)
        cp->tickets.lines--;
    ck_assert_int_ne(callpark__check(cp), 0);
}
END_TEST

/* "a" came back after "b", which is gone. */
START_TEST(a_registry_is_sound_whose_only_call_came_back_late)
{
    open_arena();
    OK(do_lot("main", 1, 2));
    OK(do_park("a"));
    OK(do_park("b"));
    claim("a");
    roll_back("b");
    OK(do_rollback(callpark_by_call("a"), call_by("a")->serial));
    ck_assert_uint_eq(call_by("a")->late, 1);
    OK(do_hangup(callpark_by_call("b")));
    OK(do_lot("other", 1, 0));
    ck_assert_uint_eq(cp->calls.live, 1);
    expect_sound();
}
END_TEST

START_TEST(a_registry_stays_sound_until_it_is_empty)
{
    while (callpark_count(cp)) {
        ck_assert_int_eq(do_drain(NULL), 1);
        expect_sound();
    }
    OK(do_lot_remove("main"));
    expect_sound();
    ck_assert_int_eq(do_poll(), 0);
    expect_sound();
}
END_TEST

START_TEST(a_registry_stays_sound_while_time_passes)
{
    for (int i = 0; i < 200; i++) {
        now_ms = callpark_next_deadline(cp);
        ck_assert_int_eq(do_poll(), 1);
        expect_sound();
    }
}
END_TEST

Suite *check_suite(void);
Suite *check_suite(void)
{
    Suite *suite = suite_create("check");
    TCase *tcase = tcase_create("check");
    suite_add_tcase(suite, tcase);
    tcase_set_timeout(tcase, 60);
    tcase_add_checked_fixture(tcase, set_up, NULL);
    tcase_add_loop_test(tcase, damage_is_noticed, 0, (int)COUNT(damages));
    tcase_add_loop_test(tcase, damage_to_an_index_is_noticed, 0, (int)COUNT(index_damages));
    tcase_add_test(tcase, a_new_registry_is_sound);
    tcase_add_test(tcase, room_is_what_each_part_has);
    tcase_add_test(tcase, a_registry_is_sound_whose_only_call_came_back_late);
    tcase_add_test(tcase, a_registry_stays_sound_until_it_is_empty);
    tcase_add_test(tcase, a_registry_stays_sound_while_time_passes);
    return suite;
}
