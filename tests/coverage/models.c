/* The three models of the coverage study, each steady from the start. */
#include <math.h>
#include <string.h>

#include "tests/coverage/study.h"
#include "tests/oracles/lifetime.h"
#include "tests/oracles/workstations.h"
#include "tests/sheet.h"

static const double arrival_rate = 0.8, service_rate = 1; /* per hour */
static const double life_hours = 2000, outage_seconds = 340;

/* Of these nothing is left: 60 mean repairs of the workstation cluster. */
static const double warm_hours = 500;

void outage_watch_set(struct outage_watch *watch, sim_time now, bool down)
{
    double length = time_seconds(now - watch->since);
    struct sight *sight = watch->sight;

    if (down == watch->down)
        return;
    if (!down && now > 0) {
        sight->downtime += length;
        sight->squares += length * length;
        sight->longest = fmax(sight->longest, length);
        sight->count++;
    }
    watch->down = down;
    watch->since = now < 0 ? 0 : now;
}

void outage_watch_close(struct outage_watch *watch, sim_time now)
{
    outage_watch_set(watch, now, false);
}

/* M/M/1: what a customer will wait is the work that he finds. */
struct queue {
    struct event arrival;
    struct stream stream;
    struct law between, service;
    sim_time free_at;
    struct sight *sight;
};

static void arrive(struct sim *sim, struct event *event)
{
    struct queue *queue = EVENT_OWNER(event, struct queue, arrival);

    if (queue->free_at < sim->now)
        queue->free_at = sim->now;
    queue->sight->above += time_seconds(queue->free_at - sim->now);
    queue->sight->below++;
    queue->free_at += law_delay(&queue->service, &queue->stream);
    event_schedule(sim, event,
                   sim->now + law_delay(&queue->between, &queue->stream));
}

/* In the steady state there is work with probability rho, exponential with the
 * rate mu - lambda (Cohen, The Single Server Queue, II.2.2). */
static void run_waiting(struct arena *arena, struct seed seed, double horizon,
                        struct sight *sight)
{
    struct sim *sim = sim_open(arena, seed, 0);
    struct law left = lifetime_exponential(service_rate - arrival_rate);
    struct queue queue = {.between = lifetime_exponential(arrival_rate),
                          .service = lifetime_exponential(service_rate),
                          .sight = sight};

    stream_open(&queue.stream, &seed, identity_of("queue"));
    if (stream_uniform(&queue.stream) < arrival_rate / service_rate)
        queue.free_at = law_delay(&left, &queue.stream);
    event_prepare(&queue.arrival, arrive, RANK_TRUTH, 0);
    event_schedule(sim, &queue.arrival,
                   law_delay(&queue.between, &queue.stream));
    sim_run(sim, hours(horizon));
}

static double waiting_truth(void)
{
    double load = arrival_rate / service_rate;

    return 3600 * load / (service_rate - arrival_rate);
}

/* The workstation cluster of N = 2, of premium quality or not. */
static void look(struct sim *sim, struct workstations *cluster)
{
    outage_watch_set(
        cluster->context, sim->now,
        !workstations_serve(cluster, workstations_premium(cluster)));
}

static void run_workstations(struct arena *arena, struct seed seed,
                             double horizon, struct sight *sight)
{
    struct sim *sim = sim_open(arena, seed, hours(-warm_hours));
    struct workstations *cluster = workstations_open(sim, 2, 1, 1);
    struct outage_watch watch = {.sight = sight};

    cluster->changed = look;
    cluster->context = &watch;
    workstations_start(sim, cluster);
    sim_run(sim, hours(horizon));
    outage_watch_close(&watch, sim->now);
}

static double workstations_truth(void)
{
    struct sheet sheet;
    double value = NAN;

    sheet_open(&sheet, "tests/oracles/cluster_reference.csv");
    for (int row = 0; row < sheet.rows; row++)
        if (strcmp(sheet_text(&sheet, row, "N"), "2") == 0)
            value = sheet_number(&sheet, row, "not_premium_steady");
    sheet_close(&sheet);
    return value;
}

/* One replica, away for a constant time after its node has died. */
struct replica {
    struct event event;
    struct stream stream;
    struct law life, failover;
    struct outage_watch watch;
};

static void turn(struct sim *sim, struct event *event)
{
    struct replica *replica = EVENT_OWNER(event, struct replica, event);
    bool down = !replica->watch.down;
    const struct law *law = down ? &replica->failover : &replica->life;

    outage_watch_set(&replica->watch, sim->now, down);
    event_schedule(sim, event, sim->now + law_delay(law, &replica->stream));
}

static void run_failover(struct arena *arena, struct seed seed, double horizon,
                         struct sight *sight)
{
    struct sim *sim = sim_open(arena, seed, hours(-warm_hours));
    struct replica replica = {.life = lifetime_exponential(1 / life_hours),
                              .failover =
                                  lifetime_constant(outage_seconds / 3600),
                              .watch = {.sight = sight}};

    stream_open(&replica.stream, &seed, identity_of("replica"));
    event_prepare(&replica.event, turn, RANK_TRUTH, 0);
    event_schedule(sim, &replica.event,
                   sim->now + law_delay(&replica.life, &replica.stream));
    sim_run(sim, hours(horizon));
    outage_watch_close(&replica.watch, sim->now);
}

static double failover_truth(void)
{
    return outage_seconds / (3600 * life_hours + outage_seconds);
}

const struct study_model study_waiting = {
    .title = "M/M/1, load 0.8",
    .measure = "mean wait",
    .is_ratio = true,
    .truth = waiting_truth,
    .run = run_waiting,
};

const struct study_model study_workstations = {
    .title = "workstation cluster, N = 2",
    .measure = "1 - premium",
    .truth = workstations_truth,
    .run = run_workstations,
    .supposed_outage = 8 * 3600, /* the longest mean repair */
};

const struct study_model study_failover = {
    .title = "one replica, failover in 340 s",
    .measure = "unavailability",
    .truth = failover_truth,
    .run = run_failover,
    .supposed_outage = 340,
};
