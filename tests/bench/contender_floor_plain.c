/* SPDX-License-Identifier: MIT */
/* The lower bound again, as the compiler makes it of plain C: what a library that is to run
 * on every processor can be compared with. */
#define PLAIN
#include "contender_floor.c"
