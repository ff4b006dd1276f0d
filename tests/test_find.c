/* SPDX-License-Identifier: MIT */
/* Looking: find, iterate, count. */
#include <check.h>

#include "helpers.h"

#include "find.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

START_TEST(a_parking_is_found_by_whatever_names_it)
{
    OK(do_lot("other", 701, 704));
    OK(do_park_at(slot_of("other", 702), "B"));
    OK(do_park_at(slot_of("main", 702), "A"));
    OK(do_park_at(at_extension("main", "300"), "C"));
    OK(do_find(ticket(2)));
    ck_assert_str_eq(seen.call_id, "A");
    OK(do_find(callpark_by_call("A")));
    ck_assert_uint_eq(seen.ticket, 2);
    OK(do_find(callpark_by_slot("main", 702)));
    ck_assert_uint_eq(seen.ticket, 2);
    OK(do_find(callpark_by_slot("other", 702)));
    ck_assert_uint_eq(seen.ticket, 1);
    OK(do_find(callpark_by_extension("main", "300")));
    ck_assert_uint_eq(seen.ticket, 3);
    OK(do_find(callpark_by_age("main")));
    ck_assert_uint_eq(seen.ticket, 2);
}
END_TEST

START_TEST(what_is_not_there_has_an_error_of_its_own)
{
    OK(do_park("A"));
    OK(do_retrieve(ticket(1)));
    OK(do_reserve(any_slot("main"), NULL, 0));
    ck_assert_int_eq(do_find(ticket(0)), CALLPARK_ERR_UNKNOWN);
    ck_assert_int_eq(do_find(ticket(3)), CALLPARK_ERR_UNKNOWN);
    ck_assert_int_eq(do_find(ticket(1)), CALLPARK_ERR_ENDED);
    ck_assert_int_eq(do_find(callpark_by_call("A")), CALLPARK_ERR_NOT_FOUND);
    ck_assert_int_eq(do_find(callpark_by_slot("main", 702)), CALLPARK_ERR_NOT_FOUND);
    ck_assert_int_eq(do_find(callpark_by_slot("main", 9999)), CALLPARK_ERR_NOT_FOUND);
    ck_assert_int_eq(do_find(callpark_by_slot("none", 701)), CALLPARK_ERR_LOT);
    ck_assert_int_eq(do_find(callpark_by_extension("main", "1")), CALLPARK_ERR_NOT_FOUND);
    ck_assert_int_eq(do_find(callpark_by_extension("none", "1")), CALLPARK_ERR_LOT);
    ck_assert_int_eq(do_find(callpark_by_age("main")), CALLPARK_ERR_NOT_FOUND);
    ck_assert_int_eq(do_find(callpark_by_age("none")), CALLPARK_ERR_LOT);
    ck_assert_int_eq(do_find(callpark_by_ticket(2, "A")), CALLPARK_ERR_MISMATCH);
    ck_assert_int_eq(do_find(callpark_by_ticket(1, "A")), CALLPARK_ERR_ENDED);
    ck_assert_int_eq(do_find(callpark_by_ticket(3, "A")), CALLPARK_ERR_UNKNOWN);
}
END_TEST

START_TEST(a_failed_find_writes_nothing)
{
    struct callpark_info before;
    memset(&seen, 0x5a, sizeof seen);
    seen.size = sizeof seen;
    before = seen;
    ck_assert_int_eq(do_find(ticket(7)), CALLPARK_ERR_UNKNOWN);
    ck_assert_mem_eq(&seen, &before, sizeof seen);
}
END_TEST

START_TEST(a_which_of_no_kind_is_refused)
{
    struct callpark_which which;
    callpark_which_init(&which);
    which.ticket = 1;
    which.lot = which.extension = which.call_id = "main";
    OK(do_park("A"));
    for (uint32_t kind = 0; kind < 40; kind++) {
        which.kind = kind;
        if (kind < CALLPARK_BY_TICKET || kind > CALLPARK_BY_AGE)
            ck_assert_int_eq(do_find(which), CALLPARK_ERR_INVALID);
        else
            ck_assert_int_ne(do_find(which), CALLPARK_ERR_INVALID);
    }
}
END_TEST

START_TEST(counters_count)
{
    ck_assert_uint_eq(callpark_count(cp), 0);
    ck_assert_uint_eq(callpark_last_ticket(cp), 0);
    ck_assert_uint_eq(callpark_last_event(cp), 1); /* the lot */
    OK(do_park("A"));
    OK(do_reserve(any_slot("main"), NULL, 0));
    OK(do_claim(ticket(1), 0));
    ck_assert_uint_eq(callpark_count(cp), 2);
    ck_assert_uint_eq(callpark_last_ticket(cp), 2);
    ck_assert_uint_eq(callpark_last_event(cp), 4);
    OK(do_hangup(ticket(1)));
    ck_assert_uint_eq(callpark_count(cp), 1);
    ck_assert_uint_eq(callpark_last_ticket(cp), 2); /* never goes back */
    REFUSED(CALLPARK_ERR_ENDED, do_hangup(ticket(1)));
    ck_assert_uint_eq(callpark_last_event(cp), 5);
}
END_TEST

