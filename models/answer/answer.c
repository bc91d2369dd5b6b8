/* From numbers of replications to means and intervals. */
#include "models/answer/answer.h"

#include <assert.h>

#include "models/answer/numbers.h"

static const double year = 365 * 86400.0;

/* Without any outage, one is taken to last at least this long. */
static const double least_outage = 60;

static struct interval affine(struct interval interval, double scale,
                              double offset)
{
    double low = interval.low * scale + offset;
    double high = interval.high * scale + offset;

    interval.mean = interval.mean * scale + offset;
    interval.low = scale < 0 ? high : low;
    interval.high = scale < 0 ? low : high;
    return interval;
}

static struct interval within(struct interval interval, double least,
                              double greatest)
{
    /* fmax() and fmin() would make a number of what is none. */
    if (!isnan(interval.mean))
        interval.mean = fmin(fmax(interval.mean, least), greatest);
    if (!isnan(interval.low))
        interval.low = fmax(interval.low, least);
    if (!isnan(interval.high))
        interval.high = fmin(interval.high, greatest);
    return interval;
}

/* What cannot be less than nothing, though a t interval may. */
static struct interval positive(struct interval interval)
{
    return within(interval, 0, INFINITY);
}

static struct interval nothing(const struct results *results)
{
    return (struct interval){NAN, NAN, NAN, results->level, 0, "none"};
}

/* The mean of a number over replications, divided by what it is a part of. */
static struct interval mean(const struct numbers *numbers, const char *measure,
                            const char *object, double whole)
{
    const struct results *results = numbers->results;
    struct interval interval = interval_t(
        numbers_column(numbers, measure, object), results->replications,
        (uint64_t)results->layout->count, results->level);

    interval.mean /= whole;
    interval.low /= whole;
    interval.high /= whole;
    return interval;
}

static struct interval ratio(const struct numbers *numbers, const char *measure,
                             const char *per, const char *object)
{
    const struct results *results = numbers->results;
    const double *above = numbers_column(numbers, measure, object);
    const double *below = numbers_column(numbers, per, object);

    return interval_ratio(above, below, results->replications,
                          (uint64_t)results->layout->count, results->level);
}

/* The longest mean repair among the faults. */
static double assumed_outage(const struct scenario *scenario)
{
    double longest = least_outage;

    for (int i = 0; i < scenario->fault_count; i++) {
        const struct fault_design *fault = &scenario->faults[i];

        if (fault->kind->lasting && law_mean(&fault->lasts) > longest)
            longest = law_mean(&fault->lasts);
    }
    return longest;
}

static double nines(double unavailability)
{
    return unavailability > 0 ? fabs(log10(unavailability)) : (double)NAN;
}

static struct interval nines_of(struct interval unavailability)
{
    struct interval interval = unavailability;

    interval.mean = nines(unavailability.mean);
    interval.low = nines(unavailability.high);
    interval.high = nines(unavailability.low);
    return interval;
}

static struct interval unavailability_of(const struct answer *answer,
                                         const struct numbers *numbers,
                                         struct service_answer *service)
{
    const struct results *results = answer->results;
    const char *object = service->service->object;
    struct downtime downtime = {
        .seconds = numbers_column(numbers, "downtime_seconds", object),
        .replications = results->replications,
        .stride = (uint64_t)results->layout->count,
        .horizon = answer->horizon,
        .squares = numbers_sum(numbers, "squared_outage_seconds", object),
        .longest = numbers_most(numbers, "longest_outage_seconds", object),
        .supposed = assumed_outage(answer->scenario),
    };

    downtime.outages =
        (uint64_t)llround(numbers_sum(numbers, "outages", object));
    service->outages = downtime.outages;
    if (downtime.outages == 0)
        service->assumed_outage = downtime.supposed;
    return interval_unavailability(&downtime, results->level);
}

static void answer_availability(const struct answer *answer,
                                const struct numbers *numbers,
                                struct service_answer *service)
{
    struct interval gone = unavailability_of(answer, numbers, service);

    service->unavailability = gone;
    service->availability = affine(gone, -1, 1);
    service->nines = nines_of(gone);
    service->downtime_minutes = affine(gone, year / 60, 0);
}

static void answer_outages(const struct answer *answer,
                           const struct numbers *numbers,
                           struct service_answer *service)
{
    const struct results *results = answer->results;
    const char *object = service->service->object;

    service->outages_per_year =
        service->outages < FEW_OUTAGES
            ? interval_poisson(service->outages,
                               results->replications * answer->horizon / year,
                               results->level)
            : positive(
                  mean(numbers, "outages", object, answer->horizon / year));
    service->outage_seconds =
        positive(ratio(numbers, "downtime_seconds", "outages", object));
    service->longest_seconds =
        service->outages == 0
            ? NAN
            : numbers_most(numbers, "longest_outage_seconds", object);
    service->detect_seconds =
        positive(ratio(numbers, "detect_seconds", "outages", object));
    service->react_seconds =
        positive(ratio(numbers, "react_seconds", "outages", object));
    service->recover_seconds =
        positive(ratio(numbers, "recover_seconds", "outages", object));
}

/* Puts the cause at its place by seconds, if it has any. */
static void add_cause(struct service_answer *service, struct cause_answer cause)
{
    int place = service->cause_count;

    if (cause.seconds <= 0)
        return;
    for (; place > 0 && service->causes[place - 1].seconds < cause.seconds;
         place--)
        service->causes[place] = service->causes[place - 1];
    service->causes[place] = cause;
    service->cause_count++;
}

