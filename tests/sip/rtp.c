/* SPDX-License-Identifier: MIT */
/*
 * Counts what arrives at a UDP port of the loopback: prints how many RTP packets of one stream
 * came, after |most| of them or when there have been none for two seconds.
 * Usage: rtp PORT MOST
 */
#define _DEFAULT_SOURCE 1

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>

enum { HEADER = 12, PATIENCE = 15 };

static int open_port(int port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof address)) {
        perror("rtp");
        exit(1);
    }
    return fd;
}

static void wait_at_most(int fd, int seconds)
{
    const struct timeval time = {.tv_sec = seconds};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time);
}

/* Version 2, PCMU, and of the stream that came first. */
static int is_of_stream(const unsigned char *packet, ssize_t length, unsigned char stream[4])
{
    static const unsigned char none[4];
    if (length < HEADER || packet[0] >> 6 != 2 || (packet[1] & 0x7f) != 0)
        return 0;
    if (!memcmp(stream, none, sizeof none))
        memcpy(stream, packet + 8, 4);
    return !memcmp(stream, packet + 8, 4);
}

int main(int argc, char **argv)
{
    unsigned char packet[2048];
    unsigned char stream[4] = {0};
    int count = 0;
    if (argc != 3)
        return 2;
    int fd = open_port(atoi(argv[1]));
    puts("listening");
    fflush(stdout);
    wait_at_most(fd, PATIENCE);
    while (count < atoi(argv[2])) {
        ssize_t length = recv(fd, packet, sizeof packet, 0);
        if (length < 0)
            break;
        count += is_of_stream(packet, length, stream);
        wait_at_most(fd, 2);
    }
    printf("packets %d\n", count);
    return 0;
}
