/* SPDX-License-Identifier: MIT */
/* lib/timer.c: the heap of deadlines, in the order of (due, ticket). */
#include <check.h>

#include "support_random.h"
#include "support_source.h"
#include "timer.h"

enum { MOST = 400 };

static struct source source;
static const struct memory memory = {&source, source_alloc, source_free};
static struct calls calls;
static struct timers timers;

/* The reference: when each call is due; UINT64_MAX: it has no timer. */
static uint64_t due_of[MOST];

/* Calls 0 to MOST-1, whose tickets are in no order that their numbers tell. */
static void set_up(void)
{
    source = (struct source){.left = UINT32_MAX};
    timers = (struct timers){0};
    callpark__calls_init(&calls);
    ck_assert(callpark__calls_reserve(&calls, &memory, MOST));
    for (uint32_t i = 0; i < MOST; i++) {
        callpark__call(&calls, callpark__calls_take(&calls))->ticket = 1 + i * 177 % 401;
        due_of[i] = UINT64_MAX;
    }
}

static void tear_down(void)
{
    callpark__timers_fini(&timers, &memory);
    callpark__calls_fini(&calls, &memory);
    ck_assert_ptr_null(timers.heap);
    ck_assert_uint_eq(timers.count + timers.capacity, 0);
    ck_assert_uint_eq(source.granted, source.freed);
}

static uint64_t ticket_of(uint32_t call)
{
    return callpark__call(&calls, call)->ticket;
}

static void set(uint32_t call, uint64_t due)
{
    if (timers.count == timers.capacity)
        ck_assert(callpark__timers_reserve(&timers, &memory, timers.count + 1));
    callpark__timer_set(&timers, &calls, call, due);
    due_of[call] = due;
}

static bool before(uint32_t a, uint32_t b)
{
    return due_of[a] != due_of[b] ? due_of[a] < due_of[b] : ticket_of(a) < ticket_of(b);
}

/* The call due first, by looking at all, or NONE. */
static uint32_t plain_first(void)
{
    uint32_t first = NONE;
    for (uint32_t i = 0; i < MOST; i++) {
        if (due_of[i] != UINT64_MAX && (first == NONE || before(i, first)))
            first = i;
    }
    return first;
}

static const char *difference(void)
{
    uint32_t count = 0;
    uint32_t first = plain_first();
    for (uint32_t i = 0; i < MOST; i++) {
        if (callpark__timer_due(&timers, callpark__call(&calls, i)) != due_of[i])
            return "another due time";
        count += due_of[i] != UINT64_MAX;
    }
    if (timers.count != count)
        return "another count";
    if (first != NONE && (timers.heap[0].call != first || timers.heap[0].due != due_of[first]))
        return "another call is first";
    return NULL;
}

static void expect_same(void)
{
    const char *wrong = difference();
    ck_assert_msg(!wrong, "%s", wrong);
}

/* Takes the first away until none is left: NULL if each was the one due first. */
static const char *drain(void)
{
    while (timers.count) {
        uint32_t first = plain_first();
        if (first == NONE || timers.heap[0].call != first)
            return "another call is first";
        set(first, UINT64_MAX);
    }
    return plain_first() == NONE ? NULL : "a timer is lost";
}

static void expect_drained(const char *when, uint32_t a, uint32_t b)
{
    const char *wrong = drain();
    ck_assert_msg(!wrong, "%s %u %u: %s", when, a, b, wrong);
}

/* ---- Named behaviours ---- */

START_TEST(no_timer_is_never_due)
{
    expect_same();
    set(3, UINT64_MAX);
    expect_same();
    ck_assert_uint_eq(timers.count, 0);
}
END_TEST

START_TEST(the_earliest_comes_first_in_whatever_order_they_were_set)
{
    const uint64_t dues[] = {50, 10, 40, 20, 30, 60, 0, 5};
    const uint32_t order[] = {6, 7, 1, 3, 4, 2, 0, 5};
    for (uint32_t i = 0; i < 8; i++)
        set(i, dues[i]);
    for (uint32_t i = 0; i < 8; i++) {
        ck_assert_uint_eq(timers.heap[0].call, order[i]);
        set(order[i], UINT64_MAX);
    }
    expect_same();
}
END_TEST

