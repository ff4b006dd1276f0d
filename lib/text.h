/* SPDX-License-Identifier: MIT */
/*
 * The strings of one call, one behind the other in the order of the fields. In the
 * record are their lengths; the bytes follow there if they are few. If not, the call id
 * stays in the record, where it is compared, and the others go to a block of the pool; a
 * long one goes with them.
 */
#ifndef CALLPARK_TEXT_H
#define CALLPARK_TEXT_H

#include <string.h>

#include "pool.h"

#define TEXT_LONGEST 255u
#define TEXT_INLINE 52

/* The bytes before the call id: of all strings, of it alone, of it with a block for the others. */
#define TEXT_HEADER 7u /* how the store is laid out, and the lengths */
#define TEXT_ALONE_HEADER 2u
#define TEXT_SPLIT_HEADER (TEXT_HEADER + sizeof(void *))

/* What is in a store, and the first byte of it says: */
enum text_layout {
    TEXT_OUTSIDE, /* the address of a block, where all strings are */
    TEXT_SPLIT,   /* that, and the call id behind it; the others are in the block */
    TEXT_WHOLE,   /* all strings, behind the lengths */
    TEXT_ALONE    /* the call id, behind its own length: it is the only string */
};

#define TEXT_LAYOUT 0x03u
#define TEXT_AT_EXTENSION 0x04u /* the last string is an extension */
#define TEXT_CLASS_SHIFT 3      /* from here on: the class of the block */

enum text_field {
    TEXT_CALL_ID,
    TEXT_PARKER,
    TEXT_PARKEE,
    TEXT_NAME,
    TEXT_NUMBER,
    TEXT_TAG,
    TEXT_EXTENSION, /* the place, if an extension holds the call */
    TEXT_FIELDS
};

/* A string and its length; NULL and 0: absent. */
struct text {
    const char *s;
    uint32_t length;
};

struct texts {
    struct text field[TEXT_FIELDS];
};

/*
 * First the layout, then the lengths of all fields but the extension, which a NUL ends like
 * all of them; then the address of the block, if there is one, or strings.
 */
struct text_store {
    unsigned char bytes[TEXT_INLINE];
};

/* Copies |texts| to |store|, whose content is overwritten; false if memory was refused. */
bool callpark__text_pack(struct text_store *store, const struct texts *texts, struct pool *pool,
                         const struct memory *memory);

/* |texts| points into |store|, which must not move meanwhile. */
void callpark__text_unpack(const struct text_store *store, struct texts *texts);

static inline enum text_layout callpark__text_layout(const struct text_store *store)
{
    return (enum text_layout)(store->bytes[0] & TEXT_LAYOUT);
}

static inline bool callpark__text_has_block(const struct text_store *store)
{
    return callpark__text_layout(store) <= TEXT_SPLIT;
}

/* Whether the strings are where their lengths say; for the invariant walker. */
bool callpark__text_sound(const struct text_store *store);

/* The block, if there is one. */
static inline char *callpark__text_block(const struct text_store *store)
{
    char *block;
    memcpy(&block, store->bytes + TEXT_HEADER, sizeof block);
    return block;
}

/* Gives back what the store holds outside itself. */
static inline void callpark__text_drop(const struct text_store *store, struct pool *pool)
{
    if (callpark__text_has_block(store))
        callpark__pool_give(pool, callpark__text_block(store), store->bytes[0] >> TEXT_CLASS_SHIFT);
}

/* Starts to load what the store holds outside itself. */
static inline void callpark__text_prefetch(const struct text_store *store)
{
    if (callpark__text_has_block(store))
        callpark__prefetch(callpark__text_block(store));
}

/* How far into a store of |layout|, not TEXT_OUTSIDE, its first string is, or would be. */
static inline size_t callpark__text_start(enum text_layout layout)
{
    static const unsigned char start[] = {
        [TEXT_SPLIT] = TEXT_SPLIT_HEADER,
        [TEXT_WHOLE] = TEXT_HEADER,
        [TEXT_ALONE] = TEXT_ALONE_HEADER,
    };
    return start[layout];
}

/* Where the first string is, or would be. */
static inline const char *callpark__text_first(const struct text_store *store)
{
    enum text_layout layout = callpark__text_layout(store);
    return layout == TEXT_OUTSIDE ? callpark__text_block(store)
                                  : (const char *)store->bytes + callpark__text_start(layout);
}

static inline struct text callpark__text_id(const struct text_store *store)
{
    uint32_t length = store->bytes[1];
    return (struct text){length ? callpark__text_first(store) : NULL, length};
}

/* A walk along the strings in the order of the fields, behind the call id. */
struct text_walk {
    const char *bytes;
    const unsigned char *length;
    bool at_extension;
};

static inline struct text_walk callpark__text_walk(const struct text_store *store)
{
    static const unsigned char absent[TEXT_FIELDS];
    enum text_layout layout = callpark__text_layout(store);
    uint32_t length = store->bytes[1];
    const char *behind = callpark__text_first(store) + length + (length != 0);
    return (struct text_walk){
        .bytes = layout == TEXT_SPLIT ? callpark__text_block(store) : behind,
        .length = layout == TEXT_ALONE ? absent : store->bytes + 2,
        .at_extension = store->bytes[0] & TEXT_AT_EXTENSION,
    };
}

/* The next field that is not the extension; it costs no branch. */
static inline struct text callpark__text_next(struct text_walk *walk)
{
    uint32_t length = *walk->length++;
    struct text text = {length ? walk->bytes : NULL, length};
    walk->bytes += length + (length != 0);
    return text;
}

/* The last field. */
static inline struct text callpark__text_extension(const struct text_walk *walk)
{
    if (!walk->at_extension)
        return (struct text){0};
    return (struct text){walk->bytes, (uint32_t)strlen(walk->bytes)};
}

/* One field, without unpacking the others. */
static inline struct text callpark__text_get(const struct text_store *store, enum text_field field)
{
    if (field == TEXT_CALL_ID)
        return callpark__text_id(store);
    struct text_walk walk = callpark__text_walk(store);
    for (unsigned i = TEXT_PARKER; i < (unsigned)field; i++)
        callpark__text_next(&walk);
    return field == TEXT_EXTENSION ? callpark__text_extension(&walk) : callpark__text_next(&walk);
}

/* One of them is not absent. */
static inline bool callpark__text_equal(struct text a, struct text b)
{
    return a.length == b.length && memcmp(a.s, b.s, a.length) == 0;
}

#endif
