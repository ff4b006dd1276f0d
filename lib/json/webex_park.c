/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "json/parked.h"
#include "json/people.h"
#include "json/webex_service.h"

/* More bytes than any answer to a park has. */
#define ANSWER_LONGEST 8000u

struct webex_park {
    struct exchange *exchange;
    const struct callpark_user *acting;
    struct callpark_phone_call phone;
    const char *parker; /* his extension */
    struct callpark_where where;
    struct callpark_line line;  /* against which it is parked; a group: once it is */
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
    case CALLPARK_ERR_GROUP:
        return CALLPARK_WEBEX_ERR_NO_GROUP;
    case CALLPARK_ERR_GROUP_FULL:
        return CALLPARK_WEBEX_ERR_GROUP_FULL;
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
    if (callpark__has_extension(acting, park->phone.extension) || !acting->extension_count)
        park->parker = park->phone.extension;
    else
        park->parker = acting->extensions[0];
    return CALLPARK_OK;
}

static bool is_member(struct webex_park *park, const char *extension)
{
    struct callpark_member_info member;
    callpark_member_info_init(&member);
    return callpark_member_find(park->exchange->service->registry, park->acting->lot, extension,
                                &member) == CALLPARK_OK;
}

/* The user is in the group with one of his extensions: with that one he parks, so that he is
 * not chosen himself. */
static int at_group(struct webex_park *park)
{
    const struct callpark_user *acting = park->acting;
    for (uint32_t i = 0; i < acting->extension_count && !is_member(park, park->parker); i++)
        park->parker = acting->extensions[i];
    park->where = callpark_at_group(acting->lot, NULL);
    return CALLPARK_OK;
}

static int at_destination(struct webex_park *park, const char *destination)
{
    int error = callpark__find_destination(park->exchange, park->acting, destination, &park->line,
                                           &park->party);
    park->where = callpark_at_extension(park->acting->lot, park->line.extension);
    return callpark__webex_error(error, CALLPARK_WEBEX_ERR_NO_DESTINATION);
}

static int at_own_extension(struct webex_park *park)
{
    park->party = *park->acting;
    callpark_line_init(&park->line);
    park->line.extension = park->parker;
    park->where = callpark_at_extension(park->acting->lot, park->parker);
    return CALLPARK_OK;
}

static int find_place(struct webex_park *park, const struct callpark_webex_request *body)
{
    if (body->group_park)
        return at_group(park);
    return body->destination ? at_destination(park, body->destination) : at_own_extension(park);
}

/* The number with which the call is retrieved from |extension|: that of |party|, if it leads
 * there, else the extension. NULL if he has none. */
static int find_number(struct webex_park *park, const struct callpark_user *party,
                       const char *extension, const char **number)
{
    struct callpark_line line;
    struct callpark_user owner;
    *number = NULL;
    if (!party->number || party->privacy)
        return CALLPARK_OK;
    int error =
        callpark__find_destination(park->exchange, park->acting, party->number, &line, &owner);
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

/* Only a failing directory brings this about: of a group the party is not known before. */
static int take_back(struct webex_park *park, uint64_t ticket)
{
    struct callpark_event event;
    struct callpark_which which = callpark_by_ticket(ticket, park->phone.id);
    callpark_event_init(&event);
    if (callpark_remove(park->exchange->service->registry, park->exchange->request->now, &which,
                        park->exchange->user.id, &event) == CALLPARK_OK)
        callpark__changed(park->exchange, &event, NULL);
    return CALLPARK_WEBEX_ERR_INTERNAL;
}

static int park_call(struct webex_park *park, struct callpark_event *event)
{
    char tag[TAG_SIZE];
    callpark__tag(tag, NULL);
    struct callpark_call call = callpark__parked_call(&park->phone, park->parker, tag);
    return park_error(callpark_park(park->exchange->service->registry, park->exchange->request->now,
                                    &park->where, &call, NULL, park->exchange->user.id, event));
}

/* Parks at |where|, of which all is known. */
static int park_at_place(struct webex_park *park, struct callpark_event *event)
{
    int length = write_answer(park, park->line.extension);
    if (length < 0)
        return CALLPARK_WEBEX_ERR_INTERNAL;
    int error = park_call(park, event);
    if (error)
        return error;
    callpark__changed(park->exchange, event, NULL);
    callpark__answer(park->exchange, 200, length);
    return CALLPARK_OK;
}

static int park_at_group(struct webex_park *park, struct callpark_event *event)
{
    int error = park_call(park, event);
    if (error)
        return error;
    callpark__changed(park->exchange, event, NULL);
    error = callpark__find_line(park->exchange, event->extension, &park->line, &park->party);
    int length = error ? error : write_answer(park, event->extension);
    if (length < 0)
        return take_back(park, event->ticket);
    callpark__answer(park->exchange, 200, length);
    return CALLPARK_OK;
}

int callpark__webex_park(struct exchange *exchange, const struct callpark_user *acting,
                         const struct callpark_webex_request *body)
{
    struct webex_park park = {.exchange = exchange, .acting = acting};
    struct callpark_event event;
    callpark_event_init(&event);
    int error = find_call(&park, body->call_id);
    if (!error)
        error = find_place(&park, body);
    if (!error && !callpark__answer_reserve(exchange, ANSWER_LONGEST))
        error = CALLPARK_WEBEX_ERR_INTERNAL;
    if (error)
        return error;
    return body->group_park ? park_at_group(&park, &event) : park_at_place(&park, &event);
}
