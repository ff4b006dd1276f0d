/* SPDX-License-Identifier: MIT */
/* Arguments chosen to do harm. What they may cost is in check-growth. */
#include <check.h>

#include "helpers.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- Texts of any length --------------------------------------------------- */

enum { TEXTS = 20 };

/* Puts |text| in place |number| of all that take a text. */
static void put(struct attempt *attempt, unsigned number, const char *text)
{
    const char **places[TEXTS] = {
        &attempt->lot,
        &attempt->group,
        &attempt->extension,
        &attempt->parker,
        &attempt->by,
        &attempt->text,
        &attempt->a_which.lot,
        &attempt->a_which.extension,
        &attempt->a_which.call_id,
        &attempt->a_where.lot,
        &attempt->a_where.extension,
        &attempt->a_where.group,
        &attempt->a_call.call_id,
        &attempt->a_call.parker,
        &attempt->a_call.parkee,
        &attempt->a_call.caller_name,
        &attempt->a_call.tag,
        &attempt->a_recall.alternate,
        &attempt->a_recall.fallback,
        &attempt->a_config.prefix,
    };
    *places[number] = text;
}

/* No function reads more than 256 bytes: behind them nothing is that may be read. */
START_TEST(no_text_is_read_beyond_256_bytes)
{
    char *unending = malloc(256);
    ck_assert_ptr_nonnull(unending);
    memset(unending, 'x', 256);
    unsigned refused = 0;
    for (unsigned i = 0; i < function_count; i++)
        for (unsigned place = 0; place < TEXTS; place++) {
            struct attempt attempt;
            open_full_world(0);
            attempt_init(&attempt, &functions[i]);
            put(&attempt, place, unending);
            int result = functions[i].perform(&attempt);
            refused += result == CALLPARK_ERR_TOO_LONG;
            ck_assert_int_eq(world_broken(), 0);
            close_checked();
        }
    ck_assert_uint_ge(refused, 2 * function_count);
    free(unending);
}
END_TEST

START_TEST(an_id_of_255_bytes_is_as_good_as_any)
{
    const char *id = long_text('a', 255);
    const char *other = long_text('b', 255);
    OK(do_park(id));
    OK(do_swap(callpark_by_call(id), other));
    OK(do_find(callpark_by_call(other)));
    ck_assert_str_eq(seen.call_id, other);
    OK(do_park(id));
    OK(do_retrieve(callpark_by_call(other)));
    OK(do_hangup(callpark_by_call(id)));
}
END_TEST

START_TEST(an_id_of_256_or_a_million_bytes_is_refused)
{
    enum { MILLION = 1000000 };
    char *id = malloc(MILLION + 1);
    ck_assert_ptr_nonnull(id);
    memset(id, 'x', MILLION);
    id[MILLION] = '\0';
    for (unsigned i = 0; i < 2; i++) {
        const char *text = i == 0 ? id + MILLION - 256 : id;
        REFUSED(CALLPARK_ERR_TOO_LONG, do_park(text));
        REFUSED(CALLPARK_ERR_TOO_LONG, do_lot(text, 1, 2));
        REFUSED(CALLPARK_ERR_TOO_LONG, do_retrieve(callpark_by_call(text)));
        REFUSED(CALLPARK_ERR_TOO_LONG, do_drain(text));
    }
    free(id);
}
END_TEST

/* Every byte but NUL is one like another. */
START_TEST(ids_of_any_bytes)
{
    char id[3] = "";
    OK(do_lot("bytes", 1, 300));
    for (int byte = 1; byte < 256; byte++) {
        id[0] = id[1] = (char)byte;
        OK(do_park_at(any_slot("bytes"), id));
    }
    for (int byte = 255; byte > 0; byte--) {
        id[0] = id[1] = (char)byte;
        OK(do_find(callpark_by_call(id)));
        ck_assert_uint_eq(seen.slot, (unsigned)byte);
    }
}
END_TEST

/* ---- The ends of the range --------------------------------------------------- */

static const struct {
    uint32_t first, last;
} ends[] = {
    {0, 0},
    {0, 63},
    {0, (1u << 24) - 1},
    {UINT32_MAX, UINT32_MAX},
    {UINT32_MAX - 63, UINT32_MAX},
    {UINT32_MAX - (1u << 24) + 1, UINT32_MAX},
};

static void add_ends(unsigned number, uint32_t choice)
{
    struct callpark_lot_config config = slots(ends[number].first, ends[number].last);
    config.choice = choice;
    OK(do_lot_add("ends", &config));
}

