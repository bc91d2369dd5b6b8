/*
 * Volumes in whole worlds: who waits for them, where they may be used, and what
 * a dead node keeps.
 */
#include "models/api/volume.h"

#include "models/world.h"
#include "tests/scenario_text.h"
#include "tests/suite.h"

static const char deployment[] =
    "---\n"
    "apiVersion: apps/v1\n"
    "kind: Deployment\n"
    "metadata: {name: web}\n"
    "spec:\n"
    "  replicas: 1\n"
    "  selector: {matchLabels: {app: web}}\n"
    "  template:\n"
    "    metadata: {labels: {app: web}}\n"
    "    spec:\n"
    "      containers: [{name: web}]\n"
    "      volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]\n"
    "---\n"
    "apiVersion: v1\n"
    "kind: PersistentVolumeClaim\n"
    "metadata: {name: data}\n";

static const char stateful_set[] = "---\n"
                                   "apiVersion: apps/v1\n"
                                   "kind: StatefulSet\n"
                                   "metadata: {name: db}\n"
                                   "spec:\n"
                                   "  replicas: 3\n"
                                   "  serviceName: db\n"
                                   "  selector: {matchLabels: {app: db}}\n"
                                   "  template:\n"
                                   "    metadata: {labels: {app: db}}\n"
                                   "    spec: {containers: [{name: db}]}\n"
                                   "  volumeClaimTemplates:\n"
                                   "  - metadata: {name: data}\n"
                                   "    spec: {accessModes: [ReadWriteOnce]}\n";

struct stage {
    struct arena scenario;
    struct arena arena;
    struct world *world;
    struct sim *sim;
    struct api *api;
};

static void stage_open(struct stage *stage, const char *manifests,
                       const char *more)
{
    arena_open(&stage->scenario);
    arena_open(&stage->arena);
    stage->world = world_open(
        scenario_from_text(
            &stage->scenario,
            arena_format(&stage->scenario,
                         "apiVersion: nines/v1\n"
                         "kind: Scenario\n"
                         "spec:\n"
                         "  horizon: 10d\n"
                         "  nodes: [{name: worker, count: 6, zones: [a, b], "
                         "cpu: 4, memory: 16Gi}]\n%s%s",
                         manifests, more)),
        &stage->arena, (struct seed){4, 0, 0});
    stage->sim = stage->world->sim;
    stage->api = stage->world->cluster.api;
}

static void stage_close(struct stage *stage)
{
    arena_close(&stage->arena);
    arena_close(&stage->scenario);
}

static void wait(const struct stage *stage, sim_time time)
{
    sim_run(stage->sim, stage->sim->now + time);
}

/* The first pod that is not being deleted; NULL if there is none. */
static struct pod *active_pod(const struct stage *stage)
{
    struct pod *pod = stage->api->last_owner->first;

    while (pod != NULL && pod->status.deleted)
        pod = pod->next;
    return pod;
}

static struct machine *machine_of(const struct stage *stage,
                                  const struct pod *pod)
{
    return &stage->world->cluster.infrastructure
                ->machines[pod->status.node->ordinal];
}

static void in_use(void)
{
    struct stage stage;
    struct volume *volume;
    struct pod *pod;

    stage_open(&stage, deployment, "spec: {accessModes: [ReadWriteOnce]}\n");
    pod = active_pod(&stage);
    volume = api_volume(stage.api, pod, 0);
    CU_ASSERT_TRUE(pod->status.ready);
    CU_ASSERT_PTR_EQUAL(volume->state.attached, pod->status.node);
    CU_ASSERT_TRUE(volume->state.in_use);
    stage_close(&stage);
}

/* A pod that moves waits until the volume was let go, detached and attached. */
static void moves(void)
{
    struct stage stage;
    struct node *before;
    struct pod *pod;
    sim_time begin, most = SECONDS(5 + 10 + 10 + 2) + SECONDS(3);

    stage_open(&stage, deployment, "spec: {accessModes: [ReadWriteOnce]}\n");
    pod = active_pod(&stage);
    before = pod->status.node;
    api_set_taints(stage.api, before, TAINT_UNREACHABLE_NO_SCHEDULE, 0,
                   NO_CAUSE);
    wait(&stage, SECONDS(1));
    begin = stage.sim->now;
    api_delete(stage.api, pod, SPEC_GRACE, "test", NO_CAUSE);
    wait(&stage, SECONDS(3));
    pod = active_pod(&stage);
    CU_ASSERT_PTR_NOT_EQUAL(pod->status.node, before);
    CU_ASSERT_EQUAL(pod->status.node->design->zone, before->design->zone);
    CU_ASSERT_FALSE(pod->status.ready);
    while (!pod->status.ready && stage.sim->now < begin + HOURS(1))
        wait(&stage, MILLISECONDS(100));
    CU_ASSERT(stage.sim->now - begin > SECONDS(5 + 10));
    CU_ASSERT(stage.sim->now - begin < most);
    stage_close(&stage);
}

/* The trap: the pod on the dead node is deleted and stays, so nobody begins to
 * count the six minutes; without its object, they do. */
