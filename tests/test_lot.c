/* SPDX-License-Identifier: MIT */
/* Lots: configuration and its life, ranges, labels, the choice of a slot. */
#include <check.h>

#include "helpers.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static struct callpark_lot_info lot;

static int find_lot(const char *name)
{
    callpark_lot_info_init(&lot);
    return callpark_lot_find(cp, name, &lot);
}

static struct callpark_lot_config choosing(uint32_t first, uint32_t last, uint32_t choice)
{
    struct callpark_lot_config config = slots(first, last);
    config.choice = choice;
    return config;
}

static struct callpark_lot_config labelled(uint32_t first, uint32_t last, const char *prefix,
                                           uint32_t width)
{
    struct callpark_lot_config config = slots(first, last);
    config.prefix = prefix;
    config.label_width = width;
    return config;
}

/* ---- Adding, configuring ------------------------------------------------------ */

START_TEST(a_lot_without_configuration_has_the_defaults)
{
    OK(do_lot_add("plain", NULL));
    ck_assert_uint_eq(ev.kind, CALLPARK_EVENT_LOT_ADDED);
    ck_assert_uint_eq(ev.state, CALLPARK_STATE_NONE);
    ck_assert_uint_eq(ev.time, START);
    ck_assert_uint_eq(ev.ticket, 0);
    ck_assert_str_eq(ev.lot, "plain");
    OK(find_lot("plain"));
    ck_assert_str_eq(lot.name, "plain");
    ck_assert_ptr_null(lot.prefix);
    ck_assert_uint_eq(lot.first_slot, 1);
    ck_assert_uint_eq(lot.last_slot, 0);
    ck_assert_uint_eq(lot.label_width, 0);
    ck_assert_uint_eq(lot.choice, CALLPARK_CHOOSE_LOWEST);
    ck_assert_uint_eq(lot.timeout, SECONDS(180));
    ck_assert_uint_eq(lot.timeout_min, SECONDS(10));
    ck_assert_uint_eq(lot.timeout_max, SECONDS(3600));
    ck_assert_uint_eq(lot.flags, 0);
    ck_assert_uint_eq(lot.slots_free, 0);
    ck_assert_uint_eq(lot.calls, 0);
    ck_assert_uint_eq(lot.removed, 0);
    REFUSED(CALLPARK_ERR_FULL, do_park_at(any_slot("plain"), "A"));
    OK(do_park_at(at_extension("plain", "9"), "A"));
}
END_TEST

START_TEST(a_configuration_is_shown_as_given)
{
    struct callpark_lot_config config = labelled(5, 9, "*5", 3);
    config.choice = CALLPARK_CHOOSE_NEXT;
    config.timeout = SECONDS(45);
    config.timeout_min = SECONDS(30);
    config.timeout_max = SECONDS(600);
    config.flags = CALLPARK_LOT_ALLOW_NO_TIMEOUT;
    OK(callpark_lot_add(cp, now_ms, "webex", &config, "admin", &ev));
    ck_assert_str_eq(ev.by, "admin");
    OK(find_lot("webex"));
    ck_assert_str_eq(lot.prefix, "*5");
    ck_assert_uint_eq(lot.first_slot, 5);
    ck_assert_uint_eq(lot.last_slot, 9);
    ck_assert_uint_eq(lot.label_width, 3);
    ck_assert_uint_eq(lot.choice, CALLPARK_CHOOSE_NEXT);
    ck_assert_uint_eq(lot.timeout, SECONDS(45));
    ck_assert_uint_eq(lot.timeout_min, SECONDS(30));
    ck_assert_uint_eq(lot.timeout_max, SECONDS(600));
    ck_assert_uint_eq(lot.flags, CALLPARK_LOT_ALLOW_NO_TIMEOUT);
    ck_assert_uint_eq(lot.slots_free, 5);
}
END_TEST

/* A recall policy with no field left out. */
static struct callpark_recall full_policy(void)
{
    struct callpark_recall recall;
    callpark_recall_init(&recall);
    recall.alternate = "operator";
    recall.fallback = "voicemail";
    recall.targets = CALLPARK_RECALL_ALTERNATE;
    recall.rounds = 7;
    recall.ring = SECONDS(11);
    recall.ring_other = SECONDS(12);
    recall.pause = SECONDS(13);
    return recall;
}

START_TEST(a_recall_policy_is_shown_as_given_or_inherited)
{
    struct callpark_lot_config config = slots(1, 2);
    struct callpark_recall recall = full_policy();
    OK(find_lot("main"));
    ck_assert_ptr_null(lot.alternate);
    ck_assert_ptr_null(lot.fallback);
    ck_assert_uint_eq(lot.targets, CALLPARK_RECALL_PARKER_ALTERNATE);
    ck_assert_uint_eq(lot.rounds, CALLPARK_FOREVER);
    ck_assert_uint_eq(lot.ring, SECONDS(30));
    ck_assert_uint_eq(lot.ring_other, SECONDS(30));
    ck_assert_uint_eq(lot.pause, SECONDS(10));
    config.recall = &recall;
    OK(do_lot_configure("main", &config));
    OK(find_lot("main"));
    ck_assert_str_eq(lot.alternate, "operator");
    ck_assert_str_eq(lot.fallback, "voicemail");
    ck_assert_uint_eq(lot.targets, CALLPARK_RECALL_ALTERNATE);
    ck_assert_uint_eq(lot.rounds, 7);
    ck_assert_uint_eq(lot.ring, SECONDS(11));
    ck_assert_uint_eq(lot.ring_other, SECONDS(12));
    ck_assert_uint_eq(lot.pause, SECONDS(13));
}
END_TEST

/* Each field but what counts, and the strings, which point into the lot that is changed. */
START_TEST(a_configuration_is_read_changed_and_given_back)
{
    struct callpark_lot_config config = labelled(5, 9, "*5", 3);
    struct callpark_recall recall = full_policy();
    struct callpark_lot_info before;
    config.recall = &recall;
    config.choice = CALLPARK_CHOOSE_NEXT;
    config.timeout = SECONDS(45);
    config.timeout_min = SECONDS(30);
    config.timeout_max = SECONDS(600);
    config.flags = CALLPARK_LOT_ALLOW_NO_TIMEOUT;
    OK(do_lot_configure("main", &config));
    OK(find_lot("main"));
    before = lot;
    config = callpark_lot_config_of(&lot, &recall);
    config.last_slot = 19;
    OK(do_lot_configure("main", &config));
    OK(find_lot("main"));
    ck_assert_uint_eq(lot.last_slot, 19);
    ck_assert_uint_eq(lot.slots_free, 15);
    ck_assert_str_eq(lot.prefix, "*5");
    ck_assert_str_eq(lot.alternate, "operator");
    ck_assert_str_eq(lot.fallback, "voicemail");
    lot.last_slot = before.last_slot;
    lot.slots_free = before.slots_free;
    lot.prefix = before.prefix;
    lot.alternate = before.alternate;
    lot.fallback = before.fallback;
    ck_assert_mem_eq(&lot, &before, sizeof lot);
}
END_TEST

START_TEST(what_a_configuration_leaves_out_goes_back_to_the_default)
{
    struct callpark_lot_config config = labelled(1, 9, "*5", 3);
    config.choice = CALLPARK_CHOOSE_NEXT;
    config.timeout = config.timeout_min = config.timeout_max = SECONDS(60);
    config.flags = CALLPARK_LOT_ALLOW_NO_TIMEOUT;
    OK(do_lot_configure("main", &config));
    ck_assert_uint_eq(ev.kind, CALLPARK_EVENT_LOT_CONFIGURED);
    ck_assert_str_eq(ev.lot, "main");
    config = slots(2, 3);
    OK(do_lot_configure("main", &config));
    OK(find_lot("main"));
    ck_assert_ptr_null(lot.prefix);
    ck_assert_uint_eq(lot.label_width, 0);
    ck_assert_uint_eq(lot.choice, CALLPARK_CHOOSE_LOWEST);
    ck_assert_uint_eq(lot.timeout, SECONDS(180));
    ck_assert_uint_eq(lot.timeout_min, SECONDS(10));
    ck_assert_uint_eq(lot.timeout_max, SECONDS(3600));
    ck_assert_uint_eq(lot.flags, 0);
    ck_assert_uint_eq(lot.slots_free, 2);
}
END_TEST

START_TEST(configure_wants_a_configuration)
{
    REFUSED(CALLPARK_ERR_INVALID, do_lot_configure("main", NULL));
}
END_TEST

