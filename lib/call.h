/* SPDX-License-Identifier: MIT */
/*
 * The records of parked calls, two cache lines each, in chunks that never move.
 * A record is known by its number, which is reused. What is seldom touched stands
 * behind the records of a chunk.
 */
#ifndef CALLPARK_CALL_H
#define CALLPARK_CALL_H

#include <assert.h>

#include "text.h"

/* The first line is what finding, queues and timers touch. */
struct call {
    uint64_t ticket;   /* 0: the record is free */
    uint64_t deadline; /* when the wait, ring or pause ends; kept by a claim */
    uint64_t serial;   /* of the open ring or claim; else 0 */
    void *host;
    uint32_t lot;
    uint32_t slot;
    uint32_t id_hash;  /* of the call id; a free record: the next free one */
    uint32_t timer;    /* position in the timer heap, or NONE */
    uint32_t previous; /* in the queue of its lot: the neighbours */
    uint32_t next;
    uint32_t chained; /* the next call under the same head of tickets, or NONE */
    uint32_t round : 16;
    uint32_t state : 3;        /* CALLPARK_STATE_* */
    uint32_t step : 2;         /* CALLPARK_STEP_* */
    uint32_t paused : 1;       /* CLAIMED: a rollback restores PAUSED, not WAITING */
    uint32_t answered : 1;     /* CLAIMED by the recall target of |step| */
    uint32_t exhausted : 1;    /* PAUSED: the fallback failed too; release when due */
    uint32_t late : 1;         /* in the queue's heap, not its list */
    uint32_t at_extension : 1; /* held by the extension in its texts, not by a slot */
    uint32_t named : 1;        /* has a call id: not a reservation */
    uint64_t parked_at;
    uint32_t policy;
    struct text_store texts;
};

#define CALL_CHUNK_BITS 7
#define CALL_CHUNK (1u << CALL_CHUNK_BITS)
#define CALL_MOST 0x40000000u

struct call_chunk {
    struct call call[CALL_CHUNK];
    uint32_t child[CALL_CHUNK]; /* in the heap of a queue: the first child */
    void *block;                /* what the allocator gave, in which the chunk is aligned */
};

struct calls {
    struct call_chunk **chunks;
    uint32_t chunk_count;
    uint32_t chunk_capacity;
    uint32_t end;  /* records from here on were never used */
    uint32_t free; /* the first of the returned ones, or NONE */
    uint32_t live;
};

/* A sum, not a subscript: from that compilers make one address for all fields. */
static inline struct call *callpark__call(const struct calls *calls, uint32_t number)
{
    return calls->chunks[number >> CALL_CHUNK_BITS]->call + (number & (CALL_CHUNK - 1));
}

/* The first child of a call in the heap of a queue, or NONE. */
static inline uint32_t *callpark__call_child(const struct calls *calls, uint32_t number)
{
    return &calls->chunks[number >> CALL_CHUNK_BITS]->child[number & (CALL_CHUNK - 1)];
}

void callpark__calls_init(struct calls *calls);
void callpark__calls_fini(struct calls *calls, const struct memory *memory);

/* More chunks, until there is room for |count| records; false if memory was refused. */
bool callpark__calls_grow(struct calls *calls, const struct memory *memory, uint32_t count);

/* Makes room for |count| live records in all; false if memory was refused. */
static inline bool callpark__calls_reserve(struct calls *calls, const struct memory *memory,
                                           uint32_t count)
{
    return count <= calls->chunk_count * CALL_CHUNK || callpark__calls_grow(calls, memory, count);
}

/* A cleared record but for its texts; room was reserved. */
static inline uint32_t callpark__calls_take(struct calls *calls)
{
    uint32_t number = calls->free;
    if (number == NONE) {
        number = calls->end++;
        assert(number / CALL_CHUNK < calls->chunk_count);
    } else {
        calls->free = callpark__call(calls, number)->id_hash;
    }
    struct call *call = callpark__call(calls, number);
    memset(call, 0, offsetof(struct call, texts));
    call->timer = NONE;
    calls->live++;
    return number;
}

/* |call| is the record of |number|. */
static inline void callpark__calls_give(struct calls *calls, struct call *call, uint32_t number)
{
    call->ticket = 0;
    call->id_hash = calls->free;
    calls->free = number;
    calls->live--;
}

/* The number of the first record in use from |from| on, or NONE. */
uint32_t callpark__calls_next(const struct calls *calls, uint32_t from);

#endif
