/* SPDX-License-Identifier: MIT */
/*
 * A long random walk: users of four organizations ask one service in both formats, rightly and
 * wrongly, while the host polls, claims, hangs up and brings new calls. After each answer it is
 * seen that the status is one of those allowed, the body is what its kind must be, what it says
 * is so in the registry, an error has changed nothing, no name of other organizations or of a
 * private user is in it, and each parking that began ended once at most.
 */
#include <check.h>
#include <cjson/cJSON.h>

#include "../support_random.h"
#include "support_service.h"
#include "support_volatile.h"
#include "support_written.h"

#include <stdio.h>
#include <stdlib.h>

/* Check writes down where each of its assertions is: here only those that fail. */
#define MUST(condition)                                                                            \
    do {                                                                                           \
        if (!(condition))                                                                          \
            ck_abort_msg("%s", #condition);                                                        \
    } while (0)
#define MUST_MSG(condition, ...)                                                                   \
    do {                                                                                           \
        if (!(condition))                                                                          \
            ck_abort_msg(__VA_ARGS__);                                                             \
    } while (0)

enum { STEPS = 10000, SEEDS = 4, IDS = 4096, TARGET_MOST = 1024 };

static struct office office;
static struct random dice;

/* ---- The calls ---- */

static const struct line {
    const char *extension;
    const char *user;
    int organization;
} lines[] = {
    {"0003*210", "12", 0}, {"0003*211", "12", 0}, {"1000", "20", 0},
    {"1001", "21", 0},     {"1002", "22", 0},     {"1003", "22", 0},
    {"2000", "40", 1},     {"500", "50", 2},      {"600", "60", 3},
};

/* Every id that ever was, by its number; of those parked the ticket. */
static struct {
    char name[IDS][24];
    uint64_t ticket[IDS];
    uint32_t count;
    uint32_t parked;
    uint64_t endings;
} ids;

static const struct line *line_of(const char *extension)
{
    for (size_t i = 0; i < COUNT(lines); i++) {
        if (strcmp(lines[i].extension, extension) == 0)
            return &lines[i];
    }
    return NULL;
}

/* As "k2-17": of organization 2, the 17th. */
static int number_of(const char *id)
{
    const char *dash = strchr(id, '-');
    return dash && id[0] == 'k' ? atoi(dash + 1) : -1;
}

static void bring_a_call(void)
{
    if (office.directory.call_count == CALLS_MOST || ids.count == IDS)
        return;
    const struct line *line = &lines[random_below(&dice, COUNT(lines))];
    char *name = ids.name[ids.count];
    snprintf(name, sizeof ids.name[0], "k%d-%u", line->organization, ids.count);
    ids.count++;
    directory_add_call(&office.directory, name, line->extension);
}

static struct callpark_phone_call *any_call(void)
{
    uint32_t count = office.directory.call_count;
    return count ? &office.directory.calls[random_below(&dice, count)] : NULL;
}

/* ---- What the host is told, by the service and by its own verbs ---- */

static uint64_t told; /* number of the last event */

static void note(const struct callpark_event *event)
{
    MUST(event->number == told + 1);
    told = event->number;
    int id = event->call_id ? number_of(event->call_id) : -1;
    MUST(id >= 0);
    if (event->kind == CALLPARK_EVENT_PARKED) {
        MUST(ids.ticket[id] == 0);
        ids.ticket[id] = event->ticket;
        ids.parked++;
    } else {
        MUST(ids.ticket[id] == event->ticket);
    }
    if (event->kind == CALLPARK_EVENT_ENDED) {
        ids.ticket[id] = 0;
        ids.parked--;
        ids.endings++;
    }
}

static void changed(void *host, const struct callpark_event *event,
                    const struct callpark_delivery *delivery)
{
    struct directory *directory = host;
    note(event);
    directory->changes++;
    bool ended = event->kind == CALLPARK_EVENT_ENDED;
    MUST(ended == (delivery != NULL));
    if (!delivery)
        return;
    if (!delivery->extension) { /* who has none wants it at an endpoint */
        MUST(strcmp(delivery->user, "23") == 0);
        MUST(event->call_id[1] == '0');
        return;
    }
    const struct line *line = line_of(delivery->extension);
    MUST(line != NULL);
    MUST(strcmp(line->user, delivery->user) == 0);
    MUST(line->organization == event->call_id[1] - '0');
    for (uint32_t i = 0; i < directory->call_count; i++) {
        if (strcmp(directory->calls[i].id, event->call_id) == 0) { /* it is theirs now */
            directory->calls[i].extension = line->extension;
            directory->calls[i].user = line->user;
        }
    }
}

/* A call goes over to a colleague, parked as it may be. */
static void hand_over(struct callpark_phone_call *call)
{
    const struct line *line = &lines[random_below(&dice, COUNT(lines))];
    if (!call || line->organization != call->id[1] - '0')
        return;
    call->extension = line->extension;
    call->user = line->user;
}

static void let_the_host_act(void)
{
    struct callpark_event event;
    callpark_event_init(&event);
    struct callpark_phone_call *call = any_call();
    struct callpark_which which = callpark_by_call(call ? call->id : "nothing");
    int error = 1;
    switch (random_below(&dice, 8)) {
    case 0:
        office.now += random_below(&dice, 60000);
        while (callpark_poll(office.registry, office.now, &event) == 1)
            note(&event);
        break;
    case 1:
        error = callpark_claim(office.registry, office.now, &which, 0, NULL, &event);
        break;
    case 2:
        error = callpark_rollback(office.registry, office.now, &which, told, NULL, &event);
        break;
    case 3:
        error = callpark_hangup(office.registry, office.now, &which, NULL, &event);
        if (call) {
            if (error == 0)
                note(&event);
            error = 1;
            directory_remove_call(&office.directory, call->id);
        }
        break;
    case 4:
        hand_over(call);
        break;
    default:
        bring_a_call();
    }
    if (error == 0)
        note(&event);
}

/* ---- Requests ---- */

static const char *const users[] = {"12", "20", "21", "22", "23", "40", "50", "60", "99", NULL};
static const int organizations[] = {0, 0, 0, 0, 0, 1, 2, 3, -1, -1};
static const char *const members[] = {
    "12",         "20",        "21",  "22",     "40",      "50", "60", "two-person",
    "ann-person", "ann-place", "@me", "@owner", "@viewer", "me", "98", "foreign-person"};
static const char *const extensions[] = {"0003*210", "211",   "1000", "1001",  "1002", "1003",
                                         "2000",     "500",   "600",  "@self", "77",   "0003%2A211",
                                         "%40self",  "@SELF", "%zz",  ""};
static const char *const destinations[] = {"1000",
                                           "1001",
                                           "1003",
                                           "2000",
                                           "500",
                                           "600",
                                           "1",
                                           "2",
                                           "3",
                                           "+12223334444",
                                           "tel:+14440000000",
                                           "sip:ann@pbx.example",
                                           "two@pbx.example",
                                           "77",
                                           "",
                                           "x y",
                                           "0003*211"};

static const char *pick(const char *const *from, size_t count)
{
    return from[random_below(&dice, (uint32_t)count)];
}

#define PICK(array) pick(array, COUNT(array))

static const char *any_id(void)
{
    const struct callpark_phone_call *call = any_call();
    if (call && random_chance(&dice, 90))
        return call->id;
    return ids.count && random_chance(&dice, 50) ? ids.name[random_below(&dice, ids.count)]
                                                 : "nothing";
}

struct request {
    uint32_t user; /* which of |users| */
    const char *method;
    char target[TARGET_MOST];
    char body[TARGET_MOST];
};

/* Mostly somebody who has to do with |id|. */
static uint32_t user_for(const char *id)
{
    for (uint32_t i = 0; i < office.directory.call_count && random_chance(&dice, 99); i++) {
        if (strcmp(office.directory.calls[i].id, id) != 0)
            continue;
        for (uint32_t u = 0; u < COUNT(users) && users[u]; u++) {
            if (strcmp(users[u], office.directory.calls[i].user) == 0)
                return random_chance(&dice, 75) ? u : random_below(&dice, COUNT(users));
        }
    }
    return random_below(&dice, COUNT(users));
}

static void say_action(struct request *request)
{
    static const char *const views[] = {"\"00\"", "\"00\"", "\"00\"", "\"01\"", "7", "\"\""};
    static const char *const seconds[] = {"30", "\"30\"", "\"0030\"", "9", "\"\"", "null", "30.0"};
    if (random_chance(&dice, 60))
        snprintf(request->body, sizeof request->body,
                 "{\"action\":\"Park\",\"phoneCallViewId\":%s,\"maxInParking\":%s}", PICK(views),
                 seconds[random_chance(&dice, 80) ? 0 : random_below(&dice, COUNT(seconds))]);
    else
        snprintf(request->body, sizeof request->body,
                 "{\"action\":\"UnPark\",\"phoneCallViewId\":%s,\"sendCallTo\":\"%s\","
                 "\"waitForPickUp\":%s,\"callerId\":\"x\"}",
                 PICK(views), PICK(extensions), PICK(seconds));
}

static void say_uapi(struct request *request)
{
    const char *id = any_id();
    request->user = user_for(id);
    request->method = random_chance(&dice, 70) ? "PUT" : random_chance(&dice, 90) ? "GET" : "POST";
    switch (random_below(&dice, 4)) {
    case 0:
        snprintf(request->target, sizeof request->target, "/uapi/phoneCalls/%s", PICK(extensions));
        break;
    case 1:
        snprintf(request->target, sizeof request->target, "/unifiedapi/phoneCalls/%s/%s/%s/",
                 PICK(members), PICK(extensions), id);
        break;
    case 2:
        snprintf(request->target, sizeof request->target, "/uapi/phoneCalls/@me/@self/%s", id);
        break;
    default:
        snprintf(request->target, sizeof request->target,
                 "/uapi/phoneCalls/%s/%s?count=%u&startIndex=%u", PICK(members), PICK(extensions),
                 random_below(&dice, 5), random_below(&dice, 3));
    }
    if (strcmp(request->method, "GET") != 0)
        say_action(request);
}

static void say_webex(struct request *request)
{
    static const char *const booleans[] = {"true", "false", "false", "false", "null", "1"};
    const char *id = any_id();
    bool park = random_chance(&dice, 60);
    request->method = random_chance(&dice, 98) ? "POST" : "GET";
    request->user = user_for(id);
    char member[64] = "";
    if (random_chance(&dice, 25))
        snprintf(member, sizeof member, "members/%s/", PICK(members));
    snprintf(request->target, sizeof request->target, "%s/telephony/calls/%s%s",
             random_chance(&dice, 50) ? "/v1" : "", member, park ? "park" : "retrieve");
    int length = snprintf(request->body, sizeof request->body, "{\"x\":0");
    if (park)
        length += snprintf(request->body + length, sizeof request->body - (size_t)length,
                           ",\"callId\":\"%s\",\"isGroupPark\":%s", id, PICK(booleans));
    if (random_chance(&dice, 60))
        length += snprintf(request->body + length, sizeof request->body - (size_t)length,
                           ",\"destination\":\"%s\"", PICK(destinations));
    if (random_chance(&dice, 5))
        length += snprintf(request->body + length, sizeof request->body - (size_t)length,
                           ",\"lineOwnerId\":\"%s\"", PICK(members));
    snprintf(request->body + length, sizeof request->body - (size_t)length, "}");
}

/* Changes a byte of |text|, but never to its end. */
static void spoil(char *text)
{
    size_t length = strlen(text);
    if (length)
        text[random_below(&dice, (uint32_t)length)] = (char)(1 + random_below(&dice, 255));
}

/* With copies that are gone, and filled with other bytes, when the answer is there. */
static const struct callpark_response *ask(const struct request *request)
{
    struct callpark_request http;
    callpark_request_init(&http);
    size_t length = strlen(request->body);
    char *target = malloc(strlen(request->target) + 1);
    char *body = malloc(length + 1);
    strcpy(target, request->target);
    memcpy(body, request->body, length + 1);
    http.now = office.now;
    http.unix_time = INT64_C(1340803135000);
    http.method = request->method;
    http.target = target;
    http.content_type = length ? "application/json" : NULL;
    http.body = length ? body : NULL;
    http.body_length = length;
    http.user = users[request->user];
    MUST(callpark_service_answer(office.service, &http, &office.response) == 0);
    memset(target, 'z', strlen(target));
    free(target);
    free(body);
    volatile_forget();
    return &office.response;
}

/* ---- What must be so ---- */

static const char *text_of(const cJSON *object, const char *name)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);
    return cJSON_IsString(item) ? item->valuestring : NULL;
}

