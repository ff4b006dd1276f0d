/* SPDX-License-Identifier: MIT */
/* lib/bitmap.c: sets of small numbers, against an array of bytes. */
#include <check.h>

#include "bitmap.h"
#include "support_random.h"
#include "support_source.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* Below, at and above a word, a word of words, and a level more. */
static const uint32_t sizes[] = {1, 2, 63, 64, 65, 128, 4095, 4096, 4097, 262144, 262145, 300000};

enum { LARGEST = 300000, GUARD = 64 };

/* Blocks whose ends are guarded. */
static void *draw(void *user, size_t bytes)
{
    return source_alloc(user, bytes + GUARD);
}

static void put_back(void *user, void *block)
{
    const struct source *source = user;
    const unsigned char *end = (unsigned char *)block + source->bytes - GUARD;
    for (size_t i = 0; i < GUARD; i++)
        ck_assert_uint_eq(end[i], 0xa7);
    source_free(user, block);
}

static struct source source;
static const struct memory memory = {&source, draw, put_back};
static struct bitmap bitmap;
static unsigned char plain[LARGEST]; /* 1: a member */

static void set_up(void)
{
    source = (struct source){.left = UINT32_MAX, .dirty = true};
    memset(plain, 0, sizeof plain);
}

static void tear_down(void)
{
    callpark__bitmap_fini(&bitmap, &memory);
    ck_assert_ptr_null(bitmap.words);
    ck_assert_uint_eq(bitmap.bits, 0);
    ck_assert_uint_eq(source.granted, source.freed);
}

static void open_bitmap(uint32_t bits)
{
    ck_assert(callpark__bitmap_init(&bitmap, &memory, bits));
    ck_assert_uint_eq(bitmap.bits, bits);
}

/* ---- The reference ---- */

static uint32_t plain_count(uint32_t from, uint32_t end)
{
    uint32_t count = 0;
    for (uint32_t i = from; i < end; i++)
        count += plain[i];
    return count;
}

static uint32_t plain_next(uint32_t from)
{
    for (uint32_t i = from; i < bitmap.bits; i++) {
        if (plain[i])
            return i;
    }
    return NONE;
}

/* Each summary bit says whether its word is not 0; none lies behind the end. */
static const char *bad_summary(void)
{
    const uint64_t *below = bitmap.words;
    uint32_t words = bitmap.bits / 64 + (bitmap.bits % 64 != 0);
    if (bitmap.bits % 64 && below[words - 1] >> bitmap.bits % 64)
        return "a bit behind the end";
    while (words > 1) {
        const uint64_t *level = below + words;
        uint32_t above = words / 64 + (words % 64 != 0);
        for (uint32_t i = 0; i < above * 64; i++) {
            bool filled = i < words && below[i];
            if ((level[i / 64] >> i % 64 & 1) != filled)
                return "a summary bit is wrong";
        }
        below = level;
        words = above;
    }
    return NULL;
}

static const char *difference(void)
{
    uint32_t member = 0;
    for (uint32_t i = 0; i < bitmap.bits; i++) {
        if (callpark__bitmap_test(&bitmap, i) != plain[i])
            return "another member";
    }
    for (uint32_t i = plain_next(0); i != NONE; i = plain_next(i + 1)) {
        if (callpark__bitmap_next(&bitmap, member) != i)
            return "another member next";
        member = i + 1;
    }
    if (callpark__bitmap_next(&bitmap, member) != NONE)
        return "a member behind the last";
    return bad_summary();
}

static void expect_same(void)
{
    const char *wrong = difference();
    ck_assert_msg(!wrong, "%u bits: %s", bitmap.bits, wrong);
}

/* ---- Named behaviours ---- */

START_TEST(a_new_set_is_empty)
{
    open_bitmap(sizes[_i]);
    expect_same();
    ck_assert_uint_eq(callpark__bitmap_count(&bitmap, 0, sizes[_i]), 0);
    ck_assert_uint_eq(callpark__bitmap_next(&bitmap, 0), NONE);
}
END_TEST

