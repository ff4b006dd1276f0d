/* SPDX-License-Identifier: MIT */
/**
 * @file
 * libcallpark-json: two request formats for call parking, as text and as structs.
 *
 *   VoipNow UAPI   PUT and GET /uapi/phoneCalls/{user}/{extension}/{call}
 *   Webex Calling  POST /telephony/calls/park and /retrieve
 *
 * What is here turns text into structs and structs into text, keeps nothing and
 * decides nothing; callpark/service.h puts it on top of a registry. What holds for
 * callpark.h holds here: structs start with |size| and are set up by their init; 0 is
 * success, errors are negative; on error no output was written.
 *
 * Readers take text of |length| bytes (targets: NUL-terminated) and put the strings of
 * the result into |buffer| of |size| bytes, the caller's; as many bytes as the text
 * has, and one more, are always enough. They add to the errors named:
 *   CALLPARK_ERR_BUFFER   |buffer| is too small
 *   CALLPARK_ERR_NOMEM    cJSON got no memory (bodies only)
 *   and those of rule 3 in callpark.h
 *
 * Bodies are JSON objects after RFC 8259, in UTF-8, of at most 64 KiB and 32 levels. No byte
 * order mark, no key twice in an object, no U+0000 in a string, nothing behind the
 * object. null is the same as absent; members that are not known are ignored.
 *
 * Writers put text of |size| bytes at most, with its NUL, into |buffer|, and return its
 * length without NUL, or CALLPARK_ERR_BUFFER, after which the text is of no use. With |buffer|
 * NULL and |size| 0 they only count. The text is valid JSON in UTF-8 whatever the strings hold:
 * bytes that are not UTF-8 become U+FFFD. Members whose value is NULL or empty are left out.
 *
 * Everything is there since 0.1.0, and may be called from any thread.
 */
#ifndef CALLPARK_JSON_H
#define CALLPARK_JSON_H

#include <callpark/callpark.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Errors ------------------------------------------------------------ */

/** The answers that are errors: in front the HTTP status. */
enum {
    CALLPARK_UAPI_ERR_REQUEST = -101,         /**< 400 request_invalid: text or path malformed */
    CALLPARK_UAPI_ERR_ACTION = -102,          /**< 400 action_invalid: missing or unknown */
    CALLPARK_UAPI_ERR_USER = -103,            /**< 400 user_invalid: unknown, or no consent */
    CALLPARK_UAPI_ERR_EXTENSION = -104,       /**< 400 extension_invalid */
    CALLPARK_UAPI_ERR_CALL = -105,            /**< 400 pc_phonell_invalid */
    CALLPARK_UAPI_ERR_VIEW = -106,            /**< 400 pc_phonellview_invalid */
    CALLPARK_UAPI_ERR_TIMEOUT = -107,         /**< 400 pc_parktimeout_invalid */
    CALLPARK_UAPI_ERR_PICKUP = -108,          /**< 400 pc_waitforpickup_invalid */
    CALLPARK_UAPI_ERR_COUNT = -109,           /**< 400 count_invalid */
    CALLPARK_UAPI_ERR_START_INDEX = -110,     /**< 400 startindex_invalid */
    CALLPARK_UAPI_ERR_ACCESS = -111,          /**< 401 access_denied: no user */
    CALLPARK_UAPI_ERR_NOT_IMPLEMENTED = -112, /**< 501 request_not_implemented */
    CALLPARK_UAPI_ERR_FULL = -113,            /**< 503 parking_lot_full */
    CALLPARK_UAPI_ERR_INTERNAL = -114,        /**< 500 internal_server_error */

