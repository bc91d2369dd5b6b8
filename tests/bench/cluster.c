/* The whole model, on the scenario of `make run`, and the heartbeats of a
 * thousand nodes. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "sim/io/files.h"
#include "sim/io/yaml.h"
#include "sim/replicate.h"
#include "tests/bench/bench.h"

static const char http_service[] = "scenarios/http-service.yaml";
static const char heartbeats[] = "scenarios/bench/heartbeats.yaml";

static struct tree *read_path(const struct question *question, const char *name,
                              struct place named_at, struct errors *errors)
{
    struct file *file = files_read(
        question->arena, files_beside(question->arena, named_at, name),
        named_at, errors);

    return file == NULL ? NULL
                        : yaml_read(question->arena, file->path, file->text,
                                    file->length, errors);
}

static const struct scenario *prepare(struct arena *arena, const char *path,
                                      const char *ticks)
{
    struct errors errors = {.arena = arena};
    struct setting setting = {"ticks", ticks, {"bench", 0, 0}, NULL};
    struct question question = {.name = "bench",
                                .arena = arena,
                                .read = read_path,
                                .settings = &setting};
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

/* Seconds of the wall. */
static double seconds(const struct scenario *scenario, uint32_t replications,
                      int threads, uint64_t *events)
{
    double since = bench_wall();

    *events = 0;
    replicate(&(struct replication_order){.scenario = scenario,
                                          .seed = 1,
                                          .count = replications,
                                          .threads = threads,
                                          .done = count,
                                          .context = events});
    return bench_wall() - since;
}

static void bench_ticks(struct arena *arena)
{
    enum { NODES = 1000 };
    uint64_t few, many;
    double elided = seconds(prepare(arena, heartbeats, "elided"), 1, 1, &few);
    double ticked = seconds(prepare(arena, heartbeats, "real"), 1, 1, &many);

    bench_row("heartbeats: elided", NODES, (double)few, "events/month");
    bench_row("heartbeats: ticked", NODES, (double)many, "events/month");
    bench_at_least("heartbeats: events ticked/elided", NODES,
                   (double)many / (double)few, "ratio", 100);
    bench_row("heartbeats: time ticked/elided", NODES, ticked / elided,
              "ratio");
}

static void bench_threads(struct arena *arena)
{
    const struct scenario *scenario = prepare(arena, http_service, "elided");
    enum { YEARS_RUN = 8000 };
    double one = INFINITY, two = INFINITY;
    uint64_t events;

    for (int round = 0; round < ROUNDS; round++) {
        one = fmin(one, seconds(scenario, YEARS_RUN, 1, &events));
        two = fmin(two, seconds(scenario, YEARS_RUN, 2, &events));
    }
    bench_row("http-service: cluster-years", 1, YEARS_RUN / one, "1/s");
    bench_row("http-service: events", 1, (double)events / one, "1/s");
    bench_row("http-service: cluster-years", 2, YEARS_RUN / two, "1/s");
    bench_at_least("http-service: two threads/one", 2, one / two, "ratio", 1.9);
}

void bench_cluster(void)
{
    struct arena arena;

    arena_open(&arena);
    bench_ticks(&arena);
    bench_threads(&arena);
    arena_close(&arena);
}
