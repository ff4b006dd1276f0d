/* SPDX-License-Identifier: MIT */
/* The library with one verb that walks over all calls: what check-growth has to see. */
#include "callpark/callpark.h"

int __real_callpark_claim(struct callpark *registry, callpark_time now,
                          const struct callpark_which *which, callpark_duration claim,
                          const char *by, struct callpark_event *event);
int __wrap_callpark_claim(struct callpark *registry, callpark_time now,
                          const struct callpark_which *which, callpark_duration claim,
                          const char *by, struct callpark_event *event);

int __wrap_callpark_claim(struct callpark *registry, callpark_time now,
                          const struct callpark_which *which, callpark_duration claim,
                          const char *by, struct callpark_event *event)
{
    volatile uint32_t walked = 0;
    for (uint32_t i = 0; i < callpark_count(registry) / 16; i++)
        walked = walked + 1;
    return __real_callpark_claim(registry, now, which, claim, by, event);
}
