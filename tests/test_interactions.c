/* SPDX-License-Identifier: MIT */
/* What one change makes of another: ranges, lots, groups and calls that change under a recall, a
 * claim or a reservation. */
#include <check.h>

#include "helpers.h"

static int set_range(uint32_t first, uint32_t last)
{
    const struct callpark_lot_config config = slots(first, last);
    return do_lot_configure("main", &config);
}

/* What a user means who dials |text| in "main": a slot, or 0 for the extension. */
static uint32_t dialled(const char *text)
{
    struct callpark_which which;
    callpark_which_init(&which);
    OK(callpark_resolve(cp, "main", text, &which));
    return which.kind == CALLPARK_BY_SLOT ? which.slot : 0;
}

/* ---- A slot that leaves the range under whoever is in it ------------------------------- */

static const struct callpark_recall to_parker = {.size = sizeof to_parker,
                                                 .targets = CALLPARK_RECALL_PARKER};

static void park_in_703(void)
{
    const struct callpark_terms terms = terms_of(SECONDS(60), &to_parker);
    OK(do_park_call(slot_of("main", 703), call_of("A"), &terms));
}

static void claim_in_703(void)
{
    park_in_703();
    OK(do_claim(ticket(1), 0));
}

static void ring_in_703(void)
{
    park_in_703();
    ck_assert_int_eq(poll_next(), 1);
}

static void answer_in_703(void)
{
    ring_in_703();
    OK(do_answered(ticket(1), ev.serial, 0));
}

static void reserve_703(void)
{
    OK(do_reserve(slot_of("main", 703), "100", 0));
}

static int roll_back(uint64_t serial)
{
    return do_rollback(ticket(1), serial);
}

static int ring_fails(uint64_t serial)
{
    return do_failed(ticket(1), serial);
}

static int fill(uint64_t serial)
{
    (void)serial;
    return do_fill(ticket(1), "A");
}

static int extend(uint64_t serial)
{
    (void)serial;
    return do_extend(ticket(1), 0);
}

/* Who is there, and what becomes of him out of range: his state, and what he waits for from START
 * on. */
static const struct stay {
    void (*come)(void);
    int (*go_on)(uint64_t serial);
    uint32_t state;
    callpark_duration deadline;
} stays[] = {
    {park_in_703, extend, CALLPARK_STATE_WAITING, SECONDS(180)},
    {claim_in_703, roll_back, CALLPARK_STATE_WAITING, SECONDS(60)},
    {ring_in_703, ring_fails, CALLPARK_STATE_PAUSED, SECONDS(60 + 10)},
    {answer_in_703, roll_back, CALLPARK_STATE_PAUSED, SECONDS(60 + 10)},
    {reserve_703, fill, CALLPARK_STATE_WAITING, SECONDS(180)},
};

static void nobody_comes_to_703(int error)
{
    REFUSED(error, do_park_at(slot_of("main", 703), "B"));
    REFUSED(error, do_move(ticket(1), slot_of("main", 703))); /* nor he who is there */
}

START_TEST(who_is_in_a_slot_out_of_range_goes_on_and_comes_back_into_it)
{
    const struct stay *stay = &stays[_i];
    stay->come();
    const uint64_t serial = ev.serial;
    OK(set_range(701, 702));
    OK(stay->go_on(serial));
    ck_assert_uint_eq(ev.slot, 703);
    ck_assert_uint_eq(ev.state, stay->state);
    ck_assert_uint_eq(ev.deadline, START + stay->deadline);
    ck_assert_uint_eq(callpark_next_deadline(cp), ev.deadline);
    nobody_comes_to_703(CALLPARK_ERR_RANGE);
    ck_assert_uint_eq(dialled("703"), 703);
    OK(do_move(ticket(1), slot_of("main", 702)));
    ck_assert_uint_eq(ev.from_slot, 703);
    ck_assert_uint_eq(ev.deadline, START + stay->deadline);
    ck_assert_uint_eq(dialled("703"), 0);
    OK(set_range(701, 704));
    OK(do_move(ticket(1), slot_of("main", 703)));
    nobody_comes_to_703(CALLPARK_ERR_TAKEN);
    OK(do_hangup(ticket(1)));
    const struct callpark_lot_info lot = found_lot("main");
    ck_assert_uint_eq(lot.slots_free, 4);
    ck_assert_int_eq(world_broken(), 0);
}
END_TEST

