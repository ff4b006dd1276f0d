/* SPDX-License-Identifier: MIT */
#include "support_fields.h"

#include <callpark/callpark.h>

#include <inttypes.h>

#define FIELD(type, name, kind)                                                                    \
    {                                                                                              \
#name, kind, offsetof(struct callpark_##type, name)                                        \
    }
#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static const struct field event_fields[] = {
    FIELD(event, number, FIELD_U64),
    FIELD(event, time, FIELD_U64),
    FIELD(event, kind, FIELD_U32),
    FIELD(event, reason, FIELD_U32),
    FIELD(event, ticket, FIELD_U64),
    FIELD(event, state, FIELD_U32),
    FIELD(event, lot, FIELD_TEXT),
    FIELD(event, slot, FIELD_U32),
    FIELD(event, extension, FIELD_TEXT),
    FIELD(event, from_lot, FIELD_TEXT),
    FIELD(event, from_slot, FIELD_U32),
    FIELD(event, from_extension, FIELD_TEXT),
    FIELD(event, group, FIELD_TEXT),
    FIELD(event, call_id, FIELD_TEXT),
    FIELD(event, old_call_id, FIELD_TEXT),
    FIELD(event, host, FIELD_POINTER),
    FIELD(event, old_host, FIELD_POINTER),
    FIELD(event, parker, FIELD_TEXT),
    FIELD(event, parkee, FIELD_TEXT),
    FIELD(event, caller_name, FIELD_TEXT),
    FIELD(event, caller_number, FIELD_TEXT),
    FIELD(event, tag, FIELD_TEXT),
    FIELD(event, by, FIELD_TEXT),
    FIELD(event, reserved, FIELD_TEXT),
    FIELD(event, parked_at, FIELD_U64),
    FIELD(event, deadline, FIELD_U64),
    FIELD(event, due, FIELD_U64),
    FIELD(event, serial, FIELD_U64),
    FIELD(event, stops, FIELD_U64),
    FIELD(event, target, FIELD_TEXT),
    FIELD(event, step, FIELD_U32),
    FIELD(event, round, FIELD_U32),
    FIELD(event, ring, FIELD_U32),
};

static const struct field info_fields[] = {
    FIELD(info, ticket, FIELD_U64),         FIELD(info, state, FIELD_U32),
    FIELD(info, lot, FIELD_TEXT),           FIELD(info, slot, FIELD_U32),
    FIELD(info, extension, FIELD_TEXT),     FIELD(info, call_id, FIELD_TEXT),
    FIELD(info, host, FIELD_POINTER),       FIELD(info, parker, FIELD_TEXT),
    FIELD(info, parkee, FIELD_TEXT),        FIELD(info, caller_name, FIELD_TEXT),
    FIELD(info, caller_number, FIELD_TEXT), FIELD(info, tag, FIELD_TEXT),
    FIELD(info, reserved, FIELD_TEXT),      FIELD(info, parked_at, FIELD_U64),
    FIELD(info, deadline, FIELD_U64),       FIELD(info, due, FIELD_U64),
    FIELD(info, serial, FIELD_U64),         FIELD(info, target, FIELD_TEXT),
    FIELD(info, step, FIELD_U32),           FIELD(info, round, FIELD_U32),
};

static const struct field lot_fields[] = {
    FIELD(lot_info, name, FIELD_TEXT),       FIELD(lot_info, prefix, FIELD_TEXT),
    FIELD(lot_info, alternate, FIELD_TEXT),  FIELD(lot_info, fallback, FIELD_TEXT),
    FIELD(lot_info, targets, FIELD_U32),     FIELD(lot_info, rounds, FIELD_U32),
    FIELD(lot_info, ring, FIELD_U32),        FIELD(lot_info, ring_other, FIELD_U32),
    FIELD(lot_info, pause, FIELD_U32),       FIELD(lot_info, first_slot, FIELD_U32),
    FIELD(lot_info, last_slot, FIELD_U32),   FIELD(lot_info, label_width, FIELD_U32),
    FIELD(lot_info, choice, FIELD_U32),      FIELD(lot_info, timeout, FIELD_U32),
    FIELD(lot_info, timeout_min, FIELD_U32), FIELD(lot_info, timeout_max, FIELD_U32),
    FIELD(lot_info, flags, FIELD_U32),       FIELD(lot_info, slots_free, FIELD_U32),
    FIELD(lot_info, calls, FIELD_U32),       FIELD(lot_info, removed, FIELD_U32),
};

