/* SPDX-License-Identifier: MIT */
/* Lots and groups: configuration. */
#include "model.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- Recall policies ----------------------------------------------------- */

struct model_policy model__default_policy(void)
{
    return (struct model_policy){
        .targets = CALLPARK_RECALL_PARKER_ALTERNATE,
        .rounds = CALLPARK_FOREVER,
        .ring = callpark_seconds(30),
        .ring_other = callpark_seconds(30),
        .pause = callpark_seconds(10),
    };
}

struct model_policy model__policy(struct model *m, const struct callpark_recall *recall,
                                  const struct model_policy *base)
{
    struct model_policy policy = *base;
    if (recall == NULL)
        return policy;
    /* NULL inherits, CALLPARK_NONE says that there is none. */
    if (recall->alternate != NULL)
        policy.alternate = model__text(m, recall->alternate);
    if (recall->fallback != NULL)
        policy.fallback = model__text(m, recall->fallback);
    if (recall->targets != 0)
        policy.targets = recall->targets;
    if (recall->rounds != 0)
        policy.rounds = recall->rounds;
    if (recall->ring != 0)
        policy.ring = recall->ring;
    if (recall->ring_other != 0)
        policy.ring_other = recall->ring_other;
    if (recall->pause != 0)
        policy.pause = recall->pause;
    return policy;
}

bool model__policy_spans_valid(const struct model_policy *policy)
{
    const callpark_duration least = callpark_seconds(1);
    const callpark_duration most = CALLPARK_NO_TIMEOUT - 1;
    return model__within(policy->ring, least, most) &&
           model__within(policy->ring_other, least, most) &&
           model__within(policy->pause, least, most);
}

/* ---- Lots ---------------------------------------------------------------- */

struct model_lot *model__lot(const struct model *m, const char *name)
{
    for (uint32_t i = 0; i < m->lot_count; i++)
        if (model__same(m->lots[i].name, name))
            return &m->lots[i];
    return NULL;
}

struct model_lot *model__open_lot(const struct model *m, const char *name)
{
    struct model_lot *lot = model__lot(m, name);
    return lot != NULL && !lot->removed ? lot : NULL;
}

void model__free_lot(struct model_lot *lot)
{
    for (uint32_t i = 0; i < lot->group_count; i++)
        model__free_group(&lot->groups[i]);
    free(lot->groups);
    free(lot->freed);
}

void model__forget_lot(struct model *m, struct model_lot *lot)
{
    m->gone = model__grow(NULL, 1, sizeof *m->gone);
    *m->gone = *lot;
    uint32_t after = m->lot_count - (uint32_t)(lot - m->lots) - 1;
    memmove(lot, lot + 1, after * sizeof *lot);
    m->lot_count--;
}

void model__label(const char *prefix, uint32_t width, uint32_t slot, char *label)
{
    snprintf(label, 256, "%s%0*lu", prefix != NULL ? prefix : "", (int)width, (unsigned long)slot);
}

static void check_config(int *error, const struct callpark_lot_config *config)
{
    model__check_optional(error, config->prefix);
    if (*error == 0 && config->prefix != NULL && strlen(config->prefix) > 240)
        *error = CALLPARK_ERR_TOO_LONG;
    model__check(error, config->label_width <= 10);
    model__check(error, config->choice <= CALLPARK_CHOOSE_LONGEST_FREE);
    model__check(error, (config->flags & ~(uint32_t)CALLPARK_LOT_ALLOW_NO_TIMEOUT) == 0);
    model__check_recall(error, config->recall);
}

static bool timeouts_valid(const struct model_lot *lot)
{
    const callpark_duration least = callpark_seconds(10);
    const callpark_duration most = callpark_seconds(3600);
    if (!model__within(lot->timeout_min, least, most) ||
        !model__within(lot->timeout_max, least, most) || lot->timeout_min > lot->timeout_max)
        return false;
    if (lot->timeout == CALLPARK_NO_TIMEOUT)
        return (lot->flags & CALLPARK_LOT_ALLOW_NO_TIMEOUT) != 0;
    return model__within(lot->timeout, lot->timeout_min, lot->timeout_max);
}

