/* SPDX-License-Identifier: MIT */
/* Call-park groups: membership, availability, the choice of a member. */
#include <check.h>

#include "helpers.h"

#include <stdio.h>
#include <stdlib.h>

static struct callpark_group_info group;
static struct callpark_member_info member;

static int find_group(const char *name)
{
    callpark_group_info_init(&group);
    return callpark_group_find(cp, "main", name, &group);
}

static int find_member(const char *extension)
{
    callpark_member_info_init(&member);
    return callpark_member_find(cp, "main", extension, &member);
}

static int member_at(const char *name, uint32_t position)
{
    callpark_member_info_init(&member);
    return callpark_group_member(cp, "main", name, position, &member);
}

/* Parks |id| in |name| by |parker|, who may be NULL. */
static int park_in(const char *name, const char *id, const char *parker)
{
    return do_park_call(in_group("main", name), call_from(id, parker), NULL);
}

/* As an allocator may, it has no block of no bytes. */
static void *alloc_some(void *user, size_t bytes)
{
    (void)user;
    return bytes ? malloc(bytes) : NULL;
}

static void free_some(void *user, void *block)
{
    (void)user;
    free(block);
}

/* ---- Configuration ------------------------------------------------------------- */

START_TEST(a_group_of_nobody_and_a_lot_of_no_slots_need_no_block_of_no_bytes)
{
    struct callpark_options options;
    struct callpark_allocator allocator;
    callpark_allocator_init(&allocator);
    allocator.alloc = alloc_some;
    allocator.free = free_some;
    callpark_options_init(&options);
    options.allocator = &allocator;
    callpark_free(cp);
    OK(callpark_new(&options, &cp));
    struct callpark_lot_config config = slots(1, 0);
    config.choice = CALLPARK_CHOOSE_LONGEST_FREE;
    OK(do_lot_add("main", &config));
    OK(do_group("main", "nobody", ""));
    REFUSED(CALLPARK_ERR_GROUP_FULL, park_in("nobody", "a", NULL));
}
END_TEST

START_TEST(each_member_is_looked_at_before_anything_changes)
{
    static const struct {
        const char *member;
        int error;
    } bad[] = {{NULL, CALLPARK_ERR_INVALID}, {"", CALLPARK_ERR_INVALID}};
    for (uint32_t i = 0; i < 3 * COUNT(bad); i++) {
        const char *members[] = {"1", "2", "3"};
        struct callpark_group_config config;
        callpark_group_config_init(&config);
        members[i % 3] = bad[i / 3].member;
        config.members = members;
        config.member_count = COUNT(members);
        REFUSED(bad[i / 3].error,
                callpark_group_add(cp, now_ms, "main", "sales", &config, NULL, &ev));
    }
}
END_TEST

START_TEST(a_group_is_shown_as_given)
{
    OK(do_group_flags("main", "sales", "30 10 20", CALLPARK_GROUP_ALLOW_PARKER));
    ck_assert_uint_eq(ev.kind, CALLPARK_EVENT_GROUP_ADDED);
    ck_assert_uint_eq(ev.state, CALLPARK_STATE_NONE);
    ck_assert_str_eq(ev.lot, "main");
    ck_assert_str_eq(ev.group, "sales");
    ck_assert_ptr_null(ev.extension);
    OK(find_group("sales"));
    ck_assert_str_eq(group.lot, "main");
    ck_assert_str_eq(group.name, "sales");
    ck_assert_uint_eq(group.member_count, 3);
    ck_assert_uint_eq(group.members_free, 3);
    ck_assert_uint_eq(group.flags, CALLPARK_GROUP_ALLOW_PARKER);
    ck_assert_uint_eq(group.reserved, 0);
    static const char *const order[] = {"30", "10", "20"};
    for (uint32_t i = 0; i < 3; i++) {
        OK(member_at("sales", i));
        ck_assert_str_eq(member.extension, order[i]);
        ck_assert_str_eq(member.group, "sales");
        ck_assert_uint_eq(member.position, i);
        ck_assert_uint_eq(member.available, 1);
        ck_assert_uint_eq(member.held, 0);
        ck_assert_uint_eq(member.reserved, 0);
    }
    ck_assert_int_eq(member_at("sales", 3), CALLPARK_ERR_NOT_FOUND);
    ck_assert_int_eq(member_at("sales", UINT32_MAX), CALLPARK_ERR_NOT_FOUND);
}
END_TEST

