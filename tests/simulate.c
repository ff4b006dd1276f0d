/* SPDX-License-Identifier: MIT */
/*
 * Random sequences of all verbs, the library against the model.
 *
 * usage: simulate [--steps N] [--seed S] [--key K] [--worlds NAME]
 *
 * The same seed gives the same run, whatever the key and the machine: the line
 * "trace" is then the same too. NAME is one of the profiles below.
 */
#include "support_compare.h"
#include "support_coverage.h"
#include "support_fields.h"
#include "support_mirror.h"
#include "support_world.h"

#include <inttypes.h>
#include <stdlib.h>

enum { ENOUGH_STEPS = 1000000 }; /* from here on everything must have occurred */

static const struct profile profiles[] = {
    /* name     steps  lots groups extensions calls slots members look fill marathon */
    {"tiny", 2000, 1, 1, 3, 3, 3, 2, 1, 0, false},
    {"small", 3000, 2, 2, 5, 5, 4, 3, 1, 0, false},
    {"crowd", 4000, 4, 3, 9, 16, 6, 5, 1, 0, false},
    {"tiny", 1500, 1, 2, 2, 2, 2, 2, 1, 0, false},
    {"crowd", 4000, 2, 2, 12, 40, 30, 6, 3, 50, false},
    {"small", 3000, 3, 2, 6, 8, 6, 4, 1, 0, false},
    {"large", 8000, 2, 4, 300, 500, 400, 8, 200, 80, false},
};
enum { PROFILES = sizeof profiles / sizeof profiles[0] };

/* Once in a run: a recall for so long that the count of rounds reaches its end. */
static const struct profile marathon = {"marathon", 132000, 1, 1, 1, 1, 1, 1, 1000, 0, true};

struct run {
    uint64_t seed, key, steps;
    const char *worlds;
    uint64_t step; /**< of all worlds */
    uint64_t worlds_run;
    uint64_t trace;
    uint32_t last_round; /**< the highest seen */
    struct coverage coverage;
};

/* An iteration drawn out over many steps. */
struct walk {
    uint64_t cursor;
    uint64_t *begun, *seen;
    uint32_t begun_count, seen_count;
};

struct heap {
    uint64_t blocks, calls;
};

/* A world, both registries in it, and all that listens. */
struct stage {
    struct world world;
    struct duo duo;
    struct mirror mirror;
    struct walk walk;
    struct heap heap;
    struct vocabulary words;
    struct callpark_info *infos;
    uint32_t info_count;
    bool infos_fresh; /**< their strings are alive */
    struct callpark_event event;
    bool event_fresh;
};

/* ---- Memory -------------------------------------------------------------- */

static void *heap_alloc(void *user, size_t bytes)
{
    struct heap *heap = user;
    heap->blocks++;
    heap->calls++;
    return malloc(bytes);
}

