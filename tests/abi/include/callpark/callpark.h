/* SPDX-License-Identifier: MIT */
/**
 * @file
 * libcallpark: call parking as a library.
 *
 * A registry (struct callpark) holds parking lots. A lot has numbered slots, and
 * any extension may hold a call parked against it. The host (a PBX, a SIP
 * server, a REST service) tells the library what happens to its calls; the
 * library decides where a call waits, for how long, who is rung when nobody
 * comes and who gets the call. It has no socket, thread, media or clock.
 *
 * Four rules hold for everything below:
 *
 *  1. Time is an argument: |now| counts milliseconds from any origin and should
 *     come from a monotonic clock. A |now| earlier than one seen before is
 *     taken as standing still; a failed call does not count as seen. A deadline
 *     that does not fit is CALLPARK_NEVER. Nothing times out except in
 *     callpark_poll(); callpark_next_deadline() says when to call it.
 *
 *  2. One change, one event: every call that changes something fills in the
 *     caller's struct callpark_event, which is required. There are no
 *     callbacks. Strings in an event or in any info live until the next call
 *     that takes a non-const registry, whether it succeeds or not. They may be
 *     handed to that call, but not as |by|. callpark_event_copy() and
 *     callpark_info_copy() keep them for longer.
 *
 *  3. Functions return 0, or what they say they do; errors are negative. On
 *     error nothing has changed and no output was written. The caller's own
 *     mistakes come first (of several, any):
 *       CALLPARK_ERR_INVALID        a required pointer is NULL, a required
 *                                   string NULL or empty, a constant, flag or
 *                                   count not allowed below, |now| NEVER
 *       CALLPARK_ERR_TOO_LONG       a string has more than 255 bytes
 *       CALLPARK_ERR_STRUCT_SHORT   a struct's |size| is smaller than the
 *                                   struct ever was: its init was not called
 *       CALLPARK_ERR_STRUCT_LONG    |size| is over 4096: it was never set
 *       CALLPARK_ERR_STRUCT_FIELD   a struct of a newer libcallpark sets a
 *                                   field that this one does not know, or a
 *                                   |reserved| field is not 0
 *     They can come from every function that takes such an argument, and are
 *     not repeated there. The errors named at a function are found in the
 *     order in which they are listed.
 *
 *  4. Functions that take a const registry write nothing and may run in
 *     parallel. All others need the host's lock, one a registry. Registries
 *     share nothing.
 *
 * Every struct starts with |size|, set by its callpark_*_init(), which also
 * clears the rest. No argument may overlap |event| or another output.
 *
 * Strings are NUL-terminated, 1 to 255 bytes of any encoding, compared byte by
 * byte, and copied. An optional string that is NULL or empty is absent (but see
 * CALLPARK_NONE); in outputs absent is NULL.
 *
 * What gives calls back never allocates and so has no CALLPARK_ERR_NOMEM:
 * retrieving, claims, recalls, extending, ending, polling, looking. Configuration
 * costs as much as it changes. All else is O(1) or grows with a logarithm, unless
 * it says otherwise.
 *
 * Everything is there since 0.1.0, unless it says otherwise. Later releases add
 * event kinds and reasons only behind functions and fields that do not exist
 * yet; the state in an event says what is so in any case.
 */
#ifndef CALLPARK_CALLPARK_H
#define CALLPARK_CALLPARK_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define CALLPARK_VERSION "0.1.0"
#define CALLPARK_VERSION_MAJOR 0
#define CALLPARK_VERSION_MINOR 1
#define CALLPARK_VERSION_PATCH 0

#if defined(__GNUC__)
#define CALLPARK_API __attribute__((visibility("default")))
#else
#define CALLPARK_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Time -------------------------------------------------------------- */

/** A point in time: milliseconds from the origin of the host's clock. */
typedef uint64_t callpark_time;

/** A span of time in milliseconds. In every request 0 means the default. */
typedef uint32_t callpark_duration;

/** The point in time that does not come. */
#define CALLPARK_NEVER UINT64_MAX

/** The span that does not end: a park timeout, where the lot allows it. */
#define CALLPARK_NO_TIMEOUT UINT32_MAX

/** |n| seconds, of which 0 is the default again; at most some 49 days. */
static inline callpark_duration callpark_seconds(uint32_t n)
{
    return n <= 4294967u ? n * 1000u : CALLPARK_NO_TIMEOUT - 1u;
}

/* ---- Errors ------------------------------------------------------------ */

enum {
    CALLPARK_OK = 0,
    CALLPARK_ERR_INVALID = -1,      /**< argument missing or not allowed */
    CALLPARK_ERR_TOO_LONG = -2,     /**< string over 255 bytes */
    CALLPARK_ERR_STRUCT_SHORT = -3, /**< struct size too small: not set up */
    CALLPARK_ERR_STRUCT_LONG = -4,  /**< struct size absurd: not set up */
    CALLPARK_ERR_STRUCT_FIELD = -5, /**< struct field of a newer library set */
    CALLPARK_ERR_NOMEM = -6,        /**< the allocator refused */
    CALLPARK_ERR_LIMIT = -7,        /**< the registry's limit on calls is reached */
    CALLPARK_ERR_LOT = -8,          /**< no such lot */
    CALLPARK_ERR_GROUP = -9,        /**< no such group, or extension in none */
    CALLPARK_ERR_EXISTS = -10,      /**< lot or group exists already */
    CALLPARK_ERR_MEMBER = -11,      /**< extension listed twice or in another group */
    CALLPARK_ERR_DURATION = -12,    /**< duration outside its limits */
    CALLPARK_ERR_RANGE = -13,       /**< slot outside the lot, or range malformed */
    CALLPARK_ERR_TAKEN = -14,       /**< the place holds a call or a reservation */
    CALLPARK_ERR_FULL = -15,        /**< no slot of the lot is free */
    CALLPARK_ERR_GROUP_FULL = -16,  /**< no member of the group can take the call */
    CALLPARK_ERR_PARKED = -17,      /**< that call id is parked already */
    CALLPARK_ERR_UNKNOWN = -18,     /**< ticket 0 or never issued */
    CALLPARK_ERR_ENDED = -19,       /**< that parking is over */
    CALLPARK_ERR_NOT_FOUND = -20,   /**< call id or place holds no call */
    CALLPARK_ERR_MISMATCH = -21,    /**< another call than the expected one */
    CALLPARK_ERR_RESERVED = -22,    /**< a reservation: no call to claim yet */
    CALLPARK_ERR_CLAIMED = -23,     /**< somebody has claimed the call */
    CALLPARK_ERR_STATE = -24,       /**< not possible in the call's state */
    CALLPARK_ERR_STALE = -25,       /**< serial of a claim or ring that is over */
    CALLPARK_ERR_BUSY = -26,        /**< would relabel a slot that holds a call */
    CALLPARK_ERR_BUFFER = -27       /**< the caller's buffer is too small */
};

