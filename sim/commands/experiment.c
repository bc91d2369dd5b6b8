/* What a run leaves in a database. */
#include "sim/commands/experiment.h"

#include <stdlib.h>
#include <string.h>

#include "sim/failure.h"
#include "sim/io/digest.h"

static int by_path(const void *a, const void *b)
{
    const struct database_input *x = a, *y = b;
    int order = strcmp(x->path, y->path);

    return order != 0 ? order : strcmp(x->sha256, y->sha256);
}

/* Sorted, and each once: the order of files does not change the answer. */
static struct database_input *inputs_of(const struct asked *asked, int *count)
{
    struct arena *arena = asked->question.arena;
    struct database_input *inputs;
    size_t n = 0, kept = 0;

    for (const struct file *each = asked->inputs; each; each = each->next)
        n++;
    inputs = ARENA_ARRAY(arena, struct database_input, n);
    n = 0;
    for (const struct file *each = asked->inputs; each; each = each->next)
        inputs[n++] = (struct database_input){
            each->path, digest_of(arena, each->text, each->length), each->text,
            each->length};
    qsort(inputs, n, sizeof(*inputs), by_path);
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || strcmp(inputs[kept - 1].path, inputs[i].path) != 0)
            inputs[kept++] = inputs[i];
    *count = (int)kept;
    return inputs;
}

static int by_line(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* What was read, wherever it stood: a file is named by the last part of its
 * path, so that ./x.yaml and x.yaml ask the same. */
static void write_inputs(const struct asked *asked,
                         const struct experiment *experiment, FILE *to)
{
    struct arena *arena = asked->question.arena;
    size_t count = (size_t)experiment->input_count;
    const char **lines = ARENA_ARRAY(arena, const char *, count);

    for (size_t i = 0; i < count; i++) {
        const struct database_input *input = &experiment->inputs[i];
        const char *slash = strrchr(input->path, '/');

        lines[i] = arena_format(arena, "%s %s", input->sha256,
                                slash == NULL ? input->path : slash + 1);
    }
    qsort(lines, count, sizeof(*lines), by_line);
    for (size_t i = 0; i < count; i++)
        fprintf(to, "%s\n", lines[i]);
}

/* Timelines are left out: they only tell more of the same answer; and how many
 * replications: they are the same ones. */
static const char *digest(const struct asked *asked,
                          const struct experiment *experiment)
{
    struct arena *arena = asked->question.arena;
    char *text, *copy;
    size_t length;
    FILE *to = open_memstream(&text, &length);

    if (to == NULL)
        machine_failed("no memory for a digest");
    write_inputs(asked, experiment, to);
    fprintf(to, "scenario %s\nsettings %s\nseed %llu\nhorizon %.17g\n",
            experiment->scenario, experiment->settings,
            (unsigned long long)asked->plan.seed,
            time_seconds(asked->plan.horizon));
    if (asked->options->alone)
        fprintf(to, "replication %u\n", asked->options->replication);
    if (fclose(to) != 0)
        machine_failed("no memory for a digest");
    copy = arena_copy(arena, digest_of(arena, text, length));
    free(text);
    return copy;
}

static const char *timelines(const struct options *options, struct arena *arena)
{
    const char *text = "";

    for (int i = 0; i < options->timelines; i++)
        text = arena_format(arena, "%s%s%u", text, i > 0 ? "," : "",
                            options->timeline[i]);
    return text;
}

struct experiment experiment_of(const struct asked *asked)
{
    struct arena *arena = asked->question.arena;
    const struct options *options = asked->options;
    struct experiment experiment = {
        .scenario = asked->plan.name,
        .seed = asked->plan.seed,
        .horizon_seconds = time_seconds(asked->plan.horizon),
        .replications = options->alone ? 1 : asked->plan.replications,
        .warm_up_seconds = time_seconds(asked->plan.warm_up),
        .precision = options->alone ? 0 : asked->plan.precision,
        .version = NINES_VERSION,
        .command = options->command,
        .timelines = timelines(options, arena),
        .settings = question_settings(asked),
        .layout = asked->plan.layout,
    };

    experiment.inputs = inputs_of(asked, &experiment.input_count);
    experiment.digest = digest(asked, &experiment);
    return experiment;
}
