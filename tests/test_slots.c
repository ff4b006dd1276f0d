/* SPDX-License-Identifier: MIT */
/* lib/slots.c: which slots of a lot are free and which is next, against plain arrays. */
#include <check.h>

#include "slots.h"
#include "support_random.h"
#include "support_source.h"

#include <callpark/callpark.h>
#include <string.h>

static struct source source;
static const struct memory memory = {&source, source_alloc, source_free};
static struct slots lot;

static void set_up(void)
{
    source = (struct source){.left = UINT32_MAX};
    callpark__slots_init(&lot);
}

static void tear_down(void)
{
    callpark__slots_fini(&lot, &memory);
    ck_assert_uint_eq(source.granted, source.freed);
    ck_assert_uint_eq(lot.count + lot.free, 0);
}

static void configure(uint32_t first, uint32_t count, uint32_t choice)
{
    ck_assert(callpark__slots_configure(&lot, &memory, first, count, choice, NULL, NULL));
}

static uint32_t take_next(void)
{
    uint32_t slot = callpark__slots_choose(&lot);
    if (lot.free)
        callpark__slots_take(&lot, slot);
    return slot;
}

/* The next slots to be taken are these; 0 ends the list. */
static void expect_taken(const uint32_t *list)
{
    for (; *list; list++)
        ck_assert_uint_eq(take_next(), *list);
}

#define TAKEN(...) expect_taken((const uint32_t[]){__VA_ARGS__, 0})

static void give(uint32_t slot)
{
    callpark__slots_give(&lot, slot);
}

static void take(uint32_t slot)
{
    callpark__slots_take(&lot, slot);
}

/* ---- Choices ---- */

START_TEST(an_empty_lot_has_no_slot)
{
    ck_assert_uint_eq(callpark__slots_choose(&lot), NONE);
    ck_assert(!callpark__slots_in_range(&lot, 0));
    ck_assert(!callpark__slots_is_free(&lot, 0));
    ck_assert(!callpark__slots_is_free(&lot, UINT32_MAX));
    ck_assert_uint_eq(lot.free, 0);
}
END_TEST

START_TEST(a_range_has_two_ends)
{
    configure(701, 3, CALLPARK_CHOOSE_LOWEST);
    ck_assert(!callpark__slots_in_range(&lot, 700));
    ck_assert(callpark__slots_in_range(&lot, 701));
    ck_assert(callpark__slots_in_range(&lot, 703));
    ck_assert(!callpark__slots_in_range(&lot, 704));
    ck_assert(!callpark__slots_is_free(&lot, 700));
    ck_assert(callpark__slots_is_free(&lot, 703));
    ck_assert(!callpark__slots_is_free(&lot, 704));
    ck_assert_uint_eq(lot.free, 3);
}
END_TEST

START_TEST(lowest_is_the_lowest_free)
{
    configure(701, 4, CALLPARK_CHOOSE_LOWEST);
    TAKEN(701, 702, 703);
    give(702);
    TAKEN(702);
    give(703);
    give(701);
    TAKEN(701, 703, 704);
    ck_assert_uint_eq(callpark__slots_choose(&lot), NONE);
}
END_TEST

START_TEST(next_goes_on_behind_the_last_taken_and_then_around)
{
    configure(701, 4, CALLPARK_CHOOSE_NEXT);
    TAKEN(701, 702);
    give(701);
    give(702);
    TAKEN(703, 704, 701);
    give(704);
    TAKEN(702, 704);
    give(704); /* the only one, and the last taken */
    TAKEN(704);
    ck_assert_uint_eq(callpark__slots_choose(&lot), NONE);
}
END_TEST

START_TEST(next_goes_on_behind_a_slot_that_was_asked_for)
{
    configure(701, 9, CALLPARK_CHOOSE_NEXT);
    TAKEN(701);
    take(705);
    TAKEN(706);
    take(703);
    TAKEN(704, 707);
}
END_TEST

START_TEST(next_remembers_what_was_taken_under_another_choice)
{
    configure(701, 9, CALLPARK_CHOOSE_LOWEST);
    take(704);
    configure(701, 9, CALLPARK_CHOOSE_NEXT);
    TAKEN(705);
}
END_TEST

