/* What a pod's affinity says, as it is read, and whom it matches. */
#include "models/api/affinity.h"

#include "models/scenario/scenario.h"
#include "tests/scenario_text.h"
#include "tests/suite.h"

static const char text[] =
    "apiVersion: nines/v1\n"
    "kind: Scenario\n"
    "metadata: {name: affinity}\n"
    "spec:\n"
    "  nodes: [{name: n, count: 2, zones: [a, b]}]\n"
    "---\n"
    "apiVersion: scheduling.k8s.io/v1\n"
    "kind: PriorityClass\n"
    "metadata: {name: usual}\n"
    "value: 7\n"
    "globalDefault: true\n"
    "preemptionPolicy: Never\n"
    "---\n"
    "apiVersion: apps/v1\n"
    "kind: Deployment\n"
    "metadata: {name: web, namespace: shop}\n"
    "spec:\n"
    "  selector: {matchLabels: {app: web}}\n"
    "  template:\n"
    "    metadata: {labels: {app: web, team: red}}\n"
    "    spec:\n"
    "      containers:\n"
    "      - {name: c, ports: [{containerPort: 80}, {containerPort: 81,"
    " hostPort: 8081, hostIP: 10.0.0.1}]}\n"
    "      affinity:\n"
    "        nodeAffinity:\n"
    "          requiredDuringSchedulingIgnoredDuringExecution:\n"
    "            nodeSelectorTerms:\n"
    "            - matchExpressions:\n"
    "              - {key: disks, operator: Gt, values: ['3']}\n"
    "              - {key: disks, operator: Lt, values: ['6']}\n"
    "            - matchFields: [{key: metadata.name, operator: In,"
    " values: [n-2]}]\n"
    "            - {}\n"
    "          preferredDuringSchedulingIgnoredDuringExecution:\n"
    "          - weight: 5\n"
    "            preference: {matchExpressions: [{key: disks,"
    " operator: Exists}]}\n"
    "          - weight: 2\n"
    "            preference: {matchExpressions: [{key: old,"
    " operator: DoesNotExist}]}\n"
    "        podAntiAffinity:\n"
    "          requiredDuringSchedulingIgnoredDuringExecution:\n"
    "          - labelSelector: {matchLabels: {app: web}}\n"
    "            topologyKey: kubernetes.io/hostname\n"
    "            matchLabelKeys: [team, pod-template-hash]\n"
    "          preferredDuringSchedulingIgnoredDuringExecution:\n"
    "          - weight: 9\n"
    "            podAffinityTerm:\n"
    "              topologyKey: zone\n"
    "              labelSelector: {}\n"
    "              namespaceSelector: {matchLabels: "
    "{kubernetes.io/metadata.name: other}}\n"
    "      topologySpreadConstraints:\n"
    "      - maxSkew: 2\n"
    "        topologyKey: zone\n"
    "        whenUnsatisfiable: DoNotSchedule\n"
    "        minDomains: 3\n"
    "        nodeAffinityPolicy: Ignore\n"
    "        nodeTaintsPolicy: Honor\n"
    "        labelSelector: {matchLabels: {app: web}}\n"
    "      - {maxSkew: 1, topologyKey: rack, whenUnsatisfiable: "
    "ScheduleAnyway}\n"
    "---\n"
    "apiVersion: v1\n"
    "kind: Pod\n"
    "metadata: {name: alone, namespace: other, labels: {app: web}}\n"
    "spec: {containers: [{name: c, resources: {requests: {cpu: 1}}}],"
    " overhead: {cpu: 250m, memory: 8Mi}, priorityClassName: "
    "system-cluster-critical, preemptionPolicy: PreemptLowerPriority}\n";

static const struct scenario *scenario;
static const struct pod_template *web, *alone;

static void begin(struct arena *arena)
{
    arena_open(arena);
    scenario = scenario_from_text(arena, text);
    for (int i = 0; i < scenario->workload_count; i++) {
        const struct workload *each = &scenario->workloads[i];

        *(each->kind == WORKLOAD_POD ? &alone : &web) = &each->template;
    }
}

static bool selects(const char *disks, const char *name)
{
    struct label label = {"disks", disks};
    struct labels labels = {disks != NULL, &label};

    return affinity_selects(web, &labels, name);
}

