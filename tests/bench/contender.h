/* SPDX-License-Identifier: MIT */
/*
 * What a contender must do: park calls in the numbered slots of one lot, give them
 * back by slot and by call id, end those whose time is out, and say when the next one
 * is due. It fills in the event of the library, whose strings must live
 * until its next verb; events are numbered from 2 on (1 added the lot), tickets from 1.
 */
#ifndef BENCH_CONTENDER_H
#define BENCH_CONTENDER_H

#include "callpark/callpark.h"

struct contender {
    const char *name;
    const char *missing;               /* why it cannot take part; else NULL */
    const char *(*lacks)(void);        /* the same, found when asked; may be NULL */
    uint32_t slowness;                 /* rounds are so many times shorter; 0: as long as any */
    uint32_t most_calls;               /* more would take too long; 0: no limit */
    size_t (*bytes)(const void *self); /* what it takes if it is not this process's */

    /* |calls| are expected in |slots| slots, numbered from 1; NULL: no memory. */
    void *(*create)(uint32_t calls, uint32_t slots);
    void (*destroy)(void *self);

    /* Each copies all strings of |call|, in any slot; 0 or an error. */
    int (*park)(void *self, callpark_time now, const struct callpark_call *call,
                callpark_duration timeout, struct callpark_event *event);
    int (*retrieve_slot)(void *self, callpark_time now, uint32_t slot,
                         struct callpark_event *event);
    int (*retrieve_call)(void *self, callpark_time now, const char *call_id,
                         struct callpark_event *event);

    /* Ends the first due call, by (deadline, ticket), and returns 1; or 0. */
    int (*poll)(void *self, callpark_time now, struct callpark_event *event);
    callpark_time (*next_deadline)(const void *self);
};

#ifdef __cplusplus
extern "C" {
#endif

/* All of them, up to NULL. The first is compared with the others. */
extern const struct contender *const contenders[];

extern const struct contender contender_callpark;
extern const struct contender contender_uthash;
extern const struct contender contender_floor;
extern const struct contender contender_floor_plain;
extern const struct contender contender_glib;
extern const struct contender contender_boost;
extern const struct contender contender_sqlite;
extern const struct contender contender_redis;
extern const struct contender contender_asterisk;
extern const struct contender contender_freeswitch;

#ifdef __cplusplus
}
#endif

#endif
