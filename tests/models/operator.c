/* Actions: what each verb leaves in the API, whom it is done to, and why. */
#include "models/operator/operator.h"

#include <string.h>

#include "models/world.h"
#include "tests/scenario_text.h"
#include "tests/suite.h"

static const char text[] = "apiVersion: nines/v1\n"
                           "kind: Scenario\n"
                           "spec:\n"
                           "  horizon: 1d\n"
                           "  nodes:\n"
                           "  - {name: worker, count: 6, zones: [a, b, c]}\n"
                           "  actions:\n"
                           "%s%s";

static const char bare_pod[] = "---\n"
                               "apiVersion: v1\n"
                               "kind: Pod\n"
                               "metadata: {name: bare}\n"
                               "spec:\n"
                               "  nodeName: worker-1\n"
                               "  containers: [{name: c}]\n";

static const char database[] =
    "---\n"
    "apiVersion: apps/v1\n"
    "kind: StatefulSet\n"
    "metadata: {name: db}\n"
    "spec:\n"
    "  replicas: 3\n"
    "  selector: {matchLabels: {app: db}}\n"
    "  template:\n"
    "    metadata: {labels: {app: db}}\n"
    "    spec: {containers: [{name: c}], terminationGracePeriodSeconds: 5}\n";

static struct world *open(struct arena *arena, const char *actions,
                          uint64_t seed)
{
    const char *all = arena_format(arena, text, actions, web_manifests);
    struct world *world =
        world_open(scenario_from_text(arena, arena_format(arena, "%s%s%s", all,
                                                          bare_pod, database)),
                   arena, (struct seed){seed, 0, 0});

    world_break(world);
    return world;
}

static const struct owner *web(const struct world *world)
{
    const struct owner *owner = world->cluster.api->owners;

    while (owner != NULL && owner->kind != WORKLOAD_DEPLOYMENT)
        owner = owner->next;
    return owner;
}

static const struct node *worker(const struct world *world, int i)
{
    return &world->cluster.api->nodes[i - 1];
}

static int pods_on(const struct node *node)
{
    int count = 0;

    for (const struct pod *pod = node->pods; pod; pod = pod->next_on_node)
        count++;
    return count;
}

static void workloads(void)
{
    struct arena arena;
    struct world *world;
    const struct pod_template *first, *second;

    arena_open(&arena);
    world = open(&arena,
                 "  - {name: a, kind: set-image, at: 1m, target: deploy/web, "
                 "image: 'web:2'}\n"
                 "  - {name: b, kind: restart, at: 2m, target: deploy/web}\n"
                 "  - {name: c, kind: scale, at: 3m, target: deploy/web, "
                 "replicas: 5}\n"
                 "  - {name: d, kind: pause, at: 4m, target: deploy/web}\n"
                 "  - {name: e, kind: restart, at: 5m, target: deploy/web}\n"
                 "  - {name: f, kind: resume, at: 6m, target: deploy/web}\n",
                 1);
    first = web(world)->state.spec.template;
    sim_run(world->sim, MINUTES(1));
    CU_ASSERT_PTR_EQUAL(web(world)->state.spec.template, first);
    sim_run(world->sim, MINUTES(1) + SECONDS(1));
    second = web(world)->state.spec.template;
    CU_ASSERT_STRING_EQUAL(second->containers[0].image, "web:2");
    CU_ASSERT(second->ordinal < world->scenario->template_count);
    sim_run(world->sim, MINUTES(3) + SECONDS(1));
    CU_ASSERT_PTR_NOT_EQUAL(web(world)->state.spec.template, second);
    CU_ASSERT_STRING_EQUAL(web(world)->state.spec.template->containers[0].image,
                           "web:2");
    CU_ASSERT_EQUAL(web(world)->state.spec.replicas, 5);
    second = web(world)->state.spec.template;
    sim_run(world->sim, MINUTES(5) + SECONDS(1));
    CU_ASSERT_TRUE(web(world)->state.spec.paused);
    CU_ASSERT_PTR_EQUAL(web(world)->state.spec.template, second);
    sim_run(world->sim, MINUTES(7));
    CU_ASSERT_FALSE(web(world)->state.spec.paused);
    arena_close(&arena);
}

