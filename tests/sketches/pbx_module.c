/* SPDX-License-Identifier: MIT */
/*
 * Sketch: call parking as a module of a threaded PBX. One mutex guards the
 * registry; what an event says is copied, and its channel referenced, before the
 * mutex is given back. Checked for syntax only: the PBX is declared, not defined.
 */
#define _POSIX_C_SOURCE 200809L
#include <callpark/callpark.h>
#include <pthread.h>
#include <stdio.h>
#include <time.h>

/* ---- What the PBX has ------------------------------------------------------ */

struct channel; /* counted */

struct channel *channel_ref(struct channel *channel);
void channel_unref(struct channel *channel);
const char *channel_id(const struct channel *channel);
const char *channel_extension(const struct channel *channel);
const char *channel_name(const struct channel *channel);
const char *channel_number(const struct channel *channel);
void channel_hangup(struct channel *channel);
int channel_bridge(struct channel *parked, struct channel *taker); /* 0: connected */
void channel_dial(struct channel *parked, const char *target, callpark_duration ring,
                  uint64_t ticket, uint64_t serial);
void channel_cancel(uint64_t serial); /* the dial with |serial|, if any */
void manager_publish(const struct callpark_event *event);
void log_error(const char *lot, const char *text);

struct configured_lot {
    const char *name;
    struct callpark_lot_config config;
};

const struct configured_lot *configured(const char *name); /* in the file just read */

/* ---- What the PBX calls ----------------------------------------------------- */

int module_load(const uint8_t hash_key[16]);
void module_reload(const struct configured_lot *lots, size_t count);
void *poll_thread(void *unused);
void module_unload(void);
int app_park(struct channel *channel, const char *lot, const char *parker);
int app_retrieve(struct channel *taker, const char *lot, const char *text);
void dial_answered(struct channel *target, uint64_t ticket, uint64_t serial);
void dial_failed(uint64_t ticket, uint64_t serial);
void channel_gone(const struct channel *channel);
void cli_parked_calls(const char *lot, FILE *memory);

static struct callpark *registry;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed; /* of the monotonic clock */
static pthread_t poller;
static int stopping;

static callpark_time clock_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (callpark_time)t.tv_sec * 1000u + (callpark_time)t.tv_nsec / 1000000u;
}

/* ---- From a locked registry to the rest of the PBX -------------------------- */

struct work {
    struct callpark_event event; /* as the library filled it in, under the mutex */
    union {
        struct callpark_event event;
        unsigned char room[CALLPARK_EVENT_COPY_SIZE];
    } copy;
    struct channel *channel; /* our reference */
};

static void begin(struct work *work)
{
    callpark_event_init(&work->event);
    work->channel = NULL;
    pthread_mutex_lock(&mutex);
}

/* Ends what began; true if the verb, which returned |rc|, did something. */
static int finish(struct work *work, int rc)
{
    if (rc >= 0) {
        callpark_event_copy(&work->event, &work->copy, sizeof work->copy);
        if (work->event.host)
            work->channel = channel_ref(work->event.host);
        pthread_cond_signal(&changed); /* the next deadline may have moved */
    }
    pthread_mutex_unlock(&mutex);
    return rc >= 0;
}

/* A ring that the phone itself ended needs no cancelling. */
static int ring_to_cancel(const struct callpark_event *event)
{
    return event->stops != 0 && event->kind != CALLPARK_EVENT_RECALL_ANSWERED &&
           event->kind != CALLPARK_EVENT_RECALL_FAILED;
}

/* Tells everybody; without the mutex, for it may block. */
static void tell(const struct work *work)
{
    const struct callpark_event *event = &work->copy.event;
    manager_publish(event); /* subscribers sort by event->number */
    if (ring_to_cancel(event))
        channel_cancel(event->stops);
    if (event->kind == CALLPARK_EVENT_RINGING)
        channel_dial(work->channel, event->target, event->ring, event->ticket, event->serial);
    if (event->kind != CALLPARK_EVENT_ENDED || !work->channel)
        return;
    if ((event->reason == CALLPARK_REASON_RELEASED && !event->target) ||
        event->reason == CALLPARK_REASON_REMOVED || event->reason == CALLPARK_REASON_DRAINED)
        channel_hangup(work->channel);
    channel_unref(work->channel); /* the reference that the parking held */
}

static void finish_and_tell(struct work *work, int rc)
{
    if (!finish(work, rc))
        return;
    tell(work);
    if (work->channel)
        channel_unref(work->channel);
}

void *poll_thread(void *unused)
{
    struct work work;
    for (;;) {
        begin(&work);
        if (stopping)
            break;
        if (callpark_poll(registry, clock_ms(), &work.event) == 1) {
            finish_and_tell(&work, 0);
            continue;
        }
        const callpark_time next = callpark_next_deadline(registry);
        const struct timespec until = {.tv_sec = (time_t)(next / 1000u),
                                       .tv_nsec = (long)(next % 1000u) * 1000000L};
        if (next == CALLPARK_NEVER)
            pthread_cond_wait(&changed, &mutex);
        else
            pthread_cond_timedwait(&changed, &mutex, &until);
        pthread_mutex_unlock(&mutex);
    }
    pthread_mutex_unlock(&mutex);
    return unused;
}

/* ---- Applications ------------------------------------------------------------ */

