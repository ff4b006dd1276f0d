/* SPDX-License-Identifier: MIT */
/*
 * The toy PBX of docs/guide.md, and a day in its life: what the guide says is
 * tried out and checked. Its time stands still unless it is told to pass.
 */
#define _POSIX_C_SOURCE 200809L
#include "pbx.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define check(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition);                \
            exit(1);                                                                               \
        }                                                                                          \
    } while (0)

/* Guards all of the toy; held for moments only, while nothing else is called. */
static pthread_mutex_t toy = PTHREAD_MUTEX_INITIALIZER;

/* ---- Time ---- */

static callpark_time now = 1000;
static callpark_time timer = CALLPARK_NEVER;

/* In place of clock_gettime(): the guide is compiled so. */
int pbx_clock(clockid_t clock, struct timespec *t);

int pbx_clock(clockid_t clock, struct timespec *t)
{
    check(clock == CLOCK_MONOTONIC);
    pthread_mutex_lock(&toy);
    t->tv_sec = (time_t)(now / 1000);
    t->tv_nsec = (long)(now % 1000) * 1000000;
    pthread_mutex_unlock(&toy);
    return 0;
}

void timer_at(callpark_time when)
{
    timer = when;
}

static void pass(uint32_t seconds)
{
    const callpark_time end = now + callpark_seconds(seconds);
    while (timer <= end) {
        now = timer > now ? timer : now;
        on_timer();
    }
    now = end;
}

/* ---- Channels ---- */

struct channel {
    struct channel *next;
    char id[32];
    char extension[32];
    uint64_t ticket;
    uint64_t serial;
    int references;
    int hung_up;
    int held;
};

static struct channel *channels; /* all that are there */
static struct channel *dialled;  /* the leg dialled last */
static int lines = 1;            /* 0: none is free */
static void (*before_dialling)(void);

static struct channel *channel_new(const char *extension)
{
    static unsigned count;
    struct channel *channel = calloc(1, sizeof *channel);
    check(channel);
    channel->references = 1;
    snprintf(channel->extension, sizeof channel->extension, "%s", extension);
    pthread_mutex_lock(&toy);
    snprintf(channel->id, sizeof channel->id, "leg-%u", ++count);
    channel->next = channels;
    channels = channel;
    pthread_mutex_unlock(&toy);
    return channel;
}

struct channel *channel_ref(struct channel *channel)
{
    pthread_mutex_lock(&toy);
    check(channel->references > 0);
    channel->references++;
    pthread_mutex_unlock(&toy);
    return channel;
}

void channel_unref(struct channel *channel)
{
    pthread_mutex_lock(&toy);
    check(channel->references > 0);
    if (--channel->references == 0) {
        struct channel **link = &channels;
        while (*link != channel)
            link = &(*link)->next;
        *link = channel->next;
        free(channel);
    }
    pthread_mutex_unlock(&toy);
}

const char *channel_id(const struct channel *channel)
{
    return channel->id;
}

const char *channel_extension(const struct channel *channel)
{
    return channel->extension;
}

const char *channel_name(const struct channel *channel)
{
    (void)channel;
    return "Alice Example";
}

const char *channel_number(const struct channel *channel)
{
    (void)channel;
    return "+15550100";
}

void channel_hold(struct channel *channel)
{
    pthread_mutex_lock(&toy);
    channel->held = 1;
    pthread_mutex_unlock(&toy);
}

void channel_hangup(struct channel *channel)
{
    pthread_mutex_lock(&toy);
    channel->hung_up = 1;
    pthread_mutex_unlock(&toy);
}

void channel_note(struct channel *channel, uint64_t ticket, uint64_t serial)
{
    pthread_mutex_lock(&toy);
    channel->ticket = ticket;
    channel->serial = serial;
    pthread_mutex_unlock(&toy);
}

uint64_t channel_ticket(const struct channel *channel)
{
    pthread_mutex_lock(&toy);
    const uint64_t ticket = channel->ticket;
    pthread_mutex_unlock(&toy);
    return ticket;
}

