/* SPDX-License-Identifier: MIT */
#include "json/parked.h"
#include "json/uapi_service.h"
#include "json/uapi_write.h"

/* Says of |calls| from |start| to |end| where they are parked and writes them. */
static int write_calls(struct exchange *exchange, struct callpark__writer *writer,
                       struct callpark_phone_call *calls, uint32_t start, uint32_t end)
{
    struct parked_texts texts;
    for (uint32_t i = start; i < end; i++) {
        if (callpark__say_if_parked(exchange, &texts, &calls[i]))
            return CALLPARK_UAPI_ERR_INTERNAL;
        callpark__uapi_write_call(writer, &exchange->service->style, &calls[i]);
    }
    return CALLPARK_OK;
}

/* As much of it as there is room for. */
static int write_list(struct exchange *exchange, struct callpark__writer *writer,
                      const struct callpark_uapi_page *page, struct callpark_phone_call *calls,
                      uint32_t total)
{
    uint32_t start = page->start_index < total ? page->start_index : total;
    uint32_t count = total - start < page->count ? total - start : page->count;
    *writer = callpark__answer_writer(exchange);
    callpark__uapi_write_list_begin(writer);
    int error = write_calls(exchange, writer, calls, start, start + count);
    callpark__uapi_write_list_end(writer, page, total);
    return error;
}

/* What the directory says of a parker may have grown since there was room for it. */
static int finish(struct exchange *exchange, struct callpark__writer *writer)
{
    int length = callpark__writer_finish(writer);
    if (length < 0)
        return CALLPARK_UAPI_ERR_INTERNAL;
    callpark__answer(exchange, 200, length);
    return CALLPARK_OK;
}

static int answer_list(struct exchange *exchange, const struct callpark_uapi_page *page,
                       struct callpark_phone_call *calls, uint32_t total)
{
    struct callpark__writer writer;
    int error = write_list(exchange, &writer, page, calls, total);
    if (!error && writer.length >= exchange->service->body.size) {
        if (!callpark__answer_reserve(exchange, writer.length))
            return CALLPARK_UAPI_ERR_INTERNAL;
        error = write_list(exchange, &writer, page, calls, total);
    }
    return error ? error : finish(exchange, &writer);
}

int callpark__uapi_list(struct exchange *exchange, const struct callpark_uapi_path *path)
{
    struct callpark_uapi_page page;
    struct subject subject;
    struct callpark_phone_call *calls;
    uint32_t total;
    callpark_uapi_page_init(&page);
    int error = callpark__subject(exchange, path, CALLPARK_RIGHT_LIST, &subject);
    if (!error)
        error = callpark_uapi_page_read(exchange->request->target, &page);
    if (!error)
        error = callpark__subject_calls(exchange, &subject, path->call_id, &calls, &total);
    return error ? error : answer_list(exchange, &page, calls, total);
}