/* Each is wrong in one way, in add and configure alike. */
static const struct {
    uint32_t first, last;
    callpark_duration timeout, min, max;
    uint32_t flags;
    int error;
} settings[] = {
    {1, 2, 0, SECONDS(10), SECONDS(3600), 0, 0},
    {1, 2, 0, SECONDS(10) - 1, 0, 0, CALLPARK_ERR_DURATION},
    {1, 2, 0, 0, SECONDS(3600) + 1, 0, CALLPARK_ERR_DURATION},
    {1, 2, SECONDS(30), SECONDS(40), SECONDS(20), 0, CALLPARK_ERR_DURATION},
    {1, 2, SECONDS(30), SECONDS(30), SECONDS(30), 0, 0},
    {1, 2, SECONDS(30) - 1, SECONDS(30), SECONDS(40), 0, CALLPARK_ERR_DURATION},
    {1, 2, SECONDS(40) + 1, SECONDS(30), SECONDS(40), 0, CALLPARK_ERR_DURATION},
    {1, 2, 0, SECONDS(200), 0, 0, CALLPARK_ERR_DURATION}, /* the default is 180 s */
    {1, 2, 0, 0, SECONDS(179), 0, CALLPARK_ERR_DURATION},
    {1, 2, CALLPARK_NO_TIMEOUT, 0, 0, 0, CALLPARK_ERR_DURATION},
    {1, 2, CALLPARK_NO_TIMEOUT, 0, 0, CALLPARK_LOT_ALLOW_NO_TIMEOUT, 0},
    {1, 2, 0, CALLPARK_NO_TIMEOUT, 0, CALLPARK_LOT_ALLOW_NO_TIMEOUT, CALLPARK_ERR_DURATION},
    {1, 2, 0, 0, CALLPARK_NO_TIMEOUT, CALLPARK_LOT_ALLOW_NO_TIMEOUT, CALLPARK_ERR_DURATION},
    {1, 2, 0, 0, 0, 2, CALLPARK_ERR_INVALID},
    {2, 1, 0, 0, 0, 0, 0},
    {3, 1, 0, 0, 0, 0, CALLPARK_ERR_RANGE},
    {UINT32_MAX, 0, 0, 0, 0, 0, CALLPARK_ERR_RANGE},
    {0, UINT32_MAX, 0, 0, 0, 0, CALLPARK_ERR_RANGE}, /* last + 1 is not 0 */
    {0, (1u << 24) - 1, 0, 0, 0, 0, 0},
    {0, 1u << 24, 0, 0, 0, 0, CALLPARK_ERR_RANGE},
    {UINT32_MAX - (1u << 24) + 1, UINT32_MAX, 0, 0, 0, 0, 0},
    {UINT32_MAX - (1u << 24), UINT32_MAX, 0, 0, 0, 0, CALLPARK_ERR_RANGE},
    {0, UINT32_MAX, SECONDS(1), 0, 0, 0, CALLPARK_ERR_DURATION}, /* found first */
};

START_TEST(a_configuration_is_taken_whole_or_refused_whole)
{
    struct callpark_lot_config config = slots(settings[_i].first, settings[_i].last);
    config.timeout = settings[_i].timeout;
    config.timeout_min = settings[_i].min;
    config.timeout_max = settings[_i].max;
    config.flags = settings[_i].flags;
    if (settings[_i].error != 0) {
        REFUSED(settings[_i].error, do_lot_add("new", &config));
        REFUSED(settings[_i].error, do_lot_configure("main", &config));
        return;
    }
    OK(do_lot_add("new", &config));
    OK(do_lot_configure("main", &config));
    OK(find_lot("main"));
    ck_assert_uint_eq(lot.first_slot, settings[_i].first);
    ck_assert_uint_eq(lot.last_slot, settings[_i].last);
    ck_assert_uint_eq(lot.slots_free, (uint64_t)settings[_i].last + 1 - settings[_i].first);
}
END_TEST

START_TEST(rings_and_pauses_of_a_lot_last_a_second_at_least_and_end)
{
    static const struct {
        callpark_duration duration;
        int error;
    } cases[] = {{999, CALLPARK_ERR_DURATION},
                 {1, CALLPARK_ERR_DURATION},
                 {CALLPARK_NO_TIMEOUT, CALLPARK_ERR_DURATION},
                 {1000, 0},
                 {CALLPARK_NO_TIMEOUT - 1, 0}};
    for (size_t i = 0; i < COUNT(cases); i++)
        for (int field = 0; field < 3; field++) {
            struct callpark_recall recall;
            callpark_recall_init(&recall);
            *(field == 0   ? &recall.ring
              : field == 1 ? &recall.ring_other
                           : &recall.pause) = cases[i].duration;
            struct callpark_lot_config config = slots(1, 2);
            config.recall = &recall;
            if (cases[i].error == 0)
                OK(do_lot_configure("main", &config));
            else
                REFUSED(cases[i].error, do_lot_configure("main", &config));
        }
}
END_TEST

START_TEST(a_lot_exists_once)
{
    REFUSED(CALLPARK_ERR_EXISTS, do_lot("main", 1, 2));
    OK(do_lot("Main", 1, 2)); /* compared byte by byte */
    REFUSED(CALLPARK_ERR_LOT, do_lot_remove("mai"));
    struct callpark_lot_config config = slots(1, 2);
    REFUSED(CALLPARK_ERR_LOT, do_lot_configure("main2", &config));
    REFUSED(CALLPARK_ERR_LOT, do_drain("other"));
    ck_assert_int_eq(find_lot("other"), CALLPARK_ERR_LOT);
}
END_TEST

START_TEST(a_configuration_is_copied)
{
    char name[] = "copied", prefix[] = "*9", alternate[] = "400";
    struct callpark_recall recall;
    callpark_recall_init(&recall);
    recall.alternate = alternate;
    recall.targets = CALLPARK_RECALL_ALTERNATE;
    struct callpark_lot_config config = labelled(1, 2, prefix, 0);
    config.recall = &recall;
    OK(do_lot_add(name, &config));
    memset(name, 'x', sizeof name - 1);
    memset(prefix, 'x', sizeof prefix - 1);
    memset(alternate, 'x', sizeof alternate - 1);
    memset(&recall, 0x55, sizeof recall);
    OK(find_lot("copied"));
    ck_assert_str_eq(lot.prefix, "*9");
    OK(do_park_at(any_slot("copied"), "A"));
    ck_assert_int_eq(poll_next(), 1);
    ck_assert_str_eq(ev.target, "400");
}
END_TEST

/* ---- Ranges -------------------------------------------------------------------- */

static const struct {
    uint32_t first, last;
} ends[] = {{0, 0},
            {0, 2},
            {UINT32_MAX, UINT32_MAX},
            {UINT32_MAX - 2, UINT32_MAX},
            {63, 64},
            {64, 64},
            {4095, 4096},
            {UINT32_MAX / 2, UINT32_MAX / 2 + 1}};

START_TEST(a_range_works_at_both_ends_of_the_numbers)
{
    const uint32_t first = ends[_i].first, last = ends[_i].last;
    for (uint32_t choice = CALLPARK_CHOOSE_LOWEST; choice <= CALLPARK_CHOOSE_LONGEST_FREE;
         choice++) {
        struct callpark_lot_config config = choosing(first, last, choice);
        OK(do_lot_add("ends", &config));
        char id[20];
        for (uint64_t slot = first; slot <= last; slot++) {
            snprintf(id, sizeof id, "%u", (unsigned)slot);
            OK(do_park_at(any_slot("ends"), id));
            ck_assert_uint_eq(ev.slot, slot);
            ck_assert_ptr_null(ev.extension);
        }
        REFUSED(CALLPARK_ERR_FULL, do_park_at(any_slot("ends"), "more"));
        REFUSED(CALLPARK_ERR_FULL, do_park_at(slot_or_other("ends", last), "more"));
        REFUSED(CALLPARK_ERR_TAKEN, do_park_at(slot_of("ends", first), "more"));
        if (first > 0)
            REFUSED(CALLPARK_ERR_RANGE, do_park_at(slot_of("ends", first - 1), "more"));
        if (last < UINT32_MAX)
            REFUSED(CALLPARK_ERR_RANGE, do_park_at(slot_of("ends", last + 1), "more"));
        OK(find_lot("ends"));
        ck_assert_uint_eq(lot.slots_free, 0);
        ck_assert_uint_eq(lot.calls, last - first + 1);
        for (uint64_t slot = first; slot <= last; slot++)
            OK(do_retrieve(callpark_by_slot("ends", (uint32_t)slot)));
        OK(do_lot_remove("ends"));
    }
}
END_TEST

