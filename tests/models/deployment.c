/*
 * Rollouts of a Deployment in a whole world without faults: what its pods are
 * at every moment, and what its controller says of it. The templates of other
 * Deployments, which have no pods, are what it is changed to.
 */
#include <stdio.h>
#include <string.h>

#include "models/world.h"
#include "sim/hook.h"
#include "tests/scenario_text.h"
#include "tests/suite.h"

/* As measured on 1.36: two seconds to start, half a second to stop. */
static const char cluster[] =
    "apiVersion: nines/v1\n"
    "kind: Scenario\n"
    "spec:\n"
    "  horizon: 1d\n"
    "  nodes: [{name: n, count: 15, zones: [a, b, c], cpu: 4}]\n"
    "  controllers:\n"
    "    network: {watch: %s, call: %s}\n"
    "    kubelet: {sandbox-start: 1s, container-start: 1s,\n"
    "      container-stop: 500ms}\n";

static const char deployment[] =
    "---\n"
    "apiVersion: apps/v1\n"
    "kind: Deployment\n"
    "metadata: {name: %s}\n"
    "spec:\n"
    "  replicas: %d\n"
    "  %s\n"
    "  selector: {matchLabels: {app: web}}\n"
    "  template:\n"
    "    metadata: {labels: {app: web}}\n"
    "    spec:\n"
    "      terminationGracePeriodSeconds: 5\n"
    "      containers:\n"
    "      - {name: nginx, resources: {requests: {cpu: 400m}}%s}\n";

static const char slow[] =
    ", readinessProbe: {tcpSocket: {port: 80}, initialDelaySeconds: 100000}";

/* Of the Deployment's pods, at any moment since the last look. */
struct extremes {
    int most;         /* that exist and are not being deleted */
    int most_running; /* that have not ended */
    int most_in_all;
    int least_available;
    int exceeded; /* how often its deadline passed */
    int completed;
};

struct stage {
    struct arena arena;
    struct world *world;
    struct api *api;
    struct owner *web;
    struct listener written;
    struct extremes seen;
};

static void count(struct stage *stage)
{
    int active = 0, running = 0, all = 0, available = 0;
    struct extremes *seen = &stage->seen;

    for (const struct owner *set = stage->web->children; set != NULL;
         set = set->next_sibling)
        for (const struct pod *pod = set->first; pod != NULL; pod = pod->next) {
            const struct pod_status *status = &pod->status;
            bool long_enough = status->ready_since + set->workload->min_ready <=
                               stage->api->sim->now;

            all++;
            running += !pod_ended(status);
            active += pod_active(status);
            available += pod_active(status) && status->ready && long_enough;
        }
    if (active > seen->most)
        seen->most = active;
    if (running > seen->most_running)
        seen->most_running = running;
    if (all > seen->most_in_all)
        seen->most_in_all = all;
    if (available < seen->least_available)
        seen->least_available = available;
}

static void written(void *context, void *subject, struct cause cause)
{
    struct stage *stage = context;
    const struct change *change = subject;

    (void)cause;
    if (stage->web == NULL)
        return;
    count(stage);
    if (change->kind != OWNER_PROGRESSED || change->object != stage->web)
        return;
    stage->seen.exceeded +=
        change->owner.status.progress.reason == PROGRESS_EXCEEDED;
    stage->seen.completed +=
        change->owner.status.progress.reason == PROGRESS_COMPLETE;
}

static void forget(struct stage *stage)
{
    stage->seen = (struct extremes){.least_available = 1000000};
    count(stage);
}

static struct owner *find(struct api *api, const char *name)
{
    struct owner *owner = api->owners;

    while (strcmp(owner->name, name) != 0)
        owner = owner->next;
    return owner;
}

/* Begins a world, whose Deployment "web" is settled. */
static void open(struct stage *stage, uint64_t seed, const char *delay,
                 const char *manifests)
{
    struct arena *arena = &stage->arena;
    const struct scenario *scenario;

    *stage = (struct stage){.written = {written, stage, NULL}};
    arena_open(arena);
    scenario = scenario_from_text(
        arena,
        arena_format(arena, "%s%s", arena_format(arena, cluster, delay, delay),
                     manifests));
    stage->world = world_open(scenario, arena, (struct seed){seed, 0, 0});
    stage->api = stage->world->cluster.api;
    hook_listen(stage->api->written, &stage->written);
    stage->web = find(stage->api, "web");
    forget(stage);
}

static void close(struct stage *stage)
{
    arena_close(&stage->arena);
}

static const char *manifest(struct arena *arena, const char *name, int replicas,
                            const char *more, const char *container)
{
    return arena_format(arena, deployment, name, replicas, more, container);
}

/* "web" as told, and what it may become: "next", and "stuck", which is never
 * ready. */
