/* SPDX-License-Identifier: MIT */
#include "log.h"

#include <inttypes.h>
#include <stdio.h>

static const char *const kinds[] = {
    [CALLPARK_EVENT_PARKED] = "parked",
    [CALLPARK_EVENT_CLAIMED] = "claimed",
    [CALLPARK_EVENT_ROLLED_BACK] = "rolled-back",
    [CALLPARK_EVENT_CLAIM_EXPIRED] = "claim-expired",
    [CALLPARK_EVENT_RINGING] = "ringing",
    [CALLPARK_EVENT_NO_ANSWER] = "no-answer",
    [CALLPARK_EVENT_RECALL_ANSWERED] = "recall-answered",
    [CALLPARK_EVENT_RECALL_FAILED] = "recall-failed",
    [CALLPARK_EVENT_RECALL_DEFERRED] = "recall-deferred",
    [CALLPARK_EVENT_SWAPPED] = "swapped",
    [CALLPARK_EVENT_ENDED] = "ended",
    [CALLPARK_EVENT_LOT_ADDED] = "lot-added",
    [CALLPARK_EVENT_LOT_CONFIGURED] = "lot-configured",
    [CALLPARK_EVENT_GROUP_ADDED] = "group-added",
    [CALLPARK_EVENT_GROUP_CONFIGURED] = "group-configured",
    [CALLPARK_EVENT_GROUP_REMOVED] = "group-removed",
};

static const char *const reasons[] = {
    [CALLPARK_REASON_NONE] = "",
    [CALLPARK_REASON_RETRIEVED] = " retrieved",
    [CALLPARK_REASON_RECALLED] = " recalled",
    [CALLPARK_REASON_RELEASED] = " released",
    [CALLPARK_REASON_ABANDONED] = " abandoned",
    [CALLPARK_REASON_REMOVED] = " removed",
    [CALLPARK_REASON_EXPIRED] = " expired",
    [CALLPARK_REASON_DRAINED] = " drained",
};

static const char *word(const char *const *words, size_t count, uint32_t index)
{
    return index < count && words[index] ? words[index] : "?";
}

void log_event(const struct park *park, const struct callpark_event *event)
{
    char number[PARK_NUMBER_SIZE];
    printf("EVENT %" PRIu64 " %s", event->number,
           word(kinds, sizeof kinds / sizeof kinds[0], event->kind));
    if (event->ticket) {
        park_number(park, event->extension, event->slot, number);
        printf(" at %s: %s from %s, by %s%s%s%s", number, event->caller_number,
               event->parker ? event->parker : "nobody", event->by ? event->by : "nobody",
               word(reasons, sizeof reasons / sizeof reasons[0], event->reason),
               event->target ? ", target " : "", event->target ? event->target : "");
    }
    if (event->ticket && event->deadline != CALLPARK_NEVER)
        printf(", until %" PRIu64, event->deadline);
    putchar('\n');
}
