/* SPDX-License-Identifier: MIT */
/* The host's allocator, and sizes that cannot overflow. */
#ifndef CALLPARK_MEMORY_H
#define CALLPARK_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* No record, no position, no number: the end of every chain of 32-bit links. */
#define NONE UINT32_MAX

/* Starts to load the cache line of |address|, which need not be valid. */
static inline void callpark__prefetch(const void *address)
{
#if defined(__GNUC__)
    __builtin_prefetch(address);
#else
    (void)address;
#endif
}

struct memory {
    void *user;
    void *(*alloc)(void *user, size_t bytes);
    void (*free)(void *user, void *memory);
};

/* malloc and free of libc. */
struct memory callpark__memory_libc(void);

/* NULL if the allocator refuses. */
void *callpark__alloc(const struct memory *memory, size_t bytes);

/* NULL is allowed. */
void callpark__free(const struct memory *memory, void *block);

/* False if |count| items of |item| bytes do not fit a size_t; else |*bytes| is set. */
bool callpark__array_bytes(size_t count, size_t item, size_t *bytes);

/* |count| items of |item| bytes, without content. NULL if refused or too many. */
void *callpark__array_new(const struct memory *memory, size_t count, size_t item);

/* The same, beginning at a multiple of |alignment|, somewhere in |*block|, which is what
 * will be freed. */
void *callpark__array_aligned(const struct memory *memory, size_t count, size_t item,
                              size_t alignment, void **block);

/* An array of |count| items with the first |used| items of |old| copied, the rest
 * zero. NULL as above; |old| is the caller's to free. */
void *callpark__array_copy(const struct memory *memory, const void *old, size_t used, size_t count,
                           size_t item);

/* A capacity of at least |need| that grows |capacity| by half. */
uint32_t callpark__grown(uint32_t capacity, uint32_t need);

#endif
