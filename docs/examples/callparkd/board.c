/* SPDX-License-Identifier: MIT */
#include "board.h"
#include "files.h"
#include "random.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Where the next inline script or style begins, behind "<script" or "<style". */
static const char *next_tag(const char *text, const char *end)
{
    static const char *const tags[] = {"<script", "<style"};
    for (; text < end; text++)
        for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
            size_t length = strlen(tags[i]);
            if ((size_t)(end - text) > length && !memcmp(text, tags[i], length))
                return text + length;
        }
    return end;
}

/* Copies the page to |out| (NULL: counts) with |attribute| in its tags; returns the length. */
static size_t write_page(char *out, const char *attribute)
{
    const char *text = callparkd_board;
    const char *end = text + callparkd_board_size;
    size_t length = 0;
    while (text < end) {
        const char *next = next_tag(text, end);
        size_t bytes = (size_t)(next - text);
        size_t more = next < end ? strlen(attribute) : 0;
        if (out) {
            memcpy(out + length, text, bytes);
            memcpy(out + length + bytes, attribute, more);
        }
        length += bytes + more;
        text = next;
    }
    return length;
}

/* Nothing from elsewhere, and no script but the page's own, which has |nonce|. */
static void add_policy(struct MHD_Response *response, const char *nonce)
{
    char policy[512];
    snprintf(policy, sizeof policy,
             "default-src 'none'; script-src 'nonce-%s'; style-src 'nonce-%s'; connect-src 'self'; "
             "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
             nonce, nonce);
    MHD_add_response_header(response, "Content-Security-Policy", policy);
    MHD_add_response_header(response, "Content-Type", "text/html; charset=utf-8");
    MHD_add_response_header(response, "Referrer-Policy", "no-referrer");
}

struct MHD_Response *board_response(void)
{
    char nonce[RANDOM_TEXT_SIZE];
    char attribute[RANDOM_TEXT_SIZE + 16];
    struct MHD_Response *response;
    size_t length;
    char *page;
    if (!random_text(nonce))
        return NULL;
    snprintf(attribute, sizeof attribute, " nonce=\"%s\"", nonce);
    length = write_page(NULL, attribute);
    page = malloc(length + 1);
    if (!page)
        return NULL;
    write_page(page, attribute);
    response = MHD_create_response_from_buffer(length, page, MHD_RESPMEM_MUST_FREE);
    if (response)
        add_policy(response, nonce);
    else
        free(page);
    return response;
}