    CALLPARK_WEBEX_ERR_TEXT = -201,           /**< 400 the body is malformed */
    CALLPARK_WEBEX_ERR_CALL_ID = -202,        /**< 400 callId missing or not an id */
    CALLPARK_WEBEX_ERR_FIELD = -203,          /**< 400 a member has the wrong type or length */
    CALLPARK_WEBEX_ERR_DESTINATION = -204,    /**< 400 the destination is malformed */
    CALLPARK_WEBEX_ERR_TARGET = -205,         /**< 400 the path is malformed */
    CALLPARK_WEBEX_ERR_UNAUTHORIZED = -206,   /**< 401 no user */
    CALLPARK_WEBEX_ERR_NO_CONSENT = -207,     /**< 403 may not act for that member */
    CALLPARK_WEBEX_ERR_NOT_OWN_CALL = -208,   /**< 403 a call of somebody else */
    CALLPARK_WEBEX_ERR_NO_CALL = -209,        /**< 404 no such call */
    CALLPARK_WEBEX_ERR_NOTHING_PARKED = -210, /**< 404 no call is parked there */
    CALLPARK_WEBEX_ERR_NO_DESTINATION = -211, /**< 404 no such destination */
    CALLPARK_WEBEX_ERR_NO_MEMBER = -212,      /**< 404 no such member */
    CALLPARK_WEBEX_ERR_NO_PATH = -213,        /**< 404 no such path */
    CALLPARK_WEBEX_ERR_METHOD = -214,         /**< 405 not POST */
    CALLPARK_WEBEX_ERR_PARKED = -215,         /**< 409 the call is parked already */
    CALLPARK_WEBEX_ERR_TAKEN = -216,          /**< 409 the destination holds a call */
    CALLPARK_WEBEX_ERR_GROUP_FULL = -217,     /**< 409 no member of the group is free */
    CALLPARK_WEBEX_ERR_NO_GROUP = -218,       /**< 409 the user is in no group */
    CALLPARK_WEBEX_ERR_CLAIMED = -219,        /**< 409 somebody is retrieving the call */
    CALLPARK_WEBEX_ERR_MEDIA_TYPE = -220,     /**< 415 not application/json */
    CALLPARK_WEBEX_ERR_LIMIT = -221,          /**< 503 no more calls can be parked now */
    CALLPARK_WEBEX_ERR_INTERNAL = -222        /**< 500 */
};

/** The English sentence of |error|, one of these or of callpark.h, never NULL; static. It
 * is the message of the answer too. */
CALLPARK_API const char *callpark_json_strerror(int error);

/** The HTTP status of |error|, one of those above; else 500. */
CALLPARK_API uint32_t callpark_json_status(int error);

/** The most bytes that a body may have. */
#define CALLPARK_JSON_BODY_MAX 65536u

/* ---- Calls -------------------------------------------------------------- */

/** One party's side of a call: a PhoneCallView. */
struct callpark_uapi_view {
    size_t size;
    const char *id;
    const char *extension;
    const char *answered;            /**< ISO 8601, written as it is */
    const char *caller_id;           /**< as "John Doe <3333>" */
    const char *const *sources;      /**< |source_count| numbers */
    const char *const *destinations; /**< |destination_count| numbers */
    uint32_t source_count;
    uint32_t destination_count;
};

/** A call as a PBX knows it; of its strings |id|, |extension| and |user| are required. */
struct callpark_phone_call {
    size_t size;
    void *host;                /**< handed to callpark_park() */
    const char *id;            /**< unique in the registry */
    const char *extension;     /**< the extension that has the call */
    const char *user;          /**< id of the user whose extension that is */
    const char *parkee;        /**< address of the party that would be parked */
    const char *caller_name;   /**< of that party; the service cuts it at 255 bytes */
    const char *caller_number; /**< of that party */
    const char *session_id;    /**< Webex callSessionId; NULL: |id| */
    const char *owner_id;      /**< ownerId */
    const char *owner_name;    /**< ownerName */
    const char *answered;      /**< ISO 8601, written as it is, like |published| */
    const char *published;
    const char *parked;      /**< ISO 8601; NULL: the call is not parked; empty: not
                                  known since when. The service fills in
                                  this and the next three */
    const char *parked_slot; /**< parkedPos; NULL: not in a slot */
    const char *parked_by;   /**< parkedBy; NULL: unknown or private */
    const char *parked_view; /**< id of the view that is parked; NULL: the first */
    const struct callpark_uapi_view *const *views; /**< |view_count| views */
    uint32_t view_count;
    uint32_t reserved; /**< 0 */
};

