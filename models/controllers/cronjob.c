/*
 * The CronJob controller: makes a Job whenever it is due, and removes the
 * oldest finished ones. Between two due times it is looked at only when one of
 * its Jobs changes. (Kubernetes 1.36,
 * pkg/controller/cronjob/cronjob_controllerv2.go)
 */
#include "models/controllers/cron_due.h"
#include "models/controllers/owner_controller.h"
#include "models/controllers/pod_availability.h"

static const char by[] = "cronjob-controller";

struct cron_job {
    struct work work;
    struct owner *owner;
    sim_time since;       /* its last due time, or its creation */
    sim_time due;         /* of the Job that a call makes */
    struct owner *doomed; /* the Job that a call removes, or NULL */
    struct request called;
    struct owner_status told;
    struct owner_status found;
    bool reporting;
};

static struct owner_controller *all_of(const struct cron_job *each)
{
    return each->work.queue->context;
}

static const struct cron_job_design *design_of(const struct cron_job *each)
{
    return &each->owner->seen.spec.applied->cron_job;
}

static sim_time now_of(const struct cron_job *each)
{
    return all_of(each)->component->sim->now;
}

/* Whether a Job of it has not finished, as is known: what is not seen yet has
 * not. */
static bool is_active(const struct owner *job)
{
    return job->seen.status.result == JOB_UNFINISHED;
}

static int count_active(const struct cron_job *each)
{
    int count = 0;

    for (const struct owner *job = each->owner->children; job != NULL;
         job = job->next_sibling)
        count += is_active(job);
    return count;
}

/* The oldest of more finished Jobs of one result than are kept; NULL: none.
 * (cleanupFinishedJobs) */
static struct owner *too_old(const struct cron_job *each,
                             enum job_result result, int limit)
{
    struct owner *oldest = NULL;
    int count = 0;

    for (struct owner *job = each->owner->children; job != NULL;
         job = job->next_sibling)
        if (job->seen.status.result == result) {
            oldest = oldest == NULL ? job : oldest;
            count++;
        }
    return count > limit ? oldest : NULL;
}

static struct owner *to_be_cleaned(const struct cron_job *each)
{
    const struct cron_job_design *design = design_of(each);
    struct owner *job = too_old(each, JOB_COMPLETE, design->successful_history);

    return job != NULL ? job
                       : too_old(each, JOB_FAILED, design->failed_history);
}

static struct cron_clock clock_of(const struct cron_job *each)
{
    const struct cron_job_design *design = design_of(each);

    return (struct cron_clock){.schedule = &design->schedule,
                               .since = each->since,
                               .deadline = design->starting_deadline};
}

/* When it is due and may begin; NEVER: it is not. */
static sim_time begins(const struct cron_job *each)
{
    const struct cron_job_design *design = design_of(each);
    struct cron_clock clock = clock_of(each);
    sim_time due = cron_due(&clock, now_of(each));

    if (each->owner->seen.spec.paused || due == NEVER ||
        time_after(due, design->starting_deadline) < now_of(each))
        return NEVER;
    if (design->concurrency == CONCURRENCY_FORBID && count_active(each) > 0)
        return NEVER;
    return due;
}

static struct owner *first_active(const struct cron_job *each)
{
    struct owner *job = each->owner->children;

    while (job != NULL && !is_active(job))
        job = job->next_sibling;
    return job;
}

/* What the next call does, if there is one to be made; a Job that it removes is
 * held. (syncCronJob) */
static bool decide(struct cron_job *each)
{
    each->due = NEVER;
    each->reporting = false;
    each->doomed = to_be_cleaned(each);
    if (each->doomed == NULL) {
        each->due = begins(each);
        if (each->due != NEVER &&
            design_of(each)->concurrency == CONCURRENCY_REPLACE)
            each->doomed = first_active(each);
    }
    if (each->doomed != NULL)
        owner_hold(each->doomed);
    if (each->doomed != NULL || each->due != NEVER)
        return true;
    each->found.replicas = count_active(each);
    each->reporting = !owner_status_same(&each->found, &each->told);
    return each->reporting;
}

static void forget(struct cron_job *each)
{
    struct owner_controller *self = all_of(each);

    work_close(&each->work);
    each->owner->own = NULL;
    owner_release(self->component->api, each->owner);
    pool_give(&self->pool, each);
}

