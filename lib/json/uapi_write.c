/* SPDX-License-Identifier: MIT */
#include "json/uapi_write.h"

#include <stdbool.h>
#include <string.h>

#include "json/words.h"
#include "struct.h"

#define MOST_FLAGS (CALLPARK_UAPI_PHONECALL_CODES | CALLPARK_UAPI_PARK_200)
#define MOST_PER_PAGE 5000u
#define LAST_START_INDEX 2147483647u
#define ON_CALL "5" /* the status of a parked call too */

/* ---- The parts of a PhoneCall ---- */

static const struct callpark_uapi_view *read_view(struct callpark_uapi_view *copy,
                                                  const struct callpark_uapi_view *view, int *error)
{
    return callpark__read_struct(copy, sizeof *copy, sizeof *copy, view, error);
}

static const struct callpark_phone_call *
read_call(struct callpark_phone_call *copy, const struct callpark_phone_call *call, int *error)
{
    return callpark__read_struct(copy, sizeof *copy, sizeof *copy, call, error);
}

static void write_numbers(struct callpark__writer *writer, const char *key,
                          const char *const *numbers, uint32_t length)
{
    if (!numbers)
        return;
    callpark__write_open(writer, key, '[');
    for (uint32_t i = 0; i < length; i++)
        callpark__write_string(writer, NULL, numbers[i]);
    callpark__write_close(writer, ']');
}

/* The number of the view that is parked: the first of its id, or if none is named the first; one
 * that is not there if none is. */
static uint32_t parked_view(const struct callpark_phone_call *call)
{
    struct callpark_uapi_view copy;
    int error;
    uint32_t i = 0;
    if (!call->parked)
        return call->view_count;
    for (; call->parked_view && i < call->view_count; i++) {
        const struct callpark_uapi_view *view = read_view(&copy, call->views[i], &error);
        if (view->id && strcmp(view->id, call->parked_view) == 0)
            break;
    }
    return i;
}

static void write_view(struct callpark__writer *writer, const struct callpark_phone_call *call,
                       uint32_t at, bool parked)
{
    struct callpark_uapi_view copy;
    int error;
    const struct callpark_uapi_view *view = read_view(&copy, call->views[at], &error);
    callpark__write_open(writer, NULL, '{');
    callpark__write_string(writer, "id", view->id);
    callpark__write_string(writer, "extension", view->extension);
    callpark__write_string(writer, "answered", view->answered);
    callpark__write_string(writer, "status", ON_CALL);
    callpark__write_string(writer, "callerId", view->caller_id);
    write_numbers(writer, "source", view->sources, view->source_count);
    write_numbers(writer, "destination", view->destinations, view->destination_count);
    if (parked) {
        callpark__write_string(writer, "parked", call->parked);
        callpark__write_string(writer, "parkedPos", call->parked_slot);
        callpark__write_string(writer, "parkedBy", call->parked_by);
    }
    callpark__write_close(writer, '}');
}

static void write_views(struct callpark__writer *writer, const struct callpark_phone_call *call)
{
    if (!call->views)
        return;
    callpark__write_open(writer, "phoneCallView", '[');
    uint32_t parked = parked_view(call);
    for (uint32_t i = 0; i < call->view_count; i++)
        write_view(writer, call, i, i == parked);
    callpark__write_close(writer, ']');
}

static void write_link(struct callpark__writer *writer, const struct callpark_uapi_style *style,
                       const struct callpark_phone_call *call)
{
    callpark__write_open(writer, "link", '{');
    callpark__write_string_begin(writer, "self");
    callpark__write_part(writer, style->base_url);
    callpark__write_part(writer, "/uapi/phoneCalls/");
    callpark__write_segment(writer, call->user);
    callpark__write_part(writer, "/");
    callpark__write_segment(writer, call->extension);
    callpark__write_part(writer, "/");
    callpark__write_segment(writer, call->id);
    callpark__write_string_end(writer);
    callpark__write_close(writer, '}');
}

