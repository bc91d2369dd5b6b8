/* Services in whole worlds: tables that travel, load balancers, Ingresses. */
#include "models/cluster/balancer.h"

#include "models/world.h"
#include "tests/scenario_text.h"
#include "tests/suite.h"

static const char scenario_text[] =
    "apiVersion: nines/v1\n"
    "kind: Scenario\n"
    "spec:\n"
    "  horizon: 10d\n"
    "  controllers: {%s}\n"
    "  nodes:\n"
    "  - {name: worker, count: 6, zones: [a, b, "
    "c], cpu: 4, memory: 16Gi}\n"
    "  traffic: [{service: web, kind: constant, "
    "mean: 100/s}]\n"
    "---\n"
    "apiVersion: apps/v1\n"
    "kind: Deployment\n"
    "metadata: {name: web}\n"
    "spec:\n"
    "  replicas: 3\n"
    "  selector: {matchLabels: {app: web}}\n"
    "  template:\n"
    "    metadata: {labels: {app: web}}\n"
    "    spec: {containers: [{name: web, lifecycle: {preStop: "
    "{sleep: {seconds: 20}}}}]}\n"
    "---\n"
    "apiVersion: v1\n"
    "kind: Service\n"
    "metadata: {name: web}\n"
    "spec: {selector: {app: web}%s}\n"
    "%s";

struct stage {
    struct arena scenario;
    struct arena arena;
    struct world *world;
    struct sim *sim;
    const struct service_use *use;
    struct balancer *balancer;
};

static void stage_open(struct stage *stage, const char *controllers,
                       const char *service, const char *more)
{
    arena_open(&stage->scenario);
    arena_open(&stage->arena);
    stage->world = world_open(
        scenario_from_text(&stage->scenario,
                           arena_format(&stage->scenario, scenario_text,
                                        controllers, service, more)),
        &stage->arena, (struct seed){4, 0, 0});
    stage->sim = stage->world->sim;
    stage->use = &stage->world->cluster.use.services[0];
    stage->balancer = &stage->world->cluster.balancers.all[0];
}

static void stage_close(struct stage *stage)
{
    arena_close(&stage->arena);
    arena_close(&stage->scenario);
}

static double success(const struct stage *stage)
{
    return use_success(stage->use, stage->sim->now);
}

/* The first machine on which there is a pod of the Service, or none. */
static struct machine *machine_with(const struct stage *stage, bool pod)
{
    const struct api *api = stage->world->cluster.api;
    int i = 0;

    while ((api->nodes[i].pods != NULL) != pod)
        i++;
    return &stage->world->cluster.infrastructure->machines[i];
}

static void break_one(const struct stage *stage, bool with_pod)
{
    machine_break(stage->world->cluster.infrastructure,
                  machine_with(stage, with_pod), NO_CAUSE);
}

static void wait(const struct stage *stage, sim_time time)
{
    sim_run(stage->sim, stage->sim->now + time);
}

/* Of six nodes that a load balancer knows one is down: a sixth of the requests
 * is lost until its checks have failed, whatever runs there. */
static void load_balancer(void)
{
    struct stage stage;
    sim_time broken;

    stage_open(&stage, "", ", type: LoadBalancer", "");
    CU_ASSERT_EQUAL(success(&stage), 1);
    broken = stage.sim->now;
    break_one(&stage, false);
    CU_ASSERT_DOUBLE_EQUAL(success(&stage), 5. / 6, 1e-12);
    CU_ASSERT_FALSE(stage.use->available);
    wait(&stage, SECONDS(10));
    CU_ASSERT_DOUBLE_EQUAL(success(&stage), 5. / 6, 1e-12);
    while (!stage.use->available)
        wait(&stage, MILLISECONDS(1));
    CU_ASSERT(stage.sim->now - broken >= SECONDS(10));
    CU_ASSERT(stage.sim->now - broken <= SECONDS(20));
    CU_ASSERT_EQUAL(success(&stage), 1);
    break_one(&stage, true);
    CU_ASSERT_DOUBLE_EQUAL(success(&stage), 4. / 5 * 2 / 3, 1e-12);
    stage_close(&stage);
}

/* A node that is back before enough checks have failed was never out. */
static void short_absence(void)
{
    struct stage stage;
    struct infrastructure *infrastructure;
    struct machine *machine;

    stage_open(&stage, "", ", type: LoadBalancer", "");
    infrastructure = stage.world->cluster.infrastructure;
    machine = machine_with(&stage, false);
    machine_break(infrastructure, machine, NO_CAUSE);
    wait(&stage, SECONDS(9));
    machine_mend(infrastructure, machine, NO_CAUSE);
    for (int i = 0; i < 60; i++, wait(&stage, SECONDS(1)))
        CU_ASSERT_EQUAL(success(&stage), 1);
    stage_close(&stage);
}

