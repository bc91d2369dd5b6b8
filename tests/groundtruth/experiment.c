/* Time lines of many replications, as the program tells them. */
#include "tests/groundtruth/experiment.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "models/scenario/scenario.h"
#include "sim/commands/question.h"
#include "sim/failure.h"
#include "sim/replicate.h"
#include "tests/sheet.h"

/* What of it was measured, and becomes of it. */
struct wanted {
    const struct metric *metric;
    struct sample *simulated;
};

struct experiment {
    struct study *study;
    int replicas;       /* of all workloads */
    struct arena found; /* happenings of one replication */
    int count;
    struct wanted *wanted;
};

static struct happenings happenings_of(struct experiment *experiment,
                                       const struct outcome *outcome)
{
    struct happenings happenings = {.replicas = experiment->replicas};
    struct happening *all;
    int rows = 0;

    arena_reset(&experiment->found);
    for (const struct row *row = outcome->first; row != NULL; row = row->next)
        rows += row->table == TABLE_TIMELINE;
    all = ARENA_ARRAY(&experiment->found, struct happening, rows);
    for (const struct row *row = outcome->first; row != NULL; row = row->next)
        if (row->table == TABLE_TIMELINE)
            all[happenings.count++] =
                (struct happening){row->values[0].number, row->values[1].text,
                                   row->values[2].text, row->values[3].text};
    happenings.all = all;
    return happenings;
}

static bool done(void *context, const struct outcome *outcome)
{
    struct experiment *experiment = context;
    struct happenings happenings = happenings_of(experiment, outcome);

    for (int i = 0; i < experiment->count; i++) {
        const struct wanted *wanted = &experiment->wanted[i];
        double value;

        if (metric_value(wanted->metric, &happenings, &value))
            sample_add(&experiment->study->simulated, wanted->simulated, value);
    }
    return true;
}

/* All samples are made before any is filled: then they stay where they are. */
static void want(struct experiment *experiment, const char *name)
{
    struct study *study = experiment->study;
    const struct samples *measured = &study->measured;

    experiment->wanted =
        ARENA_ARRAY(&study->simulated.arena, struct wanted, measured->count);
    for (int i = 0; i < measured->count; i++)
        if (strcmp(measured->all[i].experiment, name) == 0)
            sample_of(&study->simulated, name, measured->all[i].metric);
    for (int i = 0; i < study->simulated.count; i++) {
        struct sample *each = &study->simulated.all[i];
        const struct metric *metric =
            metric_find(&study->metrics, name, each->metric);

        if (metric != NULL && strcmp(each->experiment, name) == 0)
            experiment->wanted[experiment->count++] =
                (struct wanted){metric, each};
    }
}

static struct setting *settings_of(struct options *options,
                                   const char *calibration, int replications)
{
    struct setting *first = ARENA_NEW(&options->arena, struct setting);
    struct setting **last = &first->next;
    struct sheet sheet;

    *first = (struct setting){"replications",
                              arena_format(&options->arena, "%d", replications),
                              {"--replications", 0, 0},
                              NULL};
    sheet_open(&sheet, calibration);
    for (int i = 0; i < sheet.rows; i++) {
        *last = ARENA_NEW(&options->arena, struct setting);
        **last = (struct setting){
            arena_copy(&options->arena, sheet_text(&sheet, i, "address")),
            arena_copy(&options->arena, sheet_text(&sheet, i, "value")),
            {calibration, 0, 0},
            NULL};
        last = &(*last)->next;
    }
    sheet_close(&sheet);
    return first;
}

/* As the program would with --timeline for each replication. */
static void ask(struct asked *asked, struct options *options, const char *path,
                const char *calibration, int replications)
{
    *options = (struct options){.scenario = path};
    arena_open(&options->arena);
    options->errors.arena = &options->arena;
    options->settings = settings_of(options, calibration, replications);
    options->timelines = replications;
    options->timeline = ARENA_ARRAY(&options->arena, uint32_t, replications);
    for (int i = 0; i < replications; i++)
        options->timeline[i] = (uint32_t)i;
    options->quiet = true;
    if (question_ask(asked, options) >= 0)
        exit(2);
}

void experiment_run(struct study *study, const char *name, const char *path,
                    const char *calibration, int replications)
{
    struct experiment experiment = {.study = study};
    struct options options;
    struct asked asked;

    ask(&asked, &options, path, calibration, replications);
    for (int i = 0; i < asked.scenario->workload_count; i++)
        experiment.replicas += asked.scenario->workloads[i].replicas;
    want(&experiment, name);
    arena_open(&experiment.found);
    replicate(&(struct replication_order){
        .scenario = asked.scenario,
        .seed = asked.plan.seed,
        .count = (uint32_t)replications,
        .threads = (int)sysconf(_SC_NPROCESSORS_ONLN),
        .done = done,
        .context = &experiment});
    arena_close(&experiment.found);
    options_close(&options);
}
