/* SPDX-License-Identifier: MIT */
/*
 * The deadlines of calls: a 4-ary heap in the order of (due, ticket). The first
 * is known at once; each call has at most one.
 */
#ifndef CALLPARK_TIMER_H
#define CALLPARK_TIMER_H

#include "call.h"

struct timer {
    uint64_t due;
    uint32_t order; /* of its ticket, which decides between equals: callpark__timer_order() */
    uint32_t call;
};

/* Behind the last timer stand three that are never due, of order 0: all have three siblings. */
struct timers {
    struct timer *heap; /* within |block|, so that siblings share a cache line */
    void *block;
    uint32_t count;
    uint32_t capacity;
    uint64_t base; /* the ticket that came first to the empty heap */
};

/* So much of a ticket's order as 32 bits can hold. Two that are both too old or both too
 * young for that are equal here; only then are their records asked. */
/*@ requires \valid_read(timers);
    assigns \nothing;
    ensures ticket < timers->base ==> \result == 0;
    ensures ticket >= timers->base ==> \result == \min(ticket - timers->base + 1, UINT32_MAX); */
static inline uint32_t callpark__timer_order(const struct timers *timers, uint64_t ticket)
{
    if (ticket < timers->base)
        return 0;
    return ticket - timers->base < UINT32_MAX - 1 ? (uint32_t)(ticket - timers->base) + 1
                                                  : UINT32_MAX;
}

/* A larger heap, for |count| timers at least; false if memory was refused. */
bool callpark__timers_grow(struct timers *timers, const struct memory *memory, uint32_t count);

/* Makes room for |count| timers in all; false if memory was refused. */
static inline bool callpark__timers_reserve(struct timers *timers, const struct memory *memory,
                                            uint32_t count)
{
    return count <= timers->capacity || callpark__timers_grow(timers, memory, count);
}

void callpark__timers_fini(struct timers *timers, const struct memory *memory);

/* The call, which has no timer, gets one, unless |due| is UINT64_MAX; it loses the one it has,
 * if it has one. */
void callpark__timer_add(struct timers *timers, struct calls *calls, uint32_t call, uint64_t due);
void callpark__timer_remove(struct timers *timers, struct calls *calls, struct call *call);

/* Sets, changes or, with |due| UINT64_MAX, takes away the call's timer. */
void callpark__timer_set(struct timers *timers, struct calls *calls, uint32_t call, uint64_t due);

/* When the call's timer is due, or UINT64_MAX. */
static inline uint64_t callpark__timer_due(const struct timers *timers, const struct call *call)
{
    return call->timer == NONE ? UINT64_MAX : timers->heap[call->timer].due;
}

/* Starts to load the call's place in the heap, its children and its parent. */
static inline void callpark__timer_prefetch(const struct timers *timers, const struct call *call)
{
    uint32_t position = call->timer;
    if (position == NONE)
        return;
    callpark__prefetch(&timers->heap[position]);
    callpark__prefetch(&timers->heap[(position ? position - 1 : 0) / 4]);
    if (position < timers->count / 4)
        callpark__prefetch(&timers->heap[position * 4 + 1]);
}

#endif
