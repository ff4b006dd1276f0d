/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE
#include "stopwatch.h"

#include <sys/resource.h>
#include <time.h>

uint64_t clock_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/* What reading the clock twice adds to each batch. */
static uint64_t clock_cost(void)
{
    uint64_t least = UINT64_MAX;
    for (int i = 0; i < 1000; i++) {
        uint64_t begin = clock_ns();
        uint64_t taken = clock_ns() - begin;
        least = taken < least ? taken : least;
    }
    return least;
}

static uint64_t ns_since(uint64_t begin)
{
    static _Thread_local uint64_t cost;
    uint64_t taken = clock_ns() - begin;
    if (!cost)
        cost = clock_cost();
    return taken > cost ? taken - cost : 0;
}

/* How often this thread had to make room for others. */
static long interruptions(void)
{
#ifdef RUSAGE_THREAD
    struct rusage usage;
    return getrusage(RUSAGE_THREAD, &usage) == 0 ? usage.ru_nivcsw : 0;
#else
    return 0;
#endif
}

void stopwatch_start(struct stopwatch *watch)
{
    watch->interrupted = interruptions();
    watch->begin = clock_ns();
}

void stopwatch_stop(struct stopwatch *watch, uint64_t done)
{
    uint64_t taken = ns_since(watch->begin);
    watch->all += done;
    watch->all_ns += taken;
    if (interruptions() != watch->interrupted)
        return;
    watch->counted += done;
    watch->ns += taken;
}

uint64_t stopwatch_read(const struct stopwatch *watch)
{
    if (!watch->counted)
        return watch->all_ns;
    return (uint64_t)((double)watch->ns / (double)watch->counted * (double)watch->all);
}
