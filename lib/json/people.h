/* SPDX-License-Identifier: MIT */
/*
 * The directory as one user may see it: what is of another organization does not exist.
 * All return 0, CALLPARK_ERR_NOT_FOUND, or CALLPARK_ERR_INVALID: the directory failed, or said
 * what cannot be.
 */
#ifndef CALLPARK_JSON_PEOPLE_H
#define CALLPARK_JSON_PEOPLE_H

#include "json/exchange.h"

/* The authenticated user of the request, into |exchange|. */
int callpark__find_authenticated(struct exchange *exchange);

/* By id, person id or place id. */
int callpark__find_user(struct exchange *exchange, const char *id, struct callpark_user *user);

/* The extension |number| and |owner|, whose it is. */
int callpark__find_line(struct exchange *exchange, const char *number, struct callpark_line *line,
                        struct callpark_user *owner);

/* The extension that |viewer| reaches with |destination|, whosever it is. */
int callpark__find_place(struct exchange *exchange, const struct callpark_user *viewer,
                         const char *destination, struct callpark_line *line);

/* The same, but only one of the organization, with its |owner|. */
int callpark__find_destination(struct exchange *exchange, const struct callpark_user *viewer,
                               const char *destination, struct callpark_line *line,
                               struct callpark_user *owner);

/* The call |id|, whoever of the organization has it. */
int callpark__find_call(struct exchange *exchange, const char *id,
                        struct callpark_phone_call *call);

/* The next call of |extension|: 1, 0 at the end, or CALLPARK_ERR_INVALID. */
int callpark__next_call(struct exchange *exchange, const char *extension, uint64_t *cursor,
                        struct callpark_phone_call *call);

/* Whether the authenticated user may use |right| of |other|, who may be himself. */
bool callpark__may(struct exchange *exchange, uint32_t right, const struct callpark_user *other);

/* Whether |id| is one of the names of |user|. */
bool callpark__is_user(const struct callpark_user *user, const char *id);

bool callpark__has_extension(const struct callpark_user *user, const char *extension);

/* Where |line| of |owner| parks. */
const char *callpark__lot_of(const struct callpark_line *line, const struct callpark_user *owner);

bool callpark__has_view(const struct callpark_phone_call *call, const char *view);

#endif
