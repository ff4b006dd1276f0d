/* SPDX-License-Identifier: MIT */
/*
 * Runs all contenders under the workload, in turns within one process, so that whatever
 * else the machine does meets all of them.
 *
 * bench [--quick] [--csv FILE] [--size CALLS]... [--contender NAME]...
 * Without --size and --contender: all. BENCH_QUICK=1 is --quick.
 */
#define _DEFAULT_SOURCE
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>
#if defined(__GLIBC__) && (__GLIBC__ > 2 || __GLIBC_MINOR__ >= 33)
#include <malloc.h>
#define HAVE_MALLINFO2 1
#endif

#include "report.h"
#include "workload.h"

struct plan {
    bool quick;
    const char *csv;
    const struct contender *contenders[CONTENDERS_MAX];
    struct report report;
};

/* How much of what at one size. Rounds are short and many: one that the system
 * interrupted stands out, and the median passes it over. */
struct amounts {
    uint64_t warm_up;
    uint64_t pairs; /* a round, as below */
    uint64_t expiries;
    uint64_t deadlines;
    int pair_rounds;
    int expiry_rounds;
};

static struct amounts amounts_for(uint32_t calls, bool quick)
{
    struct amounts amounts = {
        .warm_up = calls + 10000u,
        .pairs = 20000,
        .expiries = 20000,
        .deadlines = 200000,
        .pair_rounds = 99,
        .expiry_rounds = 51,
    };
    if (calls >= 100000)
        amounts.expiry_rounds = calls >= 1000000 ? 3 : 9;
    if (quick) {
        amounts.warm_up = calls / 8 + 1000;
        amounts.pair_rounds = 21;
        amounts.expiry_rounds = calls >= 100000 ? 1 : 11;
    }
    return amounts;
}

/* ---- Memory ---- */

#ifdef HAVE_MALLINFO2
static size_t heap_bytes(void)
{
    struct mallinfo2 info = mallinfo2();
    return info.uordblks + info.hblkhd;
}

/* All that malloc hands out between nothing and N calls, its own overhead included. */
static double weigh(const struct contender *contender, uint32_t calls, enum strings strings)
{
    struct load *load = load_new(contender, calls, strings);
    size_t before = heap_bytes();
    load_start(load);
    return (double)(heap_bytes() - before) / calls;
}

/* In a process of its own, as memory freed earlier would blur the picture. */
static bool weigh_apart(const struct contender *contender, uint32_t calls, enum strings strings,
                        double *bytes)
{
    int ends[2];
    int status = 1;
    if (pipe(ends) != 0)
        return false;
    pid_t child = fork();
    if (child == 0) {
        *bytes = weigh(contender, calls, strings);
        _exit(write(ends[1], bytes, sizeof *bytes) != sizeof *bytes);
    }
    close(ends[1]);
    bool received = child > 0 && read(ends[0], bytes, sizeof *bytes) == sizeof *bytes;
    close(ends[0]);
    return child > 0 && waitpid(child, &status, 0) == child && status == 0 && received;
}

static void measure_memory(struct plan *plan, size_t contender, size_t size)
{
    static const enum strings strings[] = {STRINGS_ID, STRINGS_ALL};
    uint32_t calls = plan->report.sizes[size];
    for (int i = 0; i < 2 && (!plan->quick || calls <= 100000); i++) {
        double bytes = 0;
        if (!weigh_apart(plan->contenders[contender], calls, strings[i], &bytes))
            load_failed(plan->contenders[contender]->name, "memory cannot be measured");
        report_add(&plan->report, METRIC_BYTES_ID + (enum metric)i, contender, size, bytes);
    }
}
#else
static void measure_memory(struct plan *plan, size_t contender, size_t size)
{
    (void)plan, (void)contender, (void)size;
}
#endif

/* ---- Time ---- */

static void pair_round(struct load *load, const struct amounts *amounts, struct report *report,
                       size_t contender, size_t size)
{
    double pairs = (double)amounts->pairs;
    double asked = (double)amounts->deadlines;
    report_add(report, METRIC_PAIR, contender, size,
               (double)load_pairs(load, amounts->pairs, false) / pairs);
    report_add(report, METRIC_DEADLINE, contender, size,
               (double)load_deadline(load, amounts->deadlines) / asked);
}

static void expiry_round(struct load *load, const struct amounts *amounts, struct report *report,
                         size_t contender, size_t size)
{
    uint32_t calls = report->sizes[size];
    uint64_t times = (amounts->expiries + calls - 1) / calls;
    uint64_t taken = 0;
    for (uint64_t i = 0; i < times; i++)
        taken += load_expire(load);
    report_add(report, METRIC_EXPIRY, contender, size,
               (double)taken / (double)times / (double)calls);
}

