/* What each node is worth to pods that ask for the same. */
#include "models/controllers/appraisal.h"

#include <string.h>

static int blocks(int nodes)
{
    return (nodes + APPRAISAL_BLOCK - 1) / APPRAISAL_BLOCK;
}

void appraisal_open(struct appraisal *appraisal,
                    const struct component *component,
                    const struct resource_scoring *scoring,
                    struct pod *const *residents)
{
    struct arena *arena = component->sim->arena;
    int nodes = component->api->node_count;

    appraisal->component = component;
    appraisal->scoring = scoring;
    appraisal->residents = residents;
    /* Those of the next block are fetched while one is looked at. */
    appraisal->sites = ARENA_ARRAY(arena, struct site, nodes + APPRAISAL_BLOCK);
    appraisal->changed = ARENA_ARRAY(arena, uint64_t, nodes);
    appraisal->block_changed = ARENA_ARRAY(arena, uint64_t, blocks(nodes));
    for (int i = 0; i < nodes; i++) {
        appraisal->sites[i].room = fit_room(component->api->nodes[i].design);
        appraisal_forget(appraisal, &component->api->nodes[i]);
    }
    appraisal->profiles =
        ARENA_ARRAY(arena, struct profile, component->template_count);
}

static struct profile *profile_of(struct appraisal *appraisal,
                                  const struct pod_template *template)
{
    struct profile *profile = &appraisal->profiles[template->ordinal];

    if (profile->template == NULL) {
        profile->template = template;
        profile->requests = template_requests(template);
        profile->plain =
            template->node_selector.count == 0 && template->affinity == NULL;
    }
    return profile;
}

static bool same_text(const char *one, const char *other)
{
    return one == other ||
           (one != NULL && other != NULL && strcmp(one, other) == 0);
}

static bool same_selector(const struct labels *one, const struct labels *other)
{
    if (one->count != other->count)
        return false;
    for (int i = 0; i < one->count; i++)
        if (!same_text(one->all[i].key, other->all[i].key) ||
            !same_text(one->all[i].value, other->all[i].value))
            return false;
    return true;
}

static bool same_tolerations(const struct pod_template *one,
                             const struct pod_template *other)
{
    if (one->toleration_count != other->toleration_count)
        return false;
    for (int i = 0; i < one->toleration_count; i++) {
        const struct toleration *a = &one->tolerations[i];
        const struct toleration *b = &other->tolerations[i];

        if (!same_text(a->key, b->key) || !same_text(a->value, b->value) ||
            a->effect != b->effect || a->seconds != b->seconds ||
            a->operator!= b->operator)
            return false;
    }
    return true;
}

static bool same_requests(const struct requests *one,
                          const struct requests *other)
{
    return one->cpu_milli == other->cpu_milli &&
           one->memory_bytes == other->memory_bytes &&
           one->scored_cpu_milli == other->scored_cpu_milli &&
           one->scored_memory_bytes == other->scored_memory_bytes;
}

/* What affinities ask of a node itself is compared only where it is nothing. */
static bool same_nodes(const struct affinity *one, const struct affinity *other)
{
    return one == other ||
           ((one == NULL || (!one->selects_nodes && one->port_count == 0)) &&
            (other == NULL ||
             (!other->selects_nodes && other->port_count == 0)));
}

static bool alike(const struct profile *one, const struct profile *other)
{
    return same_nodes(one->template->affinity, other->template->affinity) &&
           same_requests(&one->requests, &other->requests) &&
           same_selector(&one->template->node_selector,
                         &other->template->node_selector) &&
           same_tolerations(one->template, other->template);
}

/* New worths, or those which were made before all others. */
static int worths_for(struct appraisal *appraisal,
                      const struct profile *profile)
{
    struct arena *arena = appraisal->component->sim->arena;
    int nodes = appraisal->component->api->node_count;
    int place;

    for (int i = 0; i < appraisal->kept_count; i++)
        if (alike(appraisal->kept[i].profile, profile))
            return i;
    if (appraisal->kept_count < APPRAISAL_WORTHS) {
        place = appraisal->kept_count++;
        appraisal->kept[place].by_node =
            ARENA_ARRAY(arena, uint8_t, nodes + APPRAISAL_BLOCK);
        appraisal->kept[place].heard =
            ARENA_ARRAY(arena, uint64_t, blocks(nodes));
        appraisal->kept[place].refused =
            ARENA_ARRAY(arena, uint8_t, blocks(nodes));
    } else {
        place = appraisal->next_given_up;
        appraisal->next_given_up = (place + 1) % APPRAISAL_WORTHS;
    }
    appraisal->kept[place].profile = profile;
    memset(appraisal->kept[place].heard, 0,
           sizeof(uint64_t) * (size_t)blocks(nodes));
    return place;
}

