/* The whole model, on the scenario of `make run`. */
#include <stdio.h>
#include <stdlib.h>

#include "sim/io/files.h"
#include "sim/io/yaml.h"
#include "sim/replicate.h"
#include "tests/bench/bench.h"

static const char path[] = "scenarios/http-service.yaml";

static struct tree *read_path(const struct question *question, const char *name,
                              struct place named_at, struct errors *errors)
{
    struct file *file =
        files_read(question->arena,
                   named_at.file == NULL
                       ? name
                       : files_beside(question->arena, named_at.file, name),
                   named_at, errors);

    return file == NULL ? NULL
                        : yaml_read(question->arena, file->path, file->text,
                                    file->length, errors);
}

static const struct scenario *prepare(struct arena *arena, const char *ticks,
                                      const char *horizon)
{
    struct errors errors = {.arena = arena};
    struct setting later = {"horizon", horizon, {"bench", 0, 0}, NULL};
    struct setting first = {"ticks", ticks, {"bench", 0, 0}, &later};
    struct question question = {.name = "http-service",
                                .arena = arena,
                                .read = read_path,
                                .settings = &first};
    const struct scenario *scenario;

    question.documents =
        read_path(&question, path, (struct place){NULL, 0, 0}, &errors);
    scenario = model.prepare(&question, &errors);
    if (scenario != NULL)
        return scenario;
    errors_print(&errors, stderr);
    exit(2);
}

static bool count(void *context, const struct outcome *outcome)
{
    *(uint64_t *)context += outcome->events;
    return true;
}

/* Seconds of the wall, the fastest of several. */
static double seconds(const struct scenario *scenario, uint32_t replications,
                      int threads, uint64_t *events)
{
    double least = 0;

    for (int i = 0; i < ROUNDS; i++) {
        double since = bench_wall();

        *events = 0;
        replicate(&(struct replication_order){.scenario = scenario,
                                              .seed = 1,
                                              .count = replications,
                                              .threads = threads,
                                              .done = count,
                                              .context = events});
        since = bench_wall() - since;
        least = i == 0 || since < least ? since : least;
    }
    return least;
}

static void bench_ticks(struct arena *arena)
{
    uint64_t few, many;
    double elided = seconds(prepare(arena, "elided", "1y"), 10, 1, &few);
    double ticked = seconds(prepare(arena, "real", "36.5d"), 10, 1, &many);

    bench_row("heartbeats, elided", 6, (double)few / 10, "events/year");
    bench_row("heartbeats, ticked", 6, (double)many, "events/year");
    bench_row("heartbeats, ticked/elided", 6, 10 * ticked / elided, "ratio");
}

static void bench_threads(struct arena *arena)
{
    const struct scenario *scenario = prepare(arena, "elided", "1y");
    enum { YEARS_RUN = 4000 };
    uint64_t events;
    double one = seconds(scenario, YEARS_RUN, 1, &events);
    double two = seconds(scenario, YEARS_RUN, 2, &events);

    bench_row("http-service, cluster-years", 1, YEARS_RUN / one, "1/s");
    bench_row("http-service, events", 1, (double)events / one, "1/s");
    bench_row("http-service, cluster-years", 2, YEARS_RUN / two, "1/s");
    bench_row("http-service, two threads/one", 2, one / two, "ratio");
}

void bench_cluster(void)
{
    struct arena arena;

    arena_open(&arena);
    bench_ticks(&arena);
    bench_threads(&arena);
    arena_close(&arena);
}
