/* SPDX-License-Identifier: MIT */
/* The rules of the UAPI format, one by one, on a whole service: what the table-driven tests of
 * test_uapi_service.c do not reach, since it needs another directory, lot or body. */
#include <check.h>
#include <cjson/cJSON.h>

#include "support_service.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define ON(path) "/uapi/phoneCalls/" path
#define CALL ON("12/0003*210/" UAPI_CALL)
#define PARK "{\"action\":\"Park\",\"phoneCallViewId\":\"01\"}"
#define PARK_00 "{\"action\":\"Park\",\"phoneCallViewId\":\"00\"}"
#define PARK_02 "{\"action\":\"Park\",\"phoneCallViewId\":\"02\"}"
#define UNPARK "{\"action\":\"UnPark\",\"sendCallTo\":\"1000\",\"phoneCallViewId\":\"01\"}"
#define UNPARK_00 "{\"action\":\"UnPark\",\"sendCallTo\":\"1000\",\"phoneCallViewId\":\"00\"}"

static struct office office;

/* A directory before the office's own, which says some things differently. */
static struct {
    struct callpark_directory inner;
    const char *line_lot; /* the lot of the line |line_of| */
    const char *line_of;
    const char *user_lot; /* the lot of the user |lot_of| */
    const char *lot_of;
    int may; /* what it says, to |right| alone; 0: as the office */
    uint32_t right;
    uint64_t stops; /* of the last event */
    uint32_t kind;
    char caller_id[2048]; /* of the last delivery */
} other;

static int find_user(void *host, const char *id, struct callpark_user *user)
{
    int error = other.inner.find_user(host, id, user);
    if (!error && other.lot_of && strcmp(user->id, other.lot_of) == 0)
        user->lot = other.user_lot;
    return error;
}

static int find_extension(void *host, const struct callpark_user *viewer, const char *number,
                          struct callpark_line *line)
{
    int error = other.inner.find_extension(host, viewer, number, line);
    if (!error && other.line_of && strcmp(line->extension, other.line_of) == 0)
        line->lot = other.line_lot;
    return error;
}

static int may(void *host, const struct callpark_user *user, uint32_t right,
               const struct callpark_user *whose)
{
    if (!other.may)
        return other.inner.may(host, user, right, whose);
    return right == other.right ? other.may : 0;
}

static void changed(void *host, const struct callpark_event *event,
                    const struct callpark_delivery *delivery)
{
    other.inner.changed(host, event, delivery);
    other.stops = event->stops;
    other.kind = event->kind;
    if (delivery)
        snprintf(other.caller_id, sizeof other.caller_id, "%s",
                 delivery->caller_id ? delivery->caller_id : "(none)");
}

static void reopen(uint32_t flags, const char *base_url)
{
    struct callpark_directory directory = other.inner;
    directory.find_user = find_user;
    directory.find_extension = find_extension;
    directory.may = may;
    directory.changed = changed;
    ck_assert_int_eq(office_reopen(&office, &directory, flags, base_url), 0);
}

static void set_up(void)
{
    ck_assert_int_eq(office_open(&office, 0, NULL), 0);
    memset(&other, 0, sizeof other);
    other.inner = directory_functions(&office.directory);
    reopen(0, NULL);
}

static void tear_down(void)
{
    office_close(&office);
}

static const char *body(void)
{
    return office.response.body;
}

static int put(const char *user, const char *target, const char *text)
{
    return office_ask(&office, user, "PUT", target, text);
}

static int get(const char *user, const char *target)
{
    return office_ask(&office, user, "GET", target, NULL);
}

/* That the answer has |status| and |code|, and nothing has changed since |last|. */
static void expect_refused(int got, int status, const char *code, uint64_t last)
{
    char start[80];
    snprintf(start, sizeof start, "{\"error\":{\"code\":\"%s\",\"message\":\"", code);
    ck_assert_msg(got == status && strncmp(body(), start, strlen(start)) == 0, "%d %s, not %d %s",
                  got, body(), status, code);
    ck_assert_uint_eq(callpark_last_event(office.registry), last);
}

static uint64_t last_event(void)
{
    return callpark_last_event(office.registry);
}

static bool find(const char *id, struct callpark_info *info)
{
    struct callpark_which which = callpark_by_call(id);
    callpark_info_init(info);
    return callpark_find(office.registry, &which, info) == 0;
}

static void add_lot(const char *name, const struct callpark_lot_config *config)
{
    struct callpark_event event;
    callpark_event_init(&event);
    ck_assert_int_eq(callpark_lot_add(office.registry, office.now, name, config, NULL, &event), 0);
}

static void configure_lot(const char *name, const struct callpark_lot_config *config)
{
    struct callpark_event event;
    callpark_event_init(&event);
    ck_assert_int_eq(
        callpark_lot_configure(office.registry, office.now, name, config, NULL, &event), 0);
}

static void claim(const char *id)
{
    struct callpark_which which = callpark_by_call(id);
    struct callpark_event event;
    callpark_event_init(&event);
    ck_assert_int_eq(callpark_claim(office.registry, office.now, &which, 0, NULL, &event), 0);
}

static void park_in_core(const char *lot, const char *id, const char *parker)
{
    struct callpark_where where = callpark_at_any_slot(lot);
    struct callpark_call call;
    struct callpark_event event;
    callpark_call_init(&call);
    callpark_event_init(&event);
    call.call_id = id;
    call.parker = parker;
    ck_assert_int_eq(callpark_park(office.registry, office.now, &where, &call, NULL, NULL, &event),
                     0);
}

/* ---- Of two errors the earlier ---- */

#define X10 "xxxxxxxxxx"
#define X60 X10 X10 X10 X10 X10 X10
#define LONG X60 X60 X60 X60 X60

