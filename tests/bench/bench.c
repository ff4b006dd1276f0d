/* SPDX-License-Identifier: MIT */
/*
 * Runs all contenders under the workload, in turns within one process, so that whatever
 * else the machine does meets all of them.
 *
 * bench [--quick] [--extras] [--csv FILE] [--size CALLS]... [--contender NAME]...
 * Without --size and --contender: all. --extras: only what is not one lot or has verbs of its
 * own. BENCH_QUICK=1 is --quick.
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

#include "extras.h"
#include "report.h"
#include "workload.h"

#define BURST 10000u

struct plan {
    bool quick;
    bool extras; /* nothing else */
    bool all;
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
    uint64_t misses;
    int rounds[3]; /* by enum kind */
};

enum kind { PAIRS, EXPIRIES, SPECIALS };

static uint32_t slowness(const struct contender *contender)
{
    return contender->slowness ? contender->slowness : 1;
}

/* The rounds are as many for all, so that they can be compared one by one. */
static struct amounts amounts_for(const struct contender *contender, uint32_t calls, bool quick)
{
    uint32_t less = slowness(contender);
    struct amounts amounts = {
        .warm_up = ((quick ? calls / 8 : calls) + 10000u) / less,
        .pairs = 20000 / less,
        .expiries = 20000 / less,
        .deadlines = 200000 / less,
        .misses = 6400 / less,
        .rounds =
            {[PAIRS] = quick ? 21 : 99, [EXPIRIES] = quick ? 11 : 51, [SPECIALS] = quick ? 5 : 21},
    };
    if (calls >= 100000)
        amounts.rounds[EXPIRIES] = quick ? 1 : calls >= 1000000 ? 3 : 9;
    if (calls >= 10000 && less > 1)
        amounts.rounds[EXPIRIES] = amounts.rounds[SPECIALS] = 1;
    return amounts;
}

