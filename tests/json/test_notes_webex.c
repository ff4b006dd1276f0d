/* SPDX-License-Identifier: MIT */
/* The rules of the Webex format, one by one, on a whole service: what the table-driven tests of
 * test_webex_service.c do not reach, since it needs another directory, lot or body. */
#include <check.h>
#include <cjson/cJSON.h>

#include "../helpers.h"
#include "support_service.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PARK "/v1/telephony/calls/park"
#define RETRIEVE "/v1/telephony/calls/retrieve"
#define MEMBER(who, what) "/v1/telephony/calls/members/" who "/" what
#define OF(rest) "{\"callId\":\"" WEBEX_CALL "\"" rest "}"
#define UAPI_PARK_00 "{\"action\":\"Park\",\"phoneCallViewId\":\"00\"}"

static struct office office;

/* A directory before the office's own, which says some things differently. */
static struct {
    struct callpark_directory inner;
    const char *changed_user; /* of this user the next three */
    const char *number;
    const char *lot;
    uint32_t call_type;
    int may; /* what it says, to |right| alone; 0: as the office */
    uint32_t right;
    uint64_t stops; /* of the last event */
    uint32_t kind;
    char by[256];
} other;

static int find_user(void *host, const char *id, struct callpark_user *user)
{
    int error = other.inner.find_user(host, id, user);
    if (error || !other.changed_user || strcmp(user->id, other.changed_user) != 0)
        return error;
    if (other.number)
        user->number = other.number;
    if (other.lot)
        user->lot = other.lot;
    user->call_type = other.call_type;
    return error;
}

/* The number said leads to extension 1000, with and without its scheme. */
static int find_destination(void *host, const struct callpark_user *viewer, const char *destination,
                            struct callpark_line *line)
{
    const char *number = other.number ? strchr(other.number, ':') : NULL;
    number = number ? number + 1 : other.number;
    bool asked = number && (strcmp(destination, number) == 0 || !strcmp(destination, other.number));
    return other.inner.find_destination(host, viewer, asked ? "1000" : destination, line);
}

static int may(void *host, const struct callpark_user *user, uint32_t right,
               const struct callpark_user *whose)
{
    if (!other.may)
        return other.inner.may(host, user, right, whose);
    return right == other.right ? other.may : 0;
}

static void changed(void *host, const struct callpark_event *event,
                    const struct callpark_delivery *delivery)
{
    other.inner.changed(host, event, delivery);
    other.stops = event->stops;
    other.kind = event->kind;
    snprintf(other.by, sizeof other.by, "%s", event->by ? event->by : "");
}

static void set_up(void)
{
    ck_assert_int_eq(office_open(&office, 0, NULL), 0);
    memset(&other, 0, sizeof other);
    other.inner = directory_functions(&office.directory);
    struct callpark_directory directory = other.inner;
    directory.find_user = find_user;
    directory.find_destination = find_destination;
    directory.may = may;
    directory.changed = changed;
    ck_assert_int_eq(office_reopen(&office, &directory, 0, NULL), 0);
}

static void tear_down(void)
{
    office_close(&office);
}

static const char *body(void)
{
    return office.response.body;
}

static uint64_t last_event(void)
{
    return callpark_last_event(office.registry);
}

static int post(const char *user, const char *target, const char *text)
{
    return office_ask(&office, user, "POST", target, text);
}

/* That an error has the three members of its body, and nothing changed since |last|. */
static void expect_refused(int got, int status, uint64_t last)
{
    ck_assert_msg(got == status, "%d %s, not %d", got, body(), status);
    cJSON *answer = cJSON_Parse(body());
    const cJSON *message = cJSON_GetObjectItemCaseSensitive(answer, "message");
    const cJSON *errors = cJSON_GetObjectItemCaseSensitive(answer, "errors");
    const cJSON *text =
        cJSON_GetObjectItemCaseSensitive(cJSON_GetArrayItem(errors, 0), "description");
    ck_assert(cJSON_IsString(message) && cJSON_IsString(text) && *text->valuestring);
    ck_assert(cJSON_IsString(cJSON_GetObjectItemCaseSensitive(answer, "trackingId")));
    ck_assert_int_eq(cJSON_GetArraySize(answer), 3);
    ck_assert_int_eq(cJSON_GetArraySize(errors), 1);
    cJSON_Delete(answer);
    ck_assert_uint_eq(last_event(), last);
}

static bool find(const char *id, struct callpark_info *info)
{
    struct callpark_which which = callpark_by_call(id);
    callpark_info_init(info);
    return callpark_find(office.registry, &which, info) == 0;
}