static void answer_causes(const struct answer *answer,
                          const struct numbers *numbers,
                          struct service_answer *service)
{
    const struct measured *measured = &answer->scenario->measured;
    const char *object = service->service->object;
    double down = numbers_sum(numbers, "downtime_seconds", object);
    int count = measured->fault_count + UNFAULTY_CAUSES;

    service->causes = ARENA_ARRAY(numbers->arena, struct cause_answer, count);
    for (int i = 0; i < count; i++) {
        bool is_fault = i < measured->fault_count;
        const char *cause = is_fault
                                ? measured->faults[i].name
                                : unfaulty_causes[i - measured->fault_count];
        const char *kind = is_fault ? measured->faults[i].kind : cause;
        double seconds = numbers_sum(
            numbers, arena_format(numbers->arena, "downtime_seconds/%s", cause),
            object);

        add_cause(service,
                  (struct cause_answer){cause, kind, seconds / down, seconds});
    }
}

static void answer_promise(const struct numbers *numbers,
                           struct service_answer *service)
{
    const char *object = service->service->object;
    double years = numbers_sum(numbers, "years", object);

    service->worst_year_minutes =
        numbers_most(numbers, "worst_year_downtime_seconds", object) / 60;
    for (int i = 0; i < PROMISE_TARGETS; i++)
        service->year_meets[i] =
            numbers_sum(numbers,
                        arena_format(numbers->arena, "years_meeting/%s%%",
                                     promise_targets[i].percent),
                        object) /
            years;
}

static void answer_service(const struct answer *answer,
                           const struct numbers *numbers,
                           const struct service_question *question,
                           struct service_answer *service)
{
    const char *object = question->service->object;

    service->service = question->service;
    answer_availability(answer, numbers, service);
    answer_outages(answer, numbers, service);
    answer_causes(answer, numbers, service);
    answer_promise(numbers, service);
    service->request_success = service->capacity = nothing(answer->results);
    if (question->demand.kind != NULL)
        service->request_success = within(
            ratio(numbers, "requests_served", "requests_offered", object), 0,
            1);
    if (question->service->desired > 0)
        service->capacity = within(
            mean(numbers, "capacity_seconds", object, answer->horizon), 0, 1);
}

/* Of the cluster: shares of time, counts and lengths. */
static struct interval of_cluster(const struct numbers *numbers,
                                  const char *measure, double whole)
{
    return positive(mean(numbers, measure, "cluster", whole));
}

static struct interval delay(const struct numbers *numbers, const char *seconds,
                             const char *count)
{
    return positive(ratio(numbers, seconds, count, "cluster"));
}

static void answer_cluster(struct answer *answer, const struct numbers *numbers)
{
    struct cluster_answer *cluster = &answer->cluster;
    double horizon = answer->horizon;

    cluster->p_avg = of_cluster(numbers, "p_avg_seconds", horizon);
    cluster->p_avg_up = of_cluster(numbers, "p_avg_up_seconds", horizon);
    cluster->theta_bar = of_cluster(numbers, "theta_bar_seconds", horizon);
    cluster->delta = mean(numbers, "delta_cpu_seconds", "cluster", horizon);
    cluster->delta_abs = of_cluster(numbers, "delta_cpu_abs_seconds", horizon);
    cluster->delta_max = of_cluster(numbers, "delta_cpu_max", 1);
    cluster->node_hours = of_cluster(numbers, "node_hours", 1);
    cluster->cost = of_cluster(numbers, "cost", 1);
    cluster->detection_seconds =
        delay(numbers, "detection_seconds", "detections");
    cluster->eviction_seconds = delay(numbers, "eviction_seconds", "evictions");
    cluster->recovery_seconds =
        delay(numbers, "recovery_seconds", "recoveries");
    cluster->restarts_per_year =
        of_cluster(numbers, "restarts", horizon / year);
    cluster->pods_pending =
        of_cluster(numbers, "pods_pending_seconds", horizon);
}

static void answer_workload(const struct numbers *numbers,
                            const struct workload *workload,
                            struct workload_answer *into)
{
    double replications = numbers->results->replications;

    into->workload = workload;
    into->wanted =
        numbers_sum(numbers, "pods_wanted", workload->object) / replications;
    into->placed =
        numbers_sum(numbers, "pods_placed", workload->object) / replications;
    for (int i = 0; i < PENDING_REASONS; i++)
        into->pending[i] =
            numbers_sum(numbers,
                        arena_format(numbers->arena, "pods_pending/%s",
                                     pending_reasons[i]),
                        workload->object) /
            replications;
}

const struct answer *answer_of(const struct scenario *scenario,
                               const struct results *results,
                               struct arena *arena)
{
    const struct measured *measured = &scenario->measured;
    struct answer *answer = ARENA_NEW(arena, struct answer);
    struct numbers numbers = numbers_open(results, arena);

    assert(results->replications > 0);
    answer->scenario = scenario;
    answer->results = results;
    answer->horizon = time_seconds(measured->horizon);
    answer->services =
        ARENA_ARRAY(arena, struct service_answer, measured->service_count);
    answer->workloads =
        ARENA_ARRAY(arena, struct workload_answer, measured->workload_count);
    for (int i = 0; i < measured->service_count; i++)
        answer_service(answer, &numbers, &measured->services[i],
                       &answer->services[i]);
    answer_cluster(answer, &numbers);
    for (int i = 0; i < measured->workload_count; i++)
        answer_workload(&numbers, &measured->workloads[i],
                        &answer->workloads[i]);
    return answer;
}
