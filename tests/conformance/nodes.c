/* The node lifecycle controller's and the taint eviction's decisions. */
#include <string.h>

#include "models/api/fit.h"
#include "models/controllers/zone.h"
#include "tests/conformance/conformance.h"

enum { MOST = 32 };

static const struct label exclusion[] = {
    {"node.kubernetes.io/exclude-disruption", ""}};

/* The state of one zone among the nodes of a row. */
static enum zone_state state_of(const struct tree *nodes, const char *zone,
                                double threshold)
{
    int count = 0, not_ready = 0;

    for (const struct tree *node = nodes->first; node != NULL;
         node = node->next) {
        struct node_design design = {
            .labels = {row_true(node, "excluded"), exclusion}};

        if (!tree_is(tree_get(node, "zone"), zone) || !zone_judged_by(&design))
            continue;
        count++;
        not_ready += !tree_is(tree_get(node, "ready"), "True");
    }
    return zone_state(count, not_ready, threshold);
}

void zone_state_row(struct row *row)
{
    static const char *const names[] = {"Normal", "PartialDisruption",
                                        "FullDisruption"};
    const struct tree *states = tree_get(row->tree, "expect_states");

    for (const struct tree *each = states->first; each != NULL;
         each = each->next)
        expect_text(
            row, arena_format(row->arena, "zone \"%s\"", each->key),
            tree_text(each, NULL),
            names[state_of(tree_get(row->tree, "nodes"), each->key,
                           row_number(row->tree, "unhealthy_zone_threshold"))]);
}

static enum taint_effect effect_of(const struct tree *in)
{
    static const char *const names[] = {"NoSchedule", "PreferNoSchedule",
                                        "NoExecute"};
    const char *text = row_text(in, "effect");
    int effect = 0;

    while (effect < ANY_EFFECT &&
           (text == NULL || strcmp(text, names[effect]) != 0))
        effect++;
    return (enum taint_effect)effect;
}

static enum toleration_operator operator_of(const struct tree *in)
{
    const struct tree *operator= tree_get(in, "operator");

    return tree_is(operator, "Gt")   ? TOLERATES_GREATER
           : tree_is(operator, "Lt") ? TOLERATES_LESS
                                     : TOLERATES_EQUAL;
}

static int read_tolerations(const struct tree *list, struct toleration *all)
{
    int count = 0;

    for (const struct tree *each = list == NULL ? NULL : list->first;
         each != NULL && count < MOST; each = each->next)
        all[count++] = (struct toleration){
            .key = row_text(each, "key"),
            .value = tree_is(tree_get(each, "operator"), "Exists")
                         ? NULL
                         : tree_text(tree_get(each, "value"), ""),
            .effect = effect_of(each),
            .operator= operator_of(each),
            .seconds = row_seconds(each, "seconds")};
    return count;
}

static int read_taints(const struct tree *list, struct taint *all)
{
    int count = 0;

    for (const struct tree *each = list == NULL ? NULL : list->first;
         each != NULL && count < MOST; each = each->next)
        all[count++] = (struct taint){row_text(each, "key"),
                                      tree_text(tree_get(each, "value"), ""),
                                      effect_of(each)};
    return count;
}

/* A pod that is bound to no node bears no taints. */
void taint_eviction_row(struct row *row)
{
    struct taint taints[MOST];
    struct toleration tolerations[MOST];
    struct pod_template template = {
        .tolerations = tolerations,
        .toleration_count =
            read_tolerations(tree_get(row->tree, "tolerations"), tolerations)};
    int count = tree_is(tree_get(row->tree, "pod_node"), "")
                    ? 0
                    : read_taints(tree_get(row->tree, "taints"), taints);

    expect_true(row, "deleted now", row_true(row->tree, "expect_deleted_now"),
                template_bears(&template, taints, count) == 0);
}

/* The tolerations in use: one for each taint of a node that has at least one.
 */
void taint_min_toleration_row(struct row *row)
{
    const struct tree *list = tree_get(row->tree, "toleration_seconds");
    int64_t wanted = row_integer(row->tree, "expect_seconds");
    struct taint taints[MOST] = {{"none", "", NO_EXECUTE}};
    struct toleration tolerations[MOST];
    struct pod_template template = {.tolerations = tolerations};
    int count = 0;

    for (const struct tree *each = list->first; each != NULL && count < MOST;
         each = each->next) {
        const char *key = arena_format(row->arena, "%d", count);

        taints[count] = (struct taint){key, "", NO_EXECUTE};
        tolerations[count++] = (struct toleration){
            key, "", NO_EXECUTE, tree_seconds(each), TOLERATES_EQUAL};
    }
    template.toleration_count = count;
    expect_seconds(row, "time", wanted < 0 ? NEVER : SECONDS(wanted),
                   template_bears(&template, taints, count == 0 ? 1 : count));
}

/* Where the gate is closed, what is of the operators Gt and Lt tolerates
 * nothing: it is as if it were not there. */
static int without_comparisons(struct toleration *all, int count)
{
    int kept = 0;

    for (int i = 0; i < count; i++)
        if (all[i].operator== TOLERATES_EQUAL)
            all[kept++] = all[i];
    return kept;
}

void taint_toleration_score_row(struct row *row)
{
    const struct tree *nodes = tree_get(row->tree, "nodes");
    const struct tree *wanted = tree_get(row->tree, "expect_scores");
    struct taint taints[MOST];
    struct toleration tolerations[MOST];
    struct pod_template template = {.tolerations = tolerations};
    int scores[MOST], most = 0, count = 0;

    template.toleration_count =
        read_tolerations(tree_get(row->tree, "tolerations"), tolerations);
    if (!row_true(row->tree, "gate_comparison_operators"))
        template.toleration_count =
            without_comparisons(tolerations, template.toleration_count);
    for (const struct tree *each = nodes->first; each != NULL && count < MOST;
         each = each->next) {
        struct taint_list list = {0};
        struct node_design node = {.more_taints = &list};
        int given = read_taints(tree_get(each, "taints"), taints);

        for (int i = 0; i < given; i++)
            node.taints |= taint_add(&list, &taints[i]);
        scores[count] = fit_intolerable(&template, &node, node.taints);
        most = scores[count] > most ? scores[count] : most;
        count++;
    }
    wanted = wanted->first;
    for (int i = 0; i < count; i++, wanted = wanted->next)
        expect_integer(row, arena_format(row->arena, "node %d", i),
                       tree_integer(wanted),
                       score_normalised(scores[i], most, true));
}
