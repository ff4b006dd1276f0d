/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L
#include "rounds.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define TIMES 100 /* few, so that most rounds are not interrupted on a busy machine */

void rounds_failed(const char *what)
{
    fprintf(stderr, "bench: %s\n", what);
    exit(1);
}

static uint64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

/* Nanoseconds of a round, for each time. */
static double measure(task *work, const void *subject)
{
    uint64_t start = now();
    for (int i = 0; i < TIMES; i++)
        work(subject);
    return (double)(now() - start) / TIMES;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values)
{
    qsort(values, ROUNDS, sizeof *values, by_size);
    return values[ROUNDS / 2];
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
    printf("%-28s  %8.0f", name, median(taken[0]));
    for (size_t i = 1; i < count; i++) {
        median_times[i] = median(times[i]);
        printf("  %8.0f  %5.2f", median(taken[i]), median_times[i]);
    }
    putchar('\n');
    return median_times[1];
}
