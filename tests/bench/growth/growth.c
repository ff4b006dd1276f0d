/* SPDX-License-Identifier: MIT */
/*
 * Runs each verb some times in a registry with N calls. Under callgrind it leaves a count of
 * instructions for each, named "ORDER VERB": the order is what callpark.h documents.
 *
 * growth N
 */
#include "callpark/callpark.h"

#include <stdio.h>
#include <stdlib.h>
#include <valgrind/callgrind.h>

#include "growth.h"

#define TIMES 200
#define LOT "office"
#define GROUP "sales"
#define ID 24

struct scene {
    struct callpark *registry;
    callpark_time now;
    uint32_t calls;
    uint32_t members;
    uint64_t serial;
    uint64_t random;
    uint64_t cursor;
    char ids[TIMES][ID];     /* of those drawn, all different */
    char new_ids[TIMES][ID]; /* of calls not parked yet */
    char members_of[TIMES][12];
    uint32_t slots[TIMES];
    uint64_t tickets[TIMES];
    uint64_t serials[TIMES];
    struct callpark_event event;
    struct callpark_info info;
};

/* ---- Verbs ---- */

static struct callpark_call describe(const char *id)
{
    struct callpark_call call;
    callpark_call_init(&call);
    call.call_id = id;
    call.parker = "1001";
    call.caller_name = "Ada Lovelace";
    call.caller_number = "+4930123456";
    return call;
}

static void park_at(struct scene *scene, int i, struct callpark_where where)
{
    struct callpark_call call = describe(scene->new_ids[i]);
    int error =
        callpark_park(scene->registry, scene->now, &where, &call, NULL, NULL, &scene->event);
    expect(error == 0, "park");
}

static void park(struct scene *scene, int i)
{
    park_at(scene, i, callpark_at_any_slot(LOT));
}

static void park_slot(struct scene *scene, int i)
{
    park_at(scene, i, callpark_at_slot(LOT, scene->slots[i]));
}

static void park_group(struct scene *scene, int i)
{
    park_at(scene, i, callpark_at_group(LOT, GROUP));
}

static void park_full(struct scene *scene, int i)
{
    struct callpark_where where = callpark_at_any_slot("full");
    struct callpark_call call = describe(scene->new_ids[i]);
    int error =
        callpark_park(scene->registry, scene->now, &where, &call, NULL, NULL, &scene->event);
    expect(error == CALLPARK_ERR_FULL, "a full lot");
}

static void find(struct scene *scene, struct callpark_which which)
{
    expect(callpark_find(scene->registry, &which, &scene->info) == 0, "find");
}

static void find_call(struct scene *scene, int i)
{
    find(scene, callpark_by_call(scene->ids[i]));
}

static void find_slot(struct scene *scene, int i)
{
    find(scene, callpark_by_slot(LOT, scene->slots[i]));
}

static void find_ticket(struct scene *scene, int i)
{
    find(scene, callpark_by_ticket(scene->tickets[i], NULL));
}

static void find_extension(struct scene *scene, int i)
{
    find(scene, callpark_by_extension(LOT, scene->members_of[i]));
}

static void find_oldest(struct scene *scene, int i)
{
    (void)i;
    find(scene, callpark_by_age(LOT));
}

static void find_miss(struct scene *scene, int i)
{
    struct callpark_which which = callpark_by_call(scene->new_ids[i]);
    expect(callpark_find(scene->registry, &which, &scene->info) == CALLPARK_ERR_NOT_FOUND, "miss");
}

static void resolve(struct scene *scene, int i)
{
    struct callpark_which which;
    callpark_which_init(&which);
    expect(callpark_resolve(scene->registry, LOT, scene->members_of[i], &which) == 0, "resolve");
}

static void next_deadline(struct scene *scene, int i)
{
    (void)i;
    expect(callpark_next_deadline(scene->registry) > scene->now, "next deadline");
}

static void next(struct scene *scene, int i)
{
    (void)i;
    expect(callpark_next(scene->registry, &scene->cursor, &scene->info) == 1, "next");
}

static void member_find(struct scene *scene, int i)
{
    struct callpark_member_info info;
    memset(&info, 0, sizeof info);
    info.size = sizeof info;
    expect(callpark_member_find(scene->registry, LOT, scene->members_of[i], &info) == 0, "member");
}

