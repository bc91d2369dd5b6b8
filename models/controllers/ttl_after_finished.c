/*
 * The TTL-after-finished controller: deletes a Job when it has been finished
 * for ttlSecondsAfterFinished; it asks for the Job once more before it does.
 * (Kubernetes 1.36, pkg/controller/ttlafterfinished)
 */
#include "models/controllers/owner_controller.h"

static const char by[] = "ttl-after-finished-controller";

/* A Job that has finished, held. */
struct finished {
    struct work work;
    struct owner *job;
    struct request called;
    bool asked;
};

static sim_time expires(const struct owner *job)
{
    return time_after(job->seen.status.finished_at,
                      job->seen.spec.applied->job.time_to_live);
}

static sim_time call(struct finished *finished)
{
    struct owner_controller *self = finished->work.queue->context;

    client_send(&self->client, &finished->called);
    return WORK_GOES_ON;
}

static sim_time look(void *context, struct work *work)
{
    struct owner_controller *self = context;
    struct finished *finished = WORK_OWNER(work, struct finished, work);
    sim_time left = expires(finished->job) - self->component->sim->now;

    return left > 0 ? left : call(finished);
}

static void dropped(struct request *request)
{
    REQUEST_OWNER(request, struct finished, called)->asked = false;
}

static void called(struct request *request)
{
    struct finished *finished = REQUEST_OWNER(request, struct finished, called);
    struct owner_controller *self = finished->work.queue->context;
    struct api *api = self->component->api;
    bool exists = finished->job->state.exists;

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
    static const struct request_kind kind = {called, dropped};
    struct owner_controller *self = context;
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
    request_prepare(&finished->called, &kind, owner->identity);
    work_add(&finished->work);
}

static void start(struct component *component, const void *settings)
{
    static const struct owner_controller_kind kind = {
        by, sizeof(struct finished), look, owner_changed};

    owner_controller_open(
        ARENA_NEW(component->sim->arena, struct owner_controller), component,
        settings, &kind);
}

const struct controller_kind controller_ttl_after_finished = {
    {"ttl-after-finished", "deletes Jobs that were finished for so long",
     owner_controller_parameters},
    CONTROLLER_MANAGER,
    sizeof(struct owner_controller_settings),
    start,
    owner_controller_check};
