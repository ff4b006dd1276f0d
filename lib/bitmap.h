/* SPDX-License-Identifier: MIT */
/*
 * A set of small numbers with a summary bit for every 64 below it, level upon
 * level: the next member is found in O(log64 n).
 */
#ifndef CALLPARK_BITMAP_H
#define CALLPARK_BITMAP_H

#include <assert.h>

#include "bits.h"
#include "memory.h"

#define BITMAP_LEVELS 6

struct bitmap {
    uint64_t *words; /* level 0, then the summaries, the last of one word */
    uint32_t bits;
    uint32_t top;                  /* the last level */
    uint32_t level[BITMAP_LEVELS]; /* where each begins */
};

/* An empty set of numbers below |bits|; false if memory was refused. */
bool callpark__bitmap_init(struct bitmap *bitmap, const struct memory *memory, uint32_t bits);

void callpark__bitmap_fini(struct bitmap *bitmap, const struct memory *memory);

/* Word |word| is not empty any more, or is now: its summaries say so. */
void callpark__bitmap_filled(struct bitmap *bitmap, uint32_t word);
void callpark__bitmap_emptied(struct bitmap *bitmap, uint32_t word);

static inline bool callpark__bitmap_test(const struct bitmap *bitmap, uint32_t bit)
{
    assert(bit < bitmap->bits);
    return bitmap->words[bit / 64] >> bit % 64 & 1;
}

static inline void callpark__bitmap_set(struct bitmap *bitmap, uint32_t bit)
{
    assert(bit < bitmap->bits);
    uint64_t before = bitmap->words[bit / 64];
    bitmap->words[bit / 64] = before | UINT64_C(1) << bit % 64;
    if (!before)
        callpark__bitmap_filled(bitmap, bit / 64);
}

static inline void callpark__bitmap_clear(struct bitmap *bitmap, uint32_t bit)
{
    assert(bit < bitmap->bits);
    uint64_t after = bitmap->words[bit / 64] & ~(UINT64_C(1) << bit % 64);
    bitmap->words[bit / 64] = after;
    if (!after)
        callpark__bitmap_emptied(bitmap, bit / 64);
}

/* Adds or takes out |from| up to, not including, |end|, a word at a time. */
void callpark__bitmap_set_range(struct bitmap *bitmap, uint32_t from, uint32_t end);
void callpark__bitmap_clear_range(struct bitmap *bitmap, uint32_t from, uint32_t end);

/* How many there are of |from| up to, not including, |end|. */
uint32_t callpark__bitmap_count(const struct bitmap *bitmap, uint32_t from, uint32_t end);

/* The first member; there is one. */
static inline uint32_t callpark__bitmap_first(const struct bitmap *bitmap)
{
    uint32_t at = 0;
    for (uint32_t height = bitmap->top + 1; height--;)
        at = at * 64 + callpark__lowest_bit(bitmap->words[bitmap->level[height] + at]);
    return at;
}

/* The first member from |from| on, or NONE. */
uint32_t callpark__bitmap_next(const struct bitmap *bitmap, uint32_t from);

/* Whether every summary bit says what is below it; for the invariant walker. */
bool callpark__bitmap_sound(const struct bitmap *bitmap);

#endif
