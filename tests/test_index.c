/* SPDX-License-Identifier: MIT */
/* lib/index.c: the hash table of numbers, against a plain list. */
#include <check.h>

#include "index.h"
#include "support_random.h"
#include "support_source.h"

#include <string.h>

static struct source source;
static const struct memory memory = {&source, source_alloc, source_free};
static struct index table;

/* ---- The reference: pairs in any order ---- */

struct pair {
    uint32_t hash, value;
};

enum { MOST = 4000 };

static struct pair pairs[MOST];
static uint32_t pair_count;

/* The hash of each value that is there; the highest value is there with few others. */
static uint32_t hashes[MOST];
static bool there[MOST];

static uint32_t hash_of(const void *owner, uint32_t value)
{
    ck_assert_ptr_eq(owner, &source);
    ck_assert(there[value % MOST]);
    return hashes[value % MOST];
}

static void set_up(void)
{
    source = (struct source){.left = UINT32_MAX};
    callpark__index_init(&table, hash_of, &source);
    memset(there, 0, sizeof there);
    pair_count = 0;
}

static void tear_down(void)
{
    callpark__index_fini(&table, &memory);
    ck_assert_uint_eq(source.granted, source.freed);
    ck_assert_ptr_null(table.block);
    ck_assert_uint_eq(table.count + table.group_count, 0);
}

static void insert(uint32_t hash, uint32_t value)
{
    pairs[pair_count++] = (struct pair){hash, value};
    ck_assert(!there[value % MOST]);
    there[value % MOST] = true;
    hashes[value % MOST] = hash;
    callpark__index_insert(&table, hash, value);
}

static void add(uint32_t hash, uint32_t value)
{
    ck_assert(callpark__index_reserve(&table, &memory, table.count + 1));
    insert(hash, value);
}

static void take_out(struct pair pair)
{
    callpark__index_remove(&table, pair.hash, pair.value);
    there[pair.value % MOST] = false;
}

static void remove_at(uint32_t at)
{
    take_out(pairs[at]);
    pairs[at] = pairs[--pair_count];
}

/* How often |value| is found under |hash|. */
static uint32_t found(uint32_t hash, uint32_t value)
{
    struct index_probe probe = callpark__index_probe(&table, hash);
    uint32_t times = 0;
    uint32_t next;
    while ((next = callpark__index_next(&probe)) != NONE)
        times += next == value;
    ck_assert(!times || callpark__index_may_have(&table, hash));
    return times;
}

static uint32_t all_under(uint32_t hash)
{
    struct index_probe probe = callpark__index_probe(&table, hash);
    uint32_t count = 0;
    while (callpark__index_next(&probe) != NONE)
        count++;
    return count;
}

/* Only what is there is shown, and only of the same tag. */
static bool shows_strangers(uint32_t hash)
{
    struct index_probe probe = callpark__index_probe(&table, hash);
    uint32_t value;
    while ((value = callpark__index_next(&probe)) != NONE) {
        if (!there[value % MOST] ||
            callpark__index_tag(hashes[value % MOST]) != callpark__index_tag(hash))
            return true;
    }
    return false;
}

/* Each tag is that of its value, and all values that passed a group are behind it. */
static const char *bad_groups(void)
{
    static uint32_t passed[MOST];
    uint32_t count = 0;
    memset(passed, 0, sizeof passed);
    for (uint32_t i = 0; i < table.group_count * INDEX_GROUP; i++) {
        const struct index_group *group = &table.groups[i / INDEX_GROUP];
        uint32_t hash = hashes[group->values[i % INDEX_GROUP] % MOST];
        if (!group->tags[i % INDEX_GROUP])
            continue;
        count++;
        if (group->tags[i % INDEX_GROUP] != callpark__index_tag(hash))
            return "another tag";
        const struct index_group *way = callpark__index_home(&table, hash);
        for (; way != group; way = callpark__index_after(&table, way))
            passed[way - table.groups]++;
    }
    for (uint32_t i = 0; i < table.group_count; i++) {
        if (table.groups[i].passed != passed[i])
            return "another number passed";
    }
    return count == table.count ? NULL : "another count";
}

static const char *difference(void)
{
    if (table.count != pair_count)
        return "another count";
    for (uint32_t i = 0; i < pair_count; i++) {
        if (found(pairs[i].hash, pairs[i].value) != 1)
            return "a value is not found once";
        if (i % 16 == 0 && shows_strangers(pairs[i].hash ^ (i & 1)))
            return "a value that is not there";
    }
    return bad_groups();
}

