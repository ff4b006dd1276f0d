/* SPDX-License-Identifier: MIT */
/* Parking: what is stored and reported, where, and for how long. */
#include <check.h>

#include "helpers.h"

#include <stdlib.h>

/* ---- What is stored and reported ------------------------------------------------- */

START_TEST(the_event_of_a_park_says_everything)
{
    int host;
    struct callpark_call call = call_of("A");
    call.host = &host;
    struct callpark_where where = any_slot("main");
    static const char by[] = "100";
    now_ms += 7;
    OK(callpark_park(cp, now_ms, &where, &call, NULL, by, &ev));
    struct callpark_event expected;
    callpark_event_init(&expected);
    expected.host = &host;
    expected.slot = 701;
    expected.ticket = 1;
    expected.parked_at = START + 7;
    expected.deadline = expected.due = START + 7 + SECONDS(180);
    expected.number = 2;
    expected.time = START + 7;
    expected.state = CALLPARK_STATE_WAITING;
    expected.kind = CALLPARK_EVENT_PARKED;
    ck_assert_str_eq(ev.lot, "main");
    ck_assert_str_eq(ev.call_id, "A");
    ck_assert_str_eq(ev.parker, "100");
    ck_assert_str_eq(ev.parkee, "200");
    ck_assert_str_eq(ev.caller_name, "Ann Caller");
    ck_assert_str_eq(ev.caller_number, "+43 1 2345");
    ck_assert_str_eq(ev.tag, "a tag");
    ck_assert_ptr_eq(ev.by, by); /* echoed, not copied */

    /* Everything else is zero. */
    struct callpark_event rest = ev;
    rest.lot = rest.call_id = rest.parker = rest.parkee = NULL;
    rest.caller_name = rest.caller_number = rest.tag = rest.by = NULL;
    ck_assert_mem_eq(&rest, &expected, sizeof rest);
}
END_TEST

START_TEST(find_shows_what_was_parked)
{
    struct callpark_call call = call_of("A");
    OK(do_park_at(at_extension("main", "300"), "A"));
    OK(do_find(callpark_by_call("A")));
    struct callpark_info expected;
    callpark_info_init(&expected);
    expected.host = call.host;
    expected.ticket = 1;
    expected.parked_at = START;
    expected.deadline = expected.due = START + SECONDS(180);
    expected.state = CALLPARK_STATE_WAITING;
    ck_assert_str_eq(seen.lot, "main");
    ck_assert_str_eq(seen.extension, "300");
    ck_assert_str_eq(seen.call_id, "A");
    ck_assert_str_eq(seen.parker, "100");
    ck_assert_str_eq(seen.parkee, "200");
    ck_assert_str_eq(seen.caller_name, "Ann Caller");
    ck_assert_str_eq(seen.caller_number, "+43 1 2345");
    ck_assert_str_eq(seen.tag, "a tag");
    struct callpark_info rest = seen;
    rest.lot = rest.extension = rest.call_id = rest.parker = rest.parkee = NULL;
    rest.caller_name = rest.caller_number = rest.tag = NULL;
    ck_assert_mem_eq(&rest, &expected, sizeof rest);
}
END_TEST

START_TEST(a_call_is_copied)
{
    char texts[7][20];
    struct callpark_call call;
    callpark_call_init(&call);
    const char **fields[] = {&call.call_id,     &call.parker,        &call.parkee,
                             &call.caller_name, &call.caller_number, &call.tag};
    for (size_t i = 0; i < COUNT(fields); i++) {
        memset(texts[i], 'a' + (int)i, 19);
        texts[i][19] = '\0';
        *fields[i] = texts[i];
    }
    strcpy(texts[6], "main");
    OK(do_park_call(any_slot(texts[6]), call, NULL));
    memset(texts, 'z', sizeof texts);
    OK(do_find(ticket(1)));
    ck_assert_str_eq(seen.call_id, "aaaaaaaaaaaaaaaaaaa");
    ck_assert_str_eq(seen.parker, "bbbbbbbbbbbbbbbbbbb");
    ck_assert_str_eq(seen.parkee, "ccccccccccccccccccc");
    ck_assert_str_eq(seen.caller_name, "ddddddddddddddddddd");
    ck_assert_str_eq(seen.caller_number, "eeeeeeeeeeeeeeeeeee");
    ck_assert_str_eq(seen.tag, "fffffffffffffffffff");
}
END_TEST

