/* SPDX-License-Identifier: MIT */
/*
 * The floor: what one lot of slots costs at least if deadlines are exact and in order. It
 * knows its capacity, believes its caller, hashes without a key, prefetches, and where the
 * processor has them uses vectors of 64 bytes. Its one
 * liberty: tickets have 32 bits.
 *
 * A call is two cache lines, its usual strings among them, and one line of the index. A call
 * that is retrieved leaves its timer in the heap, unless that is the first: the next call
 * parked takes the same slot and the timer over, and the heap is put in order once for both,
 * during the next verb, when what it needs has been fetched.
 */
#define _POSIX_C_SOURCE 200809L
#include "contender.h"
#include "floor_text.h"

#include <stdbool.h>
#include <stdlib.h>

#define STRINGS 6
#define NO_TIMER UINT32_MAX
#define BLOCKS 5
#define LINE 64
#define ENTRIES 15
#define INLINE 92

struct record {
    void *host;
    uint64_t ticket;
    uint64_t parked_at;
    uint32_t entry;           /* position in the index */
    uint8_t lengths[STRINGS]; /* with NUL, 0: not given; the id's is 0 while nothing is parked */
    bool apart;               /* the strings are elsewhere */
    uint8_t hops;             /* from the home bucket to that of |entry| */
    char text[INLINE];        /* the strings in a row, or where they are */
};

struct timer {
    uint64_t due;
    uint64_t order; /* the ticket's low half, then the record */
};

/* A cache line of the index: bits of the hash, then the record plus 1; 0: empty. */
struct bucket {
    uint32_t entries[ENTRIES];
    uint32_t passed; /* entries that found no room here and are in a later bucket */
};

struct lot {
    struct record *records; /* by slot less 1 */
    struct bucket *index;
    struct timer *heap; /* children of one parent share a cache line; MAX behind the last */
    struct timer late;  /* the last one armed, not in the heap yet; due 0: none */
    uint32_t *position; /* in the heap of each record's timer; NO_TIMER */
    uint32_t *free;     /* a stack of records */
    uint32_t buckets;
    uint32_t record_mask; /* the bits of an entry that tell the record; others are the hash's */
    uint32_t timers;
    uint32_t free_count;
    uint32_t slots;
    uint64_t ticket;
    uint64_t number;
    char *ended; /* strings that the last event points into, if too long for a record */
    void *blocks[BLOCKS];
};

/* ---- Strings ---- */

static const char *strings_of(const struct record *record)
{
    char *apart;
    if (!record->apart)
        return record->text;
    memcpy(&apart, record->text, sizeof apart);
    return apart;
}

static void drop_ended(struct lot *lot)
{
    if (!lot->ended)
        return;
    free(lot->ended);
    lot->ended = NULL;
}

/* ---- Timers ---- */

static bool earlier(struct timer a, struct timer b)
{
    return ((wide)a.due << 64 | a.order) < ((wide)b.due << 64 | b.order);
}

static void put(struct lot *lot, uint32_t position, struct timer timer)
{
    lot->heap[position] = timer;
    lot->position[(uint32_t)timer.order] = position;
}

static void sift_up(struct lot *lot, uint32_t position, struct timer timer)
{
    while (position) {
        uint32_t parent = (position - 1) / 4;
        if (!earlier(timer, lot->heap[parent]))
            break;
        put(lot, position, lot->heap[parent]);
        position = parent;
    }
    put(lot, position, timer);
}

static uint32_t earliest_child(const struct lot *lot, uint32_t position)
{
    uint32_t first = 4 * position + 1;
    uint32_t a = first + earlier(lot->heap[first + 1], lot->heap[first]);
    uint32_t b = first + 2 + earlier(lot->heap[first + 3], lot->heap[first + 2]);
    return earlier(lot->heap[b], lot->heap[a]) ? b : a;
}

static void sift_down(struct lot *lot, uint32_t position, struct timer timer)
{
    while (4 * position + 1 < lot->timers) {
        uint32_t child = earliest_child(lot, position);
        if (!earlier(lot->heap[child], timer))
            break;
        put(lot, position, lot->heap[child]);
        position = child;
    }
    put(lot, position, timer);
}

/* The hole goes down to the end before the last timer looks for its place: that is near. */
static void drop_first(struct lot *lot)
{
    struct timer last = lot->heap[--lot->timers];
    uint32_t position = 0;
    lot->position[(uint32_t)lot->heap[0].order] = NO_TIMER;
    lot->heap[lot->timers] = (struct timer){UINT64_MAX, UINT64_MAX};
    if (!lot->timers)
        return;
    while (4 * position + 1 < lot->timers) {
        uint32_t child = earliest_child(lot, position);
        put(lot, position, lot->heap[child]);
        position = child;
    }
    sift_up(lot, position, last);
}

