/* SPDX-License-Identifier: MIT */
#include "ring.h"

#include <stdlib.h>
#include <string.h>

void ring_init(struct ring *ring, uint64_t next)
{
    memset(ring, 0, sizeof *ring);
    ring->next = next;
}

void ring_fini(struct ring *ring)
{
    for (size_t i = 0; i < RING_SIZE; i++)
        free(ring->entries[i].text);
}

void ring_add(struct ring *ring, char *text)
{
    size_t at = ring->next % RING_SIZE;
    free(ring->entries[at].text);
    ring->entries[at].text = text;
    ring->entries[at].length = text ? strlen(text) : 0;
    ring->next++;
    if (ring->kept < RING_SIZE)
        ring->kept++;
}

bool ring_knows(const struct ring *ring, uint64_t number)
{
    return number <= ring->next && ring->next - number <= ring->kept;
}

const char *ring_text(const struct ring *ring, uint64_t number, size_t *length)
{
    size_t at = number % RING_SIZE;
    if (!ring_knows(ring, number) || number == ring->next)
        return NULL;
    *length = ring->entries[at].length;
    return ring->entries[at].text;
}
