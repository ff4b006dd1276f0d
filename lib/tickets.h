/* SPDX-License-Identifier: MIT */
/*
 * Which call has which ticket. Tickets are given one after the other: sixteen in a row
 * share a cache line of heads, and which line is decided by a keyed hash, so that no
 * rhythm in which calls come and stay lets many of them meet. Calls that meet under one
 * head are chained through their records.
 */
#ifndef CALLPARK_TICKETS_H
#define CALLPARK_TICKETS_H

#include "bits.h"
#include "call.h"
#include "hash.h"

#define TICKETS_LINE 16u

struct tickets {
    uint32_t *heads; /* calls or NONE; aligned to cache lines, within ... */
    void *block;     /* ... what the allocator gave */
    uint32_t lines;
    uint64_t factor; /* odd */
};

void callpark__tickets_init(struct tickets *tickets, struct hash_key key);

/* More heads, for |count| calls in all; false if memory was refused. */
bool callpark__tickets_grow(struct tickets *tickets, struct calls *calls,
                            const struct memory *memory, uint32_t count);

void callpark__tickets_fini(struct tickets *tickets, const struct memory *memory);

/* There is room for so many calls before it should grow. */
static inline uint32_t callpark__tickets_room(const struct tickets *tickets)
{
    return tickets->lines * TICKETS_LINE;
}

/* Makes room for |count| calls in all; false if memory was refused. */
static inline bool callpark__tickets_reserve(struct tickets *tickets, struct calls *calls,
                                             const struct memory *memory, uint32_t count)
{
    return count <= callpark__tickets_room(tickets) ||
           callpark__tickets_grow(tickets, calls, memory, count);
}

/* The head under which |ticket| stands; there is none before it has grown. */
static inline uint32_t *callpark__tickets_head(const struct tickets *tickets, uint64_t ticket)
{
    uint32_t hash = (uint32_t)(ticket / TICKETS_LINE * tickets->factor >> 32);
    size_t line = callpark__scaled(hash, tickets->lines);
    return &tickets->heads[line * TICKETS_LINE + (ticket ^ hash) % TICKETS_LINE];
}

/* The call of |ticket|, or NONE. */
static inline uint32_t callpark__tickets_find(const struct tickets *tickets,
                                              const struct calls *calls, uint64_t ticket)
{
    uint32_t number = tickets->lines ? *callpark__tickets_head(tickets, ticket) : NONE;
    while (number != NONE && callpark__call(calls, number)->ticket != ticket)
        number = callpark__call(calls, number)->chained;
    return number;
}

/* Room was reserved. |call| is the record of |number|, here and below. */
static inline void callpark__tickets_add(struct tickets *tickets, struct call *call,
                                         uint32_t number)
{
    uint32_t *head = callpark__tickets_head(tickets, call->ticket);
    call->chained = *head;
    *head = number;
}

/* The call must be there under its ticket. */
static inline void callpark__tickets_remove(struct tickets *tickets, struct calls *calls,
                                            const struct call *call, uint32_t number)
{
    uint32_t *link = callpark__tickets_head(tickets, call->ticket);
    while (*link != number)
        link = &callpark__call(calls, *link)->chained;
    *link = call->chained;
}

#endif
