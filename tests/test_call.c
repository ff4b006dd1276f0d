/* SPDX-License-Identifier: MIT */
/* lib/call.c: the records of calls, which never move and are reused. */
#include <check.h>

#include "call.h"
#include "support_random.h"
#include "support_source.h"

#include <string.h>

enum { MOST = 10 * CALL_CHUNK };

/* A block at any address that malloc could give. */
static void *draw(void *user, size_t bytes)
{
    const struct source *source = user;
    size_t shift = source->granted % 4 * _Alignof(max_align_t);
    unsigned char *block = source_alloc(user, bytes + 5 * _Alignof(max_align_t));
    if (!block)
        return NULL;
    memcpy(block + shift, &block, sizeof block); /* for put_back() */
    return block + shift + _Alignof(max_align_t);
}

static void put_back(void *user, void *block)
{
    void *start;
    memcpy(&start, (unsigned char *)block - _Alignof(max_align_t), sizeof start);
    source_free(user, start);
}

static struct source source;
static const struct memory memory = {&source, draw, put_back};
static struct calls calls;

static void set_up(void)
{
    source = (struct source){.left = UINT32_MAX, .dirty = true};
    callpark__calls_init(&calls);
}

static void tear_down(void)
{
    callpark__calls_fini(&calls, &memory);
    ck_assert_uint_eq(source.granted, source.freed);
    ck_assert_uint_eq(calls.end + calls.live + calls.chunk_count, 0);
    ck_assert_uint_eq(calls.free, NONE);
}

static void reserve(uint32_t count)
{
    ck_assert(callpark__calls_reserve(&calls, &memory, count));
}

/* A record in use has a ticket. */
static uint32_t take(uint64_t ticket)
{
    uint32_t number = callpark__calls_take(&calls);
    callpark__call(&calls, number)->ticket = ticket;
    return number;
}

START_TEST(a_record_is_two_cache_lines_at_most_and_begins_at_one)
{
    ck_assert_uint_le(sizeof(struct call), 128);
    reserve(MOST);
    for (uint32_t i = 0; i < MOST; i += CALL_CHUNK)
        ck_assert_uint_eq((uintptr_t)callpark__call(&calls, i) % 64, 0);
}
END_TEST

START_TEST(records_do_not_overlap_and_lie_in_their_blocks)
{
    reserve(MOST);
    for (uint32_t i = 0; i < MOST; i++) {
        uint32_t number = callpark__calls_take(&calls);
        ck_assert_uint_eq(number, i);
        memset(callpark__call(&calls, number), (int)(i % 251), sizeof(struct call));
    }
    for (uint32_t i = 0; i < MOST; i++) {
        const unsigned char *bytes = (const unsigned char *)callpark__call(&calls, i);
        for (size_t b = 0; b < sizeof(struct call); b++) {
            if (bytes[b] != i % 251)
                ck_abort_msg("record %u was overwritten", i);
        }
    }
}
END_TEST

START_TEST(records_stay_where_they_are)
{
    static struct call *before[MOST];
    for (uint32_t i = 0; i < MOST; i++) {
        reserve(i + 1);
        before[i] = callpark__call(&calls, take(i + 1));
    }
    for (uint32_t i = 0; i < MOST; i++) {
        ck_assert_ptr_eq(callpark__call(&calls, i), before[i]);
        ck_assert_uint_eq(before[i]->ticket, i + 1);
    }
}
END_TEST

START_TEST(a_record_is_clear_but_for_its_texts_and_has_no_timer)
{
    struct call clear = {.timer = NONE};
    reserve(1);
    for (int again = 0; again < 2; again++) {
        uint32_t number = callpark__calls_take(&calls);
        struct call *call = callpark__call(&calls, number);
        ck_assert_mem_eq(call, &clear, offsetof(struct call, texts));
        memset(call, 0xff, sizeof *call);
        callpark__calls_give(&calls, callpark__call(&calls, number), number);
    }
}
END_TEST

static const uint32_t counts[] = {0, 1, 127, 128, 129, 255, 256, 257, 1000};

START_TEST(what_was_reserved_is_taken_without_memory)
{
    reserve(counts[_i]);
    ck_assert_uint_eq(calls.chunk_count, (counts[_i] + CALL_CHUNK - 1) / CALL_CHUNK);
    source.left = 0;
    reserve(counts[_i]);
    for (uint32_t i = 0; i < counts[_i]; i++)
        ck_assert_uint_eq(take(i + 1), i);
    ck_assert_uint_eq(calls.live, counts[_i]);
}
END_TEST

START_TEST(records_given_back_are_taken_before_new_ones)
{
    bool given[200] = {false};
    reserve(300);
    for (uint32_t i = 0; i < 200; i++)
        take(i + 1);
    for (uint32_t i = 0; i < 200; i += 3) {
        callpark__calls_give(&calls, callpark__call(&calls, i), i);
        given[i] = true;
    }
    ck_assert_uint_eq(calls.live, 200 - 67);
    for (uint32_t i = 0; i < 67; i++) {
        uint32_t number = take(1000 + i);
        ck_assert_uint_lt(number, 200);
        ck_assert(given[number]);
        given[number] = false;
    }
    ck_assert_uint_eq(take(2000), 200);
    ck_assert_uint_eq(calls.live, 201);
}
END_TEST