/* A lot of nothing but |config|, every default put in. */
static int read_config(struct model *m, const struct callpark_lot_config *config,
                       struct model_lot *lot)
{
    const struct model_policy base = model__default_policy();
    *lot = (struct model_lot){
        .prefix = model__text(m, config->prefix),
        .first_slot = config->first_slot,
        .last_slot = config->last_slot,
        .label_width = config->label_width,
        .choice = config->choice != 0 ? config->choice : CALLPARK_CHOOSE_LOWEST,
        .flags = config->flags,
        .timeout = config->timeout != 0 ? config->timeout : callpark_seconds(180),
        .timeout_min = config->timeout_min != 0 ? config->timeout_min : callpark_seconds(10),
        .timeout_max = config->timeout_max != 0 ? config->timeout_max : callpark_seconds(3600),
        .policy = model__policy(m, config->recall, &base),
    };
    if (!timeouts_valid(lot) || !model__policy_spans_valid(&lot->policy))
        return CALLPARK_ERR_DURATION;
    uint64_t end = (uint64_t)lot->last_slot + 1;
    if (lot->first_slot > end || end - lot->first_slot > (UINT64_C(1) << 24))
        return CALLPARK_ERR_RANGE;
    return 0;
}

/* Whether a slot that is held, in range or not, would get another label. */
static bool would_relabel(const struct model *m, const struct model_lot *lot,
                          const struct model_lot *config)
{
    char before[256], after[256];
    for (uint32_t i = 0; i < m->parking_count; i++) {
        const struct callpark_info *now = &m->parkings[i].now;
        if (!model__same(now->lot, lot->name) || now->extension != NULL)
            continue;
        model__label(lot->prefix, lot->label_width, now->slot, before);
        model__label(config->prefix, config->label_width, now->slot, after);
        if (!model__same(before, after))
            return true;
    }
    return false;
}

static void apply_config(struct model_lot *lot, const struct model_lot *config)
{
    bool takes_up = lot->choice != CALLPARK_CHOOSE_LONGEST_FREE;
    lot->prefix = config->prefix;
    lot->first_slot = config->first_slot;
    lot->last_slot = config->last_slot;
    lot->label_width = config->label_width;
    lot->choice = config->choice;
    lot->flags = config->flags;
    lot->timeout = config->timeout;
    lot->timeout_min = config->timeout_min;
    lot->timeout_max = config->timeout_max;
    lot->policy = config->policy;

    if (!model__in_range(lot, lot->last_taken))
        lot->has_last_taken = false;
    /* Out of range is forgotten, so what comes back counts as new. */
    uint32_t kept = 0;
    for (uint32_t i = 0; i < lot->freed_count; i++)
        if (!takes_up && model__in_range(lot, lot->freed[i]))
            lot->freed[kept++] = lot->freed[i];
    lot->freed_count = kept;
}

static int configure(struct model *m, callpark_time now, const char *name,
                     const struct callpark_lot_config *config, bool add, const char *by,
                     struct callpark_event *event)
{
    int error = model__begin(m, now, by);
    struct callpark_lot_config none;
    callpark_lot_config_init(&none);
    if (add && config == NULL)
        config = &none;
    model__check_required(&error, name);
    check_config(&error, config);
    struct model_lot wanted;
    if (error == 0)
        error = read_config(m, config, &wanted);
    if (error != 0)
        return error;

    struct model_lot *lot = model__lot(m, name);
    if (add && lot != NULL && !lot->removed)
        return CALLPARK_ERR_EXISTS;
    if (!add && (lot == NULL || lot->removed))
        return CALLPARK_ERR_LOT;
    if (lot != NULL && would_relabel(m, lot, &wanted))
        return CALLPARK_ERR_BUSY;

    if (lot == NULL) {
        m->lots = model__grow(m->lots, m->lot_count + 1u, sizeof *m->lots);
        lot = &m->lots[m->lot_count++];
        *lot = (struct model_lot){.name = model__text(m, name), .born = ++m->last_born};
    }
    lot->removed = false;
    apply_config(lot, &wanted);
    model__tick(m, now);
    model__event(m, event, add ? CALLPARK_EVENT_LOT_ADDED : CALLPARK_EVENT_LOT_CONFIGURED, by);
    event->lot = lot->name;
    return 0;
}

