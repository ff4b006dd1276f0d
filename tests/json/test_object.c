/* SPDX-License-Identifier: MIT */
/* lib/json/object.c: bodies, and what cJSON would make of them. */
#include <check.h>

#include <stdio.h>

#include <callpark/json.h>

#include "json/object.h"
#include "support_cjson.h"
#include "support_random.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])
#define MALFORMED (-77)

/* A text of its own length: NUL may be in it. */
#define TEXT(literal)                                                                              \
    {                                                                                              \
        literal, sizeof(literal) - 1                                                               \
    }

struct bytes {
    const char *s;
    size_t length;
};

static struct json_object object;
static char *exact; /* the text, in a block of exactly its size */

static void set_up(void)
{
    cjson_memory_start(0);
    object = (struct json_object){0};
    exact = NULL;
}

/* All that was taken was freed. */
static void tear_down(void)
{
    callpark__object_free(&object);
    free(exact);
    cjson_memory_stop();
    ck_assert_int_eq(cjson_memory.blocks, 0);
}

static int read_bytes(const char *s, size_t length)
{
    callpark__object_free(&object);
    free(exact);
    exact = malloc(length ? length : 1);
    memcpy(exact, s, length);
    int error = callpark__object_read(&object, exact, length, MALFORMED);
    if (error)
        object.root = NULL; /* there is nothing to free */
    return error;
}

static int read(const char *text)
{
    return read_bytes(text, strlen(text));
}

static const char *string_of(const char *name)
{
    const char *s = "untouched";
    enum json_member member = callpark__object_string(&object, name, 0, SIZE_MAX, &s);
    if (member == JSON_GOOD)
        return s;
    ck_assert_str_eq(s, "untouched");
    return member == JSON_ABSENT ? "(absent)" : "(bad)";
}

static int64_t number_of(const char *name)
{
    uint32_t number = 4711;
    enum json_member member = callpark__object_number(&object, name, 0, UINT32_MAX - 1, &number);
    if (member == JSON_GOOD)
        return number;
    ck_assert_uint_eq(number, 4711);
    return member == JSON_ABSENT ? -1 : -2;
}

/* ---- Traps of cJSON ---- */

static const char *const twice[] = {
    "{\"a\":1,\"a\":1}",
    "{\"a\":1,\"b\":2,\"a\":3}",
    "{\"b\":0,\"a\":null,\"c\":0,\"a\":null}",
    "{\"\":1,\"\":2}",
    "{\"slot\":1,\"sl\\u006ft\":2}",
    "{\"\\u0073lot\":1,\"\\u0073lot\":2}",
    "{\"a/b\":1,\"a\\/b\":2}",
    "{\"\xc3\xa9\":1,\"\\u00e9\":2}",
    "{\"\xf0\x9f\x98\x80\":1,\"\\ud83d\\uDE00\":2}",
    "{\"\\n\":1,\"\\u000a\":2}",
    "{\"x\":{\"a\":1,\"a\":2}}",
    "{\"x\":[{\"a\":1,\"a\":2}]}",
    "{\"x\":[[],[[{\"y\":{\"a\":1,\"b\":2,\"a\":3}}]]],\"z\":1}",
    "{\"z\":1,\"x\":[{\"a\":1},{\"b\":1,\"b\":2}]}",
    "{\"k9\":0,\"k3\":0,\"k7\":0,\"k1\":0,\"k5\":0,\"k2\":0,\"k8\":0,\"k4\":0,\"k6\":0,\"k5\":0}",
};

START_TEST(a_key_that_is_there_twice_is_refused_and_not_the_first_one_taken)
{
    ck_assert_msg(read(twice[_i]) == MALFORMED, "%s", twice[_i]);
}
END_TEST

static const char *const not_twice[] = {
    "{\"a\":1,\"A\":2}",
    "{\"a\":1,\"aa\":2,\"\":3,\"a \":4}",
    "{\"a\":{\"a\":{\"a\":1}}}",
    "{\"x\":[{\"a\":1},{\"a\":2}]}",
    "{\"x\":{\"a\":1},\"y\":{\"a\":2}}",
    "{\"x\":[\"a\",\"a\",\"a\"],\"a\":\"a\"}",
    "{\"\xc3\xa9\":1,\"e\\u0301\":2}", /* nothing is normalized */
};

