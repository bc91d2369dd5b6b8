/* The status of pods. */
#include "models/cluster/report.h"

#include "models/cluster/kubelet.h"
#include "models/cluster/phase.h"

static void count(struct phase_counts *counts,
                  const struct container *container)
{
    bool running = container->state == CONTAINER_RUNNING ||
                   container->state == CONTAINER_STOPPING ||
                   container->state == CONTAINER_EXITED;

    if (running) {
        counts->running++;
    } else if (container->starts == 0 &&
               container->state <= CONTAINER_WAITING) {
        counts->waiting++;
    } else {
        counts->stopped++;
        counts->succeeded += container->exit_code == 0;
    }
}

static enum pod_phase phase_of(const struct sandbox *sandbox)
{
    const struct pod_template *template = sandbox->pod->template;
    int inits = template->init_count;
    struct phase_counts counts = {.initialising = inits - sandbox->inited};
    bool alive = false;

    for (int i = 0; i < sandbox->count; i++) {
        const struct container *each = &sandbox->containers[i];

        alive = alive || (each->state > CONTAINER_WAITING &&
                          each->state != CONTAINER_ENDED);
        if (i >= inits)
            count(&counts, each);
        else if (i == sandbox->inited && each->state == CONTAINER_ENDED)
            counts.init_failed += each->exit_code != 0;
    }
    if (sandbox->evicted)
        return alive ? (enum pod_phase)sandbox->pod->status.phase : POD_FAILED;
    return pod_phase_of(&counts, template->restart,
                        sandbox_ending(sandbox) && !alive);
}

static bool is_ready(const struct sandbox *sandbox)
{
    for (int i = 0; i < sandbox->count; i++)
        if (container_lasting(&sandbox->containers[i]) &&
            !container_ready(&sandbox->containers[i]))
            return false;
    return true;
}

static void say(const struct sandbox *sandbox, enum change_kind kind, bool part,
                struct cause cause)
{
    (part ? api_report_part : api_report)(sandbox->kubelet->all->api,
                                          sandbox->pod, kind, "kubelet", cause);
}

void report_sandbox(struct sandbox *sandbox, struct cause cause)
{
    const struct kubelet *kubelet = sandbox->kubelet;
    struct api *api = kubelet->all->api;
    struct pod *pod = sandbox->pod;
    enum pod_phase phase;
    bool ready, ended, started, turned;

    if (!kubelet->running || kubelet->cut_off || !pod->status.exists ||
        pod_ended(&pod->status))
        return;
    phase = phase_of(sandbox);
    ended = phase == POD_SUCCEEDED || phase == POD_FAILED;
    started = phase == POD_RUNNING && pod->status.phase != POD_RUNNING;
    ready = !ended && is_ready(sandbox) && sandbox_gates(sandbox);
    turned = ready != pod->status.ready;
    for (; sandbox->untold > 0; sandbox->untold--)
        say(sandbox, POD_RESTARTED,
            ended || started || turned || sandbox->untold > 1, cause);
    if (ended) {
        api_end(api, pod, phase, "kubelet", cause);
        return;
    }
    if (started)
        say(sandbox, POD_STARTED, turned, cause);
    if (turned)
        say(sandbox, ready ? POD_READY : POD_NOT_READY, false, cause);
}
