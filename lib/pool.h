/* SPDX-License-Identifier: MIT */
/* Blocks of some sizes, carved one after the other from slabs and recycled; nothing goes
 * back to the allocator before the end. */
#ifndef CALLPARK_POOL_H
#define CALLPARK_POOL_H

#include <assert.h>
#include <string.h>

#include "memory.h"

#define POOL_CLASSES 28
#define POOL_LARGEST 2048u
#define POOL_STEP 16u
#define POOL_STEPS 16u /* so many classes are a step larger each */

struct pool {
    void *slabs;              /* all of them, linked */
    unsigned char *fresh;     /* in the last one, what was never given, ... */
    size_t fresh_bytes;       /* ... and so much of it */
    void *free[POOL_CLASSES]; /* returned blocks, linked */
};

/* The class of blocks that hold |bytes|, more than the classes of one step reach. */
uint32_t callpark__pool_large_class(size_t bytes);

/* The class of blocks that hold |bytes|, 1 to POOL_LARGEST. */
static inline uint32_t callpark__pool_class(size_t bytes)
{
    assert(bytes && bytes <= POOL_LARGEST);
    return bytes <= POOL_STEPS * POOL_STEP ? (uint32_t)(bytes - 1) / POOL_STEP
                                           : callpark__pool_large_class(bytes);
}

/* The size of the blocks of |class|. */
size_t callpark__pool_block(uint32_t class);

/* A block that was never given, or NULL if memory was refused. */
void *callpark__pool_carve(struct pool *pool, const struct memory *memory, uint32_t class);

/* A block of |class|, or NULL if memory was refused. */
static inline void *callpark__pool_take(struct pool *pool, const struct memory *memory,
                                        uint32_t class)
{
    void *block = pool->free[class];
    if (!block)
        return callpark__pool_carve(pool, memory, class);
    memcpy(&pool->free[class], block, sizeof block);
    return block;
}

static inline void callpark__pool_give(struct pool *pool, void *block, uint32_t class)
{
    memcpy(block, &pool->free[class], sizeof block);
    pool->free[class] = block;
}

void callpark__pool_fini(struct pool *pool, const struct memory *memory);

#endif
