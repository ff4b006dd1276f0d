/* SPDX-License-Identifier: MIT */
/* The recall: who is rung, when, how often, and what becomes of it. */
#include <check.h>

#include "helpers.h"

static struct callpark_recall policy(uint32_t targets, const char *alternate, const char *fallback,
                                     uint32_t rounds)
{
    struct callpark_recall recall;
    callpark_recall_init(&recall);
    recall.targets = targets;
    recall.alternate = alternate;
    recall.fallback = fallback;
    recall.rounds = rounds;
    recall.ring = SECONDS(20);
    recall.ring_other = SECONDS(25);
    recall.pause = SECONDS(5);
    return recall;
}

/* Parks |call| in any slot of "main" under |recall|, to wait 60 s. */
static void park_under(struct callpark_call call, struct callpark_recall recall)
{
    struct callpark_terms terms = terms_of(SECONDS(60), &recall);
    OK(do_park_call(any_slot("main"), call, &terms));
}

/* The next poll rings |target|; NULL: releases. */
static void rings(const char *target)
{
    ck_assert_int_eq(poll_next(), 1);
    ck_assert_uint_eq(ev.kind, target != NULL ? CALLPARK_EVENT_RINGING : CALLPARK_EVENT_ENDED);
    TEXT(ev.target, target);
}

/* The next poll ends the ring. */
static void rings_out(void)
{
    ck_assert_int_eq(poll_next(), 1);
    ck_assert_uint_eq(ev.kind, CALLPARK_EVENT_NO_ANSWER);
}

/* ---- One ring ------------------------------------------------------------------- */

START_TEST(a_ring_is_reported_in_full)
{
    park_under(call_of("A"), policy(0, "400", "500", 2));
    OK(do_find(ticket(1)));
    ck_assert_uint_eq(seen.step, CALLPARK_STEP_NONE);
    ck_assert_uint_eq(seen.round, 0);
    now_ms += SECONDS(60) - 1;
    ck_assert_int_eq(do_poll(), 0);
    now_ms += 1 + 250; /* a little late */
    ck_assert_int_eq(do_poll(), 1);
    ck_assert_uint_eq(ev.kind, CALLPARK_EVENT_RINGING);
    ck_assert_uint_eq(ev.state, CALLPARK_STATE_RINGING);
    ck_assert_uint_eq(ev.ticket, 1);
    ck_assert_uint_eq(ev.slot, 701);
    ck_assert_str_eq(ev.call_id, "A");
    ck_assert_str_eq(ev.target, "100");
    ck_assert_uint_eq(ev.step, CALLPARK_STEP_PARKER);
    ck_assert_uint_eq(ev.round, 1);
    ck_assert_uint_eq(ev.ring, SECONDS(20));
    ck_assert_uint_eq(ev.serial, ev.number);
    ck_assert_uint_eq(ev.stops, 0);
    ck_assert_uint_eq(ev.time, now_ms);
    ck_assert_uint_eq(ev.deadline, now_ms + SECONDS(20)); /* from poll's now */
    ck_assert_uint_eq(ev.due, now_ms + SECONDS(20));
    ck_assert_uint_eq(ev.parked_at, START);
    ck_assert_ptr_null(ev.by);
    const uint64_t serial = ev.serial;
    OK(do_find(ticket(1)));
    ck_assert_uint_eq(seen.state, CALLPARK_STATE_RINGING);
    ck_assert_uint_eq(seen.serial, serial);
    ck_assert_str_eq(seen.target, "100");
    ck_assert_uint_eq(seen.step, CALLPARK_STEP_PARKER);
    ck_assert_uint_eq(seen.round, 1);
    ck_assert_uint_eq(seen.deadline, now_ms + SECONDS(20));
    ck_assert_int_eq(do_poll(), 0);
}
END_TEST

