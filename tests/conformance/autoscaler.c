/* The horizontal autoscaler's decisions: what it makes of pods, metrics, limits
 * and its memory. A whole look is in autoscaler_reconcile.c. */
#include "tests/conformance/autoscaler.h"

#include <math.h>
#include <string.h>

#include "models/autoscalers/request_sum.h"
#include "models/autoscalers/stabilization.h"

bool row_is(const struct tree *in, const char *name, const char *text)
{
    return tree_is(tree_get(in, name), text);
}

bool row_null(const struct tree *in, const char *name)
{
    const struct tree *value = tree_get(in, name);

    return value == NULL || value->kind == TREE_NULL;
}

int32_t row_size(const struct tree *in, const char *name)
{
    return row_null(in, name) ? 0 : (int32_t)row_integer(in, name);
}

int row_minor(const struct row *row)
{
    return row_null(row->tree, "minor") ? 36
                                        : (int)row_integer(row->tree, "minor");
}

struct initialization row_initialization(const struct tree *in)
{
    return (struct initialization){row_seconds(in, "cpu_init_s"),
                                   row_seconds(in, "readiness_delay_s")};
}

static enum pod_phase phase_of(const struct tree *pod)
{
    static const char *const names[] = {"Pending", "Running", "Succeeded",
                                        "Failed", "Unknown"};
    int phase = 0;

    while (phase < POD_UNKNOWN && !row_is(pod, "phase", names[phase]))
        phase++;
    return (enum pod_phase)phase;
}

static sim_time instant(const struct tree *in, const char *name)
{
    return row_null(in, name) ? 0 : row_seconds(in, name);
}

struct observed_pod row_pod(const struct tree *pod, const char *metric)
{
    return (struct observed_pod){
        .phase = phase_of(pod),
        .deleted = row_true(pod, "deleted"),
        .sampled = !row_null(pod, metric),
        .requested = !row_null(pod, "request_milli"),
        .conditioned = !row_null(pod, "ready"),
        .ready = row_true(pod, "ready") ? READY_TRUE : READY_FALSE,
        .started = row_seconds(pod, "start_s"),
        .ready_since = instant(pod, "ready_transition_s"),
        .request = row_null(pod, "request_milli")
                       ? 0
                       : row_integer(pod, "request_milli"),
        .usage = row_null(pod, metric) ? 0 : row_integer(pod, metric),
        .at = instant(pod, "metric_ts_s"),
        .window = instant(pod, "window_s")};
}

struct observation row_observation(struct row *row, const struct tree *values,
                                   const char *metric)
{
    const struct tree *pods = tree_get(row->tree, "pods");
    const struct tree *extra = tree_get(row->tree, "extra_metrics");
    struct observed_pod *all =
        ARENA_ARRAY(row->arena, struct observed_pod,
                    tree_count(pods) + tree_count(extra) + 1);
    int64_t *series = ARENA_ARRAY(row->arena, int64_t, tree_count(values) + 1);
    struct observation observation = {.pods = all, .values = series};

    for (const struct tree *each = pods == NULL ? NULL : pods->first;
         each != NULL; each = each->next)
        all[observation.pod_count++] = row_pod(each, metric);
    for (const struct tree *each = extra == NULL ? NULL : extra->first;
         each != NULL; each = each->next) {
        struct observed_pod stranger = row_pod(each, metric);

        stranger.stranger = true;
        if (stranger.sampled)
            all[observation.pod_count++] = stranger;
    }
    for (const struct tree *each = values == NULL ? NULL : values->first;
         each != NULL; each = each->next)
        series[observation.value_count++] = tree_integer(each);
    return observation;
}

/* Names of a class, sorted as they stand among the pods. */
static void expect_names(struct row *row, const char *expected,
                         enum pod_class class)
{
    const struct tree *wanted = tree_get(row->tree, expected);
    const struct tree *pods = tree_get(row->tree, "pods");
    struct initialization initialization = row_initialization(row->tree);
    int found = 0;