/** The English text of |error|, never NULL; static. */
CALLPARK_API const char *callpark_strerror(int error);

/** The version of the library at run time, as CALLPARK_VERSION; static. */
CALLPARK_API const char *callpark_version(void);

/* ---- Registry ---------------------------------------------------------- */

/** A registry: everything that one host parks. */
struct callpark;

/**
 * Where memory comes from. Both functions are required. |alloc| returns memory
 * aligned as malloc's, or NULL; |free| is never called with NULL. Neither may
 * call the library. They are called only by functions that take a non-const
 * registry.
 */
struct callpark_allocator {
    size_t size;
    void *user; /**< handed to both functions */
    void *(*alloc)(void *user, size_t bytes);
    void (*free)(void *user, void *memory);
};

struct callpark_options {
    size_t size;
    const struct callpark_allocator *allocator; /**< copied; NULL: malloc and free */
    uint8_t hash_key[16];    /**< random bytes, against chosen ids that collide */
    uint64_t first_ticket;   /**< the first ticket; 0: 1; at most 2^63. A host that */
    uint64_t first_event;    /**< restarts goes on above any that it used. */
    uint32_t expected_calls; /**< room made at once; 0: none; at most 2^30 */
    uint32_t max_calls;      /**< limit, reservations included; 0, or more: 2^30 */
};

/**
 * Creates a registry without lots in |*registry|. |options| NULL: all defaults, with
 * a hash key that anybody knows. Up to |expected_calls| only strings of over some 45
 * bytes a call, and recall policies of single parks, need more memory; it
 * is kept and used again.
 *
 * Errors: CALLPARK_ERR_NOMEM.
 */
CALLPARK_API int callpark_new(const struct callpark_options *options, struct callpark **registry);

/**
 * Frees |registry| and everything in it; NULL is allowed. Parked calls are
 * forgotten without an event: callpark_drain() ends them first.
 */
CALLPARK_API void callpark_free(struct callpark *registry);

/**
 * Fills in |allocator| with the one that |registry| uses: for what a host builds beside it. Its
 * functions are never NULL.
 */
CALLPARK_API int callpark_allocator_get(const struct callpark *registry,
                                        struct callpark_allocator *allocator);

/* ---- Recall policy ----------------------------------------------------- */

/** Who is rung, in which order, when a call has waited its time out. */
enum {
    CALLPARK_RECALL_PARKER = 1,           /**< the parker */
    CALLPARK_RECALL_PARKER_ALTERNATE = 2, /**< then the alternate; the default */
    CALLPARK_RECALL_ALTERNATE = 3         /**< the alternate alone */
};

/** Rounds without end: the default. */
#define CALLPARK_FOREVER UINT32_MAX

/** For |alternate| and |fallback|: explicitly none (an empty string). */
#define CALLPARK_NONE ""

/**
 * What happens when a call has waited its time out. A round rings each usable
 * target once, with |pause| between rounds; after the last round the fallback
 * is rung without a pause; if it does not take the call either, the call is
 * released to the host. A target (the fallback too) is passed over if it is not
 * given, is the parkee, or is an alternate equal to a parker who is rung; that is
 * found when its turn comes. A round with nobody left goes on to the next at once;
 * if nobody at all can be rung, the fallback is next at once. Rings and pauses
 * count from the |now| of the call that began them.
 *
 * A field left 0 or NULL inherits: in a lot's policy the library's default, in
 * a park's policy the lot's. Rings and pauses are at least 1 s and never
 * CALLPARK_NO_TIMEOUT.
 */
struct callpark_recall {
    size_t size;
    const char *alternate;        /**< second target; default CALLPARK_NONE */
    const char *fallback;         /**< voicemail, operator; default CALLPARK_NONE */
    uint32_t targets;             /**< CALLPARK_RECALL_*; default PARKER_ALTERNATE */
    uint32_t rounds;              /**< 1 to 1000, or CALLPARK_FOREVER, the default */
    callpark_duration ring;       /**< how long the parker rings; default 30 s */
    callpark_duration ring_other; /**< the alternate and the fallback; default 30 s */
    callpark_duration pause;      /**< between rounds; default 10 s */
    uint32_t reserved;            /**< 0 */
};

/* ---- Events ------------------------------------------------------------ */

/** States of a parking. WAITING, RINGING and PAUSED are "parked" to a user. */
enum {
    CALLPARK_STATE_NONE = 0,     /**< no parking: configuration events */
    CALLPARK_STATE_RESERVED = 1, /**< a place held for a call on its way */
    CALLPARK_STATE_WAITING = 2,  /**< waiting for its park timeout */
    CALLPARK_STATE_RINGING = 3,  /**< a recall target is to be rung */
    CALLPARK_STATE_PAUSED = 4,   /**< between two rings of the recall */
    CALLPARK_STATE_CLAIMED = 5,  /**< being given to somebody */
    CALLPARK_STATE_ENDED = 6
};

/** Kinds of events; in brackets the state after it. */
enum {
    CALLPARK_EVENT_PARKED = 1,           /**< [WAITING] */
    CALLPARK_EVENT_RESERVED = 2,         /**< [RESERVED] */
    CALLPARK_EVENT_FILLED = 3,           /**< [WAITING] the reserved place has its call */
    CALLPARK_EVENT_CLAIMED = 4,          /**< [CLAIMED] by a retriever */
    CALLPARK_EVENT_ROLLED_BACK = 5,      /**< [WAITING, PAUSED] the claim was given up */
    CALLPARK_EVENT_CLAIM_EXPIRED = 6,    /**< [WAITING, PAUSED] poll: rolled back */
    CALLPARK_EVENT_RINGING = 7,          /**< [RINGING] poll: ring |target| now */
    CALLPARK_EVENT_NO_ANSWER = 8,        /**< [PAUSED] poll: the ring ran out */
    CALLPARK_EVENT_RECALL_ANSWERED = 9,  /**< [CLAIMED] by the recall target */
    CALLPARK_EVENT_RECALL_FAILED = 10,   /**< [PAUSED] the target could not be rung */
    CALLPARK_EVENT_RECALL_DEFERRED = 11, /**< [PAUSED] the host could not ring now */
    CALLPARK_EVENT_SWAPPED = 12,         /**< [as before] another call in its place */
    CALLPARK_EVENT_MOVED = 13,           /**< [as before] at another place */
    CALLPARK_EVENT_EXTENDED = 14,        /**< [WAITING, RESERVED] new timeout */
    CALLPARK_EVENT_ENDED = 15,           /**< [ENDED] see |reason| */
    CALLPARK_EVENT_LOT_ADDED = 16,       /**< configuration, from here on */
    CALLPARK_EVENT_LOT_CONFIGURED = 17,
    CALLPARK_EVENT_LOT_REMOVED = 18, /**< its groups go with it */
    CALLPARK_EVENT_GROUP_ADDED = 19,
    CALLPARK_EVENT_GROUP_CONFIGURED = 20,
    CALLPARK_EVENT_GROUP_REMOVED = 21,
    CALLPARK_EVENT_MEMBER_AVAILABLE = 22, /**< |extension| of |group| */
    CALLPARK_EVENT_MEMBER_UNAVAILABLE = 23
};

