/* SPDX-License-Identifier: MIT */
/* A PhoneCallAction: the same for Park and UnPark but for what happens to each call. */
#ifndef CALLPARK_JSON_UAPI_ACT_H
#define CALLPARK_JSON_UAPI_ACT_H

#include "json/subject.h"

struct act {
    struct exchange *exchange;
    const struct callpark_uapi_action *action;
    struct subject subject;
    struct callpark_delivery delivery; /* UnPark: to whom the calls go */
    struct callpark__writer writer;    /* of the answer */
    bool whole;                        /* it shows whole calls */
    bool array;                        /* it is an array */
    bool written;                      /* already, as it will be if nothing fails */
};

/* Each does its work on |call| and fills in |event|, or returns an error with nothing changed.
 * Of a parked call |parked_by| is set if it is to be shown. */
int callpark__park_call(struct act *act, struct callpark_phone_call *call,
                        struct callpark_event *event);
int callpark__unpark_call(struct act *act, const struct callpark_phone_call *call,
                          struct callpark_event *event);

/* UnPark: finds who gets the calls. */
int callpark__find_receiver(struct act *act);

#endif
