/* A question, resolved. */
#include "models/scenario/scenario.h"

#include <string.h>

#include "sim/io/yaml.h"
#include "sim/texts.h"
#include "tests/suite.h"

static struct arena arena;
static struct errors errors;
static struct question question;

static const char objects[] =
    "---\n{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: "
    "{replicas: 3, selector: {matchLabels: {app: web}}, template: {metadata: "
    "{labels: {app: web}}, spec: {containers: [{name: a}, {name: b}]}}}}\n"
    "---\n{apiVersion: v1, kind: Service, metadata: {name: web}, spec: "
    "{selector: {app: web}}}\n"
    "---\n{apiVersion: v1, kind: Pod, metadata: {name: alone}, spec: "
    "{containers: [{name: a}]}}\n";

static struct tree *documents_of(const char *name, const char *text)
{
    return yaml_read(&arena, name, text, strlen(text), &errors);
}

static struct tree *read_named(const struct question *asked, const char *path,
                               struct place named_at, struct errors *told)
{
    (void)asked;
    (void)named_at;
    (void)told;
    if (strcmp(path, "preset:published") == 0)
        return documents_of(path, preset_published);
    return documents_of(path, objects);
}

static void begin(const char *text)
{
    arena_open(&arena);
    errors = (struct errors){.arena = &arena};
    question = (struct question){.name = "test",
                                 .arena = &arena,
                                 .read = read_named,
                                 .documents = documents_of("test", text)};
}

static const struct scenario *ask(const char *text)
{
    begin(text);
    return scenario_read(&question, &errors);
}

static bool told(const struct note *note, const char *text)
{
    for (; note != NULL; note = note->next)
        if (strstr(note->text, text) != NULL)
            return true;
    return false;
}

#define SCENARIO(spec)                                                         \
    "{apiVersion: nines/v1, kind: Scenario, metadata: {name: mine}, spec: "    \
    "{manifests: [objects.yaml], " spec "}}\n"
#define NODES                                                                  \
    "nodes: [{name: worker, count: 5, zones: [a, b, c], cpu: 2, memory: 1Gi, " \
    "price: 0.19/h, labels: {disk: ssd}}]"

static void test_defaults(void)
{
    const struct scenario *scenario = ask(SCENARIO(NODES));

    CU_ASSERT_PTR_NOT_NULL_FATAL(scenario);
    CU_ASSERT_STRING_EQUAL(scenario->name, "mine");
    CU_ASSERT_EQUAL(scenario->measured.horizon, YEARS(1));
    CU_ASSERT_EQUAL(scenario->replications, 200);
    CU_ASSERT_EQUAL(scenario->seed, 1);
    CU_ASSERT_STRING_EQUAL(scenario->version, "1.36");
    CU_ASSERT(!scenario->ticked);
    CU_ASSERT_EQUAL(scenario->crews, 0);
    CU_ASSERT_EQUAL(scenario->network.link, MILLISECONDS(1));
    CU_ASSERT_PTR_EQUAL(scenario->network.watch.kind, &law_constant);
    CU_ASSERT_EQUAL(scenario->network.watch.a, 0.005);
    CU_ASSERT_EQUAL(scenario->fault_count, 0);
    CU_ASSERT_EQUAL(scenario->kubelet.lease_renewal, SECONDS(10));
    CU_ASSERT(told(scenario->assumed, "horizon 1y"));
    CU_ASSERT(told(scenario->assumed, "no traffic to service/web"));
    CU_ASSERT(told(scenario->assumed, "kubelet.container-start 1s"));
    arena_close(&arena);
}

