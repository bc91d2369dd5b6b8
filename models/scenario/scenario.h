/*
 * A question, checked and resolved: constant, and shared by all replications.
 */
#ifndef MODELS_SCENARIO_SCENARIO_H
#define MODELS_SCENARIO_SCENARIO_H

#include "models/registry.h"
#include "sim/model.h"

/* Something that was assumed, or left out, and is said so. */
struct note {
    const char *text;
    struct note *next;
};

/* What is simulated before anybody measures. */
struct warm_up_time {
    sim_time length;
    enum {
        WARM_UP_GIVEN,
        WARM_UP_SOUGHT,  /* by a pilot, that has not run yet */
        WARM_UP_FOUND,   /* by it */
        WARM_UP_REFUSED, /* it saw no steady state; the length is 0 */
        WARM_UP_UNKNOWN  /* it saw too few outages; likewise */
    } state;
};

struct scenario {
    const char *name;
    uint64_t seed;
    uint32_t replications; /* or their ceiling, if there is a precision */
    double precision; /* of unavailability, relative; 0: none is asked for */
    struct warm_up_time warm_up;
    const char *version; /* of Kubernetes: "1.36" */
    int minor;           /* 36 */
    bool ticked;         /* simulate every heartbeat and monitor tick */
    struct network network;
    int crews; /* 0: as many as are needed */
    struct election elections[READERS];

    struct site site;
    const struct node_design *nodes; /* one for each machine */
    int node_count;
    const char *const *zones; /* ends with NULL */
    int zone_count;

    const struct workload *workloads;
    int workload_count;
    const struct service *services; /* that are measured, by ordinal */
    const struct service_question *questions; /* one for each */
    int service_count;
    int most_containers; /* in one pod */
    const struct budget_design *budgets;
    int budget_count;
    const struct autoscaler_design *autoscalers;
    int autoscaler_count;

    const struct fault_design *faults;
    int fault_count;
    const struct action_design *actions;
    int action_count;
    int template_count;       /* of all that workloads can become */
    struct taint_list taints; /* that nodes have and actions may bring */

    const void *const *controllers; /* settings, in the registry's order */
    struct kubelet_settings kubelet;
    struct balancer_settings balancer;
    struct scrape_settings metrics_server;
    bool scraped; /* somebody reads what metrics-server knows */

    struct measured measured;
    struct layout layout;
    const int *measure_first; /* each measure's first number in the layout */

    bool recorded; /* rows of outages are wanted */
    int timelines;
    const uint32_t *timeline; /* replications */

    const struct note *assumed;    /* defaults that stand for what is missing */
    const struct note *unmodelled; /* kinds and fields that are not simulated */
    int ignored; /* objects that a simulation has no use for */
};

/* Reads and checks a question; NULL after mistakes. */
const struct scenario *scenario_read(const struct question *question,
                                     struct errors *errors);

/* The Service of that name among those that are measured: NAME where it is in
 * one namespace, NAME.NAMESPACE, or as results write it. NULL if there is none;
 * if there are several, that is reported at `at`. */
const struct service *scenario_service(const struct scenario *scenario,
                                       const char *name, struct place at,
                                       struct errors *errors, bool *several);

/* What else may have been meant, for a message; in the arena. */
const char *scenario_service_meant(const struct scenario *scenario,
                                   struct arena *arena, const char *name);

/* What a user calls `name`, as results have it (see sim/model.h). */
const char *scenario_object(const struct scenario *scenario,
                            const char *measure, const char *name,
                            struct place at, struct errors *errors);

/* Names the numbers that the measures will leave behind: fills layout and
 * measure_first from `measured`. */
void scenario_lay_out(struct scenario *scenario, struct arena *arena);

/* What would be simulated and what was assumed: a page for people. */
struct tree *scenario_describe(const struct scenario *scenario,
                               struct arena *arena);

/* The page of one kind, or of all if name is NULL; NULL if it is unknown, after
 * an error. */
struct tree *kind_explain(const struct tree *name, struct arena *arena,
                          struct errors *errors);

#endif