START_TEST(a_set_of_no_numbers_needs_no_memory)
{
    open_bitmap(0);
    ck_assert_ptr_null(bitmap.words);
    ck_assert_uint_eq(callpark__bitmap_next(&bitmap, 0), NONE);
    ck_assert_uint_eq(callpark__bitmap_next(&bitmap, NONE), NONE);
    ck_assert_uint_eq(callpark__bitmap_count(&bitmap, 0, 0), 0);
    callpark__bitmap_set_range(&bitmap, 0, 0);
    callpark__bitmap_clear_range(&bitmap, 0, 0);
}
END_TEST

START_TEST(refused_memory_leaves_nothing_behind)
{
    source.left = 0;
    ck_assert(!callpark__bitmap_init(&bitmap, &memory, 100));
    ck_assert_ptr_null(bitmap.words);
}
END_TEST

/* Each number alone in its set, from both sides; of large sets, some. */
START_TEST(a_single_member_is_found_from_below_and_not_from_above)
{
    uint32_t bits = sizes[_i];
    uint32_t step = bits > 5000 ? 61 : 1;
    open_bitmap(bits);
    for (uint32_t i = 0; i < bits; i = i + step < bits || i == bits - 1 ? i + step : bits - 1) {
        callpark__bitmap_set(&bitmap, i);
        bool good = callpark__bitmap_test(&bitmap, i) && callpark__bitmap_next(&bitmap, 0) == i &&
                    callpark__bitmap_next(&bitmap, i) == i &&
                    callpark__bitmap_next(&bitmap, i + 1) == NONE &&
                    callpark__bitmap_count(&bitmap, 0, bits) == 1;
        callpark__bitmap_clear(&bitmap, i);
        good = good && callpark__bitmap_next(&bitmap, 0) == NONE;
        if (!good)
            ck_abort_msg("%u of %u", i, bits);
    }
    expect_same();
}
END_TEST

START_TEST(there_is_nothing_from_the_end_on)
{
    uint32_t bits = sizes[_i];
    open_bitmap(bits);
    callpark__bitmap_set_range(&bitmap, 0, bits);
    ck_assert_uint_eq(callpark__bitmap_next(&bitmap, bits - 1), bits - 1);
    ck_assert_uint_eq(callpark__bitmap_next(&bitmap, bits), NONE);
    ck_assert_uint_eq(callpark__bitmap_next(&bitmap, bits + 64), NONE);
    ck_assert_uint_eq(callpark__bitmap_next(&bitmap, NONE), NONE);
}
END_TEST

START_TEST(setting_and_clearing_twice_is_once)
{
    open_bitmap(4097);
    callpark__bitmap_set(&bitmap, 4096);
    callpark__bitmap_set(&bitmap, 4096);
    plain[4096] = 1;
    expect_same();
    callpark__bitmap_clear(&bitmap, 4096);
    callpark__bitmap_clear(&bitmap, 4096);
    plain[4096] = 0;
    expect_same();
}
END_TEST

/* Where a range can begin and end: about the borders of words. */
static const uint32_t borders[] = {0, 1, 62, 63, 64, 65, 127, 128, 129, 191, 192, 200};

START_TEST(a_range_is_set_cleared_and_counted_exactly)
{
    uint32_t from = borders[_i];
    open_bitmap(200);
    for (size_t i = 0; i < COUNT(borders); i++) {
        uint32_t end = borders[i];
        uint32_t length = end > from ? end - from : 0;
        callpark__bitmap_set_range(&bitmap, from, end);
        memset(plain + from, 1, length);
        expect_same();
        ck_assert_uint_eq(callpark__bitmap_count(&bitmap, 0, 200), length);
        callpark__bitmap_set_range(&bitmap, 0, 200);
        ck_assert_uint_eq(callpark__bitmap_count(&bitmap, from, end), length);
        callpark__bitmap_clear_range(&bitmap, from, end);
        memset(plain, 1, 200);
        memset(plain + from, 0, length);
        expect_same();
        callpark__bitmap_clear_range(&bitmap, 0, 200);
        memset(plain, 0, 200);
        expect_same();
    }
}
END_TEST

/* ---- Random walks ---- */

static uint32_t random_end(struct random *random, uint32_t from, uint32_t bits)
{
    uint32_t most = random_chance(random, 80) && bits - from > 200 ? 200 : bits - from;
    return from + random_below(random, most + 1);
}

