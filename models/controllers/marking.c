/* Pods of nodes that have become Unknown. */
#include "models/controllers/marking.h"

static const char by[] = "node-lifecycle-controller";

/* A node's pods, being marked. */
struct marking {
    struct event marked; /* the next of them */
    struct marker *marker;
    const struct node *node;
    struct cause cause;
};

/* A write of what has changed meanwhile would be refused. */
static struct pod *next_of(const struct node *node)
{
    struct pod *pod = node->pods;

    while (pod != NULL &&
           !(pod->seen[CONTROLLER_MANAGER].ready && pod->status.ready))
        pod = pod->next_on_node;
    return pod;
}

static void call(struct marking *marking)
{
    struct marker *marker = marking->marker;

    event_schedule(marker->api->sim, &marking->marked,
                   client_call(&marker->client));
}

void marker_stop(struct marker *marker, const struct node *node)
{
    struct marking *marking = marker->all[node->ordinal];

    if (marking == NULL)
        return;
    event_cancel(marker->api->sim, &marking->marked);
    cause_drop(&marking->cause);
    marker->all[node->ordinal] = NULL;
    pool_give(&marker->pool, marking);
}

static void marked(struct sim *sim, struct event *event)
{
    struct marking *marking = EVENT_OWNER(event, struct marking, marked);
    struct marker *marker = marking->marker;
    const struct node *node = marking->node;
    struct pod *pod = next_of(node);

    (void)sim;
    if (pod != NULL && node->status.ready == READY_UNKNOWN) {
        api_report(marker->api, pod, POD_NOT_READY, by, marking->cause);
        client_record(&marker->client);
        pod = next_of(node);
        if (pod != NULL)
            call(marking);
    }
    if (pod == NULL || node->status.ready != READY_UNKNOWN)
        marker_stop(marker, node);
}

void marker_open(struct marker *marker, const struct component *component,
                 double qps, int burst)
{
    struct sim *sim = component->sim;
    struct api *api = component->api;

    marker->api = api;
    marker->all = ARENA_ARRAY(sim->arena, struct marking *, api->node_count);
    pool_open(&marker->pool, sim->arena, sizeof(struct marking));
    client_open(&marker->client, &component->api->server, qps, burst,
                &component->network->call, identity_of(by));
}

void marker_begin(struct marker *marker, const struct node *node,
                  struct cause cause)
{
    struct marking *marking = marker->all[node->ordinal];

    if (next_of(node) == NULL)
        return;
    if (marking == NULL) {
        marking = marker->all[node->ordinal] = pool_take(&marker->pool);
        marking->marker = marker;
        marking->node = node;
        event_prepare(&marking->marked, marked, RANK_DECISION, node->identity);
    }
    cause_keep(&marking->cause, cause);
    call(marking);
}
