/* SPDX-License-Identifier: MIT */
/* What strings in JSON are made of. */
#ifndef CALLPARK_JSON_CHARACTERS_H
#define CALLPARK_JSON_CHARACTERS_H

#include <stdbool.h>
#include <stddef.h>

#include "bits.h"

/* Whether |c| stands for itself in a string and is a character of one byte. */
static inline bool callpark__json_is_simple(unsigned char c)
{
    return c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
}

/* The top bit of each byte of |word| that is not simple; of those behind it anything. */
static inline uint64_t callpark__json_not_simple(uint64_t word)
{
    const uint64_t ones = 0x0101010101010101;
    const uint64_t quote = word ^ ones * '"';
    const uint64_t backslash = word ^ ones * '\\';
    uint64_t low = word - ones * 0x20;
    return (word | low | (quote - ones) | (backslash - ones)) & ones * 0x80;
}

/* How many bytes from |s| to |end| are simple: eight at a time, then one by one. */
static inline size_t callpark__json_simple(const unsigned char *s, const unsigned char *end)
{
    const unsigned char *at = s;
    for (; end - at >= 8; at += 8) {
        uint64_t others = callpark__json_not_simple(callpark__little_endian_64(at));
        if (others)
            return (size_t)(at - s) + callpark__lowest_bit(others) / 8;
    }
    while (at < end && callpark__json_is_simple(*at))
        at++;
    return (size_t)(at - s);
}

/* Whether all of |s| is simple. Its end is looked at twice rather than byte by byte. */
static inline bool callpark__json_all_simple(const unsigned char *s, size_t length)
{
    uint64_t others = 0;
    if (length < 8)
        return callpark__json_simple(s, s + length) == length;
    for (size_t i = 0; i < length - 7; i += 8)
        others |= callpark__json_not_simple(callpark__little_endian_64(s + i));
    others |= callpark__json_not_simple(callpark__little_endian_64(s + length - 8));
    return !others;
}

/* The length of the character of more than one byte at |s|, in front of |end|; 0: there is none. */
size_t callpark__json_character(const unsigned char *s, const unsigned char *end);

#endif
