/* SPDX-License-Identifier: MIT */
/*
 * A set of small numbers with a summary bit for every 64 below it, level upon
 * level: the next member is found in O(log64 n).
 */
#ifndef CALLPARK_BITMAP_H
#define CALLPARK_BITMAP_H

#include "memory.h"

#define BITMAP_LEVELS 6

struct bitmap {
    uint64_t *words; /* level 0, then the summaries, the last of one word */
    uint32_t bits;
};

/* An empty set of numbers below |bits|; false if memory was refused. */
bool callpark__bitmap_init(struct bitmap *bitmap, const struct memory *memory, uint32_t bits);

void callpark__bitmap_fini(struct bitmap *bitmap, const struct memory *memory);

bool callpark__bitmap_test(const struct bitmap *bitmap, uint32_t bit);
void callpark__bitmap_set(struct bitmap *bitmap, uint32_t bit);
void callpark__bitmap_clear(struct bitmap *bitmap, uint32_t bit);

/* Adds or takes out |from| up to, not including, |end|, a word at a time. */
void callpark__bitmap_set_range(struct bitmap *bitmap, uint32_t from, uint32_t end);
void callpark__bitmap_clear_range(struct bitmap *bitmap, uint32_t from, uint32_t end);

/* How many there are of |from| up to, not including, |end|. */
uint32_t callpark__bitmap_count(const struct bitmap *bitmap, uint32_t from, uint32_t end);

/* The first member from |from| on, or NONE. */
uint32_t callpark__bitmap_next(const struct bitmap *bitmap, uint32_t from);

/* Whether every summary bit says what is below it; for the invariant walker. */
bool callpark__bitmap_sound(const struct bitmap *bitmap);

#endif
