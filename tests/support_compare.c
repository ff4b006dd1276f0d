/* SPDX-License-Identifier: MIT */
#include "support_compare.h"
#include "support_fields.h"

#include <inttypes.h>
#include <stdlib.h>

static bool differ(const struct duo *duo, const char *what, const struct shape *shape, int rc_a,
                   int rc_b, const void *x, const void *y)
{
    printf("%s: %s says %d (%s), %s says %d (%s)\n", what, duo->left->name, rc_a,
           rc_a < 0 ? callpark_strerror(rc_a) : "done", duo->right->name, rc_b,
           rc_b < 0 ? callpark_strerror(rc_b) : "done");
    if (rc_a >= 0 && x != NULL) {
        printf("  %s: ", duo->left->name);
        shape_print(stdout, shape, x, rc_b >= 0 ? y : NULL);
    }
    if (rc_b >= 0 && y != NULL) {
        printf("  %s: ", duo->right->name);
        shape_print(stdout, shape, y, rc_a >= 0 ? x : NULL);
    }
    return false;
}

/* Same answers; |filled|: there are contents to compare. */
static bool agree(const struct duo *duo, const char *what, const struct shape *shape, int rc_a,
                  int rc_b, bool filled, const void *x, const void *y)
{
    if (rc_a != rc_b || (filled && !shape_same(shape, x, y)))
        return differ(duo, what, shape, rc_a, rc_b, x, y);
    return true;
}

static bool same_number(const struct duo *duo, const char *what, uint64_t x, uint64_t y)
{
    if (x == y)
        return true;
    printf("%s: %s says %" PRIu64 ", %s says %" PRIu64 "\n", what, duo->left->name, x,
           duo->right->name, y);
    return false;
}

/* ---- Verbs --------------------------------------------------------------- */

/* Of several mistakes of the caller any may be reported. */
static bool same_mistake(const struct step *step, int rc_a, int rc_b)
{
    return step->mistakes > 1 && rc_a <= CALLPARK_ERR_INVALID && rc_a >= CALLPARK_ERR_TOO_LONG &&
           rc_b <= CALLPARK_ERR_INVALID && rc_b >= CALLPARK_ERR_TOO_LONG;
}

bool step_done(const struct step *step, int rc)
{
    return step->verb == VERB_POLL || step->verb == VERB_DRAIN ? rc == 1 : rc == 0;
}

bool duo_perform_left(const struct duo *duo, const struct step *step, int *rc,
                      struct callpark_event *event)
{
    struct callpark_event before;
    memset(&before, 0xa5, sizeof before);
    before.size = sizeof before;
    *event = before;
    *rc = duo->left->perform(duo->a, step, event);
    if (!step_done(step, *rc)) {
        if (memcmp(event, &before, sizeof before) == 0)
            return true;
        printf("%s: %d, but the event was written to\n", verb_name(step->verb), *rc);
        return false;
    }
    if (event->by == (step->verb == VERB_POLL ? NULL : step->by) && event->size == sizeof *event)
        return true;
    printf("%s: |by| is not echoed, or |size| changed\n", verb_name(step->verb));
    return false;
}

bool duo_perform_right(const struct duo *duo, const struct step *step, int rc,
                       const struct callpark_event *event)
{
    struct callpark_event other;
    callpark_event_init(&other);
    int rc_b = duo->right->perform(duo->b, step, &other);
    return same_mistake(step, rc, rc_b) || agree(duo, verb_name(step->verb), &shape_event, rc, rc_b,
                                                 step_done(step, rc), event, &other);
}

bool duo_perform(const struct duo *duo, const struct step *step, int *rc,
                 struct callpark_event *event)
{
    return duo_perform_left(duo, step, rc, event) && duo_perform_right(duo, step, *rc, event);
}

/* ---- Parkings ------------------------------------------------------------ */

