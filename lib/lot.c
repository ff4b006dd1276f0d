/* SPDX-License-Identifier: MIT */
#include "lot.h"

#include <assert.h>
#include <string.h>

#include "place.h"

#define NAME_SCOPE 0u

uint32_t callpark__lot_hash_of(const void *registry, uint32_t lot)
{
    return callpark__lot(registry, lot)->name_hash;
}

struct lot *callpark__lot_search(const struct callpark *registry, struct text name)
{
    uint32_t hash = callpark__hash_text(registry->key, NAME_SCOPE, name.s, name.length);
    struct index_probe probe = callpark__index_probe(&registry->lot_names, hash);
    uint32_t number;
    while ((number = callpark__index_next(&probe)) != NONE) {
        struct lot *lot = callpark__lot(registry, number);
        if (callpark__text_equal(lot->name, name))
            return lot;
    }
    return NULL;
}

static struct lot *make(struct callpark *registry, struct text name)
{
    struct lot *lot = callpark__alloc(&registry->memory, sizeof *lot + name.length + 1);
    if (!lot)
        return NULL;
    char *own_name = (char *)(lot + 1);
    memcpy(own_name, name.s, name.length);
    own_name[name.length] = 0;
    *lot = (struct lot){
        .name = {own_name, name.length},
        .name_hash = callpark__hash_text(registry->key, NAME_SCOPE, name.s, name.length),
        .policy = callpark__policy_ref(registry, POLICY_DEFAULT),
        .first_group = NONE,
    };
    callpark__queue_init(&lot->open);
    callpark__queue_init(&lot->busy);
    return lot;
}

struct lot *callpark__lot_new(struct callpark *registry, struct text name)
{
    const struct memory *memory = &registry->memory;
    if (!callpark__table_reserve(&registry->lots, memory, 1) ||
        !callpark__index_reserve(&registry->lot_names, memory, registry->lot_names.count + 1))
        return NULL;
    struct lot *lot = make(registry, name);
    if (!lot)
        return NULL;
    lot->number = callpark__table_add(&registry->lots, lot);
    callpark__index_insert(&registry->lot_names, lot->name_hash, lot->number);
    return lot;
}

void callpark__lot_forget(struct callpark *registry, struct lot *lot)
{
    callpark__index_remove(&registry->lot_names, lot->name_hash, lot->number);
    callpark__table_remove(&registry->lots, lot->number);
    if (registry->recent_lot == lot)
        registry->recent_lot = NULL;
}

static void free_text(struct callpark *registry, struct text text)
{
    callpark__free(&registry->memory, (void *)(uintptr_t)text.s);
}

void callpark__lot_free(struct callpark *registry, struct lot *lot)
{
    callpark__policy_unref(registry, lot->policy);
    callpark__slots_fini(&lot->slots, &registry->memory);
    callpark__seats_fini(&lot->seats, &registry->memory);
    free_text(registry, lot->prefix);
    callpark__free(&registry->memory, lot);
}

/* ---- Configuration ---- */

/*@ assigns \nothing;
    ensures \result == (a > b ? a : b); */
