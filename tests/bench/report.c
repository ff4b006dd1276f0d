/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L
#include "report.h"

#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#ifndef BENCH_FLAGS
#define BENCH_FLAGS "unknown flags"
#endif
#if defined(__clang__)
#define COMPILER __VERSION__
#else
#define COMPILER "gcc " __VERSION__
#endif

struct metric_text {
    const char *name;
    const char *title;
    int decimals;
};

static const struct metric_text texts[METRICS] = {
    [METRIC_PAIR] = {"pair", "ns per retrieve + park", 0},
    [METRIC_EXPIRY] = {"expiry", "ns per expiry, all calls due at once", 0},
    [METRIC_DEADLINE] = {"next-deadline", "ns per next deadline", 1},
    [METRIC_BYTES_ID] = {"bytes-id", "bytes a call, call id only", 0},
    [METRIC_BYTES_ALL] = {"bytes-all", "bytes a call, all strings", 0},
};

/* ---- Numbers ---- */

void report_add(struct report *report, enum metric metric, size_t contender, size_t size,
                double value)
{
    struct series *series = &report->series[metric][contender][size];
    if (series->rounds < ROUNDS_MAX)
        series->value[series->rounds++] = value;
}

static int compare(const void *a, const void *b)
{
    const double *left = a, *right = b;
    return (*left > *right) - (*left < *right);
}

/* The value below which |part| of the sorted values lie, between two neighbours. */
static double quantile(const struct series *sorted, double part)
{
    double at = part * (sorted->rounds - 1);
    int below = (int)at;
    double low = sorted->value[below];
    double high = below + 1 < sorted->rounds ? sorted->value[below + 1] : low;
    return low + (high - low) * (at - below);
}

static struct series sorted(const struct series *series)
{
    struct series copy = *series;
    qsort(copy.value, (size_t)copy.rounds, sizeof copy.value[0], compare);
    return copy;
}

static double median(const struct series *series)
{
    struct series copy = sorted(series);
    return quantile(&copy, 0.5);
}

/* The median of what each round says, as a disturbance hits one round of both. */
static double ratio(const struct report *report, enum metric metric, size_t contender, size_t size)
{
    const struct series *ours = &report->series[metric][0][size];
    const struct series *theirs = &report->series[metric][contender][size];
    struct series ratios = {.rounds = 0};
    for (int i = 0; i < ours->rounds && i < theirs->rounds; i++) {
        if (ours->value[i] > 0)
            ratios.value[ratios.rounds++] = theirs->value[i] / ours->value[i];
    }
    return ratios.rounds ? median(&ratios) : 0;
}

/* ---- The machine ---- */

static void processor(char *to, size_t size)
{
    char line[256];
    FILE *file = fopen("/proc/cpuinfo", "r");
    snprintf(to, size, "unknown processor");
    while (file && fgets(line, sizeof line, file)) {
        const char *value = strchr(line, ':');
        if (strncmp(line, "model name", 10) != 0 || !value)
            continue;
        snprintf(to, size, "%.*s", (int)strcspn(value + 2, "\n"), value + 2);
        break;
    }
    if (file)
        fclose(file);
}

static long cache_kib(int name)
{
    long bytes = sysconf(name);
    return bytes > 0 ? bytes / 1024 : 0;
}

void report_machine(FILE *file, const char *prefix)
{
    char model[128];
    struct utsname system;
    processor(model, sizeof model);
    fprintf(file, "%smachine: %s, %ld cores", prefix, model, sysconf(_SC_NPROCESSORS_ONLN));
#ifdef _SC_LEVEL1_DCACHE_SIZE
    fprintf(file, ", L1d %ld KiB, L2 %ld KiB, L3 %ld KiB", cache_kib(_SC_LEVEL1_DCACHE_SIZE),
            cache_kib(_SC_LEVEL2_CACHE_SIZE), cache_kib(_SC_LEVEL3_CACHE_SIZE));
#endif
    if (uname(&system) == 0)
        fprintf(file, "; %s %s %s", system.sysname, system.release, system.machine);
    fprintf(file, "; %s; %s\n", COMPILER, BENCH_FLAGS);
}

/* ---- Tables: a row a contender, a column a size ---- */

#define CELL 30

static void show_cell(const struct report *report, FILE *file, enum metric metric, size_t contender,
                      size_t size)
{
    char text[96] = "-";
    const struct series *series = &report->series[metric][contender][size];
    int decimals = texts[metric].decimals;
    if (series->rounds) {
        struct series copy = sorted(series);
        int used = snprintf(text, sizeof text, "%.*f", decimals, quantile(&copy, 0.5));
        if (series->rounds > 1)
            used += snprintf(text + used, sizeof text - (size_t)used, " [%.*f %.*f]", decimals,
                             quantile(&copy, 0.25), decimals, quantile(&copy, 0.75));
        if (contender)
            snprintf(text + used, sizeof text - (size_t)used, " x%.2f",
                     ratio(report, metric, contender, size));
    }
    fprintf(file, "%*s", CELL, text);
}