START_TEST(every_slot_of_a_big_lot_is_given_out_once)
{
    enum { BIG = 5000 }; /* three levels of 64 */
    OK(do_lot("big", 10, 10 + BIG - 1));
    char id[20];
    for (unsigned i = 0; i < BIG; i++) {
        snprintf(id, sizeof id, "%u", i);
        OK(do_park_at(any_slot("big"), id));
        ck_assert_uint_eq(ev.slot, 10 + i);
    }
    REFUSED(CALLPARK_ERR_FULL, do_park_at(any_slot("big"), "more"));
    /* Holes far apart are found, the lowest first. */
    static const unsigned holes[] = {4999, 64, 63, 4096, 4095, 0, 4160};
    static const unsigned sorted[] = {0, 63, 64, 4095, 4096, 4160, 4999};
    for (size_t i = 0; i < COUNT(holes); i++)
        OK(do_retrieve(callpark_by_slot("big", 10 + holes[i])));
    for (size_t i = 0; i < COUNT(sorted); i++) {
        snprintf(id, sizeof id, "again %u", sorted[i]);
        OK(do_park_at(any_slot("big"), id));
        ck_assert_uint_eq(ev.slot, 10 + sorted[i]);
    }
    REFUSED(CALLPARK_ERR_FULL, do_park_at(any_slot("big"), "more"));
}
END_TEST

START_TEST(a_lot_may_have_sixteen_million_slots)
{
    OK(do_lot("huge", 100, 100 + (1u << 24) - 1));
    OK(do_park_at(any_slot("huge"), "A"));
    ck_assert_uint_eq(ev.slot, 100);
    OK(do_park_at(slot_of("huge", 99 + (1u << 24)), "B"));
    REFUSED(CALLPARK_ERR_RANGE, do_park_at(slot_of("huge", 100 + (1u << 24)), "C"));
    OK(find_lot("huge"));
    ck_assert_uint_eq(lot.slots_free, (1u << 24) - 2);
}
END_TEST

/* Each costs what it needs: the allocator's overhead is not counted. */
START_TEST(a_hundred_thousand_small_lots_take_512_bytes_each)
{
    enum { LOTS = 100000 };
    char name[32];
    size_t before = cp_heap.bytes;
    for (int i = 0; i < LOTS; i++) {
        snprintf(name, sizeof name, "tenant-%d", i);
        OK(do_lot(name, 701, 720));
    }
    ck_assert_uint_le((cp_heap.bytes - before) / LOTS, 512);
    OK(do_park_at(any_slot("tenant-99999"), "A"));
    OK(do_park_at(any_slot("tenant-31415"), "B"));
    ck_assert_uint_eq(ev.slot, 701);
    ck_assert_str_eq(ev.lot, "tenant-31415");
}
END_TEST

START_TEST(a_million_calls_in_one_lot)
{
    enum { CALLS = 1000000 };
    char id[32];
    uint32_t parked = 0;
    OK(do_lot("huge", 1, CALLS));
    for (uint32_t i = 1; i <= CALLS; i++) {
        snprintf(id, sizeof id, "call-%" PRIu32, i);
        parked += do_park_at(any_slot("huge"), id) == 0 && ev.slot == i;
    }
    ck_assert_uint_eq(parked, CALLS);
    ck_assert_int_eq(do_park_at(any_slot("huge"), "one more"), CALLPARK_ERR_FULL);
    OK(do_retrieve(callpark_by_call("call-314159")));
    ck_assert_uint_eq(ev.slot, 314159);
    OK(do_retrieve(callpark_by_age("huge")));
    ck_assert_str_eq(ev.call_id, "call-1");
    ck_assert_uint_eq(callpark_count(cp), CALLS - 2);
}
END_TEST

/* ---- Choice of a slot ------------------------------------------------------------ */

/* A letter parks that call in any slot and names the slot that must come; after '-' it
 * is retrieved; after '=' it parks exactly there. */
static void play(const char *script)
{
    char id[2] = "?";
    for (const char *at = script; *at != '\0'; at++) {
        char verb = 'p';
        if (*at == ' ')
            continue;
        if (*at == '-' || *at == '=')
            verb = *at++;
        id[0] = *at;
        if (verb == '-') {
            OK(do_retrieve(callpark_by_call(id)));
            continue;
        }
        uint32_t slot = (uint32_t)(*++at - '0');
        OK(do_park_at(verb == '=' ? slot_of("play", slot) : any_slot("play"), id));
        ck_assert_msg(ev.slot == slot, "%s: slot %u at \"%s\"", script, ev.slot, at - 1);
    }
}

static const struct {
    uint32_t choice;
    const char *script;
} scripts[] = {
    {CALLPARK_CHOOSE_LOWEST, "a1 b2 c3 d4"},
    {CALLPARK_CHOOSE_LOWEST, "a1 -a a1 -a a1"},
    {CALLPARK_CHOOSE_LOWEST, "=a3 b1 c2 d4 -b -d b1 d4"},
    {CALLPARK_CHOOSE_NEXT, "a1 b2 c3 d4"},
    {CALLPARK_CHOOSE_NEXT, "a1 -a a2 -a a3 -a a4 -a a1 -a a2"},
    {CALLPARK_CHOOSE_NEXT, "=a3 b4 c1 d2"},
    {CALLPARK_CHOOSE_NEXT, "a1 b2 c3 -a d4 -b a1 b2"},
    {CALLPARK_CHOOSE_NEXT, "a1 b2 =c4 d3"},
    {CALLPARK_CHOOSE_NEXT, "=a4 -a a1"},
    {CALLPARK_CHOOSE_NEXT, "a1 b2 c3 d4 -b b2 -d -a a4 d1"}, /* freeing is no taking */
    {CALLPARK_CHOOSE_LONGEST_FREE, "a1 b2 c3 d4"},
    {CALLPARK_CHOOSE_LONGEST_FREE, "a1 -a a2 -a a3 -a a4 -a a1 -a a2"},
    {CALLPARK_CHOOSE_LONGEST_FREE, "a1 b2 c3 d4 -b -a -d -c w2 x1 y4 z3"},
    {CALLPARK_CHOOSE_LONGEST_FREE, "=a3 -a a1 b2 c4 d3"},
    {CALLPARK_CHOOSE_LONGEST_FREE, "a1 b2 c3 d4 -a -b -c =x2 y1 z3"}, /* out of the middle */
    {CALLPARK_CHOOSE_LONGEST_FREE, "a1 b2 c3 d4 -d -a =x4 -x w1 x4"},
    {CALLPARK_CHOOSE_LONGEST_FREE, "=a2 -a =b2 -b c1 d3 e4 f2"},
};

START_TEST(the_choice_of_a_slot)
{
    struct callpark_lot_config config = choosing(1, 4, scripts[_i].choice);
    OK(do_lot_add("play", &config));
    play(scripts[_i].script);
}
END_TEST

START_TEST(the_next_slot_counts_on_from_any_verb)
{
    struct callpark_lot_config config = choosing(1, 9, CALLPARK_CHOOSE_NEXT);
    OK(do_lot_add("play", &config));
    OK(do_reserve(slot_of("play", 3), NULL, 0));
    play("a4");
    OK(do_move(callpark_by_call("a"), slot_of("play", 6)));
    play("b7");
    OK(do_park_at(slot_or_other("play", 1), "c"));
    ck_assert_uint_eq(ev.slot, 1);
    play("d2");
    OK(do_park_at(slot_or_other("play", 3), "e")); /* reserved: the next after 2 */
    ck_assert_uint_eq(ev.slot, 4);
    OK(do_park_at(at_extension("play", "8"), "x")); /* no slot */
    play("f5");
    OK(do_move(callpark_by_call("f"), any_slot("play")));
    ck_assert_uint_eq(ev.slot, 8); /* 6 and 7 are held */
}
END_TEST

START_TEST(longest_free_counts_freeing_by_any_verb)
{
    struct callpark_lot_config config = choosing(1, 4, CALLPARK_CHOOSE_LONGEST_FREE);
    OK(do_lot_add("play", &config));
    play("a1 b2 c3");
    OK(do_reserve(any_slot("play"), NULL, SECONDS(1)));
    ck_assert_uint_eq(ev.slot, 4);
    OK(do_move(callpark_by_call("c"), at_extension("play", "77"))); /* frees 3 */
    now_ms += SECONDS(1);
    ck_assert_int_eq(do_poll(), 1); /* frees 4 */
    OK(do_hangup(callpark_by_call("b")));
    ck_assert_int_eq(do_drain("play"), 1); /* a: frees 1 */
    play("w3 x4 y2 z1");
}
END_TEST

START_TEST(taking_up_longest_free_starts_by_number)
{
    struct callpark_lot_config config = choosing(1, 4, CALLPARK_CHOOSE_LOWEST);
    OK(do_lot_add("play", &config));
    play("a1 b2 c3 d4 -d -c -a");
    config.choice = CALLPARK_CHOOSE_LONGEST_FREE;
    OK(do_lot_configure("play", &config));
    OK(do_retrieve(callpark_by_call("b")));
    play("w1 x3 y4 z2");
}
END_TEST

