/* SPDX-License-Identifier: MIT */
/* lib/json/uapi_*.c, subject.c, people.c: requests in the UAPI format, and their answers. */
#include <check.h>

#include "support_service.h"

#include <stdio.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define PARK "{\"action\":\"Park\",\"phoneCallViewId\":\"01\"}"
#define UNPARK "{\"action\":\"UnPark\",\"sendCallTo\":\"1000\",\"phoneCallViewId\":\"01\"}"
#define LINK "https://x.x.x.x/uapi/phoneCalls/12/0003*210/" UAPI_CALL
#define PARKED                                                                                     \
    "[{\"id\":\"" UAPI_CALL "\",\"extension\":\"0003*210\",\"link\":{\"self\":\"" LINK "\"}}]"

static struct office office;

static void set_up(void)
{
    ck_assert_int_eq(office_open(&office, 0, NULL), 0);
}

static void tear_down(void)
{
    office_close(&office);
}

static const char *body(void)
{
    return office.response.body;
}

/* The parking of |id|: its state; CALLPARK_STATE_NONE if there is none. */
static uint32_t state_of(const char *id, struct callpark_info *info)
{
    struct callpark_which which = callpark_by_call(id);
    callpark_info_init(info);
    return callpark_find(office.registry, &which, info) == 0 ? info->state : CALLPARK_STATE_NONE;
}

static void claim(const char *id)
{
    struct callpark_which which = callpark_by_call(id);
    struct callpark_event event;
    callpark_event_init(&event);
    ck_assert_int_eq(callpark_claim(office.registry, office.now, &which, 0, NULL, &event), 0);
}

static void poll_at(callpark_time now)
{
    struct callpark_event event;
    callpark_event_init(&event);
    office.now = now;
    while (callpark_poll(office.registry, now, &event) == 1)
        ;
}

/* ---- The document's example ---- */

START_TEST(the_documents_example_is_answered_as_it_shows)
{
    ck_assert_int_eq(office_uapi(&office,
                                 "{\n  \"action\": \"Park\",\n  \"maxInParking\": \"30\",\n"
                                 "  \"phoneCallViewId\": \"01\"\n}"),
                     202);
    ck_assert_str_eq(body(), PARKED);
    ck_assert_str_eq(office_header(&office, "Content-Type"), "application/json");
    struct callpark_info info;
    ck_assert_uint_eq(state_of(UAPI_CALL, &info), CALLPARK_STATE_WAITING);
    ck_assert_uint_eq(info.deadline, office.now + 30000);
    ck_assert_str_eq(info.parker, "0003*210");
    ck_assert_uint_eq(office.directory.changes, 1);
    ck_assert_uint_eq(office.directory.last_kind, CALLPARK_EVENT_PARKED);
}
END_TEST

START_TEST(the_documents_list_is_answered_as_it_shows)
{
    directory_add_call(&office.directory, "first", "1000");
    directory_add_call(&office.directory, "second", "1000");
    office_ask(&office, "20", "PUT", "/uapi/phoneCalls/1000",
               "{\"action\":\"Park\",\"phoneCallViewId\":\"00\"}");
    ck_assert_uint_eq(callpark_count(office.registry), 2);
    ck_assert_int_eq(office_uapi(&office, PARK), 202);
    office.directory.calls[0].view_count = 1;
    ck_assert_int_eq(
        office_ask(&office, "12", "GET", "/uapi/phoneCalls/12/0003*210/" UAPI_CALL, NULL), 200);
    ck_assert_str_eq(
        body(),
        "{\"entry\":[{\"id\":\"b817d2618fe6f1804333\",\"extension\":\"0003*210\",\"ownerId\":\"3\","
        "\"ownerName\":\"Default Organization\",\"answered\":\"2012-06-27T16:08:55+03:00\","
        "\"published\":\"2012-06-27T16:08:50+02:00\",\"phoneCallView\":[{\"id\":\"01\","
        "\"extension\":\"0003*210\",\"answered\":\"2012-06-27T16:08:55+03:00\",\"status\":\"5\","
        "\"callerId\":\"John Doe <3333>\",\"source\":[\"0003*210\"],"
        "\"destination\":[\"3235742879\"],\"parked\":\"2012-06-27T16:18:55+03:00\","
        "\"parkedPos\":\"3\",\"parkedBy\":\"0003*210\"}],\"link\":{\"self\":\"" LINK "\"}}],"
        "\"startIndex\":0,\"totalResults\":1,\"itemsPerPage\":20,\"filtered\":false,"
        "\"sorted\":false,\"paging\":{}}");
}
END_TEST

/* ---- Errors: status, code, nothing changed ---- */

#define LONG_ID                                                                                    \
    "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890"  \
    "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890"  \
    "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890"
#define ON(path) "/uapi/phoneCalls/" path
#define CALL ON("12/0003*210/" UAPI_CALL)
#define WITH(rest) "{\"action\":\"Park\",\"phoneCallViewId\":\"01\"," rest "}"
#define UNWITH(rest)                                                                               \
    "{\"action\":\"UnPark\",\"sendCallTo\":\"1000\",\"phoneCallViewId\":\"01\"," rest "}"

