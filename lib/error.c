/* SPDX-License-Identifier: MIT */
#include "callpark/callpark.h"

const char *callpark_strerror(int error)
{
    static const char *const text[] = {
        [-CALLPARK_OK] = "no error",
        [-CALLPARK_ERR_INVALID] = "argument missing or not allowed",
        [-CALLPARK_ERR_TOO_LONG] = "string longer than 255 bytes",
        [-CALLPARK_ERR_STRUCT_SHORT] = "struct size too small: struct not set up",
        [-CALLPARK_ERR_STRUCT_LONG] = "struct size absurd: struct not set up",
        [-CALLPARK_ERR_STRUCT_FIELD] = "struct field of a newer library set",
        [-CALLPARK_ERR_NOMEM] = "out of memory",
        [-CALLPARK_ERR_LIMIT] = "limit on parked calls reached",
        [-CALLPARK_ERR_LOT] = "no such parking lot",
        [-CALLPARK_ERR_GROUP] = "no such call-park group",
        [-CALLPARK_ERR_EXISTS] = "exists already",
        [-CALLPARK_ERR_MEMBER] = "extension listed twice or in another group",
        [-CALLPARK_ERR_DURATION] = "duration outside its limits",
        [-CALLPARK_ERR_RANGE] = "slot outside the range, or range malformed",
        [-CALLPARK_ERR_TAKEN] = "place taken",
        [-CALLPARK_ERR_FULL] = "parking lot full",
        [-CALLPARK_ERR_GROUP_FULL] = "no member of the group can take the call",
        [-CALLPARK_ERR_PARKED] = "call parked already",
        [-CALLPARK_ERR_UNKNOWN] = "ticket never issued",
        [-CALLPARK_ERR_ENDED] = "parking is over",
        [-CALLPARK_ERR_NOT_FOUND] = "no call there",
        [-CALLPARK_ERR_MISMATCH] = "another call than the expected one",
        [-CALLPARK_ERR_RESERVED] = "place reserved, no call in it yet",
        [-CALLPARK_ERR_CLAIMED] = "call claimed by somebody",
        [-CALLPARK_ERR_STATE] = "not possible in the state of the call",
        [-CALLPARK_ERR_STALE] = "claim or ring is over",
        [-CALLPARK_ERR_BUSY] = "slot in use would change its label",
        [-CALLPARK_ERR_BUFFER] = "buffer too small",
    };
    if (error > 0 || error < CALLPARK_ERR_BUFFER)
        return "unknown error";
    return text[-error];
}

const char *callpark_version(void)
{
    return CALLPARK_VERSION;
}
