/* SPDX-License-Identifier: MIT */
/*
 * A PBX in miniature: random sequences of all verbs, the library against the model.
 *
 * usage: simulate [--steps N] [--seed S] [--key K] [--worlds NAME] [--record FILE]
 *        simulate --replay FILE
 *        [--lie HOW]
 *
 * The same seed gives the same run, whatever the key and the machine: the line
 * "trace" is then the same too. NAME is one of tests/support_profiles.c. FILE is the script of
 * the world that was simulated last, which replays alone: each line is a step, and may be
 * taken out.
 */
#include "support_fields.h"
#include "support_lying.h"
#include "support_script.h"
#include "support_stage.h"

#include <inttypes.h>
#include <stdlib.h>

enum { ENOUGH_STEPS = 1000000 }; /* from here on everything must have occurred */

struct run {
    uint64_t seed, key, steps;
    const char *worlds, *record, *replay;
    const struct backend *library;
    uint64_t step; /**< of all worlds */
    uint64_t worlds_run;
    struct tally tally;
};

/* ---- Scripts ------------------------------------------------------------- */

static void unusable(const char *what)
{
    fprintf(stderr, "simulate: %s is not a line of a script\n", what);
    exit(2);
}

static bool replay_line(struct stage *stage, struct ledger *made, char *text)
{
    struct step step;
    char line[5000];
    char *rest;
    uint64_t number = strtoull(text, &rest, 10);
    snprintf(line, sizeof line, "%s", text);
    if (rest == text || !step_read(rest, made, &step))
        unusable(line);
    if (!stage_step(stage, &step)) {
        printf("simulate: mismatch: %s", line);
        return false;
    }
    if (stage->event_fresh)
        ledger_note(made, number, &stage->event);
    return true;
}

static bool replay_lines(struct run *run, struct stage *stage, FILE *script)
{
    static char text[5000];
    struct ledger made = {0};
    bool good = true;
    while (good && fgets(text, sizeof text, script) != NULL) {
        if (text[0] == '#' || text[0] == '\n')
            continue;
        good = replay_line(stage, &made, text);
        run->step++;
    }
    if (good)
        good = stage_end(stage);
    else
        stage_free(stage);
    ledger_free(&made);
    return good;
}

static bool replay(struct run *run)
{
    static struct stage stage;
    char text[200], name[20];
    uint64_t seed, key;
    FILE *script = fopen(run->replay, "r");
    if (script == NULL) {
        perror(run->replay);
        exit(2);
    }
    do
        if (fgets(text, sizeof text, script) == NULL)
            unusable("nothing");
    while (text[0] == '#');
    if (sscanf(text, "world %19s seed %" SCNu64 " key %" SCNu64, name, &seed, &key) != 3 ||
        profile_named(name) == NULL)
        unusable(text);
    run->worlds_run = 1;
    bool good = stage_begin(&stage, &run->tally, run->library, profile_named(name), seed, key) &&
                replay_lines(run, &stage, script);
    fclose(script);
    return good;
}

/* ---- Worlds -------------------------------------------------------------- */

static bool run_steps(struct run *run, struct stage *stage, FILE *script)
{
    const struct profile *profile = stage->world.profile;
    struct ledger made = {0};
    bool good = true;
    for (uint32_t i = 0; good && i < profile->steps && run->step < run->steps; i++, run->step++) {
        struct step step;
        world_step(&stage->world, &step);
        if (script != NULL)
            script_add(script, &made, i, &step);
        good = stage_step(stage, &step);
        if (!good) {
            printf("simulate: mismatch: seed %" PRIu64 " step %" PRIu64 " (world %" PRIu64
                   " \"%s\", step %" PRIu32 ")\n  ",
                   run->seed, run->step, run->worlds_run - 1, profile->name, i);
            step_print(stdout, &made, &step);
        } else if (script != NULL && stage->event_fresh) {
            ledger_note(&made, i, &stage->event);
        }
    }
    ledger_free(&made);
    return good;
}

