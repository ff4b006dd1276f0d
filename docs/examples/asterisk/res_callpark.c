/* SPDX-License-Identifier: MIT */
/*
 * res_callpark: an Asterisk module around libcallpark. README.md beside it says how it is built
 * and used. Not built by the tests of libcallpark.
 *
 * Channel threads, dialling threads and one poller share the registry under |lock|. Each change
 * is copied before it is given back, and acted on after: docs/guide.md, section 13.
 */
#ifndef AST_MODULE
#define AST_MODULE "res_callpark"
#endif
#ifndef AST_MODULE_SELF_SYM
#define AST_MODULE_SELF_SYM __internal_res_callpark_self
#endif

#include <callpark/callpark.h>

#include "asterisk.h"

#include "asterisk/app.h"
#include "asterisk/bridge.h"
#include "asterisk/bridge_basic.h"
#include "asterisk/bridge_features.h"
#include "asterisk/channel.h"
#include "asterisk/config.h"
#include "asterisk/devicestate.h"
#include "asterisk/dial.h"
#include "asterisk/linkedlists.h"
#include "asterisk/module.h"
#include "asterisk/pbx.h"
#include "asterisk/time.h"
#include "asterisk/utils.h"

#define CONFIG_FILE "callpark.conf"
#define STATUS "CALLPARK_STATUS"
#define PLACE "CALLPARK_PLACE"

static struct callpark *registry;
static struct ast_bridge *holding; /* where all parked channels are */
static char dial_tech[32] = "PJSIP";

AST_MUTEX_DEFINE_STATIC(lock);
static ast_cond_t changed;
static pthread_t poller = AST_PTHREADT_NULL;
static int stopping;

static callpark_time now_ms(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (callpark_time)time.tv_sec * 1000u + (callpark_time)time.tv_nsec / 1000000u;
}

/* ---- One change ---- */

struct change {
    struct callpark_event event; /* filled in under the lock */
    union {
        struct callpark_event event;
        unsigned char room[CALLPARK_EVENT_COPY_SIZE];
    } copy; /* good for ever */
    struct ast_channel *channel;
};

static void change_begin(struct change *change)
{
    callpark_event_init(&change->event);
    change->channel = NULL;
    ast_mutex_lock(&lock);
}

static void change_end(struct change *change, int rc)
{
    if (rc >= 0) {
        callpark_event_copy(&change->event, &change->copy, sizeof change->copy);
        if (change->event.host)
            change->channel = ast_channel_ref(change->event.host);
        ast_cond_signal(&changed);
    }
    ast_mutex_unlock(&lock);
}

static void happened(struct change *change);

/* ---- Rings ---- */

/* A phone that is called. The poller reaps it when it has ended, unless it was stopped. */
struct ring {
    AST_LIST_ENTRY(ring) entry;
    struct ast_dial *dial;
    struct ast_channel *leg; /* it has answered */
    uint64_t ticket;
    uint64_t serial;
    int ended;
};

static AST_LIST_HEAD_NOLOCK_STATIC(rings, ring); /* under |lock| */

static void ring_free(struct ring *ring)
{
    ast_dial_join(ring->dial);
    ast_dial_hangup(ring->dial);
    ast_dial_destroy(ring->dial);
    if (ring->leg)
        ast_hangup(ring->leg);
    ast_free(ring);
}

/* In the dialling thread: it cannot end itself. What answers is taken out of the dial, because
 * ast_dial_join() would hang it up. */
static void ring_changed(struct ast_dial *dial)
{
    struct ring *ring = ast_dial_get_user_data(dial);
    switch (ast_dial_state(dial)) {
    case AST_DIAL_RESULT_TRYING:
    case AST_DIAL_RESULT_RINGING:
    case AST_DIAL_RESULT_PROGRESS:
    case AST_DIAL_RESULT_PROCEEDING:
        return;
    default:
        ast_mutex_lock(&lock);
        ring->leg = ast_dial_answered_steal(dial);
        ring->ended = 1;
        ast_cond_signal(&changed);
        ast_mutex_unlock(&lock);
    }
}