/* Without a load balancer nobody is on a node that is down to ask. */
static void from_within(void)
{
    struct stage stage;

    stage_open(&stage, "", "", "");
    break_one(&stage, false);
    CU_ASSERT_EQUAL(success(&stage), 1);
    break_one(&stage, true);
    CU_ASSERT_DOUBLE_EQUAL(success(&stage), 2. / 3, 1e-12);
    stage_close(&stage);
}

/* With the policy Local only the nodes with endpoints are sent requests: three
 * of six, and a third is lost with one of them, until its checks failed. */
static void local_policy(void)
{
    struct stage stage;

    stage_open(&stage, "", ", type: LoadBalancer, externalTrafficPolicy: Local",
               "");
    CU_ASSERT_EQUAL(stage.balancer->doors->open, 3);
    CU_ASSERT_DOUBLE_EQUAL(success(&stage), 1, 1e-12);
    break_one(&stage, false);
    CU_ASSERT_DOUBLE_EQUAL(success(&stage), 1, 1e-12);
    break_one(&stage, true);
    CU_ASSERT_DOUBLE_EQUAL(success(&stage), 2. / 3, 1e-12);
    wait(&stage, SECONDS(21));
    CU_ASSERT_DOUBLE_EQUAL(success(&stage), 1, 1e-12);
    stage_close(&stage);
}

/* Pods ask the endpoint of their own node, where there is one; with the
 * internal policy Local they ask no other. */
static void own_node(void)
{
    struct stage stage;

    stage_open(&stage, "", ", internalTrafficPolicy: Local", "");
    CU_ASSERT_DOUBLE_EQUAL(success(&stage), 1. / 2, 1e-12);
    break_one(&stage, true);
    CU_ASSERT_DOUBLE_EQUAL(success(&stage), 2. / 5, 1e-12);
    stage_close(&stage);
    stage_open(&stage, "", ", trafficDistribution: PreferSameNode", "");
    CU_ASSERT_DOUBLE_EQUAL(success(&stage), 1, 1e-12);
    stage_close(&stage);
}

/* Three replicas in three zones: with one dead, its zone's requests fail, and
 * that is the share of the nodes that are up there: one of five. */
static void own_zone(void)
{
    struct stage stage;

    stage_open(&stage, "", ", trafficDistribution: PreferClose", "");
    break_one(&stage, true);
    CU_ASSERT_DOUBLE_EQUAL(success(&stage), 4. / 5, 1e-12);
    stage_close(&stage);
}

#define INGRESS(annotations)                                                   \
    "---\n"                                                                    \
    "apiVersion: networking.k8s.io/v1\n"                                       \
    "kind: Ingress\n"                                                          \
    "metadata: {name: web, annotations: {" annotations "}}\n"                  \
    "spec: {ingressClassName: nginx, rules: [{http: {paths: [{path: /, "       \
    "pathType: Prefix, backend: {service: {name: web, port: {number: "         \
    "80}}}}]}}]}\n"

/* The container of a Service's pod hangs, or exits. */
static void break_container(const struct stage *stage, bool hangs)
{
    const struct machine *machine = machine_with(stage, true);
    struct container *container =
        &stage->world->cluster.api->nodes[machine->ordinal]
             .pods->sandbox->containers[0];

    (void)(hangs ? container_hang(container, NO_CAUSE)
                 : container_exit(container, 1, NO_CAUSE));
}

/* Three tries find an endpoint that serves, where the others refuse; a node
 * that is down may be met three times, and a program that hangs. */
static void ingress(void)
{
    struct stage stage;

    stage_open(&stage, "", ", type: LoadBalancer", INGRESS(""));
    break_container(&stage, false);
    CU_ASSERT_EQUAL(success(&stage), 1);
    CU_ASSERT_TRUE(stage.use->available);
    stage_close(&stage);
    stage_open(&stage, "", "", INGRESS(""));
    break_one(&stage, true);
    CU_ASSERT_DOUBLE_EQUAL(success(&stage), 1 - 1. / 27, 1e-12);
    CU_ASSERT_FALSE(stage.use->available);
    stage_close(&stage);
    stage_open(&stage, "", "", INGRESS(""));
    break_container(&stage, true);
    CU_ASSERT_DOUBLE_EQUAL(success(&stage), 1 - 1. / 27, 1e-12);
    stage_close(&stage);
    stage_open(&stage, "ingress-nginx: {next-upstream-tries: 2}", "",
               INGRESS(""));
    break_one(&stage, true);
    CU_ASSERT_DOUBLE_EQUAL(success(&stage), 1 - 1. / 9, 1e-12);
    stage_close(&stage);
    stage_open(&stage, "", "",
               INGRESS("nginx.ingress.kubernetes.io/proxy-next-upstream: off"));
    break_one(&stage, true);
    CU_ASSERT_DOUBLE_EQUAL(success(&stage), 2. / 3, 1e-12);
    stage_close(&stage);
}

static const char spread[] =
    "kube-proxy: {programming: {law: uniform, low: 500ms, high: 2s}}";