static void expect_same(void)
{
    const char *wrong = difference();
    ck_assert_msg(!wrong, "%u values: %s", table.count, wrong);
}

/* ---- Hashes of several kinds ---- */

static uint32_t equal_hash(struct random *random)
{
    (void)random;
    return 0x80000000;
}

static uint32_t highest_hash(struct random *random)
{
    (void)random;
    return UINT32_MAX;
}

static uint32_t few_hashes(struct random *random)
{
    return random_below(random, 5) * 0x33333333;
}

/* All belong near the end of the table, and run on behind it. */
static uint32_t hashes_at_the_end(struct random *random)
{
    return UINT32_MAX - random_below(random, 1u << 28);
}

static uint32_t hashes_at_both_ends(struct random *random)
{
    return random_below(random, 1u << 28) - (1u << 27);
}

static uint32_t any_hash(struct random *random)
{
    return (uint32_t)random_next(random);
}

static const struct {
    const char *name;
    uint32_t (*hash)(struct random *random);
} kinds[] = {
    {"equal", equal_hash},
    {"highest", highest_hash},
    {"few", few_hashes},
    {"at the end", hashes_at_the_end},
    {"at both ends", hashes_at_both_ends},
    {"any", any_hash},
};

enum { KINDS = sizeof kinds / sizeof *kinds };

/* ---- Named behaviours ---- */

START_TEST(an_empty_index_finds_nothing)
{
    ck_assert_uint_eq(all_under(0), 0);
    ck_assert_uint_eq(all_under(UINT32_MAX), 0);
    ck_assert(callpark__index_reserve(&table, &memory, 10));
    ck_assert_uint_eq(all_under(0), 0);
    callpark__index_prefetch(&table, UINT32_MAX); /* may look, must not touch */
}
END_TEST

START_TEST(the_lowest_and_the_highest_value_are_kept)
{
    add(7, 0);
    add(7, NONE - 1);
    expect_same();
}
END_TEST

START_TEST(values_with_other_tags_are_not_shown)
{
    for (uint32_t tag = 0; tag < 8; tag++)
        add(0x12345600 + tag, tag);
    for (uint32_t tag = 2; tag < 8; tag++)
        ck_assert_uint_eq(all_under(0x12345600 + tag), 1);
    ck_assert_uint_eq(all_under(0x12345600), 2); /* no tag is 0: it shares one with 1 */
    ck_assert_uint_eq(all_under(0x12345608), 0);
    remove_at(7);
    ck_assert_uint_eq(all_under(0x12345607), 0);
    expect_same();
}
END_TEST

/* Each tag beside any other, at each place. */
START_TEST(most_that_are_not_there_are_not_searched_for)
{
    unsigned searched = 0;
    ck_assert(!callpark__index_may_have(&table, 0));
    for (uint32_t i = 0; i < 1000; i++)
        add(i * 0x9e3779b9u, i);
    for (uint32_t i = 1000; i < 2000; i++)
        searched += callpark__index_may_have(&table, i * 0x9e3779b9u);
    ck_assert_uint_lt(searched, 250);
}
END_TEST

START_TEST(every_tag_is_told_from_every_other)
{
    for (uint32_t tag = 1; tag < 128; tag++) {
        for (uint32_t other = 1; other < 128; other++) {
            uint32_t place = (tag * 5 + other) % INDEX_GROUP;
            struct index_group group = {.passed = UINT32_MAX};
            memset(group.tags, (int)other, sizeof group.tags);
            group.tags[place] = (uint8_t)tag;
            uint64_t places = callpark__index_places(&group, (uint8_t)tag);
            uint32_t count = 0;
            ck_assert(tag == other || callpark__first_place(places) == place);
            for (; places; places &= places - 1)
                count++;
            ck_assert_uint_eq(count, tag == other ? INDEX_GROUP : 1);
        }
    }
}
END_TEST

START_TEST(homes_grow_with_the_hash_and_fill_cache_lines)
{
    const struct index_group *last = NULL;
    ck_assert(callpark__index_reserve(&table, &memory, 100));
    ck_assert_ptr_eq(callpark__index_home(&table, 0), table.groups);
    ck_assert_uint_eq((uintptr_t)table.groups % 64, 0);
    for (uint32_t i = 0; i < 256; i++) {
        const struct index_group *home = callpark__index_home(&table, i << 24);
        ck_assert(home >= table.groups && (!last || home >= last));
        last = home;
    }
    ck_assert_ptr_eq(callpark__index_home(&table, UINT32_MAX),
                     table.groups + table.group_count - 1);
    ck_assert_ptr_eq(callpark__index_after(&table, last), table.groups);
}
END_TEST

