/* SPDX-License-Identifier: MIT */
/* The time of libcallpark: CLOCK_MONOTONIC, faster if wanted. libre's own clock is the wall's. */
#ifndef SIP_PARK_CLOCK_H
#define SIP_PARK_CLOCK_H

#include <callpark/callpark.h>

struct park_clock {
    uint64_t started; /* real time, in ms */
    uint32_t speed;   /* how many times faster than real */
};

void clock_start(struct park_clock *clock, uint32_t speed);

callpark_time clock_now(const struct park_clock *clock);

/** The real milliseconds from now to |time|, rounded up; UINT64_MAX for CALLPARK_NEVER. */
uint64_t clock_wait(const struct park_clock *clock, callpark_time time);

#endif