static void claim(const char *id)
{
    struct callpark_which which = callpark_by_call(id);
    struct callpark_event event;
    callpark_event_init(&event);
    ck_assert_int_eq(callpark_claim(office.registry, office.now, &which, 0, NULL, &event), 0);
}

static void add_group(const char *lot, const char *name, const char *const *members, uint32_t count)
{
    struct callpark_group_config group;
    struct callpark_event event;
    callpark_event_init(&event);
    callpark_group_config_init(&group);
    group.members = members;
    group.member_count = count;
    ck_assert_int_eq(callpark_group_add(office.registry, 1, lot, name, &group, NULL, &event), 0);
}

/* ---- Of two errors the earlier ---- */

#define X10 "xxxxxxxxxx"
#define X60 X10 X10 X10 X10 X10 X10
#define LONG X60 X60 X60 X60 X60
#define JSON "application/json"

static const struct {
    const char *user, *method, *target, *type, *body;
    int status;
} orders[] = {
    {NULL, "GET", "/v1/telephony/calls/hold", "text/plain", "[", 404},
    {NULL, "GET", "/v1//telephony", "text/plain", "[", 400},
    {NULL, "GET", PARK, "text/plain", "[", 405},
    {"21", "POST", PARK, "text/plain", OF(",\"callId\":1"), 415},
    /* An over-long member is an unknown one, in its turn. */
    {NULL, "GET", MEMBER(LONG, "park"), NULL, NULL, 405},
    {NULL, "POST", MEMBER(LONG, "park"), JSON, OF(""), 401},
    {"21", "POST", MEMBER(LONG, "park"), "text/plain", OF(""), 415},
    {"21", "POST", MEMBER(LONG, "park"), JSON, "[", 400},
    {"21", "POST", MEMBER(LONG, "park"), JSON, OF(""), 404},
    {NULL, "POST", MEMBER(LONG, "retrieve"), NULL, NULL, 401},
    {"21", "POST", MEMBER(LONG, "retrieve"), NULL, NULL, 404},
    {"21", "POST", PARK, JSON, "{\"callId\":\"" LONG "\"}", 400},
    /* The body, then the member, then the call. */
    {"21", "POST", MEMBER("20", "park"), JSON, "{}", 400},
    {"21", "POST", MEMBER("98", "park"), JSON, OF(",\"isGroupPark\":5"), 400},
    {"21", "POST", MEMBER("20", "park"), JSON, "{\"callId\":\"nothing\"}", 403},
    {"21", "POST", PARK, JSON, "{\"callId\":\"nothing\",\"lineOwnerId\":\"20\"}", 403},
    {"12", "POST", PARK, JSON, "{\"callId\":\"nothing\",\"isGroupPark\":true}", 404},
    {"12", "POST", PARK, JSON, OF(",\"isGroupPark\":true"), 403},
};

static int ask(const char *user, const char *method, const char *target, const char *type,
               const void *bytes, size_t length)
{
    struct callpark_request request;
    callpark_request_init(&request);
    request.now = office.now;
    request.method = method;
    request.target = target;
    request.content_type = type;
    request.body = bytes;
    request.body_length = length;
    request.user = user;
    request.tracking_id = "T";
    ck_assert_int_eq(callpark_service_answer(office.service, &request, &office.response), 0);
    return (int)office.response.status;
}

START_TEST(of_two_errors_the_one_whose_turn_comes_first)
{
    const char *text = orders[_i].body;
    uint64_t last = last_event();
    int status = ask(orders[_i].user, orders[_i].method, orders[_i].target, orders[_i].type, text,
                     text ? strlen(text) : 0);
    expect_refused(status, orders[_i].status, last);
}
END_TEST

START_TEST(the_state_comes_last)
{
    ck_assert_int_eq(post("21", PARK, OF(",\"destination\":\"1000\"")), 200);
    directory_add_call(&office.directory, "johns", "1000");
    uint64_t last = last_event();
    expect_refused(post("21", PARK, OF("")), 409, last);
    expect_refused(post("21", PARK, OF(",\"destination\":\"1000\"")), 409, last);
    expect_refused(post("21", PARK, OF(",\"destination\":\"77\"")), 404, last);
    expect_refused(post("20", PARK, OF("")), 403, last);
    expect_refused(post("40", PARK, OF("")), 404, last);
    expect_refused(post("20", PARK, "{\"callId\":\"johns\"}"), 409, last);
    expect_refused(post("20", PARK, "{\"callId\":\"johns\",\"destination\":\"77\"}"), 404, last);
    claim(WEBEX_CALL);
    last = last_event();
    expect_refused(post("21", PARK, OF("")), 409, last);
    expect_refused(post("20", RETRIEVE, "{}"), 409, last);
    expect_refused(post("21", RETRIEVE, "{\"destination\":\"1000\"}"), 409, last);
    expect_refused(post("40", RETRIEVE, "{\"destination\":\"1000\"}"), 404, last);
}
END_TEST

