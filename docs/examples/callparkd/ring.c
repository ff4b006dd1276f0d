/* SPDX-License-Identifier: MIT */
#include "ring.h"

#include <stdlib.h>
#include <string.h>

void ring_init(struct ring *ring, uint64_t next)
{
    memset(ring, 0, sizeof *ring);
    ring->next = next;
}

static void empty(struct ring_entry *entry)
{
    free(entry->event);
    free(entry->text);
    memset(entry, 0, sizeof *entry);
}

void ring_fini(struct ring *ring)
{
    for (size_t i = 0; i < RING_SIZE; i++)
        empty(&ring->entries[i]);
}

static struct callpark_event *copy_of(const struct callpark_event *event)
{
    int size = callpark_event_copy(event, NULL, 0);
    struct callpark_event *copy = size > 0 ? malloc((size_t)size) : NULL;
    if (copy)
        callpark_event_copy(event, copy, (size_t)size);
    return copy;
}

void ring_add(struct ring *ring, const struct callpark_event *event, callpark_duration timeout)
{
    struct ring_entry *entry = &ring->entries[ring->next % RING_SIZE];
    empty(entry);
    entry->event = copy_of(event);
    entry->timeout = timeout;
    ring->next++;
    if (ring->kept < RING_SIZE)
        ring->kept++;
}

bool ring_knows(const struct ring *ring, uint64_t number)
{
    return number <= ring->next && ring->next - number <= ring->kept;
}

struct ring_entry *ring_find(struct ring *ring, uint64_t number)
{
    if (!ring_knows(ring, number) || number == ring->next)
        return NULL;
    return &ring->entries[number % RING_SIZE];
}