int app_park(struct channel *channel, const char *lot, const char *parker)
{
    struct callpark_where where;
    struct callpark_call call;
    struct work work;
    callpark_where_init(&where);
    where.lot = lot;
    callpark_call_init(&call);
    call.call_id = channel_id(channel);
    call.parker = parker;
    call.parkee = channel_extension(channel);
    call.caller_name = channel_name(channel);
    call.caller_number = channel_number(channel);
    call.host = channel_ref(channel); /* the parking's, before anybody can end it */
    begin(&work);
    int rc = callpark_park(registry, clock_ms(), &where, &call, NULL, parker, &work.event);
    finish_and_tell(&work, rc);
    if (rc < 0)
        channel_unref(channel);
    return rc;
}

/* Bridges |taker| to the call that |claimed| claimed for it, and says how that went. */
static void connect_claimed(struct work *claimed, struct channel *taker)
{
    const struct callpark_event *claim = &claimed->copy.event;
    const struct callpark_which which = callpark_by_ticket(claim->ticket, claim->call_id);
    struct work work;
    tell(claimed);
    const int failed = channel_bridge(claimed->channel, taker);
    channel_unref(claimed->channel);
    begin(&work);
    int (*verb)(struct callpark *, callpark_time, const struct callpark_which *, uint64_t,
                const char *, struct callpark_event *) =
        failed ? callpark_rollback : callpark_commit;
    finish_and_tell(&work, verb(registry, clock_ms(), &which, claim->serial, NULL, &work.event));
}

int app_retrieve(struct channel *taker, const char *lot, const char *text)
{
    struct callpark_which which;
    struct work work;
    callpark_which_init(&which);
    begin(&work);
    int rc = callpark_resolve(registry, lot, text, &which);
    if (rc == 0)
        rc = callpark_claim(registry, clock_ms(), &which, 0, channel_extension(taker), &work.event);
    if (finish(&work, rc))
        connect_claimed(&work, taker);
    return rc;
}

void dial_answered(struct channel *target, uint64_t ticket, uint64_t serial)
{
    const struct callpark_which which = callpark_by_ticket(ticket, NULL);
    struct work work;
    begin(&work);
    int rc = callpark_recall_answered(registry, clock_ms(), &which, serial, 0, NULL, &work.event);
    if (finish(&work, rc))
        connect_claimed(&work, target);
    else
        channel_hangup(target); /* too late: somebody else has the call */
}

void dial_failed(uint64_t ticket, uint64_t serial)
{
    const struct callpark_which which = callpark_by_ticket(ticket, NULL);
    struct work work;
    begin(&work);
    finish_and_tell(
        &work, callpark_recall_failed(registry, clock_ms(), &which, serial, NULL, &work.event));
}

void channel_gone(const struct channel *channel)
{
    const struct callpark_which which = callpark_by_call(channel_id(channel));
    struct work work;
    begin(&work);
    finish_and_tell(&work, callpark_hangup(registry, clock_ms(), &which, NULL, &work.event));
}

/* ---- Configuration, the command line, shutting down ---------------------------- */

int module_load(const uint8_t hash_key[16])
{
    struct callpark_options options;
    pthread_condattr_t monotonic;
    callpark_options_init(&options);
    memcpy(options.hash_key, hash_key, sizeof options.hash_key);
    int rc = callpark_new(&options, &registry);
    if (rc < 0)
        return rc;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&changed, &monotonic);
    return pthread_create(&poller, NULL, poll_thread, NULL);
}

void module_reload(const struct configured_lot *lots, size_t count)
{
    struct callpark_lot_info info;
    struct work work;
    for (size_t i = 0; i < count; i++) {
        const char *name = lots[i].name;
        begin(&work);
        int rc = callpark_lot_set(registry, clock_ms(), name, &lots[i].config, NULL, &work.event);
        finish_and_tell(&work, rc);
        if (rc < 0)
            log_error(name, callpark_strerror(rc)); /* the lot stays as it was */
    }
    uint64_t cursor = 0;
    callpark_lot_info_init(&info);
    for (;;) {
        char name[256];
        int rc = CALLPARK_ERR_LOT;
        begin(&work);
        if (callpark_lot_next(registry, &cursor, &info) != 1)
            break;
        if (!info.removed && !configured(info.name)) {
            snprintf(name, sizeof name, "%s", info.name); /* its string ends with the lot */
            rc = callpark_lot_remove(registry, clock_ms(), name, NULL, &work.event);
        }
        finish_and_tell(&work, rc);
    }
    pthread_mutex_unlock(&mutex);
}

/* Writes to memory, so that a slow terminal does not hold the mutex. */
void cli_parked_calls(const char *lot, FILE *memory)
{
    struct callpark_info info;
    char label[256];
    uint64_t cursor = 0;
    callpark_info_init(&info);
    pthread_mutex_lock(&mutex);
    const callpark_time now = clock_ms();
    while (callpark_next(registry, &cursor, &info) == 1) {
        if (strcmp(info.lot, lot) != 0)
            continue;
        if (!info.extension)
            callpark_slot_label(registry, info.lot, info.slot, label, sizeof label);
        fprintf(memory, "%-12s %-32s %-12s %llu s\n", info.extension ? info.extension : label,
                info.call_id ? info.call_id : "(reserved)", info.parker ? info.parker : "",
                (unsigned long long)((now - info.parked_at) / 1000u));
    }
    pthread_mutex_unlock(&mutex);
}

void module_unload(void)
{
    struct work work;
    int rc;
    do {
        begin(&work);
        stopping = 1;
        rc = callpark_drain(registry, clock_ms(), NULL, NULL, &work.event);
        finish_and_tell(&work, rc == 1 ? 0 : CALLPARK_ERR_NOT_FOUND);
    } while (rc == 1);
    pthread_cond_signal(&changed);
    pthread_join(poller, NULL);
    callpark_free(registry);
}
