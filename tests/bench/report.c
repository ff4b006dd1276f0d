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
    [METRIC_EQUAL] = {"pair-equal", "ns per pair, all timeouts equal", 0},
    [METRIC_BURST] = {"burst", "ns per expiry, 10 000 due at once", 0},
    [METRIC_MISS_CALL] = {"miss-call", "ns per call id not found", 0},
    [METRIC_MISS_SLOT] = {"miss-slot", "ns per slot that holds nothing", 0},
    [METRIC_FULL] = {"full", "ns per park in a full lot", 0},
};

/* ---- Numbers ---- */

void report_add(struct report *report, enum metric metric, size_t contender, size_t size,
                double value)
{
    struct series *series = &report->series[metric][contender][size];
    if (series->rounds < ROUNDS_MAX)
        series->value[series->rounds++] = value;
}

static struct figure *figure_named(struct report *report, const char *name, const char *unit)
{
    for (size_t i = 0; i < report->figure_count; i++) {
        if (strcmp(report->figures[i].name, name) == 0)
            return &report->figures[i];
    }
    if (report->figure_count == FIGURES_MAX)
        return NULL;
    struct figure *figure = &report->figures[report->figure_count++];
    snprintf(figure->name, sizeof figure->name, "%s", name);
    snprintf(figure->unit, sizeof figure->unit, "%s", unit);
    return figure;
}

void report_figure(struct report *report, const char *name, const char *unit, double value)
{
    struct figure *figure = figure_named(report, name, unit);
    if (figure && figure->series.rounds < ROUNDS_MAX)
        figure->series.value[figure->series.rounds++] = value;
}

double report_figure_median(const struct report *report, const char *name)
{
    for (size_t i = 0; i < report->figure_count; i++) {
        if (strcmp(report->figures[i].name, name) == 0)
            return report_median(&report->figures[i].series);
    }
    return -1;
}

const char *report_metric_name(enum metric metric)
{
    return texts[metric].name;
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

double report_median(const struct series *series)
{
    struct series copy = sorted(series);
    return quantile(&copy, 0.5);
}

double report_ratio(const struct report *report, enum metric metric, size_t contender, size_t size)
{
    const struct series *ours = &report->series[metric][0][size];
    const struct series *theirs = &report->series[metric][contender][size];
    struct series ratios = {.rounds = 0};
    for (int i = 0; i < ours->rounds && i < theirs->rounds; i++) {
        if (ours->value[i] > 0)
            ratios.value[ratios.rounds++] = theirs->value[i] / ours->value[i];
    }
    return ratios.rounds ? report_median(&ratios) : 0;
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

/* The length of the two first numbers of |release|: what follows names a build. */
static int major_minor(const char *release)
{
    size_t length = strspn(release, "0123456789");
    if (release[length] == '.')
        length += 1 + strspn(release + length + 1, "0123456789");
    return (int)length;
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
        fprintf(file, "; %s %.*s %s", system.sysname, major_minor(system.release), system.release,
                system.machine);
    fprintf(file, "; %s; %s\n", COMPILER, BENCH_FLAGS);
}

/* ---- Tables: a row a contender, a column a size ---- */

#define CELL 22

static void show_cell(const struct report *report, FILE *file, enum metric metric, size_t contender,
                      size_t size)
{
    char text[96] = "-";
    const struct series *series = &report->series[metric][contender][size];
    int decimals = texts[metric].decimals;
    if (series->rounds) {
        struct series copy = sorted(series);
        double spread = (quantile(&copy, 0.75) - quantile(&copy, 0.25)) / 2;
        int used = snprintf(text, sizeof text, "%.*f", decimals, quantile(&copy, 0.5));
        if (series->rounds > 1)
            used += snprintf(text + used, sizeof text - (size_t)used, " ~%.*f", decimals, spread);
        if (contender)
            snprintf(text + used, sizeof text - (size_t)used, " x%.2f",
                     report_ratio(report, metric, contender, size));
    }
    fprintf(file, "%*s", CELL, text);
}

static void show_table(const struct report *report, FILE *file, enum metric metric)
{
    fprintf(file, "\n%-38s", texts[metric].title);
    for (size_t size = 0; size < report->size_count; size++)
        fprintf(file, "%*u", size ? CELL : CELL - 12, report->sizes[size]);
    fputc('\n', file);
    for (size_t contender = 0; contender < report->contenders; contender++) {
        fprintf(file, "  %-24s", report->names[contender]);
        for (size_t size = 0; size < report->size_count; size++)
            show_cell(report, file, metric, contender, size);
        fputc('\n', file);
    }
}

void report_tables(const struct report *report, FILE *file)
{
    fprintf(file,
            "median ~half of the range between quartiles; x: times the value of %s, median"
            " of the rounds\n",
            report->names[0]);
    for (int metric = 0; metric < METRICS; metric++)
        show_table(report, file, (enum metric)metric);
    if (report->figure_count)
        fprintf(file, "\nlibcallpark also\n");
    for (size_t i = 0; i < report->figure_count; i++)
        fprintf(file, "  %-52s%12.1f %s\n", report->figures[i].name,
                report_median(&report->figures[i].series), report->figures[i].unit);
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
                        report_ratio(report, (enum metric)metric, contender, size));
            }
        }
    }
    for (size_t i = 0; i < report->figure_count; i++) {
        struct series copy = sorted(&report->figures[i].series);
        fprintf(file, "\"%s (%s)\",libcallpark,,%d,%.2f,%.2f,%.2f,\n", report->figures[i].name,
                report->figures[i].unit, copy.rounds, quantile(&copy, 0.5), quantile(&copy, 0.25),
                quantile(&copy, 0.75));
    }
    return fclose(file) == 0;
}
