/* SPDX-License-Identifier: MIT */
/*
 * Size-first structs of older and newer callers, as lib/args.h of the core has it, whose
 * internals another library cannot reach.
 */
#ifndef CALLPARK_JSON_STRUCT_H
#define CALLPARK_JSON_STRUCT_H

#include <stddef.h>

/*
 * Checks a struct of the caller and returns it, or, if he has an older and smaller
 * one, a copy in |ours|, which has room for our size. |first_size| is its size in
 * the release that brought it, below which no caller can be. NULL with |*error|.
 */
const void *callpark__json_read_struct(void *ours, size_t our_size, size_t first_size,
                                       const void *theirs, int *error);

/* 0 if |theirs| can be written to; |first_size| as above. */
int callpark__json_check_out(const void *theirs, size_t first_size);

/* Writes as much of |ours| as the caller knows, and zeros behind it; its size stays. */
void callpark__json_write_struct(void *theirs, const void *ours, size_t our_size);

#endif
