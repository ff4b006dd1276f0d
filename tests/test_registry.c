/* SPDX-License-Identifier: MIT */
/* Creating and freeing registries, their options, counters, and what they share: nothing. */
#include <check.h>

#include "helpers.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

static struct callpark_options options_of(uint64_t first_ticket, uint64_t first_event)
{
    struct callpark_options options;
    callpark_options_init(&options);
    options.first_ticket = first_ticket;
    options.first_event = first_event;
    return options;
}

/* A registry of these options in the place of the fixture's. */
static int reopen(const struct callpark_options *options)
{
    ck_assert_ptr_null(close_world());
    return open_registry(options);
}

START_TEST(a_new_registry_is_empty)
{
    struct callpark *registry = NULL;
    OK(callpark_new(NULL, &registry));
    ck_assert_uint_eq(callpark_count(registry), 0);
    ck_assert_uint_eq(callpark_last_event(registry), 0);
    ck_assert_uint_eq(callpark_last_ticket(registry), 0);
    ck_assert_uint_eq(callpark_next_deadline(registry), CALLPARK_NEVER);
    uint64_t cursor = 0;
    struct callpark_lot_info lot;
    callpark_lot_info_init(&lot);
    ck_assert_int_eq(callpark_lot_next(registry, &cursor, &lot), 0);
    cursor = 0;
    ck_assert_int_eq(callpark_next(registry, &cursor, &seen), 0);
    callpark_free(registry);
}
END_TEST

START_TEST(nothing_is_asked_of_no_registry)
{
    callpark_free(NULL);
    ck_assert_uint_eq(callpark_count(NULL), 0);
    ck_assert_uint_eq(callpark_last_event(NULL), 0);
    ck_assert_uint_eq(callpark_last_ticket(NULL), 0);
    ck_assert_uint_eq(callpark_next_deadline(NULL), CALLPARK_NEVER);
    ck_assert_int_eq(callpark_new(NULL, NULL), CALLPARK_ERR_INVALID);
}
END_TEST

START_TEST(all_memory_comes_from_the_given_allocator_and_goes_back)
{
    ck_assert_uint_gt(cp_heap.allocs, 0);
    OK(do_park("A"));
    OK(do_park_at(at_extension("main", "7"), "B"));
    OK(do_group("main", "g", "1 2 3"));
    /* close_checked() compares the counts. */
}
END_TEST

START_TEST(a_registry_at_rest_and_a_small_lot_are_small)
{
    OK(reopen(NULL));
    size_t at_rest = cp_heap.bytes;
    ck_assert_uint_le(at_rest, 4096);
    OK(do_lot("first", 1, 20)); /* what indexes take at first is not a lot's */
    size_t before = cp_heap.bytes;
    char name[8] = "lot_";
    for (name[3] = 'a'; name[3] < 'a' + 20; name[3]++)
        OK(do_lot(name, 1, 20));
    ck_assert_uint_le((cp_heap.bytes - before) / 20, 512);
}
END_TEST

START_TEST(the_allocator_is_copied)
{
    struct heap heap = {0};
    struct callpark_allocator allocator = heap_allocator(&heap);
    struct callpark_options options = options_of(0, 0);
    options.allocator = &allocator;
    struct callpark *registry = NULL;
    OK(callpark_new(&options, &registry));
    memset(&allocator, 0, sizeof allocator);
    memset(&options, 0, sizeof options);
    OK(callpark_lot_add(registry, 1, "lot", NULL, NULL, &ev));
    callpark_free(registry);
    ck_assert_uint_gt(heap.allocs, 0);
    ck_assert_uint_eq(heap.allocs, heap.frees);
}
END_TEST

