/* SPDX-License-Identifier: MIT */
#include "timer.h"

#include <assert.h>
#include <string.h>

#define WIDTH 4u /* the children of an entry fill one cache line */

static const struct timer never = {.due = UINT64_MAX}; /* and order 0 */

/* The root stands at the end of a cache line, its children fill the next. */
bool callpark__timers_grow(struct timers *timers, const struct memory *memory, uint32_t count)
{
    uint32_t capacity = callpark__grown(timers->capacity, count);
    void *block;
    struct timer *lines =
        callpark__array_aligned(memory, (size_t)capacity + 2 * (WIDTH - 1), sizeof *timers->heap,
                                WIDTH * sizeof *timers->heap, &block);
    if (!lines)
        return false;
    struct timer *heap = lines + (WIDTH - 1);
    if (timers->count)
        memcpy(heap, timers->heap, timers->count * sizeof *heap);
    for (uint32_t i = 0; i < WIDTH - 1; i++)
        heap[timers->count + i] = never;
    callpark__free(memory, timers->block);
    timers->block = block;
    timers->heap = heap;
    timers->capacity = capacity;
    return true;
}

void callpark__timers_fini(struct timers *timers, const struct memory *memory)
{
    callpark__free(memory, timers->block);
    *timers = (struct timers){0};
}

/* In the heap; the root has no parent. */
/*@ requires 0 < position;
    assigns \nothing;
    ensures \result < position;
    ensures \result * WIDTH < position <= \result * WIDTH + WIDTH; */
static uint32_t parent_of(uint32_t position)
{
    return (position - 1) / WIDTH;
}

/* The first of the children. */
/*@ requires position < CALL_MOST;
    assigns \nothing;
    ensures position < \result;
    ensures \result == position * WIDTH + 1; */
static uint32_t child_of(uint32_t position)
{
    return position * WIDTH + 1;
}

static inline bool earlier(const struct calls *calls, struct timer a, struct timer b)
{
    if (a.due != b.due)
        return a.due < b.due;
    if (a.order != b.order)
        return a.order < b.order;
    return callpark__call(calls, a.call)->ticket < callpark__call(calls, b.call)->ticket;
}

static void put(struct timers *timers, struct calls *calls, uint32_t position, struct timer timer)
{
    timers->heap[position] = timer;
    callpark__call(calls, timer.call)->timer = position;
}

static void sift_up(struct timers *timers, struct calls *calls, uint32_t position,
                    struct timer timer)
{
    while (position) {
        uint32_t parent = parent_of(position);
        if (!earlier(calls, timer, timers->heap[parent]))
            break;
        put(timers, calls, position, timers->heap[parent]);
        position = parent;
    }
    put(timers, calls, position, timer);
}

/* The earlier of two, as far as due and order tell; without a branch, as nobody could
 * guess which. The sum cannot overflow: what is never due has the lowest order. */
static uint32_t pick(const struct timer *four, uint32_t a, uint32_t b)
{
    uint64_t limit = four[a].due + (four[b].order < four[a].order);
    bool other = four[b].due < limit;
    return a ^ ((a ^ b) & (0 - (uint32_t)other));
}

/* The earliest, by the records if need be. */
static uint32_t compare_all(const struct timer *four, const struct calls *calls)
{
    uint32_t best = 0;
    for (uint32_t i = 1; i < WIDTH; i++) {
        if (earlier(calls, four[i], four[best]))
            best = i;
    }
    return best;
}

static uint32_t earliest_of(const struct timer *four, const struct calls *calls)
{
    uint32_t best = pick(four, pick(four, 0, 1), pick(four, 2, 3));
    bool certain = four[best].order != 0 && four[best].order != UINT32_MAX;
    return certain ? best : compare_all(four, calls);
}

/* Starts to load the children of four siblings, if all have some, before it is known whose are
 * wanted. */
static void prefetch_children(const struct timers *timers, uint32_t first)
{
    uint32_t child = child_of(first);
    if (child + WIDTH * (WIDTH - 1) >= timers->count)
        return;
    for (uint32_t i = 0; i < WIDTH; i++)
        callpark__prefetch(&timers->heap[child + i * WIDTH]);
}

static void sift_down(struct timers *timers, struct calls *calls, uint32_t position,
                      struct timer timer)
{
    uint32_t child;
    for (; (child = child_of(position)) < timers->count; position = child) {
        prefetch_children(timers, child);
        child += earliest_of(&timers->heap[child], calls);
        if (!earlier(calls, timers->heap[child], timer))
            break;
        put(timers, calls, position, timers->heap[child]);
    }
    put(timers, calls, position, timer);
}

static void place(struct timers *timers, struct calls *calls, uint32_t position, struct timer timer)
{
    if (position && earlier(calls, timer, timers->heap[parent_of(position)]))
        sift_up(timers, calls, position, timer);
    else
        sift_down(timers, calls, position, timer);
}

void callpark__timer_remove(struct timers *timers, struct calls *calls, struct call *call)
{
    uint32_t position = call->timer;
    if (position == NONE)
        return;
    struct timer last = timers->heap[--timers->count];
    timers->heap[timers->count] = never;
    call->timer = NONE;
    if (position < timers->count)
        place(timers, calls, position, last);
}

void callpark__timer_add(struct timers *timers, struct calls *calls, uint32_t number, uint64_t due)
{
    const struct call *call = callpark__call(calls, number);
    assert(call->timer == NONE);
    if (due == UINT64_MAX)
        return;
    assert(timers->count < timers->capacity);
    if (!timers->count)
        timers->base = call->ticket;
    struct timer timer = {due, callpark__timer_order(timers, call->ticket), number};
    timers->heap[timers->count + WIDTH - 1] = never;
    sift_up(timers, calls, timers->count++, timer);
}

void callpark__timer_set(struct timers *timers, struct calls *calls, uint32_t number, uint64_t due)
{
    struct call *call = callpark__call(calls, number);
    if (due == UINT64_MAX) {
        callpark__timer_remove(timers, calls, call);
    } else if (call->timer == NONE) {
        callpark__timer_add(timers, calls, number, due);
    } else {
        struct timer timer = {due, callpark__timer_order(timers, call->ticket), number};
        place(timers, calls, call->timer, timer);
    }
}
