/* SPDX-License-Identifier: MIT */
#include "json/writer.h"

#include <limits.h>
#include <stdbool.h>
#include <string.h>

#include <callpark/callpark.h>

#include "json/characters.h"
#include "json/words.h"

#define REPLACEMENT "\xef\xbf\xbd" /* U+FFFD */

/* More than any buffer is taken to have. No length is more: one string may be in an answer any
 * number of times, and the length could wrap. */
#define TOO_LONG ((size_t)INT_MAX + 2)

void callpark__writer_init(struct callpark__writer *writer, char *buffer, size_t size)
{
    size_t most = size < TOO_LONG ? size : TOO_LONG - 1;
    *writer = (struct callpark__writer){.buffer = buffer, .size = buffer ? most : 0};
}

int callpark__writer_open(struct callpark__writer *writer, char *buffer, size_t size)
{
    callpark__writer_init(writer, buffer, size);
    return !buffer && size ? CALLPARK_ERR_INVALID : CALLPARK_OK;
}

int callpark__writer_finish(struct callpark__writer *writer)
{
    if (writer->length > INT_MAX)
        return CALLPARK_ERR_BUFFER;
    if (writer->buffer) {
        if (writer->length >= writer->size)
            return CALLPARK_ERR_BUFFER;
        writer->buffer[writer->length] = 0;
    }
    return (int)writer->length;
}

/* Where the next |count| bytes go; NULL if they do not fit. */
static char *advance(struct callpark__writer *writer, size_t count)
{
    size_t from = writer->length;
    writer->length = count < TOO_LONG - from ? from + count : TOO_LONG;
    return writer->length <= writer->size ? writer->buffer + from : NULL;
}

static void put(struct callpark__writer *writer, const char *bytes, size_t count)
{
    char *to = advance(writer, count);
    if (to)
        memcpy(to, bytes, count);
}

static bool is_escaped(unsigned char c)
{
    return c < 0x20 || c == '"' || c == '\\';
}

/* How many bytes from |s| to |end|, where there is a NUL, are written as they are. */
static size_t plain(const unsigned char *s, const unsigned char *end)
{
    size_t count = 0;
    for (;;) {
        count += callpark__json_simple(s + count, end);
        size_t more = callpark__json_character(s + count, end);
        if (!more)
            return count;
        count += more;
    }
}

static void put_escape(struct callpark__writer *writer, unsigned char c)
{
    static const char digits[] = "0123456789abcdef";
    static const char names[] = {['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f',
                                 ['\r'] = 'r', ['"'] = '"',  ['\\'] = '\\'};
    if (names[c])
        put(writer, (const char[]){'\\', names[c]}, 2);
    else
        put(writer, (const char[]){'\\', 'u', '0', '0', digits[c >> 4], digits[c & 15]}, 6);
}

static void put_text(struct callpark__writer *writer, const char *text)
{
    const unsigned char *s = (const unsigned char *)text;
    const unsigned char *end = s + strlen(text);
    for (;;) {
        size_t count = plain(s, end);
        put(writer, (const char *)s, count);
        s += count;
        if (!*s)
            return;
        if (is_escaped(*s))
            put_escape(writer, *s);
        else
            put(writer, REPLACEMENT, strlen(REPLACEMENT));
        s++;
    }
}

/* Makes room for a comma if one is due, a key of |length| bytes, which is our own and needs no
 * escape, and |more| bytes. Returns where these go; NULL if all does not fit. */
static char *begin(struct callpark__writer *writer, const char *key, size_t length, size_t more)
{
    size_t commas = writer->comma;
    char *at = advance(writer, commas + (key ? length + 3 : 0) + more);
    writer->comma = true;
    if (!at)
        return NULL;
    if (commas)
        *at++ = ',';
    if (!key)
        return at;
    *at++ = '"';
    memcpy(at, key, length);
    at += length;
    *at++ = '"';
    *at++ = ':';
    return at;
}

/* The same, and what goes there. */
static void begin_with(struct callpark__writer *writer, const char *key, const char *bytes,
                       size_t count)
{
    char *at = begin(writer, key, key ? strlen(key) : 0, count);
    if (at)
        memcpy(at, bytes, count);
}

void callpark__write_open(struct callpark__writer *writer, const char *key, char bracket)
{
    begin_with(writer, key, &bracket, 1);
    writer->comma = false;
}

void callpark__write_close(struct callpark__writer *writer, char bracket)
{
    put(writer, &bracket, 1);
    writer->comma = true;
}

void callpark__write_text(struct callpark__writer *writer, const char *key, size_t length,
                          const char *value)
{
    if (!callpark__is_given(value))
        return;
    size_t count = strlen(value);
    if (!callpark__json_all_simple((const unsigned char *)value, count)) {
        begin(writer, key, length, 0);
        put(writer, "\"", 1);
        put_text(writer, value);
        put(writer, "\"", 1);
        return;
    }
    char *at = begin(writer, key, length, count + 2);
    if (!at)
        return;
    *at++ = '"';
    memcpy(at, value, count);
    at[count] = '"';
}

void callpark__write_number(struct callpark__writer *writer, const char *key, uint64_t value)
{
    char digits[20];
    char *end = digits + sizeof digits;
    char *at = callpark__put_digits(end, value);
    begin_with(writer, key, at, (size_t)(end - at));
}

void callpark__write_bool(struct callpark__writer *writer, const char *key, int value)
{
    begin_with(writer, key, value ? "true" : "false", value ? 4 : 5);
}

void callpark__write_string_begin(struct callpark__writer *writer, const char *key)
{
    begin_with(writer, key, "\"", 1);
}

void callpark__write_part(struct callpark__writer *writer, const char *text)
{
    put_text(writer, text);
}

static bool stays_in_segment(unsigned char c)
{
    if (c >= '0' && c <= '9')
        return true;
    if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'))
        return true;
    return c && strchr("-._~*@", c);
}

void callpark__write_segment(struct callpark__writer *writer, const char *text)
{
    static const char digits[] = "0123456789ABCDEF";
    const unsigned char *s = (const unsigned char *)text;
    while (*s) {
        size_t count = 0;
        while (stays_in_segment(s[count]))
            count++;
        put(writer, (const char *)s, count);
        s += count;
        if (*s) {
            put(writer, (const char[]){'%', digits[*s >> 4], digits[*s & 15]}, 3);
            s++;
        }
    }
}

void callpark__write_string_end(struct callpark__writer *writer)
{
    put(writer, "\"", 1);
}
