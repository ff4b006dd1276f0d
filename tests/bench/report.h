/* SPDX-License-Identifier: MIT */
/* What was measured, and how it is shown. */
#ifndef BENCH_REPORT_H
#define BENCH_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define CONTENDERS_MAX 16
#define SIZES_MAX 8
#define ROUNDS_MAX 128

enum metric {
    METRIC_PAIR,
    METRIC_EXPIRY,
    METRIC_DEADLINE,
    METRIC_BYTES_ID,
    METRIC_BYTES_ALL,
    METRICS
};

/* The same round of two contenders ran side by side. */
struct series {
    double value[ROUNDS_MAX];
    int rounds;
};

struct report {
    const char *names[CONTENDERS_MAX];
    uint32_t sizes[SIZES_MAX];
    size_t contenders;
    size_t size_count;
    struct series series[METRICS][CONTENDERS_MAX][SIZES_MAX];
};

void report_add(struct report *report, enum metric metric, size_t contender, size_t size,
                double value);

/* The processor, caches, system, compiler and flags. */
void report_machine(FILE *file, const char *prefix);

void report_tables(const struct report *report, FILE *file);

/* Says how many targets were met of those measured, and which were not. */
void report_targets(const struct report *report, FILE *file);

/* False if |path| cannot be written. */
bool report_csv(const struct report *report, const char *path);

#endif