static bool run_world(struct run *run, const struct profile *profile)
{
    static struct stage stage;
    struct random random = {.state =
                                run->seed ^ (run->worlds_run++ * UINT64_C(0xd1342543de82ef95))};
    uint64_t seed = random_next(&random);
    FILE *script =
        run->record != NULL ? script_create(run->record, profile->name, seed, run->key) : NULL;
    bool good = stage_begin(&stage, &run->tally, run->library, profile, seed, run->key) &&
                run_steps(run, &stage, script);
    if (script != NULL)
        fclose(script);
    if (good)
        return stage_end(&stage);
    stage_free(&stage);
    return false;
}

static bool run_all(struct run *run)
{
    bool all = strcmp(run->worlds, "all") == 0;
    uint64_t before;
    do {
        before = run->step;
        bool with_rare = run->steps >= ENOUGH_STEPS && before == 0;
        for (const struct profile *profile = profiles; profile->name != NULL; profile++)
            if ((all ? !profile->rare || with_rare : strcmp(run->worlds, profile->name) == 0) &&
                !run_world(run, profile))
                return false;
    } while (run->step < run->steps && run->step > before);
    return true;
}

/* ---- Command line -------------------------------------------------------- */

static int usage(void)
{
    fputs("usage: simulate [--steps N] [--seed S] [--key K] [--record FILE] [--worlds all", stderr);
    for (const struct profile *profile = profiles; profile->name != NULL; profile++)
        fprintf(stderr, "|%s", profile->name);
    fputs("]\n       simulate --replay FILE\n       [--lie event|lost|abort]\n", stderr);
    return 2;
}

static bool read_number(const char *text, uint64_t *number)
{
    char *end;
    *number = strtoull(text, &end, 10);
    return text[0] >= '0' && text[0] <= '9' && *end == '\0';
}

static bool read_option(struct run *run, const char *name, const char *value)
{
    if (strcmp(name, "--steps") == 0)
        return read_number(value, &run->steps);
    if (strcmp(name, "--seed") == 0)
        return read_number(value, &run->seed);
    if (strcmp(name, "--key") == 0)
        return read_number(value, &run->key);
    if (strcmp(name, "--worlds") == 0)
        return strcmp(run->worlds = value, "all") == 0 || profile_named(value) != NULL;
    if (strcmp(name, "--record") == 0)
        return (run->record = value)[0] != '\0';
    if (strcmp(name, "--replay") == 0)
        return (run->replay = value)[0] != '\0';
    if (strcmp(name, "--lie") == 0)
        return (run->library = backend_lying(value)) != NULL;
    return false;
}

static bool has_seen_all(const struct run *run)
{
    if (run->tally.last_round != 65535)
        printf("missing: round 65535, %" PRIu32 " was the last\n", run->tally.last_round);
    return coverage_missing(&run->tally.coverage, COVER_STATES | COVER_ERRORS | COVER_EVENTS) ==
               0 &&
           run->tally.last_round == 65535;
}

static bool finish(const struct run *run)
{
    const struct tally *tally = &run->tally;
    coverage_print(&tally->coverage);
    printf("simulate: %" PRIu64 " parkings, %" PRIu64 " ended; looked at whole %" PRIu64
           " times; %" PRIu64 " times out of memory\n",
           tally->opened, tally->ended, tally->looks, tally->refusals);
    if (tally->opened != tally->ended)
        return false;
    printf("simulate: %" PRIu64 " steps, %" PRIu64 " worlds, library and model agree, ok\n",
           run->step, run->worlds_run);
    printf("trace %016" PRIx64 "\n", tally->trace);
    return true;
}

int main(int argc, char **argv)
{
    static struct run run = {
        .seed = 1, .key = 1, .steps = 200000, .worlds = "all", .library = &backend_library};
    for (int i = 1; i < argc; i += 2)
        if (i + 1 == argc || !read_option(&run, argv[i], argv[i + 1]))
            return usage();
    run.tally.trace = hash_start();
    if (run.replay != NULL)
        return replay(&run) && finish(&run) ? 0 : 1;

    printf("simulate: seed %" PRIu64 ", %" PRIu64 " steps\n", run.seed, run.steps);
    fflush(stdout);
    if (!run_all(&run))
        return 1;
    bool whole = run.steps >= ENOUGH_STEPS && strcmp(run.worlds, "all") == 0;
    if (whole && !has_seen_all(&run))
        return 1;
    return finish(&run) ? 0 : 1;
}
