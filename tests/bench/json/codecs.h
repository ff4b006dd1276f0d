/* SPDX-License-Identifier: MIT */
/* The codecs of callpark/json.h beside cJSON alone: requests read, answers written. */
#ifndef BENCH_CODECS_H
#define BENCH_CODECS_H

#include <callpark/json.h>

/* Requests that both measure: of the documents, but for the call of Webex Calling. */
#define UAPI_PARK                                                                                  \
    "{\n  \"action\": \"Park\",\n  \"maxInParking\": \"30\",\n  \"phoneCallViewId\": \"01\"\n}"
#define UAPI_UNPARK                                                                                \
    "{\n  \"action\": \"UnPark\",\n  \"sendCallTo\": \"1000\",\n  \"phoneCallViewId\": \"01\"\n}"
#define WEBEX_PARK(call)                                                                           \
    "{ \"callId\": \"" call "\", \"destination\": \"1000\", \"isGroupPark\": false }"
#define WEBEX_RETRIEVE "{ \"destination\": \"+12223334444\" }"

/* Reading a request, and throwing away what was read. */
void compare_readers(void);

/* Writing an answer about |call|. */
void compare_writers(const struct callpark_phone_call *call);

#endif
