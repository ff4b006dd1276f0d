/* SPDX-License-Identifier: MIT */
/* Calls that follow from a serial number, and numbers that look random but are the same in
 * each run. */
#ifndef BENCH_TEXTS_H
#define BENCH_TEXTS_H

#include "callpark/callpark.h"

#define CALL_ID_MAX 50u

enum strings {
    STRINGS_ID,    /* a call id of 20 to 50 characters */
    STRINGS_USUAL, /* and parker, caller name and number */
    STRINGS_ALL    /* and parkee and tag */
};

/* Where the strings of a call are. */
struct text {
    char call_id[CALL_ID_MAX + 1];
    char parker[8];
    char parkee[32];
    char caller_name[24];
    char caller_number[16];
    char tag[24];
};

/* Numbers below |limit|. */
uint32_t below(uint64_t *state, uint32_t limit);

/* The call id of |serial|, in CALL_ID_MAX + 1 bytes at most. */
void write_call_id(char *to, uint64_t serial);

/* Points |call|, which has been set up, to its strings. */
void describe(struct callpark_call *call, struct text *text, uint64_t serial, enum strings strings);

#endif
