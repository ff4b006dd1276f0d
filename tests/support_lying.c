/* SPDX-License-Identifier: MIT */
#include "support_lying.h"

#include <stdlib.h>

static struct backend lying;
static enum { LIE_EVENT, LIE_LOST, LIE_ABORT } lie;
static uint64_t moved; /* the ticket of the last move */

static int create(const struct callpark_options *options, void **self)
{
    moved = 0;
    return backend_library.create(options, self);
}

static int perform(void *self, const struct step *step, struct callpark_event *event)
{
    int rc = backend_library.perform(self, step, event);
    if (rc < 0 || !(step->verb == VERB_MOVE || step->verb == VERB_CLAIM))
        return rc;
    if (step->verb == VERB_MOVE)
        moved = event->ticket;
    else if (event->ticket != moved)
        return rc;
    else if (lie == LIE_ABORT)
        abort();
    else if (lie == LIE_EVENT)
        event->deadline++;
    return rc;
}

/* Does not show the parking that was moved last while it is claimed. */
static int next(const void *self, uint64_t *cursor, struct callpark_info *info)
{
    int rc = backend_library.next(self, cursor, info);
    if (lie == LIE_LOST && rc == 1 && info->ticket == moved &&
        info->state == CALLPARK_STATE_CLAIMED)
        return backend_library.next(self, cursor, info);
    return rc;
}

const struct backend *backend_lying(const char *how)
{
    static const char *const names[] = {"event", "lost", "abort"};
    unsigned i = 0;
    while (i < 3 && strcmp(how, names[i]) != 0)
        i++;
    if (i == 3)
        return NULL;
    lie = i;
    lying = backend_library;
    lying.create = create;
    lying.perform = perform;
    lying.next = next;
    return &lying;
}
