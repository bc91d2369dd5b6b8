/* The page of `validate`: what would be simulated, and what was assumed. */
#include <string.h>

#include "models/api/autoscaler.h"
#include "models/scenario/draft.h"

enum { ROW_CELLS = 6 };

static const double year = 365 * 86400.0;

static struct tree *block(struct arena *arena, struct tree *page,
                          const char *title)
{
    struct tree *made = tree_append(page, tree_new(arena, TREE_MAPPING));

    tree_put_text(arena, made, "title", title);
    return made;
}

/* A row of cells; the first NULL ends it. */
static void row(struct arena *arena, struct tree *block,
                const char *const cells[ROW_CELLS])
{
    struct tree *rows = tree_get(block, "rows");
    struct tree *made;

    if (rows == NULL)
        rows = tree_put_sequence(arena, block, "rows");
    made = tree_append(rows, tree_new(arena, TREE_SEQUENCE));
    for (int i = 0; i < ROW_CELLS && cells[i] != NULL; i++)
        tree_append(made, tree_scalar(arena, cells[i]));
}

#define ROW(arena, block, ...)                                                 \
    row(arena, block, (const char *const[ROW_CELLS]){__VA_ARGS__})

static void header(struct arena *arena, struct tree *block,
                   const char *const cells[ROW_CELLS])
{
    struct tree *made = tree_put_sequence(arena, block, "header");

    for (int i = 0; i < ROW_CELLS && cells[i] != NULL; i++)
        tree_append(made, tree_scalar(arena, cells[i]));
}

#define HEADER(arena, block, ...)                                              \
    header(arena, block, (const char *const[ROW_CELLS]){__VA_ARGS__})

static const char *cores(struct arena *arena, int64_t milli)
{
    return arena_format(arena, "%.6g", (double)milli / 1000);
}

static const char *bytes(struct arena *arena, int64_t count)
{
    static const char *const units[] = {"", "Ki", "Mi", "Gi", "Ti", "Pi"};
    double value = (double)count;
    int i = 0;

    while (value >= 1024 && i < 5) {
        value /= 1024;
        i++;
    }
    return arena_format(arena, "%.4g%s", value, units[i]);
}

static void describe_question(struct arena *arena, struct tree *page,
                              const struct scenario *scenario)
{
    struct tree *made = block(arena, page, "The question");

    ROW(arena, made, "scenario", scenario->name);
    ROW(arena, made, "horizon",
        duration_describe(arena, time_seconds(scenario->measured.horizon)));
    if (scenario->warm_up.state == WARM_UP_SOUGHT)
        ROW(arena, made, "warm-up", "to be found by MSER-5 from a first batch");
    else if (scenario->warm_up.length > 0)
        ROW(arena, made, "warm-up",
            duration_describe(arena, time_seconds(scenario->warm_up.length)));
    if (scenario->precision > 0)
        ROW(arena, made, "replications",
            arena_format(arena,
                         "until the unavailability is known to %.6g %%, at "
                         "most %u",
                         scenario->precision * 100, scenario->replications));
    else if (scenario->replications > 0)
        ROW(arena, made, "replications",
            arena_format(arena, "%u", scenario->replications));
    ROW(arena, made, "seed",
        arena_format(arena, "%llu", (unsigned long long)scenario->seed));
    ROW(arena, made, "Kubernetes", scenario->version);
    if (scenario->crews > 0)
        ROW(arena, made, "repair crews",
            arena_format(arena, "%d", scenario->crews));
    if (scenario->ticked)
        ROW(arena, made, "heartbeats", "all simulated (ticks: real)");
}

/* By zone: how many, and what they hold. */
static void describe_nodes(struct arena *arena, struct tree *page,
                           const struct scenario *scenario)
{
    int racks = scenario->site.rack_count;
    int later = scenario->node_count - scenario->measured.machine_count;
    const char *title = arena_format(
        arena, "Nodes: %d in %d zone%s", scenario->measured.machine_count,
        scenario->zone_count, scenario->zone_count == 1 ? "" : "s");
    struct tree *made;

    if (racks > 0)
        title = arena_format(arena, "%s and %d rack%s", title, racks,
                             racks == 1 ? "" : "s");
    if (later > 0)
        title = arena_format(arena, "%s, and room for %d more", title, later);
    made = block(arena, page, title);
    HEADER(arena, made, "zone", "nodes", "CPUs", "memory", "first");
    for (int zone = 0; zone < scenario->zone_count; zone++) {
        int64_t cpu = 0, memory = 0;
        int count = 0;
        const char *first = "";

        for (int i = 0; i < scenario->node_count; i++) {
            const struct node_design *node = &scenario->nodes[i];

            if (node->zone != zone || node->later)
                continue;
            if (count++ == 0)
                first = node->name;
            cpu += node->cpu_milli;
            memory += node->memory_bytes;
        }
        ROW(arena, made, scenario->zones[zone],
            arena_format(arena, "%d", count), cores(arena, cpu),
            bytes(arena, memory), first);
    }
}

