/* SPDX-License-Identifier: MIT */
#include "index.h"

#include <assert.h>

#define OVERFLOW_MOST 512u

#define SMALL 8192u

/* Full to four fifths, which the order of hashes bears well; small indexes, where
 * memory is no matter, to the half, for fewer steps. */
static uint32_t homes_for(uint32_t count)
{
    uint64_t homes = (uint64_t)count + (count < SMALL ? count : count / 4) + 4;
    return homes < NONE - OVERFLOW_MOST ? (uint32_t)homes : NONE - OVERFLOW_MOST;
}

static uint32_t lesser(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static uint32_t greater(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

/* Puts the entries of |from|, which are in the order of hashes, where they belong in
 * |to|, unless it has no memory yet. Returns the position behind the last. */
static uint32_t lay_out(struct index *to, const struct index *from)
{
    uint32_t next = 0;
    for (uint32_t i = 0; i < from->size; i++) {
        if (!from->entries[i].value)
            continue;
        uint32_t position = greater(next, callpark__index_home(to, from->entries[i].hash));
        if (to->entries)
            to->entries[position] = from->entries[i];
        next = position + 1;
    }
    return next;
}

bool callpark__index_grow(struct index *index, const struct memory *memory, uint32_t count,
                          uint32_t more)
{
    uint32_t limit = callpark__grown(index->limit, greater(count, index->count + 1));
    uint32_t homes = homes_for(limit);
    uint32_t overflow = greater(lesser(homes, OVERFLOW_MOST), more) + 1;
    struct index larger = {.homes = homes, .limit = limit, .count = index->count};
    larger.size = greater(homes, lay_out(&larger, index)) + overflow;
    larger.entries = callpark__array_copy(memory, NULL, 0, larger.size, sizeof *larger.entries);
    if (!larger.entries)
        return false;
    lay_out(&larger, index);
    callpark__index_fini(index, memory);
    *index = larger;
    return true;
}

void callpark__index_fini(struct index *index, const struct memory *memory)
{
    callpark__free(memory, index->entries);
    *index = (struct index){0};
}

/* Those with a greater hash in the run move up by one. */
void callpark__index_insert(struct index *index, uint32_t hash, uint32_t value)
{
    struct index_entry *entry = index->entries + callpark__index_home(index, hash);
    struct index_entry moving = {hash, value + 1};
    while (entry->value && entry->hash <= hash)
        entry++;
    for (; entry->value; entry++) {
        struct index_entry next = *entry;
        *entry = moving;
        moving = next;
    }
    assert(entry < index->entries + index->size - 1);
    *entry = moving;
    index->count++;
}

static bool at_home(const struct index *index, const struct index_entry *entry)
{
    return entry == index->entries + callpark__index_home(index, entry->hash);
}

/* Those that follow move back by one, up to an empty entry or one that is at home. */
void callpark__index_remove(struct index *index, uint32_t hash, uint32_t value)
{
    struct index_entry *entry = index->entries + callpark__index_home(index, hash);
    while (entry->hash != hash || entry->value != value + 1) {
        assert(entry->value && entry->hash <= hash);
        entry++;
    }
    for (; entry[1].value && !at_home(index, entry + 1); entry++)
        entry[0] = entry[1];
    *entry = (struct index_entry){0, 0};
    index->count--;
}
