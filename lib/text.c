/* SPDX-License-Identifier: MIT */
#include "text.h"

#include <string.h>

#define ELSEWHERE 0x80u /* in the first byte: the address and size of the block follow */

/* The size of the packed block; its mask, too. */
static size_t packed_size(const struct texts *texts, unsigned *mask)
{
    size_t bytes = 1;
    *mask = 0;
    for (unsigned i = 0; i < TEXT_FIELDS; i++) {
        bool there = texts->field[i].s != NULL;
        *mask |= (unsigned)there << i;
        bytes += there ? texts->field[i].length + 2u : 0;
    }
    return bytes;
}

/* How many fields |mask| names. */
static unsigned fields_in(unsigned mask)
{
    mask -= mask >> 1 & 0x55u;
    mask = (mask & 0x33u) + (mask >> 2 & 0x33u);
    return (mask + (mask >> 4)) & 0x0fu;
}

static const unsigned char *block_of(const struct text_store *store)
{
    if (store->bytes[0] != ELSEWHERE)
        return store->bytes;
    const unsigned char *block;
    memcpy(&block, store->bytes + 1, sizeof block);
    return block;
}

static void write_block(unsigned char *block, const struct texts *texts, unsigned mask)
{
    unsigned char *length = block + 1;
    unsigned char *bytes = length + fields_in(mask);
    block[0] = (unsigned char)mask;
    for (const struct text *field = texts->field; mask; mask >>= 1, field++) {
        if (!(mask & 1))
            continue;
        *length++ = (unsigned char)field->length;
        memcpy(bytes, field->s, field->length);
        bytes[field->length] = 0;
        bytes += field->length + 1u;
    }
}

bool callpark__text_pack(struct text_store *store, const struct texts *texts, struct pool *pool,
                         const struct memory *memory)
{
    unsigned mask;
    size_t bytes = packed_size(texts, &mask);
    if (bytes <= TEXT_INLINE) {
        write_block(store->bytes, texts, mask);
        return true;
    }
    unsigned char *block = callpark__pool_take(pool, memory, bytes);
    if (!block)
        return false;
    write_block(block, texts, mask);
    store->bytes[0] = ELSEWHERE;
    memcpy(store->bytes + 1, &block, sizeof block);
    memcpy(store->bytes + 1 + sizeof block, &bytes, sizeof bytes);
    return true;
}

void callpark__text_unpack(const struct text_store *store, struct texts *texts)
{
    const unsigned char *block = block_of(store);
    const unsigned char *length = block + 1;
    unsigned mask = block[0];
    const char *bytes = (const char *)length + fields_in(mask);
    *texts = (struct texts){0};
    for (struct text *field = texts->field; mask; mask >>= 1, field++) {
        if (!(mask & 1))
            continue;
        *field = (struct text){bytes, *length};
        bytes += *length++ + 1u;
    }
}

void callpark__text_pointers(const struct text_store *store, const char *text[TEXT_FIELDS])
{
    const unsigned char *block = block_of(store);
    const unsigned char *length = block + 1;
    unsigned mask = block[0];
    const char *bytes = (const char *)length + fields_in(mask);
    for (int i = 0; i < TEXT_FIELDS; i++, mask >>= 1) {
        unsigned there = mask & 1;
        text[i] = there ? bytes : NULL;
        bytes += there ? *length + 1u : 0;
        length += there;
    }
}

void callpark__text_drop(const struct text_store *store, struct pool *pool)
{
    if (store->bytes[0] != ELSEWHERE)
        return;
    unsigned char *block;
    size_t bytes;
    memcpy(&block, store->bytes + 1, sizeof block);
    memcpy(&bytes, store->bytes + 1 + sizeof block, sizeof bytes);
    callpark__pool_give(pool, block, bytes);
}

struct text callpark__text_get(const struct text_store *store, enum text_field field)
{
    const unsigned char *block = block_of(store);
    const unsigned char *length = block + 1;
    const char *bytes = (const char *)length + fields_in(block[0]);
    if (!(block[0] >> field & 1))
        return (struct text){0};
    for (unsigned before = fields_in(block[0] & ((1u << field) - 1)); before; before--)
        bytes += *length++ + 1u;
    return (struct text){bytes, *length};
}

bool callpark__text_equal(struct text a, struct text b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.s, b.s, a.length) == 0);
}
