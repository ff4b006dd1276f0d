/* SPDX-License-Identifier: MIT */
#include "operator.h"
#include "show.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- Answers ---- */

static void reply_text(struct reply *reply, unsigned status, char *text)
{
    reply->status = text ? status : 500;
    reply->type = "application/json";
    reply->body = text;
    reply->length = text ? strlen(text) : 0;
}

void reply_error(struct reply *reply, unsigned status, const char *sentence)
{
    reply_text(reply, status, show_error(sentence));
}

/* What the registry refuses. */
static void reply_refusal(struct reply *reply, int error)
{
    bool none = error == CALLPARK_ERR_UNKNOWN || error == CALLPARK_ERR_ENDED ||
                error == CALLPARK_ERR_NOT_FOUND;
    reply_error(reply, none ? 404 : 409, callpark_strerror(error));
}

/* ---- What a request says ---- */

static int digit(char hex)
{
    static const char digits[] = "0123456789abcdefABCDEF";
    const char *found = hex ? strchr(digits, hex) : NULL;
    int value = found ? (int)(found - digits) : -1;
    return value < 16 ? value : value - 6;
}

/* Decodes |text| into |id|; false if an escape is bad, or it is too long. */
static bool decode(const char *text, char id[256])
{
    size_t length = 0;
    for (; *text; text++) {
        int byte = (unsigned char)*text;
        if (byte == '%') {
            int high = digit(text[1]);
            int low = high < 0 ? -1 : digit(text[2]);
            if (low < 0 || (byte = 16 * high + low) == 0)
                return false;
            text += 2;
        }
        if (length == 255)
            return false;
        id[length++] = (char)byte;
    }
    id[length] = '\0';
    return true;
}

/* 0, which is no ticket, if |text| is none either. */
static uint64_t ticket_of(const char *text)
{
    uint64_t ticket = 0;
    for (; *text; text++) {
        if (*text < '0' || *text > '9' || ticket > UINT64_MAX / 10 - 1)
            return 0;
        ticket = 10 * ticket + (uint64_t)(*text - '0');
    }
    return ticket;
}

/* ---- Calls ---- */

static void answer_lots(struct park *park, const struct operator_request *request,
                        struct reply *reply)
{
    (void)request;
    reply_text(reply, 200, show_lots(park));
}

static void add_call(struct park *park, struct call *call, struct reply *reply)
{
    char *text = NULL;
    if (!call->at.person)
        reply_error(reply, 404, "there is no such extension, or several people have it");
    else if (directory_call(&park->directory, call->phone.id))
        reply_error(reply, 409, "there is a call of this id");
    else if (!(text = cJSON_PrintUnformatted(call->json)) || !directory_add(&park->directory, call))
        reply_error(reply, 500, "there is not enough memory");
    else {
        reply_text(reply, 201, text);
        return;
    }
    cJSON_free(text);
    call_free(call);
}

static void make_call(struct park *park, const struct operator_request *request,
                      struct reply *reply)
{
    struct problem problem = {.where = NULL};
    cJSON *json = json_read(&problem, request->body, request->length);
    struct call *call = json ? call_read(&park->directory, json, &problem) : NULL;
    if (call) {
        add_call(park, call, reply);
        return;
    }
    cJSON_Delete(json);
    reply_error(reply, 400, problem.text);
}

static void hang_up(struct park *park, const struct operator_request *request, struct reply *reply)
{
    struct callpark_which which;
    struct callpark_event event;
    char id[256];
    if (!decode(request->id, id) || !directory_call(&park->directory, id)) {
        reply_error(reply, 404, "there is no such call");
        return;
    }
    callpark_event_init(&event);
    which = callpark_by_call(id);
    if (callpark_hangup(park->registry, clock_now(&park->clock), &which, NULL, &event))
        directory_remove(&park->directory, id); /* it was not parked */
    else
        park_changed(park, &event, NULL);
    reply->status = 204;
}

/* ---- Recalls ---- */

static int answered(struct park *park, const struct callpark_which *which, uint64_t serial,
                    struct callpark_event *event)
{
    callpark_time now = clock_now(&park->clock);
    int result = callpark_recall_answered(park->registry, now, which, serial, 0, NULL, event);
    if (result)
        return result;
    park_changed(park, event, NULL);
    return callpark_commit(park->registry, now, which, event->serial, NULL, event);
}

static int failed(struct park *park, const struct callpark_which *which, uint64_t serial,
                  struct callpark_event *event)
{
    return callpark_recall_failed(park->registry, clock_now(&park->clock), which, serial, NULL,
                                  event);
}

