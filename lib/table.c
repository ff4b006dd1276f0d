/* SPDX-License-Identifier: MIT */
#include "table.h"

#include <assert.h>

static uint32_t room(const struct table *table)
{
    return table->unused_count + (table->capacity - table->end);
}

bool callpark__table_reserve(struct table *table, const struct memory *memory, uint32_t more)
{
    if (room(table) >= more)
        return true;
    if (more > NONE - 8 - table->capacity)
        return false;
    uint32_t capacity = callpark__grown(table->capacity, table->capacity + more + 8);
    void **items = callpark__array_copy(memory, table->items, table->end, capacity, sizeof *items);
    uint32_t *unused =
        callpark__array_copy(memory, table->unused, table->unused_count, capacity, sizeof *unused);
    if (!items || !unused) {
        callpark__free(memory, items);
        callpark__free(memory, unused);
        return false;
    }
    callpark__free(memory, table->items);
    callpark__free(memory, table->unused);
    table->items = items;
    table->unused = unused;
    table->capacity = capacity;
    return true;
}

void callpark__table_fini(struct table *table, const struct memory *memory)
{
    callpark__free(memory, table->items);
    callpark__free(memory, table->unused);
    *table = (struct table){0};
}

uint32_t callpark__table_add(struct table *table, void *item)
{
    assert(room(table) > 0);
    uint32_t number = table->unused_count ? table->unused[--table->unused_count] : table->end++;
    table->items[number] = item;
    return number;
}

void callpark__table_remove(struct table *table, uint32_t number)
{
    assert(table->items[number]);
    table->items[number] = NULL;
    table->unused[table->unused_count++] = number;
}

void *callpark__table_next(const struct table *table, uint64_t *cursor)
{
    for (uint64_t i = *cursor; i < table->end; i++) {
        if (!table->items[i])
            continue;
        *cursor = i + 1;
        return table->items[i];
    }
    return NULL;
}
