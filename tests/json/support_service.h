/* SPDX-License-Identifier: MIT */
/* A service over a registry and the directory of support_directory.h, and requests to it. */
#ifndef SUPPORT_SERVICE_H
#define SUPPORT_SERVICE_H

#include "support_directory.h"

struct office {
    struct directory directory;
    struct callpark *registry;
    struct callpark_service *service;
    callpark_time now;
    struct callpark_request request;   /* the next one */
    struct callpark_response response; /* to the last one */
};

/* With |flags| of the service and |allocator|, which may be NULL. 0 or an error, with nothing
 * open. */
int office_open(struct office *office, uint32_t flags, const struct callpark_allocator *allocator);
void office_close(struct office *office);

/* A new service over the same registry, with |directory|, which may lead to office->directory,
 * and |base_url|, NULL: the one before. 0 or an error, with the old service gone. */
int office_reopen(struct office *office, const struct callpark_directory *directory, uint32_t flags,
                  const char *base_url);

/* Asks as |user|, with a body or NULL, as application/json. Returns the status, or a negative
 * error. */
int office_ask(struct office *office, const char *user, const char *method, const char *target,
               const char *body);

/* PUT of a PhoneCallAction by user 12 to the call of the documents' example. */
int office_uapi(struct office *office, const char *body);

/* POST to /v1/telephony/calls/|command|. */
int office_webex(struct office *office, const char *user, const char *command, const char *body);

/* The value of the header |name| of the answer; NULL if it has none. */
const char *office_header(const struct office *office, const char *name);

#endif
