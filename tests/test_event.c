/* SPDX-License-Identifier: MIT */
/* Events: numbers without gaps, how long their strings live, copies. */
#include <check.h>

#include "helpers.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- Numbers --------------------------------------------------------------------- */

START_TEST(numbers_have_no_gaps)
{
    uint64_t number = callpark_last_event(cp);
    ck_assert_uint_eq(number, 1);
#define NUMBERED(call)                                                                             \
    do {                                                                                           \
        ck_assert_int_ge((call), 0);                                                               \
        ck_assert_uint_eq(ev.number, ++number);                                                    \
        ck_assert_uint_eq(callpark_last_event(cp), number);                                        \
        ck_assert_uint_eq(ev.size, sizeof ev);                                                     \
        /* In between, what fails or does nothing takes no number. */                              \
        ck_assert_int_ne(do_park_at(any_slot("none"), "X"), 0);                                    \
        ck_assert_int_eq(do_retrieve(ticket(999)), CALLPARK_ERR_UNKNOWN);                          \
        ck_assert_uint_eq(callpark_last_event(cp), number);                                        \
    } while (0)
    struct callpark_lot_config config = slots(1, 9);
    NUMBERED(do_lot("lot", 1, 2));
    NUMBERED(do_lot_configure("lot", &config));
    NUMBERED(do_group("lot", "g", "1 2"));
    NUMBERED(do_group_configure("lot", "g", "1"));
    NUMBERED(do_available("lot", "1", 0));
    NUMBERED(do_group_remove("lot", "g"));
    NUMBERED(do_lot_remove("lot"));
    NUMBERED(do_park("A"));
    NUMBERED(do_reserve(any_slot("main"), NULL, 0));
    NUMBERED(do_fill(ticket(2), "B"));
    NUMBERED(do_claim(ticket(2), 0));
    NUMBERED(do_rollback(ticket(2), ev.serial != 0 ? ev.serial : callpark_last_event(cp)));
    NUMBERED(do_claim(ticket(2), 0));
    NUMBERED(do_commit(ticket(2), callpark_last_event(cp)));
    NUMBERED(do_swap(ticket(1), "C"));
    NUMBERED(do_move(ticket(1), slot_of("main", 703)));
    NUMBERED(do_extend(ticket(1), SECONDS(10)));
    ck_assert_int_eq(do_poll(), 0);
    NUMBERED(poll_next());
    NUMBERED(do_failed(ticket(1), callpark_last_event(cp)));
    NUMBERED(poll_next());
    NUMBERED(do_deferred(ticket(1), callpark_last_event(cp)));
    NUMBERED(poll_next());
    NUMBERED(do_answered(ticket(1), callpark_last_event(cp), 0));
    NUMBERED(poll_next()); /* the claim ran out */
    NUMBERED(do_hangup(ticket(1)));
    NUMBERED(do_park("D"));
    NUMBERED(do_remove(callpark_by_call("D")));
    NUMBERED(do_park("E"));
    NUMBERED(do_retrieve(callpark_by_call("E")));
    NUMBERED(do_park("F"));
    NUMBERED(do_drain(NULL));
    ck_assert_int_eq(do_drain(NULL), 0);
    ck_assert_uint_eq(callpark_last_event(cp), number);
#undef NUMBERED
}
END_TEST

START_TEST(an_event_is_written_whole_each_time)
{
    OK(do_park("A"));
    OK(do_swap(ticket(1), "B"));
    OK(do_move(ticket(1), at_extension("main", "300")));
    memset(&ev, 0x77, sizeof ev);
    ev.size = sizeof ev;
    OK(do_lot_add("other", NULL));
    struct callpark_event expected;
    callpark_event_init(&expected);
    expected.lot = ev.lot;
    expected.number = 5;
    expected.time = START;
    expected.kind = CALLPARK_EVENT_LOT_ADDED;
    ck_assert_mem_eq(&ev, &expected, sizeof ev); /* nothing of what was there is left */
    ck_assert_str_eq(ev.lot, "other");
}
END_TEST

/* ---- How long strings live ----------------------------------------------------------- */

