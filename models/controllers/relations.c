/* What templates' pods ask of one another. */
#include "models/controllers/inclusion.h"

#include <limits.h>
#include <string.h>

/* The scheduler's default constraints (podtopologyspread/plugin.go). */
enum { HOSTNAME_SKEW = 3, ZONE_SKEW = 5, DEFAULT_RULES = 2 };

static const char hosts[] = "kubernetes.io/hostname";
static const char zones[] = "topology.kubernetes.io/zone";

/* A census, and whose pods it counts: those that the template's constraint or
 * term matches; or all its required terms; or its Services; or its own. */
enum about { CONSTRAINT, TERM, EVERY_TERM, SERVICES, OWN };

struct question {
    enum about about;
    const struct pod_template *itself;
    const struct spread_constraint *constraint;
    const struct pod_term *term;
    struct census *census;
    struct question *next;
};

static const struct topology *topology_of(struct relations *relations,
                                          const char *key)
{
    const struct api *api = relations->component->api;
    struct arena *arena = relations->component->sim->arena;
    struct topologies *each = relations->topologies;

    while (each != NULL && strcmp(each->topology.key, key) != 0)
        each = each->next;
    if (each == NULL) {
        each = ARENA_NEW(arena, struct topologies);
        each->next = relations->topologies;
        relations->topologies = each;
        topology_open(&each->topology, arena, key, api->nodes, api->node_count);
    }
    return &each->topology;
}

static void tie(struct relations *relations, struct tie **ties,
                struct census *census, int weight)
{
    struct tie *made = ARENA_NEW(relations->component->sim->arena, struct tie);

    *made = (struct tie){census, weight, *ties};
    *ties = made;
}

static bool every_term_matches(const struct pod_template *itself,
                               const struct pod_template *other)
{
    for (int i = 0; i < itself->affinity->near_count; i++)
        if (!pod_term_matches(&itself->affinity->near[i], itself, other))
            return false;
    return true;
}

/* The selector of default constraints: what all its Services select. */
static bool served_alike(const struct pod_template *itself,
                         const struct pod_template *other)
{
    for (int i = 0; i < itself->service_count; i++)
        if (!selector_matches(&itself->services[i]->selector, &other->labels))
            return false;
    return strcmp(itself->namespace, other->namespace) == 0;
}

static bool concerns(const struct question *question,
                     const struct pod_template *other)
{
    const struct pod_template *itself = question->itself;

    switch (question->about) {
    case CONSTRAINT:
        return spread_constraint_matches(question->constraint, itself, other);
    case TERM:
        return pod_term_matches(question->term, itself, other);
    case EVERY_TERM:
        return every_term_matches(itself, other);
    case SERVICES:
        return served_alike(itself, other);
    case OWN:
        break;
    }
    return itself == other;
}

/* Spread does not count what is being deleted; affinity does. */
static bool is_settling(const struct question *question)
{
    return question->about == CONSTRAINT || question->about == SERVICES;
}

static void tie_question(struct relations *relations, struct question *question,
                         struct relation *other)
{
    if (concerns(question, other->template))
        tie(relations,
            is_settling(question) ? &other->settling : &other->staying,
            question->census, 0);
}

/* Counts the pods that are there when a template is met later than at first. */
static void count_residents(const struct relations *relations,
                            const struct question *question)
{
    for (int i = 0; i < relations->component->api->node_count; i++)
        for (const struct pod *pod = relations->residents[i]; pod != NULL;
             pod = pod->scheduling.neighbour)
            if (concerns(question, pod->template) &&
                (!is_settling(question) || pod->scheduling.settled))
                census_add(question->census, i, 1);
}

static struct census *ask(struct relations *relations, enum about about,
                          const struct pod_template *itself, const void *what,
                          const char *key)
{
    struct arena *arena = relations->component->sim->arena;
    struct question *question = ARENA_NEW(arena, struct question);

    *question = (struct question){.about = about,
                                  .itself = itself,
                                  .constraint = what,
                                  .term = what,
                                  .census = ARENA_NEW(arena, struct census),
                                  .next = relations->questions};
    relations->questions = question;
    census_open(question->census, arena, topology_of(relations, key));
    for (int i = 0; i < relations->component->template_count; i++)
        if (relations->all[i].template != NULL)
            tie_question(relations, question, &relations->all[i]);
    count_residents(relations, question);
    return question->census;
}

