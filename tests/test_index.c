/* SPDX-License-Identifier: MIT */
/* lib/index.c: the hash table of numbers, against a plain list. */
#include <check.h>

#include "index.h"
#include "support_random.h"

#include <stdlib.h>
#include <string.h>

/* Counts, and refuses if |empty|. */
struct source {
    bool empty;
    unsigned granted;
    unsigned freed;
};

static void *draw(void *user, size_t bytes)
{
    struct source *source = user;
    void *block = source->empty ? NULL : malloc(bytes);
    source->granted += block != NULL;
    return block;
}

static void put_back(void *user, void *block)
{
    struct source *source = user;
    source->freed++;
    free(block);
}

static struct source source;
static struct memory memory;
static struct index table;

/* ---- The reference: pairs in any order ---- */

struct pair {
    uint32_t hash, value;
};

enum { MOST = 4000 };

static struct pair pairs[MOST];
static uint32_t pair_count;

static void set_up(void)
{
    source = (struct source){0};
    memory = (struct memory){&source, draw, put_back};
    table = (struct index){0};
    pair_count = 0;
}

static void tear_down(void)
{
    callpark__index_fini(&table, &memory);
    ck_assert_uint_eq(source.granted, source.freed);
    ck_assert_ptr_null(table.entries);
    ck_assert_uint_eq(table.count, 0);
}

static void insert(uint32_t hash, uint32_t value)
{
    pairs[pair_count++] = (struct pair){hash, value};
    callpark__index_insert(&table, hash, value);
}

static void add(uint32_t hash, uint32_t value)
{
    ck_assert(callpark__index_reserve(&table, &memory, table.count + 1));
    insert(hash, value);
}

static void remove_at(uint32_t at)
{
    callpark__index_remove(&table, pairs[at].hash, pairs[at].value);
    pairs[at] = pairs[--pair_count];
}

/* How often |value| is found under |hash|. */
static uint32_t found(uint32_t hash, uint32_t value)
{
    const struct index_entry *probe = callpark__index_probe(&table, hash);
    uint32_t times = 0;
    uint32_t next;
    while ((next = callpark__index_next(hash, &probe)) != NONE)
        times += next == value;
    return times;
}

static uint32_t all_under(uint32_t hash)
{
    const struct index_entry *probe = callpark__index_probe(&table, hash);
    uint32_t count = 0;
    while (callpark__index_next(hash, &probe) != NONE)
        count++;
    return count;
}

static uint32_t pairs_under(uint32_t hash)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < pair_count; i++)
        count += pairs[i].hash == hash;
    return count;
}

/* In the order of hashes, none before its home, none behind a gap, and an end. */
static const char *bad_order(void)
{
    uint32_t count = 0;
    uint32_t last = 0;
    for (uint32_t i = 0; i < table.size; i++) {
        const struct index_entry *entry = &table.entries[i];
        uint32_t home = callpark__index_home(&table, entry->hash);
        if (!entry->value)
            continue;
        count++;
        if (entry->hash < last || home > i)
            return "out of order";
        if (home < i && !entry[-1].value)
            return "a gap in a run";
        last = entry->hash;
    }
    if (table.size && table.entries[table.size - 1].value)
        return "no end";
    return count == table.count ? NULL : "another count";
}

