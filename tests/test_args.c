/* SPDX-License-Identifier: MIT */
/* lib/args.c: what the host hands over, checked and read. */
#include <check.h>

#include "args.h"

#include <stdlib.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static char long_text[300]; /* of 'x'; its end gives any length */

static const char *text_of(size_t length)
{
    memset(long_text, 'x', sizeof long_text - 1);
    return long_text + sizeof long_text - 1 - length;
}

/* |in| is |s| itself, not a copy; NULL: absent. */
static void expect_text(struct text in, const char *s)
{
    ck_assert_ptr_eq(in.s, s);
    ck_assert_uint_eq(in.length, s ? strlen(s) : 0);
}

/* ---- Strings ---- */

START_TEST(an_optional_string_that_is_null_or_empty_is_absent)
{
    struct text text = {"old", 3};
    ck_assert_int_eq(callpark__read_text(&text, NULL), CALLPARK_OK);
    expect_text(text, NULL);
    text = (struct text){"old", 3};
    ck_assert_int_eq(callpark__read_text(&text, ""), CALLPARK_OK);
    expect_text(text, NULL);
}
END_TEST

START_TEST(a_required_string_that_is_null_or_empty_is_invalid)
{
    struct text text;
    ck_assert_int_eq(callpark__read_required(&text, NULL), CALLPARK_ERR_INVALID);
    ck_assert_int_eq(callpark__read_required(&text, ""), CALLPARK_ERR_INVALID);
    ck_assert_int_eq(callpark__read_required(&text, text_of(256)), CALLPARK_ERR_TOO_LONG);
}
END_TEST

START_TEST(a_string_of_1_to_255_bytes_is_read)
{
    for (size_t length = 1; length <= sizeof long_text - 1; length++) {
        struct text text;
        const char *s = text_of(length);
        int error = length <= 255 ? CALLPARK_OK : CALLPARK_ERR_TOO_LONG;
        ck_assert_int_eq(callpark__read_text(&text, s), error);
        if (!error)
            expect_text(text, s);
        ck_assert_int_eq(callpark__read_required(&text, s), error);
        if (!error)
            expect_text(text, s);
    }
}
END_TEST

START_TEST(a_string_without_an_end_is_read_no_further_than_256_bytes)
{
    struct text text;
    char *s = malloc(256); /* a sanitizer watches its end */
    ck_assert_ptr_nonnull(s);
    memset(s, 'x', 256);
    int error = callpark__read_text(&text, s);
    free(s);
    ck_assert_int_eq(error, CALLPARK_ERR_TOO_LONG);
}
END_TEST

START_TEST(bytes_of_any_encoding_are_read)
{
    struct text text;
    const char *s = "\x01\xff\xc3\xa4 \t\n\x80";
    ck_assert_int_eq(callpark__read_required(&text, s), CALLPARK_OK);
    expect_text(text, s);
}
END_TEST

/* ---- Durations ---- */

static const struct {
    callpark_duration asked, result;
    int error;
} durations[] = {
    {0, 50, CALLPARK_OK},
    {10, 10, CALLPARK_OK},
    {11, 11, CALLPARK_OK},
    {100, 100, CALLPARK_OK},
    {9, 0, CALLPARK_ERR_DURATION},
    {1, 0, CALLPARK_ERR_DURATION},
    {101, 0, CALLPARK_ERR_DURATION},
    {CALLPARK_NO_TIMEOUT, 0, CALLPARK_ERR_DURATION},
};

START_TEST(a_duration_is_within_its_limits_or_the_default)
{
    callpark_duration out;
    int error = callpark__read_duration(&out, durations[_i].asked, 50, 10, 100);
    ck_assert_int_eq(error, durations[_i].error);
    if (!error)
        ck_assert_uint_eq(out, durations[_i].result);
}
END_TEST

START_TEST(a_default_outside_the_limits_is_an_error_too)
{
    callpark_duration out;
    ck_assert_int_eq(callpark__read_duration(&out, 0, 9, 10, 100), CALLPARK_ERR_DURATION);
    ck_assert_int_eq(callpark__read_duration(&out, 0, 101, 10, 100), CALLPARK_ERR_DURATION);
}
END_TEST