START_TEST(a_group_may_be_empty)
{
    struct callpark_group_config config;
    callpark_group_config_init(&config);
    OK(callpark_group_add(cp, now_ms, "main", "empty", &config, NULL, &ev));
    OK(find_group("empty"));
    ck_assert_uint_eq(group.member_count, 0);
    REFUSED(CALLPARK_ERR_GROUP_FULL, park_in("empty", "A", NULL));
}
END_TEST

START_TEST(an_extension_is_in_one_group_of_its_lot_at_most)
{
    OK(do_group("main", "a", "1 2"));
    OK(do_group("main", "b", "3"));
    REFUSED(CALLPARK_ERR_MEMBER, do_group("main", "c", "4 2"));
    REFUSED(CALLPARK_ERR_MEMBER, do_group("main", "c", "4 5 4"));
    REFUSED(CALLPARK_ERR_MEMBER, do_group_configure("main", "a", "1 3"));
    REFUSED(CALLPARK_ERR_MEMBER, do_group_configure("main", "a", "1 1"));
    REFUSED(CALLPARK_ERR_EXISTS, do_group("main", "a", "9"));
    REFUSED(CALLPARK_ERR_GROUP, do_group_configure("main", "c", "9"));
    REFUSED(CALLPARK_ERR_LOT, do_group("other", "a", "9"));
    ck_assert_int_eq(find_member("9"), CALLPARK_ERR_GROUP);

    OK(do_lot_add("other", NULL));
    OK(do_group("other", "a", "1 2 3")); /* another lot's are another's */
    OK(do_group_configure("main", "a", "2"));
    OK(do_group_configure("main", "b", "3 1")); /* 1 is free to join now */
    OK(find_member("1"));
    ck_assert_str_eq(member.group, "b");
    ck_assert_uint_eq(member.position, 1);
}
END_TEST

static int take(const char *name, const char *text, uint32_t flags)
{
    struct members members;
    read_members(&members, text, flags | CALLPARK_GROUP_TAKE_MEMBERS);
    return callpark_group_set(cp, now_ms, "main", name, &members.config, "op", &ev);
}

/* The members of |name| in order, as "1 2 ", an asterisk behind those who are unavailable. */
static const char *members_of(const char *name)
{
    static char text[64];
    OK(find_group(name));
    text[0] = 0;
    for (uint32_t i = 0; i < group.member_count; i++) {
        OK(member_at(name, i));
        ck_assert_uint_eq(member.position, i);
        ck_assert_str_eq(member.group, name);
        size_t length = strlen(text);
        snprintf(text + length, sizeof text - length, "%s%s ", member.extension,
                 member.available ? "" : "*");
    }
    return text;
}

START_TEST(a_group_takes_members_of_others_if_it_is_told_to)
{
    OK(do_group("main", "a", "1 2 3 4"));
    OK(do_group("main", "b", "5 6"));
    OK(do_group("main", "c", "7"));
    OK(take("c", "7 3 5 1 8", CALLPARK_GROUP_ALLOW_PARKER));
    ck_assert_uint_eq(ev.kind, CALLPARK_EVENT_GROUP_CONFIGURED);
    ck_assert_str_eq(ev.group, "c");
    ck_assert_str_eq(ev.by, "op");
    ck_assert_str_eq(members_of("c"), "7 3 5 1 8 ");
    ck_assert_uint_eq(group.flags, CALLPARK_GROUP_ALLOW_PARKER); /* taking is over */
    ck_assert_str_eq(members_of("a"), "2 4 ");
    ck_assert_str_eq(members_of("b"), "6 ");
    OK(take("new", "2 4 6", 0)); /* all that there are */
    ck_assert_uint_eq(ev.kind, CALLPARK_EVENT_GROUP_ADDED);
    ck_assert_str_eq(members_of("new"), "2 4 6 ");
    ck_assert_str_eq(members_of("a"), "");
    ck_assert_str_eq(members_of("b"), "");
    REFUSED(CALLPARK_ERR_GROUP_FULL, park_in("a", "A", NULL));
    OK(do_group_configure("main", "a", "9"));
    OK(park_in("a", "A", NULL));
    ck_assert_str_eq(ev.extension, "9");
}
END_TEST

