/* Kinds of workloads. */
#include "models/api/manifest_workload.h"

#include <limits.h>
#include <string.h>

#include "models/api/manifest_fields.h"
#include "models/api/manifest_pod.h"
#include "models/api/manifest_rollout.h"
#include "models/api/manifest_volume.h"

enum { BACKOFF_LIMIT = 6, SUCCESSFUL_HISTORY = 3, FAILED_HISTORY = 1 };

/* From this one on indexes may have limits of their own. */
enum { INDEX_LIMITS = 29 };

const struct tree *workload_spec(struct manifests *manifests,
                                 const struct manifest *manifest,
                                 const struct tree *spec)
{
    const struct tree *template, *inner;

    if (strcmp(manifest->kind, "CronJob") != 0)
        return spec;
    template = field_mapping(spec, "jobTemplate", manifests->errors);
    inner = field_mapping(template, "spec", manifests->errors);
    if (inner == NULL)
        error_at(manifests->errors,
                 tree_place(template != NULL ? template : spec),
                 "%s has no jobTemplate with a spec", manifest->object);
    return inner;
}

bool workload_selects(enum workload_kind kind)
{
    return kind != WORKLOAD_POD && kind != WORKLOAD_JOB &&
           kind != WORKLOAD_CRON_JOB;
}

bool workload_ends(const char *kind)
{
    return strcmp(kind, "Job") == 0 || strcmp(kind, "CronJob") == 0;
}

/* A field in seconds; NEVER if it is not there. */
static sim_time seconds_of(struct manifests *manifests, const struct tree *spec,
                           const char *name)
{
    int seconds;

    return field_read(spec, name, &of_count, &seconds, manifests->errors)
               ? SECONDS(seconds)
               : NEVER;
}

static void limit_pods(struct manifests *manifests, const struct tree *spec,
                       const char *name, const struct workload *workload)
{
    if (workload->replicas > MOST_PODS)
        error_at(manifests->errors, tree_get(spec, name)->at,
                 "%d replicas are more than can be simulated (%d)",
                 workload->replicas, MOST_PODS);
}

static void replicas_read(struct manifests *manifests, const struct tree *spec,
                          struct workload *workload)
{
    workload->replicas = 1;
    workload->replicas_given = field_given(spec, "replicas");
    if (!workload->replicas_given)
        remark(&manifests->assumed, "no replicas in ", workload->object,
               ": 1 is assumed");
    else
        field_read(spec, "replicas", &of_count, &workload->replicas,
                   manifests->errors);
    limit_pods(manifests, spec, "replicas", workload);
}

/* updateStrategy: its rollingUpdate, or NULL. */
static const struct tree *update_read(struct manifests *manifests,
                                      const struct tree *spec,
                                      struct strategy *into)
{
    static const char *const types[] = {"RollingUpdate", "OnDelete", NULL};
    const struct tree *strategy =
        field_mapping(spec, "updateStrategy", manifests->errors);
    const struct tree *rolling =
        field_mapping(strategy, "rollingUpdate", manifests->errors);

    into->max_unavailable = (struct int_or_percent){1, false};
    into->on_delete =
        field_choice(strategy, "type", types, 0, manifests->errors) == 1;
    if (into->on_delete && rolling != NULL)
        error_at(manifests->errors, tree_place(rolling),
                 "the updateStrategy OnDelete has no rollingUpdate");
    return rolling;
}

static void stateful_set_read(struct manifests *manifests,
                              const struct tree *spec, struct workload *into)
{
    static const char *const policies[] = {"OrderedReady", "Parallel", NULL};
    const struct tree *rolling = update_read(manifests, spec, &into->strategy);
    struct strategy *strategy = &into->strategy;

    into->parallel = field_choice(spec, "podManagementPolicy", policies, 0,
                                  manifests->errors) == 1;
    field_read(field_mapping(spec, "ordinals", manifests->errors), "start",
               &of_count, &into->first_ordinal, manifests->errors);
    if (into->first_ordinal > MOST_PODS)
        error_at(manifests->errors,
                 tree_get(tree_get(spec, "ordinals"), "start")->at,
                 "an ordinal is at most %d here", MOST_PODS);
    field_read(rolling, "partition", &of_count, &strategy->partition,
               manifests->errors);
    if (field_read(rolling, "maxUnavailable", &of_int_or_percent,
                   &strategy->max_unavailable, manifests->errors) &&
        strategy->max_unavailable.value == 0)
        error_at(manifests->errors, tree_get(rolling, "maxUnavailable")->at,
                 "maxUnavailable must be more than 0");
    claim_templates_read(manifests, spec, into);
}

