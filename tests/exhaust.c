/* SPDX-License-Identifier: MIT */
/*
 * Breadth-first over the states of small registries, the library against the
 * model: from every state reached every action is tried once.
 *
 * usage: exhaust [--scene NAME] [--depth N]
 *
 * A registry cannot be cloned, so a state is a path: to try an action there, a
 * fresh pair of registries walks the shortest path again. Two states are the
 * same if nothing that follows could tell them apart: times count relative to
 * the clock, tickets by their order, serials not at all.
 */
#include "support_compare.h"
#include "support_coverage.h"
#include "support_scene.h"
#include "support_script.h"
#include "support_states.h"

#include <inttypes.h>
#include <stdlib.h>

enum { PATH_MOST = 64 };

/* ---- The search ---------------------------------------------------------- */

struct search {
    struct scene *scene;
    struct duo duo;
    struct states states;
    struct coverage *coverage;
    struct callpark_info *infos;
    uint64_t transitions, refusals, replays;
    uint32_t depth_seen;
    bool bounded;
};

static bool cursor_matters(const struct scene *scene)
{
    return scene->setup_count == 0;
}

static bool create(struct search *search)
{
    struct callpark_options options;
    callpark_options_init(&options);
    options.max_calls = search->scene->max_calls;
    return search->duo.left->create(&options, &search->duo.a) == 0 &&
           search->duo.right->create(&options, &search->duo.b) == 0;
}

static void destroy(struct search *search)
{
    search->duo.left->destroy(search->duo.a);
    search->duo.right->destroy(search->duo.b);
    search->duo.a = search->duo.b = NULL;
}

/* The walk has been compared before: only the return codes matter. */
static bool walk(struct search *search, const struct action *action)
{
    struct step step;
    struct callpark_event x, y;
    callpark_event_init(&x);
    callpark_event_init(&y);
    if (!scene_step(search->duo.b, action, &step))
        return false;
    int rc = search->duo.left->perform(search->duo.a, &step, &x);
    return search->duo.right->perform(search->duo.b, &step, &y) == rc && rc >= 0;
}

/* Fresh registries in state |index|. */
static bool replay(struct search *search, uint32_t index)
{
    uint32_t path[PATH_MOST], length = 0;
    const struct scene *scene = search->scene;
    for (uint32_t i = index; i != 0; i = search->states.list[i].parent) {
        if (length == PATH_MOST)
            return false;
        path[length++] = search->states.list[i].action;
    }
    if (search->duo.a != NULL)
        destroy(search);
    search->replays++;
    if (!create(search))
        return false;
    for (uint32_t i = 0; i < scene->setup_count; i++)
        if (!walk(search, &scene->setup[i]))
            return false;
    while (length > 0)
        if (!walk(search, &scene->actions[path[--length]]))
            return false;
    return true;
}

static bool compare(struct search *search, bool closely)
{
    char *const lots[] = {(char *)(uintptr_t)scene_lot, (char *)(uintptr_t) "nowhere"};
    char *const groups[] = {(char *)(uintptr_t)scene_group};
    char *const extensions[] = {(char *)(uintptr_t)scene_e, (char *)(uintptr_t)scene_m};
    char *const calls[] = {(char *)(uintptr_t) "c0", (char *)(uintptr_t) "c1"};
    const struct vocabulary words = {
        .lots = lots,
        .lot_count = 2,
        .groups = groups,
        .group_count = 1,
        .extensions = extensions,
        .extension_count = 2,
        .calls = calls,
        .call_count = 2,
        .slots = 3,
    };
    const struct duo *duo = &search->duo;
    uint64_t hash = 0;
    uint32_t count;
    int line = duo->left->check(duo->a);
    if (line != 0)
        printf("callpark__check: line %d\n", line);
    if (line != 0 || !duo_same_counts(duo) ||
        !duo_same_parkings(duo, &search->infos, &count, &hash))
        return false;
    return !closely || (duo_same_configuration(duo, &words, &hash) &&
                        duo_same_finds(duo, &words, search->infos, count) &&
                        duo_same_label(duo, scene_lot, "1", 1, 256) &&
                        duo_same_label(duo, scene_lot, scene_e, 2, 256));
}

static void print_path(struct search *search, uint32_t index, const struct action *last)
{
    struct step step;
    uint32_t path[PATH_MOST], length = 0;
    for (uint32_t i = index; i != 0 && length < PATH_MOST; i = search->states.list[i].parent)
        path[length++] = search->states.list[i].action;
    destroy(search);
    if (!create(search))
        return;
    for (uint32_t i = 0; i < search->scene->setup_count + length + 1; i++) {
        uint32_t after = i - search->scene->setup_count;
        const struct action *action = i < search->scene->setup_count ? &search->scene->setup[i]
                                      : after < length
                                          ? &search->scene->actions[path[length - 1 - after]]
                                          : last;
        scene_step(search->duo.b, action, &step);
        fputs("  ", stdout);
        step_print(stdout, NULL, &step);
        if (action != last)
            walk(search, action);
    }
}