uint64_t channel_serial(const struct channel *channel)
{
    pthread_mutex_lock(&toy);
    const uint64_t serial = channel->serial;
    pthread_mutex_unlock(&toy);
    return serial;
}

void leg_stop(uint64_t serial)
{
    check(serial != 0);
    pthread_mutex_lock(&toy);
    for (struct channel *leg = channels; leg; leg = leg->next) {
        if (leg->serial == serial)
            leg->hung_up = 1;
    }
    pthread_mutex_unlock(&toy);
}

int channel_dial(const char *target, const char *name, const char *number, uint64_t ticket,
                 uint64_t serial)
{
    check(strcmp(name, "Alice Example") == 0 && strcmp(number, "+15550100") == 0);
    if (before_dialling)
        before_dialling();
    if (!lines)
        return 0;
    struct channel *leg = channel_new(target);
    channel_note(leg, ticket, serial);
    if (dialled)
        channel_unref(dialled);
    dialled = leg;
    return 1;
}

/* The day goes on with on_connected() when it likes. */
void channel_connect(struct channel *parked, struct channel *taker)
{
    check(channel_serial(taker) != 0 || taker->hung_up);
    check(parked->held);
}

/* ---- Displays ---- */

#define MOST 64

static char shown[256];
static char lamps[MOST][64]; /* those lit */

/* Whether the leg dialled last rings |target|. */
static int rings(const char *target)
{
    return dialled && !dialled->hung_up && dialled->serial != 0 &&
           strcmp(dialled->extension, target) == 0;
}

void phone_show(const char *extension, const char *text)
{
    (void)extension;
    snprintf(shown, sizeof shown, "%s", text);
}

static int lamp_of(const char *name)
{
    for (int i = 0; i < MOST; i++) {
        if (strcmp(lamps[i], name) == 0)
            return i;
    }
    return -1;
}

void lamp(const char *lot, const char *place, int lit)
{
    char name[64];
    snprintf(name, sizeof name, "%.30s/%.30s", lot, place);
    const int old = lamp_of(name);
    if (!lit && old >= 0)
        lamps[old][0] = 0;
    if (!lit || old >= 0)
        return;
    const int unlit = lamp_of("");
    check(unlit >= 0);
    memcpy(lamps[unlit], name, sizeof name);
}

struct screen {
    uint64_t last_event;
    uint64_t tickets[MOST]; /* 0: empty */
    uint32_t states[MOST];
};

static struct screen screens[2];

static void screen_set(struct screen *screen, uint64_t ticket, uint32_t state)
{
    int at = -1;
    for (int i = MOST - 1; i >= 0; i--) {
        const int better = at < 0 || screen->tickets[at] != ticket;
        if (screen->tickets[i] == ticket || (!screen->tickets[i] && better))
            at = i;
    }
    check(at >= 0);
    screen->tickets[at] = state == CALLPARK_STATE_ENDED ? 0 : ticket;
    screen->states[at] = state;
}

void screen_start(int screen, uint64_t last_event)
{
    screens[screen] = (struct screen){.last_event = last_event};
}

void screen_call(int screen, const struct callpark_info *info)
{
    screen_set(&screens[screen], info->ticket, info->state);
}

/* With threads, events come in any order: only the loop's are shown. */
static int shows_events = 1;

void screen_event(const struct callpark_event *event)
{
    if (!shows_events)
        return;
    for (int i = 0; i < 2; i++) {
        check(event->number == screens[i].last_event + 1);
        screens[i].last_event = event->number;
        if (event->ticket)
            screen_set(&screens[i], event->ticket, event->state);
    }
}

static uint32_t on_screen(int screen)
{
    uint32_t count = 0;
    for (int i = 0; i < MOST; i++)
        count += screens[screen].tickets[i] != 0;
    return count;
}

/* ---- The configuration file ---- */

static const struct lot_section morning[] = {{"lobby", 1, 3, "1009"}, {"annex", 1, 9, NULL}};
static const struct lot_section evening[] = {{"lobby", 1, 2, "1009"}};
static const struct lot_section *sections;
static size_t section_count;

