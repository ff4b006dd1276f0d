/* SPDX-License-Identifier: MIT */
#include "support_directory.h"

#include <stdio.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

#define JOHN "Y2lzY29zcGFyazovL3VzL1BFT1BMRS9hMTlkODJhMi00ZTY5LTU5YWEtOWYyZi1iY2E2MzEwMTNhNjg="
#define DESK "Y2lzY29zcGFyazovL3VzL1BMQUNFL2ExOWQ4MmEyLTRlNjktNTlhYS05ZjJmLWJjYTYzMTAxM2E2OA=="

static const struct person {
    const char *id;
    const char *organization;
    const char *lot;
    const char *extensions[3];
    const char *name;
    const char *number;
    const char *address;
    const char *person_id;
    const char *place_id;
    uint32_t privacy;
    uint32_t call_type;
} people[] = {
    {"12",
     "3",
     "org-3",
     {"0003*210", "0003*211"},
     "Default User",
     NULL,
     NULL,
     NULL,
     NULL,
     0,
     CALLPARK_CALL_TYPE_ORGANIZATION},
    {"20",
     "3",
     "org-3",
     {"1000"},
     "John Smith",
     "+12223334444",
     "john@pbx.example",
     JOHN,
     DESK,
     0,
     CALLPARK_CALL_TYPE_LOCATION},
    {"21",
     "3",
     "org-3",
     {"1001"},
     "Ann Private",
     "1001",
     "ann@pbx.example",
     "ann-person",
     "ann-place",
     1,
     CALLPARK_CALL_TYPE_LOCATION},
    {"22",
     "3",
     "org-3",
     {"1002", "1003"},
     "Two Lines",
     "1002",
     "two@pbx.example",
     "two-person",
     NULL,
     0,
     CALLPARK_CALL_TYPE_LOCATION},
    {"23",
     "3",
     "org-3",
     {NULL},
     "No Lines",
     NULL,
     NULL,
     NULL,
     NULL,
     0,
     CALLPARK_CALL_TYPE_LOCATION},
    {"40",
     "4",
     "org-4",
     {"2000"},
     "Foreign Person",
     "+14440000000",
     "foreign@pbx.example",
     "foreign-person",
     NULL,
     0,
     CALLPARK_CALL_TYPE_LOCATION},
    {"50",
     "5",
     "shared",
     {"500"},
     "First Tenant",
     "500",
     NULL,
     NULL,
     NULL,
     0,
     CALLPARK_CALL_TYPE_EXTERNAL},
    {"60",
     "6",
     "shared",
     {"600"},
     "Second Tenant",
     "600",
     NULL,
     NULL,
     NULL,
     0,
     CALLPARK_CALL_TYPE_OTHER},
};

static const char *const office[] = {"0003*210"};
static const char *const outside[] = {"3235742879"};
static const struct callpark_uapi_view view_01 = {
    .size = sizeof view_01,
    .id = "01",
    .extension = "0003*210",
    .answered = "2012-06-27T16:08:55+03:00",
    .caller_id = "John Doe <3333>",
    .sources = office,
    .destinations = outside,
    .source_count = 1,
    .destination_count = 1,
};
static const struct callpark_uapi_view view_02 = {
    .size = sizeof view_02, .id = "02", .extension = "0003*210"};
static const struct callpark_uapi_view view_00 = {
    .size = sizeof view_00, .id = "00", .caller_id = "Jane Caller <5550100>"};
static const struct callpark_uapi_view *const uapi_views[] = {&view_01, &view_02};
static const struct callpark_uapi_view *const plain_views[] = {&view_00};

static bool same(const char *a, const char *b)
{
    return a && b && strcmp(a, b) == 0;
}

/* Every look-up comes here first. */
static int looked_up(struct directory *directory)
{
    uint32_t number = ++directory->look_ups;
    bool fails = directory->fail_at &&
                 (directory->fail_on ? number >= directory->fail_at : number == directory->fail_at);
    return fails ? directory->fail_with : CALLPARK_OK;
}

