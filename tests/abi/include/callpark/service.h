/* SPDX-License-Identifier: MIT */
/**
 * @file
 * The request service of libcallpark-json: whole HTTP requests for call parking,
 * answered out of a registry.
 *
 * The host has the HTTP server and knows the user (from a token, say). It hands over
 * method, target, media type and body and gets status, headers and body. What only
 * the host knows (users, extensions, calls, who may do what) it answers through a
 * directory; what is parked only the registry knows. Served are
 *
 *   PUT, GET  /uapi/phoneCalls/...      VoipNow UAPI: Park, UnPark, list
 *   POST      .../telephony/calls/...   Webex Calling: park, retrieve
 *
 * A call parked by one can be retrieved by the other. On every answer with a status of 400
 * and above nothing has changed. What belongs to another organization is answered, byte
 * by byte, as what does not exist.
 *
 * An optional string that the host gives, through its directory too, is absent if it is NULL or
 * empty.
 *
 * A service uses its registry like any caller: it is under the registry's lock, and other
 * verbs may be used between requests. In calls that it parks the tag (struct callpark_call) is the
 * id of the view that UAPI parked, or absent.
 */
#ifndef CALLPARK_SERVICE_H
#define CALLPARK_SERVICE_H

#include <callpark/json.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- What the host knows ------------------------------------------------ */

/** A user: a person, a workspace. */
struct callpark_user {
    size_t size;
    const char *id;
    const char *organization; /**< id; users of different ones know nothing of each other */
    const char *lot;          /**< where he parks and retrieves */
    const char *name;         /**< NULL: not known, as the next three */
    const char *number;       /**< with which others reach his first extension */
    const char *person_id;
    const char *place_id;
    const char *const *extensions; /**< |extension_count| of them, his first one first */
    uint32_t extension_count;
    uint32_t privacy;   /**< 1: name, number, personId and placeId are for himself alone */
    uint32_t call_type; /**< CALLPARK_CALL_TYPE_* */
    uint32_t reserved;  /**< 0 */
};

/** An extension. */
struct callpark_line {
    size_t size;
    const char *extension; /**< its full number, 1 to 255 bytes, as in struct callpark_user */
    const char *user;      /**< id of the user whose it is */
    const char *lot;       /**< where it parks calls by UAPI; NULL: its user's */
};

/** What one user may do as, or with the extensions and calls of, another. */
enum {
    CALLPARK_RIGHT_LIST = 1,    /**< list his calls (UAPI) */
    CALLPARK_RIGHT_PARK = 2,    /**< park his calls */
    CALLPARK_RIGHT_RETRIEVE = 3 /**< take his parked calls out */
};

/** Where a retrieved call goes, as the request said. */
struct callpark_delivery {
    size_t size;
    const char *user;        /**< id of the user who has it now */
    const char *extension;   /**< the extension to connect; UAPI: sendCallTo, in full; Webex: the
                                  user's first one, NULL if he has none */
    const char *caller_id;   /**< UAPI: to be shown instead; NULL: none, as the next two */
    const char *endpoint_id; /**< Webex: the device */
    const char *single_number_reach_phone_number; /**< Webex */
    uint32_t wait_for_pickup;                     /**< UAPI: seconds; 0: not said */
    uint32_t reserved;
};

/**
 * The host's directory. Every function gets |host|. Structs to fill in are set up, and end at
 * their |size|, which is the library's: smaller than the program's if that was built with newer
 * headers, so fields are set, and no whole struct is assigned. All strings and arrays must stay
 * until callpark_service_answer() returns. Functions return 0, or
 *   CALLPARK_ERR_NOT_FOUND  there is none
 *   any other error         the answer is 500, with nothing changed
 *
 * They may call functions that take a const registry, and no others. Whatever they say of
 * organizations is checked by the service.
 */
struct callpark_directory {
    size_t size;
    void *host;

    /** The user whose id, person id or place id is |id|, of any organization. */
    int (*find_user)(void *host, const char *id, struct callpark_user *user);

    /** The extension |number|, in full or as short as |viewer|'s organization allows. */
    int (*find_extension)(void *host, const struct callpark_user *viewer, const char *number,
                          struct callpark_line *line);

    /** The extension that |viewer| reaches with |destination|: an extension, a number, or a
     * whole address user@domain. */
    int (*find_destination)(void *host, const struct callpark_user *viewer, const char *destination,
                            struct callpark_line *line);

    /** The call |id|, of any organization; what |viewer| may not see of the parties left
     * NULL. A parked call must be found as long as it is parked. */
    int (*find_call)(void *host, const struct callpark_user *viewer, const char *id,
                     struct callpark_phone_call *call);

