/* SPDX-License-Identifier: MIT */
/*
 * Sketch: call parking in a single-threaded SIP server (a B2BUA) with an event
 * loop. Checked for syntax only: the server is declared, not defined.
 */
#include <callpark/callpark.h>

/* ---- What the server has ------------------------------------------------- */

struct dialog; /* one leg; counted; remembers one ticket and one serial for us */

const char *dialog_call_id(const struct dialog *dialog);
const char *dialog_user(const struct dialog *dialog);
const char *dialog_display_name(const struct dialog *dialog);
struct dialog *dialog_peer(const struct dialog *dialog);
struct dialog *dialog_ref(struct dialog *dialog);
void dialog_unref(struct dialog *dialog);
void dialog_note(struct dialog *dialog, uint64_t ticket, uint64_t serial);
uint64_t dialog_ticket(const struct dialog *dialog);
uint64_t dialog_serial(const struct dialog *dialog);
void dialog_respond(struct dialog *dialog, int status);
void dialog_answer_held(struct dialog *dialog); /* 200 with inactive media */
void dialog_bye(struct dialog *dialog);
/* Re-INVITEs |parked| with the media of |taker|, then calls on_reinvited(). */
void dialog_connect(struct dialog *parked, struct dialog *taker);
/* INVITEs |user|; on_ring_final() reports. NULL: no line free now. */
struct dialog *dialog_ring(const char *user, const char *name, const char *number);
struct dialog *ring_leg(uint64_t serial); /* the leg noted with |serial|, or NULL */
void announce(const char *user, const char *label);
void lamp(const char *lot, const char *place, int lit); /* NOTIFY, dialog-info */
void timer_at(callpark_time when);
callpark_time clock_ms(void);

/* ---- What the server calls ------------------------------------------------ */

int parking_start(const uint8_t hash_key[16]);
void on_invite(struct dialog *dialog, const char *to, const char *referred_by);
void on_invite_replaces(struct dialog *dialog, struct dialog *replaced);
void on_refer(struct dialog *dialog, const char *refer_to);
void on_reinvited(struct dialog *parked, struct dialog *taker, int status);
void on_ring_final(struct dialog *leg, int status);
void on_bye(struct dialog *dialog);
void on_timer(void);

static struct callpark *registry;
static struct callpark_event event; /* set up once, used by every verb */
static const char lot[] = "default";
static const char park_number[] = "700";

/* ---- Events ---------------------------------------------------------------- */

static void show_lamp(const char *in_lot, const char *extension, uint32_t slot, int lit)
{
    char label[256];
    if (callpark_place_label(registry, in_lot, extension, slot, label, sizeof label) > 0)
        lamp(in_lot, label, lit);
}

static void end_leg_of_call(const struct callpark_event *ended)
{
    struct dialog *dialog = ended->host;
    if (!dialog)
        return;
    switch (ended->reason) {
    case CALLPARK_REASON_RELEASED:
        if (!ended->target) /* nobody was left to ring */
            dialog_bye(dialog);
        break;
    case CALLPARK_REASON_REMOVED:
    case CALLPARK_REASON_DRAINED:
        dialog_bye(dialog);
        break;
    default:
        break;
    }
    dialog_unref(dialog);
}

/* A ring that the phone itself ended needs no CANCEL. */
static int ring_is_ours_to_cancel(const struct callpark_event *happened)
{
    return happened->stops != 0 && happened->kind != CALLPARK_EVENT_RECALL_ANSWERED &&
           happened->kind != CALLPARK_EVENT_RECALL_FAILED &&
           happened->kind != CALLPARK_EVENT_RECALL_DEFERRED;
}

/* After every verb that succeeded. May call verbs itself, so |event| is gone after it. */
static void happened(void)
{
    timer_at(callpark_next_deadline(registry));
    if (event.ticket == 0) /* configuration */
        return;
    if (event.kind == CALLPARK_EVENT_MOVED)
        show_lamp(event.from_lot, event.from_extension, event.from_slot, 0);
    show_lamp(event.lot, event.extension, event.slot, event.state != CALLPARK_STATE_ENDED);
    if (event.kind == CALLPARK_EVENT_SWAPPED)
        dialog_unref(event.old_host);

    struct dialog *leg = ring_is_ours_to_cancel(&event) ? ring_leg(event.stops) : NULL;
    if (leg)
        dialog_bye(leg);
    if (event.kind == CALLPARK_EVENT_ENDED)
        end_leg_of_call(&event);
    if (event.kind == CALLPARK_EVENT_RINGING) {
        leg = dialog_ring(event.target, event.caller_name, event.caller_number);
        if (leg) {
            dialog_note(leg, event.ticket, event.serial);
            return;
        }
        const struct callpark_which which = callpark_by_ticket(event.ticket, NULL);
        if (callpark_recall_deferred(registry, clock_ms(), &which, event.serial, NULL, &event) == 0)
            happened();
    }
}

void on_timer(void)
{
    while (callpark_poll(registry, clock_ms(), &event) == 1)
        happened();
    timer_at(callpark_next_deadline(registry));
}

/* ---- Requests --------------------------------------------------------------- */

static int status_of(int error)
{
    switch (error) {
    case CALLPARK_ERR_TAKEN:
    case CALLPARK_ERR_FULL:
    case CALLPARK_ERR_CLAIMED:
    case CALLPARK_ERR_PARKED:
        return 486;
    case CALLPARK_ERR_LIMIT:
    case CALLPARK_ERR_NOMEM:
        return 503;
    default:
        return 404;
    }
}

static void describe(struct callpark_call *call, struct dialog *dialog, const char *parker)
{
    callpark_call_init(call);
    call->call_id = dialog_call_id(dialog);
    call->parker = parker;
    call->parkee = dialog_user(dialog);
    call->caller_name = dialog_display_name(dialog);
    call->caller_number = dialog_user(dialog);
    call->host = dialog;
}

