/* SPDX-License-Identifier: MIT */
/* lib/json/webex_*.c: requests in the Webex format, and their answers. */
#include <check.h>

#include "support_service.h"

#include <stdio.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define PARK "/v1/telephony/calls/park"
#define RETRIEVE "/v1/telephony/calls/retrieve"
#define MEMBER(who, what) "/v1/telephony/calls/members/" who "/" what
#define OF(rest) "{\"callId\":\"" WEBEX_CALL "\"" rest "}"
#define TO(destination) "{\"callId\":\"" WEBEX_CALL "\",\"destination\":\"" destination "\"}"
#define JOHN "Y2lzY29zcGFyazovL3VzL1BFT1BMRS9hMTlkODJhMi00ZTY5LTU5YWEtOWYyZi1iY2E2MzEwMTNhNjg="
#define DESK "Y2lzY29zcGFyazovL3VzL1BMQUNFL2ExOWQ4MmEyLTRlNjktNTlhYS05ZjJmLWJjYTYzMTAxM2E2OA=="
#define AGAINST_JOHN                                                                               \
    "{\"parkedAgainst\":{\"name\":\"John Smith\",\"number\":\"+12223334444\",\"personId\":\"" JOHN \
    "\",\"placeId\":\"" DESK "\",\"privacyEnabled\":false,\"callType\":\"location\"}}"
#define AGAINST_PRIVATE "{\"parkedAgainst\":{\"privacyEnabled\":true,\"callType\":\"location\"}}"
#define RETRIEVED "{\"callId\":\"" WEBEX_CALL "\",\"callSessionId\":\"" WEBEX_CALL "\"}"

static struct office office;

static void set_up(void)
{
    ck_assert_int_eq(office_open(&office, 0, NULL), 0);
}

static void tear_down(void)
{
    office_close(&office);
}

static const char *body(void)
{
    return office.response.body;
}

static int post(const char *user, const char *target, const char *text)
{
    return office_ask(&office, user, "POST", target, text);
}

static const char *place_of(const char *id, struct callpark_info *info)
{
    struct callpark_which which = callpark_by_call(id);
    callpark_info_init(info);
    return callpark_find(office.registry, &which, info) == 0 ? info->extension : NULL;
}

/* ---- The document's example ---- */

START_TEST(the_documents_example_is_answered_as_it_shows)
{
    ck_assert_int_eq(post("21", PARK,
                          "{ \"callId\": \"" WEBEX_CALL "\", \"destination\": \"1000\", "
                          "\"isGroupPark\": false }"),
                     200);
    ck_assert_str_eq(body(), AGAINST_JOHN);
    struct callpark_info info;
    ck_assert_str_eq(place_of(WEBEX_CALL, &info), "1000");
    ck_assert_str_eq(info.parker, "1001");
    ck_assert_ptr_null(info.tag);
    ck_assert_uint_eq(info.deadline, office.now + 180000); /* the lot's default */
}
END_TEST

START_TEST(the_number_of_the_answer_retrieves_the_call)
{
    post("21", PARK, TO("1000"));
    ck_assert_int_eq(post("12", RETRIEVE, "{ \"destination\": \"+12223334444\" }"), 201);
    ck_assert_str_eq(body(), RETRIEVED);
    ck_assert_str_eq(directory_delivery(&office.directory), "12 0003*210 - - - 0");
    ck_assert_uint_eq(callpark_count(office.registry), 0);
}
END_TEST

/* ---- Errors: status, nothing changed, always the three members ---- */

