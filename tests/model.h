/* SPDX-License-Identifier: MIT */
/**
 * @file
 * A model of libcallpark: the whole public API written again as plainly as
 * possible. Arrays, linear scans, no indexes, no tricks. The differential
 * tests run it beside the library; whoever writes another implementation can
 * read it as an executable specification.
 *
 * Each model_<verb>() has the arguments, the return value, the event and the
 * order of errors of callpark_<verb>(). Struct sizes and NULL structs are not
 * looked at, and memory that runs out aborts.
 *
 * model.c          registry, places, what |which| names, events
 * model_lots.c     lots and groups
 * model_calls.c    park to remove
 * model_recall.c   the recall, poll and drain
 * model_look.c     everything that only looks
 */
#ifndef CALLPARK_TESTS_MODEL_H
#define CALLPARK_TESTS_MODEL_H

#include <callpark/callpark.h>

#include <stdbool.h>

/** A recall policy with nothing left to inherit. Absent targets are NULL. */
struct model_policy {
    const char *alternate;
    const char *fallback;
    uint32_t targets;
    uint32_t rounds;
    callpark_duration ring;
    callpark_duration ring_other;
    callpark_duration pause;
};

/** One call or reservation. */
struct model_parking {
    struct callpark_info now;   /**< exactly what callpark_find() shows */
    struct model_policy policy; /**< as it was when the call was parked or filled */
    bool fallback_failed;       /**< the fallback was rung; the next poll releases */
};

struct model_member {
    const char *extension;
    bool available;
};

struct model_group {
    const char *name;
    uint32_t flags;
    uint64_t born; /**< orders the iteration */
    struct model_member *members;
    uint32_t member_count;
};

struct model_lot {
    const char *name;
    const char *prefix; /**< NULL: none */
    uint32_t first_slot, last_slot;
    uint32_t label_width, choice, flags;
    callpark_duration timeout, timeout_min, timeout_max;
    struct model_policy policy;
    bool removed;
    uint64_t born; /**< orders the iteration */

    bool has_last_taken; /**< CHOOSE_NEXT goes on after |last_taken| */
    uint32_t last_taken;
    uint32_t *freed; /**< CHOOSE_LONGEST_FREE: used and free again, oldest first */
    uint32_t freed_count;

    struct model_group *groups;
    uint32_t group_count;
};

struct model {
    callpark_time clock; /**< the latest |now| that counted */
    uint64_t first_ticket, last_ticket, last_event, last_born;
    uint32_t max_calls;
    struct model_parking *parkings; /**< in ticket order */
    uint32_t parking_count;
    struct model_lot *lots;
    uint32_t lot_count;
    struct model_lot *gone; /**< it went in the last verb; or NULL */
    char **texts;           /**< every text ever seen, once; kept to the end */
    uint32_t text_count;
};

/** A place: a slot if |extension| is NULL. */
struct model_place {
    const char *lot;
    const char *extension;
    uint32_t slot;
};

/* ---- The public functions, in the order of callpark.h -------------------- */

int model_new(const struct callpark_options *options, struct model **model);
void model_free(struct model *m);

int model_lot_add(struct model *m, callpark_time now, const char *name,
                  const struct callpark_lot_config *config, const char *by,
                  struct callpark_event *event);
int model_lot_configure(struct model *m, callpark_time now, const char *name,
                        const struct callpark_lot_config *config, const char *by,
                        struct callpark_event *event);
int model_lot_remove(struct model *m, callpark_time now, const char *name, const char *by,
                     struct callpark_event *event);
int model_lot_find(const struct model *m, const char *name, struct callpark_lot_info *info);
int model_lot_next(const struct model *m, uint64_t *cursor, struct callpark_lot_info *info);
int model_slot_label(const struct model *m, const char *lot, uint32_t slot, char *buffer,
                     size_t size);

int model_group_add(struct model *m, callpark_time now, const char *lot, const char *group,
                    const struct callpark_group_config *config, const char *by,
                    struct callpark_event *event);
