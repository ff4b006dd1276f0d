/* SPDX-License-Identifier: MIT */
/* Endings by hang-up, by an operator, and by draining. */
#include <check.h>

#include "helpers.h"

#include <stdio.h>

/* Brings a new parking into each state; its ticket is the last. */
static uint64_t in_state(uint32_t state, const char *id)
{
    if (state == CALLPARK_STATE_RESERVED) {
        OK(do_reserve(any_slot("main"), "100", SECONDS(600)));
        return ev.ticket;
    }
    const bool recall = state == CALLPARK_STATE_RINGING || state == CALLPARK_STATE_PAUSED;
    struct callpark_terms terms = terms_of(recall ? SECONDS(10) : SECONDS(3600), NULL);
    OK(do_park_call(any_slot("main"), call_of(id), &terms));
    const uint64_t number = ev.ticket;
    if (recall)
        ck_assert_int_eq(poll_next(), 1);
    if (state == CALLPARK_STATE_PAUSED)
        OK(do_failed(ticket(number), ev.serial));
    if (state == CALLPARK_STATE_CLAIMED)
        OK(do_claim(ticket(number), 0));
    OK(do_find(ticket(number)));
    ck_assert_uint_eq(seen.state, state);
    return number;
}

static const uint32_t states[] = {CALLPARK_STATE_RESERVED, CALLPARK_STATE_WAITING,
                                  CALLPARK_STATE_RINGING, CALLPARK_STATE_PAUSED,
                                  CALLPARK_STATE_CLAIMED};

static int end_by(int how, struct callpark_which which)
{
    switch (how) {
    case 0:
        return do_hangup(which);
    case 1:
        return do_remove(which);
    default:
        return do_drain(how == 2 ? "main" : NULL) == 1 ? 0 : -1;
    }
}

START_TEST(a_parking_ends_once_in_any_state_and_stops_what_is_open)
{
    static const uint32_t reasons[] = {CALLPARK_REASON_ABANDONED, CALLPARK_REASON_REMOVED,
                                       CALLPARK_REASON_DRAINED, CALLPARK_REASON_DRAINED};
    for (int how = 0; how < 4; how++) {
        const uint64_t number = in_state(states[_i], "A");
        OK(do_find(ticket(number)));
        const uint64_t open = seen.serial;
        ck_assert((open != 0) ==
                  (states[_i] == CALLPARK_STATE_RINGING || states[_i] == CALLPARK_STATE_CLAIMED));
        OK(end_by(how, ticket(number)));
        ck_assert_uint_eq(ev.kind, CALLPARK_EVENT_ENDED);
        ck_assert_uint_eq(ev.state, CALLPARK_STATE_ENDED);
        ck_assert_uint_eq(ev.reason, reasons[how]);
        ck_assert_uint_eq(ev.ticket, number);
        ck_assert_uint_eq(ev.stops, open);
        ck_assert_uint_eq(ev.serial, 0);
        ck_assert_uint_eq(ev.slot, 701);
        ck_assert_str_eq(ev.lot, "main");
        ck_assert_str_eq(ev.parker, "100");
        ck_assert_ptr_null(ev.target);
        ck_assert_uint_eq(ev.step, CALLPARK_STEP_NONE);
        ck_assert_uint_eq(ev.round, 0);
        ck_assert_uint_eq(ev.deadline, CALLPARK_NEVER);
        ck_assert_uint_eq(ev.due, CALLPARK_NEVER);
        REFUSED(CALLPARK_ERR_ENDED, do_hangup(ticket(number)));
        REFUSED(CALLPARK_ERR_ENDED, do_remove(ticket(number)));
        REFUSED(CALLPARK_ERR_NOT_FOUND, do_hangup(callpark_by_slot("main", 701)));
        ck_assert_uint_eq(callpark_next_deadline(cp), CALLPARK_NEVER);
        now_ms += SECONDS(3600);
        ck_assert_int_eq(do_poll(), 0);
        OK(do_park_at(slot_of("main", 701), "B"));
        OK(do_retrieve(callpark_by_call("B")));
    }
}
END_TEST

