/* SPDX-License-Identifier: MIT */
/* lib/queue.c: calls in the order of their tickets, a list and a heap of latecomers. */
#include <check.h>

#include "queue.h"
#include "support_random.h"

#include <string.h>

enum { MOST = 500 };

static struct memory memory;
static struct calls calls;
static struct queue queue;

/* The reference: who is in the queue. */
static bool queued[MOST];
static uint32_t queued_count;

/* Call n has ticket n + 1 at first. */
static void set_up(void)
{
    memory = callpark__memory_libc();
    callpark__calls_init(&calls);
    ck_assert(callpark__calls_reserve(&calls, &memory, MOST));
    for (uint64_t ticket = 1; ticket <= MOST; ticket++)
        callpark__call(&calls, callpark__calls_take(&calls))->ticket = ticket;
    callpark__queue_init(&queue);
    memset(queued, 0, sizeof queued);
    queued_count = 0;
}

static void tear_down(void)
{
    callpark__calls_fini(&calls, &memory);
}

static struct call *call(uint32_t number)
{
    return callpark__call(&calls, number);
}

static void add(uint32_t number)
{
    callpark__queue_add(&queue, &calls, call(number), number);
    queued[number] = true;
    queued_count++;
}

static void take_out(uint32_t number)
{
    callpark__queue_remove(&queue, &calls, call(number), number);
    queued[number] = false;
    queued_count--;
}

static uint32_t plain_first(void)
{
    uint32_t first = NONE;
    for (uint32_t i = 0; i < MOST; i++) {
        if (queued[i] && (first == NONE || call(i)->ticket < call(first)->ticket))
            first = i;
    }
    return first;
}

/* ---- The structure ---- */

static const char *bad_list(uint32_t *count)
{
    uint32_t previous = NONE;
    for (uint32_t n = queue.head; n != NONE; n = call(n)->next) {
        if (++*count > queued_count || !queued[n] || call(n)->late)
            return "a stranger in the list";
        if (call(n)->previous != previous)
            return "the list does not go back";
        if (previous != NONE && call(previous)->ticket > call(n)->ticket)
            return "the list is out of order";
        previous = n;
    }
    return queue.tail == previous ? NULL : "the list has another end";
}

/* Children are older than no parent; siblings point at their left ones. */
static const char *bad_heap(uint32_t root, uint32_t *count)
{
    uint32_t left = root;
    if (++*count > queued_count || !queued[root] || !call(root)->late)
        return "a stranger in the heap";
    for (uint32_t n = *callpark__call_child(&calls, root); n != NONE; n = call(n)->next) {
        if (call(n)->previous != left)
            return "the heap does not go back";
        if (call(n)->ticket < call(root)->ticket)
            return "the heap is out of order";
        const char *wrong = bad_heap(n, count);
        if (wrong)
            return wrong;
        left = n;
    }
    return NULL;
}

static const char *difference(void)
{
    uint32_t count = 0;
    const char *wrong = bad_list(&count);
    if (!wrong && queue.late != NONE) {
        bool alone = call(queue.late)->previous == NONE && call(queue.late)->next == NONE;
        wrong = alone ? bad_heap(queue.late, &count) : "the root of the heap has neighbours";
    }
    if (!wrong && count != queued_count)
        wrong = "another count";
    if (!wrong && callpark__queue_first(&queue, &calls) != plain_first())
        wrong = "another call is first";
    return wrong;
}

static void expect_same(void)
{
    const char *wrong = difference();
    ck_assert_msg(!wrong, "%u calls: %s", queued_count, wrong);
}

/* Takes the first out until none is left. */
static void expect_drained(void)
{
    while (queued_count) {
        expect_same();
        take_out(callpark__queue_first(&queue, &calls));
    }
    expect_same();
}

/* ---- Named behaviours ---- */

START_TEST(an_empty_queue_has_no_first)
{
    ck_assert_uint_eq(callpark__queue_first(&queue, &calls), NONE);
    expect_same();
}
END_TEST

START_TEST(the_older_of_two_has_the_lower_ticket_and_anyone_is_older_than_nobody)
{
    call(3)->ticket = UINT64_C(1) << 40;
    ck_assert_uint_eq(callpark__older(&calls, 3, 4), 4);
    ck_assert_uint_eq(callpark__older(&calls, 4, 3), 4);
    ck_assert_uint_eq(callpark__older(&calls, 3, NONE), 3);
    ck_assert_uint_eq(callpark__older(&calls, NONE, 3), 3);
    ck_assert_uint_eq(callpark__older(&calls, NONE, NONE), NONE);
}
END_TEST

START_TEST(calls_that_come_in_order_leave_in_order)
{
    for (uint32_t i = 0; i < 50; i++) {
        add(i);
        ck_assert(!call(i)->late);
        expect_same();
    }
    for (uint32_t i = 0; i < 50; i++) {
        ck_assert_uint_eq(callpark__queue_first(&queue, &calls), i);
        take_out(i);
    }
    expect_same();
}
END_TEST

START_TEST(calls_leave_the_list_from_both_ends_and_the_middle)
{
    for (uint32_t i = 0; i < 5; i++)
        add(i);
    const uint32_t order[] = {2, 0, 4, 1, 3};
    for (size_t i = 0; i < 5; i++) {
        take_out(order[i]);
        expect_same();
    }
    add(2); /* the list is empty: it begins anew */
    ck_assert(!call(2)->late);
    expect_same();
}
END_TEST

