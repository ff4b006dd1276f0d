/* SPDX-License-Identifier: MIT */
/* Bits of a word, and words of bytes. */
#ifndef CALLPARK_BITS_H
#define CALLPARK_BITS_H

#include <stdint.h>
#include <string.h>

/* The number of the lowest bit that is set; |word| is not 0. */
static inline uint32_t callpark__lowest_bit(uint64_t word)
{
#if defined(__GNUC__)
    return (uint32_t)__builtin_ctzll(word);
#else
    uint32_t bit = 0;
    for (; !(word & 1); word >>= 1)
        bit++;
    return bit;
#endif
}

/* A number below |count| in the proportion of |hash| to 2^32; of none, 0. */
/*@ assigns \nothing;
    ensures \result < count || count == 0 == \result;
    ensures \result * 0x100000000 <= hash * count < (\result + 1) * 0x100000000; */
static inline uint32_t callpark__scaled(uint32_t hash, uint32_t count)
{
    return (uint32_t)((uint64_t)hash * count / 0x100000000);
}

/* The number after |at| of those below |count|, in a ring. */
/*@ requires at < count;
    assigns \nothing;
    ensures \result < count;
    ensures at + 1 < count ==> \result == at + 1;
    ensures at + 1 == count ==> \result == 0; */
static inline uint32_t callpark__next_in_ring(uint32_t at, uint32_t count)
{
    return at + 1 == count ? 0 : at + 1;
}

/* 8 bytes, the first in the lowest place. */
static inline uint64_t callpark__little_endian_64(const uint8_t *bytes)
{
    uint64_t word = 0;
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    memcpy(&word, bytes, sizeof word);
#else
    for (int i = 0; i < 8; i++)
        word |= (uint64_t)bytes[i] << 8 * i;
#endif
    return word;
}

/* 4 bytes, the first in the lowest place. */
static inline uint32_t callpark__little_endian_32(const uint8_t *bytes)
{
    uint32_t word = 0;
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    memcpy(&word, bytes, sizeof word);
#else
    for (int i = 0; i < 4; i++)
        word |= (uint32_t)bytes[i] << 8 * i;
#endif
    return word;
}

#endif
