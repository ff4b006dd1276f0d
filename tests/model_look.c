/* SPDX-License-Identifier: MIT */
/* What only looks. */
#include "model.h"

int model_find(const struct model *m, const struct callpark_which *which,
               struct callpark_info *info)
{
    int error = 0;
    struct model_parking *parking;
    model__check_which(&error, which);
    if (error == 0)
        error = model__find(m, which, &parking);
    if (error == 0)
        *info = parking->now;
    return error;
}

/* The slot that |text| is the label of: one in range first, else one that is held. */
static bool slot_of_label(const struct model *m, const struct model_lot *lot, const char *text,
                          uint32_t *slot)
{
    char label[256];
    for (uint64_t n = lot->first_slot; n <= lot->last_slot; n++) {
        model__label(lot->prefix, lot->label_width, (uint32_t)n, label);
        if (model__same(label, text)) {
            *slot = (uint32_t)n;
            return true;
        }
    }
    for (uint32_t i = 0; i < m->parking_count; i++) {
        const struct callpark_info *now = &m->parkings[i].now;
        if (!model__same(now->lot, lot->name) || now->extension != NULL)
            continue;
        model__label(lot->prefix, lot->label_width, now->slot, label);
        if (model__same(label, text)) {
            *slot = now->slot;
            return true;
        }
    }
    return false;
}

int model_resolve(const struct model *m, const char *lot_name, const char *text,
                  struct callpark_which *which)
{
    int error = 0;
    model__check_required(&error, lot_name);
    model__check_required(&error, text);
    if (error != 0)
        return error;
    const struct model_lot *lot = model__lot(m, lot_name);
    if (lot == NULL)
        return CALLPARK_ERR_LOT;
    uint32_t slot;
    bool held = model__at_extension(m, lot_name, text) != NULL;
    if (slot_of_label(m, lot, text, &slot) && (!held || model__in_slot(m, lot_name, slot) != NULL))
        *which = callpark_by_slot(lot->name, slot);
    else
        *which = callpark_by_extension(lot->name, text);
    return 0;
}

int model_next(const struct model *m, uint64_t *cursor, struct callpark_info *info)
{
    for (uint32_t i = 0; i < m->parking_count; i++)
        if (m->parkings[i].now.ticket > *cursor) {
            *info = m->parkings[i].now;
            *cursor = info->ticket;
            return 1;
        }
    return 0;
}

uint32_t model_count(const struct model *m)
{
    return m->parking_count;
}

uint64_t model_last_event(const struct model *m)
{
    return m->last_event;
}

uint64_t model_last_ticket(const struct model *m)
{
    return m->last_ticket;
}

/* ---- Lots ---------------------------------------------------------------- */

static void show_lot(const struct model *m, const struct model_lot *lot,
                     struct callpark_lot_info *info)
{
    callpark_lot_info_init(info);
    info->name = lot->name;
    info->prefix = lot->prefix;
    info->alternate = lot->policy.alternate;
    info->fallback = lot->policy.fallback;
    info->targets = lot->policy.targets;
    info->rounds = lot->policy.rounds;
    info->ring = lot->policy.ring;
    info->ring_other = lot->policy.ring_other;
    info->pause = lot->policy.pause;
    info->first_slot = lot->first_slot;
    info->last_slot = lot->last_slot;
    info->label_width = lot->label_width;
    info->choice = lot->choice;
    info->timeout = lot->timeout;
    info->timeout_min = lot->timeout_min;
    info->timeout_max = lot->timeout_max;
    info->flags = lot->flags;
    info->removed = lot->removed ? 1 : 0;
    info->slots_free = (uint32_t)((uint64_t)lot->last_slot + 1 - lot->first_slot);
    for (uint32_t i = 0; i < m->parking_count; i++) {
        const struct callpark_info *now = &m->parkings[i].now;
        if (!model__same(now->lot, lot->name))
            continue;
        info->calls++;
        if (now->extension == NULL && model__in_range(lot, now->slot))
            info->slots_free--;
    }
}

int model_lot_find(const struct model *m, const char *name, struct callpark_lot_info *info)
{
    int error = 0;
    model__check_required(&error, name);
    if (error != 0)
        return error;
    const struct model_lot *lot = model__lot(m, name);
    if (lot == NULL)
        return CALLPARK_ERR_LOT;
    show_lot(m, lot, info);
    return 0;
}

