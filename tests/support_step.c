/* SPDX-License-Identifier: MIT */
#include "support_step.h"

#include <inttypes.h>

void step_init(struct step *step, enum verb verb, callpark_time now)
{
    memset(step, 0, sizeof *step);
    step->verb = verb;
    step->now = now;
    callpark_which_init(&step->which);
    callpark_where_init(&step->where);
    callpark_call_init(&step->call);
    callpark_terms_init(&step->terms);
    callpark_recall_init(&step->recall);
    callpark_lot_config_init(&step->config);
    callpark_group_config_init(&step->members);
    step->behind = UINT64_MAX;
    step_link(step);
}

void step_link(struct step *step)
{
    step->terms.recall = step->with_recall ? &step->recall : NULL;
    step->config.recall = step->with_recall ? &step->recall : NULL;
    step->members.members = step->member;
}

const char *verb_name(enum verb verb)
{
    static const char *const names[VERBS] = {
        "lot_add",       "lot_configure",   "lot_remove", "group_add", "group_configure",
        "group_remove",  "set_available",   "park",       "reserve",   "fill",
        "retrieve",      "claim",           "commit",     "rollback",  "recall_answered",
        "recall_failed", "recall_deferred", "swap",       "move",      "extend",
        "hangup",        "remove",          "poll",       "drain",
    };
    return verb < VERBS ? names[verb] : "?";
}

bool verb_takes_which(enum verb verb)
{
    return verb >= VERB_FILL && verb <= VERB_REMOVE;
}

bool verb_takes_call(enum verb verb)
{
    return verb == VERB_PARK || verb == VERB_FILL || verb == VERB_SWAP;
}

bool verb_takes_where(enum verb verb)
{
    return verb == VERB_PARK || verb == VERB_RESERVE || verb == VERB_MOVE;
}

/* ---- Structs that were not set up ---------------------------------------- */

/* The |size| of the struct number |index| that |step| hands over, or NULL. */
static size_t *size_of(struct step *step, struct callpark_event *event, uint32_t index)
{
    enum verb verb = step->verb;
    bool terms = (verb == VERB_PARK || verb == VERB_FILL) && step->with_terms;
    bool config = (verb == VERB_LOT_ADD || verb == VERB_LOT_CONFIGURE) && step->with_config;
    bool members = verb == VERB_GROUP_ADD || verb == VERB_GROUP_CONFIGURE;
    size_t *sizes[] = {
        &event->size,
        verb_takes_which(verb) ? &step->which.size : NULL,
        verb_takes_where(verb) ? &step->where.size : NULL,
        verb_takes_call(verb) ? &step->call.size : NULL,
        terms ? &step->terms.size : NULL,
        step->with_recall && (terms || config) ? &step->recall.size : NULL,
        config ? &step->config.size : NULL,
        members ? &step->members.size : NULL,
    };
    return sizes[index];
}

int step_spoil(struct step *step, struct callpark_event *event)
{
    uint32_t index = (step->flaw - 1) / 3;
    size_t *size = index < STEP_FLAWS / 3 ? size_of(step, event, index) : NULL;
    if (size == NULL)
        return 0;
    switch ((step->flaw - 1) % 3) {
    case 0:
        *size = sizeof *size;
        return CALLPARK_ERR_STRUCT_SHORT;
    case 1:
        *size = 5000;
        return CALLPARK_ERR_STRUCT_LONG;
    default:
        if (index == 0) /* what is written to may be of any size */
            return 0;
        *size += 8 + sizeof *size;
        return CALLPARK_ERR_STRUCT_FIELD;
    }
}
