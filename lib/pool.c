/* SPDX-License-Identifier: MIT */
#include "pool.h"

#include <assert.h>
#include <string.h>

#define SLAB_BLOCKS 32u
#define SLAB_HEADER 16u /* room for the link, and malloc's alignment kept */

/* 13 classes of 64, 80 ... 256, then four to each doubling up to 2048. */
uint32_t callpark__pool_class(size_t bytes)
{
    assert(bytes <= POOL_LARGEST);
    if (bytes <= 64)
        return 0;
    if (bytes <= 256)
        return (uint32_t)(bytes - 64 + 15) / 16;
    uint32_t class = 13;
    size_t base = 256;
    for (; bytes > 2 * base; base *= 2)
        class += 4;
    return class + (uint32_t)((bytes - base + base / 4 - 1) / (base / 4)) - 1;
}

size_t callpark__pool_block(uint32_t class)
{
    assert(class < POOL_CLASSES);
    if (class <= 12)
        return 64 + (size_t) class * 16;
    size_t base = (size_t)256 << (class - 13) / 4;
    return base + base / 4 * ((class - 13) % 4 + 1);
}

static bool add_slab(struct pool *pool, const struct memory *memory, uint32_t class)
{
    size_t bytes = SLAB_HEADER + SLAB_BLOCKS * callpark__pool_block(class);
    unsigned char *slab = callpark__alloc(memory, bytes);
    if (!slab)
        return false;
    memcpy(slab, &pool->slabs, sizeof pool->slabs);
    pool->slabs = slab;
    pool->fresh[class] = slab + SLAB_HEADER;
    pool->fresh_blocks[class] = SLAB_BLOCKS;
    return true;
}

void *callpark__pool_take(struct pool *pool, const struct memory *memory, size_t bytes)
{
    uint32_t class = callpark__pool_class(bytes);
    void *block = pool->free[class];
    if (block) {
        memcpy(&pool->free[class], block, sizeof block);
        return block;
    }
    if (!pool->fresh_blocks[class] && !add_slab(pool, memory, class))
        return NULL;
    block = pool->fresh[class];
    pool->fresh[class] += callpark__pool_block(class);
    pool->fresh_blocks[class]--;
    return block;
}

void callpark__pool_give(struct pool *pool, void *block, size_t bytes)
{
    uint32_t class = callpark__pool_class(bytes);
    memcpy(block, &pool->free[class], sizeof block);
    pool->free[class] = block;
}

void callpark__pool_fini(struct pool *pool, const struct memory *memory)
{
    while (pool->slabs) {
        void *slab = pool->slabs;
        memcpy(&pool->slabs, slab, sizeof slab);
        callpark__free(memory, slab);
    }
    *pool = (struct pool){0};
}
