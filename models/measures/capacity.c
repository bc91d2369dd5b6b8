/* Capacity: how many of the replicas that a Service should have serve. */
#include "models/measures/measure.h"
#include "models/measures/wanted.h"
#include "sim/stats.h"

/* A Service's replicas, and min(serving, desired)/desired over time. */
struct replicas {
    int serving;
    int desired;
    struct level share;
};

struct capacity {
    struct observation *observation;
    struct replicas *services;
    int *wanted; /* replicas, by the workloads' ordinals: the last that was
                    said, also of what was deleted since */
    struct listener serving_changed;
    struct listener written;
};

static int count(const struct measured *measured)
{
    return measured->service_count;
}

static void name(const struct measured *measured, struct arena *arena,
                 struct number_name *names)
{
    (void)arena;
    for (int i = 0; i < measured->service_count; i++)
        names[i] = (struct number_name){
            "capacity_seconds", measured->services[i].service->object, "s"};
}

static double share(const struct replicas *replicas)
{
    if (replicas->serving >= replicas->desired)
        return 1;
    return (double)replicas->serving / replicas->desired;
}

static void add(struct capacity *self, const struct pod_template *template,
                int serving, int desired)
{
    for (int i = 0; i < template->service_count; i++) {
        int service = template->services[i]->ordinal;

        if (service < 0)
            continue;
        self->services[service].serving += serving;
        self->services[service].desired += desired;
        level_set(&self->services[service].share,
                  self->observation->cluster->sim->now,
                  share(&self->services[service]));
    }
}

static void serving_changed(void *context, void *subject, struct cause cause)
{
    const struct sandbox *sandbox = subject;

    (void)cause;
    add(context, sandbox->pod->template, sandbox->serving ? 1 : -1, 0);
}

static void look(void *context, struct pod *pod)
{
    if (pod_serves(pod))
        add(context, pod->template, 1, 0);
}

static void want_more(struct capacity *self, const struct owner *owner,
                      int more)
{
    if (owner->parent != NULL || more == 0)
        return;
    self->wanted[owner->workload->ordinal] += more;
    add(self, owner->state.spec.template, 0, more);
}

static void want(struct capacity *self, const struct owner *owner)
{
    want_more(self, owner,
              wanted_pods(self->observation->cluster->api, owner) -
                  self->wanted[owner->workload->ordinal]);
}

/* A node came or went. */
static void want_daemons(struct capacity *self, const struct node *node,
                         int more)
{
    const struct owner *each = self->observation->cluster->api->owners;

    for (; each != NULL; each = each->next)
        if (each->kind == WORKLOAD_DAEMON_SET && wanted_on(each, node))
            want_more(self, each, more);
}

static void written(void *context, void *subject, struct cause cause)
{
    struct capacity *self = context;
    const struct change *change = subject;

    (void)cause;
    switch (change->kind) {
    case OWNER_CREATED:
    case OWNER_SCALED:
    case OWNER_UPDATED:
        want(self, change->object);
        break;
    case NODE_CREATED:
    case NODE_GONE:
        want_daemons(self, change->object,
                     change->kind == NODE_CREATED ? 1 : -1);
        break;
    default:
        break;
    }
}

static void *open(struct observation *observation)
{
    const struct measured *measured = observation->measured;
    struct sim *sim = observation->cluster->sim;
    struct capacity *self = ARENA_NEW(sim->arena, struct capacity);

    self->observation = observation;
    self->services =
        ARENA_ARRAY(sim->arena, struct replicas, measured->service_count);
    for (int i = 0; i < measured->service_count; i++) {
        struct replicas *replicas = &self->services[i];

        replicas->desired = measured->services[i].service->desired;
        level_open(&replicas->share, sim->now, share(replicas));
    }
    self->wanted = ARENA_ARRAY(sim->arena, int, measured->workload_count);
    for (int i = 0; i < measured->workload_count; i++)
        if (!measured->workloads[i].later)
            self->wanted[i] = measured->workloads[i].replicas;
    for (const struct owner *each = observation->cluster->api->owners;
         each != NULL; each = each->next)
        want(self, each);
    visit_pods(observation->cluster, look, self);
    self->serving_changed = (struct listener){serving_changed, self, NULL};
    hook_listen(&observation->cluster->kubelets.serving_changed,
                &self->serving_changed);
    self->written = (struct listener){written, self, NULL};
    hook_listen(observation->cluster->api->written, &self->written);
    return self;
}

static void close(void *state)
{
    struct capacity *self = state;
    const struct observation *observation = self->observation;

    for (int i = 0; i < observation->measured->service_count; i++)
        observation_numbers(observation)[i] = level_integral(
            &self->services[i].share, observation->cluster->sim->now);
}

const struct measure_kind measure_capacity = {
    {"capacity", "the share of its replicas with which a Service serves",
     no_parameters},
    NULL,
    count,
    name,
    open,
    close};
