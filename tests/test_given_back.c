/* SPDX-License-Identifier: MIT */
/* A lot's configuration that is read and given back as it is: nothing changes, now or later. */
#include <check.h>

#include "helpers.h"

#include <stdlib.h>

struct shape {
    const char *prefix, *alternate, *fallback;
    uint32_t first, last, width, choice, flags, targets, rounds;
    callpark_duration timeout, least, most, ring;
};

static const struct shape shapes[] = {
    {.first = 1},
    {.first = UINT32_MAX, .last = UINT32_MAX - 1, .prefix = "*5", .width = 3},
    {.first = 1, .last = 9, .choice = CALLPARK_CHOOSE_LONGEST_FREE, .rounds = CALLPARK_FOREVER},
    {.last = 8,
     .prefix = "",
     .width = 10,
     .choice = CALLPARK_CHOOSE_NEXT,
     .alternate = CALLPARK_NONE,
     .fallback = "voicemail",
     .rounds = 1},
    {.first = UINT32_MAX - 8,
     .last = UINT32_MAX,
     .choice = CALLPARK_CHOOSE_LONGEST_FREE,
     .targets = CALLPARK_RECALL_ALTERNATE,
     .alternate = "operator",
     .ring = CALLPARK_NO_TIMEOUT - 1,
     .timeout = SECONDS(45),
     .least = SECONDS(45),
     .most = SECONDS(45)},
    {.first = 500,
     .last = 508,
     .prefix = "0",
     .choice = CALLPARK_CHOOSE_NEXT,
     .flags = CALLPARK_LOT_ALLOW_NO_TIMEOUT,
     .timeout = CALLPARK_NO_TIMEOUT,
     .least = SECONDS(20),
     .most = SECONDS(30)},
};

static void add_shape(const struct shape *shape)
{
    struct callpark_lot_config config = slots(shape->first, shape->last);
    struct callpark_recall recall;
    callpark_recall_init(&recall);
    recall.alternate = shape->alternate;
    recall.fallback = shape->fallback;
    recall.targets = shape->targets;
    recall.rounds = shape->rounds;
    recall.ring = recall.ring_other = recall.pause = shape->ring;
    config.recall = &recall;
    config.prefix = shape->prefix;
    config.label_width = shape->width;
    config.choice = shape->choice;
    config.flags = shape->flags;
    config.timeout = shape->timeout;
    config.timeout_min = shape->least;
    config.timeout_max = shape->most;
    OK(do_lot_add("shape", &config));
}

/* Slots taken and freed in an order of their own, a claim, a reservation, a group. */
static void use_shape(void)
{
    char id[] = "A";
    OK(do_group("shape", "g", "300 301"));
    OK(do_available("shape", "301", 0));
    OK(do_park_at(at_extension("shape", "300"), "held"));
    for (; id[0] < 'G' && do_park_at(any_slot("shape"), id) == 0; id[0]++)
        continue;
    if (id[0] == 'A')
        return;
    OK(do_retrieve(callpark_by_call("D")));
    OK(do_retrieve(callpark_by_call("B")));
    OK(do_claim(callpark_by_call("C"), 0));
    OK(do_reserve(any_slot("shape"), NULL, 0));
}

static void report_timeouts(struct report *text)
{
    static const callpark_duration asked[] = {
        0, SECONDS(10), SECONDS(20), SECONDS(30), SECONDS(45), SECONDS(3600), CALLPARK_NO_TIMEOUT};
    for (size_t i = 0; i < COUNT(asked); i++) {
        const struct callpark_terms terms = terms_of(asked[i], NULL);
        int error = do_park_call(at_extension("shape", "302"), call_of("timed"), &terms);
        report_add(text, " %d", error);
        if (error == 0)
            OK(do_hangup(callpark_by_call("timed")));
    }
}

/* Events are numbered otherwise. */
static void report_polls(struct report *text)
{
    for (int i = 0; i < 40; i++) {
        ev.target = NULL;
        now_ms += SECONDS(3600);
        report_add(text, " %d", do_poll());
        report_add(text, " %u %s", ev.kind, ev.target ? ev.target : "-");
    }
}

/* All that can be seen but the numbers of events, and what comes from now on: the slots that are
 * given out, the timeouts that are allowed, who is rung. */
static char *future(void)
{
    struct report text = {0};
    char *now = snapshot(cp);
    char id[] = "a";
    char label[256];
    report_add(&text, "%s", strchr(now, '\n'));
    free(now);
    ck_assert_int_gt(callpark_slot_label(cp, "shape", 7, label, sizeof label), 0);
    report_add(&text, "%s", label);
    for (; do_park_at(any_slot("shape"), id) == 0; id[0]++)
        report_add(&text, " %u", ev.slot);
    report_timeouts(&text);
    report_polls(&text);
    return text.bytes;
}

/* Of a removed lot it is what revives it as it was, but for its groups. */
static void give_back(bool removed)
{
    struct callpark_recall recall;
    if (removed)
        OK(do_lot_remove("shape"));
    const struct callpark_lot_info lot = found_lot("shape");
    ck_assert_uint_eq(lot.removed, removed);
    const struct callpark_lot_config config = callpark_lot_config_of(&lot, &recall);
    if (removed)
        REFUSED(CALLPARK_ERR_LOT, do_lot_configure("shape", &config));
    OK(removed ? do_lot_add("shape", &config) : do_lot_configure("shape", &config));
    if (!removed)
        return;
    OK(do_group("shape", "g", "300 301"));
    OK(do_available("shape", "301", 0));
}

/* Each shape is left alone, given back, and removed and given back. */
START_TEST(a_configuration_given_back_as_it_was_read_changes_nothing)
{
    char *futures[3];
    for (int way = 0; way < 3; way++) {
        OK(open_registry(NULL));
        add_shape(&shapes[_i]);
        use_shape();
        if (way > 0)
            give_back(way == 2);
        ck_assert_int_eq(world_broken(), 0);
        futures[way] = future();
        close_checked();
    }
    for (int way = 1; way < 3; way++)
        ck_assert_msg(same_text(futures[way], futures[0]), "%.1500s\n\nand not%.1500s",
                      futures[way], futures[0]);
    for (int way = 0; way < 3; way++)
        free(futures[way]);
}
END_TEST

Suite *given_back_suite(void);
Suite *given_back_suite(void)
{
    Suite *suite = suite_create("given_back");
    TCase *tcase = tcase_create("lots of each shape");
    suite_add_tcase(suite, tcase);
    tcase_add_loop_test(tcase, a_configuration_given_back_as_it_was_read_changes_nothing, 0,
                        (int)COUNT(shapes));
    return suite;
}
