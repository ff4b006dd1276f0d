/* SPDX-License-Identifier: MIT */
/* What only the host knows: the answers to the questions of the service. */
#include "park.h"

#include <stdio.h>

/* All of a struct of ours but its size, into one of the library, which may be older and smaller. */
static void fill(void *theirs, size_t their_size, const void *ours, size_t our_size)
{
    const size_t end = their_size < our_size ? their_size : our_size;
    memcpy((char *)theirs + sizeof end, (const char *)ours + sizeof end, end - sizeof end);
}

static int find_user(void *host, const char *id, struct callpark_user *user)
{
    const struct park *park = host;
    const struct person *person = directory_person(&park->directory, id);
    if (!person)
        return CALLPARK_ERR_NOT_FOUND;
    fill(user, user->size, &person->user, sizeof person->user);
    return CALLPARK_OK;
}

static int fill_line(struct callpark_line *line, struct extension found)
{
    if (!found.person)
        return CALLPARK_ERR_NOT_FOUND;
    line->extension = found.number;
    line->user = found.person->user.id;
    return CALLPARK_OK;
}

/* True if |number| is short for |full|: "210" for "0003*210". */
static bool is_short_for(const char *number, const char *full)
{
    const char *star = strrchr(full, '*');
    return star && !strcmp(star + 1, number);
}

/* The only extension of |organization| for which |number| is short. */
static struct extension find_short(const struct directory *directory, const char *organization,
                                   const char *number)
{
    struct extension found = {NULL, NULL};
    for (size_t i = 0; i < directory->people_count; i++) {
        const struct person *person = &directory->people[i];
        if (strcmp(person->user.organization, organization) != 0)
            continue;
        for (uint32_t j = 0; j < person->user.extension_count; j++) {
            if (!is_short_for(number, person->extensions[j]))
                continue;
            if (found.person)
                return (struct extension){NULL, NULL};
            found = (struct extension){person, person->extensions[j]};
        }
    }
    return found;
}

static int find_extension(void *host, const struct callpark_user *viewer, const char *number,
                          struct callpark_line *line)
{
    const struct park *park = host;
    struct extension found = directory_extension(&park->directory, viewer->organization, number);
    if (!found.person)
        found = find_short(&park->directory, viewer->organization, number);
    return fill_line(line, found);
}

static int find_destination(void *host, const struct callpark_user *viewer, const char *destination,
                            struct callpark_line *line)
{
    const struct park *park = host;
    return fill_line(line, directory_dial(&park->directory, viewer->lot, destination));
}

/* ---- Who may ---- */

/* The file says it in the delegates of |other|: ids of those who may act for him. */
static int may(void *host, const struct callpark_user *user, uint32_t right,
               const struct callpark_user *other)
{
    const struct park *park = host;
    const struct person *person = directory_person(&park->directory, other->id);
    const cJSON *delegates = person ? person->delegates : NULL;
    const cJSON *item;
    (void)right;
    cJSON_ArrayForEach(item, delegates)
    {
        if (!strcmp(item->valuestring, user->id))
            return 1;
    }
    return 0;
}

/* ---- Calls ---- */

/* Only who has the call, and his delegates, see the other party. */
static void fill_call(struct park *park, const struct callpark_user *viewer,
                      const struct call *call, struct callpark_phone_call *phone)
{
    const struct callpark_user *owner = &call->at.person->user;
    fill(phone, phone->size, &call->phone, sizeof call->phone);
    if (!strcmp(owner->id, viewer->id) || may(park, viewer, CALLPARK_RIGHT_LIST, owner))
        return;
    phone->parkee = phone->caller_name = phone->caller_number = NULL;
    phone->views = call->bare_list;
}

static int find_call(void *host, const struct callpark_user *viewer, const char *id,
                     struct callpark_phone_call *phone)
{
    struct park *park = host;
    const struct call *call = directory_call(&park->directory, id);
    if (!call)
        return CALLPARK_ERR_NOT_FOUND;
    fill_call(park, viewer, call, phone);
    return CALLPARK_OK;
}

static int next_call(void *host, const struct callpark_user *viewer, const char *extension,
                     uint64_t *cursor, struct callpark_phone_call *phone)
{
    struct park *park = host;
    const struct directory *directory = &park->directory;
    while (*cursor < directory->calls_count) {
        const struct call *call = directory->calls[(*cursor)++];
        if (strcmp(call->at.number, extension) != 0 ||
            strcmp(call->at.person->user.organization, viewer->organization) != 0)
            continue;
        fill_call(park, viewer, call, phone);
        return CALLPARK_OK;
    }
    return CALLPARK_ERR_NOT_FOUND;
}

static void changed(void *host, const struct callpark_event *event,
                    const struct callpark_delivery *delivery)
{
    park_changed(host, event, delivery);
}

struct callpark_directory host_directory(struct park *park)
{
    struct callpark_directory directory;
    callpark_directory_init(&directory);
    directory.host = park;
    directory.find_user = find_user;
    directory.find_extension = find_extension;
    directory.find_destination = find_destination;
    directory.find_call = find_call;
    directory.next_call = next_call;
    directory.may = may;
    directory.changed = changed;
    return directory;
}