    for (const struct tree *each = pods->first; each != NULL;
         each = each->next) {
        struct observed_pod pod = row_pod(each, "metric_milli");
        bool listed = false;

        for (const struct tree *name = wanted->first; name != NULL;
             name = name->next)
            listed = listed || tree_is(name, row_text(each, "name"));
        expect_true(row,
                    arena_format(row->arena, "%s among %s",
                                 row_text(each, "name"), expected),
                    listed,
                    pod_class(&pod, row_is(row->tree, "resource", "cpu"),
                              &initialization,
                              row_seconds(row->tree, "now_s")) == class);
        found += listed;
    }
    expect_integer(row, expected, tree_count(wanted), found);
}

void group_pods_row(struct row *row)
{
    struct observation observation = row_observation(row, NULL, "metric_milli");
    struct initialization initialization = row_initialization(row->tree);
    int counted = 0;

    for (int i = 0; i < observation.pod_count; i++)
        counted +=
            pod_class(&observation.pods[i],
                      row_is(row->tree, "resource", "cpu"), &initialization,
                      row_seconds(row->tree, "now_s")) == POD_COUNTED;
    expect_integer(row, "ready", row_integer(row->tree, "expect_ready_count"),
                   counted);
    expect_names(row, "expect_unready", POD_UNREADY);
    expect_names(row, "expect_missing", POD_MISSING);
    expect_names(row, "expect_ignored", POD_IGNORED);
}

/* One call of the calculator; its kind as the column says it. */
static bool proposal_of(struct row *row, const struct calculator *calculator,
                        const struct observation *observation,
                        struct proposal *proposal)
{
    static const struct {
        const char *kind;
        struct proposal (*propose)(const struct calculator *calculator,
                                   const struct observation *observation,
                                   int64_t target);
    } kinds[] = {{"pods", propose_average},
                 {"object", propose_object},
                 {"external", propose_external},
                 {"object_per_pod", propose_object_per_pod},
                 {"external_per_pod", propose_external_per_pod}};
    int64_t target = row_integer(row->tree, "target");

    if (row_is(row->tree, "kind", "resource_utilization")) {
        *proposal =
            propose_utilization(calculator, observation, (int32_t)target);
        return true;
    }
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        if (row_is(row->tree, "kind", kinds[i].kind)) {
            *proposal = kinds[i].propose(calculator, observation, target);
            return true;
        }
    return false;
}

void replica_calculator_row(struct row *row)
{
    static const char *const faults[] = {NULL, "no_pods", "no_metrics",
                                         "missing_request", "no_match"};
    const struct tree *in = row->tree;
    struct observation observation =
        row_observation(row, tree_get(in, "external_values"), "metric_milli");
    struct calculator calculator = {
        .minor = row_minor(row),
        .initialization = row_initialization(in),
        .tolerance = {row_number(in, "tol_down"), row_number(in, "tol_up")},
        .now = row_seconds(in, "now_s"),
        .replicas = row_size(in, "current_replicas"),
        .status_replicas = row_size(in, "current_replicas")};
    struct proposal proposal;

    observation.cpu = row_is(in, "resource", "cpu");
    observation.failed = row_is(in, "any_metric_returned", "false");
    if (!proposal_of(row, &calculator, &observation, &proposal)) {
        row_skip(row);
        return;
    }
    expect_text(row, "error", row_text(in, "expect_error"),
                faults[proposal.fault]);
    if (!row_null(in, "expect_error"))
        return;
    expect_integer(row, "replicas", row_integer(in, "expect_replicas"),
                   proposal.replicas);
    if (!row_null(in, "expect_utilization_pct"))
        expect_integer(row, "utilisation",
                       row_integer(in, "expect_utilization_pct"),
                       proposal.utilization);
    if (!row_null(in, "expect_value_milli"))
        expect_integer(row, "value", row_integer(in, "expect_value_milli"),
                       proposal.usage);
}

