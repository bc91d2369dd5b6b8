/* The kubelets: one on each machine. */
#include "models/cluster/kubelet.h"

#include "models/cluster/crash_loop.h"
#include "models/cluster/mount.h"
#include "models/cluster/prober.h"
#include "models/cluster/report.h"
#include "models/cluster/tick.h"

/* ChangeContainerStatusOnKubeletRestart is off since then. */
enum { READINESS_KEPT = 35, KUBELET_START = 1 /* what a stream is for */ };

static void report_node(struct kubelet *kubelet)
{
    struct kubelets *all = kubelet->all;

    api_set_node_ready(all->api, kubelet->node, READY_TRUE, NO_CAUSE);
    api_set_node_pressure(all->api, kubelet->node, kubelet->pressure.reported,
                          kubelet->pressure.cause);
    for (struct sandbox *each = kubelet->sandboxes; each != NULL;
         each = each->next)
        report_sandbox(each, each->cause);
}

static void status_ticked(struct sim *sim, struct event *event)
{
    (void)sim;
    report_node(EVENT_OWNER(event, struct kubelet, status_ticked));
}

static void stop_deleted(struct kubelet *kubelet)
{
    struct sandbox *next;

    for (struct sandbox *each = kubelet->sandboxes; each != NULL; each = next) {
        next = each->next;
        if (!each->pod->status.exists || each->pod->status.deleted)
            sandbox_stop(each, each->cause);
    }
}

/* What it finds on its machine: those that were deleted meanwhile go; after a
 * boot the others are started again in place. */
static void relist(struct kubelet *kubelet)
{
    for (struct sandbox *each = kubelet->sandboxes; each != NULL;
         each = each->next) {
        if (!kubelet->rebooted)
            sandbox_adopt(each, kubelet->all->minor >= READINESS_KEPT);
        else if (!each->over && !each->pod->status.deleted)
            sandbox_start(each, each->cause);
    }
    stop_deleted(kubelet);
    kubelet->rebooted = false;
}

/* Pods that were bound to its node while it did not listen. */
static void make_missing(struct kubelet *kubelet)
{
    for (struct pod *pod = kubelet->node->pods; pod != NULL;
         pod = pod->next_on_node)
        if (pod->sandbox == NULL && !pod_ended(&pod->status)) {
            sandbox_make(kubelet, pod, pod->root);
            if (pod->status.deleted)
                sandbox_stop(pod->sandbox, pod->sandbox->cause);
        }
}