START_TEST(longest_free_keeps_its_order_over_a_reload)
{
    struct callpark_lot_config config = choosing(1, 4, CALLPARK_CHOOSE_LONGEST_FREE);
    OK(do_lot_add("play", &config));
    play("a1 b2 c3 d4 -c -a -d");
    config.timeout = SECONDS(90);
    OK(do_lot_configure("play", &config));
    config = choosing(1, 6, CALLPARK_CHOOSE_LONGEST_FREE);
    OK(do_lot_configure("play", &config)); /* 5 and 6 were never used */
    play("u5 v6 w3 x1 y4");
}
END_TEST

START_TEST(a_slot_that_was_out_of_range_counts_as_unused)
{
    struct callpark_lot_config config = choosing(1, 4, CALLPARK_CHOOSE_LONGEST_FREE);
    OK(do_lot_add("play", &config));
    play("a1 b2 c3 d4 -a -d -c");
    config = choosing(1, 2, CALLPARK_CHOOSE_LONGEST_FREE);
    OK(do_lot_configure("play", &config));
    config = choosing(1, 4, CALLPARK_CHOOSE_LONGEST_FREE);
    OK(do_lot_configure("play", &config));
    play("x3 y4 z1");
}
END_TEST

START_TEST(the_cursor_is_moved_inside_a_new_range)
{
    struct callpark_lot_config config = choosing(1, 9, CALLPARK_CHOOSE_NEXT);
    OK(do_lot_add("play", &config));
    OK(do_park_at(slot_of("play", 8), "a"));
    config = choosing(2, 5, CALLPARK_CHOOSE_NEXT);
    OK(do_lot_configure("play", &config));
    play("b2 c3 d4 e5");
    REFUSED(CALLPARK_ERR_FULL, do_park_at(any_slot("play"), "f"));
}
END_TEST

/* ---- Labels ---------------------------------------------------------------------- */

static const struct {
    const char *prefix;
    uint32_t width;
    uint32_t slot;
    const char *label;
} labels[] = {
    {NULL, 0, 0, "0"},
    {NULL, 0, 7, "7"},
    {NULL, 3, 7, "007"},
    {NULL, 3, 1234, "1234"},
    {NULL, 1, 0, "0"},
    {NULL, 10, 0, "0000000000"},
    {NULL, 10, UINT32_MAX, "4294967295"},
    {NULL, 0, UINT32_MAX, "4294967295"},
    {"*5", 0, 901, "*5901"},
    {"*5", 3, 7, "*5007"},
    {"0", 0, 7, "07"},
    {"1", 0, 1, "11"},
    {"00", 2, 0, "0000"},
    {"park-", 5, 42, "park-00042"},
    {"", 0, 7, "7"},
};

START_TEST(a_label_reads_both_ways)
{
    const char *label = labels[_i].label;
    struct callpark_lot_config config =
        labelled(labels[_i].slot, labels[_i].slot, labels[_i].prefix, labels[_i].width);
    OK(do_lot_add("lot", &config));
    char buffer[256];
    memset(buffer, '#', sizeof buffer);
    ck_assert_int_eq(callpark_slot_label(cp, "lot", labels[_i].slot, buffer, sizeof buffer),
                     (int)strlen(label));
    ck_assert_str_eq(buffer, label);
    ck_assert_int_eq(buffer[strlen(label) + 1], '#');

    struct callpark_which which;
    callpark_which_init(&which);
    OK(callpark_resolve(cp, "lot", label, &which));
    ck_assert_uint_eq(which.kind, CALLPARK_BY_SLOT);
    ck_assert_uint_eq(which.slot, labels[_i].slot);
    ck_assert_str_eq(which.lot, "lot");
}
END_TEST

/* In a lot of slots 1 to 120. */
static const struct {
    const char *prefix;
    uint32_t width;
    const char *text;
} no_labels[] = {
    {NULL, 0, "0"},
    {NULL, 0, "121"},
    {NULL, 0, "01"},
    {NULL, 0, "007"},
    {NULL, 0, "1 "},
    {NULL, 0, " 1"},
    {NULL, 0, "+1"},
    {NULL, 0, "-1"},
    {NULL, 0, "1a"},
    {NULL, 0, "0x1"},
    {NULL, 0, "1.0"},
    {NULL, 0, "4294967297"},
    {NULL, 0, "18446744073709551617"},
    {NULL, 0, "4294967296"},
    {NULL, 3, "7"},
    {NULL, 3, "07"},
    {NULL, 3, "0007"},
    {NULL, 2, "007"},
    {NULL, 3, "0120"},
    {NULL, 10, "1"},
    {"*5", 0, "1"},
    {"*5", 0, "*5"},
    {"*5", 0, "*51 "},
    {"*5", 0, "*"},
    {"*5", 0, "*5001"},
    {"*5", 3, "*51"},
    {"*5", 0, "*6"},
    {"00", 0, "007 "},
    {"00", 0, "0007"},
    {"00", 0, "00"},
    {"abc", 0, "ab"},
    {"abc", 0, "abc"},
    {NULL, 0, "1e1"},
};

START_TEST(only_the_exact_label_of_a_slot_in_range_is_a_slot)
{
    struct callpark_lot_config config = labelled(1, 120, no_labels[_i].prefix, no_labels[_i].width);
    OK(do_lot_add("lot", &config));
    struct callpark_which which;
    callpark_which_init(&which);
    OK(callpark_resolve(cp, "lot", no_labels[_i].text, &which));
    ck_assert_uint_eq(which.kind, CALLPARK_BY_EXTENSION);
    ck_assert_ptr_eq(which.extension, no_labels[_i].text); /* its own argument */
    ck_assert_ptr_null(which.call_id);
    ck_assert_int_eq(do_find(which), CALLPARK_ERR_NOT_FOUND);
}
END_TEST

START_TEST(an_extension_of_the_greatest_length_resolves)
{
    const char *text = long_text('1', 255);
    struct callpark_which which;
    callpark_which_init(&which);
    OK(callpark_resolve(cp, "main", text, &which));
    ck_assert_uint_eq(which.kind, CALLPARK_BY_EXTENSION);
    ck_assert_int_eq(callpark_resolve(cp, "main", long_text('1', 256), &which),
                     CALLPARK_ERR_TOO_LONG);
}
END_TEST

static uint32_t resolved(const char *text)
{
    struct callpark_which which;
    callpark_which_init(&which);
    ck_assert_int_eq(callpark_resolve(cp, "main", text, &which), 0);
    return which.kind;
}

START_TEST(what_could_be_both_is_the_one_that_holds_a_call)
{
    ck_assert_uint_eq(resolved("702"), CALLPARK_BY_SLOT); /* neither holds one */
    OK(do_park_at(at_extension("main", "702"), "ext"));
    ck_assert_uint_eq(resolved("702"), CALLPARK_BY_EXTENSION);
    OK(do_park_at(slot_of("main", 702), "slot"));
    ck_assert_uint_eq(resolved("702"), CALLPARK_BY_SLOT); /* both */
    OK(do_retrieve(callpark_by_call("ext")));
    ck_assert_uint_eq(resolved("702"), CALLPARK_BY_SLOT);
    OK(do_retrieve(callpark_by_call("slot")));
    ck_assert_uint_eq(resolved("702"), CALLPARK_BY_SLOT);

    OK(do_reserve(at_extension("main", "703"), NULL, 0)); /* a reservation counts */
    ck_assert_uint_eq(resolved("703"), CALLPARK_BY_EXTENSION);
}
END_TEST

START_TEST(a_label_out_of_range_is_a_slot_while_it_holds_a_call)
{
    OK(do_park_at(slot_of("main", 704), "A"));
    struct callpark_lot_config config = slots(1, 9);
    OK(do_lot_configure("main", &config));
    ck_assert_uint_eq(resolved("704"), CALLPARK_BY_SLOT);
    ck_assert_uint_eq(resolved("703"), CALLPARK_BY_EXTENSION);
    OK(do_park_at(at_extension("main", "704"), "B"));
    ck_assert_uint_eq(resolved("704"), CALLPARK_BY_SLOT); /* both hold one */
    OK(do_retrieve(callpark_by_call("A")));
    ck_assert_uint_eq(resolved("704"), CALLPARK_BY_EXTENSION);
    OK(do_retrieve(callpark_by_call("B")));
    ck_assert_uint_eq(resolved("704"), CALLPARK_BY_EXTENSION);
}
END_TEST

START_TEST(a_label_fits_its_buffer_exactly_or_is_not_written)
{
    char buffer[8];
    memset(buffer, '#', sizeof buffer);
    ck_assert_int_eq(callpark_slot_label(cp, "main", 701, buffer, 3), CALLPARK_ERR_BUFFER);
    ck_assert_int_eq(callpark_slot_label(cp, "main", 701, buffer, 0), CALLPARK_ERR_BUFFER);
    for (size_t i = 0; i < sizeof buffer; i++)
        ck_assert_int_eq(buffer[i], '#');
    ck_assert_int_eq(callpark_slot_label(cp, "main", 701, buffer, 4), 3);
    ck_assert_str_eq(buffer, "701");
    ck_assert_int_eq(buffer[4], '#');
    /* The slot need not exist. */
    ck_assert_int_eq(callpark_slot_label(cp, "main", 99999, buffer, sizeof buffer), 5);
    ck_assert_str_eq(buffer, "99999");
    ck_assert_int_eq(callpark_slot_label(cp, "none", 701, buffer, sizeof buffer), CALLPARK_ERR_LOT);
    ck_assert_str_eq(buffer, "99999");
}
END_TEST

