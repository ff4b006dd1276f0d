/* SPDX-License-Identifier: MIT */
/* Parking: a call or a reservation comes in. */
#include "callpark/callpark.h"

#include "change.h"
#include "find.h"
#include "place.h"

/* What comes in: described, not yet in the registry. */
struct arrival {
    struct place place;
    struct texts *texts; /* the place's extension is added */
    void *host;
    uint32_t id_hash;
    uint32_t state;
    uint32_t policy;
    callpark_time deadline;
};

static inline int check_room(struct callpark *registry)
{
    uint32_t live = callpark__live(registry);
    if (live >= registry->max_calls)
        return CALLPARK_ERR_LIMIT;
    return callpark__reserve_room(registry, live + 1) ? CALLPARK_OK : CALLPARK_ERR_NOMEM;
}

static uint32_t policy_for(struct callpark *registry, const struct lot *lot,
                           const struct terms_args *terms)
{
    if (terms->own_recall)
        return callpark__policy_new(registry, lot->policy, &terms->recall);
    return callpark__policy_ref(registry, lot->policy);
}

static void name_call(struct callpark *registry, struct call *call, uint32_t number,
                      uint32_t id_hash, void *host)
{
    call->host = host;
    call->id_hash = id_hash;
    call->named = 1;
    callpark__index_insert(&registry->by_id, id_hash, number);
}

/* Room for the record was made; it goes back if its texts find none. */
static struct call *take_record(struct callpark *registry, const struct arrival *arrival,
                                uint32_t *number)
{
    *number = callpark__calls_take(&registry->calls);
    struct call *call = callpark__record(registry, *number);
    arrival->texts->field[TEXT_EXTENSION] = arrival->place.extension;
    if (callpark__reserve_place(registry, &arrival->place) &&
        callpark__text_pack(&call->texts, arrival->texts, &registry->pool, &registry->memory))
        return call;
    callpark__calls_give(&registry->calls, call, *number);
    return NULL;
}

/* Lets the arrival in, with its event. */
static int admit(struct change *change, const struct arrival *arrival, uint32_t kind)
{
    struct callpark *registry = change->registry;
    uint32_t number;
    struct call *call = take_record(registry, arrival, &number);
    if (!call)
        return CALLPARK_ERR_NOMEM;
    call->ticket = registry->next_ticket++;
    call->policy = arrival->policy;
    call->parked_at = change->now;
    call->deadline = arrival->deadline;
    callpark__tickets_add(&registry->tickets, call, number);
    callpark__occupy(registry, call, number, &arrival->place);
    if (arrival->state != CALLPARK_STATE_RESERVED)
        name_call(registry, call, number, arrival->id_hash, arrival->host);
    callpark__begin_state(registry, call, number, arrival->state);
    callpark__change_call(change, number, kind);
    return CALLPARK_OK;
}

static inline int check_terms(const struct lot *lot, const struct terms_args *terms,
                              callpark_duration *timeout)
{
    int error = callpark__lot_timeout(lot, terms->timeout, timeout);
    return error || !terms->own_recall ? error : callpark__check_recall(&terms->recall);
}

/* ---- park ---- */

struct park_args {
    struct where_args where;
    struct call_args call;
    struct terms_args terms;
    uint32_t id_hash;
};

/* The call id comes first, so that the index is on its way while the rest is read. */
static int read_park(struct park_args *in, const struct callpark *registry,
                     const struct callpark_where *where, const struct callpark_call *call,
                     const struct callpark_terms *terms)
{
    int error = callpark__read_call(&in->call, call);
    if (error)
        return error;
    in->id_hash = callpark__id_hash(registry, in->call.texts.field[TEXT_CALL_ID]);
    callpark__index_prefetch(&registry->by_id, in->id_hash);
    error = callpark__read_where(&in->where, where);
    if (!error)
        error = callpark__read_terms(&in->terms, terms);
    if (!error)
        error = callpark__check_where(&in->where, in->call.texts.field[TEXT_PARKER]);
    return error;
}

static inline bool is_parked(const struct callpark *registry, struct text id, uint32_t id_hash)
{
    return callpark__index_may_have(&registry->by_id, id_hash) &&
           callpark__call_named(registry, id, id_hash) != NONE;
}

/* The place is chosen while the index comes from memory; that the call is parked already is
 * found first all the same. */
static int prepare_park(const struct change *change, struct park_args *in, struct arrival *arrival)
{
    struct callpark *registry = change->registry;
    struct texts *texts = &in->call.texts;
    callpark_duration timeout;
    struct lot *lot = callpark__lot_in_service(registry, in->where.lot);
    if (!lot)
        return CALLPARK_ERR_LOT;
    int error = check_terms(lot, &in->terms, &timeout);
    if (error)
        return error;
    error = callpark__choose_place(registry, lot, &in->where, texts->field[TEXT_PARKER],
                                   &arrival->place);
    if (is_parked(registry, texts->field[TEXT_CALL_ID], in->id_hash))
        return CALLPARK_ERR_PARKED;
    if (!error)
        error = check_room(registry);
    if (error)
        return error;
    arrival->texts = texts;
    arrival->host = in->call.host;
    arrival->id_hash = in->id_hash;
    arrival->state = CALLPARK_STATE_WAITING;
    arrival->deadline = callpark__later(change->now, timeout);
    arrival->policy = policy_for(registry, lot, &in->terms);
    return arrival->policy == NONE ? CALLPARK_ERR_NOMEM : CALLPARK_OK;
}

