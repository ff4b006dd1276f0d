/* SPDX-License-Identifier: MIT */
/**
 * @file
 * Memory for the tests of single modules: counted, and refused on demand. Blocks are as
 * long as asked for, so that a sanitizer watches their ends.
 */
#ifndef CALLPARK_TESTS_SUPPORT_SOURCE_H
#define CALLPARK_TESTS_SUPPORT_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

struct source {
    unsigned left;      /**< grant so many more, then refuse all; UINT32_MAX: no end */
    unsigned refuse_at; /**< refuse the request of this number, too; 0: none */
    bool dirty;         /**< fill blocks with 0xa7; else valgrind sees what is not written */
    unsigned asked;     /**< all requests, those refused too */
    unsigned granted, freed;
    size_t bytes; /**< of the last request */
    bool refused; /**< something was */
};

/** |user| is a struct source. */
void *source_alloc(void *user, size_t bytes);
void source_free(void *user, void *block);

#endif
