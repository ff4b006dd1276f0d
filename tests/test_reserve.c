/* SPDX-License-Identifier: MIT */
/* Reservations, and the calls that fill them. */
#include <check.h>

#include "helpers.h"

START_TEST(a_reservation_is_reported)
{
    OK(do_reserve(slot_of("main", 702), "100", SECONDS(30)));
    ck_assert_uint_eq(ev.kind, CALLPARK_EVENT_RESERVED);
    ck_assert_uint_eq(ev.state, CALLPARK_STATE_RESERVED);
    ck_assert_uint_eq(ev.ticket, 1);
    ck_assert_uint_eq(ev.slot, 702);
    ck_assert_str_eq(ev.lot, "main");
    ck_assert_str_eq(ev.parker, "100");
    ck_assert_ptr_null(ev.call_id);
    ck_assert_ptr_null(ev.parkee);
    ck_assert_ptr_null(ev.host);
    ck_assert_uint_eq(ev.parked_at, START);
    ck_assert_uint_eq(ev.deadline, START + SECONDS(30));
    ck_assert_uint_eq(ev.due, START + SECONDS(30));
    ck_assert_uint_eq(ev.serial, 0);
    OK(do_find(callpark_by_slot("main", 702)));
    ck_assert_ptr_null(seen.call_id);
    ck_assert_uint_eq(seen.state, CALLPARK_STATE_RESERVED);
    ck_assert_uint_eq(callpark_count(cp), 1);
}
END_TEST

static const struct {
    callpark_duration hold, lasts;
    int error;
} holds[] = {
    {0, SECONDS(60), 0},
    {SECONDS(1), SECONDS(1), 0},
    {SECONDS(600), SECONDS(600), 0},
    {SECONDS(1) - 1, 0, CALLPARK_ERR_DURATION},
    {SECONDS(600) + 1, 0, CALLPARK_ERR_DURATION},
    {CALLPARK_NO_TIMEOUT, 0, CALLPARK_ERR_DURATION},
};

START_TEST(a_reservation_lasts_from_a_second_to_ten_minutes)
{
    struct callpark_lot_config config = slots(701, 704);
    config.timeout = config.timeout_min = SECONDS(100); /* of parks, not of reservations */
    config.flags = CALLPARK_LOT_ALLOW_NO_TIMEOUT;
    OK(do_lot_configure("main", &config));
    if (holds[_i].error != 0) {
        REFUSED(holds[_i].error, do_reserve(any_slot("main"), NULL, holds[_i].hold));
        OK(do_reserve(any_slot("main"), NULL, 0));
        REFUSED(holds[_i].error, do_extend(ticket(1), holds[_i].hold));
        return;
    }
    OK(do_reserve(any_slot("main"), NULL, holds[_i].hold));
    ck_assert_uint_eq(ev.deadline, START + holds[_i].lasts);
    now_ms += 500;
    OK(do_extend(ticket(1), holds[_i].hold));
    ck_assert_uint_eq(ev.kind, CALLPARK_EVENT_EXTENDED);
    ck_assert_uint_eq(ev.state, CALLPARK_STATE_RESERVED);
    ck_assert_uint_eq(ev.deadline, START + 500 + holds[_i].lasts);
    ck_assert_uint_eq(callpark_next_deadline(cp), ev.deadline);
}
END_TEST

START_TEST(a_reservation_expires_once_in_poll_alone)
{
    OK(do_reserve(any_slot("main"), "100", 0));
    now_ms += SECONDS(60) - 1;
    ck_assert_int_eq(do_poll(), 0);
    now_ms += 1;
    REFUSED(CALLPARK_ERR_TAKEN, do_park_at(slot_of("main", 701), "A")); /* before poll */
    ck_assert_int_eq(do_poll(), 1);
    ck_assert_uint_eq(ev.kind, CALLPARK_EVENT_ENDED);
    ck_assert_uint_eq(ev.state, CALLPARK_STATE_ENDED);
    ck_assert_uint_eq(ev.reason, CALLPARK_REASON_EXPIRED);
    ck_assert_uint_eq(ev.slot, 701);
    ck_assert_str_eq(ev.parker, "100");
    ck_assert_uint_eq(ev.deadline, CALLPARK_NEVER);
    ck_assert_uint_eq(ev.due, CALLPARK_NEVER);
    ck_assert_ptr_null(ev.by);
    ck_assert_int_eq(do_poll(), 0);
    REFUSED(CALLPARK_ERR_ENDED, do_fill(ticket(1), "A"));
    OK(do_park_at(slot_of("main", 701), "A"));
}
END_TEST

START_TEST(a_late_fill_before_poll_succeeds)
{
    OK(do_reserve(any_slot("main"), "100", 0));
    now_ms += SECONDS(3600);
    OK(do_fill(ticket(1), "A"));
    ck_assert_uint_eq(ev.deadline, now_ms + SECONDS(180));
    ck_assert_int_eq(do_poll(), 0);
}
END_TEST

