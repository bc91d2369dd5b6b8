/* Candidates filtered and scored one by one. */
#include "models/controllers/ranking.h"

struct ranking {
    int count;
    int *nodes;      /* the candidates */
    int *equals;     /* the best of them */
    int *sums;       /* their weighed scores */
    int64_t *scores; /* of one plug-in */
    double *raw;
};

struct ranking *ranking_open(struct arena *arena, int node_count)
{
    struct ranking *ranking = ARENA_NEW(arena, struct ranking);

    ranking->nodes = ARENA_ARRAY(arena, int, node_count);
    ranking->equals = ARENA_ARRAY(arena, int, node_count);
    ranking->sums = ARENA_ARRAY(arena, int, node_count);
    ranking->scores = ARENA_ARRAY(arena, int64_t, node_count);
    ranking->raw = ARENA_ARRAY(arena, double, node_count);
    return ranking;
}

static enum refusal refusal_now(struct selection *selection,
                                struct worths *worths,
                                const struct relation *relation, int node)
{
    uint8_t worth = appraisal_of(&selection->appraisal, worths, node);

    if (worth > WORTH_MOST)
        return (enum refusal)(worth - WORTH_REFUSED);
    return relation_refuses(relation, node);
}

static bool goes_before(const struct nomination *nomination,
                        const struct pod *pod, const struct node *node)
{
    return nomination->pod != pod && nomination->node == node &&
           nomination->pod->template->priority >= pod->template->priority;
}

/* The pods that wait for the node come to it, or leave it again. */
static bool imagine(struct selection *selection, const struct pod *pod,
                    const struct node *node, int sign)
{
    bool any = false;

    for (const struct nomination *each = selection->nominations; each != NULL;
         each = each->next)
        if (goes_before(each, pod, node)) {
            selection_load(selection, each->pod, node, sign);
            selection_settle(selection, each->pod, node, sign);
            any = true;
        }
    return any;
}

/* With the pods that wait for the node as if they were there, and without.
 * (pkg/scheduler/framework/runtime, RunFilterPluginsWithNominatedPods) */
static enum refusal refusal_of(struct selection *selection,
                               const struct pod *pod, struct worths *worths,
                               struct relation *relation, int node)
{
    const struct node *place = &selection->api->nodes[node];
    enum refusal refusal = refusal_now(selection, worths, relation, node);

    if (refusal == NOT_REFUSED &&
        !volumes_allow(selection->api, pod, place->design))
        return VOLUME_ELSEWHERE;
    if (refusal != NOT_REFUSED || selection->nominations == NULL ||
        !imagine(selection, pod, place, 1))
        return refusal;
    relation_begin(relation);
    refusal = refusal_now(selection, worths, relation, node);
    imagine(selection, pod, place, -1);
    relation_begin(relation);
    if (refusal == NOT_REFUSED)
        refusal = refusal_now(selection, worths, relation, node);
    return refusal;
}

enum refusal selection_judge(struct selection *selection, const struct pod *pod,
                             int node)
{
    struct relation *relation = relations_of(&selection->relations, pod);

    if (pod->wanted >= 0 && pod->wanted != node)
        return SELECTOR_MISMATCH;
    relation_begin(relation);
    return refusal_of(selection, pod,
                      appraisal_worths(&selection->appraisal, pod->template),
                      relation, node);
}

static enum refusal filter(struct selection *selection, const struct pod *pod,
                           struct relation *relation, struct worths *worths)
{
    struct ranking *ranking = selection->ranking;
    int count = selection->api->node_count;
    int wanted = fit_nodes_to_find(selection->there, selection->percentage);
    enum refusal last = NOT_REFUSED;

    ranking->count = 0;
    relation_begin(relation);
    for (int i = 0; i < count && ranking->count < wanted; i++) {
        int node = selection->next_node;
        enum refusal refusal =
            refusal_of(selection, pod, worths, relation, node);

        selection->next_node = node + 1 < count ? node + 1 : 0;
        if (refusal == NOT_REFUSED) {
            ranking->nodes[ranking->count++] = node;
            continue;
        }
        selection_note(selection, refusal, &last);
    }
    return last;
}

static enum refusal filter_wanted(struct selection *selection,
                                  const struct pod *pod)
{
    struct ranking *ranking = selection->ranking;
    int node = pod->wanted;
    enum refusal refusal = selection_judge(selection, pod, node);
    enum refusal last = NOT_REFUSED;

    ranking->nodes[0] = node;
    ranking->count = refusal == NOT_REFUSED;
    selection_note(selection, refusal, &last);
    return last;
}

static void add(struct ranking *ranking, int weight)
{
    for (int i = 0; i < ranking->count; i++)
        ranking->sums[i] += weight * (int)ranking->scores[i];
}

static void add_normalised(struct ranking *ranking, int weight, bool reverse)
{
    int64_t most = 0;

    for (int i = 0; i < ranking->count; i++)
        most = ranking->scores[i] > most ? ranking->scores[i] : most;
    for (int i = 0; i < ranking->count; i++)
        ranking->scores[i] =
            score_normalised(ranking->scores[i], most, reverse);
    add(ranking, weight);
}

