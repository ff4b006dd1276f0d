/* SPDX-License-Identifier: MIT */
/* Park time, which may run faster than the real one, and what it is on the wall. */
#ifndef CALLPARKD_CLOCK_H
#define CALLPARKD_CLOCK_H

#include <callpark/service.h>

struct park_clock {
    uint64_t started;   /* real_ms() */
    int64_t started_on; /* milliseconds since 1970 UTC */
    uint32_t speed;     /* park milliseconds in one of ours */
};

/** Milliseconds of a clock that never steps. */
uint64_t real_ms(void);

/** Milliseconds since 1970 UTC. */
int64_t wall_ms(void);

void clock_start(struct park_clock *clock, uint32_t speed);

/** Park time: from 1. */
callpark_time clock_now(const struct park_clock *clock);

/** What a clock on the wall shows at |time|, in milliseconds since 1970 UTC. It runs as fast as
 * park time does, and is not asked again: the time at which a call was parked never changes. */
int64_t clock_wall(const struct park_clock *clock, callpark_time time);

/** Minutes east of UTC here, at |unix_ms|. */
int32_t clock_utc_offset(int64_t unix_ms);

/** Real milliseconds until |time|, rounded up; UINT64_MAX for CALLPARK_NEVER. */
uint64_t clock_wait(const struct park_clock *clock, callpark_time time);

#endif
