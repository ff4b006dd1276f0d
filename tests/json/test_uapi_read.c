/* SPDX-License-Identifier: MIT */
/* lib/json/uapi_read.c: requests of the VoipNow UAPI. */
#include <check.h>

#include <stdbool.h>
#include <stdio.h>

#include <callpark/json.h>

#include "support_read.h"

static const char *stretch(const char *text, size_t length)
{
    return stretch_with('x', text, length);
}

/* ---- The path ---- */

static const struct {
    const char *target;
    const char *user;
    const char *extension;
    const char *call_id;
} paths[] = {
    {"/uapi/phoneCalls/12/0003*210/b817d2618fe6f1804333", "12", "0003*210", "b817d2618fe6f1804333"},
    {"/unifiedapi/phoneCalls/12/0003*210/b817", "12", "0003*210", "b817"},
    {"/uapi/phoneCalls/12/0003*210/b817/", "12", "0003*210", "b817"},
    {"/uapi/phoneCalls/12/0003%2A210/b817", "12", "0003*210", "b817"},
    {"/uapi/phoneCalls/12/0003%2a210/b817", "12", "0003*210", "b817"},
    {"/uapi/phoneCalls/@me/@self/b817", "@me", "@self", "b817"},
    {"/uapi/phoneCalls/%40me/%40self/b817", "@me", "@self", "b817"},
    {"/uapi/phoneCalls/@viewer/210/b817", "@viewer", "210", "b817"},
    {"/uapi/phoneCalls/@owner/210/b817", "@owner", "210", "b817"},
    {"/uapi/phoneCalls/12/0003*210", "12", "0003*210", NULL},
    {"/uapi/phoneCalls/12/0003*210/", "12", "0003*210", NULL},
    {"/uapi/phoneCalls/0003*210", "@me", "0003*210", NULL},
    {"/uapi/phoneCalls/0003*210/", "@me", "0003*210", NULL},
    {"/uapi/phoneCalls/@self", "@me", "@self", NULL},
    {"/uapi/phoneCalls/210", "@me", "210", NULL},
    {"/uapi/phoneCalls/12/210/b817?count=x&startIndex=-1", "12", "210", "b817"},
    {"/uapi/phoneCalls/12/210/?/b817/../%zz#", "12", "210", NULL},
    {"/%75api/phone%43alls/12/210/b817", "12", "210", "b817"},
    {"/uapi/phoneCalls/12/210/%2541", "12", "210", "%41"},
    {"/uapi/phoneCalls/a%20b/x+y/\xc3\xa9", "a b", "x+y", "\xc3\xa9"},
    {"/uapi/phoneCalls/uapi/phoneCalls/uapi", "uapi", "phoneCalls", "uapi"},
};

START_TEST(a_path_has_one_two_or_three_segments)
{
    struct callpark_uapi_path path;
    callpark_uapi_path_init(&path);
    ck_assert_int_eq(callpark_uapi_path_read(paths[_i].target, buffer, sizeof buffer, &path), 0);
    expect_string(path.user, paths[_i].user);
    expect_string(path.extension, paths[_i].extension);
    expect_string(path.call_id, paths[_i].call_id);
    ck_assert_uint_eq(path.size, sizeof path);
}
END_TEST

