/* SPDX-License-Identifier: MIT */
/*
 * Every error of every function as callpark.h lists it, and their order: each
 * mistake alone, then each pair of mistakes that can be made at once. After each
 * all that can be seen, every argument and every output is as before, and what
 * follows goes as if the call had not been made.
 */
#include <check.h>

#include "helpers.h"

#include <stdio.h>
#include <stdlib.h>

/* What a mistake spoils: two that spoil the same cannot be made at once. */
enum {
    AT_REGISTRY = 1u << 0,
    AT_NOW = 1u << 1,
    AT_EVENT = 1u << 2,
    AT_BY = 1u << 3,
    AT_LOT = 1u << 4,
    AT_GROUP = 1u << 5,
    AT_EXTENSION = 1u << 6,
    AT_WHICH = 1u << 7,
    AT_WHICH_CALL = 1u << 8,
    AT_WHERE = 1u << 9,
    AT_WHERE_LOT = 1u << 10,
    AT_CALL = 1u << 11,
    AT_DURATION = 1u << 12,
    AT_SERIAL = 1u << 13,
    AT_CONFIG_TIME = 1u << 14,
    AT_CONFIG_RANGE = 1u << 15,
    AT_CONFIG_PREFIX = 1u << 16,
    AT_MEMBERS = 1u << 17,
    AT_OUT = 1u << 18,
    AT_LIMIT = 1u << 19, /* no change of arguments: a world that is full */
    WHOLE_WHICH = AT_WHICH | AT_WHICH_CALL,
    WHOLE_WHERE = AT_WHERE | AT_WHERE_LOT
};

struct mistake {
    const char *name;
    uint32_t spoils;
    void (*make)(struct attempt *a);
    int error;
};

