/* SPDX-License-Identifier: MIT */
#include "extras.h"
#include "stopwatch.h"
#include "workload.h"

#include <stdlib.h>

#define BATCH 64
#define LOT "office"

struct scene {
    struct callpark *registry;
    uint64_t *serials; /* of who is parked */
    uint32_t calls;
    uint64_t next;
    uint64_t random;
    uint32_t drawn[BATCH]; /* different ones */
    uint64_t claims[BATCH];
    char ids[BATCH][52];
    struct callpark_event event;
};

static void park(struct scene *scene, uint32_t i)
{
    char id[52];
    struct callpark_where where = callpark_at_any_slot(LOT);
    struct callpark_call call;
    callpark_call_init(&call);
    write_call_id(id, scene->next);
    call.call_id = id;
    call.parker = "1001";
    call.caller_name = "Ada Lovelace";
    call.caller_number = "+4930123456";
    int error = callpark_park(scene->registry, 0, &where, &call, NULL, NULL, &scene->event);
    extra_expect(error == 0, "a call cannot be parked");
    scene->serials[i] = scene->next++;
}

static void begin(struct scene *scene, uint32_t calls)
{
    *scene = (struct scene){.calls = calls, .next = 1};
    callpark_event_init(&scene->event);
    scene->registry = extra_registry(calls, NULL);
    scene->serials = calloc(calls, sizeof *scene->serials);
    extra_expect(scene->serials != NULL, "no memory");
    extra_lot(scene->registry, LOT, calls + calls / 4);
    for (uint32_t i = 0; i < calls; i++)
        park(scene, i);
}

static void draw(struct scene *scene)
{
    uint32_t part = scene->calls / BATCH;
    for (uint32_t i = 0; i < BATCH; i++) {
        scene->drawn[i] = i * part + below(&scene->random, part);
        write_call_id(scene->ids[i], scene->serials[scene->drawn[i]]);
    }
}

static void claim(struct scene *scene, struct stopwatch *watch)
{
    stopwatch_start(watch);
    for (int i = 0; i < BATCH; i++) {
        struct callpark_which which = callpark_by_call(scene->ids[i]);
        int error = callpark_claim(scene->registry, 0, &which, 0, NULL, &scene->event);
        extra_expect(error == 0, "a call cannot be claimed");
        scene->claims[i] = scene->event.serial;
    }
    stopwatch_stop(watch, BATCH);
}

static void rollback(struct scene *scene, struct stopwatch *watch)
{
    stopwatch_start(watch);
    for (int i = 0; i < BATCH; i++) {
        struct callpark_which which = callpark_by_call(scene->ids[i]);
        int error =
            callpark_rollback(scene->registry, 0, &which, scene->claims[i], NULL, &scene->event);
        extra_expect(error == 0, "a claim cannot be given up");
    }
    stopwatch_stop(watch, BATCH);
}

static void retrieve(struct scene *scene, int wanted, struct stopwatch *watch)
{
    stopwatch_start(watch);
    for (int i = 0; i < BATCH; i++) {
        struct callpark_which which = callpark_by_call(scene->ids[i]);
        int error = callpark_retrieve(scene->registry, 0, &which, NULL, &scene->event);
        extra_expect(error == wanted, "a retrieval ends otherwise than it should");
    }
    stopwatch_stop(watch, BATCH);
}

static void round_of(struct scene *scene, struct report *report, const char *pair, int batches)
{
    struct stopwatch both = {0}, refused = {0}, done = {0};
    for (int i = 0; i < batches; i++) {
        draw(scene);
        claim(scene, &both);
        retrieve(scene, CALLPARK_ERR_CLAIMED, &refused);
        rollback(scene, &both);
        draw(scene);
        retrieve(scene, 0, &done);
        for (int k = 0; k < BATCH; k++)
            park(scene, scene->drawn[k]);
    }
    report_figure(report, pair, "ns", (double)stopwatch_read(&both) / batches / BATCH);
    report_figure(report, "wrong state: claimed, against a retrieval", "times",
                  (double)stopwatch_read(&refused) / (double)stopwatch_read(&done));
}

void measure_claims(struct report *report, bool quick)
{
    for (uint32_t calls = 1000; calls <= (quick ? 100000 : 1000000); calls *= 10) {
        struct scene scene;
        char name[64];
        snprintf(name, sizeof name, "claim + rollback, %u calls", calls);
        begin(&scene, calls);
        for (int round = 0; round < (quick ? 5 : 21); round++)
            round_of(&scene, report, name, 50);
        callpark_free(scene.registry);
        free(scene.serials);
    }
}
