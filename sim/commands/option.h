/*
 * One option of the command line, and the table of all: from it come parsing,
 * --help and "did you mean".
 */
#ifndef SIM_COMMANDS_OPTION_H
#define SIM_COMMANDS_OPTION_H

#include "sim/commands/options.h"

struct option_row {
    const char *name;
    char letter;       /* or 0 */
    const char *value; /* what stands for it in the help, or NULL */
    void (*take)(struct options *options, const struct option_row *row,
                 const char *value);
    size_t flag; /* in struct options, of an option that only sets it; else 0 */
    const char *meaning;
};

/* Ends with a row without a name. */
extern const struct option_row option_rows[];

#endif
