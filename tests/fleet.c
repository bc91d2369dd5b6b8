/* Machines that nothing runs on. */
#include "tests/fleet.h"

static const char *const *zone_names(struct arena *arena, int count)
{
    const char **names = ARENA_ARRAY(arena, const char *, count + 1);

    for (int i = 0; i < count; i++)
        names[i] = arena_format(arena, "%c", 'a' + i);
    return names;
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

    for (int i = 0; i < machines; i++) {
        hardware[i].name = nodes[i].name = arena_format(arena, "machine-%d", i);
        hardware[i].zone = nodes[i].zone = i % zones;
        nodes[i].object = arena_format(arena, "node/%s", nodes[i].name);
    }
    cluster->sim = sim;
    cluster->infrastructure =
        infrastructure_open(sim, hardware, machines, names, 0, crews);
    cluster->api = api_open(sim, nodes, machines, names, zones, 0);
    return cluster;
}
