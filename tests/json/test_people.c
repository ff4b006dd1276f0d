/* SPDX-License-Identifier: MIT */
/* lib/json/people.c: a directory that says what cannot be, and what may be missing. */
#include <check.h>

#include "support_service.h"

#include <string.h>

#include "json/people.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define UAPI_PARK "{\"action\":\"Park\",\"phoneCallViewId\":\"01\"}"
#define WEBEX_PARK "{\"callId\":\"" WEBEX_CALL "\",\"destination\":\"1000\"}"
#define OWN "/uapi/phoneCalls/12/0003*210/" UAPI_CALL
#define ALL "/uapi/phoneCalls/12/0003*210"

static struct office office;
static struct callpark_directory honest;

/* What is said of the user, line or call that is asked for as |id| is spoiled. */
static const char *spoiled;
static void (*spoil_user)(struct callpark_user *user);
static void (*spoil_line)(struct callpark_line *line);
static void (*spoil_call)(struct callpark_phone_call *call);

/* What the directory is to fill is empty. */
#define EXPECT_EMPTY(type, given)                                                                  \
    do {                                                                                           \
        struct type fresh;                                                                         \
        type##_init(&fresh);                                                                       \
        ck_assert_mem_eq(given, &fresh, sizeof fresh);                                             \
    } while (0)

/* User 12 has an id that is as long as an id may be, too. */
static int find_user(void *host, const char *id, struct callpark_user *user)
{
    EXPECT_EMPTY(callpark_user, user);
    ck_assert_uint_le(strlen(id), 255);
    if (strlen(id) >= 254)
        id = "12";
    int error = honest.find_user(host, id, user);
    if (spoil_user && strcmp(id, spoiled) == 0)
        spoil_user(user);
    return error;
}

static int find_extension(void *host, const struct callpark_user *viewer, const char *number,
                          struct callpark_line *line)
{
    EXPECT_EMPTY(callpark_line, line);
    int error = honest.find_extension(host, viewer, number, line);
    if (spoil_line && strcmp(number, spoiled) == 0)
        spoil_line(line);
    return error;
}

static int find_destination(void *host, const struct callpark_user *viewer, const char *destination,
                            struct callpark_line *line)
{
    EXPECT_EMPTY(callpark_line, line);
    int error = honest.find_destination(host, viewer, destination, line);
    if (spoil_line && strcmp(destination, spoiled) == 0)
        spoil_line(line);
    return error;
}

static int find_call(void *host, const struct callpark_user *viewer, const char *id,
                     struct callpark_phone_call *call)
{
    EXPECT_EMPTY(callpark_phone_call, call);
    int error = honest.find_call(host, viewer, id, call);
    if (spoil_call && strcmp(id, spoiled) == 0)
        spoil_call(call);
    return error;
}

static int next_call(void *host, const struct callpark_user *viewer, const char *extension,
                     uint64_t *cursor, struct callpark_phone_call *call)
{
    EXPECT_EMPTY(callpark_phone_call, call);
    int error = honest.next_call(host, viewer, extension, cursor, call);
    if (!error && spoil_call && strcmp(call->id, spoiled) == 0)
        spoil_call(call);
    return error;
}

static void set_up(void)
{
    ck_assert_int_eq(office_open(&office, 0, NULL), 0);
    honest = directory_functions(&office.directory);
    struct callpark_directory directory = honest;
    directory.find_user = find_user;
    directory.find_extension = find_extension;
    directory.find_destination = find_destination;
    directory.find_call = find_call;
    directory.next_call = next_call;
    spoil_user = NULL;
    spoil_line = NULL;
    spoil_call = NULL;
    ck_assert_int_eq(office_reopen(&office, &directory, 0, NULL), 0);
}

static void tear_down(void)
{
    office_close(&office);
}

/* A byte that six are written for, |length| times. */
static const char *control_bytes(size_t length)
{
    static char text[50001];
    memset(text, 1, length);
    text[length] = 0;
    return text;
}

/* ---- Users ---- */

static void no_id(struct callpark_user *user)
{
    user->id = NULL;
}

static void empty_id(struct callpark_user *user)
{
    user->id = "";
}

static void no_organization(struct callpark_user *user)
{
    user->organization = NULL;
}

