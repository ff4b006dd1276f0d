/* SPDX-License-Identifier: MIT */
/* Between requests the host uses the registry itself: what it changes there, the next answer
 * shows. */
#include <check.h>

#include "support_service.h"

#include <string.h>

#define OWN "/uapi/phoneCalls/12/0003*210/" UAPI_CALL
#define PARK "{\"action\":\"Park\",\"phoneCallViewId\":\"01\"}"
#define PARK_FOR(seconds)                                                                          \
    "{\"action\":\"Park\",\"phoneCallViewId\":\"01\",\"maxInParking\":" seconds "}"
#define UNPARK "{\"action\":\"UnPark\",\"phoneCallViewId\":\"01\",\"sendCallTo\":\"1000\"}"
#define TO_1000 "{\"callId\":\"" WEBEX_CALL "\",\"destination\":\"1000\"}"
#define FROM(destination) "{\"destination\":\"" destination "\"}"

static struct office office;
static struct callpark_event event;

static void set_up(void)
{
    ck_assert_int_eq(office_open(&office, 0, NULL), 0);
    callpark_event_init(&event);
}

static void tear_down(void)
{
    office_close(&office);
}

/* ---- The host's changes ---- */

static struct callpark_call plain(const char *id)
{
    struct callpark_call call;
    callpark_call_init(&call);
    call.call_id = id;
    return call;
}

static void move(const char *id, struct callpark_where where)
{
    const struct callpark_which which = callpark_by_call(id);
    ck_assert_int_eq(callpark_move(office.registry, office.now, &which, &where, NULL, &event), 0);
}

static void swap(const char *id, const char *other)
{
    const struct callpark_which which = callpark_by_call(id);
    const struct callpark_call call = plain(other);
    ck_assert_int_eq(callpark_swap(office.registry, office.now, &which, &call, NULL, &event), 0);
}

static void configure(const char *lot, uint32_t first, uint32_t last, callpark_duration timeout)
{
    struct callpark_lot_config config;
    callpark_lot_config_init(&config);
    config.prefix = "*5";
    config.label_width = 2;
    config.first_slot = first;
    config.last_slot = last;
    config.timeout = config.timeout_min = config.timeout_max = timeout;
    ck_assert_int_eq(
        callpark_lot_configure(office.registry, office.now, lot, &config, NULL, &event), 0);
}

static void remove_lot(const char *lot)
{
    ck_assert_int_eq(callpark_lot_remove(office.registry, office.now, lot, NULL, &event), 0);
}

static int find_lot(const char *lot)
{
    struct callpark_lot_info info;
    callpark_lot_info_init(&info);
    return callpark_lot_find(office.registry, lot, &info);
}

/* ---- What is asked then ---- */

static int uapi(const char *body)
{
    return office_uapi(&office, body);
}

static int retrieve(const char *user, const char *body)
{
    return office_webex(&office, user, "retrieve", body);
}

static bool answered(const char *text)
{
    return strstr(office.response.body, text) != NULL;
}

/* The list shows the call of UAPI parked in the slot of |label|; NULL: in none. */
static void expect_listed(const char *label)
{
    ck_assert_int_eq(office_ask(&office, "12", "GET", OWN, NULL), 200);
    ck_assert(answered("\"parked\":\""));
    const char *at = strstr(office.response.body, "\"parkedPos\":\"");
    ck_assert_int_eq(at != NULL, label != NULL);
    if (at)
        ck_assert_int_eq(strncmp(at + 13, label, strlen(label)), 0);
}

static void expect_deadline(const char *id, callpark_duration after)
{
    const struct callpark_which which = callpark_by_call(id);
    struct callpark_info info;
    callpark_info_init(&info);
    ck_assert_int_eq(callpark_find(office.registry, &which, &info), 0);
    ck_assert_uint_eq(info.deadline, office.now + after);
}

START_TEST(a_call_that_was_moved_is_where_it_is_now)
{
    ck_assert_int_eq(uapi(PARK), 202);
    move(UAPI_CALL, callpark_at_extension("org-3", "1003"));
    expect_listed(NULL);
    office.now += 1000;
    ck_assert_int_eq(uapi(PARK), 202); /* its time starts anew there */
    expect_deadline(UAPI_CALL, 180000);
    ck_assert_int_eq(retrieve("20", FROM("1")), 404);
    ck_assert_int_eq(retrieve("22", "{}"), 201);
    ck_assert(answered(UAPI_CALL));
}
END_TEST

START_TEST(a_call_in_another_lot_has_that_lots_label_and_limits_even_when_it_is_removed)
{
    ck_assert_int_eq(uapi(PARK), 202);
    configure("org-4", 1, 10, 60000);
    move(UAPI_CALL, callpark_at_slot("org-4", 3));
    for (int removed = 0; removed < 2; removed++) {
        ck_assert_int_eq(uapi(PARK_FOR("61")), 400);
        ck_assert(answered("pc_parktimeout_invalid"));
        ck_assert_int_eq(uapi(PARK_FOR("\"060\"")), 202);
        expect_deadline(UAPI_CALL, 60000);
        expect_listed("*503\"");
        if (!removed)
            remove_lot("org-4");
    }
    ck_assert_int_eq(uapi(UNPARK), 200);
    ck_assert_int_eq(find_lot("org-4"), CALLPARK_ERR_LOT);
}
END_TEST