/** Why a parking ended. Each ends exactly once. */
enum {
    CALLPARK_REASON_NONE = 0,
    CALLPARK_REASON_RETRIEVED = 1, /**< a retriever has the call */
    CALLPARK_REASON_RECALLED = 2,  /**< the parker or the alternate has it */
    CALLPARK_REASON_RELEASED = 3,  /**< the fallback has it, or nobody was left to
                                        ring (no |target|): the host owns the caller */
    CALLPARK_REASON_ABANDONED = 4, /**< the parkee hung up */
    CALLPARK_REASON_REMOVED = 5,   /**< taken out by an operator */
    CALLPARK_REASON_EXPIRED = 6,   /**< the reservation was not filled in time */
    CALLPARK_REASON_DRAINED = 7    /**< callpark_drain() */
};

/** Who is rung in a recall. */
enum {
    CALLPARK_STEP_NONE = 0,
    CALLPARK_STEP_PARKER = 1,
    CALLPARK_STEP_ALTERNATE = 2,
    CALLPARK_STEP_FALLBACK = 3
};

/**
 * The word for a constant, for logs and metrics: that of the constant itself in lower case, as
 * "recall-answered"; "unknown" for a number that is none. Never NULL; static.
 */
CALLPARK_API const char *callpark_event_name(uint32_t kind);
CALLPARK_API const char *callpark_state_name(uint32_t state);
CALLPARK_API const char *callpark_reason_name(uint32_t reason);
CALLPARK_API const char *callpark_step_name(uint32_t step);

/**
 * A parking as it stands. Strings as in rule 2 above.
 */
struct callpark_info {
    size_t size;
    void *host; /**< the host's own pointer, never followed */
    const char *lot;
    const char *extension; /**< the extension that holds it; NULL: in |slot| */
    const char *call_id;   /**< NULL: a reservation */
    const char *parker;
    const char *parkee;
    const char *caller_name;
    const char *caller_number;
    const char *tag;
    const char *target;   /**< RINGING: whom; CLAIMED by a recall: who; else NULL */
    const char *reserved; /**< NULL */
    uint64_t ticket;
    callpark_time parked_at; /**< when it was parked, reserved or filled */
    callpark_time deadline;  /**< RESERVED, WAITING: the timeout; PAUSED: the next
                                  ring; RINGING: the end of the ring; CLAIMED: what
                                  a rollback restores (after an answered ring: the
                                  end that the ring had) */
    callpark_time due;       /**< when callpark_poll() acts: |deadline|, or CLAIMED:
                                  the end of the claim */
    uint64_t serial;         /**< of the open ring or claim; else 0 */
    uint32_t state;          /**< CALLPARK_STATE_* */
    uint32_t slot;           /**< 0 if held by an extension */
    uint32_t step;           /**< CALLPARK_STEP_* rung, claimed by, or to come; NONE
                                  while no recall has begun; FALLBACK also when that
                                  has failed and the release is to come */
    uint32_t round;          /**< of |step|, from 1, counted up to 65535, with the
                                  fallback that of the last round begun, if nobody
                                  could be rung in any 1; 0 with NONE */
};

/**
 * What changed. The fields that struct callpark_info has too are the parking
 * after the change; of an ending, its place and call, with |step|, |round| and
 * |target| only if a recall target took it. In configuration events only
 * |number|, |time|, |kind|, |by| and the names concerned are set.
 */
struct callpark_event {
    size_t size;
    void *host;
    const char *lot;
    const char *extension;
    const char *call_id;
    const char *parker;
    const char *parkee;
    const char *caller_name;
    const char *caller_number;
    const char *tag;
    const char *target;         /**< as in info; ENDED: the recall target who took it */
    const char *by;             /**< who did it: the pointer that the host gave */
    const char *group;          /**< group and member events */
    const char *from_lot;       /**< MOVED: the place it left */
    const char *from_extension; /**< MOVED; NULL: it left |from_slot| */
    const char *old_call_id;    /**< SWAPPED: the call it was */
    void *old_host;             /**< SWAPPED: its pointer, the host's to free */
    const char *reserved;       /**< NULL */
    uint64_t ticket;            /**< 0 in configuration events only */
    callpark_time parked_at;
    callpark_time deadline; /**< ENDED: CALLPARK_NEVER */
    callpark_time due;      /**< ENDED: CALLPARK_NEVER */
    uint64_t serial;        /**< the open ring or claim after the event; else 0 */
    uint64_t number;        /**< of the event, one more each; a ring's or a
                                 claim's number is its serial */
    callpark_time time;     /**< |now|, or later if the clock stepped back */
    uint64_t stops;         /**< serial of the ring or claim that this ended, or 0.
                                 To be cancelled by the host, unless it reported
                                 that end itself: RECALL_ANSWERED, _FAILED,
                                 _DEFERRED, a commit, ROLLED_BACK */
    uint32_t state;         /**< CALLPARK_STATE_*, after */
    uint32_t slot;
    uint32_t step;
    uint32_t round;
    uint32_t kind;   /**< CALLPARK_EVENT_* */
    uint32_t reason; /**< CALLPARK_REASON_* of an ending; else NONE */
    uint32_t from_slot;
    callpark_duration ring; /**< RINGING: how long to ring |target| */
};

/** A buffer of this size holds a copy of every event, and of every info. */
#define CALLPARK_EVENT_COPY_SIZE (sizeof(struct callpark_event) + 15u * 256u)

/**
 * Copies |event| with all its strings, |by| included, into |buffer| of |size|
 * bytes, aligned as malloc's; a struct callpark_event is at its start. With
 * |buffer| NULL and |size| 0 nothing is copied.
 *
 * Returns the bytes that the copy takes, or: BUFFER.
 */
CALLPARK_API int callpark_event_copy(const struct callpark_event *event, void *buffer, size_t size);

/** The same of a struct callpark_info. */
CALLPARK_API int callpark_info_copy(const struct callpark_info *info, void *buffer, size_t size);

/**
 * Whether |event| changed who is at a place, so that its lamp is to be shown anew: that of
 * |extension| or |slot|, and after MOVED that of the place left too. Then 1, else 0: what is
 * claimed or rings is still there. Configuration moves nobody; but after that of a lot (|group|
 * NULL) a number may be another place's, so all lamps of the lot are to be shown anew.
 */
