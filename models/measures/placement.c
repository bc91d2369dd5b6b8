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

/* Where a count goes. */
struct counts {
    int workload_count;
    double *numbers;
};

static double *numbers_of(const struct counts *counts, const struct pod *pod)
{
    int workload = pod->workload->ordinal;

    return workload < counts->workload_count
               ? counts->numbers + workload * PLACEMENT_NUMBERS
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

void placement_count_placed(const struct observation *observation,
                            double *numbers)
{
    struct counts counts = {observation->measured->workload_count, numbers};

    visit_pods(observation->cluster, count_placed, &counts);
}

void placement_count_pending(const struct observation *observation,
                             double *numbers)
{
    struct counts counts = {observation->measured->workload_count, numbers};

    visit_pods(observation->cluster, count_pending, &counts);
}