static uint32_t greater(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

/* Whether labels of the same number begin the same: a prefix, and zeros behind it. */
static bool same_front(struct text a, uint32_t a_zeros, struct text b, uint32_t b_zeros)
{
    struct text longer = a.length > b.length ? a : b;
    struct text shorter = a.length > b.length ? b : a;
    if (a.length + a_zeros != b.length + b_zeros)
        return false;
    for (uint32_t i = 0; i < longer.length; i++) {
        if (longer.s[i] != (i < shorter.length ? shorter.s[i] : '0'))
            return false;
    }
    return true;
}

bool callpark__lot_relabels(const struct lot *lot, struct text prefix, uint32_t label_width)
{
    for (uint32_t width = 1; width <= LABEL_DIGITS; width++) {
        uint32_t zeros = greater(label_width, width) - width;
        uint32_t own_zeros = greater(lot->label_width, width) - width;
        if (lot->held[width] && !same_front(lot->prefix, own_zeros, prefix, zeros))
            return true;
    }
    return false;
}

static bool copy_prefix(const struct memory *memory, struct text prefix, struct text *copy)
{
    *copy = (struct text){0};
    if (!prefix.s)
        return true;
    char *bytes = callpark__array_copy(memory, prefix.s, prefix.length, prefix.length + 1u, 1);
    *copy = (struct text){bytes, prefix.length};
    return bytes != NULL;
}

/* ---- Another range: calls in slots that leave it become strays, known by the index of
 * places, and strays in slots that come into it take their seats again. ---- */

struct held_context {
    const struct callpark *registry;
    const struct lot *lot;
};

static bool is_held(const void *context, uint32_t slot)
{
    const struct held_context *in = context;
    return callpark__slot_holder(in->registry, in->lot, slot) != NONE;
}

static uint32_t count_held(const struct lot *lot, const struct span parts[2])
{
    uint32_t held = 0;
    for (int i = 0; i < 2; i++) {
        for (uint64_t slot = parts[i].first; slot < parts[i].end; slot++)
            held += *callpark__seat(&lot->seats, (uint32_t)slot) != NONE;
    }
    return held;
}

static void let_stray(struct callpark *registry, struct lot *lot, const struct span parts[2])
{
    for (int i = 0; i < 2; i++) {
        for (uint64_t slot = parts[i].first; slot < parts[i].end; slot++) {
            uint32_t *seat = callpark__seat(&lot->seats, (uint32_t)slot);
            if (*seat == NONE)
                continue;
            callpark__add_stray(registry, lot, (uint32_t)slot, *seat);
            *seat = NONE;
        }
    }
}

static void seat_strays(struct callpark *registry, struct lot *lot, const struct span parts[2])
{
    for (int i = 0; i < 2; i++) {
        for (uint64_t slot = parts[i].first; slot < parts[i].end && lot->stray; slot++)
            *callpark__seat(&lot->seats, (uint32_t)slot) =
                callpark__take_stray(registry, lot, (uint32_t)slot);
    }
}

/* Seats for the new range: those there are, or others. */
static bool prepare_seats(const struct lot *lot, const struct memory *memory,
                          const struct lot_args *args, struct seats *seats)
{
    *seats = lot->seats;
    return callpark__seats_cover(seats, args->first, args->count) ||
           callpark__seats_init(seats, memory, &lot->seats, args->first, args->count);
}

static void use_seats(struct lot *lot, const struct memory *memory, const struct seats *seats)
{
    if (seats->call == lot->seats.call)
        return;
    struct seats old = lot->seats;
    lot->seats = *seats;
    callpark__seats_copy(&lot->seats, &old);
    callpark__seats_fini(&old, memory);
}

static bool apply_range(struct callpark *registry, struct lot *lot, const struct lot_args *args)
{
    const struct memory *memory = &registry->memory;
    struct held_context context = {registry, lot};
    struct span old = callpark__span(lot->slots.first, lot->slots.count);
    struct span new = callpark__span(args->first, args->count);
    struct span leaving[2];
    struct span entering[2];
    struct seats seats;
    callpark__span_outside(old, new, leaving);
    callpark__span_outside(new, old, entering);
    uint32_t places = registry->by_place.count + count_held(lot, leaving);
    if (places && !callpark__index_reserve(&registry->by_place, memory, places))
        return false;
    if (!prepare_seats(lot, memory, args, &seats))
        return false;
    if (!callpark__slots_configure(&lot->slots, memory, args->first, args->count, args->choice,
                                   lot->stray ? is_held : NULL, &context)) {
        if (seats.call != lot->seats.call)
            callpark__seats_fini(&seats, memory);
        return false;
    }
    let_stray(registry, lot, leaving);
    use_seats(lot, memory, &seats);
    seat_strays(registry, lot, entering);
    return true;
}

static uint32_t new_policy(struct callpark *registry, const struct lot_args *args)
{
    if (!args->own_recall)
        return callpark__policy_ref(registry, POLICY_DEFAULT);
    return callpark__policy_new(registry, POLICY_DEFAULT, &args->recall);
}

static void apply_settings(struct callpark *registry, struct lot *lot, const struct lot_args *args,
                           struct text prefix, uint32_t policy)
{
    callpark__policy_unref(registry, lot->policy);
    free_text(registry, lot->prefix);
    lot->policy = policy;
    lot->prefix = prefix;
    lot->label_width = args->label_width;
    lot->timeout = args->timeout;
    lot->timeout_min = args->timeout_min;
    lot->timeout_max = args->timeout_max;
    lot->flags = args->flags;
}

bool callpark__lot_apply(struct callpark *registry, struct lot *lot, const struct lot_args *args)
{
    struct text prefix;
    uint32_t policy = new_policy(registry, args);
    if (policy == NONE)
        return false;
    if (!copy_prefix(&registry->memory, args->prefix, &prefix)) {
        callpark__policy_unref(registry, policy);
        return false;
    }
    if (!apply_range(registry, lot, args)) {
        callpark__policy_unref(registry, policy);
        free_text(registry, prefix);
        return false;
    }
    apply_settings(registry, lot, args, prefix, policy);
    return true;
}

/* ---- Labels ---- */

size_t callpark__lot_label(const struct lot *lot, uint32_t slot, char *buffer, size_t size)
{
    uint32_t width = greater(lot->label_width, callpark__digits(slot));
    size_t length = (size_t)lot->prefix.length + width;
    if (length >= size)
        return length;
    if (lot->prefix.s)
        memcpy(buffer, lot->prefix.s, lot->prefix.length);
    for (size_t i = length; i > lot->prefix.length; slot /= 10)
        buffer[--i] = (char)('0' + slot % 10);
    buffer[length] = 0;
    return length;
}

/* The label of the number read must be the text again: no zero more or less. */
bool callpark__lot_parse_label(const struct lot *lot, struct text label, uint32_t *slot)
{
    char exact[TEXT_LONGEST + 1];
    uint64_t number = 0;
    if (label.length <= lot->prefix.length || label.length - lot->prefix.length > LABEL_DIGITS)
        return false;
    for (uint32_t i = lot->prefix.length; i < label.length; i++) {
        if (label.s[i] < '0' || label.s[i] > '9')
            return false;
        number = number * 10 + (uint64_t)(label.s[i] - '0');
    }
    if (number > UINT32_MAX)
        return false;
    struct text own = {exact,
                       (uint32_t)callpark__lot_label(lot, (uint32_t)number, exact, sizeof exact)};
    *slot = (uint32_t)number;
    return callpark__text_equal(own, label);
}