/* ---- Iterating -------------------------------------------------------------------------- */

START_TEST(what_stays_is_seen_exactly_once_whatever_happens_meanwhile)
{
    enum { CALLS = 400 };
    struct callpark_lot_config config = slots(1, 2000);
    OK(do_lot_configure("main", &config));
    char id[20];
    for (unsigned i = 1; i <= CALLS; i++) {
        snprintf(id, sizeof id, "%u", i);
        OK(do_park(id));
    }
    for (uint64_t i = 3; i <= CALLS; i += 10) /* holes to begin with */
        OK(do_retrieve(ticket(i)));
    unsigned times[CALLS + 1] = {0};
    uint64_t cursor = 0;
    for (unsigned step = 0; callpark_next(cp, &cursor, &seen) == 1; step++) {
        ck_assert_uint_lt(step, 10 * CALLS);
        const uint64_t number = seen.ticket;
        if (number <= CALLS)
            times[number]++;
        if (number <= CALLS && number % 10 == 5)
            OK(do_retrieve(ticket(number))); /* the one just seen */
        else if (number <= CALLS && number % 10 == 7)
            OK(do_move(ticket(number), at_extension("main", seen.call_id)));
        else if (number <= CALLS && number % 10 == 8) {
            snprintf(id, sizeof id, "new %u", step);
            OK(do_swap(ticket(number), id));
            OK(do_claim(ticket(number), 0));
        }
        if (step % 4 == 0) {
            snprintf(id, sizeof id, "more %u", step);
            OK(do_park(id));
        }
        if (step % 4 == 2)
            OK(do_retrieve(ticket(callpark_last_ticket(cp))));
    }
    for (unsigned i = 1; i <= CALLS; i++)
        ck_assert_uint_eq(times[i], i % 10 == 3 ? 0 : 1);
    ck_assert_int_eq(callpark_next(cp, &cursor, &seen), 0);
}
END_TEST

START_TEST(an_iteration_shows_what_find_shows)
{
    OK(do_park("A"));
    OK(do_reserve(any_slot("main"), "100", 0));
    OK(do_park_at(at_extension("main", "300"), "B"));
    OK(do_claim(ticket(3), 0));
    struct callpark_info each;
    callpark_info_init(&each);
    uint64_t cursor = 0;
    unsigned count = 0;
    for (; callpark_next(cp, &cursor, &each) == 1; count++) {
        OK(do_find(ticket(each.ticket)));
        ck_assert_mem_eq(&each, &seen, sizeof each);
    }
    ck_assert_uint_eq(count, callpark_count(cp));
}
END_TEST

START_TEST(an_end_reached_stays_the_end_until_something_new_comes)
{
    uint64_t cursor = 0;
    ck_assert_int_eq(callpark_next(cp, &cursor, &seen), 0);
    ck_assert_int_eq(callpark_next(cp, &cursor, &seen), 0);
    ck_assert_int_eq(callpark_next(cp, NULL, &seen), CALLPARK_ERR_INVALID);
    ck_assert_int_eq(callpark_next(cp, &cursor, NULL), CALLPARK_ERR_INVALID);
    ck_assert_int_eq(callpark_next(NULL, &cursor, &seen), CALLPARK_ERR_INVALID);
}
END_TEST

START_TEST(a_cursor_of_nonsense_does_no_harm)
{
    OK(do_park("A"));
    static const uint64_t cursors[] = {1,
                                       2,
                                       3,
                                       1000,
                                       UINT32_MAX,
                                       UINT64_MAX,
                                       UINT64_MAX - 1,
                                       UINT64_C(1) << 32,
                                       UINT64_C(1) << 63};
    for (size_t i = 0; i < COUNT(cursors); i++) {
        uint64_t cursor = cursors[i];
        int steps = 0;
        while (callpark_next(cp, &cursor, &seen) == 1)
            ck_assert_int_lt(steps++, 10);
        cursor = cursors[i];
        struct callpark_lot_info lot;
        callpark_lot_info_init(&lot);
        for (steps = 0; callpark_lot_next(cp, &cursor, &lot) == 1;)
            ck_assert_int_lt(steps++, 10);
        cursor = cursors[i];
        struct callpark_group_info group;
        callpark_group_info_init(&group);
        for (steps = 0; callpark_group_next(cp, &cursor, &group) == 1;)
            ck_assert_int_lt(steps++, 10);
    }
}
END_TEST

