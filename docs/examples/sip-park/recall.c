/* SPDX-License-Identifier: MIT */
#include "recall.h"
#include "connect.h"
#include "sdp.h"

/* The phone is offered the media of the parked one, which it will be connected with. */
static int invite(struct call *leg, const struct callpark_event *ringing)
{
    const struct call *parked = ringing->host;
    const struct sdp_origin origin = {leg->park->host, rand_u32() >> 1, 0};
    char number[PARK_NUMBER_SIZE];
    char *headers = NULL;
    int err = ENOENT;
    park_number(leg->park, ringing->extension, ringing->slot, number);
    if (parked->sdp)
        err = sdp_flowing(&leg->told, &origin, parked->sdp, sdp_media_count(parked->sdp));
    if (!err)
        err = re_sdprintf(&headers, "X-Parked-At: %s\r\n", number);
    if (!err)
        err = call_invite(leg, ringing->caller_name, ringing->caller_number, leg->told, headers);
    mem_deref(headers);
    return err;
}

static int dial(struct park *park, const struct callpark_event *ringing)
{
    struct call *leg = call_outgoing(park, ringing->target);
    int err = leg ? invite(leg, ringing) : ENOMEM;
    if (err && leg)
        call_end(leg, 480, "Cannot ring");
    if (err)
        return err;
    call_is_for(leg, ringing->ticket, ringing->serial);
    return 0;
}

void recall_ring(struct park *park, const struct callpark_event *ringing)
{
    const struct callpark_which which = callpark_by_ticket(ringing->ticket, NULL);
    const uint64_t serial = ringing->serial;
    struct callpark_event event;
    const int err = dial(park, ringing);
    int rc;
    if (!err)
        return; /* goes on in recall_answered(), connect_gone() or connect_stop() */
    callpark_event_init(&event);
    rc =
        err == ENOMEM
            ? callpark_recall_deferred(park->registry, park_now(park), &which, serial, NULL, &event)
            : callpark_recall_failed(park->registry, park_now(park), &which, serial, NULL, &event);
    if (rc == 0)
        park_happened(park, &event);
}

void recall_answered(struct call *leg)
{
    struct park *park = leg->park;
    const struct callpark_which which = callpark_by_ticket(leg->ticket, NULL);
    const uint64_t serial = leg->serial;
    struct callpark_event event;
    callpark_event_init(&event);
    call_forget(leg);
    if (callpark_recall_answered(park->registry, park_now(park), &which, serial, 0, leg->user,
                                 &event) == 0)
        connect_claimed(leg, &event);
    else
        call_end(leg, 480, "The parked call is not to be had any more");
}