START_TEST(one_that_comes_back_behind_younger_ones_is_first_again)
{
    for (uint32_t i = 0; i < 5; i++)
        add(i);
    take_out(0);
    ck_assert_uint_eq(callpark__queue_first(&queue, &calls), 1);
    add(0);
    ck_assert(call(0)->late);
    ck_assert_uint_eq(callpark__queue_first(&queue, &calls), 0);
    expect_drained();
}
END_TEST

START_TEST(calls_that_come_in_the_reverse_order_leave_in_order)
{
    for (uint32_t i = 50; i-- > 0;) {
        add(i);
        ck_assert_int_eq(call(i)->late, i != 49);
        expect_same();
    }
    expect_drained();
}
END_TEST

START_TEST(one_that_left_the_heap_is_listed_if_it_is_the_youngest_then)
{
    add(10);
    add(5);
    take_out(10);
    ck_assert(call(5)->late);
    take_out(5);
    add(5);
    ck_assert(!call(5)->late);
    expect_same();
}
END_TEST

START_TEST(the_list_takes_younger_calls_while_the_heap_is_full)
{
    add(20);
    for (uint32_t i = 0; i < 10; i++)
        add(i);
    for (uint32_t i = 30; i < 40; i++)
        add(i);
    take_out(20);
    take_out(35);
    expect_drained();
}
END_TEST

/* ---- Heaps of every shape, and each call taken out of them ---- */

enum { SMALL = 6, PERMUTATIONS = 720 };

static void permute(uint32_t index, uint32_t order[SMALL])
{
    uint32_t rest[SMALL];
    for (uint32_t i = 0; i < SMALL; i++)
        rest[i] = i;
    for (uint32_t i = 0; i < SMALL; i++) {
        uint32_t at = index % (SMALL - i);
        index /= SMALL - i;
        order[i] = rest[at];
        rest[at] = rest[SMALL - i - 1];
    }
}

/* |taken| calls are taken from the top first, so that the heap gets deeper. */
static void exhaust(uint32_t taken)
{
    uint32_t order[SMALL];
    for (uint32_t p = 0; p < PERMUTATIONS; p++) {
        for (uint32_t victim = 0; victim < SMALL; victim++) {
            permute(p, order);
            add(MOST - 1); /* the youngest: all others are late */
            for (uint32_t i = 0; i < SMALL; i++)
                add(order[i]);
            for (uint32_t i = 0; i < taken; i++)
                take_out(callpark__queue_first(&queue, &calls));
            if (queued[victim])
                take_out(victim);
            const char *wrong = difference();
            while (queued_count && !wrong) {
                take_out(callpark__queue_first(&queue, &calls));
                wrong = difference();
            }
            ck_assert_msg(!wrong, "permutation %u, %u out: %s", p, victim, wrong);
        }
    }
}

START_TEST(any_call_leaves_a_heap_of_any_shape)
{
    exhaust((uint32_t)_i);
}
END_TEST

/* ---- Random walks ---- */

START_TEST(random_coming_and_going_matches_a_search_through_all)
{
    struct random random = {.state = (uint64_t)_i};
    const char *wrong = NULL;
    uint64_t next_ticket = MOST + 1;
    for (uint32_t step = 0; step < 10000 && !wrong; step++) {
        uint32_t n = random_below(&random, _i % 2 ? MOST : 30);
        uint32_t first = callpark__queue_first(&queue, &calls);
        if (!queued[n]) {
            if (random_chance(&random, 40)) /* a new call, not one that comes back */
                call(n)->ticket = next_ticket++;
            add(n);
        } else if (random_chance(&random, step / 2000 % 2 ? 80 : 20)) {
            take_out(random_chance(&random, 50) ? n : first);
        }
        if (step % 8 == 0)
            wrong = difference();
    }
    ck_assert_msg(!wrong, "%s", wrong);
    expect_drained();
}
END_TEST

Suite *queue_suite(void);
Suite *queue_suite(void)
{
    Suite *suite = suite_create("queue");
    TCase *tcase = tcase_create("queue");
    suite_add_tcase(suite, tcase);
    tcase_set_timeout(tcase, 60);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, an_empty_queue_has_no_first);
    tcase_add_test(tcase, the_older_of_two_has_the_lower_ticket_and_anyone_is_older_than_nobody);
    tcase_add_test(tcase, calls_that_come_in_order_leave_in_order);
    tcase_add_test(tcase, calls_leave_the_list_from_both_ends_and_the_middle);
    tcase_add_test(tcase, one_that_comes_back_behind_younger_ones_is_first_again);
    tcase_add_test(tcase, calls_that_come_in_the_reverse_order_leave_in_order);
    tcase_add_test(tcase, one_that_left_the_heap_is_listed_if_it_is_the_youngest_then);
    tcase_add_test(tcase, the_list_takes_younger_calls_while_the_heap_is_full);
    tcase_add_loop_test(tcase, any_call_leaves_a_heap_of_any_shape, 0, 3);
    tcase_add_loop_test(tcase, random_coming_and_going_matches_a_search_through_all, 0, 6);
    return suite;
}
