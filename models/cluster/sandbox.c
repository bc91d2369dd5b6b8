/* Pods as they really are: made, initialised, stopped, cleaned up. */
#include "models/cluster/sandbox.h"

#include "models/cluster/ending.h"
#include "models/cluster/grace.h"
#include "models/cluster/kubelet.h"
#include "models/cluster/mount.h"
#include "models/cluster/prober.h"
#include "models/cluster/report.h"
#include "models/cluster/requeue.h"
#include "models/cluster/tick.h"

/* Of a hard threshold: immediateEvictionGracePeriodSeconds since 1.30, and the
 * least that a pod has before. (pkg/kubelet/eviction/eviction_manager.go) */
static const sim_time eviction_grace = SECONDS(1);

static struct sim *sim_of(const struct sandbox *sandbox)
{
    return sandbox->kubelet->all->sim;
}

static int inits(const struct sandbox *sandbox)
{
    return sandbox->pod->template->init_count;
}

sim_time sandbox_delay(struct sandbox *sandbox, const struct law *law)
{
    const struct pod *pod = sandbox->pod;
    uint64_t identity =
        identity_child(pod->identity, sandbox->kubelet->identity, 2);

    return law_delay_of(law, &sim_of(sandbox)->seed,
                        identity_child(identity, sandbox->delays++, 0));
}

void sandbox_look(struct sandbox *sandbox, struct cause cause)
{
    bool serving = !sandbox->over;

    for (int i = 0; i < sandbox->count; i++)
        serving = serving && (!container_lasting(&sandbox->containers[i]) ||
                              container_well(&sandbox->containers[i]));
    if (serving == sandbox->serving)
        return;
    sandbox->serving = serving;
    cause_keep(&sandbox->pod->root, serving ? NO_CAUSE : cause);
    hook_call(&sandbox->kubelet->all->serving_changed, sandbox, cause);
    hook_call(&sandbox->kubelet->all->sandbox_turned, sandbox, cause);
}

static bool is_alive(const struct container *container)
{
    return container->state == CONTAINER_RUNNING ||
           container->state == CONTAINER_STOPPING;
}

enum reply sandbox_reply(const struct sandbox *sandbox)
{
    if (sandbox->serving)
        return REPLY_SERVES;
    for (int i = 0; i < sandbox->count; i++)
        if (is_alive(&sandbox->containers[i]) &&
            sandbox->containers[i].health == HANGING)
            return REPLY_NONE;
    return machine_up(sandbox->kubelet->machine) ? REPLY_REFUSES : REPLY_NONE;
}

/* Those whose turn has come are made one after the other. */
static void launch(struct sandbox *sandbox, sim_time at)
{
    int last =
        sandbox->inited < inits(sandbox) ? sandbox->inited : sandbox->count - 1;

    for (int i = 0; i <= last; i++) {
        struct container *container = &sandbox->containers[i];

        if (container->state > CONTAINER_WAITING ||
            event_pending(&container->next))
            continue;
        container_launch(container, at);
        if (event_pending(&container->next))
            at = event_time(sim_of(sandbox), &container->next);
    }
}

static void remove_sandbox(struct sandbox *sandbox)
{
    struct kubelet *kubelet = sandbox->kubelet;
    struct kubelets *all = kubelet->all;
    struct sandbox **place = &kubelet->sandboxes;
    struct pod *pod = sandbox->pod;

    while (*place != sandbox)
        place = &(*place)->next;
    *place = sandbox->next;
    for (int i = 0; i < sandbox->count; i++) {
        hook_call(&all->container_removed, &sandbox->containers[i],
                  sandbox->cause);
        prober_close(&sandbox->containers[i]);
    }
    hook_call(&all->sandbox_removed, sandbox, sandbox->cause);
    mounts_release(sandbox);
    pod->sandbox = NULL;
    if (pod->status.exists)
        api_remove(all->api, pod, sandbox->cause);
    pod_release(all->api, pod);
    cause_drop(&sandbox->cause);
    pool_give(&all->sandboxes, sandbox);
}

