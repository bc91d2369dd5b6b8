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
#include <unistd.h>

#include "sim/failure.h"
#include "sim/poison.h"

enum {
    ALIGNMENT = 16,
    GRANULE = 8,    /* bytes that the address sanitizer poisons as one */
    SMALL = 1 << 22 /* bytes of an arena that has ordinary pages */
};

void arena_open(struct arena *arena)
{
    arena_open_small(arena, ARENA_RESERVED);
    /* Large replications spare the processor's table of pages; small ones need
     * not clear so much. A kernel that will not is as well. */
    madvise(arena->base + SMALL, arena->reserved - SMALL, MADV_HUGEPAGE);
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

void arena_forget(struct arena *arena, void *memory, size_t bytes)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    size_t start = (size_t)((char *)memory - arena->base);
    size_t first = (start + page - 1) / page * page;
    size_t end = (start + bytes) / page * page;

    if (end > first)
        madvise(arena->base + first, end - first, MADV_DONTNEED);
    MEMORY_POISON(memory, bytes);
}

/* Of a large one the machine takes the pages back, which are zero then. */
void arena_reset(struct arena *arena)
{
    size_t rest = arena->used < SMALL ? arena->used : SMALL;

    MEMORY_UNPOISON(arena->base, arena->used);
    memset(arena->base, 0, rest);
    if (arena->used > SMALL)
        madvise(arena->base + SMALL, arena->used - SMALL, MADV_DONTNEED);
    arena->used = 0;
}

void *arena_allocate(struct arena *arena, size_t bytes)
{
    size_t alignment = bytes % CACHE_LINE == 0 ? CACHE_LINE : ALIGNMENT;
    size_t start = (arena->used + alignment - 1) & ~(alignment - 1);

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

static void *copy_allocate(size_t bytes)
{
    void *copy = malloc(bytes);

    if (copy == NULL)
        machine_failed("no memory to save a moment");
    return copy;
}

/* The sanitizer's own note of it cannot be read as memory can. */
static bool *note_poison(const struct arena *arena)
{
    bool *poisoned;

    if (!POISON_IS_KEPT)
        return NULL;
    poisoned = copy_allocate(arena->used / GRANULE + 1);
    for (size_t i = 0; i < arena->used / GRANULE; i++)
        poisoned[i] = MEMORY_IS_POISONED(arena->base + i * GRANULE);
    return poisoned;
}

static void poison_again(const struct arena *arena, const bool *poisoned)
{
    for (size_t i = 0; poisoned != NULL && i < arena->used / GRANULE; i++)
        if (poisoned[i])
            MEMORY_POISON(arena->base + i * GRANULE, GRANULE);
}

struct moment arena_save(const struct arena *arena)
{
    struct moment moment = {arena->base, arena->used,
                            copy_allocate(arena->used + 1), note_poison(arena)};

    MEMORY_UNPOISON(arena->base, arena->used);
    memcpy(moment.bytes, arena->base, arena->used);
    poison_again(arena, moment.poisoned);
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
    poison_again(arena, moment->poisoned);
}

void moment_release(struct moment *moment)
{
    free(moment->bytes);
    free(moment->poisoned);
    *moment = (struct moment){0};
}
