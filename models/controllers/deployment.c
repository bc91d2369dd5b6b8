/*
 * The Deployment controller: gives each Deployment its ReplicaSet.
 * (pkg/controller/deployment)
 */
#include <string.h>

#include "models/api/component.h"

/* Ten letters of the template's identity, as pod-template-hash has them. */
static const char *replica_set_name(struct arena *arena,
                                    const struct workload *workload)
{
    static const char letters[] = "bcdfghjklmnpqrstvwxz2456789";
    uint64_t rest = identity_of(workload->object);
    char hash[11] = "";

    for (int i = 0; i < 10; i++, rest /= sizeof(letters) - 1)
        hash[i] = letters[rest % (sizeof(letters) - 1)];
    return arena_format(arena, "%s-%s", workload->name, hash);
}

static void start(struct component *component, const void *settings)
{
    (void)settings;
    for (int i = 0; i < component->workload_count; i++) {
        const struct workload *workload = &component->workloads[i];

        if (strcmp(workload->kind, "Deployment") == 0)
            api_create_replica_set(
                component->api, workload,
                replica_set_name(component->sim->arena, workload),
                workload->replicas, NO_CAUSE);
    }
}

const struct controller_kind controller_deployment = {
    {"deployment", "gives each Deployment its ReplicaSet", no_parameters},
    CONTROLLER_MANAGER,
    0,
    start,
    NULL};
