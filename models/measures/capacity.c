/* Capacity: how many of the replicas that a Service should have serve. */
#include "models/measures/replicas.h"
#include "sim/stats.h"

struct capacity {
    struct observation *observation;
    struct replicas replicas;
    struct level *shares; /* min(serving, desired)/desired, by Service */
};

static int count(const struct measured *measured)
{
    return measured->service_count;
}

static void name(const struct measured *measured, struct arena *arena,
                 struct number_name *names)
{
    (void)arena;
    for (int i = 0; i < measured->service_count; i++)
        names[i] = (struct number_name){
            "capacity_seconds", measured->services[i].service->object, "s"};
}

static double share(const struct service_replicas *replicas)
{
    if (replicas->serving >= replicas->desired)
        return 1;
    return (double)replicas->serving / replicas->desired;
}

static void changed(void *context, int service)
{
    struct capacity *self = context;

    level_set(&self->shares[service], self->observation->cluster->sim->now,
              share(&self->replicas.services[service]));
}

static void *open(struct observation *observation)
{
    struct sim *sim = observation->cluster->sim;
    struct capacity *self = ARENA_NEW(sim->arena, struct capacity);
    int count_of = observation->measured->service_count;

    self->observation = observation;
    replicas_open(&self->replicas, observation, changed, self);
    self->shares = ARENA_ARRAY(sim->arena, struct level, count_of);
    for (int i = 0; i < count_of; i++)
        level_open(&self->shares[i], sim->now,
                   share(&self->replicas.services[i]));
    return self;
}

static void close(void *state)
{
    struct capacity *self = state;
    const struct observation *observation = self->observation;

    for (int i = 0; i < observation->measured->service_count; i++)
        observation_numbers(observation)[i] =
            level_integral(&self->shares[i], observation->cluster->sim->now);
}

const struct measure_kind measure_capacity = {
    {"capacity", "the share of its replicas with which a Service serves",
     no_parameters},
    NULL,
    count,
    name,
    open,
    close};
