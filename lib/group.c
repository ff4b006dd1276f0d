/* SPDX-License-Identifier: MIT */
#include "group.h"

#include <string.h>

#include "place.h"

static uint32_t hash_in(const struct callpark *registry, const struct lot *lot, struct text text)
{
    return callpark__hash_text(registry->key, lot->number, text.s, text.length);
}

uint32_t callpark__group_hash_of(const void *registry, uint32_t group)
{
    return callpark__group(registry, group)->name_hash;
}

uint32_t callpark__member_hash_of(const void *registry, uint32_t member)
{
    return callpark__member(registry, member)->hash;
}

struct group *callpark__group_named(const struct callpark *registry, const struct lot *lot,
                                    struct text name)
{
    uint32_t hash = hash_in(registry, lot, name);
    struct index_probe probe = callpark__index_probe(&registry->group_names, hash);
    uint32_t number;
    while ((number = callpark__index_next(&probe)) != NONE) {
        struct group *group = callpark__group(registry, number);
        if (group->lot == lot->number && callpark__text_equal(group->name, name))
            return group;
    }
    return NULL;
}

struct member *callpark__member_named(const struct callpark *registry, const struct lot *lot,
                                      struct text extension)
{
    uint32_t hash = hash_in(registry, lot, extension);
    struct index_probe probe = callpark__index_probe(&registry->member_names, hash);
    uint32_t number;
    while ((number = callpark__index_next(&probe)) != NONE) {
        struct member *member = callpark__member(registry, number);
        if (callpark__group(registry, member->group)->lot == lot->number &&
            callpark__text_equal(member->extension, extension))
            return member;
    }
    return NULL;
}

static struct lot *lot_of(const struct callpark *registry, const struct group *group)
{
    return callpark__lot(registry, group->lot);
}

struct group *callpark__group_new(struct callpark *registry, struct lot *lot, struct text name)
{
    const struct memory *memory = &registry->memory;
    if (!callpark__table_reserve(&registry->groups, memory, 1) ||
        !callpark__index_reserve(&registry->group_names, memory, registry->group_names.count + 1))
        return NULL;
    struct group *group = callpark__alloc(memory, sizeof *group + name.length + 1);
    if (!group)
        return NULL;
    char *own_name = (char *)(group + 1);
    memcpy(own_name, name.s, name.length);
    own_name[name.length] = 0;
    *group = (struct group){
        .name = {own_name, name.length},
        .name_hash = hash_in(registry, lot, name),
        .lot = lot->number,
        .next_group = lot->first_group,
    };
    group->number = callpark__table_add(&registry->groups, group);
    callpark__index_insert(&registry->group_names, group->name_hash, group->number);
    lot->first_group = group->number;
    return group;
}

/* ---- Members ---- */

static struct member *add_member(struct callpark *registry, const struct group *group,
                                 struct text extension)
{
    const struct memory *memory = &registry->memory;
    if (!callpark__table_reserve(&registry->members, memory, 1) ||
        !callpark__index_reserve(&registry->member_names, memory, registry->member_names.count + 1))
        return NULL;
    struct member *member = callpark__alloc(memory, sizeof *member + extension.length + 1);
    if (!member)
        return NULL;
    char *own = (char *)(member + 1);
    memcpy(own, extension.s, extension.length);
    own[extension.length] = 0;
    *member = (struct member){
        .extension = {own, extension.length},
        .hash = hash_in(registry, lot_of(registry, group), extension),
        .group = group->number,
        .position = NONE,
        .available = true,
    };
    member->number = callpark__table_add(&registry->members, member);
    callpark__index_insert(&registry->member_names, member->hash, member->number);
    return member;
}

static void drop_member(struct callpark *registry, struct member *member)
{
    callpark__index_remove(&registry->member_names, member->hash, member->number);
    callpark__table_remove(&registry->members, member->number);
    callpark__free(&registry->memory, member);
}

static bool can_take(const struct callpark *registry, const struct member *member)
{
    const struct lot *lot = lot_of(registry, callpark__group(registry, member->group));
    return member->available &&
           callpark__extension_holder(registry, lot, member->extension) == NONE;
}

void callpark__member_update(struct callpark *registry, const struct member *member)
{
    struct group *group = callpark__group(registry, member->group);
    bool was = callpark__bitmap_test(&group->open, member->position);
    bool is = can_take(registry, member);
    if (is && !was) {
        callpark__bitmap_set(&group->open, member->position);
        group->open_count++;
    } else if (was && !is) {
        callpark__bitmap_clear(&group->open, member->position);
        group->open_count--;
    }
}

const struct member *callpark__group_choose(const struct callpark *registry,
                                            const struct group *group, struct text parker)
{
    uint32_t position = callpark__bitmap_next(&group->open, 0);
    while (position != NONE) {
        const struct member *member = callpark__member(registry, group->members[position]);
        if (group->flags & CALLPARK_GROUP_ALLOW_PARKER ||
            !callpark__text_equal(member->extension, parker))
            return member;
        position = callpark__bitmap_next(&group->open, position + 1);
    }
    return NULL;
}

