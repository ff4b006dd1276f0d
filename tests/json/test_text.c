/* SPDX-License-Identifier: MIT */
/* lib/json/text.c: what is JSON, and what is not. */
#define _DEFAULT_SOURCE /* mmap() */
#include <check.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <callpark/json.h>

#include "json/text.h"
#include "support_guarded.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* A text of its own length: NUL may be in it. */
#define TEXT(literal)                                                                              \
    {                                                                                              \
        literal, sizeof(literal) - 1                                                               \
    }

struct bytes {
    const char *s;
    size_t length;
};

/* Nothing can be read behind it. */
static bool is_accepted(const char *s, size_t length)
{
    bool numbers;
    return callpark__json_text_check(guarded(s, length), length, &numbers);
}

/* Prints what failed: a loop test tells only its number. */
static void expect_check(struct bytes text, bool accepted)
{
    if (is_accepted(text.s, text.length) != accepted)
        ck_abort_msg("%s: %.*s", accepted ? "refused" : "accepted", (int)text.length, text.s);
}

/* |value| as the only member of an object. */
static bool value_is_accepted(const char *value, size_t length)
{
    char text[256] = "{\"a\":";
    memcpy(text + 5, value, length);
    text[5 + length] = '}';
    return is_accepted(text, length + 6);
}

static bool string_is_accepted(const void *content, size_t length)
{
    char value[240] = "\"";
    memcpy(value + 1, content, length);
    value[1 + length] = '"';
    return value_is_accepted(value, length + 2);
}

/* ---- Texts ---- */

static const struct bytes good_texts[] = {
    TEXT("{}"),
    TEXT(" \t\r\n{ \t\r\n} \t\r\n"),
    TEXT("{\"a\":1}"),
    TEXT("{ \"a\" : 1 , \"b\" : 2 }"),
    TEXT("{\"\":\"\"}"),
    TEXT("{\"a\":[]}"),
    TEXT("{\"a\":[ ]}"),
    TEXT("{\"a\":[1,2,[3],{}]}"),
    TEXT("{\"a\":{\"a\":{\"a\":null}}}"),
    TEXT("{\"a\":true,\"b\":false,\"c\":null}"),
    TEXT("{\"a\":1,\"a\":2}"), /* cJSON's keys are looked at later */
    TEXT("{\"{}[],:\":\"{}[],:\"}"),
    TEXT("{\"a\":\"\x7f\"}"),
};

START_TEST(json_is_accepted)
{
    expect_check(good_texts[_i], true);
}
END_TEST

static const struct bytes bad_texts[] = {
    TEXT(""),
    TEXT(" "),
    /* a byte order mark, which cJSON skips */
    TEXT("\xef\xbb\xbf{}"),
    TEXT("\xfe\xff{}"),
    TEXT("{}\xef\xbb\xbf"),
    /* a body that is not an object */
    TEXT("[]"),
    TEXT("[{}]"),
    TEXT("\"a\""),
    TEXT("1"),
    TEXT("true"),
    TEXT("null"),
    TEXT("a"),
    /* trailing bytes, which cJSON does not look at */
    TEXT("{}x"),
    TEXT("{}{}"),
    TEXT("{},"),
    TEXT("{}}"),
    TEXT("{}\0"),
    TEXT("{} \0 "),
    TEXT("{}/**/"),
    /* blanks that are none */
    TEXT("\v{}"),
    TEXT("\f{}"),
    TEXT("{}\v"),
    TEXT("{\f}"),
    TEXT("\0{}"),
    TEXT("{\0}"),
    TEXT("\xc2\xa0{}"),
    /* punctuation */
    TEXT("{,}"),
    TEXT("{\"a\"}"),
    TEXT("{\"a\":}"),
    TEXT("{\"a\":1,}"),
    TEXT("{,\"a\":1}"),
    TEXT("{\"a\":1,,\"b\":2}"),
    TEXT("{\"a\":1 \"b\":2}"),
    TEXT("{\"a\":1;\"b\":2}"),
    TEXT("{\"a\"=1}"),
    TEXT("{\"a\"::1}"),
    TEXT("{\"a\" 1}"),
    TEXT("{\"a\":1]"),
    TEXT("{\"a\":[1}"),
    TEXT("{\"a\":[1}]"),
    TEXT("{\"a\":[1,]}"),
    TEXT("{\"a\":[,1]}"),
    TEXT("{\"a\":[1 2]}"),
    TEXT("{\"a\":[\"b\":1]}"),
    TEXT("{\"a\":1 2}"),
    /* keys */
    TEXT("{a:1}"),
    TEXT("{'a':1}"),
    TEXT("{1:1}"),
    TEXT("{null:1}"),
    TEXT("{\"a\\u0000\":1}"),
    TEXT("{\"a\0\":1}"),
    TEXT("{\"\\ud800\":1}"),
    TEXT("{\"\xff\":1}"),
    /* words */
    TEXT("{\"a\":True}"),
    TEXT("{\"a\":TRUE}"),
    TEXT("{\"a\":tru}"),
    TEXT("{\"a\":truex}"),
    TEXT("{\"a\":nul}"),
    TEXT("{\"a\":nulll}"),
    TEXT("{\"a\":fals}"),
    TEXT("{\"a\":falsy}"),
    TEXT("{\"a\":undefined}"),
    TEXT("{\"a\":NaN}"),
    TEXT("{\"a\":Infinity}"),
    TEXT("{\"a\":-Infinity}"),
    TEXT("{\"a\":'b'}"),
    TEXT("{\"a\":b}"),
    /* comments */
    TEXT("{/**/}"),
    TEXT("//\n{}"),
    TEXT("{\"a\":1#\n}"),
};

