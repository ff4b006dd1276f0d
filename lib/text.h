/* SPDX-License-Identifier: MIT */
/*
 * The strings of one call, one behind the other in the order of the fields. In the
 * record are the lengths of all; the bytes follow there if they are few, else they
 * are in one block of the pool.
 */
#ifndef CALLPARK_TEXT_H
#define CALLPARK_TEXT_H

#include <string.h>

#include "pool.h"

#define TEXT_LONGEST 255u
#define TEXT_INLINE 52
#define TEXT_HEADER (1 + TEXT_FIELDS) /* before the strings, ... */
#define TEXT_ALONE 2                  /* ... or before a call id that is alone */

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
 * First where in the store the strings begin, or 0 if they are in a block: then behind
 * the lengths are its address and its size. A call id that is alone and would not fit
 * behind all lengths stands behind its own.
 */
struct text_store {
    unsigned char bytes[TEXT_INLINE];
};

/* Copies |texts| to |store|, whose content is overwritten; false if memory was refused. */
bool callpark__text_pack(struct text_store *store, const struct texts *texts, struct pool *pool,
                         const struct memory *memory);

/* |texts| points into |store|, which must not move meanwhile. */
void callpark__text_unpack(const struct text_store *store, struct texts *texts);

void callpark__text_drop_block(const struct text_store *store, struct pool *pool);

/* Gives back what the store holds outside itself. */
static inline void callpark__text_drop(const struct text_store *store, struct pool *pool)
{
    if (!store->bytes[0])
        callpark__text_drop_block(store, pool);
}

/* Whether the strings are where their lengths say; for the invariant walker. */
bool callpark__text_sound(const struct text_store *store);

/* Where the strings begin. */
static inline const char *callpark__text_first(const struct text_store *store)
{
    const char *block;
    if (store->bytes[0])
        return (const char *)store->bytes + store->bytes[0];
    memcpy(&block, store->bytes + TEXT_HEADER, sizeof block);
    return block;
}

/* Starts to load what the store holds outside itself. */
static inline void callpark__text_prefetch(const struct text_store *store)
{
    callpark__prefetch(callpark__text_first(store));
}

/* A walk along the strings in the order of the fields. */
struct text_walk {
    const char *bytes;
    const unsigned char *length;
};

/* The next field; it costs no branch. */
static inline struct text callpark__text_next(struct text_walk *walk)
{
    uint32_t length = *walk->length++;
    struct text text = {length ? walk->bytes : NULL, length};
    walk->bytes += length + (length != 0);
    return text;
}

/* Begins a walk; returns the first field, the call id. */
static inline struct text callpark__text_begin(const struct text_store *store,
                                               struct text_walk *walk)
{
    static const unsigned char absent[TEXT_FIELDS];
    *walk = (struct text_walk){callpark__text_first(store), store->bytes + 1};
    struct text id = callpark__text_next(walk);
    walk->length = store->bytes[0] == TEXT_ALONE ? absent : walk->length;
    return id;
}

/* One field, without unpacking the others. */
static inline struct text callpark__text_get(const struct text_store *store, enum text_field field)
{
    struct text_walk walk;
    struct text text = callpark__text_begin(store, &walk);
    for (unsigned i = 0; i < field; i++)
        text = callpark__text_next(&walk);
    return text;
}

static inline bool callpark__text_equal(struct text a, struct text b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.s, b.s, a.length) == 0);
}

#endif
