/* SPDX-License-Identifier: MIT */
#include "call.h"
#include "connect.h"
#include "media.h"
#include "recall.h"
#include "refer.h"
#include "sdp.h"

#include <string.h>

#define REASON "Reason: SIP;cause=%u;text=\"%s\"\r\n"

/* ---- Legs ---- */

static void call_destroy(void *arg)
{
    struct call *call = arg;
    mem_deref(call->session);
    mem_deref(call->user);
    mem_deref(call->name);
    mem_deref(call->sdp);
    mem_deref(call->told);
    mem_deref(call->media);
}

static struct call *call_new(struct park *park)
{
    struct call *call = mem_zalloc(sizeof *call, call_destroy);
    if (!call)
        return NULL;
    call->park = park;
    re_snprintf(call->id, sizeof call->id, "%016llx", rand_u64());
    call->media = media_new(call);
    if (!call->media) {
        mem_deref(call);
        return NULL;
    }
    list_append(&park->calls, &call->le, call);
    return call;
}

/* Nothing leads here any more, but for the parking if it is parked. */
static void drop(struct call *call)
{
    call->over = true;
    list_unlink(&call->le);
    media_stop(call->media);
    if (call->peer && call->peer->peer == call)
        call->peer->peer = NULL;
    call->peer = NULL;
    call->session = mem_deref(call->session);
    mem_deref(call);
}

/* What may stand in headers, between quotes too. */
static bool is_usable(const char *text)
{
    for (; *text; text++) {
        if ((unsigned char)*text <= ' ' || strchr("\"\\<>\x7f", *text))
            return false;
    }
    return true;
}

char *call_user_of(const struct uri *uri)
{
    char *user = NULL;
    re_sdprintf(&user, "%H", uri_user_unescape, &uri->user);
    return user && is_usable(user) ? user : mem_deref(user);
}

/* As it stands between quotes; one that needs them to be read is not worth the trouble. */
static void read_name(struct call *call, const struct pl *name)
{
    if (pl_isset(name) && !pl_strchr(name, '\\') && !pl_strchr(name, '"') &&
        !pl_strchr(name, '\r') && !pl_strchr(name, '\n'))
        pl_strdup(&call->name, name);
}

struct call *call_incoming(struct park *park, const struct sip_msg *msg)
{
    struct call *call = call_new(park);
    if (!call)
        return NULL;
    call->incoming = true;
    call->user = call_user_of(&msg->from.uri);
    read_name(call, &msg->from.dname);
    call->sdp = sdp_of(msg);
    if (call->user)
        return call;
    drop(call);
    return NULL;
}

struct call *call_outgoing(struct park *park, const char *user)
{
    struct call *call = call_new(park);
    if (call && str_dup(&call->user, user)) {
        drop(call);
        return NULL;
    }
    return call;
}

/* ---- What the phone does ---- */

static int offered(struct mbuf **sdp, const struct sip_msg *msg, void *arg)
{
    struct call *call = arg;
    return media_offered(call->media, sdp_of(msg), sdp);
}

static int answered(const struct sip_msg *msg, void *arg)
{
    struct call *call = arg;
    mem_deref(call->sdp);
    call->sdp = sdp_of(msg);
    return 0;
}

static void established(const struct sip_msg *msg, void *arg)
{
    struct call *call = arg;
    (void)msg;
    if (call->incoming)
        return;
    call->answered = true;
    recall_answered(call);
}

static void referred(struct sip *sip, const struct sip_msg *msg, void *arg)
{
    (void)sip;
    refer_received(arg, msg);
}

void call_over(struct call *call)
{
    if (call->over)
        return;
    call->over = true;
    mem_ref(call);
    connect_gone(call);
    drop(call);
    mem_deref(call);
}

static void closed(int err, const struct sip_msg *msg, void *arg)
{
    (void)err;
    (void)msg;
    call_over(arg);
}

/* ---- What we do ---- */

int call_accept(struct call *call, const struct sip_msg *msg, uint16_t status, struct mbuf *sdp,
                const char *headers)
{
    int err = sipsess_accept(&call->session, call->park->sessions, msg, status,
                             status == 200 ? "OK" : "Ringing", "callpark", SDP_TYPE, sdp, NULL,
                             NULL, false, offered, answered, established, NULL, referred, closed,
                             call, "%s", headers);
    call->answered = !err && status == 200;
    return err;
}

int call_answer(struct call *call, struct mbuf *sdp, const char *headers)
{
    int err = sipsess_answer(call->session, 200, "OK", sdp, "%s", headers);
    call->answered = !err;
    return err;
}

int call_invite(struct call *call, const char *name, const char *number, struct mbuf *sdp,
                const char *headers)
{
    const struct park *park = call->park;
    struct pl to;
    struct pl from;
    char *to_uri = NULL;
    char *from_uri = NULL;
    int err;
    pl_set_str(&to, call->user);
    pl_set_str(&from, number ? number : "anonymous");
    err = re_sdprintf(&to_uri, "sip:%H@%s", uri_user_escape, &to, park->options.proxy);
    err |= re_sdprintf(&from_uri, "sip:%H@%s:%u", uri_user_escape, &from, park->host, park->port);
    if (!err)
        err = sipsess_connect(&call->session, park->sessions, to_uri, name, from_uri, "callpark",
                              NULL, 0, SDP_TYPE, sdp, NULL, NULL, false, offered, answered, NULL,
                              established, NULL, referred, closed, call, "%s", headers);
    mem_deref(to_uri);
    mem_deref(from_uri);
    return err;
}

void call_end(struct call *call, uint16_t status, const char *text)
{
    if (call->over)
        return;
    call_forget(call);
    if (call->incoming && !call->answered)
        sipsess_reject(call->session, status, text, REASON "Content-Length: 0\r\n\r\n", status,
                       text);
    else
        sipsess_set_close_headers(call->session, REASON, status, text);
    drop(call);
}

/* ---- Finding ---- */

void call_is_for(struct call *call, uint64_t ticket, uint64_t serial)
{
    call->ticket = ticket;
    call->serial = serial;
    hash_append(call->park->takers, (uint32_t)serial, &call->by_serial, call);
}

void call_forget(struct call *call)
{
    hash_unlink(&call->by_serial);
    call->ticket = 0;
    call->serial = 0;
    call->connecting = false;
}

static bool has_serial(struct le *le, void *arg)
{
    const struct call *call = le->data;
    const uint64_t *serial = arg;
    return call->serial == *serial;
}

struct call *call_of_serial(const struct park *park, uint64_t serial)
{
    return list_ledata(hash_lookup(park->takers, (uint32_t)serial, has_serial, &serial));
}

struct call *call_of_dialog(const struct park *park, const struct pl *call_id,
                            const struct pl *to_tag, const struct pl *from_tag)
{
    struct le *le;
    struct sip_msg request; /* one that would belong to the dialog */
    memset(&request, 0, sizeof request);
    request.req = true;
    request.callid = *call_id;
    request.to.tag = *to_tag;
    request.from.tag = *from_tag;
    LIST_FOREACH(&park->calls, le)
    {
        struct call *call = le->data;
        if (sip_dialog_cmp(sipsess_dialog(call->session), &request))
            return call;
    }
    return NULL;
}
