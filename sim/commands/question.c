/* From the command line to a scenario. */
#include "sim/commands/question.h"

#include <stdlib.h>
#include <string.h>

#include "sim/commands/gate.h"
#include "sim/failure.h"
#include "sim/io/csv.h"
#include "sim/io/yaml.h"

/* A table is read once, however many values name it. */
struct named_columns {
    const char *path;
    const struct columns_form *form;
    const struct columns
        *columns; /* NULL: it could not be read, and was told */
    struct named_columns *next;
};

static void add_inputs(struct asked *asked, struct file *file)
{
    struct file **last = &asked->inputs;

    while (*last != NULL)
        last = &(*last)->next;
    *last = file;
}

/* Appends the documents of a file or folder; false after a mistake. */
static bool read_documents(struct asked *asked, const char *path,
                           struct place named_at, struct tree *documents,
                           struct errors *errors)
{
    struct arena *arena = asked->question.arena;
    int mistakes = errors->mistakes;
    struct file *file = files_read(arena, path, named_at, errors);

    add_inputs(asked, file);
    for (; file != NULL; file = file->next) {
        struct tree *read =
            yaml_read(arena, file->path, file->text, file->length, errors);
        struct tree *each = read == NULL ? NULL : read->first, *next;

        for (; each != NULL; each = next) {
            next = each->next;
            tree_append(documents, each);
        }
    }
    return errors->mistakes == mistakes;
}

/* What the model calls for what a document names. */
static struct tree *read_named(const struct question *question,
                               const char *path, struct place named_at,
                               struct errors *errors)
{
    struct tree *documents = tree_new(question->arena, TREE_SEQUENCE);
    const char *beside = files_beside(question->arena, named_at, path);

    return read_documents(question->reader, beside, named_at, documents, errors)
               ? documents
               : NULL;
}

/* What the reader of a parameter calls for a table that a value names. */
static const struct columns *read_columns(const char *path,
                                          const struct columns_form *form,
                                          struct place named_at,
                                          struct errors *errors)
{
    struct asked *asked = errors->columns.context;
    const char *beside = files_beside(errors->arena, named_at, path);
    struct named_columns *each = asked->columns;
    struct file *file;

    while (each != NULL &&
           (each->form != form || strcmp(each->path, beside) != 0))
        each = each->next;
    if (each != NULL)
        return each->columns;
    each = ARENA_NEW(errors->arena, struct named_columns);
    *each = (struct named_columns){beside, form, NULL, asked->columns};
    asked->columns = each;
    file = files_read_one(errors->arena, beside, named_at, errors);
    if (file == NULL)
        return NULL;
    add_inputs(asked, file);
    each->columns =
        csv_read(errors->arena, form, beside, file->text, file->length, errors);
    return each->columns;
}

/* The scenario's; without one, that of the manifests that come first by name,
 * so that their order on the command line does not matter. */
static const char *name_of(struct options *options)
{
    const char *path = options->scenario;

    if (path == NULL) {
        path = options->files->text;
        for (const struct word *each = options->files; each; each = each->next)
            if (strcmp(each->text, path) < 0)
                path = each->text;
    }
    return strcmp(path, "-") == 0 ? "stdin" : files_name(&options->arena, path);
}

static void read_inputs(struct asked *asked, struct options *options)
{
    struct question *question = &asked->question;
    struct place option = {"-f", 0, 0}, argument = {"nines", 0, 0};
    int from_stdin = 0;

    if (options->scenario != NULL) {
        from_stdin += strcmp(options->scenario, "-") == 0;
        read_documents(asked, options->scenario, argument, question->documents,
                       &options->errors);
    }
    for (const struct word *each = options->files; each; each = each->next) {
        if (strcmp(each->text, "-") == 0 && from_stdin++ > 0)
            error_at(&options->errors, option,
                     "standard input can be read only once");
        else
            read_documents(asked, each->text, option, question->documents,
                           &options->errors);
    }
}

