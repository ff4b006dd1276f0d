/* SPDX-License-Identifier: MIT */
/* Time: deadlines, their order, the clock, and the end of its range. */
#include <check.h>

#include "helpers.h"

#include <stdio.h>

/* Parks |id| at its own extension, to wait |timeout|. */
static void park_for(const char *id, callpark_duration timeout)
{
    struct callpark_terms terms = terms_of(timeout, NULL);
    OK(do_park_call(at_extension("main", id), call_of(id), &terms));
}

START_TEST(nothing_to_do_is_never)
{
    ck_assert_uint_eq(callpark_next_deadline(cp), CALLPARK_NEVER);
    ck_assert_int_eq(do_poll(), 0);
    OK(do_park("A"));
    OK(do_retrieve(callpark_by_call("A")));
    ck_assert_uint_eq(callpark_next_deadline(cp), CALLPARK_NEVER);
}
END_TEST

START_TEST(the_delay_is_what_poll_2_takes)
{
    ck_assert_int_eq(callpark_poll_delay(cp, START), -1);
    park_for("A", SECONDS(50));
    ck_assert_int_eq(callpark_poll_delay(cp, START), 50000);
    ck_assert_int_eq(callpark_poll_delay(cp, START + SECONDS(50) - 1), 1);
    ck_assert_int_eq(callpark_poll_delay(cp, START + SECONDS(50)), 0);
    ck_assert_int_eq(callpark_poll_delay(cp, START + SECONDS(60)), 0);
    ck_assert_int_eq(callpark_poll_delay(NULL, START), -1);
}
END_TEST

START_TEST(a_delay_longer_than_an_int_holds_is_cut)
{
    now_ms = (callpark_time)INT32_MAX + 1;
    park_for("A", SECONDS(50));
    const callpark_time due = callpark_next_deadline(cp);
    ck_assert_int_eq(callpark_poll_delay(cp, due - INT32_MAX + 1), INT32_MAX - 1);
    ck_assert_int_eq(callpark_poll_delay(cp, due - INT32_MAX), INT32_MAX);
    ck_assert_int_eq(callpark_poll_delay(cp, due - INT32_MAX - 1), INT32_MAX);
    ck_assert_int_eq(callpark_poll_delay(cp, 0), INT32_MAX);
}
END_TEST

START_TEST(the_next_deadline_is_that_of_the_first_after_every_verb)
{
    park_for("A", SECONDS(100));
    ck_assert_uint_eq(callpark_next_deadline(cp), START + SECONDS(100));
    park_for("B", SECONDS(50));
    ck_assert_uint_eq(callpark_next_deadline(cp), START + SECONDS(50));
    park_for("C", SECONDS(200));
    OK(do_reserve(any_slot("main"), NULL, SECONDS(40)));
    ck_assert_uint_eq(callpark_next_deadline(cp), START + SECONDS(40));
    OK(do_extend(ticket(4), SECONDS(300)));
    ck_assert_uint_eq(callpark_next_deadline(cp), START + SECONDS(50));
    OK(do_claim(callpark_by_call("B"), SECONDS(70)));
    const uint64_t claim = ev.serial;
    ck_assert_uint_eq(callpark_next_deadline(cp), START + SECONDS(70));
    OK(do_rollback(callpark_by_call("B"), claim));
    ck_assert_uint_eq(callpark_next_deadline(cp), START + SECONDS(50));
    OK(do_extend(callpark_by_call("B"), SECONDS(150)));
    ck_assert_uint_eq(callpark_next_deadline(cp), START + SECONDS(100));
    OK(do_move(callpark_by_call("A"), any_slot("main")));
    OK(do_swap(callpark_by_call("A"), "A2"));
    ck_assert_uint_eq(callpark_next_deadline(cp), START + SECONDS(100));
    OK(do_hangup(callpark_by_call("A2")));
    ck_assert_uint_eq(callpark_next_deadline(cp), START + SECONDS(150));
    OK(do_fill(ticket(4), "D")); /* 180 s from now */
    OK(do_retrieve(callpark_by_call("B")));
    ck_assert_uint_eq(callpark_next_deadline(cp), START + SECONDS(180));
    OK(do_remove(callpark_by_call("D")));
    ck_assert_uint_eq(callpark_next_deadline(cp), START + SECONDS(200));
    ck_assert_int_eq(poll_next(), 1);
    ck_assert_uint_eq(callpark_next_deadline(cp), now_ms + SECONDS(30));
    OK(do_failed(callpark_by_call("C"), ev.serial));
    ck_assert_uint_eq(callpark_next_deadline(cp), now_ms + SECONDS(10));
    ck_assert_int_eq(poll_next(), 1);
    OK(do_answered(callpark_by_call("C"), ev.serial, SECONDS(3)));
    ck_assert_uint_eq(callpark_next_deadline(cp), now_ms + SECONDS(3));
    OK(do_commit(callpark_by_call("C"), ev.serial));
    ck_assert_uint_eq(callpark_next_deadline(cp), CALLPARK_NEVER);
}
END_TEST

