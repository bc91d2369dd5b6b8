/* The choice of a node. */
#include "models/controllers/selection.h"

#include <string.h>

#include "models/controllers/ranking.h"

/* A candidate that has pods of the owner is set aside while the others are
 * compared; and its mark where it is better than these. */
enum { WORTH_ASIDE = UINT8_MAX, MARK_BEYOND = UINT8_MAX };

void selection_open(struct selection *selection, struct component *component,
                    const struct resource_scoring *scoring, int percentage)
{
    struct arena *arena = component->sim->arena;
    struct api *api = component->api;

    selection->api = api;
    selection->percentage = percentage;
    relations_open(&selection->relations, component);
    appraisal_open(&selection->appraisal, component, scoring,
                   selection->relations.residents);
    siblings_pool_open(&selection->siblings_pool, arena, api->zone_count);
    selection->zones = ARENA_ARRAY(arena, int, api->node_count);
    contest_open(&selection->contest, arena, api->node_count);
    selection->zone_named = ARENA_ARRAY(arena, bool, api->zone_count);
    for (int i = 0; i < api->node_count; i++) {
        const struct node_design *node = api->nodes[i].design;

        selection->zones[i] = node->zone;
        selection->contest.zones[i] = (uint8_t)node->zone;
        if (label_value(&node->labels, "topology.kubernetes.io/zone") != NULL)
            selection->zone_named[node->zone] = true;
        selection->disliked = selection->disliked || fit_is_disliked(node);
        selection->there += api->nodes[i].seen[SCHEDULER].exists;
    }
    images_open(&selection->images, arena, api->nodes, api->node_count);
    selection->zone_candidates =
        ARENA_ARRAY(arena, enum zone_candidates, api->zone_count);
    selection->zone_scores = ARENA_ARRAY(arena, int, api->zone_count);
    selection->near = ARENA_ARRAY(arena, struct neighbour, api->node_count);
    selection->ranking = ranking_open(arena, api->node_count);
    pool_open(&selection->nomination_pool, arena, sizeof(struct nomination));
    stream_open(&selection->ties, &component->sim->seed,
                identity_of("scheduler"));
}

void selection_judge_node(struct selection *selection, struct node *node,
                          const struct node_status *before,
                          const struct node_status *now)
{
    selection->there += now->exists - before->exists;
    selection->images.age += now->exists != before->exists;
    appraisal_forget(&selection->appraisal, node);
    relations_judge(&selection->relations, node, before->exists == now->exists);
}

void selection_load(struct selection *selection, struct pod *pod,
                    const struct node *node, int sign)
{
    relations_stay(&selection->relations, pod, node->ordinal, sign);
    appraisal_load(&selection->appraisal, pod->template, node, sign);
}

void selection_settle(struct selection *selection, struct pod *pod,
                      const struct node *node, int sign)
{
    relations_settle(&selection->relations, pod, node->ordinal, sign);
    if (siblings_of(pod) != NULL)
        siblings_add(&selection->siblings_pool, pod->owner, node, sign);
}

/* Looks on, from a node up to a limit, until as many candidates are found as
 * are wanted. */
static struct span look(struct selection *selection, struct worths *worths,
                        struct span limits, int wanted, enum refusal *refusal)
{
    int node = limits.from, found = selection->candidates;

    while (node < limits.end && found < wanted) {
        int block = node / APPRAISAL_BLOCK;
        int end = (block + 1) * APPRAISAL_BLOCK;

        end = end < limits.end ? end : limits.end;
        appraisal_hear(&selection->appraisal, worths, block);
        if (worths->refused[block] == 0) {
            int taken =
                end - node < wanted - found ? end - node : wanted - found;

            node += taken;
            found += taken;
        }
        for (; node < end && found < wanted; node++) {
            uint8_t worth = worths->by_node[node];

            if (worth <= WORTH_MOST)
                found++;
            else
                selection_note(selection, (enum refusal)(worth - WORTH_REFUSED),
                               refusal);
        }
    }
    selection->candidates = found;
    return (struct span){limits.from, node};
}