/* ---- VoipNow UAPI ------------------------------------------------------- */

/** The path. "@me", "@viewer", "@owner" and "@self" stay as they are. */
struct callpark_uapi_path {
    size_t size;
    const char *user;      /**< "@me" if not given */
    const char *extension; /**< NULL: not given */
    const char *call_id;   /**< NULL: all calls of the extension */
};

/**
 * Reads /uapi/phoneCalls/ (or /unifiedapi/phoneCalls/) and one segment (the extension),
 * two (user, extension) or three (user, extension, call), each decoded once, from
 * |target|, whose query is ignored. Only the form is looked at: an id may have any length.
 *
 * Errors:
 *   NOT_FOUND             the path does not begin with uapi or unifiedapi
 *   UAPI_ERR_REQUEST      an empty segment (one trailing slash is allowed), "." or "..", a
 *                         bad escape, a control byte or "/" in a segment, "#"
 *   UAPI_ERR_NOT_IMPLEMENTED  a resource other than phoneCalls, more than three segments
 *   UAPI_ERR_EXTENSION    no segment at all: it does not mean everything
 */
CALLPARK_API int callpark_uapi_path_read(const char *target, char *buffer, size_t size,
                                         struct callpark_uapi_path *path);

/** Which part of a list is wanted. */
struct callpark_uapi_page {
    size_t size;
    uint32_t start_index; /**< from 0; default 0 */
    uint32_t count;       /**< 1 to 5000, default 20 */
};

/**
 * Reads count and startIndex from the query of |target|; other parameters are ignored.
 * Of a parameter given twice the last one counts.
 *
 * Errors: UAPI_ERR_COUNT, UAPI_ERR_START_INDEX (not a number in decimal digits, or outside
 * its range: startIndex is at most 2^31 - 1).
 */
CALLPARK_API int callpark_uapi_page_read(const char *target, struct callpark_uapi_page *page);

enum { CALLPARK_UAPI_PARK = 1, CALLPARK_UAPI_UNPARK = 2 };

/** A number that was given and is not valid. */
#define CALLPARK_UAPI_BAD UINT32_MAX

/**
 * A PhoneCallAction. Wrong fields are marked and not refused: a service finds other
 * errors (of the user, the extension, the call) before these.
 */
struct callpark_uapi_action {
    size_t size;
    const char *view_id;      /**< NULL: absent, empty, not a string, over 255 bytes */
    const char *send_call_to; /**< UnPark; NULL: as |view_id| */
    const char *caller_id;    /**< UnPark: free text; NULL: absent or not a string */
    uint32_t action;          /**< CALLPARK_UAPI_PARK or _UNPARK */
    uint32_t max_in_parking;  /**< Park: 10 to 3600 s, 180 if absent; or _BAD */
    uint32_t wait_for_pickup; /**< UnPark: 1 to 3600 s, 25 if absent; or _BAD */
    uint32_t reserved;        /**< 0 */
};

/**
 * Reads a PhoneCallAction. Numbers may be JSON integers or strings of digits.
 *
 * Errors:
 *   UAPI_ERR_REQUEST          the text is malformed, or no object
 *   UAPI_ERR_NOT_IMPLEMENTED  an action of the API other than Park and UnPark
 *   UAPI_ERR_ACTION           any other, or none
 */
CALLPARK_API int callpark_uapi_action_read(const char *text, size_t length, char *buffer,
                                           size_t size, struct callpark_uapi_action *action);

/**
 * Says what is wrong with |action|, in this order: UAPI_ERR_VIEW (no view id), and of an
 * UnPark UAPI_ERR_EXTENSION (no sendCallTo, or neither digits nor "*"), UAPI_ERR_PICKUP, of a
 * Park UAPI_ERR_TIMEOUT. 0: nothing.
 */
CALLPARK_API int callpark_uapi_action_check(const struct callpark_uapi_action *action);