static const struct refusal {
    const char *user, *method, *target, *type, *body;
    int status;
} refusals[] = {
    /* Paths: no suffix of another one, nothing behind it. */
    {"21", "POST", "/", "application/json", "{}", 404},
    {"21", "POST", "", "application/json", "{}", 400},
    {"21", "POST", "/telephony/calls", "application/json", "{}", 404},
    {"21", "POST", "/telephony/calls/hold", "application/json", "{}", 404},
    {"21", "POST", "/x/v1/telephony/calls/park", "application/json", TO("1000"), 404},
    {"21", "POST", "/v/telephony/calls/park", "application/json", TO("1000"), 404},
    {"21", "POST", "/v1x/telephony/calls/park", "application/json", TO("1000"), 404},
    {"21", "POST", "/v1/v1/telephony/calls/park", "application/json", TO("1000"), 404},
    {"21", "POST", PARK "/x", "application/json", TO("1000"), 404},
    {"21", "POST", "/v1/telephony/calls/Park", "application/json", TO("1000"), 404},
    {"21", "POST", "/v1/telephony/calls/members/park", "application/json", TO("1000"), 404},
    {"21", "POST", MEMBER("%zz", "park"), "application/json", TO("1000"), 400},
    {"21", "POST", "/v1//telephony/calls/park", "application/json", TO("1000"), 400},
    {"21", "POST", MEMBER("%2e", "park"), "application/json", TO("1000"), 400},
    /* Methods. */
    {"21", "GET", PARK, NULL, NULL, 405},
    {"21", "PUT", RETRIEVE, "application/json", "{}", 405},
    {NULL, "GET", PARK, NULL, NULL, 405},
    /* The user. */
    {NULL, "POST", PARK, "application/json", TO("1000"), 401},
    {"99", "POST", PARK, "application/json", TO("1000"), 401},
    {NULL, "POST", PARK, "text/plain", "[", 401},
    /* Media types. */
    {"21", "POST", PARK, NULL, TO("1000"), 415},
    {"21", "POST", PARK, "", TO("1000"), 415},
    {"21", "POST", PARK, "text/plain", TO("1000"), 415},
    {"21", "POST", PARK, "application/jsonx", TO("1000"), 415},
    {"21", "POST", PARK, "application/json-patch+json", TO("1000"), 415},
    {"21", "POST", PARK, "text/plain", "[", 415},
    {"21", "POST", RETRIEVE, "text/plain", NULL, 415},
    {"21", "POST", RETRIEVE, "", "{}", 415},
    /* Bodies. */
    {"21", "POST", PARK, "application/json", NULL, 400},
    {"21", "POST", PARK, "application/json", "", 400},
    {"21", "POST", PARK, "application/json", "{}", 400},
    {"21", "POST", PARK, "application/json", "[]", 400},
    {"21", "POST", PARK, "application/json", "{\"callId\":5}", 400},
    {"21", "POST", PARK, "application/json", "{\"callId\":\"\"}", 400},
    {"21", "POST", PARK, "application/json", "{\"callId\":null}", 400},
    {"21", "POST", PARK, "application/json", OF(",\"callId\":\"x\""), 400},
    {"21", "POST", PARK, "application/json", OF(",\"isGroupPark\":\"true\""), 400},
    {"21", "POST", PARK, "application/json", OF(",\"isGroupPark\":1"), 400},
    {"21", "POST", PARK, "application/json", OF(",\"destination\":1000"), 400},
    {"21", "POST", PARK, "application/json", OF(",\"lineOwnerId\":1"), 400},
    {"21", "POST", RETRIEVE, "application/json", "[]", 400},
    {"21", "POST", RETRIEVE, "application/json", "{\"destination\":5}", 400},
    {"21", "POST", RETRIEVE, "application/json", "{\"endpointId\":5}", 400},
    {"21", "POST", RETRIEVE, "application/json", "{} x", 400},
    /* Destinations: malformed, unknown, another organization's. */
    {"21", "POST", PARK, "application/json", TO(""), 400},
    {"21", "POST", PARK, "application/json", TO(" 1000"), 400},
    {"21", "POST", PARK, "application/json", TO("10 00"), 400},
    {"21", "POST", PARK, "application/json", TO("abc"), 400},
    {"21", "POST", PARK, "application/json", TO("tel:"), 400},
    {"21", "POST", PARK, "application/json", TO("sip:"), 400},
    {"21", "POST", PARK, "application/json", TO("@domain"), 400},
    {"21", "POST", PARK, "application/json", TO("user@"), 400},
    {"21", "POST", PARK, "application/json", TO("sip:john@pbx.example;user=phone"), 400},
    {"21", "POST", PARK, "application/json", TO("tel:+12223334444;ext=1"), 400},
    {"21", "POST", PARK, "application/json", TO("77"), 404},
    {"21", "POST", PARK, "application/json", TO("john@other.example"), 404},
    {"21", "POST", PARK, "application/json", TO("john"), 400},
    {"21", "POST", PARK, "application/json", TO("2000"), 404},
    {"21", "POST", PARK, "application/json", TO("+14440000000"), 404},
    {"21", "POST", PARK, "application/json", TO("sip:foreign@pbx.example"), 404},
    /* Calls: unknown, a colleague's, another organization's. */
    {"21", "POST", PARK, "application/json", "{\"callId\":\"nothing\"}", 404},
    {"21", "POST", PARK, "application/json", "{\"callId\":\"" UAPI_CALL "\"}", 403},
    {"40", "POST", PARK, "application/json", OF(""), 404},
    /* Members: without consent, unknown, another organization's; by body and by path. */
    {"21", "POST", MEMBER("20", "park"), "application/json", OF(""), 403},
    {"21", "POST", MEMBER(JOHN, "retrieve"), "application/json", "{}", 403},
    {"21", "POST", PARK, "application/json", OF(",\"lineOwnerId\":\"20\""), 403},
    {"21", "POST", MEMBER("98", "park"), "application/json", OF(""), 404},
    {"21", "POST", MEMBER("40", "park"), "application/json", OF(""), 404},
    {"21", "POST", PARK, "application/json", OF(",\"lineOwnerId\":\"foreign-person\""), 404},
    {"21", "POST", RETRIEVE, "application/json", "{\"lineOwnerId\":\"98\"}", 404},
    /* That of the path is asked, even if the body names oneself or somebody who consents. */
    {"21", "POST", MEMBER("20", "park"), "application/json", OF(",\"lineOwnerId\":\"21\""), 403},
    {"20", "POST", MEMBER("21", "retrieve"), "application/json", "{\"lineOwnerId\":\"22\"}", 403},
    /* Groups. */
    {"12", "POST", PARK, "application/json", "{\"callId\":\"" UAPI_CALL "\",\"isGroupPark\":true}",
     409},
    /* Nothing parked there. */
    {"21", "POST", RETRIEVE, "application/json", "{}", 404},
    {"21", "POST", RETRIEVE, NULL, NULL, 404},
    {"21", "POST", RETRIEVE, "", NULL, 404},
    {"23", "POST", RETRIEVE, NULL, NULL, 404},
    {"21", "POST", RETRIEVE, "application/json", "{\"destination\":\"1000\"}", 404},
    {"21", "POST", RETRIEVE, "application/json", "{\"destination\":\"5\"}", 404},
    {"21", "POST", RETRIEVE, "application/json", "{\"destination\":\"77\"}", 404},
    {"21", "POST", RETRIEVE, "application/json", "{\"destination\":\"x77\"}", 400},
    {"21", "POST", RETRIEVE, "application/json", "{\"destination\":\"005\"}", 404},
    {"21", "POST", RETRIEVE, "application/json", "{\"destination\":\"4294967301\"}", 404},
};

