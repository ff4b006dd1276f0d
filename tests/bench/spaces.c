/* SPDX-License-Identifier: MIT */
#include "spaces.h"

#if __has_include(<uthash.h>)

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uthash.h>

/* As many buckets at the start as there are slots: the hash never grows. */
static unsigned initial_buckets_log2;
#undef HASH_INITIAL_NUM_BUCKETS
#undef HASH_INITIAL_NUM_BUCKETS_LOG2
#define HASH_INITIAL_NUM_BUCKETS (1u << initial_buckets_log2)
#define HASH_INITIAL_NUM_BUCKETS_LOG2 initial_buckets_log2

/* Who is parked in a slot; for Asterisk in a list, for FreeSWITCH in a hash. */
struct user {
    struct user *next;
    struct user *previous;
    UT_hash_handle hh;
    uint32_t slot;
    char number[12];
};

struct spaces {
    enum search search;
    uint32_t slots;
    unsigned buckets_log2;
    struct user head; /* of the sorted list */
    struct user *by_number;
    struct user **by_slot;
};

struct spaces *spaces_new(enum search search, uint32_t slots)
{
    struct spaces *spaces = calloc(1, sizeof *spaces);
    if (!spaces)
        return NULL;
    spaces->search = search;
    spaces->slots = slots;
    while ((1u << spaces->buckets_log2) < slots)
        spaces->buckets_log2++;
    spaces->head.next = spaces->head.previous = &spaces->head;
    spaces->by_slot = calloc(slots + 1u, sizeof *spaces->by_slot);
    if (spaces->by_slot)
        return spaces;
    free(spaces);
    return NULL;
}

void spaces_free(struct spaces *spaces)
{
    if (!spaces)
        return;
    for (uint32_t slot = 1; slot <= spaces->slots; slot++) {
        if (spaces->by_slot[slot])
            spaces_give(spaces, slot);
    }
    free(spaces->by_slot);
    free(spaces);
}

static struct user *by_number(struct spaces *spaces, uint32_t slot)
{
    char number[12];
    struct user *user;
    snprintf(number, sizeof number, "%u", slot);
    HASH_FIND_STR(spaces->by_number, number, user);
    return user;
}

/* The list need not be searched again for the place of the new one, which is favourable. */
static uint32_t walk(const struct spaces *spaces, struct user **behind)
{
    uint32_t slot = 1;
    struct user *user = spaces->head.next;
    while (user != &spaces->head && user->slot == slot) {
        user = user->next;
        slot++;
    }
    *behind = user;
    return slot;
}

static uint32_t format(struct spaces *spaces)
{
    uint32_t slot = 1;
    while (slot <= spaces->slots && by_number(spaces, slot))
        slot++;
    return slot;
}

static void link_before(struct user *user, struct user *behind)
{
    user->next = behind;
    user->previous = behind->previous;
    user->previous->next = behind->previous = user;
}

uint32_t spaces_take(struct spaces *spaces)
{
    struct user *behind = &spaces->head;
    uint32_t slot = spaces->search == SEARCH_WALK ? walk(spaces, &behind) : format(spaces);
    struct user *user = slot <= spaces->slots ? malloc(sizeof *user) : NULL;
    if (!user)
        return 0;
    user->slot = slot;
    if (spaces->search == SEARCH_WALK) {
        link_before(user, behind);
    } else {
        snprintf(user->number, sizeof user->number, "%u", slot);
        initial_buckets_log2 = spaces->buckets_log2;
        HASH_ADD_STR(spaces->by_number, number, user);
    }
    spaces->by_slot[slot] = user;
    return slot;
}

bool spaces_find(struct spaces *spaces, uint32_t slot)
{
    if (spaces->search == SEARCH_FORMAT)
        return by_number(spaces, slot) != NULL;
    const struct user *user = spaces->head.next;
    while (user != &spaces->head && user->slot < slot)
        user = user->next;
    return user->slot == slot;
}

void spaces_give(struct spaces *spaces, uint32_t slot)
{
    struct user *user = spaces->by_slot[slot];
    spaces->by_slot[slot] = NULL;
    if (spaces->search == SEARCH_WALK) {
        user->previous->next = user->next;
        user->next->previous = user->previous;
    } else {
        HASH_DEL(spaces->by_number, user);
    }
    free(user);
}

#endif