START_TEST(two_groups_swap_their_members_in_any_order)
{
    OK(do_group("main", "a", "1 2"));
    OK(do_group("main", "b", "3 4"));
    OK(take("a", "3 4", 0));
    ck_assert_str_eq(members_of("b"), "");
    OK(take("b", "2 1", 0));
    ck_assert_str_eq(members_of("a"), "3 4 ");
    ck_assert_str_eq(members_of("b"), "2 1 ");
}
END_TEST

START_TEST(who_is_taken_comes_as_a_new_member)
{
    OK(do_group("main", "a", "1 2 3"));
    OK(do_group("main", "b", "4"));
    OK(do_available("main", "2", 0));
    OK(do_available("main", "3", 0));
    OK(do_available("main", "4", 0));
    OK(take("b", "4 2", 0));
    ck_assert_str_eq(members_of("b"), "4* 2 "); /* 4 has been in it before */
    ck_assert_str_eq(members_of("a"), "1 3* ");
    ck_assert_uint_eq(group.members_free, 1);
}
END_TEST

START_TEST(who_is_taken_keeps_his_call)
{
    OK(do_group("main", "a", "1 2"));
    OK(do_group("main", "b", "3"));
    OK(park_in("a", "A", NULL));
    ck_assert_str_eq(ev.extension, "1");
    OK(take("b", "1 3", 0));
    OK(find_group("b"));
    ck_assert_uint_eq(group.members_free, 1);
    OK(park_in("b", "B", NULL));
    ck_assert_str_eq(ev.extension, "3");
    REFUSED(CALLPARK_ERR_GROUP_FULL, park_in("b", "C", NULL));
    OK(do_retrieve(callpark_by_call("A")));
    OK(park_in("b", "C", NULL));
    ck_assert_str_eq(ev.extension, "1");
    OK(park_in("a", "D", NULL));
    ck_assert_str_eq(ev.extension, "2");
}
END_TEST

START_TEST(a_list_that_cannot_be_takes_nobody)
{
    OK(do_group("main", "a", "1 2"));
    OK(do_available("main", "1", 0));
    REFUSED(CALLPARK_ERR_MEMBER, take("b", "1 3 1", 0)); /* himself twice */
    ck_assert_int_eq(find_group("b"), CALLPARK_ERR_GROUP);
    ck_assert_int_eq(find_member("3"), CALLPARK_ERR_GROUP);
    ck_assert_str_eq(members_of("a"), "1* 2 ");
    REFUSED(CALLPARK_ERR_INVALID, take("b", "1", 4));
    OK(do_lot_add("other", NULL));
    OK(do_group("other", "a", "1"));
    OK(take("b", "1", 0)); /* another lot's are not to be had */
    OK(do_group_configure("other", "a", "1 2"));
    OK(callpark_group_find(cp, "other", "a", &group));
    ck_assert_uint_eq(group.member_count, 2);
}
END_TEST

