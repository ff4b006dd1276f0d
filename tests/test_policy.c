/* SPDX-License-Identifier: MIT */
/* lib/policy.c: recall policies, inherited, shared and counted. */
#include <check.h>

#include "policy.h"
#include "support_random.h"
#include "support_source.h"

#include <string.h>

static struct source source;
static struct callpark *registry;

static void set_up(void)
{
    struct callpark_allocator allocator;
    struct callpark_options options;
    source = (struct source){.left = UINT32_MAX, .dirty = true};
    callpark_allocator_init(&allocator);
    allocator.user = &source;
    allocator.alloc = source_alloc;
    allocator.free = source_free;
    callpark_options_init(&options);
    options.allocator = &allocator;
    ck_assert_int_eq(callpark_new(&options, &registry), CALLPARK_OK);
}

static void tear_down(void)
{
    callpark_free(registry);
    ck_assert_uint_eq(source.granted, source.freed);
}

static bool same_text(struct text a, struct text b)
{
    return (a.s == NULL) == (b.s == NULL) && (!a.s || callpark__text_equal(a, b));
}

static bool same(const struct policy *a, const struct policy *b)
{
    return a->targets == b->targets && a->rounds == b->rounds && a->ring == b->ring &&
           a->ring_other == b->ring_other && a->pause == b->pause &&
           same_text(a->alternate, b->alternate) && same_text(a->fallback, b->fallback);
}

/* What every field is set to that is set. */
static const struct recall_args all_set = {
    .alternate = {"voicemail", 9},
    .fallback = {"operator", 8},
    .targets = CALLPARK_RECALL_ALTERNATE,
    .rounds = 7,
    .ring = 11000,
    .ring_other = 12000,
    .pause = 13000,
};

static const struct policy defaults = {
    .targets = CALLPARK_RECALL_PARKER_ALTERNATE,
    .rounds = CALLPARK_FOREVER,
    .ring = 30000,
    .ring_other = 30000,
    .pause = 10000,
};

static uint32_t new_policy(uint32_t base, const struct recall_args *recall)
{
    uint32_t number = callpark__policy_new(registry, base, recall);
    ck_assert_uint_ne(number, NONE);
    return number;
}

START_TEST(the_default_policy_is_the_library_s)
{
    const struct policy *policy = callpark__policy(registry, POLICY_DEFAULT);
    ck_assert(same(policy, &defaults));
    ck_assert_uint_eq(policy->references, 1);
}
END_TEST

enum { SUBSETS = 128 };

/* Sets some of the seven fields in both. */
static void put(struct recall_args *args, struct policy *policy, unsigned fields)
{
    if (fields & 1)
        policy->alternate = args->alternate = all_set.alternate;
    if (fields & 2)
        policy->fallback = args->fallback = all_set.fallback;
    if (fields & 4)
        policy->targets = args->targets = all_set.targets;
    if (fields & 8)
        policy->rounds = args->rounds = all_set.rounds;
    if (fields & 16)
        policy->ring = args->ring = all_set.ring;
    if (fields & 32)
        policy->ring_other = args->ring_other = all_set.ring_other;
    if (fields & 64)
        policy->pause = args->pause = all_set.pause;
}

START_TEST(any_fields_left_out_are_inherited)
{
    for (unsigned fields = 0; fields < SUBSETS; fields++) {
        struct recall_args args = {0};
        struct policy expected = defaults;
        put(&args, &expected, fields);
        uint32_t number = new_policy(POLICY_DEFAULT, &args);
        ck_assert_uint_ne(number, POLICY_DEFAULT);
        ck_assert_msg(same(callpark__policy(registry, number), &expected), "fields %x", fields);
        callpark__policy_unref(registry, number);
    }
}
END_TEST

START_TEST(fields_are_inherited_from_a_policy_in_between)
{
    for (unsigned fields = 0; fields < SUBSETS; fields++) {
        struct recall_args lot = {0};
        struct recall_args call = {0};
        struct policy expected = defaults;
        put(&lot, &expected, fields);
        uint32_t base = new_policy(POLICY_DEFAULT, &lot);
        call.pause = expected.pause = 4000;
        uint32_t number = new_policy(base, &call);
        callpark__policy_unref(registry, base); /* what was inherited is a copy */
        ck_assert_msg(same(callpark__policy(registry, number), &expected), "fields %x", fields);
        callpark__policy_unref(registry, number);
    }
}
END_TEST

START_TEST(none_said_explicitly_is_not_inherited)
{
    struct recall_args none = {.alternate = {"", 0}, .fallback = {"", 0}};
    uint32_t base = new_policy(POLICY_DEFAULT, &all_set);
    uint32_t number = new_policy(base, &none);
    ck_assert_ptr_null(callpark__policy(registry, number)->alternate.s);
    ck_assert_ptr_null(callpark__policy(registry, number)->fallback.s);
    ck_assert_uint_eq(callpark__policy(registry, number)->rounds, 7);
    ck_assert_ptr_nonnull(callpark__policy(registry, base)->alternate.s);
}
END_TEST

