/* SPDX-License-Identifier: MIT */
#include "people.h"

#include <stdbool.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const struct person {
    const char *id;
    const char *token;
    const char *name;
    const char *extensions[1];
    const char *number;
    const char *person_id;
    const char *place_id;
    uint32_t privacy;
} people[] = {
    {"12", "token", "Default User", {"0003*210"}, NULL, NULL, NULL, 0},
    {"20",
     "token-20",
     "John Smith",
     {"1000"},
     "+12223334444",
     "Y2lzY29zcGFyazovL3VzL1BFT1BMRS9hMTlkODJhMi00ZTY5LTU5YWEtOWYyZi1iY2E2MzEwMTNhNjg=",
     "Y2lzY29zcGFyazovL3VzL1BMQUNFL2ExOWQ4MmEyLTRlNjktNTlhYS05ZjJmLWJjYTYzMTAxM2E2OA==",
     0},
    {"21", "token-21", "Ann Private", {"1001"}, "1001", NULL, NULL, 1},
};

static const char *const office[] = {"0003*210"};
static const char *const outside[] = {"3235742879"};
static const struct callpark_uapi_view john_doe = {
    .size = sizeof john_doe,
    .id = "01",
    .extension = "0003*210",
    .answered = "2012-06-27T16:08:55+03:00",
    .caller_id = "John Doe <3333>",
    .sources = office,
    .destinations = outside,
    .source_count = 1,
    .destination_count = 1,
};
static const struct callpark_uapi_view anybody = {.size = sizeof anybody, .id = "00"};
static const struct callpark_uapi_view *const john_does[] = {&john_doe};
static const struct callpark_uapi_view *const anybodys[] = {&anybody};

static const struct callpark_phone_call calls[] = {
    {
        .size = sizeof calls[0],
        .id = "b817d2618fe6f1804333",
        .extension = "0003*210",
        .user = "12",
        .owner_id = "3",
        .owner_name = "Default Organization",
        .answered = "2012-06-27T16:08:55+03:00",
        .published = "2012-06-27T16:08:50+02:00",
        .views = john_does,
        .view_count = 1,
    },
    {
        .size = sizeof calls[0],
        .id = "Y2lzY29zcGFyazovL3VzL0NBTEwvQkNMRC9jYWxsaGFsZi00ODg6MA",
        .extension = "1001",
        .user = "21",
        .caller_name = "Jane Caller",
        .caller_number = "5550100",
        .views = anybodys,
        .view_count = 1,
    },
    {
        .size = sizeof calls[0],
        .id = "one-too-many",
        .extension = "0003*210",
        .user = "12",
        .views = anybodys,
        .view_count = 1,
    },
};

static bool same(const char *a, const char *b)
{
    return a && b && strcmp(a, b) == 0;
}

const char *people_user(const char *token, size_t length)
{
    for (size_t i = 0; i < COUNT(people); i++) {
        if (strlen(people[i].token) == length && memcmp(people[i].token, token, length) == 0)
            return people[i].id;
    }
    return NULL;
}

static int find_user(void *host, const char *id, struct callpark_user *user)
{
    (void)host;
    for (size_t i = 0; i < COUNT(people); i++) {
        const struct person *person = &people[i];
        if (!same(person->id, id) && !same(person->person_id, id) && !same(person->place_id, id))
            continue;
        user->id = person->id;
        user->organization = "3";
        user->lot = "org-3";
        user->name = person->name;
        user->number = person->number;
        user->person_id = person->person_id;
        user->place_id = person->place_id;
        user->extensions = person->extensions;
        user->extension_count = 1;
        user->privacy = person->privacy;
        user->call_type = CALLPARK_CALL_TYPE_LOCATION;
        return CALLPARK_OK;
    }
    return CALLPARK_ERR_NOT_FOUND;
}

static int find_extension(void *host, const struct callpark_user *viewer, const char *number,
                          struct callpark_line *line)
{
    (void)host;
    (void)viewer;
    for (size_t i = 0; i < COUNT(people); i++) {
        if (!same(people[i].extensions[0], number))
            continue;
        line->extension = people[i].extensions[0];
        line->user = people[i].id;
        return CALLPARK_OK;
    }
    return CALLPARK_ERR_NOT_FOUND;
}

static int find_destination(void *host, const struct callpark_user *viewer, const char *destination,
                            struct callpark_line *line)
{
    for (size_t i = 0; i < COUNT(people); i++) {
        if (same(people[i].number, destination))
            destination = people[i].extensions[0];
    }
    return find_extension(host, viewer, destination, line);
}

static int find_call(void *host, const struct callpark_user *viewer, const char *id,
                     struct callpark_phone_call *call)
{
    (void)host;
    (void)viewer;
    for (size_t i = 0; i < COUNT(calls); i++) {
        if (!same(calls[i].id, id))
            continue;
        *call = calls[i];
        return CALLPARK_OK;
    }
    return CALLPARK_ERR_NOT_FOUND;
}

static int next_call(void *host, const struct callpark_user *viewer, const char *extension,
                     uint64_t *cursor, struct callpark_phone_call *call)
{
    (void)host;
    (void)viewer;
    while (*cursor < COUNT(calls)) {
        const struct callpark_phone_call *next = &calls[(*cursor)++];
        if (!same(next->extension, extension))
            continue;
        *call = *next;
        return CALLPARK_OK;
    }
    return CALLPARK_ERR_NOT_FOUND;
}

struct callpark_directory
people_directory(void (*changed)(void *host, const struct callpark_event *event,
                                 const struct callpark_delivery *delivery),
                 void *host)
{
    struct callpark_directory directory;
    callpark_directory_init(&directory);
    directory.host = host;
    directory.find_user = find_user;
    directory.find_extension = find_extension;
    directory.find_destination = find_destination;
    directory.find_call = find_call;
    directory.next_call = next_call;
    directory.changed = changed;
    return directory;
}
