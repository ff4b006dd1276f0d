/* SPDX-License-Identifier: MIT */
/* What happens, in lines on stdout. */
#ifndef SIP_PARK_LOG_H
#define SIP_PARK_LOG_H

#include "park.h"

/** A line "EVENT <number> <kind>" and, of a parking, where, who, why it ended or until when. */
void log_event(const struct park *park, const struct callpark_event *event);

#endif
