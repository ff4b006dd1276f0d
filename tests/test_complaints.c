/* SPDX-License-Identifier: MIT */
/*
 * What users of other call parking complain about, and the edges where such code
 * goes wrong: one test each, named for what must not happen, or for the edge.
 */
#include <check.h>

#include "helpers.h"

#include <stdio.h>

static void lot_choosing(const char *name, uint32_t first, uint32_t last, uint32_t choice)
{
    struct callpark_lot_config config = slots(first, last);
    config.choice = choice;
    OK(do_lot_add(name, &config));
}

/* The next poll rings for |call_id|; returns the serial. */
static uint64_t ring_for(const char *call_id)
{
    ck_assert_int_eq(poll_next(), 1);
    ck_assert_uint_eq(ev.kind, CALLPARK_EVENT_RINGING);
    ck_assert_str_eq(ev.call_id, call_id);
    return ev.serial;
}

/* ---- Complaints --------------------------------------------------------------- */

/* fusionpbx #8042: parked within two seconds, bridged to each other. */
START_TEST(two_callers_parked_at_the_same_moment_share_no_slot)
{
    static const uint32_t choices[] = {CALLPARK_CHOOSE_LOWEST, CALLPARK_CHOOSE_NEXT,
                                       CALLPARK_CHOOSE_LONGEST_FREE};
    for (size_t i = 0; i < COUNT(choices); i++) {
        lot_choosing("lot", 1, 2, choices[i]);
        OK(do_park_at(any_slot("lot"), "A"));
        const uint32_t slot = ev.slot;
        OK(do_park_at(any_slot("lot"), "B"));
        ck_assert_uint_ne(ev.slot, slot);
        OK(do_retrieve(callpark_by_slot("lot", slot)));
        ck_assert_str_eq(ev.call_id, "A");
        OK(do_retrieve(callpark_by_call("B")));
        OK(do_lot_remove("lot"));
    }
}
END_TEST

/* fusionpbx #1830 */
START_TEST(parking_into_an_occupied_slot_bridges_no_strangers)
{
    OK(do_park_at(slot_of("main", 702), "A"));
    REFUSED(CALLPARK_ERR_TAKEN, do_park_at(slot_of("main", 702), "B"));
    OK(do_find(callpark_by_slot("main", 702)));
    ck_assert_str_eq(seen.call_id, "A");
    ck_assert_int_eq(do_find(callpark_by_call("B")), CALLPARK_ERR_NOT_FOUND);
}
END_TEST

/* asterisk #624 */
START_TEST(a_full_lot_tells_and_leaves_the_caller_to_the_host)
{
    for (char id[] = "A"; id[0] <= 'D'; id[0]++)
        OK(do_park(id));
    REFUSED(CALLPARK_ERR_FULL, do_park("E"));
    ck_assert_str_ne(callpark_strerror(CALLPARK_ERR_FULL), "");
    OK(do_park_at(at_extension("main", "100"), "E")); /* the host may try elsewhere */
}
END_TEST

/* asterisk #623 */
START_TEST(lamps_survive_a_reload)
{
    OK(do_park_at(slot_of("main", 702), "A"));
    OK(do_park_at(slot_of("main", 704), "B"));
    struct callpark_lot_config config = slots(701, 703);
    OK(do_lot_configure("main", &config));
    ck_assert_uint_eq(ev.kind, CALLPARK_EVENT_LOT_CONFIGURED); /* tells lamps to look */
    bool lit[2] = {false, false};
    uint64_t cursor = 0;
    while (callpark_next(cp, &cursor, &seen) == 1) {
        lit[0] |= seen.slot == 702 && same_text(seen.call_id, "A");
        lit[1] |= seen.slot == 704 && same_text(seen.call_id, "B");
    }
    ck_assert(lit[0] && lit[1]);
    OK(do_retrieve(callpark_by_slot("main", 704)));
    ck_assert_uint_eq(ev.slot, 704); /* and goes out */
}
END_TEST

/* asterisk #1132: nothing calls back, so there is nothing to lock in the wrong order. */
START_TEST(a_verb_inside_the_handling_of_an_event_cannot_deadlock)
{
    OK(do_park("A"));
    OK(do_park("B"));
    now_ms += SECONDS(180);
    unsigned events = 0;
    while (do_poll() == 1) { /* every event is answered by a verb on the same registry */
        OK(do_retrieve(ticket(ev.ticket)));
        OK(do_park_at(at_extension("main", "x"), "C"));
        OK(do_hangup(callpark_by_call("C")));
        ck_assert_uint_lt(events++, 3);
    }
    ck_assert_uint_eq(events, 2);
}
END_TEST

