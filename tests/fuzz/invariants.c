/* What always holds, looked at with everything open. */
#include "tests/fuzz/invariants.h"

#include <assert.h>
#include <string.h>

#include "models/api/budget.h"
#include "models/api/log.h"
#include "models/controllers/rollout.h"
#include "models/controllers/scheduler.h"

static bool is_available(const struct pod *pod)
{
    return pod_active(&pod->status) && pod->status.ready;
}

struct heads {
    int active;
    int available;
};

static void count(const struct owner *owner, struct heads *heads)
{
    for (const struct pod *each = owner->first; each; each = each->next) {
        heads->active += pod_active(&each->status);
        heads->available += is_available(each);
    }
}

/* What a rollout may come to, while its Deployment was resized meanwhile. If it
 * overtakes another one and pods are available some time after they are ready,
 * fewer may be left: a ReplicaSet loses as many as are not available, but first
 * those that share a node with others (pkg/controller/deployment/rolling.go
 * cleanupUnhealthyReplicas, controller_utils.go ActivePodsWithRanks). */
static void check_deployment(const struct invariants *invariants,
                             const struct owner *owner)
{
    const struct workload *workload = owner->workload;
    struct asked *asked = &invariants->asked[workload->ordinal];
    struct heads heads = {0};
    int sizes = 0, sets = 0, surge, unavailable, ignored;

    for (const struct owner *set = owner->children; set;
         set = set->next_sibling) {
        int size = set->state.exists ? set->state.spec.replicas : 0;

        sizes += size;
        sets += size > 0;
        count(set, &heads);
    }
    asked->overtaken |= sets > 2;
    strategy_bounds(workload->strategy.max_surge,
                    workload->strategy.max_unavailable, asked->most, &surge,
                    &ignored);
    assert(sizes <= asked->most + (workload->strategy.recreate ? 0 : surge));
    assert(heads.active <=
           asked->most + (workload->strategy.recreate ? 0 : surge));
    strategy_bounds(workload->strategy.max_surge,
                    workload->strategy.max_unavailable, asked->least, &ignored,
                    &unavailable);
    if (invariants->undisturbed && !workload->strategy.recreate &&
        !(asked->overtaken && workload->min_ready > 0))
        assert(heads.available >= asked->least - unavailable);
}

static void check_ordinals(const struct owner *owner)
{
    for (const struct pod *a = owner->first; a; a = a->next)
        for (const struct pod *b = a->next; b; b = b->next)
            assert(a->ordinal != b->ordinal || !a->status.exists ||
                   !b->status.exists);
}

static void check_node(const struct node *node)
{
    struct load load = {0};

    for (const struct pod *each = node->pods; each; each = each->next_on_node) {
        assert(each->status.node == node && each->status.exists);
        for (const struct pod *other = each->next_on_node; other;
             other = other->next_on_node)
            assert(other != each);
        if (!pod_ended(&each->status)) {
            struct requests requests = template_requests(each->template);

            load_add(&load, &requests, 1);
        }
    }
    assert(load.sum.cpu_milli <= node->design->cpu_milli &&
           load.sum.memory_bytes <= node->design->memory_bytes &&
           load.pods <= node->design->pods);
}

/* Each runs where its object says, and nowhere else. */
static void check_machine(const struct kubelet *kubelet)
{
    for (const struct sandbox *each = kubelet->sandboxes; each;
         each = each->next)
        assert(each->pod->sandbox == each && each->kubelet == kubelet &&
               (!each->pod->status.exists ||
                each->pod->status.node == kubelet->node));
}

static void recount(const struct owner *owner, struct load *loads)
{
    for (const struct pod *each = owner->first; each; each = each->next) {
        const struct node *node = each->scheduling.assumed;
        struct requests requests = template_requests(each->template);

        if (node != NULL)
            load_add(&loads[node->ordinal], &requests, 1);
    }
}

/* Where the scheduler has read all there is. */
static void check_sums(const struct world *world)
{
    enum { MOST_NODES = 64 };
    const struct component *scheduler = &world->components[SCHEDULER];
    const struct api *api = world->cluster.api;
    struct load loads[MOST_NODES] = {0};

    if (scheduler->pods.next != NULL)
        return;
    assert(api->node_count <= MOST_NODES);
    for (const struct owner *each = api->owners; each; each = each->next)
        recount(each, loads);
    for (int i = 0; i < api->node_count; i++) {
        const struct load *load = scheduler_load(scheduler, &api->nodes[i]);

        assert(load->sum.cpu_milli == loads[i].sum.cpu_milli &&
               load->sum.memory_bytes == loads[i].sum.memory_bytes &&
               load->pods == loads[i].pods);
    }
}

