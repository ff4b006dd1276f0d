/* SPDX-License-Identifier: MIT */
/*
 * The JSON library beside cJSON alone, on the same bodies; in turns, in one process.
 *
 * The request service reads a request, parks and answers, then reads another, retrieves and
 * answers; cJSON parses the same two requests and prints the same two answers. The codecs read a
 * request, or write an answer into a buffer, and cJSON parses and deletes, or prints into a buffer.
 * What cJSON prints it has as a tree, or, in the last columns, which it copies as a tree first: a
 * program would have to build it.
 */
#include <cjson/cJSON.h>
#include <stdio.h>

#include "codecs.h"
#include "rounds.h"
#include "support_service.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* One request, and its answer as text and as a tree. */
struct exchange {
    const char *user, *method, *target, *body;
    int status;
    cJSON *answer;
};

struct format {
    const char *name;
    struct exchange park, retrieve;
};

static struct format formats[] = {
    {"VoipNow UAPI",
     {"12", "PUT", "/uapi/phoneCalls/12/0003*210/" UAPI_CALL, UAPI_PARK, 202, NULL},
     {"12", "PUT", "/uapi/phoneCalls/12/0003*210/" UAPI_CALL, UAPI_UNPARK, 200, NULL}},
    {"Webex Calling",
     {"21", "POST", "/v1/telephony/calls/park", WEBEX_PARK(WEBEX_CALL), 200, NULL},
     {"20", "POST", "/v1/telephony/calls/retrieve", WEBEX_RETRIEVE, 201, NULL}},
};

static struct office office;

static void serve(const struct exchange *exchange)
{
    if (office_ask(&office, exchange->user, exchange->method, exchange->target, exchange->body) !=
        exchange->status)
        rounds_failed(exchange->target);
}

static void parse_and_print(const struct exchange *exchange)
{
    cJSON *request = cJSON_Parse(exchange->body);
    char *answer = cJSON_PrintUnformatted(exchange->answer);
    if (!request || !answer)
        rounds_failed("cJSON");
    cJSON_free(answer);
    cJSON_Delete(request);
}

static void parse_build_and_print(const struct exchange *exchange)
{
    struct exchange copy = *exchange;
    copy.answer = cJSON_Duplicate(exchange->answer, 1);
    parse_and_print(&copy);
    cJSON_Delete(copy.answer);
}

static void serve_pair(const void *subject)
{
    const struct format *format = subject;
    serve(&format->park);
    serve(&format->retrieve);
}

static void print_pair(const void *subject)
{
    const struct format *format = subject;
    parse_and_print(&format->park);
    parse_and_print(&format->retrieve);
}

static void build_pair(const void *subject)
{
    const struct format *format = subject;
    parse_build_and_print(&format->park);
    parse_build_and_print(&format->retrieve);
}

static void keep_answer(struct exchange *exchange)
{
    serve(exchange);
    exchange->answer = cJSON_Parse(office.response.body);
}

/* How many times as long as cJSON the service takes. */
static double compare(struct format *format)
{
    static task *const tasks[] = {serve_pair, print_pair, build_pair};
    keep_answer(&format->park);
    keep_answer(&format->retrieve);
    double times = rounds_compare(format->name, format, tasks, COUNT(tasks));
    cJSON_Delete(format->park.answer);
    cJSON_Delete(format->retrieve.answer);
    return times;
}

int main(void)
{
    double worst = 0;
    if (office_open(&office, 0, NULL) != 0)
        rounds_failed("no service");
    printf("ns, medians of %d rounds; times: as long as cJSON\n", ROUNDS);
    printf("\npair of requests               service     cJSON  times   copying  times\n");
    for (size_t i = 0; i < COUNT(formats); i++) {
        double times = compare(&formats[i]);
        worst = times > worst ? times : worst;
    }
    compare_readers();
    compare_writers(&office.directory.calls[0]);
    printf("\nthe service takes at most 2.0 times as long: %s (%.2f)\n",
           worst <= 2.0 ? "met" : "missed", worst);
    office_close(&office);
    return 0;
}
