/* Pods as they really are: containers start, exit and start again. */
#include "models/cluster/sandbox.h"

#include "models/cluster/kubelet.h"

static sim_time next_relist(const struct kubelet *kubelet, sim_time now)
{
    sim_time period = kubelet->all->settings->relist;
    sim_time since = (now - kubelet->relist_phase) % period;

    return now + period - (since + period) % period;
}

static sim_time delay(struct sandbox *sandbox, const struct law *law)
{
    const struct pod *pod = sandbox->pod;
    uint64_t identity =
        identity_child(pod->identity, sandbox->kubelet->identity, 2);

    return law_delay_of(law, &sandbox->kubelet->all->sim->seed,
                        identity_child(identity, sandbox->delays++, 0));
}

static void update_serving(struct sandbox *sandbox, struct cause cause)
{
    bool serving = sandbox->running == sandbox->count && !sandbox->stopping;

    if (serving == sandbox->serving)
        return;
    sandbox->serving = serving;
    cause_keep(&sandbox->pod->root, serving ? NO_CAUSE : cause);
    hook_call(&sandbox->kubelet->all->serving_changed, sandbox, cause);
}

static void report_ready(struct sandbox *sandbox)
{
    if (!sandbox->pod->status.ready)
        api_report(sandbox->kubelet->all->api, sandbox->pod, POD_READY,
                   "kubelet", sandbox->cause);
}

/* When the readiness probes of all containers will have succeeded: the first
 * probe is made as soon as the container runs and its initial delay is over. */
static sim_time probing(const struct sandbox *sandbox)
{
    sim_time longest = 0;

    for (int i = 0; i < sandbox->count; i++) {
        const struct probe *probe =
            &sandbox->pod->template->containers[i].readiness;
        sim_time time = probe->initial_delay +
                        (probe->success_threshold - 1) * probe->period;

        if (probe->given && time > longest)
            longest = time;
    }
    return longest;
}

static void all_running(struct sim *sim, struct sandbox *sandbox)
{
    sim_time wait = probing(sandbox);
    struct cause cause = sandbox->cause;

    update_serving(sandbox, cause);
    if (sandbox->pod->status.phase != POD_RUNNING)
        api_report(sandbox->kubelet->all->api, sandbox->pod, POD_STARTED,
                   "kubelet", cause);
    if (wait == 0) {
        report_ready(sandbox);
        return;
    }
    cause_keep(&sandbox->cause, cause_after(cause, "pod.readinessProbe"));
    event_schedule(sim, &sandbox->due, time_after(sim->now, wait));
}

static void began(struct sim *sim, struct container *container)
{
    struct sandbox *sandbox = container->sandbox;
    struct kubelets *all = sandbox->kubelet->all;

    container->state = CONTAINER_RUNNING;
    sandbox->running++;
    if (container->starts++ > 0)
        api_report(all->api, sandbox->pod, POD_RESTARTED, "kubelet",
                   sandbox->cause);
    hook_call(&all->container_changed, container, sandbox->cause);
    if (sandbox->running == sandbox->count)
        all_running(sim, sandbox);
}

sim_time container_back_off(struct container *container,
                            const struct kubelet_settings *settings,
                            sim_time now)
{
    sim_time ran = container->finished - container->restarted;
    sim_time start = now;

    if (container->back_off == 0 || ran > settings->back_off_reset) {
        container->back_off = settings->back_off_first;
    } else {
        if (container->finished + container->back_off > start)
            start = container->finished + container->back_off;
        container->back_off *= 2;
    }
    if (container->back_off > settings->back_off_most)
        container->back_off = settings->back_off_most;
    container->restarted = start;
    return start - now;
}

/* The kubelet's relist has found that the container exited. */
static void noticed(struct sim *sim, struct container *container)
{
    struct sandbox *sandbox = container->sandbox;
    struct kubelets *all = sandbox->kubelet->all;
    sim_time wait;

    if (sandbox->pod->status.ready)
        api_report(all->api, sandbox->pod, POD_NOT_READY, "kubelet",
                   cause_after(sandbox->cause, "controllers.kubelet.relist"));
    if (!sandbox->pod->template->restarts)
        return;
    wait = container_back_off(container, all->settings, sim->now);
    container->state = CONTAINER_WAITING;
    cause_keep(&sandbox->cause,
               cause_after(sandbox->cause,
                           wait > 0 ? "controllers.kubelet.back-off-first"
                                    : "controllers.kubelet.container-start"));
    event_schedule(sim, &container->next,
                   time_after(sim->now + wait,
                              delay(sandbox, &all->settings->container_start)));
}

static void container_next(struct sim *sim, struct event *event)
{
    struct container *container = EVENT_OWNER(event, struct container, next);

    if (container->state == CONTAINER_EXITED)
        noticed(sim, container);
    else
        began(sim, container);
}

