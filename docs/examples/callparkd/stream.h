/* SPDX-License-Identifier: MIT */
/* Server-sent events. A stream sleeps, as a suspended connection, until there is something to
 * send. */
#ifndef CALLPARKD_STREAM_H
#define CALLPARKD_STREAM_H

#include "park.h"

#include <microhttpd.h>
#include <sys/select.h>

struct stream;

struct streams {
    struct park *park;
    struct stream *first;
    bool closing; /* all streams end when they have sent what there is */
};

/** The response to GET /events; NULL if there is no memory. |last_id|: what the client has seen
 * already; NULL: it wants to hear of what happens from now on. */
struct MHD_Response *stream_open(struct streams *streams, struct MHD_Connection *connection,
                                 const char *last_id);

/** Watches for clients that go, which nobody else does while they sleep. */
void streams_watch(const struct streams *streams, fd_set *readable, int *highest);

/** Wakes those that have something to send, or to find out by |readable| (may be NULL).
 * Returns the milliseconds until it is to be called again. */
uint64_t streams_wake(struct streams *streams, const fd_set *readable);

#endif