/* What others changed stays, where the manifest says nothing of it. */
static void applies(void)
{
    struct arena arena;
    struct world *world;

    arena_open(&arena);
    world = open(
        &arena,
        "  - {name: a, kind: scale, at: 1m, target: deploy/web, replicas: 5}\n"
        "  - name: b\n"
        "    kind: apply\n"
        "    at: 2m\n"
        "    object:\n"
        "      apiVersion: apps/v1\n"
        "      kind: Deployment\n"
        "      metadata: {name: web}\n"
        "      spec:\n"
        "        minReadySeconds: 7\n"
        "        selector: {matchLabels: {app: web}}\n"
        "        template:\n"
        "          metadata: {labels: {app: web}}\n"
        "          spec: {containers: [{name: c, image: 'web:3'}]}\n"
        "  - name: c\n"
        "    kind: apply\n"
        "    at: 3m\n"
        "    object:\n"
        "      apiVersion: v1\n"
        "      kind: Pod\n"
        "      metadata: {name: more}\n"
        "      spec: {containers: [{name: c}]}\n",
        1);
    sim_run(world->sim, MINUTES(2) + SECONDS(1));
    CU_ASSERT_EQUAL(web(world)->state.spec.replicas, 5);
    CU_ASSERT_EQUAL(web(world)->state.spec.applied->min_ready, SECONDS(7));
    CU_ASSERT_STRING_EQUAL(web(world)->state.spec.template->containers[0].image,
                           "web:3");
    CU_ASSERT_EQUAL(web(world)->state.spec.template->service_count, 1);
    CU_ASSERT_STRING_EQUAL(pod_workload(world->cluster.api->bare)->name,
                           "bare");
    sim_run(world->sim, MINUTES(3) + SECONDS(1));
    CU_ASSERT_STRING_EQUAL(pod_workload(world->cluster.api->bare)->name,
                           "more");
    arena_close(&arena);
}

static void taints(void)
{
    struct arena arena;
    struct world *world;
    uint64_t taint;

    arena_open(&arena);
    world = open(&arena,
                 "  - {name: a, kind: cordon, at: 1m, target: node/worker-2}\n"
                 "  - {name: b, kind: taint, at: 2m, target: node/worker-2, "
                 "key: k, value: v, effect: NoExecute}\n"
                 "  - {name: c, kind: uncordon, at: 3m, target: no/worker-2}\n"
                 "  - {name: d, kind: untaint, at: 4m, target: {nodes: all}, "
                 "key: k}\n",
                 1);
    taint = taint_bit(&world->scenario->taints,
                      &(struct taint){"k", "v", NO_EXECUTE});
    sim_run(world->sim, MINUTES(1) + SECONDS(1));
    CU_ASSERT_EQUAL(worker(world, 2)->status.taints, TAINT_UNSCHEDULABLE);
    sim_run(world->sim, MINUTES(2) + SECONDS(40));
    CU_ASSERT_EQUAL(worker(world, 2)->status.taints,
                    TAINT_UNSCHEDULABLE | taint);
    CU_ASSERT_EQUAL(pods_on(worker(world, 2)), 0);
    sim_run(world->sim, MINUTES(3) + SECONDS(1));
    CU_ASSERT_EQUAL(worker(world, 2)->status.taints, taint);
    sim_run(world->sim, MINUTES(4) + SECONDS(1));
    CU_ASSERT_EQUAL(worker(world, 2)->status.taints, 0);
    arena_close(&arena);
}

/* A pod that nobody would replace keeps its node from being drained. */
static void drains(void)
{
    struct arena arena;
    struct world *world;
    int pods;

    arena_open(&arena);
    world = open(&arena,
                 "  - {name: a, kind: drain, at: 1m, target: node/worker-1}\n"
                 "  - {name: b, kind: drain, at: 2m, target: node/worker-1, "
                 "force: true}\n",
                 1);
    pods = pods_on(worker(world, 1));
    CU_ASSERT(pods > 0);
    sim_run(world->sim, MINUTES(1) + SECONDS(40));
    CU_ASSERT_EQUAL(worker(world, 1)->status.taints, TAINT_UNSCHEDULABLE);
    CU_ASSERT_EQUAL(pods_on(worker(world, 1)), pods);
    sim_run(world->sim, MINUTES(2) + SECONDS(40));
    CU_ASSERT_EQUAL(pods_on(worker(world, 1)), 0);
    CU_ASSERT_PTR_NULL(world->cluster.api->bare);
    arena_close(&arena);
}

struct story {
    int begun;
    sim_time first_end;
    sim_time last_end;
    uint64_t pod;
};

static void begun(void *context, void *subject, struct cause cause)
{
    struct story *story = context;
    const struct incident *incident = subject;

    (void)cause;
    story->begun++;
    if (incident->victim.pod != NULL)
        story->pod = incident->victim.suffix;
}

