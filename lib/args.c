/* SPDX-License-Identifier: MIT */
#include "args.h"

#include <string.h>

#define LONGEST_PREFIX 240u
#define MOST_ROUNDS 1000u
#define WIDEST_LABEL 10u
#define MOST_SLOTS (1u << 24)
#define LEAST_RING 1000u

int callpark__read_hold(callpark_duration *hold, callpark_duration asked)
{
    return callpark__read_duration(hold, asked, callpark_seconds(60), callpark_seconds(1),
                                   callpark_seconds(600));
}

int callpark__read_claim(callpark_duration *claim, callpark_duration asked)
{
    return callpark__read_duration(claim, asked, callpark_seconds(40), callpark_seconds(1),
                                   callpark_seconds(3600));
}

static int read_where_texts(struct where_args *args, const struct callpark_where *where)
{
    int error = callpark__read_required(&args->lot, where->lot);
    if (!error && args->kind == CALLPARK_AT_EXTENSION)
        error = callpark__read_text(&args->extension, where->extension);
    if (!error && args->kind == CALLPARK_AT_GROUP)
        error = callpark__read_text(&args->group, where->group);
    return error;
}

int callpark__read_where(struct where_args *args, const struct callpark_where *where)
{
    struct callpark_where copy;
    int error;
    const struct callpark_where *in =
        callpark__read_struct(&copy, sizeof copy, sizeof copy, where, &error);
    if (!in)
        return error;
    if (in->kind > CALLPARK_AT_GROUP)
        return CALLPARK_ERR_INVALID;
    *args = (struct where_args){.kind = in->kind, .slot = in->slot};
    return read_where_texts(args, in);
}

static int read_place(struct which_args *args, const struct callpark_which *which)
{
    int error = callpark__read_required(&args->lot, which->lot);
    if (!error && args->kind == CALLPARK_BY_EXTENSION)
        error = callpark__read_required(&args->extension, which->extension);
    return error;
}

int callpark__read_which(struct which_args *args, const struct callpark_which *which)
{
    struct callpark_which copy;
    int error;
    const struct callpark_which *in =
        callpark__read_struct(&copy, sizeof copy, sizeof copy, which, &error);
    if (!in)
        return error;
    if (in->kind < CALLPARK_BY_TICKET || in->kind > CALLPARK_BY_AGE)
        return CALLPARK_ERR_INVALID;
    *args = (struct which_args){.kind = in->kind, .slot = in->slot, .ticket = in->ticket};
    error = callpark__read_text(&args->call_id, in->call_id);
    if (error)
        return error;
    if (in->kind == CALLPARK_BY_TICKET)
        return CALLPARK_OK;
    if (in->kind == CALLPARK_BY_CALL)
        return args->call_id.s ? CALLPARK_OK : CALLPARK_ERR_INVALID;
    return read_place(args, in);
}

int callpark__read_call(struct call_args *args, const struct callpark_call *call)
{
    struct callpark_call copy;
    int error;
    const struct callpark_call *in =
        callpark__read_struct(&copy, sizeof copy, sizeof copy, call, &error);
    if (!in)
        return error;
    struct text *text = args->texts.field;
    args->host = in->host;
    text[TEXT_EXTENSION] = (struct text){0};
    error = callpark__read_required(&text[TEXT_CALL_ID], in->call_id);
    if (!error)
        error = callpark__read_text(&text[TEXT_PARKER], in->parker);
    if (!error)
        error = callpark__read_text(&text[TEXT_PARKEE], in->parkee);
    if (!error)
        error = callpark__read_text(&text[TEXT_NAME], in->caller_name);
    if (!error)
        error = callpark__read_text(&text[TEXT_NUMBER], in->caller_number);
    if (!error)
        error = callpark__read_text(&text[TEXT_TAG], in->tag);
    return error;
}

/* In a policy an empty string is not absent: it says "none". */
static int read_policy_text(struct text *text, const char *s)
{
    int error = callpark__read_text(text, s);
    if (!error && s && !text->s)
        *text = (struct text){s, 0};
    return error;
}

static int read_recall(struct recall_args *args, const struct callpark_recall *recall)
{
    struct callpark_recall copy;
    int error;
    const struct callpark_recall *in =
        callpark__read_struct(&copy, sizeof copy, sizeof copy, recall, &error);
    if (!in)
        return error;
    if (in->reserved)
        return CALLPARK_ERR_STRUCT_FIELD;
    if (in->targets > CALLPARK_RECALL_ALTERNATE)
        return CALLPARK_ERR_INVALID;
    if (in->rounds > MOST_ROUNDS && in->rounds != CALLPARK_FOREVER)
        return CALLPARK_ERR_INVALID;
    *args = (struct recall_args){
        .targets = in->targets,
        .rounds = in->rounds,
        .ring = in->ring,
        .ring_other = in->ring_other,
        .pause = in->pause,
    };
    error = read_policy_text(&args->alternate, in->alternate);
    return error ? error : read_policy_text(&args->fallback, in->fallback);
}

