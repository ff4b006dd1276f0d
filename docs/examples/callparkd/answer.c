/* SPDX-License-Identifier: MIT */
/* Who is asked what: the service, the operator's requests, the board. */
#define _DEFAULT_SOURCE 1 /* strndup */

#include "http.h"
#include "board.h"
#include "operator.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* ---- Responses ---- */

/* Queues |response| (NULL: there was no memory; the connection is closed) and forgets it. */
static enum MHD_Result respond(struct http *http, struct MHD_Connection *connection,
                               unsigned status, struct MHD_Response *response)
{
    enum MHD_Result result;
    if (!response)
        return MHD_NO;
    MHD_add_response_header(response, "Cache-Control", "no-store");
    MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
    clients_restart(&http->clients, connection);
    result = MHD_queue_response(connection, status, response);
    MHD_destroy_response(response);
    return result;
}

/* |body| is MHD's to free. */
static struct MHD_Response *response_of(char *body, size_t length)
{
    struct MHD_Response *response =
        MHD_create_response_from_buffer(length, body, MHD_RESPMEM_MUST_FREE);
    if (!response)
        free(body);
    return response;
}

static enum MHD_Result respond_reply(struct http *http, struct MHD_Connection *connection,
                                     const struct reply *reply)
{
    struct MHD_Response *response = response_of(reply->body, reply->length);
    if (response && reply->body)
        MHD_add_response_header(response, "Content-Type", reply->type);
    if (response && reply->allow)
        MHD_add_response_header(response, "Allow", reply->allow);
    if (response && reply->status == 401)
        MHD_add_response_header(response, "WWW-Authenticate", "Bearer");
    return respond(http, connection, reply->status, response);
}

enum MHD_Result http_refuse(struct http *http, struct MHD_Connection *connection, unsigned status,
                            const char *sentence)
{
    struct reply reply = {.status = status};
    reply_error(&reply, status, sentence);
    return respond_reply(http, connection, &reply);
}

/* ---- Who asks ---- */

/* The token of "Authorization: Bearer TOKEN"; NULL: none. */
static const char *bearer(struct MHD_Connection *connection)
{
    static const char scheme[] = "Bearer ";
    const char *text =
        MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_AUTHORIZATION);
    if (!text || strncasecmp(text, scheme, sizeof scheme - 1) != 0)
        return NULL;
    text += sizeof scheme - 1;
    return text + strspn(text, " ");
}

static const struct person *asking_person(const struct park *park,
                                          struct MHD_Connection *connection)
{
    const char *token = bearer(connection);
    return token ? directory_token(&park->directory, token) : NULL;
}

/* ---- The service ---- */

/* What stands in |text| behind |prefix|, if that is a whole segment; or NULL. */
static const char *behind(const char *text, const char *prefix)
{
    size_t length = strlen(prefix);
    if (!text || strncmp(text, prefix, length) != 0 || !strchr("/?", text[length]))
        return NULL;
    return text + length;
}

/* "/v1" of "/v1/telephony" is left out. */
static const char *without_version(const char *target)
{
    size_t digits;
    if (strncmp(target, "/v", 2) != 0)
        return target;
    digits = strspn(target + 2, "0123456789");
    return digits && target[2 + digits] == '/' ? target + 2 + digits : target;
}

static bool is_for_service(const char *target)
{
    return behind(target, "/uapi") || behind(target, "/unifiedapi") ||
           behind(without_version(target), "/telephony");
}

static enum MHD_Result respond_answer(struct http *http, struct MHD_Connection *connection,
                                      const struct callpark_response *answer)
{
    struct MHD_Response *response = MHD_create_response_from_buffer(
        answer->body_length, (void *)answer->body, MHD_RESPMEM_MUST_COPY);
    for (uint32_t i = 0; response && i < answer->header_count; i++)
        MHD_add_response_header(response, answer->headers[i].name, answer->headers[i].value);
    return respond(http, connection, answer->status, response);
}

