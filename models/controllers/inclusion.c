/* Which nodes count in the censuses of a spread's rules. */
#include "models/controllers/inclusion.h"

/* Whether the node counts for a constraint, apart from the keys that it lacks.
 */
static bool node_counts(const struct pod_template *template,
                        const struct spread_constraint *constraint,
                        const struct node *node)
{
    const struct node_design *design = node->design;

    if (!node->seen[SCHEDULER].exists)
        return false;
    return ((constraint != NULL && constraint->any_node) ||
            affinity_selects(template, &design->labels, design->name)) &&
           (constraint == NULL || !constraint->honour_taints ||
            fit_tolerates(template, design, node->seen[SCHEDULER].taints));
}

/* A node counts in the census of a rule if it has the keys of all rules. */
static void judge_node(const struct watched *watched, const struct node *node)
{
    bool lacks = false;

    for (int i = 0; i < watched->count && watched->every_key; i++)
        lacks = lacks ||
                watched->rules[i].census->topology->domains[node->ordinal] < 0;
    for (int i = 0; i < watched->count; i++)
        census_include(watched->rules[i].census, node->ordinal,
                       !lacks &&
                           node_counts(watched->template,
                                       watched->rules[i].constraint, node));
}

void inclusion_open(struct relations *relations, const struct watched *watched)
{
    const struct api *api = relations->component->api;
    struct watched *kept =
        ARENA_NEW(relations->component->sim->arena, struct watched);

    for (int i = 0; i < api->node_count; i++)
        judge_node(watched, &api->nodes[i]);
    *kept = *watched;
    for (int i = 0; i < watched->count; i++)
        kept->honours_taints = kept->honours_taints ||
                               (watched->rules[i].constraint != NULL &&
                                watched->rules[i].constraint->honour_taints);
    kept->next = relations->watched;
    relations->watched = kept;
}

void relations_judge(struct relations *relations, const struct node *node,
                     bool taints_alone)
{
    for (const struct watched *each = relations->watched; each != NULL;
         each = each->next)
        if (each->honours_taints || !taints_alone)
            judge_node(each, node);
}