static int ask_as(const struct refusal *row)
{
    struct callpark_request request;
    callpark_request_init(&request);
    request.now = office.now;
    request.method = row->method;
    request.target = row->target;
    request.content_type = row->type;
    request.body = row->body;
    request.body_length = row->body ? strlen(row->body) : 0;
    request.user = row->user;
    ck_assert_int_eq(callpark_service_answer(office.service, &request, &office.response), 0);
    return (int)office.response.status;
}

START_TEST(a_bad_request_is_refused_and_changes_nothing)
{
    const struct refusal *row = &refusals[_i];
    int status = ask_as(row);
    ck_assert_msg(status == row->status, "%s %s %s: %d %s", row->method, row->target,
                  row->body ? row->body : "", status, body());
    ck_assert_int_eq(strncmp(body(), "{\"message\":\"", 12), 0);
    ck_assert_ptr_nonnull(strstr(body(), ",\"errors\":[{\"description\":\""));
    ck_assert_ptr_nonnull(strstr(body(), "}],\"trackingId\":\"CALLPARK_1\"}"));
    ck_assert_uint_eq(callpark_last_event(office.registry), 4);
    ck_assert_uint_eq(office.directory.changes, 0);
    ck_assert((office_header(&office, "Allow") != NULL) == (status == 405));
    ck_assert((office_header(&office, "WWW-Authenticate") != NULL) == (status == 401));
}
END_TEST

static const char *const media_types[] = {
    "application/json",
    "Application/JSON",
    "application/json;charset=utf-8",
    "application/json ; Charset=UTF-8",
    "application/json; charset=\"utf-8\"; x=y",
};

START_TEST(media_types_are_compared_without_case_and_parameters)
{
    struct refusal row = {"21", "POST", PARK, media_types[_i], TO("1000"), 200};
    ck_assert_int_eq(ask_as(&row), 200);
}
END_TEST

START_TEST(the_hosts_tracking_id_is_in_the_answer)
{
    struct callpark_request request;
    callpark_request_init(&request);
    request.now = 1;
    request.method = "POST";
    request.target = "/";
    request.tracking_id = "ROUTER_\"1\"";
    ck_assert_int_eq(callpark_service_answer(office.service, &request, &office.response), 0);
    ck_assert_ptr_nonnull(strstr(body(), "\"trackingId\":\"ROUTER_\\\"1\\\"\"}"));
    request.tracking_id = NULL;
    callpark_service_answer(office.service, &request, &office.response);
    ck_assert_ptr_nonnull(strstr(body(), "\"trackingId\":\"CALLPARK_1\"}"));
    callpark_service_answer(office.service, &request, &office.response);
    ck_assert_ptr_nonnull(strstr(body(), "\"trackingId\":\"CALLPARK_2\"}"));
}
END_TEST

/* ---- Where a call is parked ---- */

static const struct place {
    const char *body;
    const char *extension;
    const char *answer;
} places[] = {
    {TO("1000"), "1000", AGAINST_JOHN},
    {TO("+12223334444"), "1000", AGAINST_JOHN},
    {TO("tel:+12223334444"), "1000", AGAINST_JOHN},
    {TO("TEL:+12223334444"), "1000", AGAINST_JOHN},
    {TO("john@pbx.example"), "1000", AGAINST_JOHN},
    {TO("sip:john@pbx.example"), "1000", AGAINST_JOHN},
    {TO("SIP:john@pbx.example"), "1000", AGAINST_JOHN},
    {OF(""), "1001", AGAINST_PRIVATE},
    {OF(",\"destination\":null"), "1001", AGAINST_PRIVATE},
    {OF(",\"isGroupPark\":false"), "1001", AGAINST_PRIVATE},
    {OF(",\"isGroupPark\":null"), "1001", AGAINST_PRIVATE},
    {OF(",\"lineOwnerId\":\"21\""), "1001", AGAINST_PRIVATE},
    {OF(",\"lineOwnerId\":\"ann-person\""), "1001", AGAINST_PRIVATE},
    {OF(",\"lineOwnerId\":\"ann-place\""), "1001", AGAINST_PRIVATE},
    {OF(",\"isGroupPark\":true"), "1000", AGAINST_JOHN}, /* the first of the group */
    {OF(",\"isGroupPark\":true,\"destination\":\"no such\""), "1000", AGAINST_JOHN},
    {OF(",\"isGroupPark\":true,\"destination\":5"), "1000", AGAINST_JOHN},
    {TO("1002"), "1002",
     "{\"parkedAgainst\":{\"name\":\"Two Lines\",\"number\":\"1002\",\"personId\":\"two-person\","
     "\"privacyEnabled\":false,\"callType\":\"location\"}}"},
    /* His number leads to the other extension: the answer's number is this one. */
    {TO("1003"), "1003",
     "{\"parkedAgainst\":{\"name\":\"Two Lines\",\"number\":\"1003\",\"personId\":\"two-person\","
     "\"privacyEnabled\":false,\"callType\":\"location\"}}"},
    {TO("0003*211"), "0003*211",
     "{\"parkedAgainst\":{\"name\":\"Default User\",\"privacyEnabled\":false,"
     "\"callType\":\"organization\"}}"},
};

