/* SPDX-License-Identifier: MIT */
/* Points in time after ISO 8601. */
#include <callpark/json.h>

#define FIRST_SECOND (-INT64_C(62167219200)) /* 0000-01-01T00:00:00 */
#define LAST_SECOND INT64_C(253402300799)    /* 9999-12-31T23:59:59 */
#define DAY 86400u
#define DAYS_IN_400_YEARS 146097u
#define TIME_LENGTH 25u

struct date {
    uint32_t year;
    uint32_t month;
    uint32_t day;
};

/* |days| since 0000-01-01. Counted in years from March, so that the leap day is the last of
 * its year, and from 400 years earlier, so that January and February are in one too. */
static struct date date_of(uint32_t days)
{
    uint32_t since = days + DAYS_IN_400_YEARS - 60;
    uint32_t left = since % DAYS_IN_400_YEARS;
    uint32_t year = (left - left / 1460 + left / 36524 - left / 146096) / 365;
    uint32_t day = left - (365 * year + year / 4 - year / 100);
    uint32_t month = (5 * day + 2) / 153; /* from March */
    year += since / DAYS_IN_400_YEARS * 400 - 400;
    return (struct date){
        .year = month < 10 ? year : year + 1,
        .month = month < 10 ? month + 3 : month - 9,
        .day = day - (153 * month + 2) / 5 + 1,
    };
}

/* The last |length| digits of |value|, and |mark| in front. */
static char *put_digits(char *at, char mark, uint32_t value, int length)
{
    if (mark)
        *at++ = mark;
    for (int i = length; i-- > 0; value /= 10)
        at[i] = (char)('0' + value % 10);
    return at + length;
}

static void put_time(char *at, uint64_t second, int32_t utc_offset)
{
    struct date date = date_of((uint32_t)(second / DAY));
    uint32_t rest = (uint32_t)(second % DAY);
    uint32_t offset = (uint32_t)(utc_offset < 0 ? -utc_offset : utc_offset);
    at = put_digits(at, 0, date.year, 4);
    at = put_digits(at, '-', date.month, 2);
    at = put_digits(at, '-', date.day, 2);
    at = put_digits(at, 'T', rest / 3600, 2);
    at = put_digits(at, ':', rest / 60 % 60, 2);
    at = put_digits(at, ':', rest % 60, 2);
    at = put_digits(at, utc_offset < 0 ? '-' : '+', offset / 60, 2);
    at = put_digits(at, ':', offset % 60, 2);
    *at = 0;
}

int callpark_uapi_time_write(int64_t unix_ms, int32_t utc_offset, char *buffer, size_t size)
{
    if (utc_offset <= -1440 || utc_offset >= 1440 || (!buffer && size))
        return CALLPARK_ERR_INVALID;
    int64_t second = unix_ms / 1000 - (unix_ms % 1000 < 0) + utc_offset * 60;
    if (second < FIRST_SECOND || second > LAST_SECOND)
        return CALLPARK_ERR_INVALID;
    if (!buffer)
        return TIME_LENGTH;
    if (size <= TIME_LENGTH)
        return CALLPARK_ERR_BUFFER;
    put_time(buffer, (uint64_t)(second - FIRST_SECOND), utc_offset);
    return TIME_LENGTH;
}
