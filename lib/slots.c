/* SPDX-License-Identifier: MIT */
#include "slots.h"

void callpark__slots_init(struct slots *slots)
{
    *slots =
        (struct slots){.choice = CALLPARK_CHOOSE_LOWEST, .freed_head = NONE, .freed_tail = NONE};
}

void callpark__slots_fini(struct slots *slots, const struct memory *memory)
{
    callpark__bitmap_fini(&slots->open, memory);
    callpark__bitmap_fini(&slots->fresh, memory);
    callpark__free(memory, slots->freed);
    callpark__slots_init(slots);
}

/* ---- The order of freeing ---- */

void callpark__slots_freed(struct slots *slots, uint32_t bit)
{
    slots->freed[bit] = (struct freed_link){slots->freed_tail, NONE};
    if (slots->freed_tail == NONE)
        slots->freed_head = bit;
    else
        slots->freed[slots->freed_tail].next = bit;
    slots->freed_tail = bit;
}

static void freed_remove(struct slots *slots, uint32_t bit)
{
    struct freed_link link = slots->freed[bit];
    if (link.previous == NONE)
        slots->freed_head = link.next;
    else
        slots->freed[link.previous].next = link.next;
    if (link.next == NONE)
        slots->freed_tail = link.previous;
    else
        slots->freed[link.next].previous = link.previous;
}

void callpark__slots_unfreed(struct slots *slots, uint32_t bit)
{
    if (callpark__bitmap_test(&slots->fresh, bit))
        callpark__bitmap_clear(&slots->fresh, bit);
    else
        freed_remove(slots, bit);
}

/* ---- Choosing ---- */

static uint32_t next_after_last(const struct slots *slots)
{
    uint32_t bit = NONE;
    if (slots->used)
        bit = callpark__bitmap_next(&slots->open, slots->last_used - slots->base + 1);
    return bit != NONE ? bit : callpark__bitmap_first(&slots->open);
}

static uint32_t longest_free(const struct slots *slots)
{
    uint32_t bit = callpark__bitmap_next(&slots->fresh, 0);
    return bit != NONE ? bit : slots->freed_head;
}

uint32_t callpark__slots_choose(const struct slots *slots)
{
    uint32_t bit;
    if (!slots->free)
        return NONE;
    if (slots->choice == CALLPARK_CHOOSE_NEXT)
        bit = next_after_last(slots);
    else if (slots->choice == CALLPARK_CHOOSE_LONGEST_FREE)
        bit = longest_free(slots);
    else
        bit = callpark__bitmap_first(&slots->open);
    return slots->base + bit;
}

/* ---- Another range ----
 *
 * The bitmaps cover a window of slot numbers. While the range moves within it, only the slots that
 * change are touched; a larger window has spare room, so that growing is cheap on average. */

struct window {
    uint32_t base;
    uint32_t bits;
};

/*@ requires \valid_read(slots);
    assigns \nothing;
    ensures \result <==> count == 0 ||
        (slots->base <= first && first + count <= slots->base + slots->open.bits); */
static bool covers(const struct slots *slots, uint32_t first, uint32_t count)
{
    if (!count)
        return true;
    return first >= slots->base && (uint64_t)first - slots->base + count <= slots->open.bits;
}

/* Spare room is left on the side on which a range grows that stays in part. */
/*@ requires \valid_read(slots);
    requires first + count <= 0x100000000 && count <= 0x1000000;
    assigns \nothing;
    ensures count <= \result.bits <= 2 * count;
    ensures first + count <= \result.base + \result.bits;
    ensures first <= 0xffffffff - 0x1000000 ==> \result.base <= first; */
static struct window window_for(const struct slots *slots, uint32_t first, uint32_t count)
{
    uint64_t begin = first;
    uint64_t end = (uint64_t)first + count;
    uint64_t old_end = (uint64_t)slots->first + slots->count;
    if (slots->count && first < old_end && end > slots->first) {
        if (end > (uint64_t)slots->base + slots->open.bits)
            end += count / 2;
        if (begin < slots->base)
            begin -= begin < count / 2 ? begin : count / 2;
    }
    return (struct window){(uint32_t)begin, (uint32_t)(end - begin)};
}

/* Copies the free slots, which are in the new range too; the rest of |to| stays empty. */
static void copy_shared(struct bitmap *to, uint32_t to_base, const struct bitmap *from,
                        const struct slots *slots)
{
    uint32_t bit = callpark__bitmap_next(from, 0);
    while (bit != NONE) {
        callpark__bitmap_set(to, slots->base + bit - to_base);
        bit = callpark__bitmap_next(from, bit + 1);
    }
}

static void copy_freed(struct slots *to, const struct slots *from)
{
    for (uint32_t bit = from->freed_head; bit != NONE; bit = from->freed[bit].next)
        callpark__slots_freed(to, from->base + bit - to->base);
}

/* Allocates what |to|, whose base and choice are set, needs for |bits| slots. */
static bool allocate(struct slots *to, const struct memory *memory, uint32_t bits)
{
    if (!callpark__bitmap_init(&to->open, memory, bits))
        return false;
    if (to->choice != CALLPARK_CHOOSE_LONGEST_FREE)
        return true;
    to->freed = callpark__array_copy(memory, NULL, 0, bits ? bits : 1, sizeof *to->freed);
    return to->freed && callpark__bitmap_init(&to->fresh, memory, bits);
}

