/* SPDX-License-Identifier: MIT */
/* A body: one JSON object, read by cJSON. Its strings live until it is freed. */
#ifndef CALLPARK_JSON_OBJECT_H
#define CALLPARK_JSON_OBJECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct cJSON;

struct json_object {
    struct cJSON *root;
    const char *text;
    size_t length;
};

/* What a member is. One that is null is absent. */
enum json_member {
    JSON_ABSENT,
    JSON_GOOD,
    JSON_BAD /* of another type, or outside its limits */
};

/*
 * Reads |text|, which must live as long as |object|. Returns 0, |malformed| if it is no sound
 * object or one in it has a key twice, or CALLPARK_ERR_NOMEM; after an error there is nothing
 * to free.
 */
int callpark__object_read(struct json_object *object, const char *text, size_t length,
                          int malformed);

void callpark__object_free(struct json_object *object);

/* A string of |least| to |most| bytes. What |*s| was stays if it is not GOOD. */
enum json_member callpark__object_string(const struct json_object *object, const char *name,
                                         size_t least, size_t most, const char **s);

/* A boolean, likewise. */
enum json_member callpark__object_bool(const struct json_object *object, const char *name,
                                       bool *value);

/* An integer without sign, fraction and exponent, or a string of digits; likewise. */
enum json_member callpark__object_number(const struct json_object *object, const char *name,
                                         uint32_t least, uint32_t most, uint32_t *number);

/* Moves the |count| strings of |object| at |strings|, of which some may be NULL, into |buffer|, or
 * does nothing and returns CALLPARK_ERR_BUFFER. */
int callpark__object_keep(const struct json_object *object, const char **const *strings,
                          size_t count, char *buffer, size_t size);

#endif