static void nodes(void)
{
    static const struct label all[] = {{"disks", "9"}, {"old", ""}};
    struct labels labels = {2, all};
    struct arena arena;

    begin(&arena);
    CU_ASSERT(selects("4", "n-1"));
    CU_ASSERT(selects("5", "n-1"));
    CU_ASSERT_FALSE(selects("3", "n-1"));
    CU_ASSERT_FALSE(selects("6", "n-1"));
    CU_ASSERT_FALSE(selects("many", "n-1"));
    CU_ASSERT_FALSE(selects(NULL, "n-1")); /* an empty term matches nothing */
    CU_ASSERT(selects(NULL, "n-2"));
    CU_ASSERT_EQUAL(affinity_preference(web->affinity, &labels, "n-1"), 5);
    labels.count = 1;
    CU_ASSERT_EQUAL(affinity_preference(web->affinity, &labels, "n-1"), 7);
    arena_close(&arena);
}

static void pods(void)
{
    struct pod_template other;
    struct arena arena;
    const struct affinity *affinity;

    begin(&arena);
    affinity = web->affinity;
    CU_ASSERT_EQUAL_FATAL(affinity->apart_count, 1);
    CU_ASSERT(affinity->apart[0].same_template);
    CU_ASSERT_EQUAL(affinity->apart[0].selector.count, 2);
    CU_ASSERT(pod_term_matches(&affinity->apart[0], web, web));
    other = *web;
    CU_ASSERT_FALSE(pod_term_matches(&affinity->apart[0], web, &other));
    CU_ASSERT_FALSE(pod_term_matches(&affinity->apart[0], web, alone));
    CU_ASSERT_EQUAL_FATAL(affinity->preference_count, 1);
    CU_ASSERT_EQUAL(affinity->preferences[0].weight, -9);
    CU_ASSERT(pod_term_matches(&affinity->preferences[0].term, web, alone));
    CU_ASSERT_FALSE(pod_term_matches(&affinity->preferences[0].term, web, web));
    arena_close(&arena);
}

static void spread(void)
{
    struct arena arena;
    const struct spread_constraint *all;

    begin(&arena);
    all = web->affinity->constraints;
    CU_ASSERT_EQUAL_FATAL(web->affinity->constraint_count, 2);
    CU_ASSERT(all[0].hard && all[0].any_node && all[0].honour_taints);
    CU_ASSERT_EQUAL(all[0].max_skew, 2);
    CU_ASSERT_EQUAL(all[0].min_domains, 3);
    CU_ASSERT(spread_constraint_matches(&all[0], web, web));
    CU_ASSERT_FALSE(spread_constraint_matches(&all[0], web, alone));
    CU_ASSERT_FALSE(all[1].hard || all[1].any_node || all[1].honour_taints);
    CU_ASSERT_EQUAL(all[1].min_domains, 1);
    /* without a selector no pod is meant */
    CU_ASSERT_FALSE(spread_constraint_matches(&all[1], web, web));
    arena_close(&arena);
}

static void ports(void)
{
    struct host_port mine = {8081, "TCP", "0.0.0.0"};
    struct affinity other = {.port_count = 1, .ports = &mine};
    struct arena arena;

    begin(&arena);
    CU_ASSERT_EQUAL(web->affinity->port_count, 1);
    CU_ASSERT(affinity_ports_clash(web->affinity, &other));
    mine.address = "10.0.0.2";
    CU_ASSERT_FALSE(affinity_ports_clash(web->affinity, &other));
    mine.address = "10.0.0.1";
    CU_ASSERT(affinity_ports_clash(web->affinity, &other));
    mine.protocol = "UDP";
    CU_ASSERT_FALSE(affinity_ports_clash(web->affinity, &other));
    mine = (struct host_port){81, "TCP", "0.0.0.0"};
    CU_ASSERT_FALSE(affinity_ports_clash(web->affinity, &other));
    arena_close(&arena);
}

static void priorities(void)
{
    struct arena arena;

    begin(&arena);
    CU_ASSERT_EQUAL(web->priority, 7);
    CU_ASSERT(web->never_preempts);
    CU_ASSERT_EQUAL(alone->priority, 2000000000);
    CU_ASSERT_FALSE(alone->never_preempts);
    CU_ASSERT_PTR_NULL(alone->affinity);
    arena_close(&arena);
}

static void overhead(void)
{
    struct arena arena;
    struct requests requests;

    begin(&arena);
    requests = template_requests(alone);
    CU_ASSERT_EQUAL(requests.cpu_milli, 1250);
    CU_ASSERT_EQUAL(requests.scored_cpu_milli, 1250);
    CU_ASSERT_EQUAL(requests.memory_bytes, 8 << 20);
    CU_ASSERT_EQUAL(requests.scored_memory_bytes, 208 << 20);
    arena_close(&arena);
}

SUITE("models/affinity", {"nodes", nodes}, {"pods", pods}, {"spread", spread},
      {"ports", ports}, {"priorities", priorities}, {"overhead", overhead})