START_TEST(due_is_at_the_millisecond_and_not_before)
{
    park_for("A", SECONDS(10));
    now_ms = START + SECONDS(10) - 1;
    ck_assert_int_eq(do_poll(), 0);
    now_ms++;
    ck_assert_int_eq(do_poll(), 1);
    ck_assert_uint_eq(ev.time, START + SECONDS(10));
    ck_assert_int_eq(do_poll(), 0);
}
END_TEST

START_TEST(due_calls_come_by_time_then_by_ticket)
{
    static const callpark_duration waits[] = {50, 20, 50, 10, 20, 50, 10, 30};
    static const uint64_t order[] = {4, 7, 2, 5, 8, 1, 3, 6};
    char id[20];
    for (unsigned i = 0; i < COUNT(waits); i++) {
        snprintf(id, sizeof id, "%u", i + 1);
        park_for(id, SECONDS(waits[i]));
    }
    now_ms += SECONDS(60); /* all at once, late */
    for (unsigned i = 0; i < COUNT(order); i++) {
        ck_assert_int_eq(do_poll(), 1);
        ck_assert_uint_eq(ev.ticket, order[i]);
        ck_assert_uint_eq(ev.deadline, now_ms + SECONDS(30));
    }
    ck_assert_int_eq(do_poll(), 0);
}
END_TEST

START_TEST(equal_deadlines_are_by_ticket_whoever_was_armed_first)
{
    park_for("1", SECONDS(100));
    park_for("2", SECONDS(100));
    park_for("3", SECONDS(100));
    OK(do_claim(ticket(1), 0)); /* armed again, and last */
    OK(do_rollback(ticket(1), ev.serial));
    OK(do_reserve(any_slot("main"), NULL, SECONDS(100)));
    OK(do_extend(ticket(2), SECONDS(100)));
    now_ms += SECONDS(100);
    for (uint64_t i = 1; i <= 4; i++) {
        ck_assert_int_eq(do_poll(), 1);
        ck_assert_uint_eq(ev.ticket, i);
    }
}
END_TEST

START_TEST(a_call_due_again_at_once_takes_its_turn_by_due_time)
{
    struct callpark_recall recall;
    callpark_recall_init(&recall);
    recall.alternate = "400";
    struct callpark_terms terms = terms_of(SECONDS(10), &recall);
    OK(do_park_call(any_slot("main"), call_of("A"), &terms));
    OK(do_park_call(any_slot("main"), call_of("B"), &terms));
    now_ms += SECONDS(10);
    ck_assert_int_eq(do_poll(), 1);
    ck_assert_int_eq(do_poll(), 1);
    now_ms += SECONDS(30); /* both rings are over */
    static const struct {
        uint64_t ticket;
        uint32_t kind;
    } order[] = {{1, CALLPARK_EVENT_NO_ANSWER},
                 {1, CALLPARK_EVENT_RINGING}, /* due now, and 1 before 2 */
                 {2, CALLPARK_EVENT_NO_ANSWER},
                 {2, CALLPARK_EVENT_RINGING}};
    for (size_t i = 0; i < COUNT(order); i++) {
        ck_assert_int_eq(do_poll(), 1);
        ck_assert_uint_eq(ev.ticket, order[i].ticket);
        ck_assert_uint_eq(ev.kind, order[i].kind);
    }
    ck_assert_int_eq(do_poll(), 0);
}
END_TEST

