/* SPDX-License-Identifier: MIT */
#include "text.h"

#include <string.h>

#define ELSEWHERE 0x80u /* in the first byte: a pointer to the block follows */

static size_t packed_size(const struct texts *texts)
{
    size_t bytes = 1;
    for (int i = 0; i < TEXT_FIELDS; i++) {
        if (texts->field[i].s)
            bytes += texts->field[i].length + 2u;
    }
    return bytes;
}

static const unsigned char *block_of(const struct text_store *store)
{
    if (store->bytes[0] != ELSEWHERE)
        return store->bytes;
    const unsigned char *block;
    memcpy(&block, store->bytes + 1, sizeof block);
    return block;
}

static void write_block(unsigned char *block, const struct texts *texts)
{
    unsigned char mask = 0;
    unsigned char *length = block + 1;
    for (int i = 0; i < TEXT_FIELDS; i++) {
        if (!texts->field[i].s)
            continue;
        mask |= (unsigned char)(1u << i);
        *length++ = (unsigned char)texts->field[i].length;
    }
    block[0] = mask;
    unsigned char *bytes = length;
    for (int i = 0; i < TEXT_FIELDS; i++) {
        if (!texts->field[i].s)
            continue;
        memcpy(bytes, texts->field[i].s, texts->field[i].length);
        bytes[texts->field[i].length] = 0;
        bytes += texts->field[i].length + 1u;
    }
}

bool callpark__text_pack(struct text_store *store, const struct texts *texts, struct pool *pool,
                         const struct memory *memory)
{
    size_t bytes = packed_size(texts);
    if (bytes <= TEXT_INLINE) {
        write_block(store->bytes, texts);
        return true;
    }
    unsigned char *block = callpark__pool_take(pool, memory, bytes);
    if (!block)
        return false;
    write_block(block, texts);
    store->bytes[0] = ELSEWHERE;
    memcpy(store->bytes + 1, &block, sizeof block);
    return true;
}

static uint32_t fields_in(unsigned mask)
{
    uint32_t count = 0;
    for (; mask; mask &= mask - 1)
        count++;
    return count;
}

void callpark__text_unpack(const struct text_store *store, struct texts *texts)
{
    const unsigned char *block = block_of(store);
    const unsigned char *length = block + 1;
    const char *bytes = (const char *)length + fields_in(block[0]);
    for (int i = 0; i < TEXT_FIELDS; i++) {
        texts->field[i] = (struct text){0};
        if (!(block[0] >> i & 1))
            continue;
        texts->field[i] = (struct text){bytes, *length};
        bytes += *length++ + 1u;
    }
}

void callpark__text_drop(const struct text_store *store, struct pool *pool)
{
    if (store->bytes[0] != ELSEWHERE)
        return;
    struct texts texts;
    callpark__text_unpack(store, &texts);
    unsigned char *block;
    memcpy(&block, store->bytes + 1, sizeof block);
    callpark__pool_give(pool, block, packed_size(&texts));
}

struct text callpark__text_get(const struct text_store *store, enum text_field field)
{
    const unsigned char *block = block_of(store);
    const unsigned char *length = block + 1;
    const char *bytes = (const char *)length + fields_in(block[0]);
    if (!(block[0] >> field & 1))
        return (struct text){0};
    for (int i = 0; i < (int)field; i++) {
        if (block[0] >> i & 1)
            bytes += *length++ + 1u;
    }
    return (struct text){bytes, *length};
}

bool callpark__text_equal(struct text a, struct text b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.s, b.s, a.length) == 0);
}
