/* SPDX-License-Identifier: MIT */
/* Tasks that do the same in different ways, measured in turns in one process. */
#ifndef BENCH_ROUNDS_H
#define BENCH_ROUNDS_H

#include <stddef.h>

#define ROUNDS 601
#define TASKS_MAX 3

/* Does the work on |subject| once. */
typedef void task(const void *subject);

/* A row of the table: the median of ns that each of |count| tasks takes, and, of all but the
 * first, the median of how many times as long the first one takes; that of the second is the
 * result. */
double rounds_compare(const char *name, const void *subject, task *const tasks[], size_t count);

/* Says |what| went wrong and ends the program. */
_Noreturn void rounds_failed(const char *what);

#endif
