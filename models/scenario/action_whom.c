/* Whom an action is about: an object, or some of all nodes or pods. */
#include <string.h>

#include "models/scenario/action.h"

/* "deployment, replicaset or nodes" */
static const char *whom_of(struct arena *arena, unsigned on)
{
    const char *words[WORKLOAD_KINDS + 2], *all;
    int count = 0;

    for (int kind = 0; kind < WORKLOAD_KINDS; kind++)
        if ((on & ON(kind)) != 0)
            words[count++] = manifest_kind_word(
                arena, workload_kind_name((enum workload_kind)kind));
    if ((on & ON_NODES) != 0)
        words[count++] = "node";
    if ((on & ON_PODS) != 0 && (on & ON(WORKLOAD_POD)) == 0)
        words[count++] = "pod";
    all = words[0];
    for (int i = 1; i < count; i++)
        all = arena_format(arena, "%s%s%s", all, i + 1 < count ? ", " : " or ",
                           words[i]);
    return all;
}

/* Where its kind is not known, it may be about anything. */
static bool is_on(const struct reading *reading, unsigned on)
{
    const struct action_kind *kind = reading->design->kind;

    return kind == NULL || (kind->on & on) != 0;
}

static void refuse(const struct reading *reading, const char *whom)
{
    struct draft *draft = reading->draft;
    const struct action_kind *kind = reading->design->kind;

    error_at(draft->errors, action_place(reading, "target"),
             "%s is about %s: a %s is of a %s", reading->what, whom,
             kind->plugin.name, whom_of(draft->arena, kind->on));
}

/* As results write it: the short names of kinds are kubectl's. */
static const char *object_of(struct arena *arena, const char *text)
{
    const char *slash = strchr(text, '/');

    return arena_format(
        arena, "%s%s",
        manifest_kind_word(
            arena, arena_format(arena, "%.*s", (int)(slash - text), text)),
        slash);
}

/* All that the verb may be about. */
static const char **objects_of(const struct reading *reading)
{
    const struct scenario *scenario = reading->draft->scenario;
    const char **names =
        ARENA_ARRAY(reading->draft->arena, const char *,
                    scenario->workload_count + scenario->node_count + 1);
    int count = 0;

    for (int i = 0; i < scenario->workload_count; i++)
        if (is_on(reading, ON(scenario->workloads[i].kind)))
            names[count++] = scenario->workloads[i].object;
    for (int i = 0; is_on(reading, ON_NODES) && i < scenario->node_count; i++)
        names[count++] = scenario->nodes[i].object;
    return names;
}

static void take_workload(const struct reading *reading,
                          const struct workload *workload)
{
    struct action_design *design = reading->design;
    const struct workload **one =
        ARENA_NEW(reading->draft->arena, const struct workload *);

    if (!is_on(reading, ON(workload->kind))) {
        refuse(reading, workload->object);
        return;
    }
    *one = workload;
    design->workloads = one;
    design->workload_count = 1;
}

static void take_node(const struct reading *reading,
                      const struct node_design *node)
{
    if (!is_on(reading, ON_NODES))
        refuse(reading, node->object);
    reading->design->target =
        (struct target){.mode = TARGET_ALL, .only = node->name};
}

static void take_pod(const struct reading *reading)
{
    struct action_design *design = reading->design;

    if (!is_on(reading, ON_PODS))
        refuse(reading, design->target.pod);
    design->target.mode = TARGET_ALL;
    design->pods = true;
}

/* deployment/web, node/worker-1, or pod/db-1 */
static void object_read(const struct reading *reading)
{
    struct draft *draft = reading->draft;
    const struct scenario *scenario = draft->scenario;
    const struct tree *target = reading->settings.target;
    const char *object;

    if (strchr(target->text, '/') == NULL) {
        error_at(draft->errors, target->at,
                 "\"%s\" is no target: an object is written as kubectl writes "
                 "it (for example deployment/web, node/worker-1)",
                 target->text);
        return;
    }
    object = object_of(draft->arena, target->text);
    for (int i = 0; i < scenario->workload_count; i++)
        if (strcmp(scenario->workloads[i].object, object) == 0) {
            take_workload(reading, &scenario->workloads[i]);
            return;
        }
    for (int i = 0; i < scenario->node_count; i++)
        if (strcmp(scenario->nodes[i].object, object) == 0) {
            take_node(reading, &scenario->nodes[i]);
            return;
        }
    if (target_pod_read(draft, target, object, &reading->design->target))
        take_pod(reading);
    else if (draft->objects_sound && draft->nodes_sound)
        error_at(draft->errors, target->at, "there is no %s%s", object,
                 did_you_mean(draft->arena, object, objects_of(reading)));
}

static void only_read(const struct reading *reading, const struct tree *name)
{
    struct draft *draft = reading->draft;
    const struct scenario *scenario = draft->scenario;
    bool pods = reading->design->pods;
    int count = pods ? scenario->workload_count : scenario->node_count;
    const char **names = ARENA_ARRAY(draft->arena, const char *, count + 1);

    for (int i = 0; i < count; i++) {
        names[i] =
            pods ? scenario->workloads[i].object : scenario->nodes[i].name;
        if (strcmp(names[i], tree_text(name, "")) == 0)
            reading->design->target.only = names[i];
    }
    if (reading->design->target.only == NULL &&
        !(pods && target_pod_read(draft, name, tree_text(name, ""),
                                  &reading->design->target)) &&
        draft->objects_sound && draft->nodes_sound)
        error_at(draft->errors, name->at, "there is no %s \"%s\"%s",
                 pods ? "workload" : "node", tree_text(name, ""),
                 did_you_mean(draft->arena, tree_text(name, ""), names));
}

