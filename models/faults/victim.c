/* Machines, containers, racks and zones, as faults see them. */
#include "models/faults/victim.h"

static bool machine_well(const void *thing)
{
    return machine_up(thing);
}

static uint64_t machine_identity(const void *thing)
{
    return ((const struct machine *)thing)->identity;
}

static const struct node_design *node_of(const struct cluster *cluster,
                                         const void *thing)
{
    const struct machine *machine = thing;

    return cluster->api->nodes[machine->ordinal].design;
}

static struct victim machine_victim(const struct cluster *cluster,
                                    const void *thing)
{
    return (struct victim){.object = node_of(cluster, thing)->object};
}

static const char *zone_name(const struct cluster *cluster, int zone)
{
    return cluster->infrastructure->zones[zone].design->name;
}

static bool machine_meant(const struct cluster *cluster,
                          const struct target *target, const void *thing)
{
    const struct node_design *node = node_of(cluster, thing);

    return target_matches_node(target, node, zone_name(cluster, node->zone));
}

static void each_machine(const struct cluster *cluster,
                         void (*visit)(void *context, void *thing),
                         void *context)
{
    for (int i = 0; i < cluster->infrastructure->machine_count; i++)
        visit(context, &cluster->infrastructure->machines[i]);
}

static bool container_well(const void *thing)
{
    return ((const struct container *)thing)->state == CONTAINER_RUNNING;
}

static uint64_t container_identity(const void *thing)
{
    const struct container *container = thing;
    const struct sandbox *sandbox = container->sandbox;

    return identity_child(sandbox->pod->identity,
                          (uint64_t)(container - sandbox->containers), 0);
}

static struct victim container_victim(const struct cluster *cluster,
                                      const void *thing)
{
    const struct container *container = thing;
    struct pod_name name = pod_name(container->sandbox->pod);

    (void)cluster;
    return (struct victim){.pod = name.stem, .suffix = name.suffix};
}

static bool container_meant(const struct cluster *cluster,
                            const struct target *target, const void *thing)
{
    const struct sandbox *sandbox = ((const struct container *)thing)->sandbox;
    int zone = sandbox->kubelet->node->design->zone;

    return target_matches_zone(target, zone_name(cluster, zone)) &&
           target_matches_workload(target, sandbox->pod->workload);
}

static void each_container(const struct cluster *cluster,
                           void (*visit)(void *context, void *thing),
                           void *context)
{
    const struct kubelets *kubelets = &cluster->kubelets;

    for (int i = 0; i < kubelets->count; i++)
        for (struct sandbox *sandbox = kubelets->all[i].sandboxes;
             sandbox != NULL; sandbox = sandbox->next)
            for (int j = 0; j < sandbox->count; j++)
                visit(context, &sandbox->containers[j]);
}

static bool domain_well(const void *thing)
{
    return domain_up(thing);
}

static uint64_t domain_identity(const void *thing)
{
    return ((const struct domain *)thing)->identity;
}

static struct victim domain_victim(const struct cluster *cluster,
                                   const void *thing)
{
    (void)cluster;
    return (struct victim){.object =
                               ((const struct domain *)thing)->design->object};
}

static bool domain_meant(const struct cluster *cluster,
                         const struct target *target, const void *thing)
{
    const struct domain_design *design = ((const struct domain *)thing)->design;

    return target_matches_domain(target, design->name,
                                 zone_name(cluster, design->zone));
}

static void each_rack(const struct cluster *cluster,
                      void (*visit)(void *context, void *thing), void *context)
{
    for (int i = 0; i < cluster->infrastructure->rack_count; i++)
        visit(context, &cluster->infrastructure->racks[i]);
}

static void each_zone(const struct cluster *cluster,
                      void (*visit)(void *context, void *thing), void *context)
{
    for (int i = 0; i < cluster->infrastructure->zone_count; i++)
        visit(context, &cluster->infrastructure->zones[i]);
}

const struct victims victims[FAMILIES_BEFALLEN] = {
    [BEFALLS_MACHINES] = {machine_well, machine_identity, machine_victim,
                          machine_meant, each_machine},
    [BEFALLS_CONTAINERS] = {container_well, container_identity,
                            container_victim, container_meant, each_container},
    [BEFALLS_RACKS] = {domain_well, domain_identity, domain_victim,
                       domain_meant, each_rack},
    [BEFALLS_ZONES] = {domain_well, domain_identity, domain_victim,
                       domain_meant, each_zone}};
