/* SPDX-License-Identifier: MIT */
#include "json/text.h"

#include <string.h>

#include <callpark/json.h>

#include "json/characters.h"

#define DEEPEST 32u

typedef unsigned char byte;

struct scanner {
    const byte *end;
    bool numbers; /* one has been seen */
};

/* All that follow return what is behind the thing that they look for, or NULL if |at| is
 * something else. */
static const byte *scan_value(struct scanner *scanner, const byte *at, unsigned depth);

static bool is_at(const struct scanner *scanner, const byte *at, byte c)
{
    return at < scanner->end && *at == c;
}

static bool is_digit_at(const struct scanner *scanner, const byte *at)
{
    return at < scanner->end && *at >= '0' && *at <= '9';
}

static bool is_blank(byte c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static const byte *skip_blanks(const struct scanner *scanner, const byte *at)
{
    while (at < scanner->end && is_blank(*at))
        at++;
    return at;
}

static const byte *scan_digits(const struct scanner *scanner, const byte *at)
{
    if (!is_digit_at(scanner, at))
        return NULL;
    while (is_digit_at(scanner, at))
        at++;
    return at;
}

static const byte *scan_number(struct scanner *scanner, const byte *at)
{
    scanner->numbers = true;
    at += is_at(scanner, at, '-');
    at = is_at(scanner, at, '0') ? at + 1 : scan_digits(scanner, at);
    if (at && is_at(scanner, at, '.'))
        at = scan_digits(scanner, at + 1);
    if (!at || (!is_at(scanner, at, 'e') && !is_at(scanner, at, 'E')))
        return at;
    at++;
    at += is_at(scanner, at, '+') || is_at(scanner, at, '-');
    return scan_digits(scanner, at);
}

static const byte *scan_word(const struct scanner *scanner, const byte *at, const char *word)
{
    for (; *word; word++, at++) {
        if (!is_at(scanner, at, (byte)*word))
            return NULL;
    }
    return at;
}

#define UNIT_LENGTH 5

/* The value of a "uXXXX", or -1. */
static int read_unit(const struct scanner *scanner, const byte *at)
{
    int unit = 0;
    if (scanner->end - at < UNIT_LENGTH || *at != 'u')
        return -1;
    for (int i = 1; i < UNIT_LENGTH; i++) {
        int digit = callpark__json_hex_digit(at[i]);
        if (digit < 0)
            return -1;
        unit = unit * 16 + digit;
    }
    return unit;
}

/* From what stands behind the backslash. */
static const byte *scan_unit(const struct scanner *scanner, const byte *at)
{
    int unit = read_unit(scanner, at);
    if (unit < 0xd800 || unit > 0xdfff)
        return unit > 0 ? at + UNIT_LENGTH : NULL;
    at += UNIT_LENGTH;
    if (unit > 0xdbff || !is_at(scanner, at, '\\'))
        return NULL;
    int low = read_unit(scanner, at + 1);
    return low >= 0xdc00 && low <= 0xdfff ? at + 1 + UNIT_LENGTH : NULL;
}

static const byte *scan_escape(const struct scanner *scanner, const byte *at)
{
    if (at == scanner->end)
        return NULL;
    if (*at == 'u')
        return scan_unit(scanner, at);
    return *at && strchr("\"\\/bfnrt", *at) ? at + 1 : NULL;
}

/* One that is not simple. */
static const byte *scan_character(const struct scanner *scanner, const byte *at)
{
    if (*at == '\\')
        return scan_escape(scanner, at + 1);
    size_t length = callpark__json_character(at, scanner->end);
    return length ? at + length : NULL;
}

static const byte *scan_string(const struct scanner *scanner, const byte *at)
{
    if (!is_at(scanner, at, '"'))
        return NULL;
    at++;
    for (;;) {
        at += callpark__json_simple(at, scanner->end);
        if (at == scanner->end)
            return NULL;
        if (*at == '"')
            return at + 1;
        at = scan_character(scanner, at);
        if (!at)
            return NULL;
    }
}

/* A key and its colon, up to the value. */
static const byte *scan_key(const struct scanner *scanner, const byte *at)
{
    at = scan_string(scanner, at);
    if (!at)
        return NULL;
    at = skip_blanks(scanner, at);
    return is_at(scanner, at, ':') ? skip_blanks(scanner, at + 1) : NULL;
}

/* From behind its opening bracket; |depth| is its own level, 1 at the top. */
static const byte *scan_members(struct scanner *scanner, const byte *at, unsigned depth, byte close)
{
    at = skip_blanks(scanner, at);
    if (is_at(scanner, at, close))
        return at + 1;
    for (;;) {
        if (close == '}')
            at = scan_key(scanner, at);
        if (at)
            at = scan_value(scanner, at, depth);
        if (!at)
            return NULL;
        at = skip_blanks(scanner, at);
        if (!is_at(scanner, at, ','))
            return is_at(scanner, at, close) ? at + 1 : NULL;
        at = skip_blanks(scanner, at + 1);
    }
}

/* At |depth| levels. */
static const byte *scan_value(struct scanner *scanner, const byte *at, unsigned depth)
{
    switch (at < scanner->end ? *at : 0) {
    case '{':
        return depth < DEEPEST ? scan_members(scanner, at + 1, depth + 1, '}') : NULL;
    case '[':
        return depth < DEEPEST ? scan_members(scanner, at + 1, depth + 1, ']') : NULL;
    case '"':
        return scan_string(scanner, at);
    case 't':
        return scan_word(scanner, at, "true");
    case 'f':
        return scan_word(scanner, at, "false");
    case 'n':
        return scan_word(scanner, at, "null");
    default:
        return scan_number(scanner, at);
    }
}

bool callpark__json_text_check(const char *text, size_t length, bool *numbers)
{
    if (!length || length > CALLPARK_JSON_BODY_MAX)
        return false;
    const byte *at = (const byte *)text;
    struct scanner scanner = {.end = at + length};
    at = skip_blanks(&scanner, at);
    if (!is_at(&scanner, at, '{'))
        return false;
    at = scan_value(&scanner, at, 0);
    *numbers = scanner.numbers;
    return at && skip_blanks(&scanner, at) == scanner.end;
}

const char *callpark__json_text_value(const char *text, size_t length, size_t n,
                                      size_t *value_length)
{
    const byte *at = (const byte *)text;
    const byte *value;
    struct scanner scanner = {.end = at + length};
    at = skip_blanks(&scanner, at);
    while ((value = scan_key(&scanner, skip_blanks(&scanner, at + 1)))) {
        at = scan_value(&scanner, value, 1);
        *value_length = (size_t)(at - value);
        if (!n--)
            break;
        at = skip_blanks(&scanner, at);
    }
    return (const char *)value;
}

/* Behind a number in an object there is something else. */
static size_t hide_number(char *number)
{
    size_t length = strspn(number, "+-.0123456789Ee");
    memset(number, ' ', length);
    number[0] = '0';
    return length;
}

void callpark__json_text_hide_numbers(char *text, size_t length)
{
    bool quoted = false;
    for (size_t i = 0; i < length; i++) {
        int c = (unsigned char)text[i];
        if (c == '"')
            quoted = !quoted;
        else if (quoted && c == '\\')
            i++;
        else if (!quoted && (c == '-' || (c >= '0' && c <= '9')))
            i += hide_number(text + i) - 1;
    }
}

bool callpark__json_add_digit(uint32_t *number, int c)
{
    if (c < '0' || c > '9')
        return false;
    uint64_t larger = *number * UINT64_C(10) + (uint32_t)(c - '0');
    *number = larger < UINT32_MAX ? (uint32_t)larger : UINT32_MAX;
    return true;
}