/* Its own pods by a label, for what they ask of those that come. */
static struct census *own_census(struct relations *relations,
                                 const struct pod_template *itself,
                                 const char *key)
{
    for (struct question *each = relations->questions; each != NULL;
         each = each->next)
        if (each->about == OWN && each->itself == itself &&
            strcmp(each->census->topology->key, key) == 0)
            return each->census;
    return ask(relations, OWN, itself, NULL, key);
}

/* What pods that are there ask of those that come: a required affinity is liked
 * a little (hardPodAffinityWeight 1). */
static void oblige(struct relations *relations,
                   const struct pod_template *there, struct relation *comes)
{
    const struct affinity *affinity = there->affinity;

    for (int i = 0; i < affinity->apart_count; i++)
        if (pod_term_matches(&affinity->apart[i], there, comes->template))
            tie(relations, &comes->shunned,
                own_census(relations, there, affinity->apart[i].topology_key),
                0);
    for (int i = 0; i < affinity->near_count; i++)
        if (pod_term_matches(&affinity->near[i], there, comes->template))
            tie(relations, &comes->liked,
                own_census(relations, there, affinity->near[i].topology_key),
                1);
    for (int i = 0; i < affinity->preference_count; i++) {
        const struct pod_preference *each = &affinity->preferences[i];

        if (pod_term_matches(&each->term, there, comes->template))
            tie(relations, &comes->liked,
                own_census(relations, there, each->term.topology_key),
                each->weight);
    }
}

static void ask_spread(struct relations *relations, struct relation *itself)
{
    const struct pod_template *template = itself->template;
    const struct affinity *affinity = template->affinity;
    struct spread_rule *rules =
        ARENA_ARRAY(relations->component->sim->arena, struct spread_rule,
                    affinity->constraint_count);
    int hard = 0;

    for (int i = 0; i < affinity->constraint_count; i++)
        hard += affinity->constraints[i].hard;
    itself->spreads = true;
    itself->hard = rules;
    itself->soft = rules + hard;
    for (int i = 0; i < affinity->constraint_count; i++) {
        const struct spread_constraint *each = &affinity->constraints[i];
        struct spread_rule *rule = each->hard
                                       ? &itself->hard[itself->hard_count++]
                                       : &itself->soft[itself->soft_count++];

        *rule = (struct spread_rule){
            ask(relations, CONSTRAINT, template, each, each->topology_key),
            each,
            each->max_skew,
            each->min_domains,
            spread_constraint_matches(each, template, template),
            0};
    }
    inclusion_open(relations,
                   &(struct watched){template, itself->hard, itself->hard_count,
                                     true, false, NULL});
    inclusion_open(relations,
                   &(struct watched){template, itself->soft, itself->soft_count,
                                     true, false, NULL});
}

static void ask_defaults(struct relations *relations, struct relation *itself)
{
    const struct pod_template *template = itself->template;
    struct spread_rule *rules = ARENA_ARRAY(relations->component->sim->arena,
                                            struct spread_rule, DEFAULT_RULES);

    rules[0] =
        (struct spread_rule){ask(relations, SERVICES, template, NULL, hosts),
                             NULL,
                             HOSTNAME_SKEW,
                             1,
                             true,
                             0};
    rules[1] =
        (struct spread_rule){ask(relations, SERVICES, template, NULL, zones),
                             NULL,
                             ZONE_SKEW,
                             1,
                             true,
                             0};
    itself->soft = rules;
    itself->soft_count = DEFAULT_RULES;
    itself->spreads = itself->by_services = true;
    inclusion_open(relations, &(struct watched){template, rules, DEFAULT_RULES,
                                                false, false, NULL});
}