static sim_time again(const struct cron_job *each)
{
    struct cron_clock clock = clock_of(each);

    return each->owner->seen.spec.paused ? NEVER
                                         : cron_due_after(&clock, now_of(each));
}

static sim_time go_on(struct cron_job *each)
{
    if (!each->owner->state.exists || !decide(each))
        return again(each);
    client_send(&all_of(each)->client, &each->called);
    return WORK_GOES_ON;
}

static void create(struct cron_job *each)
{
    const struct workload *workload = each->owner->seen.spec.applied;
    struct owner_spec spec = {.replicas = workload->replicas,
                              .paused = workload->job.suspended,
                              .template = each->owner->seen.spec.template,
                              .scheduled_minute = cron_minutes(each->due)};

    owner_create(all_of(each)->component->api, WORKLOAD_JOB, workload,
                 each->owner->name, each->owner, &spec, by, each->owner->cause);
    each->since = each->due;
    each->found.last_minute = spec.scheduled_minute;
}

static void carry_out(struct cron_job *each)
{
    struct api *api = all_of(each)->component->api;

    bool there = each->owner->state.exists;

    if (there && each->doomed != NULL && each->doomed->state.exists)
        owner_remove(api, each->doomed, by, each->owner->cause);
    else if (there && each->doomed == NULL && each->due != NEVER)
        create(each);
    if (each->doomed != NULL)
        owner_release(api, each->doomed);
    if (there && each->reporting) {
        owner_report(api, each->owner, &each->found, NO_CAUSE);
        each->told = each->found;
    }
}

static void forget_gone(struct cron_job *each)
{
    if (!each->owner->seen.exists)
        forget(each);
}

static void called(struct request *request)
{
    struct cron_job *each = REQUEST_OWNER(request, struct cron_job, called);
    sim_time wait;

    carry_out(each);
    wait = go_on(each);
    if (wait == WORK_GOES_ON)
        return;
    work_done(&each->work, wait);
    forget_gone(each);
}

static void dropped(struct request *request)
{
    struct cron_job *each = REQUEST_OWNER(request, struct cron_job, called);

    if (each->doomed != NULL)
        owner_release(all_of(each)->component->api, each->doomed);
    forget_gone(each);
}

static sim_time look(void *context, struct work *work)
{
    (void)context;
    return go_on(WORK_OWNER(work, struct cron_job, work));
}

static void begin(struct owner_controller *self, struct owner *owner)
{
    static const struct request_kind kind = {called, dropped};
    struct cron_job *each = owner->own = pool_take(&self->pool);

    owner_hold(owner);
    each->owner = owner;
    each->since = timestamp(owner->created_at);
    work_open(&each->work, &self->queue, owner->identity);
    request_prepare(&each->called, &kind, owner->identity);
}

/* One of its Jobs. */
static void job_changed(struct owner *job, const struct owner_state *before,
                        const struct owner_state *now)
{
    struct cron_job *each = job->parent->own;

    if (each != NULL && (before->exists != now->exists ||
                         before->status.result != now->status.result))
        work_add(&each->work);
}

static void owner_changed(void *context, struct owner *owner,
                          const struct owner_state *before,
                          const struct owner_state *now, struct cause cause)
{
    struct owner_controller *self = context;
    struct cron_job *each;

    (void)cause;
    if (owner->kind == WORKLOAD_JOB && owner->parent != NULL)
        job_changed(owner, before, now);
    if (owner->kind != WORKLOAD_CRON_JOB)
        return;
    if (now->exists && !before->exists)
        begin(self, owner);
    each = owner->own;
    if (now->exists != before->exists ||
        !owner_spec_same(&now->spec, &before->spec))
        work_add(&each->work);
    if (!now->exists && !each->work.open)
        forget(each);
}

static void start(struct component *component, const void *settings)
{
    static const struct owner_controller_kind kind = {
        by, sizeof(struct cron_job), look, owner_changed};

    owner_controller_open(
        ARENA_NEW(component->sim->arena, struct owner_controller), component,
        settings, &kind);
}

const struct controller_kind controller_cronjob = {
    {"cronjob", "makes a Job whenever a CronJob is due",
     owner_controller_parameters},
    CONTROLLER_MANAGER,
    sizeof(struct owner_controller_settings),
    start,
    owner_controller_check};