START_TEST(a_ring_without_answer_is_reported_in_full)
{
    park_under(call_of("A"), policy(0, "400", NULL, 2));
    rings("100");
    const uint64_t serial = ev.serial;
    rings_out();
    ck_assert_uint_eq(ev.state, CALLPARK_STATE_PAUSED);
    ck_assert_uint_eq(ev.stops, serial);
    ck_assert_uint_eq(ev.serial, 0);
    ck_assert_ptr_null(ev.target);
    ck_assert_uint_eq(ev.ring, 0);
    ck_assert_uint_eq(ev.step, CALLPARK_STEP_ALTERNATE); /* to come */
    ck_assert_uint_eq(ev.round, 1);
    ck_assert_uint_eq(ev.deadline, now_ms); /* at once */
    ck_assert_uint_eq(ev.due, now_ms);
    rings("400");
    ck_assert_uint_eq(ev.step, CALLPARK_STEP_ALTERNATE);
    ck_assert_uint_eq(ev.round, 1);
    ck_assert_uint_eq(ev.ring, SECONDS(25));
    rings_out();
    ck_assert_uint_eq(ev.step, CALLPARK_STEP_PARKER);
    ck_assert_uint_eq(ev.round, 2);
    ck_assert_uint_eq(ev.deadline, now_ms + SECONDS(5)); /* after the pause */
    REFUSED(CALLPARK_ERR_STALE, do_answered(ticket(1), serial, 0));
}
END_TEST

START_TEST(an_answered_ring_is_a_claim_by_its_target)
{
    park_under(call_of("A"), policy(0, "400", NULL, 2));
    rings("100");
    const uint64_t ring = ev.serial;
    const callpark_time end = ev.deadline;
    now_ms += SECONDS(3);
    REFUSED(CALLPARK_ERR_STALE, do_answered(ticket(1), ring + 1, 0));
    REFUSED(CALLPARK_ERR_STALE, do_answered(ticket(1), 0, 0));
    REFUSED(CALLPARK_ERR_STALE, do_commit(ticket(1), ring));
    OK(do_answered(callpark_by_ticket(1, "A"), ring, SECONDS(10)));
    ck_assert_uint_eq(ev.kind, CALLPARK_EVENT_RECALL_ANSWERED);
    ck_assert_uint_eq(ev.state, CALLPARK_STATE_CLAIMED);
    ck_assert_uint_eq(ev.stops, ring);
    ck_assert_uint_eq(ev.serial, ev.number);
    ck_assert_str_eq(ev.target, "100");
    ck_assert_uint_eq(ev.step, CALLPARK_STEP_PARKER);
    ck_assert_uint_eq(ev.round, 1);
    ck_assert_uint_eq(ev.deadline, end); /* that the ring had */
    ck_assert_uint_eq(ev.due, now_ms + SECONDS(10));
    const uint64_t claim = ev.serial;
    OK(do_find(ticket(1)));
    ck_assert_str_eq(seen.target, "100");
    REFUSED(CALLPARK_ERR_CLAIMED, do_retrieve(ticket(1)));
    REFUSED(CALLPARK_ERR_STALE, do_commit(ticket(1), ring));
    REFUSED(CALLPARK_ERR_STALE, do_failed(ticket(1), ring));
    OK(do_commit(ticket(1), claim));
    ck_assert_uint_eq(ev.kind, CALLPARK_EVENT_ENDED);
    ck_assert_uint_eq(ev.reason, CALLPARK_REASON_RECALLED);
    ck_assert_uint_eq(ev.stops, claim);
    ck_assert_str_eq(ev.target, "100");
    ck_assert_uint_eq(ev.step, CALLPARK_STEP_PARKER);
    ck_assert_uint_eq(ev.round, 1);
    ck_assert_uint_eq(ev.deadline, CALLPARK_NEVER);
}
END_TEST

START_TEST(an_answer_rolled_back_counts_as_a_failed_ring)
{
    park_under(call_of("A"), policy(0, "400", NULL, 2));
    rings("100");
    OK(do_answered(ticket(1), ev.serial, 0));
    now_ms += SECONDS(2);
    OK(do_rollback(ticket(1), ev.serial));
    ck_assert_uint_eq(ev.kind, CALLPARK_EVENT_ROLLED_BACK);
    ck_assert_uint_eq(ev.state, CALLPARK_STATE_PAUSED);
    ck_assert_ptr_null(ev.target);
    ck_assert_uint_eq(ev.step, CALLPARK_STEP_ALTERNATE);
    ck_assert_uint_eq(ev.deadline, now_ms);
    rings("400");
    OK(do_answered(ticket(1), ev.serial, SECONDS(7)));
    const uint64_t claim = ev.serial;
    now_ms += SECONDS(7);
    ck_assert_int_eq(do_poll(), 1);
    ck_assert_uint_eq(ev.kind, CALLPARK_EVENT_CLAIM_EXPIRED);
    ck_assert_uint_eq(ev.state, CALLPARK_STATE_PAUSED);
    ck_assert_uint_eq(ev.stops, claim);
    ck_assert_uint_eq(ev.step, CALLPARK_STEP_PARKER);
    ck_assert_uint_eq(ev.round, 2);
    ck_assert_uint_eq(ev.deadline, now_ms + SECONDS(5));
}
END_TEST

