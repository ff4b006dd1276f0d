/* SPDX-License-Identifier: MIT */
/* lib/text.c: the packed strings of a call. */
#include <check.h>

#include "support_random.h"
#include "support_source.h"
#include "text.h"

#include <string.h>

enum { SUBSETS = 1 << TEXT_FIELDS, BLOCKS = 32 };

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
}

/* ---- What is packed: each field has a text of its own ---- */

static char texts_of[TEXT_FIELDS][TEXT_LONGEST + 1];

/* |length| bytes that tell the field, not terminated by NUL. */
static struct text text_of(int field, uint32_t length)
{
    for (uint32_t i = 0; i < TEXT_LONGEST + 1; i++)
        texts_of[field][i] = (char)(1 + (i * 7 + (uint32_t)field * 31) % 255);
    return (struct text){texts_of[field], length};
}

/* The fields in |subset|, with |lengths|; a length of 0 is absent too. */
static struct texts texts_in(unsigned subset, const uint32_t lengths[TEXT_FIELDS])
{
    struct texts texts = {0};
    for (int i = 0; i < TEXT_FIELDS; i++) {
        if (subset >> i & 1 && lengths[i])
            texts.field[i] = text_of(i, lengths[i]);
    }
    return texts;
}

static struct text_store pack(const struct texts *texts)
{
    struct text_store store;
    memset(&store, 0xa7, sizeof store);
    ck_assert(callpark__text_pack(&store, texts, &pool, &memory));
    return store;
}

static const char *bad_text(struct text in, struct text out)
{
    if (!in.s)
        return out.s || out.length ? "a text that was absent" : NULL;
    if (!out.s || out.length != in.length)
        return "another length";
    if (memcmp(in.s, out.s, in.length) != 0)
        return "other bytes";
    return out.s[out.length] ? "no NUL behind" : NULL;
}

static const char *difference(const struct text_store *store, const struct texts *in)
{
    struct texts out;
    const char *wrong = NULL;
    memset(&out, 0xa7, sizeof out);
    callpark__text_unpack(store, &out);
    for (int i = 0; i < TEXT_FIELDS && !wrong; i++) {
        struct text one = callpark__text_get(store, (enum text_field)i);
        wrong = bad_text(in->field[i], out.field[i]);
        if (!wrong && (one.s != out.field[i].s || one.length != out.field[i].length))
            wrong = "alone it is another text than among the others";
    }
    return wrong;
}

static void expect_same(const struct text_store *store, const struct texts *in)
{
    const char *wrong = difference(store, in);
    ck_assert_msg(!wrong, "%s", wrong);
    ck_assert(callpark__text_sound(store));
}

static bool is_within(const struct text_store *store)
{
    struct texts out;
    const unsigned char *end = store->bytes + sizeof store->bytes;
    callpark__text_unpack(store, &out);
    for (int i = 0; i < TEXT_FIELDS; i++) {
        const unsigned char *s = (const unsigned char *)out.field[i].s;
        if (s && (s < store->bytes || s >= end))
            return false;
    }
    return true;
}

/* ---- Named behaviours ---- */

START_TEST(every_subset_of_short_texts_comes_out_as_it_went_in)
{
    const uint32_t lengths[TEXT_FIELDS] = {1, 2, 3, 4, 5, 6, 7};
    for (unsigned subset = 0; subset < SUBSETS; subset++) {
        struct texts in = texts_in(subset, lengths);
        struct text_store store = pack(&in);
        expect_same(&store, &in);
        ck_assert(is_within(&store)); /* 7 + 28 + 7 bytes at most */
        callpark__text_drop(&store, &pool);
    }
    ck_assert_uint_eq(source.granted, 0);
}
END_TEST

START_TEST(every_subset_of_long_texts_comes_out_as_it_went_in)
{
    const uint32_t lengths[TEXT_FIELDS] = {255, 60, 61, 200, 59, 255, 100};
    for (unsigned subset = 0; subset < SUBSETS; subset++) {
        struct texts in = texts_in(subset, lengths);
        struct text_store store = pack(&in);
        expect_same(&store, &in);
        ck_assert_int_eq(is_within(&store), subset == 0);
        callpark__text_drop(&store, &pool);
    }
}
END_TEST

START_TEST(every_length_comes_out_in_every_field)
{
    for (uint32_t length = 1; length <= TEXT_LONGEST; length++) {
        uint32_t lengths[TEXT_FIELDS] = {3, 3, 3, 3, 3, 3, 3};
        lengths[_i] = length;
        for (int alone = 0; alone < 2; alone++) {
            struct texts in = texts_in(alone ? 1u << _i : SUBSETS - 1, lengths);
            struct text_store store = pack(&in);
            expect_same(&store, &in);
            callpark__text_drop(&store, &pool);
        }
    }
}
END_TEST

