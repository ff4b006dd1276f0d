/* SPDX-License-Identifier: MIT */
/* What the program is told: on the command line, and in a file that is read again on SIGHUP. */
#ifndef SIP_PARK_OPTIONS_H
#define SIP_PARK_OPTIONS_H

#include <callpark/callpark.h>
#include <stdbool.h>

enum { OPTIONS_GROUPS = 32, OPTIONS_MEMBERS = 32, OPTIONS_TEXT = 64 };

struct group_option {
    char number[OPTIONS_TEXT]; /* what is dialled; also the group's name */
    char members[OPTIONS_MEMBERS][OPTIONS_TEXT];
    uint32_t member_count;
};

struct options {
    /* Read once. */
    char listen[OPTIONS_TEXT]; /* address:port */
    char proxy[OPTIONS_TEXT];  /* where phones are reached, for recalls */
    char config[256];          /* the file; empty: none */
    uint32_t clock_speed;
    /* Read again on SIGHUP. */
    char park[OPTIONS_TEXT];
    char retrieve_prefix[OPTIONS_TEXT];  /* empty: occupied places are dialled to retrieve */
    char extension_prefix[OPTIONS_TEXT]; /* before an extension: its park number */
    uint32_t first_slot;
    uint32_t last_slot;
    uint32_t timeout; /* in seconds, as those below; 0: the library's default */
    uint32_t ring;
    uint32_t pause;
    uint32_t rounds;
    char alternate[OPTIONS_TEXT];
    char fallback[OPTIONS_TEXT];
    struct group_option groups[OPTIONS_GROUPS];
    uint32_t group_count;
};

/** Reads both, the file first. On error false, and has told why. */
bool options_read(struct options *options, int argc, char **argv);

/** Prints how the program is used. */
void options_help(void);

#endif