int model_group_configure(struct model *m, callpark_time now, const char *lot, const char *group,
                          const struct callpark_group_config *config, const char *by,
                          struct callpark_event *event);
int model_group_remove(struct model *m, callpark_time now, const char *lot, const char *group,
                       const char *by, struct callpark_event *event);
int model_group_find(const struct model *m, const char *lot, const char *group,
                     struct callpark_group_info *info);
int model_group_next(const struct model *m, uint64_t *cursor, struct callpark_group_info *info);
int model_group_member(const struct model *m, const char *lot, const char *group, uint32_t position,
                       struct callpark_member_info *info);
int model_member_find(const struct model *m, const char *lot, const char *extension,
                      struct callpark_member_info *info);
int model_member_set_available(struct model *m, callpark_time now, const char *lot,
                               const char *extension, int available, const char *by,
                               struct callpark_event *event);

int model_park(struct model *m, callpark_time now, const struct callpark_where *where,
               const struct callpark_call *call, const struct callpark_terms *terms, const char *by,
               struct callpark_event *event);
int model_reserve(struct model *m, callpark_time now, const struct callpark_where *where,
                  const char *parker, callpark_duration hold, const char *by,
                  struct callpark_event *event);
int model_fill(struct model *m, callpark_time now, const struct callpark_which *which,
               const struct callpark_call *call, const struct callpark_terms *terms, const char *by,
               struct callpark_event *event);
int model_retrieve(struct model *m, callpark_time now, const struct callpark_which *which,
                   const char *by, struct callpark_event *event);
int model_claim(struct model *m, callpark_time now, const struct callpark_which *which,
                callpark_duration claim, const char *by, struct callpark_event *event);
int model_commit(struct model *m, callpark_time now, const struct callpark_which *which,
                 uint64_t serial, const char *by, struct callpark_event *event);
int model_rollback(struct model *m, callpark_time now, const struct callpark_which *which,
                   uint64_t serial, const char *by, struct callpark_event *event);
int model_recall_answered(struct model *m, callpark_time now, const struct callpark_which *which,
                          uint64_t serial, callpark_duration claim, const char *by,
                          struct callpark_event *event);
int model_recall_failed(struct model *m, callpark_time now, const struct callpark_which *which,
                        uint64_t serial, const char *by, struct callpark_event *event);
int model_recall_deferred(struct model *m, callpark_time now, const struct callpark_which *which,
                          uint64_t serial, const char *by, struct callpark_event *event);
int model_swap(struct model *m, callpark_time now, const struct callpark_which *which,
               const struct callpark_call *call, const char *by, struct callpark_event *event);
int model_move(struct model *m, callpark_time now, const struct callpark_which *which,
               const struct callpark_where *where, const char *by, struct callpark_event *event);
int model_extend(struct model *m, callpark_time now, const struct callpark_which *which,
                 callpark_duration timeout, const char *by, struct callpark_event *event);
int model_hangup(struct model *m, callpark_time now, const struct callpark_which *which,
                 const char *by, struct callpark_event *event);
int model_remove(struct model *m, callpark_time now, const struct callpark_which *which,
                 const char *by, struct callpark_event *event);

callpark_time model_next_deadline(const struct model *m);
int model_poll(struct model *m, callpark_time now, struct callpark_event *event);
int model_drain(struct model *m, callpark_time now, const char *lot, const char *by,
                struct callpark_event *event);

int model_find(const struct model *m, const struct callpark_which *which,
               struct callpark_info *info);
int model_resolve(const struct model *m, const char *lot, const char *text,
                  struct callpark_which *which);
int model_next(const struct model *m, uint64_t *cursor, struct callpark_info *info);
uint32_t model_count(const struct model *m);
uint64_t model_last_event(const struct model *m);
uint64_t model_last_ticket(const struct model *m);

