/* The tables of the Services' balancers. */
#include "models/cluster/balancer.h"

#include <stddef.h>

static const struct parameter parameters[] = {
    {"programming", &of_law, offsetof(struct proxy_settings, programming), "1s",
     "from a change of an EndpointSlice to the rules of the nodes (a choice: "
     "0.5 to 2 s are usual)"},
    {NULL, NULL, 0, NULL, NULL}};

const struct plugin kube_proxy_plugin = {
    "kube-proxy", "sends a Service's connections to its endpoints, at random",
    parameters};

static void set_serving(struct balancers *balancers, struct listing *listing,
                        bool serving, struct cause cause)
{
    if (listing->serving == serving)
        return;
    listing->serving = serving;
    listing->balancer->serving += serving ? 1 : -1;
    hook_call(&balancers->listing_served, listing, cause);
}

static void add(struct balancers *balancers, struct balancer *balancer,
                struct pod *pod, struct cause cause)
{
    struct listing *listing = pool_take(&balancers->listings);

    listing->balancer = balancer;
    listing->pod = pod;
    listing->listed = true;
    pod_hold(pod);
    listing->next_of_pod = pod->listings;
    pod->listings = listing;
    balancer->listed++;
    hook_call(&balancers->listed_changed, listing, cause);
    set_serving(balancers, listing,
                pod->sandbox != NULL && pod->sandbox->serving, cause);
    if (listing->serving)
        sandbox_recovered(pod->sandbox);
}

static void take_out(struct balancers *balancers, struct listing **place,
                     struct cause cause)
{
    struct listing *listing = *place;
    struct balancer *balancer = listing->balancer;

    set_serving(balancers, listing, false, cause);
    *place = listing->next_of_pod;
    balancer->listed--;
    listing->listed = false;
    hook_call(&balancers->listed_changed, listing, cause);
    pod_release(balancers->api, listing->pod);
    pool_give(&balancers->listings, listing);
}

static void read_endpoint(void *context, const struct change *change)
{
    struct balancers *balancers = context;
    struct balancer *balancer = &balancers->all[change->service->ordinal];
    struct pod *pod = change->object;
    struct cause cause =
        cause_after(change->cause, "controllers.kube-proxy.programming");
    struct listing **place = &pod->listings;

    while (*place != NULL && (*place)->balancer != balancer)
        place = &(*place)->next_of_pod;
    if (change->kind == ENDPOINT_ADDED && *place == NULL)
        add(balancers, balancer, pod, cause);
    else if (change->kind == ENDPOINT_REMOVED && *place != NULL)
        take_out(balancers, place, cause);
    else
        return;
    hook_call(&balancers->changed, balancer, cause);
}

static void serving_changed(void *context, void *subject, struct cause cause)
{
    struct balancers *balancers = context;
    struct sandbox *sandbox = subject;

    for (struct listing *each = sandbox->pod->listings; each != NULL;
         each = each->next_of_pod) {
        set_serving(balancers, each, sandbox->serving, cause);
        hook_call(&balancers->changed, each->balancer, cause);
    }
}

void balancers_open(struct balancers *balancers, struct kubelets *kubelets,
                    const struct service *services, int count,
                    const struct proxy_settings *settings)
{
    struct sim *sim = kubelets->sim;

    balancers->api = kubelets->api;
    balancers->all = ARENA_ARRAY(sim->arena, struct balancer, count);
    for (int i = 0; i < count; i++)
        balancers->all[i].service = &services[i];
    pool_open(&balancers->listings, sim->arena, sizeof(struct listing));
    log_watch(&balancers->api->endpoint_log, &balancers->endpoints, ALL_CHANGES,
              &settings->programming, read_endpoint, balancers,
              identity_of("kube-proxy"));
    balancers->serving_changed =
        (struct listener){serving_changed, balancers, NULL};
    hook_listen(&kubelets->serving_changed, &balancers->serving_changed);
}
