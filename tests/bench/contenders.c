/* SPDX-License-Identifier: MIT */
#include "contender.h"

#include <stddef.h>

const struct contender *const contenders[] = {
    &contender_callpark,
    &contender_floor,
    &contender_uthash,
    NULL,
};
