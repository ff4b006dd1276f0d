/* SPDX-License-Identifier: MIT */
/*
 * From a 32-bit hash to 32-bit values: open addressing, Robin Hood order, no
 * tombstones. Keys stay with their owner, who compares them; equal hashes may
 * occur. Room is reserved first, so that inserting cannot fail.
 */
#ifndef CALLPARK_INDEX_H
#define CALLPARK_INDEX_H

#include "memory.h"

struct index_entry {
    uint32_t hash;
    uint32_t value; /* plus 1; 0: empty */
};

struct index {
    struct index_entry *entries;
    uint32_t capacity;
    uint32_t count;
};

struct index_probe {
    uint32_t position;
    uint32_t distance;
};

/* Makes room for |count| values in all; false if memory was refused. */
bool callpark__index_reserve(struct index *index, const struct memory *memory, uint32_t count);

void callpark__index_fini(struct index *index, const struct memory *memory);

void callpark__index_insert(struct index *index, uint32_t hash, uint32_t value);

/* The value must be there under that hash. */
void callpark__index_remove(struct index *index, uint32_t hash, uint32_t value);

/* How far the entry at |position| is from where its hash would have it. */
uint32_t callpark__index_distance(const struct index *index, uint32_t position);

static inline uint32_t callpark__index_home(const struct index *index, uint32_t hash)
{
    return (uint32_t)((uint64_t)hash * index->capacity >> 32);
}

static inline struct index_probe callpark__index_probe(const struct index *index, uint32_t hash)
{
    return (struct index_probe){callpark__index_home(index, hash), 0};
}

/* The next value stored under |hash|, or NONE; |probe| moves on. */
uint32_t callpark__index_next(const struct index *index, uint32_t hash, struct index_probe *probe);

/* Starts to load the cache line where |hash| begins. */
static inline void callpark__index_prefetch(const struct index *index, uint32_t hash)
{
#if defined(__GNUC__)
    if (index->capacity)
        __builtin_prefetch(index->entries + callpark__index_home(index, hash));
#else
    (void)index;
    (void)hash;
#endif
}

#endif
