/* SPDX-License-Identifier: MIT */
/* GHashTable by call id, GTree by deadline, an array by slot and a stack of free slots. */
#include "payload.h"

#include <stdlib.h>

#if __has_include(<glib.h>)

#include <glib.h>

struct lot {
    GHashTable *by_id;
    GTree *by_deadline;
    struct payload **by_slot;
    GArray *free;
    struct payload *ended; /* the last event points into it */
    uint64_t ticket;
    uint64_t number;
    uint32_t slots;
};

static gint compare(gconstpointer a, gconstpointer b, gpointer user)
{
    const struct payload *left = a, *right = b;
    (void)user;
    if (left->deadline != right->deadline)
        return left->deadline < right->deadline ? -1 : 1;
    return left->ticket < right->ticket ? -1 : left->ticket > right->ticket;
}

static void forget(struct payload *payload)
{
    if (!payload)
        return;
    free(payload->strings);
    g_slice_free(struct payload, payload);
}

static void drop_ended(struct lot *lot)
{
    forget(lot->ended);
    lot->ended = NULL;
}

static int park(void *self, callpark_time now, const struct callpark_call *call,
                callpark_duration timeout, struct callpark_event *event)
{
    struct lot *lot = self;
    drop_ended(lot);
    if (timeout < callpark_seconds(10) || timeout > callpark_seconds(3600))
        return CALLPARK_ERR_DURATION;
    if (g_hash_table_contains(lot->by_id, call->call_id))
        return CALLPARK_ERR_PARKED;
    if (!lot->free->len)
        return CALLPARK_ERR_FULL;
    struct payload *payload = g_slice_new(struct payload);
    int error = payload_fill(payload, call);
    if (error) {
        g_slice_free(struct payload, payload);
        return error;
    }
    payload->slot = g_array_index(lot->free, uint32_t, lot->free->len - 1);
    g_array_set_size(lot->free, lot->free->len - 1);
    payload->ticket = ++lot->ticket;
    payload->parked_at = now;
    payload->deadline = now + timeout;
    lot->by_slot[payload->slot] = payload;
    g_hash_table_insert(lot->by_id, payload->strings, payload);
    g_tree_insert(lot->by_deadline, payload, payload);
    payload_tell(payload, ++lot->number, now, CALLPARK_REASON_NONE, event);
    return 0;
}

static void end(struct lot *lot, struct payload *payload, callpark_time now, uint32_t reason,
                struct callpark_event *event)
{
    g_hash_table_remove(lot->by_id, payload->strings);
    g_tree_remove(lot->by_deadline, payload);
    lot->by_slot[payload->slot] = NULL;
    g_array_append_val(lot->free, payload->slot);
    payload_tell(payload, ++lot->number, now, reason, event);
    lot->ended = payload;
}

static int retrieve_slot(void *self, callpark_time now, uint32_t slot, struct callpark_event *event)
{
    struct lot *lot = self;
    drop_ended(lot);
    if (!slot || slot > lot->slots || !lot->by_slot[slot])
        return CALLPARK_ERR_NOT_FOUND;
    end(lot, lot->by_slot[slot], now, CALLPARK_REASON_RETRIEVED, event);
    return 0;
}

static int retrieve_call(void *self, callpark_time now, const char *call_id,
                         struct callpark_event *event)
{
    struct lot *lot = self;
    drop_ended(lot);
    struct payload *payload = g_hash_table_lookup(lot->by_id, call_id);
    if (!payload)
        return CALLPARK_ERR_NOT_FOUND;
    end(lot, payload, now, CALLPARK_REASON_RETRIEVED, event);
    return 0;
}

static struct payload *first(const struct lot *lot)
{
    GTreeNode *node = g_tree_node_first(lot->by_deadline);
    return node ? g_tree_node_value(node) : NULL;
}

static int poll(void *self, callpark_time now, struct callpark_event *event)
{
    struct lot *lot = self;
    drop_ended(lot);
    struct payload *payload = first(lot);
    if (!payload || payload->deadline > now)
        return 0;
    end(lot, payload, now, CALLPARK_REASON_RELEASED, event);
    return 1;
}

static callpark_time next_deadline(const void *self)
{
    const struct payload *payload = first(self);
    return payload ? payload->deadline : CALLPARK_NEVER;
}

static void destroy(void *self)
{
    struct lot *lot = self;
    drop_ended(lot);
    g_tree_destroy(lot->by_deadline);
    g_hash_table_destroy(lot->by_id);
    for (uint32_t slot = 1; slot <= lot->slots; slot++)
        forget(lot->by_slot[slot]);
    g_array_free(lot->free, TRUE);
    g_free(lot->by_slot);
    g_free(lot);
}

static void *create(uint32_t calls, uint32_t slots)
{
    struct lot *lot = g_new0(struct lot, 1);
    (void)calls;
    lot->by_id = g_hash_table_new(g_str_hash, g_str_equal);
    lot->by_deadline = g_tree_new_full(compare, NULL, NULL, NULL);
    lot->by_slot = g_new0(struct payload *, slots + 1);
    lot->free = g_array_sized_new(FALSE, FALSE, sizeof(uint32_t), slots);
    for (uint32_t slot = slots; slot; slot--)
        g_array_append_val(lot->free, slot);
    lot->slots = slots;
    lot->number = 1;
    return lot;
}

const struct contender contender_glib = {
    .name = "GLib GHashTable + GTree",
    .create = create,
    .destroy = destroy,
    .park = park,
    .retrieve_slot = retrieve_slot,
    .retrieve_call = retrieve_call,
    .poll = poll,
    .next_deadline = next_deadline,
};

#else

const struct contender contender_glib = {
    .name = "GLib GHashTable + GTree",
    .missing = "no glib.h (Debian: libglib2.0-dev)",
};

#endif
