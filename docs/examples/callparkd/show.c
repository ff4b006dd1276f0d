/* SPDX-License-Identifier: MIT */
#include "show.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static char *print_and_delete(cJSON *json)
{
    char *text = cJSON_PrintUnformatted(json);
    cJSON_Delete(json);
    return text;
}

static void add_text(cJSON *json, const char *name, const char *text)
{
    if (text)
        cJSON_AddStringToObject(json, name, text);
    else
        cJSON_AddNullToObject(json, name);
}

/* cJSON's numbers are doubles: this one is exact. */
static void add_number(cJSON *json, const char *name, uint64_t number)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%" PRIu64, number);
    cJSON_AddRawToObject(json, name, digits);
}

static void add_number_or_null(cJSON *json, const char *name, uint64_t number, bool known)
{
    if (known)
        add_number(json, name, number);
    else
        cJSON_AddNullToObject(json, name);
}

static void add_time(cJSON *json, const char *name, const struct park *park, callpark_time time)
{
    int64_t wall = clock_wall(&park->clock, time);
    char text[32];
    int length = callpark_uapi_time_write(wall, clock_utc_offset(wall), text, sizeof text);
    add_text(json, name, length > 0 ? text : NULL);
}

/* ---- A call ---- */

static void add_name(cJSON *json, const char *name, const struct park *park, const char *lot,
                     const char *extension)
{
    struct extension found = directory_dial(&park->directory, lot, extension);
    add_text(json, name, found.person ? found.person->user.name : NULL);
}

static void add_place(cJSON *json, const struct park *park, const struct callpark_info *info)
{
    char label[256];
    bool in_slot = info->extension == NULL;
    bool labelled = in_slot && callpark_slot_label(park->registry, info->lot, info->slot, label,
                                                   sizeof label) >= 0;
    add_number_or_null(json, "slot", info->slot, in_slot);
    add_text(json, "label", labelled ? label : NULL);
    add_text(json, "extension", info->extension);
}

static void add_who(cJSON *json, const struct park *park, const struct callpark_info *info)
{
    add_text(json, "callId", info->call_id);
    add_text(json, "callerName", info->caller_name);
    add_text(json, "callerNumber", info->caller_number);
    add_text(json, "parker", info->parker);
    add_name(json, "parkerName", park, info->lot, info->parker);
}

static void add_times(cJSON *json, const struct park *park, const struct callpark_info *info,
                      callpark_duration timeout, callpark_time now)
{
    bool ends = info->due != CALLPARK_NEVER;
    uint64_t left = ends && info->due > now ? (info->due - now + 999) / 1000 : 0;
    if (info->state == CALLPARK_STATE_RESERVED)
        timeout = (callpark_duration)(info->due - info->parked_at);
    add_time(json, "parkedAt", park, info->parked_at);
    add_number(json, "secondsParked", now > info->parked_at ? (now - info->parked_at) / 1000 : 0);
    add_number_or_null(json, "secondsLeft", left, ends);
    add_number_or_null(json, "timeout", timeout / 1000, timeout && timeout != CALLPARK_NO_TIMEOUT);
}

static void add_recall(cJSON *json, const struct callpark_info *info)
{
    add_text(json, "target", info->target);
    add_text(json, "step", info->step ? callpark_step_name(info->step) : NULL);
    add_number(json, "round", info->round);
    add_number_or_null(json, "serial", info->serial, info->serial != 0);
}

static void add_call(cJSON *json, const struct park *park, const struct callpark_info *info,
                     callpark_duration timeout, callpark_time now)
{
    add_number(json, "ticket", info->ticket);
    add_text(json, "state", callpark_state_name(info->state));
    add_place(json, park, info);
    add_who(json, park, info);
    add_times(json, park, info, timeout, now);
    add_recall(json, info);
}

/* ---- Lots ---- */

static void add_member(cJSON *members, const struct park *park, const char *lot,
                       const struct callpark_member_info *member)
{
    cJSON *json = cJSON_CreateObject();
    add_text(json, "extension", member->extension);
    add_name(json, "name", park, lot, member->extension);
    cJSON_AddBoolToObject(json, "available", member->available != 0);
    cJSON_AddBoolToObject(json, "held", member->held != 0);
    cJSON_AddItemToArray(members, json);
}

static void add_group(cJSON *groups, const struct park *park,
                      const struct callpark_group_info *group)
{
    cJSON *json = cJSON_CreateObject();
    cJSON *members;
    struct callpark_member_info member;
    callpark_member_info_init(&member);
    add_text(json, "name", group->name);
    members = cJSON_AddArrayToObject(json, "members");
    for (uint32_t i = 0; i < group->member_count; i++)
        if (!callpark_group_member(park->registry, group->lot, group->name, i, &member))
            add_member(members, park, group->lot, &member);
    cJSON_AddItemToArray(groups, json);
}

static void add_groups(cJSON *json, const struct park *park, const char *lot)
{
    cJSON *groups = cJSON_AddArrayToObject(json, "groups");
    struct callpark_group_info group;
    uint64_t cursor = 0;
    callpark_group_info_init(&group);
    while (callpark_group_next(park->registry, &cursor, &group) == 1)
        if (!strcmp(group.lot, lot))
            add_group(groups, park, &group);
}