static void test_nodes(void)
{
    const struct scenario *scenario = ask(SCENARIO(NODES));
    const struct node_design *node;

    CU_ASSERT_PTR_NOT_NULL_FATAL(scenario);
    CU_ASSERT_EQUAL_FATAL(scenario->node_count, 5);
    CU_ASSERT_EQUAL(scenario->zone_count, 3);
    node = &scenario->nodes[4];
    CU_ASSERT_STRING_EQUAL(node->name, "worker-5");
    CU_ASSERT_STRING_EQUAL(node->object, "node/worker-5");
    CU_ASSERT_STRING_EQUAL(scenario->zones[node->zone], "b");
    CU_ASSERT_EQUAL(node->cpu_milli, 2000);
    CU_ASSERT_EQUAL(node->pods, 110);
    CU_ASSERT_STRING_EQUAL(label_value(&node->labels, "disk"), "ssd");
    CU_ASSERT_STRING_EQUAL(label_value(&node->labels, "kubernetes.io/hostname"),
                           "worker-5");
    CU_ASSERT_STRING_EQUAL(
        label_value(&node->labels, "topology.kubernetes.io/zone"), "b");
    CU_ASSERT_STRING_EQUAL(
        label_value(&node->labels, "node.kubernetes.io/instance-type"),
        "worker");
    CU_ASSERT_DOUBLE_EQUAL(scenario->site.machines[4].price, 0.19, 1e-12);
    CU_ASSERT_EQUAL(scenario->site.machines[4].zone, node->zone);
    arena_close(&arena);
}

/* Spread evenly over the zones, and a zone's nodes over its racks; a second
 * pool has racks of its own, and Node manifests stand in none. */
static void test_racks(void)
{
    static const char *const expected[] = {"a-1", "b-1", "a-2", "b-2", "a-3",
                                           "b-1", "a-1", "b-3", "b-3"};
    const struct scenario *scenario =
        ask(SCENARIO("nodes: [{name: w, count: 7, zones: [a, b], racks: 5}, "
                     "{name: x, count: 2, zones: [b], racks: 1}]"));
    const struct site *site;

    CU_ASSERT_PTR_NOT_NULL_FATAL(scenario);
    site = &scenario->site;
    CU_ASSERT_EQUAL_FATAL(site->machine_count, 9);
    CU_ASSERT_EQUAL_FATAL(site->rack_count, 6);
    for (int i = 0; i < 9; i++) {
        const struct domain_design *rack = &site->racks[site->machines[i].rack];

        CU_ASSERT_STRING_EQUAL(rack->name, expected[i]);
        CU_ASSERT_EQUAL(rack->zone, site->machines[i].zone);
    }
    CU_ASSERT_STRING_EQUAL(site->racks[5].object, "rack/b-3");
    CU_ASSERT_STRING_EQUAL(site->zones[1].object, "zone/b");
    arena_close(&arena);
    scenario = ask(SCENARIO(NODES));
    CU_ASSERT_PTR_NOT_NULL_FATAL(scenario);
    CU_ASSERT_EQUAL(scenario->site.rack_count, 0);
    CU_ASSERT_EQUAL(scenario->site.machines[4].rack, -1);
    arena_close(&arena);
}

static void test_node_manifests(void)
{
    const struct scenario *scenario;

    begin("{apiVersion: v1, kind: Node, metadata: {name: x, labels: "
          "{topology.kubernetes.io/zone: b}}}\n---\n"
          "{apiVersion: v1, kind: Node, metadata: {name: a}}\n");
    question.nodes = 2;
    question.zones = 2;
    scenario = scenario_read(&question, &errors);
    CU_ASSERT_PTR_NOT_NULL_FATAL(scenario);
    CU_ASSERT_EQUAL_FATAL(scenario->node_count, 4);
    CU_ASSERT_STRING_EQUAL(scenario->nodes[0].name, "node-1");
    CU_ASSERT_STRING_EQUAL(scenario->nodes[2].name, "a");
    CU_ASSERT_STRING_EQUAL(scenario->zones[scenario->nodes[2].zone], "-");
    CU_ASSERT_STRING_EQUAL(scenario->zones[scenario->nodes[3].zone], "b");
    CU_ASSERT_EQUAL(scenario->zone_count, 3);
    CU_ASSERT_EQUAL(errors.warnings, 1); /* nothing to measure */
    arena_close(&arena);
}

