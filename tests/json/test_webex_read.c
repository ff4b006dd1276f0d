/* SPDX-License-Identifier: MIT */
/* lib/json/webex_read.c: requests of Webex Calling. */
#include <check.h>

#include <stdbool.h>
#include <stdio.h>

#include <callpark/json.h>

#include "support_read.h"

static const char *stretch(const char *text, size_t length)
{
    return stretch_with('1', text, length);
}

/* ---- The path ---- */

enum { PARK = CALLPARK_WEBEX_PARK, RETRIEVE = CALLPARK_WEBEX_RETRIEVE };

static const struct {
    const char *target;
    uint32_t command;
    const char *member;
} paths[] = {
    {"/telephony/calls/park", PARK, NULL},
    {"/telephony/calls/retrieve", RETRIEVE, NULL},
    {"/telephony/calls/park/", PARK, NULL},
    {"/telephony/calls/park?x=/..", PARK, NULL},
    {"/v1/telephony/calls/park", PARK, NULL},
    {"/v1/telephony/calls/retrieve/", RETRIEVE, NULL},
    {"/v0/telephony/calls/park", PARK, NULL},
    {"/v22/telephony/calls/park", PARK, NULL},
    {"/v99999999999999999999/telephony/calls/park", PARK, NULL},
    {"/telephony/calls/members/me/park", PARK, "me"},
    {"/v1/telephony/calls/members/me/park", PARK, "me"},
    {"/v1/telephony/calls/members/abc%3D%3d/retrieve/", RETRIEVE, "abc=="},
    {"/v1/telephony/calls/members/park/park", PARK, "park"},
    {"/telephony/calls/members/members/retrieve", RETRIEVE, "members"},
    {"/telephony/calls/members/%2525/park", PARK, "%25"},
    {"/%74elephony/calls/p%61rk", PARK, NULL},
    {"/v%31/telephony/calls/park", PARK, NULL},
};

START_TEST(a_path_names_the_command_and_perhaps_a_member)
{
    struct callpark_webex_path path;
    callpark_webex_path_init(&path);
    ck_assert_int_eq(callpark_webex_path_read(paths[_i].target, buffer, sizeof buffer, &path), 0);
    ck_assert_uint_eq(path.command, paths[_i].command);
    expect_string(path.member, paths[_i].member);
    ck_assert_uint_eq(path.reserved, 0);
}
END_TEST

