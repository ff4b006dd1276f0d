/* SPDX-License-Identifier: MIT */
/*
 * What callparkd is measured beside: libmicrohttpd alone, with the same limits and driven in the
 * same way, reading the body of each request and answering a constant as long as callparkd's
 * answer, with the same headers.
 */
#define _DEFAULT_SOURCE
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>

static const char answer[] =
    "[{\"id\":\"b817d2618fe6f1804333\",\"extension\":\"0003*210\",\"link\":{\"self\":"
    "\"http://127.0.0.1:65535/uapi/phoneCalls/12/0003*210/b817d2618fe6f1804333\"}}]";

static enum MHD_Result handle(void *host, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *data,
                              size_t *size, void **request)
{
    static char seen;
    (void)host;
    (void)url;
    (void)method;
    (void)version;
    (void)data;
    if (!*request) {
        *request = &seen;
        return MHD_YES;
    }
    if (*size) {
        *size = 0;
        return MHD_YES;
    }
    struct MHD_Response *response =
        MHD_create_response_from_buffer(sizeof answer - 1, (char *)answer, MHD_RESPMEM_PERSISTENT);
    MHD_add_response_header(response, "Content-Type", "application/json");
    MHD_add_response_header(response, "Cache-Control", "no-store");
    MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
    enum MHD_Result queued = MHD_queue_response(connection, 202, response);
    MHD_destroy_response(response);
    return queued;
}

int main(void)
{
    struct MHD_Daemon *daemon = MHD_start_daemon(
        MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, handle, NULL, MHD_OPTION_CONNECTION_LIMIT, 400u,
        MHD_OPTION_PER_IP_CONNECTION_LIMIT, 100u, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        (size_t)32 * 1024, MHD_OPTION_CONNECTION_TIMEOUT, 15u, MHD_OPTION_END);
    if (!daemon)
        return 1;
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT);
    printf("listening on http://127.0.0.1:%u\n", info->port);
    fflush(stdout);
    for (;;) {
        fd_set read, write, except;
        int most = 0;
        FD_ZERO(&read);
        FD_ZERO(&write);
        FD_ZERO(&except);
        if (MHD_get_fdset(daemon, &read, &write, &except, &most) != MHD_YES)
            return 1;
        if (select(most + 1, &read, &write, &except, NULL) < 0)
            return 1;
        MHD_run_from_select(daemon, &read, &write, &except);
    }
}
