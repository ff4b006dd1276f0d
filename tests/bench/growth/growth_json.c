/* SPDX-License-Identifier: MIT */
/*
 * As growth.c, of the readers of the JSON library: texts of N bytes that were made to be slow
 * to read. Each byte may cost no more in a long text than in a short one.
 *
 * growth_json N
 */
#include "callpark/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <valgrind/callgrind.h>

struct scene {
    char *text, *buffer;
    size_t size, length;
};

static void expect(int right, const char *what)
{
    if (right)
        return;
    fprintf(stderr, "growth: %s\n", what);
    exit(1);
}

/* ---- Texts --------------------------------------------------------------- */

/* |start|, |again| as often as there is room, |end|. */
static void fill(struct scene *scene, const char *start, const char *again, const char *end)
{
    size_t length = (size_t)snprintf(scene->text, scene->size, "%s", start);
    while (length + strlen(again) + strlen(end) < scene->size)
        length += (size_t)snprintf(scene->text + length, scene->size - length, "%s", again);
    scene->length =
        length + (size_t)snprintf(scene->text + length, scene->size - length, "%s", end);
}

static void fill_members(struct scene *scene)
{
    size_t length = (size_t)snprintf(scene->text, scene->size, "{\"k\":0");
    for (unsigned i = 0; length + 30 < scene->size; i++)
        length += (size_t)snprintf(scene->text + length, scene->size - length, ",\"k%u\":%u", i, i);
    scene->length = length + (size_t)snprintf(scene->text + length, scene->size - length, "}");
}

/* ---- Readers ------------------------------------------------------------- */

static void read_uapi(struct scene *scene)
{
    struct callpark_uapi_action action;
    callpark_uapi_action_init(&action);
    (void)callpark_uapi_action_read(scene->text, scene->length, scene->buffer, scene->size + 1,
                                    &action);
}

static void read_webex(struct scene *scene)
{
    struct callpark_webex_request request;
    callpark_webex_request_init(&request);
    (void)callpark_webex_park_read(scene->text, scene->length, scene->buffer, scene->size + 1,
                                   &request);
}

static void read_paths(struct scene *scene)
{
    struct callpark_uapi_path path;
    struct callpark_webex_path other;
    callpark_uapi_path_init(&path);
    callpark_webex_path_init(&other);
    (void)callpark_uapi_path_read(scene->text, scene->buffer, scene->size + 1, &path);
    (void)callpark_webex_path_read(scene->text, scene->buffer, scene->size + 1, &other);
}

static void count(struct scene *scene, const char *name, void act(struct scene *))
{
    CALLGRIND_START_INSTRUMENTATION;
    CALLGRIND_ZERO_STATS;
    act(scene);
    CALLGRIND_DUMP_STATS_AT(name);
    CALLGRIND_STOP_INSTRUMENTATION;
}

/* Both readers. */
static void count_body(struct scene *scene, const char *uapi, const char *webex)
{
    count(scene, uapi, read_uapi);
    count(scene, webex, read_webex);
}

int main(int argc, char **argv)
{
    struct scene scene = {.size = argc == 2 ? strtoul(argv[1], NULL, 10) : 0};
    expect(scene.size >= 1000 && scene.size <= CALLPARK_JSON_BODY_MAX, "usage: growth_json N");
    scene.text = malloc(scene.size + 1);
    scene.buffer = malloc(scene.size + 1);
    expect(scene.text && scene.buffer, "memory");

    fill(&scene, "{\"action\":\"", "a", "\"}");
    count_body(&scene, "each uapi-string", "each webex-string");
    fill(&scene, "{\"action\":\"", "\\u00e4", "\"}");
    count_body(&scene, "each uapi-escapes", "each webex-escapes");
    fill(&scene, "{\"action\":\"", "\xf0\x9f\x98\x80", "\"}");
    count_body(&scene, "each uapi-utf8", "each webex-utf8");
    fill(&scene, "", "[", "");
    count_body(&scene, "each uapi-nesting", "each webex-nesting");
    fill(&scene, "{\"a\":[0", ",[]", "]}");
    count_body(&scene, "each uapi-array", "each webex-array");
    fill(&scene, "{\"a\":0", ",\"a\":0", "}");
    count_body(&scene, "each uapi-same-key", "each webex-same-key");
    fill_members(&scene);
    count_body(&scene, "each uapi-keys", "each webex-keys");
    fill(&scene, "{\"a\":1", "0", "}");
    count_body(&scene, "each uapi-number", "each webex-number");
    fill(&scene, "", " ", "{}");
    count_body(&scene, "each uapi-space", "each webex-space");
    fill(&scene, "/", "%41/", "");
    count(&scene, "each path-escapes", read_paths);
    fill(&scene, "/users/a/calls?", "max=1&", "");
    count(&scene, "each path-query", read_paths);
    free(scene.text);
    free(scene.buffer);
    return 0;
}