static bool first_is_dead(const struct lot *lot)
{
    return lot->timers && !lot->records[(uint32_t)lot->heap[0].order].lengths[0];
}

/* Puts the late timer where it belongs: where the last call of that record left its own. */
static void settle(struct lot *lot)
{
    struct timer timer = lot->late;
    uint32_t position = lot->position[(uint32_t)timer.order];
    if (!timer.due)
        return;
    lot->late.due = 0;
    if (position == NO_TIMER)
        sift_up(lot, lot->timers++, timer);
    else if (earlier(timer, lot->heap[(position - 1) / 4]))
        sift_up(lot, position, timer);
    else
        sift_down(lot, position, timer);
}

static void prefetch_timer(const struct lot *lot, uint32_t position)
{
    if (!position || position == NO_TIMER)
        return;
    __builtin_prefetch(&lot->heap[position], 1);
    uint32_t parent = (position - 1) / 4;
    __builtin_prefetch(&lot->heap[parent], 1);
    __builtin_prefetch(&lot->heap[(parent - 1) / 4], 1);
    if (4 * (uint64_t)position + 1 < lot->timers)
        __builtin_prefetch(&lot->heap[4 * (uint64_t)position + 1]);
}

/* ---- The index ---- */

static struct bucket *home(const struct lot *lot, uint64_t hash)
{
    return &lot->index[(hash >> 32) * lot->buckets >> 32];
}

static struct bucket *after(const struct lot *lot, struct bucket *bucket)
{
    return bucket + 1 < lot->index + lot->buckets ? bucket + 1 : lot->index;
}

/* Which entries of |bucket| are |wanted| under |mask|. */
static inline uint32_t match(const struct bucket *bucket, uint32_t mask, uint32_t wanted)
{
#ifdef VECTORS
    __m512i masked = _mm512_and_si512(_mm512_load_si512(bucket), _mm512_set1_epi32((int)mask));
    return _mm512_cmpeq_epi32_mask(masked, _mm512_set1_epi32((int)wanted)) & ((1u << ENTRIES) - 1);
#else
    uint32_t found = 0;
    for (uint32_t i = 0; i < ENTRIES; i++)
        found |= (uint32_t)((bucket->entries[i] & mask) == wanted) << i;
    return found;
#endif
}

static inline struct record *find_in(const struct lot *lot, const struct bucket *bucket,
                                     const struct id *id)
{
    uint32_t hits = match(bucket, ~lot->record_mask, (uint32_t)id->hash & ~lot->record_mask);
    for (; hits; hits &= hits - 1) {
        uint32_t entry = bucket->entries[__builtin_ctz(hits)];
        struct record *record = &lot->records[(entry & lot->record_mask) - 1];
        if (entry && record->lengths[0] == (uint8_t)id->bytes && is_id(strings_of(record), id))
            return record;
    }
    return NULL;
}

static inline struct record *find(const struct lot *lot, const struct id *id)
{
    struct bucket *bucket = home(lot, id->hash);
    for (;;) {
        struct record *record = find_in(lot, bucket, id);
        if (record || !bucket->passed)
            return record;
        bucket = after(lot, bucket);
    }
}

static inline void put_in(struct lot *lot, struct record *record, uint64_t hash)
{
    struct bucket *bucket = home(lot, hash);
    uint32_t vacant;
    record->hops = 0;
    while (!(vacant = match(bucket, UINT32_MAX, 0))) {
        record->hops++;
        bucket->passed++;
        bucket = after(lot, bucket);
    }
    uint32_t at = (uint32_t)__builtin_ctz(vacant);
    uint32_t number = (uint32_t)(record - lot->records) + 1;
    bucket->entries[at] = ((uint32_t)hash & ~lot->record_mask) | number;
    record->entry = (uint32_t)(bucket - lot->index) * (ENTRIES + 1) + at;
}

/* Entries never move, so it is where it was put. */
static void take_out(struct lot *lot, const struct record *record)
{
    uint32_t number = record->entry / (ENTRIES + 1);
    lot->index[number].entries[record->entry % (ENTRIES + 1)] = 0;
    for (uint32_t i = 0; i < record->hops; i++) {
        number = (number ? number : lot->buckets) - 1;
        lot->index[number].passed--;
    }
}

