/* SPDX-License-Identifier: MIT */
#include "support_mirror.h"
#include "support_fields.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

void mirror_init(struct mirror *mirror, uint64_t last_event)
{
    memset(mirror, 0, sizeof *mirror);
    mirror->last_number = last_event;
}

void mirror_fini(struct mirror *mirror)
{
    for (uint32_t i = 0; i < mirror->count; i++)
        free(mirror->events[i]);
    free(mirror->events);
}

static uint32_t find(const struct mirror *mirror, uint64_t ticket)
{
    uint32_t i = 0;
    while (i < mirror->count && mirror->events[i]->ticket != ticket)
        i++;
    return i;
}

static void forget(struct mirror *mirror, uint32_t at)
{
    free(mirror->events[at]);
    mirror->events[at] = mirror->events[--mirror->count];
}

static void add(struct mirror *mirror, struct callpark_event *event)
{
    mirror->events = realloc(mirror->events, (mirror->count + 1u) * sizeof *mirror->events);
    if (mirror->events == NULL)
        abort();
    mirror->events[mirror->count++] = event;
}

/* A copy in a buffer of just the size it takes; NULL: something is wrong. */
static struct callpark_event *copy_event(const struct callpark_event *event)
{
    int size = callpark_event_copy(event, NULL, 0);
    if (size < (int)sizeof *event || size > (int)CALLPARK_EVENT_COPY_SIZE)
        return NULL;
    struct callpark_event *copy = malloc((size_t)size);
    if (copy == NULL)
        abort();
    if (callpark_event_copy(event, copy, (size_t)size - 1) == CALLPARK_ERR_BUFFER &&
        callpark_event_copy(event, copy, (size_t)size) == size &&
        shape_same(&shape_event, event, copy))
        return copy;
    free(copy);
    return NULL;
}

bool mirror_hear(struct mirror *mirror, const struct callpark_event *event)
{
    if (event->number != ++mirror->last_number) {
        printf("event number %" PRIu64 " after %" PRIu64 "\n", event->number,
               mirror->last_number - 1);
        return false;
    }
    if (event->ticket == 0)
        return true;
    uint32_t at = find(mirror, event->ticket);
    bool known = at < mirror->count;
    if (event->state == CALLPARK_STATE_ENDED) {
        if (known)
            forget(mirror, at);
        return known;
    }
    struct callpark_event *copy = copy_event(event);
    if (copy == NULL) {
        printf("event %" PRIu64 " is not copied as it should be\n", event->number);
        return false;
    }
    if (known)
        forget(mirror, at);
    add(mirror, copy);
    return true;
}

static void to_info(const struct callpark_event *event, struct callpark_info *info)
{
    callpark_info_init(info);
    info->host = event->host;
    info->lot = event->lot;
    info->extension = event->extension;
    info->call_id = event->call_id;
    info->parker = event->parker;
    info->parkee = event->parkee;
    info->caller_name = event->caller_name;
    info->caller_number = event->caller_number;
    info->tag = event->tag;
    info->target = event->target;
    info->ticket = event->ticket;
    info->parked_at = event->parked_at;
    info->deadline = event->deadline;
    info->due = event->due;
    info->serial = event->serial;
    info->state = event->state;
    info->slot = event->slot;
    info->step = event->step;
    info->round = event->round;
}

bool mirror_same(const struct mirror *mirror, const struct callpark_info *infos, uint32_t count)
{
    if (mirror->count != count) {
        printf("the mirror has %" PRIu32 " parkings, the iteration %" PRIu32 "\n", mirror->count,
               count);
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        struct callpark_info info;
        uint32_t at = find(mirror, infos[i].ticket);
        if (at < count)
            to_info(mirror->events[at], &info);
        if (at < count && shape_same(&shape_info, &info, &infos[i]))
            continue;
        printf("the mirror of ticket %" PRIu64 " differs\n  iteration: ", infos[i].ticket);
        shape_print(stdout, &shape_info, &infos[i], at < count ? &info : NULL);
        return false;
    }
    return true;
}
