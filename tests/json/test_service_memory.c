/* SPDX-License-Identifier: MIT */
/*
 * Whatever fails on the way, memory of the registry's allocator, memory of cJSON, the host's
 * directory: the answer is 500, nothing has changed, nothing is leaked, and the same request
 * succeeds afterwards. Each scenario is played with the first, the second, ... request failing:
 * once that one alone, once all from there on.
 */
#include <check.h>

#include "../helpers.h"
#include "support_service.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PARK "{\"action\":\"Park\",\"phoneCallViewId\":\"01\"}"
#define UNPARK "{\"action\":\"UnPark\",\"sendCallTo\":\"1000\",\"phoneCallViewId\":\"01\"}"
#define WEBEX_PARK "{\"callId\":\"" WEBEX_CALL "\",\"destination\":\"1000\"}"
#define GROUP_PARK "{\"callId\":\"" WEBEX_CALL "\",\"isGroupPark\":true}"

#define PARK_00 "{\"action\":\"Park\",\"phoneCallViewId\":\"00\"}"
#define UNPARK_00 "{\"action\":\"UnPark\",\"sendCallTo\":\"1000\",\"phoneCallViewId\":\"00\"}"
#define OWN "/uapi/phoneCalls/12/0003*210/" UAPI_CALL
#define SELF "/uapi/phoneCalls/@self"
#define WEBEX "/telephony/calls/"
#define DEEP "{\"a\":[1,{\"b\":[2.5,\"x\"]},null]}"
#define KEYS "\"a\":1,\"b\":2,\"c\":3,\"d\":4,\"e\":5,\"f\":6,\"g\":7,\"h\":8,\"i\":9,\"j\":" DEEP

struct ask {
    const char *user, *method, *target, *body;
};

/* First what goes before, which does not fail, then what does. */
static const struct scenario {
    const char *name;
    struct ask before;
    struct ask then;
    int status;
    uint32_t flags; /* of the service */
    uint32_t calls; /* of 0003*210, with the view 00, beside those of the documents */
} scenarios[] = {
    {"park", {0}, {"12", "PUT", OWN, PARK}, 202, 0, 0},
    {"park, answered whole", {0}, {"12", "PUT", OWN, PARK}, 200, CALLPARK_UAPI_PARK_200, 0},
    {"park again", {"12", "PUT", OWN, PARK}, {"12", "PUT", OWN, PARK}, 202, 0, 0},
    {"park again, answered whole",
     {"12", "PUT", OWN, PARK},
     {"12", "PUT", OWN, PARK},
     200,
     CALLPARK_UAPI_PARK_200,
     0},
    {"park with many keys",
     {0},
     {"12", "PUT", OWN, "{" KEYS ",\"action\":\"Park\",\"phoneCallViewId\":\"01\"}"},
     202,
     0,
     0},
    {"park with a number",
     {0},
     {"12", "PUT", OWN, "{\"action\":\"Park\",\"phoneCallViewId\":\"01\",\"maxInParking\":30}"},
     202,
     0,
     0},
    {"park all", {0}, {"12", "PUT", SELF, PARK}, 202, 0, 0},
    {"park many", {0}, {"12", "PUT", SELF, PARK_00}, 202, 0, 40},
    {"park many, answered whole",
     {0},
     {"12", "PUT", SELF, PARK_00},
     200,
     CALLPARK_UAPI_PARK_200,
     20},
    {"unpark",
     {"12", "PUT", SELF, PARK},
     {"12", "PUT", "/uapi/phoneCalls/@owner/0003*210/" UAPI_CALL, UNPARK},
     200,
     0,
     0},
    {"unpark to a short number",
     {"12", "PUT", SELF, PARK},
     {"12", "PUT", OWN,
      "{\"action\":\"UnPark\",\"sendCallTo\":\"211\",\"phoneCallViewId\":\"01\"}"},
     200,
     0,
     0},
    {"unpark all", {"12", "PUT", SELF, PARK}, {"12", "PUT", SELF, UNPARK}, 200, 0, 0},
    {"unpark many", {"12", "PUT", SELF, PARK_00}, {"12", "PUT", SELF, UNPARK_00}, 200, 0, 40},
    {"list", {"12", "PUT", SELF, PARK}, {"12", "GET", SELF, NULL}, 200, 0, 0},
    {"list one", {"12", "PUT", SELF, PARK}, {"12", "GET", OWN, NULL}, 200, 0, 0},
    {"list a colleague's", {0}, {"12", "GET", "/uapi/phoneCalls/20/1000", NULL}, 200, 0, 0},
    {"list many", {0}, {"12", "GET", SELF "?count=50", NULL}, 200, 0, 60},
    {"list many that are parked",
     {"12", "PUT", SELF, PARK_00},
     {"12", "GET", SELF "?count=50", NULL},
     200,
     0,
     60},
    {"park against", {0}, {"21", "POST", WEBEX "park", WEBEX_PARK}, 200, 0, 0},
    {"park against oneself",
     {0},
     {"21", "POST", WEBEX "park", "{\"callId\":\"" WEBEX_CALL "\"}"},
     200,
     0,
     0},
    {"park for a member",
     {0},
     {"20", "POST", WEBEX "members/22/park", "{\"callId\":\"twos\",\"destination\":\"1000\"}"},
     200,
     0,
     0},
    {"park for a line owner",
     {0},
     {"20", "POST", WEBEX "park", "{\"callId\":\"twos\",\"lineOwnerId\":\"22\"}"},
     200,
     0,
     0},
    {"group park", {0}, {"21", "POST", WEBEX "park", GROUP_PARK}, 200, 0, 0},
    {"retrieve",
     {"21", "POST", WEBEX "park", WEBEX_PARK},
     {"12", "POST", WEBEX "retrieve", "{\"destination\":\"1000\"}"},
     201,
     0,
     0},
    {"retrieve by a number",
     {"21", "POST", WEBEX "park", WEBEX_PARK},
     {"12", "POST", WEBEX "retrieve",
      "{\"destination\":\"tel:+12223334444\",\"endpointId\":\"e\"}"},
     201,
     0,
     0},
    {"retrieve from a slot",
     {"12", "PUT", OWN, PARK},
     {"21", "POST", WEBEX "retrieve", "{\"destination\":\"1\"}"},
     201,
     0,
     0},
    {"retrieve own",
     {"21", "POST", WEBEX "park", WEBEX_PARK},
     {"20", "POST", WEBEX "members/me/retrieve", "{}"},
     201,
     0,
     0},
    {"retrieve without a body",
     {"21", "POST", WEBEX "park", WEBEX_PARK},
     {"20", "POST", WEBEX "retrieve", ""},
     201,
     0,
     0},
    {"retrieve for a member",
     {"20", "POST", WEBEX "members/22/park", "{\"callId\":\"twos\"}"},
     {"20", "POST", WEBEX "members/22/retrieve", "{}"},
     201,
     0,
     0},
};