START_TEST(what_is_absent_is_null)
{
    struct callpark_call call;
    callpark_call_init(&call);
    call.call_id = "A";
    OK(do_park_call(any_slot("main"), call, NULL));
    call.call_id = "B";
    call.parker = call.parkee = call.caller_name = call.caller_number = call.tag = "";
    OK(do_park_call(any_slot("main"), call, NULL));
    for (uint64_t i = 1; i <= 2; i++) {
        OK(do_find(ticket(i)));
        ck_assert_ptr_null(seen.parker);
        ck_assert_ptr_null(seen.parkee);
        ck_assert_ptr_null(seen.caller_name);
        ck_assert_ptr_null(seen.caller_number);
        ck_assert_ptr_null(seen.tag);
        ck_assert_ptr_null(seen.host);
        ck_assert_ptr_null(seen.extension);
        ck_assert_ptr_null(seen.target);
    }
}
END_TEST

/* One text of each field at a time has this length. */
static const size_t lengths[] = {1, 7, 8, 15, 16, 23, 24, 31, 32, 63, 64, 127, 128, 200, 254, 255};

START_TEST(texts_of_every_length_are_kept)
{
    const size_t length = lengths[_i];
    struct callpark_call call = call_of("short");
    const char **fields[] = {&call.call_id,     &call.parker,        &call.parkee,
                             &call.caller_name, &call.caller_number, &call.tag};
    for (size_t i = 0; i < COUNT(fields); i++) {
        const char *before = *fields[i];
        char *text = malloc(length + 1);
        memset(text, 'A' + (int)i, length);
        text[length] = '\0';
        *fields[i] = text;
        OK(do_park_call(any_slot("main"), call, NULL));
        OK(do_find(ticket(ev.ticket)));
        const char *const shown[] = {seen.call_id,     seen.parker,        seen.parkee,
                                     seen.caller_name, seen.caller_number, seen.tag};
        for (size_t j = 0; j < COUNT(fields); j++)
            ck_assert_str_eq(shown[j], *fields[j]);
        OK(do_find(callpark_by_call(call.call_id)));
        OK(do_retrieve(ticket(seen.ticket)));
        free(text);
        *fields[i] = before;
    }
}
END_TEST

START_TEST(all_texts_of_the_greatest_length_together)
{
    struct callpark_call call = call_from(long_text('i', 255), long_text('p', 255));
    call.parkee = long_text('q', 255);
    call.tag = long_text('t', 255);
    call.caller_name = call.tag;
    call.caller_number = call.tag;
    char lot[256], extension[256];
    memset(lot, 'l', 255);
    memset(extension, 'e', 255);
    lot[255] = extension[255] = '\0';
    OK(do_lot_add(lot, NULL));
    OK(do_park_call(at_extension(lot, extension), call, NULL));
    OK(do_find(callpark_by_extension(lot, extension)));
    ck_assert_uint_eq(strlen(seen.call_id), 255);
    ck_assert_uint_eq(strlen(seen.parkee), 255);
    ck_assert_uint_eq(strlen(seen.tag), 255);
    extension[254] = 'x'; /* the last byte counts */
    REFUSED(CALLPARK_ERR_NOT_FOUND, do_retrieve(callpark_by_extension(lot, extension)));
}
END_TEST

START_TEST(any_bytes_make_a_text)
{
    OK(do_park("\xff\x80 \xc3\x28\n\t\x01"));
    OK(do_find(callpark_by_call("\xff\x80 \xc3\x28\n\t\x01")));
    REFUSED(CALLPARK_ERR_NOT_FOUND, do_retrieve(callpark_by_call("\xff\x80 \xc3\x28\n\t\x02")));
}
END_TEST

