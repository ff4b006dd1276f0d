/* SPDX-License-Identifier: MIT */
#include "pool.h"

#define SLAB 4096u
#define FIRST_SLAB 1024u /* enough for a registry without calls */
#define SLAB_HEADER 16u  /* room for the link, and malloc's alignment kept */

/* 16 classes of 16, 32 ... 256, then four to each doubling up to 2048. */
uint32_t callpark__pool_large_class(size_t bytes)
{
    uint32_t class = POOL_STEPS;
    size_t base = POOL_STEPS * POOL_STEP;
    for (; bytes > 2 * base; base *= 2)
        class += 4;
    return class + (uint32_t)((bytes - base + base / 4 - 1) / (base / 4)) - 1;
}

size_t callpark__pool_block(uint32_t class)
{
    assert(class < POOL_CLASSES);
    if (class < POOL_STEPS)
        return ((size_t) class + 1) * POOL_STEP;
    size_t base = (size_t)POOL_STEPS * POOL_STEP << (class - POOL_STEPS) / 4;
    return base + base / 4 * ((class - POOL_STEPS) % 4 + 1);
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
        size_t bytes =
            pool->fresh_bytes < POOL_STEPS * POOL_STEP ? pool->fresh_bytes : POOL_STEPS * POOL_STEP;
        callpark__pool_give(pool, carve(pool, bytes), callpark__pool_class(bytes));
    }
}

/* With room for |block| bytes. */
static bool add_slab(struct pool *pool, const struct memory *memory, size_t block)
{
    size_t bytes = pool->slabs || block > FIRST_SLAB - SLAB_HEADER ? SLAB : FIRST_SLAB;
    unsigned char *slab = callpark__alloc(memory, bytes);
    if (!slab)
        return false;
    use_up(pool);
    memcpy(slab, &pool->slabs, sizeof pool->slabs);
    pool->slabs = slab;
    pool->fresh = slab + SLAB_HEADER;
    pool->fresh_bytes = bytes - SLAB_HEADER;
    return true;
}

void *callpark__pool_carve(struct pool *pool, const struct memory *memory, uint32_t class)
{
    size_t bytes = callpark__pool_block(class);
    if (bytes > pool->fresh_bytes && !add_slab(pool, memory, bytes))
        return NULL;
    return carve(pool, bytes);
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
