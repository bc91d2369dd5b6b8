/* A world with a Deployment. */
#include "tests/web_stage.h"

#include <string.h>

#include "models/controllers/pod_availability.h"
#include "tests/scenario_text.h"

/* As measured on 1.36: two seconds to start, half a second to stop. */
static const char cluster[] =
    "apiVersion: nines/v1\n"
    "kind: Scenario\n"
    "spec:\n"
    "  horizon: 1d\n"
    "  nodes: [{name: n, count: 15, zones: [a, b, c], cpu: 4}]\n"
    "  controllers:\n"
    "    network: {watch: %s, call: %s}\n"
    "    kubelet: {sandbox-start: 1s, container-start: 1s,\n"
    "      container-stop: 500ms}\n";

static const char deployment[] =
    "---\n"
    "apiVersion: apps/v1\n"
    "kind: Deployment\n"
    "metadata: {name: %s}\n"
    "spec:\n"
    "  replicas: %d\n"
    "  %s\n"
    "  selector: {matchLabels: {app: web}}\n"
    "  template:\n"
    "    metadata: {labels: {app: web}}\n"
    "    spec:\n"
    "      terminationGracePeriodSeconds: 5\n"
    "      containers:\n"
    "      - {name: nginx, resources: {requests: {cpu: 400m}}%s}\n";

static const char slow[] =
    ", readinessProbe: {tcpSocket: {port: 80}, initialDelaySeconds: 100000}";

static void count(struct web_stage *stage)
{
    int active = 0, running = 0, all = 0, available = 0, specified = 0;
    struct extremes *seen = &stage->seen;

    for (const struct owner *set = stage->web->children; set != NULL;
         set = set->next_sibling) {
        specified += set->state.spec.replicas;
        for (const struct pod *pod = set->first; pod != NULL; pod = pod->next) {
            const struct pod_status *status = &pod->status;
            bool long_enough =
                pod_ready_since(status) + set->workload->min_ready <=
                stage->api->sim->now;

            all++;
            running += !pod_ended(status);
            active += pod_active(status);
            available += pod_active(status) && status->ready && long_enough;
        }
    }
    if (specified > seen->most_specified)
        seen->most_specified = specified;
    if (active > seen->most)
        seen->most = active;
    if (running > seen->most_running)
        seen->most_running = running;
    if (all > seen->most_in_all)
        seen->most_in_all = all;
    if (available < seen->least_available)
        seen->least_available = available;
}

static void written(void *context, void *subject, struct cause cause)
{
    struct web_stage *stage = context;
    const struct change *change = subject;

    (void)cause;
    if (stage->web == NULL)
        return;
    count(stage);
    if (change->kind != OWNER_PROGRESSED || change->object != stage->web)
        return;
    stage->seen.exceeded +=
        change->owner.status.progress.reason == PROGRESS_EXCEEDED;
    stage->seen.completed +=
        change->owner.status.progress.reason == PROGRESS_COMPLETE;
}

static struct owner *find(struct api *api, const char *name)
{
    struct owner *owner = api->owners;

    while (strcmp(owner->name, name) != 0)
        owner = owner->next;
    return owner;
}

static const char *manifest(struct arena *arena, const char *name, int replicas,
                            const char *more, const char *container)
{
    return arena_format(arena, deployment, name, replicas, more, container);
}

void web_open(struct web_stage *stage, uint64_t seed, const char *delay,
              int replicas, const char *more)
{
    struct arena *arena = &stage->arena;
    const struct scenario *scenario;

    *stage = (struct web_stage){.written = {written, stage, NULL}};
    arena_open(arena);
    scenario = scenario_from_text(
        arena, arena_format(arena, "%s%s%s%s",
                            arena_format(arena, cluster, delay, delay),
                            manifest(arena, "web", replicas, more, ""),
                            manifest(arena, "next", 0, "", ""),
                            manifest(arena, "stuck", 0, "", slow)));
    stage->world = world_open(scenario, arena, (struct seed){seed, 0, 0});
    stage->api = stage->world->cluster.api;
    hook_listen(stage->api->written, &stage->written);
    stage->web = find(stage->api, "web");
    stage->seen.least_available = replicas;
    count(stage);
}

void web_close(struct web_stage *stage)
{
    arena_close(&stage->arena);
}

void web_wait(struct web_stage *stage, sim_time how_long)
{
    sim_run(stage->world->sim, stage->world->sim->now + how_long);
}

void web_become(struct web_stage *stage, const char *name)
{
    struct owner_spec spec = stage->web->state.spec;

    spec.template = &find(stage->api, name)->workload->template;
    owner_set_spec(stage->api, stage->web, &spec, "test", NO_CAUSE);
}

void web_scale(struct web_stage *stage, int replicas)
{
    struct owner_spec spec = stage->web->state.spec;

    spec.replicas = replicas;
    owner_set_spec(stage->api, stage->web, &spec, "test", NO_CAUSE);
}

void web_pause(struct web_stage *stage, bool paused)
{
    struct owner_spec spec = stage->web->state.spec;

    spec.paused = paused;
    owner_set_spec(stage->api, stage->web, &spec, "test", NO_CAUSE);
}

/* How many replicas its ReplicaSet of that template is to have; -1: there is
 * none. */
int web_sized(const struct web_stage *stage, const char *name)
{
    const struct pod_template *template =
        &find(stage->api, name)->workload->template;

    for (const struct owner *set = stage->web->children; set != NULL;
         set = set->next_sibling)
        if (set->state.spec.template == template)
            return set->state.spec.replicas;
    return -1;
}

int web_sets(const struct web_stage *stage)
{
    int number = 0;

    for (const struct owner *set = stage->web->children; set != NULL;
         set = set->next_sibling)
        number++;
    return number;
}

bool web_settled(const struct web_stage *stage, int replicas)
{
    const struct owner_status *status = &stage->web->state.status;

    return status->replicas == replicas && status->updated == replicas &&
           status->ready == replicas && status->available == replicas;
}
