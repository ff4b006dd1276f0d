/* SPDX-License-Identifier: MIT */
/* Requests of Webex Calling. */
#include <callpark/json.h>

#include "json/object.h"
#include "json/target.h"
#include "json/webex_read.h"
#include "json/words.h"
#include "struct.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])
#define ID_LONGEST 255u

/* ---- The path --------------------------------------------------------------- */

struct words {
    const struct target_segment *at;
    size_t left;
};

/* Inline, because the words are known then. */
static inline bool take_word(struct words *words, const char *word)
{
    if (!words->left || !callpark__segment_is(words->at, word))
        return false;
    words->at++;
    words->left--;
    return true;
}

static void take_version(struct words *words)
{
    if (words->left && callpark__segment_is_numbered(words->at, 'v')) {
        words->at++;
        words->left--;
    }
}

static const struct target_segment *take_member(struct words *words)
{
    if (words->left < 2 || !take_word(words, "members"))
        return NULL;
    words->left--;
    return words->at++;
}

/* The command, or 0 if the path is another one. |*member| NULL: none is named. */
static uint32_t read_path(const struct target *target, const struct target_segment **member)
{
    if (target->count > TARGET_SEGMENTS)
        return 0;
    struct words words = {target->segments, target->count};
    take_version(&words);
    if (!take_word(&words, "telephony") || !take_word(&words, "calls"))
        return 0;
    *member = take_member(&words);
    uint32_t command = take_word(&words, "park")       ? CALLPARK_WEBEX_PARK
                       : take_word(&words, "retrieve") ? CALLPARK_WEBEX_RETRIEVE
                                                       : 0;
    return words.left ? 0 : command;
}

int callpark__webex_read_path(const char *text, char *buffer, size_t size,
                              struct callpark_webex_path *path)
{
    struct target target;
    const struct target_segment *member = NULL;
    callpark_webex_path_init(path);
    callpark__target_split(&target, text);
    if (target.malformed)
        return CALLPARK_WEBEX_ERR_TARGET;
    path->command = read_path(&target, &member);
    if (!path->command)
        return CALLPARK_WEBEX_ERR_NO_PATH;
    if (!member)
        return CALLPARK_OK;
    if (member->length >= size)
        return CALLPARK_ERR_BUFFER;
    path->member = callpark__segment_decode(member, &buffer);
    return CALLPARK_OK;
}

int callpark_webex_path_read(const char *target, char *buffer, size_t size,
                             struct callpark_webex_path *path)
{
    struct callpark_webex_path ours;
    int error = callpark__check_out(path, sizeof *path);
    if (error)
        return error;
    if (!target || !buffer)
        return CALLPARK_ERR_INVALID;
    error = callpark__webex_read_path(target, buffer, size, &ours);
    if (!error)
        callpark__write_struct(path, &ours, sizeof ours);
    return error;
}

/* ---- The media type ------------------------------------------------------------- */

#define JSON_TYPE "application/json"

static const char *skip_blanks(const char *s)
{
    while (*s == ' ' || *s == '\t')
        s++;
    return s;
}

int callpark_webex_media_type_check(const char *content_type)
{
    if (!content_type)
        return CALLPARK_WEBEX_ERR_MEDIA_TYPE;
    if (strcmp(content_type, JSON_TYPE) == 0)
        return CALLPARK_OK;
    const char *rest = callpark__behind(skip_blanks(content_type), JSON_TYPE);
    if (!rest)
        return CALLPARK_WEBEX_ERR_MEDIA_TYPE;
    rest = skip_blanks(rest);
    return !*rest || *rest == ';' ? CALLPARK_OK : CALLPARK_WEBEX_ERR_MEDIA_TYPE;
}

/* ---- Destinations ---------------------------------------------------------------- */

#define DIGITS "0123456789"
#define ALPHANUMERIC "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ" DIGITS

/* Digits, a global number, or a feature code. */
static bool is_number(const char *s)
{
    bool global = *s == '+';
    bool digits = false;
    for (s += global; *s; s++) {
        bool digit = *s >= '0' && *s <= '9';
        if (!digit && (global || (*s != '*' && *s != '#')))
            return false;
        digits |= digit;
    }
    return digits;
}

static bool is_domain(const char *s)
{
    for (;;) {
        size_t label = strspn(s, ALPHANUMERIC "-_");
        s += label;
        if (!label || *s != '.')
            return label && !*s;
        s++;
    }
}