/** How answers are written. */
struct callpark_uapi_style {
    size_t size;
    const char
        *base_url;     /**< required: of links, without "/" at the end, as "https://pbx.example" */
    uint32_t flags;    /**< CALLPARK_UAPI_* */
    uint32_t reserved; /**< 0 */
};

enum {
    CALLPARK_UAPI_PHONECALL_CODES = 1, /**< pc_phonecall_invalid for pc_phonell_invalid, and
                                            pc_phonecallview_invalid */
    CALLPARK_UAPI_PARK_200 = 2         /**< a park is answered with 200 and full PhoneCalls; else
                                            with 202 and id, extension and link */
};

/** The code of |error| in the answer, as "pc_phonell_invalid"; static. Of errors that are not
 * of the UAPI it is "internal_server_error". */
CALLPARK_API const char *callpark_uapi_code(int error, uint32_t flags);

/** Writes the body of an error: {"error":{"code":...,"message":...}}. */
CALLPARK_API int callpark_uapi_error_write(int error, uint32_t flags, char *buffer, size_t size);

/**
 * Writes the answer to a park: an array of the |count| |calls|, each with id, extension and
 * link, or whole if |style| says PARK_200.
 */
CALLPARK_API int callpark_uapi_parked_write(const struct callpark_uapi_style *style,
                                            const struct callpark_phone_call *const *calls,
                                            uint32_t count, char *buffer, size_t size);

/** Writes one whole PhoneCall, the answer to an UnPark. */
CALLPARK_API int callpark_uapi_call_write(const struct callpark_uapi_style *style,
                                          const struct callpark_phone_call *call, char *buffer,
                                          size_t size);

/**
 * Writes the answer to a list: the |count| |calls| that are on |page| of |total|.
 */
CALLPARK_API int callpark_uapi_list_write(const struct callpark_uapi_style *style,
                                          const struct callpark_uapi_page *page, uint32_t total,
                                          const struct callpark_phone_call *const *calls,
                                          uint32_t count, char *buffer, size_t size);

/**
 * Writes a point in time after ISO 8601, not as JSON: |unix_ms| milliseconds since 1970 UTC,
 * shown |utc_offset| minutes east of it: "2012-06-27T16:18:55+03:00". 32 bytes are enough.
 *
 * Errors: INVALID (a year outside 0 to 9999, an offset of a day or more).
 */
CALLPARK_API int callpark_uapi_time_write(int64_t unix_ms, int32_t utc_offset, char *buffer,
                                          size_t size);

/* ---- Webex Calling ------------------------------------------------------ */

enum { CALLPARK_WEBEX_PARK = 1, CALLPARK_WEBEX_RETRIEVE = 2 };

struct callpark_webex_path {
    size_t size;
    const char *member; /**< of members/{member}/; NULL: not given */
    uint32_t command;   /**< CALLPARK_WEBEX_PARK or _RETRIEVE */
    uint32_t reserved;
};

/**
 * Reads [/v<digits>]/telephony/calls/[members/{member}/] and park or retrieve from
 * |target|, whose query is ignored.
 *
 * Errors: WEBEX_ERR_TARGET (malformed, as callpark_uapi_path_read()), WEBEX_ERR_NO_PATH (any
 * other path).
 */
CALLPARK_API int callpark_webex_path_read(const char *target, char *buffer, size_t size,
                                          struct callpark_webex_path *path);

/** 0 if |content_type| (NULL: none) is application/json, with any parameters; else
 * WEBEX_ERR_MEDIA_TYPE. */
CALLPARK_API int callpark_webex_media_type_check(const char *content_type);

/** The body of a park or a retrieve. */
struct callpark_webex_request {
    size_t size;
    const char *call_id;       /**< park */
    const char *destination;   /**< without its scheme; NULL: none */
    const char *line_owner_id; /**< NULL: none */
    const char *endpoint_id;   /**< retrieve, as the next */
    const char *single_number_reach_phone_number;
    uint32_t
        group_park;    /**< park: 1 if against a member of the group, |destination| is NULL then */
    uint32_t reserved; /**< 0 */
};

