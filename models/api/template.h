/*
 * What manifests say, resolved: pod templates, workloads and Services.
 * Constant, in the scenario.
 */
#ifndef MODELS_API_TEMPLATE_H
#define MODELS_API_TEMPLATE_H

#include <stdbool.h>
#include <stdint.h>

#include "models/api/cron.h"
#include "models/api/int_or_percent.h"
#include "models/api/routing.h"
#include "models/api/selector.h"
#include "sim/time.h"

struct affinity;
struct service;
struct claim;
struct budget_design;
struct program;
struct tree;

enum probe_kind { STARTUP_PROBE, READINESS_PROBE, LIVENESS_PROBE, PROBES };

struct probe {
    bool given;
    sim_time initial_delay;
    sim_time period;
    sim_time timeout;
    sim_time grace; /* of what it has killed; SPEC_GRACE: the pod's */
    int success_threshold;
    int failure_threshold;
};

/* A grace that is the template's. */
#define SPEC_GRACE ((sim_time)-1)

enum restart_policy { RESTART_ALWAYS, RESTART_ON_FAILURE, RESTART_NEVER };

enum pull_policy { PULL_ALWAYS, PULL_IF_NOT_PRESENT, PULL_NEVER };

struct container_template {
    const char *name;
    const char *image; /* "" if none is given */
    enum pull_policy pull;
    enum restart_policy restart;  /* its own, or its pod's */
    bool sidecar;                 /* an init container that goes on */
    int64_t cpu_request_milli;    /* 0: none was given */
    int64_t cpu_limit_milli;      /* 0: none */
    int64_t memory_request_bytes; /* 0: none was given */
    bool cpu_of_zero;             /* a request was given: 0 */
    bool memory_of_zero;
    int64_t memory_limit_bytes; /* 0: none */
    struct probe probes[PROBES];
    sim_time pre_stop;             /* how long its hook takes; 0: none */
    const struct program *program; /* NULL: it starts at once, and goes on */
};

/* Whether it requests any, if nothing. */
static inline bool requests_cpu(const struct container_template *container)
{
    return container->cpu_request_milli > 0 || container->cpu_of_zero;
}

static inline bool requests_memory(const struct container_template *container)
{
    return container->memory_request_bytes > 0 || container->memory_of_zero;
}

enum taint_effect { NO_SCHEDULE, PREFER_NO_SCHEDULE, NO_EXECUTE, ANY_EFFECT };

struct taint {
    const char *key;
    const char *value;
    enum taint_effect effect;
};

/* How a taint's value compares with a toleration's; the last two with the
 * feature gate TaintTolerationComparisonOperators. */
enum toleration_operator { TOLERATES_EQUAL, TOLERATES_GREATER, TOLERATES_LESS };

struct toleration {
    const char *key;   /* NULL: every key */
    const char *value; /* NULL: every value (operator Exists) */
    enum taint_effect effect;
    sim_time seconds; /* how long a NoExecute taint is borne; NEVER: for ever */
    enum toleration_operator operator;
};

struct pod_template {
    /* What is looked at again and again: */
    int ordinal; /* among all templates of the question */
    int init_count;
    int container_count;
    int toleration_count; /* with those that the API server adds */
    int service_count;
    int budget_count;
    int claim_count; /* of volumes */
    enum restart_policy restart;
    const struct container_template *init_containers;
    const struct container_template *containers;
    const struct toleration *tolerations;
    const struct service *const *services;      /* those that select it */
    const struct budget_design *const *budgets; /* likewise */
    const struct affinity *affinity; /* NULL: it asks nothing of the like */
    const struct claim *claims;
    sim_time grace;          /* terminationGracePeriodSeconds */
    const char *node_name;   /* bound by hand, or NULL */
    const struct law *gates; /* how long after its containers are ready its
                                readiness gates open; NULL: nobody opens them */
    bool gated;              /* it has some */
    bool empty_dir;          /* some volume is one, and goes with the pod */
    bool never_preempts;     /* preemptionPolicy: Never */
    int priority;
    int deletion_cost; /* controller.kubernetes.io/pod-deletion-cost */
    /* And the rest: */
    const char *namespace;
    struct labels labels;
    struct labels node_selector;
    int64_t overhead_cpu_milli; /* of the pod itself, beside its containers' */
    int64_t overhead_memory_bytes;
};

