/* SPDX-License-Identifier: MIT */
#include "payload.h"

#include <stdlib.h>

int payload_fill(struct payload *payload, const struct callpark_call *call)
{
    const char *from[STRINGS] = {call->call_id,     call->parker,        call->parkee,
                                 call->caller_name, call->caller_number, call->tag};
    size_t bytes = 0;
    for (int i = 0; i < STRINGS; i++) {
        size_t length = from[i] ? strlen(from[i]) : 0;
        if (length > 255)
            return CALLPARK_ERR_TOO_LONG;
        payload->lengths[i] = (uint8_t)length;
        bytes += length ? length + 1 : 0;
    }
    char *to = payload->strings = malloc(bytes);
    if (!to)
        return CALLPARK_ERR_NOMEM;
    for (int i = 0; i < STRINGS; i++) {
        if (payload->lengths[i]) {
            memcpy(to, from[i], payload->lengths[i] + 1u);
            to += payload->lengths[i] + 1u;
        }
    }
    payload->host = call->host;
    return 0;
}

static const char *next_string(const struct payload *payload, int i, const char **at)
{
    const char *string = *at;
    if (!payload->lengths[i])
        return NULL;
    *at += payload->lengths[i] + 1u;
    return string;
}

void payload_tell(const struct payload *payload, uint64_t number, callpark_time now,
                  uint32_t reason, struct callpark_event *event)
{
    const char *at = payload->strings;
    *event = (struct callpark_event){.size = sizeof *event};
    event->host = payload->host;
    event->lot = "office";
    event->call_id = next_string(payload, 0, &at);
    event->parker = next_string(payload, 1, &at);
    event->parkee = next_string(payload, 2, &at);
    event->caller_name = next_string(payload, 3, &at);
    event->caller_number = next_string(payload, 4, &at);
    event->tag = next_string(payload, 5, &at);
    event->ticket = payload->ticket;
    event->parked_at = payload->parked_at;
    event->number = number;
    event->time = now;
    event->slot = payload->slot;
    event->reason = reason;
    event->kind = reason ? CALLPARK_EVENT_ENDED : CALLPARK_EVENT_PARKED;
    event->state = reason ? CALLPARK_STATE_ENDED : CALLPARK_STATE_WAITING;
    event->deadline = event->due = reason ? CALLPARK_NEVER : payload->deadline;
}
