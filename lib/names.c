/* SPDX-License-Identifier: MIT */
/* What the constants of an event are called in logs. */
#include "callpark/callpark.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const char *name_of(const char *const *names, size_t count, uint32_t value)
{
    return value < count ? names[value] : "unknown";
}

const char *callpark_event_name(uint32_t kind)
{
    static const char *const names[] = {
        "unknown",
        [CALLPARK_EVENT_PARKED] = "parked",
        [CALLPARK_EVENT_RESERVED] = "reserved",
        [CALLPARK_EVENT_FILLED] = "filled",
        [CALLPARK_EVENT_CLAIMED] = "claimed",
        [CALLPARK_EVENT_ROLLED_BACK] = "rolled-back",
        [CALLPARK_EVENT_CLAIM_EXPIRED] = "claim-expired",
        [CALLPARK_EVENT_RINGING] = "ringing",
        [CALLPARK_EVENT_NO_ANSWER] = "no-answer",
        [CALLPARK_EVENT_RECALL_ANSWERED] = "recall-answered",
        [CALLPARK_EVENT_RECALL_FAILED] = "recall-failed",
        [CALLPARK_EVENT_RECALL_DEFERRED] = "recall-deferred",
        [CALLPARK_EVENT_SWAPPED] = "swapped",
        [CALLPARK_EVENT_MOVED] = "moved",
        [CALLPARK_EVENT_EXTENDED] = "extended",
        [CALLPARK_EVENT_ENDED] = "ended",
        [CALLPARK_EVENT_LOT_ADDED] = "lot-added",
        [CALLPARK_EVENT_LOT_CONFIGURED] = "lot-configured",
        [CALLPARK_EVENT_LOT_REMOVED] = "lot-removed",
        [CALLPARK_EVENT_GROUP_ADDED] = "group-added",
        [CALLPARK_EVENT_GROUP_CONFIGURED] = "group-configured",
        [CALLPARK_EVENT_GROUP_REMOVED] = "group-removed",
        [CALLPARK_EVENT_MEMBER_AVAILABLE] = "member-available",
        [CALLPARK_EVENT_MEMBER_UNAVAILABLE] = "member-unavailable",
    };
    return name_of(names, COUNT(names), kind);
}

const char *callpark_state_name(uint32_t state)
{
    static const char *const names[] = {
        [CALLPARK_STATE_NONE] = "none",       [CALLPARK_STATE_RESERVED] = "reserved",
        [CALLPARK_STATE_WAITING] = "waiting", [CALLPARK_STATE_RINGING] = "ringing",
        [CALLPARK_STATE_PAUSED] = "paused",   [CALLPARK_STATE_CLAIMED] = "claimed",
        [CALLPARK_STATE_ENDED] = "ended",
    };
    return name_of(names, COUNT(names), state);
}

const char *callpark_reason_name(uint32_t reason)
{
    static const char *const names[] = {
        [CALLPARK_REASON_NONE] = "none",           [CALLPARK_REASON_RETRIEVED] = "retrieved",
        [CALLPARK_REASON_RECALLED] = "recalled",   [CALLPARK_REASON_RELEASED] = "released",
        [CALLPARK_REASON_ABANDONED] = "abandoned", [CALLPARK_REASON_REMOVED] = "removed",
        [CALLPARK_REASON_EXPIRED] = "expired",     [CALLPARK_REASON_DRAINED] = "drained",
    };
    return name_of(names, COUNT(names), reason);
}

const char *callpark_step_name(uint32_t step)
{
    static const char *const names[] = {
        [CALLPARK_STEP_NONE] = "none",
        [CALLPARK_STEP_PARKER] = "parker",
        [CALLPARK_STEP_ALTERNATE] = "alternate",
        [CALLPARK_STEP_FALLBACK] = "fallback",
    };
    return name_of(names, COUNT(names), step);
}
