/* SPDX-License-Identifier: MIT */
/*
 * uthash by call id, an array of records by slot, a stack of free slots and a binary
 * heap of deadlines: what a C programmer would write who needs one lot of slots and no
 * more. Records are one array; the strings of a call are one block of its own.
 *
 * Two more contenders are this one with another way to find a free slot.
 */
#include "contender.h"
#include "spaces.h"

#include <stdlib.h>

#if __has_include(<uthash.h>)

#include <uthash.h>

/* As many buckets at the start as calls are expected: the hash never grows. */
static unsigned initial_buckets_log2;
#undef HASH_INITIAL_NUM_BUCKETS
#undef HASH_INITIAL_NUM_BUCKETS_LOG2
#define HASH_INITIAL_NUM_BUCKETS (1u << initial_buckets_log2)
#define HASH_INITIAL_NUM_BUCKETS_LOG2 initial_buckets_log2

#define STRINGS 6

struct record {
    UT_hash_handle hh;
    char *strings; /* the call id first, then those given, each with its NUL */
    void *host;
    uint64_t ticket;
    uint64_t parked_at;
    uint32_t timer;           /* position in the heap */
    uint8_t lengths[STRINGS]; /* 0: not given */
};

struct timer {
    uint64_t due;
    uint32_t record;
};

struct lot {
    struct record *records; /* by slot less 1 */
    struct record *by_id;
    uint32_t *free;        /* a stack of records */
    struct spaces *spaces; /* instead of it; else NULL */
    struct timer *heap;
    char *ended; /* strings that the last event points into */
    uint64_t ticket;
    uint64_t number;
    uint32_t slots;
    uint32_t free_count;
    uint32_t timers;
    unsigned buckets_log2;
};

/* ---- The heap ---- */

static int earlier(const struct lot *lot, struct timer a, struct timer b)
{
    if (a.due != b.due)
        return a.due < b.due;
    return lot->records[a.record].ticket < lot->records[b.record].ticket;
}

static void put(struct lot *lot, uint32_t position, struct timer timer)
{
    lot->heap[position] = timer;
    lot->records[timer.record].timer = position;
}

static void sift_up(struct lot *lot, uint32_t position, struct timer timer)
{
    while (position) {
        uint32_t parent = (position - 1) / 2;
        if (!earlier(lot, timer, lot->heap[parent]))
            break;
        put(lot, position, lot->heap[parent]);
        position = parent;
    }
    put(lot, position, timer);
}

static void sift_down(struct lot *lot, uint32_t position, struct timer timer)
{
    for (;;) {
        uint32_t child = 2 * position + 1;
        if (child >= lot->timers)
            break;
        if (child + 1 < lot->timers && earlier(lot, lot->heap[child + 1], lot->heap[child]))
            child++;
        if (!earlier(lot, lot->heap[child], timer))
            break;
        put(lot, position, lot->heap[child]);
        position = child;
    }
    put(lot, position, timer);
}

static void take_out(struct lot *lot, uint32_t position)
{
    struct timer last = lot->heap[--lot->timers];
    if (position == lot->timers)
        return;
    if (position && earlier(lot, last, lot->heap[(position - 1) / 2]))
        sift_up(lot, position, last);
    else
        sift_down(lot, position, last);
}

/* ---- Events ---- */

static const char *next_string(const struct record *record, int i, const char **at)
{
    const char *string = *at;
    if (!record->lengths[i])
        return NULL;
    *at += record->lengths[i] + 1u;
    return string;
}

static void describe(struct lot *lot, const struct record *record, callpark_time now,
                     struct callpark_event *event)
{
    const char *at = record->strings;
    *event = (struct callpark_event){.size = sizeof *event};
    event->host = record->host;
    event->lot = "office";
    event->call_id = next_string(record, 0, &at);
    event->parker = next_string(record, 1, &at);
    event->parkee = next_string(record, 2, &at);
    event->caller_name = next_string(record, 3, &at);
    event->caller_number = next_string(record, 4, &at);
    event->tag = next_string(record, 5, &at);
    event->ticket = record->ticket;
    event->parked_at = record->parked_at;
    event->number = ++lot->number;
    event->time = now;
    event->slot = (uint32_t)(record - lot->records) + 1;
}

