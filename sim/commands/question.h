/*
 * From the command line to a scenario that can be simulated: reads the files,
 * asks the model, says what is wrong.
 */
#ifndef SIM_COMMANDS_QUESTION_H
#define SIM_COMMANDS_QUESTION_H

#include "sim/commands/options.h"
#include "sim/io/files.h"

struct named_columns;

struct asked {
    struct options *options;
    struct question question;
    struct file *inputs;           /* all that was read, in order */
    struct named_columns *columns; /* the tables among them */
    const struct scenario *scenario;
    struct run_plan plan;
    struct gate *gates;
};

/* Returns -1, or the status with which to exit after it said what is wrong.
 * Everything lives in the options' arena. */
int question_ask(struct asked *asked, struct options *options);

/* What of the command line changes the question, as JSON: address -> value. How
 * often it is simulated does not. */
const char *question_settings(const struct asked *asked);

#endif
