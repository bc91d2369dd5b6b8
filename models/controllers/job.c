/*
 * The Job controller: pods that run to an end, until enough have succeeded or
 * too many failed. Changes of pods are answered a second later, all together.
 * (Kubernetes 1.36, pkg/controller/job/job_controller.go)
 */
#include "models/controllers/job.h"

#include "models/controllers/pod_availability.h"
#include "models/controllers/surplus.h"

enum { MOST_AT_ONCE = 500 }; /* MaxPodCreateDeletePerSync */

static const sim_time batch_period = SECONDS(1); /* SyncJobBatchPeriod */
static const sim_time first_wait = SECONDS(10);  /* DefaultJobPodFailure... */

/* From this one on a Job is finished when its pods are gone.
 * (JobPodReplacementPolicy) */
enum { WAITS_FOR_PODS = 29 };

struct settings {
    struct keeper_settings keeper;
};

static const struct parameter parameters[] = {
    KEEPER_PARAMETERS(struct settings, "5"), {NULL, NULL, 0, NULL, NULL}};

struct jobs {
    struct keeper keeper;
    struct surplus surplus;
    struct job_index_pool index_pool;
};

/* What is kept of a pod of a Job: pod->own. */
struct task {
    struct replica replica;
    bool counted; /* as succeeded or failed, or never to be */
};

static struct job *job_of(struct kept *kept)
{
    return (struct job *)kept;
}

static struct jobs *all_of(const struct job *job)
{
    return (struct jobs *)keeper_of(&job->kept);
}

/* What is left of a wait. */
static sim_time wait_left(const struct job *job,
                          const struct job_back_off *back_off)
{
    return job_back_off_left(
        back_off, first_wait,
        job_back_off_most(keeper_of(&job->kept)->component->minor),
        kept_now(&job->kept));
}

static struct task *task_of(const struct job *job, struct pod *pod)
{
    return (struct task *)replica_of(&all_of(job)->keeper.replicas, pod);
}

static void begin(struct kept *kept)
{
    struct job *job = job_of(kept);

    job->started_at = job->finished_at = NEVER;
    if (job_design(job)->indexed)
        job_indexes_open(&job->indexes, &all_of(job)->index_pool,
                         job_design(job)->completions);
}

static void end(struct kept *kept)
{
    struct job *job = job_of(kept);

    job_indexes_close(&job->indexes, &all_of(job)->index_pool);
}

static bool terminates(const struct pod_status *status)
{
    return status->exists && status->deleted && !pod_ended(status);
}

/* Where another pod for the same index would be one too many. */
static bool occupies(const struct job *job, const struct pod_status *status)
{
    return pod_active(status) ||
           (job_design(job)->replace_failed && terminates(status));
}

/* (isPodFailed) */
static bool has_failed(const struct job *job, const struct pod_status *status)
{
    return !status->exists || status->phase == POD_FAILED ||
           (status->deleted && !job_design(job)->replace_failed);
}

/* Its pods count once, however they end. */
static void count_end(struct job *job, struct task *task, int index,
                      const struct pod_status *status)
{
    bool success = status->phase == POD_SUCCEEDED;

    if (task->counted || !(success || has_failed(job, status)))
        return;
    task->counted = true;
    if (success) {
        job->succeeded +=
            index < 0 || job_indexes_succeed(&job->indexes, index);
        job->back_off.failures = 0;
        return;
    }
    job->failed++;
    job->back_off.failures++;
    job->back_off.last_failure = timestamp(kept_now(&job->kept));
    if (job_by_index(job))
        job->failed_indexes +=
            job_indexes_fail(&job->indexes, index, job_design(job)->index_limit,
                             job->back_off.last_failure);
}

static uint32_t restarts(const struct pod_status *status)
{
    return status->exists && !pod_ended(status) ? status->restarts : 0;
}

static sim_time pod_changed(struct kept *kept, struct pod *pod,
                            const struct pod_status *before,
                            const struct pod_status *now, struct cause cause)
{
    struct job *job = job_of(kept);

    (void)cause;
    job->active += pod_active(now) - pod_active(before);
    job->terminating += terminates(now) - terminates(before);
    job->restarts += restarts(now) - restarts(before);
    if (pod->ordinal >= 0)
        job_indexes_occupy(&job->indexes, pod->ordinal,
                           occupies(job, now) - occupies(job, before));
    count_end(job, task_of(job, pod), pod->ordinal, now);
    return job->result == JOB_UNFINISHED ? batch_period : NEVER;
}

/* Active pods go; where they are to count as failures, when that is seen. */
static void delete_active(struct job *job, int count, bool counted)
{
    struct jobs *self = all_of(job);
    struct pod *pod;

    surplus_begin(&self->surplus, job->kept.owner);
    while (count-- > 0 && (pod = surplus_next(&self->surplus)) != NULL) {
        if (!counted)
            task_of(job, pod)->counted = true;
        kept_delete(&job->kept, &job->kept.at_once, pod);
    }
}

/* The first indexes that need a pod get one, but for those that back off. How
 * long until the first of these may, where no other did.
 * (getPodCreationInfoForIndependentIndexes) */