/* fusionpbx #2356, FreePBX #714 */
START_TEST(caller_id_is_not_lost_on_retrieval)
{
    struct callpark_call call = call_of("A");
    call.caller_name = "J\xc3\xb6rg M\xc3\xbcller, the third";
    call.caller_number = "+49 30 1234567";
    OK(do_park_call(any_slot("main"), call, NULL));
    OK(do_move(ticket(1), at_extension("main", "300")));
    const uint64_t ring = ring_for("A");
    ck_assert_str_eq(ev.caller_number, call.caller_number); /* to show on recall */
    OK(do_failed(ticket(1), ring));
    OK(do_claim(ticket(1), 0));
    OK(do_commit(ticket(1), ev.serial));
    ck_assert_str_eq(ev.caller_name, call.caller_name);
    ck_assert_str_eq(ev.caller_number, call.caller_number);
}
END_TEST

/* NethServer #7743: whether a number parks or retrieves is told by what is there. */
START_TEST(a_slot_number_parks_if_free_and_retrieves_if_not)
{
    struct callpark_which which;
    callpark_which_init(&which);
    OK(callpark_resolve(cp, "main", "702", &which));
    ck_assert_uint_eq(which.kind, CALLPARK_BY_SLOT);
    ck_assert_int_eq(do_find(which), CALLPARK_ERR_NOT_FOUND); /* free: so park there */
    OK(do_park_at(slot_of("main", which.slot), "A"));
    OK(callpark_resolve(cp, "main", "702", &which));
    OK(do_find(which)); /* held: so retrieve */
    OK(do_retrieve(which));
    ck_assert_str_eq(ev.call_id, "A");
}
END_TEST

/* issabel #43 */
START_TEST(a_range_change_is_not_ignored_and_no_other_lot_is_used)
{
    OK(do_lot("other", 701, 704));
    OK(do_park("A"));
    struct callpark_lot_config config = slots(801, 802);
    OK(do_lot_configure("main", &config));
    OK(do_park("B"));
    ck_assert_uint_eq(ev.slot, 801);
    ck_assert_str_eq(ev.lot, "main");
    OK(do_park("C"));
    REFUSED(CALLPARK_ERR_FULL, do_park("D")); /* and not into "other" */
    OK(do_park_at(any_slot("other"), "D"));
    ck_assert_uint_eq(ev.slot, 701);
    ck_assert_str_eq(ev.lot, "other");
}
END_TEST

/* chan-sccp #302 */
START_TEST(a_slot_is_given_back_by_every_ending)
{
    for (int how = 0; how < 7; how++) {
        struct callpark_recall recall;
        callpark_recall_init(&recall);
        recall.targets = CALLPARK_RECALL_ALTERNATE; /* nobody: released when due */
        struct callpark_terms terms = terms_of(SECONDS(10), how == 6 ? &recall : NULL);
        OK(do_park_call(slot_of("main", 702), call_of("A"), &terms));
        switch (how) {
        case 0:
            OK(do_retrieve(callpark_by_call("A")));
            break;
        case 1:
            OK(do_claim(callpark_by_call("A"), 0));
            OK(do_commit(callpark_by_call("A"), ev.serial));
            break;
        case 2:
            OK(do_hangup(callpark_by_call("A")));
            break;
        case 3:
            OK(do_remove(callpark_by_call("A")));
            break;
        case 4:
            OK(do_answered(callpark_by_call("A"), ring_for("A"), 0));
            OK(do_commit(callpark_by_call("A"), ev.serial));
            break;
        case 5:
            ck_assert_int_eq(do_drain(NULL), 1);
            break;
        default:
            ck_assert_int_eq(poll_next(), 1);
            ck_assert_uint_eq(ev.reason, CALLPARK_REASON_RELEASED);
            break;
        }
        ck_assert_uint_eq(ev.kind, CALLPARK_EVENT_ENDED);
        ck_assert_int_eq(do_find(callpark_by_slot("main", 702)), CALLPARK_ERR_NOT_FOUND);
        ck_assert_uint_eq(callpark_count(cp), 0);
    }
}
END_TEST

/* chan-sccp #418 */
START_TEST(a_retrieval_that_fails_does_not_drop_the_call)
{
    OK(do_park_at(slot_of("main", 702), "A"));
    OK(do_claim(callpark_by_slot("main", 702), 0));
    OK(do_rollback(ticket(1), ev.serial));
    ck_assert_uint_eq(ev.slot, 702);
    ck_assert_uint_eq(ev.state, CALLPARK_STATE_WAITING);
    OK(do_retrieve(callpark_by_slot("main", 702)));
}
END_TEST

