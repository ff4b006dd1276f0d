/* SPDX-License-Identifier: MIT */
/* Things that live at addresses of their own, known by small numbers. */
#ifndef CALLPARK_TABLE_H
#define CALLPARK_TABLE_H

#include "memory.h"

struct table {
    void **items; /* NULL: the number is free */
    uint32_t *unused;
    uint32_t unused_count;
    uint32_t capacity;
    uint32_t end; /* numbers from here on were never given */
};

/* Makes room for |more| additions; false if memory was refused. */
bool callpark__table_reserve(struct table *table, const struct memory *memory, uint32_t more);

void callpark__table_fini(struct table *table, const struct memory *memory);

/* Gives |item| a number; room was reserved. */
uint32_t callpark__table_add(struct table *table, void *item);

void callpark__table_remove(struct table *table, uint32_t number);

static inline void *callpark__table_get(const struct table *table, uint32_t number)
{
    return table->items[number];
}

/* The first item numbered |*cursor| or higher, or NULL; |*cursor| moves behind it. */
void *callpark__table_next(const struct table *table, uint64_t *cursor);

#endif
