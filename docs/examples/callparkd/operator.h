/* SPDX-License-Identifier: MIT */
/* The operator's requests: looking at the lots, and playing the phones. */
#ifndef CALLPARKD_OPERATOR_H
#define CALLPARKD_OPERATOR_H

#include "park.h"
#include "reply.h"

struct operator_request {
    const char *id; /* what stands behind the path, escaped as it came */
    const char *body;
    size_t length;
};

/* Methods of what is looked at. */
#define OPERATOR_LOOKS "GET, HEAD"

struct operator_route {
    const char *methods; /* as in Allow */
    const char *path;    /* one that ends with a slash has an id behind it */
    /** NULL: the events, which have no end */
    void (*answer)(struct park *park, const struct operator_request *request, struct reply *reply);
};

/** The route to |path|, without its query; NULL if there is none. */
const struct operator_route *operator_route(const char *path);

/** {"error": |sentence|} */
void reply_error(struct reply *reply, unsigned status, const char *sentence);

#endif