static const char *difference(void)
{
    if (table.count != pair_count)
        return "another count";
    for (uint32_t i = 0; i < pair_count; i++) {
        if (found(pairs[i].hash, pairs[i].value) != 1)
            return "a value is not found once";
        if (i % 16 == 0 && all_under(pairs[i].hash) != pairs_under(pairs[i].hash))
            return "a value that is not there";
    }
    return bad_order();
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

START_TEST(only_the_whole_hash_counts)
{
    add(0x12345678, 1);
    add(0x12345679, 2);
    ck_assert_uint_eq(callpark__index_home(&table, 0x12345678),
                      callpark__index_home(&table, 0x12345679));
    ck_assert_uint_eq(all_under(0x12345678), 1);
    ck_assert_uint_eq(all_under(0x1234567a), 0);
    remove_at(1);
    ck_assert_uint_eq(all_under(0x12345679), 0);
    expect_same();
}
END_TEST

START_TEST(one_value_may_stand_under_two_hashes)
{
    add(1, 5);
    add(2, 5);
    callpark__index_remove(&table, 1, 5);
    ck_assert_uint_eq(found(1, 5), 0);
    ck_assert_uint_eq(found(2, 5), 1);
}
END_TEST

START_TEST(home_grows_with_the_hash)
{
    uint32_t last = 0;
    ck_assert(callpark__index_reserve(&table, &memory, 100));
    ck_assert_uint_eq(callpark__index_home(&table, 0), 0);
    for (uint32_t i = 0; i < 256; i++) {
        uint32_t home = callpark__index_home(&table, i << 24);
        ck_assert_uint_ge(home, last);
        last = home;
    }
    ck_assert_uint_ge(last, 100 - 1);
    ck_assert_uint_lt(callpark__index_home(&table, UINT32_MAX), table.size - 1);
}
END_TEST

START_TEST(a_run_may_go_on_behind_the_last_home)
{
    for (uint32_t i = 0; i < 2000; i++) /* more than any room made for that */
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
    struct random random = {1};
    for (uint32_t room = 1; room < MOST; room += room / 3 + 1) {
        uint32_t there = random_below(&random, room);
        while (pair_count < there)
            add(kinds[_i].hash(&random), pair_count);
        ck_assert(callpark__index_reserve(&table, &memory, room));
        source.empty = true;
        while (pair_count < room)
            insert(kinds[_i].hash(&random), pair_count);
        expect_same();
        source.empty = false;
        callpark__index_fini(&table, &memory);
        pair_count = 0;
    }
}
END_TEST

/* A value that goes and another that comes need no reservation in between. */
START_TEST(a_value_is_replaced_without_memory_once_it_was_reserved)
{
    struct random random = {2};
    for (uint32_t i = 0; i < 500; i++)
        add(kinds[_i].hash(&random), i);
    ck_assert(callpark__index_reserve(&table, &memory, pair_count));
    source.empty = true;
    uint32_t value = pairs[0].value;
    remove_at(0);
    insert(UINT32_MAX, value);
    expect_same();
}
END_TEST

START_TEST(random_hashes_reserved_at_once_are_not_reserved_again)
{
    struct random random = {3};
    ck_assert(callpark__index_reserve(&table, &memory, MOST));
    source.empty = true;
    while (pair_count < MOST)
        add(any_hash(&random), pair_count);
    expect_same();
}
END_TEST

START_TEST(a_refused_reservation_changes_nothing)
{
    struct random random = {1};
    for (uint32_t i = 0; i < 20; i++)
        add(any_hash(&random), i);
    struct index before = table;
    source.empty = true;
    ck_assert(!callpark__index_reserve(&table, &memory, 1000));
    ck_assert(!callpark__index_reserve(&table, &memory, NONE));
    ck_assert_mem_eq(&table, &before, sizeof table);
    expect_same();
    source.empty = false;
    ck_assert(callpark__index_reserve(&table, &memory, 1000));
    expect_same();
}
END_TEST

START_TEST(growth_is_seldom_and_a_reservation_of_less_is_none)
{
    struct random random = {2};
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

START_TEST(random_hashes_stay_near_home)
{
    struct random random = {3};
    uint64_t total = 0;
    uint32_t worst = 0;
    ck_assert(callpark__index_reserve(&table, &memory, MOST));
    for (uint32_t i = 0; i < MOST; i++)
        add(any_hash(&random), i);
    for (uint32_t i = 0; i < table.size; i++) {
        uint32_t home = callpark__index_home(&table, table.entries[i].hash);
        uint32_t distance = table.entries[i].value ? i - home : 0;
        total += distance;
        worst = distance > worst ? distance : worst;
    }
    ck_assert_uint_lt(total, MOST * 4); /* about 2 each at four fifths */
    ck_assert_uint_lt(worst, 60);
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
    callpark__index_remove(&table, pairs[at].hash, pairs[at].value);
    memmove(pairs + at, pairs + at + 1, (--pair_count - at) * sizeof *pairs);
}

START_TEST(growing_and_emptying_in_every_order_matches_a_list)
{
    enum { VALUES = 150 };
    int order = _i / KINDS;
    struct random random = {(uint64_t)_i};
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
    struct random random = {(uint64_t)_i + 100};
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
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, an_empty_index_finds_nothing);
    tcase_add_test(tcase, the_lowest_and_the_highest_value_are_kept);
    tcase_add_test(tcase, only_the_whole_hash_counts);
    tcase_add_test(tcase, one_value_may_stand_under_two_hashes);
    tcase_add_test(tcase, home_grows_with_the_hash);
    tcase_add_test(tcase, a_run_may_go_on_behind_the_last_home);
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