/* The containers of a list: all, or those that restart. */
static void add_requests(struct request_sum *sum, const struct tree *list,
                         bool all)
{
    for (const struct tree *each = list == NULL ? NULL : list->first;
         each != NULL; each = each->next)
        if (all || row_true(each, "restartable"))
            request_add(sum, row_text(each, "name"),
                        !row_null(each, "request_milli"),
                        row_null(each, "request_milli")
                            ? 0
                            : row_integer(each, "request_milli"));
}

/* With the feature a pod's own request goes before those of its containers,
 * unless one of these is meant. */
static enum request_fault request_of(struct row *row, const struct tree *pod,
                                     int64_t *request)
{
    const char *container = row_text(row->tree, "container");
    struct request_sum sum = {
        .container =
            container == NULL || container[0] == '\0' ? NULL : container};

    if (sum.container == NULL &&
        row_true(row->tree, "gate_pod_level_resources") &&
        !row_null(pod, "pod_level_request_milli")) {
        *request = row_integer(pod, "pod_level_request_milli");
        return REQUEST_KNOWN;
    }
    add_requests(&sum, tree_get(pod, "containers"), true);
    add_requests(&sum, tree_get(pod, "init_containers"), false);
    *request = sum.request;
    return request_end(&sum);
}

void requests_row(struct row *row)
{
    static const char *const faults[] = {NULL, "missing_request",
                                         "container_not_found"};
    const struct tree *wanted = tree_get(row->tree, "expect_requests_milli");
    enum request_fault fault = REQUEST_KNOWN;
    int known = 0;

    for (const struct tree *pod = tree_get(row->tree, "pods")->first;
         pod != NULL && fault == REQUEST_KNOWN; pod = pod->next) {
        int64_t request;

        fault = request_of(row, pod, &request);
        known++;
        if (fault == REQUEST_KNOWN && row_null(row->tree, "expect_error"))
            expect_integer(row, row_text(pod, "name"),
                           row_integer(wanted, row_text(pod, "name")), request);
    }
    expect_text(row, "error", row_text(row->tree, "expect_error"),
                faults[fault]);
    if (fault == REQUEST_KNOWN)
        expect_integer(row, "pods", tree_count(wanted), known);
}

struct scaling_rules row_rules(struct row *row, const struct tree *in, bool up)
{
    static const char *const selects[] = {"Max", "Min", "Disabled"};
    struct scaling_rules rules = up ? scaling_up_rules : scaling_down_rules;
    const struct tree *policies = tree_get(in, "policies");
    struct scaling_policy *all = ARENA_ARRAY(row->arena, struct scaling_policy,
                                             tree_count(policies) + 1);

    if (in == NULL || in->kind == TREE_NULL)
        return rules;
    for (int i = 0; i < 3; i++)
        if (row_is(in, "select", selects[i]))
            rules.select = (enum policy_select)i;
    if (!row_null(in, "stabilization_s"))
        rules.stabilization = row_seconds(in, "stabilization_s");
    rules.tolerance = row_number(in, "tolerance");
    if (policies == NULL || policies->kind == TREE_NULL)
        return rules;
    rules.policy_count = 0;
    rules.policies = all;
    for (const struct tree *each = policies->first; each != NULL;
         each = each->next)
        all[rules.policy_count++] = (struct scaling_policy){
            row_is(each, "type", "Percent"), row_size(each, "value"),
            row_seconds(each, "period_s")};
    return rules;
}

struct journal row_journal(struct row *row, const char *name)
{
    const struct tree *list = tree_get(row->tree, name);
    int room = tree_count(list) + 2;
    struct journal journal = {
        ARENA_ARRAY(row->arena, struct journal_entry, room), 0, room};

    for (const struct tree *each = list == NULL ? NULL : list->first;
         each != NULL; each = each->next)
        journal.entries[journal.count++] =
            (struct journal_entry){(int32_t)tree_integer(each->first), false,
                                   tree_seconds(each->first->next)};
    return journal;
}

