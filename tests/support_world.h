/* SPDX-License-Identifier: MIT */
/**
 * @file
 * Random worlds: a small stock of names, so that calls collide, and a generator
 * of steps that looks at the model to hit what is interesting.
 */
#ifndef CALLPARK_TESTS_SUPPORT_WORLD_H
#define CALLPARK_TESTS_SUPPORT_WORLD_H

#include "model.h"
#include "support_random.h"
#include "support_step.h"

enum { WORLD_TEXTS = 4096 };

/** What kind of world. */
struct profile {
    const char *name;
    uint32_t steps; /**< that one such world lasts */
    uint32_t lots;  /**< names to choose from, each */
    uint32_t groups;
    uint32_t extensions;
    uint32_t calls;
    uint32_t slots;   /**< most in one lot */
    uint32_t members; /**< most in one group */
    uint32_t look;    /**< one step in so many everything is compared */
    uint32_t fill;    /**< percent of the verbs that end calls that park instead */
    bool marathon;    /**< one call, polled on and on */
    bool rare;        /**< once in a run */
};

/** All there are; the last has no name. */
extern const struct profile profiles[];
const struct profile *profile_named(const char *name);

struct world {
    const struct profile *profile;
    struct random random;
    const struct model *model; /**< looked at, never changed */
    callpark_time now;
    uint64_t last_ticket; /**< of the last event */
    bool answering;       /**< the step is about that parking */
    char *lots[WORLD_TEXTS];
    char *groups[WORLD_TEXTS];
    char *extensions[WORLD_TEXTS];
    char *calls[WORLD_TEXTS];
    char *others[WORLD_TEXTS]; /**< names, numbers, tags */
    char *too_long;            /**< 256 bytes */
};

/** A world of |profile| and the options of its registry, all from |seed|. */
void world_init(struct world *world, const struct profile *profile, uint64_t seed,
                struct callpark_options *options);
void world_fini(struct world *world);

/** Tells what happened last: some of what is done next is an answer to it. */
void world_hear(struct world *world, const struct callpark_event *event);

/** Makes the next step. Its texts live as long as the world. */
void world_step(struct world *world, struct step *step);

/** Something that may or may not be the label of a slot. */
void world_label(const struct world *world, struct random *random, char *label);

#endif