static const struct {
    const char *target;
    int error;
} bad_paths[] = {
    {"", CALLPARK_ERR_NOT_FOUND},
    {"/", CALLPARK_ERR_NOT_FOUND},
    {"*", CALLPARK_ERR_NOT_FOUND},
    {"uapi/phoneCalls/12/210/b817", CALLPARK_ERR_NOT_FOUND},
    {"//uapi/phoneCalls/12/210/b817", CALLPARK_ERR_NOT_FOUND},
    {"http://x/uapi/phoneCalls/12/210/b817", CALLPARK_ERR_NOT_FOUND},
    {"/x/uapi/phoneCalls/12/210/b817", CALLPARK_ERR_NOT_FOUND},
    {"/UAPI/phoneCalls/12/210/b817", CALLPARK_ERR_NOT_FOUND},
    {"/uapix/phoneCalls/12/210/b817", CALLPARK_ERR_NOT_FOUND},
    {"/unifiedapis/phoneCalls/12/210/b817", CALLPARK_ERR_NOT_FOUND},
    {"/./uapi/phoneCalls/12/210/b817", CALLPARK_ERR_NOT_FOUND},
    {"/uapi%2FphoneCalls/12/210/b817", CALLPARK_ERR_NOT_FOUND},
    {"/telephony/calls/park", CALLPARK_ERR_NOT_FOUND},
    {"/?/uapi/phoneCalls/12", CALLPARK_ERR_NOT_FOUND},

    {"/uapi//phoneCalls/12/210/b817", CALLPARK_UAPI_ERR_REQUEST},
    {"/uapi/phoneCalls//210/b817", CALLPARK_UAPI_ERR_REQUEST},
    {"/uapi/phoneCalls/12//b817", CALLPARK_UAPI_ERR_REQUEST},
    {"/uapi/phoneCalls/12/210//", CALLPARK_UAPI_ERR_REQUEST},
    {"/uapi/phoneCalls//", CALLPARK_UAPI_ERR_REQUEST},
    {"/uapi/phoneCalls/12/210/b817//", CALLPARK_UAPI_ERR_REQUEST},
    {"/uapi/phoneCalls/./210/b817", CALLPARK_UAPI_ERR_REQUEST},
    {"/uapi/phoneCalls/12/../b817", CALLPARK_UAPI_ERR_REQUEST},
    {"/uapi/phoneCalls/12/210/%2e%2e", CALLPARK_UAPI_ERR_REQUEST},
    {"/uapi/../phoneCalls/12/210", CALLPARK_UAPI_ERR_REQUEST},
    {"/uapi/phoneCalls/12/210/%", CALLPARK_UAPI_ERR_REQUEST},
    {"/uapi/phoneCalls/12/210/%zz", CALLPARK_UAPI_ERR_REQUEST},
    {"/uapi/phoneCalls/12/210/a%00", CALLPARK_UAPI_ERR_REQUEST},
    {"/uapi/phoneCalls/12/210/a%2Fb", CALLPARK_UAPI_ERR_REQUEST},
    {"/uapi/phoneCalls/12/210/a%0Ab", CALLPARK_UAPI_ERR_REQUEST},
    {"/uapi/phoneCalls/12/210/a\x7f", CALLPARK_UAPI_ERR_REQUEST},
    {"/uapi/phoneCalls/12/210/a#b", CALLPARK_UAPI_ERR_REQUEST},
    {"/uapi/phoneCalls/12/210/b817/x/y/z/%zz", CALLPARK_UAPI_ERR_REQUEST},
    {"/uapi/other//x", CALLPARK_UAPI_ERR_REQUEST},

    {"/uapi", CALLPARK_UAPI_ERR_NOT_IMPLEMENTED},
    {"/uapi/", CALLPARK_UAPI_ERR_NOT_IMPLEMENTED},
    {"/uapi/phonecalls/12/210/b817", CALLPARK_UAPI_ERR_NOT_IMPLEMENTED},
    {"/uapi/phoneCall/12/210/b817", CALLPARK_UAPI_ERR_NOT_IMPLEMENTED},
    {"/uapi/extensions/12", CALLPARK_UAPI_ERR_NOT_IMPLEMENTED},
    {"/uapi/phoneCalls/12/210/b817/x", CALLPARK_UAPI_ERR_NOT_IMPLEMENTED},
    {"/uapi/phoneCalls/12/210/b817/x/y/z/a/b/c", CALLPARK_UAPI_ERR_NOT_IMPLEMENTED},

    {"/uapi/phoneCalls", CALLPARK_UAPI_ERR_EXTENSION}, /* it must not park everything */
    {"/uapi/phoneCalls/", CALLPARK_UAPI_ERR_EXTENSION},
    {"/unifiedapi/phoneCalls?x", CALLPARK_UAPI_ERR_EXTENSION},

};

START_TEST(other_paths_are_refused_and_nothing_is_written)
{
    struct callpark_uapi_path path, before;
    memset(&path, UNTOUCHED, sizeof path);
    path.size = sizeof path;
    before = path;
    const char *target = bad_paths[_i].target;
    int error = callpark_uapi_path_read(target, buffer, sizeof buffer, &path);
    ck_assert_msg(error == bad_paths[_i].error, "%s: %d", bad_paths[_i].target, error);
    ck_assert_mem_eq(&path, &before, sizeof path);
    expect_buffer_untouched();
}
END_TEST

START_TEST(ids_of_any_length_are_read)
{
    const char *const targets[] = {"/uapi/phoneCalls/~/210/b817", "/uapi/phoneCalls/12/~/b817",
                                   "/uapi/phoneCalls/12/210/~", "/uapi/phoneCalls/~"};
    for (size_t i = 0; i < 2 * COUNT(targets); i++) {
        struct callpark_uapi_path path;
        size_t length = 255 + i / COUNT(targets);
        callpark_uapi_path_init(&path);
        const char *target = stretch(targets[i % COUNT(targets)], length);
        ck_assert_int_eq(callpark_uapi_path_read(target, buffer, sizeof buffer, &path), 0);
        const char *longest = i % COUNT(targets) == 0   ? path.user
                              : i % COUNT(targets) == 2 ? path.call_id
                                                        : path.extension;
        ck_assert_uint_eq(strlen(longest), length);
    }
}
END_TEST

/* Tries buffers from none to large; |needed| is the first that is enough. */
START_TEST(a_path_needs_a_buffer_for_its_strings_and_takes_no_more)
{
    const struct {
        const char *target;
        size_t needed;
    } rows[] = {{"/uapi/phoneCalls/1%32/210/b817", 3 + 4 + 5},
                {"/uapi/phoneCalls/12/210", 3 + 4},
                {"/uapi/phoneCalls/210", 4}};
    for (size_t i = 0; i < COUNT(rows); i++) {
        ck_assert_uint_le(rows[i].needed, strlen(rows[i].target) + 1);
        for (size_t size = 0; size < 20; size++) {
            struct callpark_uapi_path path;
            callpark_uapi_path_init(&path);
            set_up();
            int error = callpark_uapi_path_read(rows[i].target, buffer, size, &path);
            bool enough = size >= rows[i].needed;
            ck_assert_int_eq(error, enough ? 0 : CALLPARK_ERR_BUFFER);
            for (size_t b = enough ? rows[i].needed : 0; b < sizeof buffer; b++)
                ck_assert_int_eq(buffer[b], UNTOUCHED);
            ck_assert_int_eq(path.extension != NULL, enough);
        }
    }
}
END_TEST

/* ---- The page ---- */