static struct office office;
static struct heap registry_heap;
static struct heap json_heap;

static void *json_alloc(size_t bytes)
{
    struct callpark_allocator allocator = heap_allocator(&json_heap);
    return allocator.alloc(allocator.user, bytes);
}

static void json_free(void *memory)
{
    struct callpark_allocator allocator = heap_allocator(&json_heap);
    if (memory)
        allocator.free(allocator.user, memory);
}

static int ask(const struct ask *ask)
{
    return office_ask(&office, ask->user, ask->method, ask->target, ask->body);
}

static void open_office(const struct scenario *scenario)
{
    static char ids[CALLS_MOST][16];
    cJSON_Hooks hooks = {json_alloc, json_free};
    registry_heap = (struct heap){0};
    json_heap = (struct heap){0};
    cJSON_InitHooks(&hooks);
    struct callpark_allocator allocator = heap_allocator(&registry_heap);
    ck_assert_int_eq(office_open(&office, scenario->flags, &allocator), 0);
    directory_add_call(&office.directory, "twos", "1002");
    for (uint32_t i = 0; i < scenario->calls; i++) {
        snprintf(ids[i], sizeof ids[i], "call-%u", (unsigned)i);
        directory_add_call(&office.directory, ids[i], "0003*210");
    }
    if (scenario->before.target)
        ck_assert_int_lt(ask(&scenario->before), 300);
}

static void close_office(void)
{
    office_close(&office);
    cJSON_InitHooks(NULL);
    ck_assert_uint_eq(registry_heap.allocs, registry_heap.frees);
    ck_assert_uint_eq(json_heap.allocs, json_heap.frees);
}

/* Which of three things fails. */
enum { REGISTRY_MEMORY, JSON_MEMORY, DIRECTORY, FAILURES };

static uint64_t asked(int what)
{
    if (what == DIRECTORY)
        return office.directory.look_ups;
    return what == JSON_MEMORY ? json_heap.asked : registry_heap.asked;
}

/* The |number|th request from here on fails, and if |on| those behind it; 0: none. */
static void fail_at(int what, uint64_t number, bool on)
{
    uint64_t at = number ? asked(what) + number : 0;
    struct heap *heap = what == JSON_MEMORY ? &json_heap : &registry_heap;
    if (what == DIRECTORY) {
        office.directory.fail_at = (uint32_t)at;
        office.directory.fail_on = on;
    } else {
        heap->fail_at = at;
        heap->fail_on = on;
    }
}

/* How many requests there are if none fails. */
static uint64_t count(const struct scenario *scenario, int what)
{
    open_office(scenario);
    uint64_t before = asked(what);
    ck_assert_int_eq(ask(&scenario->then), scenario->status);
    uint64_t after = asked(what);
    close_office();
    return after - before;
}

/* What has happened since some moment. */
struct moment {
    uint32_t calls;
    uint32_t changes;
    uint64_t last_event;
};

static struct moment moment(void)
{
    return (struct moment){callpark_count(office.registry), office.directory.changes,
                           callpark_last_event(office.registry)};
}

static void expect_nothing_since(const struct moment *then)
{
    ck_assert_uint_eq(callpark_count(office.registry), then->calls);
    ck_assert_uint_eq(callpark_last_event(office.registry), then->last_event);
    ck_assert_uint_eq(office.directory.changes, then->changes);
}