static void empty_organization(struct callpark_user *user)
{
    user->organization = "";
}

static void no_lot(struct callpark_user *user)
{
    user->lot = NULL;
}

static void empty_lot(struct callpark_user *user)
{
    user->lot = "";
}

static void no_extensions(struct callpark_user *user)
{
    user->extensions = NULL;
    user->extension_count = 1;
}

static void no_second_extension(struct callpark_user *user)
{
    static const char *const extensions[] = {"1000", NULL};
    user->extensions = extensions;
    user->extension_count = 2;
}

static void empty_extension(struct callpark_user *user)
{
    static const char *const extensions[] = {""};
    user->extensions = extensions;
    user->extension_count = 1;
}

static void long_extension(struct callpark_user *user)
{
    static const char *extensions[1];
    extensions[0] = control_bytes(256);
    user->extensions = extensions;
    user->extension_count = 1;
}

static void (*const bad_users[])(struct callpark_user *) = {
    no_id,     empty_id,      no_organization,     empty_organization, no_lot,
    empty_lot, no_extensions, no_second_extension, empty_extension,    long_extension,
};

static void expect_failure(int status)
{
    ck_assert_int_eq(status, 500);
    ck_assert_uint_eq(callpark_count(office.registry), 0);
    ck_assert_uint_eq(office.directory.changes, 0);
    spoil_user = NULL;
    spoil_line = NULL;
    spoil_call = NULL;
}

START_TEST(a_user_without_what_each_has_is_a_failure)
{
    spoil_user = bad_users[_i];
    spoiled = "12"; /* who asks */
    expect_failure(office_ask(&office, "12", "PUT", OWN, UAPI_PARK));
    spoil_user = bad_users[_i];
    spoiled = "20"; /* of whom is asked */
    expect_failure(office_ask(&office, "21", "POST", "/telephony/calls/park", WEBEX_PARK));
    ck_assert_int_eq(office_ask(&office, "21", "POST", "/telephony/calls/park", WEBEX_PARK), 200);
}
END_TEST

START_TEST(an_id_of_255_bytes_is_looked_up_and_none_that_is_longer)
{
    char id[300];
    for (size_t length = 254; length <= 256; length++) {
        memset(id, 'x', length);
        id[length] = 0;
        ck_assert_int_eq(office_ask(&office, id, "GET", "/uapi/phoneCalls/@me/@self", NULL),
                         length <= 255 ? 200 : 401);
    }
}
END_TEST

START_TEST(a_user_is_each_of_his_names_and_has_each_of_his_extensions)
{
    static const char *const extensions[] = {"1", "2", "3"};
    struct callpark_user user = {.id = "a", .extensions = extensions, .extension_count = 2};
    ck_assert(callpark__is_user(&user, "a"));
    ck_assert(!callpark__is_user(&user, "b"));
    user.person_id = "b";
    ck_assert(callpark__is_user(&user, "b"));
    ck_assert(!callpark__is_user(&user, "c"));
    user.place_id = "c";
    user.person_id = NULL;
    ck_assert(callpark__is_user(&user, "c"));
    ck_assert(callpark__is_user(&user, "a"));
    ck_assert(!callpark__is_user(&user, "b"));
    ck_assert(callpark__has_extension(&user, "1"));
    ck_assert(callpark__has_extension(&user, "2"));
    ck_assert(!callpark__has_extension(&user, "3"));
}
END_TEST

static void another_id(struct callpark_user *user)
{
    user->id = "22";
}

START_TEST(an_owner_by_another_name_than_the_directory_itself_used_is_a_failure)
{
    spoil_user = another_id;
    spoiled = "20";
    expect_failure(office_ask(&office, "21", "POST", "/telephony/calls/park", WEBEX_PARK));
}
END_TEST

static void long_id(struct callpark_user *user)
{
    static char id[300];
    memset(id, 'x', sizeof id - 1);
    user->id = id;
}

