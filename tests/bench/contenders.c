/* SPDX-License-Identifier: MIT */
#include "contender.h"

#include <stddef.h>

const struct contender *const contenders[] = {
    &contender_callpark,
    &contender_floor,
    &contender_floor_plain,
    &contender_uthash,
    &contender_glib,
    &contender_boost,
    &contender_sqlite,
    &contender_redis,
    &contender_asterisk,
    &contender_freeswitch,
    NULL,
};
