/* Topology spread: a row's nodes as topologies, its pods as a census each. */
#include <string.h>

#include "models/controllers/spread.h"
#include "tests/conformance/conformance.h"

enum { MOST_NODES = 16, MOST_RULES = 4 };

struct stage {
    struct row *row;
    int node_count;
    const struct tree *nodes[MOST_NODES];
    int rule_count;
    struct topology topologies[MOST_RULES];
    struct census censuses[MOST_RULES];
    struct spread_rule rules[MOST_RULES];
};

static const char *value_on(const struct stage *stage, int node,
                            const char *key)
{
    return row_text(tree_get(stage->nodes[node], "labels"), key);
}

static void open_topology(struct stage *stage, struct topology *topology,
                          const char *key)
{
    *topology = (struct topology){
        .key = key,
        .hosts = strcmp(key, "kubernetes.io/hostname") == 0,
        .node_count = stage->node_count,
        .domains = arena_allocate(stage->row->arena, sizeof(int) * MOST_NODES)};
    for (int i = 0; i < stage->node_count; i++) {
        const char *value = value_on(stage, i, key);
        int before = 0;

        while (before < i &&
               (value == NULL || value_on(stage, before, key) == NULL ||
                strcmp(value_on(stage, before, key), value) != 0))
            before++;
        topology->domains[i] = value == NULL ? -1
                               : before < i  ? topology->domains[before]
                                             : topology->domain_count++;
    }
}

/* What one node has for a constraint, of a list with an entry for each. */
static const struct tree *entry(const struct tree *node, const char *list,
                                int rule)
{
    const struct tree *each = tree_get(node, list)->first;

    while (rule-- > 0)
        each = each->next;
    return each;
}

static void count_node(struct stage *stage, int node, bool every_key)
{
    bool lacks = false;

    for (int i = 0; i < stage->rule_count; i++)
        lacks = lacks || stage->topologies[i].domains[node] < 0;
    for (int i = 0; i < stage->rule_count; i++) {
        const struct tree *pods = entry(stage->nodes[node], "match_counts", i);

        for (int64_t j = tree_integer(pods); j > 0; j--)
            census_add(&stage->censuses[i], node, 1);
        if ((lacks && every_key) ||
            !tree_is(entry(stage->nodes[node], "eligible", i), "true"))
            census_include(&stage->censuses[i], node, false);
    }
}

static void open(struct stage *stage, struct row *row, bool every_key)
{
    *stage = (struct stage){.row = row};
    for (const struct tree *each = tree_get(row->tree, "nodes")->first;
         each != NULL && stage->node_count < MOST_NODES; each = each->next)
        stage->nodes[stage->node_count++] = each;
    for (const struct tree *each = tree_get(row->tree, "constraints")->first;
         each != NULL && stage->rule_count < MOST_RULES; each = each->next) {
        int i = stage->rule_count++;

        open_topology(stage, &stage->topologies[i], row_text(each, "key"));
        census_open(&stage->censuses[i], row->arena, &stage->topologies[i]);
        stage->rules[i] = (struct spread_rule){
            .census = &stage->censuses[i],
            .max_skew = (int)row_integer(each, "max_skew"),
            .min_domains = (int)row_integer(each, "min_domains"),
            .itself = row_true(each, "self_match")};
    }
    for (int i = 0; i < stage->node_count; i++)
        count_node(stage, i, every_key);
}

void spread_filter_row(struct row *row)
{
    static const char *const names[] = {
        "Success", "UnschedulableAndUnresolvable", "Unschedulable"};
    const struct tree *wanted = tree_get(row->tree, "expect_status")->first;
    struct stage stage;

    open(&stage, row, true);
    spread_begin(stage.rules, stage.rule_count);
    for (int i = 0; i < stage.node_count && wanted != NULL;
         i++, wanted = wanted->next)
        expect_text(row, row_text(stage.nodes[i], "name"), wanted->text,
                    names[spread_judge(stage.rules, stage.rule_count, i)]);
}

void spread_score_row(struct row *row)
{
    const struct tree *wanted = tree_get(row->tree, "expect_scores")->first;
    bool every_key = row_true(row->tree, "require_all_topologies");
    struct stage stage;
    int candidates[MOST_NODES], count = 0;
    double raw[MOST_NODES];
    int64_t scores[MOST_NODES];

    open(&stage, row, every_key);
    for (int i = 0; i < stage.node_count; i++)
        if (row_true(stage.nodes[i], "candidate"))
            candidates[count++] = i;
    spread_score(stage.rules, stage.rule_count, every_key, candidates, count,
                 raw, scores);
    for (int i = 0; i < count && wanted != NULL; i++, wanted = wanted->next)
        expect_integer(row, row_text(stage.nodes[candidates[i]], "name"),
                       tree_integer(wanted), scores[i]);
}
