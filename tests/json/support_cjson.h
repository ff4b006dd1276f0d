/* SPDX-License-Identifier: MIT */
/**
 * @file
 * cJSON's memory: counted, and refused on demand.
 */
#ifndef CALLPARK_TESTS_JSON_SUPPORT_CJSON_H
#define CALLPARK_TESTS_JSON_SUPPORT_CJSON_H

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

struct cjson_memory {
    unsigned long asked;
    unsigned long refuse; /**< the how manieth is refused; 0: none */
    long blocks;          /**< not freed yet */
    size_t bytes;
    size_t peak;
};

static struct cjson_memory cjson_memory;

/** In front of each block. */
union cjson_block {
    size_t bytes;
    max_align_t align;
};

static inline void *cjson_alloc(size_t bytes)
{
    if (++cjson_memory.asked == cjson_memory.refuse)
        return NULL;
    union cjson_block *block = malloc(sizeof *block + bytes);
    block->bytes = bytes;
    cjson_memory.blocks++;
    cjson_memory.bytes += bytes;
    if (cjson_memory.bytes > cjson_memory.peak)
        cjson_memory.peak = cjson_memory.bytes;
    return memset(block + 1, 0xa7, bytes);
}

static inline void cjson_free(void *memory)
{
    if (!memory)
        return;
    union cjson_block *block = (union cjson_block *)memory - 1;
    cjson_memory.blocks--;
    cjson_memory.bytes -= block->bytes;
    free(block);
}

/** Before a test, and again for each |refuse|. */
static inline void cjson_memory_start(unsigned long refuse)
{
    cJSON_Hooks hooks = {cjson_alloc, cjson_free};
    cJSON_InitHooks(&hooks);
    cjson_memory = (struct cjson_memory){.refuse = refuse};
}

static inline void cjson_memory_stop(void)
{
    cJSON_InitHooks(NULL);
}

#endif
