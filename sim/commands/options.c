/* The command line, by the table of options. */
#include "sim/commands/option.h"

#include <getopt.h>
#include <stddef.h>
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

static size_t count_rows(void)
{
    size_t count = 0;

    while (option_rows[count].name != NULL)
        count++;
    return count;
}

/* What does not simulate takes --help alone. */
static bool is_taken(const struct option_row *row, bool simulates)
{
    return simulates || row->flag == offsetof(struct options, help);
}

/* The table as getopt_long() wants it, in the arena. */
static struct option *make_tables(struct arena *arena, bool simulates,
                                  char **letters)
{
    size_t count = count_rows();
    struct option *longs = ARENA_ARRAY(arena, struct option, count + 1);
    struct option *last = longs;
    char *shorts = arena_allocate(arena, 2 * count + 2);

    *letters = shorts;
    *shorts++ = ':'; /* a missing value is told from an unknown option */
    for (size_t i = 0; i < count; i++) {
        const struct option_row *row = &option_rows[i];

        if (!is_taken(row, simulates))
            continue;
        *last++ = (struct option){row->name, row->value != NULL, NULL,
                                  FIRST_VALUE + (int)i};
        if (row->letter == 0)
            continue;
        *shorts++ = row->letter;
        if (row->value != NULL)
            *shorts++ = ':';
    }
    return longs;
}

/* "--replications or --replication": the options that begin with an
 * abbreviation, if there are several; else NULL. */
static const char *candidates(struct arena *arena, const char *name)
{
    size_t length = strlen(name);
    const char *all = NULL, *last = NULL;

    for (const struct option_row *row = option_rows;
         length > 2 && row->name != NULL; row++) {
        if (strncmp(row->name, name + 2, length - 2) != 0)
            continue;
        if (last != NULL)
            all = all == NULL ? last : arena_format(arena, "%s, %s", all, last);
        last = arena_format(arena, "--%s", row->name);
    }
    return all == NULL ? NULL : arena_format(arena, "%s or %s", all, last);
}

/* The names of the options that are taken, for did_you_mean(). */
static const char *const *names_of(struct arena *arena, bool simulates)
{
    const char **names = ARENA_ARRAY(arena, const char *, count_rows() + 1);
    size_t n = 0;

    for (const struct option_row *row = option_rows; row->name != NULL; row++)
        if (is_taken(row, simulates))
            names[n++] = arena_format(arena, "--%s", row->name);
    return names;
}

/* What getopt_long() refused: word is what the user wrote. */
static void refuse(struct options *options, struct place place, int what,
                   const char *word, bool simulates)
{
    const char *name, *several;

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
    name = arena_format(&options->arena, "%.*s", (int)strcspn(word, "="), word);
    several = simulates ? candidates(&options->arena, name) : NULL;
    if (several != NULL) {
        error_at(&options->errors, place, "\"%s\" can be %s", name, several);
        return;
    }
    error_at(&options->errors, place, "unknown option \"%s\"%s", name,
             did_you_mean(&options->arena, name,
                          names_of(&options->arena, simulates)));
}

static const struct option_row *row_of(int what)
{
    if (what >= FIRST_VALUE)
        return &option_rows[what - FIRST_VALUE];
    for (const struct option_row *row = option_rows; row->name != NULL; row++)
        if (row->letter == what)
            return row;
    return NULL;
}

static void parse(struct options *options, const struct command *command,
                  struct place place, int argc, char **argv)
{
    char *shorts;
    struct option *longs =
        make_tables(&options->arena, command->simulates, &shorts);
    int what;

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
    /* In ordinary pages: large ones are for replications. */
    arena_open_small(&options->arena, ARENA_RESERVED);
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
