/* SPDX-License-Identifier: MIT */
/**
 * @file
 * The library with a seeded fault, to see that the differential tests find it: once a call
 * that was moved is claimed, it does something wrong.
 */
#ifndef CALLPARK_TESTS_SUPPORT_LYING_H
#define CALLPARK_TESTS_SUPPORT_LYING_H

#include "support_step.h"

/** |how|: "event" (a wrong deadline), "lost" (not iterated over), "abort"; else NULL. */
const struct backend *backend_lying(const char *how);

#endif
