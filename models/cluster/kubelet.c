/* The kubelets: one on each machine. */
#include "models/cluster/kubelet.h"

#include <stddef.h>

#define SETTING(member) offsetof(struct kubelet_settings, member)

static const struct parameter parameters[] = {
    {"lease-renewal", &of_period, SETTING(lease_renewal), "10s",
     "time between renewals of the node's lease"},
    {"lease-jitter", &of_fraction, SETTING(lease_jitter), "4%",
     "by how much that time is longer, at random"},
    {"status-period", &of_period, SETTING(status_period), "10s",
     "time between looks at its own Node (nodeStatusUpdateFrequency)"},
    {"relist", &of_period, SETTING(relist), "1s",
     "time between lists of the containers, which find those that exited"},
    {"start-up", &of_duration, SETTING(start_up), "400ms",
     "from its machine's boot to its first report (340 to 450 ms were measured "
     "on 1.36)"},
    {"sandbox-start", &of_law, SETTING(sandbox_start), "1s",
     "sandbox and network of a new pod (a choice: 0.3 to 2 s are usual)"},
    {"container-start", &of_law, SETTING(container_start), "1s",
     "start of a container whose image is present (a choice: 0.2 to 1 s and "
     "the program's own start)"},
    {"container-stop", &of_law, SETTING(container_stop), "500ms",
     "end of a container that was told to stop, at most its grace period"},
    {"back-off-first", &of_duration, SETTING(back_off_first), "10s",
     "CrashLoopBackOff: the second restart's wait, doubled from then on"},
    {"back-off-most", &of_duration, SETTING(back_off_most), "5m",
     "CrashLoopBackOff: the longest wait (maxContainerRestartPeriod)"},
    {"back-off-reset", &of_duration, SETTING(back_off_reset), "10m",
     "a container that ran longer than this restarts at once again"},
    {NULL, NULL, 0, NULL, NULL}};

const struct plugin kubelet_plugin = {
    "kubelet", "the agent on each node: starts, restarts and reports its pods",
    parameters};

static void report_node(struct kubelet *kubelet)
{
    struct kubelets *all = kubelet->all;

    api_set_node_ready(all->api, kubelet->node, READY_TRUE, NO_CAUSE);
    for (struct sandbox *each = kubelet->sandboxes; each != NULL;
         each = each->next)
        if (each->serving && !each->pod->status.ready &&
            !event_pending(&each->due))
            api_report(all->api, each->pod, POD_READY, "kubelet", each->cause);
}

static void status_ticked(struct sim *sim, struct event *event)
{
    (void)sim;
    report_node(EVENT_OWNER(event, struct kubelet, status_ticked));
}

/* What the machine's pods are after a boot: those that were deleted meanwhile
 * go, the others are started again in place. */
static void relist(struct kubelet *kubelet)
{
    struct kubelets *all = kubelet->all;
    struct sandbox *after;
    struct pod *next;

    for (struct sandbox *each = kubelet->sandboxes; each != NULL;
         each = after) {
        after = each->next;
        if (!each->pod->status.exists)
            sandbox_stop(each, each->cause);
    }
    for (struct pod *pod = kubelet->node->pods; pod != NULL; pod = next) {
        next = pod->next_on_node;
        if (pod->sandbox == NULL) {
            sandbox_make(kubelet, pod, pod->root);
        } else if (!pod->status.deleted) {
            if (pod->status.ready)
                api_report(all->api, pod, POD_NOT_READY, "kubelet",
                           pod->sandbox->cause);
            sandbox_start(pod->sandbox, pod->sandbox->cause);
        }
        if (pod->status.deleted)
            sandbox_stop(pod->sandbox, pod->sandbox->cause);
    }
}

static void started(struct sim *sim, struct event *event)
{
    struct kubelet *kubelet = EVENT_OWNER(event, struct kubelet, started);

    (void)sim;
    kubelet->running = true;
    report_node(kubelet);
    relist(kubelet);
}

static void take_lease(struct kubelet *kubelet, sim_time phase)
{
    struct kubelets *all = kubelet->all;
    const struct kubelet_settings *settings = all->settings;
    sim_time jitter = time_from_seconds(time_seconds(settings->lease_renewal) *
                                        settings->lease_jitter);
    struct lease lease = {
        .identity = identity_child(kubelet->identity, kubelet->boots, 0),
        .phase = phase,
        .period = settings->lease_renewal + jitter / 2,
        .jitter = jitter,
        .until = NEVER,
        .delay = kubelet->machine->link.delay,
        .made = {NEVER, NEVER}};

    api_lease(all->api, kubelet->node, &lease, NO_CAUSE);
}

static void renew_next(struct kubelet *kubelet)
{
    struct sim *sim = kubelet->all->sim;

    event_schedule(sim, &kubelet->renewed,
                   lease_renewal_in(&kubelet->node->lease, &sim->seed,
                                    ++kubelet->renewal, &kubelet->span));
}

static void renewed(struct sim *sim, struct event *event)
{
    struct kubelet *kubelet = EVENT_OWNER(event, struct kubelet, renewed);
    struct lease *lease = &kubelet->node->lease;

    lease->made[1] = lease->made[0];
    lease->made[0] = sim->now;
    renew_next(kubelet);
}

/* The last renewal that the API server has, of all that were simulated. */
static sim_time last_made(const struct kubelet *kubelet)
{
    const struct lease *lease = &kubelet->node->lease;
    bool arrived = lease->made[0] != NEVER &&
                   lease->made[0] + lease->delay <= kubelet->all->sim->now;

    return kubelet->boots == 0 ? NEVER : lease->made[arrived ? 0 : 1];
}

