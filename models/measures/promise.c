/*
 * Promises: in how many of the horizon's whole years (of 365 days) each Service
 * is up for as much of the time as each target asks. A horizon shorter than a
 * year counts as one.
 */
#include "models/measures/promise.h"

#include "models/measures/outage.h"

/* A Service's numbers; one for each target follows. */
enum { YEARS_SEEN, WORST, FIRST, WITHOUT, MET };

enum { PER_SERVICE = MET + PROMISE_TARGETS };

const struct promise_target promise_targets[PROMISE_TARGETS] = {
    {"99.9", 1e-3}, {"99.99", 1e-4}, {"99.999", 1e-5}};

/* One Service: the year of its latest outage. */
struct year {
    int64_t number;
    sim_time down;
};

struct promise {
    struct observation *observation;
    struct outages outages;
    struct year *years; /* of each Service */
    sim_time opened;    /* when the first of them began */
    sim_time length;
    int64_t count;
};

static int count(const struct measured *measured)
{
    return measured->service_count * PER_SERVICE;
}

static void name(const struct measured *measured, struct arena *arena,
                 struct number_name *names)
{
    static const struct number_name fixed[MET] = {
        {"years", NULL, "1"},
        {"worst_year_downtime_seconds", NULL, "s"},
        {"first_outage_seconds", NULL, "s"},
        {"without_outage", NULL, "1"}};

    const char *met[PROMISE_TARGETS];

    for (int k = 0; k < PROMISE_TARGETS; k++)
        met[k] = arena_format(arena, "years_meeting/%s%%",
                              promise_targets[k].percent);
    for (int i = 0; i < measured->service_count; i++) {
        const char *object = measured->services[i].service->object;

        for (int k = 0; k < MET; k++)
            *names++ =
                (struct number_name){fixed[k].measure, object, fixed[k].unit};
        for (int k = 0; k < PROMISE_TARGETS; k++)
            *names++ = (struct number_name){met[k], object, "1"};
    }
}

static double *numbers_of(const struct promise *self, int service)
{
    return observation_numbers(self->observation) + service * PER_SERVICE;
}

/* The year is over: which targets it missed. Years without outage meet all. */
static void settle(struct promise *self, int service)
{
    const struct year *year = &self->years[service];
    double *numbers = numbers_of(self, service);
    double down = time_seconds(year->down);

    if (year->number >= self->count)
        return;
    if (down > numbers[WORST])
        numbers[WORST] = down;
    for (int i = 0; i < PROMISE_TARGETS; i++)
        if (down > promise_targets[i].lost * time_seconds(self->length))
            numbers[MET + i]--;
}

static void over(void *context, const struct outage *outage)
{
    struct promise *self = context;
    struct year *year = &self->years[outage->service];
    double *numbers = numbers_of(self, outage->service);
    sim_time from = outage->start - self->opened;
    sim_time until = outage->end - self->opened;

    if (numbers[WITHOUT] > 0) {
        numbers[WITHOUT] = 0;
        numbers[FIRST] = time_seconds(from);
    }
    while (from < until) {
        int64_t number = from / self->length;
        sim_time end = (number + 1) * self->length;

        if (number != year->number) {
            settle(self, outage->service);
            *year = (struct year){number, 0};
        }
        if (until < end)
            end = until;
        year->down += end - from;
        from = end;
    }
}

static void *open(struct observation *observation)
{
    const struct measured *measured = observation->measured;
    struct arena *arena = observation->cluster->sim->arena;
    struct promise *self = ARENA_NEW(arena, struct promise);

    self->observation = observation;
    self->opened = observation->cluster->sim->now;
    self->years = ARENA_ARRAY(arena, struct year, measured->service_count);
    self->length = measured->horizon < YEARS(1) ? measured->horizon : YEARS(1);
    self->count = measured->horizon / self->length;
    for (int i = 0; i < measured->service_count; i++) {
        double *numbers = numbers_of(self, i);

        numbers[YEARS_SEEN] = (double)self->count;
        numbers[FIRST] = time_seconds(measured->horizon);
        numbers[WITHOUT] = 1;
        for (int k = 0; k < PROMISE_TARGETS; k++)
            numbers[MET + k] = (double)self->count;
    }
    outages_open(&self->outages, observation, over, self);
    return self;
}

static void close(void *state)
{
    struct promise *self = state;

    outages_close(&self->outages);
    for (int i = 0; i < self->observation->measured->service_count; i++)
        settle(self, i);
}

const struct measure_kind measure_promise = {
    {"promise", "in how many years each Service meets 99.9 to 99.999 %",
     no_parameters},
    NULL,
    count,
    name,
    open,
    close};
