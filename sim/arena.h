/*
 * The memory of one replication: one contiguous address range, reserved large
 * and touched as it grows. Everything a replication owns lives in it, so that
 * copying the used bytes out and back, to the same addresses, is a saved
 * moment.
 */
#ifndef SIM_ARENA_H
#define SIM_ARENA_H

#include <stdbool.h>
#include <stddef.h>

/* Address space for one replication. 1024 of them, and the outcomes that wait
 * for their turn, fit into the 128 TiB of a process; the thread sanitizer
 * leaves 3 TiB. */
#ifndef ARENA_RESERVED
#ifdef SHRINK_INITIAL_SIZES
#define ARENA_RESERVED ((size_t)1 << 32)
#else
#define ARENA_RESERVED ((size_t)1 << 36)
#endif
#endif

/* Bytes of a line of the processor's cache: what fills lines begins one. */
enum { CACHE_LINE = 64 };

struct arena {
    char *base;
    size_t used;
    size_t reserved;
};

/* A copy of an arena's used bytes; belongs to the arena that it was taken of.
 */
struct moment {
    const char *base; /* that arena's */
    size_t used;
    char *bytes;
    bool *poisoned; /* see poison.h: each eighth byte; NULL if none is kept */
};

/* Reserves address space; memory is taken only as it is touched. Exits with
 * status 3 when the machine cannot. Release with arena_close(). */
void arena_open(struct arena *arena);

/* The same with room for less, for arenas of which there are many. */
void arena_open_small(struct arena *arena, size_t reserved);
void arena_close(struct arena *arena);

/* Forgets everything in the arena; the next user finds zeroed memory. */
void arena_reset(struct arena *arena);

/* Zeroed memory that lives until arena_reset() or arena_close(). Never NULL. */
void *arena_allocate(struct arena *arena, size_t bytes);

/* Gives back to the machine what is no longer used, in whole pages: what grew
 * leaves its earlier rooms behind. It may not be looked at again. */
void arena_forget(struct arena *arena, void *memory, size_t bytes);

/* A copy of a string, and a formatted string, in the arena. */
char *arena_copy(struct arena *arena, const char *text);
char *arena_format(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Saves the used bytes, and which of them are poisoned; the caller releases
 * them with moment_release(). */
struct moment arena_save(const struct arena *arena);

/* Puts the arena back to what it was: the same bytes at the same addresses.
 * The moment must be this arena's. */
void arena_restore(struct arena *arena, const struct moment *moment);
void moment_release(struct moment *moment);

/* How many things that which grows has room for at first, a power of two; only
 * one in test builds, so that all that grows does so there. */
#ifdef SHRINK_INITIAL_SIZES
#define INITIAL_SIZE(usual) 1
#else
#define INITIAL_SIZE(usual) usual
#endif

#define ARENA_NEW(arena, type) ((type *)arena_allocate(arena, sizeof(type)))
#define ARENA_ARRAY(arena, type, count)                                        \
    ((type *)arena_allocate(arena, sizeof(type) * (size_t)(count)))

#endif
