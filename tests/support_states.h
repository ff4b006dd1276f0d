/* SPDX-License-Identifier: MIT */
/**
 * @file
 * The states of a small registry, each once.
 */
#ifndef CALLPARK_TESTS_SUPPORT_STATES_H
#define CALLPARK_TESTS_SUPPORT_STATES_H

#include "model.h"

enum { KEY_BYTES = 512 };

/** A state without what nothing that follows could tell. */
struct key {
    unsigned char bytes[KEY_BYTES];
    uint32_t length;
};

/** The key of |m|. |cursor_matters|: the slot last taken does. */
void key_make(const struct model *m, bool cursor_matters, struct key *key);

struct state {
    unsigned char *key;
    uint32_t key_length;
    uint32_t parent;
    uint32_t action; /* that leads here from |parent| */
    uint32_t depth;
};

struct states {
    struct state *list;
    uint32_t count, room;
    uint32_t *table; /* index + 1 by hash; a power of two long */
    uint32_t table_length;
};

/** True: |key| is new and has been added. */
bool states_add(struct states *states, const struct key *key, uint32_t parent, uint32_t action);

void states_free(struct states *states);

#endif