START_TEST(a_late_poll_with_thousands_due_keeps_the_order)
{
    enum { MANY = 5000 };
    struct callpark_lot_config config = slots(1, MANY);
    OK(do_lot_configure("main", &config));
    char id[20];
    for (unsigned i = 0; i < MANY; i++) {
        snprintf(id, sizeof id, "%u", i);
        struct callpark_terms terms = terms_of(SECONDS(10 + i * 7919u % 50), NULL);
        OK(do_park_call(any_slot("main"), call_of(id), &terms));
    }
    for (uint64_t i = 1; i <= MANY; i += 3)
        OK(do_retrieve(ticket(i)));
    now_ms += SECONDS(600);
    uint64_t last_due = 0, last_ticket = 0;
    unsigned count = 0;
    for (; do_poll() == 1; count++) {
        const uint64_t due = START + SECONDS(10 + (ev.ticket - 1) * 7919u % 50);
        ck_assert(due > last_due || (due == last_due && ev.ticket > last_ticket));
        ck_assert_uint_ne(ev.ticket % 3, 1);
        ck_assert_uint_eq(ev.deadline, now_ms + SECONDS(30)); /* never from a missed one */
        last_due = due;
        last_ticket = ev.ticket;
    }
    ck_assert_uint_eq(count, MANY - (MANY + 2) / 3);
    ck_assert_uint_eq(callpark_next_deadline(cp), now_ms + SECONDS(30));
}
END_TEST

START_TEST(polling_at_one_moment_always_ends)
{
    struct callpark_recall recall;
    callpark_recall_init(&recall);
    recall.ring = recall.ring_other = recall.pause = SECONDS(1);
    recall.alternate = "400";
    recall.fallback = "500";
    recall.rounds = 1;
    struct callpark_terms terms = terms_of(SECONDS(10), &recall);
    OK(do_park_call(any_slot("main"), call_of("A"), &terms));
    unsigned events = 0;
    for (now_ms += SECONDS(3600); callpark_count(cp) > 0; now_ms += SECONDS(3600))
        for (unsigned i = 0; do_poll() == 1; i++, events++)
            ck_assert_uint_lt(i, 3);
    ck_assert_uint_eq(events, 7); /* three rings, three ends, and the release */
}
END_TEST

/* ---- The clock ------------------------------------------------------------------------ */

START_TEST(a_clock_that_steps_back_stands_still)
{
    now_ms = START + SECONDS(100);
    OK(do_park("A"));
    now_ms = START;
    OK(do_park("B"));
    ck_assert_uint_eq(ev.time, START + SECONDS(100));
    ck_assert_uint_eq(ev.parked_at, START + SECONDS(100));
    ck_assert_uint_eq(ev.deadline, START + SECONDS(280));
    now_ms = 0;
    OK(do_claim(callpark_by_call("A"), 0));
    ck_assert_uint_eq(ev.due, START + SECONDS(140));
    now_ms = START + SECONDS(140);
    ck_assert_int_eq(do_poll(), 1);
    now_ms = START; /* and the ring is not due earlier for it */
    ck_assert_int_eq(do_poll(), 0);
    now_ms = START + SECONDS(280);
    ck_assert_int_eq(do_poll(), 1);
    ck_assert_uint_eq(ev.kind, CALLPARK_EVENT_RINGING);
}
END_TEST

START_TEST(what_was_due_stays_due_when_the_clock_steps_back)
{
    OK(do_park("A"));
    OK(do_park("B"));
    now_ms += SECONDS(180);
    ck_assert_int_eq(do_poll(), 1);
    now_ms = 5;
    ck_assert_int_eq(do_poll(), 1);
    ck_assert_str_eq(ev.call_id, "B");
    ck_assert_uint_eq(ev.time, START + SECONDS(180));
}
END_TEST

START_TEST(a_poll_with_nothing_due_moves_the_clock)
{
    now_ms += SECONDS(7);
    ck_assert_int_eq(do_poll(), 0);
    now_ms = START;
    OK(do_park("A"));
    ck_assert_uint_eq(ev.time, START + SECONDS(7));
}
END_TEST

