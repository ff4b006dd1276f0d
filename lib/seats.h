/* SPDX-License-Identifier: MIT */
/* Who is in which slot of one lot: an array over its range, with spare room where
 * the range has grown. */
#ifndef CALLPARK_SEATS_H
#define CALLPARK_SEATS_H

#include "memory.h"

struct seats {
    uint32_t *call; /* NONE: nobody */
    uint32_t base;  /* the slot of the first */
    uint32_t size;
};

/* Whether all of the |count| slots from |first| on have a seat. */
bool callpark__seats_cover(const struct seats *seats, uint32_t first, uint32_t count);

/*
 * Empty seats for the |count| slots from |first| on; if they overlap the |seats| there
 * are now, with room to grow where they reach beyond. False if memory was refused.
 */
bool callpark__seats_init(struct seats *to, const struct memory *memory, const struct seats *seats,
                          uint32_t first, uint32_t count);

void callpark__seats_fini(struct seats *seats, const struct memory *memory);

/* Who has a seat in both keeps it. */
void callpark__seats_copy(struct seats *to, const struct seats *from);

/* The seat of |slot|, which has one. */
static inline uint32_t *callpark__seat(const struct seats *seats, uint32_t slot)
{
    return &seats->call[slot - seats->base];
}

#endif
