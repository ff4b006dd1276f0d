/* SPDX-License-Identifier: MIT */
/*
 * Every verb in every state of a parking. One parking, at slot 701, is brought into
 * a state and left there for a second; then one verb is called on it. The table says
 * what must come: an error with nothing changed, or the event and the state after.
 */
#include <check.h>

#include "helpers.h"

#include <stdio.h>

/* The columns. A claim is told apart by what it was made from. */
enum column {
    RESERVED,
    WAITING,
    PAUSED, /* both targets failed: the parker is due again after the pause */
    RINGING,
    CLAIMED,
    CLAIMED_PAUSED,
    CLAIMED_RINGING,
    ANSWERED,
    ENDED,
    COLUMNS
};

static const char *const column_names[] = {"RESERVED",        "WAITING",  "PAUSED",
                                           "RINGING",         "CLAIMED",  "CLAIMED_PAUSED",
                                           "CLAIMED_RINGING", "ANSWERED", "ENDED"};

/* Points in time, as seen from the verb. */
enum when { NEVER, KEPT, NOW, AFTER_PAUSE, AFTER_TIMEOUT, AFTER_HOLD, AFTER_RING, AFTER_CLAIM };

enum { PAUSE = 5000, RING = 20000, RING_OTHER = 25000 };

/* What the event says; |serial| and |stops| as below. */
struct outcome {
    int error;
    uint32_t kind, state;
    enum when deadline, due;
    bool stops;  /* the open ring or claim */
    bool serial; /* the event opens a new one */
    uint32_t reason;
    uint32_t step, round;
    const char *target;
    bool same;    /* instead: all is as it was, but kind and description or place */
    bool nothing; /* instead: it returns 0 and does nothing */
    bool fresh;   /* instead: another parking is made */
};

#define NO(name)                                                                                   \
    {                                                                                              \
        .error = CALLPARK_ERR_##name                                                               \
    }
#define NOTHING                                                                                    \
    {                                                                                              \
        .nothing = true                                                                            \
    }
#define FRESH(name)                                                                                \
    {                                                                                              \
        .kind = CALLPARK_EVENT_##name, .fresh = true                                               \
    }
#define SAME(name)                                                                                 \
    {                                                                                              \
        .kind = CALLPARK_EVENT_##name, .same = true                                                \
    }
#define ENDS(why, stops_it)                                                                        \
    {                                                                                              \
        .kind = CALLPARK_EVENT_ENDED, .state = CALLPARK_STATE_ENDED, .stops = stops_it,            \
        .reason = CALLPARK_REASON_##why                                                            \
    }
#define CLAIMS(when, stops_it, step_, round_)                                                      \
    {                                                                                              \
        .kind = CALLPARK_EVENT_CLAIMED, .state = CALLPARK_STATE_CLAIMED, .deadline = when,         \
        .due = AFTER_CLAIM, .stops = stops_it, .serial = true, .step = step_, .round = round_      \
    }
#define WAITS(name, when, stops_it)                                                                \
    {                                                                                              \
        .kind = CALLPARK_EVENT_##name, .state = CALLPARK_STATE_WAITING, .deadline = when,          \
        .due = when, .stops = stops_it                                                             \
    }
#define HOLDS(name, when)                                                                          \
    {                                                                                              \
        .kind = CALLPARK_EVENT_##name, .state = CALLPARK_STATE_RESERVED, .deadline = when,         \
        .due = when                                                                                \
    }
#define PAUSES(name, when, stops_it, step_, round_)                                                \
    {                                                                                              \
        .kind = CALLPARK_EVENT_##name, .state = CALLPARK_STATE_PAUSED, .deadline = when,           \
        .due = when, .stops = stops_it, .step = step_, .round = round_                             \
    }
#define RINGS(round_)                                                                              \
    {                                                                                              \
        .kind = CALLPARK_EVENT_RINGING, .state = CALLPARK_STATE_RINGING, .deadline = AFTER_RING,   \
        .due = AFTER_RING, .serial = true, .step = CALLPARK_STEP_PARKER, .round = round_,          \
        .target = "100"                                                                            \
    }
#define PARKER CALLPARK_STEP_PARKER
#define ALTERNATE CALLPARK_STEP_ALTERNATE

/* ---- The rows ---------------------------------------------------------------------- */