/* chan-sccp #139 */
START_TEST(the_state_can_be_asked_for_after_a_restart_of_the_asker)
{
    OK(do_group("main", "g", "300"));
    OK(do_park("A"));
    OK(do_reserve(any_slot("main"), "100", 0));
    OK(do_park_at(in_group("main", "g"), "B"));
    const uint64_t start = callpark_last_event(cp);
    uint64_t cursor = 0;
    unsigned calls = 0;
    struct callpark_info each;
    callpark_info_init(&each);
    for (; callpark_next(cp, &cursor, &each) == 1; calls++) {
        OK(do_find(ticket(each.ticket)));
        ck_assert_uint_eq(seen.state, each.state);
    }
    ck_assert_uint_eq(calls, 3);
    OK(do_park("C")); /* what comes later has a number above the start */
    ck_assert_uint_gt(ev.number, start);
}
END_TEST

/* kazoo #6093 */
START_TEST(a_recall_that_was_answered_is_not_released_on_a_late_failure)
{
    OK(do_park("A"));
    const uint64_t ring = ring_for("A");
    OK(do_answered(ticket(1), ring, 0));
    const uint64_t claim = ev.serial;
    REFUSED(CALLPARK_ERR_STALE, do_failed(ticket(1), ring));
    REFUSED(CALLPARK_ERR_STALE, do_deferred(ticket(1), ring));
    now_ms += SECONDS(35); /* the ring's own time is over */
    ck_assert_int_eq(do_poll(), 0);
    OK(do_commit(ticket(1), claim));
    ck_assert_uint_eq(ev.reason, CALLPARK_REASON_RECALLED);
    ck_assert_int_eq(do_poll(), 0);
}
END_TEST

/* kazoo #4177 */
START_TEST(no_slot_is_stuck_when_everybody_forgets)
{
    struct callpark_recall recall;
    callpark_recall_init(&recall);
    recall.rounds = 1;
    struct callpark_terms terms = terms_of(0, &recall);
    OK(do_reserve(slot_of("main", 701), "100", 0));               /* nobody fills it */
    OK(do_park_call(slot_of("main", 702), call_of("A"), &terms)); /* nobody comes */
    OK(do_park_call(slot_of("main", 703), call_of("B"), &terms));
    OK(do_claim(callpark_by_call("B"), 0)); /* nobody commits */
    OK(do_park_call(slot_of("main", 704), call_of("C"), &terms));
    for (unsigned i = 0; callpark_count(cp) > 0; i++) {
        ck_assert_uint_lt(i, 50);
        ck_assert_int_eq(poll_next(), 1);
        if (ev.kind == CALLPARK_EVENT_RINGING && same_text(ev.call_id, "C"))
            OK(do_answered(ticket(ev.ticket), ev.serial, 0)); /* and hangs, too */
    }
    struct callpark_lot_info lot;
    callpark_lot_info_init(&lot);
    OK(callpark_lot_find(cp, "main", &lot));
    ck_assert_uint_eq(lot.slots_free, 4);
}
END_TEST

/* kazoo #4506 */
START_TEST(no_update_is_lost)
{
    uint64_t number = callpark_last_event(cp);
    char id[20];
    for (unsigned i = 0; i < 50; i++) {
        snprintf(id, sizeof id, "%u", i);
        OK(do_park(id));
        ck_assert_uint_eq(ev.number, ++number);
        if (i % 2 == 0) {
            OK(do_swap(callpark_by_call(id), "swapped"));
            ck_assert_uint_eq(ev.number, ++number);
            OK(do_retrieve(callpark_by_call("swapped")));
        } else {
            OK(do_hangup(callpark_by_call(id)));
        }
        ck_assert_uint_eq(ev.number, ++number);
    }
    ck_assert_uint_eq(callpark_last_event(cp), number);
}
END_TEST