/* ---- Where ---------------------------------------------------------------------------- */

START_TEST(exactly_that_slot_or_an_error)
{
    OK(do_park_at(slot_of("main", 703), "A"));
    ck_assert_uint_eq(ev.slot, 703);
    REFUSED(CALLPARK_ERR_TAKEN, do_park_at(slot_of("main", 703), "B"));
    REFUSED(CALLPARK_ERR_RANGE, do_park_at(slot_of("main", 700), "B"));
    REFUSED(CALLPARK_ERR_RANGE, do_park_at(slot_of("main", 705), "B"));
    REFUSED(CALLPARK_ERR_RANGE, do_park_at(slot_of("main", 0), "B"));
    REFUSED(CALLPARK_ERR_RANGE, do_park_at(slot_of("main", UINT32_MAX), "B"));
    OK(do_reserve(slot_of("main", 704), NULL, 0));
    REFUSED(CALLPARK_ERR_TAKEN, do_park_at(slot_of("main", 704), "B"));
}
END_TEST

START_TEST(that_slot_or_another)
{
    OK(do_park_at(slot_or_other("main", 703), "A"));
    ck_assert_uint_eq(ev.slot, 703);
    OK(do_park_at(slot_or_other("main", 703), "B"));
    ck_assert_uint_eq(ev.slot, 701);
    REFUSED(CALLPARK_ERR_RANGE, do_park_at(slot_or_other("main", 700), "C"));
    OK(do_park("C"));
    OK(do_park("D"));
    REFUSED(CALLPARK_ERR_FULL, do_park_at(slot_or_other("main", 702), "E"));
    REFUSED(CALLPARK_ERR_RANGE, do_park_at(slot_or_other("main", 705), "E"));
}
END_TEST

START_TEST(out_of_range_comes_before_taken)
{
    OK(do_park_at(slot_of("main", 704), "A"));
    struct callpark_lot_config config = slots(701, 702);
    OK(do_lot_configure("main", &config));
    REFUSED(CALLPARK_ERR_RANGE, do_park_at(slot_of("main", 704), "B"));
    REFUSED(CALLPARK_ERR_RANGE, do_park_at(slot_or_other("main", 704), "B"));
}
END_TEST

START_TEST(any_extension_may_hold_one_call)
{
    OK(do_park_at(at_extension("main", "300"), "A"));
    ck_assert_str_eq(ev.extension, "300");
    ck_assert_uint_eq(ev.slot, 0);
    REFUSED(CALLPARK_ERR_TAKEN, do_park_at(at_extension("main", "300"), "B"));
    OK(do_park_at(at_extension("main", NULL), "B")); /* the parker's own: 100 */
    ck_assert_str_eq(ev.extension, "100");
    REFUSED(CALLPARK_ERR_TAKEN, do_park_at(at_extension("main", ""), "C"));
    REFUSED(CALLPARK_ERR_INVALID,
            do_park_call(at_extension("main", NULL), call_from("C", NULL), NULL));
    REFUSED(CALLPARK_ERR_INVALID, do_park_call(at_extension("main", ""), call_from("C", ""), NULL));
    OK(do_park_call(at_extension("main", "301"), call_from("C", NULL), NULL));
    OK(do_park_at(slot_of("main", 701), "D"));
    OK(do_park_at(at_extension("main", "701"), "E")); /* another place than slot 701 */
    OK(do_find(callpark_by_extension("main", "701")));
    ck_assert_str_eq(seen.call_id, "E");
    OK(do_find(callpark_by_slot("main", 701)));
    ck_assert_str_eq(seen.call_id, "D");
}
END_TEST

