/* What goes wrong: faults, each with its target. */
#include <string.h>

#include "models/scenario/draft.h"

/* How many nodes of the target's zone there are, whatever their names. */
static int nodes_of_zone(const struct scenario *scenario,
                         const struct target *target)
{
    int count = 0;

    for (int i = 0; i < scenario->node_count; i++)
        count += target_matches_zone(target,
                                     scenario->zones[scenario->nodes[i].zone]);
    return count;
}

/* Pods, or what is in them. */
static bool befalls_pods(enum befallen befalls)
{
    return befalls == BEFALLS_CONTAINERS || befalls == BEFALLS_SANDBOXES;
}

bool fault_targets_known(const struct fault_design *fault)
{
    return !befalls_pods(fault->kind->befalls) || fault->target.zone == NULL;
}

static int64_t node_targets(const struct scenario *scenario,
                            const struct target *target)
{
    int64_t count = 0;

    for (int i = 0; i < scenario->node_count; i++)
        count += target_matches_node(target, &scenario->nodes[i],
                                     scenario->zones[scenario->nodes[i].zone]);
    return count;
}

static int64_t pod_targets(const struct scenario *scenario,
                           const struct target *target, bool containers)
{
    int64_t count = 0;

    if (target->zone != NULL && nodes_of_zone(scenario, target) == 0)
        return 0;
    for (int i = 0; i < scenario->workload_count; i++) {
        const struct workload *workload = &scenario->workloads[i];

        if (target_matches_workload(target, workload))
            count += (target->pod != NULL ? 1 : (int64_t)workload->replicas) *
                     (containers ? template_lasting(&workload->template) : 1);
    }
    return count;
}

static int64_t domain_targets(const struct scenario *scenario,
                              const struct target *target,
                              const struct domain_design *domains, int all)
{
    int64_t count = 0;

    for (int i = 0; i < all; i++)
        count += target_matches_domain(target, domains[i].name,
                                       scenario->zones[domains[i].zone]);
    return count;
}

static int64_t component_targets(const struct scenario *scenario,
                                 const struct target *target)
{
    int64_t count = 0;

    for (int i = 0; i < READERS; i++)
        count += target_matches_component(target, scenario->elections[i].name);
    return count;
}

int64_t fault_targets(const struct scenario *scenario,
                      const struct fault_design *fault)
{
    const struct target *target = &fault->target;
    const struct site *site = &scenario->site;

    switch (fault->kind->befalls) {
    case BEFALLS_MACHINES:
        return node_targets(scenario, target);
    case BEFALLS_CONTAINERS:
        return pod_targets(scenario, target, true);
    case BEFALLS_SANDBOXES:
        return pod_targets(scenario, target, false);
    case BEFALLS_RACKS:
        return domain_targets(scenario, target, site->racks, site->rack_count);
    case BEFALLS_ZONES:
        return domain_targets(scenario, target, site->zones, site->zone_count);
    case BEFALLS_COMPONENTS:
        return component_targets(scenario, target);
    case FAMILIES_BEFALLEN:
        break;
    }
    return 0;
}

/* Whether all that may be befallen is known. */
static bool is_sound(const struct draft *draft, enum befallen befalls)
{
    return befalls == BEFALLS_COMPONENTS ? true
           : befalls_pods(befalls)       ? draft->objects_sound
                                         : draft->nodes_sound;
}

/* The names of all that may be befallen; of pods and containers, their
 * workloads' as results write them. Ends with NULL. */
static const char **victim_names(struct draft *draft, enum befallen befalls)
{
    const struct scenario *scenario = draft->scenario;
    const struct site *site = &scenario->site;
    const int counts[FAMILIES_BEFALLEN] = {
        [BEFALLS_MACHINES] = scenario->node_count,
        [BEFALLS_CONTAINERS] = scenario->workload_count,
        [BEFALLS_SANDBOXES] = scenario->workload_count,
        [BEFALLS_RACKS] = site->rack_count,
        [BEFALLS_ZONES] = site->zone_count,
        [BEFALLS_COMPONENTS] = READERS};
    const char **names =
        ARENA_ARRAY(draft->arena, const char *, counts[befalls] + 1);

    for (int i = 0; i < counts[befalls]; i++)
        names[i] = befalls == BEFALLS_MACHINES ? scenario->nodes[i].name
                   : befalls_pods(befalls)     ? scenario->workloads[i].object
                   : befalls == BEFALLS_RACKS  ? site->racks[i].name
                   : befalls == BEFALLS_ZONES  ? site->zones[i].name
                                               : scenario->elections[i].name;
    return names;
}

