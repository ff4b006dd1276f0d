/* SPDX-License-Identifier: MIT */
/* Recall policies: immutable, counted, shared by a lot and its calls. */
#ifndef CALLPARK_POLICY_H
#define CALLPARK_POLICY_H

#include <assert.h>

#include "registry.h"

struct policy {
    uint32_t references;
    uint32_t targets;
    uint32_t rounds;
    callpark_duration ring;
    callpark_duration ring_other;
    callpark_duration pause;
    struct text alternate; /* s NULL: none */
    struct text fallback;
};

/* The number of the policy with the library's defaults; it always exists. */
#define POLICY_DEFAULT 0u

static inline struct policy *callpark__policy(const struct callpark *registry, uint32_t policy)
{
    return callpark__table_get(&registry->policies, policy);
}

/* Makes the default policy; false if memory was refused. */
bool callpark__policies_init(struct callpark *registry);

/*
 * A policy that says what |recall| says and else what |base| does, with one
 * reference; NONE if memory was refused.
 */
uint32_t callpark__policy_new(struct callpark *registry, uint32_t base,
                              const struct recall_args *recall);

/* One reference more; returns |policy|. */
static inline uint32_t callpark__policy_ref(struct callpark *registry, uint32_t policy)
{
    callpark__policy(registry, policy)->references++;
    return policy;
}

/* The last reference was given back. */
void callpark__policy_free(struct callpark *registry, uint32_t policy);

static inline void callpark__policy_unref(struct callpark *registry, uint32_t policy)
{
    assert(callpark__policy(registry, policy)->references > 0);
    if (!--callpark__policy(registry, policy)->references)
        callpark__policy_free(registry, policy);
}

#endif