START_TEST(equal_deadlines_come_in_the_order_of_tickets)
{
    uint64_t last = 0;
    for (uint32_t i = 0; i < MOST; i++)
        set(i, 1000);
    for (uint32_t i = 0; i < MOST; i++) {
        uint32_t first = timers.heap[0].call;
        ck_assert_uint_gt(ticket_of(first), last);
        last = ticket_of(first);
        set(first, UINT64_MAX);
    }
}
END_TEST

/* The first sets what the others' tickets are measured from. */
static const uint64_t far_tickets[] = {
    UINT64_C(5) << 32,
    (UINT64_C(5) << 32) - 1,
    (UINT64_C(5) << 32) + 1,
    1,
    2,
    (UINT64_C(5) << 32) + UINT32_MAX - 3,
    (UINT64_C(5) << 32) + UINT32_MAX - 2,
    (UINT64_C(5) << 32) + UINT32_MAX - 1,
    (UINT64_C(5) << 32) + UINT32_MAX,
    UINT64_C(6) << 32,
    UINT64_C(1) << 63,
    (UINT64_C(1) << 63) + 1,
};

START_TEST(tickets_are_told_apart_over_all_64_bits)
{
    const uint32_t count = sizeof far_tickets / sizeof *far_tickets;
    for (uint32_t i = 0; i < count; i++)
        callpark__call(&calls, i)->ticket = far_tickets[i];
    for (uint32_t turn = 1; turn <= count; turn++) {
        for (uint32_t i = 0; i < count; i++)
            set(i * turn % count, 1000); /* some are set anew, some not at all */
        expect_drained("far", turn, 0);
    }
}
END_TEST

START_TEST(deadlines_are_told_apart_over_all_64_bits)
{
    const uint64_t dues[] = {UINT64_MAX - 1,    UINT64_MAX - 2, UINT64_C(1) << 63,
                             UINT64_C(1) << 32, UINT32_MAX,     0};
    for (uint32_t i = 0; i < 6; i++) {
        set(i, dues[i]);
        ck_assert_uint_eq(timers.heap[0].call, i);
        expect_same();
    }
    expect_drained("largest", 0, 0);
}
END_TEST

START_TEST(what_was_reserved_is_set_without_memory)
{
    ck_assert(callpark__timers_reserve(&timers, &memory, 100));
    source.left = 0;
    ck_assert(callpark__timers_reserve(&timers, &memory, 100));
    for (uint32_t i = 0; i < 100; i++)
        set(i, 1000 - i);
    expect_same();
}
END_TEST

START_TEST(a_refused_reservation_changes_nothing)
{
    for (uint32_t i = 0; i < 10; i++)
        set(i, 100 - i);
    struct timers old = timers;
    source.left = 0;
    ck_assert(!callpark__timers_reserve(&timers, &memory, timers.capacity + 1));
    ck_assert_mem_eq(&timers, &old, sizeof timers);
    expect_same();
    source.left = UINT32_MAX;
    ck_assert(callpark__timers_reserve(&timers, &memory, MOST));
    expect_drained("grown", 0, 0);
}
END_TEST

/* A parent at n has its children at 4 n + 1 to 4 n + 4. */
START_TEST(siblings_share_a_cache_line)
{
    for (uint32_t i = 0; i < MOST; i++)
        set(i, i);
    ck_assert_uint_eq(64 / sizeof(struct timer), 4);
    ck_assert_uint_eq((uintptr_t)&timers.heap[1] % 64, 0);
    ck_assert_uint_eq((uintptr_t)&timers.heap[4 * 20 + 1] % 64, 0);
}
END_TEST