static const struct refusal {
    const char *user, *method, *target, *body;
    int status;
    const char *code;
} refusals[] = {
    /* Paths. */
    {"12", "PUT", "/uapi/phoneCalls", PARK, 400, "extension_invalid"},
    {"12", "PUT", "/uapi/phoneCalls/", PARK, 400, "extension_invalid"},
    {"12", "GET", "/uapi/phoneCalls/", NULL, 400, "extension_invalid"},
    {"12", "PUT", ON("12//" UAPI_CALL), PARK, 400, "request_invalid"},
    {"12", "PUT", ON("12/0003*210//"), PARK, 400, "request_invalid"},
    {"12", "PUT", ON("12/0003*210/%zz"), PARK, 400, "request_invalid"},
    {"12", "PUT", ON("12/0003*210/a%00b"), PARK, 400, "request_invalid"},
    {"12", "PUT", ON("12/0003*210/a%2Fb"), PARK, 400, "request_invalid"},
    {"12", "PUT", ON("12/0003*210/."), PARK, 400, "request_invalid"},
    {"12", "PUT", ON("12/0003*210/%2e%2e"), PARK, 400, "request_invalid"},
    {"12", "PUT", ON("12/0003*210/a%0ab"), PARK, 400, "request_invalid"},
    {"12", "PUT", CALL "/views", PARK, 501, "request_not_implemented"},
    {"12", "PUT", "/uapi/extensions/12", PARK, 501, "request_not_implemented"},
    {"12", "PUT", "/uapi", PARK, 501, "request_not_implemented"},
    /* Methods. */
    {"12", "POST", CALL, PARK, 501, "request_not_implemented"},
    {"12", "DELETE", CALL, NULL, 501, "request_not_implemented"},
    {"12", "put", CALL, PARK, 501, "request_not_implemented"},
    /* The user. */
    {NULL, "PUT", CALL, PARK, 401, "access_denied"},
    {"", "PUT", CALL, PARK, 401, "access_denied"},
    {"99", "PUT", CALL, PARK, 401, "access_denied"},
    {NULL, "GET", CALL, NULL, 401, "access_denied"},
    /* The body. */
    {"12", "PUT", CALL, NULL, 400, "request_invalid"},
    {"12", "PUT", CALL, "", 400, "request_invalid"},
    {"12", "PUT", CALL, "[]", 400, "request_invalid"},
    {"12", "PUT", CALL, "{\"action\":\"Park\"", 400, "request_invalid"},
    {"12", "PUT", CALL, PARK "x", 400, "request_invalid"},
    {"12", "PUT", CALL, "\xef\xbb\xbf" PARK, 400, "request_invalid"},
    {"12", "PUT", CALL, WITH("\"action\":\"Park\""), 400, "request_invalid"},
    {"12", "PUT", CALL, WITH("\"x\":{\"a\":1,\"\\u0061\":2}"), 400, "request_invalid"},
    {"12", "PUT", CALL, WITH("\"x\":\"\\u0000\""), 400, "request_invalid"},
    {"12", "PUT", CALL, WITH("\"x\":\"\\ud800\""), 400, "request_invalid"},
    {"12", "PUT", CALL, WITH("\"x\":\"\xff\""), 400, "request_invalid"},
    {"12", "PUT", CALL, WITH("\"x\":\"\t\""), 400, "request_invalid"},
    {"12", "PUT", CALL, WITH("\"x\":01"), 400, "request_invalid"},
    {"12", "PUT", CALL, WITH("\"x\":1."), 400, "request_invalid"},
    /* Actions. */
    {"12", "PUT", CALL, "{}", 400, "action_invalid"},
    {"12", "PUT", CALL, "{\"action\":null}", 400, "action_invalid"},
    {"12", "PUT", CALL, "{\"action\":5}", 400, "action_invalid"},
    {"12", "PUT", CALL, "{\"action\":\"park\"}", 400, "action_invalid"},
    {"12", "PUT", CALL, "{\"action\":\"Hold\"}", 400, "action_invalid"},
    {"12", "PUT", CALL, "{\"action\":\"PickUp\"}", 501, "request_not_implemented"},
    {"12", "PUT", CALL, "{\"action\":\"BargeIn\"}", 501, "request_not_implemented"},
    {"12", "PUT", CALL, "{\"action\":\"Whisper\"}", 501, "request_not_implemented"},
    {"12", "PUT", CALL, "{\"action\":\"Monitor\"}", 501, "request_not_implemented"},
    {"12", "PUT", CALL, "{\"action\":\"OnHold\"}", 501, "request_not_implemented"},
    {"12", "PUT", CALL, "{\"action\":\"OffHold\"}", 501, "request_not_implemented"},
    {"12", "PUT", CALL, "{\"action\":\"StartRecording\"}", 501, "request_not_implemented"},
    {"12", "PUT", CALL, "{\"action\":\"StopRecording\"}", 501, "request_not_implemented"},
    {"12", "PUT", CALL, "{\"action\":\"Transfer\"}", 501, "request_not_implemented"},
    {"12", "PUT", CALL, "{\"action\":\"TransferToVoicemail\"}", 501, "request_not_implemented"},
    /* Users of the path: unknown, a colleague without consent, of another organization, by a
     * name that is no id. */
    {"12", "PUT", ON("99/0003*210/" UAPI_CALL), PARK, 400, "user_invalid"},
    {"21", "PUT", CALL, PARK, 400, "user_invalid"},
    {"12", "PUT", ON("20/1000/x"), PARK, 400, "user_invalid"}, /* he may list, not park */
    {"40", "PUT", CALL, PARK, 400, "user_invalid"},
    {"12", "PUT", ON("40/2000/x"), PARK, 400, "user_invalid"},
    {"20", "PUT", ON("two-person/1002/x"), PARK, 400, "user_invalid"},
    {"12", "PUT", ON(LONG_ID "/0003*210/" UAPI_CALL), PARK, 400, "user_invalid"},
    {"21", "PUT", ON("@owner/0003*210/" UAPI_CALL), PARK, 400, "user_invalid"},
    {"21", "GET", ON("@owner/0003*210"), NULL, 400, "user_invalid"},
    /* Extensions: unknown, a colleague's, foreign, malformed. */
    {"12", "PUT", ON("12/77/" UAPI_CALL), PARK, 400, "extension_invalid"},
    {"12", "PUT", ON("12/1000/" UAPI_CALL), PARK, 400, "extension_invalid"},
    {"12", "PUT", ON("12/2000/" UAPI_CALL), PARK, 400, "extension_invalid"},
    {"12", "PUT", ON("@owner/2000/" UAPI_CALL), PARK, 400, "extension_invalid"},
    {"12", "PUT", ON("@owner/77/" UAPI_CALL), PARK, 400, "extension_invalid"},
    {"12", "PUT", ON("12/abc/" UAPI_CALL), PARK, 400, "extension_invalid"},
    {"12", "PUT", ON("12/@me/" UAPI_CALL), PARK, 400, "extension_invalid"},
    {"12", "PUT", ON("12/+1/" UAPI_CALL), PARK, 400, "extension_invalid"},
    {"12", "GET", ON("77"), NULL, 400, "extension_invalid"},
    /* Calls: unknown, at another of his extensions, a colleague's, foreign, over-long. */
    {"12", "PUT", ON("12/0003*210/nothing"), PARK, 400, "pc_phonell_invalid"},
    {"12", "PUT", ON("12/0003*211/" UAPI_CALL), PARK, 400, "pc_phonell_invalid"},
    {"12", "PUT", ON("@me/@self/" WEBEX_CALL), PARK, 400, "pc_phonell_invalid"},
    {"40", "PUT", ON("@me/@self/" UAPI_CALL), PARK, 400, "pc_phonell_invalid"},
    {"12", "PUT", ON("@me/@self/" LONG_ID), PARK, 400, "pc_phonell_invalid"},
    {"12", "GET", ON("@me/@self/nothing"), NULL, 400, "pc_phonell_invalid"},
    {"12", "PUT", CALL, UNPARK, 400, "pc_phonell_invalid"}, /* not parked */
    /* Views. */
    {"12", "PUT", CALL, "{\"action\":\"Park\"}", 400, "pc_phonellview_invalid"},
    {"12", "PUT", CALL, "{\"action\":\"Park\",\"phoneCallViewId\":null}", 400,
     "pc_phonellview_invalid"},
    {"12", "PUT", CALL, "{\"action\":\"Park\",\"phoneCallViewId\":\"\"}", 400,
     "pc_phonellview_invalid"},
    {"12", "PUT", CALL, "{\"action\":\"Park\",\"phoneCallViewId\":1}", 400,
     "pc_phonellview_invalid"},
    {"12", "PUT", CALL, "{\"action\":\"Park\",\"phoneCallViewId\":\"03\"}", 400,
     "pc_phonellview_invalid"},
    {"12", "PUT", CALL, "{\"action\":\"Park\",\"PhoneCallViewId\":\"01\"}", 400,
     "pc_phonellview_invalid"},
    {"12", "PUT", ON("@self"), "{\"action\":\"Park\"}", 400, "pc_phonellview_invalid"},
    /* maxInParking. */
    {"12", "PUT", CALL, WITH("\"maxInParking\":9"), 400, "pc_parktimeout_invalid"},
    {"12", "PUT", CALL, WITH("\"maxInParking\":3601"), 400, "pc_parktimeout_invalid"},
    {"12", "PUT", CALL, WITH("\"maxInParking\":30.0"), 400, "pc_parktimeout_invalid"},
    {"12", "PUT", CALL, WITH("\"maxInParking\":3e1"), 400, "pc_parktimeout_invalid"},
    {"12", "PUT", CALL, WITH("\"maxInParking\":-30"), 400, "pc_parktimeout_invalid"},
    {"12", "PUT", CALL, WITH("\"maxInParking\":true"), 400, "pc_parktimeout_invalid"},
    {"12", "PUT", CALL, WITH("\"maxInParking\":[30]"), 400, "pc_parktimeout_invalid"},
    {"12", "PUT", CALL, WITH("\"maxInParking\":\"\""), 400, "pc_parktimeout_invalid"},
    {"12", "PUT", CALL, WITH("\"maxInParking\":\" 30\""), 400, "pc_parktimeout_invalid"},
    {"12", "PUT", CALL, WITH("\"maxInParking\":\"+30\""), 400, "pc_parktimeout_invalid"},
    {"12", "PUT", CALL, WITH("\"maxInParking\":\"0x1e\""), 400, "pc_parktimeout_invalid"},
    {"12", "PUT", CALL, WITH("\"maxInParking\":\"30.0\""), 400, "pc_parktimeout_invalid"},
    {"12", "PUT", CALL, WITH("\"maxInParking\":4294967326"), 400, "pc_parktimeout_invalid"},
    {"12", "PUT", CALL, WITH("\"maxInParking\":1e400"), 400, "pc_parktimeout_invalid"},
    {"12", "PUT", ON("@self"), WITH("\"maxInParking\":9"), 400, "pc_parktimeout_invalid"},
    /* UnPark. */
    {"12", "PUT", CALL, "{\"action\":\"UnPark\",\"phoneCallViewId\":\"01\"}", 400,
     "extension_invalid"},
    {"12", "PUT", CALL, "{\"action\":\"UnPark\",\"phoneCallViewId\":\"01\",\"sendCallTo\":\"77\"}",
     400, "extension_invalid"},
    {"12", "PUT", CALL,
     "{\"action\":\"UnPark\",\"phoneCallViewId\":\"01\",\"sendCallTo\":\"2000\"}", 400,
     "extension_invalid"},
    {"12", "PUT", CALL,
     "{\"action\":\"UnPark\",\"phoneCallViewId\":\"01\",\"sendCallTo\":\"@self\"}", 400,
     "extension_invalid"},
    {"12", "PUT", CALL, "{\"action\":\"UnPark\",\"phoneCallViewId\":\"01\",\"sendCallTo\":1000}",
     400, "extension_invalid"},
    {"12", "PUT", CALL, "{\"action\":\"UnPark\",\"sendCallTo\":\"1000\"}", 400,
     "pc_phonellview_invalid"},
    {"12", "PUT", CALL, UNWITH("\"waitForPickup\":0"), 400, "pc_waitforpickup_invalid"},
    {"12", "PUT", CALL, UNWITH("\"waitForPickup\":3601"), 400, "pc_waitforpickup_invalid"},
    {"12", "PUT", CALL, UNWITH("\"waitForPickUp\":\"x\""), 400, "pc_waitforpickup_invalid"},
    {"12", "PUT", CALL, UNWITH("\"waitForPickup\":5,\"waitForPickUp\":5"), 400,
     "pc_waitforpickup_invalid"},
    /* Lists. */
    {"12", "GET", ON("@self?count=0"), NULL, 400, "count_invalid"},
    {"12", "GET", ON("@self?count=5001"), NULL, 400, "count_invalid"},
    {"12", "GET", ON("@self?count="), NULL, 400, "count_invalid"},
    {"12", "GET", ON("@self?count=1x"), NULL, 400, "count_invalid"},
    {"12", "GET", ON("@self?startIndex=-1"), NULL, 400, "startindex_invalid"},
    {"12", "GET", ON("@self?startIndex=a"), NULL, 400, "startindex_invalid"},
    /* Of two errors the one whose turn comes first. */
    {NULL, "PUT", ON("12//x"), "[", 400, "request_invalid"},
    {NULL, "POST", CALL, "[", 501, "request_not_implemented"},
    {NULL, "PUT", CALL, "[", 401, "access_denied"},
    {NULL, "PUT", ON("@me/@self/" LONG_ID), PARK, 401, "access_denied"},
    {"12", "PUT", ON("99/77/nothing"), "[", 400, "request_invalid"},
    {"12", "PUT", ON("99/77/nothing"), "{\"action\":\"x\"}", 400, "action_invalid"},
    {"12", "PUT", ON("99/77/nothing"), "{\"action\":\"Park\"}", 400, "user_invalid"},
    {"12", "PUT", ON("12/77/nothing"), "{\"action\":\"Park\"}", 400, "extension_invalid"},
    {"12", "PUT", ON("12/0003*210/nothing"), "{\"action\":\"Park\",\"maxInParking\":1}", 400,
     "pc_phonell_invalid"},
    {"12", "PUT", CALL, "{\"action\":\"Park\",\"maxInParking\":1}", 400, "pc_phonellview_invalid"},
    {"12", "PUT", ON(LONG_ID "/0003*210/" LONG_ID), PARK, 400, "user_invalid"},
};

