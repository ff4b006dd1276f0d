/* SPDX-License-Identifier: MIT */
/* Requests of the VoipNow UAPI. */
#include <callpark/json.h>

#include "json/object.h"
#include "json/target.h"
#include "json/words.h"
#include "struct.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])
#define ID_LONGEST 255u

/* ---- The path --------------------------------------------------------------- */

static bool is_served(const struct target *target)
{
    return target->count >= 2 && target->count <= 5 &&
           callpark__segment_is(&target->segments[1], "phoneCalls");
}

static int check_path(const struct target *target)
{
    if (target->malformed)
        return CALLPARK_UAPI_ERR_REQUEST;
    if (!is_served(target))
        return CALLPARK_UAPI_ERR_NOT_IMPLEMENTED;
    return target->count == 2 ? CALLPARK_UAPI_ERR_EXTENSION : CALLPARK_OK;
}

/* Its segments, of which only the extension must be there. */
struct parts {
    const struct target_segment *user;
    const struct target_segment *extension;
    const struct target_segment *call;
};

static struct parts parts_of(const struct target *target)
{
    const struct target_segment *part = &target->segments[2];
    switch (target->count) {
    case 3:
        return (struct parts){NULL, part, NULL};
    case 4:
        return (struct parts){part, part + 1, NULL};
    default:
        return (struct parts){part, part + 1, part + 2};
    }
}

static size_t room_for(const struct target_segment *part)
{
    return part ? part->length + 1 : 0;
}

static int decode_parts(const struct parts *parts, char *buffer, size_t size,
                        struct callpark_uapi_path *path)
{
    if (room_for(parts->user) + room_for(parts->extension) + room_for(parts->call) > size)
        return CALLPARK_ERR_BUFFER;
    path->user = parts->user ? callpark__segment_decode(parts->user, &buffer) : "@me";
    path->extension = callpark__segment_decode(parts->extension, &buffer);
    path->call_id = parts->call ? callpark__segment_decode(parts->call, &buffer) : NULL;
    return CALLPARK_OK;
}

int callpark_uapi_path_read(const char *target, char *buffer, size_t size,
                            struct callpark_uapi_path *path)
{
    struct target split;
    struct callpark_uapi_path ours;
    int error = callpark__check_out(path, sizeof *path);
    if (error)
        return error;
    if (!target || !buffer)
        return CALLPARK_ERR_INVALID;
    if (!callpark__target_is_uapi(target))
        return CALLPARK_ERR_NOT_FOUND;
    callpark__target_split(&split, target);
    error = check_path(&split);
    if (error)
        return error;
    struct parts parts = parts_of(&split);
    error = decode_parts(&parts, buffer, size, &ours);
    if (!error)
        callpark__write_struct(path, &ours, sizeof ours);
    return error;
}

int callpark_uapi_page_read(const char *target, struct callpark_uapi_page *page)
{
    struct callpark_uapi_page ours;
    int error = callpark__check_out(page, sizeof *page);
    if (error)
        return error;
    if (!target)
        return CALLPARK_ERR_INVALID;
    callpark_uapi_page_init(&ours);
    if (!callpark__target_number(target, "count", 1, 5000, &ours.count))
        return CALLPARK_UAPI_ERR_COUNT;
    if (!callpark__target_number(target, "startIndex", 0, INT32_MAX, &ours.start_index))
        return CALLPARK_UAPI_ERR_START_INDEX;
    callpark__write_struct(page, &ours, sizeof ours);
    return CALLPARK_OK;
}

/* ---- The action ------------------------------------------------------------- */

struct seconds {
    uint32_t least;
    uint32_t most;
    uint32_t normal;
};

static const struct seconds in_parking = {10, 3600, 180};
static const struct seconds for_pickup = {1, 3600, 25};

static const char *const actions_not_served[] = {
    "PickUp",  "BargeIn",        "Whisper",       "Monitor",  "OnHold",
    "OffHold", "StartRecording", "StopRecording", "Transfer", "TransferToVoicemail",
};

static int read_kind(const struct json_object *object, uint32_t *kind)
{
    const char *action = "";
    callpark__object_string(object, "action", 1, ID_LONGEST, &action);
    *kind = strcmp(action, "Park") == 0     ? CALLPARK_UAPI_PARK
            : strcmp(action, "UnPark") == 0 ? CALLPARK_UAPI_UNPARK
                                            : 0;
    if (*kind)
        return CALLPARK_OK;
    for (size_t i = 0; i < COUNT(actions_not_served); i++) {
        if (strcmp(action, actions_not_served[i]) == 0)
            return CALLPARK_UAPI_ERR_NOT_IMPLEMENTED;
    }
    return CALLPARK_UAPI_ERR_ACTION;
}