START_TEST(a_lot_is_set_whether_it_was_there_or_not)
{
    struct callpark_lot_config config = slots(1, 3);
    struct callpark_lot_info info;
    callpark_lot_info_init(&info);
    OK(callpark_lot_set(cp, now_ms, "new", &config, "op", &ev));
    ck_assert_uint_eq(ev.kind, CALLPARK_EVENT_LOT_ADDED);
    ck_assert_str_eq(ev.by, "op");
    OK(do_park_at(slot_of("new", 3), "A"));
    config.last_slot = 2;
    OK(callpark_lot_set(cp, now_ms, "new", &config, "op", &ev));
    ck_assert_uint_eq(ev.kind, CALLPARK_EVENT_LOT_CONFIGURED);
    ck_assert_str_eq(ev.by, "op");
    OK(do_lot_remove("new"));
    config.prefix = "*";
    REFUSED(CALLPARK_ERR_BUSY, callpark_lot_set(cp, now_ms, "new", &config, NULL, &ev));
    config.prefix = NULL;
    OK(callpark_lot_set(cp, now_ms, "new", &config, NULL, &ev)); /* revived */
    ck_assert_uint_eq(ev.kind, CALLPARK_EVENT_LOT_ADDED);
    OK(callpark_lot_find(cp, "new", &info));
    ck_assert_uint_eq(info.last_slot, 2);
    ck_assert_uint_eq(info.calls, 1);
    config.last_slot = 0;
    config.first_slot = 2;
    REFUSED(CALLPARK_ERR_RANGE, callpark_lot_set(cp, now_ms, "new", &config, NULL, &ev));
    REFUSED(CALLPARK_ERR_INVALID, callpark_lot_set(cp, now_ms, "new", NULL, NULL, &ev));
}
END_TEST

START_TEST(a_place_has_the_text_that_users_dial)
{
    char buffer[8];
    memset(buffer, '#', sizeof buffer);
    ck_assert_int_eq(callpark_place_label(cp, "main", "1234567", 0, buffer, 7),
                     CALLPARK_ERR_BUFFER);
    ck_assert_int_eq(callpark_place_label(cp, "main", NULL, 701, buffer, 3), CALLPARK_ERR_BUFFER);
    ck_assert_int_eq(callpark_place_label(cp, "none", NULL, 701, buffer, 8), CALLPARK_ERR_LOT);
    ck_assert_int_eq(callpark_place_label(cp, "main", "100", 0, NULL, 8), CALLPARK_ERR_INVALID);
    for (size_t i = 0; i < sizeof buffer; i++)
        ck_assert_int_eq(buffer[i], '#');
    ck_assert_int_eq(callpark_place_label(cp, "main", "100", 701, buffer, 4), 3);
    ck_assert_str_eq(buffer, "100");
    ck_assert_int_eq(buffer[4], '#');
    ck_assert_int_eq(callpark_place_label(cp, "main", NULL, 702, buffer, 4), 3);
    ck_assert_str_eq(buffer, "702");
}
END_TEST

/* Parking at what a text was resolved to is parking where that text finds it. */
START_TEST(a_call_is_parked_at_what_a_text_means)
{
    static const char *const texts[] = {"702", "100"};
    for (size_t i = 0; i < 2; i++) {
        struct callpark_which which;
        struct callpark_info info;
        callpark_which_init(&which);
        callpark_info_init(&info);
        OK(callpark_resolve(cp, "main", texts[i], &which));
        OK(do_park_at(callpark_at_place(&which), texts[i]));
        OK(callpark_find(cp, &which, &info));
        ck_assert_str_eq(info.call_id, texts[i]);
        ck_assert_uint_eq(info.slot, i == 0 ? 702 : 0);
    }
}
END_TEST

START_TEST(a_label_needs_a_registry_and_a_buffer)
{
    char buffer[8];
    ck_assert_int_eq(callpark_slot_label(cp, "main", 1, NULL, 0), CALLPARK_ERR_INVALID);
    ck_assert_int_eq(callpark_slot_label(NULL, "main", 1, buffer, sizeof buffer),
                     CALLPARK_ERR_INVALID);
}
END_TEST

START_TEST(the_longest_label_fits_256_bytes)
{
    struct callpark_lot_config config = labelled(1, 2, long_text('p', 241), 10);
    REFUSED(CALLPARK_ERR_TOO_LONG, do_lot_add("long", &config));
    config = labelled(1, 2, long_text('p', 240), 10);
    OK(do_lot_add("long", &config));
    char buffer[256];
    ck_assert_int_eq(callpark_slot_label(cp, "long", UINT32_MAX, buffer, 251), 250);
    ck_assert_str_eq(buffer + 240, "4294967295");
    ck_assert_int_eq(callpark_slot_label(cp, "long", UINT32_MAX, buffer, 250), CALLPARK_ERR_BUFFER);
    struct callpark_which which;
    callpark_which_init(&which);
    ck_assert_int_eq(callpark_slot_label(cp, "long", 2, buffer, sizeof buffer), 250);
    OK(callpark_resolve(cp, "long", buffer, &which));
    ck_assert_uint_eq(which.kind, CALLPARK_BY_SLOT);
    ck_assert_uint_eq(which.slot, 2);
}
END_TEST

/* ---- Busy -------------------------------------------------------------------------- */

START_TEST(a_slot_that_holds_a_call_keeps_its_label)
{
    struct callpark_lot_config config;
    OK(do_park("A")); /* 701 */
    config = labelled(701, 704, "*", 0);
    REFUSED(CALLPARK_ERR_BUSY, do_lot_configure("main", &config));
    config = labelled(701, 704, NULL, 4);
    REFUSED(CALLPARK_ERR_BUSY, do_lot_configure("main", &config));
    config = labelled(1, 9, "*", 0); /* out of range now, but announced */
    REFUSED(CALLPARK_ERR_BUSY, do_lot_configure("main", &config));
    config = labelled(1, 9, NULL, 3); /* "701" as before */
    OK(do_lot_configure("main", &config));
    config = labelled(1, 9, NULL, 4); /* out of range already */
    REFUSED(CALLPARK_ERR_BUSY, do_lot_configure("main", &config));
    OK(do_retrieve(callpark_by_call("A")));
    OK(do_lot_configure("main", &config));
}
END_TEST

/* As long as before, or with a zero in the place of a prefix. */
START_TEST(a_label_is_another_if_one_character_is)
{
    static const struct {
        const char *before, *after;
        uint32_t width_before, width_after;
        int error;
    } cases[] = {
        {"*", "#", 0, 0, CALLPARK_ERR_BUSY},   {"*1", "*2", 0, 0, CALLPARK_ERR_BUSY},
        {"1*", "2*", 0, 0, CALLPARK_ERR_BUSY}, {"*", NULL, 0, 4, CALLPARK_ERR_BUSY},
        {NULL, "*", 4, 0, CALLPARK_ERR_BUSY},  {"00", "0*", 0, 0, CALLPARK_ERR_BUSY},
        {"0", NULL, 0, 4, CALLPARK_OK},        {NULL, "00", 5, 0, CALLPARK_OK},
        {"0", "00", 4, 0, CALLPARK_OK},        {"*", "*", 0, 0, CALLPARK_OK},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct callpark_lot_config config =
            labelled(701, 704, cases[i].before, cases[i].width_before);
        OK(do_lot_configure("main", &config));
        OK(do_park("A"));
        config = labelled(701, 704, cases[i].after, cases[i].width_after);
        ck_assert_int_eq(do_lot_configure("main", &config), cases[i].error);
        OK(do_retrieve(callpark_by_call("A")));
    }
}
END_TEST

START_TEST(a_reservation_keeps_its_label_too_but_an_extension_has_none)
{
    struct callpark_lot_config config = labelled(701, 704, "*", 0);
    OK(do_park_at(at_extension("main", "701"), "A"));
    OK(do_lot_configure("main", &config));
    OK(do_reserve(slot_of("main", 702), NULL, 0));
    config = slots(701, 704);
    REFUSED(CALLPARK_ERR_BUSY, do_lot_configure("main", &config));
    OK(do_remove(ticket(callpark_last_ticket(cp))));
    OK(do_lot_configure("main", &config));
}
END_TEST

