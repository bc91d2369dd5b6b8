/*
 * The TTL-after-finished controller: deletes a Job when it has been finished
 * for ttlSecondsAfterFinished; it asks for the Job once more before it does.
 * (Kubernetes 1.36, pkg/controller/ttlafterfinished)
 */
#include "models/api/component.h"
#include "models/controllers/keeper.h"

static const char by[] = "ttl-after-finished-controller";

struct settings {
    struct keeper_settings keeper;
};

static const struct parameter parameters[] = {
    KEEPER_PARAMETERS(struct settings, "5"), {NULL, NULL, 0, NULL, NULL}};

struct ttl_after_finished {
    struct controller controller;
    struct component *component;
    struct client client;
    struct workqueue queue;
    struct pool pool; /* of struct finished */
};

/* A Job that has finished, held. */
struct finished {
    struct work work;
    struct owner *job;
    struct event called;
    bool asked;
};

static sim_time expires(const struct owner *job)
{
    return time_after(job->seen.status.finished_at,
                      job->seen.spec.applied->job.time_to_live);
}

static sim_time call(struct finished *finished)
{
    struct ttl_after_finished *self = finished->work.queue->context;

    event_schedule(self->component->sim, &finished->called,
                   client_call(&self->client));
    return WORK_GOES_ON;
}

static sim_time look(void *context, struct work *work)
{
    struct ttl_after_finished *self = context;
    struct finished *finished = WORK_OWNER(work, struct finished, work);
    sim_time left = expires(finished->job) - self->component->sim->now;

    return left > 0 ? left : call(finished);
}

static void called(struct sim *sim, struct event *event)
{
    struct finished *finished = EVENT_OWNER(event, struct finished, called);
    struct ttl_after_finished *self = finished->work.queue->context;
    struct api *api = self->component->api;
    bool exists = finished->job->state.exists;

    (void)sim;
    if (exists && !finished->asked) {
        finished->asked = true;
        call(finished);
        return;
    }
    if (exists)
        owner_remove(api, finished->job, by, NO_CAUSE);
    work_done(&finished->work, NEVER);
    work_close(&finished->work);
    owner_release(api, finished->job);
    pool_give(&self->pool, finished);
}

static void owner_changed(void *context, struct owner *owner,
                          const struct owner_state *before,
                          const struct owner_state *now, struct cause cause)
{
    struct ttl_after_finished *self = context;
    struct finished *finished;

    (void)cause;
    if (owner->kind != WORKLOAD_JOB || !now->exists ||
        now->status.result == JOB_UNFINISHED ||
        before->status.result != JOB_UNFINISHED ||
        now->spec.applied->job.time_to_live == NEVER)
        return;
    finished = pool_take(&self->pool);
    finished->job = owner;
    owner_hold(owner);
    work_open(&finished->work, &self->queue, owner->identity);
    event_prepare(&finished->called, called, RANK_DECISION, owner->identity);
    work_add(&finished->work);
}

static void start(struct component *component, const void *settings)
{
    const struct settings *given = settings;
    struct sim *sim = component->sim;
    struct ttl_after_finished *self =
        ARENA_NEW(sim->arena, struct ttl_after_finished);
    uint64_t identity = identity_of(by);

    self->component = component;
    self->controller =
        (struct controller){.owner_changed = owner_changed, .self = self};
    pool_open(&self->pool, sim->arena, sizeof(struct finished));
    client_open(&self->client, sim, given->keeper.qps, given->keeper.burst,
                &component->network->call, identity);
    workqueue_open(&self->queue, sim, given->keeper.workers, look, self,
                   identity);
    component_join(component, &self->controller);
}

static const char *check(const void *settings, sim_time heartbeat)
{
    (void)heartbeat;
    return keeper_check(&((const struct settings *)settings)->keeper);
}

const struct controller_kind controller_ttl_after_finished = {
    {"ttl-after-finished", "deletes Jobs that were finished for so long",
     parameters},
    CONTROLLER_MANAGER,
    sizeof(struct settings),
    start,
    check};
