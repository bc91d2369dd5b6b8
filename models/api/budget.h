/*
 * A PodDisruptionBudget: how many of the pods that it selects may be disrupted
 * by their eviction. Its controller writes how many that is; the eviction API
 * counts down from there, and remembers whom it promised an end.
 * (pkg/apis/policy; pkg/controller/disruption)
 */
#ifndef MODELS_API_BUDGET_H
#define MODELS_API_BUDGET_H

#include "models/api/int_or_percent.h"
#include "models/api/pod.h"
#include "sim/pool.h"

struct api;

/* What its manifest says; constant, in the scenario. */
struct budget_design {
    const char *namespace;
    const char *name;
    const char *object; /* "poddisruptionbudget/web" */
    int ordinal;
    struct selector selector;
    bool least_given; /* minAvailable; else: */
    bool most_given;  /* maxUnavailable; neither: it allows nothing */
    struct int_or_percent bound;
    bool always_allow; /* unhealthyPodEvictionPolicy: AlwaysAllow */
};

struct budget_status {
    int healthy;  /* currentHealthy */
    int desired;  /* desiredHealthy */
    int expected; /* expectedPods */
    int allowed;  /* disruptionsAllowed */
};

/* A pod whose eviction was allowed, until it is seen to go. */
struct promise {
    struct pod *pod; /* held */
    sim_time until;
    struct promise *next;
};

struct budget {
    const struct budget_design *design;
    struct budget_status status; /* as the API server has it */
    bool observed;               /* its controller has written it */
    struct promise *promises;    /* status.disruptedPods */
    int promised;
    uint64_t trial; /* see budget_violated() */
    int trial_left;
};

/* All budgets of a cluster. */
struct budgets {
    int count;
    struct budget *all; /* by their ordinals */
    struct pool promises;
    uint64_t trial;
};

struct budgets *budgets_open(struct arena *arena,
                             const struct budget_design *designs, int count);

/* How many of the pods are to be healthy, where so many are expected, and how
 * many evictions that allows. Percentages are rounded up.
 * (getExpectedPodCount and updatePdbStatus, 1.36) */
int budget_desired(const struct budget_design *design, int expected);
int budget_allowed(const struct budget_status *status);

/* Whether what is expected is the sum of the replicas that its pods' owners
 * want, and not how many pods there are. */
bool budget_scaled(const struct budget_design *design);

/* The eviction of a pod that is Ready, or is not, with no other budget.
 * (pkg/registry/core/pod/storage/eviction.go, 1.36) */
enum budget_verdict {
    BUDGET_SPENDS, /* an allowed disruption is taken for it */
    BUDGET_IGNORES,
    BUDGET_REFUSES
};
enum budget_verdict budget_verdict(const struct budget_design *design,
                                   const struct budget_status *status,
                                   bool ready);

/* Takes an allowed disruption for the pod; forgets promises that are over. */
void budget_promise(struct api *api, struct budget *budget, struct pod *pod);
void budget_forget(struct api *api, struct budget *budget,
                   bool (*is_over)(const struct promise *promise,
                                   sim_time now));

/* For preemption: whether a pod's end, beside those of the pods that were asked
 * about since the trial began, would violate a budget. Pods that are promised
 * an end already do not count. (pkg/scheduler/framework/plugins/
 * defaultpreemption, filterPodsWithPDBViolation, 1.36) */
void budgets_try(struct budgets *budgets);
bool budgets_violated(struct budgets *budgets, const struct pod *pod);

#endif
