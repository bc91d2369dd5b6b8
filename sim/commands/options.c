/* The command line, by the table of options. */
#include "sim/commands/option.h"

#include <getopt.h>
#include <string.h>
#include <unistd.h>

enum { FIRST_VALUE = 256 }; /* of options that have no letter */

void options_add_word(struct options *options, struct word **list,
                      const char *text)
{
    while (*list != NULL)
        list = &(*list)->next;
    *list = ARENA_NEW(&options->arena, struct word);
    (*list)->text = text;
}

/* The table as getopt_long() wants it. Without `simulates`, --help alone. */
static void make_tables(bool simulates, struct option longs[OPTIONS + 1],
                        char shorts[3 * OPTIONS + 2])
{
    int n = 0;

    *shorts++ = ':'; /* a missing value is told from an unknown option */
    for (int i = simulates ? 0 : OPTIONS - 1; i < OPTIONS; i++) {
        longs[n++] =
            (struct option){option_rows[i].name, option_rows[i].value != NULL,
                            NULL, FIRST_VALUE + i};
        if (option_rows[i].letter == 0)
            continue;
        *shorts++ = option_rows[i].letter;
        if (option_rows[i].value != NULL)
            *shorts++ = ':';
    }
    longs[n] = (struct option){0};
    *shorts = '\0';
}

/* "--replications or --replication": the options that begin with an
 * abbreviation, if there are several; else NULL. */
static const char *candidates(struct arena *arena, const char *name)
{
    size_t length = strlen(name);
    const char *all = NULL, *last = NULL;

    for (int i = 0; length > 2 && i < OPTIONS; i++) {
        if (strncmp(option_rows[i].name, name + 2, length - 2) != 0)
            continue;
        if (last != NULL)
            all = all == NULL ? last : arena_format(arena, "%s, %s", all, last);
        last = arena_format(arena, "--%s", option_rows[i].name);
    }
    return all == NULL ? NULL : arena_format(arena, "%s or %s", all, last);
}

/* What getopt_long() refused: word is what the user wrote. */
static void refuse(struct options *options, struct place place, int what,
                   const char *word, bool simulates)
{
    const char *names[OPTIONS + 1], *name, *several;
    int n = 0;

    if (what == ':') {
        error_at(&options->errors, place, "%s needs a value", word);
        return;
    }
    if (optopt >= FIRST_VALUE) {
        error_at(&options->errors, place, "--%s takes no value",
                 option_rows[optopt - FIRST_VALUE].name);
        return;
    }
    if (optopt != 0)
        word = arena_format(&options->arena, "-%c", optopt);
    for (int i = simulates ? 0 : OPTIONS - 1; i < OPTIONS; i++)
        names[n++] = arena_format(&options->arena, "--%s", option_rows[i].name);
    names[n] = NULL;
    name = arena_format(&options->arena, "%.*s", (int)strcspn(word, "="), word);
    several = simulates ? candidates(&options->arena, name) : NULL;
    if (several != NULL) {
        error_at(&options->errors, place, "\"%s\" can be %s", name, several);
        return;
    }
    error_at(&options->errors, place, "unknown option \"%s\"%s", name,
             did_you_mean(&options->arena, name, names));
}

static const struct option_row *row_of(int what)
{
    if (what >= FIRST_VALUE)
        return &option_rows[what - FIRST_VALUE];
    for (int i = 0; i < OPTIONS; i++)
        if (option_rows[i].letter == what)
            return &option_rows[i];
    return NULL;
}

static void parse(struct options *options, const struct command *command,
                  struct place place, int argc, char **argv)
{
    struct option longs[OPTIONS + 1];
    char shorts[3 * OPTIONS + 2];
    int what;

