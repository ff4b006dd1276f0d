/* SPDX-License-Identifier: MIT */
/*
 * The workload, the same for every contender: N calls parked in a lot of 1.25 N
 * slots. A random one is retrieved, by slot and by call id in turn, and another
 * parked in its stead with a timeout of 10 to 3600 s. Time goes on so that a call stays a
 * minute on average: about 1.4 % have their time out, and are replaced.
 *
 * Every answer is checked; a wrong one ends the program. All events go into a digest,
 * which is to be equal for all contenders. Only slot numbers are left out of it:
 * a contender may choose the slot.
 */
#ifndef BENCH_WORKLOAD_H
#define BENCH_WORKLOAD_H

#include <stdbool.h>

#include "contender.h"
#include "texts.h"

/* In which variant: all 0 is the workload above with call ids alone. */
struct shape {
    enum strings strings;
    callpark_duration timeout; /* of all calls; 0: 10 to 3600 s */
    bool full;                 /* N slots instead of 1.25 N */
    uint64_t first;            /* call ids are others for another one */
};

/* One contender under load. */
struct load;

/* The workload's own books for |calls| calls at a time; no contender yet. */
struct load *load_new(const struct contender *contender, uint32_t calls, struct shape shape);
void load_free(struct load *load);

/* Creates the contender and parks until there are N calls. */
void load_start(struct load *load);

/* |pairs| of a retrieval and a park. Returns ns. With |thorough| the digest takes in the
 * strings of events, which takes time. */
uint64_t load_pairs(struct load *load, uint64_t pairs, bool thorough);

/* Parks again what is missing from N calls, not timed, lets the time of all run
 * out, and polls to the end. Returns ns. */
uint64_t load_expire(struct load *load);

/* Looks |times| for calls or slots that hold none. Returns ns. */
uint64_t load_misses(struct load *load, uint64_t times, bool by_slot);

/* Parks |times| in a lot that is full. Returns ns. */
uint64_t load_full(struct load *load, uint64_t times);

/* Replaces |count| calls, not timed, by some due at one moment, and polls at that moment.
 * Returns ns a call. */
double load_burst(struct load *load, uint32_t count);

/* Asks |times| for the next deadline. Returns ns. */
uint64_t load_deadline(struct load *load, uint64_t times);

/* The share of calls that had their time out under load_pairs(). */
double load_expired(const struct load *load);

uint64_t load_digest(const struct load *load);

/* What the contender says that it takes, or 0. */
size_t load_bytes(const struct load *load);

/* Says |what| went wrong with |name| and ends the program. */
_Noreturn void load_failed(const char *name, const char *what);

#endif
