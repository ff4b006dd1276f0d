/* SPDX-License-Identifier: MIT */
#include "json/text.h"

#include <string.h>

#include <callpark/json.h>

#include "json/ascii.h"

#define DEEPEST 32u

struct scanner {
    const unsigned char *at;
    const unsigned char *end;
    bool numbers; /* one has been seen */
};

static bool scan_value(struct scanner *scanner, unsigned depth);

/* The byte ahead; -1 at the end. */
static int peek(const struct scanner *scanner)
{
    return scanner->at < scanner->end ? *scanner->at : -1;
}

static bool take(struct scanner *scanner, int c)
{
    if (peek(scanner) != c)
        return false;
    scanner->at++;
    return true;
}

static bool take_between(struct scanner *scanner, int least, int most)
{
    int c = peek(scanner);
    if (c < least || c > most)
        return false;
    scanner->at++;
    return true;
}

static bool is_blank(int c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void skip_blanks(struct scanner *scanner)
{
    while (scanner->at < scanner->end && *scanner->at <= ' ' && is_blank(*scanner->at))
        scanner->at++;
}

static bool scan_digits(struct scanner *scanner)
{
    if (!take_between(scanner, '0', '9'))
        return false;
    while (take_between(scanner, '0', '9'))
        ;
    return true;
}

static bool scan_number(struct scanner *scanner)
{
    scanner->numbers = true;
    take(scanner, '-');
    if (!take(scanner, '0') && !scan_digits(scanner))
        return false;
    if (take(scanner, '.') && !scan_digits(scanner))
        return false;
    if (!take(scanner, 'e') && !take(scanner, 'E'))
        return true;
    if (!take(scanner, '+'))
        take(scanner, '-');
    return scan_digits(scanner);
}

static bool scan_word(struct scanner *scanner, const char *word)
{
    while (*word && take(scanner, *word))
        word++;
    return !*word;
}

/* The bytes that may follow the first of a character are not all the same: see RFC 3629. */
static bool scan_utf8(struct scanner *scanner)
{
    int lead = *scanner->at++;
    if (lead < 0xc2 || lead > 0xf4)
        return false;
    int least = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    int most = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    if (!take_between(scanner, least, most))
        return false;
    if (lead >= 0xe0 && !take_between(scanner, 0x80, 0xbf))
        return false;
    return lead < 0xf0 || take_between(scanner, 0x80, 0xbf);
}

/* The "uXXXX" of an escape: its value, or -1. */
static int scan_unit(struct scanner *scanner)
{
    int unit = 0;
    if (!take(scanner, 'u'))
        return -1;
    for (int i = 0; i < 4; i++) {
        int digit = callpark__json_hex_digit(peek(scanner));
        if (digit < 0)
            return -1;
        unit = unit * 16 + digit;
        scanner->at++;
    }
    return unit;
}

static bool scan_escape(struct scanner *scanner)
{
    int c = peek(scanner);
    if (c != 'u')
        return c > 0 && strchr("\"\\/bfnrt", c) && take(scanner, c);
    int unit = scan_unit(scanner);
    if (unit < 0xd800 || unit > 0xdfff)
        return unit > 0;
    if (unit > 0xdbff || !take(scanner, '\\'))
        return false;
    int low = scan_unit(scanner);
    return low >= 0xdc00 && low <= 0xdfff;
}

static bool scan_character(struct scanner *scanner)
{
    if (take(scanner, '\\'))
        return scan_escape(scanner);
    return take_between(scanner, 0x20, 0x7f) || (peek(scanner) >= 0x80 && scan_utf8(scanner));
}

/* Over characters of one byte that are not escaped. */
static void skip_simple(struct scanner *scanner)
{
    scanner->at += callpark__json_simple(scanner->at, scanner->end);
}

static bool scan_string(struct scanner *scanner)
{
    if (!take(scanner, '"'))
        return false;
    for (skip_simple(scanner); !take(scanner, '"'); skip_simple(scanner)) {
        if (!scan_character(scanner))
            return false;
    }
    return true;
}

/* A key and its colon, up to the value. */
static bool scan_key(struct scanner *scanner)
{
    if (!scan_string(scanner))
        return false;
    skip_blanks(scanner);
    if (!take(scanner, ':'))
        return false;
    skip_blanks(scanner);
    return true;
}

/* Behind its opening bracket; |depth| is its own level, 1 at the top. */
static bool scan_members(struct scanner *scanner, unsigned depth, int close)
{
    skip_blanks(scanner);
    if (take(scanner, close))
        return true;
    do {
        skip_blanks(scanner);
        if (close == '}' && !scan_key(scanner))
            return false;
        if (!scan_value(scanner, depth))
            return false;
        skip_blanks(scanner);
    } while (take(scanner, ','));
    return take(scanner, close);
}

/* At |depth| levels. */
static bool scan_value(struct scanner *scanner, unsigned depth)
{
    switch (peek(scanner)) {
    case '{':
        scanner->at++;
        return depth < DEEPEST && scan_members(scanner, depth + 1, '}');
    case '[':
        scanner->at++;
        return depth < DEEPEST && scan_members(scanner, depth + 1, ']');
    case '"':
        return scan_string(scanner);
    case 't':
        return scan_word(scanner, "true");
    case 'f':
        return scan_word(scanner, "false");
    case 'n':
        return scan_word(scanner, "null");
    default:
        return scan_number(scanner);
    }
}

static struct scanner scanner_of(const char *text, size_t length)
{
    const unsigned char *bytes = (const unsigned char *)text;
    return (struct scanner){.at = bytes, .end = bytes + length};
}

bool callpark__json_text_check(const char *text, size_t length, bool *numbers)
{
    if (!length || length > CALLPARK_JSON_BODY_MAX)
        return false;
    struct scanner scanner = scanner_of(text, length);
    skip_blanks(&scanner);
    if (peek(&scanner) != '{' || !scan_value(&scanner, 0))
        return false;
    skip_blanks(&scanner);
    *numbers = scanner.numbers;
    return scanner.at == scanner.end;
}

const char *callpark__json_text_value(const char *text, size_t length, size_t n,
                                      size_t *value_length)
{
    struct scanner scanner = scanner_of(text, length);
    skip_blanks(&scanner);
    take(&scanner, '{');
    for (size_t i = 0;; i++) {
        skip_blanks(&scanner);
        if (!scan_key(&scanner))
            return NULL;
        const char *value = (const char *)scanner.at;
        if (!scan_value(&scanner, 1))
            return NULL;
        if (i == n) {
            *value_length = (size_t)((const char *)scanner.at - value);
            return value;
        }
        skip_blanks(&scanner);
        take(&scanner, ',');
    }
}

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