static int ring_dial(struct ring *ring, const struct callpark_event *event)
{
    ring->dial = ast_dial_create();
    if (!ring->dial)
        return -1;
    ring->ticket = event->ticket;
    ring->serial = event->serial;
    ast_dial_set_user_data(ring->dial, ring);
    ast_dial_set_state_callback(ring->dial, ring_changed);
    /* As the parked channel: its caller is shown, and its formats are asked for. */
    if (ast_dial_append(ring->dial, dial_tech, event->target, NULL) < 0 ||
        ast_dial_run(ring->dial, event->host, 1) != AST_DIAL_RESULT_TRYING)
        return -1;
    ast_mutex_lock(&lock); /* not before: whoever finds it may free it */
    AST_LIST_INSERT_TAIL(&rings, ring, entry);
    ast_cond_signal(&changed); /* it may have ended already */
    ast_mutex_unlock(&lock);
    return 0;
}

static struct ring *ring_take(uint64_t serial)
{
    struct ring *ring;
    ast_mutex_lock(&lock);
    AST_LIST_TRAVERSE_SAFE_BEGIN(&rings, ring, entry)
    {
        if (ring->serial == serial) {
            AST_LIST_REMOVE_CURRENT(entry);
            break;
        }
    }
    AST_LIST_TRAVERSE_SAFE_END;
    ast_mutex_unlock(&lock);
    return ring;
}

/* Another thread may have stopped the ring before it was dialled: look again. */
static int ring_is_over(const struct callpark_event *event)
{
    const struct callpark_which which = callpark_by_ticket(event->ticket, NULL);
    struct callpark_info info;
    int over;
    callpark_info_init(&info);
    ast_mutex_lock(&lock);
    over = callpark_find(registry, &which, &info) < 0 || info.serial != event->serial;
    ast_mutex_unlock(&lock);
    return over;
}

static void ring_stop(uint64_t serial)
{
    struct ring *ring = ring_take(serial);
    if (ring)
        ring_free(ring);
}

static void ring_start(const struct callpark_event *event)
{
    const struct callpark_which which = callpark_by_ticket(event->ticket, NULL);
    struct ring *ring = ast_calloc(1, sizeof *ring);
    const int dialled = ring != NULL;
    struct change change;
    int rc;
    if (ring && ring_dial(ring, event) == 0) {
        if (ring_is_over(event))
            ring_stop(event->serial);
        return;
    }
    if (ring && ring->dial)
        ast_dial_destroy(ring->dial);
    ast_free(ring);
    change_begin(&change);
    rc = dialled ? callpark_recall_failed(registry, now_ms(), &which, event->serial, NULL,
                                          &change.event)
                 : callpark_recall_deferred(registry, now_ms(), &which, event->serial, NULL,
                                            &change.event); /* no memory now, perhaps later */
    change_end(&change, rc);
    if (rc == 0)
        happened(&change);
}

/* ---- Events ---- */

/* A parked channel sits in its dialplan application; out of the bridge, it goes on there. */
static void ended(const struct callpark_event *event)
{
    struct ast_channel *channel = event->host;
    if (!channel)
        return;
    switch (event->reason) {
    case CALLPARK_REASON_RELEASED:
        if (event->target)
            break;
        /* fall through */
    case CALLPARK_REASON_REMOVED:
    case CALLPARK_REASON_DRAINED:
        pbx_builtin_setvar_helper(channel, STATUS,
                                  event->reason == CALLPARK_REASON_RELEASED ? "RELEASED" : "ENDED");
        ast_bridge_remove(holding, channel);
        break;
    default:
        break;
    }
    ast_channel_unref(channel);
}