bool duo_same_counts(const struct duo *duo)
{
    const struct backend *l = duo->left, *r = duo->right;
    return same_number(duo, "count", l->count(duo->a), r->count(duo->b)) &&
           same_number(duo, "last_event", l->last_event(duo->a), r->last_event(duo->b)) &&
           same_number(duo, "last_ticket", l->last_ticket(duo->a), r->last_ticket(duo->b)) &&
           same_number(duo, "next_deadline", l->next_deadline(duo->a), r->next_deadline(duo->b));
}

static int by_ticket(const void *a, const void *b)
{
    uint64_t x = ((const struct callpark_info *)a)->ticket;
    uint64_t y = ((const struct callpark_info *)b)->ticket;
    return x < y ? -1 : x > y;
}

bool duo_same_parkings(const struct duo *duo, struct callpark_info **infos, uint32_t *count,
                       uint64_t *hash)
{
    uint32_t expected = duo->right->count(duo->b);
    uint64_t cursor = 0;
    struct callpark_info *list = realloc(*infos, (expected + 1u) * sizeof *list);
    if (list == NULL)
        abort();
    *infos = list;
    *count = 0;
    for (;;) {
        callpark_info_init(&list[*count]);
        if (duo->left->next(duo->a, &cursor, &list[*count]) != 1)
            break;
        *hash = shape_hash(*hash, &shape_info, &list[*count]);
        if (++*count > expected)
            return same_number(duo, "parkings seen, at least", *count, expected);
    }
    if (!same_number(duo, "parkings seen", *count, expected))
        return false;

    if (*count > 1)
        qsort(list, *count, sizeof *list, by_ticket);
    cursor = 0;
    for (uint32_t i = 0; i < expected; i++) {
        struct callpark_info info;
        int rc = duo->right->next(duo->b, &cursor, &info);
        if (!agree(duo, "iteration", &shape_info, 1, rc, true, &list[i], &info))
            return false;
    }
    return true;
}

/* ---- Configuration ------------------------------------------------------- */

static bool same_lots(const struct duo *duo, uint64_t *hash)
{
    struct callpark_lot_info x, y;
    uint64_t cursor = 0, other = 0;
    uint32_t seen = 0, expected = 0;
    for (;;) {
        callpark_lot_info_init(&x);
        if (duo->left->lot_next(duo->a, &cursor, &x) != 1)
            break;
        seen++;
        *hash = shape_hash(*hash, &shape_lot, &x);
        int rc = duo->right->lot_find(duo->b, x.name, &y);
        if (!agree(duo, "lot_next", &shape_lot, 0, rc, true, &x, &y))
            return false;
    }
    while (duo->right->lot_next(duo->b, &other, &y) == 1)
        expected++;
    return same_number(duo, "lots seen", seen, expected);
}

static bool same_groups(const struct duo *duo, uint64_t *hash)
{
    struct callpark_group_info x, y;
    uint64_t cursor = 0, other = 0;
    uint32_t seen = 0, expected = 0;
    for (;;) {
        callpark_group_info_init(&x);
        if (duo->left->group_next(duo->a, &cursor, &x) != 1)
            break;
        seen++;
        *hash = shape_hash(*hash, &shape_group, &x);
        int rc = duo->right->group_find(duo->b, x.lot, x.name, &y);
        if (!agree(duo, "group_next", &shape_group, 0, rc, true, &x, &y))
            return false;
    }
    while (duo->right->group_next(duo->b, &other, &y) == 1)
        expected++;
    return same_number(duo, "groups seen", seen, expected);
}

static bool same_members(const struct duo *duo, const char *lot, const char *group)
{
    int rc = 0;
    for (uint32_t i = 0; rc == 0; i++) {
        struct callpark_member_info x, y;
        callpark_member_info_init(&x);
        rc = duo->left->group_member(duo->a, lot, group, i, &x);
        int other = duo->right->group_member(duo->b, lot, group, i, &y);
        if (!agree(duo, "group_member", &shape_member, rc, other, rc == 0, &x, &y))
            return false;
    }
    return true;
}

