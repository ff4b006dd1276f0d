/* SPDX-License-Identifier: MIT */
/*
 * Verbs from bytes: the simulation, its choices made by the fuzzer. The first byte chooses
 * the kind of world, the second its names, the others are steps. With SCRIPT=FILE in the
 * environment the steps are written there, for `simulate --replay FILE`.
 */
#include "support_script.h"
#include "support_stage.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST_STEPS = 200 };

static void run(struct stage *stage, FILE *script)
{
    struct random *random = &stage->world.random;
    struct ledger made = {0};
    for (uint32_t i = 0; i < MOST_STEPS && random->bytes < random->end; i++) {
        struct step step;
        world_step(&stage->world, &step);
        if (script != NULL)
            script_add(script, &made, i, &step);
        if (!stage_step(stage, &step)) {
            step_print(stdout, &made, &step);
            fflush(stdout);
            abort();
        }
        if (script != NULL && stage->event_fresh)
            ledger_note(&made, i, &stage->event);
    }
    ledger_free(&made);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct stage stage;
    static struct tally tally;
    static const char *const names[] = {"tiny", "small", "pair", "tenants"};
    const char *path = getenv("SCRIPT");
    if (size < 3)
        return 0;
    const char *name = names[data[0] % 4];
    FILE *script = path != NULL ? script_create(path, name, data[1], 1) : NULL;
    if (!stage_begin(&stage, &tally, &backend_library, profile_named(name), data[1], 1))
        abort();
    stage.world.random.bytes = data + 2;
    stage.world.random.end = data + size;
    run(&stage, script);
    if (script != NULL)
        fclose(script);
    if (!stage_end(&stage))
        abort();
    return 0;
}