START_TEST(a_reservation_that_expires_out_of_range_frees_its_slot_for_later)
{
    reserve_703();
    OK(set_range(701, 702));
    ck_assert_int_eq(poll_next(), 1);
    ck_assert_uint_eq(ev.reason, CALLPARK_REASON_EXPIRED);
    const struct callpark_lot_info lot = found_lot("main");
    ck_assert_uint_eq(lot.slots_free, 2);
    ck_assert_uint_eq(lot.calls, 0);
    OK(set_range(703, 704));
    OK(do_park("A"));
    ck_assert_uint_eq(ev.slot, 703);
}
END_TEST

/* ---- A lot that goes and comes back under a claim -------------------------------------- */

START_TEST(a_claim_outlives_the_removal_of_its_lot_and_another_range_after_it)
{
    claim_in_703();
    const uint64_t claim = ev.serial;
    OK(do_lot_remove("main"));
    REFUSED(CALLPARK_ERR_CLAIMED, do_move(ticket(1), any_slot("main"))); /* before LOT */
    OK(do_lot("main", 701, 702));
    OK(do_commit(ticket(1), claim));
    ck_assert_uint_eq(ev.slot, 703);
    ck_assert_uint_eq(ev.reason, CALLPARK_REASON_RETRIEVED);
    REFUSED(CALLPARK_ERR_NOT_FOUND, do_retrieve(callpark_by_slot("main", 703)));
    const struct callpark_lot_info lot = found_lot("main"); /* it stays, as it was added again */
    ck_assert_uint_eq(lot.slots_free, 2);
    ck_assert_uint_eq(lot.calls, 0);
}
END_TEST

START_TEST(the_settings_of_a_removed_lot_go_on_for_its_calls)
{
    struct callpark_lot_config config = slots(1, 2);
    config.flags = CALLPARK_LOT_ALLOW_NO_TIMEOUT;
    config.timeout = CALLPARK_NO_TIMEOUT;
    OK(do_lot_add("other", &config));
    OK(do_reserve(any_slot("other"), NULL, 0));
    OK(do_lot_remove("other"));
    OK(do_fill(ticket(1), "A"));
    ck_assert_uint_eq(ev.deadline, CALLPARK_NEVER);
    OK(do_extend(ticket(1), SECONDS(20)));
    OK(do_extend(ticket(1), 0));
    ck_assert_uint_eq(callpark_next_deadline(cp), CALLPARK_NEVER);
    /* In another lot the deadline stays, but a new one is of that lot. */
    OK(do_move(ticket(1), any_slot("main")));
    ck_assert_uint_eq(ev.deadline, CALLPARK_NEVER);
    REFUSED(CALLPARK_ERR_DURATION, do_extend(ticket(1), CALLPARK_NO_TIMEOUT));
    OK(do_extend(ticket(1), 0));
    ck_assert_uint_eq(ev.deadline, START + SECONDS(180));
}
END_TEST

/* ---- Texts that mean something else after a change -------------------------------------- */

START_TEST(an_extension_whose_number_becomes_a_slot_keeps_its_call_and_its_number)
{
    OK(do_park_at(at_extension("main", "708"), "A"));
    OK(set_range(701, 710)); /* not BUSY: no slot that holds a call has another label */
    ck_assert_uint_eq(dialled("708"), 0);
    OK(do_claim(callpark_by_extension("main", "708"), 0));
    const uint64_t claim = ev.serial;
    ck_assert_uint_eq(dialled("708"), 0);
    OK(do_reserve(slot_of("main", 708), NULL, 0));
    ck_assert_uint_eq(dialled("708"), 708); /* of two that hold something, the slot */
    OK(do_remove(ticket(2)));
    ck_assert_uint_eq(dialled("708"), 0);
    OK(do_commit(ticket(1), claim));
    ck_assert_uint_eq(dialled("708"), 708);
}
END_TEST

