/* SPDX-License-Identifier: MIT */
#include "memory.h"

#include <stdlib.h>
#include <string.h>

static void *libc_alloc(void *user, size_t bytes)
{
    (void)user;
    return malloc(bytes);
}

static void libc_free(void *user, void *memory)
{
    (void)user;
    free(memory);
}

struct memory callpark__memory_libc(void)
{
    return (struct memory){.alloc = libc_alloc, .free = libc_free};
}

void *callpark__alloc(const struct memory *memory, size_t bytes)
{
    return memory->alloc(memory->user, bytes);
}

void callpark__free(const struct memory *memory, void *block)
{
    if (block)
        memory->free(memory->user, block);
}

/*@ requires \valid(bytes);
    assigns *bytes;
    ensures \result <==> count * item <= SIZE_MAX;
    ensures \result ==> *bytes == count * item;
    ensures !\result ==> *bytes == \old(*bytes); */
bool callpark__array_bytes(size_t count, size_t item, size_t *bytes)
{
    if (item && count > SIZE_MAX / item)
        return false;
    *bytes = count * item;
    return true;
}

void *callpark__array_new(const struct memory *memory, size_t count, size_t item)
{
    size_t bytes;
    return callpark__array_bytes(count, item, &bytes) ? callpark__alloc(memory, bytes) : NULL;
}

void *callpark__array_aligned(const struct memory *memory, size_t count, size_t item,
                              size_t alignment, void **block)
{
    size_t bytes;
    if (!callpark__array_bytes(count, item, &bytes) || bytes > SIZE_MAX - alignment)
        return NULL;
    unsigned char *first = callpark__alloc(memory, bytes + alignment - 1);
    if (!first)
        return NULL;
    *block = first;
    return first + (alignment - (uintptr_t)first % alignment) % alignment;
}

void *callpark__array_copy(const struct memory *memory, const void *old, size_t used, size_t count,
                           size_t item)
{
    unsigned char *array = callpark__array_new(memory, count, item);
    if (!array)
        return NULL;
    if (used)
        memcpy(array, old, used * item);
    memset(array + used * item, 0, (count - used) * item);
    return array;
}

/*@ assigns \nothing;
    ensures need <= \result;
    ensures capacity + capacity / 2 <= NONE ==> capacity + capacity / 2 <= \result;
    ensures capacity + capacity / 2 > NONE ==> \result == NONE; */
uint32_t callpark__grown(uint32_t capacity, uint32_t need)
{
    uint32_t half = capacity / 2;
    uint32_t grown = capacity <= NONE - half ? capacity + half : NONE;
    return grown < need ? need : grown;
}
