/* SPDX-License-Identifier: MIT */
/* Workloads that only the library has verbs for, or that are not about one lot. */
#ifndef BENCH_EXTRAS_H
#define BENCH_EXTRAS_H

#include "callpark/callpark.h"
#include "report.h"

/* A registry, and a lot of |slots| slots from 1 in it where calls wait an hour and then end;
 * NULL |allocator|: malloc. A failure ends the program. */
struct callpark *extra_registry(uint32_t calls, const struct callpark_allocator *allocator);
void extra_lot(struct callpark *registry, const char *name, uint32_t slots);

/* Ends the program, unless |right|. */
void extra_expect(bool right, const char *what);

/* All of these; |quick|: smaller and shorter. */
void measure_extras(struct report *report, bool quick);

/* A claim and its rollback, and a retrieval that finds the call claimed. */
void measure_claims(struct report *report, bool quick);

/* Parking at a group of 10 to 100 000 members all of whom but one hold a call. */
void measure_groups(struct report *report, bool quick);

/* 1 000 to 100 000 lots of 20 slots, 18 of them taken; beside the lower bound and uthash, for
 * which each lot is one of its own that the host finds at no cost. */
void measure_lots(struct report *report, bool quick);

/* The longest park while a registry that expected no calls grows to a million; beside uthash and
 * GLib, which grow as they do. */
void measure_growth(struct report *report, bool quick);

/* What a registry and a lot take when nothing is parked. */
void measure_rest(struct report *report);

/* One and two threads, with a registry each or one under a mutex. */
void measure_threads(struct report *report, bool quick);

#endif
