/* SPDX-License-Identifier: MIT */
/*
 * The strings of one call. In the record are a mask of those present and their
 * lengths; the bytes follow there if they are few, else in one block of the pool.
 */
#ifndef CALLPARK_TEXT_H
#define CALLPARK_TEXT_H

#include "pool.h"

#define TEXT_LONGEST 255u
#define TEXT_INLINE 52

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

struct text_store {
    unsigned char bytes[TEXT_INLINE];
};

/* Copies |texts| to |store|, whose content is overwritten; false if memory was refused. */
bool callpark__text_pack(struct text_store *store, const struct texts *texts, struct pool *pool,
                         const struct memory *memory);

/* |texts| points into |store|, which must not move meanwhile. */
void callpark__text_unpack(const struct text_store *store, struct texts *texts);

/* Gives back what the store holds outside itself. */
void callpark__text_drop(const struct text_store *store, struct pool *pool);

/* Starts to load what the store holds outside itself. */
void callpark__text_prefetch(const struct text_store *store);

/* One field, without unpacking the others. */
struct text callpark__text_get(const struct text_store *store, enum text_field field);

bool callpark__text_equal(struct text a, struct text b);

#endif
