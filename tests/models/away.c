/*
 * A control plane without leaders: whenever that begins, nothing of either
 * process is left to happen, nothing is written for a minute, whatever is done
 * to the cluster, and afterwards all is done that is to be done.
 */
#include "models/controlplane/control_plane.h"
#include "sim/hook.h"
#include "tests/scenario_text.h"
#include "tests/suite.h"

#include "models/world.h"

enum { MOST_ROUNDS = 240 };

static const char by[] = "test";

#define POD(name, more)                                                        \
    "  selector: {matchLabels: {app: " name "}}\n"                             \
    "  template:\n"                                                            \
    "    metadata: {labels: {app: " name "}}\n"                                \
    "    spec:\n" more                                                         \
    "      containers: [{name: c, resources: {requests: {cpu: 200m}}}]\n"

/* Something for each controller. */
static const char text[] =
    "apiVersion: nines/v1\n"
    "kind: Scenario\n"
    "spec:\n"
    "  horizon: 1d\n"
    "  nodes: [{name: n, count: 8, zones: [a, b, c], cpu: 4, boot: 60s}]\n"
    "  controlPlane:\n"
    "    kube-controller-manager: {start: 60s}\n"
    "    kube-scheduler: {start: 60s}\n"
    "  programs:\n"
    "  - {name: once, workload: job/once, runTime: 20s}\n"
    "  - {name: minutely, workload: cronjob/minutely, runTime: 9s}\n"
    "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\n"
    "spec:\n  replicas: 9\n" POD(
        "web",
        "      tolerations:\n"
        "      - {key: node.kubernetes.io/unreachable, "
        "operator: Exists, effect: NoExecute, "
        "tolerationSeconds: 30}\n") "---\napiVersion: v1\nkind: "
                                    "Service\nmetadata: {name: web}\n"
                                    "spec: {selector: {app: web}, ports: "
                                    "[{port: 80}]}\n"
                                    "---\napiVersion: policy/v1\nkind: "
                                    "PodDisruptionBudget\n"
                                    "metadata: {name: web}\n"
                                    "spec: {minAvailable: 5, selector: "
                                    "{matchLabels: {app: web}}}\n"
                                    "---\napiVersion: apps/v1\nkind: "
                                    "StatefulSet\nmetadata: {name: db}\n"
                                    "spec:\n  replicas: 3\n  serviceName: db\n"
                                    "  volumeClaimTemplates:\n  - metadata: "
                                    "{name: data}\n"
                                    "    spec: {accessModes: "
                                    "[ReadWriteOnce]}\n" POD(
                                        "db",
                                        "") "---\napiVersion: apps/v1\nkind: "
                                            "DaemonSet\nmetadata: {name: "
                                            "agent}\n"
                                            "spec:\n" POD(
                                                "agent",
                                                "") "---\napiVersion: "
                                                    "v1\nkind: "
                                                    "ReplicationController\nmet"
                                                    "adata: {name: old}\n"
                                                    "spec:\n  replicas: 2\n  "
                                                    "selector: {app: old}\n  "
                                                    "template:\n"
                                                    "    metadata: {labels: "
                                                    "{app: old}}\n"
                                                    "    spec: {containers: "
                                                    "[{name: c}]}\n"
                                                    "---\napiVersion: "
                                                    "batch/v1\nkind: "
                                                    "Job\nmetadata: {name: "
                                                    "once}\n"
                                                    "spec:\n  completions: "
                                                    "400\n  parallelism: 3\n"
                                                    "  "
                                                    "ttlSecondsAfterFinished: "
                                                    "60\n  template:\n"
                                                    "    spec: {containers: "
                                                    "[{name: c}], "
                                                    "restartPolicy: Never}\n"
                                                    "---\napiVersion: "
                                                    "batch/v1\nkind: "
                                                    "CronJob\nmetadata: {name: "
                                                    "minutely}\n"
                                                    "spec:\n  schedule: \"* * "
                                                    "* * *\"\n  jobTemplate:\n "
                                                    "   spec:\n"
                                                    "      "
                                                    "ttlSecondsAfterFinished: "
                                                    "30\n      template:\n"
                                                    "        spec: "
                                                    "{containers: [{name: c}], "
                                                    "restartPolicy: Never}\n";

struct stage {
    struct arena arena;
    struct arena worlds;
    struct world *world;
    struct sim *sim;
    struct api *api;
    struct listener listener;
    int written; /* what only controllers write */
    struct stream stream;
};

static void written(void *context, void *subject, struct cause cause)
{
    static const uint64_t theirs =
        CHANGE(POD_CREATED) | CHANGE(POD_UNSCHEDULABLE) |
        CHANGE(POD_SCHEDULED) | CHANGE(NODE_UNKNOWN) | CHANGE(NODE_TAINTED) |
        CHANGE(NODE_UNTAINTED) | CHANGE(ENDPOINT_READY) |
        CHANGE(ENDPOINT_TERMINATING) | CHANGE(ENDPOINT_REMOVED) |
        CHANGE(OWNER_CREATED) | CHANGE(OWNER_SCALED) | CHANGE(OWNER_REPORTED) |
        CHANGE(OWNER_PROGRESSED) | CHANGE(OWNER_GONE) |
        CHANGE(VOLUME_ATTACHED) | CHANGE(VOLUME_DETACHED);
    struct stage *stage = context;
    const struct change *change = subject;

    (void)cause;
    stage->written += (theirs & CHANGE(change->kind)) != 0 && change->by != by;
}

