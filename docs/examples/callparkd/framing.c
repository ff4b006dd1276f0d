/* SPDX-License-Identifier: MIT */
/*
 * What libmicrohttpd 0.9.75 lets pass, seen by trying it and in its source:
 *   - Content-Length beside Transfer-Encoding (it takes the second), twice (it takes the first)
 *   - a Transfer-Encoding other than "chunked" (then a body has no end), and with HTTP/1.0
 *   - blanks between a header's name and its colon (then it is another header), names of any
 *     bytes, control bytes in values
 *   - a header continued on the next line (it puts that behind the *name* of the header)
 *   - a NUL, at which a target or a value ends; a line that begins with a colon or a NUL, at
 *     which the whole head ends; lines that end without CR
 *   - blanks in a target; HTTP/1.1 without Host, or with several
 * It refuses by itself what is too large for its buffer (414, 431), a bad Content-Length (400,
 * 413; it sends the head of that answer twice), bad chunks (400), a header without colon and
 * versions other than 1.x.
 */
#include "framing.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Headers that mean nothing, or mischief, if they come twice. */
static const char *const single[] = {"Content-Length", "Transfer-Encoding", "Host", "Authorization",
                                     "Content-Type"};
enum { LENGTH, CODING, HOST, SINGLE = sizeof single / sizeof *single };

struct scan {
    unsigned count[SINGLE];
    const char *coding;
    const char *next; /* where the next name should be */
    bool bad;
    bool torn;
};

static bool is_name(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (!isalnum((unsigned char)text[i]) && !strchr("!#$%&'*+-.^_`|~", text[i]))
            return false;
    return length > 0 && strlen(text) == length;
}

static bool is_value(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (((unsigned char)text[i] < ' ' && text[i] != '\t') || text[i] == 0x7f)
            return false;
    return true;
}

static enum MHD_Result scan_header(void *context, enum MHD_ValueKind kind, const char *name,
                                   size_t name_length, const char *value, size_t value_length)
{
    struct scan *scan = context;
    (void)kind;
    if (!is_name(name, name_length) || !is_value(value, value_length))
        scan->bad = true;
    if (name != scan->next)
        scan->torn = true;
    scan->next = value + value_length + 2;
    for (size_t i = 0; i < SINGLE; i++) {
        if (strcasecmp(name, single[i]) != 0)
            continue;
        scan->count[i]++;
        if (i == CODING)
            scan->coding = value;
        break;
    }
    return MHD_YES;
}

/*
 * Lines, names and values all lie where they were received, with NULs where CR and LF were. So
 * they are one behind the other, unless something that was received is in none of them.
 */
static void scan_head(struct scan *scan, struct MHD_Connection *connection,
                      const struct framing *framing)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    scan->torn = framing->url + strlen(framing->target) + 1 != framing->version;
    scan->next = framing->version + strlen(framing->version) + 2;
    MHD_get_connection_values_n(connection, MHD_HEADER_KIND, scan_header, scan);
    if (!info || scan->next + 2 != framing->method + info->header_size)
        scan->torn = true;
#if MHD_VERSION < 0x00097500 || MHD_VERSION >= 0x01000000
    scan->torn = false; /* they lie elsewhere */
#endif
}

static bool is_repeated(const struct scan *scan)
{
    for (size_t i = 0; i < SINGLE; i++)
        if (scan->count[i] > 1)
            return true;
    return false;
}

const char *framing_problem(struct MHD_Connection *connection, const struct framing *framing)
{
    struct scan scan = {.bad = false};
    bool old = !strcmp(framing->version, "HTTP/1.0");
    scan_head(&scan, connection, framing);
    if (strchr(framing->target, ' '))
        return "the request line is malformed";
    if (scan.bad || scan.torn)
        return "the head of the request is malformed";
    if (is_repeated(&scan))
        return "a header that can be there once is there twice";
    if (scan.count[LENGTH] && scan.count[CODING])
        return "Content-Length and Transfer-Encoding exclude each other";
    if (scan.coding && (old || strcasecmp(scan.coding, "chunked") != 0))
        return "the only Transfer-Encoding served is chunked, with HTTP/1.1";
    if (!old && !scan.count[HOST])
        return "the Host header is missing";
    return NULL;
}

uint64_t framing_length(struct MHD_Connection *connection)
{
    const char *text =
        MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_CONTENT_LENGTH);
    return text ? strtoull(text, NULL, 10) : 0;
}
