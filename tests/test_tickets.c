/* SPDX-License-Identifier: MIT */
/* lib/tickets.c: calls by ticket, against a plain array. */
#include <check.h>

#include "support_random.h"
#include "support_source.h"
#include "tickets.h"

enum { MOST = 5000 };

static struct source source;
static const struct memory memory = {&source, source_alloc, source_free};
static struct memory libc;
static struct calls calls;
static struct tickets tickets;
static uint32_t there; /* calls under their tickets */

static void open_with(struct hash_key key)
{
    source = (struct source){.left = UINT32_MAX};
    callpark__tickets_init(&tickets, key);
    there = 0;
}

static void set_up(void)
{
    libc = callpark__memory_libc();
    callpark__calls_init(&calls);
    ck_assert(callpark__calls_reserve(&calls, &libc, MOST));
    for (uint32_t i = 0; i < MOST; i++)
        callpark__calls_take(&calls);
    open_with((struct hash_key){1, 2});
}

static void tear_down(void)
{
    callpark__tickets_fini(&tickets, &memory);
    ck_assert_uint_eq(source.granted, source.freed);
    ck_assert_uint_eq(callpark__tickets_room(&tickets), 0);
    callpark__calls_fini(&calls, &libc);
}

static bool reserve(uint32_t count)
{
    return callpark__tickets_reserve(&tickets, &calls, &memory, count);
}

static uint32_t find(uint64_t ticket)
{
    return callpark__tickets_find(&tickets, &calls, ticket);
}

static void add(uint32_t number, uint64_t ticket)
{
    callpark__call(&calls, number)->ticket = ticket;
    ck_assert(reserve(++there));
    callpark__tickets_add(&tickets, callpark__call(&calls, number), number);
}

static void take_out(uint32_t number)
{
    callpark__tickets_remove(&tickets, &calls, callpark__call(&calls, number), number);
    callpark__call(&calls, number)->ticket = 0;
    there--;
}

/* Each call is found by its ticket, and the heads lead to no others. */
static void expect_all_found(void)
{
    uint32_t chained = 0;
    for (uint32_t number = 0; number < MOST; number++) {
        uint64_t ticket = callpark__call(&calls, number)->ticket;
        if (ticket)
            ck_assert_uint_eq(find(ticket), number);
    }
    for (uint32_t i = 0; i < callpark__tickets_room(&tickets); i++) {
        for (uint32_t n = tickets.heads[i]; n != NONE; n = callpark__call(&calls, n)->chained)
            ck_assert_uint_le(++chained, there);
    }
    ck_assert_uint_eq(chained, there);
}

static uint32_t longest_chain(void)
{
    uint32_t longest = 0;
    for (uint32_t i = 0; i < callpark__tickets_room(&tickets); i++) {
        uint32_t length = 0;
        for (uint32_t n = tickets.heads[i]; n != NONE; n = callpark__call(&calls, n)->chained)
            length++;
        longest = length > longest ? length : longest;
    }
    return longest;
}

START_TEST(without_calls_nothing_is_found)
{
    ck_assert_uint_eq(find(1), NONE);
    ck_assert_uint_eq(find(UINT64_MAX), NONE);
    ck_assert(reserve(10));
    ck_assert_uint_eq(find(1), NONE);
    ck_assert_uint_eq(find(UINT64_MAX), NONE);
}
END_TEST

START_TEST(tickets_of_any_size_are_told_apart)
{
    static const uint64_t some[] = {1,
                                    15,
                                    16,
                                    17,
                                    UINT32_MAX,
                                    UINT64_C(1) << 32,
                                    UINT64_C(1) << 63,
                                    (UINT64_C(1) << 63) + 16,
                                    UINT64_MAX};
    enum { SOME = sizeof some / sizeof *some };
    for (uint32_t i = 0; i < SOME; i++)
        add(i, some[i]);
    expect_all_found();
    for (uint32_t i = 0; i < SOME; i++) {
        take_out(i);
        ck_assert_uint_eq(find(some[i]), NONE);
        expect_all_found();
    }
}
END_TEST

START_TEST(sixteen_in_a_row_share_a_cache_line_and_no_head)
{
    ck_assert(reserve(MOST));
    ck_assert_uint_eq((uintptr_t)tickets.heads % 64, 0);
    for (uint64_t first = 1600; first < 3200; first += 16) {
        uintptr_t line = (uintptr_t)callpark__tickets_head(&tickets, first) / 64;
        unsigned used = 0;
        for (uint64_t ticket = first; ticket < first + 16; ticket++) {
            const uint32_t *head = callpark__tickets_head(&tickets, ticket);
            ck_assert_uint_eq((uintptr_t)head / 64, line);
            used |= 1u << (uintptr_t)head % 64 / sizeof *head;
            ck_assert_uint_lt((size_t)(head - tickets.heads), callpark__tickets_room(&tickets));
        }
        ck_assert_uint_eq(used, 0xffff);
    }
}
END_TEST