/* Asterisk, by reading: findslot=next after the range was moved. */
START_TEST(next_gives_no_slot_outside_a_moved_range)
{
    static const uint32_t ranges[][2] = {{10, 12}, {700, 702}, {3, 3}, {0, 1}, {5, 9}};
    lot_choosing("lot", 701, 720, CALLPARK_CHOOSE_NEXT);
    OK(do_park_at(slot_of("lot", 719), "A"));
    char id[20];
    for (unsigned i = 0; i < COUNT(ranges); i++) {
        struct callpark_lot_config config = slots(ranges[i][0], ranges[i][1]);
        config.choice = CALLPARK_CHOOSE_NEXT;
        OK(do_lot_configure("lot", &config));
        const uint32_t size = ranges[i][1] - ranges[i][0] + 1;
        for (uint32_t j = 0; j < size; j++) {
            snprintf(id, sizeof id, "%u-%u", i, j);
            OK(do_park_at(any_slot("lot"), id));
            ck_assert_uint_ge(ev.slot, ranges[i][0]);
            ck_assert_uint_le(ev.slot, ranges[i][1]);
        }
        REFUSED(CALLPARK_ERR_FULL, do_park_at(any_slot("lot"), "more"));
    }
}
END_TEST

/* ---- Edges: who is first ---------------------------------------------------------- */

START_TEST(retrieve_and_timeout_at_the_same_instant)
{
    OK(do_park("A"));
    OK(do_park("B"));
    now_ms += SECONDS(180);
    OK(do_retrieve(callpark_by_call("B"))); /* asked before poll: it wins */
    ck_assert_uint_eq(ev.stops, 0);
    const uint64_t ring = ring_for("A"); /* polled first: the ring is out */
    OK(do_retrieve(callpark_by_call("A")));
    ck_assert_uint_eq(ev.stops, ring); /* and the host is told to stop it */
    ck_assert_int_eq(do_poll(), 0);
}
END_TEST

START_TEST(two_retrievers_of_one_call)
{
    OK(do_park("A"));
    OK(do_claim(callpark_by_slot("main", 701), 0));
    REFUSED(CALLPARK_ERR_CLAIMED, do_claim(callpark_by_slot("main", 701), 0));
    REFUSED(CALLPARK_ERR_CLAIMED, do_retrieve(callpark_by_call("A")));
    OK(do_commit(ticket(1), ev.serial));
    REFUSED(CALLPARK_ERR_NOT_FOUND, do_retrieve(callpark_by_slot("main", 701)));
}
END_TEST

START_TEST(the_caller_hangs_up_while_claimed)
{
    OK(do_park("A"));
    OK(do_claim(ticket(1), 0));
    const uint64_t claim = ev.serial;
    OK(do_hangup(callpark_by_call("A")));
    ck_assert_uint_eq(ev.reason, CALLPARK_REASON_ABANDONED);
    ck_assert_uint_eq(ev.stops, claim);
    REFUSED(CALLPARK_ERR_ENDED, do_commit(ticket(1), claim));
    REFUSED(CALLPARK_ERR_ENDED, do_rollback(ticket(1), claim));
}
END_TEST

START_TEST(the_caller_hangs_up_while_recalled)
{
    OK(do_park("A"));
    const uint64_t ring = ring_for("A");
    OK(do_hangup(callpark_by_call("A")));
    ck_assert_uint_eq(ev.reason, CALLPARK_REASON_ABANDONED);
    ck_assert_uint_eq(ev.stops, ring);
    REFUSED(CALLPARK_ERR_ENDED, do_answered(ticket(1), ring, 0));
}
END_TEST

START_TEST(the_caller_hangs_up_while_reserved)
{
    OK(do_reserve(slot_of("main", 702), "100", 0));
    OK(do_hangup(ticket(1))); /* the host knows the ticket, not a call id */
    ck_assert_uint_eq(ev.reason, CALLPARK_REASON_ABANDONED);
    REFUSED(CALLPARK_ERR_ENDED, do_fill(ticket(1), "A"));
    OK(do_park_at(slot_of("main", 702), "B"));
}
END_TEST

START_TEST(the_retriever_fails_after_claiming)
{
    OK(do_park_at(slot_of("main", 702), "A"));
    const callpark_time deadline = ev.deadline;
    now_ms += SECONDS(100);
    OK(do_claim(ticket(1), 0));
    now_ms += SECONDS(30);
    OK(do_rollback(ticket(1), ev.serial));
    ck_assert_uint_eq(ev.slot, 702);
    ck_assert_uint_eq(ev.deadline, deadline);
    ring_for("A");
    ck_assert_uint_eq(now_ms, deadline);
}
END_TEST

/* ---- Edges: nobody reports --------------------------------------------------------- */

START_TEST(a_claim_nobody_reports_on_is_rolled_back)
{
    OK(do_park("A"));
    OK(do_claim(ticket(1), 0));
    ck_assert_int_eq(poll_next(), 1);
    ck_assert_uint_eq(ev.kind, CALLPARK_EVENT_CLAIM_EXPIRED);
    ck_assert_uint_eq(now_ms, START + SECONDS(40));
    OK(do_retrieve(ticket(1)));
}
END_TEST

