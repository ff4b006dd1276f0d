/* SPDX-License-Identifier: MIT */
/* lib/json/problem.c: statuses, codes and sentences of errors. */
#include "support_written.h"

#include <limits.h>

/* The numbers are for ever; a word of each sentence shows that it is of that error. */
static const struct {
    int error, number;
    uint32_t status;
    const char *code;
    const char *word;
} errors[] = {
    {CALLPARK_UAPI_ERR_REQUEST, -101, 400, "request_invalid", "malformed"},
    {CALLPARK_UAPI_ERR_ACTION, -102, 400, "action_invalid", "action"},
    {CALLPARK_UAPI_ERR_USER, -103, 400, "user_invalid", "user"},
    {CALLPARK_UAPI_ERR_EXTENSION, -104, 400, "extension_invalid", "extension"},
    {CALLPARK_UAPI_ERR_CALL, -105, 400, "pc_phonell_invalid", "phoneCallId"},
    {CALLPARK_UAPI_ERR_VIEW, -106, 400, "pc_phonellview_invalid", "phoneCallViewId"},
    {CALLPARK_UAPI_ERR_TIMEOUT, -107, 400, "pc_parktimeout_invalid",
     "maxInParking must be a whole number of seconds, from 10 to 3600 and"},
    {CALLPARK_UAPI_ERR_PICKUP, -108, 400, "pc_waitforpickup_invalid",
     "waitForPickup must be a whole number of seconds from 1 to 3600."},
    {CALLPARK_UAPI_ERR_COUNT, -109, 400, "count_invalid",
     "count must be a whole number from 1 to 5000."},
    {CALLPARK_UAPI_ERR_START_INDEX, -110, 400, "startindex_invalid",
     "startIndex must be a whole number from 0 to 2147483647."},
    {CALLPARK_UAPI_ERR_ACCESS, -111, 401, "access_denied", "credentials"},
    {CALLPARK_UAPI_ERR_NOT_IMPLEMENTED, -112, 501, "request_not_implemented", "implement"},
    {CALLPARK_UAPI_ERR_FULL, -113, 503, "parking_lot_full", "full"},
    {CALLPARK_UAPI_ERR_INTERNAL, -114, 500, "internal_server_error", "server"},
    {CALLPARK_WEBEX_ERR_TEXT, -201, 400, NULL, "JSON"},
    {CALLPARK_WEBEX_ERR_CALL_ID, -202, 400, NULL, "callId must be a string of 1 to 255 bytes"},
    {CALLPARK_WEBEX_ERR_FIELD, -203, 400, NULL, "member of the body"},
    {CALLPARK_WEBEX_ERR_DESTINATION, -204, 400, NULL, "destination"},
    {CALLPARK_WEBEX_ERR_TARGET, -205, 400, NULL, "path"},
    {CALLPARK_WEBEX_ERR_UNAUTHORIZED, -206, 401, NULL, "credentials"},
    {CALLPARK_WEBEX_ERR_NO_CONSENT, -207, 403, NULL, "act for"},
    {CALLPARK_WEBEX_ERR_NOT_OWN_CALL, -208, 403, NULL, "another user"},
    {CALLPARK_WEBEX_ERR_NO_CALL, -209, 404, NULL, "no such call"},
    {CALLPARK_WEBEX_ERR_NOTHING_PARKED, -210, 404, NULL, "No call is parked"},
    {CALLPARK_WEBEX_ERR_NO_DESTINATION, -211, 404, NULL, "no such destination"},
    {CALLPARK_WEBEX_ERR_NO_MEMBER, -212, 404, NULL, "no such member"},
    {CALLPARK_WEBEX_ERR_NO_PATH, -213, 404, NULL, "no such resource"},
    {CALLPARK_WEBEX_ERR_METHOD, -214, 405, NULL, "POST"},
    {CALLPARK_WEBEX_ERR_PARKED, -215, 409, NULL, "parked already"},
    {CALLPARK_WEBEX_ERR_TAKEN, -216, 409, NULL, "holds a call"},
    {CALLPARK_WEBEX_ERR_GROUP_FULL, -217, 409, NULL, "is free"},
    {CALLPARK_WEBEX_ERR_NO_GROUP, -218, 409, NULL, "in no call park group"},
    {CALLPARK_WEBEX_ERR_CLAIMED, -219, 409, NULL, "retrieving"},
    {CALLPARK_WEBEX_ERR_MEDIA_TYPE, -220, 415, NULL, "application/json"},
    {CALLPARK_WEBEX_ERR_LIMIT, -221, 503, NULL, "No more calls"},
    {CALLPARK_WEBEX_ERR_INTERNAL, -222, 500, NULL, "server"},
};