static void show_lamp(const char *lot, const char *extension, uint32_t slot)
{
    char label[256];
    int length;
    ast_mutex_lock(&lock);
    length = callpark_place_label(registry, lot, extension, slot, label, sizeof label);
    ast_mutex_unlock(&lock);
    /* Asks callpark_state() for the state. */
    if (length >= 0)
        ast_devstate_changed(AST_DEVICE_UNKNOWN, AST_DEVSTATE_CACHABLE, "Callpark:%s@%s", label,
                             lot);
}

static void happened(struct change *change)
{
    const struct callpark_event *event = &change->copy.event;
    if (event->kind == CALLPARK_EVENT_MOVED)
        show_lamp(event->from_lot, event->from_extension, event->from_slot);
    if (callpark_changes_place(event))
        show_lamp(event->lot, event->extension, event->slot);
    if (event->stops)
        ring_stop(event->stops);
    if (event->kind == CALLPARK_EVENT_ENDED)
        ended(event);
    if (event->kind == CALLPARK_EVENT_RINGING)
        ring_start(event);
    if (change->channel)
        ast_channel_unref(change->channel);
}

/* |extension| or slot at |text| of |lot|; an error of libcallpark. */
static int find_place(const char *lot, const char *text, struct callpark_which *which)
{
    callpark_which_init(which);
    return callpark_resolve(registry, lot, text, which);
}

/* ---- Connecting: what has been claimed is committed, or rolled back ---- */

static int settle(const struct callpark_event *claimed, int connected)
{
    const struct callpark_which which = callpark_by_ticket(claimed->ticket, NULL);
    struct change change;
    int rc;
    change_begin(&change);
    rc = connected
             ? callpark_commit(registry, now_ms(), &which, claimed->serial, NULL, &change.event)
             : callpark_rollback(registry, now_ms(), &which, claimed->serial, NULL, &change.event);
    change_end(&change, rc);
    if (rc == 0)
        happened(&change);
    return connected && rc == 0;
}

/* A bridge with the claimed channel in it; NULL: it cannot be had, and waits as before. */
static struct ast_bridge *fetch(struct change *claimed)
{
    struct ast_bridge *bridge = ast_bridge_basic_new();
    struct ast_channel *parked = ast_channel_ref(claimed->channel);
    const struct callpark_event event = claimed->copy.event;
    int moved;
    happened(claimed);
    moved = bridge && ast_bridge_move(bridge, holding, parked, NULL, 0) == 0;
    ast_channel_unref(parked);
    if (settle(&event, moved))
        return bridge;
    if (bridge)
        ast_bridge_destroy(bridge, 0);
    return NULL;
}

static void answered(struct ring *ring)
{
    const struct callpark_which which = callpark_by_ticket(ring->ticket, NULL);
    struct ast_channel *leg = ring->leg;
    struct ast_bridge *bridge = NULL;
    struct change change;
    int rc;
    ring->leg = NULL;
    change_begin(&change);
    rc = callpark_recall_answered(registry, now_ms(), &which, ring->serial, 0, NULL, &change.event);
    change_end(&change, rc);
    if (rc == 0)
        bridge = fetch(&change);
    if (!bridge || ast_bridge_impart(bridge, leg, NULL, NULL, AST_BRIDGE_IMPART_CHAN_INDEPENDENT))
        ast_hangup(leg);
    ao2_cleanup(bridge);
}

static void not_answered(const struct ring *ring)
{
    const struct callpark_which which = callpark_by_ticket(ring->ticket, NULL);
    struct change change;
    int rc;
    change_begin(&change);
    rc = callpark_recall_failed(registry, now_ms(), &which, ring->serial, NULL, &change.event);
    change_end(&change, rc);
    if (rc == 0)
        happened(&change);
}

/* ---- The poller ---- */

static struct ring *take_ended_ring(void)
{
    struct ring *ring;
    AST_LIST_TRAVERSE_SAFE_BEGIN(&rings, ring, entry)
    {
        if (ring->ended) {
            AST_LIST_REMOVE_CURRENT(entry);
            break;
        }
    }
    AST_LIST_TRAVERSE_SAFE_END;
    return ring;
}

