/* SPDX-License-Identifier: MIT */
#include "stream.h"
#include "clock.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#define BEAT_MS 15000 /* a comment as often as this tells a client that we are there */

struct stream {
    struct streams *streams;
    struct stream *previous;
    struct stream *next;
    struct MHD_Connection *connection;
    int fd;
    bool asleep;
    uint64_t number;  /* the event to send next */
    size_t sent;      /* of its text */
    uint64_t beat;    /* real_ms() when the next comment is due */
    char notice[128]; /* goes in front of the next event */
    size_t notice_sent;
};

/* ---- Reading: the server asks for what to send ---- */

/* Copies what is left of |text| behind |*sent|. */
static size_t copy(char *buffer, size_t room, const char *text, size_t length, size_t *sent)
{
    size_t bytes = length - *sent < room ? length - *sent : room;
    memcpy(buffer, text + *sent, bytes);
    *sent += bytes;
    return bytes;
}

static size_t copy_notice(struct stream *stream, char *buffer, size_t room)
{
    size_t length = strlen(stream->notice);
    size_t bytes = copy(buffer, room, stream->notice, length, &stream->notice_sent);
    if (stream->notice_sent == length) {
        stream->notice[0] = '\0';
        stream->notice_sent = 0;
    }
    return bytes;
}

/* False if the client was so slow that its next event is gone. */
static bool copy_events(struct stream *stream, char *buffer, size_t room, size_t *filled)
{
    struct park *park = stream->streams->park;
    while (*filled < room && stream->number != park->ring.next) {
        const char *text = park_event_text(park, stream->number);
        size_t length;
        if (!text)
            return false;
        length = strlen(text);
        *filled += copy(buffer + *filled, room - *filled, text, length, &stream->sent);
        if (stream->sent == length) {
            stream->number++;
            stream->sent = 0;
        }
    }
    return true;
}

/* A client has nothing to say after its request: what can be read is its end, or nonsense. */
static bool client_is_there(const struct stream *stream)
{
    char byte;
    return recv(stream->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) < 0 &&
           (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR);
}

static ssize_t read_stream(void *context, uint64_t position, char *buffer, size_t room)
{
    struct stream *stream = context;
    size_t filled = 0;
    (void)position;
    if (stream->notice[0])
        filled = copy_notice(stream, buffer, room);
    if (!stream->notice[0] && !copy_events(stream, buffer, room, &filled))
        return MHD_CONTENT_READER_END_WITH_ERROR;
    if (filled > 0) {
        stream->beat = real_ms() + BEAT_MS;
        return (ssize_t)filled;
    }
    if (!client_is_there(stream))
        return MHD_CONTENT_READER_END_WITH_ERROR;
    if (stream->streams->closing)
        return MHD_CONTENT_READER_END_OF_STREAM;
    stream->asleep = true;
    MHD_suspend_connection(stream->connection);
    return 0;
}

/* ---- Opening and closing ---- */

static void close_stream(void *context)
{
    struct stream *stream = context;
    if (stream->next)
        stream->next->previous = stream->previous;
    if (stream->previous)
        stream->previous->next = stream->next;
    else
        stream->streams->first = stream->next;
    free(stream);
}

static bool read_number(const char *text, uint64_t *number)
{
    char *end;
    errno = 0;
    *number = strtoull(text, &end, 10);
    return text[0] >= '0' && text[0] <= '9' && *end == '\0' && errno == 0 && *number < UINT64_MAX;
}

/* Where |stream| begins, and what is said first. */
static void begin(struct stream *stream, const char *last_id)
{
    const struct ring *ring = &stream->streams->park->ring;
    uint64_t last = 0;
    stream->number = ring->next;
    if (!last_id) {
        strcpy(stream->notice, ": listening\n\n");
    } else if (read_number(last_id, &last) && ring_knows(ring, last + 1)) {
        strcpy(stream->notice, ": going on\n\n");
        stream->number = last + 1;
    } else {
        snprintf(stream->notice, sizeof stream->notice,
                 "id: %" PRIu64 "\nevent: reload\ndata: {\"lastEvent\":%" PRIu64 "}\n\n",
                 ring->next - 1, ring->next - 1);
    }
}

static struct stream *new_stream(struct streams *streams, struct MHD_Connection *connection)
{
    struct stream *stream = calloc(1, sizeof *stream);
    if (!stream)
        return NULL;
    stream->streams = streams;
    stream->connection = connection;
    stream->fd = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
    stream->next = streams->first;
    if (stream->next)
        stream->next->previous = stream;
    streams->first = stream;
    return stream;
}

struct MHD_Response *stream_open(struct streams *streams, struct MHD_Connection *connection,
                                 const char *last_id)
{
    struct stream *stream = new_stream(streams, connection);
    struct MHD_Response *response;
    if (!stream)
        return NULL;
    begin(stream, last_id);
    response = MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 4096, read_stream, stream,
                                                 close_stream);
    if (!response)
        close_stream(stream);
    else
        MHD_add_response_header(response, "Content-Type", "text/event-stream");
    return response;
}

/* ---- Sleeping and waking ---- */

void streams_watch(const struct streams *streams, fd_set *readable, int *highest)
{
    for (const struct stream *stream = streams->first; stream; stream = stream->next) {
        if (!stream->asleep || stream->fd >= FD_SETSIZE)
            continue;
        FD_SET(stream->fd, readable);
        if (stream->fd > *highest)
            *highest = stream->fd;
    }
}

static bool has_something(const struct stream *stream, const fd_set *readable)
{
    return stream->notice[0] || stream->number != stream->streams->park->ring.next ||
           stream->streams->closing ||
           (readable && stream->fd < FD_SETSIZE && FD_ISSET(stream->fd, readable));
}

uint64_t streams_wake(struct streams *streams, const fd_set *readable)
{
    uint64_t now = real_ms();
    uint64_t wait = UINT64_MAX;
    for (struct stream *stream = streams->first; stream; stream = stream->next) {
        if (!stream->asleep)
            continue;
        if (stream->beat <= now)
            strcpy(stream->notice, ":\n\n");
        if (has_something(stream, readable)) {
            stream->asleep = false;
            MHD_resume_connection(stream->connection);
            wait = 0;
        } else if (stream->beat - now < wait) {
            wait = stream->beat - now;
        }
    }
    return wait;
}
