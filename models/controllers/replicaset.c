/*
 * The ReplicaSet controller: keeps as many pods as spec.replicas says. It
 * counts per owner as changes pass its watch, decides nothing while creations
 * are not seen yet, and creates no faster than its client may.
 * (pkg/controller/replicaset)
 */
#include "models/api/component.h"
#include "models/api/workqueue.h"

enum { MOST_AT_ONCE = 500 };

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

static const char by[] = "replicaset-controller";

struct replica_sets {
    struct controller controller;
    struct component *component;
    struct client client;
    struct workqueue queue;
    struct pool pool; /* of struct replication */
};

/* What is known of one ReplicaSet. */
struct replication {
    struct work work;
    struct owner *owner;
    struct event created; /* the next pod that was asked for */
    int active;           /* pods, as seen */
    int expected;         /* creations that were made and not seen yet */
    int wanted;           /* creations decided on and not made yet */
    struct cause cause;   /* of what woke it */
};

static void ask(struct replica_sets *self, struct replication *each)
{
    event_schedule(self->component->sim, &each->created,
                   client_call(&self->client));
}

static void created(struct sim *sim, struct event *event)
{
    struct replication *each = EVENT_OWNER(event, struct replication, created);
    struct replica_sets *self = each->work.queue->context;

    (void)sim;
    each->wanted--;
    each->expected++;
    api_create_pod(self->component->api, each->owner, each->cause);
    if (each->wanted > 0)
        ask(self, each);
}

static sim_time look(void *context, struct work *work)
{
    struct replica_sets *self = context;
    struct replication *each = WORK_OWNER(work, struct replication, work);
    int missing = each->owner->seen.spec.replicas - each->active;

    if (each->expected > 0 || each->wanted > 0 || missing <= 0)
        return NEVER;
    each->wanted = missing < MOST_AT_ONCE ? missing : MOST_AT_ONCE;
    ask(self, each);
    return NEVER;
}

static void owner_changed(void *context, struct owner *owner,
                          const struct owner_state *before,
                          const struct owner_state *now, struct cause cause)
{
    struct replica_sets *self = context;
    struct replication *each = owner->own;

    (void)now;
    (void)cause;
    if (owner->kind != WORKLOAD_REPLICA_SET)
        return;
    if (!before->exists) {
        each = owner->own = pool_take(&self->pool);
        each->owner = owner;
        work_open(&each->work, &self->queue, owner->identity);
        event_prepare(&each->created, created, RANK_DECISION, owner->identity);
    }
    work_add(&each->work);
}

static void pod_changed(void *context, struct pod *pod,
                        const struct pod_status *before,
                        const struct pod_status *now, struct cause cause)
{
    struct replication *each;

    (void)context;
    if (pod->owner == NULL || pod->owner->kind != WORKLOAD_REPLICA_SET)
        return;
    each = pod->owner->own;
    each->active += pod_active(now) - pod_active(before);
    if (now->exists && !before->exists)
        each->expected--;
    if (pod_active(before) && !pod_active(now))
        cause_keep(&each->cause, cause);
    if (each->expected == 0 && each->active < pod->owner->seen.spec.replicas)
        work_add(&each->work);
}

static void start(struct component *component, const void *settings)
{
    const struct settings *given = settings;
    struct sim *sim = component->sim;
    struct replica_sets *self = ARENA_NEW(sim->arena, struct replica_sets);
    uint64_t identity = identity_of(by);

    self->component = component;
    self->controller = (struct controller){.pod_changed = pod_changed,
                                           .owner_changed = owner_changed,
                                           .self = self};
    pool_open(&self->pool, sim->arena, sizeof(struct replication));
    client_open(&self->client, sim, given->qps, given->burst,
                &component->network->call, identity);
    workqueue_open(&self->queue, sim, 5, look, self, identity);
    component_join(component, &self->controller);
}

static const char *check(const void *settings, sim_time heartbeat)
{
    const struct settings *given = settings;

    (void)heartbeat;
    return given->qps > 0 && given->burst > 0
               ? NULL
               : "qps and burst must be more than nothing, or no pod is "
                 "created";
}

const struct controller_kind controller_replicaset = {
    {"replicaset", "keeps as many pods as spec.replicas says", parameters},
    CONTROLLER_MANAGER,
    sizeof(struct settings),
    start,
    check};