START_TEST(keys_that_are_the_same_in_different_objects_or_in_other_letters_are_not_twice)
{
    ck_assert_msg(read(not_twice[_i]) == 0, "%s", not_twice[_i]);
}
END_TEST

START_TEST(one_pair_among_many_keys_is_found_wherever_it_is)
{
    static char text[4096];
    enum { KEYS = 60 };
    for (int twin = 0; twin < KEYS; twin++) {
        size_t length = 0;
        for (int i = 0; i < KEYS; i++) /* in an order of no order */
            length += (size_t)sprintf(text + length, "%c\"k%d\":0", i ? ',' : '{', i * 37 % KEYS);
        strcpy(text + length, "}");
        ck_assert_int_eq(read(text), 0);
        sprintf(text + length, ",\"k%d\":0}", twin);
        ck_assert_int_eq(read(text), MALFORMED);
    }
}
END_TEST

START_TEST(names_are_compared_with_their_case)
{
    ck_assert_int_eq(read("{\"Slot\":\"x\",\"SLOT\":\"y\"}"), 0);
    ck_assert_str_eq(string_of("slot"), "(absent)");
    ck_assert_str_eq(string_of("Slot"), "x");
    ck_assert_str_eq(string_of("Slo"), "(absent)");
    ck_assert_str_eq(string_of("Slots"), "(absent)");
    ck_assert_str_eq(string_of(""), "(absent)");
}
END_TEST

static const struct bytes refused[] = {
    TEXT("{\"slot\\u0000x\":\"1\"}"), /* cJSON finds it as "slot" */
    TEXT("{\"slot\0x\":\"1\"}"),
    TEXT("{\"slot\":\"1\\u0000x\"}"),
    TEXT("{\"slot\":\"1\0x\"}"),
    TEXT("{\"slot\":\"\\u00zz\"}"),
    TEXT("{\"slot\":\"\xff\"}"),
    TEXT("{\"slot\":\"\xc0\x80\"}"),
    TEXT("{\"slot\":\"\xed\xa0\x80\"}"),
    TEXT("{\"slot\":\"\n\"}"),
    TEXT("{\"slot\":\"\x01\"}"),
    TEXT("{\"slot\":\"1\"}x"),
    TEXT("{\"slot\":\"1\"}{}"),
    TEXT("\xef\xbb\xbf{\"slot\":\"1\"}"),
    TEXT("{\"slot\":007}"),
    TEXT("{\"slot\":1.}"),
    TEXT("{\"slot\":-.5}"),
    TEXT("{\"slot\":.5}"),
    TEXT("[]"),
    TEXT("\"slot\""),
    TEXT(""),
    TEXT("{\"slot\":\"\\ud83d\"}"),
};

START_TEST(what_cjson_lets_pass_is_refused)
{
    ck_assert_msg(read_bytes(refused[_i].s, refused[_i].length) == MALFORMED, "%s", refused[_i].s);
    ck_assert_uint_eq(cjson_memory.asked, 0); /* it is not even asked */
}
END_TEST

START_TEST(levels_beyond_32_are_refused_though_cjson_takes_1000)
{
    for (int depth = 30; depth < 36; depth++) {
        char text[200] = "{\"a\":";
        for (int i = 1; i < depth; i++)
            strcat(text, "[");
        for (int i = 1; i < depth; i++)
            strcat(text, "]");
        strcat(text, "}");
        ck_assert_int_eq(read(text), depth <= 32 ? 0 : MALFORMED);
    }
}
END_TEST

START_TEST(a_text_needs_no_nul_and_what_stands_behind_it_is_not_read)
{
    const char text[] = "{\"a\":\"b\"},\"a\":1}";
    ck_assert_int_eq(read_bytes(text, 9), 0);
    ck_assert_str_eq(string_of("a"), "b");
    ck_assert_int_eq(callpark__object_read(&(struct json_object){0}, text, 10, MALFORMED),
                     MALFORMED);
}
END_TEST