const struct lot_section *section_named(const char *name)
{
    for (size_t i = 0; i < section_count; i++) {
        if (strcmp(sections[i].name, name) == 0)
            return &sections[i];
    }
    return NULL;
}

void log_error(const char *what, int error)
{
    fprintf(stderr, "%s: %s\n", what, callpark_strerror(error));
}

static int reload(const struct lot_section *file, size_t count)
{
    sections = file;
    section_count = count;
    return parking_reload(file, count);
}

/* ---- A day: one thread ---- */

static const uint8_t key[16] = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3};

static struct channel *parked(const char *lot)
{
    struct channel *alice = channel_new("alice");
    check(park(alice, lot, NULL, "1000") == 0);
    check(alice->held);
    return alice;
}

/* The caller is on the line, and with somebody; nothing is left of the parking. */
static void done(struct channel *caller)
{
    check(!caller->hung_up && caller->references == 1);
    channel_unref(caller);
}

static void retrieving(void)
{
    struct channel *alice = parked("lobby");
    struct channel *carol = channel_new("1001");
    struct channel *dave = channel_new("1002");
    check(strcmp(shown, "*501") == 0 && lamp_of("lobby/*501") >= 0);
    check(park(dave, "lobby", "*501", "1000") == CALLPARK_ERR_TAKEN && dave->references == 1);
    check(retrieve(carol, "lobby", "*502") == CALLPARK_ERR_NOT_FOUND);
    check(retrieve(carol, "lobby", "*501") == 0);
    check(retrieve(dave, "lobby", "*501") == CALLPARK_ERR_CLAIMED);
    on_connected(carol, 0);
    check(lamp_of("lobby/*501") >= 0 && !carol->hung_up);
    check(retrieve(dave, "lobby", "*501") == 0);
    on_connected(dave, 1);
    check(lamp_of("lobby/*501") < 0 && !dave->hung_up);
    done(alice);

    alice = parked("lobby");
    check(retrieve(carol, "lobby", "*501") == 0);
    on_caller_gone(alice);
    check(carol->hung_up && alice->references == 1);
    on_connected(carol, 1);
    channel_unref(alice);

    alice = parked("lobby");
    check(retrieve(dave, "lobby", "*501") == 0);
    pass(41);
    check(dave->hung_up && lamp_of("lobby/*501") >= 0);
    on_caller_gone(alice);
    on_caller_gone(alice);
    channel_unref(alice);
    channel_unref(carol);
    channel_unref(dave);
}

static void recalling(void)
{
    struct channel *alice = parked("lobby");
    struct channel *carol = channel_new("1001");
    pass(59);
    check(!rings("1000"));
    pass(1);
    check(rings("1000"));
    on_leg_failed(dialled);
    pass(0);
    check(rings("1009"));
    on_leg_answered(dialled);
    on_connected(dialled, 1);
    check(!dialled->hung_up);
    done(alice);

    alice = parked("lobby");
    lines = 0;
    pass(60);
    lines = 1;
    check(!rings("1000"));
    pass(10);
    check(rings("1000"));
    struct channel *leg = channel_ref(dialled);
    check(retrieve(carol, "lobby", "*501") == 0);
    check(leg->hung_up);
    on_leg_answered(leg); /* too late */
    on_connected(carol, 1);
    check(!carol->hung_up);
    channel_unref(leg);
    done(alice);

    alice = parked("lobby"); /* 60 s, two rounds of 20 + 30 s with 10 s between */
    pass(60 + 50 + 10 + 50);
    check(rings("voicemail"));
    on_leg_answered(dialled);
    on_connected(dialled, 1);
    done(alice);

    alice = parked("annex");
    pass(60 + 20 + 10 + 20);
    check(rings("voicemail"));
    check(!alice->hung_up);
    pass(30);
    check(dialled->hung_up && alice->hung_up && alice->references == 1);
    channel_unref(alice);
    channel_unref(carol);
}