static uint32_t read_seconds(const struct json_object *object, const char *name,
                             const struct seconds *limits)
{
    uint32_t read = limits->normal;
    enum json_member member =
        callpark__object_number(object, name, limits->least, limits->most, &read);
    return member == JSON_BAD ? CALLPARK_UAPI_BAD : read;
}

/* It has two spellings, of which one may be used. */
static uint32_t read_wait_for_pickup(const struct json_object *object)
{
    uint32_t one = for_pickup.normal;
    enum json_member member =
        callpark__object_number(object, "waitForPickup", for_pickup.least, for_pickup.most, &one);
    if (member == JSON_ABSENT)
        return read_seconds(object, "waitForPickUp", &for_pickup);
    uint32_t other;
    bool alone = callpark__object_number(object, "waitForPickUp", 0, 0, &other) == JSON_ABSENT;
    return alone && member == JSON_GOOD ? one : CALLPARK_UAPI_BAD;
}

static int read_action(const struct json_object *object, struct callpark_uapi_action *action)
{
    callpark_uapi_action_init(action);
    int error = read_kind(object, &action->action);
    if (error)
        return error;
    callpark__object_string(object, "phoneCallViewId", 1, ID_LONGEST, &action->view_id);
    if (action->action == CALLPARK_UAPI_PARK) {
        action->max_in_parking = read_seconds(object, "maxInParking", &in_parking);
        return CALLPARK_OK;
    }
    callpark__object_string(object, "sendCallTo", 1, ID_LONGEST, &action->send_call_to);
    callpark__object_string(object, "callerId", 0, SIZE_MAX, &action->caller_id);
    action->wait_for_pickup = read_wait_for_pickup(object);
    return CALLPARK_OK;
}

static int keep_strings(const struct json_object *object, struct callpark_uapi_action *action,
                        char *buffer, size_t size)
{
    const char **const strings[] = {&action->view_id, &action->send_call_to, &action->caller_id};
    return callpark__object_keep(object, strings, COUNT(strings), buffer, size);
}

int callpark_uapi_action_read(const char *text, size_t length, char *buffer, size_t size,
                              struct callpark_uapi_action *action)
{
    struct json_object object;
    struct callpark_uapi_action ours;
    int error = callpark__check_out(action, sizeof *action);
    if (error)
        return error;
    if ((!text && length) || !buffer)
        return CALLPARK_ERR_INVALID;
    error = callpark__object_read(&object, text, length, CALLPARK_UAPI_ERR_REQUEST);
    if (error)
        return error;
    error = read_action(&object, &ours);
    if (!error)
        error = keep_strings(&object, &ours, buffer, size);
    callpark__object_free(&object);
    if (!error)
        callpark__write_struct(action, &ours, sizeof ours);
    return error;
}

/* ---- What is wrong with it ---------------------------------------------------- */

static bool is_within(uint32_t seconds, const struct seconds *limits)
{
    return seconds >= limits->least && seconds <= limits->most;
}

static int check_action(const struct callpark_uapi_action *action)
{
    bool park = action->action == CALLPARK_UAPI_PARK;
    if (!callpark__is_given(action->view_id))
        return CALLPARK_UAPI_ERR_VIEW;
    if (park)
        return is_within(action->max_in_parking, &in_parking) ? CALLPARK_OK
                                                              : CALLPARK_UAPI_ERR_TIMEOUT;
    if (!callpark__is_extension(action->send_call_to))
        return CALLPARK_UAPI_ERR_EXTENSION;
    return is_within(action->wait_for_pickup, &for_pickup) ? CALLPARK_OK : CALLPARK_UAPI_ERR_PICKUP;
}

static bool is_too_long(const char *s)
{
    return s && !memchr(s, 0, ID_LONGEST + 1);
}

int callpark_uapi_action_check(const struct callpark_uapi_action *action)
{
    struct callpark_uapi_action copy;
    int error;
    const struct callpark_uapi_action *in =
        callpark__read_struct(&copy, sizeof copy, sizeof copy, action, &error);
    if (!in)
        return error;
    if (in->reserved)
        return CALLPARK_ERR_STRUCT_FIELD;
    if (in->action != CALLPARK_UAPI_PARK && in->action != CALLPARK_UAPI_UNPARK)
        return CALLPARK_ERR_INVALID;
    if (is_too_long(in->view_id) || is_too_long(in->send_call_to))
        return CALLPARK_ERR_TOO_LONG;
    return check_action(in);
}
