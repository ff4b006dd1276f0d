/* SPDX-License-Identifier: MIT */
#include "reinvite.h"
#include "sdp.h"

struct reinvite_sock {
    struct sip *sip;
    struct list reinvites; /* those under way, and those acknowledged not long ago */
    struct sip_lsnr *requests;
    struct sip_lsnr *responses;
};

struct reinvite {
    struct le le;
    struct reinvite_sock *sock;
    struct sip_dialog *dialog;
    struct sip_request *request; /* NULL: it has its final response */
    char *contact;
    reinvite_h *done;
    void *arg;
    struct tmr timer;
    struct mbuf *ack; /* the whole message, for when its 2xx comes again */
    struct sa ack_to;
    enum sip_transp ack_by;
    uint32_t cseq;
};

static void reinvite_destroy(void *arg)
{
    struct reinvite *reinvite = arg;
    list_unlink(&reinvite->le);
    tmr_cancel(&reinvite->timer);
    mem_deref(reinvite->request);
    mem_deref(reinvite->dialog);
    mem_deref(reinvite->contact);
    mem_deref(reinvite->ack);
}

/* ---- The acknowledgement ---- */

static void ack_is_old(void *arg)
{
    mem_deref(arg);
}

static int keep_ack(enum sip_transp tp, const struct sa *src, const struct sa *dst,
                    struct mbuf *message, void *arg)
{
    struct reinvite *reinvite = arg;
    (void)src;
    reinvite->ack = mem_ref(message); /* libre writes the rest of it, then sends it */
    reinvite->ack_to = *dst;
    reinvite->ack_by = tp;
    return 0;
}

static int send_ack(struct reinvite *reinvite, const struct sip_msg *msg)
{
    reinvite->cseq = msg->cseq.num;
    tmr_start(&reinvite->timer, 64 * SIP_T1, ack_is_old, reinvite);
    return sip_drequestf(NULL, reinvite->sock->sip, false, "ACK", reinvite->dialog, reinvite->cseq,
                         NULL, keep_ack, NULL, reinvite, "Content-Length: 0\r\n\r\n");
}

/* ---- The re-INVITE ---- */

static void responded(int err, const struct sip_msg *msg, void *arg)
{
    struct reinvite *reinvite = arg;
    reinvite_h *done = reinvite->done;
    void *done_arg = reinvite->arg;
    const uint16_t status = err ? 408 : msg->scode;
    if (status < 200)
        return;
    reinvite->done = NULL;
    if (status < 300) {
        sip_dialog_update(reinvite->dialog, msg);
        send_ack(reinvite, msg);
    } else {
        mem_deref(reinvite);
    }
    if (done)
        done(status, err ? NULL : msg, done_arg);
}

static int write_contact(enum sip_transp tp, const struct sa *src, const struct sa *dst,
                         struct mbuf *message, void *arg)
{
    struct reinvite *reinvite = arg;
    struct sip_contact contact;
    (void)dst;
    sip_contact_set(&contact, reinvite->contact, src, tp);
    return mbuf_printf(message, "%H", sip_contact_print, &contact);
}

int reinvite_send(struct reinvite **result, struct reinvite_sock *sock, struct sip_dialog *dialog,
                  const char *contact, struct mbuf *sdp, reinvite_h *done, void *arg)
{
    struct reinvite *reinvite = mem_zalloc(sizeof *reinvite, reinvite_destroy);
    int err;
    if (!reinvite)
        return ENOMEM;
    list_append(&sock->reinvites, &reinvite->le, reinvite);
    reinvite->sock = sock;
    reinvite->dialog = mem_ref(dialog);
    reinvite->done = done;
    reinvite->arg = arg;
    err = str_dup(&reinvite->contact, contact);
    if (!err)
        err = sip_drequestf(&reinvite->request, sock->sip, true, "INVITE", dialog, 0, NULL,
                            write_contact, responded, reinvite,
                            "Content-Type: " SDP_TYPE "\r\nContent-Length: %zu\r\n\r\n%b",
                            mbuf_get_left(sdp), mbuf_buf(sdp), mbuf_get_left(sdp));
    if (err)
        mem_deref(reinvite);
    else
        *result = reinvite;
    return err;
}

void reinvite_cancel(struct reinvite *reinvite)
{
    if (reinvite)
        sip_request_cancel(reinvite->request);
}

void reinvite_forget(struct reinvite *reinvite)
{
    if (!reinvite)
        return;
    reinvite->done = NULL;
    sip_request_cancel(reinvite->request);
}

/* ---- What libre's sessions know nothing of ---- */

/* A request is about one under way, a response about one acknowledged. */
static struct reinvite *find(const struct reinvite_sock *sock, const struct sip_msg *msg)
{
    struct le *le;
    LIST_FOREACH(&sock->reinvites, le)
    {
        struct reinvite *reinvite = le->data;
        const bool meant =
            msg->req ? reinvite->request != NULL : reinvite->ack && reinvite->cseq == msg->cseq.num;
        if (meant && sip_dialog_cmp(reinvite->dialog, msg))
            return reinvite;
    }
    return NULL;
}

/* Both sides change the session at once: the other side shall try again later. */
static bool refuse_glare(const struct sip_msg *msg, void *arg)
{
    const struct reinvite_sock *sock = arg;
    if (pl_strcmp(&msg->met, "INVITE") != 0 || !pl_isset(&msg->to.tag) || !find(sock, msg))
        return false;
    sip_treply(NULL, sock->sip, msg, 491, "Request Pending");
    return true;
}

/* A 2xx without transaction: it has come before, so the ACK was lost. */
static bool acknowledge_again(const struct sip_msg *msg, void *arg)
{
    const struct reinvite_sock *sock = arg;
    const struct reinvite *reinvite;
    if (pl_strcmp(&msg->cseq.met, "INVITE") != 0 || msg->scode < 200 || msg->scode > 299)
        return false;
    reinvite = find(sock, msg);
    if (!reinvite)
        return false;
    sip_send(sock->sip, NULL, reinvite->ack_by, &reinvite->ack_to, reinvite->ack);
    return true;
}

static void sock_destroy(void *arg)
{
    struct reinvite_sock *sock = arg;
    list_flush(&sock->reinvites);
    mem_deref(sock->requests);
    mem_deref(sock->responses);
}

int reinvite_listen(struct reinvite_sock **result, struct sip *sip)
{
    struct reinvite_sock *sock = mem_zalloc(sizeof *sock, sock_destroy);
    int err;
    if (!sock)
        return ENOMEM;
    sock->sip = sip;
    err = sip_listen(&sock->requests, sip, true, refuse_glare, sock);
    if (!err)
        err = sip_listen(&sock->responses, sip, false, acknowledge_again, sock);
    if (err)
        mem_deref(sock);
    else
        *result = sock;
    return err;
}
