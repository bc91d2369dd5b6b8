/*
 * Series of the replications whose timeline is wanted: means over each of 8760
 * equal steps of the horizon (hours of a year), at the time when it begins.
 * Where a change of a Service is under way as a step ends, what is served in
 * that step is known to a second or so; nothing is counted twice.
 */
#include "models/measures/replicas.h"
#include "models/measures/utilisation.h"
#include "sim/stats.h"

enum { STEPS = 8760 };

/* A Service's seconds up and requests in this step, up to `at`; and its
 * replicas. */
struct of_service {
    sim_time at;
    double seconds;
    double offered;
    double served;
    double counted; /* of those served in its present regime */
    struct level wanted;
    struct level serving;
};

struct series {
    struct observation *observation;
    struct sim *sim;
    struct utilisation utilisation;
    struct replicas replicas;
    struct of_service *services;
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
    const struct service_use *use =
        &self->observation->cluster->use.services[service];
    struct of_service *step = &self->services[service];
    sim_time now = self->sim->now;
    sim_time since = use->since > self->opened ? use->since : self->opened;
    double served = use_volume(use, use->served, since, now);

    if (use->available)
        step->seconds += time_seconds(now - step->at);
    step->offered += use_offered(use, step->at, now);
    step->served += served - step->counted;
    step->counted = served;
    step->at = now;
}

static void leaving(void *context, void *subject, struct cause cause)
{
    const struct service_use *use = subject;
    struct series *self = context;
    int service = use->question->service->ordinal;

    (void)cause;
    advance(self, service);
    self->services[service].counted = 0;
}

static void changed(void *context, int service)
{
    struct series *self = context;
    const struct service_replicas *replicas = &self->replicas.services[service];
    struct of_service *step = &self->services[service];

    level_set(&step->wanted, self->sim->now, replicas->desired);
    level_set(&step->serving, self->sim->now, replicas->serving);
}

static void write(const struct series *self, const char *measure,
                  const char *object, double value)
{
    outcome_row(self->observation->outcome, TABLE_SERIES,
                (struct value[]){value_number(time_seconds(self->begun)),
                                 value_text(measure), value_text(object),
                                 value_number(value)});
}

static void write_level(const struct series *self, const char *measure,
                        const char *object, struct level *level)
{
    sim_time now = self->sim->now;

    write(self, measure, object,
          level_integral(level, now) / time_seconds(now - self->begun));
    level_open(level, now, level->value);
}

static void write_service(struct series *self, int service, double seconds)
{
    const struct service_question *question =
        &self->observation->measured->services[service];
    const char *object = question->service->object;
    struct of_service *step = &self->services[service];

    advance(self, service);
    write(self, "availability", object, step->seconds / seconds);
    write_level(self, "replicas_wanted", object, &step->wanted);
    write_level(self, "replicas_serving", object, &step->serving);
    if (question->demand.kind != NULL) {
        write(self, "requests_offered", object, step->offered / seconds);
        write(self, "requests_served", object, step->served / seconds);
    }
    step->seconds = step->offered = step->served = 0;
}

static void write_step(struct series *self)
{
    struct utilisation *cpu = &self->utilisation;
    double seconds = time_seconds(self->sim->now - self->begun);

    utilisation_advance(cpu);
    write(self, "p_avg", "cluster", cpu->p_avg / seconds);
    write(self, "theta_bar", "cluster", cpu->theta_bar / seconds);
    write(self, "delta_cpu", "cluster",
          (cpu->p_avg - cpu->theta_bar) / seconds);
    write(self, "p_avg_up", "cluster", cpu->p_avg_up / seconds);
    for (int i = 0; i < self->observation->measured->service_count; i++)
        write_service(self, i, seconds);
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
    replicas_open(&self->replicas, observation, changed, self);
    self->services = ARENA_ARRAY(sim->arena, struct of_service, count_of);
    for (int i = 0; i < count_of; i++) {
        self->services[i].at = sim->now;
        changed(self, i);
    }
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
    {"series", "CPU, replicas and demand over time, of a traced replication",
     no_parameters},
    NULL,
    NULL,
    NULL,
    open,
    close};
