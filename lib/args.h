/* SPDX-License-Identifier: MIT */
/* What the host hands over: read with care into forms of our own. */
#ifndef CALLPARK_ARGS_H
#define CALLPARK_ARGS_H

#include "callpark/callpark.h"
#include "struct.h"
#include "text.h"

struct recall_args {
    struct text alternate; /* s NULL: inherit; empty: none */
    struct text fallback;
    uint32_t targets;
    uint32_t rounds;
    callpark_duration ring;
    callpark_duration ring_other;
    callpark_duration pause;
};

struct terms_args {
    struct recall_args recall; /* if |own_recall| */
    bool own_recall;
    callpark_duration timeout;
};

struct where_args {
    uint32_t kind;
    uint32_t slot;
    struct text lot;
    struct text extension;
    struct text group;
};

struct which_args {
    uint32_t kind;
    uint32_t slot;
    uint64_t ticket;
    struct text lot;
    struct text extension;
    struct text call_id;
};

struct call_args {
    struct texts texts;
    void *host;
};

struct lot_args {
    struct text prefix;
    struct recall_args recall;
    bool own_recall;
    uint32_t first;
    uint32_t count;
    uint32_t label_width;
    uint32_t choice;
    callpark_duration timeout;
    callpark_duration timeout_min;
    callpark_duration timeout_max;
    uint32_t flags;
};

/* An optional string. */
static inline int callpark__read_text(struct text *text, const char *s)
{
    if (!s || !*s) {
        *text = (struct text){0};
        return CALLPARK_OK;
    }
    const char *end = memchr(s, 0, TEXT_LONGEST + 1);
    if (!end)
        return CALLPARK_ERR_TOO_LONG;
    *text = (struct text){s, (uint32_t)(end - s)};
    return CALLPARK_OK;
}

static inline int callpark__read_required(struct text *text, const char *s)
{
    return s && *s ? callpark__read_text(text, s) : CALLPARK_ERR_INVALID;
}

/* CALLPARK_ERR_DURATION unless |duration|, or |normal| if it is 0, is in the limits. */
static inline int callpark__read_duration(callpark_duration *out, callpark_duration duration,
                                          callpark_duration normal, callpark_duration least,
                                          callpark_duration most)
{
    *out = duration ? duration : normal;
    return *out < least || *out > most ? CALLPARK_ERR_DURATION : CALLPARK_OK;
}

/* How long a reservation is held; how long a claim is good. */
int callpark__read_hold(callpark_duration *hold, callpark_duration asked);
int callpark__read_claim(callpark_duration *claim, callpark_duration asked);

int callpark__read_where(struct where_args *args, const struct callpark_where *where);
int callpark__read_which(struct which_args *args, const struct callpark_which *which);
int callpark__read_call(struct call_args *args, const struct callpark_call *call);
int callpark__read_terms(struct terms_args *args, const struct callpark_terms *terms);
int callpark__read_lot(struct lot_args *args, const struct callpark_lot_config *config);

/* The rings and the pause; found later than the rest. */
int callpark__check_recall(const struct recall_args *recall);

#endif
