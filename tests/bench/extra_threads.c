/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L
#include "contender.h"
#include "extras.h"
#include "stopwatch.h"
#include "workload.h"

#include <pthread.h>
#include <stdlib.h>

#define CALLS 10000
#define THREADS 2
#define STEP 10       /* ns, of the times for which the lock was held */
#define STEPS 1000000 /* the last one counts all that is longer */

/* One registry for all, a lot for each thread. */
static struct {
    pthread_mutex_t mutex;
    struct callpark *registry;
    bool timed;
    uint32_t lots;
    uint32_t held[STEPS];
    uint64_t longest;
} shared = {.mutex = PTHREAD_MUTEX_INITIALIZER};

/* ---- The library under a mutex, as a contender ---- */

struct desk {
    char lot[16];
};

static uint64_t lock(void)
{
    pthread_mutex_lock(&shared.mutex);
    return shared.timed ? clock_ns() : 0;
}

static void unlock(uint64_t since)
{
    if (shared.timed) {
        uint64_t taken = clock_ns() - since;
        shared.held[taken / STEP < STEPS ? taken / STEP : STEPS - 1]++;
        shared.longest = taken > shared.longest ? taken : shared.longest;
    }
    pthread_mutex_unlock(&shared.mutex);
}

static void *create(uint32_t calls, uint32_t slots)
{
    struct desk *desk = calloc(1, sizeof *desk);
    (void)calls;
    if (!desk)
        return NULL;
    snprintf(desk->lot, sizeof desk->lot, "lot%u", shared.lots++);
    extra_lot(shared.registry, desk->lot, slots);
    return desk;
}

static void destroy(void *self)
{
    free(self);
}

static int park(void *self, callpark_time now, const struct callpark_call *call,
                callpark_duration timeout, struct callpark_event *event)
{
    struct desk *desk = self;
    struct callpark_where where = callpark_at_any_slot(desk->lot);
    (void)timeout; /* the lot's: nothing has its time out */
    uint64_t since = lock();
    int error = callpark_park(shared.registry, now, &where, call, NULL, NULL, event);
    unlock(since);
    return error;
}

static int retrieve(struct callpark_which which, callpark_time now, struct callpark_event *event)
{
    uint64_t since = lock();
    int error = callpark_retrieve(shared.registry, now, &which, NULL, event);
    unlock(since);
    return error;
}

static int retrieve_slot(void *self, callpark_time now, uint32_t slot, struct callpark_event *event)
{
    struct desk *desk = self;
    return retrieve(callpark_by_slot(desk->lot, slot), now, event);
}

static int retrieve_call(void *self, callpark_time now, const char *call_id,
                         struct callpark_event *event)
{
    (void)self;
    return retrieve(callpark_by_call(call_id), now, event);
}

static int poll(void *self, callpark_time now, struct callpark_event *event)
{
    (void)self, (void)now, (void)event;
    return 0;
}

static callpark_time next_deadline(const void *self)
{
    (void)self;
    uint64_t since = lock();
    callpark_time deadline = callpark_next_deadline(shared.registry);
    unlock(since);
    return deadline;
}

static const struct contender locked = {
    .name = "libcallpark under a mutex",
    .create = create,
    .destroy = destroy,
    .park = park,
    .retrieve_slot = retrieve_slot,
    .retrieve_call = retrieve_call,
    .poll = poll,
    .next_deadline = next_deadline,
};

/* ---- Threads ---- */

struct worker {
    struct load *load;
    uint64_t pairs;
    uint64_t taken; /* ns in verbs, and waiting for the lock */
    pthread_t thread;
};

static void *work(void *user)
{
    struct worker *worker = user;
    worker->taken = load_pairs(worker->load, worker->pairs, false);
    return NULL;
}

static void start(struct worker *workers, const struct contender *contender)
{
    for (uint64_t i = 0; i < THREADS; i++) {
        struct shape shape = {STRINGS_USUAL, callpark_seconds(3600), false, i << 40};
        workers[i].load = load_new(contender, CALLS, shape);
        load_start(workers[i].load);
        load_pairs(workers[i].load, CALLS, false);
    }
}

/* Pairs a second of |count| threads together. */
static double run(struct worker *workers, int count, uint64_t pairs)
{
    double sum = 0;
    for (int i = 0; i < count; i++) {
        workers[i].pairs = pairs;
        extra_expect(pthread_create(&workers[i].thread, NULL, work, &workers[i]) == 0, "no thread");
    }
    for (int i = 0; i < count; i++) {
        pthread_join(workers[i].thread, NULL);
        sum += (double)pairs * 1e9 / (double)workers[i].taken;
    }
    return sum;
}

static void finish(struct worker *workers)
{
    for (int i = 0; i < THREADS; i++)
        load_free(workers[i].load);
}

static void own_registries(struct report *report, int rounds, uint64_t pairs)
{
    struct worker workers[THREADS];
    start(workers, &contender_callpark);
    for (int round = 0; round < rounds; round++) {
        double one = run(workers, 1, pairs);
        double two = run(workers, 2, pairs);
        report_figure(report, "one thread", "pairs/s", one);
        report_figure(report, "two threads, a registry each", "pairs/s", two);
        report_figure(report, "two threads, a registry each, against one", "times", two / one);
    }
    finish(workers);
}

static double held_for(double part)
{
    uint64_t sum = 0, below_it = 0;
    size_t i = 0;
    for (size_t k = 0; k < STEPS; k++)
        sum += shared.held[k];
    while (i < STEPS - 1 && (double)(below_it += shared.held[i]) < part * (double)sum)
        i++;
    return (double)(i + 1) * STEP;
}

static void one_registry(struct report *report, int rounds, uint64_t pairs)
{
    struct worker workers[THREADS];
    shared.registry = extra_registry(THREADS * CALLS, NULL);
    start(workers, &locked);
    for (int round = 0; round < rounds; round++) {
        report_figure(report, "one thread, a registry under a mutex", "pairs/s",
                      run(workers, 1, pairs));
        report_figure(report, "two threads, one registry under a mutex", "pairs/s",
                      run(workers, 2, pairs));
    }
    shared.timed = true;
    run(workers, 2, pairs);
    report_figure(report, "the lock is held by a verb, 99 of 100 times", "ns at most",
                  held_for(0.99));
    report_figure(report, "the lock is held by a verb, 9 999 of 10 000 times", "ns at most",
                  held_for(0.9999));
    report_figure(report, "the lock is held at longest, interruptions included", "ns",
                  (double)shared.longest);
    finish(workers);
    callpark_free(shared.registry);
}

void measure_threads(struct report *report, bool quick)
{
    uint64_t pairs = quick ? 20000 : 100000;
    own_registries(report, quick ? 5 : 11, pairs);
    one_registry(report, quick ? 5 : 5, pairs);
}