/* Who begins changes with each round. */
static void in_turns(struct plan *plan, struct load **loads, const struct amounts *amounts,
                     size_t size, int rounds,
                     void round_of(struct load *, const struct amounts *, struct report *, size_t,
                                   size_t))
{
    size_t count = plan->report.contenders;
    for (int round = 0; round < rounds; round++) {
        for (size_t i = 0; i < count; i++) {
            size_t contender = (i + (size_t)round) % count;
            round_of(loads[contender], amounts, &plan->report, contender, size);
        }
    }
}

static void compare_digests(const struct plan *plan, struct load **loads, const char *when)
{
    for (size_t i = 1; i < plan->report.contenders; i++) {
        if (load_digest(loads[i]) != load_digest(loads[0]))
            load_failed(plan->contenders[i]->name, when);
    }
}

static void measure_times(struct plan *plan, size_t size)
{
    struct load *loads[CONTENDERS_MAX];
    uint32_t calls = plan->report.sizes[size];
    struct amounts amounts = amounts_for(calls, plan->quick);
    for (size_t i = 0; i < plan->report.contenders; i++) {
        loads[i] = load_new(plan->contenders[i], calls, STRINGS_USUAL);
        load_start(loads[i]);
        load_pairs(loads[i], amounts.warm_up, true);
    }
    compare_digests(plan, loads, "other events than the first contender's in the warm-up");
    in_turns(plan, loads, &amounts, size, amounts.pair_rounds, pair_round);
    compare_digests(plan, loads, "other events than the first contender's in pairs");
    in_turns(plan, loads, &amounts, size, amounts.expiry_rounds, expiry_round);
    compare_digests(plan, loads, "other events than the first contender's in expiries");
    printf("%8u calls: %.1f %% had their time out; events equal, digest %016llx\n", calls,
           load_expired(loads[0]) * 100, (unsigned long long)load_digest(loads[0]));
    for (size_t i = 0; i < plan->report.contenders; i++)
        load_free(loads[i]);
}

/* ---- The command line ---- */

static void add_contender(struct plan *plan, const struct contender *contender)
{
    struct report *report = &plan->report;
    if (contender->missing) {
        printf("left out: %s: %s\n", contender->name, contender->missing);
        return;
    }
    if (report->contenders == CONTENDERS_MAX)
        load_failed(contender->name, "one contender too many");
    plan->contenders[report->contenders] = contender;
    report->names[report->contenders++] = contender->name;
}

static void add_named(struct plan *plan, const char *name)
{
    size_t i = 0;
    while (contenders[i] && strncmp(contenders[i]->name, name, strlen(name)) != 0)
        i++;
    if (!contenders[i])
        load_failed(name, "no such contender");
    add_contender(plan, contenders[i]);
}

static void add_size(struct plan *plan, unsigned long size)
{
    if (plan->report.size_count == SIZES_MAX || size < 2 || size > 10000000)
        load_failed("--size", "2 to 10000000, and not too many");
    plan->report.sizes[plan->report.size_count++] = (uint32_t)size;
}

static void read_arguments(struct plan *plan, char **arguments)
{
    const char *quick = getenv("BENCH_QUICK");
    plan->quick = quick && *quick && strcmp(quick, "0") != 0;
    for (; *arguments; arguments++) {
        if (strcmp(*arguments, "--quick") == 0)
            plan->quick = true;
        else if (strcmp(*arguments, "--csv") == 0 && arguments[1])
            plan->csv = *++arguments;
        else if (strcmp(*arguments, "--size") == 0 && arguments[1])
            add_size(plan, strtoul(*++arguments, NULL, 10));
        else if (strcmp(*arguments, "--contender") == 0 && arguments[1])
            add_named(plan, *++arguments);
        else
            load_failed(*arguments, "unknown argument, or its value is missing");
    }
    for (size_t i = 0; !plan->report.size_count && i < 4; i++)
        plan->report.sizes[i] = (const uint32_t[]){16, 1000, 100000, 1000000}[i];
    if (!plan->report.size_count)
        plan->report.size_count = 4;
    if (!plan->report.contenders) {
        for (size_t i = 0; contenders[i]; i++)
            add_contender(plan, contenders[i]);
    }
}

int main(int count, char **arguments)
{
    static struct plan plan;
    (void)count;
    read_arguments(&plan, arguments + 1);
    report_machine(stdout, "");
    fflush(stdout); /* or children would print it too */
    for (size_t size = 0; size < plan.report.size_count; size++) {
        for (size_t contender = 0; contender < plan.report.contenders; contender++)
            measure_memory(&plan, contender, size);
    }
    for (size_t size = 0; size < plan.report.size_count; size++) {
        measure_times(&plan, size);
        fflush(stdout);
    }
    report_tables(&plan.report, stdout);
    report_targets(&plan.report, stdout);
    if (plan.csv && !report_csv(&plan.report, plan.csv))
        load_failed(plan.csv, "cannot be written");
    return 0;
}
