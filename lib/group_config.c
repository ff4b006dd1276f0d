/* SPDX-License-Identifier: MIT */
/* Groups as the host sees them: adding, changing, removing, looking. */
#include "callpark/callpark.h"

#include "change.h"
#include "group.h"
#include "place.h"

struct group_args {
    struct text lot;
    struct text name;
    const struct callpark_group_config *config;
    struct callpark_group_config copy; /* of an older one */
};

static int read_names(struct group_args *in, const char *lot, const char *name)
{
    int error = callpark__read_required(&in->lot, lot);
    return error ? error : callpark__read_required(&in->name, name);
}

static int read_members(const struct callpark_group_config *config)
{
    struct text extension;
    if (config->flags > (CALLPARK_GROUP_ALLOW_PARKER | CALLPARK_GROUP_TAKE_MEMBERS) ||
        (config->member_count && !config->members))
        return CALLPARK_ERR_INVALID;
    for (uint32_t i = 0; i < config->member_count; i++) {
        int error = callpark__read_required(&extension, config->members[i]);
        if (error)
            return error;
    }
    return CALLPARK_OK;
}

static int read_group(struct group_args *in, const char *lot, const char *name,
                      const struct callpark_group_config *config)
{
    int error = read_names(in, lot, name);
    if (error)
        return error;
    in->config = callpark__read_struct(&in->copy, sizeof in->copy, sizeof in->copy, config, &error);
    return in->config ? read_members(in->config) : error;
}

static int find_group(const struct callpark *registry, const struct group_args *in,
                      struct group **group)
{
    const struct lot *lot = callpark__lot_in_service(registry, in->lot);
    if (!lot)
        return CALLPARK_ERR_LOT;
    *group = callpark__group_named(registry, lot, in->name);
    return *group ? CALLPARK_OK : CALLPARK_ERR_GROUP;
}

static int apply(struct callpark *registry, struct group *group, const struct group_args *in)
{
    return callpark__group_apply(registry, group, in->config->members, in->config->member_count,
                                 in->config->flags);
}

static void publish(struct change *change, uint32_t kind, const struct group *group)
{
    const char *lot = callpark__lot(change->registry, group->lot)->name.s;
    callpark__change_config(change, kind, lot, group->name.s, NULL);
}

/* A new group, which goes again if it cannot have its members. */
static int add(struct callpark *registry, const struct group_args *in, struct group **group)
{
    struct lot *lot = callpark__lot_in_service(registry, in->lot);
    if (!lot)
        return CALLPARK_ERR_LOT;
    if (callpark__group_named(registry, lot, in->name))
        return CALLPARK_ERR_EXISTS;
    *group = callpark__group_new(registry, lot, in->name);
    if (!*group)
        return CALLPARK_ERR_NOMEM;
    int error = apply(registry, *group, in);
    if (error) {
        callpark__group_forget(registry, *group);
        callpark__group_free(registry, *group);
    }
    return error;
}

int callpark_group_add(struct callpark *registry, callpark_time now, const char *lot,
                       const char *group, const struct callpark_group_config *config,
                       const char *by, struct callpark_event *event)
{
    struct change change;
    struct group_args in;
    struct group *added;
    int error = callpark__change_begin(&change, registry, now, by, event);
    if (!error)
        error = read_group(&in, lot, group, config);
    if (!error)
        error = add(registry, &in, &added);
    if (error)
        return error;
    publish(&change, CALLPARK_EVENT_GROUP_ADDED, added);
    return CALLPARK_OK;
}

int callpark_group_configure(struct callpark *registry, callpark_time now, const char *lot,
                             const char *group, const struct callpark_group_config *config,
                             const char *by, struct callpark_event *event)
{
    struct change change;
    struct group_args in;
    struct group *found;
    int error = callpark__change_begin(&change, registry, now, by, event);
    if (!error)
        error = read_group(&in, lot, group, config);
    if (!error)
        error = find_group(registry, &in, &found);
    if (!error)
        error = apply(registry, found, &in);
    if (error)
        return error;
    publish(&change, CALLPARK_EVENT_GROUP_CONFIGURED, found);
    return CALLPARK_OK;
}

int callpark_group_remove(struct callpark *registry, callpark_time now, const char *lot,
                          const char *group, const char *by, struct callpark_event *event)
{
    struct change change;
    struct group_args in;
    struct group *found;
    int error = callpark__change_begin(&change, registry, now, by, event);
    if (!error)
        error = read_names(&in, lot, group);
    if (!error)
        error = find_group(registry, &in, &found);
    if (error)
        return error;
    callpark__group_forget(registry, found);
    callpark__next_limbo(registry)->group = found;
    publish(&change, CALLPARK_EVENT_GROUP_REMOVED, found);
    return CALLPARK_OK;
}