static bool same_in_lot(const struct duo *duo, const struct vocabulary *words, const char *lot)
{
    struct callpark_lot_info lot_x, lot_y;
    callpark_lot_info_init(&lot_x);
    int rc = duo->left->lot_find(duo->a, lot, &lot_x);
    int other = duo->right->lot_find(duo->b, lot, &lot_y);
    if (!agree(duo, "lot_find", &shape_lot, rc, other, rc == 0, &lot_x, &lot_y))
        return false;

    for (uint32_t i = 0; i < words->group_count; i++) {
        struct callpark_group_info x, y;
        callpark_group_info_init(&x);
        rc = duo->left->group_find(duo->a, lot, words->groups[i], &x);
        other = duo->right->group_find(duo->b, lot, words->groups[i], &y);
        if (!agree(duo, "group_find", &shape_group, rc, other, rc == 0, &x, &y) ||
            !same_members(duo, lot, words->groups[i]))
            return false;
    }
    for (uint32_t i = 0; i < words->extension_count; i++) {
        struct callpark_member_info x, y;
        callpark_member_info_init(&x);
        rc = duo->left->member_find(duo->a, lot, words->extensions[i], &x);
        other = duo->right->member_find(duo->b, lot, words->extensions[i], &y);
        if (!agree(duo, "member_find", &shape_member, rc, other, rc == 0, &x, &y))
            return false;
    }
    return true;
}

bool duo_same_configuration(const struct duo *duo, const struct vocabulary *words, uint64_t *hash)
{
    if (!same_lots(duo, hash) || !same_groups(duo, hash))
        return false;
    for (uint32_t i = 0; i < words->lot_count; i++)
        if (!same_in_lot(duo, words, words->lots[i]))
            return false;
    return true;
}

/* ---- Finding ------------------------------------------------------------- */

static bool same_find(const struct duo *duo, struct callpark_which which)
{
    struct callpark_info x, y, before;
    memset(&before, 0xa5, sizeof before);
    before.size = sizeof before;
    x = before;
    int rc = duo->left->find(duo->a, &which, &x);
    int other = duo->right->find(duo->b, &which, &y);
    if (rc != 0 && memcmp(&x, &before, sizeof x) != 0) {
        printf("find: %d, but the info was written to\n", rc);
        return false;
    }
    return agree(duo, "find", &shape_info, rc, other, rc == 0, &x, &y);
}

static bool same_finds_in(const struct duo *duo, const struct vocabulary *words, const char *lot)
{
    if (!same_find(duo, callpark_by_age(lot)))
        return false;
    for (uint32_t i = 0; i <= words->slots; i++)
        if (!same_find(duo, callpark_by_slot(lot, i)))
            return false;
    for (uint32_t i = 0; i < words->extension_count; i++)
        if (!same_find(duo, callpark_by_extension(lot, words->extensions[i])))
            return false;
    return true;
}

static bool same_by_its_keys(const struct duo *duo, const struct callpark_info *info)
{
    struct callpark_which ticket = callpark_by_ticket(info->ticket, info->call_id);
    struct callpark_which wrong = callpark_by_ticket(info->ticket, info->lot);
    struct callpark_which place = callpark_by_slot(info->lot, info->slot);
    if (info->extension != NULL)
        place = callpark_by_extension(info->lot, info->extension);
    return same_find(duo, ticket) && same_find(duo, wrong) && same_find(duo, place);
}

