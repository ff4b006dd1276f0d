/* SPDX-License-Identifier: MIT */
#include "support_states.h"
#include "support_fields.h"

#include <stdlib.h>

static void put(struct key *key, uint64_t number)
{
    if (key->length + 9 > KEY_BYTES)
        abort();
    /* Short numbers first: nearly all are. */
    if (number < 255) {
        key->bytes[key->length++] = (unsigned char)number;
        return;
    }
    key->bytes[key->length++] = 255;
    for (unsigned i = 0; i < 8; i++)
        key->bytes[key->length++] = (unsigned char)(number >> (8 * i));
}

static void put_text(struct key *key, const char *text)
{
    size_t length = text != NULL ? strlen(text) + 1 : 0;
    put(key, length);
    for (size_t i = 0; i + 1 < length; i++)
        put(key, (unsigned char)text[i]);
}

/*
 * Later than the clock: how much. Else only the order counts, and whether it is
 * the clock itself.
 */
static void put_time(struct key *key, const struct model *m, callpark_time time)
{
    if (time > m->clock) {
        put(key, time == CALLPARK_NEVER ? 254 : 100 + (time - m->clock) / 1000);
        return;
    }
    uint64_t between = time < m->clock;
    for (uint32_t i = 0; i < 2 * m->parking_count; i++) {
        const struct callpark_info *now = &m->parkings[i / 2].now;
        callpark_time other = i % 2 == 0 ? now->due : now->deadline;
        bool counted = false;
        for (uint32_t j = 0; j < i; j++) {
            const struct callpark_info *earlier = &m->parkings[j / 2].now;
            counted |= other == (j % 2 == 0 ? earlier->due : earlier->deadline);
        }
        between += !counted && other > time && other < m->clock;
    }
    put(key, between);
}

static void put_policy(struct key *key, const struct model_policy *policy)
{
    put(key, policy->targets);
    put(key, policy->rounds);
    put(key, policy->ring / 1000);
    put(key, policy->ring_other / 1000);
    put(key, policy->pause / 1000);
}

static void put_parking(struct key *key, const struct model *m, const struct model_parking *parking)
{
    const struct callpark_info *now = &parking->now;
    put(key, now->state);
    put(key, now->slot);
    put_text(key, now->extension);
    put_text(key, now->call_id);
    put_text(key, now->parker);
    put(key, now->step);
    put(key, now->round);
    put_text(key, now->target);
    put(key, parking->fallback_failed);
    put_policy(key, &parking->policy);
    put_time(key, m, now->due);
    /* Nothing comes back to the end of a ring that was answered. */
    if (now->state != CALLPARK_STATE_CLAIMED || now->target == NULL)
        put_time(key, m, now->deadline);
}

static void put_lot(struct key *key, const struct model_lot *lot)
{
    put(key, lot->removed);
    put(key, lot->first_slot);
    put(key, lot->last_slot);
    put(key, lot->choice);
    put_text(key, lot->prefix);
    /* The slot last taken matters as soon as a configuration brings NEXT. */
    put(key, lot->has_last_taken ? lot->last_taken + 1 : 0);
    put(key, lot->freed_count);
    for (uint32_t i = 0; i < lot->freed_count; i++)
        put(key, lot->freed[i]);
    put(key, lot->group_count);
    for (uint32_t i = 0; i < lot->group_count; i++) {
        put(key, lot->groups[i].flags);
        put(key, lot->groups[i].member_count);
        for (uint32_t j = 0; j < lot->groups[i].member_count; j++) {
            put_text(key, lot->groups[i].members[j].extension);
            put(key, lot->groups[i].members[j].available);
        }
    }
}

void key_make(const struct model *m, bool cursor_matters, struct key *key)
{
    key->length = 0;
    put(key, m->lot_count);
    for (uint32_t i = 0; i < m->lot_count; i++) {
        struct model_lot lot = m->lots[i];
        if (!cursor_matters)
            lot.has_last_taken = false;
        put_lot(key, &lot);
    }
    put(key, m->parking_count);
    for (uint32_t i = 0; i < m->parking_count; i++)
        put_parking(key, m, &m->parkings[i]);
    put(key, m->parking_count == 0 && m->last_ticket >= m->first_ticket);
}

static uint64_t hash_key(const unsigned char *bytes, uint32_t length)
{
    uint64_t hash = hash_start();
    for (uint32_t i = 0; i < length; i++)
        hash = (hash ^ bytes[i]) * UINT64_C(0x100000001b3);
    return hash ^ (hash >> 29);
}

static void *grow(void *memory, size_t count, size_t size)
{
    void *grown = realloc(memory, count * size);
    if (grown == NULL)
        abort();
    return grown;
}

static void rehash(struct states *states)
{
    states->table_length = states->table_length > 0 ? 2 * states->table_length : 1024;
    states->table = grow(states->table, states->table_length, sizeof *states->table);
    memset(states->table, 0, states->table_length * sizeof *states->table);
    for (uint32_t i = 0; i < states->count; i++) {
        uint64_t at = hash_key(states->list[i].key, states->list[i].key_length);
        while (states->table[at & (states->table_length - 1)] != 0)
            at++;
        states->table[at & (states->table_length - 1)] = i + 1;
    }
}

bool states_add(struct states *states, const struct key *key, uint32_t parent, uint32_t action)
{
    if (2 * states->count >= states->table_length)
        rehash(states);
    uint64_t at = hash_key(key->bytes, key->length);
    for (uint32_t found; (found = states->table[at & (states->table_length - 1)]) != 0; at++) {
        const struct state *state = &states->list[found - 1];
        if (state->key_length == key->length && memcmp(state->key, key->bytes, key->length) == 0)
            return false;
    }
    if (states->count == states->room) {
        states->room = states->room > 0 ? 2 * states->room : 1024;
        states->list = grow(states->list, states->room, sizeof *states->list);
    }
    struct state *state = &states->list[states->count++];
    state->key = grow(NULL, key->length, 1);
    memcpy(state->key, key->bytes, key->length);
    state->key_length = key->length;
    state->parent = parent;
    state->action = action;
    state->depth = states->count > 1 ? states->list[parent].depth + 1 : 0;
    states->table[at & (states->table_length - 1)] = states->count;
    return true;
}

void states_free(struct states *states)
{
    for (uint32_t i = 0; i < states->count; i++)
        free(states->list[i].key);
    free(states->list);
    free(states->table);
    memset(states, 0, sizeof *states);
}
