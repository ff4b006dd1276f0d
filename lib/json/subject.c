/* SPDX-License-Identifier: MIT */
#include "json/subject.h"

#include <string.h>

#include "json/people.h"
#include "json/words.h"

static bool is(const char *text, const char *word)
{
    return strcmp(text, word) == 0;
}

int callpark__uapi_error(int error, int missing)
{
    if (!error)
        return CALLPARK_OK;
    return error == CALLPARK_ERR_NOT_FOUND ? missing : CALLPARK_UAPI_ERR_INTERNAL;
}

static bool is_self(const struct callpark_uapi_path *path)
{
    return is(path->extension, "@self");
}

static int find_line(struct exchange *exchange, const struct callpark_uapi_path *path,
                     struct subject *subject, struct callpark_user *owner)
{
    if (!callpark__is_extension(path->extension))
        return CALLPARK_UAPI_ERR_EXTENSION;
    int error = callpark__find_line(exchange, path->extension, &subject->line, owner);
    return callpark__uapi_error(error, CALLPARK_UAPI_ERR_EXTENSION);
}

/* "@owner" is whose extension it is; with "@self", the caller. */
static int find_user(struct exchange *exchange, const struct callpark_uapi_path *path,
                     struct subject *subject)
{
    const char *name = path->user;
    subject->user = exchange->user;
    if (is(name, "@me") || is(name, "@viewer") || is(name, exchange->user.id))
        return CALLPARK_OK;
    if (is(name, "@owner"))
        return is_self(path) ? CALLPARK_OK : find_line(exchange, path, subject, &subject->user);
    int error = callpark__find_user(exchange, name, &subject->user);
    if (!error && !is(name, subject->user.id))
        error = CALLPARK_ERR_NOT_FOUND;
    return callpark__uapi_error(error, CALLPARK_UAPI_ERR_USER);
}

int callpark__subject(struct exchange *exchange, const struct callpark_uapi_path *path,
                      uint32_t right, struct subject *subject)
{
    struct callpark_user owner;
    callpark_line_init(&subject->line);
    int error = find_user(exchange, path, subject);
    if (!error && !callpark__may(exchange, right, &subject->user))
        error = CALLPARK_UAPI_ERR_USER;
    bool of_owner = subject->line.extension != NULL;
    if (error || of_owner || is_self(path))
        return error;
    error = find_line(exchange, path, subject, &owner);
    if (!error && !is(owner.id, subject->user.id))
        error = CALLPARK_UAPI_ERR_EXTENSION;
    return error;
}

static bool is_of(const struct callpark_phone_call *call, const struct subject *subject)
{
    const char *extension = subject->line.extension;
    return is(call->user, subject->user.id) && (!extension || is(call->extension, extension));
}

/* Makes room for one more of |count| calls. False if there is no memory. */
static bool grow(struct callpark_service *service, uint32_t count)
{
    struct buffer grown = {0};
    size_t used = count * sizeof(struct callpark_phone_call);
    if (used + sizeof(struct callpark_phone_call) <= service->calls.size)
        return true;
    if (!callpark__buffer_reserve(service, &grown,
                                  callpark__larger(used, 16 * sizeof(struct callpark_phone_call))))
        return false;
    if (used)
        memcpy(grown.at, service->calls.at, used);
    callpark__buffer_free(service, &service->calls);
    service->calls = grown;
    return true;
}

static int add(struct callpark_service *service, const struct callpark_phone_call *call,
               uint32_t *count)
{
    if (!grow(service, *count))
        return CALLPARK_UAPI_ERR_INTERNAL;
    memcpy(service->calls.at + *count * sizeof *call, call, sizeof *call);
    ++*count;
    return CALLPARK_OK;
}

static int add_one(struct exchange *exchange, const struct subject *subject, const char *id,
                   uint32_t *count)
{
    struct callpark_phone_call call;
    int error = callpark__find_call(exchange, id, &call);
    if (!error && !is_of(&call, subject))
        error = CALLPARK_ERR_NOT_FOUND;
    return error ? callpark__uapi_error(error, CALLPARK_UAPI_ERR_CALL)
                 : add(exchange->service, &call, count);
}

static int add_of_extension(struct exchange *exchange, const struct subject *subject,
                            const char *extension, uint32_t *count)
{
    struct callpark_phone_call call;
    uint64_t cursor = 0;
    int found;
    while ((found = callpark__next_call(exchange, extension, &cursor, &call)) == 1) {
        int error = is_of(&call, subject) ? add(exchange->service, &call, count) : CALLPARK_OK;
        if (error)
            return error;
    }
    return found ? CALLPARK_UAPI_ERR_INTERNAL : CALLPARK_OK;
}

static int add_all(struct exchange *exchange, const struct subject *subject, uint32_t *count)
{
    const struct callpark_user *user = &subject->user;
    if (subject->line.extension)
        return add_of_extension(exchange, subject, subject->line.extension, count);
    for (uint32_t i = 0; i < user->extension_count; i++) {
        int error = add_of_extension(exchange, subject, user->extensions[i], count);
        if (error)
            return error;
    }
    return CALLPARK_OK;
}

int callpark__subject_calls(struct exchange *exchange, const struct subject *subject,
                            const char *id, struct callpark_phone_call **calls, uint32_t *count)
{
    *count = 0;
    int error = id ? add_one(exchange, subject, id, count) : add_all(exchange, subject, count);
    *calls = (struct callpark_phone_call *)(void *)exchange->service->calls.at;
    return error;
}
