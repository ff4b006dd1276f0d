/* SPDX-License-Identifier: MIT */
#include "refuse.h"

struct refusal refusal_of(int error)
{
    switch (error) {
    case CALLPARK_ERR_FULL:
    case CALLPARK_ERR_GROUP_FULL:
        return (struct refusal){486, "All parking places are taken"};
    case CALLPARK_ERR_TAKEN:
        return (struct refusal){486, "Another call is parked there"};
    case CALLPARK_ERR_CLAIMED:
        return (struct refusal){486, "Somebody else is just taking that call"};
    case CALLPARK_ERR_PARKED:
        return (struct refusal){486, "That call is parked already"};
    case CALLPARK_ERR_NOT_FOUND:
    case CALLPARK_ERR_ENDED:
    case CALLPARK_ERR_RESERVED:
        return (struct refusal){404, "No call is parked there"};
    case CALLPARK_ERR_LOT:
    case CALLPARK_ERR_GROUP:
    case CALLPARK_ERR_RANGE:
        return (struct refusal){404, "There is no such place"};
    case CALLPARK_ERR_TOO_LONG:
    case CALLPARK_ERR_INVALID:
        return (struct refusal){400, "A name or an address is missing, or of no use"};
    case CALLPARK_ERR_LIMIT:
    case CALLPARK_ERR_NOMEM:
        return (struct refusal){503, "The parking lot has no room"};
    default:
        return (struct refusal){500, "Parking did not work"};
    }
}

void refuse(struct park *park, const struct sip_msg *msg, struct refusal refusal)
{
    sip_treplyf(NULL, NULL, park->sip, msg, false, refusal.status, refusal.text,
                "Reason: SIP;cause=%u;text=\"%s\"\r\nContent-Length: 0\r\n\r\n", refusal.status,
                refusal.text);
}
