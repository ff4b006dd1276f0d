/* SPDX-License-Identifier: MIT */
/**
 * @file
 * Steps as text: a script has a line a step, "NUMBER verb name=value ...". Tickets and
 * serials name the line that made them, "@NUMBER", so that a script stays sensible when
 * lines are taken out; one whose line is not there, or failed, is 0.
 */
#ifndef CALLPARK_TESTS_SUPPORT_SCRIPT_H
#define CALLPARK_TESTS_SUPPORT_SCRIPT_H

#include "support_step.h"

#include <stdio.h>

/** What each line has made, in the order of lines; and the texts of what was read. */
struct ledger {
    struct made {
        uint64_t line, ticket, event; /* ticket 0: no new one */
    } * list;
    uint32_t count;
    char **texts;
    uint32_t text_count;
};

/** Notes what |line| made: |event|. */
void ledger_note(struct ledger *ledger, uint64_t line, const struct callpark_event *event);
void ledger_free(struct ledger *ledger);

/**
 * Prints |step| without what is as step_init() has left it. "abc~N" stands for a text that
 * x's fill up to N bytes. |ledger| may be NULL: then tickets and serials are numbers.
 */
void step_print(FILE *file, const struct ledger *ledger, const struct step *step);

/** A new script of the world made from |profile|, |seed| and |key|; exits if it cannot. */
FILE *script_create(const char *path, const char *profile, uint64_t seed, uint64_t key);

/** Adds |step| at once to the file: it may be the last. */
void script_add(FILE *script, const struct ledger *made, uint64_t line, const struct step *step);

/**
 * Reads what step_print() has printed; |text| is changed. The texts of |step| live as long
 * as |ledger|. False: it is not a step.
 */
bool step_read(char *text, struct ledger *ledger, struct step *step);

#endif
