/* SPDX-License-Identifier: MIT */
/* lib/json/webex_write.c: answers in the Webex format. */
#include "support_written.h"

#include <stdio.h>

#define PERSON "Y2lzY29zcGFyazovL3VzL1BFT1BMRS9hMTlkODJhMi00ZTY5LTU5YWEtOWYyZi1iY2E2MzEwMTNhNjg="
#define PLACE "Y2lzY29zcGFyazovL3VzL1BMQUNFL2ExOWQ4MmEyLTRlNjktNTlhYS05ZjJmLWJjYTYzMTAxM2E2OA=="

static struct callpark_webex_party party;

static void set_up(void)
{
    callpark_webex_party_init(&party);
    party.name = "John Smith";
    party.number = "+12223334444";
    party.person_id = PERSON;
    party.place_id = PLACE;
    party.call_type = CALLPARK_CALL_TYPE_LOCATION;
}

static int write_parked(const void *what, char *buffer, size_t size)
{
    return callpark_webex_parked_write(what, buffer, size);
}

/* ---- Parked ---- */

START_TEST(the_answer_to_a_park_is_that_of_the_documents)
{
    ck_assert_str_eq(written_json(write_parked, &party),
                     "{\"parkedAgainst\":{\"name\":\"John Smith\",\"number\":\"+12223334444\","
                     "\"personId\":\"" PERSON "\",\"placeId\":\"" PLACE "\","
                     "\"privacyEnabled\":false,\"callType\":\"location\"}}");
}
END_TEST

START_TEST(with_privacy_nothing_of_the_party_is_told)
{
    party.privacy = 1;
    ck_assert_str_eq(written_json(write_parked, &party),
                     "{\"parkedAgainst\":{\"privacyEnabled\":true,\"callType\":\"location\"}}");
}
END_TEST

/* By bits: name, number, personId, placeId. */
START_TEST(what_is_not_known_is_left_out)
{
    char expected[400];
    const char **const fields[] = {&party.name, &party.number, &party.person_id, &party.place_id};
    const char *const texts[] = {"\"name\":\"John Smith\",", "\"number\":\"+12223334444\",",
                                 "\"personId\":\"" PERSON "\",", "\"placeId\":\"" PLACE "\","};
    const char *shown[4];
    for (int i = 0; i < 4; i++) {
        bool known = _i >> i & 1;
        *fields[i] = known ? *fields[i] : NULL;
        shown[i] = known ? texts[i] : "";
    }
    snprintf(expected, sizeof expected,
             "{\"parkedAgainst\":{%s%s%s%s\"privacyEnabled\":false,\"callType\":\"location\"}}",
             shown[0], shown[1], shown[2], shown[3]);
    ck_assert_str_eq(written_json(write_parked, &party), expected);
}
END_TEST

static const char *const types[] = {"other",    "location",  "organization",
                                    "external", "emergency", "repair"};

START_TEST(a_call_type_has_its_word)
{
    char expected[80];
    party.privacy = 1;
    party.call_type = (uint32_t)_i;
    snprintf(expected, sizeof expected,
             "{\"parkedAgainst\":{\"privacyEnabled\":true,\"callType\":\"%s\"}}", types[_i]);
    ck_assert_str_eq(written_json(write_parked, &party), expected);
}
END_TEST

static const struct {
    const char *number;
    const char *shown;
} numbers[] = {
    {"1234", "1234"},
    {"*73", "*73"},
    {"tel:+12223334444", "+12223334444"},
    {"TEL:123", "123"},
    {"Sip:user@company.domain", "user@company.domain"},
    {"sips:user@company.domain", "user@company.domain"},
    {"user@company.domain", "user@company.domain"},
    {"tel", "tel"},
    {"sip", "sip"},
    {"telephone:1", "telephone:1"},
    {"xtel:1", "xtel:1"},
    {"http:1", "http:1"},
    {"tel:sip:1", "sip:1"},
    {"t\xc5l:1", "t\xef\xbf\xbdl:1"},
    {"4el:1", "4el:1"}, /* '4' is 't' less 64, and so on */
    {"T%L:1", "T%L:1"},
};

