/*
 * The pods of the workloads that are sized, as the controller manager knows
 * them, with what their objects say and struct pod has no room for: when their
 * kubelets took them up. That is no memory of a process, so it outlives one.
 */
#ifndef MODELS_AUTOSCALERS_ROSTER_H
#define MODELS_AUTOSCALERS_ROSTER_H

#include "models/api/pod.h"
#include "sim/pool.h"

struct rostered {
    struct pod *pod;
    sim_time started;      /* status.startTime; NEVER: not yet */
    struct rostered *next; /* of its workload */
    struct rostered *previous;
    struct rostered *below; /* in its place of the table */
};

struct roster {
    struct pool pool;
    struct rostered **places;
    int place_count; /* a power of two */
    int count;
};

/* The pods of one workload. */
struct rostered_list {
    struct rostered *first;
    int count;
};

/* Times in an object are whole seconds, cut off. (metav1.Time) */
static inline sim_time object_time(sim_time t)
{
    sim_time past = t % SECONDS(1);

    return t - (past < 0 ? past + SECONDS(1) : past);
}

void roster_open(struct roster *roster, struct arena *arena);

/* A pod comes, and goes; and the one that is there, or NULL. */
struct rostered *roster_enter(struct roster *roster, struct rostered_list *list,
                              struct pod *pod);
void roster_leave(struct roster *roster, struct rostered_list *list,
                  struct rostered *each);
struct rostered *roster_find(const struct roster *roster,
                             const struct pod *pod);

#endif
