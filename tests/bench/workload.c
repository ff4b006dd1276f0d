/* SPDX-License-Identifier: MIT */
/* Steps are made ready in batches, and only doing them is timed: what a host knows of
 * its call is in its cache when it asks for it. */
#include "workload.h"

#include <stdio.h>
#include <stdlib.h>

#include "stopwatch.h"

#define BATCH 64u
#define STAY_US 60000000u /* how long a call stays on average */

/* What is known of the call at one of the N indices, which is also its host pointer. */
struct parked {
    uint64_t serial; /* its strings follow from it */
    uint32_t slot;   /* 0: vacant */
    uint32_t stamp;  /* the batch and step of the last call parked here */
};

/* A retrieval, unless |victim_slot| is NULL, and a park. */
struct step {
    struct callpark_call call;
    struct text text;
    char victim[CALL_ID_MAX + 1];
    bool by_slot;
    const uint32_t *victim_slot; /* |known_slot|, or the |slot| of an earlier step */
    uint32_t known_slot;
    uint32_t slot; /* of the new call */
    callpark_duration timeout;
    uint64_t serial;
};

struct load {
    const struct contender *contender;
    void *self;
    struct callpark_event event;
    struct parked *parked;
    uint32_t *vacant; /* indices */
    uint32_t calls;
    uint32_t vacant_count;
    struct shape shape;
    bool thorough;
    bool sweep; /* victims in turn instead of at random */
    uint32_t swept;
    bool by_slot;
    uint64_t random;
    uint64_t missing; /* random too, for what is not there */
    uint64_t serial;
    uint64_t time_us;
    uint64_t digest;
    uint64_t pairs;
    uint64_t expired;
    uint32_t batch;
    uint32_t steps;
    struct step step[BATCH];
};

_Noreturn void load_failed(const char *name, const char *what)
{
    fprintf(stderr, "bench: %s: %s\n", name, what);
    exit(1);
}

static void expect(const struct load *load, bool right, const char *what)
{
    if (!right)
        load_failed(load->contender->name, what);
}

/* ---- Making a batch ready ---- */

/* The step of this batch that parks the call at |parked|, or NULL. */
static struct step *step_of(struct load *load, const struct parked *parked)
{
    return parked->stamp / BATCH == load->batch ? &load->step[parked->stamp % BATCH] : NULL;
}

static void aim(struct load *load, struct step *step, const struct parked *victim)
{
    const struct step *earlier = step_of(load, victim);
    step->by_slot = load->by_slot = !load->by_slot;
    step->known_slot = victim->slot;
    step->victim_slot = earlier ? &earlier->slot : &step->known_slot;
    write_call_id(step->victim, earlier ? earlier->serial : victim->serial);
}

static struct step *add_step(struct load *load, struct parked *parked)
{
    struct step *step = &load->step[load->steps];
    step->victim_slot = NULL;
    step->serial = ++load->serial;
    step->timeout = load->shape.timeout ? load->shape.timeout
                                        : callpark_seconds(10 + below(&load->random, 3591));
    callpark_call_init(&step->call);
    step->call.host = parked;
    describe(&step->call, &step->text, step->serial, load->shape.strings);
    return step;
}

static void finish_step(struct load *load, struct parked *parked)
{
    parked->stamp = load->batch * BATCH + load->steps++;
}

static struct parked *draw_victim(struct load *load)
{
    for (;;) {
        uint32_t at = load->sweep ? load->swept++ % load->calls : below(&load->random, load->calls);
        struct parked *victim = &load->parked[at];
        if (victim->slot || step_of(load, victim))
            return victim;
    }
}

/* Vacant places first, then at most |pairs| victims. Returns how many. */
static uint32_t prepare(struct load *load, uint64_t pairs)
{
    load->steps = 0;
    load->batch++;
    while (load->vacant_count && load->steps < BATCH) {
        struct parked *vacant = &load->parked[load->vacant[--load->vacant_count]];
        add_step(load, vacant);
        finish_step(load, vacant);
    }
    uint32_t room = BATCH - load->steps;
    uint32_t count = pairs < room ? (uint32_t)pairs : room;
    for (uint32_t i = 0; i < count; i++) {
        struct parked *victim = draw_victim(load);
        aim(load, add_step(load, victim), victim);
        finish_step(load, victim);
    }
    return count;
}

/* ---- Doing it ---- */

static uint64_t digest_string(uint64_t digest, const char *string)
{
    for (; string && *string; string++)
        digest = (digest ^ (unsigned char)*string) * 0x100000001b3u;
    return digest * 31 + 1;
}

static uint64_t digest_strings(const struct callpark_event *event)
{
    uint64_t digest = digest_string(0, event->call_id);
    digest = digest_string(digest, event->parker);
    digest = digest_string(digest, event->parkee);
    digest = digest_string(digest, event->caller_name);
    digest = digest_string(digest, event->caller_number);
    return digest_string(digest, event->tag);
}