static void reap(struct ring *ring)
{
    if (ring->leg)
        answered(ring);
    else
        not_answered(ring);
    ring_free(ring);
}

/* ast_cond_timedwait() goes by the wall clock, so not for longer than a second. */
static void wait_until_due(void)
{
    const callpark_time next = callpark_next_deadline(registry);
    const callpark_time now = now_ms();
    const callpark_time ms = next <= now ? 0 : next - now < 1000 ? next - now : 1000;
    const struct timeval until = ast_tvadd(ast_tvnow(), ast_samp2tv((unsigned int)ms, 1000));
    const struct timespec at = {.tv_sec = until.tv_sec, .tv_nsec = until.tv_usec * 1000L};
    ast_cond_timedwait(&changed, &lock, &at);
}

static void *poll_registry(void *unused)
{
    struct change change;
    struct ring *ring;
    int rc;
    (void)unused;
    for (;;) {
        change_begin(&change);
        ring = take_ended_ring();
        if (stopping || ring) {
            ast_mutex_unlock(&lock);
            if (!ring)
                return NULL;
            reap(ring);
            continue;
        }
        rc = callpark_poll(registry, now_ms(), &change.event);
        if (rc == 0)
            wait_until_due();
        change_end(&change, rc == 1 ? 0 : -1);
        if (rc == 1)
            happened(&change);
    }
}

/* ---- CallparkPark([lot][,place]) ---- */

static const char *status_of(int error)
{
    switch (error) {
    case CALLPARK_OK:
        return "OK";
    case CALLPARK_ERR_FULL:
    case CALLPARK_ERR_LIMIT:
        return "FULL";
    case CALLPARK_ERR_TAKEN:
        return "TAKEN";
    case CALLPARK_ERR_CLAIMED:
        return "CLAIMED";
    default:
        return "NOT_FOUND";
    }
}

static int park(struct ast_channel *channel, const char *lot, const char *place, const char *parker,
                struct change *change, char label[256])
{
    struct callpark_where where = callpark_at_any_slot(lot);
    struct callpark_which which;
    struct callpark_call call;
    int rc = 0;
    callpark_call_init(&call);
    call.call_id = ast_channel_uniqueid(channel);
    call.parker = parker;
    call.parkee = S_COR(ast_channel_caller(channel)->id.number.valid,
                        ast_channel_caller(channel)->id.number.str, NULL);
    call.caller_name = S_COR(ast_channel_caller(channel)->id.name.valid,
                             ast_channel_caller(channel)->id.name.str, NULL);
    call.caller_number = call.parkee;
    call.host = ast_channel_ref(channel);
    change_begin(change);
    if (!ast_strlen_zero(place)) {
        rc = find_place(lot, place, &which);
        where = callpark_at_place(&which);
    }
    if (rc == 0)
        rc = callpark_park(registry, now_ms(), &where, &call, NULL, parker, &change->event);
    if (rc == 0)
        callpark_place_label(registry, lot, change->event.extension, change->event.slot, label,
                             256);
    change_end(change, rc);
    if (rc < 0)
        ast_channel_unref(channel);
    return rc;
}

/* The parked one hung up, or has left the bridge in another way. Retrieved: NOT_FOUND. */
static void left(struct ast_channel *channel)
{
    const struct callpark_which which = callpark_by_call(ast_channel_uniqueid(channel));
    struct change change;
    int rc;
    change_begin(&change);
    rc = callpark_hangup(registry, now_ms(), &which, NULL, &change.event);
    change_end(&change, rc);
    if (rc == 0)
        happened(&change);
}

