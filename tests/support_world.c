/* SPDX-License-Identifier: MIT */
#include "support_world.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { OTHERS = 12 };

/* ---- Texts --------------------------------------------------------------- */

/* Lengths at which storage may change its ways. */
static const uint32_t lengths[] = {2,  3,  7,  8,  15, 16,  17,  22,  23,  24,  31, 32,
                                   33, 63, 64, 65, 96, 127, 128, 129, 200, 254, 255};

static char *text_of_length(const char *start, uint32_t length)
{
    size_t have = strlen(start);
    size_t want = length > have ? length : have;
    char *text = model__grow(NULL, want + 1, 1);
    memcpy(text, start, have);
    memset(text + have, 'x', want - have);
    text[want] = '\0';
    return text;
}

/* Half of the texts are short, the others of any length. */
static char *make_text(struct random *random, const char *stem, uint32_t number)
{
    char start[32];
    snprintf(start, sizeof start, "%s%" PRIu32, stem, number);
    uint32_t count = sizeof lengths / sizeof lengths[0];
    uint32_t length = random_chance(random, 50) ? 0 : lengths[random_below(random, count)];
    return text_of_length(start, length);
}

static void make_texts(struct random *random, char **texts, uint32_t count, const char *stem)
{
    for (uint32_t i = 0; i < count; i++)
        texts[i] = make_text(random, stem, i);
}

/* Extensions that look like labels of slots. */
static void make_extensions(struct world *world)
{
    static const char *const tricky[] = {"1", "2", "007", "*53", "*5003", "02", "0"};
    const uint32_t known = sizeof tricky / sizeof tricky[0];
    make_texts(&world->random, world->extensions, world->profile->extensions, "2");
    for (uint32_t i = 0; i < world->profile->extensions / 2 && i < known; i++) {
        free(world->extensions[i]);
        world->extensions[i] =
            text_of_length(tricky[random_below(&world->random, 2) * 2 + i % 5], 0);
        for (uint32_t j = 0; j < i; j++)
            if (strcmp(world->extensions[j], world->extensions[i]) == 0) {
                free(world->extensions[i]);
                world->extensions[i] = make_text(&world->random, "3", i);
            }
    }
}

/* Tenants whose names contain each other. */
static void make_lots(struct world *world)
{
    char name[WORLD_TEXTS] = "";
    for (uint32_t i = 0; i < world->profile->lots; i++) {
        strcat(name, i % 2 == 0 ? "a" : "ab");
        world->lots[i] = text_of_length(name, random_chance(&world->random, 10) ? 255 : 0);
    }
}

static char *pick(struct world *world, char **texts, uint32_t count)
{
    return texts[random_below(&world->random, count)];
}

static char *pick_lot(struct world *world)
{
    return pick(world, world->lots, world->profile->lots);
}

static char *pick_group(struct world *world)
{
    return pick(world, world->groups, world->profile->groups);
}

static char *pick_extension(struct world *world)
{
    return pick(world, world->extensions, world->profile->extensions);
}

static char *pick_call(struct world *world)
{
    return pick(world, world->calls, world->profile->calls);
}

static const char *maybe(struct world *world, const char *text, uint32_t percent)
{
    if (random_chance(&world->random, percent))
        return text;
    return random_chance(&world->random, 50) ? NULL : "";
}

/* ---- Worlds -------------------------------------------------------------- */

static uint64_t pick_first(struct random *random)
{
    static const uint64_t firsts[] = {
        0,
        1,
        1000,
        UINT64_C(0xfffffffd),
        UINT64_C(0xffffffff),
        UINT64_C(1) << 32,
        UINT64_C(0x7fffffffffffffff),
        UINT64_C(1) << 63,
    };
    return firsts[random_below(random, sizeof firsts / sizeof firsts[0])];
}

static callpark_time pick_start(struct random *random)
{
    switch (random_below(random, 5)) {
    case 0:
        return 0;
    case 1:
        return UINT64_C(0xffffffff) - random_below(random, 100000);
    case 2:
        return (UINT64_C(1) << 63) - random_below(random, 100000);
    case 3:
        return CALLPARK_NEVER - 1 - random_below(random, 20000000);
    default:
        return random_next(random) >> 20;
    }
}

