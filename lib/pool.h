/* SPDX-License-Identifier: MIT */
/* Blocks of a few sizes, carved from slabs and recycled; nothing goes back to
 * the allocator before the end. */
#ifndef CALLPARK_POOL_H
#define CALLPARK_POOL_H

#include "memory.h"

#define POOL_CLASSES 25
#define POOL_LARGEST 2048u

struct pool {
    void *slabs;              /* all of them, linked */
    void *free[POOL_CLASSES]; /* returned blocks, linked */
    unsigned char *fresh[POOL_CLASSES];
    uint32_t fresh_blocks[POOL_CLASSES];
};

/* The class of blocks that hold |bytes|, at most POOL_LARGEST, and their size. */
uint32_t callpark__pool_class(size_t bytes);
size_t callpark__pool_block(uint32_t class);

/* A block of |bytes| or more, or NULL if memory was refused. */
void *callpark__pool_take(struct pool *pool, const struct memory *memory, size_t bytes);

/* |bytes| as it was asked for. */
void callpark__pool_give(struct pool *pool, void *block, size_t bytes);

void callpark__pool_fini(struct pool *pool, const struct memory *memory);

#endif