static void daemon_set_read(struct manifests *manifests,
                            const struct tree *spec, struct workload *into)
{
    const struct tree *rolling = update_read(manifests, spec, &into->strategy);
    struct strategy *strategy = &into->strategy;

    into->replicas = 0; /* until the nodes are known */
    field_read(rolling, "maxUnavailable", &of_int_or_percent,
               &strategy->max_unavailable, manifests->errors);
    field_read(rolling, "maxSurge", &of_int_or_percent, &strategy->max_surge,
               manifests->errors);
    if ((strategy->max_surge.value == 0) ==
        (strategy->max_unavailable.value == 0))
        error_at(manifests->errors, tree_place(rolling),
                 "one of maxSurge and maxUnavailable must be 0, and the other "
                 "one not (if it is not given, maxUnavailable is 1)");
}

static void remark_job(struct manifests *manifests, const struct tree *spec,
                       const char *object)
{
    static const char *const names[] = {"podFailurePolicy", "successPolicy",
                                        "managedBy"};

    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        if (field_given(spec, names[i]))
            remark(&manifests->unmodelled,
                   arena_format(manifests->arena, "%s is not modelled yet (",
                                names[i]),
                   object, ")");
}

/* How many pods at a time, and how many in all. */
static void completions_read(struct manifests *manifests,
                             const struct tree *spec, struct workload *into)
{
    static const char *const modes[] = {"NonIndexed", "Indexed", NULL};
    struct job_design *job = &into->job;
    bool parallel = field_read(spec, "parallelism", &of_count, &into->replicas,
                               manifests->errors);

    job->completions = parallel ? -1 : 1;
    field_read(spec, "completions", &of_count, &job->completions,
               manifests->errors);
    if (job->completions >= 0 && into->replicas > job->completions)
        into->replicas = job->completions;
    else if (parallel)
        limit_pods(manifests, spec, "parallelism", into);
    job->indexed =
        field_choice(spec, "completionMode", modes, 0, manifests->errors) == 1;
    if (job->indexed && job->completions < 0)
        error_at(manifests->errors, tree_get(spec, "completionMode")->at,
                 "the completionMode Indexed needs completions");
    if (job->completions > MOST_PODS)
        error_at(manifests->errors, tree_get(spec, "completions")->at,
                 "%d completions are more than can be simulated (%d)",
                 job->completions, MOST_PODS);
}

/* (ValidateJobSpec; beta and on since 1.29) */
static void index_limit_read(struct manifests *manifests,
                             const struct tree *spec, struct job_design *job)
{
    const struct tree *limit = tree_get(spec, "backoffLimitPerIndex");
    const struct tree *most = tree_get(spec, "maxFailedIndexes");

    job->index_limit = job->max_failed_indexes = -1;
    if (limit != NULL && manifests->minor < INDEX_LIMITS) {
        warning_at(manifests->errors, tree_place(limit),
                   "backoffLimitPerIndex does nothing before Kubernetes 1.%d",
                   INDEX_LIMITS);
        return;
    }
    field_read(spec, "backoffLimitPerIndex", &of_count, &job->index_limit,
               manifests->errors);
    field_read(spec, "maxFailedIndexes", &of_count, &job->max_failed_indexes,
               manifests->errors);
    if (job->index_limit >= 0 && !job->indexed)
        error_at(manifests->errors, limit->at,
                 "backoffLimitPerIndex needs the completionMode Indexed");
    if (job->index_limit >= 0 &&
        !tree_is(tree_get(tree_get(tree_get(spec, "template"), "spec"),
                          "restartPolicy"),
                 "Never"))
        error_at(manifests->errors, limit->at,
                 "backoffLimitPerIndex needs the restartPolicy Never");
    if (job->max_failed_indexes >= 0 && job->index_limit < 0)
        error_at(manifests->errors, most->at,
                 "maxFailedIndexes needs backoffLimitPerIndex");
    if (job->max_failed_indexes > job->completions)
        error_at(manifests->errors, most->at,
                 "maxFailedIndexes is more than completions");
}

static void job_read(struct manifests *manifests, const struct tree *spec,
                     struct workload *into)
{
    static const char *const policies[] = {"TerminatingOrFailed", "Failed",
                                           NULL};
    struct job_design *job = &into->job;