static const struct {
    const char *query;
    int error;
    uint32_t count;
    uint32_t start_index;
} pages[] = {
    {"", 0, 20, 0},
    {"?", 0, 20, 0},
    {"?count=1", 0, 1, 0},
    {"?count=5000", 0, 5000, 0},
    {"?startIndex=0", 0, 20, 0},
    {"?startIndex=2147483647", 0, 20, 2147483647},
    {"?count=7&startIndex=8", 0, 7, 8},
    {"?startIndex=8&count=7", 0, 7, 8},
    {"?count=007&x=y", 0, 7, 0},
    {"?count=1&count=7", 0, 7, 0},
    {"?count=x&count=7", 0, 7, 0},
    {"?Count=0&STARTINDEX=x&startindex=y&filter=%zz", 0, 20, 0},
    {"?count=0", CALLPARK_UAPI_ERR_COUNT, 0, 0},
    {"?count=5001", CALLPARK_UAPI_ERR_COUNT, 0, 0},
    {"?count=", CALLPARK_UAPI_ERR_COUNT, 0, 0},
    {"?count", CALLPARK_UAPI_ERR_COUNT, 0, 0},
    {"?count=-1", CALLPARK_UAPI_ERR_COUNT, 0, 0},
    {"?count=1.0", CALLPARK_UAPI_ERR_COUNT, 0, 0},
    {"?count=4294967297", CALLPARK_UAPI_ERR_COUNT, 0, 0},
    {"?count=7&count=x", CALLPARK_UAPI_ERR_COUNT, 0, 0},
    {"?startIndex=x&count=x", CALLPARK_UAPI_ERR_COUNT, 0, 0},
    {"?startIndex=2147483648", CALLPARK_UAPI_ERR_START_INDEX, 0, 0},
    {"?startIndex=4294967296", CALLPARK_UAPI_ERR_START_INDEX, 0, 0},
    {"?startIndex=-1", CALLPARK_UAPI_ERR_START_INDEX, 0, 0},
    {"?startIndex=", CALLPARK_UAPI_ERR_START_INDEX, 0, 0},
    {"?count=1&startIndex=x", CALLPARK_UAPI_ERR_START_INDEX, 0, 0},
};

START_TEST(a_page_is_in_the_query)
{
    char target[200];
    struct callpark_uapi_page page = {sizeof page, 4711, 4712};
    snprintf(target, sizeof target, "/uapi/phoneCalls/@me/210%s", pages[_i].query);
    ck_assert_msg(callpark_uapi_page_read(target, &page) == pages[_i].error, "%s", pages[_i].query);
    ck_assert_uint_eq(page.start_index, pages[_i].error ? 4711 : pages[_i].start_index);
    ck_assert_uint_eq(page.count, pages[_i].error ? 4712 : pages[_i].count);
}
END_TEST

/* ---- The action ---- */

static int read_action(const char *text, struct callpark_uapi_action *action)
{
    callpark_uapi_action_init(action);
    return callpark_uapi_action_read(text, strlen(text), buffer, sizeof buffer, action);
}

START_TEST(the_example_of_the_document_is_read)
{
    struct callpark_uapi_action action;
    ck_assert_int_eq(read_action("{\n  \"action\": \"Park\",\n  \"maxInParking\": \"30\",\n"
                                 "  \"phoneCallViewId\": \"01\"\n}\n",
                                 &action),
                     0);
    ck_assert_uint_eq(action.action, CALLPARK_UAPI_PARK);
    ck_assert_uint_eq(action.max_in_parking, 30);
    ck_assert_str_eq(action.view_id, "01");
    ck_assert_ptr_null(action.send_call_to);
    ck_assert_ptr_null(action.caller_id);
    ck_assert_uint_eq(action.wait_for_pickup, 0);
    ck_assert_int_eq(callpark_uapi_action_check(&action), 0);
}
END_TEST

START_TEST(an_unpark_is_read)
{
    struct callpark_uapi_action action;
    ck_assert_int_eq(read_action("{\"callerId\":\"J\\u00f6rg <3333>\",\"waitForPickup\":40,"
                                 "\"sendCallTo\":\"0003*211\",\"phoneCallViewId\":\"02\","
                                 "\"maxInParking\":\"soon\",\"more\":[{\"x\":1}],"
                                 "\"action\":\"UnPark\"}",
                                 &action),
                     0);
    ck_assert_uint_eq(action.action, CALLPARK_UAPI_UNPARK);
    ck_assert_str_eq(action.view_id, "02");
    ck_assert_str_eq(action.send_call_to, "0003*211");
    ck_assert_str_eq(action.caller_id, "J\xc3\xb6rg <3333>");
    ck_assert_uint_eq(action.wait_for_pickup, 40);
    ck_assert_uint_eq(action.max_in_parking, 0);
    ck_assert_int_eq(callpark_uapi_action_check(&action), 0);
}
END_TEST

