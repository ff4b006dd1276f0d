/* SPDX-License-Identifier: MIT */
/* lib/names.c: the words for the constants of an event. */
#include <check.h>

#include <callpark/callpark.h>

#include <ctype.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

struct name {
    uint32_t value;
    const char *constant;
};

#define KIND(name)                                                                                 \
    {                                                                                              \
        CALLPARK_EVENT_##name, #name                                                               \
    }
#define STATE(name)                                                                                \
    {                                                                                              \
        CALLPARK_STATE_##name, #name                                                               \
    }
#define REASON(name)                                                                               \
    {                                                                                              \
        CALLPARK_REASON_##name, #name                                                              \
    }
#define STEP(name)                                                                                 \
    {                                                                                              \
        CALLPARK_STEP_##name, #name                                                                \
    }

static const struct name kinds[] = {
    KIND(PARKED),
    KIND(RESERVED),
    KIND(FILLED),
    KIND(CLAIMED),
    KIND(ROLLED_BACK),
    KIND(CLAIM_EXPIRED),
    KIND(RINGING),
    KIND(NO_ANSWER),
    KIND(RECALL_ANSWERED),
    KIND(RECALL_FAILED),
    KIND(RECALL_DEFERRED),
    KIND(SWAPPED),
    KIND(MOVED),
    KIND(EXTENDED),
    KIND(ENDED),
    KIND(LOT_ADDED),
    KIND(LOT_CONFIGURED),
    KIND(LOT_REMOVED),
    KIND(GROUP_ADDED),
    KIND(GROUP_CONFIGURED),
    KIND(GROUP_REMOVED),
    KIND(MEMBER_AVAILABLE),
    KIND(MEMBER_UNAVAILABLE),
};
static const struct name states[] = {
    STATE(NONE),   STATE(RESERVED), STATE(WAITING), STATE(RINGING),
    STATE(PAUSED), STATE(CLAIMED),  STATE(ENDED),
};
static const struct name reasons[] = {
    REASON(NONE),      REASON(RETRIEVED), REASON(RECALLED), REASON(RELEASED),
    REASON(ABANDONED), REASON(REMOVED),   REASON(EXPIRED),  REASON(DRAINED),
};
static const struct name steps[] = {STEP(NONE), STEP(PARKER), STEP(ALTERNATE), STEP(FALLBACK)};

static const struct kind_of_name {
    const char *(*name)(uint32_t value);
    const struct name *names;
    uint32_t first, count;
} functions[] = {
    {callpark_event_name, kinds, 1, COUNT(kinds)},
    {callpark_state_name, states, 0, COUNT(states)},
    {callpark_reason_name, reasons, 0, COUNT(reasons)},
    {callpark_step_name, steps, 0, COUNT(steps)},
};

/* "RECALL_ANSWERED" and "recall-answered". */
static void expect_word_of(const char *constant, const char *word)
{
    size_t i = 0;
    for (; constant[i]; i++)
        ck_assert_msg(word[i] == (constant[i] == '_' ? '-' : tolower((unsigned char)constant[i])),
                      "%s is \"%s\"", constant, word);
    ck_assert_msg(word[i] == 0, "%s is \"%s\"", constant, word);
}

START_TEST(each_constant_is_called_as_in_the_header)
{
    const struct kind_of_name *of = &functions[_i];
    for (uint32_t i = 0; i < of->count; i++) {
        ck_assert_uint_eq(of->names[i].value, of->first + i);
        expect_word_of(of->names[i].constant, of->name(of->names[i].value));
    }
}
END_TEST

START_TEST(a_number_that_is_none_is_unknown)
{
    const struct kind_of_name *of = &functions[_i];
    ck_assert_str_eq(of->name(of->first + of->count), "unknown");
    ck_assert_str_eq(of->name(of->first - 1), "unknown");
    ck_assert_str_eq(of->name(UINT32_MAX), "unknown");
}
END_TEST

Suite *names_suite(void);
Suite *names_suite(void)
{
    Suite *suite = suite_create("names");
    TCase *tcase = tcase_create("names");
    tcase_add_loop_test(tcase, each_constant_is_called_as_in_the_header, 0, (int)COUNT(functions));
    tcase_add_loop_test(tcase, a_number_that_is_none_is_unknown, 0, (int)COUNT(functions));
    suite_add_tcase(suite, tcase);
    return suite;
}
