/* SPDX-License-Identifier: MIT */
/* A REFER in the dialog of a connected leg: its peer is transferred to a park number. */
#ifndef SIP_PARK_REFER_H
#define SIP_PARK_REFER_H

#include "call.h"

void refer_received(struct call *call, const struct sip_msg *msg);

#endif
