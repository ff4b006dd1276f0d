/* SPDX-License-Identifier: MIT */
/*
 * The file, beside what the example shows. A user may have "delegates", ids of users who may list,
 * park and retrieve his calls. A call may have "callerName", "callerNumber", "parkee" and
 * "callSessionId"; without views it gets one, "00"; "organization" says whose extension is meant
 * where several have it.
 */
#include "directory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- People ---- */

static uint32_t read_call_type(const cJSON *json, struct problem *problem)
{
    static const char *const types[] = {"location",  "organization", "external",
                                        "emergency", "repair",       NULL};
    return json_choice(problem, json, "callType", types);
}

static void read_person(struct person *person, const cJSON *json, struct problem *problem)
{
    struct callpark_user *user = &person->user;
    callpark_user_init(user);
    user->id = json_required(problem, json, "id");
    user->organization = json_required(problem, json, "organization");
    user->lot = json_required(problem, json, "lot");
    user->name = json_string(problem, json, "name");
    user->number = json_string(problem, json, "number");
    user->person_id = json_string(problem, json, "personId");
    user->place_id = json_string(problem, json, "placeId");
    user->privacy = json_flag(problem, json, "privacy");
    user->call_type = read_call_type(json, problem);
    person->extensions =
        json_strings(problem, json_texts(problem, json, "extensions"), &user->extension_count);
    user->extensions = person->extensions;
    person->token = json_string(problem, json, "token");
    person->delegates = json_texts(problem, json, "delegates");
}

static bool is_among(const struct directory *directory, const char *id)
{
    return id && directory_person(directory, id);
}

/* |text| as a place where somebody of |person|'s lot or organization is reached. */
static bool is_taken(const struct directory *directory, const struct person *person,
                     const char *text)
{
    const struct callpark_user *user = &person->user;
    for (size_t i = 0; i < directory->people_count; i++) {
        const struct callpark_user *other = &directory->people[i].user;
        bool same_lot = !strcmp(user->lot, other->lot);
        if (!same_lot && strcmp(user->organization, other->organization))
            continue;
        if (same_lot && other->number && !strcmp(other->number, text))
            return true;
        for (uint32_t j = 0; j < other->extension_count; j++)
            if (!strcmp(other->extensions[j], text))
                return true;
    }
    return false;
}

/* Ids and tokens name one person, and what can be dialled one extension. */
static void check_person(const struct directory *directory, const struct person *person,
                         struct problem *problem)
{
    const struct callpark_user *user = &person->user;
    if (problem_found(problem))
        return;
    if (is_among(directory, user->id) || is_among(directory, user->person_id) ||
        is_among(directory, user->place_id))
        problem_say(problem, "user %s has an id of somebody before", user->id);
    if (person->token && directory_token(directory, person->token))
        problem_say(problem, "user %s has the token of somebody before", user->id);
    if (user->number && is_taken(directory, person, user->number))
        problem_say(problem, "user %s has the number of somebody before", user->id);
    for (uint32_t i = 0; i < user->extension_count; i++)
        if (is_taken(directory, person, user->extensions[i]))
            problem_say(problem, "user %s has the extension of somebody before: %s", user->id,
                        user->extensions[i]);
}

static void read_people(struct directory *directory, struct problem *problem)
{
    const cJSON *array = json_objects(problem, directory->json, "users");
    const cJSON *item;
    problem->where = "users";
    directory->people =
        calloc(array ? (size_t)cJSON_GetArraySize(array) + 1 : 1, sizeof *directory->people);
    if (!directory->people) {
        problem_say(problem, "there is not enough memory");
        return;
    }
    cJSON_ArrayForEach(item, array)
    {
        struct person *person = &directory->people[directory->people_count];
        read_person(person, item, problem);
        check_person(directory, person, problem);
        directory->people_count++;
    }
}

/* ---- Calls ---- */

static void read_view(struct callpark_uapi_view *view, const cJSON *json, struct problem *problem)
{
    callpark_uapi_view_init(view);
    view->id = json_required(problem, json, "id");
    view->extension = json_string(problem, json, "extension");
    view->answered = json_string(problem, json, "answered");
    view->caller_id = json_string(problem, json, "callerId");
    view->sources = json_strings(problem, json_texts(problem, json, "source"), &view->source_count);
    view->destinations =
        json_strings(problem, json_texts(problem, json, "destination"), &view->destination_count);
}

static void check_views(const struct call *call, struct problem *problem)
{
    for (uint32_t i = 0; !problem_found(problem) && i < call->phone.view_count; i++)
        for (uint32_t j = 0; j < i; j++)
            if (!strcmp(call->views[i].id, call->views[j].id))
                problem_say(problem, "a call has two views of one id");
}

/* Adds the member |name|; |json| owns its text. */
static const char *add_text(cJSON *json, const char *name, const char *text,
                            struct problem *problem)
{
    const cJSON *item = cJSON_AddStringToObject(json, name, text);
    if (!item)
        problem_say(problem, "there is not enough memory");
    return item ? item->valuestring : NULL;
}

/* The caller id "Name <number>" of a made view. */
static const char *join_caller(struct call *call, struct problem *problem)
{
    const char *name = call->phone.caller_name;
    const char *number = call->phone.caller_number;
    char text[2 * 256 + 3];
    if (!name && !number)
        return NULL;
    snprintf(text, sizeof text, "%s%s%s%s%s", name ? name : "", name && number ? " " : "",
             number ? "<" : "", number ? number : "", number ? ">" : "");
    return add_text(call->json, "callerId", text, problem);
}