START_TEST(a_group_is_set_whether_it_was_there_or_not)
{
    struct callpark_group_config config;
    const char *const members[] = {"1", "2"};
    callpark_group_config_init(&config);
    config.members = members;
    config.member_count = 2;
    OK(callpark_group_set(cp, now_ms, "main", "g", &config, "op", &ev));
    ck_assert_uint_eq(ev.kind, CALLPARK_EVENT_GROUP_ADDED);
    config.member_count = 1;
    OK(callpark_group_set(cp, now_ms, "main", "g", &config, "op", &ev));
    ck_assert_uint_eq(ev.kind, CALLPARK_EVENT_GROUP_CONFIGURED);
    ck_assert_str_eq(ev.by, "op");
    ck_assert_str_eq(members_of("g"), "1 ");
    REFUSED(CALLPARK_ERR_MEMBER, callpark_group_set(cp, now_ms, "main", "h", &config, NULL, &ev));
    REFUSED(CALLPARK_ERR_LOT, callpark_group_set(cp, now_ms, "none", "g", &config, NULL, &ev));
    REFUSED(CALLPARK_ERR_INVALID, callpark_group_set(cp, now_ms, "main", "g", NULL, NULL, &ev));
}
END_TEST

START_TEST(a_removed_group_frees_its_members)
{
    OK(do_group("main", "a", "1 2"));
    OK(do_group_remove("main", "a"));
    ck_assert_uint_eq(ev.kind, CALLPARK_EVENT_GROUP_REMOVED);
    ck_assert_str_eq(ev.lot, "main");
    ck_assert_str_eq(ev.group, "a");
    ck_assert_int_eq(find_group("a"), CALLPARK_ERR_GROUP);
    ck_assert_int_eq(find_member("1"), CALLPARK_ERR_GROUP);
    REFUSED(CALLPARK_ERR_GROUP, do_group_remove("main", "a"));
    REFUSED(CALLPARK_ERR_GROUP, do_available("main", "1", 0));
    REFUSED(CALLPARK_ERR_GROUP, park_in("a", "A", NULL));
    OK(do_group("main", "b", "2 1"));
    OK(do_group("main", "a", "3"));
}
END_TEST

START_TEST(a_group_configuration_is_copied)
{
    char name[] = "copied", one[] = "1", two[] = "2";
    const char *members[] = {one, two};
    struct callpark_group_config config;
    callpark_group_config_init(&config);
    config.members = members;
    config.member_count = 2;
    OK(callpark_group_add(cp, now_ms, "main", name, &config, NULL, &ev));
    memset(name, 'x', sizeof name - 1);
    one[0] = two[0] = 'x';
    members[0] = members[1] = NULL;
    OK(find_group("copied"));
    OK(member_at("copied", 1));
    ck_assert_str_eq(member.extension, "2");
}
END_TEST

START_TEST(a_big_group_keeps_its_order)
{
    enum { BIG = 1000 };
    static char texts[BIG][8];
    static const char *members[BIG];
    for (unsigned i = 0; i < BIG; i++) {
        snprintf(texts[i], sizeof texts[i], "%u", (i * 7u) % BIG); /* 7 and 1000: coprime */
        members[i] = texts[i];
    }
    struct callpark_group_config config;
    callpark_group_config_init(&config);
    config.members = members;
    config.member_count = BIG;
    OK(callpark_group_add(cp, now_ms, "main", "big", &config, NULL, &ev));
    for (unsigned i = 0; i < BIG; i++) {
        OK(member_at("big", i));
        ck_assert_str_eq(member.extension, texts[i]);
        OK(find_member(texts[i]));
        ck_assert_uint_eq(member.position, i);
    }
    for (unsigned i = 0; i < BIG; i++) {
        OK(park_in("big", texts[i], NULL));
        ck_assert_str_eq(ev.extension, texts[i]);
    }
    REFUSED(CALLPARK_ERR_GROUP_FULL, park_in("big", "more", NULL));
    /* Turned round, the positions follow; the calls are where they were. */
    for (unsigned i = 0; i < BIG / 2; i++) {
        const char *other = members[i];
        members[i] = members[BIG - 1 - i];
        members[BIG - 1 - i] = other;
    }
    OK(callpark_group_configure(cp, now_ms, "main", "big", &config, NULL, &ev));
    for (unsigned i = 0; i < BIG; i++) {
        OK(find_member(texts[i]));
        ck_assert_uint_eq(member.position, BIG - 1 - i);
        ck_assert_uint_eq(member.held, 1);
    }
    OK(do_retrieve(callpark_by_call(texts[3])));
    OK(do_retrieve(callpark_by_call(texts[5])));
    OK(park_in("big", "again", NULL));
    ck_assert_str_eq(ev.extension, texts[5]);
}
END_TEST

