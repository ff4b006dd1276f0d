/* SPDX-License-Identifier: MIT */
/* lib/json/uapi_write.c: answers in the UAPI format. */
#include "support_written.h"

#include "json/uapi_write.h"

#include <stdio.h>

/* ---- The call of the documents' example, and another ---- */

#define LINK                                                                                       \
    "\"link\":{\"self\":\"https://x.x.x.x/uapi/phoneCalls/12/0003*210/b817d2618fe6f1804333\"}"
#define BRIEF "{\"id\":\"b817d2618fe6f1804333\",\"extension\":\"0003*210\"," LINK "}"
#define VIEW                                                                                       \
    "{\"id\":\"01\",\"extension\":\"0003*210\",\"answered\":\"2012-06-27T16:08:55+03:00\","        \
    "\"status\":\"5\",\"callerId\":\"John Doe <3333>\",\"source\":[\"0003*210\"],"                 \
    "\"destination\":[\"3235742879\"],\"parked\":\"2012-06-27T16:18:55+03:00\","                   \
    "\"parkedPos\":\"3\",\"parkedBy\":\"0003*210\"}"
#define CALL                                                                                       \
    "{\"id\":\"b817d2618fe6f1804333\",\"extension\":\"0003*210\",\"ownerId\":\"3\","               \
    "\"ownerName\":\"Default Organization\",\"answered\":\"2012-06-27T16:08:55+03:00\","           \
    "\"published\":\"2012-06-27T16:08:50+02:00\",\"phoneCallView\":[" VIEW "]," LINK "}"
#define LIST_END(total)                                                                            \
    "],\"startIndex\":0,\"totalResults\":" total ",\"itemsPerPage\":20,\"filtered\":false,"        \
    "\"sorted\":false,\"paging\":{}}"
#define BARE                                                                                       \
    "{\"id\":\"c2\",\"extension\":\"210\",\"link\":{\"self\":\"https://x.x.x.x/uapi/phoneCalls/"   \
    "@me/210/c2\"}}"

static struct callpark_uapi_style style;
static struct callpark_uapi_page page;
static struct callpark_uapi_view view, second;
static struct callpark_phone_call call, bare;
static const struct callpark_uapi_view *views[] = {&view, &second};
static const struct callpark_phone_call *calls[] = {&call, &bare};
static const char *sources[] = {"0003*210"}, *destinations[] = {"3235742879", "1001"};

static void set_up_view(void)
{
    callpark_uapi_view_init(&view);
    callpark_uapi_view_init(&second);
    view.id = "01";
    view.extension = "0003*210";
    view.answered = "2012-06-27T16:08:55+03:00";
    view.caller_id = "John Doe <3333>";
    view.sources = sources;
    view.source_count = 1;
    view.destinations = destinations;
    view.destination_count = 1;
    second.id = "02";
}

static void set_up_call(void)
{
    callpark_phone_call_init(&call);
    call.id = "b817d2618fe6f1804333";
    call.extension = "0003*210";
    call.user = "12";
    call.owner_id = "3";
    call.owner_name = "Default Organization";
    call.answered = "2012-06-27T16:08:55+03:00";
    call.published = "2012-06-27T16:08:50+02:00";
    call.parked = "2012-06-27T16:18:55+03:00";
    call.parked_slot = "3";
    call.parked_by = "0003*210";
    call.views = views;
    call.view_count = 1;
}

static void set_up(void)
{
    callpark_uapi_style_init(&style);
    callpark_uapi_page_init(&page);
    style.base_url = "https://x.x.x.x";
    set_up_view();
    set_up_call();
    callpark_phone_call_init(&bare);
    bare.id = "c2";
    bare.extension = "210";
    bare.user = "@me";
}

/* ---- How each writer is called: |what| is the number of calls, or the call ---- */