static uint64_t open_serial; /* of the ring or claim that is open; else of nobody's */

static struct callpark_which by_ticket(void)
{
    return ticket(1);
}

static struct callpark_which by_call(void)
{
    return callpark_by_call("A");
}

static struct callpark_which by_place(void)
{
    return callpark_by_slot("main", 701);
}

static struct callpark_which by_age(void)
{
    return callpark_by_age("main");
}

static int park_same_call(struct callpark_which which)
{
    (void)which;
    return do_park_at(slot_of("main", 703), "A");
}

static int park_same_place(struct callpark_which which)
{
    (void)which;
    return do_park_at(slot_of("main", 701), "B");
}

static int reserve_same_place(struct callpark_which which)
{
    (void)which;
    return do_reserve(slot_of("main", 701), NULL, 0);
}

static int fill(struct callpark_which which)
{
    return do_fill(which, "A");
}

static int claim(struct callpark_which which)
{
    return do_claim(which, 0);
}

static int answered(struct callpark_which which)
{
    return do_answered(which, open_serial, 0);
}

static int answered_stale(struct callpark_which which)
{
    return do_answered(which, open_serial + 1, 0);
}

static int failed(struct callpark_which which)
{
    return do_failed(which, open_serial);
}

static int failed_stale(struct callpark_which which)
{
    return do_failed(which, open_serial - 1);
}

static int deferred(struct callpark_which which)
{
    return do_deferred(which, open_serial);
}

static int deferred_stale(struct callpark_which which)
{
    return do_deferred(which, open_serial + 1);
}

static int commit(struct callpark_which which)
{
    return do_commit(which, open_serial);
}

static int commit_stale(struct callpark_which which)
{
    return do_commit(which, open_serial - 1);
}

static int rollback(struct callpark_which which)
{
    return do_rollback(which, open_serial);
}

static int rollback_stale(struct callpark_which which)
{
    return do_rollback(which, open_serial + 1);
}

static int swap(struct callpark_which which)
{
    return do_swap(which, "C");
}

static int move(struct callpark_which which)
{
    return do_move(which, slot_of("main", 704));
}

static int extend(struct callpark_which which)
{
    return do_extend(which, 0);
}

static int drain_lot(struct callpark_which which)
{
    (void)which;
    return do_drain("main");
}

static int drain_all(struct callpark_which which)
{
    (void)which;
    return do_drain(NULL);
}

static int poll_due(struct callpark_which which)
{
    (void)which;
    return poll_next();
}

static int poll_early(struct callpark_which which)
{
    (void)which;
    return do_poll();
}

static int mismatch(struct callpark_which which)
{
    which.call_id = "another";
    return do_claim(which, 0);
}

