/* SPDX-License-Identifier: MIT */
/*
 * A tour of libcallpark: one thing a PBX does after another, the clock moved by
 * hand. Build and run: `make demo`.
 */
#include <callpark/callpark.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static callpark_time now; /* a host would read CLOCK_MONOTONIC */

/* ---- Printing ---- */

static void print_place(const struct callpark *registry, const struct callpark_event *event)
{
    char label[256];
    if (callpark_place_label(registry, event->lot, event->extension, event->slot, label,
                             sizeof label) > 0)
        printf(event->extension ? " at extension %s" : " in slot %s", label);
}

static void print_event(const struct callpark *registry, const struct callpark_event *event)
{
    printf("%4" PRIu64 " s  #%-2" PRIu64 " %s", event->time / 1000, event->number,
           callpark_event_name(event->kind));
    if (event->call_id) {
        printf(": %s", event->call_id);
        print_place(registry, event);
    }
    if (event->target)
        printf(", %s %s", event->state == CALLPARK_STATE_ENDED ? "with" : "target", event->target);
    if (event->kind == CALLPARK_EVENT_RINGING)
        printf(" for %" PRIu32 " s", event->ring / 1000);
    if (event->reason)
        printf(" (%s%s%s)", callpark_reason_name(event->reason), event->by ? " by " : "",
               event->by ? event->by : "");
    if (event->stops && event->kind != CALLPARK_EVENT_RECALL_ANSWERED)
        printf(", ends #%" PRIu64, event->stops);
    putchar('\n');
}

static void must(int result, const char *what)
{
    if (result >= 0)
        return;
    fprintf(stderr, "%s: %s\n", what, callpark_strerror(result));
    exit(1);
}

static void refused(int result, const char *what)
{
    printf("%4" PRIu64 " s      refused: %s: %s\n", now / 1000, what, callpark_strerror(result));
    if (result >= 0)
        exit(1);
}

/* ---- The PBX ---- */

/* All that has become due, one event at a time, up to |until|. */
static struct callpark_event run_until(struct callpark *registry, callpark_time until)
{
    struct callpark_event event;
    callpark_event_init(&event);
    while (callpark_next_deadline(registry) <= until) {
        if (callpark_next_deadline(registry) > now)
            now = callpark_next_deadline(registry);
        while (callpark_poll(registry, now, &event) == 1)
            print_event(registry, &event);
    }
    now = until;
    return event;
}

static struct callpark_lot_config lobby(uint32_t last, const struct callpark_recall *recall)
{
    struct callpark_lot_config config;
    callpark_lot_config_init(&config);
    config.prefix = "*5";
    config.label_width = 2;
    config.first_slot = 1;
    config.last_slot = last;
    config.timeout = callpark_seconds(60);
    config.recall = recall;
    return config;
}

static int park_at(struct callpark *registry, const struct callpark_where *where,
                   const char *call_id, const char *parker)
{
    struct callpark_call call;
    struct callpark_event event;
    callpark_call_init(&call);
    callpark_event_init(&event);
    call.call_id = call_id;
    call.parker = parker;
    call.caller_name = "Alice Example";
    call.caller_number = "+15550100";
    int result = callpark_park(registry, now, where, &call, NULL, parker, &event);
    if (!result)
        print_event(registry, &event);
    return result;
}

static int park(struct callpark *registry, const char *call_id, const char *parker)
{
    struct callpark_where where = callpark_at_any_slot("lobby");
    return park_at(registry, &where, call_id, parker);
}

static int retrieve(struct callpark *registry, const struct callpark_which *which, const char *by)
{
    struct callpark_event event;
    callpark_event_init(&event);
    int result = callpark_retrieve(registry, now, which, by, &event);
    if (!result)
        print_event(registry, &event);
    return result;
}

/* ---- The tour ---- */

static void park_and_retrieve(struct callpark *registry)
{
    puts("\nA call is parked; somebody dials the label that was announced:");
    must(park(registry, "call-1", "1000"), "park");
    struct callpark_which which;
    callpark_which_init(&which);
    must(callpark_resolve(registry, "lobby", "*501", &which), "resolve");
    now += 5000;
    must(retrieve(registry, &which, "1001"), "retrieve");
}

