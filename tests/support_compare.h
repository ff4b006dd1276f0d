/* SPDX-License-Identifier: MIT */
/**
 * @file
 * Two implementations side by side: whatever they can be asked, they must
 * answer the same. Every function returns false after printing what differs.
 */
#ifndef CALLPARK_TESTS_SUPPORT_COMPARE_H
#define CALLPARK_TESTS_SUPPORT_COMPARE_H

#include "support_step.h"

struct duo {
    const struct backend *left, *right;
    void *a, *b; /**< their registries */
};

/** Names to ask about, whether they exist or not. */
struct vocabulary {
    char *const *lots, *const *groups, *const *extensions, *const *calls;
    uint32_t lot_count, group_count, extension_count, call_count;
    uint32_t slots; /**< slots 0 to |slots| */
};

/**
 * Performs |step| on the left one. Its event is returned in |*event|, what it returned in
 * |*rc|; if there is no event, |*event| must be untouched.
 */
bool duo_perform_left(const struct duo *duo, const struct step *step, int *rc,
                      struct callpark_event *event);

/** Performs |step| on the right one, and compares with what the left one said. */
bool duo_perform_right(const struct duo *duo, const struct step *step, int rc,
                       const struct callpark_event *event);

/** Both. */
bool duo_perform(const struct duo *duo, const struct step *step, int *rc,
                 struct callpark_event *event);

/** Whether |step|, having returned |rc|, has filled in its event. */
bool step_done(const struct step *step, int rc);

/** Counters and the next deadline. */
bool duo_same_counts(const struct duo *duo);

/**
 * The parkings, as sets. Those of the left one are put in |*infos| (grown as
 * needed, |*count| of them) in ticket order; their strings are the left one's.
 * The order in which it gave them goes into |*hash|.
 */
bool duo_same_parkings(const struct duo *duo, struct callpark_info **infos, uint32_t *count,
                       uint64_t *hash);

/** Lots and groups, by iteration and by name, and the members of the groups. */
bool duo_same_configuration(const struct duo *duo, const struct vocabulary *words, uint64_t *hash);

/**
 * callpark_find() by every key of |words|, every ticket of |infos|, and by what
 * is not allowed.
 */
bool duo_same_finds(const struct duo *duo, const struct vocabulary *words,
                    const struct callpark_info *infos, uint32_t count);

/** What |text| means in |lot|, and the label of |slot| there. */
bool duo_same_label(const struct duo *duo, const char *lot, const char *text, uint32_t slot,
                    size_t size);

#endif
