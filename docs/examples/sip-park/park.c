/* SPDX-License-Identifier: MIT */
#include "park.h"
#include "call.h"
#include "connect.h"
#include "lamps.h"
#include "log.h"
#include "recall.h"

#include <stdio.h>

callpark_time park_now(const struct park *park)
{
    return clock_now(&park->clock);
}

void park_number(const struct park *park, const char *extension, uint32_t slot,
                 char number[PARK_NUMBER_SIZE])
{
    if (extension)
        snprintf(number, PARK_NUMBER_SIZE, "%s%s", park->options.extension_prefix, extension);
    else if (callpark_slot_label(park->registry, PARK_LOT, slot, number, PARK_NUMBER_SIZE) < 0)
        snprintf(number, PARK_NUMBER_SIZE, "%u", (unsigned)slot);
}

/* ---- Events ---- */

static void ended(const struct callpark_event *event)
{
    struct call *call = event->host;
    if (event->reason == CALLPARK_REASON_RELEASED && !event->target)
        call_end(call, 480, "Nobody came for the parked call");
    else if (event->reason == CALLPARK_REASON_REMOVED)
        call_end(call, 480, "Taken out of the parking lot");
    else if (event->reason == CALLPARK_REASON_DRAINED)
        call_end(call, 503, "The parking lot is closed");
    mem_deref(call);
}

static void swapped(const struct callpark_event *event)
{
    struct call *before = event->old_host;
    call_end(before, 200, "Transferred");
    mem_deref(before);
}

void park_happened(struct park *park, const struct callpark_event *event)
{
    log_event(park, event);
    lamps_happened(park, event);
    if (event->stops)
        connect_stop(park, event->stops);
    if (event->kind == CALLPARK_EVENT_SWAPPED)
        swapped(event);
    if (event->kind == CALLPARK_EVENT_ENDED)
        ended(event);
    if (event->kind == CALLPARK_EVENT_RINGING)
        recall_ring(park, event);
    park_set_timer(park);
}

/* ---- Time ---- */

static void timer_went_off(void *arg)
{
    park_poll(arg);
}

/* libre counts by the wall's clock, which may be set: so at most a second at once. */
void park_set_timer(struct park *park)
{
    const uint64_t wait = clock_wait(&park->clock, callpark_next_deadline(park->registry));
    tmr_start(&park->timer, wait < 1000 ? wait : 1000, timer_went_off, park);
}

void park_poll(struct park *park)
{
    struct callpark_event event;
    callpark_event_init(&event);
    while (callpark_poll(park->registry, park_now(park), &event) == 1)
        park_happened(park, &event);
    park_set_timer(park);
}
