/* SPDX-License-Identifier: MIT */
#include "support_coverage.h"

#include <inttypes.h>
#include <stdio.h>

/* ---- What must occur ------------------------------------------------------ */

#define E(name) (UINT32_C(1) << -CALLPARK_ERR_##name)

enum { DONE_BIT = 1 };

/* Of what is written to, of what is read as well, and of what has texts in it. */
static const uint32_t of_event = E(INVALID) | E(STRUCT_SHORT) | E(STRUCT_LONG);
static const uint32_t of_names = of_event | E(TOO_LONG);
static const uint32_t arguments = of_names | E(STRUCT_FIELD);
static const uint32_t of_which =
    arguments | E(LOT) | E(UNKNOWN) | E(ENDED) | E(NOT_FOUND) | E(MISMATCH) | DONE_BIT;
static const uint32_t of_place =
    E(INVALID) | E(LOT) | E(RANGE) | E(TAKEN) | E(FULL) | E(GROUP) | E(GROUP_FULL);

static uint32_t expected_errors(uint32_t verb)
{
    switch (verb) {
    case VERB_LOT_ADD:
        return arguments | DONE_BIT | E(DURATION) | E(RANGE) | E(EXISTS) | E(BUSY) | E(NOMEM);
    case VERB_LOT_CONFIGURE:
        return arguments | DONE_BIT | E(DURATION) | E(RANGE) | E(LOT) | E(BUSY) | E(NOMEM);
    case VERB_LOT_REMOVE:
    case VERB_DRAIN:
        return of_names | DONE_BIT | E(LOT);
    case VERB_GROUP_ADD:
        return arguments | DONE_BIT | E(LOT) | E(EXISTS) | E(MEMBER) | E(NOMEM);
    case VERB_GROUP_CONFIGURE:
        return arguments | DONE_BIT | E(LOT) | E(GROUP) | E(MEMBER) | E(NOMEM);
    case VERB_GROUP_REMOVE:
    case VERB_SET_AVAILABLE:
        return of_names | DONE_BIT | E(LOT) | E(GROUP);
    case VERB_PARK:
        return arguments | of_place | DONE_BIT | E(DURATION) | E(PARKED) | E(LIMIT) | E(NOMEM);
    case VERB_RESERVE:
        return arguments | of_place | DONE_BIT | E(DURATION) | E(LIMIT) | E(NOMEM);
    case VERB_FILL:
        return of_which | E(STATE) | E(DURATION) | E(PARKED) | E(NOMEM);
    case VERB_RETRIEVE:
        return of_which | E(RESERVED) | E(CLAIMED);
    case VERB_CLAIM:
        return of_which | E(DURATION) | E(RESERVED) | E(CLAIMED);
    case VERB_COMMIT:
    case VERB_ROLLBACK:
    case VERB_FAILED:
    case VERB_DEFERRED:
        return of_which | E(STATE) | E(STALE);
    case VERB_ANSWERED:
        return of_which | E(DURATION) | E(STATE) | E(STALE);
    case VERB_SWAP:
        return of_which | E(STATE) | E(CLAIMED) | E(PARKED) | E(NOMEM);
    case VERB_MOVE:
        return of_which | of_place | E(CLAIMED) | E(NOMEM);
    case VERB_EXTEND:
        return of_which | E(CLAIMED) | E(DURATION);
    case VERB_HANGUP:
    case VERB_REMOVE:
        return of_which;
    default:
        return of_event | DONE_BIT;
    }
}

/*
 * A column for each state: done must occur, refused, both, or it does not matter.
 *                                           RESERVED WAITING RINGING PAUSED CLAIMED ENDED
 */
static const char *const cells[ROWS] = {
    [VERB_FILL] = "drrrrr",     [VERB_RETRIEVE] = "rdddrr",  [VERB_CLAIM] = "rdddrr",
    [VERB_COMMIT] = "rrrrbr",   [VERB_ROLLBACK] = "rrrrbr",  [VERB_ANSWERED] = "rrbrrr",
    [VERB_FAILED] = "rrbrrr",   [VERB_DEFERRED] = "rrbrrr",  [VERB_SWAP] = "rdddrr",
    [VERB_MOVE] = "ddddrr",     [VERB_EXTEND] = "ddddrr",    [VERB_HANGUP] = "dddddr",
    [VERB_REMOVE] = "dddddr",   [VERB_POLL] = "ddddd.",      [VERB_DRAIN] = "ddddd.",
    [ROW_PARK_CALL] = ".rrrr.", [ROW_PARK_PLACE] = "rrrrr.", [ROW_CLAIM_OLDEST] = ".ddd..",
};