START_TEST(other_methods_are_405_and_post_is_allowed)
{
    static const char *const methods[] = {"GET", "HEAD", "PUT", "DELETE", "PATCH", "post", "", "X"};
    for (size_t i = 0; i < COUNT(methods); i++) {
        ck_assert_int_eq(ask("21", methods[i], RETRIEVE, JSON, "{}", 2), 405);
        ck_assert_str_eq(office_header(&office, "Allow"), "POST");
    }
}
END_TEST

/* ---- Bodies by their bytes ---- */

START_TEST(a_body_is_what_its_length_says)
{
    static const char text[] = OF("");
    uint64_t last = last_event();
    expect_refused(ask("21", "POST", PARK, JSON, text, sizeof text), 400, last);
    expect_refused(ask("21", "POST", PARK, JSON, text, sizeof text - 2), 400, last);
    char *large = malloc(CALLPARK_JSON_BODY_MAX + 1);
    memset(large, ' ', CALLPARK_JSON_BODY_MAX + 1);
    memcpy(large, text, sizeof text - 1);
    expect_refused(ask("21", "POST", PARK, JSON, large, CALLPARK_JSON_BODY_MAX + 1), 400, last);
    ck_assert_int_eq(ask("21", "POST", PARK, JSON, large, CALLPARK_JSON_BODY_MAX), 200);
    last = last_event();
    expect_refused(ask("21", "POST", RETRIEVE, JSON, " ", 1), 400, last);
    expect_refused(ask("21", "POST", RETRIEVE, NULL, "{}", 2), 415, last);
    ck_assert_int_eq(ask("21", "POST", RETRIEVE, NULL, "", 0), 201);
    free(large);
}
END_TEST

/* ---- Parking ---- */

START_TEST(a_call_at_no_extension_of_his_is_parked_against_his_first)
{
    struct callpark_info info;
    directory_add_call(&office.directory, "mobile", "0003*211");
    office.directory.calls[2].user = "20";
    ck_assert_int_eq(post("20", PARK, "{\"callId\":\"mobile\"}"), 200);
    ck_assert(find("mobile", &info));
    ck_assert_str_eq(info.extension, "1000");
    ck_assert_ptr_nonnull(strstr(body(), "\"name\":\"John Smith\""));
}
END_TEST

START_TEST(who_has_no_extension_needs_a_destination)
{
    struct callpark_info info;
    directory_add_call(&office.directory, "soft", "0003*211");
    office.directory.calls[2].user = "23";
    uint64_t last = last_event();
    int status = post("23", PARK, "{\"callId\":\"soft\"}");
    ck_assert_msg(!find("soft", &info), "parked against %s: %s", info.extension, body());
    ck_assert_int_ne(status, 500);
    ck_assert_int_ge(status, 400);
    ck_assert_uint_eq(last_event(), last);
    expect_refused(post("23", PARK, "{\"callId\":\"soft\",\"isGroupPark\":true}"), 409, last);
    ck_assert_int_eq(post("23", PARK, "{\"callId\":\"soft\",\"destination\":\"1002\"}"), 200);
    ck_assert(find("soft", &info));
    ck_assert_str_eq(info.extension, "1002");
    ck_assert_int_eq(post("23", RETRIEVE, "{\"destination\":\"1002\"}"), 201);
}
END_TEST

START_TEST(the_lots_timeout_and_recall_policy_apply)
{
    struct callpark_lot_config config;
    struct callpark_recall recall;
    struct callpark_event event;
    callpark_lot_config_init(&config);
    callpark_recall_init(&recall);
    callpark_event_init(&event);
    recall.alternate = "1002";
    recall.targets = CALLPARK_RECALL_ALTERNATE;
    recall.rounds = 1;
    config.recall = &recall;
    config.timeout = 45000;
    ck_assert_int_eq(callpark_lot_configure(office.registry, 1, "org-3", &config, NULL, &event), 0);
    ck_assert_int_eq(post("21", PARK, _i ? OF(",\"isGroupPark\":true") : OF("")), 200);
    struct callpark_info info;
    ck_assert(find(WEBEX_CALL, &info));
    ck_assert_uint_eq(info.deadline, office.now + 45000);
    office.now = info.deadline;
    ck_assert_int_eq(callpark_poll(office.registry, office.now, &event), 1);
    ck_assert_str_eq(event.target, "1002");
    while (callpark_next_deadline(office.registry) != CALLPARK_NEVER) {
        office.now = callpark_next_deadline(office.registry);
        ck_assert_int_ge(callpark_poll(office.registry, office.now, &event), 0);
    }
    ck_assert_uint_eq(event.reason, CALLPARK_REASON_RELEASED);
}
END_TEST