START_TEST(an_id_that_the_registry_refuses_is_a_failure)
{
    ck_assert_int_eq(office_webex(&office, "21", "park", WEBEX_PARK), 200);
    uint32_t changes = office.directory.changes;
    spoil_user = long_id;
    spoiled = "20";
    ck_assert_int_eq(office_webex(&office, "20", "retrieve", "{\"destination\":\"1001\"}"), 404);
    ck_assert_int_eq(office_webex(&office, "20", "retrieve", "{}"), 500);
    ck_assert_uint_eq(callpark_count(office.registry), 1);
    ck_assert_uint_eq(office.directory.changes, changes);
}
END_TEST

static void unknown_lot(struct callpark_user *user)
{
    user->lot = "no lot of the registry";
}

START_TEST(a_lot_that_the_registry_does_not_know_is_a_failure)
{
    spoil_user = unknown_lot;
    spoiled = "20";
    ck_assert_int_eq(office_webex(&office, "20", "retrieve", "{\"destination\":\"5\"}"), 500);
}
END_TEST

/* ---- Lines ---- */

static void no_line(struct callpark_line *line)
{
    line->extension = NULL;
}

static void empty_line(struct callpark_line *line)
{
    line->extension = "";
}

static void long_line(struct callpark_line *line)
{
    line->extension = control_bytes(256);
}

static void (*const bad_lines[])(struct callpark_line *) = {no_line, empty_line, long_line};

static void nobodys(struct callpark_line *line)
{
    line->user = NULL;
}

START_TEST(a_line_without_an_extension_is_a_failure)
{
    spoil_line = bad_lines[_i];
    spoiled = "0003*210";
    expect_failure(office_ask(&office, "12", "PUT", OWN, UAPI_PARK));
    spoil_line = bad_lines[_i];
    spoiled = "1000";
    expect_failure(office_ask(&office, "21", "POST", "/telephony/calls/park", WEBEX_PARK));
    spoil_line = bad_lines[_i];
    expect_failure(office_webex(&office, "21", "retrieve", "{\"destination\":\"1000\"}"));
}
END_TEST

static size_t line_length;

static void line_of_that_length(struct callpark_line *line)
{
    line->extension = control_bytes(line_length);
}

static const size_t line_lengths[] = {255, 256, 6000, 50000};

/* Not one that is found to have no room when the call is parked already. */
START_TEST(an_extension_that_is_no_id_is_a_failure_before_the_call_is_parked)
{
    static const char self[] = "/uapi/phoneCalls/12/@self/" UAPI_CALL;
    struct callpark_directory directory = office.service->directory;
    ck_assert_int_eq(office_reopen(&office, &directory, CALLPARK_UAPI_PARK_200, NULL), 0);
    spoil_line = line_of_that_length;
    spoiled = "0003*210";
    line_length = line_lengths[_i];
    int status = office_ask(&office, "12", "PUT", self, UAPI_PARK);
    ck_assert_uint_eq(office.response.body_length, strlen(office.response.body));
    if (line_length > 255) {
        expect_failure(status);
        return;
    }
    ck_assert_int_eq(status, 200);
    ck_assert_ptr_nonnull(strstr(office.response.body, "\"parkedBy\":\"\\u0001"));
}
END_TEST

/* Each time one byte more. */
static void line_that_grows(struct callpark_line *line)
{
    line->extension = control_bytes(++line_length);
}

/* A list that has no room is written once more, when there is. */
START_TEST(a_list_that_grows_while_it_is_written_is_a_failure)
{
    static char name[9000];
    memset(name, 'x', sizeof name - 1);
    ck_assert_int_eq(office_ask(&office, "12", "PUT", OWN, UAPI_PARK), 202);
    office.directory.calls[0].owner_name = name;
    spoil_line = line_that_grows;
    spoiled = "0003*210";
    line_length = 0;
    ck_assert_int_eq(office_ask(&office, "12", "GET", "/uapi/phoneCalls/12/@self", NULL), 500);
    ck_assert_uint_eq(office.response.body_length, strlen(office.response.body));
    spoil_line = NULL;
    ck_assert_int_eq(office_ask(&office, "12", "GET", "/uapi/phoneCalls/12/@self", NULL), 200);
}
END_TEST

START_TEST(a_line_of_nobody_is_none)
{
    spoil_line = nobodys;
    spoiled = "0003*210";
    ck_assert_int_eq(office_ask(&office, "12", "PUT", OWN, UAPI_PARK), 400);
    spoiled = "1000";
    ck_assert_int_eq(office_webex(&office, "21", "park", WEBEX_PARK), 404);
    ck_assert_uint_eq(callpark_count(office.registry), 0);
}
END_TEST

