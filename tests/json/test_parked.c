/* SPDX-License-Identifier: MIT */
/* lib/json/parked.c: what is handed to the registry, and how its answers are told. */
#include <check.h>

#include "support_service.h"

#include <string.h>

#include "json/parked.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* ---- Names ---- */

static char name[NAME_SIZE];

static const char *parked_name(const char *caller_name)
{
    struct callpark_phone_call phone;
    callpark_phone_call_init(&phone);
    phone.caller_name = caller_name;
    return callpark__parked_call(&phone, NULL, NULL, name).caller_name;
}

START_TEST(a_name_that_fits_is_not_copied)
{
    static char text[NAME_SIZE + 1];
    memset(text, 'x', NAME_SIZE - 1);
    ck_assert_ptr_eq(parked_name(text), text);
    ck_assert_ptr_null(parked_name(NULL));
    text[NAME_SIZE - 1] = 'x';
    ck_assert_ptr_eq(parked_name(text), name);
    ck_assert_uint_eq(strlen(name), NAME_SIZE - 1);
}
END_TEST

/* ---- Dates ---- */

#define MOST (INT64_MAX / 4)

static const struct {
    uint64_t now, at;
    int64_t unix_time;
    const char *date;
} dates[] = {
    {5000, 2000, 10000, "1970-01-01T00:00:07+00:00"},
    {5000, 5000, 10000, "1970-01-01T00:00:10+00:00"},
    {2000, 5000, 10000, "1970-01-01T00:00:10+00:00"},
    {MOST, 0, MOST, "1970-01-01T00:00:00+00:00"},
    {MOST + UINT64_C(1), 0, MOST + 1, ""},
    {UINT64_MAX - 1, 0, 0, ""},
    {0, 0, -MOST, ""},
    {0, 0, INT64_MIN, ""},
    {MOST, 0, INT64_MIN, ""},
    {0, 0, INT64_MAX, ""},
};

START_TEST(since_when_is_a_date_or_empty)
{
    struct office office;
    struct callpark_event event;
    struct callpark_request request;
    struct callpark_phone_call call;
    struct parked_texts texts;
    ck_assert_int_eq(office_open(&office, 0, NULL), 0);
    struct exchange exchange = {.service = office.service, .request = &request};
    callpark_event_init(&event);
    callpark_phone_call_init(&call);
    callpark_request_init(&request);
    request.now = dates[_i].now;
    request.unix_time = dates[_i].unix_time;
    event.parked_at = dates[_i].at;
    event.extension = "1000";
    callpark__say_parked(&exchange, &event, &texts, &call);
    ck_assert_ptr_nonnull(call.parked);
    ck_assert_str_eq(call.parked, dates[_i].date);
    office_close(&office);
}
END_TEST

/* ---- Parkers ---- */

START_TEST(of_a_parker_who_is_not_to_be_told_nothing_is_shown)
{
    static const struct {
        const char *parker, *shown;
    } parkers[] = {{"1000", "1000"}, {"1001", NULL}, {"nobody", NULL}, {NULL, NULL}};
    struct office office;
    struct callpark_request request;
    ck_assert_int_eq(office_open(&office, 0, NULL), 0);
    callpark_request_init(&request);
    struct exchange exchange = {.service = office.service, .request = &request};
    exchange.user.id = "12";
    exchange.user.organization = "3";
    for (size_t i = 0; i < COUNT(parkers); i++) {
        const char *shown = "before";
        ck_assert_int_eq(callpark__shown_parker(&exchange, parkers[i].parker, &shown), 0);
        if (parkers[i].shown)
            ck_assert_str_eq(shown, parkers[i].shown);
        else
            ck_assert_ptr_null(shown);
    }
    office_close(&office);
}
END_TEST

Suite *parked_suite(void);
Suite *parked_suite(void)
{
    Suite *suite = suite_create("json/parked");
    TCase *tcase = tcase_create("parked");
    suite_add_tcase(suite, tcase);
    tcase_add_test(tcase, a_name_that_fits_is_not_copied);
    tcase_add_loop_test(tcase, since_when_is_a_date_or_empty, 0, (int)COUNT(dates));
    tcase_add_test(tcase, of_a_parker_who_is_not_to_be_told_nothing_is_shown);
    return suite;
}