static const struct {
    const char *target;
    int error;
} bad_paths[] = {
    {"/", CALLPARK_WEBEX_ERR_NO_PATH},
    {"/telephony/calls", CALLPARK_WEBEX_ERR_NO_PATH},
    {"/telephony/calls/", CALLPARK_WEBEX_ERR_NO_PATH},
    {"/telephony/park", CALLPARK_WEBEX_ERR_NO_PATH},
    {"/calls/park", CALLPARK_WEBEX_ERR_NO_PATH},
    {"/park", CALLPARK_WEBEX_ERR_NO_PATH},
    {"/x/telephony/calls/park", CALLPARK_WEBEX_ERR_NO_PATH}, /* never a suffix */
    {"/v1/x/telephony/calls/park", CALLPARK_WEBEX_ERR_NO_PATH},
    {"/v1/v1/telephony/calls/park", CALLPARK_WEBEX_ERR_NO_PATH},
    {"/v/telephony/calls/park", CALLPARK_WEBEX_ERR_NO_PATH},
    {"/V1/telephony/calls/park", CALLPARK_WEBEX_ERR_NO_PATH},
    {"/v1a/telephony/calls/park", CALLPARK_WEBEX_ERR_NO_PATH},
    {"/v1.0/telephony/calls/park", CALLPARK_WEBEX_ERR_NO_PATH},
    {"/1/telephony/calls/park", CALLPARK_WEBEX_ERR_NO_PATH},
    {"/v1", CALLPARK_WEBEX_ERR_NO_PATH},
    {"/Telephony/calls/park", CALLPARK_WEBEX_ERR_NO_PATH},
    {"/telephony/calls/Park", CALLPARK_WEBEX_ERR_NO_PATH},
    {"/telephony/calls/parks", CALLPARK_WEBEX_ERR_NO_PATH},
    {"/telephony/calls/hold", CALLPARK_WEBEX_ERR_NO_PATH},
    {"/telephony/calls/park/x", CALLPARK_WEBEX_ERR_NO_PATH},
    {"/telephony/calls/members", CALLPARK_WEBEX_ERR_NO_PATH},
    {"/telephony/calls/members/me", CALLPARK_WEBEX_ERR_NO_PATH},
    {"/telephony/calls/members/park", CALLPARK_WEBEX_ERR_NO_PATH},
    {"/telephony/calls/members/me/hold", CALLPARK_WEBEX_ERR_NO_PATH},
    {"/telephony/calls/members/me/park/x", CALLPARK_WEBEX_ERR_NO_PATH},
    {"/telephony/calls/members/me/members/me/park", CALLPARK_WEBEX_ERR_NO_PATH},
    {"/v1/telephony/calls/members/me/park/1/2/3/4", CALLPARK_WEBEX_ERR_NO_PATH},
    {"/uapi/phoneCalls/210", CALLPARK_WEBEX_ERR_NO_PATH},

    {"", CALLPARK_WEBEX_ERR_TARGET},
    {"telephony/calls/park", CALLPARK_WEBEX_ERR_TARGET},
    {"http://x/telephony/calls/park", CALLPARK_WEBEX_ERR_TARGET},
    {"//telephony/calls/park", CALLPARK_WEBEX_ERR_TARGET},
    {"/telephony//calls/park", CALLPARK_WEBEX_ERR_TARGET},
    {"/telephony/calls/park//", CALLPARK_WEBEX_ERR_TARGET},
    {"/telephony/calls/members//park", CALLPARK_WEBEX_ERR_TARGET},
    {"/telephony/calls/members/../park", CALLPARK_WEBEX_ERR_TARGET},
    {"/telephony/calls/x/../park", CALLPARK_WEBEX_ERR_TARGET},
    {"/./telephony/calls/park", CALLPARK_WEBEX_ERR_TARGET},
    {"/telephony/calls/members/%2e/park", CALLPARK_WEBEX_ERR_TARGET},
    {"/telephony/calls/members/a%2Fb/park", CALLPARK_WEBEX_ERR_TARGET},
    {"/telephony/calls/members/a%00/park", CALLPARK_WEBEX_ERR_TARGET},
    {"/telephony/calls/members/%zz/park", CALLPARK_WEBEX_ERR_TARGET},
    {"/telephony/calls/members/a%0d/park", CALLPARK_WEBEX_ERR_TARGET},
    {"/telephony/calls/members/a\tb/park", CALLPARK_WEBEX_ERR_TARGET},
    {"/telephony/calls/park#x", CALLPARK_WEBEX_ERR_TARGET},
    {"/x/y/%", CALLPARK_WEBEX_ERR_TARGET}, /* malformed first */

};

START_TEST(other_paths_are_refused_and_nothing_is_written)
{
    struct callpark_webex_path path, before;
    memset(&path, UNTOUCHED, sizeof path);
    path.size = sizeof path;
    before = path;
    const char *target = bad_paths[_i].target;
    int error = callpark_webex_path_read(target, buffer, sizeof buffer, &path);
    ck_assert_msg(error == bad_paths[_i].error, "%s: %d", bad_paths[_i].target, error);
    ck_assert_mem_eq(&path, &before, sizeof path);
    expect_buffer_untouched();
}
END_TEST

START_TEST(the_name_of_a_member_needs_a_buffer_and_has_any_length)
{
    const char *target = "/telephony/calls/members/a%3D/park";
    struct callpark_webex_path path;
    for (size_t size = 0; size < 6; size++) {
        set_up();
        callpark_webex_path_init(&path);
        int error = callpark_webex_path_read(target, buffer, size, &path);
        ck_assert_int_eq(error, size < 3 ? CALLPARK_ERR_BUFFER : 0);
        ck_assert_uint_eq(path.command, size < 3 ? 0 : PARK);
        for (size_t b = size < 3 ? 0 : 3; b < sizeof buffer; b++)
            ck_assert_int_eq(buffer[b], UNTOUCHED);
    }
    target = stretch("/telephony/calls/members/~/park", 256);
    ck_assert_int_eq(callpark_webex_path_read(target, buffer, sizeof buffer, &path), 0);
    ck_assert_uint_eq(strlen(path.member), 256);
    ck_assert_int_eq(callpark_webex_path_read("/telephony/calls/park", buffer, 0, &path), 0);
    ck_assert_ptr_null(path.member);
}
END_TEST

/* ---- The media type ---- */