START_TEST(a_failed_ring_makes_the_next_due)
{
    park_under(call_of("A"), policy(0, "400", NULL, 2));
    rings("100");
    const uint64_t ring = ev.serial;
    now_ms += SECONDS(1);
    OK(do_failed(ticket(1), ring));
    ck_assert_uint_eq(ev.kind, CALLPARK_EVENT_RECALL_FAILED);
    ck_assert_uint_eq(ev.state, CALLPARK_STATE_PAUSED);
    ck_assert_uint_eq(ev.stops, ring);
    ck_assert_uint_eq(ev.serial, 0);
    ck_assert_ptr_null(ev.target);
    ck_assert_uint_eq(ev.step, CALLPARK_STEP_ALTERNATE);
    ck_assert_uint_eq(ev.deadline, now_ms);
    REFUSED(CALLPARK_ERR_STALE, do_failed(ticket(1), ring));
    REFUSED(CALLPARK_ERR_STALE, do_deferred(ticket(1), ring));
    REFUSED(CALLPARK_ERR_STALE, do_answered(ticket(1), ring, 0));
    rings("400");
    OK(do_failed(ticket(1), ev.serial));
    ck_assert_uint_eq(ev.deadline, now_ms + SECONDS(5)); /* a pause however they failed */
    ck_assert_uint_eq(ev.round, 2);
}
END_TEST

START_TEST(a_deferred_ring_comes_again_uncounted)
{
    park_under(call_of("A"), policy(CALLPARK_RECALL_PARKER, NULL, NULL, 1));
    for (int i = 0; i < 3; i++) {
        rings("100");
        ck_assert_uint_eq(ev.round, 1);
        const uint64_t ring = ev.serial;
        now_ms += SECONDS(1);
        OK(do_deferred(ticket(1), ring));
        ck_assert_uint_eq(ev.kind, CALLPARK_EVENT_RECALL_DEFERRED);
        ck_assert_uint_eq(ev.state, CALLPARK_STATE_PAUSED);
        ck_assert_uint_eq(ev.stops, ring);
        ck_assert_uint_eq(ev.serial, 0);
        ck_assert_ptr_null(ev.target);
        ck_assert_uint_eq(ev.step, CALLPARK_STEP_PARKER);
        ck_assert_uint_eq(ev.round, 1);
        ck_assert_uint_eq(ev.deadline, now_ms + SECONDS(5));
        ck_assert_int_eq(do_poll(), 0);
    }
    rings("100");
    rings_out();
    rings(NULL); /* the only round is over */
}
END_TEST

START_TEST(a_claim_during_a_ring_stops_it_uncounted)
{
    park_under(call_of("A"), policy(CALLPARK_RECALL_PARKER, NULL, NULL, 1));
    rings("100");
    const uint64_t ring = ev.serial;
    now_ms += SECONDS(2);
    OK(do_claim(ticket(1), 0));
    ck_assert_uint_eq(ev.stops, ring);
    ck_assert_uint_eq(ev.state, CALLPARK_STATE_CLAIMED);
    ck_assert_ptr_null(ev.target); /* not claimed by the recall */
    ck_assert_uint_eq(ev.step, CALLPARK_STEP_PARKER);
    ck_assert_uint_eq(ev.round, 1);
    ck_assert_uint_eq(ev.deadline, now_ms + SECONDS(5)); /* a pause from now */
    ck_assert_uint_eq(ev.due, now_ms + SECONDS(40));
    const callpark_time next = ev.deadline;
    REFUSED(CALLPARK_ERR_STALE, do_answered(ticket(1), ring, 0));
    now_ms += SECONDS(1);
    OK(do_rollback(ticket(1), ev.serial));
    ck_assert_uint_eq(ev.state, CALLPARK_STATE_PAUSED);
    ck_assert_uint_eq(ev.deadline, next);
    rings("100");
    ck_assert_uint_eq(now_ms, next);
    ck_assert_uint_eq(ev.round, 1);
}
END_TEST

