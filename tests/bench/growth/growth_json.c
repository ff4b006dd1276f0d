/* SPDX-License-Identifier: MIT */
/*
 * Reads bodies of N bytes and of many shapes, paths of N bytes, and answers requests about N
 * things, each so often that all together have the same size whatever N is: what is linear in N
 * takes as many instructions for each N, and what is quadratic takes more. Under callgrind it
 * leaves a count for each, named "ORDER CASE", as growth.c does.
 *
 * growth_json N
 */
#include "callpark/service.h"

#include <cjson/cJSON.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <valgrind/callgrind.h>

#include "growth.h"

#define TOTAL 64000u

static char text[CALLPARK_JSON_BODY_MAX + 1];
static char strings[CALLPARK_JSON_BODY_MAX + 1];
static size_t length;
static size_t most; /* the text may have */

/* ---- cJSON's memory: not what is measured ---- */

static max_align_t arena[1u << 20];
static size_t used;

static void *take(size_t size)
{
    void *memory = &arena[used];
    used += (size + sizeof *arena - 1) / sizeof *arena;
    expect(used <= sizeof arena / sizeof *arena, "arena");
    return memory;
}

static void give_back(void *memory)
{
    (void)memory;
}

/* ---- Bodies ---- */

static void add(const char *part)
{
    size_t more = strlen(part);
    memcpy(text + length, part, more);
    length += more;
}

/* Each writes the |i|th part of a shape; whatever is in it, no key is there twice. */
typedef void part(unsigned i);

static void member(unsigned i)
{
    char bytes[64];
    snprintf(bytes, sizeof bytes, "%s\"k%u\":true", i ? "," : "", i * 7919u % 65536u);
    add(bytes);
}

/* They differ at their end only. */
static void member_with_long_key(unsigned i)
{
    char bytes[160];
    snprintf(bytes, sizeof bytes, "%s\"%0100u\":true", i ? "," : "", i);
    add(bytes);
}

/* A key with an escape, and a number, for which cJSON is given a copy. */
static void odd_member(unsigned i)
{
    char bytes[64];
    snprintf(bytes, sizeof bytes, "%s\"\\u006b%u\":-1.5e+3", i ? "," : "", i);
    add(bytes);
}

static void number(unsigned i)
{
    add(i ? ",1" : "1");
}

static void string(unsigned i)
{
    add(i ? ",\"\"" : "\"\"");
}

static void array(unsigned i)
{
    add(i ? ",[]" : "[]");
}

static void object(unsigned i)
{
    add(i ? ",{\"a\":1,\"b\":2}" : "{\"a\":1,\"b\":2}");
}

/* As many keys as are compared with one another. */
static void object_of_eight(unsigned i)
{
    add(i ? "," : "");
    add("{\"aaaaaaa1\":1,\"aaaaaaa2\":1,\"aaaaaaa3\":1,\"aaaaaaa4\":1,\"aaaaaaa5\":1,\"aaaaaaa6\":"
        "1,"
        "\"aaaaaaa7\":1,\"aaaaaaa8\":1}");
}

/* To the deepest level. */
static void nest(unsigned i)
{
    add(i ? "," : "");
    for (int depth = 2; depth < 32; depth++)
        add("[");
    for (int depth = 2; depth < 32; depth++)
        add("]");
}

static void letter(unsigned i)
{
    (void)i;
    add("x");
}

static void escape(unsigned i)
{
    (void)i;
    add("\\n");
}

static void pair_of_surrogates(unsigned i)
{
    (void)i;
    add("\\ud83d\\ude00");
}

static void character(unsigned i)
{
    (void)i;
    add("\xf0\x9f\x98\x80");
}

static void digit(unsigned i)
{
    add(i ? "0" : "1");
}

static void blank(unsigned i)
{
    (void)i;
    add(" ");
}

static const struct shape {
    const char *name; /* with its order */
    const char *front;
    part *part;
    const char *back;
    int refused;
} shapes[] = {
    {"log members", "{", member, "}", 0},
    {"log long-keys", "{", member_with_long_key, "}", 0},
    {"log odd-members", "{", odd_member, "}", 0},
    {"log a-key-twice", "{", member, ",\"k0\":1}", 1},
    {"const cut-off-members", "{", member, "", 1},
    {"const numbers", "{\"a\":[", number, "]}", 0},
    {"const strings", "{\"a\":[", string, "]}", 0},
    {"const arrays", "{\"a\":[", array, "]}", 0},
    {"const objects", "{\"a\":[", object, "]}", 0},
    {"const objects-of-eight", "{\"a\":[", object_of_eight, "]}", 0},
    {"const nests", "{\"a\":[", nest, "]}", 0},
    {"const string", "{\"a\":\"", letter, "\"}", 0},
    {"const key", "{\"", letter, "\":1}", 0},
    {"const escapes", "{\"a\":\"", escape, "\"}", 0},
    {"const surrogates", "{\"a\":\"", pair_of_surrogates, "\"}", 0},
    {"const characters", "{\"a\":\"", character, "\"}", 0},
    {"const open-string", "{\"a\":\"", letter, "", 1},
    {"const digits", "{\"maxInParking\":", digit, "}", 0},
    {"const quoted-digits", "{\"maxInParking\":\"", digit, "\"}", 0},
    {"const blanks", "{", blank, "}", 0},
};

