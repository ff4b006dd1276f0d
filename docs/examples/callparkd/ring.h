/* SPDX-License-Identifier: MIT */
/* The last events, by number. Each is kept as it came: its text, which takes far longer to make
 * than a copy, is made when somebody reads it. */
#ifndef CALLPARKD_RING_H
#define CALLPARKD_RING_H

#include <callpark/callpark.h>
#include <stdbool.h>
#include <stddef.h>

#define RING_SIZE 1000

struct ring_entry {
    struct callpark_event *event; /* a copy; NULL: there was no memory for it */
    callpark_duration timeout;    /* of the call then; 0: it is not known */
    char *text;                   /* the ring's to free(); NULL: nobody has read it yet */
};

struct ring {
    struct ring_entry entries[RING_SIZE];
    uint64_t next; /* the number that comes next; numbers have no gaps */
    uint64_t kept; /* how many are kept */
};

/** |next| is the number of the first event. */
void ring_init(struct ring *ring, uint64_t next);
void ring_fini(struct ring *ring);

/** Keeps a copy of |event| as the next one. */
void ring_add(struct ring *ring, const struct callpark_event *event, callpark_duration timeout);

/** True if |number| is kept, or is the next one. */
bool ring_knows(const struct ring *ring, uint64_t number);

/** The event |number|; NULL if it is not kept. */
struct ring_entry *ring_find(struct ring *ring, uint64_t number);

#endif
