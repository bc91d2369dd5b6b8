/* Labels, taints and other pods, counted anew. */
#include "tests/models/naive_neighbours.h"

#include <limits.h>
#include <math.h>
#include <string.h>

/* A label's domains, found once. */
static const int *domains_by(struct naive *naive, const char *key)
{
    const struct node *nodes = naive->component->api->nodes;
    struct naive_label *label = naive->labels;

    while (label->key != NULL && strcmp(label->key, key) != 0)
        label++;
    if (label->key != NULL)
        return label->domain;
    label->key = key;
    for (int i = 0; i < naive->component->api->node_count; i++) {
        const char *value = label_value(&nodes[i].design->labels, key);

        label->domain[i] = -1;
        for (int j = 0; value != NULL && label->domain[i] < 0; j++) {
            const char *other = label_value(&nodes[j].design->labels, key);

            if (other != NULL && strcmp(value, other) == 0)
                label->domain[i] = j;
        }
    }
    return label->domain;
}

int naive_domain(struct naive *naive, const char *key, int node)
{
    return domains_by(naive, key)[node];
}

static bool tolerated(const struct pod_template *template,
                      const struct node *node)
{
    return fit_tolerates(template, node->design, node->seen[SCHEDULER].taints);
}

/* Whether the node counts for the i-th constraint: it has the keys of all of
 * its kind, and is one of those that its policies include. */
static bool included(struct naive *naive, const struct pod_template *template,
                     int i, int node)
{
    const struct affinity *affinity = template->affinity;
    const struct spread_constraint *one = &affinity->constraints[i];
    const struct node *place = &naive->component->api->nodes[node];

    for (int j = 0; j < affinity->constraint_count; j++)
        if (affinity->constraints[j].hard == one->hard &&
            naive_domain(naive, affinity->constraints[j].topology_key, node) <
                0)
            return false;
    return (one->any_node || affinity_selects(template, &place->design->labels,
                                              place->design->name)) &&
           (!one->honour_taints || tolerated(template, place));
}

static void count_constraint(struct naive *naive,
                             const struct pod_template *template, int i)
{
    const struct spread_constraint *one = &template->affinity->constraints[i];
    struct naive_count *count = &naive->constraints[i];

    memset(count, 0, sizeof(*count));
    for (int node = 0; node < naive->component->api->node_count; node++) {
        count->domain[node] = naive_domain(naive, one->topology_key, node);
        count->included[node] =
            naive->component->api->nodes[node].seen[SCHEDULER].exists &&
            included(naive, template, i, node);
        if (count->included[node])
            count->exists[count->domain[node]] = true;
    }
    for (int j = 0; j < naive->pod_count; j++) {
        const struct known *each = &naive->pods[j];
        int node = each->node == NULL ? -1 : each->node->ordinal;

        if (node < 0 || each->deleted ||
            !spread_constraint_matches(one, template, each->pod->template))
            continue;
        count->on_node[node]++;
        if (count->included[node])
            count->in_domain[count->domain[node]]++;
    }
}

static bool matches_every(const struct pod_template *template,
                          const struct pod_template *other)
{
    for (int i = 0; i < template->affinity->near_count; i++)
        if (!pod_term_matches(&template->affinity->near[i], template, other))
            return false;
    return true;
}

/* Marks the nodes that share a label's value with one. */
static void mark(struct naive *naive, const char *key, int node, int weight,
                 int *marks)
{
    const int *domains = domains_by(naive, key);

    for (int i = 0; domains[node] >= 0 && i < naive->component->api->node_count;
         i++)
        if (domains[i] == domains[node])
            marks[i] += weight;
}