START_TEST(a_reservation_nobody_reports_on_expires)
{
    OK(do_reserve(slot_of("main", 702), "100", 0));
    ck_assert_int_eq(poll_next(), 1);
    ck_assert_uint_eq(ev.reason, CALLPARK_REASON_EXPIRED);
    OK(do_park_at(slot_of("main", 702), "A"));
}
END_TEST

START_TEST(a_recall_nobody_reports_on_runs_out)
{
    OK(do_park("A"));
    const uint64_t ring = ring_for("A");
    ck_assert_int_eq(poll_next(), 1);
    ck_assert_uint_eq(ev.kind, CALLPARK_EVENT_NO_ANSWER);
    ck_assert_uint_eq(ev.stops, ring);
    ck_assert_uint_eq(ring_for("A"), callpark_last_event(cp)); /* and again */
}
END_TEST

START_TEST(retrieval_while_the_recall_rings)
{
    OK(do_park("A"));
    const uint64_t ring = ring_for("A");
    OK(do_retrieve(callpark_by_slot("main", 701)));
    ck_assert_uint_eq(ev.reason, CALLPARK_REASON_RETRIEVED);
    ck_assert_uint_eq(ev.stops, ring);
    REFUSED(CALLPARK_ERR_ENDED, do_answered(ticket(1), ring, 0)); /* picked up too late */
}
END_TEST

START_TEST(recall_answered_then_the_host_reports_a_hangup)
{
    OK(do_park("A"));
    OK(do_answered(ticket(1), ring_for("A"), 0));
    const uint64_t claim = ev.serial;
    OK(do_hangup(ticket(1)));
    ck_assert_uint_eq(ev.reason, CALLPARK_REASON_ABANDONED);
    ck_assert_uint_eq(ev.stops, claim);
    ck_assert_uint_eq(callpark_count(cp), 0);
    ck_assert_int_eq(poll_next(), 0);
}
END_TEST

/* ---- Edges: places ------------------------------------------------------------------- */

START_TEST(parking_a_parked_call)
{
    OK(do_park("A"));
    REFUSED(CALLPARK_ERR_PARKED, do_park("A"));
    ring_for("A");
    REFUSED(CALLPARK_ERR_PARKED, do_park("A"));
    OK(do_claim(ticket(1), 0));
    REFUSED(CALLPARK_ERR_PARKED, do_park("A"));
    OK(do_find(callpark_by_call("A"))); /* which tells where */
    ck_assert_uint_eq(seen.slot, 701);
}
END_TEST

START_TEST(an_exact_slot_taken_or_out_of_range)
{
    OK(do_park_at(slot_of("main", 704), "A"));
    REFUSED(CALLPARK_ERR_TAKEN, do_park_at(slot_of("main", 704), "B"));
    REFUSED(CALLPARK_ERR_RANGE, do_park_at(slot_of("main", 705), "B"));
    REFUSED(CALLPARK_ERR_RANGE, do_park_at(slot_of("main", 700), "B"));
}
END_TEST

START_TEST(a_full_lot)
{
    for (char id[] = "A"; id[0] <= 'D'; id[0]++)
        OK(do_park(id));
    REFUSED(CALLPARK_ERR_FULL, do_park("E"));
    REFUSED(CALLPARK_ERR_FULL, do_park_at(slot_or_other("main", 701), "E"));
    REFUSED(CALLPARK_ERR_FULL, do_reserve(any_slot("main"), NULL, 0));
    OK(do_retrieve(callpark_by_call("C")));
    OK(do_park("E"));
    ck_assert_uint_eq(ev.slot, 703);
}
END_TEST

START_TEST(an_attended_transfer_reserves_fills_and_swaps)
{
    OK(do_reserve(any_slot("main"), "100", 0)); /* the number to announce */
    const uint32_t slot = ev.slot;
    OK(do_fill(ticket(1), "consultation")); /* the parker's own call gets there first */
    OK(do_swap(ticket(1), "caller"));       /* and is replaced by the caller's */
    ck_assert_str_eq(ev.old_call_id, "consultation");
    ck_assert_uint_eq(ev.slot, slot);
    REFUSED(CALLPARK_ERR_NOT_FOUND, do_hangup(callpark_by_call("consultation")));
    OK(do_retrieve(callpark_by_slot("main", slot)));
    ck_assert_str_eq(ev.call_id, "caller");
    ck_assert_str_eq(ev.parker, "100");
}
END_TEST

