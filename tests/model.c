/* SPDX-License-Identifier: MIT */
#include "model.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- Memory and texts ---------------------------------------------------- */

void *model__grow(void *memory, size_t count, size_t size)
{
    void *grown = realloc(memory, (count > 0 ? count : 1) * size);
    if (grown == NULL) {
        fputs("model: out of memory\n", stderr);
        abort();
    }
    return grown;
}

bool model__absent(const char *text)
{
    return text == NULL || text[0] == '\0';
}

bool model__same(const char *a, const char *b)
{
    if (a == NULL || b == NULL)
        return a == b;
    return strcmp(a, b) == 0;
}

const char *model__text(struct model *m, const char *text)
{
    if (model__absent(text))
        return NULL;
    for (uint32_t i = 0; i < m->text_count; i++)
        if (strcmp(m->texts[i], text) == 0)
            return m->texts[i];
    m->texts = model__grow(m->texts, m->text_count + 1u, sizeof *m->texts);
    char *copy = model__grow(NULL, strlen(text) + 1, 1);
    strcpy(copy, text);
    m->texts[m->text_count++] = copy;
    return copy;
}

/* ---- Arguments ----------------------------------------------------------- */

void model__check(int *error, bool valid)
{
    if (*error == 0 && !valid)
        *error = CALLPARK_ERR_INVALID;
}

void model__check_optional(int *error, const char *text)
{
    if (*error == 0 && text != NULL && strlen(text) > 255)
        *error = CALLPARK_ERR_TOO_LONG;
}

void model__check_required(int *error, const char *text)
{
    model__check(error, !model__absent(text));
    model__check_optional(error, text);
}

int model__begin(struct model *m, callpark_time now, const char *by)
{
    int error = 0;
    if (m->gone != NULL) {
        model__free_lot(m->gone);
        free(m->gone);
        m->gone = NULL;
    }
    model__check(&error, now != CALLPARK_NEVER);
    model__check_optional(&error, by);
    return error;
}

void model__check_recall(int *error, const struct callpark_recall *recall)
{
    if (recall == NULL)
        return;
    model__check_optional(error, recall->alternate);
    model__check_optional(error, recall->fallback);
    model__check(error, recall->targets <= CALLPARK_RECALL_ALTERNATE);
    model__check(error, recall->rounds <= 1000 || recall->rounds == CALLPARK_FOREVER);
}

void model__check_which(int *error, const struct callpark_which *which)
{
    bool by_lot = which->kind == CALLPARK_BY_SLOT || which->kind == CALLPARK_BY_EXTENSION ||
                  which->kind == CALLPARK_BY_AGE;
    model__check(error, which->kind >= CALLPARK_BY_TICKET && which->kind <= CALLPARK_BY_AGE);
    if (by_lot)
        model__check_required(error, which->lot);
    if (which->kind == CALLPARK_BY_EXTENSION)
        model__check_required(error, which->extension);
    if (which->kind == CALLPARK_BY_CALL)
        model__check_required(error, which->call_id);
    model__check_optional(error, which->call_id);
}

/* ---- Time ---------------------------------------------------------------- */

callpark_time model__tick(struct model *m, callpark_time now)
{
    if (now > m->clock)
        m->clock = now;
    return m->clock;
}

callpark_time model__after(callpark_time t, callpark_duration span)
{
    if (span == CALLPARK_NO_TIMEOUT || CALLPARK_NEVER - t <= span)
        return CALLPARK_NEVER;
    return t + span;
}

bool model__within(callpark_duration span, callpark_duration least, callpark_duration most)
{
    return span >= least && span <= most;
}

/* ---- Registry ------------------------------------------------------------ */

int model_new(const struct callpark_options *options, struct model **model)
{
    const uint64_t most = UINT64_C(1) << 63;
    struct callpark_options none;
    callpark_options_init(&none);
    if (options == NULL)
        options = &none;
    if (options->first_ticket > most || options->first_event > most)
        return CALLPARK_ERR_INVALID;

    struct model *m = model__grow(NULL, 1, sizeof *m);
    memset(m, 0, sizeof *m);
    m->first_ticket = options->first_ticket != 0 ? options->first_ticket : 1;
    m->last_ticket = m->first_ticket - 1;
    m->last_event = (options->first_event != 0 ? options->first_event : 1) - 1;
    m->max_calls = options->max_calls;
    *model = m;
    return 0;
}

