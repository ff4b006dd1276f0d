/* SPDX-License-Identifier: MIT */
/* Size-first structs of older and newer callers; all inline, because both libraries use it. */
#ifndef CALLPARK_STRUCT_H
#define CALLPARK_STRUCT_H

#include <string.h>

#include "callpark/callpark.h"

static inline size_t callpark__size_of(const void *theirs)
{
    size_t size;
    memcpy(&size, theirs, sizeof size);
    return size;
}

/* CALLPARK_OK or the error of a struct's |size|. */
static inline int callpark__check_size(size_t size, size_t first_size)
{
    if (size < first_size)
        return CALLPARK_ERR_STRUCT_SHORT;
    return size > 4096u ? CALLPARK_ERR_STRUCT_LONG : CALLPARK_OK;
}

static inline int callpark__check_tail(const void *theirs, size_t our_size, size_t size)
{
    const unsigned char *bytes = theirs;
    for (size_t i = our_size; i < size; i++) {
        if (bytes[i])
            return CALLPARK_ERR_STRUCT_FIELD;
    }
    return CALLPARK_OK;
}

static inline const void *callpark__read_other(void *ours, size_t our_size, size_t first_size,
                                               const void *theirs, int *error)
{
    size_t size = theirs ? callpark__size_of(theirs) : 0;
    *error = theirs ? callpark__check_size(size, first_size) : CALLPARK_ERR_INVALID;
    if (!*error)
        *error = callpark__check_tail(theirs, our_size, size);
    if (*error)
        return NULL;
    if (size >= our_size)
        return theirs;
    memset(ours, 0, our_size);
    return memcpy(ours, theirs, size);
}

/*
 * Checks a struct of the caller and returns it, or, if he has an older and smaller
 * one, a copy in |ours|, which has room for our size. |first_size| is its size in
 * the release that brought it, below which no caller can be. NULL with |*error|.
 */
static inline const void *callpark__read_struct(void *ours, size_t our_size, size_t first_size,
                                                const void *theirs, int *error)
{
    if (!theirs || callpark__size_of(theirs) != our_size)
        return callpark__read_other(ours, our_size, first_size, theirs, error);
    *error = CALLPARK_OK;
    return theirs;
}

/* Whether |theirs| can be written to; |first_size| as above. */
static inline int callpark__check_out(const void *theirs, size_t first_size)
{
    if (!theirs)
        return CALLPARK_ERR_INVALID;
    size_t size = callpark__size_of(theirs);
    return size == first_size ? CALLPARK_OK : callpark__check_size(size, first_size);
}

/* Writes as much of |ours| as the caller knows, and zeros behind it; its size stays. */
static inline void callpark__write_struct(void *theirs, const void *ours, size_t our_size)
{
    size_t size = callpark__size_of(theirs);
    size_t known = size < our_size ? size : our_size;
    unsigned char *bytes = theirs;
    memcpy(bytes + sizeof size, (const unsigned char *)ours + sizeof size, known - sizeof size);
    memset(bytes + known, 0, size - known);
}

#endif