START_TEST(a_label_of_all_digits_is_kept_too)
{
    struct callpark_lot_config config = labelled(4000000000, 4000000003, "*", 0);
    OK(do_lot("large", 4000000000, 4000000003));
    OK(do_park_at(any_slot("large"), "A"));
    REFUSED(CALLPARK_ERR_BUSY, do_lot_configure("large", &config));
    OK(do_retrieve(callpark_by_call("A")));
    OK(do_lot_configure("large", &config));
}
END_TEST

START_TEST(one_held_slot_of_many_is_enough_to_be_busy)
{
    struct callpark_lot_config config = slots(8, 12);
    OK(do_lot_add("lot", &config));
    config.label_width = 2; /* would relabel 8 and 9, not 10 to 12 */
    OK(do_park_at(slot_of("lot", 10), "ten"));
    OK(do_park_at(slot_of("lot", 12), "twelve"));
    OK(do_lot_configure("lot", &config));
    config.label_width = 0;
    OK(do_lot_configure("lot", &config));
    OK(do_park_at(slot_of("lot", 9), "nine"));
    config.label_width = 2;
    REFUSED(CALLPARK_ERR_BUSY, do_lot_configure("lot", &config));
    OK(do_move(callpark_by_call("nine"), slot_of("lot", 11)));
    OK(do_lot_configure("lot", &config));
}
END_TEST

/* ---- Reload with calls ----------------------------------------------------------------- */

START_TEST(a_call_out_of_range_stays_until_it_is_fetched)
{
    OK(do_park_at(slot_of("main", 701), "A"));
    OK(do_park_at(slot_of("main", 704), "B"));
    callpark_time deadline = ev.deadline;
    struct callpark_lot_config config = slots(701, 702);
    OK(do_lot_configure("main", &config));
    OK(find_lot("main"));
    ck_assert_uint_eq(lot.calls, 2);
    ck_assert_uint_eq(lot.slots_free, 1);
    OK(do_find(callpark_by_slot("main", 704)));
    ck_assert_str_eq(seen.call_id, "B");
    ck_assert_uint_eq(seen.deadline, deadline);
    REFUSED(CALLPARK_ERR_RANGE, do_park_at(slot_of("main", 704), "C"));
    OK(do_retrieve(callpark_by_slot("main", 704)));
    ck_assert_uint_eq(ev.slot, 704);
    REFUSED(CALLPARK_ERR_RANGE, do_park_at(slot_of("main", 704), "C"));
    OK(do_park("C"));
    ck_assert_uint_eq(ev.slot, 702);
    REFUSED(CALLPARK_ERR_FULL, do_park("D"));
    OK(find_lot("main"));
    ck_assert_uint_eq(lot.calls, 2);
    ck_assert_uint_eq(lot.slots_free, 0);
}
END_TEST

static void strand(const char *lot_name)
{
    struct callpark_lot_config config = slots(1, 2);
    OK(do_lot(lot_name, 0, 2));
    for (char id[] = "a0"; id[1] <= '9'; id[1]++) {
        id[0] = *lot_name;
        OK(do_park_at(at_extension(lot_name, id + 1), id));
    }
    OK(do_park_at(slot_of(lot_name, 0), lot_name));
    OK(do_lot_configure(lot_name, &config));
}

/* All are found by hash; under some key another's looks like that of the slot. */
START_TEST(slot_0_out_of_range_is_told_from_extensions_and_from_other_lots)
{
    static const char *const names[] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"};
    for (uint8_t key = 0; key < 250; key++) {
        struct callpark_options options;
        callpark_options_init(&options);
        options.hash_key[0] = key;
        ck_assert_ptr_null(close_world());
        OK(open_registry(&options));
        for (size_t i = 0; i < COUNT(names); i++)
            strand(names[i]);
        for (size_t i = 0; i < COUNT(names); i++) {
            OK(do_find(callpark_by_slot(names[i], 0)));
            ck_assert_str_eq(seen.call_id, names[i]);
        }
        OK(do_hangup(callpark_by_slot("a", 0)));
        ck_assert_int_eq(do_find(callpark_by_slot("a", 0)), CALLPARK_ERR_NOT_FOUND);
    }
}
END_TEST

START_TEST(a_held_slot_back_in_range_is_an_ordinary_slot)
{
    OK(do_park_at(slot_of("main", 704), "A"));
    struct callpark_lot_config config = slots(1, 2);
    OK(do_lot_configure("main", &config));
    config = slots(703, 705);
    OK(do_lot_configure("main", &config));
    OK(find_lot("main"));
    ck_assert_uint_eq(lot.slots_free, 2);
    REFUSED(CALLPARK_ERR_TAKEN, do_park_at(slot_of("main", 704), "B"));
    OK(do_park("B"));
    ck_assert_uint_eq(ev.slot, 703);
    OK(do_park("C"));
    ck_assert_uint_eq(ev.slot, 705);
    REFUSED(CALLPARK_ERR_FULL, do_park("D"));
    OK(do_retrieve(callpark_by_call("A")));
    OK(do_park("D"));
    ck_assert_uint_eq(ev.slot, 704);
}
END_TEST

START_TEST(a_range_may_grow_to_both_sides_and_shrink_to_nothing)
{
    static const uint32_t ranges[][2] = {{600, 799}, {703, 703}, {1, 0},    {701, 704},
                                         {0, 3},     {702, 900}, {690, 702}};
    OK(do_park_at(slot_of("main", 702), "A"));
    for (size_t i = 0; i < COUNT(ranges); i++) {
        const uint32_t first = ranges[i][0], last = ranges[i][1];
        struct callpark_lot_config config = slots(first, last);
        OK(do_lot_configure("main", &config));
        ck_assert_int_eq(world_broken(), 0);
        ck_assert_uint_eq(slot_where("A"), 702);
        OK(find_lot("main"));
        bool inside = first <= 702 && 702 <= last;
        ck_assert_uint_eq(lot.slots_free, last + 1 - first - (inside ? 1 : 0));
        if (lot.slots_free == 0) {
            REFUSED(CALLPARK_ERR_FULL, do_park("B"));
            continue;
        }
        OK(do_park("B"));
        ck_assert_uint_eq(ev.slot, first == 702 ? 703 : first);
        OK(do_retrieve(callpark_by_call("B")));
    }
}
END_TEST

/* With a call at 702 that stays, whatever the range and the choice. */
START_TEST(a_changed_range_is_given_out_whole_by_every_choice)
{
    static const uint32_t ranges[][2] = {{701, 710}, {705, 710}, {690, 705}, {600, 800},
                                         {702, 702}, {1, 0},     {703, 760}, {640, 704},
                                         {0, 130},   {64, 127},  {650, 770}, {650, 702}};
    OK(do_park_at(slot_of("main", 702), "stays"));
    char id[20];
    for (unsigned i = 0; i < 2 * COUNT(ranges); i++) {
        const uint32_t first = ranges[i % COUNT(ranges)][0], last = ranges[i % COUNT(ranges)][1];
        const uint32_t turn = (unsigned)_i + i / (unsigned)COUNT(ranges);
        const uint32_t choice = CALLPARK_CHOOSE_LOWEST + turn % 3;
        struct callpark_lot_config config = choosing(first, last, choice);
        OK(do_lot_configure("main", &config));
        ck_assert_int_eq(world_broken(), 0);
        OK(find_lot("main"));
        const uint32_t free_slots = last + 1 - first - (first <= 702 && 702 <= last);
        ck_assert_uint_eq(lot.slots_free, free_slots);
        for (uint32_t j = 0; j < free_slots; j++) {
            snprintf(id, sizeof id, "%u", j);
            OK(do_park(id));
            ck_assert(ev.slot >= first && ev.slot <= last && ev.slot != 702);
        }
        REFUSED(CALLPARK_ERR_FULL, do_park("more"));
        for (uint32_t j = 0; j < free_slots; j++) {
            snprintf(id, sizeof id, "%u", free_slots % 2 == 0 ? j : free_slots - 1 - j);
            OK(do_retrieve(callpark_by_call(id)));
        }
    }
    ck_assert_uint_eq(slot_where("stays"), 702);
}
END_TEST

START_TEST(new_limits_are_for_new_parks)
{
    struct callpark_terms terms = terms_of(SECONDS(3600), NULL);
    OK(do_park_call(any_slot("main"), call_of("A"), &terms));
    struct callpark_lot_config config = slots(701, 704);
    config.timeout = SECONDS(45);
    config.timeout_min = SECONDS(30);
    config.timeout_max = SECONDS(600);
    OK(do_lot_configure("main", &config));
    OK(do_find(callpark_by_call("A")));
    ck_assert_uint_eq(seen.deadline, START + SECONDS(3600));
    REFUSED(CALLPARK_ERR_DURATION, do_park_call(any_slot("main"), call_of("B"), &terms));
    OK(do_park("B"));
    ck_assert_uint_eq(ev.deadline, START + SECONDS(45));
}
END_TEST

/* ---- Removing, reviving ------------------------------------------------------------------ */

