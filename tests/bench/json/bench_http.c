/* SPDX-License-Identifier: MIT */
/*
 * Requests per second over loopback: callparkd, which parks a call anew with each, beside a
 * program that answers a constant. Both are started here; the same client asks them in turns,
 * over kept-alive connections.
 *
 * bench_http CALLPARKD CONSTANT
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "median.h"

#define CONNECTIONS 8
#define ROUNDS 15
#define REQUESTS 4000 /* a round, over all connections */

static const char request[] =
    "PUT /uapi/phoneCalls/12/0003*210/b817d2618fe6f1804333 HTTP/1.1\r\n"
    "Host: 127.0.0.1\r\n"
    "Authorization: Bearer token-12\r\n"
    "Content-Type: application/json\r\n"
    "Content-Length: 60\r\n\r\n"
    "{\"action\":\"Park\",\"maxInParking\":\"30\",\"phoneCallViewId\":\"01\"}";

struct server {
    const char *program;
    pid_t pid;
    uint16_t port;
    int connections[CONNECTIONS];
    double rates[ROUNDS];
};

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

/* The port is in the line that the program prints when it is ready. */
static uint16_t read_port(int from)
{
    char line[256];
    unsigned port = 0;
    FILE *in = fdopen(from, "r");
    while (in && fgets(line, sizeof line, in)) {
        if (strncmp(line, "listening on ", 13) == 0 && strrchr(line, ':'))
            port = (unsigned)strtoul(strrchr(line, ':') + 1, NULL, 10);
        if (port)
            return (uint16_t)port;
    }
    fail("no port");
    return 0;
}

static void start(struct server *server)
{
    int out[2];
    if (pipe(out) != 0 || (server->pid = fork()) < 0)
        fail("fork");
    if (!server->pid) {
        dup2(out[1], 1);
        execl(server->program, server->program, "--listen", "127.0.0.1:0", (char *)NULL);
        fail(server->program);
    }
    close(out[1]);
    server->port = read_port(out[0]);
}

static int connect_to(uint16_t port)
{
    int one = 1;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int connection = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(connection, (struct sockaddr *)&address, sizeof address) != 0)
        fail("connect");
    setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    return connection;
}

/* One answer, whole: its head ends with a blank line, and says how long its body is. */
static void read_answer(int connection)
{
    char text[4096];
    size_t length = 0;
    for (;;) {
        ssize_t more = recv(connection, text + length, sizeof text - 1 - length, 0);
        if (more <= 0)
            fail("recv");
        text[length += (size_t)more] = 0;
        const char *body = strstr(text, "\r\n\r\n");
        const char *size = strcasestr(text, "\r\nContent-Length: ");
        if (body && size && (size_t)(body + 4 - text) + strtoul(size + 18, NULL, 10) <= length)
            break;
    }
    if (strncmp(text, "HTTP/1.1 202 ", 13) != 0) {
        fprintf(stderr, "bench: answered %.60s\n", text);
        exit(1);
    }
}

static double seconds(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static double measure(const struct server *server)
{
    double begin = seconds();
    for (int i = 0; i < REQUESTS / CONNECTIONS; i++) {
        for (int c = 0; c < CONNECTIONS; c++) {
            if (send(server->connections[c], request, sizeof request - 1, 0) !=
                (ssize_t)sizeof request - 1)
                fail("send");
        }
        for (int c = 0; c < CONNECTIONS; c++)
            read_answer(server->connections[c]);
    }
    return REQUESTS / (seconds() - begin);
}

static void stop(struct server *server)
{
    for (int c = 0; c < CONNECTIONS; c++)
        close(server->connections[c]);
    kill(server->pid, SIGTERM);
    waitpid(server->pid, NULL, 0);
}

int main(int argc, char **argv)
{
    double ratios[ROUNDS];
    if (argc != 3)
        return 2;
    struct server servers[2] = {{.program = argv[1]}, {.program = argv[2]}};
    for (int s = 0; s < 2; s++) {
        start(&servers[s]);
        for (int c = 0; c < CONNECTIONS; c++)
            servers[s].connections[c] = connect_to(servers[s].port);
        measure(&servers[s]);
    }
    for (int i = 0; i < ROUNDS; i++) {
        for (int s = 0; s < 2; s++)
            servers[s].rates[i] = measure(&servers[s]);
        ratios[i] = servers[0].rates[i] / servers[1].rates[i];
    }
    double ratio = median(ratios, ROUNDS);
    printf("requests per second over loopback, %d connections; medians of %d rounds\n\n",
           CONNECTIONS, ROUNDS);
    printf("callparkd                  %8.0f\n", median(servers[0].rates, ROUNDS));
    printf("libmicrohttpd, a constant  %8.0f\n", median(servers[1].rates, ROUNDS));
    printf("\ncallparkd serves at least 0.7 of it: %s (%.2f)\n", ratio >= 0.7 ? "met" : "missed",
           ratio);
    for (int s = 0; s < 2; s++)
        stop(&servers[s]);
    return 0;
}