static const struct row {
    const char *name;
    int (*verb)(struct callpark_which which);
    struct callpark_which (*which)(void);
    struct outcome outcomes[COLUMNS];
} rows[] = {
    {"park, same call id",
     park_same_call,
     by_ticket,
     {FRESH(PARKED), NO(PARKED), NO(PARKED), NO(PARKED), NO(PARKED), NO(PARKED), NO(PARKED),
      NO(PARKED), FRESH(PARKED)}},
    {"park, same place",
     park_same_place,
     by_ticket,
     {NO(TAKEN), NO(TAKEN), NO(TAKEN), NO(TAKEN), NO(TAKEN), NO(TAKEN), NO(TAKEN), NO(TAKEN),
      FRESH(PARKED)}},
    {"reserve, same place",
     reserve_same_place,
     by_ticket,
     {NO(TAKEN), NO(TAKEN), NO(TAKEN), NO(TAKEN), NO(TAKEN), NO(TAKEN), NO(TAKEN), NO(TAKEN),
      FRESH(RESERVED)}},

    {"fill",
     fill,
     by_ticket,
     {WAITS(FILLED, AFTER_TIMEOUT, false), NO(STATE), NO(STATE), NO(STATE), NO(STATE), NO(STATE),
      NO(STATE), NO(STATE), NO(ENDED)}},
    {"fill by place",
     fill,
     by_place,
     {WAITS(FILLED, AFTER_TIMEOUT, false), NO(STATE), NO(STATE), NO(STATE), NO(STATE), NO(STATE),
      NO(STATE), NO(STATE), NO(NOT_FOUND)}},

    {"claim by ticket",
     claim,
     by_ticket,
     {NO(RESERVED), CLAIMS(KEPT, false, 0, 0), CLAIMS(KEPT, false, PARKER, 2),
      CLAIMS(AFTER_PAUSE, true, PARKER, 1), NO(CLAIMED), NO(CLAIMED), NO(CLAIMED), NO(CLAIMED),
      NO(ENDED)}},
    {"claim by call id",
     claim,
     by_call,
     {NO(NOT_FOUND), CLAIMS(KEPT, false, 0, 0), CLAIMS(KEPT, false, PARKER, 2),
      CLAIMS(AFTER_PAUSE, true, PARKER, 1), NO(CLAIMED), NO(CLAIMED), NO(CLAIMED), NO(CLAIMED),
      NO(NOT_FOUND)}},
    {"claim by place",
     claim,
     by_place,
     {NO(RESERVED), CLAIMS(KEPT, false, 0, 0), CLAIMS(KEPT, false, PARKER, 2),
      CLAIMS(AFTER_PAUSE, true, PARKER, 1), NO(CLAIMED), NO(CLAIMED), NO(CLAIMED), NO(CLAIMED),
      NO(NOT_FOUND)}},
    {"claim the oldest",
     claim,
     by_age,
     {NO(NOT_FOUND), CLAIMS(KEPT, false, 0, 0), CLAIMS(KEPT, false, PARKER, 2),
      CLAIMS(AFTER_PAUSE, true, PARKER, 1), NO(NOT_FOUND), NO(NOT_FOUND), NO(NOT_FOUND),
      NO(NOT_FOUND), NO(NOT_FOUND)}},
    {"claim another call",
     mismatch,
     by_ticket,
     {NO(MISMATCH), NO(MISMATCH), NO(MISMATCH), NO(MISMATCH), NO(MISMATCH), NO(MISMATCH),
      NO(MISMATCH), NO(MISMATCH), NO(ENDED)}},

    {"retrieve by ticket",
     do_retrieve,
     by_ticket,
     {NO(RESERVED), ENDS(RETRIEVED, false), ENDS(RETRIEVED, false), ENDS(RETRIEVED, true),
      NO(CLAIMED), NO(CLAIMED), NO(CLAIMED), NO(CLAIMED), NO(ENDED)}},
    {"retrieve by call id",
     do_retrieve,
     by_call,
     {NO(NOT_FOUND), ENDS(RETRIEVED, false), ENDS(RETRIEVED, false), ENDS(RETRIEVED, true),
      NO(CLAIMED), NO(CLAIMED), NO(CLAIMED), NO(CLAIMED), NO(NOT_FOUND)}},
    {"retrieve by place",
     do_retrieve,
     by_place,
     {NO(RESERVED), ENDS(RETRIEVED, false), ENDS(RETRIEVED, false), ENDS(RETRIEVED, true),
      NO(CLAIMED), NO(CLAIMED), NO(CLAIMED), NO(CLAIMED), NO(NOT_FOUND)}},
    {"retrieve the oldest",
     do_retrieve,
     by_age,
     {NO(NOT_FOUND), ENDS(RETRIEVED, false), ENDS(RETRIEVED, false), ENDS(RETRIEVED, true),
      NO(NOT_FOUND), NO(NOT_FOUND), NO(NOT_FOUND), NO(NOT_FOUND), NO(NOT_FOUND)}},

    {"recall answered",
     answered,
     by_ticket,
     {NO(STATE),
      NO(STALE),
      NO(STALE),
      {.kind = CALLPARK_EVENT_RECALL_ANSWERED,
       .state = CALLPARK_STATE_CLAIMED,
       .deadline = KEPT,
       .due = AFTER_CLAIM,
       .stops = true,
       .serial = true,
       .step = PARKER,
       .round = 1,
       .target = "100"},
      NO(STALE),
      NO(STALE),
      NO(STALE),
      NO(STALE),
      NO(ENDED)}},
    {"recall answered, stale",
     answered_stale,
     by_ticket,
     {NO(STATE), NO(STALE), NO(STALE), NO(STALE), NO(STALE), NO(STALE), NO(STALE), NO(STALE),
      NO(ENDED)}},
    {"recall failed",
     failed,
     by_ticket,
     {NO(STATE), NO(STALE), NO(STALE), PAUSES(RECALL_FAILED, NOW, true, ALTERNATE, 1), NO(STALE),
      NO(STALE), NO(STALE), NO(STALE), NO(ENDED)}},
    {"recall failed, stale",
     failed_stale,
     by_ticket,
     {NO(STATE), NO(STALE), NO(STALE), NO(STALE), NO(STALE), NO(STALE), NO(STALE), NO(STALE),
      NO(ENDED)}},
    {"recall deferred",
     deferred,
     by_ticket,
     {NO(STATE), NO(STALE), NO(STALE), PAUSES(RECALL_DEFERRED, AFTER_PAUSE, true, PARKER, 1),
      NO(STALE), NO(STALE), NO(STALE), NO(STALE), NO(ENDED)}},
    {"recall deferred, stale",
     deferred_stale,
     by_ticket,
     {NO(STATE), NO(STALE), NO(STALE), NO(STALE), NO(STALE), NO(STALE), NO(STALE), NO(STALE),
      NO(ENDED)}},

    {"commit",
     commit,
     by_ticket,
     {NO(STATE),
      NO(STALE),
      NO(STALE),
      NO(STALE),
      ENDS(RETRIEVED, true),
      ENDS(RETRIEVED, true),
      ENDS(RETRIEVED, true),
      {.kind = CALLPARK_EVENT_ENDED,
       .state = CALLPARK_STATE_ENDED,
       .stops = true,
       .reason = CALLPARK_REASON_RECALLED,
       .step = PARKER,
       .round = 1,
       .target = "100"},
      NO(ENDED)}},
    {"commit, stale",
     commit_stale,
     by_ticket,
     {NO(STATE), NO(STALE), NO(STALE), NO(STALE), NO(STALE), NO(STALE), NO(STALE), NO(STALE),
      NO(ENDED)}},
    {"commit by place",
     commit,
     by_place,
     {NO(STATE),
      NO(STALE),
      NO(STALE),
      NO(STALE),
      ENDS(RETRIEVED, true),
      ENDS(RETRIEVED, true),
      ENDS(RETRIEVED, true),
      {.kind = CALLPARK_EVENT_ENDED,
       .state = CALLPARK_STATE_ENDED,
       .stops = true,
       .reason = CALLPARK_REASON_RECALLED,
       .step = PARKER,
       .round = 1,
       .target = "100"},
      NO(NOT_FOUND)}},
    {"rollback",
     rollback,
     by_ticket,
     {NO(STATE), NO(STALE), NO(STALE), NO(STALE), WAITS(ROLLED_BACK, KEPT, true),
      PAUSES(ROLLED_BACK, KEPT, true, PARKER, 2), PAUSES(ROLLED_BACK, KEPT, true, PARKER, 1),
      PAUSES(ROLLED_BACK, NOW, true, ALTERNATE, 1), NO(ENDED)}},
    {"rollback, stale",
     rollback_stale,
     by_ticket,
     {NO(STATE), NO(STALE), NO(STALE), NO(STALE), NO(STALE), NO(STALE), NO(STALE), NO(STALE),
      NO(ENDED)}},

    {"swap",
     swap,
     by_ticket,
     {NO(STATE), SAME(SWAPPED), SAME(SWAPPED), SAME(SWAPPED), NO(CLAIMED), NO(CLAIMED), NO(CLAIMED),
      NO(CLAIMED), NO(ENDED)}},
    {"move",
     move,
     by_ticket,
     {SAME(MOVED), SAME(MOVED), SAME(MOVED), SAME(MOVED), NO(CLAIMED), NO(CLAIMED), NO(CLAIMED),
      NO(CLAIMED), NO(ENDED)}},
    {"extend",
     extend,
     by_ticket,
     {HOLDS(EXTENDED, AFTER_HOLD), WAITS(EXTENDED, AFTER_TIMEOUT, false),
      WAITS(EXTENDED, AFTER_TIMEOUT, false), WAITS(EXTENDED, AFTER_TIMEOUT, true), NO(CLAIMED),
      NO(CLAIMED), NO(CLAIMED), NO(CLAIMED), NO(ENDED)}},

    {"hangup",
     do_hangup,
     by_ticket,
     {ENDS(ABANDONED, false), ENDS(ABANDONED, false), ENDS(ABANDONED, false), ENDS(ABANDONED, true),
      ENDS(ABANDONED, true), ENDS(ABANDONED, true), ENDS(ABANDONED, true), ENDS(ABANDONED, true),
      NO(ENDED)}},
    {"remove by place",
     do_remove,
     by_place,
     {ENDS(REMOVED, false), ENDS(REMOVED, false), ENDS(REMOVED, false), ENDS(REMOVED, true),
      ENDS(REMOVED, true), ENDS(REMOVED, true), ENDS(REMOVED, true), ENDS(REMOVED, true),
      NO(NOT_FOUND)}},
    {"drain a lot",
     drain_lot,
     by_ticket,
     {ENDS(DRAINED, false), ENDS(DRAINED, false), ENDS(DRAINED, false), ENDS(DRAINED, true),
      ENDS(DRAINED, true), ENDS(DRAINED, true), ENDS(DRAINED, true), ENDS(DRAINED, true), NOTHING}},
    {"drain all",
     drain_all,
     by_ticket,
     {ENDS(DRAINED, false), ENDS(DRAINED, false), ENDS(DRAINED, false), ENDS(DRAINED, true),
      ENDS(DRAINED, true), ENDS(DRAINED, true), ENDS(DRAINED, true), ENDS(DRAINED, true), NOTHING}},

    {"poll, due",
     poll_due,
     by_ticket,
     {ENDS(EXPIRED, false), RINGS(1), RINGS(2), PAUSES(NO_ANSWER, NOW, true, ALTERNATE, 1),
      WAITS(CLAIM_EXPIRED, KEPT, true), PAUSES(CLAIM_EXPIRED, KEPT, true, PARKER, 2),
      PAUSES(CLAIM_EXPIRED, KEPT, true, PARKER, 1), PAUSES(CLAIM_EXPIRED, NOW, true, ALTERNATE, 1),
      NOTHING}},
    {"poll, not due",
     poll_early,
     by_ticket,
     {NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING}},
    {"find by ticket",
     do_find,
     by_ticket,
     {NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NO(ENDED)}},
    {"find by place",
     do_find,
     by_place,
     {NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NO(NOT_FOUND)}},
    {"find by call id",
     do_find,
     by_call,
     {NO(NOT_FOUND), NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NO(NOT_FOUND)}},
    {"find the oldest",
     do_find,
     by_age,
     {NO(NOT_FOUND), NOTHING, NOTHING, NOTHING, NO(NOT_FOUND), NO(NOT_FOUND), NO(NOT_FOUND),
      NO(NOT_FOUND), NO(NOT_FOUND)}},
};

