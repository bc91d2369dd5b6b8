/* Two components that fail and are repaired. */
#include "tests/oracles/pair.h"

void pair_renew(struct sim *sim, struct event *event, const struct law *law)
{
    struct pair *pair = sim->model;

    event_schedule(sim, event, sim->now + law_delay(law, &pair->stream));
}

struct component *pair_other(struct pair *pair, struct component *component)
{
    return &pair->components[component == &pair->components[0]];
}

void pair_fail(struct sim *sim, struct pair *pair, struct component *component)
{
    component->up = false;
    event_cancel(sim, &component->event);
    pair->failed(sim, pair, component);
}

/* The other may have waited for the crew. */
static void repair(struct sim *sim, struct pair *pair,
                   struct component *component)
{
    struct component *beside = pair_other(pair, component);

    component->up = true;
    pair_renew(sim, &component->event, pair->life);
    if (!event_pending(&beside->event))
        pair_renew(sim, &beside->event, pair->repair);
}

static void turn(struct sim *sim, struct event *event)
{
    struct pair *pair = sim->model;
    struct component *component = EVENT_OWNER(event, struct component, event);

    if (component->up)
        pair_fail(sim, pair, component);
    else
        repair(sim, pair, component);
    pair->observe(sim, pair);
}

void pair_start(struct sim *sim, struct pair *pair)
{
    sim->model = pair;
    stream_open(&pair->stream, &sim->seed, identity_of("pair"));
    for (int i = 0; i < 2; i++) {
        struct component *component = &pair->components[i];

        component->up = true;
        event_prepare(&component->event, turn, RANK_TRUTH, (uint64_t)i);
        pair_renew(sim, &component->event, pair->life);
    }
}
