/* SPDX-License-Identifier: MIT */
#include "text.h"

/* Behind the lengths, if the strings are in a block. */
struct elsewhere {
    unsigned char *block;
    uint16_t size;
};

_Static_assert(TEXT_HEADER + sizeof(struct elsewhere) <= TEXT_INLINE, "the address fits");
_Static_assert((TEXT_LONGEST + 1) * TEXT_FIELDS <= POOL_LARGEST, "all fields fit in a block");

static inline size_t pack_length(unsigned char *lengths, const struct texts *texts,
                                 enum text_field field)
{
    uint32_t length = texts->field[field].length;
    lengths[field] = (unsigned char)length;
    return length + (length != 0);
}

/* The lengths are written; the strings take as many bytes as are returned. */
static size_t pack_lengths(unsigned char *lengths, const struct texts *texts)
{
    size_t bytes = pack_length(lengths, texts, TEXT_CALL_ID);
    bytes += pack_length(lengths, texts, TEXT_PARKER);
    bytes += pack_length(lengths, texts, TEXT_PARKEE);
    bytes += pack_length(lengths, texts, TEXT_NAME);
    bytes += pack_length(lengths, texts, TEXT_NUMBER);
    bytes += pack_length(lengths, texts, TEXT_TAG);
    return bytes + pack_length(lengths, texts, TEXT_EXTENSION);
}

static inline unsigned char *append(unsigned char *to, struct text text)
{
    if (!text.length)
        return to;
    memcpy(to, text.s, text.length);
    to[text.length] = 0;
    return to + text.length + 1;
}

/* Here and above a loop would take a third longer. */
static void pack_bytes(unsigned char *bytes, const struct texts *texts)
{
    bytes = append(bytes, texts->field[TEXT_CALL_ID]);
    bytes = append(bytes, texts->field[TEXT_PARKER]);
    bytes = append(bytes, texts->field[TEXT_PARKEE]);
    bytes = append(bytes, texts->field[TEXT_NAME]);
    bytes = append(bytes, texts->field[TEXT_NUMBER]);
    bytes = append(bytes, texts->field[TEXT_TAG]);
    append(bytes, texts->field[TEXT_EXTENSION]);
}

static unsigned char *place_outside(struct text_store *store, size_t size, struct pool *pool,
                                    const struct memory *memory)
{
    struct elsewhere elsewhere = {callpark__pool_take(pool, memory, size), (uint16_t)size};
    store->bytes[0] = 0;
    memcpy(store->bytes + TEXT_HEADER, &elsewhere, sizeof elsewhere);
    return elsewhere.block;
}

static unsigned char *place_inside(struct text_store *store, unsigned at)
{
    store->bytes[0] = (unsigned char)at;
    return store->bytes + at;
}

bool callpark__text_pack(struct text_store *store, const struct texts *texts, struct pool *pool,
                         const struct memory *memory)
{
    size_t size = pack_lengths(store->bytes + 1, texts);
    bool alone = size == texts->field[TEXT_CALL_ID].length + 1u;
    unsigned char *bytes;
    if (TEXT_HEADER + size <= TEXT_INLINE)
        bytes = place_inside(store, TEXT_HEADER);
    else if (alone && TEXT_ALONE + size <= TEXT_INLINE)
        bytes = place_inside(store, TEXT_ALONE);
    else
        bytes = place_outside(store, size, pool, memory);
    if (bytes)
        pack_bytes(bytes, texts);
    return bytes != NULL;
}

void callpark__text_unpack(const struct text_store *store, struct texts *texts)
{
    struct text_walk walk;
    texts->field[TEXT_CALL_ID] = callpark__text_begin(store, &walk);
    for (unsigned i = TEXT_CALL_ID + 1; i < TEXT_FIELDS; i++)
        texts->field[i] = callpark__text_next(&walk);
}

void callpark__text_drop_block(const struct text_store *store, struct pool *pool)
{
    struct elsewhere elsewhere;
    memcpy(&elsewhere, store->bytes + TEXT_HEADER, sizeof elsewhere);
    callpark__pool_give(pool, elsewhere.block, elsewhere.size);
}

bool callpark__text_sound(const struct text_store *store)
{
    struct elsewhere elsewhere;
    struct texts texts;
    size_t size = 0;
    callpark__text_unpack(store, &texts);
    for (unsigned i = 0; i < TEXT_FIELDS; i++)
        size += texts.field[i].length + (texts.field[i].length != 0);
    if (store->bytes[0])
        return (store->bytes[0] == TEXT_ALONE || store->bytes[0] == TEXT_HEADER) &&
               store->bytes[0] + size <= TEXT_INLINE;
    memcpy(&elsewhere, store->bytes + TEXT_HEADER, sizeof elsewhere);
    return TEXT_HEADER + size > TEXT_INLINE && elsewhere.size == size;
}