static const struct field group_fields[] = {
    FIELD(group_info, lot, FIELD_TEXT),         FIELD(group_info, name, FIELD_TEXT),
    FIELD(group_info, member_count, FIELD_U32), FIELD(group_info, members_free, FIELD_U32),
    FIELD(group_info, flags, FIELD_U32),        FIELD(group_info, reserved, FIELD_U32),
};

static const struct field member_fields[] = {
    FIELD(member_info, extension, FIELD_TEXT), FIELD(member_info, group, FIELD_TEXT),
    FIELD(member_info, position, FIELD_U32),   FIELD(member_info, available, FIELD_U32),
    FIELD(member_info, held, FIELD_U32),       FIELD(member_info, reserved, FIELD_U32),
};

static const struct field which_fields[] = {
    FIELD(which, kind, FIELD_U32),     FIELD(which, lot, FIELD_TEXT),
    FIELD(which, slot, FIELD_U32),     FIELD(which, extension, FIELD_TEXT),
    FIELD(which, call_id, FIELD_TEXT), FIELD(which, ticket, FIELD_U64),
};

const struct shape shape_event = {"event", event_fields, COUNT(event_fields)};
const struct shape shape_info = {"info", info_fields, COUNT(info_fields)};
const struct shape shape_lot = {"lot", lot_fields, COUNT(lot_fields)};
const struct shape shape_group = {"group", group_fields, COUNT(group_fields)};
const struct shape shape_member = {"member", member_fields, COUNT(member_fields)};
const struct shape shape_which = {"which", which_fields, COUNT(which_fields)};

static const char *text_at(const void *base, const struct field *field)
{
    const char *text;
    memcpy(&text, (const char *)base + field->offset, sizeof text);
    return text;
}

static uint64_t number_at(const void *base, const struct field *field)
{
    const char *at = (const char *)base + field->offset;
    uint64_t wide;
    uint32_t narrow;
    void *pointer;
    if (field->kind == FIELD_U64) {
        memcpy(&wide, at, sizeof wide);
        return wide;
    }
    if (field->kind == FIELD_U32) {
        memcpy(&narrow, at, sizeof narrow);
        return narrow;
    }
    memcpy(&pointer, at, sizeof pointer);
    return (uintptr_t)pointer;
}

static bool field_same(const struct field *field, const void *a, const void *b)
{
    if (field->kind != FIELD_TEXT)
        return number_at(a, field) == number_at(b, field);
    const char *x = text_at(a, field);
    const char *y = text_at(b, field);
    return x == NULL || y == NULL ? x == y : strcmp(x, y) == 0;
}

bool shape_same(const struct shape *shape, const void *a, const void *b)
{
    for (size_t i = 0; i < shape->count; i++)
        if (!field_same(&shape->fields[i], a, b))
            return false;
    return true;
}

void shape_print(FILE *file, const struct shape *shape, const void *a, const void *other)
{
    fprintf(file, "%s{", shape->name);
    for (size_t i = 0; i < shape->count; i++) {
        const struct field *field = &shape->fields[i];
        bool differs = other != NULL && !field_same(field, a, other);
        const char *text = field->kind == FIELD_TEXT ? text_at(a, field) : NULL;
        uint64_t number = field->kind == FIELD_TEXT ? 0 : number_at(a, field);
        if (!differs && text == NULL && number == 0)
            continue;
        fprintf(file, " %s%s=", differs ? "<>" : "", field->name);
        if (text != NULL && strlen(text) > 40)
            fprintf(file, "\"%.16s...\"(%zu)", text, strlen(text));
        else if (text != NULL)
            fprintf(file, "\"%s\"", text);
        else
            fprintf(file, "%" PRIu64, number);
    }
    fputs(" }\n", file);
}

uint64_t hash_start(void)
{
    return UINT64_C(0xcbf29ce484222325);
}

static uint64_t hash_byte(uint64_t hash, uint64_t byte)
{
    return (hash ^ (byte & 0xff)) * UINT64_C(0x100000001b3);
}

uint64_t hash_number(uint64_t hash, uint64_t number)
{
    for (unsigned i = 0; i < 8; i++)
        hash = hash_byte(hash, number >> (8 * i));
    return hash;
}

uint64_t hash_text(uint64_t hash, const char *text)
{
    if (text == NULL)
        return hash_byte(hash, 1);
    for (; *text != '\0'; text++)
        hash = hash_byte(hash, (unsigned char)*text);
    return hash_byte(hash, 0);
}

uint64_t shape_hash(uint64_t hash, const struct shape *shape, const void *a)
{
    for (size_t i = 0; i < shape->count; i++) {
        const struct field *field = &shape->fields[i];
        hash = field->kind == FIELD_TEXT ? hash_text(hash, text_at(a, field))
                                         : hash_number(hash, number_at(a, field));
    }
    return hash;
}