int model_lot_add(struct model *m, callpark_time now, const char *name,
                  const struct callpark_lot_config *config, const char *by,
                  struct callpark_event *event)
{
    return configure(m, now, name, config, true, by, event);
}

int model_lot_configure(struct model *m, callpark_time now, const char *name,
                        const struct callpark_lot_config *config, const char *by,
                        struct callpark_event *event)
{
    return configure(m, now, name, config, false, by, event);
}

int model_lot_remove(struct model *m, callpark_time now, const char *name, const char *by,
                     struct callpark_event *event)
{
    int error = model__begin(m, now, by);
    model__check_required(&error, name);
    if (error != 0)
        return error;
    struct model_lot *lot = model__open_lot(m, name);
    if (lot == NULL)
        return CALLPARK_ERR_LOT;

    model__tick(m, now);
    model__event(m, event, CALLPARK_EVENT_LOT_REMOVED, by);
    event->lot = lot->name;
    for (uint32_t i = 0; i < lot->group_count; i++)
        model__free_group(&lot->groups[i]);
    lot->group_count = 0;
    lot->removed = true;
    for (uint32_t i = 0; i < m->parking_count; i++)
        if (model__same(m->parkings[i].now.lot, lot->name))
            return 0;
    model__forget_lot(m, lot);
    return 0;
}

/* ---- Groups -------------------------------------------------------------- */

struct model_group *model__group(const struct model_lot *lot, const char *name)
{
    for (uint32_t i = 0; i < lot->group_count; i++)
        if (model__same(lot->groups[i].name, name))
            return &lot->groups[i];
    return NULL;
}

struct model_group *model__group_of(const struct model_lot *lot, const char *extension,
                                    uint32_t *position)
{
    for (uint32_t i = 0; i < lot->group_count; i++)
        for (uint32_t j = 0; j < lot->groups[i].member_count; j++)
            if (model__same(lot->groups[i].members[j].extension, extension)) {
                *position = j;
                return &lot->groups[i];
            }
    return NULL;
}

void model__free_group(struct model_group *group)
{
    free(group->members);
    group->members = NULL;
    group->member_count = 0;
}

static void check_group(int *error, const char *lot, const char *group,
                        const struct callpark_group_config *config)
{
    model__check_required(error, lot);
    model__check_required(error, group);
    if (config == NULL)
        return;
    model__check(error, config->flags <= 3); /* ALLOW_PARKER, TAKE_MEMBERS */
    for (uint32_t i = 0; i < config->member_count; i++)
        model__check_required(error, config->members[i]);
}

/* No extension twice, and none of a group of |lot| other than |group| unless it may be taken. */
static bool members_valid(const struct model_lot *lot, const struct model_group *group,
                          const struct callpark_group_config *config)
{
    for (uint32_t i = 0; i < config->member_count; i++) {
        for (uint32_t j = 0; j < i; j++)
            if (model__same(config->members[i], config->members[j]))
                return false;
        uint32_t position;
        const struct model_group *other = model__group_of(lot, config->members[i], &position);
        if (other != NULL && other != group && !(config->flags & CALLPARK_GROUP_TAKE_MEMBERS))
            return false;
    }
    return true;
}

/* |extension| is in no group of |lot| any more but |group|. */
static void take(const struct model_lot *lot, const struct model_group *group,
                 const char *extension)
{
    uint32_t position;
    struct model_group *other = model__group_of(lot, extension, &position);
    if (other == NULL || other == group)
        return;
    struct model_member *member = &other->members[position];
    other->member_count--;
    memmove(member, member + 1, (other->member_count - position) * sizeof *member);
}

static void set_members(struct model *m, const struct model_lot *lot, struct model_group *group,
                        const struct callpark_group_config *config)
{
    for (uint32_t i = 0; i < config->member_count; i++)
        take(lot, group, config->members[i]);
    struct model_member *members = model__grow(NULL, config->member_count, sizeof *members);
    for (uint32_t i = 0; i < config->member_count; i++) {
        members[i].extension = model__text(m, config->members[i]);
        members[i].available = true;
        for (uint32_t j = 0; j < group->member_count; j++)
            if (model__same(group->members[j].extension, members[i].extension))
                members[i].available = group->members[j].available;
    }
    model__free_group(group);
    group->members = members;
    group->member_count = config->member_count;
    group->flags = config->flags & ~(uint32_t)CALLPARK_GROUP_TAKE_MEMBERS;
}