static int write_parked(const void *what, char *buffer, size_t size)
{
    return callpark_uapi_parked_write(&style, calls, *(const uint32_t *)what, buffer, size);
}

static int write_list(const void *what, char *buffer, size_t size)
{
    const uint32_t count = *(const uint32_t *)what;
    return callpark_uapi_list_write(&style, &page, count, calls, count, buffer, size);
}

static int write_call(const void *what, char *buffer, size_t size)
{
    return callpark_uapi_call_write(&style, what, buffer, size);
}

static const uint32_t none = 0, one = 1, both = 2;

/* ---- The examples ---- */

START_TEST(the_answer_to_a_park_is_that_of_the_documents)
{
    ck_assert_str_eq(written_json(write_parked, &one), "[" BRIEF "]");
    ck_assert_str_eq(written_json(write_parked, &both), "[" BRIEF "," BARE "]");
    ck_assert_str_eq(written_json(write_parked, &none), "[]");
}
END_TEST

START_TEST(the_answer_to_a_park_is_whole_if_the_style_says_so)
{
    style.flags = CALLPARK_UAPI_PARK_200 | CALLPARK_UAPI_PHONECALL_CODES;
    ck_assert_str_eq(written_json(write_parked, &one), "[" CALL "]");
    ck_assert_str_eq(written_json(write_parked, &both), "[" CALL "," BARE "]");
    style.flags = CALLPARK_UAPI_PHONECALL_CODES;
    ck_assert_str_eq(written_json(write_parked, &one), "[" BRIEF "]");
}
END_TEST

START_TEST(the_answer_to_a_list_is_that_of_the_documents)
{
    ck_assert_str_eq(written_json(write_list, &one), "{\"entry\":[" CALL LIST_END("1"));
    ck_assert_str_eq(written_json(write_list, &both), "{\"entry\":[" CALL "," BARE LIST_END("2"));
    ck_assert_str_eq(written_json(write_list, &none), "{\"entry\":[" LIST_END("0"));
}
END_TEST

START_TEST(one_call_is_that_of_the_documents)
{
    ck_assert_str_eq(written_json(write_call, &call), CALL);
    ck_assert_str_eq(written_json(write_call, &bare), BARE);
}
END_TEST

START_TEST(a_list_tells_its_page)
{
    char text[2000];
    page.start_index = 2147483647;
    page.count = 5000;
    ck_assert_int_gt(
        callpark_uapi_list_write(&style, &page, UINT32_MAX, NULL, 0, text, sizeof text), 0);
    ck_assert_str_eq(text, "{\"entry\":[],\"startIndex\":2147483647,\"totalResults\":4294967295,"
                           "\"itemsPerPage\":5000,\"filtered\":false,\"sorted\":false,"
                           "\"paging\":{}}");
}
END_TEST

START_TEST(the_parts_make_the_whole)
{
    char text[4000];
    struct callpark__writer writer;
    callpark__writer_init(&writer, text, sizeof text);
    callpark__uapi_write_list_begin(&writer);
    callpark__uapi_write_call(&writer, &style, &call);
    callpark__uapi_write_brief(&writer, &style, &call);
    callpark__uapi_write_list_end(&writer, &page, 2);
    ck_assert_int_gt(callpark__writer_finish(&writer), 0);
    ck_assert_str_eq(text, "{\"entry\":[" CALL "," BRIEF LIST_END("2"));
}
END_TEST

/* ---- What is left out ---- */

static const struct {
    void *field;
    const char *without;
} optionals[] = {
    {&call.owner_id, "\"ownerId\":\"3\","},
    {&call.owner_name, "\"ownerName\":\"Default Organization\","},
    {&call.published, "\"published\":\"2012-06-27T16:08:50+02:00\","},
    {&view.id, "\"id\":\"01\","},
    {&view.caller_id, "\"callerId\":\"John Doe <3333>\","},
    {&view.sources, "\"source\":[\"0003*210\"],"},
    {&view.destinations, "\"destination\":[\"3235742879\"],"},
    {&call.parked_slot, "\"parkedPos\":\"3\","},
    {&call.parked_by, ",\"parkedBy\":\"0003*210\""},
    {&call.views, "\"phoneCallView\":[" VIEW "],"},
};