START_TEST(next_begins_anew_once_the_last_taken_is_out_of_range)
{
    configure(701, 9, CALLPARK_CHOOSE_NEXT);
    take(706);
    configure(702, 4, CALLPARK_CHOOSE_NEXT);
    TAKEN(702);
    configure(701, 9, CALLPARK_CHOOSE_NEXT);
    TAKEN(703);
    give(703);
    configure(801, 9, CALLPARK_CHOOSE_NEXT);
    configure(701, 9, CALLPARK_CHOOSE_NEXT); /* nothing is taken of these any more */
    TAKEN(701);
}
END_TEST

START_TEST(longest_free_is_first_the_unused_and_then_the_order_of_freeing)
{
    configure(701, 5, CALLPARK_CHOOSE_LONGEST_FREE);
    TAKEN(701, 702, 703);
    give(703);
    give(701);
    TAKEN(704, 705, 703);
    give(705);
    TAKEN(701, 705);
    ck_assert_uint_eq(callpark__slots_choose(&lot), NONE);
}
END_TEST

START_TEST(longest_free_forgets_a_slot_that_was_asked_for)
{
    configure(701, 5, CALLPARK_CHOOSE_LONGEST_FREE);
    take(702);
    TAKEN(701, 703, 704, 705);
    for (uint32_t slot = 705; slot >= 701; slot--)
        give(slot);
    take(703); /* the middle of the order, its head, its tail */
    take(705);
    take(701);
    give(705);
    TAKEN(704, 702, 705);
}
END_TEST

START_TEST(longest_free_takes_slots_that_came_into_range_as_unused)
{
    configure(703, 2, CALLPARK_CHOOSE_LONGEST_FREE);
    TAKEN(703, 704);
    give(704);
    give(703);
    configure(701, 5, CALLPARK_CHOOSE_LONGEST_FREE);
    TAKEN(701, 702, 705, 704, 703);
}
END_TEST

START_TEST(longest_free_keeps_the_order_when_slots_leave)
{
    configure(701, 6, CALLPARK_CHOOSE_LONGEST_FREE);
    TAKEN(701, 702, 703, 704, 705, 706);
    const uint32_t order[] = {704, 701, 706, 703, 702, 705};
    for (size_t i = 0; i < 6; i++)
        give(order[i]);
    configure(702, 4, CALLPARK_CHOOSE_LONGEST_FREE);
    ck_assert_uint_eq(lot.free, 4);
    TAKEN(704, 703, 702, 705);
}
END_TEST

START_TEST(longest_free_keeps_the_order_in_a_larger_window)
{
    configure(701, 3, CALLPARK_CHOOSE_LONGEST_FREE);
    TAKEN(701, 702, 703);
    give(702);
    give(703);
    give(701);
    configure(1, 1000, CALLPARK_CHOOSE_LONGEST_FREE);
    for (uint32_t slot = 1; slot <= 1000; slot++) {
        if (slot < 701 || slot > 703)
            ck_assert_uint_eq(take_next(), slot);
    }
    TAKEN(702, 703, 701);
}
END_TEST

START_TEST(a_lot_that_takes_up_longest_free_has_only_unused_slots)
{
    configure(701, 4, CALLPARK_CHOOSE_LONGEST_FREE);
    TAKEN(701, 702, 703);
    give(702);
    give(701);
    configure(701, 4, CALLPARK_CHOOSE_NEXT);
    configure(701, 4, CALLPARK_CHOOSE_LONGEST_FREE);
    ck_assert_uint_eq(lot.free, 3);
    TAKEN(701, 702, 704);
    give(703);
    TAKEN(703);
}
END_TEST

/* ---- Ranges ---- */

static const uint32_t choices[] = {CALLPARK_CHOOSE_LOWEST, CALLPARK_CHOOSE_NEXT,
                                   CALLPARK_CHOOSE_LONGEST_FREE};