static void describe_workloads(struct arena *arena, struct tree *page,
                               const struct scenario *scenario)
{
    struct tree *made = block(arena, page, "Workloads");

    HEADER(arena, made, "workload", "pods", "containers", "CPU", "memory");
    for (int i = 0; i < scenario->workload_count; i++) {
        const struct workload *workload = &scenario->workloads[i];
        struct requests asked = template_requests(&workload->template);

        ROW(arena, made, workload->object,
            arena_format(arena, "%d", workload->replicas),
            arena_format(arena, "%d", template_lasting(&workload->template)),
            asked.cpu_milli > 0 ? cores(arena, asked.cpu_milli) : "-",
            asked.memory_bytes > 0 ? bytes(arena, asked.memory_bytes) : "-");
    }
}

/* "cpu 60%, memory 1Gi of container app" */
static const char *describe_metrics(struct arena *arena,
                                    const struct autoscaler_design *autoscaler)
{
    const char *all = "";

    for (int i = 0; i < autoscaler->metric_count; i++) {
        const struct metric_design *each = &autoscaler->metrics[i];
        bool percent = each->kind == METRIC_UTILIZATION;
        bool cpu = strcmp(each->name, "cpu") == 0;

        all = arena_format(
            arena, "%s%s%s %s%s%s", all, i > 0 ? ", " : "", each->name,
            percent ? arena_format(arena, "%lld%%", (long long)each->target)
            : cpu   ? cores(arena, each->target)
                    : bytes(arena, each->target / 1000),
            each->container != NULL ? " of container " : "",
            each->container != NULL ? each->container : "");
    }
    return *all != '\0' ? all : "none";
}

static void describe_autoscalers(struct arena *arena, struct tree *page,
                                 const struct scenario *scenario)
{
    struct tree *made = block(arena, page, "Autoscalers");

    HEADER(arena, made, "autoscaler", "sizes", "pods", "metrics", "limits");
    for (int i = 0; i < scenario->autoscaler_count; i++) {
        const struct autoscaler_design *each = &scenario->autoscalers[i];

        ROW(arena, made, each->object,
            each->target != NULL ? each->target->object : "nothing",
            arena_format(arena, "%d to %d", each->min_replicas,
                         each->max_replicas),
            describe_metrics(arena, each),
            each->behavior ? "its own" : "the usual");
    }
}

static const char *describe_traffic(struct arena *arena,
                                    const struct service_question *question,
                                    sim_time horizon)
{
    const struct demand *demand = &question->demand;
    double seconds = time_seconds(horizon);

    if (demand->kind == NULL)
        return "-";
    return arena_format(arena, "%s, mean %.4g/s", demand->kind->plugin.name,
                        demand_expected(demand, 0, horizon) / seconds);
}

static void describe_services(struct arena *arena, struct tree *page,
                              const struct scenario *scenario)
{
    struct tree *made = block(arena, page, "Services that are measured");

    HEADER(arena, made, "service", "pods", "traffic", "a request", "available");
    for (int i = 0; i < scenario->service_count; i++) {
        const struct service_question *each = &scenario->questions[i];
        const char *work =
            each->demand.kind == NULL
                ? "-"
                : duration_describe(arena, each->cpu_per_request);

        ROW(arena, made, each->service->object,
            arena_format(arena, "%d", each->service->desired),
            describe_traffic(arena, each, scenario->measured.horizon), work,
            each->min_ready > 0
                ? arena_format(arena, "%d pod%s ready", each->min_ready,
                               each->min_ready == 1 ? "" : "s")
                : arena_format(arena, "%.4g%% succeed",
                               each->available_at * 100));
    }
}

static const char *describe_target(struct arena *arena,
                                   const struct scenario *scenario,
                                   const struct fault_design *fault)
{
    const struct target *target = &fault->target;
    bool known = fault_targets_known(fault);
    long long count = fault_targets(scenario, fault);
    const char *things = arena_format(
        arena, "%s%lld %s", known ? "" : "up to ", count,
        (count == 1 ? befallen_one : befallen_many)[fault->kind->befalls]);

    switch (target->mode) {
    case TARGET_EACH:
        return arena_format(arena, "each of %s", things);
    case TARGET_ONE:
        return arena_format(arena, "one of %s", things);
    case TARGET_COUNT:
        return arena_format(arena, "%d of %s", target->count, things);
    case TARGET_SHARE:
        return arena_format(arena, "%.4g%% of %s", target->share * 100, things);
    case TARGET_ALL:
        break;
    }
    return arena_format(arena, known ? "all %s" : "all of %s", things);
}

/* As if each target were well again before its next fault. */
static double strikes_per_year(const struct scenario *scenario,
                               const struct fault_design *fault)
{
    double cycle = law_mean(&fault->every);

    if (fault->target.mode != TARGET_EACH)
        return year / cycle;
    if (fault->lasts.kind != NULL)
        cycle += law_mean(&fault->lasts);
    return (double)fault_targets(scenario, fault) * year / cycle;
}