START_TEST(all_fields_of_the_longest_fit)
{
    const uint32_t lengths[TEXT_FIELDS] = {255, 255, 255, 255, 255, 255, 255};
    struct texts in = texts_in(SUBSETS - 1, lengths);
    struct text_store store = pack(&in);
    expect_same(&store, &in);
    callpark__text_drop(&store, &pool);
}
END_TEST

/* Texts that take |bytes| with the NUL behind each. All are of one byte, but the last has
 * what is left. */
static struct texts texts_of_size(unsigned subset, uint32_t bytes)
{
    uint32_t lengths[TEXT_FIELDS] = {1, 1, 1, 1, 1, 1, 1};
    uint32_t left = bytes;
    int last = 0;
    for (int i = 0; i < TEXT_FIELDS; i++) {
        left -= subset >> i & 1 ? 2 : 0;
        last = subset >> i & 1 ? i : last;
    }
    lengths[last] += left;
    return texts_in(subset, lengths);
}

/* Before the strings are the lengths of all; before a call id that is alone, its own. */
START_TEST(what_fits_stays_within_the_store_and_one_byte_more_does_not)
{
    for (unsigned subset = 1; subset < SUBSETS; subset++) {
        uint32_t header = subset == 1u << TEXT_CALL_ID ? 2 : 7;
        for (uint32_t bytes = TEXT_INLINE - 12; bytes < TEXT_INLINE + 4; bytes++) {
            struct texts in = texts_of_size(subset, bytes);
            struct text_store store = pack(&in);
            expect_same(&store, &in);
            ck_assert_int_eq(is_within(&store), header + bytes <= TEXT_INLINE);
            callpark__text_drop(&store, &pool);
        }
    }
}
END_TEST

/* Where the id stands is where it is compared: among many calls the block is not in a cache. */
START_TEST(a_call_id_stays_within_the_store_though_the_rest_does_not)
{
    const uint32_t fits = TEXT_INLINE - 7 - sizeof(void *) - 1;
    ck_assert_uint_ge(fits, 36);
    for (uint32_t length = 30; length < 60; length++) {
        const uint32_t lengths[TEXT_FIELDS] = {length, 60, 0, 1, 0, 9, _i ? 4u : 0u};
        struct texts in = texts_in(SUBSETS - 1, lengths);
        struct text_store store = pack(&in);
        struct text id = callpark__text_get(&store, TEXT_CALL_ID);
        const char *begin = (const char *)store.bytes;
        expect_same(&store, &in);
        ck_assert_int_eq(id.s > begin && id.s < begin + TEXT_INLINE, length <= fits);
        ck_assert(!is_within(&store));
        callpark__text_drop(&store, &pool);
    }
}
END_TEST

START_TEST(a_length_that_is_not_the_string_s_is_noticed)
{
    const uint32_t lengths[TEXT_FIELDS] = {5, 6, 7, _i ? 80u : 8u, 9, 5, 0};
    struct texts in = texts_in(SUBSETS - 1, lengths);
    for (int field = 0; field < TEXT_EXTENSION; field++) {
        struct text_store store = pack(&in);
        store.bytes[1 + field]--;
        ck_assert(!callpark__text_sound(&store));
        store.bytes[1 + field] += 2;
        ck_assert(!callpark__text_sound(&store));
    }
}
END_TEST

START_TEST(a_store_may_be_copied)
{
    const uint32_t lengths[TEXT_FIELDS] = {1, 2, 3, 4, 5, _i ? 200u : 6u, 7};
    struct texts in = texts_in(SUBSETS - 1, lengths);
    struct text_store store = pack(&in);
    struct text_store copy = store;
    memset(&store, 0xa7, sizeof store);
    expect_same(&copy, &in);
    callpark__text_drop(&copy, &pool);
}
END_TEST

START_TEST(a_store_is_overwritten_whatever_it_held)
{
    const uint32_t lengths[TEXT_FIELDS] = {100, 0, 0, 3, 0, 0, 9};
    const uint32_t others[TEXT_FIELDS] = {0, 5, 0, 0, 6, 0, 0};
    struct texts in = texts_in(SUBSETS - 1, lengths);
    struct text_store store = pack(&in);
    callpark__text_drop(&store, &pool);
    in = texts_in(SUBSETS - 1, others);
    ck_assert(callpark__text_pack(&store, &in, &pool, &memory));
    expect_same(&store, &in);
}
END_TEST

START_TEST(what_was_dropped_is_taken_again)
{
    uint32_t lengths[TEXT_FIELDS] = {1, 1, 1, 1, 1, 1, 1};
    struct text_store stores[BLOCKS];
    lengths[_i] = 200; /* the block's size depends on each length */
    struct texts in = texts_in(SUBSETS - 1, lengths);
    for (int i = 0; i < BLOCKS; i++)
        stores[i] = pack(&in);
    source.left = 0;
    for (int i = 0; i < BLOCKS; i++)
        callpark__text_drop(&stores[i], &pool);
    for (int i = 0; i < BLOCKS; i++)
        stores[i] = pack(&in);
    for (int i = 0; i < BLOCKS; i++)
        expect_same(&stores[i], &in);
}
END_TEST

