/* SPDX-License-Identifier: MIT */
#include "queue.h"

void callpark__queue_init(struct queue *queue)
{
    *queue = (struct queue){NONE, NONE, NONE};
}

void callpark__queue_add(struct queue *queue, struct calls *calls, uint32_t number)
{
    struct call *call = callpark__call(calls, number);
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

static void unlink_listed(struct queue *queue, const struct calls *calls, const struct call *call)
{
    if (call->previous == NONE)
        queue->head = call->next;
    else
        callpark__call(calls, call->previous)->next = call->next;
    if (call->next == NONE)
        queue->tail = call->previous;
    else
        callpark__call(calls, call->next)->previous = call->previous;
}

void callpark__queue_remove(struct queue *queue, struct calls *calls, uint32_t number)
{
    const struct call *call = callpark__call(calls, number);
    if (call->late)
        callpark__late_remove(&queue->late, calls, number);
    else
        unlink_listed(queue, calls, call);
}

uint32_t callpark__queue_first(const struct queue *queue, const struct calls *calls)
{
    return callpark__older(calls, queue->head, queue->late);
}