/* ---- Choice of a member ------------------------------------------------------------ */

START_TEST(members_are_tried_in_order_always_from_the_first)
{
    OK(do_group("main", "g", "30 10 20"));
    OK(park_in("g", "A", NULL));
    ck_assert_str_eq(ev.extension, "30");
    ck_assert_uint_eq(ev.slot, 0);
    ck_assert_str_eq(ev.lot, "main");
    ck_assert_ptr_null(ev.group);
    OK(park_in("g", "B", NULL));
    ck_assert_str_eq(ev.extension, "10");
    OK(do_retrieve(callpark_by_call("A")));
    OK(park_in("g", "C", NULL));
    ck_assert_str_eq(ev.extension, "30"); /* not 20 */
    OK(park_in("g", "D", NULL));
    ck_assert_str_eq(ev.extension, "20");
    REFUSED(CALLPARK_ERR_GROUP_FULL, park_in("g", "E", NULL));
    OK(find_group("g"));
    ck_assert_uint_eq(group.members_free, 0);
}
END_TEST

START_TEST(a_held_member_is_skipped_however_he_came_to_hold_it)
{
    OK(do_group("main", "g", "1 2 3 4"));
    OK(do_park_at(at_extension("main", "1"), "by name"));
    OK(do_reserve(at_extension("main", "2"), NULL, SECONDS(5)));
    OK(do_park("moved"));
    OK(do_move(callpark_by_call("moved"), at_extension("main", "3")));
    OK(find_group("g"));
    ck_assert_uint_eq(group.members_free, 1);
    OK(find_member("2"));
    ck_assert_uint_eq(member.held, 1);
    OK(park_in("g", "A", NULL));
    ck_assert_str_eq(ev.extension, "4");
    OK(do_move(callpark_by_call("moved"), any_slot("main")));
    OK(park_in("g", "B", NULL));
    ck_assert_str_eq(ev.extension, "3");
    now_ms += SECONDS(5);
    ck_assert_int_eq(do_poll(), 1);
    OK(park_in("g", "C", NULL));
    ck_assert_str_eq(ev.extension, "2");
}
END_TEST

START_TEST(the_same_extension_held_in_another_lot_is_free_here)
{
    OK(do_lot_add("other", NULL));
    OK(do_park_at(at_extension("other", "1"), "A"));
    OK(do_group("main", "g", "1"));
    OK(find_group("g"));
    ck_assert_uint_eq(group.members_free, 1);
    OK(park_in("g", "B", NULL));
}
END_TEST

START_TEST(a_group_made_of_holders_knows_that_they_hold)
{
    OK(do_park_at(at_extension("main", "2"), "A"));
    OK(do_group("main", "g", "1 2"));
    OK(find_group("g"));
    ck_assert_uint_eq(group.members_free, 1);
    OK(find_member("2"));
    ck_assert_uint_eq(member.held, 1);
    OK(park_in("g", "B", NULL));
    REFUSED(CALLPARK_ERR_GROUP_FULL, park_in("g", "C", NULL));
}
END_TEST

