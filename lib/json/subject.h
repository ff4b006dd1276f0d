/* SPDX-License-Identifier: MIT */
/* Whose calls a UAPI path means. Errors are those of the UAPI. */
#ifndef CALLPARK_JSON_SUBJECT_H
#define CALLPARK_JSON_SUBJECT_H

#include "json/exchange.h"

struct subject {
    struct callpark_user user; /* whose extension it is */
    struct callpark_line line; /* its |extension| NULL: all that are his */
};

/* The subject of |path|, if the authenticated user may use |right| of him. */
int callpark__subject(struct exchange *exchange, const struct callpark_uapi_path *path,
                      uint32_t right, struct subject *subject);

/* His call |id|, or if that is NULL all of his, in memory of the service until the next look. */
int callpark__subject_calls(struct exchange *exchange, const struct subject *subject,
                            const char *id, struct callpark_phone_call **calls, uint32_t *count);

/* |error| of the directory as one of the UAPI, of which |missing| is for NOT_FOUND. */
int callpark__uapi_error(int error, int missing);

#endif
