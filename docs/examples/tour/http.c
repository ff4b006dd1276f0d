/* SPDX-License-Identifier: MIT */
#include "http.h"

#include <stdio.h>
#include <string.h>

int http_load(const char *folder, const char *file, char text[static HTTP_SIZE])
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", folder, file);
    FILE *in = fopen(path, "r");
    if (!in) {
        perror(path);
        return 0;
    }
    size_t length = fread(text, 1, HTTP_SIZE - 1, in);
    text[length] = 0;
    fclose(in);
    return length > 0;
}

/* What stands behind |name| in |line|; NULL if that is another header. */
static const char *value(const char *line, const char *name)
{
    size_t length = strlen(name);
    return strncmp(line, name, length) == 0 ? line + length : NULL;
}

static void read_header(const char *line, struct callpark_request *request, const char **token)
{
    const char *type = value(line, "Content-Type: ");
    const char *bearer = value(line, "Authorization: Bearer ");
    if (type)
        request->content_type = type;
    if (bearer)
        *token = bearer;
}

int http_read(char *text, struct callpark_request *request, const char **token,
              size_t *token_length)
{
    char *body = strstr(text, "\n\n");
    if (!body)
        return 0;
    *body = 0;
    request->body = body + 2;
    request->body_length = strlen(body + 2);
    request->method = strtok(text, " ");
    request->target = strtok(NULL, " ");
    char *line = strtok(NULL, "\n"); /* the version */
    *token = NULL;
    while (line && (line = strtok(NULL, "\n")))
        read_header(line, request, token);
    *token_length = *token ? strlen(*token) : 0;
    return request->method && request->target;
}

static const char *reason(uint32_t status)
{
    switch (status) {
    case 200:
        return "OK";
    case 201:
        return "Created";
    case 202:
        return "Accepted";
    case 400:
        return "Bad Request";
    case 404:
        return "Not Found";
    case 503:
        return "Service Unavailable";
    default:
        return "";
    }
}

void http_print(const struct callpark_response *response)
{
    printf("HTTP/1.1 %u %s\n", response->status, reason(response->status));
    for (uint32_t i = 0; i < response->header_count; i++)
        printf("%s: %s\n", response->headers[i].name, response->headers[i].value);
    printf("\n%s\n\n", response->body);
}
