/* SPDX-License-Identifier: MIT */
#include "extras.h"
#include "stopwatch.h"
#include "workload.h"

#include <stdlib.h>

#define BATCH 64
#define LOT "office"
#define GROUP "sales"

struct scene {
    struct callpark *registry;
    char (*names)[12];
    uint32_t members;
    uint64_t serial;
    uint64_t random;
    struct callpark_event event;
};

static void begin(struct scene *scene, uint32_t members)
{
    struct callpark_group_config config;
    const char **names = calloc(members, sizeof *names);
    *scene = (struct scene){.members = members};
    callpark_event_init(&scene->event);
    scene->registry = extra_registry(members, NULL);
    extra_lot(scene->registry, LOT, 10);
    scene->names = calloc(members, sizeof *scene->names);
    extra_expect(scene->names && names, "no memory");
    for (uint32_t i = 0; i < members; i++) {
        snprintf(scene->names[i], sizeof scene->names[i], "%u", 200000 + i);
        names[i] = scene->names[i];
    }
    memset(&config, 0, sizeof config);
    config.size = sizeof config;
    config.members = names;
    config.member_count = members;
    extra_expect(callpark_group_add(scene->registry, 0, LOT, GROUP, &config, NULL, &scene->event) ==
                     0,
                 "no group");
    free(names);
}

static void park(struct scene *scene, const char *id)
{
    struct callpark_where where = callpark_at_group(LOT, GROUP);
    struct callpark_call call;
    callpark_call_init(&call);
    call.call_id = id;
    call.parker = "1001";
    call.caller_name = "Ada Lovelace";
    call.caller_number = "+4930123456";
    int error = callpark_park(scene->registry, 0, &where, &call, NULL, NULL, &scene->event);
    extra_expect(error == 0, "the group takes no call");
}

/* The one who becomes free is the one who is found. */
static void pair(struct scene *scene, uint32_t member, const char *id)
{
    struct callpark_which which = callpark_by_extension(LOT, scene->names[member]);
    int error = callpark_retrieve(scene->registry, 0, &which, NULL, &scene->event);
    extra_expect(error == 0, "a call cannot be retrieved");
    park(scene, id);
    extra_expect(scene->event.extension &&
                     strcmp(scene->event.extension, scene->names[member]) == 0,
                 "another member was found");
}

static void batch(struct scene *scene, struct stopwatch *watch)
{
    uint32_t members[BATCH];
    char ids[BATCH][52];
    for (int i = 0; i < BATCH; i++) {
        members[i] = below(&scene->random, scene->members);
        write_call_id(ids[i], ++scene->serial);
    }
    stopwatch_start(watch);
    for (int i = 0; i < BATCH; i++)
        pair(scene, members[i], ids[i]);
    stopwatch_stop(watch, BATCH);
}

static void measure(struct report *report, uint32_t members, int rounds)
{
    struct scene scene;
    char id[52], name[64];
    snprintf(name, sizeof name, "retrieve + park at a busy group of %u", members);
    begin(&scene, members);
    for (uint32_t i = 0; i < members; i++) {
        write_call_id(id, ++scene.serial);
        park(&scene, id);
    }
    for (int round = 0; round < rounds; round++) {
        struct stopwatch watch = {0};
        for (int i = 0; i < 50; i++)
            batch(&scene, &watch);
        report_figure(report, name, "ns", (double)stopwatch_read(&watch) / 50 / BATCH);
    }
    callpark_free(scene.registry);
    free(scene.names);
}

void measure_groups(struct report *report, bool quick)
{
    for (uint32_t members = 10; members <= 100000; members *= 10)
        measure(report, members, quick ? 5 : 21);
}
