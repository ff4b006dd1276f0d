/* SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE
#include "contender.h"
#include "extras.h"
#include "workload.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define CALLS 1000000u
#define SLOTS (CALLS + CALLS / 4)

/* The others know beforehand how many calls will come. */
static const struct contender *const growing[] = {
    &contender_callpark,
    &contender_uthash,
    &contender_glib,
};

/* Of this thread: whoever else the processor works for does not count. */
static uint64_t processor_ns(void)
{
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static uint32_t park(const struct contender *contender, void *self, uint32_t i)
{
    char id[52];
    struct callpark_call call;
    struct callpark_event event;
    callpark_call_init(&call);
    callpark_event_init(&event);
    write_call_id(id, i + 1);
    call.call_id = id;
    call.parker = "1001";
    call.caller_name = "Ada Lovelace";
    call.caller_number = "+4930123456";
    uint64_t begin = processor_ns();
    int error = contender->park(self, 0, &call, callpark_seconds(10 + i % 3590), &event);
    uint64_t taken = processor_ns() - begin;
    if (error)
        load_failed(contender->name, "a call cannot be parked while it grows");
    return taken < UINT32_MAX ? (uint32_t)taken : UINT32_MAX;
}

static void grow(const struct contender *contender, uint32_t *least)
{
    void *self = contender->create(1, SLOTS);
    if (!self)
        load_failed(contender->name, "cannot be created");
    for (uint32_t i = 0; i < CALLS; i++) {
        uint32_t ns = park(contender, self, i);
        least[i] = ns < least[i] ? ns : least[i];
    }
}

/* In a process of its own: memory that was freed earlier would be at hand. */
static void grow_apart(const struct contender *contender, uint32_t *least)
{
    int status = 1;
    pid_t child = fork();
    if (child == 0) {
        grow(contender, least);
        _exit(0);
    }
    if (child < 0 || waitpid(child, &status, 0) != child || status != 0)
        load_failed(contender->name, "cannot be watched while it grows");
}

static int by_size(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a;
    uint32_t y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static void show(struct report *report, const char *what, const struct contender *contender,
                 uint32_t ns)
{
    char name[64];
    snprintf(name, sizeof name, "%s: %.*s", what, (int)strcspn(contender->name, " "),
             contender->name);
    report_figure(report, name, "us", ns / 1000.0);
}

/* Growth comes at the same call in each round, what disturbs it does not: of each park the
 * least counts. */
static void watch(struct report *report, const struct contender *contender, uint32_t *least,
                  int rounds)
{
    memset(least, 0xff, CALLS * sizeof *least);
    for (int round = 0; round < rounds; round++)
        grow_apart(contender, least);
    qsort(least, CALLS, sizeof *least, by_size);
    show(report, "longest park, growing to a million", contender, least[CALLS - 1]);
    show(report, "9 999 of 10 000 parks, growing to a million", contender,
         least[CALLS - CALLS / 10000 - 1]);
}

void measure_growth(struct report *report, bool quick)
{
    size_t bytes = CALLS * sizeof(uint32_t);
    uint32_t *least = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    extra_expect(least != MAP_FAILED, "no memory");
    for (size_t i = 0; i < sizeof growing / sizeof growing[0]; i++) {
        if (!growing[i]->missing)
            watch(report, growing[i], least, quick ? 3 : 7);
    }
    munmap(least, bytes);
}
