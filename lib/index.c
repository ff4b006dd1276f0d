/* SPDX-License-Identifier: MIT */
#include "index.h"

#include <assert.h>

/* Full to four fifths: with Robin Hood order a miss still ends after a few steps. */
static uint32_t capacity_for(uint32_t count)
{
    uint64_t capacity = (uint64_t)count + count / 4 + 4;
    return capacity < NONE ? (uint32_t)capacity : NONE;
}

static uint32_t after(const struct index *index, uint32_t position)
{
    return position + 1 == index->capacity ? 0 : position + 1;
}

uint32_t callpark__index_distance(const struct index *index, uint32_t position)
{
    uint32_t home = callpark__index_home(index, index->entries[position].hash);
    return position >= home ? position - home : position + index->capacity - home;
}

static bool has_room(const struct index *index, uint32_t count)
{
    return index->capacity && capacity_for(count) <= index->capacity;
}

bool callpark__index_reserve(struct index *index, const struct memory *memory, uint32_t count)
{
    if (has_room(index, count))
        return true;
    uint32_t capacity = callpark__grown(index->capacity, capacity_for(count));
    struct index larger = {.capacity = capacity};
    larger.entries = callpark__array_copy(memory, NULL, 0, capacity, sizeof *larger.entries);
    if (!larger.entries)
        return false;
    for (uint32_t i = 0; i < index->capacity; i++) {
        if (index->entries[i].value)
            callpark__index_insert(&larger, index->entries[i].hash, index->entries[i].value - 1);
    }
    callpark__index_fini(index, memory);
    *index = larger;
    return true;
}

void callpark__index_fini(struct index *index, const struct memory *memory)
{
    callpark__free(memory, index->entries);
    *index = (struct index){0};
}

void callpark__index_insert(struct index *index, uint32_t hash, uint32_t value)
{
    assert(index->count < index->capacity);
    struct index_entry carried = {hash, value + 1};
    uint32_t position = callpark__index_home(index, hash);
    uint32_t distance = 0;
    while (index->entries[position].value) {
        uint32_t theirs = callpark__index_distance(index, position);
        if (theirs < distance) {
            struct index_entry richer = index->entries[position];
            index->entries[position] = carried;
            carried = richer;
            distance = theirs;
        }
        position = after(index, position);
        distance++;
    }
    index->entries[position] = carried;
    index->count++;
}

uint32_t callpark__index_next(const struct index *index, uint32_t hash, struct index_probe *probe)
{
    while (probe->distance < index->capacity) {
        uint32_t position = probe->position;
        const struct index_entry *entry = &index->entries[position];
        if (!entry->value || callpark__index_distance(index, position) < probe->distance)
            return NONE;
        probe->position = after(index, position);
        probe->distance++;
        if (entry->hash == hash)
            return entry->value - 1;
    }
    return NONE;
}

static uint32_t position_of(const struct index *index, uint32_t hash, uint32_t value)
{
    uint32_t position = callpark__index_home(index, hash);
    while (index->entries[position].value != value + 1 || index->entries[position].hash != hash) {
        assert(index->entries[position].value);
        position = after(index, position);
    }
    return position;
}

/* Those that follow move back by one, so that no gap splits a run. */
void callpark__index_remove(struct index *index, uint32_t hash, uint32_t value)
{
    uint32_t gap = position_of(index, hash, value);
    for (;;) {
        uint32_t next = after(index, gap);
        if (!index->entries[next].value || callpark__index_distance(index, next) == 0)
            break;
        index->entries[gap] = index->entries[next];
        gap = next;
    }
    index->entries[gap] = (struct index_entry){0, 0};
    index->count--;
}
