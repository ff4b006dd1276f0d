// SPDX-License-Identifier: MIT
// A C++11 program that is built as a user would, against an installed libcallpark.
#include <callpark/callpark.h>

#include <cstdio>
#include <memory>
#include <string>

static int fail(const char *what, int error)
{
    std::fprintf(stderr, "%s: %s\n", what, callpark_strerror(error));
    return 1;
}

int main()
{
    callpark *created = nullptr;
    int error = callpark_new(nullptr, &created);
    if (error)
        return fail("new", error);
    std::unique_ptr<callpark, decltype(&callpark_free)> registry(created, callpark_free);

    callpark_event event;
    callpark_event_init(&event);
    error = callpark_lot_add(registry.get(), 0, "users", nullptr, nullptr, &event);
    if (error)
        return fail("lot_add", error);

    callpark_where where;
    callpark_where_init(&where);
    where.lot = "users";
    where.kind = CALLPARK_AT_EXTENSION;
    where.extension = "200";
    callpark_call call;
    callpark_call_init(&call);
    call.call_id = "a84b4c76e66710";
    error = callpark_park(registry.get(), 1000, &where, &call, nullptr, nullptr, &event);
    if (error)
        return fail("park", error);
    if (callpark_next_deadline(registry.get()) != 1000 + callpark_seconds(180))
        return fail("another deadline than the default", 0);

    const callpark_which which = callpark_by_ticket(event.ticket, call.call_id);
    error = callpark_retrieve(registry.get(), 2000, &which, nullptr, &event);
    if (error)
        return fail("retrieve", error);
    return std::string(event.call_id) == call.call_id ? 0 : fail("retrieved something else", 0);
}
