/* A world for controllers' tests. */
#include "tests/models/workload_stage.h"

#include "sim/hook.h"
#include "tests/scenario_text.h"

static const char text[] =
    "apiVersion: nines/v1\n"
    "kind: Scenario\n"
    "spec:\n"
    "  horizon: 1d\n"
    "  controllers:\n"
    "    kubelet: {sandbox-start: 0s, container-start: 2s}\n"
    "%s"
    "%s";

static void written(void *context, void *subject, struct cause cause)
{
    struct workload_stage *stage = context;
    const struct change *change = subject;
    const struct pod *pod = change->object;

    (void)cause;
    if (change->kind > POD_GONE)
        return;
    if (stage->count < MOST_HEARD)
        stage->heard[stage->count++] = (struct heard){
            stage->api->sim->now, change->kind, pod->ordinal, pod,
            change->pod.node,     pod->template};
    if (stage->claim != NULL)
        stage->claim(stage, change);
}

void stage_open(struct workload_stage *stage, const char *spec,
                const char *manifests)
{
    stage->count = stage->broken = 0;
    stage->claim = NULL;
    arena_open(&stage->arena);
    stage->scenario = scenario_from_text(
        &stage->arena, arena_format(&stage->arena, text, spec, manifests));
    stage->world =
        world_open(stage->scenario, &stage->arena, (struct seed){1, 0, 0});
    stage->api = stage->world->cluster.api;
    stage->written = (struct listener){written, stage, NULL};
    hook_listen(stage->api->written, &stage->written);
}

void stage_close(struct workload_stage *stage)
{
    arena_close(&stage->arena);
}

void stage_listen(struct workload_stage *stage)
{
    stage->count = 0;
}

void stage_run(struct workload_stage *stage, sim_time length)
{
    struct sim *sim = stage->world->sim;

    sim_run(sim, sim->now + length);
}

sim_time stage_when(const struct workload_stage *stage, enum change_kind kind,
                    int ordinal, sim_time from)
{
    for (int i = 0; i < stage->count; i++) {
        const struct heard *each = &stage->heard[i];

        if (each->kind == kind && each->at >= from &&
            (ordinal < 0 || each->ordinal == ordinal))
            return each->at;
    }
    return NEVER;
}

int stage_count(const struct workload_stage *stage, enum change_kind kind)
{
    int count = 0;

    for (int i = 0; i < stage->count; i++)
        count += stage->heard[i].kind == kind;
    return count;
}

struct owner *stage_owner(const struct workload_stage *stage)
{
    struct owner *owner = stage->api->owners;

    while (owner->workload != stage->scenario->workloads ||
           owner->parent != NULL)
        owner = owner->next;
    return owner;
}

struct pod *stage_pod(const struct workload_stage *stage, int ordinal)
{
    struct pod *pod = stage_owner(stage)->first;

    while (pod != NULL && pod->ordinal != ordinal)
        pod = pod->next;
    return pod;
}

int stage_ready(const struct workload_stage *stage)
{
    int ready = 0;

    for (const struct pod *each = stage_owner(stage)->first; each != NULL;
         each = each->next)
        ready += pod_active(&each->status) && each->status.ready;
    return ready;
}

void stage_scale(struct workload_stage *stage, int replicas)
{
    struct owner *owner = stage_owner(stage);
    struct owner_spec spec = owner->state.spec;

    spec.replicas = replicas;
    owner_set_spec(stage->api, owner, &spec, "test", NO_CAUSE);
}

void stage_update(struct workload_stage *stage)
{
    struct owner *owner = stage_owner(stage);
    struct owner_spec spec = owner->state.spec;
    struct pod_template *template =
        ARENA_NEW(&stage->arena, struct pod_template);

    *template = *spec.template;
    spec.template = template;
    owner_set_spec(stage->api, owner, &spec, "test", NO_CAUSE);
}