static enum MHD_Result ask_service(struct http *http, struct MHD_Connection *connection,
                                   const char *method, const char *target, const char *body,
                                   size_t length)
{
    const struct park *park = http->park;
    const struct person *person = asking_person(park, connection);
    struct callpark_request request;
    struct callpark_response answer;
    callpark_request_init(&request);
    callpark_response_init(&answer);
    request.method = method;
    request.target = target;
    request.content_type =
        MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_CONTENT_TYPE);
    request.body = body;
    request.body_length = length;
    request.user = person ? person->user.id : NULL;
    request.now = clock_now(&park->clock);
    request.unix_time = clock_wall(&park->clock, request.now);
    request.utc_offset = clock_utc_offset(request.unix_time);
    if (callpark_service_answer(park->service, &request, &answer))
        return http_refuse(http, connection, 500, "the service failed");
    return respond_answer(http, connection, &answer);
}

/* ---- The operator ---- */

/* |methods|: as in Allow. */
static bool is_allowed(const char *method, const char *methods)
{
    size_t length = strlen(method);
    for (const char *at = methods; *at; at += strspn(at, ", ")) {
        size_t one = strcspn(at, ",");
        if (one == length && !memcmp(at, method, length))
            return true;
        at += one;
    }
    return false;
}

/* 0, or the status with which a request that is not an operator's is refused. */
static unsigned refusal(const struct park *park, struct MHD_Connection *connection)
{
    const char *token = bearer(connection);
    if (token && same_token(token, park->operator_token))
        return 0;
    return token && directory_token(&park->directory, token) ? 403 : 401;
}

static enum MHD_Result answer_events(struct http *http, struct MHD_Connection *connection,
                                     bool whole)
{
    const char *last = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Last-Event-ID");
    enum MHD_Result result;
    struct MHD_Response *response;
    if (!whole) {
        response = response_of(NULL, 0);
        if (response)
            MHD_add_response_header(response, "Content-Type", "text/event-stream");
        return respond(http, connection, 200, response);
    }
    result = respond(http, connection, 200, stream_open(&http->streams, connection, last));
    clients_release(&http->clients, connection);
    return result;
}

static enum MHD_Result refuse_method(struct http *http, struct MHD_Connection *connection,
                                     const char *allow)
{
    struct reply reply = {.allow = allow};
    reply_error(&reply, 405, "there is no such method here");
    return respond_reply(http, connection, &reply);
}

static enum MHD_Result answer_operator(struct http *http, struct MHD_Connection *connection,
                                       const struct operator_route *route, const char *method,
                                       const struct operator_request *request)
{
    struct reply reply = {.status = refusal(http->park, connection)};
    if (reply.status == 401)
        return http_refuse(http, connection, 401, "the operator's token is needed");
    if (reply.status == 403)
        return http_refuse(http, connection, 403, "this is for the operator");
    if (!is_allowed(method, route->methods))
        return refuse_method(http, connection, route->methods);
    if (!route->answer)
        return answer_events(http, connection, strcmp(method, "HEAD") != 0);
    route->answer(http->park, request, &reply);
    return respond_reply(http, connection, &reply);
}

/* ---- Which of them ---- */

/* What is neither an operator's nor the service's: the board, or nothing. */
static enum MHD_Result answer_rest(struct http *http, struct MHD_Connection *connection,
                                   const char *method, const char *path)
{
    if (strcmp(path, "/") != 0)
        return http_refuse(http, connection, 404, "there is no such path");
    if (!is_allowed(method, OPERATOR_LOOKS))
        return refuse_method(http, connection, OPERATOR_LOOKS);
    return respond(http, connection, 200, board_response());
}

static enum MHD_Result answer_path(struct http *http, struct MHD_Connection *connection,
                                   const char *method, const char *path,
                                   struct operator_request *request)
{
    const struct operator_route *route = operator_route(path);
    if (!route)
        return answer_rest(http, connection, method, path);
    request->id = path + strlen(route->path);
    return answer_operator(http, connection, route, method, request);
}

enum MHD_Result http_answer(struct http *http, struct MHD_Connection *connection,
                            const char *method, const char *target, const char *body, size_t length)
{
    struct operator_request request = {.body = body ? body : "", .length = length};
    enum MHD_Result result;
    char *path;
    if (is_for_service(target))
        return ask_service(http, connection, method, target, body, length);
    path = strndup(target, strcspn(target, "?"));
    if (!path)
        return MHD_NO;
    result = answer_path(http, connection, method, path, &request);
    free(path);
    return result;
}
