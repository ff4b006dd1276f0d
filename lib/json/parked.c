/* SPDX-License-Identifier: MIT */
#include "json/parked.h"

#include <string.h>

#include "json/people.h"

static const char view_prefix[] = "uapi:";
#define VIEW_PREFIX (sizeof view_prefix - 1)

int callpark__find_parked(struct exchange *exchange, const char *id, struct callpark_info *info)
{
    struct callpark_which which = callpark_by_call(id);
    callpark_info_init(info);
    return callpark_find(exchange->service->registry, &which, info);
}

bool callpark__tag(char *tag, const char *view)
{
    if (!view) {
        memcpy(tag, "webex", sizeof "webex");
        return true;
    }
    size_t length = strlen(view);
    if (VIEW_PREFIX + length >= TAG_SIZE)
        return false;
    memcpy(tag, view_prefix, VIEW_PREFIX);
    memcpy(tag + VIEW_PREFIX, view, length + 1);
    return true;
}

struct callpark_call callpark__parked_call(const struct callpark_phone_call *phone,
                                           const char *parker, const char *tag)
{
    return (struct callpark_call){
        .size = sizeof(struct callpark_call),
        .call_id = phone->id,
        .parker = parker,
        .parkee = phone->parkee,
        .caller_name = phone->caller_name,
        .caller_number = phone->caller_number,
        .tag = tag,
        .host = phone->host,
    };
}

const char *callpark__tagged_view(const char *tag)
{
    return tag && strncmp(tag, view_prefix, VIEW_PREFIX) == 0 ? tag + VIEW_PREFIX : NULL;
}

bool callpark__view_fits(const char *tag, const char *view)
{
    const char *parked = callpark__tagged_view(tag);
    return !parked || strcmp(parked, view) == 0;
}

int callpark__shown_parker(struct exchange *exchange, const char *parker, const char **shown)
{
    struct callpark_line line;
    struct callpark_user owner;
    *shown = NULL;
    int error = callpark__find_line(exchange, parker, &line, &owner);
    if (error)
        return error == CALLPARK_ERR_NOT_FOUND ? CALLPARK_OK : error;
    if (!owner.privacy || strcmp(owner.id, exchange->user.id) == 0)
        *shown = line.extension;
    return CALLPARK_OK;
}

/* When |at| was by the host's calendar, in |text|; NULL if that has no date. */
static const char *date(const struct callpark_request *request, callpark_time at,
                        char text[static SINCE_SIZE])
{
    const uint64_t most = INT64_MAX / 4;
    uint64_t ago = request->now > at ? request->now - at : 0;
    if (ago > most || request->unix_time < -(int64_t)most)
        return NULL;
    int length = callpark_uapi_time_write(request->unix_time - (int64_t)ago, request->utc_offset,
                                          text, SINCE_SIZE);
    return length > 0 ? text : NULL;
}

static const char *label(struct exchange *exchange, const char *lot, uint32_t slot,
                         char text[static LABEL_SIZE])
{
    int length = callpark_slot_label(exchange->service->registry, lot, slot, text, LABEL_SIZE);
    return length > 0 ? text : NULL;
}

void callpark__say_parked(struct exchange *exchange, const struct callpark_event *event,
                          struct parked_texts *texts, struct callpark_phone_call *call)
{
    call->parked_view = callpark__tagged_view(event->tag);
    call->parked = date(exchange->request, event->parked_at, texts->since);
    if (!event->extension)
        call->parked_slot = label(exchange, event->lot, event->slot, texts->slot);
}

int callpark__say_if_parked(struct exchange *exchange, struct parked_texts *texts,
                            struct callpark_phone_call *call)
{
    struct callpark_info info;
    if (callpark__find_parked(exchange, call->id, &info) != CALLPARK_OK)
        return CALLPARK_OK;
    call->parked_view = callpark__tagged_view(info.tag);
    call->parked = date(exchange->request, info.parked_at, texts->since);
    if (!info.extension)
        call->parked_slot = label(exchange, info.lot, info.slot, texts->slot);
    return callpark__shown_parker(exchange, info.parker, &call->parked_by);
}
