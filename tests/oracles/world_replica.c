/*
 * One replica that crashes after Exp(MTTF) and is started again in Exp(D), in
 * the whole world: Deployment, scheduler, kubelet, endpoints, balancer.
 *
 * Every other delay is set to nothing. The kubelet lists its containers every
 * R = 1 us, so it notices an exit exactly R later; the back-off is 0 s, so it
 * restarts at once; watches and the balancer's programming take 0 s, so the
 * pod is listed in the instant in which its container runs. Up times are then
 * Exp(MTTF) (the fault's clock starts with the container), down times are
 * R + Exp(D), and by the renewal reward theorem
 *
 *     U = (R + D) / (MTTF + R + D).
 */
#include <string.h>

#include "tests/oracles/oracle.h"
#include "tests/scenario_text.h"
#include "tests/sheet.h"
#include "tests/suite.h"

enum {
    CYCLES = 1000,
    COST = 200 /* of a cycle, in events of the bare engine */
};

static const char text[] =
    "apiVersion: nines/v1\n"
    "kind: Scenario\n"
    "metadata: {name: replica}\n"
    "spec:\n"
    "  horizon: %.9gs\n"
    "  nodes: [{name: worker, count: 1, zones: [a], cpu: 4, memory: 16Gi}]\n"
    "  controllers:\n"
    "    network: {watch: 0s}\n"
    "    kube-proxy: {programming: 0s}\n"
    "    kubelet:\n"
    "      relist: %.9fs\n"
    "      max-container-restart-period: 1us\n"
    "      container-start: {law: exponential, mean: %.9gs}\n"
    "  faults:\n"
    "  - name: crashes\n"
    "    kind: container-crash\n"
    "    every: {law: exponential, mean: %.9gs}\n"
    "    target: {containers: each}\n";

struct design {
    const struct scenario *scenario;
    double horizon; /* seconds */
};

static double downtime(const struct outcome *outcome)
{
    for (int i = 0; i < outcome->layout->count; i++)
        if (strcmp(outcome->layout->names[i].measure, "downtime_seconds") == 0)
            return outcome->numbers[i];
    CU_FAIL_FATAL("no downtime is measured");
    return 0;
}

static uint64_t run(const void *context, struct arena *arena, struct seed seed,
                    struct sample *samples)
{
    const struct design *design = context;

    samples[0] = (struct sample){
        downtime(model.run(design->scenario, arena, seed)), design->horizon};
    return COST * CYCLES;
}

static bool read(struct arena *arena, const char *parameters,
                 const struct factors *factors, void *context)
{
    struct design *design = context;
    double mttf =
        text_number(parameters, "mttf_s") / factors->rate[RATE_FAILURE];
    double start =
        text_number(parameters, "start_s") / factors->rate[RATE_REPAIR];
    double relist = text_number(parameters, "relist_s");
    struct setting one = {.address = "deployment/web.replicas", .value = "1"};
    struct question question = {
        .name = "replica", .arena = arena, .settings = &one};

    design->scenario = scenario_asked(
        &question,
        arena_format(arena, "%s%s",
                     arena_format(arena, text, CYCLES * (mttf + start), relist,
                                  start, mttf),
                     web_manifests));
    design->horizon = time_seconds(model_plan(design->scenario).horizon);
    return true;
}

static const struct measure measures[] = {
    {.name = "steady_unavailability"},
    {.name = NULL},
};

const struct oracle oracle_world_replica = {
    .title = "a replica that restarts, through the whole world",
    .model = "restarting_replica",
    .measures = measures,
    .size = sizeof(struct design),
    .read = read,
    .run = run,
};
