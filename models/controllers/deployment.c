/*
 * The Deployment controller: gives each Deployment its ReplicaSet.
 * (pkg/controller/deployment)
 */
#include "models/api/component.h"
#include "models/api/workqueue.h"

static const char by[] = "deployment-controller";

struct settings {
    double qps;
    int burst;
};

static const struct parameter parameters[] = {
    {"qps", &of_rate, offsetof(struct settings, qps), "20/s",
     "calls that its client may make (kube-api-qps)"},
    {"burst", &of_count, offsetof(struct settings, burst), "30",
     "calls that its client may make at once (kube-api-burst)"},
    {NULL, NULL, 0, NULL, NULL}};

struct deployments {
    struct controller controller;
    struct component *component;
    struct client client;
    struct workqueue queue;
    struct pool pool; /* of struct deployment */
};

struct deployment {
    struct work work;
    struct owner *owner;
    struct owner *replica_set;
    struct event called; /* what it asked of the API server is done */
};

/* Ten letters of the template's identity, as pod-template-hash has them. */
static const char *replica_set_name(struct arena *arena,
                                    const struct owner *owner)
{
    static const char letters[] = "bcdfghjklmnpqrstvwxz2456789";
    uint64_t rest = owner->identity;
    char hash[11] = "";

    for (int i = 0; i < 10; i++, rest /= sizeof(letters) - 1)
        hash[i] = letters[rest % (sizeof(letters) - 1)];
    return arena_format(arena, "%s-%s", owner->name, hash);
}

static void called(struct sim *sim, struct event *event)
{
    struct deployment *each = EVENT_OWNER(event, struct deployment, called);
    struct deployments *self = each->work.queue->context;
    const struct owner_spec *spec = &each->owner->seen.spec;

    if (each->replica_set == NULL)
        each->replica_set = owner_create(
            self->component->api, WORKLOAD_REPLICA_SET, each->owner->workload,
            replica_set_name(sim->arena, each->owner), each->owner, spec, by,
            each->owner->cause);
    else
        owner_set_spec(self->component->api, each->replica_set, spec, by,
                       each->owner->cause);
}

static sim_time look(void *context, struct work *work)
{
    struct deployments *self = context;
    struct deployment *each = WORK_OWNER(work, struct deployment, work);
    const struct owner *set = each->replica_set;

    if (!event_pending(&each->called) &&
        (set == NULL ||
         set->state.spec.replicas != each->owner->seen.spec.replicas))
        event_schedule(self->component->sim, &each->called,
                       client_call(&self->client));
    return NEVER;
}

static void owner_changed(void *context, struct owner *owner,
                          const struct owner_state *before,
                          const struct owner_state *now, struct cause cause)
{
    struct deployments *self = context;
    struct deployment *each = owner->own;

    (void)now;
    (void)cause;
    if (owner->kind != WORKLOAD_DEPLOYMENT)
        return;
    if (!before->exists) {
        each = owner->own = pool_take(&self->pool);
        each->owner = owner;
        work_open(&each->work, &self->queue, owner->identity);
        event_prepare(&each->called, called, RANK_DECISION, owner->identity);
    }
    work_add(&each->work);
}

static void start(struct component *component, const void *settings)
{
    const struct settings *given = settings;
    struct sim *sim = component->sim;
    struct deployments *self = ARENA_NEW(sim->arena, struct deployments);
    uint64_t identity = identity_of(by);

    self->component = component;
    self->controller =
        (struct controller){.owner_changed = owner_changed, .self = self};
    pool_open(&self->pool, sim->arena, sizeof(struct deployment));
    client_open(&self->client, sim, given->qps, given->burst,
                &component->network->call, identity);
    workqueue_open(&self->queue, sim, 5, look, self, identity);
    component_join(component, &self->controller);
}

const struct controller_kind controller_deployment = {
    {"deployment", "gives each Deployment its ReplicaSet", parameters},
    CONTROLLER_MANAGER,
    sizeof(struct settings),
    start,
    NULL};
