/* SPDX-License-Identifier: MIT */
#include "json/people.h"

#include <string.h>

#include "json/words.h"
#include "struct.h"

#define ID_LONGEST 255

/* What the directory says need only be given if it is compared, written as long as it is, or
 * handed to the core, which refuses what is too long. */
static bool is_id(const char *id)
{
    return callpark__is_given(id) && memchr(id, 0, ID_LONGEST + 1);
}

/* |a| may be NULL, |b| may not. */
static bool same(const char *a, const char *b)
{
    return a == b || (a && strcmp(a, b) == 0);
}

/* |error| of a function of the directory as ours. */
static int failure(int error)
{
    return error && error != CALLPARK_ERR_NOT_FOUND ? CALLPARK_ERR_INVALID : error;
}

static int sound(bool can_be)
{
    return can_be ? CALLPARK_OK : CALLPARK_ERR_INVALID;
}

static bool extensions_sound(const struct callpark_user *user)
{
    for (uint32_t i = 0; i < user->extension_count; i++) {
        if (!user->extensions || !is_id(user->extensions[i]))
            return false;
    }
    return true;
}

static bool user_sound(const struct callpark_user *user)
{
    return callpark__is_given(user->id) && callpark__is_given(user->organization) &&
           callpark__is_given(user->lot) && extensions_sound(user);
}

static int look_up(struct exchange *exchange, const char *id, struct callpark_user *user)
{
    const struct callpark_directory *directory = &exchange->service->directory;
    callpark_user_init(user);
    if (!is_id(id))
        return CALLPARK_ERR_NOT_FOUND;
    int error = failure(directory->find_user(directory->host, id, user));
    return error ? error : sound(user_sound(user));
}

int callpark__find_authenticated(struct exchange *exchange)
{
    return look_up(exchange, exchange->request->user, &exchange->user);
}

int callpark__find_user(struct exchange *exchange, const char *id, struct callpark_user *user)
{
    int error = look_up(exchange, id, user);
    if (error)
        return error;
    return same(user->organization, exchange->user.organization) ? CALLPARK_OK
                                                                 : CALLPARK_ERR_NOT_FOUND;
}

/* A user whom the directory itself named is there. */
static int find_owner(struct exchange *exchange, const char *id, struct callpark_user *owner)
{
    if (same(id, exchange->user.id)) {
        *owner = exchange->user;
        return CALLPARK_OK;
    }
    int error = callpark__find_user(exchange, id, owner);
    return error == CALLPARK_OK && !same(owner->id, id) ? CALLPARK_ERR_INVALID : error;
}

int callpark__find_line(struct exchange *exchange, const char *number, struct callpark_line *line,
                        struct callpark_user *owner)
{
    const struct callpark_directory *directory = &exchange->service->directory;
    callpark_line_init(line);
    if (!is_id(number))
        return CALLPARK_ERR_NOT_FOUND;
    int error = failure(directory->find_extension(directory->host, &exchange->user, number, line));
    if (!error)
        error = sound(is_id(line->extension));
    return error ? error : find_owner(exchange, line->user, owner);
}

int callpark__find_place(struct exchange *exchange, const struct callpark_user *viewer,
                         const char *destination, struct callpark_line *line)
{
    const struct callpark_directory *directory = &exchange->service->directory;
    callpark_line_init(line);
    if (!is_id(destination))
        return CALLPARK_ERR_NOT_FOUND;
    int error = failure(directory->find_destination(directory->host, viewer, destination, line));
    return error ? error : sound(is_id(line->extension));
}

int callpark__find_destination(struct exchange *exchange, const struct callpark_user *viewer,
                               const char *destination, struct callpark_line *line,
                               struct callpark_user *owner)
{
    int error = callpark__find_place(exchange, viewer, destination, line);
    return error ? error : find_owner(exchange, line->user, owner);
}

static bool views_sound(const struct callpark_phone_call *call)
{
    if (!call->views)
        return !call->view_count;
    for (uint32_t i = 0; i < call->view_count; i++) {
        struct callpark_uapi_view copy;
        int error;
        if (!callpark__read_struct(&copy, sizeof copy, sizeof copy, call->views[i], &error))
            return false;
    }
    return true;
}

static bool call_sound(const struct callpark_phone_call *call)
{
    return callpark__is_given(call->id) && is_id(call->extension) &&
           callpark__is_given(call->user) && views_sound(call);
}

int callpark__find_call(struct exchange *exchange, const char *id, struct callpark_phone_call *call)
{
    const struct callpark_directory *directory = &exchange->service->directory;
    struct callpark_user owner;
    callpark_phone_call_init(call);
    if (!is_id(id))
        return CALLPARK_ERR_NOT_FOUND;
    int error = failure(directory->find_call(directory->host, &exchange->user, id, call));
    if (!error)
        error = sound(call_sound(call) && same(call->id, id));
    if (error)
        return error;
    call->parked = NULL; /* what is parked only the registry knows */
    return same(call->user, exchange->user.id) ? CALLPARK_OK
                                               : find_owner(exchange, call->user, &owner);
}

int callpark__next_call(struct exchange *exchange, const char *extension, uint64_t *cursor,
                        struct callpark_phone_call *call)
{
    const struct callpark_directory *directory = &exchange->service->directory;
    callpark_phone_call_init(call);
    int error =
        failure(directory->next_call(directory->host, &exchange->user, extension, cursor, call));
    if (error == CALLPARK_ERR_NOT_FOUND)
        return 0;
    if (!error)
        error = sound(call_sound(call));
    if (error)
        return error;
    call->parked = NULL; /* what is parked only the registry knows */
    return 1;
}

bool callpark__may(struct exchange *exchange, uint32_t right, const struct callpark_user *other)
{
    const struct callpark_directory *directory = &exchange->service->directory;
    if (same(other->id, exchange->user.id))
        return true;
    return directory->may && directory->may(directory->host, &exchange->user, right, other) == 1;
}

bool callpark__is_user(const struct callpark_user *user, const char *id)
{
    return same(user->id, id) || same(user->person_id, id) || same(user->place_id, id);
}

bool callpark__has_extension(const struct callpark_user *user, const char *extension)
{
    for (uint32_t i = 0; i < user->extension_count; i++) {
        if (same(user->extensions[i], extension))
            return true;
    }
    return false;
}

const char *callpark__lot_of(const struct callpark_line *line, const struct callpark_user *owner)
{
    return callpark__is_given(line->lot) ? line->lot : owner->lot;
}

bool callpark__has_view(const struct callpark_phone_call *call, const char *view)
{
    for (uint32_t i = 0; i < call->view_count; i++) {
        if (same(call->views[i]->id, view))
            return true;
    }
    return false;
}
