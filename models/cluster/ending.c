/* Containers end, and are started again. */
#include "models/cluster/ending.h"

#include <assert.h>

#include "models/cluster/crash_loop.h"
#include "models/cluster/grace.h"
#include "models/cluster/kubelet.h"
#include "models/cluster/prober.h"
#include "models/cluster/report.h"
#include "models/cluster/tick.h"

static struct sim *sim_of(const struct container *container)
{
    return container->sandbox->kubelet->all->sim;
}

/* Its process answers nobody any more. */
void ending_leave(struct container *container, enum container_state state,
                  struct cause cause)
{
    bool running = container->state == CONTAINER_RUNNING;

    container->state = (uint8_t)state;
    container->hooked = false;
    if (running)
        hook_call(&container->sandbox->kubelet->all->container_changed,
                  container, cause);
}

/* How long it may take to end, from when it was told to. */
static sim_time grace_of(const struct container *container)
{
    const struct sandbox *sandbox = container->sandbox;
    const struct prober *prober = container->prober;
    sim_time grace = SPEC_GRACE;

    if (sandbox->stopping)
        return sandbox_grace(sandbox);
    if (prober != NULL && prober->killer < PROBES)
        grace = container_design(container)->probes[prober->killer].grace;
    return grace == SPEC_GRACE ? sandbox->pod->template->grace : grace;
}

/* How long its hook takes: not beyond its grace. */
static sim_time hook_of(const struct container *container)
{
    sim_time hook = container_design(container)->pre_stop;
    sim_time grace = grace_of(container);

    return hook < grace ? hook : grace;
}

void ending_after_hook(struct container *container)
{
    struct sandbox *sandbox = container->sandbox;
    sim_time now = sim_of(container)->now, grace = grace_of(container);
    sim_time waited =
        sandbox->stopping ? sandbox_waited(sandbox) : hook_of(container);
    sim_time left =
        grace_left(grace, waited, sandbox->evicted ? grace : NO_GRACE);
    sim_time time = sandbox_delay(
        sandbox, &sandbox->kubelet->all->settings->container_stop);
    bool killed = container->health == HANGING || time > left;

    container->exit_code = killed ? EXIT_KILLED : 0;
    ending_leave(container, CONTAINER_STOPPING, sandbox->cause);
    event_schedule(sim_of(container), &container->next,
                   time_after(now, killed ? left : time));
    sandbox_look(sandbox, sandbox->cause);
}

void container_stop(struct container *container)
{
    sim_time now = sim_of(container)->now;

    if (container->state != CONTAINER_RUNNING || container->hooked)
        return;
    if (hook_of(container) == 0) {
        ending_after_hook(container);
        return;
    }
    prober_count(container, now);
    container->hooked = true;
    event_schedule(sim_of(container), &container->next,
                   time_after(now, hook_of(container)));
}

bool ending_is_restarted(const struct container *container)
{
    enum restart_policy policy = container_design(container)->restart;

    if (sandbox_ending(container->sandbox))
        return false;
    if (policy == RESTART_ALWAYS && !container_lasting(container))
        policy = RESTART_ON_FAILURE;
    return policy == RESTART_ALWAYS ||
           (policy == RESTART_ON_FAILURE && container->exit_code != 0);
}

sim_time ending_look(const struct container *container, sim_time end)
{
    const struct kubelet *kubelet = container->sandbox->kubelet;
    const struct looks looks = {
        {RETRY_PERIOD, kubelet->all->settings->sync_frequency},
        kubelet->phase,
        kubelet->all->minor >= BACKOFF_END_TOLD,
        &sim_of(container)->seed,
        identity_child(container_run(container, RESTART_LOOK), (uint64_t)end,
                       0)};

    return crash_loop_look(&looks, sim_of(container)->now, end);
}

/* The look at which it is started again, decided now. */
static sim_time restart_look(struct container *container)
{
    const struct backoff *backoff = &container->sandbox->kubelet->all->backoff;
    sim_time now = sim_of(container)->now, end = now, look;

    if (!crash_loop_waits(backoff, &container->backoff, container->since, now,
                          &end))
        return now;
    look = ending_look(container, end);
    backoff_next(backoff, &container->backoff, container->since, look);
    return look;
}

/* It has ended with its sandbox. What is to begin anew was decided before it
 * was told to end; but where init containers come first, the kubelet asks again
 * after them. */
static void leave_sandbox(struct container *container)
{
    const struct pod_template *template = container->sandbox->pod->template;
    bool anew =
        ending_is_restarted(container) ||
        (template->restart != RESTART_NEVER && template->init_count == 0);

    container->state = anew ? CONTAINER_WAITING : CONTAINER_ENDED;
    if (anew)
        container->exit_code = EXIT_KILLED;
}

/* The kubelet knows that it has exited. */
void ending_noticed(struct container *container, const char *setting)
{
    struct sandbox *sandbox = container->sandbox;
    struct kubelets *all = sandbox->kubelet->all;
    bool anew = sandbox->gone && sandbox->stopping;
    sim_time now = all->sim->now, look;

    if (anew || !ending_is_restarted(container)) {
        container->state = CONTAINER_ENDED;
        if (anew)
            leave_sandbox(container);
        if (!sandbox->stopping)
            report_sandbox(sandbox, cause_after(sandbox->cause, setting));
        sandbox_ended(sandbox, container);
        return;
    }
    container->state = CONTAINER_WAITING;
    report_sandbox(sandbox, cause_after(sandbox->cause, setting));
    look = restart_look(container);
    cause_keep(
        &sandbox->cause,
        cause_after(sandbox->cause,
                    look > now
                        ? "controllers.kubelet.max-container-restart-period"
                        : "controllers.kubelet.container-start"));
    container_launch(container, look);
}

void ending_done(struct container *container)
{
    container->since = sim_of(container)->now;
    if (container->sandbox->kubelet->running)
        ending_noticed(container, "controllers.kubelet.container-stop");
    else
        container->state = CONTAINER_EXITED;
}

void container_exit(struct container *container, int code, struct cause cause)
{
    struct sandbox *sandbox = container->sandbox;

    assert(container->state == CONTAINER_RUNNING);
    container->exit_code = (uint8_t)code;
    container->since = sim_of(container)->now;
    cause_keep(&sandbox->cause, cause);
    ending_leave(container, CONTAINER_EXITED, cause);
    event_cancel(sim_of(container), &container->next);
    sandbox_look(sandbox, cause);
    if (sandbox->stopping)
        ending_noticed(container, "controllers.kubelet.container-stop");
    else if (sandbox->kubelet->running)
        event_schedule(sim_of(container), &container->next,
                       tick_after(sim_of(container)->now,
                                  sandbox->kubelet->phase,
                                  sandbox->kubelet->all->settings->relist));
}

void container_run_out_of_memory(struct container *container,
                                 struct cause cause)
{
    container_exit(container, EXIT_KILLED, cause);
}
