/* SPDX-License-Identifier: MIT */
/* The library, as a host uses it. */
#define _DEFAULT_SOURCE
#include "contender.h"

#include <stdlib.h>
#include <unistd.h>

#define LOT "office"

struct host {
    struct callpark *registry;
    struct callpark_where where;
    struct callpark_terms terms;
};

/* Nobody can be rung, so a call ends when its time is out. */
static int add_lot(struct callpark *registry, uint32_t slots)
{
    struct callpark_recall recall;
    struct callpark_lot_config config;
    struct callpark_event event;
    callpark_recall_init(&recall);
    callpark_lot_config_init(&config);
    callpark_event_init(&event);
    recall.targets = CALLPARK_RECALL_ALTERNATE;
    config.recall = &recall;
    config.first_slot = 1;
    config.last_slot = slots;
    return callpark_lot_add(registry, 0, LOT, &config, NULL, &event);
}

static void destroy(void *self)
{
    struct host *host = self;
    callpark_free(host->registry);
    free(host);
}

static void *create(uint32_t calls, uint32_t slots)
{
    struct callpark_options options;
    struct host *host = calloc(1, sizeof *host);
    callpark_options_init(&options);
    if (!host || getentropy(options.hash_key, sizeof options.hash_key) != 0) {
        free(host);
        return NULL;
    }
    options.expected_calls = calls;
    callpark_where_init(&host->where);
    callpark_terms_init(&host->terms);
    host->where.lot = LOT;
    if (callpark_new(&options, &host->registry) == 0 && add_lot(host->registry, slots) == 0)
        return host;
    destroy(host);
    return NULL;
}

static int park(void *self, callpark_time now, const struct callpark_call *call,
                callpark_duration timeout, struct callpark_event *event)
{
    struct host *host = self;
    host->terms.timeout = timeout;
    return callpark_park(host->registry, now, &host->where, call, &host->terms, NULL, event);
}

static int retrieve_slot(void *self, callpark_time now, uint32_t slot, struct callpark_event *event)
{
    struct host *host = self;
    struct callpark_which which = callpark_by_slot(LOT, slot);
    return callpark_retrieve(host->registry, now, &which, NULL, event);
}

static int retrieve_call(void *self, callpark_time now, const char *call_id,
                         struct callpark_event *event)
{
    struct host *host = self;
    struct callpark_which which = callpark_by_call(call_id);
    return callpark_retrieve(host->registry, now, &which, NULL, event);
}

static int poll(void *self, callpark_time now, struct callpark_event *event)
{
    struct host *host = self;
    return callpark_poll(host->registry, now, event);
}

static callpark_time next_deadline(const void *self)
{
    const struct host *host = self;
    return callpark_next_deadline(host->registry);
}

const struct contender contender_callpark = {
    .name = "libcallpark",
    .create = create,
    .destroy = destroy,
    .park = park,
    .retrieve_slot = retrieve_slot,
    .retrieve_call = retrieve_call,
    .poll = poll,
    .next_deadline = next_deadline,
};
