/* SPDX-License-Identifier: MIT */
/*
 * The readers and writers of Webex Calling. The first byte says which: 't' a target, 'm' a media
 * type, 'r' the body of a retrieve, 'w' strings of an answer, one a line; else the body of a park.
 */
#include "check.h"

#include <callpark/json.h>

static void fuzz_target(const uint8_t *data, size_t size)
{
    char *target = string_of(data, size);
    size_t room = strlen(target) + 1;
    char *buffer = malloc(room);
    CHECK(buffer != NULL);
    struct callpark_webex_path path;
    callpark_webex_path_init(&path);
    int error = callpark_webex_path_read(target, buffer, room, &path);
    CHECK(error == 0 || error == CALLPARK_WEBEX_ERR_TARGET || error == CALLPARK_WEBEX_ERR_NO_PATH ||
          error == CALLPARK_WEBEX_ERR_NO_MEMBER);
    if (!error) {
        CHECK(path.command == CALLPARK_WEBEX_PARK || path.command == CALLPARK_WEBEX_RETRIEVE);
        CHECK(!path.member || *path.member);
        check_string(path.member, buffer, room);
    }
    free(buffer);
    free(target);
}

static void fuzz_media_type(const uint8_t *data, size_t size)
{
    char *type = string_of(data, size);
    int error = callpark_webex_media_type_check(type);
    CHECK(error == 0 || error == CALLPARK_WEBEX_ERR_MEDIA_TYPE);
    free(type);
}

static void check_id(const char *id, const char *buffer, size_t room)
{
    check_string(id, buffer, room);
    CHECK(!id || (*id && strlen(id) <= 255 && is_utf8(id)));
}

/* Digits with "+", "*", "#", or something around one "@". */
static void check_destination(const char *destination)
{
    if (!destination)
        return;
    const char *at = strchr(destination, '@');
    CHECK(!strpbrk(destination, " ;?:<>\"\\\t\n\r"));
    if (at)
        CHECK(at != destination && at[1] && !strchr(at + 1, '@'));
    else
        CHECK(strspn(destination, "0123456789+*#") == strlen(destination));
}

static void fuzz_body(const uint8_t *data, size_t size, bool park)
{
    char *buffer = malloc(size + 1);
    char *text = string_of(data, size);
    CHECK(buffer != NULL);
    struct callpark_webex_request request;
    callpark_webex_request_init(&request);
    int error = park ? callpark_webex_park_read(text, size, buffer, size + 1, &request)
                     : callpark_webex_retrieve_read(text, size, buffer, size + 1, &request);
    CHECK(error == 0 || error == CALLPARK_WEBEX_ERR_TEXT || error == CALLPARK_WEBEX_ERR_CALL_ID ||
          error == CALLPARK_WEBEX_ERR_FIELD || error == CALLPARK_WEBEX_ERR_DESTINATION);
    if (error != CALLPARK_WEBEX_ERR_TEXT && size) {
        cJSON *json = cJSON_ParseWithLength(text, size);
        CHECK(cJSON_IsObject(json) && size <= CALLPARK_JSON_BODY_MAX && !memchr(text, 0, size));
        cJSON_Delete(json);
    }
    if (!error) {
        CHECK((request.call_id != NULL) == park && request.group_park <= park);
        CHECK(!request.group_park || !request.destination);
        check_id(request.call_id, buffer, size + 1);
        check_id(request.destination, buffer, size + 1);
        check_id(request.line_owner_id, buffer, size + 1);
        check_id(request.endpoint_id, buffer, size + 1);
        check_id(request.single_number_reach_phone_number, buffer, size + 1);
        check_destination(request.destination);
    }
    free(text);
    free(buffer);
}

static void write_party(const struct callpark_webex_party *party)
{
    int length = callpark_webex_parked_write(party, NULL, 0);
    CHECK(length > 0);
    char *text = malloc((size_t)length + 1);
    CHECK(text != NULL);
    CHECK(callpark_webex_parked_write(party, text, (size_t)length) == CALLPARK_ERR_BUFFER);
    CHECK(callpark_webex_parked_write(party, text, (size_t)length + 1) == length);
    cJSON *json = json_of(text, (size_t)length);
    const cJSON *against = cJSON_GetObjectItemCaseSensitive(json, "parkedAgainst");
    CHECK(cJSON_GetArraySize(json) == 1 && cJSON_GetArraySize(against) >= 2);
    CHECK(!party->privacy || cJSON_GetArraySize(against) == 2);
    CHECK(cJSON_GetArraySize(against) <= 6);
    cJSON_Delete(json);
    free(text);
}

static void fuzz_writer(const uint8_t *data, size_t size)
{
    char *text = string_of(data, size);
    const char *lines[4] = {"", "", "", ""};
    char *rest = text;
    for (size_t i = 0; i < 4 && rest; i++) {
        lines[i] = rest;
        rest = strchr(rest, '\n');
        if (rest)
            *rest++ = 0;
    }
    struct callpark_webex_party party = {.size = sizeof party,
                                         .name = lines[0],
                                         .number = lines[1],
                                         .person_id = lines[2],
                                         .place_id = lines[3],
                                         .privacy = size % 2,
                                         .call_type = (uint32_t)(size % 6)};
    write_party(&party);
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    if (data[0] == 't')
        fuzz_target(data + 1, size - 1);
    else if (data[0] == 'm')
        fuzz_media_type(data + 1, size - 1);
    else if (data[0] == 'w')
        fuzz_writer(data + 1, size - 1);
    else
        fuzz_body(data + 1, size - 1, data[0] != 'r');
    return 0;
}