static void line_of_the_users_lot(struct callpark_line *line)
{
    line->lot = "";
}

START_TEST(a_line_with_an_empty_lot_parks_where_its_user_does)
{
    struct callpark_info info;
    struct callpark_which which = callpark_by_call(UAPI_CALL);
    callpark_info_init(&info);
    spoil_line = line_of_the_users_lot;
    spoiled = "0003*210";
    ck_assert_int_eq(office_ask(&office, "12", "PUT", OWN, UAPI_PARK), 202);
    ck_assert_int_eq(callpark_find(office.registry, &which, &info), 0);
    ck_assert_str_eq(info.lot, "org-3");
}
END_TEST

/* ---- Calls ---- */

static void call_without_id(struct callpark_phone_call *call)
{
    call->id = NULL;
}

static void call_with_empty_id(struct callpark_phone_call *call)
{
    call->id = "";
}

static void call_without_extension(struct callpark_phone_call *call)
{
    call->extension = NULL;
}

static void call_with_empty_extension(struct callpark_phone_call *call)
{
    call->extension = "";
}

static void call_with_long_extension(struct callpark_phone_call *call)
{
    call->extension = control_bytes(256);
}

static void call_without_user(struct callpark_phone_call *call)
{
    call->user = NULL;
}

static void call_with_empty_user(struct callpark_phone_call *call)
{
    call->user = "";
}

static void views_that_are_not_there(struct callpark_phone_call *call)
{
    call->views = NULL;
}

static void views_of_which_one_is_not_there(struct callpark_phone_call *call)
{
    static const struct callpark_uapi_view *views[2];
    views[0] = call->views[0];
    call->views = views;
    call->view_count = 2;
}

static void view_of_no_size(struct callpark_phone_call *call)
{
    static struct callpark_uapi_view view;
    static const struct callpark_uapi_view *const views[] = {&view};
    view = *call->views[0];
    view.size = 0;
    call->views = views;
    call->view_count = 1;
}

static void (*const bad_calls[])(struct callpark_phone_call *) = {
    call_without_id,          call_with_empty_id,
    call_without_extension,   call_with_empty_extension,
    call_without_user,        call_with_empty_user,
    views_that_are_not_there, views_of_which_one_is_not_there,
    view_of_no_size,          call_with_long_extension,
};

START_TEST(a_call_without_what_each_has_is_a_failure)
{
    const char *const targets[] = {OWN, ALL};
    for (size_t i = 0; i < COUNT(targets); i++) {
        spoil_call = bad_calls[_i];
        spoiled = UAPI_CALL;
        expect_failure(office_ask(&office, "12", "PUT", targets[i], UAPI_PARK));
        spoil_call = bad_calls[_i];
        expect_failure(office_ask(&office, "12", "GET", targets[i], NULL));
        ck_assert_int_eq(office_ask(&office, "12", "GET", targets[i], NULL), 200);
    }
}
END_TEST

static void call_with_another_id(struct callpark_phone_call *call)
{
    call->id = "another";
}

START_TEST(another_call_than_the_one_asked_for_is_a_failure)
{
    spoil_call = call_with_another_id;
    spoiled = UAPI_CALL;
    expect_failure(office_ask(&office, "12", "PUT", OWN, UAPI_PARK));
}
END_TEST

static void call_without_views(struct callpark_phone_call *call)
{
    call->views = NULL;
    call->view_count = 0;
}

START_TEST(a_call_may_have_no_views)
{
    spoil_call = call_without_views;
    spoiled = UAPI_CALL;
    ck_assert_int_eq(office_ask(&office, "12", "GET", OWN, NULL), 200);
    ck_assert_ptr_null(strstr(office.response.body, "phoneCallView"));
    ck_assert_int_eq(office_ask(&office, "12", "PUT", OWN, UAPI_PARK), 400);
}
END_TEST

static void parked_as_the_directory_says(struct callpark_phone_call *call)
{
    call->parked = "made up";
    call->parked_slot = "made up";
    call->parked_by = "made up";
    call->parked_view = "00";
}