void world_init(struct world *world, const struct profile *profile, uint64_t seed,
                struct callpark_options *options)
{
    memset(world, 0, sizeof *world);
    world->profile = profile;
    world->random.state = seed;
    make_lots(world);
    make_texts(&world->random, world->groups, profile->groups, "g");
    make_extensions(world);
    make_texts(&world->random, world->calls, profile->calls, "call-");
    make_texts(&world->random, world->others, OTHERS, "o");
    world->too_long = text_of_length("long", 256);
    world->now = pick_start(&world->random);

    callpark_options_init(options);
    options->first_ticket = pick_first(&world->random);
    options->first_event = pick_first(&world->random);
    if (random_chance(&world->random, 30))
        options->max_calls = 1 + random_below(&world->random, profile->calls);
    if (random_chance(&world->random, 50))
        options->expected_calls = random_below(&world->random, profile->calls + 1);
}

static void free_texts(char **texts, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        free(texts[i]);
}

void world_fini(struct world *world)
{
    free_texts(world->lots, world->profile->lots);
    free_texts(world->groups, world->profile->groups);
    free_texts(world->extensions, world->profile->extensions);
    free_texts(world->calls, world->profile->calls);
    free_texts(world->others, OTHERS);
    free(world->too_long);
}

/* ---- Time ---------------------------------------------------------------- */

static callpark_time later(callpark_time now, uint64_t span)
{
    return CALLPARK_NEVER - 1 - now < span ? CALLPARK_NEVER - 1 : now + span;
}

/* Mostly standing still, or to the next deadline exactly, or just beside it. */
static callpark_time pick_now(struct world *world)
{
    struct random *random = &world->random;
    callpark_time next = model_next_deadline(world->model);
    uint32_t dice = random_below(random, 1000);
    if (next != CALLPARK_NEVER && next > world->now && dice < 280) {
        uint32_t beside = random_below(random, 8);
        world->now = beside == 0 ? next - 1 : beside == 1 ? later(next, 1) : next;
    } else if (dice < 400) {
        world->now = later(world->now, random_below(random, 30000));
    } else if (dice < 405) {
        world->now = later(world->now, random_next(random) >> 36);
    } else if (dice < 430) {
        uint64_t back = random_below(random, 100000);
        return world->now > back ? world->now - back : 0;
    } else if (dice < 432) {
        return 0;
    }
    return world->now;
}

static callpark_duration pick_duration(struct world *world)
{
    static const callpark_duration usual[] = {0, 1000, 10000, 10000, 15000, 30000, 60000, 3600000};
    static const callpark_duration odd[] = {1,      999,     9999,       3600001,   600000,
                                            600001, 3599999, UINT32_MAX, 0xfffffffe};
    if (random_chance(&world->random, 90))
        return usual[random_below(&world->random, sizeof usual / sizeof usual[0])];
    return odd[random_below(&world->random, sizeof odd / sizeof odd[0])];
}

/* ---- Parts of steps ------------------------------------------------------ */

static uint32_t pick_slot(struct world *world)
{
    if (random_chance(&world->random, 2))
        return UINT32_MAX - random_below(&world->random, 3);
    return random_below(&world->random, world->profile->slots + 3);
}

static const char *pick_target(struct world *world)
{
    if (random_chance(&world->random, 20))
        return random_chance(&world->random, 50) ? CALLPARK_NONE : NULL;
    return pick_extension(world);
}

static callpark_duration pick_ring(struct world *world)
{
    static const callpark_duration spans[] = {0, 0, 1000, 1500, 5000, 10000, 30000};
    if (random_chance(&world->random, 2))
        return random_chance(&world->random, 50) ? 999 : CALLPARK_NO_TIMEOUT;
    if (random_chance(&world->random, 2))
        return CALLPARK_NO_TIMEOUT - 1;
    return spans[random_below(&world->random, sizeof spans / sizeof spans[0])];
}

