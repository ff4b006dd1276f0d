/* SPDX-License-Identifier: MIT */
#include "text.h"

#include <string.h>

#define ELSEWHERE 0x80u /* with the mask: behind the lengths is the address of the bytes */

/* How many fields |mask| names. */
static unsigned fields_in(unsigned mask)
{
    mask -= mask >> 1 & 0x55u;
    mask = (mask & 0x33u) + (mask >> 2 & 0x33u);
    return (mask + (mask >> 4)) & 0x0fu;
}

/* The lengths behind the mask, which is returned; the sizes of the strings are summed. */
static unsigned pack_lengths(unsigned char *header, const struct texts *texts, size_t *bytes)
{
    unsigned mask = 0;
    *bytes = 0;
    for (unsigned i = 0; i < TEXT_FIELDS; i++) {
        if (!texts->field[i].s)
            continue;
        mask |= 1u << i;
        *++header = (unsigned char)texts->field[i].length;
        *bytes += texts->field[i].length + 1u;
    }
    return mask;
}

static void pack_bytes(unsigned char *bytes, const struct texts *texts)
{
    for (unsigned i = 0; i < TEXT_FIELDS; i++) {
        const struct text *field = &texts->field[i];
        if (!field->s)
            continue;
        memcpy(bytes, field->s, field->length);
        bytes[field->length] = 0;
        bytes += field->length + 1u;
    }
}

bool callpark__text_pack(struct text_store *store, const struct texts *texts, struct pool *pool,
                         const struct memory *memory)
{
    size_t size;
    unsigned mask = pack_lengths(store->bytes, texts, &size);
    size_t header = 1 + fields_in(mask);
    unsigned char *bytes = store->bytes + header;
    store->bytes[0] = (unsigned char)mask;
    if (header + size > TEXT_INLINE) {
        bytes = callpark__pool_take(pool, memory, size);
        if (!bytes)
            return false;
        store->bytes[0] |= ELSEWHERE;
        memcpy(store->bytes + header, &bytes, sizeof bytes);
    }
    pack_bytes(bytes, texts);
    return true;
}

/* Where the strings begin, one behind the other in the order of the fields. */
static const char *first_string(const struct text_store *store)
{
    unsigned mask = store->bytes[0];
    const unsigned char *behind = store->bytes + 1 + fields_in(mask & ~ELSEWHERE);
    const char *elsewhere;
    if (!(mask & ELSEWHERE))
        return (const char *)behind;
    memcpy(&elsewhere, behind, sizeof elsewhere);
    return elsewhere;
}

void callpark__text_unpack(const struct text_store *store, struct texts *texts)
{
    const unsigned char *length = store->bytes + 1;
    const char *bytes = first_string(store);
    unsigned mask = store->bytes[0];
    for (int i = 0; i < TEXT_FIELDS; i++, mask >>= 1) {
        uint32_t there = mask & 1;
        texts->field[i] = (struct text){there ? bytes : NULL, there ? *length : 0};
        bytes += there ? *length + 1u : 0;
        length += there;
    }
}

void callpark__text_drop(const struct text_store *store, struct pool *pool)
{
    unsigned fields = fields_in(store->bytes[0] & ~ELSEWHERE);
    unsigned char *block;
    size_t size = fields;
    if (!(store->bytes[0] & ELSEWHERE))
        return;
    memcpy(&block, store->bytes + 1 + fields, sizeof block);
    for (unsigned i = 1; i <= fields; i++)
        size += store->bytes[i];
    callpark__pool_give(pool, block, size);
}

void callpark__text_prefetch(const struct text_store *store)
{
    if (store->bytes[0] & ELSEWHERE)
        callpark__prefetch(first_string(store));
}

struct text callpark__text_get(const struct text_store *store, enum text_field field)
{
    unsigned mask = store->bytes[0];
    const unsigned char *length = store->bytes + 1;
    const char *bytes = first_string(store);
    if (!(mask >> field & 1))
        return (struct text){0};
    for (unsigned before = fields_in(mask & ((1u << field) - 1)); before; before--)
        bytes += *length++ + 1u;
    return (struct text){bytes, *length};
}

bool callpark__text_equal(struct text a, struct text b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.s, b.s, a.length) == 0);
}