/* Looks at everything that a const function may touch. */
static void look_around(void)
{
    char label[256];
    struct callpark_which which;
    callpark_which_init(&which);
    free(snapshot(cp));
    do_find(callpark_by_age("main"));
    do_find(ticket(1));
    callpark_slot_label(cp, "main", 701, label, sizeof label);
    callpark_resolve(cp, "main", "701", &which);
    callpark_next_deadline(cp);
}

START_TEST(strings_of_an_ended_call_live_until_the_next_verb)
{
    struct callpark_call call = call_of(long_text('i', 200));
    call.tag = long_text('t', 255);
    OK(do_park_call(at_extension("main", "300"), call, NULL));
    OK(do_retrieve(ticket(1)));
    look_around();
    ck_assert_str_eq(ev.call_id, call.call_id);
    ck_assert_str_eq(ev.tag, call.tag);
    ck_assert_str_eq(ev.extension, "300");
    ck_assert_str_eq(ev.parker, "100");
    ck_assert_str_eq(ev.lot, "main");
}
END_TEST

START_TEST(strings_of_a_swapped_and_moved_call_live_until_the_next_verb)
{
    struct callpark_call call = call_of(long_text('i', 200));
    OK(do_park_call(at_extension("main", "a long extension of thirty bytes"), call, NULL));
    OK(do_swap(ticket(1), "B"));
    look_around();
    ck_assert_str_eq(ev.old_call_id, call.call_id);
    OK(do_move(ticket(1), any_slot("main")));
    look_around();
    ck_assert_str_eq(ev.from_extension, "a long extension of thirty bytes");
    ck_assert_str_eq(ev.from_lot, "main");
}
END_TEST

START_TEST(names_of_removed_lots_and_groups_live_until_the_next_verb)
{
    OK(do_group("main", "a group with a long name to be sure", "300"));
    OK(do_group_remove("main", "a group with a long name to be sure"));
    look_around();
    ck_assert_str_eq(ev.group, "a group with a long name to be sure");
    OK(do_lot_remove("main"));
    look_around();
    ck_assert_str_eq(ev.lot, "main");
}
END_TEST

START_TEST(strings_of_an_info_live_until_the_next_verb)
{
    OK(do_park("A"));
    OK(do_find(ticket(1)));
    struct callpark_info first = seen;
    look_around();
    ck_assert_str_eq(first.call_id, "A");
    ck_assert_str_eq(first.lot, "main");
    ck_assert_str_eq(first.caller_name, "Ann Caller");
}
END_TEST

/* ---- Handed to the next call ------------------------------------------------------------ */

START_TEST(strings_of_an_ending_may_be_handed_to_a_park)
{
    struct callpark_call call = call_of(long_text('i', 100));
    call.tag = long_text('t', 120);
    OK(do_park_call(at_extension("main", "300"), call, NULL));
    for (int i = 0; i < 5; i++) {
        OK(do_hangup(ticket(ev.ticket)));
        /* All of them belong to a call that is over. */
        struct callpark_where where = at_extension(ev.lot, ev.extension);
        struct callpark_call again;
        callpark_call_init(&again);
        again.call_id = ev.call_id;
        again.parker = ev.parker;
        again.parkee = ev.parkee;
        again.caller_name = ev.caller_name;
        again.caller_number = ev.caller_number;
        again.tag = ev.tag;
        OK(callpark_park(cp, now_ms, &where, &again, NULL, NULL, &ev));
        ck_assert_str_eq(ev.call_id, call.call_id);
        ck_assert_str_eq(ev.extension, "300");
        ck_assert_str_eq(ev.parker, "100");
        ck_assert_str_eq(ev.parkee, "200");
        ck_assert_str_eq(ev.tag, call.tag);
        OK(do_find(callpark_by_call(call.call_id)));
        ck_assert_str_eq(seen.tag, call.tag);
    }
}
END_TEST

