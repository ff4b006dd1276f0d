/* SPDX-License-Identifier: MIT */
/*
 * Memory that runs out. Each scenario is a row of steps. It is played once to count
 * the allocations, then again with the first, the second, ... allocation refused:
 * once that one alone, once all from there on. The step in which memory was refused
 * must say so and have changed nothing; when memory is back the same step must
 * succeed, the end must be the same, and nothing may be leaked.
 *
 * Then: what never allocates makes no call of the allocator, and neither does
 * anything in the steady state.
 */
#include "helpers.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- Failing ------------------------------------------------------------------- */

static const char *scenario_name = "";

static void fail(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));
static void fail(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fprintf(stderr, "oom: %s: ", scenario_name);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    exit(EXIT_FAILURE);
}

static void need(bool good, const char *what)
{
    if (!good)
        fail("%s", what);
}

/* ---- Steps ----------------------------------------------------------------------- */

enum { MOST_STEPS = 4000 };

/* How many allocations each step asked for, counted in the first play. */
static uint64_t asked[MOST_STEPS];
static unsigned steps;
static bool counting;
static unsigned long injections;

static struct frozen frozen;
static bool is_frozen;
static uint64_t asked_before;
static unsigned refusals; /* of this step */

static bool will_be_refused(void)
{
    return !counting && cp_heap.fail_at > cp_heap.asked &&
           cp_heap.fail_at <= cp_heap.asked + asked[steps];
}

static void begin_step(void)
{
    if (steps == MOST_STEPS)
        fail("too many steps");
    asked_before = cp_heap.asked;
    refusals = 0;
    is_frozen = cp != NULL && will_be_refused();
    if (is_frozen)
        freeze(&frozen);
}

static void end_step(int result)
{
    if (result < 0)
        fail("step %u: %s", steps, callpark_strerror(result));
    if (counting)
        asked[steps] = cp_heap.asked - asked_before;
    steps++;
}

static void check_refused(int result)
{
    if (result != CALLPARK_ERR_NOMEM)
        fail("step %u, allocation %llu refused: %s", steps, (unsigned long long)cp_heap.fail_at,
             callpark_strerror(result));
    if (cp == NULL) {
        need(cp_heap.allocs == cp_heap.frees, "a registry that was not made leaked");
        return;
    }
    need(is_frozen, "refused in another step than counted");
    const char *changed = thaw(&frozen);
    if (changed != NULL)
        fail("step %u, allocation %llu refused, but %s", steps, (unsigned long long)cp_heap.fail_at,
             changed);
    if (world_broken() != 0)
        fail("step %u: an invariant is broken: check.c:%d", steps, world_broken());
    freeze(&frozen);
}

static bool finish_step(int result)
{
    if (!cp_heap.fired) {
        end_step(result);
        return false;
    }
    check_refused(result);
    cp_heap.fired = false;
    refusals++;
    if (cp_heap.fail_on && refusals < 2)
        return true; /* as long as nothing comes back it goes on failing */
    if (is_frozen)
        thaw(&frozen);
    is_frozen = false;
    cp_heap.fail_at = 0;
    injections++;
    return true;
}

/* One call of one verb; again, as long as memory is refused, with its arguments made anew. */
#define STEP(call)                                                                                 \
    do {                                                                                           \
        begin_step();                                                                              \
        while (finish_step(call))                                                                  \
            continue;                                                                              \
    } while (0)