static const struct {
    callpark_duration asked, hold, claim; /* 0: an error */
} spans[] = {
    {0, 60000, 40000},           {1, 0, 0},           {999, 0, 0},           {1000, 1000, 1000},
    {600000, 600000, 600000},    {600001, 0, 600001}, {3600000, 0, 3600000}, {3600001, 0, 0},
    {CALLPARK_NO_TIMEOUT, 0, 0},
};

START_TEST(reservations_and_claims_have_limits_of_their_own)
{
    callpark_duration hold = 1;
    callpark_duration claim = 1;
    int hold_error = callpark__read_hold(&hold, spans[_i].asked);
    int claim_error = callpark__read_claim(&claim, spans[_i].asked);
    ck_assert_int_eq(hold_error, spans[_i].hold ? CALLPARK_OK : CALLPARK_ERR_DURATION);
    ck_assert_int_eq(claim_error, spans[_i].claim ? CALLPARK_OK : CALLPARK_ERR_DURATION);
    if (!hold_error)
        ck_assert_uint_eq(hold, spans[_i].hold);
    if (!claim_error)
        ck_assert_uint_eq(claim, spans[_i].claim);
}
END_TEST

/* ---- Where ---- */

static struct callpark_where where_of(uint32_t kind)
{
    struct callpark_where where;
    callpark_where_init(&where);
    where.kind = kind;
    where.lot = "lot";
    where.slot = 7;
    return where;
}

static const uint32_t where_kinds[] = {CALLPARK_AT_ANY_SLOT, CALLPARK_AT_SLOT,
                                       CALLPARK_AT_SLOT_OR_OTHER, CALLPARK_AT_EXTENSION,
                                       CALLPARK_AT_GROUP};

/* The kind takes its own string only, and is not bothered by what it ignores. */
START_TEST(where_reads_what_its_kind_names)
{
    uint32_t kind = where_kinds[_i];
    struct callpark_where where = where_of(kind);
    struct where_args in;
    where.extension = "extension";
    where.group = "group";
    ck_assert_int_eq(callpark__read_where(&in, &where), CALLPARK_OK);
    ck_assert_uint_eq(in.kind, kind);
    ck_assert_uint_eq(in.slot, 7);
    expect_text(in.lot, where.lot);
    expect_text(in.extension, kind == CALLPARK_AT_EXTENSION ? where.extension : NULL);
    expect_text(in.group, kind == CALLPARK_AT_GROUP ? where.group : NULL);
    where.extension = where.group = text_of(256);
    ck_assert_int_eq(callpark__read_where(&in, &where),
                     kind < CALLPARK_AT_EXTENSION ? CALLPARK_OK : CALLPARK_ERR_TOO_LONG);
    where.extension = where.group = NULL;
    ck_assert_int_eq(callpark__read_where(&in, &where), CALLPARK_OK);
    expect_text(in.extension, NULL);
    expect_text(in.group, NULL);
}
END_TEST

START_TEST(where_needs_a_lot)
{
    struct callpark_where where = where_of(where_kinds[_i]);
    struct where_args in;
    where.lot = NULL;
    ck_assert_int_eq(callpark__read_where(&in, &where), CALLPARK_ERR_INVALID);
    where.lot = "";
    ck_assert_int_eq(callpark__read_where(&in, &where), CALLPARK_ERR_INVALID);
    where.lot = text_of(256);
    ck_assert_int_eq(callpark__read_where(&in, &where), CALLPARK_ERR_TOO_LONG);
}
END_TEST

START_TEST(where_of_another_kind_is_invalid)
{
    const uint32_t kinds[] = {CALLPARK_AT_GROUP + 1, CALLPARK_BY_TICKET, UINT32_MAX};
    for (size_t i = 0; i < COUNT(kinds); i++) {
        struct callpark_where where = where_of(kinds[i]);
        struct where_args in;
        ck_assert_int_eq(callpark__read_where(&in, &where), CALLPARK_ERR_INVALID);
    }
}
END_TEST

/* ---- Which ---- */