static void check_replications(struct asked *asked)
{
    struct options *options = asked->options;
    uint32_t count = asked->plan.replications;

    for (int i = 0; i < options->timelines; i++)
        if (options->timeline[i] >= count)
            error_at(&options->errors, (struct place){"--timeline", 0, 0},
                     "there is no replication %u: they are 0 to %u",
                     options->timeline[i], count - 1);
    if (options->alone && options->replication >= count)
        error_at(&options->errors, (struct place){"--replication", 0, 0},
                 "there is no replication %u: they are 0 to %u",
                 options->replication, count - 1);
    for (int i = 0; i < options->timelines && options->alone; i++)
        if (options->timeline[i] != options->replication)
            error_at(&options->errors, (struct place){"--timeline", 0, 0},
                     "replication %u is not run: --replication is %u",
                     options->timeline[i], options->replication);
}

/* Not every model has machines. */
static void check_nodes(const struct question *question, struct errors *errors)
{
    if (!model.has_nodes && question->nodes > 0)
        error_at(errors, (struct place){"--nodes", 0, 0},
                 "this model has no machines");
    if (!model.has_nodes && question->zones > 0)
        error_at(errors, (struct place){"--zones", 0, 0},
                 "this model has no machines, and so no zones");
}

static void prepare(struct asked *asked)
{
    struct options *options = asked->options;
    struct gate **last = &asked->gates;

    check_nodes(&asked->question, &options->errors);
    asked->scenario = model_prepare(&asked->question, &options->errors);
    if (asked->scenario == NULL)
        return;
    asked->plan = model_plan(asked->scenario);
    if (asked->plan.replications > 0)
        check_replications(asked);
    for (const struct word *word = options->gates; word != NULL;
         word = word->next) {
        *last = gate_read(&options->arena, word->text, asked->scenario,
                          &options->errors);
        if (*last != NULL)
            last = &(*last)->next;
    }
}

static void drop_warnings(struct errors *errors)
{
    struct message **link = &errors->first;

    errors->last = NULL;
    while (*link != NULL) {
        if ((*link)->warning) {
            *link = (*link)->next;
        } else {
            errors->last = *link;
            link = &(*link)->next;
        }
    }
    errors->warnings = 0;
}

int question_ask(struct asked *asked, struct options *options)
{
    struct question *question = &asked->question;

    *asked = (struct asked){.options = options};
    options->errors.strict = options->strict;
    options->errors.columns = (struct column_reader){read_columns, asked};
    *question = (struct question){
        .documents = tree_new(&options->arena, TREE_SEQUENCE),
        .name = name_of(options),
        .settings = options->settings,
        .nodes = options->nodes,
        .zones = options->zones,
        .read = read_named,
        .reader = asked,
        .arena = &options->arena,
        .recorded = options->output != NULL,
        .timelines = options->timelines,
        .timeline = options->timeline,
    };
    read_inputs(asked, options);
    /* What could not be read would be missed: one mistake, told many times. */
    if (options->errors.mistakes == 0)
        prepare(asked);
    if (options->quiet)
        drop_warnings(&options->errors);
    errors_print(&options->errors, stderr);
    return options->errors.mistakes > 0 ? BAD_INPUT : -1;
}

const char *question_settings(const struct asked *asked)
{
    struct arena *arena = asked->question.arena;
    struct tree *settings = tree_new(arena, TREE_MAPPING);
    char *json, *copy;
    size_t length;
    FILE *to = open_memstream(&json, &length);

    if (to == NULL)
        machine_failed("no memory for the settings");
    if (asked->question.nodes > 0)
        tree_put_count(arena, settings, "--nodes", asked->question.nodes);
    if (asked->question.zones > 0)
        tree_put_count(arena, settings, "--zones", asked->question.zones);
    for (const struct setting *each = asked->question.settings; each != NULL;
         each = each->next)
        if (strcmp(each->address, "replications") != 0)
            tree_put_text(arena, settings, each->address, each->value);
    tree_write_json(settings, to);
    if (fclose(to) != 0)
        machine_failed("no memory for the settings");
    copy = arena_copy(arena, json);
    free(json);
    return copy;
}
