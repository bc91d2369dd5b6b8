/*
 * The CPU deviation of small clusters that were worked out by hand: theta_i is
 * what is used of a node's CPU, P_avg their mean (0 for a node that is down),
 * theta_bar the mean over running pods of what is used of their requests.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "models/scenario/scenario.h"
#include "tests/scenario_text.h"
#include "tests/suite.h"

/* For an hour, each Service named s has the pods of the workload of its label;
 * a request costs 10 ms. */
struct hand {
    const char *what;
    const char *spec;      /* nodes, traffic, faults */
    const char *workloads; /* name, replicas, CPU, more of their container */
    double p_avg;
    double p_avg_up;
    double theta_bar;
    double most; /* the greatest magnitude of delta_cpu */
};

#define NODES(count, cpu)                                                      \
    "{name: n" #cpu ", count: " #count ", cpu: " #cpu ", memory: 8Gi}"
#define LOAD(name, rate)                                                       \
    "{service: " name ", kind: constant, mean: " rate "/s, cpuPerRequest: "    \
    "10ms, availableAt: 1%}"
#define WORK(name, replicas, resources, more)                                  \
    "---\n{apiVersion: apps/v1, kind: Deployment, metadata: {name: " name      \
    "}, spec: {replicas: " #replicas ", selector: {matchLabels: {app: " name   \
    "}}, template: {metadata: {labels: {app: " name                            \
    "}}, spec: {containers: [{name: c, image: i, resources: " resources        \
    "}]" more "}}}}\n"                                                         \
    "---\n{apiVersion: v1, kind: Service, metadata: {name: " name              \
    "}, spec: {selector: {app: " name "}, ports: [{port: 80}]}}\n"

static const struct hand by_hand[] = {
    {"nodes that are full and equal: 4 x 1 of 1",
     "nodes: [" NODES(4, 1) "]\n  traffic: [" LOAD("a", "400") "]\n",
     WORK("a", 4, "{requests: {cpu: 1}}", ""), 1, 1, 1, 0},
    {"the same, by pods of two kinds: 4 x (0.25 + 0.75)",
     "nodes: [" NODES(4, 1) "]\n  traffic: [" LOAD("a", "100") ", " LOAD(
         "b", "300") "]\n",
     WORK("a", 4, "{requests: {cpu: 250m}}", "")
         WORK("b", 4, "{requests: {cpu: 750m}}", ""),
     1, 1, 1, 0},
    {"equal nodes, all requested, half of it used: 4 x 0.5 of 1",
     "nodes: [" NODES(4, 1) "]\n  traffic: [" LOAD("a", "200") "]\n",
     WORK("a", 4, "{requests: {cpu: 1}}", ""), 0.5, 0.5, 0.5, 0},
    {"idle headroom: 2 x 0.5 of 4; of 1 requested",
     "nodes: [" NODES(2, 4) "]\n  traffic: [" LOAD("a", "100") "]\n",
     WORK("a", 2, "{requests: {cpu: 1}}", ""), 0.125, 0.125, 0.5, 0.375},
    {"more used than requested: 2 x 3 of 4; of 1 requested",
     "nodes: [" NODES(2, 4) "]\n  traffic: [" LOAD("a", "600") "]\n",
     WORK("a", 2, "{requests: {cpu: 1}}", ""), 0.75, 0.75, 3, 2.25},
    {"imbalance of pods: (0.5 + 0.5, 0.5) of 1 and 2 nodes",
     "nodes: [" NODES(2, 1) "]\n  traffic: [" LOAD("a", "150") "]\n",
     WORK("a", 3, "{requests: {cpu: 500m}}", ""), 0.75, 0.75, 1, 0.25},
    {"imbalance of nodes: 0.8 of 1 and of 4, all requested",
     "nodes: [" NODES(1, 1) ", " NODES(1, 4) "]\n  traffic: [" LOAD(
         "a", "160") "]\n",
     WORK("a", 2, "{requests: {cpu: 800m}}",
          ", affinity: {podAntiAffinity: "
          "{requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: "
          "kubernetes.io/hostname, labelSelector: {matchLabels: {app: "
          "a}}}]}}"),
     0.5, 0.5, 1, 0.5},
    {"throttled at their limits: 2 x 0.5 of 2, though 1.5 is asked of each",
     "nodes: [" NODES(2, 2) "]\n  traffic: [" LOAD("a", "300") "]\n",
     WORK("a", 2, "{requests: {cpu: 400m}, limits: {cpu: 500m}}", ""), 0.25,
     0.25, 1.25, 1},
    {"throttled at the node's CPU: 2 x 2 of 2, though 3 is asked of each",
     "nodes: [" NODES(2, 2) "]\n  traffic: [" LOAD("a", "600") "]\n",
     WORK("a", 2, "{requests: {cpu: 2}}", ""), 1, 1, 1, 0},
    {"no request: 100m each are taken as asked for",
     "nodes: [" NODES(2, 1) "]\n  traffic: [" LOAD("a", "10") "]\n",
     WORK("a", 2, "{}", ""), 0.05, 0.05, 0.5, 0.45},
    {"a node of three is down, with its pod: 2 x 0.75 of 2; of 1.5 requested",
     "nodes: [" NODES(3, 2) "]\n  warmUp: 2h\n  traffic: [" LOAD(
         "a", "150") "]\n  faults: [{name: f, kind: node-crash, every: 1h, "
                     "lasts: 1d, target: "
                     "{name: n2-3}}]\n",
     WORK("a", 3, "{requests: {cpu: 1500m}}", ""), 0.25, 0.375, 0.5, 0.25},
    {"nothing is asked of it", "nodes: [" NODES(2, 1) "]\n",
     WORK("a", 2, "{requests: {cpu: 1}}", ""), 0, 0, 0, 0}};