START_TEST(a_claim_during_a_ring_committed_is_a_retrieval)
{
    park_under(call_of("A"), policy(0, NULL, NULL, 0));
    rings("100");
    OK(do_claim(ticket(1), 0));
    OK(do_commit(ticket(1), ev.serial));
    ck_assert_uint_eq(ev.reason, CALLPARK_REASON_RETRIEVED);
    ck_assert_ptr_null(ev.target);
    ck_assert_uint_eq(ev.step, CALLPARK_STEP_NONE);
    ck_assert_uint_eq(ev.round, 0);
}
END_TEST

START_TEST(a_claim_during_a_pause_keeps_the_end_of_the_pause)
{
    park_under(call_of("A"), policy(CALLPARK_RECALL_PARKER, NULL, NULL, 0));
    rings("100");
    rings_out();
    const callpark_time end = ev.deadline;
    now_ms += SECONDS(1);
    OK(do_claim(ticket(1), 0));
    ck_assert_uint_eq(ev.stops, 0);
    ck_assert_uint_eq(ev.deadline, end);
    ck_assert_uint_eq(ev.step, CALLPARK_STEP_PARKER);
    ck_assert_uint_eq(ev.round, 2);
    OK(do_rollback(ticket(1), ev.serial));
    ck_assert_uint_eq(ev.state, CALLPARK_STATE_PAUSED);
    ck_assert_uint_eq(ev.due, end);
    rings("100");
    ck_assert_uint_eq(ev.round, 2);
    ck_assert_uint_eq(ev.time, end);
}
END_TEST

START_TEST(a_retrieval_during_ring_or_pause)
{
    for (int pause = 0; pause < 2; pause++) {
        park_under(call_of("A"), policy(0, NULL, NULL, 0));
        rings("100");
        uint64_t stops = ev.serial;
        if (pause == 1) {
            rings_out();
            stops = 0;
        }
        OK(do_retrieve(callpark_by_call("A")));
        ck_assert_uint_eq(ev.reason, CALLPARK_REASON_RETRIEVED);
        ck_assert_uint_eq(ev.stops, stops);
        ck_assert_ptr_null(ev.target);
        ck_assert_uint_eq(ev.step, CALLPARK_STEP_NONE);
        ck_assert_uint_eq(ev.round, 0);
    }
    ck_assert_uint_eq(callpark_next_deadline(cp), CALLPARK_NEVER);
}
END_TEST

/* ---- Who is rung ------------------------------------------------------------------ */

/* Two rounds, every ring without answer. The order is space-separated; '|' is a pause,
 * '.' the release. */
static const struct {
    uint32_t targets;
    const char *parker, *parkee, *alternate, *fallback;
    const char *order;
} orders[] = {
    {0, "100", "200", NULL, NULL, "100 | 100 ."},
    {0, "100", "200", "400", NULL, "100 400 | 100 400 ."},
    {0, "100", "200", "400", "500", "100 400 | 100 400 500 ."},
    {CALLPARK_RECALL_PARKER_ALTERNATE, "100", "200", "400", "500", "100 400 | 100 400 500 ."},
    {CALLPARK_RECALL_PARKER, "100", "200", "400", "500", "100 | 100 500 ."},
    {CALLPARK_RECALL_ALTERNATE, "100", "200", "400", "500", "400 | 400 500 ."},
    {CALLPARK_RECALL_ALTERNATE, "100", "200", "100", NULL, "100 | 100 ."}, /* parker not rung */
    {0, "100", "200", "100", "500", "100 | 100 500 ."}, /* alternate equal to the parker */
    {0, "100", "100", "400", "500", "400 | 400 500 ."}, /* parker is the parkee */
    {0, "100", "100", "100", "500", "500 ."},           /* and the alternate too */
    {0, "100", "400", "400", "500", "100 | 100 500 ."}, /* alternate is the parkee */
    {0, NULL, "200", "400", NULL, "400 | 400 ."},
    {0, NULL, "200", NULL, "500", "500 ."},
    {0, NULL, "200", NULL, NULL, "."},
    {0, NULL, NULL, NULL, NULL, "."},
    {0, "100", NULL, "400", "500", "100 400 | 100 400 500 ."},
    {0, "100", "500", "400", "500", "100 400 | 100 400 ."}, /* fallback is the parkee */
    {0, "100", "100", NULL, "100", "."},
    {0, "100", "200", "400", "100", "100 400 | 100 400 100 ."}, /* fallback may be the parker */
    {0, "100", "200", "400", "400", "100 400 | 100 400 400 ."},
    {CALLPARK_RECALL_ALTERNATE, "100", "200", NULL, "500", "500 ."},
    {CALLPARK_RECALL_ALTERNATE, "100", "200", NULL, NULL, "."},
    {CALLPARK_RECALL_PARKER, NULL, "200", "400", NULL, "."},
    {0, "100", "1000", "10", NULL, "100 10 | 100 10 ."}, /* compared whole */
};