/* It runs no more. */
static void stop(struct container *container, enum container_state state,
                 struct cause cause)
{
    bool running = container->state == CONTAINER_RUNNING;

    container->state = state;
    if (running)
        hook_call(&container->sandbox->kubelet->all->container_changed,
                  container, cause);
}

void container_exit(struct container *container, struct cause cause)
{
    struct sandbox *sandbox = container->sandbox;
    struct sim *sim = sandbox->kubelet->all->sim;

    stop(container, CONTAINER_EXITED, cause);
    container->finished = sim->now;
    sandbox->running--;
    cause_keep(&sandbox->cause, cause);
    event_cancel(sim, &sandbox->due);
    update_serving(sandbox, cause);
    event_schedule(sim, &container->next,
                   next_relist(sandbox->kubelet, sim->now));
}

static void make_containers(struct sandbox *sandbox)
{
    sandbox->count = sandbox->pod->template->container_count;
    for (int i = 0; i < sandbox->count; i++) {
        struct container *container = &sandbox->containers[i];

        container->sandbox = sandbox;
        event_prepare(&container->next, container_next, RANK_TRUTH,
                      identity_child(sandbox->pod->identity, (uint64_t)i, 1));
    }
}

static void remove_sandbox(struct sandbox *sandbox)
{
    struct kubelet *kubelet = sandbox->kubelet;
    struct kubelets *all = kubelet->all;
    struct pod *pod = sandbox->pod;

    *(sandbox->previous == NULL ? &kubelet->sandboxes
                                : &sandbox->previous->next) = sandbox->next;
    if (sandbox->next != NULL)
        sandbox->next->previous = sandbox->previous;
    for (int i = 0; i < sandbox->count; i++)
        hook_call(&all->container_removed, &sandbox->containers[i],
                  sandbox->cause);
    pod->sandbox = NULL;
    if (pod->status.exists)
        api_remove(all->api, pod, sandbox->cause);
    pod_release(all->api, pod);
    cause_drop(&sandbox->cause);
    pool_give(&all->sandboxes, sandbox);
}

static void sandbox_due(struct sim *sim, struct event *event)
{
    struct sandbox *sandbox = EVENT_OWNER(event, struct sandbox, due);

    (void)sim;
    if (sandbox->stopping)
        remove_sandbox(sandbox);
    else
        report_ready(sandbox);
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
    if (sandbox->next != NULL)
        sandbox->next->previous = sandbox;
    kubelet->sandboxes = sandbox;
    event_prepare(&sandbox->due, sandbox_due, RANK_TRUTH, pod->identity);
    make_containers(sandbox);
    sandbox_start(sandbox, cause);
    return sandbox;
}

void sandbox_start(struct sandbox *sandbox, struct cause cause)
{
    struct kubelets *all = sandbox->kubelet->all;
    sim_time made = time_after(all->sim->now,
                               delay(sandbox, &all->settings->sandbox_start));

    cause_keep(&sandbox->cause,
               cause_after(cause, "controllers.kubelet.sandbox-start"));
    for (int i = 0; i < sandbox->count; i++) {
        struct container *container = &sandbox->containers[i];

        container->state = CONTAINER_WAITING;
        container->restarted = made;
        event_schedule(
            all->sim, &container->next,
            time_after(made, delay(sandbox, &all->settings->container_start)));
    }
}

/* All its containers are gone at once, and what was about to happen to them. */
static void halt(struct sandbox *sandbox, struct cause cause)
{
    struct sim *sim = sandbox->kubelet->all->sim;

    event_cancel(sim, &sandbox->due);
    for (int i = 0; i < sandbox->count; i++) {
        struct container *container = &sandbox->containers[i];

        event_cancel(sim, &container->next);
        stop(container, CONTAINER_WAITING, cause);
        container->back_off = 0;
    }
    sandbox->running = 0;
    cause_keep(&sandbox->cause, cause);
    update_serving(sandbox, cause);
}

void sandbox_lose(struct sandbox *sandbox, struct cause cause)
{
    sandbox->stopping = false; /* whoever stops it must ask again */
    halt(sandbox, cause);
}

void sandbox_stop(struct sandbox *sandbox, struct cause cause)
{
    struct kubelets *all = sandbox->kubelet->all;
    sim_time grace = sandbox->pod->grace;
    bool running = sandbox->running > 0;
    sim_time time;

    if (sandbox->stopping)
        return;
    sandbox->stopping = true;
    halt(sandbox, cause);
    if (!running) {
        remove_sandbox(sandbox);
        return;
    }
    time = delay(sandbox, &all->settings->container_stop);
    event_schedule(all->sim, &sandbox->due,
                   time_after(all->sim->now, time < grace ? time : grace));
}

void sandbox_recovered(struct sandbox *sandbox)
{
    cause_drop(&sandbox->cause);
}
