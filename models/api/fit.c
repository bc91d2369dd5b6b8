/* The scheduler's filters and scores. */
#include "models/api/fit.h"

#include <string.h>

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

static bool untolerated(const struct pod_template *template,
                        const struct node_design *node, unsigned taints)
{
    for (int bit = 0; taints >> bit != 0; bit++)
        if ((taints >> bit & 1) != 0 &&
            keeps_off(template, taint_of(node->more_taints, bit)))
            return true;
    for (int i = 0; i < node->taint_count; i++)
        if (keeps_off(template, &node->taints[i]))
            return true;
    return false;
}

static bool selected(const struct labels *selector,
                     const struct node_design *node)
{
    for (int i = 0; i < selector->count; i++) {
        const struct label *wanted = &selector->all[i];
        const char *value = label_value(&node->labels, wanted->key);

        if (value == NULL || strcmp(value, wanted->value) != 0)
            return false;
    }
    return true;
}

enum refusal fit_filter(const struct pod_template *template,
                        const struct requests *requests,
                        const struct node_design *node, unsigned taints,
                        const struct load *load)
{
    if ((taints != 0 || node->taint_count > 0) &&
        untolerated(template, node, taints))
        return UNTOLERATED_TAINT;
    if (template->node_selector.count > 0 &&
        !selected(&template->node_selector, node))
        return SELECTOR_MISMATCH;
    if (load->pods + 1 > node->pods)
        return TOO_MANY_PODS;
    if (requests->cpu_milli > 0 &&
        load->sum.cpu_milli + requests->cpu_milli > node->cpu_milli)
        return INSUFFICIENT_CPU;
    if (requests->memory_bytes > 0 &&
        load->sum.memory_bytes + requests->memory_bytes > node->memory_bytes)
        return INSUFFICIENT_MEMORY;
    return NOT_REFUSED;
}

const char *fit_reason(enum refusal refusal)
{
    static const char *const reasons[REFUSALS] = {
        [NOT_REFUSED] = "no nodes",
        [UNTOLERATED_TAINT] = "node(s) had untolerated taint",
        [SELECTOR_MISMATCH] =
            "node(s) didn't match Pod's node affinity/selector",
        [TOO_MANY_PODS] = "Too many pods",
        [INSUFFICIENT_CPU] = "Insufficient cpu",
        [INSUFFICIENT_MEMORY] = "Insufficient memory"};

    return reasons[refusal];
}

void fit_scored_shares(const struct requests *pod,
                       const struct node_design *node, const struct load *load,
                       struct share shares[SHARES])
{
    shares[0] = (struct share){
        load->sum.scored_cpu_milli + pod->scored_cpu_milli, node->cpu_milli, 1};
    shares[1] =
        (struct share){load->sum.scored_memory_bytes + pod->scored_memory_bytes,
                       node->memory_bytes, 1};
}

void fit_shares(const struct requests *pod, const struct node_design *node,
                const struct load *load, struct share shares[SHARES])
{
    shares[0] = (struct share){load->sum.cpu_milli + pod->cpu_milli,
                               node->cpu_milli, 1};
    shares[1] = (struct share){load->sum.memory_bytes + pod->memory_bytes,
                               node->memory_bytes, 1};
}

int fit_intolerable(const struct pod_template *template,
                    const struct taint *taints, int count)
{
    int found = 0;

    for (int i = 0; i < count; i++)
        found += taints[i].effect == PREFER_NO_SCHEDULE &&
                 template_tolerates(template, &taints[i]) == UNTOLERATED;
    return found;
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