static sim_time create_by_index(struct job *job, int count)
{
    struct pod_traits traits = {job->kept.owner->seen.spec.template, -1, NULL};
    sim_time least = NEVER;
    bool any = false;

    for (int i = 0; i < count; i++) {
        sim_time wait;

        traits.ordinal = job_indexes_pending(&job->indexes, traits.ordinal + 1);
        if (traits.ordinal < 0)
            break;
        wait = wait_left(job, &job->indexes.all[traits.ordinal].back_off);
        if (wait == 0)
            kept_create(&job->kept, &traits, job->kept.cause);
        else if (wait < least)
            least = wait;
        any = any || wait == 0;
    }
    return any ? NEVER : least;
}

static void create(struct job *job, int count)
{
    struct pod_traits traits = {job->kept.owner->seen.spec.template, -1, NULL};

    for (int i = 0; i < count; i++) {
        if (job_design(job)->indexed)
            traits.ordinal =
                job_indexes_pending(&job->indexes, traits.ordinal + 1);
        if (job_design(job)->indexed && traits.ordinal < 0)
            return;
        kept_create(&job->kept, &traits, job->kept.cause);
    }
}

/* (manageJob) */
static sim_time manage(struct job *job)
{
    int surplus, missing;
    sim_time wait;

    if (job->kept.owner->seen.spec.paused) {
        delete_active(job, job->active, false);
        return NEVER;
    }
    surplus = job->active - job_wanted(job);
    if (surplus > 0) {
        delete_active(job, surplus < MOST_AT_ONCE ? surplus : MOST_AT_ONCE,
                      false);
        return NEVER;
    }
    missing = -surplus;
    if (job_design(job)->replace_failed)
        missing -= job->terminating;
    if (missing <= 0)
        return NEVER;
    missing = missing < MOST_AT_ONCE ? missing : MOST_AT_ONCE;
    wait = job_by_index(job) ? create_by_index(job, missing)
                             : wait_left(job, &job->back_off);
    if (!job_by_index(job) && wait == 0) {
        create(job, missing);
        wait = NEVER;
    }
    return wait > batch_period ? wait : batch_period;
}

static void finish(struct job *job, enum job_result result)
{
    int minor = keeper_of(&job->kept)->component->minor;

    if (job->active > 0 || !kept_satisfied(&job->kept) ||
        (job->terminating > 0 && minor >= WAITS_FOR_PODS))
        return;
    job->result = result;
    job->finished_at = kept_now(&job->kept);
}

static void find(struct job *job)
{
    job->kept.found = (struct owner_status){.replicas = job->active,
                                            .ready = job->kept.readiness.ready,
                                            .succeeded = job->succeeded,
                                            .failed = job->failed,
                                            .result = job->result,
                                            .finished_at = job->finished_at};
}

/* What is to be done while it is neither finished nor failing. */
static sim_time go_on(struct job *job)
{
    sim_time wait = NEVER, left = job_deadline(job);

    if (kept_satisfied(&job->kept))
        wait = manage(job);
    if (job_complete(job))
        finish(job, JOB_COMPLETE);
    return left < wait ? left : wait;
}

/* (syncJob) */
static sim_time look(struct kept *kept)
{
    struct job *job = job_of(kept);
    sim_time wait = NEVER;

    if (kept->owner->seen.spec.paused)
        job->started_at = NEVER;
    else if (job->started_at == NEVER)
        job->started_at = kept_now(kept);
    job->fails = job_fails(job);
    if (job->result == JOB_UNFINISHED && job->fails) {
        delete_active(job, job->active, true);
        finish(job, JOB_FAILED);
    } else if (job->result == JOB_UNFINISHED) {
        wait = go_on(job);
    }
    find(job);
    return job->result == JOB_UNFINISHED ? wait : NEVER;
}

/* Failures that stand in a Job's status make no new pod wait.
 * (backoff_utils.go, backoffStore) */
static void stopped(void *context)
{
    struct keeper *keeper = context;
    struct owner *each = keeper->component->api->owners;

    for (; each != NULL; each = each->next)
        if (each->kind == WORKLOAD_JOB && each->own != NULL)
            job_of(each->own)->back_off.failures = 0;
}

static void start(struct component *component, const void *settings)
{
    static const struct keeper_kind kind = {.kind = WORKLOAD_JOB,
                                            .by = "job-controller",
                                            .size = sizeof(struct job),
                                            .replica_size = sizeof(struct task),
                                            .begin = begin,
                                            .end = end,
                                            .pod_changed = pod_changed,
                                            .look = look};
    const struct settings *given = settings;
    struct sim *sim = component->sim;
    struct jobs *self = ARENA_NEW(sim->arena, struct jobs);

    job_index_pool_open(&self->index_pool, sim->arena);
    surplus_open(&self->surplus, sim, component->reader, component->minor,
                 true);
    keeper_open(&self->keeper, component, &given->keeper, &kind);
    self->keeper.controller.stopped = stopped;
}

static const char *check(const void *settings, sim_time heartbeat)
{
    (void)heartbeat;
    return keeper_check(&((const struct settings *)settings)->keeper);
}

const struct controller_kind controller_job = {
    {"job", "runs the pods of a Job until enough have succeeded", parameters},
    CONTROLLER_MANAGER,
    sizeof(struct settings),
    start,
    check};