/* For each choice of a slot (1 to 3) and each range. */
START_TEST(a_lot_at_either_end_of_the_numbers)
{
    unsigned number = (unsigned)_i / 3;
    uint32_t first = ends[number].first, last = ends[number].last;
    add_ends(number, (uint32_t)_i % 3 + 1);
    OK(do_park_at(slot_of("ends", last), "last"));
    ck_assert_uint_eq(ev.slot, last);
    if (first != last) {
        /* The next after the last is the first. */
        OK(do_park_at(any_slot("ends"), "first"));
        ck_assert_uint_eq(ev.slot, first);
        OK(do_retrieve(callpark_by_slot("ends", first)));
    } else {
        REFUSED(CALLPARK_ERR_FULL, do_park_at(any_slot("ends"), "first"));
    }
    if (first > 0)
        REFUSED(CALLPARK_ERR_RANGE, do_park_at(slot_of("ends", first - 1), "below"));
    if (last < UINT32_MAX)
        REFUSED(CALLPARK_ERR_RANGE, do_park_at(slot_of("ends", last + 1), "above"));
    OK(do_retrieve(callpark_by_slot("ends", last)));
    ck_assert_int_eq(world_broken(), 0);
}
END_TEST

START_TEST(labels_at_the_end_of_the_numbers_are_exact)
{
    struct callpark_which which;
    callpark_which_init(&which);
    OK(do_lot("ends", UINT32_MAX - 1, UINT32_MAX));
    OK(callpark_resolve(cp, "ends", "4294967295", &which));
    ck_assert_uint_eq(which.kind, CALLPARK_BY_SLOT);
    ck_assert_uint_eq(which.slot, UINT32_MAX);
    static const char *const others[] = {"4294967296",           "4294967293",  "8589934591", "-1",
                                         "18446744073709551615", "04294967295", "4294967295 "};
    for (size_t i = 0; i < COUNT(others); i++) {
        OK(callpark_resolve(cp, "ends", others[i], &which));
        ck_assert_uint_eq(which.kind, CALLPARK_BY_EXTENSION);
    }
}
END_TEST

START_TEST(a_range_from_one_end_to_the_other_is_refused)
{
    REFUSED(CALLPARK_ERR_RANGE, do_lot("ends", 0, UINT32_MAX));
    REFUSED(CALLPARK_ERR_RANGE, do_lot("ends", 0, UINT32_MAX - 1));
    REFUSED(CALLPARK_ERR_RANGE, do_lot("ends", 1, UINT32_MAX - 1));
    REFUSED(CALLPARK_ERR_RANGE, do_lot("ends", UINT32_MAX, 1));
    REFUSED(CALLPARK_ERR_RANGE, do_lot("ends", 0, 1u << 24));
}
END_TEST

/* From one end to the other and back, with a call in it. */
START_TEST(a_lot_moves_from_one_end_to_the_other)
{
    struct callpark_lot_config low = slots(0, 9), high = slots(UINT32_MAX - 9, UINT32_MAX);
    OK(do_lot_add("ends", &low));
    OK(do_park_at(slot_of("ends", 0), "low"));
    OK(do_lot_configure("ends", &high));
    OK(do_park_at(slot_of("ends", UINT32_MAX), "high"));
    OK(do_lot_configure("ends", &low));
    REFUSED(CALLPARK_ERR_TAKEN, do_park_at(slot_of("ends", 0), "other"));
    OK(do_find(callpark_by_slot("ends", UINT32_MAX)));
    OK(do_retrieve(callpark_by_slot("ends", UINT32_MAX)));
    OK(do_retrieve(callpark_by_slot("ends", 0)));
    ck_assert_int_eq(world_broken(), 0);
}
END_TEST

Suite *hostile_suite(void);
Suite *hostile_suite(void)
{
    Suite *suite = suite_create("hostile");
    TCase *tcase = tcase_create("every function");
    suite_add_tcase(suite, tcase);
    tcase_add_test(tcase, no_text_is_read_beyond_256_bytes);

    tcase = world_tcase(suite, "texts");
    tcase_add_test(tcase, an_id_of_255_bytes_is_as_good_as_any);
    tcase_add_test(tcase, an_id_of_256_or_a_million_bytes_is_refused);
    tcase_add_test(tcase, ids_of_any_bytes);

    tcase = world_tcase(suite, "ends of the numbers");
    tcase_set_timeout(tcase, 60); /* ranges of 2^24 slots, under sanitizers too */
    tcase_set_tags(tcase, "slow");
    tcase_add_loop_test(tcase, a_lot_at_either_end_of_the_numbers, 0, (int)(3 * COUNT(ends)));
    tcase_add_test(tcase, labels_at_the_end_of_the_numbers_are_exact);
    tcase_add_test(tcase, a_range_from_one_end_to_the_other_is_refused);
    tcase_add_test(tcase, a_lot_moves_from_one_end_to_the_other);
    return suite;
}
