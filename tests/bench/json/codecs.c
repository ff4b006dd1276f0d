/* SPDX-License-Identifier: MIT */
#include "codecs.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "rounds.h"
#include "support_directory.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define ANSWER_MAX 4096

/* ---- Reading ---- */

struct request {
    const char *name;
    const char *body;
    int (*read)(const char *text, size_t length); /* 0: what it should be */
};

static char strings[512];

static int read_action(const char *text, size_t length)
{
    struct callpark_uapi_action action;
    callpark_uapi_action_init(&action);
    return callpark_uapi_action_read(text, length, strings, sizeof strings, &action);
}

static int read_webex_park(const char *text, size_t length)
{
    struct callpark_webex_request request;
    callpark_webex_request_init(&request);
    return callpark_webex_park_read(text, length, strings, sizeof strings, &request);
}

static int read_webex_retrieve(const char *text, size_t length)
{
    struct callpark_webex_request request;
    callpark_webex_request_init(&request);
    return callpark_webex_retrieve_read(text, length, strings, sizeof strings, &request);
}

static const struct request requests[] = {
    {"VoipNow UAPI, Park", UAPI_PARK, read_action},
    {"VoipNow UAPI, UnPark", UAPI_UNPARK, read_action},
    {"Webex Calling, park", WEBEX_PARK(WEBEX_CALL), read_webex_park},
    {"Webex Calling, retrieve", WEBEX_RETRIEVE, read_webex_retrieve},
};

static void decode(const void *subject)
{
    const struct request *request = subject;
    if (request->read(request->body, strlen(request->body)) != 0)
        rounds_failed(request->name);
}

static void parse(const void *subject)
{
    const struct request *request = subject;
    cJSON *tree = cJSON_ParseWithLength(request->body, strlen(request->body));
    if (!tree)
        rounds_failed(request->name);
    cJSON_Delete(tree);
}

void compare_readers(void)
{
    static task *const tasks[] = {decode, parse};
    printf("\nreading a request                codec     cJSON  times\n");
    for (size_t i = 0; i < COUNT(requests); i++)
        rounds_compare(requests[i].name, &requests[i], tasks, COUNT(tasks));
}

/* ---- Writing ---- */

struct answer {
    const char *name;
    int (*write)(const struct answer *answer, char *buffer, size_t size);
    const struct callpark_phone_call *call;
    cJSON *tree;
};

static char text[ANSWER_MAX];

static const struct callpark_uapi_style style = {.size = sizeof style,
                                                 .base_url = "https://pbx.example"};

static int write_parked(const struct answer *answer, char *buffer, size_t size)
{
    return callpark_uapi_parked_write(&style, &answer->call, 1, buffer, size);
}

static int write_call(const struct answer *answer, char *buffer, size_t size)
{
    return callpark_uapi_call_write(&style, answer->call, buffer, size);
}

static int write_webex_parked(const struct answer *answer, char *buffer, size_t size)
{
    struct callpark_webex_party party = {
        .size = sizeof party,
        .name = "John Smith",
        .number = "+12223334444",
        .person_id = answer->call->id,
        .place_id = answer->call->id,
        .call_type = CALLPARK_CALL_TYPE_LOCATION,
    };
    return callpark_webex_parked_write(&party, buffer, size);
}

static int write_webex_retrieved(const struct answer *answer, char *buffer, size_t size)
{
    return callpark_webex_retrieved_write(answer->call->id, NULL, buffer, size);
}

static void encode(const void *subject)
{
    const struct answer *answer = subject;
    if (answer->write(answer, text, sizeof text) <= 0)
        rounds_failed(answer->name);
}

static void print_tree(const struct answer *answer, cJSON *tree)
{
    if (!cJSON_PrintPreallocated(tree, text, sizeof text, false))
        rounds_failed(answer->name);
}

static void print(const void *subject)
{
    const struct answer *answer = subject;
    print_tree(answer, answer->tree);
}

static void copy_and_print(const void *subject)
{
    const struct answer *answer = subject;
    cJSON *tree = cJSON_Duplicate(answer->tree, true);
    print_tree(answer, tree);
    cJSON_Delete(tree);
}

/* The tree has to be that of the text: cJSON prints from it what was written. */
static void grow_tree(struct answer *answer)
{
    static char written[ANSWER_MAX];
    encode(answer);
    memcpy(written, text, sizeof written);
    answer->tree = cJSON_Parse(written);
    print(answer);
    if (strcmp(text, written) != 0)
        rounds_failed(answer->name);
}

void compare_writers(const struct callpark_phone_call *call)
{
    static task *const tasks[] = {encode, print, copy_and_print};
    struct answer answers[] = {
        {"VoipNow UAPI, parked", write_parked, call, NULL},
        {"VoipNow UAPI, a call", write_call, call, NULL},
        {"Webex Calling, parked", write_webex_parked, call, NULL},
        {"Webex Calling, retrieved", write_webex_retrieved, call, NULL},
    };
    printf("\nwriting an answer                codec     cJSON  times   copying  times\n");
    for (size_t i = 0; i < COUNT(answers); i++) {
        grow_tree(&answers[i]);
        rounds_compare(answers[i].name, &answers[i], tasks, COUNT(tasks));
        cJSON_Delete(answers[i].tree);
    }
}