START_TEST(anything_else_is_refused)
{
    expect_check(bad_texts[_i], false);
}
END_TEST

START_TEST(a_text_that_is_cut_off_is_refused)
{
    const char text[] = "{\"a\":[1,-2.5e+3,\"\\\"x\\u00e9\\ud83d\\ude00\xc3\xa9\xf0\x9f\x98\x80\"],"
                        "\"b\":{\"c\":true,\"d\":false,\"e\":null}}";
    ck_assert(is_accepted(text, sizeof text - 1));
    for (size_t length = 0; length < sizeof text - 1; length++)
        expect_check((struct bytes){text, length}, false);
}
END_TEST

/* ---- Numbers ---- */

static const char *const good_numbers[] = {
    "0",
    "-0",
    "1",
    "-1",
    "10",
    "1234567890",
    "0.0",
    "0.5",
    "-0.5",
    "1.25",
    "1e3",
    "1E3",
    "1e+3",
    "1e-3",
    "0e0",
    "0E-0",
    "-1.5e+10",
    "1e400",
    "-1e400",
    "1e99999999999",
    "9007199254740993",
    "99999999999999999999999999999999999999999999999999999999999999999999999999",
    "0.00000000000000000000000000000000000000000000000000000000000000000000001",
};

START_TEST(numbers_of_rfc_8259_are_accepted)
{
    ck_assert_msg(value_is_accepted(good_numbers[_i], strlen(good_numbers[_i])), "%s",
                  good_numbers[_i]);
}
END_TEST

/* cJSON takes many of them. */
static const char *const bad_numbers[] = {
    "007",   "00",   "01",    "-01",   "-00",  "1.",    "-1.",  ".5",       "-.5",          "+1",
    "+.5",   "-",    "--1",   "-a",    "1e",   "1e+",   "1e-",  "1.e3",     ".e3",          "e3",
    "1e3.5", "1e 3", "1 .5",  "- 1",   "1..5", "1.5.5", "0x10", "0b1",      "1_000",        "1,5",
    "1f",    "1d",   "1e3e3", "1e++3", "1-",   "Inf",   "nan",  "\xd9\xa1", "\xef\xbc\x91",
};

START_TEST(numbers_outside_rfc_8259_are_refused)
{
    ck_assert_msg(!value_is_accepted(bad_numbers[_i], strlen(bad_numbers[_i])), "%s",
                  bad_numbers[_i]);
}
END_TEST

/* ---- Strings ---- */

START_TEST(control_bytes_in_strings_are_refused)
{
    for (int c = 0; c < 0x80; c++) {
        unsigned char string[3] = {'x', (unsigned char)c, 'x'};
        bool allowed = c >= 0x20 && c != '"' && c != '\\';
        ck_assert_msg(string_is_accepted(string, 3) == allowed, "byte %d", c);
    }
}
END_TEST

START_TEST(only_the_escapes_of_rfc_8259_are_accepted)
{
    for (int c = 0; c < 256; c++) {
        unsigned char string[3] = {'\\', (unsigned char)c, 'x'};
        bool allowed = c && strchr("\"\\/bfnrt", c);
        ck_assert_msg(string_is_accepted(string, 3) == allowed, "escape %d", c);
    }
}
END_TEST

START_TEST(an_escaped_unit_is_a_character_unless_it_is_zero_or_a_surrogate)
{
    char string[16];
    for (unsigned unit = 0; unit < 0x10000; unit++) {
        bool allowed = unit && (unit < 0xd800 || unit > 0xdfff);
        snprintf(string, sizeof string, "\\u%04x", unit);
        ck_assert_msg(string_is_accepted(string, 6) == allowed, "%s", string);
        snprintf(string, sizeof string, "\\u%04Xx", unit);
        ck_assert_msg(string_is_accepted(string, 7) == allowed, "%s", string);
    }
}
END_TEST