static void report_group(struct model *m, callpark_time now, uint32_t kind,
                         const struct model_lot *lot, const char *group, const char *by,
                         struct callpark_event *event)
{
    model__tick(m, now);
    model__event(m, event, kind, by);
    event->lot = lot->name;
    event->group = group;
}

int model_group_add(struct model *m, callpark_time now, const char *lot_name, const char *name,
                    const struct callpark_group_config *config, const char *by,
                    struct callpark_event *event)
{
    int error = model__begin(m, now, by);
    check_group(&error, lot_name, name, config);
    if (error != 0)
        return error;
    struct model_lot *lot = model__open_lot(m, lot_name);
    if (lot == NULL)
        return CALLPARK_ERR_LOT;
    if (model__group(lot, name) != NULL)
        return CALLPARK_ERR_EXISTS;
    if (!members_valid(lot, NULL, config))
        return CALLPARK_ERR_MEMBER;

    lot->groups = model__grow(lot->groups, lot->group_count + 1u, sizeof *lot->groups);
    struct model_group *group = &lot->groups[lot->group_count++];
    *group = (struct model_group){.name = model__text(m, name), .born = ++m->last_born};
    set_members(m, lot, group, config);
    report_group(m, now, CALLPARK_EVENT_GROUP_ADDED, lot, group->name, by, event);
    return 0;
}

int model_group_configure(struct model *m, callpark_time now, const char *lot_name,
                          const char *name, const struct callpark_group_config *config,
                          const char *by, struct callpark_event *event)
{
    int error = model__begin(m, now, by);
    check_group(&error, lot_name, name, config);
    if (error != 0)
        return error;
    const struct model_lot *lot = model__open_lot(m, lot_name);
    if (lot == NULL)
        return CALLPARK_ERR_LOT;
    struct model_group *group = model__group(lot, name);
    if (group == NULL)
        return CALLPARK_ERR_GROUP;
    if (!members_valid(lot, group, config))
        return CALLPARK_ERR_MEMBER;

    set_members(m, lot, group, config);
    report_group(m, now, CALLPARK_EVENT_GROUP_CONFIGURED, lot, group->name, by, event);
    return 0;
}

int model_group_remove(struct model *m, callpark_time now, const char *lot_name, const char *name,
                       const char *by, struct callpark_event *event)
{
    int error = model__begin(m, now, by);
    check_group(&error, lot_name, name, NULL);
    if (error != 0)
        return error;
    struct model_lot *lot = model__open_lot(m, lot_name);
    if (lot == NULL)
        return CALLPARK_ERR_LOT;
    struct model_group *group = model__group(lot, name);
    if (group == NULL)
        return CALLPARK_ERR_GROUP;

    report_group(m, now, CALLPARK_EVENT_GROUP_REMOVED, lot, group->name, by, event);
    model__free_group(group);
    uint32_t after = lot->group_count - (uint32_t)(group - lot->groups) - 1;
    memmove(group, group + 1, after * sizeof *group);
    lot->group_count--;
    return 0;
}

int model_member_set_available(struct model *m, callpark_time now, const char *lot_name,
                               const char *extension, int available, const char *by,
                               struct callpark_event *event)
{
    int error = model__begin(m, now, by);
    model__check_required(&error, lot_name);
    model__check_required(&error, extension);
    model__check(&error, available == 0 || available == 1);
    if (error != 0)
        return error;
    const struct model_lot *lot = model__open_lot(m, lot_name);
    if (lot == NULL)
        return CALLPARK_ERR_LOT;
    uint32_t position;
    const struct model_group *group = model__group_of(lot, extension, &position);
    if (group == NULL)
        return CALLPARK_ERR_GROUP;

    struct model_member *member = &group->members[position];
    member->available = available == 1;
    report_group(m, now,
                 available ? CALLPARK_EVENT_MEMBER_AVAILABLE : CALLPARK_EVENT_MEMBER_UNAVAILABLE,
                 lot, group->name, by, event);
    event->extension = member->extension;
    return 0;
}