START_TEST(growth_is_seldom)
{
    unsigned granted = source.granted;
    for (uint32_t i = 0; i < MOST; i++)
        set(i, i);
    ck_assert_uint_lt(source.granted - granted, 20);
}
END_TEST

/* ---- At every place of heaps of every small size ---- */

enum { SMALL = 30 }; /* three levels of four */

/* |count| timers, due 100, 110 ..., set in an order that |shape| gives. */
static void build(uint32_t count, uint32_t shape)
{
    struct random random = {.state = shape};
    uint32_t order[SMALL];
    for (uint32_t i = 0; i < count; i++) {
        uint32_t at = random_below(&random, i + 1);
        order[i] = order[at];
        order[at] = i;
    }
    for (uint32_t i = 0; i < count; i++)
        set(order[i], 100 + 10 * order[i]);
}

START_TEST(a_timer_is_taken_away_from_any_place)
{
    for (uint32_t count = 1; count <= SMALL; count++) {
        for (uint32_t place = 0; place < count; place++) {
            for (uint32_t shape = 0; shape < 5; shape++) {
                build(count, shape);
                set(timers.heap[place].call, UINT64_MAX);
                expect_same();
                expect_drained("removed", count, place);
            }
        }
    }
}
END_TEST

/* |offset| 0: to the deadline of another; 5: between those of two others. */
static void change_all(uint32_t count, uint32_t offset)
{
    for (uint32_t place = 0; place < count; place++) {
        for (uint32_t to = 0; to < count + 1; to++) {
            build(count, place);
            set(timers.heap[place].call, 100 + 10 * to - offset);
            expect_same();
            expect_drained("changed", place, to);
        }
    }
}

START_TEST(a_timer_at_any_place_is_changed_to_any_other)
{
    for (uint32_t count = 1; count <= SMALL; count += count < 6 ? 1 : 3) {
        change_all(count, 5);
        change_all(count, 0);
    }
}
END_TEST

/* ---- Random walks ---- */

static const uint64_t spans[] = {1, 3, 100, UINT64_MAX / 2};

START_TEST(random_changes_match_a_search_through_all)
{
    struct random random = {.state = (uint64_t)_i};
    const char *wrong = NULL;
    uint32_t calls_used = _i % 2 ? MOST : 40;
    for (uint32_t step = 0; step < 5000 && !wrong; step++) {
        uint32_t call = random_below(&random, calls_used);
        bool off = random_chance(&random, step / 1000 % 2 ? 60 : 20);
        if (random_chance(&random, 20) && timers.count)
            call = timers.heap[0].call;
        set(call, off ? UINT64_MAX : random_next(&random) % spans[_i % 4]);
        wrong = difference();
    }
    ck_assert_msg(!wrong, "%s", wrong);
    expect_drained("random", 0, 0);
}
END_TEST

Suite *timer_suite(void);
Suite *timer_suite(void)
{
    Suite *suite = suite_create("timer");
    TCase *tcase = tcase_create("timer");
    suite_add_tcase(suite, tcase);
    tcase_set_timeout(tcase, 60);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, no_timer_is_never_due);
    tcase_add_test(tcase, the_earliest_comes_first_in_whatever_order_they_were_set);
    tcase_add_test(tcase, equal_deadlines_come_in_the_order_of_tickets);
    tcase_add_test(tcase, tickets_are_told_apart_over_all_64_bits);
    tcase_add_test(tcase, deadlines_are_told_apart_over_all_64_bits);
    tcase_add_test(tcase, what_was_reserved_is_set_without_memory);
    tcase_add_test(tcase, a_refused_reservation_changes_nothing);
    tcase_add_test(tcase, siblings_share_a_cache_line);
    tcase_add_test(tcase, growth_is_seldom);
    tcase_add_test(tcase, a_timer_is_taken_away_from_any_place);
    tcase_add_test(tcase, a_timer_at_any_place_is_changed_to_any_other);
    tcase_add_loop_test(tcase, random_changes_match_a_search_through_all, 0, 8);
    return suite;
}