/* What cJSON's valueint and valuedouble would make of them. */
static const struct {
    const char *value;
    int64_t number; /* -1: absent, -2: bad */
} numbers[] = {
    {"30", 30},
    {"0", 0},
    {"30.0", -2}, /* 30 */
    {"3e1", -2},  /* 30 */
    {"3E1", -2},
    {"5.9", -2}, /* 5 */
    {"0.0", -2},
    {"0e0", -2},
    {"-30", -2},
    {"-0", -2},
    {"1e400", -2}, /* infinity */
    {"4294967294", 4294967294},
    {"4294967295", -2},
    {"4294967326", -2},           /* 30 with 32 bits */
    {"18446744073709551646", -2}, /* 30 with 64 bits */
    {"9007199254740993", -2},
    {"2147483648", 2147483648}, /* saturates */
    {"\"30\"", 30},
    {"\"030\"", 30},
    {"\"00000000000000000000000000000000000000000000000000000000000000000000000030\"", 30},
    {"\"\\u0033\\u0030\"", 30},
    {"\"\"", -2},
    {"\" 30\"", -2},
    {"\"30 \"", -2},
    {"\"+30\"", -2},
    {"\"-30\"", -2},
    {"\"30.0\"", -2},
    {"\"3e1\"", -2},
    {"\"0x1e\"", -2},
    {"\"1e\"", -2},
    {"\"thirty\"", -2},
    {"\"\xd9\xa3\xd9\xa0\"", -2}, /* arabic digits */
    {"\"4294967326\"", -2},
    {"\"99999999999999999999999999999999999999999999999999999999999999999999999999\"", -2},
    {"true", -2},
    {"false", -2},
    {"[]", -2},
    {"[30]", -2},
    {"{}", -2},
    {"{\"a\":30}", -2},
    {"null", -1},
};

START_TEST(a_number_is_digits_and_nothing_else)
{
    char text[200];
    const char *around[] = {"{\"n\":%s}", "{\"x\":[7,{\"n\":8}],\"n\" : %s , \"y\":9}"};
    for (size_t i = 0; i < COUNT(around); i++) {
        snprintf(text, sizeof text, i ? around[1] : around[0], numbers[_i].value);
        ck_assert_int_eq(read(text), 0);
        ck_assert_msg(number_of("n") == numbers[_i].number, "%s is %d", numbers[_i].value,
                      (int)number_of("n"));
    }
}
END_TEST

/* cJSON copies 63 bytes of a number, and reads the point of the locale. */
START_TEST(numbers_that_cjson_cannot_read_are_no_lack_of_memory)
{
    static char text[2000];
    for (int digits = 60; digits < 70; digits++) {
        sprintf(text, "{\"a\":\"x\",\"n\":%0*d.5,\"m\":1%0*d,\"k\":7}", 1, 0, digits, 0);
        ck_assert_int_eq(read(text), 0);
        ck_assert_int_eq(number_of("m"), -2);
        ck_assert_int_eq(number_of("n"), -2);
        ck_assert_int_eq(number_of("k"), 7);
        ck_assert_str_eq(string_of("a"), "x");
    }
    memset(text, '9', 1500);
    memcpy(text, "{\"n\":", 5);
    strcpy(text + 1500, "}");
    ck_assert_int_eq(read(text), 0);
}
END_TEST

START_TEST(no_number_reaches_cjson)
{
    ck_assert_int_eq(read("{\"a\":[1.5,1e400,{\"b\":123456}],\"c\":\"1.5\"}"), 0);
    char *printed = cJSON_PrintUnformatted(object.root);
    ck_assert_str_eq(printed, "{\"a\":[0,0,{\"b\":0}],\"c\":\"1.5\"}");
    cJSON_free(printed);
}
END_TEST

START_TEST(the_largest_body_takes_a_bounded_amount_of_memory)
{
    static char text[CALLPARK_JSON_BODY_MAX + 1];
    const char *const units[] = {"0,", "[],", "{},", "\"\",", "{\"\":0},", "{\"\":0,\"a\":0},"};
    for (size_t u = 0; u < COUNT(units); u++) {
        size_t length = (size_t)sprintf(text, "{\"a\":[");
        while (length + 16 < CALLPARK_JSON_BODY_MAX)
            length += (size_t)sprintf(text + length, "%s", units[u]);
        strcpy(text + length, "0]}");
        cjson_memory.peak = 0;
        ck_assert_int_eq(read(text), 0);
        ck_assert_uint_gt(cjson_memory.peak, CALLPARK_JSON_BODY_MAX);
        ck_assert_uint_lt(cjson_memory.peak, 48 * CALLPARK_JSON_BODY_MAX);
    }
}
END_TEST

