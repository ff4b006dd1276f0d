/* SPDX-License-Identifier: MIT */
/*
 * callpark-sip: a SIP park server. Calls are sent to it to be parked, and dial it to be
 * retrieved; whoever parked is called when nobody comes. All of it runs in one thread, in
 * libre's loop.
 */
#define _DEFAULT_SOURCE 1 /* sigaction */

#include "call.h"
#include "invite.h"
#include "lamps.h"
#include "lot.h"
#include "park.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

enum { FAILED = 1, USAGE = 2, TABLE = 1024, TIME_TO_SAY_GOODBYE = 500 };

static struct park park;

/* ---- SIP ---- */

/* UDP and TCP at the same port, so it cannot be left to the system to choose one. */
static int listen_on(struct sa *address)
{
    int err = sa_decode(address, park.options.listen, strlen(park.options.listen));
    if (!err && sa_port(address) == 0)
        err = EINVAL;
    if (!err)
        err = sip_transp_add(park.sip, SIP_TRANSP_UDP, address);
    if (!err)
        err = sip_transp_add(park.sip, SIP_TRANSP_TCP, address);
    return err;
}

static int start_sip(void)
{
    struct sa address;
    int err = sip_alloc(&park.sip, NULL, TABLE, TABLE, TABLE, "callpark-sip", NULL, NULL);
    if (!err)
        err = listen_on(&address);
    if (!err)
        err = reinvite_listen(&park.reinvites, park.sip);
    if (!err)
        err = sipsess_listen(&park.sessions, park.sip, TABLE, invite_received, &park);
    if (!err)
        err = sipevent_listen(&park.subscriptions, park.sip, TABLE, TABLE, lamps_subscribed, &park);
    if (err) {
        fprintf(stderr, "callpark-sip: %s: %s\n", park.options.listen, strerror(err));
        return err;
    }
    re_snprintf(park.host, sizeof park.host, "%j", &address);
    park.port = sa_port(&address);
    printf("listening on %s:%u\n", park.host, park.port);
    return 0;
}

static void stop_sip(void)
{
    sipsess_close_all(park.sessions);
    mem_deref(park.subscriptions);
    mem_deref(park.sessions);
    mem_deref(park.reinvites);
    sip_transp_flush(park.sip);
    sip_close(park.sip, true);
    mem_deref(park.sip);
    mem_deref(park.takers);
}

/* ---- Reload ---- */

static volatile sig_atomic_t reload_wanted;
static struct tmr reload_timer;
static int argument_count;
static char **arguments;

static void hung_up(int signal)
{
    (void)signal;
    reload_wanted = 1;
}

/* Options that do not suit leave everything as it was. */
static void reload(void)
{
    static struct options options;
    if (!options_read(&options, argument_count, arguments))
        return;
    park.options = options;
    lot_configure(&park);
}

static void look_for_reload(void *arg)
{
    (void)arg;
    if (reload_wanted) {
        reload_wanted = 0;
        reload();
    }
    tmr_start(&reload_timer, 200, look_for_reload, NULL);
}

static void catch_hangup(void)
{
    struct sigaction action;
    memset(&action, 0, sizeof action);
    sigemptyset(&action.sa_mask);
    action.sa_handler = hung_up;
    action.sa_flags = SA_RESTART;
    sigaction(SIGHUP, &action, NULL);
}

/* ---- Start and stop ---- */

static void said_goodbye(void *arg)
{
    (void)arg;
    re_cancel();
}

/* Ends all calls and subscriptions, and leaves the loop when the phones have been told. */
static void stop(int signal)
{
    const bool somebody = park.calls.head || park.lamps.head;
    struct le *le;
    (void)signal;
    tmr_cancel(&reload_timer);
    lot_stop(&park);
    while ((le = park.calls.head))
        call_end(le->data, 503, "The server stops");
    lamps_stop(&park);
    tmr_start(&park.timer, somebody ? TIME_TO_SAY_GOODBYE : 0, said_goodbye, NULL);
}

static int run(void)
{
    clock_start(&park.clock, park.options.clock_speed);
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (hash_alloc(&park.takers, TABLE) || !lot_start(&park) || !lot_configure(&park) ||
        start_sip())
        return FAILED;
    catch_hangup();
    look_for_reload(NULL);
    return re_main(stop) ? FAILED : 0;
}

int main(int argc, char **argv)
{
    int status;
    if (argc == 2 && !strcmp(argv[1], "--help")) {
        options_help();
        return 0;
    }
    argument_count = argc;
    arguments = argv;
    if (!options_read(&park.options, argc, argv))
        return USAGE;
    if (libre_init())
        return FAILED;
    status = run();
    stop_sip();
    libre_close();
    return status;
}
