/* SPDX-License-Identifier: MIT */
#include "media.h"
#include "sdp.h"

struct media {
    struct call *call;
    uint32_t number; /* of the session, for its origin */
    uint32_t version;
    struct reinvite *reinvite; /* under way; NULL: none */
    struct tmr again;          /* both had sent one at once */
    struct call *other;        /* whose media the leg is to be told; NULL: held */
    media_h *done;
    bool changed; /* while one was under way, something else became wanted */
};

static void media_destroy(void *arg)
{
    media_stop(arg);
}

struct media *media_new(struct call *call)
{
    struct media *media = mem_zalloc(sizeof *media, media_destroy);
    if (!media)
        return NULL;
    media->call = call;
    media->number = rand_u32() >> 1;
    return media;
}

void media_stop(struct media *media)
{
    tmr_cancel(&media->again);
    reinvite_forget(media->reinvite);
    media->reinvite = NULL;
    media->done = NULL;
    media->other = NULL;
}

/* ---- Descriptions ---- */

static struct sdp_origin origin(struct media *media)
{
    const struct sdp_origin made = {media->call->park->host, media->number, ++media->version};
    return made;
}

int media_describe(struct media *media, const struct call *other, struct mbuf **sdp)
{
    const struct sdp_origin from = origin(media);
    const struct call *call = media->call;
    if (!other)
        return sdp_held(sdp, &from, call->sdp);
    return sdp_relayed(sdp, &from, other->sdp, sdp_media_count(call->sdp));
}

/* An offer has at least as many media as the session had. */
static int offer(struct media *media, struct mbuf **sdp)
{
    const struct sdp_origin from = origin(media);
    const struct mbuf *of = media->other ? media->other->sdp : NULL;
    const unsigned had = sdp_media_count(media->call->sdp);
    const unsigned wanted = sdp_media_count(of);
    if (!of)
        return sdp_held(sdp, &from, media->call->sdp);
    return sdp_relayed(sdp, &from, of, wanted > had ? wanted : had);
}

/* ---- Re-INVITEs ---- */

static void finished(uint16_t status, const struct sip_msg *msg, void *arg);

static int start(struct media *media)
{
    struct call *call = media->call;
    struct mbuf *sdp = NULL;
    int err = offer(media, &sdp);
    media->changed = false;
    if (!err)
        err = reinvite_send(&media->reinvite, call->park->reinvites, sipsess_dialog(call->session),
                            "callpark", sdp, finished, media);
    mem_deref(sdp);
    return err;
}

static void tell(struct media *media, bool good)
{
    struct call *other = media->other;
    media_h *done = media->done;
    media->other = NULL;
    media->done = NULL;
    if (done)
        done(media->call, good, other);
}

static void start_or_tell(void *arg)
{
    struct media *media = arg;
    if (start(media))
        tell(media, false);
}

static void finished(uint16_t status, const struct sip_msg *msg, void *arg)
{
    struct media *media = arg;
    struct call *call = mem_ref(media->call);
    media->reinvite = NULL;
    if (status < 300) {
        mem_deref(call->sdp);
        call->sdp = sdp_of(msg);
    }
    if (status == 408 || status == 481) {
        tell(media, false);
        call_over(call); /* there is no such dialog any more */
    } else if (media->changed) {
        start_or_tell(media);
    } else if (status == 491) {
        tmr_start(&media->again, 200 + rand_u16() % 1500, start_or_tell, media);
    } else {
        tell(media, status < 300);
    }
    mem_deref(call);
}

static int change(struct media *media, struct call *other, media_h *done)
{
    media->other = other;
    media->done = done;
    tmr_cancel(&media->again);
    if (!media->reinvite)
        return start(media);
    media->changed = true;
    reinvite_cancel(media->reinvite);
    return 0;
}

int media_connect(struct media *media, struct call *other, media_h *done)
{
    return change(media, other, done);
}

void media_hold(struct media *media)
{
    if (!media->call->over)
        change(media, NULL, NULL);
}

/* ---- The phone changes the session ---- */

/* A connected leg, for instance one that holds: its peer is told, and answers by what it said. */
static int pass_on(struct media *media, const struct mbuf *offered, struct mbuf **answer)
{
    const struct sdp_origin from = origin(media);
    struct call *call = media->call;
    int err = sdp_answered(answer, &from, call->peer->sdp, offered);
    if (err)
        return err;
    err = change(call->peer->media, call, NULL);
    if (err)
        *answer = mem_deref(*answer);
    return err;
}

int media_offered(struct media *media, struct mbuf *offered, struct mbuf **answer)
{
    struct call *call = media->call;
    struct mbuf *before = call->sdp;
    const bool connected = call->peer && call->peer->peer == call;
    int err;
    *answer = NULL;
    if (!offered)
        return media_describe(media, connected ? call->peer : NULL, answer);
    call->sdp = offered;
    err = connected ? pass_on(media, offered, answer) : media_describe(media, NULL, answer);
    if (err)
        call->sdp = before;
    mem_deref(err ? offered : before);
    return err;
}
