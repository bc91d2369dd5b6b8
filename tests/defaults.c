/* Kubernetes' defaults, and ours: a parameter's, or what the reading of a
 * manifest fills in. Each row of defaults.csv has one, or the reason why not.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "models/api/autoscaler.h"
#include "models/api/fit.h"
#include "models/api/quantity.h"
#include "models/autoscalers/scaling_limits.h"
#include "models/cluster/crash_loop.h"
#include "models/controllers/zone.h"
#include "models/scenario/scenario.h"
#include "sim/plugin.h"
#include "tests/scenario_text.h"
#include "tests/sheet.h"
#include "tests/suite.h"

/* A Deployment that says as little as it may. */
static const char text[] =
    "apiVersion: nines/v1\n"
    "kind: Scenario\n"
    "spec: {nodes: [{name: n, count: 3}]}\n"
    "---\n"
    "apiVersion: apps/v1\n"
    "kind: Deployment\n"
    "metadata: {name: web}\n"
    "spec:\n"
    "  selector: {matchLabels: {app: web}}\n"
    "  template:\n"
    "    metadata: {labels: {app: web}}\n"
    "    spec:\n"
    "      containers:\n"
    "      - {name: web, image: web, readinessProbe: {tcpSocket: {port: 1}}}\n";

static const struct workload *web(const struct scenario *scenario)
{
    return &scenario->workloads[0];
}

static const struct probe *readiness(const struct scenario *scenario)
{
    return &web(scenario)->template.containers[0].probes[READINESS_PROBE];
}

static double borne(const struct scenario *scenario, int bit)
{
    return time_seconds(
        template_tolerates(&web(scenario)->template, taint_of(NULL, bit)));
}

/* Figures that no parameter is. */
#define FIGURE(function, value)                                                \
    static double function(const struct scenario *scenario)                    \
    {                                                                          \
        (void)scenario;                                                        \
        return value;                                                          \
    }

FIGURE(node_grace, time_seconds(zone_node_grace(36)))
FIGURE(not_ready, borne(scenario, 1))
FIGURE(unreachable, borne(scenario, 3))
FIGURE(pods, scenario->nodes[0].pods)
FIGURE(first_wait, time_seconds(crash_loop_backoff(false, NEVER, 36).first))
FIGURE(longest_wait, time_seconds(crash_loop_backoff(false, NEVER, 36).most))
FIGURE(probe_period, time_seconds(readiness(scenario)->period))
FIGURE(probe_successes, readiness(scenario)->success_threshold)
FIGURE(probe_timeout, time_seconds(readiness(scenario)->timeout))
FIGURE(probe_failures, readiness(scenario)->failure_threshold)
FIGURE(grace, time_seconds(web(scenario)->template.grace))
FIGURE(unavailable, web(scenario)->strategy.max_unavailable.value / 100.0)
FIGURE(surge, web(scenario)->strategy.max_surge.value / 100.0)
FIGURE(deadline, time_seconds(web(scenario)->progress_deadline))
FIGURE(history, web(scenario)->revision_history)
FIGURE(fewest, fit_nodes_to_find(100, 0))
FIGURE(assumed_cpu,
       (double)template_requests(&web(scenario)->template).scored_cpu_milli)
FIGURE(assumed_memory,
       (double)template_requests(&web(scenario)->template).scored_memory_bytes)
FIGURE(pods_up, scaling_up_rules.policies[0].value)
FIGURE(percent_up, scaling_up_rules.policies[1].value)
FIGURE(window_up, time_seconds(scaling_up_rules.stabilization))
FIGURE(percent_down, scaling_down_rules.policies[0].value)
FIGURE(factor_up, usual_scale_up_limit.factor)
FIGURE(minimum_up, usual_scale_up_limit.minimum)

static const struct figure {
    const char *name;
    double (*of)(const struct scenario *scenario);
} figures[] = {{"node grace of 1.36", node_grace},
               {"toleration of not-ready", not_ready},
               {"toleration of unreachable", unreachable},
               {"nodes.pods", pods},
               {"crash loop: first wait", first_wait},
               {"crash loop: longest wait", longest_wait},
               {"probe: period", probe_period},
               {"probe: successes", probe_successes},
               {"probe: timeout", probe_timeout},
               {"probe: failures", probe_failures},
               {"grace of a pod", grace},
               {"rollout: unavailable", unavailable},
               {"rollout: surge", surge},
               {"rollout: deadline", deadline},
               {"rollout: history", history},
               {"fewest nodes to find", fewest},
               {"assumed CPU request", assumed_cpu},
               {"assumed memory request", assumed_memory},
               {"pods of scale-up", pods_up},
               {"percent of scale-up", percent_up},
               {"window of scale-up", window_up},
               {"percent of scale-down", percent_down},
               {"factor of scale-up", factor_up},
               {"minimum of scale-up", minimum_up},
               {NULL, NULL}};

