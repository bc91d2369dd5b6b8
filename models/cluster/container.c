/* Containers start, answer, are probed, exit and start again. */
#include "models/cluster/container.h"

#include "models/api/program.h"
#include "models/cluster/ending.h"
#include "models/cluster/kubelet.h"
#include "models/cluster/prober.h"
#include "models/cluster/report.h"

/* What is drawn of a program, for each of its runs. */
enum { START_UP = RESTART_LOOK + 1, RUN_TIME, FAILURE, PULL };

static struct sim *sim_of(const struct container *container)
{
    return container->sandbox->kubelet->all->sim;
}

const struct container_template *
container_design(const struct container *container)
{
    const struct pod_template *template = container->sandbox->pod->template;
    ptrdiff_t index = container - container->sandbox->containers;

    return index < template->init_count
               ? &template->init_containers[index]
               : &template->containers[index - template->init_count];
}

static bool is_init(const struct container *container)
{
    return container - container->sandbox->containers <
               container->sandbox->pod->template->init_count &&
           !container_design(container)->sidecar;
}

bool container_lasting(const struct container *container)
{
    return !is_init(container);
}

bool container_well(const struct container *container)
{
    return container->state == CONTAINER_RUNNING &&
           container->health == ANSWERING;
}

bool container_ready(const struct container *container)
{
    bool seen_running = container->state == CONTAINER_RUNNING ||
                        container->state == CONTAINER_STOPPING ||
                        container->state == CONTAINER_EXITED;

    return seen_running && prober_ready(container);
}

/* A name for what is drawn of its present run. */
uint64_t container_run(const struct container *container, uint64_t what)
{
    const struct sandbox *sandbox = container->sandbox;
    uint64_t index = (uint64_t)(container - sandbox->containers);

    return identity_child(identity_child(sandbox->pod->identity, index, what),
                          container->starts, sandbox->kubelet->identity);
}

static sim_time drawn_after_start(const struct container *container,
                                  const struct law *law, uint64_t what)
{
    return time_after(container->since,
                      law_delay_of(law, &sim_of(container)->seed,
                                   container_run(container, what)));
}

/* When its program answers; when it exits by itself. An init container of which
 * nothing is said has done its part as soon as it runs. */
static sim_time answers_at(const struct container *container)
{
    const struct program *program = container_design(container)->program;

    return program == NULL || program->start_up.kind == NULL
               ? container->since
               : drawn_after_start(container, &program->start_up, START_UP);
}

static sim_time exits_at(const struct container *container)
{
    const struct program *program = container_design(container)->program;

    if (program == NULL || program->run_time.kind == NULL)
        return is_init(container) ? container->since : NEVER;
    return drawn_after_start(container, &program->run_time, RUN_TIME);
}

/* A tick at the very moment finds the new health. */
static void set_health(struct container *container, enum health health)
{
    prober_count(container, sim_of(container)->now - 1);
    container->health = (uint8_t)health;
}

/* The event is the first of all that may happen to what runs. */
static void schedule(struct container *container)
{
    sim_time next = NEVER, at;

    if (container->hooked)
        return;
    if (container->health == REFUSING)
        next = answers_at(container);
    if (container->health != HANGING && (at = exits_at(container)) < next)
        next = at;
    if ((at = prober_next(container)) < next)
        next = at;
    if (next < sim_of(container)->now)
        next = sim_of(container)->now;
    event_schedule(sim_of(container), &container->next, next);
}

/* A probe has it killed; what follows goes back to what it goes back to. */
static void kill(struct container *container, int kind)
{
    static const char *const settings[PROBES] = {
        "pod.startupProbe", "pod.readinessProbe", "pod.livenessProbe"};
    struct sandbox *sandbox = container->sandbox;

    cause_keep(&sandbox->cause, cause_after(sandbox->cause, settings[kind]));
    container->prober->killer = (uint8_t)kind;
    container_stop(container);
}

static void start_up_succeeded(struct container *container)
{
    struct sandbox *sandbox = container->sandbox;

    cause_keep(&sandbox->cause,
               cause_after(sandbox->cause, "pod.startupProbe"));
    prober_start(container);
    report_sandbox(sandbox, sandbox->cause);
    sandbox_started(sandbox, container);
}

/* Whether any result counts from now on; and what follows. */
static bool answer_probes(struct container *container)
{
    struct sandbox *sandbox = container->sandbox;
    unsigned taken = prober_take(container);

    if (taken & PROBE(READINESS_PROBE))
        report_sandbox(sandbox,
                       sim_of(container)->now > container->prober->triggered
                           ? cause_after(sandbox->cause, "pod.readinessProbe")
                           : sandbox->cause);
    if (taken & PROBE(STARTUP_PROBE) &&
        container->prober->found[STARTUP_PROBE].passes)
        start_up_succeeded(container);
    else if (taken & PROBE(STARTUP_PROBE))
        kill(container, STARTUP_PROBE);
    else if (taken & PROBE(LIVENESS_PROBE))
        kill(container, LIVENESS_PROBE);
    return taken != 0;
}

static void exit_by_itself(struct container *container)
{
    const struct program *program = container_design(container)->program;
    bool failed =
        program != NULL && program->failures > 0 &&
        uniform_at(&sim_of(container)->seed, container_run(container, FAILURE),
                   0) < program->failures;

    container_exit(container, failed ? 1 : 0, container->sandbox->cause);
}