static void member_available(struct scene *scene, int i)
{
    expect(callpark_member_set_available(scene->registry, scene->now, LOT, scene->members_of[i], 1,
                                         NULL, &scene->event) == 0,
           "availability");
}

static void claim(struct scene *scene, int i)
{
    struct callpark_which which = callpark_by_call(scene->ids[i]);
    int error = callpark_claim(scene->registry, scene->now, &which, 0, NULL, &scene->event);
    expect(error == 0, "claim");
    scene->serials[i] = scene->event.serial;
}

static void rollback(struct scene *scene, int i)
{
    struct callpark_which which = callpark_by_call(scene->ids[i]);
    int error = callpark_rollback(scene->registry, scene->now, &which, scene->serials[i], NULL,
                                  &scene->event);
    expect(error == 0, "rollback");
}

static void commit(struct scene *scene, int i)
{
    struct callpark_which which = callpark_by_call(scene->ids[i]);
    int error = callpark_commit(scene->registry, scene->now, &which, scene->serials[i], NULL,
                                &scene->event);
    expect(error == 0, "commit");
}

static void retrieve(struct scene *scene, int i)
{
    struct callpark_which which = callpark_by_call(scene->ids[i]);
    int error = callpark_retrieve(scene->registry, scene->now, &which, NULL, &scene->event);
    expect(error == 0, "retrieve");
}

static void retrieve_slot(struct scene *scene, int i)
{
    struct callpark_which which = callpark_by_slot(LOT, scene->slots[i]);
    int error = callpark_retrieve(scene->registry, scene->now, &which, NULL, &scene->event);
    expect(error == 0, "retrieve by slot");
}

static void retrieve_oldest(struct scene *scene, int i)
{
    struct callpark_which which = callpark_by_age(LOT);
    (void)i;
    int error = callpark_retrieve(scene->registry, scene->now, &which, NULL, &scene->event);
    expect(error == 0, "retrieve the oldest");
}

static void retrieve_extension(struct scene *scene, int i)
{
    struct callpark_which which = callpark_by_extension(LOT, scene->members_of[i]);
    int error = callpark_retrieve(scene->registry, scene->now, &which, NULL, &scene->event);
    expect(error == 0, "retrieve by extension");
}

static void hangup(struct scene *scene, int i)
{
    struct callpark_which which = callpark_by_call(scene->ids[i]);
    int error = callpark_hangup(scene->registry, scene->now, &which, NULL, &scene->event);
    expect(error == 0, "hangup");
}

static void remove_call(struct scene *scene, int i)
{
    struct callpark_which which = callpark_by_ticket(scene->tickets[i], NULL);
    int error = callpark_remove(scene->registry, scene->now, &which, NULL, &scene->event);
    expect(error == 0, "remove");
}

static void extend(struct scene *scene, int i)
{
    struct callpark_which which = callpark_by_call(scene->ids[i]);
    int error = callpark_extend(scene->registry, scene->now, &which, callpark_seconds(10), NULL,
                                &scene->event);
    expect(error == 0, "extend");
}

static void swap(struct scene *scene, int i)
{
    struct callpark_which which = callpark_by_call(scene->ids[i]);
    struct callpark_call call = describe(scene->new_ids[i]);
    int error = callpark_swap(scene->registry, scene->now, &which, &call, NULL, &scene->event);
    expect(error == 0, "swap");
}

static void move(struct scene *scene, int i)
{
    struct callpark_which which = callpark_by_call(scene->ids[i]);
    struct callpark_where where = callpark_at_any_slot(LOT);
    int error = callpark_move(scene->registry, scene->now, &which, &where, NULL, &scene->event);
    expect(error == 0, "move");
}

static void reserve(struct scene *scene, int i)
{
    struct callpark_where where = callpark_at_any_slot(LOT);
    int error =
        callpark_reserve(scene->registry, scene->now, &where, "1001", 0, NULL, &scene->event);
    expect(error == 0, "reserve");
    scene->tickets[i] = scene->event.ticket;
}

static void fill(struct scene *scene, int i)
{
    struct callpark_which which = callpark_by_ticket(scene->tickets[i], NULL);
    struct callpark_call call = describe(scene->new_ids[i]);
    int error =
        callpark_fill(scene->registry, scene->now, &which, &call, NULL, NULL, &scene->event);
    expect(error == 0, "fill");
}

