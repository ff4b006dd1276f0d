/* SPDX-License-Identifier: MIT */
/*
 * The readers and writers of the UAPI. The first byte says which: 'p' a target, 'a' an action,
 * 'w' strings of a call, one a line, which are written.
 */
#include "check.h"

#include <callpark/json.h>

static void fuzz_target(const uint8_t *data, size_t size)
{
    char *target = string_of(data, size);
    size_t room = strlen(target) + 1;
    char *buffer = malloc(room);
    CHECK(buffer != NULL);
    struct callpark_uapi_path path;
    struct callpark_uapi_page page;
    callpark_uapi_path_init(&path);
    callpark_uapi_page_init(&page);
    int error = callpark_uapi_path_read(target, buffer, room, &path);
    CHECK(error <= 0 && error != CALLPARK_ERR_BUFFER);
    if (!error) {
        CHECK(path.user && path.extension && *path.user && *path.extension);
        check_string(path.extension, buffer, room);
        check_string(path.call_id, buffer, room);
    }
    error = callpark_uapi_page_read(target, &page);
    CHECK(error == 0 || error == CALLPARK_UAPI_ERR_COUNT || error == CALLPARK_UAPI_ERR_START_INDEX);
    CHECK(page.count >= 1 && page.count <= 5000 && page.start_index <= INT32_MAX);
    free(buffer);
    free(target);
}

/* Whatever is accepted cJSON accepts too, and the strings are UTF-8. */
static void check_action(const struct callpark_uapi_action *action, const char *buffer, size_t room)
{
    check_string(action->view_id, buffer, room);
    check_string(action->send_call_to, buffer, room);
    check_string(action->caller_id, buffer, room);
    CHECK(!action->view_id || (*action->view_id && strlen(action->view_id) <= 255));
    CHECK(!action->view_id || is_utf8(action->view_id));
    CHECK(!action->caller_id || is_utf8(action->caller_id));
    bool park = action->action == CALLPARK_UAPI_PARK;
    uint32_t seconds = park ? action->max_in_parking : action->wait_for_pickup;
    CHECK(park || action->action == CALLPARK_UAPI_UNPARK);
    CHECK(seconds == CALLPARK_UAPI_BAD || (seconds >= (park ? 10u : 1u) && seconds <= 3600));
    int error = callpark_uapi_action_check(action);
    CHECK(error == 0 || error == CALLPARK_UAPI_ERR_VIEW || error == CALLPARK_UAPI_ERR_EXTENSION ||
          error == (park ? CALLPARK_UAPI_ERR_TIMEOUT : CALLPARK_UAPI_ERR_PICKUP));
    CHECK(error == 0 || !action->view_id || !park || seconds == CALLPARK_UAPI_BAD);
}

static void fuzz_action(const uint8_t *data, size_t size)
{
    char *buffer = malloc(size + 1);
    char *text = string_of(data, size);
    CHECK(buffer != NULL);
    struct callpark_uapi_action action;
    callpark_uapi_action_init(&action);
    int error = callpark_uapi_action_read(text, size, buffer, size + 1, &action);
    CHECK(error == 0 || error == CALLPARK_UAPI_ERR_REQUEST || error == CALLPARK_UAPI_ERR_ACTION ||
          error == CALLPARK_UAPI_ERR_NOT_IMPLEMENTED);
    if (error != CALLPARK_UAPI_ERR_REQUEST) {
        cJSON *json = cJSON_ParseWithLength(text, size);
        CHECK(cJSON_IsObject(json) && size <= CALLPARK_JSON_BODY_MAX && !memchr(text, 0, size));
        cJSON_Delete(json);
    }
    if (!error)
        check_action(&action, buffer, size + 1);
    free(text);
    free(buffer);
}

/* Writes the |call| as a list of one, into a buffer that just fits. */
static void write_list(const struct callpark_phone_call *call, const char *base)
{
    struct callpark_uapi_style style = {.size = sizeof style, .base_url = base};
    struct callpark_uapi_page page;
    callpark_uapi_page_init(&page);
    int length = callpark_uapi_list_write(&style, &page, 1, &call, 1, NULL, 0);
    if (length < 0)
        return;
    char *text = malloc((size_t)length + 1);
    CHECK(text != NULL);
    CHECK(callpark_uapi_list_write(&style, &page, 1, &call, 1, text, (size_t)length) ==
          CALLPARK_ERR_BUFFER);
    CHECK(callpark_uapi_list_write(&style, &page, 1, &call, 1, text, (size_t)length + 1) == length);
    cJSON *json = json_of(text, (size_t)length);
    const cJSON *entry = cJSON_GetObjectItemCaseSensitive(json, "entry");
    const cJSON *first = cJSON_GetArrayItem(entry, 0);
    const cJSON *id = cJSON_GetObjectItemCaseSensitive(first, "id");
    CHECK(cJSON_GetArraySize(entry) == 1 && cJSON_IsString(id));
    if (is_utf8(call->id))
        CHECK(strcmp(id->valuestring, call->id) == 0);
    cJSON_Delete(json);
    free(text);
}

static void fuzz_writer(const uint8_t *data, size_t size)
{
    char *text = string_of(data, size);
    const char *lines[12] = {"", "", "", "", "", "", "", "", "", "", "", ""};
    char *rest = text;
    for (size_t i = 0; i < 12 && rest; i++) {
        lines[i] = rest;
        rest = strchr(rest, '\n');
        if (rest)
            *rest++ = 0;
    }
    struct callpark_uapi_view view = {.size = sizeof view,
                                      .id = lines[3],
                                      .extension = lines[4],
                                      .answered = lines[5],
                                      .caller_id = lines[6],
                                      .sources = &lines[7],
                                      .destinations = &lines[8],
                                      .source_count = 1,
                                      .destination_count = 2};
    const struct callpark_uapi_view *views = &view;
    struct callpark_phone_call call = {.size = sizeof call,
                                       .id = lines[0],
                                       .extension = lines[1],
                                       .user = lines[2],
                                       .owner_name = lines[9],
                                       .parked = lines[10],
                                       .parked_slot = lines[11],
                                       .parked_by = lines[1],
                                       .parked_view = lines[3],
                                       .views = &views,
                                       .view_count = 1};
    write_list(&call, lines[9]);
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    if (data[0] == 'p')
        fuzz_target(data + 1, size - 1);
    else if (data[0] == 'w')
        fuzz_writer(data + 1, size - 1);
    else
        fuzz_action(data + 1, size - 1);
    return 0;
}