static inline int callpark_changes_place(const struct callpark_event *event)
{
    switch (event->kind) {
    case CALLPARK_EVENT_CLAIMED:
    case CALLPARK_EVENT_ROLLED_BACK:
    case CALLPARK_EVENT_CLAIM_EXPIRED:
    case CALLPARK_EVENT_RINGING:
    case CALLPARK_EVENT_NO_ANSWER:
    case CALLPARK_EVENT_RECALL_ANSWERED:
    case CALLPARK_EVENT_RECALL_FAILED:
    case CALLPARK_EVENT_RECALL_DEFERRED:
    case CALLPARK_EVENT_EXTENDED:
        return 0;
    default:
        return event->state != CALLPARK_STATE_NONE;
    }
}

/* ---- Lots -------------------------------------------------------------- */

/** Which free slot is chosen. */
enum {
    CALLPARK_CHOOSE_LOWEST = 1,      /**< the lowest; the default */
    CALLPARK_CHOOSE_NEXT = 2,        /**< the next after the one last taken, by any
                                          verb; then around. Once that one has left the
                                          range: the first */
    CALLPARK_CHOOSE_LONGEST_FREE = 3 /**< first those not used since they came into
                                          range or the lot took up this choice, by
                                          number; then in the order of freeing */
};

enum {
    CALLPARK_LOT_ALLOW_NO_TIMEOUT = 1 /**< parks may ask for CALLPARK_NO_TIMEOUT */
};

/**
 * The configuration of a lot, whole: what is left 0 or NULL has the library's
 * default. A slot's label is |prefix| and its number, with zeros in front up
 * to |label_width| digits: prefix "*5", width 3: "*5007".
 */
struct callpark_lot_config {
    size_t size;
    const char *prefix;                   /**< at most 240 bytes, else TOO_LONG */
    const struct callpark_recall *recall; /**< NULL: all defaults */
    uint32_t first_slot;                  /**< at most 2^24 slots, of any numbers, 0 too; */
    uint32_t last_slot;                   /**< none if first_slot is last_slot + 1, which
                                               is what init sets */
    uint32_t label_width;                 /**< 0 to 10 digits */
    uint32_t choice;                      /**< CALLPARK_CHOOSE_* */
    callpark_duration timeout;            /**< of a park that gives none; default 180 s */
    callpark_duration timeout_min;        /**< default and least 10 s */
    callpark_duration timeout_max;        /**< default and most 3600 s */
    uint32_t flags;                       /**< CALLPARK_LOT_* */
};

/** A lot as it stands. |calls| counts places held, by reservations too. */
struct callpark_lot_info {
    size_t size;
    const char *name;
    const char *prefix;    /**< NULL: none */
    const char *alternate; /**< of the recall policy, as all down to |pause|; NULL: none */
    const char *fallback;  /**< NULL: none */
    uint32_t targets;
    uint32_t rounds;
    callpark_duration ring;
    callpark_duration ring_other;
    callpark_duration pause;
    uint32_t first_slot;
    uint32_t last_slot;
    uint32_t label_width;
    uint32_t choice;
    callpark_duration timeout;
    callpark_duration timeout_min;
    callpark_duration timeout_max;
    uint32_t flags;
    uint32_t slots_free; /**< in range and free */
    uint32_t calls;      /**< held in slots, in range or not, and by extensions */
    uint32_t removed;    /**< 1: removed, there until its last call is gone */
};

/**
 * Adds the lot |name|, or revives a removed one that still holds calls.
 * |config| NULL: a lot without slots, for extensions only.
 *
 * Errors: of the configuration, DURATION (a limit outside 10 s to 3600 s, limits
 * crossed, the default outside them, NO_TIMEOUT as the default without the
 * flag, a ring or pause out of bounds), then RANGE (first after last
 * + 1, more than 2^24 slots); EXISTS; BUSY (revival would relabel a
 * slot that holds a call or reservation); NOMEM.
 */
CALLPARK_API int callpark_lot_add(struct callpark *registry, callpark_time now, const char *name,
                                  const struct callpark_lot_config *config, const char *by,
                                  struct callpark_event *event);

/**
 * Replaces the whole configuration of the lot |name|, or nothing; |config| is required, and what it
 * leaves out is the default again: to change something, begin with callpark_lot_config_of(). Calls
 * keep place, deadline and recall policy. A call in a slot that is out of range now stays and can
 * be retrieved; its slot is not given out again.
 *
 * Errors: DURATION, RANGE as callpark_lot_add(); LOT; BUSY; NOMEM.
 */
CALLPARK_API int callpark_lot_configure(struct callpark *registry, callpark_time now,
                                        const char *name, const struct callpark_lot_config *config,
                                        const char *by, struct callpark_event *event);

/**
 * Configures the lot |name|, or adds it if there is none: what reading a configuration again comes
 * to. Event LOT_CONFIGURED or LOT_ADDED.
 *
 * Errors: as callpark_lot_configure(), without LOT.
 */
static inline int callpark_lot_set(struct callpark *registry, callpark_time now, const char *name,
                                   const struct callpark_lot_config *config, const char *by,
                                   struct callpark_event *event)
{
    int rc = callpark_lot_configure(registry, now, name, config, by, event);
    return rc == CALLPARK_ERR_LOT ? callpark_lot_add(registry, now, name, config, by, event) : rc;
}

/**
 * Removes the lot |name| with its groups. Its calls stay until they end; with
 * the last the lot is gone. Until then finding, iterating, resolving and the
 * verbs of its calls know it; parking, moving into it and configuration do not.
 *
 * Errors: LOT.
 */
CALLPARK_API int callpark_lot_remove(struct callpark *registry, callpark_time now, const char *name,
                                     const char *by, struct callpark_event *event);

/** Fills in |info| of the lot |name|, a removed one too. Errors: LOT. */
CALLPARK_API int callpark_lot_find(const struct callpark *registry, const char *name,
                                   struct callpark_lot_info *info);

/**
 * Iterates over the lots. |*cursor| starts at 0; verbs may run in between. A
 * lot that exists throughout is seen exactly once.
 *
 * Returns 1 with |info| filled in and |*cursor| moved on, or 0 at the end.
 */
CALLPARK_API int callpark_lot_next(const struct callpark *registry, uint64_t *cursor,
                                   struct callpark_lot_info *info);

/**
 * Writes the label of |slot| to |buffer| of |size| bytes, NUL-terminated; 256 is
 * always enough. The slot need not exist. A lot that has just gone, removed or with
 * its last call, is known here until the next call that takes a non-const registry.
 *
 * Returns the length without NUL, or: LOT; BUFFER.
 */
