/* SPDX-License-Identifier: MIT */
/* While parked: another call in its place, another place, more time. */
#include <check.h>

#include "helpers.h"

/* ---- Swap ---------------------------------------------------------------------- */

START_TEST(a_swap_replaces_the_whole_description_but_the_parker)
{
    int old_host, new_host;
    struct callpark_call call = call_of("A");
    call.host = &old_host;
    OK(do_park_call(slot_of("main", 703), call, NULL));
    now_ms += SECONDS(10);
    struct callpark_call other;
    callpark_call_init(&other);
    other.call_id = "B";
    other.parker = "999"; /* ignored */
    other.caller_name = "Bob";
    other.host = &new_host;
    OK(do_swap_call(callpark_by_slot("main", 703), other));
    ck_assert_uint_eq(ev.kind, CALLPARK_EVENT_SWAPPED);
    ck_assert_uint_eq(ev.state, CALLPARK_STATE_WAITING);
    ck_assert_uint_eq(ev.ticket, 1);
    ck_assert_uint_eq(ev.slot, 703);
    ck_assert_str_eq(ev.call_id, "B");
    ck_assert_str_eq(ev.parker, "100");
    ck_assert_ptr_null(ev.parkee); /* not left over from A */
    ck_assert_str_eq(ev.caller_name, "Bob");
    ck_assert_ptr_null(ev.caller_number);
    ck_assert_ptr_null(ev.tag);
    ck_assert_ptr_eq(ev.host, &new_host);
    ck_assert_str_eq(ev.old_call_id, "A");
    ck_assert_ptr_eq(ev.old_host, &old_host);
    ck_assert_uint_eq(ev.parked_at, START);
    ck_assert_uint_eq(ev.deadline, START + SECONDS(180));
    ck_assert_uint_eq(callpark_next_deadline(cp), START + SECONDS(180));
    REFUSED(CALLPARK_ERR_NOT_FOUND, do_retrieve(callpark_by_call("A")));
    OK(do_park("A")); /* free to be parked again */
    OK(do_retrieve(callpark_by_call("B")));
    ck_assert_ptr_null(ev.old_call_id);
    ck_assert_ptr_null(ev.old_host);
}
END_TEST

START_TEST(a_swap_with_itself_renews_the_description)
{
    OK(do_park("A"));
    struct callpark_call call = call_of("A");
    call.caller_name = "Ann Married";
    OK(do_swap_call(callpark_by_call("A"), call));
    ck_assert_str_eq(ev.call_id, "A");
    ck_assert_str_eq(ev.old_call_id, "A");
    ck_assert_str_eq(ev.caller_name, "Ann Married");
    OK(do_find(callpark_by_call("A")));
    ck_assert_str_eq(seen.caller_name, "Ann Married");
    REFUSED(CALLPARK_ERR_PARKED, do_park("A"));
}
END_TEST

START_TEST(a_swap_takes_no_call_parked_elsewhere)
{
    OK(do_park("A"));
    OK(do_park("B"));
    REFUSED(CALLPARK_ERR_PARKED, do_swap(callpark_by_call("A"), "B"));
    OK(do_claim(callpark_by_call("A"), 0));
    REFUSED(CALLPARK_ERR_CLAIMED, do_swap(callpark_by_call("A"), "C"));
    REFUSED(CALLPARK_ERR_CLAIMED, do_swap(callpark_by_call("A"), "B")); /* comes first */
}
END_TEST

START_TEST(a_swap_with_longer_and_shorter_texts)
{
    OK(do_park("A"));
    for (int i = 0; i < 20; i++) {
        struct callpark_call call = call_of(long_text('a', (size_t)(i * 53 % 255 + 1)));
        call.tag = long_text('t', (size_t)(i * 97 % 255 + 1));
        OK(do_swap_call(ticket(1), call));
        OK(do_find(callpark_by_call(call.call_id)));
        ck_assert_uint_eq(seen.ticket, 1);
        ck_assert_str_eq(seen.tag, call.tag);
        ck_assert_str_eq(seen.parker, "100");
    }
}
END_TEST

/* ---- Move ------------------------------------------------------------------------- */

START_TEST(a_move_keeps_everything_but_the_place)
{
    OK(do_lot("other", 1, 2));
    OK(do_park_at(slot_of("main", 703), "A"));
    now_ms += SECONDS(10);
    struct callpark_which which = callpark_by_call("A");
    struct callpark_where where = slot_of("other", 2);
    OK(callpark_move(cp, now_ms, &which, &where, "op", &ev));
    ck_assert_uint_eq(ev.kind, CALLPARK_EVENT_MOVED);
    ck_assert_uint_eq(ev.state, CALLPARK_STATE_WAITING);
    ck_assert_uint_eq(ev.ticket, 1);
    ck_assert_str_eq(ev.lot, "other");
    ck_assert_uint_eq(ev.slot, 2);
    ck_assert_ptr_null(ev.extension);
    ck_assert_str_eq(ev.from_lot, "main");
    ck_assert_uint_eq(ev.from_slot, 703);
    ck_assert_ptr_null(ev.from_extension);
    ck_assert_str_eq(ev.call_id, "A");
    ck_assert_str_eq(ev.parker, "100");
    ck_assert_str_eq(ev.by, "op");
    ck_assert_uint_eq(ev.parked_at, START);
    ck_assert_uint_eq(ev.deadline, START + SECONDS(180));
    REFUSED(CALLPARK_ERR_NOT_FOUND, do_retrieve(callpark_by_slot("main", 703)));
    OK(do_park_at(slot_of("main", 703), "B"));
    OK(do_retrieve(callpark_by_slot("other", 2)));
    ck_assert_str_eq(ev.call_id, "A");
    ck_assert_ptr_null(ev.from_lot);
    ck_assert_uint_eq(ev.from_slot, 0);
}
END_TEST

