/* SPDX-License-Identifier: MIT */
/* A C99 program that is built as a user would, against an installed libcallpark-json: a host
 * with one user and one call, which he parks. */
#include <callpark/service.h>
#include <stdio.h>
#include <string.h>

static int fail(const char *what, int error)
{
    fprintf(stderr, "%s: %s\n", what, callpark_json_strerror(error));
    return 1;
}

/* ---- What the host knows ---- */

static int find_user(void *host, const char *id, struct callpark_user *user)
{
    static const char *const extensions[] = {"1000"};
    (void)host;
    if (strcmp(id, "alice") != 0)
        return CALLPARK_ERR_NOT_FOUND;
    user->id = "alice";
    user->organization = "3";
    user->lot = "org-3";
    user->extensions = extensions;
    user->extension_count = 1;
    return 0;
}

static int find_extension(void *host, const struct callpark_user *viewer, const char *number,
                          struct callpark_line *line)
{
    (void)host;
    (void)viewer;
    if (strcmp(number, "1000") != 0)
        return CALLPARK_ERR_NOT_FOUND;
    line->extension = "1000";
    line->user = "alice";
    return 0;
}

static int find_call(void *host, const struct callpark_user *viewer, const char *id,
                     struct callpark_phone_call *call)
{
    (void)host;
    (void)viewer;
    if (strcmp(id, "a84b4c76e66710") != 0)
        return CALLPARK_ERR_NOT_FOUND;
    call->id = "a84b4c76e66710";
    call->extension = "1000";
    call->user = "alice";
    return 0;
}

static int next_call(void *host, const struct callpark_user *viewer, const char *extension,
                     uint64_t *cursor, struct callpark_phone_call *call)
{
    if (strcmp(extension, "1000") != 0 || (*cursor)++ > 0)
        return CALLPARK_ERR_NOT_FOUND;
    return find_call(host, viewer, "a84b4c76e66710", call);
}

/* ---- The host ---- */

static int open_registry(struct callpark **registry)
{
    struct callpark_options options;
    callpark_options_init(&options);
    memcpy(options.hash_key, "sixteen bytes...", sizeof options.hash_key);
    struct callpark_event event;
    callpark_event_init(&event);
    int error = callpark_new(&options, registry);
    return error ? error : callpark_lot_add(*registry, 0, "org-3", NULL, NULL, &event);
}

static int open_service(struct callpark *registry, struct callpark_service **service)
{
    struct callpark_directory directory;
    callpark_directory_init(&directory);
    directory.find_user = find_user;
    directory.find_extension = find_extension;
    directory.find_destination = find_extension;
    directory.find_call = find_call;
    directory.next_call = next_call;
    struct callpark_service_options options;
    callpark_service_options_init(&options);
    options.directory = &directory;
    options.base_url = "https://pbx.example";
    return callpark_service_new(registry, &options, service);
}

static int park(struct callpark_service *service, const char *user,
                struct callpark_response *response)
{
    static const char body[] = "{\"callId\":\"a84b4c76e66710\"}";
    struct callpark_request request;
    callpark_request_init(&request);
    request.method = "POST";
    request.target = "/telephony/calls/park";
    request.content_type = "application/json";
    request.body = body;
    request.body_length = sizeof body - 1;
    request.user = user;
    request.now = 1000;
    callpark_response_init(response);
    return callpark_service_answer(service, &request, response);
}

int main(void)
{
    struct callpark *registry;
    int error = open_registry(&registry);
    if (error)
        return fail("registry", error);
    struct callpark_service *service;
    error = open_service(registry, &service);
    if (error)
        return fail("service", error);

    struct callpark_response response;
    error = park(service, NULL, &response);
    if (error || response.status != 401)
        return fail("parked by nobody", error);
    error = park(service, "alice", &response);
    if (error || response.status != 200 || strstr(response.body, "parkedAgainst") == NULL)
        return fail("not parked", error);

    struct callpark_which which = callpark_by_extension("org-3", "1000");
    struct callpark_info info;
    callpark_info_init(&info);
    error = callpark_find(registry, &which, &info);
    if (error || strcmp(info.call_id, "a84b4c76e66710") != 0)
        return fail("parked elsewhere", error);

    callpark_service_free(service);
    callpark_free(registry);
    return 0;
}