/* ---- Shared by the model's own files ------------------------------------- */

/** |memory| grown to |count| items of |size| bytes. */
void *model__grow(void *memory, size_t count, size_t size);

bool model__absent(const char *text);
/** Equal by content, or both NULL. */
bool model__same(const char *a, const char *b);
/** The model's own copy of |text|; NULL if absent. */
const char *model__text(struct model *m, const char *text);

/** Starts a verb; checks what all of them have, and returns the first mistake. */
int model__begin(struct model *m, callpark_time now, const char *by);

/* More argument checks: the first mistake found stays in |*error|. */
void model__check(int *error, bool valid);
void model__check_optional(int *error, const char *text);
void model__check_required(int *error, const char *text);
void model__check_recall(int *error, const struct callpark_recall *recall);
void model__check_which(int *error, const struct callpark_which *which);

/** The clock moves to |now|, never back; returns where it stands. */
callpark_time model__tick(struct model *m, callpark_time now);
/** |t| + |span|, or NEVER if that does not fit or |span| does not end. */
callpark_time model__after(callpark_time t, callpark_duration span);
bool model__within(callpark_duration span, callpark_duration least, callpark_duration most);

/** The lot |name|, removed or not; NULL. */
struct model_lot *model__lot(const struct model *m, const char *name);
/** The same, but a removed lot is unknown. */
struct model_lot *model__open_lot(const struct model *m, const char *name);
struct model_group *model__group(const struct model_lot *lot, const char *name);
/** The group of |lot| that |extension| is in, and where; NULL. */
struct model_group *model__group_of(const struct model_lot *lot, const char *extension,
                                    uint32_t *position);
void model__free_group(struct model_group *group);
void model__free_lot(struct model_lot *lot);
/** Takes |lot|, which holds no call, out of |m|. */
void model__forget_lot(struct model *m, struct model_lot *lot);

/** |recall|, what it leaves out taken from |base|. |recall| may be NULL. */
struct model_policy model__policy(struct model *m, const struct callpark_recall *recall,
                                  const struct model_policy *base);
/** What a policy inherits that has no other to inherit from. */
struct model_policy model__default_policy(void);
bool model__policy_spans_valid(const struct model_policy *policy);

bool model__in_range(const struct model_lot *lot, uint32_t slot);
struct model_parking *model__in_slot(const struct model *m, const char *lot, uint32_t slot);
struct model_parking *model__at_extension(const struct model *m, const char *lot,
                                          const char *extension);
struct model_parking *model__of_call(const struct model *m, const char *call_id);
/** Finds |which|, or returns an error of |which|. */
int model__find(const struct model *m, const struct callpark_which *which,
                struct model_parking **parking);

/** Chooses a free place at |where| for a call of |parker|, or says why there is none. */
int model__choose(struct model *m, const struct callpark_where *where, const char *parker,
                  struct model_place *place);
/** Books that |place| is held from now on. */
void model__take(struct model *m, const struct model_place *place);
/** Books that |place| is free; a removed lot goes with its last call. */
void model__give_back(struct model *m, const struct model_place *place);

/** Fills in |event| with number, time, |kind| and |by|, and nothing else. */
void model__event(struct model *m, struct callpark_event *event, uint32_t kind, const char *by);
/** An event of |parking| as it is now. */
void model__report(struct model *m, const struct model_parking *parking, uint32_t kind,
                   uint64_t stops, const char *by, struct callpark_event *event);
/** Ends |parking|; |taken_by_target| if a recall target has the call. */
void model__end(struct model *m, struct model_parking *parking, uint32_t reason,
                bool taken_by_target, const char *by, struct callpark_event *event);
/** The open claim or ring of |parking| did not work out, or was given up. */
void model__roll_back(struct model *m, struct model_parking *parking);

/** Writes the label of |slot|; |label| has room for 256 bytes. */
void model__label(const char *prefix, uint32_t width, uint32_t slot, char *label);

#endif
