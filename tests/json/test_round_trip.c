/* SPDX-License-Identifier: MIT */
/* What the writers write, the readers read: random strings there and back. */
#include "support_written.h"

#include "../support_random.h"
#include "json/text.h"
#include "json/uapi_write.h"

#include <stdio.h>

enum { ROUNDS = 3000, LONGEST = 40, BUFFER = 4096 };

static struct random dice;
static char text[BUFFER], strings[BUFFER];
static char found[BUFFER]; /* in an answer */

static void set_up(void)
{
    dice = (struct random){.state = 0};
}

/* ---- Random strings ---- */

/* Any bytes but NUL, many of them such as need care. */
static char random_byte(void)
{
    static const char special[] =
        "\"\\/%.*@ <>&?#+\b\t\n\x7f\x80\xc3\xa9\xe2\x82\xac\xed\xa0\xf0\xff";
    if (random_chance(&dice, 40))
        return special[random_below(&dice, sizeof special - 1)];
    return (char)(1 + random_below(&dice, 255));
}

static void random_string(char out[LONGEST + 1])
{
    uint32_t length = random_below(&dice, LONGEST + 1);
    for (uint32_t i = 0; i < length; i++)
        out[i] = random_byte();
    out[length] = 0;
}

/* A string that may be a segment of a path. */
static void random_segment(char out[LONGEST + 1])
{
    do {
        random_string(out);
        for (char *s = out; *s; s++) {
            bool control = (unsigned char)*s < 0x20 || *s == 0x7f;
            *s = control || *s == '/' ? '%' : *s;
        }
    } while (!*out || strcmp(out, ".") == 0 || strcmp(out, "..") == 0);
}

/* ---- Links ---- */

static struct callpark_phone_call random_call(char segments[3][LONGEST + 1])
{
    struct callpark_phone_call call;
    callpark_phone_call_init(&call);
    for (int i = 0; i < 3; i++)
        random_segment(segments[i]);
    call.user = segments[0];
    call.extension = segments[1];
    call.id = segments[2];
    return call;
}

static const char *written_link(const struct callpark_phone_call *call, const char *base)
{
    struct callpark_uapi_style style;
    callpark_uapi_style_init(&style);
    style.base_url = base;
    ck_assert_int_gt(callpark_uapi_call_write(&style, call, text, sizeof text), 0);
    cJSON *json = parsed(text);
    const cJSON *link = cJSON_GetObjectItem(json, "link");
    strcpy(found, cJSON_GetObjectItem(link, "self")->valuestring);
    cJSON_Delete(json);
    return found;
}

START_TEST(a_link_is_read_as_the_path_that_it_is)
{
    static const char base[] = "https://pbx.example";
    for (int i = 0; i < ROUNDS; i++) {
        char segments[3][LONGEST + 1];
        struct callpark_uapi_path path;
        struct callpark_phone_call call = random_call(segments);
        const char *link = written_link(&call, base);
        callpark_uapi_path_init(&path);
        ck_assert_mem_eq(link, base, strlen(base));
        ck_assert_int_eq(
            callpark_uapi_path_read(link + strlen(base), strings, sizeof strings, &path), 0);
        ck_assert_str_eq(path.user, call.user);
        ck_assert_str_eq(path.extension, call.extension);
        ck_assert_str_eq(path.call_id, call.id);
    }
}
END_TEST

/* ---- Numbers ---- */

/* A destination without a scheme: an address, a global number, or a feature code. */
static void random_destination(char out[LONGEST + 1])
{
    static const char digits[] = "0123456789*#";
    uint32_t length = 1 + random_below(&dice, 12);
    bool global = random_chance(&dice, 30);
    if (random_chance(&dice, 40)) {
        snprintf(out, LONGEST + 1, "user%u@company%u.domain", random_below(&dice, 100),
                 random_below(&dice, 100));
        return;
    }
    *out++ = global ? '+' : digits[random_below(&dice, 10)];
    for (uint32_t i = 0; i < length; i++)
        *out++ = digits[random_below(&dice, global ? 10 : sizeof digits - 1)];
    *out = 0;
}

