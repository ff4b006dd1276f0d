/* SPDX-License-Identifier: MIT */
/**
 * @file
 * One call of a verb as data, and the table of functions through which the
 * differential tests drive an implementation. A new implementation has to
 * provide one struct backend.
 */
#ifndef CALLPARK_TESTS_SUPPORT_STEP_H
#define CALLPARK_TESTS_SUPPORT_STEP_H

#include <callpark/callpark.h>

#include <stdbool.h>

/** Every function that takes a non-const registry. */
enum verb {
    VERB_LOT_ADD,
    VERB_LOT_CONFIGURE,
    VERB_LOT_REMOVE,
    VERB_GROUP_ADD,
    VERB_GROUP_CONFIGURE,
    VERB_GROUP_REMOVE,
    VERB_SET_AVAILABLE,
    VERB_PARK,
    VERB_RESERVE,
    VERB_FILL,
    VERB_RETRIEVE,
    VERB_CLAIM,
    VERB_COMMIT,
    VERB_ROLLBACK,
    VERB_ANSWERED,
    VERB_FAILED,
    VERB_DEFERRED,
    VERB_SWAP,
    VERB_MOVE,
    VERB_EXTEND,
    VERB_HANGUP,
    VERB_REMOVE,
    VERB_POLL,
    VERB_DRAIN,
    VERBS /**< how many there are */
};

enum { STEP_MEMBERS = 8 };

/**
 * A verb with all its arguments; each verb reads those it has. A struct is followed by
 * something that is not 0, so that a |size| too long shows a field of a newer library.
 */
struct step {
    enum verb verb;
    callpark_time now;
    const char *by;
    const char *lot; /**< of configuration verbs and drain */
    const char *group;
    const char *extension; /**< of set_available */
    const char *parker;    /**< of reserve */
    int available;
    uint64_t serial;
    callpark_duration duration; /**< hold, claim or timeout */
    struct callpark_which which;
    struct callpark_where where;
    struct callpark_call call;
    struct callpark_terms terms;
    struct callpark_recall recall; /**< of |terms| or |config| */
    struct callpark_lot_config config;
    struct callpark_group_config members;
    uint64_t behind;
    const char *member[STEP_MEMBERS];
    bool with_terms, with_recall, with_config;
    uint32_t mistakes;     /**< how many argument mistakes were put in */
    uint32_t flaw;         /**< not 0: first once with a struct that was not set up */
    uint32_t refuse;       /**< not 0: first once with this allocation refused, */
    uint32_t refuse_after; /**< and so many after it */
    uint32_t look;         /**< a random number: what is looked at afterwards */
};

/** Clears |step| and sets its structs up. */
void step_init(struct step *step, enum verb verb, callpark_time now);

/** Lets the structs in |step| point at each other; again after each copy. */
void step_link(struct step *step);

const char *verb_name(enum verb verb);

/** Whether |verb| acts on a parking named by |which|. */
bool verb_takes_which(enum verb verb);

/** Whether |verb| is handed a call description; a place. */
bool verb_takes_call(enum verb verb);
bool verb_takes_where(enum verb verb);

/**
 * Spoils the |size| of one struct of |step| or of |event|, as |step->flaw| says. Returns the
 * error that the verb must give; 0: it does not read that struct.
 */
int step_spoil(struct step *step, struct callpark_event *event);

enum { STEP_FLAWS = 24 };

/** An implementation of libcallpark. */
struct backend {
    const char *name;
    int (*create)(const struct callpark_options *options, void **self);
    void (*destroy)(void *self);
    int (*perform)(void *self, const struct step *step, struct callpark_event *event);
    int (*find)(const void *self, const struct callpark_which *which, struct callpark_info *info);
    int (*resolve)(const void *self, const char *lot, const char *text,
                   struct callpark_which *which);
    int (*next)(const void *self, uint64_t *cursor, struct callpark_info *info);
    int (*lot_find)(const void *self, const char *name, struct callpark_lot_info *info);
    int (*lot_next)(const void *self, uint64_t *cursor, struct callpark_lot_info *info);
    int (*slot_label)(const void *self, const char *lot, uint32_t slot, char *buffer, size_t size);
    int (*group_find)(const void *self, const char *lot, const char *group,
                      struct callpark_group_info *info);
    int (*group_next)(const void *self, uint64_t *cursor, struct callpark_group_info *info);
    int (*group_member)(const void *self, const char *lot, const char *group, uint32_t position,
                        struct callpark_member_info *info);
    int (*member_find)(const void *self, const char *lot, const char *extension,
                       struct callpark_member_info *info);
    callpark_time (*next_deadline)(const void *self);
    uint32_t (*count)(const void *self);
    uint64_t (*last_event)(const void *self);
    uint64_t (*last_ticket)(const void *self);
    int (*check)(const void *self); /**< 0: all invariants hold; else a line number */
};

extern const struct backend backend_library;
extern const struct backend backend_model;

#endif
