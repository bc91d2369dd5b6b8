/* The command line: one table of options. */
#include "sim/commands/options.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_NODES = 1000000, MOST_THREADS = 1024, MOST_TIMELINES = 1000 };

struct option_row {
    const char *name;
    char letter;       /* or 0 */
    const char *value; /* what stands for it in the help, or NULL */
    void (*take)(struct options *options, const struct option_row *row,
                 const char *value);
    const char *meaning;
};

static void complain(struct options *options, const struct option_row *row,
                     const char *value, const char *expected)
{
    struct place place = {arena_format(&options->arena, "--%s", row->name), 0,
                          0};

    error_at(&options->errors, place, "\"%s\" is not %s", value, expected);
}

static bool read_whole(const char *text, long least, long most, long *number)
{
    char *end;

    errno = 0;
    *number = strtol(text, &end, 10);
    return end != text && *end == '\0' && errno == 0 && *number >= least &&
           *number <= most && strspn(text, "0123456789") == strlen(text);
}

static int take_whole(struct options *options, const struct option_row *row,
                      const char *value, long most)
{
    long number = 0;

    if (!read_whole(value, 1, most, &number))
        complain(options, row, value,
                 arena_format(&options->arena, "a whole number from 1 to %ld",
                              most));
    return (int)number;
}

static uint32_t take_replication_number(struct options *options,
                                        const struct option_row *row,
                                        const char *value)
{
    long number = 0;

    if (!read_whole(value, 0, UINT32_MAX - 1, &number))
        complain(options, row, value,
                 "the number of a replication, which count from 0");
    return (uint32_t)number;
}

static void add_word(struct options *options, struct word **list,
                     const char *text)
{
    while (*list != NULL)
        list = &(*list)->next;
    *list = ARENA_NEW(&options->arena, struct word);
    (*list)->text = text;
}

static void add_setting(struct options *options, const char *address,
                        const char *value, const char *option)
{
    struct setting **last = &options->settings;

    while (*last != NULL)
        last = &(*last)->next;
    *last = ARENA_NEW(&options->arena, struct setting);
    **last = (struct setting){address, value, {option, 0, 0}, NULL};
}

static void take_file(struct options *options, const struct option_row *row,
                      const char *value)
{
    (void)row;
    add_word(options, &options->files, value);
}

static void take_nodes(struct options *options, const struct option_row *row,
                       const char *value)
{
    options->nodes = take_whole(options, row, value, MOST_NODES);
}

static void take_zones(struct options *options, const struct option_row *row,
                       const char *value)
{
    options->zones = take_whole(options, row, value, MOST_NODES);
}

static void take_set(struct options *options, const struct option_row *row,
                     const char *value)
{
    size_t length = strcspn(value, "=");

    if (length == 0 || value[length] == '\0')
        complain(options, row, value, "PATH=VALUE");
    else
        add_setting(options,
                    arena_format(&options->arena, "%.*s", (int)length, value),
                    value + length + 1, "--set");
}

/* An option that is short for --set NAME=VALUE. */
static void take_setting(struct options *options, const struct option_row *row,
                         const char *value)
{
    add_setting(options, row->name, value,
                arena_format(&options->arena, "--%s", row->name));
}

static void take_threads(struct options *options, const struct option_row *row,
                         const char *value)
{
    options->threads = take_whole(options, row, value, MOST_THREADS);
}

static void take_output(struct options *options, const struct option_row *row,
                        const char *value)
{
    if (*value == '\0')
        complain(options, row, value, "the path of a database");
    options->output = value;
}

static void take_format(struct options *options, const struct option_row *row,
                        const char *value)
{
    static const char *const names[] = {"table", "json", "csv", NULL};

    for (int i = 0; names[i] != NULL; i++)
        if (strcmp(names[i], value) == 0) {
            options->format = (enum format)i;
            return;
        }
    complain(options, row, value,
             arena_format(&options->arena, "one of table, json, csv%s",
                          did_you_mean(&options->arena, value, names)));
}

static void take_json(struct options *options, const struct option_row *row,
                      const char *value)
{
    (void)row;
    (void)value;
    options->format = FORMAT_JSON;
}

static void take_timeline(struct options *options, const struct option_row *row,
                          const char *value)
{
    uint32_t number = take_replication_number(options, row, value);
    int at = 0;

    if (options->timeline == NULL)
        options->timeline =
            ARENA_ARRAY(&options->arena, uint32_t, MOST_TIMELINES);
    while (at < options->timelines && options->timeline[at] < number)
        at++;
    if (at < options->timelines && options->timeline[at] == number)
        return;
    if (options->timelines == MOST_TIMELINES) {
        complain(options, row, value, "within the first 1000 timelines");
        return;
    }
    memmove(options->timeline + at + 1, options->timeline + at,
            sizeof(uint32_t) * (size_t)(options->timelines - at));
    options->timeline[at] = number;
    options->timelines++;
}

static void take_replication(struct options *options,
                             const struct option_row *row, const char *value)
{
    options->alone = true;
    options->replication = take_replication_number(options, row, value);
}

static void take_require(struct options *options, const struct option_row *row,
                         const char *value)
{
    (void)row;
    add_word(options, &options->requirements, value);
}

/* An option without a value: its row's name says which. */
static void take_flag(struct options *options, const struct option_row *row,
                      const char *value)
{
    (void)value;
    switch (row->name[0]) {
    case 'r':
        options->resume = true;
        break;
    case 's':
        options->strict = true;
        break;
    case 'q':
        options->quiet = true;
        break;
    default:
        options->help = true;
    }
}

