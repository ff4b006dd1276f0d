/* SPDX-License-Identifier: MIT */
#include "support_stage.h"
#include "support_fields.h"

#include <inttypes.h>
#include <stdlib.h>

/* ---- Memory -------------------------------------------------------------- */

static void *heap_alloc(void *user, size_t bytes)
{
    struct stage_heap *heap = user;
    heap->calls++;
    if (heap->calls >= heap->refuse_from && heap->calls <= heap->refuse_to) {
        heap->refused = true;
        return NULL;
    }
    heap->blocks++;
    return malloc(bytes);
}

static void heap_free(void *user, void *memory)
{
    struct stage_heap *heap = user;
    heap->blocks--;
    free(memory);
}

static bool never_allocates(enum verb verb)
{
    return (verb >= VERB_RETRIEVE && verb <= VERB_DEFERRED) ||
           (verb >= VERB_EXTEND && verb <= VERB_DRAIN);
}

/* ---- The slow iteration -------------------------------------------------- */

static void walk_begin(struct walk *walk, const struct model *m)
{
    walk->cursor = 0;
    walk->seen_count = 0;
    walk->begun_count = m->parking_count;
    walk->begun = model__grow(walk->begun, m->parking_count, sizeof *walk->begun);
    for (uint32_t i = 0; i < m->parking_count; i++)
        walk->begun[i] = m->parkings[i].now.ticket;
}

static uint32_t times_seen(const struct walk *walk, uint64_t ticket)
{
    uint32_t times = 0;
    for (uint32_t i = 0; i < walk->seen_count; i++)
        times += walk->seen[i] == ticket;
    return times;
}

/* What was there at the beginning and is there now was seen once. */
static bool walk_end(const struct walk *walk, const struct model *m)
{
    for (uint32_t i = 0; i < walk->begun_count; i++) {
        struct model_parking *parking;
        struct callpark_which which = callpark_by_ticket(walk->begun[i], NULL);
        if (model__find(m, &which, &parking) == 0 && times_seen(walk, walk->begun[i]) != 1) {
            printf("slow iteration: ticket %" PRIu64 " seen %" PRIu32 " times\n", walk->begun[i],
                   times_seen(walk, walk->begun[i]));
            return false;
        }
    }
    return true;
}

static bool walk_on(struct stage *stage)
{
    struct walk *walk = &stage->walk;
    struct callpark_info info;
    callpark_info_init(&info);
    if (stage->duo.left->next(stage->duo.a, &walk->cursor, &info) == 1) {
        walk->seen = model__grow(walk->seen, walk->seen_count + 1u, sizeof *walk->seen);
        walk->seen[walk->seen_count++] = info.ticket;
        return true;
    }
    bool good = walk_end(walk, stage->world.model);
    walk_begin(walk, stage->world.model);
    return good;
}

/* ---- Texts of the library as arguments ----------------------------------- */

static const char *own_text(const struct shape *shape, const void *base, const char *text)
{
    for (size_t i = 0; i < shape->count; i++) {
        const char *own;
        if (shape->fields[i].kind != FIELD_TEXT)
            continue;
        memcpy(&own, (const char *)base + shape->fields[i].offset, sizeof own);
        if (own != NULL && strcmp(own, text) == 0)
            return own;
    }
    return NULL;
}

/* Lets |*text| point into the library where the library has that text. */
static void borrow(const struct stage *stage, const char **text)
{
    const char *own = NULL;
    if (*text == NULL || **text == '\0')
        return;
    if (stage->event_fresh)
        own = own_text(&shape_event, &stage->event, *text);
    for (uint32_t i = 0; own == NULL && stage->infos_fresh && i < stage->info_count && i < 8; i++)
        own = own_text(&shape_info, &stage->infos[i], *text);
    if (own != NULL)
        *text = own;
}

