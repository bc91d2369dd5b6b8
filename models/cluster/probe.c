/* The results of probes. */
#include "models/cluster/probe.h"

#include "models/cluster/tick.h"

struct probing probing_begin(enum probe_kind kind)
{
    return (struct probing){.passes = kind == LIVENESS_PROBE};
}

static sim_time lag(const struct probe *probe, enum health health)
{
    return health == HANGING ? probe->timeout : 0;
}

/* A probe that outlasts the next tick is followed by another at once. */
static sim_time pace(const struct probe *probe, enum health health)
{
    sim_time late = lag(probe, health);

    return late > probe->period ? late : probe->period;
}

static sim_time first_tick(const struct probe *probe, sim_time phase,
                           sim_time enabled, sim_time from)
{
    return tick_at_or_after(from > enabled ? from : enabled, phase,
                            probe->period);
}

static int threshold(const struct probe *probe, enum health health)
{
    return health == ANSWERING ? probe->success_threshold
                               : probe->failure_threshold;
}

sim_time probing_changes(const struct probing *probing,
                         const struct probe *probe, enum probe_kind kind,
                         enum health health, sim_time phase, sim_time enabled,
                         sim_time from)
{
    bool success = health == ANSWERING;
    int run = probing->last == success ? probing->run : 0;
    int needed = threshold(probe, health) - run;

    if (success ? probing->passes : kind == READINESS_PROBE && !probing->passes)
        return NEVER;
    return first_tick(probe, phase, enabled, from) +
           (needed > 1 ? needed - 1 : 0) * pace(probe, health) +
           lag(probe, health);
}

void probing_count(struct probing *probing, const struct probe *probe,
                   enum health health, sim_time phase, sim_time enabled,
                   sim_time from, sim_time to)
{
    sim_time first =
        first_tick(probe, phase, enabled, from) + lag(probe, health);
    bool success = health == ANSWERING;
    int64_t results;

    if (first > to)
        return;
    results = (to - first) / pace(probe, health) + 1;
    if (probing->run > 0 && probing->last == success)
        results += probing->run;
    probing->last = success;
    probing->run = (uint16_t)(results < UINT16_MAX ? results : UINT16_MAX);
}

void probing_settle(struct probing *probing, const struct probe *probe,
                    enum health health)
{
    probing->passes = probing->last = health == ANSWERING;
    if (probing->run < threshold(probe, health))
        probing->run = (uint16_t)threshold(probe, health);
}
