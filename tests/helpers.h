/* SPDX-License-Identifier: MIT */
/**
 * @file
 * Shared by the named tests and oom.c: a registry with a heap that counts, one
 * function a verb that takes short arguments, and snapshots of all that is visible.
 * Test files include <check.h> first; helpers.c and oom.c do without Check.
 */
#ifndef CALLPARK_TESTS_HELPERS_H
#define CALLPARK_TESTS_HELPERS_H

#include <callpark/callpark.h>

#include <stdbool.h>
#include <stdint.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])
#define SECONDS(n) ((callpark_duration)(n)*1000u)

/* ---- The heap ------------------------------------------------------------ */

/** Counts, fails on demand, and spoils memory before use and after. */
struct heap {
    uint64_t allocs, frees; /**< successful calls; equal when nothing is left */
    uint64_t asked;         /**< all calls of alloc, those refused too */
    size_t bytes;           /**< in use */
    size_t most;            /**< refuse what would bring |bytes| over this; 0: nothing */
    uint64_t fail_at;       /**< refuse the request of this number; 0: none */
    bool fail_on;           /**< ... and all after it */
    bool fired;             /**< something was refused */
};

/** |user| of the allocator is its struct heap. */
struct callpark_allocator heap_allocator(struct heap *heap);

/* ---- The world of a test -------------------------------------------------- */

extern struct callpark *cp;       /**< the registry */
extern struct heap cp_heap;       /**< its heap */
extern struct callpark_event ev;  /**< of the last do_*() that succeeded */
extern struct callpark_info seen; /**< of the last do_find() that succeeded */
extern callpark_time now_ms;      /**< what do_*() hand over as |now| */

enum { START = 1000000 }; /* now_ms at first */

/** A registry without lots; |options| but the allocator are honoured, NULL: none. */
int open_registry(const struct callpark_options *options);

/** A registry with the lot "main", slots 701 to 704. */
void open_world(void);

/** Frees it. Returns NULL, or what was wrong with it. */
const char *close_world(void);

/** Nothing broken inside: 0, or a line of the library's own checker. */
int world_broken(void);

/* ---- Arguments ------------------------------------------------------------ */

struct callpark_where any_slot(const char *lot);
struct callpark_where slot_of(const char *lot, uint32_t slot);
struct callpark_where slot_or_other(const char *lot, uint32_t slot);
struct callpark_where at_extension(const char *lot, const char *extension); /**< NULL: own */
struct callpark_where in_group(const char *lot, const char *group);         /**< NULL: own */

/** Every field set; parker "100", parkee "200". */
struct callpark_call call_of(const char *call_id);
struct callpark_call call_from(const char *call_id, const char *parker);
struct callpark_terms terms_of(callpark_duration timeout, const struct callpark_recall *recall);
struct callpark_lot_config slots(uint32_t first, uint32_t last);
struct callpark_which ticket(uint64_t number);

/** |count| times |letter|, in static memory; another each of 16 calls. */
const char *long_text(char letter, size_t count);

/* ---- Verbs: on cp, at now_ms, by nobody, into ev --------------------------- */

int do_lot(const char *name, uint32_t first, uint32_t last);
int do_lot_add(const char *name, const struct callpark_lot_config *config);
int do_lot_configure(const char *name, const struct callpark_lot_config *config);
int do_lot_remove(const char *name);
/** What callpark_lot_find() says of |name|, which is there. */
struct callpark_lot_info found_lot(const char *name);

/** A group of members that point into |texts|, which is cut up. */
struct members {
    char texts[1000];
    const char *list[200];
    struct callpark_group_config config;
};

/** The extensions of |text| are separated by single spaces, here and below. */
void read_members(struct members *members, const char *text, uint32_t flags);

int do_group(const char *lot, const char *group, const char *members);
int do_group_flags(const char *lot, const char *group, const char *members, uint32_t flags);
int do_group_configure(const char *lot, const char *group, const char *members);
int do_group_remove(const char *lot, const char *group);
int do_available(const char *lot, const char *extension, int available);

