/* SPDX-License-Identifier: MIT */
/*
 * A re-INVITE whose end is reported. libre's sipsess_modify() says nothing when the other side
 * refuses, but a parking must be told: the claim is then rolled back.
 */
#ifndef SIP_PARK_REINVITE_H
#define SIP_PARK_REINVITE_H

#include <re.h>

struct reinvite;
struct reinvite_sock;

/**
 * |status| is that of the final response |msg|; 408 with |msg| NULL: there was none. A 2xx has been
 * acknowledged. The re-INVITE is gone then.
 */
typedef void(reinvite_h)(uint16_t status, const struct sip_msg *msg, void *arg);

/** Makes ready for re-INVITEs of |sip|; to be called before sipsess_listen(), to hear first. */
int reinvite_listen(struct reinvite_sock **sock, struct sip *sip);

/** Sends |sdp| in |dialog|, which outlives the call for as long as the transaction takes. */
int reinvite_send(struct reinvite **reinvite, struct reinvite_sock *sock, struct sip_dialog *dialog,
                  const char *contact, struct mbuf *sdp, reinvite_h *done, void *arg);

/** Asks the other side to give up; its answer is reported as ever. NULL is allowed. */
void reinvite_cancel(struct reinvite *reinvite);

/** Cancels it and reports nothing any more. NULL is allowed. */
void reinvite_forget(struct reinvite *reinvite);

#endif
