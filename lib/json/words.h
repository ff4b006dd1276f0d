/* SPDX-License-Identifier: MIT */
/* Small things about the texts of requests. */
#ifndef CALLPARK_JSON_WORDS_H
#define CALLPARK_JSON_WORDS_H

#include <stdbool.h>
#include <stdint.h>

/* An optional string that is NULL or empty is absent. */
static inline bool callpark__is_given(const char *text)
{
    return text && *text;
}

/* What stands behind |word|, in small letters, at the front of |text| in any case; NULL: something
 * else is there. */
const char *callpark__behind(const char *text, const char *word);

/* |number| without "tel:", "sip:" or "sips:"; NULL stays NULL. */
const char *callpark__without_scheme(const char *number);

/* Whether |number|, which may be NULL, is made of digits and "*". */
bool callpark__is_extension(const char *number);

/* Writes |number| in decimal so that it ends in front of |end|; at most 20 digits. Returns where
 * it begins. */
char *callpark__put_digits(char *end, uint64_t number);

#endif