static const struct {
    struct callpark_which which;
    int error;
} whiches[] = {
    {{.kind = CALLPARK_BY_TICKET, .ticket = 5}, CALLPARK_OK},
    {{.kind = CALLPARK_BY_TICKET, .ticket = 5, .call_id = "A"}, CALLPARK_OK},
    {{.kind = CALLPARK_BY_TICKET}, CALLPARK_OK}, /* no such ticket: found later */
    {{.kind = CALLPARK_BY_CALL, .call_id = "A"}, CALLPARK_OK},
    {{.kind = CALLPARK_BY_CALL}, CALLPARK_ERR_INVALID},
    {{.kind = CALLPARK_BY_CALL, .call_id = ""}, CALLPARK_ERR_INVALID},
    {{.kind = CALLPARK_BY_SLOT, .lot = "lot", .slot = 7}, CALLPARK_OK},
    {{.kind = CALLPARK_BY_SLOT, .lot = "lot", .slot = 7, .call_id = "A"}, CALLPARK_OK},
    {{.kind = CALLPARK_BY_SLOT, .lot = "lot", .call_id = ""}, CALLPARK_OK},
    {{.kind = CALLPARK_BY_SLOT, .slot = 7}, CALLPARK_ERR_INVALID},
    {{.kind = CALLPARK_BY_SLOT, .lot = "", .slot = 7}, CALLPARK_ERR_INVALID},
    {{.kind = CALLPARK_BY_EXTENSION, .lot = "lot", .extension = "e"}, CALLPARK_OK},
    {{.kind = CALLPARK_BY_EXTENSION, .lot = "lot"}, CALLPARK_ERR_INVALID},
    {{.kind = CALLPARK_BY_EXTENSION, .lot = "lot", .extension = ""}, CALLPARK_ERR_INVALID},
    {{.kind = CALLPARK_BY_EXTENSION, .extension = "e"}, CALLPARK_ERR_INVALID},
    {{.kind = CALLPARK_BY_AGE, .lot = "lot"}, CALLPARK_OK},
    {{.kind = CALLPARK_BY_AGE, .lot = "lot", .call_id = "A"}, CALLPARK_OK},
    {{.kind = CALLPARK_BY_AGE}, CALLPARK_ERR_INVALID},
    {{.kind = 0, .lot = "lot"}, CALLPARK_ERR_INVALID},
    {{.kind = CALLPARK_AT_GROUP, .lot = "lot"}, CALLPARK_ERR_INVALID},
    {{.kind = CALLPARK_BY_TICKET - 1, .lot = "lot"}, CALLPARK_ERR_INVALID},
    {{.kind = CALLPARK_BY_AGE + 1, .lot = "lot"}, CALLPARK_ERR_INVALID},
    {{.kind = UINT32_MAX, .lot = "lot"}, CALLPARK_ERR_INVALID},
};

START_TEST(which_reads_what_its_kind_names)
{
    struct callpark_which which = whiches[_i].which;
    struct which_args in;
    which.size = sizeof which;
    ck_assert_int_eq(callpark__read_which(&in, &which), whiches[_i].error);
    if (whiches[_i].error)
        return;
    ck_assert_uint_eq(in.kind, which.kind);
    ck_assert_uint_eq(in.slot, which.slot);
    ck_assert_uint_eq(in.ticket, which.ticket);
    expect_text(in.lot, which.lot);
    expect_text(in.extension, which.extension);
    expect_text(in.call_id, which.call_id && *which.call_id ? which.call_id : NULL);
    which.call_id = text_of(256);
    ck_assert_int_eq(callpark__read_which(&in, &which), CALLPARK_ERR_TOO_LONG);
}
END_TEST

START_TEST(long_names_in_which_are_too_long)
{
    struct which_args in;
    struct callpark_which which = callpark_by_slot(text_of(256), 1);
    ck_assert_int_eq(callpark__read_which(&in, &which), CALLPARK_ERR_TOO_LONG);
    which = callpark_by_extension("lot", text_of(256));
    ck_assert_int_eq(callpark__read_which(&in, &which), CALLPARK_ERR_TOO_LONG);
    which = callpark_by_age(text_of(256));
    ck_assert_int_eq(callpark__read_which(&in, &which), CALLPARK_ERR_TOO_LONG);
    which = callpark_by_call(text_of(256));
    ck_assert_int_eq(callpark__read_which(&in, &which), CALLPARK_ERR_TOO_LONG);
}
END_TEST

/* ---- The call ---- */