static void test_traffic(void)
{
    const struct scenario *scenario =
        ask(SCENARIO(NODES ", traffic: [{service: web, kind: constant, mean: "
                           "50/s, cpuPerRequest: 2ms, minReady: 2}]"));
    const struct service_question *web;

    CU_ASSERT_PTR_NOT_NULL_FATAL(scenario);
    CU_ASSERT_EQUAL_FATAL(scenario->service_count, 1);
    web = &scenario->questions[0];
    CU_ASSERT_PTR_EQUAL(web->service, &scenario->services[0]);
    CU_ASSERT_DOUBLE_EQUAL(demand_rate(&web->demand, HOURS(5)), 50, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(web->cpu_per_request, 0.002, 1e-12);
    CU_ASSERT_EQUAL(web->min_ready, 2);
    CU_ASSERT_EQUAL(web->service->desired, 3);
    arena_close(&arena);
}

static void test_faults(void)
{
    const struct scenario *scenario = ask(SCENARIO(
        NODES ", faults: [{name: a, kind: node-crash, every: 10d, lasts: 1h, "
              "target: {nodes: 20%, zone: b}}, {name: b, kind: "
              "container-crash, every: {law: exponential, mean: 1d}, target: "
              "{containers: 2, name: web}}, {name: c, kind: node-crash, every: "
              "1d, lasts: 1h, target: {name: node/worker-2}}]"));
    const struct fault_design *faults;

    CU_ASSERT_PTR_NOT_NULL_FATAL(scenario);
    CU_ASSERT_EQUAL_FATAL(scenario->fault_count, 3);
    faults = scenario->faults;
    CU_ASSERT_EQUAL(faults[0].target.mode, TARGET_SHARE);
    CU_ASSERT_DOUBLE_EQUAL(faults[0].target.share, 0.2, 1e-12);
    CU_ASSERT_STRING_EQUAL(faults[0].target.zone, "b");
    CU_ASSERT_DOUBLE_EQUAL(law_mean(&faults[0].every), 864000, 1e-6);
    CU_ASSERT_EQUAL(faults[1].target.mode, TARGET_COUNT);
    CU_ASSERT_EQUAL(faults[1].target.count, 2);
    CU_ASSERT_STRING_EQUAL(faults[1].target.only, "deployment/web");
    CU_ASSERT_EQUAL(faults[2].target.mode, TARGET_EACH);
    CU_ASSERT_STRING_EQUAL(faults[2].target.only, "worker-2");
    CU_ASSERT_STRING_EQUAL(scenario->measured.faults[1].kind,
                           "container-crash");
    arena_close(&arena);
}

/* What the page of `validate` says of a row of a title's block. */
static const char *described(const struct scenario *scenario, const char *title,
                             const char *key)
{
    const struct tree *block = scenario_describe(scenario, &arena)->first;

    while (block != NULL && !tree_is(tree_get(block, "title"), title))
        block = block->next;
    CU_ASSERT_PTR_NOT_NULL_FATAL(block);
    for (const struct tree *row = tree_get(block, "rows")->first; row != NULL;
         row = row->next)
        if (tree_is(row->first, key))
            return tree_text(row->first->next, "");
    return "";
}

/* Where containers run is known only when they have been placed. */
static void test_container_zone(void)
{
    const struct scenario *scenario = ask(SCENARIO(
        NODES ", faults: [{name: here, kind: container-crash, every: 73d, "
              "target: {zone: b}}, {name: all, kind: container-crash, every: "
              "73d, target: {containers: all, zone: b}}, {name: any, kind: "
              "container-crash, every: 73d}]"));

    CU_ASSERT_PTR_NOT_NULL_FATAL(scenario);
    CU_ASSERT_STRING_EQUAL(described(scenario, "Faults", "here"),
                           "container-crash of each of up to 7 containers, up "
                           "to 35 times a year");
    CU_ASSERT_STRING_EQUAL(
        described(scenario, "Faults", "all"),
        "container-crash of all of up to 7 containers, 5 times a year");
    CU_ASSERT_STRING_EQUAL(
        described(scenario, "Faults", "any"),
        "container-crash of each of 7 containers, 35 times a year");
    arena_close(&arena);
}

/* Of whom nothing is said, the table's standards hold. */
static void test_standards(void)
{
    const struct scenario *scenario = ask(SCENARIO(NODES));

    CU_ASSERT_PTR_NOT_NULL_FATAL(scenario);
    CU_ASSERT_EQUAL(scenario->questions[0].available_at, 0.99);
    CU_ASSERT_EQUAL(scenario->questions[0].cpu_per_request, 0.001);
    CU_ASSERT(told(scenario->assumed, "available means that 99% of requests "
                                      "succeed, as nothing else is said"));
    arena_close(&arena);
}

static void test_preset(void)
{
    const struct scenario *scenario;

    begin(objects);
    question.nodes = 3;
    scenario = scenario_read(&question, &errors);
    CU_ASSERT_PTR_NOT_NULL_FATAL(scenario);
    CU_ASSERT_STRING_EQUAL(scenario->name, "test");
    CU_ASSERT_EQUAL(scenario->fault_count, 4);
    CU_ASSERT(told(scenario->assumed, "of the published faults are assumed"));
    arena_close(&arena);
}

static void set(struct setting *setting, const char *address, const char *value)
{
    *setting =
        (struct setting){address, value, {"--set", 0, 0}, question.settings};
    question.settings = setting;
}

/* What is odd but legal is warned of, each at its place. */
static void test_warnings(void)
{
    static const char misfit[] =
        "pod/alone: none of its pods fits on any node: node(s) didn't match "
        "Pod's node affinity/selector";
    const char *const expected[] = {
        "4 zones for 3 nodes: some stand empty",
        "8 racks for 3 nodes: only 3 are used",
        "fault \"a\" is to befall 20 nodes of 3: it befalls all of them",
        misfit,
        "deployment/web has no replicas: service/web cannot be available"};
    const struct message *message;
    struct setting settings[2];
    int i = 0;

    begin(SCENARIO(
        "nodes: [{name: w, count: 3, zones: [a, b, c, d], racks: 8}], faults: "
        "[{name: a, kind: node-crash, every: 9d, lasts: 2h, target: {nodes: "
        "20}}]"));
    set(&settings[0], "deployment/web.replicas", "0");
    set(&settings[1], "pod/alone.nodeSelector.disk", "ssd");
    CU_ASSERT_PTR_NOT_NULL(scenario_read(&question, &errors));
    for (message = errors.first; message != NULL && i < 5; i++) {
        CU_ASSERT(message->warning);
        CU_ASSERT_STRING_EQUAL(message->text, expected[i]);
        CU_ASSERT(message->place.line > 0);
        message = message->next;
    }
    CU_ASSERT_EQUAL(i, 5);
    CU_ASSERT_PTR_NULL(message);
    arena_close(&arena);
}

/* What may be required, by which name. */
static void test_objects(void)
{
    const struct place at = {"--require", 0, 0};
    const struct scenario *scenario =
        ask(SCENARIO(NODES ", traffic: [{service: web, kind: constant, mean: "
                           "0/s}]"));
    static const char *const names[] = {"web", "web.default", "svc/web", NULL};

    CU_ASSERT_PTR_NOT_NULL_FATAL(scenario);
    for (int i = 0; names[i] != NULL; i++)
        CU_ASSERT_STRING_EQUAL(
            model.object(scenario, "nines", names[i], at, &errors),
            "service/web");
    CU_ASSERT_EQUAL(errors.mistakes, 0);
    CU_ASSERT_PTR_NULL(model.object(scenario, "nines", "pod/web", at, &errors));
    CU_ASSERT_PTR_NULL(
        model.object(scenario, "request_success", "web", at, &errors));
    CU_ASSERT_EQUAL(errors.mistakes, 2);
    arena_close(&arena);
}

static void test_settings(void)
{
    const struct scenario *scenario;
    struct setting settings[4];

    begin(SCENARIO(NODES));
    set(&settings[0], "nodes.worker.count", "7");
    set(&settings[1], "deploy/web.replicas", "9");
    set(&settings[2], "controllers.network.link", "3ms");
    set(&settings[3], "spec.horizon", "30d");
    scenario = scenario_read(&question, &errors);
    CU_ASSERT_PTR_NOT_NULL_FATAL(scenario);
    CU_ASSERT_EQUAL(scenario->node_count, 7);
    CU_ASSERT_EQUAL(scenario->services[0].desired, 9);
    CU_ASSERT_EQUAL(scenario->network.link, MILLISECONDS(3));
    CU_ASSERT_EQUAL(scenario->measured.horizon, DAYS(30));
    /* The question itself stays as it was read. */
    question.settings = NULL;
    scenario = scenario_read(&question, &errors);
    CU_ASSERT_EQUAL(scenario->node_count, 5);
    arena_close(&arena);
}

static void test_nothing(void)
{
    const struct scenario *scenario = ask("");

    CU_ASSERT_PTR_NOT_NULL_FATAL(scenario);
    CU_ASSERT_EQUAL(errors.warnings, 1);
    CU_ASSERT_EQUAL(scenario->workload_count + scenario->node_count, 0);
    CU_ASSERT_EQUAL(scenario->replications, 0);
    arena_close(&arena);
    CU_ASSERT_PTR_NULL(
        ask("{apiVersion: nines/v1, kind: Scenario, spec: {" NODES "}}\n"));
    CU_ASSERT_EQUAL(errors.mistakes, 1);
    arena_close(&arena);
}

/* Each measure's numbers stand where the next one's do not. */
static void test_layout(void)
{
    const struct scenario *scenario = ask(SCENARIO(NODES));
    int count = 0, numbers = 0;

    CU_ASSERT_PTR_NOT_NULL_FATAL(scenario);
    for (; measure_list.plugins[count] != NULL; count++) {
        const struct measure_kind *kind =
            (const void *)measure_list.plugins[count];

        CU_ASSERT_EQUAL(scenario->measure_first[count], numbers);
        numbers += measure_count(kind, &scenario->measured);
    }
    CU_ASSERT_EQUAL_FATAL(scenario->layout.count, numbers);
    for (int i = 0; i < numbers; i++)
        CU_ASSERT_PTR_NOT_NULL(scenario->layout.names[i].measure);
    arena_close(&arena);
}

static void test_pages(void)
{
    const struct scenario *scenario = ask(SCENARIO(NODES));
    struct tree *page;

    CU_ASSERT_PTR_NOT_NULL_FATAL(scenario);
    page = scenario_describe(scenario, &arena);
    CU_ASSERT(tree_is(tree_get(page->first, "title"), "The question"));
    for (const struct plugin *const *each = fault_list.plugins; *each != NULL;
         each++)
        CU_ASSERT_PTR_NOT_NULL(model.explain_kind(
            tree_scalar(&arena, (*each)->name), &arena, &errors));
    CU_ASSERT_PTR_NOT_NULL(model.explain_kind(NULL, &arena, &errors));
    CU_ASSERT_EQUAL(errors.mistakes, 0);
    CU_ASSERT_PTR_NULL(
        model.explain_kind(tree_scalar(&arena, "node-crush"), &arena, &errors));
    CU_ASSERT_STRING_EQUAL(
        errors.first->text,
        "unknown kind \"node-crush\"; did you mean \"node-crash\"?");
    arena_close(&arena);
}

SUITE("models/scenario", {"defaults", test_defaults}, {"nodes", test_nodes},
      {"racks", test_racks}, {"Node manifests", test_node_manifests},
      {"traffic", test_traffic}, {"faults", test_faults},
      {"containers of a zone", test_container_zone},
      {"standards", test_standards}, {"the preset", test_preset},
      {"settings", test_settings}, {"nothing", test_nothing},
      {"warnings", test_warnings}, {"what can be required", test_objects},
      {"the layout", test_layout}, {"pages", test_pages})