START_TEST(a_hangup_of_an_answered_recall_is_abandoned_not_recalled)
{
    OK(do_park("A"));
    ck_assert_int_eq(poll_next(), 1);
    OK(do_answered(ticket(1), ev.serial, 0));
    const uint64_t claim = ev.serial;
    struct callpark_which which = ticket(1);
    OK(callpark_hangup(cp, now_ms, &which, "trunk", &ev));
    ck_assert_uint_eq(ev.reason, CALLPARK_REASON_ABANDONED);
    ck_assert_uint_eq(ev.stops, claim);
    ck_assert_ptr_null(ev.target); /* nobody took it */
    ck_assert_uint_eq(ev.step, CALLPARK_STEP_NONE);
    ck_assert_str_eq(ev.by, "trunk");
    REFUSED(CALLPARK_ERR_ENDED, do_commit(ticket(1), claim));
}
END_TEST

START_TEST(a_drain_goes_in_ticket_order_whatever_the_state)
{
    struct callpark_lot_config config = slots(701, 720);
    OK(do_lot_configure("main", &config));
    char id[20];
    for (unsigned i = 0; i < COUNT(states); i++) {
        snprintf(id, sizeof id, "call %u", i);
        in_state(states[i], id);
    }
    OK(do_park_at(at_extension("main", "1"), "at extension"));
    OK(do_move(ticket(1), at_extension("main", "2")));
    OK(do_extend(ticket(2), SECONDS(3600)));
    for (uint64_t i = 1; i <= COUNT(states) + 1; i++) {
        ck_assert_int_eq(do_drain("main"), 1);
        ck_assert_uint_eq(ev.ticket, i);
        ck_assert_uint_eq(ev.reason, CALLPARK_REASON_DRAINED);
        ck_assert_uint_eq(callpark_count(cp), COUNT(states) + 1 - i);
    }
    ck_assert_int_eq(do_drain("main"), 0);
    ck_assert_int_eq(do_drain(NULL), 0);
}
END_TEST

START_TEST(a_drain_of_one_lot_leaves_the_others)
{
    OK(do_lot("other", 1, 9));
    OK(do_park("A"));
    OK(do_park_at(any_slot("other"), "B"));
    OK(do_park("C"));
    OK(do_park_at(any_slot("other"), "D"));
    struct callpark_event expected = ev;
    ck_assert_int_eq(callpark_drain(cp, now_ms, "other", "admin", &ev), 1);
    ck_assert_str_eq(ev.call_id, "B");
    ck_assert_str_eq(ev.by, "admin");
    ck_assert_uint_eq(ev.number, expected.number + 1);
    ck_assert_int_eq(do_drain("other"), 1);
    ck_assert_str_eq(ev.call_id, "D");
    ck_assert_int_eq(do_drain("other"), 0);
    ck_assert_uint_eq(callpark_last_event(cp), expected.number + 2); /* nothing is no event */
    ck_assert_int_eq(do_drain(NULL), 1);
    ck_assert_str_eq(ev.call_id, "A");
    ck_assert_int_eq(do_drain(NULL), 1);
    ck_assert_str_eq(ev.call_id, "C");
    ck_assert_int_eq(do_drain(NULL), 0);
    REFUSED(CALLPARK_ERR_INVALID, do_drain("")); /* not all of them by mistake */
    REFUSED(CALLPARK_ERR_LOT, do_drain("none"));
}
END_TEST

START_TEST(a_drain_of_everything_goes_by_ticket_over_all_lots)
{
    static const char *const names[] = {"z", "a", "m"};
    for (size_t i = 0; i < COUNT(names); i++)
        OK(do_lot(names[i], 1, 100));
    char id[20];
    for (unsigned i = 0; i < 90; i++) {
        snprintf(id, sizeof id, "%u", i);
        OK(do_park_at(any_slot(names[i * 7 % 3]), id));
    }
    for (uint64_t i = 1; i <= 90; i += 4)
        OK(do_retrieve(ticket(i)));
    for (uint64_t i = 2; i <= 90; i += 4)
        OK(do_claim(ticket(i), 0));
    uint64_t last = 0;
    while (do_drain(NULL) == 1) {
        ck_assert_uint_gt(ev.ticket, last);
        last = ev.ticket;
    }
    ck_assert_uint_eq(last, 90);
    ck_assert_uint_eq(callpark_count(cp), 0);
}
END_TEST