START_TEST(a_call_is_parked_where_the_request_says)
{
    struct callpark_info info;
    ck_assert_msg(post("21", PARK, places[_i].body) == 200, "%s: %s", places[_i].body, body());
    ck_assert_str_eq(body(), places[_i].answer);
    ck_assert_str_eq(place_of(WEBEX_CALL, &info), places[_i].extension);
}
END_TEST

static const char *const prefixes[] = {"", "/v1", "/v2", "/v20"};

START_TEST(the_version_in_the_path_may_be_any_or_none)
{
    char target[64];
    snprintf(target, sizeof target, "%s/telephony/calls/park", prefixes[_i]);
    ck_assert_int_eq(post("21", target, TO("1000")), 200);
    snprintf(target, sizeof target, "%s/telephony/calls/members/me/retrieve/?x=1", prefixes[_i]);
    ck_assert_int_eq(post("20", target, "{}"), 201);
}
END_TEST

START_TEST(without_a_destination_it_is_the_calls_extension)
{
    struct callpark_info info;
    directory_add_call(&office.directory, "second line", "1003");
    ck_assert_int_eq(post("22", PARK, "{\"callId\":\"second line\"}"), 200);
    ck_assert_str_eq(place_of("second line", &info), "1003");
}
END_TEST

START_TEST(a_user_is_not_chosen_from_his_own_group)
{
    struct callpark_info info;
    directory_add_call(&office.directory, "johns", "1000");
    directory_add_call(&office.directory, "twos", "1002");
    ck_assert_int_eq(post("20", PARK, "{\"callId\":\"johns\",\"isGroupPark\":true}"), 200);
    ck_assert_str_eq(place_of("johns", &info), "1001");
    ck_assert_str_eq(body(), AGAINST_PRIVATE);
    /* 22 is in the group with his other extension. */
    ck_assert_int_eq(post("22", PARK, "{\"callId\":\"twos\",\"isGroupPark\":true}"), 200);
    ck_assert_str_eq(place_of("twos", &info), "1000");
}
END_TEST

static void set_unavailable(const char *extension)
{
    struct callpark_event event;
    callpark_event_init(&event);
    ck_assert_int_eq(callpark_member_set_available(office.registry, office.now, "org-3", extension,
                                                   0, NULL, &event),
                     0);
}

/* Not even if nobody else is left, and he is in it with another extension than the call is at. */
START_TEST(a_user_parks_with_the_extension_that_is_in_the_group)
{
    struct callpark_info info;
    directory_add_call(&office.directory, "twos", "1002");
    directory_add_call(&office.directory, "another", "1002");
    ck_assert_int_eq(post("22", PARK, "{\"callId\":\"twos\",\"isGroupPark\":true}"), 200);
    place_of("twos", &info);
    ck_assert_str_eq(info.parker, "1003");
    set_unavailable("1001");
    ck_assert_int_eq(post("22", PARK, "{\"callId\":\"another\",\"isGroupPark\":true}"), 409);
    ck_assert_uint_eq(callpark_count(office.registry), 1);
}
END_TEST

START_TEST(of_two_groups_it_is_the_one_of_the_extension_that_the_call_is_at)
{
    static const char *const members[] = {"1002", "0003*210"};
    struct callpark_info info;
    struct callpark_group_config config;
    struct callpark_event event;
    callpark_group_config_init(&config);
    callpark_event_init(&event);
    config.members = members;
    config.member_count = COUNT(members);
    ck_assert_int_eq(
        callpark_group_add(office.registry, office.now, "org-3", "others", &config, NULL, &event),
        0);
    directory_add_call(&office.directory, "first line", "1002");
    directory_add_call(&office.directory, "second line", "1003");
    ck_assert_int_eq(post("22", PARK, "{\"callId\":\"second line\",\"isGroupPark\":true}"), 200);
    ck_assert_str_eq(place_of("second line", &info), "1000");
    ck_assert_int_eq(post("22", PARK, "{\"callId\":\"first line\",\"isGroupPark\":true}"), 200);
    ck_assert_str_eq(place_of("first line", &info), "0003*210");
}
END_TEST

static void configure_group(uint32_t flags)
{
    static const char *const members[] = {"1000", "1001", "1003"};
    struct callpark_group_config config;
    struct callpark_event event;
    callpark_group_config_init(&config);
    callpark_event_init(&event);
    config.members = members;
    config.member_count = COUNT(members);
    config.flags = flags;
    ck_assert_int_eq(callpark_group_configure(office.registry, office.now, "org-3", "sales",
                                              &config, NULL, &event),
                     0);
}

