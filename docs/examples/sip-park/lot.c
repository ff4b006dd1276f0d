/* SPDX-License-Identifier: MIT */
#include "lot.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum { MOST_CALLS = 100000 };

/* Tickets and events go on above those of any run before: libcallpark's guide, section 12. */
static uint64_t first_number(void)
{
    return ((uint64_t)time(NULL) << 24) + 1;
}

bool lot_start(struct park *park)
{
    struct callpark_options options;
    int rc;
    callpark_options_init(&options);
    rand_bytes(options.hash_key, sizeof options.hash_key);
    options.first_ticket = first_number();
    options.first_event = first_number();
    options.max_calls = MOST_CALLS; /* any text is an extension to park against */
    rc = callpark_new(&options, &park->registry);
    if (rc < 0)
        fprintf(stderr, "callpark-sip: %s\n", callpark_strerror(rc));
    return rc == 0;
}

/* ---- The lot ---- */

static void read_recall(struct callpark_recall *recall, const struct options *options)
{
    callpark_recall_init(recall);
    recall->alternate = options->alternate;
    recall->fallback = options->fallback;
    recall->rounds = options->rounds;
    recall->ring = callpark_seconds(options->ring);
    recall->ring_other = recall->ring;
    recall->pause = callpark_seconds(options->pause);
}

static int set_lot(struct park *park, struct callpark_event *event)
{
    const struct options *options = &park->options;
    struct callpark_lot_config config;
    struct callpark_recall recall;
    read_recall(&recall, options);
    callpark_lot_config_init(&config);
    config.first_slot = options->first_slot;
    config.last_slot = options->last_slot;
    config.timeout = callpark_seconds(options->timeout);
    config.recall = &recall;
    return callpark_lot_set(park->registry, park_now(park), PARK_LOT, &config, NULL, event);
}

/* ---- Its groups ---- */

/* It takes members from groups whose turn is still to come. */
static int set_group(struct park *park, const struct group_option *option,
                     struct callpark_event *event)
{
    struct callpark_group_config config;
    const char *members[OPTIONS_MEMBERS];
    for (uint32_t i = 0; i < option->member_count; i++)
        members[i] = option->members[i];
    callpark_group_config_init(&config);
    config.members = members;
    config.member_count = option->member_count;
    config.flags = CALLPARK_GROUP_TAKE_MEMBERS;
    return callpark_group_set(park->registry, park_now(park), PARK_LOT, option->number, &config,
                              NULL, event);
}

static bool is_wanted(const struct options *options, const char *group)
{
    for (uint32_t i = 0; i < options->group_count; i++) {
        if (!strcmp(options->groups[i].number, group))
            return true;
    }
    return false;
}

static void remove_groups(struct park *park)
{
    struct callpark_group_info info;
    struct callpark_event event;
    uint64_t cursor = 0;
    callpark_group_info_init(&info);
    callpark_event_init(&event);
    while (callpark_group_next(park->registry, &cursor, &info) == 1) {
        if (!is_wanted(&park->options, info.name) &&
            callpark_group_remove(park->registry, park_now(park), PARK_LOT, info.name, NULL,
                                  &event) == 0)
            park_happened(park, &event);
    }
}

static bool settle(struct park *park, const char *what, int rc, const struct callpark_event *event)
{
    if (rc == 0)
        park_happened(park, event);
    else
        fprintf(stderr, "callpark-sip: %s: %s\n", what, callpark_strerror(rc));
    return rc == 0;
}

bool lot_configure(struct park *park)
{
    struct callpark_event event;
    bool good;
    callpark_event_init(&event);
    good = settle(park, "slots", set_lot(park, &event), &event);
    if (!good)
        return false;
    remove_groups(park);
    for (uint32_t i = 0; i < park->options.group_count; i++) {
        const struct group_option *group = &park->options.groups[i];
        good &= settle(park, group->number, set_group(park, group, &event), &event);
    }
    return good;
}

void lot_stop(struct park *park)
{
    struct callpark_event event;
    callpark_event_init(&event);
    while (callpark_drain(park->registry, park_now(park), NULL, NULL, &event) == 1)
        park_happened(park, &event);
    tmr_cancel(&park->timer);
    callpark_free(park->registry);
    park->registry = NULL;
}
