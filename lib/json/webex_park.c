/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "json/parked.h"
#include "json/people.h"
#include "json/webex_service.h"
#include "json/words.h"

struct webex_park {
    struct exchange *exchange;
    const struct callpark_user *acting;
    struct callpark_phone_call phone;
    const char *parker;         /* his extension; NULL if he has none */
    struct callpark_line line;  /* against which it is parked */
    struct callpark_user party; /* whose that is */
};

static int park_error(int error)
{
    switch (error) {
    case CALLPARK_OK:
        return CALLPARK_OK;
    case CALLPARK_ERR_PARKED:
        return CALLPARK_WEBEX_ERR_PARKED;
    case CALLPARK_ERR_TAKEN:
        return CALLPARK_WEBEX_ERR_TAKEN;
    case CALLPARK_ERR_LIMIT:
        return CALLPARK_WEBEX_ERR_LIMIT;
    default:
        return CALLPARK_WEBEX_ERR_INTERNAL;
    }
}

/* A call of the acting user, and the extension with which he parks it. */
static int find_call(struct webex_park *park, const char *call_id)
{
    const struct callpark_user *acting = park->acting;
    int error = callpark__find_call(park->exchange, call_id, &park->phone);
    if (error)
        return callpark__webex_error(error, CALLPARK_WEBEX_ERR_NO_CALL);
    if (strcmp(park->phone.user, acting->id) != 0)
        return CALLPARK_WEBEX_ERR_NOT_OWN_CALL;
    if (callpark__has_extension(acting, park->phone.extension))
        park->parker = park->phone.extension;
    else if (acting->extension_count)
        park->parker = acting->extensions[0];
    return CALLPARK_OK;
}

/* The membership of his in a group, with the extension that the call is at or another. With that
 * he parks, so that he is not chosen himself. */
static int find_membership(struct webex_park *park, struct callpark_member_info *member)
{
    const struct callpark_user *acting = park->acting;
    const struct callpark *registry = park->exchange->service->registry;
    int error = CALLPARK_ERR_GROUP;
    callpark_member_info_init(member);
    for (uint32_t i = 0; i <= acting->extension_count && error == CALLPARK_ERR_GROUP; i++) {
        const char *extension = i ? acting->extensions[i - 1] : park->parker;
        if (extension)
            error = callpark_member_find(registry, acting->lot, extension, member);
        if (!error)
            park->parker = extension;
    }
    return error == CALLPARK_ERR_GROUP ? CALLPARK_WEBEX_ERR_NO_GROUP : error;
}

/* Whether |member| may take the call: 0, NOT_FOUND, or the directory's failure. */
static int try_member(struct webex_park *park, const struct callpark_member_info *member,
                      bool allow_parker)
{
    bool self = !allow_parker && strcmp(member->extension, park->parker) == 0;
    if (self || !member->available || member->held)
        return CALLPARK_ERR_NOT_FOUND;
    return callpark__find_line(park->exchange, member->extension, &park->line, &park->party);
}

/*
 * As the registry would choose, but with the party known before anything changes, and never one
 * of another organization.
 */
static int at_group(struct webex_park *park)
{
    const struct callpark *registry = park->exchange->service->registry;
    const char *lot = park->acting->lot;
    struct callpark_member_info member;
    struct callpark_group_info group;
    callpark_group_info_init(&group);
    struct callpark_info parked;
    if (callpark__find_parked(park->exchange, park->phone.id, &parked) == CALLPARK_OK)
        return CALLPARK_WEBEX_ERR_PARKED;
    int error = find_membership(park, &member);
    if (!error)
        error = callpark_group_find(registry, lot, member.group, &group);
    if (error)
        return error;
    error = CALLPARK_ERR_NOT_FOUND;
    for (uint32_t i = 0; i < group.member_count && error == CALLPARK_ERR_NOT_FOUND; i++) {
        callpark_group_member(registry, lot, group.name, i, &member);
        error = try_member(park, &member, group.flags & CALLPARK_GROUP_ALLOW_PARKER);
    }
    return callpark__webex_error(error, CALLPARK_WEBEX_ERR_GROUP_FULL);
}

static int at_destination(struct webex_park *park, const char *destination)
{
    int error = callpark__find_destination(park->exchange, park->acting, destination, &park->line,
                                           &park->party);
    return callpark__webex_error(error, CALLPARK_WEBEX_ERR_NO_DESTINATION);
}

static int at_own_extension(struct webex_park *park)
{
    if (!park->parker)
        return CALLPARK_WEBEX_ERR_NO_DESTINATION;
    park->party = *park->acting;
    park->line.extension = park->parker;
    return CALLPARK_OK;
}

static int find_place(struct webex_park *park, const struct callpark_webex_request *body)
{
    if (body->group_park)
        return at_group(park);
    return body->destination ? at_destination(park, body->destination) : at_own_extension(park);
}

/* The number with which the call is retrieved from |extension|: that of |party|, if it leads
 * there, else the extension. It stays as it is if he has none. */
static int find_number(struct webex_park *park, const struct callpark_user *party,
                       const char *extension, const char **number)
{
    struct callpark_line line;
    if (!callpark__is_given(party->number) || party->privacy)
        return CALLPARK_OK;
    int error = callpark__find_place(park->exchange, park->acting,
                                     callpark__without_scheme(party->number), &line);
    bool leads = !error && strcmp(line.extension, extension) == 0;
    *number = leads ? party->number : extension;
    return error == CALLPARK_ERR_NOT_FOUND ? CALLPARK_OK : error;
}

/* Writes the answer. Returns its length, or an error. */
static int write_answer(struct webex_park *park, const char *extension)
{
    const struct callpark_user *user = &park->party;
    const struct buffer *body = &park->exchange->service->body;
    struct callpark_webex_party party = {
        .size = sizeof party,
        .name = user->name,
        .person_id = user->person_id,
        .place_id = user->place_id,
        .privacy = user->privacy,
        .call_type = user->call_type,
    };
    int error = find_number(park, user, extension, &party.number);
    if (error)
        return error;
    return callpark_webex_parked_write(&party, body->at, body->size);
}

static int park_call(struct webex_park *park, struct callpark_event *event)
{
    char name[NAME_SIZE];
    struct callpark_call call = callpark__parked_call(&park->phone, park->parker, NULL, name);
    struct callpark_where where = {.size = sizeof where,
                                   .kind = CALLPARK_AT_EXTENSION,
                                   .lot = park->acting->lot,
                                   .extension = park->line.extension};
    return park_error(callpark_park(park->exchange->service->registry, park->exchange->request->now,
                                    &where, &call, NULL, park->exchange->user.id, event));
}

int callpark__webex_park(struct exchange *exchange, const struct callpark_user *acting,
                         const struct callpark_webex_request *body)
{
    struct webex_park park = {.exchange = exchange, .acting = acting};
    struct callpark_event event;
    event.size = sizeof event;
    int error = find_call(&park, body->call_id);
    if (!error)
        error = find_place(&park, body);
    if (error)
        return error;
    int length = write_answer(&park, park.line.extension);
    if (length < 0)
        return CALLPARK_WEBEX_ERR_INTERNAL;
    error = park_call(&park, &event);
    if (error)
        return error;
    callpark__changed(exchange, &event, NULL);
    callpark__answer(exchange, 200, length);
    return CALLPARK_OK;
}
