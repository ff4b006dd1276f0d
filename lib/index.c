/* SPDX-License-Identifier: MIT */
#include "index.h"

#include <assert.h>
#include <string.h>

#define FILL 7u /* of twelve, on average: few groups are full when a value comes */

#define GROUP_BYTES sizeof(struct index_group)

_Static_assert(GROUP_BYTES == 64, "a group fills a cache line");

static const struct index_group nothing = {0};

void callpark__index_init(struct index *index, index_hash *hash_of, const void *owner)
{
    *index = (struct index){
        .groups = (struct index_group *)(uintptr_t)&nothing, /* only read while there is no room */
        .hash_of = hash_of,
        .owner = owner,
    };
}

void callpark__index_insert(struct index *index, uint32_t hash, uint32_t value)
{
    assert(index->count < index->limit);
    struct index_group *group = callpark__index_home(index, hash);
    uint64_t empty;
    while (!(empty = callpark__index_places(group, 0))) {
        group->passed++;
        group = callpark__index_after(index, group);
    }
    uint32_t place = callpark__first_place(empty);
    group->tags[place] = callpark__index_tag(hash);
    group->values[place] = value;
    index->count++;
}

/* The place of |value| in the group, or INDEX_GROUP. */
static uint32_t place_of(const struct index_group *group, uint8_t tag, uint32_t value)
{
    for (uint64_t places = callpark__index_places(group, tag); places; places &= places - 1) {
        uint32_t place = callpark__first_place(places);
        if (group->values[place] == value)
            return place;
    }
    return INDEX_GROUP;
}

void callpark__index_remove(struct index *index, uint32_t hash, uint32_t value)
{
    struct index_group *group = callpark__index_home(index, hash);
    uint8_t tag = callpark__index_tag(hash);
    uint32_t place;
    while ((place = place_of(group, tag, value)) == INDEX_GROUP) {
        assert(group->passed);
        group->passed--;
        group = callpark__index_after(index, group);
    }
    group->tags[place] = 0;
    index->count--;
}

/* ---- Memory ---- */

static void refill(struct index *to, const struct index *from)
{
    for (uint32_t i = 0; i < from->group_count; i++) {
        const struct index_group *group = &from->groups[i];
        for (uint32_t place = 0; place < INDEX_GROUP; place++) {
            uint32_t value = group->values[place];
            if (group->tags[place])
                callpark__index_insert(to, to->hash_of(to->owner, value), value);
        }
    }
}

bool callpark__index_grow(struct index *index, const struct memory *memory, uint32_t count)
{
    struct index larger = *index;
    larger.count = 0;
    larger.group_count = callpark__grown(index->limit, count) / FILL + 1;
    larger.limit = larger.group_count <= NONE / FILL ? larger.group_count * FILL : NONE;
    larger.groups = callpark__array_aligned(memory, larger.group_count, GROUP_BYTES, GROUP_BYTES,
                                            &larger.block);
    if (!larger.groups)
        return false;
    memset(larger.groups, 0, larger.group_count * GROUP_BYTES);
    refill(&larger, index);
    callpark__free(memory, index->block);
    *index = larger;
    return true;
}

void callpark__index_fini(struct index *index, const struct memory *memory)
{
    callpark__free(memory, index->block);
    callpark__index_init(index, index->hash_of, index->owner);
}
