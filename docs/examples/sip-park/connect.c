/* SPDX-License-Identifier: MIT */
#include "connect.h"
#include "media.h"
#include "sdp.h"

/* ---- Connected ---- */

static int answer_taker(struct call *taker, const struct call *parked)
{
    const struct park *park = taker->park;
    struct mbuf *sdp = NULL;
    char *who = NULL;
    struct pl user;
    int err = media_describe(taker->media, parked, &sdp);
    pl_set_str(&user, parked->user);
    if (!err)
        err = re_sdprintf(&who, "P-Asserted-Identity: \"%s\" <sip:%H@%s:%u>\r\n",
                          parked->name ? parked->name : parked->user, uri_user_escape, &user,
                          park->host, park->port);
    if (!err)
        err = call_answer(taker, sdp, who);
    mem_deref(who);
    mem_deref(sdp);
    return err;
}

static void join(struct call *parked, struct call *taker)
{
    int err = 0;
    parked->peer = taker;
    taker->peer = parked;
    if (taker->incoming)
        err = answer_taker(taker, parked);
    else if (!sdp_same_places(taker->told, parked->sdp))
        err = media_connect(taker->media, parked, NULL);
    if (!err)
        return;
    call_end(parked, 500, "The call cannot be connected");
    call_end(taker, 500, "The call cannot be connected");
}

/* |parked| has answered the re-INVITE with the media of |taker|, or has not. */
static void reinvited(struct call *parked, bool good, struct call *taker)
{
    struct park *park = parked->park;
    const struct callpark_which which = callpark_by_ticket(taker->ticket, parked->id);
    const uint64_t serial = taker->serial;
    struct callpark_event event;
    int rc;
    callpark_event_init(&event);
    mem_ref(taker); /* its user is in the event */
    call_forget(taker);
    rc = good ? callpark_commit(park->registry, park_now(park), &which, serial, taker->user, &event)
              : callpark_rollback(park->registry, park_now(park), &which, serial, taker->user,
                                  &event);
    if (good && rc == 0)
        join(parked, taker);
    else
        call_end(taker, 480, "The parked call cannot be connected");
    if (rc == 0)
        park_happened(park, &event);
    mem_deref(taker);
}

void connect_claimed(struct call *taker, const struct callpark_event *claimed)
{
    struct call *parked = claimed->host;
    call_is_for(taker, claimed->ticket, claimed->serial);
    taker->connecting = true;
    taker->peer = parked;
    park_happened(taker->park, claimed);
    if (media_connect(parked->media, taker, reinvited))
        reinvited(parked, false, taker);
}

/* ---- Given up ---- */

void connect_stop(struct park *park, uint64_t serial)
{
    struct call *taker = call_of_serial(park, serial);
    struct call *parked;
    if (!taker)
        return;
    parked = taker->connecting ? taker->peer : NULL;
    call_end(taker, 480, "The parked call is not to be had any more");
    if (parked)
        media_hold(parked->media);
}

/* A leg that rings or connects is gone, before its end was reported. */
static void give_up(struct call *taker)
{
    struct park *park = taker->park;
    const struct callpark_which which = callpark_by_ticket(taker->ticket, NULL);
    struct call *parked = taker->connecting ? taker->peer : NULL;
    const uint64_t serial = taker->serial;
    struct callpark_event event;
    int rc;
    callpark_event_init(&event);
    call_forget(taker);
    if (parked) {
        media_hold(parked->media);
        rc = callpark_rollback(park->registry, park_now(park), &which, serial, taker->user, &event);
    } else {
        rc = callpark_recall_failed(park->registry, park_now(park), &which, serial, taker->user,
                                    &event);
    }
    if (rc == 0)
        park_happened(park, &event);
}

/* NOT_FOUND: it was not parked. */
static void hang_up(struct call *call)
{
    struct park *park = call->park;
    const struct callpark_which which = callpark_by_call(call->id);
    struct callpark_event event;
    callpark_event_init(&event);
    if (callpark_hangup(park->registry, park_now(park), &which, call->user, &event) == 0)
        park_happened(park, &event);
}

void connect_gone(struct call *call)
{
    if (call->serial)
        give_up(call);
    hang_up(call);
    if (call->peer && call->peer->peer == call)
        call_end(call->peer, 200, "The other side has hung up");
}
