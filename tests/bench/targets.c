/* SPDX-License-Identifier: MIT */
/* What the library aims at, and whether it got there. */
#define _POSIX_C_SOURCE 200809L
#include "report.h"

#include <stdlib.h>
#include <string.h>

#define OURS "libcallpark"

enum kind {
    AT_MOST,       /* the value is at most |limit| */
    AT_LEAST,      /* at least */
    TIMES_FASTER,  /* than |rival|, at least |limit| */
    TIMES_SLOWER,  /* than |rival|, at most |limit| */
    TIMES_OWN_PAIR /* the value is at most |limit| times that of a pair */
};

struct target {
    enum kind kind;
    enum metric metric;
    uint32_t calls; /* 0: each size */
    const char *rival;
    double limit;
    const char *figure; /* instead of a metric */
};

#define FLOOR "lower bound"

static const struct target targets[] = {
    {TIMES_SLOWER, METRIC_PAIR, 1000, FLOOR, 1.4, NULL},
    {TIMES_SLOWER, METRIC_PAIR, 100000, FLOOR, 1.4, NULL},
    {TIMES_SLOWER, METRIC_PAIR, 1000000, FLOOR, 1.4, NULL},
    {TIMES_FASTER, METRIC_PAIR, 1000, "uthash", 1.3, NULL},
    {TIMES_FASTER, METRIC_PAIR, 100000, "uthash", 1.8, NULL},
    {TIMES_FASTER, METRIC_PAIR, 1000000, "uthash", 2, NULL},
    {TIMES_FASTER, METRIC_PAIR, 1000, "GLib", 4, NULL},
    {TIMES_FASTER, METRIC_PAIR, 100000, "GLib", 6, NULL},
    {TIMES_FASTER, METRIC_PAIR, 1000000, "GLib", 5, NULL},
    {TIMES_FASTER, METRIC_PAIR, 1000, "SQLite", 30, NULL},
    {TIMES_FASTER, METRIC_PAIR, 100000, "SQLite", 30, NULL},
    {TIMES_FASTER, METRIC_PAIR, 1000000, "SQLite", 30, NULL},
    {TIMES_FASTER, METRIC_PAIR, 1000, "Redis", 200, NULL},
    {TIMES_FASTER, METRIC_PAIR, 100000, "Redis", 200, NULL},
    {TIMES_FASTER, METRIC_PAIR, 1000000, "Redis", 200, NULL},
    {TIMES_FASTER, METRIC_PAIR, 1000, "Asterisk", 20, NULL},
    {TIMES_FASTER, METRIC_PAIR, 1000, "FreeSWITCH", 200, NULL},
    {TIMES_SLOWER, METRIC_EXPIRY, 1000, FLOOR, 1.4, NULL},
    {TIMES_SLOWER, METRIC_EXPIRY, 100000, FLOOR, 1.4, NULL},
    {TIMES_SLOWER, METRIC_EXPIRY, 1000000, FLOOR, 1.4, NULL},
    {AT_MOST, METRIC_DEADLINE, 0, NULL, 10, NULL},
    {AT_MOST, METRIC_BYTES_ID, 100000, NULL, 160, NULL},
    {AT_MOST, METRIC_BYTES_ALL, 100000, NULL, 288, NULL},
    {TIMES_OWN_PAIR, METRIC_MISS_CALL, 0, NULL, 0.5, NULL},
    {TIMES_OWN_PAIR, METRIC_MISS_SLOT, 0, NULL, 0.5, NULL},
    {TIMES_OWN_PAIR, METRIC_FULL, 0, NULL, 0.5, NULL},
    {AT_MOST, METRIC_PAIR, 0, NULL, 1, "wrong state: claimed, against a retrieval"},
    {AT_MOST, METRIC_PAIR, 0, NULL, 512, "a lot of 20 slots"},
    {AT_MOST, METRIC_PAIR, 0, NULL, 4096, "a registry at rest"},
    {AT_LEAST, METRIC_PAIR, 0, NULL, 1.8, "two threads, a registry each, against one"},
};

enum verdict { NOT_MEASURED, MISSED, MET };