static void heap_free(void *user, void *memory)
{
    struct heap *heap = user;
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

/* ---- One step ------------------------------------------------------------ */

static bool look(struct run *run, struct stage *stage, bool closely)
{
    const struct duo *duo = &stage->duo;
    int line = duo->left->check(duo->a);
    if (line != 0) {
        printf("callpark__check: line %d\n", line);
        return false;
    }
    if (!duo_same_parkings(duo, &stage->infos, &stage->info_count, &run->trace) ||
        !mirror_same(&stage->mirror, stage->infos, stage->info_count))
        return false;
    stage->infos_fresh = true;
    return !closely || (duo_same_configuration(duo, &stage->words, &run->trace) &&
                        duo_same_finds(duo, &stage->words, stage->infos, stage->info_count));
}

static bool look_at_label(struct stage *stage)
{
    struct random *random = &stage->world.random;
    char text[256];
    const char *lot = stage->words.lots[random_below(random, stage->words.lot_count)];
    world_label(&stage->world, text);
    size_t size = random_chance(random, 80) ? 256 : random_below(random, 6);
    return duo_same_label(&stage->duo, lot, text, random_below(random, stage->words.slots + 1),
                          size);
}

static bool perform(struct run *run, struct stage *stage, const struct step *step)
{
    struct subject subject;
    struct step same = *step;
    step_link(&same);
    if (random_chance(&stage->world.random, 30))
        borrow_texts(stage, &same);
    step_link(&same);
    coverage_look(stage->world.model, step, &subject);

    int rc;
    uint64_t allocations = stage->heap.calls;
    stage->infos_fresh = stage->event_fresh = false;
    if (!duo_perform(&stage->duo, step, &same, &rc, &stage->event))
        return false;
    coverage_count(&run->coverage, step, &subject, rc, &stage->event);
    if (never_allocates(step->verb) && stage->heap.calls != allocations) {
        printf("%s has allocated\n", verb_name(step->verb));
        return false;
    }
    run->trace = hash_number(run->trace, (uint64_t)(int64_t)rc);
    stage->event_fresh = step_done(step, rc);
    if (!stage->event_fresh)
        return true;
    if (stage->event.round > run->last_round)
        run->last_round = stage->event.round;
    run->trace = shape_hash(run->trace, &shape_event, &stage->event);
    return mirror_hear(&stage->mirror, &stage->event);
}

static bool one_step(struct run *run, struct stage *stage, const struct step *step, uint32_t number)
{
    const struct profile *profile = stage->world.profile;
    if (!perform(run, stage, step) || !duo_same_counts(&stage->duo))
        return false;
    uint64_t allocations = stage->heap.calls;
    uint64_t hash = 0;
    if (stage->event_fresh)
        hash = shape_hash(0, &shape_event, &stage->event);
    bool closely = random_below(&stage->world.random, 6) == 0;
    if (number % profile->look == 0 && !look(run, stage, closely))
        return false;
    if (random_chance(&stage->world.random, profile->look == 1 ? 50 : 2) &&
        (!look_at_label(stage) || !walk_on(stage)))
        return false;
    if (stage->event_fresh && shape_hash(0, &shape_event, &stage->event) != hash) {
        printf("looking has changed the event\n");
        return false;
    }
    if (stage->heap.calls != allocations)
        printf("looking has allocated\n");
    return stage->heap.calls == allocations;
}

/* ---- Worlds -------------------------------------------------------------- */

static bool stage_begin(struct stage *stage, const struct profile *profile, uint64_t seed,
                        uint64_t key)
{
    struct callpark_options options;
    struct callpark_allocator allocator;
    memset(stage, 0, sizeof *stage);
    world_init(&stage->world, profile, seed, &options);
    callpark_allocator_init(&allocator);
    allocator.user = &stage->heap;
    allocator.alloc = heap_alloc;
    allocator.free = heap_free;
    options.allocator = &allocator;
    for (unsigned i = 0; i < sizeof options.hash_key; i++)
        options.hash_key[i] = (uint8_t)(key >> (i % 8 * 8)) ^ (uint8_t)(i / 8 * 0x5c);

    stage->duo = (struct duo){.left = &backend_library, .right = &backend_model};
    int rc_a = stage->duo.left->create(&options, &stage->duo.a);
    int rc_b = stage->duo.right->create(&options, &stage->duo.b);
    if (rc_a != 0 || rc_b != 0) {
        printf("new: %d, expected %d\n", rc_a, rc_b);
        return false;
    }
    stage->world.model = stage->duo.b;
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
    mirror_init(&stage->mirror, stage->duo.left->last_event(stage->duo.a));
    walk_begin(&stage->walk, stage->world.model);
    return duo_same_counts(&stage->duo);
}

static bool stage_end(struct stage *stage)
{
    stage->duo.left->destroy(stage->duo.a);
    stage->duo.right->destroy(stage->duo.b);
    mirror_fini(&stage->mirror);
    world_fini(&stage->world);
    free(stage->infos);
    free(stage->walk.begun);
    free(stage->walk.seen);
    if (stage->heap.blocks != 0)
        printf("free: %" PRIu64 " blocks are left\n", stage->heap.blocks);
    return stage->heap.blocks == 0;
}

static bool run_world(struct run *run, const struct profile *profile)
{
    struct stage stage;
    struct random random = {run->seed ^ (run->worlds_run++ * UINT64_C(0xd1342543de82ef95))};
    if (!stage_begin(&stage, profile, random_next(&random), run->key))
        return false;
    for (uint32_t i = 0; i < profile->steps && run->step < run->steps; i++, run->step++) {
        struct step step;
        world_step(&stage.world, &step);
        if (one_step(run, &stage, &step, i))
            continue;
        printf("simulate: mismatch: seed %" PRIu64 " step %" PRIu64 " (world %" PRIu64
               " \"%s\", step %" PRIu32 ")\n  ",
               run->seed, run->step, run->worlds_run - 1, profile->name, i);
        step_print(stdout, &step);
        fflush(stdout);
        stage_end(&stage);
        return false;
    }
    return stage_end(&stage);
}

static bool run_all(struct run *run)
{
    bool all = strcmp(run->worlds, "all") == 0;
    uint64_t before;
    do {
        before = run->step;
        for (unsigned i = 0; i < PROFILES; i++)
            if ((all || strcmp(run->worlds, profiles[i].name) == 0) &&
                !run_world(run, &profiles[i]))
                return false;
        bool wanted = all ? run->steps >= ENOUGH_STEPS && before == 0
                          : strcmp(run->worlds, marathon.name) == 0;
        if (wanted && !run_world(run, &marathon))
            return false;
    } while (run->step < run->steps && run->step > before);
    return true;
}

/* ---- Command line -------------------------------------------------------- */

static int usage(void)
{
    fputs("usage: simulate [--steps N] [--seed S] [--key K] [--worlds all", stderr);
    for (unsigned i = 0; i < PROFILES; i++)
        fprintf(stderr, "|%s", profiles[i].name);
    fputs("|marathon]\n", stderr);
    return 2;
}

static bool read_number(const char *text, uint64_t *number)
{
    char *end;
    *number = strtoull(text, &end, 10);
    return text[0] >= '0' && text[0] <= '9' && *end == '\0';
}

static bool read_options(struct run *run, int argc, char **argv)
{
    for (int i = 1; i < argc; i += 2) {
        const char *value = i + 1 < argc ? argv[i + 1] : "";
        bool good = false;
        if (strcmp(argv[i], "--steps") == 0)
            good = read_number(value, &run->steps);
        else if (strcmp(argv[i], "--seed") == 0)
            good = read_number(value, &run->seed);
        else if (strcmp(argv[i], "--key") == 0)
            good = read_number(value, &run->key);
        else if (strcmp(argv[i], "--worlds") == 0)
            good = (run->worlds = value)[0] != '\0';
        if (!good)
            return false;
    }
    return true;
}

static bool has_seen_all(const struct run *run)
{
    if (run->last_round != 65535)
        printf("missing: round 65535, %" PRIu32 " was the last\n", run->last_round);
    return coverage_missing(&run->coverage, COVER_STATES | COVER_ERRORS | COVER_EVENTS) == 0 &&
           run->last_round == 65535;
}

int main(int argc, char **argv)
{
    static struct run run = {.seed = 1, .key = 1, .steps = 200000, .worlds = "all"};
    if (!read_options(&run, argc, argv))
        return usage();
    printf("simulate: seed %" PRIu64 ", %" PRIu64 " steps\n", run.seed, run.steps);
    fflush(stdout);
    run.trace = hash_start();
    if (!run_all(&run))
        return 1;
    if (run.step < run.steps)
        return usage();
    if (run.steps >= ENOUGH_STEPS && strcmp(run.worlds, "all") == 0 && !has_seen_all(&run))
        return 1;
    printf("simulate: %" PRIu64 " steps, %" PRIu64 " worlds, library and model agree, ok\n",
           run.step, run.worlds_run);
    printf("trace %016" PRIx64 "\n", run.trace);
    return 0;
}