static int count_targets(const struct reading *reading)
{
    const struct scenario *scenario = reading->draft->scenario;
    const struct target *target = &reading->design->target;
    int count = 0;

    if (reading->design->pods)
        for (int i = 0; i < scenario->workload_count; i++)
            count += target_matches_workload(target, &scenario->workloads[i]);
    else
        for (int i = 0; i < scenario->node_count; i++)
            count +=
                target_matches_node(target, &scenario->nodes[i],
                                    scenario->zones[scenario->nodes[i].zone]);
    return count;
}

/* Nodes or pods, and how many; one after the other would be an `every`. */
static bool family_read(const struct reading *reading,
                        const struct target_settings *settings)
{
    struct draft *draft = reading->draft;
    struct action_design *design = reading->design;
    const struct tree *target = reading->settings.target;
    const char *key = settings->pods != NULL ? "pods" : "nodes";

    if ((settings->nodes != NULL) == (settings->pods != NULL) ||
        settings->containers != NULL || settings->racks != NULL ||
        settings->components != NULL || settings->zones != NULL) {
        error_at(draft->errors, target->at,
                 "the target of %s is {nodes: one} or {pods: one}, or an "
                 "object (deployment/web)",
                 reading->what);
        return false;
    }
    design->pods = settings->pods != NULL;
    if (!is_on(reading, design->pods ? ON_PODS : ON_NODES)) {
        refuse(reading, key);
        return false;
    }
    if (!target_mode_read(draft, tree_get(target, key), &design->target))
        return false;
    if (design->target.mode != TARGET_EACH)
        return true;
    error_at(draft->errors, tree_get(target, key)->at,
             "%s is done at one time: its target is one, all, a number or a "
             "percentage",
             reading->what);
    return false;
}

static void mapping_read(const struct reading *reading)
{
    struct draft *draft = reading->draft;
    const struct tree *target = reading->settings.target;
    struct target_settings settings = {0};
    int before = draft->errors->mistakes;
    bool known;

    plugin_read(&target_part, target, target->at, NULL,
                arena_format(draft->arena, "the target of %s", reading->what),
                &settings, draft->errors);
    known = family_read(reading, &settings);
    if (settings.zone != NULL)
        target_zone_read(draft, tree_get(target, "zone"),
                         &reading->design->target);
    if (settings.name != NULL && known)
        only_read(reading, tree_get(target, "name"));
    if (settings.selector != NULL)
        reading->design->target.selector =
            target_selector_read(draft, settings.selector);
    if (draft->errors->mistakes == before && draft->objects_sound &&
        draft->nodes_sound && count_targets(reading) == 0)
        error_at(draft->errors, target->at, "the target of %s matches nothing",
                 reading->what);
}

static void pool_read(const struct reading *reading)
{
    struct draft *draft = reading->draft;
    const struct scenario *scenario = draft->scenario;
    const struct pool_order *order = reading->design->settings;
    const char **names =
        ARENA_ARRAY(draft->arena, const char *, scenario->node_count + 1);
    int count = 0;

    if (order->pool == NULL)
        return;
    for (int i = 0; i < scenario->node_count; i++) {
        const char *pool = scenario->nodes[i].pool;

        if (pool != NULL && (count == 0 || names[count - 1] != pool))
            names[count++] = pool;
    }
    for (int i = 0; i < count; i++)
        if (strcmp(names[i], order->pool) == 0)
            reading->design->order = order;
    if (reading->design->order == NULL && draft->nodes_sound)
        error_at(draft->errors, action_place(reading, "pool"),
                 "there are no nodes \"%s\"%s", order->pool,
                 did_you_mean(draft->arena, order->pool, names));
}

static void need_none(const struct reading *reading, const char *why)
{
    const struct tree *target = reading->settings.target;

    if (target != NULL)
        error_at(reading->draft->errors, target->at, "%s has no target: %s",
                 reading->what, why);
}

static void target_read(const struct reading *reading)
{
    const struct tree *target = reading->settings.target;
    const struct action_kind *kind = reading->design->kind;
    struct draft *draft = reading->draft;

    if (target != NULL && target->kind == TREE_SCALAR)
        object_read(reading);
    else if (target != NULL)
        mapping_read(reading);
    else if (kind != NULL && tree_get(reading->item, "target") == NULL)
        error_at(draft->errors, reading->item->at,
                 "%s needs \"target\": a %s (for example %s)", reading->what,
                 whom_of(draft->arena, kind->on),
                 (kind->on & ON_NODES) != 0 ? "node/worker-1"
                                            : "deployment/web");
}

void action_whom(const struct reading *reading)
{
    const struct action_kind *kind = reading->design->kind;

    if (kind != NULL && (kind->on & ON_POOL) != 0) {
        need_none(reading, "it adds nodes to a pool");
        pool_read(reading);
    } else if (kind != NULL && (kind->on & ON_MANIFEST) != 0) {
        need_none(reading, "its manifest says whom it is about");
        if (reading->verb_good)
            draft_applied(reading->draft, reading->design, reading->item);
        else
            reading->draft->objects_sound = false;
    } else {
        target_read(reading);
    }
}