    completions_read(manifests, spec, into);
    index_limit_read(manifests, spec, job);
    job->backoff_limit = job->index_limit < 0 ? BACKOFF_LIMIT : INT_MAX;
    field_read(spec, "backoffLimit", &of_count, &job->backoff_limit,
               manifests->errors);
    job->active_deadline = seconds_of(manifests, spec, "activeDeadlineSeconds");
    job->time_to_live = seconds_of(manifests, spec, "ttlSecondsAfterFinished");
    job->replace_failed = field_choice(spec, "podReplacementPolicy", policies,
                                       field_given(spec, "podFailurePolicy"),
                                       manifests->errors) == 1;
    field_read(spec, "suspend", &of_flag, &job->suspended, manifests->errors);
    into->paused = job->suspended;
    remark_job(manifests, spec, into->object);
}

static void schedule_read(struct manifests *manifests, const struct tree *spec,
                          struct workload *into)
{
    struct cron *schedule = &into->cron_job.schedule;
    const char *zone = "UTC";

    if (!field_given(spec, "schedule"))
        error_at(manifests->errors, tree_place(spec), "%s has no schedule",
                 into->object);
    else if (field_read(spec, "schedule", &of_cron, schedule,
                        manifests->errors) &&
             cron_next(schedule, 0) == NEVER)
        warning_at(manifests->errors, tree_get(spec, "schedule")->at,
                   "the schedule of %s never comes", into->object);
    field_read(spec, "timeZone", &of_text, &zone, manifests->errors);
    if (strcmp(zone, "UTC") != 0 && strcmp(zone, "Etc/UTC") != 0)
        remark(&manifests->unmodelled,
               "time zones are not modelled yet: UTC is meant (", into->object,
               ")");
}

static void cron_job_read(struct manifests *manifests, const struct tree *spec,
                          struct workload *into)
{
    static const char *const policies[] = {"Allow", "Forbid", "Replace", NULL};
    struct cron_job_design *cron = &into->cron_job;
    int policy = field_choice(spec, "concurrencyPolicy", policies,
                              CONCURRENCY_ALLOW, manifests->errors);

    job_read(manifests, tree_get(tree_get(spec, "jobTemplate"), "spec"), into);
    schedule_read(manifests, spec, into);
    cron->concurrency =
        policy < 0 ? CONCURRENCY_ALLOW : (enum concurrency)policy;
    cron->starting_deadline =
        seconds_of(manifests, spec, "startingDeadlineSeconds");
    cron->successful_history = SUCCESSFUL_HISTORY;
    cron->failed_history = FAILED_HISTORY;
    field_read(spec, "successfulJobsHistoryLimit", &of_count,
               &cron->successful_history, manifests->errors);
    field_read(spec, "failedJobsHistoryLimit", &of_count, &cron->failed_history,
               manifests->errors);
    into->paused = false;
    field_read(spec, "suspend", &of_flag, &into->paused, manifests->errors);
}

void workload_details_read(struct manifests *manifests, const struct tree *spec,
                           struct workload *into)
{
    if (into->kind == WORKLOAD_CRON_JOB) {
        cron_job_read(manifests, spec, into);
        return;
    }
    if (into->kind == WORKLOAD_JOB) {
        job_read(manifests, spec, into);
        return;
    }
    rollout_read(manifests, spec, into->kind == WORKLOAD_DEPLOYMENT, into);
    if (into->kind == WORKLOAD_DAEMON_SET) {
        daemon_set_read(manifests, spec, into);
        return;
    }
    replicas_read(manifests, spec, into);
    if (into->kind == WORKLOAD_STATEFUL_SET)
        stateful_set_read(manifests, spec, into);
}

int daemon_tolerations(struct toleration *all, int count, bool host_network)
{
    static const struct {
        const char *key;
        enum taint_effect effect;
    } added[DAEMON_TOLERATIONS] = {
        {"node.kubernetes.io/not-ready", NO_EXECUTE},
        {"node.kubernetes.io/unreachable", NO_EXECUTE},
        {"node.kubernetes.io/disk-pressure", NO_SCHEDULE},
        {"node.kubernetes.io/memory-pressure", NO_SCHEDULE},
        {"node.kubernetes.io/pid-pressure", NO_SCHEDULE},
        {"node.kubernetes.io/unschedulable", NO_SCHEDULE},
        {"node.kubernetes.io/network-unavailable", NO_SCHEDULE}};
    int own = count;

    for (int i = 0; i < DAEMON_TOLERATIONS - !host_network; i++) {
        int place = 0;

        while (place < own &&
               (all[place].key == NULL || all[place].value != NULL ||
                all[place].effect != added[i].effect ||
                strcmp(all[place].key, added[i].key) != 0))
            place++;
        place = place < own ? place : count++;
        all[place] = (struct toleration){added[i].key, NULL, added[i].effect,
                                         NEVER, TOLERATES_EQUAL};
    }
    return count;
}