#define MISTAKE(name, spoils, error, ...)                                                          \
    static void make_##name(struct attempt *a)                                                     \
    {                                                                                              \
        __VA_ARGS__;                                                                               \
    }                                                                                              \
    static const struct mistake name = {#name, spoils, make_##name, CALLPARK_ERR_##error};

/* ---- The caller's own mistakes ----------------------------------------------- */

static char long_256[257]; /* one byte too many; set by open_errors_world() */
static char long_241[242];

/* They leave the expected call as it is. */
static void by_slot(struct attempt *a, const char *lot, uint32_t slot)
{
    a->a_which.kind = CALLPARK_BY_SLOT;
    a->a_which.lot = lot;
    a->a_which.slot = slot;
}

static void by_extension(struct attempt *a, const char *lot, const char *extension)
{
    a->a_which.kind = CALLPARK_BY_EXTENSION;
    a->a_which.lot = lot;
    a->a_which.extension = extension;
}

static void by_age(struct attempt *a, const char *lot)
{
    a->a_which.kind = CALLPARK_BY_AGE;
    a->a_which.lot = lot;
}

/* It leaves the lot as it is. */
static void park_at(struct attempt *a, uint32_t kind, uint32_t slot, const char *name)
{
    a->a_where.kind = kind;
    a->a_where.slot = slot;
    a->a_where.extension = a->a_where.group = name;
}

MISTAKE(no_registry, AT_REGISTRY, INVALID, a->registry = NULL)
MISTAKE(now_never, AT_NOW, INVALID, a->now = CALLPARK_NEVER)
MISTAKE(no_event, AT_EVENT, INVALID, a->event = NULL)
MISTAKE(event_unset, AT_EVENT, STRUCT_SHORT, a->an_event.size = 0)
MISTAKE(event_short, AT_EVENT, STRUCT_SHORT, a->an_event.size -= 1)
MISTAKE(event_huge, AT_EVENT, STRUCT_LONG, a->an_event.size = 4097)
MISTAKE(by_long, AT_BY, TOO_LONG, a->by = long_256)
MISTAKE(no_lot, AT_LOT, INVALID, a->lot = NULL)
MISTAKE(empty_lot, AT_LOT, INVALID, a->lot = "")
MISTAKE(long_lot, AT_LOT, TOO_LONG, a->lot = long_256)
MISTAKE(no_group, AT_GROUP, INVALID, a->group = NULL)
MISTAKE(empty_group, AT_GROUP, INVALID, a->group = "")
MISTAKE(long_group, AT_GROUP, TOO_LONG, a->group = long_256)
MISTAKE(no_extension, AT_EXTENSION, INVALID, a->extension = NULL)
MISTAKE(empty_extension, AT_EXTENSION, INVALID, a->extension = "")
MISTAKE(long_extension, AT_EXTENSION, TOO_LONG, a->extension = long_256)
MISTAKE(which_null, WHOLE_WHICH, INVALID, a->which = NULL)
MISTAKE(which_unset, WHOLE_WHICH, STRUCT_SHORT, a->a_which.size = 0)
MISTAKE(which_short, WHOLE_WHICH, STRUCT_SHORT, a->a_which.size -= 1)
MISTAKE(which_huge, WHOLE_WHICH, STRUCT_LONG, a->a_which.size = 4097)
MISTAKE(which_kind_0, WHOLE_WHICH, INVALID, a->a_which.kind = 0)
MISTAKE(which_kind_10, WHOLE_WHICH, INVALID, a->a_which.kind = 10)
MISTAKE(which_kind_16, WHOLE_WHICH, INVALID, a->a_which.kind = 16)
MISTAKE(which_kind_most, WHOLE_WHICH, INVALID, a->a_which.kind = UINT32_MAX)
MISTAKE(which_call_long, WHOLE_WHICH, TOO_LONG, a->a_which.call_id = long_256)
MISTAKE(which_slot_no_lot, WHOLE_WHICH, INVALID, by_slot(a, NULL, 701))
MISTAKE(which_slot_empty_lot, WHOLE_WHICH, INVALID, by_slot(a, "", 701))
MISTAKE(which_slot_long_lot, WHOLE_WHICH, TOO_LONG, by_slot(a, long_256, 701))
MISTAKE(which_extension_no_lot, WHOLE_WHICH, INVALID, by_extension(a, NULL, "300"))
MISTAKE(which_extension_long_lot, WHOLE_WHICH, TOO_LONG, by_extension(a, long_256, "300"))
MISTAKE(which_no_extension, WHOLE_WHICH, INVALID, by_extension(a, "main", NULL))
MISTAKE(which_empty_extension, WHOLE_WHICH, INVALID, by_extension(a, "main", ""))
MISTAKE(which_long_extension, WHOLE_WHICH, TOO_LONG, by_extension(a, "main", long_256))
MISTAKE(which_no_call, WHOLE_WHICH, INVALID, a->a_which = callpark_by_call(NULL))
MISTAKE(which_empty_call, WHOLE_WHICH, INVALID, a->a_which = callpark_by_call(""))
MISTAKE(which_long_call, WHOLE_WHICH, TOO_LONG, a->a_which = callpark_by_call(long_256))
MISTAKE(which_age_no_lot, WHOLE_WHICH, INVALID, by_age(a, NULL))
MISTAKE(which_age_long_lot, WHOLE_WHICH, TOO_LONG, by_age(a, long_256))
MISTAKE(where_null, WHOLE_WHERE, INVALID, a->where = NULL)
MISTAKE(where_unset, WHOLE_WHERE, STRUCT_SHORT, a->a_where.size = 0)
MISTAKE(where_short, WHOLE_WHERE, STRUCT_SHORT, a->a_where.size -= 1)
MISTAKE(where_huge, WHOLE_WHERE, STRUCT_LONG, a->a_where.size = 4097)
MISTAKE(where_kind_5, WHOLE_WHERE, INVALID, a->a_where.kind = 5)
MISTAKE(where_no_lot, WHOLE_WHERE, INVALID, a->a_where.lot = NULL)
MISTAKE(where_empty_lot, WHOLE_WHERE, INVALID, a->a_where.lot = "")
MISTAKE(where_long_lot, WHOLE_WHERE, TOO_LONG, a->a_where.lot = long_256)
MISTAKE(where_long_extension, WHOLE_WHERE, TOO_LONG, park_at(a, CALLPARK_AT_EXTENSION, 0, long_256))
MISTAKE(where_long_group, WHOLE_WHERE, TOO_LONG, park_at(a, CALLPARK_AT_GROUP, 0, long_256))
MISTAKE(call_null, AT_CALL, INVALID, a->call = NULL)
MISTAKE(call_unset, AT_CALL, STRUCT_SHORT, a->a_call.size = 0)
MISTAKE(call_short, AT_CALL, STRUCT_SHORT, a->a_call.size -= 1)
MISTAKE(call_huge, AT_CALL, STRUCT_LONG, a->a_call.size = 4097)
MISTAKE(no_call_id, AT_CALL, INVALID, a->a_call.call_id = NULL)
MISTAKE(empty_call_id, AT_CALL, INVALID, a->a_call.call_id = "")
MISTAKE(long_call_id, AT_CALL, TOO_LONG, a->a_call.call_id = long_256)
MISTAKE(long_parkee, AT_CALL, TOO_LONG, a->a_call.parkee = long_256)
MISTAKE(long_caller_name, AT_CALL, TOO_LONG, a->a_call.caller_name = long_256)
MISTAKE(long_caller_number, AT_CALL, TOO_LONG, a->a_call.caller_number = long_256)
MISTAKE(long_tag, AT_CALL, TOO_LONG, a->a_call.tag = long_256)
MISTAKE(long_parker, AT_CALL, TOO_LONG, a->a_call.parker = long_256)
MISTAKE(terms_unset, AT_DURATION, STRUCT_SHORT, a->a_terms.size = 0)
MISTAKE(terms_short, AT_DURATION, STRUCT_SHORT, a->a_terms.size -= 1)
MISTAKE(terms_huge, AT_DURATION, STRUCT_LONG, a->a_terms.size = 4097)
MISTAKE(terms_reserved, AT_DURATION, STRUCT_FIELD, a->a_terms.reserved = 1)
MISTAKE(recall_unset, AT_DURATION | AT_CONFIG_TIME, STRUCT_SHORT, a->a_recall.size = 0)
MISTAKE(recall_short, AT_DURATION | AT_CONFIG_TIME, STRUCT_SHORT, a->a_recall.size -= 1)
MISTAKE(recall_huge, AT_DURATION | AT_CONFIG_TIME, STRUCT_LONG, a->a_recall.size = 4097)
MISTAKE(recall_reserved, AT_DURATION | AT_CONFIG_TIME, STRUCT_FIELD, a->a_recall.reserved = 1)
MISTAKE(recall_targets, AT_DURATION | AT_CONFIG_TIME, INVALID, a->a_recall.targets = 4)
MISTAKE(recall_rounds, AT_DURATION | AT_CONFIG_TIME, INVALID, a->a_recall.rounds = 1001)
MISTAKE(recall_long_alternate, AT_DURATION | AT_CONFIG_TIME, TOO_LONG,
        a->a_recall.alternate = long_256)
MISTAKE(recall_long_fallback, AT_DURATION | AT_CONFIG_TIME, TOO_LONG,
        a->a_recall.fallback = long_256)
MISTAKE(config_unset, AT_CONFIG_TIME | AT_CONFIG_RANGE | AT_CONFIG_PREFIX, STRUCT_SHORT,
        a->a_config.size = 0)
MISTAKE(config_short, AT_CONFIG_TIME | AT_CONFIG_RANGE | AT_CONFIG_PREFIX, STRUCT_SHORT,
        a->a_config.size -= 1)
MISTAKE(config_huge, AT_CONFIG_TIME | AT_CONFIG_RANGE | AT_CONFIG_PREFIX, STRUCT_LONG,
        a->a_config.size = 4097)
MISTAKE(config_prefix, AT_CONFIG_TIME | AT_CONFIG_RANGE | AT_CONFIG_PREFIX, TOO_LONG,
        a->a_config.prefix = long_241)
MISTAKE(config_width, AT_CONFIG_TIME | AT_CONFIG_RANGE | AT_CONFIG_PREFIX, INVALID,
        a->a_config.label_width = 11)
MISTAKE(config_choice, AT_CONFIG_TIME | AT_CONFIG_RANGE | AT_CONFIG_PREFIX, INVALID,
        a->a_config.choice = 4)
MISTAKE(config_flags, AT_CONFIG_TIME | AT_CONFIG_RANGE | AT_CONFIG_PREFIX, INVALID,
        a->a_config.flags = 2)
MISTAKE(members_null, AT_MEMBERS, INVALID, a->members = NULL)
MISTAKE(members_unset, AT_MEMBERS, STRUCT_SHORT, a->a_members.size = 0)
MISTAKE(members_short, AT_MEMBERS, STRUCT_SHORT, a->a_members.size -= 1)
MISTAKE(members_huge, AT_MEMBERS, STRUCT_LONG, a->a_members.size = 4097)
MISTAKE(members_none, AT_MEMBERS, INVALID, a->a_members.members = NULL)
MISTAKE(members_flags, AT_MEMBERS, INVALID, a->a_members.flags = 4)
MISTAKE(members_hole, AT_MEMBERS, INVALID, a->a_member[1] = NULL)
MISTAKE(members_empty, AT_MEMBERS, INVALID, a->a_member[1] = "")
MISTAKE(members_long, AT_MEMBERS, TOO_LONG, a->a_member[1] = long_256)
MISTAKE(no_cursor, AT_OUT, INVALID, a->cursor = NULL)
MISTAKE(info_null, AT_OUT, INVALID, a->info = NULL)
MISTAKE(info_unset, AT_OUT, STRUCT_SHORT, a->an_info.size = 0)
MISTAKE(info_short, AT_OUT, STRUCT_SHORT, a->an_info.size -= 1)
MISTAKE(info_huge, AT_OUT, STRUCT_LONG, a->an_info.size = 4097)
MISTAKE(lot_info_null, AT_OUT, INVALID, a->lot_info = NULL)
MISTAKE(lot_info_unset, AT_OUT, STRUCT_SHORT, a->a_lot_info.size = 0)
MISTAKE(lot_info_short, AT_OUT, STRUCT_SHORT, a->a_lot_info.size -= 1)
MISTAKE(lot_info_huge, AT_OUT, STRUCT_LONG, a->a_lot_info.size = 4097)
MISTAKE(group_info_null, AT_OUT, INVALID, a->group_info = NULL)
MISTAKE(group_info_unset, AT_OUT, STRUCT_SHORT, a->a_group_info.size = 0)
MISTAKE(group_info_short, AT_OUT, STRUCT_SHORT, a->a_group_info.size -= 1)
MISTAKE(group_info_huge, AT_OUT, STRUCT_LONG, a->a_group_info.size = 4097)
MISTAKE(member_info_null, AT_OUT, INVALID, a->member_info = NULL)
MISTAKE(member_info_unset, AT_OUT, STRUCT_SHORT, a->a_member_info.size = 0)
MISTAKE(member_info_short, AT_OUT, STRUCT_SHORT, a->a_member_info.size -= 1)
MISTAKE(member_info_huge, AT_OUT, STRUCT_LONG, a->a_member_info.size = 4097)
MISTAKE(found_null, AT_OUT, INVALID, a->found = NULL)
MISTAKE(found_unset, AT_OUT, STRUCT_SHORT, a->a_found.size = 0)
MISTAKE(found_short, AT_OUT, STRUCT_SHORT, a->a_found.size -= 1)
MISTAKE(found_huge, AT_OUT, STRUCT_LONG, a->a_found.size = 4097)

/* Whoever has an argument of |uses| (0: everybody) can make the mistake. */
static const struct {
    uint32_t uses;
    const struct mistake *mistake;
} arguments[] = {
    {0, &no_registry},
    {TAKES_CHANGE, &now_never},
    {TAKES_CHANGE, &no_event},
    {TAKES_CHANGE, &event_unset},
    {TAKES_CHANGE, &event_short},
    {TAKES_CHANGE, &event_huge},
    {TAKES_BY, &by_long},
    {TAKES_LOT, &no_lot},
    {TAKES_LOT, &empty_lot},
    {TAKES_LOT, &long_lot},
    {TAKES_GROUP, &no_group},
    {TAKES_GROUP, &empty_group},
    {TAKES_GROUP, &long_group},
    {TAKES_EXTENSION, &no_extension},
    {TAKES_EXTENSION, &empty_extension},
    {TAKES_EXTENSION, &long_extension},
    {TAKES_WHICH, &which_null},
    {TAKES_WHICH, &which_unset},
    {TAKES_WHICH, &which_short},
    {TAKES_WHICH, &which_huge},
    {TAKES_WHICH, &which_kind_0},
    {TAKES_WHICH, &which_kind_10},
    {TAKES_WHICH, &which_kind_16},
    {TAKES_WHICH, &which_kind_most},
    {TAKES_WHICH, &which_call_long},
    {TAKES_WHICH, &which_slot_no_lot},
    {TAKES_WHICH, &which_slot_empty_lot},
    {TAKES_WHICH, &which_slot_long_lot},
    {TAKES_WHICH, &which_extension_no_lot},
    {TAKES_WHICH, &which_extension_long_lot},
    {TAKES_WHICH, &which_no_extension},
    {TAKES_WHICH, &which_empty_extension},
    {TAKES_WHICH, &which_long_extension},
    {TAKES_WHICH, &which_no_call},
    {TAKES_WHICH, &which_empty_call},
    {TAKES_WHICH, &which_long_call},
    {TAKES_WHICH, &which_age_no_lot},
    {TAKES_WHICH, &which_age_long_lot},
    {TAKES_WHERE, &where_null},
    {TAKES_WHERE, &where_unset},
    {TAKES_WHERE, &where_short},
    {TAKES_WHERE, &where_huge},
    {TAKES_WHERE, &where_kind_5},
    {TAKES_WHERE, &where_no_lot},
    {TAKES_WHERE, &where_empty_lot},
    {TAKES_WHERE, &where_long_lot},
    {TAKES_WHERE, &where_long_extension},
    {TAKES_WHERE, &where_long_group},
    {TAKES_CALL, &call_null},
    {TAKES_CALL, &call_unset},
    {TAKES_CALL, &call_short},
    {TAKES_CALL, &call_huge},
    {TAKES_CALL, &no_call_id},
    {TAKES_CALL, &empty_call_id},
    {TAKES_CALL, &long_call_id},
    {TAKES_CALL, &long_parkee},
    {TAKES_CALL, &long_caller_name},
    {TAKES_CALL, &long_caller_number},
    {TAKES_CALL, &long_tag},
    {TAKES_CALL, &long_parker},
    {TAKES_TERMS, &terms_unset},
    {TAKES_TERMS, &terms_short},
    {TAKES_TERMS, &terms_huge},
    {TAKES_TERMS, &terms_reserved},
    {TAKES_TERMS | TAKES_CONFIG, &recall_unset},
    {TAKES_TERMS | TAKES_CONFIG, &recall_short},
    {TAKES_TERMS | TAKES_CONFIG, &recall_huge},
    {TAKES_TERMS | TAKES_CONFIG, &recall_reserved},
    {TAKES_TERMS | TAKES_CONFIG, &recall_targets},
    {TAKES_TERMS | TAKES_CONFIG, &recall_rounds},
    {TAKES_TERMS | TAKES_CONFIG, &recall_long_alternate},
    {TAKES_TERMS | TAKES_CONFIG, &recall_long_fallback},
    {TAKES_CONFIG, &config_unset},
    {TAKES_CONFIG, &config_short},
    {TAKES_CONFIG, &config_huge},
    {TAKES_CONFIG, &config_prefix},
    {TAKES_CONFIG, &config_width},
    {TAKES_CONFIG, &config_choice},
    {TAKES_CONFIG, &config_flags},
    {TAKES_MEMBERS, &members_null},
    {TAKES_MEMBERS, &members_unset},
    {TAKES_MEMBERS, &members_short},
    {TAKES_MEMBERS, &members_huge},
    {TAKES_MEMBERS, &members_none},
    {TAKES_MEMBERS, &members_flags},
    {TAKES_MEMBERS, &members_hole},
    {TAKES_MEMBERS, &members_empty},
    {TAKES_MEMBERS, &members_long},
    {TAKES_CURSOR, &no_cursor},
    {GIVES_INFO, &info_null},
    {GIVES_INFO, &info_unset},
    {GIVES_INFO, &info_short},
    {GIVES_INFO, &info_huge},
    {GIVES_LOT, &lot_info_null},
    {GIVES_LOT, &lot_info_unset},
    {GIVES_LOT, &lot_info_short},
    {GIVES_LOT, &lot_info_huge},
    {GIVES_GROUP, &group_info_null},
    {GIVES_GROUP, &group_info_unset},
    {GIVES_GROUP, &group_info_short},
    {GIVES_GROUP, &group_info_huge},
    {GIVES_MEMBER, &member_info_null},
    {GIVES_MEMBER, &member_info_unset},
    {GIVES_MEMBER, &member_info_short},
    {GIVES_MEMBER, &member_info_huge},
    {GIVES_WHICH, &found_null},
    {GIVES_WHICH, &found_unset},
    {GIVES_WHICH, &found_short},
    {GIVES_WHICH, &found_huge},
};

/* ---- The errors that are listed ------------------------------------------------ */

MISTAKE(lot_none, AT_LOT, LOT, a->lot = "none")
MISTAKE(lot_gone, AT_LOT, LOT, a->lot = "gone")
MISTAKE(lot_exists, AT_LOT, EXISTS, a->lot = "main")
MISTAKE(lot_revived_relabels, AT_LOT | AT_CONFIG_PREFIX, BUSY, a->lot = "gone",
        a->a_config.prefix = "*")
MISTAKE(lot_relabels, AT_LOT | AT_CONFIG_PREFIX, BUSY, a->lot = "main", a->a_config.prefix = "*")
MISTAKE(lot_rewidens, AT_LOT | AT_CONFIG_PREFIX, BUSY, a->lot = "main", a->a_config.label_width = 4)
MISTAKE(config_min, AT_CONFIG_TIME, DURATION, a->a_config.timeout_min = 9999)
MISTAKE(config_max, AT_CONFIG_TIME, DURATION, a->a_config.timeout_max = 3600001)
MISTAKE(config_crossed, AT_CONFIG_TIME, DURATION, a->a_config.timeout_max = 10000)
MISTAKE(config_default, AT_CONFIG_TIME, DURATION, a->a_config.timeout = 9999)
MISTAKE(config_endless, AT_CONFIG_TIME, DURATION, a->a_config.timeout = CALLPARK_NO_TIMEOUT)
MISTAKE(recall_ring, AT_CONFIG_TIME | AT_DURATION, DURATION, a->a_recall.ring = 999)
MISTAKE(recall_endless_ring, AT_CONFIG_TIME | AT_DURATION, DURATION,
        a->a_recall.ring = CALLPARK_NO_TIMEOUT)
MISTAKE(recall_ring_other, AT_CONFIG_TIME | AT_DURATION, DURATION, a->a_recall.ring_other = 999)
MISTAKE(recall_endless_ring_other, AT_CONFIG_TIME | AT_DURATION, DURATION,
        a->a_recall.ring_other = CALLPARK_NO_TIMEOUT)
MISTAKE(recall_pause, AT_CONFIG_TIME | AT_DURATION, DURATION, a->a_recall.pause = 999)
MISTAKE(recall_endless_pause, AT_CONFIG_TIME | AT_DURATION, DURATION,
        a->a_recall.pause = CALLPARK_NO_TIMEOUT)
MISTAKE(config_range, AT_CONFIG_RANGE, RANGE, a->a_config.first_slot = 9, a->a_config.last_slot = 7)
MISTAKE(config_too_many, AT_CONFIG_RANGE, RANGE, a->a_config.last_slot = (1u << 24) + 1)
MISTAKE(label_room, AT_OUT, BUFFER, a->size = 3)
MISTAKE(group_none, AT_GROUP, GROUP, a->group = "none")
MISTAKE(group_exists, AT_GROUP, EXISTS, a->group = "busy")
MISTAKE(members_twice, AT_MEMBERS, MEMBER, a->a_member[1] = a->a_member[0])
MISTAKE(members_elsewhere, AT_MEMBERS, MEMBER, a->a_member[1] = "302")
MISTAKE(position_none, AT_MEMBERS, NOT_FOUND, a->position = 2)
MISTAKE(extension_in_no_group, AT_EXTENSION, GROUP, a->extension = "100")
MISTAKE(available_2, AT_MEMBERS, INVALID, a->available = 2)
MISTAKE(drain_empty_lot, AT_LOT, INVALID, a->lot = "")
MISTAKE(text_null, AT_MEMBERS, INVALID, a->text = NULL)
MISTAKE(text_empty, AT_MEMBERS, INVALID, a->text = "")
MISTAKE(text_long, AT_MEMBERS, TOO_LONG, a->text = long_256)
MISTAKE(where_lot_none, AT_WHERE_LOT, LOT, a->a_where.lot = "none")
MISTAKE(where_lot_gone, AT_WHERE_LOT, LOT, a->a_where.lot = "gone")
MISTAKE(own_extension_of_nobody, AT_WHERE | AT_CALL, INVALID,
        a->a_where.kind = CALLPARK_AT_EXTENSION, a->a_call.parker = a->parker = NULL)
MISTAKE(slot_range, AT_WHERE, RANGE, a->a_where.slot = 711)
MISTAKE(other_slot_range, AT_WHERE, RANGE, park_at(a, CALLPARK_AT_SLOT_OR_OTHER, 700, NULL))
MISTAKE(slot_taken, AT_WHERE, TAKEN, a->a_where.slot = 701)
MISTAKE(slot_reserved, AT_WHERE, TAKEN, a->a_where.slot = 702)
MISTAKE(extension_taken, AT_WHERE, TAKEN, park_at(a, CALLPARK_AT_EXTENSION, 0, "302"))
MISTAKE(slots_full, WHOLE_WHERE, FULL, a->a_where = any_slot("tiny"))
MISTAKE(other_slots_full, WHOLE_WHERE, FULL, a->a_where = slot_or_other("tiny", 1))
MISTAKE(where_group_none, AT_WHERE, GROUP, park_at(a, CALLPARK_AT_GROUP, 0, "none"))
MISTAKE(where_group_own_none, AT_WHERE, GROUP, park_at(a, CALLPARK_AT_GROUP, 0, NULL))
MISTAKE(where_group_full, AT_WHERE, GROUP_FULL, park_at(a, CALLPARK_AT_GROUP, 0, "busy"))
MISTAKE(timeout_short, AT_DURATION, DURATION, a->a_terms.timeout = 9999)
MISTAKE(timeout_long, AT_DURATION, DURATION, a->a_terms.timeout = 3600001)
MISTAKE(timeout_endless, AT_DURATION, DURATION, a->a_terms.timeout = CALLPARK_NO_TIMEOUT)
MISTAKE(duration_short, AT_DURATION, DURATION, a->duration = 999)
MISTAKE(duration_long, AT_DURATION, DURATION, a->duration = 3600001)
MISTAKE(duration_endless, AT_DURATION, DURATION, a->duration = CALLPARK_NO_TIMEOUT)
MISTAKE(already_parked, AT_CALL, PARKED, a->a_call.call_id = "tiny")
MISTAKE(limit, AT_LIMIT, LIMIT, (void)a)
MISTAKE(which_lot_none_slot, AT_WHICH, LOT, by_slot(a, "none", 701))
MISTAKE(which_lot_none_extension, AT_WHICH, LOT, by_extension(a, "none", "300"))
MISTAKE(which_lot_none_age, AT_WHICH, LOT, by_age(a, "none"))
MISTAKE(ticket_0, AT_WHICH, UNKNOWN, a->a_which.ticket = 0)
MISTAKE(ticket_future, AT_WHICH, UNKNOWN, a->a_which.ticket = T_HELD + 1)
MISTAKE(ticket_last, AT_WHICH, UNKNOWN, a->a_which.ticket = UINT64_MAX)
MISTAKE(ticket_ended, AT_WHICH, ENDED, a->a_which.ticket = T_ENDED)
MISTAKE(ticket_below_first, AT_WHICH, ENDED, a->a_which.ticket = FIRST - 1)
MISTAKE(ticket_1, AT_WHICH, ENDED, a->a_which.ticket = 1)
MISTAKE(call_not_found, WHOLE_WHICH, NOT_FOUND, a->a_which = callpark_by_call("ended"))
MISTAKE(slot_not_found, AT_WHICH, NOT_FOUND, by_slot(a, "main", 706))
MISTAKE(slot_out_of_range, AT_WHICH, NOT_FOUND, by_slot(a, "main", 1))
MISTAKE(extension_not_found, AT_WHICH, NOT_FOUND, by_extension(a, "main", "300"))
MISTAKE(age_not_found, AT_WHICH, NOT_FOUND, by_age(a, "other"))
MISTAKE(another_call, AT_WHICH_CALL, MISMATCH, a->a_which.call_id = "tiny")
MISTAKE(no_such_call, AT_WHICH_CALL, MISMATCH, a->a_which.call_id = "nobody")
MISTAKE(is_reserved, AT_WHICH, RESERVED, a->a_which.ticket = T_RESERVED)
MISTAKE(is_claimed, AT_WHICH, CLAIMED, a->a_which.ticket = T_CLAIMED)
MISTAKE(reserved_state, AT_WHICH, STATE, a->a_which.ticket = T_RESERVED)
MISTAKE(no_reservation, AT_WHICH, STATE, a->a_which.ticket = T_WAITING)
MISTAKE(serial_0, AT_SERIAL, STALE, a->serial = 0)
MISTAKE(serial_past, AT_SERIAL, STALE, a->serial -= 1)
MISTAKE(serial_future, AT_SERIAL, STALE, a->serial += 1)
MISTAKE(serial_of_none, AT_WHICH, STALE, a->a_which.ticket = T_WAITING)
MISTAKE(serial_of_pause, AT_WHICH, STALE, a->a_which.ticket = T_PAUSED)
MISTAKE(serial_of_ring, AT_WHICH | AT_SERIAL, STALE, a->a_which.ticket = T_RINGING,
        a->serial = ring_serial)
MISTAKE(serial_of_claim, AT_WHICH | AT_SERIAL, STALE, a->a_which.ticket = T_CLAIMED,
        a->serial = claim_serial)

#define OF_WHICH                                                                                   \
    &which_lot_none_slot, &which_lot_none_extension, &which_lot_none_age, &ticket_0,               \
        &ticket_future, &ticket_last, &ticket_ended, &ticket_below_first, &ticket_1,               \
        &call_not_found, &slot_not_found, &slot_out_of_range, &extension_not_found,                \
        &age_not_found, &another_call, &no_such_call
#define OF_PLACE                                                                                   \
    &slot_range, &other_slot_range, &slot_taken, &slot_reserved, &extension_taken, &slots_full,    \
        &other_slots_full, &where_group_none, &where_group_own_none, &where_group_full
#define OF_RECALL                                                                                  \
    &recall_ring, &recall_ring_other, &recall_pause, &recall_endless_ring,                         \
        &recall_endless_ring_other, &recall_endless_pause
#define OF_CONFIG                                                                                  \
    &config_min, &config_max, &config_crossed, &config_default, &config_endless, OF_RECALL,        \
        &config_range, &config_too_many
#define OF_DURATION &duration_short, &duration_long, &duration_endless
#define OF_SERIAL &serial_0, &serial_past, &serial_future, &serial_of_none, &serial_of_pause

/* The listed errors of a function, in the order in which they are found. */
static const struct listed {
    const char *function;
    const struct mistake *mistakes[48];
} listed[] = {
    {"lot_add", {OF_CONFIG, &lot_exists, &lot_revived_relabels}},
    {"lot_configure", {OF_CONFIG, &lot_none, &lot_gone, &lot_relabels, &lot_rewidens}},
    {"lot_remove", {&lot_none, &lot_gone}},
    {"lot_find", {&lot_none}},
    {"slot_label", {&lot_none, &label_room}},
    {"group_add", {&lot_none, &lot_gone, &group_exists, &members_twice, &members_elsewhere}},
    {"group_configure", {&lot_none, &lot_gone, &group_none, &members_twice, &members_elsewhere}},
    {"group_remove", {&lot_none, &lot_gone, &group_none}},
    {"group_find", {&lot_none, &lot_gone, &group_none}},
    {"group_member", {&lot_none, &lot_gone, &group_none, &position_none}},
    {"member_find", {&lot_none, &lot_gone, &extension_in_no_group}},
    {"member_set_available", {&available_2, &lot_none, &lot_gone, &extension_in_no_group}},
    {"park",
     {&own_extension_of_nobody, &where_lot_none, &where_lot_gone, &timeout_short, &timeout_long,
      &timeout_endless, OF_RECALL, &already_parked, OF_PLACE, &limit}},
    {"reserve",
     {&own_extension_of_nobody, &where_lot_none, &where_lot_gone, OF_DURATION, OF_PLACE, &limit}},
    {"fill",
     {OF_WHICH, &no_reservation, &timeout_short, &timeout_long, &timeout_endless, OF_RECALL,
      &already_parked}},
    {"retrieve", {OF_WHICH, &is_reserved, &is_claimed}},
    {"claim", {OF_DURATION, OF_WHICH, &is_reserved, &is_claimed}},
    {"commit", {OF_WHICH, &reserved_state, OF_SERIAL, &serial_of_ring}},
    {"rollback", {OF_WHICH, &reserved_state, OF_SERIAL, &serial_of_ring}},
    {"recall_answered", {OF_DURATION, OF_WHICH, &reserved_state, OF_SERIAL, &serial_of_claim}},
    {"recall_failed", {OF_WHICH, &reserved_state, OF_SERIAL, &serial_of_claim}},
    {"recall_deferred", {OF_WHICH, &reserved_state, OF_SERIAL, &serial_of_claim}},
    {"swap", {OF_WHICH, &reserved_state, &is_claimed, &already_parked}},
    {"move", {OF_WHICH, &is_claimed, &where_lot_none, &where_lot_gone, OF_PLACE}},
    {"extend", {OF_WHICH, &is_claimed, OF_DURATION}},
    {"hangup", {OF_WHICH}},
    {"remove", {OF_WHICH}},
    {"drain", {&drain_empty_lot, &lot_none}},
    {"find", {OF_WHICH}},
    {"resolve", {&text_null, &text_empty, &text_long, &lot_none}},
};

/* ---- Trying ---------------------------------------------------------------------- */

static void open_errors_world(void)
{
    memset(long_256, 'x', 256);
    memset(long_241, 'x', 241);
    open_full_world(0);
}

/* A few steps in which a change that cannot be seen would show. */
static char *what_follows(void)
{
    struct report trace = {0};
    char id[20];
    for (unsigned i = 0; i < 4; i++) {
        snprintf(id, sizeof id, "after %u", i);
        int error = i < 3 ? do_park(id) : do_park_at(in_group("main", "g"), id);
        report_add(&trace, "%d ", error);
        report_add_event(&trace, &ev);
    }
    for (unsigned i = 0; i < 12; i++) {
        int got = poll_next();
        report_add(&trace, "%d ", got);
        report_add_event(&trace, &ev);
    }
    while (do_drain(NULL) == 1)
        report_add_event(&trace, &ev);
    char *end = snapshot(cp);
    report_add(&trace, "%s", end);
    free(end);
    return trace.bytes;
}

static void reopen(bool limited)
{
    const char *wrong = close_world();
    ck_assert_msg(wrong == NULL, "%s", wrong != NULL ? wrong : "");
    open_full_world(limited ? FULL_CALLS : 0);
}

static const char *expected_to_follow(bool limited)
{
    static char *expected[2];
    if (expected[limited] == NULL) {
        reopen(limited);
        expected[limited] = what_follows();
    }
    return expected[limited];
}

/* Scribbles over outputs, so that a write of what was there is a change too. */
static void scribble(struct attempt *a)
{
    memset(&a->an_event, 0x5a, sizeof a->an_event);
    memset(&a->an_info, 0x5a, sizeof a->an_info);
    memset(&a->a_lot_info, 0x5a, sizeof a->a_lot_info);
    memset(&a->a_group_info, 0x5a, sizeof a->a_group_info);
    memset(&a->a_member_info, 0x5a, sizeof a->a_member_info);
    memset(&a->a_found, 0x5a, sizeof a->a_found);
    memset(a->a_buffer, 0x5a, sizeof a->a_buffer);
    a->an_event.size = sizeof a->an_event;
    a->an_info.size = sizeof a->an_info;
    a->a_lot_info.size = sizeof a->a_lot_info;
    a->a_group_info.size = sizeof a->a_group_info;
    a->a_member_info.size = sizeof a->a_member_info;
    a->a_found.size = sizeof a->a_found;
}

/* |function| fails for |first| with or without |second|, and nothing has happened. */
static void fails(const struct function *function, const struct mistake *first,
                  const struct mistake *second)
{
    const bool limited = ((first->spoils | (second != NULL ? second->spoils : 0)) & AT_LIMIT) != 0;
    const char *expected = expected_to_follow(limited);
    static struct attempt attempt, before;
    reopen(limited);
    attempt_init(&attempt, function);
    scribble(&attempt);
    if (second != NULL)
        second->make(&attempt);
    first->make(&attempt);
    before = attempt;
    char *seen_before = snapshot(cp);

    const int error = function->perform(&attempt);
    const char *other = second != NULL ? second->name : "nothing else";
    ck_assert_msg(error == first->error, "%s with %s and %s: %d, not %d", function->name,
                  first->name, other, error, first->error);
    ck_assert_msg(memcmp(&attempt, &before, sizeof attempt) == 0,
                  "%s with %s and %s wrote to an argument", function->name, first->name, other);
    char *seen_after = snapshot(cp);
    ck_assert_str_eq(seen_before, seen_after);
    ck_assert_int_eq(world_broken(), 0);
    char *followed = what_follows();
    ck_assert_str_eq(followed, expected);
    free(followed);
    free(seen_before);
    free(seen_after);
}

static bool together(const struct mistake *first, const struct mistake *second)
{
    return (first->spoils & second->spoils) == 0;
}

START_TEST(every_function_succeeds_without_a_mistake)
{
    const struct function *function = &functions[_i];
    struct attempt attempt;
    attempt_init(&attempt, function);
    scribble(&attempt);
    int got = function->perform(&attempt);
    const bool counts = strcmp(function->name, "poll") == 0 ||
                        strcmp(function->name, "drain") == 0 || (function->uses & TAKES_CURSOR);
    ck_assert_int_eq(got, counts ? 1 : strcmp(function->name, "slot_label") == 0 ? 3 : 0);
    if (function->uses & TAKES_CHANGE)
        ck_assert_uint_eq(attempt.an_event.number, callpark_last_event(cp));
}
END_TEST

START_TEST(every_mistake_of_the_caller_is_found)
{
    const struct function *function = &functions[_i];
    unsigned tried = 0;
    for (size_t i = 0; i < COUNT(arguments); i++)
        if (arguments[i].uses == 0 || (arguments[i].uses & function->uses)) {
            fails(function, arguments[i].mistake, NULL);
            tried++;
        }
    ck_assert_uint_gt(tried, 0);
}
END_TEST

START_TEST(every_listed_error_is_returned)
{
    const struct function *function = function_named(listed[_i].function);
    for (const struct mistake *const *at = listed[_i].mistakes; *at != NULL; at++)
        fails(function, *at, NULL);
}
END_TEST

START_TEST(errors_are_found_in_the_order_of_the_list)
{
    const struct function *function = function_named(listed[_i].function);
    const struct mistake *const *const all = listed[_i].mistakes;
    for (size_t i = 0; all[i] != NULL; i++)
        for (size_t j = i + 1; all[j] != NULL; j++)
            if (together(all[i], all[j]))
                fails(function, all[i], all[j]);
}
END_TEST

START_TEST(the_callers_mistakes_are_found_first)
{
    const struct function *function = function_named(listed[_i].function);
    for (const struct mistake *const *at = listed[_i].mistakes; *at != NULL; at++) {
        if (function->uses & TAKES_CHANGE)
            fails(function, &now_never, *at);
        if (function->uses & TAKES_CHANGE)
            fails(function, &event_short, *at);
        if (function->uses & TAKES_BY)
            fails(function, &by_long, *at);
        if ((function->uses & TAKES_CALL) && together(&long_tag, *at))
            fails(function, &long_tag, *at);
        if ((function->uses & TAKES_TERMS) && together(&terms_reserved, *at))
            fails(function, &terms_reserved, *at);
        if ((function->uses & TAKES_WHERE) && together(&where_kind_5, *at))
            fails(function, &where_kind_5, *at);
        if ((function->uses & TAKES_CONFIG) && together(&config_width, *at))
            fails(function, &config_width, *at);
        if ((function->uses & TAKES_MEMBERS) && together(&members_hole, *at))
            fails(function, &members_hole, *at);
    }
}
END_TEST

/* ---- What is in no table ------------------------------------------------------------ */

START_TEST(a_swap_does_not_use_the_parker)
{
    struct attempt attempt;
    attempt_init(&attempt, function_named("swap"));
    attempt.a_call.parker = "999";
    OK(function_named("swap")->perform(&attempt));
    ck_assert_str_eq(attempt.an_event.parker, "100");
}
END_TEST

START_TEST(a_move_against_the_own_extension_of_nobody)
{
    OK(do_park_call(slot_of("main", 710), call_from("orphan", NULL), NULL));
    REFUSED(CALLPARK_ERR_INVALID, do_move(callpark_by_call("orphan"), at_extension("main", NULL)));
    /* It is of the place: what comes before it and after it in the list. */
    REFUSED(CALLPARK_ERR_MISMATCH, do_move(callpark_by_ticket(callpark_last_ticket(cp), "other"),
                                           at_extension("main", NULL)));
    REFUSED(CALLPARK_ERR_INVALID, do_move(callpark_by_call("orphan"), at_extension("none", NULL)));
    OK(do_claim(callpark_by_call("orphan"), 0));
    REFUSED(CALLPARK_ERR_CLAIMED, do_move(callpark_by_call("orphan"), at_extension("main", NULL)));
}
END_TEST

START_TEST(the_hold_of_a_reservation_has_its_own_limits)
{
    REFUSED(CALLPARK_ERR_DURATION, do_reserve(any_slot("main"), NULL, SECONDS(600) + 1));
    REFUSED(CALLPARK_ERR_TOO_LONG, do_reserve(any_slot("main"), long_256, 0));
    OK(do_reserve(any_slot("main"), NULL, SECONDS(600)));
}
END_TEST

Suite *errors_suite(void);
Suite *errors_suite(void)
{
    Suite *suite = suite_create("errors");
    TCase *tcase = tcase_create("errors");
    tcase_add_checked_fixture(tcase, open_errors_world, close_checked);
    tcase_set_timeout(tcase, 60);
    suite_add_tcase(suite, tcase);
    tcase_add_loop_test(tcase, every_function_succeeds_without_a_mistake, 0, (int)function_count);
    tcase_add_loop_test(tcase, every_mistake_of_the_caller_is_found, 0, (int)function_count);
    tcase_add_loop_test(tcase, every_listed_error_is_returned, 0, (int)COUNT(listed));
    tcase_add_loop_test(tcase, errors_are_found_in_the_order_of_the_list, 0, (int)COUNT(listed));
    tcase_add_loop_test(tcase, the_callers_mistakes_are_found_first, 0, (int)COUNT(listed));
    tcase_add_test(tcase, a_swap_does_not_use_the_parker);
    tcase_add_test(tcase, a_move_against_the_own_extension_of_nobody);
    tcase_add_test(tcase, the_hold_of_a_reservation_has_its_own_limits);
    return suite;
}