static int park_exec(struct ast_channel *channel, const char *data)
{
    struct ast_bridge_features features;
    struct change change;
    const char *parker;
    char label[256];
    char *parse = ast_strdupa(data);
    int rc;
    AST_DECLARE_APP_ARGS(args, AST_APP_ARG(lot); AST_APP_ARG(place););
    AST_STANDARD_APP_ARGS(args, parse);
    ast_channel_lock(channel);
    parker = ast_strdupa(S_OR(pbx_builtin_getvar_helper(channel, "PARKER"), ""));
    ast_channel_unlock(channel);
    rc = park(channel, S_OR(args.lot, "default"), args.place, parker, &change, label);
    pbx_builtin_setvar_helper(channel, STATUS, status_of(rc));
    if (rc < 0)
        return 0; /* the dialplan goes on: whoever parks still has the call */
    pbx_builtin_setvar_helper(channel, PLACE, label);
    happened(&change);
    if (ast_channel_state(channel) != AST_STATE_UP)
        ast_answer(channel);
    ast_bridge_features_init(&features);
    ast_bridge_join(holding, channel, NULL, &features, NULL, 0);
    ast_bridge_features_cleanup(&features);
    left(channel);
    return ast_check_hangup(channel) ? -1 : 0;
}

/* ---- CallparkRetrieve([lot],place) ---- */

static int retrieve_exec(struct ast_channel *channel, const char *data)
{
    struct ast_bridge_features features;
    struct callpark_which which;
    struct ast_bridge *bridge = NULL;
    struct change change;
    char *parse = ast_strdupa(data);
    int rc;
    AST_DECLARE_APP_ARGS(args, AST_APP_ARG(lot); AST_APP_ARG(place););
    AST_STANDARD_APP_ARGS(args, parse);
    change_begin(&change);
    rc = find_place(S_OR(args.lot, "default"), S_OR(args.place, ""), &which);
    if (rc == 0)
        rc = callpark_claim(registry, now_ms(), &which, 0, NULL, &change.event);
    change_end(&change, rc);
    if (rc == 0)
        bridge = fetch(&change);
    pbx_builtin_setvar_helper(channel, STATUS, rc == 0 && !bridge ? "FAILED" : status_of(rc));
    if (!bridge)
        return 0;
    if (ast_channel_state(channel) != AST_STATE_UP)
        ast_answer(channel);
    ast_bridge_features_init(&features);
    ast_bridge_join(bridge, channel, NULL, &features, NULL, AST_BRIDGE_JOIN_PASS_REFERENCE);
    ast_bridge_features_cleanup(&features);
    return ast_check_hangup(channel) ? -1 : 0;
}

/* ---- Hints: Callpark:701@default ---- */

static enum ast_device_state callpark_state(const char *data)
{
    char *place = ast_strdupa(data);
    char *lot = strchr(place, '@');
    struct callpark_which which;
    struct callpark_info info;
    int held;
    if (lot)
        *lot++ = '\0';
    callpark_info_init(&info);
    ast_mutex_lock(&lock);
    held = find_place(S_OR(lot, "default"), place, &which) == 0 &&
           callpark_find(registry, &which, &info) == 0;
    ast_mutex_unlock(&lock);
    return held ? AST_DEVICE_INUSE : AST_DEVICE_NOT_INUSE;
}

/* ---- Configuration ---- */

static uint32_t number(struct ast_config *file, const char *section, const char *name,
                       uint32_t other)
{
    const char *text = ast_variable_retrieve(file, section, name);
    unsigned int value;
    return text && sscanf(text, "%30u", &value) == 1 ? value : other;
}