/* The body of |response|, for cJSON_Delete(). */
static cJSON *json_of(const struct callpark_response *response)
{
    const char *end = NULL;
    cJSON *json = cJSON_ParseWithLengthOpts(response->body, response->body_length + 1, &end, 1);
    MUST_MSG(json && is_utf8(response->body), "no JSON: %s", response->body);
    for (const char *s = response->body; *s; s++)
        MUST_MSG((unsigned char)*s >= 0x20, "control characters: %s", response->body);
    return json;
}

static bool find(const char *id, struct callpark_info *info)
{
    struct callpark_which which = callpark_by_call(id);
    callpark_info_init(info);
    return callpark_find(office.registry, &which, info) == 0;
}

/* Names of an organization that only its own may read. */
static const char *const secrets[][6] = {
    {"Default User", "John Smith", "Two Lines", "+1222", "\"k0-", "/k0-"},
    {"Foreign Person", "foreign-person", "+1444", "\"2000\"", "\"k1-", "/k1-"},
    {"First Tenant", "\"500\"", "/500/", "/50/", "\"k2-", "/k2-"},
    {"Second Tenant", "\"600\"", "/600/", "/60/", "\"k3-", "/k3-"},
};
static const char *const privates[] = {"Ann Private", "ann-p", "ann@", "\"1001\"", "/1001/"};

