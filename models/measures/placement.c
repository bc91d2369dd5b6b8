/*
 * Placement: how many pods of each workload are wanted and have a node as
 * measuring begins, and for which reason others wait at the horizon. What has
 * ended is neither.
 */
#include "models/measures/placement.h"

#include <string.h>

#include "models/measures/measure.h"
#include "models/measures/wanted.h"

/* A workload's numbers; pods pending by reason. */
enum { WANTED, PLACED, PENDING, PER_WORKLOAD = PENDING + PENDING_REASONS };

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

        *names++ = (struct number_name){"pods_wanted", object, "1"};
        *names++ = (struct number_name){"pods_placed", object, "1"};
        for (int k = 0; k < PENDING_REASONS; k++)
            *names++ = (struct number_name){pending[k], object, "1"};
    }
}

/* Of the workload; NULL if that is not measured. */
static double *numbers_of(const struct observation *observation,
                          const struct workload *workload)
{
    return workload->ordinal < observation->measured->workload_count
               ? observation_numbers(observation) +
                     workload->ordinal * PER_WORKLOAD
               : NULL;
}

/* Nobody says how many pods are there: a Job's, and bare ones. */
static bool passes(const struct pod *pod)
{
    return pod->owner == NULL || pod->owner->kind == WORKLOAD_JOB;
}

static void count_wanted(const struct observation *observation)
{
    const struct api *api = observation->cluster->api;

    for (const struct owner *each = api->owners; each != NULL;
         each = each->next) {
        double *numbers = numbers_of(observation, each->workload);

        if (numbers != NULL && each->parent == NULL &&
            each->kind != WORKLOAD_JOB && each->kind != WORKLOAD_CRON_JOB)
            numbers[WANTED] += wanted_pods(api, each);
    }
}

static void count_placed(void *context, struct pod *pod)
{
    double *numbers = numbers_of(context, pod_workload(pod));

    if (numbers == NULL || !pod_active(&pod->status))
        return;
    numbers[WANTED] += passes(pod);
    numbers[PLACED] += pod->status.node != NULL;
}

static void count_pending(void *context, struct pod *pod)
{
    double *numbers = numbers_of(context, pod_workload(pod));
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
    count_wanted(observation);
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
