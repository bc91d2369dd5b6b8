/* nines run: simulate; a summary on the terminal, rows in a database. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sim/commands/conclusion.h"
#include "sim/commands/experiment.h"
#include "sim/commands/gate.h"
#include "sim/commands/pilot.h"
#include "sim/failure.h"
#include "sim/io/terminal.h"
#include "sim/replicate.h"

static const double confidence = 0.95;

/* A run under way. */
struct run {
    const struct asked *asked;
    struct options *options;
    struct database *database; /* or NULL */
    struct progress progress;
    uint32_t count;  /* replications that are asked for */
    uint32_t kept;   /* of them, from an interrupted run */
    uint32_t done;   /* of them, kept or simulated */
    bool precise;    /* enough, although done may be less than count */
    double *numbers; /* count times the layout's */
    struct conclusion conclusion;
};

static bool is_traced(const struct options *options, uint32_t replication)
{
    for (int i = 0; i < options->timelines; i++)
        if (options->timeline[i] == replication)
            return true;
    return false;
}

/* Decided on whole batches, so that it does not depend on the threads, or on
 * where an interrupted run was resumed. */
static void look_whether_precise(struct run *run)
{
    struct arena scratch;

    run->conclusion.results.replications = run->done;
    if (run->asked->plan.precision == 0 || run->options->alone ||
        run->done % REPLICATION_BATCH != 0 || run->done == 0)
        return;
    arena_open(&scratch);
    run->precise = conclusion_precision(&run->conclusion, &scratch).error <=
                   run->asked->plan.precision;
    arena_close(&scratch);
}

/* Called in the order of replications. */
static bool replication_done(void *context, const struct outcome *outcome)
{
    struct run *run = context;
    size_t width = (size_t)outcome->layout->count;

    memcpy(run->numbers + run->done * width, outcome->numbers,
           sizeof(*run->numbers) * width);
    run->done++;
    run->conclusion.effort.replications++;
    run->conclusion.effort.events += outcome->events;
    if (run->database != NULL)
        database_write(run->database, outcome);
    else if (is_traced(run->options, outcome->replication))
        tree_append(run->conclusion.timelines,
                    conclusion_timeline(&run->options->arena, outcome));
    if (!run->options->quiet)
        terminal_progress(&run->progress, run->done - run->kept);
    look_whether_precise(run);
    return !run->precise && terminal_interrupted() == 0;
}

/* What the machine cannot give is told before anything is simulated. */
static void open_run(struct run *run, const struct asked *asked)
{
    struct options *options = asked->options;
    size_t width = (size_t)asked->plan.layout->count;

    *run = (struct run){
        .asked = asked,
        .options = options,
        .count = options->alone ? 1 : asked->plan.replications,
        .conclusion.effort.threads = options->threads,
        .conclusion.timelines = tree_new(&options->arena, TREE_SEQUENCE),
        .conclusion.arena = &options->arena,
    };
    run->numbers = calloc((size_t)run->count * width + 1, sizeof(double));
    if (run->numbers == NULL)
        machine_failed("no memory for the numbers of %u replications",
                       run->count);
    run->conclusion.results = (struct results){.layout = asked->plan.layout,
                                               .values = run->numbers,
                                               .level = confidence};
    if (options->output != NULL)
        run->database = database_open(options->output);
}

/* What a pilot may have completed. */
static void take_question(struct run *run)
{
    run->conclusion.scenario = run->asked->scenario;
    run->conclusion.plan = run->asked->plan;
    if (run->options->alone)
        run->conclusion.plan.precision = 0;
}

/* Reads back what an interrupted run left there; false if that is more than
 * what is asked for. */
static bool begin_experiment(struct run *run)
{
    struct experiment experiment = experiment_of(run->asked);
    const struct options *options = run->options;
    uint32_t first = options->alone ? options->replication : 0;

    if (run->database == NULL)
        return true;
    run->kept = database_begin(run->database, &experiment, options->resume);
    if (run->kept > run->count) {
        fprintf(stderr,
                "--resume: %s has %u replications of this, more than %u; "
                "without --resume they are replaced\n",
                options->output, run->kept, run->count);
        return false;
    }
    run->done = run->kept;
    database_read_numbers(run->database, first, run->kept, run->numbers);
    look_whether_precise(run);
    if (options->resume && !options->quiet)
        fprintf(stderr, "%u of %u replications were complete\n", run->kept,
                run->count);
    return true;
}

