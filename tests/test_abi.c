/* SPDX-License-Identifier: MIT */
/* The binary interface: layouts, and structs of older and newer callers. */
#include <check.h>

#include "helpers.h"
#include "support_cleared.h"

#include <stdlib.h>

/* ---- Layout ------------------------------------------------------------------------- */

/* Every field is where that many pointers and that many bytes end, on 32 and 64 bits
 * alike: so there is no padding, and nothing has been inserted or moved. */
#define AT(type, field, pointers, bytes)                                                           \
    _Static_assert(offsetof(struct callpark_##type, field) ==                                      \
                       (pointers) * sizeof(void *) + (bytes),                                      \
                   #type "." #field " has moved")
#define ENDS(type, pointers, bytes)                                                                \
    _Static_assert(sizeof(struct callpark_##type) == (pointers) * sizeof(void *) + (bytes),        \
                   #type " has padding at its end or has changed its size")

_Static_assert(sizeof(size_t) == sizeof(void *), "sizes count as pointers");

AT(allocator, size, 0, 0);
AT(allocator, user, 1, 0);
AT(allocator, alloc, 2, 0);
AT(allocator, free, 3, 0);
ENDS(allocator, 4, 0);

AT(options, size, 0, 0);
AT(options, allocator, 1, 0);
AT(options, hash_key, 2, 0);
AT(options, first_ticket, 2, 16);
AT(options, first_event, 2, 24);
AT(options, expected_calls, 2, 32);
AT(options, max_calls, 2, 36);
ENDS(options, 2, 40);

AT(recall, size, 0, 0);
AT(recall, alternate, 1, 0);
AT(recall, fallback, 2, 0);
AT(recall, targets, 3, 0);
AT(recall, rounds, 3, 4);
AT(recall, ring, 3, 8);
AT(recall, ring_other, 3, 12);
AT(recall, pause, 3, 16);
AT(recall, reserved, 3, 20);
ENDS(recall, 3, 24);

AT(info, size, 0, 0);
AT(info, host, 1, 0);
AT(info, lot, 2, 0);
AT(info, extension, 3, 0);
AT(info, call_id, 4, 0);
AT(info, parker, 5, 0);
AT(info, parkee, 6, 0);
AT(info, caller_name, 7, 0);
AT(info, caller_number, 8, 0);
AT(info, tag, 9, 0);
AT(info, target, 10, 0);
AT(info, reserved, 11, 0);
AT(info, ticket, 12, 0);
AT(info, parked_at, 12, 8);
AT(info, deadline, 12, 16);
AT(info, due, 12, 24);
AT(info, serial, 12, 32);
AT(info, state, 12, 40);
AT(info, slot, 12, 44);
AT(info, step, 12, 48);
AT(info, round, 12, 52);
ENDS(info, 12, 56);

AT(event, size, 0, 0);
AT(event, host, 1, 0);
AT(event, lot, 2, 0);
AT(event, extension, 3, 0);
AT(event, call_id, 4, 0);
AT(event, parker, 5, 0);
AT(event, parkee, 6, 0);
AT(event, caller_name, 7, 0);
AT(event, caller_number, 8, 0);
AT(event, tag, 9, 0);
AT(event, target, 10, 0);
AT(event, by, 11, 0);
AT(event, group, 12, 0);
AT(event, from_lot, 13, 0);
AT(event, from_extension, 14, 0);
AT(event, old_call_id, 15, 0);
AT(event, old_host, 16, 0);
AT(event, reserved, 17, 0);
AT(event, ticket, 18, 0);
AT(event, parked_at, 18, 8);
AT(event, deadline, 18, 16);
AT(event, due, 18, 24);
AT(event, serial, 18, 32);
AT(event, number, 18, 40);
AT(event, time, 18, 48);
AT(event, stops, 18, 56);
AT(event, state, 18, 64);
AT(event, slot, 18, 68);
AT(event, step, 18, 72);
AT(event, round, 18, 76);
AT(event, kind, 18, 80);
AT(event, reason, 18, 84);
AT(event, from_slot, 18, 88);
AT(event, ring, 18, 92);
ENDS(event, 18, 96);

AT(lot_config, size, 0, 0);
AT(lot_config, prefix, 1, 0);
AT(lot_config, recall, 2, 0);
AT(lot_config, first_slot, 3, 0);
AT(lot_config, last_slot, 3, 4);
AT(lot_config, label_width, 3, 8);
AT(lot_config, choice, 3, 12);
AT(lot_config, timeout, 3, 16);
AT(lot_config, timeout_min, 3, 20);
AT(lot_config, timeout_max, 3, 24);
AT(lot_config, flags, 3, 28);
ENDS(lot_config, 3, 32);

AT(lot_info, size, 0, 0);
AT(lot_info, name, 1, 0);
AT(lot_info, prefix, 2, 0);
AT(lot_info, alternate, 3, 0);
AT(lot_info, fallback, 4, 0);
AT(lot_info, targets, 5, 0);
AT(lot_info, rounds, 5, 4);
AT(lot_info, ring, 5, 8);
AT(lot_info, ring_other, 5, 12);
AT(lot_info, pause, 5, 16);
AT(lot_info, first_slot, 5, 20);
AT(lot_info, last_slot, 5, 24);
AT(lot_info, label_width, 5, 28);
AT(lot_info, choice, 5, 32);
AT(lot_info, timeout, 5, 36);
AT(lot_info, timeout_min, 5, 40);
AT(lot_info, timeout_max, 5, 44);
AT(lot_info, flags, 5, 48);
AT(lot_info, slots_free, 5, 52);
AT(lot_info, calls, 5, 56);
AT(lot_info, removed, 5, 60);
ENDS(lot_info, 5, 64);

AT(group_config, size, 0, 0);
AT(group_config, members, 1, 0);
AT(group_config, member_count, 2, 0);
AT(group_config, flags, 2, 4);
ENDS(group_config, 2, 8);

AT(group_info, size, 0, 0);
AT(group_info, lot, 1, 0);
AT(group_info, name, 2, 0);
AT(group_info, member_count, 3, 0);
AT(group_info, members_free, 3, 4);
AT(group_info, flags, 3, 8);
AT(group_info, reserved, 3, 12);
ENDS(group_info, 3, 16);

AT(member_info, size, 0, 0);
AT(member_info, extension, 1, 0);
AT(member_info, group, 2, 0);
AT(member_info, position, 3, 0);
AT(member_info, available, 3, 4);
AT(member_info, held, 3, 8);
AT(member_info, reserved, 3, 12);
ENDS(member_info, 3, 16);

AT(where, size, 0, 0);
AT(where, lot, 1, 0);
AT(where, extension, 2, 0);
AT(where, group, 3, 0);
AT(where, kind, 4, 0);
AT(where, slot, 4, 4);
ENDS(where, 4, 8);

AT(call, size, 0, 0);
AT(call, call_id, 1, 0);
AT(call, parker, 2, 0);
AT(call, parkee, 3, 0);
AT(call, caller_name, 4, 0);
AT(call, caller_number, 5, 0);
AT(call, tag, 6, 0);
AT(call, host, 7, 0);
ENDS(call, 8, 0);

AT(terms, size, 0, 0);
AT(terms, recall, 1, 0);
AT(terms, timeout, 2, 0);
AT(terms, reserved, 2, 4);
ENDS(terms, 2, 8);

AT(which, size, 0, 0);
AT(which, lot, 1, 0);
AT(which, extension, 2, 0);
AT(which, call_id, 3, 0);
AT(which, ticket, 4, 0);
AT(which, kind, 4, 8);
AT(which, slot, 4, 12);
ENDS(which, 4, 16);

/* ---- Structs on their way in and out ------------------------------------------------- */

/* A struct that goes through a pointer in struct attempt. */
struct border {
    const char *name;
    uint32_t uses; /* the functions that take it */
    bool out;
    size_t size;
    size_t pointer; /* where its pointer is in struct attempt */
};

#define BORDER(type, uses, out, field)                                                             \
    {                                                                                              \
#field, uses, out, sizeof(struct callpark_##type), offsetof(struct attempt, field)         \
    }

static const struct border borders[] = {
    BORDER(which, TAKES_WHICH, false, which),
    BORDER(where, TAKES_WHERE, false, where),
    BORDER(call, TAKES_CALL, false, call),
    BORDER(terms, TAKES_TERMS, false, terms),
    BORDER(recall, TAKES_TERMS, false, a_terms.recall),
    BORDER(lot_config, TAKES_CONFIG, false, config),
    BORDER(recall, TAKES_CONFIG, false, a_config.recall),
    BORDER(group_config, TAKES_MEMBERS, false, members),
    BORDER(event, TAKES_CHANGE, true, event),
    BORDER(info, GIVES_INFO, true, info),
    BORDER(lot_info, GIVES_LOT, true, lot_info),
    BORDER(group_info, GIVES_GROUP, true, group_info),
    BORDER(member_info, GIVES_MEMBER, true, member_info),
    BORDER(which, GIVES_WHICH, true, found),
};

enum { ROOM = 4096 + 64 };

/* What is tried with the struct in |memory|; copies a valid one there if it is asked to. */
struct trial {
    const char *name;
    size_t size;
    int (*run)(const struct trial *trial, unsigned char *memory, bool valid);
    const struct function *function;
    const struct border *border;
};

static int run_function(const struct trial *trial, unsigned char *memory, bool valid)
{
    static struct attempt attempt;
    ck_assert_ptr_null(close_world());
    open_full_world(0);
    attempt_init(&attempt, trial->function);
    char *pointer = (char *)&attempt + trial->border->pointer;
    void *theirs;
    memcpy(&theirs, pointer, sizeof theirs);
    if (valid) {
        memcpy(memory, theirs, trial->size);
        return 0;
    }
    memcpy(pointer, &memory, sizeof memory);
    return trial->function->perform(&attempt);
}

static void set_size(unsigned char *memory, size_t size)
{
    memcpy(memory, &size, sizeof size);
}

static void spoiled(const struct trial *trial, unsigned char *memory)
{
    memset(memory, 0xc5, ROOM);
    trial->run(trial, memory, true);
}

/* Sizes that were never right, for structs on their way in and out. */
static void wrong_sizes_are_refused(const struct trial *trial, unsigned char *memory)
{
    static unsigned char before[ROOM];
    static const size_t huge[] = {4097, 5000, (size_t)1 << 31, SIZE_MAX};
    for (size_t i = 0; i < trial->size + COUNT(huge); i++) {
        const size_t size = i < trial->size ? i : huge[i - trial->size];
        spoiled(trial, memory);
        set_size(memory, size);
        memcpy(before, memory, ROOM);
        const int error = trial->run(trial, memory, false);
        const int expected =
            size < trial->size ? CALLPARK_ERR_STRUCT_SHORT : CALLPARK_ERR_STRUCT_LONG;
        ck_assert_msg(error == expected, "%s of %zu bytes: %d", trial->name, size, error);
        ck_assert_mem_eq(memory, before, ROOM);
    }
}

/* A struct with |more| bytes that this library does not know. */
static void newer(const struct trial *trial, unsigned char *memory, size_t more)
{
    spoiled(trial, memory);
    memset(memory + trial->size, 0, more);
    set_size(memory, trial->size + more);
}

static void check_in(const struct trial *trial, unsigned char *memory)
{
    wrong_sizes_are_refused(trial, memory);
    const size_t tails[] = {0, 1, 4, 8, 100, 4096 - trial->size};
    for (size_t i = 0; i < COUNT(tails); i++) {
        newer(trial, memory, tails[i]); /* and garbage behind it */
        int got = trial->run(trial, memory, false);
        ck_assert_msg(got >= 0, "%s with %zu more: %d", trial->name, tails[i], got);
        untouched(memory, trial->size + tails[i], ROOM, 0xc5);
        for (size_t at = 0; at < tails[i]; at += at + 1) {
            for (int last = 0; last < 2; last++) {
                newer(trial, memory, tails[i]);
                memory[trial->size + (last ? tails[i] - 1 : at)] = 1;
                got = trial->run(trial, memory, false);
                ck_assert_msg(got == CALLPARK_ERR_STRUCT_FIELD, "%s, %zu of %zu set: %d",
                              trial->name, at, tails[i], got);
            }
        }
    }
}

static void check_out(const struct trial *trial, unsigned char *memory)
{
    static unsigned char exact[ROOM];
    wrong_sizes_are_refused(trial, memory);
    spoiled(trial, exact);
    memset(exact + sizeof(size_t), 0xc5, trial->size - sizeof(size_t));
    ck_assert_int_ge(trial->run(trial, exact, false), 0);
    untouched(exact, trial->size, ROOM, 0xc5);
    const size_t tails[] = {1, 4, 8, 100, 4096 - trial->size};
    for (size_t i = 0; i < COUNT(tails); i++) {
        memset(memory, 0xc5, ROOM); /* the tail is not looked at, but cleared */
        set_size(memory, trial->size + tails[i]);
        ck_assert_int_ge(trial->run(trial, memory, false), 0);
        size_t size;
        memcpy(&size, memory, sizeof size);
        ck_assert_uint_eq(size, trial->size + tails[i]);
        untouched(memory, trial->size, trial->size + tails[i], 0);
        untouched(memory, trial->size + tails[i], ROOM, 0xc5);
    }
}

START_TEST(structs_of_older_and_newer_callers)
{
    const struct function *function = &functions[_i];
    unsigned char *memory = malloc(ROOM);
    for (size_t i = 0; i < COUNT(borders); i++) {
        if (!(borders[i].uses & function->uses))
            continue;
        const struct trial trial = {borders[i].name, borders[i].size, run_function, function,
                                    &borders[i]};
        if (borders[i].out)
            check_out(&trial, memory);
        else
            check_in(&trial, memory);
    }
    free(memory);
}
END_TEST

/* ---- Structs that no verb takes --------------------------------------------------------- */

static int run_new(const struct callpark_options *options)
{
    struct callpark *registry = NULL;
    int error = callpark_new(options, &registry);
    ck_assert((error == 0) == (registry != NULL));
    callpark_free(registry);
    return error;
}

static int run_options(const struct trial *trial, unsigned char *memory, bool valid)
{
    struct callpark_options options;
    callpark_options_init(&options);
    options.first_event = 77;
    if (valid)
        memcpy(memory, &options, trial->size);
    return valid ? 0 : run_new((const struct callpark_options *)(void *)memory);
}

static int run_allocator(const struct trial *trial, unsigned char *memory, bool valid)
{
    static struct heap heap;
    struct callpark_allocator allocator = heap_allocator(&heap);
    struct callpark_options options;
    callpark_options_init(&options);
    options.allocator = (const struct callpark_allocator *)(void *)memory;
    if (valid)
        memcpy(memory, &allocator, trial->size);
    return valid ? 0 : run_new(&options);
}

static int run_event_copy(const struct trial *trial, unsigned char *memory, bool valid)
{
    static unsigned char buffer[CALLPARK_EVENT_COPY_SIZE];
    struct callpark_event event;
    callpark_event_init(&event);
    event.by = "somebody";
    if (valid)
        memcpy(memory, &event, trial->size);
    return valid ? 0
                 : callpark_event_copy((const struct callpark_event *)(void *)memory, buffer,
                                       sizeof buffer);
}

static int run_info_copy(const struct trial *trial, unsigned char *memory, bool valid)
{
    static unsigned char buffer[CALLPARK_EVENT_COPY_SIZE];
    struct callpark_info info;
    callpark_info_init(&info);
    info.tag = "a tag";
    if (valid)
        memcpy(memory, &info, trial->size);
    return valid ? 0
                 : callpark_info_copy((const struct callpark_info *)(void *)memory, buffer,
                                      sizeof buffer);
}

static const struct trial others[] = {
    {"options", sizeof(struct callpark_options), run_options, NULL, NULL},
    {"allocator", sizeof(struct callpark_allocator), run_allocator, NULL, NULL},
    {"event to copy", sizeof(struct callpark_event), run_event_copy, NULL, NULL},
    {"info to copy", sizeof(struct callpark_info), run_info_copy, NULL, NULL},
};

START_TEST(other_structs_of_older_and_newer_callers)
{
    unsigned char *memory = malloc(ROOM);
    check_in(&others[_i], memory);
    free(memory);
}
END_TEST

START_TEST(a_copy_of_a_newer_event_is_one_of_this_library)
{
    struct {
        struct callpark_event event;
        unsigned char more[64];
    } newer_event;
    memset(&newer_event, 0, sizeof newer_event);
    newer_event.event.size = sizeof newer_event;
    newer_event.event.call_id = "A";
    static unsigned char buffer[CALLPARK_EVENT_COPY_SIZE];
    ck_assert_int_gt(callpark_event_copy(&newer_event.event, buffer, sizeof buffer), 0);
    struct callpark_event copy;
    memcpy(&copy, buffer, sizeof copy);
    ck_assert_uint_eq(copy.size, sizeof copy); /* as much as is there */
    ck_assert_str_eq(copy.call_id, "A");
}
END_TEST

/* ---- The functions in the header ---------------------------------------------------------- */

START_TEST(an_init_clears_everything_but_the_size)
{
    CLEARED(allocator);
    CLEARED(options);
    CLEARED(recall);
    CLEARED(info);
    CLEARED(event);
    CLEARED(lot_info);
    CLEARED(group_config);
    CLEARED(group_info);
    CLEARED(member_info);
    CLEARED(where);
    CLEARED(call);
    CLEARED(terms);
    CLEARED(which);
    struct callpark_lot_config config;
    memset(&config, 0xc5, sizeof config);
    callpark_lot_config_init(&config);
    ck_assert_uint_eq(config.size, sizeof config);
    ck_assert_uint_eq(config.first_slot, 1);
    config.first_slot = 0;
    untouched(&config, sizeof(size_t), sizeof config, 0);
}
END_TEST

/* Numbered for ever: whoever changes one breaks callers. */
START_TEST(numbers_never_change)
{
    static const int errors[] = {CALLPARK_OK,
                                 CALLPARK_ERR_INVALID,
                                 CALLPARK_ERR_TOO_LONG,
                                 CALLPARK_ERR_STRUCT_SHORT,
                                 CALLPARK_ERR_STRUCT_LONG,
                                 CALLPARK_ERR_STRUCT_FIELD,
                                 CALLPARK_ERR_NOMEM,
                                 CALLPARK_ERR_LIMIT,
                                 CALLPARK_ERR_LOT,
                                 CALLPARK_ERR_GROUP,
                                 CALLPARK_ERR_EXISTS,
                                 CALLPARK_ERR_MEMBER,
                                 CALLPARK_ERR_DURATION,
                                 CALLPARK_ERR_RANGE,
                                 CALLPARK_ERR_TAKEN,
                                 CALLPARK_ERR_FULL,
                                 CALLPARK_ERR_GROUP_FULL,
                                 CALLPARK_ERR_PARKED,
                                 CALLPARK_ERR_UNKNOWN,
                                 CALLPARK_ERR_ENDED,
                                 CALLPARK_ERR_NOT_FOUND,
                                 CALLPARK_ERR_MISMATCH,
                                 CALLPARK_ERR_RESERVED,
                                 CALLPARK_ERR_CLAIMED,
                                 CALLPARK_ERR_STATE,
                                 CALLPARK_ERR_STALE,
                                 CALLPARK_ERR_BUSY,
                                 CALLPARK_ERR_BUFFER};
    for (size_t i = 0; i < COUNT(errors); i++)
        ck_assert_int_eq(errors[i], -(int)i);
    static const int events[] = {CALLPARK_EVENT_PARKED,
                                 CALLPARK_EVENT_RESERVED,
                                 CALLPARK_EVENT_FILLED,
                                 CALLPARK_EVENT_CLAIMED,
                                 CALLPARK_EVENT_ROLLED_BACK,
                                 CALLPARK_EVENT_CLAIM_EXPIRED,
                                 CALLPARK_EVENT_RINGING,
                                 CALLPARK_EVENT_NO_ANSWER,
                                 CALLPARK_EVENT_RECALL_ANSWERED,
                                 CALLPARK_EVENT_RECALL_FAILED,
                                 CALLPARK_EVENT_RECALL_DEFERRED,
                                 CALLPARK_EVENT_SWAPPED,
                                 CALLPARK_EVENT_MOVED,
                                 CALLPARK_EVENT_EXTENDED,
                                 CALLPARK_EVENT_ENDED,
                                 CALLPARK_EVENT_LOT_ADDED,
                                 CALLPARK_EVENT_LOT_CONFIGURED,
                                 CALLPARK_EVENT_LOT_REMOVED,
                                 CALLPARK_EVENT_GROUP_ADDED,
                                 CALLPARK_EVENT_GROUP_CONFIGURED,
                                 CALLPARK_EVENT_GROUP_REMOVED,
                                 CALLPARK_EVENT_MEMBER_AVAILABLE,
                                 CALLPARK_EVENT_MEMBER_UNAVAILABLE};
    for (size_t i = 0; i < COUNT(events); i++)
        ck_assert_int_eq(events[i], (int)i + 1);
    static const int states[] = {CALLPARK_STATE_NONE,    CALLPARK_STATE_RESERVED,
                                 CALLPARK_STATE_WAITING, CALLPARK_STATE_RINGING,
                                 CALLPARK_STATE_PAUSED,  CALLPARK_STATE_CLAIMED,
                                 CALLPARK_STATE_ENDED};
    for (size_t i = 0; i < COUNT(states); i++)
        ck_assert_int_eq(states[i], (int)i);
    static const int reasons[] = {CALLPARK_REASON_NONE,      CALLPARK_REASON_RETRIEVED,
                                  CALLPARK_REASON_RECALLED,  CALLPARK_REASON_RELEASED,
                                  CALLPARK_REASON_ABANDONED, CALLPARK_REASON_REMOVED,
                                  CALLPARK_REASON_EXPIRED,   CALLPARK_REASON_DRAINED};
    for (size_t i = 0; i < COUNT(reasons); i++)
        ck_assert_int_eq(reasons[i], (int)i);
}
END_TEST

Suite *abi_suite(void);
Suite *abi_suite(void)
{
    Suite *suite = suite_create("abi");
    TCase *tcase = world_tcase(suite, "abi");
    tcase_set_timeout(tcase, 60);
    tcase_set_tags(tcase, "thorough");
    tcase_add_loop_test(tcase, structs_of_older_and_newer_callers, 0, (int)function_count);
    tcase_add_loop_test(tcase, other_structs_of_older_and_newer_callers, 0, (int)COUNT(others));
    tcase_add_test(tcase, a_copy_of_a_newer_event_is_one_of_this_library);
    tcase_add_test(tcase, an_init_clears_everything_but_the_size);
    tcase_add_test(tcase, numbers_never_change);
    return suite;
}
