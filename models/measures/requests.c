/*
 * Requests offered and served, for the Services with traffic: exact integrals
 * over the regimes of their use.
 */
#include "models/measures/measure.h"

enum { OFFERED, SERVED, PER_SERVICE };

struct requests_measure {
    struct observation *observation;
    sim_time opened;
    int *places; /* of each Service's numbers; -1 without traffic */
    struct listener leaving;
};

static int count(const struct measured *measured)
{
    int with_traffic = 0;

    for (int i = 0; i < measured->service_count; i++)
        with_traffic += measured->services[i].demand.kind != NULL;
    return with_traffic * PER_SERVICE;
}

static void name(const struct measured *measured, struct arena *arena,
                 struct number_name *names)
{
    (void)arena;
    for (int i = 0; i < measured->service_count; i++) {
        const char *object = measured->services[i].service->object;

        if (measured->services[i].demand.kind == NULL)
            continue;
        *names++ = (struct number_name){"requests_offered", object, "1"};
        *names++ = (struct number_name){"requests_served", object, "1"};
    }
}

static void add(const struct requests_measure *self,
                const struct service_use *service)
{
    int place = self->places[service->question->service->ordinal];
    sim_time from =
        service->since > self->opened ? service->since : self->opened;
    sim_time to = self->observation->cluster->sim->now;
    double *numbers;

    if (place < 0 || from == to)
        return;
    numbers = observation_numbers(self->observation) + place;
    numbers[OFFERED] += use_offered(service, from, to);
    numbers[SERVED] += use_volume(service, service->served, from, to);
}

static void leaving(void *context, void *subject, struct cause cause)
{
    (void)cause;
    add(context, subject);
}

static void *open(struct observation *observation)
{
    const struct measured *measured = observation->measured;
    struct sim *sim = observation->cluster->sim;
    struct requests_measure *self =
        ARENA_NEW(sim->arena, struct requests_measure);
    int place = 0;

    self->observation = observation;
    self->opened = sim->now;
    self->places = ARENA_ARRAY(sim->arena, int, measured->service_count);
    for (int i = 0; i < measured->service_count; i++) {
        bool busy = measured->services[i].demand.kind != NULL;

        self->places[i] = busy ? place : -1;
        place += busy ? PER_SERVICE : 0;
    }
    self->leaving = (struct listener){leaving, self, NULL};
    hook_listen(&observation->cluster->use.leaving, &self->leaving);
    return self;
}

static void close(void *state)
{
    struct requests_measure *self = state;
    const struct use *use = &self->observation->cluster->use;

    for (int i = 0; i < use->count; i++)
        add(self, &use->services[i]);
}

const struct measure_kind measure_requests = {
    {"requests", "requests offered, and served well", no_parameters},
    NULL,
    count,
    name,
    open,
    close};
