/* SPDX-License-Identifier: MIT */
/* lib/json/target.c: the paths and queries of requests. */
#define _DEFAULT_SOURCE /* mmap() */
#include <check.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json/target.h"
#include "support_guarded.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])
#define MOST 9

/* ---- Paths ---- */

static const struct {
    const char *text;
    const char *segments[MOST]; /* decoded */
} good[] = {
    {"/", {NULL}},
    {"/a", {"a"}},
    {"/a/", {"a"}},
    {"/a/b", {"a", "b"}},
    {"/a/b/", {"a", "b"}},
    {"/a/b?", {"a", "b"}},
    {"/a/b/?c/d//..#e%zz", {"a", "b"}}, /* the query is not the path's */
    {"/a?b?c", {"a"}},
    {"/?a", {NULL}},
    {"/uapi/phoneCalls/12/0003*210/b817d2618fe6f1804333",
     {"uapi", "phoneCalls", "12", "0003*210", "b817d2618fe6f1804333"}},
    {"/@me/%40me", {"@me", "@me"}},
    {"/0003%2A210/0003%2a210", {"0003*210", "0003*210"}},
    {"/%2541", {"%41"}}, /* once */
    {"/%252F", {"%2F"}},
    {"/%252e%252e", {"%2e%2e"}},
    {"/%23/%3F/%25", {"#", "?", "%"}},
    {"/a+b/a%20b/a b", {"a+b", "a b", "a b"}}, /* a plus is a plus */
    {"/.../.a/a./%2e.a", {"...", ".a", "a.", "..a"}},
    {"/a;b=c/a:b/a,b/a=b&c/~/!$'()", {"a;b=c", "a:b", "a,b", "a=b&c", "~", "!$'()"}},
    {"/%c3%a9/\xc3\xa9/%FF", {"\xc3\xa9", "\xc3\xa9", "\xff"}}, /* bytes, of any encoding */
    {"/a\\b/%5c", {"a\\b", "\\"}},
    {"/1/2/3/4/5/6/7", {"1", "2", "3", "4", "5", "6", "7"}},
};

static void expect_segment(const struct target_segment *segment, const char *text)
{
    char *room = malloc(segment->length + 1); /* exactly what is said to be needed */
    char *at = room;
    ck_assert_str_eq(callpark__segment_decode(segment, &at), text);
    ck_assert_ptr_eq(at, room + segment->length + 1);
    ck_assert_uint_eq(segment->length, strlen(text));
    ck_assert(callpark__segment_is(segment, text));
    free(room);
}

START_TEST(a_path_is_split_and_then_each_segment_is_decoded_once)
{
    struct target target;
    size_t count = 0;
    callpark__target_split(&target, guarded_text(good[_i].text));
    ck_assert_msg(!target.malformed, "%s", good[_i].text);
    while (good[_i].segments[count])
        count++;
    ck_assert_uint_eq(target.count, count);
    for (size_t i = 0; i < count; i++)
        expect_segment(&target.segments[i], good[_i].segments[i]);
}
END_TEST

static const char *const bad[] = {
    "",
    "?",
    "#",
    "a",
    "a/b",
    "*",
    "?/a",
    " /a",
    "http://x/a",
    "//",
    "//a",
    "/a//",
    "/a//b",
    "///",
    "/a///",
    "//?",
    "/.",
    "/..",
    "/./",
    "/../a",
    "/a/.",
    "/a/..",
    "/a/../b",
    "/%2e",
    "/%2E%2e",
    "/.%2e",
    "/%2e./a",
    "/a/%2e/",
    "/%",
    "/%4",
    "/%4/1",
    "/%zz",
    "/%4g",
    "/%g4",
    "/%%41",
    "/%+4",
    "/%-1",
    "/% 1",
    "/%u0041",
    "/a%",
    "/a%4?1",
    "/%00",
    "/a%00b",
    "/%01",
    "/%0a",
    "/%1F",
    "/%7f",
    "/%2F",
    "/%2f",
    "/a%2Fb",
    "/a%2f..",
    "/a\x01",
    "/a\tb",
    "/a\nb",
    "/a\r",
    "/\x1f",
    "/\x7f",
    "/a#",
    "/a#b",
    "/#",
    "/a/#/b",
    "/#?a",
    "/a/b%",
    "/1/2/3/4/5/6/7/8/9/..",
    "/1/2/3/4/5/6/7/8/9//a",
    "/1/2/3/4/5/6/7/8/%zz/a",
};

