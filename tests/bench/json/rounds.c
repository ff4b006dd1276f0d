/* SPDX-License-Identifier: MIT */
#include "rounds.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "../stopwatch.h"
#include "median.h"

#define TIMES 100 /* few, so that most rounds are not interrupted on a busy machine */

void rounds_failed(const char *what)
{
    fprintf(stderr, "bench: %s\n", what);
    exit(1);
}

/* Nanoseconds of a round, for each time. */
static double measure(task *work, const void *subject)
{
    uint64_t start = clock_ns();
    for (int i = 0; i < TIMES; i++)
        work(subject);
    return (double)(clock_ns() - start) / TIMES;
}

double rounds_compare(const char *name, const void *subject, task *const tasks[], size_t count)
{
    static double taken[TASKS_MAX][ROUNDS], times[TASKS_MAX][ROUNDS];
    double median_times[TASKS_MAX] = {1, 1, 1};
    for (int round = 0; round < ROUNDS; round++) {
        for (size_t i = 0; i < count; i++) {
            taken[i][round] = measure(tasks[i], subject);
            times[i][round] = taken[0][round] / taken[i][round];
        }
    }
    printf("%-28s  %8.0f", name, median(taken[0], ROUNDS));
    for (size_t i = 1; i < count; i++) {
        median_times[i] = median(times[i], ROUNDS);
        printf("  %8.0f  %5.2f", median(taken[i], ROUNDS), median_times[i]);
    }
    putchar('\n');
    return median_times[1];
}
