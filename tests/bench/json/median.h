/* SPDX-License-Identifier: MIT */
#ifndef BENCH_MEDIAN_H
#define BENCH_MEDIAN_H

#include <stdlib.h>

static inline int median_order(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Of an odd |count| of values, which are sorted. */
static inline double median(double *values, size_t count)
{
    qsort(values, count, sizeof *values, median_order);
    return values[count / 2];
}

#endif