START_TEST(a_user_is_chosen_from_a_group_that_allows_it)
{
    struct callpark_info info;
    configure_group(CALLPARK_GROUP_ALLOW_PARKER);
    directory_add_call(&office.directory, "johns", "1000");
    ck_assert_int_eq(post("20", PARK, "{\"callId\":\"johns\",\"isGroupPark\":true}"), 200);
    ck_assert_str_eq(place_of("johns", &info), "1000");
}
END_TEST

START_TEST(a_member_who_is_not_available_is_passed_over)
{
    struct callpark_info info;
    directory_add_call(&office.directory, "johns", "1000");
    set_unavailable("1001");
    ck_assert_int_eq(post("20", PARK, "{\"callId\":\"johns\",\"isGroupPark\":true}"), 200);
    ck_assert_str_eq(place_of("johns", &info), "1003");
}
END_TEST

/* ---- Conflicts ---- */

START_TEST(conflicts_are_409_each_with_its_own_description)
{
    static char texts[5][512];
    directory_add_call(&office.directory, "johns", "1000");
    directory_add_call(&office.directory, "one", "1000");
    directory_add_call(&office.directory, "two", "1000");
    directory_add_call(&office.directory, "three", "1000");
    post("20", PARK, "{\"callId\":\"johns\",\"isGroupPark\":true}");
    ck_assert_int_eq(post("20", PARK, "{\"callId\":\"johns\",\"destination\":\"1002\"}"), 409);
    snprintf(texts[0], sizeof texts[0], "%.60s", body());
    ck_assert_int_eq(post("20", PARK, "{\"callId\":\"one\",\"destination\":\"1001\"}"), 409);
    snprintf(texts[1], sizeof texts[1], "%.60s", body());
    ck_assert_int_eq(post("20", PARK, "{\"callId\":\"one\",\"isGroupPark\":true}"), 200);
    ck_assert_int_eq(post("20", PARK, "{\"callId\":\"two\",\"isGroupPark\":true}"), 409);
    snprintf(texts[2], sizeof texts[2], "%.60s", body());
    ck_assert_int_eq(post("12", PARK, "{\"callId\":\"" UAPI_CALL "\",\"isGroupPark\":true}"), 409);
    snprintf(texts[3], sizeof texts[3], "%.60s", body());
    struct callpark_which which = callpark_by_call("johns");
    struct callpark_event event;
    callpark_event_init(&event);
    ck_assert_int_eq(callpark_claim(office.registry, office.now, &which, 0, NULL, &event), 0);
    uint64_t last = callpark_last_event(office.registry);
    ck_assert_int_eq(post("12", RETRIEVE, "{\"destination\":\"1001\"}"), 409);
    snprintf(texts[4], sizeof texts[4], "%.60s", body());
    ck_assert_uint_eq(callpark_last_event(office.registry), last);
    for (int i = 0; i < 5; i++) {
        for (int j = i + 1; j < 5; j++)
            ck_assert_str_ne(texts[i], texts[j]);
    }
}
END_TEST

START_TEST(a_limit_reached_is_503_and_says_when_to_come_back)
{
    struct callpark_options options;
    struct callpark_service_options service;
    struct callpark_directory directory = directory_functions(&office.directory);
    office_close(&office);
    callpark_options_init(&options);
    options.max_calls = 1;
    ck_assert_int_eq(callpark_new(&options, &office.registry), 0);
    ck_assert_int_eq(directory_add_lots(office.registry), 0);
    callpark_service_options_init(&service);
    service.directory = &directory;
    service.base_url = "http://x";
    service.retry_after = 4294967295u;
    ck_assert_int_eq(callpark_service_new(office.registry, &service, &office.service), 0);
    ck_assert_int_eq(post("21", PARK, TO("1000")), 200);
    ck_assert_int_eq(post("12", PARK, "{\"callId\":\"" UAPI_CALL "\"}"), 503);
    ck_assert_str_eq(office_header(&office, "Retry-After"), "4294967295");
}
END_TEST

/* ---- Retrieving ---- */

static const char *const ways[] = {
    "1000", "+12223334444", "tel:+12223334444", "john@pbx.example", "sip:john@pbx.example",
};

START_TEST(a_call_is_retrieved_by_whatever_leads_to_its_extension)
{
    char text[128];
    post("21", PARK, TO("1000"));
    snprintf(text, sizeof text, "{\"destination\":\"%s\"}", ways[_i]);
    ck_assert_int_eq(post("22", RETRIEVE, text), 201);
    ck_assert_str_eq(body(), RETRIEVED);
}
END_TEST

START_TEST(a_call_in_a_slot_is_retrieved_by_its_label)
{
    ck_assert_int_eq(office_uapi(&office, "{\"action\":\"Park\",\"phoneCallViewId\":\"01\"}"), 202);
    ck_assert_int_eq(post("21", RETRIEVE, "{\"destination\":\"01\"}"), 404);
    ck_assert_int_eq(post("21", RETRIEVE, "{\"destination\":\"1\"}"), 201);
    ck_assert_str_eq(body(), "{\"callId\":\"" UAPI_CALL "\",\"callSessionId\":\"" UAPI_CALL "\"}");
}
END_TEST

