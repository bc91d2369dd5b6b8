/*
 * Series of the replications whose timeline is wanted: means over each of 8760
 * equal steps of the horizon (hours of a year), at the time when it begins.
 */
#include "models/measures/utilisation.h"

enum { STEPS = 8760 };

/* A Service's seconds up in this step, up to `at`. */
struct uptime {
    sim_time at;
    double seconds;
};

struct series {
    struct observation *observation;
    struct sim *sim;
    struct utilisation utilisation;
    struct uptime *services;
    sim_time opened;
    sim_time begun; /* of the present step */
    int64_t step;
    struct event stepped;
    struct listener leaving;
};

/* horizon x step / STEPS, without overflow. */
static sim_time time_of(sim_time horizon, int64_t step)
{
    return horizon / STEPS * step + horizon % STEPS * step / STEPS;
}

static void advance(struct series *self, int service)
{
    const struct use *use = &self->observation->cluster->use;
    struct uptime *uptime = &self->services[service];

    if (use->services[service].available)
        uptime->seconds += time_seconds(self->sim->now - uptime->at);
    uptime->at = self->sim->now;
}

static void leaving(void *context, void *subject, struct cause cause)
{
    const struct service_use *service = subject;

    (void)cause;
    advance(context, service->question->service->ordinal);
}

static void write(const struct series *self, const char *measure,
                  const char *object, double value)
{
    outcome_row(self->observation->outcome, TABLE_SERIES,
                (struct value[]){value_number(time_seconds(self->begun)),
                                 value_text(measure), value_text(object),
                                 value_number(value)});
}

static void write_step(struct series *self)
{
    const struct measured *measured = self->observation->measured;
    struct utilisation *cpu = &self->utilisation;
    double seconds = time_seconds(self->sim->now - self->begun);

    utilisation_advance(cpu);
    write(self, "p_avg", "cluster", cpu->p_avg / seconds);
    write(self, "theta_bar", "cluster", cpu->theta_bar / seconds);
    write(self, "delta_cpu", "cluster",
          (cpu->p_avg - cpu->theta_bar) / seconds);
    write(self, "p_avg_up", "cluster", cpu->p_avg_up / seconds);
    for (int i = 0; i < measured->service_count; i++) {
        advance(self, i);
        write(self, "availability", measured->services[i].service->object,
              self->services[i].seconds / seconds);
        self->services[i].seconds = 0;
    }
    cpu->p_avg = cpu->p_avg_up = cpu->theta_bar = 0;
    self->begun = self->sim->now;
}

static void stepped(struct sim *sim, struct event *event)
{
    struct series *self = EVENT_OWNER(event, struct series, stepped);
    sim_time horizon = self->observation->measured->horizon;

    if (sim->now > self->begun)
        write_step(self);
    if (self->step < STEPS)
        event_schedule(sim, event,
                       self->opened + time_of(horizon, ++self->step));
}

static void *open(struct observation *observation)
{
    struct sim *sim = observation->cluster->sim;
    struct series *self = ARENA_NEW(sim->arena, struct series);
    int count_of = observation->measured->service_count;

    self->observation = observation;
    self->sim = sim;
    self->opened = self->begun = sim->now;
    if (!observation->traced)
        return self;
    utilisation_open(&self->utilisation, observation, false);
    self->services = ARENA_ARRAY(sim->arena, struct uptime, count_of);
    for (int i = 0; i < count_of; i++)
        self->services[i].at = sim->now;
    self->leaving = (struct listener){leaving, self, NULL};
    hook_listen(&observation->cluster->use.leaving, &self->leaving);
    event_prepare(&self->stepped, stepped, RANK_MEASURE, identity_of("series"));
    event_schedule(sim, &self->stepped,
                   self->opened +
                       time_of(observation->measured->horizon, ++self->step));
    return self;
}

static void close(void *state)
{
    struct series *self = state;

    event_cancel(self->sim, &self->stepped);
    if (self->observation->traced && self->sim->now > self->begun)
        write_step(self);
}

const struct measure_kind measure_series = {
    {"series", "CPU and availability, step by step, of a traced replication",
     no_parameters},
    NULL,
    NULL,
    NULL,
    open,
    close};
