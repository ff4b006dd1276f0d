/* SPDX-License-Identifier: MIT */
/*
 * Sketch: park, retrieve and list as a REST service for VoipNow UAPI and Webex
 * Calling, with one thread. Requests arrive parsed and authorized. Checked for
 * syntax only: the service is declared, not defined.
 */
#include <callpark/callpark.h>
#include <stdio.h>

/* ---- What the service has ---------------------------------------------------- */

struct user; /* the acting user */

const char *user_lot(const struct user *user);
const char *user_extension(const struct user *user, size_t n); /* NULL: no more */

struct live_call { /* what the directory knows of a call */
    const char *id;
    const char *extension;
    const char *caller_name;
    const char *caller_number;
    void *host;
};

struct answer {
    int status;
    const char *code; /* of a UAPI error */
    char text[256];   /* label of a slot, or an extension */
};

void connect_call(void *host, const char *to);
void ring_recall(const struct callpark_event *event);
void stop_ring(uint64_t serial);
void push(const struct callpark_event *event);                  /* to every web client */
void push_parked(int client, const struct callpark_info *info); /* to a new one */
void push_start(int client, uint64_t last_event);               /* it drops older events */
void save_numbers(uint64_t last_ticket, uint64_t last_event);
callpark_time clock_ms(void);

/* ---- What the service offers --------------------------------------------------- */

int service_start(const uint8_t hash_key[16], uint64_t last_ticket, uint64_t last_event);
callpark_time service_poll(void);
struct answer uapi_park(const struct user *user, const struct live_call *call, const char *view,
                        uint32_t max_in_parking);
struct answer uapi_unpark(const char *call_id, const char *view, const char *send_to);
int uapi_list(const char *call_id, char *parked_pos, size_t size, const char **parked_by);
struct answer webex_park(const struct user *user, const struct live_call *call,
                         const char *destination, int group_park);
struct answer webex_retrieve(const struct user *user, const char *destination);
void web_client_joined(int client);

static struct callpark *registry;
static struct callpark_event event;

static void happened(void)
{
    push(&event);
    save_numbers(callpark_last_ticket(registry), event.number);
    if (event.kind == CALLPARK_EVENT_RINGING)
        ring_recall(&event);
    else if (event.stops != 0 && event.kind != CALLPARK_EVENT_RECALL_ANSWERED)
        stop_ring(event.stops);
}

/* The place that |event| says, as a user would dial it. */
static struct answer placed(int status)
{
    struct answer answer = {.status = status};
    if (event.extension)
        snprintf(answer.text, sizeof answer.text, "%s", event.extension);
    else
        callpark_slot_label(registry, event.lot, event.slot, answer.text, sizeof answer.text);
    return answer;
}

static struct answer refused(int status, const char *code)
{
    return (struct answer){.status = status, .code = code};
}

static void describe(struct callpark_call *out, const struct live_call *call, const char *parker,
                     const char *view)
{
    callpark_call_init(out);
    out->call_id = call->id;
    out->parker = parker;
    out->caller_name = call->caller_name;
    out->caller_number = call->caller_number;
    out->tag = view; /* tells a UAPI park from another, and its view */
    out->host = call->host;
}

/* ---- VoipNow UAPI ---------------------------------------------------------------- */

static struct answer uapi_refused(int error)
{
    switch (error) {
    case CALLPARK_ERR_DURATION:
        return refused(400, "pc_parktimeout_invalid");
    case CALLPARK_ERR_FULL:
    case CALLPARK_ERR_LIMIT:
        return refused(503, "parking_lot_full");
    case CALLPARK_ERR_UNKNOWN:
    case CALLPARK_ERR_ENDED:
    case CALLPARK_ERR_NOT_FOUND:
    case CALLPARK_ERR_CLAIMED:
        return refused(400, "pc_phonell_invalid");
    default:
        return refused(500, "internal_server_error");
    }
}

/* A park of its own policy: the parker only, for ever, whatever the lot says. */
static int uapi_park_new(const struct user *user, const struct live_call *call, const char *view,
                         callpark_duration timeout)
{
    struct callpark_recall recall;
    struct callpark_terms terms;
    struct callpark_where where;
    struct callpark_call description;
    callpark_recall_init(&recall);
    recall.targets = CALLPARK_RECALL_PARKER;
    recall.rounds = CALLPARK_FOREVER;
    recall.alternate = CALLPARK_NONE;
    recall.fallback = CALLPARK_NONE;
    callpark_terms_init(&terms);
    terms.recall = &recall;
    terms.timeout = timeout;
    callpark_where_init(&where);
    where.kind = CALLPARK_AT_ANY_SLOT;
    where.lot = user_lot(user);
    describe(&description, call, call->extension, view);
    return callpark_park(registry, clock_ms(), &where, &description, &terms, NULL, &event);
}

