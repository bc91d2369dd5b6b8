/* One replication: assembled, settled, broken, measured. */
#include "models/world.h"

#include "models/answer/answer.h"
#include "models/api/apply.h"
#include "models/api/autoscaler.h"
#include "models/api/budget.h"
#include "models/operator/operator.h"

/* No fault begins before time zero; then all pods that can run do. */
static const sim_time assembly = DAYS(-2);
static const sim_time application = DAYS(-1);

/* An autoscaler's look is over at once; what follows from it is not. */
static struct cause sized(void *context,
                          const struct autoscaler_design *autoscaler)
{
    const struct world *world = context;
    const struct scenario *scenario = world->scenario;
    struct ledger *ledger = &world->cluster.infrastructure->ledger;
    struct incident *incident = incident_begin(
        ledger,
        scenario->fault_count + scenario->action_count + autoscaler->ordinal,
        (struct victim){.object = autoscaler->target->object});

    incident_end(ledger, incident);
    return incident_cause(incident);
}

static void open_cluster(struct world *world)
{
    const struct scenario *scenario = world->scenario;
    struct sim *sim = world->sim;
    struct cluster *cluster = &world->cluster;

    cluster->sim = sim;
    cluster->infrastructure = infrastructure_open(
        sim, &scenario->site, scenario->network.link, scenario->crews);
    cluster->control_plane =
        control_plane_open(sim, scenario->elections, READERS);
    cluster->api = api_open(sim, scenario->nodes, scenario->node_count,
                            scenario->zones, scenario->zone_count);
    server_load(&cluster->api->server, &scenario->network.work,
                &scenario->network.after);
    cluster->api->budgets =
        budgets_open(sim->arena, scenario->budgets, scenario->budget_count);
    for (int i = 0; i < READERS; i++) {
        struct component *component = &world->components[i];

        component->workloads = scenario->workloads;
        component->workload_count = scenario->workload_count;
        component->template_count = scenario->template_count;
        component->services = scenario->services;
        component->service_count = scenario->service_count;
        component->autoscalers = scenario->autoscalers;
        component->autoscaler_count = scenario->autoscaler_count;
        component->sized = sized;
        component->world = world;
        component->minor = scenario->minor;
        component->ticked = scenario->ticked;
        component_open(component, cluster->api, (enum reader)i,
                       &scenario->network);
        component_follow(component, &cluster->control_plane->leaderships[i]);
    }
    provider_open(&cluster->provider, cluster->api, cluster->infrastructure);
    kubelets_open(&cluster->kubelets, cluster->api, cluster->infrastructure,
                  &scenario->kubelet, scenario->most_containers,
                  &scenario->network.watch, scenario->minor, scenario->ticked);
    balancers_open(&cluster->balancers, &cluster->kubelets, scenario->services,
                   scenario->service_count, &scenario->balancer,
                   &scenario->network.watch);
    use_open(&cluster->use, &cluster->kubelets, &cluster->balancers,
             scenario->questions, scenario->service_count,
             scenario->warm_up.length, scenario->scraped);
    if (scenario->scraped)
        world->scrape = scrape_open(cluster, &scenario->metrics_server);
    world->components[CONTROLLER_MANAGER].scrape = world->scrape;
}

/* What kubectl apply does. */
static void apply(struct world *world)
{
    struct api *api = world->cluster.api;

    for (int i = 0; i < world->scenario->workload_count; i++) {
        const struct workload *workload = &world->scenario->workloads[i];

        if (!workload->later)
            workload_create(api, workload, NULL, NO_CAUSE);
    }
}

static void start_controllers(struct world *world)
{
    const struct plugin *const *kinds = controller_list.plugins;

    for (int i = 0; kinds[i] != NULL; i++) {
        const struct controller_kind *kind = (const void *)kinds[i];

        kind->start(&world->components[kind->process],
                    world->scenario->controllers[i]);
    }
}

struct world *world_open(const struct scenario *scenario, struct arena *arena,
                         struct seed seed)
{
    struct sim *sim = sim_open(arena, seed, assembly);
    struct world *world = ARENA_NEW(arena, struct world);