START_TEST(an_error_has_its_number_status_code_and_sentence)
{
    const char *sentence = callpark_json_strerror(errors[_i].error);
    const char *code = errors[_i].code ? errors[_i].code : "internal_server_error";
    ck_assert_int_eq(errors[_i].error, errors[_i].number);
    ck_assert_uint_eq(callpark_json_status(errors[_i].error), errors[_i].status);
    ck_assert_str_eq(callpark_uapi_code(errors[_i].error, 0), code);
    ck_assert_str_eq(callpark_uapi_code(errors[_i].error, CALLPARK_UAPI_PARK_200), code);
    ck_assert_msg(strstr(sentence, errors[_i].word) != NULL, "%s", sentence);
}
END_TEST

START_TEST(a_sentence_is_short_and_plain)
{
    const char *sentence = callpark_json_strerror(errors[_i].error);
    size_t length = strlen(sentence);
    ck_assert_uint_ge(length, 10);
    ck_assert_uint_le(length, 110);
    ck_assert_int_eq(sentence[length - 1], '.');
    for (const char *s = sentence; *s; s++)
        ck_assert(*s >= ' ' && *s <= '~' && *s != '"' && *s != '\\' && *s != '%');
}
END_TEST

START_TEST(no_two_errors_of_a_format_have_one_sentence)
{
    for (int i = 0; i < _i; i++) {
        if ((errors[i].code == NULL) == (errors[_i].code == NULL))
            ck_assert_str_ne(callpark_json_strerror(errors[i].error),
                             callpark_json_strerror(errors[_i].error));
    }
}
END_TEST

START_TEST(a_flag_spells_two_codes_as_other_pages_do)
{
    const char *code = callpark_uapi_code(errors[_i].error, CALLPARK_UAPI_PHONECALL_CODES);
    if (errors[_i].error == CALLPARK_UAPI_ERR_CALL)
        ck_assert_str_eq(code, "pc_phonecall_invalid");
    else if (errors[_i].error == CALLPARK_UAPI_ERR_VIEW)
        ck_assert_str_eq(code, "pc_phonecallview_invalid");
    else
        ck_assert_str_eq(code, callpark_uapi_code(errors[_i].error, 0));
}
END_TEST

static void expect_internal(int error)
{
    ck_assert_uint_eq(callpark_json_status(error), 500);
    ck_assert_str_eq(callpark_uapi_code(error, CALLPARK_UAPI_PHONECALL_CODES),
                     "internal_server_error");
    ck_assert_str_eq(callpark_json_strerror(error), callpark_strerror(error));
}

START_TEST(errors_of_the_core_keep_their_text_and_are_internal)
{
    for (int error = CALLPARK_OK; error >= CALLPARK_ERR_BUFFER; error--)
        expect_internal(error);
}
END_TEST

START_TEST(a_number_that_is_no_error_is_unknown_and_internal)
{
    const int numbers[] = {1,
                           101,
                           CALLPARK_ERR_BUFFER - 1,
                           CALLPARK_UAPI_ERR_REQUEST + 1,
                           CALLPARK_UAPI_ERR_INTERNAL - 1,
                           CALLPARK_WEBEX_ERR_TEXT + 1,
                           CALLPARK_WEBEX_ERR_INTERNAL - 1,
                           INT_MAX,
                           INT_MIN};
    for (size_t i = 0; i < COUNT(numbers); i++) {
        expect_internal(numbers[i]);
        ck_assert_str_eq(callpark_json_strerror(numbers[i]), "unknown error");
    }
}
END_TEST

Suite *problem_suite(void);
Suite *problem_suite(void)
{
    Suite *suite = suite_create("json/problem");
    TCase *tcase = tcase_create("problem");
    const int count = (int)COUNT(errors);
    suite_add_tcase(suite, tcase);
    tcase_add_loop_test(tcase, an_error_has_its_number_status_code_and_sentence, 0, count);
    tcase_add_loop_test(tcase, a_sentence_is_short_and_plain, 0, count);
    tcase_add_loop_test(tcase, no_two_errors_of_a_format_have_one_sentence, 0, count);
    tcase_add_loop_test(tcase, a_flag_spells_two_codes_as_other_pages_do, 0, count);
    tcase_add_test(tcase, errors_of_the_core_keep_their_text_and_are_internal);
    tcase_add_test(tcase, a_number_that_is_no_error_is_unknown_and_internal);
    return suite;
}