/* Every group has been passed by someone, and there is room all the same. */
START_TEST(a_search_ends_though_every_group_was_passed)
{
    ck_assert(callpark__index_reserve(&table, &memory, 13));
    ck_assert_uint_eq(table.group_count, 2);
    for (uint32_t i = 0; i < 13; i++)
        add(0, i);
    while (pair_count > 1)
        remove_at(pair_count - 2);
    for (uint32_t i = 20; i < 32; i++)
        add(UINT32_MAX, i);
    ck_assert_uint_gt(table.groups[0].passed, 0);
    ck_assert_uint_gt(table.groups[1].passed, 0);
    ck_assert_uint_eq(all_under(5), 0);
    ck_assert_uint_eq(all_under(UINT32_MAX - 5), 0);
    expect_same();
}
END_TEST

START_TEST(many_values_may_begin_in_the_last_group)
{
    for (uint32_t i = 0; i < 2000; i++)
        add(UINT32_MAX - i % 2, i);
    expect_same();
    ck_assert_uint_eq(all_under(UINT32_MAX), 1000);
    while (pair_count > 1000) {
        remove_at(pair_count / 2);
        if (pair_count % 50 == 0)
            expect_same();
    }
}
END_TEST

/* Whatever the hashes are, and whatever stands there already. */
START_TEST(what_was_reserved_is_inserted_without_memory)
{
    struct random random = {.state = 1};
    for (uint32_t room = 1; room < MOST; room += room / 3 + 1) {
        uint32_t begin = random_below(&random, room);
        while (pair_count < begin)
            add(kinds[_i].hash(&random), pair_count);
        ck_assert(callpark__index_reserve(&table, &memory, room));
        source.left = 0;
        while (pair_count < room)
            insert(kinds[_i].hash(&random), pair_count);
        expect_same();
        source.left = UINT32_MAX;
        callpark__index_fini(&table, &memory);
        memset(there, 0, sizeof there);
        pair_count = 0;
    }
}
END_TEST

/* A value that goes and another that comes need no reservation in between. */
START_TEST(a_value_is_replaced_without_memory_once_it_was_reserved)
{
    struct random random = {.state = 2};
    for (uint32_t i = 0; i < 500; i++)
        add(kinds[_i].hash(&random), i);
    ck_assert(callpark__index_reserve(&table, &memory, pair_count));
    source.left = 0;
    uint32_t value = pairs[0].value;
    remove_at(0);
    insert(UINT32_MAX, value);
    expect_same();
}
END_TEST

START_TEST(random_hashes_reserved_at_once_are_not_reserved_again)
{
    struct random random = {.state = 3};
    ck_assert(callpark__index_reserve(&table, &memory, MOST));
    source.left = 0;
    while (pair_count < MOST)
        add(any_hash(&random), pair_count);
    expect_same();
}
END_TEST

START_TEST(a_refused_reservation_changes_nothing)
{
    struct random random = {.state = 1};
    for (uint32_t i = 0; i < 20; i++)
        add(any_hash(&random), i);
    struct index before = table;
    source.left = 0;
    ck_assert(!callpark__index_reserve(&table, &memory, 1000));
    ck_assert(!callpark__index_reserve(&table, &memory, NONE));
    ck_assert_mem_eq(&table, &before, sizeof table);
    expect_same();
    source.left = UINT32_MAX;
    ck_assert(callpark__index_reserve(&table, &memory, 1000));
    expect_same();
}
END_TEST

START_TEST(growth_is_seldom_and_a_reservation_of_less_is_none)
{
    struct random random = {.state = 2};
    for (uint32_t i = 0; i < MOST; i++)
        add(any_hash(&random), i);
    ck_assert_uint_lt(source.granted, 30);
    unsigned granted = source.granted;
    while (pair_count > 10)
        remove_at(pair_count - 1);
    ck_assert(callpark__index_reserve(&table, &memory, 100));
    ck_assert_uint_eq(source.granted, granted);
    expect_same();
}
END_TEST