START_TEST(the_first_and_the_last_number_are_slots)
{
    configure(0, 2, choices[_i]);
    ck_assert_uint_eq(take_next(), 0);
    ck_assert_uint_eq(take_next(), 1);
    configure(UINT32_MAX - 1, 2, choices[_i]);
    ck_assert_uint_eq(take_next(), UINT32_MAX - 1);
    ck_assert_uint_eq(lot.free, 1);
    ck_assert_uint_eq(take_next(), UINT32_MAX);
    ck_assert_uint_eq(lot.free, 0);
    ck_assert(!callpark__slots_in_range(&lot, 0));
    give(UINT32_MAX);
    ck_assert(callpark__slots_is_free(&lot, UINT32_MAX));
    ck_assert_uint_eq(take_next(), UINT32_MAX);
    configure(UINT32_MAX, 1, choices[_i]);
    ck_assert(callpark__slots_in_range(&lot, UINT32_MAX));
    ck_assert(!callpark__slots_in_range(&lot, UINT32_MAX - 1));
}
END_TEST

START_TEST(a_slot_out_of_range_is_not_given_out)
{
    configure(701, 4, choices[_i]);
    take(703);
    configure(701, 2, choices[_i]);
    ck_assert_uint_eq(lot.free, 2);
    TAKEN(701, 702);
    ck_assert_uint_eq(callpark__slots_choose(&lot), NONE);
}
END_TEST

START_TEST(an_empty_range_may_begin_anywhere_and_grow_again)
{
    const uint32_t firsts[] = {0, 1, 701, UINT32_MAX};
    for (size_t i = 0; i < 4; i++) {
        configure(701, 4, choices[_i]);
        configure(firsts[i], 0, choices[_i]);
        ck_assert_uint_eq(lot.free, 0);
        ck_assert_uint_eq(lot.first, firsts[i]);
        ck_assert_uint_eq(callpark__slots_choose(&lot), NONE);
        ck_assert(!callpark__slots_in_range(&lot, firsts[i]));
        configure(702, 2, choices[_i]);
        ck_assert_uint_eq(lot.free, 2);
        TAKEN(702, 703);
        give(702);
        give(703);
    }
}
END_TEST

START_TEST(the_largest_lot_works_at_its_ends)
{
    const uint32_t most = _i == 2 ? 1u << 20 : 1u << 24; /* the order takes 8 bytes a slot */
    configure(UINT32_MAX - most + 1, most, choices[_i]);
    ck_assert_uint_eq(lot.free, most);
    take(UINT32_MAX - 1);
    ck_assert_uint_eq(take_next(), _i == 1 ? UINT32_MAX : UINT32_MAX - most + 1);
    configure(UINT32_MAX - 2, 3, choices[_i]);
    ck_assert_uint_eq(lot.free, _i == 1 ? 1 : 2);
}
END_TEST

START_TEST(growing_slot_by_slot_allocates_seldom)
{
    unsigned at_once = choices[_i] == CALLPARK_CHOOSE_LONGEST_FREE ? 3 : 1;
    for (uint32_t count = 1; count <= 5000; count++)
        configure(100000, count, choices[_i]); /* upwards */
    for (uint32_t count = 5000; count <= 10000; count++)
        configure(105000 - count, count, choices[_i]); /* downwards */
    ck_assert_uint_eq(lot.free, 10000);
    ck_assert_uint_lt(source.granted, 40 * at_once);
    ck_assert_uint_lt(lot.open.bits, 2 * 10000 + 128);
}
END_TEST

START_TEST(a_range_elsewhere_takes_no_more_than_it_needs)
{
    configure(701, 300, choices[_i]);
    configure(100000, 3000, choices[_i]); /* above */
    ck_assert_uint_lt(lot.open.bits, 3000 + 128);
    configure(10000, 9000, choices[_i]); /* below */
    ck_assert_uint_lt(lot.open.bits, 9000 + 128);
    ck_assert_uint_eq(lot.free, 9000);
}
END_TEST

/* The second range fills whole words. */
START_TEST(shrinking_and_growing_back_needs_no_memory)
{
    const uint32_t first[] = {701, 64};
    const uint32_t count[] = {300, 192};
    for (size_t i = 0; i < 2; i++) {
        configure(first[i], count[i], choices[_i]);
        unsigned granted = source.granted;
        configure(first[i], 0, choices[_i]);
        configure(first[i] + 100, 50, choices[_i]);
        configure(first[i], count[i], choices[_i]);
        ck_assert_uint_eq(source.granted, granted);
        ck_assert_uint_eq(lot.free, count[i]);
    }
}
END_TEST

