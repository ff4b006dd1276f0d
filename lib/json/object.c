/* SPDX-License-Identifier: MIT */
#include "json/object.h"

#include <cjson/cJSON.h>

#include <callpark/callpark.h>

#include "json/text.h"

/* So many are compared with one another. */
#define FEW_KEYS 8u

static bool same(const char *a, const char *b)
{
    return *a == *b && strcmp(a, b) == 0;
}

/* ---- Keys that are there twice -------------------------------------------- */

static void swap(const char **a, const char **b)
{
    const char *other = *a;
    *a = *b;
    *b = other;
}

/* Of a heap with the greatest key on top. */
static void sift_down(const char **keys, size_t count, size_t at)
{
    for (size_t child = 2 * at + 1; child < count; child = 2 * at + 1) {
        if (child + 1 < count && strcmp(keys[child], keys[child + 1]) < 0)
            child++;
        if (strcmp(keys[at], keys[child]) >= 0)
            return;
        swap(&keys[at], &keys[child]);
        at = child;
    }
}

/* The keys are the sender's choice: qsort() may be quadratic, and may allocate. */
static void sort_keys(const char **keys, size_t count)
{
    for (size_t i = count / 2; i-- > 0;)
        sift_down(keys, count, i);
    for (size_t left = count; left-- > 1;) {
        swap(&keys[0], &keys[left]);
        sift_down(keys, left, 0);
    }
}

static bool has_equal_neighbours(const char **keys, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        if (same(keys[i - 1], keys[i]))
            return true;
    }
    return false;
}

/* Many keys: sorted, for which memory is needed. */
static int check_many(const cJSON *object, size_t count, int malformed)
{
    const char **keys = cJSON_malloc(count * sizeof *keys);
    if (!keys)
        return CALLPARK_ERR_NOMEM;
    const char **end = keys;
    for (const cJSON *member = object->child; member; member = member->next)
        *end++ = member->string;
    sort_keys(keys, count);
    bool twice = has_equal_neighbours(keys, count);
    cJSON_free(keys);
    return twice ? malformed : CALLPARK_OK;
}

/* Whether a member behind |member| has the same key. */
static bool comes_again(const cJSON *member)
{
    for (const cJSON *other = member->next; other; other = other->next) {
        if (same(member->string, other->string))
            return true;
    }
    return false;
}

static int check_keys(const cJSON *object, int malformed)
{
    size_t count = 0;
    for (const cJSON *member = object->child; member; member = member->next)
        count++;
    if (count > FEW_KEYS)
        return check_many(object, count, malformed);
    for (const cJSON *member = object->child; member; member = member->next) {
        if (comes_again(member))
            return malformed;
    }
    return CALLPARK_OK;
}

/* In |item| and all that is in it. */
static int check_all_keys(const cJSON *item, int malformed)
{
    int error = cJSON_IsObject(item) ? check_keys(item, malformed) : CALLPARK_OK;
    for (const cJSON *member = item->child; member; member = member->next) {
        if (!error && member->child)
            error = check_all_keys(member, malformed);
    }
    return error;
}

/* ---- Reading ---------------------------------------------------------------- */

/* Without its numbers, which are read from the text itself. */
static cJSON *parse_hidden(const char *text, size_t length)
{
    char *copy = cJSON_malloc(length);
    if (!copy)
        return NULL;
    memcpy(copy, text, length);
    callpark__json_text_hide_numbers(copy, length);
    cJSON *root = cJSON_ParseWithLength(copy, length);
    cJSON_free(copy);
    return root;
}

/* The text is checked, so only memory can be missing. */
int callpark__object_read(struct json_object *object, const char *text, size_t length,
                          int malformed)
{
    bool numbers = false;
    if (!callpark__json_text_check(text, length, &numbers))
        return malformed;
    cJSON *root = numbers ? parse_hidden(text, length) : cJSON_ParseWithLength(text, length);
    if (!root)
        return CALLPARK_ERR_NOMEM;
    *object = (struct json_object){root, text, length};
    int error = check_all_keys(root, malformed);
    if (error)
        callpark__object_free(object);
    return error;
}

void callpark__object_free(struct json_object *object)
{
    cJSON_Delete(object->root);
    object->root = NULL;
}

/* ---- Members ---------------------------------------------------------------- */

/* Member |name| and its index in |*n|; NULL: absent. cJSON_GetObjectItem() ignores case. */
static const cJSON *find(const struct json_object *object, const char *name, size_t *n)
{
    *n = 0;
    for (const cJSON *member = object->root->child; member; member = member->next) {
        if (same(member->string, name))
            return cJSON_IsNull(member) ? NULL : member;
        ++*n;
    }
    return NULL;
}

enum json_member callpark__object_string(const struct json_object *object, const char *name,
                                         size_t least, size_t most, const char **s)
{
    size_t n;
    const cJSON *member = find(object, name, &n);
    if (!member)
        return JSON_ABSENT;
    if (!cJSON_IsString(member))
        return JSON_BAD;
    size_t length = strlen(member->valuestring);
    if (length < least || length > most)
        return JSON_BAD;
    *s = member->valuestring;
    return JSON_GOOD;
}

enum json_member callpark__object_bool(const struct json_object *object, const char *name,
                                       bool *value)
{
    size_t n;
    const cJSON *member = find(object, name, &n);
    if (!member)
        return JSON_ABSENT;
    if (!cJSON_IsBool(member))
        return JSON_BAD;
    *value = cJSON_IsTrue(member);
    return JSON_GOOD;
}

static bool read_digits(const char *digits, size_t length, uint32_t *number)
{
    *number = 0;
    for (size_t i = 0; i < length; i++) {
        if (!callpark__json_add_digit(number, digits[i]))
            return false;
    }
    return length > 0;
}

/* The text, because of 30, 30.0 and 3e1 cJSON makes the same. */
static bool read_number(const struct json_object *object, const cJSON *member, size_t n,
                        uint32_t *number)
{
    size_t length = 0;
    if (cJSON_IsString(member))
        return read_digits(member->valuestring, strlen(member->valuestring), number);
    const char *value = callpark__json_text_value(object->text, object->length, n, &length);
    return read_digits(value, length, number);
}

enum json_member callpark__object_number(const struct json_object *object, const char *name,
                                         uint32_t least, uint32_t most, uint32_t *number)
{
    size_t n;
    uint32_t read;
    const cJSON *member = find(object, name, &n);
    if (!member)
        return JSON_ABSENT;
    if (!read_number(object, member, n, &read) || read < least || read > most)
        return JSON_BAD;
    *number = read;
    return JSON_GOOD;
}

static size_t room_for(const char **const *strings, size_t count)
{
    size_t room = 0;
    for (size_t i = 0; i < count; i++)
        room += *strings[i] ? strlen(*strings[i]) + 1 : 0;
    return room;
}

/* A string with its NUL is no longer than it was in the text, with its quotes. */
int callpark__object_keep(const struct json_object *object, const char **const *strings,
                          size_t count, char *buffer, size_t size)
{
    if (size < object->length && room_for(strings, count) > size)
        return CALLPARK_ERR_BUFFER;
    for (size_t i = 0; i < count; i++) {
        if (!*strings[i])
            continue;
        size_t length = strlen(*strings[i]) + 1;
        *strings[i] = memcpy(buffer, *strings[i], length);
        buffer += length;
    }
    return CALLPARK_OK;
}