    world->scenario = scenario;
    world->sim = sim;
    sim->model = world;
    open_cluster(world);
    sim_run(sim, application);
    apply(world);
    start_controllers(world);
    sim_run(sim, 0);
    world->events = sim->events;
    return world;
}

/* What a deed is done to, as an incident's victim. */
static struct cause begin_action(void *context, int action,
                                 const struct deed *deed)
{
    struct world *world = context;
    struct victim victim = {0};

    if (deed->pod != NULL) {
        struct pod_name name = pod_name(deed->pod);

        victim = (struct victim){.pod = name.stem,
                                 .minute = name.minute,
                                 .ordinal = name.ordinal,
                                 .suffix = name.suffix};
    } else {
        victim.object = deed->node != NULL ? deed->node->design->object
                                           : deed->workload->object;
    }
    return incident_cause(incident_begin(&world->cluster.infrastructure->ledger,
                                         world->scenario->fault_count + action,
                                         victim));
}

static void end_action(void *context, struct cause cause)
{
    struct world *world = context;

    incident_end(&world->cluster.infrastructure->ledger, incident_of(cause));
}

void world_break(struct world *world)
{
    const struct scenario *scenario = world->scenario;
    const struct origins origins = {begin_action, end_action, world};

    operator_open(world->cluster.api, &scenario->network, scenario->actions,
                  scenario->action_count, scenario->warm_up.length, &origins);
    faults_open(&world->cluster, scenario->faults, scenario->fault_count);
}

static bool is_traced(const struct scenario *scenario, uint32_t replication)
{
    for (int i = 0; i < scenario->timelines; i++)
        if (scenario->timeline[i] == replication)
            return true;
    return false;
}

static void *open_measure(struct world *world, int index)
{
    const struct measure_kind *kind = (const void *)measure_list.plugins[index];
    struct observation *observation =
        ARENA_NEW(world->sim->arena, struct observation);

    observation->measured = &world->scenario->measured;
    observation->cluster = &world->cluster;
    observation->outcome = world->outcome;
    observation->recorded = world->scenario->recorded;
    observation->traced =
        is_traced(world->scenario, world->sim->seed.replication);
    observation->first = world->scenario->measure_first[index];
    return kind->open(observation);
}

void world_measure(struct world *world)
{
    struct arena *arena = world->sim->arena;
    int count = 0;

    while (measure_list.plugins[count] != NULL)
        count++;
    world->outcome = outcome_open(arena, &world->scenario->layout,
                                  world->sim->seed.replication);
    world->measures = ARENA_ARRAY(arena, void *, count);
    for (int i = 0; i < count; i++)
        world->measures[i] = open_measure(world, i);
}

struct outcome *world_close(struct world *world)
{
    for (int i = 0; measure_list.plugins[i] != NULL; i++) {
        const struct measure_kind *kind = (const void *)measure_list.plugins[i];

        kind->close(world->measures[i]);
    }
    world->outcome->events = world->sim->events - world->events;
    return world->outcome;
}

static struct outcome *run(const struct scenario *scenario, struct arena *arena,
                           struct seed seed)
{
    struct world *world = world_open(scenario, arena, seed);

    world_break(world);
    sim_run_before(world->sim, scenario->warm_up.length);
    world_measure(world);
    sim_run_before(world->sim,
                   scenario->warm_up.length + scenario->measured.horizon);
    return world_close(world);
}

static struct run_plan plan(const struct scenario *scenario)
{
    return (struct run_plan){.name = scenario->name,
                             .seed = scenario->seed,
                             .replications = scenario->replications,
                             .horizon = scenario->measured.horizon,
                             .warm_up = scenario->warm_up.length,
                             .layout = &scenario->layout,
                             .precision = scenario->precision};
}

const struct model model = {
    .prepare = scenario_read,
    .plan = plan,
    .run = run,
    .has_nodes = true,
    .object = scenario_object,
    .pilot = answer_pilot,
    .complete = answer_complete,
    .present = answer_present,
    .summarise = answer_summarise,
    .precision = answer_precision,
    .report = answer_report,
    .describe = scenario_describe,
    .explain_kind = kind_explain,
};