START_TEST(what_the_directory_says_of_a_parking_is_not_told)
{
    static const char one[] = "/uapi/phoneCalls/21/1001/" WEBEX_CALL;
    static const char all[] = "/uapi/phoneCalls/21/1001";
    spoil_call = parked_as_the_directory_says;
    spoiled = WEBEX_CALL;
    for (int parked = 0; parked < 2; parked++) {
        ck_assert_int_eq(office_ask(&office, "21", "GET", one, NULL), 200);
        ck_assert_ptr_null(strstr(office.response.body, "made up"));
        ck_assert(!strstr(office.response.body, "parked") == !parked);
        ck_assert_int_eq(office_ask(&office, "21", "GET", all, NULL), 200);
        ck_assert_ptr_null(strstr(office.response.body, "made up"));
        ck_assert(!strstr(office.response.body, "parked") == !parked);
        if (!parked)
            ck_assert_int_eq(office_webex(&office, "21", "park", WEBEX_PARK), 200);
    }
}
END_TEST

/* ---- Numbers ---- */

static void number_of_nobody(struct callpark_user *user)
{
    user->number = "+19990000000";
}

static void number_of_another(struct callpark_user *user)
{
    user->number = "1002";
}

static void number_of_scheme_alone(struct callpark_user *user)
{
    user->number = "tel:";
}

static void (*const useless[])(struct callpark_user *) = {number_of_nobody, number_of_another,
                                                          number_of_scheme_alone};

START_TEST(a_number_that_does_not_lead_there_is_not_told_but_the_extension)
{
    spoil_user = useless[_i];
    spoiled = "20";
    ck_assert_int_eq(office_webex(&office, "21", "park", WEBEX_PARK), 200);
    ck_assert_ptr_nonnull(strstr(office.response.body, "\"number\":\"1000\""));
}
END_TEST

static void empty_number(struct callpark_user *user)
{
    user->number = "";
}

START_TEST(of_an_empty_number_nothing_is_told)
{
    spoil_user = empty_number;
    spoiled = "20";
    ck_assert_int_eq(office_webex(&office, "21", "park", WEBEX_PARK), 200);
    ck_assert_ptr_null(strstr(office.response.body, "\"number\""));
}
END_TEST

Suite *people_suite(void);
Suite *people_suite(void)
{
    Suite *suite = suite_create("json/people");
    TCase *tcase = tcase_create("people");
    suite_add_tcase(suite, tcase);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_loop_test(tcase, a_user_without_what_each_has_is_a_failure, 0, COUNT(bad_users));
    tcase_add_test(tcase, an_id_of_255_bytes_is_looked_up_and_none_that_is_longer);
    tcase_add_test(tcase, a_user_is_each_of_his_names_and_has_each_of_his_extensions);
    tcase_add_test(tcase, an_owner_by_another_name_than_the_directory_itself_used_is_a_failure);
    tcase_add_test(tcase, an_id_that_the_registry_refuses_is_a_failure);
    tcase_add_test(tcase, a_lot_that_the_registry_does_not_know_is_a_failure);
    tcase_add_loop_test(tcase, a_line_without_an_extension_is_a_failure, 0, COUNT(bad_lines));
    tcase_add_loop_test(tcase, an_extension_that_is_no_id_is_a_failure_before_the_call_is_parked, 0,
                        COUNT(line_lengths));
    tcase_add_test(tcase, a_list_that_grows_while_it_is_written_is_a_failure);
    tcase_add_test(tcase, a_line_of_nobody_is_none);
    tcase_add_test(tcase, a_line_with_an_empty_lot_parks_where_its_user_does);
    tcase_add_loop_test(tcase, a_call_without_what_each_has_is_a_failure, 0, COUNT(bad_calls));
    tcase_add_test(tcase, another_call_than_the_one_asked_for_is_a_failure);
    tcase_add_test(tcase, a_call_may_have_no_views);
    tcase_add_test(tcase, what_the_directory_says_of_a_parking_is_not_told);
    tcase_add_loop_test(tcase, a_number_that_does_not_lead_there_is_not_told_but_the_extension, 0,
                        COUNT(useless));
    tcase_add_test(tcase, of_an_empty_number_nothing_is_told);
    return suite;
}