START_TEST(a_bad_request_has_its_code_and_changes_nothing)
{
    const struct refusal *refusal = &refusals[_i];
    char code[64];
    int status =
        office_ask(&office, refusal->user, refusal->method, refusal->target, refusal->body);
    snprintf(code, sizeof code, "{\"error\":{\"code\":\"%s\",\"message\":\"", refusal->code);
    ck_assert_msg(status == refusal->status && strncmp(body(), code, strlen(code)) == 0,
                  "%s %s: %d %s", refusal->target, refusal->body ? refusal->body : "", status,
                  body());
    ck_assert_uint_eq(callpark_last_event(office.registry), 4); /* three lots and a group */
    ck_assert_uint_eq(office.directory.changes, 0);
    ck_assert(strlen(body()) == office.response.body_length);
    ck_assert((office_header(&office, "WWW-Authenticate") != NULL) == (status == 401));
}
END_TEST

START_TEST(the_codes_can_be_spelled_as_the_sibling_pages_do)
{
    office_close(&office);
    ck_assert_int_eq(office_open(&office, CALLPARK_UAPI_PHONECALL_CODES, NULL), 0);
    ck_assert_int_eq(office_ask(&office, "12", "PUT", ON("@self/"), PARK), 202);
    ck_assert_int_eq(office_ask(&office, "12", "PUT", ON("@me/@self/x"), PARK), 400);
    ck_assert_ptr_nonnull(strstr(body(), "\"pc_phonecall_invalid\""));
    ck_assert_int_eq(office_uapi(&office, "{\"action\":\"Park\"}"), 400);
    ck_assert_ptr_nonnull(strstr(body(), "\"pc_phonecallview_invalid\""));
}
END_TEST

