/* SPDX-License-Identifier: MIT */
/*
 * An HTTP client that does what curl does not.
 *   client PORT raw             sends its input as it is, prints all that comes until the server
 *                               closes, and [closed]; or, if nothing comes for 10 s, [open]
 *   client PORT slow            sends its input byte by byte, two a second, until the server
 *                               closes; prints the seconds that it took
 *   client PORT race A B        sends the files A and B at once, on two connections; prints both
 *                               status codes
 *   client PORT many COUNT N    opens COUNT connections from N addresses, prints how many stay
 *   client PORT lazy            sends its input and reads nothing until SIGTERM; then prints what
 *                               had been sent, in bytes, and [closed], or [open] if the server
 *                               has more to say
 *   client PORT load COUNT CONNECTIONS TOKEN
 *                               makes COUNT requests, as many on each of the kept-alive
 *                               connections: again and again a call appears, is parked, listed,
 *                               retrieved, wrongly parked, and hangs up
 */
#define _GNU_SOURCE 1 /* strcasestr */

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static void die(const char *what)
{
    fprintf(stderr, "client: %s: %s\n", what, strerror(errno));
    exit(2);
}

/* Connects from 127.0.0.|last|. */
static int dial_from(const char *port, unsigned last)
{
    struct sockaddr_in here;
    struct sockaddr_in address;
    int on = 1;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    here = address;
    here.sin_addr.s_addr = htonl((INADDR_LOOPBACK & ~0xffu) | last);
    address.sin_port = htons((unsigned short)atoi(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0 || bind(fd, (struct sockaddr *)&here, sizeof here) ||
        connect(fd, (struct sockaddr *)&address, sizeof address))
        die("connect");
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return fd;
}

static int dial(const char *port)
{
    return dial_from(port, 1);
}

/* 1: there is something to read (or the end); 0: not within |ms|. */
static int readable(int fd, int ms)
{
    struct pollfd one = {.fd = fd, .events = POLLIN};
    return poll(&one, 1, ms) > 0;
}

static void send_all(int fd, const char *text, size_t length)
{
    while (length > 0) {
        ssize_t sent = send(fd, text, length, 0);
        if (sent < 0)
            return; /* the answer says why */
        text += sent;
        length -= (size_t)sent;
    }
}

static char *read_stream(FILE *file, size_t *length)
{
    size_t size = 1 << 16;
    char *text = malloc(size);
    size_t got;
    *length = 0;
    while (text && (got = fread(text + *length, 1, size - *length, file)) > 0) {
        *length += got;
        if (*length == size)
            text = realloc(text, size *= 2);
    }
    if (!text)
        die("memory");
    return text;
}

/* ---- raw, slow, race ---- */

static int raw(const char *port)
{
    char buffer[4096];
    size_t length;
    char *text = read_stream(stdin, &length);
    int fd = dial(port);
    ssize_t got;
    send_all(fd, text, length);
    while (readable(fd, 10000) && (got = recv(fd, buffer, sizeof buffer, 0)) > 0)
        fwrite(buffer, 1, (size_t)got, stdout);
    puts(readable(fd, 0) ? "\n[closed]" : "\n[open]");
    close(fd);
    free(text);
    return 0;
}

static int slow(const char *port)
{
    char buffer[4096];
    size_t length;
    char *text = read_stream(stdin, &length);
    int fd = dial(port);
    time_t start = time(NULL);
    for (size_t i = 0; i < length; i++) {
        send_all(fd, text + i, 1);
        if (readable(fd, 500) && recv(fd, buffer, sizeof buffer, 0) <= 0)
            break;
    }
    printf("%ld\n", (long)(time(NULL) - start));
    close(fd);
    free(text);
    return 0;
}

static int many(const char *port, int count, int addresses)
{
    char byte;
    int open = 0;
    int *fds = calloc((size_t)count, sizeof *fds);
    if (!fds)
        die("memory");
    for (int i = 0; i < count; i++)
        fds[i] = dial_from(port, 1 + (unsigned)(i % addresses));
    readable(fds[count - 1], 5000); /* refused are the last ones */
    for (int i = 0; i < count; i++)
        open += recv(fds[i], &byte, 1, MSG_DONTWAIT) < 0 && errno == EAGAIN;
    for (int i = 0; i < count; i++)
        close(fds[i]);
    printf("%d\n", open);
    free(fds);
    return 0;
}

static void nothing(int signal)
{
    (void)signal;
}

static int lazy(const char *port)
{
    char buffer[4096];
    struct sigaction action;
    size_t length;
    char *text = read_stream(stdin, &length);
    int fd = dial(port);
    size_t total = 0;
    ssize_t got;
    memset(&action, 0, sizeof action);
    action.sa_handler = nothing;
    sigaction(SIGTERM, &action, NULL);
    send_all(fd, text, length);
    pause();
    while (readable(fd, 1000) && (got = recv(fd, buffer, sizeof buffer, 0)) > 0)
        total += (size_t)got;
    printf("%zu bytes\n%s\n", total, readable(fd, 0) ? "[closed]" : "[open]");
    close(fd);
    free(text);
    return 0;
}

static char *read_named(const char *name, size_t *length)
{
    FILE *file = fopen(name, "rb");
    char *text;
    if (!file)
        die(name);
    text = read_stream(file, length);
    fclose(file);
    return text;
}

static int status_of(int fd)
{
    char buffer[4096];
    ssize_t got = readable(fd, 5000) ? recv(fd, buffer, sizeof buffer - 1, 0) : 0;
    int status = 0;
    if (got <= 0)
        return 0;
    buffer[got] = '\0';
    return sscanf(buffer, "HTTP/1.1 %d", &status) == 1 ? status : 0;
}

/* Both requests are there but for their last byte before either is whole. */
static int race(const char *port, const char *const names[2])
{
    char *text[2];
    size_t length[2];
    int fd[2];
    for (int i = 0; i < 2; i++) {
        text[i] = read_named(names[i], &length[i]);
        fd[i] = dial(port);
        send_all(fd[i], text[i], length[i] - 1);
    }
    for (int i = 0; i < 2; i++)
        send_all(fd[i], text[i] + length[i] - 1, 1);
    printf("%d", status_of(fd[0]));
    printf(" %d\n", status_of(fd[1]));
    for (int i = 0; i < 2; i++) {
        close(fd[i]);
        free(text[i]);
    }
    return 0;
}

/* ---- load ---- */

struct connection {
    int fd;
    int number;
    int step;
    long left; /* requests to make, the one under way too */
    char answer[16384];
    size_t length;
};

/* The requests of one round; what is expected of them. */
static const struct step {
    const char *method;
    const char *path; /* %d: the connection's number */
    const char *body;
    int is_user; /* a user's request, not the operator's */
    int status;
} steps[] = {
    {"POST", "/calls", "{\"id\":\"load-%d\",\"extension\":\"1000\",\"callerName\":\"L\"}", 0, 201},
    {"PUT", "/uapi/phoneCalls/@me/1000/load-%d",
     "{\"action\":\"Park\",\"phoneCallViewId\":\"00\",\"maxInParking\":60}", 1, 202},
    {"GET", "/uapi/phoneCalls/@me/1000/load-%d", "", 1, 200},
    {"PUT", "/uapi/phoneCalls/@me/1000/load-%d",
     "{\"action\":\"UnPark\",\"phoneCallViewId\":\"00\",\"sendCallTo\":\"1000\"}", 1, 200},
    {"POST", "/telephony/calls/park", "{\"callId\":\"load-%d\",\"destination\":\"nowhere\"}", 1,
     400},
    {"DELETE", "/calls/load-%d", "", 0, 204},
};
enum { STEPS = sizeof steps / sizeof *steps };

static void send_step(struct connection *connection, const char *token)
{
    const struct step *step = &steps[connection->step];
    char path[128];
    char body[256];
    char text[1024];
    int length;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    snprintf(path, sizeof path, step->path, connection->number);
    snprintf(body, sizeof body, step->body, connection->number);
#pragma GCC diagnostic pop
    length = snprintf(text, sizeof text,
                      "%s %s HTTP/1.1\r\nHost: load\r\nContent-Type: application/json\r\n"
                      "Authorization: Bearer %s\r\nContent-Length: %zu\r\n\r\n%s",
                      step->method, path, step->is_user ? "token-20" : token, strlen(body), body);
    connection->length = 0;
    send_all(connection->fd, text, (size_t)length);
}

/* How long the answer is when it is whole; 0: not known yet. */
static size_t whole_length(const struct connection *connection)
{
    const char *end = strstr(connection->answer, "\r\n\r\n");
    const char *field = strcasestr(connection->answer, "\r\nContent-Length: ");
    if (!end)
        return 0;
    return (size_t)(end + 4 - connection->answer) +
           (field && field < end ? strtoul(field + 18, NULL, 10) : 0);
}

/* Takes what has come; 1 if that completes the answer. */
static int receive(struct connection *connection)
{
    size_t room = sizeof connection->answer - 1 - connection->length;
    ssize_t got = recv(connection->fd, connection->answer + connection->length, room, 0);
    size_t whole;
    if (got <= 0)
        die("a connection was closed");
    connection->length += (size_t)got;
    connection->answer[connection->length] = '\0';
    whole = whole_length(connection);
    return whole > 0 && connection->length >= whole;
}

static void check(const struct connection *connection)
{
    const struct step *step = &steps[connection->step];
    int status = 0;
    sscanf(connection->answer, "HTTP/1.1 %d", &status);
    if (status == step->status)
        return;
    fprintf(stderr, "client: %s %s: %d instead of %d:\n%s\n", step->method, step->path, status,
            step->status, connection->answer);
    exit(1);
}

/* Takes what has come, and goes on; 1 if that was an answer. */
static int go_on(struct connection *connection, const char *token)
{
    if (!receive(connection))
        return 0;
    check(connection);
    connection->step = (connection->step + 1) % STEPS;
    if (--connection->left > 0)
        send_step(connection, token);
    return 1;
}

static int load(const char *port, long count, int connections, const char *token)
{
    struct connection *all = calloc((size_t)connections, sizeof *all);
    struct pollfd *polled = calloc((size_t)connections, sizeof *polled);
    long answered = 0;
    if (!all || !polled)
        die("memory");
    for (int i = 0; i < connections; i++) {
        all[i] = (struct connection){.fd = dial(port), .number = i, .left = count / connections};
        polled[i] = (struct pollfd){.fd = all[i].fd, .events = POLLIN};
        send_step(&all[i], token);
    }
    while (answered < count / connections * connections) {
        if (poll(polled, (nfds_t)connections, 10000) <= 0)
            die("no answer");
        for (int i = 0; i < connections; i++)
            if (polled[i].revents)
                answered += go_on(&all[i], token);
    }
    for (int i = 0; i < connections; i++)
        close(all[i].fd);
    printf("%ld requests answered over %d connections\n", answered, connections);
    free(all);
    free(polled);
    return 0;
}

int main(int argc, char **argv)
{
    signal(SIGPIPE, SIG_IGN);
    if (argc == 3 && !strcmp(argv[2], "raw"))
        return raw(argv[1]);
    if (argc == 3 && !strcmp(argv[2], "lazy"))
        return lazy(argv[1]);
    if (argc == 5 && !strcmp(argv[2], "many"))
        return many(argv[1], atoi(argv[3]), atoi(argv[4]));
    if (argc == 3 && !strcmp(argv[2], "slow"))
        return slow(argv[1]);
    if (argc == 5 && !strcmp(argv[2], "race"))
        return race(argv[1], (const char *const[]){argv[3], argv[4]});
    if (argc == 6 && !strcmp(argv[2], "load"))
        return load(argv[1], atol(argv[3]), atoi(argv[4]), argv[5]);
    fputs("usage: client PORT raw | slow | lazy | many COUNT N | race A B | load COUNT CONNECTIONS "
          "TOKEN\n",
          stderr);
    return 2;
}