static void two_retrievers(struct callpark *registry)
{
    struct callpark_which which = callpark_by_call("call-2");
    struct callpark_event event;
    callpark_event_init(&event);
    puts("\nTwo retrievers: the first claims, the second is refused, never bridged:");
    must(park(registry, "call-2", "1000"), "park");
    must(callpark_claim(registry, now, &which, 0, "1001", &event), "claim");
    print_event(registry, &event);
    refused(retrieve(registry, &which, "1002"), "1002 retrieves");
    puts("The first one's phone fails: same slot, same deadline; then the second has it:");
    must(callpark_rollback(registry, now, &which, event.serial, NULL, &event), "rollback");
    print_event(registry, &event);
    must(retrieve(registry, &which, "1002"), "retrieve");
}

static void recall(struct callpark *registry)
{
    struct callpark_which which = callpark_by_call("call-3");
    puts("\nNobody comes: the parker is rung, then the alternate, then the fallback:");
    must(park(registry, "call-3", "1000"), "park");
    run_until(registry, now + 100 * 1000);
    struct callpark_event event = run_until(registry, now + 15 * 1000);
    must(callpark_recall_answered(registry, now, &which, event.serial, 0, NULL, &event),
         "recall_answered");
    print_event(registry, &event);
    must(callpark_commit(registry, now, &which, event.serial, NULL, &event), "commit");
    print_event(registry, &event);
}

static void group(struct callpark *registry)
{
    const char *const members[] = {"1000", "1001", "1002"};
    struct callpark_group_config config;
    struct callpark_where where = callpark_at_group("lobby", NULL); /* the parker's own */
    struct callpark_event event;
    callpark_group_config_init(&config);
    callpark_event_init(&event);
    config.members = members;
    config.member_count = 3;
    puts("\nGroup park: against the first member who holds no call, never the parker:");
    must(callpark_group_add(registry, now, "lobby", "sales", &config, NULL, &event), "group_add");
    print_event(registry, &event);
    must(park_at(registry, &where, "call-4", "1000"), "group park");
    must(park_at(registry, &where, "call-5", "1000"), "group park");
    refused(park_at(registry, &where, "call-6", "1000"), "a third group park");
}

static void full_lot_and_reload(struct callpark *registry, const struct callpark_recall *recall)
{
    struct callpark_lot_config config = lobby(2, recall);
    struct callpark_which which = callpark_by_slot("lobby", 3);
    struct callpark_event event;
    callpark_event_init(&event);
    puts("\nThe lot has three slots; the fourth caller is refused, not hung up:");
    must(park(registry, "call-7", "1000"), "park");
    must(park(registry, "call-8", "1000"), "park");
    must(park(registry, "call-9", "1000"), "park");
    refused(park(registry, "call-10", "1000"), "a fourth call");
    puts("\nReload: slots 1 to 2 only. The call in slot 3 stays; its slot is not given again:");
    must(callpark_lot_configure(registry, now, "lobby", &config, NULL, &event), "configure");
    print_event(registry, &event);
    must(retrieve(registry, &which, "1003"), "retrieve");
    refused(park(registry, "call-10", "1000"), "a third call");
}

static void shut_down(struct callpark *registry)
{
    struct callpark_event event;
    callpark_event_init(&event);
    puts("\nShutdown: every call still parked ends exactly once:");
    while (callpark_drain(registry, now, NULL, NULL, &event) == 1)
        print_event(registry, &event);
    printf("%" PRIu32 " calls parked.\n", callpark_count(registry));
}

int main(void)
{
    struct callpark_options options;
    struct callpark_recall policy;
    struct callpark_event event;
    struct callpark *registry;
    callpark_options_init(&options);
    callpark_recall_init(&policy);
    callpark_event_init(&event);
    memcpy(options.hash_key, "a random 16 byte", 16); /* use getrandom() */
    policy.alternate = "1009";
    policy.fallback = "voicemail";
    policy.rounds = 1;
    policy.ring = callpark_seconds(20);
    must(callpark_new(&options, &registry), "new");
    struct callpark_lot_config config = lobby(3, &policy);
    must(callpark_lot_add(registry, now, "lobby", &config, NULL, &event), "lot_add");
    print_event(registry, &event);
    park_and_retrieve(registry);
    two_retrievers(registry);
    recall(registry);
    group(registry);
    full_lot_and_reload(registry, &policy);
    shut_down(registry);
    callpark_free(registry);
    return 0;
}
