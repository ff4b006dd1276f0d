/* SPDX-License-Identifier: MIT */
/**
 * @file
 * What every fuzz target asks: abort() is a finding.
 */
#ifndef CALLPARK_TESTS_FUZZ_CHECK_H
#define CALLPARK_TESTS_FUZZ_CHECK_H

#include <cjson/cJSON.h>

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                        \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

/** The length of the UTF-8 character at |s| of |left| bytes; 0: there is none. */
static inline size_t character(const uint8_t *s, size_t left)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t length = s[0] < 0x80 ? 1 : s[0] < 0xc0 ? 0 : s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;
    if (length < 2)
        return length;
    uint32_t value = s[0] & (0xffu >> (length + 1));
    if (length > left || s[0] >= 0xf8)
        return 0;
    for (size_t i = 1; i < length; i++) {
        if (s[i] >> 6 != 2)
            return 0;
        value = value << 6 | (s[i] & 0x3fu);
    }
    bool good = value >= least[length] && value <= 0x10ffff && (value < 0xd800 || value > 0xdfff);
    return good ? length : 0;
}

static inline bool is_utf8(const char *text)
{
    const uint8_t *s = (const uint8_t *)text;
    for (size_t left = strlen(text); left;) {
        size_t length = character(s, left);
        if (!length)
            return false;
        s += length;
        left -= length;
    }
    return true;
}

/** |text| of |length| bytes as JSON, for cJSON_Delete(), after a look at its bytes. */
static inline cJSON *json_of(const char *text, size_t length)
{
    const char *end = NULL;
    CHECK(strlen(text) == length && is_utf8(text));
    for (size_t i = 0; i < length; i++)
        CHECK((uint8_t)text[i] >= 0x20);
    cJSON *json = cJSON_ParseWithLengthOpts(text, length + 1, &end, 1);
    CHECK(json != NULL && end == text + length);
    return json;
}

/** A string that was read is in |buffer|, of |size| bytes, and ends there. */
static inline void check_string(const char *s, const char *buffer, size_t size)
{
    if (!s)
        return;
    uintptr_t at = (uintptr_t)s;
    uintptr_t first = (uintptr_t)buffer;
    CHECK(at >= first && at < first + size && memchr(s, 0, (size_t)(first + size - at)));
}

/** A copy with a NUL, on the heap, so that reading on is seen. */
static inline char *string_of(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    CHECK(text != NULL);
    if (size)
        memcpy(text, data, size);
    text[size] = 0;
    return text;
}

#endif
