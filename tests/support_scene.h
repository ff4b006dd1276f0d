/* SPDX-License-Identifier: MIT */
/**
 * @file
 * What the exhaustive test tries: small registries, and all that is done there.
 */
#ifndef CALLPARK_TESTS_SUPPORT_SCENE_H
#define CALLPARK_TESTS_SUPPORT_SCENE_H

#include "model.h"
#include "support_step.h"

enum { SCENE_ACTIONS = 200, SCENE_SETUP = 4 };

enum target {
    TARGET_FIRST, /* the parking with the lower ticket */
    TARGET_SECOND,
    TARGET_OLDEST, /* by age */
    TARGET_OVER,   /* a ticket that has ended */
    TARGET_NONE
};

/* A step whose time, ticket and serial depend on the state it is taken in. */
struct action {
    struct step step;
    enum target target;
    callpark_duration later; /* after the clock */
    bool stale;              /* with a serial that is not the open one */
    bool flip;               /* set_available: to what it is not; else as it is */
};

struct scene {
    const char *name;
    const char *bounds;
    uint32_t max_calls;
    uint32_t depth;
    struct action setup[SCENE_SETUP];
    uint32_t setup_count;
    struct action actions[SCENE_ACTIONS];
    uint32_t action_count;
};

/* The names in all scenes. */
extern const char *const scene_lot, *const scene_group, *const scene_e, *const scene_m;

/** The scene |number|, counted from 0; false: there is none. */
bool scene_build(struct scene *scene, size_t number);

/** Makes a step of |action|; false: it makes no sense here, without such a parking. */
bool scene_step(const struct model *m, const struct action *action, struct step *step);

#endif
