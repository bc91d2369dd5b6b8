/* What the results say, for programs: JSON, and the rows of table summary. */
#include "models/answer/answer.h"

static void put_interval(struct arena *arena, struct tree *into,
                         const char *key, const struct interval *interval)
{
    struct tree *tree;

    if (isnan(interval->mean)) {
        tree_put_null(arena, into, key);
        return;
    }
    tree = tree_put_mapping(arena, into, key);
    tree_put_number(arena, tree, "mean", interval->mean);
    tree_put_number(arena, tree, "low", interval->low);
    tree_put_number(arena, tree, "high", interval->high);
    tree_put_number(arena, tree, "level", interval->level);
}

static void put_availability(struct arena *arena, struct tree *into,
                             const struct service_answer *service)
{
    struct tree *meets;

    put_interval(arena, into, "availability", &service->availability);
    tree_put_text(arena, tree_get(into, "availability"), "method",
                  service->availability.method);
    if (service->assumed_outage > 0)
        tree_put_number(arena, tree_get(into, "availability"),
                        "assumed_outage_seconds", service->assumed_outage);
    tree_put_number(arena, into, "nines", service->nines.mean);
    put_interval(arena, into, "downtime_minutes_per_year",
                 &service->downtime_minutes);
    meets = tree_put_mapping(arena, into, "year_meets");
    for (int i = 0; i < PROMISE_TARGETS; i++)
        tree_put_number(arena, meets,
                        arena_format(arena, "%s%%", promise_targets[i].percent),
                        service->year_meets[i]);
    tree_put_number(arena, into, "worst_year_downtime_minutes",
                    service->worst_year_minutes);
}

static void put_outages(struct arena *arena, struct tree *into,
                        const struct service_answer *service)
{
    struct tree *outages = tree_put_mapping(arena, into, "outages");

    tree_put_count(arena, outages, "count", (long long)service->outages);
    tree_put_number(arena, outages, "per_year", service->outages_per_year.mean);
    tree_put_number(arena, outages, "mean_seconds",
                    service->outage_seconds.mean);
    tree_put_number(arena, outages, "longest_seconds",
                    service->longest_seconds);
    tree_put_number(arena, outages, "detect_seconds",
                    service->detect_seconds.mean);
    tree_put_number(arena, outages, "react_seconds",
                    service->react_seconds.mean);
    tree_put_number(arena, outages, "recover_seconds",
                    service->recover_seconds.mean);
}

static void put_causes(struct arena *arena, struct tree *into,
                       const struct service_answer *service)
{
    struct tree *causes = tree_put_sequence(arena, into, "causes");

    for (int i = 0; i < service->cause_count; i++) {
        const struct cause_answer *cause = &service->causes[i];
        struct tree *tree = tree_append(causes, tree_new(arena, TREE_MAPPING));

        tree_put_text(arena, tree, "cause", cause->cause);
        tree_put_text(arena, tree, "kind", cause->kind);
        tree_put_number(arena, tree, "share", cause->share);
        tree_put_number(arena, tree, "seconds", cause->seconds);
    }
}

static void put_service(struct arena *arena, struct tree *services,
                        const struct service_answer *service)
{
    struct tree *tree = tree_append(services, tree_new(arena, TREE_MAPPING));

    tree_put_text(arena, tree, "name", service->service->name);
    tree_put_text(arena, tree, "namespace", service->service->namespace);
    tree_put_text(arena, tree, "object", service->service->object);
    put_availability(arena, tree, service);
    put_interval(arena, tree, "request_success", &service->request_success);
    put_interval(arena, tree, "capacity", &service->capacity);
    tree_put_null(arena, tree, "latency_seconds");
    put_outages(arena, tree, service);
    put_causes(arena, tree, service);
}

