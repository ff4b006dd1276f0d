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
#include <stdlib.h>
#include <string.h>

#define PARK "{\"action\":\"Park\",\"phoneCallViewId\":\"01\"}"
#define UNPARK "{\"action\":\"UnPark\",\"sendCallTo\":\"1000\",\"phoneCallViewId\":\"01\"}"
#define WEBEX_PARK "{\"callId\":\"" WEBEX_CALL "\",\"destination\":\"1000\"}"
#define GROUP_PARK "{\"callId\":\"" WEBEX_CALL "\",\"isGroupPark\":true}"

/* First what goes before, which does not fail, then what does. */
static const struct scenario {
    const char *name;
    const char *before_user, *before_method, *before_target, *before_body;
    const char *user, *method, *target, *body;
    int status;
} scenarios[] = {
    {"park", NULL, NULL, NULL, NULL, "12", "PUT", "/uapi/phoneCalls/12/0003*210/" UAPI_CALL, PARK,
     202},
    {"park again", "12", "PUT", "/uapi/phoneCalls/@me/@self/" UAPI_CALL, PARK, "12", "PUT",
     "/uapi/phoneCalls/@me/@self/" UAPI_CALL, PARK, 202},
    {"park all", NULL, NULL, NULL, NULL, "12", "PUT", "/uapi/phoneCalls/@self", PARK, 202},
    {"unpark", "12", "PUT", "/uapi/phoneCalls/@self", PARK, "12", "PUT",
     "/uapi/phoneCalls/@owner/0003*210/" UAPI_CALL, UNPARK, 200},
    {"unpark all", "12", "PUT", "/uapi/phoneCalls/@self", PARK, "12", "PUT",
     "/uapi/phoneCalls/@self", UNPARK, 200},
    {"list", "12", "PUT", "/uapi/phoneCalls/@self", PARK, "12", "GET", "/uapi/phoneCalls/@self",
     NULL, 200},
    {"park against", NULL, NULL, NULL, NULL, "21", "POST", "/telephony/calls/park", WEBEX_PARK,
     200},
    {"group park", NULL, NULL, NULL, NULL, "21", "POST", "/telephony/calls/park", GROUP_PARK, 200},
    {"retrieve", "21", "POST", "/telephony/calls/park", WEBEX_PARK, "12", "POST",
     "/telephony/calls/retrieve", "{\"destination\":\"1000\"}", 201},
    {"retrieve own", "21", "POST", "/telephony/calls/park", WEBEX_PARK, "20", "POST",
     "/telephony/calls/members/me/retrieve", "{}", 201},
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

static void open_office(const struct scenario *scenario)
{
    cJSON_Hooks hooks = {json_alloc, json_free};
    registry_heap = (struct heap){0};
    json_heap = (struct heap){0};
    cJSON_InitHooks(&hooks);
    struct callpark_allocator allocator = heap_allocator(&registry_heap);
    ck_assert_int_eq(office_open(&office, 0, &allocator), 0);
    if (scenario->before_target)
        ck_assert_int_lt(office_ask(&office, scenario->before_user, scenario->before_method,
                                    scenario->before_target, scenario->before_body),
                         300);
}

static void close_office(void)
{
    office_close(&office);
    cJSON_InitHooks(NULL);
    ck_assert_uint_eq(registry_heap.allocs, registry_heap.frees);
    ck_assert_uint_eq(json_heap.allocs, json_heap.frees);
}

static int ask(const struct scenario *scenario)
{
    return office_ask(&office, scenario->user, scenario->method, scenario->target, scenario->body);
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
    ck_assert_int_eq(ask(scenario), scenario->status);
    uint64_t after = asked(what);
    close_office();
    return after - before;
}

static void fail_one(const struct scenario *scenario, int what, uint64_t number, bool on)
{
    open_office(scenario);
    uint32_t calls = callpark_count(office.registry);
    uint32_t changes = office.directory.changes;
    uint64_t last_event = callpark_last_event(office.registry);
    fail_at(what, number, on);
    int status = ask(scenario);
    fail_at(what, 0, false);
    ck_assert_msg(status == 500, "%s: failure %d of %d answered %d", scenario->name, (int)number,
                  what, status);
    ck_assert_uint_eq(callpark_count(office.registry), calls);
    ck_assert_uint_eq(callpark_last_event(office.registry), last_event);
    ck_assert_uint_eq(office.directory.changes, changes);
    ck_assert_int_eq(ask(scenario), scenario->status);
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
    TCase *tcase = tcase_create("service_memory");
    tcase_add_loop_test(tcase, a_failure_is_answered_with_500_and_changes_nothing, 0,
                        (int)COUNT(scenarios) * FAILURES);
    tcase_add_test(tcase, requests_ask_for_memory);
    tcase_add_test(tcase, no_memory_for_a_service_is_an_error);
    tcase_add_test(tcase, a_directory_that_says_what_cannot_be_is_answered_with_500);
    suite_add_tcase(suite, tcase);
    return suite;
}
