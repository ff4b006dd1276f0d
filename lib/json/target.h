/* SPDX-License-Identifier: MIT */
/* The target of a request: a path in segments, and a query. Nothing is normalized. */
#ifndef CALLPARK_JSON_TARGET_H
#define CALLPARK_JSON_TARGET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* As many as a path that is served can have, and one more. */
#define TARGET_SEGMENTS 7

struct target_segment {
    const char *raw;
    size_t raw_length;
    size_t length; /* decoded */
};

struct target {
    struct target_segment segments[TARGET_SEGMENTS + 1]; /* the last one is of no use */
    size_t count;                                        /* of all, in |segments| or not */
    bool malformed;                                      /* somewhere in the path */
};

/*
 * Splits the path of |text| on "/" into segments, not yet decoded, up to the query. A path is
 * malformed if it has no slash in front, an empty segment (one slash at the end is allowed),
 * or one that is "." or ".." or holds a bad escape, a control byte, "/" or "#".
 */
void callpark__target_split(struct target *target, const char *text);

/* Whether |text| is for the UAPI: begins with the segment uapi or unifiedapi. */
bool callpark__target_is_uapi(const char *text);

/* Decoded it is shorter than it came. */
static inline bool callpark__segment_is_escaped(const struct target_segment *segment)
{
    return segment->length != segment->raw_length;
}

/* callpark__segment_is() of one that is escaped. */
bool callpark__segment_decodes_to(const struct target_segment *segment, const char *word);

/* Whether |segment| says |word|. False if it is malformed. */
static inline bool callpark__segment_is(const struct target_segment *segment, const char *word)
{
    if (callpark__segment_is_escaped(segment))
        return callpark__segment_decodes_to(segment, word);
    return segment->length == strlen(word) && memcmp(segment->raw, word, strlen(word)) == 0;
}

/* Whether it is |prefix| and a number of digits, at least one. */
bool callpark__segment_is_numbered(const struct target_segment *segment, char prefix);

/* Decodes a segment that is not malformed into |*at|, with a NUL, and moves |*at| behind it.
 * Returns where it is. */
const char *callpark__segment_decode(const struct target_segment *segment, char **at);

/*
 * Reads parameter |name| of the query of |text| as a decimal number into |*number|; of several
 * the last one. False if it is there and no number, or not from |least| to |most|.
 */
bool callpark__target_number(const char *text, const char *name, uint32_t least, uint32_t most,
                             uint32_t *number);

#endif