static const struct {
    const char *user, *method, *target, *body;
    int status;
    const char *code;
} orders[] = {
    /* The path's form is before the method, the user and all else. */
    {NULL, "POST", ON("12//x"), "[", 400, "request_invalid"},
    {NULL, "POST", ON(""), "[", 400, "extension_invalid"},
    {NULL, "DELETE", "/unifiedapi/phoneCalls", NULL, 400, "extension_invalid"},
    /* An over-long id is an invalid id, in its turn. */
    {NULL, "POST", ON("12/0003*210/" LONG), PARK, 501, "request_not_implemented"},
    {NULL, "PUT", ON("12/0003*210/" LONG), PARK, 401, "access_denied"},
    {"12", "PUT", ON("12/0003*210/" LONG), "[", 400, "request_invalid"},
    {"12", "PUT", ON("12/0003*210/" LONG), "{}", 400, "action_invalid"},
    {"12", "PUT", ON("99/0003*210/" LONG), PARK, 400, "user_invalid"},
    {"12", "PUT", ON("12/77/" LONG), PARK, 400, "extension_invalid"},
    {"12", "PUT", ON("12/0003*210/" LONG), "{\"action\":\"Park\"}", 400, "pc_phonell_invalid"},
    {NULL, "PUT", ON("12/" LONG "/x"), PARK, 401, "access_denied"},
    {"12", "PUT", ON("12/" LONG "/x"), "[", 400, "request_invalid"},
    {"12", "PUT", ON("99/" LONG "/x"), PARK, 400, "user_invalid"},
    {"12", "PUT", ON("12/" LONG "/x"), PARK, 400, "extension_invalid"},
    {NULL, "PUT", ON(LONG "/1/x"), PARK, 401, "access_denied"},
    {"12", "PUT", ON(LONG "/1/x"), "{\"action\":\"Transfer\"}", 501, "request_not_implemented"},
    {"12", "GET", ON("12/0003*210/" LONG), NULL, 400, "pc_phonell_invalid"},
    /* A call that is not there is before what is asked of it. */
    {"12", "PUT", ON("12/0003*210/x"), "{\"action\":\"UnPark\"}", 400, "pc_phonell_invalid"},
    {"12", "PUT", ON("12/77"), "{\"action\":\"UnPark\"}", 400, "extension_invalid"},
    /* The view before the rest, all that before whether the call is parked. */
    {"12", "PUT", CALL, "{\"action\":\"UnPark\",\"waitForPickup\":0}", 400,
     "pc_phonellview_invalid"},
    {"12", "PUT", CALL, "{\"action\":\"UnPark\",\"phoneCallViewId\":\"03\",\"waitForPickup\":0}",
     400, "pc_phonellview_invalid"},
    {"12", "PUT", CALL, "{\"action\":\"Park\",\"phoneCallViewId\":\"03\",\"maxInParking\":1}", 400,
     "pc_phonellview_invalid"},
};

START_TEST(of_two_errors_the_one_whose_turn_comes_first)
{
    uint64_t last = last_event();
    int status =
        office_ask(&office, orders[_i].user, orders[_i].method, orders[_i].target, orders[_i].body);
    expect_refused(status, orders[_i].status, orders[_i].code, last);
}
END_TEST

/* ---- Other requests that are refused ---- */

static const struct {
    const char *user, *method, *target, *body;
    int status;
    const char *code;
} refusals[] = {
    {"12", "HEAD", CALL, NULL, 501, "request_not_implemented"},
    {"12", "PATCH", CALL, PARK, 501, "request_not_implemented"},
    {"12", "get", CALL, NULL, 501, "request_not_implemented"},
    {"12", "", CALL, PARK, 501, "request_not_implemented"},
    {"12", "PUT ", CALL, PARK, 501, "request_not_implemented"},
    {"12", "PUT", "/unifiedapi/phoneCalls/", PARK, 400, "extension_invalid"},
    {"12", "GET", "/unifiedapi/phoneCalls?count=1", NULL, 400, "extension_invalid"},
    {"12", "PUT", ON("12/0003*210/a%2fb"), PARK, 400, "request_invalid"},
    {"12", "PUT", ON("12/0003*210/a%7fb"), PARK, 400, "request_invalid"},
    {"12", "PUT", ON("12/0003*210/a%1Fb"), PARK, 400, "request_invalid"},
    {"12", "PUT", ON("12/0003*210/%2E"), PARK, 400, "request_invalid"},
    {"12", "PUT", ON("12/0003*210/.%2e"), PARK, 400, "request_invalid"},
    {"12", "PUT", ON("12/x/../0003*210/" UAPI_CALL), PARK, 400, "request_invalid"},
    {"12", "PUT", ON("12/0003*210/%4"), PARK, 400, "request_invalid"},
    {"12", "PUT", ON("12/0003*210/%%35"), PARK, 400, "request_invalid"},
    {"12", "PUT", ON("@ME/0003*210/" UAPI_CALL), PARK, 400, "user_invalid"},
    {"12", "PUT", ON("@self/0003*210/" UAPI_CALL), PARK, 400, "user_invalid"},
    {"12", "PUT", ON("me/0003*210/" UAPI_CALL), PARK, 400, "user_invalid"},
    {"12", "PUT", ON("%2540me/0003*210/" UAPI_CALL), PARK, 400, "user_invalid"},
    {"12", "PUT", ON("12/@SELF/" UAPI_CALL), PARK, 400, "extension_invalid"},
    {"12", "PUT", ON("12/self/" UAPI_CALL), PARK, 400, "extension_invalid"},
    {"12", "PUT", ON("12/0003*210%20/" UAPI_CALL), PARK, 400, "extension_invalid"},
    {"12", "PUT", ON("12/0003%252A210/" UAPI_CALL), PARK, 400, "extension_invalid"},
    {"12", "PUT", ON("12/*/" UAPI_CALL), PARK, 400, "extension_invalid"},
    {"12", "PUT", ON("12/0003*210/B817D2618FE6F1804333"), PARK, 400, "pc_phonell_invalid"},
    {"12", "PUT", ON("@self/" UAPI_CALL), PARK, 400, "user_invalid"},
    {"12", "PUT", CALL, "{\"action\":\"UnPark\",\"phoneCallViewId\":\"01\",\"sendCallTo\":null}",
     400, "extension_invalid"},
    {"12", "PUT", CALL, "{\"action\":\"UnPark\",\"phoneCallViewId\":\"01\",\"sendCallTo\":\"\"}",
     400, "extension_invalid"},
    {"12", "PUT", CALL,
     "{\"action\":\"UnPark\",\"phoneCallViewId\":\"01\",\"sendCallTo\":\"+12223334444\"}", 400,
     "extension_invalid"},
    {"12", "PUT", CALL,
     "{\"action\":\"UnPark\",\"phoneCallViewId\":\"01\",\"sendCallTo\":\"" LONG "\"}", 400,
     "extension_invalid"},
    {"12", "PUT", CALL, "{\"action\":\"Park\",\"phoneCallViewId\":\"" LONG "\"}", 400,
     "pc_phonellview_invalid"},
    {"12", "PUT", CALL, "{\"action\":\"Park\",\"phoneCallViewId\":[\"01\"]}", 400,
     "pc_phonellview_invalid"},
    {"12", "PUT", CALL, "{\"action\":\"Park\",\"phoneCallViewId\":\"1\"}", 400,
     "pc_phonellview_invalid"},
    {"23", "PUT", ON("0003*210"), PARK, 400, "extension_invalid"},
    {"23", "GET", ON("0003*210"), NULL, 400, "extension_invalid"},
};

START_TEST(what_is_not_allowed_is_refused)
{
    uint64_t last = last_event();
    int status = office_ask(&office, refusals[_i].user, refusals[_i].method, refusals[_i].target,
                            refusals[_i].body);
    expect_refused(status, refusals[_i].status, refusals[_i].code, last);
}
END_TEST

/* ---- Bodies by their bytes ---- */

static int put_bytes(const void *bytes, size_t length)
{
    struct callpark_request request;
    callpark_request_init(&request);
    request.now = office.now;
    request.method = "PUT";
    request.target = CALL;
    request.user = "12";
    request.body = bytes;
    request.body_length = length;
    ck_assert_int_eq(callpark_service_answer(office.service, &request, &office.response), 0);
    return (int)office.response.status;
}

