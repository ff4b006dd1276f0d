/* SPDX-License-Identifier: MIT */
/* One request on its way to its answer, and the service it came to. */
#ifndef CALLPARK_JSON_EXCHANGE_H
#define CALLPARK_JSON_EXCHANGE_H

#include <stdbool.h>

#include <callpark/service.h>

#include "json/writer.h"

/* Memory that grows and is kept; what it held is lost when it grows. */
struct buffer {
    char *at;
    size_t size;
};

/* Room that the body of an answer has from the start; every error fits. */
#define BODY_LEAST 8192u

#define HEADERS_MOST 3
#define TRACKING_SIZE 32
#define SECONDS_SIZE 11
#define BASE_URL_SIZE 256

struct callpark_service {
    struct callpark *registry;
    struct callpark_allocator memory;
    struct callpark_directory directory;
    struct callpark_uapi_style style;
    struct buffer strings; /* of the request, decoded */
    struct buffer calls;   /* those that a request is about */
    struct buffer body;    /* of the answer */
    struct callpark_header headers[HEADERS_MOST];
    uint64_t failures; /* counted for tracking ids */
    char tracking[TRACKING_SIZE];
    char retry_after[SECONDS_SIZE];
    char base_url[BASE_URL_SIZE];
};

struct exchange {
    struct callpark_service *service;
    const struct callpark_request *request;
    struct callpark_user user; /* the authenticated one */
    size_t body_length;
    uint32_t status;
    uint32_t header_count;
};

/* False if there is no memory. */
bool callpark__buffer_reserve(struct callpark_service *service, struct buffer *buffer, size_t size);

/* The size of a buffer that is full with |used| bytes and is to have room for |more| and more; what
 * would wrap is SIZE_MAX, which no allocator has. */
size_t callpark__larger(size_t used, size_t more);

/* Gives its memory back; it is not to be used again. */
void callpark__buffer_free(struct callpark_service *service, const struct buffer *buffer);

/* Room for the strings of the request: its path's in the first |*path| bytes, its body's behind
 * them. NULL if there is no memory. */
struct buffer *callpark__strings(struct exchange *exchange, size_t *path);

/* A writer over the room that the answer has. */
struct callpark__writer callpark__answer_writer(struct exchange *exchange);

/* Makes room for an answer of |length| bytes. False if there is no memory, or there are more than
 * an answer can have. */
bool callpark__answer_reserve(struct exchange *exchange, uint64_t length);

/* The answer is the |length| bytes in the body's room, with |status|. */
void callpark__answer(struct exchange *exchange, uint32_t status, int length);

/* 204, without a body. */
void callpark__answer_nothing(struct exchange *exchange);

/* The answer is |error|, in the format that it is of. */
void callpark__answer_error(struct exchange *exchange, int error);

/* Tells the host of |event|. */
void callpark__changed(struct exchange *exchange, const struct callpark_event *event,
                       const struct callpark_delivery *delivery);

#endif