void callpark__uapi_write_brief(struct callpark__writer *writer,
                                const struct callpark_uapi_style *style,
                                const struct callpark_phone_call *call)
{
    callpark__write_open(writer, NULL, '{');
    callpark__write_string(writer, "id", call->id);
    callpark__write_string(writer, "extension", call->extension);
    write_link(writer, style, call);
    callpark__write_close(writer, '}');
}

void callpark__uapi_write_call(struct callpark__writer *writer,
                               const struct callpark_uapi_style *style,
                               const struct callpark_phone_call *call)
{
    callpark__write_open(writer, NULL, '{');
    callpark__write_string(writer, "id", call->id);
    callpark__write_string(writer, "extension", call->extension);
    callpark__write_string(writer, "ownerId", call->owner_id);
    callpark__write_string(writer, "ownerName", call->owner_name);
    callpark__write_string(writer, "answered", call->answered);
    callpark__write_string(writer, "published", call->published);
    write_views(writer, call);
    write_link(writer, style, call);
    callpark__write_close(writer, '}');
}

void callpark__uapi_write_list_begin(struct callpark__writer *writer)
{
    callpark__write_open(writer, NULL, '{');
    callpark__write_open(writer, "entry", '[');
}

void callpark__uapi_write_list_end(struct callpark__writer *writer,
                                   const struct callpark_uapi_page *page, uint32_t total)
{
    callpark__write_close(writer, ']');
    callpark__write_number(writer, "startIndex", page->start_index);
    callpark__write_number(writer, "totalResults", total);
    callpark__write_number(writer, "itemsPerPage", page->count);
    callpark__write_bool(writer, "filtered", 0);
    callpark__write_bool(writer, "sorted", 0);
    callpark__write_open(writer, "paging", '{');
    callpark__write_close(writer, '}');
    callpark__write_close(writer, '}');
}

/* ---- What the caller hands over ---- */

static int check_required(const char *text)
{
    return callpark__is_given(text) ? CALLPARK_OK : CALLPARK_ERR_INVALID;
}

static int check_style(const struct callpark_uapi_style *style)
{
    if (style->reserved)
        return CALLPARK_ERR_STRUCT_FIELD;
    return style->flags > MOST_FLAGS ? CALLPARK_ERR_INVALID : check_required(style->base_url);
}

static int read_style(struct callpark_uapi_style *copy, const struct callpark_uapi_style **style)
{
    int error;
    *style = callpark__read_struct(copy, sizeof *copy, sizeof *copy, *style, &error);
    return *style ? check_style(*style) : error;
}

static int check_numbers(const char *const *numbers, uint32_t length)
{
    if (!numbers && length)
        return CALLPARK_ERR_INVALID;
    for (uint32_t i = 0; i < length; i++) {
        if (!numbers[i])
            return CALLPARK_ERR_INVALID;
    }
    return CALLPARK_OK;
}

static int check_view(const struct callpark_uapi_view *theirs)
{
    struct callpark_uapi_view copy;
    int error;
    const struct callpark_uapi_view *view = read_view(&copy, theirs, &error);
    if (!error)
        error = check_numbers(view->sources, view->source_count);
    return error ? error : check_numbers(view->destinations, view->destination_count);
}

static int check_views(const struct callpark_phone_call *call)
{
    if (!call->views && call->view_count)
        return CALLPARK_ERR_INVALID;
    int error = CALLPARK_OK;
    for (uint32_t i = 0; i < call->view_count && !error; i++)
        error = check_view(call->views[i]);
    return error;
}

static int check_call(const struct callpark_phone_call *theirs)
{
    struct callpark_phone_call copy;
    int error;
    const struct callpark_phone_call *call = read_call(&copy, theirs, &error);
    if (!error && call->reserved)
        error = CALLPARK_ERR_STRUCT_FIELD;
    if (!error)
        error = check_required(call->id);
    if (!error)
        error = check_required(call->extension);
    if (!error)
        error = check_required(call->user);
    return error ? error : check_views(call);
}

static int check_calls(const struct callpark_phone_call *const *calls, uint32_t count)
{
    if (!calls && count)
        return CALLPARK_ERR_INVALID;
    int error = CALLPARK_OK;
    for (uint32_t i = 0; i < count && !error; i++)
        error = check_call(calls[i]);
    return error;
}

