/* SPDX-License-Identifier: MIT */
#include "support_source.h"

#include <stdlib.h>
#include <string.h>

void *source_alloc(void *user, size_t bytes)
{
    struct source *source = user;
    source->bytes = bytes;
    if (++source->asked == source->refuse_at || source->left == 0) {
        source->refused = true;
        return NULL;
    }
    void *block = malloc(bytes);
    if (block == NULL)
        return NULL;
    source->left--;
    source->granted++;
    return source->dirty ? memset(block, 0xa7, bytes) : block;
}

void source_free(void *user, void *block)
{
    struct source *source = user;
    source->freed++;
    free(block);
}