START_TEST(the_allocator_can_be_had_for_memory_beside_the_registry)
{
    struct heap heap = {0};
    struct callpark_allocator given = heap_allocator(&heap);
    struct callpark_allocator got;
    struct callpark_options options = options_of(0, 0);
    struct callpark *registry = NULL;
    options.allocator = &given;
    OK(callpark_new(&options, &registry));
    callpark_allocator_init(&got);
    OK(callpark_allocator_get(registry, &got));
    ck_assert_ptr_eq(got.user, given.user);
    ck_assert(got.alloc == given.alloc && got.free == given.free);
    got.size = 1;
    ck_assert_int_eq(callpark_allocator_get(registry, &got), CALLPARK_ERR_STRUCT_SHORT);
    ck_assert_int_eq(callpark_allocator_get(registry, NULL), CALLPARK_ERR_INVALID);
    ck_assert_int_eq(callpark_allocator_get(NULL, &given), CALLPARK_ERR_INVALID);
    callpark_free(registry);
}
END_TEST

START_TEST(without_an_allocator_the_one_had_is_that_of_libc)
{
    struct callpark_allocator got;
    struct callpark *registry = NULL;
    OK(callpark_new(NULL, &registry));
    callpark_allocator_init(&got);
    OK(callpark_allocator_get(registry, &got));
    void *memory = got.alloc(got.user, 1);
    ck_assert_ptr_nonnull(memory);
    got.free(got.user, memory);
    callpark_free(registry);
}
END_TEST

START_TEST(half_an_allocator_is_refused)
{
    struct heap heap = {0};
    struct callpark_options options = options_of(0, 0);
    struct callpark *registry = NULL;
    for (int half = 0; half < 2; half++) {
        struct callpark_allocator allocator = heap_allocator(&heap);
        if (half == 0)
            allocator.alloc = NULL;
        else
            allocator.free = NULL;
        options.allocator = &allocator;
        ck_assert_int_eq(callpark_new(&options, &registry), CALLPARK_ERR_INVALID);
        ck_assert_ptr_null(registry);
    }
}
END_TEST

START_TEST(no_memory_for_a_registry_leaves_the_pointer_alone)
{
    struct heap heap = {.fail_at = 1, .fail_on = true};
    struct callpark_allocator allocator = heap_allocator(&heap);
    struct callpark_options options = options_of(0, 0);
    options.allocator = &allocator;
    struct callpark *registry = cp;
    ck_assert_int_eq(callpark_new(&options, &registry), CALLPARK_ERR_NOMEM);
    ck_assert_ptr_eq(registry, cp);
    ck_assert_uint_eq(heap.allocs, heap.frees);
}
END_TEST

START_TEST(an_allocator_of_another_size_is_refused)
{
    struct heap heap = {.most = 1u << 20};
    struct callpark_allocator allocator = heap_allocator(&heap);
    struct callpark_options options = options_of(0, 0);
    struct callpark *registry = NULL;
    options.allocator = &allocator;
    allocator.size = 1;
    ck_assert_int_eq(callpark_new(&options, &registry), CALLPARK_ERR_STRUCT_SHORT);
    ck_assert_ptr_null(registry);
    ck_assert_uint_eq(heap.asked, 0);
}
END_TEST

START_TEST(room_for_too_many_expected_calls_is_refused_for_memory)
{
    struct heap heap = {.most = 1u << 20};
    struct callpark_allocator allocator = heap_allocator(&heap);
    struct callpark_options options = options_of(0, 0);
    options.allocator = &allocator;
    struct callpark *registry = NULL;
    options.expected_calls = 100000000;
    ck_assert_int_eq(callpark_new(&options, &registry), CALLPARK_ERR_NOMEM);
    options.expected_calls = 1u << 30; /* the most */
    ck_assert_int_eq(callpark_new(&options, &registry), CALLPARK_ERR_NOMEM);
    ck_assert_ptr_null(registry);
    ck_assert_uint_eq(heap.allocs, heap.frees);
}
END_TEST

