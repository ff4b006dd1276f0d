/* SPDX-License-Identifier: MIT */
#include "call.h"

#define PAIR 128u /* of cache lines, which many processors load together */

_Static_assert(sizeof(struct call) <= 128, "a record is at most two cache lines");

void callpark__calls_init(struct calls *calls)
{
    *calls = (struct calls){.free = NONE};
}

void callpark__calls_fini(struct calls *calls, const struct memory *memory)
{
    for (uint32_t i = 0; i < calls->chunk_count; i++)
        callpark__free(memory, calls->chunks[i]->block);
    callpark__free(memory, calls->chunks);
    callpark__calls_init(calls);
}

static bool grow_directory(struct calls *calls, const struct memory *memory, uint32_t chunks)
{
    if (chunks <= calls->chunk_capacity)
        return true;
    uint32_t used = calls->chunk_count;
    uint32_t capacity = callpark__grown(calls->chunk_capacity, chunks);
    struct call_chunk **directory =
        callpark__array_copy(memory, calls->chunks, used, capacity, sizeof *directory);
    if (!directory)
        return false;
    callpark__free(memory, calls->chunks);
    calls->chunks = directory;
    calls->chunk_capacity = capacity;
    return true;
}

static bool add_chunk(struct calls *calls, const struct memory *memory)
{
    void *block;
    struct call_chunk *chunk = callpark__array_aligned(memory, 1, sizeof *chunk, PAIR, &block);
    if (!chunk)
        return false;
    chunk->block = block;
    calls->chunks[calls->chunk_count++] = chunk;
    return true;
}

bool callpark__calls_grow(struct calls *calls, const struct memory *memory, uint32_t count)
{
    uint32_t chunks = count / CALL_CHUNK + (count % CALL_CHUNK != 0);
    if (!grow_directory(calls, memory, chunks))
        return false;
    while (calls->chunk_count < chunks) {
        if (!add_chunk(calls, memory))
            return false;
    }
    return true;
}

uint32_t callpark__calls_next(const struct calls *calls, uint32_t from)
{
    for (uint32_t number = from; number < calls->end; number++) {
        if (callpark__call(calls, number)->ticket)
            return number;
    }
    return NONE;
}
