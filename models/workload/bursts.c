/*
 * A rate that jumps between states at random: a Markov-modulated Poisson
 * process. A state lasts for an exponential time, and then comes one of the
 * others, each as likely; so over time states come in proportion to how long
 * they last, and so they are drawn when the warm-up begins: it is stationary
 * from there on. (Fischer & Meier-Hellstern, "The Markov-modulated Poisson
 * process (MMPP) cookbook", Performance Evaluation 18, 1993.)
 */
#include "models/cluster/demand.h"

#define STATES_EXAMPLE "[{rate: 100/s, mean: 1h}, {rate: 500/s, mean: 5m}]"

struct burst {
    double rate;
    double mean; /* in seconds */
};

struct settings {
    int count;
    struct burst *bursts;
};

struct state {
    int at;
    sim_time until;
};

static const struct parameter burst_parameters[] = {
    PARAMETER(struct burst, rate, of_rate, NULL, "requests offered in it"),
    PARAMETER(struct burst, mean, of_span, NULL,
              "how long it lasts: exponential, of this mean"),
    {NULL, NULL, 0, NULL, NULL}};

static const struct plugin state_part = {"state", "a rate that lasts a while",
                                         burst_parameters};

static bool read_states(const struct tree *value, void *into,
                        struct errors *errors)
{
    void **read = plugin_read_items(&state_part, sizeof(struct burst), value,
                                    STATES_EXAMPLE, errors);
    struct settings *settings = into;
    int count = tree_count(value);

    if (read == NULL)
        return false;
    settings->bursts = ARENA_ARRAY(errors->arena, struct burst, count);
    for (int i = 0; i < count; i++)
        if (read[i] != NULL)
            settings->bursts[settings->count++] = *(struct burst *)read[i];
    if (count < 2)
        error_at(errors, value->at, "one state is no burst (for example %s)",
                 STATES_EXAMPLE);
    return count >= 2 && settings->count == count;
}

static const struct parameter_kind of_states = {"list of states",
                                                STATES_EXAMPLE, read_states};

static const struct parameter parameters[] = {
    {"states", &of_states, 0, NULL,
     "two or more, at random: after each comes one of the others, each as "
     "likely"},
    {NULL, NULL, 0, NULL, NULL}};

static const struct burst *burst_of(const struct demand *demand)
{
    const struct settings *settings = demand->settings;
    const struct state *state = demand->state;

    return &settings->bursts[state->at];
}

static double rate(const struct demand *demand, sim_time t)
{
    (void)t;
    return burst_of(demand)->rate;
}

static double volume(const struct demand *demand, sim_time from, sim_time to)
{
    return burst_of(demand)->rate * time_seconds(to - from);
}

static struct demand_range range(const struct demand *demand, sim_time from,
                                 sim_time to)
{
    double present = burst_of(demand)->rate;

    (void)from;
    (void)to;
    return (struct demand_range){present, present};
}

static sim_time until(const struct demand *demand)
{
    return ((const struct state *)demand->state)->until;
}

/* Without a microsecond there would be a regime without a time. */
static void last(struct demand *demand)
{
    struct state *state = demand->state;
    sim_time more = time_from_seconds(burst_of(demand)->mean *
                                      stream_exponential(demand->stream));

    state->until = time_after(state->until, more > 0 ? more : 1);
}

/* A moment of a long time is in each state as likely as they last. */
static void open(struct demand *demand)
{
    const struct settings *settings = demand->settings;
    struct state *state = demand->state;
    double all = 0, part = stream_uniform(demand->stream);

    for (int i = 0; i < settings->count; i++)
        all += settings->bursts[i].mean;
    part *= all;
    while (state->at + 1 < settings->count &&
           part > settings->bursts[state->at].mean)
        part -= settings->bursts[state->at++].mean;
    state->until = -demand->zero;
    last(demand);
}

static void turn(struct demand *demand)
{
    const struct settings *settings = demand->settings;
    struct state *state = demand->state;
    int other =
        (int)stream_below(demand->stream, (uint32_t)settings->count - 1);

    state->at = other < state->at ? other : other + 1;
    last(demand);
}

static double mean(const void *settings_)
{
    const struct settings *settings = settings_;
    double sum = 0, all = 0;

    for (int i = 0; i < settings->count; i++) {
        sum += settings->bursts[i].rate * settings->bursts[i].mean;
        all += settings->bursts[i].mean;
    }
    return sum / all;
}

const struct demand_kind demand_bursts = {
    .plugin = {"bursts", "a rate that jumps between states at random",
               parameters},
    .settings_size = sizeof(struct settings),
    .rate = rate,
    .volume = volume,
    .range = range,
    .state_size = sizeof(struct state),
    .open = open,
    .until = until,
    .turn = turn,
    .mean = mean};