START_TEST(between_slot_and_extension)
{
    OK(do_park_at(slot_of("main", 703), "A"));
    OK(do_move(ticket(1), at_extension("main", "300")));
    ck_assert_str_eq(ev.extension, "300");
    ck_assert_uint_eq(ev.slot, 0);
    ck_assert_uint_eq(ev.from_slot, 703);
    ck_assert_ptr_null(ev.from_extension);
    OK(do_move(ticket(1), at_extension("main", NULL))); /* the parker's own */
    ck_assert_str_eq(ev.extension, "100");
    ck_assert_str_eq(ev.from_extension, "300");
    ck_assert_uint_eq(ev.from_slot, 0);
    REFUSED(CALLPARK_ERR_NOT_FOUND, do_retrieve(callpark_by_extension("main", "300")));
    OK(do_move(ticket(1), any_slot("main")));
    ck_assert_uint_eq(ev.slot, 701);
    ck_assert_ptr_null(ev.extension);
    ck_assert_str_eq(ev.from_extension, "100");
    REFUSED(CALLPARK_ERR_NOT_FOUND, do_retrieve(callpark_by_extension("main", "100")));
    OK(do_find(ticket(1)));
    ck_assert_ptr_null(seen.extension);
    ck_assert_uint_eq(seen.slot, 701);
}
END_TEST

START_TEST(its_own_place_is_taken)
{
    OK(do_park_at(slot_of("main", 703), "A"));
    OK(do_park_at(at_extension("main", "300"), "B"));
    REFUSED(CALLPARK_ERR_TAKEN, do_move(callpark_by_call("A"), slot_of("main", 703)));
    REFUSED(CALLPARK_ERR_TAKEN, do_move(callpark_by_call("B"), at_extension("main", "300")));
    REFUSED(CALLPARK_ERR_TAKEN, do_move(callpark_by_call("A"), at_extension("main", "300")));
    OK(do_move(callpark_by_call("A"), slot_or_other("main", 703)));
    ck_assert_uint_eq(ev.slot, 701);
}
END_TEST

START_TEST(a_move_fails_as_a_park_would)
{
    OK(do_lot("tiny", 5, 5));
    OK(do_lot("gone", 5, 5));
    OK(do_group("main", "g", "300"));
    OK(do_park_call(slot_of("main", 701), call_from("A", NULL), NULL));
    OK(do_park_at(slot_of("tiny", 5), "B"));
    OK(do_park_at(slot_of("gone", 5), "C"));
    OK(do_park_at(in_group("main", "g"), "D"));
    OK(do_lot_remove("gone"));
    const struct callpark_which a = callpark_by_call("A");
    REFUSED(CALLPARK_ERR_INVALID, do_move(a, at_extension("main", NULL)));
    REFUSED(CALLPARK_ERR_LOT, do_move(a, any_slot("none")));
    REFUSED(CALLPARK_ERR_LOT, do_move(a, any_slot("gone")));
    REFUSED(CALLPARK_ERR_RANGE, do_move(a, slot_of("main", 705)));
    REFUSED(CALLPARK_ERR_RANGE, do_move(a, slot_or_other("main", 705)));
    REFUSED(CALLPARK_ERR_TAKEN, do_move(a, slot_of("tiny", 5)));
    REFUSED(CALLPARK_ERR_FULL, do_move(a, any_slot("tiny")));
    REFUSED(CALLPARK_ERR_FULL, do_move(a, slot_or_other("tiny", 5)));
    REFUSED(CALLPARK_ERR_GROUP, do_move(a, in_group("main", "h")));
    REFUSED(CALLPARK_ERR_GROUP, do_move(a, in_group("main", NULL)));
    REFUSED(CALLPARK_ERR_GROUP_FULL, do_move(a, in_group("main", "g")));
    OK(do_claim(a, 0));
    REFUSED(CALLPARK_ERR_CLAIMED, do_move(a, at_extension("main", NULL)));
    REFUSED(CALLPARK_ERR_CLAIMED, do_move(a, any_slot("none")));
}
END_TEST

START_TEST(a_move_out_of_a_full_lot_needs_no_free_call)
{
    struct callpark_options options;
    callpark_options_init(&options);
    options.max_calls = 1;
    ck_assert_ptr_null(close_world());
    OK(open_registry(&options));
    OK(do_lot("main", 1, 2));
    OK(do_park("A"));
    OK(do_move(ticket(1), slot_of("main", 2))); /* no new parking */
}
END_TEST

