/*
 * What any bytes at all may be given to: none may crash it. `make fuzz` looks
 * for bytes that do; tests/fuzz/corpus/NAME keeps those that once did, and
 * `make check` tries them again. A target registers itself.
 */
#ifndef TESTS_FUZZ_TARGET_H
#define TESTS_FUZZ_TARGET_H

#include <stddef.h>
#include <stdint.h>

#include "sim/error.h"

struct fuzz_target {
    const char *name;
    void (*try)(struct arena *arena, const char *text, size_t length);
    const struct fuzz_target *next;
};

/* Of all targets, in no order. */
const struct fuzz_target *fuzz_targets(void);
void fuzz_add(struct fuzz_target *target);

/* Tries the bytes, in an arena that is used again and again. */
void fuzz_try(const struct fuzz_target *target, const uint8_t *bytes,
              size_t size);

/* Lets the messages be written where nobody reads them. */
void fuzz_print(const struct errors *errors);

#define FUZZ(word, function)                                                   \
    __attribute__((constructor)) static void function##_register(void)         \
    {                                                                          \
        static struct fuzz_target target = {word, function, NULL};             \
                                                                               \
        fuzz_add(&target);                                                     \
    }

#endif