/* Where each text of a call comes from; the extension is none of them. */
static const size_t call_texts[] = {
    [TEXT_CALL_ID] = offsetof(struct callpark_call, call_id),
    [TEXT_PARKER] = offsetof(struct callpark_call, parker),
    [TEXT_PARKEE] = offsetof(struct callpark_call, parkee),
    [TEXT_NAME] = offsetof(struct callpark_call, caller_name),
    [TEXT_NUMBER] = offsetof(struct callpark_call, caller_number),
    [TEXT_TAG] = offsetof(struct callpark_call, tag),
};

static void set_text(struct callpark_call *call, int field, const char *s)
{
    memcpy((unsigned char *)call + call_texts[field], &s, sizeof s);
}

START_TEST(each_text_of_a_call_goes_to_its_field)
{
    static const char *const texts[] = {"id", "parker", "parkee", "name", "number", "tag"};
    struct callpark_call call;
    struct call_args in;
    int host;
    callpark_call_init(&call);
    call.host = &host;
    for (int i = 0; i <= TEXT_TAG; i++)
        set_text(&call, i, texts[i]);
    ck_assert_int_eq(callpark__read_call(&in, &call), CALLPARK_OK);
    for (int i = 0; i <= TEXT_TAG; i++)
        expect_text(in.texts.field[i], texts[i]);
    expect_text(in.texts.field[TEXT_EXTENSION], NULL);
    ck_assert_ptr_eq(in.host, &host);
}
END_TEST

START_TEST(a_text_of_a_call_may_be_absent_but_not_too_long)
{
    struct callpark_call call;
    struct call_args in;
    callpark_call_init(&call);
    call.call_id = "id";
    set_text(&call, _i, "");
    ck_assert_int_eq(callpark__read_call(&in, &call),
                     _i == TEXT_CALL_ID ? CALLPARK_ERR_INVALID : CALLPARK_OK);
    if (_i != TEXT_CALL_ID)
        expect_text(in.texts.field[_i], NULL);
    set_text(&call, _i, text_of(255));
    ck_assert_int_eq(callpark__read_call(&in, &call), CALLPARK_OK);
    expect_text(in.texts.field[_i], text_of(255));
    set_text(&call, _i, text_of(256));
    ck_assert_int_eq(callpark__read_call(&in, &call), CALLPARK_ERR_TOO_LONG);
}
END_TEST

START_TEST(a_call_needs_its_id)
{
    struct callpark_call call;
    struct call_args in;
    callpark_call_init(&call);
    call.parker = "100";
    ck_assert_int_eq(callpark__read_call(&in, &call), CALLPARK_ERR_INVALID);
}
END_TEST

/* ---- Terms and recall ---- */

START_TEST(no_terms_inherit_all)
{
    struct terms_args in;
    memset(&in, 0xa7, sizeof in);
    ck_assert_int_eq(callpark__read_terms(&in, NULL), CALLPARK_OK);
    ck_assert(!in.own_recall);
    ck_assert_uint_eq(in.timeout, 0);
}
END_TEST

/* The terms with |recall|, read. */
static int read_recall(struct terms_args *in, struct callpark_recall recall)
{
    struct callpark_terms terms;
    callpark_terms_init(&terms);
    if (!recall.size)
        recall.size = sizeof recall;
    terms.recall = &recall;
    terms.timeout = 77;
    return callpark__read_terms(in, &terms);
}

START_TEST(each_field_of_a_recall_goes_to_its_own)
{
    struct terms_args in;
    struct callpark_recall recall = {
        .alternate = "alternate",
        .fallback = "fallback",
        .targets = 3,
        .rounds = 4,
        .ring = 5000,
        .ring_other = 6000,
        .pause = 7000,
    };
    ck_assert_int_eq(read_recall(&in, recall), CALLPARK_OK);
    ck_assert(in.own_recall);
    ck_assert_uint_eq(in.timeout, 77);
    expect_text(in.recall.alternate, recall.alternate);
    expect_text(in.recall.fallback, recall.fallback);
    ck_assert_uint_eq(in.recall.targets, 3);
    ck_assert_uint_eq(in.recall.rounds, 4);
    ck_assert_uint_eq(in.recall.ring, 5000);
    ck_assert_uint_eq(in.recall.ring_other, 6000);
    ck_assert_uint_eq(in.recall.pause, 7000);
}
END_TEST

