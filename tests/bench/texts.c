/* SPDX-License-Identifier: MIT */
#include "texts.h"

/* One to one, so that call ids made of it differ (the last step of splitmix64). */
static uint64_t mix(uint64_t x)
{
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
    x = (x ^ x >> 27) * 0x94d049bb133111ebu;
    return x ^ x >> 31;
}

uint32_t below(uint64_t *state, uint32_t limit)
{
    *state += 0x9e3779b97f4a7c15u;
    return (uint32_t)((mix(*state) >> 32) * limit >> 32);
}

static void fill_hex(char *to, uint32_t length, uint64_t seed)
{
    for (uint32_t i = 0; i < length; i++) {
        if (i % 16 == 0)
            seed = mix(seed + i);
        to[i] = "0123456789abcdef"[seed >> 4 * (i % 16) & 15];
    }
    to[length] = '\0';
}

static void fill_digits(char *to, uint32_t length, uint64_t seed)
{
    for (uint32_t i = 0; i < length; i++, seed /= 10)
        to[i] = (char)('0' + seed % 10);
    to[length] = '\0';
}

/* The first 16 digits tell the serial, so no two calls share an id. */
void write_call_id(char *to, uint64_t serial)
{
    uint64_t random = serial;
    fill_hex(to, 20 + below(&random, CALL_ID_MAX - 20 + 1), serial);
}

static char *append(char *to, const char *text)
{
    size_t length = strlen(text);
    memcpy(to, text, length + 1);
    return to + length;
}

static void write_name(char *to, uint64_t *random)
{
    static const char *const first[] = {"Ada ", "Grace ", "Konrad ", "Agner ", "Hedy ", "Claude "};
    static const char *const last[] = {"Lee", "Hopper", "Zuse", "Strowger", "Lamarr-Kiesler"};
    append(append(to, first[below(random, 6)]), last[below(random, 5)]);
}

void describe(struct callpark_call *call, struct text *text, uint64_t serial, enum strings strings)
{
    uint64_t random = ~serial;
    write_call_id(text->call_id, serial);
    call->call_id = text->call_id;
    if (strings == STRINGS_ID)
        return;
    fill_digits(text->parker, 3 + below(&random, 3), mix(random));
    write_name(text->caller_name, &random);
    fill_digits(append(text->caller_number, "+49"), 8 + below(&random, 4), mix(random));
    call->parker = text->parker;
    call->caller_name = text->caller_name;
    call->caller_number = text->caller_number;
    if (strings == STRINGS_USUAL)
        return;
    append(append(append(text->parkee, "sip:"), text->caller_number), "@pbx.example");
    fill_hex(text->tag, 16, random);
    call->parkee = text->parkee;
    call->tag = text->tag;
}