START_TEST(the_next_in_use_is_found_from_anywhere)
{
    const uint32_t used[] = {2, 5, 127, 128, 200};
    reserve(300);
    ck_assert_uint_eq(callpark__calls_next(&calls, 0), NONE);
    for (uint32_t i = 0; i < 300; i++)
        take(i + 1);
    for (uint32_t i = 0; i < 300; i++) {
        if (i != 2 && i != 5 && i != 127 && i != 128 && i != 200)
            callpark__calls_give(&calls, callpark__call(&calls, i), i);
    }
    uint32_t from = 0;
    for (size_t i = 0; i < 5; i++) {
        for (; from <= used[i]; from++)
            ck_assert_uint_eq(callpark__calls_next(&calls, from), used[i]);
    }
    ck_assert_uint_eq(callpark__calls_next(&calls, 201), NONE);
    ck_assert_uint_eq(callpark__calls_next(&calls, 300), NONE);
    ck_assert_uint_eq(callpark__calls_next(&calls, NONE), NONE);
}
END_TEST

START_TEST(growth_asks_for_little_more_than_the_records)
{
    enum { CHUNKS = 100 };
    uint32_t room = 0;
    unsigned growths = 0; /* of the list of chunks */
    for (uint32_t count = 1; count <= CHUNKS * CALL_CHUNK; count++) {
        reserve(count);
        if (calls.chunk_count > room) {
            room = callpark__grown(room, calls.chunk_count);
            growths++;
        }
        ck_assert_uint_eq(source.granted, calls.chunk_count + growths);
    }
    ck_assert_uint_eq(calls.chunk_count, CHUNKS);
    ck_assert_uint_le(growths, 20);
}
END_TEST

/* Whichever request is refused, what was there stays, and a second try succeeds. */
START_TEST(a_refused_reservation_leaves_the_records_alone)
{
    bool refused = true;
    for (unsigned nth = 1; refused; nth++) {
        tear_down();
        set_up();
        reserve(1);
        struct call *first = callpark__call(&calls, take(77));
        source.refuse_at = source.asked + nth;
        refused = !callpark__calls_reserve(&calls, &memory, MOST);
        ck_assert_int_eq(refused, source.asked >= source.refuse_at);
        ck_assert(refused || nth > 10);
        ck_assert_ptr_eq(callpark__call(&calls, 0), first);
        ck_assert_uint_eq(first->ticket, 77);
        ck_assert_uint_eq(callpark__calls_next(&calls, 0), 0);
        ck_assert_uint_eq(calls.live, 1);
        reserve(MOST);
        for (uint32_t i = 1; i < MOST; i++)
            take(i);
    }
}
END_TEST

START_TEST(random_taking_and_giving_matches_a_plain_array)
{
    uint64_t tickets[MOST] = {0}; /* by number; 0: free */
    struct random random = {.state = (uint64_t)_i};
    const char *wrong = NULL;
    uint32_t live = 0;
    uint32_t most = 0;
    for (uint32_t step = 1; step <= 20000 && !wrong; step++) {
        uint32_t at = most ? random_below(&random, most) : 0;
        bool grows = step / 2000 % 2 == 0;
        if (live < MOST && random_chance(&random, grows ? 70 : 20)) {
            reserve(++live);
            at = take(step);
            wrong = tickets[at] ? "a number given twice" : NULL;
            tickets[at] = step;
            most = live > most ? live : most;
        } else if (tickets[at]) {
            callpark__calls_give(&calls, callpark__call(&calls, at), at);
            tickets[at] = 0;
            live--;
        }
        at = random_below(&random, MOST);
        uint32_t next = callpark__calls_next(&calls, at);
        while (at < MOST && !tickets[at])
            at++;
        if (next != (at < MOST ? at : NONE))
            wrong = "another number next";
        else if (at < MOST && callpark__call(&calls, at)->ticket != tickets[at])
            wrong = "another ticket in the record";
        if (calls.live != live || calls.end != most)
            wrong = "another count";
    }
    ck_assert_msg(!wrong, "%s", wrong);
    ck_assert_uint_gt(most, 3 * CALL_CHUNK);
}
END_TEST

Suite *call_suite(void);
Suite *call_suite(void)
{
    Suite *suite = suite_create("call");
    TCase *tcase = tcase_create("call");
    suite_add_tcase(suite, tcase);
    tcase_set_timeout(tcase, 60);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, a_record_is_two_cache_lines_at_most_and_begins_at_one);
    tcase_add_test(tcase, records_do_not_overlap_and_lie_in_their_blocks);
    tcase_add_test(tcase, records_stay_where_they_are);
    tcase_add_test(tcase, a_record_is_clear_but_for_its_texts_and_has_no_timer);
    tcase_add_loop_test(tcase, what_was_reserved_is_taken_without_memory, 0,
                        (int)(sizeof counts / sizeof *counts));
    tcase_add_test(tcase, records_given_back_are_taken_before_new_ones);
    tcase_add_test(tcase, the_next_in_use_is_found_from_anywhere);
    tcase_add_test(tcase, growth_asks_for_little_more_than_the_records);
    tcase_add_test(tcase, a_refused_reservation_leaves_the_records_alone);
    tcase_add_loop_test(tcase, random_taking_and_giving_matches_a_plain_array, 1, 4);
    return suite;
}
