/*
 * The shape of a command of the program. Its function gets what stands after
 * its name, and returns the exit status.
 */
#ifndef SIM_COMMANDS_COMMAND_H
#define SIM_COMMANDS_COMMAND_H

#include <stdbool.h>

#define NINES_VERSION "0.1.0"

enum status { DONE = 0, ANSWER_IS_NO = 1, BAD_INPUT = 2, INTERRUPTED = 130 };

struct command {
    const char *name;
    const char *summary;         /* one line */
    const char *usage;           /* what stands after the name */
    const char *const *examples; /* lines to copy; ends with NULL */
    bool simulates; /* takes the options of sim/commands/options.h */
    int (*run)(const struct command *command, int argc, char **argv);
};

extern const struct command command_run;
extern const struct command command_validate;
extern const struct command command_explain_kind;
extern const struct command command_version;

/* Prints the command's page: examples first, options by their table. */
void command_help(const struct command *command);

#endif