/* A ring for each of the drawn, in whatever order. */
static void poll(struct scene *scene, int i)
{
    expect(callpark_poll(scene->registry, scene->now, &scene->event) == 1, "poll");
    expect(scene->event.kind == CALLPARK_EVENT_RINGING, "a ring");
    scene->tickets[i] = scene->event.ticket;
    scene->serials[i] = scene->event.serial;
}

static void failed(struct scene *scene, int i)
{
    struct callpark_which which = callpark_by_ticket(scene->tickets[i], NULL);
    expect(callpark_recall_failed(scene->registry, scene->now, &which, scene->serials[i], NULL,
                                  &scene->event) == 0,
           "recall failed");
}

static void deferred(struct scene *scene, int i)
{
    struct callpark_which which = callpark_by_ticket(scene->tickets[i], NULL);
    expect(callpark_recall_deferred(scene->registry, scene->now, &which, scene->serials[i], NULL,
                                    &scene->event) == 0,
           "recall deferred");
}

static void answered(struct scene *scene, int i)
{
    struct callpark_which which = callpark_by_ticket(scene->tickets[i], NULL);
    expect(callpark_recall_answered(scene->registry, scene->now, &which, scene->serials[i], 0, NULL,
                                    &scene->event) == 0,
           "recall answered");
    scene->serials[i] = scene->event.serial;
}

static void drain(struct scene *scene, int i)
{
    (void)i;
    expect(callpark_drain(scene->registry, scene->now, LOT, NULL, &scene->event) == 1, "drain");
}

/* ---- Counting ---- */

static void new_ids(struct scene *scene)
{
    for (int i = 0; i < TIMES; i++)
        snprintf(scene->new_ids[i], ID, "%016llx@host", (unsigned long long)++scene->serial);
}

/* Different calls in slots, spread over all that are parked. */
static void draw(struct scene *scene)
{
    uint64_t cursor = 0;
    uint32_t skip = scene->calls / TIMES;
    for (int drawn = 0; drawn < TIMES;) {
        for (uint32_t i = below(&scene->random, skip / 2 + 1); i > 0; i--)
            callpark_next(scene->registry, &cursor, &scene->info);
        expect(callpark_next(scene->registry, &cursor, &scene->info) == 1, "too few calls");
        if (scene->info.extension || scene->info.state != CALLPARK_STATE_WAITING)
            continue;
        snprintf(scene->ids[drawn], ID, "%s", scene->info.call_id);
        scene->slots[drawn] = scene->info.slot;
        scene->tickets[drawn++] = scene->info.ticket;
    }
}

static void draw_members(struct scene *scene)
{
    uint32_t step = scene->members / 100;
    for (int i = 0; i < TIMES; i++)
        snprintf(scene->members_of[i], sizeof scene->members_of[i], "%u",
                 200000 + (uint32_t)(i % 100) * step);
}

static void count(struct scene *scene, const char *name, void act(struct scene *, int))
{
    CALLGRIND_START_INSTRUMENTATION;
    CALLGRIND_ZERO_STATS;
    for (int i = 0; i < TIMES; i++)
        act(scene, i);
    CALLGRIND_DUMP_STATS_AT(name);
    CALLGRIND_STOP_INSTRUMENTATION;
}

/* A group where one member at a time is free. */
static void group_pair(struct scene *scene, int i)
{
    retrieve_extension(scene, i);
    park_group(scene, i);
}

static void look(struct scene *scene)
{
    draw(scene);
    new_ids(scene);
    count(scene, "log find-by-call", find_call);
    count(scene, "log find-by-slot", find_slot);
    count(scene, "log find-by-ticket", find_ticket);
    count(scene, "log find-by-extension", find_extension);
    count(scene, "log find-by-age", find_oldest);
    count(scene, "log find-miss", find_miss);
    count(scene, "log resolve", resolve);
    count(scene, "log member-find", member_find);
    count(scene, "const next-deadline", next_deadline);
    count(scene, "log next", next);
}

/* Each ending leaves room for the parking after it. */
static void end_and_park(struct scene *scene, const char *name, void act(struct scene *, int),
                         const char *park_name, void park_act(struct scene *, int))
{
    draw(scene);
    new_ids(scene);
    count(scene, name, act);
    count(scene, park_name, park_act);
}