void model_free(struct model *m)
{
    if (m == NULL)
        return;
    model__begin(m, 0, NULL);
    for (uint32_t i = 0; i < m->lot_count; i++)
        model__free_lot(&m->lots[i]);
    for (uint32_t i = 0; i < m->text_count; i++)
        free(m->texts[i]);
    free(m->texts);
    free(m->lots);
    free(m->parkings);
    free(m);
}

/* ---- Finding ------------------------------------------------------------- */

struct model_parking *model__in_slot(const struct model *m, const char *lot, uint32_t slot)
{
    for (uint32_t i = 0; i < m->parking_count; i++) {
        const struct callpark_info *now = &m->parkings[i].now;
        if (model__same(now->lot, lot) && now->extension == NULL && now->slot == slot)
            return &m->parkings[i];
    }
    return NULL;
}

struct model_parking *model__at_extension(const struct model *m, const char *lot,
                                          const char *extension)
{
    for (uint32_t i = 0; i < m->parking_count; i++) {
        const struct callpark_info *now = &m->parkings[i].now;
        if (model__same(now->lot, lot) && now->extension != NULL &&
            model__same(now->extension, extension))
            return &m->parkings[i];
    }
    return NULL;
}

struct model_parking *model__of_call(const struct model *m, const char *call_id)
{
    for (uint32_t i = 0; i < m->parking_count; i++)
        if (m->parkings[i].now.call_id != NULL && model__same(m->parkings[i].now.call_id, call_id))
            return &m->parkings[i];
    return NULL;
}

static struct model_parking *oldest_claimable(const struct model *m, const char *lot)
{
    for (uint32_t i = 0; i < m->parking_count; i++) {
        const struct callpark_info *now = &m->parkings[i].now;
        if (model__same(now->lot, lot) && now->state != CALLPARK_STATE_RESERVED &&
            now->state != CALLPARK_STATE_CLAIMED)
            return &m->parkings[i];
    }
    return NULL;
}

static int find_ticket(const struct model *m, uint64_t ticket, struct model_parking **parking)
{
    if (ticket == 0 || ticket > m->last_ticket)
        return CALLPARK_ERR_UNKNOWN;
    for (uint32_t i = 0; i < m->parking_count; i++)
        if (m->parkings[i].now.ticket == ticket) {
            *parking = &m->parkings[i];
            return 0;
        }
    return CALLPARK_ERR_ENDED;
}

static int find_place(const struct model *m, const struct callpark_which *which,
                      struct model_parking **parking)
{
    if (model__lot(m, which->lot) == NULL)
        return CALLPARK_ERR_LOT;
    if (which->kind == CALLPARK_BY_SLOT)
        *parking = model__in_slot(m, which->lot, which->slot);
    else if (which->kind == CALLPARK_BY_EXTENSION)
        *parking = model__at_extension(m, which->lot, which->extension);
    else
        *parking = oldest_claimable(m, which->lot);
    return *parking != NULL ? 0 : CALLPARK_ERR_NOT_FOUND;
}

int model__find(const struct model *m, const struct callpark_which *which,
                struct model_parking **parking)
{
    int error;
    if (which->kind == CALLPARK_BY_TICKET) {
        error = find_ticket(m, which->ticket, parking);
    } else if (which->kind == CALLPARK_BY_CALL) {
        *parking = model__of_call(m, which->call_id);
        error = *parking != NULL ? 0 : CALLPARK_ERR_NOT_FOUND;
    } else {
        error = find_place(m, which, parking);
    }
    if (error != 0)
        return error;
    /* A reservation has no call id, so it never is of the expected call. */
    if (!model__absent(which->call_id) && !model__same((*parking)->now.call_id, which->call_id))
        return CALLPARK_ERR_MISMATCH;
    return 0;
}