CALLPARK_API int callpark_slot_label(const struct callpark *registry, const char *lot,
                                     uint32_t slot, char *buffer, size_t size);

/**
 * The text of a place as an event or info names it: |extension| itself or, if that is NULL,
 * the label of |slot|. |buffer| and |size| as above.
 *
 * Returns the length without NUL, or: LOT (of a slot); BUFFER.
 */
static inline int callpark_place_label(const struct callpark *registry, const char *lot,
                                       const char *extension, uint32_t slot, char *buffer,
                                       size_t size)
{
    size_t length;
    if (!extension)
        return callpark_slot_label(registry, lot, slot, buffer, size);
    if (!buffer)
        return CALLPARK_ERR_INVALID;
    length = strlen(extension);
    if (length >= size)
        return CALLPARK_ERR_BUFFER;
    memcpy(buffer, extension, length + 1);
    return (int)length;
}

/* ---- Groups ------------------------------------------------------------ */

enum {
    CALLPARK_GROUP_ALLOW_PARKER = 1, /**< the parker himself may be chosen */
    CALLPARK_GROUP_TAKE_MEMBERS = 2  /**< now: members of other groups of the lot go over
                                          to this one, as new ones, and are no error */
};

/**
 * A call-park group, whole: extensions in the order in which they are tried,
 * always from the first. Skipped are members that hold a call or reservation,
 * that are unavailable, and the parker.
 */
struct callpark_group_config {
    size_t size;
    const char *const *members; /**< may be NULL if |member_count| is 0 */
    uint32_t member_count;
    uint32_t flags; /**< CALLPARK_GROUP_*, any of them */
};

struct callpark_group_info {
    size_t size;
    const char *lot;
    const char *name;
    uint32_t member_count;
    uint32_t members_free; /**< available and holding nothing */
    uint32_t flags;        /**< without CALLPARK_GROUP_TAKE_MEMBERS */
    uint32_t reserved;
};

struct callpark_member_info {
    size_t size;
    const char *extension;
    const char *group;
    uint32_t position;  /**< in the group's order, from 0 */
    uint32_t available; /**< 0: callpark_member_set_available() said so */
    uint32_t held;      /**< 1: holds a call or reservation */
    uint32_t reserved;
};

/**
 * Adds the group |group| to |lot|. An extension is in at most one group of its lot.
 * New members are available.
 *
 * Errors: LOT; EXISTS; MEMBER (an extension listed twice, or in another group
 * of the lot without CALLPARK_GROUP_TAKE_MEMBERS); NOMEM.
 */
CALLPARK_API int callpark_group_add(struct callpark *registry, callpark_time now, const char *lot,
                                    const char *group, const struct callpark_group_config *config,
                                    const char *by, struct callpark_event *event);

/**
 * Replaces the whole group, or nothing. A member that stays keeps its
 * availability; a call held by one that goes can still be retrieved.
 *
 * Errors: LOT; GROUP; MEMBER; NOMEM.
 */
CALLPARK_API int callpark_group_configure(struct callpark *registry, callpark_time now,
                                          const char *lot, const char *group,
                                          const struct callpark_group_config *config,
                                          const char *by, struct callpark_event *event);

/**
 * Configures the group |group| of |lot|, or adds it if there is none. With
 * CALLPARK_GROUP_TAKE_MEMBERS all groups of a lot can be set anew, in any order: only the
 * event of the group that takes a member tells of it.
 *
 * Errors: LOT; MEMBER; NOMEM.
 */
static inline int callpark_group_set(struct callpark *registry, callpark_time now, const char *lot,
                                     const char *group, const struct callpark_group_config *config,
                                     const char *by, struct callpark_event *event)
{
    int rc = callpark_group_configure(registry, now, lot, group, config, by, event);
    return rc == CALLPARK_ERR_GROUP
               ? callpark_group_add(registry, now, lot, group, config, by, event)
               : rc;
}

/** Removes the group; calls held by its members stay. Errors: LOT; GROUP. */
CALLPARK_API int callpark_group_remove(struct callpark *registry, callpark_time now,
                                       const char *lot, const char *group, const char *by,
                                       struct callpark_event *event);

/** Fills in |info| of a group. Errors: LOT (a removed one too); GROUP. */
CALLPARK_API int callpark_group_find(const struct callpark *registry, const char *lot,
                                     const char *group, struct callpark_group_info *info);

/**
 * Iterates over the groups of all lots, as callpark_lot_next() over lots.
 *
 * Returns 1 with |info| filled in and |*cursor| moved on, or 0 at the end.
 */
CALLPARK_API int callpark_group_next(const struct callpark *registry, uint64_t *cursor,
                                     struct callpark_group_info *info);

/**
 * Fills in |info| of the member at |position|. Errors: LOT; GROUP; NOT_FOUND
 * (no such position).
 */
CALLPARK_API int callpark_group_member(const struct callpark *registry, const char *lot,
                                       const char *group, uint32_t position,
                                       struct callpark_member_info *info);

/** Fills in |info| of |extension|. Errors: LOT; GROUP (it is in none). */
CALLPARK_API int callpark_member_find(const struct callpark *registry, const char *lot,
                                      const char *extension, struct callpark_member_info *info);

/**
 * Says that |extension| may (|available| 1) or may not (0) be chosen by its group,
 * for as long as it stays in it. Parking against it by name still works. There
 * is an event even if it was so already.
 *
 * Errors: LOT; GROUP (it is in none).
 */
CALLPARK_API int callpark_member_set_available(struct callpark *registry, callpark_time now,
                                               const char *lot, const char *extension,
                                               int available, const char *by,
                                               struct callpark_event *event);

/* ---- Where, who, on what terms ------------------------------------------ */

/** Where to park. */
enum {
    CALLPARK_AT_ANY_SLOT = 0,      /**< any free slot of the lot */
    CALLPARK_AT_SLOT = 1,          /**< exactly |slot| */
    CALLPARK_AT_SLOT_OR_OTHER = 2, /**< |slot|, or any other if it is taken */
    CALLPARK_AT_EXTENSION = 3,     /**< against |extension|; NULL: the parker */
    CALLPARK_AT_GROUP = 4          /**< against a member of |group|; NULL: the parker's */
};

/** Set it up with one of the functions callpark_at_*(). Other fields than those of |kind|
 * are ignored. */
struct callpark_where {
    size_t size;
    const char *lot;
    const char *extension;
    const char *group;
    uint32_t kind;
    uint32_t slot;
};

/**
 * The call: all that its recall and its retriever need, copied. The host's
 * pointer is its own to free after the event that ended or swapped the call.
 */
struct callpark_call {
    size_t size;
    const char *call_id;       /**< required; unique in the registry */
    const char *parker;        /**< his extension, rung at recall; where his "own"
                                    extension or group is meant; optional */
    const char *parkee;        /**< the parked party's own address; optional */
    const char *caller_name;   /**< optional */
    const char *caller_number; /**< optional */
    const char *tag;           /**< the host's own text; optional */
    void *host;                /**< the host's own pointer; optional */
};