START_TEST(strings_of_an_ending_may_be_handed_to_every_verb)
{
    /* The last event, an ending, names call "A" at extension 300 of "gone". */
    for (int verb = 0; verb < 8; verb++) {
        OK(do_lot_add("gone", NULL));
        OK(do_group("gone", "g", "300"));
        OK(do_reserve(any_slot("main"), NULL, 0));
        const uint64_t reserved = ev.ticket;
        OK(do_park("other"));
        OK(do_park_at(at_extension("gone", "300"), "A"));
        OK(do_lot_remove("gone"));
        OK(do_retrieve(callpark_by_call("A"))); /* call and lot go */
        struct callpark_call call;
        callpark_call_init(&call);
        call.call_id = ev.call_id;
        call.parkee = ev.parkee;
        call.tag = ev.tag;
        struct callpark_which which = callpark_by_extension(ev.lot, ev.extension);
        struct callpark_where where = at_extension("main", ev.extension);
        struct callpark_recall recall;
        callpark_recall_init(&recall);
        recall.alternate = ev.parker;
        recall.fallback = ev.extension;
        struct callpark_terms terms = terms_of(0, &recall);
        struct callpark_lot_config config = slots(1, 5);
        config.prefix = ev.caller_number;
        config.recall = &recall;
        switch (verb) {
        case 0:
            OK(callpark_lot_add(cp, now_ms, ev.lot, &config, NULL, &ev));
            ck_assert_str_eq(ev.lot, "gone");
            OK(do_lot_remove("gone"));
            break;
        case 1:
            OK(do_fill_call(ticket(reserved), call, &terms));
            ck_assert_str_eq(ev.call_id, "A");
            break;
        case 2:
            OK(do_swap_call(callpark_by_call("other"), call));
            ck_assert_str_eq(ev.call_id, "A");
            ck_assert_str_eq(ev.tag, "a tag");
            break;
        case 3:
            OK(do_move(callpark_by_call("other"), where));
            ck_assert_str_eq(ev.extension, "300");
            break;
        case 4:
            ck_assert_int_eq(do_retrieve(which), CALLPARK_ERR_LOT);
            break;
        case 5:
            OK(do_reserve(where, ev.parker, 0));
            ck_assert_str_eq(ev.parker, "100");
            break;
        case 6: {
            const char *members[] = {ev.extension, ev.parker, ev.parkee};
            struct callpark_group_config group;
            callpark_group_config_init(&group);
            group.members = members;
            group.member_count = 3;
            OK(callpark_group_add(cp, now_ms, "main", ev.call_id, &group, NULL, &ev));
            ck_assert_str_eq(ev.group, "A");
            struct callpark_member_info member;
            callpark_member_info_init(&member);
            OK(callpark_group_member(cp, "main", "A", 2, &member));
            ck_assert_str_eq(member.extension, "200");
            break;
        }
        default:
            ck_assert_int_eq(do_lot_configure("main", &config), CALLPARK_ERR_BUSY);
            break;
        }
        while (do_drain(NULL) == 1)
            continue;
    }
}
END_TEST

START_TEST(strings_of_a_swap_and_a_move_may_be_handed_on)
{
    OK(do_park_at(at_extension("main", "300"), "A"));
    OK(do_swap(ticket(1), "B"));
    struct callpark_call old = call_of(ev.old_call_id);
    OK(do_park_call(any_slot("main"), old, NULL)); /* the old call waits elsewhere now */
    ck_assert_str_eq(ev.call_id, "A");
    OK(do_move(ticket(1), slot_of("main", 704)));
    OK(do_move(ticket(1), at_extension(ev.from_lot, ev.from_extension))); /* and back */
    ck_assert_str_eq(ev.extension, "300");
    OK(do_swap_call(ticket(1), call_of(ev.call_id))); /* its own id, from its own event */
    ck_assert_str_eq(ev.call_id, "B");
    ck_assert_str_eq(ev.old_call_id, "B");
    OK(do_swap_call(ticket(1), call_of(ev.old_call_id)));
    ck_assert_str_eq(ev.call_id, "B");
}
END_TEST

START_TEST(names_of_a_removed_group_and_lot_may_be_handed_on)
{
    OK(do_group("main", "g", "300 301"));
    OK(do_group_remove("main", "g"));
    const char *members[] = {ev.group};
    struct callpark_group_config config;
    callpark_group_config_init(&config);
    config.members = members;
    config.member_count = 1;
    OK(callpark_group_add(cp, now_ms, ev.lot, ev.group, &config, NULL, &ev));
    ck_assert_str_eq(ev.group, "g");
    OK(do_available("main", "g", 0));
    ck_assert_str_eq(ev.extension, "g");
    OK(do_available(ev.lot, ev.extension, 1));
    OK(do_lot_remove("main"));
    OK(do_lot(ev.lot, 1, 2));
    ck_assert_str_eq(ev.lot, "main");
}
END_TEST