/* ---- Into a state -------------------------------------------------------------------- */

static void park(void)
{
    struct callpark_recall recall;
    callpark_recall_init(&recall);
    recall.alternate = "400";
    recall.ring = RING;
    recall.ring_other = RING_OTHER;
    recall.pause = PAUSE;
    struct callpark_terms terms = terms_of(0, &recall);
    OK(do_park_call(slot_of("main", 701), call_of("A"), &terms));
}

static void ring(const char *target)
{
    ck_assert_int_eq(poll_next(), 1);
    ck_assert_uint_eq(ev.kind, CALLPARK_EVENT_RINGING);
    ck_assert_str_eq(ev.target, target);
}

static void pause_recall(void)
{
    ring("100");
    OK(do_failed(ticket(1), ev.serial));
    ring("400");
    OK(do_failed(ticket(1), ev.serial));
}

static void enter(enum column column)
{
    if (column == RESERVED)
        OK(do_reserve(slot_of("main", 701), "100", 0));
    else
        park();
    if (column == PAUSED || column == CLAIMED_PAUSED)
        pause_recall();
    if (column == RINGING || column == CLAIMED_RINGING || column == ANSWERED)
        ring("100");
    if (column == CLAIMED || column == CLAIMED_PAUSED || column == CLAIMED_RINGING)
        OK(do_claim(ticket(1), 0));
    if (column == ANSWERED)
        OK(do_answered(ticket(1), ev.serial, 0));
    if (column == ENDED)
        OK(do_retrieve(ticket(1)));
    open_serial = ev.serial != 0 ? ev.serial : 1; /* 1 was the lot's event */
    now_ms += 1000;
}