START_TEST(a_body_ends_where_its_length_says)
{
    uint64_t last = last_event();
    expect_refused(put_bytes(PARK, sizeof PARK), 400, "request_invalid", last); /* its NUL */
    expect_refused(put_bytes(PARK, sizeof PARK - 2), 400, "request_invalid", last);
    expect_refused(put_bytes("\0" PARK, sizeof PARK), 400, "request_invalid", last);
    expect_refused(put_bytes(NULL, 0), 400, "request_invalid", last);
    char *exact = malloc(sizeof PARK - 1); /* nothing behind it may be read */
    memcpy(exact, PARK, sizeof PARK - 1);
    ck_assert_int_eq(put_bytes(exact, sizeof PARK - 1), 202);
    free(exact);
}
END_TEST

START_TEST(a_body_has_64_kib_at_most)
{
    char *large = malloc(CALLPARK_JSON_BODY_MAX + 1);
    memset(large, ' ', CALLPARK_JSON_BODY_MAX + 1);
    memcpy(large, PARK, sizeof PARK - 1);
    expect_refused(put_bytes(large, CALLPARK_JSON_BODY_MAX + 1), 400, "request_invalid",
                   last_event());
    ck_assert_int_eq(put_bytes(large, CALLPARK_JSON_BODY_MAX), 202);
    free(large);
}
END_TEST

START_TEST(a_body_is_32_levels_deep_at_most)
{
    for (int levels = 32; levels <= 33; levels++) {
        char text[256] = "{\"action\":\"Park\",\"phoneCallViewId\":\"01\",\"x\":";
        for (int i = 1; i < levels; i++)
            strcat(text, "[");
        for (int i = 1; i < levels; i++)
            strcat(text, "]");
        strcat(text, "}");
        ck_assert_int_eq(put_bytes(text, strlen(text)), levels == 32 ? 202 : 400);
    }
}
END_TEST

/* ---- Who may ---- */

/* Each action asks for the right of its own, and only 1 is a consent. */
static const struct {
    uint32_t right;
    const char *method, *target, *body;
    int status;
} rights[] = {
    {CALLPARK_RIGHT_LIST, "GET", ON("20/1000"), NULL, 200},
    {CALLPARK_RIGHT_LIST, "GET", ON("@owner/1000/johns"), NULL, 200},
    {CALLPARK_RIGHT_PARK, "PUT", ON("20/1000/johns"), PARK_00, 202},
    {CALLPARK_RIGHT_PARK, "PUT", ON("20/@self/johns"), PARK_00, 202},
    {CALLPARK_RIGHT_PARK, "PUT", ON("@owner/1000"), PARK_00, 202},
    {CALLPARK_RIGHT_RETRIEVE, "PUT", ON("20/1000/parked"), UNPARK_00, 200},
    {CALLPARK_RIGHT_RETRIEVE, "PUT", ON("20/@self"), UNPARK_00, 200},
};

START_TEST(each_action_needs_its_own_right)
{
    directory_add_call(&office.directory, "johns", "1000");
    directory_add_call(&office.directory, "parked", "1000");
    ck_assert_int_eq(put("20", ON("1000/"), PARK_00), 202);
    struct callpark_which which = callpark_by_call("johns");
    struct callpark_event event;
    callpark_event_init(&event);
    ck_assert_int_eq(callpark_remove(office.registry, office.now, &which, NULL, &event), 0);
    uint64_t last = last_event();
    other.may = 1;
    for (uint32_t right = 1; right <= 3; right++) {
        other.right = right;
        if (right == rights[_i].right)
            continue;
        int status =
            office_ask(&office, "21", rights[_i].method, rights[_i].target, rights[_i].body);
        expect_refused(status, 400, "user_invalid", last);
    }
    other.right = rights[_i].right;
    ck_assert_int_eq(
        office_ask(&office, "21", rights[_i].method, rights[_i].target, rights[_i].body),
        rights[_i].status);
}
END_TEST

START_TEST(an_error_is_no_consent)
{
    directory_add_call(&office.directory, "johns", "1000");
    uint64_t last = last_event();
    other.right = CALLPARK_RIGHT_PARK;
    other.may = CALLPARK_ERR_NOMEM;
    ck_assert_int_ge(put("21", ON("20/1000/johns"), PARK_00), 400);
    other.may = CALLPARK_ERR_NOT_FOUND;
    ck_assert_int_ge(put("21", ON("20/1000/johns"), PARK_00), 400);
    ck_assert_uint_eq(last_event(), last);
}
END_TEST

START_TEST(consent_is_for_the_members_calls_alone)
{
    directory_add_call(&office.directory, "twos", "1003");
    directory_add_call(&office.directory, "johns", "1000");
    uint64_t last = last_event();
    expect_refused(put("20", ON("22/1002/twos"), PARK_00), 400, "pc_phonell_invalid", last);
    expect_refused(put("20", ON("22/@self/johns"), PARK_00), 400, "pc_phonell_invalid", last);
    expect_refused(put("20", ON("22/1000/johns"), PARK_00), 400, "extension_invalid", last);
    expect_refused(put("20", ON("@me/1003/twos"), PARK_00), 400, "extension_invalid", last);
    expect_refused(put("20", ON("@owner/@self/twos"), PARK_00), 400, "pc_phonell_invalid", last);
    expect_refused(get("20", ON("@viewer/@self/twos")), 400, "pc_phonell_invalid", last);
    struct callpark_info info;
    ck_assert_int_eq(put("20", ON("22/@self/twos"), PARK_00), 202);
    ck_assert(find("twos", &info));
    ck_assert_str_eq(info.parker, "1003");
    ck_assert_str_eq(info.tag, "00");
    ck_assert_ptr_nonnull(strstr(body(), "/uapi/phoneCalls/22/1003/twos\""));
}
END_TEST

/* ---- Lots ---- */

/* Extension 0003*211 parks in a lot of its own. */
static void give_211_a_lot(uint32_t slots, callpark_duration most)
{
    struct callpark_lot_config config;
    callpark_lot_config_init(&config);
    config.first_slot = 900;
    config.last_slot = 899 + slots;
    config.timeout_max = most;
    config.timeout = most < 180000 ? most : 0;
    add_lot("annex", &config);
    other.line_of = "0003*211";
    other.line_lot = "annex";
    directory_add_call(&office.directory, "a", "0003*211");
    directory_add_call(&office.directory, "b", "0003*210");
    directory_add_call(&office.directory, "c", "0003*211");
}

static const char *const ways_to_a[] = {ON("12/0003*211/a"), ON("211/"), ON("@me/@self/a"),
                                        ON("@owner/211/a"), ON("@self")};

START_TEST(the_lot_is_that_of_the_extension)
{
    struct callpark_info info;
    give_211_a_lot(2, 3600000);
    ck_assert_int_eq(put("12", ways_to_a[_i], PARK_00), 202);
    ck_assert(find("a", &info));
    ck_assert_str_eq(info.lot, "annex");
    ck_assert_uint_eq(info.slot, 900);
    if (find("b", &info))
        ck_assert_str_eq(info.lot, "org-3");
    ck_assert_int_eq(get("12", ON("211/")), 200);
    ck_assert_ptr_nonnull(strstr(body(), "\"parkedPos\":\"900\""));
    ck_assert_int_eq(put("12", ON("@me/@self/a"), UNPARK_00), 200);
}
END_TEST