static const struct option_row rows[] = {
    {"file", 'f', "FILE|DIR|-", take_file,
     "manifests: a file, the YAML and JSON files of a folder, or standard "
     "input; may be repeated"},
    {"nodes", 0, "N", take_nodes, "machines, where no file names any"},
    {"zones", 0, "N", take_zones, "zones over which those are spread"},
    {"set", 0, "PATH=VALUE", take_set,
     "change one thing, as deployment/web.replicas=5; may be repeated"},
    {"replications", 'n', "N", take_setting, "how often it is simulated"},
    {"horizon", 0, "D", take_setting, "for how long each time: 90d, 1y"},
    {"seed", 0, "N", take_setting, "of all random numbers"},
    {"threads", 'j', "N", take_threads, "at most this many; as many as CPUs"},
    {"output", 'o', "DB", take_output,
     "an SQLite database to add the results to"},
    {"format", 0, "FORMAT", take_format, "table, json or csv"},
    {"json", 0, NULL, take_json, "short for --format json"},
    {"timeline", 0, "R", take_timeline,
     "tell all that happens in replication R, from 0; may be repeated"},
    {"replication", 0, "R", take_replication, "run replication R alone"},
    {"resume", 0, NULL, take_flag,
     "go on where an interrupted run stopped, with the same -o"},
    {"require", 0, "CONDITION", take_require,
     "exit with 1 if missed, as 'availability(web) >= 99.9%'; may be repeated"},
    {"strict", 0, NULL, take_flag, "warnings are mistakes"},
    {"quiet", 0, NULL, take_flag, "no warnings, no progress"},
    {"help", 'h', NULL, take_flag, "this page"},
};

enum { ROWS = sizeof(rows) / sizeof(*rows), FIRST_VALUE = 256 };

/* The table as getopt_long() wants it. Without `simulates`, --help alone. */
static void make_tables(bool simulates, struct option longs[ROWS + 1],
                        char shorts[3 * ROWS + 2])
{
    int n = 0;

    *shorts++ = ':'; /* a missing value is told from an unknown option */
    for (int i = simulates ? 0 : ROWS - 1; i < ROWS; i++) {
        longs[n++] = (struct option){rows[i].name, rows[i].value != NULL, NULL,
                                     FIRST_VALUE + i};
        if (rows[i].letter == 0)
            continue;
        *shorts++ = rows[i].letter;
        if (rows[i].value != NULL)
            *shorts++ = ':';
    }
    longs[n] = (struct option){0};
    *shorts = '\0';
}

/* What getopt_long() refused: word is what the user wrote. */
static void refuse(struct options *options, struct place place, int what,
                   const char *word, bool simulates)
{
    const char *names[ROWS + 1], *name;
    int n = 0;

    if (what == ':') {
        error_at(&options->errors, place, "%s needs a value", word);
        return;
    }
    if (optopt >= FIRST_VALUE) {
        error_at(&options->errors, place, "--%s takes no value",
                 rows[optopt - FIRST_VALUE].name);
        return;
    }
    if (optopt != 0)
        word = arena_format(&options->arena, "-%c", optopt);
    for (int i = simulates ? 0 : ROWS - 1; i < ROWS; i++)
        names[n++] = arena_format(&options->arena, "--%s", rows[i].name);
    names[n] = NULL;
    name = arena_format(&options->arena, "%.*s", (int)strcspn(word, "="), word);
    error_at(&options->errors, place, "unknown option \"%s\"%s", name,
             did_you_mean(&options->arena, name, names));
}

static const struct option_row *row_of(int what)
{
    if (what >= FIRST_VALUE)
        return &rows[what - FIRST_VALUE];
    for (int i = 0; i < ROWS; i++)
        if (rows[i].letter == what)
            return &rows[i];
    return NULL;
}

static void parse(struct options *options, const struct command *command,
                  struct place place, int argc, char **argv)
{
    struct option longs[ROWS + 1];
    char shorts[3 * ROWS + 2];
    int what;

    make_tables(command->simulates, longs, shorts);
    opterr = 0;
    optind = 1;
    while ((what = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
        const struct option_row *row = row_of(what);

        if (what == '?' || what == ':')
            refuse(options, place, what, argv[optind - 1], command->simulates);
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

static void check_together(struct options *options, struct place place)
{
    if (options->scenario == NULL && options->files == NULL)
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
    options->threads = online < 1              ? 1
                       : online > MOST_THREADS ? MOST_THREADS
                                               : (int)online;
    parse(options, command, place, argc, argv);
    if (options->help) {
        command_help(command);
        return DONE;
    }
    for (int i = optind; i < argc; i++) {
        if (options->scenario != NULL)
            error_at(&options->errors, place,
                     "one SCENARIO is enough: \"%s\" is a second one "
                     "(manifests are named with -f)",
                     argv[i]);
        else
            options->scenario = argv[i];
    }
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
        add_word(options, &options->files, argv[i]);
    if (argc - optind > most)
        error_at(&options->errors, place, "unexpected \"%s\"",
                 argv[optind + most]);
    return options->errors.mistakes > 0 ? say_mistakes(options, command) : -1;
}

struct tree *options_rows(struct arena *arena)
{
    struct tree *table = tree_new(arena, TREE_SEQUENCE);

    for (int i = 0; i < ROWS; i++) {
        const struct option_row *row = &rows[i];
        struct tree *line = tree_append(table, tree_new(arena, TREE_SEQUENCE));
        const char *text = arena_format(
            arena, "%s--%s%s%s",
            row->letter ? (char[]){'-', row->letter, ',', ' ', 0} : "    ",
            row->name, row->value ? " " : "", row->value ? row->value : "");

        tree_append(line, tree_scalar(arena, text));
        tree_append(line, tree_scalar(arena, row->meaning));
    }
    return table;
}
