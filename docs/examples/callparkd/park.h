/* SPDX-License-Identifier: MIT */
/* The exchange: a registry with all that surrounds it. */
#ifndef CALLPARKD_PARK_H
#define CALLPARKD_PARK_H

#include "clock.h"
#include "directory.h"
#include "ring.h"

struct park {
    struct callpark *registry;
    struct callpark_service *service;
    struct park_clock clock;
    struct directory directory;
    struct ring ring;
    const char *operator_token;
};

/** Sets up |park|: lots, groups, people and calls of the file |text|. On a problem too it is to
 * be given to park_fini(). */
void park_init(struct park *park, uint32_t speed, const char *text, size_t length,
               struct problem *problem);

/** The service comes later than the rest: links in its answers need our address. */
int park_serve(struct park *park, const char *base_url);

void park_fini(struct park *park);

/** To be called after every change of the registry: keeps |event| and does to the call what the
 * event says. |delivery|: of a retrieval, to whom it goes; else NULL. */
void park_changed(struct park *park, const struct callpark_event *event,
                  const struct callpark_delivery *delivery);

/** The event |number| as a server-sent event, for as long as it is kept; NULL if it is not, or
 * if there is not enough memory. */
const char *park_event_text(struct park *park, uint64_t number);

/** Lets happen what is due by now, not what comes to be due meanwhile: others wait too. */
void park_poll(struct park *park);

/** Ends all that is parked still, and prints a line for each. */
void park_drain(struct park *park);

/* ---- host.c ---- */

/** What the service may ask |park|. */
struct callpark_directory host_directory(struct park *park);

/* ---- lots.c ---- */

/** Adds the lots and groups of the file. */
void lots_read(struct park *park, const cJSON *json, struct problem *problem);

#endif