START_TEST(the_first_of_his_extensions_that_holds_a_call)
{
    static const char *const order[] = {"two", "one"};
    directory_add_call(&office.directory, "one", "1002");
    directory_add_call(&office.directory, "two", "1002");
    post("22", PARK, "{\"callId\":\"one\",\"destination\":\"1003\"}");
    post("22", PARK, "{\"callId\":\"two\",\"destination\":\"1002\"}");
    for (size_t i = 0; i < COUNT(order); i++) {
        ck_assert_int_eq(post("22", RETRIEVE, i ? NULL : "{}"), 201);
        char expected[64];
        snprintf(expected, sizeof expected, "{\"callId\":\"%s\"", order[i]);
        ck_assert_int_eq(strncmp(body(), expected, strlen(expected)), 0);
    }
    ck_assert_int_eq(post("22", RETRIEVE, "{}"), 404);
}
END_TEST

START_TEST(endpoint_and_single_number_reach_are_passed_on)
{
    post("21", PARK, TO("1000"));
    ck_assert_int_eq(post("20", RETRIEVE,
                          "{\"endpointId\":\"desk\",\"singleNumberReachPhoneNumber\":\"+1555\"}"),
                     201);
    ck_assert_str_eq(directory_delivery(&office.directory), "20 1000 - desk +1555 0");
}
END_TEST

/* Lot org-3 has the slots *507 to *599 then. */
static const struct {
    const char *destination;
    int status;
    const char *sentence;
} labels[] = {
    {"*507", 201, NULL},
    {"507", 404, "There is no such destination."},
    {"7", 404, "There is no such destination."}, /* shorter than the prefix */
    {"*5", 404, "There is no such destination."},
    {"*50", 404, "There is no such destination."},
    {"*506", 404, "There is no such destination."}, /* below the first one */
    {"*508", 404, "No call is parked there."},
    {"*599", 404, "No call is parked there."},
    {"*5100", 404, "There is no such destination."}, /* beyond the last one */
    {"1003", 404, "No call is parked there."},       /* an extension that holds nothing */
};

START_TEST(a_slot_is_found_by_its_whole_label_and_no_other)
{
    char body_text[64];
    struct callpark_lot_config config;
    struct callpark_event event;
    callpark_lot_config_init(&config);
    callpark_event_init(&event);
    config.prefix = "*5";
    config.label_width = 2;
    config.first_slot = 7;
    config.last_slot = 99;
    ck_assert_int_eq(
        callpark_lot_configure(office.registry, office.now, "org-3", &config, NULL, &event), 0);
    ck_assert_int_eq(office_uapi(&office, "{\"action\":\"Park\",\"phoneCallViewId\":\"01\"}"), 202);
    snprintf(body_text, sizeof body_text, "{\"destination\":\"%s\"}", labels[_i].destination);
    ck_assert_int_eq(post("21", RETRIEVE, body_text), labels[_i].status);
    if (labels[_i].sentence)
        ck_assert_ptr_nonnull(strstr(body(), labels[_i].sentence));
}
END_TEST

START_TEST(an_extension_that_is_the_label_of_a_slot_is_looked_for_in_both)
{
    struct callpark_where where = callpark_at_slot("org-3", 5);
    struct callpark_lot_config config;
    struct callpark_event event;
    struct callpark_call call;
    callpark_lot_config_init(&config);
    callpark_event_init(&event);
    callpark_call_init(&call);
    config.prefix = "100";
    config.last_slot = 9;
    call.call_id = WEBEX_CALL;
    ck_assert_int_eq(
        callpark_lot_configure(office.registry, office.now, "org-3", &config, NULL, &event), 0);
    ck_assert_int_eq(post("20", RETRIEVE, "{\"destination\":\"1003\"}"), 404);
    ck_assert_ptr_nonnull(strstr(body(), "No call is parked there."));
    where.slot = 3;
    ck_assert_int_eq(callpark_park(office.registry, office.now, &where, &call, NULL, NULL, &event),
                     0);
    ck_assert_int_eq(post("20", RETRIEVE, "{\"destination\":\"1003\"}"), 201);
}
END_TEST

START_TEST(an_answer_with_no_room_is_a_failure_and_nothing_is_retrieved)
{
    static char session[9000];
    memset(session, 's', sizeof session - 1);
    post("21", PARK, TO("1000"));
    office.directory.calls[1].session_id = session;
    ck_assert_int_eq(post("20", RETRIEVE, "{}"), 500);
    ck_assert_uint_eq(callpark_count(office.registry), 1);
    office.directory.calls[1].session_id = NULL;
    ck_assert_int_eq(post("20", RETRIEVE, "{}"), 201);
}
END_TEST

START_TEST(the_session_id_is_the_directorys_if_it_has_one)
{
    office.directory.calls[1].session_id = "session";
    post("21", PARK, TO("1000"));
    ck_assert_int_eq(post("20", RETRIEVE, "{}"), 201);
    ck_assert_str_eq(body(), "{\"callId\":\"" WEBEX_CALL "\",\"callSessionId\":\"session\"}");
}
END_TEST