static bool is_between(unsigned unit, unsigned least, unsigned most)
{
    return unit >= least && unit <= most;
}

START_TEST(surrogates_come_in_pairs_the_high_one_first)
{
    const unsigned units[] = {0x0041, 0xd7ff, 0xd800, 0xd801, 0xdbff, 0xdc00,
                              0xdc01, 0xdfff, 0xe000, 0xffff, 0x0000};
    char string[16];
    for (size_t i = 0; i < COUNT(units); i++) {
        for (size_t j = 0; j < COUNT(units); j++) {
            bool plain = units[i] && units[j] && !is_between(units[i], 0xd800, 0xdfff) &&
                         !is_between(units[j], 0xd800, 0xdfff);
            bool pair =
                is_between(units[i], 0xd800, 0xdbff) && is_between(units[j], 0xdc00, 0xdfff);
            snprintf(string, sizeof string, "\\u%04x\\u%04x", units[i], units[j]);
            ck_assert_msg(string_is_accepted(string, 12) == (plain || pair), "%s", string);
        }
    }
}
END_TEST

/* The first is what cJSON takes for an empty string. */
static const char *const bad_escapes[] = {
    "\\u00zz",      "\\u",     "\\u0",     "\\u00",        "\\u004",         "\\u004g",
    "\\u 041",      "\\u+041", "\\u-041",  "\\u0x41",      "\\U0041",        "\\x41",
    "\\u{41}",      "\\ud83d", "\\ud83dx", "\\ud83d\\n",   "\\ud83d\\nde00", "\\ud83d\\\\",
    "\\ud83dude00", "\\ude00", "\\ud83d ", "\\ud83d\\ude", "\\ud83d\\u00e9", "\\ud83d\xed\xb8\x80",
    "\\",
};

START_TEST(bad_escapes_are_refused)
{
    ck_assert_msg(!string_is_accepted(bad_escapes[_i], strlen(bad_escapes[_i])), "%s",
                  bad_escapes[_i]);
}
END_TEST

/* Bytes of |point| in its shortest form; surrogates too. */
static size_t encode(unsigned point, unsigned char *out)
{
    size_t more = point < 0x80 ? 0 : point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
    const unsigned char lead[] = {0, 0xc0, 0xe0, 0xf0};
    out[0] = (unsigned char)(lead[more] | point >> (6 * more));
    for (size_t i = 1; i <= more; i++)
        out[i] = (unsigned char)(0x80 | (point >> (6 * (more - i)) & 0x3f));
    return more + 1;
}

START_TEST(every_character_is_accepted_in_utf8)
{
    unsigned char bytes[4];
    for (unsigned point = 0x80; point <= 0x10ffff; point += point < 0x11000 ? 1 : 61) {
        bool surrogate = is_between(point, 0xd800, 0xdfff);
        size_t length = encode(point, bytes);
        ck_assert_msg(string_is_accepted(bytes, length) != surrogate, "U+%04X", point);
    }
}
END_TEST

/* Whether the four bytes are characters: takes each apart and puts it together again. */
static bool is_utf8(const unsigned char *bytes)
{
    for (size_t at = 0; at < 4;) {
        unsigned char again[4];
        size_t more = bytes[at] < 0x80 ? 0 : bytes[at] < 0xe0 ? 1 : bytes[at] < 0xf0 ? 2 : 3;
        unsigned point = more ? bytes[at] & (0x3fu >> more) : bytes[at];
        if (is_between(bytes[at], 0x80, 0xbf) || bytes[at] > 0xf7 || at + more >= 4)
            return false;
        for (size_t i = 1; i <= more; i++)
            point = point << 6 | (bytes[at + i] & 0x3f);
        if (point > 0x10ffff || is_between(point, 0xd800, 0xdfff))
            return false;
        if (encode(point, again) != more + 1 || memcmp(again, bytes + at, more + 1) != 0)
            return false;
        at += more + 1;
    }
    return true;
}

