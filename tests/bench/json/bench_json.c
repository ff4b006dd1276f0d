/* SPDX-License-Identifier: MIT */
/*
 * The request service beside cJSON alone, on the same bodies: the service reads a request, parks
 * and answers, then reads another, retrieves and answers; cJSON parses the same two requests and
 * prints the same two answers, which it has as trees, or, in the last columns, which it copies as
 * trees first: a program would have to build them. In turns, in one process.
 */
#define _POSIX_C_SOURCE 200809L
#include <cjson/cJSON.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "support_service.h"

#define ROUNDS 601
#define PAIRS 100 /* few, so that most rounds are not interrupted on a busy machine */

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
     {"12", "PUT", "/uapi/phoneCalls/12/0003*210/" UAPI_CALL,
      "{\n  \"action\": \"Park\",\n  \"maxInParking\": \"30\",\n  \"phoneCallViewId\": \"01\"\n}",
      202, NULL},
     {"12", "PUT", "/uapi/phoneCalls/12/0003*210/" UAPI_CALL,
      "{\n  \"action\": \"UnPark\",\n  \"sendCallTo\": \"1000\",\n  \"phoneCallViewId\": "
      "\"01\"\n}",
      200, NULL}},
    {"Webex Calling",
     {"21", "POST", "/v1/telephony/calls/park",
      "{ \"callId\": \"" WEBEX_CALL "\", \"destination\": \"1000\", \"isGroupPark\": false }", 200,
      NULL},
     {"20", "POST", "/v1/telephony/calls/retrieve", "{ \"destination\": \"+12223334444\" }", 201,
      NULL}},
};

static struct office office;

static void fail(const char *what)
{
    fprintf(stderr, "bench: %s\n", what);
    exit(1);
}

static uint64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static void serve(const struct exchange *exchange)
{
    if (office_ask(&office, exchange->user, exchange->method, exchange->target, exchange->body) !=
        exchange->status)
        fail(exchange->target);
}

static void parse_and_print(const struct exchange *exchange)
{
    cJSON *request = cJSON_Parse(exchange->body);
    char *answer = cJSON_PrintUnformatted(exchange->answer);
    if (!request || !answer)
        fail("cJSON");
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

typedef void task(const struct exchange *exchange);

/* Nanoseconds of a pair. */
static double measure(task *work, const struct format *format)
{
    uint64_t start = now();
    for (int i = 0; i < PAIRS; i++) {
        work(&format->park);
        work(&format->retrieve);
    }
    return (double)(now() - start) / PAIRS;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values)
{
    qsort(values, ROUNDS, sizeof *values, by_size);
    return values[ROUNDS / 2];
}

static void keep_answer(struct exchange *exchange)
{
    serve(exchange);
    exchange->answer = cJSON_Parse(office.response.body);
}

static double compare(struct format *format)
{
    double service[ROUNDS], alone[ROUNDS], ratio[ROUNDS], built[ROUNDS], built_ratio[ROUNDS];
    keep_answer(&format->park);
    keep_answer(&format->retrieve);
    for (int i = 0; i < ROUNDS; i++) {
        service[i] = measure(serve, format);
        alone[i] = measure(parse_and_print, format);
        built[i] = measure(parse_build_and_print, format);
        ratio[i] = service[i] / alone[i];
        built_ratio[i] = service[i] / built[i];
    }
    double times = median(ratio);
    printf("%-14s  %8.0f  %8.0f  %5.2f  %8.0f  %5.2f\n", format->name, median(service),
           median(alone), times, median(built), median(built_ratio));
    cJSON_Delete(format->park.answer);
    cJSON_Delete(format->retrieve.answer);
    return times;
}

int main(void)
{
    double worst = 0;
    if (office_open(&office, 0, NULL) != 0)
        fail("no service");
    printf("ns per pair of requests (park, retrieve); medians of %d rounds\n\n", ROUNDS);
    printf("                 service     cJSON  times   copying  times\n");
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        double times = compare(&formats[i]);
        worst = times > worst ? times : worst;
    }
    printf("\nthe service takes at most 2.0 times as long: %s (%.2f)\n",
           worst <= 2.0 ? "met" : "missed", worst);
    office_close(&office);
    return 0;
}
