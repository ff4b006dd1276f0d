/* SPDX-License-Identifier: MIT */
/*
 * Threads, for a tool that sees races.
 *
 * usage: threads own      a registry for each thread, each held against the model
 *        threads mutex    one registry under a lock, its events copied before unlocking
 *        threads readers  one registry, every function that takes a const one at once
 *        threads race     a reader beside a writer, without a lock: must be reported
 */
#include "support_stage.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

enum { THREADS = 4, STEPS = 4000, CALLS = 64, TIMES = 200 };

extern int callpark__check(const struct callpark *registry);

static void need(bool good, const char *what)
{
    if (good)
        return;
    printf("threads: %s\n", what);
    fflush(stdout);
    _Exit(1);
}

/* ---- A registry for each ------------------------------------------------- */

static void *simulate(void *argument)
{
    struct stage *stage = calloc(1, sizeof *stage);
    struct tally *tally = calloc(1, sizeof *tally);
    const uint64_t *number = argument;
    need(stage != NULL && tally != NULL, "memory");
    need(stage_begin(stage, tally, &backend_library, profile_named("small"), *number, *number),
         "a world begins");
    for (unsigned i = 0; i < STEPS; i++) {
        struct step step;
        world_step(&stage->world, &step);
        need(stage_step(stage, &step), "library and model agree");
    }
    need(stage_end(stage), "a world ends");
    free(stage);
    free(tally);
    return NULL;
}

/* ---- One registry -------------------------------------------------------- */

static struct callpark *registry;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const struct callpark_where anywhere = {
    .size = sizeof anywhere, .kind = CALLPARK_AT_ANY_SLOT, .lot = "lot"};

static struct callpark_call call_named(char *id, uint64_t thread, unsigned number)
{
    struct callpark_call call;
    callpark_call_init(&call);
    snprintf(id, 40, "call-%u-%u", (unsigned)thread, number);
    call.call_id = id;
    call.parker = "100";
    call.parkee = "200";
    return call;
}

static void park(uint64_t thread, unsigned number, struct callpark_event *event)
{
    char id[40];
    struct callpark_call call = call_named(id, thread, number);
    need(callpark_park(registry, number, &anywhere, &call, NULL, NULL, event) == 0, "parked");
}

static void open_registry(void)
{
    static const char *const members[] = {"100", "101", "102"};
    struct callpark_lot_config lot;
    struct callpark_group_config group;
    struct callpark_event event;
    callpark_lot_config_init(&lot);
    callpark_group_config_init(&group);
    callpark_event_init(&event);
    lot.first_slot = 1;
    lot.last_slot = 500;
    group.members = members;
    group.member_count = 3;
    need(callpark_new(NULL, &registry) == 0 &&
             callpark_lot_add(registry, 0, "lot", &lot, NULL, &event) == 0 &&
             callpark_group_add(registry, 0, "lot", "group", &group, NULL, &event) == 0,
         "a registry");
    for (unsigned i = 0; i < CALLS; i++)
        park(99, i, &event);
}

/* Takes a call out again: |copy| is all that was kept of its parking. */
static void retrieve(const struct callpark_event *copy)
{
    struct callpark_event event;
    struct callpark_which which = callpark_by_ticket(copy->ticket, copy->call_id);
    callpark_event_init(&event);
    pthread_mutex_lock(&lock);
    int error = callpark_claim(registry, copy->time, &which, 0, NULL, &event);
    uint64_t serial = event.serial;
    pthread_mutex_unlock(&lock);
    pthread_mutex_lock(&lock);
    error |= callpark_commit(registry, copy->time, &which, serial, NULL, &event);
    pthread_mutex_unlock(&lock);
    need(error == 0, "claimed and committed");
}

static void *park_and_retrieve(void *argument)
{
    const uint64_t *number = argument;
    void *buffer = malloc(CALLPARK_EVENT_COPY_SIZE);
    need(buffer != NULL, "memory");
    for (unsigned i = 0; i < TIMES; i++) {
        struct callpark_event event;
        callpark_event_init(&event);
        pthread_mutex_lock(&lock);
        park(*number, i, &event);
        int size = callpark_event_copy(&event, buffer, CALLPARK_EVENT_COPY_SIZE);
        pthread_mutex_unlock(&lock);
        need(size > 0, "copied");
        retrieve(buffer);
    }
    free(buffer);
    return NULL;
}

/* ---- Reading ------------------------------------------------------------- */

