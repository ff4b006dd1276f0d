/* SPDX-License-Identifier: MIT */
/* The invariants of single structures: 0, or the number of the line, as for callpark__check(). */
#ifndef CALLPARK_CHECK_PARTS_H
#define CALLPARK_CHECK_PARTS_H

#include "registry.h"
#include "slots.h"

/* Leaves the function with the number of the line if |condition| does not hold. */
#define HOLDS(condition)                                                                           \
    do {                                                                                           \
        if (!(condition))                                                                          \
            return CHECK_LINE;                                                                     \
    } while (0)

#define PASS(call)                                                                                 \
    do {                                                                                           \
        int line = (call);                                                                         \
        if (line)                                                                                  \
            return line;                                                                           \
    } while (0)

/* What |number| stands for, or NULL: any number may be asked for. */
static inline const void *callpark__item_at(const struct table *table, uint32_t number)
{
    return number < table->end ? callpark__table_get(table, number) : NULL;
}

/* That each value stands where a search comes by is seen where its owner is checked: there it
 * is searched for, and as many are found as are counted here. */
int callpark__check_index(const struct index *index);

/* |used| numbers stand for something. The others can be given again, each once: their hashes
 * tell, which add up to the same only if the numbers are the same. */
int callpark__check_table(const struct table *table, uint32_t used, struct hash_key key);

/* Every record given back can be taken again; a list that goes round is longer than they are. */
int callpark__check_free_records(const struct calls *calls);

/* Every call in use stands under the head of its ticket, and nothing else does. */
int callpark__check_tickets(const struct tickets *tickets, const struct calls *calls,
                            uint32_t live);

/* A heap in the order of due time and ticket, and each call knows its place in it. */
int callpark__check_timers(const struct timers *timers, const struct calls *calls);

int callpark__check_slots(const struct slots *slots);

#endif