static void make_recall(struct world *world, struct step *step, uint32_t percent)
{
    static const uint32_t rounds[] = {0, 1, 1, 2, 3, 1000, CALLPARK_FOREVER};
    step->with_recall = random_chance(&world->random, percent);
    step->recall.alternate = pick_target(world);
    step->recall.fallback = pick_target(world);
    step->recall.targets = random_below(&world->random, 4);
    step->recall.rounds = rounds[random_below(&world->random, sizeof rounds / sizeof rounds[0])];
    step->recall.ring = pick_ring(world);
    step->recall.ring_other = pick_ring(world);
    step->recall.pause = pick_ring(world);
}

static void make_range(struct world *world, struct callpark_lot_config *config)
{
    struct random *random = &world->random;
    uint32_t slots = random_below(random, world->profile->slots + 1);
    uint32_t dice = random_below(random, 100);
    config->first_slot = random_below(random, 3);
    if (dice < 5)
        config->first_slot = UINT32_MAX - slots;
    if (slots == 0 && config->first_slot == 0)
        config->first_slot = 1;
    config->last_slot = config->first_slot + slots - 1;
    if (dice == 99)
        config->last_slot = config->first_slot - 2;
    if (dice == 98)
        config->last_slot = config->first_slot + (1u << 24);
}

static void make_config(struct world *world, struct step *step)
{
    static const char *const prefixes[] = {NULL, "", "*5", "0", "*5"};
    static const uint32_t widths[] = {0, 0, 1, 3, 3, 10};
    struct random *random = &world->random;
    struct callpark_lot_config *config = &step->config;
    step->with_config = step->verb == VERB_LOT_CONFIGURE || random_chance(random, 90);
    make_range(world, config);
    config->prefix = prefixes[random_below(random, 5)];
    config->label_width = widths[random_below(random, 6)];
    config->choice = random_below(random, 4);
    config->flags = random_below(random, 2);
    if (random_chance(random, 50))
        config->timeout = pick_duration(world);
    if (random_chance(random, 20))
        config->timeout_min = pick_duration(world);
    if (random_chance(random, 20))
        config->timeout_max = pick_duration(world);
    make_recall(world, step, 70);
}

static void make_members(struct world *world, struct step *step)
{
    uint32_t most = world->profile->members < STEP_MEMBERS ? world->profile->members : STEP_MEMBERS;
    step->members.member_count = random_below(&world->random, most + 1);
    step->members.flags = random_below(&world->random, 4);
    for (uint32_t i = 0; i < step->members.member_count; i++)
        step->member[i] = pick_extension(world);
}

static void make_call(struct world *world, struct step *step)
{
    struct callpark_call *call = &step->call;
    call->call_id = pick_call(world);
    call->parker = maybe(world, pick_extension(world), 85);
    call->parkee = maybe(world, pick_extension(world), 50);
    call->caller_name = maybe(world, pick(world, world->others, OTHERS), 50);
    call->caller_number = maybe(world, pick(world, world->others, OTHERS), 50);
    call->tag = maybe(world, pick(world, world->others, OTHERS), 30);
    call->host = (void *)(uintptr_t)random_below(&world->random, 100);
}

static void make_where(struct world *world, struct step *step)
{
    static const uint32_t kinds[] = {CALLPARK_AT_ANY_SLOT,  CALLPARK_AT_ANY_SLOT,
                                     CALLPARK_AT_ANY_SLOT,  CALLPARK_AT_SLOT,
                                     CALLPARK_AT_SLOT,      CALLPARK_AT_SLOT_OR_OTHER,
                                     CALLPARK_AT_EXTENSION, CALLPARK_AT_EXTENSION,
                                     CALLPARK_AT_GROUP,     CALLPARK_AT_GROUP};
    struct callpark_where *where = &step->where;
    where->kind = kinds[random_below(&world->random, sizeof kinds / sizeof kinds[0])];
    where->lot = pick_lot(world);
    where->slot = pick_slot(world);
    where->extension = maybe(world, pick_extension(world), 60);
    where->group = maybe(world, pick_group(world), 60);
}

static void make_terms(struct world *world, struct step *step)
{
    step->with_terms = random_chance(&world->random, 60);
    step->terms.timeout = random_chance(&world->random, 50) ? pick_duration(world) : 0;
    make_recall(world, step, 50);
}