/* CALL without |gone|, which is in it once. */
static void expected_without(const char *gone, char *out)
{
    const char *at = strstr(CALL, gone);
    ck_assert_ptr_nonnull(at);
    ck_assert_ptr_null(strstr(at + 1, gone));
    memcpy(out, CALL, (size_t)(at - CALL));
    strcpy(out + (at - CALL), at + strlen(gone));
}

START_TEST(what_is_null_is_left_out)
{
    char expected[sizeof CALL];
    expected_without(optionals[_i].without, expected);
    memset(optionals[_i].field, 0, sizeof(char *));
    view.source_count = view.sources ? 1 : 0;
    view.destination_count = view.destinations ? 1 : 0;
    call.view_count = call.views ? 1 : 0;
    ck_assert_str_eq(written_json(write_call, &call), expected);
}
END_TEST

START_TEST(an_answered_of_the_call_and_one_of_the_view_are_two)
{
    call.answered = NULL;
    const char *text = written_json(write_call, &call);
    ck_assert_ptr_nonnull(strstr(text, "Organization\",\"published\""));
    ck_assert_ptr_nonnull(strstr(text, "210\",\"answered\":\"2012-06-27T16:08:55+03:00\",\"st"));
    call.answered = "x";
    view.answered = NULL;
    text = written_json(write_call, &call);
    ck_assert_ptr_nonnull(strstr(text, "Organization\",\"answered\":\"x\",\"published\""));
    ck_assert_ptr_nonnull(strstr(text, "210\",\"status\""));
}
END_TEST

START_TEST(an_array_may_be_empty_or_long)
{
    view.source_count = 0;
    view.destination_count = 2;
    const char *text = written_json(write_call, &call);
    ck_assert_ptr_nonnull(
        strstr(text, "\"source\":[],\"destination\":[\"3235742879\",\"1001\"],\"parked\""));
    call.view_count = 0;
    ck_assert_ptr_nonnull(strstr(written_json(write_call, &call), "\"phoneCallView\":[],\"link\""));
}
END_TEST

/* ---- Which view is parked ---- */

static const struct {
    const char *parked_view;
    const char *parked;
    int expected; /* number of the view, or -1 */
} parkings[] = {
    {NULL, "t", 0}, {"01", "t", 0},   {"02", "t", 1},   {"03", "t", -1},
    {"", "t", -1},  {NULL, NULL, -1}, {"02", NULL, -1}, {"0", "t", -1},
};

static bool tells_parking(const cJSON *json)
{
    int told = cJSON_HasObjectItem(json, "parked") + cJSON_HasObjectItem(json, "parkedPos") +
               cJSON_HasObjectItem(json, "parkedBy");
    ck_assert(told == 0 || told == 3);
    return told == 3;
}

START_TEST(only_the_parked_view_tells_where_it_is)
{
    call.view_count = 2;
    call.parked_view = parkings[_i].parked_view;
    call.parked = parkings[_i].parked;
    cJSON *json = parsed(written_json(write_call, &call));
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(json, "phoneCallView");
    ck_assert_int_eq(cJSON_GetArraySize(list), 2);
    for (int i = 0; i < 2; i++) {
        const cJSON *item = cJSON_GetArrayItem(list, i);
        ck_assert_int_eq(tells_parking(item), i == parkings[_i].expected);
        ck_assert_str_eq(cJSON_GetObjectItem(item, "status")->valuestring, "5");
    }
    cJSON_Delete(json);
}
END_TEST