    /** The calls of |extension| in an order of its own; |*cursor| is 0 at first. The order
     * stays the same until callpark_service_answer() returns. */
    int (*next_call)(void *host, const struct callpark_user *viewer, const char *extension,
                     uint64_t *cursor, struct callpark_phone_call *call);

    /** 1: |user| may use |right| (CALLPARK_RIGHT_*) of |other|, another user of the same
     * organization; 0: he may not. Function NULL: nobody may. */
    int (*may)(void *host, const struct callpark_user *user, uint32_t right,
               const struct callpark_user *other);

    /** Tells of |event|, one a change, in order, before the answer is given; |by| in it is the
     * user's id, of an UnPark the extension that gets the call. Of a retrieval |delivery| says
     * to whom the host is to connect the call, else it is NULL. The directory may change here:
     * a call whose parking has ended may go or be another user's, but what was said of other
     * calls and of users stays. NULL: the host does not want to know. */
    void (*changed)(void *host, const struct callpark_event *event,
                    const struct callpark_delivery *delivery);
};

/* ---- The service --------------------------------------------------------- */

struct callpark_service;

struct callpark_service_options {
    size_t size;
    const struct callpark_directory *directory; /**< required; copied */
    const char *base_url; /**< required, at most 255 bytes: of links, as "https://pbx.example";
                               slashes at the end are dropped */
    uint32_t flags;       /**< CALLPARK_UAPI_* of struct callpark_uapi_style */
    uint32_t retry_after; /**< seconds of Retry-After with status 503; 0: 5 */
};

/**
 * Creates a service over |registry|, which must outlive it, in |*service|. Memory comes from
 * the registry's allocator, and cJSON's from its own.
 *
 * Errors: INVALID (also a required function of the directory is NULL); NOMEM.
 */
CALLPARK_API int callpark_service_new(struct callpark *registry,
                                      const struct callpark_service_options *options,
                                      struct callpark_service **service);

/** Frees |service|, not its registry; NULL is allowed. */
CALLPARK_API void callpark_service_free(struct callpark_service *service);

/** A request as it came. Strings are NUL-terminated and may be of any length. */
struct callpark_request {
    size_t size;
    const char *method;       /**< required: "PUT" */
    const char *target;       /**< required: path and query, escaped as it came */
    const char *content_type; /**< NULL: none */
    const void *body;         /**< |body_length| bytes; may be NULL if that is 0 */
    size_t body_length;
    const char *user;        /**< id of the authenticated user; NULL: none */
    const char *tracking_id; /**< of the answer if it is an error; NULL: the service counts */
    callpark_time now;       /**< as for every verb */
    int64_t unix_time;       /**< milliseconds since 1970 UTC at |now|; times shown are from it */
    int32_t utc_offset;      /**< minutes east of UTC in which they are shown */
    uint32_t reserved;       /**< 0 */
};

/** A header of the answer. It never grows. */
struct callpark_header {
    const char *name;
    const char *value;
};

struct callpark_response {
    size_t size;
    const struct callpark_header *headers; /**< |header_count| of them: Content-Type, Allow,
                                                Retry-After, WWW-Authenticate */
    const char *body;                      /**< |body_length| bytes and a NUL */
    size_t body_length;
    uint32_t status;
    uint32_t header_count;
};

/**
 * Answers |request|: fills in |response|, whose strings stay until the next call with
 * |service|. |request| may be anything that came over the wire; whatever is wrong with it, or
 * fails, is an answer.
 *
 * Errors (of the host's own making): INVALID, STRUCT_* as rule 3 in callpark.h.
 */
CALLPARK_API int callpark_service_answer(struct callpark_service *service,
                                         const struct callpark_request *request,
                                         struct callpark_response *response);

/* ---- Setting structs up -------------------------------------------------- */

static inline void callpark_user_init(struct callpark_user *user)
{
    memset(user, 0, sizeof *user);
    user->size = sizeof *user;
}

static inline void callpark_line_init(struct callpark_line *line)
{
    memset(line, 0, sizeof *line);
    line->size = sizeof *line;
}

static inline void callpark_directory_init(struct callpark_directory *directory)
{
    memset(directory, 0, sizeof *directory);
    directory->size = sizeof *directory;
}

static inline void callpark_service_options_init(struct callpark_service_options *options)
{
    memset(options, 0, sizeof *options);
    options->size = sizeof *options;
}

static inline void callpark_request_init(struct callpark_request *request)
{
    memset(request, 0, sizeof *request);
    request->size = sizeof *request;
}

static inline void callpark_response_init(struct callpark_response *response)
{
    memset(response, 0, sizeof *response);
    response->size = sizeof *response;
}

#ifdef __cplusplus
}
#endif

#endif