int model_lot_next(const struct model *m, uint64_t *cursor, struct callpark_lot_info *info)
{
    for (uint32_t i = 0; i < m->lot_count; i++)
        if (m->lots[i].born > *cursor) {
            show_lot(m, &m->lots[i], info);
            *cursor = m->lots[i].born;
            return 1;
        }
    return 0;
}

int model_slot_label(const struct model *m, const char *lot_name, uint32_t slot, char *buffer,
                     size_t size)
{
    int error = 0;
    char label[256];
    model__check_required(&error, lot_name);
    if (error != 0)
        return error;
    const struct model_lot *lot = model__lot(m, lot_name);
    if (lot == NULL && m->gone != NULL && model__same(m->gone->name, lot_name))
        lot = m->gone;
    if (lot == NULL)
        return CALLPARK_ERR_LOT;
    model__label(lot->prefix, lot->label_width, slot, label);
    size_t length = strlen(label);
    if (size < length + 1)
        return CALLPARK_ERR_BUFFER;
    memcpy(buffer, label, length + 1);
    return (int)length;
}

/* ---- Groups -------------------------------------------------------------- */

static void show_member(const struct model *m, const struct model_lot *lot,
                        const struct model_group *group, uint32_t position,
                        struct callpark_member_info *info)
{
    const struct model_member *member = &group->members[position];
    callpark_member_info_init(info);
    info->extension = member->extension;
    info->group = group->name;
    info->position = position;
    info->available = member->available ? 1 : 0;
    info->held = model__at_extension(m, lot->name, member->extension) != NULL ? 1 : 0;
}

static void show_group(const struct model *m, const struct model_lot *lot,
                       const struct model_group *group, struct callpark_group_info *info)
{
    callpark_group_info_init(info);
    info->lot = lot->name;
    info->name = group->name;
    info->member_count = group->member_count;
    info->flags = group->flags;
    for (uint32_t i = 0; i < group->member_count; i++) {
        struct callpark_member_info member;
        show_member(m, lot, group, i, &member);
        if (member.available && !member.held)
            info->members_free++;
    }
}

int model_group_find(const struct model *m, const char *lot_name, const char *name,
                     struct callpark_group_info *info)
{
    int error = 0;
    model__check_required(&error, lot_name);
    model__check_required(&error, name);
    if (error != 0)
        return error;
    const struct model_lot *lot = model__open_lot(m, lot_name);
    if (lot == NULL)
        return CALLPARK_ERR_LOT;
    const struct model_group *group = model__group(lot, name);
    if (group == NULL)
        return CALLPARK_ERR_GROUP;
    show_group(m, lot, group, info);
    return 0;
}

int model_group_next(const struct model *m, uint64_t *cursor, struct callpark_group_info *info)
{
    const struct model_group *next = NULL;
    const struct model_lot *lot = NULL;
    for (uint32_t i = 0; i < m->lot_count; i++)
        for (uint32_t j = 0; j < m->lots[i].group_count; j++) {
            const struct model_group *group = &m->lots[i].groups[j];
            if (group->born > *cursor && (next == NULL || group->born < next->born)) {
                next = group;
                lot = &m->lots[i];
            }
        }
    if (next == NULL)
        return 0;
    show_group(m, lot, next, info);
    *cursor = next->born;
    return 1;
}

int model_group_member(const struct model *m, const char *lot_name, const char *name,
                       uint32_t position, struct callpark_member_info *info)
{
    int error = 0;
    model__check_required(&error, lot_name);
    model__check_required(&error, name);
    if (error != 0)
        return error;
    const struct model_lot *lot = model__open_lot(m, lot_name);
    if (lot == NULL)
        return CALLPARK_ERR_LOT;
    const struct model_group *group = model__group(lot, name);
    if (group == NULL)
        return CALLPARK_ERR_GROUP;
    if (position >= group->member_count)
        return CALLPARK_ERR_NOT_FOUND;
    show_member(m, lot, group, position, info);
    return 0;
}

int model_member_find(const struct model *m, const char *lot_name, const char *extension,
                      struct callpark_member_info *info)
{
    int error = 0;
    model__check_required(&error, lot_name);
    model__check_required(&error, extension);
    if (error != 0)
        return error;
    const struct model_lot *lot = model__open_lot(m, lot_name);
    if (lot == NULL)
        return CALLPARK_ERR_LOT;
    uint32_t position;
    const struct model_group *group = model__group_of(lot, extension, &position);
    if (group == NULL)
        return CALLPARK_ERR_GROUP;
    show_member(m, lot, group, position, info);
    return 0;
}