START_TEST(the_parker_is_skipped_unless_the_group_allows_him)
{
    OK(do_group("main", "g", "1 2"));
    OK(park_in("g", "A", "1"));
    ck_assert_str_eq(ev.extension, "2");
    REFUSED(CALLPARK_ERR_GROUP_FULL, park_in("g", "B", "1"));
    OK(find_group("g"));
    ck_assert_uint_eq(group.members_free, 1); /* it would do for others */
    OK(do_group_flags("main", "self", "3 4", CALLPARK_GROUP_ALLOW_PARKER));
    OK(park_in("self", "B", "3"));
    ck_assert_str_eq(ev.extension, "3");
    OK(do_group_configure("main", "self", "3 4")); /* the flag goes with the configuration */
    OK(find_group("self"));
    ck_assert_uint_eq(group.flags, 0);
    REFUSED(CALLPARK_ERR_GROUP_FULL, park_in("self", "C", "4"));
}
END_TEST

START_TEST(the_own_group_is_the_parkers)
{
    OK(do_group("main", "a", "1 2"));
    OK(do_group("main", "b", "3 4"));
    OK(park_in(NULL, "A", "3"));
    ck_assert_str_eq(ev.extension, "4");
    OK(park_in("", "B", "2"));
    ck_assert_str_eq(ev.extension, "1");
    REFUSED(CALLPARK_ERR_GROUP, park_in(NULL, "C", "5"));
    REFUSED(CALLPARK_ERR_GROUP, park_in(NULL, "C", NULL));
    REFUSED(CALLPARK_ERR_GROUP, park_in(NULL, "C", ""));
    REFUSED(CALLPARK_ERR_GROUP, park_in("c", "C", "3"));
    OK(do_reserve(in_group("main", NULL), "1", 0));
    ck_assert_str_eq(ev.extension, "2");
    REFUSED(CALLPARK_ERR_GROUP, do_reserve(in_group("main", NULL), NULL, 0));
}
END_TEST

START_TEST(a_move_into_the_own_group_skips_the_parker_and_the_own_place)
{
    OK(do_group("main", "g", "1 2 3"));
    OK(park_in("g", "A", "1"));
    ck_assert_str_eq(ev.extension, "2");
    OK(do_move(callpark_by_call("A"), in_group("main", NULL)));
    ck_assert_str_eq(ev.extension, "3");
    ck_assert_str_eq(ev.from_extension, "2");
    ck_assert_uint_eq(ev.from_slot, 0);
    ck_assert_str_eq(ev.from_lot, "main");
}
END_TEST

/* ---- Availability --------------------------------------------------------------------- */

START_TEST(an_unavailable_member_is_skipped)
{
    OK(do_group("main", "g", "1 2"));
    OK(do_available("main", "1", 0));
    ck_assert_uint_eq(ev.kind, CALLPARK_EVENT_MEMBER_UNAVAILABLE);
    ck_assert_str_eq(ev.lot, "main");
    ck_assert_str_eq(ev.group, "g");
    ck_assert_str_eq(ev.extension, "1");
    ck_assert_uint_eq(ev.ticket, 0);
    OK(find_member("1"));
    ck_assert_uint_eq(member.available, 0);
    OK(find_group("g"));
    ck_assert_uint_eq(group.members_free, 1);
    OK(park_in("g", "A", NULL));
    ck_assert_str_eq(ev.extension, "2");
    REFUSED(CALLPARK_ERR_GROUP_FULL, park_in("g", "B", NULL));
    OK(do_available("main", "1", 1));
    ck_assert_uint_eq(ev.kind, CALLPARK_EVENT_MEMBER_AVAILABLE);
    OK(park_in("g", "B", NULL));
    ck_assert_str_eq(ev.extension, "1");
}
END_TEST

START_TEST(an_unavailable_member_can_still_be_named)
{
    OK(do_group("main", "g", "1 2"));
    OK(do_available("main", "1", 0));
    OK(do_park_at(at_extension("main", "1"), "A"));
    OK(find_group("g"));
    ck_assert_uint_eq(group.members_free, 1); /* counted out once, not twice */
    OK(do_available("main", "1", 1));
    OK(find_group("g"));
    ck_assert_uint_eq(group.members_free, 1); /* he holds a call */
    OK(do_available("main", "1", 0));
    OK(do_retrieve(callpark_by_extension("main", "1")));
    OK(find_group("g"));
    ck_assert_uint_eq(group.members_free, 1);
    OK(do_available("main", "1", 1));
    OK(find_group("g"));
    ck_assert_uint_eq(group.members_free, 2);
}
END_TEST