START_TEST(the_parker_is_unknown)
{
    struct callpark_recall recall;
    callpark_recall_init(&recall);
    recall.fallback = "500";
    struct callpark_terms terms = terms_of(0, &recall);
    OK(do_park_call(any_slot("main"), call_from("A", NULL), &terms));
    ring_for("A");
    ck_assert_str_eq(ev.target, "500"); /* never silence */
    OK(do_park_call(any_slot("main"), call_from("B", NULL), NULL));
    OK(do_retrieve(ticket(1)));
    ck_assert_int_eq(poll_next(), 1);
    ck_assert_uint_eq(ev.reason, CALLPARK_REASON_RELEASED);
    ck_assert_str_eq(ev.call_id, "B");
}
END_TEST

START_TEST(the_parker_is_the_parked_party)
{
    struct callpark_call call = call_from("A", "200");
    call.parkee = "200";
    struct callpark_recall recall;
    callpark_recall_init(&recall);
    recall.alternate = "400";
    struct callpark_terms terms = terms_of(0, &recall);
    OK(do_park_call(any_slot("main"), call, &terms));
    ring_for("A");
    ck_assert_str_eq(ev.target, "400"); /* he is not rung while he waits */
}
END_TEST

/* ---- Edges: reload --------------------------------------------------------------------- */

START_TEST(shrinking_growing_and_moving_a_lot_with_calls_in_it)
{
    for (char id[] = "A"; id[0] <= 'D'; id[0]++)
        OK(do_park(id));
    static const uint32_t ranges[][2] = {{702, 703}, {690, 799}, {1, 5}, {704, 704}, {701, 704}};
    for (size_t i = 0; i < COUNT(ranges); i++) {
        struct callpark_lot_config config = slots(ranges[i][0], ranges[i][1]);
        OK(do_lot_configure("main", &config));
        for (uint32_t slot = 701; slot <= 704; slot++) {
            OK(do_find(callpark_by_slot("main", slot)));
            ck_assert_uint_eq(seen.deadline, START + SECONDS(180));
        }
        ck_assert_int_eq(world_broken(), 0);
    }
    REFUSED(CALLPARK_ERR_FULL, do_park("E"));
}
END_TEST

START_TEST(removing_a_lot_with_calls_in_it)
{
    OK(do_park("A"));
    OK(do_lot_remove("main"));
    ring_for("A");
    OK(do_failed(ticket(1), ev.serial));
    REFUSED(CALLPARK_ERR_LOT, do_park("B"));
    OK(do_retrieve(callpark_by_slot("main", 701)));
    ck_assert_str_eq(ev.call_id, "A");
    REFUSED(CALLPARK_ERR_LOT, do_retrieve(callpark_by_slot("main", 701)));
}
END_TEST

START_TEST(a_stale_ticket_after_its_slot_was_reused)
{
    OK(do_park_at(slot_of("main", 701), "A"));
    OK(do_claim(ticket(1), 0));
    const uint64_t claim = ev.serial;
    OK(do_commit(ticket(1), claim));
    OK(do_park_at(slot_of("main", 701), "B"));
    REFUSED(CALLPARK_ERR_ENDED, do_retrieve(ticket(1)));
    REFUSED(CALLPARK_ERR_ENDED, do_hangup(ticket(1)));
    REFUSED(CALLPARK_ERR_ENDED, do_commit(ticket(1), claim));
    struct callpark_which which = callpark_by_slot("main", 701);
    which.call_id = "A";
    REFUSED(CALLPARK_ERR_MISMATCH, do_hangup(which)); /* nor by place, if he says whom */
    OK(do_park_at(slot_of("main", 702), "A"));
    REFUSED(CALLPARK_ERR_ENDED, do_retrieve(callpark_by_ticket(1, "A"))); /* not his new one */
    OK(do_find(callpark_by_call("B")));
}
END_TEST

/* ---- Edges: time ----------------------------------------------------------------------------- */

START_TEST(a_late_poll_with_thousands_due_keeps_their_order)
{
    enum { MANY = 3000 };
    struct callpark_lot_config config = slots(1, MANY);
    OK(do_lot_configure("main", &config));
    char id[20];
    for (unsigned i = 0; i < MANY; i++) {
        snprintf(id, sizeof id, "%u", i);
        OK(do_park(id));
    }
    now_ms += SECONDS(3600);
    for (uint64_t i = 1; i <= MANY; i++) {
        ck_assert_int_eq(do_poll(), 1);
        ck_assert_uint_eq(ev.ticket, i);
        ck_assert_uint_eq(ev.deadline, now_ms + SECONDS(30));
    }
    ck_assert_int_eq(do_poll(), 0);
}
END_TEST

