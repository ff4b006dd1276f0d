/* SPDX-License-Identifier: MIT */
/* What an operator sees, as JSON. Every function returns text for free(), or NULL if there is
 * not enough memory. */
#ifndef CALLPARKD_SHOW_H
#define CALLPARKD_SHOW_H

#include "park.h"

/** All lots with calls and groups. */
char *show_lots(const struct park *park);

/** One event as a server-sent event, at any time after it: lots and people stay as they are.
 * |timeout| is that of its call then. */
char *show_event(const struct park *park, const struct callpark_event *event,
                 callpark_duration timeout);

/** What was retrieved, and for whom. */
char *show_retrieved(uint64_t ticket, const char *call_id, const char *extension);

/** {"error": |sentence|} */
char *show_error(const char *sentence);

#endif
