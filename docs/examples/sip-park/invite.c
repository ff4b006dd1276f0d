/* SPDX-License-Identifier: MIT */
#include "invite.h"
#include "connect.h"
#include "media.h"
#include "refuse.h"

/* ---- Parking ---- */

static void describe(struct callpark_call *description, struct call *call, const char *parker)
{
    callpark_call_init(description);
    description->call_id = call->id;
    description->parker = parker;
    description->parkee = call->user;
    description->caller_name = call->name;
    description->caller_number = call->user;
    description->host = call;
}

int invite_park(struct call *call, const struct callpark_where *where, const char *parker,
                struct callpark_event *event)
{
    struct park *park = call->park;
    struct callpark_call description;
    int rc;
    callpark_event_init(event);
    describe(&description, call, parker);
    rc = callpark_park(park->registry, park_now(park), where, &description, NULL, parker, event);
    if (rc == 0)
        mem_ref(call); /* the parking's */
    return rc;
}

/* The phone is held, and told where it is: in a header, and as the name of who it talks to. */
static void accept_held(struct call *call, const struct sip_msg *msg,
                        const struct callpark_event *event)
{
    const struct park *park = call->park;
    char number[PARK_NUMBER_SIZE];
    struct mbuf *sdp = NULL;
    char *headers = NULL;
    struct pl user;
    int err = media_describe(call->media, NULL, &sdp);
    park_number(park, event->extension, event->slot, number);
    pl_set_str(&user, number);
    if (!err)
        err = re_sdprintf(&headers,
                          "Supported: replaces\r\n"
                          "X-Parked-At: %s\r\n"
                          "P-Asserted-Identity: \"Parked at %s\" <sip:%H@%s:%u>\r\n",
                          number, number, uri_user_escape, &user, park->host, park->port);
    if (!err)
        err = call_accept(call, msg, 200, sdp, headers);
    if (err)
        refuse(call->park, msg, (struct refusal){500, "Parking did not work"});
    mem_deref(headers);
    mem_deref(sdp);
}

/* Settles an INVITE whose |call| a verb has taken, or with the error |rc| has not. */
static void settle(struct call *call, const struct sip_msg *msg, int rc,
                   const struct callpark_event *event)
{
    struct park *park = call->park;
    if (rc < 0) {
        refuse(park, msg, refusal_of(rc));
        call_over(call);
        return;
    }
    accept_held(call, msg, event);
    park_happened(park, event);
    if (!call->answered)
        call_over(call);
}

char *invite_referrer(const struct sip_msg *msg)
{
    const struct sip_hdr *header = sip_msg_hdr(msg, SIP_HDR_REFERRED_BY);
    struct sip_addr address;
    if (!header || sip_addr_decode(&address, &header->val))
        return NULL;
    return call_user_of(&address.uri);
}

static void park(struct call *call, const struct sip_msg *msg, const struct callpark_where *where,
                 const char *referrer)
{
    struct callpark_event event;
    int rc = invite_park(call, where, referrer ? referrer : call->user, &event);
    settle(call, msg, rc, &event);
}

/* ---- Attended transfer ---- */

static struct call *replaced_by(const struct park *park, const struct sip_hdr *replaces)
{
    struct pl call_id, to_tag, from_tag;
    struct pl params = replaces->val;
    if (re_regex(params.p, params.l, "[^; ]+", &call_id) ||
        msg_param_decode(&params, "to-tag", &to_tag) ||
        msg_param_decode(&params, "from-tag", &from_tag))
        return NULL;
    return call_of_dialog(park, &call_id, &to_tag, &from_tag);
}

/* The new leg takes the place of a parked one; the parker stays who he was. */
static void swap(struct call *call, const struct sip_msg *msg, const struct sip_hdr *replaces)
{
    struct park *park = call->park;
    struct call *before = replaced_by(park, replaces);
    struct callpark_call description;
    struct callpark_event event;
    int rc = CALLPARK_ERR_NOT_FOUND;
    callpark_event_init(&event);
    describe(&description, call, NULL);
    if (before) {
        const struct callpark_which which = callpark_by_call(before->id);
        rc =
            callpark_swap(park->registry, park_now(park), &which, &description, call->user, &event);
    }
    if (rc == 0)
        mem_ref(call);
    if (rc == CALLPARK_ERR_NOT_FOUND) {
        refuse(park, msg, (struct refusal){481, "The call to be replaced is not parked"});
        call_over(call);
    } else {
        settle(call, msg, rc, &event);
    }
}

/* ---- Retrieving ---- */

static void retrieve(struct call *call, const struct sip_msg *msg,
                     const struct callpark_which *which)
{
    struct park *park = call->park;
    struct callpark_event event;
    int rc;
    callpark_event_init(&event);
    if (!call->sdp) {
        refuse(park, msg, (struct refusal){488, "To retrieve, the INVITE must have an offer"});
        call_over(call);
        return;
    }
    rc = callpark_claim(park->registry, park_now(park), which, 0, call->user, &event);
    if (rc < 0) {
        refuse(park, msg, refusal_of(rc));
        call_over(call);
        return;
    }
    const bool begun = call_accept(call, msg, 180, NULL, "") == 0;
    mem_ref(call);
    connect_claimed(call, &event);
    if (!begun) {
        refuse(park, msg, (struct refusal){500, "Retrieving did not work"});
        call_over(call); /* gives the claim back */
    }
    mem_deref(call);
}

/* ---- All of them ---- */

static void dialled(struct call *call, const struct sip_msg *msg, const char *number)
{
    struct park *server = call->park;
    char *referrer = invite_referrer(msg);
    const bool transferred = sip_msg_hdr(msg, SIP_HDR_REFERRED_BY) != NULL;
    struct dialled meant;
    dial_read(server, number, transferred, &meant);
    switch (meant.what) {
    case DIAL_PARK:
        park(call, msg, &meant.where, referrer);
        break;
    case DIAL_RETRIEVE:
        retrieve(call, msg, &meant.which);
        break;
    case DIAL_UNKNOWN:
        refuse(server, msg, refusal_of(CALLPARK_ERR_RANGE));
        call_over(call);
        break;
    }
    mem_deref(referrer);
}

void invite_received(const struct sip_msg *msg, void *arg)
{
    struct park *server = arg;
    const struct sip_hdr *replaces = sip_msg_hdr(msg, SIP_HDR_REPLACES);
    struct call *call = call_incoming(server, msg);
    char *number = call_user_of(&msg->uri);
    if (!call || !number || !sip_msg_hdr(msg, SIP_HDR_CONTACT)) {
        refuse(server, msg, refusal_of(CALLPARK_ERR_INVALID));
        if (call)
            call_over(call);
    } else if (replaces) {
        swap(call, msg, replaces);
    } else {
        dialled(call, msg, number);
    }
    mem_deref(number);
}