START_TEST(fields_that_the_kind_does_not_name_are_ignored)
{
    struct callpark_where where = slot_of("main", 702);
    where.extension = long_text('x', 300);
    where.group = long_text('x', 300);
    OK(do_park_at(where, "A"));
    where = at_extension("main", "300");
    where.group = long_text('x', 300);
    where.slot = 9999;
    OK(do_park_at(where, "B"));
    where = any_slot("main");
    where.slot = 9999;
    OK(do_park_at(where, "C"));
}
END_TEST

START_TEST(a_full_lot_says_so)
{
    OK(do_park("A"));
    OK(do_park("B"));
    OK(do_park("C"));
    OK(do_reserve(any_slot("main"), NULL, 0));
    REFUSED(CALLPARK_ERR_FULL, do_park("D"));
    OK(do_park_at(at_extension("main", "1"), "D"));
    OK(do_retrieve(callpark_by_call("B")));
    OK(do_park("E"));
    ck_assert_uint_eq(ev.slot, 702);
}
END_TEST

START_TEST(a_call_is_parked_once)
{
    OK(do_lot("other", 1, 9));
    OK(do_park("A"));
    REFUSED(CALLPARK_ERR_PARKED, do_park("A"));
    REFUSED(CALLPARK_ERR_PARKED, do_park_at(any_slot("other"), "A"));
    OK(do_find(callpark_by_call("A")));
    ck_assert_str_eq(seen.lot, "main");
    ck_assert_uint_eq(seen.slot, 701);
    OK(do_retrieve(callpark_by_call("A")));
    OK(do_park_at(any_slot("other"), "A"));
    ck_assert_uint_eq(ev.ticket, 2);
    REFUSED(CALLPARK_ERR_ENDED, do_retrieve(ticket(1)));
}
END_TEST

/* ---- For how long ------------------------------------------------------------------------ */

static const struct {
    callpark_duration timeout;
    uint32_t flags;
    int error;
} timeouts[] = {
    {0, 0, 0},
    {SECONDS(30), 0, 0},
    {SECONDS(600), 0, 0},
    {SECONDS(30) - 1, 0, CALLPARK_ERR_DURATION},
    {SECONDS(600) + 1, 0, CALLPARK_ERR_DURATION},
    {1, 0, CALLPARK_ERR_DURATION},
    {CALLPARK_NO_TIMEOUT - 1, 0, CALLPARK_ERR_DURATION},
    {CALLPARK_NO_TIMEOUT, 0, CALLPARK_ERR_DURATION},
    {CALLPARK_NO_TIMEOUT, CALLPARK_LOT_ALLOW_NO_TIMEOUT, 0},
    {CALLPARK_NO_TIMEOUT - 1, CALLPARK_LOT_ALLOW_NO_TIMEOUT, CALLPARK_ERR_DURATION},
};

START_TEST(a_timeout_is_within_the_limits_of_the_lot_and_never_clamped)
{
    struct callpark_lot_config config = slots(1, 9);
    config.timeout = SECONDS(45);
    config.timeout_min = SECONDS(30);
    config.timeout_max = SECONDS(600);
    config.flags = timeouts[_i].flags;
    OK(do_lot_add("webex", &config));
    struct callpark_terms terms = terms_of(timeouts[_i].timeout, NULL);
    struct callpark_where where = any_slot("webex");
    if (timeouts[_i].error != 0) {
        REFUSED(timeouts[_i].error, do_park_call(where, call_of("A"), &terms));
        return;
    }
    OK(do_park_call(where, call_of("A"), &terms));
    callpark_duration timeout = timeouts[_i].timeout != 0 ? timeouts[_i].timeout : SECONDS(45);
    callpark_time deadline = timeout == CALLPARK_NO_TIMEOUT ? CALLPARK_NEVER : START + timeout;
    ck_assert_uint_eq(ev.deadline, deadline);
    ck_assert_uint_eq(ev.due, deadline);
    ck_assert_uint_eq(callpark_next_deadline(cp), deadline);
}
END_TEST

