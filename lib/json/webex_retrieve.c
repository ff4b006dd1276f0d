/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "json/parked.h"
#include "json/people.h"
#include "json/webex_service.h"

struct retrieval {
    struct exchange *exchange;
    const struct callpark_user *acting;
    struct callpark_info info; /* the parking found */
    struct callpark_phone_call phone;
};

/* What is parked at |which|, if it is a call of the organization. */
static int look_at(struct retrieval *retrieval, const struct callpark_which *which)
{
    retrieval->info.size = sizeof retrieval->info;
    if (callpark_find(retrieval->exchange->service->registry, which, &retrieval->info))
        return CALLPARK_WEBEX_ERR_NOTHING_PARKED;
    int error =
        callpark__find_call(retrieval->exchange, retrieval->info.call_id, &retrieval->phone);
    return callpark__webex_error(error, CALLPARK_WEBEX_ERR_NOTHING_PARKED);
}

static int look_at_extension(struct retrieval *retrieval, const char *extension)
{
    struct callpark_which which = {.size = sizeof which,
                                   .kind = CALLPARK_BY_EXTENSION,
                                   .lot = retrieval->acting->lot,
                                   .extension = extension};
    return look_at(retrieval, &which);
}

/* The number at the end of |text|, behind |prefix| bytes; whatever, if that is none. */
static uint32_t number_in(const char *text, size_t prefix)
{
    uint32_t number = 0;
    if (strlen(text) < prefix)
        return number;
    for (text += prefix; *text; text++)
        number = number * 10 + (uint32_t)(*text - '0');
    return number;
}

static bool in_range(const struct callpark_lot_info *lot, uint32_t slot)
{
    return lot->first_slot <= slot && slot <= lot->last_slot;
}

/*
 * |text| as the label of a slot. callpark_resolve() would do, but for a lot shared with other
 * organizations: nothing may depend on what their extensions hold.
 */
static int look_at_label(struct retrieval *retrieval, const char *text)
{
    char label[LABEL_SIZE];
    struct callpark *registry = retrieval->exchange->service->registry;
    struct callpark_lot_info lot;
    callpark_lot_info_init(&lot);
    if (callpark_lot_find(registry, retrieval->acting->lot, &lot))
        return CALLPARK_WEBEX_ERR_INTERNAL;
    uint32_t slot = number_in(text, lot.prefix ? strlen(lot.prefix) : 0);
    callpark_slot_label(registry, lot.name, slot, label, sizeof label);
    if (strcmp(label, text) != 0)
        return CALLPARK_WEBEX_ERR_NO_DESTINATION;
    struct callpark_which which = {
        .size = sizeof which, .kind = CALLPARK_BY_SLOT, .lot = lot.name, .slot = slot};
    int error = look_at(retrieval, &which);
    if (error == CALLPARK_WEBEX_ERR_NOTHING_PARKED && !in_range(&lot, slot))
        return CALLPARK_WEBEX_ERR_NO_DESTINATION;
    return error;
}

/* An extension that holds a call, else a slot. */
static int find_by_destination(struct retrieval *retrieval, const char *destination)
{
    struct callpark_line line;
    struct callpark_user owner;
    int error = callpark__find_destination(retrieval->exchange, retrieval->acting, destination,
                                           &line, &owner);
    bool extension = error == CALLPARK_OK;
    error = extension ? look_at_extension(retrieval, line.extension)
                      : callpark__webex_error(error, CALLPARK_WEBEX_ERR_NOTHING_PARKED);
    if (error != CALLPARK_WEBEX_ERR_NOTHING_PARKED)
        return error;
    error = look_at_label(retrieval, destination);
    return extension && error == CALLPARK_WEBEX_ERR_NO_DESTINATION
               ? CALLPARK_WEBEX_ERR_NOTHING_PARKED
               : error;
}

/* The first of the user's extensions that holds a call. */
static int find_own(struct retrieval *retrieval)
{
    const struct callpark_user *acting = retrieval->acting;
    int error = CALLPARK_WEBEX_ERR_NOTHING_PARKED;
    for (uint32_t i = 0; i < acting->extension_count; i++) {
        error = look_at_extension(retrieval, acting->extensions[i]);
        if (error != CALLPARK_WEBEX_ERR_NOTHING_PARKED)
            break;
    }
    return error;
}

static int retrieve(struct retrieval *retrieval, const struct callpark_webex_request *body)
{
    struct exchange *exchange = retrieval->exchange;
    const struct callpark_user *acting = retrieval->acting;
    struct callpark_event event;
    struct callpark_which which = {.size = sizeof which,
                                   .kind = CALLPARK_BY_TICKET,
                                   .ticket = retrieval->info.ticket,
                                   .call_id = retrieval->phone.id};
    struct callpark_delivery delivery = {
        .size = sizeof delivery,
        .user = acting->id,
        .extension = acting->extension_count ? acting->extensions[0] : NULL,
        .endpoint_id = body->endpoint_id,
        .single_number_reach_phone_number = body->single_number_reach_phone_number,
    };
    event.size = sizeof event;
    int error = callpark_retrieve(exchange->service->registry, exchange->request->now, &which,
                                  exchange->user.id, &event);
    if (error)
        return error == CALLPARK_ERR_CLAIMED ? CALLPARK_WEBEX_ERR_CLAIMED
                                             : CALLPARK_WEBEX_ERR_INTERNAL;
    callpark__changed(exchange, &event, &delivery);
    return CALLPARK_OK;
}

int callpark__webex_retrieve(struct exchange *exchange, const struct callpark_user *acting,
                             const struct callpark_webex_request *body)
{
    struct retrieval retrieval = {.exchange = exchange, .acting = acting};
    const struct callpark_phone_call *phone = &retrieval.phone;
    const struct buffer *answer = &exchange->service->body;
    int error = body->destination ? find_by_destination(&retrieval, body->destination)
                                  : find_own(&retrieval);
    if (error)
        return error;
    int length =
        callpark_webex_retrieved_write(phone->id, phone->session_id, answer->at, answer->size);
    if (length < 0)
        return CALLPARK_WEBEX_ERR_INTERNAL;
    error = retrieve(&retrieval, body);
    if (!error)
        callpark__answer(exchange, 201, length);
    return error;
}
