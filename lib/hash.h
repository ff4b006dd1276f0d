/* SPDX-License-Identifier: MIT */
/* Keyed hashes, so that nobody outside can choose names that collide. */
#ifndef CALLPARK_HASH_H
#define CALLPARK_HASH_H

#include <stddef.h>
#include <stdint.h>

#define HASH_GOLDEN 0x9e3779b97f4a7c15u /* 2^64 / golden ratio: its multiples spread well */

struct hash_key {
    uint64_t k0;
    uint64_t k1;
};

/* Reads the key as little-endian words, the same on every machine. */
struct hash_key callpark__hash_key(const uint8_t bytes[16]);

/* SipHash-1-3 of |length| bytes. */
uint64_t callpark__siphash(struct hash_key key, const void *bytes, size_t length);

/* 32 bits that name the text in |scope|, a number that the library gave. Scopes are few and
 * not chosen by strangers: to be far apart is enough. */
static inline uint32_t callpark__hash_text(struct hash_key key, uint32_t scope, const char *text,
                                           size_t length)
{
    return (uint32_t)((callpark__siphash(key, text, length) + (uint64_t)scope * HASH_GOLDEN) >> 32);
}

/* 32 bits that name a number that the library gave. */
uint32_t callpark__hash_number(struct hash_key key, uint64_t number);

#endif