static void describe_faults(struct arena *arena, struct tree *page,
                            const struct scenario *scenario)
{
    struct tree *made = block(arena, page, "Faults");

    for (int i = 0; i < scenario->fault_count; i++) {
        const struct fault_design *fault = &scenario->faults[i];

        ROW(arena, made, fault->name,
            arena_format(arena, "%s of %s, %s%.3g times a year",
                         fault->kind->plugin.name,
                         describe_target(arena, scenario, fault),
                         fault->target.mode == TARGET_EACH &&
                                 !fault_targets_known(fault)
                             ? "up to "
                             : "",
                         strikes_per_year(scenario, fault)));
        ROW(arena, made, "",
            arena_format(arena, "every %s",
                         law_describe(arena, &fault->every)));
        if (fault->lasts.kind != NULL)
            ROW(arena, made, "",
                arena_format(arena, "lasts %s",
                             law_describe(arena, &fault->lasts)));
    }
}

static const char *describe_whom(struct arena *arena,
                                 const struct action_design *action)
{
    const struct target *target = &action->target;
    const char *things = action->pods ? "pods" : "nodes";
    const char *all = "";

    if (action->order != NULL)
        return arena_format(arena, "%d of %s", action->order->count,
                            action->order->pool);
    if (action->workload_count == 0 && target->only != NULL && !action->pods)
        return arena_format(arena, "node/%s", target->only);
    for (int i = 0; i < action->workload_count; i++)
        all = arena_format(arena, "%s%s%s", all, i > 0 ? ", " : "",
                           action->workloads[i]->object);
    if (action->workload_count > 0)
        return all;
    if (target->pod != NULL)
        return target->pod;
    if (target->only != NULL)
        things = arena_format(arena, "%s of %s", things, target->only);
    switch (target->mode) {
    case TARGET_COUNT:
        return arena_format(arena, "%d %s", target->count, things);
    case TARGET_SHARE:
        return arena_format(arena, "%.4g%% of the %s", target->share * 100,
                            things);
    case TARGET_ALL:
        return arena_format(arena, "all %s", things);
    case TARGET_EACH:
    case TARGET_ONE:
        break;
    }
    return arena_format(arena, "one of the %s", things);
}

static void describe_actions(struct arena *arena, struct tree *page,
                             const struct scenario *scenario)
{
    struct tree *made = block(arena, page, "Actions");

    for (int i = 0; i < scenario->action_count; i++) {
        const struct action_design *action = &scenario->actions[i];
        bool timed = action->at != NEVER;

        ROW(arena, made, action->name,
            arena_format(
                arena, "%s: %s%s%s", action->kind->plugin.name,
                describe_whom(arena, action), timed ? ", at " : "",
                timed ? duration_describe(arena, time_seconds(action->at))
                      : ""));
        if (action->every.kind != NULL)
            ROW(arena, made, "",
                arena_format(arena, "every %s",
                             law_describe(arena, &action->every)));
    }
}

static void describe_notes(struct arena *arena, struct tree *page,
                           const char *title, const struct note *note)
{
    struct tree *text;

    if (note == NULL)
        return;
    text = tree_put_sequence(arena, block(arena, page, title), "text");
    for (; note != NULL; note = note->next)
        tree_append(
            text, tree_scalar(arena, arena_format(arena, "- %s", note->text)));
}

static void describe_ignored(struct arena *arena, struct tree *page, int count)
{
    struct tree *made = tree_append(page, tree_new(arena, TREE_MAPPING));

    tree_put_text(arena, made, "text",
                  arena_format(arena,
                               "%d object%s of kinds that a simulation has no "
                               "use for %s ignored.",
                               count, count == 1 ? "" : "s",
                               count == 1 ? "was" : "were"));
}

struct tree *scenario_describe(const struct scenario *scenario,
                               struct arena *arena)
{
    struct tree *page = tree_new(arena, TREE_SEQUENCE);

    describe_question(arena, page, scenario);
    if (scenario->node_count > 0)
        describe_nodes(arena, page, scenario);
    if (scenario->workload_count > 0)
        describe_workloads(arena, page, scenario);
    if (scenario->autoscaler_count > 0)
        describe_autoscalers(arena, page, scenario);
    if (scenario->service_count > 0)
        describe_services(arena, page, scenario);
    if (scenario->fault_count > 0)
        describe_faults(arena, page, scenario);
    if (scenario->action_count > 0)
        describe_actions(arena, page, scenario);
    describe_notes(arena, page, "Assumed", scenario->assumed);
    describe_notes(arena, page, "Not modelled", scenario->unmodelled);
    if (scenario->ignored > 0)
        describe_ignored(arena, page, scenario->ignored);
    return page;
}