/* What happens to it now, while it runs; and then what will next. */
static void go_on(struct container *container)
{
    sim_time now = sim_of(container)->now;

    if (container->health == REFUSING && answers_at(container) <= now) {
        set_health(container, ANSWERING);
        sandbox_look(container->sandbox, container->sandbox->cause);
    }
    while (answer_probes(container))
        continue;
    if (container->state == CONTAINER_RUNNING && !container->hooked &&
        container->health != HANGING && exits_at(container) <= now)
        exit_by_itself(container);
    if (container->state == CONTAINER_RUNNING)
        schedule(container);
}

static void began(struct container *container)
{
    struct sandbox *sandbox = container->sandbox;

    container->state = CONTAINER_RUNNING;
    container->since = sim_of(container)->now;
    container->health = REFUSING;
    prober_begin(container);
    if (container->starts++ > 0)
        sandbox->untold++;
    if (answers_at(container) <= container->since)
        container->health = ANSWERING;
    hook_call(&sandbox->kubelet->all->container_changed, container,
              sandbox->cause);
    sandbox_look(sandbox, sandbox->cause);
    report_sandbox(sandbox, sandbox->cause);
    if (prober_started(container))
        sandbox_started(sandbox, container);
    go_on(container);
}

/* It is made, from then on. */
static void make(struct container *container, sim_time at)
{
    struct sandbox *sandbox = container->sandbox;
    const struct kubelet_settings *settings = sandbox->kubelet->all->settings;

    container->state = CONTAINER_WAITING;
    event_schedule(
        sim_of(container), &container->next,
        time_after(at, sandbox_delay(sandbox, &settings->container_start)));
}

static void pull(struct container *container, sim_time at)
{
    struct kubelet *kubelet = container->sandbox->kubelet;
    double chance = uniform_at(&sim_of(container)->seed,
                               container_run(container, PULL), (uint64_t)at);

    container->state = CONTAINER_PULLING;
    event_schedule(
        sim_of(container), &container->next,
        image_pull(kubelet, container_design(container), at, chance));
}

/* The kubelet looks at what waits for its image when it looks at a pod whose
 * container waits. */
static void pulled(struct container *container)
{
    sim_time now = sim_of(container)->now, again;

    if (image_pulled(container->sandbox->kubelet, container_design(container),
                     now, &again))
        make(container, now);
    else
        pull(container, ending_look(container, again));
}

void container_launch(struct container *container, sim_time at)
{
    struct kubelet *kubelet = container->sandbox->kubelet;
    const struct container_template *design = container_design(container);

    container->state = CONTAINER_WAITING;
    if (image_asked_for(kubelet, design))
        pull(container, at);
    else if (image_possible(kubelet, design))
        make(container, at);
}

static void container_next(struct sim *sim, struct event *event)
{
    struct container *container = EVENT_OWNER(event, struct container, next);

    (void)sim;
    switch (container->state) {
    case CONTAINER_PULLING:
        pulled(container);
        break;
    case CONTAINER_WAITING:
        began(container);
        break;
    case CONTAINER_STOPPING:
        ending_done(container);
        break;
    case CONTAINER_EXITED:
        ending_noticed(container, "controllers.kubelet.relist");
        break;
    default:
        if (container->hooked)
            ending_after_hook(container);
        else
            go_on(container);
    }
}

void container_prepare(struct container *container, struct sandbox *sandbox,
                       int index)
{
    container->sandbox = sandbox;
    container->exit_code = EXIT_KILLED;
    event_prepare(&container->next, container_next, RANK_TRUTH,
                  identity_child(sandbox->pod->identity, (uint64_t)index, 1));
}

static void change_health(struct container *container, enum health health,
                          struct cause cause)
{
    struct sandbox *sandbox = container->sandbox;

    set_health(container, health);
    cause_keep(&sandbox->cause, cause);
    hook_call(&sandbox->kubelet->all->container_changed, container, cause);
    sandbox_look(sandbox, cause);
    schedule(container);
}

void container_hang(struct container *container, struct cause cause)
{
    if (container->state == CONTAINER_RUNNING && container->health != HANGING)
        change_health(container, HANGING, cause);
}

void container_recover(struct container *container, struct cause cause)
{
    if (container->state == CONTAINER_RUNNING && container->health == HANGING)
        change_health(container,
                      answers_at(container) <= sim_of(container)->now
                          ? ANSWERING
                          : REFUSING,
                      cause);
}

void container_lose(struct container *container, struct cause cause)
{
    event_cancel(sim_of(container), &container->next);
    if (container->state != CONTAINER_ENDED) {
        ending_leave(container, CONTAINER_WAITING, cause);
        container->exit_code = EXIT_KILLED;
    }
    container->backoff.wait = 0;
}

void container_abandon(struct container *container)
{
    if (container->state == CONTAINER_RUNNING)
        schedule(container);
    else if (container->state != CONTAINER_STOPPING)
        event_cancel(sim_of(container), &container->next);
}

void container_adopt(struct container *container, bool kept)
{
    struct prober was = {0};

    if (container->prober != NULL)
        was = *container->prober;
    container->backoff.wait = 0;
    prober_open(container);
    if (container->state == CONTAINER_EXITED) {
        ending_noticed(container, "controllers.kubelet.start-up");
        return;
    }
    if (container->state != CONTAINER_RUNNING || container->hooked)
        return;
    prober_begin(container);
    if (container->prober != NULL && kept && was.started) {
        prober_start(container);
        container->prober->found[READINESS_PROBE] = was.found[READINESS_PROBE];
    }
    go_on(container);
}