static double number(const struct outcome *outcome, const char *measure)
{
    const struct layout *layout = outcome->layout;
    int i = 0;

    while (i < layout->count && strcmp(layout->names[i].measure, measure) != 0)
        i++;
    CU_ASSERT_FATAL(i < layout->count);
    return outcome->numbers[i];
}

static bool near(const struct hand *hand, const char *what, double value,
                 double expected)
{
    if (fabs(value - expected) <= 1e-9)
        return true;
    fprintf(stderr, "%s: %s is %.9g, not %.9g\n", hand->what, what, value,
            expected);
    return false;
}

static void check(const struct hand *hand)
{
    struct arena texts, arena;
    const struct scenario *scenario;
    const struct outcome *outcome;
    double hour = 3600, delta = hand->p_avg - hand->theta_bar;

    arena_open(&texts);
    arena_open(&arena);
    scenario = scenario_from_text(
        &texts, arena_format(&texts,
                             "apiVersion: nines/v1\nkind: Scenario\nspec:\n"
                             "  horizon: 1h\n  %s%s",
                             hand->spec, hand->workloads));
    outcome = model.run(scenario, &arena, (struct seed){7, 0, 0});
    CU_ASSERT(near(hand, "P_avg", number(outcome, "p_avg_seconds") / hour,
                   hand->p_avg));
    CU_ASSERT(near(hand, "P_avg of those up",
                   number(outcome, "p_avg_up_seconds") / hour, hand->p_avg_up));
    CU_ASSERT(near(hand, "theta_bar",
                   number(outcome, "theta_bar_seconds") / hour,
                   hand->theta_bar));
    CU_ASSERT(near(hand, "delta_cpu",
                   number(outcome, "delta_cpu_seconds") / hour, delta));
    CU_ASSERT(near(hand, "|delta_cpu|",
                   number(outcome, "delta_cpu_abs_seconds") / hour,
                   fabs(delta)));
    CU_ASSERT(near(hand, "the greatest |delta_cpu|",
                   number(outcome, "delta_cpu_max"), hand->most));
    arena_close(&arena);
    arena_close(&texts);
}

static void hands(void)
{
    for (size_t i = 0; i < sizeof(by_hand) / sizeof(*by_hand); i++)
        check(&by_hand[i]);
}

SUITE("models/delta_cpu", {"by hand", hands})