START_TEST(strings_are_copied_and_terminated)
{
    char alternate[256];
    char fallback[256];
    memset(alternate, 'a', sizeof alternate);
    memset(fallback, 'f', sizeof fallback);
    struct recall_args args = {.alternate = {alternate, 255}, .fallback = {fallback, 255}};
    const struct policy *policy = callpark__policy(registry, new_policy(POLICY_DEFAULT, &args));
    memset(alternate, 'x', sizeof alternate);
    memset(fallback, 'x', sizeof fallback);
    ck_assert_uint_eq(strlen(policy->alternate.s), 255);
    ck_assert_uint_eq(strlen(policy->fallback.s), 255);
    ck_assert_uint_eq(strspn(policy->alternate.s, "a"), 255);
    ck_assert_uint_eq(strspn(policy->fallback.s, "f"), 255);
}
END_TEST

START_TEST(a_policy_goes_with_its_last_reference)
{
    uint32_t number = new_policy(POLICY_DEFAULT, &all_set);
    const struct policy *policy = callpark__policy(registry, number);
    ck_assert_uint_eq(policy->references, 1);
    ck_assert_uint_eq(callpark__policy_ref(registry, number), number);
    ck_assert_uint_eq(policy->references, 2);
    callpark__policy_unref(registry, number);
    ck_assert_ptr_eq(callpark__policy(registry, number), policy);
    ck_assert_uint_eq(policy->references, 1);
    callpark__policy_unref(registry, number);
    ck_assert_ptr_null(callpark__policy(registry, number));
}
END_TEST

START_TEST(what_a_policy_took_is_used_again)
{
    uint32_t number = new_policy(POLICY_DEFAULT, &all_set);
    callpark__policy_unref(registry, number);
    source.left = 0;
    for (int i = 0; i < 1000; i++) {
        uint32_t again = new_policy(POLICY_DEFAULT, &all_set);
        ck_assert_uint_eq(again, number);
        callpark__policy_unref(registry, again);
    }
}
END_TEST

START_TEST(policies_do_not_move_when_others_come)
{
    uint32_t number = new_policy(POLICY_DEFAULT, &all_set);
    const struct policy *policy = callpark__policy(registry, number);
    const struct policy before = *policy;
    for (int i = 0; i < 500; i++)
        new_policy(number, &(struct recall_args){.rounds = 1});
    ck_assert_ptr_eq(callpark__policy(registry, number), policy);
    ck_assert(same(policy, &before));
    ck_assert_ptr_eq(policy->alternate.s, before.alternate.s);
}
END_TEST

/* Fills policies until the allocator is asked, and has it refuse. */
START_TEST(refused_memory_is_told_and_changes_nothing)
{
    unsigned refusals = 0;
    uint32_t last = POLICY_DEFAULT;
    for (int i = 0; i < 300; i++) {
        unsigned held = source.granted - source.freed;
        unsigned more = 0;
        uint32_t number;
        do { /* a table and a slab may be needed at once: refuse each in its turn */
            source.left = more++;
            number = callpark__policy_new(registry, last, &all_set);
            refusals += number == NONE;
        } while (number == NONE && more < 10);
        ck_assert_uint_ne(number, NONE);
        ck_assert_uint_ne(number, last);
        ck_assert_uint_ge(source.granted - source.freed, held);
        last = number;
    }
    ck_assert_uint_gt(refusals, 5);
    source.left = UINT32_MAX;
}
END_TEST

START_TEST(random_policies_keep_what_they_said)
{
    enum { MOST = 50 };
    struct policy expected[MOST];
    uint32_t numbers[MOST] = {0};
    struct random random = {.state = (uint64_t)_i};
    bool all_same = true;
    for (uint32_t step = 0; step < 3000; step++) {
        uint32_t at = random_below(&random, MOST);
        uint32_t base = random_below(&random, MOST);
        if (numbers[at]) {
            all_same = all_same && same(callpark__policy(registry, numbers[at]), &expected[at]);
            callpark__policy_unref(registry, numbers[at]);
            numbers[at] = 0;
            continue;
        }
        struct recall_args args = {0};
        struct policy said = numbers[base] ? expected[base] : defaults;
        put(&args, &said, random_below(&random, SUBSETS));
        numbers[at] = new_policy(numbers[base], &args);
        all_same = all_same && same(callpark__policy(registry, numbers[at]), &said);
        expected[at] = said;
    }
    ck_assert(all_same);
}
END_TEST

Suite *policy_suite(void);
Suite *policy_suite(void)
{
    Suite *suite = suite_create("policy");
    TCase *tcase = tcase_create("policy");
    suite_add_tcase(suite, tcase);
    tcase_set_timeout(tcase, 60);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, the_default_policy_is_the_library_s);
    tcase_add_test(tcase, any_fields_left_out_are_inherited);
    tcase_add_test(tcase, fields_are_inherited_from_a_policy_in_between);
    tcase_add_test(tcase, none_said_explicitly_is_not_inherited);
    tcase_add_test(tcase, strings_are_copied_and_terminated);
    tcase_add_test(tcase, a_policy_goes_with_its_last_reference);
    tcase_add_test(tcase, what_a_policy_took_is_used_again);
    tcase_add_test(tcase, policies_do_not_move_when_others_come);
    tcase_add_test(tcase, refused_memory_is_told_and_changes_nothing);
    tcase_add_loop_test(tcase, random_policies_keep_what_they_said, 1, 4);
    return suite;
}
