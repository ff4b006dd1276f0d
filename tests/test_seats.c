/* SPDX-License-Identifier: MIT */
/* lib/seats.c: who is in which slot, over ranges that move. */
#include <check.h>

#include "seats.h"
#include "support_source.h"

static struct source source;
static const struct memory memory = {&source, source_alloc, source_free};

/* Other seats for another range, as a lot takes them. */
static void move_to(struct seats *seats, uint32_t first, uint32_t count)
{
    struct seats to;
    source.left = 1;
    ck_assert(callpark__seats_init(&to, &memory, seats, first, count));
    callpark__seats_copy(&to, seats);
    callpark__seats_fini(seats, &memory);
    *seats = to;
    ck_assert(callpark__seats_cover(seats, first, count));
}

START_TEST(new_seats_are_empty_and_exactly_as_many_as_asked_for)
{
    struct seats seats = {0};
    move_to(&seats, 701, 20);
    ck_assert_uint_eq(seats.size, 20);
    for (uint32_t slot = 701; slot <= 720; slot++)
        ck_assert_uint_eq(*callpark__seat(&seats, slot), NONE);
    callpark__seats_fini(&seats, &memory);
}
END_TEST

START_TEST(no_slots_need_no_seats)
{
    struct seats seats = {0};
    ck_assert(callpark__seats_cover(&seats, 5, 0));
    ck_assert(!callpark__seats_cover(&seats, 0, 1));
    move_to(&seats, 5, 0);
    ck_assert_ptr_null(seats.call);
}
END_TEST

START_TEST(a_range_is_covered_only_whole)
{
    struct seats seats = {0};
    move_to(&seats, 100, 10);
    ck_assert(callpark__seats_cover(&seats, 100, 10));
    ck_assert(callpark__seats_cover(&seats, 105, 5));
    ck_assert(!callpark__seats_cover(&seats, 99, 2));
    ck_assert(!callpark__seats_cover(&seats, 105, 6));
    ck_assert(!callpark__seats_cover(&seats, 110, 1));
    callpark__seats_fini(&seats, &memory);
}
END_TEST

START_TEST(who_has_a_seat_in_both_ranges_keeps_it)
{
    static const uint32_t first[] = {90, 95, 100, 105, 109, 60, 110};
    static const uint32_t count[] = {40, 10, 10, 40, 1, 41, 5};
    struct seats seats = {0};
    move_to(&seats, 100, 10);
    for (uint32_t slot = 100; slot < 110; slot++)
        *callpark__seat(&seats, slot) = slot * 7;
    move_to(&seats, first[_i], count[_i]);
    for (uint32_t slot = first[_i]; slot < first[_i] + count[_i]; slot++) {
        bool kept = slot >= 100 && slot < 110;
        ck_assert_uint_eq(*callpark__seat(&seats, slot), kept ? slot * 7 : NONE);
    }
    callpark__seats_fini(&seats, &memory);
}
END_TEST

START_TEST(a_range_that_grows_leaves_room_on_that_side)
{
    struct seats seats = {0};
    move_to(&seats, 1000, 100);
    move_to(&seats, 1000, 101);
    ck_assert(callpark__seats_cover(&seats, 1000, 150));
    ck_assert(!callpark__seats_cover(&seats, 999, 1));
    move_to(&seats, 999, 102);
    ck_assert(callpark__seats_cover(&seats, 950, 100));
    callpark__seats_fini(&seats, &memory);
}
END_TEST

START_TEST(on_the_side_where_a_range_ends_as_before_there_is_no_room)
{
    struct seats seats = {0};
    move_to(&seats, 1000, 100);
    move_to(&seats, 900, 200);
    ck_assert_uint_eq(seats.base, 800);
    ck_assert_uint_eq(seats.size, 300);
    move_to(&seats, 800, 400);
    ck_assert_uint_eq(seats.base, 800);
    ck_assert_uint_eq(seats.size, 600);
    callpark__seats_fini(&seats, &memory);
}
END_TEST

START_TEST(a_range_elsewhere_leaves_none)
{
    struct seats seats = {0};
    move_to(&seats, 1, 100);
    move_to(&seats, 5001, 100);
    ck_assert_uint_eq(seats.size, 100);
    callpark__seats_fini(&seats, &memory);
}
END_TEST

START_TEST(both_ends_of_the_numbers_have_seats)
{
    struct seats seats = {0};
    move_to(&seats, UINT32_MAX - 9, 10);
    *callpark__seat(&seats, UINT32_MAX) = 3;
    move_to(&seats, UINT32_MAX - 19, 20);
    ck_assert_uint_eq(*callpark__seat(&seats, UINT32_MAX), 3);
    move_to(&seats, 0, 10);
    *callpark__seat(&seats, 0) = 4;
    move_to(&seats, 0, 30);
    ck_assert_uint_eq(*callpark__seat(&seats, 0), 4);
    move_to(&seats, 5, 40);
    move_to(&seats, 2, 40);
    ck_assert(callpark__seats_cover(&seats, 0, 42));
    callpark__seats_fini(&seats, &memory);
}
END_TEST

START_TEST(refused_memory_is_said_so)
{
    struct seats seats = {0};
    struct seats to;
    source.left = 0;
    ck_assert(!callpark__seats_init(&to, &memory, &seats, 1, 10));
    callpark__seats_fini(&to, &memory);
}
END_TEST

Suite *seats_suite(void)
{
    Suite *suite = suite_create("seats");
    TCase *tcase = tcase_create("seats");
    suite_add_tcase(suite, tcase);
    tcase_add_test(tcase, new_seats_are_empty_and_exactly_as_many_as_asked_for);
    tcase_add_test(tcase, no_slots_need_no_seats);
    tcase_add_test(tcase, a_range_is_covered_only_whole);
    tcase_add_loop_test(tcase, who_has_a_seat_in_both_ranges_keeps_it, 0, 7);
    tcase_add_test(tcase, a_range_that_grows_leaves_room_on_that_side);
    tcase_add_test(tcase, on_the_side_where_a_range_ends_as_before_there_is_no_room);
    tcase_add_test(tcase, a_range_elsewhere_leaves_none);
    tcase_add_test(tcase, both_ends_of_the_numbers_have_seats);
    tcase_add_test(tcase, refused_memory_is_said_so);
    return suite;
}