static void read_parkings(void)
{
    struct callpark_info info;
    uint64_t cursor = 0;
    unsigned seen = 0;
    char copy[CALLPARK_EVENT_COPY_SIZE];
    callpark_info_init(&info);
    while (callpark_next(registry, &cursor, &info) == 1) {
        struct callpark_which ticket = callpark_by_ticket(info.ticket, info.call_id);
        struct callpark_which call = callpark_by_call(info.call_id);
        struct callpark_which slot = callpark_by_slot(info.lot, info.slot);
        struct callpark_which oldest = callpark_by_age(info.lot);
        struct callpark_which extension = callpark_by_extension(info.lot, "100");
        need(callpark_info_copy(&info, copy, sizeof copy) > 0 &&
                 callpark_find(registry, &ticket, &info) == 0 &&
                 callpark_find(registry, &call, &info) == 0 &&
                 callpark_find(registry, &slot, &info) == 0 &&
                 callpark_find(registry, &oldest, &info) == 0 &&
                 callpark_find(registry, &extension, &info) == CALLPARK_ERR_NOT_FOUND,
             "found");
        seen++;
    }
    need(seen == CALLS && callpark_count(registry) == CALLS, "counted");
}

static void read_configuration(void)
{
    struct callpark_lot_info lot;
    struct callpark_group_info group;
    struct callpark_member_info member;
    struct callpark_which which;
    uint64_t lots = 0, groups = 0;
    char label[8];
    callpark_lot_info_init(&lot);
    callpark_group_info_init(&group);
    callpark_member_info_init(&member);
    callpark_which_init(&which);
    need(callpark_lot_find(registry, "lot", &lot) == 0 &&
             callpark_lot_next(registry, &lots, &lot) == 1 &&
             callpark_group_find(registry, "lot", "group", &group) == 0 &&
             callpark_group_next(registry, &groups, &group) == 1 &&
             callpark_group_member(registry, "lot", "group", 1, &member) == 0 &&
             callpark_member_find(registry, "lot", "102", &member) == 0 &&
             callpark_slot_label(registry, "lot", 3, label, sizeof label) == 1 &&
             callpark_resolve(registry, "lot", label, &which) == 0 && which.slot == 3,
         "configured");
}

static void *read_all(void *argument)
{
    struct callpark_allocator allocator;
    callpark_allocator_init(&allocator);
    (void)argument;
    for (unsigned i = 0; i < TIMES / 4; i++) {
        read_parkings();
        read_configuration();
        need(callpark_next_deadline(registry) > 0 && callpark_last_event(registry) > CALLS &&
                 callpark_last_ticket(registry) == CALLS &&
                 callpark_allocator_get(registry, &allocator) == 0 &&
                 callpark__check(registry) == 0,
             "read");
    }
    return NULL;
}

/* ---- A race -------------------------------------------------------------- */

/* Counts, which follows no pointer: the race is seen, and does no harm. */
static void *count(void *argument)
{
    volatile uint64_t sum = 0;
    (void)argument;
    for (unsigned i = 0; i < TIMES; i++)
        sum = sum + callpark_last_event(registry) + callpark_count(registry);
    return NULL;
}

static void *write_alone(void *argument)
{
    struct callpark_event event;
    callpark_event_init(&event);
    (void)argument;
    for (unsigned i = 0; i < TIMES; i++)
        park(0, i, &event);
    return NULL;
}

/* ---- Command line -------------------------------------------------------- */

static void run(void *(*even)(void *), void *(*odd)(void *), unsigned threads)
{
    pthread_t handles[THREADS];
    static uint64_t numbers[THREADS];
    for (unsigned i = 0; i < threads; i++) {
        numbers[i] = i;
        need(pthread_create(&handles[i], NULL, i % 2 == 0 ? even : odd, &numbers[i]) == 0,
             "a thread");
    }
    for (unsigned i = 0; i < threads; i++)
        pthread_join(handles[i], NULL);
}

int main(int argc, char **argv)
{
    const char *mode = argc == 2 ? argv[1] : "";
    open_registry();
    if (strcmp(mode, "own") == 0)
        run(simulate, simulate, THREADS);
    else if (strcmp(mode, "mutex") == 0)
        run(park_and_retrieve, park_and_retrieve, THREADS);
    else if (strcmp(mode, "readers") == 0)
        run(read_all, read_all, THREADS);
    else if (strcmp(mode, "race") == 0)
        run(count, write_alone, 2);
    else
        return 2;
    need(callpark_count(registry) == CALLS || strcmp(mode, "race") == 0, "all were retrieved");
    callpark_free(registry);
    printf("threads: %s, done\n", mode);
    return 0;
}
