/* SPDX-License-Identifier: MIT */
#include "json/webex_service.h"

#include <string.h>

#include "json/people.h"
#include "json/webex_read.h"
#include "json/words.h"

int callpark__webex_error(int error, int missing)
{
    if (!error)
        return CALLPARK_OK;
    return error == CALLPARK_ERR_NOT_FOUND ? missing : CALLPARK_WEBEX_ERR_INTERNAL;
}

/* |*acting| becomes |member|, by any of his names: the user himself, or |other|, who is filled in.
 * NULL: he stays who he is. */
static int act_as(struct exchange *exchange, const char *member, uint32_t right,
                  const struct callpark_user **acting, struct callpark_user *other)
{
    if (!member)
        return CALLPARK_OK;
    *acting = &exchange->user;
    if (callpark__is_user(&exchange->user, member))
        return CALLPARK_OK;
    int error = callpark__find_user(exchange, member, other);
    if (error)
        return callpark__webex_error(error, CALLPARK_WEBEX_ERR_NO_MEMBER);
    *acting = other;
    return callpark__may(exchange, right, other) ? CALLPARK_OK : CALLPARK_WEBEX_ERR_NO_CONSENT;
}

static int serve_user(struct exchange *exchange, const struct callpark_webex_path *path,
                      const struct callpark_webex_request *body)
{
    bool park = path->command == CALLPARK_WEBEX_PARK;
    uint32_t right = park ? CALLPARK_RIGHT_PARK : CALLPARK_RIGHT_RETRIEVE;
    const char *member = path->member && strcmp(path->member, "me") != 0 ? path->member : NULL;
    struct callpark_user other;
    const struct callpark_user *acting = &exchange->user;
    int error = act_as(exchange, member, right, &acting, &other);
    if (!error)
        error = act_as(exchange, body->line_owner_id, right, &acting, &other);
    if (error)
        return error;
    return park ? callpark__webex_park(exchange, acting, body)
                : callpark__webex_retrieve(exchange, acting, body);
}

/* An empty body of a retrieve needs no media type. */
static int check_media_type(const struct callpark_request *request)
{
    if (!callpark__is_given(request->content_type) && !request->body_length)
        return CALLPARK_OK;
    return callpark_webex_media_type_check(request->content_type);
}

static int read_body(struct exchange *exchange, const struct callpark_webex_path *path,
                     char *strings, size_t size, struct callpark_webex_request *body)
{
    const struct callpark_request *request = exchange->request;
    int error = check_media_type(request);
    return error ? error
                 : callpark__webex_read_body(path->command, request->body, request->body_length,
                                             strings, size, body);
}

int callpark__webex_serve(struct exchange *exchange)
{
    struct callpark_webex_path path;
    struct callpark_webex_request body;
    size_t used;
    struct buffer *strings = callpark__strings(exchange, &used);
    if (!strings)
        return CALLPARK_WEBEX_ERR_INTERNAL;
    int error = callpark__webex_read_path(exchange->request->target, strings->at, used, &path);
    if (error)
        return error;
    if (strcmp(exchange->request->method, "POST") != 0)
        return CALLPARK_WEBEX_ERR_METHOD;
    error = callpark__find_authenticated(exchange);
    if (error)
        return callpark__webex_error(error, CALLPARK_WEBEX_ERR_UNAUTHORIZED);
    error = read_body(exchange, &path, strings->at + used, strings->size - used, &body);
    return error ? error : serve_user(exchange, &path, &body);
}