static void stage_open(struct stage *stage)
{
    arena_open(&stage->arena);
    arena_open(&stage->worlds);
    stage->world = world_open(scenario_from_text(&stage->arena, text),
                              &stage->worlds, (struct seed){1, 0, 0});
    stage->sim = stage->world->sim;
    stage->api = stage->world->cluster.api;
    stage->listener = (struct listener){written, stage, NULL};
    hook_listen(stage->api->written, &stage->listener);
    stream_open(&stage->stream, &stage->sim->seed, identity_of("test"));
}

static void stage_close(struct stage *stage)
{
    arena_close(&stage->worlds);
    arena_close(&stage->arena);
}

static uint32_t below(struct stage *stage, uint32_t n)
{
    return stream_below(&stage->stream, n);
}

static void run(struct stage *stage, sim_time length)
{
    sim_run(stage->sim, stage->sim->now + length);
}

static struct owner *named(struct stage *stage, const char *name)
{
    struct owner *each = stage->api->owners;

    while (each != NULL && strcmp(each->name, name) != 0)
        each = each->next;
    return each;
}

static void set_spec(struct stage *stage, bool again)
{
    struct owner *web = named(stage, "web");
    struct owner_spec spec = web->state.spec;

    if (again) {
        struct pod_template *template =
            ARENA_NEW(&stage->arena, struct pod_template);

        *template = *spec.template;
        spec.template = template;
    } else {
        spec.replicas = 6 + (int)below(stage, 8);
    }
    owner_set_spec(stage->api, web, &spec, by, NO_CAUSE);
}

static void delete_pods(struct stage *stage, const struct node *node)
{
    for (struct pod *each = node->pods; each; each = each->next_on_node)
        if (pod_active(&each->status) && below(stage, 3) > 0)
            api_delete(stage->api, each, SPEC_GRACE, by, NO_CAUSE);
}

static void disturb(struct stage *stage)
{
    int i = (int)below(stage, 8);
    struct kubelet *kubelet = &stage->world->cluster.kubelets.all[i];
    struct node *node = &stage->api->nodes[i];

    switch (below(stage, 7)) {
    case 0:
        kubelet_cut_off(kubelet, NO_CAUSE);
        break;
    case 1:
        for (int j = 0; j < 8; j++)
            kubelet_reconnect(&stage->world->cluster.kubelets.all[j], NO_CAUSE);
        break;
    case 2:
        api_want_machine(stage->api, node, !node->status.wanted, NO_CAUSE);
        break;
    case 3:
    case 4:
        delete_pods(stage, node);
        break;
    default:
        set_spec(stage, below(stage, 2) == 0);
    }
}

/* Events that a controller would answer, or that are one's own. */
static int decisions(const struct sim *sim)
{
    struct event first, next;
    int count = 0;

    event_prepare(&first, NULL, RANK_DECISION, 0);
    event_prepare(&next, NULL, RANK_MEASURE, 0);
    for (const struct heap *heap = sim->heaps; heap < sim->heaps + HEAPS;
         heap++)
        for (uint32_t i = 0; i < heap->count; i++) {
            const struct event *event =
                sim->pending[pending_ticket(heap->entries[i])];

            count += event->tie >= first.tie && event->tie < next.tie;
        }
    return count;
}

static void lose(struct stage *stage)
{
    for (int i = 0; i < READERS; i++)
        leadership_lose(&stage->world->cluster.control_plane->leaderships[i],
                        false, NO_CAUSE);
}

static int running(const struct owner *owner)
{
    int count = 0;

    for (const struct pod *each = owner->first; each; each = each->next)
        count += pod_active(&each->status) && each->status.ready;
    for (const struct owner *each = owner->children; each != NULL;
         each = each->next_sibling)
        count += running(each);
    return count;
}

static void all_well(struct stage *stage)
{
    struct owner *web = named(stage, "web");

    CU_ASSERT_EQUAL(running(web), web->state.spec.replicas);
    CU_ASSERT_EQUAL(running(named(stage, "db")), 3);
    CU_ASSERT_EQUAL(running(named(stage, "agent")), 8);
    CU_ASSERT_EQUAL(running(named(stage, "old")), 2);
    CU_ASSERT_PTR_NOT_NULL(named(stage, "minutely"));
    for (int i = 0; i < 8; i++)
        CU_ASSERT_EQUAL(stage->api->nodes[i].status.taints, 0);
}

static void rounds(void)
{
    int count = suite_short() ? MOST_ROUNDS / 8 : MOST_ROUNDS;
    int pending = 0, broken = 0;
    size_t used = 0;
    struct stage stage;

    stage_open(&stage);
    for (int i = 0; i < count; i++) {
        for (int j = 0; j < 3; j++) {
            disturb(&stage);
            run(&stage, MILLISECONDS(1 + below(&stage, 40000)));
        }
        disturb(&stage);
        run(&stage, MILLISECONDS(below(&stage, 200)));
        pending += decisions(stage.sim) > 0;
        lose(&stage);
        broken += decisions(stage.sim);
        stage.written = 0;
        run(&stage, SECONDS(20));
        for (int j = 0; j < 2; j++) {
            disturb(&stage);
            run(&stage, SECONDS(19));
        }
        broken += decisions(stage.sim) + stage.written;
        run(&stage, MINUTES(1));
        used = i == count / 2 ? stage.worlds.used : used;
    }
    CU_ASSERT_EQUAL(broken, 0);
    CU_ASSERT(pending > count / 2);
    CU_ASSERT(stage.worlds.used < used + used / 20);
    for (int i = 0; i < 8; i++) {
        kubelet_reconnect(&stage.world->cluster.kubelets.all[i], NO_CAUSE);
        if (!stage.api->nodes[i].status.wanted)
            api_want_machine(stage.api, &stage.api->nodes[i], true, NO_CAUSE);
    }
    run(&stage, MINUTES(30));
    all_well(&stage);
    stage_close(&stage);
}

SUITE("models/away", {"rounds", rounds})
