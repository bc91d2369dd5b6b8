/* Integrals of the cluster's CPU, from one change of state to the next. */
#include "models/measures/utilisation.h"

/* Where delta_cpu has no closed form, it is looked at every quarter hour. */
static const sim_time quarter = MINUTES(15);

static double per(double sum, int count)
{
    return count > 0 ? sum / count : 0;
}

/* What the systems of all nodes use themselves, as a sum of shares. */
static double overhead(const struct utilisation *utilisation)
{
    return utilisation->cluster->infrastructure->overhead_up;
}

static double delta(const struct utilisation *utilisation, double node_share,
                    double pod_share)
{
    const struct cluster *cluster = utilisation->cluster;

    return per(node_share, cluster->infrastructure->machines_present) -
           per(pod_share, cluster->use.running_pods);
}

static void widen(struct utilisation *utilisation, double value)
{
    if (fabs(value) > utilisation->delta_most)
        utilisation->delta_most = fabs(value);
}

static void extremes_of_none(struct utilisation *utilisation, sim_time to)
{
    double value = delta(utilisation, overhead(utilisation), 0);

    widen(utilisation, value);
    utilisation->delta_abs += fabs(value) * time_seconds(to - utilisation->at);
}

/* With one Service delta_cpu is an affine function of its rate: its bounds are
 * at the rate's, and its sign changes where the rate crosses a level. */
static void extremes_of_one(struct utilisation *utilisation, sim_time to)
{
    const struct service_use *service = utilisation->busy[0];
    const struct demand *demand = &service->demand;
    struct affine affine = {
        delta(utilisation, service->node_share.constant + overhead(utilisation),
              service->pod_share.constant),
        delta(utilisation, service->node_share.slope,
              service->pod_share.slope)};
    struct demand_range range = demand_range(demand, utilisation->at, to);
    double a = affine.constant + affine.slope * range.least;
    double b = affine.constant + affine.slope * range.most;
    sim_time from = utilisation->at;

    widen(utilisation, a);
    widen(utilisation, b);
    while (from < to) {
        sim_time end = to;

        if (a * b < 0)
            end = demand_crosses(demand, -affine.constant / affine.slope, from);
        if (end > to)
            end = to;
        utilisation->delta_abs += fabs(use_volume(service, affine, from, end));
        from = end;
    }
}

static double delta_at(const struct utilisation *utilisation, sim_time t)
{
    double node_share = overhead(utilisation), pod_share = 0;

    for (int i = 0; i < utilisation->busy_count; i++) {
        const struct service_use *service = utilisation->busy[i];

        node_share += use_at(service, service->node_share, t);
        pod_share += use_at(service, service->pod_share, t);
    }
    return delta(utilisation, node_share, pod_share);
}

/* With several Services: by the trapezoidal rule, unless its sign stays. */
static void extremes_of_many(struct utilisation *utilisation, sim_time to,
                             double integral)
{
    double last = delta_at(utilisation, utilisation->at);
    double least = last, most = last, sum = 0;
    sim_time from = utilisation->at;

    while (from < to) {
        sim_time end = from + quarter - from % quarter;
        double value;

        if (end > to)
            end = to;
        value = delta_at(utilisation, end);
        sum += (fabs(last) + fabs(value)) / 2 * time_seconds(end - from);
        least = value < least ? value : least;
        most = value > most ? value : most;
        last = value;
        from = end;
    }
    widen(utilisation, least);
    widen(utilisation, most);
    utilisation->delta_abs += least * most < 0 ? sum : fabs(integral);
}

void utilisation_advance(struct utilisation *utilisation)
{
    const struct cluster *cluster = utilisation->cluster;
    const struct infrastructure *infrastructure = cluster->infrastructure;
    sim_time from = utilisation->at;
    sim_time to = cluster->sim->now;
    double node_share, pod_share = 0;

    if (from == to)
        return;
    node_share = overhead(utilisation) * time_seconds(to - from);
    for (int i = 0; i < utilisation->busy_count; i++) {
        const struct service_use *service = utilisation->busy[i];

        node_share += use_volume(service, service->node_share, from, to);
        pod_share += use_volume(service, service->pod_share, from, to);
    }
    utilisation->p_avg += per(node_share, infrastructure->machines_present);
    utilisation->p_avg_up += per(node_share, infrastructure->machines_up);
    utilisation->theta_bar += per(pod_share, cluster->use.running_pods);
    if (utilisation->extremes && utilisation->busy_count == 0)
        extremes_of_none(utilisation, to);
    else if (utilisation->extremes && utilisation->busy_count == 1)
        extremes_of_one(utilisation, to);
    else if (utilisation->extremes)
        extremes_of_many(utilisation, to,
                         delta(utilisation, node_share, pod_share));
    utilisation->at = to;
}

static void changing(void *context, void *subject, struct cause cause)
{
    (void)subject;
    (void)cause;
    utilisation_advance(context);
}

void utilisation_open(struct utilisation *utilisation,
                      const struct observation *observation, bool extremes)
{
    struct cluster *cluster = observation->cluster;
    struct use *use = &cluster->use;

    *utilisation = (struct utilisation){
        .cluster = cluster, .extremes = extremes, .at = cluster->sim->now};
    utilisation->busy = ARENA_ARRAY(cluster->sim->arena,
                                    const struct service_use *, use->count);
    for (int i = 0; i < use->count; i++)
        if (use->services[i].demand.kind != NULL)
            utilisation->busy[utilisation->busy_count++] = &use->services[i];
    utilisation->leaving = (struct listener){changing, utilisation, NULL};
    hook_listen(&use->leaving, &utilisation->leaving);
    utilisation->counting = (struct listener){changing, utilisation, NULL};
    hook_listen(&use->counting, &utilisation->counting);
    utilisation->machines = (struct listener){changing, utilisation, NULL};
    hook_listen(&cluster->infrastructure->machine_changing,
                &utilisation->machines);
}