static size_t contender_named(const struct report *report, const char *begin)
{
    size_t i = 0;
    while (i < report->contenders && strncmp(report->names[i], begin, strlen(begin)) != 0)
        i++;
    return i;
}

static bool rounds(const struct report *report, enum metric metric, size_t contender, size_t size)
{
    return contender < report->contenders && report->series[metric][contender][size].rounds;
}

/* What |target| came to at one size; below 0: not measured. */
static double reached(const struct report *report, const struct target *target, size_t size)
{
    size_t rival = target->rival ? contender_named(report, target->rival) : 0;
    if (!rounds(report, target->metric, 0, size) || !rounds(report, target->metric, rival, size))
        return -1;
    double ratio = report_ratio(report, target->metric, rival, size);
    double value = report_median(&report->series[target->metric][0][size]);
    if (target->kind == TIMES_FASTER)
        return ratio;
    if (target->kind == TIMES_SLOWER)
        return ratio > 0 ? 1 / ratio : -1;
    if (target->kind == TIMES_OWN_PAIR)
        return value / report_median(&report->series[METRIC_PAIR][0][size]);
    return value;
}

static bool is_met(const struct target *target, double value)
{
    if (target->kind == AT_LEAST || target->kind == TIMES_FASTER)
        return value >= target->limit;
    return value <= target->limit;
}

static void name_target(FILE *file, const struct target *target, uint32_t calls)
{
    if (target->figure) {
        fprintf(file, "%s", target->figure);
        return;
    }
    fprintf(file, "%s", report_metric_name(target->metric));
    if (calls)
        fprintf(file, " at %u calls", calls);
    if (target->rival)
        fprintf(file, ", against %s", target->rival);
}

static void tell_miss(FILE *file, const struct target *target, uint32_t calls, double value)
{
    static const char *const wanted[] = {
        [AT_MOST] = "%.2f, wanted at most %g\n",
        [AT_LEAST] = "%.2f, wanted at least %g\n",
        [TIMES_FASTER] = "%.2f times faster, wanted at least %g\n",
        [TIMES_SLOWER] = "%.2f times as long, wanted at most %g\n",
        [TIMES_OWN_PAIR] = "%.2f times a pair, wanted at most %g\n",
    };
    fputs("  missed: ", file);
    name_target(file, target, calls);
    fputs(": ", file);
    fprintf(file, wanted[target->kind], value, target->limit);
}

static enum verdict judge_one(const struct target *target, uint32_t calls, double value, FILE *file)
{
    if (value < 0)
        return NOT_MEASURED;
    if (is_met(target, value))
        return MET;
    tell_miss(file, target, calls, value);
    return MISSED;
}

static enum verdict judge(const struct report *report, const struct target *target, FILE *file)
{
    enum verdict verdict = NOT_MEASURED;
    if (target->figure)
        return judge_one(target, 0, report_figure_median(report, target->figure), file);
    for (size_t size = 0; size < report->size_count; size++) {
        uint32_t calls = report->sizes[size];
        if (target->calls && target->calls != calls)
            continue;
        enum verdict one = judge_one(target, calls, reached(report, target, size), file);
        if (one == MISSED || verdict == NOT_MEASURED)
            verdict = one;
    }
    return verdict;
}

static void tell_unmeasured(FILE *file, const struct target *target)
{
    fputs("  not measured: ", file);
    name_target(file, target, target->calls);
    fputc('\n', file);
}

void report_targets(const struct report *report, FILE *file)
{
    size_t count = sizeof targets / sizeof targets[0];
    int counts[3] = {0};
    char *names = NULL;
    size_t bytes = 0;
    FILE *misses = open_memstream(&names, &bytes);
    if (!misses || contender_named(report, OURS) != 0) {
        fprintf(file, "\ntargets met: %s takes no part\n", OURS);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        enum verdict verdict = judge(report, &targets[i], misses);
        counts[verdict]++;
        if (verdict == NOT_MEASURED)
            tell_unmeasured(misses, &targets[i]);
    }
    fclose(misses);
    fprintf(file, "\ntargets met: %d of %zu\n%s", counts[MET], count, names);
    free(names);
}
