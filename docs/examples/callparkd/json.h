/* SPDX-License-Identifier: MIT */
/* Reading JSON with cJSON: the file of the directory, and what an operator sends. */
#ifndef CALLPARKD_JSON_H
#define CALLPARKD_JSON_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** The first thing that was wrong, as a sentence; those that come after it are not kept. So a
 * reader takes all that it needs and looks once, at the end. */
struct problem {
    char text[256];
    const char *where; /* of what the members are, as "lot"; in front of the sentence */
};

void problem_say(struct problem *problem, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
bool problem_found(const struct problem *problem);

/** Reads one object, to be freed with cJSON_Delete(); or NULL, and says why. Stricter than
 * cJSON: UTF-8, nothing behind the object, and no NUL, which would cut a string. */
cJSON *json_read(struct problem *problem, const char *text, size_t length);

/* Members of |object|. null is as absent; a string is 1 to 255 bytes long. */

/** NULL if absent, or wrong. */
const char *json_string(struct problem *problem, const cJSON *object, const char *name);

/** The same, but it must be there. */
const char *json_required(struct problem *problem, const cJSON *object, const char *name);

/** An integer from |least| to |most|; |fallback| if absent. */
uint32_t json_number(struct problem *problem, const cJSON *object, const char *name,
                     uint32_t fallback, uint32_t least, uint32_t most);

bool json_flag(struct problem *problem, const cJSON *object, const char *name);

/** Which of |choices|, which end with NULL: its number from 1; 0 if absent. */
uint32_t json_choice(struct problem *problem, const cJSON *object, const char *name,
                     const char *const *choices);

/** An array of objects, or of strings; NULL if absent, or wrong. */
const cJSON *json_objects(struct problem *problem, const cJSON *object, const char *name);
const cJSON *json_texts(struct problem *problem, const cJSON *object, const char *name);

/** The strings of an array, which may be NULL, for free(); NULL if there are none. */
const char **json_strings(struct problem *problem, const cJSON *array, uint32_t *count);

#endif
