/* SPDX-License-Identifier: MIT */
/*
 * From a 32-bit hash to 32-bit values: open addressing in the order of the
 * hashes, so that a search ends at the first greater one; no tombstones. Keys
 * stay with their owner, who compares them; equal hashes may occur. Room is
 * reserved first, so that inserting cannot fail.
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
    uint32_t homes; /* where a hash would like to be: the first of |size| entries */
    uint32_t size;  /* the rest is for runs that overflow; the last stays empty */
    uint32_t limit; /* so many values before it grows */
    uint32_t count;
};

/* A larger index, for |count| values in all, of which |more| can be inserted at once
 * whatever their hashes; false if memory was refused. */
bool callpark__index_grow(struct index *index, const struct memory *memory, uint32_t count,
                          uint32_t more);

void callpark__index_fini(struct index *index, const struct memory *memory);

void callpark__index_insert(struct index *index, uint32_t hash, uint32_t value);

/* The value must be there under that hash. */
void callpark__index_remove(struct index *index, uint32_t hash, uint32_t value);

static inline uint32_t callpark__index_home(const struct index *index, uint32_t hash)
{
    return (uint32_t)((uint64_t)hash * index->homes >> 32);
}

/* Makes room for |count| values in all, and for one more at least; false if memory was
 * refused. A run can reach one entry further with each. */
static inline bool callpark__index_reserve(struct index *index, const struct memory *memory,
                                           uint32_t count)
{
    uint32_t more = count > index->count ? count - index->count : 1;
    if (count <= index->limit && more < index->size - index->homes &&
        !index->entries[index->size - 1 - more].value)
        return true;
    return callpark__index_grow(index, memory, count, more);
}

/* Where a search for |hash| stands; an empty index has nothing to search. */
static inline const struct index_entry *callpark__index_probe(const struct index *index,
                                                              uint32_t hash)
{
    static const struct index_entry nothing = {0, 0};
    return index->homes ? index->entries + callpark__index_home(index, hash) : &nothing;
}

/* The next value stored under |hash|, or NONE; |*probe| moves on. */
static inline uint32_t callpark__index_next(uint32_t hash, const struct index_entry **probe)
{
    const struct index_entry *entry = *probe;
    while (entry->value && entry->hash < hash)
        entry++;
    if (!entry->value || entry->hash != hash)
        return NONE;
    *probe = entry + 1;
    return entry->value - 1;
}

/* Starts to load the cache line where |hash| begins. */
static inline void callpark__index_prefetch(const struct index *index, uint32_t hash)
{
    callpark__prefetch(callpark__index_probe(index, hash));
}

#endif
