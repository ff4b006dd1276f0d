/* SPDX-License-Identifier: MIT */
#include "support_scene.h"

#include <stdlib.h>

static const callpark_duration ten = 10000;

const char *const scene_lot = "lot";
const char *const scene_group = "g";
const char *const scene_e = "e"; /* members of the group */
const char *const scene_m = "m";

static struct action *add(struct scene *scene, enum verb verb, enum target target)
{
    if (scene->action_count == SCENE_ACTIONS)
        abort();
    struct action *action = &scene->actions[scene->action_count++];
    memset(action, 0, sizeof *action);
    step_init(&action->step, verb, 0);
    action->target = target;
    return action;
}

/* Call 0 is an ordinary one; call 1 is of the extension that parked call 0, and
   its parker is the alternate. */
static void set_call(struct step *step, uint32_t call)
{
    step->call.call_id = call == 0 ? "c0" : "c1";
    step->call.parker = call == 0 ? scene_e : scene_m;
    step->call.parkee = call == 0 ? "x" : scene_e;
}

static void set_where(struct step *step, uint32_t kind, uint32_t slot, const char *name)
{
    step->where.lot = scene_lot;
    step->where.kind = kind;
    step->where.slot = slot;
    step->where.extension = name;
    step->where.group = name;
}

static void add_park(struct scene *scene, uint32_t kind, uint32_t slot, const char *name)
{
    for (uint32_t call = 0; call < 2; call++) {
        struct action *action = add(scene, VERB_PARK, TARGET_NONE);
        set_call(&action->step, call);
        set_where(&action->step, kind, slot, name);
    }
}

static void add_reserve(struct scene *scene, uint32_t kind, uint32_t slot, const char *name)
{
    struct action *action = add(scene, VERB_RESERVE, TARGET_NONE);
    action->step.parker = scene_m;
    action->step.duration = ten;
    set_where(&action->step, kind, slot, name);
}

static void add_move(struct scene *scene, enum target target, uint32_t kind, uint32_t slot,
                     const char *name)
{
    set_where(&add(scene, VERB_MOVE, target)->step, kind, slot, name);
}

static void add_with_serial(struct scene *scene, enum verb verb, enum target target,
                            callpark_duration span)
{
    for (uint32_t stale = 0; stale < 2; stale++) {
        struct action *action = add(scene, verb, target);
        action->step.duration = span;
        action->stale = stale == 1;
    }
}

/* What can be done with one parking, but moving it. */
static void add_verbs(struct scene *scene, enum target target, callpark_duration claim)
{
    for (uint32_t call = 0; call < 2; call++) {
        struct action *fill = add(scene, VERB_FILL, target);
        set_call(&fill->step, call);
        struct action *swap = add(scene, VERB_SWAP, target);
        set_call(&swap->step, call);
    }
    add(scene, VERB_RETRIEVE, target);
    add(scene, VERB_CLAIM, target)->step.duration = claim;
    add_with_serial(scene, VERB_COMMIT, target, 0);
    add_with_serial(scene, VERB_ROLLBACK, target, 0);
    add_with_serial(scene, VERB_ANSWERED, target, claim);
    add_with_serial(scene, VERB_FAILED, target, 0);
    add_with_serial(scene, VERB_DEFERRED, target, 0);
    add(scene, VERB_EXTEND, target)->step.duration = ten;
    add(scene, VERB_HANGUP, target);
    add(scene, VERB_REMOVE, target);
}

static void add_claim_oldest(struct scene *scene, callpark_duration claim)
{
    add(scene, VERB_CLAIM, TARGET_OLDEST)->step.duration = claim;
}

/* Time passes: with a poll, and without. */
static void add_time(struct scene *scene, callpark_duration step)
{
    add(scene, VERB_POLL, TARGET_NONE);
    add(scene, VERB_POLL, TARGET_NONE)->later = step;
    struct action *pass = add(scene, VERB_SET_AVAILABLE, TARGET_NONE);
    pass->later = step;
    pass->step.lot = scene_lot;
    pass->step.extension = scene_e;
}

static void add_available(struct scene *scene, const char *extension)
{
    struct action *action = add(scene, VERB_SET_AVAILABLE, TARGET_NONE);
    action->step.lot = scene_lot;
    action->step.extension = extension;
    action->flip = true;
}

static void add_drain(struct scene *scene)
{
    add(scene, VERB_DRAIN, TARGET_NONE);
    add(scene, VERB_DRAIN, TARGET_NONE)->step.lot = scene_lot;
}