static void write_text(const struct shape *shape)
{
    const char *const known = ",\"action\":\"Park\"}";
    length = 0;
    add(shape->front);
    size_t before = length;
    for (unsigned i = 0; length + (length - before) + 40 < most; i++) {
        before = length;
        shape->part(i);
    }
    add(shape->back);
    if (text[length - 1] == '}' && text[length - 2] != '{') {
        length -= 1;
        add(shape->part == blank ? known + 1 : known);
    }
}

static void read_text(const struct shape *shape)
{
    struct callpark_uapi_action action;
    callpark_uapi_action_init(&action);
    int error = callpark_uapi_action_read(text, length, strings, sizeof strings, &action);
    expect((error == CALLPARK_UAPI_ERR_REQUEST) == shape->refused, shape->name);
}

/* ---- Targets ---- */

static const struct {
    const char *name;
    const char *front;
    part *part;
} targets[] = {
    {"const path-of-one", "/uapi/phoneCalls/", letter},
    {"const path-of-escapes", "/uapi/phoneCalls/", NULL},
    {"const path-of-many", "/uapi", NULL},
    {"const query", "/uapi/phoneCalls/1000?", NULL},
};

static void write_target(size_t i)
{
    static const char *const parts[] = {"", "%41", "/a", "&count=5"};
    length = 0;
    add(targets[i].front);
    while (length + 20 < most)
        add(targets[i].part ? "x" : parts[i]);
    text[length] = 0;
}

static void read_target(void)
{
    struct callpark_uapi_path path;
    struct callpark_uapi_page page;
    struct callpark_webex_path webex;
    callpark_uapi_path_init(&path);
    callpark_uapi_page_init(&page);
    callpark_webex_path_init(&webex);
    callpark_uapi_path_read(text, strings, sizeof strings, &path);
    callpark_uapi_page_read(text, &page);
    callpark_webex_path_read(text, strings, sizeof strings, &webex);
}

/* ---- Requests ---- */

/* One user has |things| extensions, each with a call, or a call with so many views, or is in a
 * group with so many members, of which all but the last hold a call. */
static unsigned things;
static char (*names)[16];
static const char **pointers;
static struct callpark_uapi_view *views;
static const struct callpark_uapi_view **view_pointers;
static unsigned view_count;
static unsigned extension_count;

static int find_user(void *host, const char *id, struct callpark_user *user)
{
    (void)host;
    if (strcmp(id, "user") != 0)
        return CALLPARK_ERR_NOT_FOUND;
    user->id = "user";
    user->organization = "org";
    user->lot = "lot";
    user->extensions = pointers;
    user->extension_count = extension_count;
    return 0;
}

static int find_line(void *host, const struct callpark_user *viewer, const char *number_,
                     struct callpark_line *line)
{
    (void)host;
    (void)viewer;
    line->extension = number_;
    line->user = "user";
    return 0;
}

static int find_call(void *host, const struct callpark_user *viewer, const char *id,
                     struct callpark_phone_call *call)
{
    (void)host;
    (void)viewer;
    call->id = id;
    call->extension = id;
    call->user = "user";
    call->views = view_pointers;
    call->view_count = view_count;
    return 0;
}

static int next_call(void *host, const struct callpark_user *viewer, const char *extension,
                     uint64_t *cursor, struct callpark_phone_call *call)
{
    return (*cursor)++ ? CALLPARK_ERR_NOT_FOUND : find_call(host, viewer, extension, call);
}

static struct callpark *registry;
static struct callpark_service *service;

static void add_group(void)
{
    struct callpark_group_config group;
    struct callpark_event event;
    callpark_event_init(&event);
    callpark_group_config_init(&group);
    group.members = pointers;
    group.member_count = things;
    expect(callpark_group_add(registry, 0, "lot", "group", &group, NULL, &event) == 0, "group");
    for (unsigned i = 0; i + 1 < things; i++) {
        struct callpark_where where = callpark_at_extension("lot", names[i]);
        struct callpark_call call;
        callpark_call_init(&call);
        call.call_id = names[i];
        expect(callpark_park(registry, 0, &where, &call, NULL, NULL, &event) == 0, "park");
    }
}

static void open_service(void)
{
    struct callpark_directory directory;
    struct callpark_service_options options;
    struct callpark_lot_config lot;
    struct callpark_event event;
    callpark_event_init(&event);
    callpark_lot_config_init(&lot);
    lot.last_slot = TOTAL;
    callpark_directory_init(&directory);
    directory.find_user = find_user;
    directory.find_extension = find_line;
    directory.find_destination = find_line;
    directory.find_call = find_call;
    directory.next_call = next_call;
    callpark_service_options_init(&options);
    options.directory = &directory;
    options.base_url = "http://x";
    expect(callpark_new(NULL, &registry) == 0, "registry");
    expect(callpark_lot_add(registry, 0, "lot", &lot, NULL, &event) == 0, "lot");
    expect(callpark_service_new(registry, &options, &service) == 0, "service");
}

