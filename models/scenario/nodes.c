/* Machines and their nodes: from pools, from --nodes, from Node manifests. */
#include <stdlib.h>
#include <string.h>

#include "models/scenario/draft.h"

enum { KUBELET_LABELS = 6, NO_RACK = -1 };

static const char zone_label[] = "topology.kubernetes.io/zone";
static const char no_zone[] = "-"; /* of machines that stand in none */

/* What is being filled. */
struct floor {
    struct draft *draft;
    struct machine_design *machines;
    struct node_design *nodes;
    int count;
    const char **zones;
    int zone_count;
    int *zone_racks; /* how many racks each zone has */
    struct domain_design *racks;
    int rack_count;
};

static int zone_of(struct floor *floor, const char *name)
{
    for (int i = 0; i < floor->zone_count; i++)
        if (strcmp(floor->zones[i], name) == 0)
            return i;
    floor->zones[floor->zone_count] = name;
    return floor->zone_count++;
}

/* What a kubelet sets, but for what `own` sets itself. */
static struct labels kubelet_labels(struct arena *arena, const char *hostname,
                                    const char *zone, const char *pool,
                                    const struct labels *own)
{
    const struct label standard[KUBELET_LABELS] = {
        {"kubernetes.io/hostname", hostname},
        {"kubernetes.io/os", "linux"},
        {"kubernetes.io/arch", "amd64"},
        {"node.kubernetes.io/instance-type", pool},
        {zone_label, zone},
        {"topology.kubernetes.io/region", zone != NULL ? "region" : NULL},
    };
    struct label *all =
        ARENA_ARRAY(arena, struct label, own->count + KUBELET_LABELS);
    int count = own->count;

    for (int i = 0; i < count; i++)
        all[i] = own->all[i];
    for (int i = 0; i < KUBELET_LABELS; i++)
        if (standard[i].value != NULL &&
            label_value(own, standard[i].key) == NULL)
            all[count++] = standard[i];
    return (struct labels){count, all};
}

static void add_machine(struct floor *floor, const struct node_design *node,
                        int rack, const struct pool_settings *pool)
{
    struct machine_design *machine = &floor->machines[floor->count];

    *machine = (struct machine_design){
        .name = node->name, .zone = node->zone, .rack = rack};
    if (pool != NULL) {
        machine->price = pool->price;
        machine->later = node->later;
        machine->boot = pool->boot;
        machine->overhead_share =
            (double)pool->overhead_milli / (double)pool->cpu_milli;
    }
    floor->nodes[floor->count++] = *node;
}

/* The names of a list of texts, which ends with NULL; NULL after a mistake. */
static const char **names_of(struct draft *draft, const struct tree *list,
                             int *count)
{
    const char **names =
        ARENA_ARRAY(draft->arena, const char *, tree_count(list) + 1);

    *count = 0;
    for (const struct tree *each = list != NULL ? list->first : NULL;
         each != NULL; each = each->next) {
        if (each->kind != TREE_SCALAR || *each->text == '\0') {
            error_at(draft->errors, each->at, "expected a name, not %s",
                     each->kind == TREE_SCALAR ? "an empty text"
                                               : tree_kind_name(each));
            return NULL;
        }
        names[(*count)++] = each->text;
    }
    return names;
}

/* The racks of a pool; those of its i-th zone are numbers first[i] up to, and
 * without, first[i + 1]. None stands empty. */
static int *add_racks(struct floor *floor, const struct pool_settings *pool,
                      const int *zones, int zone_count)
{
    struct arena *arena = floor->draft->arena;
    int *first = ARENA_ARRAY(arena, int, zone_count + 2);
    int racks = pool->racks < pool->count ? pool->racks : pool->count;

    first[0] = floor->rack_count;
    for (int i = 0; i < zone_count; i++) {
        int zone = zones[i];
        int count = racks / zone_count + (i < racks % zone_count);

        for (int j = 0; j < count; j++) {
            struct domain_design *rack = &floor->racks[floor->rack_count++];

            rack->zone = zone;
            rack->name = arena_format(arena, "%s-%d", floor->zones[zone],
                                      ++floor->zone_racks[zone]);
            rack->object = arena_format(arena, "rack/%s", rack->name);
        }
        first[i + 1] = floor->rack_count;
    }
    return first;
}

static int rack_of(const int *first, int zone, int ordinal)
{
    int count = first[zone + 1] - first[zone];

    return count > 0 ? first[zone] + ordinal % count : NO_RACK;
}

static void add_pool(struct floor *floor, const struct pool_settings *pool,
                     const char **zones, int zone_count)
{
    struct arena *arena = floor->draft->arena;
    struct labels own = labels_read(arena, pool->labels, floor->draft->errors);
    int *ordinals = ARENA_ARRAY(arena, int, zone_count + 1);
    uint64_t taints = manifest_taints(&floor->draft->manifests, pool->taints);
    const int *racks;

    for (int i = 0; i < zone_count || i < 1; i++)
        ordinals[i] = zone_of(floor, zone_count > 0 ? zones[i] : no_zone);
    racks = add_racks(floor, pool, ordinals, zone_count);
    for (int i = 0; i < pool->most; i++) {
        int zone = zone_count > 0 ? i % zone_count : 0;
        struct node_design node = {
            .name = arena_format(arena, "%s-%d", pool->name, i + 1),
            .pool = pool->name,
            .later = i >= pool->count,
            .zone = ordinals[zone],
            .taints = taints,
            .more_taints = &floor->draft->scenario->taints,
            .cpu_milli = pool->cpu_milli,
            .memory_bytes = pool->memory_bytes,
            .pods = pool->pods};

        node.object = arena_format(arena, "node/%s", node.name);
        node.labels = kubelet_labels(arena, node.name,
                                     zone_count > 0 ? zones[zone] : NULL,
                                     pool->name, &own);
        add_machine(floor, &node,
                    pool->racks > 0 ? rack_of(racks, zone, i / zone_count)
                                    : NO_RACK,
                    pool);
    }
}