START_TEST(a_second_retriever_finds_nothing)
{
    post("21", PARK, TO("1000"));
    ck_assert_int_eq(post("20", RETRIEVE, "{}"), 201);
    ck_assert_int_eq(post("22", RETRIEVE, "{\"destination\":\"1000\"}"), 404);
    ck_assert_uint_eq(office.directory.deliveries, 1);
}
END_TEST

START_TEST(a_call_parked_by_webex_is_unparked_by_uapi)
{
    ck_assert_int_eq(post("12", PARK, "{\"callId\":\"" UAPI_CALL "\",\"destination\":\"1000\"}"),
                     200);
    ck_assert_int_eq(office_uapi(&office, "{\"action\":\"UnPark\",\"sendCallTo\":\"0003*210\","
                                          "\"phoneCallViewId\":\"02\"}"),
                     200);
    ck_assert_uint_eq(callpark_count(office.registry), 0);
}
END_TEST

/* ---- For another member ---- */

static const char *const members[][2] = {
    {MEMBER("22", "park"), MEMBER("22", "retrieve")},
    {MEMBER("two-person", "park"), MEMBER("two-person", "retrieve")},
};

START_TEST(with_consent_call_place_and_parker_are_the_members)
{
    struct callpark_info info;
    directory_add_call(&office.directory, "twos", "1003");
    ck_assert_int_eq(post("20", members[_i][0], "{\"callId\":\"twos\"}"), 200);
    ck_assert_str_eq(place_of("twos", &info), "1003");
    ck_assert_str_eq(info.parker, "1003");
    ck_assert_int_eq(post("20", members[_i][1], "{}"), 201);
    ck_assert_str_eq(directory_delivery(&office.directory), "22 1002 - - - 0");
}
END_TEST

START_TEST(a_line_owner_is_a_member_in_the_body)
{
    struct callpark_info info;
    directory_add_call(&office.directory, "twos", "1003");
    ck_assert_int_eq(post("20", PARK, "{\"callId\":\"twos\",\"lineOwnerId\":\"22\"}"), 200);
    ck_assert_str_eq(place_of("twos", &info), "1003");
    ck_assert_int_eq(post("20", RETRIEVE, "{\"lineOwnerId\":\"two-person\"}"), 201);
}
END_TEST

/* User 20, who has the call "johns", and has the consent of 22, who has "twos". */
static const struct named {
    const char *target, *body;
    const char *parker;
} named[] = {
    {MEMBER("22", "park"), "{\"callId\":\"johns\",\"lineOwnerId\":\"20\"}", "1000"},
    {MEMBER("22", "park"), "{\"callId\":\"johns\",\"lineOwnerId\":\"" JOHN "\"}", "1000"},
    {MEMBER("22", "park"), "{\"callId\":\"twos\",\"lineOwnerId\":\"two-person\"}", "1003"},
    {MEMBER("20", "park"), "{\"callId\":\"twos\",\"lineOwnerId\":\"22\"}", "1003"},
    {MEMBER("me", "park"), "{\"callId\":\"twos\",\"lineOwnerId\":\"22\"}", "1003"},
    {MEMBER("me", "park"), "{\"callId\":\"johns\",\"lineOwnerId\":\"20\"}", "1000"},
};

START_TEST(a_line_owner_counts_and_not_the_member_of_the_path)
{
    struct callpark_info info;
    directory_add_call(&office.directory, "johns", "1000");
    directory_add_call(&office.directory, "twos", "1003");
    ck_assert_msg(post("20", named[_i].target, named[_i].body) == 200, "%s", body());
    const char *id = strstr(named[_i].body, "twos") ? "twos" : "johns";
    ck_assert_str_eq(place_of(id, &info), named[_i].parker);
    ck_assert_str_eq(info.parker, named[_i].parker);
}
END_TEST

START_TEST(ones_own_call_is_not_the_members)
{
    directory_add_call(&office.directory, "johns", "1000");
    ck_assert_int_eq(post("20", MEMBER("22", "park"), "{\"callId\":\"johns\"}"), 403);
}
END_TEST

/* ---- Nothing of another organization, nothing private ---- */

START_TEST(a_lot_shared_by_organizations_shows_each_only_its_own)
{
    static char empty[512];
    directory_add_call(&office.directory, "fives", "500");
    directory_add_call(&office.directory, "sixes", "600");
    ck_assert_int_eq(post("50", PARK, "{\"callId\":\"fives\"}"), 200);
    ck_assert_int_eq(office_ask(&office, "50", "PUT", "/uapi/phoneCalls/@self",
                                "{\"action\":\"Park\",\"phoneCallViewId\":\"00\"}"),
                     202);
    directory_add_call(&office.directory, "more", "500");
    ck_assert_int_eq(office_ask(&office, "50", "PUT", "/uapi/phoneCalls/@me/@self/more",
                                "{\"action\":\"Park\",\"phoneCallViewId\":\"00\"}"),
                     202); /* in slot 1 */
    /* Slot 2 is empty, 1 and extension 500 hold what is of organization 5. */
    ck_assert_int_eq(post("60", RETRIEVE, "{\"destination\":\"2\"}"), 404);
    snprintf(empty, sizeof empty, "%.*s", (int)(strstr(body(), "trackingId") - body()), body());
    ck_assert_int_eq(post("60", RETRIEVE, "{\"destination\":\"1\"}"), 404);
    ck_assert_int_eq(strncmp(body(), empty, strlen(empty)), 0);
    ck_assert_int_eq(post("60", RETRIEVE, "{\"destination\":\"501\"}"), 404);
    snprintf(empty, sizeof empty, "%.*s", (int)(strstr(body(), "trackingId") - body()), body());
    ck_assert_int_eq(post("60", RETRIEVE, "{\"destination\":\"500\"}"), 404);
    ck_assert_int_eq(strncmp(body(), empty, strlen(empty)), 0);
    ck_assert_uint_eq(callpark_count(office.registry), 2);
    ck_assert_int_eq(post("50", RETRIEVE, "{\"destination\":\"1\"}"), 201);
    ck_assert_int_eq(post("50", RETRIEVE, "{\"destination\":\"500\"}"), 201);
}
END_TEST

