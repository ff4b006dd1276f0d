/* SPDX-License-Identifier: MIT */
#include "json/parked.h"
#include "json/people.h"
#include "json/uapi_act.h"
#include "json/words.h"

int callpark__find_receiver(struct act *act)
{
    struct callpark_line line;
    struct callpark_user owner;
    const char *number = act->action->send_call_to;
    const char *caller_id = act->action->caller_id;
    if (!callpark__is_extension(number))
        return CALLPARK_UAPI_ERR_EXTENSION;
    int error = callpark__find_line(act->exchange, number, &line, &owner);
    if (error)
        return callpark__uapi_error(error, CALLPARK_UAPI_ERR_EXTENSION);
    act->delivery = (struct callpark_delivery){
        .size = sizeof act->delivery,
        .user = owner.id,
        .extension = line.extension,
        .caller_id = callpark__is_given(caller_id) ? caller_id : NULL,
        .wait_for_pickup = act->action->wait_for_pickup,
    };
    return CALLPARK_OK;
}

/* It fails if somebody has claimed the call. */
static int retrieve(struct act *act, uint64_t ticket, const char *id, struct callpark_event *event)
{
    struct callpark_which which = {
        .size = sizeof which, .kind = CALLPARK_BY_TICKET, .ticket = ticket, .call_id = id};
    int error = callpark_retrieve(act->exchange->service->registry, act->exchange->request->now,
                                  &which, act->delivery.extension, event);
    return error ? CALLPARK_UAPI_ERR_CALL : CALLPARK_OK;
}

int callpark__unpark_call(struct act *act, const struct callpark_phone_call *call,
                          struct callpark_event *event)
{
    struct callpark_info info;
    if (callpark__find_parked(act->exchange, call->id, &info) != CALLPARK_OK)
        return CALLPARK_UAPI_ERR_CALL;
    if (!callpark__view_fits(call, info.tag, act->action->view_id))
        return CALLPARK_UAPI_ERR_VIEW;
    return retrieve(act, info.ticket, call->id, event);
}
