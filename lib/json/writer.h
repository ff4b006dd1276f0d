/* SPDX-License-Identifier: MIT */
/*
 * JSON text into a buffer of a given size. Past its end, or without a buffer, the writer only
 * counts. Commas are the writer's business. Strings become valid UTF-8: bytes that are not
 * are replaced by U+FFFD; quotes, backslashes and control characters are escaped.
 */
#ifndef CALLPARK_JSON_WRITER_H
#define CALLPARK_JSON_WRITER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct callpark__writer {
    char *buffer;
    size_t size;
    size_t length; /* of the text so far, written or not; a little over INT_MAX at most */
    bool comma;    /* one is due in front of the next value */
};

/* |buffer| NULL and |size| 0: only count. */
void callpark__writer_init(struct callpark__writer *writer, char *buffer, size_t size);

/* The same of what a caller gives: 0, or CALLPARK_ERR_INVALID if there is a size and no buffer. */
int callpark__writer_open(struct callpark__writer *writer, char *buffer, size_t size);

/* Ends the text with NUL. Returns its length without it, or CALLPARK_ERR_BUFFER if it did not
 * fit (never if there is no buffer) or is longer than INT_MAX. */
int callpark__writer_finish(struct callpark__writer *writer);

/* In all that follows |key| is NULL within an array and at the top, and needs no escape. */

/* |bracket| is "{" or "["; closed by "}" or "]". */
void callpark__write_open(struct callpark__writer *writer, const char *key, char bracket);
void callpark__write_close(struct callpark__writer *writer, char bracket);

/* |key| has |length| bytes. Nothing at all if |value| is NULL or empty. */
void callpark__write_text(struct callpark__writer *writer, const char *key, size_t length,
                          const char *value);

/* Inline, because the length of most keys is known then. */
static inline void callpark__write_string(struct callpark__writer *writer, const char *key,
                                          const char *value)
{
    callpark__write_text(writer, key, key ? strlen(key) : 0, value);
}

void callpark__write_number(struct callpark__writer *writer, const char *key, uint64_t value);
void callpark__write_bool(struct callpark__writer *writer, const char *key, int value);

/* A string in parts: begun, added to as it is or percent-encoded as a path segment ("*", "@"
 * and unreserved characters stay), ended. */
void callpark__write_string_begin(struct callpark__writer *writer, const char *key);
void callpark__write_part(struct callpark__writer *writer, const char *text);
void callpark__write_segment(struct callpark__writer *writer, const char *text);
void callpark__write_string_end(struct callpark__writer *writer);

#endif
