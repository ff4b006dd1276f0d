/* SPDX-License-Identifier: MIT */
#include "pool.h"

#include <assert.h>
#include <string.h>

#define STEP 16u
#define STEPS 16u /* so many classes are a step larger each */
#define SLAB 4096u
#define SLAB_HEADER 16u /* room for the link, and malloc's alignment kept */

/* 16 classes of 16, 32 ... 256, then four to each doubling up to 2048. */
uint32_t callpark__pool_class(size_t bytes)
{
    assert(bytes && bytes <= POOL_LARGEST);
    if (bytes <= STEPS * STEP)
        return (uint32_t)(bytes - 1) / STEP;
    uint32_t class = STEPS;
    size_t base = STEPS * STEP;
    for (; bytes > 2 * base; base *= 2)
        class += 4;
    return class + (uint32_t)((bytes - base + base / 4 - 1) / (base / 4)) - 1;
}

size_t callpark__pool_block(uint32_t class)
{
    assert(class < POOL_CLASSES);
    if (class < STEPS)
        return ((size_t) class + 1) * STEP;
    size_t base = (size_t)STEPS * STEP << (class - STEPS) / 4;
    return base + base / 4 * ((class - STEPS) % 4 + 1);
}

static unsigned char *carve(struct pool *pool, size_t bytes)
{
    unsigned char *block = pool->fresh;
    pool->fresh += bytes;
    pool->fresh_bytes -= bytes;
    return block;
}

/* What is left of a slab becomes small blocks. */
static void use_up(struct pool *pool)
{
    while (pool->fresh_bytes) {
        size_t bytes = pool->fresh_bytes < STEPS * STEP ? pool->fresh_bytes : STEPS * STEP;
        callpark__pool_give(pool, carve(pool, bytes), bytes);
    }
}

static bool add_slab(struct pool *pool, const struct memory *memory)
{
    unsigned char *slab = callpark__alloc(memory, SLAB);
    if (!slab)
        return false;
    use_up(pool);
    memcpy(slab, &pool->slabs, sizeof pool->slabs);
    pool->slabs = slab;
    pool->fresh = slab + SLAB_HEADER;
    pool->fresh_bytes = SLAB - SLAB_HEADER;
    return true;
}

void *callpark__pool_take(struct pool *pool, const struct memory *memory, size_t bytes)
{
    uint32_t class = callpark__pool_class(bytes);
    size_t block_bytes = callpark__pool_block(class);
    void *block = pool->free[class];
    if (block) {
        memcpy(&pool->free[class], block, sizeof block);
        return block;
    }
    if (block_bytes > pool->fresh_bytes && !add_slab(pool, memory))
        return NULL;
    return carve(pool, block_bytes);
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
