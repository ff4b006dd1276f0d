/* SPDX-License-Identifier: MIT */
/* The registry's one lot and its groups, as the options say. */
#ifndef SIP_PARK_LOT_H
#define SIP_PARK_LOT_H

#include "park.h"

/** Creates the registry, without a lot. On error false, and has told why. */
bool lot_start(struct park *park);

/**
 * Adds the lot and its groups, or changes them, calls in them staying where they are. What the
 * registry refuses stays as it was: then false, and has told why.
 */
bool lot_configure(struct park *park);

/** Ends all calls that are parked, and the registry. */
void lot_stop(struct park *park);

#endif
