/* SPDX-License-Identifier: MIT */
/*
 * The directory of support_directory.h with strings of its own for each answer: every string and
 * array that it says is a block of the heap, and all of them are freed by volatile_forget(), as
 * a host does that looks things up in a database. Reading one later is seen by a sanitizer.
 */
#ifndef SUPPORT_VOLATILE_H
#define SUPPORT_VOLATILE_H

#include "support_directory.h"

/* Leads to |directory|, which stays the caller's. One at a time. */
struct callpark_directory volatile_functions(struct directory *directory);

/* After callpark_service_answer(). Returns how many blocks there were. */
size_t volatile_forget(void);

#endif
