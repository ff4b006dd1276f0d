/* SPDX-License-Identifier: MIT */
/* lib/json/writer.c: JSON text into a buffer. */
#include "support_written.h"

#include "json/writer.h"

#include <limits.h>
#include <stdio.h>

/* ---- Structure: each letter writes something ---- */

static void write_letter(struct callpark__writer *writer, char letter)
{
    switch (letter) {
    case '{':
    case '[':
        callpark__write_open(writer, NULL, letter);
        return;
    case 'o':
        callpark__write_open(writer, "o", '{');
        return;
    case 'a':
        callpark__write_open(writer, "a", '[');
        return;
    case '}':
    case ']':
        callpark__write_close(writer, letter);
        return;
    case 'v':
        callpark__write_string(writer, NULL, "v");
        return;
    case 's':
        callpark__write_string(writer, "s", "v");
        return;
    case '-':
        callpark__write_string(writer, NULL, NULL);
        callpark__write_string(writer, "key", NULL);
        return;
    case '7':
        callpark__write_number(writer, NULL, 7);
        return;
    case 'n':
        callpark__write_number(writer, "n", 8);
        return;
    case 't':
        callpark__write_bool(writer, NULL, 2);
        return;
    case 'f':
        callpark__write_bool(writer, "f", 0);
        return;
    case 'p':
        callpark__write_string_begin(writer, "p");
        callpark__write_part(writer, "{\"");
        callpark__write_segment(writer, "a/b");
        callpark__write_part(writer, "[");
        callpark__write_string_end(writer);
        return;
    case 'e':
        callpark__write_string_begin(writer, NULL);
        callpark__write_string_end(writer);
        return;
    default:
        ck_abort_msg("no letter: %c", letter);
    }
}

static const struct {
    const char *letters;
    const char *text;
} structures[] = {
    {"{}", "{}"},
    {"[]", "[]"},
    {"v", "\"v\""},
    {"7", "7"},
    {"t", "true"},
    {"[v]", "[\"v\"]"},
    {"[vv7t7v]", "[\"v\",\"v\",7,true,7,\"v\"]"},
    {"{s}", "{\"s\":\"v\"}"},
    {"{snf}", "{\"s\":\"v\",\"n\":8,\"f\":false}"},
    {"{fns}", "{\"f\":false,\"n\":8,\"s\":\"v\"}"},
    {"{-}", "{}"},
    {"{-s-n-}", "{\"s\":\"v\",\"n\":8}"},
    {"[-v-]", "[\"v\"]"},
    {"[{}{}]", "[{},{}]"},
    {"[[][]]", "[[],[]]"},
    {"{o}o}}", "{\"o\":{},\"o\":{}}"},
    {"{a]a]}", "{\"a\":[],\"a\":[]}"},
    {"{as", "{\"a\":[\"s\":\"v\""}, /* what is nonsense stays nonsense */
    {"{a{s}{n}]o}}", "{\"a\":[{\"s\":\"v\"},{\"n\":8}],\"o\":{}}"},
    {"{so}n}", "{\"s\":\"v\",\"o\":{},\"n\":8}"},
    {"{ps}", "{\"p\":\"{\\\"a%2Fb[\",\"s\":\"v\"}"},
    {"[ee]", "[\"\",\"\"]"},
};

static int write_letters(const void *letters, char *buffer, size_t size)
{
    struct callpark__writer writer;
    callpark__writer_init(&writer, buffer, size);
    for (const char *s = letters; *s; s++)
        write_letter(&writer, *s);
    return callpark__writer_finish(&writer);
}

START_TEST(commas_stand_where_they_must)
{
    char text[200];
    int length = write_letters(structures[_i].letters, text, sizeof text);
    ck_assert_str_eq(text, structures[_i].text);
    ck_assert_int_eq(length, (int)strlen(text));
}
END_TEST

/* ---- Numbers ---- */