/* Plays the recall of ticket 1; |how|: 0 rings run out, 1 fail, 2 answers rolled back. */
static void play_order(const char *order, int how)
{
    char target[20];
    callpark_duration wait = SECONDS(60); /* for the first */
    for (const char *at = order; *at != '\0';) {
        size_t length = strcspn(at, " ");
        memcpy(target, at, length);
        target[length] = '\0';
        at += length + (at[length] == ' ');
        if (strcmp(target, "|") == 0) {
            wait = SECONDS(5);
            continue;
        }
        ck_assert_uint_eq(callpark_next_deadline(cp), now_ms + wait);
        wait = 0;
        if (strcmp(target, ".") == 0) {
            rings(NULL);
            ck_assert_uint_eq(ev.reason, CALLPARK_REASON_RELEASED);
            ck_assert_uint_eq(ev.step, CALLPARK_STEP_NONE);
            ck_assert_uint_eq(ev.round, 0);
            continue;
        }
        rings(target);
        const uint64_t serial = ev.serial;
        if (how == 0) {
            rings_out();
        } else if (how == 1) {
            OK(do_failed(ticket(1), serial));
        } else {
            OK(do_answered(ticket(1), serial, 0));
            OK(do_rollback(ticket(1), ev.serial));
        }
    }
    ck_assert_uint_eq(callpark_count(cp), 0);
}

START_TEST(who_is_rung_in_which_order)
{
    for (int how = 0; how < 3; how++) {
        ck_assert_ptr_null(close_world());
        open_world();
        struct callpark_call call = call_from("A", orders[_i].parker);
        call.parkee = orders[_i].parkee;
        park_under(call, policy(orders[_i].targets, orders[_i].alternate, orders[_i].fallback, 2));
        play_order(orders[_i].order, how);
    }
}
END_TEST

START_TEST(rounds_without_end_are_the_default)
{
    struct callpark_recall recall = policy(0, NULL, "500", 0);
    park_under(call_of("A"), recall);
    for (uint32_t i = 1; i <= 2000; i++) {
        rings("100");
        ck_assert_uint_eq(ev.round, i);
        rings_out();
    }
}
END_TEST

START_TEST(the_round_is_counted_up_to_65535)
{
    park_under(call_of("A"), policy(CALLPARK_RECALL_PARKER, NULL, "500", CALLPARK_FOREVER));
    for (uint32_t i = 1; i <= 65540; i++) {
        rings("100");
        ck_assert_uint_eq(ev.round, i < 65535 ? i : 65535);
        OK(do_failed(ticket(1), ev.serial));
    }
}
END_TEST

START_TEST(a_thousand_rounds_are_a_thousand)
{
    park_under(call_of("A"), policy(CALLPARK_RECALL_PARKER, NULL, "500", 1000));
    for (uint32_t i = 1; i <= 1000; i++) {
        rings("100");
        ck_assert_uint_eq(ev.round, i);
        OK(do_failed(ticket(1), ev.serial));
    }
    rings("500");
}
END_TEST

START_TEST(the_defaults_of_the_library)
{
    OK(do_park("A"));
    now_ms += SECONDS(180);
    rings("100");
    ck_assert_uint_eq(ev.ring, SECONDS(30));
    rings_out();
    ck_assert_uint_eq(ev.time, START + SECONDS(210));
    ck_assert_uint_eq(ev.deadline, now_ms + SECONDS(10));
    rings("100");
    ck_assert_uint_eq(ev.round, 2);
}
END_TEST

START_TEST(a_park_inherits_what_it_leaves_out_and_may_say_none)
{
    struct callpark_recall lots = policy(CALLPARK_RECALL_PARKER_ALTERNATE, "400", "500", 1);
    struct callpark_lot_config config = slots(701, 704);
    config.recall = &lots;
    OK(do_lot_configure("main", &config));
    struct callpark_recall own;
    callpark_recall_init(&own);
    own.alternate = CALLPARK_NONE;
    own.ring = SECONDS(9);
    park_under(call_of("A"), own);
    rings("100");
    ck_assert_uint_eq(ev.ring, SECONDS(9));
    rings_out();
    rings("500"); /* no alternate, one round, the lot's fallback */
    ck_assert_uint_eq(ev.ring, SECONDS(25));
    ck_assert_uint_eq(ev.step, CALLPARK_STEP_FALLBACK);
    OK(do_retrieve(ticket(1)));

    callpark_recall_init(&own);
    own.fallback = CALLPARK_NONE;
    own.rounds = CALLPARK_FOREVER;
    park_under(call_of("B"), own);
    for (int i = 0; i < 5; i++) {
        rings("100");
        rings_out();
        rings("400");
        rings_out();
    }
}
END_TEST

