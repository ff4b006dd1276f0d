/* SPDX-License-Identifier: MIT */
#include "call.h"
#include "lamps.h"
#include "refuse.h"

#include <string.h>

#define LAMP_TYPE "application/dialog-info+xml"

struct lamp {
    struct le le;
    struct park *park;
    struct sipnot *subscription;
    char *number; /* a slot's label, an extension, or its park number */
    uint32_t version;
};

/* ---- Places ---- */

/* The slot or extension that |number| names now; a reload may have changed it. */
static void read_place(const struct park *park, const char *number, struct callpark_which *which)
{
    const char *prefix = park->options.extension_prefix;
    const size_t length = strlen(prefix);
    callpark_which_init(which);
    if (callpark_resolve(park->registry, PARK_LOT, number, which) == 0 &&
        which->kind == CALLPARK_BY_SLOT)
        return;
    if (length > 0 && !strncmp(number, prefix, length) && number[length])
        number += length;
    *which = callpark_by_extension(PARK_LOT, number);
}

/* ---- Showing ---- */

/* Text for between tags and quotes. */
static int print_xml(struct re_printf *pf, const char *text)
{
    int err = 0;
    for (; !err && *text; text++) {
        switch (*text) {
        case '<':
            err = re_hprintf(pf, "&lt;");
            break;
        case '&':
            err = re_hprintf(pf, "&amp;");
            break;
        case '"':
            err = re_hprintf(pf, "&quot;");
            break;
        default:
            if ((unsigned char)*text >= ' ')
                err = pf->vph(text, 1, pf->arg);
        }
    }
    return err;
}

static int print_uri(struct re_printf *pf, const struct lamp *lamp, const char *user)
{
    struct pl text;
    pl_set_str(&text, user);
    return re_hprintf(pf, "sip:%H@%s:%u", uri_user_escape, &text, lamp->park->host,
                      lamp->park->port);
}

static int print_remote(struct re_printf *pf, const struct lamp *lamp,
                        const struct callpark_info *info)
{
    int err = re_hprintf(pf, "<remote><identity display=\"%H\">", print_xml,
                         info->caller_name ? info->caller_name : "");
    err |= print_uri(pf, lamp, info->caller_number ? info->caller_number : "anonymous");
    err |= re_hprintf(pf, "</identity></remote>");
    return err;
}

/* All that there is to say of the place: that is why each NOTIFY has the full state. */
static int print_state(struct re_printf *pf, struct lamp *lamp)
{
    struct callpark_which which;
    struct callpark_info info;
    int err;
    callpark_info_init(&info);
    read_place(lamp->park, lamp->number, &which);
    const bool held = callpark_find(lamp->park->registry, &which, &info) == 0 && info.call_id;
    err = re_hprintf(pf,
                     "<?xml version=\"1.0\"?>\n"
                     "<dialog-info xmlns=\"urn:ietf:params:xml:ns:dialog-info\" "
                     "version=\"%u\" state=\"full\" entity=\"",
                     lamp->version++);
    err |= print_uri(pf, lamp, lamp->number);
    err |= re_hprintf(pf, "\"><dialog id=\"%H\" direction=\"recipient\"><state>%s</state>",
                      print_xml, lamp->number, held ? "confirmed" : "terminated");
    if (held)
        err |= print_remote(pf, lamp, &info);
    err |= re_hprintf(pf, "</dialog></dialog-info>\n");
    return err;
}

static void show(struct lamp *lamp)
{
    sipevent_notifyf(lamp->subscription, NULL, SIPEVENT_ACTIVE, 0, 0, "%H", print_state, lamp);
}

/* By number: a slot that a reload has taken out of the lot has one until its call has ended. */
static void show_place(struct park *park, const char *extension, uint32_t slot)
{
    char number[PARK_NUMBER_SIZE];
    struct le *le;
    park_number(park, extension, slot, number);
    LIST_FOREACH(&park->lamps, le)
    {
        struct lamp *lamp = le->data;
        if (!strcmp(lamp->number, number) || (extension && !strcmp(lamp->number, extension)))
            show(lamp);
    }
}

static void show_all(struct park *park)
{
    struct le *le;
    LIST_FOREACH(&park->lamps, le)
    {
        show(le->data);
    }
}

void lamps_happened(struct park *park, const struct callpark_event *event)
{
    if (event->state == CALLPARK_STATE_NONE && !event->group)
        show_all(park); /* a number may mean another place now */
    if (!callpark_changes_place(event))
        return;
    if (event->kind == CALLPARK_EVENT_MOVED)
        show_place(park, event->from_extension, event->from_slot);
    show_place(park, event->extension, event->slot);
}

/* ---- Subscriptions ---- */

static void lamp_destroy(void *arg)
{
    struct lamp *lamp = arg;
    list_unlink(&lamp->le);
    mem_deref(lamp->subscription);
    mem_deref(lamp->number);
}

static void closed(int err, const struct sip_msg *msg, void *arg)
{
    (void)err;
    (void)msg;
    mem_deref(arg);
}

static bool is_dialog_event(const struct sip_msg *msg, struct sipevent_event *event)
{
    const struct sip_hdr *header = sip_msg_hdr(msg, SIP_HDR_EVENT);
    return header && !sipevent_event_decode(event, &header->val) &&
           !pl_strcasecmp(&event->event, "dialog");
}

static struct lamp *lamp_new(struct park *park, const struct sip_msg *msg,
                             const struct sipevent_event *event)
{
    struct lamp *lamp = mem_zalloc(sizeof *lamp, lamp_destroy);
    if (!lamp)
        return NULL;
    lamp->park = park;
    lamp->number = call_user_of(&msg->uri);
    if (lamp->number &&
        !sipevent_accept(&lamp->subscription, park->subscriptions, msg, NULL, event, 200, "OK", 60,
                         600, 3600, "callpark", LAMP_TYPE, NULL, NULL, false, closed, lamp, NULL))
        return lamp;
    mem_deref(lamp);
    return NULL;
}

bool lamps_subscribed(const struct sip_msg *msg, void *arg)
{
    struct park *park = arg;
    struct sipevent_event event;
    struct lamp *lamp;
    if (!is_dialog_event(msg, &event)) {
        refuse(park, msg, (struct refusal){489, "Bad Event"});
        return true;
    }
    lamp = lamp_new(park, msg, &event);
    if (!lamp) {
        refuse(park, msg, (struct refusal){500, "Subscribing did not work"});
        return true;
    }
    list_append(&park->lamps, &lamp->le, lamp);
    show(lamp);
    return true;
}

void lamps_stop(struct park *park)
{
    list_flush(&park->lamps);
}
