/* SPDX-License-Identifier: MIT */
/* The last events, as text, by number. */
#ifndef CALLPARKD_RING_H
#define CALLPARKD_RING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RING_SIZE 1000

struct ring {
    struct {
        char *text; /* NULL: there was no memory for it */
        size_t length;
    } entries[RING_SIZE];
    uint64_t next; /* the number that comes next; numbers have no gaps */
    uint64_t kept; /* how many are kept */
};

/** |next| is the number of the first event. */
void ring_init(struct ring *ring, uint64_t next);
void ring_fini(struct ring *ring);

/** Keeps |text|, which is the ring's to free(), as the next event. */
void ring_add(struct ring *ring, char *text);

/** True if |number| is kept, or is the next one. */
bool ring_knows(const struct ring *ring, uint64_t number);

/** The text of |number|, and its length; NULL if it is not kept. */
const char *ring_text(const struct ring *ring, uint64_t number, size_t *length);

#endif