/* ---- The whole list ---- */

/* A list in the making: members found or added, |count| of them so far. */
struct listing {
    uint32_t *members;
    uint32_t count;
    struct bitmap open;
    bool takes; /* members of other groups too */
};

static int list_one(struct callpark *registry, struct group *group, const char *name,
                    struct listing *list)
{
    struct text extension = {name, (uint32_t)strlen(name)};
    struct member *member = callpark__member_named(registry, lot_of(registry, group), extension);
    if (member && (member->listed || (member->group != group->number && !list->takes)))
        return CALLPARK_ERR_MEMBER;
    if (!member)
        member = add_member(registry, group, extension);
    if (!member)
        return CALLPARK_ERR_NOMEM;
    member->listed = true;
    list->members[list->count++] = member->number;
    return CALLPARK_OK;
}

/* A member that was added for the list has no position yet. */
static void give_up(struct callpark *registry, struct listing *list)
{
    while (list->count) {
        struct member *member = callpark__member(registry, list->members[--list->count]);
        member->listed = false;
        if (member->position == NONE)
            drop_member(registry, member);
    }
    callpark__free(&registry->memory, list->members);
    callpark__bitmap_fini(&list->open, &registry->memory);
}

static int make_list(struct callpark *registry, struct group *group, const char *const *extensions,
                     uint32_t count, struct listing *list)
{
    int error = CALLPARK_OK;
    list->members =
        callpark__array_copy(&registry->memory, NULL, 0, count ? count : 1, sizeof *list->members);
    if (!list->members || !callpark__bitmap_init(&list->open, &registry->memory, count))
        error = CALLPARK_ERR_NOMEM;
    for (uint32_t i = 0; i < count && !error; i++)
        error = list_one(registry, group, extensions[i], list);
    if (error)
        give_up(registry, list);
    return error;
}

static void drop_unlisted(struct callpark *registry, const struct group *group)
{
    for (uint32_t i = 0; i < group->count; i++) {
        struct member *member = callpark__member(registry, group->members[i]);
        if (!member->listed)
            drop_member(registry, member);
    }
}

/* Whom the list names goes over to |group|, as a new member; the others close ranks. */
static void take_from(struct callpark *registry, struct group *other, const struct group *group)
{
    uint32_t count = other->count;
    callpark__bitmap_clear_range(&other->open, 0, count);
    other->open_count = 0;
    other->count = 0;
    for (uint32_t i = 0; i < count; i++) {
        struct member *member = callpark__member(registry, other->members[i]);
        if (member->listed) {
            member->group = group->number;
            member->available = true;
            continue;
        }
        member->position = other->count;
        other->members[other->count++] = member->number;
        callpark__member_update(registry, member);
    }
}

static void take_members(struct callpark *registry, const struct group *group,
                         const struct listing *list)
{
    for (uint32_t i = 0; i < list->count; i++) {
        uint32_t other = callpark__member(registry, list->members[i])->group;
        if (other != group->number)
            take_from(registry, callpark__group(registry, other), group);
    }
}

static void drop_list(struct callpark *registry, struct group *group)
{
    callpark__free(&registry->memory, group->members);
    callpark__bitmap_fini(&group->open, &registry->memory);
    group->open_count = 0;
}

int callpark__group_apply(struct callpark *registry, struct group *group,
                          const char *const *extensions, uint32_t count, uint32_t flags)
{
    struct listing list = {.takes = flags & CALLPARK_GROUP_TAKE_MEMBERS};
    int error = make_list(registry, group, extensions, count, &list);
    if (error)
        return error;
    take_members(registry, group, &list);
    drop_unlisted(registry, group);
    drop_list(registry, group);
    group->members = list.members;
    group->open = list.open;
    group->count = count;
    group->flags = flags & ~(uint32_t)CALLPARK_GROUP_TAKE_MEMBERS;
    for (uint32_t i = 0; i < count; i++) {
        struct member *member = callpark__member(registry, list.members[i]);
        member->listed = false;
        member->position = i;
        callpark__member_update(registry, member);
    }
    return CALLPARK_OK;
}

static void unlink_group(struct callpark *registry, const struct group *group)
{
    uint32_t *link = &lot_of(registry, group)->first_group;
    while (*link != group->number)
        link = &callpark__group(registry, *link)->next_group;
    *link = group->next_group;
}

void callpark__group_forget(struct callpark *registry, struct group *group)
{
    drop_unlisted(registry, group);
    drop_list(registry, group);
    unlink_group(registry, group);
    callpark__index_remove(&registry->group_names, group->name_hash, group->number);
    callpark__table_remove(&registry->groups, group->number);
}

void callpark__group_free(struct callpark *registry, struct group *group)
{
    callpark__free(&registry->memory, group);
}