/* Names that are required and empty. */
static bool same_empty_names(const struct duo *duo, const char *lot)
{
    struct callpark_lot_info lot_x, lot_y;
    struct callpark_group_info group_x, group_y;
    struct callpark_member_info member_x, member_y;
    callpark_lot_info_init(&lot_x);
    callpark_group_info_init(&group_x);
    callpark_member_info_init(&member_x);
    return agree(duo, "lot_find of nothing", &shape_lot, duo->left->lot_find(duo->a, "", &lot_x),
                 duo->right->lot_find(duo->b, "", &lot_y), false, NULL, NULL) &&
           agree(duo, "group_find of nothing", &shape_group,
                 duo->left->group_find(duo->a, lot, "", &group_x),
                 duo->right->group_find(duo->b, lot, "", &group_y), false, NULL, NULL) &&
           agree(duo, "group_member of nothing", &shape_member,
                 duo->left->group_member(duo->a, lot, "", 0, &member_x),
                 duo->right->group_member(duo->b, lot, "", 0, &member_y), false, NULL, NULL) &&
           agree(duo, "member_find of nothing", &shape_member,
                 duo->left->member_find(duo->a, lot, "", &member_x),
                 duo->right->member_find(duo->b, lot, "", &member_y), false, NULL, NULL);
}

static bool same_mistakes(const struct duo *duo, const char *lot)
{
    struct callpark_which unknown = callpark_by_ticket(1, NULL);
    struct callpark_which own;
    char long_text[257];
    callpark_which_init(&own);
    memset(long_text, 'x', sizeof long_text - 1);
    long_text[sizeof long_text - 1] = '\0';
    unknown.kind = CALLPARK_BY_AGE + 1;
    return same_find(duo, unknown) && same_find(duo, own) && same_find(duo, callpark_by_call("")) &&
           same_find(duo, callpark_by_call(long_text)) && same_find(duo, callpark_by_slot("", 1)) &&
           same_find(duo, callpark_by_age(NULL)) &&
           same_find(duo, callpark_by_extension(lot, "")) && duo_same_label(duo, lot, "", 1, 256) &&
           duo_same_label(duo, lot, long_text, 1, 256) && duo_same_label(duo, "", "1", 1, 256);
}

bool duo_same_finds(const struct duo *duo, const struct vocabulary *words,
                    const struct callpark_info *infos, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (!same_by_its_keys(duo, &infos[i]))
            return false;
    for (uint32_t i = 0; i < words->call_count; i++)
        if (!same_find(duo, callpark_by_call(words->calls[i])))
            return false;
    for (uint32_t i = 0; i < words->lot_count; i++)
        if (!same_finds_in(duo, words, words->lots[i]))
            return false;
    uint64_t last = duo->right->last_ticket(duo->b);
    return same_find(duo, callpark_by_ticket(0, NULL)) &&
           same_find(duo, callpark_by_ticket(last, NULL)) &&
           same_find(duo, callpark_by_ticket(last + 1, NULL)) &&
           same_mistakes(duo, words->lots[0]) && same_empty_names(duo, words->lots[0]);
}

bool duo_same_label(const struct duo *duo, const char *lot, const char *text, uint32_t slot,
                    size_t size)
{
    struct callpark_which x, y;
    char label_x[256], label_y[256];
    callpark_which_init(&x);
    int rc = duo->left->resolve(duo->a, lot, text, &x);
    int other = duo->right->resolve(duo->b, lot, text, &y);
    if (!agree(duo, "resolve", &shape_which, rc, other, rc == 0, &x, &y))
        return false;

    memset(label_x, 'x', sizeof label_x);
    rc = duo->left->slot_label(duo->a, lot, slot, label_x, size);
    other = duo->right->slot_label(duo->b, lot, slot, label_y, size);
    if (rc != other || (rc >= 0 && strcmp(label_x, label_y) != 0)) {
        printf("slot_label(%s, %" PRIu32 "): %d %s, expected %d %s\n", lot, slot, rc,
               rc >= 0 ? label_x : "", other, other >= 0 ? label_y : "");
        return false;
    }
    if (size < sizeof label_x && label_x[size] != 'x') {
        printf("slot_label: wrote behind the buffer\n");
        return false;
    }
    return true;
}