static const struct {
    const char *action; /* NULL: no such member */
    int error;
} kinds[] = {
    {"\"Park\"", 0},
    {"\"UnPark\"", 0},
    {"\"P\\u0061rk\"", 0},
    {"\"PickUp\"", CALLPARK_UAPI_ERR_NOT_IMPLEMENTED},
    {"\"BargeIn\"", CALLPARK_UAPI_ERR_NOT_IMPLEMENTED},
    {"\"Whisper\"", CALLPARK_UAPI_ERR_NOT_IMPLEMENTED},
    {"\"Monitor\"", CALLPARK_UAPI_ERR_NOT_IMPLEMENTED},
    {"\"OnHold\"", CALLPARK_UAPI_ERR_NOT_IMPLEMENTED},
    {"\"OffHold\"", CALLPARK_UAPI_ERR_NOT_IMPLEMENTED},
    {"\"StartRecording\"", CALLPARK_UAPI_ERR_NOT_IMPLEMENTED},
    {"\"StopRecording\"", CALLPARK_UAPI_ERR_NOT_IMPLEMENTED},
    {"\"Transfer\"", CALLPARK_UAPI_ERR_NOT_IMPLEMENTED},
    {"\"TransferToVoicemail\"", CALLPARK_UAPI_ERR_NOT_IMPLEMENTED},
    {NULL, CALLPARK_UAPI_ERR_ACTION},
    {"null", CALLPARK_UAPI_ERR_ACTION},
    {"\"\"", CALLPARK_UAPI_ERR_ACTION},
    {"\"park\"", CALLPARK_UAPI_ERR_ACTION},
    {"\"PARK\"", CALLPARK_UAPI_ERR_ACTION},
    {"\"Unpark\"", CALLPARK_UAPI_ERR_ACTION},
    {"\"Parks\"", CALLPARK_UAPI_ERR_ACTION},
    {"\" Park\"", CALLPARK_UAPI_ERR_ACTION},
    {"\"transfer\"", CALLPARK_UAPI_ERR_ACTION},
    {"\"Answer\"", CALLPARK_UAPI_ERR_ACTION},
    {"\"~\"", CALLPARK_UAPI_ERR_ACTION},
    {"1", CALLPARK_UAPI_ERR_ACTION},
    {"true", CALLPARK_UAPI_ERR_ACTION},
    {"[\"Park\"]", CALLPARK_UAPI_ERR_ACTION},
    {"{\"Park\":\"Park\"}", CALLPARK_UAPI_ERR_ACTION},
};

START_TEST(actions_are_park_and_unpark_in_their_case)
{
    char text[200];
    struct callpark_uapi_action action;
    snprintf(text, sizeof text, "{\"phoneCallViewId\":\"01\",\"%s\":%s}",
             kinds[_i].action ? "action" : "Action",
             kinds[_i].action ? kinds[_i].action : "\"Park\"");
    ck_assert_msg(read_action(stretch(text, 300), &action) == kinds[_i].error, "%s", text);
    if (kinds[_i].error) {
        ck_assert_uint_eq(action.action, 0);
        expect_buffer_untouched();
    }
}
END_TEST

static const char *const malformed[] = {
    "",
    " ",
    "[]",
    "\"Park\"",
    "null",
    "{",
    "{\"action\":\"Park\"",
    "{\"action\":\"Park\"}}",
    "{\"action\":\"Park\"} x",
    "\xef\xbb\xbf{\"action\":\"Park\"}",
    "{\"action\":\"Park\",}",
    "{\"action\":\"Park\",\"action\":\"Park\"}",
    "{\"action\":\"Park\",\"x\":{\"y\":1,\"y\":1}}",
    "{\"action\":\"Park\",\"acti\\u006fn\":\"UnPark\"}",
    "{\"action\":\"Park\",\"x\":\"\\u0000\"}",
    "{\"action\":\"Park\",\"x\":\"\xff\"}",
    "{\"action\":\"Park\",\"x\":\"\n\"}",
    "{\"action\":\"Park\",\"x\":\"\\ud800\"}",
    "{\"action\":\"Park\",\"maxInParking\":030}",
    "{\"action\":\"Park\",\"maxInParking\":+30}",
    "{\"action\":\"Park\",\"maxInParking\":.5}",
    "{\"action\":\"Park\",\"maxInParking\":0x1e}",
    "action=Park",
};

START_TEST(malformed_text_is_refused_before_anything_in_it)
{
    struct callpark_uapi_action action;
    ck_assert_msg(read_action(malformed[_i], &action) == CALLPARK_UAPI_ERR_REQUEST, "%s",
                  malformed[_i]);
    expect_buffer_untouched();
}
END_TEST

/* Seconds: 0 if the text has no such member. */
static const struct {
    const char *value;
    uint32_t seconds; /* 1: as the default */
} seconds[] = {
    {NULL, 1},
    {"null", 1},
    {"30", 30},
    {"\"30\"", 30},
    {"\"030\"", 30},
    {"\"0000000000000000000000000030\"", 30},
    {"3600", 3600},
    {"\"3600\"", 3600},
    {"10", 10},
    {"\"10\"", 10},
    {"3601", CALLPARK_UAPI_BAD},
    {"\"3601\"", CALLPARK_UAPI_BAD},
    {"0", CALLPARK_UAPI_BAD},
    {"\"0\"", CALLPARK_UAPI_BAD},
    {"-30", CALLPARK_UAPI_BAD},
    {"30.0", CALLPARK_UAPI_BAD},
    {"30.5", CALLPARK_UAPI_BAD},
    {"3e1", CALLPARK_UAPI_BAD},
    {"0.3e2", CALLPARK_UAPI_BAD},
    {"1e400", CALLPARK_UAPI_BAD},
    {"4294967326", CALLPARK_UAPI_BAD}, /* 30 with 32 bits */
    {"4294967295", CALLPARK_UAPI_BAD},
    {"18446744073709551646", CALLPARK_UAPI_BAD},
    {"\"\"", CALLPARK_UAPI_BAD},
    {"\"30.0\"", CALLPARK_UAPI_BAD},
    {"\"3e1\"", CALLPARK_UAPI_BAD},
    {"\"+30\"", CALLPARK_UAPI_BAD},
    {"\"-30\"", CALLPARK_UAPI_BAD},
    {"\" 30\"", CALLPARK_UAPI_BAD},
    {"\"30 \"", CALLPARK_UAPI_BAD},
    {"\"0x1e\"", CALLPARK_UAPI_BAD},
    {"\"30s\"", CALLPARK_UAPI_BAD},
    {"\"\xef\xbc\x93\xef\xbc\x90\"", CALLPARK_UAPI_BAD}, /* wide digits */
    {"true", CALLPARK_UAPI_BAD},
    {"[30]", CALLPARK_UAPI_BAD},
    {"{}", CALLPARK_UAPI_BAD},
};