START_TEST(a_view_without_an_id_is_parked_only_as_the_first)
{
    view.id = NULL;
    call.parked_view = "01";
    ck_assert_ptr_null(strstr(written_json(write_call, &call), "parked"));
    call.parked_view = NULL;
    ck_assert_ptr_nonnull(strstr(written_json(write_call, &call), "parked"));
}
END_TEST

/* ---- Links ---- */

static const struct {
    const char *base, *user, *extension, *id, *link;
} links[] = {
    {"http://h:8080", "@owner", "0003*210", "a-b_c.d~e",
     "http://h:8080/uapi/phoneCalls/@owner/0003*210/a-b_c.d~e"},
    {"https://pbx.example/x", "a/b", "1 2", "a?b#c%d",
     "https://pbx.example/x/uapi/phoneCalls/a%2Fb/1%202/a%3Fb%23c%25d"},
    {"https://h", "J\xc3\xb6rg", "+1", "\xff=\"\\\n",
     "https://h/uapi/phoneCalls/J%C3%B6rg/%2B1/%FF%3D%22%5C%0A"},
};

START_TEST(a_link_is_the_base_and_three_escaped_segments)
{
    style.base_url = links[_i].base;
    call.user = links[_i].user;
    call.extension = links[_i].extension;
    call.id = links[_i].id;
    cJSON *json = parsed(written_json(write_call, &call));
    const cJSON *link = cJSON_GetObjectItemCaseSensitive(json, "link");
    ck_assert_str_eq(cJSON_GetObjectItem(link, "self")->valuestring, links[_i].link);
    cJSON_Delete(json);
}
END_TEST

/* ---- Whatever the strings hold ---- */

static const char **const places[] = {
    &style.base_url,  &call.id,         &call.extension, &call.user,     &call.owner_id,
    &call.owner_name, &call.answered,   &call.published, &call.parked,   &call.parked_slot,
    &call.parked_by,  &view.id,         &view.extension, &view.answered, &view.caller_id,
    &sources[0],      &destinations[0],
};

static bool must_not_be_empty(size_t place)
{
    return place < 4;
}

START_TEST(dirty_strings_make_valid_answers)
{
    for (size_t i = 0; i < COUNT(dirty_strings); i++) {
        const char *kept = *places[_i];
        *places[_i] = dirty_strings[i];
        if (!*dirty_strings[i]) {
            int length = write_list(&one, NULL, 0);
            ck_assert((length == CALLPARK_ERR_INVALID) == must_not_be_empty((size_t)_i));
        } else {
            cJSON *json = parsed(written_json(write_list, &one));
            ck_assert_int_eq(cJSON_GetArraySize(json), 7);
            const cJSON *entry = cJSON_GetObjectItemCaseSensitive(json, "entry");
            ck_assert_int_eq(cJSON_GetArraySize(cJSON_GetArrayItem(entry, 0)), 8);
            cJSON_Delete(json);
        }
        *places[_i] = kept;
    }
}
END_TEST

START_TEST(a_string_is_in_the_answer_as_it_was)
{
    char repaired[200];
    for (size_t i = 0; i < COUNT(dirty_strings); i++) {
        if (!*dirty_strings[i])
            continue;
        repair(dirty_strings[i], repaired);
        call.owner_name = dirty_strings[i];
        cJSON *json = parsed(written_json(write_call, &call));
        ck_assert_str_eq(cJSON_GetObjectItem(json, "ownerName")->valuestring, repaired);
        cJSON_Delete(json);
    }
}
END_TEST

START_TEST(an_empty_string_is_left_out)
{
    call.owner_name = "";
    cJSON *json = parsed(written_json(write_call, &call));
    ck_assert_ptr_null(cJSON_GetObjectItem(json, "ownerName"));
    cJSON_Delete(json);
}
END_TEST

/* ---- Mistakes of the caller ---- */