/* ---- What is as good ---- */

static const struct acceptance {
    const char *user, *target, *body;
    uint32_t seconds;
} acceptances[] = {
    {"12", CALL, PARK, 180},
    {"12", CALL "/", PARK, 180},
    {"12", CALL "?maxInParking=1", PARK, 180},
    {"12", "/unifiedapi/phoneCalls/12/0003*210/" UAPI_CALL, PARK, 180},
    {"12", "/uapi/phoneCalls/12/0003%2A210/" UAPI_CALL, PARK, 180},
    {"12", ON("12/0003*210/%62817d2618fe6f1804333"), PARK, 180},
    {"12", ON("12/210/" UAPI_CALL), PARK, 180},
    {"12", ON("@me/210/" UAPI_CALL), PARK, 180},
    {"12", ON("%40viewer/210/" UAPI_CALL), PARK, 180},
    {"12", ON("@owner/210/" UAPI_CALL), PARK, 180},
    {"12", ON("@me/@self/" UAPI_CALL), PARK, 180},
    {"12", ON("@owner/%40self/" UAPI_CALL), PARK, 180},
    {"12", ON("12/210"), PARK, 180},
    {"12", ON("210"), PARK, 180},
    {"12", ON("@self"), PARK, 180},
    {"12", CALL, WITH("\"maxInParking\":null"), 180},
    {"12", CALL, WITH("\"maxInParking\":10"), 10},
    {"12", CALL, WITH("\"maxInParking\":3600"), 3600},
    {"12", CALL, WITH("\"maxInParking\":\"030\""), 30},
    {"12", CALL, WITH("\"unknown\":[{}],\"MaxInParking\":1"), 180},
    {"12", CALL, " \n{\t\"phoneCallViewId\":\"\\u0030\\u0031\" , \"action\" : \"Park\"} ", 180},
};

START_TEST(what_real_clients_send_is_accepted)
{
    const struct acceptance *row = &acceptances[_i];
    struct callpark_info info;
    ck_assert_msg(office_ask(&office, row->user, "PUT", row->target, row->body) == 202, "%s %s: %s",
                  row->target, row->body, body());
    ck_assert_str_eq(body(), PARKED);
    ck_assert_uint_eq(state_of(UAPI_CALL, &info), CALLPARK_STATE_WAITING);
    ck_assert_uint_eq(info.deadline, office.now + row->seconds * 1000);
    ck_assert_uint_eq(info.slot, 1);
}
END_TEST

START_TEST(the_media_type_is_not_looked_at)
{
    struct callpark_request request;
    callpark_request_init(&request);
    request.now = 1;
    request.method = "PUT";
    request.target = CALL;
    request.content_type = "text/plain";
    request.body = PARK;
    request.body_length = strlen(PARK);
    request.user = "12";
    ck_assert_int_eq(callpark_service_answer(office.service, &request, &office.response), 0);
    ck_assert_uint_eq(office.response.status, 202);
}
END_TEST

/* ---- Parking ---- */

START_TEST(only_the_parker_is_recalled_again_and_again)
{
    struct callpark_info info;
    office_uapi(&office, PARK);
    office.now = 181000;
    for (uint32_t round = 1; round <= 50; round++) {
        struct callpark_event event;
        callpark_event_init(&event);
        ck_assert_int_eq(callpark_poll(office.registry, office.now, &event), 1);
        ck_assert_uint_eq(event.kind, CALLPARK_EVENT_RINGING);
        ck_assert_str_eq(event.target, "0003*210");
        ck_assert_uint_eq(event.round, round);
        poll_at(callpark_next_deadline(office.registry));
        ck_assert_uint_eq(state_of(UAPI_CALL, &info), CALLPARK_STATE_PAUSED);
        office.now = callpark_next_deadline(office.registry);
    }
}
END_TEST

/* The lot's own fallback is for others. */
START_TEST(nobody_else_is_recalled_even_if_the_parker_cannot_be)
{
    struct callpark_event event;
    struct callpark_recall recall;
    struct callpark_lot_config config;
    callpark_event_init(&event);
    callpark_recall_init(&recall);
    callpark_lot_config_init(&config);
    recall.alternate = "1000";
    recall.fallback = "1001";
    config.last_slot = 100;
    config.recall = &recall;
    ck_assert_int_eq(callpark_lot_configure(office.registry, 1, "org-3", &config, NULL, &event), 0);
    office.directory.calls[0].parkee = "0003*210";
    ck_assert_int_eq(office_uapi(&office, PARK), 202);
    ck_assert_int_eq(callpark_poll(office.registry, 181000, &event), 1);
    ck_assert_uint_eq(event.kind, CALLPARK_EVENT_ENDED);
    ck_assert_uint_eq(event.reason, CALLPARK_REASON_RELEASED);
}
END_TEST