/* ---- The fallback ------------------------------------------------------------------- */

START_TEST(the_fallback_is_rung_and_takes_the_call_as_released)
{
    park_under(call_of("A"), policy(CALLPARK_RECALL_PARKER, NULL, "500", 1));
    rings("100");
    rings_out();
    ck_assert_uint_eq(ev.step, CALLPARK_STEP_FALLBACK);
    ck_assert_uint_eq(ev.deadline, now_ms); /* no pause after the last round */
    rings("500");
    ck_assert_uint_eq(ev.step, CALLPARK_STEP_FALLBACK);
    ck_assert_uint_eq(ev.ring, SECONDS(25));
    ck_assert_uint_eq(ev.slot, 701); /* keeps its place */
    OK(do_find(callpark_by_slot("main", 701)));
    ck_assert_uint_eq(seen.state, CALLPARK_STATE_RINGING);
    OK(do_answered(ticket(1), ev.serial, 0));
    ck_assert_str_eq(ev.target, "500");
    ck_assert_uint_eq(ev.step, CALLPARK_STEP_FALLBACK);
    OK(do_commit(ticket(1), ev.serial));
    ck_assert_uint_eq(ev.reason, CALLPARK_REASON_RELEASED);
    ck_assert_str_eq(ev.target, "500");
    ck_assert_uint_eq(ev.step, CALLPARK_STEP_FALLBACK);
    ck_assert_uint_ge(ev.round, 1);
}
END_TEST

START_TEST(a_fallback_that_fails_releases_the_call)
{
    park_under(call_of("A"), policy(CALLPARK_RECALL_PARKER, NULL, "500", 1));
    rings("100");
    OK(do_failed(ticket(1), ev.serial));
    rings("500");
    OK(do_failed(ticket(1), ev.serial));
    ck_assert_uint_eq(ev.state, CALLPARK_STATE_PAUSED);
    ck_assert_uint_eq(ev.due, now_ms);
    OK(do_find(ticket(1))); /* still there, and could be fetched */
    ck_assert_int_eq(do_poll(), 1);
    ck_assert_uint_eq(ev.kind, CALLPARK_EVENT_ENDED);
    ck_assert_uint_eq(ev.reason, CALLPARK_REASON_RELEASED);
    ck_assert_ptr_null(ev.target);
    ck_assert_uint_eq(ev.step, CALLPARK_STEP_NONE);
    ck_assert_uint_eq(ev.stops, 0);
    REFUSED(CALLPARK_ERR_ENDED, do_retrieve(ticket(1)));
}
END_TEST

START_TEST(a_call_is_retrievable_while_the_fallback_rings_and_after)
{
    park_under(call_of("A"), policy(CALLPARK_RECALL_PARKER, NULL, "500", 1));
    rings("100");
    rings_out();
    rings("500");
    rings_out();
    OK(do_retrieve(callpark_by_slot("main", 701)));
    ck_assert_uint_eq(ev.reason, CALLPARK_REASON_RETRIEVED);
    ck_assert_uint_eq(ev.step, CALLPARK_STEP_NONE);
}
END_TEST

START_TEST(a_deferred_fallback_comes_again)
{
    park_under(call_of("A"), policy(CALLPARK_RECALL_PARKER, NULL, "500", 1));
    rings("100");
    rings_out();
    for (int i = 0; i < 3; i++) {
        rings("500");
        OK(do_deferred(ticket(1), ev.serial));
        ck_assert_uint_eq(ev.step, CALLPARK_STEP_FALLBACK);
        ck_assert_uint_eq(ev.due, now_ms + SECONDS(5));
    }
    rings("500");
    OK(do_claim(ticket(1), 0)); /* stopped, uncounted: the same again */
    OK(do_rollback(ticket(1), ev.serial));
    rings("500");
    OK(do_answered(ticket(1), ev.serial, 0));
    OK(do_rollback(ticket(1), ev.serial)); /* counts as failed */
    rings(NULL);
}
END_TEST