static callpark_duration timeout_of(const struct park *park, const struct callpark_info *info)
{
    const struct call *call = NULL;
    if (info->call_id)
        call = directory_call(&park->directory, info->call_id);
    return call ? call->timeout : 0;
}

static void add_calls(cJSON *json, const struct park *park, const char *lot, callpark_time now)
{
    cJSON *calls = cJSON_AddArrayToObject(json, "calls");
    struct callpark_info info;
    uint64_t cursor = 0;
    callpark_info_init(&info);
    while (callpark_next(park->registry, &cursor, &info) == 1) {
        cJSON *call;
        if (strcmp(info.lot, lot) != 0)
            continue;
        call = cJSON_CreateObject();
        add_call(call, park, &info, timeout_of(park, &info), now);
        cJSON_AddItemToArray(calls, call);
    }
}

static void add_lot(cJSON *lots, const struct park *park, const struct callpark_lot_info *lot,
                    callpark_time now)
{
    cJSON *json = cJSON_CreateObject();
    uint64_t slots = (uint64_t)lot->last_slot + 1 - lot->first_slot;
    add_text(json, "name", lot->name);
    add_number(json, "first", lot->first_slot);
    add_number(json, "last", lot->last_slot);
    add_number(json, "slots", slots);
    add_number(json, "free", lot->slots_free);
    add_number(json, "taken", slots - lot->slots_free);
    add_calls(json, park, lot->name, now);
    add_groups(json, park, lot->name);
    cJSON_AddItemToArray(lots, json);
}

char *show_lots(const struct park *park)
{
    callpark_time now = clock_now(&park->clock);
    struct callpark_lot_info lot;
    uint64_t cursor = 0;
    cJSON *json = cJSON_CreateObject();
    cJSON *lots;
    callpark_lot_info_init(&lot);
    add_time(json, "time", park, now);
    add_number(json, "lastEvent", callpark_last_event(park->registry));
    add_number(json, "clockSpeed", park->clock.speed);
    lots = cJSON_AddArrayToObject(json, "lots");
    while (callpark_lot_next(park->registry, &cursor, &lot) == 1)
        add_lot(lots, park, &lot, now);
    return print_and_delete(json);
}

/* ---- Events ---- */

/* The parking after |event|. */
static struct callpark_info info_of(const struct callpark_event *event)
{
    struct callpark_info info;
    callpark_info_init(&info);
    info.lot = event->lot;
    info.extension = event->extension;
    info.call_id = event->call_id;
    info.parker = event->parker;
    info.caller_name = event->caller_name;
    info.caller_number = event->caller_number;
    info.target = event->target;
    info.ticket = event->ticket;
    info.parked_at = event->parked_at;
    info.deadline = event->deadline;
    info.due = event->due;
    info.serial = event->serial;
    info.state = event->state;
    info.slot = event->slot;
    info.step = event->step;
    info.round = event->round;
    return info;
}

static void add_moved(cJSON *json, const struct callpark_event *event)
{
    add_text(json, "fromLot", event->from_lot);
    add_number_or_null(json, "fromSlot", event->from_slot, event->from_extension == NULL);
    add_text(json, "fromExtension", event->from_extension);
}

static cJSON *event_json(const struct park *park, const struct callpark_event *event,
                         callpark_duration timeout)
{
    struct callpark_info info = info_of(event);
    cJSON *json = cJSON_CreateObject();
    add_number(json, "number", event->number);
    add_time(json, "time", park, event->time);
    add_text(json, "kind", callpark_event_name(event->kind));
    add_text(json, "lot", event->lot);
    add_text(json, "reason", event->reason ? callpark_reason_name(event->reason) : NULL);
    add_text(json, "by", event->by);
    add_number_or_null(json, "stops", event->stops, event->stops != 0);
    if (event->group)
        add_text(json, "group", event->group);
    if (event->ticket)
        add_call(json, park, &info, timeout, event->time);
    if (event->kind == CALLPARK_EVENT_RINGING)
        add_number(json, "ring", event->ring / 1000);
    if (event->kind == CALLPARK_EVENT_MOVED)
        add_moved(json, event);
    return json;
}

char *show_event(const struct park *park, const struct callpark_event *event,
                 callpark_duration timeout)
{
    static const char format[] = "id: %" PRIu64 "\nevent: change\ndata: %s\n\n";
    char *data = print_and_delete(event_json(park, event, timeout));
    size_t size = sizeof format + 24 + (data ? strlen(data) : 0);
    char *text = data ? malloc(size) : NULL;
    if (text)
        snprintf(text, size, format, event->number, data);
    cJSON_free(data);
    return text;
}

char *show_retrieved(uint64_t ticket, const char *call_id, const char *extension)
{
    cJSON *json = cJSON_CreateObject();
    add_number(json, "ticket", ticket);
    add_text(json, "callId", call_id);
    add_text(json, "extension", extension);
    return print_and_delete(json);
}

char *show_error(const char *sentence)
{
    cJSON *json = cJSON_CreateObject();
    add_text(json, "error", sentence);
    return print_and_delete(json);
}
