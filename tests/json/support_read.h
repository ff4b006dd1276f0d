/* SPDX-License-Identifier: MIT */
/**
 * @file
 * For the tests of the readers: the caller's buffer, cJSON's memory, long ids.
 */
#ifndef CALLPARK_TESTS_JSON_SUPPORT_READ_H
#define CALLPARK_TESTS_JSON_SUPPORT_READ_H

#include <check.h>

#include "support_cjson.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])
#define UNTOUCHED ((char)0xa7)

static char buffer[2048];

static inline void set_up(void)
{
    cjson_memory_start(0);
    memset(buffer, UNTOUCHED, sizeof buffer);
}

static inline void tear_down(void)
{
    cjson_memory_stop();
    ck_assert_int_eq(cjson_memory.blocks, 0);
}

static inline void expect_string(const char *s, const char *expected)
{
    if (expected)
        ck_assert_str_eq(s, expected);
    else
        ck_assert_ptr_null(s);
}

static inline void expect_buffer_untouched(void)
{
    for (size_t i = 0; i < sizeof buffer; i++)
        ck_assert_int_eq(buffer[i], UNTOUCHED);
}

/* |length| times |fill| where |text| has a "~"; in a block that is overwritten. */
static inline const char *stretch_with(char fill, const char *text, size_t length)
{
    static char out[3000];
    const char *mark = strchr(text, '~');
    if (!mark)
        return text;
    size_t front = (size_t)(mark - text);
    memcpy(out, text, front);
    memset(out + front, fill, length);
    strcpy(out + front + length, mark + 1);
    return out;
}

#endif