static const char *written_number(const char *number)
{
    struct callpark_webex_party party;
    callpark_webex_party_init(&party);
    party.number = number;
    ck_assert_int_gt(callpark_webex_parked_write(&party, text, sizeof text), 0);
    cJSON *json = parsed(text);
    const cJSON *against = cJSON_GetObjectItem(json, "parkedAgainst");
    strcpy(found, cJSON_GetObjectItem(against, "number")->valuestring);
    cJSON_Delete(json);
    return found;
}

/* The body of a retrieve from |destination|, in |text|; returns its length. */
static size_t retrieve_body(const char *destination)
{
    struct callpark__writer writer;
    callpark__writer_init(&writer, text, sizeof text);
    callpark__write_open(&writer, NULL, '{');
    callpark__write_string(&writer, "destination", destination);
    callpark__write_close(&writer, '}');
    int length = callpark__writer_finish(&writer);
    ck_assert_int_gt(length, 0);
    return (size_t)length;
}

START_TEST(the_number_of_a_park_is_the_destination_of_a_retrieve)
{
    static const char *const schemes[] = {"", "", "tel:", "TEL:", "sip:", "Sip:"};
    for (int i = 0; i < ROUNDS; i++) {
        char bare[LONGEST + 1], number[LONGEST + 8];
        struct callpark_webex_request request;
        random_destination(bare);
        size_t scheme = strchr(bare, '@') ? random_below(&dice, 2) + 4 : random_below(&dice, 4);
        snprintf(number, sizeof number, "%s%s", schemes[scheme], bare);
        const char *shown = written_number(number);
        ck_assert_str_eq(shown, bare);
        callpark_webex_request_init(&request);
        ck_assert_int_eq(callpark_webex_retrieve_read(text, retrieve_body(shown), strings,
                                                      sizeof strings, &request),
                         0);
        ck_assert_str_eq(request.destination, bare);
    }
}
END_TEST

/* ---- Bodies ---- */

/* |value|, repaired, or NULL if it is empty and |empty_is_absent|. */
static const char *expected(const char *value, char *room, bool empty_is_absent)
{
    repair(value, room);
    return *room || !empty_is_absent ? room : NULL;
}

static void expect_string(const char *string, const char *wanted)
{
    if (wanted)
        ck_assert_str_eq(string, wanted);
    else
        ck_assert_ptr_null(string);
}

static bool is_sound(const char *json, size_t length)
{
    bool numbers;
    return callpark__json_text_check(json, length, &numbers);
}

static int write_unpark(char in[3][LONGEST + 1], uint32_t wait)
{
    struct callpark__writer writer;
    callpark__writer_init(&writer, text, sizeof text);
    callpark__write_open(&writer, NULL, '{');
    callpark__write_string(&writer, "action", "UnPark");
    callpark__write_string(&writer, "phoneCallViewId", in[0]);
    callpark__write_string(&writer, "unknown", in[1]);
    callpark__write_string(&writer, "callerId", in[2]);
    callpark__write_number(&writer, "waitForPickup", wait);
    callpark__write_close(&writer, '}');
    return callpark__writer_finish(&writer);
}

START_TEST(an_action_keeps_its_strings_and_its_number)
{
    for (int i = 0; i < ROUNDS; i++) {
        char in[3][LONGEST + 1], room[3 * LONGEST + 1];
        struct callpark_uapi_action action;
        uint32_t wait = 1 + random_below(&dice, 3600);
        for (int j = 0; j < 3; j++)
            random_string(in[j]);
        int length = write_unpark(in, wait);
        ck_assert_int_gt(length, 0);
        callpark_uapi_action_init(&action);
        ck_assert_int_eq(
            callpark_uapi_action_read(text, (size_t)length, strings, sizeof strings, &action), 0);
        ck_assert_uint_eq(action.action, CALLPARK_UAPI_UNPARK);
        ck_assert_uint_eq(action.wait_for_pickup, wait);
        expect_string(action.view_id, expected(in[0], room, true));
        expect_string(action.caller_id, expected(in[2], room, true));
    }
}
END_TEST

