/* SPDX-License-Identifier: MIT */
#include "log.h"

#include <inttypes.h>
#include <stdio.h>

void log_event(const struct park *park, const struct callpark_event *event)
{
    char number[PARK_NUMBER_SIZE];
    printf("EVENT %" PRIu64 " %s", event->number, callpark_event_name(event->kind));
    if (event->ticket) {
        park_number(park, event->extension, event->slot, number);
        printf(" at %s: %s from %s, by %s", number, event->caller_number,
               event->parker ? event->parker : "nobody", event->by ? event->by : "nobody");
        if (event->reason)
            printf(" %s", callpark_reason_name(event->reason));
        if (event->target)
            printf(", target %s", event->target);
    }
    if (event->ticket && event->deadline != CALLPARK_NEVER)
        printf(", until %" PRIu64, event->deadline);
    putchar('\n');
}
