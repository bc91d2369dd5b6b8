/* CPU, summed over pods and nodes. */
#include "tests/fuzz/conservation.h"

#include <assert.h>
#include <math.h>

struct sums {
    double cores;
    double node_share; /* of what is allocatable on their nodes */
    double pod_share;  /* of what they request */
};

static double requested(const struct container_template *all, int count,
                        bool sidecars)
{
    double milli = 0;

    for (int i = 0; i < count; i++)
        if (all[i].sidecar == sidecars)
            milli += all[i].cpu_request_milli > 0
                         ? (double)all[i].cpu_request_milli
                         : ASSUMED_REQUEST_MILLI;
    return milli / 1000;
}

static double requested_by(const struct pod_template *template)
{
    return requested(template->containers, template->container_count, false) +
           requested(template->init_containers, template->init_count, true);
}

/* What one node's pods use for the Service. */
static void add_node(struct sums *sums, const struct kubelet *kubelet,
                     const struct service_use *service,
                     const struct stretch *moment)
{
    double cores = 0;

    for (const struct sandbox *each = kubelet->sandboxes; each != NULL;
         each = each->next)
        for (const struct listing *listing = each->pod->listings;
             listing != NULL; listing = listing->next_of_pod)
            if (listing->balancer == service->balancer) {
                double used = meter_cores(listing, moment);

                cores += used;
                sums->pod_share += used / requested_by(each->pod->template);
            }
    sums->cores += cores;
    sums->node_share +=
        cores / ((double)kubelet->node->design->cpu_milli / 1000);
}

static bool same(double a, double b)
{
    return fabs(a - b) <= 1e-9 * (1 + fabs(a));
}

static void entered(void *context, void *subject, struct cause cause)
{
    struct conservation *conservation = context;
    const struct kubelets *kubelets = &conservation->world->cluster.kubelets;
    const struct service_use *service = subject;
    sim_time now = conservation->world->sim->now;
    double cpu = service->question->cpu_per_request;
    const struct stretch moment = {now, now, demand_rate(&service->demand, now),
                                   cpu};
    struct sums sums = {0};

    (void)cause;
    for (int i = 0; i < kubelets->count; i++)
        add_node(&sums, &kubelets->all[i], service, &moment);
    assert(same(sums.cores, cpu * use_at(service, service->served, now)));
    assert(same(sums.node_share, use_at(service, service->node_share, now)));
    assert(same(sums.pod_share, use_at(service, service->pod_share, now)));
    conservation->checks += sums.cores > 0;
}

void conservation_open(struct conservation *conservation, struct world *world)
{
    conservation->world = world;
    conservation->entered = (struct listener){entered, conservation, NULL};
    hook_listen(&world->cluster.use.entered, &conservation->entered);
}
