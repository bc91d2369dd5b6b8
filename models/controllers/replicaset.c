/*
 * The ReplicaSet controller: keeps as many pods as spec.replicas says. It
 * counts per owner as changes pass its watch, decides nothing while creations
 * are not seen yet, and creates no faster than its client may.
 * (pkg/controller/replicaset)
 */
#include "models/api/bucket.h"
#include "models/api/component.h"

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

struct owner {
    struct replica_set *set;
    int active;   /* pods, as seen */
    int expected; /* creations that were made and not seen yet */
    int wanted;   /* creations decided on and not made yet */
    bool dirty;
    struct cause cause; /* of what woke it */
    struct owner *next; /* dirty */
};

struct replica_sets {
    struct controller controller;
    struct component *component;
    struct owner *owners; /* by the ReplicaSets' ordinals */
    struct owner *first;  /* dirty */
    struct owner *last;
    struct bucket client;
    struct event synced;
};

static void dirty(struct replica_sets *self, struct owner *owner)
{
    struct sim *sim = self->component->sim;

    if (owner->dirty)
        return;
    owner->dirty = true;
    owner->next = NULL;
    if (self->first == NULL)
        self->first = owner;
    else
        self->last->next = owner;
    self->last = owner;
    if (!event_pending(&self->synced))
        event_schedule(sim, &self->synced, sim->now);
}

/* Creates what is wanted while the client may; false when it must wait. */
static bool create(struct replica_sets *self, struct owner *owner)
{
    struct component *component = self->component;
    sim_time now = component->sim->now;

    while (owner->wanted > 0) {
        if (bucket_ready(&self->client, now) > now)
            return false;
        bucket_take(&self->client, now);
        owner->wanted--;
        owner->expected++;
        api_create_pod(component->api, owner->set, owner->set->workload,
                       owner->cause);
    }
    return true;
}

static void decide(struct owner *owner)
{
    int missing = owner->set->replicas - owner->active;

    if (owner->expected == 0 && owner->wanted == 0 && missing > 0)
        owner->wanted = missing < MOST_AT_ONCE ? missing : MOST_AT_ONCE;
}

static void synced(struct sim *sim, struct event *event)
{
    struct replica_sets *self = EVENT_OWNER(event, struct replica_sets, synced);

    while (self->first != NULL) {
        struct owner *owner = self->first;

        decide(owner);
        if (!create(self, owner)) {
            event_schedule(sim, event, bucket_ready(&self->client, sim->now));
            return;
        }
        self->first = owner->next;
        owner->dirty = false;
    }
}

static void pod_changed(void *context, struct pod *pod,
                        const struct pod_status *before,
                        const struct pod_status *now, struct cause cause)
{
    struct replica_sets *self = context;
    struct owner *owner;

    if (pod->owner == NULL)
        return;
    owner = &self->owners[pod->owner->ordinal];
    owner->active += pod_active(now) - pod_active(before);
    if (now->exists && !before->exists)
        owner->expected--;
    if (pod_active(before) && !pod_active(now))
        cause_keep(&owner->cause, cause);
    if (owner->expected == 0 && owner->active < owner->set->replicas)
        dirty(self, owner);
}

static void start(struct component *component, const void *settings)
{
    const struct settings *given = settings;
    struct api *api = component->api;
    struct replica_sets *self =
        ARENA_NEW(component->sim->arena, struct replica_sets);

    self->component = component;
    self->controller =
        (struct controller){.pod_changed = pod_changed, .self = self};
    self->owners = ARENA_ARRAY(component->sim->arena, struct owner,
                               api->replica_set_capacity);
    bucket_open(&self->client, given->qps, given->burst, component->sim->now);
    event_prepare(&self->synced, synced, RANK_DECISION,
                  identity_of("replicaset-controller"));
    component_join(component, &self->controller);
    for (int i = 0; i < api->replica_set_count; i++) {
        self->owners[i].set = &api->replica_sets[i];
        dirty(self, &self->owners[i]);
    }
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
