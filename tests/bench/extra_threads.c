/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L
#include "extras.h"
#include "stopwatch.h"
#include "workload.h"

#include <pthread.h>
#include <stdlib.h>

#define CALLS 10000 /* a thread */
#define THREADS 2
#define BATCH 64
#define STEP 10      /* ns, of the times for which a lock was held */
#define STEPS 100000 /* the last one counts all that is longer */

/* A registry and what is to be taken before it is touched. */
struct shared {
    pthread_mutex_t mutex;
    struct callpark *registry;
    bool locked;
    bool timed;
    uint32_t held[STEPS];
    uint64_t longest;
};

/* A thread with calls of its own in a lot of its own, each parked again when retrieved. */
struct worker {
    struct shared *shared;
    char lot[16];
    char (*ids)[52];
    uint32_t *slots;
    uint64_t random;
    uint64_t pairs;
    struct stopwatch watch;
    struct callpark_event event;
    pthread_t thread;
};

static uint64_t lock(struct shared *shared)
{
    if (shared->locked)
        pthread_mutex_lock(&shared->mutex);
    return shared->timed ? clock_ns() : 0;
}

static void unlock(struct shared *shared, uint64_t since)
{
    if (shared->timed) {
        uint64_t taken = clock_ns() - since;
        shared->held[taken / STEP < STEPS ? taken / STEP : STEPS - 1]++;
        shared->longest = taken > shared->longest ? taken : shared->longest;
    }
    if (shared->locked)
        pthread_mutex_unlock(&shared->mutex);
}

static void park(struct worker *worker, uint32_t i)
{
    struct callpark_where where = callpark_at_any_slot(worker->lot);
    struct callpark_call call;
    callpark_call_init(&call);
    call.call_id = worker->ids[i];
    call.parker = "1001";
    call.caller_name = "Ada Lovelace";
    call.caller_number = "+4930123456";
    uint64_t since = lock(worker->shared);
    int error =
        callpark_park(worker->shared->registry, 0, &where, &call, NULL, NULL, &worker->event);
    unlock(worker->shared, since);
    extra_expect(error == 0, "a thread cannot park a call");
    worker->slots[i] = worker->event.slot;
}

static void pair(struct worker *worker, uint32_t i, bool by_slot)
{
    struct callpark_which which = by_slot ? callpark_by_slot(worker->lot, worker->slots[i])
                                          : callpark_by_call(worker->ids[i]);
    uint64_t since = lock(worker->shared);
    int error = callpark_retrieve(worker->shared->registry, 0, &which, NULL, &worker->event);
    unlock(worker->shared, since);
    extra_expect(error == 0, "a thread cannot retrieve its call");
    park(worker, i);
}

static void *work(void *user)
{
    struct worker *worker = user;
    worker->watch = (struct stopwatch){0};
    for (uint64_t done = 0; done < worker->pairs; done += BATCH) {
        stopwatch_start(&worker->watch);
        for (int i = 0; i < BATCH; i++)
            pair(worker, below(&worker->random, CALLS), i % 2);
        stopwatch_stop(&worker->watch, BATCH);
    }
    return NULL;
}

static void begin(struct worker *worker, struct shared *shared, uint64_t number)
{
    *worker = (struct worker){.shared = shared, .random = number};
    callpark_event_init(&worker->event);
    worker->ids = calloc(CALLS, sizeof *worker->ids);
    worker->slots = calloc(CALLS, sizeof *worker->slots);
    extra_expect(worker->ids && worker->slots, "no memory");
    snprintf(worker->lot, sizeof worker->lot, "lot%u", (unsigned)number);
    extra_lot(shared->registry, worker->lot, CALLS + CALLS / 4);
    for (uint32_t i = 0; i < CALLS; i++) {
        write_call_id(worker->ids[i], number << 32 | i);
        park(worker, i);
    }
}

static void run(struct worker *workers, int count, uint64_t pairs)
{
    for (int i = 0; i < count; i++) {
        workers[i].pairs = pairs;
        extra_expect(pthread_create(&workers[i].thread, NULL, work, &workers[i]) == 0, "no thread");
    }
    for (int i = 0; i < count; i++)
        pthread_join(workers[i].thread, NULL);
}

/* Pairs a second of |count| threads together, as long as nobody interrupts them. */
static double run_apart(struct worker *workers, int count, uint64_t pairs)
{
    double sum = 0;
    run(workers, count, pairs);
    for (int i = 0; i < count; i++)
        sum += (double)workers[i].watch.all * 1e9 / (double)stopwatch_read(&workers[i].watch);
    return sum;
}

/* The same from beginning to end: who waits for a lock is interrupted. */
static double run_together(struct worker *workers, int count, uint64_t pairs)
{
    uint64_t since = clock_ns();
    run(workers, count, pairs);
    return (double)count * (double)pairs * 1e9 / (double)(clock_ns() - since);
}

static void finish(struct worker *workers)
{
    for (int i = 0; i < THREADS; i++) {
        free(workers[i].ids);
        free(workers[i].slots);
    }
}

static void own_registries(struct report *report, int rounds, uint64_t pairs)
{
    static struct shared shared[THREADS];
    struct worker workers[THREADS];
    for (uint64_t i = 0; i < THREADS; i++) {
        shared[i].registry = extra_registry(CALLS, NULL);
        begin(&workers[i], &shared[i], i);
    }
    for (int round = 0; round < rounds; round++) {
        double one = run_apart(workers, 1, pairs);
        double two = run_apart(workers, 2, pairs);
        report_figure(report, "one thread", "pairs/s", one);
        report_figure(report, "two threads, a registry each", "pairs/s", two);
        report_figure(report, "two threads, a registry each, against one", "times", two / one);
    }
    finish(workers);
    for (int i = 0; i < THREADS; i++)
        callpark_free(shared[i].registry);
}

static double held_for(const struct shared *shared, double part)
{
    uint64_t sum = 0, counted = 0;
    size_t i = 0;
    for (size_t k = 0; k < STEPS; k++)
        sum += shared->held[k];
    while (i < STEPS - 1 && (double)(counted += shared->held[i]) < part * (double)sum)
        i++;
    return (double)(i + 1) * STEP;
}

static void one_registry(struct report *report, int rounds, uint64_t pairs)
{
    static struct shared shared = {.mutex = PTHREAD_MUTEX_INITIALIZER, .locked = true};
    struct worker workers[THREADS];
    shared.registry = extra_registry(THREADS * CALLS, NULL);
    for (uint64_t i = 0; i < THREADS; i++)
        begin(&workers[i], &shared, i);
    for (int round = 0; round < rounds; round++) {
        report_figure(report, "one thread, a registry under a mutex", "pairs/s",
                      run_together(workers, 1, pairs));
        report_figure(report, "two threads, one registry under a mutex", "pairs/s",
                      run_together(workers, 2, pairs));
    }
    shared.timed = true;
    run(workers, 2, pairs);
    report_figure(report, "the lock is held, 99 of 100 times", "ns at most",
                  held_for(&shared, 0.99));
    report_figure(report, "the lock is held, 9 999 of 10 000 times", "ns at most",
                  held_for(&shared, 0.9999));
    report_figure(report, "the lock is held at longest, interruptions included", "ns",
                  (double)shared.longest);
    finish(workers);
    callpark_free(shared.registry);
}

void measure_threads(struct report *report, bool quick)
{
    uint64_t pairs = quick ? 20000 : 200000;
    own_registries(report, quick ? 5 : 11, pairs);
    one_registry(report, quick ? 5 : 11, pairs);
}
