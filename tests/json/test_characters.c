/* SPDX-License-Identifier: MIT */
/* lib/json/characters.h: what is simple is told wherever it ends, eight bytes at a time or not. */
#include <check.h>

#include <stdlib.h>
#include <string.h>

#include "json/characters.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])
#define LONGEST 40

static const unsigned char simple_bytes[] = {' ', '!', '#', '[', ']', 'x', '~', 0x7f};
static const unsigned char others[] = {0x00, 0x01, 0x1f, '"', '\\', 0x80, 0xa0, 0xdc, 0xff};

START_TEST(one_byte_that_is_not_simple_is_found_at_every_place)
{
    unsigned char fill = simple_bytes[_i];
    for (size_t length = 0; length <= LONGEST; length++) {
        unsigned char *s = malloc(length ? length : 1); /* exactly so long */
        memset(s, fill, length);
        ck_assert_uint_eq(callpark__json_simple(s, s + length), length);
        ck_assert(callpark__json_all_simple(s, length));
        for (size_t i = 0; i < length * COUNT(others); i++) {
            s[i / COUNT(others)] = others[i % COUNT(others)];
            ck_assert_uint_eq(callpark__json_simple(s, s + length), i / COUNT(others));
            ck_assert(!callpark__json_all_simple(s, length));
            s[i / COUNT(others)] = fill;
        }
        free(s);
    }
}
END_TEST

START_TEST(the_first_of_two_is_found)
{
    unsigned char s[LONGEST];
    for (size_t i = 0; i < LONGEST; i++) {
        for (size_t j = i; j < LONGEST; j++) {
            memset(s, 'x', sizeof s);
            s[i] = '"';
            s[j] = '\\';
            ck_assert_uint_eq(callpark__json_simple(s, s + sizeof s), i);
        }
    }
}
END_TEST

Suite *characters_suite(void);
Suite *characters_suite(void)
{
    Suite *suite = suite_create("json/characters");
    TCase *tcase = tcase_create("characters");
    suite_add_tcase(suite, tcase);
    tcase_add_loop_test(tcase, one_byte_that_is_not_simple_is_found_at_every_place, 0,
                        COUNT(simple_bytes));
    tcase_add_test(tcase, the_first_of_two_is_found);
    return suite;
}
