/* SPDX-License-Identifier: MIT */
/*
 * A call: one leg, the dialog with one phone. It knows with which other leg it is connected, and
 * for which claim or ring it is there. It does not know that it is parked: libcallpark does, and
 * points to it.
 */
#ifndef SIP_PARK_CALL_H
#define SIP_PARK_CALL_H

#include "park.h"

#define CALL_ID_SIZE 17

struct call {
    struct le le;        /* among the calls of |park| */
    struct le by_serial; /* among its takers, if it has a serial */
    struct park *park;
    struct sipsess *session;
    char id[CALL_ID_SIZE]; /* our own: a Call-ID may be too long, or not unique */
    char *user;            /* of the phone */
    char *name;            /* to be displayed; NULL: none */
    bool incoming;
    bool answered;
    bool over; /* the dialog has ended */

    uint64_t ticket; /* the claim or ring that this leg is there for; 0: none */
    uint64_t serial;
    bool connecting;   /* it is a claim, and |peer| is being re-INVITEd */
    struct call *peer; /* with whom it is connected, or connects */

    struct mbuf *sdp;  /* what the phone described last; NULL: nothing yet */
    struct mbuf *told; /* what a phone that is rung was told at first */
    struct media *media;
};

/** A leg to whom |msg| comes from, not answered yet, which its dialog keeps. NULL: he has no usable
 * name, or there is no memory. */
struct call *call_incoming(struct park *park, const struct sip_msg *msg);

/** A leg to |user|, not begun yet; else the same. */
struct call *call_outgoing(struct park *park, const char *user);

/** Begins a dialog with 180, or 200 and |sdp|; |headers| are whole lines. 0 or an errno. */
int call_accept(struct call *call, const struct sip_msg *msg, uint16_t status, struct mbuf *sdp,
                const char *headers);

/** Answers an incoming leg that was accepted with 180. 0 or an errno. */
int call_answer(struct call *call, struct mbuf *sdp, const char *headers);

/** Sends the INVITE of an outgoing leg, from |name| and |number|. 0 or an errno. */
int call_invite(struct call *call, const char *name, const char *number, struct mbuf *sdp,
                const char *headers);

/**
 * Ends the leg, with |status| and |text| as the reason: refuses, cancels or hangs up, whatever it
 * takes. Tells the parking nothing. The leg is gone, unless somebody has a reference.
 */
void call_end(struct call *call, uint16_t status, const char *text);

/** The dialog has ended, by the phone or for want of an answer: the parking is told. */
void call_over(struct call *call);

/** The leg is there for the ring or claim |serial| of the parking |ticket|. */
void call_is_for(struct call *call, uint64_t ticket, uint64_t serial);

/** Forgets for which claim or ring the leg is there: done before that is reported. */
void call_forget(struct call *call);

/** The leg that is there for the claim or ring |serial|; NULL: none. */
struct call *call_of_serial(const struct park *park, uint64_t serial);

/** The leg with this dialog, named as in a Replaces header; NULL: none. */
struct call *call_of_dialog(const struct park *park, const struct pl *call_id,
                            const struct pl *to_tag, const struct pl *from_tag);

/** The user of |uri|, unescaped; the caller's to mem_deref(). NULL: it has none that is fit for a
 * header, or there is no memory. */
char *call_user_of(const struct uri *uri);

#endif