static bool has_extension(const struct person *person, const char *extension)
{
    for (int i = 0; person->extensions[i]; i++) {
        if (same(person->extensions[i], extension))
            return true;
    }
    return false;
}

static void say_user(const struct person *person, struct callpark_user *user)
{
    user->id = person->id;
    user->organization = person->organization;
    user->lot = person->lot;
    user->name = person->name;
    user->number = person->number;
    user->person_id = person->person_id;
    user->place_id = person->place_id;
    user->extensions = person->extensions;
    while (person->extensions[user->extension_count])
        user->extension_count++;
    user->privacy = person->privacy;
    user->call_type = person->call_type;
}

static int find_user(void *host, const char *id, struct callpark_user *user)
{
    int error = looked_up(host);
    if (error)
        return error;
    for (size_t i = 0; i < COUNT(people); i++) {
        if (same(people[i].id, id) || same(people[i].person_id, id) ||
            same(people[i].place_id, id)) {
            say_user(&people[i], user);
            return CALLPARK_OK;
        }
    }
    return CALLPARK_ERR_NOT_FOUND;
}

static void say_line(const struct person *person, int extension, struct callpark_line *line)
{
    line->extension = person->extensions[extension];
    line->user = person->id;
}

/* In full; or short, behind the "0003*" of organization 3. */
static int find_extension(void *host, const struct callpark_user *viewer, const char *number,
                          struct callpark_line *line)
{
    char full[300] = "";
    int error = looked_up(host);
    if (!strchr(number, '*'))
        snprintf(full, sizeof full, "000%s*%s", viewer->organization, number);
    for (size_t i = 0; !error && i < COUNT(people); i++) {
        for (int e = 0; people[i].extensions[e]; e++) {
            if (same(people[i].extensions[e], number) || same(people[i].extensions[e], full)) {
                say_line(&people[i], e, line);
                return CALLPARK_OK;
            }
        }
    }
    return error ? error : CALLPARK_ERR_NOT_FOUND;
}

/* Of all organizations: that the service tells them apart is what is tested. */
static int find_destination(void *host, const struct callpark_user *viewer, const char *destination,
                            struct callpark_line *line)
{
    (void)viewer;
    int error = looked_up(host);
    for (size_t i = 0; !error && i < COUNT(people); i++) {
        if (same(people[i].number, destination) || same(people[i].address, destination)) {
            say_line(&people[i], 0, line);
            return CALLPARK_OK;
        }
        for (int e = 0; people[i].extensions[e]; e++) {
            if (same(people[i].extensions[e], destination)) {
                say_line(&people[i], e, line);
                return CALLPARK_OK;
            }
        }
    }
    return error ? error : CALLPARK_ERR_NOT_FOUND;
}

static int find_call(void *host, const struct callpark_user *viewer, const char *id,
                     struct callpark_phone_call *call)
{
    struct directory *directory = host;
    (void)viewer;
    int error = looked_up(host);
    for (uint32_t i = 0; !error && i < directory->call_count; i++) {
        if (same(directory->calls[i].id, id)) {
            *call = directory->calls[i];
            return CALLPARK_OK;
        }
    }
    return error ? error : CALLPARK_ERR_NOT_FOUND;
}

static int next_call(void *host, const struct callpark_user *viewer, const char *extension,
                     uint64_t *cursor, struct callpark_phone_call *call)
{
    struct directory *directory = host;
    (void)viewer;
    int error = looked_up(host);
    while (!error && *cursor < directory->call_count) {
        const struct callpark_phone_call *next = &directory->calls[(*cursor)++];
        if (same(next->extension, extension)) {
            *call = *next;
            return CALLPARK_OK;
        }
    }
    return error ? error : CALLPARK_ERR_NOT_FOUND;
}