/* How many replicas the owners of these pods want, and are available. */
static void check_budget(const struct api *api, const struct budget *budget)
{
    int expected = 0;
    struct heads heads = {0};

    for (const struct owner *each = api->owners; each; each = each->next)
        if (each->first != NULL &&
            selector_matches(&budget->design->selector,
                             &each->first->template->labels)) {
            expected += each->state.spec.replicas;
            count(each, &heads);
        }
    assert(heads.available >= budget_desired(budget->design, expected));
}

static void check_budgets(const struct api *api, const struct pod *evicted)
{
    for (int i = 0; i < api->budgets->count; i++) {
        const struct budget *budget = &api->budgets->all[i];

        if (selector_matches(&budget->design->selector,
                             &evicted->template->labels))
            check_budget(api, budget);
    }
}

static void resize(struct invariants *invariants, const struct change *change)
{
    const struct owner *owner = change->object;
    struct asked *asked = &invariants->asked[owner->workload->ordinal];
    int replicas = change->owner.spec.replicas;

    if (owner->parent != NULL)
        return;
    asked->least = replicas < asked->least ? replicas : asked->least;
    asked->most = replicas > asked->most ? replicas : asked->most;
}

static void written(void *context, void *subject, struct cause cause)
{
    struct invariants *invariants = context;
    const struct change *change = subject;
    const struct world *world = invariants->world;
    const struct api *api = world->cluster.api;

    (void)cause;
    if (change->kind == OWNER_SCALED || change->kind == OWNER_UPDATED)
        resize(invariants, change);
    for (const struct owner *each = api->owners; each; each = each->next)
        if (each->kind == WORKLOAD_DEPLOYMENT)
            check_deployment(invariants, each);
        else if (each->kind == WORKLOAD_STATEFUL_SET)
            check_ordinals(each);
    for (int i = 0; i < api->node_count; i++)
        check_node(&api->nodes[i]);
    for (int i = 0; i < world->cluster.kubelets.count; i++)
        check_machine(&world->cluster.kubelets.all[i]);
    if (change->kind == POD_READY || change->kind == POD_GONE)
        check_sums(world);
    if (invariants->only_evictions && change->kind == POD_DELETED)
        check_budgets(api, change->object);
}

void invariants_open(struct invariants *invariants, struct world *world)
{
    const struct scenario *scenario = world->scenario;
    struct arena *arena = world->sim->arena;

    invariants->world = world;
    invariants->workloads = scenario->workload_count;
    invariants->asked =
        ARENA_ARRAY(arena, struct asked, scenario->workload_count);
    for (int i = 0; i < scenario->workload_count; i++)
        invariants->asked[i] =
            (struct asked){scenario->workloads[i].replicas,
                           scenario->workloads[i].replicas, false};
    invariants->written = (struct listener){written, invariants, NULL};
    hook_listen(world->cluster.api->written, &invariants->written);
}

void invariants_settled(const struct invariants *invariants)
{
    const struct api *api = invariants->world->cluster.api;

    check_sums(invariants->world);
    for (const struct owner *each = api->owners; each; each = each->next) {
        struct heads heads = {0};

        if (each->kind == WORKLOAD_DEPLOYMENT ||
            each->kind == WORKLOAD_DAEMON_SET)
            continue;
        count(each, &heads);
        assert(heads.active == each->state.spec.replicas &&
               heads.available == heads.active);
        for (const struct pod *pod = each->first; pod; pod = pod->next)
            assert(pod_active(&pod->status) &&
                   (each->kind != WORKLOAD_STATEFUL_SET ||
                    pod->template == each->state.spec.template));
    }
    for (const struct owner *each = api->owners; each; each = each->next) {
        struct heads heads = {0};

        if (each->kind != WORKLOAD_DEPLOYMENT)
            continue;
        for (const struct owner *set = each->children; set;
             set = set->next_sibling)
            if (set->state.exists &&
                set->state.spec.template == each->state.spec.template)
                count(set, &heads);
        assert(heads.available == each->state.spec.replicas);
    }
}