    make_tables(command->simulates, longs, shorts);
    opterr = 0;
    optind = 1;
    while ((what = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
        const struct option_row *row = row_of(what);

        if (what == '?' || what == ':')
            refuse(options, place, what, argv[optind - 1], command->simulates);
        else if (row != NULL && row->value != NULL && *optarg == '\0')
            error_at(&options->errors, place, "--%s needs a value", row->name);
        else if (row != NULL)
            row->take(options, row, optarg);
    }
}

static const char *quoted(struct arena *arena, const char *word)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "abcdefghijklmnopqrstuvwxyz"
                                "0123456789@%_-+=:,./";
    const char *text = "";

    if (*word != '\0' && strspn(word, plain) == strlen(word))
        return word;
    for (size_t length; *word != '\0'; word += length) {
        length = *word == '\'' ? 1 : strcspn(word, "'");
        text = *word == '\''
                   ? arena_format(arena, "%s'\\''", text)
                   : arena_format(arena, "%s%.*s", text, (int)length, word);
    }
    return arena_format(arena, "'%s'", text);
}

static void open_options(struct options *options, int argc, char **argv)
{
    *options = (struct options){0};
    arena_open(&options->arena);
    options->errors.arena = &options->arena;
    options->command = "nines";
    for (int i = 0; i < argc; i++)
        options->command =
            arena_format(&options->arena, "%s %s", options->command,
                         quoted(&options->arena, argv[i]));
}

void options_close(struct options *options)
{
    arena_close(&options->arena);
}

static int say_mistakes(const struct options *options,
                        const struct command *command)
{
    errors_print(&options->errors, stderr);
    fprintf(stderr, "`nines %s --help` shows how it is used.\n", command->name);
    return BAD_INPUT;
}

static void take_scenario(struct options *options, struct place place,
                          const char *word)
{
    if (*word == '\0')
        error_at(&options->errors, place, "the SCENARIO's name is empty");
    else if (options->scenario != NULL)
        error_at(&options->errors, place,
                 "one SCENARIO is enough: \"%s\" is a second one "
                 "(manifests are named with -f)",
                 word);
    else
        options->scenario = word;
}

static void check_together(struct options *options, struct place place)
{
    if (options->scenario == NULL && options->files == NULL &&
        options->errors.mistakes == 0)
        error_at(&options->errors, place,
                 "nothing is asked: name a SCENARIO, or manifests with -f");
    if (options->resume && options->output == NULL)
        error_at(&options->errors, place,
                 "--resume needs -o DB: there is what is complete");
    if (options->timelines > 0 && options->format != FORMAT_TABLE &&
        options->output == NULL)
        error_at(&options->errors, place,
                 "--timeline needs -o DB with --format json or csv: the "
                 "timeline's rows go there");
}

int options_read(struct options *options, const struct command *command,
                 int argc, char **argv)
{
    struct place place = {0};
    long online = sysconf(_SC_NPROCESSORS_ONLN);

    open_options(options, argc, argv);
    place.file = arena_format(&options->arena, "nines %s", command->name);
    options->threads = online < 1                 ? 1
                       : online > OPTIONS_THREADS ? OPTIONS_THREADS
                                                  : (int)online;
    parse(options, command, place, argc, argv);
    if (options->help) {
        command_help(command);
        return DONE;
    }
    for (int i = optind; i < argc; i++)
        take_scenario(options, place, argv[i]);
    check_together(options, place);
    return options->errors.mistakes > 0 ? say_mistakes(options, command) : -1;
}

int options_read_words(struct options *options, const struct command *command,
                       int argc, char **argv, int most)
{
    struct place place = {0};

    open_options(options, argc, argv);
    place.file = arena_format(&options->arena, "nines %s", command->name);
    parse(options, command, place, argc, argv);
    if (options->help) {
        command_help(command);
        return DONE;
    }
    for (int i = optind; i < argc && i < optind + most; i++)
        options_add_word(options, &options->files, argv[i]);
    if (argc - optind > most)
        error_at(&options->errors, place, "unexpected \"%s\"",
                 argv[optind + most]);
    return options->errors.mistakes > 0 ? say_mistakes(options, command) : -1;
}