START_TEST(a_timeout_that_the_lot_does_not_allow_is_invalid)
{
    uint64_t last = 0;
    give_211_a_lot(2, 60000);
    last = last_event();
    static const char *const bodies[] = {
        "{\"action\":\"Park\",\"phoneCallViewId\":\"00\",\"maxInParking\":61}", PARK_00};
    for (size_t i = 0; i < COUNT(bodies); i++) {
        expect_refused(put("12", ON("12/211/a"), bodies[i]), 400, "pc_parktimeout_invalid", last);
        expect_refused(put("12", ON("211/"), bodies[i]), 400, "pc_parktimeout_invalid", last);
    }
    ck_assert_int_eq(put("12", ON("12/211/a"),
                         "{\"action\":\"Park\",\"phoneCallViewId\":\"00\",\"maxInParking\":60}"),
                     202);
    last = last_event(); /* the same on repetition */
    expect_refused(put("12", ON("12/211/a"), PARK_00), 400, "pc_parktimeout_invalid", last);
}
END_TEST

/* Whatever stops a park of all calls midway, an error means that none was parked. */
START_TEST(a_park_of_all_calls_is_an_error_only_if_nothing_was_parked)
{
    give_211_a_lot(1, _i ? 60000 : 3600000);
    uint64_t last = last_event();
    int status = put("12", ON("@self"), PARK_00); /* b; then a, c: refused or one too many */
    ck_assert_msg((status >= 400) == (last_event() == last), "%d with %d changes", status,
                  (int)(last_event() - last));
    ck_assert_uint_eq(office.directory.changes, last_event() - last);
    if (status < 400)
        ck_assert_ptr_nonnull(strstr(body(), "{\"id\":\"b\""));
}
END_TEST

START_TEST(a_directory_that_fails_midway_leaves_all_or_nothing)
{
    directory_add_call(&office.directory, "a", "0003*211");
    directory_add_call(&office.directory, "b", "0003*210");
    directory_add_call(&office.directory, "c", "0003*211");
    bool succeeded = false;
    for (uint32_t number = 1; !succeeded; number++) {
        uint64_t last = last_event();
        office.directory.fail_at = office.directory.look_ups + number;
        int status = put("12", ON("@self"), _i ? UNPARK_00 : PARK_00);
        succeeded = status < 400 && office.directory.look_ups < office.directory.fail_at;
        ck_assert_msg((status >= 400) == (last_event() == last) || status == 204,
                      "look-up %u: %d with %d changes", number, status, (int)(last_event() - last));
        office.directory.fail_at = 0;
        if (_i && status == 204)
            ck_assert_int_eq(put("12", ON("@self"), PARK_00), 202);
        ck_assert_uint_lt(number, 200);
    }
}
END_TEST

START_TEST(without_a_lot_it_is_an_internal_error)
{
    other.lot_of = "12";
    other.user_lot = "no such lot";
    expect_refused(put("12", CALL, PARK), 500, "internal_server_error", last_event());
}
END_TEST

START_TEST(a_lot_without_slots_is_full)
{
    add_lot("none", NULL);
    other.lot_of = "12";
    other.user_lot = "none";
    expect_refused(put("12", CALL, PARK), 503, "parking_lot_full", last_event());
    ck_assert_ptr_nonnull(office_header(&office, "Retry-After"));
}
END_TEST

START_TEST(only_claimed_calls_and_then_a_full_lot_is_the_error)
{
    give_211_a_lot(1, 3600000);
    ck_assert_int_eq(put("12", ON("211/"), PARK_00), 202); /* a; c finds no slot */
    ck_assert_uint_eq(callpark_count(office.registry), 1);
    ck_assert_int_eq(put("12", ON("211/"), PARK_00), 202); /* a again; no slot for c */
    ck_assert_ptr_nonnull(strstr(body(), "\"id\":\"a\""));
    ck_assert_ptr_null(strstr(body(), "\"id\":\"c\""));
    claim("a");
    expect_refused(put("12", ON("211/"), PARK_00), 503, "parking_lot_full", last_event());
}
END_TEST

/* ---- The recall is the parker's ---- */

static void recall_policy(void)
{
    struct callpark_lot_config config;
    struct callpark_recall recall;
    callpark_lot_config_init(&config);
    callpark_recall_init(&recall);
    recall.alternate = "1002";
    recall.fallback = "1003";
    recall.targets = CALLPARK_RECALL_ALTERNATE;
    recall.rounds = 1;
    config.recall = &recall;
    config.last_slot = 100;
    config.prefix = "*5";
    config.label_width = 2;
    config.timeout = 60000;
    configure_lot("org-3", &config);
}

START_TEST(the_lots_recall_policy_is_not_that_of_a_uapi_park)
{
    struct callpark_event event;
    recall_policy();
    ck_assert_int_eq(put("12", CALL, PARK), 202);
    struct callpark_info info;
    ck_assert(find(UAPI_CALL, &info));
    ck_assert_uint_eq(info.deadline, office.now + 180000); /* nor is its timeout */
    callpark_event_init(&event);
    for (int i = 0; i < 20; i++) {
        office.now = callpark_next_deadline(office.registry);
        ck_assert_int_eq(callpark_poll(office.registry, office.now, &event), 1);
        ck_assert_uint_ne(event.kind, CALLPARK_EVENT_ENDED);
        if (event.kind == CALLPARK_EVENT_RINGING)
            ck_assert_str_eq(event.target, "0003*210");
    }
}
END_TEST

START_TEST(a_repetition_stops_the_ring)
{
    struct callpark_event event;
    callpark_event_init(&event);
    ck_assert_int_eq(put("12", CALL, PARK), 202);
    office.now += 180000;
    ck_assert_int_eq(callpark_poll(office.registry, office.now, &event), 1);
    uint64_t ring = event.serial;
    ck_assert_uint_ne(ring, 0);
    if (_i) { /* paused */
        office.now = callpark_next_deadline(office.registry);
        ck_assert_int_eq(callpark_poll(office.registry, office.now, &event), 1);
        ring = 0;
    }
    ck_assert_int_eq(put("12", CALL, PARK), 202);
    ck_assert_uint_eq(other.kind, CALLPARK_EVENT_EXTENDED);
    ck_assert_uint_eq(other.stops, ring);
    struct callpark_info info;
    ck_assert(find(UAPI_CALL, &info));
    ck_assert_uint_eq(info.state, CALLPARK_STATE_WAITING);
    ck_assert_uint_eq(info.deadline, office.now + 180000);
}
END_TEST