/* The recall rings the parker, then "m", at last "e". */
static struct action *add_lot(struct scene *scene, enum verb verb, uint32_t first, uint32_t last,
                              uint32_t choice)
{
    struct action *action = add(scene, verb, TARGET_NONE);
    struct step *step = &action->step;
    step->lot = scene_lot;
    step->with_config = step->with_recall = true;
    step->config.first_slot = first;
    step->config.last_slot = last;
    step->config.choice = choice;
    step->config.timeout = ten;
    step->recall.alternate = scene_m;
    step->recall.fallback = scene_e;
    step->recall.rounds = 1;
    step->recall.ring = step->recall.ring_other = step->recall.pause = ten;
    return action;
}

static struct action *add_group(struct scene *scene, enum verb verb, uint32_t members)
{
    struct action *action = add(scene, verb, TARGET_NONE);
    action->step.lot = scene_lot;
    action->step.group = scene_group;
    action->step.members.member_count = members;
    action->step.member[0] = scene_e;
    action->step.member[1] = scene_m;
    return action;
}

static void add_configuration(struct scene *scene)
{
    add_lot(scene, VERB_LOT_ADD, 1, 2, CALLPARK_CHOOSE_LOWEST);
    add_lot(scene, VERB_LOT_CONFIGURE, 1, 1, CALLPARK_CHOOSE_LOWEST);
    add_lot(scene, VERB_LOT_CONFIGURE, 1, 2, CALLPARK_CHOOSE_NEXT);
    add_lot(scene, VERB_LOT_CONFIGURE, 1, 2, CALLPARK_CHOOSE_LONGEST_FREE);
    add_lot(scene, VERB_LOT_CONFIGURE, 2, 3, CALLPARK_CHOOSE_LONGEST_FREE);
    add_lot(scene, VERB_LOT_CONFIGURE, 1, 2, CALLPARK_CHOOSE_LOWEST)->step.config.prefix = "*";
    add(scene, VERB_LOT_REMOVE, TARGET_NONE)->step.lot = scene_lot;
    add_group(scene, VERB_GROUP_ADD, 2);
    add_group(scene, VERB_GROUP_CONFIGURE, 2)->step.members.flags = CALLPARK_GROUP_ALLOW_PARKER;
    add_group(scene, VERB_GROUP_CONFIGURE, 1);
    add_group(scene, VERB_GROUP_REMOVE, 0);
    add_available(scene, scene_e);
    add_available(scene, scene_m);
}

/* ---- Scenes -------------------------------------------------------------- */

/* Takes the actions so far as the setup. */
static void end_setup(struct scene *scene)
{
    for (uint32_t i = 0; i < scene->action_count; i++)
        scene->setup[i] = scene->actions[i];
    scene->setup_count = scene->action_count;
    scene->action_count = 0;
}

static void build_one(struct scene *scene)
{
    struct step *step = &add_lot(scene, VERB_LOT_ADD, 1, 2, CALLPARK_CHOOSE_LOWEST)->step;
    step->recall.rounds = 2;
    step->recall.ring_other = 15000;
    step->recall.pause = 5000;
    add_group(scene, VERB_GROUP_ADD, 2);
    end_setup(scene);
    scene->max_calls = 1;

    static const uint32_t kinds[] = {CALLPARK_AT_ANY_SLOT, CALLPARK_AT_SLOT,
                                     CALLPARK_AT_SLOT_OR_OTHER};
    for (uint32_t i = 0; i < 3; i++) {
        add_park(scene, kinds[i], 2, NULL);
        add_reserve(scene, kinds[i], 2, NULL);
        add_move(scene, TARGET_FIRST, kinds[i], 2, NULL);
    }
    add_park(scene, CALLPARK_AT_EXTENSION, 0, scene_e);
    add_park(scene, CALLPARK_AT_EXTENSION, 0, NULL);
    add_park(scene, CALLPARK_AT_GROUP, 0, scene_group);
    add_park(scene, CALLPARK_AT_GROUP, 0, NULL);
    add_reserve(scene, CALLPARK_AT_EXTENSION, 0, NULL);
    add_reserve(scene, CALLPARK_AT_GROUP, 0, NULL);
    add_move(scene, TARGET_FIRST, CALLPARK_AT_EXTENSION, 0, NULL);
    add_move(scene, TARGET_FIRST, CALLPARK_AT_GROUP, 0, scene_group);
    add_verbs(scene, TARGET_FIRST, 10000);
    add_verbs(scene, TARGET_OVER, 10000);
    add_move(scene, TARGET_OVER, CALLPARK_AT_ANY_SLOT, 0, NULL);
    add_claim_oldest(scene, 10000);
    add_time(scene, 5000);
    add_drain(scene);
}