static uint32_t answered_calls(void)
{
    uint32_t count = 0;
    for (const char *at = office.response.body; (at = strstr(at, "{\"id\":\"call-")); at++)
        count++;
    return count;
}

/* Of many calls some were parked, or taken out: those that the answer names, each with its event.
 */
static void expect_some_since(const struct moment *then, bool park)
{
    uint32_t done = office.directory.changes - then->changes;
    ck_assert_uint_gt(done, 0);
    ck_assert_uint_eq(answered_calls(), done);
    ck_assert_uint_eq(callpark_last_event(office.registry), then->last_event + done);
    ck_assert_uint_eq(callpark_count(office.registry),
                      park ? then->calls + done : then->calls - done);
}

static unsigned some_done;

static void fail_one(const struct scenario *scenario, int what, uint64_t number, bool on)
{
    open_office(scenario);
    struct moment before = moment();
    bool many = scenario->calls && scenario->then.body;
    fail_at(what, number, on);
    int status = ask(&scenario->then);
    fail_at(what, 0, false);
    if (many && status == scenario->status) {
        expect_some_since(&before, strstr(scenario->then.body, "\"Park\"") != NULL);
        some_done++;
    } else {
        ck_assert_msg(status == 500, "%s: failure %d of %d answered %d", scenario->name,
                      (int)number, what, status);
        expect_nothing_since(&before);
    }
    ck_assert_int_eq(ask(&scenario->then), scenario->status);
    close_office();
}

START_TEST(a_failure_is_answered_with_500_and_changes_nothing)
{
    const struct scenario *scenario = &scenarios[_i / FAILURES];
    int what = _i % FAILURES;
    uint64_t most = count(scenario, what);
    ck_assert(what != DIRECTORY || most > 1);
    for (uint64_t number = 1; number <= most; number++) {
        fail_one(scenario, what, number, false);
        fail_one(scenario, what, number, true);
    }
}
END_TEST

START_TEST(of_many_calls_those_done_before_a_failure_stay_done)
{
    some_done = 0;
    for (size_t i = 0; i < COUNT(scenarios); i++) {
        uint64_t most = scenarios[i].calls ? count(&scenarios[i], REGISTRY_MEMORY) : 0;
        for (uint64_t number = 1; number <= most; number++)
            fail_one(&scenarios[i], REGISTRY_MEMORY, number, false);
    }
    ck_assert_uint_gt(some_done, 0);
}
END_TEST

START_TEST(requests_ask_for_memory)
{
    uint64_t registry = 0;
    uint64_t json = 0;
    for (size_t i = 0; i < COUNT(scenarios); i++) {
        registry += count(&scenarios[i], REGISTRY_MEMORY);
        json += count(&scenarios[i], JSON_MEMORY);
    }
    ck_assert_uint_gt(registry, COUNT(scenarios));
    ck_assert_uint_gt(json, COUNT(scenarios));
}
END_TEST

START_TEST(no_memory_for_a_service_is_an_error)
{
    registry_heap = (struct heap){0};
    struct callpark_allocator allocator = heap_allocator(&registry_heap);
    ck_assert_int_eq(office_open(&office, 0, &allocator), 0);
    uint64_t all = registry_heap.asked;
    office_close(&office);
    for (uint64_t number = 1; number <= all; number++) {
        registry_heap = (struct heap){.fail_at = number};
        ck_assert_int_eq(office_open(&office, 0, &allocator), CALLPARK_ERR_NOMEM);
        ck_assert_uint_eq(registry_heap.allocs, registry_heap.frees);
    }
}
END_TEST

START_TEST(a_directory_that_says_what_cannot_be_is_answered_with_500)
{
    ck_assert_int_eq(office_open(&office, 0, NULL), 0);
    office.directory.calls[0].user = "99";
    ck_assert_int_eq(office_uapi(&office, PARK), 400); /* a call of nobody is no call */
    office.directory.calls[0].user = "";
    ck_assert_int_eq(office_uapi(&office, PARK), 500);
    office.directory.calls[0].user = "12";
    office.directory.calls[0].extension = NULL;
    ck_assert_int_eq(office_uapi(&office, PARK), 500);
    ck_assert_uint_eq(callpark_count(office.registry), 0);
    office_close(&office);
}
END_TEST

Suite *service_memory_suite(void);
Suite *service_memory_suite(void)
{
    Suite *suite = suite_create("json/service_memory");
    TCase *tcase = tcase_create("memory");
    tcase_add_loop_test(tcase, a_failure_is_answered_with_500_and_changes_nothing, 0,
                        (int)COUNT(scenarios) * FAILURES);
    tcase_add_test(tcase, of_many_calls_those_done_before_a_failure_stay_done);
    tcase_add_test(tcase, requests_ask_for_memory);
    tcase_add_test(tcase, no_memory_for_a_service_is_an_error);
    tcase_add_test(tcase, a_directory_that_says_what_cannot_be_is_answered_with_500);
    suite_add_tcase(suite, tcase);
    return suite;
}