/* Whether |contender| can do |calls| in reasonable time. */
static bool can_do(const struct contender *contender, uint32_t calls, bool quick)
{
    uint64_t most = quick ? 2000000 : 60000000;
    if (contender->most_calls && calls > contender->most_calls)
        return false;
    return slowness(contender) == 1 || (uint64_t)calls * contender->slowness <= most;
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
    struct load *load = load_new(contender, calls, (struct shape){.strings = strings});
    size_t before = heap_bytes();
    load_start(load);
    size_t bytes = contender->bytes ? load_bytes(load) : heap_bytes() - before;
    load_free(load);
    return (double)bytes / calls;
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
    if (calls > 100000 || !can_do(plan->contenders[contender], calls, plan->quick))
        return;
    for (int i = 0; i < 2; i++) {
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

/* A contender under load at one size. Those that do the same amounts must tell of the same
 * events; slow ones are compared with a run of the first contender that is not timed. */
struct entrant {
    struct load *load;
    struct load *reference;
    struct amounts amounts;
    size_t contender;
};

struct heat {
    struct entrant entrants[CONTENDERS_MAX];
    size_t count;
    size_t size;
    uint32_t calls;
    struct report *report;
};

static void begin(struct entrant *entrant, const struct plan *plan, uint32_t calls,
                  struct shape shape)
{
    const struct contender *contender = plan->contenders[entrant->contender];
    entrant->amounts = amounts_for(contender, calls, plan->quick);
    entrant->load = load_new(contender, calls, shape);
    load_start(entrant->load);
    if (slowness(contender) > 1) {
        entrant->reference = load_new(contenders[0], calls, shape);
        load_start(entrant->reference);
    }
}

static void begin_heat(struct heat *heat, struct plan *plan, size_t size, struct shape shape)
{
    bool special = shape.timeout != 0; /* not worth the time that slow ones take */
    *heat = (struct heat){.size = size, .calls = plan->report.sizes[size], .report = &plan->report};
    for (size_t i = 0; i < plan->report.contenders; i++) {
        struct entrant *entrant = &heat->entrants[heat->count];
        if (!can_do(plan->contenders[i], heat->calls, plan->quick || special))
            continue;
        *entrant = (struct entrant){.contender = i};
        begin(entrant, plan, heat->calls, shape);
        heat->count++;
    }
}

static void end_heat(struct heat *heat)
{
    for (size_t i = 0; i < heat->count; i++) {
        load_free(heat->entrants[i].load);
        if (heat->entrants[i].reference)
            load_free(heat->entrants[i].reference);
    }
}

static void pairs(struct entrant *entrant, struct heat *heat, enum metric metric)
{
    uint64_t count = entrant->amounts.pairs;
    if (entrant->reference)
        load_pairs(entrant->reference, count, false);
    report_add(heat->report, metric, entrant->contender, heat->size,
               (double)load_pairs(entrant->load, count, false) / (double)count);
}

static void pair_round(struct entrant *entrant, struct heat *heat)
{
    uint64_t count = entrant->amounts.deadlines;
    pairs(entrant, heat, METRIC_PAIR);
    if (entrant->reference)
        load_deadline(entrant->reference, count);
    report_add(heat->report, METRIC_DEADLINE, entrant->contender, heat->size,
               (double)load_deadline(entrant->load, count) / (double)count);
}

static void expiry_round(struct entrant *entrant, struct heat *heat)
{
    uint64_t times = (entrant->amounts.expiries + heat->calls - 1) / heat->calls;
    uint64_t taken = 0;
    for (uint64_t i = 0; i < times; i++) {
        taken += load_expire(entrant->load);
        if (entrant->reference)
            load_expire(entrant->reference);
    }
    report_add(heat->report, METRIC_EXPIRY, entrant->contender, heat->size,
               (double)taken / (double)times / heat->calls);
}

static void miss_round(struct entrant *entrant, struct heat *heat)
{
    uint64_t count = entrant->amounts.misses;
    for (int by_slot = 0; by_slot < 2; by_slot++)
        report_add(heat->report, by_slot ? METRIC_MISS_SLOT : METRIC_MISS_CALL, entrant->contender,
                   heat->size, (double)load_misses(entrant->load, count, by_slot) / (double)count);
}

static void full_round(struct entrant *entrant, struct heat *heat)
{
    uint64_t count = entrant->amounts.misses;
    report_add(heat->report, METRIC_FULL, entrant->contender, heat->size,
               (double)load_full(entrant->load, count) / (double)count);
}

static void equal_round(struct entrant *entrant, struct heat *heat)
{
    pairs(entrant, heat, METRIC_EQUAL);
}

static void burst_round(struct entrant *entrant, struct heat *heat)
{
    if (entrant->reference)
        load_burst(entrant->reference, BURST);
    report_add(heat->report, METRIC_BURST, entrant->contender, heat->size,
               load_burst(entrant->load, BURST));
}

/* Who begins changes with each round. */
static void in_turns(struct heat *heat, enum kind kind,
                     void round_of(struct entrant *, struct heat *))
{
    for (int round = 0; round < ROUNDS_MAX; round++) {
        for (size_t i = 0; i < heat->count; i++) {
            struct entrant *entrant = &heat->entrants[(i + (size_t)round) % heat->count];
            if (round < entrant->amounts.rounds[kind])
                round_of(entrant, heat);
        }
    }
}

/* Does as much as the first contender of full speed. */
static const struct load *right_one(const struct heat *heat, const struct entrant *entrant)
{
    for (size_t i = 0; !entrant->reference && i < heat->count; i++) {
        if (!heat->entrants[i].reference)
            return heat->entrants[i].load;
    }
    return entrant->reference;
}

static void compare_digests(const struct plan *plan, const struct heat *heat, const char *when)
{
    for (size_t i = 0; i < heat->count; i++) {
        const struct entrant *entrant = &heat->entrants[i];
        if (load_digest(entrant->load) != load_digest(right_one(heat, entrant)))
            load_failed(plan->contenders[entrant->contender]->name, when);
    }
}

static void warm_up(const struct heat *heat)
{
    for (size_t i = 0; i < heat->count; i++) {
        const struct entrant *entrant = &heat->entrants[i];
        load_pairs(entrant->load, entrant->amounts.warm_up, true);
        if (entrant->reference)
            load_pairs(entrant->reference, entrant->amounts.warm_up, true);
    }
}

static void measure_usual(struct plan *plan, size_t size)
{
    struct heat heat;
    begin_heat(&heat, plan, size, (struct shape){.strings = STRINGS_USUAL});
    if (!heat.count)
        return;
    warm_up(&heat);
    compare_digests(plan, &heat, "other events than the first contender's in the warm-up");
    in_turns(&heat, PAIRS, pair_round);
    compare_digests(plan, &heat, "other events than the first contender's in pairs");
    in_turns(&heat, SPECIALS, miss_round);
    in_turns(&heat, EXPIRIES, expiry_round);
    compare_digests(plan, &heat, "other events than the first contender's in expiries");
    printf("%8u calls: %.1f %% had their time out; events equal, digest %016llx\n", heat.calls,
           load_expired(heat.entrants[0].load) * 100,
           (unsigned long long)load_digest(heat.entrants[0].load));
    end_heat(&heat);
}

/* All timeouts equal, a burst of calls due at once, and a lot that is full. */
static void measure_special(struct plan *plan, size_t size)
{
    struct heat heat;
    struct shape shape = {.strings = STRINGS_USUAL, .timeout = callpark_seconds(180)};
    begin_heat(&heat, plan, size, shape);
    in_turns(&heat, SPECIALS, equal_round);
    compare_digests(plan, &heat, "other events than the first contender's, all timeouts equal");
    end_heat(&heat);
    shape.timeout = callpark_seconds(3600);
    shape.full = true;
    begin_heat(&heat, plan, size, shape);
    if (heat.calls >= BURST)
        in_turns(&heat, SPECIALS, burst_round);
    compare_digests(plan, &heat, "other events than the first contender's in bursts");
    in_turns(&heat, SPECIALS, full_round);
    end_heat(&heat);
}

/* ---- The command line ---- */

static void add_contender(struct plan *plan, const struct contender *contender)
{
    struct report *report = &plan->report;
    const char *missing = contender->lacks ? contender->lacks() : contender->missing;
    if (missing) {
        printf("left out: %s: %s\n", contender->name, missing);
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
    bool named = false;
    plan->quick = quick && *quick && strcmp(quick, "0") != 0;
    for (; *arguments; arguments++) {
        if (strcmp(*arguments, "--quick") == 0)
            plan->quick = true;
        else if (strcmp(*arguments, "--extras") == 0)
            plan->extras = true;
        else if (strcmp(*arguments, "--csv") == 0 && arguments[1])
            plan->csv = *++arguments;
        else if (strcmp(*arguments, "--size") == 0 && arguments[1])
            add_size(plan, strtoul(*++arguments, NULL, 10));
        else if (strcmp(*arguments, "--contender") == 0 && arguments[1])
            add_named(plan, *++arguments), named = true;
        else
            load_failed(*arguments, "unknown argument, or its value is missing");
    }
    static const uint32_t usual[] = {16, 1000, 10000, 100000, 1000000};
    plan->all = !plan->report.size_count && !named;
    for (size_t i = 0; !plan->report.size_count && i < 5; i++)
        plan->report.sizes[i] = usual[i];
    if (!plan->report.size_count)
        plan->report.size_count = 5;
    if (!named) {
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
    if (plan.extras)
        plan.report.size_count = 0;
    for (size_t size = 0; size < plan.report.size_count; size++) {
        for (size_t contender = 0; contender < plan.report.contenders; contender++)
            measure_memory(&plan, contender, size);
    }
    for (size_t size = 0; size < plan.report.size_count; size++) {
        measure_usual(&plan, size);
        measure_special(&plan, size);
        fflush(stdout);
    }
    if (plan.all)
        measure_extras(&plan.report, plan.quick);
    report_tables(&plan.report, stdout);
    report_targets(&plan.report, stdout);
    if (plan.csv && !report_csv(&plan.report, plan.csv))
        load_failed(plan.csv, "cannot be written");
    return 0;
}