START_TEST(unpark_stops_the_ring)
{
    struct callpark_event event;
    callpark_event_init(&event);
    ck_assert_int_eq(put("12", CALL, PARK), 202);
    office.now += 180000;
    ck_assert_int_eq(callpark_poll(office.registry, office.now, &event), 1);
    uint64_t ring = event.serial;
    ck_assert_int_eq(put("12", CALL, UNPARK), 200);
    ck_assert_uint_eq(other.stops, ring);
}
END_TEST

/* ---- Views ---- */

START_TEST(a_view_id_has_255_bytes_and_is_as_good)
{
    static char id[256];
    static const struct callpark_uapi_view view = {.size = sizeof view, .id = id};
    static const struct callpark_uapi_view *const views[] = {&view};
    static const size_t lengths[] = {249, 250, 251, 254, 255};
    char text[400];
    memset(id, 'v', lengths[_i]);
    id[lengths[_i]] = 0;
    office.directory.calls[0].views = views;
    office.directory.calls[0].view_count = 1;
    snprintf(text, sizeof text, "{\"action\":\"Park\",\"phoneCallViewId\":\"%s\"}", id);
    ck_assert_int_eq(put("12", CALL, text), 202);
    ck_assert_int_eq(put("12", CALL, text), 202);
    ck_assert_int_eq(get("12", CALL), 200);
    ck_assert_ptr_nonnull(strstr(body(), "\"parkedPos\":\"1\""));
    snprintf(text, sizeof text,
             "{\"action\":\"UnPark\",\"sendCallTo\":\"1000\",\"phoneCallViewId\":\"%s\"}", id);
    ck_assert_int_eq(put("12", CALL, text), 200);
}
END_TEST

START_TEST(a_call_without_views_cannot_be_parked)
{
    office.directory.calls[0].view_count = 0;
    office.directory.calls[0].views = NULL;
    uint64_t last = last_event();
    expect_refused(put("12", CALL, PARK), 400, "pc_phonellview_invalid", last);
    ck_assert_int_eq(put("12", ON("210/"), PARK), 204);
    ck_assert_int_eq(get("12", CALL), 200);
}
END_TEST

START_TEST(the_parked_view_alone_says_so)
{
    ck_assert_int_eq(put("12", CALL, PARK_02), 202);
    ck_assert_int_eq(get("12", CALL), 200);
    const char *second = strstr(body(), "{\"id\":\"02\"");
    ck_assert_ptr_nonnull(second);
    ck_assert_ptr_eq(strstr(body(), "\"parked\""), strstr(second, "\"parked\""));
    ck_assert_ptr_nonnull(strstr(second, "\"parkedPos\":\"1\",\"parkedBy\":\"0003*210\""));
    ck_assert_ptr_nonnull(strstr(second, "\"status\":\"5\""));
    ck_assert_ptr_ne(strstr(body(), "\"status\":\"5\""), strstr(second, "\"status\":\"5\""));
}
END_TEST

START_TEST(a_call_parked_by_webex_needs_a_view_of_it_none_the_less)
{
    ck_assert_int_eq(office_webex(&office, "12", "park", "{\"callId\":\"" UAPI_CALL "\"}"), 200);
    uint64_t last = last_event();
    expect_refused(put("12", CALL, "{\"action\":\"Park\",\"phoneCallViewId\":\"03\"}"), 400,
                   "pc_phonellview_invalid", last);
    expect_refused(
        put("12", CALL,
            "{\"action\":\"UnPark\",\"sendCallTo\":\"1000\",\"phoneCallViewId\":\"03\"}"),
        400, "pc_phonellview_invalid", last);
    ck_assert_int_eq(put("12", CALL, PARK_02), 202);
    ck_assert_int_eq(put("12", CALL, PARK), 202); /* any valid view, again */
    ck_assert_int_eq(put("12", ON("@self"), PARK), 202);
    ck_assert_ptr_nonnull(strstr(body(), UAPI_CALL));
}
END_TEST

START_TEST(the_tag_of_another_does_not_look_like_a_view)
{
    /* Parked by the host itself, with a tag of its own: any valid view will do. */
    struct callpark_where where = callpark_at_any_slot("org-3");
    struct callpark_call call;
    struct callpark_event event;
    callpark_call_init(&call);
    callpark_event_init(&event);
    call.call_id = UAPI_CALL;
    call.tag = _i ? "uap" : NULL;
    ck_assert_int_eq(callpark_park(office.registry, office.now, &where, &call, NULL, NULL, &event),
                     0);
    ck_assert_int_eq(get("12", CALL), 200);
    ck_assert_int_eq(put("12", CALL, PARK_02), 202);
    ck_assert_int_eq(put("12", CALL, UNPARK), 200);
}
END_TEST

/* ---- Answers ---- */

static const char *const odd_ids[] = {
    "a b", "a%b", "a?b=c&d", "a#b", "a\"b\\c", "caf\xc3\xa9", "*@", "...", "a+b", "%2e", "~a", "<>",
};

START_TEST(the_link_of_an_answer_leads_to_the_call)
{
    char target[512];
    char expected[64];
    directory_add_call(&office.directory, odd_ids[_i], "0003*211");
    ck_assert_int_eq(put("12", ON("211"), PARK_00), 202);
    cJSON *answer = cJSON_Parse(body());
    const cJSON *call = cJSON_GetArrayItem(answer, 0);
    const cJSON *self =
        cJSON_GetObjectItemCaseSensitive(cJSON_GetObjectItemCaseSensitive(call, "link"), "self");
    ck_assert_ptr_nonnull(self);
    ck_assert_str_eq(cJSON_GetObjectItemCaseSensitive(call, "id")->valuestring, odd_ids[_i]);
    ck_assert_int_eq(strncmp(self->valuestring, "https://x.x.x.x/uapi/", 21), 0);
    snprintf(target, sizeof target, "%s", self->valuestring + strlen("https://x.x.x.x"));
    cJSON_Delete(answer);
    ck_assert_ptr_nonnull(strstr(target, "/12/0003*211/"));
    for (const char *s = target; *s; s++)
        ck_assert_msg(*s > 0x20 && *s < 0x7f && !strchr("\"<>\\#?", *s), "%s", target);
    ck_assert_int_eq(get("12", target), 200);
    snprintf(expected, sizeof expected, "\"totalResults\":1");
    ck_assert_ptr_nonnull(strstr(body(), expected));
}
END_TEST

START_TEST(slashes_at_the_end_of_the_base_are_dropped)
{
    reopen(0, "https://pbx.example/api//");
    ck_assert_int_eq(put("12", CALL, PARK), 202);
    ck_assert_ptr_nonnull(strstr(body(), "\"https://pbx.example/api/uapi/phoneCalls/12/0003*210/"));
}
END_TEST

