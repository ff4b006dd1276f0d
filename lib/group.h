/* SPDX-License-Identifier: MIT */
/* Call-park groups: ordered members, and which of them can take a call. */
#ifndef CALLPARK_GROUP_H
#define CALLPARK_GROUP_H

#include "lot.h"

/* An extension that belongs to a group; it stays the same while it does. */
struct member {
    struct text extension; /* behind the struct */
    uint32_t number;
    uint32_t hash;
    uint32_t group;
    uint32_t position;
    bool available;
    bool listed; /* only within callpark__group_apply(): named by the new list */
};

struct group {
    struct text name; /* behind the struct */
    uint32_t number;
    uint32_t name_hash;
    uint32_t lot;
    uint32_t next_group; /* of the lot */
    uint32_t flags;
    uint32_t count;
    uint32_t *members;  /* their numbers, in order */
    struct bitmap open; /* positions that can take a call */
    uint32_t open_count;
};

static inline struct group *callpark__group(const struct callpark *registry, uint32_t number)
{
    return callpark__table_get(&registry->groups, number);
}

static inline struct member *callpark__member(const struct callpark *registry, uint32_t number)
{
    return callpark__table_get(&registry->members, number);
}

/* The hashes under which groups and members stand in the registry's indexes. */
uint32_t callpark__group_hash_of(const void *registry, uint32_t group);
uint32_t callpark__member_hash_of(const void *registry, uint32_t member);

struct group *callpark__group_named(const struct callpark *registry, const struct lot *lot,
                                    struct text name);

struct member *callpark__member_named(const struct callpark *registry, const struct lot *lot,
                                      struct text extension);

/* An empty group of |lot|; NULL if memory was refused. */
struct group *callpark__group_new(struct callpark *registry, struct lot *lot, struct text name);

/* Takes the group and its members out; its own memory stays for callpark__group_free(). */
void callpark__group_forget(struct callpark *registry, struct group *group);
void callpark__group_free(struct callpark *registry, struct group *group);

/*
 * Gives the group the |count| |extensions|, in that order, or changes nothing:
 * CALLPARK_ERR_MEMBER if one is listed twice, or is in another group from which the flags
 * do not let it be taken; CALLPARK_ERR_NOMEM.
 */
int callpark__group_apply(struct callpark *registry, struct group *group,
                          const char *const *extensions, uint32_t count, uint32_t flags);

/* The first member who can take a call parked by |parker|, or NULL. */
const struct member *callpark__group_choose(const struct callpark *registry,
                                            const struct group *group, struct text parker);

/* Says what the member can do now: it was freed or taken, or became available or not. */
void callpark__member_update(struct callpark *registry, const struct member *member);

#endif
