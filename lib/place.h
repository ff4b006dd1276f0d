/* SPDX-License-Identifier: MIT */
/* Places: who holds which, where a call goes, taking and leaving. */
#ifndef CALLPARK_PLACE_H
#define CALLPARK_PLACE_H

#include "lot.h"

struct place {
    struct lot *lot;
    struct text extension; /* s NULL: the slot */
    uint32_t slot;
};

/* The hash under which |call| stands in the registry's index of places. */
uint32_t callpark__place_hash_of(const void *registry, uint32_t call);

/* The call in |slot|, in range or not, or NONE. */
uint32_t callpark__slot_holder(const struct callpark *registry, const struct lot *lot,
                               uint32_t slot);

/* The call that |extension| holds, or NONE. */
uint32_t callpark__extension_holder(const struct callpark *registry, const struct lot *lot,
                                    struct text extension);

/* A call stays in |slot| though it goes out of range; room in the index was reserved. */
void callpark__add_stray(struct callpark *registry, struct lot *lot, uint32_t slot, uint32_t call);

/* The call that stayed in |slot|, which comes into range again, or NONE. */
uint32_t callpark__take_stray(struct callpark *registry, struct lot *lot, uint32_t slot);

/* CALLPARK_ERR_INVALID if |where| is the parker's own extension and there is no parker. */
static inline int callpark__check_where(const struct where_args *where, struct text parker)
{
    bool own = where->kind == CALLPARK_AT_EXTENSION && !where->extension.s;
    return own && !parker.s ? CALLPARK_ERR_INVALID : CALLPARK_OK;
}

/* A free place of |lot| as |where| asks for it, or the error of the place. */
int callpark__choose_place(const struct callpark *registry, struct lot *lot,
                           const struct where_args *where, struct text parker, struct place *place);

/* Makes room in the index of places, if the place needs it; false if memory was refused. */
static inline bool callpark__reserve_place(struct callpark *registry, const struct place *place)
{
    return !place->extension.s || callpark__index_reserve(&registry->by_place, &registry->memory,
                                                          registry->by_place.count + 1);
}

/* Puts the call, the record of |number|, there. Its texts name the extension already. Room in the
 * index was reserved. */
void callpark__occupy(struct callpark *registry, struct call *call, uint32_t number,
                      const struct place *place);

/* Takes the call away from where it is. */
void callpark__vacate(struct callpark *registry, const struct call *call, uint32_t number);

#endif