static int may(void *host, const struct callpark_user *user, uint32_t right,
               const struct callpark_user *other)
{
    (void)host;
    if (same(user->id, "20") && same(other->id, "22"))
        return 1;
    return same(user->id, "12") && same(other->id, "20") && right == CALLPARK_RIGHT_LIST;
}

static void changed(void *host, const struct callpark_event *event,
                    const struct callpark_delivery *delivery)
{
    struct directory *directory = host;
    directory->changes++;
    directory->last_number = event->number;
    directory->last_kind = event->kind;
    directory->last_reason = event->reason;
    if (!delivery)
        return;
    directory->deliveries++;
    directory->delivery = *delivery;
}

static const char *or_none(const char *text)
{
    return text ? text : "-";
}

const char *directory_delivery(const struct directory *directory)
{
    static char text[1024];
    const struct callpark_delivery *last = &directory->delivery;
    snprintf(text, sizeof text, "%s %s %s %s %s %u", or_none(last->user), or_none(last->extension),
             or_none(last->caller_id), or_none(last->endpoint_id),
             or_none(last->single_number_reach_phone_number), last->wait_for_pickup);
    return text;
}

struct callpark_directory directory_functions(struct directory *directory)
{
    return (struct callpark_directory){
        .size = sizeof(struct callpark_directory),
        .host = directory,
        .find_user = find_user,
        .find_extension = find_extension,
        .find_destination = find_destination,
        .find_call = find_call,
        .next_call = next_call,
        .may = may,
        .changed = changed,
    };
}

static const char *owner_of(const char *extension)
{
    for (size_t i = 0; i < COUNT(people); i++) {
        if (has_extension(&people[i], extension))
            return people[i].id;
    }
    return NULL;
}

void directory_add_call(struct directory *directory, const char *id, const char *extension)
{
    directory->calls[directory->call_count++] = (struct callpark_phone_call){
        .size = sizeof(struct callpark_phone_call),
        .id = id,
        .extension = extension,
        .user = owner_of(extension),
        .caller_name = "Jane Caller",
        .caller_number = "5550100",
        .views = plain_views,
        .view_count = COUNT(plain_views),
    };
}

void directory_remove_call(struct directory *directory, const char *id)
{
    for (uint32_t i = 0; i < directory->call_count; i++) {
        if (same(directory->calls[i].id, id)) {
            memmove(&directory->calls[i], &directory->calls[i + 1],
                    (--directory->call_count - i) * sizeof directory->calls[0]);
            return;
        }
    }
}

void directory_open(struct directory *directory)
{
    *directory = (struct directory){.fail_with = CALLPARK_ERR_NOMEM};
    directory_add_call(directory, UAPI_CALL, "0003*210");
    directory->calls[0].owner_id = "3";
    directory->calls[0].owner_name = "Default Organization";
    directory->calls[0].answered = "2012-06-27T16:08:55+03:00";
    directory->calls[0].published = "2012-06-27T16:08:50+02:00";
    directory->calls[0].views = uapi_views;
    directory->calls[0].view_count = COUNT(uapi_views);
    directory_add_call(directory, WEBEX_CALL, "1001");
}

static int add_lot(struct callpark *registry, const char *name, uint32_t last)
{
    struct callpark_lot_config config;
    struct callpark_event event;
    callpark_lot_config_init(&config);
    callpark_event_init(&event);
    config.last_slot = last;
    return callpark_lot_add(registry, 1, name, &config, NULL, &event);
}

int directory_add_lots(struct callpark *registry)
{
    static const char *const members[] = {"1000", "1001", "1003"};
    struct callpark_group_config group;
    struct callpark_event event;
    callpark_group_config_init(&group);
    callpark_event_init(&event);
    group.members = members;
    group.member_count = COUNT(members);
    int error = add_lot(registry, "org-3", 100);
    if (!error)
        error = add_lot(registry, "org-4", 10);
    if (!error)
        error = add_lot(registry, "shared", 10);
    if (!error)
        error = callpark_group_add(registry, 1, "org-3", "sales", &group, NULL, &event);
    return error;
}