/* The products do not depend on each other, which keeps this within a few ns. */
static void note(struct load *load)
{
    const struct callpark_event *event = &load->event;
    uint64_t host = (uint64_t)((struct parked *)event->host - load->parked);
    uint64_t sum = event->number * 0x9e3779b97f4a7c15u + event->ticket * 0xbf58476d1ce4e5b9u +
                   event->time * 0x94d049bb133111ebu + event->parked_at * 0xd6e8feb86659fd93u +
                   event->deadline * 0xff51afd7ed558ccdu + event->due * 0xc4ceb9fe1a85ec53u +
                   (host << 24 | event->kind << 16 | event->state << 8 | event->reason);
    if (load->thorough)
        sum += digest_strings(event);
    load->digest = (load->digest ^ sum) * 0x2545f4914f6cdd1du;
}

static void perform(struct load *load, struct step *step, callpark_time now)
{
    const struct contender *contender = load->contender;
    if (step->victim_slot) {
        uint32_t slot = *step->victim_slot;
        int error = step->by_slot
                        ? contender->retrieve_slot(load->self, now, slot, &load->event)
                        : contender->retrieve_call(load->self, now, step->victim, &load->event);
        expect(load, error == 0, "a call cannot be retrieved");
        expect(load, load->event.host == step->call.host, "another call was retrieved");
        expect(load, load->event.slot == slot, "a call was in another slot");
        note(load);
    }
    int error = contender->park(load->self, now, &step->call, step->timeout, &load->event);
    expect(load, error == 0, "a call cannot be parked");
    expect(load, load->event.host == step->call.host, "parking told of another call");
    step->slot = load->event.slot;
    note(load);
}

/* Up to |most| endings; returns how many. */
static uint32_t expire_some(struct load *load, callpark_time now, uint32_t most)
{
    uint32_t count = 0;
    while (count < most && load->contender->poll(load->self, now, &load->event) == 1) {
        struct parked *ended = load->event.host;
        expect(load, load->vacant_count < load->calls, "more calls ended than there were");
        expect(load, ended >= load->parked && ended < load->parked + load->calls, "no such call");
        load->vacant[load->vacant_count++] = (uint32_t)(ended - load->parked);
        note(load);
        count++;
    }
    return count;
}

static void expire(struct load *load, callpark_time now)
{
    if (load->contender->next_deadline(load->self) <= now)
        expire_some(load, now, UINT32_MAX);
}

/* All that is due, in parts that are timed one by one. Returns ns. */
static uint64_t expire_timed(struct load *load)
{
    struct stopwatch watch = {0};
    uint32_t count;
    do {
        stopwatch_start(&watch);
        count = expire_some(load, load->time_us / 1000, 16 * BATCH);
        stopwatch_stop(&watch, count);
    } while (count);
    return stopwatch_read(&watch);
}

/* The host's own books, kept outside of the time measured. */
static void record(struct load *load, uint32_t vacant_before)
{
    for (uint32_t i = 0; i < load->steps; i++) {
        struct parked *parked = load->step[i].call.host;
        expect(load, load->step[i].slot - 1 < load->calls + load->calls / 4, "no such slot");
        parked->serial = load->step[i].serial;
        parked->slot = load->step[i].slot;
    }
    for (uint32_t i = vacant_before; i < load->vacant_count; i++) {
        expect(load, load->parked[load->vacant[i]].slot != 0, "a call ended twice");
        load->parked[load->vacant[i]].slot = 0;
    }
}

static void run(struct load *load, uint32_t pairs, struct stopwatch *watch)
{
    uint32_t vacant_before = load->vacant_count;
    stopwatch_start(watch);
    for (uint32_t i = 0; i < load->steps; i++)
        perform(load, &load->step[i], load->time_us / 1000);
    if (pairs && !load->sweep) {
        load->time_us += (uint64_t)pairs * STAY_US / load->calls;
        expire(load, load->time_us / 1000);
    }
    stopwatch_stop(watch, pairs);
    record(load, vacant_before);
    load->pairs += pairs;
    load->expired += load->vacant_count - vacant_before;
}

/* ---- The header's functions ---- */

struct load *load_new(const struct contender *contender, uint32_t calls, struct shape shape)
{
    struct load *load = calloc(1, sizeof *load);
    struct parked *parked = calloc(calls, sizeof *parked);
    uint32_t *vacant = calloc(calls, sizeof *vacant);
    if (!load || !parked || !vacant)
        load_failed(contender->name, "no memory for the workload");
    load->contender = contender;
    load->parked = parked;
    load->vacant = vacant;
    load->calls = load->vacant_count = calls;
    load->shape = shape;
    load->serial = shape.first;
    load->time_us = 1000000000;
    for (uint32_t i = 0; i < calls; i++)
        vacant[i] = calls - 1 - i;
    callpark_event_init(&load->event);
    return load;
}

static uint32_t slots_of(const struct load *load)
{
    return load->calls + (load->shape.full ? 0 : load->calls / 4);
}

static void fill(struct load *load)
{
    struct stopwatch watch = {0};
    while (load->vacant_count) {
        prepare(load, 0);
        run(load, 0, &watch);
    }
}

