/* SPDX-License-Identifier: MIT */
/* lib/pool.c: blocks of 28 sizes, recycled. */
#include <check.h>

#include "pool.h"
#include "support_random.h"
#include "support_source.h"

#include <stdlib.h>
#include <string.h>

static struct source source;
static const struct memory memory = {&source, source_alloc, source_free};
static struct pool pool;

static void set_up(void)
{
    source = (struct source){.left = UINT32_MAX, .dirty = true};
    pool = (struct pool){0};
}

static void tear_down(void)
{
    callpark__pool_fini(&pool, &memory);
    ck_assert_uint_eq(source.granted, source.freed);
    ck_assert_ptr_null(pool.slabs);
}

static void *try_to_take(size_t bytes)
{
    return callpark__pool_take(&pool, &memory, callpark__pool_class(bytes));
}

static void *take(size_t bytes)
{
    void *block = try_to_take(bytes);
    ck_assert_ptr_nonnull(block);
    return block;
}

static void give(void *block, size_t bytes)
{
    callpark__pool_give(&pool, block, callpark__pool_class(bytes));
}

/* ---- Classes ---- */

START_TEST(every_size_has_the_smallest_class_that_holds_it)
{
    for (size_t bytes = 1; bytes <= POOL_LARGEST; bytes++) {
        uint32_t which = callpark__pool_class(bytes);
        ck_assert_uint_lt(which, POOL_CLASSES);
        ck_assert_uint_ge(callpark__pool_block(which), bytes);
        if (which > 0)
            ck_assert_uint_lt(callpark__pool_block(which - 1), bytes);
    }
}
END_TEST

START_TEST(little_of_a_block_is_wasted)
{
    for (size_t bytes = 1; bytes <= POOL_LARGEST; bytes++) {
        size_t block = callpark__pool_block(callpark__pool_class(bytes));
        if (bytes <= 256)
            ck_assert_uint_lt(block - bytes, 16);
        else
            ck_assert_uint_lt(block - bytes, bytes / 4);
    }
}
END_TEST

START_TEST(blocks_grow_from_16_to_2048_and_keep_malloc_s_alignment)
{
    ck_assert_uint_eq(callpark__pool_block(0), 16);
    ck_assert_uint_eq(callpark__pool_block(15), 256);
    ck_assert_uint_eq(callpark__pool_block(16), 320);
    ck_assert_uint_eq(callpark__pool_block(POOL_CLASSES - 1), POOL_LARGEST);
    for (uint32_t which = 0; which < POOL_CLASSES; which++) {
        ck_assert_uint_eq(callpark__pool_block(which) % _Alignof(max_align_t), 0);
        ck_assert_uint_eq(callpark__pool_class(callpark__pool_block(which)), which);
    }
}
END_TEST

/* ---- Blocks ---- */

START_TEST(blocks_of_every_size_are_aligned_and_do_not_overlap)
{
    static unsigned char *blocks[POOL_LARGEST + 1];
    for (size_t bytes = 1; bytes <= POOL_LARGEST; bytes++) {
        blocks[bytes] = take(bytes);
        ck_assert_uint_eq((uintptr_t)blocks[bytes] % _Alignof(max_align_t), 0);
        memset(blocks[bytes], (int)(bytes % 251),
               callpark__pool_block(callpark__pool_class(bytes)));
    }
    for (size_t bytes = 1; bytes <= POOL_LARGEST; bytes++) {
        for (size_t i = 0; i < bytes; i++) {
            if (blocks[bytes][i] != bytes % 251)
                ck_abort_msg("the block of %zu bytes was overwritten", bytes);
        }
    }
    ck_assert_uint_eq(source.freed, 0);
}
END_TEST

START_TEST(many_blocks_come_from_few_allocations)
{
    for (int i = 0; i < 1000; i++)
        take(100);
    ck_assert_uint_ge(source.granted, 2);
    ck_assert_uint_le(source.granted, 32);
}
END_TEST

static int by_address(const void *a, const void *b)
{
    uintptr_t x = *(const uintptr_t *)a;
    uintptr_t y = *(const uintptr_t *)b;
    return (x > y) - (x < y);
}

START_TEST(blocks_that_came_back_are_given_again_before_new_ones)
{
    enum { BLOCKS = 100 };
    uintptr_t before[BLOCKS];
    uintptr_t after[BLOCKS];
    for (size_t i = 0; i < BLOCKS; i++)
        before[i] = (uintptr_t)take(300);
    for (size_t i = 0; i < BLOCKS; i++)
        give((void *)before[i * 37 % BLOCKS], 300);
    source.left = 0;
    for (size_t i = 0; i < BLOCKS; i++)
        after[i] = (uintptr_t)take(300);
    qsort(before, BLOCKS, sizeof *before, by_address);
    qsort(after, BLOCKS, sizeof *after, by_address);
    ck_assert_mem_eq(before, after, sizeof before);
    ck_assert_uint_eq(source.freed, 0);
}
END_TEST