START_TEST(null_inherits_a_target_and_an_empty_string_is_none)
{
    struct terms_args in;
    ck_assert_int_eq(read_recall(&in, (struct callpark_recall){.fallback = CALLPARK_NONE}),
                     CALLPARK_OK);
    ck_assert_ptr_null(in.recall.alternate.s);
    ck_assert_ptr_nonnull(in.recall.fallback.s);
    ck_assert_uint_eq(in.recall.fallback.length, 0);
    ck_assert_int_eq(read_recall(&in, (struct callpark_recall){.alternate = CALLPARK_NONE}),
                     CALLPARK_OK);
    ck_assert_ptr_nonnull(in.recall.alternate.s);
    ck_assert_ptr_null(in.recall.fallback.s);
}
END_TEST

static const struct {
    struct callpark_recall recall;
    int error;
} recalls[] = {
    {{0}, CALLPARK_OK},
    {{.targets = CALLPARK_RECALL_PARKER}, CALLPARK_OK},
    {{.targets = CALLPARK_RECALL_ALTERNATE}, CALLPARK_OK},
    {{.targets = CALLPARK_RECALL_ALTERNATE + 1}, CALLPARK_ERR_INVALID},
    {{.targets = UINT32_MAX}, CALLPARK_ERR_INVALID},
    {{.rounds = 1}, CALLPARK_OK},
    {{.rounds = 1000}, CALLPARK_OK},
    {{.rounds = 1001}, CALLPARK_ERR_INVALID},
    {{.rounds = CALLPARK_FOREVER - 1}, CALLPARK_ERR_INVALID},
    {{.rounds = CALLPARK_FOREVER}, CALLPARK_OK},
    {{.reserved = 1}, CALLPARK_ERR_STRUCT_FIELD},
    {{.size = sizeof(struct callpark_recall) - 1}, CALLPARK_ERR_STRUCT_SHORT},
    {{.size = 4097}, CALLPARK_ERR_STRUCT_LONG},
};

START_TEST(a_recall_has_targets_and_rounds_that_exist)
{
    struct terms_args in;
    ck_assert_int_eq(read_recall(&in, recalls[_i].recall), recalls[_i].error);
}
END_TEST

START_TEST(long_targets_are_too_long)
{
    struct terms_args in;
    struct callpark_recall recall = {.alternate = text_of(256)};
    ck_assert_int_eq(read_recall(&in, recall), CALLPARK_ERR_TOO_LONG);
    recall = (struct callpark_recall){.fallback = text_of(256)};
    ck_assert_int_eq(read_recall(&in, recall), CALLPARK_ERR_TOO_LONG);
    recall = (struct callpark_recall){.alternate = text_of(255), .fallback = text_of(255)};
    ck_assert_int_eq(read_recall(&in, recall), CALLPARK_OK);
}
END_TEST

START_TEST(reserved_terms_are_refused)
{
    struct callpark_terms terms;
    struct terms_args in;
    callpark_terms_init(&terms);
    terms.reserved = 1;
    ck_assert_int_eq(callpark__read_terms(&in, &terms), CALLPARK_ERR_STRUCT_FIELD);
}
END_TEST

static const struct {
    callpark_duration duration;
    int error;
} rings[] = {
    {0, CALLPARK_OK},
    {1, CALLPARK_ERR_DURATION},
    {999, CALLPARK_ERR_DURATION},
    {1000, CALLPARK_OK},
    {CALLPARK_NO_TIMEOUT - 1, CALLPARK_OK},
    {CALLPARK_NO_TIMEOUT, CALLPARK_ERR_DURATION},
};

START_TEST(rings_and_pauses_last_a_second_at_least_and_end)
{
    struct recall_args recall[3] = {{.ring = rings[_i].duration},
                                    {.ring_other = rings[_i].duration},
                                    {.pause = rings[_i].duration}};
    for (int i = 0; i < 3; i++)
        ck_assert_int_eq(callpark__check_recall(&recall[i]), rings[_i].error);
}
END_TEST

/* ---- Lots ---- */

