/* SPDX-License-Identifier: MIT */
/*
 * The park server: what is parked is known to the registry alone. Everything here runs in the
 * thread of libre's loop.
 */
#ifndef SIP_PARK_PARK_H
#define SIP_PARK_PARK_H

#include "clock.h"
#include "options.h"
#include "reinvite.h"

#include <re.h>

#define PARK_LOT "default"

/** A buffer for the number of a place. */
#define PARK_NUMBER_SIZE 320

struct park {
    struct options options;
    struct callpark *registry;
    struct park_clock clock;
    struct tmr timer;
    char host[64]; /* the address of this server, as phones see it */
    uint16_t port;
    struct sip *sip;
    struct reinvite_sock *reinvites;
    struct sipsess_sock *sessions;
    struct sipevent_sock *subscriptions;
    struct list calls;   /* struct call: all legs there are */
    struct hash *takers; /* of them, those who ring or connect, by serial */
    struct list lamps;   /* struct lamp: all subscriptions there are */
};

/** What the verbs of libcallpark take. */
callpark_time park_now(const struct park *park);

/**
 * Acts on an event that a verb gave; to be called after each that succeeded, last, as it may call
 * verbs itself: the strings of |event| are gone then.
 */
void park_happened(struct park *park, const struct callpark_event *event);

/** Does what is due, and sets the timer for what will be next. */
void park_poll(struct park *park);

/** Sets the timer for what will be due next. */
void park_set_timer(struct park *park);

/** The number to dial for a slot, or for an extension if that is not NULL. */
void park_number(const struct park *park, const char *extension, uint32_t slot,
                 char number[PARK_NUMBER_SIZE]);

#endif
