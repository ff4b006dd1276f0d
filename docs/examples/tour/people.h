/* SPDX-License-Identifier: MIT */
/* Who and what there is in the tour: what the service asks its host. */
#ifndef TOUR_PEOPLE_H
#define TOUR_PEOPLE_H

#include <callpark/service.h>

/* The user whose requests carry |token|: his id, or NULL. */
const char *people_user(const char *token, size_t length);

/* The directory over these tables; |changed| is told of what happens. */
struct callpark_directory
people_directory(void (*changed)(void *host, const struct callpark_event *event,
                                 const struct callpark_delivery *delivery),
                 void *host);

#endif
