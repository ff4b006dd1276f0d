/* SPDX-License-Identifier: MIT */
#include <callpark/json.h>

#include "json/words.h"
#include "json/writer.h"
#include "struct.h"

/* ---- The party ---- */

static const char *call_type(uint32_t type)
{
    static const char *const names[] = {
        [CALLPARK_CALL_TYPE_OTHER] = "other",
        [CALLPARK_CALL_TYPE_LOCATION] = "location",
        [CALLPARK_CALL_TYPE_ORGANIZATION] = "organization",
        [CALLPARK_CALL_TYPE_EXTERNAL] = "external",
        [CALLPARK_CALL_TYPE_EMERGENCY] = "emergency",
        [CALLPARK_CALL_TYPE_REPAIR] = "repair",
    };
    return names[type];
}

static void write_party(struct callpark__writer *writer, const struct callpark_webex_party *party)
{
    callpark__write_open(writer, NULL, '{');
    callpark__write_open(writer, "parkedAgainst", '{');
    if (!party->privacy) {
        callpark__write_string(writer, "name", party->name);
        callpark__write_string(writer, "number", callpark__without_scheme(party->number));
        callpark__write_string(writer, "personId", party->person_id);
        callpark__write_string(writer, "placeId", party->place_id);
    }
    callpark__write_bool(writer, "privacyEnabled", party->privacy != 0);
    callpark__write_string(writer, "callType", call_type(party->call_type));
    callpark__write_close(writer, '}');
    callpark__write_close(writer, '}');
}

int callpark_webex_parked_write(const struct callpark_webex_party *party, char *buffer, size_t size)
{
    struct callpark_webex_party copy;
    struct callpark__writer writer;
    int error = callpark__writer_open(&writer, buffer, size);
    if (!error)
        party = callpark__read_struct(&copy, sizeof copy, sizeof copy, party, &error);
    if (error)
        return error;
    if (party->privacy > 1 || party->call_type > CALLPARK_CALL_TYPE_REPAIR)
        return CALLPARK_ERR_INVALID;
    write_party(&writer, party);
    return callpark__writer_finish(&writer);
}

/* ---- The rest ---- */

int callpark_webex_retrieved_write(const char *call_id, const char *session_id, char *buffer,
                                   size_t size)
{
    struct callpark__writer writer;
    int error = callpark__writer_open(&writer, buffer, size);
    if (error || !callpark__is_given(call_id))
        return CALLPARK_ERR_INVALID;
    if (!callpark__is_given(session_id))
        session_id = call_id;
    callpark__write_open(&writer, NULL, '{');
    callpark__write_string(&writer, "callId", call_id);
    callpark__write_string(&writer, "callSessionId", session_id);
    callpark__write_close(&writer, '}');
    return callpark__writer_finish(&writer);
}

int callpark_webex_error_write(int error, const char *tracking_id, char *buffer, size_t size)
{
    struct callpark__writer writer;
    const char *sentence = callpark_json_strerror(error);
    if (callpark__writer_open(&writer, buffer, size) || !callpark__is_given(tracking_id))
        return CALLPARK_ERR_INVALID;
    callpark__write_open(&writer, NULL, '{');
    callpark__write_string(&writer, "message", sentence);
    callpark__write_open(&writer, "errors", '[');
    callpark__write_open(&writer, NULL, '{');
    callpark__write_string(&writer, "description", sentence);
    callpark__write_close(&writer, '}');
    callpark__write_close(&writer, ']');
    callpark__write_string(&writer, "trackingId", tracking_id);
    callpark__write_close(&writer, '}');
    return callpark__writer_finish(&writer);
}
