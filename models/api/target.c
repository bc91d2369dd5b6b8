/* Whom, and how many of them together. */
#include "models/api/target.h"

#include <math.h>
#include <string.h>

static bool is_named(const struct target *target, const char *name)
{
    return target->only == NULL || strcmp(target->only, name) == 0;
}

static bool is_meant(const struct target *target, const char *name,
                     const struct labels *labels)
{
    return is_named(target, name) &&
           (!target->selector.given ||
            selector_matches(&target->selector, labels));
}

bool target_matches_zone(const struct target *target, const char *zone)
{
    return target->zone == NULL || strcmp(target->zone, zone) == 0;
}

bool target_matches_node(const struct target *target,
                         const struct node_design *node, const char *zone)
{
    return target_matches_zone(target, zone) &&
           is_meant(target, node->name, &node->labels);
}

bool target_matches_domain(const struct target *target, const char *name,
                           const char *zone)
{
    return target_matches_zone(target, zone) && is_named(target, name);
}

bool target_matches_component(const struct target *target, const char *name)
{
    return is_named(target, name);
}

bool target_matches_workload(const struct target *target,
                             const struct workload *workload)
{
    return is_meant(target, workload->object, &workload->template.labels);
}

bool target_matches_pod(const struct target *target, const struct pod *pod)
{
    return target_matches_workload(target, pod_workload(pod)) &&
           (target->pod == NULL || target->ordinal == pod->ordinal);
}

int target_number(const struct target *target, int n)
{
    int number = n;

    switch (target->mode) {
    case TARGET_EACH:
    case TARGET_ONE:
        number = 1;
        break;
    case TARGET_COUNT:
        number = target->count;
        break;
    case TARGET_SHARE:
        number = (int)ceil(n * target->share - 1e-9);
        break;
    case TARGET_ALL:
        break;
    }
    return number < n ? number : n;
}
