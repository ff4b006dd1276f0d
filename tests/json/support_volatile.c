/* SPDX-License-Identifier: MIT */
#include "support_volatile.h"

#include <stdlib.h>
#include <string.h>

enum { BLOCKS_MOST = 65536 };

static struct callpark_directory inner;
static void *blocks[BLOCKS_MOST];
static size_t block_count;

static void *keep(const void *bytes, size_t size)
{
    if (block_count == BLOCKS_MOST)
        abort();
    void *block = malloc(size ? size : 1);
    if (!block)
        abort();
    if (size)
        memcpy(block, bytes, size);
    return blocks[block_count++] = block;
}

static void keep_string(const char **string)
{
    if (*string)
        *string = keep(*string, strlen(*string) + 1);
}

static const char *const *keep_strings(const char *const *strings, uint32_t count)
{
    if (!strings)
        return NULL;
    const char **copy = keep(strings, count * sizeof *strings);
    for (uint32_t i = 0; i < count; i++)
        keep_string(&copy[i]);
    return copy;
}

static int find_user(void *host, const char *id, struct callpark_user *user)
{
    int error = inner.find_user(host, id, user);
    if (error)
        return error;
    keep_string(&user->id);
    keep_string(&user->organization);
    keep_string(&user->lot);
    keep_string(&user->name);
    keep_string(&user->number);
    keep_string(&user->person_id);
    keep_string(&user->place_id);
    user->extensions = keep_strings(user->extensions, user->extension_count);
    return 0;
}

static int keep_line(int error, struct callpark_line *line)
{
    if (error)
        return error;
    keep_string(&line->extension);
    keep_string(&line->user);
    keep_string(&line->lot);
    return 0;
}

static int find_extension(void *host, const struct callpark_user *viewer, const char *number,
                          struct callpark_line *line)
{
    return keep_line(inner.find_extension(host, viewer, number, line), line);
}

static int find_destination(void *host, const struct callpark_user *viewer, const char *destination,
                            struct callpark_line *line)
{
    return keep_line(inner.find_destination(host, viewer, destination, line), line);
}

static const struct callpark_uapi_view *keep_view(const struct callpark_uapi_view *view)
{
    struct callpark_uapi_view *copy = keep(view, sizeof *view);
    keep_string(&copy->id);
    keep_string(&copy->extension);
    keep_string(&copy->answered);
    keep_string(&copy->caller_id);
    copy->sources = keep_strings(copy->sources, copy->source_count);
    copy->destinations = keep_strings(copy->destinations, copy->destination_count);
    return copy;
}

static int keep_call(int error, struct callpark_phone_call *call)
{
    if (error)
        return error;
    keep_string(&call->id);
    keep_string(&call->extension);
    keep_string(&call->user);
    keep_string(&call->parkee);
    keep_string(&call->caller_name);
    keep_string(&call->caller_number);
    keep_string(&call->session_id);
    keep_string(&call->owner_id);
    keep_string(&call->owner_name);
    keep_string(&call->answered);
    keep_string(&call->published);
    const struct callpark_uapi_view **views =
        keep(call->views, call->view_count * sizeof *call->views);
    for (uint32_t i = 0; i < call->view_count; i++)
        views[i] = keep_view(views[i]);
    call->views = views;
    return 0;
}

static int find_call(void *host, const struct callpark_user *viewer, const char *id,
                     struct callpark_phone_call *call)
{
    return keep_call(inner.find_call(host, viewer, id, call), call);
}

static int next_call(void *host, const struct callpark_user *viewer, const char *extension,
                     uint64_t *cursor, struct callpark_phone_call *call)
{
    return keep_call(inner.next_call(host, viewer, extension, cursor, call), call);
}

struct callpark_directory volatile_functions(struct directory *directory)
{
    inner = directory_functions(directory);
    struct callpark_directory functions = inner;
    functions.find_user = find_user;
    functions.find_extension = find_extension;
    functions.find_destination = find_destination;
    functions.find_call = find_call;
    functions.next_call = next_call;
    return functions;
}

size_t volatile_forget(void)
{
    size_t count = block_count;
    while (block_count)
        free(blocks[--block_count]);
    return count;
}