START_TEST(the_clock_steps_back)
{
    OK(do_park("A"));
    now_ms -= SECONDS(500);
    OK(do_park("B"));
    ck_assert_uint_eq(ev.parked_at, START); /* stood still */
    ck_assert_int_eq(do_poll(), 0);
    OK(do_claim(callpark_by_call("A"), 0));
    ck_assert_uint_eq(ev.due, START + SECONDS(40));
    now_ms = START + SECONDS(180);
    ck_assert_int_eq(do_poll(), 1);
    ck_assert_uint_eq(ev.kind, CALLPARK_EVENT_CLAIM_EXPIRED);
}
END_TEST

START_TEST(a_deadline_at_the_end_of_the_clocks_range)
{
    now_ms = CALLPARK_NEVER - 1;
    OK(do_park("A"));
    ck_assert_uint_eq(ev.deadline, CALLPARK_NEVER); /* and not wrapped to long ago */
    ck_assert_int_eq(do_poll(), 0);
    OK(do_claim(ticket(1), 0));
    ck_assert_uint_eq(ev.due, CALLPARK_NEVER);
    OK(do_commit(ticket(1), ev.serial));
}
END_TEST

/* ---- Edges: names and groups --------------------------------------------------------------------
 */

START_TEST(a_group_member_removed_while_holding_a_call)
{
    OK(do_group("main", "g", "300 301"));
    OK(do_park_at(in_group("main", "g"), "A"));
    OK(do_group_configure("main", "g", "301"));
    OK(do_park_at(in_group("main", "g"), "B"));
    ck_assert_str_eq(ev.extension, "301");
    REFUSED(CALLPARK_ERR_GROUP_FULL, do_park_at(in_group("main", "g"), "C"));
    OK(do_retrieve(callpark_by_extension("main", "300")));
    ck_assert_str_eq(ev.call_id, "A");
    REFUSED(CALLPARK_ERR_GROUP_FULL, do_park_at(in_group("main", "g"), "C"));
}
END_TEST

START_TEST(labels_007_and_star_5901)
{
    struct callpark_lot_config config = slots(1, 20);
    config.label_width = 3;
    OK(do_lot_add("bond", &config));
    config = slots(901, 920);
    config.prefix = "*5";
    OK(do_lot_add("star", &config));
    char label[256];
    ck_assert_int_eq(callpark_slot_label(cp, "bond", 7, label, sizeof label), 3);
    ck_assert_str_eq(label, "007"); /* not 7 */
    ck_assert_int_eq(callpark_slot_label(cp, "star", 901, label, sizeof label), 5);
    ck_assert_str_eq(label, "*5901");
    struct callpark_which which;
    callpark_which_init(&which);
    OK(callpark_resolve(cp, "bond", "007", &which));
    ck_assert_uint_eq(which.slot, 7);
    OK(callpark_resolve(cp, "bond", "7", &which));
    ck_assert_uint_eq(which.kind, CALLPARK_BY_EXTENSION);
    OK(callpark_resolve(cp, "star", "*5901", &which));
    ck_assert_uint_eq(which.slot, 901);
    OK(callpark_resolve(cp, "star", "901", &which));
    ck_assert_uint_eq(which.kind, CALLPARK_BY_EXTENSION);
}
END_TEST

START_TEST(tenants_whose_names_contain_each_other)
{
    static const char *const names[] = {"acme", "acme.com", "me", "acm", "e.acme"};
    for (size_t i = 0; i < COUNT(names); i++) {
        OK(do_lot(names[i], 701, 702));
        OK(do_group(names[i], "g", "300"));
    }
    for (size_t i = 0; i < COUNT(names); i++) {
        char id[20];
        snprintf(id, sizeof id, "slot %zu", i);
        OK(do_park_at(slot_of(names[i], 701), id));
        snprintf(id, sizeof id, "ext %zu", i);
        OK(do_park_at(in_group(names[i], "g"), id));
    }
    for (size_t i = 0; i < COUNT(names); i++) {
        OK(do_retrieve(callpark_by_slot(names[i], 701)));
        ck_assert_uint_eq((unsigned)(ev.call_id[5] - '0'), i);
        ck_assert_str_eq(ev.lot, names[i]);
        OK(do_retrieve(callpark_by_extension(names[i], "300")));
        ck_assert_uint_eq((unsigned)(ev.call_id[4] - '0'), i);
    }
}
END_TEST

