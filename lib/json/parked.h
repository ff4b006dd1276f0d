/* SPDX-License-Identifier: MIT */
/* What the registry holds of a call, in the words of the answers. */
#ifndef CALLPARK_JSON_PARKED_H
#define CALLPARK_JSON_PARKED_H

#include "json/exchange.h"

#define SINCE_SIZE 32
#define LABEL_SIZE 256

/* Room for the texts of one parking. */
struct parked_texts {
    char since[SINCE_SIZE];
    char slot[LABEL_SIZE];
};

/* More bytes than the members of one parking take in an answer. */
#define PARKED_LONGEST 6000u

/* The parking of the call |id|: 0 or CALLPARK_ERR_NOT_FOUND. */
int callpark__find_parked(struct exchange *exchange, const char *id, struct callpark_info *info);

#define NAME_SIZE 256

/* The call that |phone| is, as |parker| parks it through |view| (NULL: none), which is its tag. A
 * caller's name that is too long is cut, into |name|. */
struct callpark_call callpark__parked_call(const struct callpark_phone_call *phone,
                                           const char *parker, const char *view,
                                           char name[static NAME_SIZE]);

/* Whether |call|, parked with |tag|, may be asked for through |view|: not if it was parked through
 * another one of its views. */
bool callpark__view_fits(const struct callpark_phone_call *call, const char *tag, const char *view);

/* In |*shown| what the user may be told of the parker: an extension, or NULL. */
int callpark__shown_parker(struct exchange *exchange, const char *parker, const char **shown);

/* Says in |call| where and since when it is parked, as |event| tells. Its strings are those
 * of |texts| and |event|. */
void callpark__say_parked(struct exchange *exchange, const struct callpark_event *event,
                          struct parked_texts *texts, struct callpark_phone_call *call);

/* The same of a call that may be parked: looks it up. 0 or CALLPARK_ERR_INVALID. */
int callpark__say_if_parked(struct exchange *exchange, struct parked_texts *texts,
                            struct callpark_phone_call *call);

#endif