static struct sizes sizes_of(const struct tree *in)
{
    return (struct sizes){
        row_size(in, "current_replicas"), row_size(in, "desired_replicas"),
        row_size(in, "min_replicas"), row_size(in, "max_replicas")};
}

static void expect_limited(struct row *row, struct limited limited)
{
    expect_integer(row, "replicas", row_integer(row->tree, "expect_replicas"),
                   limited.replicas);
    expect_text(row, "reason", row_text(row->tree, "expect_condition"),
                limited.reason);
}

void behavior_limits_row(struct row *row)
{
    struct sizes sizes = sizes_of(row->tree);
    struct scaling_rules up =
        row_rules(row, tree_get(row->tree, "scale_up"), true);
    struct scaling_rules down =
        row_rules(row, tree_get(row->tree, "scale_down"), false);
    struct past_changes past = {row_journal(row, "scale_up_events"),
                                row_journal(row, "scale_down_events")};

    expect_limited(row, limit_by_rules(&sizes, &up, &down, &past,
                                       row_seconds(row->tree, "now_s")));
}

void limits_no_behavior_row(struct row *row)
{
    struct sizes sizes = sizes_of(row->tree);

    expect_limited(row, limit_plainly(&sizes, row_scale_up_limit(row->tree)));
}

struct scale_up_limit row_scale_up_limit(const struct tree *in)
{
    return (struct scale_up_limit){row_number(in, "scale_up_limit_factor"),
                                   row_number(in, "scale_up_limit_minimum")};
}

static void expect_journal(struct row *row, const struct tree *wanted,
                           const struct journal *journal)
{
    int i = 0;

    expect_integer(row, "entries", tree_count(wanted), journal->count);
    for (const struct tree *each = wanted->first;
         each != NULL && i < journal->count; each = each->next, i++) {
        bool pair = each->kind == TREE_SEQUENCE;

        expect_integer(row, arena_format(row->arena, "entry %d", i),
                       tree_integer(pair ? each->first : each),
                       journal->entries[i].replicas);
        if (pair)
            expect_true(row, arena_format(row->arena, "entry %d outdated", i),
                        tree_is(each->first->next, "true"),
                        journal->entries[i].outdated);
    }
}

void stabilize_row(struct row *row)
{
    const struct tree *in = row->tree;
    struct journal journal = row_journal(row, "recommendations");
    int32_t desired = row_size(in, "desired_replicas");
    sim_time now = row_seconds(in, "now_s");
    int32_t stable =
        row_is(in, "mode", "behavior")
            ? stabilize(&journal, row_seconds(in, "window_up_s"),
                        row_seconds(in, "window_down_s"),
                        row_size(in, "current_replicas"), desired, now)
            : stabilize_down(&journal, row_seconds(in, "window_down_s"),
                             desired, now);

    expect_integer(row, "replicas", row_integer(in, "expect_replicas"), stable);
    if (!row_null(in, "expect_log_len"))
        expect_integer(row, "entries", row_integer(in, "expect_log_len"),
                       journal.count);
    if (!row_null(in, "expect_log"))
        expect_journal(row, tree_get(in, "expect_log"), &journal);
}

/* Without a behavior no change is remembered. */
void store_scale_events_row(struct row *row)
{
    const struct tree *in = row->tree;
    struct journal journal = row_journal(row, "prev_events");
    sim_time now = row_seconds(in, "now_s");

    expect_integer(row, "changes in 60 s",
                   row_integer(in, "expect_change_last_60s"),
                   journal_changes(&journal, SECONDS(60), now));
    if (row_true(in, "has_behavior"))
        journal_change(&journal, row_size(in, "replica_change"),
                       row_seconds(in, "longest_policy_period_s"), now);
    expect_journal(row, tree_get(in, "expect_events"), &journal);
}
