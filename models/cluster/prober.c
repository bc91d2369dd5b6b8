/* The probes of one container. */
#include "models/cluster/prober.h"

#include "models/cluster/kubelet.h"

static const struct sim *sim_of(const struct container *container)
{
    return container->sandbox->kubelet->all->sim;
}

/* Where the ticks of a probe lie. While a kubelet is young, its probes begin
 * some part of their period late. */
static sim_time phase_of(const struct container *container, int kind)
{
    const struct sandbox *sandbox = container->sandbox;
    const struct kubelet *kubelet = sandbox->kubelet;
    sim_time period = container_design(container)->probes[kind].period;
    sim_time got = container->prober->got, late = 0;

    if (got - kubelet->began < period)
        late = time_from_seconds(
            time_seconds(period) *
            uniform_at(
                &sim_of(container)->seed, sandbox->pod->identity,
                (uint64_t)(kind + PROBES * (container - sandbox->containers))));
    if (kind != READINESS_PROBE)
        return got + late;
    return container->prober->triggered > got + late
               ? container->prober->triggered
               : got + late;
}

/* Whether the kubelet probes it so now. */
static bool is_probed(const struct container *container, int kind)
{
    const struct sandbox *sandbox = container->sandbox;

    return container_design(container)->probes[kind].given &&
           container->state == CONTAINER_RUNNING && !container->hooked &&
           sandbox->kubelet->running &&
           (kind == READINESS_PROBE || !sandbox->stopping) &&
           container->prober->started == (kind != STARTUP_PROBE);
}

static sim_time enabled_at(const struct container *container, int kind)
{
    sim_time delay = container_design(container)->probes[kind].initial_delay;
    sim_time phase = phase_of(container, kind);

    return container->since + delay > phase ? container->since + delay : phase;
}

static sim_time probe_at(const struct container *container, int kind)
{
    return probing_changes(
        &container->prober->found[kind],
        &container_design(container)->probes[kind], (enum probe_kind)kind,
        (enum health)container->health, phase_of(container, kind),
        enabled_at(container, kind), container->prober->counted);
}

void prober_open(struct container *container)
{
    const struct container_template *design = container_design(container);
    bool probed = false;

    for (int kind = 0; kind < PROBES; kind++)
        probed = probed || design->probes[kind].given;
    if (probed && container->prober == NULL)
        container->prober =
            pool_take(&container->sandbox->kubelet->all->probers);
    if (probed)
        container->prober->got = sim_of(container)->now;
}

void prober_close(struct container *container)
{
    if (container->prober != NULL)
        pool_give(&container->sandbox->kubelet->all->probers,
                  container->prober);
    container->prober = NULL;
}

void prober_begin(struct container *container)
{
    struct prober *prober = container->prober;

    if (prober == NULL)
        return;
    prober->triggered = prober->counted = sim_of(container)->now;
    prober->started = !container_design(container)->probes[STARTUP_PROBE].given;
    prober->killer = PROBES;
    for (int kind = 0; kind < PROBES; kind++)
        prober->found[kind] = probing_begin((enum probe_kind)kind);
}

void prober_start(struct container *container)
{
    struct prober *prober = container->prober;

    prober->started = true;
    prober->triggered = prober->counted = sim_of(container)->now;
}

bool prober_started(const struct container *container)
{
    return container->prober == NULL || container->prober->started;
}

bool prober_ready(const struct container *container)
{
    return prober_started(container) &&
           (!container_design(container)->probes[READINESS_PROBE].given ||
            container->prober->found[READINESS_PROBE].passes);
}

sim_time prober_next(const struct container *container)
{
    sim_time next = NEVER, at;

    if (container->prober == NULL)
        return NEVER;
    for (int kind = 0; kind < PROBES; kind++)
        if (is_probed(container, kind) &&
            (at = probe_at(container, kind)) < next)
            next = at;
    return next;
}

void prober_count(struct container *container, sim_time to)
{
    if (container->prober == NULL)
        return;
    for (int kind = 0; kind < PROBES; kind++)
        if (is_probed(container, kind))
            probing_count(
                &container->prober->found[kind],
                &container_design(container)->probes[kind],
                (enum health)container->health, phase_of(container, kind),
                enabled_at(container, kind), container->prober->counted, to);
    if (container->prober->counted <= to)
        container->prober->counted = to + 1;
}

unsigned prober_take(struct container *container)
{
    unsigned taken = 0;

    if (container->prober == NULL)
        return 0;
    for (int kind = 0; kind < PROBES; kind++)
        if (is_probed(container, kind) &&
            probe_at(container, kind) <= sim_of(container)->now)
            taken |= PROBE(kind);
    if (taken != 0)
        prober_count(container, sim_of(container)->now);
    for (int kind = 0; kind < PROBES; kind++)
        if (taken & PROBE(kind))
            probing_settle(&container->prober->found[kind],
                           &container_design(container)->probes[kind],
                           (enum health)container->health);
    return taken;
}
