/* SPDX-License-Identifier: MIT */
/* Requests in the UAPI format. */
#ifndef CALLPARK_JSON_UAPI_SERVICE_H
#define CALLPARK_JSON_UAPI_SERVICE_H

#include "json/subject.h"

/* Answers the request of |exchange|, or returns the error to answer with. */
int callpark__uapi_serve(struct exchange *exchange);

/* The parts of it: each answers, or returns an error with nothing changed. */
int callpark__uapi_act(struct exchange *exchange, const struct callpark_uapi_path *path,
                       const struct callpark_uapi_action *action);
int callpark__uapi_list(struct exchange *exchange, const struct callpark_uapi_path *path);

#endif