START_TEST(a_group_is_tried_from_its_first_member_each_time)
{
    struct callpark_info info;
    static const char *const ids[] = {"a", "b"};
    directory_add_call(&office.directory, "a", "1001");
    directory_add_call(&office.directory, "b", "1001");
    ck_assert_int_eq(post("21", PARK, OF(",\"isGroupPark\":true")), 200); /* 1000 */
    for (int i = 0; i < 2; i++) {
        char text[64];
        snprintf(text, sizeof text, "{\"callId\":\"%s\",\"isGroupPark\":true}", ids[i]);
        ck_assert_int_eq(post("21", PARK, text), 200);
        ck_assert(find(ids[i], &info));
        ck_assert_str_eq(info.extension, i ? "1000" : "1003");
        if (!i)
            ck_assert_int_eq(post("20", RETRIEVE, "{}"), 201);
    }
}
END_TEST

START_TEST(in_a_group_the_member_parks)
{
    struct callpark_info info;
    directory_add_call(&office.directory, "twos", "1003");
    ck_assert_int_eq(post("20", MEMBER("22", "park"), "{\"callId\":\"twos\",\"isGroupPark\":true}"),
                     200);
    ck_assert(find("twos", &info));
    ck_assert_str_eq(info.extension, "1000"); /* the caller's own: 22 parks, not he */
    ck_assert_str_eq(info.parker, "1003");
}
END_TEST

/* A group over organizations in a lot that they share: what is theirs is nothing. */
START_TEST(a_group_does_not_lead_to_another_organization)
{
    static const char *const members[] = {"600", "500"};
    add_group("shared", "mixed", members, 2);
    directory_add_call(&office.directory, "fives", "500");
    uint64_t last = last_event();
    int status = post("50", PARK, "{\"callId\":\"fives\",\"isGroupPark\":true}");
    ck_assert_ptr_null(strstr(body(), "Second Tenant"));
    ck_assert_ptr_null(strstr(body(), "600"));
    ck_assert_msg(status >= 400, "parked against another organization: %s", body());
    ck_assert_uint_eq(callpark_count(office.registry), 0);
    ck_assert_uint_eq(last_event() - last, office.directory.changes);
}
END_TEST

START_TEST(a_reserved_place_is_taken_and_holds_no_call)
{
    struct callpark_where where = callpark_at_extension("org-3", "1000");
    struct callpark_event event;
    callpark_event_init(&event);
    ck_assert_int_eq(callpark_reserve(office.registry, office.now, &where, NULL, 0, NULL, &event),
                     0);
    uint64_t last = last_event();
    expect_refused(post("21", PARK, OF(",\"destination\":\"1000\"")), 409, last);
    expect_refused(post("20", RETRIEVE, "{}"), 404, last);
    expect_refused(post("21", RETRIEVE, "{\"destination\":\"1000\"}"), 404, last);
}
END_TEST

START_TEST(a_lot_that_is_not_there_is_an_internal_error)
{
    other.changed_user = "21";
    other.lot = "no such lot";
    other.call_type = 1;
    uint64_t last = last_event();
    expect_refused(post("21", PARK, OF("")), 500, last);
    expect_refused(post("21", PARK, OF(",\"isGroupPark\":true")), 500, last);
    ck_assert_int_ge(post("21", RETRIEVE, "{}"), 400);
    ck_assert_int_ge(post("21", RETRIEVE, "{\"destination\":\"5\"}"), 400);
}
END_TEST

/* ---- Answers ---- */

static const struct {
    const char *number;
    const char *shown;
} numbers[] = {
    {"tel:+1555", "\"number\":\"+1555\""},
    {"TEL:+1555", "\"number\":\"+1555\""},
    {"sip:john@x.example", "\"number\":\"john@x.example\""},
    {"*73", "\"number\":\"*73\""},
};

