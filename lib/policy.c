/* SPDX-License-Identifier: MIT */
#include "policy.h"

#include <assert.h>
#include <string.h>

/* The class of the block in which the policy and its strings stand. */
static uint32_t class_of(const struct policy *policy)
{
    size_t strings = (size_t)policy->alternate.length + policy->fallback.length + 2;
    return callpark__pool_class(sizeof *policy + strings);
}

static uint32_t either(uint32_t value, uint32_t inherited)
{
    return value ? value : inherited;
}

static struct text either_text(struct text text, struct text inherited)
{
    if (!text.s)
        return inherited;
    return text.length ? text : (struct text){0};
}

static struct text keep(struct text text, char *at)
{
    if (!text.s)
        return text;
    memcpy(at, text.s, text.length);
    at[text.length] = 0;
    return (struct text){at, text.length};
}

static uint32_t store(struct callpark *registry, const struct policy *values)
{
    if (!callpark__table_reserve(&registry->policies, &registry->memory, 1))
        return NONE;
    struct policy *policy =
        callpark__pool_take(&registry->pool, &registry->memory, class_of(values));
    if (!policy)
        return NONE;
    *policy = *values;
    char *strings = (char *)(policy + 1);
    policy->references = 1;
    policy->alternate = keep(values->alternate, strings);
    policy->fallback = keep(values->fallback, strings + values->alternate.length + 1);
    return callpark__table_add(&registry->policies, policy);
}

bool callpark__policies_init(struct callpark *registry)
{
    const struct policy defaults = {
        .targets = CALLPARK_RECALL_PARKER_ALTERNATE,
        .rounds = CALLPARK_FOREVER,
        .ring = callpark_seconds(30),
        .ring_other = callpark_seconds(30),
        .pause = callpark_seconds(10),
    };
    uint32_t number = store(registry, &defaults);
    assert(number == NONE || number == POLICY_DEFAULT);
    return number != NONE;
}

uint32_t callpark__policy_new(struct callpark *registry, uint32_t base,
                              const struct recall_args *recall)
{
    const struct policy *inherited = callpark__policy(registry, base);
    const struct policy values = {
        .targets = either(recall->targets, inherited->targets),
        .rounds = either(recall->rounds, inherited->rounds),
        .ring = either(recall->ring, inherited->ring),
        .ring_other = either(recall->ring_other, inherited->ring_other),
        .pause = either(recall->pause, inherited->pause),
        .alternate = either_text(recall->alternate, inherited->alternate),
        .fallback = either_text(recall->fallback, inherited->fallback),
    };
    return store(registry, &values);
}

void callpark__policy_free(struct callpark *registry, uint32_t number)
{
    struct policy *policy = callpark__policy(registry, number);
    callpark__table_remove(&registry->policies, number);
    callpark__pool_give(&registry->pool, policy, class_of(policy));
}