/* Takes the free slots of |from| up to |end| out of the range. */
static void drop(struct slots *slots, uint32_t from, uint64_t end)
{
    uint32_t begin = from - slots->base;
    uint32_t stop = (uint32_t)(end - slots->base);
    if (slots->choice != CALLPARK_CHOOSE_LONGEST_FREE) {
        slots->free -= callpark__bitmap_count(&slots->open, begin, stop);
        callpark__bitmap_clear_range(&slots->open, begin, stop);
        return;
    }
    for (uint32_t bit = callpark__bitmap_next(&slots->open, begin); bit < stop;
         bit = callpark__bitmap_next(&slots->open, bit + 1))
        callpark__slots_close(slots, bit);
}

static void add(struct slots *slots, uint32_t from, uint64_t end, slot_held *held,
                const void *context)
{
    uint32_t begin = from - slots->base;
    uint32_t stop = (uint32_t)(end - slots->base);
    callpark__bitmap_set_range(&slots->open, begin, stop);
    for (uint32_t bit = begin; held && bit < stop; bit++) {
        if (held(context, slots->base + bit))
            callpark__bitmap_clear(&slots->open, bit);
    }
    slots->free += callpark__bitmap_count(&slots->open, begin, stop);
    if (slots->choice != CALLPARK_CHOOSE_LONGEST_FREE)
        return;
    for (uint32_t bit = callpark__bitmap_next(&slots->open, begin); bit < stop;
         bit = callpark__bitmap_next(&slots->open, bit + 1))
        callpark__bitmap_set(&slots->fresh, bit);
}

/* |value|, or the end of |span| that is nearer. */
/*@ requires span.first <= span.end;
    assigns \nothing;
    ensures span.first <= \result <= span.end;
    ensures span.first <= value <= span.end ==> \result == value;
    ensures value < span.first ==> \result == span.first;
    ensures value > span.end ==> \result == span.end; */
static uint64_t clamp(uint64_t value, struct span span)
{
    uint64_t up = value > span.first ? value : span.first;
    return up < span.end ? up : span.end;
}

/*@ requires \valid(parts + (0 .. 1));
    requires span.first <= span.end && other.first <= other.end;
    assigns parts[0 .. 1];
    ensures parts[0].first <= parts[0].end <= parts[1].first <= parts[1].end;
    ensures \forall integer slot;
        (parts[0].first <= slot < parts[0].end || parts[1].first <= slot < parts[1].end) <==>
        (span.first <= slot < span.end && !(other.first <= slot < other.end)); */
void callpark__span_outside(struct span span, struct span other, struct span parts[2])
{
    bool empty = other.first == other.end;
    parts[0] = (struct span){span.first, empty ? span.end : clamp(other.first, span)};
    parts[1] = (struct span){empty ? span.end : clamp(other.end, span), span.end};
}

/* Drops the part of the old range that is outside the new. */
static void leave(struct slots *slots, uint32_t first, uint32_t count)
{
    struct span parts[2];
    callpark__span_outside(callpark__span(slots->first, slots->count), callpark__span(first, count),
                           parts);
    for (int i = 0; i < 2; i++) {
        if (parts[i].first < parts[i].end)
            drop(slots, (uint32_t)parts[i].first, parts[i].end);
    }
}

/* Adds the part of the new range that is outside the old. */
static void enter(struct slots *slots, uint32_t first, uint32_t count, slot_held *held,
                  const void *context)
{
    struct span parts[2];
    callpark__span_outside(callpark__span(first, count), callpark__span(slots->first, slots->count),
                           parts);
    for (int i = 0; i < 2; i++) {
        if (parts[i].first < parts[i].end)
            add(slots, (uint32_t)parts[i].first, parts[i].end, held, context);
    }
}

/* Allocates what |to| needs to take the place of |slots|. */
static bool prepare(struct slots *to, const struct slots *slots, const struct memory *memory,
                    struct window window, uint32_t choice)
{
    *to = *slots;
    to->base = window.base;
    to->choice = choice;
    to->freed_head = to->freed_tail = NONE;
    to->freed = NULL;
    to->open = to->fresh = (struct bitmap){0};
    if (allocate(to, memory, window.bits))
        return true;
    callpark__slots_fini(to, memory);
    return false;
}

/* What is free in |slots| becomes free in |to|, which has another window or choice. */
static void relocate(struct slots *slots, struct slots *to, const struct memory *memory)
{
    bool keeps_order = to->choice == slots->choice;
    copy_shared(&to->open, to->base, &slots->open, slots);
    if (to->choice == CALLPARK_CHOOSE_LONGEST_FREE) {
        copy_shared(&to->fresh, to->base, keeps_order ? &slots->fresh : &slots->open, slots);
        if (keeps_order)
            copy_freed(to, slots);
    }
    to->free = slots->free;
    callpark__slots_fini(slots, memory);
    *slots = *to;
}

static bool same_tracking(uint32_t a, uint32_t b)
{
    return (a == CALLPARK_CHOOSE_LONGEST_FREE) == (b == CALLPARK_CHOOSE_LONGEST_FREE);
}

bool callpark__slots_configure(struct slots *slots, const struct memory *memory, uint32_t first,
                               uint32_t count, uint32_t choice, slot_held *held,
                               const void *context)
{
    struct slots to;
    bool moves = !covers(slots, first, count) || !same_tracking(slots->choice, choice);
    if (moves && !prepare(&to, slots, memory, window_for(slots, first, count), choice))
        return false;
    leave(slots, first, count);
    if (moves)
        relocate(slots, &to, memory);
    slots->choice = choice;
    enter(slots, first, count, held, context);
    slots->first = first;
    slots->count = count;
    slots->used = slots->used && callpark__slots_in_range(slots, slots->last_used);
    return true;
}
