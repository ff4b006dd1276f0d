/* SPDX-License-Identifier: MIT */
/* Requests of Webex Calling for who has structs of our size: after an error they hold anything. */
#ifndef CALLPARK_JSON_WEBEX_READ_H
#define CALLPARK_JSON_WEBEX_READ_H

#include <callpark/json.h>

/* callpark_webex_path_read() */
int callpark__webex_read_path(const char *text, char *buffer, size_t size,
                              struct callpark_webex_path *path);

/* callpark_webex_park_read() or _retrieve_read(), by |command|. */
int callpark__webex_read_body(uint32_t command, const char *text, size_t length, char *buffer,
                              size_t size, struct callpark_webex_request *request);

#endif
