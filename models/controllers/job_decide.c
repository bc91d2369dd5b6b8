/* What is to become of a Job. */
#include "models/controllers/job.h"

const struct job_design *job_design(const struct job *job)
{
    return &job->kept.owner->seen.spec.applied->job;
}

bool job_by_index(const struct job *job)
{
    return job_design(job)->index_limit >= 0;
}

int job_wanted(const struct job *job)
{
    int parallelism = job->kept.owner->seen.spec.replicas;
    int left =
        job_design(job)->completions - job->succeeded - job->failed_indexes;

    if (job_design(job)->completions < 0)
        return job->succeeded > 0 ? job->active : parallelism;
    left = left > 0 ? left : 0;
    return left < parallelism ? left : parallelism;
}

/* Restarts count where containers are restarted in place.
 * (pastBackoffLimitOnFailure) */
static bool restarted_too_often(const struct job *job)
{
    uint32_t limit = (uint32_t)job_design(job)->backoff_limit;

    return job->kept.owner->workload->template.restart == RESTART_ON_FAILURE &&
           (limit == 0 ? job->restarts > 0 : job->restarts >= limit);
}

/* Too many indexes failed, or all that did not succeed. */
static bool indexes_failed(const struct job *job)
{
    const struct job_design *design = job_design(job);

    return (design->max_failed_indexes >= 0 &&
            job->failed_indexes > design->max_failed_indexes) ||
           (job->failed_indexes > 0 &&
            job->failed_indexes + job->succeeded >= design->completions);
}

sim_time job_deadline(const struct job *job)
{
    sim_time end =
        time_after(job->started_at, job_design(job)->active_deadline);
    sim_time now = kept_now(&job->kept);

    return end == NEVER ? NEVER : end > now ? end - now : 0;
}

bool job_fails(const struct job *job)
{
    return job->fails || job->failed > job_design(job)->backoff_limit ||
           restarted_too_often(job) || job_deadline(job) == 0 ||
           indexes_failed(job);
}

bool job_complete(const struct job *job)
{
    int completions = job_design(job)->completions;

    return job->active == 0 &&
           (completions < 0 ? job->succeeded > 0
                            : job->succeeded >= completions);
}
