/* SPDX-License-Identifier: MIT */
/* lib/memory.c: the host's allocator, and sizes that cannot overflow. */
#include <check.h>

#include "memory.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* What the allocator was asked for, and what it handed out: dirty memory. */
struct log {
    unsigned allocs;
    unsigned frees;
    size_t bytes;
    void *freed;
    bool refuses;
    _Alignas(max_align_t) unsigned char room[256];
};

static void *log_alloc(void *user, size_t bytes)
{
    struct log *log = user;
    log->allocs++;
    log->bytes = bytes;
    if (log->refuses || bytes > sizeof log->room)
        return NULL;
    return memset(log->room, 0xa7, sizeof log->room);
}

static void log_free(void *user, void *block)
{
    struct log *log = user;
    log->frees++;
    log->freed = block;
}

static struct memory memory_of(struct log *log)
{
    return (struct memory){log, log_alloc, log_free};
}

START_TEST(the_allocator_gets_its_user_pointer_and_the_size)
{
    struct log log = {0};
    struct memory memory = memory_of(&log);
    ck_assert_ptr_eq(callpark__alloc(&memory, 123), log.room);
    ck_assert_uint_eq(log.bytes, 123);
    callpark__free(&memory, log.room + 1);
    ck_assert_ptr_eq(log.freed, log.room + 1);
    ck_assert_uint_eq(log.frees, 1);
}
END_TEST

/* More than the address space that the run of mutants allows. */
START_TEST(libc_gets_its_memory_back)
{
    struct memory memory = callpark__memory_libc();
    for (int i = 0; i < 100; i++) {
        void *block = callpark__alloc(&memory, 64 << 20);
        ck_assert_ptr_nonnull(block);
        callpark__free(&memory, block);
    }
}
END_TEST

START_TEST(a_refusal_is_null)
{
    struct log log = {.refuses = true};
    struct memory memory = memory_of(&log);
    ck_assert_ptr_null(callpark__alloc(&memory, 1));
    ck_assert_ptr_null(callpark__array_copy(&memory, NULL, 0, 1, 1));
    ck_assert_uint_eq(log.allocs, 2);
}
END_TEST

START_TEST(freeing_null_does_not_reach_the_allocator)
{
    struct log log = {0};
    struct memory memory = memory_of(&log);
    callpark__free(&memory, NULL);
    ck_assert_uint_eq(log.frees, 0);
}
END_TEST

START_TEST(libc_gives_memory_that_can_be_used)
{
    struct memory memory = callpark__memory_libc();
    unsigned char *block = callpark__alloc(&memory, 1000);
    ck_assert_ptr_nonnull(block);
    memset(block, 0x5a, 1000);
    ck_assert_uint_eq(block[0] + block[999], 2 * 0x5a);
    callpark__free(&memory, block);
}
END_TEST

static const struct {
    size_t count, item;
    bool fits;
} products[] = {
    {0, 0, true},
    {0, 8, true},
    {8, 0, true},
    {SIZE_MAX, 0, true},
    {1, 1, true},
    {3, 5, true},
    {SIZE_MAX, 1, true},
    {1, SIZE_MAX, true},
    {SIZE_MAX / 8, 8, true},
    {SIZE_MAX / 8 + 1, 8, false},
    {SIZE_MAX / 3, 3, true},
    {SIZE_MAX / 3 + 1, 3, false},
    {SIZE_MAX, 2, false},
    {2, SIZE_MAX, false},
    {SIZE_MAX, SIZE_MAX, false},
};

START_TEST(a_product_that_does_not_fit_is_refused)
{
    size_t bytes = 4711;
    bool fits = callpark__array_bytes(products[_i].count, products[_i].item, &bytes);
    ck_assert_int_eq(fits, products[_i].fits);
    ck_assert_uint_eq(bytes, fits ? products[_i].count * products[_i].item : 4711);
}
END_TEST

START_TEST(memory_begins_at_any_alignment_asked_for)
{
    for (size_t alignment = 16; alignment <= 128; alignment *= 2) {
        struct log log = {0};
        struct memory memory = memory_of(&log);
        void *block = NULL;
        unsigned char *first = callpark__array_aligned(&memory, 50, 2, alignment, &block);
        ck_assert_ptr_eq(block, log.room);
        ck_assert_uint_eq((uintptr_t)first % alignment, 0);
        ck_assert(first >= log.room && first + 100 <= log.room + log.bytes);
        ck_assert_uint_lt((size_t)(first - log.room), alignment);
    }
}
END_TEST

