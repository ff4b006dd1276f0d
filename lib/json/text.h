/* SPDX-License-Identifier: MIT */
/*
 * The text of a body, before cJSON sees it: cJSON accepts much that is no JSON, and loses
 * what a number looked like.
 */
#ifndef CALLPARK_JSON_TEXT_H
#define CALLPARK_JSON_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Whether |text| is one object after RFC 8259 with nothing but blanks around it, in UTF-8,
 * without U+0000 and unpaired surrogates, within the limits of callpark/json.h. A key that
 * is there twice is not found here. In linear time. |*numbers| is set if there is a number.
 */
bool callpark__json_text_check(const char *text, size_t length, bool *numbers);

/*
 * The value of the |n|th member, from 0, of the object in |text|, which was checked, as it is
 * spelled, with its length in |*value_length|. NULL if there are not so many members.
 */
const char *callpark__json_text_value(const char *text, size_t length, size_t n,
                                      size_t *value_length);

/*
 * Makes every number in |text|, which was checked, a 0 and blanks: what cJSON makes of a number
 * depends on its length and on the locale.
 */
void callpark__json_text_hide_numbers(char *text, size_t length);

/* The value of a hexadecimal digit; of anything else -1. */
static inline int callpark__json_hex_digit(int c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Appends a decimal digit to |*number|, which stays at UINT32_MAX if it grows too large. False
 * if |c| is no digit. */
bool callpark__json_add_digit(uint32_t *number, int c);

#endif