/* Parking again restarts the timeout and calls a recall off. */
struct answer uapi_park(const struct user *user, const struct live_call *call, const char *view,
                        uint32_t max_in_parking)
{
    const struct callpark_which which = callpark_by_call(call->id);
    const callpark_duration timeout = callpark_seconds(max_in_parking ? max_in_parking : 180u);
    struct callpark_info info;
    callpark_info_init(&info);
    int rc = callpark_find(registry, &which, &info);
    if (rc == 0 && info.tag && strcmp(info.tag, view) != 0)
        return refused(400, "pc_phonellview_invalid");
    if (rc == 0)
        rc = callpark_extend(registry, clock_ms(), &which, timeout, NULL, &event);
    else
        rc = uapi_park_new(user, call, view, timeout);
    if (rc < 0)
        return uapi_refused(rc);
    happened();
    return placed(202);
}

struct answer uapi_unpark(const char *call_id, const char *view, const char *send_to)
{
    const struct callpark_which which = callpark_by_call(call_id);
    struct callpark_info info;
    callpark_info_init(&info);
    int rc = callpark_find(registry, &which, &info);
    if (rc == 0 && info.tag && strcmp(info.tag, view) != 0)
        return refused(400, "pc_phonellview_invalid");
    if (rc == 0)
        rc = callpark_retrieve(registry, clock_ms(), &which, send_to, &event);
    if (rc < 0)
        return uapi_refused(rc);
    connect_call(event.host, send_to);
    happened();
    return placed(200);
}

/* The parking of one call for a list: its parkedPos if it is in a slot, and its parkedBy. */
int uapi_list(const char *call_id, char *parked_pos, size_t size, const char **parked_by)
{
    const struct callpark_which which = callpark_by_call(call_id);
    struct callpark_info info;
    callpark_info_init(&info);
    int rc = callpark_find(registry, &which, &info);
    if (rc < 0)
        return 0; /* not parked */
    parked_pos[0] = '\0';
    if (!info.extension)
        callpark_slot_label(registry, info.lot, info.slot, parked_pos, size);
    *parked_by = info.parker; /* until the next verb */
    return 1;
}

/* ---- Webex Calling ----------------------------------------------------------------- */

static struct answer webex_refused(int error)
{
    switch (error) {
    case CALLPARK_ERR_PARKED:
    case CALLPARK_ERR_TAKEN:
    case CALLPARK_ERR_GROUP:
    case CALLPARK_ERR_GROUP_FULL:
    case CALLPARK_ERR_CLAIMED:
        return refused(409, NULL);
    case CALLPARK_ERR_NOT_FOUND:
    case CALLPARK_ERR_RESERVED:
        return refused(404, NULL);
    case CALLPARK_ERR_LIMIT:
        return refused(503, NULL);
    default:
        return refused(500, NULL);
    }
}

/* |destination| is an extension that the directory has found, or NULL. */
struct answer webex_park(const struct user *user, const struct live_call *call,
                         const char *destination, int group_park)
{
    struct callpark_where where;
    struct callpark_call description;
    callpark_where_init(&where);
    where.lot = user_lot(user);
    where.kind = group_park ? CALLPARK_AT_GROUP : CALLPARK_AT_EXTENSION;
    where.extension = destination; /* NULL: the parker's own */
    describe(&description, call, user_extension(user, 0), NULL);
    int rc = callpark_park(registry, clock_ms(), &where, &description, NULL, NULL, &event);
    if (rc < 0)
        return webex_refused(rc);
    happened();
    return placed(200);
}

/* Without a destination: the first of the user's extensions that holds a call. */
struct answer webex_retrieve(const struct user *user, const char *destination)
{
    const char *lot = user_lot(user);
    struct callpark_which which;
    int rc = CALLPARK_ERR_NOT_FOUND;
    callpark_which_init(&which);
    if (destination) {
        rc = callpark_resolve(registry, lot, destination, &which);
        if (rc == 0)
            rc = callpark_retrieve(registry, clock_ms(), &which, user_extension(user, 0), &event);
    }
    for (size_t n = 0; !destination && rc != 0 && user_extension(user, n); n++) {
        which = callpark_by_extension(lot, user_extension(user, n));
        rc = callpark_retrieve(registry, clock_ms(), &which, user_extension(user, 0), &event);
    }
    if (rc < 0)
        return webex_refused(rc);
    connect_call(event.host, user_extension(user, 0));
    happened();
    return placed(201);
}

/* ---- Web clients, time, restart ------------------------------------------------------ */

/* Events may be pushed while this goes on; what is older than the start is dropped. */
void web_client_joined(int client)
{
    struct callpark_info info;
    uint64_t cursor = 0;
    callpark_info_init(&info);
    push_start(client, callpark_last_event(registry));
    while (callpark_next(registry, &cursor, &info) == 1)
        push_parked(client, &info);
}

callpark_time service_poll(void)
{
    while (callpark_poll(registry, clock_ms(), &event) == 1)
        happened();
    return callpark_next_deadline(registry);
}

/* Calls are parked anew after a restart; no ticket or event number is used twice. */
int service_start(const uint8_t hash_key[16], uint64_t last_ticket, uint64_t last_event)
{
    struct callpark_options options;
    callpark_options_init(&options);
    memcpy(options.hash_key, hash_key, sizeof options.hash_key);
    options.first_ticket = last_ticket + 1;
    options.first_event = last_event + 1;
    options.expected_calls = 1000;
    callpark_event_init(&event);
    return callpark_new(&options, &registry);
}
