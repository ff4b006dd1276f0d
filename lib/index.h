/* SPDX-License-Identifier: MIT */
/*
 * From a 32-bit hash to 32-bit values, in groups of twelve that fill one cache line
 * each. A value stands in the group where its hash begins, or if that was full in one
 * behind it, and never moves; a tag of 7 bits of the hash tells most others apart
 * without a look at what they stand for. Keys and hashes stay with their owner, who
 * compares keys. Room is reserved first, so that inserting cannot fail.
 */
#ifndef CALLPARK_INDEX_H
#define CALLPARK_INDEX_H

#include "bits.h"
#include "memory.h"

#define INDEX_GROUP 12u
#define INDEX_ONES UINT64_C(0x0101010101010101)
#define INDEX_TOPS UINT64_C(0x8080808080808080)

struct index_group {
    uint8_t tags[INDEX_GROUP]; /* 1 to 127; 0: no value */
    uint32_t passed;           /* how many values went by here to a later group */
    uint32_t values[INDEX_GROUP];
};

/* The hash under which |value| was inserted. */
typedef uint32_t index_hash(const void *owner, uint32_t value);

struct index {
    struct index_group *groups; /* aligned to cache lines, within ... */
    void *block;                /* ... what the allocator gave */
    uint32_t group_count;       /* 0: |groups| is an empty one all the same, to search in */
    uint32_t limit;             /* so many values before it grows */
    uint32_t count;
    index_hash *hash_of;
    const void *owner;
};

/* Where a search stands. */
struct index_probe {
    const struct index *index;
    const struct index_group *home; /* where it began */
    const struct index_group *group;
    uint64_t places; /* in the group, still to be looked at */
    uint8_t tag;
};

void callpark__index_init(struct index *index, index_hash *hash_of, const void *owner);

/* A larger index, for |count| values in all; false if memory was refused. */
bool callpark__index_grow(struct index *index, const struct memory *memory, uint32_t count);

void callpark__index_fini(struct index *index, const struct memory *memory);

/* Makes room for |count| values in all; false if memory was refused. */
static inline bool callpark__index_reserve(struct index *index, const struct memory *memory,
                                           uint32_t count)
{
    return count <= index->limit || callpark__index_grow(index, memory, count);
}

void callpark__index_insert(struct index *index, uint32_t hash, uint32_t value);

/* The value must be there under that hash. */
void callpark__index_remove(struct index *index, uint32_t hash, uint32_t value);

static inline uint8_t callpark__index_tag(uint32_t hash)
{
    uint32_t tag = hash & 0x7f;
    return (uint8_t)(tag ? tag : 1);
}

/* ---- A set of places in a group: the top bits of the bytes are 0 to 7, the bits below
 * those are 8 to 11 ---- */

/* The places whose tag is |tag|. As no tag has its top bit set, no borrow leaves a byte. */
static inline uint64_t callpark__index_places(const struct index_group *group, uint8_t tag)
{
    uint64_t low = callpark__little_endian_64(group->tags) ^ tag * INDEX_ONES;
    uint32_t high = callpark__little_endian_32(group->tags + 8) ^ tag * (uint32_t)INDEX_ONES;
    return ((INDEX_TOPS - low) & INDEX_TOPS) |
           (((uint32_t)INDEX_TOPS - high) & (uint32_t)INDEX_TOPS) >> 1;
}

static inline uint32_t callpark__first_place(uint64_t places)
{
    uint32_t bit = callpark__lowest_bit(places);
    return bit / 8 + (bit % 2 ? 0 : 8);
}

/* ---- Searching ---- */

static inline struct index_group *callpark__index_home(const struct index *index, uint32_t hash)
{
    return &index->groups[callpark__scaled(hash, index->group_count)];
}

static inline struct index_group *callpark__index_after(const struct index *index,
                                                        const struct index_group *group)
{
    uint32_t at = (uint32_t)(group - index->groups);
    return &index->groups[callpark__next_in_ring(at, index->group_count)];
}

static inline struct index_probe callpark__index_probe(const struct index *index, uint32_t hash)
{
    const struct index_group *home = callpark__index_home(index, hash);
    uint8_t tag = callpark__index_tag(hash);
    return (struct index_probe){index, home, home, callpark__index_places(home, tag), tag};
}

/* The next value that may stand under the hash, or NONE. Of others about one in a hundred
 * is shown too; only the owner can tell. */
static inline uint32_t callpark__index_next(struct index_probe *probe)
{
    while (!probe->places) {
        if (!probe->group->passed)
            return NONE;
        probe->group = callpark__index_after(probe->index, probe->group);
        if (probe->group == probe->home)
            return NONE;
        probe->places = callpark__index_places(probe->group, probe->tag);
    }
    uint32_t place = callpark__first_place(probe->places);
    probe->places &= probe->places - 1;
    return probe->group->values[place];
}

/* Whether a search under |hash| is worth while: for most that are not there it is not. */
static inline bool callpark__index_may_have(const struct index *index, uint32_t hash)
{
    const struct index_group *home = callpark__index_home(index, hash);
    return home->passed || callpark__index_places(home, callpark__index_tag(hash));
}

/* Starts to load the cache line where |hash| begins. */
static inline void callpark__index_prefetch(const struct index *index, uint32_t hash)
{
    callpark__prefetch(callpark__index_home(index, hash));
}

#endif
