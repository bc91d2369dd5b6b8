/* A scheduler that counts all pods anew. */
#include "tests/models/naive_scheduler.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tests/models/naive_neighbours.h"

static void claim(struct naive *naive, bool right, const char *what)
{
    if (right)
        return;
    if (naive->wrong++ < 5)
        printf("%s, of placement %d ", what, naive->placed);
}

static struct known *known(struct naive *naive, const struct pod *pod)
{
    for (int i = 0; i < naive->pod_count; i++)
        if (naive->pods[i].pod == pod)
            return &naive->pods[i];
    return NULL;
}

static int zone_of(struct naive *naive, int node)
{
    return naive_domain(naive, "topology.kubernetes.io/zone", node);
}

static void recount(struct naive *naive, const struct pod *pod)
{
    const struct api *api = naive->component->api;

    memset(naive->loads, 0, sizeof(*naive->loads) * (size_t)api->node_count);
    memset(naive->node_pods, 0, sizeof(int) * (size_t)api->node_count);
    memset(naive->zone_pods, 0, sizeof(int) * (size_t)api->node_count);
    for (int i = 0; i < naive->pod_count; i++) {
        const struct known *each = &naive->pods[i];
        struct requests requests;

        if (each->node == NULL)
            continue;
        requests = template_requests(each->pod->template);
        load_add(&naive->loads[each->node->ordinal], &requests, 1);
        if (each->deleted || each->pod->owner != pod->owner)
            continue;
        naive->node_pods[each->node->ordinal]++;
        if (zone_of(naive, each->node->ordinal) >= 0)
            naive->zone_pods[zone_of(naive, each->node->ordinal)]++;
    }
    naive_neighbours_begin(naive, pod);
}

static bool is_taken(const struct naive *naive, const struct pod *pod,
                     const struct node *node)
{
    const struct affinity *affinity = pod->template->affinity;

    for (int i = 0; affinity != NULL && i < naive->pod_count; i++) {
        const struct affinity *other = naive->pods[i].pod->template->affinity;

        if (naive->pods[i].node == node && other != NULL &&
            affinity_ports_clash(affinity, other))
            return true;
    }
    return false;
}

static enum refusal refusal_of(struct naive *naive, const struct pod *pod,
                               const struct node *node)
{
    struct requests requests = template_requests(pod->template);
    enum refusal refusal = fit_filter(
        pod->template, &requests, node->design, node->seen[SCHEDULER].taints,
        is_taken(naive, pod, node), &naive->loads[node->ordinal]);

    return refusal != NOT_REFUSED
               ? refusal
               : naive_neighbours_refuse(naive, pod, node->ordinal);
}

static int count_nodes(const struct api *api)
{
    int count = 0;

    for (int i = 0; i < api->node_count; i++)
        count += api->nodes[i].seen[SCHEDULER].exists;
    return count;
}

static void filter(struct naive *naive, const struct pod *pod)
{
    const struct api *api = naive->component->api;
    int wanted = fit_nodes_to_find(count_nodes(api), 0);

    naive->candidate_count = 0;
    naive->last = NOT_REFUSED;
    if (pod->wanted >= 0 && !api->nodes[pod->wanted].seen[SCHEDULER].exists)
        return;
    if (pod->wanted >= 0) {
        naive->last = refusal_of(naive, pod, &api->nodes[pod->wanted]);
        naive->candidates[0] = pod->wanted;
        naive->candidate_count = naive->last == NOT_REFUSED;
        return;
    }
    for (int i = 0; i < api->node_count && naive->candidate_count < wanted;
         i++) {
        int node = naive->next_node;
        enum refusal refusal = refusal_of(naive, pod, &api->nodes[node]);

        naive->next_node = (node + 1) % api->node_count;
        if (!api->nodes[node].seen[SCHEDULER].exists)
            continue;
        if (refusal == NOT_REFUSED)
            naive->candidates[naive->candidate_count++] = node;
        else
            naive->last = refusal;
    }
}

/* Zones that have a candidate; those without a label are in one more. */
static int count_zones(struct naive *naive)
{
    bool met[NAIVE_NODES + 1] = {false};
    int zones = 0;

    for (int i = 0; i < naive->candidate_count; i++) {
        bool *each = &met[zone_of(naive, naive->candidates[i]) + 1];

        zones += !*each;
        *each = true;
    }
    return zones;
}

static int64_t spread(struct naive *naive, int node, int zones)
{
    int zone = zone_of(naive, node);
    double raw = score_spread(naive->node_pods[node],
                              score_spread_weight(naive->candidate_count), 3);

    if (zone >= 0)
        raw +=
            score_spread(naive->zone_pods[zone], score_spread_weight(zones), 5);
    return llround(raw);
}