/* When its worker, which goes on at its queue's next tick, finds the runtime
 * listed after all had ended. (pkg/kubelet/pod_workers.go podWorkerLoop, which
 * waits for podCache.GetNewerThan) */
static sim_time cleaned_up(const struct sandbox *sandbox)
{
    const struct kubelet *kubelet = sandbox->kubelet;
    sim_time now = sim_of(sandbox)->now;
    sim_time turn = tick_at_or_after(now, kubelet->phase, REQUEUE_TICK);
    sim_time list =
        tick_after(now, kubelet->phase, kubelet->all->settings->relist);

    return turn > list ? turn : list;
}

/* All its containers have ended, for good unless some begin anew. */
static void finish(struct sandbox *sandbox)
{
    bool ended = pod_ended(&sandbox->pod->status);

    event_cancel(sim_of(sandbox), &sandbox->due);
    if (sandbox->gone) {
        sandbox->gone = sandbox->stopping = false;
        sandbox_start(sandbox, sandbox->cause);
        return;
    }
    report_sandbox(sandbox, sandbox->cause);
    if (sandbox->pod->status.exists && !sandbox->pod->status.deleted)
        return;
    cause_keep(&sandbox->cause,
               cause_after(sandbox->cause, "controllers.kubelet.relist"));
    event_schedule(sim_of(sandbox), &sandbox->due,
                   ended || !sandbox->pod->status.exists ? sim_of(sandbox)->now
                                                         : cleaned_up(sandbox));
}

static bool any_alive(const struct sandbox *sandbox)
{
    for (int i = 0; i < sandbox->count; i++)
        if (is_alive(&sandbox->containers[i]))
            return true;
    return false;
}

/* Side-cars end when all others have, the last one first. (pkg/kubelet/
 * kuberuntime/kuberuntime_termination_order.go) */
static void stop_next(struct sandbox *sandbox)
{
    for (int i = sandbox->count - 1; i >= 0; i--) {
        struct container *container = &sandbox->containers[i];

        if (!is_alive(container))
            continue;
        if (container_design(container)->sidecar)
            container_stop(container);
        return;
    }
    finish(sandbox);
}

/* Its turn may come at any time, and does so no more. */
static void drop(struct sandbox *sandbox, int i)
{
    struct container *container = &sandbox->containers[i];

    if (is_alive(container))
        return;
    event_cancel(sim_of(sandbox), &container->next);
    container->state = CONTAINER_ENDED;
}

/* None of its containers is started again. */
static void end(struct sandbox *sandbox)
{
    sandbox->over = true;
    event_cancel(sim_of(sandbox), &sandbox->due);
    for (int i = 0; i < sandbox->count; i++)
        drop(sandbox, i);
    sandbox_look(sandbox, sandbox->cause);
    stop_next(sandbox);
}

static bool all_ended(const struct sandbox *sandbox)
{
    for (int i = inits(sandbox); i < sandbox->count; i++)
        if (sandbox->containers[i].state != CONTAINER_ENDED)
            return false;
    return true;
}

void sandbox_ended(struct sandbox *sandbox, struct container *container)
{
    bool current = container == &sandbox->containers[sandbox->inited] &&
                   sandbox->inited < inits(sandbox);

    if (sandbox->stopping || sandbox->over) {
        stop_next(sandbox);
    } else if (current && container->exit_code == 0) {
        sandbox->inited++;
        launch(sandbox, sim_of(sandbox)->now);
    } else if (current || all_ended(sandbox)) {
        end(sandbox);
    }
}

/* What comes after a side-car is made when the kubelet has seen it run. */
void sandbox_started(struct sandbox *sandbox, const struct container *container)
{
    const struct kubelet *kubelet = sandbox->kubelet;

    if (sandbox->gone || container != &sandbox->containers[sandbox->inited] ||
        sandbox->inited == inits(sandbox) || !prober_started(container) ||
        container->state != CONTAINER_RUNNING ||
        !container_design(container)->sidecar)
        return;
    event_schedule(sim_of(sandbox), &sandbox->due,
                   tick_after(sim_of(sandbox)->now, kubelet->phase,
                              kubelet->all->settings->relist));
}

