/* Machines and their nodes: from pools, from --nodes, from Node manifests. */
#include <stdlib.h>
#include <string.h>

#include "models/scenario/draft.h"

enum { LETTERS = 26, KUBELET_LABELS = 6 };

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
                        double price)
{
    struct machine_design *machine = &floor->machines[floor->count];

    *machine = (struct machine_design){node->name, node->zone, price};
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

static void add_pool(struct floor *floor, const struct pool_settings *pool,
                     const char **zones, int zone_count)
{
    struct arena *arena = floor->draft->arena;
    struct errors *errors = floor->draft->errors;
    struct labels own = labels_read(arena, pool->labels, errors);
    int *ordinals = ARENA_ARRAY(arena, int, zone_count + 1);

    if (zone_count > pool->count && pool->count > 0)
        warning_at(errors, pool->zones->at,
                   "%d zones for %d node%s: some stand empty", zone_count,
                   pool->count, pool->count == 1 ? "" : "s");
    for (int i = 0; i < zone_count || i < 1; i++)
        ordinals[i] = zone_of(floor, zone_count > 0 ? zones[i] : no_zone);
    for (int i = 0; i < pool->count; i++) {
        int zone = zone_count > 0 ? i % zone_count : 0;
        struct node_design node = {
            .name = arena_format(arena, "%s-%d", pool->name, i + 1),
            .zone = ordinals[zone],
            .cpu_milli = pool->cpu_milli,
            .memory_bytes = pool->memory_bytes,
            .pods = pool->pods};

        node.object = arena_format(arena, "node/%s", node.name);
        node.labels = kubelet_labels(arena, node.name,
                                     zone_count > 0 ? zones[zone] : NULL,
                                     pool->name, &own);
        add_machine(floor, &node, pool->price);
    }
}

static bool pool_read(struct draft *draft, const struct tree *item,
                      struct pool_settings *pool)
{
    const struct tree *name = tree_get(item, "name");
    const char *what = name == NULL ? "a pool of nodes"
                                    : arena_format(draft->arena, "nodes \"%s\"",
                                                   tree_text(name, ""));

    if (!plugin_read(&pool_part, item, item->at, NULL, what, pool,
                     draft->errors))
        return false;
    if (strspn(pool->name, "abcdefghijklmnopqrstuvwxyz0123456789-.") !=
            strlen(pool->name) ||
        *pool->name == '\0' || *pool->name == '-' || *pool->name == '.' ||
        strlen(pool->name) > 200) {
        error_at(draft->errors, name->at,
                 "\"%.60s\" is not a name for nodes: lower case letters, "
                 "digits, \"-\" and \".\"",
                 pool->name);
        return false;
    }
    if (pool->cpu_milli == 0 || pool->memory_bytes == 0 || pool->pods == 0) {
        error_at(draft->errors, item->at, "%s have no %s", what,
                 pool->cpu_milli == 0      ? "CPU"
                 : pool->memory_bytes == 0 ? "memory"
                                           : "room for pods");
        return false;
    }
    draft_defaults(draft, &pool_part, item, what, "", false);
    return true;
}

/* The machines of all pools; -1 after a mistake. */
static int64_t pools_read(struct draft *draft, const struct tree *list,
                          struct pool_settings *pools)
{
    int64_t machines = 0;
    int count = 0;

    for (const struct tree *item = list->first; item != NULL;
         item = item->next, count++) {
        if (!pool_read(draft, item, &pools[count])) {
            pools[count].name = NULL;
            continue;
        }
        machines += pools[count].count;
        for (int i = 0; i < count; i++)
            if (pools[i].name != NULL &&
                strcmp(pools[i].name, pools[count].name) == 0)
                error_at(draft->errors, item->at,
                         "two pools of nodes are called \"%s\"", pools[i].name);
    }
    return machines;
}

/* --nodes N --zones N: a pool as a tree, so that its reading is one. */
static const struct tree *pool_of_options(struct draft *draft)
{
    const struct question *question = draft->question;
    struct arena *arena = draft->arena;
    struct tree *list = tree_new(arena, TREE_SEQUENCE);
    struct tree *pool = tree_append(list, tree_new(arena, TREE_MAPPING));
    struct tree *zones;

    pool->at = list->at = (struct place){"--nodes", 0, 0};
    tree_put_text(arena, pool, "name", "node");
    tree_put_count(arena, pool, "count", question->nodes);
    if (question->zones == 0)
        return list;
    zones = tree_put_sequence(arena, pool, "zones");
    zones->at = (struct place){"--zones", 0, 0};
    for (int i = 0; i < question->zones; i++)
        tree_append(
            zones,
            tree_scalar(arena,
                        arena_format(arena, "%s%c%.0d", i < LETTERS ? "" : "z",
                                     'a' + i % LETTERS, i / LETTERS)));
    return list;
}

/* The list of pools to read, or NULL. */
static const struct tree *choose_pools(struct draft *draft)
{
    const struct question *question = draft->question;
    const struct tree *given = draft->settings.nodes;

    if (question->nodes == 0 && question->zones == 0)
        return given;
    if (given != NULL) {
        const char *name = tree_text(tree_get(given->first, "name"), "worker");

        error_at(draft->errors, (struct place){"--nodes", 0, 0},
                 "the scenario names its nodes; change them with --set "
                 "nodes.%s.count=%d",
                 name, question->nodes > 0 ? question->nodes : 6);
        return NULL;
    }
    if (question->nodes == 0) {
        error_at(draft->errors, (struct place){"--zones", 0, 0},
                 "zones need nodes; add --nodes N");
        return NULL;
    }
    return pool_of_options(draft);
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
        if (label_value(&own, hostname.key) == NULL)
            node.labels = kubelet_labels(floor->draft->arena, node.name, zone,
                                         NULL, &own);
        add_machine(floor, &node, 0);
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

static int count_zones(const struct pool_settings *pools, int count)
{
    int zones = 0;

    for (int i = 0; i < count; i++)
        zones += 1 + tree_count(pools[i].zones);
    return zones;
}

void draft_nodes(struct draft *draft)
{
    int mistakes = draft->errors->mistakes;
    const struct tree *list = choose_pools(draft);
    struct pool_settings *pools =
        ARENA_ARRAY(draft->arena, struct pool_settings, tree_count(list) + 1);
    int64_t machines = list != NULL ? pools_read(draft, list, pools) : 0;
    struct floor floor = {.draft = draft};
    struct scenario *scenario = draft->scenario;

    machines += draft->manifests.node_count;
    if (machines > MODEL_NODES) {
        error_at(draft->errors, list != NULL ? list->at : draft->place,
                 "%lld nodes are more than can be simulated (%d)",
                 (long long)machines, MODEL_NODES);
        draft->nodes_sound = false;
        return;
    }
    floor.machines = ARENA_ARRAY(draft->arena, struct machine_design, machines);
    floor.nodes = ARENA_ARRAY(draft->arena, struct node_design, machines);
    floor.zones = ARENA_ARRAY(draft->arena, const char *,
                              count_zones(pools, tree_count(list)) +
                                  draft->manifests.node_count + 1);
    fill(&floor, pools, list);
    draft->nodes_sound &= draft->errors->mistakes == mistakes;
    if (draft->nodes_sound)
        check_names(&floor);
    scenario->machines = floor.machines;
    scenario->nodes = floor.nodes;
    scenario->node_count = floor.count;
    scenario->zones = floor.zones;
    scenario->zone_count = floor.zone_count;
}