START_TEST(parking_again_starts_the_time_anew_at_the_same_place)
{
    struct callpark_info info;
    office_uapi(&office, PARK);
    state_of(UAPI_CALL, &info);
    uint64_t ticket = info.ticket;
    office.now += 100000;
    ck_assert_int_eq(office_uapi(&office, WITH("\"maxInParking\":60")), 202);
    ck_assert_str_eq(body(), PARKED);
    ck_assert_uint_eq(state_of(UAPI_CALL, &info), CALLPARK_STATE_WAITING);
    ck_assert_uint_eq(info.ticket, ticket);
    ck_assert_uint_eq(info.slot, 1);
    ck_assert_uint_eq(info.deadline, office.now + 60000);
    ck_assert_uint_eq(office.directory.last_kind, CALLPARK_EVENT_EXTENDED);
}
END_TEST

START_TEST(parking_again_calls_a_recall_off)
{
    struct callpark_info info;
    office_uapi(&office, PARK);
    poll_at(181000);
    ck_assert_uint_eq(state_of(UAPI_CALL, &info), CALLPARK_STATE_RINGING);
    ck_assert_int_eq(office_uapi(&office, PARK), 202);
    ck_assert_uint_eq(state_of(UAPI_CALL, &info), CALLPARK_STATE_WAITING);
}
END_TEST

START_TEST(a_claimed_call_can_be_neither_parked_nor_unparked)
{
    struct callpark_info info;
    office_uapi(&office, PARK);
    claim(UAPI_CALL);
    ck_assert_int_eq(office_uapi(&office, PARK), 400);
    ck_assert_ptr_nonnull(strstr(body(), "\"pc_phonell_invalid\""));
    ck_assert_int_eq(office_uapi(&office, UNPARK), 400);
    ck_assert_ptr_nonnull(strstr(body(), "\"pc_phonell_invalid\""));
    ck_assert_uint_eq(state_of(UAPI_CALL, &info), CALLPARK_STATE_CLAIMED);
}
END_TEST

START_TEST(the_other_view_of_a_parked_call_is_the_wrong_one)
{
    office_uapi(&office, PARK);
    ck_assert_int_eq(office_uapi(&office, "{\"action\":\"Park\",\"phoneCallViewId\":\"02\"}"), 400);
    ck_assert_ptr_nonnull(strstr(body(), "\"pc_phonellview_invalid\""));
    ck_assert_int_eq(office_uapi(&office, "{\"action\":\"UnPark\",\"sendCallTo\":\"1000\","
                                          "\"phoneCallViewId\":\"02\"}"),
                     400);
    ck_assert_ptr_nonnull(strstr(body(), "\"pc_phonellview_invalid\""));
}
END_TEST

START_TEST(a_call_parked_by_webex_has_any_of_its_views_and_stays_where_it_is)
{
    struct callpark_info info;
    ck_assert_int_eq(office_webex(&office, "12", "park", "{\"callId\":\"" UAPI_CALL "\"}"), 200);
    ck_assert_int_eq(office_uapi(&office, "{\"action\":\"Park\",\"phoneCallViewId\":\"02\"}"), 202);
    state_of(UAPI_CALL, &info);
    ck_assert_str_eq(info.extension, "0003*210");
    ck_assert_int_eq(office_uapi(&office, UNPARK), 200);
    ck_assert_uint_eq(callpark_count(office.registry), 0);
}
END_TEST

static void fill_lot(uint32_t but)
{
    static char ids[100][16];
    struct callpark_where where = callpark_at_any_slot("org-3");
    for (uint32_t i = 0; i < 100 - but; i++) {
        struct callpark_call call;
        struct callpark_event event;
        callpark_call_init(&call);
        callpark_event_init(&event);
        snprintf(ids[i], sizeof ids[i], "x%u", i);
        call.call_id = ids[i];
        ck_assert_int_eq(
            callpark_park(office.registry, office.now, &where, &call, NULL, NULL, &event), 0);
    }
}

START_TEST(a_full_lot_is_503_and_says_when_to_come_back)
{
    fill_lot(0);
    ck_assert_int_eq(office_uapi(&office, PARK), 503);
    ck_assert_ptr_nonnull(strstr(body(), "\"parking_lot_full\""));
    ck_assert_str_eq(office_header(&office, "Retry-After"), "5");
    ck_assert_uint_eq(callpark_count(office.registry), 100);
    ck_assert_int_eq(office_ask(&office, "12", "PUT", ON("@self"), PARK), 503);
}
END_TEST

START_TEST(a_park_can_be_answered_with_200_and_the_whole_call)
{
    office_close(&office);
    ck_assert_int_eq(office_open(&office, CALLPARK_UAPI_PARK_200, NULL), 0);
    ck_assert_int_eq(office_uapi(&office, PARK), 200);
    ck_assert_ptr_nonnull(strstr(body(), "\"phoneCallView\":[{\"id\":\"01\""));
    ck_assert_ptr_nonnull(strstr(body(), "\"parkedPos\":\"1\",\"parkedBy\":\"0003*210\"}"));
    ck_assert_int_eq(body()[0], '[');
}
END_TEST

/* ---- All calls of an extension ---- */

static void add_three(void)
{
    directory_add_call(&office.directory, "a", "0003*211");
    directory_add_call(&office.directory, "b", "0003*211");
    directory_add_call(&office.directory, "c", "0003*210");
}

#define PARK_00 "{\"action\":\"Park\",\"phoneCallViewId\":\"00\"}"
#define UNPARK_00 "{\"action\":\"UnPark\",\"sendCallTo\":\"1000\",\"phoneCallViewId\":\"00\"}"

/* Whether |a|, |b| and |c|, each or NULL, and nothing else are in an array, in this order. */
static bool answer_is(const char *a, const char *b, const char *c)
{
    const char *ids[] = {a, b, c};
    const char *at = body();
    for (int i = 0; i < 3; i++) {
        char id[32];
        snprintf(id, sizeof id, "{\"id\":\"%s\",\"ext", ids[i] ? ids[i] : "");
        if (ids[i] && !(at = strstr(at, id)))
            return false;
        at += ids[i] != NULL;
    }
    return !strstr(at, "{\"id\":\"a\",\"ext") && !strstr(at, "{\"id\":\"b\",\"ext") &&
           !strstr(at, "{\"id\":\"c\",\"ext");
}

