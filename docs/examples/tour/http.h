/* SPDX-License-Identifier: MIT */
/* Just enough HTTP for the texts of ../requests/: a request in a file, the answer printed. */
#ifndef TOUR_HTTP_H
#define TOUR_HTTP_H

#include <callpark/service.h>

#define HTTP_SIZE 4096

/* The text of |file| of |folder|; false if it cannot be read. */
int http_load(const char *folder, const char *file, char text[static HTTP_SIZE]);

/* Cuts |text| into the parts of |request|; of the user |token|, which need not be there, of
 * |token_length| bytes. False if it is no request. */
int http_read(char *text, struct callpark_request *request, const char **token,
              size_t *token_length);

void http_print(const struct callpark_response *response);

#endif
