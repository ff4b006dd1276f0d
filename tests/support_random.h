/* SPDX-License-Identifier: MIT */
/**
 * @file
 * splitmix64: the same numbers from the same seed on every machine. Or the bytes that a
 * fuzzer chose, and zeros after the last of them.
 */
#ifndef CALLPARK_TESTS_SUPPORT_RANDOM_H
#define CALLPARK_TESTS_SUPPORT_RANDOM_H

#include <stdbool.h>
#include <stdint.h>

struct random {
    uint64_t state;
    const uint8_t *bytes, *end; /**< NULL: from |state| */
};

/** The next |count| bytes as a number. */
static inline uint64_t random_bytes(struct random *random, unsigned count)
{
    uint64_t number = 0;
    for (; count > 0 && random->bytes < random->end; count--)
        number = number << 8 | *random->bytes++;
    return number;
}

static inline uint64_t random_next(struct random *random)
{
    if (random->bytes != 0)
        return random_bytes(random, 8);
    uint64_t z = random->state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/** From 0 to |n| - 1; |n| is not 0. */
static inline uint32_t random_below(struct random *random, uint32_t n)
{
    if (random->bytes != 0)
        return (uint32_t)(random_bytes(random, n <= 256 ? 1 : n <= 65536 ? 2 : 4) % n);
    return (uint32_t)((random_next(random) >> 32) % n);
}

/** True |percent| times in a hundred. */
static inline bool random_chance(struct random *random, uint32_t percent)
{
    return random_below(random, 100) < percent;
}

#endif