START_TEST(the_limits_that_count_are_of_the_lot_it_is_in)
{
    struct callpark_lot_config config = slots(1, 2);
    config.timeout = config.timeout_min = config.timeout_max = SECONDS(20);
    OK(do_lot_add("short", &config));
    OK(do_park("A"));
    OK(do_move(ticket(1), any_slot("short")));
    ck_assert_uint_eq(ev.deadline, START + SECONDS(180)); /* stays */
    REFUSED(CALLPARK_ERR_DURATION, do_extend(ticket(1), SECONDS(180)));
    OK(do_extend(ticket(1), 0));
    ck_assert_uint_eq(ev.deadline, START + SECONDS(20));
}
END_TEST

/* ---- Extend ------------------------------------------------------------------------ */

START_TEST(an_extension_starts_the_time_anew)
{
    OK(do_park("A"));
    now_ms += SECONDS(100);
    OK(do_extend(ticket(1), SECONDS(300)));
    ck_assert_uint_eq(ev.kind, CALLPARK_EVENT_EXTENDED);
    ck_assert_uint_eq(ev.state, CALLPARK_STATE_WAITING);
    ck_assert_uint_eq(ev.deadline, START + SECONDS(400));
    ck_assert_uint_eq(ev.due, START + SECONDS(400));
    ck_assert_uint_eq(ev.parked_at, START);
    ck_assert_uint_eq(callpark_next_deadline(cp), START + SECONDS(400));
    OK(do_extend(ticket(1), SECONDS(10))); /* shorter than what was left */
    ck_assert_uint_eq(ev.deadline, START + SECONDS(110));
    ck_assert_uint_eq(callpark_next_deadline(cp), START + SECONDS(110));
    OK(do_extend(ticket(1), 0));
    ck_assert_uint_eq(ev.deadline, START + SECONDS(280));
    now_ms = START + SECONDS(280) - 1;
    ck_assert_int_eq(do_poll(), 0);
    now_ms++;
    ck_assert_int_eq(do_poll(), 1);
}
END_TEST

START_TEST(an_extension_of_time_has_the_limits_of_a_park)
{
    OK(do_park("A"));
    REFUSED(CALLPARK_ERR_DURATION, do_extend(ticket(1), SECONDS(10) - 1));
    REFUSED(CALLPARK_ERR_DURATION, do_extend(ticket(1), SECONDS(3600) + 1));
    REFUSED(CALLPARK_ERR_DURATION, do_extend(ticket(1), CALLPARK_NO_TIMEOUT));
    OK(do_extend(ticket(1), SECONDS(10)));
    OK(do_extend(ticket(1), SECONDS(3600)));
    struct callpark_lot_config config = slots(701, 704);
    config.flags = CALLPARK_LOT_ALLOW_NO_TIMEOUT;
    OK(do_lot_configure("main", &config));
    OK(do_extend(ticket(1), CALLPARK_NO_TIMEOUT));
    ck_assert_uint_eq(ev.deadline, CALLPARK_NEVER);
    ck_assert_uint_eq(callpark_next_deadline(cp), CALLPARK_NEVER);
    OK(do_claim(ticket(1), 0));
    REFUSED(CALLPARK_ERR_CLAIMED, do_extend(ticket(1), 1)); /* before DURATION */
}
END_TEST

START_TEST(a_late_extension_before_poll_succeeds)
{
    OK(do_park("A"));
    now_ms += SECONDS(3600);
    OK(do_extend(ticket(1), 0));
    ck_assert_int_eq(do_poll(), 0);
    ck_assert_uint_eq(callpark_next_deadline(cp), now_ms + SECONDS(180));
}
END_TEST

Suite *change_suite(void);
Suite *change_suite(void)
{
    Suite *suite = suite_create("change");
    TCase *tcase = world_tcase(suite, "swap");
    tcase_add_test(tcase, a_swap_replaces_the_whole_description_but_the_parker);
    tcase_add_test(tcase, a_swap_with_itself_renews_the_description);
    tcase_add_test(tcase, a_swap_takes_no_call_parked_elsewhere);
    tcase_add_test(tcase, a_swap_with_longer_and_shorter_texts);

    tcase = world_tcase(suite, "move");
    tcase_add_test(tcase, a_move_keeps_everything_but_the_place);
    tcase_add_test(tcase, between_slot_and_extension);
    tcase_add_test(tcase, its_own_place_is_taken);
    tcase_add_test(tcase, a_move_fails_as_a_park_would);
    tcase_add_test(tcase, a_move_out_of_a_full_lot_needs_no_free_call);
    tcase_add_test(tcase, the_limits_that_count_are_of_the_lot_it_is_in);

    tcase = world_tcase(suite, "extend");
    tcase_add_test(tcase, an_extension_starts_the_time_anew);
    tcase_add_test(tcase, an_extension_of_time_has_the_limits_of_a_park);
    tcase_add_test(tcase, a_late_extension_before_poll_succeeds);
    return suite;
}
