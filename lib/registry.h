/* SPDX-License-Identifier: MIT */
/* The registry itself: what all modules share, and what ended but is still named
 * by the last event. */
#ifndef CALLPARK_REGISTRY_H
#define CALLPARK_REGISTRY_H

#include "args.h"
#include "hash.h"
#include "index.h"
#include "queue.h"
#include "table.h"
#include "timer.h"

struct lot;
struct group;

/* What the last event may point into; freed by the next change. */
struct limbo {
    uint32_t call; /* an ended call, or NONE */
    bool has_texts;
    struct text_store texts; /* what a call was named before */
    struct lot *lot;         /* a lot that is gone */
    struct group *group;     /* a group that is gone */
};

struct callpark {
    struct memory memory;
    struct hash_key key;
    struct calls calls;
    struct timers timers;
    struct pool pool;
    struct index by_ticket; /* calls */
    struct index by_id;     /* calls by call id; reservations have none */
    struct index by_place;  /* calls by lot and slot or extension */
    struct table lots;
    struct index lot_names;
    struct table policies;
    struct table groups;
    struct index group_names; /* groups by lot and name */
    struct table members;
    struct index member_names; /* members by lot and extension */
    struct limbo limbo;
    uint64_t clock;
    uint64_t first_ticket;
    uint64_t next_ticket;
    uint64_t oldest; /* no ticket below it is parked any more */
    uint64_t last_event;
    uint32_t max_calls;
};

/* Parkings, those that have ended not counted. */
static inline uint32_t callpark__live(const struct callpark *registry)
{
    return registry->calls.live - (registry->limbo.call != NONE);
}

static inline struct call *callpark__record(const struct callpark *registry, uint32_t number)
{
    return callpark__call(&registry->calls, number);
}

/* Makes room for |count| calls in all; false if memory was refused. */
bool callpark__reserve_room(struct callpark *registry, uint32_t count);

/* Frees what the last event pointed into. */
void callpark__empty_limbo(struct callpark *registry);

/* |now| and |duration| later; NEVER if there is no end or it does not fit. */
callpark_time callpark__later(callpark_time now, callpark_duration duration);

#endif
