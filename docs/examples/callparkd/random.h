/* SPDX-License-Identifier: MIT */
/* What nobody may guess: the hash key, tokens, nonces. */
#ifndef CALLPARKD_RANDOM_H
#define CALLPARKD_RANDOM_H

#include <stdbool.h>
#include <stddef.h>

/** A token's characters, with its NUL. */
#define RANDOM_TEXT_SIZE 33

/** Fills |bytes| of |buffer|; false if the system has no randomness. */
bool random_bytes(void *buffer, size_t bytes);

/** 128 random bits in hexadecimal digits. */
bool random_text(char text[RANDOM_TEXT_SIZE]);

#endif
