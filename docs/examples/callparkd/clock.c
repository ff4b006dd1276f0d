/* SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE 1 /* clock_gettime, tm_gmtoff */

#include "clock.h"

#include <time.h>

static uint64_t read_ms(clockid_t id)
{
    struct timespec time;
    clock_gettime(id, &time);
    return (uint64_t)time.tv_sec * 1000u + (uint64_t)time.tv_nsec / 1000000u;
}

uint64_t real_ms(void)
{
    return read_ms(CLOCK_MONOTONIC);
}

int64_t wall_ms(void)
{
    return (int64_t)read_ms(CLOCK_REALTIME);
}

void clock_start(struct park_clock *clock, uint32_t speed)
{
    clock->started = real_ms();
    clock->started_on = wall_ms();
    clock->speed = speed;
}

callpark_time clock_now(const struct park_clock *clock)
{
    return 1 + (real_ms() - clock->started) * clock->speed;
}

int64_t clock_wall(const struct park_clock *clock, callpark_time time)
{
    return clock->started_on + (int64_t)(time - 1);
}

/* It changes at whole minutes only, and is asked for with every request. */
int32_t clock_utc_offset(int64_t unix_ms)
{
    static int64_t minute = -1;
    static int32_t offset;
    time_t seconds = (time_t)(unix_ms / 1000);
    struct tm local;
    if (unix_ms / 60000 != minute) {
        offset = localtime_r(&seconds, &local) ? (int32_t)(local.tm_gmtoff / 60) : 0;
        minute = unix_ms / 60000;
    }
    return offset;
}

uint64_t clock_wait(const struct park_clock *clock, callpark_time time)
{
    callpark_time now = clock_now(clock);
    if (time == CALLPARK_NEVER)
        return UINT64_MAX;
    return time <= now ? 0 : (time - now - 1) / clock->speed + 1;
}