static void ended(void *context, void *subject, struct cause cause)
{
    struct story *story = context;
    const struct incident *incident = subject;

    (void)cause;
    if (story->last_end == 0)
        story->first_end = incident->end;
    story->last_end = incident->end;
}

static struct story tell(const char *actions, uint64_t seed, sim_time until)
{
    struct story story = {0};
    struct listener began = {begun, &story, NULL};
    struct listener over = {ended, &story, NULL};
    struct arena arena;
    struct world *world;
    struct ledger *ledger;

    arena_open(&arena);
    world = open(&arena, actions, seed);
    ledger = &world->cluster.infrastructure->ledger;
    hook_listen(&ledger->begun, &began);
    hook_listen(&ledger->ended, &over);
    sim_run(world->sim, until);
    arena_close(&arena);
    return story;
}

static const struct pod *pod_of_database(const struct world *world, int ordinal)
{
    const struct owner *owner = world->cluster.api->owners;
    const struct pod *pod;

    while (owner->kind != WORKLOAD_STATEFUL_SET)
        owner = owner->next;
    for (pod = owner->first; pod->ordinal != ordinal; pod = pod->next)
        continue;
    return pod;
}

/* A StatefulSet's pod has a name before it is there. */
static void names_a_pod(void)
{
    struct arena arena;
    struct world *world;

    arena_open(&arena);
    world =
        open(&arena,
             "  - {name: a, kind: delete, at: 1h, target: pod/db-1}\n"
             "  - {name: b, kind: delete, at: 1h, target: {pods: one, name: "
             "pod/db-2}}\n",
             1);
    sim_run(world->sim, MINUTES(61));
    CU_ASSERT(pod_of_database(world, 0)->created_at < 0);
    CU_ASSERT(pod_of_database(world, 1)->created_at > HOURS(1));
    CU_ASSERT(pod_of_database(world, 2)->created_at > HOURS(1));
    arena_close(&arena);
}

/* Several nodes are cordoned at once, and drained one after the other. */
static void drains_in_turn(void)
{
    struct story story =
        tell("  - {name: a, kind: drain, at: 1m, target: {nodes: all}, force: "
             "true, grace-period: 10s}\n",
             1, HOURS(1));

    CU_ASSERT_EQUAL(story.begun, 6);
    CU_ASSERT(story.first_end > MINUTES(1));
    CU_ASSERT(story.last_end > story.first_end);
}

/* Whom it is done to depends on the action's own stream alone. */
static void draws(void)
{
    static const char one[] = "  - {name: a, kind: delete, at: 1h, target: "
                              "{pods: one, selector: {app: web}}}\n";
    static const char two[] = "  - {name: a, kind: delete, at: 1h, target: "
                              "{pods: one, selector: {app: web}}}\n"
                              "  - {name: b, kind: cordon, every: 10m, target: "
                              "{nodes: one}}\n";
    bool differs = false;

    for (uint64_t seed = 1; seed < 8; seed++) {
        struct story alone = tell(one, seed, HOURS(1));
        struct story beside = tell(two, seed, HOURS(1));

        CU_ASSERT_EQUAL(alone.begun, 1);
        CU_ASSERT_EQUAL(beside.begun, 7);
        CU_ASSERT_EQUAL(alone.pod, beside.pod);
        differs = differs || alone.pod != tell(one, 1, HOURS(1)).pod;
    }
    CU_ASSERT_TRUE(differs);
}

/* The pod that replaces a deleted one goes back to the action. */
static void is_a_cause(void)
{
    struct arena arena;
    struct world *world;
    const struct owner *set;

    arena_open(&arena);
    world = open(&arena,
                 "  - {name: a, kind: cordon, at: 1s, target: node/worker-1}\n"
                 "  - {name: b, kind: delete, at: 1m, target: {pods: all, "
                 "selector: {app: web}}, force: true}\n",
                 1);
    sim_run(world->sim, MINUTES(1) + MILLISECONDS(500));
    set = web(world)->children;
    CU_ASSERT_PTR_NOT_NULL_FATAL(set->first);
    for (const struct pod *pod = set->first; pod != NULL; pod = pod->next) {
        CU_ASSERT_PTR_NOT_NULL_FATAL(incident_of(pod->root));
        CU_ASSERT_EQUAL(incident_of(pod->root)->fault, 1);
    }
    arena_close(&arena);
}

SUITE("models/operator", {"workloads", workloads}, {"applies", applies},
      {"taints", taints}, {"drains", drains}, {"names a pod", names_a_pod},
      {"drains in turn", drains_in_turn}, {"draws", draws},
      {"is a cause", is_a_cause})