START_TEST(a_number_carries_no_scheme)
{
    party.number = numbers[_i].number;
    cJSON *json = parsed(written_json(write_parked, &party));
    const cJSON *against = cJSON_GetObjectItemCaseSensitive(json, "parkedAgainst");
    ck_assert_str_eq(cJSON_GetObjectItem(against, "number")->valuestring, numbers[_i].shown);
    cJSON_Delete(json);
}
END_TEST

START_TEST(dirty_strings_make_valid_answers)
{
    const char **const fields[] = {&party.name, &party.number, &party.person_id, &party.place_id};
    const char *const keys[] = {"name", "number", "personId", "placeId"};
    for (size_t i = 0; i < COUNT(dirty_strings); i++) {
        char repaired[200];
        *fields[_i] = dirty_strings[i];
        repair(dirty_strings[i], repaired);
        cJSON *json = parsed(written_json(write_parked, &party));
        const cJSON *against = cJSON_GetObjectItemCaseSensitive(json, "parkedAgainst");
        const cJSON *field = cJSON_GetObjectItem(against, keys[_i]);
        ck_assert_int_eq(cJSON_GetArraySize(against), *repaired ? 6 : 5);
        ck_assert_pstr_eq(field ? field->valuestring : NULL, *repaired ? repaired : NULL);
        cJSON_Delete(json);
    }
}
END_TEST

START_TEST(what_is_not_allowed_is_refused)
{
    char text[1000];
    ck_assert_int_eq(write_parked(NULL, text, sizeof text), CALLPARK_ERR_INVALID);
    party.privacy = 2;
    ck_assert_int_eq(write_parked(&party, text, sizeof text), CALLPARK_ERR_INVALID);
    party.privacy = 0;
    party.call_type = CALLPARK_CALL_TYPE_REPAIR + 1;
    ck_assert_int_eq(write_parked(&party, text, sizeof text), CALLPARK_ERR_INVALID);
    party.call_type = UINT32_MAX;
    ck_assert_int_eq(write_parked(&party, text, sizeof text), CALLPARK_ERR_INVALID);
}
END_TEST

START_TEST(structs_of_other_sizes_are_read_with_care)
{
    union {
        struct callpark_webex_party party;
        unsigned char bytes[4200];
    } newer = {.bytes = {0}};
    const int length = write_parked(&party, NULL, 0);
    newer.party = party;
    newer.party.size = sizeof party - 1;
    ck_assert_int_eq(write_parked(&newer, NULL, 0), CALLPARK_ERR_STRUCT_SHORT);
    newer.party.size = sizeof party + 8;
    ck_assert_int_eq(write_parked(&newer, NULL, 0), length);
    newer.bytes[sizeof party] = 1;
    ck_assert_int_eq(write_parked(&newer, NULL, 0), CALLPARK_ERR_STRUCT_FIELD);
    newer.party.size = 4097;
    ck_assert_int_eq(write_parked(&newer, NULL, 0), CALLPARK_ERR_STRUCT_LONG);
}
END_TEST

/* ---- Retrieved ---- */

struct ids {
    const char *call;
    const char *session;
};

static int write_retrieved(const void *what, char *buffer, size_t size)
{
    const struct ids *ids = what;
    return callpark_webex_retrieved_write(ids->call, ids->session, buffer, size);
}

START_TEST(a_retrieved_call_has_two_ids)
{
    const struct ids two = {"Y2Fs", "c2Vz"}, one = {"Y2Fs", NULL}, empty = {"Y2Fs", ""};
    ck_assert_str_eq(written_json(write_retrieved, &two),
                     "{\"callId\":\"Y2Fs\",\"callSessionId\":\"c2Vz\"}");
    ck_assert_str_eq(written_json(write_retrieved, &one),
                     "{\"callId\":\"Y2Fs\",\"callSessionId\":\"Y2Fs\"}");
    ck_assert_str_eq(written_json(write_retrieved, &empty),
                     "{\"callId\":\"Y2Fs\",\"callSessionId\":\"Y2Fs\"}");
}
END_TEST