START_TEST(strings_of_an_info_may_be_handed_on)
{
    OK(do_park_at(at_extension("main", "300"), "A"));
    OK(do_find(ticket(1)));
    struct callpark_which which = callpark_by_extension(seen.lot, seen.extension);
    which.call_id = seen.call_id;
    OK(do_retrieve(which));
    OK(do_park_call(at_extension(ev.lot, ev.extension), call_of(ev.call_id), NULL));
    OK(do_find(ticket(2)));
    OK(do_move(callpark_by_call(seen.call_id), at_extension(seen.lot, seen.parkee)));
    ck_assert_str_eq(ev.extension, "200");
    ck_assert_str_eq(ev.from_extension, "300");

    struct callpark_lot_info lot;
    callpark_lot_info_init(&lot);
    struct callpark_lot_config config = slots(1, 5);
    config.prefix = "*77";
    OK(do_lot_add("labelled", &config));
    OK(callpark_lot_find(cp, "labelled", &lot));
    config.prefix = lot.prefix;
    OK(do_lot_configure(lot.name, &config));
    OK(callpark_lot_find(cp, "labelled", &lot));
    ck_assert_str_eq(lot.prefix, "*77");
}
END_TEST

/* What is replaced may be made of what it replaces: short texts and long ones. */
START_TEST(strings_of_an_info_may_be_handed_to_the_verb_that_replaces_them)
{
    struct callpark_call call = call_of("A");
    if (_i == 1) {
        call.call_id = long_text('i', 200);
        call.caller_name = long_text('n', 255);
        call.tag = long_text('t', 99);
    }
    OK(do_park_call(at_extension("main", _i == 1 ? long_text('e', 180) : "300"), call, NULL));
    OK(do_find(ticket(1)));
    struct callpark_call turned;
    callpark_call_init(&turned);
    turned.call_id = seen.tag;
    turned.parkee = seen.caller_name;
    turned.caller_name = seen.call_id;
    turned.caller_number = seen.extension;
    turned.tag = seen.caller_number;
    OK(do_swap_call(callpark_by_call(seen.call_id), turned));
    ck_assert_str_eq(ev.call_id, call.tag);
    ck_assert_str_eq(ev.parkee, call.caller_name);
    ck_assert_str_eq(ev.caller_name, call.call_id);
    ck_assert_str_eq(ev.tag, call.caller_number);
    ck_assert_str_eq(ev.caller_number, ev.extension);
    OK(do_move(callpark_by_call(ev.call_id), at_extension(ev.lot, ev.caller_name)));
    ck_assert_str_eq(ev.extension, call.call_id);
    OK(do_find(callpark_by_extension("main", call.call_id)));
    ck_assert_str_eq(seen.call_id, call.tag);
    ck_assert_str_eq(seen.caller_name, call.call_id);
}
END_TEST

START_TEST(strings_of_a_reservation_may_be_handed_to_its_fill)
{
    OK(do_reserve(at_extension("main", NULL), "a parker of some length", 0));
    struct callpark_call call = call_from(ev.extension, ev.parker);
    call.tag = ev.parker;
    OK(do_fill_call(callpark_by_extension(ev.lot, ev.extension), call, NULL));
    ck_assert_str_eq(ev.call_id, "a parker of some length");
    ck_assert_str_eq(ev.parker, "a parker of some length");
    ck_assert_str_eq(ev.tag, "a parker of some length");
}
END_TEST

START_TEST(the_target_of_a_ring_may_be_handed_to_a_reload)
{
    struct callpark_recall recall;
    callpark_recall_init(&recall);
    recall.targets = CALLPARK_RECALL_ALTERNATE;
    recall.alternate = "an alternate of some length";
    struct callpark_lot_config config = slots(701, 704);
    config.recall = &recall;
    OK(do_lot_configure("main", &config));
    OK(do_park("A"));
    ck_assert_int_eq(poll_next(), 1);
    recall.alternate = ev.target; /* lives in the policy that is replaced */
    recall.fallback = ev.target;
    OK(do_lot_configure(ev.lot, &config));
    OK(do_find(ticket(1)));
    ck_assert_str_eq(seen.target, "an alternate of some length");
    OK(do_hangup(ticket(1)));
    OK(do_park("B"));
    ck_assert_int_eq(poll_next(), 1);
    ck_assert_str_eq(ev.target, "an alternate of some length");
}
END_TEST

