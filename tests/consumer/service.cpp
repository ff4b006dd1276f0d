// SPDX-License-Identifier: MIT
// A C++11 program that is built as a user would, against an installed libcallpark-json.
#include <callpark/service.h>

#include <cstdio>
#include <string>

static int fail(const char *what, int error)
{
    std::fprintf(stderr, "%s: %s\n", what, callpark_json_strerror(error));
    return 1;
}

int main()
{
    const std::string text = "{\"action\":\"Park\",\"phoneCallViewId\":\"01\"}";
    std::string buffer(text.size() + 1, '\0');
    callpark_uapi_action action;
    callpark_uapi_action_init(&action);
    int error =
        callpark_uapi_action_read(text.data(), text.size(), &buffer[0], buffer.size(), &action);
    if (error)
        return fail("action_read", error);
    if (action.action != CALLPARK_UAPI_PARK || std::string(action.view_id) != "01")
        return fail("read something else", 0);

    const int length = callpark_uapi_error_write(CALLPARK_UAPI_ERR_FULL, 0, nullptr, 0);
    if (length <= 0)
        return fail("error_write", length);
    std::string body(static_cast<std::size_t>(length) + 1, '\0');
    if (callpark_uapi_error_write(CALLPARK_UAPI_ERR_FULL, 0, &body[0], body.size()) != length)
        return fail("another length", 0);
    if (body.find("parking_lot_full") == std::string::npos)
        return fail("wrote something else", 0);

    // A service needs a registry, and a directory with functions.
    callpark *registry = nullptr;
    error = callpark_new(nullptr, &registry);
    if (error)
        return fail("new", error);
    callpark_directory directory;
    callpark_directory_init(&directory);
    callpark_service_options options;
    callpark_service_options_init(&options);
    options.directory = &directory;
    options.base_url = "https://pbx.example";
    callpark_service *service = nullptr;
    error = callpark_service_new(registry, &options, &service);
    callpark_free(registry);
    return error == CALLPARK_ERR_INVALID && service == nullptr ? 0 : fail("service_new", error);
}