/* Ids and extensions are too long to be kept in the record itself. */
START_TEST(texts_that_are_replaced_or_of_no_use_any_more_are_given_back)
{
    struct heap heap = {.most = SIZE_MAX};
    struct callpark_allocator allocator = heap_allocator(&heap);
    struct callpark_options options = options_of(0, 0);
    options.allocator = &allocator;
    callpark_free(cp);
    OK(callpark_new(&options, &cp));
    OK(do_lot("main", 1, 2));
    const char *parker = long_text('1', 200);
    const char *id = long_text('a', 200);
    const char *other_id = long_text('b', 200);
    uint64_t taken = 0;
    for (int i = 0; i < 2000; i++) {
        OK(do_reserve(any_slot("main"), parker, 0));
        OK(do_fill(callpark_by_ticket(ev.ticket, NULL), "a"));
        OK(do_hangup(callpark_by_call("a")));
        OK(do_park(id));
        OK(do_swap(callpark_by_call(id), other_id));
        OK(do_hangup(callpark_by_call(other_id)));
        taken = i == 10 ? heap.allocs : taken;
    }
    ck_assert_uint_eq(heap.allocs, taken);
    callpark_free(cp);
    cp = NULL;
}
END_TEST

/* The record of a call that ended is free only when the next one is parked. */
START_TEST(at_each_number_of_calls_one_can_end_and_another_come)
{
    char id[16];
    OK(do_lot("large", 1, 1000));
    for (unsigned i = 0; i < 600; i++) {
        snprintf(id, sizeof id, "call %u", i);
        OK(do_park_at(any_slot("large"), id));
        OK(do_hangup(callpark_by_call(id)));
        OK(do_park_at(any_slot("large"), id));
    }
    ck_assert_uint_eq(callpark_count(cp), 600);
    ck_assert_int_eq(world_broken(), 0);
}
END_TEST

START_TEST(more_than_2_to_the_30_expected_calls_are_refused)
{
    struct callpark_options options = options_of(0, 0);
    options.expected_calls = (1u << 30) + 1;
    struct callpark *registry = NULL;
    ck_assert_int_eq(callpark_new(&options, &registry), CALLPARK_ERR_INVALID);
    options.expected_calls = UINT32_MAX;
    ck_assert_int_eq(callpark_new(&options, &registry), CALLPARK_ERR_INVALID);
    ck_assert_ptr_null(registry);
}
END_TEST

/* In slots, and at extensions. */
START_TEST(expected_calls_are_parked_without_a_further_allocation)
{
    struct callpark_options options = options_of(0, 0);
    options.expected_calls = 1000;
    OK(reopen(&options));
    OK(do_lot("main", 1, 1000));
    uint64_t before = cp_heap.asked;
    char id[20];
    for (unsigned i = 0; i < 1000; i++) {
        snprintf(id, sizeof id, "call-%u", i);
        struct callpark_call call;
        callpark_call_init(&call);
        call.call_id = id;
        OK(do_park_call(_i ? at_extension("main", id) : any_slot("main"), call, NULL));
    }
    ck_assert_uint_eq(cp_heap.asked, before);
}
END_TEST

START_TEST(max_calls_is_a_limit_for_calls_and_reservations_together)
{
    struct callpark_options options = options_of(0, 0);
    options.max_calls = 2;
    OK(reopen(&options));
    OK(do_lot("main", 1, 10));
    OK(do_park("A"));
    OK(do_reserve(any_slot("main"), NULL, 0));
    uint64_t reserved = ev.ticket;
    REFUSED(CALLPARK_ERR_LIMIT, do_park("B"));
    REFUSED(CALLPARK_ERR_LIMIT, do_reserve(any_slot("main"), NULL, 0));
    OK(do_fill(ticket(reserved), "B")); /* it counted already */
    REFUSED(CALLPARK_ERR_LIMIT, do_park("C"));
    OK(do_retrieve(callpark_by_call("A")));
    OK(do_park("C"));
    REFUSED(CALLPARK_ERR_LIMIT, do_park("D"));
}
END_TEST

/* ---- Counters -------------------------------------------------------------- */

static const uint64_t firsts[] = {
    1,
    2,
    UINT64_C(0xfffffffe),
    UINT64_C(0xffffffff),
    UINT64_C(0x100000000),
    UINT64_C(0x7fffffffffffffff),
    UINT64_C(0x8000000000000000),
};