/* The user part of RFC 3261 without ";" and "?", behind which parameters would stand. */
static bool is_address(const char *s)
{
    size_t user = strspn(s, ALPHANUMERIC "-_.!~*'()%&=+$,/");
    return user && s[user] == '@' && is_domain(s + user + 1);
}

/* |*destination| without its scheme. False: malformed. */
static bool read_destination(const char **destination)
{
    const char *s = *destination;
    const char *number = callpark__behind(s, "tel:");
    const char *address = callpark__behind(s, "sip:");
    *destination = number ? number : address ? address : s;
    if (strlen(*destination) > ID_LONGEST)
        return false;
    return (!address && is_number(*destination)) || (!number && is_address(*destination));
}

/* ---- Bodies ------------------------------------------------------------------------ */

static int read_id(const struct json_object *object, const char *name, const char **id)
{
    bool bad = callpark__object_string(object, name, 1, ID_LONGEST, id) == JSON_BAD;
    return bad ? CALLPARK_WEBEX_ERR_FIELD : CALLPARK_OK;
}

static int read_destination_of(const struct json_object *object,
                               struct callpark_webex_request *request)
{
    enum json_member member =
        callpark__object_string(object, "destination", 1, SIZE_MAX, &request->destination);
    bool good =
        member == JSON_ABSENT || (member == JSON_GOOD && read_destination(&request->destination));
    return good ? CALLPARK_OK : CALLPARK_WEBEX_ERR_DESTINATION;
}

static int read_park(const struct json_object *object, struct callpark_webex_request *request)
{
    bool group = false;
    if (callpark__object_string(object, "callId", 1, ID_LONGEST, &request->call_id) != JSON_GOOD)
        return CALLPARK_WEBEX_ERR_CALL_ID;
    if (callpark__object_bool(object, "isGroupPark", &group) == JSON_BAD)
        return CALLPARK_WEBEX_ERR_FIELD;
    request->group_park = group;
    int error = read_id(object, "lineOwnerId", &request->line_owner_id);
    return error || group ? error : read_destination_of(object, request);
}

static int read_retrieve(const struct json_object *object, struct callpark_webex_request *request)
{
    int error = read_id(object, "lineOwnerId", &request->line_owner_id);
    if (!error)
        error = read_id(object, "endpointId", &request->endpoint_id);
    if (!error)
        error = read_id(object, "singleNumberReachPhoneNumber",
                        &request->single_number_reach_phone_number);
    return error ? error : read_destination_of(object, request);
}

static int keep_strings(const struct json_object *object, struct callpark_webex_request *request,
                        char *buffer, size_t size)
{
    const char **const strings[] = {
        &request->call_id,
        &request->destination,
        &request->line_owner_id,
        &request->endpoint_id,
        &request->single_number_reach_phone_number,
    };
    return callpark__object_keep(object, strings, COUNT(strings), buffer, size);
}

int callpark__webex_read_body(uint32_t command, const char *text, size_t length, char *buffer,
                              size_t size, struct callpark_webex_request *request)
{
    bool park = command == CALLPARK_WEBEX_PARK;
    struct json_object object;
    callpark_webex_request_init(request);
    if (!length && !park)
        return CALLPARK_OK;
    int error = callpark__object_read(&object, text, length, CALLPARK_WEBEX_ERR_TEXT);
    if (error)
        return error;
    error = park ? read_park(&object, request) : read_retrieve(&object, request);
    if (!error)
        error = keep_strings(&object, request, buffer, size);
    callpark__object_free(&object);
    return error;
}

static int read_checked(uint32_t command, const char *text, size_t length, char *buffer,
                        size_t size, struct callpark_webex_request *request)
{
    struct callpark_webex_request ours;
    int error = callpark__check_out(request, sizeof *request);
    if (error)
        return error;
    if ((!text && length) || !buffer)
        return CALLPARK_ERR_INVALID;
    error = callpark__webex_read_body(command, text, length, buffer, size, &ours);
    if (!error)
        callpark__write_struct(request, &ours, sizeof ours);
    return error;
}

int callpark_webex_park_read(const char *text, size_t length, char *buffer, size_t size,
                             struct callpark_webex_request *request)
{
    return read_checked(CALLPARK_WEBEX_PARK, text, length, buffer, size, request);
}

int callpark_webex_retrieve_read(const char *text, size_t length, char *buffer, size_t size,
                                 struct callpark_webex_request *request)
{
    return read_checked(CALLPARK_WEBEX_RETRIEVE, text, length, buffer, size, request);
}