START_TEST(a_path_that_is_not_sound_is_malformed)
{
    struct target target;
    callpark__target_split(&target, bad[_i]);
    ck_assert_msg(target.malformed, "%s", bad[_i]);
}
END_TEST

START_TEST(every_byte_is_taken_as_it_is_or_decoded_unless_it_is_a_control_byte)
{
    char text[16];
    for (int c = 1; c < 256; c++) {
        struct target target;
        bool control = c < 0x20 || c == 0x7f;
        sprintf(text, "/x%cx", c);
        callpark__target_split(&target, text);
        ck_assert_msg(target.malformed == (control || c == '%' || c == '#'), "byte %d", c);
        for (int i = 0; i < 2; i++) {
            sprintf(text, i ? "/%%%02X" : "/%%%02x", (unsigned)c);
            callpark__target_split(&target, text);
            bool refused = control || c == '/' || c == '.';
            ck_assert_msg(target.malformed == refused, "%s", text);
            if (!refused)
                expect_segment(&target.segments[0], (char[]){(char)c, 0});
        }
    }
}
END_TEST

START_TEST(segments_that_are_too_many_are_counted_and_not_stored)
{
    struct target target;
    callpark__target_split(&target, "/1/2/3/4/5/6/7/8/9/10");
    ck_assert(!target.malformed);
    ck_assert_uint_eq(target.count, 10);
    ck_assert(callpark__segment_is(&target.segments[TARGET_SEGMENTS - 1], "7"));
}
END_TEST

START_TEST(a_segment_of_any_length_is_measured)
{
    enum { LONG = 100000 };
    struct target target;
    char *text = malloc(3 * LONG + 2);
    text[0] = '/';
    for (int i = 0; i < LONG; i++)
        memcpy(text + 1 + 3 * i, "%41", 3);
    text[3 * LONG + 1] = 0;
    callpark__target_split(&target, text);
    ck_assert_uint_eq(target.count, 1);
    ck_assert_uint_eq(target.segments[0].length, LONG);
    free(text);
}
END_TEST

static const struct {
    const char *path;
    const char *word;
    bool is;
} words[] = {
    {"/uapi", "uapi", true},      {"/%75api", "uapi", true}, {"/UAPI", "uapi", false},
    {"/uap", "uapi", false},      {"/uapix", "uapi", false}, {"/uapi%20", "uapi", false},
    {"/uapi%2F", "uapi", false},  {"/uapi%", "uapi", false}, {"/uapi#", "uapi", false},
    {"/%2575api", "uapi", false},
};

START_TEST(a_segment_is_compared_as_it_is_decoded)
{
    struct target target;
    callpark__target_split(&target, words[_i].path);
    ck_assert_int_eq(callpark__segment_is(&target.segments[0], words[_i].word), words[_i].is);
}
END_TEST

static const struct {
    const char *path;
    bool is;
} numbered[] = {
    {"/v1", true},   {"/v0", true},   {"/v12345678901234567890", true},
    {"/v%31", true}, {"/%761", true}, {"/v", false},
    {"/V1", false},  {"/1", false},   {"/v1a", false},
    {"/va", false},  {"/v-1", false}, {"/v1.0", false},
    {"/vv1", false}, {"/v1%", false}, {"/v%20", false},
};

START_TEST(a_version_is_a_letter_and_digits)
{
    struct target target;
    callpark__target_split(&target, numbered[_i].path);
    ck_assert_msg(callpark__segment_is_numbered(&target.segments[0], 'v') == numbered[_i].is, "%s",
                  numbered[_i].path);
}
END_TEST

