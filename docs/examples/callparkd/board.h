/* SPDX-License-Identifier: MIT */
/* The board: a page that shows the lots in a browser. */
#ifndef CALLPARKD_BOARD_H
#define CALLPARKD_BOARD_H

#include <microhttpd.h>

/** The answer to GET /; NULL if there is no memory. */
struct MHD_Response *board_response(void);

#endif