static void build_two(struct scene *scene)
{
    add_lot(scene, VERB_LOT_ADD, 1, 2, CALLPARK_CHOOSE_LOWEST);
    add_group(scene, VERB_GROUP_ADD, 2);
    end_setup(scene);
    scene->max_calls = 2;
    add_park(scene, CALLPARK_AT_ANY_SLOT, 0, NULL);
    add_park(scene, CALLPARK_AT_SLOT, 1, NULL);
    add_park(scene, CALLPARK_AT_GROUP, 0, NULL);
    add_reserve(scene, CALLPARK_AT_SLOT_OR_OTHER, 2, NULL);
    for (enum target target = TARGET_FIRST; target <= TARGET_SECOND; target++) {
        add_verbs(scene, target, ten);
        add_move(scene, target, CALLPARK_AT_ANY_SLOT, 0, NULL);
    }
    add_claim_oldest(scene, ten);
    add_time(scene, ten);
    add_drain(scene);
}

static void build_configuration(struct scene *scene)
{
    end_setup(scene);
    scene->max_calls = 2;
    add_configuration(scene);
    add_park(scene, CALLPARK_AT_ANY_SLOT, 0, NULL);
    add_park(scene, CALLPARK_AT_SLOT, 2, NULL);
    add_park(scene, CALLPARK_AT_EXTENSION, 0, scene_e);
    add_park(scene, CALLPARK_AT_GROUP, 0, NULL);
    for (enum target target = TARGET_FIRST; target <= TARGET_SECOND; target++) {
        add(scene, VERB_RETRIEVE, target);
        add_move(scene, target, CALLPARK_AT_ANY_SLOT, 0, NULL);
        add_move(scene, target, CALLPARK_AT_GROUP, 0, scene_group);
    }
    add_drain(scene);
}

static void build_everything(struct scene *scene)
{
    end_setup(scene);
    add_configuration(scene);
    add_park(scene, CALLPARK_AT_ANY_SLOT, 0, NULL);
    add_park(scene, CALLPARK_AT_SLOT, 2, NULL);
    add_park(scene, CALLPARK_AT_EXTENSION, 0, scene_e);
    add_park(scene, CALLPARK_AT_GROUP, 0, NULL);
    add_reserve(scene, CALLPARK_AT_ANY_SLOT, 0, NULL);
    add_reserve(scene, CALLPARK_AT_GROUP, 0, scene_group);
    for (enum target target = TARGET_FIRST; target <= TARGET_SECOND; target++) {
        add_verbs(scene, target, ten);
        add_move(scene, target, CALLPARK_AT_ANY_SLOT, 0, NULL);
        add_move(scene, target, CALLPARK_AT_SLOT, 1, NULL);
        add_move(scene, target, CALLPARK_AT_EXTENSION, 0, scene_e);
    }
    add_claim_oldest(scene, ten);
    add_time(scene, ten);
    add_drain(scene);
}

static const struct {
    const char *name;
    void (*build)(struct scene *scene);
    uint32_t depth;
    const char *bounds;
} scenes[] = {
    {"one call", build_one, UINT32_MAX, "complete, in time steps of 5 s"},
    {"two calls", build_two, UINT32_MAX, "complete, with one round, in time steps of 10 s"},
    {"configuration", build_configuration, UINT32_MAX, "complete, while time stands still"},
    {"everything", build_everything, 6, "all verbs of the other scenes, bounded in depth"},
};
bool scene_build(struct scene *scene, size_t number)
{
    if (number >= sizeof scenes / sizeof scenes[0])
        return false;
    memset(scene, 0, sizeof *scene);
    scene->name = scenes[number].name;
    scene->depth = scenes[number].depth;
    scene->bounds = scenes[number].bounds;
    scenes[number].build(scene);
    return true;
}

/* ---- Steps from actions -------------------------------------------------- */

bool scene_step(const struct model *m, const struct action *action, struct step *step)
{
    *step = action->step;
    step_link(step);
    step->now = m->clock + action->later;
    if (action->target == TARGET_OLDEST) {
        step->which = callpark_by_age(scene_lot);
    } else if (action->target == TARGET_OVER) {
        if (m->last_ticket < m->first_ticket || m->parking_count > 0)
            return false;
        step->which = callpark_by_ticket(m->last_ticket, NULL);
    } else if (action->target != TARGET_NONE) {
        if (action->target >= m->parking_count)
            return false;
        const struct callpark_info *now = &m->parkings[action->target].now;
        step->which = callpark_by_ticket(now->ticket, NULL);
        step->serial = action->stale ? m->last_event + 1 : now->serial;
    }
    if (step->verb == VERB_SET_AVAILABLE) {
        struct callpark_member_info member = {.available = 1};
        model_member_find(m, step->lot, step->extension, &member);
        step->available = (int)(action->flip ? 1 - member.available : member.available);
    }
    return true;
}
