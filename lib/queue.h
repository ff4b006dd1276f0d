/* SPDX-License-Identifier: MIT */
/*
 * Calls in the order of their tickets. Most come in that order and stand in a
 * list; one that comes back behind younger ones (a claim given up, a
 * reservation filled, a move) stands in a pairing heap beside it. The links are
 * in the records.
 */
#ifndef CALLPARK_QUEUE_H
#define CALLPARK_QUEUE_H

#include "late.h"

struct queue {
    uint32_t head;
    uint32_t tail;
    uint32_t late; /* root of the heap */
};

void callpark__queue_init(struct queue *queue);
/* The call with the lowest ticket, or NONE. */
uint32_t callpark__queue_first(const struct queue *queue, const struct calls *calls);

/* |call| is the record of |number|, here and below. */
static inline void callpark__queue_add(struct queue *queue, struct calls *calls, struct call *call,
                                       uint32_t number)
{
    struct call *last = queue->tail == NONE ? NULL : callpark__call(calls, queue->tail);
    call->late = last && call->ticket < last->ticket;
    if (call->late) {
        callpark__late_add(&queue->late, calls, number);
        return;
    }
    call->previous = queue->tail;
    call->next = NONE;
    *(last ? &last->next : &queue->head) = number;
    queue->tail = number;
}

static inline void callpark__queue_remove(struct queue *queue, struct calls *calls,
                                          const struct call *call, uint32_t number)
{
    if (call->late) {
        callpark__late_remove(&queue->late, calls, number);
        return;
    }
    *(call->previous == NONE ? &queue->head : &callpark__call(calls, call->previous)->next) =
        call->next;
    *(call->next == NONE ? &queue->tail : &callpark__call(calls, call->next)->previous) =
        call->previous;
}

/* Starts to load the neighbours of a call. */
static inline void callpark__queue_prefetch(const struct calls *calls, const struct call *call)
{
    if (call->previous != NONE)
        callpark__prefetch(&callpark__call(calls, call->previous)->previous);
    if (call->next != NONE)
        callpark__prefetch(&callpark__call(calls, call->next)->previous);
}

#endif
