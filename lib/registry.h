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
#include "tickets.h"
#include "timer.h"

struct lot;
struct group;

/* What an event may point into; freed by the next change. */
struct limbo {
    struct lot *lot;     /* a lot that is gone */
    struct group *group; /* a group that is gone */
    uint32_t call;       /* an ended call, or NONE */
    bool has_texts;
    struct text_store texts; /* what a call was named before */
};

struct callpark {
    struct memory memory;
    struct hash_key key;
    struct calls calls;
    struct timers timers;
    struct pool pool;
    struct tickets tickets;
    struct index by_id;    /* calls by call id; reservations have none */
    struct index by_place; /* calls at extensions and in slots out of range, by lot and place */
    struct table lots;
    struct index lot_names;
    struct lot *recent_lot; /* where a call came in or went last, or NULL */
    struct table policies;
    struct table groups;
    struct index group_names; /* groups by lot and name */
    struct table members;
    struct index member_names; /* members by lot and extension */
    struct limbo limbo[2];     /* of the last event, and of the next one */
    uint32_t last;             /* which is the last event's */
    bool expired;              /* another change was begun since that */
    uint64_t clock;
    uint64_t first_ticket;
    uint64_t next_ticket;
    uint64_t oldest; /* no ticket below it is parked any more */
    uint64_t last_event;
    uint32_t max_calls;
    uint32_t room; /* so many calls in slots need no more memory */
};

/* What the last event points into, and what the next one will. */
static inline const struct limbo *callpark__limbo(const struct callpark *registry)
{
    return registry->limbo + registry->last;
}

static inline struct limbo *callpark__next_limbo(struct callpark *registry)
{
    return registry->limbo + (1 - registry->last);
}

/* Parkings, those that have ended not counted. */
static inline uint32_t callpark__live(const struct callpark *registry)
{
    return registry->calls.live - (callpark__limbo(registry)->call != NONE);
}

static inline struct call *callpark__record(const struct callpark *registry, uint32_t number)
{
    return callpark__call(&registry->calls, number);
}

/* More room, for |count| calls in all; false if memory was refused. */
bool callpark__make_room(struct callpark *registry, uint32_t count);

/* Makes room for |count| calls in slots, in all; false if memory was refused. */
static inline bool callpark__reserve_room(struct callpark *registry, uint32_t count)
{
    return count <= registry->room || callpark__make_room(registry, count);
}

/* Frees what the last event pointed into; the next one is the last now. */
void callpark__turn_limbo(struct callpark *registry);

/* |now| and |duration| later; NEVER if there is no end or it does not fit. */
/*@ assigns \nothing;
    ensures duration == CALLPARK_NO_TIMEOUT ==> \result == CALLPARK_NEVER;
    ensures now + duration >= CALLPARK_NEVER ==> \result == CALLPARK_NEVER;
    ensures duration != CALLPARK_NO_TIMEOUT && now + duration < CALLPARK_NEVER ==>
            \result == now + duration; */
static inline callpark_time callpark__later(callpark_time now, callpark_duration duration)
{
    bool ends = duration != CALLPARK_NO_TIMEOUT && now < CALLPARK_NEVER - duration;
    return ends ? now + duration : CALLPARK_NEVER;
}

#endif
