/* SPDX-License-Identifier: MIT */
/* The time that work takes, without the parts in which the system gave the processor to
 * somebody else: those tell of the machine. */
#ifndef BENCH_STOPWATCH_H
#define BENCH_STOPWATCH_H

#include <stdint.h>

/* All 0 at first. */
struct stopwatch {
    uint64_t counted; /* done without interruption */
    uint64_t ns;      /* that they took */
    uint64_t all;
    uint64_t all_ns;
    uint64_t begin;
    long interrupted;
};

uint64_t clock_ns(void);

/* One part: short, so that few are interrupted. |done| is how much was done in it. */
void stopwatch_start(struct stopwatch *watch);
void stopwatch_stop(struct stopwatch *watch, uint64_t done);

/* The ns that all of it would have taken without interruptions. */
uint64_t stopwatch_read(const struct stopwatch *watch);

#endif