/* What all three writers say: an error, or 0 for any length. */
static int all_writers(void)
{
    char text[4000];
    const int parked = write_parked(&both, text, sizeof text);
    const int listed = write_list(&both, text, sizeof text);
    const int alone = write_call(calls[0], text, sizeof text);
    if (parked > 0 && listed > 0 && alone > 0)
        return 0;
    ck_assert_int_eq(listed, parked);
    ck_assert_int_eq(alone, parked);
    return parked;
}

START_TEST(what_is_required_is_missing)
{
    const char **const required[] = {&style.base_url, &call.id, &call.extension, &call.user};
    ck_assert_int_eq(all_writers(), 0);
    for (int empty = 0; empty < 2; empty++) {
        *required[_i] = empty ? "" : NULL;
        ck_assert_int_eq(all_writers(), CALLPARK_ERR_INVALID);
    }
}
END_TEST

START_TEST(arrays_and_their_elements_must_be_there)
{
    uint32_t *const count[] = {&view.source_count, &view.destination_count, &call.view_count};
    view.sources = view.destinations = NULL;
    view.source_count = view.destination_count = 0;
    call.view_count = 1;
    ck_assert_int_eq(all_writers(), 0);
    if (_i == 2)
        call.views = NULL;
    *count[_i] = 1;
    ck_assert_int_eq(all_writers(), CALLPARK_ERR_INVALID);
}
END_TEST

START_TEST(an_element_that_is_null_is_a_mistake)
{
    const char **const number[] = {&sources[0], &destinations[0]};
    const char *kept = _i < 2 ? *number[_i] : NULL;
    if (_i < 2)
        *number[_i] = NULL;
    else
        views[_i - 2] = NULL;
    call.view_count = 2;
    ck_assert_int_eq(all_writers(), CALLPARK_ERR_INVALID);
    if (_i < 2)
        *number[_i] = kept;
    views[0] = &view;
    views[1] = &second;
    ck_assert_int_eq(all_writers(), 0);
}
END_TEST

START_TEST(a_second_number_that_is_null_is_a_mistake_too)
{
    const char *numbers[] = {"1", NULL};
    view.sources = numbers;
    view.source_count = 2;
    ck_assert_int_eq(all_writers(), CALLPARK_ERR_INVALID);
    numbers[1] = "2";
    ck_assert_int_eq(all_writers(), 0);
}
END_TEST

START_TEST(a_call_that_is_null_is_a_mistake)
{
    char text[2000];
    const struct callpark_phone_call *const broken[] = {&call, NULL};
    const struct callpark_phone_call *const broken_first[] = {NULL, &call};
    ck_assert_int_eq(callpark_uapi_call_write(&style, NULL, text, sizeof text),
                     CALLPARK_ERR_INVALID);
    ck_assert_int_eq(callpark_uapi_parked_write(&style, broken, 2, text, sizeof text),
                     CALLPARK_ERR_INVALID);
    ck_assert_int_eq(callpark_uapi_parked_write(&style, broken_first, 2, text, sizeof text),
                     CALLPARK_ERR_INVALID);
    ck_assert_int_eq(callpark_uapi_parked_write(&style, NULL, 1, text, sizeof text),
                     CALLPARK_ERR_INVALID);
    ck_assert_int_eq(callpark_uapi_list_write(&style, &page, 2, broken, 2, text, sizeof text),
                     CALLPARK_ERR_INVALID);
    ck_assert_int_eq(callpark_uapi_list_write(&style, NULL, 1, broken, 1, text, sizeof text),
                     CALLPARK_ERR_INVALID);
    ck_assert_int_eq(callpark_uapi_parked_write(NULL, broken, 1, text, sizeof text),
                     CALLPARK_ERR_INVALID);
    ck_assert_int_gt(callpark_uapi_parked_write(&style, broken, 1, text, sizeof text), 0);
}
END_TEST