START_TEST(numbers_have_all_their_digits)
{
    const uint64_t numbers[] = {0, 1, 9, 10, 99, 100, UINT32_MAX, INT64_MAX, UINT64_MAX};
    for (size_t i = 0; i < COUNT(numbers); i++) {
        char text[40], expected[40];
        struct callpark__writer writer;
        callpark__writer_init(&writer, text, sizeof text);
        callpark__write_number(&writer, NULL, numbers[i]);
        callpark__writer_finish(&writer);
        snprintf(expected, sizeof expected, "%llu", (unsigned long long)numbers[i]);
        ck_assert_str_eq(text, expected);
    }
}
END_TEST

/* ---- Strings ---- */

static int write_string(const void *value, char *buffer, size_t size)
{
    struct callpark__writer writer;
    callpark__writer_init(&writer, buffer, size);
    callpark__write_string(&writer, NULL, value);
    return callpark__writer_finish(&writer);
}

#define R "\xef\xbf\xbd"

static const struct {
    const char *value;
    const char *text; /* without its quotes */
} strings[] = {
    {"abc", "abc"},
    {"a\"b", "a\\\"b"},
    {"a\\b", "a\\\\b"},
    {"a/b", "a/b"},
    {"\b\f\n\r\t", "\\b\\f\\n\\r\\t"},
    {"\x01\x07\x0b\x0e\x1b\x1f", "\\u0001\\u0007\\u000b\\u000e\\u001b\\u001f"},
    {" ~\x7f", " ~\x7f"},
    {"\xc2\x80\xdf\xbf", "\xc2\x80\xdf\xbf"},
    {"\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbf",
     "\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbf"},
    {"\xf0\x90\x80\x80\xf4\x8f\xbf\xbf", "\xf0\x90\x80\x80\xf4\x8f\xbf\xbf"},
    {"\xef\xb7\x90", "\xef\xb7\x90"}, /* a noncharacter is a character */
    {"\x80\xbf", R R},                /* continuations alone */
    {"\xc3", R},                      /* the end in a character, of two bytes, */
    {"\xe2\x82", R R},                /* of three, */
    {"\xf0\x9f\x93", R R R},          /* of four */
    {"\xc3"
     "A",
     R "A"},
    {"\xe2\x82\"", R R "\\\""},
    {"\xe2\x82\xc3\xa9", R R "\xc3\xa9"},
    {"\xc0\x80\xc1\xbf", R R R R}, /* overlong */
    {"\xe0\x9f\xbf", R R R},
    {"\xf0\x8f\xbf\xbf", R R R R},
    {"\xed\xa0\x80\xed\xbf\xbf", R R R R R R}, /* surrogates */
    {"\xf4\x90\x80\x80", R R R R},             /* over U+10FFFF */
    {"\xf5\x80\x80\x80\xfe\xff", R R R R R R},
};

START_TEST(a_string_becomes_this_text)
{
    char text[200], expected[200];
    snprintf(expected, sizeof expected, "\"%s\"", strings[_i].text);
    ck_assert_int_gt(write_string(strings[_i].value, text, sizeof text), 0);
    ck_assert_str_eq(text, expected);
}
END_TEST

/* Whether cJSON reads from the text what was written, repaired. */
static const char *complaint(const char *value)
{
    char text[512], repaired[512];
    const char *wrong = NULL;
    int length = write_string(value, text, sizeof text);
    if (length < 0 || length != write_string(value, NULL, 0))
        return "another length";
    if (!is_utf8(text))
        return "no UTF-8";
    cJSON *json = cJSON_Parse(text);
    repair(value, repaired);
    if (!json || !json->valuestring || strcmp(json->valuestring, repaired) != 0)
        wrong = "another string";
    cJSON_Delete(json);
    return wrong;
}

static void expect_good(const char *value)
{
    const char *wrong = complaint(value);
    const unsigned char *b = (const unsigned char *)value;
    ck_assert_msg(!wrong, "%s: %02x %02x ...", wrong, b[0], b[0] ? b[1] : 0);
}

START_TEST(every_byte_and_every_two_bytes_come_back)
{
    for (int first = 1; first < 256; first++) {
        for (int second = 0; second < 256; second++)
            expect_good((const char[]){(char)first, (char)second, 0});
    }
}
END_TEST