static void add_manifests(struct floor *floor)
{
    const struct manifests *manifests = &floor->draft->manifests;

    for (int i = 0; i < manifests->node_count; i++) {
        struct node_design node = manifests->nodes[i];
        const char *zone = label_value(&node.labels, zone_label);
        struct label hostname = {"kubernetes.io/hostname", node.name};
        struct labels own = node.labels;

        node.zone = zone_of(floor, zone != NULL ? zone : no_zone);
        node.more_taints = &floor->draft->scenario->taints;
        if (label_value(&own, hostname.key) == NULL)
            node.labels = kubelet_labels(floor->draft->arena, node.name, zone,
                                         NULL, &own);
        add_machine(floor, &node, NO_RACK, NULL);
    }
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void check_names(const struct floor *floor)
{
    struct draft *draft = floor->draft;
    const char **names = ARENA_ARRAY(draft->arena, const char *, floor->count);

    for (int i = 0; i < floor->count; i++)
        names[i] = floor->nodes[i].name;
    qsort(names, (size_t)floor->count, sizeof(*names), by_text);
    for (int i = 1; i < floor->count; i++)
        if (strcmp(names[i - 1], names[i]) == 0)
            error_at(draft->errors, draft->place, "two nodes are called \"%s\"",
                     names[i]);
}

static void fill(struct floor *floor, const struct pool_settings *pools,
                 const struct tree *list)
{
    int zone_count;

    for (const struct tree *item = list != NULL ? list->first : NULL;
         item != NULL; item = item->next, pools++) {
        const char **zones =
            pools->name == NULL
                ? NULL
                : names_of(floor->draft, pools->zones, &zone_count);

        if (zones != NULL)
            add_pool(floor, pools, zones, zone_count);
    }
    add_manifests(floor);
}

/* Room for all that may stand somewhere. */
static struct floor open_floor(struct draft *draft,
                               const struct pool_settings *pools, int count,
                               int64_t machines)
{
    struct arena *arena = draft->arena;
    int zones = draft->manifests.node_count + 1;

    for (int i = 0; i < count; i++)
        zones += 1 + tree_count(pools[i].zones);
    return (struct floor){
        .draft = draft,
        .machines = ARENA_ARRAY(arena, struct machine_design, machines),
        .nodes = ARENA_ARRAY(arena, struct node_design, machines),
        .zones = ARENA_ARRAY(arena, const char *, zones),
        .zone_racks = ARENA_ARRAY(arena, int, zones),
        .racks = ARENA_ARRAY(arena, struct domain_design, machines)};
}

static const struct domain_design *zone_designs(struct arena *arena,
                                                const struct floor *floor)
{
    struct domain_design *zones =
        ARENA_ARRAY(arena, struct domain_design, floor->zone_count);

    for (int i = 0; i < floor->zone_count; i++)
        zones[i] = (struct domain_design){
            floor->zones[i], arena_format(arena, "zone/%s", floor->zones[i]),
            i};
    return zones;
}

static void take_floor(struct scenario *scenario, struct arena *arena,
                       const struct floor *floor)
{
    scenario->site = (struct site){.machines = floor->machines,
                                   .machine_count = floor->count,
                                   .zones = zone_designs(arena, floor),
                                   .zone_count = floor->zone_count,
                                   .racks = floor->racks,
                                   .rack_count = floor->rack_count};
    scenario->nodes = floor->nodes;
    scenario->node_count = floor->count;
    scenario->zones = floor->zones;
    scenario->zone_count = floor->zone_count;
}

void draft_nodes(struct draft *draft)
{
    int mistakes = draft->errors->mistakes;
    const struct tree *list = draft_pools_given(draft);
    struct pool_settings *pools =
        ARENA_ARRAY(draft->arena, struct pool_settings, tree_count(list) + 1);
    int64_t machines = draft->manifests.node_count;
    struct floor floor;

    if (list != NULL)
        machines += draft_pools(draft, list, pools);
    if (machines > MODEL_NODES) {
        error_at(draft->errors, list != NULL ? list->at : draft->place,
                 "%lld nodes are more than can be simulated (%d)",
                 (long long)machines, MODEL_NODES);
        draft->nodes_sound = false;
        return;
    }
    floor = open_floor(draft, pools, tree_count(list), machines);
    fill(&floor, pools, list);
    draft->nodes_sound &= draft->errors->mistakes == mistakes;
    if (draft->nodes_sound)
        check_names(&floor);
    take_floor(draft->scenario, draft->arena, &floor);
}