START_TEST(an_empty_lot_goes_at_once)
{
    OK(do_lot_remove("main"));
    ck_assert_uint_eq(ev.kind, CALLPARK_EVENT_LOT_REMOVED);
    ck_assert_str_eq(ev.lot, "main");
    ck_assert_int_eq(find_lot("main"), CALLPARK_ERR_LOT);
    char label[20]; /* whoever hears of it may still ask for it */
    ck_assert_int_eq(callpark_slot_label(cp, "main", 703, label, sizeof label), 3);
    REFUSED(CALLPARK_ERR_LOT, do_park("A"));
    ck_assert_int_eq(callpark_slot_label(cp, "main", 703, label, sizeof label), CALLPARK_ERR_LOT);
    REFUSED(CALLPARK_ERR_LOT, do_lot_remove("main"));
    OK(do_lot("main", 1, 2));
    OK(do_park("A"));
    ck_assert_uint_eq(ev.slot, 1);
}
END_TEST

START_TEST(a_removed_lot_drains)
{
    OK(do_group("main", "g", "1 2"));
    OK(do_park("A"));
    OK(do_park_at(at_extension("main", "1"), "B"));
    OK(do_lot_remove("main"));
    OK(find_lot("main"));
    ck_assert_uint_eq(lot.removed, 1);
    ck_assert_uint_eq(lot.calls, 2);

    /* Unknown to parks, moves into it and configuration. */
    REFUSED(CALLPARK_ERR_LOT, do_park("C"));
    REFUSED(CALLPARK_ERR_LOT, do_park_at(at_extension("main", "3"), "C"));
    REFUSED(CALLPARK_ERR_LOT, do_reserve(any_slot("main"), NULL, 0));
    REFUSED(CALLPARK_ERR_LOT, do_move(callpark_by_call("A"), slot_of("main", 703)));
    struct callpark_lot_config config = slots(1, 2);
    REFUSED(CALLPARK_ERR_LOT, do_lot_configure("main", &config));
    REFUSED(CALLPARK_ERR_LOT, do_lot_remove("main"));
    REFUSED(CALLPARK_ERR_LOT, do_group("main", "h", "5"));
    REFUSED(CALLPARK_ERR_LOT, do_group_configure("main", "g", "5"));
    REFUSED(CALLPARK_ERR_LOT, do_group_remove("main", "g"));
    REFUSED(CALLPARK_ERR_LOT, do_available("main", "1", 0));
    struct callpark_group_info group;
    callpark_group_info_init(&group);
    ck_assert_int_eq(callpark_group_find(cp, "main", "g", &group), CALLPARK_ERR_LOT);
    uint64_t cursor = 0;
    ck_assert_int_eq(callpark_group_next(cp, &cursor, &group), 0);

    /* Known to finding, resolving and the verbs of its calls. */
    OK(do_find(callpark_by_slot("main", 701)));
    struct callpark_which which;
    callpark_which_init(&which);
    OK(callpark_resolve(cp, "main", "701", &which));
    ck_assert_uint_eq(which.kind, CALLPARK_BY_SLOT);
    OK(do_extend(callpark_by_call("A"), SECONDS(20)));
    OK(do_swap(callpark_by_call("A"), "A2"));
    OK(do_claim(callpark_by_age("main"), 0));
    OK(do_rollback(callpark_by_call("A2"), ev.serial));
    OK(do_retrieve(callpark_by_age("main")));
    ck_assert_str_eq(ev.call_id, "A2");
    OK(find_lot("main"));
    OK(do_retrieve(callpark_by_extension("main", "1")));
    ck_assert_str_eq(ev.lot, "main"); /* the name lives as long as the event */
    char label[20];
    ck_assert_int_eq(callpark_slot_label(cp, "main", 703, label, sizeof label), 3);
    ck_assert_str_eq(label, "703"); /* and so does the label */
    ck_assert_int_eq(find_lot("main"), CALLPARK_ERR_LOT);
    cursor = 0;
    ck_assert_int_eq(callpark_lot_next(cp, &cursor, &lot), 0);
    REFUSED(CALLPARK_ERR_LOT, do_drain("main"));
    ck_assert_int_eq(callpark_slot_label(cp, "main", 703, label, sizeof label), CALLPARK_ERR_LOT);
    ck_assert_uint_eq(callpark_count(cp), 0);
}
END_TEST

START_TEST(a_reservation_in_a_removed_lot_can_still_be_filled)
{
    OK(do_reserve(any_slot("main"), "100", 0));
    OK(do_lot_remove("main"));
    OK(do_fill(ticket(1), "A"));
    ck_assert_uint_eq(ev.deadline, START + SECONDS(180));
    OK(do_retrieve(ticket(1)));
    ck_assert_int_eq(find_lot("main"), CALLPARK_ERR_LOT);
}
END_TEST

/* Whatever takes the last call away takes the lot away. */
static int last_by_move(void)
{
    return do_move(ticket(1), at_extension("other", "5"));
}

static int last_by_poll(void)
{
    now_ms += SECONDS(60);
    return do_poll() == 1 ? 0 : -1;
}

static int last_by_drain(void)
{
    return do_drain("main") == 1 ? 0 : -1;
}

static int last_by_drain_all(void)
{
    return do_drain(NULL) == 1 ? 0 : -1;
}

static int last_by_remove(void)
{
    return do_remove(ticket(1));
}

static int (*const lasts[])(void) = {last_by_move, last_by_poll, last_by_drain, last_by_drain_all,
                                     last_by_remove};

START_TEST(a_removed_lot_goes_with_its_last_call)
{
    OK(do_lot("other", 1, 2));
    OK(do_reserve(any_slot("main"), NULL, 0));
    OK(do_lot_remove("main"));
    OK(find_lot("main"));
    OK(lasts[_i]());
    TEXT(ev.kind == CALLPARK_EVENT_MOVED ? ev.from_lot : ev.lot, "main");
    ck_assert_int_eq(find_lot("main"), CALLPARK_ERR_LOT);
    OK(do_lot("main", 1, 2)); /* a new one */
    OK(find_lot("main"));
    ck_assert_uint_eq(lot.calls, 0);
    ck_assert_uint_eq(lot.slots_free, 2);
}
END_TEST

START_TEST(a_revived_lot_keeps_its_calls_but_not_its_groups)
{
    OK(do_group("main", "g", "1 2"));
    OK(do_park_at(slot_of("main", 702), "A"));
    OK(do_park_at(at_extension("main", "1"), "B"));
    OK(do_lot_remove("main"));
    OK(do_lot("main", 702, 703));
    ck_assert_uint_eq(ev.kind, CALLPARK_EVENT_LOT_ADDED);
    OK(find_lot("main"));
    ck_assert_uint_eq(lot.removed, 0);
    ck_assert_uint_eq(lot.calls, 2);
    ck_assert_uint_eq(lot.slots_free, 1);
    REFUSED(CALLPARK_ERR_TAKEN, do_park_at(slot_of("main", 702), "C"));
    REFUSED(CALLPARK_ERR_TAKEN, do_park_at(at_extension("main", "1"), "C"));
    REFUSED(CALLPARK_ERR_GROUP, do_park_at(in_group("main", "g"), "C"));
    OK(do_group("main", "g", "1 2")); /* 1 holds a call still */
    OK(do_park_at(in_group("main", "g"), "C"));
    ck_assert_str_eq(ev.extension, "2");
    OK(do_retrieve(callpark_by_call("A")));
    OK(do_retrieve(callpark_by_call("B")));
    OK(do_retrieve(callpark_by_call("C")));
    OK(find_lot("main")); /* not removed any more, so it stays */
}
END_TEST

START_TEST(a_revival_relabels_no_held_slot)
{
    OK(do_park("A"));
    OK(do_lot_remove("main"));
    struct callpark_lot_config config = labelled(701, 704, "*", 0);
    REFUSED(CALLPARK_ERR_BUSY, do_lot_add("main", &config));
    OK(do_lot("main", 1, 5));
    REFUSED(CALLPARK_ERR_EXISTS, do_lot("main", 1, 5));
}
END_TEST

START_TEST(lots_whose_names_contain_each_other_are_apart)
{
    static const char *const names[] = {"t", "t1", "t10", "1t", "10"};
    for (size_t i = 0; i < COUNT(names); i++)
        OK(do_lot_add(names[i], NULL));
    /* Lot and extension run together are the same text in each. */
    static const char *const pairs[][2] = {{"t", "1012"}, {"t1", "012"}, {"t10", "12"}};
    for (size_t i = 0; i < COUNT(pairs); i++)
        OK(do_park_at(at_extension(pairs[i][0], pairs[i][1]), pairs[i][1]));
    for (size_t i = 0; i < COUNT(pairs); i++) {
        OK(do_find(callpark_by_extension(pairs[i][0], pairs[i][1])));
        ck_assert_str_eq(seen.lot, pairs[i][0]);
        OK(find_lot(pairs[i][0]));
        ck_assert_uint_eq(lot.calls, 1);
    }
    REFUSED(CALLPARK_ERR_NOT_FOUND, do_retrieve(callpark_by_extension("t", "012")));
    OK(do_lot_remove("t1"));
    OK(do_retrieve(callpark_by_extension("t1", "012")));
    OK(do_find(callpark_by_extension("t", "1012")));
    OK(do_find(callpark_by_extension("t10", "12")));
}
END_TEST