static void simulate(struct run *run)
{
    struct replication_order order = {
        .scenario = run->asked->scenario,
        .seed = run->asked->plan.seed,
        .first =
            run->kept + (run->options->alone ? run->options->replication : 0),
        .count = run->precise ? 0 : run->count - run->kept,
        .threads = run->options->threads,
        .done = replication_done,
        .context = run,
    };

    run->progress =
        (struct progress){.total = order.count, .started = terminal_clock()};
    terminal_catch_interrupt();
    replicate(&order);
    terminal_progress_end(&run->progress);
    run->conclusion.effort.wall_seconds =
        terminal_clock() - run->progress.started;
}

static bool is_finished(const struct run *run)
{
    return run->precise || run->done == run->count;
}

static double reached(const struct run *run)
{
    if (run->conclusion.plan.precision == 0)
        return NAN;
    return conclusion_precision(&run->conclusion, &run->options->arena).error;
}

/* Before anything is printed: what is stored does not depend on a pipe. */
static void close_database(struct run *run)
{
    struct summary *rows;
    int count;

    if (run->database == NULL)
        return;
    if (is_finished(run)) {
        count = conclusion_rows(&run->conclusion, &rows);
        database_finish(run->database, rows, count,
                        run->conclusion.effort.wall_seconds, reached(run));
    }
    database_close(run->database);
}

static int say_interrupted(const struct run *run)
{
    fprintf(stderr, "nines: interrupted after %u of %u replications", run->done,
            run->count);
    if (run->options->output == NULL)
        fputs("; with -o DB they can be resumed\n", stderr);
    else
        fputs("; the same command with --resume goes on there\n", stderr);
    return INTERRUPTED;
}

/* Of a run that was precise before it came to them. */
static void say_untold(const struct run *run)
{
    for (int i = 0; i < run->options->timelines && run->precise; i++)
        if (run->options->timeline[i] >= run->done)
            fprintf(stderr,
                    "nines: replication %u was not simulated, as %u were "
                    "enough: it has no timeline\n",
                    run->options->timeline[i], run->done);
}

static int conclude(const struct run *run)
{
    const struct asked *asked = run->asked;

    if (run->done > 0)
        conclusion_print(&run->conclusion, run->options->format, stdout);
    if (!is_finished(run))
        return say_interrupted(run);
    say_untold(run);
    if (asked->gates == NULL ||
        gates_met(asked->gates, conclusion_body(&run->conclusion), stderr))
        return DONE;
    return ANSWER_IS_NO;
}

static int answer(struct run *run, struct asked *asked)
{
    bool flown = pilot_fly(asked), begun;

    take_question(run);
    begun = flown && begin_experiment(run);
    if (begun)
        simulate(run);
    close_database(run);
    return begun ? conclude(run) : flown ? BAD_INPUT : INTERRUPTED;
}

static int run_command(const struct command *command, int argc, char **argv)
{
    struct options options;
    struct asked asked;
    struct run run;
    int status = options_read(&options, command, argc, argv);

    if (status < 0)
        status = question_ask(&asked, &options);
    if (status < 0 && asked.plan.replications == 0)
        status = DONE;
    if (status < 0) {
        open_run(&run, &asked);
        status = answer(&run, &asked);
        free(run.numbers);
    }
    options_close(&options);
    return status;
}

static const char *const examples[] = {
    "  nines run scenarios/http-service.yaml",
    "  nines run -f my-manifests/ --nodes 6 --zones 3 -o results.db",
    "  nines run scenario.yaml --require 'availability(web) >= 99.9%' --json",
    NULL};

const struct command command_run = {
    .name = "run",
    .summary = "simulate, and say how many nines there will be",
    .usage = "[SCENARIO] [-f FILE|DIR|-]... [OPTION]...",
    .examples = examples,
    .simulates = true,
    .run = run_command,
};
