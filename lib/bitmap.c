/* SPDX-License-Identifier: MIT */
#include "bitmap.h"

/*@ assigns \nothing;
    ensures bits <= \result * 64 < bits + 64; */
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

/* Where each level begins; returns how many words there are in all. */
static size_t lay_out(struct bitmap *bitmap)
{
    uint32_t words = words_for(bitmap->bits);
    for (; words > 1; words = words_for(words)) {
        bitmap->level[bitmap->top + 1] = bitmap->level[bitmap->top] + words;
        bitmap->top++;
    }
    return (size_t)bitmap->level[bitmap->top] + 1;
}

bool callpark__bitmap_init(struct bitmap *bitmap, const struct memory *memory, uint32_t bits)
{
    *bitmap = (struct bitmap){.bits = bits};
    if (!bits)
        return true;
    size_t words = lay_out(bitmap);
    bitmap->words = callpark__array_copy(memory, NULL, 0, words, sizeof *bitmap->words);
    return bitmap->words != NULL;
}

void callpark__bitmap_fini(struct bitmap *bitmap, const struct memory *memory)
{
    callpark__free(memory, bitmap->words);
    *bitmap = (struct bitmap){0};
}

void callpark__bitmap_filled(struct bitmap *bitmap, uint32_t word)
{
    uint64_t before = 0;
    for (uint32_t height = 1; height <= bitmap->top && !before; height++, word /= 64) {
        uint64_t *summary = &bitmap->words[bitmap->level[height] + word / 64];
        before = *summary;
        *summary = before | UINT64_C(1) << word % 64;
    }
}

void callpark__bitmap_emptied(struct bitmap *bitmap, uint32_t word)
{
    uint64_t after = 0;
    for (uint32_t height = 1; height <= bitmap->top && !after; height++, word /= 64) {
        uint64_t *summary = &bitmap->words[bitmap->level[height] + word / 64];
        after = *summary & ~(UINT64_C(1) << word % 64);
        *summary = after;
    }
}

/* The bits of word |word| that lie in |from| up to |end|. */
/*@ requires from < (word + 1) * 64 && word * 64 < end;
    requires word <= 0xffffffff / 64;
    assigns \nothing;
    ensures from <= word * 64 && (word + 1) * 64 <= end ==> \result == UINT64_MAX; */
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

/* Up until a summary names a word behind this one, then down to its first bit. */
uint32_t callpark__bitmap_next(const struct bitmap *bitmap, uint32_t from)
{
    if (from >= bitmap->bits)
        return NONE;
    uint32_t height = 0;
    uint32_t at = from / 64;
    uint64_t rest = bitmap->words[at] & UINT64_MAX << from % 64;
    for (; !rest; at /= 64) {
        if (height++ == bitmap->top)
            return NONE;
        rest = bitmap->words[bitmap->level[height] + at / 64] & ~UINT64_C(1) << at % 64;
    }
    at = at * 64 + callpark__lowest_bit(rest);
    while (height--)
        at = at * 64 + callpark__lowest_bit(bitmap->words[bitmap->level[height] + at]);
    return at;
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