static const struct {
    const char *type;
    bool good;
} media_types[] = {
    {"application/json", true},
    {"APPLICATION/JSON", true},
    {"Application/Json", true},
    {"application/json;charset=utf-8", true},
    {"application/json; charset=UTF-8", true},
    {"application/json ; Charset=\"utf-8\"", true},
    {"application/json\t;\tcharset=utf-8", true},
    {"application/json;", true},
    {"application/json ", true},
    {" application/json", true},
    {"application/json; odata=verbose; charset=utf-8", true},
    {NULL, false},
    {"", false},
    {" ", false},
    {"application", false},
    {"application/", false},
    {"application/jso", false},
    {"application/jsonp", false},
    {"application/jsoo", false},
    {"application/json5", false},
    {"application/json+x", false},
    {"application/json-patch+json", false},
    {"application/vnd.x+json", false},
    {"application/json, text/html", false},
    {"application/json text", false},
    {"application /json", false},
    {"application/ json", false},
    {"text/json", false},
    {"text/plain;application/json", false},
    {"xapplication/json", false},
    {"json", false},
    {"*/*", false},
    {"application/*", false},
    {"application/x-www-form-urlencoded", false},
    {"\"application/json\"", false},
};

START_TEST(the_media_type_is_json_with_any_parameters)
{
    ck_assert_msg(callpark_webex_media_type_check(media_types[_i].type) ==
                      (media_types[_i].good ? 0 : CALLPARK_WEBEX_ERR_MEDIA_TYPE),
                  "%s", media_types[_i].type ? media_types[_i].type : "none");
}
END_TEST

/* ---- Bodies ---- */

typedef int reader(const char *text, size_t length, char *out, size_t size,
                   struct callpark_webex_request *request);

static int read_with(reader *read, const char *text, struct callpark_webex_request *request)
{
    callpark_webex_request_init(request);
    return read(text, strlen(text), buffer, sizeof buffer, request);
}

START_TEST(the_example_of_the_document_is_read)
{
    struct callpark_webex_request request;
    const char *id = "Y2lzY29zcGFyazovL3VzL0NBTEwvQkNMRC9jYWxsaGFsZi00ODg6MA";
    char text[200];
    snprintf(text, sizeof text,
             "{ \"callId\": \"%s\", \"destination\": \"1000\", \"isGroupPark\": false }", id);
    ck_assert_int_eq(read_with(callpark_webex_park_read, text, &request), 0);
    expect_string(request.call_id, id);
    expect_string(request.destination, "1000");
    expect_string(request.line_owner_id, NULL);
    expect_string(request.endpoint_id, NULL);
    expect_string(request.single_number_reach_phone_number, NULL);
    ck_assert_uint_eq(request.group_park, 0);
    ck_assert_uint_eq(request.reserved, 0);
}
END_TEST

START_TEST(a_park_takes_nothing_of_a_retrieve)
{
    struct callpark_webex_request request;
    ck_assert_int_eq(read_with(callpark_webex_park_read,
                               "{\"lineOwnerId\":\"o\\u0031\",\"callId\":\"c1\",\"endpointId\":5,"
                               "\"singleNumberReachPhoneNumber\":\"\",\"x\":[{\"callId\":1.5}]}",
                               &request),
                     0);
    expect_string(request.call_id, "c1");
    expect_string(request.line_owner_id, "o1");
    expect_string(request.destination, NULL);
    expect_string(request.endpoint_id, NULL);
    expect_string(request.single_number_reach_phone_number, NULL);
}
END_TEST

START_TEST(a_retrieve_takes_both_of_its_ways_and_nothing_of_a_park)
{
    struct callpark_webex_request request;
    ck_assert_int_eq(read_with(callpark_webex_retrieve_read,
                               "{\"singleNumberReachPhoneNumber\":\"+1222\",\"endpointId\":\"e1\","
                               "\"destination\":\"sip:bob@x.example\",\"lineOwnerId\":\"o1\","
                               "\"callId\":7,\"isGroupPark\":\"x\"}",
                               &request),
                     0);
    expect_string(request.call_id, NULL);
    expect_string(request.destination, "bob@x.example");
    expect_string(request.line_owner_id, "o1");
    expect_string(request.endpoint_id, "e1");
    expect_string(request.single_number_reach_phone_number, "+1222");
    ck_assert_uint_eq(request.group_park, 0);
}
END_TEST

