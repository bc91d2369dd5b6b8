/* Machines, containers, racks, zones and components, as faults see them. */
#include "models/faults/victim.h"

const char *const befallen_one[FAMILIES_BEFALLEN] = {
    [BEFALLS_MACHINES] = "node", [BEFALLS_CONTAINERS] = "container",
    [BEFALLS_SANDBOXES] = "pod", [BEFALLS_RACKS] = "rack",
    [BEFALLS_ZONES] = "zone",    [BEFALLS_COMPONENTS] = "component"};

const char *const befallen_many[FAMILIES_BEFALLEN] = {
    [BEFALLS_MACHINES] = "nodes", [BEFALLS_CONTAINERS] = "containers",
    [BEFALLS_SANDBOXES] = "pods", [BEFALLS_RACKS] = "racks",
    [BEFALLS_ZONES] = "zones",    [BEFALLS_COMPONENTS] = "components"};

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

static struct clock **machine_clocks(void *thing)
{
    return &((struct machine *)thing)->clocks;
}

static struct hook *machine_changed(struct cluster *cluster)
{
    return &cluster->infrastructure->machine_changed;
}

static void each_machine(const struct cluster *cluster,
                         void (*visit)(void *context, void *thing),
                         void *context)
{
    for (int i = 0; i < cluster->infrastructure->machine_count; i++)
        visit(context, &cluster->infrastructure->machines[i]);
}

static bool container_sound(const void *thing)
{
    const struct container *container = thing;

    return container->state == CONTAINER_RUNNING &&
           container->health != HANGING;
}

static uint64_t container_identity(const void *thing)
{
    const struct container *container = thing;
    const struct sandbox *sandbox = container->sandbox;

    return identity_child(sandbox->pod->identity,
                          (uint64_t)(container - sandbox->containers), 0);
}

static struct victim victim_of_pod(const struct pod *pod)
{
    struct pod_name name = pod_name(pod);

    return (struct victim){.pod = name.stem,
                           .minute = name.minute,
                           .ordinal = name.ordinal,
                           .suffix = name.suffix};
}

static struct victim container_victim(const struct cluster *cluster,
                                      const void *thing)
{
    (void)cluster;
    return victim_of_pod(((const struct container *)thing)->sandbox->pod);
}

static bool sandbox_meant(const struct cluster *cluster,
                          const struct target *target, const void *thing)
{
    const struct sandbox *sandbox = thing;
    int zone = sandbox->kubelet->node->design->zone;

    return target_matches_zone(target, zone_name(cluster, zone)) &&
           target_matches_pod(target, sandbox->pod);
}

static bool container_meant(const struct cluster *cluster,
                            const struct target *target, const void *thing)
{
    return sandbox_meant(cluster, target,
                         ((const struct container *)thing)->sandbox);
}

static struct clock **container_clocks(void *thing)
{
    return &((struct container *)thing)->clocks;
}

static struct hook *container_changed(struct cluster *cluster)
{
    return &cluster->kubelets.container_changed;
}

static struct hook *container_removed(struct cluster *cluster)
{
    return &cluster->kubelets.container_removed;
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

/* It is looked at where its containers run. */
static bool sandbox_sound(const void *thing)
{
    const struct sandbox *sandbox = thing;

    return sandbox->serving && !sandbox->gone && !sandbox->stopping;
}

static uint64_t sandbox_identity(const void *thing)
{
    return ((const struct sandbox *)thing)->pod->identity;
}

static struct victim sandbox_victim(const struct cluster *cluster,
                                    const void *thing)
{
    (void)cluster;
    return victim_of_pod(((const struct sandbox *)thing)->pod);
}

static struct clock **sandbox_clocks(void *thing)
{
    return &((struct sandbox *)thing)->clocks;
}

static struct hook *sandbox_changed(struct cluster *cluster)
{
    return &cluster->kubelets.sandbox_turned;
}

static struct hook *sandbox_removed(struct cluster *cluster)
{
    return &cluster->kubelets.sandbox_removed;
}

static void each_sandbox(const struct cluster *cluster,
                         void (*visit)(void *context, void *thing),
                         void *context)
{
    const struct kubelets *kubelets = &cluster->kubelets;

    for (int i = 0; i < kubelets->count; i++)
        for (struct sandbox *sandbox = kubelets->all[i].sandboxes;
             sandbox != NULL; sandbox = sandbox->next)
            visit(context, sandbox);
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

static struct clock **domain_clocks(void *thing)
{
    return &((struct domain *)thing)->clocks;
}

static struct hook *rack_changed(struct cluster *cluster)
{
    return &cluster->infrastructure->rack_changed;
}

static struct hook *zone_changed(struct cluster *cluster)
{
    return &cluster->infrastructure->zone_changed;
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

static bool leadership_well(const void *thing)
{
    return ((const struct leadership *)thing)->state == LEADING;
}

static uint64_t leadership_identity(const void *thing)
{
    return ((const struct leadership *)thing)->identity;
}

static struct victim leadership_victim(const struct cluster *cluster,
                                       const void *thing)
{
    const struct leadership *leadership = thing;

    (void)cluster;
    return (struct victim){.object = leadership->election->object};
}

static bool leadership_meant(const struct cluster *cluster,
                             const struct target *target, const void *thing)
{
    const struct leadership *leadership = thing;

    (void)cluster;
    return target_matches_component(target, leadership->election->name);
}

static struct clock **leadership_clocks(void *thing)
{
    return &((struct leadership *)thing)->clocks;
}

static struct hook *leadership_changed(struct cluster *cluster)
{
    return &cluster->control_plane->leadership_changed;
}

static void each_leadership(const struct cluster *cluster,
                            void (*visit)(void *context, void *thing),
                            void *context)
{
    for (int i = 0; i < cluster->control_plane->leadership_count; i++)
        visit(context, &cluster->control_plane->leaderships[i]);
}

const struct victims victims[FAMILIES_BEFALLEN] = {
    [BEFALLS_MACHINES] = {machine_well, machine_identity, machine_victim,
                          machine_meant, machine_clocks, machine_changed, NULL,
                          each_machine},
    [BEFALLS_CONTAINERS] = {container_sound, container_identity,
                            container_victim, container_meant, container_clocks,
                            container_changed, container_removed,
                            each_container},
    [BEFALLS_SANDBOXES] = {sandbox_sound, sandbox_identity, sandbox_victim,
                           sandbox_meant, sandbox_clocks, sandbox_changed,
                           sandbox_removed, each_sandbox},
    [BEFALLS_RACKS] = {domain_well, domain_identity, domain_victim,
                       domain_meant, domain_clocks, rack_changed, NULL,
                       each_rack},
    [BEFALLS_ZONES] = {domain_well, domain_identity, domain_victim,
                       domain_meant, domain_clocks, zone_changed, NULL,
                       each_zone},
    [BEFALLS_COMPONENTS] = {leadership_well, leadership_identity,
                            leadership_victim, leadership_meant,
                            leadership_clocks, leadership_changed, NULL,
                            each_leadership}};
