/* SPDX-License-Identifier: MIT */
/* Lots as the host sees them: adding, changing, removing, looking. */
#include "callpark/callpark.h"

#include "change.h"
#include "group.h"

static int begin(struct change *change, struct callpark *registry, callpark_time now,
                 const char *name, const char *by, struct callpark_event *event, struct text *lot)
{
    int error = callpark__change_begin(change, registry, now, by, event);
    return error ? error : callpark__read_required(lot, name);
}

/* A new lot, which goes again if it cannot be configured. */
static int add(struct callpark *registry, struct text name, const struct lot_args *in,
               struct lot **lot)
{
    *lot = callpark__lot_new(registry, name);
    if (!*lot)
        return CALLPARK_ERR_NOMEM;
    if (callpark__lot_apply(registry, *lot, in))
        return CALLPARK_OK;
    callpark__lot_forget(registry, *lot);
    callpark__lot_free(registry, *lot);
    return CALLPARK_ERR_NOMEM;
}

static int reconfigure(struct callpark *registry, struct lot *lot, const struct lot_args *in)
{
    if (callpark__lot_relabels(lot, in->prefix, in->label_width))
        return CALLPARK_ERR_BUSY;
    return callpark__lot_apply(registry, lot, in) ? CALLPARK_OK : CALLPARK_ERR_NOMEM;
}

static int add_or_revive(struct callpark *registry, struct text name, const struct lot_args *in,
                         struct lot **lot)
{
    *lot = callpark__lot_named(registry, name);
    if (!*lot)
        return add(registry, name, in, lot);
    if (!(*lot)->removed)
        return CALLPARK_ERR_EXISTS;
    int error = reconfigure(registry, *lot, in);
    if (!error)
        (*lot)->removed = false;
    return error;
}

int callpark_lot_add(struct callpark *registry, callpark_time now, const char *name,
                     const struct callpark_lot_config *config, const char *by,
                     struct callpark_event *event)
{
    struct change change;
    struct text text;
    struct lot_args in;
    struct lot *lot;
    int error = begin(&change, registry, now, name, by, event, &text);
    if (!error)
        error = callpark__read_lot(&in, config);
    if (!error)
        error = add_or_revive(registry, text, &in, &lot);
    if (error)
        return error;
    callpark__change_config(&change, CALLPARK_EVENT_LOT_ADDED, lot->name.s, NULL, NULL);
    return CALLPARK_OK;
}

int callpark_lot_configure(struct callpark *registry, callpark_time now, const char *name,
                           const struct callpark_lot_config *config, const char *by,
                           struct callpark_event *event)
{
    struct change change;
    struct text text;
    struct lot_args in;
    int error = begin(&change, registry, now, name, by, event, &text);
    if (!error)
        error = config ? callpark__read_lot(&in, config) : CALLPARK_ERR_INVALID;
    if (error)
        return error;
    struct lot *lot = callpark__lot_in_service(registry, text);
    if (!lot)
        return CALLPARK_ERR_LOT;
    error = reconfigure(registry, lot, &in);
    if (error)
        return error;
    callpark__change_config(&change, CALLPARK_EVENT_LOT_CONFIGURED, lot->name.s, NULL, NULL);
    return CALLPARK_OK;
}

static void remove_groups(struct callpark *registry, struct lot *lot)
{
    while (lot->first_group != NONE) {
        struct group *group = callpark__group(registry, lot->first_group);
        callpark__group_forget(registry, group);
        callpark__group_free(registry, group);
    }
}

int callpark_lot_remove(struct callpark *registry, callpark_time now, const char *name,
                        const char *by, struct callpark_event *event)
{
    struct change change;
    struct text text;
    int error = begin(&change, registry, now, name, by, event, &text);
    if (error)
        return error;
    struct lot *lot = callpark__lot_in_service(registry, text);
    if (!lot)
        return CALLPARK_ERR_LOT;
    remove_groups(registry, lot);
    lot->removed = true;
    if (!lot->calls) {
        callpark__lot_forget(registry, lot);
        callpark__next_limbo(registry)->lot = lot;
    }
    callpark__change_config(&change, CALLPARK_EVENT_LOT_REMOVED, lot->name.s, NULL, NULL);
    return CALLPARK_OK;
}

/* ---- Looking ---- */

static struct callpark_lot_info describe(const struct callpark *registry, const struct lot *lot)
{
    const struct policy *policy = callpark__policy(registry, lot->policy);
    return (struct callpark_lot_info){
        .size = sizeof(struct callpark_lot_info),
        .name = lot->name.s,
        .prefix = lot->prefix.s,
        .alternate = policy->alternate.s,
        .fallback = policy->fallback.s,
        .targets = policy->targets,
        .rounds = policy->rounds,
        .ring = policy->ring,
        .ring_other = policy->ring_other,
        .pause = policy->pause,
        .first_slot = lot->slots.first,
        .last_slot = lot->slots.first + lot->slots.count - 1,
        .label_width = lot->label_width,
        .choice = lot->slots.choice,
        .timeout = lot->timeout,
        .timeout_min = lot->timeout_min,
        .timeout_max = lot->timeout_max,
        .flags = lot->flags,
        .slots_free = lot->slots.free,
        .calls = lot->calls,
        .removed = lot->removed,
    };
}

int callpark_lot_find(const struct callpark *registry, const char *name,
                      struct callpark_lot_info *info)
{
    struct text text;
    if (!registry)
        return CALLPARK_ERR_INVALID;
    int error = callpark__check_out(info, sizeof *info);
    if (!error)
        error = callpark__read_required(&text, name);
    if (error)
        return error;
    const struct lot *lot = callpark__lot_named(registry, text);
    if (!lot)
        return CALLPARK_ERR_LOT;
    struct callpark_lot_info found = describe(registry, lot);
    callpark__write_struct(info, &found, sizeof found);
    return CALLPARK_OK;
}

int callpark_lot_next(const struct callpark *registry, uint64_t *cursor,
                      struct callpark_lot_info *info)
{
    if (!registry || !cursor)
        return CALLPARK_ERR_INVALID;
    int error = callpark__check_out(info, sizeof *info);
    if (error)
        return error;
    const struct lot *lot = callpark__table_next(&registry->lots, cursor);
    if (!lot)
        return 0;
    struct callpark_lot_info found = describe(registry, lot);
    callpark__write_struct(info, &found, sizeof found);
    return 1;
}

/* The lot that the last event took away can still name its slots. */
static const struct lot *known_lot(const struct callpark *registry, struct text name)
{
    const struct lot *gone = callpark__limbo(registry)->lot;
    const struct lot *lot = callpark__lot_named(registry, name);
    if (!lot && gone && !registry->expired && callpark__text_equal(gone->name, name))
        return gone;
    return lot;
}

int callpark_slot_label(const struct callpark *registry, const char *lot, uint32_t slot,
                        char *buffer, size_t size)
{
    struct text text;
    if (!registry || !buffer)
        return CALLPARK_ERR_INVALID;
    int error = callpark__read_required(&text, lot);
    if (error)
        return error;
    const struct lot *found = known_lot(registry, text);
    if (!found)
        return CALLPARK_ERR_LOT;
    size_t length = callpark__lot_label(found, slot, buffer, size);
    return length < size ? (int)length : CALLPARK_ERR_BUFFER;
}