static void open_web(struct stage *stage, int replicas, const char *more)
{
    struct arena arena;
    const char *all;

    arena_open(&arena);
    all = arena_format(&arena, "%s%s%s",
                       manifest(&arena, "web", replicas, more, ""),
                       manifest(&arena, "next", 0, "", ""),
                       manifest(&arena, "stuck", 0, "", slow));
    open(stage, 1, "5ms", all);
    arena_close(&arena);
}

static void wait(struct stage *stage, sim_time how_long)
{
    sim_run(stage->world->sim, stage->world->sim->now + how_long);
}

static void become(struct stage *stage, const char *name)
{
    struct owner_spec spec = stage->web->state.spec;

    spec.template = &find(stage->api, name)->workload->template;
    owner_set_spec(stage->api, stage->web, &spec, "test", NO_CAUSE);
}

static void scale(struct stage *stage, int replicas)
{
    struct owner_spec spec = stage->web->state.spec;

    spec.replicas = replicas;
    owner_set_spec(stage->api, stage->web, &spec, "test", NO_CAUSE);
}

static void pause(struct stage *stage, bool paused)
{
    struct owner_spec spec = stage->web->state.spec;

    spec.paused = paused;
    owner_set_spec(stage->api, stage->web, &spec, "test", NO_CAUSE);
}

/* How many replicas its ReplicaSet of that template is to have; -1: there is
 * none. */
static int sized(const struct stage *stage, const char *name)
{
    const struct pod_template *template =
        &find(stage->api, name)->workload->template;

    for (const struct owner *set = stage->web->children; set != NULL;
         set = set->next_sibling)
        if (set->state.spec.template == template)
            return set->state.spec.replicas;
    return -1;
}

static int sets(const struct stage *stage)
{
    int number = 0;

    for (const struct owner *set = stage->web->children; set != NULL;
         set = set->next_sibling)
        number++;
    return number;
}

static bool settled(const struct stage *stage, int replicas)
{
    const struct owner_status *status = &stage->web->state.status;

    return status->replicas == replicas && status->updated == replicas &&
           status->ready == replicas && status->available == replicas;
}

static void roll(int replicas, int most, int least, int in_all)
{
    struct stage stage;

    open_web(&stage, replicas, "");
    CU_ASSERT_TRUE(settled(&stage, replicas));
    become(&stage, "next");
    wait(&stage, MINUTES(1));
    CU_ASSERT_TRUE(settled(&stage, replicas));
    CU_ASSERT_EQUAL(stage.seen.most, most);
    CU_ASSERT_EQUAL(stage.seen.least_available, least);
    CU_ASSERT_EQUAL(stage.seen.most_in_all, in_all);
    CU_ASSERT_EQUAL(stage.seen.completed, 1);
    CU_ASSERT_EQUAL(sized(&stage, "web"), 0);
    CU_ASSERT_EQUAL(sized(&stage, "next"), replicas);
    close(&stage);
}

static void rolling_update(void)
{
    roll(10, 13, 8, 18);
    roll(4, 5, 3, 7);
    roll(1, 2, 1, 2);
}

/* Its new pods are never ready: as many old ones stay as must be available, and
 * it is told once that nothing gets on. */
static void stuck_rollout(void)
{
    struct stage stage;

    open_web(&stage, 10, "progressDeadlineSeconds: 60");
    become(&stage, "stuck");
    wait(&stage, SECONDS(59));
    CU_ASSERT_EQUAL(stage.seen.exceeded, 0);
    wait(&stage, HOURS(1));
    CU_ASSERT_EQUAL(stage.seen.exceeded, 1);
    CU_ASSERT_EQUAL(stage.seen.completed, 0);
    CU_ASSERT_EQUAL(stage.seen.least_available, 8);
    CU_ASSERT_EQUAL(stage.seen.most, 13);
    CU_ASSERT_EQUAL(sized(&stage, "web"), 8);
    CU_ASSERT_EQUAL(sized(&stage, "stuck"), 5);
    close(&stage);
}

/* A roll back uses the ReplicaSet that there was. */
static void roll_back(void)
{
    struct stage stage;

    open_web(&stage, 10, "");
    become(&stage, "stuck");
    wait(&stage, SECONDS(30));
    become(&stage, "web");
    wait(&stage, MINUTES(1));
    CU_ASSERT_TRUE(settled(&stage, 10));
    CU_ASSERT_EQUAL(sets(&stage), 2);
    CU_ASSERT_EQUAL(sized(&stage, "web"), 10);
    CU_ASSERT_EQUAL(sized(&stage, "stuck"), 0);
    CU_ASSERT_EQUAL(stage.seen.least_available, 8);
    CU_ASSERT_EQUAL(stage.seen.exceeded, 0);
    CU_ASSERT_EQUAL(stage.web->children->state.spec.revision, 3);
    close(&stage);
}

