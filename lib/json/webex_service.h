/* SPDX-License-Identifier: MIT */
/* Requests in the Webex Calling format. */
#ifndef CALLPARK_JSON_WEBEX_SERVICE_H
#define CALLPARK_JSON_WEBEX_SERVICE_H

#include "json/exchange.h"

/* Answers the request of |exchange|, or returns the error to answer with. */
int callpark__webex_serve(struct exchange *exchange);

/* The parts of it, for |acting|, as whom the user acts: each answers, or returns an error with
 * nothing changed. */
int callpark__webex_park(struct exchange *exchange, const struct callpark_user *acting,
                         const struct callpark_webex_request *body);
int callpark__webex_retrieve(struct exchange *exchange, const struct callpark_user *acting,
                             const struct callpark_webex_request *body);

/* |error| of the directory as one of Webex, of which |missing| is for NOT_FOUND. */
int callpark__webex_error(int error, int missing);

#endif