/*
 * Tries one action in state |index|, in which the registries are. That refusals
 * have changed nothing is seen after the next success, or at the end.
 */
static bool try_action(struct search *search, uint32_t index, uint32_t number, bool *moved)
{
    struct step step;
    struct subject subject;
    struct callpark_event event;
    const struct action *action = &search->scene->actions[number];
    int rc;
    if (!scene_step(search->duo.b, action, &step))
        return true;
    coverage_look(search->duo.b, &step, &subject);
    if (!duo_perform(&search->duo, &step, &rc, &event))
        return false;
    coverage_count(search->coverage, &step, &subject, rc, &event);
    *moved = rc >= 0;
    search->transitions += *moved;
    search->refusals += !*moved;

    struct key key;
    bool fresh = false;
    key_make(search->duo.b, cursor_matters(search->scene), &key);
    if (*moved && search->states.list[index].depth < search->scene->depth)
        fresh = states_add(&search->states, &key, index, number);
    if (fresh)
        search->depth_seen = search->states.list[search->states.count - 1].depth;
    return *moved ? compare(search, fresh) : duo_same_counts(&search->duo);
}

static bool mismatch(struct search *search, uint32_t index, uint32_t number)
{
    printf("exhaust: mismatch in scene \"%s\", by the last of these, or by an action\n"
           "refused in the same state before it:\n",
           search->scene->name);
    print_path(search, index, &search->scene->actions[number]);
    return false;
}

static bool expand(struct search *search, uint32_t index)
{
    bool there = false;
    for (uint32_t i = 0; i < search->scene->action_count; i++) {
        if (!there && !replay(search, index)) {
            printf("exhaust: the path to state %" PRIu32 " cannot be walked again\n", index);
            return false;
        }
        bool moved = false;
        if (!try_action(search, index, i, &moved))
            return mismatch(search, index, i);
        there = !moved;
    }
    return !there || compare(search, false) ||
           mismatch(search, index, search->scene->action_count - 1);
}

static bool run_scene(struct scene *scene, struct coverage *coverage)
{
    struct search search = {.scene = scene, .coverage = coverage};
    struct key key;
    bool good = true;
    search.duo.left = &backend_library;
    search.duo.right = &backend_model;
    for (uint32_t i = 0; good && i <= search.states.count; i++) {
        if (i == 0) {
            good = replay(&search, 0);
            key_make(search.duo.b, cursor_matters(scene), &key);
            states_add(&search.states, &key, 0, 0);
        }
        if (i == search.states.count)
            break;
        good = good && expand(&search, i);
    }
    printf("exhaust: %s: %" PRIu32 " states, %" PRIu64 " transitions, %" PRIu64
           " refusals, %" PRIu32 " deep; %s\n",
           scene->name, search.states.count, search.transitions, search.refusals, search.depth_seen,
           scene->bounds);
    fflush(stdout);
    destroy(&search);
    states_free(&search.states);
    free(search.infos);
    return good;
}

/* ---- Command line -------------------------------------------------------- */

static int usage(void)
{
    fputs("usage: exhaust [--scene NAME] [--depth N]\n", stderr);
    return 2;
}

int main(int argc, char **argv)
{
    static struct coverage coverage;
    static struct scene scene;
    const char *only = NULL;
    uint32_t depth = UINT32_MAX, run = 0;
    for (int i = 1; i < argc; i += 2) {
        if (i + 1 < argc && strcmp(argv[i], "--scene") == 0)
            only = argv[i + 1];
        else if (i + 1 < argc && strcmp(argv[i], "--depth") == 0)
            depth = (uint32_t)strtoul(argv[i + 1], NULL, 10);
        else
            return usage();
    }
    for (size_t i = 0; scene_build(&scene, i); i++) {
        if (only != NULL && strcmp(only, scene.name) != 0)
            continue;
        if (depth < scene.depth) {
            scene.depth = depth;
            scene.bounds = "bounded by --depth";
        }
        if (!run_scene(&scene, &coverage))
            return 1;
        run++;
    }
    if (run == 0)
        return usage();
    if (only == NULL && depth == UINT32_MAX &&
        coverage_missing(&coverage, COVER_STATES | COVER_VERBS) > 0)
        return 1;
    puts("exhaust: library and model agree, ok");
    return 0;
}
