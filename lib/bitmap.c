/* SPDX-License-Identifier: MIT */
#include "bitmap.h"

#include <assert.h>

#include "bits.h"

static uint32_t words_for(uint32_t bits)
{
    return bits / 64 + (bits % 64 != 0);
}

static uint32_t bits_in(uint64_t word)
{
    uint32_t count = 0;
    for (; word; word &= word - 1)
        count++;
    return count;
}

static size_t all_words(uint32_t bits)
{
    size_t words = 0;
    do {
        bits = words_for(bits);
        words += bits;
    } while (bits > 1);
    return words;
}

bool callpark__bitmap_init(struct bitmap *bitmap, const struct memory *memory, uint32_t bits)
{
    *bitmap = (struct bitmap){.bits = bits};
    if (!bits)
        return true;
    bitmap->words = callpark__array_copy(memory, NULL, 0, all_words(bits), sizeof *bitmap->words);
    return bitmap->words != NULL;
}

void callpark__bitmap_fini(struct bitmap *bitmap, const struct memory *memory)
{
    callpark__free(memory, bitmap->words);
    *bitmap = (struct bitmap){0};
}

bool callpark__bitmap_test(const struct bitmap *bitmap, uint32_t bit)
{
    assert(bit < bitmap->bits);
    return bitmap->words[bit / 64] >> bit % 64 & 1;
}

void callpark__bitmap_set(struct bitmap *bitmap, uint32_t bit)
{
    assert(bit < bitmap->bits);
    uint64_t *level = bitmap->words;
    for (uint32_t words = words_for(bitmap->bits);; words = words_for(words)) {
        uint64_t before = level[bit / 64];
        level[bit / 64] = before | UINT64_C(1) << bit % 64;
        if (before || words == 1)
            return;
        level += words;
        bit /= 64;
    }
}

void callpark__bitmap_clear(struct bitmap *bitmap, uint32_t bit)
{
    assert(bit < bitmap->bits);
    uint64_t *level = bitmap->words;
    for (uint32_t words = words_for(bitmap->bits);; words = words_for(words)) {
        level[bit / 64] &= ~(UINT64_C(1) << bit % 64);
        if (level[bit / 64] || words == 1)
            return;
        level += words;
        bit /= 64;
    }
}

/* The bits of word |word| that lie in |from| up to |end|. */
static uint64_t mask(uint32_t word, uint32_t from, uint32_t end)
{
    uint64_t low = (uint64_t)word * 64;
    uint64_t bits = UINT64_MAX;
    if (from > low)
        bits &= UINT64_MAX << (from - low);
    if (end < low + 64)
        bits &= ~(UINT64_MAX << (end - low));
    return bits;
}

void callpark__bitmap_set_range(struct bitmap *bitmap, uint32_t from, uint32_t end)
{
    for (uint32_t bit = from; bit < end; bit = (bit / 64 + 1) * 64) {
        callpark__bitmap_set(bitmap, bit);
        bitmap->words[bit / 64] |= mask(bit / 64, from, end);
    }
}

void callpark__bitmap_clear_range(struct bitmap *bitmap, uint32_t from, uint32_t end)
{
    for (uint32_t bit = from; bit < end; bit = (bit / 64 + 1) * 64) {
        bitmap->words[bit / 64] &= ~mask(bit / 64, from, end);
        callpark__bitmap_clear(bitmap, bit);
    }
}

uint32_t callpark__bitmap_count(const struct bitmap *bitmap, uint32_t from, uint32_t end)
{
    uint32_t count = 0;
    for (uint32_t bit = from; bit < end; bit = (bit / 64 + 1) * 64)
        count += bits_in(bitmap->words[bit / 64] & mask(bit / 64, from, end));
    return count;
}

/* Up until a word has a bit at or behind the place, then down to its first. */
uint32_t callpark__bitmap_next(const struct bitmap *bitmap, uint32_t from)
{
    const uint64_t *levels[BITMAP_LEVELS];
    uint32_t words = words_for(bitmap->bits);
    const uint64_t *level = bitmap->words;
    uint32_t at = from;
    if (from >= bitmap->bits)
        return NONE;
    for (int height = 0;; height++) {
        levels[height] = level;
        uint64_t rest = at / 64 < words ? level[at / 64] & UINT64_MAX << at % 64 : 0;
        if (rest) {
            at = at / 64 * 64 + callpark__lowest_bit(rest);
            while (height--)
                at = at * 64 + callpark__lowest_bit(levels[height][at]);
            return at;
        }
        if (words == 1)
            return NONE;
        at = at / 64 + 1;
        level += words;
        words = words_for(words);
    }
}

bool callpark__bitmap_sound(const struct bitmap *bitmap)
{
    const uint64_t *level = bitmap->words;
    for (uint32_t words = words_for(bitmap->bits); words > 1; words = words_for(words)) {
        const uint64_t *summary = level + words;
        for (uint32_t i = 0; i < words; i++) {
            if ((level[i] != 0) != (summary[i / 64] >> i % 64 & 1))
                return false;
        }
        level = summary;
    }
    return true;
}
