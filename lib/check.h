/* SPDX-License-Identifier: MIT */
/* The walker of every invariant of a registry, for tests. */
#ifndef CALLPARK_CHECK_H
#define CALLPARK_CHECK_H

#include "registry.h"

/* 0 if all is sound, else the line of the invariant that is broken: in check.c, or, from 1000 on,
 * in check_parts.c. */
int callpark__check(const struct callpark *registry);

#endif
