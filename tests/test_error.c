/* SPDX-License-Identifier: MIT */
/* lib/error.c: the texts of the errors, and the version. */
#include <check.h>

#include <callpark/callpark.h>

#include <limits.h>
#include <stdio.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* The numbers are for ever; a word of each text shows that it is of that error. */
static const struct {
    int error, number;
    const char *word;
} errors[] = {
    {CALLPARK_OK, 0, "no error"},
    {CALLPARK_ERR_INVALID, -1, "not allowed"},
    {CALLPARK_ERR_TOO_LONG, -2, "255"},
    {CALLPARK_ERR_STRUCT_SHORT, -3, "too small"},
    {CALLPARK_ERR_STRUCT_LONG, -4, "absurd"},
    {CALLPARK_ERR_STRUCT_FIELD, -5, "newer"},
    {CALLPARK_ERR_NOMEM, -6, "memory"},
    {CALLPARK_ERR_LIMIT, -7, "limit"},
    {CALLPARK_ERR_LOT, -8, "no such parking lot"},
    {CALLPARK_ERR_GROUP, -9, "no such call-park group"},
    {CALLPARK_ERR_EXISTS, -10, "exists"},
    {CALLPARK_ERR_MEMBER, -11, "twice"},
    {CALLPARK_ERR_DURATION, -12, "duration"},
    {CALLPARK_ERR_RANGE, -13, "range"},
    {CALLPARK_ERR_TAKEN, -14, "taken"},
    {CALLPARK_ERR_FULL, -15, "full"},
    {CALLPARK_ERR_GROUP_FULL, -16, "no member"},
    {CALLPARK_ERR_PARKED, -17, "parked already"},
    {CALLPARK_ERR_UNKNOWN, -18, "never issued"},
    {CALLPARK_ERR_ENDED, -19, "parking is over"},
    {CALLPARK_ERR_NOT_FOUND, -20, "no call"},
    {CALLPARK_ERR_MISMATCH, -21, "another call"},
    {CALLPARK_ERR_RESERVED, -22, "reserved"},
    {CALLPARK_ERR_CLAIMED, -23, "claimed"},
    {CALLPARK_ERR_STATE, -24, "state"},
    {CALLPARK_ERR_STALE, -25, "claim or ring is over"},
    {CALLPARK_ERR_BUSY, -26, "label"},
    {CALLPARK_ERR_BUFFER, -27, "buffer"},
};

START_TEST(an_error_has_its_number_and_its_text)
{
    const char *text = callpark_strerror(errors[_i].error);
    ck_assert_int_eq(errors[_i].error, errors[_i].number);
    ck_assert_msg(strstr(text, errors[_i].word) != NULL, "%d is \"%s\"", errors[_i].number, text);
}
END_TEST

START_TEST(no_two_errors_have_one_text)
{
    for (size_t i = 0; i < COUNT(errors); i++) {
        for (size_t j = 0; j < i; j++)
            ck_assert_str_ne(callpark_strerror(errors[i].error),
                             callpark_strerror(errors[j].error));
    }
}
END_TEST

START_TEST(a_number_that_is_no_error_is_unknown)
{
    const int numbers[] = {1, 27, INT_MAX, CALLPARK_ERR_BUFFER - 1, -1000, INT_MIN};
    for (size_t i = 0; i < COUNT(numbers); i++)
        ck_assert_str_eq(callpark_strerror(numbers[i]), "unknown error");
}
END_TEST

START_TEST(the_version_is_made_of_its_three_numbers)
{
    char numbers[40];
    snprintf(numbers, sizeof numbers, "%d.%d.%d", CALLPARK_VERSION_MAJOR, CALLPARK_VERSION_MINOR,
             CALLPARK_VERSION_PATCH);
    ck_assert_str_eq(callpark_version(), numbers);
}
END_TEST

Suite *error_suite(void);
Suite *error_suite(void)
{
    Suite *suite = suite_create("error");
    TCase *tcase = tcase_create("error");
    suite_add_tcase(suite, tcase);
    tcase_add_loop_test(tcase, an_error_has_its_number_and_its_text, 0, (int)COUNT(errors));
    tcase_add_test(tcase, no_two_errors_have_one_text);
    tcase_add_test(tcase, a_number_that_is_no_error_is_unknown);
    tcase_add_test(tcase, the_version_is_made_of_its_three_numbers);
    return suite;
}