int do_park(const char *call_id); /**< in any slot of "main" */
int do_park_at(struct callpark_where where, const char *call_id);
int do_park_call(struct callpark_where where, struct callpark_call call,
                 const struct callpark_terms *terms);
int do_reserve(struct callpark_where where, const char *parker, callpark_duration hold);
int do_fill(struct callpark_which which, const char *call_id);
int do_fill_call(struct callpark_which which, struct callpark_call call,
                 const struct callpark_terms *terms);
int do_retrieve(struct callpark_which which);
int do_claim(struct callpark_which which, callpark_duration claim);
int do_commit(struct callpark_which which, uint64_t serial);
int do_rollback(struct callpark_which which, uint64_t serial);
int do_answered(struct callpark_which which, uint64_t serial, callpark_duration claim);
int do_failed(struct callpark_which which, uint64_t serial);
int do_deferred(struct callpark_which which, uint64_t serial);
int do_swap(struct callpark_which which, const char *call_id);
int do_swap_call(struct callpark_which which, struct callpark_call call);
int do_move(struct callpark_which which, struct callpark_where where);
int do_extend(struct callpark_which which, callpark_duration timeout);
int do_hangup(struct callpark_which which);
int do_remove(struct callpark_which which);
int do_poll(void);
int do_drain(const char *lot);
int do_find(struct callpark_which which);

/** Polls at the next deadline, which moves now_ms there. */
int poll_next(void);

/** The slot of the call |call_id|; UINT32_MAX if it is nowhere. */
uint32_t slot_where(const char *call_id);

/* ---- Any function with any arguments --------------------------------------- */

/** The tickets of open_full_world(); FIRST is also the first event. */
enum {
    FIRST = 1000,
    T_WAITING = FIRST, /**< "waiting", slot 701 */
    T_RESERVED,        /**< slot 702 */
    T_CLAIMED,         /**< "claimed", slot 703 */
    T_RINGING,         /**< "ringing", slot 704 */
    T_PAUSED,          /**< "paused", slot 705, the parker due after the pause */
    T_ENDED,           /**< "ended", was in slot 706 */
    T_TINY,            /**< "tiny", all of the lot "tiny" */
    T_GONE,            /**< "gone", in slot 1 of the removed lot "gone" */
    T_HELD,            /**< "held", at 302, all of the group "busy" */
    FULL_CALLS = 8     /**< how many are parked */
};

extern uint64_t claim_serial, ring_serial; /**< of T_CLAIMED and T_RINGING */

/**
 * Lots "main" 701 to 710 with groups "g" (300, 301) and "busy" (302), "other" 1 to 2,
 * "tiny" 1 to 1, "gone"; a parking in every state. now_ms is START + 10 s.
 * |max_calls| as in the options.
 */
void open_full_world(uint32_t max_calls);

/** The arguments of any function: the pointers point to the structs below them. */
struct attempt {
    struct callpark *registry;
    callpark_time now;
    const char *by, *lot, *group, *extension, *parker, *text;
    int available;
    uint64_t serial;
    callpark_duration duration;
    uint32_t slot, position;
    const struct callpark_which *which;
    const struct callpark_where *where;
    const struct callpark_call *call;
    const struct callpark_terms *terms;
    const struct callpark_lot_config *config;
    const struct callpark_group_config *members;
    struct callpark_event *event;
    struct callpark_info *info;
    struct callpark_lot_info *lot_info;
    struct callpark_group_info *group_info;
    struct callpark_member_info *member_info;
    struct callpark_which *found;
    uint64_t *cursor;
    char *buffer;
    size_t size;

