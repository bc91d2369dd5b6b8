/*
 * The options that simulating commands, and validate, share.
 */
#ifndef SIM_COMMANDS_OPTIONS_H
#define SIM_COMMANDS_OPTIONS_H

#include "sim/commands/command.h"
#include "sim/model.h"

enum { OPTIONS_THREADS = 1024 }; /* at most */

enum format { FORMAT_TABLE, FORMAT_JSON, FORMAT_CSV };

/* A word of the command line that may stand there several times. */
struct word {
    const char *text;
    struct word *next;
};

struct options {
    struct arena arena;
    struct errors errors;
    const char *command;  /* the whole line, as a shell would read it */
    const char *scenario; /* or NULL */
    struct word *files;
    int nodes;
    int zones;
    struct setting *settings;
    int threads;
    const char *output; /* or NULL */
    enum format format;
    uint32_t *timeline; /* sorted, each once */
    int timelines;
    bool alone; /* only this replication */
    uint32_t replication;
    struct word *gates;
    bool resume;
    bool strict;
    bool quiet;
    bool help;
};

/* Reads a command line; argv[0] is the command's name. Returns -1, or the
 * status with which to exit, after it said why or printed the help. The caller
 * closes the options in either case. */
int options_read(struct options *options, const struct command *command,
                 int argc, char **argv);
void options_close(struct options *options);

/* For commands that take no options but --help: the same, and at most `most`
 * words. */
int options_read_words(struct options *options, const struct command *command,
                       int argc, char **argv, int most);

/* Appends a word to a list of the options. */
void options_add_word(struct options *options, struct word **list,
                      const char *text);

#endif