static void check_names(const char *body, uint32_t user)
{
    for (int i = 0; i < (int)COUNT(secrets); i++) {
        for (size_t j = 0; i != organizations[user] && j < COUNT(secrets[0]); j++)
            MUST_MSG(!strstr(body, secrets[i][j]), "%s to %s: %s", secrets[i][j],
                     users[user] ? users[user] : "nobody", body);
    }
    for (size_t i = 0; i < COUNT(privates); i++)
        MUST_MSG((users[user] && strcmp(users[user], "21") == 0) || !strstr(body, privates[i]),
                 "%s to %s: %s", privates[i], users[user] ? users[user] : "nobody", body);
}

static void check_error(const cJSON *json, uint32_t status, bool uapi)
{
    static const uint32_t uapi_allowed[] = {400, 401, 501, 503};
    static const uint32_t webex_allowed[] = {400, 401, 403, 404, 405, 409, 415};
    const uint32_t *allowed = uapi ? uapi_allowed : webex_allowed;
    size_t count = uapi ? COUNT(uapi_allowed) : COUNT(webex_allowed);
    const cJSON *error = cJSON_GetObjectItemCaseSensitive(json, "error");
    const cJSON *errors = cJSON_GetObjectItemCaseSensitive(json, "errors");
    const char *message = text_of(uapi ? error : json, "message");
    bool known = false;
    for (size_t i = 0; i < count; i++)
        known |= allowed[i] == status;
    MUST_MSG(known, "status %u", status);
    MUST(cJSON_GetArraySize(json) == (uapi ? 1 : 3));
    if (uapi)
        MUST(text_of(error, "code") && cJSON_GetArraySize(error) == 2);
    else
        MUST(text_of(json, "trackingId") && text_of(cJSON_GetArrayItem(errors, 0), "description"));
    known = false; /* a fixed sentence */
    for (int number = uapi ? -114 : -222; message && number <= (uapi ? -101 : -201); number++)
        known |= callpark_json_status(number) == status &&
                 strcmp(callpark_json_strerror(number), message) == 0;
    MUST_MSG(known, "%u %s", status, message ? message : "no message");
}

