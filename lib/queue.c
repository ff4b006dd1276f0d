/* SPDX-License-Identifier: MIT */
#include "queue.h"

void callpark__queue_init(struct queue *queue)
{
    *queue = (struct queue){NONE, NONE, NONE};
}

uint32_t callpark__queue_first(const struct queue *queue, const struct calls *calls)
{
    return callpark__older(calls, queue->head, queue->late);
}