START_TEST(members_may_be_handed_to_the_configuration_of_their_group)
{
    OK(do_group("main", "a group with a long name", "300 301 302"));
    const char *members[3];
    struct callpark_member_info member;
    callpark_member_info_init(&member);
    for (uint32_t i = 0; i < 3; i++) {
        OK(callpark_group_member(cp, "main", "a group with a long name", 2 - i, &member));
        members[i] = member.extension;
    }
    struct callpark_group_config config;
    callpark_group_config_init(&config);
    config.members = members;
    config.member_count = 2; /* 300 goes */
    OK(callpark_group_configure(cp, now_ms, "main", member.group, &config, NULL, &ev));
    OK(callpark_group_member(cp, "main", ev.group, 1, &member));
    ck_assert_str_eq(member.extension, "301");
    OK(callpark_group_member(cp, "main", ev.group, 0, &member));
    ck_assert_str_eq(member.extension, "302");
    OK(do_group_remove("main", member.group));
    ck_assert_str_eq(ev.group, "a group with a long name");
}
END_TEST

START_TEST(strings_of_an_event_may_be_handed_to_a_verb_that_fails)
{
    OK(do_park("A"));
    OK(do_retrieve(callpark_by_call("A")));
    struct callpark_event last = ev;
    ck_assert_int_eq(do_park_call(any_slot("none"), call_of(last.call_id), NULL), CALLPARK_ERR_LOT);
    OK(do_park("A"));
    OK(do_retrieve(callpark_by_call("A")));
    last = ev;
    ck_assert_int_eq(do_hangup(callpark_by_call(last.call_id)), CALLPARK_ERR_NOT_FOUND);
}
END_TEST

/* ---- Copies ------------------------------------------------------------------------------- */

static bool within(const void *pointer, const void *buffer, size_t size)
{
    return (const char *)pointer >= (const char *)buffer &&
           (const char *)pointer < (const char *)buffer + size;
}

START_TEST(a_copy_outlives_the_registry)
{
    char by[] = "operator";
    struct callpark_which which = ticket(1);
    struct callpark_where where = at_extension("main", "301");
    OK(do_park_at(at_extension("main", "300"), "A"));
    OK(callpark_move(cp, now_ms, &which, &where, by, &ev));
    const int size = callpark_event_copy(&ev, NULL, 0);
    ck_assert_int_gt(size, (int)sizeof ev);
    ck_assert_uint_le((size_t)size, CALLPARK_EVENT_COPY_SIZE);
    char *buffer = malloc((size_t)size + 1);
    buffer[size] = '#';
    ck_assert_int_eq(callpark_event_copy(&ev, buffer, (size_t)size), size);
    ck_assert_int_eq(buffer[size], '#');
    const struct callpark_event before = ev;
    memset(by, 'x', sizeof by - 1);
    ck_assert_ptr_null(close_world()); /* memory that is freed is overwritten */

    struct callpark_event copy;
    memcpy(&copy, buffer, sizeof copy);
    const char *const texts[] = {copy.lot,    copy.extension,   copy.call_id,       copy.parker,
                                 copy.parkee, copy.caller_name, copy.caller_number, copy.tag,
                                 copy.by,     copy.from_lot,    copy.from_extension};
    static const char *const expected[] = {"main",     "301",        "A",          "100",
                                           "200",      "Ann Caller", "+43 1 2345", "a tag",
                                           "operator", "main",       "300"};
    for (size_t i = 0; i < COUNT(texts); i++) {
        ck_assert_str_eq(texts[i], expected[i]);
        ck_assert(within(texts[i], buffer, (size_t)size));
    }
    ck_assert_ptr_null(copy.target);
    ck_assert_ptr_null(copy.group);
    ck_assert_ptr_null(copy.old_call_id);
    ck_assert_ptr_eq(copy.host, before.host);
    ck_assert_uint_eq(copy.size, sizeof copy);
    ck_assert_uint_eq(copy.ticket, before.ticket);
    ck_assert_uint_eq(copy.number, before.number);
    ck_assert_uint_eq(copy.time, before.time);
    ck_assert_uint_eq(copy.deadline, before.deadline);
    ck_assert_uint_eq(copy.kind, before.kind);
    ck_assert_uint_eq(copy.state, before.state);
    ck_assert_uint_eq(copy.from_slot, before.from_slot);
    free(buffer);
    open_world();
}
END_TEST

