/* SPDX-License-Identifier: MIT */
#include "support_service.h"

#include <stdio.h>
#include <string.h>

/* 2012-06-27T13:18:55Z */
#define UNIX_TIME (INT64_C(1340803135) * 1000)

int office_open(struct office *office, uint32_t flags, const struct callpark_allocator *allocator)
{
    struct callpark_options options;
    struct callpark_service_options service;
    *office = (struct office){.now = 1000};
    directory_open(&office->directory);
    struct callpark_directory directory = directory_functions(&office->directory);
    callpark_options_init(&options);
    memcpy(options.hash_key, "0123456789abcdef", sizeof options.hash_key);
    options.allocator = allocator;
    callpark_service_options_init(&service);
    service.directory = &directory;
    service.base_url = "https://x.x.x.x";
    service.flags = flags;
    callpark_response_init(&office->response);
    int error = callpark_new(&options, &office->registry);
    if (!error)
        error = directory_add_lots(office->registry);
    if (!error)
        error = callpark_service_new(office->registry, &service, &office->service);
    if (error)
        office_close(office);
    return error;
}

void office_close(struct office *office)
{
    callpark_service_free(office->service);
    callpark_free(office->registry);
    office->service = NULL;
    office->registry = NULL;
}

int office_reopen(struct office *office, const struct callpark_directory *directory, uint32_t flags,
                  const char *base_url)
{
    struct callpark_service_options options;
    callpark_service_options_init(&options);
    options.directory = directory;
    options.base_url = base_url ? base_url : "https://x.x.x.x";
    options.flags = flags;
    callpark_service_free(office->service);
    office->service = NULL;
    return callpark_service_new(office->registry, &options, &office->service);
}

int office_ask(struct office *office, const char *user, const char *method, const char *target,
               const char *body)
{
    struct callpark_request *request = &office->request;
    callpark_request_init(request);
    request->now = office->now;
    request->method = method;
    request->target = target;
    request->content_type = body ? "application/json" : NULL;
    request->body = body;
    request->body_length = body ? strlen(body) : 0;
    request->user = user;
    request->unix_time = UNIX_TIME;
    request->utc_offset = 180;
    int error = callpark_service_answer(office->service, request, &office->response);
    return error ? error : (int)office->response.status;
}

int office_uapi(struct office *office, const char *body)
{
    return office_ask(office, "12", "PUT", "/uapi/phoneCalls/12/0003*210/" UAPI_CALL, body);
}

int office_webex(struct office *office, const char *user, const char *command, const char *body)
{
    char target[256];
    snprintf(target, sizeof target, "/v1/telephony/calls/%s", command);
    return office_ask(office, user, "POST", target, body);
}

const char *office_header(const struct office *office, const char *name)
{
    for (uint32_t i = 0; i < office->response.header_count; i++) {
        if (strcmp(office->response.headers[i].name, name) == 0)
            return office->response.headers[i].value;
    }
    return NULL;
}