/* ---- Events ---- */

static void describe(struct lot *lot, const struct record *record, callpark_time now,
                     struct callpark_event *event)
{
    const char *at = strings_of(record);
    const uint8_t *lengths = record->lengths;
    *event = (struct callpark_event){
        .size = sizeof *event,
        .host = record->host,
        .lot = "office",
        .call_id = at,
        .ticket = record->ticket,
        .parked_at = record->parked_at,
        .number = ++lot->number,
        .time = now,
        .slot = (uint32_t)(record - lot->records) + 1,
    };
    at += lengths[0];
    event->parker = lengths[1] ? at : NULL;
    at += lengths[1];
    event->parkee = lengths[2] ? at : NULL;
    at += lengths[2];
    event->caller_name = lengths[3] ? at : NULL;
    at += lengths[3];
    event->caller_number = lengths[4] ? at : NULL;
    at += lengths[4];
    event->tag = lengths[5] ? at : NULL;
}

static void end(struct lot *lot, struct record *record, callpark_time now, uint32_t reason,
                struct callpark_event *event)
{
    describe(lot, record, now, event);
    event->kind = CALLPARK_EVENT_ENDED;
    event->state = CALLPARK_STATE_ENDED;
    event->reason = reason;
    event->deadline = event->due = CALLPARK_NEVER;
    take_out(lot, record);
    if (event->call_id != record->text)
        memcpy(&lot->ended, record->text, sizeof lot->ended);
    record->lengths[0] = 0;
    lot->free[lot->free_count++] = (uint32_t)(record - lot->records);
}

/* ---- Verbs ---- */

/* The strings of a call that do not fit in its record. */
static bool copy_apart(struct record *record, const char *const from[STRINGS])
{
    size_t sum = 0;
    for (int i = 0; i < STRINGS; i++)
        sum += bytes_of(from[i]);
    char *to = malloc(sum);
    memcpy(record->text, &to, sizeof to);
    record->apart = true;
    for (int i = 0; to && i < STRINGS; i++) {
        record->lengths[i] = (uint8_t)bytes_of(from[i]);
        to += copy_string(to, from[i], record->lengths[i]);
    }
    return to != NULL;
}

static bool copy_strings(struct record *record, const struct callpark_call *call)
{
    const char *const from[STRINGS] = {call->call_id,     call->parker,        call->parkee,
                                       call->caller_name, call->caller_number, call->tag};
    size_t used = 0;
    record->apart = false;
#pragma GCC unroll 6
    for (int i = 0; i < STRINGS; i++) {
        size_t bytes = copy_string(record->text + used, from[i], INLINE - used);
        used += bytes;
        if (used > INLINE)
            return copy_apart(record, from);
        record->lengths[i] = (uint8_t)bytes;
    }
    return true;
}

static int park(void *self, callpark_time now, const struct callpark_call *call,
                callpark_duration timeout, struct callpark_event *event)
{
    struct lot *lot = self;
    struct id id = id_of(call->call_id);
    __builtin_prefetch(home(lot, id.hash), 1);
    drop_ended(lot);
    if (!lot->free_count)
        return CALLPARK_ERR_FULL;
    uint32_t place = lot->free[lot->free_count - 1];
    struct record *record = &lot->records[place];
    if (find(lot, &id))
        return CALLPARK_ERR_PARKED;
    if (!copy_strings(record, call))
        return CALLPARK_ERR_NOMEM;
    put_in(lot, record, id.hash);
    lot->free_count--;
    record->host = call->host;
    record->ticket = ++lot->ticket;
    record->parked_at = now;
    settle(lot);
    lot->late = (struct timer){now + timeout, record->ticket << 32 | place};
    describe(lot, record, now, event);
    event->kind = CALLPARK_EVENT_PARKED;
    event->state = CALLPARK_STATE_WAITING;
    event->deadline = event->due = now + timeout;
    return 0;
}

static void retrieve(struct lot *lot, struct record *record, callpark_time now,
                     struct callpark_event *event)
{
    uint32_t number = (uint32_t)(record - lot->records);
    prefetch_timer(lot, lot->position[number]);
    end(lot, record, now, CALLPARK_REASON_RETRIEVED, event);
    if ((uint32_t)lot->late.order == number)
        lot->late.due = 0;
    settle(lot);
    if (lot->position[number] == 0) {
        while (first_is_dead(lot))
            drop_first(lot);
    }
}