/* ---- Members ---- */

START_TEST(null_is_the_same_as_absent)
{
    const char *s;
    bool value;
    uint32_t number;
    ck_assert_int_eq(read("{\"a\":null}"), 0);
    for (int i = 0; i < 2; i++) {
        const char *name = i ? "a" : "b";
        ck_assert_int_eq(callpark__object_string(&object, name, 0, 9, &s), JSON_ABSENT);
        ck_assert_int_eq(callpark__object_bool(&object, name, &value), JSON_ABSENT);
        ck_assert_int_eq(callpark__object_number(&object, name, 0, 9, &number), JSON_ABSENT);
    }
}
END_TEST

START_TEST(only_members_of_the_top_object_are_found)
{
    ck_assert_int_eq(read("{\"x\":{\"a\":\"inner\"},\"y\":[{\"b\":\"inner\"}]}"), 0);
    ck_assert_str_eq(string_of("a"), "(absent)");
    ck_assert_str_eq(string_of("b"), "(absent)");
}
END_TEST

static const struct {
    const char *value;
    const char *string;
} strings[] = {
    {"\"\"", ""},
    {"\"x\"", "x"},
    {"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t"},
    {"\"\\u0041\\u00e9\\u20ac\\ud83d\\ude00\"", "A\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80"},
    {"\"\xc3\xa9\xf0\x9f\x98\x80\"", "\xc3\xa9\xf0\x9f\x98\x80"},
    {"\"\\uFFFF\\u0001\\u007f\"", "\xef\xbf\xbf\x01\x7f"},
    {"\"\\\\u0041\"", "\\u0041"},
    {"\"-1.5e3\"", "-1.5e3"},
    {"1", "(bad)"},
    {"true", "(bad)"},
    {"[\"x\"]", "(bad)"},
    {"{\"x\":\"x\"}", "(bad)"},
    {"null", "(absent)"},
};

START_TEST(a_string_comes_without_its_escapes)
{
    char text[200];
    snprintf(text, sizeof text, "{\"n\":7,\"s\":%s}", strings[_i].value);
    ck_assert_int_eq(read(text), 0);
    ck_assert_str_eq(string_of("s"), strings[_i].string);
}
END_TEST

START_TEST(every_member_is_found_behind_any_other)
{
    ck_assert_int_eq(
        read("{\"a\":{\"p\":[1,2,\"}\"]},\"b\":\"x\\\"\",\"c\":5,\"d\":[[6]],\"e\":7}"), 0);
    ck_assert_str_eq(string_of("b"), "x\"");
    ck_assert_int_eq(number_of("c"), 5);
    ck_assert_int_eq(number_of("e"), 7);
    ck_assert_int_eq(number_of("a"), -2);
    ck_assert_int_eq(number_of("d"), -2);
}
END_TEST

START_TEST(the_length_of_a_string_is_limited_in_bytes_as_it_is_decoded)
{
    const char *s = NULL;
    ck_assert_int_eq(read("{\"s\":\"\\u20acxx\"}"), 0);
    for (size_t limit = 0; limit < 9; limit++) {
        ck_assert_int_eq(callpark__object_string(&object, "s", 0, limit, &s),
                         limit < 5 ? JSON_BAD : JSON_GOOD);
        ck_assert_int_eq(callpark__object_string(&object, "s", limit, 9, &s),
                         limit > 5 ? JSON_BAD : JSON_GOOD);
    }
}
END_TEST

static const struct {
    const char *value;
    enum json_member member;
    bool read;
} bools[] = {
    {"true", JSON_GOOD, true}, {"false", JSON_GOOD, false}, {"null", JSON_ABSENT, false},
    {"1", JSON_BAD, false},    {"0", JSON_BAD, false},      {"\"true\"", JSON_BAD, false},
    {"\"\"", JSON_BAD, false}, {"[]", JSON_BAD, false},     {"{}", JSON_BAD, false},
};