static uint32_t read_seconds(const char *action_name, const char *name, const char *value,
                             struct callpark_uapi_action *action)
{
    char text[300];
    snprintf(text, sizeof text,
             "{\"action\":\"%s\",\"sendCallTo\":\"210\",\"phoneCallViewId\":\"01\",\"%s\":%s}",
             action_name, value ? name : "x", value ? value : "0");
    ck_assert_int_eq(read_action(text, action), 0);
    return action->action == CALLPARK_UAPI_PARK ? action->max_in_parking : action->wait_for_pickup;
}

START_TEST(seconds_are_an_integer_or_a_string_of_digits)
{
    const struct {
        const char *action, *name;
        uint32_t normal;
        int error;
    } fields[] = {{"Park", "maxInParking", 180, CALLPARK_UAPI_ERR_TIMEOUT},
                  {"UnPark", "waitForPickup", 25, CALLPARK_UAPI_ERR_PICKUP},
                  {"UnPark", "waitForPickUp", 25, CALLPARK_UAPI_ERR_PICKUP}};
    for (size_t i = 0; i < COUNT(fields); i++) {
        struct callpark_uapi_action action;
        uint32_t expected = seconds[_i].seconds == 1 ? fields[i].normal : seconds[_i].seconds;
        uint32_t read = read_seconds(fields[i].action, fields[i].name, seconds[_i].value, &action);
        ck_assert_msg(read == expected, "%s is %u", seconds[_i].value, (unsigned)read);
        ck_assert_int_eq(callpark_uapi_action_check(&action),
                         expected == CALLPARK_UAPI_BAD ? fields[i].error : 0);
    }
}
END_TEST

START_TEST(a_call_stays_parked_for_10_s_at_least_and_is_offered_for_1_s_at_least)
{
    struct callpark_uapi_action action;
    ck_assert_uint_eq(read_seconds("Park", "maxInParking", "9", &action), CALLPARK_UAPI_BAD);
    ck_assert_uint_eq(read_seconds("Park", "maxInParking", "10", &action), 10);
    ck_assert_uint_eq(read_seconds("UnPark", "waitForPickup", "0", &action), CALLPARK_UAPI_BAD);
    ck_assert_uint_eq(read_seconds("UnPark", "waitForPickup", "1", &action), 1);
}
END_TEST

static const struct {
    const char *members;
    uint32_t wait;
} spellings[] = {
    {"\"waitForPickup\":30,\"waitForPickUp\":30", CALLPARK_UAPI_BAD},
    {"\"waitForPickUp\":30,\"waitForPickup\":40", CALLPARK_UAPI_BAD},
    {"\"waitForPickup\":30,\"waitForPickUp\":\"x\"", CALLPARK_UAPI_BAD},
    {"\"waitForPickup\":\"x\",\"waitForPickUp\":30", CALLPARK_UAPI_BAD},
    {"\"waitForPickup\":30,\"waitForPickUp\":0", CALLPARK_UAPI_BAD},
    {"\"waitForPickup\":30,\"waitForPickUp\":null", 30},
    {"\"waitForPickup\":null,\"waitForPickUp\":30", 30},
    {"\"waitForPickup\":null,\"waitForPickUp\":null", 25},
    {"\"waitforpickup\":30", 25},
};

START_TEST(wait_for_pickup_has_two_spellings_and_only_one_may_be_used)
{
    char text[200];
    struct callpark_uapi_action action;
    snprintf(text, sizeof text, "{\"action\":\"UnPark\",%s}", spellings[_i].members);
    ck_assert_int_eq(read_action(text, &action), 0);
    ck_assert_msg(action.wait_for_pickup == spellings[_i].wait, "%s", text);
}
END_TEST

/* What a string member becomes. */
static const struct {
    const char *value;
    const char *id;   /* phoneCallViewId, sendCallTo */
    const char *text; /* callerId */
} strings[] = {
    {"\"01\"", "01", "01"}, {"\"\\u0030\\/\"", "0/", "0/"},
    {"\"\"", NULL, ""},     {"null", NULL, NULL},
    {"1", NULL, NULL},      {"true", NULL, NULL},
    {"[]", NULL, NULL},     {"{\"id\":\"01\"}", NULL, NULL},
};

START_TEST(a_string_that_is_none_is_as_if_it_were_absent)
{
    char text[300];
    const char *value = strings[_i].value;
    struct callpark_uapi_action action;
    snprintf(text, sizeof text,
             "{\"action\":\"UnPark\",\"phoneCallViewId\":%s,\"sendCallTo\":%s,\"callerId\":%s}",
             value, value, value);
    ck_assert_int_eq(read_action(text, &action), 0);
    expect_string(action.view_id, strings[_i].id);
    expect_string(action.send_call_to, strings[_i].id);
    expect_string(action.caller_id, strings[_i].text);
}
END_TEST

