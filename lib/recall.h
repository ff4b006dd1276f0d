/* SPDX-License-Identifier: MIT */
/* The recall: who is rung next, by the policy of the call. */
#ifndef CALLPARK_RECALL_H
#define CALLPARK_RECALL_H

#include "change.h"

/* Whom the step of the call rings. */
struct text callpark__recall_party(const struct callpark *registry, const struct call *call);

/* Who is rung, or took the call in a recall; absent in all other states. */
static inline struct text callpark__recall_target(const struct callpark *registry,
                                                  const struct call *call)
{
    bool rung = call->state == CALLPARK_STATE_RINGING || call->answered;
    return rung ? callpark__recall_party(registry, call) : (struct text){0};
}

/*
 * The wait or pause is over: opens a ring of the next usable target. False, with
 * nothing changed, if nobody is left: the call is to be released.
 */
bool callpark__recall_ring(struct change *change, uint32_t call);

/* The ring is over without success: the call pauses before what comes next. */
void callpark__recall_fail(struct change *change, uint32_t call);

/* The claim is given up: an answered ring has failed, else what came next is restored. */
void callpark__recall_rollback(struct change *change, uint32_t call);

/* When the target of the ring comes again, if the ring is not to count. */
callpark_time callpark__recall_again(const struct change *change, uint32_t call);

#endif
