/* Actions whose time has come, and the calls that their deeds make. */
#include "models/operator/operator.h"

#include <string.h>

/* What kubectl's client may call, as any of client-go's that is not told
 * otherwise. (client-go/rest/config.go DefaultQPS and DefaultBurst, 1.36) */
static const double calls_per_second = 5, calls_at_once = 10;

struct action {
    struct event due;
    struct operator* operator;
    const struct action_design *design;
    int index;
    uint64_t identity; /* "action/<name>" */
    uint32_t times;    /* that it was due */
    struct client client;
    struct deed *first; /* that are not done */
    struct deed *last;
};

struct operator
{
    struct sim *sim;
    struct api *api;
    struct origins origins;
    struct pool deeds;
    struct pool errands;
};

/* What its streams are for: identity_child()'s incarnations. */
enum purpose { WHEN, WHOM };

const struct action_design *deed_design(const struct deed *deed)
{
    return deed->action->design;
}

struct api *deed_api(const struct deed *deed)
{
    return deed->operator->api;
}

bool deed_leads(const struct deed *deed)
{
    return deed->action->first == deed;
}

/* A call is made after the delay, and carried out when it has had its turn. */
static void call_after(struct deed *deed, struct call *call, sim_time delay)
{
    struct sim *sim = deed->operator->sim;

    call->under_way = delay == 0;
    event_schedule(sim, &call->made,
                   call->under_way ? client_call(&deed->action->client)
                                   : time_after(sim->now, delay));
}

/* Whether it is carried out now; else it is made now. */
static bool is_carried_out(struct deed *deed, struct call *call)
{
    bool under_way = call->under_way;

    if (!under_way)
        call_after(deed, call, 0);
    return under_way;
}

static void finish(struct deed *deed)
{
    struct action *action = deed->action;
    struct operator* operator= deed->operator;
    struct deed **place = &action->first;
    struct deed *before = NULL;

    while (*place != deed) {
        before = *place;
        place = &before->next;
    }
    *place = deed->next;
    if (action->last == deed)
        action->last = before;
    operator->origins.end(operator->origins.context, deed->cause);
    cause_drop(&deed->cause);
    if (deed->pod != NULL)
        pod_release(operator->api, deed->pod);
    pool_give(&operator->deeds, deed);
    if (action->first != NULL && action->first->waits) {
        action->first->waits = false;
        call_after(action->first, &action->first->call, 0);
    }
}

static void called(struct sim *sim, struct event *event)
{
    struct deed *deed = EVENT_OWNER(event, struct deed, call.made);
    sim_time delay;

    (void)sim;
    if (!is_carried_out(deed, &deed->call))
        return;
    delay = deed_design(deed)->kind->act(deed);
    deed->waits = delay == IN_ITS_TURN;
    if (delay != NEVER && !deed->waits)
        call_after(deed, &deed->call, delay);
    else if (!deed->waits && deed->errands == NULL)
        finish(deed);
}

static void end_errand(struct errand *errand)
{
    struct deed *deed = errand->deed;
    struct errand **place = &deed->errands;

    while (*place != errand)
        place = &(*place)->next;
    *place = errand->next;
    pod_release(deed->operator->api, errand->pod);
    pool_give(&deed->operator->errands, errand);
    if (deed->errands == NULL && !event_pending(&deed->call.made))
        finish(deed);
}

static void run(struct sim *sim, struct event *event)
{
    struct errand *errand = EVENT_OWNER(event, struct errand, call.made);
    struct deed *deed = errand->deed;
    sim_time delay;

    (void)sim;
    if (!is_carried_out(deed, &errand->call))
        return;
    delay = deed_design(deed)->kind->run(errand);
    if (delay == NEVER)
        end_errand(errand);
    else
        call_after(deed, &errand->call, delay);
}

void deed_send(struct deed *deed, struct pod *pod)
{
    struct errand *errand = pool_take(&deed->operator->errands);

    pod_hold(pod);
    errand->deed = deed;
    errand->pod = pod;
    errand->next = deed->errands;
    deed->errands = errand;
    event_prepare(&errand->call.made, run, RANK_DECISION, pod->identity);
    call_after(deed, &errand->call, 0);
}

struct owner *deed_owner(const struct deed *deed)
{
    struct owner *each = deed->operator->api->owners;

    while (each != NULL &&
           (each->parent != NULL ||
            strcmp(each->workload->object, deed->workload->object) != 0))
        each = each->next;
    return each;
}

struct pod *deed_bare_pod(const struct deed *deed)
{
    struct pod *each = deed->operator->api->bare;

    while (each != NULL &&
           strcmp(pod_workload(each)->object, deed->workload->object) != 0)
        each = each->next;
    return each;
}

void deed_set_spec(const struct deed *deed, struct owner *owner,
                   const struct owner_spec *spec)
{
    owner_set_spec(deed->operator->api, owner, spec, deed_design(deed)->name,
                   deed->cause);
}

void deed_revise(const struct deed *deed, struct owner *owner)
{
    struct owner_spec spec = owner->state.spec;
    const struct pod_template *next =
        deed_design(deed)->revised[spec.template->ordinal];

    if (next != NULL)
        spec.template = next;
    deed_set_spec(deed, owner, &spec);
}

static void begin(struct action *action, const struct workload *workload,
                  struct node *node, struct pod *pod)
{
    struct operator* operator= action->operator;
    struct deed *deed = pool_take(&operator->deeds);