/* All end that run, side-cars after the others. */
static void stop(struct sandbox *sandbox, struct cause cause)
{
    sandbox->stopping = true;
    event_schedule(sim_of(sandbox), &sandbox->due,
                   sim_of(sandbox)->now + sandbox_grace(sandbox));
    cause_keep(&sandbox->cause, cause);
    for (int i = 0; i < sandbox->count; i++)
        if (!container_design(&sandbox->containers[i])->sidecar)
            container_stop(&sandbox->containers[i]);
    sandbox_look(sandbox, cause);
    stop_next(sandbox);
}

/* Its kubelet finds it gone. */
static void renew(struct sandbox *sandbox)
{
    hook_call(&sandbox->kubelet->all->sandbox_changed, sandbox, sandbox->cause);
    for (int i = 0; i < sandbox->count; i++) {
        struct container *container = &sandbox->containers[i];

        if (is_alive(container) || container->state == CONTAINER_ENDED)
            continue;
        event_cancel(sim_of(sandbox), &container->next);
        container->state = container->state == CONTAINER_EXITED &&
                                   !ending_is_restarted(container)
                               ? CONTAINER_ENDED
                               : CONTAINER_WAITING;
    }
    stop(sandbox, sandbox->cause);
}

static void sandbox_due(struct sim *sim, struct event *event)
{
    struct sandbox *sandbox = EVENT_OWNER(event, struct sandbox, due);

    if (sandbox->gone && !sandbox->stopping) {
        renew(sandbox);
    } else if (sandbox->stopping) {
        if (!any_alive(sandbox))
            remove_sandbox(sandbox);
    } else if (sandbox->inited < inits(sandbox)) {
        sandbox->inited++;
        launch(sandbox, sim->now);
    } else {
        sandbox->gates_open = true;
        report_sandbox(sandbox, sandbox->cause);
    }
}

bool sandbox_gates(struct sandbox *sandbox)
{
    const struct law *gates = sandbox->pod->template->gates;

    if (!sandbox->gates_open && gates != NULL && !event_pending(&sandbox->due))
        event_schedule(
            sim_of(sandbox), &sandbox->due,
            time_after(sim_of(sandbox)->now, sandbox_delay(sandbox, gates)));
    return sandbox->gates_open;
}

struct sandbox *sandbox_make(struct kubelet *kubelet, struct pod *pod,
                             struct cause cause)
{
    struct kubelets *all = kubelet->all;
    struct sandbox *sandbox = pool_take(&all->sandboxes);

    sandbox->kubelet = kubelet;
    sandbox->pod = pod;
    cause_keep(&sandbox->cause, cause);
    pod->sandbox = sandbox;
    pod_hold(pod);
    sandbox->next = kubelet->sandboxes;
    kubelet->sandboxes = sandbox;
    sandbox->gates_open = !pod->template->gated;
    event_prepare(&sandbox->due, sandbox_due, RANK_TRUTH, pod->identity);
    sandbox->count =
        (uint16_t)(pod->template->init_count + pod->template->container_count);
    for (int i = 0; i < sandbox->count; i++)
        container_prepare(&sandbox->containers[i], sandbox, i);
    sandbox_start(sandbox, cause);
    return sandbox;
}

/* A pod that ran ends where nothing of it is to be started again. */
void sandbox_start(struct sandbox *sandbox, struct cause cause)
{
    const struct law *making = &sandbox->kubelet->all->settings->sandbox_start;
    bool ran = false;

    cause_keep(&sandbox->cause,
               cause_after(cause, "controllers.kubelet.sandbox-start"));
    for (int i = 0; i < sandbox->count; i++)
        ran = ran || sandbox->containers[i].starts > 0;
    if (ran && (sandbox->pod->template->restart == RESTART_NEVER ||
                all_ended(sandbox))) {
        end(sandbox);
        return;
    }
    sandbox->inited = 0;
    for (int i = 0; i < sandbox->count; i++)
        prober_open(&sandbox->containers[i]);
    for (int i = 0; i < inits(sandbox); i++)
        sandbox->containers[i].state = CONTAINER_WAITING;
    if (mounts_ready(sandbox))
        launch(sandbox, time_after(sim_of(sandbox)->now,
                                   sandbox_delay(sandbox, making)));
}