struct callpark_terms {
    size_t size;
    const struct callpark_recall *recall; /**< NULL: the lot's policy */
    callpark_duration timeout;            /**< 0: the lot's default */
    uint32_t reserved;                    /**< 0 */
};

/** Which parking. */
enum {
    CALLPARK_BY_TICKET = 11,
    CALLPARK_BY_CALL = 12,      /**< by |call_id| */
    CALLPARK_BY_SLOT = 13,      /**< in |slot| of |lot|, in range or not */
    CALLPARK_BY_EXTENSION = 14, /**< held by |extension| of |lot| */
    CALLPARK_BY_AGE = 15        /**< the oldest of |lot| that can be claimed, by ticket */
};

/**
 * Names a parking, for every verb below. Set it up with one of the functions
 * callpark_by_*(). If |call_id| is set and the parking found is of another
 * call, or a reservation, the verb fails with CALLPARK_ERR_MISMATCH. What the verbs call
 * "errors of |which|" are, in this order:
 *   CALLPARK_ERR_LOT        no such lot (BY_SLOT, BY_EXTENSION, BY_AGE)
 *   CALLPARK_ERR_UNKNOWN    ticket 0, or never issued
 *   CALLPARK_ERR_ENDED      that parking is over, or its ticket below the first
 *   CALLPARK_ERR_NOT_FOUND  no call has that id; the place holds none; none in
 *                           the lot can be claimed
 *   CALLPARK_ERR_MISMATCH   another call than |call_id|
 */
struct callpark_which {
    size_t size;
    const char *lot;
    const char *extension;
    const char *call_id;
    uint64_t ticket;
    uint32_t kind;
    uint32_t slot;
};

/* ---- Setting structs up -------------------------------------------------- */

static inline void callpark_allocator_init(struct callpark_allocator *allocator)
{
    memset(allocator, 0, sizeof *allocator);
    allocator->size = sizeof *allocator;
}

static inline void callpark_options_init(struct callpark_options *options)
{
    memset(options, 0, sizeof *options);
    options->size = sizeof *options;
}

static inline void callpark_recall_init(struct callpark_recall *recall)
{
    memset(recall, 0, sizeof *recall);
    recall->size = sizeof *recall;
}

static inline void callpark_info_init(struct callpark_info *info)
{
    memset(info, 0, sizeof *info);
    info->size = sizeof *info;
}

static inline void callpark_event_init(struct callpark_event *event)
{
    memset(event, 0, sizeof *event);
    event->size = sizeof *event;
}

static inline void callpark_lot_config_init(struct callpark_lot_config *config)
{
    memset(config, 0, sizeof *config);
    config->size = sizeof *config;
    config->first_slot = 1;
}

static inline void callpark_lot_info_init(struct callpark_lot_info *info)
{
    memset(info, 0, sizeof *info);
    info->size = sizeof *info;
}

static inline void callpark_group_config_init(struct callpark_group_config *config)
{
    memset(config, 0, sizeof *config);
    config->size = sizeof *config;
}

static inline void callpark_group_info_init(struct callpark_group_info *info)
{
    memset(info, 0, sizeof *info);
    info->size = sizeof *info;
}

static inline void callpark_member_info_init(struct callpark_member_info *info)
{
    memset(info, 0, sizeof *info);
    info->size = sizeof *info;
}

static inline void callpark_where_init(struct callpark_where *where)
{
    memset(where, 0, sizeof *where);
    where->size = sizeof *where;
}

static inline void callpark_call_init(struct callpark_call *call)
{
    memset(call, 0, sizeof *call);
    call->size = sizeof *call;
}

static inline void callpark_terms_init(struct callpark_terms *terms)
{
    memset(terms, 0, sizeof *terms);
    terms->size = sizeof *terms;
}

static inline void callpark_which_init(struct callpark_which *which)
{
    memset(which, 0, sizeof *which);
    which->size = sizeof *which;
}

/** Any free slot of |lot|. */
static inline struct callpark_where callpark_at_any_slot(const char *lot)
{
    struct callpark_where where;
    callpark_where_init(&where);
    where.lot = lot;
    return where;
}

/** Exactly |slot| of |lot|. */
static inline struct callpark_where callpark_at_slot(const char *lot, uint32_t slot)
{
    struct callpark_where where = callpark_at_any_slot(lot);
    where.kind = CALLPARK_AT_SLOT;
    where.slot = slot;
    return where;
}

/** |slot| of |lot|, or any other if it is taken. */
static inline struct callpark_where callpark_at_slot_or_other(const char *lot, uint32_t slot)
{
    struct callpark_where where = callpark_at_slot(lot, slot);
    where.kind = CALLPARK_AT_SLOT_OR_OTHER;
    return where;
}

/** Against |extension| of |lot|; NULL: the parker's own. */
static inline struct callpark_where callpark_at_extension(const char *lot, const char *extension)
{
    struct callpark_where where = callpark_at_any_slot(lot);
    where.kind = CALLPARK_AT_EXTENSION;
    where.extension = extension;
    return where;
}

/** Against a member of |group| of |lot|; NULL: the parker's group. */
static inline struct callpark_where callpark_at_group(const char *lot, const char *group)
{
    struct callpark_where where = callpark_at_any_slot(lot);
    where.kind = CALLPARK_AT_GROUP;
    where.group = group;
    return where;
}

/** The place that |which| names, by slot or extension: what callpark_resolve() found. */
static inline struct callpark_where callpark_at_place(const struct callpark_which *which)
{
    return which->kind == CALLPARK_BY_SLOT ? callpark_at_slot(which->lot, which->slot)
                                           : callpark_at_extension(which->lot, which->extension);
}

/**
 * The configuration that |info| shows, to be changed and given back by callpark_lot_configure().
 * It points to |recall|, which is filled in, and to the strings of |info|.
 */
static inline struct callpark_lot_config
callpark_lot_config_of(const struct callpark_lot_info *info, struct callpark_recall *recall)
{
    struct callpark_lot_config config;
    callpark_lot_config_init(&config);
    callpark_recall_init(recall);
    recall->alternate = info->alternate;
    recall->fallback = info->fallback;
    recall->targets = info->targets;
    recall->rounds = info->rounds;
    recall->ring = info->ring;
    recall->ring_other = info->ring_other;
    recall->pause = info->pause;
    config.prefix = info->prefix;
    config.recall = recall;
    config.first_slot = info->first_slot;
    config.last_slot = info->last_slot;
    config.label_width = info->label_width;
    config.choice = info->choice;
    config.timeout = info->timeout;
    config.timeout_min = info->timeout_min;
    config.timeout_max = info->timeout_max;
    config.flags = info->flags;
    return config;
}

