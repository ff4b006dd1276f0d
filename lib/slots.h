/* SPDX-License-Identifier: MIT */
/*
 * The numbered slots of one lot: which are free, and which is next. Who is in a
 * taken slot is known elsewhere; a slot out of range is never free.
 */
#ifndef CALLPARK_SLOTS_H
#define CALLPARK_SLOTS_H

#include "bitmap.h"
#include "callpark/callpark.h"

/* The order in which slots were freed; kept for CALLPARK_CHOOSE_LONGEST_FREE. */
struct freed_link {
    uint32_t previous;
    uint32_t next;
};

struct slots {
    uint32_t first; /* the range; count 0: empty */
    uint32_t count;
    uint32_t base;            /* the slot of bit 0 */
    uint32_t free;            /* how many */
    uint32_t last_used;       /* meaningful if in range */
    uint32_t choice;          /* CALLPARK_CHOOSE_* */
    bool used;                /* last_used is set and has stayed in range */
    struct bitmap open;       /* the free ones */
    struct bitmap fresh;      /* LONGEST_FREE: free and not used since they came */
    struct freed_link *freed; /* LONGEST_FREE: by bit */
    uint32_t freed_head;      /* bits */
    uint32_t freed_tail;
};

/* Slots from |first| up to, not including, |end|. */
struct span {
    uint64_t first;
    uint64_t end;
};

/*@ assigns \nothing;
    ensures \result.first == first && \result.end == first + count; */
static inline struct span callpark__span(uint32_t first, uint32_t count)
{
    return (struct span){first, (uint64_t)first + count};
}

/* What of |span| lies below |other|, and what above it; either may be empty. */
void callpark__span_outside(struct span span, struct span other, struct span parts[2]);

/* Whether a slot, given by a lot, holds a call. */
typedef bool slot_held(const void *context, uint32_t slot);

/* An empty range. */
void callpark__slots_init(struct slots *slots);
void callpark__slots_fini(struct slots *slots, const struct memory *memory);

/*
 * Makes the range |count| slots from |first| on, chosen by |choice|. Slots new
 * in range are free unless |held| says so; |held| NULL: none is. False, with nothing
 * changed, if memory was refused.
 */
bool callpark__slots_configure(struct slots *slots, const struct memory *memory, uint32_t first,
                               uint32_t count, uint32_t choice, slot_held *held,
                               const void *context);

/* The slot to be taken next, or NONE if none is free (|slots->free| tells: NONE
 * can be a slot's number). */
uint32_t callpark__slots_choose(const struct slots *slots);

/*@ requires \valid_read(slots);
    assigns \nothing;
    ensures \result <==> slots->first <= slot < slots->first + slots->count; */
static inline bool callpark__slots_in_range(const struct slots *slots, uint32_t slot)
{
    return slot >= slots->first && slot - slots->first < slots->count;
}

static inline bool callpark__slots_is_free(const struct slots *slots, uint32_t slot)
{
    return callpark__slots_in_range(slots, slot) &&
           callpark__bitmap_test(&slots->open, slot - slots->base);
}

/* ---- Taking and giving. LONGEST_FREE: the order in which slots are freed is kept. ---- */

void callpark__slots_freed(struct slots *slots, uint32_t bit);
void callpark__slots_unfreed(struct slots *slots, uint32_t bit);

/* The slot of |bit| is not free any more. */
static inline void callpark__slots_close(struct slots *slots, uint32_t bit)
{
    callpark__bitmap_clear(&slots->open, bit);
    slots->free--;
    if (slots->choice == CALLPARK_CHOOSE_LONGEST_FREE)
        callpark__slots_unfreed(slots, bit);
}

static inline void callpark__slots_take(struct slots *slots, uint32_t slot)
{
    assert(callpark__slots_is_free(slots, slot));
    callpark__slots_close(slots, slot - slots->base);
    slots->last_used = slot;
    slots->used = true;
}

static inline void callpark__slots_give(struct slots *slots, uint32_t slot)
{
    assert(callpark__slots_in_range(slots, slot));
    callpark__bitmap_set(&slots->open, slot - slots->base);
    slots->free++;
    if (slots->choice == CALLPARK_CHOOSE_LONGEST_FREE)
        callpark__slots_freed(slots, slot - slots->base);
}

#endif