START_TEST(a_filled_reservation_waits_from_then)
{
    OK(do_reserve(slot_of("main", 703), "100", 0));
    now_ms += SECONDS(50);
    struct callpark_call call = call_from("A", NULL);
    OK(do_fill_call(callpark_by_slot("main", 703), call, NULL));
    ck_assert_uint_eq(ev.kind, CALLPARK_EVENT_FILLED);
    ck_assert_uint_eq(ev.state, CALLPARK_STATE_WAITING);
    ck_assert_uint_eq(ev.ticket, 1);
    ck_assert_uint_eq(ev.slot, 703);
    ck_assert_str_eq(ev.call_id, "A");
    ck_assert_str_eq(ev.parker, "100"); /* kept, as the call brought none */
    ck_assert_str_eq(ev.parkee, "200");
    ck_assert_ptr_eq(ev.host, call.host);
    ck_assert_uint_eq(ev.parked_at, START + SECONDS(50));
    ck_assert_uint_eq(ev.deadline, START + SECONDS(230));
    ck_assert_uint_eq(callpark_next_deadline(cp), START + SECONDS(230));
    OK(do_find(callpark_by_call("A")));
    ck_assert_uint_eq(seen.slot, 703);
    REFUSED(CALLPARK_ERR_STATE, do_fill(ticket(1), "B"));
    REFUSED(CALLPARK_ERR_PARKED, do_park("A"));
    OK(do_retrieve(callpark_by_call("A")));
}
END_TEST

START_TEST(a_parker_brought_by_the_call_replaces_that_of_the_reservation)
{
    OK(do_reserve(any_slot("main"), "100", 0));
    OK(do_fill_call(ticket(1), call_from("A", "111"), NULL));
    ck_assert_str_eq(ev.parker, "111");
    OK(do_reserve(any_slot("main"), NULL, 0));
    OK(do_fill_call(ticket(2), call_from("B", "112"), NULL));
    ck_assert_str_eq(ev.parker, "112");
    OK(do_reserve(any_slot("main"), "100", 0));
    OK(do_fill_call(ticket(3), call_from("C", ""), NULL));
    ck_assert_str_eq(ev.parker, "100");
}
END_TEST

START_TEST(limits_and_policy_are_those_of_the_fill)
{
    struct callpark_recall recall;
    callpark_recall_init(&recall);
    recall.targets = CALLPARK_RECALL_ALTERNATE;
    recall.alternate = "400";
    OK(do_reserve(any_slot("main"), "100", 0));
    struct callpark_lot_config config = slots(701, 704);
    config.timeout = config.timeout_max = SECONDS(20);
    config.recall = &recall;
    OK(do_lot_configure("main", &config));
    struct callpark_terms terms = terms_of(SECONDS(21), NULL);
    REFUSED(CALLPARK_ERR_DURATION, do_fill_call(ticket(1), call_of("A"), &terms));
    OK(do_fill(ticket(1), "A"));
    ck_assert_uint_eq(ev.deadline, START + SECONDS(20));
    ck_assert_int_eq(poll_next(), 1);
    ck_assert_str_eq(ev.target, "400");
}
END_TEST

START_TEST(terms_of_a_fill_count)
{
    struct callpark_recall recall;
    callpark_recall_init(&recall);
    recall.ring = SECONDS(5);
    struct callpark_terms terms = terms_of(SECONDS(33), &recall);
    OK(do_reserve(any_slot("main"), "100", 0));
    OK(do_fill_call(ticket(1), call_of("A"), &terms));
    ck_assert_uint_eq(ev.deadline, START + SECONDS(33));
    ck_assert_int_eq(poll_next(), 1);
    ck_assert_uint_eq(ev.ring, SECONDS(5));
}
END_TEST

START_TEST(a_fill_takes_a_call_that_is_not_parked)
{
    OK(do_park("A"));
    OK(do_reserve(any_slot("main"), NULL, 0));
    REFUSED(CALLPARK_ERR_PARKED, do_fill(ticket(2), "A"));
    REFUSED(CALLPARK_ERR_STATE, do_fill(ticket(1), "B"));
    REFUSED(CALLPARK_ERR_STATE, do_fill(ticket(1), "A"));
    OK(do_retrieve(callpark_by_call("A")));
    OK(do_fill(ticket(2), "A"));
}
END_TEST