void load_start(struct load *load)
{
    load->self = load->contender->create(load->calls, slots_of(load));
    expect(load, load->self != NULL, "cannot be created");
    fill(load);
}

void load_free(struct load *load)
{
    load->contender->destroy(load->self);
    free(load->parked);
    free(load->vacant);
    free(load);
}

uint64_t load_pairs(struct load *load, uint64_t pairs, bool thorough)
{
    struct stopwatch watch = {0};
    load->thorough = thorough;
    while (pairs) {
        uint32_t count = prepare(load, pairs);
        run(load, count, &watch);
        pairs -= count;
    }
    load->thorough = false;
    return stopwatch_read(&watch);
}

uint64_t load_expire(struct load *load)
{
    fill(load);
    load->time_us += 3600000000u;
    load->steps = 0;
    uint64_t taken = expire_timed(load);
    expect(load, load->vacant_count == load->calls, "not all calls ended in time");
    record(load, 0);
    return taken;
}

/* Slots that hold a call are marked in |held|. */
static void mark_held(const struct load *load, unsigned char *held)
{
    for (uint32_t i = 0; i < load->calls; i++) {
        if (load->parked[i].slot)
            held[load->parked[i].slot] = 1;
    }
}

static uint32_t draw_vacant(struct load *load, const unsigned char *held)
{
    for (;;) {
        uint32_t slot = 1 + below(&load->missing, slots_of(load));
        if (!held[slot])
            return slot;
    }
}

static void miss_batch(struct load *load, const unsigned char *held, struct stopwatch *watch)
{
    for (uint32_t i = 0; i < BATCH; i++) {
        write_call_id(load->step[i].victim, ~(uint64_t)below(&load->missing, UINT32_MAX));
        load->step[i].slot = held ? draw_vacant(load, held) : 0;
    }
    const struct contender *contender = load->contender;
    callpark_time now = load->time_us / 1000;
    stopwatch_start(watch);
    for (uint32_t i = 0; i < BATCH; i++) {
        const struct step *step = &load->step[i];
        int error = held ? contender->retrieve_slot(load->self, now, step->slot, &load->event)
                         : contender->retrieve_call(load->self, now, step->victim, &load->event);
        expect(load, error == CALLPARK_ERR_NOT_FOUND, "something was found that is not there");
    }
    stopwatch_stop(watch, BATCH);
}

uint64_t load_misses(struct load *load, uint64_t times, bool by_slot)
{
    unsigned char *held = by_slot ? calloc(slots_of(load) + 1, 1) : NULL;
    struct stopwatch watch = {0};
    if (held)
        mark_held(load, held);
    expect(load, !by_slot || held, "no memory");
    for (uint64_t done = 0; done < times; done += BATCH)
        miss_batch(load, held, &watch);
    free(held);
    return stopwatch_read(&watch) * times / watch.all;
}

uint64_t load_full(struct load *load, uint64_t times)
{
    struct stopwatch watch = {0};
    callpark_time now = load->time_us / 1000;
    fill(load);
    for (uint64_t done = 0; done < times; done += BATCH) {
        load->batch++;
        for (load->steps = 0; load->steps < BATCH; load->steps++)
            add_step(load, load->parked);
        stopwatch_start(&watch);
        for (uint32_t i = 0; i < BATCH; i++) {
            struct step *step = &load->step[i];
            int error =
                load->contender->park(load->self, now, &step->call, step->timeout, &load->event);
            expect(load, error == CALLPARK_ERR_FULL, "a full lot is not full");
        }
        stopwatch_stop(&watch, BATCH);
    }
    return stopwatch_read(&watch) * times / watch.all;
}

double load_burst(struct load *load, uint32_t count)
{
    struct shape shape = load->shape;
    fill(load);
    load->shape.timeout = callpark_seconds(10);
    load->sweep = true;
    load_pairs(load, count, false);
    load->sweep = false;
    load->shape = shape;
    load->time_us += 10000000;
    load->steps = 0;
    uint64_t taken = expire_timed(load);
    expect(load, load->vacant_count >= count, "not all of a burst ended");
    double each = (double)taken / load->vacant_count;
    record(load, 0);
    return each;
}

uint64_t load_deadline(struct load *load, uint64_t times)
{
    callpark_time sum = 0;
    struct stopwatch watch = {0};
    for (uint64_t done = 0; done < times; done += BATCH) {
        stopwatch_start(&watch);
        for (uint64_t i = 0; i < BATCH; i++)
            sum += load->contender->next_deadline(load->self);
        stopwatch_stop(&watch, BATCH);
    }
    load->digest ^= sum;
    return stopwatch_read(&watch) * times / watch.all;
}

double load_expired(const struct load *load)
{
    return load->pairs ? (double)load->expired / (double)load->pairs : 0;
}

size_t load_bytes(const struct load *load)
{
    return load->contender->bytes ? load->contender->bytes(load->self) : 0;
}

uint64_t load_digest(const struct load *load)
{
    return load->digest;
}
