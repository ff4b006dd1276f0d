/* SPDX-License-Identifier: MIT */
/**
 * @file
 * A world with both registries in it, the library's and the model's, and all that listens.
 * What differs is printed.
 */
#ifndef CALLPARK_TESTS_SUPPORT_STAGE_H
#define CALLPARK_TESTS_SUPPORT_STAGE_H

#include "support_compare.h"
#include "support_coverage.h"
#include "support_mirror.h"
#include "support_world.h"

/** What all worlds of a run add to. */
struct tally {
    uint64_t trace;
    uint32_t last_round;    /**< the highest seen */
    uint64_t opened, ended; /**< parkings */
    uint64_t looks, refusals;
    struct coverage coverage;
};

/** An iteration drawn out over many steps. */
struct walk {
    uint64_t cursor;
    uint64_t *begun, *seen;
    uint32_t begun_count, seen_count;
};

/** Counts, and refuses on demand. */
struct stage_heap {
    uint64_t blocks, calls;
    uint64_t refuse_from, refuse_to; /**< the numbers of these calls */
    bool refused;
};

struct stage {
    struct tally *tally;
    struct world world;
    struct duo duo;
    struct mirror mirror;
    struct walk walk;
    struct stage_heap heap;
    struct vocabulary words;
    struct callpark_info *infos;
    uint32_t info_count;
    bool infos_fresh; /**< their strings are alive */
    struct callpark_event event;
    bool event_fresh; /**< the last step has made it */
};

/**
 * Begins a world of |profile| in which |library| is held against the model. The keys of
 * hashes come from |key|.
 */
bool stage_begin(struct stage *stage, struct tally *tally, const struct backend *library,
                 const struct profile *profile, uint64_t seed, uint64_t key);

/** Performs |step| on both, and looks around as |step->look| says. */
bool stage_step(struct stage *stage, const struct step *step);

/** Drains: then every parking has ended once. Frees everything. */
bool stage_end(struct stage *stage);

/** Frees everything, after a failure. */
void stage_free(struct stage *stage);

#endif
