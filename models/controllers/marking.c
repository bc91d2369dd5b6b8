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
static struct pod *next_of(const struct marking *marking)
{
    struct pod *pod = marking->node->pods;

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

static void marked(struct sim *sim, struct event *event)
{
    struct marking *marking = EVENT_OWNER(event, struct marking, marked);
    struct pod *pod = next_of(marking);

    (void)sim;
    if (pod == NULL || marking->node->status.ready != READY_UNKNOWN) {
        cause_drop(&marking->cause);
        return;
    }
    api_report(marking->marker->api, pod, POD_NOT_READY, by, marking->cause);
    client_record(&marking->marker->client);
    if (next_of(marking) != NULL)
        call(marking);
}

void marker_open(struct marker *marker, const struct component *component,
                 double qps, int burst)
{
    struct sim *sim = component->sim;
    struct api *api = component->api;

    marker->api = api;
    marker->all = ARENA_ARRAY(sim->arena, struct marking, api->node_count);
    client_open(&marker->client, &component->api->server, qps, burst,
                &component->network->call, identity_of(by));
    for (int i = 0; i < api->node_count; i++) {
        marker->all[i].marker = marker;
        marker->all[i].node = &api->nodes[i];
        event_prepare(&marker->all[i].marked, marked, RANK_DECISION,
                      api->nodes[i].identity);
    }
}

void marker_begin(struct marker *marker, const struct node *node,
                  struct cause cause)
{
    struct marking *marking = &marker->all[node->ordinal];

    if (next_of(marking) == NULL)
        return;
    cause_keep(&marking->cause, cause);
    call(marking);
}

void marker_stop(struct marker *marker, const struct node *node)
{
    struct marking *marking = &marker->all[node->ordinal];

    event_cancel(marker->api->sim, &marking->marked);
    cause_drop(&marking->cause);
}
