/* SPDX-License-Identifier: MIT */
/* What the programs that count instructions share. */
#ifndef BENCH_GROWTH_H
#define BENCH_GROWTH_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static inline void expect(int right, const char *what)
{
    if (right)
        return;
    fprintf(stderr, "growth: %s\n", what);
    exit(1);
}

/* A random number below |limit|; the same ones in each run. */
static inline uint32_t below(uint64_t *random, uint32_t limit)
{
    *random = *random * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((*random >> 32) * limit >> 32);
}

#endif
