/* SPDX-License-Identifier: MIT */
/* The model as a backend of the differential tests. */
#include "support_step.h"
#include "model.h"

static int create(const struct callpark_options *options, void **self)
{
    struct model *made = NULL;
    int error = model_new(options, &made);
    *self = made;
    return error;
}

static void destroy(void *self)
{
    model_free(self);
}

static int configure(struct model *to, const struct step *s, struct callpark_event *event)
{
    const struct callpark_lot_config *config = s->with_config ? &s->config : NULL;
    switch (s->verb) {
    case VERB_LOT_ADD:
        return model_lot_add(to, s->now, s->lot, config, s->by, event);
    case VERB_LOT_CONFIGURE:
        return model_lot_configure(to, s->now, s->lot, config, s->by, event);
    case VERB_LOT_REMOVE:
        return model_lot_remove(to, s->now, s->lot, s->by, event);
    case VERB_GROUP_ADD:
        return model_group_add(to, s->now, s->lot, s->group, &s->members, s->by, event);
    case VERB_GROUP_CONFIGURE:
        return model_group_configure(to, s->now, s->lot, s->group, &s->members, s->by, event);
    case VERB_GROUP_REMOVE:
        return model_group_remove(to, s->now, s->lot, s->group, s->by, event);
    default:
        return model_member_set_available(to, s->now, s->lot, s->extension, s->available, s->by,
                                          event);
    }
}

static int perform(void *self, const struct step *s, struct callpark_event *event)
{
    struct model *to = self;
    const struct callpark_which *which = &s->which;
    const struct callpark_terms *terms = s->with_terms ? &s->terms : NULL;
    switch (s->verb) {
    case VERB_PARK:
        return model_park(to, s->now, &s->where, &s->call, terms, s->by, event);
    case VERB_RESERVE:
        return model_reserve(to, s->now, &s->where, s->parker, s->duration, s->by, event);
    case VERB_FILL:
        return model_fill(to, s->now, which, &s->call, terms, s->by, event);
    case VERB_RETRIEVE:
        return model_retrieve(to, s->now, which, s->by, event);
    case VERB_CLAIM:
        return model_claim(to, s->now, which, s->duration, s->by, event);
    case VERB_COMMIT:
        return model_commit(to, s->now, which, s->serial, s->by, event);
    case VERB_ROLLBACK:
        return model_rollback(to, s->now, which, s->serial, s->by, event);
    case VERB_ANSWERED:
        return model_recall_answered(to, s->now, which, s->serial, s->duration, s->by, event);
    case VERB_FAILED:
        return model_recall_failed(to, s->now, which, s->serial, s->by, event);
    case VERB_DEFERRED:
        return model_recall_deferred(to, s->now, which, s->serial, s->by, event);
    case VERB_SWAP:
        return model_swap(to, s->now, which, &s->call, s->by, event);
    case VERB_MOVE:
        return model_move(to, s->now, which, &s->where, s->by, event);
    case VERB_EXTEND:
        return model_extend(to, s->now, which, s->duration, s->by, event);
    case VERB_HANGUP:
        return model_hangup(to, s->now, which, s->by, event);
    case VERB_REMOVE:
        return model_remove(to, s->now, which, s->by, event);
    case VERB_POLL:
        return model_poll(to, s->now, event);
    case VERB_DRAIN:
        return model_drain(to, s->now, s->lot, s->by, event);
    default:
        return configure(to, s, event);
    }
}

static int find(const void *self, const struct callpark_which *which, struct callpark_info *info)
{
    return model_find(self, which, info);
}

static int resolve(const void *self, const char *lot, const char *text,
                   struct callpark_which *which)
{
    return model_resolve(self, lot, text, which);
}

static int next(const void *self, uint64_t *cursor, struct callpark_info *info)
{
    return model_next(self, cursor, info);
}

static int lot_find(const void *self, const char *name, struct callpark_lot_info *info)
{
    return model_lot_find(self, name, info);
}

static int lot_next(const void *self, uint64_t *cursor, struct callpark_lot_info *info)
{
    return model_lot_next(self, cursor, info);
}

static int slot_label(const void *self, const char *lot, uint32_t slot, char *buffer, size_t size)
{
    return model_slot_label(self, lot, slot, buffer, size);
}

static int group_find(const void *self, const char *lot, const char *group,
                      struct callpark_group_info *info)
{
    return model_group_find(self, lot, group, info);
}

static int group_next(const void *self, uint64_t *cursor, struct callpark_group_info *info)
{
    return model_group_next(self, cursor, info);
}

static int group_member(const void *self, const char *lot, const char *group, uint32_t position,
                        struct callpark_member_info *info)
{
    return model_group_member(self, lot, group, position, info);
}

static int member_find(const void *self, const char *lot, const char *extension,
                       struct callpark_member_info *info)
{
    return model_member_find(self, lot, extension, info);
}

static callpark_time next_deadline(const void *self)
{
    return model_next_deadline(self);
}

static uint32_t count(const void *self)
{
    return model_count(self);
}

static uint64_t last_event(const void *self)
{
    return model_last_event(self);
}

static uint64_t last_ticket(const void *self)
{
    return model_last_ticket(self);
}

/* The model has nothing that could disagree with itself. */
static int check(const void *self)
{
    return self != NULL ? 0 : -1;
}

const struct backend backend_model = {
    .name = "model",
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