START_TEST(a_park_keeps_its_call_id)
{
    for (int i = 0; i < ROUNDS; i++) {
        char id[LONGEST + 1], room[3 * LONGEST + 1];
        struct callpark_webex_request request;
        random_string(id);
        int length = callpark_webex_retrieved_write(*id ? id : "x", NULL, text, sizeof text);
        ck_assert_int_gt(length, 0);
        callpark_webex_request_init(&request);
        ck_assert_int_eq(
            callpark_webex_park_read(text, (size_t)length, strings, sizeof strings, &request), 0);
        ck_assert_str_eq(request.call_id, expected(*id ? id : "x", room, false));
    }
}
END_TEST

/* ---- Strictness ---- */

/* A call of random strings, of which the required ones are not empty. */
struct scene {
    char strings[8][LONGEST + 1];
    const char *numbers[2];
    struct callpark_uapi_view view;
    const struct callpark_uapi_view *views[2];
    struct callpark_phone_call call;
};

static void random_view(struct scene *scene)
{
    struct callpark_uapi_view *view = &scene->view;
    callpark_uapi_view_init(view);
    scene->numbers[0] = scene->strings[1];
    scene->numbers[1] = scene->strings[2];
    view->id = scene->strings[3];
    view->caller_id = scene->strings[4];
    view->sources = view->destinations = scene->numbers;
    view->source_count = random_below(&dice, 3);
    view->destination_count = random_below(&dice, 3);
}

static void random_scene(struct scene *scene)
{
    struct callpark_phone_call *call = &scene->call;
    for (int i = 0; i < 8; i++)
        random_string(scene->strings[i]);
    if (!*scene->strings[0])
        strcpy(scene->strings[0], "x");
    random_view(scene);
    callpark_phone_call_init(call);
    call->id = call->extension = call->user = scene->strings[0];
    call->owner_name = scene->strings[5];
    call->parked = scene->strings[6];
    call->parked_by = scene->strings[7];
    scene->views[0] = scene->views[1] = &scene->view;
    call->views = scene->views;
    call->view_count = random_below(&dice, 3);
}

START_TEST(the_strict_reader_finds_nothing_wrong_in_any_answer)
{
    for (int i = 0; i < ROUNDS; i++) {
        struct scene scene;
        struct callpark_uapi_style style;
        random_scene(&scene);
        callpark_uapi_style_init(&style);
        style.base_url = scene.strings[0];
        int length = callpark_uapi_call_write(&style, &scene.call, text, sizeof text);
        ck_assert_int_gt(length, 0);
        ck_assert(is_sound(text, (size_t)length));
        length = callpark_webex_error_write(CALLPARK_WEBEX_ERR_TEXT, scene.strings[0], text,
                                            sizeof text);
        ck_assert_int_gt(length, 0);
        ck_assert(is_sound(text, (size_t)length));
    }
}
END_TEST

Suite *round_trip_suite(void);
Suite *round_trip_suite(void)
{
    Suite *suite = suite_create("json/round_trip");
    TCase *tcase = tcase_create("round_trip");
    suite_add_tcase(suite, tcase);
    tcase_set_timeout(tcase, 60);
    tcase_add_checked_fixture(tcase, set_up, NULL);
    tcase_add_test(tcase, a_link_is_read_as_the_path_that_it_is);
    tcase_add_test(tcase, the_number_of_a_park_is_the_destination_of_a_retrieve);
    tcase_add_test(tcase, an_action_keeps_its_strings_and_its_number);
    tcase_add_test(tcase, a_park_keeps_its_call_id);
    tcase_add_test(tcase, the_strict_reader_finds_nothing_wrong_in_any_answer);
    return suite;
}