/** The parking |ticket|; with |call_id| only if it is still of that call. */
static inline struct callpark_which callpark_by_ticket(uint64_t ticket, const char *call_id)
{
    struct callpark_which which;
    callpark_which_init(&which);
    which.kind = CALLPARK_BY_TICKET;
    which.ticket = ticket;
    which.call_id = call_id;
    return which;
}

/** The parking of the call |call_id|. */
static inline struct callpark_which callpark_by_call(const char *call_id)
{
    struct callpark_which which;
    callpark_which_init(&which);
    which.kind = CALLPARK_BY_CALL;
    which.call_id = call_id;
    return which;
}

/** What is in |slot| of |lot|. */
static inline struct callpark_which callpark_by_slot(const char *lot, uint32_t slot)
{
    struct callpark_which which;
    callpark_which_init(&which);
    which.kind = CALLPARK_BY_SLOT;
    which.lot = lot;
    which.slot = slot;
    return which;
}

/** What |extension| of |lot| holds. */
static inline struct callpark_which callpark_by_extension(const char *lot, const char *extension)
{
    struct callpark_which which;
    callpark_which_init(&which);
    which.kind = CALLPARK_BY_EXTENSION;
    which.lot = lot;
    which.extension = extension;
    return which;
}

/** What waits longest in |lot|: the lowest ticket WAITING, RINGING or PAUSED. */
static inline struct callpark_which callpark_by_age(const char *lot)
{
    struct callpark_which which;
    callpark_which_init(&which);
    which.kind = CALLPARK_BY_AGE;
    which.lot = lot;
    return which;
}

/* ---- Parking ------------------------------------------------------------ */

/*
 * In all verbs |by| says who does it, is optional, and is echoed in the event as
 * the same pointer, not stored: it has to live for as long as the event is read. Errors are as in
 * rule 3, then as listed.
 */

/**
 * Parks |call| at |where| on |terms|, which may be NULL. Event PARKED, state
 * WAITING.
 *
 * Errors:
 *   INVALID     (also) |where| is the parker's own extension and no parker given
 *   LOT         no such lot, or a removed one
 *   DURATION    the timeout is outside the lot's limits; a ring or pause of
 *               |terms| is out of bounds
 *   PARKED      the call is parked already; callpark_find() says where
 *   RANGE       the slot is outside the lot's range
 *   TAKEN       the slot or extension holds a call or reservation
 *   FULL        no slot is free
 *   GROUP       no such group; the parker is in none, or not given
 *   GROUP_FULL  no member of the group can take the call
 *   LIMIT       the registry holds max_calls
 *   NOMEM
 */
CALLPARK_API int callpark_park(struct callpark *registry, callpark_time now,
                               const struct callpark_where *where, const struct callpark_call *call,
                               const struct callpark_terms *terms, const char *by,
                               struct callpark_event *event);

/**
 * Holds a place for a call on its way (an attended transfer), for |hold|, 1 s
 * to 600 s, default 60 s. |parker| is optional. Event RESERVED.
 * callpark_fill() parks the call in it, callpark_remove() cancels it.
 *
 * Errors: as callpark_park() without PARKED; DURATION is of |hold|.
 */
CALLPARK_API int callpark_reserve(struct callpark *registry, callpark_time now,
                                  const struct callpark_where *where, const char *parker,
                                  callpark_duration hold, const char *by,
                                  struct callpark_event *event);

/**
 * Puts |call| in the reserved place |which|, of a removed lot too; it keeps the reservation's
 * parker unless it brings one. Time starts now. Event FILLED, state WAITING.
 *
 * Errors: of |which|; STATE (not a reservation); DURATION; PARKED; NOMEM.
 */
CALLPARK_API int callpark_fill(struct callpark *registry, callpark_time now,
                               const struct callpark_which *which, const struct callpark_call *call,
                               const struct callpark_terms *terms, const char *by,
                               struct callpark_event *event);

/* ---- Retrieving --------------------------------------------------------- */

/**
 * Gives the call |which| to somebody at once: a claim and its commit in one
 * event, ENDED with reason RETRIEVED. Possible while WAITING, RINGING (the
 * event |stops| the ring) and PAUSED.
 *
 * Errors: of |which|; RESERVED; CLAIMED.
 */
CALLPARK_API int callpark_retrieve(struct callpark *registry, callpark_time now,
                                   const struct callpark_which *which, const char *by,
                                   struct callpark_event *event);

/**
 * Claims the call |which| for somebody while the host connects them, for
 * |claim|, 1 s to 3600 s, default 40 s. The call keeps its place and deadline.
 * A ring in progress is stopped and does not count: after a rollback its target is
 * next, when the pause has passed since this claim.
 * Event CLAIMED; its |serial| goes to callpark_commit() or callpark_rollback().
 *
 * Errors: DURATION (of |claim|); of |which|; RESERVED; CLAIMED.
 */
CALLPARK_API int callpark_claim(struct callpark *registry, callpark_time now,
                                const struct callpark_which *which, callpark_duration claim,
                                const char *by, struct callpark_event *event);

/**
 * Ends the parking: whoever claimed it with |serial| has the call. Event ENDED,
 * reason RETRIEVED; after an answered recall RECALLED, after the fallback's
 * answer RELEASED.
 *
 * Errors: of |which|; STATE (a reservation); STALE (|serial| is not the open
 * claim).
 */
CALLPARK_API int callpark_commit(struct callpark *registry, callpark_time now,
                                 const struct callpark_which *which, uint64_t serial,
                                 const char *by, struct callpark_event *event);

/**
 * Gives the claim |serial| up: same place, original deadline, recall going on
 * where it was; an answered ring counts as failed now. Event ROLLED_BACK.
 *
 * Errors: of |which|; STATE (a reservation); STALE.
 */
CALLPARK_API int callpark_rollback(struct callpark *registry, callpark_time now,
                                   const struct callpark_which *which, uint64_t serial,
                                   const char *by, struct callpark_event *event);

/* ---- Recall: what became of a RINGING event ------------------------------ */

/**
 * The target of ring |serial| answered; the call is claimed by it for |claim|, 1 s
 * to 3600 s, default 40 s, while the host connects them. Event RECALL_ANSWERED,
 * with a serial of its own for commit or rollback.
 *
 * Errors: DURATION; of |which|; STATE (a reservation); STALE.
 */
CALLPARK_API int callpark_recall_answered(struct callpark *registry, callpark_time now,
                                          const struct callpark_which *which, uint64_t serial,
                                          callpark_duration claim, const char *by,
                                          struct callpark_event *event);

/**
 * The target of ring |serial| is busy, declined or cannot be reached. The next
 * target is due at once, the next round after the pause. Event RECALL_FAILED.
 *
 * Errors: of |which|; STATE (a reservation); STALE.
 */