START_TEST(the_answer_can_be_200_for_all_calls_too)
{
    reopen(CALLPARK_UAPI_PARK_200, NULL);
    directory_add_call(&office.directory, "a", "0003*211");
    directory_add_call(&office.directory, "b", "0003*211");
    ck_assert_int_eq(put("12", ON("@self"), PARK_00), 200);
    cJSON *answer = cJSON_Parse(body());
    ck_assert_int_eq(cJSON_GetArraySize(answer), 2);
    for (int i = 0; i < 2; i++) {
        const cJSON *views =
            cJSON_GetObjectItemCaseSensitive(cJSON_GetArrayItem(answer, i), "phoneCallView");
        const cJSON *pos =
            cJSON_GetObjectItemCaseSensitive(cJSON_GetArrayItem(views, 0), "parkedPos");
        ck_assert_str_eq(pos->valuestring, i ? "2" : "1");
    }
    cJSON_Delete(answer);
    ck_assert_int_eq(put("20", ON("@self"), PARK_00), 204);
}
END_TEST

START_TEST(the_place_is_the_label_with_which_it_is_retrieved)
{
    recall_policy(); /* and labels *501 to *5100 */
    ck_assert_int_eq(put("12", CALL, PARK), 202);
    ck_assert_int_eq(get("12", CALL), 200);
    ck_assert_ptr_nonnull(strstr(body(), "\"parkedPos\":\"*501\""));
    ck_assert_int_eq(office_webex(&office, "21", "retrieve", "{\"destination\":\"501\"}"), 404);
    ck_assert_int_eq(office_webex(&office, "21", "retrieve", "{\"destination\":\"*501\"}"), 201);
}
END_TEST

/* What |unix_time| and so on make of the time of the park, 1000 of the clock. */
static const struct {
    callpark_time now;
    int64_t unix_ms;
    int32_t offset;
    const char *parked; /* NULL: none can be told */
} times[] = {
    {1000, 0, 0, "1970-01-01T00:00:00+00:00"},
    {61000, 60000, 0, "1970-01-01T00:00:00+00:00"},
    {61000, 0, 0, "1969-12-31T23:59:00+00:00"},
    {1999, 999, 0, "1970-01-01T00:00:00+00:00"},
    {1000, INT64_C(1340803135000), -330, "2012-06-27T07:48:55-05:30"},
    {1000, INT64_C(1340803135000), 765, "2012-06-28T02:03:55+12:45"},
    {0, INT64_C(1340803134000), 180,
     "2012-06-27T16:18:54+03:00"}, /* stepped back: no time passed */
    {1000, INT64_MAX, 0, NULL},
    {1000, INT64_MIN, 0, NULL},
    {UINT64_MAX - 1, INT64_MIN, 0, NULL},
    {UINT64_MAX - 1, 0, 0, NULL},
};

START_TEST(the_time_of_a_park_is_reckoned_from_that_of_the_request)
{
    ck_assert_int_eq(put("12", CALL, PARK), 202);
    struct callpark_request request;
    callpark_request_init(&request);
    request.now = times[_i].now;
    request.unix_time = times[_i].unix_ms;
    request.utc_offset = times[_i].offset;
    request.method = "GET";
    request.target = CALL;
    request.user = "12";
    ck_assert_int_eq(callpark_service_answer(office.service, &request, &office.response), 0);
    if (!times[_i].parked) { /* an error, or a list without it; but an answer */
        cJSON *answer = cJSON_Parse(body());
        ck_assert_ptr_nonnull(answer);
        cJSON_Delete(answer);
        return;
    }
    char expected[64];
    snprintf(expected, sizeof expected, "\"parked\":\"%s\"", times[_i].parked);
    ck_assert_uint_eq(office.response.status, 200);
    ck_assert_msg(strstr(body(), expected) != NULL, "%s is not in %s", expected, body());
}
END_TEST

START_TEST(a_caller_id_of_any_length_is_passed_on)
{
    char text[1400];
    char caller[1200];
    memset(caller, 'c', sizeof caller);
    caller[sizeof caller - 1] = 0;
    memcpy(caller, "\xc3\xa9 <", 4);
    ck_assert_int_eq(put("12", CALL, PARK), 202);
    snprintf(text, sizeof text,
             "{\"action\":\"UnPark\",\"sendCallTo\":\"1000\",\"phoneCallViewId\":\"01\","
             "\"callerId\":\"%s\"}",
             caller);
    ck_assert_int_eq(put("12", CALL, text), 200);
    ck_assert_str_eq(other.caller_id, caller);
}
END_TEST

START_TEST(a_caller_id_that_is_empty_is_none)
{
    ck_assert_int_eq(put("12", CALL, PARK), 202);
    ck_assert_int_eq(
        put("12", CALL,
            "{\"action\":\"UnPark\",\"sendCallTo\":\"1000\",\"phoneCallViewId\":\"01\","
            "\"callerId\":\"\"}"),
        200);
    ck_assert_str_eq(other.caller_id, "(none)");
}
END_TEST

/* ---- Nothing of others ---- */

START_TEST(a_parker_of_another_organization_is_not_named)
{
    /* The host parked it for somebody over there, in a lot that is theirs as well. */
    park_in_core(_i ? "org-4" : "org-3", UAPI_CALL, "2000");
    ck_assert_int_eq(get("12", CALL), 200);
    ck_assert_ptr_nonnull(strstr(body(), "\"parked\":\""));
    ck_assert_msg(strstr(body(), "2000") == NULL, "%s", body());
    reopen(CALLPARK_UAPI_PARK_200, NULL);
    ck_assert_int_eq(put("12", CALL, PARK), 200);
    ck_assert_ptr_null(strstr(body(), "2000"));
}
END_TEST

START_TEST(what_is_foreign_is_as_nothing_for_who_may_do_anything)
{
    static const char *const pairs[][2] = {
        {ON("40/2000/foreign"), ON("41/2001/foreign")},
        {ON("40/@self"), ON("41/@self")},
        {ON("40/@self/foreign"), ON("41/@self/foreign")},
        {ON("foreign-person/2000"), ON("nobody/2000")},
        {ON("@owner/2000"), ON("@owner/2001")},
        {ON("@owner/2000/foreign"), ON("@owner/2001/foreign")},
        {ON("12/2000/" UAPI_CALL), ON("12/2001/" UAPI_CALL)},
        {ON("12/0003*210/foreign"), ON("12/0003*210/nothing")},
    };
    static const char *const bodies[] = {PARK_00, UNPARK_00, NULL};
    char first[1024];
    directory_add_call(&office.directory, "foreign", "2000");
    ck_assert_int_eq(put("40", ON("@self"), PARK_00), 202);
    uint64_t last = last_event();
    other.may = 1;
    for (size_t i = 0; i < COUNT(bodies); i++) {
        const char *method = bodies[i] ? "PUT" : "GET";
        for (other.right = 1; other.right <= 3; other.right++) {
            int status = office_ask(&office, "12", method, pairs[_i][0], bodies[i]);
            ck_assert_msg(status == 400, "%s %s: %d", method, pairs[_i][0], status);
            snprintf(first, sizeof first, "%s", body());
            ck_assert_int_eq(office_ask(&office, "12", method, pairs[_i][1], bodies[i]), 400);
            ck_assert_str_eq(body(), first);
        }
    }
    ck_assert_uint_eq(last_event(), last);
}
END_TEST

