/* Pods by the domains of a topology. */
#include "models/controllers/census.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

struct place_of {
    const char *value;
    int node;
};

static int by_value(const void *a, const void *b)
{
    const struct place_of *x = a, *y = b;
    int order = strcmp(x->value, y->value);

    return order != 0 ? order : x->node - y->node;
}

void topology_open(struct topology *topology, struct arena *arena,
                   const char *key, const struct node *nodes, int count)
{
    struct place_of *places = ARENA_ARRAY(arena, struct place_of, count);
    int labelled = 0;

    *topology =
        (struct topology){.key = key,
                          .hosts = strcmp(key, "kubernetes.io/hostname") == 0,
                          .node_count = count,
                          .domains = ARENA_ARRAY(arena, int, count)};
    for (int i = 0; i < count; i++) {
        const char *value = label_value(&nodes[i].design->labels, key);

        topology->domains[i] = -1;
        if (value != NULL)
            places[labelled++] = (struct place_of){value, i};
    }
    qsort(places, (size_t)labelled, sizeof(*places), by_value);
    for (int i = 0; i < labelled; i++) {
        if (i == 0 || strcmp(places[i - 1].value, places[i].value) != 0)
            topology->domain_count++;
        topology->domains[places[i].node] = topology->domain_count - 1;
    }
}

void census_open(struct census *census, struct arena *arena,
                 const struct topology *topology)
{
    *census = (struct census){
        .topology = topology,
        .on_node = ARENA_ARRAY(arena, int, topology->node_count),
        .excluded = ARENA_ARRAY(arena, bool, topology->node_count),
        .in_domain = ARENA_ARRAY(arena, int, topology->domain_count),
        .nodes = ARENA_ARRAY(arena, int, topology->domain_count),
        .met = ARENA_ARRAY(arena, bool, topology->domain_count + 1)};
    for (int i = 0; i < topology->node_count; i++)
        if (topology->domains[i] >= 0)
            census->domains += census->nodes[topology->domains[i]]++ == 0;
}

void census_include(struct census *census, int node, bool counts)
{
    int domain = census->topology->domains[node];
    int sign = counts ? 1 : -1;

    if (domain < 0 || census->excluded[node] != counts)
        return;
    census->excluded[node] = !counts;
    census->domains -= census->nodes[domain] > 0;
    census->nodes[domain] += sign;
    census->domains += census->nodes[domain] > 0;
    census->in_domain[domain] += sign * census->on_node[node];
}

void census_add(struct census *census, int node, int sign)
{
    int domain = census->topology->domains[node];

    census->on_node[node] += sign;
    if (domain < 0)
        return;
    census->total += sign;
    if (!census->excluded[node])
        census->in_domain[domain] += sign;
}

int census_near(const struct census *census, int node)
{
    int domain = census->topology->domains[node];

    return domain < 0 ? 0 : census->in_domain[domain];
}

int census_least(const struct census *census)
{
    int least = INT_MAX;

    for (int i = 0; i < census->topology->domain_count; i++)
        if (census->nodes[i] > 0 && census->in_domain[i] < least)
            least = census->in_domain[i];
    return least;
}