START_TEST(an_empty_body_is_an_empty_object_for_a_retrieve_alone)
{
    struct callpark_webex_request request;
    const char *const none[] = {"", "{}", " { } ", "{\"destination\":null,\"endpointId\":null}"};
    for (size_t i = 0; i < COUNT(none); i++) {
        memset(&request, UNTOUCHED, sizeof request);
        request.size = sizeof request;
        ck_assert_int_eq(
            callpark_webex_retrieve_read(none[i], strlen(none[i]), buffer, 1, &request), 0);
        expect_string(request.destination, NULL);
        expect_string(request.endpoint_id, NULL);
        ck_assert_uint_eq(request.group_park, 0);
    }
    ck_assert_int_eq(callpark_webex_retrieve_read(NULL, 0, buffer, 1, &request), 0);
    ck_assert_int_eq(read_with(callpark_webex_retrieve_read, " ", &request),
                     CALLPARK_WEBEX_ERR_TEXT);
    ck_assert_int_eq(read_with(callpark_webex_park_read, "", &request), CALLPARK_WEBEX_ERR_TEXT);
    ck_assert_int_eq(callpark_webex_park_read(NULL, 0, buffer, 1, &request),
                     CALLPARK_WEBEX_ERR_TEXT);
}
END_TEST

static const struct {
    const char *text;
    int park;
    int retrieve;
} bodies[] = {
    {"[]", CALLPARK_WEBEX_ERR_TEXT, CALLPARK_WEBEX_ERR_TEXT},
    {"null", CALLPARK_WEBEX_ERR_TEXT, CALLPARK_WEBEX_ERR_TEXT},
    {"{\"callId\":\"c1\"", CALLPARK_WEBEX_ERR_TEXT, CALLPARK_WEBEX_ERR_TEXT},
    {"{\"callId\":\"c1\"}x", CALLPARK_WEBEX_ERR_TEXT, CALLPARK_WEBEX_ERR_TEXT},
    {"\xef\xbb\xbf{\"callId\":\"c1\"}", CALLPARK_WEBEX_ERR_TEXT, CALLPARK_WEBEX_ERR_TEXT},
    {"{\"callId\":\"c1\",\"callId\":\"c1\"}", CALLPARK_WEBEX_ERR_TEXT, CALLPARK_WEBEX_ERR_TEXT},
    {"{\"callId\":\"c1\",\"x\":[{\"a\":1,\"\\u0061\":1}]}", CALLPARK_WEBEX_ERR_TEXT,
     CALLPARK_WEBEX_ERR_TEXT},
    {"{\"callId\":\"c\\u0000\"}", CALLPARK_WEBEX_ERR_TEXT, CALLPARK_WEBEX_ERR_TEXT},
    {"{\"callId\":\"c1\",\"x\":01}", CALLPARK_WEBEX_ERR_TEXT, CALLPARK_WEBEX_ERR_TEXT},
    {"{\"callId\":\"c1\",\"x\":\"\xff\"}", CALLPARK_WEBEX_ERR_TEXT, CALLPARK_WEBEX_ERR_TEXT},

    {"{}", CALLPARK_WEBEX_ERR_CALL_ID, 0},
    {"{\"callId\":null}", CALLPARK_WEBEX_ERR_CALL_ID, 0},
    {"{\"callId\":\"\"}", CALLPARK_WEBEX_ERR_CALL_ID, 0},
    {"{\"callId\":1}", CALLPARK_WEBEX_ERR_CALL_ID, 0},
    {"{\"callId\":[\"c1\"]}", CALLPARK_WEBEX_ERR_CALL_ID, 0},
    {"{\"callid\":\"c1\"}", CALLPARK_WEBEX_ERR_CALL_ID, 0},
    {"{\"callId\":\"~\"}", CALLPARK_WEBEX_ERR_CALL_ID, 0},
    {"{\"isGroupPark\":1,\"destination\":\"\",\"lineOwnerId\":1}", CALLPARK_WEBEX_ERR_CALL_ID,
     CALLPARK_WEBEX_ERR_FIELD},

    {"{\"callId\":\"c1\",\"isGroupPark\":\"true\"}", CALLPARK_WEBEX_ERR_FIELD, 0},
    {"{\"callId\":\"c1\",\"isGroupPark\":1}", CALLPARK_WEBEX_ERR_FIELD, 0},
    {"{\"callId\":\"c1\",\"isGroupPark\":{}}", CALLPARK_WEBEX_ERR_FIELD, 0},
    {"{\"callId\":\"c1\",\"isGroupPark\":null}", 0, 0},
    {"{\"callId\":\"c1\",\"isGroupPark\":false}", 0, 0},
    {"{\"callId\":\"c1\",\"lineOwnerId\":\"\"}", CALLPARK_WEBEX_ERR_FIELD,
     CALLPARK_WEBEX_ERR_FIELD},
    {"{\"callId\":\"c1\",\"lineOwnerId\":7}", CALLPARK_WEBEX_ERR_FIELD, CALLPARK_WEBEX_ERR_FIELD},
    {"{\"callId\":\"c1\",\"lineOwnerId\":\"~\"}", CALLPARK_WEBEX_ERR_FIELD,
     CALLPARK_WEBEX_ERR_FIELD},
    {"{\"callId\":\"c1\",\"lineOwnerId\":null}", 0, 0},
    {"{\"callId\":\"c1\",\"lineOwnerId\":\"\",\"isGroupPark\":true}", CALLPARK_WEBEX_ERR_FIELD,
     CALLPARK_WEBEX_ERR_FIELD},
    {"{\"callId\":\"c1\",\"endpointId\":\"\"}", 0, CALLPARK_WEBEX_ERR_FIELD},
    {"{\"callId\":\"c1\",\"endpointId\":false}", 0, CALLPARK_WEBEX_ERR_FIELD},
    {"{\"callId\":\"c1\",\"endpointId\":\"~\"}", 0, CALLPARK_WEBEX_ERR_FIELD},
    {"{\"callId\":\"c1\",\"singleNumberReachPhoneNumber\":\"\"}", 0, CALLPARK_WEBEX_ERR_FIELD},
    {"{\"callId\":\"c1\",\"singleNumberReachPhoneNumber\":123}", 0, CALLPARK_WEBEX_ERR_FIELD},
    {"{\"callId\":\"c1\",\"singleNumberReachPhoneNumber\":\"~\"}", 0, CALLPARK_WEBEX_ERR_FIELD},
    {"{\"callId\":\"c1\",\"lineOwnerId\":7,\"destination\":\"\"}", CALLPARK_WEBEX_ERR_FIELD,
     CALLPARK_WEBEX_ERR_FIELD},

    {"{\"callId\":\"c1\",\"destination\":null}", 0, 0},
    {"{\"callId\":\"c1\",\"destination\":\"\"}", CALLPARK_WEBEX_ERR_DESTINATION,
     CALLPARK_WEBEX_ERR_DESTINATION},
    {"{\"callId\":\"c1\",\"destination\":1000}", CALLPARK_WEBEX_ERR_DESTINATION,
     CALLPARK_WEBEX_ERR_DESTINATION},
    {"{\"callId\":\"c1\",\"destination\":[\"1000\"]}", CALLPARK_WEBEX_ERR_DESTINATION,
     CALLPARK_WEBEX_ERR_DESTINATION},
    {"{\"callId\":\"c1\",\"destination\":\"~\"}", CALLPARK_WEBEX_ERR_DESTINATION,
     CALLPARK_WEBEX_ERR_DESTINATION},
    {"{\"callId\":\"c1\",\"destination\":\"tel:~\"}", CALLPARK_WEBEX_ERR_DESTINATION,
     CALLPARK_WEBEX_ERR_DESTINATION},
};