static void ask_affinity(struct relations *relations, struct relation *itself)
{
    const struct pod_template *template = itself->template;
    const struct affinity *affinity = template->affinity;

    for (int i = 0; i < affinity->near_count; i++)
        tie(relations, &itself->near,
            ask(relations, EVERY_TERM, template, NULL,
                affinity->near[i].topology_key),
            0);
    itself->near_itself = every_term_matches(template, template);
    for (int i = 0; i < affinity->apart_count; i++)
        tie(relations, &itself->apart,
            ask(relations, TERM, template, &affinity->apart[i],
                affinity->apart[i].topology_key),
            0);
    for (int i = 0; i < affinity->preference_count; i++) {
        const struct pod_preference *each = &affinity->preferences[i];

        tie(relations, &itself->liked,
            ask(relations, TERM, template, &each->term,
                each->term.topology_key),
            each->weight);
    }
}

/* Whether the owner of such pods is none that has a selector. */
static bool spread_by_services(const struct pod_template *template,
                               enum workload_kind kind)
{
    return template->service_count > 0 &&
           (template->affinity == NULL ||
            template->affinity->constraint_count == 0) &&
           (kind == WORKLOAD_POD || kind == WORKLOAD_JOB ||
            kind == WORKLOAD_CRON_JOB || kind == WORKLOAD_DAEMON_SET);
}

static void meet(struct relations *relations,
                 const struct pod_template *template, enum workload_kind kind)
{
    struct relation *itself = &relations->all[template->ordinal];

    itself->template = template;
    if (template->priority < relations->least_priority)
        relations->least_priority = template->priority;
    for (struct question *each = relations->questions; each != NULL;
         each = each->next)
        tie_question(relations, each, itself);
    if (spread_by_services(template, kind))
        ask_defaults(relations, itself);
    if (template->affinity != NULL) {
        if (template->affinity->constraint_count > 0)
            ask_spread(relations, itself);
        ask_affinity(relations, itself);
    }
    for (int i = 0; i < relations->component->template_count; i++) {
        struct relation *other = &relations->all[i];

        if (other->template == NULL)
            continue;
        if (template->affinity != NULL)
            oblige(relations, template, other);
        if (other != itself && other->template->affinity != NULL)
            oblige(relations, other->template, itself);
    }
}

void relations_open(struct relations *relations,
                    const struct component *component)
{
    struct arena *arena = component->sim->arena;

    *relations = (struct relations){
        .component = component,
        .least_priority = INT_MAX,
        .all = ARENA_ARRAY(arena, struct relation, component->template_count),
        .residents =
            ARENA_ARRAY(arena, struct pod *, component->api->node_count)};
    for (int i = 0; i < component->workload_count; i++)
        meet(relations, &component->workloads[i].template,
             component->workloads[i].kind);
}

struct relation *relations_of(struct relations *relations,
                              const struct pod *pod)
{
    struct relation *relation = &relations->all[pod->template->ordinal];

    if (relation->template == NULL)
        meet(relations, pod->template, pod_workload(pod)->kind);
    return relation;
}

static void add(const struct tie *ties, int node, int sign)
{
    for (; ties != NULL; ties = ties->next)
        census_add(ties->census, node, sign);
}

void relations_stay(struct relations *relations, struct pod *pod, int node,
                    int sign)
{
    struct pod **first = &relations->residents[node];
    struct scheduling *own = &pod->scheduling;

    add(relations_of(relations, pod)->staying, node, sign);
    if (sign > 0) {
        own->neighbour = *first;
        if (*first != NULL)
            (*first)->scheduling.previous_neighbour = pod;
        own->previous_neighbour = NULL;
        *first = pod;
        return;
    }
    *(own->previous_neighbour == NULL
          ? first
          : &own->previous_neighbour->scheduling.neighbour) = own->neighbour;
    if (own->neighbour != NULL)
        own->neighbour->scheduling.previous_neighbour = own->previous_neighbour;
}

void relations_settle(struct relations *relations, struct pod *pod, int node,
                      int sign)
{
    pod->scheduling.settled = sign > 0;
    add(relations_of(relations, pod)->settling, node, sign);
}