START_TEST(saying_it_twice_is_two_events_and_one_change)
{
    OK(do_group("main", "g", "1 2"));
    OK(do_available("main", "1", 0));
    uint64_t number = ev.number;
    OK(do_available("main", "1", 0));
    ck_assert_uint_eq(ev.number, number + 1);
    ck_assert_uint_eq(ev.kind, CALLPARK_EVENT_MEMBER_UNAVAILABLE);
    OK(find_group("g"));
    ck_assert_uint_eq(group.members_free, 1);
    OK(do_available("main", "1", 1));
    OK(do_available("main", "1", 1));
    OK(find_group("g"));
    ck_assert_uint_eq(group.members_free, 2);
    REFUSED(CALLPARK_ERR_INVALID, do_available("main", "1", 2));
    REFUSED(CALLPARK_ERR_INVALID, do_available("main", "1", -1));
    REFUSED(CALLPARK_ERR_GROUP, do_available("main", "3", 0));
    REFUSED(CALLPARK_ERR_LOT, do_available("other", "1", 0));
}
END_TEST

START_TEST(availability_lasts_as_long_as_the_membership)
{
    OK(do_group("main", "g", "1 2 3"));
    OK(do_available("main", "2", 0));
    OK(do_available("main", "3", 0));
    OK(do_group_configure("main", "g", "4 2 1"));
    ck_assert_uint_eq(ev.kind, CALLPARK_EVENT_GROUP_CONFIGURED);
    OK(find_member("2"));
    ck_assert_uint_eq(member.available, 0);
    ck_assert_uint_eq(member.position, 1);
    OK(find_group("g"));
    ck_assert_uint_eq(group.members_free, 2);
    OK(do_group_configure("main", "g", "3 2"));
    OK(find_member("3")); /* left and came back */
    ck_assert_uint_eq(member.available, 1);
    OK(do_group_remove("main", "g"));
    OK(do_group("main", "g", "2"));
    OK(find_member("2"));
    ck_assert_uint_eq(member.available, 1);
}
END_TEST

/* ---- Members with calls ------------------------------------------------------------------ */

START_TEST(a_member_removed_while_holding_a_call_gives_it_back)
{
    OK(do_group("main", "g", "1 2"));
    OK(park_in("g", "A", NULL));
    OK(do_group_configure("main", "g", "2"));
    ck_assert_int_eq(find_member("1"), CALLPARK_ERR_GROUP);
    OK(do_find(callpark_by_extension("main", "1")));
    ck_assert_str_eq(seen.call_id, "A");
    OK(do_group_configure("main", "g", "2 1"));
    OK(find_member("1"));
    ck_assert_uint_eq(member.held, 1);
    OK(do_group_remove("main", "g"));
    OK(do_retrieve(callpark_by_extension("main", "1")));
    ck_assert_str_eq(ev.extension, "1");
}
END_TEST

START_TEST(groups_are_iterated_with_their_lots_and_seen_once)
{
    OK(do_lot_add("other", NULL));
    OK(do_group("main", "a", "1"));
    OK(do_group("other", "a", "1 2"));
    OK(do_group("main", "b", "2"));
    OK(do_group("other", "c", "3"));
    unsigned main_a = 0, other_a = 0, others = 0;
    uint64_t cursor = 0;
    callpark_group_info_init(&group);
    for (unsigned step = 0; callpark_group_next(cp, &cursor, &group) == 1; step++) {
        ck_assert_uint_lt(step, 20);
        main_a += same_text(group.lot, "main") && same_text(group.name, "a");
        other_a += same_text(group.lot, "other") && same_text(group.name, "a");
        others++;
        if (step == 0) {
            OK(do_group_remove("main", "b"));
            OK(do_group("main", "d", "9"));
        }
    }
    ck_assert_uint_eq(main_a, 1);
    ck_assert_uint_eq(other_a, 1);
    ck_assert_uint_le(others, 5);
    ck_assert_int_eq(callpark_group_next(cp, &cursor, &group), 0);

    OK(do_lot_remove("other")); /* its groups go with it */
    cursor = 0;
    while (callpark_group_next(cp, &cursor, &group) == 1)
        ck_assert_str_eq(group.lot, "main");
}
END_TEST