static const struct {
    uint32_t start_index, count, calls;
    bool good;
} pages[] = {
    {0, 1, 1, true},          {0, 0, 0, false},          {0, 5000, 0, true},
    {0, 5001, 0, false},      {5, 2, 2, true},           {0, 1, 2, false},
    {2147483647, 9, 1, true}, {2147483648, 9, 1, false}, {UINT32_MAX, 1, 0, false},
};

START_TEST(a_page_has_its_limits)
{
    page.start_index = pages[_i].start_index;
    page.count = pages[_i].count;
    int length = write_list(&pages[_i].calls, NULL, 0);
    if (pages[_i].good)
        ck_assert_int_gt(length, 0);
    else
        ck_assert_int_eq(length, CALLPARK_ERR_INVALID);
}
END_TEST

START_TEST(unknown_flags_and_reserved_fields_are_refused)
{
    style.flags = 4;
    ck_assert_int_eq(all_writers(), CALLPARK_ERR_INVALID);
    ck_assert_int_eq(callpark_uapi_error_write(CALLPARK_UAPI_ERR_CALL, 4, NULL, 0),
                     CALLPARK_ERR_INVALID);
    style.flags = 0;
    style.reserved = 1;
    ck_assert_int_eq(all_writers(), CALLPARK_ERR_STRUCT_FIELD);
    style.reserved = 0;
    call.reserved = 1;
    ck_assert_int_eq(all_writers(), CALLPARK_ERR_STRUCT_FIELD);
}
END_TEST

/* ---- Structs of older and newer callers ---- */

static union {
    struct callpark_uapi_style style;
    struct callpark_phone_call call;
    struct callpark_uapi_view view;
    struct callpark_uapi_page page;
    unsigned char bytes[4200];
} newer;

static int with_size(const void *ours, size_t our_size, size_t size, size_t dirty_at)
{
    const struct callpark_phone_call *given = &call;
    memset(&newer, 0, sizeof newer);
    memcpy(&newer, ours, our_size);
    memcpy(&newer, &size, sizeof size);
    if (dirty_at)
        newer.bytes[dirty_at] = 1;
    if (ours == &view)
        views[0] = &newer.view;
    if (ours == &call)
        given = &newer.call;
    int result =
        callpark_uapi_list_write(ours == &style ? &newer.style : &style,
                                 ours == &page ? &newer.page : &page, 1, &given, 1, NULL, 0);
    views[0] = &view;
    return result;
}

static const struct {
    const void *at;
    size_t size;
} structs[] = {
    {&style, sizeof style}, {&page, sizeof page}, {&view, sizeof view}, {&call, sizeof call}};

START_TEST(structs_of_other_sizes_are_read_with_care)
{
    const void *at = structs[_i].at;
    const size_t ours = structs[_i].size;
    const int length = (int)strlen("{\"entry\":[" CALL LIST_END("1"));
    ck_assert_int_eq(with_size(at, ours, ours, 0), length);
    ck_assert_int_eq(with_size(at, ours, ours, ours), length);
    ck_assert_int_eq(with_size(at, ours, ours - 1, 0), CALLPARK_ERR_STRUCT_SHORT);
    ck_assert_int_eq(with_size(at, ours, 0, 0), CALLPARK_ERR_STRUCT_SHORT);
    ck_assert_int_eq(with_size(at, ours, ours + 8, 0), length);
    ck_assert_int_eq(with_size(at, ours, ours + 8, ours + 8), length);
    ck_assert_int_eq(with_size(at, ours, ours + 8, ours + 7), CALLPARK_ERR_STRUCT_FIELD);
    ck_assert_int_eq(with_size(at, ours, 4096, 0), length);
    ck_assert_int_eq(with_size(at, ours, 4097, 0), CALLPARK_ERR_STRUCT_LONG);
}
END_TEST

/* ---- Errors ---- */

static int write_error(const void *what, char *buffer, size_t size)
{
    return callpark_uapi_error_write(*(const int *)what, style.flags, buffer, size);
}