START_TEST(a_shutdown_with_calls_parked)
{
    OK(do_reserve(any_slot("main"), "100", 0));
    OK(do_park("A"));
    OK(do_park("B"));
    OK(do_claim(callpark_by_call("B"), 0));
    const uint64_t claim = ev.serial;
    for (uint64_t i = 1; i <= 3; i++) { /* the host hears of each, with its pointer */
        ck_assert_int_eq(do_drain(NULL), 1);
        ck_assert_uint_eq(ev.ticket, i);
        ck_assert_uint_eq(ev.reason, CALLPARK_REASON_DRAINED);
        ck_assert((ev.host != NULL) == (i > 1));
    }
    ck_assert_uint_eq(ev.stops, claim);
    ck_assert_int_eq(do_drain(NULL), 0);
    ck_assert_uint_eq(callpark_count(cp), 0);
}
END_TEST

Suite *complaints_suite(void);
Suite *complaints_suite(void)
{
    Suite *suite = suite_create("complaints");
    TCase *tcase = world_tcase(suite, "complaints");
    tcase_add_test(tcase, two_callers_parked_at_the_same_moment_share_no_slot);
    tcase_add_test(tcase, parking_into_an_occupied_slot_bridges_no_strangers);
    tcase_add_test(tcase, a_full_lot_tells_and_leaves_the_caller_to_the_host);
    tcase_add_test(tcase, lamps_survive_a_reload);
    tcase_add_test(tcase, a_verb_inside_the_handling_of_an_event_cannot_deadlock);
    tcase_add_test(tcase, caller_id_is_not_lost_on_retrieval);
    tcase_add_test(tcase, a_slot_number_parks_if_free_and_retrieves_if_not);
    tcase_add_test(tcase, a_range_change_is_not_ignored_and_no_other_lot_is_used);
    tcase_add_test(tcase, a_slot_is_given_back_by_every_ending);
    tcase_add_test(tcase, a_retrieval_that_fails_does_not_drop_the_call);
    tcase_add_test(tcase, the_state_can_be_asked_for_after_a_restart_of_the_asker);
    tcase_add_test(tcase, a_recall_that_was_answered_is_not_released_on_a_late_failure);
    tcase_add_test(tcase, no_slot_is_stuck_when_everybody_forgets);
    tcase_add_test(tcase, no_update_is_lost);
    tcase_add_test(tcase, next_gives_no_slot_outside_a_moved_range);

    tcase = world_tcase(suite, "edges");
    tcase_add_test(tcase, retrieve_and_timeout_at_the_same_instant);
    tcase_add_test(tcase, two_retrievers_of_one_call);
    tcase_add_test(tcase, the_caller_hangs_up_while_claimed);
    tcase_add_test(tcase, the_caller_hangs_up_while_recalled);
    tcase_add_test(tcase, the_caller_hangs_up_while_reserved);
    tcase_add_test(tcase, the_retriever_fails_after_claiming);
    tcase_add_test(tcase, a_claim_nobody_reports_on_is_rolled_back);
    tcase_add_test(tcase, a_reservation_nobody_reports_on_expires);
    tcase_add_test(tcase, a_recall_nobody_reports_on_runs_out);
    tcase_add_test(tcase, retrieval_while_the_recall_rings);
    tcase_add_test(tcase, recall_answered_then_the_host_reports_a_hangup);
    tcase_add_test(tcase, parking_a_parked_call);
    tcase_add_test(tcase, an_exact_slot_taken_or_out_of_range);
    tcase_add_test(tcase, a_full_lot);
    tcase_add_test(tcase, an_attended_transfer_reserves_fills_and_swaps);
    tcase_add_test(tcase, the_parker_is_unknown);
    tcase_add_test(tcase, the_parker_is_the_parked_party);
    tcase_add_test(tcase, shrinking_growing_and_moving_a_lot_with_calls_in_it);
    tcase_add_test(tcase, removing_a_lot_with_calls_in_it);
    tcase_add_test(tcase, a_stale_ticket_after_its_slot_was_reused);
    tcase_add_test(tcase, a_late_poll_with_thousands_due_keeps_their_order);
    tcase_add_test(tcase, the_clock_steps_back);
    tcase_add_test(tcase, a_deadline_at_the_end_of_the_clocks_range);
    tcase_add_test(tcase, a_group_member_removed_while_holding_a_call);
    tcase_add_test(tcase, labels_007_and_star_5901);
    tcase_add_test(tcase, tenants_whose_names_contain_each_other);
    tcase_add_test(tcase, a_shutdown_with_calls_parked);
    return suite;
}
