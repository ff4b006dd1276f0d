/* SPDX-License-Identifier: MIT */
/**
 * @file
 * Looks at the bytes of structs. Include <check.h> before.
 */
#ifndef CALLPARK_TESTS_SUPPORT_CLEARED_H
#define CALLPARK_TESTS_SUPPORT_CLEARED_H

#include <string.h>

/** Each byte of |memory| from |from| up to |to| is |byte|. */
static inline void untouched(const void *memory, size_t from, size_t to, unsigned char byte)
{
    for (size_t i = from; i < to; i++)
        ck_assert_msg(((const unsigned char *)memory)[i] == byte, "byte %zu was written to", i);
}

/** The init of struct callpark_|type| sets |size| and clears the rest. */
#define CLEARED(type)                                                                              \
    do {                                                                                           \
        struct callpark_##type one;                                                                \
        memset(&one, 0xc5, sizeof one);                                                            \
        callpark_##type##_init(&one);                                                              \
        ck_assert_uint_eq(one.size, sizeof one);                                                   \
        untouched(&one, sizeof(size_t), sizeof one, 0);                                            \
    } while (0)

#endif
