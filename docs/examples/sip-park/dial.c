/* SPDX-License-Identifier: MIT */
#include "dial.h"

#include <string.h>

/* What follows |prefix| in |text|; NULL: nothing, or it does not start so, or there is none. */
static const char *after(const char *text, const char *prefix)
{
    const size_t length = strlen(prefix);
    return length > 0 && !strncmp(text, prefix, length) && text[length] ? text + length : NULL;
}

/* A slot with that label; else an extension with its prefix. */
static bool find_place(const struct park *park, const char *text, struct callpark_which *which)
{
    const char *extension = after(text, park->options.extension_prefix);
    callpark_which_init(which);
    if (callpark_resolve(park->registry, PARK_LOT, text, which) == 0 &&
        which->kind == CALLPARK_BY_SLOT)
        return true;
    if (!extension)
        return false;
    *which = callpark_by_extension(PARK_LOT, extension);
    return true;
}

static bool is_held(const struct park *park, const struct callpark_which *which)
{
    struct callpark_info info;
    callpark_info_init(&info);
    return callpark_find(park->registry, which, &info) == 0;
}

static bool is_group(const struct park *park, const char *text)
{
    struct callpark_group_info info;
    callpark_group_info_init(&info);
    return callpark_group_find(park->registry, PARK_LOT, text, &info) == 0;
}

static void to_park(struct dialled *dialled, struct callpark_where where)
{
    dialled->what = DIAL_PARK;
    dialled->where = where;
}

static void to_retrieve(struct dialled *dialled, struct callpark_which which)
{
    dialled->what = DIAL_RETRIEVE;
    dialled->which = which;
}

static void read_place(const struct park *park, const char *text, bool retrieves_held,
                       struct dialled *dialled)
{
    struct callpark_which which;
    if (!find_place(park, text, &which))
        return;
    if (retrieves_held && is_held(park, &which))
        to_retrieve(dialled, which);
    else
        to_park(dialled, callpark_at_place(&which));
}

static void read_retrieval(const struct park *park, const char *text, struct dialled *dialled)
{
    struct callpark_which which;
    if (!strcmp(text, park->options.park))
        to_retrieve(dialled, callpark_by_age(PARK_LOT));
    else if (find_place(park, text, &which))
        to_retrieve(dialled, which);
}

void dial_read(const struct park *park, const char *text, bool transferred, struct dialled *dialled)
{
    const char *prefix = park->options.retrieve_prefix;
    dialled->what = DIAL_UNKNOWN;
    if (!strcmp(text, park->options.park))
        to_park(dialled, callpark_at_any_slot(PARK_LOT));
    else if (is_group(park, text))
        to_park(dialled, callpark_at_group(PARK_LOT, text));
    else if (after(text, prefix))
        read_retrieval(park, after(text, prefix), dialled);
    else
        read_place(park, text, !prefix[0] && !transferred, dialled);
}