START_TEST(a_lot_without_a_configuration_has_defaults_and_no_slots)
{
    struct callpark_lot_config config;
    callpark_lot_config_init(&config);
    for (int i = 0; i < 2; i++) {
        struct lot_args in;
        memset(&in, 0xa7, sizeof in);
        ck_assert_int_eq(callpark__read_lot(&in, i ? &config : NULL), CALLPARK_OK);
        expect_text(in.prefix, NULL);
        ck_assert(!in.own_recall);
        ck_assert_uint_eq(in.first, 1);
        ck_assert_uint_eq(in.count, 0);
        ck_assert_uint_eq(in.label_width, 0);
        ck_assert_uint_eq(in.choice, CALLPARK_CHOOSE_LOWEST);
        ck_assert_uint_eq(in.timeout, 180000);
        ck_assert_uint_eq(in.timeout_min, 10000);
        ck_assert_uint_eq(in.timeout_max, 3600000);
        ck_assert_uint_eq(in.flags, 0);
    }
}
END_TEST

START_TEST(each_field_of_a_lot_goes_to_its_own)
{
    struct callpark_recall recall = {.size = sizeof recall, .rounds = 9};
    struct callpark_lot_config config = {
        .size = sizeof config,
        .prefix = "*5",
        .recall = &recall,
        .first_slot = 701,
        .last_slot = 720,
        .label_width = 4,
        .choice = CALLPARK_CHOOSE_LONGEST_FREE,
        .timeout = 45000,
        .timeout_min = 30000,
        .timeout_max = 600000,
        .flags = CALLPARK_LOT_ALLOW_NO_TIMEOUT,
    };
    struct lot_args in;
    ck_assert_int_eq(callpark__read_lot(&in, &config), CALLPARK_OK);
    expect_text(in.prefix, config.prefix);
    ck_assert(in.own_recall);
    ck_assert_uint_eq(in.recall.rounds, 9);
    ck_assert_uint_eq(in.first, 701);
    ck_assert_uint_eq(in.count, 20);
    ck_assert_uint_eq(in.label_width, 4);
    ck_assert_uint_eq(in.choice, CALLPARK_CHOOSE_LONGEST_FREE);
    ck_assert_uint_eq(in.timeout, 45000);
    ck_assert_uint_eq(in.timeout_min, 30000);
    ck_assert_uint_eq(in.timeout_max, 600000);
    ck_assert_uint_eq(in.flags, CALLPARK_LOT_ALLOW_NO_TIMEOUT);
}
END_TEST

static const struct {
    uint32_t first, last, count;
    int error;
} ranges[] = {
    {1, 0, 0, CALLPARK_OK},
    {701, 700, 0, CALLPARK_OK},
    {701, 701, 1, CALLPARK_OK},
    {0, 0, 1, CALLPARK_OK},
    {0, 9, 10, CALLPARK_OK},
    {UINT32_MAX, UINT32_MAX, 1, CALLPARK_OK},
    {UINT32_MAX, UINT32_MAX - 1, 0, CALLPARK_OK},
    {UINT32_MAX - 9, UINT32_MAX, 10, CALLPARK_OK},
    {1, 1 << 24, 1 << 24, CALLPARK_OK},
    {UINT32_MAX - (1 << 24) + 1, UINT32_MAX, 1 << 24, CALLPARK_OK},
    {0, 1 << 24, 0, CALLPARK_ERR_RANGE},
    {0, UINT32_MAX, 0, CALLPARK_ERR_RANGE},
    {701, 699, 0, CALLPARK_ERR_RANGE},
    {2, 0, 0, CALLPARK_ERR_RANGE},
    {UINT32_MAX, 0, 0, CALLPARK_ERR_RANGE},
};

START_TEST(a_range_is_empty_or_has_at_most_2_to_the_24_slots)
{
    struct callpark_lot_config config;
    struct lot_args in;
    callpark_lot_config_init(&config);
    config.first_slot = ranges[_i].first;
    config.last_slot = ranges[_i].last;
    ck_assert_int_eq(callpark__read_lot(&in, &config), ranges[_i].error);
    if (ranges[_i].error)
        return;
    ck_assert_uint_eq(in.first, ranges[_i].first);
    ck_assert_uint_eq(in.count, ranges[_i].count);
}
END_TEST

enum { ENDLESS = CALLPARK_LOT_ALLOW_NO_TIMEOUT };