/* The place of a listed call is that of the registry. */
static void check_entry(const cJSON *call)
{
    struct callpark_info info;
    const char *id = text_of(call, "id");
    const cJSON *view =
        cJSON_GetArrayItem(cJSON_GetObjectItemCaseSensitive(call, "phoneCallView"), 0);
    bool parked = find(id, &info);
    char slot[16];
    snprintf(slot, sizeof slot, "%u", info.slot);
    MUST(parked == (text_of(view, "parked") != NULL));
    MUST((parked && info.slot) == (text_of(view, "parkedPos") != NULL));
    MUST(!parked || !info.slot || strcmp(slot, text_of(view, "parkedPos")) == 0);
    MUST(strcmp(text_of(view, "status"), "5") == 0);
}

static void check_parked(const char *id, const char *tag)
{
    struct callpark_info info;
    MUST_MSG(find(id, &info), "%s is not parked", id);
    MUST(info.state == CALLPARK_STATE_WAITING);
    MUST(strcmp(info.call_id, id) == 0);
    if (!tag)
        MUST(info.parked_at == office.now && !info.tag);
    else
        MUST(info.deadline == office.now + 30000 || info.deadline == office.now + 180000);
}

static void check_uapi(const cJSON *json, const struct request *request, uint32_t status)
{
    struct callpark_info info;
    const cJSON *call;
    if (strcmp(request->method, "GET") == 0) {
        const cJSON *entry = cJSON_GetObjectItemCaseSensitive(json, "entry");
        MUST(cJSON_IsArray(entry) && status == 200);
        cJSON_ArrayForEach(call, entry) check_entry(call);
    } else if (status == 202) {
        MUST(cJSON_IsArray(json) && cJSON_GetArraySize(json) > 0);
        cJSON_ArrayForEach(call, json) check_parked(text_of(call, "id"), "uapi");
    } else if (cJSON_IsArray(json)) {
        cJSON_ArrayForEach(call, json) MUST(!find(text_of(call, "id"), &info));
    } else {
        MUST(status == 200 && !find(text_of(json, "id"), &info));
    }
}

