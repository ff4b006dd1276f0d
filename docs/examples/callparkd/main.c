/* SPDX-License-Identifier: MIT */
/*
 * callparkd: the request service of libcallpark-json behind a small HTTP server. All of it runs
 * in one thread, which is the registry's lock: a request is answered, or what is due happens,
 * one after the other.
 */
#define _DEFAULT_SOURCE 1 /* sigaction */

#include "files.h"
#include "http.h"
#include "listen.h"
#include "options.h"
#include "random.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FAILED = 1, BAD_INPUT = 2 };

/* ---- Signals ---- */

static volatile sig_atomic_t stopped;

static void stop(int signal)
{
    (void)signal;
    stopped = 1;
}

/* SIGTERM and SIGINT come only while the server waits, which has |*waiting| for it. */
static void catch_signals(sigset_t *waiting)
{
    struct sigaction action;
    sigset_t both;
    memset(&action, 0, sizeof action);
    sigemptyset(&action.sa_mask);
    sigemptyset(&both);
    sigaddset(&both, SIGTERM);
    sigaddset(&both, SIGINT);
    sigprocmask(SIG_BLOCK, &both, waiting);
    sigdelset(waiting, SIGTERM);
    sigdelset(waiting, SIGINT);
    action.sa_handler = stop;
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    action.sa_handler = SIG_IGN;
    sigaction(SIGPIPE, &action, NULL);
}

/* ---- The directory ---- */

static char *read_file(FILE *file, size_t *length)
{
    size_t size = 64 * 1024;
    char *text = malloc(size);
    size_t got;
    *length = 0;
    while (text && (got = fread(text + *length, 1, size - *length, file)) > 0) {
        char *more;
        *length += got;
        if (*length < size)
            continue;
        size *= 2;
        more = realloc(text, size);
        if (!more)
            free(text);
        text = more;
    }
    if (text && ferror(file)) {
        free(text);
        return NULL;
    }
    return text;
}

static void open_park(struct park *park, const struct options *options, struct problem *problem)
{
    FILE *file;
    char *text;
    size_t length = 0;
    if (!options->directory) {
        park_init(park, options->clock_speed, callparkd_directory, callparkd_directory_size,
                  problem);
        return;
    }
    file = fopen(options->directory, "rb");
    text = file ? read_file(file, &length) : NULL;
    if (text)
        park_init(park, options->clock_speed, text, length, problem);
    else
        problem_say(problem, "%s", strerror(errno));
    free(text);
    if (file)
        fclose(file);
}

/* ---- Serving ---- */

static bool choose_token(struct park *park, const struct options *options,
                         char token[RANDOM_TEXT_SIZE])
{
    park->operator_token = options->operator_token;
    if (park->operator_token)
        return true;
    park->operator_token = token;
    if (!random_text(token))
        return false;
    printf("operator token: %s\n", token);
    return true;
}

static void run(struct park *park, int fd, const char *url)
{
    struct http http;
    sigset_t waiting;
    if (!http_start(&http, park, fd)) {
        fputs("callparkd: the HTTP server does not start\n", stderr);
        return;
    }
    catch_signals(&waiting);
    printf("listening on %s\n", url);
    fflush(stdout);
    while (!stopped) {
        park_poll(park);
        http_step(&http, clock_wait(&park->clock, callpark_next_deadline(park->registry)),
                  &waiting);
    }
    park_drain(park);
    http_stop(&http);
}

static int serve(struct park *park, const struct options *options)
{
    char token[RANDOM_TEXT_SIZE];
    char url[LISTEN_URL_SIZE];
    int fd = listen_on(options->host, options->port, url);
    if (fd < 0)
        return FAILED;
    if (park_serve(park, options->base_url ? options->base_url : url) ||
        !choose_token(park, options, token)) {
        fputs("callparkd: the service does not start: is the base URL valid?\n", stderr);
        close(fd);
        return FAILED;
    }
    run(park, fd, url);
    return stopped ? EXIT_SUCCESS : FAILED;
}

int main(int argc, char **argv)
{
    struct options options;
    struct park park = {.registry = NULL};
    struct problem problem = {.where = NULL};
    int status = options_read(&options, argc, argv);
    if (status)
        return status - 1;
    open_park(&park, &options, &problem);
    if (problem_found(&problem)) {
        fprintf(stderr, "callparkd: %s: %s\n",
                options.directory ? options.directory : "the directory built in", problem.text);
        status = BAD_INPUT;
    } else {
        status = serve(&park, &options);
    }
    park_fini(&park);
    return status;
}
