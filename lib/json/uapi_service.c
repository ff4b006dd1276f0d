/* SPDX-License-Identifier: MIT */
#include "json/uapi_service.h"

#include <string.h>

#include "json/people.h"

static int serve_put(struct exchange *exchange, const struct callpark_uapi_path *path,
                     char *strings, size_t size)
{
    const struct callpark_request *request = exchange->request;
    struct callpark_uapi_action action;
    callpark_uapi_action_init(&action);
    int error =
        callpark_uapi_action_read(request->body, request->body_length, strings, size, &action);
    return error ? error : callpark__uapi_act(exchange, path, &action);
}

int callpark__uapi_serve(struct exchange *exchange)
{
    struct callpark_uapi_path path;
    size_t used;
    struct buffer *strings = callpark__strings(exchange, &used);
    callpark_uapi_path_init(&path);
    if (!strings)
        return CALLPARK_UAPI_ERR_INTERNAL;
    int error = callpark_uapi_path_read(exchange->request->target, strings->at, used, &path);
    if (error)
        return error;
    bool put = strcmp(exchange->request->method, "PUT") == 0;
    if (!put && strcmp(exchange->request->method, "GET") != 0)
        return CALLPARK_UAPI_ERR_NOT_IMPLEMENTED;
    error = callpark__find_authenticated(exchange);
    if (error)
        return callpark__uapi_error(error, CALLPARK_UAPI_ERR_ACCESS);
    return put ? serve_put(exchange, &path, strings->at + used, strings->size - used)
               : callpark__uapi_list(exchange, &path);
}