START_TEST(an_error_tells_its_code_and_its_sentence)
{
    for (int error = 1; error >= CALLPARK_WEBEX_ERR_INTERNAL - 1; error--) {
        char expected[400];
        snprintf(expected, sizeof expected, "{\"error\":{\"code\":\"%s\",\"message\":\"%s\"}}",
                 callpark_uapi_code(error, 0), callpark_json_strerror(error));
        ck_assert_str_eq(written_json(write_error, &error), expected);
    }
}
END_TEST

START_TEST(an_error_spells_its_code_as_the_flags_say)
{
    const int error = CALLPARK_UAPI_ERR_VIEW;
    ck_assert_ptr_nonnull(strstr(written_json(write_error, &error), "\"pc_phonellview_invalid\""));
    style.flags = CALLPARK_UAPI_PHONECALL_CODES;
    ck_assert_ptr_nonnull(
        strstr(written_json(write_error, &error), "\"pc_phonecallview_invalid\""));
    style.flags |= CALLPARK_UAPI_PARK_200;
    ck_assert_ptr_nonnull(
        strstr(written_json(write_error, &error), "\"pc_phonecallview_invalid\""));
}
END_TEST

Suite *uapi_write_suite(void);
Suite *uapi_write_suite(void)
{
    Suite *suite = suite_create("json/uapi_write");
    TCase *tcase = tcase_create("uapi_write");
    suite_add_tcase(suite, tcase);
    tcase_set_timeout(tcase, 60);
    tcase_add_checked_fixture(tcase, set_up, NULL);
    tcase_add_test(tcase, the_answer_to_a_park_is_that_of_the_documents);
    tcase_add_test(tcase, the_answer_to_a_park_is_whole_if_the_style_says_so);
    tcase_add_test(tcase, the_answer_to_a_list_is_that_of_the_documents);
    tcase_add_test(tcase, one_call_is_that_of_the_documents);
    tcase_add_test(tcase, a_list_tells_its_page);
    tcase_add_test(tcase, the_parts_make_the_whole);
    tcase_add_loop_test(tcase, what_is_null_is_left_out, 0, (int)COUNT(optionals));
    tcase_add_test(tcase, an_answered_of_the_call_and_one_of_the_view_are_two);
    tcase_add_test(tcase, an_array_may_be_empty_or_long);
    tcase_add_loop_test(tcase, only_the_parked_view_tells_where_it_is, 0, (int)COUNT(parkings));
    tcase_add_test(tcase, a_view_without_an_id_is_parked_only_as_the_first);
    tcase_add_loop_test(tcase, a_link_is_the_base_and_three_escaped_segments, 0, (int)COUNT(links));
    tcase_add_loop_test(tcase, dirty_strings_make_valid_answers, 0, (int)COUNT(places));
    tcase_add_test(tcase, a_string_is_in_the_answer_as_it_was);
    tcase_add_test(tcase, an_empty_string_is_left_out);
    tcase_add_loop_test(tcase, what_is_required_is_missing, 0, 4);
    tcase_add_loop_test(tcase, arrays_and_their_elements_must_be_there, 0, 3);
    tcase_add_loop_test(tcase, an_element_that_is_null_is_a_mistake, 0, 4);
    tcase_add_test(tcase, a_second_number_that_is_null_is_a_mistake_too);
    tcase_add_test(tcase, a_call_that_is_null_is_a_mistake);
    tcase_add_loop_test(tcase, a_page_has_its_limits, 0, (int)COUNT(pages));
    tcase_add_test(tcase, unknown_flags_and_reserved_fields_are_refused);
    tcase_add_loop_test(tcase, structs_of_other_sizes_are_read_with_care, 0, (int)COUNT(structs));
    tcase_add_test(tcase, an_error_tells_its_code_and_its_sentence);
    tcase_add_test(tcase, an_error_spells_its_code_as_the_flags_say);
    return suite;
}
