/* SPDX-License-Identifier: MIT */
/* lib/late.c: the pairing heap; tests/test_queue.c has its structure checked. */
#include <check.h>

#include "late.h"
#include "support_random.h"

#include <string.h>

enum { MOST = 300 };

static struct memory memory;
static struct calls calls;
static uint32_t root;
static bool there[MOST];

/* Call n has ticket n + 1. */
static void set_up(void)
{
    memory = callpark__memory_libc();
    callpark__calls_init(&calls);
    ck_assert(callpark__calls_reserve(&calls, &memory, MOST));
    for (uint64_t ticket = 1; ticket <= MOST; ticket++)
        callpark__call(&calls, callpark__calls_take(&calls))->ticket = ticket;
    root = NONE;
    memset(there, 0, sizeof there);
}

static void tear_down(void)
{
    callpark__calls_fini(&calls, &memory);
}

static void turn(uint32_t number)
{
    if (there[number])
        callpark__late_remove(&root, &calls, number);
    else
        callpark__late_add(&root, &calls, number);
    there[number] = !there[number];
}

static uint32_t lowest(void)
{
    uint32_t number = 0;
    while (number < MOST && !there[number])
        number++;
    return number < MOST ? number : NONE;
}

START_TEST(of_two_calls_the_lower_ticket_is_older)
{
    ck_assert_uint_eq(callpark__older(&calls, 3, 7), 3);
    ck_assert_uint_eq(callpark__older(&calls, 7, 3), 3);
    ck_assert_uint_eq(callpark__older(&calls, 7, NONE), 7);
    ck_assert_uint_eq(callpark__older(&calls, NONE, 7), 7);
    ck_assert_uint_eq(callpark__older(&calls, NONE, NONE), NONE);
}
END_TEST

START_TEST(the_root_is_always_the_oldest)
{
    struct random random = {.state = (uint64_t)_i};
    for (uint32_t step = 0; step < 5000; step++) {
        turn(random_below(&random, MOST));
        ck_assert_uint_eq(root, lowest());
    }
}
END_TEST

START_TEST(taking_the_root_away_sorts_the_calls)
{
    for (uint32_t i = 0; i < MOST; i++)
        turn(i * 7 % MOST);
    for (uint32_t i = 0; i < MOST; i++) {
        ck_assert_uint_eq(root, i);
        turn(i);
    }
    ck_assert_uint_eq(root, NONE);
}
END_TEST

Suite *late_suite(void);
Suite *late_suite(void)
{
    Suite *suite = suite_create("late");
    TCase *tcase = tcase_create("late");
    suite_add_tcase(suite, tcase);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, of_two_calls_the_lower_ticket_is_older);
    tcase_add_loop_test(tcase, the_root_is_always_the_oldest, 1, 4);
    tcase_add_test(tcase, taking_the_root_away_sorts_the_calls);
    return suite;
}
