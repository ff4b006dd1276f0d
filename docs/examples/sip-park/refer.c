/* SPDX-License-Identifier: MIT */
#include "refer.h"
#include "dial.h"
#include "invite.h"
#include "media.h"
#include "refuse.h"

/* What the Refer-To header of |msg| names; DIAL_UNKNOWN: no park number. |*number| is used. */
static void read_target(const struct park *park, const struct sip_msg *msg, char **number,
                        struct dialled *dialled)
{
    const struct sip_hdr *header = sip_msg_hdr(msg, SIP_HDR_REFER_TO);
    struct sip_addr address;
    dialled->what = DIAL_UNKNOWN;
    *number = NULL;
    if (!header || sip_addr_decode(&address, &header->val))
        return;
    *number = call_user_of(&address.uri);
    if (*number)
        dial_read(park, *number, true, dialled);
}

/* The phone that refers learns in a NOTIFY how it went. */
static void notify(struct call *call, const struct sip_msg *msg, struct refusal refusal,
                   const char *number)
{
    struct sipnot *subscription = NULL;
    if (sipevent_accept(&subscription, call->park->subscriptions, msg,
                        sipsess_dialog(call->session), NULL, 202, "Accepted", 60, 60, 60,
                        "callpark", "message/sipfrag;version=2.0", NULL, NULL, false, NULL, NULL,
                        NULL))
        return;
    sipevent_notifyf(subscription, NULL, SIPEVENT_TERMINATED, SIPEVENT_NORESOURCE, 0,
                     "SIP/2.0 %u %s\r\n%s%s%s", refusal.status, refusal.text,
                     number ? "X-Parked-At: " : "", number ? number : "", number ? "\r\n" : "");
    mem_deref(subscription);
}

/* The two are not connected any more; who has referred has nobody to talk to. */
static void parked(struct call *referrer, struct call *call, const struct sip_msg *msg,
                   const struct callpark_event *event)
{
    struct park *park = call->park;
    char number[PARK_NUMBER_SIZE];
    park_number(park, event->extension, event->slot, number);
    notify(referrer, msg, (struct refusal){200, "OK"}, number);
    referrer->peer = NULL;
    call->peer = NULL;
    park_happened(park, event);
    media_hold(call->media);
    call_end(referrer, 200, "Parked");
}

void refer_received(struct call *call, const struct sip_msg *msg)
{
    struct call *peer = call->peer && call->peer->peer == call ? call->peer : NULL;
    char *referrer = invite_referrer(msg);
    struct callpark_event event;
    struct dialled target;
    char *number;
    read_target(call->park, msg, &number, &target);
    if (!peer) {
        refuse(call->park, msg, (struct refusal){403, "Nobody is there to be transferred"});
    } else if (target.what != DIAL_PARK) {
        refuse(call->park, msg, (struct refusal){404, "Transfers go to park numbers only"});
    } else {
        int rc = invite_park(peer, &target.where, referrer ? referrer : call->user, &event);
        if (rc < 0)
            notify(call, msg, refusal_of(rc), NULL);
        else
            parked(call, peer, msg, &event);
    }
    mem_deref(referrer);
    mem_deref(number);
}