static void transferring(void)
{
    struct channel *alice = channel_new("alice");
    struct channel *bob = channel_new("1000");
    uint64_t ticket;
    check(transfer_begins("lobby", "1000", &ticket) == 0);
    check(strcmp(shown, "*501") == 0 && lamp_of("lobby/*501") >= 0);
    check(transfer_given_up(ticket) == 0 && lamp_of("lobby/*501") < 0);
    check(transfer_completed(ticket, alice) == CALLPARK_ERR_ENDED && alice->references == 1);
    check(transfer_begins("lobby", "1000", &ticket) == 0);
    check(retrieve(bob, "lobby", "*501") == CALLPARK_ERR_RESERVED);
    check(transfer_completed(ticket, alice) == 0 && alice->held);
    pass(60);
    check(rings("1000")); /* the reservation's parker */
    on_caller_gone(alice);
    check(dialled->hung_up && alice->references == 1);

    check(park(bob, "lobby", "*502", "1000") == 0);
    check(parked_call_replaced(bob, alice) == 0);
    check(bob->references == 1 && alice->references == 2);
    check(parked_call_replaced(bob, alice) == CALLPARK_ERR_NOT_FOUND && alice->references == 2);
    on_caller_gone(alice);
    done(alice);
    channel_unref(bob);
}

static void groups(void)
{
    const char *const members[] = {"1000", "1001", "1002"};
    struct channel *callers[3];
    for (int i = 0; i < 3; i++)
        callers[i] = channel_new("alice");
    check(group_set("lobby", "sales", members, 3) == 0);
    check(park_for_group(callers[0], "lobby", "1007") == CALLPARK_ERR_GROUP);
    check(do_not_disturb("lobby", "1001", 1) == 0);
    check(park_for_group(callers[0], "lobby", "1000") == 0 && strcmp(shown, "1002") == 0);
    check(park_for_group(callers[1], "lobby", "1000") == CALLPARK_ERR_GROUP_FULL);
    check(do_not_disturb("lobby", "1001", 0) == 0);
    check(park_for_group(callers[1], "lobby", "1000") == 0 && strcmp(shown, "1001") == 0);
    check(group_set("lobby", "sales", members, 2) == 0);
    check(park(callers[2], "lobby", "1002", "1000") == CALLPARK_ERR_TAKEN);
    for (int i = 0; i < 3; i++) {
        on_caller_gone(callers[i]);
        channel_unref(callers[i]);
    }
}

static void evenings(void)
{
    struct channel *callers[5];
    struct channel *carol = channel_new("1001");
    for (int i = 0; i < 3; i++)
        callers[i] = parked("lobby");
    callers[3] = channel_new("alice");
    callers[4] = parked("annex");
    check(park(callers[3], "lobby", NULL, "1000") == CALLPARK_ERR_FULL);
    check(strstr(error_text(CALLPARK_ERR_FULL), "still have the call"));
    check(reload(evening, 1) == 0);
    check(lamp_of("lobby/*503") >= 0 && lamp_of("annex/*501") >= 0);
    check(park(callers[3], "annex", NULL, "1000") == CALLPARK_ERR_LOT);
    screen_joined(1);
    check(on_screen(0) == 4 && on_screen(1) == 4);
    check(retrieve(carol, "lobby", "*503") == 0);
    on_connected(carol, 1);
    check(park(callers[3], "lobby", NULL, "1000") == CALLPARK_ERR_FULL);
    check(on_screen(0) == 3 && on_screen(1) == 3);
    parking_stop();
    check(on_screen(0) == 0 && on_screen(1) == 0);
    for (int i = 0; i < 5; i++) {
        check(callers[i]->hung_up == (i != 2 && i != 3));
        channel_unref(callers[i]);
    }
    channel_unref(carol);
}

static void nothing_is_left(void)
{
    if (dialled)
        channel_unref(dialled);
    dialled = NULL;
    check(!channels);
}

/* ---- A day: threads ---- */

enum { WORKERS = 4, CALLS = 500 };

static struct site *site;