static callpark_time time_of(enum when when, callpark_time kept)
{
    switch (when) {
    case NEVER:
        return CALLPARK_NEVER;
    case KEPT:
        return kept;
    case NOW:
        return now_ms;
    case AFTER_PAUSE:
        return now_ms + PAUSE;
    case AFTER_TIMEOUT:
        return now_ms + SECONDS(180);
    case AFTER_HOLD:
        return now_ms + SECONDS(60);
    case AFTER_RING:
        return now_ms + RING;
    case AFTER_CLAIM:
        return now_ms + SECONDS(40);
    }
    return 0;
}

/* ---- A cell ----------------------------------------------------------------------------- */

static void expect_fresh(const struct outcome *expected)
{
    ck_assert_uint_eq(ev.kind, expected->kind);
    ck_assert_uint_eq(ev.ticket, 2);
    ck_assert_uint_eq(callpark_last_ticket(cp), 2);
}

/* A swap or a move: |before| is the parking as it was. */
static void expect_same(const struct outcome *expected, const struct callpark_info *before)
{
    const bool swapped = expected->kind == CALLPARK_EVENT_SWAPPED;
    ck_assert_uint_eq(ev.kind, expected->kind);
    ck_assert_uint_eq(ev.state, before->state);
    ck_assert_uint_eq(ev.deadline, before->deadline);
    ck_assert_uint_eq(ev.due, before->due);
    ck_assert_uint_eq(ev.serial, before->serial);
    ck_assert_uint_eq(ev.stops, 0);
    ck_assert_uint_eq(ev.step, before->step);
    ck_assert_uint_eq(ev.round, before->round);
    TEXT(ev.target, before->target);
    ck_assert_uint_eq(ev.slot, swapped ? 701 : 704);
    TEXT(ev.call_id, swapped ? "C" : before->call_id);
    TEXT(ev.old_call_id, swapped ? "A" : NULL);
    ck_assert_uint_eq(ev.from_slot, swapped ? 0 : 701);
    TEXT(ev.from_lot, swapped ? NULL : "main");
}