/* ---- Slots that hold a call when they come into range ---- */

struct asked {
    uint32_t held; /* the one that holds a call */
    uint32_t from, end;
    uint32_t times;
    bool outside; /* a slot was asked for that is none of |from| up to |end| */
};

static bool is_held(const void *context, uint32_t slot)
{
    struct asked *asked = *(struct asked *const *)context;
    asked->times++;
    asked->outside = asked->outside || slot < asked->from || slot >= asked->end;
    return slot == asked->held;
}

START_TEST(only_slots_new_in_range_are_asked_for_and_a_held_one_is_taken)
{
    struct asked asked = {.held = 705, .from = 704, .end = 707};
    struct asked *context = &asked;
    configure(701, 3, choices[_i]);
    TAKEN(701);
    ck_assert(callpark__slots_configure(&lot, &memory, 701, 6, choices[_i], is_held, &context));
    ck_assert(!asked.outside);
    ck_assert_uint_eq(asked.times, 3);
    ck_assert_uint_eq(lot.free, 4);
    ck_assert(!callpark__slots_is_free(&lot, 705));
    TAKEN(702, 703, 704, 706);
    give(705);
    TAKEN(705);
}
END_TEST

/* ---- Refused memory ---- */

START_TEST(a_refused_range_changes_nothing)
{
    const uint32_t counts[] = {5, 500, 20000};
    configure(701, 5, choices[_i]);
    take(702);
    take(704);
    give(702);
    for (size_t c = 0; c < 3; c++) {
        for (size_t to = 0; to < 3; to++) {
            for (unsigned left = 0; left < 4; left++) {
                const struct slots before = lot;
                unsigned held = source.granted - source.freed;
                source.left = left;
                source.refused = false;
                bool done = callpark__slots_configure(&lot, &memory, 701, counts[c], choices[to],
                                                      NULL, NULL);
                ck_assert_int_eq(done, !source.refused);
                source.left = UINT32_MAX;
                if (done)
                    break;
                ck_assert_mem_eq(&lot, &before, sizeof lot);
                ck_assert_uint_eq(source.granted - source.freed, held);
            }
            configure(701, 5, choices[_i]);
            ck_assert_uint_eq(lot.free, 4);
            ck_assert(!callpark__slots_is_free(&lot, 704));
        }
    }
}
END_TEST

/* ---- Against plain arrays: all that can happen within 1024 numbers ---- */

enum { WORLD = 1024 };

static struct {
    uint32_t origin; /* the slot number of place 0 of the arrays */
    uint32_t first, count, choice;
    bool held[WORLD];
    bool fresh[WORLD]; /* not used since it came into range */
    uint64_t freed[WORLD];
    uint64_t clock;
    bool used; /* |last| was taken and has stayed in range */
    uint32_t last;
    /* While a range is configured: the old one, and who was asked for. */
    bool was[WORLD];
    bool asked[WORLD];
    const char *wrong;
} plain;

static bool plain_in_range(uint32_t at)
{
    return at >= plain.first && at < plain.first + plain.count;
}

static bool plain_free(uint32_t at)
{
    return plain_in_range(at) && !plain.held[at];
}

static bool plain_better(uint32_t a, uint32_t b)
{
    if (plain.choice == CALLPARK_CHOOSE_NEXT && plain.used && (a > plain.last) != (b > plain.last))
        return a > plain.last;
    if (plain.choice == CALLPARK_CHOOSE_LONGEST_FREE) {
        if (plain.fresh[a] != plain.fresh[b])
            return plain.fresh[a];
        if (!plain.fresh[a])
            return plain.freed[a] < plain.freed[b];
    }
    return a < b;
}

static uint32_t plain_choose(uint32_t *count)
{
    uint32_t best = NONE;
    *count = 0;
    for (uint32_t at = 0; at < WORLD; at++) {
        if (!plain_free(at))
            continue;
        ++*count;
        if (best == NONE || plain_better(at, best))
            best = at;
    }
    return best;
}

