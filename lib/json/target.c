/* SPDX-License-Identifier: MIT */
#include "json/target.h"

#include <string.h>

#include "json/text.h"

enum { END = -1, BAD = -2 };

/* What is left of a segment. */
struct rest {
    const char *at;
    const char *end;
};

static struct rest rest_of(const struct target_segment *segment)
{
    return (struct rest){segment->raw, segment->raw + segment->raw_length};
}

static int next_escaped(struct rest *rest)
{
    if (rest->end - rest->at < 2)
        return BAD;
    int high = callpark__json_hex_digit(rest->at[0]);
    int low = callpark__json_hex_digit(rest->at[1]);
    rest->at += 2;
    if (high < 0 || low < 0 || high * 16 + low == '/')
        return BAD;
    return high * 16 + low;
}

/* The next byte, decoded, or END, or BAD, which is not to be gone beyond. */
static int next_byte(struct rest *rest)
{
    if (rest->at == rest->end)
        return END;
    int c = (unsigned char)*rest->at++;
    if (c == '%')
        c = next_escaped(rest);
    else if (c == '#')
        return BAD;
    return c < 0x20 || c == 0x7f ? BAD : c;
}

/* What does not stand for itself in a segment: control bytes, what is escaped, what ends it. */
static const bool marks[256] = {
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,         1,         1,         1,         1,         1,
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, ['#'] = 1, ['%'] = 1, ['/'] = 1, ['?'] = 1, [0x7f] = 1};

static size_t plain(const char *text)
{
    const char *at = text;
    while (!marks[(unsigned char)*at])
        at++;
    return (size_t)(at - text);
}

/* Decodes what is behind the plain bytes, only to count. False: malformed. */
static bool measure_rest(struct target_segment *segment)
{
    struct rest rest = rest_of(segment);
    rest.at += segment->length;
    int c = next_byte(&rest);
    for (; c >= 0; c = next_byte(&rest))
        segment->length++;
    return c == END;
}

static bool is_dots(const struct target_segment *segment)
{
    return segment->length <= 2 &&
           (callpark__segment_is(segment, ".") || callpark__segment_is(segment, ".."));
}

/* The segment in front of |text|. False: malformed. */
static bool measure(struct target_segment *segment, const char *text)
{
    size_t length = plain(text);
    segment->raw = text;
    segment->raw_length = length;
    segment->length = length;
    if (text[length] && text[length] != '/' && text[length] != '?') {
        segment->raw_length = strcspn(text, "/?");
        if (!measure_rest(segment))
            return false;
    }
    return segment->length && !is_dots(segment);
}

void callpark__target_split(struct target *target, const char *text)
{
    target->count = 0;
    target->malformed = *text != '/';
    while (*text == '/') {
        bool stored = target->count < TARGET_SEGMENTS;
        struct target_segment *segment =
            &target->segments[stored ? target->count : TARGET_SEGMENTS];
        bool sound = measure(segment, ++text);
        text += segment->raw_length;
        bool trailing_slash = !segment->raw_length && *text != '/';
        if (trailing_slash)
            return;
        if (!sound)
            target->malformed = true;
        target->count++;
    }
}

bool callpark__segment_decodes_to(const struct target_segment *segment, const char *word)
{
    struct rest rest = rest_of(segment);
    for (; *word; word++) {
        if (next_byte(&rest) != (unsigned char)*word)
            return false;
    }
    return next_byte(&rest) == END;
}

bool callpark__target_is_uapi(const char *text)
{
    struct target_segment first;
    if (*text != '/')
        return false;
    measure(&first, text + 1);
    return callpark__segment_is(&first, "uapi") || callpark__segment_is(&first, "unifiedapi");
}

static bool read_number(struct rest *rest, uint32_t *number)
{
    int c = next_byte(rest);
    *number = 0;
    if (c == END)
        return false;
    while (callpark__json_add_digit(number, c))
        c = next_byte(rest);
    return c == END;
}

bool callpark__segment_is_numbered(const struct target_segment *segment, char prefix)
{
    uint32_t number;
    struct rest rest = rest_of(segment);
    return next_byte(&rest) == prefix && read_number(&rest, &number);
}

const char *callpark__segment_decode(const struct target_segment *segment, char **at)
{
    struct rest rest = rest_of(segment);
    const char *decoded = *at;
    if (!callpark__segment_is_escaped(segment)) {
        memcpy(*at, segment->raw, segment->length);
        *at += segment->length;
        rest.at = rest.end;
    }
    for (int c = next_byte(&rest); c >= 0; c = next_byte(&rest))
        *(*at)++ = (char)c;
    *(*at)++ = 0;
    return decoded;
}

/* The last parameter |name|: what stands behind its "=". False: there is none. */
static bool find_parameter(const char *query, const char *name, struct rest *value)
{
    bool found = false;
    for (const char *at = query; *at && *at != '#';) {
        const char *end = at + 1 + strcspn(at + 1, "&#");
        at++;
        size_t name_length = strcspn(at, "=&#");
        struct target_segment key = {at, name_length, 0};
        at += name_length;
        if (callpark__segment_is(&key, name)) {
            *value = (struct rest){at < end ? at + 1 : end, end};
            found = true;
        }
        at = end;
    }
    return found;
}

bool callpark__target_number(const char *text, const char *name, uint32_t least, uint32_t most,
                             uint32_t *number)
{
    struct rest value;
    uint32_t read;
    if (!find_parameter(text + strcspn(text, "?#"), name, &value))
        return true;
    if (!read_number(&value, &read) || read < least || read > most)
        return false;
    *number = read;
    return true;
}