START_TEST(aligned_memory_that_is_refused_or_too_much_is_null)
{
    struct log log = {.refuses = true};
    struct memory memory = memory_of(&log);
    void *block = &log;
    ck_assert_ptr_null(callpark__array_aligned(&memory, 50, 2, 64, &block));
    ck_assert_uint_eq(log.allocs, 1);
    ck_assert_ptr_null(callpark__array_aligned(&memory, 1, SIZE_MAX - 62, 64, &block));
    ck_assert_ptr_null(callpark__array_aligned(&memory, SIZE_MAX / 64 + 2, 64, 64, &block));
    ck_assert_uint_eq(log.allocs, 1);
    ck_assert_ptr_eq(block, &log);
}
END_TEST

START_TEST(an_array_is_copied_and_the_rest_is_zero)
{
    struct log log = {0};
    struct memory memory = memory_of(&log);
    const uint32_t old[3] = {11, 22, 33};
    for (size_t used = 0; used <= 3; used++) {
        const uint32_t *array =
            callpark__array_copy(&memory, used ? old : NULL, used, 5, sizeof *old);
        ck_assert_ptr_eq(array, log.room);
        ck_assert_uint_eq(log.bytes, 5 * sizeof *old);
        for (size_t i = 0; i < 5; i++)
            ck_assert_uint_eq(array[i], i < used ? old[i] : 0);
        ck_assert_uint_eq(log.room[5 * sizeof *old], 0xa7);
    }
    ck_assert_uint_eq(log.frees, 0);
}
END_TEST

START_TEST(a_full_array_is_copied_whole)
{
    struct log log = {0};
    struct memory memory = memory_of(&log);
    const uint32_t old[3] = {11, 22, 33};
    ck_assert_mem_eq(callpark__array_copy(&memory, old, 3, 3, sizeof *old), old, sizeof old);
}
END_TEST

START_TEST(an_array_that_does_not_fit_is_not_asked_for)
{
    struct log log = {0};
    struct memory memory = memory_of(&log);
    ck_assert_ptr_null(callpark__array_copy(&memory, NULL, 0, SIZE_MAX / 4 + 2, 4));
    ck_assert_uint_eq(log.allocs, 0);
}
END_TEST

static const struct {
    uint32_t capacity, need, grown;
} growths[] = {
    {0, 0, 0},
    {0, 1, 1},
    {1, 2, 2},
    {2, 3, 3},
    {8, 9, 12},
    {9, 10, 13},
    {8, 12, 12},
    {8, 13, 13},
    {8, 1000, 1000},
    {100, 1, 150},
    {0xaaaaaaaa, 1, 0xffffffff},
    {0xaaaaaaab, 1, NONE},
    {0xc0000000, 0xc0000001, NONE},
    {NONE - 1, NONE, NONE},
    {NONE, NONE, NONE},
};

START_TEST(capacity_grows_by_half_or_to_what_is_needed)
{
    ck_assert_uint_eq(callpark__grown(growths[_i].capacity, growths[_i].need), growths[_i].grown);
}
END_TEST

START_TEST(a_million_single_steps_grow_seldom)
{
    uint32_t capacity = 0;
    unsigned steps = 0;
    for (uint32_t need = 1; need <= 1000000; need++) {
        if (need <= capacity)
            continue;
        capacity = callpark__grown(capacity, need);
        ck_assert_uint_ge(capacity, need);
        steps++;
    }
    ck_assert_uint_lt(steps, 50);
}
END_TEST

Suite *memory_suite(void);
Suite *memory_suite(void)
{
    Suite *suite = suite_create("memory");
    TCase *tcase = tcase_create("memory");
    suite_add_tcase(suite, tcase);
    tcase_add_test(tcase, the_allocator_gets_its_user_pointer_and_the_size);
    tcase_add_test(tcase, a_refusal_is_null);
    tcase_add_test(tcase, freeing_null_does_not_reach_the_allocator);
    tcase_add_test(tcase, libc_gives_memory_that_can_be_used);
    tcase_add_test(tcase, libc_gets_its_memory_back);
    tcase_add_loop_test(tcase, a_product_that_does_not_fit_is_refused, 0, (int)COUNT(products));
    tcase_add_test(tcase, memory_begins_at_any_alignment_asked_for);
    tcase_add_test(tcase, aligned_memory_that_is_refused_or_too_much_is_null);
    tcase_add_test(tcase, an_array_is_copied_and_the_rest_is_zero);
    tcase_add_test(tcase, a_full_array_is_copied_whole);
    tcase_add_test(tcase, an_array_that_does_not_fit_is_not_asked_for);
    tcase_add_loop_test(tcase, capacity_grows_by_half_or_to_what_is_needed, 0, (int)COUNT(growths));
    tcase_add_test(tcase, a_million_single_steps_grow_seldom);
    return suite;
}
