/* SPDX-License-Identifier: MIT */
/*
 * One change of a registry: begun with the checks that all have in common, and
 * ended by its one event. In between it may fail and leave no trace.
 */
#ifndef CALLPARK_CHANGE_H
#define CALLPARK_CHANGE_H

#include "registry.h"

struct change {
    struct callpark *registry;
    struct callpark_event *out;
    callpark_time now; /* never before an earlier one */
    const char *by;
    uint64_t stops; /* from here on, what only the verb knows for its event */
    void *old_host;
    const char *from_lot;
    uint32_t from_slot;
    uint32_t reason;
    callpark_duration ring;
};

/* Checks the arguments that all have. */
int callpark__change_begin(struct change *change, struct callpark *registry, callpark_time now,
                           const char *by, struct callpark_event *event);

/* The same for a verb of one parking; |which| is read, not looked up. */
int callpark__change_begin_which(struct change *change, struct callpark *registry,
                                 callpark_time now, const struct callpark_which *which,
                                 const char *by, struct callpark_event *event,
                                 struct which_args *in);

/* The number that the event will have. */
uint64_t callpark__change_number(const struct change *change);

/* Fills in the event of |kind| with the call as it stands. */
void callpark__change_call(struct change *change, uint32_t call, uint32_t kind);

/* Fills in the event of a configuration. |group| and |extension| may be NULL. */
void callpark__change_config(struct change *change, uint32_t kind, const char *lot,
                             const char *group, const char *extension);

/* Only the clock moves: nothing was due. */
void callpark__change_none(struct change *change);

/* The call is over for |reason|: out of its place, queue and indexes, with its event. */
void callpark__change_end(struct change *change, uint32_t call, uint32_t reason);

/* The call, the record of |number|, leaves its place; a removed lot goes with its last call. */
void callpark__change_leave(struct change *change, const struct call *call, uint32_t number);

/* What stands of a call, for an event or an info. */
void callpark__describe(const struct callpark *registry, const struct call *call,
                        struct callpark_info *info);

/* The call gets other texts; those it had are kept for the event. */
void callpark__keep_texts(struct callpark *registry, const struct call *call);

/* The call comes into the queue of its lot that its state asks for, or leaves it. */
void callpark__enqueue(struct callpark *registry, struct call *call, uint32_t number);
void callpark__dequeue(struct callpark *registry, const struct call *call, uint32_t number);

/* The first state of a call that has its place; the timer is due at its deadline. */
void callpark__begin_state(struct callpark *registry, struct call *call, uint32_t number,
                           uint32_t state);

/* Another state: the queue follows, and the timer is due at |due|. */
void callpark__set_state(struct callpark *registry, uint32_t call, uint32_t state,
                         callpark_time due);

#endif
