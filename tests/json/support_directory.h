/* SPDX-License-Identifier: MIT */
/*
 * A directory of fixed tables: the one of the documents' examples, and beside it what the rules
 * need: users with several extensions, private ones, another organization in the same lot, a
 * group. Calls are added and taken away by the tests.
 *
 *   id    org  lot     extensions          number         privacy
 *   12    3    org-3   0003*210, 0003*211  -              no    Default User
 *   20    3    org-3   1000                +12223334444   no    John Smith
 *   21    3    org-3   1001                1001           yes   Ann Private
 *   22    3    org-3   1002, 1003          1002           no    Two Lines, address two@pbx.example
 *   23    3    org-3   -                   -              no    No Lines
 *   40    4    org-4   2000                +14440000000   no    Foreign Person
 *   50    5    shared  500                 500            no    First Tenant
 *   60    6    shared  600                 600            no    Second Tenant
 *
 * User 20 may do everything for 22, and 12 may list the calls of 20.
 * Group "sales" of org-3: 1000, 1001, 1003. Lots: org-3 1..100, org-4 1..10, shared 1..10.
 */
#ifndef SUPPORT_DIRECTORY_H
#define SUPPORT_DIRECTORY_H

#include <stdbool.h>

#include <callpark/service.h>

#define CALLS_MOST 64

struct directory {
    struct callpark_phone_call calls[CALLS_MOST];
    uint32_t call_count;
    uint32_t look_ups; /* made so far */
    uint32_t fail_at;  /* the look-up that fails, from 1; 0: none */
    bool fail_on;      /* ... and all after it */
    int fail_with;     /* with which error */
    /* What the host was told. */
    uint32_t changes;
    uint64_t last_number;
    uint32_t last_kind;
    uint32_t last_reason;
    uint32_t deliveries;
    struct callpark_delivery delivery; /* the last one, with strings of its request */
};

/* The call of both documents, and no others: "b817d2618fe6f1804333" of 0003*210 with the views
 * "01" and "02", and the Webex one of 1001. */
#define UAPI_CALL "b817d2618fe6f1804333"
#define WEBEX_CALL "Y2lzY29zcGFyazovL3VzL0NBTEwvQkNMRC9jYWxsaGFsZi00ODg6MA"

void directory_open(struct directory *directory);

/* The last delivery: "user extension caller_id endpoint_id number wait", "-" for none. */
const char *directory_delivery(const struct directory *directory);

/* A call of |extension| with one view, "00". The strings are not copied. */
void directory_add_call(struct directory *directory, const char *id, const char *extension);
void directory_remove_call(struct directory *directory, const char *id);

struct callpark_directory directory_functions(struct directory *directory);

/* Adds the lots and the group. 0 or an error. */
int directory_add_lots(struct callpark *registry);

#endif