START_TEST(without_a_call_id_all_calls_with_the_view_are_parked)
{
    add_three();
    ck_assert_int_eq(office_ask(&office, "12", "PUT", ON("12/211"), PARK_00), 202);
    ck_assert(answer_is("a", "b", NULL));
    ck_assert_uint_eq(callpark_count(office.registry), 2);
    ck_assert_int_eq(office_ask(&office, "12", "PUT", ON("@self"), PARK_00), 202);
    ck_assert(answer_is("c", "a", "b")); /* in the order of his extensions */
    ck_assert_uint_eq(callpark_count(office.registry), 3);
    ck_assert_uint_eq(office.directory.changes, 5);
}
END_TEST

START_TEST(of_all_calls_the_claimed_ones_are_passed_over)
{
    add_three();
    office_ask(&office, "12", "PUT", ON("12/211"), PARK_00);
    claim("a");
    ck_assert_int_eq(office_ask(&office, "12", "PUT", ON("@self"), PARK_00), 202);
    ck_assert(answer_is("c", "b", NULL));
    ck_assert_int_eq(office_ask(&office, "12", "PUT", ON("@self"), UNPARK_00), 200);
    ck_assert(answer_is("c", "b", NULL));
    ck_assert_int_eq(office_ask(&office, "12", "PUT", ON("@self"), UNPARK_00), 204);
    ck_assert_uint_eq(office.response.body_length, 0);
    ck_assert_ptr_null(office_header(&office, "Content-Type"));
}
END_TEST

START_TEST(of_all_calls_those_parked_through_another_view_are_passed_over)
{
    add_three();
    ck_assert_int_eq(office_uapi(&office, PARK), 202);
    ck_assert_int_eq(office_ask(&office, "12", "PUT", ON("@self"),
                                "{\"action\":\"Park\",\"phoneCallViewId\":\"02\"}"),
                     204);
    ck_assert_int_eq(
        office_ask(&office, "12", "PUT", CALL, "{\"action\":\"Park\",\"phoneCallViewId\":\"02\"}"),
        400);
}
END_TEST

START_TEST(a_limit_reached_is_a_full_lot)
{
    struct callpark_options options;
    struct callpark_directory directory = directory_functions(&office.directory);
    office_close(&office);
    callpark_options_init(&options);
    options.max_calls = 1;
    ck_assert_int_eq(callpark_new(&options, &office.registry), 0);
    ck_assert_int_eq(directory_add_lots(office.registry), 0);
    ck_assert_int_eq(office_reopen(&office, &directory, 0, NULL), 0);
    add_three();
    ck_assert_int_eq(office_uapi(&office, PARK), 202);
    ck_assert_int_eq(office_ask(&office, "12", "PUT", ON("@self"), PARK_00), 503);
    ck_assert_ptr_nonnull(strstr(body(), "\"parking_lot_full\""));
}
END_TEST

/* Names as the directory may have them, and what the registry keeps: 255 bytes at most, and whole
 * characters. |fill| is repeated. */
static const struct {
    const char *front, *fill;
    size_t length;
} names[] = {
    {"", "x", 255},
    {"", "\xc3\xa9", 254},
    {"x", "\xc3\xa9", 255},
    {"", "\xe2\x82\xac", 255},
    {"x", "\xe2\x82\xac", 253},
    {"xx", "\xe2\x82\xac", 254},
    {"", "\xf0\x9f\x93\x9e", 252},
    {"", "\x80", 0}, /* no character at all */
};

START_TEST(a_name_that_is_too_long_is_cut_between_characters)
{
    static char name[1000];
    struct callpark_info info;
    strcpy(name, names[_i].front);
    while (strlen(name) < 256)
        strcat(name, names[_i].fill);
    office.directory.calls[0].caller_name = name;
    ck_assert_int_eq(office_uapi(&office, PARK), 202);
    state_of(UAPI_CALL, &info);
    size_t length = info.caller_name ? strlen(info.caller_name) : 0;
    ck_assert_uint_eq(length, names[_i].length);
    if (length)
        ck_assert_int_eq(strncmp(info.caller_name, name, length), 0);
}
END_TEST

START_TEST(a_caller_may_have_no_name)
{
    struct callpark_info info;
    office.directory.calls[0].caller_name = NULL;
    ck_assert_int_eq(office_uapi(&office, PARK), 202);
    state_of(UAPI_CALL, &info);
    ck_assert_ptr_null(info.caller_name);
}
END_TEST

START_TEST(full_midway_is_success_with_those_parked)
{
    add_three();
    fill_lot(2);
    ck_assert_int_eq(office_ask(&office, "12", "PUT", ON("@self"), PARK_00), 202);
    ck_assert(answer_is("c", "a", NULL));
    ck_assert_uint_eq(callpark_count(office.registry), 100);
}
END_TEST

START_TEST(no_call_at_all_is_204)
{
    ck_assert_int_eq(office_ask(&office, "12", "PUT", ON("12/211"), PARK_00), 204);
    ck_assert_uint_eq(office.response.body_length, 0);
    ck_assert_str_eq(office.response.body, "");
    ck_assert_int_eq(office_ask(&office, "12", "PUT", ON("12/211"), UNPARK_00), 204);
    ck_assert_int_eq(office_ask(&office, "23", "PUT", ON("@self"), PARK_00), 204);
}
END_TEST

/* ---- UnPark ---- */

START_TEST(unpark_gives_the_call_to_the_extension_asked_for)
{
    office_uapi(&office, PARK);
    ck_assert_int_eq(office_uapi(&office, UNWITH("\"waitForPickUp\":\"7\",\"callerId\":\"A <1>\"")),
                     200);
    ck_assert_str_eq(directory_delivery(&office.directory), "20 1000 A <1> - - 7");
    ck_assert_uint_eq(office.directory.last_reason, CALLPARK_REASON_RETRIEVED);
    ck_assert_int_eq(strncmp(body(), "{\"id\":\"" UAPI_CALL "\"", 20), 0);
    ck_assert_ptr_null(strstr(body(), "\"parked"));
    ck_assert_uint_eq(callpark_count(office.registry), 0);
}
END_TEST

START_TEST(unpark_knows_short_extensions_and_waits_25_seconds)
{
    office_uapi(&office, PARK);
    ck_assert_int_eq(office_uapi(&office, "{\"action\":\"UnPark\",\"sendCallTo\":\"211\","
                                          "\"phoneCallViewId\":\"01\"}"),
                     200);
    ck_assert_str_eq(directory_delivery(&office.directory), "12 0003*211 - - - 25");
}
END_TEST