static void drop_ended(struct lot *lot)
{
    free(lot->ended);
    lot->ended = NULL;
}

static void give(struct lot *lot, uint32_t place)
{
    if (lot->spaces)
        spaces_give(lot->spaces, place + 1);
    else
        lot->free[lot->free_count++] = place;
}

static void end(struct lot *lot, struct record *record, callpark_time now, uint32_t reason,
                struct callpark_event *event)
{
    describe(lot, record, now, event);
    event->kind = CALLPARK_EVENT_ENDED;
    event->state = CALLPARK_STATE_ENDED;
    event->reason = reason;
    event->deadline = event->due = CALLPARK_NEVER;
    take_out(lot, record->timer);
    HASH_DEL(lot->by_id, record);
    lot->ended = record->strings;
    record->strings = NULL;
    give(lot, (uint32_t)(record - lot->records));
}

/* ---- Verbs ---- */

/* False if one is too long or there is no memory. */
static int copy_strings(struct record *record, const struct callpark_call *call)
{
    const char *from[STRINGS] = {call->call_id,     call->parker,        call->parkee,
                                 call->caller_name, call->caller_number, call->tag};
    size_t bytes = 0;
    for (int i = 0; i < STRINGS; i++) {
        size_t length = from[i] ? strlen(from[i]) : 0;
        if (length > 255)
            return 0;
        record->lengths[i] = (uint8_t)length;
        bytes += length ? length + 1 : 0;
    }
    char *to = record->strings = malloc(bytes);
    for (int i = 0; to && i < STRINGS; i++) {
        if (record->lengths[i]) {
            memcpy(to, from[i], record->lengths[i] + 1u);
            to += record->lengths[i] + 1u;
        }
    }
    return to != NULL;
}

/* The record of a free slot, or NULL. */
static struct record *take(struct lot *lot)
{
    uint32_t slot = lot->spaces ? spaces_take(lot->spaces) : 0;
    if (lot->spaces)
        return slot ? &lot->records[slot - 1] : NULL;
    return lot->free_count ? &lot->records[lot->free[--lot->free_count]] : NULL;
}

static int park(void *self, callpark_time now, const struct callpark_call *call,
                callpark_duration timeout, struct callpark_event *event)
{
    struct lot *lot = self;
    struct record *record;
    unsigned length = (unsigned)strlen(call->call_id);
    unsigned hash;
    drop_ended(lot);
    if (timeout < callpark_seconds(10) || timeout > callpark_seconds(3600))
        return CALLPARK_ERR_DURATION;
    HASH_VALUE(call->call_id, length, hash);
    HASH_FIND_BYHASHVALUE(hh, lot->by_id, call->call_id, length, hash, record);
    if (record)
        return CALLPARK_ERR_PARKED;
    record = take(lot);
    if (!record)
        return CALLPARK_ERR_FULL;
    if (!copy_strings(record, call)) {
        give(lot, (uint32_t)(record - lot->records));
        return CALLPARK_ERR_NOMEM;
    }
    record->host = call->host;
    record->ticket = ++lot->ticket;
    record->parked_at = now;
    initial_buckets_log2 = lot->buckets_log2;
    HASH_ADD_KEYPTR_BYHASHVALUE(hh, lot->by_id, record->strings, length, hash, record);
    struct timer timer = {now + timeout, (uint32_t)(record - lot->records)};
    sift_up(lot, lot->timers++, timer);
    describe(lot, record, now, event);
    event->kind = CALLPARK_EVENT_PARKED;
    event->state = CALLPARK_STATE_WAITING;
    event->deadline = event->due = now + timeout;
    return 0;
}

static int retrieve_slot(void *self, callpark_time now, uint32_t slot, struct callpark_event *event)
{
    struct lot *lot = self;
    drop_ended(lot);
    if (!slot || slot > lot->slots || !lot->records[slot - 1].strings ||
        (lot->spaces && !spaces_find(lot->spaces, slot)))
        return CALLPARK_ERR_NOT_FOUND;
    end(lot, &lot->records[slot - 1], now, CALLPARK_REASON_RETRIEVED, event);
    return 0;
}