static void retrieve_all(struct scene *scene)
{
    end_and_park(scene, "log retrieve", retrieve, "log park", park);
    end_and_park(scene, "log retrieve-slot", retrieve_slot, "log park-slot", park_slot);
    end_and_park(scene, "log retrieve-age", retrieve_oldest, "log park", park);
    end_and_park(scene, "log hangup", hangup, "log park", park);
    end_and_park(scene, "log remove", remove_call, "log park", park);
    end_and_park(scene, "log drain", drain, "log park", park);
    new_ids(scene);
    count(scene, "log group-pair", group_pair);
    count(scene, "log member-set-available", member_available);
    new_ids(scene);
    count(scene, "log park-full", park_full);
}

static void claim_all(struct scene *scene)
{
    draw(scene);
    count(scene, "log claim", claim);
    count(scene, "log rollback", rollback);
    count(scene, "log claim", claim);
    count(scene, "log commit", commit);
    new_ids(scene);
    count(scene, "log reserve", reserve);
    count(scene, "log fill", fill);
    draw(scene);
    new_ids(scene);
    count(scene, "log swap", swap);
    draw(scene);
    count(scene, "log move", move);
}

static void recall_all(struct scene *scene)
{
    draw(scene);
    count(scene, "log extend", extend);
    scene->now += 10000;
    count(scene, "log poll", poll);
    count(scene, "log recall-failed", failed);
    scene->now += 10000;
    count(scene, "log poll", poll);
    count(scene, "log recall-deferred", deferred);
    scene->now += 10000;
    count(scene, "log poll", poll);
    count(scene, "log recall-answered", answered);
}

/* ---- The scene ---- */

static void add_lots(struct scene *scene)
{
    struct callpark_lot_config config;
    callpark_lot_config_init(&config);
    config.last_slot = scene->calls + scene->calls / 4;
    config.timeout = callpark_seconds(3600);
    expect(callpark_lot_add(scene->registry, 0, LOT, &config, NULL, &scene->event) == 0, "lot");
    config.last_slot = 0;
    expect(callpark_lot_add(scene->registry, 0, "full", &config, NULL, &scene->event) == 0, "lot");
}

static void add_group(struct scene *scene)
{
    char(*names)[12] = calloc(scene->members, sizeof *names);
    const char **members = calloc(scene->members, sizeof *members);
    struct callpark_group_config config;
    expect(names && members, "memory");
    for (uint32_t i = 0; i < scene->members; i++) {
        snprintf(names[i], sizeof names[i], "%u", 200000 + i);
        members[i] = names[i];
    }
    memset(&config, 0, sizeof config);
    config.size = sizeof config;
    config.members = members;
    config.member_count = scene->members;
    expect(callpark_group_add(scene->registry, 0, LOT, GROUP, &config, NULL, &scene->event) == 0,
           "group");
    free(names);
    free(members);
}

static void begin(struct scene *scene, uint32_t calls)
{
    struct callpark_options options;
    callpark_options_init(&options);
    options.expected_calls = calls + 2 * TIMES;
    scene->calls = calls;
    scene->members = calls / 10;
    callpark_event_init(&scene->event);
    callpark_info_init(&scene->info);
    expect(callpark_new(&options, &scene->registry) == 0, "registry");
    add_lots(scene);
    add_group(scene);
    for (uint32_t i = 0; i < calls; i++) {
        snprintf(scene->new_ids[0], ID, "%016llx@host", (unsigned long long)++scene->serial);
        scene->now++;
        if (i >= calls - scene->members) /* so that the oldest are in slots */
            park_group(scene, 0);
        else
            park(scene, 0);
    }
}

int main(int argc, char **argv)
{
    static struct scene scene;
    uint32_t calls = argc == 2 ? (uint32_t)strtoul(argv[1], NULL, 10) : 0;
    expect(calls >= 1000 && calls <= 10000000, "usage: growth N, 1000 to 10000000");
    begin(&scene, calls);
    draw_members(&scene);
    look(&scene);
    retrieve_all(&scene);
    claim_all(&scene);
    recall_all(&scene);
    callpark_free(scene.registry);
    return 0;
}
