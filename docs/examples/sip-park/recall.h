/* SPDX-License-Identifier: MIT */
/* Ringing whom libcallpark names when a call has waited its time out. */
#ifndef SIP_PARK_RECALL_H
#define SIP_PARK_RECALL_H

#include "call.h"

/** Rings the target of |ringing|, for as long as nobody stops it: libcallpark keeps the time. */
void recall_ring(struct park *park, const struct callpark_event *ringing);

/** The phone that |leg| rings has answered. */
void recall_answered(struct call *leg);

#endif
