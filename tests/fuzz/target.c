/* The targets, and how one is tried. */
#include "tests/fuzz/target.h"

#include <string.h>

#include "sim/failure.h"

static const struct fuzz_target *first;

const struct fuzz_target *fuzz_targets(void)
{
    return first;
}

void fuzz_add(struct fuzz_target *target)
{
    target->next = first;
    first = target;
}

void fuzz_try(const struct fuzz_target *target, const uint8_t *bytes,
              size_t size)
{
    static struct arena arena;
    char *text;

    if (arena.base == NULL)
        arena_open(&arena);
    text = arena_allocate(&arena, size + 1);
    if (size > 0)
        memcpy(text, bytes, size);
    target->try(&arena, text, size);
    arena_reset(&arena);
}

void fuzz_print(const struct errors *errors)
{
    static FILE *nowhere;

    if (nowhere == NULL)
        nowhere = fopen("/dev/null", "w");
    if (nowhere == NULL)
        machine_failed("cannot open /dev/null");
    errors_print(errors, nowhere);
}
