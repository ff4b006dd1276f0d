/* SPDX-License-Identifier: MIT */
/* A parking lot: its settings, its slots, its calls in order, its labels. */
#ifndef CALLPARK_LOT_H
#define CALLPARK_LOT_H

#include "policy.h"
#include "seats.h"
#include "slots.h"

#define LABEL_DIGITS 10

struct lot {
    struct text name; /* behind the struct */
    struct text prefix;
    uint32_t number;
    uint32_t name_hash;
    uint32_t label_width;
    callpark_duration timeout;
    callpark_duration timeout_min;
    callpark_duration timeout_max;
    uint32_t flags;
    uint32_t policy;
    uint32_t first_group;            /* a list; NONE: none */
    uint32_t calls;                  /* in slots and at extensions */
    uint32_t stray;                  /* in slots out of range */
    uint32_t held[LABEL_DIGITS + 1]; /* in slots, by the digits of their numbers */
    bool removed;
    struct queue open; /* calls that can be claimed */
    struct queue busy; /* reservations and claimed calls */
    struct slots slots;
    struct seats seats; /* of slots in range */
};

static inline struct lot *callpark__lot(const struct callpark *registry, uint32_t number)
{
    return callpark__table_get(&registry->lots, number);
}

/* The hash under which |lot| stands in the registry's index of lots. */
uint32_t callpark__lot_hash_of(const void *registry, uint32_t lot);

/* Looks a lot up by its name: callpark__lot_named() is quicker. */
struct lot *callpark__lot_search(const struct callpark *registry, struct text name);

/* The lot of that name, a removed one too, or NULL. Most registries have one lot, or many
 * calls in a row concern the same. */
static inline struct lot *callpark__lot_named(const struct callpark *registry, struct text name)
{
    struct lot *recent = registry->recent_lot;
    bool same = recent && callpark__text_equal(recent->name, name);
    return same ? recent : callpark__lot_search(registry, name);
}

/* The same, but NULL for a removed lot. */
static inline struct lot *callpark__lot_in_service(const struct callpark *registry,
                                                   struct text name)
{
    struct lot *lot = callpark__lot_named(registry, name);
    return lot && !lot->removed ? lot : NULL;
}

/* A lot with defaults and no slots, known by |name|; NULL if memory was refused. */
struct lot *callpark__lot_new(struct callpark *registry, struct text name);

/* Takes the lot out of the registry; its memory stays for callpark__lot_free(). */
void callpark__lot_forget(struct callpark *registry, struct lot *lot);
void callpark__lot_free(struct callpark *registry, struct lot *lot);

/* Whether another prefix or width would change the label of a held slot. */
bool callpark__lot_relabels(const struct lot *lot, struct text prefix, uint32_t label_width);

/* Applies a whole configuration; false, with nothing changed, if memory was refused. */
bool callpark__lot_apply(struct callpark *registry, struct lot *lot, const struct lot_args *args);

/* The park timeout asked for, or the lot's own; CALLPARK_ERR_DURATION if outside. */
static inline int callpark__lot_timeout(const struct lot *lot, callpark_duration asked,
                                        callpark_duration *timeout)
{
    *timeout = asked ? asked : lot->timeout;
    if (*timeout == CALLPARK_NO_TIMEOUT && lot->flags & CALLPARK_LOT_ALLOW_NO_TIMEOUT)
        return CALLPARK_OK;
    return callpark__read_duration(timeout, asked, lot->timeout, lot->timeout_min,
                                   lot->timeout_max);
}

/* How many digits |number| has. */
/*@ logic integer power_of_ten(integer n) = n <= 0 ? 1 : 10 * power_of_ten(n - 1); */
/*@ assigns \nothing;
    ensures 1 <= \result <= LABEL_DIGITS;
    ensures number < power_of_ten(\result);
    ensures \result == 1 || power_of_ten(\result - 1) <= number; */
static inline uint32_t callpark__digits(uint32_t number)
{
    uint32_t count = 1;
    /*@ loop invariant 1 <= count <= LABEL_DIGITS;
        loop invariant power == power_of_ten(count);
        loop invariant power == 10 || power / 10 <= number;
        loop assigns count, power;
        loop variant number * 10 - power; */
    for (uint64_t power = 10; number >= power; power *= 10)
        count++;
    return count;
}

/* The label's length; it is written if |size| allows it and its NUL. */
size_t callpark__lot_label(const struct lot *lot, uint32_t slot, char *buffer, size_t size);

/* Whether |label| is exactly the label of some number, |*slot|. */
bool callpark__lot_parse_label(const struct lot *lot, struct text label, uint32_t *slot);

#endif
