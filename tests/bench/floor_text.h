/* SPDX-License-Identifier: MIT */
/* Strings for the lower bound: hashed, compared and copied 64 bytes at a time where the
 * processor can, unless PLAIN is defined. */
#ifndef BENCH_FLOOR_TEXT_H
#define BENCH_FLOOR_TEXT_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#if !defined(PLAIN) && defined(__AVX512BW__) && defined(__AVX512VL__) && defined(__VAES__)
#include <immintrin.h>
#define VECTORS
#endif

static uint64_t word(const char *at)
{
    uint64_t value;
    memcpy(&value, at, sizeof value);
    return value;
}

__extension__ typedef unsigned __int128 wide;

static uint64_t fold(uint64_t a, uint64_t b)
{
    wide product = (wide)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static uint64_t hash_short(const char *text, size_t length)
{
    uint64_t hash = length;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)text[i]) * 0x9e3779b97f4a7c15u;
    return hash ^ hash >> 32;
}

/* The last 16 bytes may overlap those before. */
static uint64_t hash_text(const char *text, size_t length)
{
    uint64_t hash = length;
    if (length < 16)
        return hash_short(text, length);
    for (size_t i = 0; i + 16 < length; i += 16)
        hash = fold(word(text + i) ^ hash ^ 0xa0761d6478bd642fu,
                    word(text + i + 8) ^ 0xe7037ed1a0b428dbu);
    const char *last = text + length - 16;
    hash = fold(word(last) ^ hash ^ 0x8ebc6af09c88c6e3u, word(last + 8) ^ 0x589965cc75374cc3u);
    return hash;
}

static size_t bytes_of(const char *string)
{
    return string && *string ? strlen(string) + 1 : 0;
}

/* A call id that is looked for. */
struct id {
    const char *text;
    size_t bytes; /* with NUL */
    uint64_t hash;
#ifdef VECTORS
    __m512i vector;
    __mmask64 mask; /* 0: the vector does not hold it */
#endif
};

#ifdef VECTORS

/* Which of the 64 bytes are the string and its NUL; 0: it is longer. */
static inline __mmask64 load(const char *from, __m512i *vector)
{
    char near[64];
    if (((uintptr_t)from & 4095) > 4096 - 64)
        from = memcpy(near, from, strnlen(from, 63) + 1);
    *vector = _mm512_loadu_si512(from);
    uint64_t nul = _mm512_testn_epi8_mask(*vector, *vector);
    return nul ? nul ^ (nul - 1) : 0;
}

static inline uint64_t hash_vector(__m512i vector)
{
    const __m128i key = _mm_set_epi64x(0x243f6a8885a308d3, 0x13198a2e03707344);
    __m512i mixed = _mm512_aesenc_epi128(vector, _mm512_set_epi64(1, 2, 3, 4, 5, 6, 7, 8));
    __m256i half = _mm256_xor_si256(_mm512_castsi512_si256(mixed),
                                    _mm256_aesenc_epi128(_mm512_extracti64x4_epi64(mixed, 1),
                                                         _mm256_broadcastsi128_si256(key)));
    __m128i quarter =
        _mm_aesenc_si128(_mm256_castsi256_si128(half), _mm256_extracti128_si256(half, 1));
    return (uint64_t)_mm_cvtsi128_si64(_mm_aesenc_si128(quarter, key));
}

static inline struct id id_of(const char *text)
{
    struct id id = {.text = text};
    id.mask = load(text, &id.vector);
    if (!id.mask) {
        id.bytes = strlen(text) + 1;
        id.hash = hash_text(text, id.bytes);
        return id;
    }
    id.bytes = (size_t)__builtin_popcountll(id.mask);
    id.vector = _mm512_maskz_mov_epi8(id.mask, id.vector);
    id.hash = hash_vector(id.vector);
    return id;
}

static inline bool is_id(const char *stored, const struct id *id)
{
    if (!id->mask)
        return strcmp(stored, id->text) == 0;
    return !_mm512_mask_cmpneq_epi8_mask(id->mask, _mm512_maskz_loadu_epi8(id->mask, stored),
                                         id->vector);
}

/* Copies |from| with its NUL, if that fits in |room|; returns the bytes, perhaps too many. */
static inline size_t copy_string(char *to, const char *from, size_t room)
{
    __m512i vector;
    if (!from || !*from)
        return 0;
    __mmask64 mask = load(from, &vector);
    size_t bytes = mask ? (size_t)__builtin_popcountll(mask) : strlen(from) + 1;
    if (bytes > room)
        return bytes;
    if (mask)
        _mm512_mask_storeu_epi8(to, mask, vector);
    else
        memcpy(to, from, bytes);
    return bytes;
}

#else

/* Overlapping words instead of a call. */
static void copy(char *to, const char *from, size_t bytes)
{
    if (bytes > 64) {
        memcpy(to, from, bytes);
    } else if (bytes >= 16) {
        for (size_t i = 0; i + 16 < bytes; i += 16)
            memcpy(to + i, from + i, 16);
        memcpy(to + bytes - 16, from + bytes - 16, 16);
    } else if (bytes >= 8) {
        memcpy(to, from, 8);
        memcpy(to + bytes - 8, from + bytes - 8, 8);
    } else if (bytes >= 4) {
        memcpy(to, from, 4);
        memcpy(to + bytes - 4, from + bytes - 4, 4);
    } else {
        for (size_t i = 0; i < bytes; i++)
            to[i] = from[i];
    }
}

static inline struct id id_of(const char *text)
{
    size_t bytes = strlen(text) + 1;
    return (struct id){text, bytes, hash_text(text, bytes)};
}

static inline bool is_id(const char *stored, const struct id *id)
{
    return memcmp(stored, id->text, id->bytes) == 0;
}

static inline size_t copy_string(char *to, const char *from, size_t room)
{
    size_t bytes = bytes_of(from);
    if (bytes <= room)
        copy(to, from, bytes);
    return bytes;
}

#endif

#endif