/* The state that lets |verb| succeed; 0: several do. */
static uint32_t fitting_state(enum verb verb)
{
    switch (verb) {
    case VERB_FILL:
        return CALLPARK_STATE_RESERVED;
    case VERB_COMMIT:
    case VERB_ROLLBACK:
        return CALLPARK_STATE_CLAIMED;
    case VERB_ANSWERED:
    case VERB_FAILED:
    case VERB_DEFERRED:
        return CALLPARK_STATE_RINGING;
    default:
        return 0;
    }
}

/* The parking of the last event; NULL: it is over. */
static const struct callpark_info *last_parking(const struct world *world)
{
    struct model_parking *parking;
    struct callpark_which which = callpark_by_ticket(world->last_ticket, NULL);
    return model__find(world->model, &which, &parking) == 0 ? &parking->now : NULL;
}

static const struct callpark_info *pick_parking(struct world *world, enum verb verb)
{
    const struct model *m = world->model;
    if (m->parking_count == 0)
        return NULL;
    if (world->answering)
        return last_parking(world);
    uint32_t fits = random_chance(&world->random, 75) ? fitting_state(verb) : 0;
    uint32_t at = random_below(&world->random, m->parking_count);
    for (uint32_t i = 0; fits != 0 && i < m->parking_count; i++) {
        const struct callpark_info *now = &m->parkings[(at + i) % m->parking_count].now;
        if (now->state == fits)
            return now;
    }
    return &m->parkings[at].now;
}

static uint64_t odd_ticket(struct world *world)
{
    const struct model *m = world->model;
    switch (random_below(&world->random, 5)) {
    case 0:
        return 0;
    case 1:
        return m->last_ticket + 1;
    case 2:
        return m->first_ticket - 1;
    case 3:
        return UINT64_MAX;
    default:
        return m->last_ticket - random_below(&world->random, 20);
    }
}

static void make_random_which(struct world *world, struct callpark_which *which)
{
    which->kind = CALLPARK_BY_TICKET + random_below(&world->random, 5);
    which->ticket = odd_ticket(world);
    which->lot = pick_lot(world);
    which->slot = pick_slot(world);
    which->extension = pick_extension(world);
    which->call_id = NULL;
    if (which->kind == CALLPARK_BY_CALL || random_chance(&world->random, 10))
        which->call_id = pick_call(world);
}

/* Names |now| by one of its keys. */
static void make_which_of(struct world *world, const struct callpark_info *now,
                          struct callpark_which *which)
{
    uint32_t dice = random_below(&world->random, 100);
    if (dice < 55 || (now->call_id == NULL && dice < 70))
        *which = callpark_by_ticket(now->ticket, NULL);
    else if (dice < 70)
        *which = callpark_by_call(now->call_id);
    else if (dice < 90)
        *which = now->extension != NULL ? callpark_by_extension(now->lot, now->extension)
                                        : callpark_by_slot(now->lot, now->slot);
    else
        *which = callpark_by_age(now->lot);
    if (which->kind == CALLPARK_BY_CALL || random_chance(&world->random, 80))
        return;
    which->call_id = random_chance(&world->random, 70)   ? now->call_id
                     : random_chance(&world->random, 50) ? pick_call(world)
                                                         : "";
}

static void make_which(struct world *world, struct step *step)
{
    const struct callpark_info *now = pick_parking(world, step->verb);
    if (now == NULL || (!world->answering && random_chance(&world->random, 12)))
        make_random_which(world, &step->which);
    else
        make_which_of(world, now, &step->which);

    struct callpark_info found;
    if (random_chance(&world->random, 88) && model_find(world->model, &step->which, &found) == 0)
        step->serial = found.serial;
    else
        step->serial = world->model->last_event - random_below(&world->random, 10);
}

/* ---- Steps --------------------------------------------------------------- */

