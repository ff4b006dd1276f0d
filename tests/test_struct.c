/* SPDX-License-Identifier: MIT */
/* lib/struct.h: structs of older and newer callers. */
#include <check.h>

#include <callpark/callpark.h>

#include "struct.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* A struct that had |first| in the release that brought it and has |second| now. */
struct ours {
    size_t size;
    uint64_t first;
    uint64_t second;
};

/* The largest struct that a caller may have. */
union theirs {
    size_t size;
    struct ours known;
    unsigned char bytes[4096 + 16];
};

enum { FIRST = offsetof(struct ours, second), NOW = sizeof(struct ours) };

static union theirs *their_struct(size_t size)
{
    static union theirs theirs;
    memset(&theirs, 0, sizeof theirs);
    theirs.known = (struct ours){size, 11, 22};
    return &theirs;
}

static const struct {
    size_t size;
    int error;
} sizes[] = {
    {0, CALLPARK_ERR_STRUCT_SHORT},
    {sizeof(size_t), CALLPARK_ERR_STRUCT_SHORT},
    {FIRST - 1, CALLPARK_ERR_STRUCT_SHORT},
    {FIRST, CALLPARK_OK},
    {NOW - 1, CALLPARK_OK},
    {NOW, CALLPARK_OK},
    {NOW + 1, CALLPARK_OK},
    {4096, CALLPARK_OK},
    {4097, CALLPARK_ERR_STRUCT_LONG},
    {SIZE_MAX, CALLPARK_ERR_STRUCT_LONG},
};

START_TEST(a_struct_is_read_if_its_size_makes_sense)
{
    struct ours copy = {1, 2, 3};
    int error = 4711;
    union theirs *theirs = their_struct(sizes[_i].size);
    if (sizes[_i].size < NOW)
        memset(theirs->bytes + FIRST, 0xff, NOW - FIRST); /* the caller does not know it */
    const struct ours *in = callpark__read_struct(&copy, NOW, FIRST, theirs, &error);
    ck_assert_int_eq(error, sizes[_i].error);
    ck_assert_int_eq(in == NULL, error != 0);
    ck_assert_int_eq(callpark__check_out(theirs, FIRST), sizes[_i].error);
    if (in)
        ck_assert_uint_eq(in->first, 11);
    if (in && sizes[_i].size == FIRST)
        ck_assert_uint_eq(in->second, 0);
    if (in && sizes[_i].size >= NOW)
        ck_assert_uint_eq(in->second, 22);
}
END_TEST

START_TEST(no_struct_is_invalid)
{
    struct ours copy;
    int error = 0;
    ck_assert_ptr_null(callpark__read_struct(&copy, NOW, FIRST, NULL, &error));
    ck_assert_int_eq(error, CALLPARK_ERR_INVALID);
    ck_assert_int_eq(callpark__check_out(NULL, FIRST), CALLPARK_ERR_INVALID);
}
END_TEST

START_TEST(a_field_that_we_do_not_know_must_be_zero)
{
    const size_t fields[] = {NOW, NOW + 1, 2000, 4095};
    for (size_t i = 0; i < COUNT(fields); i++) {
        struct ours copy;
        int error = 0;
        union theirs *theirs = their_struct(fields[i] + 1);
        ck_assert_ptr_nonnull(callpark__read_struct(&copy, NOW, FIRST, theirs, &error));
        theirs->bytes[fields[i]] = 1;
        ck_assert_ptr_null(callpark__read_struct(&copy, NOW, FIRST, theirs, &error));
        ck_assert_int_eq(error, CALLPARK_ERR_STRUCT_FIELD);
        theirs->size = fields[i]; /* behind the struct anything may stand */
        ck_assert_ptr_nonnull(callpark__read_struct(&copy, NOW, FIRST, theirs, &error));
        ck_assert_int_eq(error, CALLPARK_OK);
        theirs->size = fields[i] + 1; /* what is only written may hold anything */
        ck_assert_int_eq(callpark__check_out(theirs, FIRST), CALLPARK_OK);
    }
}
END_TEST

START_TEST(a_struct_is_written_as_far_as_the_caller_knows_it)
{
    const struct ours ours = {NOW, 33, 44};
    const size_t all[] = {FIRST, NOW, NOW + 1, NOW + 8, 4096};
    for (size_t i = 0; i < COUNT(all); i++) {
        union theirs *theirs = their_struct(all[i]);
        memset(theirs->bytes + sizeof(size_t), 0xa7, sizeof *theirs - sizeof(size_t));
        callpark__write_struct(theirs, &ours, NOW);
        ck_assert_uint_eq(theirs->size, all[i]);
        ck_assert_uint_eq(theirs->known.first, 33);
        if (all[i] >= NOW)
            ck_assert_uint_eq(theirs->known.second, 44);
        for (size_t b = NOW; b < all[i]; b++)
            ck_assert_uint_eq(theirs->bytes[b], 0);
        for (size_t b = all[i]; b < sizeof *theirs; b++) {
            if (theirs->bytes[b] != 0xa7)
                ck_abort_msg("byte %zu behind a struct of %zu is written", b, all[i]);
        }
    }
}
END_TEST

Suite *struct_suite(void);
Suite *struct_suite(void)
{
    Suite *suite = suite_create("struct");
    TCase *tcase = tcase_create("struct");
    suite_add_tcase(suite, tcase);
    tcase_add_loop_test(tcase, a_struct_is_read_if_its_size_makes_sense, 0, (int)COUNT(sizes));
    tcase_add_test(tcase, no_struct_is_invalid);
    tcase_add_test(tcase, a_field_that_we_do_not_know_must_be_zero);
    tcase_add_test(tcase, a_struct_is_written_as_far_as_the_caller_knows_it);
    return suite;
}