static const char *row_name(uint32_t row)
{
    switch (row) {
    case ROW_PARK_CALL:
        return "park of a parked call";
    case ROW_PARK_PLACE:
        return "park at a held place";
    case ROW_CLAIM_OLDEST:
        return "claim of the oldest";
    default:
        return verb_name((enum verb)row);
    }
}

/* ---- Counting ------------------------------------------------------------ */

static uint32_t state_of_which(const struct model *model, const struct callpark_which *named)
{
    struct callpark_info info;
    struct callpark_which which = *named;
    if (which.kind != CALLPARK_BY_CALL)
        which.call_id = NULL;
    int rc = model_find(model, &which, &info);
    if (rc == CALLPARK_ERR_ENDED)
        return CALLPARK_STATE_ENDED;
    return rc == 0 ? info.state : CALLPARK_STATE_NONE;
}

static uint32_t state_in(const struct model_parking *parking)
{
    return parking != NULL ? parking->now.state : CALLPARK_STATE_NONE;
}

static void look_at_park(const struct model *model, const struct step *step,
                         struct subject *subject)
{
    const struct callpark_where *where = &step->where;
    const char *extension = model__absent(where->extension) ? step->call.parker : where->extension;
    subject->states[ROW_PARK_CALL] = state_in(model__of_call(model, step->call.call_id));
    if (where->kind == CALLPARK_AT_SLOT)
        subject->states[ROW_PARK_PLACE] = state_in(model__in_slot(model, where->lot, where->slot));
    else if (where->kind == CALLPARK_AT_EXTENSION)
        subject->states[ROW_PARK_PLACE] =
            state_in(model__at_extension(model, where->lot, extension));
}

static const struct model_parking *first_due(const struct model *model, callpark_time now)
{
    callpark_time due = model_next_deadline(model);
    if (due == CALLPARK_NEVER || due > (now > model->clock ? now : model->clock))
        return NULL;
    uint32_t i = 0;
    while (model->parkings[i].now.due != due)
        i++;
    return &model->parkings[i];
}

static const struct model_parking *first_in(const struct model *model, const char *lot)
{
    for (uint32_t i = 0; i < model->parking_count; i++)
        if (lot == NULL || model__same(model->parkings[i].now.lot, lot))
            return &model->parkings[i];
    return NULL;
}

void coverage_look(const struct model *model, const struct step *step, struct subject *subject)
{
    memset(subject, 0, sizeof *subject);
    uint32_t *state = &subject->states[step->verb];
    if (verb_takes_which(step->verb))
        *state = state_of_which(model, &step->which);
    else if (step->verb == VERB_PARK)
        look_at_park(model, step, subject);
    else if (step->verb == VERB_POLL && step->now != CALLPARK_NEVER)
        *state = state_in(first_due(model, step->now));
    else if (step->verb == VERB_DRAIN)
        *state = state_in(first_in(model, step->lot));
    if (step->verb == VERB_CLAIM && step->which.kind == CALLPARK_BY_AGE)
        subject->states[ROW_CLAIM_OLDEST] = *state;
}

static void count_event(struct coverage *coverage, const struct callpark_event *event)
{
    if (event->kind < COVERAGE_KINDS)
        coverage->kinds[event->kind]++;
    else
        coverage->unknown++;
    if (event->reason < COVERAGE_REASONS)
        coverage->reasons[event->reason]++;
    else
        coverage->unknown++;
}

void coverage_count(struct coverage *coverage, const struct step *step,
                    const struct subject *subject, int rc, const struct callpark_event *event)
{
    if (rc > -COVERAGE_ERRORS)
        coverage->errors[step->verb][rc < 0 ? -rc : 0]++;
    else
        coverage->unknown++;
    for (uint32_t row = 0; row < ROWS; row++)
        if (rc < 0)
            coverage->refused[row][subject->states[row]]++;
        else
            coverage->done[row][subject->states[row]]++;
    if (rc < 0 || (rc == 0 && (step->verb == VERB_POLL || step->verb == VERB_DRAIN)))
        return;
    count_event(coverage, event);
}