static const char *const private_things[] = {"Ann Private", "ann-person", "ann-place",
                                             "ann@",        "\"1001\"",   "1001"};

START_TEST(nothing_private_is_in_any_answer_to_others)
{
    static const char *const bodies[] = {TO("1000"), OF(",\"isGroupPark\":true"), OF(""),
                                         TO("1001"), TO("ann@pbx.example")};
    for (size_t i = 0; i < COUNT(bodies); i++) {
        ck_assert_int_eq(post("21", PARK, bodies[i]), 200);
        for (size_t j = 0; j < COUNT(private_things); j++)
            ck_assert_ptr_null(strstr(body(), private_things[j]));
        struct callpark_info info;
        char text[64];
        snprintf(text, sizeof text, "{\"destination\":\"%s\"}", place_of(WEBEX_CALL, &info));
        ck_assert_int_eq(post("20", RETRIEVE, text), 201);
        for (size_t j = 0; j < COUNT(private_things); j++)
            ck_assert_ptr_null(strstr(body(), private_things[j]));
    }
}
END_TEST

Suite *webex_service_suite(void);
Suite *webex_service_suite(void)
{
    Suite *suite = suite_create("json/webex_service");
    TCase *tcase = tcase_create("webex_service");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, the_documents_example_is_answered_as_it_shows);
    tcase_add_test(tcase, the_number_of_the_answer_retrieves_the_call);
    tcase_add_loop_test(tcase, a_bad_request_is_refused_and_changes_nothing, 0,
                        (int)COUNT(refusals));
    tcase_add_loop_test(tcase, media_types_are_compared_without_case_and_parameters, 0,
                        (int)COUNT(media_types));
    tcase_add_test(tcase, the_hosts_tracking_id_is_in_the_answer);
    tcase_add_loop_test(tcase, a_call_is_parked_where_the_request_says, 0, (int)COUNT(places));
    tcase_add_loop_test(tcase, the_version_in_the_path_may_be_any_or_none, 0, (int)COUNT(prefixes));
    tcase_add_test(tcase, without_a_destination_it_is_the_calls_extension);
    tcase_add_test(tcase, a_user_is_not_chosen_from_his_own_group);
    tcase_add_test(tcase, a_user_parks_with_the_extension_that_is_in_the_group);
    tcase_add_test(tcase, of_two_groups_it_is_the_one_of_the_extension_that_the_call_is_at);
    tcase_add_test(tcase, a_user_is_chosen_from_a_group_that_allows_it);
    tcase_add_test(tcase, a_member_who_is_not_available_is_passed_over);
    tcase_add_test(tcase, conflicts_are_409_each_with_its_own_description);
    tcase_add_test(tcase, a_limit_reached_is_503_and_says_when_to_come_back);
    tcase_add_loop_test(tcase, a_call_is_retrieved_by_whatever_leads_to_its_extension, 0,
                        (int)COUNT(ways));
    tcase_add_test(tcase, a_call_in_a_slot_is_retrieved_by_its_label);
    tcase_add_test(tcase, the_first_of_his_extensions_that_holds_a_call);
    tcase_add_test(tcase, endpoint_and_single_number_reach_are_passed_on);
    tcase_add_loop_test(tcase, a_slot_is_found_by_its_whole_label_and_no_other, 0,
                        (int)COUNT(labels));
    tcase_add_test(tcase, an_extension_that_is_the_label_of_a_slot_is_looked_for_in_both);
    tcase_add_test(tcase, an_answer_with_no_room_is_a_failure_and_nothing_is_retrieved);
    tcase_add_test(tcase, the_session_id_is_the_directorys_if_it_has_one);
    tcase_add_test(tcase, a_second_retriever_finds_nothing);
    tcase_add_test(tcase, a_call_parked_by_webex_is_unparked_by_uapi);
    tcase_add_loop_test(tcase, with_consent_call_place_and_parker_are_the_members, 0,
                        (int)COUNT(members));
    tcase_add_test(tcase, a_line_owner_is_a_member_in_the_body);
    tcase_add_loop_test(tcase, a_line_owner_counts_and_not_the_member_of_the_path, 0,
                        (int)COUNT(named));
    tcase_add_test(tcase, ones_own_call_is_not_the_members);
    tcase_add_test(tcase, a_lot_shared_by_organizations_shows_each_only_its_own);
    tcase_add_test(tcase, nothing_private_is_in_any_answer_to_others);
    suite_add_tcase(suite, tcase);
    return suite;
}