START_TEST(a_failed_verb_does_not_move_the_clock)
{
    OK(do_park("A"));
    OK(do_claim(ticket(1), 0));
    const uint64_t serial = ev.serial;
    now_ms = START + SECONDS(1000000);
    REFUSED(CALLPARK_ERR_PARKED, do_park("A"));
    REFUSED(CALLPARK_ERR_LOT, do_reserve(any_slot("none"), NULL, 0));
    REFUSED(CALLPARK_ERR_CLAIMED, do_retrieve(ticket(1)));
    REFUSED(CALLPARK_ERR_CLAIMED, do_claim(ticket(1), 0));
    REFUSED(CALLPARK_ERR_STALE, do_commit(ticket(1), serial + 1));
    REFUSED(CALLPARK_ERR_STALE, do_rollback(ticket(1), serial + 1));
    REFUSED(CALLPARK_ERR_STALE, do_answered(ticket(1), serial, 0));
    REFUSED(CALLPARK_ERR_CLAIMED, do_extend(ticket(1), 0));
    REFUSED(CALLPARK_ERR_CLAIMED, do_move(ticket(1), any_slot("main")));
    REFUSED(CALLPARK_ERR_CLAIMED, do_swap(ticket(1), "B"));
    REFUSED(CALLPARK_ERR_UNKNOWN, do_hangup(ticket(2)));
    REFUSED(CALLPARK_ERR_EXISTS, do_lot("main", 1, 2));
    REFUSED(CALLPARK_ERR_LOT, do_drain("none"));
    now_ms = START + 1;
    OK(do_park("B"));
    ck_assert_uint_eq(ev.time, START + 1);
}
END_TEST

START_TEST(every_verb_that_succeeds_moves_the_clock)
{
    callpark_time last = 0;
#define MOVES(call)                                                                                \
    do {                                                                                           \
        now_ms += 10;                                                                              \
        OK(call);                                                                                  \
        ck_assert_uint_eq(ev.time, now_ms);                                                        \
        last = now_ms;                                                                             \
        now_ms = 0;                                                                                \
        OK(do_lot_add("probe", NULL));                                                             \
        ck_assert_uint_eq(ev.time, last);                                                          \
        OK(do_lot_remove("probe"));                                                                \
        now_ms = last;                                                                             \
    } while (0)
    MOVES(do_lot("other", 1, 5));
    struct callpark_lot_config config = slots(1, 9);
    MOVES(do_lot_configure("other", &config));
    MOVES(do_lot_remove("other"));
    MOVES(do_group("main", "g", "1 2"));
    MOVES(do_group_configure("main", "g", "1"));
    MOVES(do_available("main", "1", 0));
    MOVES(do_group_remove("main", "g"));
    MOVES(do_park("A"));
    MOVES(do_reserve(any_slot("main"), NULL, 0));
    MOVES(do_fill(ticket(2), "B"));
    MOVES(do_swap(ticket(2), "C"));
    MOVES(do_move(ticket(2), slot_of("main", 704)));
    MOVES(do_extend(ticket(2), 0));
    MOVES(do_claim(ticket(2), 0));
    OK(do_find(ticket(2)));
    MOVES(do_rollback(ticket(2), seen.serial));
    MOVES(do_retrieve(ticket(2)));
#undef MOVES
}
END_TEST

/* ---- The end of its range ---------------------------------------------------------------- */

START_TEST(never_is_no_time)
{
    OK(do_park("A"));
    now_ms = CALLPARK_NEVER;
    REFUSED(CALLPARK_ERR_INVALID, do_poll());
    REFUSED(CALLPARK_ERR_INVALID, do_park("B"));
    REFUSED(CALLPARK_ERR_INVALID, do_retrieve(ticket(1)));
    REFUSED(CALLPARK_ERR_INVALID, do_drain(NULL));
    now_ms = START;
    OK(do_park("B"));
    ck_assert_uint_eq(ev.time, START);
}
END_TEST

