/* SPDX-License-Identifier: MIT */
/* Retrieving: at once, or by a claim that is committed or rolled back. */
#include <check.h>

#include "helpers.h"

START_TEST(a_retrieval_gives_the_call_back_in_one_event)
{
    OK(do_park_at(slot_of("main", 702), "A"));
    struct callpark_call call = call_of("A");
    now_ms += SECONDS(5);
    struct callpark_which which = callpark_by_slot("main", 702);
    OK(callpark_retrieve(cp, now_ms, &which, "300", &ev));
    ck_assert_uint_eq(ev.kind, CALLPARK_EVENT_ENDED);
    ck_assert_uint_eq(ev.state, CALLPARK_STATE_ENDED);
    ck_assert_uint_eq(ev.reason, CALLPARK_REASON_RETRIEVED);
    ck_assert_uint_eq(ev.ticket, 1);
    ck_assert_uint_eq(ev.slot, 702);
    ck_assert_str_eq(ev.lot, "main");
    ck_assert_str_eq(ev.call_id, "A");
    ck_assert_str_eq(ev.parker, "100");
    ck_assert_str_eq(ev.parkee, "200");
    ck_assert_str_eq(ev.caller_name, "Ann Caller");
    ck_assert_str_eq(ev.caller_number, "+43 1 2345");
    ck_assert_str_eq(ev.tag, "a tag");
    ck_assert_ptr_eq(ev.host, call.host);
    ck_assert_str_eq(ev.by, "300");
    ck_assert_uint_eq(ev.parked_at, START);
    ck_assert_uint_eq(ev.time, START + SECONDS(5));
    ck_assert_uint_eq(ev.deadline, CALLPARK_NEVER);
    ck_assert_uint_eq(ev.due, CALLPARK_NEVER);
    ck_assert_uint_eq(ev.serial, 0);
    ck_assert_uint_eq(ev.stops, 0);
    ck_assert_ptr_null(ev.target);
    ck_assert_uint_eq(ev.step, CALLPARK_STEP_NONE);
    ck_assert_uint_eq(ev.round, 0);
    ck_assert_uint_eq(callpark_count(cp), 0);
    ck_assert_uint_eq(callpark_next_deadline(cp), CALLPARK_NEVER);
}
END_TEST

static struct callpark_which ways(int way)
{
    switch (way) {
    case 0:
        return ticket(1);
    case 1:
        return callpark_by_ticket(1, "A");
    case 2:
        return callpark_by_call("A");
    case 3:
        return callpark_by_slot("main", 702);
    default:
        return callpark_by_age("main");
    }
}

START_TEST(a_call_is_retrieved_by_whatever_names_it)
{
    OK(do_park_at(slot_of("main", 702), "A"));
    OK(do_park_at(slot_of("main", 701), "B"));
    OK(do_retrieve(ways(_i)));
    ck_assert_str_eq(ev.call_id, "A");
    OK(do_find(callpark_by_call("B")));
    REFUSED(_i <= 1 ? CALLPARK_ERR_ENDED : CALLPARK_ERR_NOT_FOUND,
            _i < 4 ? do_retrieve(ways(_i)) : do_retrieve(callpark_by_call("A")));
}
END_TEST

