/* Kubernetes objects: what is made of them, and what is told of them. */
#include "models/api/manifest.h"

#include <string.h>

#include "sim/io/yaml.h"
#include "tests/suite.h"

static struct arena arena;
static struct errors errors;
static struct manifests manifests;
static struct taint_list taints;

static void begin(const char *text)
{
    struct tree *documents, *next;

    arena_open(&arena);
    taints.count = 0;
    errors = (struct errors){.arena = &arena};
    manifests_open(&manifests, &arena, &taints, &errors, 36);
    documents = yaml_read(&arena, "test", text, strlen(text), &errors);
    for (struct tree *each = documents->first; each != NULL; each = next) {
        next = each->next;
        manifests_add(&manifests, each);
    }
    manifests_sort(&manifests);
    manifests_read(&manifests);
}

static void end(void)
{
    arena_close(&arena);
}

/* Whether some remark begins with the text. */
static bool told(const struct remarks *remarks, const char *text)
{
    for (const struct remark *each = remarks->first; each != NULL;
         each = each->next)
        if (strncmp(remark_text(&arena, each), text, strlen(text)) == 0)
            return true;
    return false;
}

#define POD(name, labels, spec)                                                \
    "---\n{apiVersion: v1, kind: Pod, metadata: {name: " name                  \
    ", labels: " labels "}, spec: " spec "}\n"
#define CONTAINER "{containers: [{name: c}]}"
#define SERVICE(name, selector)                                                \
    "---\n{apiVersion: v1, kind: Service, metadata: {name: " name              \
    "}, spec: {selector: " selector "}}\n"
#define DEPLOYMENT(name, namespace, replicas, labels)                          \
    "---\n{apiVersion: apps/v1, kind: Deployment, metadata: {name: " name      \
    ", namespace: " namespace "}, spec: {replicas: " replicas                  \
                              ", selector: {matchLabels: " labels              \
                              "}, template: {metadata: {labels: " labels       \
                              "}, spec: " CONTAINER "}}}\n"

static void test_defaults(void)
{
    const struct pod_template *pod;

    begin(POD("x", "{a: b}", CONTAINER));
    CU_ASSERT_EQUAL_FATAL(manifests.workload_count, 1);
    pod = &manifests.workloads[0].template;
    CU_ASSERT_STRING_EQUAL(manifests.workloads[0].object, "pod/x");
    CU_ASSERT_STRING_EQUAL(manifests.workloads[0].namespace, "default");
    CU_ASSERT_EQUAL(pod->grace, SECONDS(30));
    CU_ASSERT_EQUAL(pod->restart, RESTART_ALWAYS);
    CU_ASSERT_PTR_NULL(pod->node_name);
    CU_ASSERT_EQUAL(pod->containers[0].cpu_request_milli, 0);
    CU_ASSERT(!pod->containers[0].probes[READINESS_PROBE].given);
    CU_ASSERT(told(&manifests.assumed,
                   "no CPU request in pod/x: 100m is assumed for"));
    CU_ASSERT(told(&manifests.assumed, "no memory request in pod/x: 200Mi"));
    CU_ASSERT(told(&manifests.assumed, "no readiness probe in pod/x"));
    CU_ASSERT_EQUAL(errors.mistakes + errors.warnings, 0);
    end();
}

static void test_container(void)
{
    const struct container_template *c;

    begin(POD(
        "x", "{}",
        "{containers: [{name: c, image: i, resources: {requests: "
        "{cpu: 250m, memory: 1Gi}, limits: {cpu: '1'}}, readinessProbe: "
        "{tcpSocket: {port: 1}, initialDelaySeconds: 3, periodSeconds: 0}}, "
        "{name: d, resources: {limits: {cpu: 2, memory: 2Gi}}}]}"));
    CU_ASSERT_EQUAL_FATAL(manifests.workload_count, 1);
    c = manifests.workloads[0].template.containers;
    CU_ASSERT_EQUAL(c[0].cpu_request_milli, 250);
    CU_ASSERT_EQUAL(c[0].cpu_limit_milli, 1000);
    CU_ASSERT_EQUAL(c[0].memory_request_bytes, (int64_t)1 << 30);
    CU_ASSERT(c[0].probes[READINESS_PROBE].given);
    CU_ASSERT_EQUAL(c[0].probes[READINESS_PROBE].initial_delay, SECONDS(3));
    CU_ASSERT_EQUAL(c[0].probes[READINESS_PROBE].period, SECONDS(10));
    CU_ASSERT_EQUAL(c[0].probes[READINESS_PROBE].success_threshold, 1);
    /* A limit alone is a request as well. */
    CU_ASSERT_EQUAL(c[1].cpu_request_milli, 2000);
    CU_ASSERT_EQUAL(c[1].memory_request_bytes, (int64_t)2 << 30);
    CU_ASSERT_EQUAL(manifests.most_containers, 2);
    end();
}