static int check_page(const struct callpark_uapi_page *page, uint32_t length)
{
    if (page->count < 1 || page->count > MOST_PER_PAGE || page->start_index > LAST_START_INDEX)
        return CALLPARK_ERR_INVALID;
    return length > page->count ? CALLPARK_ERR_INVALID : CALLPARK_OK;
}

static int read_page(struct callpark_uapi_page *copy, const struct callpark_uapi_page **page,
                     uint32_t length)
{
    int error;
    *page = callpark__read_struct(copy, sizeof *copy, sizeof *copy, *page, &error);
    return *page ? check_page(*page, length) : error;
}

/* ---- Answers ---- */

int callpark_uapi_error_write(int error, uint32_t flags, char *buffer, size_t size)
{
    struct callpark__writer writer;
    if (callpark__writer_open(&writer, buffer, size) || flags > MOST_FLAGS)
        return CALLPARK_ERR_INVALID;
    callpark__write_open(&writer, NULL, '{');
    callpark__write_open(&writer, "error", '{');
    callpark__write_string(&writer, "code", callpark_uapi_code(error, flags));
    callpark__write_string(&writer, "message", callpark_json_strerror(error));
    callpark__write_close(&writer, '}');
    callpark__write_close(&writer, '}');
    return callpark__writer_finish(&writer);
}

typedef void write_call(struct callpark__writer *writer, const struct callpark_uapi_style *style,
                        const struct callpark_phone_call *call);

/* |calls| have been checked. */
static void write_each(struct callpark__writer *writer, const struct callpark_uapi_style *style,
                       const struct callpark_phone_call *const *calls, uint32_t count,
                       write_call *write)
{
    for (uint32_t i = 0; i < count; i++) {
        struct callpark_phone_call copy;
        int error;
        write(writer, style, read_call(&copy, calls[i], &error));
    }
}

int callpark_uapi_parked_write(const struct callpark_uapi_style *style,
                               const struct callpark_phone_call *const *calls, uint32_t count,
                               char *buffer, size_t size)
{
    struct callpark__writer writer;
    struct callpark_uapi_style copy;
    int error = callpark__writer_open(&writer, buffer, size);
    if (!error)
        error = read_style(&copy, &style);
    if (!error)
        error = check_calls(calls, count);
    if (error)
        return error;
    bool whole = style->flags & CALLPARK_UAPI_PARK_200;
    callpark__write_open(&writer, NULL, '[');
    write_each(&writer, style, calls, count,
               whole ? callpark__uapi_write_call : callpark__uapi_write_brief);
    callpark__write_close(&writer, ']');
    return callpark__writer_finish(&writer);
}

int callpark_uapi_call_write(const struct callpark_uapi_style *style,
                             const struct callpark_phone_call *call, char *buffer, size_t size)
{
    struct callpark__writer writer;
    struct callpark_uapi_style copy;
    int error = callpark__writer_open(&writer, buffer, size);
    if (!error)
        error = read_style(&copy, &style);
    if (!error)
        error = check_call(call);
    if (error)
        return error;
    write_each(&writer, style, &call, 1, callpark__uapi_write_call);
    return callpark__writer_finish(&writer);
}

int callpark_uapi_list_write(const struct callpark_uapi_style *style,
                             const struct callpark_uapi_page *page, uint32_t total,
                             const struct callpark_phone_call *const *calls, uint32_t count,
                             char *buffer, size_t size)
{
    struct callpark__writer writer;
    struct callpark_uapi_style style_copy;
    struct callpark_uapi_page page_copy;
    int error = callpark__writer_open(&writer, buffer, size);
    if (!error)
        error = read_style(&style_copy, &style);
    if (!error)
        error = read_page(&page_copy, &page, count);
    if (!error)
        error = check_calls(calls, count);
    if (error)
        return error;
    callpark__uapi_write_list_begin(&writer);
    write_each(&writer, style, calls, count, callpark__uapi_write_call);
    callpark__uapi_write_list_end(&writer, page, total);
    return callpark__writer_finish(&writer);
}