struct worths *appraisal_worths(struct appraisal *appraisal,
                                const struct pod_template *template)
{
    struct profile *profile = profile_of(appraisal, template);

    if (profile->like == NULL ||
        appraisal->kept[profile->place].profile != profile->like) {
        profile->place = worths_for(appraisal, profile);
        profile->like = appraisal->kept[profile->place].profile;
    }
    return &appraisal->kept[profile->place];
}

/* NodeResourcesFit and NodeResourcesBalancedAllocation; the latter is left out
 * for pods that request nothing since 1.33. */
static inline int score(const struct appraisal *appraisal,
                        const struct requests *requests,
                        const struct site *site)
{
    const struct resource_scoring *scoring = appraisal->scoring;
    bool nothing = requests->cpu_milli == 0 && requests->memory_bytes == 0;
    int minor = appraisal->component->minor;
    struct share shares[SHARES];
    int sum, with;

    fit_scored_shares(requests, &site->room, &site->load, shares);
    sum = score_fit(scoring->strategy, &scoring->shape, shares, SHARES);
    if (nothing && minor >= 33)
        return sum;
    fit_shares(requests, &site->room, &site->load, shares);
    with = score_balance(shares, SHARES);
    return sum +
           (minor < 36 ? with : score_balance_gained(with, site->balance));
}

/* Whether one of the pod's host ports is taken on the node. */
static bool is_taken(const struct appraisal *appraisal,
                     const struct affinity *affinity, int node)
{
    if (affinity == NULL || affinity->port_count == 0)
        return false;
    for (const struct pod *each = appraisal->residents[node]; each != NULL;
         each = each->scheduling.neighbour)
        if (each->template->affinity != NULL &&
            affinity_ports_clash(affinity, each->template->affinity))
            return true;
    return false;
}

/* Of the node itself and its ports, which matter to few. */
static enum refusal filter_node(const struct appraisal *appraisal,
                                const struct pod_template *template, int node)
{
    const struct node *place = &appraisal->component->api->nodes[node];
    const struct node_status *seen = &place->seen[SCHEDULER];
    enum refusal refusal =
        seen->exists ? fit_filter_node(template, place->design, seen->taints)
                     : NODE_ABSENT;

    return refusal == NOT_REFUSED &&
                   is_taken(appraisal, template->affinity, node)
               ? PORT_TAKEN
               : refusal;
}

static inline uint8_t find(const struct appraisal *appraisal,
                           const struct profile *profile, int node)
{
    const struct site *site = &appraisal->sites[node];
    enum refusal refusal =
        site->plain && profile->plain
            ? NOT_REFUSED
            : filter_node(appraisal, profile->template, node);

    if (refusal == NOT_REFUSED)
        refusal = fit_filter_room(&profile->requests, &site->room, &site->load);
    return (uint8_t)(refusal == NOT_REFUSED
                         ? score(appraisal, &profile->requests, site)
                         : WORTH_REFUSED + (int)refusal);
}

void appraisal_renew(const struct appraisal *appraisal, struct worths *worths,
                     int block)
{
    uint64_t heard = worths->heard[block];
    int refused = 0;
    int node = block * APPRAISAL_BLOCK, end = node + APPRAISAL_BLOCK;

    if (end > appraisal->component->api->node_count)
        end = appraisal->component->api->node_count;
    for (; node < end; node++) {
        if (appraisal->changed[node] > heard)
            worths->by_node[node] = find(appraisal, worths->profile, node);
        refused += worths->by_node[node] > WORTH_MOST;
    }
    worths->refused[block] = (uint8_t)refused;
    worths->heard[block] = appraisal->changes;
}

void appraisal_load(struct appraisal *appraisal,
                    const struct pod_template *template,
                    const struct node *node, int sign)
{
    struct site *site = &appraisal->sites[node->ordinal];

    load_add(&site->load, &profile_of(appraisal, template)->requests, sign);
    appraisal_forget(appraisal, node);
}

void appraisal_forget(struct appraisal *appraisal, const struct node *node)
{
    static const struct requests none = {0};
    struct site *site = &appraisal->sites[node->ordinal];
    struct share shares[SHARES];

    fit_shares(&none, &site->room, &site->load, shares);
    site->balance = (uint8_t)score_balance(shares, SHARES);
    site->plain =
        node->seen[SCHEDULER].taints == 0 && node->seen[SCHEDULER].exists;
    appraisal->changed[node->ordinal] = ++appraisal->changes;
    appraisal->block_changed[node->ordinal / APPRAISAL_BLOCK] =
        appraisal->changes;
}