static void plain_take(uint32_t at)
{
    callpark__slots_take(&lot, plain.origin + at);
    plain.held[at] = true;
    plain.fresh[at] = false;
    plain.last = at;
    plain.used = true;
}

static void plain_give(uint32_t at)
{
    if (plain_in_range(at))
        callpark__slots_give(&lot, plain.origin + at);
    plain.held[at] = false;
    plain.freed[at] = ++plain.clock;
}

static bool plain_held(const void *context, uint32_t slot)
{
    uint32_t at = slot - plain.origin;
    bool known = context == &plain && at < WORLD;
    if (!known || plain.was[at] || plain.asked[at])
        plain.wrong = "a slot was asked for that is not new, or twice";
    else
        plain.asked[at] = true;
    return known && plain.held[at];
}

static bool strays(void)
{
    for (uint32_t at = 0; at < WORLD; at++) {
        if (plain.held[at] && !plain_in_range(at))
            return true;
    }
    return false;
}

/* As a lot does: nobody is asked if no call is out of range. */
static void plain_configure(uint32_t first, uint32_t count, uint32_t choice)
{
    const struct slots before = lot;
    bool takes_up = choice == CALLPARK_CHOOSE_LONGEST_FREE && plain.choice != choice;
    for (uint32_t at = 0; at < WORLD; at++) {
        plain.was[at] = plain_in_range(at);
        plain.asked[at] = false;
    }
    source.refused = false;
    bool done = callpark__slots_configure(&lot, &memory, plain.origin + first, count, choice,
                                          strays() ? plain_held : NULL, &plain);
    if (done == source.refused)
        plain.wrong = "refused memory and the answer do not agree";
    if (!done) {
        if (memcmp(&lot, &before, sizeof lot) != 0)
            plain.wrong = "refused, but changed";
        return;
    }
    plain.first = first;
    plain.count = count;
    plain.choice = choice;
    for (uint32_t at = 0; at < WORLD; at++)
        plain.fresh[at] = plain_free(at) && (!plain.was[at] || takes_up || plain.fresh[at]);
    plain.used = plain.used && plain_in_range(plain.last);
}

static const char *difference(void)
{
    uint32_t count;
    uint32_t best = plain_choose(&count);
    for (uint32_t at = 0; at < WORLD; at++) {
        uint32_t slot = plain.origin + at;
        if (callpark__slots_in_range(&lot, slot) != plain_in_range(at))
            return "another range";
        if (callpark__slots_is_free(&lot, slot) != plain_free(at))
            return "another slot is free";
    }
    /* The neighbours, and those at the other end of all numbers. */
    if (callpark__slots_in_range(&lot, plain.origin - 1) ||
        callpark__slots_is_free(&lot, plain.origin + WORLD))
        return "a slot of another world";
    if (lot.free != count)
        return "another count";
    if (callpark__slots_choose(&lot) != (best == NONE ? NONE : plain.origin + best))
        return "another choice";
    return plain.wrong;
}