static void close_service(void)
{
    callpark_service_free(service);
    callpark_free(registry);
}

static unsigned ask(const char *method, const char *target, const char *body)
{
    struct callpark_request request;
    struct callpark_response response;
    callpark_request_init(&request);
    callpark_response_init(&response);
    request.method = method;
    request.target = target;
    request.content_type = "application/json";
    request.body = body;
    request.body_length = strlen(body);
    request.user = "user";
    expect(callpark_service_answer(service, &request, &response) == 0, "answer");
    return response.status;
}

#define PARK "{\"action\":\"Park\",\"phoneCallViewId\":\"0000000\"}"
#define UNPARK "{\"action\":\"UnPark\",\"sendCallTo\":\"1\",\"phoneCallViewId\":\"0000000\"}"
#define LAST_VIEW "{\"action\":\"Park\",\"phoneCallViewId\":\"last\"}"

static void list_many(void)
{
    expect(ask("GET", "/uapi/phoneCalls/@self?count=5000", "") == 200, "list");
}

static void park_and_unpark_many(void)
{
    expect(ask("PUT", "/uapi/phoneCalls/@self", PARK) == 202, "park all");
    expect(ask("PUT", "/uapi/phoneCalls/@self", UNPARK) == 200, "unpark all");
}

static void list_views(void)
{
    expect(ask("GET", "/uapi/phoneCalls/0000000", "") == 200, "list views");
}

static void retrieve_own(void)
{
    expect(ask("POST", "/telephony/calls/retrieve", "{}") == 404, "retrieve");
}

/* At the last member: all others hold calls. */
static void park_in_group(void)
{
    struct callpark_which which = callpark_by_call("new");
    struct callpark_event event;
    callpark_event_init(&event);
    expect(ask("POST", "/telephony/calls/park", "{\"callId\":\"new\",\"isGroupPark\":true}") == 200,
           "group park");
    expect(callpark_remove(registry, 0, &which, NULL, &event) == 0, "remove");
}

static void name_things(unsigned count)
{
    things = count;
    names = calloc(count, sizeof *names);
    pointers = calloc(count, sizeof *pointers);
    views = calloc(count, sizeof *views);
    view_pointers = calloc(count, sizeof *view_pointers);
    expect(names && pointers && views && view_pointers, "memory");
    for (unsigned i = 0; i < count; i++) {
        snprintf(names[i], sizeof names[i], "%07u", i);
        pointers[i] = names[i];
        callpark_uapi_view_init(&views[i]);
        views[i].id = i && i + 1 == count ? "last" : names[i];
        view_pointers[i] = &views[i];
    }
}

/* ---- All of it ---- */

/* First once for what grows and is kept. */
static void count(const char *name, void (*work)(void), unsigned times)
{
    used = 0;
    work();
    CALLGRIND_START_INSTRUMENTATION;
    CALLGRIND_ZERO_STATS;
    for (unsigned i = 0; i < times; i++) {
        used = 0;
        work();
    }
    CALLGRIND_DUMP_STATS_AT(name);
    CALLGRIND_STOP_INSTRUMENTATION;
}

static const struct shape *shape_read;

static void read_shape(void)
{
    read_text(shape_read);
}

static void count_texts(void)
{
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        shape_read = &shapes[i];
        write_text(&shapes[i]);
        count(shapes[i].name, read_shape, (unsigned)(TOTAL / most));
    }
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        write_target(i);
        count(targets[i].name, read_target, (unsigned)(TOTAL / most));
    }
}

static void count_requests(unsigned n, unsigned times)
{
    name_things(n);
    open_service();
    extension_count = n;
    view_count = 1;
    count("const list-of-many", list_many, times);
    count("const park-and-unpark-many", park_and_unpark_many, times);
    count("const retrieve-own", retrieve_own, times);
    expect(ask("PUT", "/uapi/phoneCalls/@self", PARK) == 202, "park all");
    count("const list-of-many-parked", list_many, times);
    close_service();
    open_service();
    extension_count = 1;
    view_count = n;
    count("const list-views", list_views, times);
    expect(ask("PUT", "/uapi/phoneCalls/0000000", LAST_VIEW) == 202, "park last view");
    count("const list-parked-views", list_views, times);
    close_service();
    open_service();
    view_count = 1;
    add_group();
    count("const park-in-group", park_in_group, times);
    close_service();
}

int main(int argc, char **argv)
{
    unsigned n = argc == 2 ? (unsigned)strtoul(argv[1], NULL, 10) : 0;
    expect(n >= 1000 && n <= TOTAL, "growth_json 1000...64000");
    cJSON_Hooks hooks = {take, give_back};
    cJSON_InitHooks(&hooks);
    most = n;
    count_texts();
    count_requests(n / 100, TOTAL / n);
    return 0;
}
