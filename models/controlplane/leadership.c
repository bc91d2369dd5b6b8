/* Leaders that are lost, and their successors. */
#include "models/controlplane/leadership.h"

#include <assert.h>
#include <math.h>

/* JitterFactor of the candidates' looks. */
static const double jitter = 1.2;

const char *election_check(const struct election *election)
{
    if (election->lease_duration <= election->renew_deadline)
        return "leaseDuration must be longer than renewDeadline";
    if (time_seconds(election->renew_deadline) <=
        jitter * time_seconds(election->retry_period))
        return "renewDeadline must be longer than 1.2 times retryPeriod";
    return NULL;
}

sim_time election_wait(const struct election *election, double share)
{
    return time_from_seconds(time_seconds(election->retry_period) *
                             (1 + jitter * share));
}

/* Waits that a moment meets have the density of all waits times their length,
 * so that their squares are uniform. */
sim_time election_wait_left(const struct election *election, double length,
                            double left)
{
    double most = 1 + jitter;
    double met = sqrt(1 + length * (most * most - 1));

    return time_from_seconds(time_seconds(election->retry_period) * met * left);
}

/* The first look of a replica after a moment: its process runs already, or
 * looks when it begins to. */
static sim_time first_look(const struct leadership *leadership, int replica,
                           sim_time after, struct stream *stream)
{
    double length = stream_uniform(stream), left = stream_uniform(stream);
    sim_time runs = leadership->runs[replica];

    return runs > after
               ? runs
               : after + election_wait_left(leadership->election, length, left);
}

/* When a candidate takes the lease that it first looked at then: if that is
 * held by nobody, at once; else when it has seen no renewal for the lease's
 * duration, by its own clock. (tryAcquireOrRenew, isLeaseValid) */
static sim_time takes_over(const struct election *election, sim_time look,
                           bool released, struct stream *stream)
{
    sim_time expires = time_after(look, election->lease_duration);

    while (!released && look < expires)
        look += election_wait(election, stream_uniform(stream));
    return look;
}

/* Of all replicas the first one does, the lost leader's successor among them;
 * from a stream of this loss alone. */
static sim_time succeed(struct leadership *leadership, bool released)
{
    const struct election *election = leadership->election;
    struct sim *sim = leadership->sim;
    struct stream stream;
    sim_time least = NEVER, renewed;

    stream_open(&stream, &sim->seed,
                identity_child(leadership->identity, leadership->losses, 0));
    renewed =
        sim->now - time_from_seconds(stream_uniform(&stream) *
                                     time_seconds(election->retry_period));
    for (int i = 0; i < election->replicas; i++) {
        sim_time look =
            first_look(leadership, i, released ? sim->now : renewed, &stream);
        sim_time at = takes_over(election, look, released, &stream);

        if (at >= least)
            continue;
        least = at;
        leadership->leader = i;
    }
    return least;
}

static void enter(struct leadership *leadership, enum leading state)
{
    leadership->state = state;
    hook_call(leadership->changed, leadership, leadership->cause);
}

static sim_time draw(const struct leadership *leadership, const struct law *law,
                     uint64_t purpose)
{
    return law_delay_of(
        law, &leadership->sim->seed,
        identity_child(leadership->identity, leadership->losses, purpose));
}

static void next(struct sim *sim, struct event *event)
{
    struct leadership *leadership = EVENT_OWNER(event, struct leadership, next);

    if (leadership->state == TAKEN_OVER) {
        enter(leadership, LEADING);
        cause_drop(&leadership->cause);
        return;
    }
    cause_keep(&leadership->cause,
               cause_after(leadership->cause, leadership->election->setting));
    enter(leadership, TAKEN_OVER);
    event_schedule(sim, event,
                   time_after(sim->now, draw(leadership,
                                             &leadership->election->start, 2)));
}

void leadership_open(struct leadership *leadership, struct sim *sim,
                     const struct election *election, struct hook *changed)
{
    *leadership = (struct leadership){
        .election = election,
        .sim = sim,
        .identity = identity_of(election->object),
        .state = LEADING,
        .runs = ARENA_ARRAY(sim->arena, sim_time, election->replicas),
        .changed = changed};
    for (int i = 0; i < election->replicas; i++)
        leadership->runs[i] = sim->now;
    event_prepare(&leadership->next, next, RANK_TRUTH, leadership->identity);
}

void leadership_lose(struct leadership *leadership, bool told,
                     struct cause cause)
{
    const struct election *election = leadership->election;
    struct sim *sim = leadership->sim;

    assert(leadership->state == LEADING);
    leadership->losses++;
    leadership->runs[leadership->leader] =
        time_after(sim->now, draw(leadership, &election->restart, 1));
    cause_keep(&leadership->cause, cause);
    enter(leadership, LEADERLESS);
    event_schedule(sim, &leadership->next,
                   succeed(leadership, told && election->releases));
}