static void boot(struct kubelet *kubelet, sim_time lease_phase)
{
    struct kubelets *all = kubelet->all;
    sim_time before = last_made(kubelet);

    kubelet->boots++;
    take_lease(kubelet, lease_phase);
    if (all->ticked) {
        kubelet->node->lease.made[0] = lease_phase;
        kubelet->node->lease.made[1] = before;
        kubelet->renewal = 0;
        kubelet->span = NO_SPAN;
        renew_next(kubelet);
    }
    event_schedule(all->sim, &kubelet->started,
                   all->sim->now + all->settings->start_up +
                       kubelet->machine->link.delay);
}

static void halt(struct kubelet *kubelet, struct cause cause)
{
    struct kubelets *all = kubelet->all;
    struct lease lease = kubelet->node->lease;

    kubelet->running = false;
    event_cancel(all->sim, &kubelet->started);
    event_cancel(all->sim, &kubelet->status_ticked);
    event_cancel(all->sim, &kubelet->renewed);
    lease.until = all->sim->now;
    api_lease(all->api, kubelet->node, &lease, cause);
    for (struct sandbox *each = kubelet->sandboxes; each != NULL;
         each = each->next)
        sandbox_lose(each, cause);
}

static void machine_changed(void *context, void *subject, struct cause cause)
{
    struct kubelets *all = context;
    struct machine *machine = subject;
    struct kubelet *kubelet = &all->all[machine->ordinal];

    if (machine_up(machine))
        boot(kubelet, all->sim->now);
    else
        halt(kubelet, cause);
}

static void read_pod(void *context, const struct change *change)
{
    struct kubelets *all = context;
    struct pod *pod = change->object;
    struct kubelet *kubelet;

    if (change->pod.node == NULL ||
        (change->kind == POD_SCHEDULED && !pod->status.exists))
        return;
    kubelet = &all->all[change->pod.node->ordinal];
    if (!kubelet->running)
        return;
    if (change->kind == POD_SCHEDULED && pod->sandbox == NULL)
        sandbox_make(kubelet, pod, change->cause);
    else if (change->kind == POD_DELETED && pod->sandbox != NULL)
        sandbox_stop(pod->sandbox, change->cause);
}

/* A kubelet whose node is thought not ready writes the truth at its next look.
 */
static void read_node(void *context, const struct change *change)
{
    struct kubelets *all = context;
    const struct node *node = change->object;
    struct kubelet *kubelet = &all->all[node->ordinal];
    sim_time period = all->settings->status_period;
    sim_time now = all->sim->now;

    if (kubelet->running && change->node.ready != READY_TRUE &&
        node->status.ready != READY_TRUE)
        event_schedule(all->sim, &kubelet->status_ticked,
                       now + period -
                           ((now - kubelet->status_phase) % period + period) %
                               period);
}

static void open_kubelet(struct kubelets *all, int ordinal)
{
    struct kubelet *kubelet = &all->all[ordinal];
    const struct seed *seed = &all->sim->seed;
    sim_time renewal = all->settings->lease_renewal;
    uint64_t identity;

    kubelet->all = all;
    kubelet->machine = &all->infrastructure->machines[ordinal];
    kubelet->node = &all->api->nodes[ordinal];
    identity =
        identity_child(identity_of("kubelet"), kubelet->node->identity, 0);
    kubelet->identity = identity;
    kubelet->relist_phase = time_from_seconds(
        uniform_at(seed, identity, 0) * time_seconds(all->settings->relist));
    kubelet->status_phase =
        time_from_seconds(uniform_at(seed, identity, 1) *
                          time_seconds(all->settings->status_period));
    event_prepare(&kubelet->started, started, RANK_TRUTH, identity);
    event_prepare(&kubelet->status_ticked, status_ticked, RANK_TRUTH, identity);
    event_prepare(&kubelet->renewed, renewed, RANK_TRUTH, identity);
    boot(kubelet,
         all->sim->now - time_from_seconds(uniform_at(seed, identity, 2) *
                                           time_seconds(renewal)));
}

void kubelets_open(struct kubelets *kubelets, struct api *api,
                   struct infrastructure *infrastructure,
                   const struct kubelet_settings *settings, int most_containers,
                   const struct law *watch_delay, bool ticked)
{
    uint64_t identity = identity_of("kubelets");

    kubelets->sim = api->sim;
    kubelets->api = api;
    kubelets->infrastructure = infrastructure;
    kubelets->settings = settings;
    kubelets->ticked = ticked;
    kubelets->count = api->node_count;
    kubelets->all =
        ARENA_ARRAY(api->sim->arena, struct kubelet, kubelets->count);
    pool_open(&kubelets->sandboxes, api->sim->arena,
              sizeof(struct sandbox) +
                  sizeof(struct container) * (size_t)most_containers);
    log_watch(&api->pod_log, &kubelets->pods,
              CHANGE(POD_SCHEDULED) | CHANGE(POD_DELETED), watch_delay,
              read_pod, kubelets, identity);
    log_watch(&api->node_log, &kubelets->nodes,
              CHANGE(NODE_NOT_READY) | CHANGE(NODE_UNKNOWN), watch_delay,
              read_node, kubelets, identity);
    kubelets->machine_changed =
        (struct listener){machine_changed, kubelets, NULL};
    hook_listen(&infrastructure->machine_changed, &kubelets->machine_changed);
    for (int i = 0; i < kubelets->count; i++)
        open_kubelet(kubelets, i);
}