START_TEST(a_retrieved_call_may_have_any_id_but_none)
{
    for (size_t i = 0; i < COUNT(dirty_strings); i++) {
        const struct ids ids = {dirty_strings[i], dirty_strings[COUNT(dirty_strings) - 1 - i]};
        if (*ids.call)
            written_json(write_retrieved, &ids);
        else
            ck_assert_int_eq(write_retrieved(&ids, NULL, 0), CALLPARK_ERR_INVALID);
    }
    const struct ids missing = {NULL, "x"};
    ck_assert_int_eq(write_retrieved(&missing, NULL, 0), CALLPARK_ERR_INVALID);
}
END_TEST

/* ---- Errors ---- */

struct problem {
    int error;
    const char *tracking_id;
};

static int write_error(const void *what, char *buffer, size_t size)
{
    const struct problem *problem = what;
    return callpark_webex_error_write(problem->error, problem->tracking_id, buffer, size);
}

START_TEST(an_error_has_its_message_its_description_and_its_tracking_id)
{
    for (int error = 1; error >= CALLPARK_WEBEX_ERR_INTERNAL - 1; error--) {
        char expected[400];
        const struct problem problem = {error, "T_1"};
        const char *sentence = callpark_json_strerror(error);
        snprintf(expected, sizeof expected,
                 "{\"message\":\"%s\",\"errors\":[{\"description\":\"%s\"}],"
                 "\"trackingId\":\"T_1\"}",
                 sentence, sentence);
        ck_assert_str_eq(written_json(write_error, &problem), expected);
    }
}
END_TEST

START_TEST(a_tracking_id_may_be_anything_but_nothing)
{
    struct problem problem = {CALLPARK_WEBEX_ERR_TEXT, NULL};
    ck_assert_int_eq(write_error(&problem, NULL, 0), CALLPARK_ERR_INVALID);
    for (size_t i = 0; i < COUNT(dirty_strings); i++) {
        problem.tracking_id = dirty_strings[i];
        if (*dirty_strings[i])
            written_json(write_error, &problem);
        else
            ck_assert_int_eq(write_error(&problem, NULL, 0), CALLPARK_ERR_INVALID);
    }
}
END_TEST

Suite *webex_write_suite(void);
Suite *webex_write_suite(void)
{
    Suite *suite = suite_create("json/webex_write");
    TCase *tcase = tcase_create("webex_write");
    suite_add_tcase(suite, tcase);
    tcase_add_checked_fixture(tcase, set_up, NULL);
    tcase_add_test(tcase, the_answer_to_a_park_is_that_of_the_documents);
    tcase_add_test(tcase, with_privacy_nothing_of_the_party_is_told);
    tcase_add_loop_test(tcase, what_is_not_known_is_left_out, 0, 16);
    tcase_add_loop_test(tcase, a_call_type_has_its_word, 0, (int)COUNT(types));
    tcase_add_loop_test(tcase, a_number_carries_no_scheme, 0, (int)COUNT(numbers));
    tcase_add_loop_test(tcase, dirty_strings_make_valid_answers, 0, 4);
    tcase_add_test(tcase, what_is_not_allowed_is_refused);
    tcase_add_test(tcase, structs_of_other_sizes_are_read_with_care);
    tcase_add_test(tcase, a_retrieved_call_has_two_ids);
    tcase_add_test(tcase, a_retrieved_call_may_have_any_id_but_none);
    tcase_add_test(tcase, an_error_has_its_message_its_description_and_its_tracking_id);
    tcase_add_test(tcase, a_tracking_id_may_be_anything_but_nothing);
    return suite;
}
