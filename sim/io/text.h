/*
 * A configuration's text, made clean UTF-8 before anyone parses it, so that
 * faults of encoding have a place: byte order marks and UTF-16 are taken in,
 * what is not text is refused, and JSON is written so that a YAML reader takes
 * it (surrogate pairs, long keys).
 */
#ifndef SIM_IO_TEXT_H
#define SIM_IO_TEXT_H

#include <stddef.h>

#include "sim/error.h"

struct text {
    struct arena *arena;
    const char *file;
    char *start; /* UTF-8, ends with a NUL */
    size_t length;
};

/* The text in the arena; false after a mistake. */
bool text_open(struct text *source, struct arena *arena, const char *file,
               const char *text, size_t length, struct errors *errors);

/* Where the character of that number stands, and where p's line begins. */
const char *text_character(const struct text *source, size_t character);
const char *text_line(const struct text *source, const char *p);

/* The line and column at which p stands. */
struct place text_place(const struct text *source, const char *p);

#endif
