/* SPDX-License-Identifier: MIT */
/* How long a client may take. libmicrohttpd's own timeout begins anew with every byte; this one
 * is for a whole request, and for its whole answer. */
#ifndef CALLPARKD_CLIENTS_H
#define CALLPARKD_CLIENTS_H

#include <microhttpd.h>
#include <stdint.h>

/* Seconds for a request, with the wait for it, and again for its answer. */
#define CLIENT_SECONDS 15

struct client;

/** Ordered by deadline, as all have the same time. */
struct clients {
    struct client *first;
    struct client *last;
};

/** For MHD_OPTION_NOTIFY_CONNECTION; |context| is a struct clients. */
void clients_notify(void *context, struct MHD_Connection *connection, void **socket_context,
                    enum MHD_ConnectionNotificationCode code);

/** The time of |connection| begins anew, or (the second) it has all the time there is. */
void clients_restart(struct clients *clients, struct MHD_Connection *connection);
void clients_release(struct clients *clients, struct MHD_Connection *connection);

/** Shuts down those whose time is over. Returns the milliseconds until it is to be called
 * again. */
uint64_t clients_expire(struct clients *clients);

#endif