/**
 * Reads the body of a park. A destination is digits, with "*" and "#" among them or "+" in front,
 * alone or after "tel:", or user@domain, alone or after "sip:" (in any case), without parameters.
 * One that is empty, or no string, is malformed.
 *
 * Errors, in this order: WEBEX_ERR_TEXT, WEBEX_ERR_CALL_ID, WEBEX_ERR_FIELD (isGroupPark
 * is no boolean, an id no string, empty, or over 255 bytes), WEBEX_ERR_DESTINATION (unless
 * isGroupPark is true).
 */
CALLPARK_API int callpark_webex_park_read(const char *text, size_t length, char *buffer,
                                          size_t size, struct callpark_webex_request *request);

/** The same of a retrieve; |length| 0 is an empty object. No callId is read. */
CALLPARK_API int callpark_webex_retrieve_read(const char *text, size_t length, char *buffer,
                                              size_t size, struct callpark_webex_request *request);

/** What the party is to the user. */
enum {
    CALLPARK_CALL_TYPE_OTHER = 0,
    CALLPARK_CALL_TYPE_LOCATION = 1,
    CALLPARK_CALL_TYPE_ORGANIZATION = 2,
    CALLPARK_CALL_TYPE_EXTERNAL = 3,
    CALLPARK_CALL_TYPE_EMERGENCY = 4,
    CALLPARK_CALL_TYPE_REPAIR = 5
};

/** The party that a call is parked against. */
struct callpark_webex_party {
    size_t size;
    const char *name;   /**< NULL: not known, as the next three */
    const char *number; /**< written without its scheme */
    const char *person_id;
    const char *place_id;
    uint32_t privacy;   /**< 1: none of these four is written */
    uint32_t call_type; /**< CALLPARK_CALL_TYPE_* */
};

/** Writes the answer to a park: {"parkedAgainst":{...}}. */
CALLPARK_API int callpark_webex_parked_write(const struct callpark_webex_party *party, char *buffer,
                                             size_t size);

/** Writes the answer to a retrieve: {"callId":...,"callSessionId":...}; |session_id| NULL: the
 * call's id. */
CALLPARK_API int callpark_webex_retrieved_write(const char *call_id, const char *session_id,
                                                char *buffer, size_t size);

/** Writes the body of an error: message, errors, trackingId; |tracking_id| is required. */
CALLPARK_API int callpark_webex_error_write(int error, const char *tracking_id, char *buffer,
                                            size_t size);

/* ---- Setting structs up -------------------------------------------------- */

static inline void callpark_uapi_view_init(struct callpark_uapi_view *view)
{
    memset(view, 0, sizeof *view);
    view->size = sizeof *view;
}

static inline void callpark_phone_call_init(struct callpark_phone_call *call)
{
    memset(call, 0, sizeof *call);
    call->size = sizeof *call;
}

static inline void callpark_uapi_path_init(struct callpark_uapi_path *path)
{
    memset(path, 0, sizeof *path);
    path->size = sizeof *path;
}

static inline void callpark_uapi_page_init(struct callpark_uapi_page *page)
{
    memset(page, 0, sizeof *page);
    page->size = sizeof *page;
    page->count = 20;
}

static inline void callpark_uapi_action_init(struct callpark_uapi_action *action)
{
    memset(action, 0, sizeof *action);
    action->size = sizeof *action;
}

static inline void callpark_uapi_style_init(struct callpark_uapi_style *style)
{
    memset(style, 0, sizeof *style);
    style->size = sizeof *style;
}

static inline void callpark_webex_path_init(struct callpark_webex_path *path)
{
    memset(path, 0, sizeof *path);
    path->size = sizeof *path;
}

static inline void callpark_webex_request_init(struct callpark_webex_request *request)
{
    memset(request, 0, sizeof *request);
    request->size = sizeof *request;
}

static inline void callpark_webex_party_init(struct callpark_webex_party *party)
{
    memset(party, 0, sizeof *party);
    party->size = sizeof *party;
}

#ifdef __cplusplus
}
#endif

#endif