/* What one pod that is there means to the one that comes. */
static void meet(struct naive *naive, const struct pod_template *comes,
                 const struct pod_template *there, int node)
{
    const struct affinity *asks = comes->affinity, *has = there->affinity;

    for (int i = 0; asks != NULL && i < asks->near_count; i++)
        if (matches_every(comes, there)) {
            naive->any_near |=
                naive_domain(naive, asks->near[i].topology_key, node) >= 0;
            mark(naive, asks->near[i].topology_key, node, 1, naive->near[i]);
        }
    for (int i = 0; asks != NULL && i < asks->apart_count; i++)
        if (pod_term_matches(&asks->apart[i], comes, there))
            mark(naive, asks->apart[i].topology_key, node, 1, naive->apart);
    for (int i = 0; asks != NULL && i < asks->preference_count; i++)
        if (pod_term_matches(&asks->preferences[i].term, comes, there))
            mark(naive, asks->preferences[i].term.topology_key, node,
                 asks->preferences[i].weight, naive->liked);
    for (int i = 0; has != NULL && i < has->apart_count; i++)
        if (pod_term_matches(&has->apart[i], there, comes))
            mark(naive, has->apart[i].topology_key, node, 1, naive->shunned);
    for (int i = 0; has != NULL && i < has->near_count; i++)
        if (pod_term_matches(&has->near[i], there, comes))
            mark(naive, has->near[i].topology_key, node, 1, naive->liked);
    for (int i = 0; has != NULL && i < has->preference_count; i++)
        if (pod_term_matches(&has->preferences[i].term, there, comes))
            mark(naive, has->preferences[i].term.topology_key, node,
                 has->preferences[i].weight, naive->liked);
}

void naive_neighbours_begin(struct naive *naive, const struct pod *pod)
{
    const struct pod_template *template = pod->template;
    int constraints =
        template->affinity == NULL ? 0 : template->affinity->constraint_count;

    memset(naive->near, 0, sizeof(naive->near));
    memset(naive->apart, 0, sizeof(naive->apart));
    memset(naive->shunned, 0, sizeof(naive->shunned));
    memset(naive->liked, 0, sizeof(naive->liked));
    naive->any_near = false;
    for (int i = 0; i < constraints; i++)
        count_constraint(naive, template, i);
    for (int i = 0; i < naive->pod_count; i++)
        if (naive->pods[i].node != NULL &&
            (template->affinity != NULL ||
             naive->pods[i].pod->template->affinity != NULL))
            meet(naive, template, naive->pods[i].pod->template,
                 naive->pods[i].node->ordinal);
}

static enum refusal spread_refuses(const struct naive *naive,
                                   const struct pod_template *template,
                                   int node)
{
    for (int i = 0; i < template->affinity->constraint_count; i++) {
        const struct spread_constraint *one =
            &template->affinity->constraints[i];
        const struct naive_count *count = &naive->constraints[i];
        int least = INT_MAX, domains = 0;

        if (!one->hard)
            continue;
        if (count->domain[node] < 0)
            return LACKS_TOPOLOGY;
        for (int j = 0; j < naive->component->api->node_count; j++) {
            domains += count->exists[j];
            if (count->exists[j] && count->in_domain[j] < least)
                least = count->in_domain[j];
        }
        if (domains < one->min_domains)
            least = 0;
        if (count->in_domain[count->domain[node]] +
                spread_constraint_matches(one, template, template) - least >
            one->max_skew)
            return TOO_SKEWED;
    }
    return NOT_REFUSED;
}

enum refusal naive_neighbours_refuse(struct naive *naive, const struct pod *pod,
                                     int node)
{
    const struct pod_template *template = pod->template;
    const struct affinity *affinity = template->affinity;
    enum refusal refusal =
        affinity == NULL ? NOT_REFUSED : spread_refuses(naive, template, node);

    if (refusal != NOT_REFUSED)
        return refusal;
    for (int i = 0; affinity != NULL && i < affinity->near_count; i++)
        if (naive_domain(naive, affinity->near[i].topology_key, node) < 0 ||
            (naive->near[i][node] == 0 &&
             (naive->any_near || !matches_every(template, template))))
            return PODS_MISSING;
    if (naive->apart[node] > 0)
        return PODS_UNWANTED;
    return naive->shunned[node] > 0 ? UNWANTED_BY_PODS : NOT_REFUSED;
}

/* Different values among the candidates that lack none of the keys. */
static int domains_of(const struct naive *naive, const bool *ignored,
                      const struct naive_count *count)
{
    bool met[NAIVE_NODES] = {false};
    int domains = 0;

    for (int i = 0; i < naive->candidate_count; i++) {
        int domain = count->domain[naive->candidates[i]];

        if (ignored[i] || met[domain])
            continue;
        met[domain] = true;
        domains++;
    }
    return domains;
}

static void ignore(const struct naive *naive,
                   const struct pod_template *template, bool *ignored)
{
    const struct affinity *affinity = template->affinity;

    for (int i = 0; i < naive->candidate_count; i++) {
        ignored[i] = false;
        for (int j = 0; j < affinity->constraint_count; j++)
            if (!affinity->constraints[j].hard &&
                naive->constraints[j].domain[naive->candidates[i]] < 0)
                ignored[i] = true;
    }
}