/* ---- Members ---- */

static int find_member(const struct callpark *registry, const char *lot, const char *extension,
                       struct member **member)
{
    struct group_args in;
    int error = read_names(&in, lot, extension);
    if (error)
        return error;
    const struct lot *found = callpark__lot_in_service(registry, in.lot);
    if (!found)
        return CALLPARK_ERR_LOT;
    *member = callpark__member_named(registry, found, in.name);
    return *member ? CALLPARK_OK : CALLPARK_ERR_GROUP;
}

int callpark_member_set_available(struct callpark *registry, callpark_time now, const char *lot,
                                  const char *extension, int available, const char *by,
                                  struct callpark_event *event)
{
    struct change change;
    struct member *member;
    int error = callpark__change_begin(&change, registry, now, by, event);
    if (!error && available != 0 && available != 1)
        error = CALLPARK_ERR_INVALID;
    if (!error)
        error = find_member(registry, lot, extension, &member);
    if (error)
        return error;
    const struct group *group = callpark__group(registry, member->group);
    member->available = available == 1;
    callpark__member_update(registry, member);
    callpark__change_config(
        &change, available ? CALLPARK_EVENT_MEMBER_AVAILABLE : CALLPARK_EVENT_MEMBER_UNAVAILABLE,
        callpark__lot(registry, group->lot)->name.s, group->name.s, member->extension.s);
    return CALLPARK_OK;
}

static void describe_member(const struct callpark *registry, const struct member *member,
                            struct callpark_member_info *info)
{
    const struct group *group = callpark__group(registry, member->group);
    const struct lot *lot = callpark__lot(registry, group->lot);
    struct callpark_member_info found = {
        .size = sizeof found,
        .extension = member->extension.s,
        .group = group->name.s,
        .position = member->position,
        .available = member->available,
        .held = callpark__extension_holder(registry, lot, member->extension) != NONE,
    };
    callpark__write_struct(info, &found, sizeof found);
}

int callpark_member_find(const struct callpark *registry, const char *lot, const char *extension,
                         struct callpark_member_info *info)
{
    struct member *member;
    if (!registry)
        return CALLPARK_ERR_INVALID;
    int error = callpark__check_out(info, sizeof *info);
    if (!error)
        error = find_member(registry, lot, extension, &member);
    if (error)
        return error;
    describe_member(registry, member, info);
    return CALLPARK_OK;
}

int callpark_group_member(const struct callpark *registry, const char *lot, const char *group,
                          uint32_t position, struct callpark_member_info *info)
{
    struct group_args in;
    struct group *found;
    if (!registry)
        return CALLPARK_ERR_INVALID;
    int error = callpark__check_out(info, sizeof *info);
    if (!error)
        error = read_names(&in, lot, group);
    if (!error)
        error = find_group(registry, &in, &found);
    if (!error && position >= found->count)
        error = CALLPARK_ERR_NOT_FOUND;
    if (error)
        return error;
    describe_member(registry, callpark__member(registry, found->members[position]), info);
    return CALLPARK_OK;
}

/* ---- Groups ---- */

static void describe_group(const struct callpark *registry, const struct group *group,
                           struct callpark_group_info *info)
{
    struct callpark_group_info found = {
        .size = sizeof found,
        .lot = callpark__lot(registry, group->lot)->name.s,
        .name = group->name.s,
        .member_count = group->count,
        .members_free = group->open_count,
        .flags = group->flags,
    };
    callpark__write_struct(info, &found, sizeof found);
}

int callpark_group_find(const struct callpark *registry, const char *lot, const char *group,
                        struct callpark_group_info *info)
{
    struct group_args in;
    struct group *found;
    if (!registry)
        return CALLPARK_ERR_INVALID;
    int error = callpark__check_out(info, sizeof *info);
    if (!error)
        error = read_names(&in, lot, group);
    if (!error)
        error = find_group(registry, &in, &found);
    if (error)
        return error;
    describe_group(registry, found, info);
    return CALLPARK_OK;
}

int callpark_group_next(const struct callpark *registry, uint64_t *cursor,
                        struct callpark_group_info *info)
{
    if (!registry || !cursor)
        return CALLPARK_ERR_INVALID;
    int error = callpark__check_out(info, sizeof *info);
    if (error)
        return error;
    const struct group *group = callpark__table_next(&registry->groups, cursor);
    if (!group)
        return 0;
    describe_group(registry, group, info);
    return 1;
}
