/* SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE 1 /* getaddrinfo */

#include "listen.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int open_socket(const struct addrinfo *address)
{
    int on = 1;
    int fd = socket(address->ai_family, SOCK_STREAM, 0);
    if (fd < 0)
        return -1;
    if (!setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) &&
        !bind(fd, address->ai_addr, address->ai_addrlen) && !listen(fd, SOMAXCONN) &&
        !fcntl(fd, F_SETFL, O_NONBLOCK) && !fcntl(fd, F_SETFD, FD_CLOEXEC))
        return fd;
    int error = errno;
    close(fd);
    errno = error;
    return -1;
}

static void write_url(int fd, char url[LISTEN_URL_SIZE])
{
    struct sockaddr_storage address;
    socklen_t length = sizeof address;
    char host[64] = "?";
    char port[16] = "?";
    if (!getsockname(fd, (struct sockaddr *)&address, &length))
        getnameinfo((struct sockaddr *)&address, length, host, sizeof host, port, sizeof port,
                    NI_NUMERICHOST | NI_NUMERICSERV);
    snprintf(url, LISTEN_URL_SIZE, strchr(host, ':') ? "http://[%s]:%s" : "http://%s:%s", host,
             port);
}

int listen_on(const char *host, const char *port, char url[LISTEN_URL_SIZE])
{
    struct addrinfo hints;
    struct addrinfo *addresses = NULL;
    int fd = -1;
    int error;
    memset(&hints, 0, sizeof hints);
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
    error = getaddrinfo(host[0] ? host : NULL, port, &hints, &addresses);
    for (struct addrinfo *one = addresses; !error && one && fd < 0; one = one->ai_next)
        fd = open_socket(one);
    if (fd < 0)
        fprintf(stderr, "callparkd: cannot listen on %s:%s: %s\n", host, port,
                error ? gai_strerror(error) : strerror(errno));
    else
        write_url(fd, url);
    if (addresses)
        freeaddrinfo(addresses);
    return fd;
}