static enum refusal filter(struct selection *selection, struct worths *worths)
{
    int count = selection->api->node_count;
    int first = selection->next_node;
    int wanted = fit_nodes_to_find(selection->there, selection->percentage);
    enum refusal refusal = NOT_REFUSED;
    struct span *spans = selection->spans;

    selection->candidates = 0;
    spans[0] =
        look(selection, worths, (struct span){first, count}, wanted, &refusal);
    spans[1] =
        look(selection, worths, (struct span){0, first}, wanted, &refusal);
    selection->next_node = spans[0].end < count ? spans[0].end : spans[1].end;
    return refusal;
}

/* Of a pod that is for one node, that one alone is looked at. (NodeAffinity's
 * PreFilter, for a DaemonSet's requirement of metadata.name) */
static enum refusal filter_wanted(struct selection *selection,
                                  struct worths *worths, int node)
{
    enum refusal refusal = NOT_REFUSED;

    selection->candidates = 0;
    selection->spans[0] =
        look(selection, worths, (struct span){node, node + 1}, 1, &refusal);
    selection->spans[1] = (struct span){0, 0};
    return refusal;
}

/* Sets the candidates aside that have pods of the owner. */
static void gather(struct selection *selection, struct worths *worths,
                   const struct siblings *siblings)
{
    for (int i = 0; i < 2; i++) {
        const struct span *span = &selection->spans[i];

        for (int j = siblings_from(siblings, span->from);
             j < siblings->count && siblings->nodes[j].node < span->end; j++) {
            struct inhabited each = siblings->nodes[j];
            uint8_t worth = worths->by_node[each.node];

            if (worth > WORTH_MOST)
                continue;
            selection->near[selection->near_count++] =
                (struct neighbour){each, worth, 0};
            worths->by_node[each.node] = WORTH_ASIDE;
        }
    }
}

/* What the candidates of each zone are like: the first few tell it of all
 * zones, since neighbours stand in different ones. */
static void survey(struct selection *selection, const struct worths *worths)
{
    int zones_left = selection->api->zone_count;

    memset(selection->zone_candidates, 0,
           sizeof(*selection->zone_candidates) * (size_t)zones_left);
    for (int i = 0; i < 2 && zones_left > 0; i++)
        for (int node = selection->spans[i].from;
             node < selection->spans[i].end && zones_left > 0; node++) {
            enum zone_candidates *zone =
                &selection->zone_candidates[selection->zones[node]];
            bool aside = worths->by_node[node] == WORTH_ASIDE;

            if ((worths->by_node[node] > WORTH_MOST && !aside) ||
                *zone == SOME_BARE)
                continue;
            *zone = aside ? ALL_INHABITED : SOME_BARE;
            zones_left -= !aside;
        }
}

/* What the default constraints add in each zone, and to the neighbours. */
static void spread_out(struct selection *selection,
                       const struct siblings *siblings)
{
    int zone_count = selection->api->zone_count;
    int *zone_scores = selection->zone_scores;
    struct sibling_spread spread;
    int zones = 0;

    for (int i = 0; i < zone_count; i++)
        zones += selection->zone_candidates[i] != NO_CANDIDATE;
    spread = sibling_spread_begin(siblings, selection->zone_named,
                                  selection->candidates, zones);
    for (int i = 0; i < selection->near_count; i++) {
        struct neighbour *each = &selection->near[i];

        each->sum = (int)sibling_spread_raw(&spread, each->at.pods,
                                            selection->zones[each->at.node]);
        sibling_spread_widen(&spread, each->sum);
    }
    for (int i = 0; i < zone_count; i++) {
        zone_scores[i] = (int)sibling_spread_raw(&spread, 0, i);
        if (selection->zone_candidates[i] == SOME_BARE)
            sibling_spread_widen(&spread, zone_scores[i]);
    }
    for (int i = 0; i < zone_count; i++)
        zone_scores[i] =
            SPREAD_WEIGHT * sibling_spread_score(&spread, zone_scores[i]);
    for (int i = 0; i < selection->near_count; i++) {
        struct neighbour *each = &selection->near[i];

        each->sum = each->worth +
                    SPREAD_WEIGHT * sibling_spread_score(&spread, each->sum);
    }
}