START_TEST(an_id_has_255_bytes_at_most_and_the_caller_id_any_number)
{
    for (size_t length = 254; length < 258; length++) {
        struct callpark_uapi_action action;
        bool fits = length <= 255;
        ck_assert_int_eq(
            read_action(stretch("{\"action\":\"UnPark\",\"phoneCallViewId\":\"~\"}", length),
                        &action),
            0);
        ck_assert_int_eq(action.view_id != NULL, fits);
        ck_assert_int_eq(
            read_action(stretch("{\"action\":\"UnPark\",\"sendCallTo\":\"~\"}", length), &action),
            0);
        ck_assert_int_eq(action.send_call_to != NULL, fits);
        ck_assert_int_eq(
            read_action(stretch("{\"action\":\"UnPark\",\"callerId\":\"~\"}", length), &action), 0);
        ck_assert_uint_eq(strlen(action.caller_id), length);
    }
}
END_TEST

static const char unpark_text[] = "{\"action\":\"UnPark\",\"phoneCallViewId\":\"01\","
                                  "\"sendCallTo\":\"0003*210\",\"callerId\":\"\\u0041\"}";

START_TEST(an_action_needs_a_buffer_for_its_strings_and_takes_no_more)
{
    const size_t needed = 3 + 9 + 2;
    for (size_t size = 0; size < sizeof unpark_text + 1; size++) {
        struct callpark_uapi_action action;
        callpark_uapi_action_init(&action);
        set_up();
        int error =
            callpark_uapi_action_read(unpark_text, sizeof unpark_text - 1, buffer, size, &action);
        bool enough = size >= needed;
        ck_assert_int_eq(error, enough ? 0 : CALLPARK_ERR_BUFFER);
        ck_assert_uint_eq(action.action, enough ? CALLPARK_UAPI_UNPARK : 0);
        for (size_t b = enough ? needed : 0; b < sizeof buffer; b++)
            ck_assert_int_eq(buffer[b], UNTOUCHED);
    }
}
END_TEST

START_TEST(strings_do_not_need_the_text_any_more)
{
    char text[sizeof unpark_text];
    struct callpark_uapi_action action;
    memcpy(text, unpark_text, sizeof text);
    ck_assert_int_eq(read_action(text, &action), 0);
    memset(text, 'x', sizeof text);
    ck_assert_str_eq(action.view_id, "01");
    ck_assert_str_eq(action.send_call_to, "0003*210");
    ck_assert_str_eq(action.caller_id, "A");
}
END_TEST

START_TEST(every_refusal_of_memory_is_told_with_nothing_written)
{
    struct callpark_uapi_action action, before;
    ck_assert_int_eq(read_action(unpark_text, &action), 0);
    unsigned long total = cjson_memory.asked;
    ck_assert_uint_gt(total, 10);
    for (unsigned long k = 1; k <= total; k++) {
        set_up();
        cjson_memory_start(k);
        callpark_uapi_action_init(&action);
        before = action;
        ck_assert_int_eq(read_action(unpark_text, &action), CALLPARK_ERR_NOMEM);
        ck_assert_int_eq(cjson_memory.blocks, 0);
        ck_assert_mem_eq(&action, &before, sizeof action);
        expect_buffer_untouched();
    }
}
END_TEST

/* ---- What is wrong with an action ---- */

#define BAD CALLPARK_UAPI_BAD

static const struct {
    struct callpark_uapi_action action; /* its size is set below */
    int error;
} checks[] = {
    {{.action = 1, .view_id = "01", .max_in_parking = 10}, 0},
    {{.action = 1, .view_id = "01", .max_in_parking = 3600}, 0},
    {{.action = 1, .view_id = "01", .max_in_parking = 9}, CALLPARK_UAPI_ERR_TIMEOUT},
    {{.action = 1, .view_id = "01", .max_in_parking = 3601}, CALLPARK_UAPI_ERR_TIMEOUT},
    {{.action = 1, .view_id = "01", .max_in_parking = BAD}, CALLPARK_UAPI_ERR_TIMEOUT},
    {{.action = 1, .view_id = "01", .max_in_parking = 30, .wait_for_pickup = BAD}, 0},
    {{.action = 1, .max_in_parking = 30}, CALLPARK_UAPI_ERR_VIEW},
    {{.action = 1, .view_id = "", .max_in_parking = 30}, CALLPARK_UAPI_ERR_VIEW},
    {{.action = 1, .max_in_parking = BAD}, CALLPARK_UAPI_ERR_VIEW}, /* the first of two */
    {{.action = 2, .view_id = "01", .send_call_to = "210", .wait_for_pickup = 1}, 0},
    {{.action = 2, .view_id = "01", .send_call_to = "0003*210", .wait_for_pickup = 3600}, 0},
    {{.action = 2,
      .view_id = "01",
      .send_call_to = "*1",
      .wait_for_pickup = 25,
      .max_in_parking = BAD},
     0},
    {{.action = 2, .send_call_to = "210", .wait_for_pickup = 25}, CALLPARK_UAPI_ERR_VIEW},
    {{.action = 2, .wait_for_pickup = BAD}, CALLPARK_UAPI_ERR_VIEW},
    {{.action = 2, .view_id = "01", .wait_for_pickup = BAD}, CALLPARK_UAPI_ERR_EXTENSION},
    {{.action = 2, .view_id = "01", .send_call_to = "", .wait_for_pickup = 25},
     CALLPARK_UAPI_ERR_EXTENSION},
    {{.action = 2, .view_id = "01", .send_call_to = "@self", .wait_for_pickup = 25},
     CALLPARK_UAPI_ERR_EXTENSION},
    {{.action = 2, .view_id = "01", .send_call_to = "21o", .wait_for_pickup = 25},
     CALLPARK_UAPI_ERR_EXTENSION},
    {{.action = 2, .view_id = "01", .send_call_to = "+210", .wait_for_pickup = 25},
     CALLPARK_UAPI_ERR_EXTENSION},
    {{.action = 2, .view_id = "01", .send_call_to = "210 ", .wait_for_pickup = 25},
     CALLPARK_UAPI_ERR_EXTENSION},
    {{.action = 2, .view_id = "01", .send_call_to = "210", .wait_for_pickup = BAD},
     CALLPARK_UAPI_ERR_PICKUP},
    {{.action = 2, .view_id = "01", .send_call_to = "210", .wait_for_pickup = 0},
     CALLPARK_UAPI_ERR_PICKUP},
    {{.action = 2, .view_id = "01", .send_call_to = "210", .wait_for_pickup = 3601},
     CALLPARK_UAPI_ERR_PICKUP},
    {{.action = 0, .view_id = "01"}, CALLPARK_ERR_INVALID},
    {{.action = 3, .view_id = "01"}, CALLPARK_ERR_INVALID},
    {{.action = 1, .view_id = "01", .max_in_parking = 30, .reserved = 1},
     CALLPARK_ERR_STRUCT_FIELD},
};

