/* Pods placed and pending, by workload. */
#include "models/measures/placement.h"

#include <string.h>

const char *const pending_reasons[PENDING_REASONS] = {
    "Insufficient cpu",
    "Insufficient memory",
    "Too many pods",
    "node(s) had untolerated taint",
    "node(s) didn't match Pod's node affinity/selector",
    "no nodes",
    "other"};

void placement_name(const struct measured *measured, struct arena *arena,
                    struct number_name *names)
{
    for (int i = 0; i < measured->workload_count; i++) {
        const char *object = measured->workloads[i].object;

        *names++ = (struct number_name){"pods_placed", object, "1"};
        for (int k = 0; k < PENDING_REASONS; k++)
            *names++ = (struct number_name){
                arena_format(arena, "pods_pending/%s", pending_reasons[k]),
                object, "1"};
    }
}

static double *numbers_of(double *numbers, const struct pod *pod)
{
    return numbers + pod->workload->ordinal * PLACEMENT_NUMBERS;
}

static void count_placed(void *numbers, struct pod *pod)
{
    if (pod->status.node != NULL && !pod->status.deleted)
        numbers_of(numbers, pod)[PLACED]++;
}

static void count_pending(void *numbers, struct pod *pod)
{
    int reason = 0;

    if (pod->status.node != NULL || pod->pending == NULL)
        return;
    while (reason < PENDING_REASONS - 1 &&
           strcmp(pending_reasons[reason], pod->pending) != 0)
        reason++;
    numbers_of(numbers, pod)[PENDING + reason]++;
}

void placement_count_placed(const struct cluster *cluster, double *numbers)
{
    visit_pods(cluster, count_placed, numbers);
}

void placement_count_pending(const struct cluster *cluster, double *numbers)
{
    visit_pods(cluster, count_pending, numbers);
}