static void configure_lot(struct ast_config *file, const char *name)
{
    struct callpark_lot_config config;
    struct callpark_recall recall;
    struct change change;
    int rc;
    callpark_recall_init(&recall);
    recall.alternate = ast_variable_retrieve(file, name, "alternate");
    recall.fallback = ast_variable_retrieve(file, name, "fallback");
    recall.ring = callpark_seconds(number(file, name, "ring", 0));
    recall.pause = callpark_seconds(number(file, name, "pause", 0));
    recall.rounds = number(file, name, "rounds", 0);
    callpark_lot_config_init(&config);
    config.prefix = ast_variable_retrieve(file, name, "prefix");
    config.first_slot = number(file, name, "first_slot", 701);
    config.last_slot = number(file, name, "last_slot", 720);
    config.timeout = callpark_seconds(number(file, name, "timeout", 0));
    config.recall = &recall;
    change_begin(&change);
    rc = callpark_lot_set(registry, now_ms(), name, &config, NULL, &change.event);
    change_end(&change, rc);
    if (rc == 0)
        happened(&change);
    else
        ast_log(LOG_ERROR, CONFIG_FILE ": %s: %s\n", name, callpark_strerror(rc));
}

static int configure(void)
{
    const struct ast_flags flags = {0};
    struct ast_config *file = ast_config_load(CONFIG_FILE, flags);
    const char *tech;
    char *section = NULL;
    if (!file || file == CONFIG_STATUS_FILEINVALID)
        return -1;
    tech = ast_variable_retrieve(file, "general", "dial");
    if (tech)
        ast_copy_string(dial_tech, tech, sizeof dial_tech);
    while ((section = ast_category_browse(file, section))) {
        if (strcmp(section, "general") != 0)
            configure_lot(file, section);
    }
    ast_config_destroy(file);
    return 0;
}

/* ---- The module ---- */

static int start_registry(void)
{
    struct callpark_options options;
    callpark_options_init(&options);
    for (size_t i = 0; i < sizeof options.hash_key; i++)
        options.hash_key[i] = (uint8_t)ast_random();
    options.first_ticket = options.first_event = ((uint64_t)time(NULL) << 24) + 1;
    return callpark_new(&options, &registry);
}

static void drain(void)
{
    struct change change;
    int rc;
    do {
        change_begin(&change);
        rc = callpark_drain(registry, now_ms(), NULL, NULL, &change.event);
        change_end(&change, rc == 1 ? 0 : -1);
        if (rc == 1)
            happened(&change);
    } while (rc == 1);
}

/* Asterisk unloads a module only when no channel runs its applications. */
static int unload_module(void)
{
    ast_unregister_application("CallparkPark");
    ast_unregister_application("CallparkRetrieve");
    ast_devstate_prov_del("Callpark");
    if (registry)
        drain();
    ast_mutex_lock(&lock);
    stopping = 1;
    ast_cond_signal(&changed);
    ast_mutex_unlock(&lock);
    if (poller != AST_PTHREADT_NULL)
        pthread_join(poller, NULL);
    if (holding)
        ast_bridge_destroy(holding, 0);
    callpark_free(registry);
    ast_cond_destroy(&changed);
    return 0;
}

static int load_module(void)
{
    ast_cond_init(&changed, NULL);
    holding = ast_bridge_base_new(AST_BRIDGE_CAPABILITY_HOLDING, 0, "callpark", NULL, NULL);
    if (!holding || start_registry() < 0 || configure() < 0 ||
        ast_pthread_create(&poller, NULL, poll_registry, NULL) ||
        ast_register_application("CallparkPark", park_exec, "Park the channel",
                                 "CallparkPark([lot][,place])") ||
        ast_register_application("CallparkRetrieve", retrieve_exec, "Retrieve a parked call",
                                 "CallparkRetrieve([lot],place)") ||
        ast_devstate_prov_add("Callpark", callpark_state)) {
        unload_module();
        return AST_MODULE_LOAD_DECLINE;
    }
    return AST_MODULE_LOAD_SUCCESS;
}

static int reload_module(void)
{
    return configure();
}

AST_MODULE_INFO(ASTERISK_GPL_KEY, AST_MODFLAG_DEFAULT, "Call parking by libcallpark",
                .support_level = AST_MODULE_SUPPORT_EXTENDED, .load = load_module,
                .unload = unload_module, .reload = reload_module, );