static enum verb pick_verb(struct world *world)
{
    static const uint32_t weights[VERBS] = {
        [VERB_LOT_ADD] = 14,       [VERB_LOT_CONFIGURE] = 18,  [VERB_LOT_REMOVE] = 5,
        [VERB_GROUP_ADD] = 14,     [VERB_GROUP_CONFIGURE] = 8, [VERB_GROUP_REMOVE] = 4,
        [VERB_SET_AVAILABLE] = 16, [VERB_PARK] = 190,          [VERB_RESERVE] = 50,
        [VERB_FILL] = 45,          [VERB_RETRIEVE] = 25,       [VERB_CLAIM] = 90,
        [VERB_COMMIT] = 40,        [VERB_ROLLBACK] = 50,       [VERB_ANSWERED] = 60,
        [VERB_FAILED] = 50,        [VERB_DEFERRED] = 25,       [VERB_SWAP] = 35,
        [VERB_MOVE] = 50,          [VERB_EXTEND] = 20,         [VERB_HANGUP] = 20,
        [VERB_REMOVE] = 15,        [VERB_POLL] = 320,          [VERB_DRAIN] = 6,
    };
    uint32_t total = 0;
    for (uint32_t verb = 0; verb < VERBS; verb++)
        total += weights[verb];
    uint32_t dice = random_below(&world->random, total);
    uint32_t verb = 0;
    while (dice >= weights[verb])
        dice -= weights[verb++];
    return (enum verb)verb;
}

/*
 * What the people concerned do about the parking of the last event: its call arrives, its
 * target answers or is busy, a retriever fails, the caller hangs up, nobody does anything.
 */
static enum verb pick_answer(struct world *world, uint32_t state)
{
    static const uint8_t answers[][8] = {
        [CALLPARK_STATE_RESERVED] = {VERB_FILL, VERB_FILL, VERB_FILL, VERB_FILL, VERB_REMOVE,
                                     VERB_POLL, VERB_MOVE, VERB_EXTEND},
        [CALLPARK_STATE_WAITING] = {VERB_CLAIM, VERB_CLAIM, VERB_RETRIEVE, VERB_SWAP, VERB_HANGUP,
                                    VERB_POLL, VERB_POLL, VERB_MOVE},
        [CALLPARK_STATE_RINGING] = {VERB_ANSWERED, VERB_ANSWERED, VERB_FAILED, VERB_DEFERRED,
                                    VERB_HANGUP, VERB_CLAIM, VERB_POLL, VERB_EXTEND},
        [CALLPARK_STATE_PAUSED] = {VERB_POLL, VERB_POLL, VERB_POLL, VERB_CLAIM, VERB_SWAP,
                                   VERB_EXTEND, VERB_RETRIEVE, VERB_FAILED},
        [CALLPARK_STATE_CLAIMED] = {VERB_COMMIT, VERB_COMMIT, VERB_ROLLBACK, VERB_ROLLBACK,
                                    VERB_CLAIM, VERB_HANGUP, VERB_POLL, VERB_ANSWERED},
    };
    return (enum verb)answers[state][random_below(&world->random, 8)];
}

static void make_configuration(struct world *world, struct step *step)
{
    step->lot = pick_lot(world);
    step->group = pick_group(world);
    step->extension = pick_extension(world);
    step->available = (int)random_below(&world->random, 2);
    if (step->verb == VERB_LOT_ADD || step->verb == VERB_LOT_CONFIGURE)
        make_config(world, step);
    if (step->verb == VERB_GROUP_ADD || step->verb == VERB_GROUP_CONFIGURE)
        make_members(world, step);
}

static void make_arguments(struct world *world, struct step *step)
{
    if (verb_takes_which(step->verb))
        make_which(world, step);
    switch (step->verb) {
    case VERB_PARK:
        make_where(world, step);
        make_call(world, step);
        make_terms(world, step);
        break;
    case VERB_RESERVE:
        make_where(world, step);
        step->parker = maybe(world, pick_extension(world), 80);
        step->duration = pick_duration(world);
        break;
    case VERB_FILL:
        make_call(world, step);
        make_terms(world, step);
        break;
    case VERB_SWAP:
        make_call(world, step);
        break;
    case VERB_MOVE:
        make_where(world, step);
        break;
    case VERB_CLAIM:
    case VERB_ANSWERED:
    case VERB_EXTEND:
        step->duration = pick_duration(world);
        break;
    case VERB_DRAIN:
        step->lot = random_chance(&world->random, 85) ? pick_lot(world) : NULL;
        break;
    default:
        if (step->verb <= VERB_SET_AVAILABLE)
            make_configuration(world, step);
        break;
    }
}

