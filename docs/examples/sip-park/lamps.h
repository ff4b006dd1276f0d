/* SPDX-License-Identifier: MIT */
/*
 * Lamps: subscriptions to the dialog event (RFC 4235) of a place. A subscription remembers the
 * number it is of and nothing else; what it shows is asked of libcallpark each time.
 */
#ifndef SIP_PARK_LAMPS_H
#define SIP_PARK_LAMPS_H

#include "park.h"

/** For sipevent_listen(); |arg| is the struct park. */
bool lamps_subscribed(const struct sip_msg *msg, void *arg);

/** Shows what |event| has changed. */
void lamps_happened(struct park *park, const struct callpark_event *event);

/** Ends all subscriptions. */
void lamps_stop(struct park *park);

#endif