START_TEST(deadlines_at_the_end_of_the_clock)
{
    const callpark_time last = CALLPARK_NEVER - 1;
    now_ms = last - SECONDS(10);
    park_for("A", SECONDS(10)); /* just fits */
    ck_assert_uint_eq(ev.deadline, last);
    park_for("B", SECONDS(11));
    ck_assert_uint_eq(ev.deadline, CALLPARK_NEVER);
    OK(do_reserve(any_slot("main"), NULL, SECONDS(10)));
    ck_assert_uint_eq(ev.deadline, last);
    OK(do_reserve(any_slot("main"), NULL, 0));
    ck_assert_uint_eq(ev.deadline, CALLPARK_NEVER);
    park_for("C", SECONDS(10));
    OK(do_claim(callpark_by_call("C"), 0));
    ck_assert_uint_eq(ev.due, CALLPARK_NEVER);
    const uint64_t claim = ev.serial;
    now_ms = last;
    ck_assert_int_eq(do_poll(), 1);
    ck_assert_str_eq(ev.call_id, "A");
    ck_assert_uint_eq(ev.kind, CALLPARK_EVENT_RINGING);
    ck_assert_uint_eq(ev.deadline, CALLPARK_NEVER);
    const uint64_t ring = ev.serial;
    ck_assert_int_eq(do_poll(), 1);
    ck_assert_uint_eq(ev.reason, CALLPARK_REASON_EXPIRED);
    ck_assert_int_eq(do_poll(), 0);
    ck_assert_uint_eq(callpark_next_deadline(cp), CALLPARK_NEVER);
    OK(do_failed(ticket(1), ring)); /* the pause ends beyond the range */
    ck_assert_uint_eq(ev.deadline, CALLPARK_NEVER);
    ck_assert_int_eq(do_poll(), 0);
    OK(do_rollback(callpark_by_call("C"), claim));
    ck_assert_uint_eq(ev.due, last);
    ck_assert_int_eq(do_poll(), 1);
    OK(do_retrieve(callpark_by_call("B")));
}
END_TEST

START_TEST(time_may_start_at_zero)
{
    now_ms = 0;
    ck_assert_ptr_null(close_world());
    OK(open_registry(NULL));
    now_ms = 0;
    OK(do_lot("main", 1, 2));
    OK(do_park("A"));
    ck_assert_uint_eq(ev.time, 0);
    ck_assert_uint_eq(ev.parked_at, 0);
    ck_assert_uint_eq(ev.deadline, SECONDS(180));
    ck_assert_int_eq(do_poll(), 0);
}
END_TEST

Suite *poll_suite(void);
Suite *poll_suite(void)
{
    Suite *suite = suite_create("poll");
    TCase *tcase = world_tcase(suite, "deadlines");
    tcase_add_test(tcase, nothing_to_do_is_never);
    tcase_add_test(tcase, the_delay_is_what_poll_2_takes);
    tcase_add_test(tcase, a_delay_longer_than_an_int_holds_is_cut);
    tcase_add_test(tcase, the_next_deadline_is_that_of_the_first_after_every_verb);
    tcase_add_test(tcase, due_is_at_the_millisecond_and_not_before);
    tcase_add_test(tcase, due_calls_come_by_time_then_by_ticket);
    tcase_add_test(tcase, equal_deadlines_are_by_ticket_whoever_was_armed_first);
    tcase_add_test(tcase, a_call_due_again_at_once_takes_its_turn_by_due_time);
    tcase_add_test(tcase, a_late_poll_with_thousands_due_keeps_the_order);
    tcase_add_test(tcase, polling_at_one_moment_always_ends);

    tcase = world_tcase(suite, "clock");
    tcase_add_test(tcase, a_clock_that_steps_back_stands_still);
    tcase_add_test(tcase, what_was_due_stays_due_when_the_clock_steps_back);
    tcase_add_test(tcase, a_poll_with_nothing_due_moves_the_clock);
    tcase_add_test(tcase, a_failed_verb_does_not_move_the_clock);
    tcase_add_test(tcase, every_verb_that_succeeds_moves_the_clock);

    tcase = world_tcase(suite, "end of the range");
    tcase_add_test(tcase, never_is_no_time);
    tcase_add_test(tcase, deadlines_at_the_end_of_the_clock);
    tcase_add_test(tcase, time_may_start_at_zero);
    return suite;
}
