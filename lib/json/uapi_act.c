/* SPDX-License-Identifier: MIT */
#include "json/uapi_act.h"

#include "json/parked.h"
#include "json/people.h"
#include "json/uapi_service.h"
#include "json/uapi_write.h"

/* What becomes of the calls. */
struct outcome {
    bool done; /* one at least */
    int error; /* the first one that says something of more than one call */
};

static bool is_park(const struct act *act)
{
    return act->action->action == CALLPARK_UAPI_PARK;
}

/* Leaves only those of |calls| that have the view asked for. Returns how many. */
static uint32_t with_view(struct callpark_phone_call *calls, uint32_t count, const char *view)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (callpark__has_view(&calls[i], view))
            calls[kept++] = calls[i];
    }
    return kept;
}

/* Finds the calls, and all errors that do not depend on what is parked. */
static int find_calls(struct act *act, const char *id, struct callpark_phone_call **calls,
                      uint32_t *count)
{
    const char *view = act->action->view_id;
    int error = callpark__subject_calls(act->exchange, &act->subject, id, calls, count);
    if (error)
        return error;
    if (!view)
        return CALLPARK_UAPI_ERR_VIEW;
    *count = with_view(*calls, *count, view);
    if (id && !*count)
        return CALLPARK_UAPI_ERR_VIEW;
    error = is_park(act) ? CALLPARK_OK : callpark__find_receiver(act);
    return error ? error : callpark_uapi_action_check(act->action);
}

static void write_one(struct act *act, const struct callpark_phone_call *call)
{
    const struct callpark_uapi_style *style = &act->exchange->service->style;
    if (act->whole)
        callpark__uapi_write_call(&act->writer, style, call);
    else
        callpark__uapi_write_brief(&act->writer, style, call);
}

static void begin_answer(struct act *act)
{
    act->writer = callpark__answer_writer(act->exchange);
    if (act->array)
        callpark__write_open(&act->writer, NULL, '[');
}

/*
 * Writes all |calls|, to see that there is room: once the first is parked nothing may fail any
 * more. What is written of one call stays, unless where it is parked is to be in it.
 */
static bool draft(struct act *act, const struct callpark_phone_call *calls, uint32_t count)
{
    begin_answer(act);
    for (uint32_t i = 0; i < count; i++)
        write_one(act, &calls[i]);
    uint64_t room = act->writer.length + (uint64_t)count * PARKED_LONGEST;
    bool fits = room < act->exchange->service->body.size;
    bool tells_place = act->whole && is_park(act);
    act->written = fits && count == 1 && !tells_place;
    if (!fits && !callpark__answer_reserve(act->exchange, room))
        return false;
    if (!act->written)
        begin_answer(act);
    return true;
}

static int act_on_one(struct act *act, struct callpark_phone_call *call)
{
    struct parked_texts texts;
    struct callpark_event event;
    event.size = sizeof event;
    int error = is_park(act) ? callpark__park_call(act, call, &event)
                             : callpark__unpark_call(act, call, &event);
    if (error)
        return error;
    if (is_park(act) && act->whole)
        callpark__say_parked(act->exchange, &event, &texts, call);
    if (!act->written)
        write_one(act, call);
    callpark__changed(act->exchange, &event, is_park(act) ? NULL : &act->delivery);
    return CALLPARK_OK;
}

/* Of all calls of an extension those that cannot be had are passed over. */
static struct outcome act_on(struct act *act, struct callpark_phone_call *calls, uint32_t count,
                             bool all)
{
    struct outcome outcome = {0};
    for (uint32_t i = 0; i < count; i++) {
        int error = act_on_one(act, &calls[i]);
        bool passed = all && (error == CALLPARK_UAPI_ERR_CALL || error == CALLPARK_UAPI_ERR_VIEW);
        if (!error)
            outcome.done = true;
        else if (!passed && !outcome.error)
            outcome.error = error;
    }
    return outcome;
}

static int act_and_answer(struct act *act, struct callpark_phone_call *calls, uint32_t count,
                          bool all)
{
    uint32_t status = is_park(act) && !act->whole ? 202 : 200;
    struct outcome outcome = act_on(act, calls, count, all);
    if (!outcome.done && outcome.error)
        return outcome.error;
    if (act->array)
        callpark__write_close(&act->writer, ']');
    if (outcome.done)
        callpark__answer(act->exchange, status, callpark__writer_finish(&act->writer));
    else
        callpark__answer_nothing(act->exchange);
    return CALLPARK_OK;
}

int callpark__uapi_act(struct exchange *exchange, const struct callpark_uapi_path *path,
                       const struct callpark_uapi_action *action)
{
    struct act act = {.exchange = exchange, .action = action};
    struct callpark_phone_call *calls;
    uint32_t count;
    uint32_t right = is_park(&act) ? CALLPARK_RIGHT_PARK : CALLPARK_RIGHT_RETRIEVE;
    act.whole = !is_park(&act) || exchange->service->style.flags & CALLPARK_UAPI_PARK_200;
    act.array = is_park(&act) || !path->call_id;
    int error = callpark__subject(exchange, path, right, &act.subject);
    if (!error)
        error = find_calls(&act, path->call_id, &calls, &count);
    if (error)
        return error;
    if (!draft(&act, calls, count))
        return CALLPARK_UAPI_ERR_INTERNAL;
    return act_and_answer(&act, calls, count, !path->call_id);
}