/* ---- A member who is another group's, or nobody's, by the time his call comes ------------- */

START_TEST(a_reservation_outlives_the_membership_by_which_it_came)
{
    OK(do_group("main", "g", "300 301"));
    OK(do_reserve(in_group("main", "g"), NULL, 0));
    ck_assert_str_eq(ev.extension, "300");
    OK(do_group_configure("main", "g", "301"));
    OK(do_fill(ticket(1), "A"));
    ck_assert_str_eq(ev.extension, "300");
    OK(do_group("main", "h", "300 302")); /* where he joins as one who holds a call */
    OK(do_park_at(in_group("main", "h"), "B"));
    ck_assert_str_eq(ev.extension, "302");
    REFUSED(CALLPARK_ERR_GROUP_FULL, do_move(ticket(1), in_group("main", "h")));
    OK(do_hangup(callpark_by_call("B")));
    OK(do_move(ticket(1), in_group("main", "h")));
    ck_assert_str_eq(ev.extension, "302");
    OK(do_park_at(in_group("main", "h"), "B"));
    ck_assert_str_eq(ev.extension, "300"); /* which the move made free */
}
END_TEST

/* ---- Who is parked changes while a recall goes on ------------------------------------------ */

/*
 * The parker is 100. |steps| are: r rings, f the ring fails, d is deferred, a is answered and
 * rolled back, c is claimed and rolled back, e 10 s more are given, = the parkee is |parkee| from
 * now on. Then comes a ring of |step| (NONE: the release), |after| START.
 */
static const struct story {
    const char *alternate, *fallback;
    uint32_t rounds;
    const char *first, *steps, *parkee;
    uint32_t step, round;
    callpark_duration after;
} stories[] = {
    /* Whoever is to be rung is the parkee when his turn comes. */
    {"400", "500", 2, "200", "rfrf=", "100", CALLPARK_STEP_ALTERNATE, 2, SECONDS(65)},
    {"400", "500", 2, "200", "rd=", "100", CALLPARK_STEP_ALTERNATE, 1, SECONDS(65)},
    {"400", "500", 2, "200", "rc=", "100", CALLPARK_STEP_ALTERNATE, 1, SECONDS(65)},
    {"400", "500", 2, "200", "rfrd=", "400", CALLPARK_STEP_PARKER, 2, SECONDS(65)},
    {"400", "500", 1, "200", "rfrc=", "400", CALLPARK_STEP_FALLBACK, 1, SECONDS(65)},
    {NULL, "500", 1, "200", "rf=", "500", CALLPARK_STEP_NONE, 0, SECONDS(60)},
    {NULL, "500", 1, "200", "rfrd=", "500", CALLPARK_STEP_NONE, 0, SECONDS(65)},
    {NULL, "500", 1, "200", "rfrc=", "500", CALLPARK_STEP_NONE, 0, SECONDS(65)},
    /* Nobody is left for any round. */
    {NULL, "500", 3, "200", "rf=", "100", CALLPARK_STEP_FALLBACK, 2, SECONDS(65)},
    {NULL, NULL, CALLPARK_FOREVER, "200", "rf=", "100", CALLPARK_STEP_NONE, 0, SECONDS(65)},
    {"100", "500", 2, "200", "=", "100", CALLPARK_STEP_FALLBACK, 1, SECONDS(60)},
    /* The parkee was somebody who can be rung now. */
    {NULL, "500", 1, "100", "=", "200", CALLPARK_STEP_PARKER, 1, SECONDS(60)},
    {"100", "500", 1, "100", "=rf", "200", CALLPARK_STEP_FALLBACK, 1, SECONDS(60)},
    {"400", "500", 2, "100", "rd=", "400", CALLPARK_STEP_PARKER, 2, SECONDS(65)},
    /* A fallback that has failed is not rung again, but in a recall that begins anew. */
    {NULL, "500", 1, "500", "rf=", "200", CALLPARK_STEP_FALLBACK, 1, SECONDS(60)},
    {NULL, "500", 1, "200", "rfrf=", "300", CALLPARK_STEP_NONE, 0, SECONDS(60)},
    {NULL, "500", 1, "200", "rfrac", NULL, CALLPARK_STEP_NONE, 0, SECONDS(60)},
    {NULL, "500", 1, "200", "rfrfe", NULL, CALLPARK_STEP_PARKER, 1, SECONDS(70)},
    {NULL, "500", 1, "200", "rfraerf", NULL, CALLPARK_STEP_FALLBACK, 1, SECONDS(70)},
};

