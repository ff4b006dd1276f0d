/* SPDX-License-Identifier: MIT */
/* Blocks of some sizes, carved one after the other from slabs and recycled; nothing goes
 * back to the allocator before the end. */
#ifndef CALLPARK_POOL_H
#define CALLPARK_POOL_H

#include "memory.h"

#define POOL_CLASSES 28
#define POOL_LARGEST 2048u

struct pool {
    void *slabs;              /* all of them, linked */
    unsigned char *fresh;     /* in the last one, what was never given, ... */
    size_t fresh_bytes;       /* ... and so much of it */
    void *free[POOL_CLASSES]; /* returned blocks, linked */
};

/* The class of blocks that hold |bytes|, 1 to POOL_LARGEST, and their size. */
uint32_t callpark__pool_class(size_t bytes);
size_t callpark__pool_block(uint32_t class);

/* A block of |bytes| or more, or NULL if memory was refused. */
void *callpark__pool_take(struct pool *pool, const struct memory *memory, size_t bytes);

/* |bytes| as it was asked for. */
void callpark__pool_give(struct pool *pool, void *block, size_t bytes);

void callpark__pool_fini(struct pool *pool, const struct memory *memory);

#endif
