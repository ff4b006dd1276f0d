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

/* ---- Printing ------------------------------------------------------------ */

static void print_text(FILE *file, const char *name, const char *text)
{
    if (text == NULL)
        return;
    if (strlen(text) > 40)
        fprintf(file, " %s=\"%.16s...\"(%zu)", name, text, strlen(text));
    else
        fprintf(file, " %s=\"%s\"", name, text);
}

static void print_number(FILE *file, const char *name, uint64_t number)
{
    if (number != 0)
        fprintf(file, " %s=%" PRIu64, name, number);
}

static void print_which(FILE *file, const struct callpark_which *which)
{
    static const char *const kinds[] = {"ticket", "call", "slot", "extension", "age"};
    bool known = which->kind >= CALLPARK_BY_TICKET && which->kind <= CALLPARK_BY_AGE;
    fprintf(file, " by_%s", known ? kinds[which->kind - CALLPARK_BY_TICKET] : "?");
    if (which->kind == CALLPARK_BY_TICKET)
        fprintf(file, "=%" PRIu64, which->ticket);
    if (which->kind == CALLPARK_BY_SLOT)
        fprintf(file, "=%" PRIu32, which->slot);
    if (which->kind == CALLPARK_BY_EXTENSION)
        print_text(file, "extension", which->extension);
    if (which->kind >= CALLPARK_BY_SLOT)
        print_text(file, "lot", which->lot);
    print_text(file, "call_id", which->call_id);
}

static void print_where(FILE *file, const struct callpark_where *where)
{
    static const char *const kinds[] = {"any_slot", "slot", "slot_or_other", "extension", "group"};
    fprintf(file, " at:%s", where->kind <= CALLPARK_GROUP ? kinds[where->kind] : "?");
    print_text(file, "lot", where->lot);
    if (where->kind == CALLPARK_SLOT || where->kind == CALLPARK_SLOT_OR_OTHER)
        fprintf(file, " slot=%" PRIu32, where->slot);
    if (where->kind == CALLPARK_EXTENSION)
        print_text(file, "extension", where->extension);
    if (where->kind == CALLPARK_GROUP)
        print_text(file, "group", where->group);
}

static void print_call(FILE *file, const struct callpark_call *call)
{
    fputs(" call{", file);
    print_text(file, "id", call->call_id);
    print_text(file, "parker", call->parker);
    print_text(file, "parkee", call->parkee);
    print_text(file, "name", call->caller_name);
    print_text(file, "number", call->caller_number);
    print_text(file, "tag", call->tag);
    print_number(file, "host", (uintptr_t)call->host);
    fputs(" }", file);
}

static void print_recall(FILE *file, const struct callpark_recall *recall)
{
    if (recall == NULL)
        return;
    fputs(" recall{", file);
    print_text(file, "alternate", recall->alternate);
    print_text(file, "fallback", recall->fallback);
    print_number(file, "targets", recall->targets);
    print_number(file, "rounds", recall->rounds);
    print_number(file, "ring", recall->ring);
    print_number(file, "ring_other", recall->ring_other);
    print_number(file, "pause", recall->pause);
    fputs(" }", file);
}

static void print_config(FILE *file, const struct callpark_lot_config *config)
{
    fprintf(file, " slots=%" PRIu32 "..%" PRIu32, config->first_slot, config->last_slot);
    print_text(file, "prefix", config->prefix);
    print_number(file, "width", config->label_width);
    print_number(file, "choice", config->choice);
    print_number(file, "timeout", config->timeout);
    print_number(file, "min", config->timeout_min);
    print_number(file, "max", config->timeout_max);
    print_number(file, "flags", config->flags);
    print_recall(file, config->recall);
}

static void print_members(FILE *file, const struct callpark_group_config *config)
{
    print_number(file, "flags", config->flags);
    for (uint32_t i = 0; i < config->member_count; i++)
        print_text(file, "member", config->members[i]);
}

void step_print(FILE *file, const struct step *step)
{
    enum verb verb = step->verb;
    fprintf(file, "%s now=%" PRIu64, verb_name(verb), step->now);
    if (verb <= VERB_SET_AVAILABLE || verb == VERB_DRAIN)
        print_text(file, "lot", step->lot);
    if (verb >= VERB_GROUP_ADD && verb <= VERB_GROUP_REMOVE)
        print_text(file, "group", step->group);
    if (verb == VERB_GROUP_ADD || verb == VERB_GROUP_CONFIGURE)
        print_members(file, &step->members);
    if ((verb == VERB_LOT_ADD || verb == VERB_LOT_CONFIGURE) && step->with_config)
        print_config(file, &step->config);
    if (verb == VERB_SET_AVAILABLE) {
        print_text(file, "extension", step->extension);
        fprintf(file, " available=%d", step->available);
    }
    if (verb_takes_which(verb))
        print_which(file, &step->which);
    if (verb == VERB_PARK || verb == VERB_RESERVE || verb == VERB_MOVE)
        print_where(file, &step->where);
    if (verb == VERB_RESERVE)
        print_text(file, "parker", step->parker);
    if (verb == VERB_PARK || verb == VERB_FILL || verb == VERB_SWAP)
        print_call(file, &step->call);
    if ((verb == VERB_PARK || verb == VERB_FILL) && step->with_terms) {
        print_number(file, "timeout", step->terms.timeout);
        print_recall(file, step->terms.recall);
    }
    if (verb == VERB_COMMIT || verb == VERB_ROLLBACK ||
        (verb >= VERB_ANSWERED && verb <= VERB_DEFERRED))
        fprintf(file, " serial=%" PRIu64, step->serial);
    print_number(file, "duration", step->duration);
    print_text(file, "by", step->by);
    fputc('\n', file);
}
