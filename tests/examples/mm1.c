/*
 * An M/M/1 queue: a whole model for the engine, and all that one needs.
 * Customers come, wait in line for the one server, are served, and leave.
 */
#include "sim/address.h"
#include "sim/law.h"
#include "sim/model.h"
#include "sim/pool.h"
#include "sim/stats.h"

struct scenario {
    struct law arrivals, service;
    double horizon; /* seconds */
    int replications;
    uint64_t seed;
    const char *name;
};

#define SCENARIO(member) offsetof(struct scenario, member)
static const struct parameter parameters[] = {
    {"arrivals", &of_law, SCENARIO(arrivals), NULL, "from one to the next"},
    {"service", &of_law, SCENARIO(service), NULL, "time with the server"},
    {"horizon", &of_span, SCENARIO(horizon), "1d", "of each replication"},
    {"replications", &of_count, SCENARIO(replications), "20", "how many"},
    {"seed", &of_seed, SCENARIO(seed), "1", "of all chance"},
    {0}};
static const struct plugin plugin = {"queue", "one server", parameters};

static const struct number_name numbers[] = {{"wait", "customer", "s"},
                                             {"inside", "queue", "1"}};
static const struct layout layout = {.count = 2, .names = numbers};

struct queue {
    const struct scenario *scenario;
    struct stream arrivals, services;
    struct event arrival;
    struct pool departures; /* one for each who is inside */
    sim_time free;          /* when the server has served them all */
    struct tally wait;
    struct level inside;
};

static void left(struct sim *sim, struct event *departure)
{
    struct queue *queue = sim->model;

    level_set(&queue->inside, sim->now, queue->inside.value - 1);
    pool_give(&queue->departures, departure);
}

static void arrived(struct sim *sim, struct event *arrival)
{
    struct queue *queue = sim->model;
    struct event *departure = pool_take(&queue->departures);
    sim_time begin = queue->free > sim->now ? queue->free : sim->now;

    tally_add(&queue->wait, time_seconds(begin - sim->now));
    level_set(&queue->inside, sim->now, queue->inside.value + 1);
    queue->free = time_after(
        begin, law_delay(&queue->scenario->service, &queue->services));
    event_prepare(departure, left, RANK_TRUTH, queue->wait.count);
    event_schedule(sim, departure, queue->free);
    event_schedule(sim, arrival,
                   time_after(sim->now, law_delay(&queue->scenario->arrivals,
                                                  &queue->arrivals)));
}

static struct outcome *run(const struct scenario *scenario, struct arena *arena,
                           struct seed seed)
{
    struct sim *sim = sim_open(arena, seed, 0);
    struct queue *queue = ARENA_NEW(arena, struct queue);
    struct outcome *outcome = outcome_open(arena, &layout, seed.replication);

    sim->model = queue;
    queue->scenario = scenario;
    stream_open(&queue->arrivals, &seed, identity_of("arrivals"));
    stream_open(&queue->services, &seed, identity_of("services"));
    pool_open(&queue->departures, arena, sizeof(struct event));
    event_prepare(&queue->arrival, arrived, RANK_TRUTH, 0);
    event_schedule(sim, &queue->arrival,
                   law_delay(&scenario->arrivals, &queue->arrivals));
    sim_run(sim, time_from_seconds(scenario->horizon));
    outcome->events = sim->events;
    outcome->numbers[0] = queue->wait.mean;
    outcome->numbers[1] =
        level_integral(&queue->inside, sim->now) / scenario->horizon;
    return outcome;
}

static const struct scenario *prepare(const struct question *question,
                                      struct errors *errors)
{
    struct scenario *scenario = ARENA_NEW(question->arena, struct scenario);
    struct tree *document = question->documents->first;
    struct place place = {question->name, 0, 0};

    for (const struct setting *each = question->settings;
         each != NULL && document != NULL; each = each->next)
        address_set(question->arena, document, each->address, each, errors);
    scenario->name = question->name;
    return plugin_read(&plugin, document, place, NULL, "the queue", scenario,
                       errors)
               ? scenario
               : NULL;
}

static struct run_plan plan(const struct scenario *scenario)
{
    return (struct run_plan){.name = scenario->name,
                             .seed = scenario->seed,
                             .replications = (uint32_t)scenario->replications,
                             .horizon_seconds = scenario->horizon,
                             .layout = &layout};
}

const struct model model = {.prepare = prepare, .plan = plan, .run = run};