START_TEST(a_reservation_is_no_call)
{
    OK(do_reserve(slot_of("main", 702), "100", 0));
    const struct callpark_which which = callpark_by_slot("main", 702);
    REFUSED(CALLPARK_ERR_RESERVED, do_retrieve(which));
    REFUSED(CALLPARK_ERR_RESERVED, do_claim(which, 0));
    REFUSED(CALLPARK_ERR_STATE, do_commit(which, 1));
    REFUSED(CALLPARK_ERR_STATE, do_rollback(which, 1));
    REFUSED(CALLPARK_ERR_STATE, do_answered(which, 1, 0));
    REFUSED(CALLPARK_ERR_STATE, do_failed(which, 1));
    REFUSED(CALLPARK_ERR_STATE, do_deferred(which, 1));
    REFUSED(CALLPARK_ERR_STATE, do_swap(which, "A"));
    REFUSED(CALLPARK_ERR_NOT_FOUND, do_claim(callpark_by_age("main"), 0));
    REFUSED(CALLPARK_ERR_MISMATCH, do_remove(callpark_by_ticket(1, "A")));
    OK(do_park_at(slot_of("main", 701), "A"));
    OK(do_claim(callpark_by_age("main"), 0)); /* passes the older reservation */
    ck_assert_str_eq(ev.call_id, "A");
}
END_TEST

START_TEST(a_reservation_can_be_cancelled_and_hung_up)
{
    OK(do_reserve(slot_of("main", 702), "100", 0));
    OK(do_remove(callpark_by_slot("main", 702)));
    ck_assert_uint_eq(ev.reason, CALLPARK_REASON_REMOVED);
    ck_assert_ptr_null(ev.call_id);
    OK(do_reserve(slot_of("main", 702), "100", 0));
    OK(do_hangup(ticket(2)));
    ck_assert_uint_eq(ev.reason, CALLPARK_REASON_ABANDONED);
    OK(do_reserve(slot_of("main", 702), "100", 0));
    ck_assert_int_eq(do_drain("main"), 1);
    ck_assert_uint_eq(ev.reason, CALLPARK_REASON_DRAINED);
    ck_assert_uint_eq(callpark_next_deadline(cp), CALLPARK_NEVER);
}
END_TEST

START_TEST(a_moved_reservation_keeps_its_time)
{
    OK(do_lot("other", 1, 2));
    OK(do_reserve(slot_of("main", 702), "100", 0));
    now_ms += SECONDS(10);
    OK(do_move(ticket(1), slot_of("other", 2)));
    ck_assert_uint_eq(ev.kind, CALLPARK_EVENT_MOVED);
    ck_assert_uint_eq(ev.state, CALLPARK_STATE_RESERVED);
    ck_assert_uint_eq(ev.deadline, START + SECONDS(60));
    OK(do_fill(callpark_by_slot("other", 2), "A"));
}
END_TEST

START_TEST(a_reservation_against_the_own_extension_needs_a_parker)
{
    REFUSED(CALLPARK_ERR_INVALID, do_reserve(at_extension("main", NULL), NULL, 0));
    REFUSED(CALLPARK_ERR_INVALID, do_reserve(at_extension("main", NULL), "", 0));
    OK(do_reserve(at_extension("main", NULL), "100", 0));
    ck_assert_str_eq(ev.extension, "100");
    REFUSED(CALLPARK_ERR_TAKEN, do_park_at(at_extension("main", "100"), "A"));
}
END_TEST

START_TEST(many_reservations_have_no_call_id_to_collide)
{
    struct callpark_lot_config config = slots(1, 100);
    OK(do_lot_configure("main", &config));
    for (int i = 0; i < 100; i++)
        OK(do_reserve(any_slot("main"), NULL, 0));
    for (uint64_t i = 1; i <= 100; i += 2)
        OK(do_remove(ticket(i)));
    for (uint64_t i = 2; i <= 100; i += 2)
        OK(do_find(ticket(i)));
    ck_assert_uint_eq(callpark_count(cp), 50);
}
END_TEST

Suite *reserve_suite(void);
Suite *reserve_suite(void)
{
    Suite *suite = suite_create("reserve");
    TCase *tcase = world_tcase(suite, "reserve");
    tcase_add_test(tcase, a_reservation_is_reported);
    tcase_add_loop_test(tcase, a_reservation_lasts_from_a_second_to_ten_minutes, 0,
                        (int)COUNT(holds));
    tcase_add_test(tcase, a_reservation_expires_once_in_poll_alone);
    tcase_add_test(tcase, a_late_fill_before_poll_succeeds);
    tcase_add_test(tcase, a_filled_reservation_waits_from_then);
    tcase_add_test(tcase, a_parker_brought_by_the_call_replaces_that_of_the_reservation);
    tcase_add_test(tcase, limits_and_policy_are_those_of_the_fill);
    tcase_add_test(tcase, terms_of_a_fill_count);
    tcase_add_test(tcase, a_fill_takes_a_call_that_is_not_parked);
    tcase_add_test(tcase, a_reservation_is_no_call);
    tcase_add_test(tcase, a_reservation_can_be_cancelled_and_hung_up);
    tcase_add_test(tcase, a_moved_reservation_keeps_its_time);
    tcase_add_test(tcase, a_reservation_against_the_own_extension_needs_a_parker);
    tcase_add_test(tcase, many_reservations_have_no_call_id_to_collide);
    return suite;
}
