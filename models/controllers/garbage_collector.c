/*
 * The garbage collector: what belonged to an object that is gone is deleted,
 * in the background. Each thing takes two calls: it is looked up, and deleted.
 * (Kubernetes 1.36, pkg/controller/garbagecollector/garbagecollector.go)
 */
#include "models/api/component.h"
#include "models/api/workqueue.h"

static const char by[] = "generic-garbage-collector";

struct settings {
    double qps;
    int burst;
    int workers;
};

static const struct parameter parameters[] = {
    PARAMETER(struct settings, qps, of_rate, "40/s",
              "calls that its client may make (twice kube-api-qps)"),
    PARAMETER(struct settings, burst, of_count, "30",
              "calls that its client may make at once (kube-api-burst)"),
    PARAMETER(struct settings, workers, of_some, "20",
              "how many things it deletes at the same time "
              "(concurrent-gc-syncs)"),
    {NULL, NULL, 0, NULL, NULL}};

struct garbage_collector {
    struct controller controller;
    struct component *component;
    struct client client;
    struct workqueue queue;
    struct pool pool; /* of struct orphan */
};

/* What is to be deleted, held until it is: a pod, or an object. */
struct orphan {
    struct work work;
    struct request called;
    struct pod *pod;
    struct owner *owner;
    bool found; /* the first call has shown that it is still there */
    struct cause cause;
};

static void call(struct orphan *orphan)
{
    struct garbage_collector *self = orphan->work.queue->context;

    client_send(&self->client, &orphan->called);
}

static void forget(struct orphan *orphan)
{
    struct garbage_collector *self = orphan->work.queue->context;
    struct api *api = self->component->api;

    work_done(&orphan->work, NEVER);
    work_close(&orphan->work);
    if (orphan->pod != NULL)
        pod_release(api, orphan->pod);
    else
        owner_release(api, orphan->owner);
    cause_drop(&orphan->cause);
    pool_give(&self->pool, orphan);
}

/* Whether it is, and what it belonged to is not: by the API server itself, as
 * the news of an owner may come later than those of what it owns. */
static bool there(const struct orphan *orphan)
{
    const struct pod *pod = orphan->pod;

    if (pod != NULL)
        return pod->status.exists && !pod->status.deleted &&
               !pod->owner->state.exists;
    return orphan->owner->state.exists && !orphan->owner->parent->state.exists;
}

static void dropped(struct request *request)
{
    REQUEST_OWNER(request, struct orphan, called)->found = false;
}

static void called(struct request *request)
{
    struct orphan *orphan = REQUEST_OWNER(request, struct orphan, called);
    struct garbage_collector *self = orphan->work.queue->context;
    struct api *api = self->component->api;
    bool first = !orphan->found;

    orphan->found = there(orphan);
    if (orphan->found && first) {
        call(orphan);
        return;
    }
    if (orphan->found && orphan->pod != NULL)
        api_delete(api, orphan->pod, SPEC_GRACE, by, orphan->cause);
    else if (orphan->found)
        owner_remove(api, orphan->owner, by, orphan->cause);
    forget(orphan);
}

static sim_time look(void *context, struct work *work)
{
    (void)context;
    call(WORK_OWNER(work, struct orphan, work));
    return WORK_GOES_ON;
}

static void collect(struct garbage_collector *self, struct pod *pod,
                    struct owner *owner, struct cause cause)
{
    static const struct request_kind kind = {called, dropped};
    struct orphan *orphan = pool_take(&self->pool);
    uint64_t identity = pod != NULL ? pod->identity : owner->identity;

    orphan->pod = pod;
    orphan->owner = owner;
    cause_keep(&orphan->cause, cause);
    if (pod != NULL)
        pod_hold(pod);
    else
        owner_hold(owner);
    work_open(&orphan->work, &self->queue, identity);
    request_prepare(&orphan->called, &kind, identity);
    work_add(&orphan->work);
}

/* Its own are collected when it is gone; one that appears later, at once. */
static void owner_changed(void *context, struct owner *owner,
                          const struct owner_state *before,
                          const struct owner_state *now, struct cause cause)
{
    struct garbage_collector *self = context;

    if (now->exists && !before->exists && owner->parent != NULL &&
        !owner->parent->seen.exists)
        collect(self, NULL, owner, cause);
    if (now->exists || !before->exists)
        return;
    for (struct owner *each = owner->children; each != NULL;
         each = each->next_sibling)
        if (each->seen.exists)
            collect(self, NULL, each, cause);
    for (struct pod *each = owner->first; each != NULL; each = each->next)
        if (each->seen[CONTROLLER_MANAGER].exists &&
            !each->seen[CONTROLLER_MANAGER].deleted)
            collect(self, each, NULL, cause);
}

static void pod_changed(void *context, struct pod *pod,
                        const struct pod_status *before,
                        const struct pod_status *now, struct cause cause)
{
    if (now->exists && !before->exists && pod->owner != NULL &&
        !pod->owner->seen.exists)
        collect(context, pod, NULL, cause);
}

static void start(struct component *component, const void *settings)
{
    const struct settings *given = settings;
    struct sim *sim = component->sim;
    struct garbage_collector *self =
        ARENA_NEW(sim->arena, struct garbage_collector);
    uint64_t identity = identity_of(by);

    self->component = component;
    self->controller = (struct controller){.facets = POD_EXISTENCE,
                                           .pod_changed = pod_changed,
                                           .owner_changed = owner_changed,
                                           .self = self};
    pool_open(&self->pool, sim->arena, sizeof(struct orphan));
    component_client(component, &self->client, given->qps, given->burst,
                     identity);
    component_queue(component, &self->queue, given->workers, look, self,
                    identity);
    component_join(component, &self->controller);
}

const struct controller_kind controller_garbage_collector = {
    {"garbage-collector", "deletes what belonged to an object that is gone",
     parameters},
    CONTROLLER_MANAGER,
    sizeof(struct settings),
    start,
    NULL};