/* The same of a verb that never allocates. */
#define NEVER(call)                                                                                \
    do {                                                                                           \
        const uint64_t never_asked = cp_heap.asked;                                                \
        STEP(call);                                                                                \
        if (cp_heap.asked != never_asked)                                                          \
            fail("line %d asked for memory: %s", __LINE__, #call);                                 \
    } while (0)

/* ---- Scenarios ---------------------------------------------------------------------- */

static const char *name_of(const char *word, unsigned number)
{
    static char names[4][40];
    static unsigned turn;
    char *name = names[turn++ % 4];
    snprintf(name, sizeof names[0], "%s %u", word, number);
    return name;
}

static struct callpark_recall policy_of(unsigned number)
{
    static char alternate[40];
    struct callpark_recall recall;
    callpark_recall_init(&recall);
    snprintf(alternate, sizeof alternate, "alternate number %u", number);
    recall.alternate = alternate;
    recall.fallback = number % 2 ? long_text('f', 200) : "500";
    recall.rounds = number % 3;
    return recall;
}

/* A call with long or short texts, by number. */
static struct callpark_call call_like(const char *call_id, unsigned number)
{
    static const unsigned lengths[] = {0, 3, 40, 90, 255};
    struct callpark_call call = call_of(call_id);
    call.tag = long_text('t', lengths[number % 5]);
    call.caller_name = long_text('n', lengths[(number + 2) % 5]);
    call.parkee = long_text('p', lengths[(number / 5) % 5]);
    return call;
}

static void open_small(void)
{
    struct callpark_options options;
    callpark_options_init(&options);
    STEP(open_registry(&options));
    STEP(do_lot("main", 701, 710));
}

static void play_creation(void)
{
    struct callpark_options options;
    callpark_options_init(&options);
    STEP(open_registry(&options));
}

static void play_creation_with_room(void)
{
    struct callpark_options options;
    callpark_options_init(&options);
    options.expected_calls = 2000;
    STEP(open_registry(&options));
    STEP(do_lot("main", 1, 3000));
    for (unsigned i = 0; i < 5; i++)
        STEP(do_park(name_of("call", i)));
    STEP(do_park_at(at_extension("main", "100"), "call"));
}

static void play_every_verb(void)
{
    struct callpark_recall recall = policy_of(1);
    struct callpark_terms terms = terms_of(SECONDS(10), &recall);
    struct callpark_lot_config config = slots(1, 100);
    open_small();
    STEP(do_lot_configure("main", &config));
    STEP(do_group("main", "g", "300 301"));
    STEP(do_group_configure("main", "g", "301 302 303"));
    NEVER(do_available("main", "302", 0));
    STEP(do_park_call(any_slot("main"), call_of("A"), &terms));
    STEP(do_reserve(in_group("main", "g"), "100", 0));
    STEP(do_fill_call(ticket(2), call_like("B", 3), &terms));
    STEP(do_swap_call(ticket(2), call_like("C", 8)));
    STEP(do_move(ticket(2), at_extension("main", "an extension of quite some length")));
    STEP(do_move(ticket(2), any_slot("main")));
    NEVER(do_extend(ticket(2), SECONDS(3600)));
    NEVER(do_claim(ticket(2), 0));
    NEVER(do_rollback(ticket(2), ev.serial));
    NEVER(poll_next());
    NEVER(do_deferred(ticket(1), ev.serial));
    NEVER(poll_next());
    NEVER(do_failed(ticket(1), ev.serial));
    NEVER(poll_next());
    NEVER(do_answered(ticket(1), ev.serial, 0));
    NEVER(do_commit(ticket(1), ev.serial));
    NEVER(do_retrieve(ticket(2)));
    for (unsigned i = 0; i < 3; i++)
        STEP(do_park(name_of("call", i)));
    NEVER(do_hangup(callpark_by_call("call 0")));
    NEVER(do_remove(callpark_by_call("call 1")));
    NEVER(do_group_remove("main", "g"));
    NEVER(do_lot_remove("main"));
    STEP(do_lot("main", 1, 50));
    NEVER(do_lot_remove("main"));
    NEVER(do_drain(NULL));
}

static void play_many_calls(void)
{
    open_small();
    struct callpark_lot_config config = slots(1, 400);
    STEP(do_lot_configure("main", &config));
    for (unsigned i = 0; i < 300; i++) {
        struct callpark_call call = call_like(name_of("a call number", i), i);
        struct callpark_where where =
            i % 3 == 0 ? at_extension("main", call.call_id) : any_slot("main");
        STEP(do_park_call(where, call, NULL));
        if (i % 7 == 6)
            NEVER(do_retrieve(callpark_by_age("main")));
    }
}

static void play_many_reservations(void)
{
    open_small();
    struct callpark_lot_config config = slots(1, 400);
    STEP(do_lot_configure("main", &config));
    for (unsigned i = 0; i < 150; i++) {
        struct callpark_recall recall = policy_of(i);
        struct callpark_terms terms = terms_of(0, i % 4 == 1 ? &recall : NULL);
        STEP(do_reserve(any_slot("main"), i % 2 ? "100" : long_text('p', 255), 0));
        if (i % 2)
            STEP(do_fill_call(ticket(i), call_like(name_of("call", i), i), &terms));
    }
}

static void play_many_lots(void)
{
    open_small();
    for (unsigned i = 0; i < 100; i++) {
        struct callpark_lot_config config = slots(i, 3 * i);
        struct callpark_recall recall = policy_of(i);
        config.choice = i % 4;
        config.prefix = i % 2 ? long_text('x', i) : NULL;
        config.recall = i % 5 ? &recall : NULL;
        STEP(do_lot_add(name_of("a lot number", i), &config));
        if (i % 10 == 9)
            NEVER(do_lot_remove(name_of("a lot number", i - 3)));
    }
}

static void play_many_groups(void)
{
    open_small();
    for (unsigned i = 0; i < 60; i++) {
        char members[200];
        snprintf(members, sizeof members, "%u0 %u1 extension-%u-of-a-great-length", i + 10, i + 10,
                 i);
        STEP(do_group("main", name_of("group", i), members));
        STEP(do_park_at(in_group("main", name_of("group", i)), name_of("call", i)));
        if (i % 10 == 9)
            NEVER(do_group_remove("main", name_of("group", i - 3)));
    }
}

/* Members |first| to |first| + |count|. */
static int set_group(unsigned first, unsigned count, bool add)
{
    static char texts[3000][12];
    static const char *members[3000];
    struct callpark_group_config config;
    callpark_group_config_init(&config);
    for (unsigned i = 0; i < count; i++) {
        snprintf(texts[i], sizeof texts[i], "%u", first + i);
        members[i] = texts[i];
    }
    config.members = members;
    config.member_count = count;
    return add ? callpark_group_add(cp, now_ms, "main", "big", &config, NULL, &ev)
               : callpark_group_configure(cp, now_ms, "main", "big", &config, NULL, &ev);
}

static void play_big_group(void)
{
    open_small();
    STEP(set_group(1000, 120, true));
    STEP(do_park_at(in_group("main", "big"), "A"));
    STEP(do_available("main", "1001", 0));
    STEP(set_group(1050, 300, false));
    STEP(set_group(1001, 20, false));
    STEP(do_park_at(in_group("main", "big"), "B"));
    STEP(set_group(5000, 0, false));
    STEP(set_group(1000, 100, false));
}

static void play_long_strings(void)
{
    open_small();
    for (unsigned i = 0; i < 60; i++) {
        struct callpark_call call = call_like(long_text('c', 1 + i * 4), i);
        STEP(do_park_call(at_extension("main", long_text('e', 255 - i)), call, NULL));
        STEP(do_swap_call(ticket(i + 1), call_like(long_text('d', 250 - i), 7 * i)));
        if (i % 3 == 0)
            STEP(do_move(ticket(i + 1), at_extension("main", long_text('m', 240 - i))));
        if (i % 2)
            NEVER(do_retrieve(callpark_by_age("main")));
    }
}

static void play_policies(void)
{
    open_small();
    struct callpark_lot_config config = slots(1, 200);
    STEP(do_lot_configure("main", &config));
    for (unsigned i = 0; i < 80; i++) {
        struct callpark_recall recall = policy_of(i);
        struct callpark_terms terms = terms_of(0, &recall);
        STEP(do_park_call(any_slot("main"), call_of(name_of("call", i)), &terms));
        if (i % 8 == 7) {
            config.recall = &recall;
            STEP(do_lot_configure("main", &config));
            NEVER(do_retrieve(callpark_by_age("main")));
        }
    }
}

/* Ranges that grow, shrink and move under calls, with every choice. */
static void play_reconfigurations(void)
{
    static const uint32_t ranges[][2] = {{1, 10},      {1, 5000},  {4000, 5000}, {1, 0},
                                         {4500, 9000}, {1, 70},    {60, 200},    {1, 4200},
                                         {100, 100},   {0, 12000}, {10, 20}};
    open_small();
    struct callpark_lot_config config = slots(1, 10);
    STEP(do_lot_add("lot", &config));
    unsigned calls = 0;
    for (uint32_t choice = 0; choice < 4; choice++)
        for (size_t i = 0; i < COUNT(ranges); i++) {
            config = slots(ranges[i][0], ranges[i][1]);
            config.choice = 1 + (choice + (uint32_t)i / 2) % 3;
            STEP(do_lot_configure("lot", &config));
            if (ranges[i][1] < ranges[i][0])
                continue;
            for (unsigned j = 0; j < 3 && j <= ranges[i][1] - ranges[i][0]; j++, calls++) {
                const uint32_t slot = ranges[i][1] - j;
                if (do_find(callpark_by_slot("lot", slot)) == CALLPARK_ERR_NOT_FOUND)
                    STEP(do_park_at(slot_of("lot", slot), name_of("call", calls)));
            }
            NEVER(do_retrieve(callpark_by_age("lot")));
        }
    NEVER(do_lot_remove("lot"));
    config = slots(1, 6000);
    config.choice = CALLPARK_CHOOSE_LONGEST_FREE;
    STEP(do_lot_add("lot", &config)); /* revived */
    STEP(do_park_at(any_slot("lot"), "the last"));
}

static void play_lots_of_every_choice(void)
{
    static const uint32_t sizes[] = {1, 20, 64, 65, 4096, 4097, 9000};
    open_small();
    for (size_t i = 0; i < COUNT(sizes); i++)
        for (uint32_t choice = 0; choice < 4; choice++) {
            char name[40];
            snprintf(name, sizeof name, "%u of %u", (unsigned)choice, (unsigned)sizes[i]);
            struct callpark_lot_config config = slots(5, 4 + sizes[i]);
            config.choice = choice;
            STEP(do_lot_add(name, &config));
            STEP(do_park_at(any_slot(name), name));
            if (sizes[i] > 1)
                STEP(do_move(callpark_by_call(name), any_slot(name)));
        }
}

static void play_moves_between_lots(void)
{
    open_small();
    for (unsigned i = 0; i < 8; i++)
        STEP(do_lot(name_of("lot", i), 1, 20));
    for (unsigned i = 0; i < 10; i++)
        STEP(do_park(name_of("call", i)));
    for (unsigned i = 0; i < 80; i++) {
        const char *lot = name_of("lot", i % 8);
        STEP(do_move(ticket(1 + i % 10),
                     i % 3 ? any_slot(lot) : at_extension(lot, long_text('e', 20 + 2 * i))));
    }
}

static const struct scenario {
    const char *name;
    void (*play)(void);
} scenarios[] = {
    {"creation", play_creation},
    {"creation with room", play_creation_with_room},
    {"every verb", play_every_verb},
    {"many calls", play_many_calls},
    {"many reservations", play_many_reservations},
    {"many lots", play_many_lots},
    {"many groups", play_many_groups},
    {"a big group", play_big_group},
    {"long strings", play_long_strings},
    {"policies", play_policies},
    {"reconfigurations", play_reconfigurations},
    {"lots of every choice", play_lots_of_every_choice},
    {"moves between lots", play_moves_between_lots},
};

/* Plays |scenario| and ends it; returns all that could be seen at its end. */
static char *play(const struct scenario *scenario, uint64_t fail_at, bool fail_on)
{
    memset(&cp_heap, 0, sizeof cp_heap);
    cp_heap.fail_at = fail_at;
    cp_heap.fail_on = fail_on;
    steps = 0;
    scenario->play();
    struct report end = {0};
    char *seen_at_end = snapshot(cp);
    report_add(&end, "%s", seen_at_end);
    free(seen_at_end);
    for (unsigned i = 0; i < 10 && poll_next() == 1; i++)
        report_add_event(&end, &ev);
    const char *wrong = close_world();
    need(wrong == NULL, wrong);
    return end.bytes;
}

static void inject_everywhere(const struct scenario *scenario)
{
    scenario_name = scenario->name;
    counting = true;
    char *expected = play(scenario, 0, false);
    counting = false;
    uint64_t total = 0;
    for (unsigned i = 0; i < steps; i++)
        total += asked[i];
    need(total > 0, "nothing was allocated");
    for (uint64_t k = 1; k <= total; k++)
        for (int on = 0; on < 2; on++) {
            const unsigned long before = injections;
            char *end = play(scenario, k, on == 1);
            need(injections == before + 1, "memory was not refused exactly once");
            need(strcmp(end, expected) == 0, "the end is another after memory was refused");
            free(end);
        }
    free(expected);
}

/* ---- No allocator calls ---------------------------------------------------------------- */

/* Every function that is not said to allocate, with an allocator that gives nothing. */
static void never_allocate(void)
{
    for (unsigned i = 0; i < function_count; i++) {
        if (functions[i].uses & MAY_ALLOCATE)
            continue;
        scenario_name = functions[i].name;
        open_full_world(0);
        cp_heap.fail_at = 1;
        cp_heap.fail_on = true;
        const uint64_t before = cp_heap.asked;
        static struct attempt attempt;
        attempt_init(&attempt, &functions[i]);
        const int got = functions[i].perform(&attempt);
        need(got >= 0, "failed without memory");
        need(cp_heap.asked == before, "asked for memory");
        const char *wrong = close_world();
        need(wrong == NULL, wrong);
    }
}

/* Whatever is parked can be rung, given back and drained without memory. */
static void never_allocate_in_a_long_life(void)
{
    scenario_name = "a long life without memory";
    open_full_world(0);
    struct callpark_lot_config config = slots(1, 2000);
    need(do_lot_configure("other", &config) == 0, "configure");
    for (unsigned i = 0; i < 1000; i++) {
        struct callpark_recall recall = policy_of(i % 10);
        struct callpark_terms terms = terms_of(SECONDS(10 + i % 30), &recall);
        struct callpark_call call = call_like(name_of("call", i), i);
        struct callpark_where where =
            i % 4 ? any_slot("other") : at_extension("other", call.call_id);
        need(do_park_call(where, call, &terms) == 0, "park");
    }
    need(do_lot_remove("other") == 0, "remove");
    cp_heap.fail_at = 1;
    cp_heap.fail_on = true;
    const uint64_t before = cp_heap.asked;
    for (unsigned i = 0; i < 20000 && callpark_count(cp) > 100; i++) {
        need(poll_next() == 1, "poll");
        struct callpark_which which = ticket(ev.ticket);
        if (ev.kind != CALLPARK_EVENT_RINGING)
            continue;
        switch (i % 6) {
        case 0:
            need(do_answered(which, ev.serial, 0) == 0, "answered");
            need(do_commit(which, ev.serial) == 0, "commit");
            break;
        case 1:
            need(do_claim(which, 0) == 0, "claim");
            break;
        case 2:
            need(do_failed(which, ev.serial) == 0, "failed");
            break;
        case 3:
            need(do_deferred(which, ev.serial) == 0, "deferred");
            need(do_retrieve(which) == 0, "retrieve");
            break;
        case 4:
            need(do_hangup(which) == 0, "hangup");
            break;
        default:
            break;
        }
    }
    need(callpark_count(cp) <= 100, "the calls did not end");
    while (do_drain(NULL) == 1)
        continue;
    need(cp_heap.asked == before, "asked for memory");
    const char *wrong = close_world();
    need(wrong == NULL, wrong);
}

/* ---- The steady state --------------------------------------------------------------------- */

enum { PARKED = 60, PERIOD = 8 * PARKED };

/* One in, one out, with recalls and claims on the way; its texts depend on |i| alone. */
static void turn(unsigned i, bool own_policies)
{
    const unsigned at = i % PERIOD;
    char id[300];
    snprintf(id, sizeof id, "%u-%s", i % (2 * PARKED), long_text('i', at * 37 % 240));
    struct callpark_call call = call_like(id, at);
    struct callpark_recall recall = policy_of(at % 7);
    struct callpark_terms terms = terms_of(SECONDS(10 + at % 5), own_policies ? &recall : NULL);
    struct callpark_where where =
        at % 3 ? any_slot("lot") : at_extension("lot", long_text('e', 1 + at * 17 % 200));
    int error = do_park_call(where, call, &terms);
    if (error == CALLPARK_ERR_TAKEN)
        error = do_park_call(any_slot("lot"), call, &terms);
    need(error == 0, "park");
    const uint64_t number = ev.ticket;
    if (at % 5 == 0)
        need(do_swap_call(ticket(number), call_like(id, at + 1)) == 0, "swap");
    if (at % 7 == 0)
        need(do_move(ticket(number), any_slot("lot")) == 0, "move");
    if (at % 4 == 0) {
        need(do_claim(ticket(number), 0) == 0, "claim");
        need(do_rollback(ticket(number), ev.serial) == 0, "rollback");
    }
    if (at % 6 == 0)
        need(poll_next() == 1, "poll");
    if (callpark_count(cp) > PARKED)
        need(do_retrieve(callpark_by_age("lot")) == 0, "retrieve");
}

static void steady(bool own_policies)
{
    scenario_name = own_policies ? "the steady state with policies" : "the steady state";
    memset(&cp_heap, 0, sizeof cp_heap);
    need(open_registry(NULL) == 0, "open");
    need(do_lot("lot", 1, 2 * PARKED) == 0, "lot");
    unsigned i = 0;
    for (; i < 6 * PERIOD; i++)
        turn(i, own_policies);
    const struct heap warm = cp_heap;
    for (; i < 20 * PERIOD; i++)
        turn(i, own_policies);
    if (cp_heap.asked != warm.asked || cp_heap.frees != warm.frees)
        fail("%llu blocks asked for and %llu given back after the warm-up",
             (unsigned long long)(cp_heap.asked - warm.asked),
             (unsigned long long)(cp_heap.frees - warm.frees));
    const char *wrong = close_world();
    need(wrong == NULL, wrong);
}

int main(void)
{
    for (size_t i = 0; i < COUNT(scenarios); i++)
        inject_everywhere(&scenarios[i]);
    never_allocate();
    never_allocate_in_a_long_life();
    steady(false);
    steady(true);
    printf("note: %lu refusals in %zu scenarios\n", injections, COUNT(scenarios));
    return EXIT_SUCCESS;
}
