/* The scheduler's filters and scores. */
#include "models/api/fit.h"

#include <math.h>
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
    for (int bit = 0; bit < LIFECYCLE_TAINTS; bit++)
        if ((taints >> bit & 1) != 0 &&
            keeps_off(template, lifecycle_taint(bit)))
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

static int64_t least_allocated(int64_t capacity, int64_t requested)
{
    if (capacity == 0 || requested > capacity)
        return 0;
    return (capacity - requested) * 100 / capacity;
}

int fit_least_allocated(const struct requests *pod,
                        const struct node_design *node, const struct load *load)
{
    int64_t cpu = least_allocated(node->cpu_milli, load->sum.scored_cpu_milli +
                                                       pod->scored_cpu_milli);
    int64_t memory =
        least_allocated(node->memory_bytes, load->sum.scored_memory_bytes +
                                                pod->scored_memory_bytes);

    return (int)((cpu + memory) / 2);
}

static double fraction(int64_t requested, int64_t capacity)
{
    double share = capacity == 0 ? 1 : (double)requested / (double)capacity;

    return share < 1 ? share : 1;
}

/* Of two resources the standard deviation is half their distance. */
static inline int balance(const struct node_design *node, int64_t cpu,
                          int64_t memory)
{
    double distance = fabs(fraction(cpu, node->cpu_milli) -
                           fraction(memory, node->memory_bytes));

    return (int)((1 - distance / 2) * 100);
}

int fit_balanced(const struct requests *pod, const struct node_design *node,
                 const struct load *load, bool since_1_36)
{
    int with = balance(node, load->sum.cpu_milli + pod->cpu_milli,
                       load->sum.memory_bytes + pod->memory_bytes);

    if (!since_1_36)
        return with;
    return 50 + (50 + with -
                 balance(node, load->sum.cpu_milli, load->sum.memory_bytes)) /
                    2;
}

double fit_spread_weight(int domains)
{
    return log(domains + 2);
}

double fit_spread(int count, double weight, int max_skew)
{
    return count * weight + (max_skew - 1);
}

int fit_spread_normalised(int64_t score, int64_t least, int64_t most)
{
    if (most == 0)
        return 100;
    return (int)(100 * (most + least - score) / most);
}

int fit_nodes_to_find(int nodes)
{
    int percentage = 50 - nodes / 125;
    int found;

    if (nodes < 100)
        return nodes;
    if (percentage < 5)
        percentage = 5;
    found = (int)((int64_t)nodes * percentage / 100);
    return found < 100 ? 100 : found;
}