    struct callpark_which a_which;
    struct callpark_where a_where;
    struct callpark_call a_call;
    struct callpark_terms a_terms;
    struct callpark_recall a_recall; /**< of |a_terms| and |a_config| */
    struct callpark_lot_config a_config;
    struct callpark_group_config a_members;
    const char *a_member[4];
    struct callpark_event an_event;
    struct callpark_info an_info;
    struct callpark_lot_info a_lot_info;
    struct callpark_group_info a_group_info;
    struct callpark_member_info a_member_info;
    struct callpark_which a_found;
    uint64_t a_cursor;
    char a_buffer[256];
};

/** What a function takes beside the registry. */
enum {
    TAKES_CHANGE = 1u << 0, /**< now and event */
    TAKES_BY = 1u << 1,
    TAKES_LOT = 1u << 2, /**< by name, required */
    TAKES_GROUP = 1u << 3,
    TAKES_EXTENSION = 1u << 4, /**< required */
    TAKES_WHICH = 1u << 5,
    TAKES_WHERE = 1u << 6,
    TAKES_CALL = 1u << 7,
    TAKES_TERMS = 1u << 8,
    TAKES_CONFIG = 1u << 9,
    TAKES_MEMBERS = 1u << 10,
    TAKES_CURSOR = 1u << 11,
    GIVES_INFO = 1u << 12,
    GIVES_LOT = 1u << 13,
    GIVES_GROUP = 1u << 14,
    GIVES_MEMBER = 1u << 15,
    GIVES_WHICH = 1u << 16,
    TAKES_CLAIM = 1u << 17, /**< a duration of a claim */
    MAY_ALLOCATE = 1u << 18
};

struct function {
    const char *name;
    uint32_t uses;
    void (*prepare)(struct attempt *attempt); /**< what differs from attempt_init() */
    int (*perform)(struct attempt *attempt);
};

/** All functions that take a registry and can fail. */
extern const struct function functions[];
extern const unsigned function_count;

/** The entry of callpark_<name>(). */
const struct function *function_named(const char *name);

/** Arguments with which |function| succeeds in the full world. */
void attempt_init(struct attempt *attempt, const struct function *function);

/* ---- Text ------------------------------------------------------------------ */

struct report {
    char *bytes; /**< NUL-terminated, or NULL while empty */
    size_t length, room;
};

void report_add(struct report *report, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void report_add_event(struct report *report, const struct callpark_event *event);
void report_free(struct report *report);

/** All that can be seen of |registry|, for the caller to free. */
char *snapshot(const struct callpark *registry);

/** Whether two texts are equal, or both NULL. */
bool same_text(const char *a, const char *b);

/** cp and ev as they are now. */
struct frozen {
    char *seen;
    struct callpark_event event;
};

void freeze(struct frozen *frozen);

/** Forgets |frozen|. Returns NULL, or what changed since. */
const char *thaw(struct frozen *frozen);

/* ---- With Check ------------------------------------------------------------ */

#ifdef CHECK_H

#define OK(call) ck_assert_int_eq((call), CALLPARK_OK)

/** The verb fails with |error|, and nothing has changed. */
#define REFUSED(error, call)                                                                       \
    do {                                                                                           \
        struct frozen refused_frozen;                                                              \
        freeze(&refused_frozen);                                                                   \
        int refused_error = (call);                                                                \
        const char *refused_change = thaw(&refused_frozen);                                        \
        ck_assert_int_eq(refused_error, (error));                                                  \
        ck_assert_msg(refused_change == NULL, "refused, but %s", refused_change);                  \
    } while (0)

/** Equal, or both NULL. */
#define TEXT(a, b) ck_assert_pstr_eq((a), (b))

static inline void close_checked(void)
{
    const char *wrong = close_world();
    ck_assert_msg(wrong == NULL, "%s", wrong != NULL ? wrong : "");
}

/** A case of |suite| whose tests each have a world of their own. */
static inline TCase *world_tcase(Suite *suite, const char *name)
{
    TCase *tcase = tcase_create(name);
    tcase_add_checked_fixture(tcase, open_world, close_checked);
    suite_add_tcase(suite, tcase);
    return tcase;
}

#endif
#endif
