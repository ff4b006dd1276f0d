/* SPDX-License-Identifier: MIT */
/*
 * Size-first structs of older and newer callers, as lib/args.h of the core has it, whose
 * internals another library cannot reach.
 */
#ifndef CALLPARK_JSON_STRUCT_H
#define CALLPARK_JSON_STRUCT_H

#include <stddef.h>
#include <string.h>

#include <callpark/callpark.h>

static inline size_t callpark__json_size_of(const void *theirs)
{
    size_t size;
    memcpy(&size, theirs, sizeof size);
    return size;
}

/* The same as those below without callers whose struct is not the same as ours. */
const void *callpark__json_read_other(void *ours, size_t our_size, size_t first_size,
                                      const void *theirs, int *error);
int callpark__json_check_size(size_t size, size_t first_size);
void callpark__json_write_other(void *theirs, const void *ours, size_t our_size);

/*
 * Checks a struct of the caller and returns it, or, if he has an older and smaller
 * one, a copy in |ours|, which has room for our size. |first_size| is its size in
 * the release that brought it, below which no caller can be. NULL with |*error|.
 */
static inline const void *callpark__json_read_struct(void *ours, size_t our_size, size_t first_size,
                                                     const void *theirs, int *error)
{
    if (!theirs || callpark__json_size_of(theirs) != our_size)
        return callpark__json_read_other(ours, our_size, first_size, theirs, error);
    *error = CALLPARK_OK;
    return theirs;
}

/* 0 if |theirs| can be written to; |first_size| as above. */
static inline int callpark__json_check_out(const void *theirs, size_t first_size)
{
    return theirs ? callpark__json_check_size(callpark__json_size_of(theirs), first_size)
                  : CALLPARK_ERR_INVALID;
}

/* Writes as much of |ours| as the caller knows, and zeros behind it; its size stays. */
static inline void callpark__json_write_struct(void *theirs, const void *ours, size_t our_size)
{
    const size_t front = sizeof our_size;
    if (callpark__json_size_of(theirs) == our_size)
        memcpy((char *)theirs + front, (const char *)ours + front, our_size - front);
    else
        callpark__json_write_other(theirs, ours, our_size);
}

#endif