START_TEST(a_copy_that_does_not_fit_writes_nothing)
{
    OK(do_park("A"));
    const int size = callpark_event_copy(&ev, NULL, 0);
    char *buffer = malloc((size_t)size);
    memset(buffer, '#', (size_t)size);
    ck_assert_int_eq(callpark_event_copy(&ev, buffer, (size_t)size - 1), CALLPARK_ERR_BUFFER);
    ck_assert_int_eq(callpark_event_copy(&ev, buffer, 0), CALLPARK_ERR_BUFFER);
    ck_assert_int_eq(callpark_event_copy(&ev, buffer, sizeof ev), CALLPARK_ERR_BUFFER);
    for (int i = 0; i < size; i++)
        ck_assert_int_eq(buffer[i], '#');
    ck_assert_int_eq(callpark_event_copy(&ev, NULL, (size_t)size), CALLPARK_ERR_INVALID);
    ck_assert_int_eq(callpark_event_copy(NULL, buffer, (size_t)size), CALLPARK_ERR_INVALID);
    ck_assert_int_eq(callpark_info_copy(NULL, buffer, (size_t)size), CALLPARK_ERR_INVALID);
    free(buffer);
}
END_TEST

START_TEST(every_event_and_info_fits_the_given_size)
{
    /* Every string of an event and of an info of the greatest length. */
    char text[256];
    memset(text, 'x', 255);
    text[255] = '\0';
    struct callpark_event event;
    callpark_event_init(&event);
    event.lot = event.extension = event.call_id = event.parker = event.parkee = text;
    event.caller_name = event.caller_number = event.tag = event.target = event.by = text;
    event.group = event.from_lot = event.from_extension = event.old_call_id = text;
    void *buffer = malloc(CALLPARK_EVENT_COPY_SIZE);
    ck_assert_int_eq(callpark_event_copy(&event, buffer, CALLPARK_EVENT_COPY_SIZE),
                     (int)(sizeof event + 14 * 256));
    struct callpark_event copy;
    memcpy(&copy, buffer, sizeof copy);
    ck_assert_str_eq(copy.old_call_id, text);
    ck_assert_str_eq(copy.lot, text);

    struct callpark_info info;
    callpark_info_init(&info);
    info.lot = info.extension = info.call_id = info.parker = info.parkee = text;
    info.caller_name = info.caller_number = info.tag = info.target = text;
    ck_assert_int_eq(callpark_info_copy(&info, buffer, CALLPARK_EVENT_COPY_SIZE),
                     (int)(sizeof info + 9 * 256));
    free(buffer);
}
END_TEST

START_TEST(a_copy_can_be_copied)
{
    OK(do_park("A"));
    char *first = malloc(CALLPARK_EVENT_COPY_SIZE), *second = malloc(CALLPARK_EVENT_COPY_SIZE);
    const int size = callpark_event_copy(&ev, first, CALLPARK_EVENT_COPY_SIZE);
    ck_assert_int_eq(callpark_event_copy((struct callpark_event *)(void *)first, second,
                                         CALLPARK_EVENT_COPY_SIZE),
                     size);
    memset(first, '#', CALLPARK_EVENT_COPY_SIZE);
    struct callpark_event copy;
    memcpy(&copy, second, sizeof copy);
    ck_assert_str_eq(copy.call_id, "A");
    ck_assert(within(copy.call_id, second, (size_t)size));
    free(first);
    free(second);
}
END_TEST

