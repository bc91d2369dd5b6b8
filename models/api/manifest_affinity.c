/* Affinities, topology spread and host ports out of a pod's spec. */
#include "models/api/manifest_affinity.h"

#include <string.h>

#include "models/api/manifest_fields.h"
#include "models/api/manifest_pod.h"

static const char required[] = "requiredDuringSchedulingIgnoredDuringExecution";
static const char preferred[] =
    "preferredDuringSchedulingIgnoredDuringExecution";

/* Whose affinity is read, and where to. */
struct reading {
    struct manifests *manifests;
    const struct labels *labels;
    const char *namespace;
    struct affinity *into;
};

static struct node_term node_term_read(struct reading *reading,
                                       const struct tree *term)
{
    struct arena *arena = reading->manifests->arena;
    struct errors *errors = reading->manifests->errors;

    return (struct node_term){
        node_expressions_read(
            arena, field_sequence(term, "matchExpressions", errors), errors),
        node_expressions_read(
            arena, field_sequence(term, "matchFields", errors), errors)};
}

static int weight_read(struct reading *reading, const struct tree *preference)
{
    struct errors *errors = reading->manifests->errors;
    int weight = 0;

    if (field_read(preference, "weight", &of_count, &weight, errors) &&
        weight >= 1 && weight <= 100)
        return weight;
    error_at(errors, tree_place(preference),
             "a preference needs a weight from 1 to 100");
    return 1;
}

static void node_affinity_read(struct reading *reading,
                               const struct tree *affinity)
{
    struct errors *errors = reading->manifests->errors;
    struct arena *arena = reading->manifests->arena;
    const struct tree *must = field_mapping(affinity, required, errors);
    const struct tree *may = field_sequence(affinity, preferred, errors);
    const struct tree *list = field_sequence(must, "nodeSelectorTerms", errors);
    struct node_term *terms =
        ARENA_ARRAY(arena, struct node_term, tree_count(list));
    struct node_preference *preferences =
        ARENA_ARRAY(arena, struct node_preference, tree_count(may));
    struct affinity *into = reading->into;

    into->selects_nodes = must != NULL;
    into->node_terms = terms;
    into->node_preferences = preferences;
    if (must != NULL && (list == NULL || list->first == NULL))
        error_at(errors, tree_place(must), "%s needs nodeSelectorTerms",
                 required);
    for (const struct tree *each = list != NULL ? list->first : NULL;
         each != NULL; each = each->next)
        terms[into->node_term_count++] = node_term_read(reading, each);
    for (const struct tree *each = may != NULL ? may->first : NULL;
         each != NULL; each = each->next)
        preferences[into->node_preference_count++] = (struct node_preference){
            weight_read(reading, each),
            node_term_read(reading, field_mapping(each, "preference", errors))};
}

/* The keys of a revision: whoever names one means pods of the same template. */
static bool tells_revision(const char *key)
{
    return strcmp(key, "pod-template-hash") == 0 ||
           strcmp(key, "controller-revision-hash") == 0;
}

/* matchLabelKeys and mismatchLabelKeys: the pod's own values; keys that it
 * lacks are left out. */
static void keys_read(struct reading *reading, const struct tree *tree,
                      const char *name, enum selector_operator operator,
                      struct selector * selector, bool *same_template)
{
    struct arena *arena = reading->manifests->arena;
    const struct tree *keys =
        field_sequence(tree, name, reading->manifests->errors);

    for (const struct tree *each = keys != NULL ? keys->first : NULL;
         each != NULL; each = each->next) {
        const char *key = tree_text(each, "");
        const char **value = ARENA_NEW(arena, const char *);
        struct requirement requirement = {key, operator, 1, value};

        *value = label_value(reading->labels, key);
        if (*value != NULL)
            *selector = selector_and(arena, selector, &requirement);
        else if (operator== SELECTOR_IN && tells_revision(key))
            *same_template = true;
    }
}

static void namespaces_read(struct reading *reading, const struct tree *tree,
                            struct pod_term *into)
{
    struct arena *arena = reading->manifests->arena;
    struct errors *errors = reading->manifests->errors;
    const struct tree *list = field_sequence(tree, "namespaces", errors);
    const struct tree *selector =
        field_mapping(tree, "namespaceSelector", errors);
    const char **names = ARENA_ARRAY(arena, const char *, tree_count(list) + 1);