START_TEST(counters_go_on_from_the_given_first)
{
    const uint64_t first = firsts[_i];
    struct callpark_options options = options_of(first, first);
    OK(reopen(&options));
    ck_assert_uint_eq(callpark_last_ticket(cp), first - 1);
    ck_assert_uint_eq(callpark_last_event(cp), first - 1);
    OK(do_lot("main", 1, 10));
    ck_assert_uint_eq(ev.number, first);
    ck_assert_uint_eq(ev.ticket, 0);

    for (uint64_t i = 0; i < 3; i++) {
        const char *id = i == 0 ? "A" : i == 1 ? "B" : "C";
        OK(do_park(id));
        ck_assert_uint_eq(ev.ticket, first + i);
        ck_assert_uint_eq(ev.number, first + 1 + i);
        ck_assert_uint_eq(callpark_last_ticket(cp), first + i);
        ck_assert_uint_eq(callpark_last_event(cp), first + 1 + i);
    }
    for (uint64_t i = 0; i < 3; i++) {
        OK(do_find(ticket(first + i)));
        ck_assert_uint_eq(seen.ticket, first + i);
        ck_assert_str_eq(seen.call_id, i == 0 ? "A" : i == 1 ? "B" : "C");
    }
    REFUSED(CALLPARK_ERR_UNKNOWN, do_retrieve(ticket(first + 3)));
    REFUSED(CALLPARK_ERR_UNKNOWN, do_retrieve(ticket(UINT64_MAX)));
    REFUSED(CALLPARK_ERR_UNKNOWN, do_retrieve(ticket(0)));
    REFUSED(first > 1 ? CALLPARK_ERR_ENDED : CALLPARK_ERR_UNKNOWN, do_retrieve(ticket(first - 1)));

    /* Order of age and of poll is by ticket, also over the edge. */
    OK(do_retrieve(callpark_by_age("main")));
    ck_assert_uint_eq(ev.ticket, first);
    REFUSED(CALLPARK_ERR_ENDED, do_retrieve(ticket(first)));
    ck_assert_int_eq(poll_next(), 1);
    ck_assert_uint_eq(ev.ticket, first + 1);
    ck_assert_uint_eq(ev.serial, ev.number);
    OK(do_answered(ticket(first + 1), ev.serial, 0));
    OK(do_commit(ticket(first + 1), ev.serial));
    ck_assert_int_eq(do_poll(), 1);
    ck_assert_uint_eq(ev.ticket, first + 2);
    ck_assert_int_eq(do_drain(NULL), 1);
    ck_assert_uint_eq(ev.ticket, first + 2);
    ck_assert_int_eq(do_drain(NULL), 0);
}
END_TEST

START_TEST(a_ticket_keeps_all_its_64_bits)
{
    struct callpark_options options = options_of(UINT64_C(0x100000005), 0);
    OK(reopen(&options));
    OK(do_lot("main", 1, 10));
    OK(do_park("A"));
    OK(do_find(ticket(UINT64_C(0x100000005))));
    REFUSED(CALLPARK_ERR_ENDED, do_find(ticket(5)));
    REFUSED(CALLPARK_ERR_UNKNOWN, do_find(ticket(UINT64_C(0x200000005))));
}
END_TEST

START_TEST(a_first_above_2_to_the_63_is_refused)
{
    const uint64_t most = UINT64_C(1) << 63;
    struct callpark *registry = NULL;
    struct callpark_options options = options_of(most + 1, 0);
    ck_assert_int_eq(callpark_new(&options, &registry), CALLPARK_ERR_INVALID);
    options = options_of(0, most + 1);
    ck_assert_int_eq(callpark_new(&options, &registry), CALLPARK_ERR_INVALID);
    options = options_of(UINT64_MAX, UINT64_MAX);
    ck_assert_int_eq(callpark_new(&options, &registry), CALLPARK_ERR_INVALID);
    ck_assert_ptr_null(registry);
}
END_TEST

/* ---- Two registries ---------------------------------------------------------- */

