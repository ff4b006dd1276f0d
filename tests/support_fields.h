/* SPDX-License-Identifier: MIT */
/**
 * @file
 * The structs of callpark.h as lists of fields, so that they can be compared
 * by content, printed, and hashed the same on every machine.
 */
#ifndef CALLPARK_TESTS_SUPPORT_FIELDS_H
#define CALLPARK_TESTS_SUPPORT_FIELDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum field_kind { FIELD_TEXT, FIELD_POINTER, FIELD_U64, FIELD_U32 };

struct field {
    const char *name;
    enum field_kind kind;
    size_t offset;
};

/** A struct without its |size|. */
struct shape {
    const char *name;
    const struct field *fields;
    size_t count;
};

extern const struct shape shape_event, shape_info, shape_lot, shape_group, shape_member,
    shape_which;

/** Texts by content, everything else by value. */
bool shape_same(const struct shape *shape, const void *a, const void *b);

/** Prints the fields that are not 0; marks those that differ from |other|, if given. */
void shape_print(FILE *file, const struct shape *shape, const void *a, const void *other);

/** FNV-1a, 64 bits. */
uint64_t hash_start(void);
uint64_t hash_number(uint64_t hash, uint64_t number);
uint64_t hash_text(uint64_t hash, const char *text);
uint64_t shape_hash(uint64_t hash, const struct shape *shape, const void *a);

#endif
