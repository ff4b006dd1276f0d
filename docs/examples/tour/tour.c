/* SPDX-License-Identifier: MIT */
/*
 * A tour of the request service: the requests of ../requests/, the documents' own examples among
 * them, and what becomes of the calls, the clock moved by hand. Build and run: `make demo`.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "http.h"
#include "people.h"

/* 16:18:55 on 27 June 2012 in UTC+3: when the documents' example was parked. */
#define START INT64_C(1340803135000)
#define UTC_OFFSET 180

struct tour {
    struct callpark *registry;
    struct callpark_service *service;
    const char *folder; /* of the requests */
    callpark_time now;  /* milliseconds since the start */
};

static void check(int error, const char *what)
{
    if (!error)
        return;
    fprintf(stderr, "%s: %s\n", what, callpark_json_strerror(error));
    exit(1);
}

/* ---- What the host hears ---- */

static void print_ring(const struct callpark_event *event)
{
    printf("    the host is to ring %s for %u s: round %u of the recall of %s\n\n", event->target,
           event->ring / 1000, event->round, event->call_id);
}

static void changed(void *host, const struct callpark_event *event,
                    const struct callpark_delivery *delivery)
{
    (void)host;
    if (event->kind == CALLPARK_EVENT_RINGING)
        print_ring(event);
    else if (event->kind == CALLPARK_EVENT_NO_ANSWER)
        printf("    nobody answers; next ring in %" PRIu64 " s\n\n",
               (event->deadline - event->time) / 1000);
    else if (delivery)
        printf("    the host is to connect %s to extension %s%s\n\n", event->call_id,
               delivery->extension, event->stops ? ", and to stop the ring" : "");
    else if (event->extension)
        printf("    %s waits at extension %s\n\n", event->call_id, event->extension);
    else if (event->call_id)
        printf("    %s waits in slot %" PRIu32 "\n\n", event->call_id, event->slot);
}

/* ---- The exchange ---- */

static void add_lot(struct tour *tour)
{
    static const char *const members[] = {"1000", "1001"};
    struct callpark_lot_config lot;
    struct callpark_group_config group;
    struct callpark_event event;
    callpark_lot_config_init(&lot);
    callpark_group_config_init(&group);
    callpark_event_init(&event);
    lot.last_slot = 3;
    group.members = members;
    group.member_count = 2;
    check(callpark_lot_add(tour->registry, tour->now, "org-3", &lot, NULL, &event), "lot");
    check(callpark_group_add(tour->registry, tour->now, "org-3", "sales", &group, NULL, &event),
          "group");
}

static void open_exchange(struct tour *tour)
{
    struct callpark_options options;
    struct callpark_service_options service;
    struct callpark_directory directory = people_directory(changed, tour);
    callpark_options_init(&options);
    for (size_t i = 0; i < sizeof options.hash_key; i++)
        options.hash_key[i] = (uint8_t)(7 * i + 1); /* a host takes random bytes: getentropy() */
    check(callpark_new(&options, &tour->registry), "registry");
    add_lot(tour);
    callpark_service_options_init(&service);
    service.directory = &directory;
    service.base_url = "https://x.x.x.x";
    check(callpark_service_new(tour->registry, &service, &tour->service), "service");
}

/* The documents' call is the third in the lot. */
static void park_others(struct tour *tour)
{
    static const char *const others[] = {"first caller", "second caller"};
    struct callpark_where where = callpark_at_any_slot("org-3");
    for (size_t i = 0; i < 2; i++) {
        struct callpark_call call;
        struct callpark_event event;
        callpark_call_init(&call);
        callpark_event_init(&event);
        call.call_id = others[i];
        check(callpark_park(tour->registry, tour->now, &where, &call, NULL, NULL, &event), "park");
        changed(tour, &event, NULL);
    }
}

/* ---- The story ---- */

static void title(const char *text)
{
    printf("---- %s ----\n\n", text);
}

static void ask(struct tour *tour, const char *file)
{
    char text[HTTP_SIZE];
    const char *token;
    size_t token_length;
    struct callpark_request request;
    struct callpark_response response;
    callpark_request_init(&request);
    callpark_response_init(&response);
    if (!http_load(tour->folder, file, text))
        exit(1);
    printf("%s\n", text);
    if (!http_read(text, &request, &token, &token_length))
        exit(1);
    request.now = tour->now;
    request.user = token ? people_user(token, token_length) : NULL;
    request.unix_time = START + (int64_t)tour->now;
    request.utc_offset = UTC_OFFSET;
    check(callpark_service_answer(tour->service, &request, &response), file);
    http_print(&response);
}

static void wait_until_due(struct tour *tour)
{
    struct callpark_event event;
    callpark_time due = callpark_next_deadline(tour->registry);
    callpark_event_init(&event);
    printf("(%" PRIu64 " seconds later)\n\n", (due - tour->now) / 1000);
    tour->now = due;
    while (callpark_poll(tour->registry, tour->now, &event) == 1)
        changed(tour, &event, NULL);
}

static void tell(struct tour *tour)
{
    title("Two calls wait in the lot, which has three slots");
    park_others(tour);
    title("VoipNow UAPI: the document's example");
    ask(tour, "01-uapi-park.http");
    ask(tour, "02-uapi-list.http");
    title("The lot is full: nothing changes, the caller stays with who has him");
    ask(tour, "07-full-lot.http");
    title("Webex Calling: the document's example, and the call is retrieved");
    ask(tour, "03-webex-park.http");
    ask(tour, "04-webex-retrieve.http");
    title("Against a member of the group: not the parker's own extension");
    ask(tour, "05-webex-group-park.http");
    title("Thirty seconds were asked for: the recall");
    wait_until_due(tour);
    wait_until_due(tour);
    wait_until_due(tour);
    title("Retrieved while it rings");
    ask(tour, "06-uapi-unpark.http");
    title("Three bad requests, which change nothing");
    ask(tour, "08-bad-timeout.http");
    ask(tour, "09-bad-text.http");
    ask(tour, "10-bad-destination.http");
}

static void say_how_to_go_on(void)
{
    title("Try it with curl");
    printf("./bootstrap examples\n"
           "build/examples/callparkd --listen 127.0.0.1:8080\n\n"
           "curl -H 'Authorization: Bearer token-12' -X PUT \\\n"
           "  --data '{\"action\":\"Park\",\"phoneCallViewId\":\"01\"}' \\\n"
           "  'http://127.0.0.1:8080/uapi/phoneCalls/12/0003*210/b817d2618fe6f1804333'\n"
           "curl -H 'Authorization: Bearer token-12' \\\n"
           "  'http://127.0.0.1:8080/uapi/phoneCalls/@me/@self'\n\n"
           "and look at http://127.0.0.1:8080/ with the operator token that it prints.\n");
}

int main(int argc, char **argv)
{
    struct tour tour = {.folder = argc > 1 ? argv[1] : "docs/examples/requests"};
    open_exchange(&tour);
    tell(&tour);
    say_how_to_go_on();
    callpark_service_free(tour.service);
    callpark_free(tour.registry);
    return 0;
}