/* The life of a registry, from lots to recalls; its trace. */
static char *trace_of_a_life(const char *key)
{
    struct callpark_options options;
    callpark_options_init(&options);
    memcpy(options.hash_key, key, sizeof options.hash_key);
    ck_assert_ptr_null(close_world());
    OK(open_registry(&options));
    struct report trace = {0};
    char id[20];
    for (unsigned i = 0; i < 20; i++) {
        snprintf(id, sizeof id, "lot %u", i);
        OK(do_lot(id, 1, 40));
        snprintf(id, sizeof id, "group %u", i);
        OK(do_group("lot 0", id, id + 6));
    }
    for (unsigned i = 0; i < 300; i++) {
        char lot[20];
        snprintf(lot, sizeof lot, "lot %u", i * 7 % 20);
        snprintf(id, sizeof id, "call %u", i);
        OK(do_park_at(i % 3 == 0 ? at_extension(lot, id) : any_slot(lot), id));
        report_add_event(&trace, &ev);
        if (i % 4 == 3) {
            OK(do_retrieve(ticket(i - 2)));
            report_add_event(&trace, &ev);
        }
        if (i % 10 == 9) {
            OK(do_lot_remove(lot));
            OK(do_lot(lot, 1, 40));
        }
    }
    now_ms += SECONDS(180);
    for (unsigned i = 0; i < 50 && do_poll() == 1; i++)
        report_add_event(&trace, &ev);
    char *end = snapshot(cp);
    report_add(&trace, "%s", end);
    free(end);
    for (unsigned i = 0; i < 100 && do_drain(NULL) == 1; i++)
        report_add_event(&trace, &ev);
    return trace.bytes;
}

START_TEST(no_order_depends_on_the_hash_key)
{
    char *first = trace_of_a_life("0123456789abcdef");
    char *second = trace_of_a_life("\xff\xfe\x01\x02zzzzyyyyxxxx");
    ck_assert_str_eq(first, second);
    free(first);
    free(second);
}
END_TEST

/* ---- Ids of one hash ---- */

enum { IDS = 300000 }; /* about ten pairs */

struct hashed {
    uint32_t hash;
    uint32_t number;
};

static int by_hash(const void *a, const void *b)
{
    uint32_t first = ((const struct hashed *)a)->hash;
    uint32_t second = ((const struct hashed *)b)->hash;
    return (first > second) - (first < second);
}

static const char *numbered_id(char *id, uint32_t number)
{
    sprintf(id, "id %" PRIu32, number);
    return id;
}

START_TEST(two_ids_of_the_same_hash_are_two)
{
    static struct hashed ids[IDS];
    char id[20], other[20];
    uint32_t at = 1;
    for (uint32_t i = 0; i < IDS; i++) {
        struct text text = {numbered_id(id, i), (uint32_t)strlen(id)};
        ids[i] = (struct hashed){callpark__id_hash(cp, text), i};
    }
    qsort(ids, IDS, sizeof *ids, by_hash);
    while (at < IDS && ids[at - 1].hash != ids[at].hash)
        at++;
    ck_assert_uint_lt(at, IDS);
    OK(do_park(numbered_id(id, ids[at - 1].number)));
    ck_assert_int_eq(do_find(callpark_by_call(numbered_id(other, ids[at].number))),
                     CALLPARK_ERR_NOT_FOUND);
    OK(do_park(other));
    OK(do_retrieve(callpark_by_call(id)));
    OK(do_find(callpark_by_call(other)));
    ck_assert_str_eq(seen.call_id, other);
}
END_TEST

Suite *find_suite(void);
Suite *find_suite(void)
{
    Suite *suite = suite_create("find");
    TCase *tcase = world_tcase(suite, "find");
    tcase_add_test(tcase, a_parking_is_found_by_whatever_names_it);
    tcase_add_test(tcase, what_is_not_there_has_an_error_of_its_own);
    tcase_add_test(tcase, a_failed_find_writes_nothing);
    tcase_add_test(tcase, a_which_of_no_kind_is_refused);
    tcase_add_test(tcase, counters_count);
    tcase_add_test(tcase, two_ids_of_the_same_hash_are_two);

    tcase = world_tcase(suite, "iterating");
    tcase_add_test(tcase, what_stays_is_seen_exactly_once_whatever_happens_meanwhile);
    tcase_add_test(tcase, an_iteration_shows_what_find_shows);
    tcase_add_test(tcase, an_end_reached_stays_the_end_until_something_new_comes);
    tcase_add_test(tcase, a_cursor_of_nonsense_does_no_harm);
    tcase_add_test(tcase, no_order_depends_on_the_hash_key);
    return suite;
}
