/* SPDX-License-Identifier: MIT */
/* lib/table.c: numbers for things, reused, iterated in their order. */
#include <check.h>

#include "support_random.h"
#include "support_source.h"
#include "table.h"

#include <string.h>

static struct source source;
static const struct memory memory = {&source, source_alloc, source_free};
static struct table table;

static char things[2000];          /* only their addresses count */
static void *plain[sizeof things]; /* the reference: by number */

static void set_up(void)
{
    source = (struct source){.left = UINT32_MAX};
    table = (struct table){0};
    memset(plain, 0, sizeof plain);
}

static void tear_down(void)
{
    callpark__table_fini(&table, &memory);
    ck_assert_uint_eq(source.granted, source.freed);
    ck_assert_ptr_null(table.items);
    ck_assert_uint_eq(table.capacity + table.end + table.unused_count, 0);
}

static uint32_t add(size_t thing)
{
    ck_assert(callpark__table_reserve(&table, &memory, 1));
    return callpark__table_add(&table, &things[thing]);
}

START_TEST(numbers_begin_at_0_and_grow)
{
    for (uint32_t i = 0; i < 100; i++)
        ck_assert_uint_eq(add(i), i);
    for (uint32_t i = 0; i < 100; i++)
        ck_assert_ptr_eq(callpark__table_get(&table, i), &things[i]);
}
END_TEST

START_TEST(the_number_of_what_was_removed_is_given_again)
{
    for (uint32_t i = 0; i < 10; i++)
        add(i);
    callpark__table_remove(&table, 3);
    ck_assert_ptr_null(callpark__table_get(&table, 3));
    callpark__table_remove(&table, 7);
    uint32_t a = add(20);
    uint32_t b = add(21);
    ck_assert_uint_eq(a + b, 10);
    ck_assert(a == 3 || a == 7);
    ck_assert_uint_eq(add(22), 10);
    ck_assert_ptr_eq(callpark__table_get(&table, a), &things[20]);
    ck_assert_ptr_eq(callpark__table_get(&table, b), &things[21]);
}
END_TEST

START_TEST(what_was_reserved_is_added_without_memory)
{
    for (uint32_t i = 0; i < 5; i++)
        add(i);
    callpark__table_remove(&table, 2);
    ck_assert(callpark__table_reserve(&table, &memory, 300));
    source.left = 0;
    for (uint32_t i = 0; i < 300; i++)
        callpark__table_add(&table, &things[100 + i]);
    ck_assert_uint_eq(table.end, 304);
    for (uint32_t i = 0; i < 304; i++)
        ck_assert_ptr_nonnull(callpark__table_get(&table, i));
}
END_TEST

START_TEST(numbers_freed_count_as_room)
{
    while (table.end == 0 || table.end < table.capacity)
        add(table.end);
    uint32_t end = table.end;
    source.left = 0;
    ck_assert(!callpark__table_reserve(&table, &memory, 1));
    for (uint32_t i = 0; i < end; i++)
        callpark__table_remove(&table, i);
    ck_assert(callpark__table_reserve(&table, &memory, end));
    ck_assert(!callpark__table_reserve(&table, &memory, end + 1));
    for (uint32_t i = 0; i < end; i++)
        ck_assert_uint_lt(callpark__table_add(&table, &things[i]), end);
}
END_TEST

START_TEST(a_refused_reservation_changes_nothing)
{
    add(0);
    add(1);
    callpark__table_remove(&table, 0);
    struct table before = table;
    unsigned held = source.granted - source.freed;
    source.refuse_at = source.asked + 1 + (unsigned)_i;
    ck_assert(!callpark__table_reserve(&table, &memory, 500));
    ck_assert_mem_eq(&table, &before, sizeof table);
    ck_assert_uint_eq(source.granted - source.freed, held);
    ck_assert_ptr_eq(callpark__table_get(&table, 1), &things[1]);
    ck_assert(callpark__table_reserve(&table, &memory, 500));
    ck_assert_uint_eq(callpark__table_add(&table, &things[2]), 0);
}
END_TEST

START_TEST(more_than_there_are_numbers_is_refused_without_asking)
{
    add(0);
    source.left = 0;
    unsigned asked = source.asked;
    ck_assert(!callpark__table_reserve(&table, &memory, NONE));
    ck_assert(!callpark__table_reserve(&table, &memory, NONE - 8));
    ck_assert(!callpark__table_reserve(&table, &memory, NONE - 8 - table.capacity + 1));
    ck_assert_uint_eq(source.asked, asked);
}
END_TEST

START_TEST(an_empty_table_has_nothing_to_iterate)
{
    uint64_t cursor = 0;
    ck_assert_ptr_null(callpark__table_next(&table, &cursor));
    ck_assert_uint_eq(cursor, 0);
}
END_TEST