/* ---- What changes meanwhile ------------------------------------------------------------ */

START_TEST(a_target_is_compared_with_the_parkee_when_its_turn_comes)
{
    park_under(call_of("A"), policy(0, "400", "500", 1));
    rings("100");
    rings_out();
    struct callpark_call other = call_of("B");
    other.parkee = "400"; /* the alternate is now the parked party */
    OK(do_swap_call(ticket(1), other));
    rings("500");
    OK(do_failed(ticket(1), ev.serial));
    rings(NULL);
}
END_TEST

START_TEST(a_round_with_nobody_left_goes_on_to_the_next_at_once)
{
    park_under(call_of("A"), policy(0, "400", NULL, 2));
    rings("100");
    rings_out();
    struct callpark_call other = call_of("B");
    other.parkee = "400";
    OK(do_swap_call(ticket(1), other));
    const callpark_time then = now_ms;
    rings("100");
    ck_assert_uint_eq(ev.round, 2);
    ck_assert_uint_eq(ev.time, then);
    rings_out();
    rings(NULL);
}
END_TEST

START_TEST(a_swap_while_ringing_lets_the_ring_go_on)
{
    park_under(call_of("A"), policy(0, "400", NULL, 2));
    rings("100");
    const uint64_t ring = ev.serial;
    const callpark_time end = ev.deadline;
    struct callpark_call other = call_of("B");
    other.parkee = "100"; /* found when its turn comes, and that is over */
    OK(do_swap_call(ticket(1), other));
    ck_assert_uint_eq(ev.state, CALLPARK_STATE_RINGING);
    ck_assert_uint_eq(ev.serial, ring);
    ck_assert_uint_eq(ev.stops, 0);
    ck_assert_uint_eq(ev.deadline, end);
    ck_assert_str_eq(ev.target, "100");
    OK(do_answered(ticket(1), ring, 0));
    OK(do_commit(ticket(1), ev.serial));
    ck_assert_str_eq(ev.call_id, "B");
    ck_assert_uint_eq(ev.reason, CALLPARK_REASON_RECALLED);
}
END_TEST

START_TEST(a_move_while_ringing_lets_the_ring_go_on)
{
    OK(do_lot("other", 1, 2));
    park_under(call_of("A"), policy(0, "400", NULL, 2));
    rings("100");
    const uint64_t ring = ev.serial;
    OK(do_move(ticket(1), any_slot("other")));
    ck_assert_uint_eq(ev.state, CALLPARK_STATE_RINGING);
    ck_assert_uint_eq(ev.serial, ring);
    ck_assert_str_eq(ev.target, "100");
    ck_assert_uint_eq(ev.stops, 0);
    rings_out();
    ck_assert_uint_eq(ev.stops, ring);
    rings("400"); /* its policy went with it */
}
END_TEST

START_TEST(an_extension_of_time_calls_the_recall_off)
{
    park_under(call_of("A"), policy(CALLPARK_RECALL_PARKER, NULL, "500", 2));
    rings("100");
    rings_out();
    rings("100");
    ck_assert_uint_eq(ev.round, 2);
    const uint64_t ring = ev.serial;
    OK(do_extend(ticket(1), SECONDS(50)));
    ck_assert_uint_eq(ev.kind, CALLPARK_EVENT_EXTENDED);
    ck_assert_uint_eq(ev.state, CALLPARK_STATE_WAITING);
    ck_assert_uint_eq(ev.stops, ring);
    ck_assert_uint_eq(ev.serial, 0);
    ck_assert_ptr_null(ev.target);
    ck_assert_uint_eq(ev.step, CALLPARK_STEP_NONE);
    ck_assert_uint_eq(ev.round, 0);
    ck_assert_uint_eq(ev.deadline, now_ms + SECONDS(50));
    REFUSED(CALLPARK_ERR_STALE, do_answered(ticket(1), ring, 0));
    rings("100");
    ck_assert_uint_eq(ev.round, 1); /* from the start */
    rings_out();
    rings("100");
    rings_out();
    rings("500");
    rings_out();
    OK(do_extend(ticket(1), SECONDS(50))); /* even after the fallback failed */
    rings("100");
    rings_out();
    rings("100");
    rings_out();
    rings("500"); /* and the fallback has its chance again */
}
END_TEST