static const struct plugin *plugin_of(const char *name, size_t length)
{
    static const struct plugin *const agents[] = {
        &kubelet_plugin, &kube_proxy_plugin, &ingress_nginx_plugin, NULL};
    const struct plugin *const *lists[] = {controller_list.plugins, agents};

    for (int i = 0; i < 2; i++)
        for (const struct plugin *const *each = lists[i]; *each != NULL; each++)
            if (strlen((*each)->name) == length &&
                strncmp((*each)->name, name, length) == 0)
                return *each;
    return NULL;
}

/* The default, in seconds where it is a time. */
static double read_default(const struct parameter *parameter)
{
    struct arena arena;
    struct errors errors = {.arena = &arena};
    union {
        sim_time time;
        double number;
        int64_t bytes;
        int count;
        bool flag;
    } value = {.time = 0};
    double result;

    arena_open(&arena);
    parameter->kind->read(tree_from_text(&arena, parameter->standard), &value,
                          &errors);
    result = parameter->kind == &of_duration || parameter->kind == &of_period
                 ? time_seconds(value.time)
             : parameter->kind == &of_count || parameter->kind == &of_some
                 ? value.count
             : parameter->kind == &of_memory ? (double)value.bytes
             : parameter->kind == &of_flag   ? value.flag
                                             : value.number;
    arena_close(&arena);
    return result;
}

static bool parameter_value(const char *address, double *value)
{
    const char *name = address + strlen("controllers.");
    const char *member = strchr(name, '.') + 1;
    const struct plugin *plugin = plugin_of(name, (size_t)(member - name - 1));
    const struct parameter *each;

    if (plugin == NULL)
        return false;
    each = plugin->parameters;
    while (each->name != NULL && strcmp(each->name, member) != 0)
        each++;
    if (each->name != NULL)
        *value = read_default(each);
    return each->name != NULL;
}

static bool our_value(const char *name, const struct scenario *scenario,
                      double *value)
{
    const struct figure *each = figures;

    if (strncmp(name, "controllers.", strlen("controllers.")) == 0)
        return parameter_value(name, value);
    while (each->name != NULL && strcmp(each->name, name) != 0)
        each++;
    if (each->name != NULL)
        *value = each->of(scenario);
    return each->name != NULL;
}

static double number_of(const char *text_of_it)
{
    char *end;
    double value = strtod(text_of_it, &end);

    if (strcmp(text_of_it, "true") == 0)
        return 1;
    if (strcmp(end, "Mi") == 0)
        return value * 1024 * 1024;
    return *end == '%' ? value / 100 : value;
}

/* The row of defaults_of.csv. */
static int row_of(const struct sheet *ours, const char *area, const char *name)
{
    for (int i = 0; i < ours->rows; i++)
        if (strcmp(sheet_text(ours, i, "area"), area) == 0 &&
            strcmp(sheet_text(ours, i, "name"), name) == 0)
            return i;
    return -1;
}

static void check(const struct sheet *theirs, int i, const struct sheet *ours,
                  const struct scenario *scenario)
{
    const char *name = sheet_text(theirs, i, "name");
    int row = row_of(ours, sheet_text(theirs, i, "area"), name);
    double value = -1, expect = number_of(sheet_text(theirs, i, "default"));
    bool same;

    if (row >= 0 && *sheet_text(ours, row, "nines") == '\0') {
        CU_ASSERT(*sheet_text(ours, row, "why") != '\0');
        return;
    }
    same = row >= 0 &&
           our_value(sheet_text(ours, row, "nines"), scenario, &value) &&
           value == expect;
    if (!same)
        printf("%s: %g instead of %g ", name, value, expect);
    CU_ASSERT(same);
}

static void defaults(void)
{
    struct arena arena;
    struct sheet theirs, ours;
    const struct scenario *scenario;

    arena_open(&arena);
    scenario = scenario_from_text(&arena, text);
    sheet_open(&theirs, "tests/conformance/defaults.csv");
    sheet_open(&ours, "tests/conformance/defaults_of.csv");
    CU_ASSERT_EQUAL(theirs.rows, ours.rows);
    for (int i = 0; i < theirs.rows; i++)
        check(&theirs, i, &ours, scenario);
    sheet_close(&ours);
    sheet_close(&theirs);
    arena_close(&arena);
}

SUITE("conformance/defaults", {"Kubernetes' and ours", defaults})