START_TEST(groups_whose_names_contain_each_other_are_apart)
{
    OK(do_lot_add("ma", NULL));
    OK(do_group("main", "g", "1"));
    OK(do_group("ma", "ing", "2"));
    REFUSED(CALLPARK_ERR_INVALID, do_group("main", "", "3"));
    REFUSED(CALLPARK_ERR_GROUP, do_group_remove("ma", "g"));
    REFUSED(CALLPARK_ERR_GROUP, do_group_remove("main", "ing"));
    OK(do_group_remove("ma", "ing"));
    OK(find_group("g"));
}
END_TEST

Suite *group_suite(void);
Suite *group_suite(void)
{
    Suite *suite = suite_create("group");
    TCase *tcase = world_tcase(suite, "configuration");
    tcase_add_test(tcase, a_group_of_nobody_and_a_lot_of_no_slots_need_no_block_of_no_bytes);
    tcase_add_test(tcase, each_member_is_looked_at_before_anything_changes);
    tcase_add_test(tcase, a_group_is_shown_as_given);
    tcase_add_test(tcase, a_group_may_be_empty);
    tcase_add_test(tcase, an_extension_is_in_one_group_of_its_lot_at_most);
    tcase_add_test(tcase, a_group_takes_members_of_others_if_it_is_told_to);
    tcase_add_test(tcase, two_groups_swap_their_members_in_any_order);
    tcase_add_test(tcase, who_is_taken_comes_as_a_new_member);
    tcase_add_test(tcase, who_is_taken_keeps_his_call);
    tcase_add_test(tcase, a_list_that_cannot_be_takes_nobody);
    tcase_add_test(tcase, a_group_is_set_whether_it_was_there_or_not);
    tcase_add_test(tcase, a_removed_group_frees_its_members);
    tcase_add_test(tcase, a_group_configuration_is_copied);
    tcase_add_test(tcase, a_big_group_keeps_its_order);

    tcase = world_tcase(suite, "choice");
    tcase_add_test(tcase, members_are_tried_in_order_always_from_the_first);
    tcase_add_test(tcase, a_held_member_is_skipped_however_he_came_to_hold_it);
    tcase_add_test(tcase, the_same_extension_held_in_another_lot_is_free_here);
    tcase_add_test(tcase, a_group_made_of_holders_knows_that_they_hold);
    tcase_add_test(tcase, the_parker_is_skipped_unless_the_group_allows_him);
    tcase_add_test(tcase, the_own_group_is_the_parkers);
    tcase_add_test(tcase, a_move_into_the_own_group_skips_the_parker_and_the_own_place);

    tcase = world_tcase(suite, "availability");
    tcase_add_test(tcase, an_unavailable_member_is_skipped);
    tcase_add_test(tcase, an_unavailable_member_can_still_be_named);
    tcase_add_test(tcase, saying_it_twice_is_two_events_and_one_change);
    tcase_add_test(tcase, availability_lasts_as_long_as_the_membership);

    tcase = world_tcase(suite, "members with calls");
    tcase_add_test(tcase, a_member_removed_while_holding_a_call_gives_it_back);
    tcase_add_test(tcase, groups_are_iterated_with_their_lots_and_seen_once);
    tcase_add_test(tcase, groups_whose_names_contain_each_other_are_apart);
    return suite;
}