static void expect_change(const struct outcome *expected, const struct callpark_info *before)
{
    const bool over = expected->state == CALLPARK_STATE_ENDED;
    ck_assert_uint_eq(ev.kind, expected->kind);
    ck_assert_uint_eq(ev.state, expected->state);
    ck_assert_uint_eq(ev.reason, expected->reason);
    ck_assert_uint_eq(ev.deadline,
                      over ? CALLPARK_NEVER : time_of(expected->deadline, before->deadline));
    ck_assert_uint_eq(ev.due, over ? CALLPARK_NEVER : time_of(expected->due, before->deadline));
    ck_assert_uint_eq(ev.stops, expected->stops ? open_serial : 0);
    ck_assert_uint_eq(ev.serial, expected->serial ? ev.number : 0);
    ck_assert_uint_eq(ev.step, expected->step);
    ck_assert_uint_eq(ev.round, expected->round);
    TEXT(ev.target, expected->target);
    ck_assert_uint_eq(ev.ring, expected->kind == CALLPARK_EVENT_RINGING ? RING : 0);
    ck_assert_uint_eq(ev.ticket, 1);
    ck_assert_uint_eq(ev.slot, 701);
}

/* What find() says is what the event said. */
static void expect_found(void)
{
    if (ev.state == CALLPARK_STATE_ENDED) {
        ck_assert_int_eq(do_find(ticket(ev.ticket)), CALLPARK_ERR_ENDED);
        ck_assert_int_eq(do_find(by_place()), CALLPARK_ERR_NOT_FOUND);
        ck_assert_uint_eq(callpark_next_deadline(cp), CALLPARK_NEVER);
        return;
    }
    OK(do_find(ticket(ev.ticket)));
    ck_assert_uint_eq(seen.state, ev.state);
    ck_assert_uint_eq(seen.deadline, ev.deadline);
    ck_assert_uint_eq(seen.due, ev.due);
    ck_assert_uint_eq(seen.serial, ev.serial);
    ck_assert_uint_eq(seen.step, ev.step);
    ck_assert_uint_eq(seen.round, ev.round);
    ck_assert_uint_eq(seen.slot, ev.slot);
    TEXT(seen.target, ev.target);
    TEXT(seen.call_id, ev.call_id);
    ck_assert_uint_le(callpark_next_deadline(cp), ev.due);
}

