/* SPDX-License-Identifier: MIT */
/* UAPI answers in parts, for who has the calls one after the other. The arguments are valid. */
#ifndef CALLPARK_JSON_UAPI_WRITE_H
#define CALLPARK_JSON_UAPI_WRITE_H

#include <callpark/json.h>

#include "json/writer.h"

/* {id, extension, link}, an element of the answer to a park. */
void callpark__uapi_write_brief(struct callpark__writer *writer,
                                const struct callpark_uapi_style *style,
                                const struct callpark_phone_call *call);

/* A whole PhoneCall. */
void callpark__uapi_write_call(struct callpark__writer *writer,
                               const struct callpark_uapi_style *style,
                               const struct callpark_phone_call *call);

/* What stands in front of the calls of a list, and behind them. */
void callpark__uapi_write_list_begin(struct callpark__writer *writer);
void callpark__uapi_write_list_end(struct callpark__writer *writer,
                                   const struct callpark_uapi_page *page, uint32_t total);

#endif
