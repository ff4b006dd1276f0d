/* SPDX-License-Identifier: MIT */
/* lib/hash.c: SipHash-1-3, and the 32-bit names made of it. */
#include <check.h>

#include "hash.h"

#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/*
 * SipHash-1-3 under the key 00 01 .. 0f of the n bytes 00 01 .. n-1. Computed by a
 * separate implementation, with the numbers of rounds as arguments, that in its 2-4
 * form gives the vectors of the SipHash paper (a129ca6149be45e5 for n = 15) and in its
 * 1-3 form under the key 0 the hashes that CPython 3.11 gives with PYTHONHASHSEED=0.
 */
static const uint64_t vectors[64] = {
    0xabac0158050fc4dc, 0xc9f49bf37d57ca93, 0x82cb9b024dc7d44d, 0x8bf80ab8e7ddf7fb,
    0xcf75576088d38328, 0xdef9d52f49533b67, 0xc50d2b50c59f22a7, 0xd3927d989bb11140,
    0x369095118d299a8e, 0x25a48eb36c063de4, 0x79de85ee92ff097f, 0x70c118c1f94dc352,
    0x78a384b157b4d9a2, 0x306f760c1229ffa7, 0x605aa111c0f95d34, 0xd320d86d2a519956,
    0xcc4fdd1a7d908b66, 0x9cf2689063dbd80c, 0x8ffc389cb473e63e, 0xf21f9de58d297d1c,
    0xc0dc2f46a6cce040, 0xb992abfe2b45f844, 0x7ffe7b9ba320872e, 0x525a0e7fdae6c123,
    0xf464aeb267349c8c, 0x45cd5928705b0979, 0x3a3e35e3ca9913a5, 0xa91dc74e4ade3b35,
    0xfb0bed02ef6cd00d, 0x88d93cb44ab1e1f4, 0x540f11d643c5e663, 0x2370dd1f8c21d1bc,
    0x81157b6c16a7b60d, 0x4d54b9e57a8ff9bf, 0x759f12781f2a753e, 0xcea1a3bebf186b91,
    0x2cf508d3ada26206, 0xb6101c2da3c33057, 0xb3f47496ae3a36a1, 0x626b57547b108392,
    0xc1d2363299e41531, 0x667cc1923f1ad944, 0x65704ffec8138825, 0x24f280d1c28949a6,
    0xc2ca1cedfaf8876b, 0xc2164bfc9f042196, 0xa16e9c9368b1d623, 0x49fb169c8b5114fd,
    0x9f3143f8df074c46, 0xc6fdaf2412cc86b3, 0x7eaf49d10a52098f, 0x1cf313559d292f9a,
    0xc44a30dda2f41f12, 0x36fae98943a71ed0, 0x318fb34c73f0bce6, 0xa27abf3670a7e980,
    0xb4bcc0db243c6d75, 0x23f8d852fdb71513, 0x8f035f4da67d8a08, 0xd89cd0e5b7e8f148,
    0xf6f4e6bcf7a644ee, 0xaec59ad80f1837f2, 0xc3b2f6154b6694e0, 0x9d199062b7bbb3a8,
};

/* The same, of bytes that begin anew at 00 after ff: the length counts modulo 256. */
static const struct {
    size_t length;
    uint64_t hash;
} long_vectors[] = {
    {255, 0xf76214e3153c4a15},
    {256, 0x75b3e64e167de370},
    {257, 0x5d8ffca6213c73b8},
    {1000, 0x2cf8d9d4f270cadf},
};

static const uint8_t counting[16] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

static const uint8_t other[16] = {0xff, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07,
                                  0x80, 0xf0, 0xe0, 0xd0, 0xc0, 0xb0, 0xa0, 0x90};

static void fill(uint8_t *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        bytes[i] = (uint8_t)i;
}

START_TEST(the_key_is_read_as_two_little_endian_words)
{
    struct hash_key key = callpark__hash_key(counting);
    ck_assert_uint_eq(key.k0, 0x0706050403020100);
    ck_assert_uint_eq(key.k1, 0x0f0e0d0c0b0a0908);
}
END_TEST

