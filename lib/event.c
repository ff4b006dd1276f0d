/* SPDX-License-Identifier: MIT */
/* Copies of events and infos that outlive the registry's strings. */
#include "callpark/callpark.h"

#include <string.h>

#include "args.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Where the strings of a struct are. */
static const size_t event_strings[] = {
    offsetof(struct callpark_event, lot),
    offsetof(struct callpark_event, extension),
    offsetof(struct callpark_event, call_id),
    offsetof(struct callpark_event, parker),
    offsetof(struct callpark_event, parkee),
    offsetof(struct callpark_event, caller_name),
    offsetof(struct callpark_event, caller_number),
    offsetof(struct callpark_event, tag),
    offsetof(struct callpark_event, target),
    offsetof(struct callpark_event, by),
    offsetof(struct callpark_event, group),
    offsetof(struct callpark_event, from_lot),
    offsetof(struct callpark_event, from_extension),
    offsetof(struct callpark_event, old_call_id),
};

static const size_t info_strings[] = {
    offsetof(struct callpark_info, lot),           offsetof(struct callpark_info, extension),
    offsetof(struct callpark_info, call_id),       offsetof(struct callpark_info, parker),
    offsetof(struct callpark_info, parkee),        offsetof(struct callpark_info, caller_name),
    offsetof(struct callpark_info, caller_number), offsetof(struct callpark_info, tag),
    offsetof(struct callpark_info, target),
};

static const char *get_string(const void *from, size_t offset)
{
    const char *s;
    memcpy(&s, (const unsigned char *)from + offset, sizeof s);
    return s;
}

static size_t strings_size(const void *from, const size_t *offsets, size_t count)
{
    size_t bytes = 0;
    for (size_t i = 0; i < count; i++) {
        const char *s = get_string(from, offsets[i]);
        bytes += s ? strlen(s) + 1 : 0;
    }
    return bytes;
}

/* The copy in |to| gets copies of its strings, behind it. */
static void move_strings(unsigned char *to, size_t size, const size_t *offsets, size_t count)
{
    unsigned char *end = to + size;
    for (size_t i = 0; i < count; i++) {
        const char *s = get_string(to, offsets[i]);
        if (!s)
            continue;
        size_t bytes = strlen(s) + 1;
        memcpy(end, s, bytes);
        memcpy(to + offsets[i], &end, sizeof end);
        end += bytes;
    }
}

static int copy(const void *from, size_t size, const size_t *offsets, size_t count, void *buffer,
                size_t room)
{
    size_t bytes = size + strings_size(from, offsets, count);
    if (!buffer && !room)
        return (int)bytes;
    if (!buffer)
        return CALLPARK_ERR_INVALID;
    if (bytes > room)
        return CALLPARK_ERR_BUFFER;
    memcpy(buffer, from, size);
    memcpy(buffer, &size, sizeof size);
    move_strings(buffer, size, offsets, count);
    return (int)bytes;
}

int callpark_event_copy(const struct callpark_event *event, void *buffer, size_t size)
{
    struct callpark_event older;
    int error;
    const struct callpark_event *in =
        callpark__read_struct(&older, sizeof older, sizeof older, event, &error);
    return in ? copy(in, sizeof *in, event_strings, COUNT(event_strings), buffer, size) : error;
}

int callpark_info_copy(const struct callpark_info *info, void *buffer, size_t size)
{
    struct callpark_info older;
    int error;
    const struct callpark_info *in =
        callpark__read_struct(&older, sizeof older, sizeof older, info, &error);
    return in ? copy(in, sizeof *in, info_strings, COUNT(info_strings), buffer, size) : error;
}