/* A directory that leads from a short number to another organization's extension. */
START_TEST(a_call_of_a_foreign_user_at_ones_own_extension_is_nothing)
{
    directory_add_call(&office.directory, "odd", "0003*211");
    office.directory.calls[2].user = "40";
    uint64_t last = last_event();
    expect_refused(put("12", ON("12/211/odd"), PARK_00), 400, "pc_phonell_invalid", last);
    expect_refused(get("12", ON("12/211/odd")), 400, "pc_phonell_invalid", last);
    ck_assert_int_eq(put("12", ON("211/"), PARK_00), 204);
    ck_assert_int_eq(get("12", ON("211/")), 200);
    ck_assert_ptr_null(strstr(body(), "odd"));
    ck_assert_ptr_nonnull(strstr(body(), "\"totalResults\":0"));
}
END_TEST

START_TEST(an_answer_is_of_the_registry_and_not_of_the_directory)
{
    /* Whether a call is parked only the registry knows. */
    office.directory.calls[0].parked = "1999-01-01T00:00:00+00:00";
    office.directory.calls[0].parked_slot = "77";
    office.directory.calls[0].parked_by = "1001";
    office.directory.calls[0].parked_view = "02";
    ck_assert_int_eq(get("12", CALL), 200);
    ck_assert_ptr_null(strstr(body(), "1999"));
    ck_assert_ptr_null(strstr(body(), "parked"));
    ck_assert_int_eq(put("12", CALL, PARK), 202);
    ck_assert_int_eq(get("12", CALL), 200);
    ck_assert_ptr_null(strstr(body(), "1999"));
    ck_assert_ptr_nonnull(strstr(body(), "\"parkedPos\":\"1\",\"parkedBy\":\"0003*210\""));
    ck_assert_ptr_null(strstr(strstr(body(), "\"id\":\"02\""), "parked"));
}
END_TEST

START_TEST(lists_count_what_they_show)
{
    static char ids[40][16];
    for (int i = 0; i < 40; i++) {
        snprintf(ids[i], sizeof ids[i], "c%02d", i % 100);
        directory_add_call(&office.directory, ids[i], i % 2 ? "0003*211" : "0003*210");
    }
    for (int start = 0; start < 45; start += 4) {
        char target[64];
        char expected[80];
        snprintf(target, sizeof target, ON("@self?startIndex=%d&count=4"), start);
        ck_assert_int_eq(get("12", target), 200);
        cJSON *answer = cJSON_Parse(body());
        int left = 41 - start;
        ck_assert_int_eq(cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(answer, "entry")),
                         left > 4   ? 4
                         : left < 0 ? 0
                                    : left);
        cJSON_Delete(answer);
        snprintf(expected, sizeof expected,
                 "\"startIndex\":%d,\"totalResults\":41,\"itemsPerPage\":4,", start);
        ck_assert_ptr_nonnull(strstr(body(), expected));
    }
    ck_assert_int_eq(get("12", ON("@self?startIndex=2147483647&count=5000")), 200);
    ck_assert_ptr_nonnull(strstr(body(), "{\"entry\":[],\"startIndex\":2147483647,"));
}
END_TEST

/* ---- Directories that are odd ---- */

/* Each view of that name is the parked one; the answer stays whole. */
START_TEST(a_view_that_is_there_often_does_not_break_the_answer)
{
    static const struct callpark_uapi_view view = {.size = sizeof view, .id = "01"};
    const struct callpark_uapi_view *views[40];
    struct callpark_lot_config config;
    char prefix[241];
    callpark_lot_config_init(&config);
    memset(prefix, 1, sizeof prefix - 1); /* six bytes each in JSON */
    prefix[sizeof prefix - 1] = 0;
    config.prefix = prefix;
    config.last_slot = 9;
    configure_lot("org-3", &config);
    for (size_t i = 0; i < COUNT(views); i++)
        views[i] = &view;
    office.directory.calls[0].views = views;
    office.directory.calls[0].view_count = COUNT(views);
    reopen(CALLPARK_UAPI_PARK_200, NULL);
    uint64_t last = last_event();
    int status = _i ? put("12", ON("12/210"), PARK) : put("12", CALL, PARK);
    ck_assert_uint_lt(office.response.body_length, 1u << 20);
    ck_assert_uint_eq(office.response.body_length, strlen(body()));
    ck_assert((status == 200) == (last_event() == last + 1));
    cJSON *answer = cJSON_Parse(body());
    ck_assert_ptr_nonnull(answer);
    cJSON_Delete(answer);
}
END_TEST

static int fail_with_rubbish(void *host, const struct callpark_user *viewer, const char *id,
                             struct callpark_phone_call *call)
{
    (void)host;
    (void)viewer;
    (void)id;
    static char gone[1]; /* behind it, a sanitizer sees it read */
    call->id = call->extension = call->user = gone + 1;
    return CALLPARK_ERR_NOT_FOUND;
}

START_TEST(what_a_directory_left_behind_when_it_failed_is_not_read)
{
    struct callpark_directory directory = other.inner;
    directory.find_call = fail_with_rubbish;
    ck_assert_int_eq(office_reopen(&office, &directory, 0, NULL), 0);
    expect_refused(put("12", CALL, PARK), 400, "pc_phonell_invalid", last_event());
}
END_TEST

static int find_user_without_extensions(void *host, const char *id, struct callpark_user *user)
{
    int error = other.inner.find_user(host, id, user);
    user->extensions = NULL; /* their count stays */
    return error;
}

START_TEST(extensions_that_are_said_and_not_there_are_an_internal_error)
{
    struct callpark_directory directory = other.inner;
    directory.find_user = find_user_without_extensions;
    ck_assert_int_eq(office_reopen(&office, &directory, 0, NULL), 0);
    expect_refused(put("12", ON("@self"), PARK), 500, "internal_server_error", last_event());
}
END_TEST

START_TEST(a_long_name_of_the_caller_is_no_reason_not_to_park)
{
    static char name[400];
    memset(name, 'n', sizeof name - 1);
    office.directory.calls[0].caller_name = name;
    ck_assert_int_eq(put("12", CALL, PARK), 202);
}
END_TEST

/* ---- The host's own mistakes ---- */

START_TEST(mistakes_of_the_host_are_errors_and_leave_the_answer_alone)
{
    struct callpark_request good, bad;
    struct callpark_response response, before;
    ck_assert_int_eq(put("12", CALL, PARK), 202);
    good = office.request;
    for (int i = 0; i < 8; i++) {
        int expected = CALLPARK_ERR_INVALID;
        bad = good;
        callpark_response_init(&response);
        before = response;
        if (i == 0)
            bad.method = NULL;
        if (i == 1)
            bad.target = NULL;
        if (i == 2)
            bad.body = NULL;
        if (i == 3)
            bad.now = CALLPARK_NEVER;
        if (i == 4) {
            bad.size = 8;
            expected = CALLPARK_ERR_STRUCT_SHORT;
        }
        if (i == 5) {
            bad.size = 5000;
            expected = CALLPARK_ERR_STRUCT_LONG;
        }
        if (i == 6) {
            bad.reserved = 1;
            expected = CALLPARK_ERR_STRUCT_FIELD;
        }
        if (i == 7) {
            response.size = 0;
            before = response;
            expected = CALLPARK_ERR_STRUCT_SHORT;
        }
        uint64_t last = last_event();
        int error = callpark_service_answer(office.service, &bad, &response);
        ck_assert_msg(error == expected, "mistake %d: %d", i, error);
        ck_assert_mem_eq(&response, &before, sizeof response);
        ck_assert_uint_eq(last_event(), last);
    }
    ck_assert_int_eq(callpark_service_answer(NULL, &good, &response), CALLPARK_ERR_INVALID);
    ck_assert_int_eq(callpark_service_answer(office.service, NULL, &response),
                     CALLPARK_ERR_INVALID);
    ck_assert_int_eq(callpark_service_answer(office.service, &good, NULL), CALLPARK_ERR_INVALID);
}
END_TEST