START_TEST(bytes_that_are_not_utf8_are_refused)
{
    const unsigned char others[] = {0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0,
                                    0xbf, 0xc0, 0xc3, 0xe1, 0xed, 0xf1, 0xff};
    enum { N = COUNT(others) };
    unsigned good = 0;
    for (unsigned lead = 0x80; lead < 0x100; lead++) {
        for (unsigned i = 0; i < N * N * N; i++) {
            unsigned char bytes[4] = {(unsigned char)lead, others[i % N], others[i / N % N],
                                      others[i / N / N]};
            bool expected = is_utf8(bytes);
            good += expected;
            ck_assert_msg(string_is_accepted(bytes, 4) == expected, "%02x %02x %02x %02x", bytes[0],
                          bytes[1], bytes[2], bytes[3]);
        }
    }
    ck_assert_uint_gt(good, 1000);
}
END_TEST

/* ---- Limits ---- */

/* |depth| containers within one another, of which the |i|th is an object if bit |i| % 64 of
 * |objects| is set; the first one always is. */
static size_t nest(char *text, unsigned depth, uint64_t objects)
{
    char *at = text;
    for (unsigned i = 0; i < depth; i++) {
        bool last = i + 1 == depth;
        bool object = i == 0 || (objects >> i % 64 & 1);
        at += sprintf(at, "%s", !object ? "[" : last ? "{" : "{\"a\":");
    }
    for (unsigned i = depth; i-- > 0;)
        *at++ = i == 0 || (objects >> i % 64 & 1) ? '}' : ']';
    return (size_t)(at - text);
}

START_TEST(depth_32_is_accepted_and_33_is_not)
{
    static char text[5000 * 7];
    const uint64_t kinds[] = {0, UINT64_MAX, UINT64_C(0x5555555555555555),
                              UINT64_C(0xaaaaaaaaaaaaaaaa), UINT64_C(0x00000000ffff0000)};
    for (size_t i = 0; i < COUNT(kinds); i++) {
        for (unsigned depth = 1; depth < 60; depth++)
            ck_assert_int_eq(is_accepted(text, nest(text, depth, kinds[i])), depth <= 32);
    }
    ck_assert(!is_accepted(text, nest(text, 999, 0))); /* as deep as cJSON goes */
    ck_assert(!is_accepted(text, nest(text, 5000, 0)));
}
END_TEST

START_TEST(depth_counts_what_is_open_and_not_what_was)
{
    char text[1000] = "{\"a\":[";
    for (int i = 0; i < 100; i++)
        strcat(text, "[],{},");
    strcat(text, "1]}");
    ck_assert(is_accepted(text, strlen(text)));
}
END_TEST

START_TEST(a_text_of_64_kib_is_accepted_and_one_byte_more_is_not)
{
    size_t size = 65536;
    char *blanks = malloc(size + 1);
    char *string = malloc(size + 1);
    ck_assert_uint_eq(CALLPARK_JSON_BODY_MAX, size);
    memset(blanks, ' ', size + 1);
    memcpy(blanks, "{}", 2);
    for (size_t i = 0; i < 2; i++) {
        memset(string, 'x', size + 1);
        memcpy(string, "{\"a\":\"", 6);
        memcpy(string + size + i - 2, "\"}", 2);
        ck_assert_int_eq(is_accepted(string, size + i), i == 0);
        ck_assert_int_eq(is_accepted(blanks, size + i), i == 0);
    }
    free(blanks);
    free(string);
}
END_TEST

/* ---- The value of a member ---- */

static const struct {
    const char *text;
    size_t n;
    const char *value;
} values[] = {
    {"{\"a\":30}", 0, "30"},
    {"{\"a\":30.0}", 0, "30.0"},
    {"{\"a\":3e1}", 0, "3e1"},
    {" { \"a\" : 30 } ", 0, "30"},
    {"{\"a\":1,\"b\":2,\"c\":3}", 1, "2"},
    {"{\"a\":1 , \"b\":2 , \"c\":3}", 2, "3"},
    {"{\"a\":[1,[2,3],{\"x\":4}],\"b\":5}", 0, "[1,[2,3],{\"x\":4}]"},
    {"{\"a\":[1,[2,3],{\"x\":4}],\"b\":5}", 1, "5"},
    {"{\"a\\\"\":\"x\\\",1\",\"b\":5}", 0, "\"x\\\",1\""},
    {"{\"a\\\"\":\"x\\\",1\",\"b\":5}", 1, "5"},
    {"{\"a\":null,\"b\":true,\"c\":{}}", 1, "true"},
    {"{\"a\":null,\"b\":true,\"c\":{}}", 2, "{}"},
    {"{\"deepest\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]],\"b\":5}", 1,
     "5"},
    {"{\"a\":1}", 1, NULL},
    {"{\"a\":1,\"b\":2}", 7, NULL},
    {"{}", 0, NULL},
    {"{ } ", 0, NULL},
};

