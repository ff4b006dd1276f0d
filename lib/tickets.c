/* SPDX-License-Identifier: MIT */
#include "tickets.h"

#include <string.h>

#define LINE_BYTES (TICKETS_LINE * sizeof(uint32_t))

/* Multiplication by an odd number that nobody outside knows makes any two lines of
 * tickets meet as seldom as chance would have it, even with a key of 0. */
void callpark__tickets_init(struct tickets *tickets, struct hash_key key)
{
    *tickets = (struct tickets){.factor = (key.k1 ^ HASH_GOLDEN) | 1};
}

static void relink(struct tickets *to, const struct tickets *from, struct calls *calls)
{
    uint32_t heads = callpark__tickets_room(from);
    for (uint32_t i = 0; i < heads; i++) {
        uint32_t number = from->heads[i];
        while (number != NONE) {
            uint32_t next = callpark__call(calls, number)->chained;
            callpark__tickets_add(to, callpark__call(calls, number), number);
            number = next;
        }
    }
}

bool callpark__tickets_grow(struct tickets *tickets, struct calls *calls,
                            const struct memory *memory, uint32_t count)
{
    struct tickets larger = *tickets;
    uint32_t room = callpark__grown(callpark__tickets_room(tickets), count);
    larger.lines = room / TICKETS_LINE + (room % TICKETS_LINE != 0);
    larger.heads =
        callpark__array_aligned(memory, larger.lines, LINE_BYTES, LINE_BYTES, &larger.block);
    if (!larger.heads)
        return false;
    memset(larger.heads, 0xff, larger.lines * LINE_BYTES);
    relink(&larger, tickets, calls);
    callpark__free(memory, tickets->block);
    *tickets = larger;
    return true;
}

void callpark__tickets_fini(struct tickets *tickets, const struct memory *memory)
{
    callpark__free(memory, tickets->block);
    *tickets = (struct tickets){.factor = tickets->factor};
}