START_TEST(what_is_wrong_with_an_action_is_found_in_order)
{
    struct callpark_uapi_action action = checks[_i].action;
    action.size = sizeof action;
    ck_assert_int_eq(callpark_uapi_action_check(&action), checks[_i].error);
}
END_TEST

START_TEST(a_struct_of_the_host_with_a_string_that_is_too_long_is_his_mistake)
{
    for (size_t length = 255; length < 257; length++) {
        struct callpark_uapi_action action;
        int error = length > 255 ? CALLPARK_ERR_TOO_LONG : 0;
        callpark_uapi_action_init(&action);
        action.action = CALLPARK_UAPI_PARK;
        action.max_in_parking = 30;
        action.view_id = stretch("~", length);
        ck_assert_int_eq(callpark_uapi_action_check(&action), error);
        action.action = CALLPARK_UAPI_UNPARK;
        action.view_id = "01";
        action.send_call_to = stretch("~", length);
        ck_assert_int_eq(callpark_uapi_action_check(&action),
                         error ? error : CALLPARK_UAPI_ERR_EXTENSION);
    }
}
END_TEST

/* ---- Structs and pointers ---- */

/* The largest struct that a caller may have. */
union theirs {
    size_t size;
    struct callpark_uapi_path path;
    struct callpark_uapi_page page;
    struct callpark_uapi_action action;
    unsigned char bytes[4096 + 16];
};

static union theirs theirs;

static int read_their_path(void)
{
    return callpark_uapi_path_read("/uapi/phoneCalls/210", buffer, sizeof buffer, &theirs.path);
}

static int read_their_page(void)
{
    return callpark_uapi_page_read("/?count=7", &theirs.page);
}

static int read_their_action(void)
{
    return callpark_uapi_action_read(unpark_text, sizeof unpark_text - 1, buffer, sizeof buffer,
                                     &theirs.action);
}

static const struct {
    int (*read)(void);
    size_t size;
} readers[] = {
    {read_their_path, sizeof(struct callpark_uapi_path)},
    {read_their_page, sizeof(struct callpark_uapi_page)},
    {read_their_action, sizeof(struct callpark_uapi_action)},
};

START_TEST(structs_of_newer_callers_are_filled_in_and_cleared_to_their_end)
{
    const size_t ours = readers[_i].size;
    const size_t sizes[] = {ours, ours + 8, 4096};
    for (size_t i = 0; i < COUNT(sizes); i++) {
        memset(&theirs, UNTOUCHED, sizeof theirs);
        theirs.size = sizes[i];
        ck_assert_int_eq(readers[_i].read(), 0);
        ck_assert_uint_eq(theirs.size, sizes[i]);
        ck_assert_int_ne(theirs.bytes[sizeof(size_t)], (unsigned char)UNTOUCHED);
        for (size_t b = ours; b < sizeof theirs; b++)
            ck_assert_uint_eq(theirs.bytes[b], b < sizes[i] ? 0 : (unsigned char)UNTOUCHED);
    }
}
END_TEST

START_TEST(structs_that_were_not_set_up_are_refused)
{
    const size_t ours = readers[_i].size;
    const size_t sizes[] = {0, ours - 1, 4097, SIZE_MAX};
    for (size_t i = 0; i < COUNT(sizes); i++) {
        theirs.size = sizes[i];
        ck_assert_int_eq(readers[_i].read(),
                         i < 2 ? CALLPARK_ERR_STRUCT_SHORT : CALLPARK_ERR_STRUCT_LONG);
    }
}
END_TEST

