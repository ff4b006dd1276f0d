/* SPDX-License-Identifier: MIT */
#include "clients.h"
#include "clock.h"

#include <stdbool.h>
#include <stdlib.h>
#include <sys/socket.h>

struct client {
    struct client *previous;
    struct client *next;
    int fd;
    bool timed; /* is in the list */
    uint64_t deadline;
};

static void take_out(struct clients *clients, struct client *client)
{
    if (!client->timed)
        return;
    if (client->previous)
        client->previous->next = client->next;
    else
        clients->first = client->next;
    if (client->next)
        client->next->previous = client->previous;
    else
        clients->last = client->previous;
    client->timed = false;
}

static void put_last(struct clients *clients, struct client *client)
{
    take_out(clients, client);
    client->deadline = real_ms() + CLIENT_SECONDS * 1000;
    client->previous = clients->last;
    client->next = NULL;
    if (clients->last)
        clients->last->next = client;
    else
        clients->first = client;
    clients->last = client;
    client->timed = true;
}

void clients_notify(void *context, struct MHD_Connection *connection, void **socket_context,
                    enum MHD_ConnectionNotificationCode code)
{
    struct clients *clients = context;
    struct client *client = *socket_context;
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        *socket_context = client = calloc(1, sizeof *client);
        if (!client)
            return;
        client->fd =
            MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
        put_last(clients, client);
    } else if (client) {
        take_out(clients, client);
        free(client);
        *socket_context = NULL;
    }
}

static struct client *client_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

void clients_restart(struct clients *clients, struct MHD_Connection *connection)
{
    struct client *client = client_of(connection);
    if (client)
        put_last(clients, client);
}

void clients_release(struct clients *clients, struct MHD_Connection *connection)
{
    struct client *client = client_of(connection);
    if (client)
        take_out(clients, client);
}

uint64_t clients_expire(struct clients *clients)
{
    uint64_t now = real_ms();
    while (clients->first && clients->first->deadline <= now) {
        struct client *client = clients->first;
        shutdown(client->fd, SHUT_RDWR); /* libmicrohttpd finds it closed, and cleans up */
        take_out(clients, client);
    }
    return clients->first ? clients->first->deadline - now : UINT64_MAX;
}