START_TEST(a_reload_changes_the_policy_of_new_parks_only)
{
    struct callpark_recall before = policy(0, "400", "500", 1);
    struct callpark_lot_config config = slots(701, 704);
    config.recall = &before;
    OK(do_lot_configure("main", &config));
    OK(do_park("A"));
    struct callpark_recall after = policy(CALLPARK_RECALL_ALTERNATE, "444", CALLPARK_NONE, 1);
    config.recall = &after;
    OK(do_lot_configure("main", &config));
    OK(do_park("B"));
    OK(do_lot_remove("main"));
    now_ms += SECONDS(180);
    rings("100");
    ck_assert_str_eq(ev.call_id, "A");
    OK(do_failed(ticket(1), ev.serial));
    rings("400");
    ck_assert_str_eq(ev.call_id, "A");
    OK(do_failed(ticket(1), ev.serial));
    rings("500");
    OK(do_failed(ticket(1), ev.serial));
    rings(NULL);
    rings("444");
    ck_assert_str_eq(ev.call_id, "B");
    OK(do_failed(ticket(2), ev.serial));
    rings(NULL);
}
END_TEST

START_TEST(a_late_answer_before_poll_succeeds)
{
    park_under(call_of("A"), policy(0, NULL, NULL, 1));
    rings("100");
    now_ms += SECONDS(1000);
    OK(do_answered(ticket(1), ev.serial, SECONDS(1)));
    ck_assert_uint_eq(ev.due, now_ms + SECONDS(1));
    now_ms += SECONDS(1000);
    OK(do_commit(ticket(1), ev.serial));
    ck_assert_uint_eq(ev.reason, CALLPARK_REASON_RECALLED);
}
END_TEST

Suite *recall_suite(void);
Suite *recall_suite(void)
{
    Suite *suite = suite_create("recall");
    TCase *tcase = world_tcase(suite, "one ring");
    tcase_add_test(tcase, a_ring_is_reported_in_full);
    tcase_add_test(tcase, a_ring_without_answer_is_reported_in_full);
    tcase_add_test(tcase, an_answered_ring_is_a_claim_by_its_target);
    tcase_add_test(tcase, an_answer_rolled_back_counts_as_a_failed_ring);
    tcase_add_test(tcase, a_failed_ring_makes_the_next_due);
    tcase_add_test(tcase, a_deferred_ring_comes_again_uncounted);
    tcase_add_test(tcase, a_claim_during_a_ring_stops_it_uncounted);
    tcase_add_test(tcase, a_claim_during_a_ring_committed_is_a_retrieval);
    tcase_add_test(tcase, a_claim_during_a_pause_keeps_the_end_of_the_pause);
    tcase_add_test(tcase, a_retrieval_during_ring_or_pause);

    tcase = world_tcase(suite, "who is rung");
    tcase_add_loop_test(tcase, who_is_rung_in_which_order, 0, (int)COUNT(orders));
    tcase_add_test(tcase, rounds_without_end_are_the_default);
    tcase_add_test(tcase, a_thousand_rounds_are_a_thousand);
    tcase_add_test(tcase, the_defaults_of_the_library);
    tcase_add_test(tcase, a_park_inherits_what_it_leaves_out_and_may_say_none);

    tcase = world_tcase(suite, "fallback");
    tcase_add_test(tcase, the_fallback_is_rung_and_takes_the_call_as_released);
    tcase_add_test(tcase, a_fallback_that_fails_releases_the_call);
    tcase_add_test(tcase, a_call_is_retrievable_while_the_fallback_rings_and_after);
    tcase_add_test(tcase, a_deferred_fallback_comes_again);

    tcase = world_tcase(suite, "meanwhile");
    tcase_add_test(tcase, a_target_is_compared_with_the_parkee_when_its_turn_comes);
    tcase_add_test(tcase, a_round_with_nobody_left_goes_on_to_the_next_at_once);
    tcase_add_test(tcase, a_swap_while_ringing_lets_the_ring_go_on);
    tcase_add_test(tcase, a_move_while_ringing_lets_the_ring_go_on);
    tcase_add_test(tcase, an_extension_of_time_calls_the_recall_off);
    tcase_add_test(tcase, a_reload_changes_the_policy_of_new_parks_only);
    tcase_add_test(tcase, a_late_answer_before_poll_succeeds);

    tcase = world_tcase(suite, "many rounds");
    tcase_set_tags(tcase, "thorough");
    tcase_add_test(tcase, the_round_is_counted_up_to_65535);
    return suite;
}
