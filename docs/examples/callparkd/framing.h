/* SPDX-License-Identifier: MIT */
/* Requests whose end two programs might see at different places are refused: one of them could
 * be made to take a part of a body for a request. */
#ifndef CALLPARKD_FRAMING_H
#define CALLPARKD_FRAMING_H

#include <microhttpd.h>
#include <stdint.h>

struct framing {
    const char *target; /* what the URI log callback was given */
    const char *url;    /* what the access handler was, these three: not copies */
    const char *method;
    const char *version;
};

/**
 * What is wrong with the head of a request, as a sentence; NULL: nothing. To be asked in the
 * first call of the access handler: libmicrohttpd closes a connection that is answered before
 * its body.
 */
const char *framing_problem(struct MHD_Connection *connection, const struct framing *framing);

/** How long the body says it is; 0: it does not say, or there is none. */
uint64_t framing_length(struct MHD_Connection *connection);

#endif