    into->namespaces = names;
    into->namespace_selector = selector_read(arena, selector, errors);
    for (const struct tree *each = list != NULL ? list->first : NULL;
         each != NULL; each = each->next)
        names[into->namespace_count++] = tree_text(each, "");
    if (into->namespace_count == 0 && selector == NULL)
        names[into->namespace_count++] = reading->namespace;
}

static struct pod_term pod_term_read(struct reading *reading,
                                     const struct tree *tree)
{
    struct arena *arena = reading->manifests->arena;
    struct errors *errors = reading->manifests->errors;
    struct pod_term term = {.topology_key = NULL};

    if (!field_read(tree, "topologyKey", &of_text, &term.topology_key, errors))
        error_at(errors, tree_place(tree),
                 "a pod affinity term needs a topologyKey");
    term.selector = selector_read(
        arena, field_mapping(tree, "labelSelector", errors), errors);
    keys_read(reading, tree, "matchLabelKeys", SELECTOR_IN, &term.selector,
              &term.same_template);
    keys_read(reading, tree, "mismatchLabelKeys", SELECTOR_NOT_IN,
              &term.selector, &term.same_template);
    namespaces_read(reading, tree, &term);
    return term;
}

static int terms_read(struct reading *reading, const struct tree *affinity,
                      const struct pod_term **into)
{
    const struct tree *list =
        field_sequence(affinity, required, reading->manifests->errors);
    struct pod_term *terms = ARENA_ARRAY(reading->manifests->arena,
                                         struct pod_term, tree_count(list));
    int count = 0;

    for (const struct tree *each = list != NULL ? list->first : NULL;
         each != NULL; each = each->next)
        terms[count++] = pod_term_read(reading, each);
    *into = terms;
    return count;
}

static void preferences_read(struct reading *reading,
                             const struct tree *affinity, int sign,
                             struct pod_preference *into)
{
    struct errors *errors = reading->manifests->errors;
    const struct tree *list = field_sequence(affinity, preferred, errors);

    for (const struct tree *each = list != NULL ? list->first : NULL;
         each != NULL; each = each->next)
        into[reading->into->preference_count++] = (struct pod_preference){
            sign * weight_read(reading, each),
            pod_term_read(reading,
                          field_mapping(each, "podAffinityTerm", errors))};
}

static void pod_affinity_read(struct reading *reading,
                              const struct tree *affinity)
{
    struct errors *errors = reading->manifests->errors;
    const struct tree *near = field_mapping(affinity, "podAffinity", errors);
    const struct tree *apart =
        field_mapping(affinity, "podAntiAffinity", errors);
    struct pod_preference *preferences =
        ARENA_ARRAY(reading->manifests->arena, struct pod_preference,
                    tree_count(field_sequence(near, preferred, errors)) +
                        tree_count(field_sequence(apart, preferred, errors)));

    reading->into->near_count = terms_read(reading, near, &reading->into->near);
    reading->into->apart_count =
        terms_read(reading, apart, &reading->into->apart);
    reading->into->preferences = preferences;
    preferences_read(reading, near, 1, preferences);
    preferences_read(reading, apart, -1, preferences);
}

/* A number of at least one. */
static int some_read(struct reading *reading, const struct tree *tree,
                     const char *name, int otherwise)
{
    int number = otherwise;

    field_read(tree, name, &of_some, &number, reading->manifests->errors);
    return number;
}