/* ---- Reckoning ----------------------------------------------------------- */

static unsigned missing_errors(const struct coverage *coverage)
{
    unsigned missing = 0;
    for (uint32_t verb = 0; verb < VERBS; verb++)
        for (int error = 0; error < COVERAGE_ERRORS; error++)
            if ((expected_errors(verb) >> error & 1) && coverage->errors[verb][error] == 0) {
                printf("missing: %s: %s\n", verb_name((enum verb)verb),
                       error == 0 ? "done" : callpark_strerror(-error));
                missing++;
            }
    return missing;
}

static unsigned missing_cells(const struct coverage *coverage)
{
    static const char *const states[] = {"RESERVED", "WAITING", "RINGING",
                                         "PAUSED",   "CLAIMED", "ENDED"};
    unsigned missing = 0;
    for (uint32_t row = 0; row < ROWS; row++)
        for (uint32_t i = 0; cells[row] != NULL && cells[row][i] != '\0'; i++) {
            char cell = cells[row][i];
            bool done = cell == 'd' || cell == 'b';
            bool refused = cell == 'r' || cell == 'b';
            if (done && coverage->done[row][i + 1] == 0) {
                printf("missing: %s, done in state %s\n", row_name(row), states[i]);
                missing++;
            }
            if (refused && coverage->refused[row][i + 1] == 0) {
                printf("missing: %s, refused in state %s\n", row_name(row), states[i]);
                missing++;
            }
        }
    return missing;
}

static unsigned missing_verbs(const struct coverage *coverage)
{
    unsigned missing = 0;
    for (uint32_t verb = 0; verb < VERBS; verb++)
        if (coverage->errors[verb][0] == 0) {
            printf("missing: %s\n", verb_name((enum verb)verb));
            missing++;
        }
    return missing;
}

static unsigned missing_events(const struct coverage *coverage)
{
    unsigned missing = 0;
    for (int kind = CALLPARK_EVENT_PARKED; kind < COVERAGE_KINDS; kind++)
        if (coverage->kinds[kind] == 0) {
            printf("missing: event %s\n", callpark_event_name((uint32_t)kind));
            missing++;
        }
    for (int reason = 0; reason < COVERAGE_REASONS; reason++)
        if (coverage->reasons[reason] == 0) {
            printf("missing: reason %s\n", callpark_reason_name((uint32_t)reason));
            missing++;
        }
    return missing;
}

static void print_counts(const char *what, const uint64_t *counts, unsigned first, unsigned end)
{
    printf("%s", what);
    for (unsigned i = first; i < end; i++)
        printf(" %u:%" PRIu64, i, counts[i]);
    putchar('\n');
}

void coverage_print(const struct coverage *coverage)
{
    for (uint32_t verb = 0; verb < VERBS; verb++) {
        printf("%-16s", verb_name((enum verb)verb));
        for (int error = 0; error < COVERAGE_ERRORS; error++)
            if (coverage->errors[verb][error] > 0)
                printf(" %d:%" PRIu64, -error, coverage->errors[verb][error]);
        putchar('\n');
    }
    print_counts("events by kind ", coverage->kinds, CALLPARK_EVENT_PARKED, COVERAGE_KINDS);
    print_counts("endings by reason", coverage->reasons, 1, COVERAGE_REASONS);
}

unsigned coverage_missing(const struct coverage *coverage, unsigned what)
{
    unsigned missing = coverage->unknown > 0;
    if (missing)
        printf("missing: counts for %" PRIu64 " errors, kinds or reasons\n", coverage->unknown);
    if (what & COVER_ERRORS)
        missing += missing_errors(coverage);
    if (what & COVER_STATES)
        missing += missing_cells(coverage);
    if (what & COVER_VERBS)
        missing += missing_verbs(coverage);
    if (what & COVER_EVENTS)
        missing += missing_events(coverage);
    return missing;
}
