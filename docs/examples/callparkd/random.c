/* SPDX-License-Identifier: MIT */
#include "random.h"

#include <stdio.h>

bool random_bytes(void *buffer, size_t bytes)
{
    FILE *source = fopen("/dev/urandom", "rb");
    size_t got = 0;
    if (source) {
        setvbuf(source, NULL, _IONBF, 0);
        got = fread(buffer, 1, bytes, source);
        fclose(source);
    }
    return got == bytes;
}

bool random_text(char text[RANDOM_TEXT_SIZE])
{
    unsigned char bytes[(RANDOM_TEXT_SIZE - 1) / 2];
    if (!random_bytes(bytes, sizeof bytes))
        return false;
    for (size_t i = 0; i < sizeof bytes; i++)
        snprintf(text + 2 * i, 3, "%02x", bytes[i]);
    return true;
}