START_TEST(a_claim_keeps_place_and_deadline)
{
    OK(do_park_at(slot_of("main", 702), "A"));
    now_ms += SECONDS(5);
    OK(do_claim(callpark_by_slot("main", 702), 0));
    ck_assert_uint_eq(ev.kind, CALLPARK_EVENT_CLAIMED);
    ck_assert_uint_eq(ev.state, CALLPARK_STATE_CLAIMED);
    ck_assert_uint_eq(ev.serial, ev.number);
    ck_assert_uint_eq(ev.stops, 0);
    ck_assert_uint_eq(ev.deadline, START + SECONDS(180));
    ck_assert_uint_eq(ev.due, START + SECONDS(45));
    ck_assert_uint_eq(ev.slot, 702);
    ck_assert_ptr_null(ev.target);
    ck_assert_uint_eq(callpark_next_deadline(cp), START + SECONDS(45));
    const uint64_t serial = ev.serial;
    OK(do_find(ticket(1)));
    ck_assert_uint_eq(seen.serial, serial);
    ck_assert_uint_eq(seen.state, CALLPARK_STATE_CLAIMED);
    ck_assert_uint_eq(seen.due, START + SECONDS(45));
    ck_assert_uint_eq(seen.deadline, START + SECONDS(180));
    REFUSED(CALLPARK_ERR_TAKEN, do_park_at(slot_of("main", 702), "B"));

    OK(do_commit(ticket(1), serial));
    ck_assert_uint_eq(ev.kind, CALLPARK_EVENT_ENDED);
    ck_assert_uint_eq(ev.reason, CALLPARK_REASON_RETRIEVED);
    ck_assert_uint_eq(ev.stops, serial);
    ck_assert_uint_eq(ev.serial, 0);
    OK(do_park_at(slot_of("main", 702), "B"));
}
END_TEST

static const struct {
    callpark_duration claim, lasts;
    int error;
} claims[] = {
    {0, SECONDS(40), 0},
    {SECONDS(1), SECONDS(1), 0},
    {SECONDS(3600), SECONDS(3600), 0},
    {SECONDS(1) - 1, 0, CALLPARK_ERR_DURATION},
    {SECONDS(3600) + 1, 0, CALLPARK_ERR_DURATION},
    {CALLPARK_NO_TIMEOUT, 0, CALLPARK_ERR_DURATION},
};

START_TEST(a_claim_lasts_from_a_second_to_an_hour)
{
    OK(do_park("A"));
    OK(do_park("B"));
    if (claims[_i].error != 0) {
        REFUSED(claims[_i].error, do_claim(ticket(1), claims[_i].claim));
        ck_assert_int_eq(poll_next(), 1);
        REFUSED(claims[_i].error, do_answered(ticket(1), ev.serial, claims[_i].claim));
        return;
    }
    OK(do_claim(ticket(1), claims[_i].claim));
    ck_assert_uint_eq(ev.due, START + claims[_i].lasts);
    OK(do_rollback(ticket(1), ev.serial));
    ck_assert_int_eq(poll_next(), 1);
    OK(do_answered(ticket(1), ev.serial, claims[_i].claim));
    ck_assert_uint_eq(ev.due, now_ms + claims[_i].lasts);
}
END_TEST

START_TEST(a_second_retriever_gets_claimed)
{
    OK(do_park("A"));
    OK(do_claim(callpark_by_call("A"), 0));
    const uint64_t serial = ev.serial;
    REFUSED(CALLPARK_ERR_CLAIMED, do_claim(callpark_by_slot("main", 701), 0));
    REFUSED(CALLPARK_ERR_CLAIMED, do_retrieve(ticket(1)));
    REFUSED(CALLPARK_ERR_STALE, do_commit(ticket(1), serial + 1));
    REFUSED(CALLPARK_ERR_STALE, do_commit(ticket(1), 0));
    REFUSED(CALLPARK_ERR_STALE, do_rollback(ticket(1), serial - 1));
    REFUSED(CALLPARK_ERR_STALE, do_answered(ticket(1), serial, 0));
    REFUSED(CALLPARK_ERR_STALE, do_failed(ticket(1), serial));
    REFUSED(CALLPARK_ERR_STALE, do_deferred(ticket(1), serial));
    OK(do_commit(ticket(1), serial));
    REFUSED(CALLPARK_ERR_ENDED, do_commit(ticket(1), serial));
    REFUSED(CALLPARK_ERR_ENDED, do_claim(ticket(1), 0));
}
END_TEST