static void borrow_texts(const struct stage *stage, struct step *step)
{
    const char **texts[] = {
        &step->lot,
        &step->group,
        &step->extension,
        &step->parker,
        &step->which.lot,
        &step->which.extension,
        &step->which.call_id,
        &step->where.lot,
        &step->where.extension,
        &step->where.group,
        &step->call.call_id,
        &step->call.parker,
        &step->call.parkee,
        &step->call.caller_name,
        &step->call.caller_number,
        &step->call.tag,
        &step->recall.alternate,
        &step->recall.fallback,
        &step->member[0],
        &step->member[1],
        &step->member[2],
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        borrow(stage, texts[i]);
}

/* ---- Looking around ------------------------------------------------------ */

static bool look(struct stage *stage, bool closely)
{
    const struct duo *duo = &stage->duo;
    uint64_t *trace = &stage->tally->trace;
    stage->tally->looks++;
    int line = duo->left->check(duo->a);
    if (line != 0) {
        printf("callpark__check: line %d\n", line);
        return false;
    }
    if (!duo_same_parkings(duo, &stage->infos, &stage->info_count, trace) ||
        !mirror_same(&stage->mirror, stage->infos, stage->info_count))
        return false;
    stage->infos_fresh = true;
    return !closely || (duo_same_configuration(duo, &stage->words, trace) &&
                        duo_same_finds(duo, &stage->words, stage->infos, stage->info_count));
}

static bool look_at_label(struct stage *stage, struct random *random)
{
    char text[256];
    const char *lot = stage->words.lots[random_below(random, stage->words.lot_count)];
    world_label(&stage->world, random, text);
    size_t size = random_chance(random, 80) ? 256 : random_below(random, 6);
    return duo_same_label(&stage->duo, lot, text, random_below(random, stage->words.slots + 1),
                          size);
}

static bool look_around(struct stage *stage, struct random *dice)
{
    uint32_t period = stage->world.profile->look;
    uint64_t allocations = stage->heap.calls;
    uint64_t hash = 0;
    if (stage->event_fresh)
        hash = shape_hash(0, &shape_event, &stage->event);
    if (random_below(dice, period) == 0 && !look(stage, random_below(dice, 6) == 0))
        return false;
    if (random_chance(dice, period == 1 ? 50 : 2) &&
        (!look_at_label(stage, dice) || !walk_on(stage)))
        return false;
    if (stage->event_fresh && shape_hash(0, &shape_event, &stage->event) != hash) {
        printf("looking has changed the event\n");
        return false;
    }
    if (stage->heap.calls != allocations)
        printf("looking has allocated\n");
    return stage->heap.calls == allocations;
}

/* ---- Attempts that must change nothing ----------------------------------- */

/* The model too hears of a call that failed: what has just gone is then forgotten. */
static void tell_model(struct stage *stage)
{
    struct step nothing;
    struct callpark_event event;
    step_init(&nothing, VERB_POLL, CALLPARK_NEVER);
    stage->duo.right->perform(stage->duo.b, &nothing, &event);
}

/* A struct was not set up. */
static bool try_flawed(struct stage *stage, const struct step *step)
{
    struct step flawed = *step;
    struct callpark_event event, before;
    step_link(&flawed);
    callpark_event_init(&event);
    int error = step_spoil(&flawed, &event);
    if (error == 0)
        return true;
    before = event;
    int rc = stage->duo.left->perform(stage->duo.a, &flawed, &event);
    tell_model(stage);
    if (rc == error && memcmp(&event, &before, sizeof event) == 0) {
        stage->tally->coverage.errors[step->verb][-rc]++;
        return true;
    }
    printf("%s with flaw %" PRIu32 ": %d, expected %d, or the event was written to\n",
           verb_name(step->verb), step->flaw, rc, error);
    return false;
}

static bool is_like_before(struct stage *stage)
{
    uint64_t trace = stage->tally->trace;
    bool good = duo_same_counts(&stage->duo) && look(stage, true);
    stage->tally->trace = trace; /* how much is allocated is not the same everywhere */
    return good;
}

/*
 * The library alone does |step|. If it is refused memory it must say so, is compared with the
 * model, which has not moved, and tries again.
 */
static bool perform_left(struct stage *stage, const struct step *step, int *rc)
{
    struct stage_heap *heap = &stage->heap;
    heap->refused = false;
    heap->refuse_from = step->refuse > 0 ? heap->calls + step->refuse : UINT64_MAX;
    heap->refuse_to = heap->refuse_from + step->refuse_after;
    bool good = duo_perform_left(&stage->duo, step, rc, &stage->event);
    heap->refuse_from = UINT64_MAX;
    if (!good || !heap->refused)
        return good;
    stage->tally->refusals++;
    if (*rc != CALLPARK_ERR_NOMEM) {
        printf("%s: refused memory, and returned %d\n", verb_name(step->verb), *rc);
        return false;
    }
    stage->tally->coverage.errors[step->verb][-CALLPARK_ERR_NOMEM]++;
    tell_model(stage);
    return is_like_before(stage) && duo_perform_left(&stage->duo, step, rc, &stage->event);
}

/* ---- One step ------------------------------------------------------------ */

static bool hear(struct stage *stage)
{
    struct tally *tally = stage->tally;
    const struct callpark_event *event = &stage->event;
    if (event->round > tally->last_round)
        tally->last_round = event->round;
    tally->opened += event->kind == CALLPARK_EVENT_PARKED || event->kind == CALLPARK_EVENT_RESERVED;
    tally->ended += event->kind == CALLPARK_EVENT_ENDED;
    tally->trace = shape_hash(tally->trace, &shape_event, event);
    world_hear(&stage->world, event);
    return mirror_hear(&stage->mirror, event);
}

static bool perform(struct stage *stage, const struct step *step, struct random *dice)
{
    struct tally *tally = stage->tally;
    struct subject subject;
    struct step same = *step;
    if (step->flaw != 0 && step->mistakes == 0 && !try_flawed(stage, step))
        return false;
    if (random_chance(dice, 30))
        borrow_texts(stage, &same);
    /* A second try has its own texts: those of the library are gone with the first. */
    if (step->refuse > 0 || step->flaw != 0)
        same = *step;
    step_link(&same);
    coverage_look(stage->world.model, step, &subject);

    int rc;
    uint64_t allocations = stage->heap.calls;
    stage->infos_fresh = stage->event_fresh = false;
    if (!perform_left(stage, &same, &rc) ||
        !duo_perform_right(&stage->duo, step, rc, &stage->event))
        return false;
    stage->infos_fresh = false;
    coverage_count(&tally->coverage, step, &subject, rc, &stage->event);
    if (never_allocates(step->verb) && stage->heap.calls != allocations) {
        printf("%s has allocated\n", verb_name(step->verb));
        return false;
    }
    tally->trace = hash_number(tally->trace, (uint64_t)(int64_t)rc);
    stage->event_fresh = step_done(step, rc);
    return !stage->event_fresh || hear(stage);
}

bool stage_step(struct stage *stage, const struct step *step)
{
    struct random dice = {.state = step->look};
    return perform(stage, step, &dice) && duo_same_counts(&stage->duo) && look_around(stage, &dice);
}

/* ---- Worlds -------------------------------------------------------------- */

static void make_words(struct stage *stage)
{
    const struct profile *profile = stage->world.profile;
    stage->words = (struct vocabulary){
        .lots = stage->world.lots,
        .lot_count = profile->lots,
        .groups = stage->world.groups,
        .group_count = profile->groups,
        .extensions = stage->world.extensions,
        .extension_count = profile->extensions,
        .calls = stage->world.calls,
        .call_count = profile->calls,
        .slots = profile->slots + 3,
    };
}

bool stage_begin(struct stage *stage, struct tally *tally, const struct backend *library,
                 const struct profile *profile, uint64_t seed, uint64_t key)
{
    struct callpark_options options;
    struct callpark_allocator allocator;
    memset(stage, 0, sizeof *stage);
    stage->tally = tally;
    stage->heap.refuse_from = UINT64_MAX;
    world_init(&stage->world, profile, seed, &options);
    make_words(stage);
    callpark_allocator_init(&allocator);
    allocator.user = &stage->heap;
    allocator.alloc = heap_alloc;
    allocator.free = heap_free;
    options.allocator = &allocator;
    for (unsigned i = 0; i < sizeof options.hash_key; i++)
        options.hash_key[i] = (uint8_t)(key >> (i % 8 * 8)) ^ (uint8_t)(i / 8 * 0x5c);

    stage->duo = (struct duo){.left = library, .right = &backend_model};
    int rc_a = stage->duo.left->create(&options, &stage->duo.a);
    int rc_b = stage->duo.right->create(&options, &stage->duo.b);
    if (rc_a != 0 || rc_b != 0) {
        printf("new: %d, expected %d\n", rc_a, rc_b);
        return false;
    }
    stage->world.model = stage->duo.b;
    mirror_init(&stage->mirror, stage->duo.left->last_event(stage->duo.a));
    walk_begin(&stage->walk, stage->world.model);
    return duo_same_counts(&stage->duo);
}

void stage_free(struct stage *stage)
{
    stage->duo.left->destroy(stage->duo.a);
    stage->duo.right->destroy(stage->duo.b);
    mirror_fini(&stage->mirror);
    world_fini(&stage->world);
    free(stage->infos);
    free(stage->walk.begun);
    free(stage->walk.seen);
}

static bool drain(struct stage *stage)
{
    struct step step;
    step_init(&step, VERB_DRAIN, stage->world.model->clock);
    do {
        step.look = stage->world.model->parking_count; /* any number */
        if (!stage_step(stage, &step))
            return false;
    } while (stage->event_fresh);
    if (stage->mirror.count == 0)
        return true;
    printf("%" PRIu32 " parkings have never ended\n", stage->mirror.count);
    return false;
}

bool stage_end(struct stage *stage)
{
    bool good = drain(stage);
    stage_free(stage);
    if (stage->heap.blocks != 0)
        printf("free: %" PRIu64 " blocks are left\n", stage->heap.blocks);
    return good && stage->heap.blocks == 0;
}