START_TEST(a_block_is_recycled_for_another_size_of_its_class_alone)
{
    void *block = take(65);
    give(block, 65);
    ck_assert_ptr_ne(take(64), block);
    ck_assert_ptr_ne(take(81), block);
    ck_assert_ptr_eq(take(80), block);
}
END_TEST

/* Two blocks of 448 bytes and 112 bytes are the first slab, nine and 48 bytes each further one. */
START_TEST(what_is_left_of_a_slab_is_given_as_small_blocks)
{
    size_t left = 1024 - 16;
    for (; left >= 448; left -= 448)
        take(448);
    ck_assert_uint_eq(left, 112);
    take(448);
    ck_assert_uint_eq(source.granted, 2);
    for (size_t next = 4096 - 16 - 448; next >= 448; next -= 448)
        take(448);
    source.left = 0;
    memset(take(112), 1, 112);
    ck_assert_ptr_null(try_to_take(448));
    memset(take(48), 2, 48);
    ck_assert_ptr_null(try_to_take(48));
}
END_TEST

START_TEST(a_first_slab_is_as_large_as_its_first_block_needs)
{
    memset(take(896), 1, 896);
    source.left = 0;
    ck_assert_ptr_null(try_to_take(896));
    callpark__pool_fini(&pool, &memory);
    source.left = UINT32_MAX;
    memset(take(1024), 1, 1024); /* does not fit into the small one with its header */
    source.left = 0;
    memset(take(2048), 1, 2048); /* of what is left of a large one */
}
END_TEST

START_TEST(a_refusal_is_null_and_the_pool_goes_on)
{
    source.left = 0;
    for (size_t bytes = 1; bytes <= POOL_LARGEST; bytes += 89)
        ck_assert_ptr_null(try_to_take(bytes));
    source.left = UINT32_MAX;
    void *block = take(100);
    source.left = 0;
    give(block, 100);
    ck_assert_ptr_eq(take(100), block);
    take(512); /* of what is left of the slab */
    ck_assert_ptr_null(try_to_take(512));
}
END_TEST

START_TEST(a_pool_that_ended_can_begin_anew)
{
    give(take(64), 64);
    callpark__pool_fini(&pool, &memory);
    memset(take(64), 1, 64);
    ck_assert_uint_eq(source.granted, 2);
}
END_TEST

/* ---- Against patterns ---- */

struct held {
    unsigned char *block;
    size_t bytes;
    unsigned char pattern;
};

static bool intact(const struct held *held)
{
    for (size_t i = 0; i < held->bytes; i++) {
        if (held->block[i] != held->pattern)
            return false;
    }
    return true;
}

START_TEST(random_taking_and_giving_keeps_every_block_intact)
{
    struct held held[300] = {0};
    struct random random = {.state = (uint64_t)_i};
    bool all_intact = true;
    for (uint32_t step = 0; step < 20000; step++) {
        struct held *one = &held[random_below(&random, 300)];
        if (one->block) {
            all_intact = all_intact && intact(one);
            give(one->block, one->bytes);
            *one = (struct held){0};
            continue;
        }
        size_t bytes = 1 + random_below(&random, random_chance(&random, 70) ? 300 : POOL_LARGEST);
        *one = (struct held){take(bytes), bytes, (unsigned char)step};
        memset(one->block, one->pattern, bytes);
    }
    ck_assert(all_intact);
    ck_assert_uint_eq(source.freed, 0);
    ck_assert_uint_lt(source.granted, 100);
}
END_TEST

Suite *pool_suite(void);
Suite *pool_suite(void)
{
    Suite *suite = suite_create("pool");
    TCase *tcase = tcase_create("pool");
    suite_add_tcase(suite, tcase);
    tcase_set_timeout(tcase, 60);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, every_size_has_the_smallest_class_that_holds_it);
    tcase_add_test(tcase, little_of_a_block_is_wasted);
    tcase_add_test(tcase, blocks_grow_from_16_to_2048_and_keep_malloc_s_alignment);
    tcase_add_test(tcase, blocks_of_every_size_are_aligned_and_do_not_overlap);
    tcase_add_test(tcase, many_blocks_come_from_few_allocations);
    tcase_add_test(tcase, blocks_that_came_back_are_given_again_before_new_ones);
    tcase_add_test(tcase, a_block_is_recycled_for_another_size_of_its_class_alone);
    tcase_add_test(tcase, what_is_left_of_a_slab_is_given_as_small_blocks);
    tcase_add_test(tcase, a_first_slab_is_as_large_as_its_first_block_needs);
    tcase_add_test(tcase, a_refusal_is_null_and_the_pool_goes_on);
    tcase_add_test(tcase, a_pool_that_ended_can_begin_anew);
    tcase_add_loop_test(tcase, random_taking_and_giving_keeps_every_block_intact, 1, 4);
    return suite;
}