/* Tells the contest what each zone adds; returns the most. */
static int handicap(struct selection *selection)
{
    int most = 0;

    for (int i = 0; i < selection->api->zone_count; i++)
        if (selection->zone_candidates[i] == SOME_BARE &&
            selection->zone_scores[i] > most)
            most = selection->zone_scores[i];
    for (int i = 0; i < selection->api->zone_count; i++)
        if (selection->zone_candidates[i] == SOME_BARE)
            contest_lag(&selection->contest, i,
                        most - selection->zone_scores[i]);
    return most;
}

/* The neighbours come back: the mark of the best, of all candidates. */
static uint8_t admit(struct selection *selection, struct worths *worths,
                     int best, uint8_t mark)
{
    for (int i = 0; i < selection->near_count; i++) {
        const struct neighbour *each = &selection->near[i];

        worths->by_node[each->at.node] = each->worth;
        if (each->sum > best) {
            best = each->sum;
            mark = MARK_BEYOND;
        }
    }
    for (int i = 0; i < selection->near_count; i++)
        if (selection->near[i].sum == best)
            contest_mark(&selection->contest, selection->near[i].at.node, mark);
    return mark;
}

uint32_t selection_draw(struct selection *selection, uint32_t count)
{
    return count > 1 ? stream_below(&selection->ties, count) : 0;
}

/* Of a pod to which only resources and its owner's other pods matter. */
static struct node *make_plain(struct selection *selection,
                               const struct pod *pod, struct worths *worths,
                               enum refusal *refusal)
{
    const struct siblings *siblings = siblings_of(pod);
    struct contest *contest = &selection->contest;
    uint32_t chosen;
    uint8_t mark;
    int most;

    *refusal = pod->wanted < 0 ? filter(selection, worths)
                               : filter_wanted(selection, worths, pod->wanted);
    if (selection->candidates == 0)
        return NULL;
    selection->near_count = 0;
    if (siblings != NULL)
        gather(selection, worths, siblings);
    survey(selection, worths);
    if (siblings != NULL)
        spread_out(selection, siblings);
    else
        memset(selection->zone_scores, 0,
               sizeof(int) * (size_t)selection->api->zone_count);
    contest_begin(contest, selection->spans);
    most = handicap(selection);
    mark = contest_judge(contest, worths->by_node, WORTH_MOST);
    mark = admit(selection, worths, mark == 0 ? -1 : most + mark - 1, mark);
    chosen = selection_draw(selection, contest_count(contest, mark));
    return &selection->api->nodes[contest_find(contest, mark, chosen)];
}

static void score_images_of(struct selection *selection,
                            const struct pod_template *template,
                            struct image_scores *scores)
{
    if (scores->by_node == NULL)
        scores->by_node = ARENA_ARRAY(selection->api->sim->arena, uint8_t,
                                      selection->api->node_count);
    if (scores->age != selection->images.age)
        images_score(&selection->images, template, selection->there, scores);
}

/* (schedule_one.go, findNodesThatFitPod: what waits for a node looks there
 * first) */
struct node *selection_make(struct selection *selection, const struct pod *pod,
                            enum refusal *refusal)
{
    const struct affinity *affinity = pod->template->affinity;
    struct relation *relation = relations_of(&selection->relations, pod);
    struct worths *worths =
        appraisal_worths(&selection->appraisal, pod->template);
    struct node *nominated = selection_nominated(selection, pod);

    memset(selection->refused, 0, sizeof(selection->refused));
    if (selection->images.listed)
        score_images_of(selection, pod->template, &relation->images);
    if (nominated != NULL &&
        selection_judge(selection, pod, nominated->ordinal) == NOT_REFUSED)
        return nominated;
    if (selection->api->zone_count > MOST_ZONES || selection->disliked ||
        selection->nominations != NULL || relation_matters(relation) ||
        pod->template->claim_count > 0 ||
        (affinity != NULL && affinity->node_preference_count > 0))
        return ranking_make(selection, pod, relation, worths, refusal);
    return make_plain(selection, pod, worths, refusal);
}
