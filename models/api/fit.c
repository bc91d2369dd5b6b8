/* The scheduler's filters and scores. */
#include "models/api/fit.h"

void load_add(struct load *load, const struct requests *requests, int sign)
{
    load->sum.cpu_milli += sign * requests->cpu_milli;
    load->sum.memory_bytes += sign * requests->memory_bytes;
    load->sum.scored_cpu_milli += sign * requests->scored_cpu_milli;
    load->sum.scored_memory_bytes += sign * requests->scored_memory_bytes;
    load->pods += sign;
}

static bool keeps_off(const struct pod_template *template,
                      const struct taint *taint)
{
    return taint->effect != PREFER_NO_SCHEDULE &&
           template_tolerates(template, taint) == UNTOLERATED;
}

bool fit_tolerates(const struct pod_template *template,
                   const struct node_design *node, uint64_t taints)
{
    for (int bit = 0; taints >> bit != 0; bit++)
        if ((taints >> bit & 1) != 0 &&
            keeps_off(template, taint_of(node->more_taints, bit)))
            return false;
    return true;
}

struct room fit_room(const struct node_design *node)
{
    return (struct room){node->cpu_milli, node->memory_bytes, node->pods};
}

enum refusal fit_filter_node(const struct pod_template *template,
                             const struct node_design *node, uint64_t taints)
{
    if (taints != 0 && !fit_tolerates(template, node, taints))
        return UNTOLERATED_TAINT;
    if ((template->node_selector.count > 0 || template->affinity != NULL) &&
        !affinity_selects(template, &node->labels, node->name))
        return SELECTOR_MISMATCH;
    return NOT_REFUSED;
}

enum refusal fit_filter(const struct pod_template *template,
                        const struct requests *requests,
                        const struct node_design *node, uint64_t taints,
                        bool taken, const struct load *load)
{
    const struct room room = fit_room(node);
    enum refusal refusal = fit_filter_node(template, node, taints);

    if (refusal == NOT_REFUSED && taken)
        refusal = PORT_TAKEN;
    return refusal != NOT_REFUSED ? refusal
                                  : fit_filter_room(requests, &room, load);
}

bool fit_resolvable(enum refusal refusal)
{
    return refusal != NODE_ABSENT && refusal != UNTOLERATED_TAINT &&
           refusal != SELECTOR_MISMATCH && refusal != LACKS_TOPOLOGY &&
           refusal != PODS_MISSING && refusal != VOLUME_ELSEWHERE;
}

const char *fit_reason(enum refusal refusal)
{
    static const char lacks_topology[] =
        "node(s) didn't match pod topology spread constraints (missing "
        "required label)";
    static const char *const reasons[REFUSALS] = {
        [NOT_REFUSED] = "no nodes",
        [NODE_ABSENT] = "no nodes",
        [UNTOLERATED_TAINT] = "node(s) had untolerated taint",
        [SELECTOR_MISMATCH] =
            "node(s) didn't match Pod's node affinity/selector",
        [TOO_MANY_PODS] = "Too many pods",
        [INSUFFICIENT_CPU] = "Insufficient cpu",
        [INSUFFICIENT_MEMORY] = "Insufficient memory",
        [PORT_TAKEN] =
            "node(s) didn't have free ports for the requested pod ports",
        [LACKS_TOPOLOGY] = lacks_topology,
        [TOO_SKEWED] = "node(s) didn't match pod topology spread constraints",
        [PODS_MISSING] = "node(s) didn't match pod affinity rules",
        [PODS_UNWANTED] = "node(s) didn't match pod anti-affinity rules",
        [UNWANTED_BY_PODS] =
            "node(s) didn't satisfy existing pods anti-affinity rules",
        [VOLUME_ELSEWHERE] = "node(s) had volume node affinity conflict"};

    return reasons[refusal];
}

static bool is_disliked(const struct pod_template *template,
                        const struct taint *taint)
{
    return taint->effect == PREFER_NO_SCHEDULE &&
           template_tolerates(template, taint) == UNTOLERATED;
}

int fit_intolerable(const struct pod_template *template,
                    const struct node_design *node, uint64_t taints)
{
    int found = 0;

    taints = taints_of_effect(node->more_taints, taints, PREFER_NO_SCHEDULE);
    for (int bit = 0; taints >> bit != 0; bit++)
        found += (taints >> bit & 1) != 0 &&
                 is_disliked(template, taint_of(node->more_taints, bit));
    return found;
}

bool fit_is_disliked(const struct node_design *node)
{
    return taints_of_effect(node->more_taints, ALL_TAINTS,
                            PREFER_NO_SCHEDULE) != 0;
}

int fit_nodes_to_find(int nodes, int percentage)
{
    int found;

    if (nodes < 100)
        return nodes;
    if (percentage == 0) {
        percentage = 50 - nodes / 125;
        percentage = percentage < 5 ? 5 : percentage;
    }
    found = (int)((int64_t)nodes * percentage / 100);
    return found < 100 ? 100 : found;
}
