/* SPDX-License-Identifier: MIT */
/*
 * As growth.c, of what grows in other directions: N lots, a group of N members, N slots, and
 * ids that were chosen to collide in a hash without a key. "each" is counted once for N of
 * something, and divided by it.
 *
 * growth_lots N
 */
#include "callpark/callpark.h"

#include <stdio.h>
#include <stdlib.h>
#include <valgrind/callgrind.h>

#include "growth.h"

enum { TIMES = 200, NAME = 44, BITS = 20 };

struct scene {
    struct callpark *registry;
    uint32_t size;
    uint64_t random, cursor;
    char drawn[TIMES][NAME];  /* of lots that are there */
    char unused[TIMES][NAME]; /* of lots that are not */
    char members[TIMES][NAME];
    struct callpark_event event;
};

static void name_lot(char *name, uint32_t number)
{
    snprintf(name, NAME, "tenant-%u.example", number);
}

/* Aa and BB are the same to a hash that adds, multiplying by 31: a million names, one sum. */
static void name_flood(char *name, uint32_t number)
{
    for (unsigned bit = 0; bit < BITS; bit++)
        memcpy(name + 2 * bit, number >> bit & 1 ? "Aa" : "BB", 2);
    name[2 * BITS] = 0;
}

/* ---- Verbs --------------------------------------------------------------- */

static int park_in(struct scene *scene, struct callpark_where where, const char *id)
{
    struct callpark_call call;
    callpark_call_init(&call);
    call.call_id = id;
    call.parker = "1001";
    return callpark_park(scene->registry, 0, &where, &call, NULL, NULL, &scene->event);
}

static void lot_add(struct scene *scene, const char *name)
{
    struct callpark_lot_config config;
    callpark_lot_config_init(&config);
    config.first_slot = 1;
    config.last_slot = 2;
    expect(callpark_lot_add(scene->registry, 0, name, &config, NULL, &scene->event) == 0, "add");
}

static void add_unused(struct scene *scene, int i)
{
    lot_add(scene, scene->unused[i]);
}

static void lot_configure(struct scene *scene, int i)
{
    struct callpark_lot_config config;
    callpark_lot_config_init(&config);
    config.first_slot = 1;
    config.last_slot = 3;
    expect(callpark_lot_configure(scene->registry, 0, scene->drawn[i], &config, NULL,
                                  &scene->event) == 0,
           "configure");
}

static void lot_remove(struct scene *scene, int i)
{
    expect(callpark_lot_remove(scene->registry, 0, scene->unused[i], NULL, &scene->event) == 0,
           "remove");
}

static void lot_find(struct scene *scene, int i)
{
    struct callpark_lot_info info;
    callpark_lot_info_init(&info);
    expect(callpark_lot_find(scene->registry, scene->drawn[i], &info) == 0, "find");
}

static void lot_next(struct scene *scene, int i)
{
    struct callpark_lot_info info;
    (void)i;
    callpark_lot_info_init(&info);
    expect(callpark_lot_next(scene->registry, &scene->cursor, &info) == 1, "next");
}

static void slot_label(struct scene *scene, int i)
{
    char label[16];
    expect(callpark_slot_label(scene->registry, scene->drawn[i], 1, label, sizeof label) == 1,
           "label");
}

static void park(struct scene *scene, int i)
{
    expect(park_in(scene, callpark_at_any_slot(scene->drawn[i]), scene->unused[i]) == 0, "park");
}

static void retrieve_oldest(struct scene *scene, int i)
{
    struct callpark_which which = callpark_by_age(scene->drawn[i]);
    expect(callpark_retrieve(scene->registry, 0, &which, NULL, &scene->event) == 0, "retrieve");
}

static void set_group(struct scene *scene, const char *lot, const char *const *members,
                      uint32_t count, int add)
{
    struct callpark_group_config config;
    callpark_group_config_init(&config);
    config.members = members;
    config.member_count = count;
    int error =
        add ? callpark_group_add(scene->registry, 0, lot, "group", &config, NULL, &scene->event)
            : callpark_group_configure(scene->registry, 0, lot, "group", &config, NULL,
                                       &scene->event);
    expect(error == 0, "group");
}

static const char *const few[] = {"101", "102", "103"};

static void group_add(struct scene *scene, int i)
{
    set_group(scene, scene->drawn[i], few, 3, 1);
}

static void group_configure(struct scene *scene, int i)
{
    set_group(scene, scene->drawn[i], few, 2, 0);
}

static void group_find(struct scene *scene, int i)
{
    struct callpark_group_info info;
    callpark_group_info_init(&info);
    expect(callpark_group_find(scene->registry, scene->drawn[i], "group", &info) == 0, "group");
}

static void group_remove(struct scene *scene, int i)
{
    expect(callpark_group_remove(scene->registry, 0, scene->drawn[i], "group", NULL,
                                 &scene->event) == 0,
           "group");
}

static void group_member(struct scene *scene, int i)
{
    struct callpark_member_info info;
    callpark_member_info_init(&info);
    expect(callpark_group_member(scene->registry, "big", "group", (uint32_t)i, &info) == 0, "at");
}

static void member_find(struct scene *scene, int i)
{
    struct callpark_member_info info;
    callpark_member_info_init(&info);
    expect(callpark_member_find(scene->registry, "big", scene->members[i], &info) == 0, "member");
}

static void park_on_group(struct scene *scene, int i)
{
    expect(park_in(scene, callpark_at_group("big", "group"), scene->unused[i]) == 0, "park");
}

/* ---- Counting ------------------------------------------------------------ */

static void count(struct scene *scene, const char *name, void act(struct scene *, int))
{
    CALLGRIND_START_INSTRUMENTATION;
    CALLGRIND_ZERO_STATS;
    for (int i = 0; i < TIMES; i++)
        act(scene, i);
    CALLGRIND_DUMP_STATS_AT(name);
    CALLGRIND_STOP_INSTRUMENTATION;
}