void sandbox_abandon(struct sandbox *sandbox)
{
    if (sandbox->stopping || sandbox->gone || sandbox->inited < inits(sandbox))
        event_cancel(sim_of(sandbox), &sandbox->due);
    for (int i = 0; i < sandbox->count; i++)
        container_abandon(&sandbox->containers[i]);
}

void sandbox_adopt(struct sandbox *sandbox, bool kept)
{
    for (int i = 0; i < sandbox->count; i++)
        container_adopt(&sandbox->containers[i], kept);
    if (sandbox->gone && !sandbox->stopping) {
        renew(sandbox);
        return;
    }
    if (sandbox->stopping || sandbox->over) {
        if (!any_alive(sandbox))
            finish(sandbox);
        return;
    }
    if (sandbox->inited < inits(sandbox))
        sandbox_started(sandbox, &sandbox->containers[sandbox->inited]);
    if (mounts_ready(sandbox))
        launch(sandbox, sim_of(sandbox)->now);
    report_sandbox(sandbox, sandbox->cause);
}

void sandbox_lose(struct sandbox *sandbox, struct cause cause)
{
    sandbox->stopping = false; /* whoever stops it must ask again */
    sandbox->gone = false;     /* after a boot all begins anew anyway */
    event_cancel(sim_of(sandbox), &sandbox->due);
    for (int i = 0; i < sandbox->count; i++)
        container_lose(&sandbox->containers[i], cause);
    cause_keep(&sandbox->cause, cause);
    sandbox_look(sandbox, cause);
}

sim_time sandbox_grace(const struct sandbox *sandbox)
{
    const struct pod *pod = sandbox->pod;
    bool deleted = pod->status.deleted || !pod->status.exists;

    return grace_of_pod(pod->template->grace,
                        deleted ? pod_grace(pod) : NO_GRACE,
                        sandbox->evicted ? eviction_grace : NO_GRACE);
}

sim_time sandbox_waited(const struct sandbox *sandbox)
{
    sim_time grace = sandbox_grace(sandbox);

    return event_pending(&sandbox->due)
               ? sim_of(sandbox)->now + grace -
                     event_time(sim_of(sandbox), &sandbox->due)
               : grace;
}

static void stop_for_good(struct sandbox *sandbox, struct cause cause)
{
    sandbox->gone = false;
    for (int i = 0; i < sandbox->count; i++)
        drop(sandbox, i);
    stop(sandbox, cause);
    hook_call(&sandbox->kubelet->all->sandbox_turned, sandbox, cause);
}

void sandbox_stop(struct sandbox *sandbox, struct cause cause)
{
    if (!sandbox->stopping || sandbox->gone)
        stop_for_good(sandbox, cause);
    else if (!any_alive(sandbox))
        finish(sandbox);
}

void sandbox_evict(struct sandbox *sandbox, struct cause cause)
{
    if (sandbox->stopping && !sandbox->gone)
        return;
    sandbox->evicted = sandbox->over = true;
    stop_for_good(sandbox, cause);
}

void sandbox_exit(struct sandbox *sandbox, struct cause cause)
{
    const struct kubelet *kubelet = sandbox->kubelet;

    sandbox->gone = true;
    cause_keep(&sandbox->cause, cause);
    hook_call(&kubelet->all->sandbox_turned, sandbox, cause);
    if (kubelet->running)
        event_schedule(sim_of(sandbox), &sandbox->due,
                       tick_after(sim_of(sandbox)->now, kubelet->phase,
                                  kubelet->all->settings->relist));
}

void sandbox_recovered(struct sandbox *sandbox)
{
    cause_drop(&sandbox->cause);
}

int64_t sandbox_memory(const struct sandbox *sandbox)
{
    const struct kubelets *kubelets = sandbox->kubelet->all;

    return kubelets->memory_used != NULL
               ? kubelets->memory_used(kubelets->memory_context, sandbox)
               : template_requests(sandbox->pod->template).memory_bytes;
}