/* By name, or as results write it; a workload also without its kind. */
static bool only_read(struct draft *draft, const struct tree *value,
                      enum befallen befalls, struct target *target)
{
    const char *text = tree_text(value, "");
    const char *one = befallen_one[befalls];
    bool of_pods = befalls_pods(befalls);
    const char **names = victim_names(draft, befalls);

    if (befalls != BEFALLS_SANDBOXES && strncmp(text, one, strlen(one)) == 0 &&
        text[strlen(one)] == '/')
        text += strlen(one) + 1;
    for (int i = 0; names[i] != NULL; i++)
        if (strcmp(names[i], text) == 0 ||
            (of_pods &&
             strcmp(draft->scenario->workloads[i].name, text) == 0)) {
            target->only = names[i];
            return true;
        }
    if (of_pods && target_pod_read(draft, value, text, target))
        return true;
    if (!is_sound(draft, befalls))
        return false;
    error_at(draft->errors, value->at, "there is no %s \"%s\"%s",
             of_pods ? "workload" : one, text,
             did_you_mean(draft->arena, text, names));
    return false;
}

/* How many; and nothing that another family's target would say. */
static void family_read(struct draft *draft, const struct tree *mapping,
                        const char *what, struct fault_design *fault)
{
    const char *key = befallen_many[fault->kind->befalls];
    struct target *target = &fault->target;

    for (int i = 0; i < FAMILIES_BEFALLEN; i++) {
        const struct tree *other = tree_get(mapping, befallen_many[i]);

        if (other != NULL && i != (int)fault->kind->befalls)
            error_at(draft->errors, tree_place(other),
                     "%s befalls %s: its target is {%s: each}", what, key, key);
    }
    if (tree_get(mapping, key) != NULL &&
        target_mode_read(draft, tree_get(mapping, key), target) &&
        ((target->mode == TARGET_COUNT && target->count == 0) ||
         (target->mode == TARGET_SHARE && target->share <= 0)))
        error_at(draft->errors, tree_get(mapping, key)->at,
                 "%s has nothing to befall", what);
}

static void labels_wanted(struct draft *draft, const struct tree *mapping,
                          const char *what, struct fault_design *fault)
{
    enum befallen befalls = fault->kind->befalls;
    const struct tree *selector = tree_get(mapping, "selector");

    if (befalls == BEFALLS_MACHINES || befalls_pods(befalls))
        fault->target.selector = target_selector_read(draft, selector);
    else
        error_at(draft->errors, selector->at,
                 "%s befalls %s, which have no labels", what,
                 befallen_many[befalls]);
}

static void zone_wanted(struct draft *draft, const struct tree *mapping,
                        const char *what, struct fault_design *fault)
{
    const struct tree *zone = tree_get(mapping, "zone");

    if (fault->kind->befalls != BEFALLS_COMPONENTS)
        target_zone_read(draft, zone, &fault->target);
    else
        error_at(draft->errors, tree_place(zone),
                 "%s befalls components, which stand in no zone", what);
}

static bool target_read(struct draft *draft, const struct tree *mapping,
                        const char *what, struct fault_design *fault)
{
    struct target_settings settings = {0};
    int before = draft->errors->mistakes;

    if (mapping == NULL)
        return true;
    if (!plugin_read(&target_part, mapping, mapping->at, NULL,
                     arena_format(draft->arena, "the target of %s", what),
                     &settings, draft->errors))
        return false;
    family_read(draft, mapping, what, fault);
    if (settings.zone != NULL)
        zone_wanted(draft, mapping, what, fault);
    if (settings.name != NULL)
        only_read(draft, tree_get(mapping, "name"), fault->kind->befalls,
                  &fault->target);
    if (settings.selector != NULL)
        labels_wanted(draft, mapping, what, fault);
    return draft->errors->mistakes == before;
}