static bool bad_ring(callpark_duration duration)
{
    return duration && (duration < LEAST_RING || duration == CALLPARK_NO_TIMEOUT);
}

int callpark__check_recall(const struct recall_args *recall)
{
    bool bad = bad_ring(recall->ring) || bad_ring(recall->ring_other) || bad_ring(recall->pause);
    return bad ? CALLPARK_ERR_DURATION : CALLPARK_OK;
}

int callpark__read_terms(struct terms_args *args, const struct callpark_terms *terms)
{
    struct callpark_terms copy;
    int error;
    args->own_recall = false;
    args->timeout = 0;
    if (!terms)
        return CALLPARK_OK;
    const struct callpark_terms *in =
        callpark__read_struct(&copy, sizeof copy, sizeof copy, terms, &error);
    if (!in)
        return error;
    if (in->reserved)
        return CALLPARK_ERR_STRUCT_FIELD;
    args->timeout = in->timeout;
    args->own_recall = in->recall != NULL;
    return args->own_recall ? read_recall(&args->recall, in->recall) : CALLPARK_OK;
}

static int check_limits(const struct lot_args *args)
{
    bool endless = args->timeout == CALLPARK_NO_TIMEOUT;
    if (args->timeout_min < callpark_seconds(10) || args->timeout_max > callpark_seconds(3600) ||
        args->timeout_min > args->timeout_max)
        return CALLPARK_ERR_DURATION;
    if (endless)
        return args->flags & CALLPARK_LOT_ALLOW_NO_TIMEOUT ? CALLPARK_OK : CALLPARK_ERR_DURATION;
    if (args->timeout < args->timeout_min || args->timeout > args->timeout_max)
        return CALLPARK_ERR_DURATION;
    return CALLPARK_OK;
}

static int read_range(struct lot_args *args, uint32_t first, uint32_t last)
{
    uint64_t end = (uint64_t)last + 1;
    if (end < first || end - first > MOST_SLOTS)
        return CALLPARK_ERR_RANGE;
    args->first = first;
    args->count = (uint32_t)(end - first);
    return CALLPARK_OK;
}

static int read_lot_texts(struct lot_args *args, const struct callpark_lot_config *in)
{
    int error = callpark__read_text(&args->prefix, in->prefix);
    if (!error && args->prefix.length > LONGEST_PREFIX)
        error = CALLPARK_ERR_TOO_LONG;
    args->own_recall = in->recall != NULL;
    if (!error && in->recall)
        error = read_recall(&args->recall, in->recall);
    return error;
}

/* A timeout of 0 is the default: 180 s. */
static void read_lot_numbers(struct lot_args *args, const struct callpark_lot_config *in)
{
    *args = (struct lot_args){
        .label_width = in->label_width,
        .choice = in->choice ? in->choice : CALLPARK_CHOOSE_LOWEST,
        .timeout = in->timeout ? in->timeout : callpark_seconds(180),
        .timeout_min = in->timeout_min ? in->timeout_min : callpark_seconds(10),
        .timeout_max = in->timeout_max ? in->timeout_max : callpark_seconds(3600),
        .flags = in->flags,
    };
}

int callpark__read_lot(struct lot_args *args, const struct callpark_lot_config *config)
{
    struct callpark_lot_config defaults;
    struct callpark_lot_config copy;
    int error;
    callpark_lot_config_init(&defaults);
    const struct callpark_lot_config *in =
        callpark__read_struct(&copy, sizeof copy, sizeof copy, config ? config : &defaults, &error);
    if (!in)
        return error;
    if (in->choice > CALLPARK_CHOOSE_LONGEST_FREE || in->label_width > WIDEST_LABEL ||
        in->flags > CALLPARK_LOT_ALLOW_NO_TIMEOUT)
        return CALLPARK_ERR_INVALID;
    read_lot_numbers(args, in);
    error = read_lot_texts(args, in);
    if (!error)
        error = check_limits(args);
    if (!error)
        error = callpark__check_recall(&args->recall);
    return error ? error : read_range(args, in->first_slot, in->last_slot);
}