static const struct {
    callpark_duration timeout, min, max;
    uint32_t flags;
    int error;
} limits[] = {
    {10000, 0, 0, 0, CALLPARK_OK},
    {9999, 0, 0, 0, CALLPARK_ERR_DURATION},
    {3600000, 0, 0, 0, CALLPARK_OK},
    {3600001, 0, 0, 0, CALLPARK_ERR_DURATION},
    {45000, 30000, 600000, 0, CALLPARK_OK},
    {30000, 30000, 30000, 0, CALLPARK_OK},
    {29999, 30000, 600000, 0, CALLPARK_ERR_DURATION},
    {600001, 30000, 600000, 0, CALLPARK_ERR_DURATION},
    {0, 181000, 0, 0, CALLPARK_ERR_DURATION}, /* the default of 180 s is outside */
    {0, 0, 179000, 0, CALLPARK_ERR_DURATION},
    {0, 180000, 180000, 0, CALLPARK_OK},
    {0, 9999, 0, 0, CALLPARK_ERR_DURATION},
    {0, 0, 3600001, 0, CALLPARK_ERR_DURATION},
    {0, 0, CALLPARK_NO_TIMEOUT, ENDLESS, CALLPARK_ERR_DURATION},
    {50000, 60000, 40000, 0, CALLPARK_ERR_DURATION},
    {CALLPARK_NO_TIMEOUT, 0, 0, 0, CALLPARK_ERR_DURATION},
    {CALLPARK_NO_TIMEOUT, 0, 0, ENDLESS, CALLPARK_OK},
    {CALLPARK_NO_TIMEOUT, 60000, 40000, ENDLESS, CALLPARK_ERR_DURATION},
    {CALLPARK_NO_TIMEOUT - 1, 0, 0, ENDLESS, CALLPARK_ERR_DURATION},
};

START_TEST(timeouts_lie_within_limits_that_lie_within_the_library_s)
{
    struct callpark_lot_config config;
    struct lot_args in;
    callpark_lot_config_init(&config);
    config.timeout = limits[_i].timeout;
    config.timeout_min = limits[_i].min;
    config.timeout_max = limits[_i].max;
    config.flags = limits[_i].flags;
    ck_assert_int_eq(callpark__read_lot(&in, &config), limits[_i].error);
    if (!limits[_i].error && limits[_i].timeout)
        ck_assert_uint_eq(in.timeout, limits[_i].timeout);
}
END_TEST

static const struct {
    struct callpark_lot_config config;
    int error;
} lots[] = {
    {{.choice = CALLPARK_CHOOSE_NEXT}, CALLPARK_OK},
    {{.choice = CALLPARK_CHOOSE_LONGEST_FREE + 1}, CALLPARK_ERR_INVALID},
    {{.choice = UINT32_MAX}, CALLPARK_ERR_INVALID},
    {{.label_width = 10}, CALLPARK_OK},
    {{.label_width = 11}, CALLPARK_ERR_INVALID},
    {{.label_width = UINT32_MAX}, CALLPARK_ERR_INVALID},
    {{.flags = 2}, CALLPARK_ERR_INVALID},
    {{.flags = UINT32_MAX}, CALLPARK_ERR_INVALID},
    {{.prefix = ""}, CALLPARK_OK},
    {{.size = 4097}, CALLPARK_ERR_STRUCT_LONG},
    {{.size = sizeof(struct callpark_lot_config) - 1}, CALLPARK_ERR_STRUCT_SHORT},
    /* Of several errors: arguments, then durations, then the range. */
    {{.choice = 9, .timeout = 1}, CALLPARK_ERR_INVALID},
    {{.timeout = 1, .first_slot = 9, .last_slot = 1}, CALLPARK_ERR_DURATION},
};

START_TEST(a_lot_has_a_choice_a_width_and_flags_that_exist)
{
    struct callpark_lot_config config = lots[_i].config;
    struct lot_args in;
    if (!config.size)
        config.size = sizeof config;
    ck_assert_int_eq(callpark__read_lot(&in, &config), lots[_i].error);
}
END_TEST

START_TEST(a_prefix_has_at_most_240_bytes)
{
    struct callpark_lot_config config;
    struct lot_args in;
    callpark_lot_config_init(&config);
    config.prefix = text_of(240);
    ck_assert_int_eq(callpark__read_lot(&in, &config), CALLPARK_OK);
    expect_text(in.prefix, config.prefix);
    config.prefix = text_of(241);
    ck_assert_int_eq(callpark__read_lot(&in, &config), CALLPARK_ERR_TOO_LONG);
    config.prefix = text_of(299);
    ck_assert_int_eq(callpark__read_lot(&in, &config), CALLPARK_ERR_TOO_LONG);
}
END_TEST