START_TEST(two_registries_share_nothing)
{
    struct callpark *first = cp;
    OK(do_park("A"));
    char *before = snapshot(first);

    struct callpark *second = NULL;
    OK(callpark_new(NULL, &second));
    cp = second;
    ck_assert_int_eq(do_retrieve(callpark_by_call("A")), CALLPARK_ERR_NOT_FOUND);
    ck_assert_int_eq(do_find(ticket(1)), CALLPARK_ERR_UNKNOWN);
    ck_assert_int_eq(do_park("A"), CALLPARK_ERR_LOT);
    OK(do_lot("main", 1, 2));
    ck_assert_uint_eq(ev.number, 1);
    OK(do_park("A")); /* the id is unique in a registry only */
    ck_assert_uint_eq(ev.ticket, 1);
    ck_assert_uint_eq(ev.slot, 1);
    now_ms += 10 * SECONDS(3600);
    while (do_poll() == 1)
        continue;
    OK(do_retrieve(callpark_by_call("A")));

    char *after = snapshot(first);
    ck_assert_str_eq(before, after);
    free(before);
    free(after);

    /* The clock of the second stands hours later; that of the first does not. */
    cp = first;
    now_ms = START;
    OK(do_park("B"));
    ck_assert_uint_eq(ev.time, START);
    callpark_free(second);
    OK(do_retrieve(callpark_by_call("A")));
    OK(do_retrieve(callpark_by_call("B")));
}
END_TEST

START_TEST(a_registry_is_freed_with_calls_in_every_state)
{
    OK(do_reserve(slot_of("main", 701), "100", 0));
    OK(do_park_at(slot_of("main", 702), "ringing"));
    ck_assert_uint_ge(callpark_next_deadline(cp), now_ms);
    now_ms += SECONDS(180);
    while (do_poll() == 1 && ev.kind != CALLPARK_EVENT_RINGING)
        continue;
    ck_assert_uint_eq(ev.kind, CALLPARK_EVENT_RINGING);
    OK(do_park_at(slot_of("main", 703), "claimed"));
    OK(do_claim(callpark_by_call("claimed"), 0));
    OK(do_park_at(at_extension("main", "300"), "waiting"));
    OK(do_reserve(at_extension("main", "301"), NULL, 0));
    OK(do_lot_remove("main"));
    ck_assert_uint_eq(callpark_count(cp), 4);
}
END_TEST

/* ---- Texts ------------------------------------------------------------------- */

START_TEST(every_error_has_a_text_of_its_own)
{
    for (int error = CALLPARK_OK; error >= CALLPARK_ERR_BUFFER; error--) {
        const char *text = callpark_strerror(error);
        ck_assert_ptr_nonnull(text);
        ck_assert_uint_gt(strlen(text), 0);
        for (int other = CALLPARK_OK; other > error; other--)
            ck_assert_str_ne(text, callpark_strerror(other));
    }
}
END_TEST

START_TEST(what_is_no_error_has_a_text_too)
{
    static const int strange[] = {1, -28, -1000, INT_MAX, INT_MIN};
    for (size_t i = 0; i < COUNT(strange); i++) {
        const char *text = callpark_strerror(strange[i]);
        ck_assert_ptr_nonnull(text);
        ck_assert_uint_gt(strlen(text), 0);
        for (int error = CALLPARK_OK; error >= CALLPARK_ERR_BUFFER; error--)
            ck_assert_str_ne(text, callpark_strerror(error));
    }
}
END_TEST

START_TEST(the_version_is_that_of_the_header)
{
    char numbers[40];
    snprintf(numbers, sizeof numbers, "%d.%d.%d", CALLPARK_VERSION_MAJOR, CALLPARK_VERSION_MINOR,
             CALLPARK_VERSION_PATCH);
    ck_assert_str_eq(callpark_version(), CALLPARK_VERSION);
    ck_assert_str_eq(callpark_version(), numbers);
}
END_TEST

