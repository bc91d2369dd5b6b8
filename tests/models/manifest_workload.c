/* What kinds of workloads say beside the template of their pods. */
#include "models/api/manifest.h"
#include "models/api/volume.h"

#include <string.h>

#include "sim/io/yaml.h"
#include "tests/suite.h"

static struct arena arena;
static struct errors errors;
static struct manifests manifests;
static struct taint_list taints;

static const struct workload *begin(const char *text)
{
    struct tree *documents;

    arena_open(&arena);
    taints.count = 0;
    errors = (struct errors){.arena = &arena};
    manifests_open(&manifests, &arena, &taints, &errors, 36);
    documents = yaml_read(&arena, "test", text, strlen(text), &errors);
    manifests_add(&manifests, documents->first);
    manifests_sort(&manifests);
    manifests_read(&manifests);
    CU_ASSERT_EQUAL(errors.mistakes + errors.warnings, 0);
    CU_ASSERT_EQUAL_FATAL(manifests.workload_count, 1);
    return manifests.workloads;
}

static void end(void)
{
    arena_close(&arena);
}

#define PODS(more)                                                             \
    "template: {metadata: {labels: {a: b}}, spec: {containers: [{name: "       \
    "c}]" more "}}"
#define APPS(kind, spec, more)                                                 \
    "{apiVersion: apps/v1, kind: " kind ", metadata: {name: x}, spec: {"       \
    "selector: {matchLabels: {a: b}}, " spec                                   \
    PODS(more) "}}"
#define JOB(spec)                                                              \
    "{apiVersion: batch/v1, kind: Job, metadata: {name: x}, spec: {" spec      \
        PODS(", restartPolicy: Never") "}}"
#define CRON_JOB(spec, job)                                                    \
    "{apiVersion: batch/v1, kind: CronJob, metadata: {name: x}, spec: {" spec  \
    "jobTemplate: {spec: {" job PODS(", restartPolicy: OnFailure") "}}}}"

static void stateful_sets(void)
{
    const struct workload *set =
        begin(APPS("StatefulSet", "serviceName: s, ", ""));

    CU_ASSERT_EQUAL(set->replicas, 1);
    CU_ASSERT(!set->parallel);
    CU_ASSERT_EQUAL(set->first_ordinal, 0);
    CU_ASSERT_EQUAL(set->strategy.partition, 0);
    CU_ASSERT_EQUAL(set->strategy.max_unavailable.value, 1);
    end();
    set = begin(APPS("StatefulSet",
                     "replicas: 5, podManagementPolicy: Parallel, ordinals: "
                     "{start: 3}, minReadySeconds: 7, updateStrategy: "
                     "{rollingUpdate: {partition: 2, maxUnavailable: 40%}}, "
                     "volumeClaimTemplates: [{metadata: {name: v}}], ",
                     ""));
    CU_ASSERT_EQUAL(set->replicas, 5);
    CU_ASSERT(set->parallel);
    CU_ASSERT_EQUAL(set->first_ordinal, 3);
    CU_ASSERT_EQUAL(set->min_ready, SECONDS(7));
    CU_ASSERT_EQUAL(set->strategy.partition, 2);
    CU_ASSERT(set->strategy.max_unavailable.percent);
    CU_ASSERT_PTR_NULL(manifests.unmodelled.first);
    CU_ASSERT_EQUAL_FATAL(set->template.claim_count, 1);
    CU_ASSERT_TRUE(set->template.claims[0].own);
    CU_ASSERT_TRUE(set->template.claims[0].design->attached);
    CU_ASSERT_STRING_EQUAL(set->template.claims[0].design->object,
                           "persistentvolumeclaim/v-x");
    end();
}

static sim_time borne(const struct workload *set, const char *key,
                      enum taint_effect effect)
{
    struct taint taint = {key, "", effect};

    return template_tolerates(&set->template, &taint);
}