/* The bytes at which something begins or ends. */
static const unsigned char borders[] = {0x00, 0x01, 0x1f, 0x22, 0x41, 0x5c, 0x7f, 0x80, 0x8f,
                                        0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0,
                                        0xe1, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf4, 0xf5, 0xff};

START_TEST(every_four_bytes_at_the_borders_come_back)
{
    const size_t n = COUNT(borders);
    for (size_t i = 0; i < n * n * n; i++)
        expect_good((const char[]){(char)borders[_i], (char)borders[i % n],
                                   (char)borders[i / n % n], (char)borders[i / n / n], 0});
}
END_TEST

static char *encode(char *at, long value)
{
    if (value < 0x80) {
        *at++ = (char)value;
        return at;
    }
    int more = value < 0x800 ? 1 : value < 0x10000 ? 2 : 3;
    *at++ = (char)(0xff00 >> (more + 1) | value >> 6 * more);
    while (more-- > 0)
        *at++ = (char)(0x80 | (value >> 6 * more & 0x3f));
    return at;
}

START_TEST(every_character_of_unicode_stays_itself)
{
    enum { AT_ONCE = 64 };
    for (long first = 0; first <= 0x10ffff; first += AT_ONCE) {
        char value[AT_ONCE * 4 + 1], *end = value, repaired[AT_ONCE * 12 + 1];
        for (long c = first; c < first + AT_ONCE; c++)
            end = c ? encode(end, c) : end;
        *end = 0;
        repair(value, repaired);
        ck_assert_int_eq(strcmp(value, repaired) == 0, first < 0xd800 || first >= 0xe000);
        if (first < 0xd800 || first >= 0xe000)
            expect_good(value);
    }
}
END_TEST

/* ---- Parts ---- */

START_TEST(parts_of_a_string_do_not_make_a_character_together)
{
    char text[40];
    struct callpark__writer writer;
    callpark__writer_init(&writer, text, sizeof text);
    callpark__write_string_begin(&writer, NULL);
    callpark__write_part(&writer, "\xc3");
    callpark__write_part(&writer, "\xa9");
    callpark__write_string_end(&writer);
    callpark__writer_finish(&writer);
    ck_assert_str_eq(text, "\"" R R "\"");
}
END_TEST

static void write_alone(char text[16], char byte)
{
    struct callpark__writer writer;
    callpark__writer_init(&writer, text, 16);
    callpark__write_segment(&writer, (const char[]){byte, 0});
    ck_assert_int_gt(callpark__writer_finish(&writer), 0);
}

