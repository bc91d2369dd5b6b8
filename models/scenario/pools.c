/* Pools of machines: from the Scenario, or from --nodes; read and checked. */
#include <stdlib.h>
#include <string.h>

#include "models/api/quantity.h"
#include "models/scenario/draft.h"

enum { LETTERS = 26 };

/* Racks stand in zones, and there are enough of them. */
static bool check_racks(struct draft *draft, const struct tree *item,
                        const char *what, const struct pool_settings *pool)
{
    const struct tree *given = tree_get(item, "racks");
    int zones = tree_count(pool->zones);

    if (given == NULL || given->kind == TREE_NULL)
        return true;
    if (zones == 0)
        error_at(draft->errors, given->at,
                 "%s: racks stand in zones; add zones: [a]", what);
    else if (pool->racks < zones)
        error_at(draft->errors, given->at,
                 "%s: %d rack%s for %d zone%s: each zone needs one at least",
                 what, pool->racks, pool->racks == 1 ? "" : "s", zones,
                 zones == 1 ? "" : "s");
    return zones > 0 && pool->racks >= zones;
}

static void check_empty(struct draft *draft, const struct tree *item,
                        const struct pool_settings *pool)
{
    const char *s = pool->count == 1 ? "" : "s";
    int zones = tree_count(pool->zones);

    if (zones > pool->count && pool->count > 0)
        warning_at(draft->errors, pool->zones->at,
                   "%d zones for %d node%s: some stand empty", zones,
                   pool->count, s);
    if (pool->racks > pool->count && pool->count > 0)
        warning_at(draft->errors, tree_get(item, "racks")->at,
                   "%d racks for %d node%s: only %d %s used", pool->racks,
                   pool->count, s, pool->count,
                   pool->count == 1 ? "is" : "are");
}

/* Adds one amount of a mapping to what is not given out. */
static void add_amount(struct draft *draft, const struct tree *mapping,
                       const char *key, const struct parameter_kind *kind,
                       int64_t *sum)
{
    const struct tree *value = tree_get(mapping, key);
    int64_t amount = 0;

    if (value != NULL && value->kind != TREE_NULL &&
        kind->read(value, &amount, draft->errors))
        *sum += amount;
}

/* "100Mi", or "5%" of the node's memory. */
static void add_threshold(struct draft *draft, const struct pool_settings *pool,
                          int64_t *sum)
{
    const char *const key = "memory.available";
    const struct tree *value = tree_get(pool->eviction_hard, key);
    double share;

    if (strchr(tree_text(value, ""), '%') == NULL)
        add_amount(draft, pool->eviction_hard, key, &of_memory, sum);
    else if (of_fraction.read(value, &share, draft->errors))
        *sum += (int64_t)(share * (double)pool->memory_bytes);
}

/* Allocatable is what is left of a node.
 * (pkg/kubelet/cm/node_container_manager_linux.go, 1.36) */
static bool reserve(struct draft *draft, const struct tree *item,
                    const char *what, struct pool_settings *pool)
{
    static const char *const reserved[] = {"cpu", "memory", "ephemeral-storage",
                                           "pid", NULL};
    static const char *const signals[] = {"memory.available",
                                          "nodefs.available",
                                          "nodefs.inodesFree",
                                          "imagefs.available",
                                          "imagefs.inodesFree",
                                          "pid.available",
                                          NULL};
    const struct tree *both[] = {pool->kube_reserved, pool->system_reserved};
    int64_t cpu = 0, memory = 0;

    for (int i = 0; i < 2; i++) {
        tree_check_keys(both[i], reserved, "what is reserved", true,
                        draft->errors);
        add_amount(draft, both[i], "cpu", &of_cpu, &cpu);
        add_amount(draft, both[i], "memory", &of_memory, &memory);
    }
    tree_check_keys(pool->eviction_hard, signals, "evictionHard", true,
                    draft->errors);
    add_threshold(draft, pool, &memory);
    pool->cpu_milli -= cpu;
    pool->memory_bytes -= memory;
    if (pool->cpu_milli > 0 && pool->memory_bytes > 0)
        return true;
    error_at(draft->errors, item->at, "%s: of its %s nothing is left for pods",
             what, pool->cpu_milli > 0 ? "memory" : "CPU");
    return false;
}

