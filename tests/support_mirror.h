/* SPDX-License-Identifier: MIT */
/**
 * @file
 * What a listener knows who sees nothing but events.
 */
#ifndef CALLPARK_TESTS_SUPPORT_MIRROR_H
#define CALLPARK_TESTS_SUPPORT_MIRROR_H

#include <callpark/callpark.h>

#include <stdbool.h>

struct mirror {
    struct callpark_event **events; /**< the last of each parking, copied */
    uint32_t count;
    uint64_t last_number;
};

void mirror_init(struct mirror *mirror, uint64_t last_event);
void mirror_fini(struct mirror *mirror);

/** Hears |event|. False: its number leaves a gap, or it cannot be copied. */
bool mirror_hear(struct mirror *mirror, const struct callpark_event *event);

/** Whether the mirror is exactly |infos|; prints what differs. */
bool mirror_same(const struct mirror *mirror, const struct callpark_info *infos, uint32_t count);

#endif
