/* A cluster made by hand. */
#include "tests/models/measures/small_world.h"

static void open_pods(struct small_world *world)
{
    world->services[0] = &world->service;
    world->workload = (struct workload){
        .kind = WORKLOAD_REPLICA_SET,
        .name = "web",
        .object = "replicaset/web",
        .replicas = SMALL_PODS,
        .template = {.service_count = 1, .services = world->services}};
    world->set = (struct owner){
        .workload = &world->workload, .name = "web", .first = &world->pods[0]};
    for (int i = 0; i < SMALL_PODS; i++) {
        struct pod *pod = &world->pods[i];

        world->sandboxes[i] = ARENA_NEW(&world->arena, struct sandbox);
        *pod = (struct pod){.unserved_since = NEVER,
                            .template = &world->workload.template,
                            .owner = &world->set,
                            .identity = (uint64_t)i,
                            .status = {.node = &world->node, .exists = true},
                            .sandbox = world->sandboxes[i],
                            .listings = &world->listings[i]};
        if (i + 1 < SMALL_PODS)
            pod->next = &world->pods[i + 1];
        world->sandboxes[i]->pod = pod;
        world->sandboxes[i]->serving = true;
        world->listings[i] = (struct listing){
            .balancer = &world->balancer, .pod = pod, .listed = true};
    }
}

void small_world_open(struct small_world *world, sim_time horizon)
{
    struct cluster *cluster = &world->cluster;

    *world = (struct small_world){.measured = {.horizon = horizon}};
    arena_open(&world->arena);
    cluster->sim = sim_open(&world->arena, (struct seed){1, 0, 0}, 0);
    cluster->api = &world->api;
    world->api.written = &world->written;
    cluster->infrastructure = &world->infrastructure;
    world->api.owners = &world->set;
    world->infrastructure.machine_count = 3;
    world->infrastructure.machines_present = 3;
    world->infrastructure.machines_up = 3;
    ledger_open(&world->infrastructure.ledger, cluster->sim);
    world->service = (struct service){
        .name = "web", .object = "service/web", .desired = SMALL_PODS};
    world->question = (struct service_question){.service = &world->service};
    world->balancer.service = &world->service;
    world->use = (struct service_use){.question = &world->question,
                                      .balancer = &world->balancer,
                                      .use = &cluster->use,
                                      .available = true};
    cluster->use.sim = cluster->sim;
    cluster->use.services = &world->use;
    cluster->use.count = 1;
    cluster->use.running_pods = SMALL_PODS;
    open_pods(world);
    world->fault = (struct fault_name){"crashes", "node-crash", "fault.begin",
                                       "fault.end"};
    world->measured.services = &world->question;
    world->measured.service_count = 1;
    world->measured.faults = &world->fault;
    world->measured.fault_count = 1;
    world->measured.workloads = &world->workload;
    world->measured.workload_count = 1;
    world->layout =
        (struct layout){SMALL_NUMBERS, NULL, MEASURED_TABLES, measured_tables};
    world->observation = (struct observation){
        .measured = &world->measured,
        .cluster = cluster,
        .recorded = true,
        .outcome = outcome_open(&world->arena, &world->layout, 0)};
}

void small_world_close(struct small_world *world)
{
    arena_close(&world->arena);
}

void small_world_wait(struct small_world *world, sim_time until)
{
    sim_run(world->cluster.sim, until);
}

void small_world_set(struct small_world *world, bool available)
{
    hook_call(&world->cluster.use.leaving, &world->use, NO_CAUSE);
    world->use.available = available;
    world->use.since = world->cluster.sim->now;
    hook_call(&world->cluster.use.entered, &world->use, NO_CAUSE);
}

void small_world_serve(struct small_world *world, int pod, bool serving,
                       struct incident *incident)
{
    struct cause cause = incident == NULL ? NO_CAUSE : incident_cause(incident);

    world->sandboxes[pod]->serving = serving;
    cause_keep(&world->sandboxes[pod]->cause, cause);
    cause_keep(&world->pods[pod].root, serving ? NO_CAUSE : cause);
    hook_call(&world->cluster.kubelets.serving_changed, world->sandboxes[pod],
              cause);
}

void small_world_write(struct small_world *world, int pod,
                       enum change_kind kind)
{
    struct change change = {.kind = kind,
                            .object = &world->pods[pod],
                            .pod = world->pods[pod].status};

    hook_call(world->api.written, &change, NO_CAUSE);
}
