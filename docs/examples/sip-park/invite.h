/* SPDX-License-Identifier: MIT */
/* An INVITE that begins a dialog: to be parked, to retrieve, or to take the place of another. */
#ifndef SIP_PARK_INVITE_H
#define SIP_PARK_INVITE_H

#include "call.h"
#include "dial.h"

/** For sipsess_listen(); |arg| is the struct park. */
void invite_received(const struct sip_msg *msg, void *arg);

/**
 * Parks |call| for |parker|. 0 with |event| filled in, which goes to park_happened() when the
 * phone has been told, or an error of libcallpark.
 */
int invite_park(struct call *call, const struct callpark_where *where, const char *parker,
                struct callpark_event *event);

/** Who refers in |msg|, the caller's to mem_deref(); NULL: nobody with a usable name. */
char *invite_referrer(const struct sip_msg *msg);

#endif