START_TEST(seconds_are_milliseconds_and_never_without_end)
{
    ck_assert_uint_eq(callpark_seconds(0), 0);
    ck_assert_uint_eq(callpark_seconds(1), 1000);
    ck_assert_uint_eq(callpark_seconds(4294967), 4294967000u);
    ck_assert_uint_eq(callpark_seconds(4294968), CALLPARK_NO_TIMEOUT - 1);
    ck_assert_uint_eq(callpark_seconds(UINT32_MAX), CALLPARK_NO_TIMEOUT - 1);
}
END_TEST

/* What a later version of the struct may be like. */
struct newer_options {
    struct callpark_options options;
    uint64_t tail;
};

START_TEST(options_of_a_newer_caller_are_read_while_their_tail_is_zero)
{
    struct newer_options newer = {.options = options_of(7, 9)};
    struct callpark *registry = NULL;
    newer.options.size = sizeof newer;
    OK(callpark_new(&newer.options, &registry));
    ck_assert_uint_eq(callpark_last_ticket(registry), 6);
    ck_assert_uint_eq(callpark_last_event(registry), 8);
    callpark_free(registry);
    registry = NULL;
    newer.tail = 1;
    ck_assert_int_eq(callpark_new(&newer.options, &registry), CALLPARK_ERR_STRUCT_FIELD);
    ck_assert_ptr_null(registry);
}
END_TEST

START_TEST(max_calls_of_more_than_there_can_be_are_no_error)
{
    struct callpark_options options = options_of(0, 0);
    options.max_calls = UINT32_MAX;
    OK(reopen(&options));
    OK(do_lot("lot", 1, 10));
    OK(do_park_at(any_slot("lot"), "A"));
}
END_TEST

Suite *registry_suite(void);
Suite *registry_suite(void)
{
    Suite *suite = suite_create("registry");
    TCase *tcase = world_tcase(suite, "registry");
    tcase_add_test(tcase, a_new_registry_is_empty);
    tcase_add_test(tcase, nothing_is_asked_of_no_registry);
    tcase_add_test(tcase, all_memory_comes_from_the_given_allocator_and_goes_back);
    tcase_add_test(tcase, a_registry_at_rest_and_a_small_lot_are_small);
    tcase_add_test(tcase, the_allocator_is_copied);
    tcase_add_test(tcase, the_allocator_can_be_had_for_memory_beside_the_registry);
    tcase_add_test(tcase, without_an_allocator_the_one_had_is_that_of_libc);
    tcase_add_test(tcase, half_an_allocator_is_refused);
    tcase_add_test(tcase, no_memory_for_a_registry_leaves_the_pointer_alone);
    tcase_add_test(tcase, an_allocator_of_another_size_is_refused);
    tcase_add_test(tcase, room_for_too_many_expected_calls_is_refused_for_memory);
    tcase_add_test(tcase, texts_that_are_replaced_or_of_no_use_any_more_are_given_back);
    tcase_add_test(tcase, at_each_number_of_calls_one_can_end_and_another_come);
    tcase_add_test(tcase, more_than_2_to_the_30_expected_calls_are_refused);
    tcase_add_loop_test(tcase, expected_calls_are_parked_without_a_further_allocation, 0, 2);
    tcase_add_test(tcase, max_calls_is_a_limit_for_calls_and_reservations_together);
    tcase_add_test(tcase, max_calls_of_more_than_there_can_be_are_no_error);
    tcase_add_test(tcase, options_of_a_newer_caller_are_read_while_their_tail_is_zero);
    tcase_add_loop_test(tcase, counters_go_on_from_the_given_first, 0, (int)COUNT(firsts));
    tcase_add_test(tcase, a_ticket_keeps_all_its_64_bits);
    tcase_add_test(tcase, a_first_above_2_to_the_63_is_refused);
    tcase_add_test(tcase, two_registries_share_nothing);
    tcase_add_test(tcase, a_registry_is_freed_with_calls_in_every_state);
    tcase_add_test(tcase, every_error_has_a_text_of_its_own);
    tcase_add_test(tcase, what_is_no_error_has_a_text_too);
    tcase_add_test(tcase, the_version_is_that_of_the_header);
    tcase_add_test(tcase, seconds_are_milliseconds_and_never_without_end);
    return suite;
}
