/*
 * Placement: how many pods of each workload have a node at the start, and for
 * which reason the others wait at the horizon.
 */
#include "models/measures/placement.h"

#include <string.h>

#include "models/measures/measure.h"

/* A workload's numbers; pods pending by reason. */
enum { PLACED, PENDING, PER_WORKLOAD = PENDING + PENDING_REASONS };

const char *const pending_reasons[PENDING_REASONS] = {
    "Insufficient cpu",
    "Insufficient memory",
    "Too many pods",
    "node(s) had untolerated taint",
    "node(s) didn't match Pod's node affinity/selector",
    "no nodes",
    "other"};

static int count(const struct measured *measured)
{
    return measured->workload_count * PER_WORKLOAD;
}

static void name(const struct measured *measured, struct arena *arena,
                 struct number_name *names)
{
    const char *pending[PENDING_REASONS];

    for (int k = 0; k < PENDING_REASONS; k++)
        pending[k] = arena_format(arena, "pods_pending/%s", pending_reasons[k]);
    for (int i = 0; i < measured->workload_count; i++) {
        const char *object = measured->workloads[i].object;

        *names++ = (struct number_name){"pods_placed", object, "1"};
        for (int k = 0; k < PENDING_REASONS; k++)
            *names++ = (struct number_name){pending[k], object, "1"};
    }
}

/* Of the pod's workload; NULL if that is not measured. */
static double *numbers_of(const struct observation *observation,
                          const struct pod *pod)
{
    int workload = pod_workload(pod)->ordinal;

    return workload < observation->measured->workload_count
               ? observation_numbers(observation) + workload * PER_WORKLOAD
               : NULL;
}

static void count_placed(void *context, struct pod *pod)
{
    double *numbers = numbers_of(context, pod);

    if (numbers != NULL && pod->status.node != NULL && !pod->status.deleted)
        numbers[PLACED]++;
}

static void count_pending(void *context, struct pod *pod)
{
    double *numbers = numbers_of(context, pod);
    int reason = 0;

    if (numbers == NULL || pod->status.node != NULL || pod->pending == NULL)
        return;
    while (reason < PENDING_REASONS - 1 &&
           strcmp(pending_reasons[reason], pod->pending) != 0)
        reason++;
    numbers[PENDING + reason]++;
}

static void *open(struct observation *observation)
{
    visit_pods(observation->cluster, count_placed, observation);
    return observation;
}

static void close(void *state)
{
    struct observation *observation = state;

    visit_pods(observation->cluster, count_pending, observation);
}

const struct measure_kind measure_placement = {
    {"placement", "how many pods have a node, and why the others wait for one",
     no_parameters},
    NULL,
    count,
    name,
    open,
    close};
