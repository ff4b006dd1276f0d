/* SPDX-License-Identifier: MIT */
/* Finding parkings by ticket, call id, place and age. */
#ifndef CALLPARK_FIND_H
#define CALLPARK_FIND_H

#include "registry.h"

/* The number of the parking that |which| names, or the error of |which|. */
int callpark__locate(const struct callpark *registry, const struct which_args *which,
                     uint32_t *call);

/* The parked call of that id, or NONE. |hash| is callpark__id_hash() of it. */
uint32_t callpark__call_named(const struct callpark *registry, struct text id, uint32_t hash);

static inline uint32_t callpark__id_hash(const struct callpark *registry, struct text id)
{
    return callpark__hash_text(registry->key, 0, id.s, id.length);
}

/* The hash under which |call| stands in the registry's index of call ids. */
uint32_t callpark__id_hash_of(const void *registry, uint32_t call);

#endif