/* The default constraints, for pods whose owner has a selector. */
static void add_spread(struct naive *naive, const struct pod *pod, int *sums)
{
    const struct affinity *affinity = pod->template->affinity;
    int zones = count_zones(naive);
    int64_t least = INT64_MAX, most = 0;

    if (pod->owner == NULL ||
        (affinity != NULL && affinity->constraint_count > 0))
        return;
    for (int i = 0; i < naive->candidate_count; i++) {
        int64_t raw = spread(naive, naive->candidates[i], zones);

        least = raw < least ? raw : least;
        most = raw > most ? raw : most;
    }
    for (int i = 0; i < naive->candidate_count; i++)
        sums[i] +=
            2 * score_spread_normalised(
                    spread(naive, naive->candidates[i], zones), least, most);
}

static int resources(const struct naive *naive, const struct pod *pod, int node)
{
    struct requests requests = template_requests(pod->template);
    struct requests none = {0};
    const struct room room =
        fit_room(naive->component->api->nodes[node].design);
    struct share with[SHARES], without[SHARES], scored[SHARES];
    const struct load *load = &naive->loads[node];
    int minor = naive->component->minor;
    int score;

    fit_scored_shares(&requests, &room, load, scored);
    fit_shares(&requests, &room, load, with);
    fit_shares(&none, &room, load, without);
    score = score_fit(LEAST_ALLOCATED, NULL, scored, SHARES);
    if (requests.cpu_milli == 0 && requests.memory_bytes == 0 && minor >= 33)
        return score;
    return score + (minor < 36
                        ? score_balance(with, SHARES)
                        : score_balance_gained(score_balance(with, SHARES),
                                               score_balance(without, SHARES)));
}

/* Among equals each is taken with the same chance. */
static int choose(struct naive *naive, const struct pod *pod)
{
    int sums[NAIVE_NODES], best = -1;
    uint32_t equals = 0;

    for (int i = 0; i < naive->candidate_count; i++)
        sums[i] = resources(naive, pod, naive->candidates[i]);
    add_spread(naive, pod, sums);
    naive_neighbours_score(naive, pod, sums);
    for (int i = 0; i < naive->candidate_count; i++) {
        equals = sums[i] > best ? 0 : equals;
        best = sums[i] > best ? sums[i] : best;
        if (sums[i] == best)
            naive->candidates[equals++] = naive->candidates[i];
    }
    naive->ties += equals > 1;
    return naive
        ->candidates[equals > 1 ? stream_below(&naive->chance, equals) : 0];
}

static void scheduled(struct naive *naive, const struct pod *pod)
{
    struct known *record = known(naive, pod);

    if (pod->template->node_name != NULL)
        return;
    claim(naive, record != NULL && !record->deleted, "a pod that is gone");
    if (record == NULL)
        return;
    recount(naive, pod);
    filter(naive, pod);
    claim(naive, choose(naive, pod) == pod->status.node->ordinal,
          "another node");
    naive->placed++;
    record->node = pod->status.node;
}

static void refused(struct naive *naive, const struct pod *pod)
{
    recount(naive, pod);
    filter(naive, pod);
    claim(naive, naive->candidate_count == 0, "refused, though some node fits");
    claim(naive, pod->pending == fit_reason(naive->last), "another reason");
    naive->refused++;
}

static void written(void *context, void *subject, struct cause cause)
{
    const struct change *change = subject;

    (void)cause;
    if (change->kind == POD_SCHEDULED)
        scheduled(context, change->object);
    else if (change->kind == POD_UNSCHEDULABLE)
        refused(context, change->object);
}

static void pod_changed(void *context, struct pod *pod,
                        const struct pod_status *before,
                        const struct pod_status *now, struct cause cause)
{
    struct naive *naive = context;
    struct known *record = known(naive, pod);

    (void)cause;
    if (!before->exists && now->exists) {
        claim(naive, naive->pod_count < NAIVE_PODS, "too many pods");
        record = &naive->pods[naive->pod_count++];
        *record = (struct known){pod, NULL, false};
    }
    if (now->node != NULL)
        record->node = now->node;
    record->deleted = now->deleted;
    if (!now->exists)
        *record = naive->pods[--naive->pod_count];
}

void naive_open(struct naive *naive, struct component *component)
{
    struct arena *arena = component->sim->arena;
    const struct api *api = component->api;

    *naive = (struct naive){.component = component};
    naive->loads = ARENA_ARRAY(arena, struct load, api->node_count);
    naive->node_pods = ARENA_ARRAY(arena, int, api->node_count);
    naive->candidates = ARENA_ARRAY(arena, int, api->node_count);
    naive->zone_pods = ARENA_ARRAY(arena, int, api->node_count);
    naive->controller =
        (struct controller){.pod_changed = pod_changed, .self = naive};
    naive->written = (struct listener){written, naive, NULL};
    stream_open(&naive->chance, &component->sim->seed,
                identity_of("scheduler"));
    component_join(component, &naive->controller);
    hook_listen(api->written, &naive->written);
}

bool naive_could_place(struct naive *naive)
{
    for (int i = 0; i < naive->pod_count; i++) {
        const struct known *each = &naive->pods[i];

        if (each->node != NULL || each->deleted)
            continue;
        recount(naive, each->pod);
        filter(naive, each->pod);
        if (naive->candidate_count > 0)
            return true;
    }
    return false;
}
