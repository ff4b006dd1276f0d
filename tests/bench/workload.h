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

enum strings {
    STRINGS_ID,    /* a call id of 20 to 50 characters */
    STRINGS_USUAL, /* and parker, caller name and number */
    STRINGS_ALL    /* and parkee and tag */
};

/* One contender under load. */
struct load;

/* The workload's own books for |calls| calls at a time; no contender yet. */
struct load *load_new(const struct contender *contender, uint32_t calls, enum strings strings);
void load_free(struct load *load);

/* Creates the contender and parks until there are N calls. */
void load_start(struct load *load);

/* |pairs| of a retrieval and a park. Returns ns. With |thorough| the digest takes in the
 * strings of events, which takes time. */
uint64_t load_pairs(struct load *load, uint64_t pairs, bool thorough);

/* Parks again what is missing from N calls, not timed, lets the time of all run
 * out, and polls to the end. Returns ns. */
uint64_t load_expire(struct load *load);

/* Asks |times| for the next deadline. Returns ns. */
uint64_t load_deadline(struct load *load, uint64_t times);

/* The share of calls that had their time out under load_pairs(). */
double load_expired(const struct load *load);

uint64_t load_digest(const struct load *load);

/* Says |what| went wrong with |name| and ends the program. */
_Noreturn void load_failed(const char *name, const char *what);

#endif
