/* SPDX-License-Identifier: MIT */
#include "json/parked.h"
#include "json/people.h"
#include "json/uapi_act.h"

/* |error| of the core as one of the UAPI. */
static int park_error(int error)
{
    switch (error) {
    case CALLPARK_OK:
        return CALLPARK_OK;
    case CALLPARK_ERR_FULL:
    case CALLPARK_ERR_LIMIT:
        return CALLPARK_UAPI_ERR_FULL;
    case CALLPARK_ERR_DURATION:
        return CALLPARK_UAPI_ERR_TIMEOUT;
    case CALLPARK_ERR_CLAIMED:
        return CALLPARK_UAPI_ERR_CALL;
    default:
        return CALLPARK_UAPI_ERR_INTERNAL;
    }
}

/* The parker is rung, again and again, and nobody else. */
static struct callpark_recall parker_forever(void)
{
    struct callpark_recall recall;
    callpark_recall_init(&recall);
    recall.targets = CALLPARK_RECALL_PARKER;
    recall.rounds = CALLPARK_FOREVER;
    recall.fallback = CALLPARK_NONE;
    return recall;
}

static int park_new(struct act *act, const struct callpark_phone_call *phone,
                    struct callpark_event *event)
{
    char name[NAME_SIZE];
    struct callpark_line line;
    struct callpark_user owner;
    struct callpark_terms terms;
    struct callpark_recall recall = parker_forever();
    if (callpark__find_line(act->exchange, phone->extension, &line, &owner))
        return CALLPARK_UAPI_ERR_INTERNAL;
    struct callpark_where where = {
        .size = sizeof where, .kind = CALLPARK_AT_ANY_SLOT, .lot = callpark__lot_of(&line, &owner)};
    struct callpark_call call =
        callpark__parked_call(phone, phone->extension, act->action->view_id, name);
    callpark_terms_init(&terms);
    terms.recall = &recall;
    terms.timeout = callpark_seconds(act->action->max_in_parking);
    return park_error(callpark_park(act->exchange->service->registry, act->exchange->request->now,
                                    &where, &call, &terms, act->exchange->user.id, event));
}

static int start_anew(struct act *act, uint64_t ticket, const char *id,
                      struct callpark_event *event)
{
    struct callpark_which which = {
        .size = sizeof which, .kind = CALLPARK_BY_TICKET, .ticket = ticket, .call_id = id};
    return park_error(callpark_extend(act->exchange->service->registry, act->exchange->request->now,
                                      &which, callpark_seconds(act->action->max_in_parking),
                                      act->exchange->user.id, event));
}

/* The parker is looked up before the change, because looking up may fail. */
int callpark__park_call(struct act *act, struct callpark_phone_call *call,
                        struct callpark_event *event)
{
    struct callpark_info info;
    bool again = callpark__find_parked(act->exchange, call->id, &info) == CALLPARK_OK;
    const char *parker = again ? info.parker : call->extension;
    if (again && !callpark__view_fits(call, info.tag, act->action->view_id))
        return CALLPARK_UAPI_ERR_VIEW;
    if (act->whole && callpark__shown_parker(act->exchange, parker, &call->parked_by))
        return CALLPARK_UAPI_ERR_INTERNAL;
    return again ? start_anew(act, info.ticket, call->id, event) : park_new(act, call, event);
}
