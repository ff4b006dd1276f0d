/* SPDX-License-Identifier: MIT */
/* The walker of every invariant of a registry, for tests. */
#ifndef CALLPARK_CHECK_H
#define CALLPARK_CHECK_H

#include "registry.h"

/* 0 if all is sound, else the line in check.c of the invariant that is broken. */
int callpark__check(const struct callpark *registry);

#endif
