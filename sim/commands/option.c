/* The table of options, and what each of them sets. */
#include "sim/commands/option.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_TIMELINES = 1000 };

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
    options_add_word(options, &options->files, value);
}

static void take_nodes(struct options *options, const struct option_row *row,
                       const char *value)
{
    options->nodes = take_whole(options, row, value, MODEL_NODES);
}

static void take_zones(struct options *options, const struct option_row *row,
                       const char *value)
{
    options->zones = take_whole(options, row, value, MODEL_NODES);
}

static void take_set(struct options *options, const struct option_row *row,
                     const char *value)
{
    size_t length = strcspn(value, "=");

    if (length == 0 || value[length] == '\0')
        complain(options, row, value, "PATH=VALUE");
    else if (value[length + 1] == '\0')
        error_at(&options->errors, (struct place){"--set", 0, 0},
                 "%s needs a value: PATH=VALUE", value);
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
    options->threads = take_whole(options, row, value, OPTIONS_THREADS);
}

static void take_output(struct options *options, const struct option_row *row,
                        const char *value)
{
    (void)row;
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
    options_add_word(options, &options->gates, value);
}

static void take_flag(struct options *options, const struct option_row *row,
                      const char *value)
{
    (void)value;
    *(bool *)((char *)options + row->flag) = true;
}

#define SETS(name) take_flag, offsetof(struct options, name)

const struct option_row option_rows[] = {
    {"file", 'f', "FILE|DIR|-", take_file, 0,
     "manifests: a file, the YAML and JSON files of a folder, or standard "
     "input; may be repeated"},
    {"nodes", 0, "N", take_nodes, 0, "machines, where no file names any"},
    {"zones", 0, "N", take_zones, 0, "zones over which those are spread"},
    {"set", 0, "PATH=VALUE", take_set, 0,
     "change one thing, as deployment/web.replicas=5; may be repeated"},
    {"replications", 'n', "N", take_setting, 0, "how often it is simulated"},
    {"precision", 0, "P", take_setting, 0,
     "or: until the unavailability is known to so much, as 5%"},
    {"horizon", 0, "D", take_setting, 0, "for how long each time: 90d, 1y"},
    {"seed", 0, "N", take_setting, 0, "of all random numbers"},
    {"threads", 'j', "N", take_threads, 0,
     "at most this many; as many as CPUs"},
    {"output", 'o', "DB", take_output, 0,
     "an SQLite database to add the results to"},
    {"format", 0, "FORMAT", take_format, 0, "table, json or csv"},
    {"json", 0, NULL, take_json, 0, "short for --format json"},
    {"timeline", 0, "R", take_timeline, 0,
     "tell all that happens in replication R, from 0; may be repeated"},
    {"replication", 0, "R", take_replication, 0, "run replication R alone"},
    {"resume", 0, NULL, SETS(resume),
     "go on where an interrupted run stopped, with the same -o"},
    {"require", 0, "CONDITION", take_require, 0,
     "exit with 1 if missed, as 'availability(web) >= 99.9%'; may be repeated"},
    {"strict", 0, NULL, SETS(strict), "warnings are mistakes"},
    {"quiet", 0, NULL, SETS(quiet), "no warnings, no progress"},
    {"help", 'h', NULL, SETS(help), "this page"},
    {0},
};