static void add_nodes(struct selection *selection,
                      const struct pod_template *template)
{
    struct ranking *ranking = selection->ranking;
    const struct affinity *affinity = template->affinity;

    for (int i = 0; i < ranking->count && selection->disliked; i++) {
        const struct node *node = &selection->api->nodes[ranking->nodes[i]];

        ranking->scores[i] = fit_intolerable(template, node->design,
                                             node->seen[SCHEDULER].taints);
    }
    if (selection->disliked)
        add_normalised(ranking, TAINTS_WEIGHT, true);
    if (affinity == NULL || affinity->node_preference_count == 0)
        return;
    for (int i = 0; i < ranking->count; i++) {
        const struct node_design *node =
            selection->api->nodes[ranking->nodes[i]].design;

        ranking->scores[i] =
            affinity_preference(affinity, &node->labels, node->name);
    }
    add_normalised(ranking, NODE_AFFINITY_WEIGHT, false);
}

/* The default constraints, over the owner's pods. */
static void add_siblings(struct selection *selection,
                         const struct siblings *siblings)
{
    struct ranking *ranking = selection->ranking;
    int *marks = selection->zone_scores;
    struct sibling_spread spread;
    int zones = 0;

    for (int i = 0; i < selection->api->zone_count; i++)
        marks[i] = 0;
    for (int i = 0; i < ranking->count; i++)
        zones += marks[selection->zones[ranking->nodes[i]]]++ == 0;
    spread = sibling_spread_begin(siblings, selection->zone_named,
                                  ranking->count, zones);
    for (int i = 0; i < ranking->count; i++) {
        int node = ranking->nodes[i];

        ranking->scores[i] = sibling_spread_raw(
            &spread, siblings_on(siblings, node), selection->zones[node]);
        sibling_spread_widen(&spread, ranking->scores[i]);
    }
    for (int i = 0; i < ranking->count; i++)
        ranking->scores[i] = sibling_spread_score(&spread, ranking->scores[i]);
    add(ranking, SPREAD_WEIGHT);
}

static void add_likes(struct ranking *ranking, const struct relation *relation)
{
    int64_t least = INT64_MAX, most = INT64_MIN;

    for (int i = 0; i < ranking->count; i++) {
        int64_t score = relation_likes(relation, ranking->nodes[i]);

        ranking->scores[i] = score;
        least = score < least ? score : least;
        most = score > most ? score : most;
    }
    for (int i = 0; i < ranking->count; i++)
        ranking->scores[i] = score_between(ranking->scores[i], least, most);
    add(ranking, POD_AFFINITY_WEIGHT);
}

static void score(struct selection *selection, const struct pod *pod,
                  const struct relation *relation, struct worths *worths)
{
    struct ranking *ranking = selection->ranking;

    for (int i = 0; i < ranking->count; i++)
        ranking->sums[i] =
            worths->by_node[ranking->nodes[i]] +
            (relation->images.any ? relation->images.by_node[ranking->nodes[i]]
                                  : 0);
    add_nodes(selection, pod->template);
    if (relation->soft_count > 0) {
        spread_score(relation->soft, relation->soft_count,
                     !relation->by_services, ranking->nodes, ranking->count,
                     ranking->raw, ranking->scores);
        add(ranking, SPREAD_WEIGHT);
    } else if (!relation->spreads && siblings_of(pod) != NULL) {
        add_siblings(selection, siblings_of(pod));
    }
    if (relation->liked != NULL)
        add_likes(ranking, relation);
}

struct node *ranking_make(struct selection *selection, const struct pod *pod,
                          struct relation *relation, struct worths *worths,
                          enum refusal *refusal)
{
    struct ranking *ranking = selection->ranking;
    uint32_t equals = 0;
    int best = -1;

    *refusal = pod->wanted < 0 ? filter(selection, pod, relation, worths)
                               : filter_wanted(selection, pod);
    selection->candidates = ranking->count;
    if (ranking->count == 0)
        return NULL;
    if (ranking->count == 1)
        return &selection->api->nodes[ranking->nodes[0]];
    score(selection, pod, relation, worths);
    for (int i = 0; i < ranking->count; i++) {
        if (ranking->sums[i] < best)
            continue;
        equals = ranking->sums[i] > best ? 0 : equals;
        best = ranking->sums[i];
        ranking->equals[equals++] = ranking->nodes[i];
    }
    return &selection->api
                ->nodes[ranking->equals[selection_draw(selection, equals)]];
}

int ranking_helped(struct selection *selection, const struct pod *pod,
                   const int **nodes)
{
    struct ranking *ranking = selection->ranking;
    struct relation *relation = relations_of(&selection->relations, pod);
    struct worths *worths =
        appraisal_worths(&selection->appraisal, pod->template);
    int count = 0;

    relation_begin(relation);
    for (int i = 0; i < selection->api->node_count; i++) {
        enum refusal refusal;

        if (pod->wanted >= 0 && pod->wanted != i)
            continue;
        refusal = refusal_of(selection, pod, worths, relation, i);
        if (refusal != NOT_REFUSED && fit_resolvable(refusal))
            ranking->nodes[count++] = i;
    }
    *nodes = ranking->nodes;
    return count;
}

struct node *selection_nominated(const struct selection *selection,
                                 const struct pod *pod)
{
    const struct nomination *each = selection->nominations;

    while (each != NULL && each->pod != pod)
        each = each->next;
    return each == NULL ? NULL : each->node;
}

void selection_nominate(struct selection *selection, struct pod *pod,
                        struct node *node)
{
    struct nomination *made = pool_take(&selection->nomination_pool);

    *made = (struct nomination){pod, node, selection->nominations};
    selection->nominations = made;
}

void selection_give_up(struct selection *selection, const struct pod *pod)
{
    struct nomination **place = &selection->nominations, *each;

    while (*place != NULL && (*place)->pod != pod)
        place = &(*place)->next;
    each = *place;
    if (each == NULL)
        return;
    *place = each->next;
    pool_give(&selection->nomination_pool, each);
}
