/* What a pod asks of its place. */
#include "models/api/affinity.h"

#include <string.h>

#include "models/api/template.h"

static bool holds(const struct selector *selector, const struct labels *labels)
{
    return !selector->given || selector_matches(selector, labels);
}

static bool node_matches(const struct node_term *term,
                         const struct labels *labels, const char *name)
{
    const struct label field = {"metadata.name", name};
    const struct labels fields = {1, &field};

    return (term->labels.given || term->fields.given) &&
           holds(&term->labels, labels) && holds(&term->fields, &fields);
}

static bool selected(const struct labels *selector, const struct labels *labels)
{
    for (int i = 0; i < selector->count; i++) {
        const char *value = label_value(labels, selector->all[i].key);

        if (value == NULL || strcmp(value, selector->all[i].value) != 0)
            return false;
    }
    return true;
}

bool affinity_selects(const struct pod_template *template,
                      const struct labels *labels, const char *name)
{
    const struct affinity *affinity = template->affinity;

    if (!selected(&template->node_selector, labels))
        return false;
    if (affinity == NULL || !affinity->selects_nodes)
        return true;
    for (int i = 0; i < affinity->node_term_count; i++)
        if (node_matches(&affinity->node_terms[i], labels, name))
            return true;
    return false;
}

int64_t affinity_preference(const struct affinity *affinity,
                            const struct labels *labels, const char *name)
{
    int64_t sum = 0;

    for (int i = 0; i < affinity->node_preference_count; i++)
        if (node_matches(&affinity->node_preferences[i].term, labels, name))
            sum += affinity->node_preferences[i].weight;
    return sum;
}

/* Of a namespace's labels only its name is known. */
static bool in_namespace(const struct pod_term *term, const char *namespace)
{
    const struct label name = {"kubernetes.io/metadata.name", namespace};
    const struct labels labels = {1, &name};

    for (int i = 0; i < term->namespace_count; i++)
        if (strcmp(term->namespaces[i], namespace) == 0)
            return true;
    return selector_matches(&term->namespace_selector, &labels);
}

bool pod_term_matches(const struct pod_term *term,
                      const struct pod_template *itself,
                      const struct pod_template *other)
{
    return (!term->same_template || itself == other) &&
           in_namespace(term, other->namespace) &&
           selector_matches(&term->selector, &other->labels);
}

bool spread_constraint_matches(const struct spread_constraint *constraint,
                               const struct pod_template *itself,
                               const struct pod_template *other)
{
    return (!constraint->same_template || itself == other) &&
           strcmp(itself->namespace, other->namespace) == 0 &&
           selector_matches(&constraint->selector, &other->labels);
}

/* (k8s.io/kube-scheduler/framework, HostPortInfo.CheckConflict) */
static bool port_clashes(const struct host_port *one,
                         const struct host_port *other)
{
    static const char any[] = "0.0.0.0";

    return one->port == other->port &&
           strcmp(one->protocol, other->protocol) == 0 &&
           (strcmp(one->address, other->address) == 0 ||
            strcmp(one->address, any) == 0 || strcmp(other->address, any) == 0);
}

bool affinity_ports_clash(const struct affinity *one,
                          const struct affinity *other)
{
    for (int i = 0; i < one->port_count; i++)
        for (int j = 0; j < other->port_count; j++)
            if (port_clashes(&one->ports[i], &other->ports[j]))
                return true;
    return false;
}
