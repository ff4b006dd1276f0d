/* SPDX-License-Identifier: MIT */
/* Files that the build puts into the program: board.html and directory.json. */
#ifndef CALLPARKD_FILES_H
#define CALLPARKD_FILES_H

#include <stddef.h>

extern const char callparkd_board[];
extern const size_t callparkd_board_size;
extern const char callparkd_directory[];
extern const size_t callparkd_directory_size;

#endif
