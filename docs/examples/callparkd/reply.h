/* SPDX-License-Identifier: MIT */
/* A request of an operator, and what is answered. */
#ifndef CALLPARKD_REPLY_H
#define CALLPARKD_REPLY_H

#include <stddef.h>

struct reply {
    unsigned status;
    const char *type; /* of |body| */
    char *body;       /* for free(); NULL: none */
    size_t length;
    const char *allow; /* with 405: the methods that there are; else NULL */
};

#endif
