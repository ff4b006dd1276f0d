/* SPDX-License-Identifier: MIT */
#include "support_world.h"

/*
 * Many small worlds, in which everything collides, and some large ones. Rare: once in a long
 * run; thousands of calls, and a recall for so long that the count of rounds reaches its end.
 */
const struct profile profiles[] = {
    /* name     steps  lots groups extensions calls slots members look fill marathon rare */
    {"tiny", 2000, 1, 1, 3, 3, 3, 2, 1, 0, false, false},
    {"small", 3000, 2, 2, 5, 5, 4, 3, 1, 0, false, false},
    {"crowd", 4000, 4, 3, 9, 16, 6, 5, 1, 0, false, false},
    {"pair", 1500, 1, 2, 2, 2, 2, 2, 1, 0, false, false},
    {"packed", 4000, 2, 2, 12, 40, 30, 6, 3, 50, false, false},
    {"tenants", 3000, 9, 2, 6, 20, 6, 4, 2, 0, false, false},
    {"large", 8000, 2, 4, 300, 500, 400, 8, 200, 80, false, false},
    {"huge", 40000, 3, 8, 1500, 3000, 2500, 8, 4000, 90, false, true},
    {"marathon", 132000, 1, 1, 1, 1, 1, 1, 1000, 0, true, true},
    {.name = NULL},
};

const struct profile *profile_named(const char *name)
{
    for (const struct profile *profile = profiles; profile->name != NULL; profile++)
        if (strcmp(name, profile->name) == 0)
            return profile;
    return NULL;
}