START_TEST(only_what_is_safe_in_a_path_stays_as_it_is)
{
    static const char staying[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                                  "-._~*@";
    for (int byte = 1; byte < 256; byte++) {
        char text[16], expected[16] = {(char)byte, 0};
        if (!strchr(staying, byte))
            snprintf(expected, sizeof expected, "%%%02X", (unsigned)byte);
        write_alone(text, (char)byte);
        ck_assert_str_eq(text, expected);
    }
}
END_TEST

/* ---- Room ---- */

static const char everything[] = "{spnf-as{s}{p}]o}a[7tvv]]}";

START_TEST(what_does_not_fit_is_not_written_behind_the_end)
{
    char whole[300], text[300];
    int length = write_letters(everything, whole, sizeof whole);
    ck_assert_int_gt(length, 50);
    ck_assert_int_eq(write_letters(everything, NULL, 0), length);
    for (size_t size = 0; size <= (size_t)length; size++) {
        memset(text, 0xa7, sizeof text);
        ck_assert_int_eq(write_letters(everything, text, size), CALLPARK_ERR_BUFFER);
        ck_assert(is_canary(text + size, sizeof text - size));
    }
    memset(text, 0xa7, sizeof text);
    ck_assert_int_eq(write_letters(everything, text, (size_t)length + 1), length);
    ck_assert_str_eq(text, whole);
    ck_assert(is_canary(text + length + 1, sizeof text - (size_t)length - 1));
}
END_TEST

START_TEST(every_escape_may_be_cut_anywhere)
{
    static const char value[] = "\x01\n\"\xff\xc3\xa9\\";
    char whole[64], text[64];
    int length = write_string(value, whole, sizeof whole);
    for (size_t size = 0; size <= (size_t)length; size++) {
        memset(text, 0xa7, sizeof text);
        ck_assert_int_eq(write_string(value, text, size), CALLPARK_ERR_BUFFER);
        ck_assert(is_canary(text + size, sizeof text - size));
    }
}
END_TEST

START_TEST(a_length_that_no_int_holds_is_an_error)
{
    struct callpark__writer writer;
    callpark__writer_init(&writer, NULL, 0);
    writer.length = INT_MAX - 1;
    callpark__write_number(&writer, NULL, 7);
    ck_assert_int_eq(callpark__writer_finish(&writer), INT_MAX);
    callpark__write_close(&writer, '}');
    ck_assert_int_eq(callpark__writer_finish(&writer), CALLPARK_ERR_BUFFER);
}
END_TEST

START_TEST(a_length_does_not_wrap)
{
    char text[8];
    struct callpark__writer writer;
    memset(text, 0xa7, sizeof text);
    callpark__writer_init(&writer, text, sizeof text);
    writer.length = INT_MAX - 3;
    for (int i = 0; i < 3; i++) {
        callpark__write_string(&writer, NULL, "wrap");
        ck_assert_uint_eq(writer.length, (size_t)INT_MAX + 2);
        ck_assert_int_eq(callpark__writer_finish(&writer), CALLPARK_ERR_BUFFER);
    }
    ck_assert(is_canary(text, sizeof text));
}
END_TEST

START_TEST(of_a_buffer_larger_than_any_text_not_all_is_used)
{
    char text[16];
    struct callpark__writer writer;
    for (size_t size = (size_t)INT_MAX + 1; size < (size_t)INT_MAX + 4; size++) {
        callpark__writer_init(&writer, text, size);
        ck_assert_uint_eq(writer.size, (size_t)INT_MAX + 1);
    }
    memset(text, 0xa7, sizeof text);
    callpark__writer_init(&writer, text, SIZE_MAX);
    callpark__write_string(&writer, NULL, "all");
    writer.length = INT_MAX;
    callpark__write_string(&writer, NULL, "wrap");
    ck_assert_int_eq(callpark__writer_finish(&writer), CALLPARK_ERR_BUFFER);
    ck_assert_mem_eq(text, "\"all\"", 5);
    ck_assert(is_canary(text + 5, sizeof text - 5));
}
END_TEST

START_TEST(without_a_buffer_there_is_no_room)
{
    struct callpark__writer writer;
    callpark__writer_init(&writer, NULL, 100);
    callpark__write_number(&writer, NULL, 42);
    ck_assert_int_eq(callpark__writer_finish(&writer), 2);
}
END_TEST

Suite *writer_suite(void);
Suite *writer_suite(void)
{
    Suite *suite = suite_create("json/writer");
    TCase *tcase = tcase_create("writer");
    suite_add_tcase(suite, tcase);
    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, commas_stand_where_they_must, 0, (int)COUNT(structures));
    tcase_add_test(tcase, numbers_have_all_their_digits);
    tcase_add_loop_test(tcase, a_string_becomes_this_text, 0, (int)COUNT(strings));
    tcase_add_test(tcase, every_byte_and_every_two_bytes_come_back);
    tcase_add_loop_test(tcase, every_four_bytes_at_the_borders_come_back, 1, (int)COUNT(borders));
    tcase_add_test(tcase, every_character_of_unicode_stays_itself);
    tcase_add_test(tcase, parts_of_a_string_do_not_make_a_character_together);
    tcase_add_test(tcase, only_what_is_safe_in_a_path_stays_as_it_is);
    tcase_add_test(tcase, what_does_not_fit_is_not_written_behind_the_end);
    tcase_add_test(tcase, every_escape_may_be_cut_anywhere);
    tcase_add_test(tcase, a_length_that_no_int_holds_is_an_error);
    tcase_add_test(tcase, a_length_does_not_wrap);
    tcase_add_test(tcase, of_a_buffer_larger_than_any_text_not_all_is_used);
    tcase_add_test(tcase, without_a_buffer_there_is_no_room);
    return suite;
}
