/*
 * The memory of one replication: one contiguous address range, reserved large
 * and touched as it grows. Everything a replication owns lives in it, so that
 * copying the used bytes out and back, to the same addresses, is a saved
 * moment.
 */
#ifndef SIM_ARENA_H
#define SIM_ARENA_H

#include <stddef.h>

struct arena {
    char *base;
    size_t used;
    size_t peak; /* the most that was ever used, in bytes */
    size_t reserved;
};

/* A copy of an arena's used bytes; belongs to the arena that it was taken of.
 */
struct moment {
    size_t used;
    char *bytes;
};

/* Reserves address space; memory is taken only as it is touched. Exits with
 * status 3 when the machine cannot. Release with arena_close(). */
void arena_open(struct arena *arena);
void arena_close(struct arena *arena);

/* Forgets everything in the arena; the next user finds zeroed memory. */
void arena_reset(struct arena *arena);

/* Zeroed memory that lives until arena_reset() or arena_close(). Never NULL. */
void *arena_allocate(struct arena *arena, size_t bytes);

/* A copy of a string, and a formatted string, in the arena. */
char *arena_copy(struct arena *arena, const char *text);
char *arena_format(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Saves the used bytes; the caller releases them with moment_release(). */
struct moment arena_save(const struct arena *arena);

/* Puts the arena back to what it was: the same bytes at the same addresses. */
void arena_restore(struct arena *arena, const struct moment *moment);
void moment_release(struct moment *moment);

#define ARENA_NEW(arena, type) ((type *)arena_allocate(arena, sizeof(type)))
#define ARENA_ARRAY(arena, type, count)                                        \
    ((type *)arena_allocate(arena, sizeof(type) * (size_t)(count)))

#endif
