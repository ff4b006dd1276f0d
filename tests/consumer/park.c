/* SPDX-License-Identifier: MIT */
/* A C99 program that is built as a user would, against an installed libcallpark. */
#include <callpark/callpark.h>
#include <stdio.h>
#include <string.h>

static int fail(const char *what, int error)
{
    fprintf(stderr, "%s: %s\n", what, callpark_strerror(error));
    return 1;
}

int main(void)
{
    if (strcmp(callpark_version(), CALLPARK_VERSION) != 0)
        return fail("another version than the header's", 0);

    struct callpark_options options;
    callpark_options_init(&options);
    memcpy(options.hash_key, "sixteen bytes...", sizeof options.hash_key);

    struct callpark *registry;
    int error = callpark_new(&options, &registry);
    if (error)
        return fail("new", error);

    struct callpark_lot_config config;
    callpark_lot_config_init(&config);
    config.first_slot = 701;
    config.last_slot = 720;
    struct callpark_event event;
    callpark_event_init(&event);
    error = callpark_lot_add(registry, 0, "sales", &config, NULL, &event);
    if (error)
        return fail("lot_add", error);

    struct callpark_where where;
    callpark_where_init(&where);
    where.lot = "sales";
    struct callpark_call call;
    callpark_call_init(&call);
    call.call_id = "a84b4c76e66710";
    call.parker = "200";
    error = callpark_park(registry, 1000, &where, &call, NULL, NULL, &event);
    if (error)
        return fail("park", error);
    if (event.kind != CALLPARK_EVENT_PARKED || event.slot != 701)
        return fail("parked elsewhere", 0);

    struct callpark_which which = callpark_by_slot("sales", 701);
    error = callpark_retrieve(registry, 2000, &which, "201", &event);
    if (error)
        return fail("retrieve", error);
    if (event.reason != CALLPARK_REASON_RETRIEVED || strcmp(event.call_id, call.call_id) != 0)
        return fail("retrieved something else", 0);

    callpark_free(registry);
    return 0;
}
