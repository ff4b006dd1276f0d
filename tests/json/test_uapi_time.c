/* SPDX-License-Identifier: MIT */
/* lib/json/uapi_time.c: points in time as text. */
#include "support_written.h"

#include "../support_random.h"

#include <stdio.h>

static const struct {
    int64_t unix_ms;
    int32_t offset;
    const char *text; /* NULL: INVALID */
} times[] = {
    {0, 0, "1970-01-01T00:00:00+00:00"},
    {999, 0, "1970-01-01T00:00:00+00:00"},
    {1000, 0, "1970-01-01T00:00:01+00:00"},
    {-1, 0, "1969-12-31T23:59:59+00:00"},
    {-1000, 0, "1969-12-31T23:59:59+00:00"},
    {-1001, 0, "1969-12-31T23:59:58+00:00"},
    {1340803135000, 180, "2012-06-27T16:18:55+03:00"},
    {1340803135999, -210, "2012-06-27T09:48:55-03:30"},
    {1340803135000, 345, "2012-06-27T19:03:55+05:45"},
    {0, 1439, "1970-01-01T23:59:00+23:59"},
    {0, -1439, "1969-12-31T00:01:00-23:59"},
    {0, -1, "1969-12-31T23:59:00-00:01"},
    {951782400000, 0, "2000-02-29T00:00:00+00:00"},
    {-62167219200000, 0, "0000-01-01T00:00:00+00:00"},
    {-62167219200001, 0, NULL},
    {-62167219200000, -1, NULL},
    {-62167219260000, 1, "0000-01-01T00:00:00+00:01"},
    {253402300799999, 0, "9999-12-31T23:59:59+00:00"},
    {253402300800000, 0, NULL},
    {253402300799999, 1, NULL},
    {253402300859999, -1, "9999-12-31T23:59:59-00:01"},
    {0, 1440, NULL},
    {0, -1440, NULL},
    {0, INT32_MAX, NULL},
    {0, INT32_MIN, NULL},
    {INT64_MAX, 1439, NULL},
    {INT64_MIN, -1439, NULL},
};

static int write_time(const void *what, char *buffer, size_t size)
{
    const int at = *(const int *)what;
    return callpark_uapi_time_write(times[at].unix_ms, times[at].offset, buffer, size);
}

START_TEST(a_time_is_shown_with_its_offset)
{
    char text[32];
    if (times[_i].text)
        ck_assert_str_eq(written(write_time, &_i), times[_i].text);
    else
        ck_assert_int_eq(write_time(&_i, text, sizeof text), CALLPARK_ERR_INVALID);
}
END_TEST

static int days_in(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month == 2 && leap ? 29 : days[month - 1];
}

START_TEST(every_day_of_ten_thousand_years_has_its_date)
{
    const int64_t day_ms = 86400000;
    int64_t now = -62167219200000;
    struct random random = {.state = 1};
    for (int year = 0; year < 10000; year++) {
        for (int month = 1; month <= 12; month++) {
            for (int day = 1; day <= days_in(year, month); day++, now += day_ms) {
                char text[32], expected[80];
                uint32_t seconds = random_below(&random, 86400);
                snprintf(expected, sizeof expected, "%04d-%02d-%02dT%02u:%02u:%02u+00:00", year,
                         month, day, seconds / 3600, seconds / 60 % 60, seconds % 60);
                callpark_uapi_time_write(now + seconds * 1000, 0, text, sizeof text);
                if (memcmp(text, expected, 26) != 0)
                    ck_abort_msg("%s for %s", text, expected);
            }
        }
    }
    ck_assert_int_eq(now, 253402300800000);
}
END_TEST

Suite *uapi_time_suite(void);
Suite *uapi_time_suite(void)
{
    Suite *suite = suite_create("json/uapi_time");
    TCase *tcase = tcase_create("uapi_time");
    suite_add_tcase(suite, tcase);
    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, a_time_is_shown_with_its_offset, 0, (int)COUNT(times));

    tcase = tcase_create("dates");
    suite_add_tcase(suite, tcase);
    tcase_set_tags(tcase, "thorough");
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, every_day_of_ten_thousand_years_has_its_date);
    return suite;
}