/* ---- Places -------------------------------------------------------------- */

bool model__in_range(const struct model_lot *lot, uint32_t slot)
{
    return slot >= lot->first_slot && slot <= lot->last_slot;
}

/* What a slot in range is; the order matters to lowest(). */
enum { SLOT_UNUSED, SLOT_FREED, SLOT_HELD };

/* One byte for each slot in range, from the first; to be freed. */
static unsigned char *map_slots(const struct model *m, const struct model_lot *lot)
{
    size_t slots = (size_t)((uint64_t)lot->last_slot + 1 - lot->first_slot);
    unsigned char *map = model__grow(NULL, slots, 1);
    memset(map, SLOT_UNUSED, slots);
    for (uint32_t i = 0; i < lot->freed_count; i++)
        map[lot->freed[i] - lot->first_slot] = SLOT_FREED;
    for (uint32_t i = 0; i < m->parking_count; i++) {
        const struct callpark_info *now = &m->parkings[i].now;
        if (model__same(now->lot, lot->name) && now->extension == NULL &&
            model__in_range(lot, now->slot))
            map[now->slot - lot->first_slot] = SLOT_HELD;
    }
    return map;
}

/* The lowest slot from |from| on that is at most |what|. */
static bool lowest(const struct model_lot *lot, const unsigned char *map, uint64_t from, int what,
                   uint32_t *slot)
{
    for (uint64_t n = from; n <= lot->last_slot; n++)
        if (map[n - lot->first_slot] <= what) {
            *slot = (uint32_t)n;
            return true;
        }
    return false;
}

static bool choose_free(const struct model_lot *lot, const unsigned char *map, uint32_t *slot)
{
    if (lot->choice == CALLPARK_CHOOSE_LONGEST_FREE) {
        if (lowest(lot, map, lot->first_slot, SLOT_UNUSED, slot))
            return true;
        if (lot->freed_count > 0)
            *slot = lot->freed[0];
        return lot->freed_count > 0;
    }
    if (lot->choice == CALLPARK_CHOOSE_NEXT && lot->has_last_taken &&
        lowest(lot, map, (uint64_t)lot->last_taken + 1, SLOT_FREED, slot))
        return true;
    return lowest(lot, map, lot->first_slot, SLOT_FREED, slot);
}

static bool any_slot(const struct model *m, const struct model_lot *lot, uint32_t *slot)
{
    unsigned char *map = map_slots(m, lot);
    bool found = choose_free(lot, map, slot);
    free(map);
    return found;
}

static int choose_slot(const struct model *m, const struct model_lot *lot,
                       const struct callpark_where *where, uint32_t *slot)
{
    if (where->kind != CALLPARK_AT_ANY_SLOT) {
        if (!model__in_range(lot, where->slot))
            return CALLPARK_ERR_RANGE;
        *slot = where->slot;
        if (model__in_slot(m, lot->name, where->slot) == NULL)
            return 0;
        if (where->kind == CALLPARK_AT_SLOT)
            return CALLPARK_ERR_TAKEN;
    }
    return any_slot(m, lot, slot) ? 0 : CALLPARK_ERR_FULL;
}

static int choose_member(struct model *m, const struct model_lot *lot,
                         const struct callpark_where *where, const char *parker,
                         const char **extension)
{
    uint32_t position;
    const struct model_group *group = !model__absent(where->group) ? model__group(lot, where->group)
                                      : !model__absent(parker)
                                          ? model__group_of(lot, parker, &position)
                                          : NULL;
    if (group == NULL)
        return CALLPARK_ERR_GROUP;
    for (uint32_t i = 0; i < group->member_count; i++) {
        const struct model_member *member = &group->members[i];
        bool himself = !model__absent(parker) && model__same(member->extension, parker);
        if (himself && !(group->flags & CALLPARK_GROUP_ALLOW_PARKER))
            continue;
        if (!member->available || model__at_extension(m, lot->name, member->extension) != NULL)
            continue;
        *extension = member->extension;
        return 0;
    }
    return CALLPARK_ERR_GROUP_FULL;
}

