/* SPDX-License-Identifier: MIT */
/**
 * @file
 * Counts what a run has exercised, and knows what it must have.
 */
#ifndef CALLPARK_TESTS_SUPPORT_COVERAGE_H
#define CALLPARK_TESTS_SUPPORT_COVERAGE_H

#include "model.h"
#include "support_step.h"

enum {
    ROW_PARK_CALL = VERBS, /**< park, the call being parked already */
    ROW_PARK_PLACE,        /**< park, the place being held */
    ROW_CLAIM_OLDEST,
    ROWS,
    COVERAGE_ERRORS = 28,
    COVERAGE_STATES = 7,
    COVERAGE_KINDS = 24,
    COVERAGE_REASONS = 8
};

struct coverage {
    uint64_t errors[VERBS][COVERAGE_ERRORS]; /**< by -error; 0: success */
    uint64_t done[ROWS][COVERAGE_STATES];    /**< by the state before */
    uint64_t refused[ROWS][COVERAGE_STATES];
    uint64_t kinds[COVERAGE_KINDS];
    uint64_t reasons[COVERAGE_REASONS];
    uint64_t unknown; /**< errors, kinds and reasons that nothing above has room for */
};

/** What a step meets: rows of the state table, and the states they are in. */
struct subject {
    uint32_t states[ROWS]; /**< 0: the row is not concerned */
};

/** Looks at |model| before |step| is performed on it. */
void coverage_look(const struct model *model, const struct step *step, struct subject *subject);

/** Counts |step|, which returned |rc|. */
void coverage_count(struct coverage *coverage, const struct step *step,
                    const struct subject *subject, int rc, const struct callpark_event *event);

enum {
    COVER_STATES = 1, /**< every cell of the table of states */
    COVER_ERRORS = 2, /**< every error of every verb that can be reached */
    COVER_EVENTS = 4, /**< every kind of event, every reason */
    COVER_VERBS = 8   /**< every verb done at least once */
};

/** Prints how often each verb returned what, and each event and ending occurred. */
void coverage_print(const struct coverage *coverage);

/** Prints what is missing of |what|, and returns how much that is. */
unsigned coverage_missing(const struct coverage *coverage, unsigned what);

#endif