START_TEST(a_rollback_restores_place_and_deadline)
{
    OK(do_park_at(at_extension("main", "300"), "A"));
    now_ms += SECONDS(170);
    OK(do_claim(ticket(1), 0));
    const uint64_t serial = ev.serial;
    now_ms += SECONDS(5);
    OK(do_rollback(ticket(1), serial));
    ck_assert_uint_eq(ev.kind, CALLPARK_EVENT_ROLLED_BACK);
    ck_assert_uint_eq(ev.state, CALLPARK_STATE_WAITING);
    ck_assert_str_eq(ev.extension, "300");
    ck_assert_uint_eq(ev.deadline, START + SECONDS(180));
    ck_assert_uint_eq(ev.due, START + SECONDS(180));
    ck_assert_uint_eq(ev.serial, 0);
    ck_assert_uint_eq(ev.stops, serial);
    REFUSED(CALLPARK_ERR_STALE, do_rollback(ticket(1), serial));
    REFUSED(CALLPARK_ERR_STALE, do_commit(ticket(1), serial));
    OK(do_claim(ticket(1), 0));
    ck_assert_uint_ne(ev.serial, serial);
    REFUSED(CALLPARK_ERR_STALE, do_commit(ticket(1), serial));
    OK(do_commit(ticket(1), ev.serial));
}
END_TEST

START_TEST(a_rollback_after_the_deadline_is_due_at_once)
{
    OK(do_park("A"));
    now_ms += SECONDS(179);
    OK(do_claim(ticket(1), 0));
    now_ms += SECONDS(30);
    ck_assert_int_eq(do_poll(), 0); /* the deadline passed, but it is claimed */
    OK(do_rollback(ticket(1), ev.serial));
    ck_assert_uint_eq(ev.due, START + SECONDS(180));
    ck_assert_int_eq(do_poll(), 1);
    ck_assert_uint_eq(ev.kind, CALLPARK_EVENT_RINGING);
    ck_assert_uint_eq(ev.deadline, now_ms + SECONDS(30)); /* from now, not from then */
}
END_TEST

START_TEST(an_expired_claim_is_rolled_back_by_poll)
{
    OK(do_park("A"));
    OK(do_claim(ticket(1), 0));
    const uint64_t serial = ev.serial;
    now_ms += SECONDS(40) - 1;
    ck_assert_int_eq(do_poll(), 0);
    now_ms += 1;
    ck_assert_int_eq(do_poll(), 1);
    ck_assert_uint_eq(ev.kind, CALLPARK_EVENT_CLAIM_EXPIRED);
    ck_assert_uint_eq(ev.state, CALLPARK_STATE_WAITING);
    ck_assert_uint_eq(ev.stops, serial);
    ck_assert_uint_eq(ev.serial, 0);
    ck_assert_uint_eq(ev.deadline, START + SECONDS(180));
    REFUSED(CALLPARK_ERR_STALE, do_commit(ticket(1), serial));
    REFUSED(CALLPARK_ERR_STALE, do_rollback(ticket(1), serial));
    ck_assert_int_eq(do_poll(), 0);
    OK(do_retrieve(ticket(1)));
}
END_TEST

START_TEST(a_late_commit_before_poll_succeeds)
{
    OK(do_park("A"));
    OK(do_claim(ticket(1), SECONDS(1)));
    now_ms += SECONDS(3600);
    OK(do_commit(ticket(1), ev.serial));
    ck_assert_uint_eq(ev.reason, CALLPARK_REASON_RETRIEVED);
    ck_assert_int_eq(do_poll(), 0);
}
END_TEST

START_TEST(the_oldest_is_by_ticket_not_by_time)
{
    OK(do_park_at(slot_of("main", 704), "A"));
    OK(do_park_at(at_extension("main", "300"), "B"));
    OK(do_park_at(slot_of("main", 701), "C"));
    OK(do_move(callpark_by_call("A"), slot_of("main", 702)));
    OK(do_extend(callpark_by_call("A"), SECONDS(3600)));
    OK(do_swap(callpark_by_call("A"), "A2"));
    OK(do_claim(callpark_by_age("main"), 0)); /* still the oldest */
    ck_assert_str_eq(ev.call_id, "A2");
    const uint64_t serial = ev.serial;
    OK(do_claim(callpark_by_age("main"), 0)); /* A2 is skipped */
    ck_assert_str_eq(ev.call_id, "B");
    OK(do_rollback(callpark_by_call("A2"), serial));
    OK(do_retrieve(callpark_by_age("main"))); /* A2 is back in its old turn */
    ck_assert_str_eq(ev.call_id, "A2");
    OK(do_retrieve(callpark_by_age("main")));
    ck_assert_str_eq(ev.call_id, "C");
    REFUSED(CALLPARK_ERR_NOT_FOUND, do_retrieve(callpark_by_age("main")));
    REFUSED(CALLPARK_ERR_LOT, do_retrieve(callpark_by_age("other")));
}
END_TEST