START_TEST(the_recall_of_a_lot_is_checked_whole)
{
    struct callpark_recall recall = {.size = sizeof recall, .ring = 999};
    struct callpark_lot_config config;
    struct lot_args in;
    callpark_lot_config_init(&config);
    config.recall = &recall;
    ck_assert_int_eq(callpark__read_lot(&in, &config), CALLPARK_ERR_DURATION);
    config.first_slot = 5; /* a bad range comes after it ... */
    ck_assert_int_eq(callpark__read_lot(&in, &config), CALLPARK_ERR_DURATION);
    recall.ring = 1000;
    ck_assert_int_eq(callpark__read_lot(&in, &config), CALLPARK_ERR_RANGE);
    config.timeout = 1;
    recall.rounds = 1001; /* ... and bad arguments before all */
    ck_assert_int_eq(callpark__read_lot(&in, &config), CALLPARK_ERR_INVALID);
}
END_TEST

Suite *args_suite(void);
Suite *args_suite(void)
{
    Suite *suite = suite_create("args");
    TCase *tcase = tcase_create("args");
    suite_add_tcase(suite, tcase);
    tcase_add_test(tcase, an_optional_string_that_is_null_or_empty_is_absent);
    tcase_add_test(tcase, a_required_string_that_is_null_or_empty_is_invalid);
    tcase_add_test(tcase, a_string_of_1_to_255_bytes_is_read);
    tcase_add_test(tcase, a_string_without_an_end_is_read_no_further_than_256_bytes);
    tcase_add_test(tcase, bytes_of_any_encoding_are_read);
    tcase_add_loop_test(tcase, a_duration_is_within_its_limits_or_the_default, 0,
                        (int)COUNT(durations));
    tcase_add_test(tcase, a_default_outside_the_limits_is_an_error_too);
    tcase_add_loop_test(tcase, reservations_and_claims_have_limits_of_their_own, 0,
                        (int)COUNT(spans));
    tcase_add_loop_test(tcase, where_reads_what_its_kind_names, 0, (int)COUNT(where_kinds));
    tcase_add_loop_test(tcase, where_needs_a_lot, 0, (int)COUNT(where_kinds));
    tcase_add_test(tcase, where_of_another_kind_is_invalid);
    tcase_add_loop_test(tcase, which_reads_what_its_kind_names, 0, (int)COUNT(whiches));
    tcase_add_test(tcase, long_names_in_which_are_too_long);
    tcase_add_test(tcase, each_text_of_a_call_goes_to_its_field);
    tcase_add_loop_test(tcase, a_text_of_a_call_may_be_absent_but_not_too_long, 0, TEXT_TAG + 1);
    tcase_add_test(tcase, a_call_needs_its_id);
    tcase_add_test(tcase, no_terms_inherit_all);
    tcase_add_test(tcase, each_field_of_a_recall_goes_to_its_own);
    tcase_add_test(tcase, null_inherits_a_target_and_an_empty_string_is_none);
    tcase_add_loop_test(tcase, a_recall_has_targets_and_rounds_that_exist, 0, (int)COUNT(recalls));
    tcase_add_test(tcase, long_targets_are_too_long);
    tcase_add_test(tcase, reserved_terms_are_refused);
    tcase_add_loop_test(tcase, rings_and_pauses_last_a_second_at_least_and_end, 0,
                        (int)COUNT(rings));
    tcase_add_test(tcase, a_lot_without_a_configuration_has_defaults_and_no_slots);
    tcase_add_test(tcase, each_field_of_a_lot_goes_to_its_own);
    tcase_add_loop_test(tcase, a_range_is_empty_or_has_at_most_2_to_the_24_slots, 0,
                        (int)COUNT(ranges));
    tcase_add_loop_test(tcase, timeouts_lie_within_limits_that_lie_within_the_library_s, 0,
                        (int)COUNT(limits));
    tcase_add_loop_test(tcase, a_lot_has_a_choice_a_width_and_flags_that_exist, 0,
                        (int)COUNT(lots));
    tcase_add_test(tcase, a_prefix_has_at_most_240_bytes);
    tcase_add_test(tcase, the_recall_of_a_lot_is_checked_whole);
    return suite;
}