/* Parker's own extension without a parker. */
static bool lacks_parker(const struct step *step)
{
    const char *parker = step->verb == VERB_PARK ? step->call.parker : step->parker;
    return (step->verb == VERB_PARK || step->verb == VERB_RESERVE) &&
           step->where.kind == CALLPARK_AT_EXTENSION && model__absent(step->where.extension) &&
           model__absent(parker);
}

static void spoil_which(struct world *world, struct callpark_which *which)
{
    switch (random_below(&world->random, 4)) {
    case 0:
        which->kind =
            random_chance(&world->random, 50) ? CALLPARK_BY_TICKET - 1 : CALLPARK_BY_AGE + 1;
        break;
    case 1:
        which->call_id = world->too_long;
        break;
    case 2:
        *which = callpark_by_slot(maybe(world, world->too_long, 30), 1);
        break;
    default:
        *which = callpark_by_extension(pick_lot(world), maybe(world, NULL, 0));
        break;
    }
}

static void spoil_where(struct world *world, struct callpark_where *where)
{
    switch (random_below(&world->random, 4)) {
    case 0:
        where->kind = CALLPARK_AT_GROUP + 1;
        break;
    case 2:
        where->kind = CALLPARK_AT_GROUP;
        where->group = world->too_long;
        break;
    case 1:
        where->lot = maybe(world, world->too_long, 50);
        break;
    default:
        where->kind = CALLPARK_AT_EXTENSION;
        where->extension = world->too_long;
        break;
    }
}

static void spoil_terms(struct world *world, struct step *step)
{
    step->with_terms = step->with_recall = true;
    switch (random_below(&world->random, 4)) {
    case 0:
        step->recall.rounds = 1001;
        break;
    case 1:
        step->recall.targets = 4;
        break;
    case 2:
        step->recall.alternate = world->too_long;
        break;
    default:
        step->recall.fallback = world->too_long;
        break;
    }
}

static void spoil_call(struct world *world, struct step *step)
{
    const char **texts[] = {&step->call.caller_name, &step->call.caller_number, &step->call.tag,
                            &step->call.parkee, &step->call.parker};
    /* A swap ignores the parker, whatever it is. */
    uint32_t count = step->verb == VERB_SWAP ? 4 : 5;
    if (step->verb != VERB_SWAP && random_chance(&world->random, 30))
        spoil_terms(world, step);
    else if (random_chance(&world->random, 40))
        step->call.call_id = maybe(world, world->too_long, 50);
    else
        *texts[random_below(&world->random, count)] = world->too_long;
}

static void spoil_configuration(struct world *world, struct step *step)
{
    bool configures = step->verb <= VERB_LOT_CONFIGURE && step->with_config;
    bool lists = step->verb == VERB_GROUP_ADD || step->verb == VERB_GROUP_CONFIGURE;
    switch (random_below(&world->random, configures || lists ? 5 : 1)) {
    case 0:
        step->lot = maybe(world, world->too_long, 50);
        break;
    case 1:
        if (random_chance(&world->random, 50))
            step->config.choice = 4;
        else
            step->config.prefix = world->too_long + 256 - 241;
        step->members.flags = 4;
        break;
    case 2:
        step->config.label_width = 11;
        step->group = world->too_long;
        break;
    case 3:
        step->config.flags = 2;
        step->group = maybe(world, NULL, 0);
        break;
    default:
        step->with_recall = true;
        step->recall.rounds = 1001;
        step->members.member_count = 1;
        step->member[0] = maybe(world, world->too_long, 50);
        break;
    }
}

/* Puts one mistake of the caller in. */
static void spoil(struct world *world, struct step *step)
{
    uint32_t dice = random_below(&world->random, 10);
    step->mistakes++;
    if (dice == 0 || step->verb == VERB_POLL)
        step->now = CALLPARK_NEVER;
    else if (dice == 1)
        step->by = world->too_long;
    else if (step->verb == VERB_DRAIN)
        step->lot = random_chance(&world->random, 50) ? world->too_long : "";
    else if (step->verb <= VERB_SET_AVAILABLE)
        spoil_configuration(world, step);
    else if ((step->verb == VERB_PARK || step->verb == VERB_SWAP || step->verb == VERB_FILL) &&
             dice < 5)
        spoil_call(world, step);
    else if (step->verb == VERB_RESERVE && dice == 2)
        step->parker = world->too_long;
    else if (step->verb == VERB_PARK || step->verb == VERB_RESERVE || step->verb == VERB_MOVE)
        spoil_where(world, &step->where);
    else
        spoil_which(world, &step->which);
}