START_TEST(a_moved_call_keeps_its_turn_in_the_new_lot)
{
    OK(do_lot("other", 1, 9));
    OK(do_park("old"));
    OK(do_park_at(any_slot("other"), "young"));
    OK(do_park_at(any_slot("other"), "younger"));
    OK(do_move(callpark_by_call("old"), any_slot("other")));
    OK(do_reserve(any_slot("other"), NULL, 0));
    OK(do_retrieve(callpark_by_age("other")));
    ck_assert_str_eq(ev.call_id, "old");
    OK(do_retrieve(callpark_by_age("other")));
    ck_assert_str_eq(ev.call_id, "young");
    REFUSED(CALLPARK_ERR_NOT_FOUND, do_retrieve(callpark_by_age("main")));
}
END_TEST

START_TEST(a_filled_reservation_has_the_age_of_the_reservation)
{
    OK(do_reserve(any_slot("main"), NULL, 0));
    OK(do_park("B"));
    OK(do_fill(ticket(1), "A"));
    OK(do_retrieve(callpark_by_age("main")));
    ck_assert_str_eq(ev.call_id, "A");
}
END_TEST

START_TEST(the_expected_call_must_be_there)
{
    OK(do_park_at(slot_of("main", 701), "A"));
    OK(do_park_at(at_extension("main", "300"), "B"));
    struct callpark_which which = callpark_by_slot("main", 701);
    which.call_id = "B";
    REFUSED(CALLPARK_ERR_MISMATCH, do_retrieve(which));
    which = callpark_by_age("main");
    which.call_id = "B";
    REFUSED(CALLPARK_ERR_MISMATCH, do_retrieve(which));
    REFUSED(CALLPARK_ERR_MISMATCH, do_retrieve(callpark_by_ticket(1, "B")));
    REFUSED(CALLPARK_ERR_MISMATCH, do_retrieve(callpark_by_ticket(1, "none")));
    which = callpark_by_extension("main", "300");
    which.call_id = "A";
    REFUSED(CALLPARK_ERR_MISMATCH, do_retrieve(which));
    which.call_id = "B";
    OK(do_retrieve(which));
    OK(do_retrieve(callpark_by_ticket(1, ""))); /* empty: any */
}
END_TEST

Suite *retrieve_suite(void);
Suite *retrieve_suite(void)
{
    Suite *suite = suite_create("retrieve");
    TCase *tcase = world_tcase(suite, "retrieve");
    tcase_add_test(tcase, a_retrieval_gives_the_call_back_in_one_event);
    tcase_add_loop_test(tcase, a_call_is_retrieved_by_whatever_names_it, 0, 5);
    tcase_add_test(tcase, a_claim_keeps_place_and_deadline);
    tcase_add_loop_test(tcase, a_claim_lasts_from_a_second_to_an_hour, 0, (int)COUNT(claims));
    tcase_add_test(tcase, a_second_retriever_gets_claimed);
    tcase_add_test(tcase, a_rollback_restores_place_and_deadline);
    tcase_add_test(tcase, a_rollback_after_the_deadline_is_due_at_once);
    tcase_add_test(tcase, an_expired_claim_is_rolled_back_by_poll);
    tcase_add_test(tcase, a_late_commit_before_poll_succeeds);
    tcase_add_test(tcase, the_oldest_is_by_ticket_not_by_time);
    tcase_add_test(tcase, a_moved_call_keeps_its_turn_in_the_new_lot);
    tcase_add_test(tcase, a_filled_reservation_has_the_age_of_the_reservation);
    tcase_add_test(tcase, the_expected_call_must_be_there);
    return suite;
}
