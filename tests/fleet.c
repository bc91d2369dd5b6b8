/* Machines that nothing runs on. */
#include "tests/fleet.h"

enum { RACKS = 2 }; /* in each zone */

static const char *const *zone_names(struct arena *arena, int count)
{
    const char **names = ARENA_ARRAY(arena, const char *, count + 1);

    for (int i = 0; i < count; i++)
        names[i] = arena_format(arena, "%c", 'a' + i);
    return names;
}

/* Zones "a", ..., or racks "a-1", "a-2", "b-1", ... */
static struct domain_design *domains(struct arena *arena, int zones, int racks)
{
    int count = zones * (racks > 0 ? racks : 1);
    struct domain_design *designs =
        ARENA_ARRAY(arena, struct domain_design, count);

    for (int i = 0; i < count; i++) {
        struct domain_design *design = &designs[i];

        design->zone = racks > 0 ? i / racks : i;
        design->name = racks > 0
                           ? arena_format(arena, "%c-%d", 'a' + design->zone,
                                          i % racks + 1)
                           : arena_format(arena, "%c", 'a' + i);
        design->object = arena_format(
            arena, "%s/%s", racks > 0 ? "rack" : "zone", design->name);
    }
    return designs;
}

struct cluster *fleet_open(struct sim *sim, int machines, int zones, int crews)
{
    struct arena *arena = sim->arena;
    struct machine_design *hardware =
        ARENA_ARRAY(arena, struct machine_design, machines);
    struct node_design *nodes =
        ARENA_ARRAY(arena, struct node_design, machines);
    const char *const *names = zone_names(arena, zones);
    struct cluster *cluster = ARENA_NEW(arena, struct cluster);
    const struct site site = {hardware,
                              machines,
                              domains(arena, zones, 0),
                              zones,
                              domains(arena, zones, RACKS),
                              zones * RACKS};

    for (int i = 0; i < machines; i++) {
        hardware[i].name = nodes[i].name = arena_format(arena, "machine-%d", i);
        hardware[i].zone = nodes[i].zone = i % zones;
        hardware[i].rack = i % zones * RACKS + i / zones % RACKS;
        nodes[i].object = arena_format(arena, "node/%s", nodes[i].name);
    }
    cluster->sim = sim;
    cluster->infrastructure = infrastructure_open(sim, &site, 0, crews);
    cluster->api = api_open(sim, nodes, machines, names, zones);
    return cluster;
}