/* How many machines actions add to it; those that do so again and again need
 * a limit. */
static int added(struct draft *draft, const struct pool_settings *pool)
{
    const struct tree *list = draft->settings.actions;
    int sum = 0;

    for (const struct tree *each = list != NULL ? list->first : NULL;
         each != NULL; each = each->next) {
        const struct tree *count = tree_get(each, "count");
        int more = 1;

        if (!tree_is(tree_get(each, "kind"), "add-nodes") ||
            !tree_is(tree_get(each, "pool"), pool->name))
            continue;
        if (tree_get(each, "every") != NULL && pool->most == 0)
            error_at(draft->errors, tree_get(each, "every")->at,
                     "nodes are added again and again: say in nodes \"%s\" "
                     "how many there may be at most (most: %d)",
                     pool->name, pool->count + 10);
        if (count != NULL)
            more = atoi(tree_text(count, "1"));
        sum += more > 0 && more <= MODEL_NODES ? more : 0;
    }
    return sum;
}

static bool check_most(struct draft *draft, const struct tree *item,
                       const char *what, struct pool_settings *pool)
{
    if (tree_get(item, "most") == NULL) {
        pool->most = pool->count + added(draft, pool);
        return true;
    }
    if (pool->most >= pool->count)
        return true;
    error_at(draft->errors, tree_get(item, "most")->at,
             "%s: there are %d at first, and %d at most", what, pool->count,
             pool->most);
    return false;
}

static void assume_boot(struct draft *draft, const char *what,
                        struct pool_settings *pool)
{
    if (pool->most == pool->count || pool->boot.kind != NULL)
        return;
    of_law.read(tree_scalar(draft->arena, POOL_BOOT), &pool->boot,
                draft->errors);
    remark(&draft->assumed, "a machine that is added boots in " POOL_BOOT ": ",
           what, "");
}

static bool pool_read(struct draft *draft, struct tree *item,
                      struct pool_settings *pool)
{
    const struct tree *name = tree_get(item, "name");
    const char *what = name == NULL ? "a pool of nodes"
                                    : arena_format(draft->arena, "nodes \"%s\"",
                                                   tree_text(name, ""));

    draft_configure_pool(draft, item);
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
    if (!check_racks(draft, item, what, pool))
        return false;
    if (!reserve(draft, item, what, pool) ||
        !check_most(draft, item, what, pool))
        return false;
    assume_boot(draft, what, pool);
    check_empty(draft, item, pool);
    draft_defaults(draft, &pool_part, item, what, "", false);
    return true;
}

int64_t draft_pools(struct draft *draft, const struct tree *list,
                    struct pool_settings *pools)
{
    int64_t machines = 0;
    int count = 0;

    for (struct tree *item = list->first; item != NULL;
         item = item->next, count++) {
        if (!pool_read(draft, item, &pools[count])) {
            pools[count].name = NULL;
            continue;
        }
        machines += pools[count].most;
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

const struct tree *draft_pools_given(struct draft *draft)
{
    const struct question *question = draft->question;
    const struct tree *given = draft->settings.nodes;

    if (question->nodes == 0 && question->zones == 0)
        return given;
    if (given != NULL) {
        const char *name = tree_text(tree_get(given->first, "name"), "worker");

        if (question->nodes > 0)
            error_at(draft->errors, (struct place){"--nodes", 0, 0},
                     "the scenario names its nodes; change them with --set "
                     "nodes.%s.count=%d",
                     name, question->nodes);
        else
            error_at(draft->errors, (struct place){"--zones", 0, 0},
                     "the scenario names its nodes, and their zones");
        return NULL;
    }
    if (question->nodes == 0) {
        error_at(draft->errors, (struct place){"--zones", 0, 0},
                 "zones need nodes; add --nodes N");
        return NULL;
    }
    return pool_of_options(draft);
}