CALLPARK_API int callpark_recall_failed(struct callpark *registry, callpark_time now,
                                        const struct callpark_which *which, uint64_t serial,
                                        const char *by, struct callpark_event *event);

/**
 * The host cannot ring the target of ring |serial| now (it is busy with another
 * recall). The same target is due again after the pause, and the ring does not
 * count, so it is for reasons that pass by themselves: one that stays would put the
 * recall off for ever. Event RECALL_DEFERRED.
 *
 * Errors: of |which|; STATE (a reservation); STALE.
 */
CALLPARK_API int callpark_recall_deferred(struct callpark *registry, callpark_time now,
                                          const struct callpark_which *which, uint64_t serial,
                                          const char *by, struct callpark_event *event);

/* ---- While parked -------------------------------------------------------- */

/**
 * Replaces the whole description but the parker: |call| takes the place of the
 * one parked (an attended transfer was completed). Place, ticket, deadline and
 * a ring in progress stay; |call->parker| is checked but not used. Event SWAPPED.
 *
 * Errors: of |which|; STATE (a reservation); CLAIMED; PARKED (at another
 * ticket); NOMEM.
 */
CALLPARK_API int callpark_swap(struct callpark *registry, callpark_time now,
                               const struct callpark_which *which, const struct callpark_call *call,
                               const char *by, struct callpark_event *event);

/**
 * Moves the call or reservation to another place, of another lot too; deadline,
 * policy and a ring in progress stay. Event MOVED.
 *
 * Errors: of |which|; CLAIMED; INVALID (the parker's own extension, without a
 * parker); of the place as callpark_park(): LOT, RANGE, TAKEN (its own place
 * too), FULL, GROUP, GROUP_FULL; NOMEM.
 */
CALLPARK_API int callpark_move(struct callpark *registry, callpark_time now,
                               const struct callpark_which *which,
                               const struct callpark_where *where, const char *by,
                               struct callpark_event *event);

/**
 * Starts the time anew: |timeout| from now, within the limits of the lot it is
 * in, 0 for the lot's default. Of a reservation: 1 s to 600 s, default 60 s. A
 * recall is called off: the state is WAITING. Event EXTENDED.
 *
 * Errors: of |which|; CLAIMED; DURATION.
 */
CALLPARK_API int callpark_extend(struct callpark *registry, callpark_time now,
                                 const struct callpark_which *which, callpark_duration timeout,
                                 const char *by, struct callpark_event *event);

/**
 * The parkee hung up. Event ENDED, reason ABANDONED; |stops| a ring or
 * claim. In any state. Errors: of |which|.
 */
CALLPARK_API int callpark_hangup(struct callpark *registry, callpark_time now,
                                 const struct callpark_which *which, const char *by,
                                 struct callpark_event *event);

/** As callpark_hangup(), by an operator: reason REMOVED. Errors: of |which|. */
CALLPARK_API int callpark_remove(struct callpark *registry, callpark_time now,
                                 const struct callpark_which *which, const char *by,
                                 struct callpark_event *event);

/* ---- Time passing, shutting down ----------------------------------------- */

/**
 * When callpark_poll() has something to do next, or CALLPARK_NEVER (also if
 * |registry| is NULL). O(1).
 */
CALLPARK_API callpark_time callpark_next_deadline(const struct callpark *registry);

/**
 * How long from |now| until callpark_poll() has something to do, in milliseconds as poll(2) and
 * epoll_wait(2) take them: 0 if something is due, -1 if nothing will be, and at most 2^31 - 1:
 * then callpark_poll() finds nothing yet.
 */
static inline int callpark_poll_delay(const struct callpark *registry, callpark_time now)
{
    callpark_time next = callpark_next_deadline(registry);
    if (next == CALLPARK_NEVER)
        return -1;
    if (next <= now)
        return 0;
    return next - now < INT32_MAX ? (int)(next - now) : INT32_MAX;
}

/**
 * Does one thing that is due, in the order of (due time, ticket): call again
 * while it returns 1. Events RINGING, NO_ANSWER, CLAIM_EXPIRED, ENDED (reason
 * RELEASED or EXPIRED).
 *
 * Returns 1 with |event| filled in, or 0: nothing is due, and |event| is as it was.
 */
CALLPARK_API int callpark_poll(struct callpark *registry, callpark_time now,
                               struct callpark_event *event);

/**
 * Ends the oldest parking of |lot|, or of all lots if it is NULL (not if it is
 * empty: INVALID), in whatever state: event ENDED, reason DRAINED. Call again
 * while it returns 1. With |lot| NULL the cost is O(1) averaged over the parkings
 * ever made, and at most O(lots) a call.
 *
 * Returns 1 with |event| filled in, or 0: nothing is left, and |event| is as it was,
 * or: LOT (of a removed lot also after its last call).
 */
CALLPARK_API int callpark_drain(struct callpark *registry, callpark_time now, const char *lot,
                                const char *by, struct callpark_event *event);

/* ---- Looking ------------------------------------------------------------- */

/** Fills in |info| of the parking |which|. Errors: of |which|. */
CALLPARK_API int callpark_find(const struct callpark *registry, const struct callpark_which *which,
                               struct callpark_info *info);

/**
 * What a user means who dials |text| in |lot|: the slot of exactly that label, if
 * it is in range or holds a call; else the extension |text|. Where it could be
 * both, the one that holds a call (or reservation); if both or neither does, the
 * slot. |which|, set up by callpark_which_init(), names the place: its strings
 * are |lot| and |text| themselves. callpark_find() tells if it holds a call.
 *
 * Errors: LOT.
 */
CALLPARK_API int callpark_resolve(const struct callpark *registry, const char *lot,
                                  const char *text, struct callpark_which *which);

/**
 * Iterates over the parkings of all lots, in an order of its own. |*cursor|
 * starts at 0; verbs may run in between. What is parked throughout is seen
 * exactly once: with the events after callpark_last_event() at the start, that
 * makes a snapshot. A whole iteration is O(most calls there ever were at once).
 *
 * Returns 1 with |info| filled in and |*cursor| moved on, or 0 at the end.
 */
CALLPARK_API int callpark_next(const struct callpark *registry, uint64_t *cursor,
                               struct callpark_info *info);

/** How many parkings there are, reservations included; of NULL 0. */
CALLPARK_API uint32_t callpark_count(const struct callpark *registry);

/** The number of the last event; before the first, its number less 1. */
CALLPARK_API uint64_t callpark_last_event(const struct callpark *registry);

/** The last ticket issued; before the first, its number less 1. */
CALLPARK_API uint64_t callpark_last_ticket(const struct callpark *registry);

#ifdef __cplusplus
}
#endif

#endif
