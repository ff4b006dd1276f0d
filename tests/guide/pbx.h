/* SPDX-License-Identifier: MIT */
/*
 * The PBX that docs/guide.md puts call parking into: above what it has, below
 * what it calls, which is defined in the guide. It is a toy, but it runs: see
 * pbx.c.
 */
#ifndef PBX_H
#define PBX_H

#include <callpark/callpark.h>

/* ---- What the PBX has ------------------------------------------------------ */

/* One leg of a call: a phone and the PBX. Counted. */
struct channel;

struct channel *channel_ref(struct channel *channel);
void channel_unref(struct channel *channel);
const char *channel_id(const struct channel *channel); /* unique */
const char *channel_extension(const struct channel *channel);
const char *channel_name(const struct channel *channel);
const char *channel_number(const struct channel *channel);
void channel_hold(struct channel *channel); /* music on hold */
void channel_hangup(struct channel *channel);

/* What a leg is for: the ring or claim |serial| of |ticket|; 0 and 0: nothing. */
void channel_note(struct channel *channel, uint64_t ticket, uint64_t serial);
uint64_t channel_ticket(const struct channel *channel);
uint64_t channel_serial(const struct channel *channel);

/* Hangs up the leg that is noted with |serial|, if there is one; whom it was being connected to
 * is held again. */
void leg_stop(uint64_t serial);

/* Rings |target|, a leg noted with |ticket| and |serial|; false: no line is free.
 * Reports with on_leg_answered() or on_leg_failed(). */
int channel_dial(const char *target, const char *name, const char *number, uint64_t ticket,
                 uint64_t serial);

/* Begins to connect the two. Reports with on_connected(); |parked| is held again if it failed. */
void channel_connect(struct channel *parked, struct channel *taker);

void phone_show(const char *extension, const char *text);
void lamp(const char *lot, const char *place, int lit);
void timer_at(callpark_time when); /* calls on_timer() then, instead of at the time set before */

/* A screen that shows what is parked. It sorts events by number. */
void screen_start(int screen, uint64_t last_event); /* forget all, ignore older events */
void screen_call(int screen, const struct callpark_info *info);
void screen_event(const struct callpark_event *event); /* to every screen */

/* What the configuration file says. */
struct lot_section {
    const char *name;
    uint32_t first;
    uint32_t last;
    const char *operator_extension; /* may be NULL */
};

const struct lot_section *section_named(const char *name);
void log_error(const char *what, int error);

/* ---- What the PBX calls: one thread, an event loop --------------------------- */

int parking_start(const uint8_t key[16], uint64_t last_ticket, uint64_t last_event);
int parking_reload(const struct lot_section *sections, size_t count);
void parking_stop(void);
void on_timer(void);

int park(struct channel *channel, const char *lot, const char *dialled, const char *parker);
int park_for_group(struct channel *channel, const char *lot, const char *parker);
int retrieve(struct channel *taker, const char *lot, const char *dialled);
void on_connected(struct channel *taker, int ok);
void on_leg_answered(struct channel *leg);
void on_leg_failed(struct channel *leg);
void on_caller_gone(struct channel *channel);

int transfer_begins(const char *lot, const char *parker, uint64_t *ticket);
int transfer_completed(uint64_t ticket, struct channel *channel);
int transfer_given_up(uint64_t ticket);
int parked_call_replaced(const struct channel *before, struct channel *after);

int group_set(const char *lot, const char *group, const char *const *members, uint32_t count);
int do_not_disturb(const char *lot, const char *extension, int on);
void screen_joined(int screen);
const char *error_text(int error);

/* ---- What the PBX calls: threads --------------------------------------------- */

struct site; /* a registry, its mutex, its thread */

struct site *site_start(const uint8_t key[16], uint32_t shard);
void site_stop(struct site *site);
int site_configure(struct site *site, const char *lot, const struct callpark_lot_config *config);
int site_park(struct site *site, struct channel *channel, const char *lot, const char *parker);
int site_retrieve(struct site *site, struct channel *taker, const char *lot, const char *dialled);
void site_connected(struct site *site, struct channel *taker, int ok);
void site_leg_answered(struct site *site, struct channel *leg);
void site_caller_gone(struct site *site, struct channel *channel);
uint32_t shard_of_lot(const char *lot);
uint32_t shard_of_ticket(uint64_t ticket);

#endif
