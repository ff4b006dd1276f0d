/* SPDX-License-Identifier: MIT */
#include "seats.h"

#include <string.h>

/*@ requires \valid_read(seats);
    assigns \nothing;
    ensures \result <==> count == 0 ||
        (seats->base <= first && first + count <= seats->base + seats->size); */
bool callpark__seats_cover(const struct seats *seats, uint32_t first, uint32_t count)
{
    if (!count)
        return true;
    return first >= seats->base && (uint64_t)first - seats->base + count <= seats->size;
}

/* The room to grow is half of what is asked for, so that growing costs O(1) a slot. */
/*@ requires \valid_read(seats) && \valid(base) && \separated(seats, base);
    requires first + count <= 0x100000000 && count <= 0x1000000;
    assigns *base;
    ensures *base <= first;
    ensures first + count <= \result;
    ensures \result - *base <= 2 * count; */
static uint64_t window(const struct seats *seats, uint32_t first, uint32_t count, uint32_t *base)
{
    uint64_t end = (uint64_t)first + count;
    uint64_t old_end = (uint64_t)seats->base + seats->size;
    uint32_t spare = count / 2;
    *base = first;
    if (!seats->size || first >= old_end || end <= seats->base)
        return end;
    if (first < seats->base)
        *base = first < spare ? 0 : first - spare;
    return end > old_end ? end + spare : end;
}

bool callpark__seats_init(struct seats *to, const struct memory *memory, const struct seats *seats,
                          uint32_t first, uint32_t count)
{
    uint64_t end = window(seats, first, count, &to->base);
    to->size = (uint32_t)(end - to->base);
    to->call = NULL;
    if (!to->size)
        return true;
    to->call = callpark__array_new(memory, to->size, sizeof *to->call);
    if (!to->call)
        return false;
    memset(to->call, 0xff, to->size * sizeof *to->call);
    return true;
}

void callpark__seats_fini(struct seats *seats, const struct memory *memory)
{
    callpark__free(memory, seats->call);
    *seats = (struct seats){0};
}

void callpark__seats_copy(struct seats *to, const struct seats *from)
{
    uint64_t to_end = (uint64_t)to->base + to->size;
    uint64_t end = (uint64_t)from->base + from->size;
    uint32_t first = to->base > from->base ? to->base : from->base;
    end = end < to_end ? end : to_end;
    if (first < end)
        memcpy(callpark__seat(to, first), callpark__seat(from, first),
               (size_t)(end - first) * sizeof *to->call);
}