START_TEST(dropping_what_is_within_gives_nothing_to_the_pool)
{
    const uint32_t lengths[TEXT_FIELDS] = {49, 0, 0, 0, 0, 0, 0};
    const struct pool before = pool;
    struct texts in = texts_in(1, lengths);
    struct text_store store = pack(&in);
    callpark__text_drop(&store, &pool);
    ck_assert_mem_eq(&pool, &before, sizeof pool);
}
END_TEST

START_TEST(refused_memory_is_told_and_short_texts_need_none)
{
    const uint32_t lengths[TEXT_FIELDS] = {50, 0, 0, 0, 0, 0, 0};
    const uint32_t shorter[TEXT_FIELDS] = {49, 0, 0, 0, 0, 0, 0};
    struct text_store store;
    source.left = 0;
    struct texts in = texts_in(1, lengths);
    ck_assert(!callpark__text_pack(&store, &in, &pool, &memory));
    in = texts_in(1, shorter);
    ck_assert(callpark__text_pack(&store, &in, &pool, &memory));
}
END_TEST

static const struct {
    struct text a, b;
    bool equal;
} comparisons[] = {
    {{"7", 1}, {"7", 1}, true},          {{"701", 3}, {"701", 3}, true},
    {{"701x", 3}, {"701y", 3}, true},    {{"7", 1}, {"8", 1}, false},
    {{"7", 1}, {NULL, 0}, false},        {{NULL, 0}, {"7", 1}, false},
    {{"701", 3}, {"702", 3}, false},     {{"701", 3}, {"70", 2}, false},
    {{"alice", 5}, {"Alice", 5}, false}, {{"701", 3}, {"701 ", 4}, false},
};

START_TEST(texts_are_compared_byte_by_byte)
{
    char own[8] = ""; /* another address */
    struct text a = comparisons[_i].a;
    if (a.s)
        a.s = memcpy(own, a.s, a.length);
    ck_assert_int_eq(callpark__text_equal(a, comparisons[_i].b), comparisons[_i].equal);
}
END_TEST

/* ---- Random texts ---- */

START_TEST(random_texts_in_many_stores_keep_apart)
{
    enum { STORES = 50 };
    struct text_store stores[STORES];
    uint32_t lengths[STORES][TEXT_FIELDS] = {0};
    unsigned subsets[STORES] = {0};
    struct random random = {.state = (uint64_t)_i};
    const char *wrong = NULL;
    for (uint32_t step = 0; step < 5000 && !wrong; step++) {
        uint32_t at = step < STORES ? step : random_below(&random, STORES);
        struct texts in = texts_in(subsets[at], lengths[at]);
        if (step >= STORES) {
            wrong = difference(&stores[at], &in);
            callpark__text_drop(&stores[at], &pool);
        }
        subsets[at] = random_below(&random, SUBSETS);
        for (int i = 0; i < TEXT_FIELDS; i++)
            lengths[at][i] = random_below(&random, random_chance(&random, 80) ? 12 : 256);
        in = texts_in(subsets[at], lengths[at]);
        stores[at] = pack(&in);
    }
    ck_assert_msg(!wrong, "%s", wrong);
}
END_TEST

Suite *text_suite(void);
Suite *text_suite(void)
{
    Suite *suite = suite_create("text");
    TCase *tcase = tcase_create("text");
    suite_add_tcase(suite, tcase);
    tcase_set_timeout(tcase, 60);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, every_subset_of_short_texts_comes_out_as_it_went_in);
    tcase_add_test(tcase, every_subset_of_long_texts_comes_out_as_it_went_in);
    tcase_add_loop_test(tcase, every_length_comes_out_in_every_field, 0, TEXT_FIELDS);
    tcase_add_test(tcase, all_fields_of_the_longest_fit);
    tcase_add_test(tcase, what_fits_stays_within_the_store_and_one_byte_more_does_not);
    tcase_add_loop_test(tcase, a_call_id_stays_within_the_store_though_the_rest_does_not, 0, 2);
    tcase_add_loop_test(tcase, a_length_that_is_not_the_string_s_is_noticed, 0, 2);
    tcase_add_loop_test(tcase, a_store_may_be_copied, 0, 2);
    tcase_add_test(tcase, a_store_is_overwritten_whatever_it_held);
    tcase_add_loop_test(tcase, what_was_dropped_is_taken_again, 0, TEXT_FIELDS);
    tcase_add_test(tcase, dropping_what_is_within_gives_nothing_to_the_pool);
    tcase_add_test(tcase, refused_memory_is_told_and_short_texts_need_none);
    tcase_add_loop_test(tcase, texts_are_compared_byte_by_byte, 0,
                        (int)(sizeof comparisons / sizeof *comparisons));
    tcase_add_loop_test(tcase, random_texts_in_many_stores_keep_apart, 1, 5);
    return suite;
}