START_TEST(a_boolean_is_true_or_false_and_nothing_like_it)
{
    char text[64];
    snprintf(text, sizeof text, "{\"b\":%s}", bools[_i].value);
    ck_assert_int_eq(read(text), 0);
    for (int before = 0; before < 2; before++) {
        bool value = before;
        bool good = bools[_i].member == JSON_GOOD;
        ck_assert_int_eq(callpark__object_bool(&object, "b", &value), bools[_i].member);
        ck_assert_int_eq(value, good ? bools[_i].read : before);
    }
}
END_TEST

START_TEST(a_number_outside_its_limits_is_bad)
{
    char text[32];
    for (uint32_t n = 0; n < 20; n++) {
        for (int quoted = 0; quoted < 2; quoted++) {
            uint32_t number = 4711;
            bool good = n >= 3 && n <= 12;
            sprintf(text, quoted ? "{\"n\":\"%u\"}" : "{\"n\":%u}", (unsigned)n);
            ck_assert_int_eq(read(text), 0);
            ck_assert_int_eq(callpark__object_number(&object, "n", 3, 12, &number),
                             good ? JSON_GOOD : JSON_BAD);
            ck_assert_uint_eq(number, good ? n : 4711);
        }
    }
}
END_TEST

/* ---- Keeping strings ---- */

/* As large as the text it has room without a look; one byte less, and smaller ones, are measured.
 */
START_TEST(strings_are_kept_in_a_buffer_that_has_room_for_all)
{
    static const char text[] = "{\"a\":\"one\",\"b\":\"\",\"c\":\"three\"}";
    ck_assert_int_eq(read(text), 0);
    for (size_t size = 0; size <= sizeof text; size++) {
        char buffer[64];
        const char *const before[] = {string_of("a"), string_of("b"), string_of("c")};
        const char *a = before[0], *none = NULL, *b = before[1], *c = before[2];
        const char **const all[] = {&a, &none, &b, &c};
        memset(buffer, 0xa7, sizeof buffer);
        int error = callpark__object_keep(&object, all, COUNT(all), buffer, size);
        ck_assert_int_eq(error, size < 11 ? CALLPARK_ERR_BUFFER : 0);
        ck_assert_ptr_null(none);
        ck_assert_str_eq(a, "one");
        ck_assert_str_eq(b, "");
        ck_assert_str_eq(c, "three");
        ck_assert_int_eq(a == before[0] && b == before[1] && c == before[2], error != 0);
        for (size_t i = error ? 0 : 11; i < sizeof buffer; i++)
            ck_assert_int_eq(buffer[i], (char)0xa7);
    }
}
END_TEST

/* ---- Memory ---- */

START_TEST(every_refusal_of_memory_is_told_and_nothing_leaks)
{
    const char text[] = "{\"a\":{\"b\":1,\"c\":[\"x\",{\"d\":2.5,\"e\":null}]},\"f\":\"y\"}";
    ck_assert_int_eq(read(text), 0);
    unsigned long total = cjson_memory.asked;
    ck_assert_uint_gt(total, 15);
    for (unsigned long k = 1; k <= total; k++) {
        callpark__object_free(&object);
        cjson_memory_start(k);
        ck_assert_int_eq(read(text), CALLPARK_ERR_NOMEM);
        ck_assert_int_eq(cjson_memory.blocks, 0);
    }
    cjson_memory_start(total + 1);
    ck_assert_int_eq(read(text), 0);
}
END_TEST

START_TEST(what_is_malformed_leaks_nothing)
{
    for (size_t i = 0; i < COUNT(twice); i++) {
        ck_assert_int_eq(read(twice[i]), MALFORMED);
        ck_assert_int_eq(cjson_memory.blocks, 0);
        ck_assert_uint_gt(cjson_memory.asked, 0);
    }
}
END_TEST

/* ---- Random texts ---- */

static const char *const tokens[] = {
    "{",
    "}",
    "{",
    "}",
    "[",
    "]",
    ",",
    ",",
    ":",
    ":",
    "\"a\"",
    "\"b\"",
    "\"a\\u0062\"",
    "\"\"",
    "0",
    "-1.5e3",
    "1e",
    "01",
    "true",
    "null",
    " ",
    "\"\\",
    "\"",
    "\xc3\xa9",
    "\\u0000",
    "x",
};

