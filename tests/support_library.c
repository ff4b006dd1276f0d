/* SPDX-License-Identifier: MIT */
/* The library as a backend of the differential tests. */
#include "support_step.h"

/* Internal to the library: walks every invariant of a registry. */
extern int callpark__check(const struct callpark *registry);

static int create(const struct callpark_options *options, void **self)
{
    struct callpark *made = NULL;
    int error = callpark_new(options, &made);
    *self = made;
    return error;
}

static void destroy(void *self)
{
    callpark_free(self);
}

static int configure(struct callpark *to, const struct step *s, struct callpark_event *event)
{
    const struct callpark_lot_config *config = s->with_config ? &s->config : NULL;
    switch (s->verb) {
    case VERB_LOT_ADD:
        return callpark_lot_add(to, s->now, s->lot, config, s->by, event);
    case VERB_LOT_CONFIGURE:
        return callpark_lot_configure(to, s->now, s->lot, config, s->by, event);
    case VERB_LOT_REMOVE:
        return callpark_lot_remove(to, s->now, s->lot, s->by, event);
    case VERB_GROUP_ADD:
        return callpark_group_add(to, s->now, s->lot, s->group, &s->members, s->by, event);
    case VERB_GROUP_CONFIGURE:
        return callpark_group_configure(to, s->now, s->lot, s->group, &s->members, s->by, event);
    case VERB_GROUP_REMOVE:
        return callpark_group_remove(to, s->now, s->lot, s->group, s->by, event);
    default:
        return callpark_member_set_available(to, s->now, s->lot, s->extension, s->available, s->by,
                                             event);
    }
}

static int perform(void *self, const struct step *s, struct callpark_event *event)
{
    struct callpark *to = self;
    const struct callpark_which *which = &s->which;
    const struct callpark_terms *terms = s->with_terms ? &s->terms : NULL;
    switch (s->verb) {
    case VERB_PARK:
        return callpark_park(to, s->now, &s->where, &s->call, terms, s->by, event);
    case VERB_RESERVE:
        return callpark_reserve(to, s->now, &s->where, s->parker, s->duration, s->by, event);
    case VERB_FILL:
        return callpark_fill(to, s->now, which, &s->call, terms, s->by, event);
    case VERB_RETRIEVE:
        return callpark_retrieve(to, s->now, which, s->by, event);
    case VERB_CLAIM:
        return callpark_claim(to, s->now, which, s->duration, s->by, event);
    case VERB_COMMIT:
        return callpark_commit(to, s->now, which, s->serial, s->by, event);
    case VERB_ROLLBACK:
        return callpark_rollback(to, s->now, which, s->serial, s->by, event);
    case VERB_ANSWERED:
        return callpark_recall_answered(to, s->now, which, s->serial, s->duration, s->by, event);
    case VERB_FAILED:
        return callpark_recall_failed(to, s->now, which, s->serial, s->by, event);
    case VERB_DEFERRED:
        return callpark_recall_deferred(to, s->now, which, s->serial, s->by, event);
    case VERB_SWAP:
        return callpark_swap(to, s->now, which, &s->call, s->by, event);
    case VERB_MOVE:
        return callpark_move(to, s->now, which, &s->where, s->by, event);
    case VERB_EXTEND:
        return callpark_extend(to, s->now, which, s->duration, s->by, event);
    case VERB_HANGUP:
        return callpark_hangup(to, s->now, which, s->by, event);
    case VERB_REMOVE:
        return callpark_remove(to, s->now, which, s->by, event);
    case VERB_POLL:
        return callpark_poll(to, s->now, event);
    case VERB_DRAIN:
        return callpark_drain(to, s->now, s->lot, s->by, event);
    default:
        return configure(to, s, event);
    }
}

static int find(const void *self, const struct callpark_which *which, struct callpark_info *info)
{
    return callpark_find(self, which, info);
}

static int resolve(const void *self, const char *lot, const char *text,
                   struct callpark_which *which)
{
    return callpark_resolve(self, lot, text, which);
}

static int next(const void *self, uint64_t *cursor, struct callpark_info *info)
{
    return callpark_next(self, cursor, info);
}

static int lot_find(const void *self, const char *name, struct callpark_lot_info *info)
{
    return callpark_lot_find(self, name, info);
}

static int lot_next(const void *self, uint64_t *cursor, struct callpark_lot_info *info)
{
    return callpark_lot_next(self, cursor, info);
}

static int slot_label(const void *self, const char *lot, uint32_t slot, char *buffer, size_t size)
{
    return callpark_slot_label(self, lot, slot, buffer, size);
}

static int group_find(const void *self, const char *lot, const char *group,
                      struct callpark_group_info *info)
{
    return callpark_group_find(self, lot, group, info);
}

static int group_next(const void *self, uint64_t *cursor, struct callpark_group_info *info)
{
    return callpark_group_next(self, cursor, info);
}

static int group_member(const void *self, const char *lot, const char *group, uint32_t position,
                        struct callpark_member_info *info)
{
    return callpark_group_member(self, lot, group, position, info);
}

static int member_find(const void *self, const char *lot, const char *extension,
                       struct callpark_member_info *info)
{
    return callpark_member_find(self, lot, extension, info);
}

static callpark_time next_deadline(const void *self)
{
    return callpark_next_deadline(self);
}

static uint32_t count(const void *self)
{
    return callpark_count(self);
}

static uint64_t last_event(const void *self)
{
    return callpark_last_event(self);
}

static uint64_t last_ticket(const void *self)
{
    return callpark_last_ticket(self);
}

static int check(const void *self)
{
    return callpark__check(self);
}

const struct backend backend_library = {
    .name = "library",
    .create = create,
    .destroy = destroy,
    .perform = perform,
    .find = find,
    .resolve = resolve,
    .next = next,
    .lot_find = lot_find,
    .lot_next = lot_next,
    .slot_label = slot_label,
    .group_find = group_find,
    .group_next = group_next,
    .group_member = group_member,
    .member_find = member_find,
    .next_deadline = next_deadline,
    .count = count,
    .last_event = last_event,
    .last_ticket = last_ticket,
    .check = check,
};
