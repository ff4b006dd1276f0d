/* SPDX-License-Identifier: MIT */
/* What every writer of text must do, and an opinion of its own on UTF-8. */
#ifndef CALLPARK_TESTS_JSON_SUPPORT_WRITTEN_H
#define CALLPARK_TESTS_JSON_SUPPORT_WRITTEN_H

#include <check.h>
#include <cjson/cJSON.h>

#include <callpark/json.h>

#include <stdbool.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])
#define WRITTEN_MOST 65536

/* The character at |s| as a number, and its |*length|; or -1. It is read bit by bit, and is
 * right if writing it again gives the same bytes. */
static inline long decoded(const char *s, size_t *length)
{
    const unsigned char *b = (const unsigned char *)s;
    long value = b[0];
    *length = b[0] < 0x80 ? 1 : b[0] < 0xe0 ? 2 : b[0] < 0xf0 ? 3 : 4;
    if (*length == 1)
        return value;
    value &= 0xff >> (*length + 1);
    for (size_t i = 1; i < *length; i++) {
        if (b[i] >> 6 != 2)
            return -1;
        value = value << 6 | (b[i] & 0x3f);
    }
    static const long least[] = {0, 0, 0x80, 0x800, 0x10000};
    bool lead = b[0] >= 0xc0 && b[0] < 0xf8;
    bool surrogate = value >= 0xd800 && value < 0xe000;
    return lead && value >= least[*length] && value <= 0x10ffff && !surrogate ? value : -1;
}

/* |in| with U+FFFD for every byte that is in no character; |out| has three times its room. */
static inline void repair(const char *in, char *out)
{
    while (*in) {
        size_t length;
        if (decoded(in, &length) < 0) {
            memcpy(out, "\xef\xbf\xbd", 3);
            out += 3;
            in++;
            continue;
        }
        memcpy(out, in, length);
        out += length;
        in += length;
    }
    *out = 0;
}

static inline bool is_utf8(const char *text)
{
    size_t length;
    for (; *text; text += length) {
        if (decoded(text, &length) < 0)
            return false;
    }
    return true;
}

/* |text| as JSON, for cJSON_Delete(). cJSON lets pass what is no UTF-8 or a control character. */
static inline cJSON *parsed(const char *text)
{
    const char *end = NULL;
    cJSON *json = cJSON_ParseWithLengthOpts(text, strlen(text) + 1, &end, 1);
    ck_assert_msg(json != NULL, "no JSON: %s", text);
    ck_assert_msg(is_utf8(text), "no UTF-8: %s", text);
    for (const char *s = text; *s; s++)
        ck_assert_msg(*s < 0 || *s >= 0x20, "control character %d in: %s", *s, text);
    return json;
}

typedef int writes(const void *what, char *buffer, size_t size);

static inline bool is_canary(const char *from, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (from[i] != (char)0xa7)
            return false;
    }
    return true;
}

/* What |write| makes of |what|, after it was seen that counting says the same, that a buffer
 * too small is kept to, and that nothing is behind the NUL. Stays until the next call. */
static inline const char *written(writes *write, const void *what)
{
    static char text[WRITTEN_MOST];
    int length = write(what, NULL, 0);
    ck_assert_int_gt(length, 0);
    ck_assert_int_lt(length, WRITTEN_MOST - 16);
    const size_t whole = (size_t)length + 1;
    const size_t small[] = {0, 1, whole / 2, whole - 1};
    memset(text, 0xa7, sizeof text);
    for (size_t i = 0; i < COUNT(small); i++) {
        ck_assert_int_eq(write(what, text, small[i]), CALLPARK_ERR_BUFFER);
        ck_assert(is_canary(text + small[i], sizeof text - small[i]));
    }
    ck_assert_int_eq(write(what, NULL, 1), CALLPARK_ERR_INVALID);
    ck_assert_int_eq(write(what, text, whole + 8), length);
    ck_assert(is_canary(text + whole, sizeof text - whole));
    memset(text, 0xa7, sizeof text);
    ck_assert_int_eq(write(what, text, whole), length);
    ck_assert(is_canary(text + whole, sizeof text - whole));
    ck_assert_uint_eq(strlen(text), whole - 1);
    return text;
}

/* The same, and that it is JSON. */
static inline const char *written_json(writes *write, const void *what)
{
    const char *text = written(write, what);
    cJSON_Delete(parsed(text));
    return text;
}

/* Strings that are no good, for every place where a string goes. */
static const char *const dirty_strings[] = {
    "",
    "\"",
    "\\",
    "\",\"injected\":\"",
    "\x01\x08\x09\x0a\x0c\x0d\x1f",
    "\x7f",
    "caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x93\x9e",
    "\x80",
    "\xff\xfe",
    "\xc3",
    "\xe2\x82",
    "\xf0\x9f\x93",
    "\xc0\xaf",
    "\xed\xa0\x80",
    "\xf4\x8f\xbf\xbf",
    "\xf4\x90\x80\x80",
    "\xef\xbf\xbf",
    "</script>",
};

#endif