START_TEST(iteration_follows_the_numbers_and_passes_over_gaps)
{
    const uint32_t gaps[] = {0, 3, 4, 9};
    uint64_t cursor = 0;
    for (uint32_t i = 0; i < 10; i++)
        add(i);
    for (size_t i = 0; i < 4; i++)
        callpark__table_remove(&table, gaps[i]);
    const uint32_t rest[] = {1, 2, 5, 6, 7, 8};
    for (size_t i = 0; i < 6; i++) {
        ck_assert_ptr_eq(callpark__table_next(&table, &cursor), &things[rest[i]]);
        ck_assert_uint_eq(cursor, rest[i] + 1);
    }
    ck_assert_ptr_null(callpark__table_next(&table, &cursor));
    ck_assert_uint_eq(cursor, 9);
}
END_TEST

START_TEST(a_cursor_from_anywhere_is_survived)
{
    const uint64_t cursors[] = {1, 2, 100, NONE, UINT64_C(1) << 32, UINT64_MAX};
    add(0);
    for (size_t i = 0; i < 6; i++) {
        uint64_t cursor = cursors[i];
        ck_assert_ptr_null(callpark__table_next(&table, &cursor));
        ck_assert_uint_eq(cursor, cursors[i]);
    }
}
END_TEST

/* ---- Against a plain array ---- */

static const char *difference(void)
{
    uint64_t cursor = 0;
    for (uint32_t i = 0; i < sizeof things; i++) {
        if (i < table.end ? callpark__table_get(&table, i) != plain[i] : plain[i] != NULL)
            return "another item under a number";
        if (plain[i] && callpark__table_next(&table, &cursor) != plain[i])
            return "another item next";
    }
    return callpark__table_next(&table, &cursor) ? "one item too many" : NULL;
}

START_TEST(random_additions_and_removals_match_a_plain_array)
{
    struct random random = {.state = (uint64_t)_i};
    const char *wrong = NULL;
    uint32_t most = 0;
    for (uint32_t step = 0; step < 2000 && !wrong; step++) {
        bool grows = step / 400 % 2 == 0;
        uint32_t at = random_below(&random, sizeof things);
        if (random_chance(&random, grows ? 80 : 20)) {
            uint32_t number = add(step);
            wrong = number < sizeof things && !plain[number] ? NULL : "a number given twice";
            plain[number] = &things[step];
            most = number > most ? number : most;
        } else if (plain[at]) {
            callpark__table_remove(&table, at);
            plain[at] = NULL;
        }
        if (step % 20 == 0 && !wrong)
            wrong = difference();
    }
    ck_assert_msg(!wrong, "%s", wrong);
    ck_assert_uint_gt(most, 100);
    ck_assert_uint_lt(source.granted, 50);
}
END_TEST

/* What is there throughout is seen once, whatever comes and goes meanwhile. */
START_TEST(iteration_sees_what_stays_exactly_once)
{
    struct random random = {.state = (uint64_t)_i + 77};
    unsigned seen[200] = {0};
    uint64_t cursor = 0;
    const char *thing;
    for (uint32_t i = 0; i < 200; i++)
        add(i);
    while ((thing = callpark__table_next(&table, &cursor))) {
        size_t at = (size_t)(thing - things);
        if (at < 200)
            seen[at]++;
        uint32_t victim = random_below(&random, 200); /* the even ones come and go */
        if (victim % 2 == 0 && callpark__table_get(&table, victim))
            callpark__table_remove(&table, victim);
        else if (victim % 2 != 0)
            add(1000 + victim);
    }
    for (size_t i = 1; i < 200; i += 2)
        ck_assert_uint_eq(seen[i], 1);
}
END_TEST

Suite *table_suite(void);
Suite *table_suite(void)
{
    Suite *suite = suite_create("table");
    TCase *tcase = tcase_create("table");
    suite_add_tcase(suite, tcase);
    tcase_set_timeout(tcase, 60);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, numbers_begin_at_0_and_grow);
    tcase_add_test(tcase, the_number_of_what_was_removed_is_given_again);
    tcase_add_test(tcase, what_was_reserved_is_added_without_memory);
    tcase_add_test(tcase, numbers_freed_count_as_room);
    tcase_add_loop_test(tcase, a_refused_reservation_changes_nothing, 0, 2);
    tcase_add_test(tcase, more_than_there_are_numbers_is_refused_without_asking);
    tcase_add_test(tcase, an_empty_table_has_nothing_to_iterate);
    tcase_add_test(tcase, iteration_follows_the_numbers_and_passes_over_gaps);
    tcase_add_test(tcase, a_cursor_from_anywhere_is_survived);
    tcase_add_loop_test(tcase, random_additions_and_removals_match_a_plain_array, 1, 6);
    tcase_add_loop_test(tcase, iteration_sees_what_stays_exactly_once, 1, 6);
    return suite;
}