static uint32_t lesser(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* Somewhat larger, smaller or shifted; now and then anything, nothing, all. */
static void random_range(struct random *random, uint32_t *first, uint32_t *count)
{
    uint32_t by = random_below(random, random_chance(random, 70) ? 9 : 200);
    uint32_t down = lesser(by, plain.first);
    *first = plain.first;
    *count = plain.count;
    switch (random_below(random, 12)) {
    case 0:
        *first = random_below(random, WORLD);
        *count = random_below(random, WORLD);
        break;
    case 1:
        *count = 0;
        break;
    case 2:
        *first = 0;
        *count = WORLD;
        break;
    case 3:
        *first = plain.first + plain.count; /* next to it */
        *count = by;
        break;
    case 4:
    case 5:
        *first += lesser(by, plain.count); /* from below */
        *count -= lesser(by, plain.count);
        break;
    case 6:
    case 7:
        *count -= lesser(by, plain.count); /* from above */
        break;
    case 8:
        *first -= down;
        *count += down;
        break;
    case 9:
        *first = random_chance(random, 50) ? *first - down : *first + by;
        break;
    default:
        *count += by;
    }
    *first = lesser(*first, WORLD - 1);
    *count = lesser(*count, WORLD - *first);
}

static void random_step(struct random *random)
{
    uint32_t free;
    uint32_t best = plain_choose(&free);
    uint32_t at = random_below(random, WORLD);
    uint32_t first;
    uint32_t count;
    if (random_chance(random, 10)) {
        random_range(random, &first, &count);
        source.left = random_chance(random, 30) ? random_below(random, 3) : UINT32_MAX;
        plain_configure(first, count, random_chance(random, 70) ? plain.choice : choices[at % 3]);
    } else if (random_chance(random, 50)) {
        for (uint32_t i = 0; i < WORLD && !plain.held[at]; i++)
            at = (at + 1) % WORLD;
        if (plain.held[at])
            plain_give(at);
    } else if (plain_free(at) && random_chance(random, 30)) {
        plain_take(at);
    } else if (free) {
        plain_take(best);
    }
}

static const uint32_t origins[] = {0, 701, 1u << 31, UINT32_MAX - WORLD + 1};

START_TEST(random_ranges_and_calls_match_plain_arrays)
{
    struct random random = {.state = (uint64_t)_i};
    const char *wrong = NULL;
    memset(&plain, 0, sizeof plain);
    plain.origin = origins[_i % 4];
    plain.choice = CALLPARK_CHOOSE_LOWEST;
    plain_configure(_i % 4 == 3 ? WORLD - 20 : 0, 20, choices[_i / 4 % 3]);
    for (uint32_t step = 0; step < 5000 && !wrong; step++) {
        random_step(&random);
        wrong = difference();
        ck_assert_msg(!wrong, "step %u: %s", step, wrong);
    }
}
END_TEST

Suite *slots_suite(void);
Suite *slots_suite(void)
{
    Suite *suite = suite_create("slots");
    TCase *tcase = tcase_create("slots");
    suite_add_tcase(suite, tcase);
    tcase_set_timeout(tcase, 120);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, an_empty_lot_has_no_slot);
    tcase_add_test(tcase, a_range_has_two_ends);
    tcase_add_test(tcase, lowest_is_the_lowest_free);
    tcase_add_test(tcase, next_goes_on_behind_the_last_taken_and_then_around);
    tcase_add_test(tcase, next_goes_on_behind_a_slot_that_was_asked_for);
    tcase_add_test(tcase, next_remembers_what_was_taken_under_another_choice);
    tcase_add_test(tcase, next_begins_anew_once_the_last_taken_is_out_of_range);
    tcase_add_test(tcase, longest_free_is_first_the_unused_and_then_the_order_of_freeing);
    tcase_add_test(tcase, longest_free_forgets_a_slot_that_was_asked_for);
    tcase_add_test(tcase, longest_free_takes_slots_that_came_into_range_as_unused);
    tcase_add_test(tcase, longest_free_keeps_the_order_when_slots_leave);
    tcase_add_test(tcase, longest_free_keeps_the_order_in_a_larger_window);
    tcase_add_test(tcase, a_lot_that_takes_up_longest_free_has_only_unused_slots);
    tcase_add_loop_test(tcase, the_first_and_the_last_number_are_slots, 0, 3);
    tcase_add_loop_test(tcase, a_slot_out_of_range_is_not_given_out, 0, 3);
    tcase_add_loop_test(tcase, an_empty_range_may_begin_anywhere_and_grow_again, 0, 3);
    tcase_add_loop_test(tcase, the_largest_lot_works_at_its_ends, 0, 3);
    tcase_add_loop_test(tcase, growing_slot_by_slot_allocates_seldom, 0, 3);
    tcase_add_loop_test(tcase, a_range_elsewhere_takes_no_more_than_it_needs, 0, 3);
    tcase_add_loop_test(tcase, shrinking_and_growing_back_needs_no_memory, 0, 3);
    tcase_add_loop_test(tcase, only_slots_new_in_range_are_asked_for_and_a_held_one_is_taken, 0, 3);
    tcase_add_loop_test(tcase, a_refused_range_changes_nothing, 0, 3);

    tcase = tcase_create("random");
    suite_add_tcase(suite, tcase);
    tcase_set_timeout(tcase, 120);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_set_tags(tcase, "thorough");
    tcase_add_loop_test(tcase, random_ranges_and_calls_match_plain_arrays, 0, 12);
    return suite;
}