static void put_cluster(struct arena *arena, struct tree *into,
                        const struct cluster_answer *cluster)
{
    struct tree *cpu = tree_put_mapping(arena, into, "cpu");
    struct tree *delta, *cost, *delays;

    put_interval(arena, cpu, "p_avg", &cluster->p_avg);
    put_interval(arena, cpu, "p_avg_up", &cluster->p_avg_up);
    put_interval(arena, cpu, "theta_bar", &cluster->theta_bar);
    delta = tree_put_mapping(arena, cpu, "delta_cpu");
    put_interval(arena, delta, "mean", &cluster->delta);
    put_interval(arena, delta, "mean_abs", &cluster->delta_abs);
    put_interval(arena, delta, "max", &cluster->delta_max);
    put_interval(arena, into, "cost", &cluster->cost);
    cost = tree_get(into, "cost");
    tree_put_number(arena, cost, "node_hours", cluster->node_hours.mean);
    delays = tree_put_mapping(arena, into, "detection");
    put_interval(arena, delays, "detection_seconds",
                 &cluster->detection_seconds);
    put_interval(arena, delays, "eviction_seconds", &cluster->eviction_seconds);
    put_interval(arena, delays, "recovery_seconds", &cluster->recovery_seconds);
    put_interval(arena, delays, "restarts_per_year",
                 &cluster->restarts_per_year);
    put_interval(arena, delays, "pods_pending", &cluster->pods_pending);
}

static void put_workload(struct arena *arena, struct tree *workloads,
                         const struct workload_answer *workload)
{
    struct tree *tree = tree_append(workloads, tree_new(arena, TREE_MAPPING));
    struct tree *pending;

    tree_put_text(arena, tree, "name", workload->workload->object);
    tree_put_text(arena, tree, "namespace", workload->workload->namespace);
    tree_put_count(arena, tree, "replicas", workload->workload->replicas);
    tree_put_number(arena, tree, "wanted", workload->wanted);
    tree_put_number(arena, tree, "placed", workload->placed);
    pending = tree_put_mapping(arena, tree, "pending");
    for (int i = 0; i < PENDING_REASONS; i++)
        if (workload->pending[i] > 0)
            tree_put_number(arena, pending, pending_reasons[i],
                            workload->pending[i]);
}

static void put_notes(struct arena *arena, struct tree *into, const char *key,
                      const struct note *notes)
{
    struct tree *texts = tree_put_sequence(arena, into, key);

    for (; notes != NULL; notes = notes->next)
        tree_append(texts, tree_scalar(arena, notes->text));
}

static void put_warm_up(struct arena *arena, struct tree *into,
                        const struct warm_up_time *warm_up)
{
    static const char *const methods[] = {[WARM_UP_GIVEN] = "given",
                                          [WARM_UP_SOUGHT] = "sought",
                                          [WARM_UP_FOUND] = "mser-5",
                                          [WARM_UP_REFUSED] = "refused",
                                          [WARM_UP_UNKNOWN] = "unknown"};
    struct tree *tree = tree_put_mapping(arena, into, "warm_up");
    bool none = warm_up->state == WARM_UP_GIVEN && warm_up->length == 0;

    tree_put_number(arena, tree, "seconds", time_seconds(warm_up->length));
    tree_put_text(arena, tree, "method",
                  none ? "none" : methods[warm_up->state]);
}

struct tree *answer_present(const struct scenario *scenario,
                            const struct results *results, struct arena *arena)
{
    const struct answer *answer = answer_of(scenario, results, arena);
    struct tree *body = tree_new(arena, TREE_MAPPING);
    struct tree *list;

    tree_put_text(arena, body, "scenario", scenario->name);
    tree_put_count(arena, body, "seed", (long long)scenario->seed);
    tree_put_count(arena, body, "replications", results->replications);
    tree_put_number(arena, body, "horizon_seconds", answer->horizon);
    put_warm_up(arena, body, &scenario->warm_up);
    list = tree_put_sequence(arena, body, "services");
    for (int i = 0; i < scenario->measured.service_count; i++)
        put_service(arena, list, &answer->services[i]);
    put_cluster(arena, body, &answer->cluster);
    list = tree_put_sequence(arena, body, "workloads");
    for (int i = 0; i < scenario->measured.workload_count; i++)
        put_workload(arena, list, &answer->workloads[i]);
    put_notes(arena, body, "assumed", scenario->assumed);
    put_notes(arena, body, "unmodelled", scenario->unmodelled);
    tree_put_count(arena, body, "ignored", scenario->ignored);
    return body;
}