START_TEST(an_info_is_copied_with_its_strings)
{
    OK(do_park_at(at_extension("main", "300"), "A"));
    OK(do_find(ticket(1)));
    char *buffer = malloc(CALLPARK_EVENT_COPY_SIZE);
    const int size = callpark_info_copy(&seen, buffer, CALLPARK_EVENT_COPY_SIZE);
    ck_assert_int_eq(callpark_info_copy(&seen, NULL, 0), size);
    ck_assert_int_eq(callpark_info_copy(&seen, buffer, (size_t)size - 1), CALLPARK_ERR_BUFFER);
    ck_assert_ptr_null(close_world());
    struct callpark_info copy;
    memcpy(&copy, buffer, sizeof copy);
    const char *const texts[] = {copy.lot,    copy.extension,   copy.call_id,       copy.parker,
                                 copy.parkee, copy.caller_name, copy.caller_number, copy.tag};
    static const char *const expected[] = {"main", "300",        "A",          "100",
                                           "200",  "Ann Caller", "+43 1 2345", "a tag"};
    for (size_t i = 0; i < COUNT(texts); i++) {
        ck_assert_str_eq(texts[i], expected[i]);
        ck_assert(within(texts[i], buffer, (size_t)size));
    }
    ck_assert_uint_eq(copy.ticket, 1);
    ck_assert_uint_eq(copy.deadline, START + SECONDS(180));
    free(buffer);
    open_world();
}
END_TEST

/* A string that is not there takes no room, and what is larger is not copied as that. */
START_TEST(a_copy_has_the_size_of_its_struct_and_its_strings)
{
    struct {
        struct callpark_event event;
        uint64_t of_a_newer_caller;
    } larger = {0};
    _Alignas(8) unsigned char buffer[sizeof larger.event + sizeof "lot" + sizeof "9"];
    larger.event.size = sizeof larger;
    larger.event.lot = "lot";
    larger.event.extension = "9";
    ck_assert_int_eq(callpark_event_copy(&larger.event, NULL, 0), (int)sizeof buffer);
    ck_assert_int_eq(callpark_event_copy(&larger.event, buffer, sizeof buffer), (int)sizeof buffer);
    const struct callpark_event *copy = (const void *)buffer;
    ck_assert_uint_eq(copy->size, sizeof *copy);
    ck_assert_str_eq(copy->lot, "lot");
    ck_assert_str_eq(copy->extension, "9");
}
END_TEST

START_TEST(by_is_echoed_and_not_stored)
{
    char by[] = "300";
    struct callpark_where where = any_slot("main");
    struct callpark_call call = call_of("A");
    OK(callpark_park(cp, now_ms, &where, &call, NULL, by, &ev));
    ck_assert_ptr_eq(ev.by, by);
    OK(do_extend(ticket(1), 0));
    ck_assert_ptr_null(ev.by);
    struct callpark_which which = ticket(1);
    OK(callpark_extend(cp, now_ms, &which, 0, "", &ev));
    ck_assert_ptr_null(ev.by); /* absent */
    ck_assert_int_eq(poll_next(), 1);
    ck_assert_ptr_null(ev.by); /* nobody did it */
}
END_TEST

/* ---- Lamps ------------------------------------------------------------------------ */

