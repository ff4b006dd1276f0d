/* SPDX-License-Identifier: MIT */
/*
 * How two switches look for a free space of a lot, as far as their published source tells,
 * without the locks that they take and the references that they count on the way.
 */
#ifndef BENCH_SPACES_H
#define BENCH_SPACES_H

#include <stdbool.h>
#include <stdint.h>

enum search {
    SEARCH_WALK,  /* Asterisk: a sorted list of those parked is walked up to the first gap */
    SEARCH_FORMAT /* FreeSWITCH: numbers are printed and looked up, until one is not found */
};

struct spaces;

/* For |slots| slots numbered from 1; NULL: no memory. */
struct spaces *spaces_new(enum search search, uint32_t slots);
void spaces_free(struct spaces *spaces);

/* The lowest free slot, which is then taken; 0: none, or no memory. */
uint32_t spaces_take(struct spaces *spaces);

/* Looks for |slot| as the switch does when it is dialled. */
bool spaces_find(struct spaces *spaces, uint32_t slot);

void spaces_give(struct spaces *spaces, uint32_t slot);

#endif