START_TEST(a_number_in_an_answer_carries_no_scheme)
{
    other.changed_user = "20";
    other.number = numbers[_i].number;
    other.call_type = CALLPARK_CALL_TYPE_LOCATION;
    ck_assert_int_eq(post("21", PARK, OF(",\"destination\":\"1000\"")), 200);
    ck_assert_msg(strstr(body(), numbers[_i].shown) != NULL, "%s", body());
    ck_assert_ptr_null(strstr(body(), ":+1555"));
    ck_assert_ptr_null(strstr(body(), "sip:"));
}
END_TEST

static const char *const call_types[] = {"other",    "location",  "organization",
                                         "external", "emergency", "repair"};

START_TEST(a_call_type_is_in_every_answer)
{
    char expected[64];
    other.changed_user = _i % 2 ? "20" : "21"; /* with and without privacy */
    other.call_type = (uint32_t)_i / 2;
    ck_assert_int_eq(post("21", PARK, _i % 2 ? OF(",\"destination\":\"1000\"") : OF("")), 200);
    snprintf(expected, sizeof expected, "\"privacyEnabled\":%s,\"callType\":\"%s\"}}",
             _i % 2 ? "false" : "true", call_types[_i / 2]);
    ck_assert_msg(strstr(body(), expected) != NULL, "%s", body());
}
END_TEST

START_TEST(a_tracking_id_is_never_that_of_the_request)
{
    ck_assert_int_eq(post("21", PARK,
                          OF(",\"trackingId\":\"ECHO\",\"callId2\":5,\"destination\":"
                             "\"77\"")),
                     404);
    ck_assert_ptr_null(strstr(body(), "ECHO"));
    ck_assert_int_eq(post("21", "/v1/telephony/calls/ECHO", "{}"), 404);
    ck_assert_ptr_null(strstr(body(), "ECHO"));
    ck_assert_int_eq(post("21", MEMBER("ECHO", "park"), OF("")), 404);
    ck_assert_ptr_null(strstr(body(), "ECHO"));
}
END_TEST

/* ---- Retrieving ---- */

START_TEST(retrieval_stops_the_ring)
{
    struct callpark_event event;
    callpark_event_init(&event);
    ck_assert_int_eq(post("21", PARK, OF(",\"destination\":\"1000\"")), 200);
    office.now += 180000;
    ck_assert_int_eq(callpark_poll(office.registry, office.now, &event), 1);
    uint64_t ring = event.serial;
    ck_assert_uint_ne(ring, 0);
    ck_assert_int_eq(post("22", RETRIEVE, "{\"destination\":\"1000\"}"), 201);
    ck_assert_uint_eq(other.kind, CALLPARK_EVENT_ENDED);
    ck_assert_uint_eq(other.stops, ring);
}
END_TEST

START_TEST(a_destination_is_an_extension_before_it_is_a_slot)
{
    struct callpark_lot_config config;
    struct callpark_event event;
    callpark_event_init(&event);
    callpark_lot_config_init(&config);
    config.first_slot = 1000;
    config.last_slot = 1009;
    ck_assert_int_eq(callpark_lot_configure(office.registry, 1, "org-3", &config, NULL, &event), 0);
    ck_assert_int_eq(office_ask(&office, "12", "PUT", "/uapi/phoneCalls/@self",
                                "{\"action\":\"Park\",\"phoneCallViewId\":\"01\"}"),
                     202); /* in slot 1000 */
    ck_assert_int_eq(post("21", PARK, OF(",\"destination\":\"1000\"")), 200);
    ck_assert_int_eq(post("22", RETRIEVE, "{\"destination\":\"1000\"}"), 201);
    ck_assert_ptr_nonnull(strstr(body(), WEBEX_CALL));
    ck_assert_uint_eq(callpark_count(office.registry), 1);
}
END_TEST

START_TEST(a_slot_is_no_place_to_park)
{
    uint64_t last = last_event();
    expect_refused(post("21", PARK, OF(",\"destination\":\"5\"")), 404, last);
    ck_assert_uint_eq(callpark_count(office.registry), 0);
}
END_TEST

/* ---- For others ---- */

/* Each command asks for the right of its own, and only 1 is a consent. */
static const struct {
    uint32_t right;
    const char *target, *body;
    int status;
} rights[] = {
    {CALLPARK_RIGHT_PARK, MEMBER("20", "park"), "{\"callId\":\"johns\"}", 200},
    {CALLPARK_RIGHT_PARK, PARK, "{\"callId\":\"johns\",\"lineOwnerId\":\"20\"}", 200},
    {CALLPARK_RIGHT_RETRIEVE, MEMBER("20", "retrieve"), "{}", 201},
    {CALLPARK_RIGHT_RETRIEVE, RETRIEVE, "{\"lineOwnerId\":\"20\"}", 201},
    {CALLPARK_RIGHT_RETRIEVE, RETRIEVE, "{\"lineOwnerId\":\"20\",\"destination\":\"1000\"}", 201},
};

