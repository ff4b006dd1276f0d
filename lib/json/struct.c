/* SPDX-License-Identifier: MIT */
#include "json/struct.h"

#include <callpark/callpark.h>

#define LARGEST_STRUCT 4096u

static int check_tail(const void *theirs, size_t our_size, size_t size)
{
    const unsigned char *bytes = theirs;
    for (size_t i = our_size; i < size; i++) {
        if (bytes[i])
            return CALLPARK_ERR_STRUCT_FIELD;
    }
    return CALLPARK_OK;
}

int callpark__json_check_size(size_t size, size_t first_size)
{
    if (size < first_size)
        return CALLPARK_ERR_STRUCT_SHORT;
    return size > LARGEST_STRUCT ? CALLPARK_ERR_STRUCT_LONG : CALLPARK_OK;
}

const void *callpark__json_read_other(void *ours, size_t our_size, size_t first_size,
                                      const void *theirs, int *error)
{
    *error = callpark__json_check_out(theirs, first_size);
    if (*error)
        return NULL;
    size_t size = callpark__json_size_of(theirs);
    *error = check_tail(theirs, our_size, size);
    if (*error)
        return NULL;
    if (size >= our_size)
        return theirs;
    memset(ours, 0, our_size);
    return memcpy(ours, theirs, size);
}

void callpark__json_write_other(void *theirs, const void *ours, size_t our_size)
{
    size_t size = callpark__json_size_of(theirs);
    size_t known = size < our_size ? size : our_size;
    unsigned char *bytes = theirs;
    memcpy(bytes + sizeof size, (const unsigned char *)ours + sizeof size, known - sizeof size);
    memset(bytes + known, 0, size - known);
}