int callpark_park(struct callpark *registry, callpark_time now, const struct callpark_where *where,
                  const struct callpark_call *call, const struct callpark_terms *terms,
                  const char *by, struct callpark_event *event)
{
    struct change change;
    struct park_args in;
    struct arrival arrival;
    int error = callpark__change_begin(&change, registry, now, by, event);
    if (!error)
        error = read_park(&in, registry, where, call, terms);
    if (!error)
        error = prepare_park(&change, &in, &arrival);
    if (error)
        return error;
    error = admit(&change, &arrival, CALLPARK_EVENT_PARKED);
    if (error)
        callpark__policy_unref(registry, arrival.policy);
    return error;
}

/* ---- reserve ---- */

struct reserve_args {
    struct where_args where;
    struct texts texts; /* the parker alone */
};

static int prepare_reserve(const struct change *change, struct reserve_args *in,
                           callpark_duration hold, struct arrival *arrival)
{
    struct callpark *registry = change->registry;
    callpark_duration checked;
    struct lot *lot = callpark__lot_in_service(registry, in->where.lot);
    if (!lot)
        return CALLPARK_ERR_LOT;
    int error = callpark__read_hold(&checked, hold);
    if (!error)
        error = callpark__choose_place(registry, lot, &in->where, in->texts.field[TEXT_PARKER],
                                       &arrival->place);
    if (!error)
        error = check_room(registry);
    if (error)
        return error;
    arrival->texts = &in->texts;
    arrival->state = CALLPARK_STATE_RESERVED;
    arrival->deadline = callpark__later(change->now, checked);
    arrival->policy = NONE;
    return CALLPARK_OK;
}

static int read_reserve(struct reserve_args *in, const struct callpark_where *where,
                        const char *parker)
{
    struct text *own = &in->texts.field[TEXT_PARKER];
    in->texts = (struct texts){0};
    int error = callpark__read_where(&in->where, where);
    if (!error)
        error = callpark__read_text(own, parker);
    return error ? error : callpark__check_where(&in->where, *own);
}

int callpark_reserve(struct callpark *registry, callpark_time now,
                     const struct callpark_where *where, const char *parker, callpark_duration hold,
                     const char *by, struct callpark_event *event)
{
    struct change change;
    struct reserve_args in;
    struct arrival arrival;
    int error = callpark__change_begin(&change, registry, now, by, event);
    if (!error)
        error = read_reserve(&in, where, parker);
    if (!error)
        error = prepare_reserve(&change, &in, hold, &arrival);
    return error ? error : admit(&change, &arrival, CALLPARK_EVENT_RESERVED);
}

/* ---- fill ---- */

struct fill_args {
    struct which_args which;
    struct call_args call;
    struct terms_args terms;
};

/* What the reservation knows goes into the texts of the call. */
static void inherit(const struct call *reservation, struct texts *texts)
{
    if (!texts->field[TEXT_PARKER].s)
        texts->field[TEXT_PARKER] = callpark__text_get(&reservation->texts, TEXT_PARKER);
    texts->field[TEXT_EXTENSION] = callpark__text_get(&reservation->texts, TEXT_EXTENSION);
}

static int fill_record(struct change *change, struct call *call, const struct fill_args *in)
{
    struct callpark *registry = change->registry;
    const struct lot *lot = callpark__lot(registry, call->lot);
    struct texts texts = in->call.texts;
    struct text_store packed;
    uint32_t policy = policy_for(registry, lot, &in->terms);
    if (policy == NONE)
        return CALLPARK_ERR_NOMEM;
    inherit(call, &texts);
    if (!callpark__text_pack(&packed, &texts, &registry->pool, &registry->memory)) {
        callpark__policy_unref(registry, policy);
        return CALLPARK_ERR_NOMEM;
    }
    callpark__keep_texts(registry, call);
    call->texts = packed;
    call->policy = policy;
    call->parked_at = change->now;
    return CALLPARK_OK;
}

static int fill(struct change *change, uint32_t number, const struct fill_args *in)
{
    struct callpark *registry = change->registry;
    struct call *call = callpark__record(registry, number);
    struct text id = in->call.texts.field[TEXT_CALL_ID];
    uint32_t id_hash = callpark__id_hash(registry, id);
    callpark_duration timeout;
    if (call->state != CALLPARK_STATE_RESERVED)
        return CALLPARK_ERR_STATE;
    int error = check_terms(callpark__lot(registry, call->lot), &in->terms, &timeout);
    if (error)
        return error;
    if (is_parked(registry, id, id_hash))
        return CALLPARK_ERR_PARKED;
    error = fill_record(change, call, in);
    if (error)
        return error;
    name_call(registry, call, number, id_hash, in->call.host);
    call->deadline = callpark__later(change->now, timeout);
    callpark__set_state(registry, number, CALLPARK_STATE_WAITING, call->deadline);
    return CALLPARK_OK;
}

int callpark_fill(struct callpark *registry, callpark_time now, const struct callpark_which *which,
                  const struct callpark_call *call, const struct callpark_terms *terms,
                  const char *by, struct callpark_event *event)
{
    struct change change;
    struct fill_args in;
    uint32_t number;
    int error = callpark__change_begin_which(&change, registry, now, which, by, event, &in.which);
    if (!error)
        error = callpark__read_call(&in.call, call);
    if (!error)
        error = callpark__read_terms(&in.terms, terms);
    if (!error)
        error = callpark__locate(registry, &in.which, &number);
    if (!error)
        error = fill(&change, number, &in);
    if (error)
        return error;
    callpark__change_call(&change, number, CALLPARK_EVENT_FILLED);
    return CALLPARK_OK;
}