static void count_once(struct scene *scene, const char *name, void act(struct scene *))
{
    CALLGRIND_START_INSTRUMENTATION;
    CALLGRIND_ZERO_STATS;
    act(scene);
    CALLGRIND_DUMP_STATS_AT(name);
    CALLGRIND_STOP_INSTRUMENTATION;
}

/* Different ones: evenly spread, beginning anywhere. */
static void draw(struct scene *scene)
{
    uint32_t step = scene->size / TIMES;
    uint32_t start = below(&scene->random, step);
    for (uint32_t i = 0; i < TIMES; i++) {
        name_lot(scene->drawn[i], start + i * step);
        name_lot(scene->unused[i], scene->size + i);
        snprintf(scene->members[i], NAME, "%u", 200000 + start + i * step);
    }
}

static void lots(struct scene *scene)
{
    draw(scene);
    count(scene, "log lot-add", add_unused);
    count(scene, "log lot-find", lot_find);
    count(scene, "log lot-next", lot_next);
    count(scene, "log lot-configure", lot_configure);
    count(scene, "log slot-label", slot_label);
    count(scene, "log park", park);
    count(scene, "log retrieve-age", retrieve_oldest);
    count(scene, "log group-add", group_add);
    count(scene, "log group-configure", group_configure);
    count(scene, "log group-find", group_find);
    count(scene, "log group-remove", group_remove);
    count(scene, "log lot-remove", lot_remove);
}

/* ---- All at once --------------------------------------------------------- */

static void add_members(struct scene *scene)
{
    char(*names)[12] = calloc(scene->size, sizeof *names);
    const char **members = calloc(scene->size, sizeof *members);
    expect(names && members, "memory");
    for (uint32_t i = 0; i < scene->size; i++) {
        snprintf(names[i], sizeof names[i], "%u", 200000 + i);
        members[i] = names[i];
    }
    set_group(scene, "big", members, scene->size, 1);
    free(names);
    free(members);
}

static void no_members(struct scene *scene)
{
    set_group(scene, "big", few, 0, 0);
}

static void members(struct scene *scene)
{
    lot_add(scene, "big");
    count_once(scene, "each group-add-members", add_members);
    count(scene, "log group-member", group_member);
    count(scene, "log member-find", member_find);
    count(scene, "log park-on-group", park_on_group);
    count_once(scene, "each group-drop-members", no_members);
}

static void widen(struct scene *scene, uint32_t slots)
{
    struct callpark_lot_config config;
    callpark_lot_config_init(&config);
    config.first_slot = 1;
    config.last_slot = slots;
    expect(callpark_lot_configure(scene->registry, 0, "wide", &config, NULL, &scene->event) == 0,
           "configure");
}

static void more_slots(struct scene *scene)
{
    widen(scene, scene->size);
}

static void fewer_slots(struct scene *scene)
{
    widen(scene, 1);
}

/* Into slots, the ids all the same to a hash without a key. */
static void flood(struct scene *scene)
{
    for (uint32_t i = 0; i < scene->size; i++) {
        char name[NAME];
        name_flood(name, i);
        expect(park_in(scene, callpark_at_any_slot("wide"), name) == 0, "park");
    }
}

static void find_flood(struct scene *scene)
{
    struct callpark_info info;
    callpark_info_init(&info);
    for (uint32_t i = 0; i < scene->size; i++) {
        char name[NAME];
        name_flood(name, i);
        struct callpark_which which = callpark_by_call(name);
        expect(callpark_find(scene->registry, &which, &info) == 0, "find");
    }
}

/* A poll that comes late: all are due. */
static void poll_all(struct scene *scene)
{
    for (uint32_t i = 0; i < scene->size; i++)
        expect(callpark_poll(scene->registry, 3600000, &scene->event) == 1, "poll");
}

static void iterate(struct scene *scene)
{
    struct callpark_info info;
    uint64_t cursor = 0;
    uint32_t seen = 0;
    callpark_info_init(&info);
    while (callpark_next(scene->registry, &cursor, &info) == 1)
        seen++;
    expect(seen >= scene->size, "iterate");
}

static void drain(struct scene *scene)
{
    for (uint32_t i = 0; i < scene->size; i++)
        expect(callpark_drain(scene->registry, 0, "wide", NULL, &scene->event) == 1, "drain");
}

static void slots(struct scene *scene)
{
    lot_add(scene, "wide");
    count_once(scene, "each slots-more", more_slots);
    count_once(scene, "each flood-park", flood);
    count_once(scene, "each flood-find", find_flood);
    count_once(scene, "each iterate", iterate);
    count_once(scene, "each poll-late", poll_all);
    count_once(scene, "each drain", drain);
    count_once(scene, "each slots-fewer", fewer_slots);
}

int main(int argc, char **argv)
{
    static struct scene scene;
    struct callpark_options options;
    scene.size = argc == 2 ? (uint32_t)strtoul(argv[1], NULL, 10) : 0;
    expect(scene.size >= 1000 && scene.size <= 1u << BITS, "usage: growth_lots N, 1000 to 1048576");
    callpark_options_init(&options);
    memcpy(options.hash_key, "sixteen bytes...", sizeof options.hash_key);
    callpark_event_init(&scene.event);
    expect(callpark_new(&options, &scene.registry) == 0, "registry");
    for (uint32_t i = 0; i < scene.size; i++) {
        char name[NAME];
        name_lot(name, i);
        lot_add(&scene, name);
    }
    lots(&scene);
    members(&scene);
    slots(&scene);
    callpark_free(scene.registry);
    return 0;
}