START_TEST(an_event_says_whether_it_changed_who_is_at_a_place)
{
#define CHANGES(call, changes)                                                                     \
    do {                                                                                           \
        ck_assert_int_ge((call), 0);                                                               \
        ck_assert_int_eq(callpark_changes_place(&ev), (changes));                                  \
    } while (0)
    struct callpark_lot_config config = slots(1, 9);
    CHANGES(do_lot("lot", 1, 2), 0);
    CHANGES(do_lot_configure("lot", &config), 0);
    CHANGES(do_group("lot", "g", "1 2"), 0);
    CHANGES(do_group_configure("lot", "g", "1"), 0);
    CHANGES(do_available("lot", "1", 0), 0);
    CHANGES(do_available("lot", "1", 1), 0);
    CHANGES(do_group_remove("lot", "g"), 0);
    CHANGES(do_lot_remove("lot"), 0);
    CHANGES(do_park("A"), 1);
    CHANGES(do_reserve(any_slot("main"), NULL, 0), 1);
    CHANGES(do_fill(ticket(2), "B"), 1);
    CHANGES(do_move(ticket(2), at_extension("main", "9")), 1);
    CHANGES(do_swap(ticket(2), "C"), 1);
    CHANGES(do_extend(ticket(2), 0), 0);
    CHANGES(do_claim(ticket(1), 0), 0);
    CHANGES(do_rollback(ticket(1), ev.serial), 0);
    CHANGES(do_claim(ticket(1), 1000), 0);
    CHANGES(poll_next(), 0); /* the claim ran out */
    ck_assert_uint_eq(ev.kind, CALLPARK_EVENT_CLAIM_EXPIRED);
    CHANGES(poll_next(), 0);
    ck_assert_uint_eq(ev.kind, CALLPARK_EVENT_RINGING);
    CHANGES(do_deferred(ticket(ev.ticket), ev.serial), 0);
    CHANGES(poll_next(), 0);
    CHANGES(do_failed(ticket(ev.ticket), ev.serial), 0);
    CHANGES(poll_next(), 0);
    while (ev.kind != CALLPARK_EVENT_NO_ANSWER)
        CHANGES(poll_next(), 0);
    while (ev.kind != CALLPARK_EVENT_RINGING)
        CHANGES(poll_next(), 0);
    CHANGES(do_answered(ticket(ev.ticket), ev.serial, 0), 0);
    CHANGES(do_hangup(ticket(ev.ticket)), 1);
#undef CHANGES
    ev.kind = 99; /* of a newer library: to be shown, if it is of a call */
    ev.state = CALLPARK_STATE_WAITING;
    ck_assert_int_eq(callpark_changes_place(&ev), 1);
    ev.state = CALLPARK_STATE_NONE;
    ck_assert_int_eq(callpark_changes_place(&ev), 0);
}
END_TEST

Suite *event_suite(void);
Suite *event_suite(void)
{
    Suite *suite = suite_create("event");
    TCase *tcase = world_tcase(suite, "numbers");
    tcase_add_test(tcase, numbers_have_no_gaps);
    tcase_add_test(tcase, an_event_is_written_whole_each_time);

    tcase = world_tcase(suite, "strings");
    tcase_add_test(tcase, strings_of_an_ended_call_live_until_the_next_verb);
    tcase_add_test(tcase, strings_of_a_swapped_and_moved_call_live_until_the_next_verb);
    tcase_add_test(tcase, names_of_removed_lots_and_groups_live_until_the_next_verb);
    tcase_add_test(tcase, strings_of_an_info_live_until_the_next_verb);
    tcase_add_test(tcase, strings_of_an_ending_may_be_handed_to_a_park);
    tcase_add_test(tcase, strings_of_an_ending_may_be_handed_to_every_verb);
    tcase_add_test(tcase, strings_of_a_swap_and_a_move_may_be_handed_on);
    tcase_add_test(tcase, names_of_a_removed_group_and_lot_may_be_handed_on);
    tcase_add_test(tcase, strings_of_an_info_may_be_handed_on);
    tcase_add_loop_test(tcase, strings_of_an_info_may_be_handed_to_the_verb_that_replaces_them, 0,
                        2);
    tcase_add_test(tcase, strings_of_a_reservation_may_be_handed_to_its_fill);
    tcase_add_test(tcase, the_target_of_a_ring_may_be_handed_to_a_reload);
    tcase_add_test(tcase, members_may_be_handed_to_the_configuration_of_their_group);
    tcase_add_test(tcase, strings_of_an_event_may_be_handed_to_a_verb_that_fails);

    tcase = world_tcase(suite, "copies");
    tcase_add_test(tcase, a_copy_outlives_the_registry);
    tcase_add_test(tcase, a_copy_that_does_not_fit_writes_nothing);
    tcase_add_test(tcase, every_event_and_info_fits_the_given_size);
    tcase_add_test(tcase, a_copy_can_be_copied);
    tcase_add_test(tcase, an_info_is_copied_with_its_strings);
    tcase_add_test(tcase, a_copy_has_the_size_of_its_struct_and_its_strings);
    tcase_add_test(tcase, by_is_echoed_and_not_stored);

    tcase = world_tcase(suite, "lamps");
    tcase_add_test(tcase, an_event_says_whether_it_changed_who_is_at_a_place);
    return suite;
}