static int deferred(struct park *park, const struct callpark_which *which, uint64_t serial,
                    struct callpark_event *event)
{
    return callpark_recall_deferred(park->registry, clock_now(&park->clock), which, serial, NULL,
                                    event);
}

/* The number from 1 of what the phone does; 0: the body does not say. */
static uint32_t outcome_of(const struct operator_request *request, struct problem *problem)
{
    static const char *const outcomes[] = {"answered", "failed", "deferred", NULL};
    cJSON *json = json_read(problem, request->body, request->length);
    uint32_t outcome = 0;
    if (json && json_required(problem, json, "outcome"))
        outcome = json_choice(problem, json, "outcome", outcomes);
    cJSON_Delete(json);
    return outcome;
}

static void play_recall(struct park *park, const struct operator_request *request,
                        struct reply *reply)
{
    static int (*const play[])(struct park *, const struct callpark_which *, uint64_t,
                               struct callpark_event *) = {answered, failed, deferred};
    struct problem problem = {.where = NULL};
    uint32_t outcome = outcome_of(request, &problem);
    struct callpark_which which = callpark_by_ticket(ticket_of(request->id), NULL);
    struct callpark_info info;
    struct callpark_event event;
    int result;
    callpark_info_init(&info);
    callpark_event_init(&event);
    if (outcome == 0) {
        reply_error(reply, 400, problem.text);
        return;
    }
    result = callpark_find(park->registry, &which, &info);
    if (!result && info.state != CALLPARK_STATE_RINGING)
        result = CALLPARK_ERR_STATE;
    if (!result)
        result = play[outcome - 1](park, &which, info.serial, &event);
    if (result) {
        reply_refusal(reply, result);
        return;
    }
    park_changed(park, &event, NULL);
    reply->status = 204;
}

/* ---- Retrievals ---- */

static void retrieve_for(struct park *park, uint64_t ticket, struct extension at,
                         const char *call_id, struct reply *reply)
{
    struct callpark_which which = callpark_by_ticket(ticket, NULL);
    struct callpark_delivery delivery = {
        .size = sizeof delivery, .user = at.person->user.id, .extension = at.number};
    struct callpark_event event;
    int result;
    callpark_event_init(&event);
    result = callpark_retrieve(park->registry, clock_now(&park->clock), &which, at.number, &event);
    if (result) {
        reply_refusal(reply, result);
        return;
    }
    park_changed(park, &event, &delivery);
    reply_text(reply, 200, show_retrieved(ticket, call_id, at.number));
}

/* Finds the call, and among the people who have it the extension |number|. */
static void find_and_retrieve(struct park *park, uint64_t ticket, const char *number,
                              struct reply *reply)
{
    struct callpark_which which = callpark_by_ticket(ticket, NULL);
    const struct call *call = NULL;
    struct callpark_info info;
    struct extension at = {NULL, NULL};
    int result;
    callpark_info_init(&info);
    result = callpark_find(park->registry, &which, &info);
    if (!result && info.call_id)
        call = directory_call(&park->directory, info.call_id);
    if (call)
        at = directory_extension(&park->directory, call->at.person->user.organization, number);
    if (result || !call)
        reply_refusal(reply, result ? result : CALLPARK_ERR_RESERVED);
    else if (!at.person)
        reply_error(reply, 404, "there is no such extension");
    else
        retrieve_for(park, ticket, at, call->phone.id, reply);
}

static void retrieve_call(struct park *park, const struct operator_request *request,
                          struct reply *reply)
{
    struct problem problem = {.where = NULL};
    cJSON *json = json_read(&problem, request->body, request->length);
    const char *number = json ? json_required(&problem, json, "extension") : NULL;
    if (number)
        find_and_retrieve(park, ticket_of(request->id), number, reply);
    else
        reply_error(reply, 400, problem.text);
    cJSON_Delete(json);
}

/* ---- Routes ---- */

const struct operator_route *operator_route(const char *path)
{
    static const struct operator_route routes[] = {
        {OPERATOR_LOOKS, "/lots", answer_lots}, {OPERATOR_LOOKS, "/events", NULL},
        {"POST", "/calls", make_call},          {"DELETE", "/calls/", hang_up},
        {"POST", "/recalls/", play_recall},     {"POST", "/retrievals/", retrieve_call},
    };
    for (size_t i = 0; i < sizeof routes / sizeof *routes; i++) {
        size_t length = strlen(routes[i].path);
        bool has_id = routes[i].path[length - 1] == '/';
        if (has_id ? !strncmp(path, routes[i].path, length) && path[length]
                   : !strcmp(path, routes[i].path))
            return &routes[i];
    }
    return NULL;
}