START_TEST(a_swapped_call_is_the_one_that_came)
{
    ck_assert_int_eq(office_webex(&office, "21", "park", TO_1000), 200);
    swap(WEBEX_CALL, UAPI_CALL);
    expect_listed(NULL);
    ck_assert_int_eq(office_webex(&office, "21", "park", TO_1000), 409); /* the place is taken */
    ck_assert_int_eq(retrieve("20", "{}"), 201);
    ck_assert(answered(UAPI_CALL));
    ck_assert_int_eq(office_webex(&office, "21", "park", TO_1000), 200);
}
END_TEST

/* Of a call that the directory does not know nothing is said, and nothing happens to it. */
START_TEST(a_call_swapped_for_one_that_nobody_knows_stays)
{
    ck_assert_int_eq(office_webex(&office, "21", "park", TO_1000), 200);
    swap(WEBEX_CALL, "nobody knows");
    ck_assert_int_eq(retrieve("20", "{}"), 404);
    ck_assert_int_eq(retrieve("12", FROM("1000")), 404);
    ck_assert_uint_eq(callpark_count(office.registry), 1);
}
END_TEST

/* The view went with the description. */
START_TEST(a_swapped_call_can_be_parked_through_any_of_its_views)
{
    ck_assert_int_eq(uapi(PARK), 202);
    ck_assert_int_eq(uapi("{\"action\":\"Park\",\"phoneCallViewId\":\"02\"}"), 400);
    swap(UAPI_CALL, UAPI_CALL);
    ck_assert_int_eq(uapi("{\"action\":\"Park\",\"phoneCallViewId\":\"02\"}"), 202);
    expect_listed("1\"");
}
END_TEST

START_TEST(a_reservation_is_a_parked_call_once_it_is_filled)
{
    const struct callpark_where where = callpark_at_slot("org-3", 7);
    const struct callpark_call call = plain(UAPI_CALL);
    ck_assert_int_eq(callpark_reserve(office.registry, office.now, &where, "1001", 0, NULL, &event),
                     0);
    const struct callpark_which which = callpark_by_ticket(event.ticket, NULL);
    ck_assert_int_eq(retrieve("20", FROM("7")), 404);
    ck_assert_int_eq(callpark_fill(office.registry, office.now, &which, &call, NULL, NULL, &event),
                     0);
    expect_listed("7\"");
    ck_assert(!answered("1001")); /* the parker is private */
    ck_assert_int_eq(uapi(PARK), 202);
    ck_assert_int_eq(retrieve("20", FROM("7")), 201);
}
END_TEST

START_TEST(a_removed_lot_gives_its_calls_back_and_takes_no_others)
{
    ck_assert_int_eq(office_webex(&office, "21", "park", TO_1000), 200);
    ck_assert_int_eq(uapi(PARK), 202);
    remove_lot("org-3");
    ck_assert_int_eq(uapi(PARK), 202); /* it is there already */
    expect_listed("1\"");
    ck_assert_int_eq(retrieve("21", FROM("1")), 201);
    ck_assert_int_eq(uapi(PARK), 500);
    ck_assert_uint_eq(callpark_count(office.registry), 1);
    ck_assert_int_eq(retrieve("20", "{}"), 201);
    ck_assert(answered(WEBEX_CALL));
    ck_assert_int_eq(find_lot("org-3"), CALLPARK_ERR_LOT);
}
END_TEST

START_TEST(a_slot_out_of_range_is_a_destination_until_its_call_is_gone)
{
    configure("org-3", 1, 9, 0);
    ck_assert_int_eq(uapi(PARK), 202);
    configure("org-3", 20, 29, 0);
    expect_listed("*501\"");
    ck_assert_int_eq(retrieve("20", FROM("*502")), 404);
    ck_assert_int_eq(retrieve("20", FROM("*501")), 201);
    ck_assert_int_eq(retrieve("20", FROM("*501")), 404);
    ck_assert_int_eq(uapi(PARK), 202);
    expect_listed("*520\"");
}
END_TEST

Suite *host_suite(void);
Suite *host_suite(void)
{
    Suite *suite = suite_create("host");
    TCase *tcase = tcase_create("between requests");
    suite_add_tcase(suite, tcase);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, a_call_that_was_moved_is_where_it_is_now);
    tcase_add_test(tcase,
                   a_call_in_another_lot_has_that_lots_label_and_limits_even_when_it_is_removed);
    tcase_add_test(tcase, a_swapped_call_is_the_one_that_came);
    tcase_add_test(tcase, a_call_swapped_for_one_that_nobody_knows_stays);
    tcase_add_test(tcase, a_swapped_call_can_be_parked_through_any_of_its_views);
    tcase_add_test(tcase, a_reservation_is_a_parked_call_once_it_is_filled);
    tcase_add_test(tcase, a_removed_lot_gives_its_calls_back_and_takes_no_others);
    tcase_add_test(tcase, a_slot_out_of_range_is_a_destination_until_its_call_is_gone);
    return suite;
}
