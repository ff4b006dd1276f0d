/* SPDX-License-Identifier: MIT */
#include "json/characters.h"

/* Of the bytes that may follow the first one, the second may not be any: see RFC 3629. */
static bool is_second(unsigned char lead, unsigned char c)
{
    unsigned least = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    unsigned most = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    return c >= least && c <= most;
}

size_t callpark__json_character(const unsigned char *s, const unsigned char *end)
{
    if (s[0] < 0xc2 || s[0] > 0xf4)
        return 0;
    size_t length = s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;
    if ((size_t)(end - s) < length || !is_second(s[0], s[1]))
        return 0;
    for (size_t i = 2; i < length; i++) {
        if ((s[i] & 0xc0) != 0x80)
            return 0;
    }
    return length;
}