START_TEST(the_same_slot_of_two_lots_is_two_places)
{
    OK(do_lot("other", 701, 702));
    OK(do_park_at(slot_of("main", 701), "A"));
    OK(do_park_at(slot_of("other", 701), "B"));
    OK(do_retrieve(callpark_by_slot("other", 701)));
    ck_assert_str_eq(ev.call_id, "B");
    REFUSED(CALLPARK_ERR_NOT_FOUND, do_retrieve(callpark_by_slot("other", 701)));
    OK(do_retrieve(callpark_by_slot("main", 701)));
    ck_assert_str_eq(ev.call_id, "A");
}
END_TEST

/* ---- Iterating ----------------------------------------------------------------------------- */

START_TEST(a_lot_that_stays_is_seen_exactly_once)
{
    enum { LOTS = 100 };
    char name[20];
    for (unsigned i = 0; i < LOTS; i++) {
        snprintf(name, sizeof name, "%u", i);
        OK(do_lot_add(name, NULL));
    }
    unsigned times[LOTS] = {0};
    uint64_t cursor = 0;
    callpark_lot_info_init(&lot);
    for (unsigned step = 0; callpark_lot_next(cp, &cursor, &lot) == 1; step++) {
        ck_assert_uint_lt(step, 3 * LOTS);
        if (lot.name[0] >= '0' && lot.name[0] <= '9') {
            unsigned number = (unsigned)strtoul(lot.name, NULL, 10);
            times[number]++;
            /* The odd ones go while we are looking, and new ones come. */
            snprintf(name, sizeof name, "%u", number);
            if (number % 2 == 1)
                OK(do_lot_remove(name));
        }
        if (step % 3 == 0) {
            snprintf(name, sizeof name, "new %u", step);
            OK(do_lot_add(name, NULL));
        }
        if (step % 3 == 2) {
            snprintf(name, sizeof name, "new %u", step - 2);
            OK(do_lot_remove(name));
        }
    }
    for (unsigned i = 0; i < LOTS; i++)
        ck_assert_uint_eq(times[i], 1);
    ck_assert_int_eq(callpark_lot_next(cp, &cursor, &lot), 0); /* stays at the end */
}
END_TEST

START_TEST(a_removed_lot_with_calls_is_iterated_too)
{
    OK(do_park("A"));
    OK(do_lot_remove("main"));
    uint64_t cursor = 0;
    callpark_lot_info_init(&lot);
    ck_assert_int_eq(callpark_lot_next(cp, &cursor, &lot), 1);
    ck_assert_str_eq(lot.name, "main");
    ck_assert_uint_eq(lot.removed, 1);
    ck_assert_int_eq(callpark_lot_next(cp, &cursor, &lot), 0);
}
END_TEST

Suite *lot_suite(void);
Suite *lot_suite(void)
{
    Suite *suite = suite_create("lot");
    TCase *tcase = world_tcase(suite, "configuration");
    tcase_add_test(tcase, a_lot_without_configuration_has_the_defaults);
    tcase_add_test(tcase, a_configuration_is_shown_as_given);
    tcase_add_test(tcase, a_recall_policy_is_shown_as_given_or_inherited);
    tcase_add_test(tcase, a_configuration_is_read_changed_and_given_back);
    tcase_add_test(tcase, what_a_configuration_leaves_out_goes_back_to_the_default);
    tcase_add_test(tcase, configure_wants_a_configuration);
    tcase_add_test(tcase, rings_and_pauses_of_a_lot_last_a_second_at_least_and_end);
    tcase_add_test(tcase, a_lot_exists_once);
    tcase_add_test(tcase, a_configuration_is_copied);

    tcase = world_tcase(suite, "ranges");
    tcase_add_loop_test(tcase, a_range_works_at_both_ends_of_the_numbers, 0, (int)COUNT(ends));
    tcase_add_test(tcase, every_slot_of_a_big_lot_is_given_out_once);

    tcase = world_tcase(suite, "the largest range");
    tcase_set_tags(tcase, "slow");
    tcase_add_test(tcase, a_lot_may_have_sixteen_million_slots);

    tcase = world_tcase(suite, "many");
    tcase_set_tags(tcase, "slow");
    tcase_set_timeout(tcase, 120);
    tcase_add_test(tcase, a_hundred_thousand_small_lots_take_512_bytes_each);
    tcase_add_test(tcase, a_million_calls_in_one_lot);

    tcase = world_tcase(suite, "choice");
    tcase_add_loop_test(tcase, the_choice_of_a_slot, 0, (int)COUNT(scripts));
    tcase_add_test(tcase, the_next_slot_counts_on_from_any_verb);
    tcase_add_test(tcase, longest_free_counts_freeing_by_any_verb);
    tcase_add_test(tcase, taking_up_longest_free_starts_by_number);
    tcase_add_test(tcase, longest_free_keeps_its_order_over_a_reload);
    tcase_add_test(tcase, a_slot_that_was_out_of_range_counts_as_unused);
    tcase_add_test(tcase, the_cursor_is_moved_inside_a_new_range);

    tcase = world_tcase(suite, "labels");
    tcase_add_loop_test(tcase, a_label_reads_both_ways, 0, (int)COUNT(labels));
    tcase_add_loop_test(tcase, only_the_exact_label_of_a_slot_in_range_is_a_slot, 0,
                        (int)COUNT(no_labels));
    tcase_add_test(tcase, an_extension_of_the_greatest_length_resolves);
    tcase_add_test(tcase, what_could_be_both_is_the_one_that_holds_a_call);
    tcase_add_test(tcase, a_label_out_of_range_is_a_slot_while_it_holds_a_call);
    tcase_add_test(tcase, a_label_fits_its_buffer_exactly_or_is_not_written);
    tcase_add_test(tcase, the_longest_label_fits_256_bytes);
    tcase_add_test(tcase, a_lot_is_set_whether_it_was_there_or_not);
    tcase_add_test(tcase, a_place_has_the_text_that_users_dial);
    tcase_add_test(tcase, a_call_is_parked_at_what_a_text_means);
    tcase_add_test(tcase, a_label_needs_a_registry_and_a_buffer);

    tcase = world_tcase(suite, "reload");
    tcase_add_test(tcase, a_slot_that_holds_a_call_keeps_its_label);
    tcase_add_test(tcase, a_label_is_another_if_one_character_is);
    tcase_add_test(tcase, a_reservation_keeps_its_label_too_but_an_extension_has_none);
    tcase_add_test(tcase, a_label_of_all_digits_is_kept_too);
    tcase_add_test(tcase, one_held_slot_of_many_is_enough_to_be_busy);
    tcase_add_test(tcase, a_call_out_of_range_stays_until_it_is_fetched);
    tcase_add_test(tcase, a_held_slot_back_in_range_is_an_ordinary_slot);
    tcase_add_test(tcase, slot_0_out_of_range_is_told_from_extensions_and_from_other_lots);
    tcase_add_test(tcase, a_range_may_grow_to_both_sides_and_shrink_to_nothing);
    tcase_add_loop_test(tcase, a_changed_range_is_given_out_whole_by_every_choice, 0, 3);
    tcase_add_test(tcase, new_limits_are_for_new_parks);

    tcase = world_tcase(suite, "removing");
    tcase_add_test(tcase, an_empty_lot_goes_at_once);
    tcase_add_test(tcase, a_removed_lot_drains);
    tcase_add_test(tcase, a_reservation_in_a_removed_lot_can_still_be_filled);
    tcase_add_loop_test(tcase, a_removed_lot_goes_with_its_last_call, 0, (int)COUNT(lasts));
    tcase_add_test(tcase, a_revived_lot_keeps_its_calls_but_not_its_groups);
    tcase_add_test(tcase, a_revival_relabels_no_held_slot);
    tcase_add_test(tcase, lots_whose_names_contain_each_other_are_apart);
    tcase_add_test(tcase, the_same_slot_of_two_lots_is_two_places);

    tcase = world_tcase(suite, "iterating");
    tcase_add_test(tcase, a_lot_that_stays_is_seen_exactly_once);
    tcase_add_test(tcase, a_removed_lot_with_calls_is_iterated_too);

    tcase = world_tcase(suite, "every setting");
    tcase_set_tags(tcase, "thorough");
    tcase_add_loop_test(tcase, a_configuration_is_taken_whole_or_refused_whole, 0,
                        (int)COUNT(settings));
    return suite;
}
