/* SPDX-License-Identifier: MIT */
#include "json/words.h"

#include <string.h>

static int lower(int c)
{
    return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

const char *callpark__behind(const char *text, const char *word)
{
    for (; *word; text++, word++) {
        if (lower(*text) != *word)
            return NULL;
    }
    return text;
}

/* Most numbers have none: they begin with no letter. */
const char *callpark__without_scheme(const char *number)
{
    static const char *const schemes[] = {"tel:", "sip:", "sips:", NULL};
    if (!number || *number < 'A')
        return number;
    for (const char *const *scheme = schemes; *scheme; scheme++) {
        const char *rest = callpark__behind(number, *scheme);
        if (rest)
            return rest;
    }
    return number;
}

bool callpark__is_extension(const char *number)
{
    return callpark__is_given(number) && !number[strspn(number, "0123456789*")];
}

char *callpark__put_digits(char *end, uint64_t number)
{
    do
        *--end = (char)('0' + number % 10);
    while (number /= 10);
    return end;
}