START_TEST(unpark_stops_a_recall)
{
    office_uapi(&office, PARK);
    poll_at(181000);
    ck_assert_int_eq(office_uapi(&office, UNPARK), 200);
    ck_assert_uint_eq(callpark_count(office.registry), 0);
}
END_TEST

/* ---- Lists ---- */

static void expect_list(const char *target, const char *totals, const char *first)
{
    ck_assert_int_eq(office_ask(&office, "12", "GET", target, NULL), 200);
    ck_assert_msg(strstr(body(), totals) != NULL, "%s", body());
    char start[64];
    snprintf(start, sizeof start, "{\"entry\":[%s%s%s", first ? "{\"id\":\"" : "]",
             first ? first : "", first ? "\"" : "");
    ck_assert_msg(strncmp(body(), start, strlen(start)) == 0, "%s", body());
}

START_TEST(a_list_has_pages)
{
    add_three();
    expect_list(ON("@self"), "\"startIndex\":0,\"totalResults\":4,\"itemsPerPage\":20", UAPI_CALL);
    expect_list(ON("@me/@self?count=1&startIndex=2"),
                "\"startIndex\":2,\"totalResults\":4,\"itemsPerPage\":1", "a");
    expect_list(ON("211/?startIndex=1&x=y"), "\"startIndex\":1,\"totalResults\":2", "b");
    expect_list(ON("211?startIndex=2"), "\"startIndex\":2,\"totalResults\":2", NULL);
    expect_list(ON("12/210/c"), "\"totalResults\":1", "c");
    expect_list(ON("@owner/210"), "\"totalResults\":2", UAPI_CALL);
}
END_TEST

START_TEST(who_has_no_calls_has_an_empty_list)
{
    ck_assert_int_eq(office_ask(&office, "20", "GET", ON("@self"), NULL), 200);
    ck_assert_str_eq(body(),
                     "{\"entry\":[],\"startIndex\":0,\"totalResults\":0,\"itemsPerPage\":20,"
                     "\"filtered\":false,\"sorted\":false,\"paging\":{}}");
}
END_TEST

START_TEST(with_consent_the_calls_of_a_colleague_are_listed)
{
    directory_add_call(&office.directory, "johns", "1000");
    expect_list(ON("20/1000"), "\"totalResults\":1", "johns");
    expect_list(ON("@owner/1000"), "\"totalResults\":1", "johns");
}
END_TEST

START_TEST(with_consent_a_colleague_is_acted_for)
{
    directory_add_call(&office.directory, "twos", "1003");
    ck_assert_int_eq(office_ask(&office, "20", "PUT", ON("22/1003/twos"), PARK_00), 202);
    ck_assert_ptr_nonnull(strstr(body(), "/uapi/phoneCalls/22/1003/twos"));
    struct callpark_info info;
    state_of("twos", &info);
    ck_assert_str_eq(info.parker, "1003");
    ck_assert_int_eq(office_ask(&office, "20", "PUT", ON("@owner/1003/twos"), UNPARK_00), 200);
}
END_TEST

START_TEST(a_long_list_comes_whole)
{
    static char ids[CALLS_MOST][16];
    while (office.directory.call_count < CALLS_MOST) {
        uint32_t i = office.directory.call_count;
        snprintf(ids[i], sizeof ids[i], "call-%u", i);
        directory_add_call(&office.directory, ids[i], "0003*210");
    }
    expect_list(ON("@self?count=5000"), "\"totalResults\":63", UAPI_CALL);
    ck_assert_uint_gt(office.response.body_length, 8192);
    ck_assert_ptr_nonnull(strstr(body(), "\"call-63\""));
    ck_assert_int_eq(office_ask(&office, "12", "PUT", ON("@self"), PARK_00), 202);
    ck_assert_uint_eq(callpark_count(office.registry), 62);
    ck_assert_ptr_nonnull(strstr(body(), "\"call-63\""));
}
END_TEST

/* Calls of which one takes more than an answer has room for at first. */
static const char *long_name(size_t length)
{
    static char name[20001];
    memset(name, 'x', length);
    name[length] = 0;
    return name;
}

static void expect_whole(char end)
{
    size_t length = strlen(body());
    ck_assert_uint_eq(office.response.body_length, length);
    ck_assert_int_eq(body()[length - 1], end);
}

START_TEST(a_call_longer_than_the_room_comes_whole)
{
    office.directory.calls[0].owner_name = long_name(20000);
    ck_assert_int_eq(office_uapi(&office, PARK), 202);
    ck_assert_int_eq(office_uapi(&office, UNPARK), 200);
    expect_whole('}');
    ck_assert_uint_gt(office.response.body_length, 20000);
}
END_TEST

START_TEST(many_calls_longer_than_the_room_are_parked_and_come_whole)
{
    office_close(&office);
    ck_assert_int_eq(office_open(&office, CALLPARK_UAPI_PARK_200, NULL), 0);
    add_three();
    for (uint32_t i = 0; i < office.directory.call_count; i++)
        office.directory.calls[i].owner_name = long_name(20000);
    ck_assert_int_eq(office_ask(&office, "12", "PUT", ON("@self"), PARK_00), 200);
    expect_whole(']');
    ck_assert_uint_gt(office.response.body_length, 60000);
    ck_assert_int_eq(office_ask(&office, "12", "PUT", ON("@self"), UNPARK_00), 200);
    expect_whole(']');
    ck_assert_ptr_null(strstr(body(), "\"parked"));
    ck_assert_uint_gt(office.response.body_length, 60000);
}
END_TEST

/* An answer one byte longer each time: one of them fills the room, but for its NUL. */
START_TEST(a_list_that_just_fills_the_room_comes_whole)
{
    ck_assert_int_eq(office_ask(&office, "12", "GET", ON("@self"), NULL), 200);
    size_t rest = office.response.body_length - strlen(office.directory.calls[0].owner_name);
    for (size_t length = 8180; length < 8200; length++) {
        office.directory.calls[0].owner_name = long_name(length - rest);
        ck_assert_int_eq(office_ask(&office, "12", "GET", ON("@self"), NULL), 200);
        expect_whole('}');
        ck_assert_uint_eq(office.response.body_length, length);
    }
}
END_TEST