START_TEST(one_call_stays_while_many_pass)
{
    uint64_t ticket = 1;
    add(0, ticket);
    for (uint32_t round = 0; round < 100; round++) {
        for (uint32_t i = 1; i < 100; i++)
            add(i, ++ticket);
        expect_all_found();
        for (uint32_t i = 1; i < 100; i++)
            take_out(i);
        ticket += UINT64_C(1) << 33;
    }
    expect_all_found();
    ck_assert_uint_eq(find(1), 0);
    ck_assert_uint_lt(source.granted, 10);
}
END_TEST

/* Of all calls those stay whose tickets are |stride| apart, under any of several keys, one
 * of them that of a host that gives none. By chance alone seven meet somewhere. */
START_TEST(whatever_the_rhythm_few_calls_meet)
{
    static const struct hash_key keys[] = {
        {0, 0}, {0, UINT64_MAX}, {7, 0x0123456789abcdef}, {9, 0xfedcba9876543210}};
    uint64_t stride = UINT64_C(1) << _i;
    for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
        callpark__tickets_fini(&tickets, &memory);
        open_with(keys[k]);
        for (uint32_t i = 0; i < MOST; i++)
            add(i, 1 + i * stride);
        ck_assert_uint_le(longest_chain(), 10);
    }
    expect_all_found();
}
END_TEST

START_TEST(growth_is_seldom_and_a_reservation_of_less_is_none)
{
    for (uint32_t i = 0; i < MOST; i++)
        add(i, i + 1);
    expect_all_found();
    ck_assert_uint_lt(source.granted, 20);
    ck_assert_uint_lt(callpark__tickets_room(&tickets), MOST * 3 / 2 + 16);
    unsigned granted = source.granted;
    ck_assert(reserve(10));
    ck_assert_uint_eq(source.granted, granted);
}
END_TEST

START_TEST(what_was_reserved_is_added_without_memory)
{
    ck_assert(reserve(MOST));
    source.left = 0;
    for (uint32_t i = 0; i < MOST; i++)
        add(i, i + 1000);
    expect_all_found();
}
END_TEST

START_TEST(a_refused_reservation_changes_nothing)
{
    for (uint32_t i = 0; i < 20; i++)
        add(i, i + 1);
    struct tickets before = tickets;
    source.left = 0;
    ck_assert(!reserve(1000));
    ck_assert_mem_eq(&tickets, &before, sizeof tickets);
    expect_all_found();
    source.left = UINT32_MAX;
    ck_assert(reserve(1000));
    expect_all_found();
}
END_TEST

START_TEST(random_calls_that_come_and_go_match_an_array)
{
    struct random random = {.state = (uint64_t)_i};
    uint64_t ticket = random_below(&random, 100);
    for (uint32_t step = 0; step < 10 * MOST; step++) {
        uint32_t number = random_below(&random, MOST);
        uint64_t old = callpark__call(&calls, number)->ticket;
        if (old) {
            take_out(number);
            ck_assert_uint_eq(find(old), NONE);
        } else if (random_chance(&random, step < 4 * MOST ? 90 : 20)) {
            ticket += random_chance(&random, 5) ? 1 + random_below(&random, 1000) : 1;
            add(number, ticket);
            ck_assert_uint_eq(find(ticket), number);
        }
        if (step % MOST == 0)
            expect_all_found();
    }
    expect_all_found();
}
END_TEST

Suite *tickets_suite(void);
Suite *tickets_suite(void)
{
    Suite *suite = suite_create("tickets");
    TCase *tcase = tcase_create("tickets");
    suite_add_tcase(suite, tcase);
    tcase_set_timeout(tcase, 60);
    tcase_set_tags(tcase, "thorough");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, without_calls_nothing_is_found);
    tcase_add_test(tcase, tickets_of_any_size_are_told_apart);
    tcase_add_test(tcase, sixteen_in_a_row_share_a_cache_line_and_no_head);
    tcase_add_test(tcase, one_call_stays_while_many_pass);
    tcase_add_loop_test(tcase, whatever_the_rhythm_few_calls_meet, 0, 36);
    tcase_add_test(tcase, growth_is_seldom_and_a_reservation_of_less_is_none);
    tcase_add_test(tcase, what_was_reserved_is_added_without_memory);
    tcase_add_test(tcase, a_refused_reservation_changes_nothing);
    tcase_add_loop_test(tcase, random_calls_that_come_and_go_match_an_array, 1, 4);
    return suite;
}