static int retrieve_call(void *self, callpark_time now, const char *call_id,
                         struct callpark_event *event)
{
    struct lot *lot = self;
    struct record *record;
    drop_ended(lot);
    HASH_FIND(hh, lot->by_id, call_id, (unsigned)strlen(call_id), record);
    if (!record)
        return CALLPARK_ERR_NOT_FOUND;
    end(lot, record, now, CALLPARK_REASON_RETRIEVED, event);
    return 0;
}

static int poll(void *self, callpark_time now, struct callpark_event *event)
{
    struct lot *lot = self;
    drop_ended(lot);
    if (!lot->timers || lot->heap[0].due > now)
        return 0;
    end(lot, &lot->records[lot->heap[0].record], now, CALLPARK_REASON_RELEASED, event);
    return 1;
}

static callpark_time next_deadline(const void *self)
{
    const struct lot *lot = self;
    return lot->timers ? lot->heap[0].due : CALLPARK_NEVER;
}

/* ---- Coming and going ---- */

static void destroy(void *self)
{
    struct lot *lot = self;
    struct record *record, *next;
    drop_ended(lot);
    HASH_ITER(hh, lot->by_id, record, next)
    {
        HASH_DEL(lot->by_id, record);
        free(record->strings);
    }
    spaces_free(lot->spaces);
    free(lot->records);
    free(lot->free);
    free(lot->heap);
    free(lot);
}

static void *create(uint32_t calls, uint32_t slots)
{
    struct lot *lot = calloc(1, sizeof *lot);
    if (!lot)
        return NULL;
    lot->records = calloc(slots, sizeof *lot->records);
    lot->free = calloc(slots, sizeof *lot->free);
    lot->heap = calloc(slots, sizeof *lot->heap);
    if (!lot->records || !lot->free || !lot->heap) {
        destroy(lot);
        return NULL;
    }
    lot->slots = slots;
    while (lot->free_count < slots) {
        lot->free[lot->free_count] = slots - 1 - lot->free_count;
        lot->free_count++;
    }
    while ((1u << lot->buckets_log2) < calls)
        lot->buckets_log2++;
    lot->number = 1;
    return lot;
}

static void *create_with(uint32_t calls, uint32_t slots, enum search search)
{
    struct lot *lot = create(calls, slots);
    if (!lot)
        return NULL;
    lot->spaces = spaces_new(search, slots);
    if (lot->spaces)
        return lot;
    destroy(lot);
    return NULL;
}

static void *create_walking(uint32_t calls, uint32_t slots)
{
    return create_with(calls, slots, SEARCH_WALK);
}

static void *create_formatting(uint32_t calls, uint32_t slots)
{
    return create_with(calls, slots, SEARCH_FORMAT);
}

const struct contender contender_uthash = {
    .name = "uthash + binary heap",
    .create = create,
    .destroy = destroy,
    .park = park,
    .retrieve_slot = retrieve_slot,
    .retrieve_call = retrieve_call,
    .poll = poll,
    .next_deadline = next_deadline,
};

const struct contender contender_asterisk = {
    .name = "Asterisk's search",
    .slowness = 50,
    .most_calls = 10000,
    .create = create_walking,
    .destroy = destroy,
    .park = park,
    .retrieve_slot = retrieve_slot,
    .retrieve_call = retrieve_call,
    .poll = poll,
    .next_deadline = next_deadline,
};

const struct contender contender_freeswitch = {
    .name = "FreeSWITCH's search",
    .slowness = 200,
    .most_calls = 1000,
    .create = create_formatting,
    .destroy = destroy,
    .park = park,
    .retrieve_slot = retrieve_slot,
    .retrieve_call = retrieve_call,
    .poll = poll,
    .next_deadline = next_deadline,
};

#else

const struct contender contender_uthash = {
    .name = "uthash + binary heap",
    .missing = "no uthash.h (Debian: uthash-dev)",
};

const struct contender contender_asterisk = {
    .name = "Asterisk's search",
    .missing = "no uthash.h (Debian: uthash-dev)",
};

const struct contender contender_freeswitch = {
    .name = "FreeSWITCH's search",
    .missing = "no uthash.h (Debian: uthash-dev)",
};

#endif
