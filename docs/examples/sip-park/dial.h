/* SPDX-License-Identifier: MIT */
/* What a dialled number means. */
#ifndef SIP_PARK_DIAL_H
#define SIP_PARK_DIAL_H

#include "park.h"

enum dial { DIAL_UNKNOWN, DIAL_PARK, DIAL_RETRIEVE };

struct dialled {
    enum dial what;
    struct callpark_where where; /* DIAL_PARK; its strings are those of |text| and the options */
    struct callpark_which which; /* DIAL_RETRIEVE; the same */
};

/**
 * Reads the number |text|, which |dialled| goes on using. The rules, in this order:
 *  - the park number: any free slot
 *  - a group's number: a free member of it
 *  - a slot's label, or the extension prefix and an extension: that place
 *  - with --retrieve-prefix, the prefix and the number of a place: the call there; the prefix
 *    and the park number: the call that waits longest
 *  - without it, the number of a place that holds a call: that call, unless the caller was
 *    |transferred| here, as then he is to be parked
 */
void dial_read(const struct park *park, const char *text, bool transferred,
               struct dialled *dialled);

#endif