static void test_init_containers(void)
{
    const struct pod_template *pod;

    begin(POD("x", "{}",
              "{restartPolicy: OnFailure, initContainers: [{name: i, image: "
              "'a/b:1'}, {name: s, image: a, restartPolicy: Always, "
              "livenessProbe: {exec: {command: [x]}, timeoutSeconds: 3, "
              "terminationGracePeriodSeconds: 4}}], containers: [{name: c, "
              "image: 'r:5000/x', lifecycle: {preStop: {exec: {command: [sh, "
              "-c, sleep 7; stop]}}}, resources: {limits: {memory: 1Gi}}}, "
              "{name: d, image: 'x@sha256:0', lifecycle: {preStop: {sleep: "
              "{seconds: 9}}}}]}"));
    CU_ASSERT_EQUAL_FATAL(manifests.workload_count, 1);
    pod = &manifests.workloads[0].template;
    CU_ASSERT_EQUAL_FATAL(pod->init_count, 2);
    CU_ASSERT_EQUAL_FATAL(pod->container_count, 2);
    CU_ASSERT_EQUAL(manifests.most_containers, 4);
    CU_ASSERT(!pod->init_containers[0].sidecar);
    CU_ASSERT_EQUAL(pod->init_containers[0].restart, RESTART_ON_FAILURE);
    CU_ASSERT_EQUAL(pod->init_containers[0].pull, PULL_IF_NOT_PRESENT);
    CU_ASSERT(pod->init_containers[1].sidecar);
    CU_ASSERT_EQUAL(pod->init_containers[1].restart, RESTART_ALWAYS);
    CU_ASSERT_EQUAL(pod->init_containers[1].pull, PULL_ALWAYS);
    CU_ASSERT_EQUAL(pod->init_containers[1].probes[LIVENESS_PROBE].timeout,
                    SECONDS(3));
    CU_ASSERT_EQUAL(pod->init_containers[1].probes[LIVENESS_PROBE].grace,
                    SECONDS(4));
    CU_ASSERT_EQUAL(
        pod->init_containers[1].probes[LIVENESS_PROBE].failure_threshold, 3);
    CU_ASSERT_EQUAL(pod->containers[0].pull, PULL_ALWAYS);
    CU_ASSERT_EQUAL(pod->containers[0].pre_stop, SECONDS(7));
    CU_ASSERT_EQUAL(pod->containers[0].memory_limit_bytes, (int64_t)1 << 30);
    CU_ASSERT_EQUAL(pod->containers[1].pull, PULL_IF_NOT_PRESENT);
    CU_ASSERT_EQUAL(pod->containers[1].pre_stop, SECONDS(9));
    CU_ASSERT_EQUAL(errors.mistakes + errors.warnings, 0);
    end();
}

static sim_time borne(const char *key, enum taint_effect effect)
{
    struct taint taint = {key, "", effect};

    return template_tolerates(&manifests.workloads[0].template, &taint);
}

static void test_tolerations(void)
{
    const char *ready = "node.kubernetes.io/not-ready";
    const char *reach = "node.kubernetes.io/unreachable";

    begin(POD("x", "{}", CONTAINER));
    CU_ASSERT_EQUAL(borne(ready, NO_EXECUTE), SECONDS(300));
    CU_ASSERT_EQUAL(borne(reach, NO_EXECUTE), SECONDS(300));
    CU_ASSERT_EQUAL(borne(reach, NO_SCHEDULE), UNTOLERATED);
    end();
    begin(POD("x", "{}",
              "{containers: [{name: c}], tolerations: [{key: "
              "node.kubernetes.io/unreachable, operator: Exists, effect: "
              "NoExecute, tolerationSeconds: 10}, {key: a, value: b}]}"));
    CU_ASSERT_EQUAL(borne(ready, NO_EXECUTE), SECONDS(300));
    CU_ASSERT_EQUAL(borne(reach, NO_EXECUTE), SECONDS(10));
    CU_ASSERT_EQUAL(borne("a", NO_SCHEDULE), UNTOLERATED);
    end();
    begin(POD("x", "{}",
              "{containers: [{name: c}], tolerations: [{operator: Exists}]}"));
    CU_ASSERT_EQUAL(borne(ready, NO_EXECUTE), NEVER);
    CU_ASSERT_EQUAL(borne("anything", NO_SCHEDULE), NEVER);
    end();
}