/* A text that is not quite random: now and then the right thing is chosen. */
static size_t random_text(struct random *random, char *text)
{
    size_t length = (size_t)sprintf(text, "{");
    uint32_t pieces = random_below(random, 6);
    for (uint32_t i = 0; i < pieces; i++) {
        if (random_chance(random, 70))
            length += (size_t)sprintf(text + length, "%s\"%c\":%s", i ? "," : "",
                                      'a' + (char)random_below(random, 12),
                                      tokens[10 + random_below(random, 10)]);
        else
            length +=
                (size_t)sprintf(text + length, "%s", tokens[random_below(random, COUNT(tokens))]);
    }
    return length + (size_t)sprintf(text + length, "}");
}

START_TEST(whatever_is_accepted_can_be_read_by_cjson)
{
    struct random random = {.state = (uint64_t)_i};
    unsigned good = 0, bad = 0;
    for (int i = 0; i < 20000; i++) {
        char text[256];
        size_t length = random_text(&random, text);
        int error = read_bytes(text, length);
        ck_assert_msg(error == 0 || error == MALFORMED, "%s", text);
        good += error == 0;
        bad += error != 0;
    }
    ck_assert_uint_gt(good, 1000);
    ck_assert_uint_gt(bad, 1000);
}
END_TEST

static void add_traps(Suite *suite)
{
    TCase *tcase = tcase_create("traps");
    suite_add_tcase(suite, tcase);
    tcase_set_timeout(tcase, 120);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_loop_test(tcase, a_key_that_is_there_twice_is_refused_and_not_the_first_one_taken, 0,
                        (int)COUNT(twice));
    tcase_add_loop_test(
        tcase, keys_that_are_the_same_in_different_objects_or_in_other_letters_are_not_twice, 0,
        (int)COUNT(not_twice));
    tcase_add_test(tcase, one_pair_among_many_keys_is_found_wherever_it_is);
    tcase_add_test(tcase, names_are_compared_with_their_case);
    tcase_add_loop_test(tcase, what_cjson_lets_pass_is_refused, 0, (int)COUNT(refused));
    tcase_add_test(tcase, levels_beyond_32_are_refused_though_cjson_takes_1000);
    tcase_add_test(tcase, a_text_needs_no_nul_and_what_stands_behind_it_is_not_read);
    tcase_add_loop_test(tcase, a_number_is_digits_and_nothing_else, 0, (int)COUNT(numbers));
    tcase_add_test(tcase, numbers_that_cjson_cannot_read_are_no_lack_of_memory);
    tcase_add_test(tcase, no_number_reaches_cjson);
    tcase_add_test(tcase, the_largest_body_takes_a_bounded_amount_of_memory);
}

static void add_members(Suite *suite)
{
    TCase *tcase = tcase_create("members");
    suite_add_tcase(suite, tcase);
    tcase_set_timeout(tcase, 120);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, null_is_the_same_as_absent);
    tcase_add_test(tcase, only_members_of_the_top_object_are_found);
    tcase_add_loop_test(tcase, a_string_comes_without_its_escapes, 0, (int)COUNT(strings));
    tcase_add_test(tcase, every_member_is_found_behind_any_other);
    tcase_add_test(tcase, the_length_of_a_string_is_limited_in_bytes_as_it_is_decoded);
    tcase_add_loop_test(tcase, a_boolean_is_true_or_false_and_nothing_like_it, 0,
                        (int)COUNT(bools));
    tcase_add_test(tcase, a_number_outside_its_limits_is_bad);
    tcase_add_test(tcase, strings_are_kept_in_a_buffer_that_has_room_for_all);
    tcase_add_loop_test(tcase, whatever_is_accepted_can_be_read_by_cjson, 1, 4);
}

Suite *object_suite(void);
Suite *object_suite(void)
{
    Suite *suite = suite_create("json/object");
    add_traps(suite);
    add_members(suite);
    TCase *tcase = tcase_create("memory");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, every_refusal_of_memory_is_told_and_nothing_leaks);
    tcase_add_test(tcase, what_is_malformed_leaks_nothing);
    suite_add_tcase(suite, tcase);
    return suite;
}