START_TEST(a_cell)
{
    const struct row *row = &rows[_i / COLUMNS];
    const enum column column = (enum column)(_i % COLUMNS);
    const struct outcome *expected = &row->outcomes[column];
    enter(column);
    struct callpark_info before;
    callpark_info_init(&before);
    if (column != ENDED)
        OK(callpark_find(cp,
                         &(struct callpark_which){.size = sizeof(struct callpark_which),
                                                  .kind = CALLPARK_BY_TICKET,
                                                  .ticket = 1},
                         &before));
    struct frozen frozen;
    freeze(&frozen);
    const int got = row->verb(row->which());
    const char *changed = thaw(&frozen);
    const bool counts = row->verb == drain_lot || row->verb == drain_all || row->verb == poll_due ||
                        row->verb == poll_early;
    const int wanted = expected->error != 0 || expected->nothing ? expected->error : counts;
    ck_assert_msg(got == wanted, "%s, %s: %d, not %d", row->name, column_names[column], got,
                  wanted);
    if (expected->error != 0 || expected->nothing) {
        ck_assert_msg(changed == NULL, "%s, %s: %s", row->name, column_names[column], changed);
        return;
    }
    ck_assert_uint_eq(ev.number, frozen.event.number + 1);
    if (expected->fresh)
        expect_fresh(expected);
    else if (expected->same)
        expect_same(expected, &before);
    else
        expect_change(expected, &before);
    expect_found();
}
END_TEST

/* The fallback is one more step of the recall, and what follows it the release. */
START_TEST(the_cells_of_the_fallback)
{
    struct callpark_recall recall;
    callpark_recall_init(&recall);
    recall.targets = CALLPARK_RECALL_ALTERNATE;
    recall.fallback = "500";
    recall.pause = PAUSE;
    struct callpark_terms terms = terms_of(0, &recall);
    OK(do_park_call(slot_of("main", 701), call_of("A"), &terms));
    ring("500"); /* nobody else */
    const uint64_t serial = ev.serial;
    ck_assert_uint_eq(ev.step, CALLPARK_STEP_FALLBACK);
    switch (_i) {
    case 0:
        OK(do_answered(ticket(1), serial, 0));
        OK(do_commit(ticket(1), ev.serial));
        ck_assert_uint_eq(ev.reason, CALLPARK_REASON_RELEASED);
        ck_assert_str_eq(ev.target, "500");
        ck_assert_uint_eq(ev.step, CALLPARK_STEP_FALLBACK);
        return;
    case 1:
        OK(do_answered(ticket(1), serial, 0));
        OK(do_rollback(ticket(1), ev.serial));
        break;
    case 2:
        OK(do_failed(ticket(1), serial));
        break;
    case 3:
        ck_assert_int_eq(poll_next(), 1);
        ck_assert_uint_eq(ev.kind, CALLPARK_EVENT_NO_ANSWER);
        break;
    case 4:
        OK(do_deferred(ticket(1), serial));
        ck_assert_uint_eq(ev.due, now_ms + PAUSE);
        ring("500");
        return;
    default:
        OK(do_claim(ticket(1), 0));
        ck_assert_uint_eq(ev.deadline, now_ms + PAUSE);
        OK(do_rollback(ticket(1), ev.serial));
        ring("500");
        return;
    }
    ck_assert_uint_eq(ev.state, CALLPARK_STATE_PAUSED);
    ck_assert_uint_eq(ev.due, now_ms);
    ck_assert_int_eq(do_poll(), 1);
    ck_assert_uint_eq(ev.reason, CALLPARK_REASON_RELEASED);
    ck_assert_ptr_null(ev.target);
}
END_TEST

Suite *state_table_suite(void);
Suite *state_table_suite(void)
{
    Suite *suite = suite_create("state_table");
    TCase *tcase = world_tcase(suite, "state_table");
    tcase_add_loop_test(tcase, a_cell, 0, (int)COUNT(rows) * COLUMNS);
    tcase_add_loop_test(tcase, the_cells_of_the_fallback, 0, 6);
    return suite;
}
