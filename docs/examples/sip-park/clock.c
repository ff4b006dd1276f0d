/* SPDX-License-Identifier: MIT */
#include "clock.h"

#include <time.h>

static uint64_t real_ms(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000u + (uint64_t)time.tv_nsec / 1000000u;
}

void clock_start(struct park_clock *clock, uint32_t speed)
{
    clock->started = real_ms();
    clock->speed = speed;
}

callpark_time clock_now(const struct park_clock *clock)
{
    return 1 + (real_ms() - clock->started) * clock->speed;
}

uint64_t clock_wait(const struct park_clock *clock, callpark_time time)
{
    const callpark_time now = clock_now(clock);
    if (time == CALLPARK_NEVER)
        return UINT64_MAX;
    return time <= now ? 0 : (time - now - 1) / clock->speed + 1;
}