/* The tolerations of all DaemonSets; what they say of their own gives way. */
static void daemon_sets(void)
{
    const char *reach = "node.kubernetes.io/unreachable";
    const char *network = "node.kubernetes.io/network-unavailable";
    const struct workload *set = begin(APPS(
        "DaemonSet", "",
        ", tolerations: [{key: node.kubernetes.io/unreachable, operator: "
        "Exists, effect: NoExecute, tolerationSeconds: 5}, {key: k, operator: "
        "Exists}]"));

    CU_ASSERT_EQUAL(borne(set, reach, NO_EXECUTE), NEVER);
    CU_ASSERT_EQUAL(borne(set, reach, NO_SCHEDULE), UNTOLERATED);
    CU_ASSERT_EQUAL(borne(set, "node.kubernetes.io/not-ready", NO_EXECUTE),
                    NEVER);
    CU_ASSERT_EQUAL(borne(set, "node.kubernetes.io/unschedulable", NO_SCHEDULE),
                    NEVER);
    CU_ASSERT_EQUAL(borne(set, network, NO_SCHEDULE), UNTOLERATED);
    CU_ASSERT_EQUAL(borne(set, "k", NO_EXECUTE), NEVER);
    CU_ASSERT_EQUAL(set->strategy.max_unavailable.value, 1);
    CU_ASSERT_EQUAL(set->strategy.max_surge.value, 0);
    end();
    set = begin(APPS("DaemonSet", "", ", hostNetwork: true"));
    CU_ASSERT_EQUAL(borne(set, network, NO_SCHEDULE), NEVER);
    end();
}

static void jobs(void)
{
    const struct workload *job = begin(JOB(""));

    CU_ASSERT_EQUAL(job->replicas, 1);
    CU_ASSERT_EQUAL(job->job.completions, 1);
    CU_ASSERT_EQUAL(job->job.backoff_limit, 6);
    CU_ASSERT_EQUAL(job->job.active_deadline, NEVER);
    CU_ASSERT(!job->job.replace_failed && !job->job.indexed && !job->paused);
    end();
    job = begin(JOB("parallelism: 4, "));
    CU_ASSERT_EQUAL(job->replicas, 4);
    CU_ASSERT_EQUAL(job->job.completions, -1);
    end();
    job = begin(JOB("parallelism: 4, completions: 3, completionMode: Indexed, "
                    "podReplacementPolicy: Failed, suspend: true, "
                    "activeDeadlineSeconds: 60, backoffLimit: 0, "));
    CU_ASSERT_EQUAL(job->replicas, 3);
    CU_ASSERT_EQUAL(job->job.completions, 3);
    CU_ASSERT_EQUAL(job->job.backoff_limit, 0);
    CU_ASSERT_EQUAL(job->job.active_deadline, SECONDS(60));
    CU_ASSERT(job->job.replace_failed && job->job.indexed && job->paused);
    end();
}

static void cron_jobs(void)
{
    const struct workload *cron =
        begin(CRON_JOB("schedule: '*/5 * * * *', ", ""));

    CU_ASSERT_EQUAL(cron_next(&cron->cron_job.schedule, 0), MINUTES(5));
    CU_ASSERT_EQUAL(cron->cron_job.concurrency, CONCURRENCY_ALLOW);
    CU_ASSERT_EQUAL(cron->cron_job.starting_deadline, NEVER);
    CU_ASSERT_EQUAL(cron->cron_job.successful_history, 3);
    CU_ASSERT_EQUAL(cron->cron_job.failed_history, 1);
    CU_ASSERT_EQUAL(cron->template.restart, RESTART_ON_FAILURE);
    end();
    cron = begin(CRON_JOB("schedule: '@daily', suspend: true, "
                          "concurrencyPolicy: Replace, timeZone: Asia/Tokyo, "
                          "startingDeadlineSeconds: 30, ",
                          "parallelism: 2, suspend: false, "));
    CU_ASSERT_EQUAL(cron->cron_job.concurrency, CONCURRENCY_REPLACE);
    CU_ASSERT_EQUAL(cron->cron_job.starting_deadline, SECONDS(30));
    CU_ASSERT(cron->paused && !cron->job.suspended);
    CU_ASSERT_EQUAL(cron->replicas, 2);
    CU_ASSERT_PTR_NOT_NULL(manifests.unmodelled.first);
    end();
}

SUITE("models/manifest of workloads", {"StatefulSets", stateful_sets},
      {"DaemonSets", daemon_sets}, {"Jobs", jobs}, {"CronJobs", cron_jobs})