/* A lot, one call in it that is recalled for ever, and poll whenever it is due. */
static void marathon_step(struct world *world, struct step *step)
{
    const struct model *m = world->model;
    if (m->lot_count == 0) {
        step_init(step, VERB_LOT_ADD, 0);
        step->lot = world->lots[0];
    } else if (m->parking_count == 0) {
        step_init(step, VERB_PARK, 0);
        step->where.lot = world->lots[0];
        step->where.kind = CALLPARK_AT_EXTENSION;
        step->call.call_id = world->calls[0];
        step->call.parker = world->extensions[0];
        step->with_terms = step->with_recall = true;
        step->recall.ring = step->recall.pause = callpark_seconds(1);
        step_link(step);
    } else {
        step_init(step, VERB_POLL, model_next_deadline(m));
    }
    step->look = random_below(&world->random, 65536);
}

static bool ends_calls(enum verb verb)
{
    return verb == VERB_RETRIEVE || verb == VERB_COMMIT || verb == VERB_HANGUP ||
           verb == VERB_REMOVE || verb == VERB_POLL || verb == VERB_DRAIN ||
           verb == VERB_LOT_REMOVE;
}

void world_hear(struct world *world, const struct callpark_event *event)
{
    world->last_ticket = event->ticket;
}

static enum verb choose_verb(struct world *world)
{
    const struct callpark_info *last = last_parking(world);
    world->answering = last != NULL && random_chance(&world->random, 25);
    enum verb verb = world->answering ? pick_answer(world, last->state) : pick_verb(world);
    if (ends_calls(verb) && random_chance(&world->random, world->profile->fill))
        verb = VERB_PARK;
    if (2 * world->model->lot_count < world->profile->lots && random_chance(&world->random, 20))
        verb = VERB_LOT_ADD;
    return verb;
}

/* What goes wrong around the step, and what is looked at after it. */
static void add_trouble(struct world *world, struct step *step)
{
    if (random_chance(&world->random, 1))
        spoil(world, step);
    if (lacks_parker(step))
        step->mistakes++;
    if (random_chance(&world->random, 3)) /* a third of them in the event, which all have */
        step->flaw =
            1 + random_below(&world->random, random_chance(&world->random, 33) ? 2 : STEP_FLAWS);
    /* These seldom need any. */
    bool seldom = step->verb == VERB_MOVE || step->verb == VERB_FILL || step->verb == VERB_SWAP;
    if (random_chance(&world->random, seldom ? 50 : 4)) {
        step->refuse = 1 + random_below(&world->random, seldom ? 2 : 4);
        step->refuse_after = random_chance(&world->random, 50) ? UINT32_MAX : 0;
    }
    step->look = random_below(&world->random, 65536);
}

void world_step(struct world *world, struct step *step)
{
    if (world->profile->marathon) {
        marathon_step(world, step);
        return;
    }
    enum verb verb = choose_verb(world);
    step_init(step, verb, pick_now(world));
    step->by = maybe(world, pick(world, world->others, OTHERS), 50);
    if (step->by != NULL && step->by[0] == '\0')
        step->by = NULL;
    make_arguments(world, step);
    add_trouble(world, step);
    step_link(step);
}

void world_label(const struct world *world, struct random *random, char *label)
{
    static const char *const prefixes[] = {"", "*5", "0", "00"};
    uint32_t dice = random_below(random, 10);
    uint32_t slot = random_below(random, world->profile->slots + 3);
    if (random_chance(random, 2))
        slot = UINT32_MAX - random_below(random, 3);
    if (dice < 2)
        strcpy(label, world->extensions[random_below(random, world->profile->extensions)]);
    else if (dice == 2)
        snprintf(label, 256, "%" PRIu64, UINT64_C(4294967296) + slot);
    else
        model__label(prefixes[random_below(random, 4)], dice < 7 ? dice - 3 : 10, slot, label);
}