START_TEST(errors_in_a_body_are_found_in_order_and_nothing_is_written)
{
    reader *const readers[] = {callpark_webex_park_read, callpark_webex_retrieve_read};
    const char *text = stretch(bodies[_i].text, 256);
    for (int i = 0; i < 2; i++) {
        struct callpark_webex_request request, before;
        int expected = i ? bodies[_i].retrieve : bodies[_i].park;
        set_up();
        callpark_webex_request_init(&before);
        int error = read_with(readers[i], text, &request);
        ck_assert_msg(error == expected, "%s: %d", bodies[_i].text, error);
        if (!error)
            continue;
        ck_assert_mem_eq(&request, &before, sizeof request);
        expect_buffer_untouched();
    }
}
END_TEST

START_TEST(ids_have_255_bytes_at_most)
{
    const char *const texts[] = {"{\"callId\":\"~\"}", "{\"callId\":\"c\",\"lineOwnerId\":\"~\"}",
                                 "{\"callId\":\"c\",\"destination\":\"~\"}",
                                 "{\"callId\":\"c\",\"destination\":\"TEL:~\"}"};
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct callpark_webex_request request;
        ck_assert_int_eq(read_with(callpark_webex_park_read, stretch(texts[i], 255), &request), 0);
    }
}
END_TEST

