/* How long a question warms up, from a pilot. */
#include <assert.h>
#include <string.h>

#include "models/answer/answer.h"
#include "models/measures/slices.h"
#include "sim/long_run.h"

/* The same without a warm-up, sliced. */
const struct scenario *answer_pilot(const struct scenario *scenario,
                                    struct arena *arena)
{
    struct scenario *pilot;

    if (scenario->warm_up.state != WARM_UP_SOUGHT)
        return NULL;
    pilot = ARENA_NEW(arena, struct scenario);
    *pilot = *scenario;
    pilot->timelines = 0;
    pilot->measured.sliced = true;
    scenario_lay_out(pilot, arena);
    return pilot;
}

/* The downtime of each slice, in all replications. */
static double *slices_of(const struct results *pilot, struct arena *arena)
{
    const struct layout *layout = pilot->layout;
    double *sums = ARENA_ARRAY(arena, double, SLICES);
    int first = 0;

    while (strcmp(layout->names[first].measure, slices_first) != 0)
        first++;
    assert(first + SLICES <= layout->count);
    for (uint32_t r = 0; r < pilot->replications; r++)
        for (int i = 0; i < SLICES; i++)
            sums[i] += pilot->values[(size_t)r * (size_t)layout->count +
                                     (size_t)(first + i)];
    return sums;
}

/* Of all Services, in all replications. */
static double total(const struct results *pilot, const char *measure)
{
    const struct layout *layout = pilot->layout;
    double sum = 0;

    for (int i = 0; i < layout->count; i++)
        for (uint32_t r = 0; strcmp(layout->names[i].measure, measure) == 0 &&
                             r < pilot->replications;
             r++)
            sum += pilot->values[(size_t)r * (size_t)layout->count + (size_t)i];
    return sum;
}

/* Where a few outages are nearly all of the downtime, its course tells of them
 * alone: as where no t interval is trusted. */
static bool is_too_little(const struct results *pilot)
{
    double down = total(pilot, "downtime_seconds");

    return down == 0 ||
           outages_are_few(down, total(pilot, "squared_outage_seconds"));
}

const struct scenario *answer_complete(const struct scenario *scenario,
                                       const struct results *pilot,
                                       struct arena *arena)
{
    struct scenario *completed = ARENA_NEW(arena, struct scenario);
    struct warm_up warm_up = warm_up_of(slices_of(pilot, arena), SLICES);

    *completed = *scenario;
    completed->warm_up.state = WARM_UP_FOUND;
    if (is_too_little(pilot))
        completed->warm_up.state = WARM_UP_UNKNOWN;
    else if (!warm_up.found)
        completed->warm_up.state = WARM_UP_REFUSED;
    else
        completed->warm_up.length =
            (sim_time)warm_up.removed * slice_length(&scenario->measured);
    return completed;
}
