/* SPDX-License-Identifier: MIT */
#include "hash.h"

#include "bits.h"

struct sip {
    uint64_t v0, v1, v2, v3;
};

static inline uint64_t rotate(uint64_t x, int by)
{
    return x << by | x >> (64 - by);
}

/* The last |left| bytes, fewer than 8, of |length| that end at |end|. */
static inline uint64_t rest(const uint8_t *end, size_t left, size_t length)
{
    uint64_t word = 0;
    if (left && length >= 8)
        return callpark__little_endian_64(end - 8) >> (64 - 8 * left);
    for (size_t i = left; i > 0; i--)
        word = word << 8 | end[-(ptrdiff_t)left + (ptrdiff_t)i - 1];
    return word;
}

static inline void sip_round(struct sip *s)
{
    s->v0 += s->v1;
    s->v1 = rotate(s->v1, 13) ^ s->v0;
    s->v0 = rotate(s->v0, 32);
    s->v2 += s->v3;
    s->v3 = rotate(s->v3, 16) ^ s->v2;
    s->v0 += s->v3;
    s->v3 = rotate(s->v3, 21) ^ s->v0;
    s->v2 += s->v1;
    s->v1 = rotate(s->v1, 17) ^ s->v2;
    s->v2 = rotate(s->v2, 32);
}

static inline void sip_word(struct sip *s, uint64_t word)
{
    s->v3 ^= word;
    sip_round(s);
    s->v0 ^= word;
}

/* The finalizer of MurmurHash3: every bit of |x| reaches every bit of the result. */
static inline uint64_t mix(uint64_t x)
{
    x = (x ^ x >> 33) * 0xff51afd7ed558ccdU;
    x = (x ^ x >> 33) * 0xc4ceb9fe1a85ec53U;
    return x ^ x >> 33;
}

struct hash_key callpark__hash_key(const uint8_t bytes[16])
{
    return (struct hash_key){callpark__little_endian_64(bytes),
                             callpark__little_endian_64(bytes + 8)};
}

uint64_t callpark__siphash(struct hash_key key, const void *bytes, size_t length)
{
    const uint8_t *p = bytes;
    struct sip s = {
        key.k0 ^ 0x736f6d6570736575U,
        key.k1 ^ 0x646f72616e646f6dU,
        key.k0 ^ 0x6c7967656e657261U,
        key.k1 ^ 0x7465646279746573U,
    };
    size_t left = length;
    for (; left >= 8; left -= 8, p += 8)
        sip_word(&s, callpark__little_endian_64(p));
    sip_word(&s, rest(p + left, left, length) | (uint64_t)(length & 0xff) << 56);
    s.v2 ^= 0xff;
    sip_round(&s);
    sip_round(&s);
    sip_round(&s);
    return s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
}

uint32_t callpark__hash_number(struct hash_key key, uint64_t number)
{
    return (uint32_t)(mix(number ^ key.k0) >> 32);
}
