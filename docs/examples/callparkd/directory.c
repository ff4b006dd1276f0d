/* SPDX-License-Identifier: MIT */
#include "directory.h"

#include <stdlib.h>
#include <string.h>

static bool is(const char *one, const char *other)
{
    return one && other && !strcmp(one, other);
}

const struct person *directory_person(const struct directory *directory, const char *id)
{
    for (size_t i = 0; i < directory->people_count; i++) {
        const struct callpark_user *user = &directory->people[i].user;
        if (is(user->id, id) || is(user->person_id, id) || is(user->place_id, id))
            return &directory->people[i];
    }
    return NULL;
}

bool same_token(const char *token, const char *other)
{
    size_t length = strlen(token);
    size_t known = strlen(other);
    unsigned char differs = length != known;
    for (size_t i = 0; i < length; i++)
        differs |= (unsigned char)(token[i] ^ other[i < known ? i : known]);
    return !differs;
}

const struct person *directory_token(const struct directory *directory, const char *token)
{
    const struct person *found = NULL;
    for (size_t i = 0; i < directory->people_count; i++) {
        const struct person *person = &directory->people[i];
        if (person->token && same_token(token, person->token))
            found = person;
    }
    return found;
}

static struct extension extension_of(const struct person *person, const char *number)
{
    struct extension found = {NULL, NULL};
    for (uint32_t i = 0; i < person->user.extension_count; i++)
        if (is(person->extensions[i], number))
            found = (struct extension){person, person->extensions[i]};
    return found;
}

struct extension directory_extension(const struct directory *directory, const char *organization,
                                     const char *number)
{
    struct extension found = {NULL, NULL};
    for (size_t i = 0; i < directory->people_count; i++) {
        const struct person *person = &directory->people[i];
        struct extension one = extension_of(person, number);
        if (!one.person || (organization && !is(person->user.organization, organization)))
            continue;
        if (found.person)
            return (struct extension){NULL, NULL};
        found = one;
    }
    return found;
}

struct extension directory_dial(const struct directory *directory, const char *lot,
                                const char *text)
{
    struct extension found = {NULL, NULL};
    for (size_t i = 0; i < directory->people_count && !found.person; i++) {
        const struct person *person = &directory->people[i];
        if (!is(person->user.lot, lot))
            continue;
        found = extension_of(person, text);
        if (!found.person && is(person->user.number, text) && person->user.extension_count)
            found = (struct extension){person, person->extensions[0]};
    }
    return found;
}

/* ---- Calls ---- */

static size_t position(const struct directory *directory, const char *id)
{
    size_t at = 0;
    while (at < directory->calls_count && !is(directory->calls[at]->phone.id, id))
        at++;
    return at;
}

struct call *directory_call(const struct directory *directory, const char *id)
{
    size_t at = position(directory, id);
    return at < directory->calls_count ? directory->calls[at] : NULL;
}

bool directory_add(struct directory *directory, struct call *call)
{
    if (directory->calls_count == directory->calls_size) {
        size_t size = directory->calls_size ? 2 * directory->calls_size : 16;
        struct call **calls = realloc(directory->calls, size * sizeof(struct call *));
        if (!calls)
            return false;
        directory->calls = calls;
        directory->calls_size = size;
    }
    directory->calls[directory->calls_count++] = call;
    return true;
}

void directory_remove(struct directory *directory, const char *id)
{
    size_t at = position(directory, id);
    if (at == directory->calls_count)
        return;
    call_free(directory->calls[at]);
    directory->calls_count--;
    memmove(&directory->calls[at], &directory->calls[at + 1],
            (directory->calls_count - at) * sizeof(struct call *));
}

void call_move(struct call *call, struct extension at)
{
    for (uint32_t i = 0; i < 2 * call->phone.view_count; i++)
        if (is(call->views[i].extension, call->phone.extension))
            call->views[i].extension = at.number;
    call->at = at;
    call->phone.extension = at.number;
    call->phone.user = at.person->user.id;
}

/* ---- Freeing ---- */

void call_free(struct call *call)
{
    if (!call)
        return;
    for (uint32_t i = 0; i < call->phone.view_count; i++) {
        free((void *)call->views[i].sources);
        free((void *)call->views[i].destinations);
    }
    free(call->views);
    free((void *)call->list);
    cJSON_Delete(call->json);
    free(call);
}

void directory_fini(struct directory *directory)
{
    for (size_t i = 0; i < directory->calls_count; i++)
        call_free(directory->calls[i]);
    for (size_t i = 0; i < directory->people_count; i++)
        free((void *)directory->people[i].extensions);
    free(directory->calls);
    free(directory->people);
    cJSON_Delete(directory->json);
}