START_TEST(an_action_of_a_newer_caller_is_checked_while_what_it_adds_is_zero)
{
    memset(&theirs, 0, sizeof theirs);
    callpark_uapi_action_init(&theirs.action);
    theirs.action.action = CALLPARK_UAPI_PARK;
    theirs.action.view_id = "01";
    theirs.action.max_in_parking = 30;
    theirs.size = sizeof theirs.action + 8;
    ck_assert_int_eq(callpark_uapi_action_check(&theirs.action), 0);
    theirs.bytes[sizeof theirs.action + 7] = 1;
    ck_assert_int_eq(callpark_uapi_action_check(&theirs.action), CALLPARK_ERR_STRUCT_FIELD);
    theirs.size = sizeof theirs.action - 1;
    ck_assert_int_eq(callpark_uapi_action_check(&theirs.action), CALLPARK_ERR_STRUCT_SHORT);
    theirs.size = 4097;
    ck_assert_int_eq(callpark_uapi_action_check(&theirs.action), CALLPARK_ERR_STRUCT_LONG);
    ck_assert_int_eq(callpark_uapi_action_check(NULL), CALLPARK_ERR_INVALID);
}
END_TEST

START_TEST(required_pointers_are_required)
{
    struct callpark_uapi_path path;
    struct callpark_uapi_page page;
    struct callpark_uapi_action action;
    callpark_uapi_path_init(&path);
    callpark_uapi_page_init(&page);
    callpark_uapi_action_init(&action);
    ck_assert_int_eq(callpark_uapi_path_read(NULL, buffer, 9, &path), CALLPARK_ERR_INVALID);
    ck_assert_int_eq(callpark_uapi_path_read("/", NULL, 0, &path), CALLPARK_ERR_INVALID);
    ck_assert_int_eq(callpark_uapi_path_read("/", buffer, 9, NULL), CALLPARK_ERR_INVALID);
    ck_assert_int_eq(callpark_uapi_page_read(NULL, &page), CALLPARK_ERR_INVALID);
    ck_assert_int_eq(callpark_uapi_page_read("/", NULL), CALLPARK_ERR_INVALID);
    ck_assert_int_eq(callpark_uapi_action_read(NULL, 1, buffer, 9, &action), CALLPARK_ERR_INVALID);
    ck_assert_int_eq(callpark_uapi_action_read("{}", 2, NULL, 0, &action), CALLPARK_ERR_INVALID);
    ck_assert_int_eq(callpark_uapi_action_read("{}", 2, buffer, 9, NULL), CALLPARK_ERR_INVALID);
    ck_assert_int_eq(callpark_uapi_action_read(NULL, 0, buffer, 9, &action),
                     CALLPARK_UAPI_ERR_REQUEST); /* a request without a body */
}
END_TEST

static TCase *add_case(Suite *suite, const char *name)
{
    TCase *tcase = tcase_create(name);
    suite_add_tcase(suite, tcase);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    return tcase;
}

static void add_actions(TCase *tcase)
{
    tcase_add_test(tcase, the_example_of_the_document_is_read);
    tcase_add_test(tcase, an_unpark_is_read);
    tcase_add_loop_test(tcase, actions_are_park_and_unpark_in_their_case, 0, (int)COUNT(kinds));
    tcase_add_loop_test(tcase, malformed_text_is_refused_before_anything_in_it, 0,
                        (int)COUNT(malformed));
    tcase_add_loop_test(tcase, seconds_are_an_integer_or_a_string_of_digits, 0,
                        (int)COUNT(seconds));
    tcase_add_test(tcase, a_call_stays_parked_for_10_s_at_least_and_is_offered_for_1_s_at_least);
    tcase_add_loop_test(tcase, wait_for_pickup_has_two_spellings_and_only_one_may_be_used, 0,
                        (int)COUNT(spellings));
    tcase_add_loop_test(tcase, a_string_that_is_none_is_as_if_it_were_absent, 0,
                        (int)COUNT(strings));
    tcase_add_test(tcase, an_id_has_255_bytes_at_most_and_the_caller_id_any_number);
    tcase_add_test(tcase, an_action_needs_a_buffer_for_its_strings_and_takes_no_more);
    tcase_add_test(tcase, strings_do_not_need_the_text_any_more);
    tcase_add_loop_test(tcase, what_is_wrong_with_an_action_is_found_in_order, 0,
                        (int)COUNT(checks));
    tcase_add_test(tcase, a_struct_of_the_host_with_a_string_that_is_too_long_is_his_mistake);
}

Suite *uapi_read_suite(void);
Suite *uapi_read_suite(void)
{
    Suite *suite = suite_create("json/uapi_read");
    TCase *tcase = add_case(suite, "path");
    tcase_add_loop_test(tcase, a_path_has_one_two_or_three_segments, 0, (int)COUNT(paths));
    tcase_add_loop_test(tcase, other_paths_are_refused_and_nothing_is_written, 0,
                        (int)COUNT(bad_paths));
    tcase_add_test(tcase, ids_of_any_length_are_read);
    tcase_add_test(tcase, a_path_needs_a_buffer_for_its_strings_and_takes_no_more);
    tcase_add_loop_test(tcase, a_page_is_in_the_query, 0, (int)COUNT(pages));
    add_actions(add_case(suite, "action"));
    tcase = add_case(suite, "memory");
    tcase_add_test(tcase, every_refusal_of_memory_is_told_with_nothing_written);
    tcase = add_case(suite, "structs");
    tcase_add_loop_test(tcase, structs_of_newer_callers_are_filled_in_and_cleared_to_their_end, 0,
                        (int)COUNT(readers));
    tcase_add_loop_test(tcase, structs_that_were_not_set_up_are_refused, 0, (int)COUNT(readers));
    tcase_add_test(tcase, an_action_of_a_newer_caller_is_checked_while_what_it_adds_is_zero);
    tcase_add_test(tcase, required_pointers_are_required);
    return suite;
}