/* How a Deployment, StatefulSet or DaemonSet replaces its pods. */
struct strategy {
    bool recreate;  /* all at once */
    bool on_delete; /* when somebody deletes them; else rolling, within: */
    struct int_or_percent max_surge;
    struct int_or_percent max_unavailable;
    int partition; /* a StatefulSet's below it are left as they are */
};

/* What a Job is to do; a CronJob's are of this kind. */
struct job_design {
    int completions; /* -1: none is said: until one pod has succeeded */
    int backoff_limit;
    int index_limit;          /* backoffLimitPerIndex; -1: none */
    int max_failed_indexes;   /* -1: any number */
    sim_time active_deadline; /* NEVER: none */
    sim_time time_to_live;    /* ttlSecondsAfterFinished; NEVER: none */
    bool indexed;
    bool replace_failed; /* podReplacementPolicy: Failed */
    bool suspended;
};

enum concurrency { CONCURRENCY_ALLOW, CONCURRENCY_FORBID, CONCURRENCY_REPLACE };

struct cron_job_design {
    struct cron schedule;
    enum concurrency concurrency;
    sim_time starting_deadline; /* NEVER: none */
    int successful_history;
    int failed_history;
};

enum workload_kind {
    WORKLOAD_POD, /* without owner */
    WORKLOAD_DEPLOYMENT,
    WORKLOAD_REPLICA_SET,
    WORKLOAD_REPLICATION_CONTROLLER,
    WORKLOAD_STATEFUL_SET,
    WORKLOAD_DAEMON_SET,
    WORKLOAD_JOB,
    WORKLOAD_CRON_JOB,
    WORKLOAD_KINDS
};

/* "Deployment", of WORKLOAD_DEPLOYMENT. */
const char *workload_kind_name(enum workload_kind kind);

/* What was applied. */
struct workload {
    enum workload_kind kind;
    const char *namespace;
    const char *name;
    const char *object; /* "deployment/http-service" */
    int ordinal;
    int replicas;
    bool replicas_given; /* else 1 is assumed */
    struct selector selector;
    struct pod_template template;
    sim_time min_ready; /* minReadySeconds */
    struct strategy strategy;
    sim_time progress_deadline; /* of a Deployment; NEVER: none */
    int revision_history;       /* so many earlier templates are kept */
    bool paused;                /* a Job or CronJob is suspended */
    bool parallel;              /* a StatefulSet's podManagementPolicy */
    int first_ordinal;          /* of a StatefulSet */
    struct job_design job;
    struct cron_job_design cron_job;
    bool later; /* an action applies it: it is not there at the start */
    const struct tree *spec; /* as it was written */
    /* Where an action applies it: the template before it of the same object
     * that says the same; else NULL. And what is applied after it. */
    const struct pod_template *like;
    struct workload *again;
    struct place place;
};

static inline const struct pod_template *
workload_template(const struct workload *workload)
{
    return workload->like != NULL ? workload->like : &workload->template;
}

struct service {
    const char *namespace;
    const char *name;
    const char *object; /* "service/http-service" */
    int ordinal;        /* among those that are measured; -1: it selects none */
    struct selector selector;
    int desired; /* replicas of the workloads that it selects */
    bool publish_not_ready_addresses;
    struct routing routing;
    struct place place;
};

/* Requests that the scheduler sums: as given, and with client-go's defaults
 * for scoring (100 m and 200 MiB a container without request). */
struct requests {
    int64_t cpu_milli;
    int64_t memory_bytes;
    int64_t scored_cpu_milli;
    int64_t scored_memory_bytes;
};

struct requests template_requests(const struct pod_template *template);

/* How many of its containers go on: all but the init containers, and the
 * side-cars. */
int template_lasting(const struct pod_template *template);

#define UNTOLERATED ((sim_time)-1)

/* How long a pod bears a taint of effect NoExecute: what the first toleration
 * that matches says, NEVER for ever; UNTOLERATED if none tolerates the taint,
 * whatever its effect. (pkg/apis/core/v1/helper/helpers.go,
 * GetMatchingTolerations, 1.36) */
sim_time template_tolerates(const struct pod_template *template,
                            const struct taint *taint);

/* How long a pod bears all the NoExecute taints among these: 0 if it must go
 * now, NEVER for ever. (pkg/controller/tainteviction/taint_eviction.go,
 * processPodOnNode and getMinTolerationTime, 1.36) */
sim_time template_bears(const struct pod_template *template,
                        const struct taint *taints, int count);

#endif