/* The party named holds the call: his name, and a number that leads there. */
static void check_against(const cJSON *json)
{
    const cJSON *party = cJSON_GetObjectItemCaseSensitive(json, "parkedAgainst");
    const cJSON *privacy = cJSON_GetObjectItemCaseSensitive(party, "privacyEnabled");
    const char *number = text_of(party, "number");
    MUST(text_of(party, "callType") && cJSON_IsBool(privacy));
    if (cJSON_IsTrue(privacy)) {
        MUST(cJSON_GetArraySize(party) == 2);
        return;
    }
    struct callpark_info info;
    struct callpark_line line;
    struct callpark_which which = callpark_by_ticket(callpark_last_ticket(office.registry), NULL);
    struct callpark_directory directory = directory_functions(&office.directory);
    callpark_info_init(&info);
    callpark_line_init(&line);
    MUST(callpark_find(office.registry, &which, &info) == 0);
    const struct line *held = line_of(info.extension);
    struct callpark_user user;
    callpark_user_init(&user);
    MUST(directory.find_user(&office.directory, held->user, &user) == 0);
    MUST(strcmp(text_of(party, "name"), user.name) == 0);
    if (number) {
        MUST(directory.find_destination(&office.directory, &user, number, &line) == 0);
        MUST(strcmp(line.extension, info.extension) == 0);
    }
    check_parked(info.call_id, NULL);
}

static void check_webex(const cJSON *json, uint32_t status)
{
    struct callpark_info info;
    if (status == 200) {
        check_against(json);
        return;
    }
    MUST(status == 201);
    MUST(!find(text_of(json, "callId"), &info));
    MUST(strcmp(text_of(json, "callSessionId"), text_of(json, "callId")) == 0);
}

static uint32_t answers[600];

static void step(void)
{
    struct request request;
    memset(&request, 0, sizeof request);
    bool uapi = random_chance(&dice, 50);
    (uapi ? say_uapi : say_webex)(&request);
    if (random_chance(&dice, 4))
        spoil(request.body);
    if (random_chance(&dice, 3))
        spoil(request.target);
    uint64_t last = told;
    uint32_t count = callpark_count(office.registry);
    const struct callpark_response *response = ask(&request);
    uapi = strncmp(request.target, "/uapi/", 6) == 0 ||
           strncmp(request.target, "/unifiedapi/", 12) == 0;
    answers[response->status]++;
    MUST(callpark_last_event(office.registry) == told);
    MUST(callpark_count(office.registry) == ids.parked);
    MUST(strlen(response->body) == response->body_length);
    check_names(response->body, request.user);
    MUST((response->status == 204) == (response->body_length == 0));
    if (response->status == 204)
        return;
    cJSON *json = json_of(response);
    if (response->status >= 400) {
        check_error(json, response->status, uapi);
        MUST(told == last && callpark_count(office.registry) == count);
    } else if (uapi) {
        check_uapi(json, &request, response->status);
    } else {
        check_webex(json, response->status);
    }
    cJSON_Delete(json);
}

START_TEST(a_service_keeps_its_promises_for_long)
{
    ck_assert_int_eq(office_open(&office, 0, NULL), 0);
    memset(&ids, 0, sizeof ids);
    memset(answers, 0, sizeof answers);
    dice = (struct random){.state = (uint64_t)_i + 1};
    office.directory.call_count = 0;
    told = callpark_last_event(office.registry);
    struct callpark_directory directory = volatile_functions(&office.directory);
    directory.changed = changed;
    ck_assert_int_eq(office_reopen(&office, &directory, 0, NULL), 0);
    for (int i = 0; i < STEPS; i++) {
        if (random_chance(&dice, 30))
            let_the_host_act();
        step();
    }
    /* It was a walk through everything. */
    static const uint32_t seen[] = {200, 201, 202, 204, 400, 401, 403, 404, 405, 409, 501};
    for (size_t i = 0; i < COUNT(seen); i++)
        ck_assert_msg(answers[seen[i]] >= 5, "%u only %u times", seen[i], answers[seen[i]]);
    ck_assert_uint_gt(ids.endings, STEPS / 50);
    office_close(&office);
}
END_TEST

Suite *service_walk_suite(void);
Suite *service_walk_suite(void)
{
    Suite *suite = suite_create("json/service_walk");
    TCase *tcase = tcase_create("service_walk");
    tcase_set_timeout(tcase, 120);
    tcase_add_loop_test(tcase, a_service_keeps_its_promises_for_long, 0, SEEDS);
    suite_add_tcase(suite, tcase);
    return suite;
}
