/* SPDX-License-Identifier: MIT */
#include "park.h"
#include "random.h"
#include "show.h"

#include <inttypes.h>
#include <stdio.h>

/* ---- Changes ---- */

/* An extension of the people who have |call|. */
static struct extension beside(const struct park *park, const struct call *call, const char *number)
{
    return directory_extension(&park->directory, call->at.person->user.organization, number);
}

/* Who has the call now that its parking is over; nobody: it is gone. */
static struct extension taker(const struct park *park, const struct call *call,
                              const struct callpark_event *event,
                              const struct callpark_delivery *delivery)
{
    if (event->reason == CALLPARK_REASON_RETRIEVED && delivery)
        return beside(park, call, delivery->extension);
    if (event->reason == CALLPARK_REASON_RECALLED && event->target)
        return beside(park, call, event->target);
    return (struct extension){NULL, NULL};
}

static void settle(struct park *park, struct call *call, const struct callpark_event *event,
                   const struct callpark_delivery *delivery)
{
    struct extension at = taker(park, call, event, delivery);
    if (at.person)
        call_move(call, at);
    else
        directory_remove(&park->directory, event->call_id);
}

static void note_timeout(struct call *call, const struct callpark_event *event)
{
    switch (event->kind) {
    case CALLPARK_EVENT_PARKED:
    case CALLPARK_EVENT_FILLED:
    case CALLPARK_EVENT_EXTENDED:
        call->timeout = event->deadline == CALLPARK_NEVER
                            ? CALLPARK_NO_TIMEOUT
                            : (callpark_duration)(event->deadline - event->time);
        break;
    default:
        break;
    }
}

void park_changed(struct park *park, const struct callpark_event *event,
                  const struct callpark_delivery *delivery)
{
    struct call *call = NULL;
    if (event->call_id)
        call = directory_call(&park->directory, event->call_id);
    if (call)
        note_timeout(call, event);
    ring_add(&park->ring, event, call ? call->timeout : 0);
    if (call && event->state == CALLPARK_STATE_ENDED)
        settle(park, call, event, delivery);
}

const char *park_event_text(struct park *park, uint64_t number)
{
    struct ring_entry *entry = ring_find(&park->ring, number);
    if (!entry)
        return NULL;
    if (!entry->text && entry->event)
        entry->text = show_event(park, entry->event, entry->timeout);
    return entry->text;
}

void park_poll(struct park *park)
{
    callpark_time now = clock_now(&park->clock);
    struct callpark_event event;
    callpark_event_init(&event);
    while (callpark_poll(park->registry, now, &event) == 1)
        park_changed(park, &event, NULL);
}

static void print_parked(const struct park *park, const struct callpark_event *event)
{
    char label[256] = "?";
    callpark_place_label(park->registry, event->lot, event->extension, event->slot, label,
                         sizeof label);
    printf("still parked: %s in %s at %s\n", event->call_id ? event->call_id : "(reserved)",
           event->lot, label);
}

void park_drain(struct park *park)
{
    struct callpark_event event;
    callpark_event_init(&event);
    while (callpark_drain(park->registry, clock_now(&park->clock), NULL, NULL, &event) == 1) {
        print_parked(park, &event);
        park_changed(park, &event, NULL);
    }
    fflush(stdout);
}

/* ---- Beginning and end ---- */

/* Numbers of events go on above those of earlier runs, so that a client that comes back with one
 * of them is not taken for one of this run. */
static int make_registry(struct park *park)
{
    struct callpark_options options;
    callpark_options_init(&options);
    options.first_event = (uint64_t)park->clock.started_on * 1000u;
    if (!random_bytes(options.hash_key, sizeof options.hash_key))
        return CALLPARK_ERR_INVALID;
    ring_init(&park->ring, options.first_event);
    return callpark_new(&options, &park->registry);
}

static void check_lots(const struct park *park, struct problem *problem)
{
    struct callpark_lot_info info;
    callpark_lot_info_init(&info);
    for (size_t i = 0; !problem_found(problem) && i < park->directory.people_count; i++) {
        const struct callpark_user *user = &park->directory.people[i].user;
        if (callpark_lot_find(park->registry, user->lot, &info))
            problem_say(problem, "user %s has a lot that does not exist: %s", user->id, user->lot);
    }
}

void park_init(struct park *park, uint32_t speed, const char *text, size_t length,
               struct problem *problem)
{
    cJSON *json;
    memset(park, 0, sizeof *park);
    clock_start(&park->clock, speed);
    if (make_registry(park)) {
        problem_say(problem, "there is not enough memory, or no randomness");
        return;
    }
    json = json_read(problem, text, length);
    if (!json)
        return;
    lots_read(park, json, problem);
    directory_read(&park->directory, json, problem);
    check_lots(park, problem);
}

int park_serve(struct park *park, const char *base_url)
{
    struct callpark_service_options options;
    struct callpark_directory directory = host_directory(park);
    callpark_service_options_init(&options);
    options.directory = &directory;
    options.base_url = base_url;
    return callpark_service_new(park->registry, &options, &park->service);
}

void park_fini(struct park *park)
{
    callpark_service_free(park->service);
    callpark_free(park->registry);
    directory_fini(&park->directory);
    ring_fini(&park->ring);
}
