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
};

/* Each does its work on |call| and writes it, or returns an error with nothing changed. There
 * is room in the answer. */
int callpark__park_call(struct act *act, struct callpark_phone_call *call);
int callpark__unpark_call(struct act *act, struct callpark_phone_call *call);

/* UnPark: finds who gets the calls. */
int callpark__find_receiver(struct act *act);

/* Writes |call| as the answer to a Park shows it. */
void callpark__write_parked(struct act *act, const struct callpark_phone_call *call);

/* Writes |call| as the answer to an UnPark shows it. */
void callpark__write_unparked(struct act *act, const struct callpark_phone_call *call);

#endif