static void test_services(void)
{
    begin(SERVICE("z", "{app: a}") SERVICE("b", "{app: a, tier: x}")
              SERVICE("lonely", "{app: c}")
                  DEPLOYMENT("two", "default", "2", "{app: a, tier: x}")
                      DEPLOYMENT("one", "default", "3", "{app: a}")
                          DEPLOYMENT("far", "other", "4", "{app: a}"));
    CU_ASSERT_EQUAL_FATAL(manifests.service_count, 2);
    CU_ASSERT_STRING_EQUAL(manifests.services[0].object, "service/b");
    CU_ASSERT_EQUAL(manifests.services[0].desired, 2);
    CU_ASSERT_STRING_EQUAL(manifests.services[1].object, "service/z");
    CU_ASSERT_EQUAL(manifests.services[1].desired, 5);
    CU_ASSERT_EQUAL(manifests.services[1].ordinal, 1);
    CU_ASSERT_EQUAL(errors.warnings, 1); /* of the lonely one */
    CU_ASSERT_EQUAL_FATAL(manifests.workload_count, 3);
    CU_ASSERT_STRING_EQUAL(manifests.workloads[0].name, "one");
    CU_ASSERT_EQUAL(manifests.workloads[0].template.service_count, 1);
    CU_ASSERT_EQUAL(manifests.workloads[1].template.service_count, 2);
    CU_ASSERT_EQUAL(manifests.workloads[2].template.service_count, 0);
    end();
}

static void test_names(void)
{
    begin(DEPLOYMENT("web", "default", "1", "{a: b}") DEPLOYMENT(
        "web", "blue", "1", "{a: b}") DEPLOYMENT("one", "blue", "1", "{a: b}"));
    CU_ASSERT_EQUAL_FATAL(manifests.workload_count, 3);
    CU_ASSERT_STRING_EQUAL(manifests.workloads[0].object, "deployment/one");
    CU_ASSERT_STRING_EQUAL(manifests.workloads[1].object,
                           "deployment/web.blue");
    CU_ASSERT_STRING_EQUAL(manifests.workloads[2].object, "deployment/web");
    end();
    begin(DEPLOYMENT("web", "blue", "1", "{a: b}")
              DEPLOYMENT("web", "blue", "1", "{a: b}"));
    CU_ASSERT_EQUAL(errors.mistakes, 1);
    end();
}

static void test_kinds(void)
{
    begin("{apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: "
          "ConfigMap, metadata: {name: c}}, {apiVersion: v1, kind: PodList, "
          "items: [{metadata: {name: x}, spec: " CONTAINER "}]}]}\n"
          "---\n{apiVersion: v1, kind: LimitRange, metadata: {name: "
          "db}}\n"
          "---\n{apiVersion: chaos-mesh.org/v1alpha1, kind: PodChaos, "
          "metadata: {name: p}}\n"
          "---\n{apiVersion: serving.knative.dev/v1, kind: Service, "
          "metadata: {name: k}, spec: {template: {}}}\n");
    CU_ASSERT_EQUAL(manifests.workload_count, 1);
    CU_ASSERT_EQUAL(manifests.ignored, 2);
    CU_ASSERT(
        told(&manifests.unmodelled, "LimitRange \"db\" is not modelled yet"));
    CU_ASSERT(
        told(&manifests.unmodelled, "PodChaos \"p\" is not modelled yet"));
    CU_ASSERT_EQUAL(errors.mistakes, 0);
    end();
}

/* kubectl get -o yaml prints what controllers made as well. */
static void test_owned(void)
{
    begin(DEPLOYMENT("web", "default", "2",
                     "{a: b}") "---\n{apiVersion: v1, kind: Pod, metadata: "
                               "{name: web-1, labels: "
                               "{a: b}, ownerReferences: [{kind: ReplicaSet, "
                               "name: web, controller: "
                               "true}]}, spec: " CONTAINER "}\n");
    CU_ASSERT_EQUAL(manifests.workload_count, 1);
    CU_ASSERT_EQUAL(manifests.ignored, 1);
    end();
}