static void dead_node(void)
{
    struct stage stage;
    struct pod *dead, *pod;
    sim_time removed;

    stage_open(&stage, deployment, "spec: {accessModes: [ReadWriteOnce]}\n");
    dead = active_pod(&stage);
    machine_break(stage.world->cluster.infrastructure, machine_of(&stage, dead),
                  NO_CAUSE);
    wait(&stage, HOURS(5));
    CU_ASSERT_TRUE(dead->status.deleted);
    pod = active_pod(&stage);
    CU_ASSERT_PTR_NOT_NULL(pod->status.node);
    CU_ASSERT_FALSE(pod->status.ready);
    removed = stage.sim->now;
    api_remove(stage.api, dead, NO_CAUSE);
    while (!pod->status.ready && stage.sim->now < removed + HOURS(1))
        wait(&stage, MILLISECONDS(100));
    CU_ASSERT(stage.sim->now - removed > MINUTES(6) + SECONDS(5 + 10));
    CU_ASSERT(stage.sim->now - removed < MINUTES(6) + SECONDS(5 + 10 + 3));
    stage_close(&stage);
}

/* Six minutes from the beginning of another controller manager. */
static void dead_node_and_manager(void)
{
    struct stage stage;
    struct pod *dead, *pod;
    sim_time begun;

    stage_open(&stage, deployment, "spec: {accessModes: [ReadWriteOnce]}\n");
    dead = active_pod(&stage);
    machine_break(stage.world->cluster.infrastructure, machine_of(&stage, dead),
                  NO_CAUSE);
    wait(&stage, HOURS(1));
    pod = active_pod(&stage);
    api_remove(stage.api, dead, NO_CAUSE);
    wait(&stage, MINUTES(5));
    begun = stage.sim->now;
    component_restart(&stage.world->components[CONTROLLER_MANAGER]);
    while (!pod->status.ready && stage.sim->now < begun + HOURS(1))
        wait(&stage, MILLISECONDS(100));
    CU_ASSERT(stage.sim->now - begun > MINUTES(6) + SECONDS(5 + 10));
    CU_ASSERT(stage.sim->now - begun < MINUTES(6) + SECONDS(5 + 10 + 3));
    stage_close(&stage);
}

/* What many nodes may write is not attached, so nobody waits. */
static void shared(void)
{
    struct stage stage;
    struct pod *pod;

    stage_open(&stage, deployment, "spec: {accessModes: [ReadWriteMany]}\n");
    pod = active_pod(&stage);
    machine_break(stage.world->cluster.infrastructure, machine_of(&stage, pod),
                  NO_CAUSE);
    wait(&stage, SECONDS(370));
    CU_ASSERT_TRUE(active_pod(&stage)->status.ready);
    stage_close(&stage);
}

static const char volume_of[] =
    "spec: {accessModes: [ReadWriteOnce], volumeName: disk}\n"
    "---\n"
    "apiVersion: v1\n"
    "kind: PersistentVolume\n"
    "metadata: {name: disk}\n"
    "spec: {accessModes: [ReadWriteOnce], csi: {driver: disks, volumeHandle: "
    "x}, nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: "
    "[{key: %s, operator: In, values: [%s]}]}]}}}\n";

/* The only zone, or node, of a PersistentVolume. */
static void affinity(void)
{
    struct stage stage;
    struct arena texts;

    arena_open(&texts);
    for (int i = 0; i < 2; i++) {
        const char *zone = i == 0 ? "a" : "b";

        stage_open(&stage, deployment,
                   arena_format(&texts, volume_of,
                                "topology.kubernetes.io/zone", zone));
        CU_ASSERT_STRING_EQUAL(
            stage.api->zones[active_pod(&stage)->status.node->design->zone],
            zone);
        stage_close(&stage);
    }
    for (int i = 1; i <= 6; i++) {
        const char *node = arena_format(&texts, "worker-%d", i);

        stage_open(
            &stage, deployment,
            arena_format(&texts, volume_of, "kubernetes.io/hostname", node));
        CU_ASSERT_STRING_EQUAL(active_pod(&stage)->status.node->design->name,
                               node);
        stage_close(&stage);
    }
    arena_close(&texts);
}

/* Each ordinal has its own, in its own zone. */
static void own(void)
{
    struct stage stage;
    const struct volume *all[3];
    int i = 0;

    stage_open(&stage, stateful_set, "");
    for (struct pod *pod = stage.api->last_owner->first; pod != NULL;
         pod = pod->next, i++) {
        all[i] = api_volume(stage.api, pod, 0);
        CU_ASSERT_PTR_EQUAL(all[i]->state.attached, pod->status.node);
        CU_ASSERT_EQUAL(all[i]->zone, pod->status.node->design->zone);
        CU_ASSERT_EQUAL(all[i]->ordinal, pod->ordinal);
    }
    CU_ASSERT_EQUAL_FATAL(i, 3);
    CU_ASSERT(all[0] != all[1] && all[1] != all[2] && all[0] != all[2]);
    stage_close(&stage);
}

SUITE("models/volume", {"in use", in_use}, {"moves", moves},
      {"dead node", dead_node},
      {"dead node and manager", dead_node_and_manager}, {"shared", shared},
      {"affinity", affinity}, {"own", own})
