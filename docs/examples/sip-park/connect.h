/* SPDX-License-Identifier: MIT */
/* From a claim to its end: the parked leg is re-INVITEd with the media of who takes it. */
#ifndef SIP_PARK_CONNECT_H
#define SIP_PARK_CONNECT_H

#include "call.h"

/** |taker| has the claim |claimed|: connects it with the call, then commits or rolls back. */
void connect_claimed(struct call *taker, const struct callpark_event *claimed);

/** The ring or claim |serial| is over: the leg that is there for it ends. */
void connect_stop(struct park *park, uint64_t serial);

/** The leg is over: what that means for its ring, its claim, its parking and its peer. */
void connect_gone(struct call *call);

#endif