START_TEST(with_a_group_park_the_destination_is_ignored_even_a_malformed_one)
{
    const char *const destinations[] = {"\"1000\"", "\"\"", "7", "\"sip:x\"", "{}", "null"};
    for (size_t i = 0; i < COUNT(destinations); i++) {
        char text[100];
        struct callpark_webex_request request;
        snprintf(text, sizeof text, "{\"callId\":\"c1\",\"destination\":%s,\"isGroupPark\":true}",
                 destinations[i]);
        ck_assert_int_eq(read_with(callpark_webex_park_read, text, &request), 0);
        ck_assert_uint_eq(request.group_park, 1);
        expect_string(request.destination, NULL);
        expect_string(request.call_id, "c1");
    }
}
END_TEST

static const struct {
    const char *destination;
    const char *read; /* NULL: malformed */
} destinations[] = {
    {"1234", "1234"}, /* the document's own */
    {"2223334444", "2223334444"},
    {"+12223334444", "+12223334444"},
    {"*73", "*73"},
    {"tel:+12223334444", "+12223334444"},
    {"user@company.domain", "user@company.domain"},
    {"sip:user@company.domain", "user@company.domain"},

    {"7", "7"},
    {"#55", "#55"},
    {"*73#", "*73#"},
    {"0003*210", "0003*210"},
    {"tel:1234", "1234"},
    {"TEL:1234", "1234"},
    {"Tel:*73", "*73"},
    {"SIP:User@Company.domain", "User@Company.domain"},
    {"sIp:1234@10.0.0.1", "1234@10.0.0.1"},
    {"+1222@x", "+1222@x"},
    {"a.b-c_d!e~f*g'h(i)j&k=l+m$n,o/p%41@x-y.z1", "a.b-c_d!e~f*g'h(i)j&k=l+m$n,o/p%41@x-y.z1"},
    {"1234@5", "1234@5"},
    {"sip@x", "sip@x"},
    {"tel@x", "tel@x"},

    {" ", NULL},
    {"+", NULL},
    {"*", NULL},
    {"#*", NULL},
    {"++1", NULL},
    {"1+2", NULL},
    {"+1*2", NULL},
    {"+1#", NULL},
    {"1234 ", NULL},
    {" 1234", NULL},
    {"12 34", NULL},
    {"1-222", NULL},
    {"(222)333", NULL},
    {"1234x", NULL},
    {"\\u0661", NULL},
    {"user", NULL},
    {"@", NULL},
    {"user@", NULL},
    {"@domain", NULL},
    {"a@b@c", NULL},
    {"user@.domain", NULL},
    {"user@domain.", NULL},
    {"user@a..b", NULL},
    {"user@dom ain", NULL},
    {"us er@domain", NULL},
    {"user@domain:5060", NULL},
    {"user:secret@domain", NULL},
    {"<sip:user@domain>", NULL},
    {"\\\"U\\\" <sip:user@domain>", NULL},
    {"us\\ner@domain", NULL},
    {"user@domain\\n", NULL},
    {"user@domain;transport=tcp", NULL}, /* URI parameters */
    {"sip:user@domain;lr", NULL},
    {"user;x=1@domain", NULL},
    {"user@domain?subject=x", NULL},
    {"tel:1234;phone-context=x", NULL},
    {"tel:+1222;ext=7", NULL},
    {"tel:", NULL},
    {"sip:", NULL},
    {"tel:+", NULL},
    {"sip:1234", NULL},
    {"sip:domain", NULL},
    {"tel:user@domain", NULL},
    {"tel:tel:1234", NULL},
    {"sip:sip:user@domain", NULL},
    {"sip:tel:1234", NULL},
    {"sips:user@domain", NULL},
    {"mailto:user@domain", NULL},
    {"tel: 1234", NULL},
    {"tel :1234", NULL},
    {"tel1234", NULL},
};