static void begin_story(const struct story *story)
{
    struct callpark_recall recall;
    callpark_recall_init(&recall);
    recall.alternate = story->alternate;
    recall.fallback = story->fallback;
    recall.rounds = story->rounds;
    recall.pause = SECONDS(5);
    const struct callpark_terms terms = terms_of(SECONDS(60), &recall);
    struct callpark_call call = call_of("A");
    call.parkee = story->first;
    OK(do_park_call(any_slot("main"), call, &terms));
}

static int take_step(char step, const char *parkee)
{
    struct callpark_call call = call_from("A", NULL);
    call.parkee = parkee;
    switch (step) {
    case 'r':
        return poll_next() == 1 && ev.kind == CALLPARK_EVENT_RINGING ? 0 : -1;
    case 'f':
        return do_failed(ticket(1), ev.serial);
    case 'd':
        return do_deferred(ticket(1), ev.serial);
    case 'a':
        OK(do_answered(ticket(1), ev.serial, 0));
        return do_rollback(ticket(1), ev.serial);
    case 'c':
        OK(do_claim(ticket(1), 0));
        return do_rollback(ticket(1), ev.serial);
    case 'e':
        return do_extend(ticket(1), SECONDS(10));
    default:
        return do_swap_call(ticket(1), call);
    }
}

START_TEST(a_recall_goes_on_with_whoever_can_be_rung_by_then)
{
    const struct story *story = &stories[_i];
    begin_story(story);
    for (const char *step = story->steps; *step; step++)
        OK(take_step(*step, story->parkee));
    const uint32_t released = story->step == CALLPARK_STEP_NONE;
    ck_assert_int_eq(poll_next(), 1);
    ck_assert_uint_eq(ev.kind, released ? CALLPARK_EVENT_ENDED : CALLPARK_EVENT_RINGING);
    ck_assert_uint_eq(ev.reason, released ? CALLPARK_REASON_RELEASED : CALLPARK_REASON_NONE);
    ck_assert_uint_eq(ev.step, story->step);
    ck_assert_uint_eq(ev.round, story->round);
    ck_assert_uint_eq(ev.time, START + story->after);
}
END_TEST

Suite *interactions_suite(void);
Suite *interactions_suite(void)
{
    Suite *suite = suite_create("interactions");
    TCase *tcase = world_tcase(suite, "ranges and lots");
    tcase_add_loop_test(tcase, who_is_in_a_slot_out_of_range_goes_on_and_comes_back_into_it, 0,
                        (int)COUNT(stays));
    tcase_add_test(tcase, a_reservation_that_expires_out_of_range_frees_its_slot_for_later);
    tcase_add_test(tcase, a_claim_outlives_the_removal_of_its_lot_and_another_range_after_it);
    tcase_add_test(tcase, the_settings_of_a_removed_lot_go_on_for_its_calls);
    tcase_add_test(tcase, an_extension_whose_number_becomes_a_slot_keeps_its_call_and_its_number);
    tcase_add_test(tcase, a_reservation_outlives_the_membership_by_which_it_came);

    tcase = world_tcase(suite, "recall");
    tcase_add_loop_test(tcase, a_recall_goes_on_with_whoever_can_be_rung_by_then, 0,
                        (int)COUNT(stories));
    return suite;
}
