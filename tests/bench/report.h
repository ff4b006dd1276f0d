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
#define FIGURES_MAX 64

enum metric {
    METRIC_PAIR,
    METRIC_EXPIRY,
    METRIC_DEADLINE,
    METRIC_BYTES_ID,
    METRIC_BYTES_ALL,
    METRIC_EQUAL,
    METRIC_BURST,
    METRIC_MISS_CALL,
    METRIC_MISS_SLOT,
    METRIC_FULL,
    METRICS
};

/* The same round of two contenders ran side by side. */
struct series {
    double value[ROUNDS_MAX];
    int rounds;
};

/* What has no table: a name and numbers. */
struct figure {
    char name[64];
    char unit[32];
    struct series series;
};

struct report {
    const char *names[CONTENDERS_MAX];
    uint32_t sizes[SIZES_MAX];
    size_t contenders;
    size_t size_count;
    struct series series[METRICS][CONTENDERS_MAX][SIZES_MAX];
    struct figure figures[FIGURES_MAX];
    size_t figure_count;
};

void report_add(struct report *report, enum metric metric, size_t contender, size_t size,
                double value);

/* One more number of the figure |name|; 0 and up. */
void report_figure(struct report *report, const char *name, const char *unit, double value);

/* The median of all numbers of the figure |name|, or below 0: there is none. */
double report_figure_median(const struct report *report, const char *name);

double report_median(const struct series *series);

/* How many times as long as the first |contender| takes: the median of what each round
 * says, as a disturbance hits one round of both. 0: not measured. */
double report_ratio(const struct report *report, enum metric metric, size_t contender, size_t size);

const char *report_metric_name(enum metric metric);

/* The processor, caches, system, compiler and flags. */
void report_machine(FILE *file, const char *prefix);

void report_tables(const struct report *report, FILE *file);

/* Says how many targets were met of those measured, and which were not. */
void report_targets(const struct report *report, FILE *file);

/* False if |path| cannot be written. */
bool report_csv(const struct report *report, const char *path);

#endif