static void *worker(void *lot)
{
    struct channel *taker = channel_new("1001");
    char place[16];
    for (int i = 0; i < CALLS; i++) {
        struct channel *alice = channel_new("alice");
        check(site_park(site, alice, lot, "1000") == 0);
        for (uint32_t slot = 1 + (uint32_t)i % 4; slot; slot--) {
            snprintf(place, sizeof place, "%u", (unsigned)slot);
            if (site_retrieve(site, taker, lot, place) == 0)
                site_connected(site, taker, i % 3 != 0);
        }
        site_caller_gone(site, alice); /* if she is still parked */
        channel_unref(alice);
    }
    channel_unref(taker);
    return NULL;
}

static void crowd(void)
{
    static char lot[] = "lobby";
    struct callpark_lot_config config;
    pthread_t threads[WORKERS];
    callpark_lot_config_init(&config);
    config.last_slot = 8;
    site = site_start(key, 3);
    check(site && site_configure(site, lot, &config) == 0);
    for (int i = 0; i < WORKERS; i++)
        check(pthread_create(&threads[i], NULL, worker, lot) == 0);
    for (int i = 0; i < WORKERS; i++)
        pthread_join(threads[i], NULL);
    site_stop(site);
    nothing_is_left();
}

static struct channel *thief;

/* Another retriever comes between poll and the dialling. */
static void steal(void)
{
    check(site_retrieve(site, thief, "lobby", "1") == 0);
    before_dialling = NULL;
}

/* Until the poll thread has no more to do. */
static int settled(int (*is_so)(void))
{
    for (int i = 0; i < 2000; i++) {
        const struct timespec tick = {.tv_nsec = 1000000};
        pthread_mutex_lock(&toy);
        const int so = is_so();
        pthread_mutex_unlock(&toy);
        if (so)
            return 1;
        nanosleep(&tick, NULL);
    }
    return 0;
}

static int dialled_in_vain(void)
{
    for (const struct channel *leg = channels; leg; leg = leg->next) {
        if (strcmp(leg->extension, "1000") == 0)
            return leg->hung_up;
    }
    return 0;
}

static int dialled_again(void)
{
    int legs = 0;
    for (const struct channel *leg = channels; leg; leg = leg->next)
        legs += strcmp(leg->extension, "1000") == 0 && !leg->hung_up && leg->serial != 0;
    return legs == 1;
}

static void stopped_before_dialled(void)
{
    struct callpark_lot_config config;
    struct channel *alice = channel_new("alice");
    thief = channel_new("1001");
    callpark_lot_config_init(&config);
    config.last_slot = 8;
    site = site_start(key, 3);
    check(site && site_configure(site, "lobby", &config) == 0);
    before_dialling = steal;
    check(site_park(site, alice, "lobby", "1000") == 0);
    pthread_mutex_lock(&toy);
    now += callpark_seconds(180);
    pthread_mutex_unlock(&toy);
    check(site_configure(site, "annex", &config) == 0); /* wakes the poll thread */
    check(settled(dialled_in_vain));
    check(shard_of_ticket(channel_ticket(thief)) == 3 && shard_of_lot("lobby") < 16);
    site_connected(site, thief, 0);
    pthread_mutex_lock(&toy);
    now += callpark_seconds(10);
    pthread_mutex_unlock(&toy);
    check(site_configure(site, "attic", &config) == 0);
    check(settled(dialled_again));
    site_leg_answered(site, dialled);
    site_connected(site, dialled, 1);
    check(!dialled->hung_up);
    site_stop(site);
    done(alice);
    channel_unref(thief);
    nothing_is_left();
}

int main(void)
{
    screens[0].last_event = 500;
    screens[1].last_event = 500;
    check(parking_start(key, 70, 500) == 0);
    check(reload(morning, 2) == 0);
    retrieving();
    recalling();
    transferring();
    groups();
    evenings();
    nothing_is_left();
    shows_events = 0;
    crowd();
    stopped_before_dialled();
    puts("The guide's program does what the guide says.");
    return 0;
}
