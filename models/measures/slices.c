/* Downtime in slices of the horizon. */
#include "models/measures/slices.h"

#include "models/measures/outage.h"

struct slices {
    struct observation *observation;
    struct outages outages;
    sim_time opened;
};

const char slices_first[] = "downtime_seconds/slice-0";

sim_time slice_length(const struct measured *measured)
{
    return measured->horizon < SLICES ? 1 : measured->horizon / SLICES;
}

static int count(const struct measured *measured)
{
    return measured->sliced ? SLICES : 0;
}

static void name(const struct measured *measured, struct arena *arena,
                 struct number_name *names)
{
    for (int i = 0; measured->sliced && i < SLICES; i++)
        names[i] = (struct number_name){
            arena_format(arena, "downtime_seconds/slice-%d", i), "cluster",
            "s"};
}

static void over(void *context, const struct outage *outage)
{
    struct slices *self = context;
    double *numbers = observation_numbers(self->observation);
    sim_time length = slice_length(self->observation->measured);
    sim_time from = outage->start - self->opened;
    sim_time until = outage->end - self->opened;

    while (from < until) {
        sim_time slice = from / length, end = (slice + 1) * length;

        if (slice >= SLICES - 1) {
            slice = SLICES - 1;
            end = until;
        }
        if (until < end)
            end = until;
        numbers[slice] += time_seconds(end - from);
        from = end;
    }
}

static void *open(struct observation *observation)
{
    struct sim *sim = observation->cluster->sim;
    struct slices *self = ARENA_NEW(sim->arena, struct slices);

    self->observation = observation;
    self->opened = sim->now;
    if (observation->measured->sliced)
        outages_open(&self->outages, observation, over, self);
    return self;
}

static void close(void *state)
{
    struct slices *self = state;

    if (self->observation->measured->sliced)
        outages_close(&self->outages);
}

const struct measure_kind measure_slices = {
    {"slices", "how much is down when, of a pilot that seeks a warm-up",
     no_parameters},
    NULL,
    count,
    name,
    open,
    close};
