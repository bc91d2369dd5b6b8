/* The memory of one replication. */
#define _GNU_SOURCE
#include "sim/arena.h"

#include <assert.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "sim/failure.h"
#include "sim/poison.h"

enum { ALIGNMENT = 16 };

void arena_open(struct arena *arena)
{
    arena_open_small(arena, ARENA_RESERVED);
}

void arena_open_small(struct arena *arena, size_t reserved)
{
    void *base = mmap(NULL, reserved, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

    if (base == MAP_FAILED)
        machine_failed("cannot reserve memory for a replication");
    *arena = (struct arena){.base = base, .reserved = reserved};
}

void arena_close(struct arena *arena)
{
    MEMORY_UNPOISON(arena->base, arena->used);
    munmap(arena->base, arena->reserved);
    *arena = (struct arena){0};
}

void arena_reset(struct arena *arena)
{
    MEMORY_UNPOISON(arena->base, arena->used);
    memset(arena->base, 0, arena->used);
    arena->used = 0;
}

void *arena_allocate(struct arena *arena, size_t bytes)
{
    size_t start = (arena->used + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);

    if (bytes > arena->reserved - start)
        machine_failed("a replication needs more memory than was reserved");
    arena->used = start + bytes;
    return arena->base + start;
}

char *arena_copy(struct arena *arena, const char *text)
{
    size_t bytes = strlen(text) + 1;

    return memcpy(arena_allocate(arena, bytes), text, bytes);
}

char *arena_format(struct arena *arena, const char *format, ...)
{
    va_list arguments;
    int length;
    char *text;

    va_start(arguments, format);
    length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    text = arena_allocate(arena, (size_t)length + 1);
    va_start(arguments, format);
    vsnprintf(text, (size_t)length + 1, format, arguments);
    va_end(arguments);
    return text;
}

struct moment arena_save(const struct arena *arena)
{
    struct moment moment = {arena->base, arena->used, malloc(arena->used + 1)};

    if (moment.bytes == NULL)
        machine_failed("no memory to save a moment");
    MEMORY_UNPOISON(arena->base, arena->used);
    memcpy(moment.bytes, arena->base, arena->used);
    return moment;
}

void arena_restore(struct arena *arena, const struct moment *moment)
{
    assert(moment->base == arena->base);
    MEMORY_UNPOISON(arena->base, arena->used);
    if (arena->used > moment->used)
        memset(arena->base + moment->used, 0, arena->used - moment->used);
    memcpy(arena->base, moment->bytes, moment->used);
    arena->used = moment->used;
}

void moment_release(struct moment *moment)
{
    free(moment->bytes);
    *moment = (struct moment){0};
}