static void started(struct sim *sim, struct event *event)
{
    struct kubelet *kubelet = EVENT_OWNER(event, struct kubelet, started);

    kubelet->running = true;
    kubelet->began = sim->now;
    if (kubelet->starts > 1)
        kubelet->phase = sim->now;
    pressure_forget(kubelet);
    if (!kubelet->cut_off) {
        api_register_node(kubelet->all->api, kubelet->node, NO_CAUSE);
        report_node(kubelet);
    }
    relist(kubelet);
    if (!kubelet->cut_off)
        make_missing(kubelet);
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

/* Where ticks are simulated. */
struct renewals {
    struct kubelet *kubelet;
    struct event renewed;
    int64_t number;         /* of the one that comes next */
    struct lease_span span; /* of that */
};

static void renew_next(struct renewals *renewals)
{
    const struct kubelet *kubelet = renewals->kubelet;
    struct sim *sim = kubelet->all->sim;

    event_schedule(sim, &renewals->renewed,
                   lease_renewal_in(&kubelet->node->lease, &sim->seed,
                                    ++renewals->number, &renewals->span));
}

static void renewed(struct sim *sim, struct event *event)
{
    struct renewals *renewals = EVENT_OWNER(event, struct renewals, renewed);
    struct lease *lease = &renewals->kubelet->node->lease;

    lease->made[1] = lease->made[0];
    lease->made[0] = sim->now;
    renew_next(renewals);
}

/* The last renewal that the API server has, of all that were simulated. */
static sim_time last_made(const struct kubelet *kubelet)
{
    const struct lease *lease = &kubelet->node->lease;
    bool arrived = lease->made[0] != NEVER &&
                   lease->made[0] + lease->delay <= kubelet->all->sim->now;

    return kubelet->boots == 0 ? NEVER : lease->made[arrived ? 0 : 1];
}

/* It takes its lease, renewed from that moment on. */
static void hold_lease(struct kubelet *kubelet, sim_time phase)
{
    sim_time before = last_made(kubelet);

    kubelet->boots++;
    take_lease(kubelet, phase);
    if (kubelet->renewals == NULL)
        return;
    kubelet->node->lease.made[0] = phase;
    kubelet->node->lease.made[1] = before;
    kubelet->renewals->number = 0;
    kubelet->renewals->span = NO_SPAN;
    renew_next(kubelet->renewals);
}

static void lose_lease(struct kubelet *kubelet, struct cause cause)
{
    struct lease lease = kubelet->node->lease;

    event_cancel(kubelet->all->sim, &kubelet->status_ticked);
    if (kubelet->renewals != NULL)
        event_cancel(kubelet->all->sim, &kubelet->renewals->renewed);
    lease.until = kubelet->all->sim->now;
    api_lease(kubelet->all->api, kubelet->node, &lease, cause);
}

static void boot(struct kubelet *kubelet, sim_time lease_phase)
{
    struct kubelets *all = kubelet->all;
    uint64_t name =
        identity_child(kubelet->identity, kubelet->starts++, KUBELET_START);

    if (!kubelet->cut_off)
        hold_lease(kubelet, lease_phase);
    event_schedule(all->sim, &kubelet->started,
                   time_after(all->sim->now + kubelet->machine->link.delay,
                              law_delay_of(&all->settings->start_up,
                                           &all->sim->seed, name)));
}

static void halt(struct kubelet *kubelet, struct cause cause)
{
    kubelet->running = false;
    kubelet->rebooted = true;
    pressure_forget(kubelet);
    event_cancel(kubelet->all->sim, &kubelet->started);
    if (!kubelet->cut_off)
        lose_lease(kubelet, cause);
    for (struct sandbox *each = kubelet->sandboxes; each != NULL;
         each = each->next)
        sandbox_lose(each, cause);
}

void kubelet_restart(struct kubelet *kubelet, struct cause cause)
{
    if (!kubelet->running)
        return;
    kubelet->running = false;
    if (!kubelet->cut_off)
        lose_lease(kubelet, cause);
    for (struct sandbox *each = kubelet->sandboxes; each != NULL;
         each = each->next)
        sandbox_abandon(each);
    boot(kubelet, kubelet->all->sim->now);
}

void kubelet_cut_off(struct kubelet *kubelet, struct cause cause)
{
    if (kubelet->cut_off)
        return;
    kubelet->cut_off = true;
    if (machine_up(kubelet->machine))
        lose_lease(kubelet, cause);
}

void kubelet_look_at_node(struct kubelet *kubelet)
{
    sim_time now = kubelet->all->sim->now;

    event_schedule(kubelet->all->sim, &kubelet->status_ticked,
                   tick_after(now, kubelet->status_phase,
                              kubelet->all->settings->status_period));
}

void kubelet_reconnect(struct kubelet *kubelet, struct cause cause)
{
    (void)cause;
    if (!kubelet->cut_off)
        return;
    kubelet->cut_off = false;
    if (!machine_up(kubelet->machine))
        return;
    hold_lease(kubelet, kubelet->all->sim->now);
    if (!kubelet->running)
        return;
    stop_deleted(kubelet);
    make_missing(kubelet);
    for (struct sandbox *each = kubelet->sandboxes; each != NULL;
         each = each->next)
        report_sandbox(each, each->cause);
    if (kubelet->node->status.ready != READY_TRUE)
        kubelet_look_at_node(kubelet);
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
    if (!kubelet->running || kubelet->cut_off)
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

    if (kubelet->running && !kubelet->cut_off &&
        change->node.ready != READY_TRUE && node->status.ready != READY_TRUE)
        kubelet_look_at_node(kubelet);
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
    kubelet->pulls_until = all->sim->now;
    pressure_open(kubelet);
    kubelet->phase = time_from_seconds(uniform_at(seed, identity, 0) *
                                       time_seconds(all->settings->relist));
    kubelet->status_phase =
        time_from_seconds(uniform_at(seed, identity, 1) *
                          time_seconds(all->settings->status_period));
    event_prepare(&kubelet->started, started, RANK_TRUTH, identity);
    event_prepare(&kubelet->status_ticked, status_ticked, RANK_TRUTH, identity);
    if (all->ticked) {
        kubelet->renewals = ARENA_NEW(all->sim->arena, struct renewals);
        kubelet->renewals->kubelet = kubelet;
        event_prepare(&kubelet->renewals->renewed, renewed, RANK_TRUTH,
                      identity);
    }
    if (machine_up(kubelet->machine))
        boot(kubelet,
             all->sim->now - time_from_seconds(uniform_at(seed, identity, 2) *
                                               time_seconds(renewal)));
}

void kubelets_open(struct kubelets *kubelets, struct api *api,
                   struct infrastructure *infrastructure,
                   const struct kubelet_settings *settings, int most_containers,
                   const struct law *watch_delay, int minor, bool ticked)
{
    uint64_t identity = identity_of("kubelets");

    kubelets->sim = api->sim;
    kubelets->api = api;
    kubelets->infrastructure = infrastructure;
    kubelets->settings = settings;
    kubelets->backoff = crash_loop_backoff(settings->reduced_backoff,
                                           settings->max_restart_period == 0
                                               ? NEVER
                                               : settings->max_restart_period,
                                           minor);
    kubelets->minor = minor;
    kubelets->ticked = ticked;
    kubelets->count = api->node_count;
    kubelets->all =
        ARENA_ARRAY(api->sim->arena, struct kubelet, kubelets->count);
    pool_open(&kubelets->sandboxes, api->sim->arena,
              sizeof(struct sandbox) +
                  sizeof(struct container) * (size_t)most_containers);
    pool_open(&kubelets->probers, api->sim->arena, sizeof(struct prober));
    pool_open(&kubelets->images, api->sim->arena, sizeof(struct image));
    log_watch(&api->pod_log, &kubelets->pods,
              CHANGE(POD_SCHEDULED) | CHANGE(POD_DELETED), watch_delay,
              read_pod, kubelets, identity);
    log_watch(&api->node_log, &kubelets->nodes,
              CHANGE(NODE_NOT_READY) | CHANGE(NODE_UNKNOWN), watch_delay,
              read_node, kubelets, identity);
    kubelets->machine_changed =
        (struct listener){machine_changed, kubelets, NULL};
    hook_listen(&infrastructure->machine_changed, &kubelets->machine_changed);
    mounts_open(kubelets, watch_delay);
    for (int i = 0; i < kubelets->count; i++)
        open_kubelet(kubelets, i);
}
