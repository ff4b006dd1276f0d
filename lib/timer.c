/* SPDX-License-Identifier: MIT */
#include "timer.h"

#include <assert.h>
#include <string.h>

#define WIDTH 4u /* the children of an entry fill one cache line */

/* The root stands at the end of a cache line, its children fill the next. */
bool callpark__timers_grow(struct timers *timers, const struct memory *memory, uint32_t count)
{
    uint32_t capacity = callpark__grown(timers->capacity, count);
    size_t bytes;
    void *block;
    if (!callpark__array_bytes((size_t)capacity + WIDTH, sizeof *timers->heap, &bytes))
        return false;
    struct timer *lines =
        callpark__alloc_aligned(memory, bytes, WIDTH * sizeof *timers->heap, &block);
    if (!lines)
        return false;
    struct timer *heap = lines + (WIDTH - 1);
    if (timers->count)
        memcpy(heap, timers->heap, timers->count * sizeof *heap);
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

static bool earlier(const struct calls *calls, struct timer a, struct timer b)
{
    if (a.due != b.due)
        return a.due < b.due;
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
        uint32_t parent = (position - 1) / WIDTH;
        if (!earlier(calls, timer, timers->heap[parent]))
            break;
        put(timers, calls, position, timers->heap[parent]);
        position = parent;
    }
    put(timers, calls, position, timer);
}

static uint32_t earliest_child(const struct timers *timers, const struct calls *calls,
                               uint32_t position)
{
    uint32_t first = position * WIDTH + 1;
    uint32_t end = first + WIDTH < timers->count ? first + WIDTH : timers->count;
    uint32_t best = first;
    for (uint32_t child = first + 1; child < end; child++) {
        if (earlier(calls, timers->heap[child], timers->heap[best]))
            best = child;
    }
    return best;
}

static void sift_down(struct timers *timers, struct calls *calls, uint32_t position,
                      struct timer timer)
{
    while (position < (timers->count + WIDTH - 2) / WIDTH) {
        uint32_t child = earliest_child(timers, calls, position);
        if (!earlier(calls, timers->heap[child], timer))
            break;
        put(timers, calls, position, timers->heap[child]);
        position = child;
    }
    put(timers, calls, position, timer);
}

static void place(struct timers *timers, struct calls *calls, uint32_t position, struct timer timer)
{
    if (position && earlier(calls, timer, timers->heap[(position - 1) / WIDTH]))
        sift_up(timers, calls, position, timer);
    else
        sift_down(timers, calls, position, timer);
}

static void take_out(struct timers *timers, struct calls *calls, uint32_t position)
{
    struct timer last = timers->heap[--timers->count];
    if (position < timers->count)
        place(timers, calls, position, last);
}

void callpark__timer_set(struct timers *timers, struct calls *calls, uint32_t call, uint64_t due)
{
    uint32_t position = callpark__call(calls, call)->timer;
    struct timer timer = {.due = due, .call = call};
    if (due == UINT64_MAX) {
        if (position == NONE)
            return;
        take_out(timers, calls, position);
        callpark__call(calls, call)->timer = NONE;
    } else if (position == NONE) {
        assert(timers->count < timers->capacity);
        sift_up(timers, calls, timers->count++, timer);
    } else {
        place(timers, calls, position, timer);
    }
}

uint64_t callpark__timer_due(const struct timers *timers, const struct call *call)
{
    return call->timer == NONE ? UINT64_MAX : timers->heap[call->timer].due;
}
