/* SPDX-License-Identifier: MIT */
#include "json/exchange.h"

#include <assert.h>
#include <limits.h>
#include <string.h>

#include "json/words.h"

/* The longest id of the host's that is taken over. */
#define TRACKING_LONGEST 255

bool callpark__buffer_reserve(struct callpark_service *service, struct buffer *buffer, size_t size)
{
    const struct callpark_allocator *memory = &service->memory;
    if (size <= buffer->size)
        return true;
    char *at = memory->alloc(memory->user, size);
    if (!at)
        return false;
    callpark__buffer_free(service, buffer);
    *buffer = (struct buffer){at, size};
    return true;
}

size_t callpark__larger(size_t used, size_t more)
{
    return used <= (SIZE_MAX - more) / 2 ? 2 * used + more : SIZE_MAX;
}

void callpark__buffer_free(struct callpark_service *service, const struct buffer *buffer)
{
    if (buffer->at)
        service->memory.free(service->memory.user, buffer->at);
}

struct buffer *callpark__strings(struct exchange *exchange, size_t *path)
{
    const struct callpark_request *request = exchange->request;
    struct buffer *strings = &exchange->service->strings;
    size_t body = request->body_length;
    if (body > CALLPARK_JSON_BODY_MAX)
        body = CALLPARK_JSON_BODY_MAX;
    *path = strlen(request->target) + 1;
    if (!callpark__buffer_reserve(exchange->service, strings, *path + body + 1))
        return NULL;
    return strings;
}

struct callpark__writer callpark__answer_writer(struct exchange *exchange)
{
    struct callpark__writer writer;
    callpark__writer_init(&writer, exchange->service->body.at, exchange->service->body.size);
    return writer;
}

bool callpark__answer_reserve(struct exchange *exchange, uint64_t length)
{
    struct callpark_service *service = exchange->service;
    return length <= INT_MAX &&
           callpark__buffer_reserve(service, &service->body, (size_t)length + 1);
}

static void add_header(struct exchange *exchange, const char *name, const char *value)
{
    exchange->service->headers[exchange->header_count++] = (struct callpark_header){name, value};
}

void callpark__answer(struct exchange *exchange, uint32_t status, int length)
{
    assert(length >= 0); /* whoever answers has seen to it before anything changed */
    exchange->body_length = (size_t)length;
    exchange->status = status;
    add_header(exchange, "Content-Type", "application/json");
}

void callpark__answer_nothing(struct exchange *exchange)
{
    exchange->service->body.at[0] = 0;
    exchange->body_length = 0;
    exchange->status = 204;
}

static bool is_webex(int error)
{
    return error <= CALLPARK_WEBEX_ERR_TEXT;
}

/* The number of the error in the life of the service. */
static const char *count_tracking_id(struct callpark_service *service)
{
    static const char prefix[] = "CALLPARK_";
    char *end = service->tracking + TRACKING_SIZE - 1;
    *end = 0;
    char *at = callpark__put_digits(end, ++service->failures);
    at -= sizeof prefix - 1;
    memcpy(at, prefix, sizeof prefix - 1);
    return at;
}

static const char *tracking_id(struct exchange *exchange)
{
    const char *given = exchange->request->tracking_id;
    if (callpark__is_given(given) && memchr(given, 0, TRACKING_LONGEST + 1))
        return given;
    return count_tracking_id(exchange->service);
}

void callpark__answer_error(struct exchange *exchange, int error)
{
    struct callpark_service *service = exchange->service;
    struct buffer *body = &service->body;
    int length =
        is_webex(error)
            ? callpark_webex_error_write(error, tracking_id(exchange), body->at, body->size)
            : callpark_uapi_error_write(error, service->style.flags, body->at, body->size);
    exchange->body_length = (size_t)length;
    exchange->status = callpark_json_status(error);
    exchange->header_count = 0;
    add_header(exchange, "Content-Type", "application/json");
    if (exchange->status == 401)
        add_header(exchange, "WWW-Authenticate", "Bearer");
    if (exchange->status == 405)
        add_header(exchange, "Allow", "POST");
    if (exchange->status == 503)
        add_header(exchange, "Retry-After", service->retry_after);
}

void callpark__changed(struct exchange *exchange, const struct callpark_event *event,
                       const struct callpark_delivery *delivery)
{
    const struct callpark_directory *directory = &exchange->service->directory;
    if (directory->changed)
        directory->changed(directory->host, event, delivery);
}
