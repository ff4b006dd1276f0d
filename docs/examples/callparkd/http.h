/* SPDX-License-Identifier: MIT */
/* The HTTP server: libmicrohttpd in the one thread that there is. */
#ifndef CALLPARKD_HTTP_H
#define CALLPARKD_HTTP_H

#include "clients.h"
#include "park.h"
#include "stream.h"

#include <signal.h>

struct http {
    struct park *park;
    struct MHD_Daemon *daemon;
    struct streams streams;
    struct clients clients;
};

/** Serves |park| on the listening socket |fd|, which is the server's from now on; or false, and
 * it is closed. */
bool http_start(struct http *http, struct park *park, int fd);

/** Waits for at most |wait| milliseconds, with the signals of |mask| blocked, and serves what
 * has come. */
void http_step(struct http *http, uint64_t wait, const sigset_t *mask);

/** Sends streams what there is, for a moment, and closes all. */
void http_stop(struct http *http);

/* ---- answer.c ---- */

/** Answers a request that has arrived whole. |target| is as it came. */
enum MHD_Result http_answer(struct http *http, struct MHD_Connection *connection,
                            const char *method, const char *target, const char *body,
                            size_t length);

/** Answers with {"error": |sentence|}. */
enum MHD_Result http_refuse(struct http *http, struct MHD_Connection *connection, unsigned status,
                            const char *sentence);

#endif