START_TEST(a_service_needs_what_is_required)
{
    char url[300];
    struct callpark_service *service = NULL;
    struct callpark_service_options options;
    for (int i = 0; i < 11; i++) {
        struct callpark_directory directory = other.inner;
        callpark_service_options_init(&options);
        options.directory = &directory;
        options.base_url = "http://x";
        memset(url, 'u', sizeof url);
        url[256] = 0;
        if (i == 0)
            directory.find_user = NULL;
        if (i == 1)
            directory.find_extension = NULL;
        if (i == 2)
            directory.find_destination = NULL;
        if (i == 3)
            directory.find_call = NULL;
        if (i == 4)
            directory.next_call = NULL;
        if (i == 5)
            options.directory = NULL;
        if (i == 6)
            options.base_url = NULL;
        if (i == 7)
            options.base_url = "";
        if (i == 8)
            options.base_url = url;
        if (i == 9)
            options.flags = 4;
        if (i == 10)
            directory.size = 1;
        int error = callpark_service_new(office.registry, &options, &service);
        ck_assert_msg(error < 0, "%d", i);
        ck_assert_int_eq(error, i == 8    ? CALLPARK_ERR_TOO_LONG
                                : i == 10 ? CALLPARK_ERR_STRUCT_SHORT
                                          : CALLPARK_ERR_INVALID);
        ck_assert_ptr_null(service);
    }
}
END_TEST

START_TEST(may_and_changed_need_not_be_there)
{
    struct callpark_directory directory = other.inner;
    directory.may = NULL;
    directory.changed = NULL;
    ck_assert_int_eq(office_reopen(&office, &directory, 0, NULL), 0);
    expect_refused(put("20", ON("22/1002/x"), PARK), 400, "user_invalid", last_event());
    ck_assert_int_eq(put("12", CALL, PARK), 202);
    ck_assert_int_eq(put("12", CALL, UNPARK), 200);
}
END_TEST

Suite *notes_uapi_suite(void);
Suite *notes_uapi_suite(void)
{
    Suite *suite = suite_create("json/notes_uapi");
    TCase *tcase = tcase_create("notes_uapi");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_loop_test(tcase, of_two_errors_the_one_whose_turn_comes_first, 0, (int)COUNT(orders));
    tcase_add_loop_test(tcase, what_is_not_allowed_is_refused, 0, (int)COUNT(refusals));
    tcase_add_test(tcase, a_body_ends_where_its_length_says);
    tcase_add_test(tcase, a_body_has_64_kib_at_most);
    tcase_add_test(tcase, a_body_is_32_levels_deep_at_most);
    tcase_add_loop_test(tcase, each_action_needs_its_own_right, 0, (int)COUNT(rights));
    tcase_add_test(tcase, an_error_is_no_consent);
    tcase_add_test(tcase, consent_is_for_the_members_calls_alone);
    tcase_add_loop_test(tcase, the_lot_is_that_of_the_extension, 0, (int)COUNT(ways_to_a));
    tcase_add_test(tcase, a_timeout_that_the_lot_does_not_allow_is_invalid);
    tcase_add_loop_test(tcase, a_park_of_all_calls_is_an_error_only_if_nothing_was_parked, 0, 2);
    tcase_add_loop_test(tcase, a_directory_that_fails_midway_leaves_all_or_nothing, 0, 2);
    tcase_add_test(tcase, without_a_lot_it_is_an_internal_error);
    tcase_add_test(tcase, a_lot_without_slots_is_full);
    tcase_add_test(tcase, only_claimed_calls_and_then_a_full_lot_is_the_error);
    tcase_add_test(tcase, the_lots_recall_policy_is_not_that_of_a_uapi_park);
    tcase_add_loop_test(tcase, a_repetition_stops_the_ring, 0, 2);
    tcase_add_test(tcase, unpark_stops_the_ring);
    tcase_add_loop_test(tcase, a_view_id_has_255_bytes_and_is_as_good, 0, 5);
    tcase_add_test(tcase, a_call_without_views_cannot_be_parked);
    tcase_add_test(tcase, the_parked_view_alone_says_so);
    tcase_add_test(tcase, a_call_parked_by_webex_needs_a_view_of_it_none_the_less);
    tcase_add_loop_test(tcase, the_tag_of_another_does_not_look_like_a_view, 0, 2);
    tcase_add_loop_test(tcase, the_link_of_an_answer_leads_to_the_call, 0, (int)COUNT(odd_ids));
    tcase_add_test(tcase, slashes_at_the_end_of_the_base_are_dropped);
    tcase_add_test(tcase, the_answer_can_be_200_for_all_calls_too);
    tcase_add_test(tcase, the_place_is_the_label_with_which_it_is_retrieved);
    tcase_add_loop_test(tcase, the_time_of_a_park_is_reckoned_from_that_of_the_request, 0,
                        (int)COUNT(times));
    tcase_add_test(tcase, a_caller_id_of_any_length_is_passed_on);
    tcase_add_test(tcase, a_caller_id_that_is_empty_is_none);
    tcase_add_loop_test(tcase, a_parker_of_another_organization_is_not_named, 0, 2);
    tcase_add_loop_test(tcase, what_is_foreign_is_as_nothing_for_who_may_do_anything, 0, 8);
    tcase_add_test(tcase, a_call_of_a_foreign_user_at_ones_own_extension_is_nothing);
    tcase_add_test(tcase, an_answer_is_of_the_registry_and_not_of_the_directory);
    tcase_add_test(tcase, lists_count_what_they_show);
    tcase_add_loop_test(tcase, a_view_that_is_there_often_does_not_break_the_answer, 0, 2);
    tcase_add_test(tcase, what_a_directory_left_behind_when_it_failed_is_not_read);
    tcase_add_test(tcase, extensions_that_are_said_and_not_there_are_an_internal_error);
    tcase_add_test(tcase, a_long_name_of_the_caller_is_no_reason_not_to_park);
    tcase_add_test(tcase, mistakes_of_the_host_are_errors_and_leave_the_answer_alone);
    tcase_add_test(tcase, a_service_needs_what_is_required);
    tcase_add_test(tcase, may_and_changed_need_not_be_there);
    suite_add_tcase(suite, tcase);
    return suite;
}