START_TEST(a_lot_may_park_without_timeout_by_default)
{
    struct callpark_lot_config config = slots(1, 9);
    config.timeout = CALLPARK_NO_TIMEOUT;
    config.flags = CALLPARK_LOT_ALLOW_NO_TIMEOUT;
    OK(do_lot_add("long", &config));
    OK(do_park_at(any_slot("long"), "A"));
    ck_assert_uint_eq(ev.deadline, CALLPARK_NEVER);
    now_ms = CALLPARK_NEVER - 1;
    ck_assert_int_eq(do_poll(), 0);
    OK(do_extend(callpark_by_call("A"), 0));
    ck_assert_uint_eq(ev.deadline, CALLPARK_NEVER);
}
END_TEST

START_TEST(terms_of_a_park_go_before_those_of_its_lot)
{
    struct callpark_recall lots, own;
    callpark_recall_init(&lots);
    lots.alternate = "400";
    lots.fallback = "500";
    lots.targets = CALLPARK_RECALL_ALTERNATE;
    lots.ring_other = SECONDS(11);
    struct callpark_lot_config config = slots(1, 9);
    config.recall = &lots;
    OK(do_lot_add("lot", &config));

    callpark_recall_init(&own);
    own.targets = CALLPARK_RECALL_PARKER;
    own.ring = SECONDS(7);
    own.rounds = 1;
    struct callpark_terms terms = terms_of(SECONDS(20), &own);
    OK(do_park_call(any_slot("lot"), call_of("A"), &terms));
    ck_assert_int_eq(poll_next(), 1);
    ck_assert_uint_eq(ev.time, START + SECONDS(20));
    ck_assert_str_eq(ev.target, "100");
    ck_assert_uint_eq(ev.ring, SECONDS(7));
    ck_assert_int_eq(poll_next(), 1); /* no answer, the only round is over */
    ck_assert_int_eq(poll_next(), 1);
    ck_assert_str_eq(ev.target, "500"); /* inherited */
    ck_assert_uint_eq(ev.ring, SECONDS(11));
}
END_TEST

static const struct {
    callpark_duration ring, ring_other, pause;
    uint32_t targets, rounds;
    int error;
} policies[] = {
    {0, 0, 0, 0, 0, 0},
    {1000, 1000, 1000, CALLPARK_RECALL_ALTERNATE, 1000, 0},
    {0, 0, 0, 0, CALLPARK_FOREVER, 0},
    {999, 0, 0, 0, 0, CALLPARK_ERR_DURATION},
    {0, 999, 0, 0, 0, CALLPARK_ERR_DURATION},
    {0, 0, 999, 0, 0, CALLPARK_ERR_DURATION},
    {CALLPARK_NO_TIMEOUT, 0, 0, 0, 0, CALLPARK_ERR_DURATION},
    {0, CALLPARK_NO_TIMEOUT, 0, 0, 0, CALLPARK_ERR_DURATION},
    {0, 0, CALLPARK_NO_TIMEOUT, 0, 0, CALLPARK_ERR_DURATION},
    {0, 0, 0, 4, 0, CALLPARK_ERR_INVALID},
    {0, 0, 0, 0, 1001, CALLPARK_ERR_INVALID},
    {0, 0, 0, 0, CALLPARK_FOREVER - 1, CALLPARK_ERR_INVALID},
};

START_TEST(a_recall_policy_is_checked_at_the_park_and_the_fill)
{
    struct callpark_recall recall;
    callpark_recall_init(&recall);
    recall.ring = policies[_i].ring;
    recall.ring_other = policies[_i].ring_other;
    recall.pause = policies[_i].pause;
    recall.targets = policies[_i].targets;
    recall.rounds = policies[_i].rounds;
    struct callpark_terms terms = terms_of(0, &recall);
    OK(do_reserve(any_slot("main"), NULL, 0));
    if (policies[_i].error != 0) {
        REFUSED(policies[_i].error, do_park_call(any_slot("main"), call_of("A"), &terms));
        REFUSED(policies[_i].error, do_fill_call(ticket(1), call_of("A"), &terms));
    } else {
        OK(do_park_call(any_slot("main"), call_of("A"), &terms));
        OK(do_fill_call(ticket(1), call_of("B"), &terms));
    }
}
END_TEST

