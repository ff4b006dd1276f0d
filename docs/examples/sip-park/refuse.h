/* SPDX-License-Identifier: MIT */
/* What a caller is told when something did not work. */
#ifndef SIP_PARK_REFUSE_H
#define SIP_PARK_REFUSE_H

#include "park.h"

struct refusal {
    uint16_t status;
    const char *text;
};

/** The SIP response to an error of libcallpark. */
struct refusal refusal_of(int error);

/** Refuses the request |msg|, with the text as the reason too. */
void refuse(struct park *park, const struct sip_msg *msg, struct refusal refusal);

#endif