static int park(struct dialog *dialog, const struct callpark_where *where, const char *parker)
{
    struct callpark_call call;
    char label[256];
    describe(&call, dialog, parker);
    int rc = callpark_park(registry, clock_ms(), where, &call, NULL, parker, &event);
    if (rc < 0)
        return rc; /* the call stays where it is, with its parker */
    dialog_ref(dialog);
    dialog_answer_held(dialog);
    if (parker && callpark_slot_label(registry, event.lot, event.slot, label, sizeof label) > 0)
        announce(parker, label);
    happened();
    return 0;
}

static int claim(struct dialog *taker, const struct callpark_which *which)
{
    int rc = callpark_claim(registry, clock_ms(), which, 0, dialog_user(taker), &event);
    if (rc < 0)
        return rc;
    struct dialog *parked = event.host;
    dialog_note(taker, event.ticket, event.serial);
    happened();
    dialog_connect(parked, taker);
    return 0;
}

void on_invite(struct dialog *dialog, const char *to, const char *referred_by)
{
    struct callpark_where where;
    struct callpark_which which;
    callpark_where_init(&where);
    callpark_which_init(&which);
    where.lot = lot;

    int rc = 0;
    if (strcmp(to, park_number) != 0)
        rc = callpark_resolve(registry, lot, to, &which);
    if (rc == 0 && which.kind == CALLPARK_BY_SLOT) {
        where.kind = CALLPARK_AT_SLOT;
        where.slot = which.slot;
    } else if (rc == 0 && which.kind == CALLPARK_BY_EXTENSION) {
        where.kind = CALLPARK_AT_EXTENSION;
        where.extension = which.extension;
    }
    /* Transferred here: to be parked. Dialled: to retrieve. */
    if (rc == 0 && referred_by)
        rc = park(dialog, &where, referred_by);
    else if (rc == 0)
        rc = which.kind ? claim(dialog, &which) : CALLPARK_ERR_NOT_FOUND;
    if (rc < 0)
        dialog_respond(dialog, status_of(rc));
}

/* An attended transfer: |dialog| takes the place of the parked call |replaced|. */
void on_invite_replaces(struct dialog *dialog, struct dialog *replaced)
{
    struct callpark_call call;
    const struct callpark_which which = callpark_by_call(dialog_call_id(replaced));
    describe(&call, dialog, NULL);
    int rc = callpark_swap(registry, clock_ms(), &which, &call, NULL, &event);
    if (rc < 0) {
        dialog_respond(dialog, status_of(rc));
        return;
    }
    dialog_ref(dialog);
    dialog_answer_held(dialog);
    dialog_bye(replaced);
    happened();
}

/* The parker's phone transfers the other leg to the park number. */
void on_refer(struct dialog *dialog, const char *refer_to)
{
    struct callpark_where where;
    callpark_where_init(&where);
    where.lot = lot;
    int rc = CALLPARK_ERR_NOT_FOUND;
    if (strcmp(refer_to, park_number) == 0)
        rc = park(dialog_peer(dialog), &where, dialog_user(dialog));
    dialog_respond(dialog, rc < 0 ? status_of(rc) : 202);
}

void on_reinvited(struct dialog *parked, struct dialog *taker, int status)
{
    const struct callpark_which which =
        callpark_by_ticket(dialog_ticket(taker), dialog_call_id(parked));
    const uint64_t serial = dialog_serial(taker);
    const int connected = status < 300;
    int rc = connected ? callpark_commit(registry, clock_ms(), &which, serial, NULL, &event)
                       : callpark_rollback(registry, clock_ms(), &which, serial, NULL, &event);
    dialog_respond(taker, connected && rc == 0 ? 200 : 480);
    if (rc == 0)
        happened();
}

void on_ring_final(struct dialog *leg, int status)
{
    const struct callpark_which which = callpark_by_ticket(dialog_ticket(leg), NULL);
    const uint64_t serial = dialog_serial(leg);
    int rc = status < 300
                 ? callpark_recall_answered(registry, clock_ms(), &which, serial, 0, NULL, &event)
                 : callpark_recall_failed(registry, clock_ms(), &which, serial, NULL, &event);
    if (rc < 0) { /* too late: somebody else has the call */
        dialog_bye(leg);
        return;
    }
    struct dialog *parked = event.host;
    dialog_note(leg, event.ticket, event.serial);
    happened();
    if (status < 300)
        dialog_connect(parked, leg);
}

void on_bye(struct dialog *dialog)
{
    struct callpark_which which = callpark_by_call(dialog_call_id(dialog));
    int rc = callpark_hangup(registry, clock_ms(), &which, NULL, &event);
    if (rc == CALLPARK_ERR_NOT_FOUND && dialog_ticket(dialog) != 0) {
        /* A retriever, or a recalled phone that has answered, gives up. */
        which = callpark_by_ticket(dialog_ticket(dialog), NULL);
        rc = callpark_rollback(registry, clock_ms(), &which, dialog_serial(dialog), NULL, &event);
    }
    if (rc == 0)
        happened();
}

int parking_start(const uint8_t hash_key[16])
{
    struct callpark_options options;
    struct callpark_lot_config config;
    callpark_options_init(&options);
    memcpy(options.hash_key, hash_key, sizeof options.hash_key);
    callpark_event_init(&event);
    callpark_lot_config_init(&config);
    config.first_slot = 701;
    config.last_slot = 720;
    int rc = callpark_new(&options, &registry);
    if (rc == 0)
        rc = callpark_lot_add(registry, clock_ms(), lot, &config, NULL, &event);
    return rc;
}
