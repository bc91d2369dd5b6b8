/* Machines that come and go. */
#include "models/cluster/provider.h"

struct booting {
    struct event booted;
    struct provider *provider;
    struct machine *machine;
    uint32_t times; /* that it was asked for */
    struct cause cause;
};

static void booted(struct sim *sim, struct event *event)
{
    struct booting *booting = EVENT_OWNER(event, struct booting, booted);

    (void)sim;
    machine_add(booting->provider->infrastructure, booting->machine,
                booting->cause);
    cause_drop(&booting->cause);
}

static void ordered(struct booting *booting, struct cause cause)
{
    struct sim *sim = booting->provider->infrastructure->sim;
    const struct machine *machine = booting->machine;
    uint64_t name = identity_child(
        identity_child(identity_of("provider"), machine->identity, 0),
        booting->times++, 0);

    cause_keep(&booting->cause, cause);
    event_schedule(sim, &booting->booted,
                   time_after(sim->now, law_delay_of(&machine->design->boot,
                                                     &sim->seed, name)));
}

static void released(struct booting *booting, struct cause cause)
{
    struct infrastructure *infrastructure = booting->provider->infrastructure;

    event_cancel(infrastructure->sim, &booting->booted);
    cause_drop(&booting->cause);
    if (!booting->machine->absent)
        machine_remove(infrastructure, booting->machine, cause);
}

static void read_node(void *context, const struct change *change)
{
    struct provider *provider = context;
    const struct node *node = change->object;

    if (change->kind == NODE_ORDERED)
        ordered(&provider->all[node->ordinal], change->cause);
    else
        released(&provider->all[node->ordinal], change->cause);
}

void provider_open(struct provider *provider, struct api *api,
                   struct infrastructure *infrastructure)
{
    int count = infrastructure->machine_count;

    provider->infrastructure = infrastructure;
    provider->all = ARENA_ARRAY(api->sim->arena, struct booting, count);
    for (int i = 0; i < count; i++) {
        provider->all[i].provider = provider;
        provider->all[i].machine = &infrastructure->machines[i];
        event_prepare(&provider->all[i].booted, booted, RANK_TRUTH,
                      infrastructure->machines[i].identity);
    }
    log_watch(&api->node_log, &provider->nodes,
              CHANGE(NODE_ORDERED) | CHANGE(NODE_RELEASED), NULL, read_node,
              provider, identity_of("provider"));
}
