/* SPDX-License-Identifier: MIT */
/* lib/json/exchange.c: buffers that grow, and room for the strings of a request. */
#include <check.h>

#include <limits.h>
#include <string.h>

#include "json/exchange.h"
#include "support_source.h"

static struct source source;
static struct callpark_service service;
static struct callpark_request request;
static struct exchange exchange;
static struct buffer buffer;

static void set_up(void)
{
    source = (struct source){.left = UINT32_MAX};
    service = (struct callpark_service){
        .memory = {.user = &source, .alloc = source_alloc, .free = source_free}};
    callpark_request_init(&request);
    request.target = "/12345678";
    exchange = (struct exchange){.service = &service, .request = &request};
    buffer = (struct buffer){0};
}

static void tear_down(void)
{
    callpark__buffer_free(&service, &buffer);
    callpark__buffer_free(&service, &service.strings);
    callpark__buffer_free(&service, &service.body);
    ck_assert_uint_eq(source.granted, source.freed);
}

/* ---- Buffers ---- */

START_TEST(a_buffer_asks_for_no_more_while_it_has_room)
{
    ck_assert(callpark__buffer_reserve(&service, &buffer, 10));
    ck_assert_uint_eq(buffer.size, 10);
    for (size_t size = 0; size <= 10; size++)
        ck_assert(callpark__buffer_reserve(&service, &buffer, size));
    ck_assert_uint_eq(source.asked, 1);
    ck_assert(callpark__buffer_reserve(&service, &buffer, 11));
    ck_assert_uint_eq(source.asked, 2);
    ck_assert_uint_eq(buffer.size, 11);
    ck_assert_uint_eq(source.granted - source.freed, 1);
}
END_TEST

START_TEST(a_buffer_that_cannot_grow_stays_as_it_is)
{
    ck_assert(callpark__buffer_reserve(&service, &buffer, 10));
    struct buffer before = buffer;
    source.left = 0;
    ck_assert(!callpark__buffer_reserve(&service, &buffer, 11));
    ck_assert_ptr_eq(buffer.at, before.at);
    ck_assert_uint_eq(buffer.size, before.size);
}
END_TEST

/* ---- Room for a request and its answer ---- */

/* There is a NUL behind the path, and one behind the body. */
START_TEST(strings_have_the_room_of_the_path_and_of_a_body_up_to_its_limit)
{
    static const size_t bodies[] = {0,
                                    1,
                                    100,
                                    CALLPARK_JSON_BODY_MAX - 1,
                                    CALLPARK_JSON_BODY_MAX,
                                    CALLPARK_JSON_BODY_MAX + 1,
                                    SIZE_MAX};
    size_t path = 0;
    for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++) {
        size_t body = bodies[i] < CALLPARK_JSON_BODY_MAX ? bodies[i] : CALLPARK_JSON_BODY_MAX;
        callpark__buffer_free(&service, &service.strings);
        service.strings = (struct buffer){0};
        request.body_length = bodies[i];
        ck_assert_ptr_eq(callpark__strings(&exchange, &path), &service.strings);
        ck_assert_uint_eq(path, sizeof "/12345678");
        ck_assert_uint_eq(source.bytes, path + body + 1);
    }
    source.left = 0;
    callpark__buffer_free(&service, &service.strings);
    service.strings = (struct buffer){0};
    ck_assert_ptr_null(callpark__strings(&exchange, &path));
}
END_TEST

START_TEST(an_answer_is_as_long_as_an_int_can_say_and_a_nul)
{
    ck_assert(callpark__answer_reserve(&exchange, 9));
    ck_assert_uint_eq(service.body.size, 10);
    source.left = 0;
    ck_assert(!callpark__answer_reserve(&exchange, INT_MAX));
    ck_assert_uint_eq(source.bytes, (size_t)INT_MAX + 1);
    source.left = UINT32_MAX;
    ck_assert(!callpark__answer_reserve(&exchange, (uint64_t)INT_MAX + 1));
    ck_assert_uint_eq(source.asked, 2);
}
END_TEST

/* ---- Answers ---- */

static void expect_header(uint32_t at, const char *name, const char *value)
{
    ck_assert_str_eq(service.headers[at].name, name);
    ck_assert_str_eq(service.headers[at].value, value);
}

START_TEST(the_last_answer_is_the_one_that_counts)
{
    ck_assert(callpark__answer_reserve(&exchange, BODY_LEAST));
    callpark__answer(&exchange, 200, 9);
    ck_assert_uint_eq(exchange.header_count, 1);
    callpark__answer_nothing(&exchange);
    ck_assert_uint_eq(exchange.status, 204);
    ck_assert_uint_eq(exchange.body_length, 0);
    ck_assert_str_eq(service.body.at, "");
    callpark__answer_error(&exchange, CALLPARK_UAPI_ERR_CALL);
    ck_assert_uint_eq(exchange.header_count, 1);
    expect_header(0, "Content-Type", "application/json");
    ck_assert_uint_eq(exchange.body_length, strlen(service.body.at));
}
END_TEST

START_TEST(errors_are_counted_and_numbered)
{
    ck_assert(callpark__answer_reserve(&exchange, BODY_LEAST));
    memset(service.tracking, 'x', sizeof service.tracking);
    service.failures = UINT64_MAX - 1;
    callpark__answer_error(&exchange, CALLPARK_WEBEX_ERR_INTERNAL);
    static const char id[] = "CALLPARK_18446744073709551615";
    ck_assert_str_eq(service.tracking + sizeof service.tracking - sizeof id, id);
    ck_assert_ptr_nonnull(strstr(service.body.at, id));
    expect_header(0, "Content-Type", "application/json");
}
END_TEST

Suite *exchange_suite(void);
Suite *exchange_suite(void)
{
    Suite *suite = suite_create("json/exchange");
    TCase *tcase = tcase_create("exchange");
    suite_add_tcase(suite, tcase);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, a_buffer_asks_for_no_more_while_it_has_room);
    tcase_add_test(tcase, a_buffer_that_cannot_grow_stays_as_it_is);
    tcase_add_test(tcase, strings_have_the_room_of_the_path_and_of_a_body_up_to_its_limit);
    tcase_add_test(tcase, the_last_answer_is_the_one_that_counts);
    tcase_add_test(tcase, errors_are_counted_and_numbered);
    tcase_add_test(tcase, an_answer_is_as_long_as_an_int_can_say_and_a_nul);
    return suite;
}