    deed->operator= operator;
    deed->action = action;
    deed->workload = workload;
    deed->node = node;
    deed->pod = pod;
    if (pod != NULL)
        pod_hold(pod);
    *(action->last == NULL ? &action->first : &action->last->next) = deed;
    action->last = deed;
    cause_keep(&deed->cause, operator->origins.begin(operator->origins.context,
                                                     action->index, deed));
    event_prepare(&deed->call.made, called, RANK_DECISION, action->identity);
    call_after(deed, &deed->call, 0);
}

/* Whom a target means, in the order in which they stand in the API: how many,
 * or those that are drawn. (Knuth, The Art of Computer Programming 2, 3.4.2,
 * algorithm S) */
struct choice {
    struct action *action;
    int matching;
    int left; /* of these, not looked at yet */
    int wanted;
    struct stream whom;
};

static bool is_drawn(struct choice *choice)
{
    int left = choice->left--;

    if (choice->wanted == 0 ||
        (int)stream_below(&choice->whom, (uint32_t)left) >= choice->wanted)
        return false;
    choice->wanted--;
    return true;
}

static void visit_nodes(struct choice *choice, bool counted)
{
    struct action *action = choice->action;
    struct api *api = action->operator->api;

    for (int i = 0; i < api->node_count; i++) {
        struct node *node = &api->nodes[i];

        if (!node->status.exists ||
            !target_matches_node(&action->design->target, node->design,
                                 api->zones[node->design->zone]))
            continue;
        if (counted)
            choice->matching++;
        else if (is_drawn(choice))
            begin(action, NULL, node, NULL);
    }
}

static void visit_pod(struct choice *choice, bool counted, struct pod *pod)
{
    struct action *action = choice->action;
    const struct target *target = &action->design->target;
    const struct node *node = pod->status.node;
    const char *zone =
        node == NULL ? "" : action->operator->api->zones[node->design->zone];

    if (!pod_active(&pod->status) || !target_matches_zone(target, zone) ||
        !target_matches_pod(target, pod))
        return;
    if (counted)
        choice->matching++;
    else if (is_drawn(choice))
        begin(action, NULL, NULL, pod);
}

static void visit_pods(struct choice *choice, bool counted)
{
    struct api *api = choice->action->operator->api;

    for (struct owner *owner = api->owners; owner != NULL; owner = owner->next)
        for (struct pod *pod = owner->first; pod != NULL; pod = pod->next)
            visit_pod(choice, counted, pod);
    for (struct pod *pod = api->bare; pod != NULL; pod = pod->next)
        visit_pod(choice, counted, pod);
}

static void draw(struct action *action)
{
    void (*visit)(struct choice * choice, bool counted) =
        action->design->pods ? visit_pods : visit_nodes;
    struct choice choice = {.action = action};

    visit(&choice, true);
    choice.left = choice.matching;
    choice.wanted = target_number(&action->design->target, choice.matching);
    stream_open(&choice.whom, &action->operator->sim->seed,
                identity_child(action->identity, action->times, WHOM));
    visit(&choice, false);
}

/* The first machines of the pool that are not asked for. */
static void order(struct action *action, const struct pool_order *order)
{
    struct api *api = action->operator->api;
    int left = order->count;

    for (int i = 0; i < api->node_count && left > 0; i++) {
        struct node *node = &api->nodes[i];

        if (node->status.wanted || node->design->pool == NULL ||
            strcmp(node->design->pool, order->pool) != 0)
            continue;
        begin(action, NULL, node, NULL);
        left--;
    }
}

static void schedule_next(struct action *action)
{
    const struct action_design *design = action->design;
    struct sim *sim = action->operator->sim;

    if (design->every.kind == NULL)
        return;
    event_schedule(
        sim, &action->due,
        time_after(sim->now,
                   law_delay_of(
                       &design->every, &sim->seed,
                       identity_child(action->identity, action->times, WHEN))));
}

static void due(struct sim *sim, struct event *event)
{
    struct action *action = EVENT_OWNER(event, struct action, due);
    const struct action_design *design = action->design;

    (void)sim;
    action->times++;
    for (int i = 0; i < design->workload_count; i++)
        begin(action, design->workloads[i], NULL, NULL);
    if (design->order != NULL)
        order(action, design->order);
    else if (design->workload_count == 0)
        draw(action);
    schedule_next(action);
}

void operator_open(struct api *api, const struct network *network,
                   const struct action_design *designs, int count,
                   sim_time begins, const struct origins *origins)
{
    struct sim *sim = api->sim;
    struct operator* operator= ARENA_NEW(sim->arena, struct operator);
    struct action *actions = ARENA_ARRAY(sim->arena, struct action, count);

    operator->sim = sim;
    operator->api = api;
    operator->origins = * origins;
    pool_open(&operator->deeds, sim->arena, sizeof(struct deed));
    pool_open(&operator->errands, sim->arena, sizeof(struct errand));
    for (int i = 0; i < count; i++) {
        struct action *action = &actions[i];

        action->operator= operator;
        action->design = &designs[i];
        action->index = i;
        action->identity = identity_child(identity_of("action"),
                                          identity_of(designs[i].name), 0);
        client_open(&action->client, &api->server, calls_per_second,
                    calls_at_once, &network->call, action->identity);
        event_prepare(&action->due, due, RANK_DECISION, action->identity);
        if (designs[i].at != NEVER)
            event_schedule(sim, &action->due,
                           time_after(begins, designs[i].at));
        else
            schedule_next(action);
    }
}