int model__choose(struct model *m, const struct callpark_where *where, const char *parker,
                  struct model_place *place)
{
    bool named = !model__absent(where->extension);
    if (where->kind == CALLPARK_AT_EXTENSION && !named && model__absent(parker))
        return CALLPARK_ERR_INVALID;
    const struct model_lot *lot = model__open_lot(m, where->lot);
    if (lot == NULL)
        return CALLPARK_ERR_LOT;

    *place = (struct model_place){.lot = lot->name};
    if (where->kind == CALLPARK_AT_GROUP)
        return choose_member(m, lot, where, parker, &place->extension);
    if (where->kind != CALLPARK_AT_EXTENSION)
        return choose_slot(m, lot, where, &place->slot);
    place->extension = model__text(m, named ? where->extension : parker);
    if (model__at_extension(m, lot->name, place->extension) != NULL)
        return CALLPARK_ERR_TAKEN;
    return 0;
}

void model__take(struct model *m, const struct model_place *place)
{
    if (place->extension != NULL)
        return;
    struct model_lot *lot = model__lot(m, place->lot);
    lot->has_last_taken = true;
    lot->last_taken = place->slot;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < lot->freed_count; i++)
        if (lot->freed[i] != place->slot)
            lot->freed[kept++] = lot->freed[i];
    lot->freed_count = kept;
}

void model__give_back(struct model *m, const struct model_place *place)
{
    struct model_lot *lot = model__lot(m, place->lot);
    if (place->extension == NULL && lot->choice == CALLPARK_CHOOSE_LONGEST_FREE &&
        model__in_range(lot, place->slot)) {
        lot->freed = model__grow(lot->freed, lot->freed_count + 1u, sizeof *lot->freed);
        lot->freed[lot->freed_count++] = place->slot;
    }
    if (!lot->removed)
        return;
    for (uint32_t i = 0; i < m->parking_count; i++)
        if (model__same(m->parkings[i].now.lot, lot->name))
            return;
    model__forget_lot(m, lot);
}

/* ---- Events -------------------------------------------------------------- */

void model__event(struct model *m, struct callpark_event *event, uint32_t kind, const char *by)
{
    callpark_event_init(event);
    event->number = ++m->last_event;
    event->time = m->clock;
    event->kind = kind;
    event->by = by;
}

void model__report(struct model *m, const struct model_parking *parking, uint32_t kind,
                   uint64_t stops, const char *by, struct callpark_event *event)
{
    const struct callpark_info *now = &parking->now;
    model__event(m, event, kind, by);
    event->host = now->host;
    event->lot = now->lot;
    event->extension = now->extension;
    event->slot = now->slot;
    event->call_id = now->call_id;
    event->parker = now->parker;
    event->parkee = now->parkee;
    event->caller_name = now->caller_name;
    event->caller_number = now->caller_number;
    event->tag = now->tag;
    event->target = now->target;
    event->ticket = now->ticket;
    event->parked_at = now->parked_at;
    event->deadline = now->deadline;
    event->due = now->due;
    event->serial = now->serial;
    event->state = now->state;
    event->step = now->step;
    event->round = now->round;
    event->stops = stops;
}

void model__end(struct model *m, struct model_parking *parking, uint32_t reason,
                bool taken_by_target, const char *by, struct callpark_event *event)
{
    struct callpark_info *now = &parking->now;
    uint64_t stops = now->serial;
    struct model_place place = {now->lot, now->extension, now->slot};
    now->state = CALLPARK_STATE_ENDED;
    now->serial = 0;
    now->deadline = now->due = CALLPARK_NEVER;
    if (!taken_by_target) {
        now->step = CALLPARK_STEP_NONE;
        now->round = 0;
        now->target = NULL;
    }
    model__report(m, parking, CALLPARK_EVENT_ENDED, stops, by, event);
    event->reason = reason;

    uint32_t after = m->parking_count - (uint32_t)(parking - m->parkings) - 1;
    memmove(parking, parking + 1, after * sizeof *parking);
    m->parking_count--;
    model__give_back(m, &place);
}
