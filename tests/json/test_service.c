/* SPDX-License-Identifier: MIT */
/* lib/json/service.c, exchange.c: creating a service, and what is the same in every answer. */
#include <check.h>

#include "../support_cleared.h"
#include "support_service.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json/exchange.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define PARK "{\"action\":\"Park\",\"phoneCallViewId\":\"01\"}"
#define PARK_00 "{\"action\":\"Park\",\"phoneCallViewId\":\"00\"}"

static struct office office;
static struct callpark_directory directory;
static struct callpark_service_options options;

static void set_up(void)
{
    ck_assert_int_eq(office_open(&office, 0, NULL), 0);
    directory = directory_functions(&office.directory);
    callpark_service_options_init(&options);
    options.directory = &directory;
    options.base_url = "http://x";
}

static void tear_down(void)
{
    office_close(&office);
}

/* ---- Creating ---- */

START_TEST(a_service_needs_a_registry_options_and_somewhere_to_go)
{
    struct callpark_service *service = NULL;
    ck_assert_int_eq(callpark_service_new(NULL, &options, &service), CALLPARK_ERR_INVALID);
    ck_assert_int_eq(callpark_service_new(office.registry, NULL, &service), CALLPARK_ERR_INVALID);
    ck_assert_int_eq(callpark_service_new(office.registry, &options, NULL), CALLPARK_ERR_INVALID);
    ck_assert_ptr_null(service);
    ck_assert_int_eq(callpark_service_new(office.registry, &options, &service), 0);
    callpark_service_free(service);
    callpark_service_free(NULL);
}
END_TEST

static const struct {
    size_t size;
    int error;
} sizes[] = {
    {0, CALLPARK_ERR_STRUCT_SHORT},
    {sizeof options - 1, CALLPARK_ERR_STRUCT_SHORT},
    {SIZE_MAX, CALLPARK_ERR_STRUCT_LONG},
};

START_TEST(options_of_another_size_are_refused)
{
    struct callpark_service *service = NULL;
    options.size = sizes[_i].size;
    ck_assert_int_eq(callpark_service_new(office.registry, &options, &service), sizes[_i].error);
    ck_assert_ptr_null(service);
}
END_TEST

static const struct {
    const char *base_url;
    const char *link;
} urls[] = {
    {"http://x", "{\"self\":\"http://x/uapi/"},
    {"http://x/", "{\"self\":\"http://x/uapi/"},
    {"http://x/a///", "{\"self\":\"http://x/a/uapi/"},
    {"/", "{\"self\":\"/uapi/"},
    {"///", "{\"self\":\"/uapi/"},
    {&"//"[1], "{\"self\":\"/uapi/"}, /* one in front of it is not its */
};

START_TEST(slashes_at_the_end_of_the_base_are_dropped)
{
    ck_assert_int_eq(office_reopen(&office, &directory, 0, urls[_i].base_url), 0);
    ck_assert_int_eq(office_uapi(&office, PARK), 202);
    ck_assert_ptr_nonnull(strstr(office.response.body, urls[_i].link));
}
END_TEST

/* ---- The functions in the headers ---- */

START_TEST(an_init_clears_everything_but_the_size)
{
    CLEARED(phone_call);
    CLEARED(uapi_view);
    CLEARED(uapi_path);
    CLEARED(uapi_action);
    CLEARED(uapi_style);
    CLEARED(webex_path);
    CLEARED(webex_request);
    CLEARED(webex_party);
    CLEARED(user);
    CLEARED(line);
    CLEARED(directory);
    CLEARED(service_options);
    CLEARED(request);
    CLEARED(response);
    struct callpark_uapi_page page;
    memset(&page, 0xc5, sizeof page);
    callpark_uapi_page_init(&page);
    ck_assert_uint_eq(page.size, sizeof page);
    ck_assert_uint_eq(page.count, 20);
    page.count = 0;
    untouched(&page, sizeof(size_t), sizeof page, 0);
}
END_TEST

/* ---- Sizes ---- */

