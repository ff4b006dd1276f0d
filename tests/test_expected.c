/* SPDX-License-Identifier: MIT */
/* Expected calls have all the room they need, whatever becomes of them. */
#include <check.h>

#include "helpers.h"

#include <stdio.h>

enum { EXPECTED = 128 }; /* as many as there are records in a chunk */

/* Room was made for all of this: no strings that are long, no policies of their own. */
static int stir(unsigned step, unsigned random)
{
    char id[12], extension[12];
    const unsigned number = random % EXPECTED;
    const struct callpark_which which = ticket(callpark_last_ticket(cp) - number);
    snprintf(id, sizeof id, "c%u", step);
    snprintf(extension, sizeof extension, "e%u", random / 7 % 400);
    const struct callpark_where wheres[] = {any_slot("main"), any_slot("other"),
                                            at_extension("main", extension), in_group("main", "g")};
    const struct callpark_where where = wheres[random / 3 % 4];
    struct callpark_call call;
    callpark_call_init(&call);
    call.call_id = id;
    call.parker = "e1";
    switch (random / 16 % 8) {
    case 0:
        return do_reserve(where, "e1", 0);
    case 1:
        return do_fill_call(which, call, NULL);
    case 2:
        return do_move(which, where);
    case 3:
        return do_swap_call(which, call);
    case 4:
        return do_retrieve(which);
    case 5:
        now_ms += random % 4000;
        return do_poll();
    default:
        return do_park_call(where, call, NULL);
    }
}

START_TEST(expected_calls_need_no_memory_whatever_becomes_of_them)
{
    struct callpark_options options;
    unsigned random = 1, most = 0;
    callpark_options_init(&options);
    options.expected_calls = options.max_calls = EXPECTED;
    OK(open_registry(&options));
    OK(do_lot("main", 1, EXPECTED));
    OK(do_lot("other", 1, EXPECTED));
    OK(do_group("main", "g", "e1 e2 e3 e4 e5 e6 e7 e8"));
    const uint64_t asked = cp_heap.asked;
    for (unsigned step = 0; step < 20000; step++) {
        random = random * 1103515245u + 12345u;
        stir(step, random >> 8);
        ck_assert_uint_eq(cp_heap.asked, asked);
        most = callpark_count(cp) > most ? callpark_count(cp) : most;
    }
    ck_assert_uint_eq(most, EXPECTED);
    ck_assert_int_eq(world_broken(), 0);
    close_checked();
}
END_TEST

Suite *expected_suite(void);
Suite *expected_suite(void)
{
    Suite *suite = suite_create("expected");
    TCase *tcase = tcase_create("expected calls");
    suite_add_tcase(suite, tcase);
    tcase_add_test(tcase, expected_calls_need_no_memory_whatever_becomes_of_them);
    return suite;
}