static void test_node(void)
{
    begin("{apiVersion: v1, kind: Node, metadata: {name: n, labels: {a: b}}, "
          "spec: {unschedulable: true, taints: [{key: k, effect: NoExecute}]}, "
          "status: {capacity: {cpu: '8', memory: 32Gi, pods: '10'}, "
          "allocatable: {cpu: 7500m}}}\n");
    CU_ASSERT_EQUAL_FATAL(manifests.node_count, 1);
    CU_ASSERT_STRING_EQUAL(manifests.nodes[0].object, "node/n");
    CU_ASSERT_EQUAL(manifests.nodes[0].cpu_milli, 7500);
    CU_ASSERT_EQUAL(manifests.nodes[0].memory_bytes, (int64_t)32 << 30);
    CU_ASSERT_EQUAL(manifests.nodes[0].pods, 10);
    CU_ASSERT_EQUAL(manifests.nodes[0].taints,
                    taint_bit(&taints, &(struct taint){"k", "", NO_EXECUTE}));
    CU_ASSERT_TRUE(manifests.nodes[0].cordoned);
    CU_ASSERT_PTR_NULL(manifests.unmodelled.first);
    end();
}

static void test_bare_node(void)
{
    begin("{apiVersion: v1, kind: Node, metadata: {name: n}, spec: {taints: "
          "[{key: k, effect: PreferNoSchedule}]}, status: {images: [{names: "
          "[a:1, b], sizeBytes: 4096}]}}\n");
    CU_ASSERT_EQUAL_FATAL(manifests.node_count, 1);
    CU_ASSERT_EQUAL(manifests.nodes[0].cpu_milli, 4000);
    CU_ASSERT_EQUAL(manifests.nodes[0].memory_bytes, (int64_t)16 << 30);
    CU_ASSERT_EQUAL(manifests.nodes[0].pods, 110);
    CU_ASSERT(told(&manifests.assumed, "no capacity in node/n: 4 CPUs and 16Gi "
                                       "of memory are assumed"));
    CU_ASSERT_PTR_NULL(manifests.unmodelled.first);
    CU_ASSERT_EQUAL(
        manifests.nodes[0].taints,
        taint_bit(&taints, &(struct taint){"k", "", PREFER_NO_SCHEDULE}));
    CU_ASSERT_EQUAL_FATAL(manifests.nodes[0].image_count, 2);
    CU_ASSERT_STRING_EQUAL(manifests.nodes[0].images[1].name, "b");
    CU_ASSERT_EQUAL(manifests.nodes[0].images[1].bytes, 4096);
    end();
}

static void test_features(void)
{
    begin(POD("x", "{}",
              "{containers: [{name: c, livenessProbe: {tcpSocket: {port: 1}}}],"
              " schedulingGates: [{name: a}], volumes: [], "
              "hostNetwork: false}"));
    CU_ASSERT(told(&manifests.unmodelled,
                   "scheduling gates are not modelled yet (pod/x)"));
    CU_ASSERT(!told(&manifests.unmodelled, "liveness probes"));
    CU_ASSERT(!told(&manifests.unmodelled, "volumes"));
    CU_ASSERT(!told(&manifests.unmodelled, "host ports"));
    end();
}

static void test_schedulers(void)
{
    begin(POD("x", "{}",
              "{containers: [{name: c}], schedulerName: default-scheduler}"));
    CU_ASSERT_PTR_NULL(manifests.unmodelled.first);
    end();
    begin(POD("x", "{}", "{containers: [{name: c}], schedulerName: volcano}"));
    CU_ASSERT(told(&manifests.unmodelled,
                   "schedulers beside the default-scheduler, which takes their "
                   "pods, are not modelled yet (pod/x)"));
    end();
}

SUITE("models/manifest", {"init containers", test_init_containers},
      {"defaults", test_defaults}, {"containers", test_container},
      {"tolerations", test_tolerations},
      {"services select pods", test_services},
      {"names across namespaces", test_names}, {"kinds and lists", test_kinds},
      {"what is owned", test_owned}, {"nodes", test_node},
      {"a node that tells nothing", test_bare_node},
      {"what is not simulated", test_features},
      {"other schedulers", test_schedulers})
