/* What the results say, as rows of the table summary. */
#include "models/answer/answer.h"

enum { FIRST_ROWS = INITIAL_SIZE(16) };

struct rows {
    struct arena *arena;
    const struct results *results;
    struct summary *all;
    int count;
    int capacity;
};

static void grow(struct rows *rows)
{
    int capacity = rows->capacity == 0 ? FIRST_ROWS : rows->capacity * 2;
    struct summary *grown = ARENA_ARRAY(rows->arena, struct summary, capacity);

    for (int i = 0; i < rows->count; i++)
        grown[i] = rows->all[i];
    rows->all = grown;
    rows->capacity = capacity;
}

/* A fact that there is nothing to tell of has no row. */
static void add(struct rows *rows, const char *measure, const char *object,
                const char *unit, const struct interval *interval)
{
    if (isnan(interval->mean) && isnan(interval->low))
        return;
    if (rows->count == rows->capacity)
        grow(rows);
    rows->all[rows->count++] =
        (struct summary){measure,         object,          unit,
                         interval->mean,  interval->low,   interval->high,
                         interval->level, interval->count, interval->method};
}

/* A mean over the replications, without an interval. */
static void add_plain(struct rows *rows, const char *measure,
                      const char *object, double value)
{
    const struct results *results = rows->results;
    struct interval plain = {
        value, NAN, NAN, results->level, results->replications, "none"};

    add(rows, measure, object, "1", &plain);
}

static void add_service(struct rows *rows, const struct service_answer *service)
{
    const char *object = service->service->object;

    add(rows, "availability", object, "1", &service->availability);
    add(rows, "nines", object, "1", &service->nines);
    add(rows, "downtime_minutes_per_year", object, "min",
        &service->downtime_minutes);
    for (int i = 0; i < PROMISE_TARGETS; i++)
        add_plain(rows,
                  arena_format(rows->arena, "year_meets/%s%%",
                               promise_targets[i].percent),
                  object, service->year_meets[i]);
    add(rows, "outages_per_year", object, "1", &service->outages_per_year);
    if (service->outages > 0) {
        add(rows, "outage_seconds", object, "s", &service->outage_seconds);
        add(rows, "detect_seconds", object, "s", &service->detect_seconds);
        add(rows, "react_seconds", object, "s", &service->react_seconds);
        add(rows, "recover_seconds", object, "s", &service->recover_seconds);
    }
    add(rows, "request_success", object, "1", &service->request_success);
    add(rows, "capacity", object, "1", &service->capacity);
}

static void add_delay(struct rows *rows, const char *measure,
                      const struct interval *interval)
{
    if (!isnan(interval->mean))
        add(rows, measure, "cluster", "s", interval);
}

static void add_cluster(struct rows *rows, const struct cluster_answer *cluster)
{
    add(rows, "p_avg", "cluster", "1", &cluster->p_avg);
    add(rows, "p_avg_up", "cluster", "1", &cluster->p_avg_up);
    add(rows, "theta_bar", "cluster", "1", &cluster->theta_bar);
    add(rows, "delta_cpu", "cluster", "1", &cluster->delta);
    add(rows, "delta_cpu_abs", "cluster", "1", &cluster->delta_abs);
    add(rows, "delta_cpu_max", "cluster", "1", &cluster->delta_max);
    add(rows, "node_hours", "cluster", "h", &cluster->node_hours);
    add(rows, "cost", "cluster", "1", &cluster->cost);
    add_delay(rows, "detection_seconds", &cluster->detection_seconds);
    add_delay(rows, "eviction_seconds", &cluster->eviction_seconds);
    add_delay(rows, "recovery_seconds", &cluster->recovery_seconds);
    add(rows, "restarts_per_year", "cluster", "1", &cluster->restarts_per_year);
    add(rows, "pods_pending", "cluster", "1", &cluster->pods_pending);
}

int answer_summarise(const struct scenario *scenario,
                     const struct results *results, struct arena *arena,
                     struct summary **rows)
{
    const struct measured *measured = &scenario->measured;
    const struct answer *answer = answer_of(scenario, results, arena);
    struct rows into = {.arena = arena, .results = results};

    for (int i = 0; i < measured->service_count; i++)
        add_service(&into, &answer->services[i]);
    add_cluster(&into, &answer->cluster);
    for (int i = 0; i < measured->workload_count; i++) {
        add_plain(&into, "pods_wanted", measured->workloads[i].object,
                  answer->workloads[i].wanted);
        add_plain(&into, "pods_placed", measured->workloads[i].object,
                  answer->workloads[i].placed);
    }
    *rows = into.all;
    return into.count;
}