static void random_step(struct random *random)
{
    uint32_t bits = bitmap.bits;
    uint32_t from = random_below(random, bits);
    uint32_t end = random_end(random, from, bits);
    switch (random_below(random, 6)) {
    case 0:
    case 1:
        callpark__bitmap_set(&bitmap, from);
        plain[from] = 1;
        break;
    case 2:
    case 3:
        callpark__bitmap_clear(&bitmap, from);
        plain[from] = 0;
        break;
    case 4:
        callpark__bitmap_set_range(&bitmap, from, end);
        memset(plain + from, 1, end - from);
        break;
    default:
        callpark__bitmap_clear_range(&bitmap, from, end);
        memset(plain + from, 0, end - from);
    }
}

static const char *random_look(struct random *random)
{
    uint32_t from = random_below(random, bitmap.bits);
    uint32_t end = random_end(random, from, bitmap.bits);
    if (callpark__bitmap_next(&bitmap, from) != plain_next(from))
        return "another member next";
    if (callpark__bitmap_count(&bitmap, from, end) != plain_count(from, end))
        return "another count";
    return callpark__bitmap_test(&bitmap, from) == plain[from] ? NULL : "another member";
}

START_TEST(random_changes_match_an_array_of_bytes)
{
    struct random random = {.state = sizes[_i]};
    const char *wrong = NULL;
    uint32_t all = sizes[_i] > 5000 ? 500 : 20; /* how often everything is compared */
    open_bitmap(sizes[_i]);
    for (uint32_t step = 0; step < 4000 && !wrong; step++) {
        random_step(&random);
        wrong = random_look(&random);
        if (step % all == 0 && !wrong)
            wrong = difference();
        if (step % 1000 == 0) { /* sparse again: the way up is long */
            callpark__bitmap_clear_range(&bitmap, 0, sizes[_i]);
            memset(plain, 0, sizes[_i]);
        }
    }
    ck_assert_msg(!wrong, "%u bits: %s", sizes[_i], wrong);
    expect_same();
}
END_TEST

/* Each word and each summary bit, of a set with two levels above it. */
START_TEST(a_summary_that_is_wrong_is_not_sound)
{
    open_bitmap(4097);
    ck_assert(callpark__bitmap_sound(&bitmap));
    for (uint32_t bit = 0; bit < 4097; bit += 64) {
        bitmap.words[bit / 64] = 1;
        ck_assert(!callpark__bitmap_sound(&bitmap));
        bitmap.words[bit / 64] = 0;
        callpark__bitmap_set(&bitmap, bit);
        ck_assert(callpark__bitmap_sound(&bitmap));
        bitmap.words[bit / 64] = 0;
        ck_assert(!callpark__bitmap_sound(&bitmap));
        bitmap.words[bit / 64] = 1;
        callpark__bitmap_clear(&bitmap, bit);
    }
    ck_assert(callpark__bitmap_sound(&bitmap));
}
END_TEST

Suite *bitmap_suite(void);
Suite *bitmap_suite(void)
{
    const int all = (int)COUNT(sizes);
    Suite *suite = suite_create("bitmap");
    TCase *tcase = tcase_create("bitmap");
    suite_add_tcase(suite, tcase);
    tcase_set_timeout(tcase, 60);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_loop_test(tcase, a_new_set_is_empty, 0, all);
    tcase_add_test(tcase, a_set_of_no_numbers_needs_no_memory);
    tcase_add_test(tcase, refused_memory_leaves_nothing_behind);
    tcase_add_loop_test(tcase, a_single_member_is_found_from_below_and_not_from_above, 0, all);
    tcase_add_loop_test(tcase, there_is_nothing_from_the_end_on, 0, all);
    tcase_add_test(tcase, setting_and_clearing_twice_is_once);
    tcase_add_loop_test(tcase, a_range_is_set_cleared_and_counted_exactly, 0, (int)COUNT(borders));
    tcase_add_loop_test(tcase, random_changes_match_an_array_of_bytes, 0, all);
    tcase_add_test(tcase, a_summary_that_is_wrong_is_not_sound);
    return suite;
}