START_TEST(siphash_gives_the_reference_vectors)
{
    uint8_t bytes[64];
    fill(bytes, sizeof bytes);
    for (size_t n = 0; n < COUNT(vectors); n++)
        ck_assert_uint_eq(callpark__siphash(callpark__hash_key(counting), bytes, n), vectors[n]);
}
END_TEST

START_TEST(siphash_of_long_texts)
{
    uint8_t bytes[1000];
    fill(bytes, sizeof bytes);
    ck_assert_uint_eq(
        callpark__siphash(callpark__hash_key(counting), bytes, long_vectors[_i].length),
        long_vectors[_i].hash);
}
END_TEST

START_TEST(siphash_under_other_keys)
{
    const uint8_t zero[16] = {0};
    const uint8_t ones[20] = {255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
                              255, 255, 255, 255, 255, 255, 255, 255, 255, 255};
    struct hash_key key = callpark__hash_key(other);
    ck_assert_uint_eq(callpark__siphash(key, "callpark", 8), 0xdd8728d077058c28);
    ck_assert_uint_eq(callpark__siphash(key, ones, sizeof ones), 0x965d75f561c89269);
    ck_assert_uint_eq(callpark__siphash(callpark__hash_key(zero), "", 0), 0xd1fba762150c532c);
}
END_TEST

START_TEST(siphash_reads_from_any_address_and_nothing_behind)
{
    for (size_t offset = 0; offset < 16; offset++) {
        for (size_t n = 0; n < COUNT(vectors); n++) {
            uint8_t *bytes = malloc(offset + n + (n == 0)); /* a sanitizer watches its end */
            ck_assert_ptr_nonnull(bytes);
            fill(bytes + offset, n);
            uint64_t hash = callpark__siphash(callpark__hash_key(counting), bytes + offset, n);
            free(bytes);
            ck_assert_uint_eq(hash, vectors[n]);
        }
    }
}
END_TEST

/* ---- 32-bit names ---- */

static uint32_t text_hash(const uint8_t key[16], uint32_t scope, const char *text)
{
    return callpark__hash_text(callpark__hash_key(key), scope, text, strlen(text));
}

START_TEST(a_text_has_another_hash_in_another_scope_or_under_another_key)
{
    uint32_t hash = text_hash(counting, 7, "alice");
    ck_assert_uint_eq(text_hash(counting, 7, "alice"), hash);
    ck_assert_uint_ne(text_hash(counting, 8, "alice"), hash);
    ck_assert_uint_ne(text_hash(counting, 7, "alicf"), hash);
    ck_assert_uint_ne(text_hash(counting, 7, "alic"), hash);
    ck_assert_uint_ne(text_hash(other, 7, "alice"), hash);
}
END_TEST

START_TEST(a_text_is_hashed_by_its_length_and_not_to_a_nul)
{
    struct hash_key key = callpark__hash_key(counting);
    ck_assert_uint_eq(callpark__hash_text(key, 1, "701x", 3),
                      callpark__hash_text(key, 1, "701y", 3));
    const char a[] = {'7', 0, '1'};
    const char b[] = {'7', 0, '2'};
    ck_assert_uint_ne(callpark__hash_text(key, 1, a, 3), callpark__hash_text(key, 1, b, 3));
}
END_TEST

START_TEST(a_number_has_another_hash_under_another_key)
{
    uint32_t hash = callpark__hash_number(callpark__hash_key(counting), 701);
    ck_assert_uint_eq(callpark__hash_number(callpark__hash_key(counting), 701), hash);
    ck_assert_uint_ne(callpark__hash_number(callpark__hash_key(counting), 702), hash);
    ck_assert_uint_ne(callpark__hash_number(callpark__hash_key(other), 701), hash);
}
END_TEST