START_TEST(the_texts_of_a_policy_are_copied)
{
    char alternate[] = "400";
    struct callpark_recall recall;
    callpark_recall_init(&recall);
    recall.targets = CALLPARK_RECALL_ALTERNATE;
    recall.alternate = alternate;
    struct callpark_terms terms = terms_of(0, &recall);
    OK(do_park_call(any_slot("main"), call_of("A"), &terms));
    memset(alternate, 'x', 3);
    memset(&recall, 0, sizeof recall);
    memset(&terms, 0, sizeof terms);
    ck_assert_int_eq(poll_next(), 1);
    ck_assert_str_eq(ev.target, "400");
}
END_TEST

START_TEST(a_deadline_beyond_the_clock_is_never)
{
    now_ms = CALLPARK_NEVER - 1 - SECONDS(180);
    OK(do_park("A"));
    ck_assert_uint_eq(ev.deadline, CALLPARK_NEVER - 1);
    now_ms++;
    OK(do_park("B"));
    ck_assert_uint_eq(ev.deadline, CALLPARK_NEVER);
    now_ms = CALLPARK_NEVER - 1;
    OK(do_park("C"));
    ck_assert_uint_eq(ev.deadline, CALLPARK_NEVER);
    ck_assert_uint_eq(ev.time, CALLPARK_NEVER - 1);
    ck_assert_int_eq(do_poll(), 1);
    ck_assert_str_eq(ev.call_id, "A");
    ck_assert_uint_eq(ev.kind, CALLPARK_EVENT_RINGING);
    ck_assert_uint_eq(ev.deadline, CALLPARK_NEVER);
    ck_assert_int_eq(do_poll(), 0);
    ck_assert_uint_eq(callpark_next_deadline(cp), CALLPARK_NEVER);
}
END_TEST

Suite *park_suite(void);
Suite *park_suite(void)
{
    Suite *suite = suite_create("park");
    TCase *tcase = world_tcase(suite, "what");
    tcase_add_test(tcase, the_event_of_a_park_says_everything);
    tcase_add_test(tcase, find_shows_what_was_parked);
    tcase_add_test(tcase, a_call_is_copied);
    tcase_add_test(tcase, what_is_absent_is_null);
    tcase_add_loop_test(tcase, texts_of_every_length_are_kept, 0, (int)COUNT(lengths));
    tcase_add_test(tcase, all_texts_of_the_greatest_length_together);
    tcase_add_test(tcase, any_bytes_make_a_text);

    tcase = world_tcase(suite, "where");
    tcase_add_test(tcase, exactly_that_slot_or_an_error);
    tcase_add_test(tcase, that_slot_or_another);
    tcase_add_test(tcase, out_of_range_comes_before_taken);
    tcase_add_test(tcase, any_extension_may_hold_one_call);
    tcase_add_test(tcase, fields_that_the_kind_does_not_name_are_ignored);
    tcase_add_test(tcase, a_full_lot_says_so);
    tcase_add_test(tcase, a_call_is_parked_once);

    tcase = world_tcase(suite, "for how long");
    tcase_add_loop_test(tcase, a_timeout_is_within_the_limits_of_the_lot_and_never_clamped, 0,
                        (int)COUNT(timeouts));
    tcase_add_test(tcase, a_lot_may_park_without_timeout_by_default);
    tcase_add_test(tcase, terms_of_a_park_go_before_those_of_its_lot);
    tcase_add_loop_test(tcase, a_recall_policy_is_checked_at_the_park_and_the_fill, 0,
                        (int)COUNT(policies));
    tcase_add_test(tcase, the_texts_of_a_policy_are_copied);
    tcase_add_test(tcase, a_deadline_beyond_the_clock_is_never);
    return suite;
}
