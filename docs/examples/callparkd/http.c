/* SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE 1 /* pselect */

#include "http.h"
#include "framing.h"

#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <unistd.h>

enum {
    CONNECTIONS = 400, /* below FD_SETSIZE */
    CONNECTIONS_OF_ADDRESS = 100,
    CONNECTION_MEMORY = 32 * 1024, /* of this a head may take the most */
    DISCARD_MAX = 1024 * 1024      /* so much of a body is read before it is refused */
};

/* A request on its way. */
struct exchange {
    char *body;
    size_t size;
    size_t length; /* of the body, up to now; only CALLPARK_JSON_BODY_MAX bytes are kept */
    bool begun;
    char target[]; /* as it came: libmicrohttpd decodes it and cuts the query off */
};

/* ---- A request arrives ---- */

static void *on_target(void *context, const char *target, struct MHD_Connection *connection)
{
    struct exchange *exchange = calloc(1, sizeof *exchange + strlen(target) + 1);
    (void)context, (void)connection;
    if (exchange)
        strcpy(exchange->target, target);
    return exchange;
}

static enum MHD_Result begin(struct http *http, struct MHD_Connection *connection,
                             const struct framing *framing)
{
    const char *problem = framing_problem(connection, framing);
    if (problem)
        return http_refuse(http, connection, 400, problem);
    if (framing_length(connection) > DISCARD_MAX)
        return http_refuse(http, connection, 413, "the body is too large");
    return MHD_YES;
}

static bool make_room(struct exchange *exchange, size_t size)
{
    char *body;
    if (size <= exchange->size)
        return true;
    if (size < 2 * exchange->size)
        size = 2 * exchange->size;
    body = realloc(exchange->body, size);
    if (!body)
        return false;
    exchange->body = body;
    exchange->size = size;
    return true;
}

/* Reads on when the body is too long already: closing at once would cut the answer off. */
static enum MHD_Result take(struct exchange *exchange, const char *data, size_t *length)
{
    size_t bytes = *length;
    if (exchange->length + bytes > DISCARD_MAX)
        return MHD_NO;
    if (exchange->length + bytes <= CALLPARK_JSON_BODY_MAX) {
        if (!make_room(exchange, exchange->length + bytes))
            return MHD_NO;
        memcpy(exchange->body + exchange->length, data, bytes);
    }
    exchange->length += bytes;
    *length = 0;
    return MHD_YES;
}

static enum MHD_Result on_request(void *context, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *data,
                                  size_t *length, void **request)
{
    struct http *http = context;
    struct exchange *exchange = *request;
    if (!exchange)
        return MHD_NO;
    if (!exchange->begun) {
        exchange->begun = true;
        return begin(http, connection, &(struct framing){exchange->target, url, method, version});
    }
    if (*length > 0)
        return take(exchange, data, length);
    if (exchange->length > CALLPARK_JSON_BODY_MAX)
        return http_refuse(http, connection, 413, "the body is too large");
    return http_answer(http, connection, method, exchange->target, exchange->body,
                       exchange->length);
}

static void on_completed(void *context, struct MHD_Connection *connection, void **request,
                         enum MHD_RequestTerminationCode code)
{
    struct http *http = context;
    struct exchange *exchange = *request;
    (void)code;
    clients_restart(&http->clients, connection);
    if (!exchange)
        return;
    free(exchange->body);
    free(exchange);
    *request = NULL;
}

/* Nothing here needs what libmicrohttpd would decode. */
static size_t keep_escapes(void *context, struct MHD_Connection *connection, char *text)
{
    (void)context, (void)connection;
    return strlen(text);
}

/* ---- The server ---- */

bool http_start(struct http *http, struct park *park, int fd)
{
    memset(http, 0, sizeof *http);
    http->park = park;
    http->streams.park = park;
    http->daemon = MHD_start_daemon(
        MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, on_request, http, MHD_OPTION_LISTEN_SOCKET, fd,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS, MHD_OPTION_PER_IP_CONNECTION_LIMIT,
        (unsigned)CONNECTIONS_OF_ADDRESS, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        (size_t)CONNECTION_MEMORY, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)CLIENT_SECONDS,
        MHD_OPTION_URI_LOG_CALLBACK, on_target, http, MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes,
        NULL, MHD_OPTION_NOTIFY_COMPLETED, on_completed, http, MHD_OPTION_NOTIFY_CONNECTION,
        clients_notify, &http->clients, MHD_OPTION_END);
    if (!http->daemon)
        close(fd);
    return http->daemon != NULL;
}

static uint64_t least(uint64_t one, uint64_t other)
{
    return one < other ? one : other;
}

static uint64_t wait_of_daemon(struct MHD_Daemon *daemon)
{
    MHD_UNSIGNED_LONG_LONG wait;
    return MHD_get_timeout(daemon, &wait) == MHD_YES ? wait : UINT64_MAX;
}

static struct timespec timespec_of(uint64_t ms)
{
    uint64_t some = least(ms, 60 * 1000);
    return (struct timespec){.tv_sec = (time_t)(some / 1000),
                             .tv_nsec = (long)(some % 1000) * 1000000};
}

void http_step(struct http *http, uint64_t wait, const sigset_t *mask)
{
    fd_set readable, writable, failed;
    struct timespec timeout;
    int highest = -1;
    FD_ZERO(&readable);
    FD_ZERO(&writable);
    FD_ZERO(&failed);
    wait = least(wait, streams_wake(&http->streams, NULL));
    wait = least(wait, clients_expire(&http->clients));
    timeout = timespec_of(least(wait, wait_of_daemon(http->daemon)));
    MHD_get_fdset2(http->daemon, &readable, &writable, &failed, &highest, FD_SETSIZE);
    streams_watch(&http->streams, &readable, &highest);
    if (pselect(highest + 1, &readable, &writable, &failed, &timeout, mask) < 0) {
        FD_ZERO(&readable);
        FD_ZERO(&writable);
        FD_ZERO(&failed);
    }
    streams_wake(&http->streams, &readable);
    MHD_run_from_select(http->daemon, &readable, &writable, &failed);
}

void http_stop(struct http *http)
{
    uint64_t end = real_ms() + 500;
    if (!http->daemon)
        return;
    http->streams.closing = true;
    while (http->streams.first && real_ms() < end)
        http_step(http, 50, NULL);
    streams_wake(&http->streams, NULL); /* none may sleep when the server stops */
    MHD_stop_daemon(http->daemon);
}
