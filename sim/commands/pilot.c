/* A batch that completes a question. */
#include "sim/commands/pilot.h"

#include <string.h>

#include "sim/io/terminal.h"
#include "sim/replicate.h"

struct flight {
    double *numbers;
    uint32_t done;
};

static bool replication_done(void *context, const struct outcome *outcome)
{
    struct flight *flight = context;
    size_t width = (size_t)outcome->layout->count;

    memcpy(flight->numbers + flight->done++ * width, outcome->numbers,
           sizeof(double) * width);
    return terminal_interrupted() == 0;
}

bool pilot_fly(struct asked *asked)
{
    struct arena *arena = asked->question.arena;
    const struct scenario *pilot =
        model.pilot == NULL ? NULL : model.pilot(asked->scenario, arena);
    struct results results = {.replications = REPLICATION_BATCH};
    struct flight flight = {0};
    struct replication_order order = {.scenario = pilot,
                                      .seed = asked->plan.seed,
                                      .count = REPLICATION_BATCH,
                                      .threads = asked->options->threads,
                                      .done = replication_done,
                                      .context = &flight};

    if (pilot == NULL)
        return true;
    results.layout = model_plan(pilot).layout;
    results.values = flight.numbers =
        ARENA_ARRAY(arena, double, results.layout->count *REPLICATION_BATCH);
    terminal_catch_interrupt();
    if (replicate(&order) < REPLICATION_BATCH || terminal_interrupted() != 0)
        return false;
    asked->scenario = model.complete(asked->scenario, &results, arena);
    asked->plan = model_plan(asked->scenario);
    return true;
}
