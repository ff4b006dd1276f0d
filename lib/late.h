/* SPDX-License-Identifier: MIT */
/*
 * A pairing heap of calls, the one with the lowest ticket at its root. The
 * links are in the records.
 */
#ifndef CALLPARK_LATE_H
#define CALLPARK_LATE_H

#include "call.h"

/* Whichever of two calls has the lower ticket; either may be NONE. */
uint32_t callpark__older(const struct calls *calls, uint32_t a, uint32_t b);

/* |*root| is NONE if the heap is empty. */
void callpark__late_add(uint32_t *root, struct calls *calls, uint32_t number);
void callpark__late_remove(uint32_t *root, struct calls *calls, uint32_t number);

#endif
