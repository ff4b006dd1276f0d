/* SPDX-License-Identifier: MIT */
#include "extras.h"

#include <stdlib.h>

#include "workload.h"

void extra_expect(bool right, const char *what)
{
    if (!right)
        load_failed("libcallpark", what);
}

struct callpark *extra_registry(uint32_t calls, const struct callpark_allocator *allocator)
{
    struct callpark *registry;
    struct callpark_options options;
    callpark_options_init(&options);
    options.expected_calls = calls;
    options.allocator = allocator;
    extra_expect(callpark_new(&options, &registry) == 0, "no registry");
    return registry;
}

void extra_lot(struct callpark *registry, const char *name, uint32_t slots)
{
    struct callpark_recall recall;
    struct callpark_lot_config config;
    struct callpark_event event;
    callpark_recall_init(&recall);
    callpark_lot_config_init(&config);
    callpark_event_init(&event);
    recall.targets = CALLPARK_RECALL_ALTERNATE;
    config.recall = &recall;
    config.last_slot = slots;
    config.timeout = callpark_seconds(3600);
    extra_expect(callpark_lot_add(registry, 0, name, &config, NULL, &event) == 0, "no lot");
}

/* ---- Memory at rest ---- */

#define LOTS 1000
#define HEADER 16 /* before each block: its size */

static void *counted_alloc(void *user, size_t bytes)
{
    size_t *sum = user;
    char *block = malloc(bytes + HEADER);
    if (!block)
        return NULL;
    memcpy(block, &bytes, sizeof bytes);
    *sum += bytes;
    return block + HEADER;
}

static void counted_free(void *user, void *memory)
{
    size_t *sum = user;
    char *block = (char *)memory - HEADER;
    size_t bytes;
    memcpy(&bytes, block, sizeof bytes);
    *sum -= bytes;
    free(block);
}

void measure_rest(struct report *report)
{
    size_t sum = 0;
    struct callpark_allocator allocator;
    callpark_allocator_init(&allocator);
    allocator.user = &sum;
    allocator.alloc = counted_alloc;
    allocator.free = counted_free;
    struct callpark *registry = extra_registry(0, &allocator);
    size_t at_rest = sum;
    report_figure(report, "a registry at rest", "bytes", (double)at_rest);
    for (uint32_t i = 0; i < LOTS; i++) {
        char name[16];
        snprintf(name, sizeof name, "lot%u", i);
        extra_lot(registry, name, 20);
    }
    report_figure(report, "a lot of 20 slots", "bytes", (double)(sum - at_rest) / LOTS);
    callpark_free(registry);
}

void measure_extras(struct report *report, bool quick)
{
    measure_rest(report);
    measure_claims(report, quick);
    measure_groups(report, quick);
    measure_lots(report, quick);
    measure_growth(report, quick);
    measure_threads(report, quick);
}