START_TEST(a_destination_is_a_number_or_an_address)
{
    reader *const readers[] = {callpark_webex_park_read, callpark_webex_retrieve_read};
    for (int i = 0; i < 2; i++) {
        char text[200];
        struct callpark_webex_request request;
        snprintf(text, sizeof text, "{\"callId\":\"c1\",\"destination\":\"%s\"}",
                 destinations[_i].destination);
        int expected = destinations[_i].read ? 0 : CALLPARK_WEBEX_ERR_DESTINATION;
        ck_assert_msg(read_with(readers[i], text, &request) == expected, "%s", text);
        expect_string(request.destination, destinations[_i].read);
    }
}
END_TEST

static const char retrieve_text[] =
    "{\"destination\":\"tel:12\",\"lineOwnerId\":\"o\",\"endpointId\":\"\\u00e9\","
    "\"singleNumberReachPhoneNumber\":\"+34\"}";

START_TEST(a_body_needs_a_buffer_for_its_strings_and_takes_no_more)
{
    const size_t needed = 3 + 2 + 3 + 4;
    for (size_t size = 0; size < sizeof retrieve_text + 1; size++) {
        struct callpark_webex_request request;
        callpark_webex_request_init(&request);
        set_up();
        int error = callpark_webex_retrieve_read(retrieve_text, sizeof retrieve_text - 1, buffer,
                                                 size, &request);
        bool enough = size >= needed;
        ck_assert_int_eq(error, enough ? 0 : CALLPARK_ERR_BUFFER);
        expect_string(request.destination, enough ? "12" : NULL);
        for (size_t b = enough ? needed : 0; b < sizeof buffer; b++)
            ck_assert_int_eq(buffer[b], UNTOUCHED);
    }
}
END_TEST

START_TEST(every_refusal_of_memory_is_told_with_nothing_written)
{
    struct callpark_webex_request request, before;
    ck_assert_int_eq(read_with(callpark_webex_retrieve_read, retrieve_text, &request), 0);
    unsigned long total = cjson_memory.asked;
    ck_assert_uint_gt(total, 10);
    for (unsigned long k = 1; k <= total; k++) {
        set_up();
        cjson_memory_start(k);
        callpark_webex_request_init(&before);
        ck_assert_int_eq(read_with(callpark_webex_retrieve_read, retrieve_text, &request),
                         CALLPARK_ERR_NOMEM);
        ck_assert_int_eq(cjson_memory.blocks, 0);
        ck_assert_mem_eq(&request, &before, sizeof request);
        expect_buffer_untouched();
        cjson_memory_start(k);
        ck_assert_int_eq(read_with(callpark_webex_park_read, retrieve_text, &request),
                         CALLPARK_ERR_NOMEM);
        ck_assert_int_eq(cjson_memory.blocks, 0);
    }
}
END_TEST

/* ---- Structs and pointers ---- */

/* The largest struct that a caller may have. */
union theirs {
    size_t size;
    struct callpark_webex_path path;
    struct callpark_webex_request request;
    unsigned char bytes[4096 + 16];
};

static union theirs theirs;

static int read_their_path(void)
{
    return callpark_webex_path_read("/telephony/calls/park", buffer, sizeof buffer, &theirs.path);
}

static int read_their_park(void)
{
    return callpark_webex_park_read("{\"callId\":\"c\"}", 14, buffer, sizeof buffer,
                                    &theirs.request);
}

static int read_their_retrieve(void)
{
    return callpark_webex_retrieve_read(NULL, 0, buffer, sizeof buffer, &theirs.request);
}

static const struct {
    int (*read)(void);
    size_t size;
} readers_of_theirs[] = {
    {read_their_path, sizeof(struct callpark_webex_path)},
    {read_their_park, sizeof(struct callpark_webex_request)},
    {read_their_retrieve, sizeof(struct callpark_webex_request)},
};

START_TEST(structs_of_newer_callers_are_filled_in_and_cleared_to_their_end)
{
    const size_t ours = readers_of_theirs[_i].size;
    const size_t sizes[] = {ours, ours + 8, 4096};
    for (size_t i = 0; i < COUNT(sizes); i++) {
        memset(&theirs, UNTOUCHED, sizeof theirs);
        theirs.size = sizes[i];
        ck_assert_int_eq(readers_of_theirs[_i].read(), 0);
        ck_assert_uint_eq(theirs.size, sizes[i]);
        ck_assert_int_ne(theirs.bytes[ours - 1], (unsigned char)UNTOUCHED);
        for (size_t b = ours; b < sizeof theirs; b++)
            ck_assert_uint_eq(theirs.bytes[b], b < sizes[i] ? 0 : (unsigned char)UNTOUCHED);
    }
}
END_TEST