static struct spread_constraint constraint_read(struct reading *reading,
                                                const struct tree *tree)
{
    static const char *const kinds[] = {"DoNotSchedule", "ScheduleAnyway",
                                        NULL};
    static const char *const policies[] = {"Honor", "Ignore", NULL};
    struct errors *errors = reading->manifests->errors;
    int kind = field_choice(tree, "whenUnsatisfiable", kinds, -2, errors);
    struct spread_constraint into = {.hard = kind == 0};

    if (!field_read(tree, "topologyKey", &of_text, &into.topology_key,
                    errors) ||
        !field_given(tree, "maxSkew") || kind == -2)
        error_at(errors, tree_place(tree),
                 "a topology spread constraint needs a maxSkew, a topologyKey "
                 "and whenUnsatisfiable");
    into.max_skew = some_read(reading, tree, "maxSkew", 1);
    into.min_domains = some_read(reading, tree, "minDomains", 1);
    if (kind == 1 && field_given(tree, "minDomains"))
        error_at(errors, tree_get(tree, "minDomains")->at,
                 "minDomains needs whenUnsatisfiable: DoNotSchedule");
    into.any_node =
        field_choice(tree, "nodeAffinityPolicy", policies, 0, errors) == 1;
    into.honour_taints =
        field_choice(tree, "nodeTaintsPolicy", policies, 1, errors) == 0;
    into.selector =
        selector_read(reading->manifests->arena,
                      field_mapping(tree, "labelSelector", errors), errors);
    keys_read(reading, tree, "matchLabelKeys", SELECTOR_IN, &into.selector,
              &into.same_template);
    return into;
}

static void spread_read(struct reading *reading, const struct tree *spec)
{
    const struct tree *list = field_sequence(spec, "topologySpreadConstraints",
                                             reading->manifests->errors);
    struct spread_constraint *all = ARENA_ARRAY(
        reading->manifests->arena, struct spread_constraint, tree_count(list));

    for (const struct tree *each = list != NULL ? list->first : NULL;
         each != NULL; each = each->next)
        all[reading->into->constraint_count++] = constraint_read(reading, each);
    reading->into->constraints = all;
}

/* Every port of a container on the host's network is one of the host's. */
static void port_read(struct reading *reading, const struct tree *tree,
                      bool host_network, struct host_port *into)
{
    struct errors *errors = reading->manifests->errors;
    int port = 0;

    *into = (struct host_port){0, "TCP", "0.0.0.0"};
    field_read(tree, "protocol", &of_text, &into->protocol, errors);
    field_read(tree, "hostIP", &of_text, &into->address, errors);
    if (*into->address == '\0')
        into->address = "0.0.0.0";
    if (host_network)
        field_read(tree, "containerPort", &of_count, &port, errors);
    field_read(tree, "hostPort", &of_count, &port, errors);
    into->port = port;
}

static void ports_read(struct reading *reading, const struct tree *spec)
{
    struct arena *arena = reading->manifests->arena;
    struct errors *errors = reading->manifests->errors;
    const struct tree *containers = field_sequence(spec, "containers", errors);
    bool host_network = field_given(spec, "hostNetwork");
    struct host_port *all;
    int count = 0;

    for (const struct tree *each = containers != NULL ? containers->first
                                                      : NULL;
         each != NULL; each = each->next)
        count += tree_count(tree_get(each, "ports"));
    all = ARENA_ARRAY(arena, struct host_port, count);
    count = 0;
    for (const struct tree *each = containers != NULL ? containers->first
                                                      : NULL;
         each != NULL; each = each->next) {
        const struct tree *ports = field_sequence(each, "ports", errors);

        for (const struct tree *port = ports != NULL ? ports->first : NULL;
             port != NULL; port = port->next) {
            port_read(reading, port, host_network, &all[count]);
            count += all[count].port > 0;
        }
    }
    reading->into->ports = all;
    reading->into->port_count = count;
}

const struct affinity *affinity_read(struct manifests *manifests,
                                     const struct tree *spec,
                                     const struct labels *labels,
                                     const char *namespace)
{
    struct affinity *into = ARENA_NEW(manifests->arena, struct affinity);
    struct reading reading = {manifests, labels, namespace, into};
    const struct tree *tree =
        field_mapping(spec, "affinity", manifests->errors);

    node_affinity_read(&reading,
                       field_mapping(tree, "nodeAffinity", manifests->errors));
    pod_affinity_read(&reading, tree);
    spread_read(&reading, spec);
    ports_read(&reading, spec);
    return into->selects_nodes || into->node_preference_count > 0 ||
                   into->near_count > 0 || into->apart_count > 0 ||
                   into->preference_count > 0 || into->constraint_count > 0 ||
                   into->port_count > 0
               ? into
               : NULL;
}