START_TEST(the_value_of_a_member_is_found_as_it_is_spelled)
{
    const char *text = values[_i].text;
    size_t length = 4711;
    const char *value = callpark__json_text_value(text, strlen(text), values[_i].n, &length);
    ck_assert_int_eq(value == NULL, values[_i].value == NULL);
    if (!value)
        return;
    ck_assert_uint_eq(length, strlen(values[_i].value));
    ck_assert(value > text && value + length < text + strlen(text));
    ck_assert_int_eq(strncmp(value, values[_i].value, length), 0);
}
END_TEST

static const struct {
    const char *text;
    const char *hidden;
} hidings[] = {
    {"{}", "{}"},
    {"{\"a\":1}", "{\"a\":0}"},
    {"{\"a\":-12.5e+3,\"b\":0}", "{\"a\":0       ,\"b\":0}"},
    {"{\"a\":[1,22,3E-1]}", "{\"a\":[0,0 ,0   ]}"},
    {"{\"a\":0.5,\"b\":9,\"c\":0}", "{\"a\":0  ,\"b\":0,\"c\":0}"},
    {"{\"a\":12345,\"b\":67,\"c\":\"89\"}", "{\"a\":0    ,\"b\":0 ,\"c\":\"89\"}"},
    {"{\"1\":\"-2\",\"a\":true,\"b\":false}", "{\"1\":\"-2\",\"a\":true,\"b\":false}"},
    {"{\"\\\"1\":33}", "{\"\\\"1\":0 }"},
    {"{\"\\\\\":33,\"44\":\"\\\\\"}", "{\"\\\\\":0 ,\"44\":\"\\\\\"}"},
};

START_TEST(numbers_are_hidden_and_nothing_else_is)
{
    size_t length = strlen(hidings[_i].text);
    char *text = guarded(hidings[_i].text, length);
    callpark__json_text_hide_numbers(text, length);
    ck_assert_mem_eq(text, hidings[_i].hidden, length);
}
END_TEST

START_TEST(a_number_that_grows_too_large_stays_there)
{
    uint32_t number = 0;
    for (const char *digit = "4294967294"; *digit; digit++)
        ck_assert(callpark__json_add_digit(&number, *digit));
    ck_assert_uint_eq(number, UINT32_MAX - 1);
    for (int i = 0; i < 100; i++) {
        ck_assert(callpark__json_add_digit(&number, '0' + i % 10));
        ck_assert_uint_eq(number, UINT32_MAX);
    }
    ck_assert(!callpark__json_add_digit(&number, '0' - 1));
    ck_assert(!callpark__json_add_digit(&number, '9' + 1));
}
END_TEST

Suite *text_suite(void);
Suite *text_suite(void)
{
    Suite *suite = suite_create("json/text");
    TCase *tcase = tcase_create("text");
    suite_add_tcase(suite, tcase);
    tcase_set_timeout(tcase, 120);
    tcase_add_loop_test(tcase, json_is_accepted, 0, (int)COUNT(good_texts));
    tcase_add_loop_test(tcase, anything_else_is_refused, 0, (int)COUNT(bad_texts));
    tcase_add_test(tcase, a_text_that_is_cut_off_is_refused);
    tcase_add_loop_test(tcase, numbers_of_rfc_8259_are_accepted, 0, (int)COUNT(good_numbers));
    tcase_add_loop_test(tcase, numbers_outside_rfc_8259_are_refused, 0, (int)COUNT(bad_numbers));
    tcase_add_test(tcase, control_bytes_in_strings_are_refused);
    tcase_add_test(tcase, only_the_escapes_of_rfc_8259_are_accepted);
    tcase_add_test(tcase, an_escaped_unit_is_a_character_unless_it_is_zero_or_a_surrogate);
    tcase_add_test(tcase, surrogates_come_in_pairs_the_high_one_first);
    tcase_add_loop_test(tcase, bad_escapes_are_refused, 0, (int)COUNT(bad_escapes));
    tcase_add_test(tcase, every_character_is_accepted_in_utf8);
    tcase_add_test(tcase, bytes_that_are_not_utf8_are_refused);
    tcase_add_test(tcase, depth_32_is_accepted_and_33_is_not);
    tcase_add_test(tcase, depth_counts_what_is_open_and_not_what_was);
    tcase_add_test(tcase, a_text_of_64_kib_is_accepted_and_one_byte_more_is_not);
    tcase_add_loop_test(tcase, the_value_of_a_member_is_found_as_it_is_spelled, 0,
                        (int)COUNT(values));
    tcase_add_loop_test(tcase, numbers_are_hidden_and_nothing_else_is, 0, (int)COUNT(hidings));
    tcase_add_test(tcase, a_number_that_grows_too_large_stays_there);
    return suite;
}