START_TEST(structs_that_were_not_set_up_are_refused)
{
    const size_t ours = readers_of_theirs[_i].size;
    const size_t sizes[] = {0, ours - 1, 4097, SIZE_MAX};
    for (size_t i = 0; i < COUNT(sizes); i++) {
        theirs.size = sizes[i];
        ck_assert_int_eq(readers_of_theirs[_i].read(),
                         i < 2 ? CALLPARK_ERR_STRUCT_SHORT : CALLPARK_ERR_STRUCT_LONG);
    }
}
END_TEST

START_TEST(required_pointers_are_required)
{
    reader *const readers[] = {callpark_webex_park_read, callpark_webex_retrieve_read};
    struct callpark_webex_path path;
    callpark_webex_path_init(&path);
    ck_assert_int_eq(callpark_webex_path_read(NULL, buffer, 9, &path), CALLPARK_ERR_INVALID);
    ck_assert_int_eq(callpark_webex_path_read("/", NULL, 0, &path), CALLPARK_ERR_INVALID);
    ck_assert_int_eq(callpark_webex_path_read("/", buffer, 9, NULL), CALLPARK_ERR_INVALID);
    for (int i = 0; i < 2; i++) {
        struct callpark_webex_request request;
        callpark_webex_request_init(&request);
        ck_assert_int_eq(readers[i](NULL, 1, buffer, 9, &request), CALLPARK_ERR_INVALID);
        ck_assert_int_eq(readers[i]("{}", 2, NULL, 0, &request), CALLPARK_ERR_INVALID);
        ck_assert_int_eq(readers[i]("{}", 2, buffer, 9, NULL), CALLPARK_ERR_INVALID);
    }
}
END_TEST

static TCase *add_case(Suite *suite, const char *name)
{
    TCase *tcase = tcase_create(name);
    suite_add_tcase(suite, tcase);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    return tcase;
}

static void add_bodies(TCase *tcase)
{
    tcase_add_test(tcase, the_example_of_the_document_is_read);
    tcase_add_test(tcase, a_park_takes_nothing_of_a_retrieve);
    tcase_add_test(tcase, a_retrieve_takes_both_of_its_ways_and_nothing_of_a_park);
    tcase_add_test(tcase, an_empty_body_is_an_empty_object_for_a_retrieve_alone);
    tcase_add_loop_test(tcase, errors_in_a_body_are_found_in_order_and_nothing_is_written, 0,
                        (int)COUNT(bodies));
    tcase_add_test(tcase, ids_have_255_bytes_at_most);
    tcase_add_test(tcase, with_a_group_park_the_destination_is_ignored_even_a_malformed_one);
    tcase_add_loop_test(tcase, a_destination_is_a_number_or_an_address, 0,
                        (int)COUNT(destinations));
    tcase_add_test(tcase, a_body_needs_a_buffer_for_its_strings_and_takes_no_more);
}

Suite *webex_read_suite(void);
Suite *webex_read_suite(void)
{
    Suite *suite = suite_create("json/webex_read");
    TCase *tcase = add_case(suite, "path");
    tcase_add_loop_test(tcase, a_path_names_the_command_and_perhaps_a_member, 0, (int)COUNT(paths));
    tcase_add_loop_test(tcase, other_paths_are_refused_and_nothing_is_written, 0,
                        (int)COUNT(bad_paths));
    tcase_add_test(tcase, the_name_of_a_member_needs_a_buffer_and_has_any_length);
    tcase_add_loop_test(tcase, the_media_type_is_json_with_any_parameters, 0,
                        (int)COUNT(media_types));
    add_bodies(add_case(suite, "bodies"));
    tcase = add_case(suite, "memory");
    tcase_add_test(tcase, every_refusal_of_memory_is_told_with_nothing_written);
    tcase = add_case(suite, "structs");
    tcase_add_loop_test(tcase, structs_of_newer_callers_are_filled_in_and_cleared_to_their_end, 0,
                        (int)COUNT(readers_of_theirs));
    tcase_add_loop_test(tcase, structs_that_were_not_set_up_are_refused, 0,
                        (int)COUNT(readers_of_theirs));
    tcase_add_test(tcase, required_pointers_are_required);
    return suite;
}