START_TEST(each_command_needs_its_own_right)
{
    bool retrieves = rights[_i].right == CALLPARK_RIGHT_RETRIEVE;
    directory_add_call(&office.directory, "johns", "1000");
    if (retrieves)
        ck_assert_int_eq(post("20", PARK, "{\"callId\":\"johns\"}"), 200);
    uint64_t last = last_event();
    other.may = 1;
    for (other.right = 1; other.right <= 3; other.right++) {
        if (other.right != rights[_i].right)
            expect_refused(post("22", rights[_i].target, rights[_i].body), 403, last);
    }
    other.right = rights[_i].right;
    other.may = CALLPARK_ERR_NOMEM; /* an error is no consent */
    ck_assert_int_ge(post("22", rights[_i].target, rights[_i].body), 400);
    ck_assert_uint_eq(last_event(), last);
    other.may = 1;
    ck_assert_int_eq(post("22", rights[_i].target, rights[_i].body), rights[_i].status);
}
END_TEST

static const struct {
    const char *target, *body;
} owners[] = {
    {MEMBER("me", "park"), OF(",\"lineOwnerId\":\"21\"")},
    {MEMBER("22", "park"), OF(",\"lineOwnerId\":\"21\"")},
    {MEMBER("20", "park"), OF(",\"lineOwnerId\":\"ann-person\"")},
    {MEMBER("21", "park"), OF(",\"lineOwnerId\":\"20\"")},
    {MEMBER("21", "park"), OF(",\"lineOwnerId\":\"22\"")},
    {MEMBER("me", "retrieve"), "{\"lineOwnerId\":\"21\"}"},
    {MEMBER("22", "retrieve"), "{\"lineOwnerId\":\"21\"}"},
    {MEMBER("21", "retrieve"), "{\"lineOwnerId\":\"22\"}"},
};

/* 20 may act for 22, and not for 21: whichever of the two counts, not both were allowed. */
START_TEST(a_member_and_a_line_owner_are_no_way_around_consent)
{
    struct callpark_info info;
    ck_assert_int_eq(post("21", PARK, OF("")), 200);
    uint64_t last = last_event();
    int status = post("20", owners[_i].target, owners[_i].body);
    ck_assert_msg(status >= 400, "%s %s: %d", owners[_i].target, owners[_i].body, status);
    ck_assert_uint_eq(last_event(), last);
    ck_assert(find(WEBEX_CALL, &info));
}
END_TEST

START_TEST(a_member_parks_in_his_own_lot)
{
    struct callpark_event event;
    struct callpark_info info;
    callpark_event_init(&event);
    ck_assert_int_eq(callpark_lot_add(office.registry, 1, "annex", NULL, NULL, &event), 0);
    other.changed_user = "22";
    other.lot = "annex";
    directory_add_call(&office.directory, "twos", "1003");
    ck_assert_int_eq(post("20", MEMBER("two-person", "park"), "{\"callId\":\"twos\"}"), 200);
    ck_assert(find("twos", &info));
    ck_assert_str_eq(info.lot, "annex");
    ck_assert_int_eq(post("20", RETRIEVE, "{\"destination\":\"1003\"}"), 404); /* not in his lot */
    ck_assert_int_eq(post("20", MEMBER("22", "retrieve"), "{\"destination\":\"1003\"}"), 201);
}
END_TEST

/* ---- Nothing of another organization ---- */

