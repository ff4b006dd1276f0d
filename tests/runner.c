/* SPDX-License-Identifier: MIT */
/*
 * Runs the suites of all tests/test_*.c, which the Makefile lists in suites.h.
 * Check reads CK_FORK, CK_VERBOSITY, CK_RUN_SUITE and CK_RUN_CASE.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#define SUITE(name) Suite *name##_suite(void);
#include "suites.h"
#undef SUITE

static Suite *(*const suites[])(void) = {
#define SUITE(name) name##_suite,
#include "suites.h"
#undef SUITE
    NULL};

int main(void)
{
    SRunner *runner = srunner_create(NULL);
    for (size_t i = 0; suites[i] != NULL; i++)
        srunner_add_suite(runner, suites[i]());

    srunner_run_all(runner, CK_ENV);
    int run = srunner_ntests_run(runner);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);

    if (run == 0)
        fprintf(stderr, "runner: no test was run\n");
    return run > 0 && failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