START_TEST(a_private_parker_is_not_named_to_others)
{
    /* 21 is private; her call goes over to 22, parked as it is. */
    ck_assert_int_eq(office_webex(&office, "21", "park", "{\"callId\":\"" WEBEX_CALL "\"}"), 200);
    ck_assert_int_eq(office_ask(&office, "21", "GET", ON("@self"), NULL), 200);
    ck_assert_ptr_nonnull(strstr(body(), "\"parkedBy\":\"1001\""));
    ck_assert_ptr_null(strstr(body(), "parkedPos"));
    office.directory.calls[1].user = "22";
    office.directory.calls[1].extension = "1002";
    ck_assert_int_eq(office_ask(&office, "22", "GET", ON("@self"), NULL), 200);
    ck_assert_ptr_nonnull(strstr(body(), "\"parked\":\""));
    ck_assert_ptr_null(strstr(body(), "parkedBy"));
    ck_assert_ptr_null(strstr(body(), "1001"));
}
END_TEST

/* ---- Nothing of another organization ---- */

/* Two requests of user 12 that differ only in what they name: in the first something of another
 * organization, in the second nothing at all. */
static const struct pair {
    const char *target, *body;
    const char *other_target, *other_body;
} pairs[] = {
    {ON("40/0003*210/x"), PARK, ON("41/0003*210/x"), PARK},
    {ON("12/2000/x"), PARK, ON("12/2001/x"), PARK},
    {ON("@owner/2000/x"), PARK, ON("@owner/2001/x"), PARK},
    {ON("2000"), PARK, ON("2001"), PARK},
    {ON("@me/@self/foreign"), PARK_00, ON("@me/@self/nothing"), PARK_00},
    {ON("@me/@self/foreign"), UNPARK_00, ON("@me/@self/nothing"), UNPARK_00},
    {ON("@me/@self/johns"), PARK_00, ON("@me/@self/nothing"), PARK_00},
    {CALL, "{\"action\":\"UnPark\",\"sendCallTo\":\"2000\",\"phoneCallViewId\":\"01\"}", CALL,
     "{\"action\":\"UnPark\",\"sendCallTo\":\"2001\",\"phoneCallViewId\":\"01\"}"},
};

START_TEST(what_is_foreign_is_answered_like_nothing)
{
    static char foreign[1024];
    static const char *const methods[] = {"PUT", "GET"};
    directory_add_call(&office.directory, "foreign", "2000");
    directory_add_call(&office.directory, "johns", "1000");
    office_ask(&office, "40", "PUT", ON("@self"), PARK_00);
    office_uapi(&office, PARK);
    uint64_t last = callpark_last_event(office.registry);
    for (size_t m = 0; m < COUNT(methods); m++) {
        const struct pair *pair = &pairs[_i];
        const char *first = m ? NULL : pair->body;
        const char *second = m ? NULL : pair->other_body;
        int status = office_ask(&office, "12", methods[m], pair->target, first);
        if (status == 200)
            continue; /* the list of his own call */
        ck_assert_int_ge(status, 400);
        snprintf(foreign, sizeof foreign, "%s", body());
        ck_assert_int_eq(office_ask(&office, "12", methods[m], pair->other_target, second), status);
        ck_assert_str_eq(body(), foreign);
    }
    ck_assert_uint_eq(callpark_last_event(office.registry), last);
}
END_TEST

Suite *uapi_service_suite(void);
Suite *uapi_service_suite(void)
{
    Suite *suite = suite_create("json/uapi_service");
    TCase *tcase = tcase_create("uapi_service");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, the_documents_example_is_answered_as_it_shows);
    tcase_add_test(tcase, the_documents_list_is_answered_as_it_shows);
    tcase_add_loop_test(tcase, a_bad_request_has_its_code_and_changes_nothing, 0,
                        (int)COUNT(refusals));
    tcase_add_test(tcase, the_codes_can_be_spelled_as_the_sibling_pages_do);
    tcase_add_loop_test(tcase, what_real_clients_send_is_accepted, 0, (int)COUNT(acceptances));
    tcase_add_test(tcase, the_media_type_is_not_looked_at);
    tcase_add_test(tcase, only_the_parker_is_recalled_again_and_again);
    tcase_add_test(tcase, nobody_else_is_recalled_even_if_the_parker_cannot_be);
    tcase_add_test(tcase, parking_again_starts_the_time_anew_at_the_same_place);
    tcase_add_test(tcase, parking_again_calls_a_recall_off);
    tcase_add_test(tcase, a_claimed_call_can_be_neither_parked_nor_unparked);
    tcase_add_test(tcase, the_other_view_of_a_parked_call_is_the_wrong_one);
    tcase_add_test(tcase, a_call_parked_by_webex_has_any_of_its_views_and_stays_where_it_is);
    tcase_add_test(tcase, a_full_lot_is_503_and_says_when_to_come_back);
    tcase_add_test(tcase, a_park_can_be_answered_with_200_and_the_whole_call);
    tcase_add_test(tcase, without_a_call_id_all_calls_with_the_view_are_parked);
    tcase_add_test(tcase, of_all_calls_the_claimed_ones_are_passed_over);
    tcase_add_test(tcase, of_all_calls_those_parked_through_another_view_are_passed_over);
    tcase_add_test(tcase, a_limit_reached_is_a_full_lot);
    tcase_add_loop_test(tcase, a_name_that_is_too_long_is_cut_between_characters, 0,
                        (int)COUNT(names));
    tcase_add_test(tcase, a_caller_may_have_no_name);
    tcase_add_test(tcase, full_midway_is_success_with_those_parked);
    tcase_add_test(tcase, no_call_at_all_is_204);
    tcase_add_test(tcase, unpark_gives_the_call_to_the_extension_asked_for);
    tcase_add_test(tcase, unpark_knows_short_extensions_and_waits_25_seconds);
    tcase_add_test(tcase, unpark_stops_a_recall);
    tcase_add_test(tcase, a_list_has_pages);
    tcase_add_test(tcase, who_has_no_calls_has_an_empty_list);
    tcase_add_test(tcase, with_consent_the_calls_of_a_colleague_are_listed);
    tcase_add_test(tcase, with_consent_a_colleague_is_acted_for);
    tcase_add_test(tcase, a_long_list_comes_whole);
    tcase_add_test(tcase, a_call_longer_than_the_room_comes_whole);
    tcase_add_test(tcase, many_calls_longer_than_the_room_are_parked_and_come_whole);
    tcase_add_test(tcase, a_list_that_just_fills_the_room_comes_whole);
    tcase_add_test(tcase, a_private_parker_is_not_named_to_others);
    tcase_add_loop_test(tcase, what_is_foreign_is_answered_like_nothing, 0, (int)COUNT(pairs));
    suite_add_tcase(suite, tcase);
    return suite;
}
