/*
 * Files and folders of input, as texts.
 */
#ifndef SIM_IO_FILES_H
#define SIM_IO_FILES_H

#include <stddef.h>

#include "sim/error.h"

struct file {
    const char *path; /* "stdin" for "-" */
    const char *text; /* ends with a NUL that is not counted */
    size_t length;
    struct file *next;
};

/* The faults of scenarios/presets/published.yaml, wherever the program is. */
#define FILES_PRESET "preset:published"

/* Reads FILES_PRESET, a file, standard input ("-"), or all *.yaml, *.yml and
 * *.json of a folder that are not hidden, by name. NULL after a mistake, which
 * is reported at `named_at`, or at the path itself if that has no line. In the
 * arena. */
struct file *files_read(struct arena *arena, const char *path,
                        struct place named_at, struct errors *errors);

/* The same of one file: not of a folder, a preset or standard input. */
struct file *files_read_one(struct arena *arena, const char *path,
                            struct place named_at, struct errors *errors);

/* `path` as seen from the folder of the file in which it is named; from where
 * the program runs, if an option names it. */
const char *files_beside(struct arena *arena, struct place named_at,
                         const char *path);

/* The last part of a path, without its suffix: "http-service"; "input" if that
 * says nothing, as of ".". */
const char *files_name(struct arena *arena, const char *path);

#endif
