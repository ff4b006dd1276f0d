/* SPDX-License-Identifier: MIT */
/* A text behind which nothing can be read: whoever does crashes. */
#ifndef SUPPORT_GUARDED_H
#define SUPPORT_GUARDED_H

#include <check.h>

#include <string.h>
#include <sys/mman.h>

#define GUARDED_PAGE 65536u
#define GUARDED_MOST (2 * GUARDED_PAGE)

/* A copy of |length| bytes, until the next call. */
static inline char *guarded(const void *bytes, size_t length)
{
    static char *room;
    if (!room) {
        room = mmap(NULL, GUARDED_MOST + GUARDED_PAGE, PROT_READ | PROT_WRITE,
                    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        ck_assert(room != MAP_FAILED);
        ck_assert_int_eq(mprotect(room + GUARDED_MOST, GUARDED_PAGE, PROT_NONE), 0);
    }
    ck_assert_uint_le(length, GUARDED_MOST);
    return memcpy(room + GUARDED_MOST - length, bytes, length);
}

/* With its NUL. */
static inline char *guarded_text(const char *text)
{
    return guarded(text, strlen(text) + 1);
}

#endif
