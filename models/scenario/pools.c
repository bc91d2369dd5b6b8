/* Pools of machines: from the Scenario, or from --nodes; read and checked. */
#include <string.h>

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
    if (!check_racks(draft, item, what, pool))
        return false;
    check_empty(draft, item, pool);
    draft_defaults(draft, &pool_part, item, what, "", false);
    return true;
}

int64_t draft_pools(struct draft *draft, const struct tree *list,
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

const struct tree *draft_pools_given(struct draft *draft)
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
