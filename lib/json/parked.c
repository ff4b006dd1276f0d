/* SPDX-License-Identifier: MIT */
#include "json/parked.h"

#include <string.h>

#include "json/people.h"

int callpark__find_parked(struct exchange *exchange, const char *id, struct callpark_info *info)
{
    struct callpark_which which = {.size = sizeof which, .kind = CALLPARK_BY_CALL, .call_id = id};
    info->size = sizeof *info;
    return callpark_find(exchange->service->registry, &which, info);
}

/* As much of |text| as fits, up to the end of a UTF-8 character. */
static const char *fitting(const char *text, char cut[static NAME_SIZE])
{
    size_t length = NAME_SIZE - 1;
    if (!text || memchr(text, 0, NAME_SIZE))
        return text;
    while (length && ((unsigned char)text[length] & 0xc0) == 0x80)
        length--;
    memcpy(cut, text, length);
    cut[length] = 0;
    return cut;
}

struct callpark_call callpark__parked_call(const struct callpark_phone_call *phone,
                                           const char *parker, const char *view,
                                           char name[static NAME_SIZE])
{
    return (struct callpark_call){
        .size = sizeof(struct callpark_call),
        .call_id = phone->id,
        .parker = parker,
        .parkee = phone->parkee,
        .caller_name = fitting(phone->caller_name, name),
        .caller_number = phone->caller_number,
        .tag = view,
        .host = phone->host,
    };
}

bool callpark__view_fits(const struct callpark_phone_call *call, const char *tag, const char *view)
{
    return !tag || !callpark__has_view(call, tag) || strcmp(tag, view) == 0;
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

/* When |at| was by the host's calendar, in |text|; empty if that has no date. */
static const char *date(const struct callpark_request *request, callpark_time at,
                        char text[static SINCE_SIZE])
{
    const uint64_t most = INT64_MAX / 4;
    uint64_t ago = request->now > at ? request->now - at : 0;
    if (ago > most || request->unix_time < -(int64_t)most)
        return "";
    int length = callpark_uapi_time_write(request->unix_time - (int64_t)ago, request->utc_offset,
                                          text, SINCE_SIZE);
    return length > 0 ? text : "";
}

/* Where a call is parked. */
struct place {
    const char *lot;
    const char *extension;
    const char *tag;
    callpark_time parked_at;
    uint32_t slot;
};

static void say(struct exchange *exchange, const struct place *place, struct parked_texts *texts,
                struct callpark_phone_call *call)
{
    bool through_view = place->tag && callpark__has_view(call, place->tag);
    call->parked_view = through_view ? place->tag : NULL;
    call->parked = date(exchange->request, place->parked_at, texts->since);
    call->parked_slot = NULL;
    if (place->extension)
        return;
    callpark_slot_label(exchange->service->registry, place->lot, place->slot, texts->slot,
                        sizeof texts->slot);
    call->parked_slot = texts->slot;
}

void callpark__say_parked(struct exchange *exchange, const struct callpark_event *event,
                          struct parked_texts *texts, struct callpark_phone_call *call)
{
    struct place place = {event->lot, event->extension, event->tag, event->parked_at, event->slot};
    say(exchange, &place, texts, call);
}

int callpark__say_if_parked(struct exchange *exchange, struct parked_texts *texts,
                            struct callpark_phone_call *call)
{
    struct callpark_info info;
    if (callpark__find_parked(exchange, call->id, &info) != CALLPARK_OK)
        return CALLPARK_OK;
    struct place place = {info.lot, info.extension, info.tag, info.parked_at, info.slot};
    say(exchange, &place, texts, call);
    return callpark__shown_parker(exchange, info.parker, &call->parked_by);
}