/* Two requests that differ in what they name: something of another organization, or nothing. */
static const struct {
    const char *user, *target, *body, *other_target, *other_body;
} pairs[] = {
    {"12", PARK, "{\"callId\":\"foreign\"}", PARK, "{\"callId\":\"nothing\"}"},
    {"12", PARK, "{\"callId\":\"foreign parked\"}", PARK, "{\"callId\":\"nothing\"}"},
    {"12", PARK, "{\"callId\":\"foreign\",\"isGroupPark\":true}", PARK,
     "{\"callId\":\"nothing\",\"isGroupPark\":true}"},
    {"21", PARK, OF(",\"destination\":\"2000\""), PARK, OF(",\"destination\":\"2001\"")},
    {"21", PARK, OF(",\"destination\":\"+14440000000\""), PARK,
     OF(",\"destination\":\"+14440000001\"")},
    {"21", PARK, OF(",\"destination\":\"foreign@pbx.example\""), PARK,
     OF(",\"destination\":\"nobody@pbx.example\"")},
    {"21", MEMBER("40", "park"), OF(""), MEMBER("41", "park"), OF("")},
    {"21", MEMBER("foreign-person", "retrieve"), "{}", MEMBER("nobody", "retrieve"), "{}"},
    {"21", PARK, OF(",\"lineOwnerId\":\"40\""), PARK, OF(",\"lineOwnerId\":\"41\"")},
    {"21", RETRIEVE, "{\"destination\":\"2000\"}", RETRIEVE, "{\"destination\":\"2001\"}"},
    {"21", RETRIEVE, "{\"destination\":\"foreign@pbx.example\"}", RETRIEVE,
     "{\"destination\":\"nobody@pbx.example\"}"},
    {"21", RETRIEVE, "{\"destination\":\"2000\",\"lineOwnerId\":\"40\"}", RETRIEVE,
     "{\"destination\":\"2000\",\"lineOwnerId\":\"41\"}"},
    /* In a lot that they share, at an extension and in slot 1. */
    {"60", RETRIEVE, "{\"destination\":\"500\"}", RETRIEVE, "{\"destination\":\"501\"}"},
    {"60", RETRIEVE, "{\"destination\":\"1\"}", RETRIEVE, "{\"destination\":\"2\"}"},
    {"60", PARK, "{\"callId\":\"six\",\"destination\":\"500\"}", PARK,
     "{\"callId\":\"six\",\"destination\":\"501\"}"},
    {"60", PARK, "{\"callId\":\"six\",\"destination\":\"1\"}", PARK,
     "{\"callId\":\"six\",\"destination\":\"3\"}"},
    /* Claimed, it is nothing too. */
    {"60", RETRIEVE, "{\"destination\":\"3\"}", RETRIEVE, "{\"destination\":\"4\"}"},
};

static void park_over_there(void)
{
    directory_add_call(&office.directory, "foreign", "2000");
    directory_add_call(&office.directory, "foreign parked", "2000");
    directory_add_call(&office.directory, "six", "600");
    directory_add_call(&office.directory, "five", "500");
    directory_add_call(&office.directory, "five in 1", "500");
    directory_add_call(&office.directory, "five in 2", "500");
    directory_add_call(&office.directory, "five in 3", "500");
    ck_assert_int_eq(post("40", PARK, "{\"callId\":\"foreign parked\"}"), 200);
    ck_assert_int_eq(post("50", PARK, "{\"callId\":\"five\"}"), 200);
    for (int i = 1; i <= 3; i++) {
        char target[80];
        snprintf(target, sizeof target, "/uapi/phoneCalls/@me/500/five%%20in%%20%d", i);
        ck_assert_int_eq(office_ask(&office, "50", "PUT", target, UAPI_PARK_00), 202);
    }
    ck_assert_int_eq(post("50", RETRIEVE, "{\"destination\":\"2\"}"), 201);
    claim("five in 3");
}

START_TEST(what_is_foreign_is_answered_like_nothing)
{
    char first[1024];
    park_over_there();
    uint64_t last = last_event();
    other.may = 1; /* whatever the directory says of rights */
    other.right = (uint32_t)_i % 2 ? CALLPARK_RIGHT_PARK : CALLPARK_RIGHT_RETRIEVE;
    int status =
        ask(pairs[_i].user, "POST", pairs[_i].target, JSON, pairs[_i].body, strlen(pairs[_i].body));
    expect_refused(status, 404, last);
    snprintf(first, sizeof first, "%s", body());
    uint32_t headers = office.response.header_count;
    ck_assert_int_eq(ask(pairs[_i].user, "POST", pairs[_i].other_target, JSON, pairs[_i].other_body,
                         strlen(pairs[_i].other_body)),
                     status);
    ck_assert_str_eq(body(), first);
    ck_assert_uint_eq(office.response.header_count, headers);
}
END_TEST

/* The host parked what is theirs where we look: at our own extension, in our lot. */
START_TEST(a_foreign_call_at_ones_own_extension_is_not_retrieved)
{
    struct callpark_where where = callpark_at_extension("org-3", "1000");
    struct callpark_call call;
    struct callpark_event event;
    directory_add_call(&office.directory, "foreign", "2000");
    callpark_call_init(&call);
    callpark_event_init(&event);
    call.call_id = "foreign";
    ck_assert_int_eq(callpark_park(office.registry, office.now, &where, &call, NULL, NULL, &event),
                     0);
    uint64_t last = last_event();
    expect_refused(post("20", RETRIEVE, "{}"), 404, last);
    expect_refused(post("20", RETRIEVE, "{\"destination\":\"1000\"}"), 404, last);
    ck_assert_int_ge(post("21", PARK, OF(",\"destination\":\"1000\"")), 400);
    ck_assert_uint_eq(last_event(), last);
}
END_TEST