/* What a call says that has no views. */
static void make_view(struct call *call, const char *caller_id)
{
    struct callpark_uapi_view *view = &call->views[0];
    callpark_uapi_view_init(view);
    view->id = "00";
    view->extension = call->phone.extension;
    view->caller_id = caller_id;
}

/* For viewers who may not know the parties. */
static void make_bare_views(struct call *call)
{
    uint32_t count = call->phone.view_count;
    for (uint32_t i = 0; i < count; i++) {
        struct callpark_uapi_view *bare = &call->views[count + i];
        callpark_uapi_view_init(bare);
        bare->id = call->views[i].id;
        bare->extension = call->views[i].extension;
        bare->answered = call->views[i].answered;
    }
}

static bool make_room(struct call *call, uint32_t count)
{
    call->views = calloc(2 * (size_t)count, sizeof *call->views);
    call->list = calloc(2 * (size_t)count, sizeof *call->list);
    if (!call->views || !call->list)
        return false;
    for (uint32_t i = 0; i < 2 * count; i++)
        call->list[i] = &call->views[i];
    call->bare_list = call->list + count;
    call->phone.views = call->list;
    call->phone.view_count = count;
    return true;
}

static void read_views(struct call *call, struct problem *problem)
{
    const cJSON *array = json_objects(problem, call->json, "views");
    const cJSON *item;
    uint32_t count = array ? (uint32_t)cJSON_GetArraySize(array) : 0;
    uint32_t at = 0;
    if (!make_room(call, count ? count : 1)) {
        problem_say(problem, "there is not enough memory");
        return;
    }
    cJSON_ArrayForEach(item, array)
    {
        read_view(&call->views[at++], item, problem);
    }
    if (count == 0)
        make_view(call, join_caller(call, problem));
    check_views(call, problem);
    make_bare_views(call);
}

/* Name and number out of the first view, if the call does not say them itself. */
static void split_caller(struct call *call, struct problem *problem)
{
    const char *text = call->views[0].caller_id;
    const char *open = text ? strrchr(text, '<') : NULL;
    char part[256];
    if (!open || call->phone.caller_name || call->phone.caller_number)
        return;
    snprintf(part, sizeof part, "%.*s", (int)strcspn(open + 1, ">"), open + 1);
    call->phone.caller_number = add_text(call->json, "callerNumber", part, problem);
    while (open > text && open[-1] == ' ')
        open--;
    snprintf(part, sizeof part, "%.*s", (int)(open - text), text);
    call->phone.caller_name = add_text(call->json, "callerName", part, problem);
}

static void read_extension(struct call *call, const struct directory *directory,
                           struct problem *problem)
{
    const char *number = json_required(problem, call->json, "extension");
    const char *organization = json_string(problem, call->json, "organization");
    struct extension at = {NULL, NULL};
    if (number)
        at = directory_extension(directory, organization, number);
    if (at.person)
        call_move(call, at);
}

struct call *call_read(const struct directory *directory, cJSON *json, struct problem *problem)
{
    struct call *call = calloc(1, sizeof *call);
    if (!call) {
        problem_say(problem, "there is not enough memory");
        return NULL;
    }
    callpark_phone_call_init(&call->phone);
    call->json = json;
    call->phone.id = json_required(problem, json, "id");
    read_extension(call, directory, problem);
    call->phone.parkee = json_string(problem, json, "parkee");
    call->phone.caller_name = json_string(problem, json, "callerName");
    call->phone.caller_number = json_string(problem, json, "callerNumber");
    call->phone.session_id = json_string(problem, json, "callSessionId");
    call->phone.owner_id = json_string(problem, json, "ownerId");
    call->phone.owner_name = json_string(problem, json, "ownerName");
    call->phone.answered = json_string(problem, json, "answered");
    call->phone.published = json_string(problem, json, "published");
    read_views(call, problem);
    if (!problem_found(problem))
        split_caller(call, problem);
    if (!problem_found(problem))
        return call;
    call->json = NULL;
    call_free(call);
    return NULL;
}

static void read_call(struct directory *directory, cJSON *json, struct problem *problem)
{
    struct call *call = call_read(directory, json, problem);
    if (!call) {
        cJSON_Delete(json);
        return;
    }
    if (!call->at.person)
        problem_say(problem, "%s has an extension that is nobody's, or several people's",
                    call->phone.id);
    else if (directory_call(directory, call->phone.id))
        problem_say(problem, "%s is there twice", call->phone.id);
    else if (directory_add(directory, call))
        return;
    else
        problem_say(problem, "there is not enough memory");
    call_free(call);
}

static void read_calls(struct directory *directory, struct problem *problem)
{
    cJSON *array;
    problem->where = NULL;
    array = (cJSON *)json_objects(problem, directory->json, "calls");
    problem->where = "calls";
    while (!problem_found(problem) && cJSON_GetArraySize(array) > 0)
        read_call(directory, cJSON_DetachItemFromArray(array, 0), problem);
}

void directory_read(struct directory *directory, cJSON *json, struct problem *problem)
{
    directory->json = json;
    read_people(directory, problem);
    if (!problem_found(problem))
        read_calls(directory, problem);
    problem->where = NULL;
}