/* Seconds of the last change's travel to each node, in order. */
static struct endpoint_table *traveller(const struct stage *stage)
{
    while (stage->balancer->newest->older == NULL)
        wait(stage, MILLISECONDS(1));
    return stage->balancer->newest;
}

/* Each node drops the dead endpoint at a time of its own, and the Service is
 * available again with the last of them. */
static void per_node(void)
{
    struct stage stage;
    struct endpoint_table *table;

    stage_open(&stage, spread, "", "");
    CU_ASSERT_EQUAL(stage.balancer->proxies->count, 6);
    break_one(&stage, true);
    table = traveller(&stage);
    for (int i = 0; i < 6; i++) {
        CU_ASSERT(table->at[i] - table->made >= MILLISECONDS(500));
        CU_ASSERT(table->at[i] - table->made <= SECONDS(2) + MILLISECONDS(5));
        CU_ASSERT(i == 0 || table->at[i] > table->at[i - 1]);
        CU_ASSERT_FALSE(stage.use->available);
        sim_run(stage.sim, table->at[i]);
        CU_ASSERT_DOUBLE_EQUAL(success(&stage), 1 - (5 - i) / 6. / 3, 1e-12);
    }
    CU_ASSERT_TRUE(stage.use->available);
    CU_ASSERT_PTR_NULL(stage.balancer->newest->older);
    stage_close(&stage);
}

static uint64_t events_with(const char *controllers)
{
    struct stage stage;
    uint64_t events;

    stage_open(&stage, controllers, "", "");
    break_one(&stage, true);
    wait(&stage, MINUTES(10));
    CU_ASSERT_TRUE(stage.use->available);
    events = stage.sim->events;
    stage_close(&stage);
    return events;
}

/* That nodes differ costs one event for what becomes of the Service. */
static void no_event_each(void)
{
    uint64_t alike = events_with("kube-proxy: {programming: 1s}");
    uint64_t differing = events_with(spread);

    CU_ASSERT(differing >= alike && differing <= alike + 1);
}

struct book {
    const struct stage *stage;
    struct listener leaving;
    double served;
};

static void leaving(void *context, void *subject, struct cause cause)
{
    struct book *book = context;
    const struct service_use *service = subject;

    (void)cause;
    book->served += use_volume(service, service->served, service->since,
                               book->stage->sim->now);
}

/* The requests served meanwhile are those of every node's own table. */
static void served_meanwhile(void)
{
    struct stage stage;
    struct book book = {.stage = &stage, .leaving = {leaving, &book, NULL}};
    struct endpoint_table *table;
    double seconds = 0;
    sim_time begin;

    stage_open(&stage, spread, "", "");
    break_one(&stage, true);
    table = traveller(&stage);
    begin = stage.use->since;
    for (int i = 0; i < 6; i++)
        seconds += time_seconds(table->at[i] - begin) / 6;
    hook_listen(&stage.world->cluster.use.leaving, &book.leaving);
    sim_run(stage.sim, table->at[5]);
    CU_ASSERT_EQUAL(stage.use->since, stage.sim->now);
    CU_ASSERT_DOUBLE_EQUAL(
        book.served, 100 * (time_seconds(stage.sim->now - begin) - seconds / 3),
        1e-6);
    stage_close(&stage);
}

/* An endpoint that ends is left at once, but where no other is ready: then a
 * kube-proxy goes on with it, and nobody else does. Its hook lets it serve. */
static double success_at_the_end(const char *service, const char *more)
{
    struct stage stage;
    struct api *api;
    const struct endpoint_table *table;
    double share;

    stage_open(&stage, "", service, more);
    api = stage.world->cluster.api;
    for (int i = 0; i < api->node_count; i++)
        if (api->nodes[i].pods != NULL)
            api_delete(api, api->nodes[i].pods, SPEC_GRACE, "test", NO_CAUSE);
    table = traveller(&stage);
    CU_ASSERT_EQUAL(table->regions[0].backends[READY_ENDPOINT].listed, 0);
    CU_ASSERT_EQUAL(table->regions[0].backends[TERMINATING_ENDPOINT].listed, 3);
    sim_run(stage.sim, table->at[stage.balancer->proxies->count - 1]);
    share = success(&stage);
    stage_close(&stage);
    return share;
}

static void last_resort(void)
{
    CU_ASSERT_EQUAL(success_at_the_end("", ""), 1);
    CU_ASSERT_EQUAL(success_at_the_end(", type: LoadBalancer", ""), 1);
    CU_ASSERT_EQUAL(success_at_the_end(", clusterIP: None", ""), 0);
    CU_ASSERT_EQUAL(success_at_the_end("", INGRESS("")), 0);
}

SUITE("models/balancer", {"load balancer", load_balancer},
      {"short absence", short_absence}, {"from within", from_within},
      {"local policy", local_policy}, {"own node", own_node},
      {"own zone", own_zone}, {"ingress", ingress}, {"per node", per_node},
      {"no event each", no_event_each}, {"served meanwhile", served_meanwhile},
      {"last resort", last_resort})
