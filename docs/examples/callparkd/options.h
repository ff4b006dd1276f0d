/* SPDX-License-Identifier: MIT */
#ifndef CALLPARKD_OPTIONS_H
#define CALLPARKD_OPTIONS_H

#include <stdint.h>

struct options {
    char host[256];
    char port[16];
    const char *base_url;       /* NULL: the address that is listened on */
    const char *directory;      /* NULL: the one built in */
    const char *operator_token; /* NULL: one is made up */
    uint32_t clock_speed;
};

/** Returns 0, or what is to be the exit status plus 1: all has been said. */
int options_read(struct options *options, int argc, char **argv);

#endif