START_TEST(a_drain_of_everything_finds_its_way_over_long_gaps)
{
    static const char *const names[] = {"z", "a", "m"};
    static const uint64_t left[] = {7, 8, 150, 290, 291, 300};
    for (size_t i = 0; i < COUNT(names); i++)
        OK(do_lot(names[i], 1, 300));
    char id[20];
    for (unsigned i = 1; i <= 300; i++) {
        snprintf(id, sizeof id, "%u", i);
        OK(do_park_at(any_slot(names[i * 7 % 3]), id));
    }
    for (uint64_t i = 1, kept = 0; i <= 300; i++) {
        if (i == left[kept])
            kept++;
        else
            OK(do_retrieve(ticket(i)));
    }
    OK(do_claim(ticket(150), 0));
    OK(do_move(ticket(290), any_slot("main")));
    OK(do_lot_remove("a"));
    for (size_t i = 0; i < COUNT(left); i++) {
        ck_assert_int_eq(do_drain(NULL), 1);
        ck_assert_uint_eq(ev.ticket, left[i]);
        if (i == 2) { /* a new one is the youngest, wherever the search has got to */
            OK(do_park_at(any_slot("z"), "new"));
            OK(do_retrieve(callpark_by_call("new")));
        }
    }
    ck_assert_int_eq(do_drain(NULL), 0);
    OK(do_park_at(any_slot("z"), "again"));
    ck_assert_int_eq(do_drain(NULL), 1);
    ck_assert_str_eq(ev.call_id, "again");
}
END_TEST

START_TEST(calls_parked_during_a_drain_are_drained_too)
{
    OK(do_park("A"));
    OK(do_park("B"));
    ck_assert_int_eq(do_drain(NULL), 1);
    OK(do_park("C"));
    ck_assert_int_eq(do_drain(NULL), 1);
    ck_assert_str_eq(ev.call_id, "B");
    ck_assert_int_eq(do_drain(NULL), 1);
    ck_assert_str_eq(ev.call_id, "C");
    ck_assert_int_eq(do_drain(NULL), 0);
    OK(do_park("D"));
    ck_assert_int_eq(do_drain(NULL), 1);
    ck_assert_str_eq(ev.call_id, "D");
}
END_TEST

START_TEST(a_removed_lot_is_drained_to_its_end)
{
    OK(do_park("A"));
    OK(do_park("B"));
    OK(do_lot_remove("main"));
    ck_assert_int_eq(do_drain("main"), 1);
    ck_assert_str_eq(ev.lot, "main");
    ck_assert_int_eq(do_drain("main"), 1);
    ck_assert_str_eq(ev.lot, "main");
    REFUSED(CALLPARK_ERR_LOT, do_drain("main"));
    ck_assert_int_eq(do_drain(NULL), 0);
}
END_TEST

START_TEST(a_drain_moves_the_clock)
{
    now_ms += 5000;
    ck_assert_int_eq(do_drain(NULL), 0);
    now_ms -= 3000;
    OK(do_park("A"));
    ck_assert_uint_eq(ev.time, START + 5000);
}
END_TEST

Suite *ending_suite(void);
Suite *ending_suite(void)
{
    Suite *suite = suite_create("ending");
    TCase *tcase = world_tcase(suite, "ending");
    tcase_add_loop_test(tcase, a_parking_ends_once_in_any_state_and_stops_what_is_open, 0,
                        (int)COUNT(states));
    tcase_add_test(tcase, a_hangup_of_an_answered_recall_is_abandoned_not_recalled);
    tcase_add_test(tcase, a_drain_goes_in_ticket_order_whatever_the_state);
    tcase_add_test(tcase, a_drain_of_one_lot_leaves_the_others);
    tcase_add_test(tcase, a_drain_of_everything_goes_by_ticket_over_all_lots);
    tcase_add_test(tcase, a_drain_of_everything_finds_its_way_over_long_gaps);
    tcase_add_test(tcase, calls_parked_during_a_drain_are_drained_too);
    tcase_add_test(tcase, a_removed_lot_is_drained_to_its_end);
    tcase_add_test(tcase, a_drain_moves_the_clock);
    return suite;
}
