/* SPDX-License-Identifier: MIT */
/* Steps are made ready in batches, and only doing them is timed: what a host knows of
 * its call is in its cache when it asks for it. */
#define _POSIX_C_SOURCE 200809L
#include "workload.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define BATCH 64u
#define STAY_US 60000000u /* how long a call stays on average */
#define CALL_ID_MAX 50u

/* What is known of the call at one of the N indices, which is also its host pointer. */
struct parked {
    uint64_t serial; /* its strings follow from it */
    uint32_t slot;   /* 0: vacant */
    uint32_t stamp;  /* the batch and step of the last call parked here */
};

struct text {
    char call_id[CALL_ID_MAX + 1];
    char parker[8];
    char parkee[32];
    char caller_name[24];
    char caller_number[16];
    char tag[24];
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
    enum strings strings;
    bool thorough;
    bool by_slot;
    uint64_t random;
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

/* ---- Numbers and clock ---- */

/* One to one, so that call ids made of it differ (the last step of splitmix64). */
static uint64_t mix(uint64_t x)
{
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
    x = (x ^ x >> 27) * 0x94d049bb133111ebu;
    return x ^ x >> 31;
}

static uint32_t below(uint64_t *state, uint32_t limit)
{
    *state += 0x9e3779b97f4a7c15u;
    return (uint32_t)((mix(*state) >> 32) * limit >> 32);
}

static uint64_t clock_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/* What reading the clock twice adds to each batch. */
static uint64_t clock_cost(void)
{
    uint64_t least = UINT64_MAX;
    for (int i = 0; i < 1000; i++) {
        uint64_t begin = clock_ns();
        uint64_t taken = clock_ns() - begin;
        least = taken < least ? taken : least;
    }
    return least;
}

static uint64_t ns_since(uint64_t begin)
{
    static uint64_t cost;
    uint64_t taken = clock_ns() - begin;
    if (!cost)
        cost = clock_cost();
    return taken > cost ? taken - cost : 0;
}

/* ---- The strings of a call ---- */

static void fill_hex(char *to, uint32_t length, uint64_t seed)
{
    for (uint32_t i = 0; i < length; i++) {
        if (i % 16 == 0)
            seed = mix(seed + i);
        to[i] = "0123456789abcdef"[seed >> 4 * (i % 16) & 15];
    }
    to[length] = '\0';
}

static void fill_digits(char *to, uint32_t length, uint64_t seed)
{
    for (uint32_t i = 0; i < length; i++, seed /= 10)
        to[i] = (char)('0' + seed % 10);
    to[length] = '\0';
}

/* The first 16 digits tell the serial, so no two calls share an id. */
static void write_call_id(char *to, uint64_t serial)
{
    uint64_t random = serial;
    fill_hex(to, 20 + below(&random, CALL_ID_MAX - 20 + 1), serial);
}

static char *append(char *to, const char *text)
{
    size_t length = strlen(text);
    memcpy(to, text, length + 1);
    return to + length;
}

static void write_name(char *to, uint64_t *random)
{
    static const char *const first[] = {"Ada ", "Grace ", "Konrad ", "Agner ", "Hedy ", "Claude "};
    static const char *const last[] = {"Lee", "Hopper", "Zuse", "Strowger", "Lamarr-Kiesler"};
    append(append(to, first[below(random, 6)]), last[below(random, 5)]);
}

static void describe(struct step *step, enum strings strings)
{
    struct text *text = &step->text;
    uint64_t random = ~step->serial;
    write_call_id(text->call_id, step->serial);
    step->call.call_id = text->call_id;
    if (strings == STRINGS_ID)
        return;
    fill_digits(text->parker, 3 + below(&random, 3), mix(random));
    write_name(text->caller_name, &random);
    fill_digits(append(text->caller_number, "+49"), 8 + below(&random, 4), mix(random));
    step->call.parker = text->parker;
    step->call.caller_name = text->caller_name;
    step->call.caller_number = text->caller_number;
    if (strings == STRINGS_USUAL)
        return;
    append(append(append(text->parkee, "sip:"), text->caller_number), "@pbx.example");
    fill_hex(text->tag, 16, random);
    step->call.parkee = text->parkee;
    step->call.tag = text->tag;
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
    step->timeout = callpark_seconds(10 + below(&load->random, 3591));
    callpark_call_init(&step->call);
    step->call.host = parked;
    describe(step, load->strings);
    return step;
}

static void finish_step(struct load *load, struct parked *parked)
{
    parked->stamp = load->batch * BATCH + load->steps++;
}

static struct parked *draw_victim(struct load *load)
{
    for (;;) {
        struct parked *victim = &load->parked[below(&load->random, load->calls)];
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

static void expire(struct load *load, callpark_time now)
{
    if (load->contender->next_deadline(load->self) > now)
        return;
    while (load->contender->poll(load->self, now, &load->event) == 1) {
        struct parked *ended = load->event.host;
        expect(load, load->vacant_count < load->calls, "more calls ended than there were");
        expect(load, ended >= load->parked && ended < load->parked + load->calls, "no such call");
        load->vacant[load->vacant_count++] = (uint32_t)(ended - load->parked);
        note(load);
    }
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

static uint64_t run(struct load *load, uint32_t pairs)
{
    uint32_t vacant_before = load->vacant_count;
    uint64_t begin = clock_ns();
    for (uint32_t i = 0; i < load->steps; i++)
        perform(load, &load->step[i], load->time_us / 1000);
    if (pairs) {
        load->time_us += (uint64_t)pairs * STAY_US / load->calls;
        expire(load, load->time_us / 1000);
    }
    uint64_t taken = ns_since(begin);
    record(load, vacant_before);
    load->pairs += pairs;
    load->expired += load->vacant_count - vacant_before;
    return taken;
}

/* ---- The header's functions ---- */

struct load *load_new(const struct contender *contender, uint32_t calls, enum strings strings)
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
    load->strings = strings;
    load->time_us = 1000000000;
    for (uint32_t i = 0; i < calls; i++)
        vacant[i] = calls - 1 - i;
    callpark_event_init(&load->event);
    return load;
}

static void fill(struct load *load)
{
    while (load->vacant_count) {
        prepare(load, 0);
        run(load, 0);
    }
}

void load_start(struct load *load)
{
    load->self = load->contender->create(load->calls, load->calls + load->calls / 4);
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
    uint64_t taken = 0;
    load->thorough = thorough;
    while (pairs) {
        uint32_t count = prepare(load, pairs);
        taken += run(load, count);
        pairs -= count;
    }
    load->thorough = false;
    return taken;
}

uint64_t load_expire(struct load *load)
{
    fill(load);
    load->time_us += 3600000000u;
    load->steps = 0;
    uint64_t begin = clock_ns();
    expire(load, load->time_us / 1000);
    uint64_t taken = ns_since(begin);
    expect(load, load->vacant_count == load->calls, "not all calls ended in time");
    record(load, 0);
    return taken;
}

uint64_t load_deadline(struct load *load, uint64_t times)
{
    callpark_time sum = 0;
    uint64_t begin = clock_ns();
    for (uint64_t i = 0; i < times; i++)
        sum += load->contender->next_deadline(load->self);
    uint64_t taken = ns_since(begin);
    load->digest ^= sum;
    return taken;
}

double load_expired(const struct load *load)
{
    return load->pairs ? (double)load->expired / (double)load->pairs : 0;
}

uint64_t load_digest(const struct load *load)
{
    return load->digest;
}
