/* SPDX-License-Identifier: MIT */
/* What contenders that do not lay out their records themselves store of a call. */
#ifndef BENCH_PAYLOAD_H
#define BENCH_PAYLOAD_H

#include "contender.h"

#ifdef __cplusplus
extern "C" {
#endif

#define STRINGS 6

struct payload {
    char *strings; /* the call id first, then those given, each with its NUL; owned */
    void *host;
    uint64_t ticket;
    uint64_t parked_at;
    uint64_t deadline;
    uint32_t slot;
    uint8_t lengths[STRINGS]; /* 0: not given */
};

/* Copies what |call| tells; 0 or an error. */
int payload_fill(struct payload *payload, const struct callpark_call *call);

/* The event |number| of |payload|: PARKED if |reason| is NONE, else ENDED. */
void payload_tell(const struct payload *payload, uint64_t number, callpark_time now,
                  uint32_t reason, struct callpark_event *event);

#ifdef __cplusplus
}
#endif

#endif
