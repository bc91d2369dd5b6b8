/* Pods of nodes that have become Unknown. */
#include "models/controllers/marking.h"

static const char by[] = "node-lifecycle-controller";

/* A node's pods, being marked. */
struct marking {
    struct request marked; /* the next of them */
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
    client_send(&marking->marker->client, &marking->marked);
}

static void end(struct marking *marking)
{
    struct marker *marker = marking->marker;

    cause_drop(&marking->cause);
    marker->all[marking->node->ordinal] = NULL;
    pool_give(&marker->pool, marking);
}

void marker_stop(struct marker *marker, const struct node *node)
{
    struct marking *marking = marker->all[node->ordinal];

    if (marking == NULL)
        return;
    client_withdraw(&marker->client, &marking->marked);
    end(marking);
}

static void dropped(struct request *request)
{
    end(REQUEST_OWNER(request, struct marking, marked));
}

static void marked(struct request *request)
{
    struct marking *marking = REQUEST_OWNER(request, struct marking, marked);
    struct marker *marker = marking->marker;
    const struct node *node = marking->node;
    struct pod *pod = next_of(node);

    if (pod != NULL && node->status.ready == READY_UNKNOWN) {
        api_report(marker->api, pod, POD_NOT_READY, by, marking->cause);
        client_record(&marker->client);
        pod = next_of(node);
        if (pod != NULL)
            call(marking);
    }
    if (pod == NULL || node->status.ready != READY_UNKNOWN)
        end(marking);
}

void marker_open(struct marker *marker, struct component *component, double qps,
                 int burst)
{
    struct sim *sim = component->sim;
    struct api *api = component->api;

    marker->api = api;
    marker->all = ARENA_ARRAY(sim->arena, struct marking *, api->node_count);
    pool_open(&marker->pool, sim->arena, sizeof(struct marking));
    component_client(component, &marker->client, qps, burst, identity_of(by));
}

void marker_begin(struct marker *marker, const struct node *node,
                  struct cause cause)
{
    static const struct request_kind kind = {marked, dropped};
    struct marking *marking = marker->all[node->ordinal];

    if (next_of(node) == NULL)
        return;
    if (marking != NULL) {
        cause_keep(&marking->cause, cause);
        return;
    }
    marking = marker->all[node->ordinal] = pool_take(&marker->pool);
    marking->marker = marker;
    marking->node = node;
    cause_keep(&marking->cause, cause);
    request_prepare(&marking->marked, &kind, node->identity);
    call(marking);
}