/* Whatever memory is missing, the first too, the answer is in the format of the request. */
START_TEST(a_failure_is_told_in_the_format_of_the_request)
{
    static struct heap heap; /* for the tear-down too */
    struct callpark_allocator allocator = heap_allocator(&heap);
    for (uint64_t number = 1; number < 50; number++) {
        office_close(&office);
        heap = (struct heap){0};
        ck_assert_int_eq(office_open(&office, 0, &allocator), 0);
        uint64_t last = last_event();
        heap.fail_at = heap.asked + number;
        int status = post("21", PARK, OF(",\"destination\":\"1000\""));
        if (status == 200)
            break;
        expect_refused(status, 500, last);
    }
    ck_assert_uint_eq(callpark_count(office.registry), 1);
}
END_TEST

START_TEST(conflicts_do_not_depend_on_who_holds_the_place)
{
    /* A private user's call and a colleague's: the same words. */
    char first[1024];
    directory_add_call(&office.directory, "johns", "1000");
    directory_add_call(&office.directory, "twos", "1002");
    ck_assert_int_eq(post("21", PARK, OF("")), 200);
    ck_assert_int_eq(post("20", PARK, "{\"callId\":\"johns\"}"), 200);
    const char *text = "{\"callId\":\"twos\",\"destination\":\"1001\"}";
    ck_assert_int_eq(ask("22", "POST", PARK, JSON, text, strlen(text)), 409);
    snprintf(first, sizeof first, "%s", body());
    text = "{\"callId\":\"twos\",\"destination\":\"1000\"}";
    ck_assert_int_eq(ask("22", "POST", PARK, JSON, text, strlen(text)), 409);
    ck_assert_str_eq(body(), first);
    ck_assert_ptr_null(strstr(body(), "Ann"));
}
END_TEST

Suite *notes_webex_suite(void);
Suite *notes_webex_suite(void)
{
    Suite *suite = suite_create("json/notes_webex");
    TCase *tcase = tcase_create("notes_webex");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_loop_test(tcase, of_two_errors_the_one_whose_turn_comes_first, 0, (int)COUNT(orders));
    tcase_add_test(tcase, the_state_comes_last);
    tcase_add_test(tcase, other_methods_are_405_and_post_is_allowed);
    tcase_add_test(tcase, a_body_is_what_its_length_says);
    tcase_add_test(tcase, a_call_at_no_extension_of_his_is_parked_against_his_first);
    tcase_add_test(tcase, who_has_no_extension_needs_a_destination);
    tcase_add_loop_test(tcase, the_lots_timeout_and_recall_policy_apply, 0, 2);
    tcase_add_test(tcase, a_group_is_tried_from_its_first_member_each_time);
    tcase_add_test(tcase, in_a_group_the_member_parks);
    tcase_add_test(tcase, a_group_does_not_lead_to_another_organization);
    tcase_add_test(tcase, a_reserved_place_is_taken_and_holds_no_call);
    tcase_add_test(tcase, a_lot_that_is_not_there_is_an_internal_error);
    tcase_add_loop_test(tcase, a_number_in_an_answer_carries_no_scheme, 0, (int)COUNT(numbers));
    tcase_add_loop_test(tcase, a_call_type_is_in_every_answer, 0, 12);
    tcase_add_test(tcase, a_tracking_id_is_never_that_of_the_request);
    tcase_add_test(tcase, retrieval_stops_the_ring);
    tcase_add_test(tcase, a_destination_is_an_extension_before_it_is_a_slot);
    tcase_add_test(tcase, a_slot_is_no_place_to_park);
    tcase_add_loop_test(tcase, each_command_needs_its_own_right, 0, (int)COUNT(rights));
    tcase_add_loop_test(tcase, a_member_and_a_line_owner_are_no_way_around_consent, 0,
                        (int)COUNT(owners));
    tcase_add_test(tcase, a_member_parks_in_his_own_lot);
    tcase_add_loop_test(tcase, what_is_foreign_is_answered_like_nothing, 0, (int)COUNT(pairs));
    tcase_add_test(tcase, a_foreign_call_at_ones_own_extension_is_not_retrieved);
    tcase_add_test(tcase, a_failure_is_told_in_the_format_of_the_request);
    tcase_add_test(tcase, conflicts_do_not_depend_on_who_holds_the_place);
    suite_add_tcase(suite, tcase);
    return suite;
}