/* What was complete is not on its way any more, whatever befalls it. */
static void complete_never_exceeds(void)
{
    struct stage stage;

    open_web(&stage, 3, "progressDeadlineSeconds: 60");
    for (int i = 0; i < 20; i++) {
        api_delete(stage.api, stage.web->children->first, SPEC_GRACE, "test",
                   NO_CAUSE);
        wait(&stage, i % 2 == 0 ? MINUTES(2) : SECONDS(1));
    }
    scale(&stage, 200); /* more than fit */
    wait(&stage, HOURS(1));
    CU_ASSERT_EQUAL(stage.web->state.status.replicas, 200);
    CU_ASSERT_EQUAL(stage.web->state.status.available, 150);
    CU_ASSERT_EQUAL(stage.seen.exceeded, 0);
    close(&stage);
}

static void recreate(void)
{
    struct stage stage;

    open_web(&stage, 4, "strategy: {type: Recreate}");
    become(&stage, "next");
    wait(&stage, MILLISECONDS(400));
    CU_ASSERT_EQUAL(sized(&stage, "web"), 0);
    CU_ASSERT_EQUAL(sized(&stage, "next"), -1); /* the old ones still stop */
    CU_ASSERT_EQUAL(stage.seen.least_available, 0);
    wait(&stage, MINUTES(1));
    CU_ASSERT_TRUE(settled(&stage, 4));
    CU_ASSERT_EQUAL(stage.seen.most_running, 4);
    CU_ASSERT_EQUAL(sized(&stage, "next"), 4);
    close(&stage);
}

/* While it is paused it is resized, and nothing else. */
static void paused(void)
{
    struct stage stage;

    open_web(&stage, 4, "progressDeadlineSeconds: 60");
    pause(&stage, true);
    become(&stage, "next");
    wait(&stage, HOURS(1));
    CU_ASSERT_EQUAL(sized(&stage, "next"), -1);
    scale(&stage, 6);
    wait(&stage, HOURS(1));
    CU_ASSERT_EQUAL(sized(&stage, "web"), 6);
    CU_ASSERT_EQUAL(stage.seen.exceeded, 0);
    pause(&stage, false);
    wait(&stage, MINUTES(1));
    CU_ASSERT_EQUAL(sized(&stage, "next"), 6);
    CU_ASSERT_TRUE(settled(&stage, 6));
    close(&stage);
}

/* Resized on its way, all its ReplicaSets share the change. */
static void proportional_scaling(void)
{
    struct stage stage;

    open_web(&stage, 10, "");
    become(&stage, "stuck");
    wait(&stage, MINUTES(1));
    scale(&stage, 20);
    wait(&stage, MINUTES(1));
    /* 25 in all: 8 and 5 of 13 before, each times 25/13, rounded. */
    CU_ASSERT_EQUAL(sized(&stage, "web"), 15);
    CU_ASSERT_EQUAL(sized(&stage, "stuck"), 10);
    close(&stage);
}

static void revision_history(void)
{
    struct stage stage;
    static const char *const names[] = {"next", "stuck", "web"};

    open_web(&stage, 2, "revisionHistoryLimit: 1");
    for (int i = 0; i < 9; i++) {
        become(&stage, names[i % 3]);
        wait(&stage, MINUTES(1));
    }
    CU_ASSERT_TRUE(settled(&stage, 2));
    CU_ASSERT_EQUAL(sets(&stage), 2);
    CU_ASSERT_EQUAL(sized(&stage, "next"), -1);
    close(&stage);
}

/* A pod is available when it has been ready for so long, to the second in which
 * it became ready. */
static void min_ready(void)
{
    struct stage stage;

    open_web(&stage, 2, "minReadySeconds: 30");
    become(&stage, "next");
    wait(&stage, SECONDS(31));
    CU_ASSERT_EQUAL(sized(&stage, "web"), 2);
    wait(&stage, SECONDS(2));
    CU_ASSERT_EQUAL(sized(&stage, "web"), 1);
    CU_ASSERT_EQUAL(stage.web->state.status.ready, 2);
    wait(&stage, MINUTES(1));
    CU_ASSERT_TRUE(settled(&stage, 2));
    CU_ASSERT_EQUAL(stage.seen.most, 3);
    close(&stage);
}

SUITE("models/controllers/deployment",
      {"rolls within its bounds", rolling_update},
      {"a stuck rollout keeps old pods, and says so", stuck_rollout},
      {"rolls back", roll_back},
      {"what was complete never exceeds its deadline", complete_never_exceeds},
      {"recreates", recreate}, {"does not roll while it is paused", paused},
      {"is resized on its way", proportional_scaling},
      {"keeps as many old ReplicaSets as told", revision_history},
      {"waits for minReadySeconds", min_ready})