/* Also after many have come and gone: those that went by stay where they are. */
START_TEST(random_hashes_stay_near_home)
{
    struct random random = {.state = 3};
    uint64_t passed = 0;
    uint32_t led_on = 0;
    ck_assert(callpark__index_reserve(&table, &memory, MOST));
    for (uint32_t i = 0; i < MOST; i++)
        add(any_hash(&random), i);
    for (uint32_t step = 0; step < 20 * MOST; step++) {
        uint32_t at = random_below(&random, MOST);
        uint32_t value = pairs[at].value;
        remove_at(at);
        insert(any_hash(&random), value);
    }
    for (uint32_t i = 0; i < table.group_count; i++) {
        passed += table.groups[i].passed;
        led_on += table.groups[i].passed != 0;
    }
    ck_assert_uint_lt(passed, MOST / 15);
    ck_assert_uint_lt(led_on, table.group_count / 3);
    expect_same();
}
END_TEST

/* ---- Against the list ---- */

enum { FIFO, LIFO, SHUFFLED, ORDERS };

static uint32_t victim(struct random *random, int order)
{
    if (order == LIFO)
        return pair_count - 1;
    return order == SHUFFLED ? random_below(random, pair_count) : 0;
}

/* remove_at() moves the last pair: for FIFO the order is kept. */
static void remove_in(struct random *random, int order)
{
    uint32_t at = victim(random, order);
    take_out(pairs[at]);
    memmove(pairs + at, pairs + at + 1, (--pair_count - at) * sizeof *pairs);
}

START_TEST(growing_and_emptying_in_every_order_matches_a_list)
{
    enum { VALUES = 150 };
    int order = _i / KINDS;
    struct random random = {.state = (uint64_t)_i};
    for (uint32_t i = 0; i < VALUES; i++) {
        add(kinds[_i % KINDS].hash(&random), i * 3);
        expect_same();
    }
    while (pair_count) {
        remove_in(&random, order);
        expect_same();
    }
}
END_TEST

START_TEST(random_insertions_and_removals_match_a_list)
{
    struct random random = {.state = (uint64_t)_i + 100};
    uint32_t free_values[MOST];
    uint32_t most = _i % KINDS < 3 ? 100 : 1000; /* long runs take long */
    const char *wrong = NULL;
    for (uint32_t i = 0; i < most; i++)
        free_values[i] = i;
    for (uint32_t step = 0; step < 20 * most && !wrong; step++) {
        bool grows = step / most % 2 == 0;
        if (pair_count < most && (!pair_count || random_chance(&random, grows ? 70 : 30))) {
            uint32_t at = pair_count + random_below(&random, most - pair_count);
            uint32_t value = free_values[at];
            free_values[at] = free_values[pair_count];
            add(kinds[_i % KINDS].hash(&random), value);
        } else {
            uint32_t at = random_below(&random, pair_count);
            free_values[pair_count - 1] = pairs[at].value;
            remove_at(at);
        }
        if (step % 50 == 0)
            wrong = difference();
    }
    ck_assert_msg(!wrong, "hashes %s: %s", kinds[_i % KINDS].name, wrong);
    expect_same();
}
END_TEST

Suite *index_suite(void);
Suite *index_suite(void)
{
    Suite *suite = suite_create("index");
    TCase *tcase = tcase_create("index");
    suite_add_tcase(suite, tcase);
    tcase_set_timeout(tcase, 60);
    tcase_set_tags(tcase, "thorough");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, an_empty_index_finds_nothing);
    tcase_add_test(tcase, the_lowest_and_the_highest_value_are_kept);
    tcase_add_test(tcase, values_with_other_tags_are_not_shown);
    tcase_add_test(tcase, most_that_are_not_there_are_not_searched_for);
    tcase_add_test(tcase, every_tag_is_told_from_every_other);
    tcase_add_test(tcase, homes_grow_with_the_hash_and_fill_cache_lines);
    tcase_add_test(tcase, a_search_ends_though_every_group_was_passed);
    tcase_add_test(tcase, many_values_may_begin_in_the_last_group);
    tcase_add_loop_test(tcase, what_was_reserved_is_inserted_without_memory, 0, KINDS);
    tcase_add_loop_test(tcase, a_value_is_replaced_without_memory_once_it_was_reserved, 0, KINDS);
    tcase_add_test(tcase, random_hashes_reserved_at_once_are_not_reserved_again);
    tcase_add_test(tcase, a_refused_reservation_changes_nothing);
    tcase_add_test(tcase, growth_is_seldom_and_a_reservation_of_less_is_none);
    tcase_add_test(tcase, random_hashes_stay_near_home);
    tcase_add_loop_test(tcase, growing_and_emptying_in_every_order_matches_a_list, 0,
                        ORDERS * KINDS);
    tcase_add_loop_test(tcase, random_insertions_and_removals_match_a_list, 0, 2 * KINDS);
    return suite;
}