static int retrieve_slot(void *self, callpark_time now, uint32_t slot, struct callpark_event *event)
{
    struct lot *lot = self;
    struct record *record = &lot->records[slot - 1];
    drop_ended(lot);
    if (!record->lengths[0])
        return CALLPARK_ERR_NOT_FOUND;
    __builtin_prefetch((char *)record + LINE, 1);
    retrieve(lot, record, now, event);
    return 0;
}

static int retrieve_call(void *self, callpark_time now, const char *call_id,
                         struct callpark_event *event)
{
    struct lot *lot = self;
    struct id id = id_of(call_id);
    drop_ended(lot);
    struct record *record = find(lot, &id);
    if (!record)
        return CALLPARK_ERR_NOT_FOUND;
    retrieve(lot, record, now, event);
    return 0;
}

/* What the next but one needs is fetched now: it is among the children of the first. */
static void look_ahead(const struct lot *lot)
{
    uint32_t entry = lot->records[(uint32_t)lot->heap[0].order].entry;
    __builtin_prefetch(&lot->index[entry / (ENTRIES + 1)], 1);
    for (uint32_t i = 1; i <= 4 && i < lot->timers; i++)
        __builtin_prefetch(&lot->records[(uint32_t)lot->heap[i].order], 1);
}

static int poll(void *self, callpark_time now, struct callpark_event *event)
{
    struct lot *lot = self;
    drop_ended(lot);
    settle(lot);
    if (!lot->timers || lot->heap[0].due > now)
        return 0;
    struct record *record = &lot->records[(uint32_t)lot->heap[0].order];
    end(lot, record, now, CALLPARK_REASON_RELEASED, event);
    do
        drop_first(lot);
    while (first_is_dead(lot));
    if (lot->timers)
        look_ahead(lot);
    return 1;
}

static callpark_time next_deadline(const void *self)
{
    const struct lot *lot = self;
    uint64_t late = lot->late.due - 1; /* none: the greatest */
    uint64_t first = lot->heap[0].due - 1;
    return (late < first ? late : first) + 1;
}

/* ---- Coming and going ---- */

static void destroy(void *self)
{
    struct lot *lot = self;
    drop_ended(lot);
    for (uint32_t i = 0; i < lot->slots; i++) {
        if (lot->records[i].lengths[0] && lot->records[i].apart)
            free((char *)strings_of(&lot->records[i]));
    }
    for (size_t i = 0; i < BLOCKS; i++)
        free(lot->blocks[i]);
    free(lot);
}

static void *lines(struct lot *lot, int which, size_t count, size_t size)
{
    size_t bytes = (count * size + 2 * LINE - 1) / (2 * LINE) * (2 * LINE);
    void *block = lot->blocks[which] = aligned_alloc(2 * LINE, bytes);
    return block ? memset(block, 0, bytes) : NULL;
}

static void *create(uint32_t calls, uint32_t slots)
{
    struct lot *lot = calloc(1, sizeof *lot);
    if (!lot)
        return NULL;
    lot->buckets = calls / 8 + 1;
    lot->record_mask = 1;
    while (lot->record_mask <= slots)
        lot->record_mask = lot->record_mask << 1 | 1;
    lot->records = lines(lot, 0, slots, sizeof *lot->records);
    lot->index = lines(lot, 1, lot->buckets, sizeof *lot->index);
    lot->heap = lines(lot, 2, slots + 8, sizeof *lot->heap);
    lot->free = lines(lot, 3, slots, sizeof *lot->free);
    lot->position = lines(lot, 4, slots, sizeof *lot->position);
    if (!lot->records || !lot->index || !lot->heap || !lot->free || !lot->position) {
        destroy(lot);
        return NULL;
    }
    lot->heap += 3;
    memset(lot->heap, 0xff, (slots + 5) * sizeof *lot->heap);
    for (uint32_t i = 0; i < slots; i++) {
        lot->free[i] = slots - 1 - i;
        lot->position[i] = NO_TIMER;
    }
    lot->free_count = lot->slots = slots;
    lot->number = 1;
    return lot;
}

#ifdef PLAIN
#define CONTENDER contender_floor_plain
#define NAME "lower bound in plain C"
#else
#define CONTENDER contender_floor
#define NAME "lower bound"
#endif

const struct contender CONTENDER = {
    .name = NAME,
    .create = create,
    .destroy = destroy,
    .park = park,
    .retrieve_slot = retrieve_slot,
    .retrieve_call = retrieve_call,
    .poll = poll,
    .next_deadline = next_deadline,
};
