/* SPDX-License-Identifier: MIT */
#include "contender.h"
#include "extras.h"
#include "stopwatch.h"
#include "workload.h"

#include <stdlib.h>

#define BATCH 64
#define SLOTS 20
#define HELD 18

/* One way to have many lots. */
struct way {
    const char *name;
    const struct contender *contender; /* a lot of its own each; NULL: the library */
};

static const struct way ways[] = {
    {"libcallpark", NULL},
    {"lower bound", &contender_floor},
    {"uthash", &contender_uthash},
};

#define WAYS (sizeof ways / sizeof ways[0])

struct many {
    const struct way *way;
    uint32_t lots;
    struct callpark *registry;
    char (*names)[16];
    void **selves;
    uint32_t *slots; /* HELD a lot */
    uint64_t serial;
    uint64_t random;
    struct callpark_event event;
};

static int park(struct many *many, uint32_t lot, const struct callpark_call *call)
{
    if (many->way->contender)
        return many->way->contender->park(many->selves[lot], 0, call, callpark_seconds(3600),
                                          &many->event);
    struct callpark_where where = callpark_at_any_slot(many->names[lot]);
    return callpark_park(many->registry, 0, &where, call, NULL, NULL, &many->event);
}

static int retrieve(struct many *many, uint32_t lot, uint32_t slot)
{
    if (many->way->contender)
        return many->way->contender->retrieve_slot(many->selves[lot], 0, slot, &many->event);
    struct callpark_which which = callpark_by_slot(many->names[lot], slot);
    return callpark_retrieve(many->registry, 0, &which, NULL, &many->event);
}

static uint32_t park_new(struct many *many, uint32_t lot, const char *id)
{
    struct callpark_call call;
    callpark_call_init(&call);
    call.call_id = id;
    call.parker = "1001";
    call.caller_name = "Ada Lovelace";
    call.caller_number = "+4930123456";
    extra_expect(park(many, lot, &call) == 0, "a call cannot be parked in one of many lots");
    return many->event.slot;
}

static void add_lot(struct many *many, uint32_t lot)
{
    snprintf(many->names[lot], sizeof many->names[lot], "office%u", lot);
    if (many->registry)
        extra_lot(many->registry, many->names[lot], SLOTS);
    else
        many->selves[lot] = many->way->contender->create(HELD, SLOTS);
    extra_expect(many->registry || many->selves[lot], "no lot");
}

static void begin(struct many *many, const struct way *way, uint32_t lots)
{
    *many = (struct many){.way = way, .lots = lots};
    callpark_event_init(&many->event);
    if (!way->contender)
        many->registry = extra_registry(lots * HELD, NULL);
    many->names = calloc(lots, sizeof *many->names);
    many->selves = calloc(lots, sizeof *many->selves);
    many->slots = calloc((size_t)lots * HELD, sizeof *many->slots);
    extra_expect(many->names && many->selves && many->slots, "no memory");
    for (uint32_t lot = 0; lot < lots; lot++)
        add_lot(many, lot);
    for (uint32_t i = 0; i < lots * HELD; i++) {
        char id[52];
        write_call_id(id, ++many->serial);
        many->slots[i] = park_new(many, i / HELD, id);
    }
}

static void end(struct many *many)
{
    for (uint32_t lot = 0; many->way->contender && lot < many->lots; lot++)
        many->way->contender->destroy(many->selves[lot]);
    callpark_free(many->registry);
    free(many->names);
    free(many->selves);
    free(many->slots);
}

static void batch(struct many *many, struct stopwatch *watch)
{
    uint32_t victims[BATCH];
    char ids[BATCH][52];
    for (int i = 0; i < BATCH; i++) {
        victims[i] = below(&many->random, many->lots * HELD);
        write_call_id(ids[i], ++many->serial);
    }
    stopwatch_start(watch);
    for (int i = 0; i < BATCH; i++) {
        uint32_t *slot = &many->slots[victims[i]];
        int error = retrieve(many, victims[i] / HELD, *slot);
        extra_expect(error == 0, "a call cannot be retrieved from one of many lots");
        *slot = park_new(many, victims[i] / HELD, ids[i]);
    }
    stopwatch_stop(watch, BATCH);
}

static void round_of(struct report *report, struct many *many)
{
    char name[64];
    struct stopwatch watch = {0};
    for (int i = 0; i < 50; i++)
        batch(many, &watch);
    snprintf(name, sizeof name, "pair in %u lots of 20: %s", many->lots, many->way->name);
    report_figure(report, name, "ns", (double)stopwatch_read(&watch) / 50 / BATCH);
}

static bool takes_part(const struct way *way)
{
    return !way->contender || !way->contender->missing;
}

void measure_lots(struct report *report, bool quick)
{
    for (uint32_t lots = 1000; lots <= (quick ? 10000 : 100000); lots *= 10) {
        struct many many[WAYS];
        for (size_t i = 0; i < WAYS; i++) {
            if (takes_part(&ways[i]))
                begin(&many[i], &ways[i], lots);
        }
        for (int round = 0; round < (quick ? 5 : 21); round++) {
            for (size_t i = 0; i < WAYS; i++) {
                if (takes_part(&ways[i]))
                    round_of(report, &many[i]);
            }
        }
        for (size_t i = 0; i < WAYS; i++) {
            if (takes_part(&ways[i]))
                end(&many[i]);
        }
    }
}
