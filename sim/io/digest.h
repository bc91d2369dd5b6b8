/*
 * The door to libmd: SHA-256.
 */
#ifndef SIM_IO_DIGEST_H
#define SIM_IO_DIGEST_H

#include <stddef.h>

#include "sim/arena.h"

/* 64 hexadecimal digits, in the arena. */
const char *digest_of(struct arena *arena, const char *bytes, size_t length);

#endif