static void show_table(const struct report *report, FILE *file, enum metric metric)
{
    fprintf(file, "\n%-38s", texts[metric].title);
    for (size_t size = 0; size < report->size_count; size++)
        fprintf(file, "%*u%s", size ? CELL : CELL - 8, report->sizes[size], "");
    fputc('\n', file);
    for (size_t contender = 0; contender < report->contenders; contender++) {
        fprintf(file, "  %-28s", report->names[contender]);
        for (size_t size = 0; size < report->size_count; size++)
            show_cell(report, file, metric, contender, size);
        fputc('\n', file);
    }
}

void report_tables(const struct report *report, FILE *file)
{
    fprintf(file, "median [quartiles]; x: times the value of %s, median of the rounds\n",
            report->names[0]);
    for (int metric = 0; metric < METRICS; metric++)
        show_table(report, file, (enum metric)metric);
}

/* ---- Targets ---- */

struct target {
    enum metric metric;
    uint32_t calls;    /* 0: each size */
    const char *rival; /* to be beaten by |limit|; NULL: |limit| is the most allowed */
    double limit;
};

static const struct target targets[] = {
    {METRIC_PAIR, 16, "uthash", 1.2},      {METRIC_PAIR, 1000, "uthash", 1.3},
    {METRIC_PAIR, 100000, "uthash", 1.8},  {METRIC_PAIR, 1000000, "uthash", 2.0},
    {METRIC_DEADLINE, 0, NULL, 10},        {METRIC_BYTES_ID, 100000, NULL, 176},
    {METRIC_BYTES_ALL, 100000, NULL, 304},
};

#define OURS "libcallpark"

enum verdict { NOT_MEASURED, MISSED, MET };

static size_t contender_named(const struct report *report, const char *begin)
{
    size_t i = 0;
    while (i < report->contenders && strncmp(report->names[i], begin, strlen(begin)) != 0)
        i++;
    return i;
}

/* What |target| came to at one size: a ratio or a value. */
static double reached(const struct report *report, const struct target *target, size_t size)
{
    if (!target->rival)
        return median(&report->series[target->metric][0][size]);
    return ratio(report, target->metric, contender_named(report, target->rival), size);
}

static bool measured(const struct report *report, const struct target *target, size_t size)
{
    size_t rival = target->rival ? contender_named(report, target->rival) : 0;
    if (target->calls && target->calls != report->sizes[size])
        return false;
    return rival < report->contenders && contender_named(report, OURS) == 0 &&
           report->series[target->metric][0][size].rounds &&
           report->series[target->metric][rival][size].rounds;
}

static void name_target(FILE *file, const struct target *target)
{
    fprintf(file, "  %s", texts[target->metric].name);
    if (target->calls)
        fprintf(file, " at %u calls", target->calls);
}

static enum verdict judge(const struct report *report, const struct target *target, FILE *file)
{
    enum verdict verdict = NOT_MEASURED;
    for (size_t size = 0; size < report->size_count; size++) {
        if (!measured(report, target, size))
            continue;
        double value = reached(report, target, size);
        bool met = target->rival ? value >= target->limit : value <= target->limit;
        verdict = met && verdict != MISSED ? MET : MISSED;
        if (met)
            continue;
        fputs("  missed:", file);
        name_target(file, target);
        if (target->rival)
            fprintf(file, ": %s takes %.2f times as long, wanted at least %.1f\n", target->rival,
                    value, target->limit);
        else
            fprintf(file, ": %.1f, wanted at most %.0f\n", value, target->limit);
    }
    if (verdict == NOT_MEASURED) {
        fputs("  not measured:", file);
        name_target(file, target);
        fputc('\n', file);
    }
    return verdict;
}

void report_targets(const struct report *report, FILE *file)
{
    int counts[3] = {0};
    char *names = NULL;
    size_t bytes = 0;
    FILE *misses = open_memstream(&names, &bytes);
    if (!misses)
        return;
    for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++)
        counts[judge(report, &targets[i], misses)]++;
    fclose(misses);
    fprintf(file, "\ntargets met: %d of %d\n%s", counts[MET], counts[MET] + counts[MISSED], names);
    free(names);
}

/* ---- CSV ---- */

bool report_csv(const struct report *report, const char *path)
{
    FILE *file = fopen(path, "w");
    if (!file)
        return false;
    report_machine(file, "# ");
    fputs("metric,contender,calls,rounds,median,quartile1,quartile3,ratio\n", file);
    for (int metric = 0; metric < METRICS; metric++) {
        for (size_t contender = 0; contender < report->contenders; contender++) {
            for (size_t size = 0; size < report->size_count; size++) {
                struct series copy = sorted(&report->series[metric][contender][size]);
                if (!copy.rounds)
                    continue;
                fprintf(file, "%s,%s,%u,%d,%.2f,%.2f,%.2f,%.3f\n", texts[metric].name,
                        report->names[contender], report->sizes[size], copy.rounds,
                        quantile(&copy, 0.5), quantile(&copy, 0.25), quantile(&copy, 0.75),
                        ratio(report, (enum metric)metric, contender, size));
            }
        }
    }
    return fclose(file) == 0;
}
