/*
 * A world with workloads, as tests of controllers drive it: they change objects
 * by hand, and hear what is written of pods.
 */
#ifndef TESTS_MODELS_WORKLOAD_STAGE_H
#define TESTS_MODELS_WORKLOAD_STAGE_H

#include "models/world.h"

enum { MOST_HEARD = 4096 };

/* What was written of a pod. */
struct heard {
    sim_time at;
    enum change_kind kind;
    int ordinal;
    const struct pod *pod; /* not to be looked at: it may be gone */
    const struct node *node;
    const struct pod_template *template;
};

struct workload_stage {
    struct arena arena;
    const struct scenario *scenario;
    struct world *world;
    struct api *api;
    struct listener written;
    struct heard heard[MOST_HEARD]; /* since stage_listen() */
    int count;
    /* A claim of the test itself: called after each write of a pod. */
    void (*claim)(struct workload_stage *stage, const struct change *change);
    int broken;
};

/* Containers start in 2 s and stop in 500 ms, sandboxes take no time. `spec` is
 * put into the Scenario's spec. Time stands at zero then. */
void stage_open(struct workload_stage *stage, const char *spec,
                const char *manifests);
void stage_close(struct workload_stage *stage);

/* Forgets what was heard. */
void stage_listen(struct workload_stage *stage);
void stage_run(struct workload_stage *stage, sim_time length);

/* The first of its kind after `from`, of that ordinal (-1: of any); its time,
 * or NEVER. */
sim_time stage_when(const struct workload_stage *stage, enum change_kind kind,
                    int ordinal, sim_time from);
int stage_count(const struct workload_stage *stage, enum change_kind kind);

/* The owner made of the first workload; its pod of an ordinal, or NULL; how
 * many of its pods are active and ready. */
struct owner *stage_owner(const struct workload_stage *stage);
struct pod *stage_pod(const struct workload_stage *stage, int ordinal);
int stage_ready(const struct workload_stage *stage);

/* Sets spec.replicas; another template that is alike. */
void stage_scale(struct workload_stage *stage, int replicas);
void stage_update(struct workload_stage *stage);

#endif