static void score_spread_of(struct naive *naive,
                            const struct pod_template *template, int *sums)
{
    const struct affinity *affinity = template->affinity;
    bool ignored[NAIVE_NODES];
    double raw[NAIVE_NODES] = {0};
    int64_t least = INT64_MAX, most = 0;
    int soft = 0;

    ignore(naive, template, ignored);
    for (int i = 0; i < affinity->constraint_count; i++) {
        const struct spread_constraint *one = &affinity->constraints[i];
        const struct naive_count *count = &naive->constraints[i];
        bool host = strcmp(one->topology_key, "kubernetes.io/hostname") == 0;
        double weight = score_spread_weight(domains_of(naive, ignored, count));

        if (one->hard)
            continue;
        soft++;
        for (int j = 0; j < naive->candidate_count; j++) {
            int node = naive->candidates[j];

            if (!ignored[j])
                raw[j] +=
                    score_spread(host ? count->on_node[node]
                                      : count->in_domain[count->domain[node]],
                                 weight, one->max_skew);
        }
    }
    for (int i = 0; i < naive->candidate_count; i++) {
        if (ignored[i])
            continue;
        least = llround(raw[i]) < least ? llround(raw[i]) : least;
        most = llround(raw[i]) > most ? llround(raw[i]) : most;
    }
    for (int i = 0; i < naive->candidate_count && soft > 0; i++)
        if (!ignored[i])
            sums[i] +=
                2 * score_spread_normalised(llround(raw[i]), least, most);
}

static void score_nodes(struct naive *naive,
                        const struct pod_template *template, int *sums)
{
    int64_t most_taints = 0, most_liked = 0;
    int64_t taints[NAIVE_NODES], liked[NAIVE_NODES];

    for (int i = 0; i < naive->candidate_count; i++) {
        const struct node *place =
            &naive->component->api->nodes[naive->candidates[i]];
        const struct node_design *node = place->design;

        taints[i] =
            fit_intolerable(template, node, place->seen[SCHEDULER].taints);
        liked[i] = template->affinity == NULL
                       ? 0
                       : affinity_preference(template->affinity, &node->labels,
                                             node->name);
        most_taints = taints[i] > most_taints ? taints[i] : most_taints;
        most_liked = liked[i] > most_liked ? liked[i] : most_liked;
    }
    for (int i = 0; i < naive->candidate_count; i++)
        sums[i] += 3 * score_normalised(taints[i], most_taints, true) +
                   2 * score_normalised(liked[i], most_liked, false);
}

/* Of a pod's one container; the bytes of its image, or 0. */
static int64_t image_on(const struct naive *naive, const char *name, int node)
{
    const struct node_design *design =
        naive->component->api->nodes[node].design;

    for (int i = 0; i < design->image_count; i++)
        if (image_same(design->images[i].name, name))
            return design->images[i].bytes;
    return 0;
}

static void score_image_of(struct naive *naive,
                           const struct pod_template *template, int *sums)
{
    const struct api *api = naive->component->api;
    const char *name = template->containers->image;
    int count = 0, having = 0;

    for (int i = 0; i < api->node_count; i++) {
        if (!api->nodes[i].seen[SCHEDULER].exists)
            continue;
        count++;
        having += image_on(naive, name, i) > 0;
    }
    for (int i = 0; i < naive->candidate_count; i++)
        sums[i] += score_images(
            score_image(image_on(naive, name, naive->candidates[i]), having,
                        count),
            1);
}

void naive_neighbours_score(struct naive *naive, const struct pod *pod,
                            int *sums)
{
    int64_t least = INT64_MAX, most = INT64_MIN;

    score_image_of(naive, pod->template, sums);
    score_nodes(naive, pod->template, sums);
    if (pod->template->affinity != NULL)
        score_spread_of(naive, pod->template, sums);
    for (int i = 0; i < naive->candidate_count; i++) {
        int64_t liked = naive->liked[naive->candidates[i]];

        least = liked < least ? liked : least;
        most = liked > most ? liked : most;
    }
    for (int i = 0; i < naive->candidate_count; i++)
        sums[i] +=
            2 * score_between(naive->liked[naive->candidates[i]], least, most);
}