START_TEST(a_size_that_would_wrap_is_one_that_nobody_has)
{
    const size_t most = (SIZE_MAX - 100) / 2;
    ck_assert_uint_eq(callpark__larger(0, 100), 100);
    ck_assert_uint_eq(callpark__larger(100, 100), 300);
    ck_assert_uint_eq(callpark__larger(most, 100), 2 * most + 100);
    ck_assert_uint_eq(callpark__larger(most + 1, 100), SIZE_MAX);
    ck_assert_uint_eq(callpark__larger(SIZE_MAX, 100), SIZE_MAX);
}
END_TEST

/* Each of 60 calls has the same name of 40 megabytes. */
START_TEST(an_answer_longer_than_an_int_is_a_failure)
{
    enum { NAME = 40000000, CALLS = 60 };
    static char ids[CALLS][24];
    char *name = malloc(NAME + 1);
    memset(name, 'x', NAME);
    name[NAME] = 0;
    for (int i = 0; i < CALLS; i++) {
        snprintf(ids[i], sizeof ids[i], "call-%d", i);
        directory_add_call(&office.directory, ids[i], "1000");
        office.directory.calls[office.directory.call_count - 1].owner_name = name;
    }
    ck_assert_int_eq(office_ask(&office, "20", "GET", "/uapi/phoneCalls/@self?count=60", NULL),
                     500);
    ck_assert_ptr_nonnull(strstr(office.response.body, "internal_server_error"));
    ck_assert_uint_eq(office.response.body_length, strlen(office.response.body));
    ck_assert_int_eq(office_ask(&office, "20", "PUT", "/uapi/phoneCalls/@self", PARK_00), 202);
    ck_assert_int_eq(office_reopen(&office, &directory, CALLPARK_UAPI_PARK_200, NULL), 0);
    ck_assert_int_eq(office_ask(&office, "20", "PUT", "/uapi/phoneCalls/@self", PARK_00), 500);
    free(name);
}
END_TEST

/* ---- Tracking ids ---- */

/* How the error of a request with |tracking_id| ends. */
static const char *tracked(const char *tracking_id)
{
    struct callpark_request request;
    callpark_request_init(&request);
    request.now = 1;
    request.method = "POST";
    request.target = "/";
    request.tracking_id = tracking_id;
    ck_assert_int_eq(callpark_service_answer(office.service, &request, &office.response), 0);
    const char *id = strstr(office.response.body, "\"trackingId\":\"");
    ck_assert_ptr_nonnull(id);
    return id + strlen("\"trackingId\":\"");
}

START_TEST(a_tracking_id_that_is_none_is_replaced_by_a_counted_one)
{
    char longest[257];
    memset(longest, 'x', sizeof longest);
    longest[256] = 0;
    ck_assert_str_eq(tracked(NULL), "CALLPARK_1\"}");
    ck_assert_str_eq(tracked(""), "CALLPARK_2\"}");
    ck_assert_str_eq(tracked(longest), "CALLPARK_3\"}");
    ck_assert_uint_eq(strspn(tracked(longest + 1), "x"), 255);
    ck_assert_str_eq(tracked("x"), "x\"}");
    ck_assert_str_eq(tracked(NULL), "CALLPARK_4\"}");
}
END_TEST

Suite *service_suite(void);
Suite *service_suite(void)
{
    Suite *suite = suite_create("json/service");
    TCase *tcase = tcase_create("service");
    suite_add_tcase(suite, tcase);
    tcase_set_timeout(tcase, 60);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, a_service_needs_a_registry_options_and_somewhere_to_go);
    tcase_add_loop_test(tcase, options_of_another_size_are_refused, 0, COUNT(sizes));
    tcase_add_loop_test(tcase, slashes_at_the_end_of_the_base_are_dropped, 0, COUNT(urls));
    tcase_add_test(tcase, an_init_clears_everything_but_the_size);
    tcase_add_test(tcase, a_size_that_would_wrap_is_one_that_nobody_has);
    tcase_add_test(tcase, a_tracking_id_that_is_none_is_replaced_by_a_counted_one);

    tcase = tcase_create("the longest answer");
    suite_add_tcase(suite, tcase);
    tcase_set_tags(tcase, "slow");
    tcase_set_timeout(tcase, 60);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, an_answer_longer_than_an_int_is_a_failure);
    return suite;
}