static bool laws_check(struct draft *draft, const struct tree *item,
                       const char *what, const struct fault_settings *settings,
                       struct fault_design *fault)
{
    const struct tree *every = tree_get(item, "every");
    const struct tree *lasts = tree_get(item, "lasts");
    bool lasting = fault->kind->lasting;
    int before = draft->errors->mistakes;

    fault->every = settings->every;
    fault->lasts = settings->lasts;
    if (law_mean(&settings->every) <= 0)
        error_at(draft->errors, every->at, "%s: every must be more than 0",
                 what);
    else if (time_from_seconds(law_quantile(&settings->every, 0.5)) == 0)
        error_at(draft->errors, every->at,
                 "%s: the median of every rounds to 0us: it would strike "
                 "again at once",
                 what);
    if (lasting && settings->lasts.kind == NULL)
        error_at(draft->errors, item->at,
                 "%s needs \"lasts\": until it is mended (for example %s)",
                 what, of_law.example);
    if (!lasting && settings->lasts.kind != NULL)
        error_at(draft->errors, tree_place(lasts),
                 "%s has no \"lasts\": a %s is over at once", what,
                 fault->kind->plugin.name);
    return draft->errors->mistakes == before;
}

static void check_name(struct draft *draft, const struct tree *name,
                       const struct fault_design *all, int count)
{
    const char *text = tree_text(name, NULL);

    for (int i = 0; text != NULL && i < UNFAULTY_CAUSES; i++)
        if (strcmp(unfaulty_causes[i], text) == 0)
            error_at(draft->errors, name->at,
                     "no fault can be called \"%s\": results call so what "
                     "no fault causes",
                     text);
    for (int i = 0; text != NULL && i < count; i++)
        if (strcmp(all[i].name, text) == 0)
            error_at(draft->errors, name->at, "two faults are called \"%s\"",
                     text);
}

/* Whether there is anything to befall, and as many as were asked for. */
static bool check_count(struct draft *draft, const struct tree *item,
                        const char *what, const struct fault_design *fault)
{
    const char *things = befallen_many[fault->kind->befalls];
    const struct tree *target = tree_get(item, "target");
    int64_t count = fault_targets(draft->scenario, fault);

    if (!is_sound(draft, fault->kind->befalls))
        return count > 0;
    if (count > 0 && fault->target.mode == TARGET_COUNT &&
        fault->target.count > count)
        warning_at(draft->errors, tree_get(target, things)->at,
                   "%s is to befall %d %s of %s%lld: it befalls all of them",
                   what, fault->target.count, things,
                   fault_targets_known(fault) ? "" : "up to ",
                   (long long)count);
    /* A preset is for whatever there is; a scenario means what it says. */
    if (count == 0 && !draft->preset)
        error_at(draft->errors, target != NULL ? target->at : item->at,
                 "the target of %s matches nothing", what);
    return count > 0;
}

/* Whether it is a fault to be simulated. */
static bool read_item(struct draft *draft, const struct tree *item,
                      struct fault_design *fault)
{
    struct fault_settings settings = {0};
    const struct tree *name = tree_get(item, "name");
    const char *what = name == NULL ? "a fault"
                                    : arena_format(draft->arena, "fault \"%s\"",
                                                   tree_text(name, ""));
    bool good = plugin_read(&fault_part, item, item->at, NULL, what, &settings,
                            draft->errors);
    const struct plugin *kind =
        settings.kind == NULL
            ? NULL
            : plugin_find(&fault_list, tree_get(item, "kind"), draft->errors);

    *fault = (struct fault_design){.name = settings.name,
                                   .kind = (const void *)kind};
    if (kind == NULL)
        return false;
    good = good && laws_check(draft, item, what, &settings, fault);
    if (!target_read(draft, settings.target, what, fault))
        return false;
    if (settings.target == NULL)
        fault->target.mode = TARGET_EACH;
    return check_count(draft, item, what, fault) && good;
}

void draft_faults(struct draft *draft)
{
    const struct tree *list = draft->settings.faults;
    struct fault_design *all =
        ARENA_ARRAY(draft->arena, struct fault_design, tree_count(list));
    int count = 0;

    for (const struct tree *item = list != NULL ? list->first : NULL;
         item != NULL; item = item->next) {
        check_name(draft, tree_get(item, "name"), all, count);
        count += read_item(draft, item, &all[count]);
    }
    draft->scenario->faults = all;
    draft->scenario->fault_count = count;
}