/* ---- Queries ---- */

static const struct {
    const char *text;
    int64_t number; /* -1: not there, -2: bad */
} queries[] = {
    {"", -1},
    {"/", -1},
    {"/?", -1},
    {"/?n=5", 5},
    {"/?n=05", 5},
    {"/?n=0000000000000000000000000000000000000000005", 5},
    {"/?n=%35", 5},
    {"/?%6e=5", 5},
    {"/?m=1&n=5&o=2", 5},
    {"/?n=1&n=5", 5}, /* the last one counts */
    {"/?n=x&n=5", 5},
    {"/?n=5&n=x", -2},
    {"/?n=5&n", -2},
    {"/?&&n=5&&", 5},
    {"/?=&n=5", 5},
    {"/?n", -2},
    {"/?n=", -2},
    {"/?n=&m=5", -2},
    {"/?n=5=", -2},
    {"/?n==5", -2},
    {"/?n=+5", -2},
    {"/?n=-5", -2},
    {"/?n=5.0", -2},
    {"/?n=5e0", -2},
    {"/?n=0x5", -2},
    {"/?n=%205", -2},
    {"/?n=5%20", -2},
    {"/?n=5+", -2},
    {"/?n= 5", -2},
    {"/?n=\"5\"", -2},
    {"/?n=%", -2},
    {"/?n=5%", -2},
    {"/?n=5%0", -2},
    {"/?n=5%00", -2},
    {"/?n=5;m=1", -2},
    {"/?n=5#", 5},
    {"/?n=5#&n=6", 5},
    {"/?n=5?n=6", -2},
    {"/?m=1?n=6", -1},
    {"/#?n=5", -1},
    {"/n=5", -1},
    {"/&n=5", -1},
    {"/?N=5", -1},
    {"/?nn=5", -1},
    {"/?xn=5", -1},
    {"/?n%=5", -1},
    {"/?n%20=5", -1},
    {"/?m=n=5", -1},
    {"/?n=3", 3},
    {"/?n=2", -2},
    {"/?n=0", -2},
    {"/?n=4000000000", 4000000000},
    {"/?n=4000000001", -2},
    {"/?n=4294967299", -2},           /* 3 with 32 bits */
    {"/?n=18446744073709551619", -2}, /* 3 with 64 bits */
    {"/?n=99999999999999999999999999999999", -2},
};

START_TEST(a_parameter_is_digits_within_its_limits)
{
    uint32_t number = 4711;
    const char *text = guarded_text(queries[_i].text);
    bool good_one = callpark__target_number(text, "n", 3, 4000000000, &number);
    ck_assert_msg(good_one == (queries[_i].number != -2), "%s", queries[_i].text);
    ck_assert_msg(number == (queries[_i].number < 0 ? 4711 : (uint32_t)queries[_i].number), "%s",
                  queries[_i].text);
}
END_TEST

Suite *target_suite(void);
Suite *target_suite(void)
{
    Suite *suite = suite_create("json/target");
    TCase *tcase = tcase_create("target");
    suite_add_tcase(suite, tcase);
    tcase_add_loop_test(tcase, a_path_is_split_and_then_each_segment_is_decoded_once, 0,
                        (int)COUNT(good));
    tcase_add_loop_test(tcase, a_path_that_is_not_sound_is_malformed, 0, (int)COUNT(bad));
    tcase_add_test(tcase, every_byte_is_taken_as_it_is_or_decoded_unless_it_is_a_control_byte);
    tcase_add_test(tcase, segments_that_are_too_many_are_counted_and_not_stored);
    tcase_add_test(tcase, a_segment_of_any_length_is_measured);
    tcase_add_loop_test(tcase, a_segment_is_compared_as_it_is_decoded, 0, (int)COUNT(words));
    tcase_add_loop_test(tcase, a_version_is_a_letter_and_digits, 0, (int)COUNT(numbered));
    tcase_add_loop_test(tcase, a_parameter_is_digits_within_its_limits, 0, (int)COUNT(queries));
    return suite;
}
