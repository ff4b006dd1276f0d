/* SPDX-License-Identifier: MIT */
/*
 * Who and what there is: people with their extensions, and calls, in memory. A real PBX has
 * this already. Look-ups are linear, to keep the example short.
 */
#ifndef CALLPARKD_DIRECTORY_H
#define CALLPARKD_DIRECTORY_H

#include "json.h"

#include <callpark/service.h>

struct person {
    struct callpark_user user;
    const char *token;       /* of his requests; NULL: he makes none */
    const char **extensions; /* those of |user| */
    const cJSON *delegates;  /* ids of users who may act for him; NULL: nobody */
};

/** A person's extension: |person| NULL if there is none. */
struct extension {
    const struct person *person;
    const char *number;
};

struct call {
    struct callpark_phone_call phone;
    struct extension at;                         /* who has it; a parked one: who had it */
    cJSON *json;                                 /* owns the strings */
    struct callpark_uapi_view *views;            /* and the same again, without the parties */
    const struct callpark_uapi_view **list;      /* of |views|, as the library wants them */
    const struct callpark_uapi_view **bare_list; /* of those without the parties */
    callpark_duration timeout; /* how long it is parked before its recall begins */
};

struct directory {
    struct person *people;
    size_t people_count;
    struct call **calls;
    size_t calls_count;
    size_t calls_size;
    cJSON *json; /* owns the strings of people */
};

/* ---- directory.c: looking and changing ---- */

/** The person whose id, person id or place id is |id|, or whose token is |token|; or NULL. */
const struct person *directory_person(const struct directory *directory, const char *id);
const struct person *directory_token(const struct directory *directory, const char *token);

/** Takes as long for every |token|: how long an answer takes tells nothing about |other|. */
bool same_token(const char *token, const char *other);

/** The extension |number| of |organization| (NULL: of the only one that has it). */
struct extension directory_extension(const struct directory *directory, const char *organization,
                                     const char *number);

/** The extension that |text| reaches in |lot|: its number, or its person's. |text| may be NULL. */
struct extension directory_dial(const struct directory *directory, const char *lot,
                                const char *text);

struct call *directory_call(const struct directory *directory, const char *id);

/** Takes |call|; false if there is no memory, and it is the caller's still. */
bool directory_add(struct directory *directory, struct call *call);

/** Frees the call |id|, if there is one. */
void directory_remove(struct directory *directory, const char *id);

/** |call| is a call of |at| from now on. */
void call_move(struct call *call, struct extension at);

void call_free(struct call *call);
void directory_fini(struct directory *directory);

/* ---- directory_read.c: out of JSON ---- */

/** Reads people and calls of |json|, which |directory| then owns. On a problem the directory
 * holds what was read before it. */
void directory_read(struct directory *directory, cJSON *json, struct problem *problem);

/** A call out of |json|, which it then owns; or NULL, and |json| is the caller's still. Of a call
 * whose extension is not known |at.person| is NULL. */
struct call *call_read(const struct directory *directory, cJSON *json, struct problem *problem);

#endif
