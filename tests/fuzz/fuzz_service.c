/* SPDX-License-Identifier: MIT */
/*
 * Whole requests, one after the other, to one service. A request ends at a byte 0x1e; in it come
 * a byte for the user, one for the method, one for the media type, the target up to a line's
 * end, and the body. A request of '~' and a byte lets so many times 10 s go by.
 */
#include "check.h"

#include "../json/support_service.h"

enum { REQUESTS_MOST = 24 };

static const char *const users[] = {"12", "20", "21", "22", "23", "40", "50", "60", "99", NULL};
static const char *const methods[] = {"PUT", "GET", "POST", "DELETE"};
static const char *const types[] = {"application/json", "application/json; charset=utf-8", NULL,
                                    "text/plain"};

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Names of others that no answer may hold: of organization 3, of 4, of 5, of 6. */
static const char *const secrets[][4] = {
    {"Default User", "John Smith", "Two Lines", "+12223334444"},
    {"Foreign Person", "foreign-person", "+1444", "\"2000\""},
    {"First Tenant", "\"500\"", "/500/", "First Tenant"},
    {"Second Tenant", "\"600\"", "/600/", "Second Tenant"},
};

static int organization_of(const char *user)
{
    static const int organizations[] = {0, 0, 0, 0, 0, 1, 2, 3, -1, -1};
    for (size_t i = 0; i < COUNT(users); i++) {
        if (users[i] == user)
            return organizations[i];
    }
    return -1;
}

static void check_secrets(const char *body, const char *user)
{
    for (int i = 0; i < (int)COUNT(secrets); i++) {
        for (size_t j = 0; i != organization_of(user) && j < COUNT(secrets[0]); j++)
            CHECK(!strstr(body, secrets[i][j]));
    }
    if (!user || strcmp(user, "21") != 0)
        CHECK(!strstr(body, "Ann Private") && !strstr(body, "ann-p") && !strstr(body, "\"1001\""));
}

static bool is_status(uint32_t status)
{
    static const uint32_t allowed[] = {200, 201, 202, 204, 400, 401, 403,
                                       404, 405, 409, 415, 501, 503};
    for (size_t i = 0; i < COUNT(allowed); i++) {
        if (allowed[i] == status)
            return true;
    }
    return false;
}

static void check_body(const struct callpark_response *response)
{
    CHECK(response->body && strlen(response->body) == response->body_length);
    CHECK((response->status == 204) == (response->body_length == 0));
    if (response->status == 204)
        return;
    cJSON *json = json_of(response->body, response->body_length);
    bool error = cJSON_HasObjectItem(json, "error") || cJSON_HasObjectItem(json, "errors");
    CHECK(error == (response->status >= 400));
    cJSON_Delete(json);
}

/* Of |data| the first two bytes say method and media type. */
static void ask(struct office *office, const char *user, const uint8_t *data, size_t size)
{
    const uint8_t *text = data + 2;
    const uint8_t *end = memchr(text, '\n', size - 2);
    size_t length = end ? (size_t)(end - text) : size - 2;
    size_t rest = end ? size - 2 - length - 1 : 0;
    char *target = string_of(text, length);
    char *body = rest ? malloc(rest) : NULL;
    if (body)
        memcpy(body, end + 1, rest);
    struct callpark_request request;
    callpark_request_init(&request);
    request.now = office->now;
    request.unix_time = INT64_C(1340803135000);
    request.method = methods[data[0] % COUNT(methods)];
    request.content_type = types[data[1] % COUNT(types)];
    request.target = target;
    request.user = user;
    request.body = body;
    request.body_length = rest;
    uint64_t last = callpark_last_event(office->registry);
    uint32_t changes = office->directory.changes;
    CHECK(callpark_service_answer(office->service, &request, &office->response) == 0);
    free(body);
    free(target);
    const struct callpark_response *response = &office->response;
    CHECK(is_status(response->status));
    check_body(response);
    check_secrets(response->body, user);
    uint64_t now = callpark_last_event(office->registry);
    CHECK(now - last == office->directory.changes - changes);
    CHECK(response->status < 400 || now == last);
}

static void let_time_pass(struct office *office, uint32_t tens)
{
    struct callpark_event event;
    callpark_event_init(&event);
    office->now += (tens + 1) * UINT64_C(10000);
    for (int i = 0; i < 1000 && callpark_poll(office->registry, office->now, &event) == 1; i++)
        ;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct office office;
    CHECK(office_open(&office, size % 4, NULL) == 0);
    directory_add_call(&office.directory, "five", "500");
    directory_add_call(&office.directory, "five-2", "500");
    directory_add_call(&office.directory, "six", "600");
    directory_add_call(&office.directory, "foreign", "2000");
    directory_add_call(&office.directory, "johns", "1000");
    directory_add_call(&office.directory, "twos", "1003");
    for (int i = 0; i < REQUESTS_MOST && size; i++) {
        const uint8_t *end = memchr(data, 0x1e, size);
        size_t length = end ? (size_t)(end - data) : size;
        if (length >= 2 && data[0] == '~')
            let_time_pass(&office, data[1]);
        else if (length >= 3)
            ask(&office, users[data[0] % COUNT(users)], data + 1, length - 1);
        size -= length + (end != NULL);
        data += length + (end != NULL);
    }
    CHECK(office.directory.changes + 4 <= callpark_last_event(office.registry));
    office_close(&office);
    return 0;
}
