/* SPDX-License-Identifier: MIT */
#include "json.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void problem_say(struct problem *problem, const char *format, ...)
{
    va_list arguments;
    int length = 0;
    if (problem_found(problem))
        return;
    if (problem->where)
        length = snprintf(problem->text, sizeof problem->text, "%s: ", problem->where);
    va_start(arguments, format);
    if (length >= 0 && (size_t)length < sizeof problem->text)
        vsnprintf(problem->text + length, sizeof problem->text - (size_t)length, format, arguments);
    va_end(arguments);
}

bool problem_found(const struct problem *problem)
{
    return problem->text[0] != '\0';
}

/* ---- Text ---- */

/* How many bytes the character at |text| has, or 0 if they are not UTF-8. */
static size_t utf8_character(const unsigned char *text, size_t length)
{
    static const struct {
        unsigned char first, last; /* of the first byte */
        unsigned char low, high;   /* of the second one */
        size_t bytes;
    } forms[] = {
        {0x01, 0x7f, 0, 0, 1},       {0xc2, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3},
        {0xe1, 0xec, 0x80, 0xbf, 3}, {0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3},
        {0xf0, 0xf0, 0x90, 0xbf, 4}, {0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4},
    };
    size_t form = 0;
    while (form < sizeof forms / sizeof *forms &&
           (text[0] < forms[form].first || text[0] > forms[form].last))
        form++;
    if (form == sizeof forms / sizeof *forms || forms[form].bytes > length)
        return 0;
    if (forms[form].bytes > 1 && (text[1] < forms[form].low || text[1] > forms[form].high))
        return 0;
    for (size_t i = 2; i < forms[form].bytes; i++)
        if ((text[i] & 0xc0) != 0x80)
            return 0;
    return forms[form].bytes;
}

static bool is_utf8(const char *text, size_t length)
{
    size_t bytes = 1;
    for (size_t at = 0; at < length && bytes; at += bytes)
        bytes = utf8_character((const unsigned char *)text + at, length - at);
    return bytes != 0;
}

static bool is_blank(const char *text, const char *end)
{
    while (text < end && strchr(" \t\r\n", *text))
        text++;
    return text == end;
}

/* True if a string holds the escape of a NUL; |text| is valid UTF-8. */
static bool has_nul_escape(const char *text, size_t length)
{
    const char *end = text + length;
    for (; text < end; text++) {
        if (*text != '\\')
            continue;
        if (end - text >= 6 && !memcmp(text, "\\u0000", 6))
            return true;
        text++; /* an escaped backslash begins no escape */
    }
    return false;
}

cJSON *json_read(struct problem *problem, const char *text, size_t length)
{
    const char *end = text;
    cJSON *object = NULL;
    if (!is_utf8(text, length))
        problem_say(problem, "the text is not UTF-8");
    else if (has_nul_escape(text, length))
        problem_say(problem, "a string holds a NUL");
    else if (!(object = cJSON_ParseWithLengthOpts(text, length, &end, 0)))
        problem_say(problem, "the text is not JSON");
    else if (!is_blank(end, text + length))
        problem_say(problem, "something follows the JSON object");
    else if (!cJSON_IsObject(object))
        problem_say(problem, "the text is not a JSON object");
    if (!problem_found(problem))
        return object;
    cJSON_Delete(object);
    return NULL;
}

/* ---- Members ---- */

static const cJSON *member(const cJSON *object, const char *name)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);
    return cJSON_IsNull(item) ? NULL : item;
}

static bool is_short_string(const cJSON *item)
{
    return cJSON_IsString(item) && item->valuestring[0] && strlen(item->valuestring) <= 255;
}

const char *json_string(struct problem *problem, const cJSON *object, const char *name)
{
    const cJSON *item = member(object, name);
    if (!item)
        return NULL;
    if (is_short_string(item))
        return item->valuestring;
    problem_say(problem, "\"%s\" is not a string of 1 to 255 bytes", name);
    return NULL;
}

const char *json_required(struct problem *problem, const cJSON *object, const char *name)
{
    if (!member(object, name))
        problem_say(problem, "\"%s\" is missing", name);
    return json_string(problem, object, name);
}

uint32_t json_number(struct problem *problem, const cJSON *object, const char *name,
                     uint32_t fallback, uint32_t least, uint32_t most)
{
    const cJSON *item = member(object, name);
    if (!item)
        return fallback;
    if (cJSON_IsNumber(item) && item->valuedouble >= least && item->valuedouble <= most &&
        item->valuedouble == (double)(uint32_t)item->valuedouble)
        return (uint32_t)item->valuedouble;
    problem_say(problem, "\"%s\" is not an integer from %lu to %lu", name, (unsigned long)least,
                (unsigned long)most);
    return fallback;
}

bool json_flag(struct problem *problem, const cJSON *object, const char *name)
{
    const cJSON *item = member(object, name);
    if (item && !cJSON_IsBool(item))
        problem_say(problem, "\"%s\" is neither true nor false", name);
    return cJSON_IsTrue(item);
}

uint32_t json_choice(struct problem *problem, const cJSON *object, const char *name,
                     const char *const *choices)
{
    const char *text = json_string(problem, object, name);
    if (!text)
        return 0;
    for (uint32_t i = 0; choices[i]; i++)
        if (!strcmp(text, choices[i]))
            return i + 1;
    problem_say(problem, "\"%s\" is not known: %s", name, text);
    return 0;
}

static const cJSON *array_of(struct problem *problem, const cJSON *object, const char *name,
                             bool strings)
{
    const cJSON *array = member(object, name);
    const cJSON *item;
    bool right = cJSON_IsArray(array);
    cJSON_ArrayForEach(item, array)
    {
        right = right && (strings ? is_short_string(item) : cJSON_IsObject(item));
    }
    if (!array || right)
        return array;
    problem_say(problem, "\"%s\" is not an array of %s", name,
                strings ? "strings of 1 to 255 bytes" : "objects");
    return NULL;
}

const cJSON *json_objects(struct problem *problem, const cJSON *object, const char *name)
{
    return array_of(problem, object, name, false);
}

const cJSON *json_texts(struct problem *problem, const cJSON *object, const char *name)
{
    return array_of(problem, object, name, true);
}

const char **json_strings(struct problem *problem, const cJSON *array, uint32_t *count)
{
    const cJSON *item;
    const char **strings;
    uint32_t size = array ? (uint32_t)cJSON_GetArraySize(array) : 0;
    *count = 0;
    if (size == 0)
        return NULL;
    strings = calloc(size, sizeof *strings);
    if (!strings) {
        problem_say(problem, "there is not enough memory");
        return NULL;
    }
    cJSON_ArrayForEach(item, array)
    {
        strings[(*count)++] = item->valuestring;
    }
    return strings;
}