/* What is hashed in practice: numbers in a row, and one text in many scopes. */
static uint32_t hash_of_kind(int kind, uint32_t i)
{
    struct hash_key key = callpark__hash_key(counting);
    char text[4] = {(char)('a' + i % 26), (char)('a' + i / 26 % 26), (char)('a' + i / 676 % 26),
                    (char)('a' + i / 17576 % 26)};
    switch (kind) {
    case 0:
        return callpark__hash_number(key, i); /* tickets */
    case 1:
        return callpark__hash_number(key, (uint64_t)i << 32); /* one slot in many lots */
    case 2:
        return callpark__hash_text(key, i, "701", 3); /* one extension in many lots */
    default:
        return callpark__hash_text(key, 1, text, sizeof text);
    }
}

enum { KINDS = 4, SAMPLES = 1 << 16, BUCKETS = 1 << 10 };

/* An index takes the high bits: 64 are expected in each bucket, 8 is one deviation. */
START_TEST(hashes_spread_evenly_over_an_index)
{
    unsigned buckets[BUCKETS] = {0};
    unsigned least = SAMPLES;
    unsigned most = 0;
    for (uint32_t i = 0; i < SAMPLES; i++)
        buckets[hash_of_kind(_i, i) >> 22]++;
    for (size_t b = 0; b < BUCKETS; b++) {
        least = buckets[b] < least ? buckets[b] : least;
        most = buckets[b] > most ? buckets[b] : most;
    }
    ck_assert_uint_gt(least, 64 - 6 * 8);
    ck_assert_uint_lt(most, 64 + 6 * 8);
}
END_TEST

static int ascending(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a;
    uint32_t y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* Of 65536 hashes of 32 bits one pair in two runs collides; ten do not. */
START_TEST(hashes_seldom_collide)
{
    static uint32_t hashes[SAMPLES];
    unsigned collisions = 0;
    for (uint32_t i = 0; i < SAMPLES; i++)
        hashes[i] = hash_of_kind(_i, i);
    qsort(hashes, SAMPLES, sizeof *hashes, ascending);
    for (size_t i = 1; i < SAMPLES; i++)
        collisions += hashes[i] == hashes[i - 1];
    ck_assert_uint_lt(collisions, 10);
}
END_TEST

static unsigned bits_in(uint32_t word)
{
    unsigned count = 0;
    for (; word; word &= word - 1)
        count++;
    return count;
}

/* Of 256 numbers 4096 bits are expected to change; 45 is one deviation. */
START_TEST(each_bit_of_a_number_changes_half_of_the_hash)
{
    struct hash_key key = callpark__hash_key(counting);
    for (int bit = 0; bit < 64; bit++) {
        unsigned changed = 0;
        for (uint64_t n = 0; n < 256; n++)
            changed += bits_in(callpark__hash_number(key, n) ^
                               callpark__hash_number(key, n ^ UINT64_C(1) << bit));
        ck_assert_uint_gt(changed, 256 * 15);
        ck_assert_uint_lt(changed, 256 * 17);
    }
}
END_TEST

Suite *hash_suite(void);
Suite *hash_suite(void)
{
    Suite *suite = suite_create("hash");
    TCase *tcase = tcase_create("hash");
    suite_add_tcase(suite, tcase);
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, the_key_is_read_as_two_little_endian_words);
    tcase_add_test(tcase, siphash_gives_the_reference_vectors);
    tcase_add_loop_test(tcase, siphash_of_long_texts, 0, (int)COUNT(long_vectors));
    tcase_add_test(tcase, siphash_under_other_keys);
    tcase_add_test(tcase, siphash_reads_from_any_address_and_nothing_behind);
    tcase_add_test(tcase, a_text_has_another_hash_in_another_scope_or_under_another_key);
    tcase_add_test(tcase, a_text_is_hashed_by_its_length_and_not_to_a_nul);
    tcase_add_test(tcase, a_number_has_another_hash_under_another_key);
    tcase_add_loop_test(tcase, hashes_spread_evenly_over_an_index, 0, KINDS);
    tcase_add_loop_test(tcase, hashes_seldom_collide, 0, KINDS);
    tcase_add_test(tcase, each_bit_of_a_number_changes_half_of_the_hash);
    return suite;
}
