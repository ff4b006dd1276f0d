/* SPDX-License-Identifier: MIT */
#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
    "Usage: callparkd [OPTION]...\n"
    "Serves call parking over HTTP: VoipNow UAPI, Webex Calling, and a board at /.\n"
    "  --listen ADDR:PORT      where to listen; port 0 picks one (127.0.0.1:8080)\n"
    "  --base-url URL          of links in answers (http://ADDR:PORT)\n"
    "  --directory FILE        lots, users, groups and calls, as JSON (an example)\n"
    "  --clock-speed N         park time runs N times as fast, 1 to 100000 (1)\n"
    "  --operator-token TOKEN  of the board (one is made up and printed)\n";

/* "127.0.0.1:8080", "[::1]:8080", ":8080" for all addresses */
static bool read_listen(struct options *options, const char *text)
{
    const char *colon = strrchr(text, ':');
    const char *end = colon;
    if (!colon || strlen(colon + 1) >= sizeof options->port ||
        strspn(colon + 1, "0123456789") != strlen(colon + 1) || !colon[1])
        return false;
    if (text[0] == '[' && colon > text && colon[-1] == ']') {
        text++;
        end--;
    }
    if ((size_t)(end - text) >= sizeof options->host)
        return false;
    snprintf(options->host, sizeof options->host, "%.*s", (int)(end - text), text);
    snprintf(options->port, sizeof options->port, "%s", colon + 1);
    return strtoul(options->port, NULL, 10) <= 65535;
}

static bool read_speed(struct options *options, const char *text)
{
    char *end;
    unsigned long speed;
    errno = 0;
    speed = strtoul(text, &end, 10);
    options->clock_speed = (uint32_t)speed;
    return text[0] >= '0' && text[0] <= '9' && !*end && !errno && speed >= 1 && speed <= 100000;
}

static bool read_text(const char **option, const char *text)
{
    *option = text;
    return text[0] != '\0';
}

static bool read_one(struct options *options, int option, const char *text)
{
    switch (option) {
    case 'l':
        return read_listen(options, text);
    case 'b':
        return read_text(&options->base_url, text);
    case 'd':
        return read_text(&options->directory, text);
    case 'c':
        return read_speed(options, text);
    default:
        return read_text(&options->operator_token, text);
    }
}

int options_read(struct options *options, int argc, char **argv)
{
    static const struct option known[] = {
        {"listen", required_argument, NULL, 'l'},
        {"base-url", required_argument, NULL, 'b'},
        {"directory", required_argument, NULL, 'd'},
        {"clock-speed", required_argument, NULL, 'c'},
        {"operator-token", required_argument, NULL, 'o'},
        {"help", no_argument, NULL, 'h'},
        {NULL, 0, NULL, 0},
    };
    int option;
    int at = 0;
    *options = (struct options){.host = "127.0.0.1", .port = "8080", .clock_speed = 1};
    while ((option = getopt_long(argc, argv, "", known, &at)) != -1) {
        if (option == 'h') {
            fputs(usage, stdout);
            return 1;
        }
        if (option == '?') {
            fputs(usage, stderr);
            return 3;
        }
        if (!read_one(options, option, optarg)) {
            fprintf(stderr, "callparkd: --%s: not valid: %s\n", known[at].name, optarg);
            return 3;
        }
    }
    if (optind < argc) {
        fprintf(stderr, "callparkd: not an option: %s\n%s", argv[optind], usage);
        return 3;
    }
    return 0;
}
