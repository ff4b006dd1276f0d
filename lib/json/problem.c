/* SPDX-License-Identifier: MIT */
/* Errors as the one who reads an answer sees them; they tell nothing of the request. */
#include <callpark/json.h>

struct problem {
    int error;
    uint32_t status;
    const char *code; /* in an answer of the UAPI */
    const char *sentence;
};

#define INTERNAL "internal_server_error"

static const struct problem problems[] = {
    {CALLPARK_UAPI_ERR_REQUEST, 400, "request_invalid", "The path or the body is malformed."},
    {CALLPARK_UAPI_ERR_ACTION, 400, "action_invalid", "The action is missing or unknown."},
    {CALLPARK_UAPI_ERR_USER, 400, "user_invalid",
     "The user of the path is unknown or not accessible."},
    {CALLPARK_UAPI_ERR_EXTENSION, 400, "extension_invalid",
     "The extension of the path must be one of the user's, sendCallTo one of the organization's."},
    {CALLPARK_UAPI_ERR_CALL, 400, "pc_phonell_invalid",
     "phoneCallId must be that of a call of the extension, in a state that allows the request."},
    {CALLPARK_UAPI_ERR_VIEW, 400, "pc_phonellview_invalid",
     "phoneCallViewId must be that of the view of the call that is to be parked, or is parked."},
    {CALLPARK_UAPI_ERR_TIMEOUT, 400, "pc_parktimeout_invalid",
     "maxInParking must be a whole number of seconds, from 10 to 3600 and within the limits of "
     "the parking lot."},
    {CALLPARK_UAPI_ERR_PICKUP, 400, "pc_waitforpickup_invalid",
     "waitForPickup must be a whole number of seconds from 1 to 3600."},
    {CALLPARK_UAPI_ERR_COUNT, 400, "count_invalid", "count must be a whole number from 1 to 5000."},
    {CALLPARK_UAPI_ERR_START_INDEX, 400, "startindex_invalid",
     "startIndex must be a whole number from 0 to 2147483647."},
    {CALLPARK_UAPI_ERR_ACCESS, 401, "access_denied", "The request needs valid credentials."},
    {CALLPARK_UAPI_ERR_NOT_IMPLEMENTED, 501, "request_not_implemented",
     "The server does not implement this request or action."},
    {CALLPARK_UAPI_ERR_FULL, 503, "parking_lot_full", "The parking lot is full; try again later."},
    {CALLPARK_UAPI_ERR_INTERNAL, 500, INTERNAL, "The server failed; nothing has changed."},

    {CALLPARK_WEBEX_ERR_TEXT, 400, INTERNAL, "The body must be one valid JSON object."},
    {CALLPARK_WEBEX_ERR_CALL_ID, 400, INTERNAL, "callId must be a string of 1 to 255 bytes."},
    {CALLPARK_WEBEX_ERR_FIELD, 400, INTERNAL, "A member of the body has the wrong type or length."},
    {CALLPARK_WEBEX_ERR_DESTINATION, 400, INTERNAL,
     "destination must be a number or user@domain, without parameters."},
    {CALLPARK_WEBEX_ERR_TARGET, 400, INTERNAL, "The path is malformed."},
    {CALLPARK_WEBEX_ERR_UNAUTHORIZED, 401, INTERNAL, "The request needs valid credentials."},
    {CALLPARK_WEBEX_ERR_NO_CONSENT, 403, INTERNAL, "You may not act for that member."},
    {CALLPARK_WEBEX_ERR_NOT_OWN_CALL, 403, INTERNAL, "The call is that of another user."},
    {CALLPARK_WEBEX_ERR_NO_CALL, 404, INTERNAL, "There is no such call."},
    {CALLPARK_WEBEX_ERR_NOTHING_PARKED, 404, INTERNAL, "No call is parked there."},
    {CALLPARK_WEBEX_ERR_NO_DESTINATION, 404, INTERNAL, "There is no such destination."},
    {CALLPARK_WEBEX_ERR_NO_MEMBER, 404, INTERNAL, "There is no such member."},
    {CALLPARK_WEBEX_ERR_NO_PATH, 404, INTERNAL, "There is no such resource."},
    {CALLPARK_WEBEX_ERR_METHOD, 405, INTERNAL, "Only POST is allowed here."},
    {CALLPARK_WEBEX_ERR_PARKED, 409, INTERNAL, "The call is parked already."},
    {CALLPARK_WEBEX_ERR_TAKEN, 409, INTERNAL, "The destination holds a call already."},
    {CALLPARK_WEBEX_ERR_GROUP_FULL, 409, INTERNAL, "No member of the call park group is free."},
    {CALLPARK_WEBEX_ERR_NO_GROUP, 409, INTERNAL, "The user is in no call park group."},
    {CALLPARK_WEBEX_ERR_CLAIMED, 409, INTERNAL, "Somebody else is retrieving the call."},
    {CALLPARK_WEBEX_ERR_MEDIA_TYPE, 415, INTERNAL,
     "The media type of the body must be application/json."},
    {CALLPARK_WEBEX_ERR_LIMIT, 503, INTERNAL, "No more calls can be parked now; try again later."},
    {CALLPARK_WEBEX_ERR_INTERNAL, 500, INTERNAL, "The server failed; nothing has changed."},
};

static const struct problem *find(int error)
{
    for (size_t i = 0; i < sizeof problems / sizeof *problems; i++) {
        if (problems[i].error == error)
            return &problems[i];
    }
    return NULL;
}

const char *callpark_json_strerror(int error)
{
    const struct problem *problem = find(error);
    return problem ? problem->sentence : callpark_strerror(error);
}

uint32_t callpark_json_status(int error)
{
    const struct problem *problem = find(error);
    return problem ? problem->status : 500;
}

const char *callpark_uapi_code(int error, uint32_t flags)
{
    if (flags & CALLPARK_UAPI_PHONECALL_CODES) {
        if (error == CALLPARK_UAPI_ERR_CALL)
            return "pc_phonecall_invalid";
        if (error == CALLPARK_UAPI_ERR_VIEW)
            return "pc_phonecallview_invalid";
    }
    const struct problem *problem = find(error);
    return problem ? problem->code : INTERNAL;
}
