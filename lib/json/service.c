/* SPDX-License-Identifier: MIT */
#include <callpark/service.h>

#include <string.h>

#include "json/exchange.h"
#include "json/target.h"
#include "json/uapi_service.h"
#include "json/webex_service.h"
#include "json/words.h"
#include "struct.h"

#define RETRY_AFTER 5u

static bool directory_complete(const struct callpark_directory *directory)
{
    return directory->find_user && directory->find_extension && directory->find_destination &&
           directory->find_call && directory->next_call;
}

static int read_directory(struct callpark_directory *directory,
                          const struct callpark_directory *theirs)
{
    int error;
    const struct callpark_directory *read =
        callpark__read_struct(directory, sizeof *directory, sizeof *directory, theirs, &error);
    if (!read)
        return error;
    *directory = *read;
    return directory_complete(directory) ? CALLPARK_OK : CALLPARK_ERR_INVALID;
}

static int read_base_url(char base[static BASE_URL_SIZE], const char *url)
{
    if (!callpark__is_given(url))
        return CALLPARK_ERR_INVALID;
    const char *end = memchr(url, 0, BASE_URL_SIZE);
    if (!end)
        return CALLPARK_ERR_TOO_LONG;
    while (end > url && end[-1] == '/')
        end--;
    memcpy(base, url, (size_t)(end - url));
    base[end - url] = 0;
    return CALLPARK_OK;
}

static void write_seconds(char text[static SECONDS_SIZE], uint32_t seconds)
{
    char digits[SECONDS_SIZE] = "";
    char *end = digits + sizeof digits - 1;
    char *at = callpark__put_digits(end, seconds);
    memcpy(text, at, (size_t)(end + 1 - at));
}

static int read_options(struct callpark_service *service,
                        const struct callpark_service_options *theirs)
{
    struct callpark_service_options ours;
    int error;
    const struct callpark_service_options *options =
        callpark__read_struct(&ours, sizeof ours, sizeof ours, theirs, &error);
    if (!options)
        return error;
    if (options->flags & ~(uint32_t)(CALLPARK_UAPI_PHONECALL_CODES | CALLPARK_UAPI_PARK_200))
        return CALLPARK_ERR_INVALID;
    error = read_directory(&service->directory, options->directory);
    if (!error)
        error = read_base_url(service->base_url, options->base_url);
    write_seconds(service->retry_after, options->retry_after ? options->retry_after : RETRY_AFTER);
    callpark_uapi_style_init(&service->style);
    service->style.flags = options->flags;
    return error;
}

int callpark_service_new(struct callpark *registry, const struct callpark_service_options *options,
                         struct callpark_service **service)
{
    struct callpark_service made = {.registry = registry};
    if (!registry || !options || !service)
        return CALLPARK_ERR_INVALID;
    int error = read_options(&made, options);
    if (error)
        return error;
    callpark_allocator_init(&made.memory);
    callpark_allocator_get(registry, &made.memory);
    struct callpark_service *kept = made.memory.alloc(made.memory.user, sizeof *kept);
    if (!kept || !callpark__buffer_reserve(&made, &made.body, BODY_LEAST)) {
        if (kept)
            made.memory.free(made.memory.user, kept);
        return CALLPARK_ERR_NOMEM;
    }
    *kept = made;
    kept->style.base_url = kept->base_url;
    *service = kept;
    return CALLPARK_OK;
}

void callpark_service_free(struct callpark_service *service)
{
    if (!service)
        return;
    struct callpark_allocator memory = service->memory;
    callpark__buffer_free(service, &service->strings);
    callpark__buffer_free(service, &service->calls);
    callpark__buffer_free(service, &service->body);
    memory.free(memory.user, service);
}

/* An error as an answer shows it: what is not of a format is the service's own failure. */
static int shown(int error, int internal)
{
    return error > CALLPARK_UAPI_ERR_REQUEST ? internal : error;
}

static void serve(struct exchange *exchange)
{
    bool uapi = callpark__target_is_uapi(exchange->request->target);
    int error = uapi ? callpark__uapi_serve(exchange) : callpark__webex_serve(exchange);
    int internal = uapi ? CALLPARK_UAPI_ERR_INTERNAL : CALLPARK_WEBEX_ERR_INTERNAL;
    if (error)
        callpark__answer_error(exchange, shown(error, internal));
}

static int check_request(const struct callpark_request *request)
{
    if (request->reserved)
        return CALLPARK_ERR_STRUCT_FIELD;
    bool valid = request->method && request->target && (request->body || !request->body_length) &&
                 request->now != CALLPARK_NEVER;
    return valid ? CALLPARK_OK : CALLPARK_ERR_INVALID;
}

int callpark_service_answer(struct callpark_service *service, const struct callpark_request *theirs,
                            struct callpark_response *response)
{
    struct callpark_request ours;
    struct exchange exchange = {.service = service};
    int error;
    if (!service)
        return CALLPARK_ERR_INVALID;
    exchange.request = callpark__read_struct(&ours, sizeof ours, sizeof ours, theirs, &error);
    if (!exchange.request)
        return error;
    error = callpark__check_out(response, sizeof *response);
    if (!error)
        error = check_request(exchange.request);
    if (error)
        return error;
    serve(&exchange);
    struct callpark_response answer = {
        .size = sizeof answer,
        .headers = service->headers,
        .body = service->body.at,
        .body_length = exchange.body_length,
        .status = exchange.status,
        .header_count = exchange.header_count,
    };
    callpark__write_struct(response, &answer, sizeof answer);
    return CALLPARK_OK;
}
